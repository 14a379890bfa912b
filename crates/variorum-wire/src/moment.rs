//! How times are written in JSON.
//!
//! A day or anything coarser is a pair of dates, both counted in: "2017" is `2017-01-01` to `2017-12-31`.
//! Anything finer is a pair of local date-times, with the offset where it is known, and `to` is the first
//! moment after it: "4:30" is `04:30:00` to `04:31:00`. So nobody has to invent a last second, and a date is
//! never a midnight. What is not known is null.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use variorum_evidence::moment::{Assumed, Precision, SaidAt, When};

/// A stretch of time with its ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Where it begins: a date (precision of a day or coarser) or a date-time; null when unknown.
    pub from: Option<String>,
    /// Where it ends: the last date, or for finer precisions the first moment after it; null when unknown.
    pub to: Option<String>,
    /// How finely it was given.
    pub precision: Precision,
    /// The words, and what they were counted from.
    pub basis: String,
    /// What the words left open and was filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<Assumed>,
}

impl Time {
    /// The written form of an interval.
    pub fn of<K>(when: &When<K>) -> Self {
        let (from, to) = if is_in_days(when.precision) {
            let last_day = when.to.map(|end| end.checked_sub(jiff::Span::new().nanoseconds(1)).unwrap_or(end));
            (when.from.map(date), last_day.map(date))
        } else {
            let moment = |time: Option<DateTime>| time.map(|time| date_time(time, when.offset));
            (moment(when.from), moment(when.to))
        };
        Self { from, to, precision: when.precision, basis: when.basis.clone(), assumed: when.assumed.clone() }
    }
}

/// When something was published, as one ISO 8601 text no finer than what is known: `2018`, `2018-01`,
/// `2018-01-16` or `2018-01-16T09:40:00-04:00`. A week, a season or an unknown time has no such text.
pub fn published(when: &SaidAt) -> Option<String> {
    let from = when.from?;
    match when.precision {
        Precision::Second | Precision::Minute | Precision::Hour => Some(date_time(from, when.offset)),
        Precision::PartOfDay | Precision::Day => Some(date(from)),
        Precision::Month => Some(date(from).chars().take(7).collect()),
        Precision::Year => Some(date(from).chars().take(4).collect()),
        Precision::Week | Precision::Season | Precision::Unknown => None,
    }
}

fn is_in_days(precision: Precision) -> bool {
    match precision {
        Precision::Day | Precision::Week | Precision::Month | Precision::Season | Precision::Year => true,
        Precision::Second | Precision::Minute | Precision::Hour | Precision::PartOfDay | Precision::Unknown => false,
    }
}

fn date(time: DateTime) -> String {
    time.date().to_string()
}

/// RFC 3339, or ISO 8601 without an offset where none is known.
fn date_time(time: DateTime, offset: Option<i16>) -> String {
    let Some(minutes) = offset else { return time.to_string() };
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::HappenedAt;

    use super::*;

    fn check(from: DateTime, to: DateTime, offset: Option<i16>, precision: Precision, expected: [&str; 2]) {
        let time = Time::of(&HappenedAt::between(from, to, offset, precision, "test"));
        assert_eq!([time.from.unwrap(), time.to.unwrap()], expected);
    }

    #[test]
    fn dates_count_both_ends_and_moments_do_not() {
        let day = |year, month, day| datetime(year, month, day, 0, 0, 0, 0);
        let four = |minute| datetime(2018, 1, 15, 4, minute, 0, 0);
        check(day(2018, 1, 15), day(2018, 1, 16), Some(-240), Precision::Day, ["2018-01-15", "2018-01-15"]);
        check(day(2017, 1, 1), day(2018, 1, 1), None, Precision::Year, ["2017-01-01", "2017-12-31"]);
        check(
            four(30),
            four(31),
            Some(-240),
            Precision::Minute,
            ["2018-01-15T04:30:00-04:00", "2018-01-15T04:31:00-04:00"],
        );
        check(
            four(0),
            four(59),
            Some(330),
            Precision::Hour,
            ["2018-01-15T04:00:00+05:30", "2018-01-15T04:59:00+05:30"],
        );
        check(four(0), four(30), None, Precision::PartOfDay, ["2018-01-15T04:00:00", "2018-01-15T04:30:00"]);
    }

    #[test]
    fn unknown_stays_unknown() {
        let time = Time::of(&HappenedAt::unknown("no publication date"));
        assert_eq!((time.from, time.to, time.basis.as_str()), (None, None, "no publication date"));
        assert_eq!(published(&SaidAt::unknown("not stated")), None);
    }

    #[test]
    fn published_is_no_finer_than_known() {
        let from = datetime(2018, 1, 16, 9, 40, 0, 0);
        for (precision, expected) in [
            (Precision::Year, Some("2018")),
            (Precision::Month, Some("2018-01")),
            (Precision::Day, Some("2018-01-16")),
            (Precision::Minute, Some("2018-01-16T09:40:00-04:00")),
            (Precision::Season, None),
        ] {
            let when = SaidAt::between(from, from, Some(-240), precision, "test");
            assert_eq!(published(&when).as_deref(), expected);
        }
    }
}
