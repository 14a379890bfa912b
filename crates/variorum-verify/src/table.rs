//! The table of a dossier, `data/tables/apparatus.json`: every word of it leads back to a text.
//!
//! Read with small structs of its own, so that a mistake of the writer's types cannot hide itself. Each text
//! hashes to its id, each span gives exactly the words beside it, each claim's id follows from its spans, and
//! nothing refers to what is not there. Left out: whether positions and relations follow from the readings;
//! that takes `variorum-reconcile`, and the reasons are printed for people to judge.

use std::collections::BTreeMap;

use serde::Deserialize;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{ClaimId, DocumentId};
use variorum_evidence::span::{CodePoints, TextSpan};

use crate::check::{Checks, Open, Step};
use crate::folder::Folder;
use crate::journal::Journal;
use crate::{references, revisions};

/// The contract that is read.
const SCHEMA: &str = "variorum.apparatus/1";

/// A million claims have about 2 GB; the file is read whole.
const LARGEST_TABLE: u64 = 1 << 34;

#[derive(Deserialize)]
pub(crate) struct Table {
    pub(crate) schema: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) checks: Vec<Arithmetic>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) documents: Vec<Document>,
    pub(crate) speakers: Vec<Speaker>,
    // Tables of the first programs have none of these.
    #[serde(default)]
    pub(crate) groups: Vec<Group>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    #[serde(default)]
    pub(crate) revisions: Vec<Revisions>,
}

#[derive(Deserialize)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) claims: Vec<ClaimId>,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) documents: Vec<Aligned>,
}

#[derive(Deserialize)]
pub(crate) struct Aligned {
    pub(crate) document: DocumentId,
}

#[derive(Deserialize)]
pub(crate) struct Revisions {
    pub(crate) address: String,
    pub(crate) versions: Vec<Version>,
    pub(crate) steps: Vec<RevisionStep>,
}

#[derive(Deserialize)]
pub(crate) struct Version {
    pub(crate) number: usize,
    pub(crate) document: DocumentId,
}

#[derive(Deserialize)]
pub(crate) struct RevisionStep {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) announced: Option<Announcement>,
    pub(crate) sentences: Vec<SentenceChange>,
    pub(crate) answers: Vec<AnswerChange>,
}

#[derive(Deserialize)]
pub(crate) struct Announcement {
    pub(crate) span: Span,
}

#[derive(Deserialize)]
pub(crate) struct SentenceChange {
    pub(crate) before: Option<Span>,
    pub(crate) after: Option<Span>,
}

#[derive(Deserialize)]
pub(crate) struct AnswerChange {
    pub(crate) before: Option<VersionAnswer>,
    pub(crate) after: Option<VersionAnswer>,
}

#[derive(Deserialize)]
pub(crate) struct VersionAnswer {
    pub(crate) position: Digest,
    pub(crate) reading: Digest,
    pub(crate) speaker: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) positions: Vec<Position>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) silent: Vec<DocumentId>,
}

#[derive(Deserialize)]
pub(crate) struct Position {
    pub(crate) id: Digest,
    pub(crate) claims: Vec<ClaimId>,
    pub(crate) documents: Vec<DocumentId>,
    pub(crate) speakers: Vec<String>,
    pub(crate) holders: Vec<Holder>,
}

#[derive(Deserialize)]
pub(crate) struct Holder {
    pub(crate) claim: ClaimId,
    pub(crate) reading: Digest,
    pub(crate) document: DocumentId,
    pub(crate) speaker: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Relation {
    pub(crate) a: Digest,
    pub(crate) b: Digest,
}

#[derive(Deserialize)]
pub(crate) struct Arithmetic {
    pub(crate) id: String,
    pub(crate) readings: Vec<Digest>,
}

#[derive(Deserialize)]
pub(crate) struct Origin {
    pub(crate) id: String,
    pub(crate) documents: Vec<DocumentId>,
    pub(crate) claims: Vec<ClaimId>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: ClaimId,
    pub(crate) code: String,
    pub(crate) document: DocumentId,
    pub(crate) source: Option<Span>,
    pub(crate) cue: Option<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) hedge: Hedge,
    pub(crate) nested_in: Option<ClaimId>,
    pub(crate) speaker: Option<String>,
    pub(crate) decided: Vec<u64>,
    pub(crate) readings: Vec<Reading>,
}

#[derive(Deserialize)]
pub(crate) struct Hedge {
    pub(crate) span: Option<Span>,
}

#[derive(Deserialize)]
pub(crate) struct Reading {
    pub(crate) id: Digest,
    pub(crate) span: Span,
    pub(crate) participants: Vec<Participant>,
    pub(crate) place: Option<Span>,
    pub(crate) scope: Scope,
}

