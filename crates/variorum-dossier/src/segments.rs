//! A text cut at every edge of every mark, so that marks may overlap in any way and HTML stays a tree.

use std::ops::Range;

use variorum_evidence::span::TextSpan;

/// What a mark says of its words. The order is that of the classes in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// What is said.
    Content,
    /// Who says it.
    Source,
    /// The words of saying.
    Cue,
    /// How surely.
    Hedge,
    /// The words that give an answer.
    Reading,
    /// A claim that a person rejected.
    Rejected,
}

/// All roles.
pub(crate) const ROLES: [Role; 6] =
    [Role::Content, Role::Source, Role::Cue, Role::Hedge, Role::Reading, Role::Rejected];

/// Words and their role, for the claim of this number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) span: TextSpan,
    pub(crate) role: Role,
    /// The number of the claim that begins here, if this is its first content.
    pub(crate) begins: Option<usize>,
}

/// A stretch of text over which the same marks lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) range: Range<usize>,
    /// The roles of the marks over it, each once.
    pub(crate) roles: Vec<Role>,
    /// The claims whose content begins with it.
    pub(crate) begins: Vec<usize>,
}

/// Cuts `within` at every edge of every mark: one sweep over the sorted edges.
pub(crate) fn cut(within: Range<usize>, marks: &[Mark]) -> Vec<Segment> {
    let clamp = |place: u32| (place as usize).clamp(within.start, within.end);
    let mut edges = Vec::with_capacity(marks.len() * 2);
    for mark in marks {
        let (start, end) = (clamp(mark.span.start), clamp(mark.span.end));
        if start < end {
            edges.push((start, 1i32, mark.role, mark.begins));
            edges.push((end, -1, mark.role, None));
        }
    }
    edges.sort();
    let mut segments = Vec::new();
    let mut open = [0i32; ROLES.len()];
    let mut begins = Vec::new();
    let mut at = within.start;
    for (place, change, role, beginning) in edges {
        if place > at {
            segments.push(segment(at..place, &open, &mut begins));
            at = place;
        }
        open[role as usize] += change;
        begins.extend(beginning);
    }
    if at < within.end {
        segments.push(segment(at..within.end, &open, &mut begins));
    }
    segments
}

fn segment(range: Range<usize>, open: &[i32; ROLES.len()], begins: &mut Vec<usize>) -> Segment {
    let roles = ROLES.into_iter().filter(|role| open[*role as usize] > 0).collect();
    let mut begins = std::mem::take(begins);
    begins.sort_unstable();
    begins.dedup();
    Segment { range, roles, begins }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, role: Role) -> Mark {
        Mark { span: TextSpan { start, end }, role, begins: None }
    }

    /// Every segment joins the last, and over each byte lie the roles of the marks that cover it.
    fn check(within: Range<usize>, marks: &[Mark]) {
        let segments = cut(within.clone(), marks);
        let mut at = within.start;
        for segment in &segments {
            assert_eq!(segment.range.start, at);
            assert!(!segment.range.is_empty());
            at = segment.range.end;
            for byte in segment.range.clone() {
                let over =
                    |role: &Role| marks.iter().any(|mark| mark.role == *role && mark.span.range().contains(&byte));
                assert_eq!(segment.roles, ROLES.into_iter().filter(over).collect::<Vec<_>>(), "byte {byte}");
            }
        }
        assert_eq!(at, within.end);
    }

    #[test]
    fn marks_may_overlap_in_any_way() {
        check(0..10, &[]);
        check(0..0, &[mark(0, 3, Role::Cue)]);
        check(0..10, &[mark(2, 8, Role::Content), mark(4, 6, Role::Reading)]);
        check(0..10, &[mark(0, 6, Role::Content), mark(4, 10, Role::Source), mark(4, 6, Role::Content)]);
        check(3..7, &[mark(0, 5, Role::Content), mark(6, 20, Role::Hedge), mark(1, 2, Role::Cue)]);
        check(0..9, &[mark(3, 6, Role::Content), mark(3, 6, Role::Content), mark(6, 9, Role::Content)]);
    }

    #[test]
    fn every_start_and_end_of_small_marks() {
        for a in 0..5 {
            for b in a..5 {
                for c in 0..5 {
                    for d in c..5 {
                        check(0..4, &[mark(a, b, Role::Content), mark(c, d, Role::Reading), mark(b, d, Role::Cue)]);
                    }
                }
            }
        }
    }

    #[test]
    fn a_claim_begins_once_where_its_content_begins() {
        let begins = |start, end, claim| Mark { begins: Some(claim), ..mark(start, end, Role::Content) };
        let segments = cut(0..9, &[begins(3, 6, 2), begins(3, 9, 1), mark(0, 9, Role::Source)]);
        let found: Vec<_> = segments.iter().map(|segment| (segment.range.start, segment.begins.clone())).collect();
        assert_eq!(found, [(0, vec![]), (3, vec![1, 2]), (6, vec![])]);
    }
}
