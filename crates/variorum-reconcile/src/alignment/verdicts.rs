//! Is a text of the event of the case?
//!
//! The window of `case.toml` says what the event is; without one it is the incident that more than half of the texts are
//! of, and without that nobody can tell. Against a text speaks that it was published before the event, that its day or
//! hour is another, that its place is another. For it speaks that it is of one incident with texts whose day is that of
//! the event, or that its words are like theirs. What a text does not tell speaks neither way.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;

use super::clusters::{Cluster, FULL};
use super::describing::date_of;
use super::settings::{Lying, Setting, Spot, are_apart, day, gap, seconds};
use super::{Frame, Texts, likeness};
use crate::reports::Reports;

/// Likeness by words from which on a text may be of the event although its day or place speaks against it.
const ALIKE: u64 = FULL * 2 / 5;
/// Texts of the event with which a doubtful one is compared.
const SAMPLE: usize = 12;

/// Where a text goes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// To the event of the case; with what speaks against it.
    Main { doubt: Option<String> },
    /// To another.
    Apart { why: String },
    /// Where a person put it.
    Decided { event: String, seq: u64 },
}

/// How a text's time is another than that of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    /// It was published before.
    Before,
    /// Its day lies before.
    Earlier,
    /// Its day lies after, as that of a follow-up does.
    Later,
    Hour,
}

/// What texts are held against.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    days: (i64, i64),
    hours: Option<(i64, i64)>,
    place: Option<&'a Spot>,
    /// Texts whose own day and hour are those of the event.
    core: BTreeSet<usize>,
}

impl<'a> Reference<'a> {
    /// The event of the case as texts are held against it; none if nothing says which it is.
    pub(super) fn of(texts: &'a Texts<'_>, incidents: &[Cluster], frame: &Frame) -> Option<Self> {
        let setting = |text: usize| &texts.told[text].setting;
        let (days, hours) = match window(frame) {
            Some((from, to)) => ((day(from), day(to)), Some((from, to)).filter(|(from, to)| to > from)),
            None => {
                let most = incidents.iter().max_by_key(|incident| incident.members.len())?;
                if most.members.len() * 2 <= texts.ids.len() {
                    return None;
                }
                // Follow-ups have days of their own; that of the event is named by most of them.
                (most_common(most.members.iter().flat_map(|text| setting(*text).named.iter().copied()))?, None)
            }
        };
        let other_hour = |text| setting(text).hours.zip(hours).is_some_and(|(own, its)| are_apart(own, its));
        let near = |text: &usize| setting(*text).days.is_some_and(|own| gap(own, days) <= 1) && !other_hour(*text);
        let core: BTreeSet<usize> = (0..texts.ids.len()).filter(near).collect();
        let places = core.iter().filter_map(|text| setting(*text).place.as_ref());
        let place = most_common(places.filter(|place| place.is_known()));
        (!core.is_empty()).then_some(Self { days, hours, place, core })
    }

    /// Holds a text against the event.
    pub(super) fn judge(&self, texts: &Texts<'_>, text: usize, incident: &Cluster, language: Language) -> Verdict {
        let told = &texts.told[text];
        let time = self.other_time(&told.setting, told.published);
        let place = self.other_place(&told.setting, time.is_some());
        let core = incident.members.iter().filter(|member| **member != text && self.core.contains(member)).count();
        let joined = core > 0 && core * 2 >= incident.members.len() - 1;
        let like = || joined || self.is_like(texts, text);
        let why = || self.words(&told.setting, time, place, language);
        match (time, place) {
            (None, None) => Verdict::Main { doubt: None },
            // A dateline may name another place, and a follow-up its own day.
            (None, Some(_)) if like() => Verdict::Main { doubt: None },
            (Some(Time::Later), None) if joined => Verdict::Main { doubt: None },
            (None, Some(_)) => Verdict::Main { doubt: Some(why()) },
            _ if joined => Verdict::Main { doubt: Some(why()) },
            (Some(Time::Later | Time::Earlier | Time::Hour), None) if like() => Verdict::Main { doubt: Some(why()) },
            (Some(_), _) => Verdict::Apart { why: why() },
        }
    }

    /// Whether a setting has another time than the event.
    fn other_time(&self, setting: &Setting, published: Option<i64>) -> Option<Time> {
        if published.is_some_and(|published| published + 1 < self.days.0) {
            return Some(Time::Before);
        }
        match setting.days.filter(|own| gap(*own, self.days) > 1) {
            // It names the day of the event as well, and was misread or goes on from there.
            Some(_) if setting.named.iter().any(|named| gap(*named, self.days) == 0) => None,
            Some((first, _)) => Some(if first > self.days.1 { Time::Later } else { Time::Earlier }),
            None => {
                let other = setting.hours.zip(self.hours).is_some_and(|(own, its)| are_apart(own, its));
                other.then_some(Time::Hour)
            }
        }
    }

