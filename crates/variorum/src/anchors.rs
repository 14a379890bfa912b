//! Anchors: heads of the journal handed out to be proved from outside, the proofs that come back, and what they prove.
//!
//! `request` writes what a time-stamping authority, a calendar or a colleague is to be given; `keep` takes what came
//! back, checks it against a head that this case signed, and stores it; `check` says what holds. The program opens no
//! connection: people carry the files. A head becomes an original when it is requested, since the journal's own
//! checkpoint file is replaced with the next command, and an answer may come years later.
//!
//! An anchor proves: every entry below the head's size was there by the outsider's time. Left out: that nothing is
//! older ("not before" takes a beacon in an entry), and asking anybody.

mod check;
mod keep;
mod request;
mod witness;

use serde::{Deserialize, Serialize};
use variorum_anchor::token::Token;
use variorum_dossier::Anchored;
use variorum_evidence::ids::OriginalId;
use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::entry::Entry;
use variorum_store::ReadCase;
use variorum_verify::anchors::{Anchor, Block};

pub use check::{Listed, State, Unanswered};
pub(crate) use check::{check, trusted};
pub use keep::{Given, Kept, KeptAs};
pub use request::Requested;
pub use witness::Testimony;

use crate::error::Result;
use crate::ledger::{ANCHOR, BadEntry, REQUEST, read_body};

pub(crate) const TOKEN: &str = "rfc3161";
pub(crate) const STAMP: &str = "opentimestamps";
pub(crate) const COSIGNATURE: &str = "cosignature";

/// The body of the entry that says that a head was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) checkpoint: OriginalId,
    pub(crate) entries: u64,
    pub(crate) nonce: String,
}

/// The body of the entry that keeps a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Added {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) block: Option<BlockBody>,
    pub(crate) checkpoint: OriginalId,
    pub(crate) method: String,
    pub(crate) proof: OriginalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) root: Option<OriginalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) witness: Option<String>,
}

/// What is said of a Bitcoin block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BlockBody {
    pub(crate) height: u64,
    pub(crate) merkle_root: String,
    pub(crate) time: String,
}

/// The requests and anchors of a journal, each with its entry.
#[derive(Debug, Default)]
pub(crate) struct Register {
    pub(crate) asked: Vec<(u64, Asked)>,
    pub(crate) added: Vec<(Entry, Added)>,
}

impl Register {
    pub(crate) fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> std::result::Result<Self, BadEntry> {
        let mut register = Self::default();
        for entry in entries {
            let bad = |source| BadEntry::of(entry, source);
            match entry.kind.as_str() {
                REQUEST => register.asked.push((entry.seq, read_body(entry).map_err(bad)?)),
                ANCHOR => register.added.push((entry.clone(), read_body(entry).map_err(bad)?)),
                _ => {}
            }
        }
        Ok(register)
    }
}

/// A kept anchor with the bytes that it names; none of them is checked but against its name.
fn read(case: &ReadCase, entry: &Entry, added: &Added) -> Result<Anchor> {
    let note = case.original(added.checkpoint)?;
    let note = String::from_utf8_lossy(&note).into_owned();
    let head = SignedCheckpoint::open(&note, case.vkey()).map(|signed| signed.head().size);
    Ok(Anchor {
        seq: entry.seq,
        recorded: entry.at.clone(),
        method: added.method.clone(),
        entries: head.unwrap_or_default(),
        proof: case.original(added.proof)?,
        path: case.original_path(added.proof).display().to_string(),
        root: added.root.map(|root| case.original(root)).transpose()?,
        witness: added.witness.clone(),
        block: added.block.clone().map(|it| Block { height: it.height, merkle_root: it.merkle_root, time: it.time }),
        latest: None,
        note,
    })
}

/// The anchors that these entries keep, as they go into a dossier.
pub(crate) fn published(case: &ReadCase, entries: &[Entry]) -> Result<Vec<Anchored>> {
    let register = Register::of(entries)?;
    let published = register.added.iter().map(|(entry, added)| {
        let anchor = read(case, entry, added)?;
        let token = (anchor.method == TOKEN).then(|| Token::read(&anchor.proof).ok()).flatten();
        Ok(Anchored {
            seq: anchor.seq,
            proof_name: proof_name(&anchor.method, token.as_ref()),
            at: token.map(|token| token.at.as_second()),
            method: anchor.method,
            checkpoint: anchor.note.into_bytes(),
            entries: anchor.entries,
            proof: anchor.proof,
            root: anchor.root,
        })
    });
    published.collect()
}

/// What outsiders say of the entry of this number, the earliest first; what cannot be read or does not hold says nothing.
pub(crate) fn proved(case: &ReadCase, entries: &[Entry], seq: u64) -> Vec<String> {
    let added = Register::of(entries).map_or_else(|_| Vec::new(), |register| register.added);
    let proved = added.iter().filter_map(|(entry, added)| {
        let anchor = read(case, entry, added).ok().filter(|anchor| anchor.entries > seq)?;
        let judged = check::judge(&anchor, None).ok().filter(|judged| judged.state == State::Proved)?;
        Some((judged.by?, format!("by the word of {} (entry {})", judged.who, entry.seq)))
    });
    let mut proved: Vec<_> = proved.collect();
    proved.sort();
    proved.into_iter().map(|(by, who)| format!("{by}, {who}")).collect()
}

/// A bare token has another ending than a response, for `openssl` takes them by different options.
fn proof_name(method: &str, token: Option<&Token>) -> &'static str {
    let names = variorum_verify::anchors::proof_names(method);
    let is_bare = token.is_some_and(|token| !token.is_response);
    names.get(usize::from(is_bare)).or(names.first()).copied().unwrap_or("proof")
}
