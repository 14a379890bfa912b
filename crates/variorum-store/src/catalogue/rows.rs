//! The rows of a catalogue, as callers give and get them, and how they are read from SQLite.

use rusqlite::Row;
use serde_json::json;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{
    ClaimId, DocumentId, OriginalId, PositionId, QuestionId, ReadingId, ReportCode, SpeakerId,
};

use super::fill::TABLES;

/// What a catalogue was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// How many entries the journal had.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
    /// The versions of the stages that made the rows, as one text.
    pub code: String,
}

impl Stamp {
    /// Under which the digest of the file is kept.
    pub(super) fn key(&self) -> Digest {
        let Self { size, root, code } = self;
        Digest::of(format!("{TABLES}\n{size}\n{root}\n{code}").as_bytes())
    }
}

/// A report of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// `R12`.
    pub code: ReportCode,
    /// Its bytes.
    pub original: OriginalId,
    /// The text read out of them.
    pub document: DocumentId,
    /// The path or member name as added.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as ISO 8601.
    pub published: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
}

/// A claim of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRow {
    /// What it is, in any case.
    pub id: ClaimId,
    /// `C40`: what people call it here.
    pub code: String,
    /// The text it stands in.
    pub document: DocumentId,
    /// The first report that carries that text.
    pub report: ReportCode,
    /// Who says it; none when it is the document's own.
    pub speaker: Option<SpeakerId>,
    /// The words of saying.
    pub cue: Option<String>,
    /// The words said.
    pub content: String,
    /// How firmly.
    pub hedge: String,
    /// Quoted, paraphrased, mixed, narrated.
    pub manner: String,
    /// Whether a person rejected it.
    pub rejected: bool,
}

/// What a claim answers to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRow {
    /// What it is.
    pub id: ReadingId,
    /// The claim.
    pub claim: ClaimId,
    /// The question, if one asks.
    pub question: Option<QuestionId>,
    /// The position that it holds.
    pub position: Option<PositionId>,
    /// The value, as canonical JSON.
    pub value: String,
    /// Over whom, as canonical JSON.
    pub scope: String,
}

/// All rows of a catalogue, taken one at a time.
#[derive(Debug)]
pub struct Rows<R, C, A> {
    /// The reports.
    pub reports: R,
    /// The claims.
    pub claims: C,
    /// The readings.
    pub readings: A,
}

pub(super) fn read_report(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        code: ReportCode(row.get(0)?),
        original: parsed(row, 1)?,
        document: parsed(row, 2)?,
        name: row.get(3)?,
        title: row.get(4)?,
        publisher: row.get(5)?,
        published: row.get(6)?,
        language: row.get(7)?,
    })
}

pub(super) fn read_claim(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: parsed(row, 0)?,
        code: row.get(1)?,
        document: parsed(row, 2)?,
        report: ReportCode(row.get(3)?),
        speaker: row.get::<_, Option<String>>(4)?.map(SpeakerId),
        cue: row.get(5)?,
        content: row.get(6)?,
        hedge: row.get(7)?,
        manner: row.get(8)?,
        rejected: row.get(9)?,
    })
}

pub(super) fn read_reading(row: &Row<'_>) -> rusqlite::Result<ReadingRow> {
    let position: Option<String> = row.get(3)?;
    Ok(ReadingRow {
        id: parsed(row, 0)?,
        claim: parsed(row, 1)?,
        question: row.get::<_, Option<String>>(2)?.map(QuestionId),
        position: position.map(|_| parsed(row, 3)).transpose()?,
        value: row.get(4)?,
        scope: row.get(5)?,
    })
}

pub(super) fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A row as JSON; absent values are left out.
pub(super) fn canonical_row(table: &str, names: &[String], row: &Row<'_>) -> rusqlite::Result<serde_json::Value> {
    let mut fields = serde_json::Map::from_iter([("table".to_owned(), json!(table))]);
    for (column, name) in names.iter().enumerate() {
        let value = match row.get_ref(column)? {
            rusqlite::types::ValueRef::Null => continue,
            rusqlite::types::ValueRef::Integer(integer) => json!(integer),
            other => json!(other.as_str()?),
        };
        fields.insert(name.clone(), value);
    }
    Ok(fields.into())
}
