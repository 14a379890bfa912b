//! `variorum.apparatus/1`: the whole table of a case, as programs read it.
//!
//! Several reports can carry the same text. The list of documents holds each text once, under the digest of
//! the text, with the reports that carry it; counts of reports count them all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use variorum_evidence::account::{self, CheckKind, EventStanding, RelationKind, RelationType};
use variorum_evidence::decision::{Hand, Resolution};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{
    ClaimId, DocumentId, EventId, OriginalId, PositionId, QuestionId, ReadingId, ReportCode, SpeakerId,
};
use variorum_evidence::question::{AnswerKind, EventRole, PartyGroup};

use crate::claim::{self, Scope, Value};
use crate::codes;
use crate::moment::{self, Time};
use crate::over_time::{OpenPoint, OverTime};
use crate::read::{FindingLine, basis};
use crate::revision::{self, Revisions};
use crate::span::{NotResolved, Words};

/// The name of this contract.
pub const SCHEMA: &str = "variorum.apparatus/1";

/// What is said of a text in which a redacted edition put aliases.
pub const ALTERED: &str = "altered by the publisher, not proven";

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apparatus {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Questions with at least one position.
    pub questions: Vec<Question>,
    /// Checks over several readings.
    pub checks: Vec<Check>,
    /// Origins.
    pub origins: Vec<Origin>,
    /// Every claim of the case.
    pub claims: Vec<Claim>,
    /// Every text of the case, once.
    pub documents: Vec<Document>,
    /// Every speaker.
    pub speakers: Vec<Speaker>,
    /// Claims that answer no question, those that are alike together.
    pub groups: Vec<ClaimGroup>,
    /// What reports tell of, the event of the case first.
    pub events: Vec<CaseEvent>,
    /// Addresses that were captured with different texts.
    pub revisions: Vec<Revisions>,
    /// Doubts about the case.
    pub findings: Vec<FindingLine>,
}

/// Claims that answer no question and are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimGroup {
    /// `G1`, most reports first.
    pub id: String,
    /// Words that they have in common.
    pub words: Vec<String>,
    /// The claims.
    pub claims: Vec<ClaimId>,
    /// The reports that carry them.
    pub reports: Vec<ReportCode>,
    /// From how many origins they come.
    pub origins: usize,
}

/// What people decided about a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// The journal entries, oldest first.
    pub decided: Vec<u64>,
    /// Its words before a person reworded it, by language.
    pub before: BTreeMap<String, String>,
    /// Questions whose answers went into it.
    pub merged: Vec<QuestionId>,
    /// The question that it was split off; null where it was not.
    pub split_from: Option<QuestionId>,
    /// Whether it is closed.
    pub closed: bool,
    /// Why it was closed.
    pub reason: Option<String>,
    /// How a person left it; null where nobody did.
    pub resolved: Option<Resolved>,
}

/// How a person left a question on which accounts disagree: no answer of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// `range`, `priority` or `pending`.
    pub by: String,
    /// Where the answer is taken to lie, for a range.
    pub value: Option<Value>,
    /// Whose word is put first, for a priority.
    pub voice: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// An event that reports of the case tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// `E1` is the event of the case.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How it stands to the event of the case.
    pub standing: EventStanding,
    /// The day that most of its reports give.
    pub when: Option<Time>,
    /// The place that most of its reports give.
    pub place: Option<String>,
    /// The texts that are chiefly about it.
    pub documents: Vec<Aligned>,
}

/// A text that is chiefly about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aligned {
    /// The text.
    pub document: DocumentId,
    /// Which of the events that its reading tells apart.
    pub event: Option<EventId>,
    /// Whether it may be of another event.
    pub doubtful: bool,
    /// Why it is taken to be of this one.
    pub why: String,
}

