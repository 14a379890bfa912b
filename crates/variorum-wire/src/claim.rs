//! Claims and readings, the same in both contracts.
//!
//! The words of fixed lists (manner, hedge, polarity …) are the evidence's own; the schema test pins them.

use serde::{Deserialize, Serialize};
use variorum_evidence::claim::{self, Certainty, HedgeValue, Manner, Part, Polarity};
use variorum_evidence::ids::{ClaimId, EventId, QuestionId, ReadingId};

use crate::moment::Time;
use crate::span::{NotResolved, Span, Words};

/// Someone says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Follows from document and spans.
    pub id: ClaimId,
    /// Who says it; null when it is the document's own.
    pub source: Option<Source>,
    /// The words of saying.
    pub cue: Option<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// How it is given.
    pub manner: Manner,
    /// How surely.
    pub hedge: Hedge,
    /// When it was said, if the words tell.
    pub said_at: Option<Time>,
    /// The claim inside which this one is told.
    pub nested_in: Option<ClaimId>,
    /// Which rule or head found it.
    pub rule: String,
    /// What it answers.
    pub readings: Vec<Reading>,
}

/// Who is said to say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The words that name the source here.
    #[serde(flatten)]
    pub span: Span,
    /// The fullest name that the document gives this source; null when it gives none.
    pub speaker: Option<String>,
    /// The title or office that the document gives.
    pub role: Option<String>,
}

/// How surely a claim is put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hedge {
    /// How surely.
    pub value: HedgeValue,
    /// The words that make it so; null when nothing marks it.
    pub span: Option<Span>,
}

/// What a claim answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Follows from claim, span, predicate, value and scope.
    pub id: ReadingId,
    /// The words that give the value.
    pub span: Span,
    /// The event of the document that it is about.
    pub event: Option<EventId>,
    /// The question that it answers; null when no template fits.
    pub question: Option<QuestionId>,
    /// What happened.
    pub predicate: String,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// How certain the words make it.
    pub certainty: Certainty,
    /// Who did it, to whom, with what.
    pub participants: Vec<Participant>,
    /// Where, in the words of the text.
    pub place: Option<Span>,
    /// Over whom.
    pub scope: Scope,
    /// The answer.
    pub value: Value,
    /// Which rule or head found it.
    pub rule: String,
}

/// Somebody or something in a role of the reading's predicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// `agent`, `patient`, `instrument`.
    pub role: String,
    /// The words.
    pub span: Span,
    /// Who that is, where it is a speaker of the document; null as long as no reader tells.
    pub speaker: Option<String>,
}

/// Over whom or what a value is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// `officials`, `affected`, `bystanders`; null when not said.
    pub side: Option<String>,
    /// A narrower kind (`grave`, `named` for those told of singly, `police`); null when not said.
    pub kind: Option<String>,
    /// The person, where the reports name several; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Total or part.
    pub part: Part,
    /// The reading of the same claim that this one is a part of.
    pub part_of: Option<ReadingId>,
    /// Sides that are said to be counted in.
    pub including: Vec<String>,
    /// Sides that are said to be left out.
    pub excluding: Vec<String>,
}

/// What a reading answers, normalised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Value {
    /// How many.
    Count {
        /// Fewest.
        min: u64,
        /// Most; null when there is no upper end.
        max: Option<u64>,
    },
    /// When it happened.
    Time(Time),
    /// How long.
    Duration {
        /// Shortest, seconds.
        seconds_min: u64,
        /// Longest, seconds.
        seconds_max: u64,
    },
    /// One of the answers that the question lists.
    Choice {
        /// The answer's name in the template.
        value: String,
    },
    /// Anything else, folded for comparison.
    Text {
        /// The folded words.
        value: String,
    },
}

impl Claim {
    /// The twin of a claim in the text of `words`.
    pub fn of(claim: &claim::Claim, words: &Words<'_>) -> Result<Self, NotResolved> {
        let source = claim.source.as_ref().map(|source| Source::of(source, words)).transpose()?;
        let readings = claim.readings.iter().map(|reading| Reading::of(reading, words));
        Ok(Self {
            id: claim.id,
            source,
            cue: words.maybe(claim.cue)?,
            content: words.all(&claim.content)?,
            manner: claim.manner,
            hedge: Hedge { value: claim.hedge.value, span: words.maybe(claim.hedge.span)? },
            said_at: claim.said_at.as_ref().map(Time::of),
            nested_in: claim.nested_in,
            rule: claim.rule.clone(),
            readings: readings.collect::<Result<_, _>>()?,
        })
    }
}

impl Source {
    fn of(source: &claim::Source, words: &Words<'_>) -> Result<Self, NotResolved> {
        let speaker = (!source.name.is_empty()).then(|| source.name.clone());
        Ok(Self { span: words.at(source.span)?, speaker, role: source.role.clone() })
    }
}

impl Reading {
    fn of(reading: &claim::Reading, words: &Words<'_>) -> Result<Self, NotResolved> {
        let participant = |participant: &claim::Participant| {
            Ok(Participant { role: participant.role.clone(), span: words.at(participant.span)?, speaker: None })
        };
        Ok(Self {
            id: reading.id,
            span: words.at(reading.span)?,
            event: reading.event.clone(),
            question: reading.question.clone(),
            predicate: reading.predicate.clone(),
            polarity: reading.polarity,
            certainty: reading.certainty,
            participants: reading.participants.iter().map(participant).collect::<Result<_, _>>()?,
            place: words.maybe(reading.place)?,
            scope: Scope::of(&reading.scope),
            value: Value::of(&reading.value),
            rule: reading.rule.clone(),
        })
    }
}

impl Scope {
    /// The twin of a scope.
    pub fn of(scope: &claim::Scope) -> Self {
        Self {
            side: scope.side.clone(),
            kind: scope.kind.clone(),
            person: scope.person.clone(),
            part: scope.part,
            part_of: scope.part_of,
            including: scope.including.clone(),
            excluding: scope.excluding.clone(),
        }
    }
}

impl Value {
    /// The twin of a value.
    pub fn of(value: &claim::Value) -> Self {
        match value {
            claim::Value::Count { min, max } => Self::Count { min: *min, max: *max },
            claim::Value::Time(when) => Self::Time(Time::of(when)),
            claim::Value::Duration { seconds_min, seconds_max } => {
                Self::Duration { seconds_min: *seconds_min, seconds_max: *seconds_max }
            }
            claim::Value::Choice { value } => Self::Choice { value: value.clone() },
            claim::Value::Text { value } => Self::Text { value: value.clone() },
        }
    }
}
