//! An index over the case for look-ups by code, report and word: `catalogue.sqlite`, safe to delete.
//!
//! It is never changed in place. A new one is written beside it in one transaction and put in its place by
//! a rename, so there is no state to recover from, and a reader keeps the one it opened. It carries a stamp
//! of what it was made from, and the digest of its bytes is kept as a derived value of that stamp: SQLite's own
//! checks see a broken page, not a changed word. One that is missing, changed in any bit, torn by a power cut
//! (it is not synced), older, newer or of another journal is simply not there, and the caller makes it again.
//! Rows are plain; what they mean is the façade's business.

mod fill;
mod rows;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row};
use sha2::{Digest as _, Sha256};
use variorum_evidence::canonical::{self, NotCanonical};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{ClaimId, ReportCode};

pub use rows::{ClaimRow, ReadingRow, ReportRow, Rows, Stamp};

use crate::derived::Stage;
use crate::disk::{Disk, DiskError, ORDINARY};
use crate::layout::{CATALOGUE_FILE, TMP};
use crate::read::{ReadCase, measure};
use rows::{canonical_row, parsed, read_claim, read_reading, read_report};

/// Where the digest of a catalogue's file is kept.
const STAGE: Stage = Stage::new("catalogue");

/// Why a catalogue could not be made or asked.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// SQLite.
    #[error("the catalogue {path} failed; it can be deleted, `variorum build` makes it again", path = path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The folder or a file in it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A row without a canonical form, while comparing contents.
    #[error("a row of the catalogue has no canonical form")]
    NotCanonical(#[from] NotCanonical),
}

/// The catalogue of a case, open for reading.
#[derive(Debug)]
pub struct Catalogue {
    connection: Connection,
    path: PathBuf,
}

impl Catalogue {
    /// The catalogue that was made from exactly this; none if there is no such one.
    pub fn open(case: &ReadCase, stamp: &Stamp) -> Option<Self> {
        let kept = case.derived().get(STAGE, stamp.key())?;
        // Its length first: somebody may have put a terabyte there.
        let length = case.disk.length(CATALOGUE_FILE).ok()?;
        if !kept.ends_with(&length.to_le_bytes()) || measured(&case.disk, CATALOGUE_FILE).ok()?? != kept {
            return None;
        }
        let path = catalogue_path(&case.disk, CATALOGUE_FILE).ok()?;
        let catalogue = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        (catalogue.stamp().ok().flatten()? == *stamp).then_some(catalogue)
    }

    /// Makes the catalogue anew and puts it in the place of whatever was there.
    pub fn rebuild(
        case: &ReadCase,
        stamp: &Stamp,
        rows: Rows<
            impl IntoIterator<Item = ReportRow>,
            impl IntoIterator<Item = ClaimRow>,
            impl IntoIterator<Item = ReadingRow>,
        >,
    ) -> Result<Self, CatalogueError> {
        let disk = &case.disk;
        disk.make_folder(TMP)?;
        // Made by us first: SQLite then neither follows a link nor takes over somebody else's file.
        let file = disk.create_unfinished(ORDINARY)?;
        let path = catalogue_path(disk, file.path())?;
        let fill = || {
            Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?.fill_and_close(stamp, rows)?;
            file.filled_by_another();
            if let Some(measured) = measured(disk, file.path())? {
                case.derived().put(STAGE, stamp.key(), &measured)?;
            }
            Ok(disk.rename(file.path(), CATALOGUE_FILE)?)
        };
        fill().inspect_err(|_: &CatalogueError| drop(disk.remove(file.path())))?;
        Self::connect(catalogue_path(disk, CATALOGUE_FILE)?, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// Claims whose code is `prefix` (alone, if there is one) or begins with it, in the order of their numbers.
    pub fn claims_by_code(&self, prefix: &str) -> Result<Vec<ClaimRow>, CatalogueError> {
        let exact = self.claims("WHERE code = ?1", prefix)?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        self.claims("WHERE substr(code, 1, length(?1)) = ?1", prefix)
    }

    /// Claims whose id begins with these hexadecimal digits.
    pub fn claims_by_id(&self, prefix: &str) -> Result<Vec<ClaimRow>, CatalogueError> {
        self.claims("WHERE substr(id, 1, length(?1)) = ?1", prefix)
    }

    /// The claims of a report.
    pub fn claims_of_report(&self, code: &ReportCode) -> Result<Vec<ClaimRow>, CatalogueError> {
        self.claims("WHERE report = ?1", &code.0)
    }

    /// The claims that have all these words, without regard to case and accents.
    pub fn claims_with_words(&self, words: &str) -> Result<Vec<ClaimRow>, CatalogueError> {
        // Each word in quotes, so that nothing in it is an operator of FTS5.
        let query: Vec<String> =
            words.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let condition = "WHERE rowid IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?1)";
        self.claims(condition, &query.join(" "))
    }

    /// The report of this code.
    pub fn report(&self, code: &ReportCode) -> Result<Option<ReportRow>, CatalogueError> {
        let sql =
            "SELECT code, original, document, name, title, publisher, published, language FROM reports WHERE code = ?1";
        self.connection.query_row(sql, [&code.0], read_report).optional().map_err(|source| self.failed(source))
    }

    /// The readings of a claim.
    pub fn readings_of_claim(&self, claim: ClaimId) -> Result<Vec<ReadingRow>, CatalogueError> {
        let sql = "SELECT id, claim, question, position, value, scope FROM readings WHERE claim = ?1 ORDER BY rowid";
        self.all(sql, &claim.to_string(), read_reading)
    }

    /// A digest of all rows in a fixed order: two catalogues with the same content have the same one, in whatever
    /// order they were filled. The stamp is not part of it.
    pub fn content_digest(&self) -> Result<Digest, CatalogueError> {
        let mut hasher = Sha256::new();
        for (table, order) in
            [("reports", "code"), ("claims", "code"), ("readings", "id, claim, question, position, value, scope")]
        {
            let mut statement = self
                .connection
                .prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))
                .map_err(|source| self.failed(source))?;
            let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut rows = statement.query([]).map_err(|source| self.failed(source))?;
            while let Some(row) = rows.next().map_err(|source| self.failed(source))? {
                let line = canonical_row(table, &names, row).map_err(|source| self.failed(source))?;
                hasher.update(canonical::line_of(&line)?);
                hasher.update("\n");
            }
        }
        Ok(Digest::from_bytes(hasher.finalize().into()))
    }

