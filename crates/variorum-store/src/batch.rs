//! What becomes part of a case together: originals first, then the entries that name them.
//!
//! The order is what keeps a power cut from leaving a promise that does not hold: each original is written
//! to `tmp/`, synced and renamed; then every folder touched is synced once; then the lines are appended and
//! synced; only then does [`Batch::commit`] return, which is the acknowledgement. An original that no entry
//! names is refused, so nothing lies in the case without a line that says so. Two batches that store the
//! same bytes store them once. A batch that is dropped leaves originals behind that nothing names; they are
//! taken up when they come again.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_journal::checkpoint::CheckpointError;
use variorum_journal::entry::{Entry, EntryError, Salt};
use variorum_journal::tree::{Tree, leaf_hash};

use crate::case::Case;
use crate::disk::{Disk, DiskError, NewFile, READ_ONLY};
use crate::history::History;
use crate::index;
use crate::keyring::KeyringError;
use crate::layout::{JOURNAL, ORIGINALS, original_folder, original_path, segment_path};
use crate::notary::{NoRandomness, written};
use crate::read::{ReadError, measure, with_cause};
use crate::scan::{Place, named_digest};

/// A long command signs what it has written about this often.
const SIGN_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder or a file in it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The newest head seen could not be read or kept.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// No salt.
    #[error("an entry could not be salted")]
    NoRandomness(#[from] NoRandomness),
    /// An earlier write failed in a way that leaves it open whether it is safe.
    #[error("nothing more is written since an earlier write failed ({why}). Open the case again: that checks it")]
    Poisoned {
        /// That failure.
        why: String,
    },
    /// The bytes to store could not be read.
    #[error("could not read {path}", path = path.display())]
    Input {
        /// From where.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The entry has no line.
    #[error("the entry {kind} cannot be written")]
    Entry {
        /// Its kind.
        kind: String,
        /// Why not.
        source: EntryError,
    },
    /// The body is no JSON object.
    #[error("the body of the entry {kind} is not an object of fields")]
    Body {
        /// The entry's kind.
        kind: String,
    },
    /// An original was stored without an entry that says so.
    #[error("no entry names the original {id}")]
    Unnamed {
        /// The original.
        id: OriginalId,
    },
    /// The original is there already, with other bytes than its name says.
    #[error(
        "{path} was changed: its SHA-256 is {found}. Move that file out of the case and add the original again",
        path = path.display()
    )]
    ChangedOriginal {
        /// The file.
        path: PathBuf,
        /// What it hashes to now.
        found: OriginalId,
    },
    /// What the journal says could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No version of this program writes so long a journal.
    #[error("the journal of {path} has a terabyte, and takes no more; go on in another case", path = path.display())]
    Full {
        /// The case.
        path: PathBuf,
    },
    /// The head could not be signed.
    #[error("the journal could not be signed")]
    Sign(#[source] CheckpointError),
    /// There is no entry to sign.
    #[error("the journal has no entries to sign")]
    NothingToSign,
    /// A copy of this case was signed while this one was open.
    #[error(
        "a head of this case with {size} entries was signed here meanwhile: there are two copies of it. Keep one; the \
         other one's signed head is in {mark}", mark = mark.display()
    )]
    SignedElsewhere {
        /// How many entries that head has.
        size: u64,
        /// The file that holds it.
        mark: PathBuf,
    },
}

impl WriteError {
    pub(crate) fn is_failed_sync(&self) -> bool {
        match self {
            Self::Disk(error) | Self::Keyring(KeyringError::Disk(error)) => error.is_failed_sync(),
            _ => false,
        }
    }
}

/// An original that is in the case now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Its digest.
    pub id: OriginalId,
    /// Its size in bytes.
    pub size: u64,
}

/// An entry that is to be written.
#[derive(Debug)]
struct Line {
    text: String,
    kind: String,
    named: Option<Digest>,
}

/// Originals and entries that become part of the case together.
#[derive(Debug)]
pub struct Batch<'c> {
    case: &'c mut Case,
    lines: Vec<Line>,
    tree: Tree,
    last_at: Option<String>,
    first_time: Option<Timestamp>,
    last_time: Option<Timestamp>,
    originals: BTreeSet<OriginalId>,
    named: BTreeSet<Digest>,
}

impl<'c> Batch<'c> {
    pub(crate) const fn of(case: &'c mut Case) -> Self {
        Self {
            lines: Vec::new(),
            tree: Tree::new(),
            last_at: None,
            first_time: None,
            last_time: None,
            originals: BTreeSet::new(),
            named: BTreeSet::new(),
            case,
        }
    }

