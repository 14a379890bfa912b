//! What the program answers: the few fields of `variorum.read/1` and `variorum.apparatus/1` that are measured.
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
    pub times: Vec<Time>,
    pub claims: Vec<Claim>,
}

#[derive(Deserialize)]
pub struct Time {
    pub span: Span,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
}

#[derive(Deserialize)]
pub struct Claim {
    pub source: Option<Span>,
    pub cue: Option<Span>,
    pub content: Vec<Span>,
    pub manner: String,
    pub hedge: Hedge,
    pub nested_in: Option<String>,
}

#[derive(Deserialize)]
pub struct Hedge {
    pub value: String,
}

/// Code points of the document's text, and the words that stand there.
#[derive(Deserialize)]
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
