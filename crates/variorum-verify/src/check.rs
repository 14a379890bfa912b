//! What verification answers: every check with its code, passed ones too, and what none of them proves.

use serde::Serialize;
use variorum_evidence::digest::Digest;

use crate::anchors::Anchor;
use crate::journal::Journal;

/// What kind of folder was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A case: the working folder.
    Case,
    /// A dossier: the published folder.
    Dossier,
}

/// How far a long step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being checked: `files`, `entries`, `claims`.
    pub name: &'static str,
    /// How much is done: bytes for files, else items.
    pub done: u64,
    /// Of how much; 0 when that is not known beforehand.
    pub of: u64,
}

/// One thing that was checked, and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Stable dotted code, listed in `docs/format/dossier.md`.
    pub code: &'static str,
    /// Whether it is as it should be.
    pub passed: bool,
    /// The file, entry or span; empty where it is about all of them.
    pub about: String,
    /// What was found.
    pub message: String,
    /// What to do about it, where anything can be done.
    pub help: Option<&'static str>,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Files in the folder, caches left out.
    pub files: u64,
    /// Entries of the journal that can be read.
    pub entries: u64,
    /// Entries that the dossier withholds.
    pub withheld_entries: u64,
    /// Originals whose bytes were hashed.
    pub originals: u64,
    /// Originals that are there and were left out of a sample.
    pub not_sampled: u64,
    /// Originals that the journal names and the dossier withholds.
    pub withheld: u64,
    /// Quotes in decisions, each found again in its text.
    pub quotes: u64,
    /// Texts of the table.
    pub documents: u64,
    /// Of those, texts that the publisher altered and that are not proven.
    pub altered: u64,
    /// Of the others, texts that name no original: nothing but the publisher's word stands behind them.
    pub unnamed: u64,
    /// Claims of the table.
    pub claims: u64,
    /// Spans of the table, each found again in its text.
    pub spans: u64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Case or dossier.
    pub kind: Kind,
    /// The name of the journal; none when it could not be read.
    pub origin: Option<String>,
    /// The key that signed, to be compared with what was received by another road.
    pub vkey: Option<String>,
    /// How many entries the signed head covers; none when its signature does not hold.
    pub signed_entries: Option<u64>,
    /// Entries past the signed head: valid lines that nobody has signed yet.
    pub unsigned_entries: u64,
    /// The digest of a dossier's `tagmanifest-sha256.txt`: the whole dossier in one number, to be compared
    /// with the number that its publisher gives.
    pub bag: Option<Digest>,
    /// How much was looked at.
    pub counts: Counts,
    /// Every check, in the order made.
    pub checks: Vec<Check>,
    /// Proofs of time about heads of this journal; what they prove is not checked by this crate.
    #[serde(skip)]
    pub anchors: Vec<Anchor>,
}

impl Verification {
    /// What no check here can show.
    pub const NOT_PROVED: &str = "Not proved: that the texts are what the originals say (reader and version are \
        recorded; “variorum build --check” reads the originals again), that pages and CSV files repeat the tables \
        faithfully, that the folder is the one its publisher made (compare key and digest by another road), that \
        anything said in it is true, or that the holder of the key was honest before a first checkpoint left \
        their hands.";

    pub(crate) fn of(kind: Kind, journal: Journal, bag: Option<Digest>, checks: Checks) -> Self {
        Self {
            kind,
            origin: journal.vkey.as_ref().map(|vkey| vkey.name().to_owned()),
            vkey: journal.vkey.as_ref().map(ToString::to_string),
            signed_entries: journal.signed_entries,
            unsigned_entries: journal.unsigned_entries,
            bag,
            counts: checks.counts,
            checks: checks.made,
            anchors: Vec::new(),
        }
    }

    /// Whether every check passed.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.passed)
    }
}

/// Checks as they are made.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    made: Vec<Check>,
    /// How much was looked at so far.
    pub(crate) counts: Counts,
}

impl Checks {
    /// Begins a check that is made of many of one kind: each failure is named, and one line says that there
    /// was none.
    pub(crate) fn open(&mut self, code: &'static str) -> Open<'_> {
        Open { code, failures: 0, checks: self }
    }

    /// Says something that is worth knowing and no failure.
    pub(crate) fn note(&mut self, code: &'static str, about: &str, message: impl Into<String>) {
        let (about, message) = (about.to_owned(), message.into());
        self.made.push(Check { code, passed: true, about, message, help: None });
    }

    /// Whether a check of this code failed.
    pub(crate) fn has_failed(&self, code: &str) -> bool {
        self.made.iter().any(|check| check.code == code && !check.passed)
    }

    /// A check of one thing that fails.
    pub(crate) fn fail(&mut self, code: &'static str, about: &str, message: impl Into<String>) {
        let (about, message) = (about.to_owned(), message.into());
        self.made.push(Check { code, passed: false, about, message, help: None });
    }
}

/// A check that is being made.
#[derive(Debug)]
pub(crate) struct Open<'a> {
    code: &'static str,
    failures: usize,
    checks: &'a mut Checks,
}

impl Open<'_> {
    /// One of them fails.
    pub(crate) fn fail(&mut self, about: impl Into<String>, message: impl Into<String>, help: Option<&'static str>) {
        self.failures += 1;
        let (about, message) = (about.into(), message.into());
        self.checks.made.push(Check { code: self.code, passed: false, about, message, help });
    }

    /// All are looked at: says what holds, if nothing failed.
    pub(crate) fn close(self, about: &str, message: impl FnOnce() -> String) {
        if self.failures == 0 {
            self.checks.note(self.code, about, message());
        }
    }
}
