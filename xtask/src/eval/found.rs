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
    pub within: Vec<Region>,
}

/// What holds a place.
#[derive(Deserialize)]
pub struct Region {
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
    pub id: String,
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

    /// For people.
    pub fn answer(&self) -> String {
        let scope = &self.scope;
        let mut shown = format!("{} {}", self.predicate, self.value.shown());
        let fields = [
            ("side", scope.side.clone().unwrap_or_default()),
            ("kind", scope.kind.clone().unwrap_or_default()),
            ("part", scope.part.replace("unknown", "")),
            ("including", scope.including.join("+")),
            ("excluding", scope.excluding.join("+")),
            ("polarity", self.polarity.replace("affirmed", "")),
        ];
        for (name, word) in fields.iter().filter(|(_, word)| !word.is_empty()) {
            shown.push_str(&format!(" {name}={word}"));
        }
        shown
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
    Count { min: u64, max: Option<u64> },
    Choice { value: String },
    Text { value: String },
    Time { from: Option<String>, to: Option<String> },
    Duration { seconds_min: u64, seconds_max: u64 },
}

impl Value {
    fn shown(&self) -> String {
        let open = |end: &Option<String>| end.clone().unwrap_or_else(|| "?".to_owned());
        match self {
            Self::Count { min, max: Some(max) } if min == max => min.to_string(),
            Self::Count { min, max: Some(max) } => format!("{min}-{max}"),
            Self::Count { min, max: None } => format!("{min}+"),
            Self::Choice { value } | Self::Text { value } => value.clone(),
            Self::Time { from, to } => format!("{}/{}", open(from), open(to)),
            Self::Duration { seconds_min, seconds_max } => format!("{seconds_min}-{seconds_max} s"),
        }
    }
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
    pub questions: Vec<Question>,
    pub origins: Vec<Origin>,
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

/// A question with its positions and how they stand to one another.
#[derive(Deserialize)]
pub struct Question {
    pub id: String,
    pub event: String,
    pub predicate: String,
    pub positions: Vec<Position>,
    pub relations: Vec<Relation>,
}

#[derive(Deserialize)]
pub struct Position {
    pub id: String,
    pub code: String,
    pub value: Value,
    pub holders: Vec<Holder>,
}

/// A reading that holds a position.
#[derive(Deserialize)]
pub struct Holder {
    pub reading: String,
    pub document: String,
}

#[derive(Deserialize)]
pub struct Relation {
    pub a: String,
    pub b: String,
    pub relation: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub why: String,
}

/// Texts that go back to one.
#[derive(Deserialize)]
pub struct Origin {
    pub documents: Vec<String>,
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
    pub code: String,
    /// The entries of the journal that are about it.
    pub decided: Vec<u64>,
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
