//! Someone says something, and what it answers.

use serde::{Deserialize, Serialize};

use crate::document::Language;
use crate::finding::Finding;
use crate::ids::{ClaimId, DocumentId, EventId, QuestionId, ReadingId};
use crate::incident::Incident;
use crate::moment::{HappenedAt, SaidAt};
use crate::place::Place;
use crate::span::TextSpan;

/// All that one reader found in one document. Every span in it is in that document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReading {
    /// The document that was read.
    pub document: DocumentId,
    /// Which reader, with its version (`rules/1`).
    pub reader: String,
    /// The language it took the text to be in; none if it cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What happened, as far as the document tells events apart.
    pub events: Vec<Event>,
    /// Expressions of time, in text order.
    pub times: Vec<TimeExpression>,
    /// Names of places, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Claims, by where their content begins.
    pub claims: Vec<Claim>,
    /// What a person should know of how it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// An event as one document speaks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its name inside this document.
    pub id: EventId,
    /// What kind of event (`clash`, `attack`); free words of the reader.
    pub kind: String,
    /// Whether the document is chiefly about it.
    pub main: bool,
    /// Whether it happened beside the main one, near in time, and is no background of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    /// Where it is mentioned.
    pub mentions: Vec<TextSpan>,
    /// How many it happened to in all, by this document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tolls: Vec<Toll>,
    /// Where it happened, with the ground for it. The words may be in the name of an office, and are then none of the
    /// document's places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is told of it as an incident, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
}

/// How many people something happened to in an event, all sides together, by one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// What happened to them (`killed`).
    pub predicate: String,
    /// Fewest.
    pub min: u64,
    /// Most, if there is an upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// The readings that it rests on; the first states it or is the first of those counted together.
    pub readings: Vec<ReadingId>,
}

/// Which kind of expression of time (TimeML TIMEX3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeType {
    /// "Monday", "June 2017".
    Date,
    /// "4:30 a.m."
    Time,
    /// "Seven hours".
    Duration,
    /// "Every night".
    Set,
}

/// Words that name a time, and the interval they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// The words.
    pub span: TextSpan,
    /// Which kind.
    #[serde(rename = "type")]
    pub time_type: TimeType,
    /// TIMEX3 value (`2018-01-15`, `2017-06`, `PT7H`, `XXXX-WXX-1` where it stays relative).
    pub value: String,
    /// The interval; open where it cannot be known. A duration has none.
    pub when: HappenedAt,
}

/// Who is said to say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The words that name the source here ("he", "the minister").
    pub span: TextSpan,
    /// The fullest name that the document gives this source ("Ernesto Reverol"), or the words themselves.
    pub name: String,
    /// The title or office that the document gives ("Interior Minister").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// How the content is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Manner {
    /// In the source's own words, between quotation marks.
    Quoted,
    /// In the writer's words.
    Paraphrased,
    /// Partly in quotation marks.
    Mixed,
    /// The document's own statement, with no source.
    Narrated,
}

/// How surely the claim is put. Denial is not a hedge but the polarity of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HedgeValue {
    /// Put as a fact.
    Asserted,
    /// "Reportedly", "is said to".
    Reported,
    /// "Allegedly".
    Alleged,
    /// "Appears to".
    Apparent,
    /// "Was planning to".
    Planned,
    /// "Will".
    Predicted,
    /// As a question.
    Asked,
}

/// A hedge and the words that make it one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hedge {
    /// How surely.
    pub value: HedgeValue,
    /// The words; none when nothing marks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<TextSpan>,
}

/// Someone says something. Without a source it is the document's own claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Follows from document and spans.
    pub id: ClaimId,
    /// Who says it; none when narrated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The words of saying ("confirmed", "according to").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<TextSpan>,
    /// What is said; several spans where the cue stands in between.
    pub content: Vec<TextSpan>,
    /// How it is given.
    pub manner: Manner,
    /// How surely.
    pub hedge: Hedge,
    /// When it was said, if the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<SaidAt>,
    /// The claim inside which this one is told ("X said that Y had told him …").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nested_in: Option<ClaimId>,
    /// Which rule or head found it (`attribution.cue-after-source`).
    pub rule: String,
    /// What it answers.
    pub readings: Vec<Reading>,
}

