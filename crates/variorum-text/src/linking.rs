//! Which source and which content belong to which cue?
//!
//! Each run of source or content goes to the cue of its window to which the encoder ties its pieces most strongly, a
//! little less for every token in between; a cue keeps the source that is tied to it most. A cue that is left without a
//! source shares one of its sentence ("X denied …, saying …"). Where the pieces of a content point at a word that no label
//! made a cue, the labels are sought again with a cue there. A content in a window without any cue goes on with the
//! attribution before it. A cue without a content says nothing and is left out.

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_infer::{Card, Scores};

use crate::encoding::Window;
use crate::tagging::{Role, Run, runs};

/// Share of a content's pieces that must point at one word to make it a cue.
const POINTED: f32 = 0.5;

/// Source, cue and contents that belong together, as token numbers of the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Link {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Option<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
}

/// What the encoder says of a window, with what is needed to understand it.
pub(crate) struct Seen<'a> {
    pub(crate) window: &'a Window,
    pub(crate) scores: &'a Scores,
    pub(crate) card: &'a Card,
}

/// The attributions of a text, window by window, in the order of their cues. `together` tells whether two tokens of the
/// text stand in one sentence.
pub(crate) fn link(windows: &[Seen<'_>], together: &dyn Fn(usize, usize) -> bool) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for seen in windows {
        let mut labelled = runs(seen.window, seen.scores, seen.card, &BTreeSet::new());
        let missed = seen.missed_cues(&labelled);
        if !missed.is_empty() {
            labelled = runs(seen.window, seen.scores, seen.card, &missed);
        }
        let contents = labelled.iter().filter(|run| run.role == Role::Content);
        if labelled.iter().any(|run| run.role == Role::Cue) {
            links.extend(seen.linked(&labelled, together));
        } else if let Some(last) = links.last_mut() {
            last.content.extend(contents.map(|run| seen.placed(&run.tokens)));
        }
    }
    links
}

impl Seen<'_> {
    fn placed(&self, range: &Range<usize>) -> Range<usize> {
        range.start + self.window.tokens.start..range.end + self.window.tokens.start
    }

    /// The places of the pieces of a run.
    fn pieces(&self, run: &Run) -> Vec<usize> {
        self.window.places[run.tokens.clone()].iter().copied().filter(|place| *place > 0).collect()
    }

    /// Tokens at which most of a content points, where no label made a cue.
    fn missed_cues(&self, labelled: &[Run]) -> BTreeSet<usize> {
        let known = |token: usize| labelled.iter().any(|run| run.role == Role::Cue && run.tokens.contains(&token));
        let mut found = BTreeSet::new();
        // The frame stands for "the cue is not in sight".
        let heads: Vec<(Option<usize>, usize)> = std::iter::once((None, 0))
            .chain(self.window.places.iter().enumerate().map(|(token, place)| (Some(token), *place)))
            .filter(|(token, place)| token.is_none() || *place > 0)
            .collect();
        for run in labelled.iter().filter(|run| run.role == Role::Content) {
            let pieces = self.pieces(run);
            let mut shares = vec![0.0f32; heads.len()];
            for piece in &pieces {
                let row: Vec<f32> = heads.iter().map(|(_, place)| self.scores.link(*piece, *place)).collect();
                for (share, log) in shares.iter_mut().zip(log_shares(&row)) {
                    *share += log.exp() / pieces.len() as f32;
                }
            }
            let pointed = shares.iter().zip(&heads).find(|(share, _)| **share > POINTED);
            if let Some((_, (Some(token), _))) = pointed
                && !known(*token)
            {
                found.insert(*token);
            }
        }
        found
    }

    fn linked(&self, labelled: &[Run], together: &dyn Fn(usize, usize) -> bool) -> Vec<Link> {
        let cues: Vec<&Run> = labelled.iter().filter(|run| run.role == Role::Cue).collect();
        let mut links: Vec<Link> =
            cues.iter().map(|cue| Link { cue: Some(self.placed(&cue.tokens)), ..Link::default() }).collect();
        let mut tied = vec![f32::NEG_INFINITY; cues.len()];
        let mut sources: Vec<(Range<usize>, Vec<f32>)> = Vec::new();
        for run in labelled.iter().filter(|run| run.role != Role::Cue) {
            let ties = self.ties(run, &cues);
            let (cue, strength) = best(&ties.relative);
            let place = self.placed(&run.tokens);
            if run.role == Role::Content {
                links[cue].content.push(place);
                continue;
            }
            if strength > tied[cue] {
                tied[cue] = strength;
                links[cue].source = Some(place.clone());
            }
            sources.push((place, ties.plain));
        }
        for (number, link) in links.iter_mut().enumerate().filter(|(_, link)| link.source.is_none()) {
            let Some(cue) = &link.cue else { continue };
            let near = sources.iter().filter(|(place, _)| together(place.start, cue.start));
            let strongest = near.max_by(|one, other| one.1[number].total_cmp(&other.1[number]));
            link.source = strongest.map(|(place, _)| place.clone());
        }
        links.retain(|link| !link.content.is_empty());
        links
    }

    /// How strongly a run is tied to each cue.
    fn ties(&self, run: &Run, cues: &[&Run]) -> Ties {
        let pieces = self.pieces(run);
        let count = pieces.len().max(1) as f32;
        let (mut relative, mut plain) = (vec![0.0f32; cues.len()], vec![0.0f32; cues.len()]);
        for piece in &pieces {
            let row: Vec<f32> =
                cues.iter().map(|cue| self.scores.link(*piece, self.window.places[cue.tokens.start])).collect();
            for ((one, other), (score, share)) in
                relative.iter_mut().zip(&mut plain).zip(row.iter().zip(log_shares(&row)))
            {
                *one += share / count;
                *other += score / count;
            }
        }
        for (tie, cue) in relative.iter_mut().zip(cues) {
            let after = run.tokens.start.abs_diff(cue.tokens.end);
            let before = cue.tokens.start.abs_diff(run.tokens.end);
            *tie -= self.card.decoding.distance * after.min(before) as f32;
        }
        Ties { relative, plain }
    }
}