    fn connect(path: PathBuf, flags: OpenFlags) -> Result<Self, CatalogueError> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match Connection::open_with_flags(&path, flags) {
            Ok(connection) => Ok(Self { connection, path }),
            Err(source) => Err(CatalogueError::Sqlite { path, source }),
        }
    }

    fn stamp(&self) -> Result<Option<Stamp>, CatalogueError> {
        let read = |row: &Row<'_>| {
            let size: i64 = row.get(0)?;
            let stamp = Stamp { size: size as u64, root: parsed(row, 1)?, code: row.get(2)? };
            Ok(stamp)
        };
        let sql = "SELECT size, root, code FROM stamp WHERE tables = ?1";
        self.connection.query_row(sql, [fill::TABLES], read).optional().map_err(|source| self.failed(source))
    }

    fn fill_and_close(
        mut self,
        stamp: &Stamp,
        rows: Rows<
            impl IntoIterator<Item = ReportRow>,
            impl IntoIterator<Item = ClaimRow>,
            impl IntoIterator<Item = ReadingRow>,
        >,
    ) -> Result<(), CatalogueError> {
        fill::fill(&mut self.connection, stamp, rows).map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => {
                let source = rustix::io::Errno::NOSPC.into();
                CatalogueError::Disk(DiskError { action: "write", path: self.path.clone(), source })
            }
            _ => self.failed(source),
        })?;
        let Self { connection, path } = self;
        connection.close().map_err(|(_, source)| CatalogueError::Sqlite { path, source })
    }

    fn claims(&self, condition: &str, value: &str) -> Result<Vec<ClaimRow>, CatalogueError> {
        let sql = format!(
            "SELECT id, code, document, report, speaker, cue, content, hedge, manner, rejected FROM claims {condition}
             ORDER BY length(code), code"
        );
        self.all(&sql, value, read_claim)
    }

    fn all<T>(
        &self,
        sql: &str,
        value: &str,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, CatalogueError> {
        let query = || self.connection.prepare(sql)?.query_map([value], read)?.collect::<rusqlite::Result<Vec<T>>>();
        query().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: rusqlite::Error) -> CatalogueError {
        CatalogueError::Sqlite { path: self.path.clone(), source }
    }
}

/// The digest of a file and its length.
fn measured(disk: &Disk, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
    let found = measure(disk, path)?;
    Ok(found.map(|(digest, length)| [digest.as_bytes().as_slice(), &length.to_le_bytes()].concat()))
}

/// The whole path of a file of the case, as SQLite has to be given one. Links above the case are resolved,
/// since SQLite refuses any link once it is told not to follow them.
fn catalogue_path(disk: &Disk, path: &str) -> Result<PathBuf, DiskError> {
    let case = disk.whole_path("");
    let absolute = case.canonicalize().map_err(disk.error("find", ""))?;
    Ok(absolute.join(Path::new(path)))
}

#[cfg(test)]
mod tests;
