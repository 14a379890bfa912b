//! Reads the journal: lines, entries, the tree over them, and where it stops being one.
//!
//! Lines are read one at a time and never beyond the longest that may be, so a damaged journal of any size
//! costs no memory. The scan judges nothing: the first line that is no entry is told with its place, and
//! whether that is a torn tail or damage depends on what was signed (`case.rs`, `read.rs`). A writer that has a
//! frontier reads on from there instead (`frontier.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;

use serde_json::Value;
use variorum_evidence::digest::Digest;
use variorum_journal::entry::{Entry, EntryError, LONGEST_LINE};
use variorum_journal::tree::{Tree, leaf_hash};

use crate::disk::{Disk, DiskError, ReadFile};
use crate::frontier::{Frontier, Mark};
use crate::index::{self, Index};
use crate::layout::segment_path;

/// A byte in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) segment: u32,
    pub(crate) offset: u64,
}

/// A piece of the journal between line feeds.
pub(crate) enum Piece {
    /// A whole line, without its line feed.
    Line(Vec<u8>),
    /// Bytes at the end of a segment without a line feed, or more of them than an entry has.
    Broken,
}

/// The lines of all segments in order, with the place at which each begins.
pub(crate) struct Pieces {
    disk: Arc<Disk>,
    at: Place,
    reader: Option<BufReader<ReadFile>>,
}

impl Pieces {
    pub(crate) fn of(disk: &Arc<Disk>) -> Result<Self, DiskError> {
        Self::from(disk, Place::default())
    }

    /// Those from a place at which one begins.
    pub(crate) fn from(disk: &Arc<Disk>, at: Place) -> Result<Self, DiskError> {
        let mut reader = open_segment(disk, at.segment)?;
        if let Some(reader) = reader.as_mut().filter(|_| at.offset > 0) {
            let sought = reader.seek(SeekFrom::Start(at.offset));
            sought.map_err(disk.error("read", &segment_path(at.segment)))?;
        }
        Ok(Self { disk: disk.clone(), at, reader })
    }

    /// The next piece; none at the end of the last segment. Nothing more comes after a broken one.
    pub(crate) fn next(&mut self) -> Result<Option<(Place, Piece)>, DiskError> {
        while let Some(reader) = &mut self.reader {
            let begin = self.at;
            let mut line = Vec::new();
            let limit = LONGEST_LINE as u64 + 1;
            let path = segment_path(begin.segment);
            reader.take(limit).read_until(b'\n', &mut line).map_err(self.disk.error("read", &path))?;
            if line.pop_if(|byte| *byte == b'\n').is_some() {
                self.at.offset += line.len() as u64 + 1;
                return Ok(Some((begin, Piece::Line(line))));
            }
            if !line.is_empty() {
                self.reader = None;
                return Ok(Some((begin, Piece::Broken)));
            }
            let next = begin.segment + 1;
            self.reader = open_segment(&self.disk, next)?;
            if self.reader.is_some() {
                self.at = Place { segment: next, offset: 0 };
            }
        }
        Ok(None)
    }

    /// Where the next piece begins, or the end of the journal.
    pub(crate) const fn place(&self) -> Place {
        self.at
    }
}

