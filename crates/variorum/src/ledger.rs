//! What the journal says of a case, as typed facts in its order.
//!
//! The store writes entries without knowing what they mean; this module gives the kinds that the façade writes
//! their meaning, in both directions. An entry of an unknown kind is kept and counted, never refused: a later
//! version may have written it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{OriginalId, ReportCode};
use variorum_evidence::moment::SaidAt;
use variorum_journal::entry::Entry;

/// The kind of the entry that opens a case.
pub(crate) const OPENING: &str = "case.open";
/// The kind of an entry that says how an original came.
pub(crate) const CAPTURE: &str = "source.add";
/// The kind of an entry that says that an original was stored.
pub(crate) const OBJECT: &str = "object.add";
/// The kind of an entry that records a version of `case.toml`.
pub(crate) const CONFIG: &str = "config.set";
/// The kind of an entry that stores a text that a decision names.
pub(crate) const DOCUMENT: &str = "document.keep";
/// The kind of an entry that records a published dossier.
pub(crate) const EXPORT: &str = "export.made";
/// The kind of an entry that records how a verification came out.
pub(crate) const VERIFIED: &str = "verify.ran";
/// The kind of a journal's last entry, which names the key that goes on.
pub(crate) const ROTATED: &str = "key.rotate";
/// The kind of an entry that says which journal this one goes on from, whose key vouched for this one's.
pub(crate) const FOLLOWED: &str = "key.follow";
/// The same, where the other key was lost.
pub(crate) const LOST: &str = "key.lost";
/// The kind of an entry that says that a head was handed out to be anchored.
pub(crate) const REQUEST: &str = "anchor.request";
/// The kind of an entry that keeps a proof of time.
pub(crate) const ANCHOR: &str = "anchor.add";
/// The beginning of the kinds of decisions; the act follows.
pub(crate) const DECISION: &str = "decision.";

/// How an original came: from where, when, by whom, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// The original.
    #[serde(rename = "sha256")]
    pub original: OriginalId,
    /// The path or member name as given (`bundle.zip!/inner.txt`).
    pub name: String,
    /// Why it was added, in the words of who did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who published it, as stated when it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published, as stated when it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<SaidAt>,
    /// When it was collected, as stated when it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<SaidAt>,
    /// The container that it was read out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<OriginalId>,
    /// The original whose words it gives, when it is a transcript.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript_of: Option<OriginalId>,
}

/// A capture with its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// `R12`, by its place among the captures.
    pub code: ReportCode,
    /// Its entry.
    pub seq: u64,
    /// When it was recorded, as our clock claimed.
    pub at: String,
    /// Whose key recorded it.
    pub by: String,
    /// What was recorded.
    pub capture: Capture,
}

/// Where an imported decision was first made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct From {
    /// The colleague's case.
    pub origin: String,
    /// The entry in that case's journal.
    pub seq: u64,
    /// When, as that clock claimed.
    pub at: String,
    /// Whose key.
    pub by: String,
}

#[derive(Serialize, Deserialize)]
struct DecisionBody {
    decision: Decision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<From>,
}

/// The facts of a journal, up to an entry.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Captures, in order.
    pub captures: Vec<Captured>,
    /// The last recorded `case.toml`.
    pub config: Option<OriginalId>,
    /// Decisions, in order, undone ones included.
    pub decisions: Vec<Decided>,
    /// Where each imported decision came from, and which entry it is here.
    pub imported: Vec<(From, u64)>,
    /// Texts that are stored as originals because a decision names them.
    pub kept: Vec<Digest>,
    /// The last entry's time, as the clock claimed.
    pub last_at: Option<String>,
}

/// An entry whose kind is ours and whose body is not.
#[derive(Debug, thiserror::Error)]
#[error("journal entry {seq} ({kind}) has a body that this version cannot read")]
pub struct BadEntry {
    seq: u64,
    kind: String,
    #[source]
    source: serde_json::Error,
}

impl BadEntry {
    pub(crate) fn of(entry: &Entry, source: serde_json::Error) -> Self {
        Self { seq: entry.seq, kind: entry.kind.clone(), source }
    }
}

impl Ledger {
    /// Reads entries in order.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, BadEntry> {
        let mut ledger = Self::default();
        for entry in entries {
            ledger.take(entry)?;
        }
        Ok(ledger)
    }

    /// Takes up the next entry.
    pub(crate) fn take(&mut self, entry: &Entry) -> Result<(), BadEntry> {
        self.add(entry).map_err(|source| BadEntry::of(entry, source))
    }

    fn add(&mut self, entry: &Entry) -> Result<(), serde_json::Error> {
        self.last_at = Some(entry.at.clone());
        match entry.kind.as_str() {
            CAPTURE => {
                let code = ReportCode(format!("R{}", self.captures.len() + 1));
                let capture = read_body(entry)?;
                let (seq, at, by) = (entry.seq, entry.at.clone(), entry.by.clone());
                self.captures.push(Captured { code, seq, at, by, capture });
            }
            CONFIG => self.config = Some(read_body::<Stored>(entry)?.sha256),
            DOCUMENT => self.kept.push(read_body::<Stored>(entry)?.sha256.digest()),
            kind if kind.starts_with(DECISION) => self.add_decision(entry)?,
            _ => {}
        }
        Ok(())
    }

    fn add_decision(&mut self, entry: &Entry) -> Result<(), serde_json::Error> {
        let DecisionBody { decision, from } = read_body(entry)?;
        let (at, by) = match &from {
            Some(from) => (from.at.clone(), from.by.clone()),
            None => (entry.at.clone(), entry.by.clone()),
        };
        let imported = from.is_some();
        self.imported.extend(from.map(|from| (from, entry.seq)));
        self.decisions.push(Decided { seq: entry.seq, at, by, imported, decision });
        Ok(())
    }

    /// The captures of these bytes, in order.
    pub fn captures_of(&self, original: OriginalId) -> impl Iterator<Item = &Captured> {
        self.captures.iter().filter(move |captured| captured.capture.original == original)
    }
}

/// The body of an entry that stores bytes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) sha256: OriginalId,
    pub(crate) size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

/// The body of a decision's entry.
pub(crate) fn decision_body(decision: Decision, from: Option<From>) -> impl Serialize {
    DecisionBody { decision, from }
}

pub(crate) fn read_body<T: for<'de> Deserialize<'de>>(entry: &Entry) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Object(entry.body.clone()))
}
