//! A model of a disk that loses power: what was synced is there, of the rest any part may be.
//!
//! The changes of a run are recorded and replayed up to each moment. Bytes of a file are safe after a sync of
//! the file, names after a sync of their folder; of everything else any subset may have reached the disk. A
//! write may have reached it up to any byte, or with any of its sectors (512 bytes) or pages (4 KiB) as zeros.
//! Each state that can be left is laid out in a real folder and opened. While at most twelve changes are
//! pending all their subsets are tried; beyond that, each alone, all but each, every pair, and as many by
//! chance as the campaign has points. Every place in the code that asks for a sync is then left out in turn,
//! and the model has to find a broken promise for each.
//!
//! Left out: a disk that reorders behind a sync or answers it falsely, and power lost during the mending of an
//! earlier power cut (`faults.rs` breaks mending at each step; a torn tail is one of the runs here).

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::json;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{DocumentId, OriginalId};
use variorum_seal::{NoPassphrase, Opener, Passphrase, Passphrases, Seal};
use variorum_testkit::{Campaign, Random};

use crate::archive::{self, ArchiveError};
use crate::faults::scratch;
use crate::layout::{CONFIG_FILE, DERIVED, UNFINISHED_STEM};
use crate::probe::{Change, Recorded, record};
use crate::scan::named_digest;
use crate::{Case, Catalogue, FixedNotary, Keyring, ReadCase, ReportRow, Rows, Stage, Stamp, segment_path};

/// Below this many pending changes all subsets are tried.
const EXHAUSTIVE: usize = 12;
/// How many states of one run are drawn by chance before another run is made.
const STATES_OF_A_RUN: u64 = 250;
const CONFIG: &[u8] = b"title = \"Power\"\n";
const SECTOR: usize = 512;
const PAGE: usize = 4096;

fn notary(seed: &str) -> FixedNotary {
    FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), seed)
}

/// What a caller was told before the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The case was made.
    Made,
    /// So many entries are safe.
    Entries(u64),
    /// The head over so many entries is signed.
    Signed(u64),
    /// The key is sealed, and no other form of it is left.
    Sealed,
    /// The case is locked, and its folder is gone.
    Removed,
}

/// All that was told so far.
#[derive(Debug, Clone, Copy, Default, Hash)]
struct Promises {
    made: bool,
    entries: u64,
    signed: u64,
    sealed: bool,
    removed: bool,
}

impl Promises {
    fn take(&mut self, told: Told) {
        match told {
            Told::Made => self.made = true,
            Told::Entries(size) => self.entries = size,
            Told::Signed(size) => self.signed = size,
            Told::Sealed => self.sealed = true,
            Told::Removed => self.removed = true,
        }
    }
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

/// A change that is not safe yet.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pending {
    Bytes { file: usize, offset: usize, bytes: Vec<u8> },
    Length { file: usize, length: usize },
    Name { path: PathBuf, node: Option<Node> },
}

/// How much of a write reached the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Torn {
    Whole,
    /// The first bytes only.
    After(usize),
    /// The file has its length, but these pieces of it are zeros.
    Holes {
        piece: usize,
        mask: u64,
    },
}

/// What every torn write is tried as; `Whole` first.
const TORN: [Torn; 9] = [
    Torn::Whole,
    Torn::After(1),
    Torn::After(200),
    Torn::After(300),
    Torn::After(SECTOR),
    Torn::After(PAGE),
    Torn::Holes { piece: SECTOR, mask: u64::MAX },
    Torn::Holes { piece: SECTOR, mask: 1 },
    Torn::Holes { piece: SECTOR, mask: !1 },
];

/// What is safe, what is not, and what a running program sees.
#[derive(Debug, Clone, Default)]
struct Model {
    contents: Vec<Rc<Vec<u8>>>,
    names: BTreeMap<PathBuf, Node>,
    seen: BTreeMap<PathBuf, usize>,
    seen_lengths: Vec<usize>,
    pending: Vec<Pending>,
    promises: Promises,
}