/// A question with all that is answered to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its name, unique in the case.
    pub id: QuestionId,
    /// `Q3`.
    pub code: String,
    /// The question in words, in the language of the case if it has them, else in another.
    pub wording: String,
    /// The question in words, by language.
    pub wordings: BTreeMap<String, String>,
    /// What kind of answer it takes.
    pub kind: AnswerKind,
    /// Which event it is about.
    pub event: EventRole,
    /// The event apart that it is asked of; null where it is that of the case.
    pub case_event: Option<String>,
    /// What happened.
    pub predicate: String,
    /// Positions, most reports first.
    pub positions: Vec<Position>,
    /// Relations between them.
    pub relations: Vec<Relation>,
    /// Texts of the case that answer nothing to it.
    pub silent: Vec<DocumentId>,
    /// The reports that carry those texts.
    pub silent_reports: Vec<ReportCode>,
    /// What it lacks.
    pub gaps: Gaps,
    /// What each speaker and each party answered, in the order of saying.
    pub over_time: OverTime,
    /// Why it is proposed; null where somebody asks it.
    pub proposed: Option<Proposal>,
    /// What people decided about it.
    pub handling: Handling,
}

/// Why a question is proposed that nobody asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Some of the words that answer it.
    pub words: Vec<String>,
    /// How many reports answer it.
    pub reports: usize,
    /// From how many origins.
    pub origins: usize,
}

/// What a question lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// Parties of whom nobody answers: those that speak elsewhere about the event and whose side is not heard here, and
    /// those that the case lists as concerned.
    pub voiceless: Vec<String>,
    /// Positions that rest on one origin, in the order of the positions.
    pub one_origin: Vec<PositionId>,
    /// What would settle it.
    pub open: Vec<OpenPoint>,
}

/// All readings of a question with the same value and scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Follows from question, value and scope.
    pub id: PositionId,
    /// `P1a2b3c4`.
    pub code: String,
    /// The answer.
    pub value: Value,
    /// Over whom.
    pub scope: Scope,
    /// Whether the answer is denied rather than given.
    pub denied: bool,
    /// The claims that hold it.
    pub claims: Vec<ClaimId>,
    /// The texts that those stand in.
    pub documents: Vec<DocumentId>,
    /// Who says so.
    pub speakers: Vec<SpeakerId>,
    /// How many independent origins it has.
    pub origins: usize,
    /// How many reports carry it, copies included.
    pub reports: usize,
    /// When it was first said, as far as known.
    pub first_said: Option<Time>,
    /// When it was last said, as far as known.
    pub last_said: Option<Time>,
    /// Claim, reading, text and speaker, one line for each that holds it.
    pub holders: Vec<Holder>,
}

/// One reading of one claim that holds a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The claim.
    pub claim: ClaimId,
    /// The reading of it.
    pub reading: ReadingId,
    /// The text that it stands in.
    pub document: DocumentId,
    /// Who says it; null when it is the document's own.
    pub speaker: Option<SpeakerId>,
}

/// How two positions of one question stand to one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// One position; the earlier one where order matters.
    pub a: PositionId,
    /// The other.
    pub b: PositionId,
    /// How they stand.
    pub relation: RelationKind,
    /// In which respect.
    #[serde(rename = "type")]
    pub relation_type: RelationType,
    /// The reason in one line.
    pub why: String,
}

/// Arithmetic over several readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// `K1`.
    pub id: String,
    /// Which kind.
    pub kind: CheckKind,
    /// The readings that it rests on.
    pub readings: Vec<ReadingId>,
    /// Whether it holds; null when that cannot be told.
    pub holds: Option<bool>,
    /// The arithmetic in one line.
    pub why: String,
}

/// Where claims first came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// `O1`.
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

/// A claim as in `variorum.read/1`, with its place in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// As in `variorum.read/1`.
    #[serde(flatten)]
    pub claim: claim::Claim,
    /// `C1a2b3c4`.
    pub code: String,
    /// The text that it stands in.
    pub document: DocumentId,
    /// The reports that carry this text.
    pub reports: Vec<ReportCode>,
    /// Who says it, across documents; null when it is the document's own.
    pub speaker: Option<SpeakerId>,
    /// Which reader proposed it; null when a person marked it.
    pub reader: Option<String>,
    /// The journal entries in which people decided about it.
    pub decided: Vec<u64>,
    /// Whether a person rejected it.
    pub rejected: bool,
    /// Notes that people wrote on it.
    pub notes: Vec<String>,
}

