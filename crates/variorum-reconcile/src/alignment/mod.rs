//! Which event does a report tell of: that of the case, or another?
//!
//! Texts are put together into incidents by names, numbers, days and places ([`terms`], [`settings`], [`likeness`]), over
//! pairs that an index finds ([`candidates`]) and by average likeness ([`clusters`]). Then each text is held against the event
//! of the case ([`verdicts`], [`events`]): its window in `case.toml`, or else the incident that most texts are of. A text whose day and
//! place both exclude it, or one of them with words that are not alike, is of an event apart; one that only one of them excludes is
//! doubtful: it counts, and a finding says so. A person's `place` decision wins over all of it. Numbers of texts follow their
//! digests, so that the order in which reports came in cannot change anything.
//!
//! Left out: events told only beside others (they stay the background of their text, unless their day is that of an
//! event that other texts are about), and events that no text tells apart by day or place.

mod beside;
mod candidates;
mod clusters;
mod describing;
mod events;
mod likeness;
mod settings;
mod terms;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use variorum_evidence::account::{CaseEvent, EventStanding, Report};
use variorum_evidence::claim::DocumentReading;
use variorum_evidence::decision::Decided;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, EventId};
use variorum_evidence::question::EventRole;
use variorum_evidence::span::TextSpan;

use crate::Accounts;
use crate::digests::ByDigest;
use crate::questions::Asked;
use crate::reports::Reports;
use beside::Beside;
use clusters::{Cluster, FULL, clusters};
use likeness::Told;
use terms::Terms;

/// Average likeness from which on two groups of texts are of one incident.
const LEAST: u64 = FULL * 2 / 5;

/// The event of a case, as people describe it in `case.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// What the case is called.
    pub title: String,
    /// When the event began, on the clock of its place.
    pub from: Option<DateTime>,
    /// When it ended.
    pub to: Option<DateTime>,
}

/// Of which event what a text says is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    /// The event of the case.
    Main,
    /// The event of this number, apart from it.
    Apart(usize),
    /// What the text tells beside its event, and no other text is about.
    Background,
}

/// The events of a case and what is of which.
#[derive(Debug)]
pub(crate) struct Alignment {
    pub(crate) events: Vec<CaseEvent>,
    documents: ByDigest<DocumentId, Placed>,
    /// What is told beside the own event of a text, where it is not of that.
    told: ByDigest<DocumentId, BTreeMap<EventId, Placed>>,
    beside: Beside,
}

impl Alignment {
    /// Of which event something in a text is; what names no event is of the text's own.
    pub(crate) fn of(&self, document: DocumentId, event: Option<&EventId>) -> Placed {
        let own = self.documents.get(&document).copied().unwrap_or(Placed::Main);
        let told = event.and_then(|event| self.told.get(&document)?.get(event));
        told.copied().unwrap_or(own)
    }

    /// Of which event these words of a text are: of its own too, unless they speak of a neighbour that other texts keep apart.
    pub(crate) fn of_words(&self, document: DocumentId, event: Option<&EventId>, words: TextSpan) -> Placed {
        match self.of(document, event) {
            Placed::Main if self.beside.has(document, words) => Placed::Background,
            placed => placed,
        }
    }

    /// Whether a question concerns a text: one about an event, only those that are chiefly about it.
    pub(crate) fn concerns(&self, document: DocumentId, asked: &Asked) -> bool {
        match (asked.question.event, asked.event) {
            (EventRole::Background | EventRole::Any, _) => true,
            (EventRole::Main, None) => self.of(document, None) == Placed::Main,
            (EventRole::Main, Some(event)) => self.of(document, None) == Placed::Apart(event),
        }
    }

    /// Whether a question concerns one of some texts. An event apart has few: its own are looked up.
    pub(crate) fn concerns_any(&self, documents: &BTreeSet<DocumentId>, asked: &Asked) -> bool {
        match (asked.question.event, asked.event.and_then(|event| self.events.get(event))) {
            (EventRole::Main, Some(event)) => event.documents.iter().any(|own| documents.contains(&own.document)),
            _ => documents.iter().any(|document| self.concerns(*document, asked)),
        }
    }

    /// The reports that a question concerns, in order.
    pub(crate) fn concerned<'a>(&self, asked: &Asked, reports: &Reports<'a>) -> Vec<&'a Report> {
        let all = || reports.all().iter().copied();
        match (asked.question.event, asked.event) {
            (EventRole::Background | EventRole::Any, _) => all().collect(),
            (EventRole::Main, None) => all().filter(|report| self.of(report.document, None) == Placed::Main).collect(),
            // There are as many events as reports make, so that all reports are not gone through for each.
            (EventRole::Main, Some(event)) => {
                let members = self.events.get(event).map_or(&[][..], |event| event.documents.as_slice());
                reports.carrying_any(members.iter().map(|member| member.document))
            }
        }
    }

    /// The events apart that reports are about, by number.
    pub(crate) fn apart(&self) -> impl Iterator<Item = (usize, &CaseEvent)> {
        self.events.iter().enumerate().filter(|(_, event)| event.standing == EventStanding::Apart)
    }
}

/// The texts of a case, numbered by their digests, with what is compared of each.
struct Texts<'a> {
    ids: Vec<DocumentId>,
    readings: Vec<Option<&'a DocumentReading>>,
    told: Vec<Told>,
    terms: Terms,
}

impl<'a> Texts<'a> {
    fn of(accounts: &Accounts<'a>, reports: &Reports<'a>) -> Self {
        let mut ids = reports.documents().to_vec();
        ids.sort_unstable();
        let texts: Vec<&str> = ids.iter().map(|id| accounts.texts.get(id).map_or("", |text| text.as_str())).collect();
        let readings: Vec<_> = ids.iter().map(|id| accounts.readings.get(id)).collect();
        let told = ids.iter().zip(&readings).map(|(id, reading)| {
            let published = reports.published(*id).and_then(settings::days).map(|(first, _)| first);
            let setting = reading.map(|reading| settings::main(reading, published)).unwrap_or_default();
            Told { setting, published }
        });
        let told = told.collect();
        Self { terms: Terms::of(&texts), ids, readings, told }
    }

    fn one(&self, text: usize) -> (usize, &Told) {
        (text, &self.told[text])
    }

    /// The incidents that the texts are of.
    fn incidents(&self) -> Vec<Cluster> {
        let pairs = candidates::candidates(&self.terms, self.ids.len());
        let alike = pairs.into_iter().filter_map(|(a, b)| {
            let likeness = likeness::likeness(&self.terms, self.one(a), self.one(b));
            (likeness > 0).then_some(((a, b), likeness))
        });
        clusters(self.ids.len(), &alike.collect(), LEAST)
    }
}

/// Aligns the texts of a case to its events.
pub(crate) fn align(
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    standing: &[&Decided],
    findings: &mut Vec<Finding>,
) -> Alignment {
    let texts = Texts::of(accounts, reports);
    let incidents = texts.incidents();
    let mut alignment = events::events(&texts, &incidents, accounts, reports, standing, findings);
    alignment.beside = Beside::of(&texts, accounts, |document, event| alignment.of(document, Some(&event.id)));
    alignment.beside.find(reports, findings);
    alignment
}
