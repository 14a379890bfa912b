//! Four kinds of time that do not mix.
//!
//! When something happened, when it was said, when it was filmed and when we received it are different
//! questions, and most wrong timelines come from answering one with another. So a [`When`] carries its kind
//! as a type, and comparing two kinds does not compile:
//!
//! ```compile_fail
//! use variorum_evidence::moment::{HappenedAt, SaidAt};
//! fn earlier(a: &HappenedAt, b: &SaidAt) -> bool { a == b }
//! ```
//!
//! Times are civil times of a stated offset, as people say them, and each is an interval: "Monday" is a day,
//! not its midnight. An unknown end stays `None`. Left out: leap seconds and calendars other than ISO 8601.

use std::marker::PhantomData;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The kinds of time, as types.
pub mod kind {
    /// When something happened, as somebody says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Happening {}
    /// When something was said or published.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Saying {}
    /// When something was filmed or recorded, as a device says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Filming {}
    /// When we received it, as our own clock says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Receiving {}
}

/// When something happened, as somebody says.
pub type HappenedAt = When<kind::Happening>;
/// When something was said or published.
pub type SaidAt = When<kind::Saying>;
/// When something was filmed, as a device says.
pub type FilmedAt = When<kind::Filming>;
/// When something was received, as our own clock says.
pub type ReceivedAt = When<kind::Receiving>;

/// How finely a time was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the hour.
    Hour,
    /// "Early morning", "the afternoon".
    PartOfDay,
    /// To the day.
    Day,
    /// To the week.
    Week,
    /// To the month.
    Month,
    /// To the season or quarter.
    Season,
    /// To the year.
    Year,
    /// Given in words that fix no length, or not at all.
    Unknown,
}

/// What the words of a time left open, and a reader filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumed {
    /// On which day ("at 11:40"): the day that the report tells of.
    Day,
    /// Which half of the day ("at 11:40", where nobody writes 23:40): the first.
    HalfDay,
}

/// A stretch of time `[from, to)` on the civil clock of one offset, of one kind, and on which ground.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When<K> {
    /// First moment; unknown if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime>,
    /// First moment after it; unknown if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime>,
    /// Minutes east of UTC (−240 in Caracas in 2018); unknown if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i16>,
    /// How finely it was given.
    pub precision: Precision,
    /// How we come to it: the words, and what they were counted from.
    pub basis: String,
    /// What the words left open and was filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<Assumed>,
    #[serde(skip)]
    kind: PhantomData<K>,
}

impl<K> When<K> {
    /// The interval `[from, to)`.
    pub fn between(
        from: DateTime,
        to: DateTime,
        offset: Option<i16>,
        precision: Precision,
        basis: impl Into<String>,
    ) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
            offset,
            precision,
            basis: basis.into(),
            assumed: Vec::new(),
            kind: PhantomData,
        }
    }

    /// A time that is not known, and why.
    pub fn unknown(basis: impl Into<String>) -> Self {
        Self {
            from: None,
            to: None,
            offset: None,
            precision: Precision::Unknown,
            basis: basis.into(),
            assumed: Vec::new(),
            kind: PhantomData,
        }
    }

    /// Whether the two can be the same moment; `None` when an end that matters is unknown. Two stated
    /// offsets are reckoned with; an unstated one is taken to be the other's.
    pub fn overlaps(&self, other: &Self) -> Option<bool> {
        let shift = i64::from(self.offset.or(other.offset)? - other.offset.or(self.offset)?);
        self.overlaps_shifted(other, shift)
    }

    fn overlaps_shifted(&self, other: &Self, shift: i64) -> Option<bool> {
        let moved = |time: DateTime| time.checked_add(jiff::Span::new().minutes(shift)).ok();
        let (from, to) = (self.from?, self.to?);
        let (other_from, other_to) = (moved(other.from?)?, moved(other.to?)?);
        Some(from < other_to && other_from < to)
    }
}

impl<K> std::fmt::Debug for When<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = |time: Option<DateTime>| time.map_or_else(|| "?".to_owned(), |time| time.to_string());
        write!(f, "{}..{} ({:?}: {})", end(self.from), end(self.to), self.precision, self.basis)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    fn hours(from: i8, to: i8, offset: Option<i16>) -> HappenedAt {
        let at = |hour| datetime(2018, 1, 15, hour, 0, 0, 0);
        When::between(at(from), at(to), offset, Precision::Hour, "test")
    }

    #[test]
    fn offsets_are_reckoned_with() {
        let caracas = hours(4, 5, Some(-240));
        assert_eq!(caracas.overlaps(&hours(8, 9, Some(0))), Some(true));
        assert_eq!(caracas.overlaps(&hours(4, 5, Some(0))), Some(false));
        assert_eq!(caracas.overlaps(&hours(4, 5, None)), Some(true));
        assert_eq!(caracas.overlaps(&HappenedAt::unknown("not said")), None);
    }
}