impl Model {
    /// A folder as it is, all of it safe.
    fn of(folder: &Path) -> Self {
        let mut model = Self::default();
        let mut open = vec![PathBuf::new()];
        while let Some(next) = open.pop() {
            for entry in std::fs::read_dir(folder.join(&next)).unwrap() {
                let entry = entry.unwrap();
                let path = next.join(entry.file_name());
                if entry.file_type().unwrap().is_dir() {
                    model.names.insert(path.clone(), Node::Folder);
                    open.push(path);
                } else {
                    let bytes = std::fs::read(entry.path()).unwrap();
                    model.seen.insert(path.clone(), model.contents.len());
                    model.names.insert(path, Node::File(model.contents.len()));
                    model.seen_lengths.push(bytes.len());
                    model.contents.push(Rc::new(bytes));
                }
            }
        }
        model
    }

    fn take(&mut self, change: &Change) {
        match change {
            Change::MakeFolder(path) => self.name(path, Some(Node::Folder)),
            Change::Create(path) => {
                let file = self.contents.len();
                self.contents.push(Rc::default());
                self.seen_lengths.push(0);
                self.seen.insert(path.clone(), file);
                self.name(path, Some(Node::File(file)));
            }
            Change::Write(path, bytes) => {
                let file = self.seen[path];
                let offset = self.seen_lengths[file];
                self.seen_lengths[file] += bytes.len();
                self.pending.push(Pending::Bytes { file, offset, bytes: bytes.clone() });
            }
            Change::Truncate(path, length) => {
                let (file, length) = (self.seen[path], usize::try_from(*length).unwrap());
                self.seen_lengths[file] = length;
                self.pending.push(Pending::Length { file, length });
            }
            Change::Rename(from, to) => {
                let file = self.seen.remove(from).unwrap();
                self.seen.insert(to.clone(), file);
                self.name(to, Some(Node::File(file)));
                self.name(from, None);
            }
            Change::Remove(path) => {
                self.seen.remove(path);
                self.name(path, None);
            }
            Change::SyncFile(path, _) => {
                let synced = self.seen[path];
                self.settle(|change| match change {
                    Pending::Bytes { file, .. } | Pending::Length { file, .. } => *file == synced,
                    Pending::Name { .. } => false,
                });
            }
            Change::SyncFolder(folder, _) => self.settle(|change| match change {
                Pending::Name { path, .. } => path.parent() == Some(folder),
                Pending::Bytes { .. } | Pending::Length { .. } => false,
            }),
        }
    }

    /// Gives or takes a name. Unfinished files are swept, so whether their names are there makes no difference.
    fn name(&mut self, path: &Path, node: Option<Node>) {
        if !is_unfinished(path) {
            self.pending.push(Pending::Name { path: path.to_owned(), node });
        }
    }

    fn settle(&mut self, is_safe: impl Fn(&Pending) -> bool) {
        let (safe, pending) = std::mem::take(&mut self.pending).into_iter().partition(is_safe);
        self.pending = pending;
        for change in safe {
            self.apply(&change, Torn::Whole);
        }
    }

    /// Makes a change real; a write as far as `torn` says.
    fn apply(&mut self, change: &Pending, torn: Torn) {
        match change {
            Pending::Bytes { file, offset, bytes } => {
                write(Rc::make_mut(&mut self.contents[*file]), *offset, bytes, torn);
            }
            Pending::Length { file, length } => Rc::make_mut(&mut self.contents[*file]).truncate(*length),
            Pending::Name { path, node: Some(node) } => drop(self.names.insert(path.clone(), *node)),
            Pending::Name { path, node: None } => drop(self.names.remove(path)),
        }
    }

    /// The state after a power cut now that spared what `is_spared` picks.
    fn after(&self, is_spared: impl Fn(usize) -> bool, mut torn: impl FnMut() -> Torn) -> Self {
        let mut state = self.clone();
        state.pending.clear();
        for (_, change) in self.pending.iter().enumerate().filter(|(number, _)| is_spared(*number)) {
            state.apply(change, torn());
        }
        state
    }

