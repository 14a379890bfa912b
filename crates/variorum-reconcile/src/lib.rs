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
//! proposals, matters, background     questions that several reports answer and nobody asked
//! agenda                             what people decided about the questions themselves
//! groups                             claims that answer no question, those that are alike together
//! speakers (mentions, register, joins, descriptions, settling, naming)   who is who across documents
//! sources                                what people noted of how each knows
//! positions (values, persons, support)        who holds what, from how many origins
//! relations (compare, likeness, updates)   how two positions stand to one another
//! courses                            what each speaker and party answered, in the order of saying
//! gaps, open_points                  whose voice is missing, what rests on one origin, what would settle it
//! revisions                          what changed between the captures of one address
//! checks, internal, drift            arithmetic, documents and copies against themselves
//! ```
//!
//! It is a pure function: the same accounts give the same apparatus on every machine, in whatever order the
//! reports are handed over, in time that is near-linear in the number of claims. The rules, each with an
//! example, are in `docs/guide/relations.md`; how time and memory grow is measured in `benches/growth` (ADR 0022).
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
//!     title: None, byline: vec![], publisher: None, url: None, published: None, captured: None,
//!     language: None,
//! };
//! let killed = Question {
//!     id: "killed".into(), wording: BTreeMap::new(), kind: AnswerKind::Count, predicate: "killed".into(),
//!     event: EventRole::Main, words: BTreeMap::new(), not_words: BTreeMap::new(), reports_with: BTreeMap::new(), answers: vec![],
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
//! are read; distances between places; footage; keeping anything from one run to the next.

mod addresses;
mod agenda;
mod alignment;
mod anchors;
mod announcements;
mod apply;
mod background;
mod bearers;
mod checks;
mod claims;
mod clocks;
mod compare;
mod courses;
mod credits;
mod decisions;
mod descriptions;
mod digests;
mod drift;
mod fold;
mod gaps;
mod groups;
mod internal;
mod joins;
mod lexicon;
mod likeness;
mod matters;
mod mentions;
mod names;
mod naming;
mod open_points;
mod origin_words;
mod origins;
mod pairs;
mod parties;
mod passages;
mod persons;
mod phrasebook;
mod phrases;
mod positions;
mod proposals;
mod questions;
mod register;
mod relations;
mod reports;
mod revisions;
mod sentences;
mod settling;
mod shingles;
mod sounds;
mod sources;
mod speakers;
mod support;
mod things;
mod unions;
mod updates;
mod values;

pub use crate::addresses::archived_at;
pub use crate::alignment::Frame;
pub use crate::decisions::standing;
pub use crate::fold::fold;
pub use crate::proposals::OPEN;
pub use crate::values::{normalised, normalised_scope};

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Apparatus, Check, QuestionAccount, Report};
use variorum_evidence::claim::{Claim, DocumentReading};
use variorum_evidence::decision::Decided;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, ReadingId, ReportCode};
use variorum_evidence::question::{Party, Question};

use crate::checks::Basis;
use crate::claims::HeldClaim;
use crate::digests::ByDigest;
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

/// The claims that a reader found, by text.
pub type Claims = BTreeMap<DocumentId, Vec<Claim>>;

/// Lines the accounts of a case up, question by question.
pub fn reconcile(accounts: &Accounts<'_>) -> Apparatus {
    line_up(accounts, |reading| reading.claims.clone())
}

/// The same where the claims were taken out of the readings: those of a large case are not in memory twice.
pub fn reconcile_taking(accounts: &Accounts<'_>, mut claims: Claims) -> Apparatus {
    line_up(accounts, |reading| claims.remove(&reading.document).unwrap_or_default())
}

