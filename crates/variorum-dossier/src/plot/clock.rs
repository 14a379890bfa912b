//! Stretches of time on one clock, that of the place of the event where the edition states it.
//!
//! A time of day with an offset of its own is moved to that clock; 00:15 in London is the evening before in Caracas.
//! Days, months and years stay as they were written: nobody means a day by the clock of another place.

use jiff::Span;
use jiff::civil::DateTime;
use variorum_evidence::moment::{Precision, When};

/// A stretch on the clock of the drawing; an end that is not known is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: Option<DateTime>,
    pub(crate) to: Option<DateTime>,
}

impl Stretch {
    /// Of a time on the clock that is `zone` minutes east of UTC.
    pub(crate) fn of<K>(when: &When<K>, zone: Option<i16>) -> Self {
        let shift = match (zone, when.offset) {
            (Some(zone), Some(offset)) if is_of_day(when.precision) => i64::from(zone - offset),
            _ => 0,
        };
        let moved = |time: DateTime| time.checked_add(Span::new().minutes(shift)).unwrap_or(time);
        Self { from: when.from.map(moved), to: when.to.map(moved) }.in_order()
    }

    /// A stretch that ends before it begins is not drawn backwards: of such a time only the beginning is believed.
    fn in_order(self) -> Self {
        let backwards = self.from.zip(self.to).is_some_and(|(from, to)| to < from);
        if backwards { Self { from: self.from, to: self.from } } else { self }
    }

    /// Neither end is known.
    pub(crate) const fn is_unknown(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The ends that are known.
    #[cfg(test)]
    pub(crate) fn ends(self) -> impl Iterator<Item = DateTime> {
        self.from.into_iter().chain(self.to)
    }

    /// The first and the last moment that it holds, of those that are known: its end is the first moment after it.
    pub(crate) fn held(self) -> impl Iterator<Item = DateTime> {
        let last = self.to.map(|to| match self.from {
            Some(from) if from >= to => from,
            _ => to.checked_sub(Span::new().seconds(1)).unwrap_or(to),
        });
        self.from.into_iter().chain(last)
    }

    /// Known to the minute: drawn as a place, not as a stretch.
    pub(crate) fn is_moment(self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to.duration_since(from).as_secs() <= 60)
    }

    /// For the order of saying: what is not known comes last.
    pub(crate) fn order(self) -> (bool, Option<DateTime>, Option<DateTime>) {
        (self.is_unknown(), self.from.or(self.to), self.to)
    }
}

const fn is_of_day(precision: Precision) -> bool {
    matches!(precision, Precision::Second | Precision::Minute | Precision::Hour | Precision::PartOfDay)
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::SaidAt;

    use super::*;

    #[test]
    fn times_of_day_are_moved_and_days_are_not() {
        let at = |day, hour| datetime(2018, 1, day, hour, 15, 0, 0);
        let said = |precision| SaidAt::between(at(16, 0), at(16, 0), Some(0), precision, "test");
        assert_eq!(Stretch::of(&said(Precision::Minute), Some(-240)).from, Some(at(15, 20)));
        assert_eq!(Stretch::of(&said(Precision::Minute), None).from, Some(at(16, 0)));
        assert_eq!(Stretch::of(&said(Precision::Day), Some(-240)).from, Some(at(16, 0)));
    }

    #[test]
    fn what_ends_before_it_begins_is_a_moment() {
        let at = |hour| datetime(2018, 1, 16, hour, 0, 0, 0);
        let backwards = SaidAt::between(at(9), at(8), None, Precision::Hour, "test");
        assert_eq!(Stretch::of(&backwards, None), Stretch { from: Some(at(9)), to: Some(at(9)) });
    }

    #[test]
    fn the_unknown_comes_last() {
        let at = datetime(2018, 1, 16, 0, 0, 0, 0);
        let [known, before, unknown] =
            [(Some(at), None), (None, Some(at)), (None, None)].map(|(from, to)| Stretch { from, to }.order());
        assert!(known < unknown && before < unknown);
    }
}