/// A text of the case. What differs between the reports that carry it is that of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// SHA-256 of `text`.
    pub id: DocumentId,
    /// The code of the first report that carries it (`R12`).
    pub code: ReportCode,
    /// The path or member name as added.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was first published: a date or a date-time, no finer than known.
    pub published: Option<String>,
    /// How `published` is known.
    pub published_basis: Option<String>,
    /// The language that it is in, ISO 639-1; null when that cannot be told.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// [`ALTERED`] where a redacted edition gives another text than the original; left out everywhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altered: Option<String>,
    /// Every report that carries it, in the order of the journal.
    pub reports: Vec<Report>,
}

/// A report: one capture of one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// `R12`.
    pub code: ReportCode,
    /// The path or member name as added.
    pub name: String,
    /// SHA-256 of the bytes it came from; null where a redacted edition does not name them.
    pub original: Option<OriginalId>,
    /// Headline.
    pub title: Option<String>,
    /// The names in its byline.
    pub byline: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// When it was first published.
    pub published: Option<String>,
    /// How `published` is known.
    pub published_basis: Option<String>,
    /// When it was captured, as the capture or whoever made it says.
    pub captured: Option<String>,
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
    /// The party of the case it belongs to.
    pub party: Option<String>,
    /// The side of that party.
    pub group: Option<PartyGroup>,
    /// What a person noted of how they know; null where nobody did.
    pub noted: Option<Noted>,
}

/// What a person noted of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// `first-hand` or `second-hand`.
    pub hand: Option<Hand>,
    /// How they came to know.
    pub access: Option<String>,
}

/// The twin of a table. `texts` holds the text of every document that the table names; questions are worded
/// in `language` where they can be.
pub fn of(
    apparatus: &account::Apparatus,
    texts: &BTreeMap<DocumentId, String>,
    language: Language,
) -> Result<Apparatus, NotResolved> {
    let codes = codes::of_positions(apparatus);
    let carried: BTreeMap<&ReportCode, DocumentId> =
        apparatus.reports.iter().map(|report| (&report.code, report.document)).collect();
    let questions = apparatus.questions.iter().map(|question| Question::of(question, language, &codes, &carried));
    Ok(Apparatus {
        schema: SCHEMA.to_owned(),
        questions: questions.collect::<Result<_, _>>()?,
        checks: apparatus.checks.iter().map(Check::of).collect(),
        origins: apparatus.origins.iter().map(Origin::of).collect(),
        claims: claims(apparatus, texts)?,
        documents: documents(apparatus, texts)?,
        speakers: apparatus.speakers.iter().map(Speaker::of).collect(),
        groups: apparatus.groups.iter().map(ClaimGroup::of).collect(),
        events: apparatus.events.iter().map(CaseEvent::of).collect(),
        revisions: revision::of(apparatus, texts)?,
        findings: apparatus.findings.iter().map(FindingLine::of).collect(),
    })
}

impl Apparatus {
    /// The table of a redacted edition: these texts are marked as altered, and these reports name no original.
    pub fn redacted(mut self, altered: &BTreeSet<DocumentId>, unnamed: &BTreeSet<ReportCode>) -> Self {
        for document in &mut self.documents {
            document.altered = altered.contains(&document.id).then(|| ALTERED.to_owned());
            for report in document.reports.iter_mut().filter(|report| unnamed.contains(&report.code)) {
                report.original = None;
            }
        }
        self
    }
}

/// The words of a question in `language`, else in the first language that it is worded in, else its name.
pub fn wording(question: &variorum_evidence::question::Question, language: Language) -> &str {
    let words = question.wording.get(&language).or_else(|| question.wording.values().next());
    words.map_or(&question.id.0, |words| words)
}

