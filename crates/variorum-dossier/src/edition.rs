//! What is published, and what can keep it from being published.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::PathBuf;

use variorum_evidence::account::Apparatus;
use variorum_evidence::document::{Document, Language};
use variorum_evidence::ids::{DocumentId, OriginalId, ReportCode};
use variorum_wire::NotResolved;

use crate::anchors::Anchored;

/// One state of a case, to be published: the journal up to a signed head and the table that follows from it.
pub struct Edition<'a> {
    /// What the case is called.
    pub title: &'a str,
    /// Where the event was, in words.
    pub place: Option<&'a str>,
    /// Minutes east of UTC at that place.
    pub zone: Option<i16>,
    /// The table.
    pub apparatus: &'a Apparatus,
    /// The text of every document that the table names.
    pub texts: &'a BTreeMap<DocumentId, String>,
    /// What was read out of each report's original.
    pub documents: &'a BTreeMap<ReportCode, Document>,
    /// The lines of the journal, without line feeds, as many as the signed head covers.
    pub journal: &'a [String],
    /// The numbers of the entries that can be read in it; of all others it has the number and the kind.
    pub disclosed: &'a BTreeSet<u64>,
    /// Proofs of time that disclosed entries keep.
    pub anchors: &'a [Anchored],
    /// The signed head.
    pub checkpoint: &'a [u8],
    /// The key that signed it.
    pub vkey: &'a str,
    /// The bytes of `case.toml` that the journal records last; none if the entry that says so is withheld.
    pub config: Option<&'a [u8]>,
    /// Where the originals are read from.
    pub originals: &'a dyn Originals,
    /// Whether the originals go with it. Texts that decisions quote always do.
    pub include_originals: bool,
    /// The language of pages and instructions.
    pub language: Language,
    /// What sets a redacted edition apart; none in a full one.
    pub redaction: Option<Redaction<'a>>,
}

/// What sets a redacted edition apart. The table and the texts that it goes with hold aliases already; this says which,
/// so that pages and tables can.
pub struct Redaction<'a> {
    /// Texts of the table that are not those of their originals.
    pub altered: &'a BTreeSet<DocumentId>,
    /// Reports whose capture is withheld: what the table has for their original stands for nothing.
    pub unnamed: &'a BTreeSet<ReportCode>,
    /// The originals that go with it, of those that disclosed entries name.
    pub originals: &'a BTreeSet<OriginalId>,
    /// Pictures that go with it without what they said of themselves.
    pub pictures: &'a [PictureCopy],
    /// The bytes of one of them.
    pub picture: &'a dyn Fn(&ReportCode) -> io::Result<Vec<u8>>,
}

/// A picture without what it said of itself, in the place of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureCopy {
    /// The capture that it was.
    pub report: ReportCode,
    /// The name under which it came.
    pub name: String,
    /// What was taken out, by name.
    pub removed: Vec<String>,
    /// `jpg`, `png`, `webp`.
    pub extension: String,
}

/// Where originals are read from.
pub trait Originals {
    /// The bytes of an original, as a stream.
    fn open(&self, id: OriginalId) -> io::Result<Box<dyn Read>>;
}

/// Why a dossier cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// The folder to write to holds something already.
    #[error("{} is there already and not empty; choose another folder, a dossier is never written over", path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// The disk.
    #[error("cannot {act} {}", path.display())]
    Disk {
        /// What was tried.
        act: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An original that cannot be read.
    #[error("cannot read the original {original}; `variorum verify` tells what is wrong with the case")]
    Original {
        /// Which one.
        original: OriginalId,
        /// What the system said.
        source: io::Error,
    },
    /// An original whose bytes are not those that it is named by.
    #[error("the bytes of the original {original} hash to {found}: it was changed; put it back from a backup")]
    Changed {
        /// Which one.
        original: OriginalId,
        /// What its bytes hash to.
        found: OriginalId,
    },
    /// A line of the journal that cannot be read.
    #[error("entry {seq} of the journal is not JSON; `variorum verify` tells what is wrong with the case")]
    Journal {
        /// Which one.
        seq: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// A head that is not the key's, or not over these lines.
    #[error("the signed head does not fit the journal: {why}; `variorum verify` tells what is wrong with the case")]
    Head {
        /// What does not fit.
        why: String,
    },
    /// A picture that cannot be copied.
    #[error("cannot copy the picture {report}")]
    Picture {
        /// Which one.
        report: ReportCode,
        /// Why.
        source: io::Error,
    },
    /// What was made was looked through before it was put in its place, and may not be.
    #[error("{why}")]
    Refused {
        /// What was found.
        why: String,
    },
    /// A part of the table that does not lead anywhere.
    #[error("the table names {what}, which is not in it; `variorum build` makes it anew")]
    Dangling {
        /// What is missing.
        what: String,
    },
    /// A span that does not fit its text, or a text that is missing.
    #[error("the table does not fit its texts; `variorum build` makes it anew")]
    NotResolved(#[from] NotResolved),
    /// A table that cannot be written as JSON or CSV.
    #[error("cannot write the table {table}")]
    Table {
        /// Which one.
        table: &'static str,
        /// Why.
        source: io::Error,
    },
}