    /// Stores these bytes.
    pub fn original(&mut self, bytes: &[u8]) -> Result<Stored, WriteError> {
        self.case.check_writable()?;
        let result = self.store(bytes);
        self.case.poison_after(&result);
        result
    }

    /// Stores all that `reader` gives, however much it is; `path` says where that comes from.
    pub fn original_from(&mut self, path: &Path, reader: impl Read) -> Result<Stored, WriteError> {
        self.case.check_writable()?;
        let result = self.store_from(path, reader);
        self.case.poison_after(&result);
        result
    }

    /// Adds an entry and gives its number. `body` must be an object of fields; null has no canonical form, so
    /// absent fields are to be left out.
    pub fn entry(&mut self, kind: &str, body: &impl Serialize) -> Result<u64, WriteError> {
        let Ok(Value::Object(body)) = serde_json::to_value(body) else {
            return Err(WriteError::Body { kind: kind.to_owned() });
        };
        let (time, mut salt) = (self.case.notary.now(), [0; 16]);
        self.case.notary.fill(&mut salt)?;
        let at = written(time);
        let named = named_digest(&body);
        let entry = Entry {
            seq: self.case.tree.size() + self.lines.len() as u64,
            // The fixed form of times makes their order that of the texts.
            clock_back: self.last_at.as_ref().or(self.case.last_at.as_ref()).is_some_and(|last| at < *last),
            at,
            by: self.case.read.by(),
            kind: kind.to_owned(),
            salt: Salt(salt),
            body,
        };
        let line = entry.to_line().map_err(|source| WriteError::Entry { kind: kind.to_owned(), source })?;
        self.lines.push(Line { text: line, kind: entry.kind, named });
        self.last_at = Some(entry.at);
        self.first_time.get_or_insert(time);
        self.last_time = Some(time);
        self.named.extend(named);
        Ok(entry.seq)
    }