fn claims(apparatus: &account::Apparatus, texts: &BTreeMap<DocumentId, String>) -> Result<Vec<Claim>, NotResolved> {
    let codes = codes::of_claims(apparatus);
    let mut words: BTreeMap<DocumentId, Words<'_>> = BTreeMap::new();
    let mut claims = Vec::with_capacity(apparatus.claims.len());
    for account in &apparatus.claims {
        let text = text_of(account.document, texts)?;
        let words = words.entry(account.document).or_insert_with(|| Words::of(account.document, text));
        claims.push(Claim {
            claim: claim::Claim::of(&account.claim, words)?,
            code: codes.get(&account.claim.id).cloned().unwrap_or_default(),
            document: account.document,
            reports: account.reports.clone(),
            speaker: account.speaker.clone(),
            reader: account.reader.clone(),
            decided: account.decided.clone(),
            rejected: account.rejected,
            notes: account.notes.clone(),
        });
    }
    Ok(claims)
}

fn documents(
    apparatus: &account::Apparatus,
    texts: &BTreeMap<DocumentId, String>,
) -> Result<Vec<Document>, NotResolved> {
    let mut documents: Vec<Document> = Vec::new();
    let mut places: BTreeMap<DocumentId, usize> = BTreeMap::new();
    for report in &apparatus.reports {
        match places.get(&report.document) {
            Some(place) => documents[*place].reports.push(Report::of(report)),
            None => {
                places.insert(report.document, documents.len());
                documents.push(Document::of(report, text_of(report.document, texts)?));
            }
        }
    }
    Ok(documents)
}

fn text_of(document: DocumentId, texts: &BTreeMap<DocumentId, String>) -> Result<&str, NotResolved> {
    texts.get(&document).map(String::as_str).ok_or(NotResolved::Text { document })
}

/// Each once, in the order of first appearance.
fn each_once<T: Ord + Clone>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}

impl Question {
    fn of(
        account: &account::QuestionAccount,
        language: Language,
        codes: &BTreeMap<PositionId, String>,
        carried: &BTreeMap<&ReportCode, DocumentId>,
    ) -> Result<Self, NotResolved> {
        let question = &account.question;
        let silent = account.silent.iter().map(|report| {
            let document = carried.get(report).copied();
            document.ok_or_else(|| NotResolved::Report { report: report.clone() })
        });
        let silent: Vec<DocumentId> = silent.collect::<Result<_, _>>()?;
        let wordings = question.wording.iter().map(|(language, words)| (language.code().to_owned(), words.clone()));
        Ok(Self {
            id: question.id.clone(),
            code: account.code.clone(),
            wording: wording(question, language).to_owned(),
            wordings: wordings.collect(),
            kind: question.kind,
            event: question.event,
            case_event: account.event.clone(),
            predicate: question.predicate.clone(),
            positions: account.positions.iter().map(|position| Position::of(position, codes)).collect(),
            relations: account.relations.iter().map(Relation::of).collect(),
            silent: each_once(silent.into_iter()),
            silent_reports: account.silent.clone(),
            gaps: Gaps::of(&account.gaps),
            over_time: OverTime::of(&account.over_time),
            proposed: account.proposed.as_ref().map(|proposed| Proposal {
                words: proposed.words.clone(),
                reports: proposed.reports,
                origins: proposed.origins,
            }),
            handling: Handling::of(&account.handling),
        })
    }
}

impl Handling {
    fn of(handling: &account::Handling) -> Self {
        let before = handling.before.iter().map(|(language, words)| (language.code().to_owned(), words.clone()));
        Self {
            decided: handling.decided.clone(),
            before: before.collect(),
            merged: handling.merged.clone(),
            split_from: handling.split_from.clone(),
            closed: handling.closed,
            reason: handling.reason.clone(),
            resolved: handling.resolved.as_ref().map(Resolved::of),
        }
    }
}

impl Resolved {
    fn of(resolved: &account::Resolved) -> Self {
        let (by, value, voice) = match &resolved.resolution {
            Resolution::Range { value } => ("range", Some(Value::of(value)), None),
            Resolution::Priority { voice } => ("priority", None, Some(voice.clone())),
            Resolution::Pending => ("pending", None, None),
        };
        Self { by: by.to_owned(), value, voice, reason: resolved.reason.clone() }
    }
}

