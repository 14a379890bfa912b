//! The edge of the journal's tree at an earlier entry, kept as a cache, so that opening a case need not read all of it.
//!
//! A tree grows from the roots of its full subtrees, at most 64 of them. `derived/frontier` holds those at some entry
//! before the last signed one, the place of that entry, and the lengths of the segments before it. A writer reads on from
//! there, and what it comes to at the size of the signed head must be the root of that head; if not, or if anything else
//! does not fit, the file is of no use and the whole journal is read. Because at least one signed entry is always read,
//! a frontier of other entries, or of another place, cannot give that root.
//!
//! The root says nothing of the rest of the file: kinds, lengths and the hash of the index. So the file is a note signed
//! by the case's key, under a first line that no head of a journal has. Whoever changes a cache without that key changes
//! nothing but how long opening takes. What opening from here does not see is in ADR 0015.

use std::fmt::Write as _;

use variorum_evidence::digest::Digest;
use variorum_journal::note::{SigningKey, Vkey};
use variorum_journal::tree::Tree;

use crate::disk::{Disk, DiskError};
use crate::index::Kept;
use crate::layout::{DERIVED, FRONTIER_FILE, INDEX_FILE, segment_path};
use crate::scan::Place;

/// The first line; that of a signed head is the name of a journal.
const TITLE: &str = "variorum-frontier/1";

/// No frontier is longer: a thousand kinds, and lengths for a terabyte of segments.
const LONGEST: u64 = 4 << 20;

/// Frontiers are at multiples of this many entries, so that a short journal is always read whole. In this crate's
/// tests of faults the journals are short, and are to be opened both ways.
pub(crate) const EVERY: u64 = if cfg!(test) { 2 } else { 1024 };

/// Where reading begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    /// The tree over all entries before.
    pub(crate) tree: Tree,
    /// The place of the next one.
    pub(crate) place: Place,
}

impl Mark {
    /// Moves on to the entry that is about to be added to `tree` from this place, if it is one to begin at.
    pub(crate) fn pass(&mut self, tree: &Tree, place: Place) {
        if tree.size().is_multiple_of(EVERY) {
            *self = Self { tree: tree.clone(), place };
        }
    }
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    pub(crate) mark: Mark,
    /// Of the segments before that of the mark.
    pub(crate) lengths: Vec<u64>,
    pub(crate) index: Kept,
    /// Kinds of entries by their numbers in the index.
    pub(crate) kinds: Vec<String>,
}

impl Frontier {
    /// The one in the case, if the case's key made it and the files that it is about have their lengths.
    pub(crate) fn read(disk: &Disk, vkey: &Vkey) -> Option<Self> {
        let note = String::from_utf8(disk.read(FRONTIER_FILE, LONGEST).ok()?).ok()?;
        let frontier = Self::from_text(vkey.open(&note).ok()?)?;
        let has_length = |(number, length): (u32, &u64)| disk.length(&segment_path(number)).ok() == Some(*length);
        let fits = (0..).zip(&frontier.lengths).all(has_length);
        let index = disk.length(INDEX_FILE).ok()?;
        (fits && index >= frontier.index.bytes).then_some(frontier)
    }