#[derive(Deserialize)]
pub(crate) struct Participant {
    pub(crate) span: Span,
}

#[derive(Deserialize)]
pub(crate) struct Scope {
    pub(crate) part_of: Option<Digest>,
}

#[derive(Deserialize)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) text: String,
}

#[derive(Deserialize)]
pub(crate) struct Document {
    pub(crate) id: DocumentId,
    pub(crate) text: String,
    /// What a redacted edition says of a text that is not that of the original.
    pub(crate) altered: Option<String>,
    pub(crate) reports: Vec<Report>,
}

#[derive(Deserialize)]
pub(crate) struct Report {
    pub(crate) code: String,
    /// None where a redacted edition withholds the capture.
    pub(crate) original: Option<Digest>,
}

#[derive(Deserialize)]
pub(crate) struct Speaker {
    pub(crate) id: String,
}

/// Checks the table at `path` and returns its texts, those that hash to their ids.
pub(crate) fn check(
    folder: &Folder,
    path: &str,
    journal: &Journal,
    checks: &mut Checks,
    progress: &mut dyn FnMut(Step),
) -> BTreeMap<DocumentId, String> {
    let read = folder.read(path, LARGEST_TABLE).map_err(|error| error.to_string());
    let table: Table = match read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string())) {
        Ok(table) => table,
        Err(problem) => {
            checks.fail("table.format", path, problem);
            return BTreeMap::new();
        }
    };
    let mut check = checks.open("table.format");
    if table.schema != SCHEMA {
        check.fail(path, format!("is {:?}; this program reads {SCHEMA:?}", table.schema), None);
    }
    check.close(path, || SCHEMA.to_owned());
    references::check(&table, journal, checks);
    check_reports(&table, journal, checks);
    tell_altered(&table, checks);
    let (claims, documents, revisions) = (table.claims, table.documents, table.revisions);
    let texts = check_texts(documents, checks);
    check_claims(&claims, &texts, checks, progress);
    revisions::check(&revisions, &texts, checks);
    texts
}

fn check_texts(documents: Vec<Document>, checks: &mut Checks) -> BTreeMap<DocumentId, String> {
    checks.counts.documents = documents.len() as u64;
    let mut texts = BTreeMap::new();
    let mut check = checks.open("text.digest");
    for document in documents {
        let found = DocumentId::of_text(&document.text);
        if found != document.id {
            check.fail(label(&document), format!("its text hashes to {found}, its id is {}", document.id), None);
        } else if texts.insert(document.id, document.text).is_some() {
            check.fail(document.id.to_string(), "is listed twice", None);
        }
    }
    check.close("", || format!("{} texts hash to their ids", texts.len()));
    texts
}

fn label(document: &Document) -> String {
    document.reports.first().map_or_else(|| document.id.to_string(), |report| report.code.clone())
}

fn check_claims(
    claims: &[Claim],
    texts: &BTreeMap<DocumentId, String>,
    checks: &mut Checks,
    progress: &mut dyn FnMut(Step),
) {
    // Claims of one text together, so that its characters are counted once and then forgotten.
    let mut by_document: BTreeMap<DocumentId, Vec<&Claim>> = BTreeMap::new();
    claims.iter().for_each(|claim| by_document.entry(claim.document).or_default().push(claim));
    let mut spans = 0;
    let mut wrong_ids = Vec::new();
    let mut check = checks.open("span.words");
    let mut done = 0;
    for (document, claims) in by_document {
        let Some(text) = texts.get(&document) else {
            let codes: Vec<&str> = claims.iter().map(|claim| claim.code.as_str()).collect();
            check.fail(codes.join(" "), format!("no text {document} to find their words in"), None);
            continue;
        };
        let words = Words::of(text);
        for claim in claims {
            spans += check_spans(claim, &words, &mut check);
            wrong_ids.extend(wrong_id(claim, &words));
            done += 1;
            progress(Step { name: "claims", done, of: 0 });
        }
    }
    check.close("", || format!("{spans} spans give the words that stand beside them"));
    let mut check = checks.open("claim.id");
    wrong_ids.into_iter().for_each(|(code, problem)| check.fail(code, problem, None));
    check.close("", || format!("the ids of {} claims follow from their texts and spans", claims.len()));
    checks.counts.claims = claims.len() as u64;
    checks.counts.spans = spans;
}

pub(crate) struct Words<'a> {
    text: &'a str,
    points: CodePoints,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, points: CodePoints::of(text) }
    }

    /// Says what stands at the place, if it is not what the span gives.
    pub(crate) fn other_than(&self, span: &Span) -> Option<String> {
        let found = self.bytes(span).and_then(|bytes| bytes.words(self.text));
        (found != Some(span.text.as_str()))
            .then(|| found.map_or("no part of the text".to_owned(), |found| format!("{found:?}")))
    }

    fn bytes(&self, span: &Span) -> Option<TextSpan> {
        self.points.span_from_points(span.start..span.end)
    }
}

