//! A model of a disk that loses power: what was synced is there, of the rest any part may be.
//!
//! The effects of a run are recorded and replayed up to each moment. Bytes of a file are safe after a sync of
//! the file, names after a sync of their folder; of everything else any subset may have reached the disk,
//! and a write may have reached it in part. Each state that can be left is laid out in a real folder and
//! opened. Left out: a file system that reorders behind a sync, and bytes that were never written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::json;
use variorum_evidence::ids::OriginalId;

use crate::faults::scratch;
use crate::probe::{Recorded, record};
use crate::scan::named_digest;
use crate::{Case, FixedNotary, Keyring};

fn notary() -> FixedNotary {
    FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), "power")
}

/// A change that is not safe yet.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pending {
    Bytes { file: usize, bytes: Vec<u8> },
    Length { file: usize, length: u64 },
    Name { path: String, file: Option<usize> },
    Folder { path: String },
}

/// What is safe, what is not, and what a running program sees.
#[derive(Debug, Clone, Default)]
struct Model {
    contents: Vec<Vec<u8>>,
    names: BTreeMap<String, usize>,
    folders: BTreeSet<String>,
    seen: BTreeMap<String, usize>,
    pending: Vec<Pending>,
    acknowledged: u64,
}

impl Model {
    /// A folder as it is, all of it safe.
    fn of(folder: &Path) -> Self {
        let mut model = Self::default();
        let mut open = vec![String::new()];
        while let Some(next) = open.pop() {
            for entry in std::fs::read_dir(folder.join(&next)).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let path = if next.is_empty() { name } else { format!("{next}/{name}") };
                if entry.file_type().unwrap().is_dir() {
                    model.folders.insert(path.clone());
                    open.push(path);
                } else {
                    model.names.insert(path, model.contents.len());
                    model.contents.push(std::fs::read(entry.path()).unwrap());
                }
            }
        }
        model.seen = model.names.clone();
        model
    }

    fn take(&mut self, effect: &Recorded) {
        match effect {
            Recorded::MakeFolder(path) => self.pending.push(Pending::Folder { path: path.clone() }),
            Recorded::Create(path) => {
                let file = self.contents.len();
                self.contents.push(Vec::new());
                self.seen.insert(path.clone(), file);
                self.name(path, Some(file));
            }
            Recorded::Write(path, bytes) => {
                self.pending.push(Pending::Bytes { file: self.seen[path], bytes: bytes.clone() });
            }
            Recorded::Truncate(path, length) => {
                self.pending.push(Pending::Length { file: self.seen[path], length: *length });
            }
            Recorded::Rename(from, to) => {
                let file = self.seen.remove(from).unwrap();
                self.seen.insert(to.clone(), file);
                self.name(to, Some(file));
                self.name(from, None);
            }
            Recorded::Remove(path) => {
                self.seen.remove(path);
                self.name(path, None);
            }
            Recorded::SyncFile(path) => {
                let synced = self.seen[path];
                self.settle(|change| match change {
                    Pending::Bytes { file, .. } | Pending::Length { file, .. } => *file == synced,
                    _ => false,
                });
            }
            Recorded::SyncFolder(folder) => self.settle(|change| match change {
                Pending::Name { path, .. } | Pending::Folder { path } => {
                    path.rsplit_once('/').map_or("", |(parent, _)| parent) == folder
                }
                _ => false,
            }),
            Recorded::Acknowledged(size) => self.acknowledged = *size,
        }
    }

    /// Gives or takes a name. What lies in `tmp/` is swept, so whether it is there makes no difference.
    fn name(&mut self, path: &str, file: Option<usize>) {
        if !path.starts_with("tmp/") {
            self.pending.push(Pending::Name { path: path.to_owned(), file });
        }
    }

    fn settle(&mut self, is_safe: impl Fn(&Pending) -> bool) {
        let (safe, pending) = std::mem::take(&mut self.pending).into_iter().partition(is_safe);
        self.pending = pending;
        for change in safe {
            self.apply(&change, usize::MAX);
        }
    }

    /// Makes a change real; of written bytes at most the first `most`.
    fn apply(&mut self, change: &Pending, most: usize) {
        match change {
            Pending::Bytes { file, bytes } => self.contents[*file].extend(&bytes[..bytes.len().min(most)]),
            Pending::Length { file, length } => self.contents[*file].truncate(*length as usize),
            Pending::Name { path, file: Some(file) } => drop(self.names.insert(path.clone(), *file)),
            Pending::Name { path, file: None } => drop(self.names.remove(path)),
            Pending::Folder { path } => drop(self.folders.insert(path.clone())),
        }
    }

    /// Every state that a power cut now can leave: any subset of the pending changes, writes whole or in part.
    fn states(&self) -> Vec<Self> {
        assert!(self.pending.len() <= 12, "{:?}", self.pending);
        let mut states = Vec::new();
        for subset in 0u32..1 << self.pending.len() {
            let chosen = || self.pending.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1);
            for most in [usize::MAX, 1, 200, 300] {
                if most < usize::MAX && !chosen().any(|(_, change)| matches!(change, Pending::Bytes { .. })) {
                    continue;
                }
                let mut state = self.clone();
                chosen().for_each(|(_, change)| state.apply(change, most));
                states.push(state);
            }
        }
        states
    }

    /// What is on the disk then, without names in folders that are not.
    fn files(&self) -> BTreeMap<&String, &Vec<u8>> {
        let is_reachable = |path: &str| {
            let mut parents = path.match_indices('/').map(|(at, _)| &path[..at]);
            parents.all(|parent| self.folders.contains(parent))
        };
        self.names
            .iter()
            .filter(|(path, _)| is_reachable(path))
            .map(|(path, file)| (path, &self.contents[*file]))
            .collect()
    }

    fn lay_out(&self, folder: &Path) {
        for path in &self.folders {
            std::fs::create_dir_all(folder.join(path)).unwrap();
        }
        for (path, bytes) in self.files() {
            std::fs::write(folder.join(path), bytes).unwrap();
        }
    }
}

