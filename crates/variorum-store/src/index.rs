//! What each entry of the journal is about, in 24 bytes each, so that a writer need not read the journal to know.
//!
//! A record says of an entry of which kind it is, which original it names (the first eight bytes of the digest), where
//! its line begins, and the first eight bytes of its leaf. The answer to a question is never a record but the line that
//! it leads to, and a line with another leaf is damage. So a record can at most be missing, and that none is, the
//! frontier vouches for (`frontier.rs`): it is signed and holds a hash of the file.
//!
//! `derived/index` is blocks: a number of records, then the records. It only grows; the hash is a chain over its blocks,
//! so that adding to the file takes no reading of it. It is read when the first question is asked. Left out: an index of
//! names and words, which is the catalogue's business.

use std::collections::BTreeSet;
use std::io::Read as _;

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;

use crate::disk::{Disk, DiskError};
use crate::layout::{DERIVED, INDEX_FILE};
use crate::scan::Place;

/// Bytes of a record, and of the number before a block of them.
const RECORD: usize = 24;
const COUNT: usize = 4;
/// More kinds than this are not told apart by number.
const MOST_KINDS: usize = 1000;
/// The number of every other kind: only its line tells.
const ANOTHER: u16 = u16::MAX;

/// What is known of an entry without its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// The beginning of the digest that it names; zero if it names none.
    named: u64,
    /// The beginning of its leaf.
    leaf: u64,
    kind: u16,
    segment: u16,
    offset: u32,
}

impl Record {
    pub(crate) fn place(self) -> Place {
        Place { segment: u32::from(self.segment), offset: u64::from(self.offset) }
    }

    pub(crate) fn is_of(self, leaf: Digest) -> bool {
        self.leaf == beginning(leaf)
    }

    fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        bytes[..8].copy_from_slice(&self.named.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.leaf.to_be_bytes());
        bytes[16..18].copy_from_slice(&self.kind.to_be_bytes());
        bytes[18..20].copy_from_slice(&self.segment.to_be_bytes());
        bytes[20..].copy_from_slice(&self.offset.to_be_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            named: u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?),
            leaf: u64::from_be_bytes(bytes.get(8..16)?.try_into().ok()?),
            kind: u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?),
            segment: u16::from_be_bytes(bytes.get(18..20)?.try_into().ok()?),
            offset: u32::from_be_bytes(bytes.get(20..RECORD)?.try_into().ok()?),
        })
    }
}

fn beginning(digest: Digest) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest.as_bytes()[..8]);
    u64::from_be_bytes(bytes)
}

/// Whether a record can hold this place: a segment takes no line that begins beyond 16 MiB, and 65,536 of them are a
/// terabyte of journal.
pub(crate) fn can_hold(place: Place) -> bool {
    u16::try_from(place.segment).is_ok() && u32::try_from(place.offset).is_ok()
}

/// How much of the file is known to be as we wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Its first bytes.
    pub(crate) bytes: u64,
    /// The chain over the blocks in them.
    pub(crate) chain: Digest,
    /// The records in them.
    pub(crate) records: u64,
}

impl Kept {
    pub(crate) const NOTHING: Self = Self { bytes: 0, chain: Digest::from_bytes([0; 32]), records: 0 };

    fn with(self, block: &[u8], records: usize) -> Self {
        let chain = Sha256::new().chain_update(self.chain.as_bytes()).chain_update(block).finalize();
        Self {
            bytes: self.bytes + block.len() as u64,
            chain: Digest::from_bytes(chain.into()),
            records: self.records + records as u64,
        }
    }
}

/// Records of all entries, those in the file read when they are first needed.
#[derive(Debug)]
pub(crate) struct Index {
    kept: Kept,
    kinds: Vec<String>,
    /// Of all entries, or of those after what is kept.
    records: Vec<Record>,
    /// How many records come before `records`.
    unread: u64,
    /// Named digests and who names them: of the entries up to the first question, and of those since.
    sorted: Option<Vec<(u64, u32)>>,
    since: BTreeSet<(u64, u32)>,
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// The index of no entries.
    pub(crate) const fn new() -> Self {
        Self::after(Kept::NOTHING, Vec::new())
    }

    /// The index of entries that are kept in the file.
    pub(crate) const fn after(kept: Kept, kinds: Vec<String>) -> Self {
        let unread = kept.records;
        Self { kept, kinds, records: Vec::new(), unread, sorted: None, since: BTreeSet::new() }
    }

    pub(crate) const fn kept(&self) -> Kept {
        self.kept
    }

    pub(crate) fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// How many entries it is of.
    pub(crate) fn size(&self) -> u64 {
        self.unread + self.records.len() as u64
    }