    /// What the journal says without the entries of this batch.
    pub fn history(&mut self) -> Result<History<'_>, ReadError> {
        self.case.history()
    }

    /// Whether an entry names this original, an earlier one or one of this batch.
    pub fn is_named(&mut self, id: OriginalId) -> Result<bool, WriteError> {
        let digest = id.digest();
        Ok(self.named.contains(&digest) || !self.case.history()?.about(digest)?.is_empty())
    }

    /// Makes it all part of the case and gives the numbers of the entries. When this returns, a power cut
    /// takes none of it away. The journal is signed later, by [`Case::sign_checkpoint`], or here if the last
    /// time was more than a minute ago.
    pub fn commit(mut self) -> Result<Range<u64>, WriteError> {
        self.case.check_writable()?;
        for id in self.originals.clone() {
            if !self.is_named(id)? {
                return Err(WriteError::Unnamed { id });
            }
        }
        let first = self.case.tree.size();
        let places = self.write().inspect_err(|error| {
            // Whatever failed, the journal may now end in half a line, which only opening again mends.
            self.case.poisoned = Some(with_cause(error));
        })?;
        self.tree = std::mem::take(&mut self.case.tree);
        let case = self.case;
        for (line, place) in self.lines.iter().zip(places) {
            let leaf = leaf_hash(line.text.as_bytes());
            case.mark.pass(&self.tree, place);
            case.index.push((&line.kind, line.named), leaf, place);
            self.tree.append(leaf);
            case.unkept.push(leaf);
            case.end = Place { offset: place.offset + line.text.len() as u64 + 1, ..place };
        }
        case.read.size = self.tree.size();
        case.read.root = self.tree.root();
        case.tree = self.tree;
        case.last_at = self.last_at.or(case.last_at.take());
        case.unsigned_since = case.unsigned_since.or(self.first_time);
        let is_due =
            case.unsigned_since.zip(self.last_time).is_some_and(|(since, now)| now.duration_since(since) >= SIGN_AFTER);
        if is_due {
            // The entries are safe either way; what keeps the head from being signed is told at the end.
            let _ = case.sign_checkpoint();
        }
        Ok(first..case.read.size)
    }

    fn store(&mut self, bytes: &[u8]) -> Result<Stored, WriteError> {
        let id = OriginalId::of_bytes(bytes);
        if !self.is_stored(id)? {
            let disk = self.case.read.disk.clone();
            let mut file = disk.create_unfinished(READ_ONLY)?;
            let written = file.write(bytes);
            self.place(&file, written, id)?;
        }
        Ok(self.remember(id, bytes.len() as u64))
    }

    fn store_from(&mut self, path: &Path, mut reader: impl Read) -> Result<Stored, WriteError> {
        let disk = self.case.read.disk.clone();
        let mut file = disk.create_unfinished(READ_ONLY)?;
        let copied = copy(&mut reader, &mut file, path);
        let (id, size) = match copied {
            Ok(copied) => copied,
            Err(error) => return Err(give_up(&file, &disk, error)),
        };
        if self.is_stored(id)? {
            disk.remove(file.path())?;
        } else {
            self.place(&file, Ok(()), id)?;
        }
        Ok(self.remember(id, size))
    }

    /// Whether the original lies there, whole. An earlier run may have put it there and been cut off before
    /// the folder was synced, so the folder is synced again in any case.
    fn is_stored(&self, id: OriginalId) -> Result<bool, WriteError> {
        match measure(&self.case.read.disk, &original_path(id))? {
            None => Ok(false),
            Some((found, _)) if found == id.digest() => Ok(true),
            Some((found, _)) => {
                let found = OriginalId::from_digest(found);
                Err(WriteError::ChangedOriginal { path: self.case.read.original_path(id), found })
            }
        }
    }

    /// Renames a finished file to its digest.
    fn place(&mut self, file: &NewFile<'_>, written: Result<(), DiskError>, id: OriginalId) -> Result<(), WriteError> {
        let disk = &self.case.read.disk;
        let place = || {
            written?;
            file.sync()?;
            disk.make_folder(&original_folder(id))?;
            disk.rename_new(file.path(), &original_path(id))
        };
        place().map_err(|error| give_up(file, disk, error.into()))
    }

    fn remember(&mut self, id: OriginalId, size: u64) -> Stored {
        self.originals.insert(id);
        Stored { id, size }
    }

    /// Writes it all and gives the place of each line.
    fn write(&self) -> Result<Vec<Place>, WriteError> {
        let disk = &self.case.read.disk;
        let folders: BTreeSet<String> = self.originals.iter().map(|id| original_folder(*id)).collect();
        for folder in &folders {
            disk.sync_folder(folder)?;
        }
        if !folders.is_empty() {
            disk.sync_folder(ORIGINALS)?;
        }
        let mut end = self.case.end;
        let mut places = Vec::with_capacity(self.lines.len());
        let mut lines = self.lines.iter().peekable();
        while lines.peek().is_some() {
            if end.offset >= self.case.segment_bytes {
                end = Place { segment: end.segment + 1, offset: 0 };
            }
            if !index::can_hold(end) {
                return Err(WriteError::Full { path: self.case.read.path() });
            }
            let (begin, mut bytes) = (end, Vec::new());
            while let Some(line) = lines.next_if(|_| end.offset < self.case.segment_bytes) {
                places.push(end);
                bytes.extend(line.text.as_bytes());
                bytes.push(b'\n');
                end.offset = begin.offset + bytes.len() as u64;
            }
            self.append(begin.segment, begin.offset == 0, &bytes)?;
        }
        Ok(places)
    }

    fn append(&self, segment: u32, begins: bool, bytes: &[u8]) -> Result<(), WriteError> {
        let disk = &self.case.read.disk;
        let mut file = disk.append(&segment_path(segment))?;
        file.write(bytes)?;
        file.sync()?;
        if begins {
            disk.sync_folder(JOURNAL)?;
        }
        Ok(())
    }
}

fn copy(reader: &mut impl Read, file: &mut NewFile<'_>, path: &Path) -> Result<(OriginalId, u64), WriteError> {
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 17]);
    loop {
        let length = match reader.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(source) => return Err(WriteError::Input { path: path.to_owned(), source }),
            Ok(length) => length,
        };
        if length == 0 {
            let digest = Digest::from_bytes(hasher.finalize().into());
            return Ok((OriginalId::from_digest(digest), size));
        }
        hasher.update(&buffer[..length]);
        file.write(&buffer[..length])?;
        size += length as u64;
    }
}

/// Takes an unfinished file away, as well as that goes: the error that stopped us is the one to tell, and
/// whatever stays in `tmp/` is swept when the case is opened next.
fn give_up(file: &NewFile<'_>, disk: &Disk, error: WriteError) -> WriteError {
    let _ = disk.remove(file.path());
    error
}
