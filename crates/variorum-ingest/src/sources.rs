//! The table that people keep beside their files: which file came from where, and when.
//!
//! Columns `path`, and any of `url`, `publisher`, `published`, `collected`, `zone`, `why`, in any order;
//! separated by `,` or `;` (as spreadsheets write it where the comma is decimal), with or without a byte
//! order mark. A cell that cannot be understood is a finding that names its line, and the rest of the row
//! stands. Left out: other columns, which are passed over.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, Trim};
use variorum_evidence::finding::Finding;
use variorum_evidence::moment::SaidAt;

use crate::dates::{parse_date, parse_zone};
use crate::decode::decode;

/// Columns that make a table with `path` a table of sources.
const KNOWN: &[&str] = &["url", "publisher", "published", "collected", "zone", "why"];

/// Why a table cannot be used as a table of sources.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It is no text.
    #[error("the table is not text in any encoding")]
    NotText,
    /// It does not have the columns.
    #[error(
        "the table needs a column `path` and one of `url`, `publisher`, `published`, `collected`, `zone`, `why`; it has: {found}"
    )]
    Columns {
        /// The columns it has.
        found: String,
    },
    /// A row does not fit the header.
    #[error("the table cannot be read")]
    Row(#[source] csv::Error),
}

/// What the table says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Where the row stands, counted from 1.
    pub line: u64,
    /// The file, as written; relative to the table.
    pub path: String,
    /// Where it came from.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<SaidAt>,
    /// When it was collected.
    pub collected: Option<SaidAt>,
    /// Minutes east of UTC where it was published.
    pub zone: Option<i16>,
    /// Why it was collected.
    pub why: Option<String>,
}

/// A table of sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    /// Its rows, in order.
    pub rows: Vec<SourceRow>,
    /// Cells that could not be understood, each with its line.
    pub findings: Vec<Finding>,
}

/// Whether a file's first line is that of a table of sources.
pub fn is_sources(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let line = String::from_utf8_lossy(head);
    let line = line.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    is_header(line.split([',', ';']).map(|name| folded(name.trim_matches('"'))))
}

/// Reads a table of sources.
pub fn read_sources(bytes: &[u8]) -> Result<Sources, IngestError> {
    // One kind of line end, by which the lines in the findings are counted.
    let text = decode(bytes, None, "").ok_or(IngestError::NotText)?.text.replace("\r\n", "\n");
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut table =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = table.headers().map_err(IngestError::Row)?.iter().map(folded).collect();
    if !is_header(header.iter().cloned()) {
        return Err(IngestError::Columns { found: header.join(", ") });
    }
    let mut sources = Sources::default();
    for record in table.records() {
        let record = record.map_err(IngestError::Row)?;
        if record.iter().any(|cell| !cell.is_empty()) {
            sources.read(&Row { header: &header, record: &record });
        }
    }
    sources.find_duplicates();
    Ok(sources)
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn is_header(names: impl Iterator<Item = String>) -> bool {
    let names: BTreeSet<String> = names.collect();
    names.contains("path") && KNOWN.iter().any(|known| names.contains(*known))
}

struct Row<'a> {
    header: &'a [String],
    record: &'a StringRecord,
}

impl Row<'_> {
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn cell(&self, column: &str) -> Option<&str> {
        let at = self.header.iter().position(|name| name == column)?;
        self.record.get(at).filter(|cell| !cell.is_empty())
    }
}

impl Sources {
    fn read(&mut self, row: &Row) {
        let line = row.line();
        let Some(path) = row.cell("path") else {
            self.find(line, "the row has no path and was left out".to_owned());
            return;
        };
        let zone = row.cell("zone").and_then(|cell| {
            let zone = parse_zone(cell);
            if zone.is_none() {
                self.find(line, format!("the zone {cell:?} is not one; write it as -04:00"));
            }
            zone
        });
        let owned = |column| row.cell(column).map(str::to_owned);
        let (published, collected) = (self.date(row, "published", zone), self.date(row, "collected", None));
        let (url, publisher, why) = (owned("url"), owned("publisher"), owned("why"));
        self.rows.push(SourceRow { line, path: path.to_owned(), url, publisher, published, collected, zone, why });
    }

    fn date(&mut self, row: &Row, column: &str, zone: Option<i16>) -> Option<SaidAt> {
        let cell = row.cell(column)?;
        let date = parse_date(cell, zone, &format!("column `{column}` of the list"));
        if date.is_none() {
            self.find(
                row.line(),
                format!(
                    "the date {cell:?} in column `{column}` cannot be read in one way only; write it as 2018-01-16"
                ),
            );
        }
        date
    }

    fn find_duplicates(&mut self) {
        let mut seen = BTreeSet::new();
        let again: Vec<_> = self
            .rows
            .iter()
            .filter(|row| !seen.insert(row.path.as_str()))
            .map(|row| (row.line, row.path.clone()))
            .collect();
        for (line, path) in again {
            self.find(line, format!("{path} is listed a second time"));
        }
    }

    fn find(&mut self, line: u64, message: String) {
        self.findings.push(Finding::new("sources.row", format!("line {line}"), message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &str, rows: &[&str], findings: &[&str]) {
        assert!(is_sources(table.as_bytes()), "{table}");
        let sources = read_sources(table.as_bytes()).expect("it has the columns");
        let day = |date: &Option<SaidAt>| {
            date.as_ref().and_then(|date| date.from).map_or("?".to_owned(), |from| from.to_string())
        };
        let shown: Vec<_> = sources
            .rows
            .iter()
            .map(|row| format!("{} {} {} {:?}", row.line, row.path, day(&row.published), row.zone))
            .collect();
        assert_eq!(shown, rows, "{table}");
        let found: Vec<_> =
            sources.findings.iter().map(|finding| format!("{}: {}", finding.about, finding.message)).collect();
        assert_eq!(found, findings, "{table}");
    }

    #[test]
    fn tables() {
        check(
            "path,url,publisher,published,collected\na.txt,https://a.example,\"Norte, El\",2018-01-16,\n",
            &["2 a.txt 2018-01-16T00:00:00 None"],
            &[],
        );
        check(
            "\u{feff}Path; Published ;zone\r\na.txt;2018-01-16T10:30;-04:00\r\n;;\r\n",
            &["2 a.txt 2018-01-16T10:30:00 Some(-240)"],
            &[],
        );
        check(
            "published,path\n04/01/2018,a.txt\n2018-01-16\n16 de enero de 2018,a.txt",
            &["2 a.txt ? None", "4 a.txt 2018-01-16T00:00:00 None"],
            &[
                "line 2: the date \"04/01/2018\" in column `published` cannot be read in one way only; write it as 2018-01-16",
                "line 3: the row has no path and was left out",
                "line 4: a.txt is listed a second time",
            ],
        );
    }

    #[test]
    fn other_tables_are_refused() {
        for table in ["", "a,b\n1,2", "path\na.txt", "url,published\nx,y"] {
            assert!(!is_sources(table.as_bytes()), "{table}");
            assert!(matches!(read_sources(table.as_bytes()), Err(IngestError::Columns { .. })), "{table}");
        }
        assert!(matches!(read_sources(b"path,url\0\xff"), Err(IngestError::NotText)));
    }
}
