//! Claims to accounts: positions, relations, checks, origins. Disagreement is kept.
//!
//! [`reconcile`] takes what readers found in the reports of a case and what people decided about it, and
//! lays it out as one [`Apparatus`]: for each question the positions held, who holds them since when, how
//! they stand to one another and why, and from how many independent origins they come. In steps:
//!
//! ```text
//! reports, claims                    what there is, in the order of the journal
//! decisions, questions, anchors, apply   what people decided, laid over it by exact words
//! alignment                          which reports are of the event of the case, and which of another
//! origins (shingles, passages, credits)   which texts go back to one
//! speakers (mentions, register, joins, settling, naming)   who is who across documents
//! positions (values, support)        who holds what, from how many origins
//! relations (compare, updates)       how two positions stand to one another
//! gaps                               whose voice is missing, what rests on one origin
//! checks, internal, drift            arithmetic, documents and copies against themselves
//! ```
//!
//! It is a pure function: the same accounts give the same apparatus on every machine, in whatever order the
//! reports are handed over, in time that is near-linear in the number of claims. The rules, each with an
//! example, are in `docs/guide/relations.md`.
//!
//! ```
//! use std::collections::BTreeMap;
//! use variorum_evidence::account::{RelationKind, Report};
//! use variorum_evidence::claim::Value;
//! use variorum_evidence::decision::{Decided, Decision};
//! use variorum_evidence::document::Language;
//! use variorum_evidence::ids::{DocumentId, OriginalId};
//! use variorum_evidence::question::{AnswerKind, EventRole, Question};
//! use variorum_evidence::span::{Quote, TextSpan};
//! use variorum_reconcile::{Accounts, Frame, reconcile};
//!
//! let text = "The minister speaks of seven dead. A nurse saw nine.";
//! let document = DocumentId::of_text(text);
//! let report = Report {
//!     code: "R1".into(), name: "report.txt".into(), original: OriginalId::of_bytes(text.as_bytes()), document,
//!     title: None, byline: vec![], publisher: None, url: None, published: None, language: None,
//! };
//! let killed = Question {
//!     id: "killed".into(), wording: BTreeMap::new(), kind: AnswerKind::Count, predicate: "killed".into(),
//!     event: EventRole::Main, words: BTreeMap::new(), not_words: BTreeMap::new(), answers: vec![],
//! };
//! // No reader has seen this text: a person answers the question from its words.
//! let answer = |seq, words: &str, count| {
//!     let start = text.find(words).expect("the words are there");
//!     let span = TextSpan::of(text, start..start + words.len()).expect("they end at characters");
//!     let claim = Quote::of(text, span).expect("they can be quoted");
//!     let value = Value::Count { min: count, max: Some(count) };
//!     let decision = Decision::Answer { claim, question: "killed".into(), value, scope: None };
//!     Decided { seq, at: String::new(), by: "key:me".into(), imported: false, decision }
//! };
//! let apparatus = reconcile(&Accounts {
//!     reports: &[report],
//!     texts: &BTreeMap::from([(document, text.to_owned())]),
//!     readings: &BTreeMap::new(),
//!     questions: &[killed],
//!     parties: &[],
//!     decisions: &[answer(1, "seven dead", 7), answer(2, "nine", 9)],
//!     own_key: "key:me",
//!     event: &Frame::default(),
//!     language: Language::En,
//! });
//! let killed = &apparatus.questions[0];
//! assert_eq!(killed.positions.len(), 2);
//! assert_eq!(killed.relations[0].relation, RelationKind::Conflict);
//! assert_eq!(killed.relations[0].why, "not both can be true: 7; 9");
//! ```
//!
//! What is left out: any judgement of who is right; `set-published` decisions, which are applied before texts
//! are read; distances between places; footage.

mod alignment;
mod anchors;
mod apply;
mod bearers;
mod checks;
mod claims;
mod compare;
mod credits;
mod decisions;
mod drift;
mod fold;
mod gaps;
mod internal;
mod joins;
mod lexicon;
mod mentions;
mod names;
mod naming;
mod origin_words;
mod origins;
mod parties;
mod passages;
mod phrases;
mod positions;
mod questions;
mod register;
mod relations;
mod reports;
mod settling;
mod shingles;
mod sounds;
mod speakers;
mod support;
mod things;
mod unions;
mod updates;
mod values;

pub use crate::alignment::Frame;
pub use crate::decisions::standing;
pub use crate::values::{normalised, normalised_scope};

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Apparatus, Check, QuestionAccount, Report};
use variorum_evidence::claim::DocumentReading;
use variorum_evidence::decision::Decided;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, ReadingId, ReportCode};
use variorum_evidence::question::{Party, Question};

use crate::checks::Basis;
use crate::claims::HeldClaim;
use crate::positions::Stand;
use crate::relations::Context;
use crate::reports::Reports;