fn line_up(accounts: &Accounts<'_>, claims_of: impl FnMut(&DocumentReading) -> Vec<Claim>) -> Apparatus {
    let reports = Reports::new(accounts.reports);
    let mut findings = Vec::new();
    let standing = standing(accounts.decisions, accounts.own_key);
    let alignment = alignment::align(accounts, &reports, &standing, &mut findings);
    let mut asked = questions::of_events(questions::ask(accounts, &standing, &mut findings), &alignment);
    let held = claims::gather(accounts, &reports, claims_of);
    let mut held = apply::apply(held, &standing, &asked, accounts, &reports, &mut findings);
    claims::sort(&mut held, &reports);
    let merged = decisions::merged_names(&standing, accounts.own_key, &mut findings);
    let origins = origins::trace(accounts, &reports, &held);
    proposals::propose(&mut asked, &mut held, accounts, &reports, &origins, &alignment);
    agenda::carry_out(&mut asked, &mut held, &standing, accounts, &alignment, &mut findings);
    let groups = groups::groups(&held, accounts, &origins);
    let mut speakers = speakers::resolve(&mut held, accounts, &reports, &origins, &merged, &mut findings);
    sources::note(&mut speakers.list, &standing, accounts.own_key, &mut findings);
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
    let known = speakers.known();
    let heard_in = gaps::heard_in(&held, &known);
    let mut questions = Vec::new();
    let (mut arithmetic, mut internal) = (Vec::new(), internal::clocks(accounts, basis));
    for (asked, stands) in asked.iter().zip(stands).filter(|(_, stands)| !stands.is_empty()) {
        let context = Context::new(&asked.question, &stands, &origins, &speaker_names, clock, language);
        findings.extend(relations::capped(asked, &stands));
        let drift = drift::drift(asked, &stands, &origins, &reports);
        let drifts = drift.iter().any(|finding| finding.code == drift::DRIFT);
        findings.extend(drift);
        arithmetic.extend(checks::arithmetic(&stands, basis));
        internal.extend(internal::voices(&stands, &context, basis));
        let relations = relations::relate(&stands, &context);
        let silent = silent(&stands, alignment.concerned(asked, &reports));
        let over_time = courses::over_time(&stands, &relations, &claims, &known, &reports, &context);
        findings.extend(courses::contradictions(asked, &stands, &over_time, &context, &reports));
        let speaks = |party: &str| heard_in.get(party).is_some_and(|texts| alignment.concerns_any(texts, asked));
        let mut gaps = gaps::gaps(&stands, accounts.parties, &known, speaks);
        gaps.open = open_points::open_points(&open_points::Ground {
            stands: &stands,
            relations: &relations,
            over_time: &over_time,
            voiceless: &gaps.voiceless,
            parties: accounts.parties,
            drifts,
            context: &context,
        });
        let positions = stands.into_iter().map(|stand| stand.position).collect();
        let event = asked.event.map(|number| alignment.events[number].id.clone());
        questions.push(QuestionAccount {
            question: asked.question.clone(),
            code: asked.code.clone(),
            event,
            positions,
            relations,
            silent,
            gaps,
            proposed: asked.proposed.clone(),
            handling: asked.handling.clone(),
            over_time,
        });
    }
    let revisions = revisions::revisions(accounts, &reports, &held, &questions);
    findings.extend(revisions::silent(&revisions, &questions));
    open_points::add_silent_changes(&mut questions, &revisions, language);
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
        groups,
        events: alignment.events,
        revisions,
        findings,
    }
}

/// The claim of each reading.
fn by_reading(held: &[HeldClaim]) -> ByDigest<ReadingId, &HeldClaim> {
    let readings =
        held.iter().flat_map(|held| held.account.claim.readings.iter().map(move |reading| (reading.id, held)));
    readings.collect()
}

/// The reports that answer nothing to a question, of those that it concerns.
fn silent(stands: &[Stand], concerned: Vec<&Report>) -> Vec<ReportCode> {
    let answering: BTreeSet<_> = stands.iter().flat_map(|stand| &stand.documents).collect();
    let silent = concerned.into_iter().filter(|report| !answering.contains(&report.document));
    silent.map(|report| report.code.clone()).collect()
}
