//! From values to lines: each end of a value that anybody gave has a line, the highest on top.
//!
//! Lines stand in the order of the values with more room where the step is greater, but never in proportion: 7, 9 and
//! 2,000 would otherwise be two lines. So heights compare, and the words beside the lines measure.

use std::collections::BTreeSet;

use jiff::civil::{DateTime, Time};
use variorum_evidence::claim::Value;
use variorum_evidence::words;

use crate::plot::clock::Stretch;

/// How a value stands among others: from a line to a line, an open end absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Extent {
    pub(crate) low: Option<Height>,
    pub(crate) high: Option<Height>,
}

/// One end of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Height {
    Count(u64),
    Seconds(u64),
    Time(DateTime),
}

impl Extent {
    /// Of a value that can be ordered; none of a choice, of words, and of a time of which neither end is known.
    pub(crate) fn of(value: &Value, zone: Option<i16>) -> Option<Self> {
        let extent = match value {
            // "At most 9": nobody says that it may have been none.
            Value::Count { min: 0, max: Some(max) } if *max > 0 => Self { low: None, high: Some(Height::Count(*max)) },
            Value::Count { min, max } => Self { low: Some(Height::Count(*min)), high: max.map(Height::Count) },
            Value::Duration { seconds_min, seconds_max } => {
                Self { low: Some(Height::Seconds(*seconds_min)), high: Some(Height::Seconds(*seconds_max)) }
            }
            Value::Time(when) => {
                let stretch = Stretch::of(when, zone);
                let to = if stretch.is_moment() { stretch.from } else { stretch.to };
                Self { low: stretch.from.map(Height::Time), high: to.map(Height::Time) }
            }
            Value::Choice { .. } | Value::Text { .. } => return None,
        };
        extent.home().map(|_| extent)
    }

    /// The line on which its mark stands.
    pub(crate) fn home(self) -> Option<Height> {
        self.low.or(self.high)
    }

    pub(crate) fn ends(self) -> impl Iterator<Item = Height> {
        self.low.into_iter().chain(self.high)
    }
}

/// The lines of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    /// From the highest to the lowest.
    heights: Vec<Height>,
    /// The one day that all times are of.
    day: Option<jiff::civil::Date>,
}

impl Lines {
    pub(crate) fn of(extents: impl IntoIterator<Item = Extent>) -> Self {
        let heights: BTreeSet<Height> = extents.into_iter().flat_map(Extent::ends).collect();
        let heights: Vec<Height> = heights.into_iter().rev().collect();
        let day = one_day(&heights);
        Self { heights, day }
    }

    pub(crate) const fn len(&self) -> usize {
        self.heights.len()
    }

    /// The number of a line, counted from the top.
    pub(crate) fn line(&self, height: Height) -> usize {
        self.heights.iter().position(|known| *known == height).unwrap_or_default()
    }

    /// The day of all the times, which their own words then leave out.
    pub(crate) fn day(&self) -> Option<String> {
        self.day.map(|day| day.to_string())
    }

    /// What a line is called.
    pub(crate) fn words(&self, line: usize) -> String {
        match self.heights.get(line) {
            None => String::new(),
            Some(Height::Count(count)) => count.to_string(),
            Some(Height::Seconds(length)) => words::seconds(*length),
            Some(Height::Time(time)) => self.time(*time),
        }
    }

    fn time(&self, time: DateTime) -> String {
        let shown = |format| time.strftime(format).to_string();
        match self.day {
            Some(day) if time.date() == day => shown("%H:%M"),
            Some(_) => "24:00".to_owned(),
            None if time.time() == Time::midnight() => shown("%Y-%m-%d"),
            None => shown("%Y-%m-%d %H:%M"),
        }
    }

