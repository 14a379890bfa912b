//! Anchors: proofs from outside that a head of this journal existed by a time.
//!
//! Checked here, with nothing but the journal's own mathematics, is what each `anchor.add` entry names: the files are
//! there and unchanged, and the head in them is one of this journal. In a case the tree over its first lines must have
//! the head's root; in a dossier, which lacks lines, a consistency proof (RFC 6962) leads to the signed head. What the
//! outsider's proof itself says is handed on ([`Anchor`]): certificates and signatures of authorities take other
//! people's code, which this crate does without (ADR 0011). Format: `docs/format/dossier.md`.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::Entry;
use variorum_journal::tree::{LONGEST_PROOF, verify_consistency};

use crate::check::{Checks, Kind};
use crate::entries;
use crate::folder::Folder;
use crate::journal::{self, Journal};
use crate::originals::path_of;

/// Where the anchors of a dossier lie.
pub const FOLDER: &str = "data/anchors/";
/// The head that is anchored, in the folder of an anchor.
pub const CHECKPOINT: &str = "checkpoint";
/// The hashes that lead from that head to the signed one, each on a line in base64.
pub const CONSISTENCY: &str = "consistency";
/// The certificate that a time-stamp's chain must end in.
pub const ROOT: &str = "root.pem";

/// A token with revocation lists inside may be long; heads, stamps and roots are short.
const LARGEST: u64 = 8 << 20;

/// The folder of an anchor in a dossier, by its entry and method.
pub fn folder_of(seq: u64, method: &str) -> String {
    format!("{FOLDER}{seq:06}-{method}/")
}

/// What the proof of a method is called in that folder: a response and a bare token are told apart for `openssl`.
pub fn proof_names(method: &str) -> &'static [&'static str] {
    match method {
        "rfc3161" => &["token.tsr", "token.tst"],
        "opentimestamps" => &["proof.ots"],
        "cosignature" => &["cosignature"],
        _ => &["proof"],
    }
}

/// The hashes of a consistency proof as a file.
pub fn consistency_text(proof: &[Digest]) -> String {
    proof.iter().map(|hash| BASE64.encode(hash.as_bytes()) + "\n").collect()
}

fn read_consistency(text: &str) -> Option<Vec<Digest>> {
    let hash = |line: &str| Some(Digest::from_bytes(BASE64.decode(line).ok()?.try_into().ok()?));
    let proof: Vec<Digest> = text.lines().take(LONGEST_PROOF + 1).map(hash).collect::<Option<_>>()?;
    (consistency_text(&proof) == text).then_some(proof)
}

/// What an `anchor.add` entry names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    seq: u64,
    at: String,
    method: String,
    checkpoint: Digest,
    proof: Digest,
    root: Option<Digest>,
    witness: Option<String>,
    block: Option<Block>,
}

/// What whoever kept an OpenTimestamps proof says of a Bitcoin block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its number in the chain.
    pub height: u64,
    /// Its merkle root, as block explorers show it.
    pub merkle_root: String,
    /// Its time.
    pub time: String,
}

/// An anchor whose files are unchanged and whose head is one of this journal; whether the proof in it holds is to be
/// seen by whoever can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its entry.
    pub seq: u64,
    /// When it was entered, as the clock claimed.
    pub recorded: String,
    /// How it was proved: `rfc3161`, `opentimestamps`, `cosignature`, or a later one.
    pub method: String,
    /// The head, byte for byte what the proof is about.
    pub note: String,
    /// How many entries that head covers.
    pub entries: u64,
    /// The proof.
    pub proof: Vec<u8>,
    /// Where the proof lies in the folder.
    pub path: String,
    /// The root that a time-stamp's chain must end in, as a PEM file.
    pub root: Option<Vec<u8>>,
    /// The key of a witness.
    pub witness: Option<String>,
    /// What is said of a block.
    pub block: Option<Block>,
    /// Of the entries that it covers and that can be read, the one that claims the latest time, and that time.
    pub latest: Option<(u64, String)>,
}

impl Recorded {
    pub(crate) fn of(entry: &Entry) -> Result<Self, String> {
        let text = |field: &str| entry.body.get(field).and_then(Value::as_str).map(str::to_owned);
        let digest = |field: &str| journal::digest_in(entry, field);
        let needed = |field: &str| digest(field)?.ok_or_else(|| format!("has no field {field:?}"));
        let method = text("method").filter(|method| variorum_journal::entry::is_kind(method));
        Ok(Self {
            seq: entry.seq,
            at: entry.at.clone(),
            method: method.ok_or("names no method")?,
            checkpoint: needed("checkpoint")?,
            proof: needed("proof")?,
            root: digest("root")?,
            witness: text("witness"),
            block: entry.body.get("block").map(Block::of).transpose()?,
        })
    }
}

