//! A case, open for writing: one writer, one journal that only grows, one signed head that only moves on.
//!
//! Opening checks everything that writing relies on: the signed part of the journal against its head, the
//! head against the newest one that this user has seen, and the key. Of a long journal only the end is read for that,
//! from a frontier that proves itself; a line before it that was changed since is found when it is asked for, by
//! reading commands and by `verify` (ADR 0015). A tail that is no entry and was never
//! signed is set aside, not deleted. After a write whose safety the system could not vouch for, nothing more
//! is written until the case is opened, and so checked, anew.

use std::collections::BTreeSet;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;
use variorum_evidence::finding::Finding;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::note::{SigningKey, Vkey};
use variorum_journal::tree::Tree;

use crate::batch::{Batch, WriteError};
use crate::create::UNFINISHED_FILE;
use crate::disk::{Disk, DiskError, ORDINARY};
use crate::frontier::{Frontier, Mark};
use crate::index::Index;
use crate::keyring::{Keyring, KeyringError};
use crate::layout::{self, CHECKPOINT_FILE, SEGMENT_BYTES, TMP, UNFINISHED_STEM};
use crate::leaves::Unkept;
use crate::lock::{self, Lock, LockError};
use crate::notary::Notary;
use crate::read::{self, Damage, ReadCase, ReadError, Version, with_cause};
use crate::scan::{Place, Scan};

/// No write leaves more behind the last entry: a batch fills a segment at most, and one line goes over its end.
const LONGEST_TAIL: u64 = 2 * SEGMENT_BYTES;

/// A case, open for writing. It is locked until this value goes.
pub struct Case {
    pub(crate) read: ReadCase,
    pub(crate) notary: Box<dyn Notary>,
    pub(crate) tree: Tree,
    /// What each entry is about.
    pub(crate) index: Index,
    /// Where the next opening may begin to read.
    pub(crate) mark: Mark,
    pub(crate) end: Place,
    pub(crate) last_at: Option<String>,
    /// A segment takes no more lines from this size on.
    pub(crate) segment_bytes: u64,
    /// When the first entry after the newest head was written.
    pub(crate) unsigned_since: Option<Timestamp>,
    /// Leaves that the cache of them lacks.
    pub(crate) unkept: Unkept,
    /// Why nothing more may be written.
    pub(crate) poisoned: Option<String>,
    keyring: Keyring,
    key: SigningKey,
    _lock: Lock,
}

/// Why a case could not be opened for writing.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It could not even be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The key, or the newest head seen.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A torn tail could not be set aside.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A later version made it.
    #[error("{path} was made by a later version of this program, which alone may write to it; install that version", path = path.display())]
    NewerFormat {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody is writing to it.
    #[error("{path} is in use by {holder}; wait until that is done, or end it", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// Process and host.
        holder: String,
    },
    /// The signed head is missing or was changed.
    #[error("{path}: {why}. Put the file back from a copy of the case; it can be read meanwhile", path = path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The signed part of the journal is not as it was signed.
    #[error("{damage}. Put the file back from a copy of the case; it can be read meanwhile")]
    Damaged {
        /// Which entries.
        damage: Damage,
    },
    /// The folder is older than what was seen of it.
    #[error(
        "the journal has {found} entries, but {seen} were signed and seen here before: the folder was put back to an \
         earlier state. Find the newer one, or, if this is what you want, remove {mark}", mark = mark.display()
    )]
    RolledBack {
        /// How many entries there are.
        found: u64,
        /// How many there were.
        seen: u64,
        /// The file that holds the head of the longer journal.
        mark: PathBuf,
    },
    /// The folder and what was seen of it went different ways.
    #[error(
        "the first {size} entries are not the ones that were signed and seen here before: two copies of this case \
         went different ways. The other one's signed head is in {mark}", mark = mark.display()
    )]
    Forked {
        /// How many entries the head that was seen is about.
        size: u64,
        /// The file that holds it.
        mark: PathBuf,
    },
}

impl From<DiskError> for OpenError {
    fn from(error: DiskError) -> Self {
        Self::Read(error.into())
    }
}

/// What a scan of the journal leaves for writing.
#[derive(Default)]
pub(crate) struct Ground {
    tree: Tree,
    index: Index,
    mark: Mark,
    end: Place,
    last_at: Option<String>,
}

