//! When and where a text's event was, and how many it killed and injured, as far as its reading tells.
//!
//! The day is that of the event as an incident; where that is not told to two days, it is the day named most that does not
//! lie after publication, the later one of two. Everything is as the text says it, right or wrong. Left out: hours beyond those of an incident.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, date};
use variorum_evidence::claim::{DocumentReading, Event, TimeType};
use variorum_evidence::moment::{Precision, When};
use variorum_evidence::place::Place;

/// Seconds between two stretches of hours from which on they are of two events.
const HOURS_APART: i64 = 2 * 3600;

/// When and where an event was, by one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    /// First and last day, counted from 1970.
    pub(crate) days: Option<(i64, i64)>,
    /// All days that its text names, each once; only those of a text's main event are known.
    pub(crate) named: Vec<(i64, i64)>,
    /// First and last second, where the hour is told.
    pub(crate) hours: Option<(i64, i64)>,
    pub(crate) place: Option<Spot>,
    pub(crate) killed: Option<u64>,
    pub(crate) injured: Option<u64>,
}

/// A place and what holds it, by the gazetteer's names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Its name, as people read it.
    pub(crate) name: String,
    /// The gazetteer's own name for it; the words where it has none.
    id: String,
    is_known: bool,
    within: Vec<String>,
}

/// How two places lie to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lying {
    /// One and the same.
    Same,
    /// One holds the other.
    Inside,
    /// Two places of one division.
    Near,
    /// Two places of different divisions or countries.
    Far,
}

impl Spot {
    fn of(place: &Place) -> Self {
        let within = place.within.iter().map(|holder| holder.id.clone().unwrap_or_else(|| holder.name.to_lowercase()));
        Self {
            name: place.name.clone(),
            id: place.id.clone().unwrap_or_else(|| place.name.to_lowercase()),
            is_known: place.id.is_some(),
            within: within.collect(),
        }
    }

    pub(crate) fn lying(&self, other: &Self) -> Lying {
        if self.id == other.id {
            Lying::Same
        } else if !(self.is_known && other.is_known) && self.name.to_lowercase() == other.name.to_lowercase() {
            // Which place of that name one of them means is not known.
            Lying::Inside
        } else if other.within.contains(&self.id) || self.within.contains(&other.id) {
            Lying::Inside
        } else if self.within.first().is_some_and(|holder| other.within.first() == Some(holder)) {
            Lying::Near
        } else {
            Lying::Far
        }
    }

    /// Whether the gazetteer knows which place it is: only such a place can tell two events apart.
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }
}

/// The setting of a text's main event; `published` is the day of publication.
pub(crate) fn main(reading: &DocumentReading, published: Option<i64>) -> Setting {
    let Some(event) = reading.events.iter().find(|event| event.main) else { return Setting::default() };
    let mut setting = of(event);
    let named = named(reading, published);
    if setting.days.is_none_or(|(first, last)| last > first + 1) {
        setting.days = named.iter().max_by_key(|(days, times)| (**times, **days)).map(|(days, _)| *days);
    }
    setting.named = named.into_keys().chain(setting.days).collect();
    setting.named.sort_unstable();
    setting.named.dedup();
    setting
}

/// The setting of one event of a text.
pub(crate) fn of(event: &Event) -> Setting {
    let when = event.incident.as_ref().and_then(|incident| incident.when.as_ref());
    let toll = |predicate: &str| event.tolls.iter().find(|toll| toll.predicate == predicate).map(|toll| toll.min);
    let is_fine = |when: &&When<_>| matches!(when.precision, Precision::Second | Precision::Minute | Precision::Hour);
    Setting {
        days: when.and_then(days),
        named: Vec::new(),
        hours: when.filter(is_fine).and_then(|when| Some((seconds(when.from?), seconds(when.to?)))),
        place: event.place.as_ref().map(Spot::of),
        killed: toll("killed"),
        injured: toll("injured"),
    }
}

/// First and last day of a stretch of time.
pub(crate) fn days<K>(when: &When<K>) -> Option<(i64, i64)> {
    let (from, to) = (seconds(when.from?), seconds(when.to?));
    Some((day(from), day((to - 1).max(from))))
}

/// Seconds since 1970 on the clock of the place, whose offset all times of one event share.
pub(crate) fn seconds(time: DateTime) -> i64 {
    time.duration_since(date(1970, 1, 1).at(0, 0, 0, 0)).as_secs()
}

/// The day of a second.
pub(crate) fn day(seconds: i64) -> i64 {
    seconds.div_euclid(86_400)
}

/// How many days lie between two stretches; none where they touch or overlap.
pub(crate) fn gap((from, to): (i64, i64), (other_from, other_to): (i64, i64)) -> i64 {
    (from - other_to).max(other_from - to).max(0)
}

/// Whether two stretches of hours are of two events.
pub(crate) fn are_apart((from, to): (i64, i64), (other_from, other_to): (i64, i64)) -> bool {
    from - other_to >= HOURS_APART || other_from - to >= HOURS_APART
}

/// The days that the text names, and how often; none that lies ahead of publication.
fn named(reading: &DocumentReading, published: Option<i64>) -> BTreeMap<(i64, i64), usize> {
    let mut named: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for time in &reading.times {
        let fine =
            matches!(time.when.precision, Precision::Day | Precision::PartOfDay | Precision::Hour | Precision::Minute);
        if !fine || !matches!(time.time_type, TimeType::Date | TimeType::Time) {
            continue;
        }
        let Some((first, last)) = days(&time.when) else { continue };
        if last <= first + 1 && published.is_none_or(|published| last <= published + 1) {
            *named.entry((first, last)).or_default() += 1;
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(id: &str, within: &[&str]) -> Spot {
        let within = within.iter().map(|holder| (*holder).to_owned()).collect();
        Spot { name: id.to_owned(), id: id.to_owned(), is_known: true, within }
    }

    #[test]
    fn places_lie_to_one_another() {
        let gainesville = spot("gainesville", &["florida", "us"]);
        for (other, expected) in [
            (spot("gainesville", &["florida", "us"]), Lying::Same),
            (spot("florida", &["us"]), Lying::Inside),
            (spot("ocala", &["florida", "us"]), Lying::Near),
            (spot("austin", &["texas", "us"]), Lying::Far),
        ] {
            assert_eq!((gainesville.lying(&other), other.lying(&gainesville)), (expected, expected));
        }
    }

    #[test]
    fn days_between() {
        for (a, b, expected) in [((1, 1), (1, 2), 0), ((1, 2), (5, 5), 3), ((5, 5), (1, 2), 3), ((1, 9), (3, 4), 0)] {
            assert_eq!(gap(a, b), expected);
        }
    }
}