    /// Another place than that of the event. Two towns of one division tell two events apart only where their times
    /// differ as well.
    fn other_place<'s>(&self, setting: &'s Setting, timed: bool) -> Option<&'s Spot> {
        let own = setting.place.as_ref().filter(|own| own.is_known())?;
        match own.lying(self.place?) {
            Lying::Far => Some(own),
            Lying::Near if timed => Some(own),
            Lying::Near | Lying::Inside | Lying::Same => None,
        }
    }

    /// What speaks against a setting, in one line.
    fn words(&self, setting: &Setting, time: Option<Time>, place: Option<&Spot>, language: Language) -> String {
        let said = |english: String, spanish: String| if language == Language::Es { spanish } else { english };
        let time = time.map(|time| match (time, setting.days) {
            (Time::Before, _) => said("it was published before the event".into(), "se publicó antes del hecho".into()),
            (Time::Earlier | Time::Later, Some(own)) => {
                let (own, all) = (date_of(own), date_of(self.days));
                said(format!("its day is {own}, not {all}"), format!("su día es {own}, no {all}"))
            }
            (Time::Earlier | Time::Later | Time::Hour, _) => {
                said("its hour is another".into(), "su hora es otra".into())
            }
        });
        let place = place.zip(self.place).map(|(own, place)| {
            let (own, place) = (&own.name, &place.name);
            said(format!("its place is {own}, not {place}"), format!("su lugar es {own}, no {place}"))
        });
        time.into_iter().chain(place).collect::<Vec<_>>().join("; ")
    }

    /// Whether something told beside a text's own event may be the event of the case: its day is, and nothing speaks against it.
    pub(super) fn fits(&self, setting: &Setting) -> bool {
        let own_day = setting.days.is_some_and(|own| gap(own, self.days) == 0);
        own_day && self.other_time(setting, None).is_none() && self.other_place(setting, false).is_none()
    }

    /// Whether the words of a text are like those of texts on the event.
    fn is_like(&self, texts: &Texts<'_>, text: usize) -> bool {
        let mut sample = self.core.iter().filter(|other| **other != text).take(SAMPLE);
        sample.any(|other| likeness::of_words(&texts.terms, text, *other) >= ALIKE)
    }
}

/// The events that people put reports to, by text; the last decision about a report holds.
pub(super) fn decided(standing: &[&Decided], reports: &Reports<'_>) -> BTreeMap<DocumentId, Verdict> {
    let mut placed = BTreeMap::new();
    for decided in standing {
        let Decision::Place { original, event } = &decided.decision else { continue };
        let verdict = Verdict::Decided { event: event.clone(), seq: decided.seq };
        let of_original = reports.all().iter().filter(|report| report.original == *original);
        placed.extend(of_original.map(|report| (report.document, verdict.clone())));
    }
    placed
}

/// First and last second of the window of `case.toml`.
fn window(frame: &Frame) -> Option<(i64, i64)> {
    let from = seconds(frame.from.or(frame.to)?);
    let to = frame.to.map_or(from, seconds);
    Some((from.min(to), to.max(from)))
}

/// What occurs most; of two the smaller.
pub(super) fn most_common<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: BTreeMap<T, usize> = BTreeMap::new();
    items.for_each(|item| *counted.entry(item).or_default() += 1);
    let most = counted.values().copied().max()?;
    counted.into_iter().find(|(_, times)| *times == most).map(|(item, _)| item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_most() {
        assert_eq!(most_common([3, 1, 3, 1, 2].into_iter()), Some(1));
        assert_eq!(most_common(std::iter::empty::<u8>()), None);
    }

    #[test]
    fn what_speaks_against_a_setting() {
        let reference =
            Reference { days: (100, 101), hours: Some((8_640_000, 8_700_000)), place: None, core: [0].into() };
        let setting = |days, hours| Setting { days, hours, ..Setting::default() };
        let check = |setting: &Setting, published, expected: Option<Time>| {
            assert_eq!(reference.other_time(setting, published), expected);
        };
        check(&setting(None, None), Some(100), None);
        check(&setting(Some((102, 102)), None), Some(103), None);
        check(&setting(Some((105, 105)), None), Some(106), Some(Time::Later));
        check(&setting(Some((90, 90)), None), Some(106), Some(Time::Earlier));
        check(&setting(Some((101, 101)), Some((8_720_000, 8_720_060))), None, Some(Time::Hour));
        check(&setting(None, None), Some(50), Some(Time::Before));
        let follow_up = Setting { named: vec![(100, 100), (105, 105)], ..setting(Some((105, 105)), None) };
        check(&follow_up, Some(106), None);
        let why = reference.words(&follow_up, Some(Time::Later), None, Language::En);
        assert_eq!(why, "its day is 1970-04-16, not 1970-04-11/1970-04-12");
    }
}