    /// All states that a power cut now can leave, or, when there are too many, the ones by rule. Of each only those
    /// with one of the `newest` changes: the others could be left before.
    fn states(&self, newest: usize) -> Vec<Self> {
        let count = self.pending.len();
        let is_new = |subset: &BTreeSet<usize>| newest > count || subset.range(count - newest..).next().is_some();
        let subsets: Vec<BTreeSet<usize>> = if count <= EXHAUSTIVE {
            let bits = |subset: u32| (0..count).filter(move |bit| subset >> bit & 1 == 1).collect();
            (0u32..1 << count).map(bits).collect()
        } else {
            let all: BTreeSet<usize> = (0..count).collect();
            let but = |number: usize| all.iter().copied().filter(move |other| *other != number).collect();
            let pairs = all.iter().flat_map(|a| all.iter().map(move |b| BTreeSet::from([*a, *b])));
            [BTreeSet::new(), all.clone()].into_iter().chain((0..count).map(but)).chain(pairs).collect()
        };
        let has_bytes = |number: &usize| matches!(self.pending[*number], Pending::Bytes { .. });
        let ways = |subset: &BTreeSet<usize>| if subset.iter().any(has_bytes) { &TORN[..] } else { &TORN[..1] };
        let each = |subset: BTreeSet<usize>| {
            let ways = ways(&subset);
            ways.iter().map(move |torn| self.after(|number| subset.contains(&number), || *torn)).collect::<Vec<_>>()
        };
        subsets.into_iter().filter(is_new).flat_map(each).collect()
    }

    /// One state by chance.
    fn drawn(&self, random: &mut Random) -> Self {
        let kept = 1 + random.below(8);
        let spared: BTreeSet<usize> = (0..self.pending.len()).filter(|_| random.below(8) < kept).collect();
        let torn = || match random.below(4) {
            0 | 1 => Torn::Whole,
            2 => Torn::After(random.below(PAGE * 2)),
            _ => Torn::Holes { piece: *random.one_of(&[SECTOR, PAGE]), mask: random.next_number() },
        };
        self.after(|number| spared.contains(&number), torn)
    }

    /// What is on the disk then, without names in folders that are not.
    fn reachable(&self) -> impl Iterator<Item = (&PathBuf, Option<&[u8]>)> {
        let is_folder = |path: &Path| path.as_os_str().is_empty() || self.names.get(path) == Some(&Node::Folder);
        let nodes = self.names.iter().filter(move |(path, _)| path.ancestors().skip(1).all(is_folder));
        nodes.map(|(path, node)| match node {
            Node::Folder => (path, None),
            Node::File(file) => (path, Some(self.contents[*file].as_slice())),
        })
    }

    /// The same for the same files and promises.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.promises.hash(&mut hasher);
        self.reachable().for_each(|node| node.hash(&mut hasher));
        hasher.finish()
    }

    fn lay_out(&self, folder: &Path) {
        for (path, bytes) in self.reachable() {
            match bytes {
                None => std::fs::create_dir(folder.join(path)).unwrap(),
                Some(bytes) => std::fs::write(folder.join(path), bytes).unwrap(),
            }
        }
    }
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED_STEM))
}

fn write(content: &mut Vec<u8>, offset: usize, bytes: &[u8], torn: Torn) {
    let mut bytes = bytes.to_vec();
    match torn {
        Torn::Whole => {}
        Torn::After(length) => bytes.truncate(length),
        Torn::Holes { piece, mask } => {
            for (at, byte) in bytes.iter_mut().enumerate() {
                if mask >> ((offset + at) / piece % 64) & 1 == 1 {
                    *byte = 0;
                }
            }
        }
    }
    if content.len() < offset + bytes.len() {
        content.resize(offset + bytes.len(), 0);
    }
    content[offset..offset + bytes.len()].copy_from_slice(&bytes);
}

