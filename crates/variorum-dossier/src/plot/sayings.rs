//! What was said of a question, as far as one drawing holds it.
//!
//! A drawing of ten thousand marks shows nothing. Of very many answers those with most reports are drawn, and of very many
//! sayings all that one side says of one answer within one unit of the scale are one mark with their number. Nothing
//! is dropped in silence: the drawing says how many answers it leaves out, and the pages hold all of them in words.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Position, QuestionAccount};
use variorum_evidence::ids::ReportCode;
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::PartyGroup;

use crate::plot::clock::Stretch;
use crate::plot::lines::Extent;
use crate::plot::scale::Scale;
use crate::view::{View, shown_date};

/// Answers that one drawing holds, and sayings with a mark each.
const MOST_POSITIONS: usize = 24;
const MOST_MARKS: usize = 300;
/// Names, and reports, that are told of one mark.
const MOST_TOLD: usize = 8;

/// What one side says of one position at one time.
pub(crate) struct Saying<'a> {
    pub(crate) position: &'a Position,
    pub(crate) side: PartyGroup,
    pub(crate) when: Stretch,
    pub(crate) extent: Option<Extent>,
    pub(crate) told: String,
    pub(crate) times: usize,
}

/// What is drawn of a question.
pub(crate) struct Sayings<'a> {
    pub(crate) list: Vec<Saying<'a>>,
    /// The answers that are drawn, and how many others there are.
    pub(crate) positions: &'a [Position],
    pub(crate) left_out: usize,
    /// Whether a mark stands for what was said at several times.
    pub(crate) is_gathered: bool,
}

impl<'a> Sayings<'a> {
    pub(crate) fn of(view: &View<'a>, account: &'a QuestionAccount) -> Self {
        // Those with most reports stand first.
        let (positions, others) = account.positions.split_at(account.positions.len().min(MOST_POSITIONS));
        let list = sayings(view, positions, &|when| when);
        let all = Self { list, positions, left_out: others.len(), is_gathered: false };
        match all.scale().filter(|_| all.list.len() > MOST_MARKS) {
            Some(scale) => {
                Self { list: sayings(view, positions, &|when| scale.units_around(when)), is_gathered: true, ..all }
            }
            None => all,
        }
    }

    /// The scale on which they stand; none if of none the time is known.
    pub(crate) fn scale(&self) -> Option<Scale> {
        let stretches: Vec<Stretch> = self.list.iter().map(|saying| saying.when).collect();
        Scale::over(&stretches)
    }
}

/// Who said it, in which reports, how often, and when.
#[derive(Default)]
struct Voices<'a> {
    names: BTreeSet<&'a str>,
    reports: BTreeSet<&'a ReportCode>,
    said: Vec<&'a SaidAt>,
    times: usize,
}

fn sayings<'a>(view: &View<'a>, positions: &'a [Position], place: &dyn Fn(Stretch) -> Stretch) -> Vec<Saying<'a>> {
    let zone = view.edition.zone;
    let mut sayings = Vec::new();
    for position in positions {
        let mut voices: BTreeMap<(Stretch, PartyGroup), Voices<'_>> = BTreeMap::new();
        for claim in position.holders.iter().filter_map(|holder| view.claim(holder.claim)) {
            let (name, side) = view.voice(claim);
            let said = view.said(claim);
            let when = said.map_or(Stretch { from: None, to: None }, |said| Stretch::of(said, zone));
            let voices = voices.entry((place(when), side)).or_default();
            voices.names.insert(name);
            voices.reports.extend(&claim.reports);
            voices.said.extend(said);
            voices.times += 1;
        }
        let extent = Extent::of(&position.value, zone);
        sayings.extend(voices.into_iter().map(|((when, side), voices)| {
            let told = told(view, position, &voices);
            Saying { position, side, when, extent, told, times: voices.times }
        }));
    }
    sayings
}

/// The same in one line, for whoever points at the mark.
fn told(view: &View<'_>, position: &Position, voices: &Voices<'_>) -> String {
    let names = some(voices.names.iter().copied(), ", ");
    let reports = some(voices.reports.iter().map(|code| code.0.as_str()), " ");
    let placed = |said: &&&SaidAt| (said.from, said.to);
    let ends = [voices.said.iter().min_by_key(placed), voices.said.iter().max_by_key(placed)];
    let when = match ends.map(|said| shown_date(said.copied())) {
        [Some(first), Some(last)] if first != last => format!("{first} – {last}"),
        [Some(only), _] => only,
        [None, _] => view.phrases.said_unknown.to_owned(),
    };
    format!("{} · {names} · {when} · {reports}", view.position(position))
}

/// The first of some words, and how many others there are.
fn some<'a>(words: impl ExactSizeIterator<Item = &'a str>, between: &str) -> String {
    let left_out = words.len().saturating_sub(MOST_TOLD);
    let mut shown = words.take(MOST_TOLD).collect::<Vec<_>>().join(between);
    if left_out > 0 {
        shown.push_str(&format!("{between}+ {left_out}"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_is_counted() {
        let words = |count| std::iter::repeat_n("x", count);
        assert_eq!(some(words(0), ", "), "");
        assert_eq!(some(words(2), ", "), "x, x");
        assert!(some(words(10_000), ", ").ends_with("x, + 9992"));
    }
}