impl Block {
    fn of(value: &Value) -> Result<Self, String> {
        let text = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let height = value.get("height").and_then(Value::as_u64);
        let block = height.zip(text("merkle_root")).zip(text("time"));
        let ((height, merkle_root), time) = block.ok_or("says of a block something else than height, root and time")?;
        Ok(Self { height, merkle_root, time })
    }
}

/// Checks what the journal names; says of each what is to be looked at further.
pub(crate) fn check(folder: &Folder, journal: &Journal, kind: Kind, checks: &mut Checks) -> Vec<Anchor> {
    let files = read_files(folder, journal, kind, checks);
    if journal.anchors.is_empty() {
        return Vec::new();
    }
    let heads = read_heads(journal, &files);
    let found = Found::of(folder, journal, kind, heads.values().map(|head| head.head().size).collect());
    check_heads(folder, journal, kind, (&files, &heads, &found), checks)
}

/// The bytes of an anchor's files.
struct Files {
    checkpoint: Vec<u8>,
    proof: (String, Vec<u8>),
    root: Option<Vec<u8>>,
}

fn read_files(folder: &Folder, journal: &Journal, kind: Kind, checks: &mut Checks) -> BTreeMap<u64, Files> {
    let mut files = BTreeMap::new();
    let mut check = checks.open("anchor.files");
    for anchor in &journal.anchors {
        match files_of(folder, anchor, kind) {
            Ok(found) => drop(files.insert(anchor.seq, found)),
            Err((path, problem)) => check.fail(path, format!("{problem}; entry {} names it", anchor.seq), None),
        }
    }
    if kind == Kind::Dossier {
        let known: BTreeSet<String> = journal.anchors.iter().flat_map(names_in_dossier).collect();
        for (path, _) in folder.under(FOLDER).filter(|(path, _)| !known.contains(*path)) {
            check.fail(path, "belongs to no anchor that the journal names", None);
        }
    }
    if !journal.anchors.is_empty() {
        check.close("", || format!("the files of {} anchors are there, unchanged", files.len()));
    }
    files
}

fn names_in_dossier(anchor: &Recorded) -> Vec<String> {
    let names = [CHECKPOINT, CONSISTENCY, ROOT].iter().chain(proof_names(&anchor.method));
    names.map(|name| format!("{}{name}", folder_of(anchor.seq, &anchor.method))).collect()
}

/// The files as the entry names them; the error says which is not.
fn files_of(folder: &Folder, anchor: &Recorded, kind: Kind) -> Result<Files, (String, String)> {
    let place = folder_of(anchor.seq, &anchor.method);
    let read = |name: &str, digest: Digest| {
        let path = match kind {
            Kind::Case => path_of("originals/", digest),
            Kind::Dossier => format!("{place}{name}"),
        };
        let bytes = folder.read(&path, LARGEST).map_err(|error| (path.clone(), error.to_string()))?;
        if Digest::of(&bytes) == digest { Ok((path, bytes)) } else { Err((path, format!("does not hash to {digest}"))) }
    };
    let names = proof_names(&anchor.method);
    let there = names.iter().find(|name| folder.size(&format!("{place}{name}")).is_some());
    Ok(Files {
        checkpoint: read(CHECKPOINT, anchor.checkpoint)?.1,
        proof: read(there.unwrap_or(&names[0]), anchor.proof)?,
        root: anchor.root.map(|root| read(ROOT, root)).transpose()?.map(|(_, bytes)| bytes),
    })
}

/// The heads that the case's key signed; others are told where they are compared.
fn read_heads(journal: &Journal, files: &BTreeMap<u64, Files>) -> BTreeMap<u64, SignedCheckpoint> {
    let Some(vkey) = &journal.vkey else { return BTreeMap::new() };
    let head = |(seq, files): (&u64, &Files)| {
        let note = std::str::from_utf8(&files.checkpoint).ok()?;
        let lines = note.lines().rev().take_while(|line| !line.is_empty()).count();
        let signed = SignedCheckpoint::open(note, vkey).ok().filter(|_| lines == 1)?;
        Some((*seq, signed))
    };
    files.iter().filter_map(head).collect()
}

/// What the lines below each anchored head come to.
#[derive(Default)]
struct Found {
    /// The root over so many lines, in a case.
    roots: BTreeMap<u64, Digest>,
    /// Below so many lines, the entry that claims the latest time.
    latest: BTreeMap<u64, (u64, String)>,
}