impl Claim {
    /// The smallest span over source, cue and content.
    pub fn hull(&self) -> TextSpan {
        let others = self.source.iter().map(|source| source.span).chain(self.cue);
        let all = self.content.iter().copied().chain(others);
        all.reduce(TextSpan::hull).unwrap_or(TextSpan { start: 0, end: 0 })
    }

    /// Every span that the claim rests on, with what it is for.
    pub fn spans(&self) -> impl Iterator<Item = (&'static str, TextSpan)> {
        let source = self.source.iter().map(|source| ("source", source.span));
        let cue = self.cue.iter().map(|cue| ("cue", *cue));
        let content = self.content.iter().map(|content| ("content", *content));
        let hedge = self.hedge.span.iter().map(|hedge| ("hedge", *hedge));
        let readings = self.readings.iter().flat_map(Reading::spans);
        source.chain(cue).chain(content).chain(hedge).chain(readings)
    }
}

/// Whether a reading says that it is so or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Denied,
}

/// How certain the words make the fact (FactBank's scale, folded).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Put as certain.
    Certain,
    /// Likely.
    Probable,
    /// Thinkable.
    Possible,
    /// Nothing says how certain.
    Unknown,
}

/// Somebody or something in a role of the reading's predicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// `agent`, `patient`, `instrument`.
    pub role: String,
    /// The words.
    pub span: TextSpan,
}

/// Whether a count is over all of the people concerned or over some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Over all, of every side.
    Total,
    /// Over some: a side, a kind, a subset of another reading.
    Part,
    /// The words do not tell.
    Unknown,
}

/// Over whom or what a value is taken: compared before the value itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// `officials` (police, soldiers, agents), `affected` (the group, the suspects), `bystanders`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// A narrower kind: `grave`, `named` (told of singly, by name or as somebody known: some of all), `police`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whom exactly, as the reports name the person most fully; told when accounts are lined up, and only where the
    /// reports name several people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Total or part.
    pub part: Part,
    /// The reading of the same claim that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<ReadingId>,
    /// Sides that are said to be counted in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub including: Vec<String>,
    /// Sides that are said to be left out ("two others", "besides").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluding: Vec<String>,
}

impl Scope {
    /// Nothing is said about over whom.
    pub const fn unknown() -> Self {
        Self {
            side: None,
            kind: None,
            person: None,
            part: Part::Unknown,
            part_of: None,
            including: Vec::new(),
            excluding: Vec::new(),
        }
    }
}

/// What a reading answers, normalised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Value {
    /// How many: `min..=max`; no upper end for "at least", and for words like "dozens".
    Count {
        /// Fewest.
        min: u64,
        /// Most, if there is an upper end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u64>,
    },
    /// When it happened.
    Time(HappenedAt),
    /// How long, in seconds; "almost six hours" leaves room downwards.
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
    /// Anything else, folded for comparison (a name, a place).
    Text {
        /// The folded words.
        value: String,
    },
}

/// What a claim answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Follows from claim, span, predicate, value and scope.
    pub id: ReadingId,
    /// The words that give the value.
    pub span: TextSpan,
    /// The event of the document that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// The question that it answers; none when no template fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// What happened (`killed`, `fired_first`); DESIGN §8 lists the fixed words.
    pub predicate: String,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// How certain the words make it.
    pub certainty: Certainty,
    /// Who did it, to whom, with what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// Where, in the words of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextSpan>,
    /// Over whom.
    pub scope: Scope,
    /// The answer.
    pub value: Value,
    /// Which rule or head found it.
    pub rule: String,
}

impl Reading {
    fn spans(&self) -> impl Iterator<Item = (&'static str, TextSpan)> + use<'_> {
        let participants = self.participants.iter().map(|participant| ("participant", participant.span));
        let place = self.place.iter().map(|place| ("place", *place));
        std::iter::once(("reading", self.span)).chain(participants).chain(place)
    }
}
