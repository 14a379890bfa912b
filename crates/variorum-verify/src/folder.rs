//! What lies in a folder, and how it is read: listed once, without following a link, then only what was
//! listed as a plain file is opened.
//!
//! A pipe would make a reader wait for ever and a link would lead it elsewhere, so neither is opened. Names
//! are kept with `/` between their parts; a name that is not UTF-8 is no name of ours and is irregular.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;

use crate::check::{Checks, Step};

/// How much is read at once while hashing.
const PIECE: usize = 1 << 16;

/// The files of a folder.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Path inside the folder → size in bytes.
    files: BTreeMap<String, u64>,
    /// Path inside the folder → what it is instead of a file.
    irregular: BTreeMap<String, &'static str>,
}

/// An I/O error with its path.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", path.display())]
pub(crate) struct Unreadable {
    /// The file or folder.
    pub(crate) path: PathBuf,
    /// Why.
    pub(crate) source: io::Error,
}

/// A file that is not there, or cannot be read, or is larger than a file of its kind can be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoFile {
    /// Nothing of that name, or no plain file.
    #[error("is missing")]
    Missing,
    /// Larger than it may be.
    #[error("has {size} bytes, more than the {limit} that it may have")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The most.
        limit: u64,
    },
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl Folder {
    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Lists `root`, leaving out what is named in `skip` at its top.
    pub(crate) fn list(root: &Path, skip: &[&str]) -> Result<Self, Unreadable> {
        let mut folder = Self { root: root.to_owned(), files: BTreeMap::new(), irregular: BTreeMap::new() };
        let mut waiting = vec![(root.to_owned(), String::new())];
        while let Some((dir, prefix)) = waiting.pop() {
            let unreadable = |path: &Path, source| Unreadable { path: path.to_owned(), source };
            for entry in fs::read_dir(&dir).map_err(|error| unreadable(&dir, error))? {
                let entry = entry.map_err(|error| unreadable(&dir, error))?;
                let name = entry.file_name();
                if prefix.is_empty() && skip.iter().any(|skipped| name == *skipped) {
                    continue;
                }
                let path = format!("{prefix}{}", name.to_string_lossy());
                // `DirEntry::metadata` does not follow links.
                let metadata = entry.metadata().map_err(|error| unreadable(&entry.path(), error))?;
                if name.to_str().is_none() {
                    folder.irregular.insert(path, "a name that is not UTF-8");
                } else if metadata.is_dir() {
                    waiting.push((entry.path(), format!("{path}/")));
                } else if metadata.is_file() {
                    folder.files.insert(path, metadata.len());
                } else {
                    let what = if metadata.is_symlink() { "a link" } else { "a pipe, socket or device" };
                    folder.irregular.insert(path, what);
                }
            }
        }
        Ok(folder)
    }

    /// Lists also those of `paths` that came since the folder was listed. Links on the way are not followed.
    pub(crate) fn look_again(&mut self, paths: impl Iterator<Item = String>) {
        for path in paths {
            if self.files.contains_key(&path) {
                continue;
            }
            let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
            let is_plain = |path: &str| fs::symlink_metadata(self.root.join(path)).is_ok_and(|it| it.is_dir());
            if !folders.into_iter().all(is_plain) {
                continue;
            }
            if let Ok(metadata) = fs::symlink_metadata(self.root.join(&path))
                && metadata.is_file()
            {
                self.files.insert(path, metadata.len());
            }
        }
    }

    /// Every plain file, by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Every plain file whose path begins with `prefix`, with its size in bytes.
    pub(crate) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, u64)> {
        let from = self.files.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.take_while(move |(path, _)| path.starts_with(prefix)).map(|(path, size)| (path.as_str(), *size))
    }

    /// What is neither file nor folder, and what it is.
    pub(crate) fn irregular(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.irregular.iter().map(|(path, what)| (path.as_str(), *what))
    }

    /// The size of a plain file in bytes.
    pub(crate) fn size(&self, path: &str) -> Option<u64> {
        self.files.get(path).copied()
    }

    /// The bytes of a file of at most `limit` bytes.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, NoFile> {
        let file = self.open(path)?;
        let size = self.files.get(path).copied().unwrap_or(0);
        if size > limit {
            return Err(NoFile::TooLarge { size, limit });
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(|error| self.unreadable(path, error))?;
        Ok(bytes)
    }

    /// A file as a stream.
    pub(crate) fn open(&self, path: &str) -> Result<BufReader<File>, NoFile> {
        if !self.files.contains_key(path) {
            return Err(NoFile::Missing);
        }
        let file = File::open(self.root.join(path)).map_err(|error| self.unreadable(path, error))?;
        Ok(BufReader::with_capacity(PIECE, file))
    }

    /// The digest of every file whose path begins with `prefix` and that is `wanted` by path and size; a file that
    /// cannot be read fails and has none.
    pub(crate) fn digests_under(
        &self,
        prefix: &str,
        wanted: &dyn Fn(&str, u64) -> bool,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) -> BTreeMap<String, Digest> {
        let of = self.under(prefix).filter(|(path, size)| wanted(path, *size)).map(|(_, size)| size).sum();
        let mut done = 0;
        let mut digests = BTreeMap::new();
        for (path, size) in self.under(prefix).filter(|(path, size)| wanted(path, *size)) {
            match self.digest(path) {
                Ok(digest) => drop(digests.insert(path.to_owned(), digest)),
                Err(error) => checks.fail("file.unreadable", path, error.to_string()),
            }
            done += size;
            progress(Step { name: "files", done, of });
        }
        digests
    }

    fn digest(&self, path: &str) -> Result<Digest, NoFile> {
        let mut file = self.open(path)?;
        let mut hasher = Sha256::new();
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(Digest::from_bytes(hasher.finalize().into())),
                Ok(length) => hasher.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.unreadable(path, error).into()),
            }
        }
    }

    fn unreadable(&self, path: &str, source: io::Error) -> Unreadable {
        Unreadable { path: self.root.join(path), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_came_later_is_found_and_links_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("originals")).unwrap();
        let mut folder = Folder::list(root.path(), &[]).unwrap();
        fs::create_dir(root.path().join("originals/aa")).unwrap();
        fs::write(root.path().join("originals/aa/file"), "later").unwrap();
        std::os::unix::fs::symlink("file", root.path().join("originals/aa/link")).unwrap();
        std::os::unix::fs::symlink("aa", root.path().join("originals/bb")).unwrap();
        let paths = ["aa/file", "aa/link", "bb/file", "cc/file"];
        folder.look_again(paths.iter().map(|path| format!("originals/{path}")));
        assert_eq!(folder.under("originals/").collect::<Vec<_>>(), [("originals/aa/file", 5)]);
    }
}