impl Case {
    /// Opens a case for writing, with what was noticed and mended on the way.
    pub fn open(
        folder: &Path,
        keyring: &Keyring,
        notary: impl Notary + 'static,
    ) -> Result<(Self, Vec<Finding>), OpenError> {
        let disk = read::open_folder(folder)?;
        if read::format_version(&disk)? == Version::Newer {
            return Err(OpenError::NewerFormat { path: disk.whole_path("") });
        }
        let lock = Lock::take(&disk).map_err(|error| match error {
            LockError::Disk(error) => error.into(),
            LockError::Held { holder } => OpenError::Busy { path: disk.whole_path(""), holder },
        })?;
        let vkey = read::read_vkey(&disk)?;
        let key = keyring.key(&vkey)?;
        let checkpoint = read::read_checkpoint(&disk, &vkey)?.map_err(|error| OpenError::Checkpoint {
            path: disk.whole_path(CHECKPOINT_FILE),
            why: with_cause(&error),
        })?;
        let seen = keyring.seen(&vkey)?;
        let sizes = [Some(&checkpoint), seen.as_ref()].into_iter().flatten().map(|signed| signed.head().size);
        let sizes = sizes.collect();
        let beyond = scan_beyond(&disk, &vkey, &checkpoint, seen.as_ref(), &sizes);
        let was_read_whole = beyond.is_none();
        let (mut scan, unkept) = match beyond {
            Some(found) => found,
            None => (Scan::for_writing(&disk, &sizes)?, Unkept::of_nothing()),
        };
        check_signed(&disk, &scan, &checkpoint, seen.as_ref(), keyring)?;
        if seen.is_none_or(|seen| seen.head().size < checkpoint.head().size) {
            keyring.mark_seen(&checkpoint)?;
        }
        let mut findings: Vec<Finding> = lock::file_system_finding(&disk).into_iter().collect();
        sweep(&disk)?;
        if scan.broken.is_some() {
            set_tail_aside(&disk, &scan)?;
        }
        let unsigned = scan.tree.size() - checkpoint.head().size;
        if unsigned > 0 {
            let message = format!("the last {unsigned} entries were not signed yet: a run was interrupted");
            findings.push(Finding::new("journal.unsigned", CHECKPOINT_FILE, message));
        }
        let read =
            ReadCase { vkey, checkpoint: Some(checkpoint), size: scan.tree.size(), root: scan.tree.root(), disk };
        let leaves = std::mem::take(&mut scan.leaves);
        let unkept = if was_read_whole { Unkept::of(&read.disk, leaves) } else { unkept };
        let ground = Ground {
            tree: scan.tree,
            index: scan.index.unwrap_or_default(),
            mark: scan.mark,
            end: scan.end,
            last_at: scan.last_at,
        };
        let mut case = Self { unkept, ..Self::of(read, lock, Box::new(notary), keyring.clone(), key, ground) };
        if was_read_whole && unsigned == 0 {
            case.keep_caches();
        }
        findings.extend(case.journal_torn_tails()?);
        Ok((case, findings))
    }

    pub(crate) fn of(
        read: ReadCase,
        lock: Lock,
        notary: Box<dyn Notary>,
        keyring: Keyring,
        key: SigningKey,
        Ground { tree, index, mark, end, last_at }: Ground,
    ) -> Self {
        Self {
            read,
            notary,
            tree,
            index,
            mark,
            end,
            last_at,
            segment_bytes: SEGMENT_BYTES,
            unsigned_since: None,
            unkept: Unkept::of_nothing(),
            poisoned: None,
            keyring,
            key,
            _lock: lock,
        }
    }

    /// The case as readers see it, up to the last entry that is safe.
    pub const fn read(&self) -> &ReadCase {
        &self.read
    }

