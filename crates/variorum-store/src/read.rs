//! A case as a reader sees it: no lock, nothing written, and a view that stays as it was when opened.
//!
//! The view reaches to the last whole entry at the time of opening; a writer may add more behind it. The
//! checkpoint is read before the journal, so that a writer in between can only make the journal longer than
//! the head says. Damage is told as findings and keeps nobody from reading the rest; only a folder that is
//! no case is an error.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;
use variorum_journal::checkpoint::{CheckpointError, SignedCheckpoint};
use variorum_journal::entry::{Entry, EntryError};
use variorum_journal::note::{NoteError, Vkey};
use variorum_journal::tree::{Tree, leaf_hash};

use crate::derived::Derived;
use crate::disk::{Disk, DiskError};
use crate::layout::{self, CHECKPOINT_FILE, CONFIG_FILE, FORMAT_FILE, FORMAT_STEM, VKEY_FILE};
use crate::leaves;
use crate::scan::{Piece, Pieces, Scan};

/// More than any of the small files has: FORMAT, the key, the checkpoint with a hundred witnesses.
const LONGEST_SMALL_FILE: u64 = 64 << 10;
/// More than anybody writes into a `case.toml`.
const LONGEST_CONFIG: u64 = 16 << 20;

/// A case, open for reading.
#[derive(Debug, Clone)]
pub struct ReadCase {
    pub(crate) disk: Arc<Disk>,
    pub(crate) vkey: Vkey,
    pub(crate) checkpoint: Option<SignedCheckpoint>,
    pub(crate) size: u64,
    pub(crate) root: Digest,
}

/// Why something in a case could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The folder or a file in it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The folder holds no case.
    #[error("{path} is not a case: its file FORMAT does not say \"{}\"", layout::FORMAT, path = path.display())]
    NotACase {
        /// The folder.
        path: PathBuf,
    },
    /// The file with the public key holds none.
    #[error("{path} holds no key; entry 0 of the journal repeats it as \"vkey\"", path = path.display())]
    Vkey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: NoteError,
    },
    /// A line of the journal that is no entry.
    #[error("entry {seq} of the journal cannot be read")]
    Entry {
        /// Its place.
        seq: u64,
        /// What is wrong with it.
        source: EntryError,
    },
    /// The journal ends before the view does: somebody cut it since.
    #[error("the journal ends before entry {seq}, which was there when the case was opened")]
    EntriesGone {
        /// The first that is missing.
        seq: u64,
    },
    /// A line of the journal that is not as it was signed.
    #[error("{damage}. Put the file back from a copy of the case; it can be read meanwhile")]
    Damaged {
        /// Which entry.
        damage: Damage,
    },
    /// An original whose bytes are not the ones it is named by.
    #[error(
        "{path} was changed: its SHA-256 is {found}. Put the file back from a copy; its name is what it must hash to",
        path = path.display()
    )]
    ChangedOriginal {
        /// The file.
        path: PathBuf,
        /// What it hashes to now.
        found: OriginalId,
    },
}