/// Ties of one run to all cues of its window.
struct Ties {
    /// Mean log-share among the cues, less for distance.
    relative: Vec<f32>,
    /// Mean score.
    plain: Vec<f32>,
}

/// Logarithms of the softmax of `row`.
fn log_shares(row: &[f32]) -> Vec<f32> {
    let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let norm = top + row.iter().map(|score| (score - top).exp()).sum::<f32>().ln();
    row.iter().map(|score| score - norm).collect()
}

/// The largest number and its place, the first of equals.
fn best(row: &[f32]) -> (usize, f32) {
    row.iter().enumerate().fold(
        (0, f32::NEG_INFINITY),
        |best, (place, number)| {
            if *number > best.1 { (place, *number) } else { best }
        },
    )
}

#[cfg(test)]
mod tests {
    use variorum_infer::Rows;

    use super::*;
    use crate::tagging::tests::{card, scores};

    /// A window of one piece a token, with labels by number; members and heads are numbers whose product is the tie.
    fn check(labels: &[usize], members: &[f32], heads: &[f32], expected: &[Link]) {
        let window = Window {
            tokens: 10..10 + labels.len(),
            pieces: vec![0; labels.len() + 1],
            places: (1..=labels.len()).collect(),
        };
        let framed = |row: &[f32]| Rows::new(1, [&[0.0], row].concat());
        let scores = Scores { members: framed(members), heads: framed(heads), ..scores(&[&[0], labels].concat()) };
        let card = card();
        let seen = [Seen { window: &window, scores: &scores, card: &card }];
        assert_eq!(link(&seen, &|_, _| true), expected);
    }

    const SOURCE: usize = 1;
    const CUE: usize = 3;
    const CONTENT: usize = 5;

    #[test]
    fn everything_goes_to_the_cue_it_is_tied_to() {
        // Two cues with heads 1 and -1; the members' signs choose.
        check(
            &[SOURCE, CUE, CONTENT, SOURCE, CUE, CONTENT, CONTENT],
            &[5.0, 0.0, 5.0, -5.0, 0.0, -5.0, 5.0],
            &[0.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            &[
                Link { source: Some(10..11), cue: Some(11..12), content: vec![12..13, 16..17] },
                Link { source: Some(13..14), cue: Some(14..15), content: vec![15..16] },
            ],
        );
    }

    #[test]
    fn a_second_cue_shares_the_source_of_its_sentence() {
        check(
            &[SOURCE, CUE, CONTENT, CUE, CONTENT],
            &[5.0, 0.0, 5.0, 0.0, -5.0],
            &[0.0, 1.0, 0.0, -1.0, 0.0],
            &[
                Link { source: Some(10..11), cue: Some(11..12), content: vec![12..13] },
                Link { source: Some(10..11), cue: Some(13..14), content: vec![14..15] },
            ],
        );
    }

    #[test]
    fn a_word_that_a_content_points_at_becomes_a_cue() {
        check(
            &[0, CONTENT],
            &[0.0, 9.0],
            &[1.0, 0.0],
            &[Link { source: None, cue: Some(10..11), content: vec![11..12] }],
        );
    }

    #[test]
    fn a_cue_without_content_says_nothing() {
        check(&[SOURCE, CUE], &[1.0, 0.0], &[0.0, 1.0], &[]);
        check(&[0, CONTENT], &[0.0, 0.0], &[0.0, 0.0], &[]);
    }
}
