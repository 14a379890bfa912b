//! The cache of derived values: what may be deleted at any time and is then computed again.
//!
//! A value is named by its stage and by a key that follows from everything it was computed from. The file
//! begins with a line that holds the SHA-256 over stage, key and value, so a file that is torn, changed or
//! lies under another name is no value; the caller computes it again. Hence no sync: after a power cut some
//! values are gone and none is wrong. Readers may fill the cache too, without the lock.

use std::io::Read as _;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;

use crate::disk::{Disk, DiskError, ORDINARY};
use crate::layout::{self, DERIVED, TMP};

const HEADER: &str = "variorum-cache/1 ";

/// No value is longer; a longer file is none of ours, whatever fills it.
const LONGEST: u64 = 256 << 20;

/// The derived values of a case.
#[derive(Debug, Clone)]
pub struct Derived {
    disk: Arc<Disk>,
}

impl Derived {
    pub(crate) const fn of(disk: Arc<Disk>) -> Self {
        Self { disk }
    }

    /// The value of this key; none if it was never kept, was deleted, or is not as it was kept.
    pub fn get(&self, stage: Stage, key: Digest) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.disk.open_file(&path(stage, key)).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
        let header = header(stage, key, bytes.get(header_length()..)?);
        if !bytes.starts_with(header.as_bytes()) {
            return None;
        }
        Some(bytes.split_off(header_length()))
    }

    /// Keeps a value. An error here costs time only, so a caller may well go on.
    pub fn put(&self, stage: Stage, key: Digest, value: &[u8]) -> Result<(), DiskError> {
        for folder in [TMP, DERIVED, &format!("{DERIVED}/{stage}"), &layout::derived_folder(stage.0, key)] {
            match self.disk.make_folder(folder) {
                // Another reader made it since we looked.
                Err(error) if error.source.kind() == std::io::ErrorKind::AlreadyExists => {}
                result => result?,
            }
        }
        let mut file = self.disk.create_unfinished(ORDINARY)?;
        file.write(header(stage, key, value).as_bytes())?;
        file.write(value)?;
        match self.disk.rename(file.path(), &path(stage, key)) {
            // A writer on another machine has swept tmp/: the value is only not kept.
            Err(error) if error.is_absent() => Ok(()),
            result => result,
        }
    }
}

/// A stage that keeps derived values, by name: a–z, 0–9 and `-`. With its version in the key, not here, old
/// values of a stage lie beside new ones and can be deleted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage(&'static str);

impl Stage {
    /// The stage of this name. Fails to compile in a `const` if the name cannot be a folder's.
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        assert!(!bytes.is_empty(), "a stage has a name");
        let mut place = 0;
        while place < bytes.len() {
            let byte = bytes[place];
            assert!(byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-', "a-z, 0-9 and - only");
            place += 1;
        }
        Self(name)
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

fn path(stage: Stage, key: Digest) -> String {
    format!("{}/{key}", layout::derived_folder(stage.0, key))
}

fn header(stage: Stage, key: Digest, value: &[u8]) -> String {
    let bound = Sha256::new().chain_update(format!("{stage}\n{key}\n")).chain_update(value).finalize();
    format!("{HEADER}{}\n", Digest::from_bytes(bound.into()))
}

const fn header_length() -> usize {
    HEADER.len() + 64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGE: Stage = Stage::new("text");

    fn cache() -> (tempfile::TempDir, Derived) {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::open(folder.path()).unwrap();
        (folder, Derived::of(Arc::new(disk)))
    }

    #[test]
    fn kept_and_found() {
        let (_folder, cache) = cache();
        let key = Digest::of(b"key");
        assert_eq!(cache.get(STAGE, key), None);
        for value in [b"value".as_slice(), b"", b"another value"] {
            cache.put(STAGE, key, value).unwrap();
            assert_eq!(cache.get(STAGE, key).as_deref(), Some(value));
        }
        assert_eq!(cache.get(Stage::new("claims"), key), None);
    }

    #[test]
    fn a_damaged_value_is_none() {
        let (folder, cache) = cache();
        let key = Digest::of(b"key");
        cache.put(STAGE, key, b"value").unwrap();
        let file = folder.path().join(path(STAGE, key));
        let good = std::fs::read(&file).unwrap();
        for length in 0..good.len() {
            std::fs::write(&file, &good[..length]).unwrap();
            assert_eq!(cache.get(STAGE, key), None, "cut to {length}");
        }
        for bit in 0..good.len() * 8 {
            let mut bytes = good.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&file, bytes).unwrap();
            assert_eq!(cache.get(STAGE, key), None, "bit {bit}");
        }
        let other = Digest::of(b"other");
        std::fs::create_dir_all(folder.path().join(layout::derived_folder("text", other))).unwrap();
        std::fs::write(folder.path().join(path(STAGE, other)), good).unwrap();
        assert_eq!(cache.get(STAGE, other), None, "another value's file");
    }
}
