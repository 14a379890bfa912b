//! The entries of a dossier: each disclosed one as the bytes that were hashed, with its proof beside it; of all
//! others the number and the kind.
//!
//! The signed head says how many entries there are, so nothing is left out in silence: each number is disclosed or
//! withheld, and once. What a withheld entry's kind is, only its publisher says. Format: `docs/format/dossier.md`.

use std::collections::{BTreeMap, BTreeSet};

use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::entry::{LONGEST_LINE, is_kind};
use variorum_journal::proof::EntryProof;

use crate::check::{Checks, Open};
use crate::folder::Folder;

/// Where entries and proofs lie.
pub const FOLDER: &str = "data/entries/";
/// The list of entries that are withheld.
pub const WITHHELD: &str = "data/entries/withheld.csv";
/// The first line of that list.
const HEADER: &str = "seq,kind";

/// Ten million withheld entries have about 300 MB.
const LARGEST_LIST: u64 = 1 << 30;
/// A proof of 63 hashes and a head have 4 KB.
const LARGEST_PROOF: u64 = 1 << 16;

/// Where the bytes of an entry lie.
pub fn line_path(seq: u64) -> String {
    format!("{FOLDER}{seq:06}.json")
}

/// Where the proof of an entry lies.
pub fn proof_path(seq: u64) -> String {
    format!("{FOLDER}{seq:06}.tlog-proof")
}

/// The list of withheld entries, by number and kind.
pub fn withheld_list<'a>(withheld: impl IntoIterator<Item = (u64, &'a str)>) -> String {
    let lines = withheld.into_iter().map(|(seq, kind)| format!("{seq},{kind}\n"));
    std::iter::once(format!("{HEADER}\n")).chain(lines).collect()
}

/// What such a list says; the error names a line that is no such line.
fn read_withheld(text: &str) -> Result<BTreeMap<u64, String>, String> {
    let mut withheld = BTreeMap::new();
    let lines = text.strip_suffix('\n').ok_or("its last line has no end")?;
    let mut lines = lines.split('\n');
    if lines.next() != Some(HEADER) {
        return Err(format!("its first line is not {HEADER:?}"));
    }
    for (place, line) in lines.enumerate() {
        let read = line.split_once(',').and_then(|(seq, kind)| Some((seq.parse::<u64>().ok()?, kind)));
        let read = read.filter(|(seq, kind)| is_kind(kind) && format!("{seq},{kind}") == line);
        let (seq, kind) = read.ok_or_else(|| format!("line {} is not a number and a kind", place + 2))?;
        if withheld.last_key_value().is_some_and(|(last, _)| *last >= seq) {
            return Err(format!("line {} stands out of order", place + 2));
        }
        withheld.insert(seq, kind.to_owned());
    }
    Ok(withheld)
}

/// Which entries a dossier discloses and which it withholds.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) disclosed: BTreeSet<u64>,
    pub(crate) withheld: BTreeMap<u64, String>,
}

impl Listing {
    /// Reads which there are; `size` is the number that the signed head gives.
    pub(crate) fn read(folder: &Folder, size: Option<u64>, checks: &mut Checks) -> Self {
        let mut listing = Self::default();
        let mut check = checks.open("entry.withheld");
        let read = folder.read(WITHHELD, LARGEST_LIST).map_err(|error| error.to_string());
        let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned()));
        match text.and_then(|text| read_withheld(&text)) {
            Ok(withheld) => listing.withheld = withheld,
            Err(problem) => check.fail(WITHHELD, problem, None),
        }
        for (path, _) in folder.under(FOLDER).filter(|(path, _)| *path != WITHHELD) {
            match seq_of(path) {
                Some(seq) => drop(path.ends_with(".json").then(|| listing.disclosed.insert(seq))),
                None => check.fail(path, "is neither an entry nor a proof", None),
            }
        }
        listing.check_complete(size, &mut check);
        let (disclosed, withheld) = (listing.disclosed.len(), listing.withheld.len());
        check.close(FOLDER, || {
            format!("{disclosed} entries are disclosed, {withheld} withheld: each of the journal's once")
        });
        listing
    }

    /// Each number below the size is disclosed or withheld, once, and no other is.
    fn check_complete(&self, size: Option<u64>, check: &mut Open<'_>) {
        let Some(size) = size else {
            return check.fail(FOLDER, "there is no validly signed head that says how many entries there are", None);
        };
        for seq in self.disclosed.iter().filter(|seq| self.withheld.contains_key(seq)) {
            check.fail(line_path(*seq), format!("entry {seq} is listed as withheld, and is there"), None);
        }
        let numbers: BTreeSet<u64> = self.disclosed.iter().chain(self.withheld.keys()).copied().collect();
        if let Some(last) = numbers.last().filter(|last| **last >= size) {
            check.fail(FOLDER, format!("has entry {last}; the signed head covers {size}"), None);
        }
        // The first gap is named: of a head over billions of entries, one is enough.
        let gap = (0..size).zip(numbers.iter().map(Some).chain(std::iter::repeat(None)));
        if let Some((seq, _)) = gap.into_iter().find(|(seq, there)| *there != Some(seq)) {
            check.fail(FOLDER, format!("entry {seq} is neither there nor listed as withheld"), None);
        }
    }
}

fn seq_of(path: &str) -> Option<u64> {
    let (stem, _) = path.strip_prefix(FOLDER)?.split_once('.')?;
    let seq = stem.parse().ok()?;
    (path == line_path(seq) || path == proof_path(seq)).then_some(seq)
}

/// The bytes of a disclosed entry.
pub(crate) fn line(folder: &Folder, seq: u64) -> Result<Vec<u8>, String> {
    folder.read(&line_path(seq), LONGEST_LINE as u64).map_err(|error| error.to_string())
}

/// Whether the proof of an entry leads from these bytes to the head.
pub(crate) fn prove(folder: &Folder, seq: u64, line: &[u8], head: &SignedCheckpoint) -> Result<(), String> {
    let bytes = folder.read(&proof_path(seq), LARGEST_PROOF).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    let in_one = |error| crate::journal::with_cause(&error);
    let proof = EntryProof::from_text_under(&text, head).map_err(in_one)?;
    if proof.index != seq {
        return Err(format!("is the proof of entry {}", proof.index));
    }
    proof.verify(line).map_err(in_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let withheld = BTreeMap::from([(0, "case.open".to_owned()), (7, "a-b.c".to_owned())]);
        for list in [BTreeMap::new(), withheld] {
            let text = withheld_list(list.iter().map(|(seq, kind)| (*seq, kind.as_str())));
            assert_eq!(read_withheld(&text), Ok(list));
        }
    }

    #[test]
    fn other_lists_are_refused() {
        for text in [
            "",
            "seq,kind",
            "kind,seq\n",
            "seq,kind\n1\n",
            "seq,kind\n01,a\n",
            "seq,kind\n1,A\n",
            "seq,kind\n2,a\n1,a\n",
            "seq,kind\n1,a\n1,a\n",
            "seq,kind\n1,a,b\n",
            "seq,kind\n\n",
            "seq,kind\n1,\n",
            "seq,kind\r\n1,a\r\n",
        ] {
            assert!(read_withheld(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_path_has_one_spelling() {
        assert_eq!(seq_of("data/entries/000012.json"), Some(12));
        assert_eq!(seq_of("data/entries/1234567.tlog-proof"), Some(1_234_567));
        for path in
            ["data/entries/12.json", "data/entries/0000012.json", "data/entries/000012.txt", "data/entries/+00012.json"]
        {
            assert_eq!(seq_of(path), None, "{path}");
        }
    }
}