    /// Begins to gather originals and entries, which become part of the case together.
    pub const fn batch(&mut self) -> Batch<'_> {
        Batch::of(self)
    }

    /// Signs the journal as it is now, if it has grown since it was last signed. To be called when a command is
    /// done; during long ones, [`Batch::commit`] does it once a minute.
    pub fn sign_checkpoint(&mut self) -> Result<&SignedCheckpoint, WriteError> {
        self.check_writable()?;
        let result = self.sign();
        self.poison_after(&result);
        result?;
        self.read.checkpoint.as_ref().ok_or(WriteError::NothingToSign)
    }

    fn sign(&mut self) -> Result<(), WriteError> {
        let signed = self.read.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.head().size);
        if self.tree.size() == signed {
            return Ok(());
        }
        // A copy of this case may have been written to on this machine while this one was open.
        if let Some(seen) = self.keyring.seen(&self.read.vkey)?.filter(|seen| seen.head().size > signed) {
            let mark = self.keyring.seen_path(self.read.origin());
            return Err(WriteError::SignedElsewhere { size: seen.head().size, mark });
        }
        let head = Checkpoint { origin: self.read.origin().to_owned(), size: self.tree.size(), root: self.tree.root() };
        let checkpoint = SignedCheckpoint::sign(head, &self.key).map_err(WriteError::Sign)?;
        self.read.disk.replace(CHECKPOINT_FILE, checkpoint.note().as_bytes())?;
        // Before it is marked as seen: if that fails half way, the mark must not look like another copy's.
        let checkpoint = self.read.checkpoint.insert(checkpoint);
        self.keyring.mark_seen(checkpoint)?;
        self.unsigned_since = None;
        self.keep_caches();
        Ok(())
    }

    /// Keeps what the next opening can use, now that every entry is signed. Whatever fails costs only time.
    fn keep_caches(&mut self) {
        let disk = self.read.disk.clone();
        self.unkept.keep(&disk);
        if self.mark.tree.size() == 0 || self.index.keep(&disk).is_err() {
            return;
        }
        let lengths = (0..self.mark.place.segment).map(|number| disk.length(&layout::segment_path(number)));
        if let Ok(lengths) = lengths.collect() {
            let (mark, kinds) = (self.mark.clone(), self.index.kinds().to_vec());
            let _ = Frontier { mark, lengths, index: self.index.kept(), kinds }.keep(&disk, &self.key);
        }
    }

    pub(crate) fn check_writable(&self) -> Result<(), WriteError> {
        match &self.poisoned {
            Some(why) => Err(WriteError::Poisoned { why: why.clone() }),
            None => Ok(()),
        }
    }

    /// Stops all writing after a failed sync; the bytes may or may not be safe, and asking again would not tell.
    pub(crate) fn poison_after<T>(&mut self, result: &Result<T, WriteError>) {
        if let Err(error) = result
            && error.is_failed_sync()
        {
            self.poisoned = Some(with_cause(error));
        }
    }

    /// Enters what [`set_tail_aside`] put into `tmp/`, now or in a run that was interrupted after it.
    fn journal_torn_tails(&mut self) -> Result<Vec<Finding>, OpenError> {
        let mut findings = Vec::new();
        let size_when_opened = self.read.size;
        for name in self.read.disk.names(TMP)? {
            let Some(size_when_cut) = layout::torn_size(&name) else { continue };
            let path = format!("{TMP}/{name}");
            if size_when_opened == size_when_cut {
                findings.push(self.journal_torn_tail(&path)?);
            }
            self.read.disk.remove(&path)?;
        }
        if !findings.is_empty() {
            self.sign_checkpoint()?;
        }
        Ok(findings)
    }

    fn journal_torn_tail(&mut self, path: &str) -> Result<Finding, WriteError> {
        let disk = self.read.disk.clone();
        let mut batch = self.batch();
        let stored = batch.original_from(&disk.whole_path(path), disk.open_file(path)?)?;
        batch.entry("journal.torn", &json!({"sha256": stored.id, "size": stored.size}))?;
        batch.commit()?;
        let size = stored.size;
        let message =
            format!("{size} bytes at the journal's end were no entry, as after a power cut; they were set aside");
        Ok(Finding::new("journal.torn", stored.id.to_string(), message))
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Case({}, {} entries)", self.read.path().display(), self.read.size())
    }
}

/// Reads a journal from the frontier, with what of its leaves is not kept; none unless all of it fits what was signed.
fn scan_beyond(
    disk: &Arc<Disk>,
    vkey: &Vkey,
    checkpoint: &SignedCheckpoint,
    seen: Option<&SignedCheckpoint>,
    sizes: &BTreeSet<u64>,
) -> Option<(Scan, Unkept)> {
    let frontier = Frontier::read(disk, vkey)?;
    let first = frontier.mark.tree.size();
    // At least one signed entry is read: that it stands at this place is what the root shows.
    if first >= checkpoint.head().size {
        return None;
    }
    let mut scan = Scan::beyond(disk, frontier, sizes).ok()?;
    let holds = |signed: &SignedCheckpoint| scan.roots.get(&signed.head().size) == Some(&signed.head().root);
    let indexed = scan.index.as_ref().map(Index::size);
    if !holds(checkpoint) || !seen.is_none_or(holds) || indexed != Some(scan.tree.size()) {
        return None;
    }
    let leaves = std::mem::take(&mut scan.leaves);
    let unkept = Unkept::beyond(disk, first, scan.tree.size(), leaves).ok()?;
    Some((scan, unkept))
}