impl ClaimGroup {
    fn of(group: &account::ClaimGroup) -> Self {
        Self {
            id: group.id.clone(),
            words: group.words.clone(),
            claims: group.claims.clone(),
            reports: group.reports.clone(),
            origins: group.origins,
        }
    }
}

impl Gaps {
    fn of(gaps: &account::Gaps) -> Self {
        Self {
            voiceless: gaps.voiceless.clone(),
            one_origin: gaps.one_origin.clone(),
            open: gaps.open.iter().map(OpenPoint::of).collect(),
        }
    }
}

impl Position {
    fn of(position: &account::Position, codes: &BTreeMap<PositionId, String>) -> Self {
        let holders = &position.holders;
        Self {
            id: position.id,
            code: codes.get(&position.id).cloned().unwrap_or_default(),
            value: Value::of(&position.value),
            scope: Scope::of(&position.scope),
            denied: position.denied,
            claims: each_once(holders.iter().map(|holder| holder.claim)),
            documents: each_once(holders.iter().map(|holder| holder.document)),
            speakers: each_once(holders.iter().filter_map(|holder| holder.speaker.clone())),
            origins: position.origins,
            reports: position.reports,
            first_said: position.first_said.as_ref().map(Time::of),
            last_said: position.last_said.as_ref().map(Time::of),
            holders: holders.iter().map(Holder::of).collect(),
        }
    }
}

impl Holder {
    fn of(holder: &account::Holder) -> Self {
        Self {
            claim: holder.claim,
            reading: holder.reading,
            document: holder.document,
            speaker: holder.speaker.clone(),
        }
    }
}

impl CaseEvent {
    fn of(event: &account::CaseEvent) -> Self {
        let aligned = event.documents.iter().map(|aligned| Aligned {
            document: aligned.document,
            event: aligned.event.clone(),
            doubtful: aligned.doubtful,
            why: aligned.why.clone(),
        });
        Self {
            id: event.id.clone(),
            name: event.name.clone(),
            standing: event.standing,
            when: event.when.as_ref().map(Time::of),
            place: event.place.clone(),
            documents: aligned.collect(),
        }
    }
}

impl Relation {
    fn of(relation: &account::Relation) -> Self {
        Self {
            a: relation.a,
            b: relation.b,
            relation: relation.relation,
            relation_type: relation.relation_type,
            why: relation.why.clone(),
        }
    }
}

impl Check {
    fn of(check: &account::Check) -> Self {
        Self {
            id: check.id.clone(),
            kind: check.kind,
            readings: check.readings.clone(),
            holds: check.holds,
            why: check.why.clone(),
        }
    }
}

impl Origin {
    fn of(origin: &account::Origin) -> Self {
        Self {
            id: origin.id.clone(),
            documents: origin.documents.clone(),
            reports: origin.reports.clone(),
            claims: origin.claims.clone(),
            evidence: origin.evidence.clone(),
        }
    }
}

impl Document {
    fn of(first: &account::Report, text: &str) -> Self {
        Self {
            id: first.document,
            code: first.code.clone(),
            name: first.name.clone(),
            title: first.title.clone(),
            publisher: first.publisher.clone(),
            published: first.published.as_ref().and_then(moment::published),
            published_basis: basis(first.published.as_ref()),
            language: first.language.map(|language| language.code().to_owned()),
            text: text.to_owned(),
            altered: None,
            reports: vec![Report::of(first)],
        }
    }
}

impl Report {
    fn of(report: &account::Report) -> Self {
        Self {
            code: report.code.clone(),
            name: report.name.clone(),
            original: Some(report.original),
            title: report.title.clone(),
            byline: report.byline.clone(),
            publisher: report.publisher.clone(),
            url: report.url.clone(),
            published: report.published.as_ref().and_then(moment::published),
            published_basis: basis(report.published.as_ref()),
            captured: report.captured.as_ref().and_then(moment::published),
        }
    }
}

impl Speaker {
    fn of(speaker: &account::Speaker) -> Self {
        Self {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            party: speaker.party.clone(),
            group: speaker.group,
            noted: speaker.noted.as_ref().map(|noted| Noted { hand: noted.hand, access: noted.access.clone() }),
        }
    }
}
