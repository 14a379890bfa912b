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
                (most_common(most.members.iter().filter_map(|text| setting(*text).days))?, None)
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
        let against = self.against(&told.setting, told.published, language);
        let core = incident.members.iter().filter(|member| **member != text && self.core.contains(member)).count();
        let joined = core > 0 && core * 2 >= incident.members.len() - 1;
        let own_day = self.core.contains(&text);
        let doubt = Some(against.join("; "));
        match against.len() {
            0 => Verdict::Main { doubt: None },
            // Its day and its words are those of the event: a dateline may name another place.
            1 if joined && own_day => Verdict::Main { doubt: None },
            1 if own_day || joined || self.is_like(texts, text) => Verdict::Main { doubt },
            _ if joined => Verdict::Main { doubt },
            _ => Verdict::Apart { why: against.join("; ") },
        }
    }

    /// What speaks against a setting's being that of the event.
    pub(super) fn against(&self, setting: &Setting, published: Option<i64>, language: Language) -> Vec<String> {
        let said = |english: String, spanish: String| if language == Language::Es { spanish } else { english };
        let mut against = Vec::new();
        if published.is_some_and(|published| published + 1 < self.days.0) {
            against.push(said("it was published before the event".into(), "se publicó antes del hecho".into()));
        }
        if let Some(own) = setting.days.filter(|own| gap(*own, self.days) > 1) {
            let (own, all) = (date_of(own), date_of(self.days));
            against.push(said(format!("its day is {own}, not {all}"), format!("su día es {own}, no {all}")));
        } else if self.is_other_hour(setting) {
            against.push(said("its hour is another".into(), "su hora es otra".into()));
        }
        let Some((own, place)) = setting.place.as_ref().filter(|own| own.is_known()).zip(self.place) else {
            return against;
        };
        let lying = own.lying(place);
        // Two towns of one division tell two events apart only where their times differ as well.
        if lying == Lying::Far || lying == Lying::Near && !against.is_empty() {
            let (own, place) = (&own.name, &place.name);
            against.push(said(format!("its place is {own}, not {place}"), format!("su lugar es {own}, no {place}")));
        }
        against
    }

    /// Whether something told beside a text's own event may be the event of the case: its day is, and nothing speaks against it.
    pub(super) fn fits(&self, setting: &Setting) -> bool {
        let own_day = setting.days.is_some_and(|own| gap(own, self.days) == 0);
        own_day && self.against(setting, None, Language::En).is_empty()
    }

    fn is_other_hour(&self, setting: &Setting) -> bool {
        setting.hours.zip(self.hours).is_some_and(|(own, its)| are_apart(own, its))
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
        let check = |setting: &Setting, published, expected: &[&str]| {
            assert_eq!(reference.against(setting, published, Language::En), expected);
        };
        check(&setting(None, None), Some(100), &[]);
        check(&setting(Some((102, 102)), None), Some(103), &[]);
        check(&setting(Some((105, 105)), None), Some(103), &["its day is 1970-04-16, not 1970-04-11/1970-04-12"]);
        check(&setting(Some((101, 101)), Some((8_720_000, 8_720_060))), None, &["its hour is another"]);
        check(&setting(None, None), Some(50), &["it was published before the event"]);
    }
}