/// Opens what is left and tells what is wrong with it.
fn judge(folder: &Path, keyring: &Keyring, acknowledged: u64) -> Result<(), String> {
    let (case, _) = Case::open(folder, keyring, notary()).map_err(|error| format!("does not open: {error}"))?;
    if case.read().size() < acknowledged {
        return Err(format!("{} entries of {acknowledged} acknowledged", case.read().size()));
    }
    for entry in case.read().entries().unwrap() {
        let digest = named_digest(&entry.unwrap().body);
        if let Some(digest) = digest
            && let Err(error) = case.read().original(OriginalId::from_digest(digest))
        {
            return Err(format!("an entry names what is not there: {error}"));
        }
    }
    Ok(())
}

/// Judges all states after all moments of a run up to the first bad one, where effects that `skip` picks
/// never happened. Tells how many states there were, and what was bad.
fn sweep(skip: impl Fn(&Recorded) -> bool) -> (usize, Option<String>) {
    let home = scratch();
    let (path, keyring) = (home.path().join("case"), Keyring::at(home.path().join("keys")));
    drop(Case::create(&path, &keyring, notary(), "test 1", b"config").unwrap());
    // Another machine's keyring: it has the key and saw the case as it is now.
    let other = scratch();
    for entry in std::fs::read_dir(keyring.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), other.path().join(entry.file_name())).unwrap();
    }
    let seen: Vec<_> = std::fs::read_dir(other.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let seen: Vec<_> = seen.into_iter().map(|path| (std::fs::read(&path).unwrap(), path)).collect();
    let (mut case, _) = Case::open(&path, &keyring, notary()).unwrap();
    let mut model = Model::of(&path);
    let (_, trace) = record(|acknowledge| {
        for texts in [["one", "two", "three"], ["four", "five", "six"]] {
            let mut batch = case.batch();
            for text in texts {
                let stored = batch.original(text.as_bytes()).unwrap();
                batch.entry("object.add", &json!({"sha256": stored.id, "size": stored.size})).unwrap();
            }
            acknowledge(batch.commit().unwrap().end);
            case.sign_checkpoint().unwrap();
        }
    });
    let mut judged = BTreeSet::new();
    for (number, effect) in trace.iter().enumerate() {
        let in_keyring = |path: &str| path.ends_with(".seen") || path.starts_with("new-");
        let skipped = match effect {
            Recorded::Create(path) | Recorded::Write(path, _) | Recorded::SyncFile(path) => in_keyring(path),
            Recorded::Rename(_, path) | Recorded::Remove(path) => in_keyring(path),
            Recorded::SyncFolder(path) => path.is_empty(),
            _ => false,
        };
        if skipped || skip(effect) {
            continue;
        }
        model.take(effect);
        for state in model.states() {
            if !judged.insert(format!("{} {:?} {:?}", model.acknowledged, state.folders, state.files())) {
                continue;
            }
            let left = scratch();
            state.lay_out(left.path());
            for (bytes, path) in &seen {
                std::fs::write(path, bytes).unwrap();
            }
            if let Err(verdict) = judge(left.path(), &Keyring::at(other.path()), model.acknowledged) {
                return (judged.len(), Some(format!("after {number} {effect:?}: {verdict}")));
            }
        }
    }
    (judged.len(), None)
}

#[test]
fn no_power_cut_breaks_a_promise() {
    let (states, verdict) = sweep(|_| false);
    assert_eq!(verdict, None);
    assert!(states > 60, "{states}");
}

/// The model has teeth: without any one kind of sync, some power cut breaks a promise.
#[test]
fn every_sync_is_needed() {
    let is = |effect: &Recorded, kind: &str| match effect {
        Recorded::SyncFile(path) => {
            kind == "file" && path.starts_with("tmp/") || kind == "journal" && path.ends_with(".jsonl")
        }
        Recorded::SyncFolder(path) => match path.as_str() {
            "originals" => kind == "originals",
            _ => kind == "folder" && path.starts_with("originals/"),
        },
        _ => false,
    };
    for kind in ["file", "folder", "originals", "journal"] {
        let (_, verdict) = sweep(|effect| is(effect, kind));
        assert!(verdict.is_some(), "without the sync of {kind} nothing breaks");
    }
}