    /// Takes up the next entry.
    pub(crate) fn push(&mut self, (kind, named): (&str, Option<Digest>), leaf: Digest, place: Place) {
        let kind = self.number_of(kind);
        let named = named.map_or(0, beginning);
        let (segment, offset) = (place.segment as u16, place.offset as u32);
        if named != 0 && self.sorted.is_some() {
            self.since.insert((named, self.size() as u32));
        }
        self.records.push(Record { named, leaf: beginning(leaf), kind, segment, offset });
    }

    fn number_of(&mut self, kind: &str) -> u16 {
        if let Some(number) = self.kinds.iter().position(|known| known == kind) {
            return number as u16;
        }
        if self.kinds.len() >= MOST_KINDS {
            return ANOTHER;
        }
        self.kinds.push(kind.to_owned());
        (self.kinds.len() - 1) as u16
    }

    /// Makes ready for questions, with what is in the file; false if that is not what we wrote.
    pub(crate) fn prepare(&mut self, disk: &Disk) -> bool {
        if self.unread > 0 {
            let Some(mut records) = read_kept(disk, self.kept) else { return false };
            records.append(&mut self.records);
            self.records = records;
            self.unread = 0;
        }
        true
    }

    /// Who names what, sorted when that is first asked.
    fn sorted(&mut self) -> &[(u64, u32)] {
        self.sorted.get_or_insert_with(|| {
            let named = |(seq, record): (usize, &Record)| (record.named != 0).then_some((record.named, seq as u32));
            let mut sorted: Vec<(u64, u32)> = self.records.iter().enumerate().filter_map(named).collect();
            sorted.sort_unstable();
            sorted
        })
    }

    /// The record of an entry.
    pub(crate) fn record(&self, seq: u64) -> Option<Record> {
        self.records.get(usize::try_from(seq.checked_sub(self.unread)?).ok()?).copied()
    }

    /// Entries that may name this digest, in order; their lines tell.
    pub(crate) fn about(&mut self, digest: Digest) -> Vec<u64> {
        let named = beginning(digest);
        let all = self.sorted();
        let from = all.partition_point(|(found, _)| *found < named);
        let mut found: Vec<(u64, u32)> = all[from..].iter().take_while(|(found, _)| *found == named).copied().collect();
        found.extend(self.since.range((named, 0)..=(named, u32::MAX)));
        found.into_iter().map(|(_, seq)| u64::from(seq)).collect()
    }

    /// Entries that may be of a kind that is wanted, in order; their lines tell where `true` stands beside them.
    pub(crate) fn of_kind(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<(u64, bool)> {
        let wanted: Vec<bool> = self.kinds.iter().map(|kind| wanted(kind)).collect();
        let is_wanted = |(seq, record): (usize, &Record)| match wanted.get(usize::from(record.kind)) {
            Some(is_wanted) => is_wanted.then_some((seq as u64, false)),
            None => Some((seq as u64, true)),
        };
        self.records.iter().enumerate().filter_map(is_wanted).collect()
    }

    /// Adds to the file what it lacks.
    pub(crate) fn keep(&mut self, disk: &Disk) -> Result<(), DiskError> {
        let lacking = (self.kept.records.saturating_sub(self.unread)) as usize;
        let Some(records) = self.records.get(lacking..).filter(|records| !records.is_empty()) else { return Ok(()) };
        let mut block = Vec::with_capacity(COUNT + records.len() * RECORD);
        block.extend((records.len() as u32).to_be_bytes());
        records.iter().for_each(|record| block.extend(record.to_bytes()));
        let kept = self.kept.with(&block, records.len());
        if self.kept == Kept::NOTHING {
            disk.make_folder(DERIVED)?;
            disk.put_unsynced(INDEX_FILE, &block)?;
        } else {
            // What a run that was cut off left behind what is kept.
            if disk.length(INDEX_FILE)? != self.kept.bytes {
                disk.truncate(INDEX_FILE, self.kept.bytes)?;
            }
            disk.append(INDEX_FILE)?.write(&block)?;
        }
        self.kept = kept;
        Ok(())
    }
}

/// The records in the file, if it begins with what is kept.
fn read_kept(disk: &Disk, kept: Kept) -> Option<Vec<Record>> {
    let mut file = disk.open_file(INDEX_FILE).ok()?.take(kept.bytes);
    let (mut found, mut records) = (Kept::NOTHING, Vec::with_capacity(usize::try_from(kept.records).ok()?));
    let mut block = Vec::new();
    while found.bytes < kept.bytes {
        block.resize(COUNT, 0);
        file.read_exact(&mut block).ok()?;
        let count = u32::from_be_bytes(block.as_slice().try_into().ok()?) as usize;
        let length = count.checked_mul(RECORD)?;
        if (length + COUNT) as u64 > kept.bytes - found.bytes {
            return None;
        }
        block.resize(COUNT + length, 0);
        file.read_exact(&mut block[COUNT..]).ok()?;
        records.extend(block[COUNT..].chunks_exact(RECORD).filter_map(Record::of_bytes));
        found = found.with(&block, count);
    }
    (found == kept).then_some(records)
}
