//! The events of a case, with what is of which, and what people should know of it.
//!
//! Where nothing says which incident is the event of the case, all texts count for it, as if there were no other; the
//! incidents are listed all the same, and a finding says that there are several.

use std::collections::BTreeMap;

use variorum_evidence::account::{CaseEvent, EventStanding};
use variorum_evidence::claim::Event;
use variorum_evidence::decision::{Decided, MAIN_EVENT};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, EventId};

use super::beside::Beside;
use super::clusters::Cluster;
use super::describing::{Describing, numbered};
use super::settings::{days, gap, of};
use super::verdicts::{Reference, Verdict, decided};
use super::{Alignment, Placed, Texts};
use crate::Accounts;
use crate::digests::ByDigest;
use crate::reports::Reports;

/// Reports or events that one finding names.
const MOST_NAMED: usize = 8;

/// What makes texts apart one event: a person's name for it, or that they are of one incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Apart {
    Named(String),
    Incident(usize),
}

/// The events by what was judged of each text.
pub(super) fn events(
    texts: &Texts<'_>,
    incidents: &[Cluster],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    standing: &[&Decided],
    findings: &mut Vec<Finding>,
) -> Alignment {
    let describing = Describing::new(texts, incidents, reports, accounts.language);
    let decided = decided(standing, reports);
    let reference = Reference::of(texts, incidents, accounts.event);
    if reference.is_none() && decided.is_empty() {
        return open(texts, incidents, &describing, findings);
    }
    let mut incident_of = vec![0; texts.ids.len()];
    for (number, incident) in incidents.iter().enumerate() {
        incident.members.iter().for_each(|text| incident_of[*text] = number);
    }
    let judged = |text: usize| match (decided.get(&texts.ids[text]), &reference) {
        (Some(decided), _) => decided.clone(),
        (None, Some(reference)) => reference.judge(texts, text, &incidents[incident_of[text]], accounts.language),
        (None, None) => Verdict::Main { doubt: None },
    };
    let verdicts: Vec<_> = (0..texts.ids.len()).map(judged).collect();
    let (main, apart) = parted(&verdicts, &incident_of);
    let mut alignment = placed(texts, &main, apart, &verdicts, &describing);
    if !accounts.event.title.is_empty() {
        alignment.events[0].name.clone_from(&accounts.event.title);
    }
    let mut at_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, event) in alignment.apart() {
        event.place.iter().for_each(|place| at_place.entry(place).or_default().push(number));
    }
    let placing = |text, event: &Event| place(texts.ids[text], event, reference.as_ref(), &alignment, &at_place);
    let told = told(texts, |document| alignment.of(document, None), placing);
    alignment.told = told;
    find(&verdicts, &describing, &alignment, findings);
    alignment
}

/// Nothing says which incident is the event of the case.
fn open(
    texts: &Texts<'_>,
    incidents: &[Cluster],
    describing: &Describing<'_, '_>,
    findings: &mut Vec<Finding>,
) -> Alignment {
    let mut incidents: Vec<_> = incidents.iter().collect();
    incidents.sort_by_key(|incident| describing.first(&incident.members));
    let events = incidents.iter().map(|incident| describing.event(&incident.members, &[], EventStanding::Open));
    let events = numbered(events.collect());
    let several: Vec<_> = events.iter().filter(|event| event.documents.len() > 1).collect();
    if several.len() > 1 {
        let named: Vec<_> =
            several.iter().take(MOST_NAMED).map(|event| format!("{} {}", event.id, event.name)).collect();
        let message = format!(
            "its reports tell of several events, and nothing says which one the case is about ({} by two or more reports: {}); all are counted together",
            several.len(),
            named.join("; ")
        );
        let help = "write from and to of the event into [event] of case.toml, then `variorum build CASE`";
        findings.push(Finding::new("event.open", "case.toml", message).with_help(help));
    }
    let own = |_, event: &Event| if event.main { Placed::Main } else { Placed::Background };
    Alignment {
        events,
        documents: ByDigest::default(),
        told: told(texts, |_| Placed::Main, own),
        beside: Beside::default(),
    }
}

/// The texts of the event of the case, and those of others.
fn parted(verdicts: &[Verdict], incident_of: &[usize]) -> (Vec<usize>, BTreeMap<Apart, Vec<usize>>) {
    let mut main = Vec::new();
    let mut apart: BTreeMap<Apart, Vec<usize>> = BTreeMap::new();
    for (text, verdict) in verdicts.iter().enumerate() {
        match verdict {
            Verdict::Main { .. } => main.push(text),
            Verdict::Decided { event, .. } if event == MAIN_EVENT => main.push(text),
            Verdict::Decided { event, .. } => apart.entry(Apart::Named(event.clone())).or_default().push(text),
            Verdict::Apart { .. } => apart.entry(Apart::Incident(incident_of[text])).or_default().push(text),
        }
    }
    (main, apart)
}