    /// How much room stands above a line, in pixels: more where the step from the next higher value is greater than
    /// the smallest of all steps.
    pub(crate) fn room_above(&self, line: usize) -> u32 {
        const ROOM: u64 = 5;
        let steps: Vec<u64> = self.heights.windows(2).map(|pair| step(pair[1], pair[0])).collect();
        let Some(own) = line.checked_sub(1).and_then(|place| steps.get(place)) else { return 0 };
        let least = steps.iter().min().copied().unwrap_or(1).max(1);
        (ROOM * (own / least - 1).min(3)) as u32
    }
}

/// The day on which all of some times are; its end counts as its own.
fn one_day(heights: &[Height]) -> Option<jiff::civil::Date> {
    let times = heights.iter().map(|height| match height {
        Height::Time(time) => Some(*time),
        Height::Count(_) | Height::Seconds(_) => None,
    });
    let times: Vec<DateTime> = times.collect::<Option<_>>()?;
    let day = times.iter().min()?.date();
    let end = day.tomorrow().ok()?.to_datetime(Time::midnight());
    (times.len() > 1 && times.iter().all(|time| time.date() == day || *time == end)).then_some(day)
}

fn step(low: Height, high: Height) -> u64 {
    match (low, high) {
        (Height::Count(low), Height::Count(high)) | (Height::Seconds(low), Height::Seconds(high)) => high - low,
        (Height::Time(low), Height::Time(high)) => u64::try_from(high.duration_since(low).as_secs()).unwrap_or(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::{HappenedAt, Precision};

    use super::*;

    fn count(min: u64, max: Option<u64>) -> Extent {
        Extent::of(&Value::Count { min, max }, None).unwrap()
    }

    fn time(from: DateTime, to: DateTime) -> Extent {
        let when = HappenedAt::between(from, to, None, Precision::Minute, "test");
        Extent::of(&Value::Time(when), None).unwrap()
    }

    #[test]
    fn open_ends_are_open() {
        let number = |count| Some(Height::Count(count));
        let ends = |extent: Extent| (extent.low, extent.high, extent.home());
        assert_eq!(ends(count(7, None)), (number(7), None, number(7)));
        assert_eq!(ends(count(0, Some(9))), (None, number(9), number(9)));
        assert_eq!(ends(count(0, Some(0))), (number(0), number(0), number(0)));
        assert_eq!(ends(count(450, Some(550))), (number(450), number(550), number(450)));
        let unknown = Value::Time(HappenedAt::unknown("at dawn"));
        assert_eq!(Extent::of(&unknown, None), None);
        assert_eq!(Extent::of(&Value::Choice { value: "yes".to_owned() }, None), None);
    }

    #[test]
    fn lines_stand_in_order_with_room_for_steps() {
        let lines = Lines::of([count(7, Some(7)), count(1_000, None), count(450, Some(550)), count(8, Some(8))]);
        let words: Vec<_> = (0..lines.len()).map(|line| lines.words(line)).collect();
        assert_eq!(words, ["1000", "550", "450", "8", "7"]);
        let rooms: Vec<_> = (0..lines.len()).map(|line| lines.room_above(line)).collect();
        assert_eq!(rooms, [0, 15, 15, 15, 0]);
        assert_eq!(lines.line(Height::Count(450)), 2);
    }

    #[test]
    fn a_common_day_is_said_once() {
        let at = |day, hour, minute| datetime(2018, 1, day, hour, minute, 0, 0);
        let lines = Lines::of([time(at(15, 4, 30), at(15, 4, 31)), time(at(15, 0, 0), at(16, 0, 0))]);
        assert_eq!(lines.day().as_deref(), Some("2018-01-15"));
        assert_eq!([0, 1, 2].map(|line| lines.words(line)), ["24:00", "04:30", "00:00"]);
        let lines = Lines::of([time(at(15, 4, 30), at(15, 4, 31)), time(at(20, 0, 0), at(21, 0, 0))]);
        assert_eq!((lines.day(), lines.words(0)), (None, "2018-01-21".to_owned()));
    }
}