impl ReadCase {
    /// Opens the case in this folder, with doubts about its journal.
    pub fn open(folder: &Path) -> Result<(Self, Vec<Finding>), ReadError> {
        let disk = open_folder(folder)?;
        let version = format_version(&disk)?;
        let vkey = read_vkey(&disk)?;
        let checkpoint = read_checkpoint(&disk, &vkey)?;
        let mut findings = Vec::new();
        if version != Version::Ours {
            let message = "a later version of the program made this case; parts of it may be read wrongly";
            findings.push(Finding::new("case.newer_format", FORMAT_FILE, message).with_help("install that version"));
        }
        let checkpoint = checkpoint
            .map_err(|error| {
                let message = with_cause(&error);
                findings.push(Finding::new("journal.checkpoint", CHECKPOINT_FILE, message));
            })
            .ok();
        let signed = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.head().size);
        let scan = Scan::of(&disk, &BTreeSet::from([signed]))?;
        if let Some(checkpoint) = &checkpoint {
            findings.extend(damage(&disk, &scan, checkpoint, 0).map(|damage| damage.finding()));
        }
        if let Some(why) = scan.broken.as_ref().filter(|_| scan.tree.size() >= signed) {
            let message = format!("after entry {}: {why}; a write was cut off or is under way", scan.tree.size());
            let about = layout::segment_path(scan.end.segment);
            findings.push(Finding::new("journal.torn_tail", about, message));
        }
        let read = Self { vkey, checkpoint, size: scan.tree.size(), root: scan.tree.root(), disk };
        Ok((read, findings))
    }

    /// The folder.
    pub fn path(&self) -> PathBuf {
        self.disk.whole_path("")
    }

    /// The key of the case's journal.
    pub const fn vkey(&self) -> &Vkey {
        &self.vkey
    }

    /// The name of the case's journal.
    pub fn origin(&self) -> &str {
        self.vkey.name()
    }

    /// How entries name that key (`key:530d903a`).
    pub fn by(&self) -> String {
        format!("key:{}", self.vkey.id())
    }

    /// The newest signed head; none if the file is missing or damaged.
    pub const fn checkpoint(&self) -> Option<&SignedCheckpoint> {
        self.checkpoint.as_ref()
    }

    /// Whether the newest signed head on disk is still the one of this view.
    pub fn is_newest(&self) -> bool {
        let now = read_checkpoint(&self.disk, &self.vkey).ok().and_then(Result::ok);
        now.as_ref().map(SignedCheckpoint::head) == self.checkpoint().map(SignedCheckpoint::head)
    }

    /// How many entries this view has; the last of them may not be signed yet.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree over those entries.
    pub const fn root(&self) -> Digest {
        self.root
    }

    /// The entries, in order.
    pub fn entries(&self) -> Result<impl Iterator<Item = Result<Entry, ReadError>> + use<>, ReadError> {
        let parse = |(seq, line): (usize, Result<String, ReadError>)| {
            Entry::from_line(&line?).map_err(|source| ReadError::Entry { seq: seq as u64, source })
        };
        Ok(self.lines()?.enumerate().map(parse))
    }

    /// The lines of the entries, in order, without their line feeds: the bytes that are hashed. If they are not the
    /// ones that this view is of, which is known after the last, that is the last answer.
    pub fn lines(&self) -> Result<impl Iterator<Item = Result<String, ReadError>> + use<>, ReadError> {
        let mut pieces = Pieces::of(&self.disk)?;
        let (mut tree, size, root) = (Tree::new(), self.size, self.root);
        let line = move |seq| {
            let line = match pieces.next()? {
                Some((_, Piece::Line(line))) => line,
                Some((_, Piece::Broken)) | None => return Err(ReadError::EntriesGone { seq }),
            };
            tree.append(leaf_hash(&line));
            if tree.size() == size && tree.root() != root {
                let why = "not as they were signed; `variorum verify` tells which".to_owned();
                let file = layout::segment_path(pieces.place().segment);
                return Err(ReadError::Damaged { damage: Damage { file, first: 0, last: seq, why } });
            }
            String::from_utf8(line).map_err(|_| ReadError::EntriesGone { seq })
        };
        Ok((0..self.size).map(line))
    }

    /// The bytes of an original, checked against its name.
    pub fn original(&self, id: OriginalId) -> Result<Vec<u8>, ReadError> {
        let path = layout::original_path(id);
        let mut bytes = Vec::new();
        self.disk.open_file(&path)?.read_to_end(&mut bytes).map_err(self.disk.error("read", &path))?;
        let found = OriginalId::of_bytes(&bytes);
        if found == id {
            return Ok(bytes);
        }
        Err(ReadError::ChangedOriginal { path: self.disk.whole_path(&path), found })
    }

    /// An original that may not fit into memory, open for reading; its bytes are not checked.
    pub fn original_file(&self, id: OriginalId) -> Result<File, ReadError> {
        Ok(self.disk.open_file(&layout::original_path(id))?.into_file())
    }

    /// Where an original lies on disk.
    pub fn original_path(&self, id: OriginalId) -> PathBuf {
        self.disk.whole_path(&layout::original_path(id))
    }

    /// The bytes of `case.toml` as they are now.
    pub fn config(&self) -> Result<Vec<u8>, ReadError> {
        Ok(self.disk.read(CONFIG_FILE, LONGEST_CONFIG)?)
    }

    /// The cache of derived values.
    pub fn derived(&self) -> Derived {
        Derived::of(self.disk.clone())
    }
}

/// The digest and size of a file as it lies on disk; none if it is not there.
pub(crate) fn measure(disk: &Disk, path: &str) -> Result<Option<(Digest, u64)>, DiskError> {
    let mut file = match disk.open_file(path) {
        Err(error) if error.is_absent() => return Ok(None),
        file => file?,
    };
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 17]);
    loop {
        let length = file.read(&mut buffer).map_err(disk.error("read", path))?;
        if length == 0 {
            return Ok(Some((Digest::from_bytes(hasher.finalize().into()), size)));
        }
        hasher.update(&buffer[..length]);
        size += length as u64;
    }
}