/// All that a case holds when its accounts are lined up.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a> {
    /// The reports, numbered in the order of the journal. Several may carry one text.
    pub reports: &'a [Report],
    /// The texts, by what their digest is. Texts that no report carries are left aside.
    pub texts: &'a BTreeMap<DocumentId, String>,
    /// What a reader found in each text.
    pub readings: &'a BTreeMap<DocumentId, DocumentReading>,
    /// The question set of the case, in order. Questions that people asked come from `decisions`.
    pub questions: &'a [Question],
    /// The parties of the case.
    pub parties: &'a [Party],
    /// What people decided, undone decisions and their undoing included.
    pub decisions: &'a [Decided],
    /// Whose case it is (`key:530d903a`): this key's decisions come before imported ones.
    pub own_key: &'a str,
    /// The event that the case is about, as `case.toml` has it.
    pub event: &'a Frame,
    /// The language of the one-line reasons.
    pub language: Language,
}

/// Lines the accounts of a case up, question by question.
pub fn reconcile(accounts: &Accounts<'_>) -> Apparatus {
    let reports = Reports::new(accounts.reports);
    let mut findings = Vec::new();
    let standing = standing(accounts.decisions, accounts.own_key);
    let alignment = alignment::align(accounts, &reports, &standing, &mut findings);
    let asked = questions::of_events(questions::ask(accounts, &standing, &mut findings), &alignment);
    let held = claims::gather(accounts, &reports);
    let mut held = apply::apply(held, &standing, &asked, accounts, &reports, &mut findings);
    claims::sort(&mut held, &reports);
    let merged = decisions::merged_names(&standing, accounts.own_key, &mut findings);
    let origins = origins::trace(accounts, &reports, &held);
    let speakers = speakers::resolve(&mut held, accounts, &reports, &origins, &merged, &mut findings);
    let stands = positions::positions(&held, &asked, accounts, &reports, &speakers, &origins, &alignment);
    let speaker_names = speakers.list.iter().map(|speaker| (speaker.id.clone(), speaker.name.clone())).collect();
    let (clock, language) = (reports.clock(), accounts.language);
    let claims = by_reading(&held);
    let basis = Basis {
        held: &held,
        claims: &claims,
        reports: &reports,
        speaker_names: &speaker_names,
        particular: &speakers.particular,
        language,
    };
    let mut questions = Vec::new();
    let (mut arithmetic, mut internal) = (Vec::new(), internal::clocks(accounts, basis));
    for (asked, stands) in asked.into_iter().zip(stands).filter(|(_, stands)| !stands.is_empty()) {
        let context = Context::new(&asked.question, &stands, &origins, &speaker_names, clock, language);
        findings.extend(relations::capped(&asked, &stands));
        findings.extend(drift::drift(&asked, &stands, &origins, &reports));
        arithmetic.extend(checks::arithmetic(&stands, basis));
        internal.extend(internal::voices(&stands, &context, basis));
        let relations = relations::relate(&stands, &context);
        let silent = silent(&stands, &reports, |document| alignment.concerns(document, &asked));
        let gaps = gaps::gaps(&stands, accounts.parties, &speakers.list);
        let positions = stands.into_iter().map(|stand| stand.position).collect();
        let event = asked.event.map(|number| alignment.events[number].id.clone());
        questions.push(QuestionAccount {
            question: asked.question,
            code: asked.code,
            event,
            positions,
            relations,
            silent,
            gaps,
        });
    }
    let checks = arithmetic.into_iter().chain(internal).enumerate();
    findings.sort();
    findings.dedup();
    Apparatus {
        questions,
        checks: checks.map(|(place, check)| Check { id: format!("K{}", place + 1), ..check }).collect(),
        origins: origins.list,
        claims: held.into_iter().map(|held| held.account).collect(),
        speakers: speakers.list,
        reports: reports.all().iter().copied().cloned().collect(),
        events: alignment.events,
        findings,
    }
}

/// The claim of each reading.
fn by_reading(held: &[HeldClaim]) -> BTreeMap<ReadingId, &HeldClaim> {
    let readings =
        held.iter().flat_map(|held| held.account.claim.readings.iter().map(move |reading| (reading.id, held)));
    readings.collect()
}

/// The reports that answer nothing to a question, of those that it concerns.
fn silent(stands: &[Stand], reports: &Reports<'_>, concerns: impl Fn(DocumentId) -> bool) -> Vec<ReportCode> {
    let answering: BTreeSet<_> = stands.iter().flat_map(|stand| &stand.documents).collect();
    let concerned = reports.all().iter().filter(|report| concerns(report.document));
    let silent = concerned.filter(|report| !answering.contains(&report.document));
    silent.map(|report| report.code.clone()).collect()
}
