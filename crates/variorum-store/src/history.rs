//! What a writer asks of the journal, answered from the index and then from the lines themselves.
//!
//! The index says where to look (`index.rs`); what is answered are entries whose lines have the leaf that was signed, or
//! was computed when they were read. A line that has another is damage, and told. When the index is not to be had, the
//! journal is read once, whole, and checked against the root that it had when the case was opened.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};

use variorum_evidence::digest::Digest;
use variorum_journal::entry::{Entry, LONGEST_LINE};
use variorum_journal::tree::leaf_hash;

use crate::case::Case;
use crate::index::Index;
use crate::layout::segment_path;
use crate::read::{self, Damage, ReadCase, ReadError};
use crate::scan::{Scan, named_digest};

/// The entries of a case that is open for writing, up to the last one that is safe.
#[derive(Debug)]
pub struct History<'c> {
    read: &'c ReadCase,
    index: &'c mut Index,
}

impl Case {
    /// What the journal says, found without reading all of it.
    pub fn history(&mut self) -> Result<History<'_>, ReadError> {
        if !self.index.prepare(&self.read.disk) {
            self.index = index_anew(&self.read)?;
        }
        Ok(History { read: &self.read, index: &mut self.index })
    }
}

/// The index of a journal that is as it was when its root was taken.
fn index_anew(read: &ReadCase) -> Result<Index, ReadError> {
    let signed = read.checkpoint().map(|checkpoint| checkpoint.head().size);
    let sizes: BTreeSet<u64> = signed.into_iter().chain([read.size]).collect();
    let scan = Scan::for_writing(&read.disk, &sizes)?;
    if let Some(damage) = read.checkpoint().and_then(|checkpoint| read::damage(&read.disk, &scan, checkpoint, 0)) {
        return Err(ReadError::Damaged { damage });
    }
    let is_the_same = scan.roots.get(&read.size) == Some(&read.root);
    scan.index.filter(|_| is_the_same).ok_or_else(|| {
        let (first, last) = (signed.unwrap_or(0), read.size.saturating_sub(1));
        let why = "not as they were when the case was opened".to_owned();
        ReadError::Damaged { damage: Damage { file: segment_path(scan.end.segment), first, last, why } }
    })
}

impl History<'_> {
    /// The entry of this number.
    pub fn entry(&self, seq: u64) -> Result<Entry, ReadError> {
        let record = self.index.record(seq).ok_or(ReadError::EntriesGone { seq })?;
        let (place, disk) = (record.place(), &self.read.disk);
        let file = segment_path(place.segment);
        let mut segment = disk.open_file(&file)?;
        segment.seek(SeekFrom::Start(place.offset)).map_err(disk.error("read", &file))?;
        let mut line = Vec::new();
        let mut lines = BufReader::with_capacity(1 << 10, segment).take(LONGEST_LINE as u64 + 1);
        lines.read_until(b'\n', &mut line).map_err(disk.error("read", &file))?;
        let is_whole = line.pop_if(|byte| *byte == b'\n').is_some();
        if !is_whole || !record.is_of(leaf_hash(&line)) {
            let why = "not as it was signed".to_owned();
            return Err(ReadError::Damaged { damage: Damage { file, first: seq, last: seq, why } });
        }
        Entry::from_line(&String::from_utf8_lossy(&line)).map_err(|source| ReadError::Entry { seq, source })
    }

    /// The entries that name this digest as their `sha256`, in order.
    pub fn about(&mut self, digest: Digest) -> Result<Vec<Entry>, ReadError> {
        let mut entries = Vec::new();
        for seq in self.index.about(digest) {
            let entry = self.entry(seq)?;
            if named_digest(&entry.body) == Some(digest) {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// The entries of the kinds that are wanted, in order.
    pub fn of_kind(&self, wanted: impl Fn(&str) -> bool) -> impl DoubleEndedIterator<Item = Result<Entry, ReadError>> {
        let found = self.index.of_kind(&wanted).into_iter().map(|(seq, _)| self.entry(seq));
        found.filter(move |entry| entry.as_ref().map_or(true, |entry| wanted(&entry.kind)))
    }

    /// The numbers of the entries of a kind, in order.
    pub fn numbers_of(&self, kind: &str) -> Result<Vec<u64>, ReadError> {
        let mut numbers = Vec::new();
        for (seq, is_open) in self.index.of_kind(&|found| found == kind) {
            if !is_open || self.entry(seq)?.kind == kind {
                numbers.push(seq);
            }
        }
        Ok(numbers)
    }
}
