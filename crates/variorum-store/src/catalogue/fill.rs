//! Fills a new, empty catalogue: tables, rows, indexes and stamp in one transaction.
//!
//! Indexes come after the rows, which is faster than keeping them up to date at each of them.

use rusqlite::{Connection, Transaction, params};

use super::rows::{ClaimRow, ReadingRow, ReportRow, Rows, Stamp};

/// The version of the tables, as part of the stamp.
pub(super) const TABLES: i64 = 1;

const SCHEMA: &str = "
CREATE TABLE stamp (tables INTEGER, size INTEGER, root TEXT, code TEXT);
CREATE TABLE reports (code TEXT PRIMARY KEY, original TEXT NOT NULL, document TEXT NOT NULL, name TEXT NOT NULL,
    title TEXT, publisher TEXT, published TEXT, language TEXT);
CREATE TABLE claims (code TEXT PRIMARY KEY, id TEXT NOT NULL, document TEXT NOT NULL, report TEXT NOT NULL,
    speaker TEXT, cue TEXT, content TEXT NOT NULL, hedge TEXT NOT NULL, manner TEXT NOT NULL, rejected INTEGER NOT NULL);
CREATE TABLE readings (id TEXT NOT NULL, claim TEXT NOT NULL, question TEXT, position TEXT, value TEXT NOT NULL,
    scope TEXT NOT NULL);
CREATE VIRTUAL TABLE claim_words USING fts5 (content, content='', tokenize='unicode61 remove_diacritics 2');
";

const INDEXES: &str = "
CREATE INDEX claims_of_report ON claims (report);
CREATE INDEX claims_by_id ON claims (id);
CREATE INDEX readings_of_claim ON readings (claim);
CREATE INDEX readings_of_question ON readings (question, position);
";

/// Writes all of it.
pub(super) fn fill(
    connection: &mut Connection,
    stamp: &Stamp,
    rows: Rows<
        impl IntoIterator<Item = ReportRow>,
        impl IntoIterator<Item = ClaimRow>,
        impl IntoIterator<Item = ReadingRow>,
    >,
) -> rusqlite::Result<()> {
    // No journal of SQLite's own: if this is cut off, the file never gets its name.
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    add_reports(&transaction, rows.reports)?;
    add_claims(&transaction, rows.claims)?;
    add_readings(&transaction, rows.readings)?;
    transaction.execute_batch(INDEXES)?;
    let size = i64::try_from(stamp.size).unwrap_or(i64::MAX);
    let root = stamp.root.to_string();
    transaction.execute("INSERT INTO stamp VALUES (?1, ?2, ?3, ?4)", params![TABLES, size, root, stamp.code])?;
    transaction.commit()
}

fn add_reports(transaction: &Transaction<'_>, rows: impl IntoIterator<Item = ReportRow>) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare("INSERT INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for row in rows {
        let (original, document) = (row.original.to_string(), row.document.to_string());
        let ReportRow { code, name, title, publisher, published, language, .. } = row;
        insert.execute(params![code.0, original, document, name, title, publisher, published, language])?;
    }
    Ok(())
}

fn add_claims(transaction: &Transaction<'_>, rows: impl IntoIterator<Item = ClaimRow>) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare(
        "INSERT INTO claims (id, code, document, report, speaker, cue, content, hedge, manner, rejected)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut index = transaction.prepare("INSERT INTO claim_words (rowid, content) VALUES (?1, ?2)")?;
    for row in rows {
        let (id, document) = (row.id.to_string(), row.document.to_string());
        let ClaimRow { code, report, speaker, cue, content, hedge, manner, rejected, .. } = row;
        let speaker = speaker.map(|speaker| speaker.0);
        insert.execute(params![id, code, document, report.0, speaker, cue, content, hedge, manner, rejected])?;
        index.execute(params![transaction.last_insert_rowid(), content])?;
    }
    Ok(())
}

fn add_readings(transaction: &Transaction<'_>, rows: impl IntoIterator<Item = ReadingRow>) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare("INSERT INTO readings VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for row in rows {
        let (id, claim) = (row.id.to_string(), row.claim.to_string());
        let question = row.question.map(|question| question.0);
        let position = row.position.map(|position| position.to_string());
        insert.execute(params![id, claim, question, position, row.value, row.scope])?;
    }
    Ok(())
}
