//! The shape of each side, so that nothing rests on colour; arrows for what is open; and what fits into one line.

use maud::{Markup, html};
use variorum_evidence::question::PartyGroup;

use crate::plot::scale::Across;
use crate::view::View;

/// Room that a mark takes to its left and right, at the width that drawings usually have.
const ROOM: u64 = 130;
/// The same with a small number beside it.
const ROOM_OF_NUMBER: u64 = 200;

/// The shape of a side, hollow and struck through where it denies.
pub(crate) fn shape(side: PartyGroup, denied: bool) -> Markup {
    html! {
        g.mark.denial[denied] {
            @match side {
                PartyGroup::Officials => path d="M-4 -4h8v8h-8z" {},
                PartyGroup::Affected => circle r="4.5" {},
                PartyGroup::Witnesses => path d="M0 -5.2l5.2 9.2h-10.4z" {},
                PartyGroup::Media => path d="M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z" {},
                PartyGroup::Other => path d="M-1.5 -5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z" {},
            }
            @if denied { path.strike d="M-6.5 6.5L6.5 -6.5" {} }
        }
    }
}

/// What the shapes of some sides mean, as words with the shapes before them.
pub(crate) fn legend(view: &View<'_>, sides: impl IntoIterator<Item = PartyGroup>, denied: Option<&str>) -> Markup {
    let sample = |shape: Markup| html! { svg.sample width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" { (shape) } };
    html! {
        @for side in sides { span.key { (sample(shape(side, false))) " " (view.phrases.group(side)) } " " }
        @if let Some(denied) = denied { span.key { (sample(shape(PartyGroup::Affected, true))) " " (denied) } }
    }
}

/// Something at a place across and down; what it holds is drawn around that place.
pub(crate) fn at(x: Across, y: u32, inner: &Markup) -> Markup {
    html! { svg x=(x) y=(y) overflow="visible" { (inner) } }
}

/// An arrow from a mark, into what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrow {
    Up,
    Down,
    Earlier,
    Later,
}

pub(crate) fn arrow(to: Arrow) -> Markup {
    let path = match to {
        Arrow::Up => "M0 -4V-13M-3 -10L0 -13L3 -10",
        Arrow::Down => "M0 4V13M-3 10L0 13L3 10",
        Arrow::Earlier => "M-5 0H-15M-12 -3L-15 0L-12 3",
        Arrow::Later => "M5 0H15M12 -3L15 0L12 3",
    };
    html! { path.arrow d=(path) {} }
}

/// Which of several lines each of some marks stands in, so that none touches another, and how many lines it takes.
/// Marks are given by where they begin and end, and whether a number stands beside them.
pub(crate) fn stacked(marks: &[(Across, Across, bool)]) -> (Vec<u32>, u32) {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|place| marks[*place]);
    let mut lines = vec![0; marks.len()];
    let mut reached: Vec<u64> = Vec::new();
    for place in order {
        let (from, to, is_numbered) = marks[place];
        let (start, end) = (from.0, to.0 + 2 * ROOM + if is_numbered { ROOM_OF_NUMBER } else { 0 });
        let free = reached.iter().position(|reached| *reached <= start);
        let line = free.unwrap_or_else(|| {
            reached.push(0);
            reached.len() - 1
        });
        reached[line] = end;
        lines[place] = line as u32;
    }
    (lines, reached.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_would_touch_stand_in_lines_of_their_own() {
        let mark = |from, to| (Across(from), Across(to), false);
        let marks = [mark(100, 100), mark(150, 2_000), mark(1_000, 1_000), mark(3_000, 3_000), mark(150, 150)];
        let (lines, count) = stacked(&marks);
        // By where they begin and then by where they end, each in the first line that has room.
        assert_eq!((&lines[..], count), (&[0, 2, 0, 0, 1][..], 3));
        for (place, a) in marks.iter().enumerate() {
            for (other, b) in marks.iter().enumerate().skip(place + 1) {
                let apart = a.1.0 + 2 * ROOM <= b.0.0 || b.1.0 + 2 * ROOM <= a.0.0;
                assert!(apart || lines[place] != lines[other], "{place} and {other}");
            }
        }
        assert_eq!(stacked(&[]), (vec![], 0));
    }

    #[test]
    fn every_side_has_a_shape_of_its_own() {
        let sides =
            [PartyGroup::Officials, PartyGroup::Affected, PartyGroup::Witnesses, PartyGroup::Media, PartyGroup::Other];
        let shapes: std::collections::BTreeSet<String> =
            sides.into_iter().flat_map(|side| [false, true].map(|denied| shape(side, denied).into_string())).collect();
        assert_eq!(shapes.len(), 10);
    }
}