/// Every span of the claim gives its words; returns how many there are.
fn check_spans(claim: &Claim, words: &Words<'_>, check: &mut Open<'_>) -> u64 {
    let mut count = 0;
    for (what, span) in claim.spans() {
        count += 1;
        if let Some(found) = words.other_than(span) {
            let about = format!("{} {what} {}..{}", claim.code, span.start, span.end);
            check.fail(about, format!("gives {:?}; at that place is {found}", span.text), None);
        }
    }
    count
}

fn wrong_id(claim: &Claim, words: &Words<'_>) -> Option<(String, String)> {
    let of =
        |span: &Option<Span>| span.as_ref().map(|span| words.bytes(span)).map_or(Some(None), |span| span.map(Some));
    let content: Option<Vec<TextSpan>> = claim.content.iter().map(|span| words.bytes(span)).collect();
    // Spans that lie outside their text are reported as such.
    let (source, cue, content) = (of(&claim.source)?, of(&claim.cue)?, content?);
    let found = ClaimId::of(claim.document, source, cue, &content);
    if found != claim.id {
        return Some((claim.code.clone(), format!("its spans give the id {found}, it has {}", claim.id)));
    }
    let digits = claim.code.strip_prefix('C').filter(|digits| digits.len() >= 7);
    let begins = digits.is_some_and(|digits| claim.id.to_string().starts_with(digits));
    (!begins).then(|| (claim.code.clone(), format!("is not how its id {} begins", claim.id)))
}

impl Claim {
    fn spans(&self) -> impl Iterator<Item = (&'static str, &Span)> {
        let parts = self.source.iter().map(|span| ("source", span));
        let parts = parts.chain(self.cue.iter().map(|span| ("cue", span)));
        let parts = parts.chain(self.content.iter().map(|span| ("content", span)));
        let parts = parts.chain(self.hedge.span.iter().map(|span| ("hedge", span)));
        parts.chain(self.readings.iter().flat_map(Reading::spans))
    }
}

impl Reading {
    fn spans(&self) -> impl Iterator<Item = (&'static str, &Span)> {
        let participants = self.participants.iter().map(|participant| ("participant", &participant.span));
        std::iter::once(("reading", &self.span))
            .chain(participants)
            .chain(self.place.iter().map(|span| ("place", span)))
    }
}

/// `R12` is the twelfth `source.add` of the journal and names the same original; where the capture is withheld, none.
fn check_reports(table: &Table, journal: &Journal, checks: &mut Checks) {
    let (mut reports, mut unnamed) = (0, 0);
    let mut check = checks.open("report.original");
    for report in table.documents.iter().flat_map(|document| &document.reports) {
        reports += 1;
        unnamed += usize::from(report.original.is_none());
        let number = report.code.strip_prefix('R').and_then(|digits| digits.parse::<usize>().ok());
        let source = number.and_then(|number| journal.sources.get(number.checked_sub(1)?));
        if source.copied() != Some(report.original) {
            let message = match report.original {
                Some(original) => format!("names the original {original}, which is not that source of the journal"),
                None => "names no original, and no withheld source of the journal has that number".to_owned(),
            };
            check.fail(&report.code, message, None);
        }
    }
    check.close("", || match unnamed {
        0 => format!("{reports} reports name the originals that the journal has for them"),
        unnamed => format!(
            "{} reports name the originals that the journal has for them; {unnamed} name none, since the entries that \
             would are withheld",
            reports - unnamed
        ),
    });
}

/// A redacted edition is told to be one, whatever else holds: nobody may take its texts for those of the originals.
fn tell_altered(table: &Table, checks: &mut Checks) {
    let altered = table.documents.iter().filter(|document| document.altered.is_some()).count();
    checks.counts.altered = altered as u64;
    if altered > 0 {
        let message =
            format!("{altered} texts were altered by the publisher and are not proven: this edition is redacted");
        checks.note("text.altered", "", message);
    }
    // The mark is the publisher's to set; that a text leads to no original shows without it.
    let leads_nowhere = |document: &&Document| document.reports.iter().all(|report| report.original.is_none());
    let unmarked = table.documents.iter().filter(|document| document.altered.is_none());
    let unnamed = unmarked.filter(leads_nowhere).count();
    checks.counts.unnamed = unnamed as u64;
    if unnamed > 0 {
        let message =
            format!("{unnamed} texts lead to no original and are not proven, though nothing marks them altered");
        checks.note("text.altered", "", message);
    }
}