/// A run of the store on a folder that held something before, and what must hold after a power cut in it.
struct Run {
    before: Model,
    trace: Vec<Recorded<Told>>,
    /// The lines that the journal had in the end.
    lines: Vec<String>,
    /// The rows that a catalogue of this run may have.
    catalogue: Option<(Stamp, Digest)>,
    /// What stood torn at the journal's end before.
    torn: Option<&'static [u8]>,
}

const CASE: &str = "above/case";
const KEYS: &str = "home/keys";
const ARCHIVE: &str = "case.age";

/// Does something with a case below `home` and notes what it does.
fn run(prepare: impl FnOnce(&Path), act: impl FnOnce(&Path, &mut dyn FnMut(Told)) -> Option<(Stamp, Digest)>) -> Run {
    let home = scratch();
    prepare(home.path());
    let before = Model::of(home.path());
    let (catalogue, trace) = record(|tell| act(home.path(), tell));
    let inside = |path: &PathBuf| path.strip_prefix(home.path()).unwrap().to_owned();
    let trace = trace.into_iter().map(|recorded| match recorded {
        Recorded::Changed(change) => Recorded::Changed(match &change {
            Change::MakeFolder(path) => Change::MakeFolder(inside(path)),
            Change::Create(path) => Change::Create(inside(path)),
            Change::Write(path, bytes) => Change::Write(inside(path), bytes.clone()),
            Change::SyncFile(path, site) => Change::SyncFile(inside(path), site),
            Change::SyncFolder(path, site) => Change::SyncFolder(inside(path), site),
            Change::Rename(from, to) => Change::Rename(inside(from), inside(to)),
            Change::Truncate(path, length) => Change::Truncate(inside(path), *length),
            Change::Remove(path) => Change::Remove(inside(path)),
        }),
        told @ Recorded::Acknowledged(_) => told,
    });
    let trace = trace.collect();
    if !home.path().join(CASE).exists() {
        unlock(home.path()).unwrap();
    }
    let (case, _) = ReadCase::open(&home.path().join(CASE)).unwrap();
    let lines = case.lines().unwrap().map(Result::unwrap).collect();
    Run { before, trace, lines, catalogue, torn: None }
}

/// Somebody with one passphrase.
struct Person;

impl Passphrases for Person {
    fn of(&self, _: &Path) -> Result<Passphrase, NoPassphrase> {
        Passphrase::new("the same as ever".to_owned())
    }

    fn choose(&self, path: &Path) -> Result<Passphrase, NoPassphrase> {
        self.of(path)
    }
}

fn keyring(home: &Path) -> Keyring {
    Keyring::at(home.join(KEYS)).asking(Arc::new(Person)).guessed_easily()
}

fn make(home: &Path) -> Case {
    Case::create(&home.join(CASE), &keyring(home), notary("power"), "test 1", CONFIG).unwrap()
}

fn open(home: &Path) -> Case {
    Case::open(&home.join(CASE), &keyring(home), notary("run")).unwrap().0
}

fn add(case: &mut Case, texts: &[Vec<u8>], tell: &mut dyn FnMut(Told)) {
    let mut batch = case.batch();
    for (number, text) in texts.iter().enumerate() {
        let stored = match number % 2 {
            0 => batch.original(text).unwrap(),
            _ => batch.original_from(Path::new("text"), text.as_slice()).unwrap(),
        };
        batch.entry("object.add", &json!({"sha256": stored.id, "size": stored.size})).unwrap();
    }
    tell(Told::Entries(batch.commit().unwrap().end));
}

