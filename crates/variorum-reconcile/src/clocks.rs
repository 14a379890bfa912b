//! On which day is a time of the day whose report names none?
//!
//! "At 11:40" is put on the day that its report tells of, which is often that of publication. Where the other answers to
//! the question name the day, that time is theirs: a time of the day that one of them gives is the same moment, and any
//! other is put into the coarser stretch that most reports name ("Thursday night"). Where none of them tells the day, those of the
//! other questions about the hours of the event do. So is a half of the day that the
//! words leave open. The reading keeps `assumed`, the position shows the day. Left out: times of two events under one question.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::DateTime;
use variorum_evidence::claim::{Reading, Value};
use variorum_evidence::ids::DocumentId;
use variorum_evidence::moment::{Assumed, HappenedAt, Precision};

use crate::claims::HeldClaim;
use crate::reports::Stretch;

const HALF_DAY: i64 = 43_200;

/// The times that the answers to one question tell in full, each with the texts that do.
#[derive(Debug, Default)]
pub(crate) struct Clocks {
    told: BTreeMap<HappenedAt, BTreeSet<DocumentId>>,
}

impl Clocks {
    /// Takes note of an answer.
    pub(crate) fn note(&mut self, when: &HappenedAt, document: DocumentId) {
        if when.assumed.is_empty() && when.from.is_some() && when.to.is_some() {
            let mut plain = when.clone();
            plain.basis.clear();
            self.told.entry(plain).or_default().insert(document);
        }
    }

    /// Takes note of every time among answers.
    pub(crate) fn note_all(&mut self, answers: &[(&HeldClaim, &Reading)]) {
        for (held, reading) in answers {
            if let Value::Time(when) = &reading.value {
                self.note(when, held.account.document);
            }
        }
    }

    /// The time with what it left open filled in from the other answers.
    pub(crate) fn placed(&self, when: &HappenedAt) -> HappenedAt {
        if when.assumed.is_empty() {
            return when.clone();
        }
        let told = self.same_clock(when).or_else(|| self.inside(when));
        told.unwrap_or_else(|| when.clone())
    }

    /// The answer that gives this time of the day in full; the one nearest in days of several.
    fn same_clock(&self, when: &HappenedAt) -> Option<HappenedAt> {
        let alike = self.told.keys().filter_map(|told| {
            let shift = shift(when, told)?;
            let equal = is_clock(told) && moved(when, shift)? == *told;
            equal.then_some((shift.abs(), told))
        });
        alike.min().map(|(_, told)| told.clone())
    }

    /// This time inside the coarser stretch that most texts tell.
    fn inside(&self, when: &HappenedAt) -> Option<HappenedAt> {
        let mut coarser: Vec<_> = self.told.iter().filter(|(told, _)| !is_clock(told)).collect();
        coarser.sort_by_key(|(told, texts)| (std::cmp::Reverse(texts.len()), *told));
        coarser.into_iter().find_map(|(told, _)| {
            let into = |half: bool| {
                let days = days_between(when.from?, told.from?)?;
                let mut moves: Vec<i64> = (days - 1..=days + 2).map(|days| days * 2 + i64::from(half)).collect();
                moves.sort_by_key(|halves| halves.abs());
                let mut inside = moves.into_iter().filter_map(|halves| moved(when, halves * HALF_DAY));
                // The midnight that ends a day is still of it.
                inside.find(|when| {
                    told.from <= when.from && (when.to <= told.to || is_moment(when) && when.from == told.to)
                })
            };
            // The half that was read first, then the other, if the words leave it open.
            let day = when.assumed.contains(&Assumed::Day);
            let half = when.assumed.contains(&Assumed::HalfDay);
            if day { into(false).or_else(|| half.then(|| into(true)).flatten()) } else { None }
        })
    }
}

/// Whether two times, of which one leaves its day or half of the day open, can be the same.
pub(crate) fn can_meet(here: Stretch, there: Stretch, open: &[Assumed]) -> bool {
    let lengths = [here.to.saturating_sub(here.from), there.to.saturating_sub(there.from)];
    let apart = there.from.saturating_sub(here.from);
    let day = open.contains(&Assumed::Day);
    let period = if open.contains(&Assumed::HalfDay) { HALF_DAY } else { 2 * HALF_DAY };
    if !day {
        return [-period, 0, period].iter().any(|shift| meet(apart.saturating_add(*shift), lengths));
    }
    let behind = apart.rem_euclid(period);
    lengths.iter().any(|length| *length >= period)
        || meet(behind, lengths)
        || meet(behind.saturating_sub(period), lengths)
}

/// Whether two stretches meet, the second of which begins so many seconds after the first.
fn meet(apart: i64, [here, there]: [i64; 2]) -> bool {
    apart < here && apart.saturating_neg() < there
}

