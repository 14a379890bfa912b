//! Two copies of one case that were both written to: up to which entry they are the same, and who says so.
//!
//! The signed heads of both are led back by consistency proofs (RFC 9162, 2.1.4) to the entries that they have in
//! common, so that nobody has to believe the comparison of lines. Whether each copy holds by itself is what `verify`
//! says about it; this only compares.

use std::io::{BufRead as _, Read as _};
use std::path::Path;

use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::LONGEST_LINE;
use variorum_journal::tree::{ProvingTree, leaf_hash, verify_consistency};

use crate::CannotRead;
use crate::check::Kind;
use crate::folder::Folder;

/// How two copies compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// So many entries at the beginning are the same.
    pub common: u64,
    /// How many each has.
    pub sizes: [u64; 2],
    /// Whether each one's signed head is proved to extend the common part; false also for one without a valid head,
    /// or whose head is over fewer entries.
    pub proved: [bool; 2],
}

impl Parting {
    /// Whether both went on after the common part: then neither can take the place of the other.
    pub fn is_fork(&self) -> bool {
        self.sizes.iter().all(|size| *size > self.common)
    }
}

/// One copy, as far as it is compared.
struct Copy {
    leaves: Vec<Digest>,
    head: Option<Checkpoint>,
}

/// Compares the journals of the cases in two folders.
pub fn compare(one: &Path, other: &Path) -> Result<Parting, CannotRead> {
    let copies = [Copy::read(one)?, Copy::read(other)?];
    let [one, other] = &copies;
    let common = one.leaves.iter().zip(&other.leaves).take_while(|(one, other)| one == other).count() as u64;
    let sizes = [one.leaves.len() as u64, other.leaves.len() as u64];
    Ok(Parting { common, sizes, proved: copies.map(|copy| copy.proves(common)) })
}

impl Copy {
    fn read(dir: &Path) -> Result<Self, CannotRead> {
        let list = Folder::list(dir, &["derived", "originals", "tmp"], Kind::Case);
        let folder = list.map_err(|error| CannotRead::List { path: error.path, source: error.source })?;
        let segments: Vec<&str> =
            folder.under("journal/").map(|(path, _)| path).filter(|path| path.ends_with(".jsonl")).collect();
        if segments.is_empty() {
            return Err(CannotRead::Neither { path: dir.to_owned() });
        }
        let leaves = segments.into_iter().flat_map(|segment| leaves_of(&folder, segment)).collect();
        let text = |path: &str| String::from_utf8(folder.read(path, 1 << 16).ok()?).ok();
        let head = || {
            let vkey = text("case.vkey")?.trim_end().parse().ok()?;
            Some(SignedCheckpoint::open(&text("journal/checkpoint")?, &vkey).ok()?.head().clone())
        };
        Ok(Self { head: head(), leaves })
    }

    /// Whether the signed head extends the first `common` entries.
    fn proves(self, common: u64) -> bool {
        let tree = ProvingTree::of(self.leaves);
        let proved = || {
            let (head, root) = (self.head?, tree.root_at(common)?);
            let proof = tree.consistency(common, head.size)?;
            verify_consistency(common, root, head.size, head.root, &proof).ok()
        };
        proved().is_some()
    }
}

/// The hashes of the whole lines of a segment.
fn leaves_of(folder: &Folder, segment: &str) -> Vec<Digest> {
    let Ok(mut file) = folder.open(segment) else { return Vec::new() };
    let (mut leaves, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        let read = file.by_ref().take(LONGEST_LINE as u64 + 2).read_until(b'\n', &mut line);
        if read.is_err() || line.pop_if(|byte| *byte == b'\n').is_none() {
            return leaves;
        }
        leaves.push(leaf_hash(&line));
    }
}
