//! A case with a fixed notary in a folder of its own, and ways to damage it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;
use variorum_store::{Case, FixedNotary, Keyring, OpenError};

/// A folder with a case and a keyring beside it.
pub(crate) struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// An empty world.
    pub(crate) fn new() -> Self {
        // In memory where there is such a place: these tests sync thousands of times.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { folder: folder.unwrap() }
    }

    /// A world with a case of two entries.
    pub(crate) fn with_case() -> Self {
        let world = Self::new();
        drop(world.create());
        world
    }

    /// The same files in another folder.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_folder(self.folder.path(), copy.folder.path());
        copy
    }

    pub(crate) fn case_path(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.case_path().join(name)
    }

    /// A folder beside the case.
    pub(crate) fn outside(&self) -> PathBuf {
        let path = self.folder.path().join("outside");
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    pub(crate) fn keyring(&self) -> Keyring {
        Keyring::at(self.folder.path().join("keys"))
    }

    pub(crate) fn create(&self) -> Case {
        self.create_from("seed")
    }

    /// Makes a case whose name, key and salts follow from `seed`.
    pub(crate) fn create_from(&self, seed: &str) -> Case {
        let notary = FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), seed);
        let config = b"title = \"Test\"\n";
        Case::create(&self.case_path(), &self.keyring(), notary, "test 1", config).unwrap()
    }

    pub(crate) fn open(&self) -> Result<(Case, Vec<String>), OpenError> {
        self.open_at("2026-11-23T06:00:00Z")
    }

    /// Opens the case with a clock that starts then; gives the codes of the findings too.
    pub(crate) fn open_at(&self, time: &str) -> Result<(Case, Vec<String>), OpenError> {
        let notary = FixedNotary::new(time.parse().unwrap(), time);
        let (case, findings) = Case::open(&self.case_path(), &self.keyring(), notary)?;
        Ok((case, findings.into_iter().map(|finding| finding.code).collect()))
    }
}

/// Adds an original with its entry.
pub(crate) fn add(case: &mut Case, name: &str, bytes: &[u8]) -> u64 {
    let mut batch = case.batch();
    let stored = batch.original(bytes).unwrap();
    batch.entry("object.add", &json!({"name": name, "sha256": stored.id, "size": stored.size})).unwrap();
    batch.commit().unwrap().start
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder, by its path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}