fn placed(
    texts: &Texts<'_>,
    main: &[usize],
    apart: BTreeMap<Apart, Vec<usize>>,
    verdicts: &[Verdict],
    describing: &Describing<'_, '_>,
) -> Alignment {
    let mut apart: Vec<_> = apart.into_iter().collect();
    apart.sort_by_cached_key(|(key, members)| (describing.first(members), key.clone()));
    let mut events = vec![describing.event(main, verdicts, EventStanding::Main)];
    let mut documents: ByDigest<_, _> = main.iter().map(|text| (texts.ids[*text], Placed::Main)).collect();
    for (key, members) in apart {
        documents.extend(members.iter().map(|text| (texts.ids[*text], Placed::Apart(events.len()))));
        let mut event = describing.event(&members, verdicts, EventStanding::Apart);
        if let Apart::Named(name) = key {
            event.name = name;
        }
        events.push(event);
    }
    Alignment { events: numbered(events), documents, told: ByDigest::default(), beside: Beside::default() }
}

/// Of which event what a text tells as one of its events is: its main event is the text's own, others are the background
/// unless they have a day that is that of the event of the case or the day and place of one that other texts are about.
fn place(
    text: DocumentId,
    event: &Event,
    reference: Option<&Reference<'_>>,
    alignment: &Alignment,
    at_place: &BTreeMap<&str, Vec<usize>>,
) -> Placed {
    let own = alignment.of(text, None);
    if event.main {
        return own;
    }
    let setting = of(event);
    let Some(own_days) = setting.days.filter(|(first, last)| last - first <= 1) else { return Placed::Background };
    let fits = |reference: &Reference<'_>| reference.fits(&setting);
    if own != Placed::Main && reference.is_some_and(fits) {
        return Placed::Main;
    }
    let there = setting.place.as_ref().and_then(|place| at_place.get(place.name.as_str())).into_iter().flatten();
    let same_day = |other: &CaseEvent| other.when.as_ref().and_then(days).is_some_and(|its| gap(own_days, its) == 0);
    let mut others = there.filter(|number| own != Placed::Apart(**number) && same_day(&alignment.events[**number]));
    others.next().map_or(Placed::Background, |number| Placed::Apart(*number))
}

/// What is told of another event than the text's own, as `own` has that.
fn told(
    texts: &Texts<'_>,
    own: impl Fn(DocumentId) -> Placed,
    placed: impl Fn(usize, &Event) -> Placed,
) -> ByDigest<DocumentId, BTreeMap<EventId, Placed>> {
    let read = texts.readings.iter().enumerate().filter_map(|(text, reading)| Some((text, (*reading)?)));
    let of_text = |(text, reading): (usize, &variorum_evidence::claim::DocumentReading)| {
        let id = texts.ids[text];
        let events = reading.events.iter().map(|event| (event.id.clone(), placed(text, event)));
        let mut told: BTreeMap<_, _> = events.collect();
        told.retain(|_, placed| *placed != own(id));
        (id, told)
    };
    read.map(of_text).filter(|(_, elsewhere)| !elsewhere.is_empty()).collect()
}

/// What is doubtful, and what was set apart: never in silence.
fn find(verdicts: &[Verdict], describing: &Describing<'_, '_>, alignment: &Alignment, findings: &mut Vec<Finding>) {
    for (text, verdict) in verdicts.iter().enumerate() {
        let Verdict::Main { doubt: Some(why) } = verdict else { continue };
        let code = describing.code(text);
        let message = format!("it may tell of another event than that of the case, and is counted with it: {why}");
        let help = format!("`variorum decide CASE place {code} {MAIN_EVENT}`, or another name for its event");
        findings.push(Finding::new("event.doubtful", code, message).with_help(help));
    }
    for (text, verdict) in verdicts.iter().enumerate() {
        let Verdict::Apart { why } = verdict else { continue };
        let code = describing.code(text);
        let placed = alignment.of(describing.id(text), None);
        let Placed::Apart(number) = placed else { continue };
        let event = &alignment.events[number];
        let message =
            format!("it is taken to tell of {} ({}), not of the event of the case: {why}", event.id, event.name);
        let help = format!("`variorum decide CASE place {code} {MAIN_EVENT}` if it is of the case's event");
        findings.push(Finding::new("event.apart", code, message).with_help(help));
    }
}
