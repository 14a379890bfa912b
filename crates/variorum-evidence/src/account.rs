//! The apparatus: questions × positions × holders, with disagreement kept as a value.
//!
//! No function here or elsewhere picks one position of several.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, Scope, Value};
use crate::decision::{Hand, Resolution};
use crate::document::Language;
use crate::finding::Finding;
use crate::ids::{ClaimId, DocumentId, EventId, OriginalId, PositionId, QuestionId, ReadingId, ReportCode, SpeakerId};
use crate::moment::{HappenedAt, SaidAt};
use crate::open_point::OpenPoint;
use crate::over_time::OverTime;
use crate::question::{PartyGroup, Question};
use crate::revision::Revisions;

/// A report of the case: one capture of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// `R12`: its place in the journal.
    pub code: ReportCode,
    /// The path or member name as added.
    pub name: String,
    /// The bytes it came from.
    pub original: OriginalId,
    /// The text that was read from them.
    pub document: DocumentId,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The names in its byline, and the byline as printed last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<SaidAt>,
    /// When it was captured, as the capture or whoever made it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<SaidAt>,
    /// The language it is in, where that can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A speaker across the documents of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Follows from the folded best name.
    pub id: SpeakerId,
    /// The fullest name found.
    pub name: String,
    /// Other words that named this speaker.
    pub aliases: Vec<String>,
    /// Of those words, which rule took them for this speaker (`speaker.surname`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
    /// The party of the case it belongs to, if one lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The side of that party; proposed from the words of the title where no party lists the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<PartyGroup>,
    /// What a person noted of how they know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted: Option<Noted>,
}

/// What a person noted of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Whether they were there themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand: Option<Hand>,
    /// How they came to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
}

/// A claim of the case: where it stands, who says it, and whether a machine or a person put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountClaim {
    /// The claim.
    pub claim: Claim,
    /// The text that it stands in.
    pub document: DocumentId,
    /// The reports that carry this text, in the order of the journal.
    pub reports: Vec<ReportCode>,
    /// Who says it; none when it is the document's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerId>,
    /// Which reader proposed it; none when a person marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// The journal entries in which people decided about it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<u64>,
    /// Whether a person rejected it: it stays visible and counts for nothing.
    #[serde(default)]
    pub rejected: bool,
    /// Notes that people wrote on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Who holds a position: one reading of one claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holder {
    /// The claim.
    pub claim: ClaimId,
    /// The reading of it.
    pub reading: ReadingId,
    /// The text that it stands in.
    pub document: DocumentId,
    /// Who says it; none when it is the document's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerId>,
}

/// All readings of a question with the same value and scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Follows from question, value and scope.
    pub id: PositionId,
    /// The answer.
    pub value: Value,
    /// Over whom.
    pub scope: Scope,
    /// Whether the answer is denied rather than given.
    pub denied: bool,
    /// Who holds it, in the order of claims.
    pub holders: Vec<Holder>,
    /// How many independent origins it has.
    pub origins: usize,
    /// How many reports carry it, copies included.
    pub reports: usize,
    /// When it was first said, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_said: Option<SaidAt>,
    /// When it was last said, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_said: Option<SaidAt>,
}

/// How two positions of one question stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// They say the same.
    Same,
    /// Both can be true.
    Compatible,
    /// The same speaker, or an explicit correction, put `b` in the place of `a`.
    Superseded,
    /// Not both can be true.
    Conflict,
}

/// Why two positions differ (or do not).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationType {
    /// Two values of the same scope.
    Value,
    /// Over different people or things.
    Scope,
    /// One is coarser than the other.
    Precision,
    /// Said at different times about something that changes.
    TimeOfStatement,
    /// Different things under one word.
    Definition,
    /// An explicit correction.
    Correction,
    /// Who did it to whom.
    Role,
    /// One affirms what the other denies.
    Polarity,
    /// Planned against done.
    PlanAct,
    /// One place holds the other, or not.
    Place,
    /// Two stretches of time.
    Interval,
    /// Two spellings.
    Spelling,
}

/// A relation between two positions of one question, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// One position; the earlier one where order matters.
    pub a: PositionId,
    /// The other.
    pub b: PositionId,
    /// How they stand.
    pub relation: RelationKind,
    /// In which respect.
    pub relation_type: RelationType,
    /// The reason in one line.
    pub why: String,
}

/// How an event that reports tell of stands to the event of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventStanding {
    /// It is the event of the case.
    Main,
    /// It is another one.
    Apart,
    /// Nothing says which of several the case is about: all are counted together.
    Open,
}