    /// Keeps it. A power cut may leave anything: what is not signed is not read.
    pub(crate) fn keep(&self, disk: &Disk, key: &SigningKey) -> Result<(), DiskError> {
        let Ok(note) = key.sign(&self.to_text()) else { return Ok(()) };
        disk.make_folder(DERIVED)?;
        disk.put_unsynced(FRONTIER_FILE, note.as_bytes())
    }

    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let Self { mark: Mark { tree, place }, lengths, index, kinds } = self;
        let mut text = format!("{TITLE}\nsize {}\nplace {} {}\n", tree.size(), place.segment, place.offset);
        let mut list = |name: &str, items: &mut dyn Iterator<Item = String>| {
            text.push_str(name);
            items.for_each(|item| {
                // Writing into a text cannot fail.
                let _ = write!(text, " {item}");
            });
            text.push('\n');
        };
        list("peaks", &mut tree.peaks().iter().map(ToString::to_string));
        list("lengths", &mut lengths.iter().map(ToString::to_string));
        let kept = [index.bytes.to_string(), index.records.to_string(), index.chain.to_string()];
        list("index", &mut kept.into_iter());
        list("kinds", &mut kinds.iter().cloned());
        text
    }

    /// The frontier of a text; none if it is spelt in any other way.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != TITLE {
            return None;
        }
        let mut list = |name: &str| {
            let mut words = lines.next()?.split(' ');
            (words.next()? == name).then(|| words.collect::<Vec<&str>>())
        };
        let [size] = list("size")?[..] else { return None };
        let [segment, offset] = list("place")?[..] else { return None };
        let peaks = list("peaks")?.into_iter().map(|peak| peak.parse().ok()).collect::<Option<Vec<Digest>>>()?;
        let lengths = list("lengths")?.into_iter().map(|length| length.parse().ok()).collect::<Option<Vec<u64>>>()?;
        let [bytes, records, chain] = list("index")?[..] else { return None };
        let index = Kept { bytes: bytes.parse().ok()?, records: records.parse().ok()?, chain: chain.parse().ok()? };
        let kinds = list("kinds")?.into_iter().map(str::to_owned).collect();
        let place = Place { segment: segment.parse().ok()?, offset: offset.parse().ok()? };
        let mark = Mark { tree: Tree::from_peaks(size.parse().ok()?, peaks)?, place };
        let frontier = Self { mark, lengths, index, kinds };
        let fits = frontier.lengths.len() as u64 == u64::from(place.segment) && frontier.to_text() == text;
        fits.then_some(frontier)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use serde_json::json;
    use variorum_evidence::ids::OriginalId;

    use super::*;
    use crate::faults::scratch;
    use crate::layout::LEAVES_FILE;
    use crate::{Case, FixedNotary, Keyring, OpenError, ReadCase, ReadError};

    const CACHES: [&str; 3] = [FRONTIER_FILE, INDEX_FILE, LEAVES_FILE];

    fn open_with_seed(folder: &Path, seed: &str) -> Result<Case, OpenError> {
        let notary = FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), seed);
        let opened = Case::open(&folder.join("case"), &Keyring::at(folder.join("keys")), notary);
        opened.map(|(mut case, _)| {
            case.segment_bytes = 900;
            case
        })
    }

    fn open(folder: &Path) -> Result<Case, OpenError> {
        open_with_seed(folder, "opened")
    }

    /// Adds so many originals, signing after each pair.
    fn grow(folder: &Path, numbers: std::ops::Range<u32>) {
        let mut case = open_with_seed(folder, &format!("{numbers:?}")).unwrap();
        for number in numbers {
            let mut batch = case.batch();
            let stored = batch.original(format!("original {number}").as_bytes()).unwrap();
            let kind = if number % 3 == 0 { "decision.note" } else { "object.add" };
            batch.entry(kind, &json!({"sha256": stored.id, "size": stored.size, "number": number})).unwrap();
            batch.commit().unwrap();
            if number % 2 == 1 {
                case.sign_checkpoint().unwrap();
            }
        }
    }

    /// A case of eighteen entries in several segments, all signed.
    fn grown(seed: &str) -> tempfile::TempDir {
        let folder = scratch();
        let notary = FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), seed);
        let (path, keyring) = (folder.path().join("case"), Keyring::at(folder.path().join("keys")));
        drop(Case::create(&path, &keyring, notary, "test 1", b"config").unwrap());
        grow(folder.path(), 0..10);
        grow(folder.path(), 10..16);
        folder
    }

    fn file(folder: &Path, name: &str) -> PathBuf {
        folder.join("case").join(name)
    }

    /// All that a writer can learn of a case.
    fn learnt(mut case: Case) -> impl PartialEq + std::fmt::Debug {
        let (size, root, end) = (case.read().size(), case.read().root(), case.end);
        let (last_at, tree) = (case.last_at.clone(), case.tree.clone());
        let mut history = case.history().unwrap();
        let about: Vec<_> = (0..20)
            .map(|number| OriginalId::of_bytes(format!("original {number}").as_bytes()).digest())
            .map(|digest| history.about(digest).unwrap())
            .collect();
        let decisions: Vec<_> = history.of_kind(|kind| kind.starts_with("decision.")).map(Result::unwrap).collect();
        let numbers = history.numbers_of("object.add").unwrap();
        (size, root, end, last_at, tree, about, decisions, numbers)
    }

    #[test]
    fn what_is_learnt_does_not_depend_on_the_caches() {
        let folder = grown("one");
        let folder = folder.path();
        let frontier = Frontier::read(&Disk::open(&folder.join("case")).unwrap(), open(folder).unwrap().read().vkey());
        let frontier = frontier.expect("the last writer kept one");
        assert!(frontier.mark.tree.size() >= 16 && frontier.lengths.len() > 2, "{frontier:?}");
        assert_eq!(frontier.index.records, 18);
        let from_frontier = learnt(open(folder).unwrap());
        std::fs::remove_dir_all(file(folder, "derived")).unwrap();
        assert_eq!(learnt(open(folder).unwrap()), from_frontier);
        assert!(CACHES.iter().all(|name| file(folder, name).exists()), "opening makes them again");
        assert_eq!(learnt(open(folder).unwrap()), from_frontier);
    }

    /// Gone, empty, cut, changed in any byte, of another case, of an earlier moment: never an error, never believed.
    #[test]
    fn no_state_of_a_cache_is_believed_but_the_right_one() {
        let (folder, other) = (grown("one"), grown("two"));
        let folder = folder.path();
        let expected = learnt(open(folder).unwrap());
        let good = CACHES.map(|name| std::fs::read(file(folder, name)).unwrap());
        let mut tried = 0;
        for (name, good) in CACHES.iter().zip(&good) {
            let mut states = vec![None, Some(Vec::new()), Some(b"x".to_vec()), Some([&good[..], b"more"].concat())];
            states.push(Some(std::fs::read(file(other.path(), name)).unwrap()));
            states.push(Some(good[..good.len() - 1].to_vec()));
            states.push(Some(vec![0; good.len()]));
            for at in (0..good.len()).step_by(if *name == FRONTIER_FILE { 1 } else { 5 }) {
                let mut changed = good.clone();
                changed[at] ^= 1 << (at % 8);
                states.push(Some(changed));
                states.push(Some(good[..at].to_vec()));
            }
            for state in states {
                match &state {
                    None => std::fs::remove_file(file(folder, name)).unwrap(),
                    Some(bytes) => std::fs::write(file(folder, name), bytes).unwrap(),
                }
                assert_eq!(learnt(open(folder).unwrap()), expected, "{name}: {state:?}");
                tried += 1;
            }
            std::fs::write(file(folder, name), good).unwrap();
        }
        assert!(tried > 500, "{tried}");
    }

    /// The caches of an earlier moment lead to the journal of now.
    #[test]
    fn caches_of_an_earlier_moment_are_read_on_from() {
        let folder = grown("one");
        let folder = folder.path();
        let earlier = CACHES.map(|name| std::fs::read(file(folder, name)).unwrap());
        grow(folder, 16..20);
        let expected = learnt(open(folder).unwrap());
        // Every mixture of then and now.
        let now = CACHES.map(|name| std::fs::read(file(folder, name)).unwrap());
        for mixture in 0..8 {
            for (number, name) in CACHES.iter().enumerate() {
                let bytes = if mixture >> number & 1 == 1 { &earlier[number] } else { &now[number] };
                std::fs::write(file(folder, name), bytes).unwrap();
            }
            assert_eq!(learnt(open(folder).unwrap()), expected, "{mixture:03b}");
        }
    }

    /// What ADR 0015 says of a line before the frontier that was changed in place.
    #[test]
    fn an_old_line_that_was_changed_is_found_by_who_asks_for_it() {
        let folder = grown("one");
        let folder = folder.path();
        let segment = file(folder, &segment_path(1));
        let good = std::fs::read_to_string(&segment).unwrap();
        let root = open(folder).unwrap().read().root();
        let at = good.find("\"number\":").unwrap() + "\"number\":".len();
        let digit = if good.as_bytes()[at] == b'9' { "8" } else { "9" };
        std::fs::write(&segment, format!("{}{digit}{}", &good[..at], &good[at + 1..])).unwrap();

        let mut case = open(folder).unwrap();
        assert_eq!(case.read().root(), root, "what is signed next goes on from what was signed");
        let read: Vec<_> = case.read().entries().unwrap().collect();
        assert!(matches!(read.last(), Some(Err(ReadError::Damaged { .. }))), "who reads all of it is told");
        let history = case.history().unwrap();
        let is_told = |seq: &u64| matches!(history.entry(*seq), Err(ReadError::Damaged { .. }));
        let told: Vec<u64> = (0..18).filter(is_told).collect();
        assert!(matches!(told[..], [2..10]), "who asks for that line is told, and of no other: {told:?}");
        drop(case);
        let (_, findings) = ReadCase::open(&folder.join("case")).unwrap();
        assert_eq!(findings[0].code, "journal.damaged");
        std::fs::remove_file(file(folder, FRONTIER_FILE)).unwrap();
        assert!(matches!(open(folder), Err(OpenError::Damaged { .. })));
        std::fs::write(&segment, good).unwrap();
        assert!(open(folder).is_ok());
    }

    /// Lengths are looked at, so what is missing or longer is noticed by opening.
    #[test]
    fn an_old_segment_that_is_cut_longer_or_gone_is_noticed() {
        let folder = grown("one");
        let folder = folder.path();
        let segment = file(folder, &segment_path(0));
        let good = std::fs::read(&segment).unwrap();
        for bytes in [&good[..good.len() - 1], &[&good[..], b"x"].concat(), b""] {
            std::fs::write(&segment, bytes).unwrap();
            assert!(matches!(open(folder), Err(OpenError::Damaged { .. })));
        }
        std::fs::remove_file(&segment).unwrap();
        assert!(matches!(open(folder), Err(OpenError::Damaged { .. })));
        std::fs::write(&segment, good).unwrap();
        assert!(open(folder).is_ok());
    }

    #[test]
    fn one_spelling() {
        let folder = grown("one");
        let disk = Disk::open(&folder.path().join("case")).unwrap();
        let frontier = Frontier::read(&disk, open(folder.path()).unwrap().read().vkey()).unwrap();
        let text = frontier.to_text();
        assert_eq!(Frontier::from_text(&text), Some(frontier));
        for (from, to) in [("size ", "size 0"), ("\nplace", "\n\nplace"), ("lengths ", "lengths  "), ("/1\n", "/2\n")] {
            assert_eq!(Frontier::from_text(&text.replacen(from, to, 1)), None, "{from:?}");
        }
        assert_eq!(Frontier::from_text(&format!("{text}more\n")), None);
        assert_eq!(Frontier::from_text(&text.replacen("peaks ", &format!("peaks {} ", Digest::of(b"x")), 1)), None);
    }
}