fn check_signed(
    disk: &Disk,
    scan: &Scan,
    checkpoint: &SignedCheckpoint,
    seen: Option<&SignedCheckpoint>,
    keyring: &Keyring,
) -> Result<(), OpenError> {
    let held = seen.map(SignedCheckpoint::head).filter(|seen| scan.roots.get(&seen.size) == Some(&seen.root));
    if let Some(damage) = read::damage(disk, scan, checkpoint, held.map_or(0, |seen| seen.size)) {
        return Err(OpenError::Damaged { damage });
    }
    if let Some(seen) = seen.map(SignedCheckpoint::head).filter(|_| held.is_none()) {
        let mark = keyring.seen_path(&seen.origin);
        if scan.tree.size() < seen.size {
            return Err(OpenError::RolledBack { found: scan.tree.size(), seen: seen.size, mark });
        }
        return Err(OpenError::Forked { size: seen.size, mark });
    }
    if scan.newer {
        return Err(OpenError::NewerFormat { path: disk.whole_path("") });
    }
    let Some(why) = &scan.broken else { return Ok(()) };
    let (file, seq) = (layout::segment_path(scan.end.segment), scan.tree.size());
    let damaged =
        |why: String| OpenError::Damaged { damage: Damage { file: file.clone(), first: seq, last: seq, why } };
    // Only the end of the last segment can be torn: a segment is begun after the one before is safe.
    match disk.open_file(&layout::segment_path(scan.end.segment + 1)) {
        Err(error) if error.is_absent() => {}
        Err(error) => return Err(error.into()),
        Ok(_) => return Err(damaged(why.clone())),
    }
    let tail = disk.length(&file)?.saturating_sub(scan.end.offset);
    if tail > LONGEST_TAIL {
        return Err(damaged(format!("{tail} bytes follow that are no entry, more than a cut-off write leaves: {why}")));
    }
    Ok(())
}

/// Clears what interrupted runs left, but not what a reader is just putting into the cache.
fn sweep(disk: &Disk) -> Result<(), DiskError> {
    disk.make_folder(TMP)?;
    let unfinished = disk.names(TMP)?.into_iter().filter(|name| is_left_over(name));
    let marker = disk.names("")?.into_iter().filter(|name| name == UNFINISHED_FILE);
    for path in unfinished.map(|name| format!("{TMP}/{name}")).chain(marker) {
        match disk.remove(&path) {
            Err(error) if !error.is_absent() => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the process in the name of an unfinished file is gone. Ours has the lock and nothing begun.
fn is_left_over(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(UNFINISHED_STEM) else { return false };
    let process = rest.split('-').next().and_then(|digits| digits.parse::<i32>().ok());
    let Some(process) = process.filter(|number| *number != std::process::id() as i32) else { return true };
    let answer = rustix::process::Pid::from_raw(process).map(rustix::process::test_kill_process);
    !matches!(answer, Some(Ok(()) | Err(rustix::io::Errno::PERM)))
}

/// Moves what follows the last entry into `tmp/`. It is copied and safe before it is cut off, so there is no
/// moment at which it is in neither place. The cut needs no sync of its own: the entry that tells of the bytes
/// is written and synced to the same file next, and after a power cut before that the same is done again.
fn set_tail_aside(disk: &Disk, scan: &Scan) -> Result<(), DiskError> {
    let segment = layout::segment_path(scan.end.segment);
    let read_error = || disk.error("read", &segment);
    let mut tail = disk.open_file(&segment)?;
    tail.seek(SeekFrom::Start(scan.end.offset)).map_err(read_error())?;
    let mut copy = disk.create_unfinished(ORDINARY)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 17]);
    loop {
        let length = tail.read(&mut buffer).map_err(read_error())?;
        if length == 0 {
            break;
        }
        hasher.update(&buffer[..length]);
        copy.write(&buffer[..length])?;
    }
    copy.sync()?;
    let digest = Digest::from_bytes(hasher.finalize().into());
    disk.rename(copy.path(), &layout::torn_path(scan.tree.size(), digest))?;
    disk.sync_folder(TMP)?;
    disk.truncate(&segment, scan.end.offset)
}