impl Found {
    /// Reads the lines a second time: which sizes are asked for is known only after the first.
    fn of(folder: &Folder, journal: &Journal, kind: Kind, sizes: BTreeSet<u64>) -> Self {
        let mut found = Self::default();
        let mut latest: Option<(u64, String)> = None;
        let mut tree = variorum_journal::tree::Tree::new();
        let mut note = |size: u64, root: Option<Digest>, latest: &Option<(u64, String)>| {
            found.roots.extend(root.map(|root| (size, root)));
            found.latest.extend(latest.clone().map(|latest| (size, latest)));
        };
        let mut take = |seq: u64, line: &[u8]| {
            let at = std::str::from_utf8(line).ok().and_then(|line| Entry::from_line(line).ok()).map(|entry| entry.at);
            // Times have one width, so that they compare as texts.
            latest = at.map(|at| (seq, at)).into_iter().chain(latest.take()).max_by(|a, b| a.1.cmp(&b.1));
            latest.clone()
        };
        match kind {
            Kind::Case => journal::each_line(folder, &mut |line| {
                let latest = take(tree.size(), line);
                tree.append(variorum_journal::tree::leaf_hash(line));
                if sizes.contains(&tree.size()) {
                    note(tree.size(), Some(tree.root()), &latest);
                }
                sizes.last().is_some_and(|last| tree.size() < *last)
            }),
            Kind::Dossier => {
                let mut waiting = sizes.iter().copied().peekable();
                let mut before = None;
                for seq in &journal.disclosed {
                    while waiting.next_if(|size| size <= seq).is_some_and(|size| {
                        note(size, None, &before);
                        true
                    }) {}
                    before = entries::line(folder, *seq).ok().and_then(|line| take(*seq, &line)).or(before);
                }
                waiting.for_each(|size| note(size, None, &before));
            }
        }
        found
    }
}

fn check_heads(
    folder: &Folder,
    journal: &Journal,
    kind: Kind,
    (files, heads, found): (&BTreeMap<u64, Files>, &BTreeMap<u64, SignedCheckpoint>, &Found),
    checks: &mut Checks,
) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut check = checks.open("anchor.head");
    for recorded in &journal.anchors {
        let Some(files) = files.get(&recorded.seq) else { continue };
        let about = format!("entry {}", recorded.seq);
        let Some(head) = heads.get(&recorded.seq) else {
            check.fail(about, "what is anchored is no head that the key of this journal signed", None);
            continue;
        };
        let compared = match kind {
            Kind::Case => compare_roots(head.head(), found),
            Kind::Dossier => compare_proof(folder, recorded, head.head(), journal),
        };
        match compared {
            Err(problem) => check.fail(about, problem, None),
            Ok(()) if head.head().size > recorded.seq => {
                check.fail(about, format!("the anchored head covers {} entries, itself too", head.head().size), None);
            }
            Ok(()) => anchors.push(recorded.with(files, head, found)),
        }
    }
    check.close("", || format!("{} anchored heads are beginnings of this journal", anchors.len()));
    anchors
}

impl Recorded {
    fn with(&self, files: &Files, head: &SignedCheckpoint, found: &Found) -> Anchor {
        let (path, proof) = files.proof.clone();
        Anchor {
            seq: self.seq,
            recorded: self.at.clone(),
            method: self.method.clone(),
            note: head.note().to_owned(),
            entries: head.head().size,
            proof,
            path,
            root: files.root.clone(),
            witness: self.witness.clone(),
            block: self.block.clone(),
            latest: found.latest.get(&head.head().size).cloned(),
        }
    }
}

fn compare_roots(head: &Checkpoint, found: &Found) -> Result<(), String> {
    match found.roots.get(&head.size) {
        _ if head.size == 0 => Err("the anchored head covers no entry".to_owned()),
        Some(root) if *root == head.root => Ok(()),
        Some(root) => Err(format!(
            "the first {} entries are not those that were anchored: their root is {root}, {} was anchored",
            head.size, head.root
        )),
        None => Err(format!("the anchored head covers {} entries, and there are fewer", head.size)),
    }
}

fn compare_proof(folder: &Folder, anchor: &Recorded, head: &Checkpoint, journal: &Journal) -> Result<(), String> {
    let signed = journal.head.as_ref().ok_or("there is no validly signed head to compare it with")?;
    let path = format!("{}{CONSISTENCY}", folder_of(anchor.seq, &anchor.method));
    let bytes = folder.read(&path, 1 << 16).map_err(|error| format!("{path} {error}"))?;
    let proof = String::from_utf8(bytes).ok().and_then(|text| read_consistency(&text));
    let proof = proof.ok_or_else(|| format!("{path} is no list of hashes in base64"))?;
    verify_consistency(head.size, head.root, signed.size, signed.root, &proof)
        .map_err(|error| format!("the anchored head is not shown to be a beginning of the signed one: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_has_one_spelling() {
        for count in [0, 1, 63] {
            let proof: Vec<Digest> = (0..count).map(|at: u8| Digest::of(&[at])).collect();
            assert_eq!(read_consistency(&consistency_text(&proof)), Some(proof));
        }
        let text = consistency_text(&[Digest::of(b"x")]);
        for other in
            [text.trim_end().to_owned(), format!("{text}\n"), text.replace('=', ""), text.replace('\n', "\r\n")]
        {
            assert_eq!(read_consistency(&other), None, "{other:?}");
        }
        let long: Vec<Digest> = vec![Digest::of(b"x"); 64];
        assert!(read_consistency(&consistency_text(&long)).is_some_and(|proof| proof.len() == 64));
    }
}
