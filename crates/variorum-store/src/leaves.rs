//! The hash of every entry, kept as a cache: so that damage is told by entry and not only by "one of these".
//!
//! A root says that something below it changed, not what. `derived/leaves` holds the leaf of each signed entry, 32
//! bytes each, in order. Nobody has to trust it: leaves that give the signed root are the ones that were signed, and
//! any others are no help and are not used. Like every cache it is written without a sync and may be deleted; the
//! writer that opens the case next makes it again.

use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::Checkpoint;
use variorum_journal::tree::Tree;

use crate::disk::{Disk, DiskError};
use crate::layout::{DERIVED, LEAVES_FILE};

const LENGTH: usize = 32;

/// What of the leaves is not in the file yet.
#[derive(Debug, Default)]
pub(crate) struct Unkept {
    leaves: Vec<Digest>,
    /// Whether the file is of no use and has to be made anew, from all of them.
    anew: bool,
}

impl Unkept {
    /// What the file lacks of all leaves of a journal.
    pub(crate) fn of(disk: &Disk, leaves: Vec<Digest>) -> Self {
        let all = leaves.len() as u64;
        Self::beyond(disk, 0, all, leaves).unwrap_or_else(|leaves| Self { leaves, anew: true })
    }

    /// What the file lacks of the leaves of a journal of this size, of which `leaves` are those from `first` on; them
    /// again, if the file is of no use.
    pub(crate) fn beyond(disk: &Disk, first: u64, size: u64, mut leaves: Vec<Digest>) -> Result<Self, Vec<Digest>> {
        match kept_from(disk, first, size, &leaves) {
            Some(kept) => Ok(Self { leaves: leaves.split_off(kept), anew: false }),
            None => Err(leaves),
        }
    }

    /// All of a new journal.
    pub(crate) const fn of_nothing() -> Self {
        Self { leaves: Vec::new(), anew: true }
    }

    pub(crate) fn push(&mut self, leaf: Digest) {
        self.leaves.push(leaf);
    }

    /// Writes them. Whatever fails costs only the next writer a moment.
    pub(crate) fn keep(&mut self, disk: &Disk) {
        let bytes: Vec<u8> = self.leaves.iter().flat_map(|leaf| *leaf.as_bytes()).collect();
        let written = if self.anew { write_anew(disk, &bytes) } else { append(disk, &bytes) };
        if written.is_ok() {
            *self = Self::default();
        }
    }
}

fn write_anew(disk: &Disk, bytes: &[u8]) -> Result<(), DiskError> {
    disk.make_folder(DERIVED)?;
    disk.put_unsynced(LEAVES_FILE, bytes)
}

fn append(disk: &Disk, bytes: &[u8]) -> Result<(), DiskError> {
    disk.append(LEAVES_FILE)?.write(bytes)
}

/// How many of these leaves, which are those from `first` on, are in the file; none if something else is.
fn kept_from(disk: &Disk, first: u64, size: u64, leaves: &[Digest]) -> Option<usize> {
    let length = disk.length(LEAVES_FILE).ok()?;
    let (begin, end) = (first * LENGTH as u64, size * LENGTH as u64);
    if !(begin..=end).contains(&length) || !length.is_multiple_of(LENGTH as u64) {
        return None;
    }
    let mut file = disk.open_file(LEAVES_FILE).ok()?;
    file.seek(SeekFrom::Start(begin)).ok()?;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let kept = usize::try_from((length - begin) / LENGTH as u64).ok()?;
    let mut found = [0; LENGTH];
    for leaf in leaves.get(..kept)? {
        file.read_exact(&mut found).ok()?;
        if found != *leaf.as_bytes() {
            return None;
        }
    }
    Some(kept)
}

/// The leaves in the file, if there are at most so many and no part of one.
fn read(disk: &Disk, most: u64) -> Option<Vec<Digest>> {
    let length = disk.length(LEAVES_FILE).ok()?;
    if length > most * LENGTH as u64 || !length.is_multiple_of(LENGTH as u64) {
        return None;
    }
    let mut bytes = Vec::new();
    disk.open_file(LEAVES_FILE).ok()?.take(length).read_to_end(&mut bytes).ok()?;
    let leaf = |chunk: &[u8]| chunk.try_into().ok().map(Digest::from_bytes);
    bytes.chunks(LENGTH).map(leaf).collect()
}

/// The first of the signed entries that is not as it was signed, given what the leaves are now.
pub(crate) fn first_changed(disk: &Disk, head: &Checkpoint, now: &[Digest]) -> Option<u64> {
    let mut signed = read(disk, u64::MAX / LENGTH as u64)?;
    let size = usize::try_from(head.size).ok()?;
    if signed.len() < size {
        return None;
    }
    signed.truncate(size);
    let mut tree = Tree::new();
    signed.iter().for_each(|leaf| tree.append(*leaf));
    if tree.root() != head.root {
        return None;
    }
    let place = (0..size).find(|place| now.get(*place) != Some(&signed[*place]))?;
    Some(place as u64)
}
