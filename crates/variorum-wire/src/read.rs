//! `variorum.read/1`: what files say, claim by claim, without any case.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use serde_json::ser::{Formatter as _, PrettyFormatter};
use variorum_evidence::claim::{self, DocumentReading, TimeExpression, TimeType};
use variorum_evidence::document;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, EventId, ReadingId};
use variorum_evidence::moment::SaidAt;

use crate::claim::Claim;
use crate::incident::Incident;
use crate::moment::{self, Time};
use crate::place::Place;
use crate::span::{NotResolved, Span, Words};

/// The name of this contract.
pub const SCHEMA: &str = "variorum.read/1";

/// The answer of `variorum read --json`: one document per file, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOutput {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The documents.
    pub documents: Vec<Document>,
}

impl ReadOutput {
    /// The answer that holds these documents.
    pub fn of(documents: Vec<Document>) -> Self {
        Self { schema: SCHEMA.to_owned(), documents }
    }
}

/// Writes an answer document by document: the same bytes as a [`ReadOutput`] written whole and indented.
pub struct ReadWriter<W> {
    out: W,
    layout: PrettyFormatter<'static>,
    documents: usize,
}

impl<W: io::Write> ReadWriter<W> {
    /// Writes to `out`; nothing before the first document.
    pub fn new(out: W) -> Self {
        Self { out, layout: PrettyFormatter::new(), documents: 0 }
    }

    /// Writes the next document, all of it.
    pub fn document(&mut self, document: &Document) -> io::Result<()> {
        if self.documents == 0 {
            self.begin()?;
        }
        self.layout.begin_array_value(&mut self.out, self.documents == 0)?;
        document.serialize(&mut Serializer::with_formatter(&mut self.out, self.layout.clone()))?;
        self.layout.end_array_value(&mut self.out)?;
        self.documents += 1;
        self.out.flush()
    }

    /// Writes what comes after the last document.
    pub fn end(mut self) -> io::Result<()> {
        if self.documents == 0 {
            self.begin()?;
        }
        self.layout.end_array(&mut self.out)?;
        self.layout.end_object_value(&mut self.out)?;
        self.layout.end_object(&mut self.out)?;
        self.out.flush()
    }

    fn begin(&mut self) -> io::Result<()> {
        self.layout.begin_object(&mut self.out)?;
        self.name("schema", true)?;
        self.string(SCHEMA)?;
        self.layout.end_object_value(&mut self.out)?;
        self.name("documents", false)?;
        self.layout.begin_array(&mut self.out)
    }

    fn name(&mut self, name: &str, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(&mut self.out, first)?;
        self.string(name)?;
        self.layout.end_object_key(&mut self.out)?;
        self.layout.begin_object_value(&mut self.out)
    }

    fn string(&mut self, string: &str) -> io::Result<()> {
        Ok(string.serialize(&mut Serializer::new(&mut self.out))?)
    }
}

/// One text and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// SHA-256 of `text`.
    pub id: DocumentId,
    /// The path as given; a member of an archive as `outer.zip!/inner`.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// The byline as printed.
    pub byline: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was first published: a date or a date-time, no finer than known.
    pub published: Option<String>,
    /// How `published` is known; where it is null, why.
    pub published_basis: Option<String>,
    /// The language that it is in, ISO 639-1; null when that cannot be told. A finding says where a language has no
    /// reader of who says what.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// What happened, as far as the document tells events apart.
    pub events: Vec<Event>,
    /// Expressions of time, in text order.
    pub times: Vec<TimeMention>,
    /// Names of places, in text order.
    pub places: Vec<Place>,
    /// Claims, by where their content begins.
    pub claims: Vec<Claim>,
    /// Doubts about the file, and about how it could be read.
    pub findings: Vec<FindingLine>,
}

/// An event as one document speaks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its name inside this document.
    pub id: EventId,
    /// What kind of event.
    pub kind: String,
    /// Whether the document is chiefly about it.
    pub main: bool,
    /// Whether it happened beside the main one, near in time, and is no background of it.
    #[serde(default)]
    pub beside: bool,
    /// Where it is mentioned.
    pub mentions: Vec<Span>,
    /// How many it happened to in all, by this document.
    #[serde(default)]
    pub tolls: Vec<Toll>,
    /// Where it happened, with the ground for it; null where the text does not tell.
    pub place: Option<Place>,
    /// What is told of it as an incident; null where it is none.
    pub incident: Option<Incident>,
}

/// How many people something happened to in an event, all sides together, by one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// What happened to them.
    pub predicate: String,
    /// Fewest.
    pub min: u64,
    /// Most; null where the upper end is open.
    pub max: Option<u64>,
    /// The readings that it rests on.
    pub readings: Vec<ReadingId>,
}

/// Words that name a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeMention {
    /// The words.
    pub span: Span,
    /// Which kind.
    #[serde(rename = "type")]
    pub time_type: TimeType,
    /// TIMEX3 value.
    pub value: String,
    /// The interval that they mean.
    #[serde(flatten)]
    pub time: Time,
}

/// A doubt about evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingLine {
    /// Stable dotted code.
    pub code: String,
    /// What it is about.
    pub about: String,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl FindingLine {
    /// The twin of a finding.
    pub fn of(finding: &Finding) -> Self {
        Self {
            code: finding.code.clone(),
            about: finding.about.clone(),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

fn toll(toll: &claim::Toll) -> Toll {
    Toll { predicate: toll.predicate.clone(), min: toll.min, max: toll.max, readings: toll.readings.clone() }
}

/// The twin of a document and of what was read in it, under the name it was given by.
pub fn document(name: &str, document: &document::Document, reading: &DocumentReading) -> Result<Document, NotResolved> {
    let words = Words::of(document.id, &document.text);
    let events = reading.events.iter().map(|event| {
        let mentions = words.all(&event.mentions)?;
        let tolls = event.tolls.iter().map(toll).collect();
        let place = event.place.as_ref().map(|place| Place::of(place, &words)).transpose()?;
        let incident = event.incident.as_ref().map(|incident| Incident::of(incident, &words)).transpose()?;
        let (id, kind, main, beside) = (event.id.clone(), event.kind.clone(), event.main, event.beside);
        Ok(Event { id, kind, main, beside, mentions, tolls, place, incident })
    });
    let claims = reading.claims.iter().map(|claim| Claim::of(claim, &words));
    Ok(Document {
        id: document.id,
        name: name.to_owned(),
        title: document.title.clone(),
        byline: document.byline.as_ref().map(|byline| byline.raw.clone()),
        publisher: document.publisher.clone(),
        published: document.published.as_ref().and_then(moment::published),
        published_basis: basis(document.published.as_ref()),
        language: reading.language.map(|language| language.code().to_owned()),
        text: document.text.clone(),
        events: events.collect::<Result<_, _>>()?,
        times: reading.times.iter().map(|time| mention(time, &words)).collect::<Result<_, _>>()?,
        places: reading.places.iter().map(|place| Place::of(place, &words)).collect::<Result<_, _>>()?,
        claims: claims.collect::<Result<_, _>>()?,
        findings: document.findings.iter().chain(&reading.findings).map(FindingLine::of).collect(),
    })
}

/// On which ground a time of publication is known.
pub(crate) fn basis(published: Option<&SaidAt>) -> Option<String> {
    published.map(|when| when.basis.clone())
}

fn mention(time: &TimeExpression, words: &Words<'_>) -> Result<TimeMention, NotResolved> {
    let when = Time::of(&time.when);
    Ok(TimeMention { span: words.at(time.span)?, time_type: time.time_type, value: time.value.clone(), time: when })
}