pub(crate) fn open_folder(folder: &Path) -> Result<Arc<Disk>, ReadError> {
    match Disk::open(folder) {
        Ok(disk) => Ok(Arc::new(disk)),
        Err(error) => Err(error.into()),
    }
}

/// Which version of the format a case has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    Ours,
    Newer,
}

pub(crate) fn format_version(disk: &Disk) -> Result<Version, ReadError> {
    let not_a_case = || ReadError::NotACase { path: disk.whole_path("") };
    let bytes = match disk.read(FORMAT_FILE, LONGEST_SMALL_FILE) {
        Err(error) if error.is_absent() => return Err(not_a_case()),
        bytes => bytes?,
    };
    let text = String::from_utf8_lossy(&bytes);
    let line = text.strip_suffix('\n').ok_or_else(not_a_case)?;
    if line == layout::FORMAT {
        return Ok(Version::Ours);
    }
    let number = line.strip_prefix(FORMAT_STEM).and_then(|digits| digits.parse::<u32>().ok());
    if number.is_some_and(|number| number > 1) { Ok(Version::Newer) } else { Err(not_a_case()) }
}

pub(crate) fn read_vkey(disk: &Disk) -> Result<Vkey, ReadError> {
    let bytes = disk.read(VKEY_FILE, LONGEST_SMALL_FILE)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    line.parse().map_err(|source| ReadError::Vkey { path: disk.whole_path(VKEY_FILE), source })
}

/// Why a checkpoint file does not give a head.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadCheckpoint {
    #[error("the checkpoint is missing")]
    Missing,
    #[error("the checkpoint was changed")]
    Changed(#[source] CheckpointError),
}

pub(crate) fn read_checkpoint(disk: &Disk, vkey: &Vkey) -> Result<Result<SignedCheckpoint, BadCheckpoint>, DiskError> {
    let bytes = match disk.read(CHECKPOINT_FILE, LONGEST_SMALL_FILE) {
        Err(error) if error.is_absent() => return Ok(Err(BadCheckpoint::Missing)),
        bytes => bytes?,
    };
    Ok(SignedCheckpoint::open(&String::from_utf8_lossy(&bytes), vkey).map_err(BadCheckpoint::Changed))
}

/// Signed entries that are not as they were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The segment of the journal in which the first of them stands.
    pub file: String,
    /// The first entry that may be meant.
    pub first: u64,
    /// The last entry that may be meant.
    pub last: u64,
    /// What was found.
    pub why: String,
}

impl Damage {
    /// As a finding.
    pub fn finding(&self) -> Finding {
        Finding::new("journal.damaged", &self.file, self.to_string())
            .with_help("put the file back from a copy of the case; what can be read stays readable")
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, first, last, why } = self;
        if first == last {
            write!(f, "entry {first} ({file}): {why}")
        } else {
            write!(f, "entries {first} to {last} ({file}): {why}")
        }
    }
}

/// Whether the signed part of a journal is as signed; `held` entries are known to be so by another head.
pub(crate) fn damage(disk: &Disk, scan: &Scan, checkpoint: &SignedCheckpoint, held: u64) -> Option<Damage> {
    let (head, size) = (checkpoint.head(), scan.tree.size());
    let file = layout::segment_path(scan.end.segment);
    if size < head.size {
        let (last, why) = match &scan.broken {
            Some(why) => (size, format!("not as it was signed: {why}")),
            None => (head.size - 1, "signed, and missing".to_owned()),
        };
        return Some(Damage { file, first: size, last, why });
    }
    let root = scan.roots.get(&head.size).filter(|root| **root != head.root)?;
    if let Some(entry) = leaves::first_changed(disk, head, &scan.leaves) {
        let why = "not as it was signed".to_owned();
        return Some(Damage { file: scan.segment_of(entry), first: entry, last: entry, why });
    }
    let why = format!("not as they were signed: their root is {root}, signed was {}", head.root);
    let file = if scan.end.segment == 0 { file } else { format!("{} to {file}", layout::segment_path(0)) };
    let last = head.size.saturating_sub(1);
    Some(Damage { file, first: held.min(last), last, why })
}

/// An error and what is behind it, on one line.
pub(crate) fn with_cause(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