fn sign(case: &mut Case, tell: &mut dyn FnMut(Told)) {
    tell(Told::Signed(case.sign_checkpoint().unwrap().head().size));
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Makes a case where neither it, nor its keys, nor the folders above them are.
fn making() -> Run {
    made(|_| {})
}

/// Makes it where an attempt was cut off.
fn making_again() -> Run {
    let cut_off = |home: &Path| {
        drop(make(home));
        std::fs::write(home.join(CASE).join("unfinished"), "").unwrap();
        std::fs::remove_file(home.join(CASE).join("FORMAT")).unwrap();
    };
    made(cut_off)
}

/// Makes a case where `prepare` has been.
fn made(prepare: impl FnOnce(&Path)) -> Run {
    run(prepare, |home, tell| {
        drop(make(home));
        tell(Told::Made);
        tell(Told::Entries(2));
        tell(Told::Signed(2));
        None
    })
}

/// Adds two batches, of which the second holds what an attempt before left without a name, and signs twice.
fn adding() -> Run {
    let prepare = |home: &Path| {
        let mut case = make(home);
        case.batch().original(b"five").unwrap();
    };
    run(prepare, |home, tell| {
        tell(Told::Made);
        tell(Told::Signed(2));
        let mut case = open(home);
        add(&mut case, &texts(&["one", "two", "three"]), tell);
        sign(&mut case, tell);
        add(&mut case, &texts(&["four", "five"]), tell);
        sign(&mut case, tell);
        None
    })
}

/// Goes over the end of a segment.
fn growing() -> Run {
    run(
        |home| drop(make(home)),
        |home, tell| {
            tell(Told::Made);
            tell(Told::Signed(2));
            let mut case = open(home);
            case.segment_bytes = 600;
            for text in ["one", "two", "three", "four"] {
                add(&mut case, &texts(&[text]), tell);
            }
            sign(&mut case, tell);
            None
        },
    )
}

/// Opens a case that an earlier power cut left with half a line at its end.
fn mending() -> Run {
    let torn: &[u8] = b"{\"at\":\"2026";
    let tear = |home: &Path| {
        let mut case = make(home);
        add(&mut case, &texts(&["one"]), &mut |_| {});
        drop(case);
        let journal = home.join(CASE).join(segment_path(0));
        let good = std::fs::read(&journal).unwrap();
        std::fs::write(&journal, [&good, torn].concat()).unwrap();
    };
    let run = run(tear, |home, tell| {
        tell(Told::Made);
        tell(Told::Entries(3));
        tell(Told::Signed(2));
        drop(open(home));
        tell(Told::Entries(4));
        tell(Told::Signed(4));
        None
    });
    Run { torn: Some(torn), ..run }
}

/// Makes the catalogue and keeps a derived value.
fn caching() -> Run {
    run(
        |home| drop(make(home)),
        |home, tell| {
            tell(Told::Made);
            tell(Told::Entries(2));
            let case = open(home);
            case.read().derived().put(Stage::new("text"), Digest::of(b"key"), b"value").unwrap();
            let stamp = Stamp { size: 2, root: case.read().root(), code: "power/1".to_owned() };
            let report = ReportRow {
                code: "R1".into(),
                original: OriginalId::of_bytes(b"one"),
                document: DocumentId::of_text("one"),
                name: "one.txt".to_owned(),
                title: None,
                publisher: None,
                published: None,
                language: None,
            };
            let rows = Rows { reports: [report], claims: [], readings: [] };
            let content = Catalogue::rebuild(case.read(), &stamp, rows).unwrap().content_digest().unwrap();
            Some((stamp, content))
        },
    )
}

/// Seals the key.
fn sealing() -> Run {
    run(
        |home| drop(make(home)),
        |home, tell| {
            tell(Told::Made);
            tell(Told::Signed(2));
            let (case, _) = ReadCase::open(&home.join(CASE)).unwrap();
            keyring(home).protect(case.origin()).unwrap();
            tell(Told::Sealed);
            None
        },
    )
}

fn lock(home: &Path) {
    let seal = Seal::with(&Person.of(home).unwrap()).work(1);
    archive::lock(&home.join(CASE), &home.join(ARCHIVE), &seal, true, &mut |_| {}).unwrap();
}

fn unlock(home: &Path) -> Result<(), ArchiveError> {
    let opener = Opener::Passphrase(Person.of(home).unwrap());
    archive::unlock(&home.join(ARCHIVE), &opener, &home.join(CASE), &mut |_| {}).map(drop)
}

/// Locks the case and takes its folder away.
fn locking() -> Run {
    let act = |home: &Path, tell: &mut dyn FnMut(Told)| {
        tell(Told::Made);
        tell(Told::Signed(2));
        lock(home);
        tell(Told::Removed);
        None
    };
    run(|home| drop(make(home)), act)
}

/// Unlocks a case into folders that are not there.
fn unlocking() -> Run {
    let prepare = |home: &Path| {
        drop(make(home));
        lock(home);
        std::fs::remove_dir(home.join("above")).unwrap();
    };
    run(prepare, |home, tell| {
        unlock(home).unwrap();
        tell(Told::Made);
        tell(Told::Entries(2));
        tell(Told::Signed(2));
        None
    })
}

/// Batches of any number and size, by chance.
fn by_chance(seed: u64) -> Run {
    let mut random = Random::new(seed);
    run(
        |home| drop(make(home)),
        |home, tell| {
            tell(Told::Made);
            tell(Told::Signed(2));
            let mut case = open(home);
            case.segment_bytes = 400 + random.below(6000) as u64;
            for _ in 0..1 + random.below(3) {
                let sizes: Vec<usize> =
                    (0..1 + random.below(12)).map(|_| random.below(10_000) >> random.below(14)).collect();
                let texts: Vec<Vec<u8>> =
                    sizes.iter().map(|size| (0..*size).map(|_| b'a' + random.below(9) as u8).collect()).collect();
                add(&mut case, &texts, tell);
                if random.below(2) == 0 {
                    sign(&mut case, tell);
                }
            }
            None
        },
    )
}

/// Opens what is left and tells what is wrong with it.
fn judge(home: &Path, promises: Promises, run: &Run) -> Result<(), String> {
    let path = home.join(CASE);
    if promises.removed && path.exists() {
        return Err("the folder that was removed is back".to_owned());
    }
    if promises.made && !path.join("FORMAT").exists() {
        unlock(home).map_err(|error| format!("neither the case nor its archive is there: {error}"))?;
    }
    let is_plain = |name: String| name.ends_with(".key");
    if promises.sealed && names(&home.join(KEYS)).into_iter().any(is_plain) {
        return Err("the key that was sealed is there as it was".to_owned());
    }
    let case = match Case::open(&path, &keyring(home), notary("after")) {
        Ok((case, _)) => case,
        Err(error) if promises.made || path.join("FORMAT").exists() => return Err(format!("does not open: {error}")),
        Err(_) => {
            let again = Case::create(&path, &keyring(home), notary("again"), "test 1", CONFIG);
            return again.map(drop).map_err(|error| format!("cannot be made again: {error}"));
        }
    };
    let read = case.read();
    if read.size() < promises.entries {
        return Err(format!("{} entries of {} acknowledged", read.size(), promises.entries));
    }
    let kept = read.lines().unwrap().map(Result::unwrap);
    if let Some(number) = kept.zip(&run.lines).take(promises.entries as usize).position(|(kept, told)| kept != *told) {
        return Err(format!("entry {number} is another one than was acknowledged"));
    }
    let heads = [("checkpoint", read.checkpoint().cloned()), ("mark", keyring(home).seen(read.vkey()).unwrap())];
    for (name, head) in heads {
        let size = head.map_or(0, |head| head.head().size);
        if size < promises.signed {
            return Err(format!("the {name} is over {size} entries, {} were signed", promises.signed));
        }
    }
    if read.config().ok().as_deref() != Some(CONFIG) {
        return Err(format!("{CONFIG_FILE} is not as it was written"));
    }
    let entries: Vec<_> = read.entries().unwrap().map(Result::unwrap).collect();
    if let Some(torn) = run.torn {
        let is_told = |digest: Option<Digest>| digest == Some(Digest::of(torn));
        let times = entries.iter().filter(|entry| is_told(named_digest(&entry.body))).count();
        if times != 1 {
            return Err(format!("the torn bytes are told {times} times"));
        }
    }
    for entry in entries {
        if let Some(digest) = named_digest(&entry.body)
            && let Err(error) = read.original(OriginalId::from_digest(digest))
        {
            return Err(format!("an entry names what is not there: {error}"));
        }
    }
    judge_caches(read, run)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn judge_caches(case: &ReadCase, run: &Run) -> Result<(), String> {
    let value = case.derived().get(Stage::new("text"), Digest::of(b"key"));
    if value.is_some_and(|value| value != b"value") {
        return Err("a derived value is wrong".to_owned());
    }
    let Some((stamp, content)) = &run.catalogue else { return Ok(()) };
    match Catalogue::open(case, stamp).map(|catalogue| catalogue.content_digest()) {
        Some(Ok(found)) if found == *content => Ok(()),
        None => Ok(()),
        other => Err(format!("the catalogue is another one: {other:?}")),
    }
}

/// A place in the code that asks for a sync, and what it is then asked for: one place may serve several files.
type Site = (&'static Location<'static>, String);

/// What a synced file becomes, or the folder that is synced; digests and numbers left out.
fn purpose(trace: &[Recorded<Told>], number: usize, path: &Path) -> String {
    let renamed = trace[number..].iter().find_map(|recorded| match recorded {
        Recorded::Changed(Change::Rename(from, to)) if from == path => Some(to),
        _ => None,
    });
    let text = renamed.map_or(path, PathBuf::as_path).to_string_lossy().into_owned();
    text.split('/')
        .map(|part| if part.contains(|c: char| c.is_ascii_digit()) { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

fn site_of(trace: &[Recorded<Told>], number: usize) -> Option<Site> {
    match &trace[number] {
        Recorded::Changed(Change::SyncFile(path, site) | Change::SyncFolder(path, site)) => {
            Some((site, purpose(trace, number, path)))
        }
        _ => None,
    }
}

/// Judges the states at all moments of a run up to the first bad one, without the syncs of `without`.
fn sweep(run: &Run, without: Option<&Site>, mut seen: impl FnMut()) -> Option<String> {
    let mut model = run.before.clone();
    let mut judged = BTreeSet::new();
    for (number, recorded) in run.trace.iter().enumerate() {
        if without.is_some() && site_of(&run.trace, number).as_ref() == without {
            continue;
        }
        let before = model.pending.len();
        let newest = match recorded {
            Recorded::Changed(change) => {
                model.take(change);
                model.pending.len().saturating_sub(before)
            }
            // Every state is judged anew by what was promised now.
            Recorded::Acknowledged(told) => {
                model.promises.take(*told);
                usize::MAX
            }
        };
        // What a sync makes safe could be there before, and a name that is swept is none.
        if newest == 0 {
            continue;
        }
        for state in model.states(newest) {
            if !judged.insert(state.fingerprint()) {
                continue;
            }
            let left = scratch();
            state.lay_out(left.path());
            if let Err(verdict) = judge(left.path(), state.promises, run) {
                return Some(format!("after {number} {recorded:?}: {verdict}"));
            }
            seen();
        }
    }
    None
}

impl Run {
    /// The run without what it does to caches: never synced, they would be pending to the end, and the number of
    /// states doubles with each. The runs by chance and the one about caches keep them.
    fn without_caches(mut self) -> Self {
        let is_cache = |path: &Path| path.iter().any(|part| part == DERIVED);
        let renamed = |recorded: &Recorded<Told>| match recorded {
            Recorded::Changed(Change::Rename(from, to)) if is_cache(to) => Some(from.clone()),
            _ => None,
        };
        let unfinished: BTreeSet<PathBuf> = self.trace.iter().filter_map(renamed).collect();
        let is_kept = |path: &PathBuf| !is_cache(path) && !unfinished.contains(path);
        self.trace.retain(|recorded| match recorded {
            Recorded::Acknowledged(_) => true,
            Recorded::Changed(
                Change::MakeFolder(path)
                | Change::Create(path)
                | Change::Write(path, _)
                | Change::SyncFile(path, _)
                | Change::SyncFolder(path, _)
                | Change::Rename(path, _)
                | Change::Truncate(path, _)
                | Change::Remove(path),
            ) => is_kept(path),
        });
        self
    }
}

fn runs() -> [(&'static str, Run); 9] {
    [
        ("making", making().without_caches()),
        ("making again", making_again().without_caches()),
        ("adding", adding().without_caches()),
        ("growing", growing().without_caches()),
        ("mending", mending().without_caches()),
        ("caching", caching()),
        ("sealing", sealing()),
        ("locking", locking()),
        ("unlocking", unlocking()),
    ]
}

#[test]
fn no_power_cut_breaks_a_promise() {
    let mut campaign = Campaign::begin("power-cut-exhaustive", 0);
    for (name, run) in runs() {
        let verdict = sweep(&run, None, || campaign.point());
        assert_eq!(verdict, None, "{name}");
    }
    assert!(campaign.points() > 1000, "{}", campaign.points());
    campaign.close();
}

#[test]
fn no_power_cut_by_chance_breaks_a_promise() {
    let mut campaign = Campaign::begin("power-cut", 1000);
    let mut current = None;
    for seed in campaign.seeds() {
        let number = seed / STATES_OF_A_RUN;
        let run = match &current {
            Some((of, run)) if *of == number => run,
            _ => &current.insert((number, by_chance(number))).1,
        };
        let mut random = Random::new(seed);
        let moment = 1 + random.below(run.trace.len());
        let mut model = run.before.clone();
        for recorded in &run.trace[..moment] {
            match recorded {
                Recorded::Changed(change) => model.take(change),
                Recorded::Acknowledged(told) => model.promises.take(*told),
            }
        }
        let left = scratch();
        let state = model.drawn(&mut random);
        state.lay_out(left.path());
        let verdict = judge(left.path(), state.promises, run);
        assert_eq!(verdict, Ok(()), "{}", campaign.failed(seed, format!("after {:?}", run.trace[moment - 1])));
        campaign.point();
    }
    campaign.close();
}

/// The model has teeth: leave out any one place that asks for a sync, and some power cut breaks a promise.
#[test]
fn every_sync_is_needed() {
    let mut campaign = Campaign::begin("power-cut-mutations", 0);
    let runs = runs();
    let sites = |run: &Run| (0..run.trace.len()).filter_map(|number| site_of(&run.trace, number)).collect::<Vec<_>>();
    let all: BTreeSet<Site> = runs.iter().flat_map(|(_, run)| sites(run)).collect();
    let places: BTreeSet<(String, u32)> =
        all.iter().map(|(site, _)| (site.file().rsplit('/').next().unwrap().to_owned(), site.line())).collect();
    assert_eq!(places, syncs_in_the_code(), "the runs pass every sync, and every one is counted");
    let mut needless = Vec::new();
    for site in &all {
        let verdict =
            runs.iter().find_map(|(_, run)| sites(run).contains(site).then(|| sweep(run, Some(site), || {}))?);
        match verdict {
            Some(_) => campaign.point(),
            None => needless.push(format!("{}:{} for {}", site.0.file(), site.0.line(), site.1)),
        }
    }
    assert!(needless.is_empty(), "nothing breaks without the sync at\n{}", needless.join("\n"));
    campaign.figure("sites", format!("{}/{}", campaign.points(), all.len()));
    campaign.close();
}

/// Every line of this crate that asks for a sync, tests left out.
fn syncs_in_the_code() -> BTreeSet<(String, u32)> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() || ["power_cut.rs", "faults.rs", "probe.rs"].contains(&name.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            if line.contains(".sync()") || line.contains(".sync_folder(") {
                found.insert((name.clone(), number as u32 + 1));
            }
        }
    }
    found
}