fn open_segment(disk: &Disk, number: u32) -> Result<Option<BufReader<ReadFile>>, DiskError> {
    match disk.open_file(&segment_path(number)) {
        Ok(file) => Ok(Some(BufReader::with_capacity(1 << 17, file))),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands in a journal, from its beginning or a frontier up to the first line that is no entry.
pub(crate) struct Scan {
    /// Over the lines that are entries.
    pub(crate) tree: Tree,
    /// The hashes that were read.
    pub(crate) leaves: Vec<Digest>,
    /// The first entry of each segment that was read from its first byte.
    pub(crate) begins: Vec<u64>,
    /// The roots at the sizes that were asked for, as far as the journal reaches.
    pub(crate) roots: BTreeMap<u64, Digest>,
    /// What the last entry's clock said.
    pub(crate) last_at: Option<String>,
    /// What a writer needs to know of the entries; none for readers.
    pub(crate) index: Option<Index>,
    /// Where the next writer may begin.
    pub(crate) mark: Mark,
    /// Where the next line goes.
    pub(crate) end: Place,
    /// What is wrong at `end`, if the journal does not end there.
    pub(crate) broken: Option<String>,
    /// Whether that is an entry of a later version of this program.
    pub(crate) newer: bool,
}

impl Scan {
    /// Reads a whole journal, and its root at each of `sizes`.
    pub(crate) fn of(disk: &Arc<Disk>, sizes: &BTreeSet<u64>) -> Result<Self, DiskError> {
        Self::from(disk, Mark::default(), None, sizes)
    }

    /// The same for a writer.
    pub(crate) fn for_writing(disk: &Arc<Disk>, sizes: &BTreeSet<u64>) -> Result<Self, DiskError> {
        Self::from(disk, Mark::default(), Some(Index::new()), sizes)
    }

    /// Reads a journal on from a frontier.
    pub(crate) fn beyond(disk: &Arc<Disk>, frontier: Frontier, sizes: &BTreeSet<u64>) -> Result<Self, DiskError> {
        let index = Index::after(frontier.index, frontier.kinds);
        Self::from(disk, frontier.mark, Some(index), sizes)
    }

    fn from(disk: &Arc<Disk>, mark: Mark, index: Option<Index>, sizes: &BTreeSet<u64>) -> Result<Self, DiskError> {
        let mut pieces = Pieces::from(disk, mark.place)?;
        let mut scan = Self {
            tree: mark.tree.clone(),
            leaves: Vec::new(),
            begins: Vec::new(),
            roots: BTreeMap::new(),
            last_at: None,
            index,
            end: mark.place,
            mark,
            broken: None,
            newer: false,
        };
        scan.note_root(sizes);
        while let Some((place, piece)) = pieces.next()? {
            scan.end = place;
            if place.offset == 0 {
                scan.begins.push(scan.tree.size());
            }
            match scan.read(place, piece) {
                Ok((entry, leaf)) => scan.take(entry, leaf, place),
                Err(why) => {
                    scan.broken = Some(why);
                    return Ok(scan);
                }
            }
            scan.note_root(sizes);
            scan.end = pieces.place();
        }
        scan.end = pieces.place();
        Ok(scan)
    }

    fn read(&mut self, place: Place, piece: Piece) -> Result<(Entry, Digest), String> {
        if !index::can_hold(place) {
            return Err("a line beyond where any journal reaches".to_owned());
        }
        let Piece::Line(line) = piece else { return Err("a line without an end".to_owned()) };
        let text = std::str::from_utf8(&line).map_err(|_| "a line that is not UTF-8".to_owned())?;
        let entry = Entry::from_line(text).map_err(|error| {
            self.newer = matches!(error, EntryError::NewerVersion { .. });
            let source = std::error::Error::source(&error).map_or(String::new(), |source| format!(": {source}"));
            format!("{error}{source}")
        })?;
        if entry.seq != self.tree.size() {
            return Err(format!("entry {} stands at place {}", entry.seq, self.tree.size()));
        }
        Ok((entry, leaf_hash(&line)))
    }

    fn take(&mut self, entry: Entry, leaf: Digest, place: Place) {
        self.mark.pass(&self.tree, place);
        if let Some(index) = self.index.as_mut().filter(|index| index.size() == self.tree.size()) {
            index.push((&entry.kind, named_digest(&entry.body)), leaf, place);
        }
        self.tree.append(leaf);
        self.leaves.push(leaf);
        self.last_at = Some(entry.at);
    }

    /// The file in which an entry stands.
    pub(crate) fn segment_of(&self, entry: u64) -> String {
        let after = self.begins.iter().take_while(|begin| **begin <= entry).count();
        segment_path(after.saturating_sub(1) as u32)
    }

    fn note_root(&mut self, sizes: &BTreeSet<u64>) {
        if sizes.contains(&self.tree.size()) {
            self.roots.insert(self.tree.size(), self.tree.root());
        }
    }
}

/// The original that an entry is about.
pub(crate) fn named_digest(body: &serde_json::Map<String, Value>) -> Option<Digest> {
    body.get("sha256")?.as_str()?.parse().ok()
}
