//! What the program answers: the fields of `variorum.read/1` and `variorum.apparatus/1` that are measured.
//!
//! They are read from the JSON and not from `variorum-wire`, because the contract is what is measured.

use std::ops::Range;

use serde::Deserialize;

/// The answer of `variorum read --json`.
#[derive(Deserialize)]
pub struct Answer {
    pub documents: Vec<Document>,
}

#[derive(Deserialize)]
pub struct Document {
    pub name: String,
    pub text: String,
    pub events: Vec<Event>,
    pub times: Vec<Time>,
    pub claims: Vec<Claim>,
}

#[derive(Deserialize)]
pub struct Event {
    pub id: String,
    pub main: bool,
    #[serde(default)]
    pub tolls: Vec<Toll>,
    pub place: Option<Place>,
}

/// How many something happened to in an event, by one document.
#[derive(Deserialize)]
pub struct Toll {
    pub predicate: String,
    pub min: u64,
}

/// An expression of time.
#[derive(Deserialize)]
pub struct Time {
    pub span: Span,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
}

/// Where an event happened.
#[derive(Deserialize)]
pub struct Place {
    pub name: String,
    pub kind: String,
    pub id: Option<String>,
    pub within: Vec<Holder>,
}

/// What holds a place.
#[derive(Deserialize)]
pub struct Holder {
    pub name: String,
    pub kind: String,
}

#[derive(Deserialize)]
pub struct Claim {
    pub source: Option<Span>,
    pub cue: Option<Span>,
    pub content: Vec<Span>,
    pub manner: String,
    pub hedge: Hedge,
    pub nested_in: Option<String>,
    pub readings: Vec<Reading>,
}

/// What a claim answers to one question.
#[derive(Clone, Deserialize)]
pub struct Reading {
    pub span: Span,
    pub event: Option<String>,
    pub predicate: String,
    pub polarity: String,
    pub scope: Scope,
    pub value: Value,
    #[serde(default)]
    pub participants: Vec<Participant>,
}

/// Somebody in a role of a reading.
#[derive(Clone, Deserialize)]
pub struct Participant {
    pub role: String,
    pub span: Span,
}

impl Reading {
    /// The same answer over the same people, whatever the claim and the words.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |reading: &Self| (reading.predicate.clone(), reading.polarity.clone());
        said(self) == said(other) && self.scope == other.scope && self.value == other.value
    }
}

/// Over whom a value is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Scope {
    pub side: Option<String>,
    pub kind: Option<String>,
    pub part: String,
    pub including: Vec<String>,
    pub excluding: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Value {
    Count {
        min: u64,
        max: Option<u64>,
    },
    Choice {
        value: String,
    },
    Text {
        value: String,
    },
    /// Times and durations: no predicate that is marked has them.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub struct Hedge {
    pub value: String,
}

/// Code points of the document's text, and the words that stand there.
#[derive(Clone, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Span {
    pub fn place(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The answer of `variorum apparatus --json`.
#[derive(Deserialize)]
pub struct Apparatus {
    pub documents: Vec<CaseDocument>,
    pub claims: Vec<CaseClaim>,
    pub speakers: Vec<Speaker>,
    #[serde(default)]
    pub events: Vec<CaseEvent>,
}

/// An event that reports of a case tell of.
#[derive(Deserialize)]
pub struct CaseEvent {
    pub id: String,
    pub documents: Vec<Aligned>,
}

/// A text that is chiefly about an event.
#[derive(Deserialize)]
pub struct Aligned {
    pub document: String,
}

#[derive(Deserialize)]
pub struct CaseDocument {
    pub id: String,
    pub name: String,
    pub text: String,
}

#[derive(Deserialize)]
pub struct CaseClaim {
    #[serde(flatten)]
    pub claim: Claim,
    pub document: String,
    /// Across documents.
    pub speaker: Option<String>,
    pub reader: Option<String>,
}

/// A speaker across the documents of a case.
#[derive(Deserialize)]
pub struct Speaker {
    pub id: String,
    pub group: Option<String>,
}
