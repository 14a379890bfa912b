//! The versions of one address in `variorum.apparatus/1`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use variorum_evidence::ids::{DocumentId, PositionId, QuestionId, ReadingId, ReportCode, SpeakerId};
use variorum_evidence::revision::{self, AnnouncementKind};
use variorum_evidence::{account, claim};

use crate::claim::{Scope, Value};
use crate::moment::Time;
use crate::span::{NotResolved, Span, Words};

/// The captures of one address that hold different texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revisions {
    /// The address, without what does not change the page.
    pub address: String,
    /// The versions in the order of capture.
    pub versions: Vec<Version>,
    /// What changed from each version to the next.
    pub steps: Vec<Step>,
}

/// What one address held for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1 for the first.
    pub number: usize,
    /// The text.
    pub document: DocumentId,
    /// The captures of it that follow one another.
    pub reports: Vec<ReportCode>,
    /// When the first of them was captured, as far as known.
    pub captured: Option<Time>,
    /// When it says that it was published.
    pub published: Option<Time>,
}

/// What changed from one version to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The number of the earlier version.
    pub from: usize,
    /// The number of the later version.
    pub to: usize,
    /// Whether something that was told is told otherwise or no more, and the later version does not say so.
    pub silent: bool,
    /// Where the later version says that it was changed; null where it does not.
    pub announced: Option<Announcement>,
    /// Sentences that changed, in the order of the texts.
    pub sentences: Vec<SentenceChange>,
    /// Answers that changed, in the order of the questions.
    pub answers: Vec<AnswerChange>,
}

/// Words by which a version says that it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// That it was wrong, or that it was added to.
    pub kind: AnnouncementKind,
    /// The sentence in the later text.
    pub span: Span,
}

/// What became of a sentence or an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It was taken out.
    Removed,
    /// It was put in.
    Added,
    /// It was put otherwise.
    Changed,
}

impl Change {
    const fn of(before: bool, after: bool) -> Self {
        match (before, after) {
            (true, false) => Self::Removed,
            (false, _) => Self::Added,
            (true, true) => Self::Changed,
        }
    }
}

/// A sentence that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceChange {
    /// What became of it.
    pub change: Change,
    /// Where it stands in the earlier text.
    pub before: Option<Span>,
    /// Where it stands in the later text.
    pub after: Option<Span>,
}

/// An answer that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChange {
    /// What became of it.
    pub change: Change,
    /// The code of the question.
    pub question: String,
    /// The name of the question.
    pub question_id: QuestionId,
    /// What the earlier version answers.
    pub before: Option<Answer>,
    /// What the later version answers.
    pub after: Option<Answer>,
    /// Whether an answer that was given is given otherwise or no more, and the later version does not say so.
    pub silent: bool,
}

/// What a version answers to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The position that it holds.
    pub position: PositionId,
    /// The reading in its text.
    pub reading: ReadingId,
    /// Who says it; null when it is the report's own.
    pub speaker: Option<SpeakerId>,
    /// The answer.
    pub value: Value,
    /// Over whom.
    pub scope: Scope,
    /// Whether it is denied rather than given.
    pub denied: bool,
}

/// The twins of all revisions of a table.
pub(crate) fn of(
    apparatus: &account::Apparatus,
    texts: &BTreeMap<DocumentId, String>,
) -> Result<Vec<Revisions>, NotResolved> {
    let known = Known::of(apparatus);
    apparatus.revisions.iter().map(|revisions| known.revisions(revisions, texts)).collect()
}

/// What answers are told by.
struct Known<'a> {
    questions: BTreeMap<&'a str, &'a QuestionId>,
    positions: BTreeMap<PositionId, (&'a claim::Value, &'a claim::Scope, bool)>,
}

impl<'a> Known<'a> {
    fn of(apparatus: &'a account::Apparatus) -> Self {
        let positions = apparatus.questions.iter().flat_map(|account| &account.positions);
        let questions = apparatus.questions.iter();
        Self {
            questions: questions.map(|account| (account.code.as_str(), &account.question.id)).collect(),
            positions: positions.map(|one| (one.id, (&one.value, &one.scope, one.denied))).collect(),
        }
    }

    fn revisions(
        &self,
        revisions: &revision::Revisions,
        texts: &BTreeMap<DocumentId, String>,
    ) -> Result<Revisions, NotResolved> {
        let words = |document: DocumentId| {
            let text = texts.get(&document).ok_or(NotResolved::Text { document })?;
            Ok(Words::of(document, text))
        };
        let versions = revisions.versions.iter().enumerate().map(|(place, version)| Version {
            number: place + 1,
            document: version.document,
            reports: version.reports.clone(),
            captured: version.captured.as_ref().map(Time::of),
            published: version.published.as_ref().map(Time::of),
        });
        let pairs = revisions.versions.windows(2).zip(&revisions.steps).enumerate();
        let steps = pairs.map(|(place, (pair, step))| {
            self.step(place + 1, step, &words(pair[0].document)?, &words(pair[1].document)?)
        });
        let steps = steps.collect::<Result<_, _>>()?;
        Ok(Revisions { address: revisions.address.clone(), versions: versions.collect(), steps })
    }

    fn step(
        &self,
        from: usize,
        step: &revision::RevisionStep,
        was: &Words<'_>,
        now: &Words<'_>,
    ) -> Result<Step, NotResolved> {
        let sentence = |change: &revision::SentenceChange| {
            Ok(SentenceChange {
                change: Change::of(change.before.is_some(), change.after.is_some()),
                before: was.maybe(change.before)?,
                after: now.maybe(change.after)?,
            })
        };
        let announced = step.announced.map(|told| Ok(Announcement { kind: told.kind, span: now.at(told.span)? }));
        Ok(Step {
            from,
            to: from + 1,
            silent: step.silent,
            announced: announced.transpose()?,
            sentences: step.sentences.iter().map(sentence).collect::<Result<_, _>>()?,
            answers: step.answers.iter().filter_map(|change| self.answer_change(change, step)).collect(),
        })
    }

    /// The twin of a change; none of one that names a question or a position that the table does not hold.
    fn answer_change(&self, change: &revision::AnswerChange, step: &revision::RevisionStep) -> Option<AnswerChange> {
        let (before, after) = (self.answer(change.before.as_ref())?, self.answer(change.after.as_ref())?);
        Some(AnswerChange {
            change: Change::of(before.is_some(), after.is_some()),
            question: change.question.clone(),
            question_id: (*self.questions.get(change.question.as_str())?).clone(),
            silent: before.is_some() && step.announced.is_none(),
            before,
            after,
        })
    }

    fn answer(&self, answer: Option<&revision::VersionAnswer>) -> Option<Option<Answer>> {
        let Some(answer) = answer else { return Some(None) };
        let (value, scope, denied) = self.positions.get(&answer.position)?;
        Some(Some(Answer {
            position: answer.position,
            reading: answer.reading,
            speaker: answer.speaker.clone(),
            value: Value::of(value),
            scope: Scope::of(scope),
            denied: *denied,
        }))
    }
}