/// An event that reports of the case tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// `E1` is the event of the case; the others follow in the order of the journal.
    pub id: String,
    /// The title of the case, a person's name for it, or what, where and when by most of its reports.
    pub name: String,
    /// How it stands to the event of the case.
    pub standing: EventStanding,
    /// The day that most of its reports give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<HappenedAt>,
    /// The place that most of its reports give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The texts that are chiefly about it, in the order of the journal.
    pub documents: Vec<Aligned>,
}

/// A text that is chiefly about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aligned {
    /// The text.
    pub document: DocumentId,
    /// Which of the events that its reading tells apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Whether it may be of another event; a finding says so too.
    pub doubtful: bool,
    /// Why it is taken to be of this event, in one line.
    pub why: String,
}

/// A question with all that is answered to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionAccount {
    /// The question.
    pub question: Question,
    /// `Q3`: its place in the case's question set; `Q3.E2` of an event apart.
    pub code: String,
    /// The event apart that it is asked of ([`CaseEvent::id`]); none where it is that of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Positions, most reports first.
    pub positions: Vec<Position>,
    /// Relations between them.
    pub relations: Vec<Relation>,
    /// Reports of the case that answer nothing to it.
    pub silent: Vec<ReportCode>,
    /// What it lacks.
    #[serde(default)]
    pub gaps: Gaps,
    /// What each speaker and each party answered, in the order of saying.
    #[serde(default)]
    pub over_time: OverTime,
    /// What proposes it; none where somebody asks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposal>,
    /// What people decided about it.
    #[serde(default, skip_serializing_if = "Handling::is_none")]
    pub handling: Handling,
}

/// What people decided about a question: the machine's proposal stands beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// The journal entries, oldest first.
    pub decided: Vec<u64>,
    /// Its words before a person reworded it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<Language, String>,
    /// Questions whose answers went into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<QuestionId>,
    /// The question that it was split off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<QuestionId>,
    /// Whether it is closed.
    #[serde(default)]
    pub closed: bool,
    /// Why it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How a person left it; never what the program thinks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
}

/// How a person left a question, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// How.
    pub resolution: Resolution,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Handling {
    /// Whether nobody decided anything.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Claims that answer no question and are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimGroup {
    /// `G1`, most reports first.
    pub id: String,
    /// Words that they have in common, the rarest first.
    pub words: Vec<String>,
    /// The claims, by report and place.
    pub claims: Vec<ClaimId>,
    /// The reports that carry them.
    pub reports: Vec<ReportCode>,
    /// From how many origins they come.
    pub origins: usize,
}

/// Why a question is proposed that nobody asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Some of the words that answer it.
    pub words: Vec<String>,
    /// How many reports answer it.
    pub reports: usize,
    /// From how many origins.
    pub origins: usize,
}

/// What a question lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// Parties of whom nobody answers: those that speak elsewhere about the event and whose side is not heard here, and
    /// those that the case lists as concerned. In the order of the case.
    pub voiceless: Vec<String>,
    /// Positions that rest on one origin, in the order of the positions.
    pub one_origin: Vec<PositionId>,
    /// What would settle it.
    #[serde(default)]
    pub open: Vec<OpenPoint>,
}

/// Which kind of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckKind {
    /// Totals against parts, over several readings.
    Arithmetic,
    /// A document against itself.
    Internal,
}

/// Arithmetic over several readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// `K1`, in the order printed.
    pub id: String,
    /// Which kind.
    pub kind: CheckKind,
    /// The readings that it rests on.
    pub readings: Vec<ReadingId>,
    /// Whether it holds; none when that cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// The arithmetic in one line.
    pub why: String,
}

/// Where claims first came from: reports that share one are counted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// `O1`, in the order of the journal.
    pub id: String,
    /// Texts that go back to it.
    pub documents: Vec<DocumentId>,
    /// Reports that go back to it.
    pub reports: Vec<ReportCode>,
    /// Claims in those texts.
    pub claims: Vec<ClaimId>,
    /// Why they are taken to be one, a line each.
    pub evidence: Vec<String>,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apparatus {
    /// Questions with at least one position, in the order of the question set.
    pub questions: Vec<QuestionAccount>,
    /// Checks over several readings.
    pub checks: Vec<Check>,
    /// Origins, in the order of the journal.
    pub origins: Vec<Origin>,
    /// Every claim of the case, by report and place.
    pub claims: Vec<AccountClaim>,
    /// Every speaker, by name.
    pub speakers: Vec<Speaker>,
    /// Every report, in the order of the journal.
    pub reports: Vec<Report>,
    /// Claims that answer no question, those that are alike together.
    #[serde(default)]
    pub groups: Vec<ClaimGroup>,
    /// What reports tell of, the event of the case first.
    pub events: Vec<CaseEvent>,
    /// Addresses that were captured with different texts, by address.
    #[serde(default)]
    pub revisions: Vec<Revisions>,
    /// Doubts: decisions that found no claim again, people who decided differently.
    pub findings: Vec<Finding>,
}
