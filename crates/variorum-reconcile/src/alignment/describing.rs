//! Names, days and reasons of events, for people: nothing is compared by them.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use variorum_evidence::account::{Aligned, CaseEvent, EventStanding};
use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::moment::{HappenedAt, Precision};

use super::clusters::Cluster;
use super::verdicts::{Verdict, most_common};
use super::{Texts, likeness};
use crate::reports::Reports;

/// What events are described from.
pub(super) struct Describing<'a, 'b> {
    texts: &'a Texts<'a>,
    reports: &'a Reports<'b>,
    language: Language,
    /// The place of each text's first report in the journal.
    order: Vec<usize>,
    /// What each text has in common with the one that it was put together with.
    common: BTreeMap<usize, String>,
}

impl<'a, 'b> Describing<'a, 'b> {
    pub(super) fn new(
        texts: &'a Texts<'a>,
        incidents: &[Cluster],
        reports: &'a Reports<'b>,
        language: Language,
    ) -> Self {
        let order: BTreeMap<_, _> = reports.documents().iter().zip(0..).map(|(id, place)| (*id, place)).collect();
        let order = texts.ids.iter().map(|id| order.get(id).copied().unwrap_or(usize::MAX)).collect();
        let mut common = BTreeMap::new();
        for join in incidents.iter().flat_map(|incident| &incident.joins) {
            let (a, b) = join.pair;
            let why = likeness::evidence(&texts.terms, texts.one(a), texts.one(b), language);
            for (text, other) in [(a, b), (b, a)] {
                let code = reports.first_code(texts.ids[other]);
                let said = if language == Language::Es { "con" } else { "with" };
                common.entry(text).or_insert_with(|| format!("{said} {code}: {why}"));
            }
        }
        Self { texts, reports, language, order, common }
    }

    /// An event of these texts, not yet numbered.
    pub(super) fn event(&self, members: &[usize], verdicts: &[Verdict], standing: EventStanding) -> CaseEvent {
        let mut members = members.to_vec();
        members.sort_unstable_by_key(|text| self.order[*text]);
        let settings = || members.iter().map(|text| &self.texts.told[*text].setting);
        let place = most_common(settings().filter_map(|setting| setting.place.as_ref())).map(|spot| spot.name.clone());
        let days = most_common(settings().filter_map(|setting| setting.days));
        let main_of = |text: usize| self.texts.readings[text]?.events.iter().find(|event| event.main);
        let kind = most_common(members.iter().filter_map(|text| Some(main_of(*text)?.kind.as_str())));
        let name = [kind.map(str::to_owned), place.clone(), days.map(date_of)].into_iter().flatten();
        let documents = members.iter().map(|text| Aligned {
            document: self.texts.ids[*text],
            event: main_of(*text).map(|event| event.id.clone()),
            doubtful: matches!(verdicts.get(*text), Some(Verdict::Main { doubt: Some(_) })),
            why: self.why(*text, verdicts.get(*text)),
        });
        CaseEvent {
            id: String::new(),
            name: name.collect::<Vec<_>>().join(", "),
            standing,
            when: days.and_then(whole_days),
            documents: documents.collect(),
            place,
        }
    }

    /// Where the first of these texts stands in the journal.
    pub(super) fn first(&self, members: &[usize]) -> usize {
        members.iter().map(|text| self.order[*text]).min().unwrap_or(usize::MAX)
    }

    /// The code of a text's first report.
    pub(super) fn code(&self, text: usize) -> String {
        self.reports.first_code(self.texts.ids[text])
    }

    /// The text's digest.
    pub(super) fn id(&self, text: usize) -> DocumentId {
        self.texts.ids[text]
    }

    /// Why a text is where it is, in one line.
    fn why(&self, text: usize, verdict: Option<&Verdict>) -> String {
        let is_spanish = self.language == Language::Es;
        let common = self.common.get(&text).cloned();
        let parts = match verdict {
            Some(Verdict::Decided { seq, .. }) if is_spanish => return format!("decidido en el asiento {seq}"),
            Some(Verdict::Decided { seq, .. }) => return format!("decided in journal entry {seq}"),
            Some(Verdict::Main { doubt: Some(why) } | Verdict::Apart { why }) => [Some(why.clone()), common],
            Some(Verdict::Main { doubt: None }) | None => [common, None],
        };
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            false => parts.join("; "),
            true if is_spanish => "nada habla en contra".to_owned(),
            true => "nothing speaks against it".to_owned(),
        }
    }
}

/// Events with their names, the first one `E1`.
pub(super) fn numbered(mut events: Vec<CaseEvent>) -> Vec<CaseEvent> {
    events.iter_mut().zip(1..).for_each(|(event, number)| event.id = format!("E{number}"));
    events
}

/// Days as a date, or as two.
pub(super) fn date_of((first, last): (i64, i64)) -> String {
    let written = |day| calendar(day).map_or_else(|| "?".to_owned(), |day| day.to_string());
    if first == last { written(first) } else { format!("{}/{}", written(first), written(last)) }
}

fn whole_days((first, last): (i64, i64)) -> Option<HappenedAt> {
    let from = calendar(first)?.at(0, 0, 0, 0);
    let to = calendar(last + 1)?.at(0, 0, 0, 0);
    Some(HappenedAt::between(from, to, None, Precision::Day, "named by most of its reports"))
}

fn calendar(day: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(day.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_dates() {
        assert_eq!(date_of((17_546, 17_546)), "2018-01-15");
        assert_eq!(date_of((17_546, 17_547)), "2018-01-15/2018-01-16");
        assert_eq!(whole_days((17_546, 17_546)).unwrap().to.unwrap().to_string(), "2018-01-16T00:00:00");
    }
}
