//! Which entry of a case was changed, when the journal does not give the signed root.
//!
//! The root says only that something changed. The writer keeps the hash of every entry in `derived/leaves`, a cache
//! that nobody has to trust: if those hashes give the signed root, they are what was signed, and the first line with
//! another hash is the one that was changed. Without them the entries are told as a range. Looked at only after the
//! tree was found wrong.

use std::fs::{self, File};
use std::io::{BufRead as _, Read as _};

use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::LONGEST_LINE;
use variorum_journal::tree::{Tree, leaf_hash};

use crate::check::Checks;
use crate::folder::Folder;
use crate::journal::Journal;

const CODE: &str = "journal.entry";
const HEAD: &str = "journal/checkpoint";
const JOURNAL: &str = "journal/";
const LEAVES: [&str; 2] = ["derived", "leaves"];

pub(crate) fn check(folder: &Folder, journal: &Journal, checks: &mut Checks) {
    if !checks.has_failed("journal.tree") {
        return;
    }
    let Some(head) = signed_head(folder, journal) else { return };
    let segments: Vec<&str> =
        folder.under(JOURNAL).map(|(path, _)| path).filter(|path| path.ends_with(".jsonl")).collect();
    let all = || match segments.as_slice() {
        [first, .., last] => format!("{first} to {last}"),
        [only] => (*only).to_owned(),
        [] => format!("{JOURNAL}000000.jsonl"),
    };
    let last = head.size.saturating_sub(1);
    let changed = signed_leaves(folder, &head).and_then(|leaves| first_changed(folder, &segments, &leaves));
    let (about, message) = match changed {
        Some((entry, None)) => (all(), format!("entries {entry} to {last} are signed, and missing")),
        Some((entry, Some(segment))) => (segment.to_owned(), format!("entry {entry} is not as it was signed")),
        None => (all(), format!("one of the entries 0 to {last} is not as it was signed, or missing")),
    };
    checks.fail(CODE, &about, message);
}

fn signed_head(folder: &Folder, journal: &Journal) -> Option<Checkpoint> {
    let note = String::from_utf8(folder.read(HEAD, 1 << 16).ok()?).ok()?;
    Some(SignedCheckpoint::open(&note, journal.vkey.as_ref()?).ok()?.head().clone())
}

/// The kept hashes of the signed entries, if they are the ones that were signed.
fn signed_leaves(folder: &Folder, head: &Checkpoint) -> Option<Vec<Digest>> {
    let mut path = folder.root().to_owned();
    for part in LEAVES {
        path.push(part);
        let found = fs::symlink_metadata(&path).ok()?;
        if !found.is_dir() && !found.is_file() {
            return None;
        }
    }
    let mut bytes = Vec::new();
    File::open(&path).ok()?.take(head.size.checked_mul(32)?).read_to_end(&mut bytes).ok()?;
    let leaves: Option<Vec<Digest>> =
        bytes.chunks(32).map(|leaf| leaf.try_into().ok().map(Digest::from_bytes)).collect();
    let leaves = leaves.filter(|leaves| leaves.len() as u64 == head.size)?;
    let mut tree = Tree::new();
    leaves.iter().for_each(|leaf| tree.append(*leaf));
    (tree.root() == head.root).then_some(leaves)
}

/// The first entry with another hash, and the segment it stands in; no segment if the journal ends before.
fn first_changed<'a>(folder: &Folder, segments: &[&'a str], leaves: &[Digest]) -> Option<(u64, Option<&'a str>)> {
    let mut signed = leaves.iter().enumerate();
    for segment in segments {
        let mut file = folder.open(segment).ok()?;
        let mut line = Vec::new();
        loop {
            line.clear();
            file.by_ref().take(LONGEST_LINE as u64 + 2).read_until(b'\n', &mut line).ok()?;
            if line.is_empty() {
                break;
            }
            let (entry, leaf) = signed.next()?;
            if line.pop_if(|byte| *byte == b'\n').is_none() || leaf_hash(&line) != *leaf {
                return Some((entry as u64, Some(segment)));
            }
        }
    }
    signed.next().map(|(entry, _)| (entry as u64, None))
}