fn is_clock(when: &HappenedAt) -> bool {
    matches!(when.precision, Precision::Second | Precision::Minute | Precision::Hour)
}

fn is_moment(when: &HappenedAt) -> bool {
    const HOUR: i64 = 3600;
    let length = when.from.zip(when.to).map(|(from, to)| to.duration_since(from).as_secs());
    is_clock(when) && length.is_some_and(|length| length <= HOUR)
}

/// The seconds from one time to another, if what the first leaves open allows for them.
fn shift(when: &HappenedAt, told: &HappenedAt) -> Option<i64> {
    let seconds = told.from?.duration_since(when.from?).as_secs();
    let day = when.assumed.contains(&Assumed::Day);
    let half = when.assumed.contains(&Assumed::HalfDay);
    let fits = match (day, half) {
        (true, true) => seconds % HALF_DAY == 0,
        (true, false) => seconds % (2 * HALF_DAY) == 0,
        (false, _) => half && matches!(seconds, 0 | HALF_DAY),
    };
    fits.then_some(seconds)
}

fn days_between(from: DateTime, to: DateTime) -> Option<i64> {
    Some(to.date().duration_since(from.date()).as_hours() / 24)
}

/// The time so many seconds later, with nothing left open and no ground.
fn moved(when: &HappenedAt, seconds: i64) -> Option<HappenedAt> {
    let later = |time: Option<DateTime>| time.map(|time| time.checked_add(seconds.seconds())).transpose().ok();
    let mut moved = HappenedAt::between(later(when.from)??, later(when.to)??, when.offset, when.precision, "");
    moved.assumed.clear();
    Some(moved)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use variorum_evidence::ids::DocumentId;

    use super::*;

    fn at(day: i8, hour: i8, minute: i8, assumed: &[Assumed]) -> HappenedAt {
        let from = date(2024, 6, day).at(hour, minute, 0, 0);
        let to = from.checked_add(1.minute()).expect("a minute later");
        let mut when = HappenedAt::between(from, to, None, Precision::Minute, "words");
        when.assumed = assumed.to_vec();
        when
    }

    fn night(day: i8) -> HappenedAt {
        let (from, to) = (date(2024, 6, day).at(18, 0, 0, 0), date(2024, 6, day + 1).at(6, 0, 0, 0));
        HappenedAt::between(from, to, None, Precision::PartOfDay, "night")
    }

    fn placed(told: &[HappenedAt], when: &HappenedAt) -> String {
        let mut clocks = Clocks::default();
        for told in told {
            clocks.note(told, DocumentId::of_text("a text"));
        }
        clocks.placed(when).from.expect("a time").to_string()
    }

    #[test]
    fn a_clock_time_takes_the_day_that_others_tell() {
        use Assumed::{Day, HalfDay};
        let told = [at(7, 23, 40, &[]), night(7)];
        for (when, expected) in [
            (at(8, 23, 40, &[Day]), "2024-06-07T23:40:00"),
            (at(8, 11, 40, &[Day, HalfDay]), "2024-06-07T23:40:00"),
            (at(7, 11, 40, &[HalfDay]), "2024-06-07T23:40:00"),
            // Nobody else gives it: it goes into the night that reports name.
            (at(9, 22, 20, &[Day]), "2024-06-07T22:20:00"),
            (at(7, 2, 0, &[Day]), "2024-06-08T02:00:00"),
            (at(9, 10, 20, &[Day, HalfDay]), "2024-06-07T22:20:00"),
            // What the words tell stays.
            (at(9, 23, 40, &[]), "2024-06-09T23:40:00"),
            (at(9, 14, 0, &[Day]), "2024-06-09T14:00:00"),
        ] {
            assert_eq!(placed(&told, &when), expected, "{when:?}");
        }
    }

    #[test]
    fn times_meet_on_some_day() {
        let hour = |hour: i64, length: i64| Stretch { from: hour * 3600, to: (hour + length) * 3600 };
        use Assumed::{Day, HalfDay};
        for (here, there, open, expected) in [
            (hour(10, 1), hour(34, 1), &[Day][..], true),
            (hour(10, 1), hour(36, 1), &[Day], false),
            (hour(10, 1), hour(22, 1), &[HalfDay], true),
            (hour(10, 1), hour(34, 1), &[HalfDay], false),
            (hour(10, 1), hour(22, 1), &[Day], false),
            (hour(10, 1), hour(46, 1), &[Day, HalfDay], true),
            (hour(23, 1), hour(0, 24), &[Day], true),
        ] {
            assert_eq!(can_meet(here, there, open), expected, "{here:?} {there:?} {open:?}");
        }
    }
}
