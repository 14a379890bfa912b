//! What lies in a folder, and how it is read: listed once, without following a link, then only what was
//! listed as a plain file is opened.
//!
//! A case may have millions of originals, each in the place that its digest gives. Of those only the digest is kept (32
//! bytes), and what they are otherwise is found when they are read: so listing asks the system once for a folder of
//! them and not once for each.
//!
//! A pipe would make a reader wait for ever and a link would lead it elsewhere, so neither is opened. Names
//! are kept with `/` between their parts; a name that is not UTF-8 is no name of ours and is irregular.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::ops::{Bound, Range};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;

use crate::check::{Checks, Kind, Step};
use crate::originals::path_of;
use crate::threads;

/// Where the originals of a case lie.
pub(crate) const ORIGINALS: &str = "originals/";

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
    /// The originals of a case that lie where their names say, sorted. They are not among `files`.
    shelf: Vec<Digest>,
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
    pub(crate) fn list(root: &Path, skip: &[&str], kind: Kind) -> Result<Self, Unreadable> {
        let mut folder =
            Self { root: root.to_owned(), files: BTreeMap::new(), irregular: BTreeMap::new(), shelf: Vec::new() };
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
                if kind == Kind::Case
                    && let Some(digest) = shelved(&path)
                    && entry.file_type().is_ok_and(|file| file.is_file())
                {
                    folder.shelf.push(digest);
                    continue;
                }
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
        folder.shelf.sort_unstable();
        Ok(folder)
    }

    /// Lists also those of the originals of a case that came since the folder was listed. Links on the way are not
    /// followed.
    pub(crate) fn look_again<'a>(&mut self, originals: impl Iterator<Item = &'a Digest>) {
        let is_folder = |path: &str| fs::symlink_metadata(self.root.join(path)).is_ok_and(|it| it.is_dir());
        let came = |digest: &&Digest| {
            if self.shelf.binary_search(digest).is_ok() {
                return false;
            }
            let path = path_of(ORIGINALS, **digest);
            let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
            folders.all(is_folder) && fs::symlink_metadata(self.root.join(&path)).is_ok_and(|it| it.is_file())
        };
        let later: Vec<Digest> = originals.filter(came).copied().collect();
        self.shelf.extend(later);
        self.shelf.sort_unstable();
    }

    /// The originals of a case that lie where their names say, sorted.
    pub(crate) fn shelf(&self) -> &[Digest] {
        &self.shelf
    }

    /// How many plain files there are.
    pub(crate) fn count(&self) -> u64 {
        (self.files.len() + self.shelf.len()) as u64
    }

    fn is_listed(&self, path: &str) -> bool {
        self.files.contains_key(path) || shelved(path).is_some_and(|digest| self.shelf.binary_search(&digest).is_ok())
    }

    /// Every plain file but those on the shelf, by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Every plain file but those on the shelf whose path begins with `prefix`, with its size in bytes.
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
        let found = || fs::symlink_metadata(self.root.join(path)).ok().map(|file| file.len());
        self.files.get(path).copied().or_else(|| self.is_listed(path).then(found).flatten())
    }

    /// The bytes of a file of at most `limit` bytes.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, NoFile> {
        let file = self.open(path)?;
        let size = self.size(path).unwrap_or(0);
        if size > limit {
            return Err(NoFile::TooLarge { size, limit });
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(|error| self.unreadable(path, error))?;
        Ok(bytes)
    }

    /// A file as a stream.
    pub(crate) fn open(&self, path: &str) -> Result<BufReader<File>, NoFile> {
        Ok(BufReader::with_capacity(PIECE, self.open_plain(path)?))
    }

    fn open_plain(&self, path: &str) -> Result<File, NoFile> {
        if !self.is_listed(path) {
            return Err(NoFile::Missing);
        }
        Ok(File::open(self.root.join(path)).map_err(|error| self.unreadable(path, error))?)
    }

    /// The digest of every file whose path begins with `prefix` and that is `wanted` by path and size; a file that
    /// cannot be read fails and has none.
    pub(crate) fn digests_under(
        &self,
        prefix: &str,
        wanted: &dyn Fn(&str, u64) -> bool,
        threads: usize,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) -> BTreeMap<String, Digest> {
        let files: Vec<(&str, u64)> = self.under(prefix).filter(|(path, size)| wanted(path, *size)).collect();
        let of = files.iter().map(|(_, size)| size).sum();
        let mut done = 0;
        let mut found = BTreeMap::new();
        let hash = |range: Range<usize>, buffer: &mut Vec<u8>| {
            let hashed = files[range.clone()].iter().map(|(path, _)| self.hash(path, u64::MAX, None, buffer));
            (range.clone(), hashed.collect::<Vec<_>>())
        };
        threads::spread(files.len(), threads, &hash, &mut |(range, hashed)| {
            done += files[range.clone()].iter().map(|(_, size)| size).sum::<u64>();
            found.extend(range.zip(hashed));
            progress(Step { name: "files", done, of });
        });
        let mut digests = BTreeMap::new();
        for (number, hashed) in found {
            let (path, _) = files[number];
            match hashed {
                Ok(Hashed { digest: Some(digest), .. }) => drop(digests.insert(path.to_owned(), digest)),
                Ok(Hashed { digest: None, .. }) => {}
                Err(error) => checks.fail("file.unreadable", path, error.to_string()),
            }
        }
        digests
    }

    /// The digest of a file of at most `limit` bytes, and how long it is. A small file that is as long as `stated` is
    /// read with one call: a plain file gives less than it is asked for at its end only.
    pub(crate) fn hash(
        &self,
        path: &str,
        limit: u64,
        stated: Option<u64>,
        buffer: &mut Vec<u8>,
    ) -> Result<Hashed, NoFile> {
        let mut file = self.open_plain(path)?;
        buffer.resize(PIECE, 0);
        let (mut hasher, mut size) = (Sha256::new(), 0);
        loop {
            let length = match file.read(buffer) {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.unreadable(path, error).into()),
            };
            // A file far longer than stated is told by its length alone, were it a terabyte of zeros.
            if size == 0 && length == buffer.len() {
                let whole = file.metadata().map_err(|error| self.unreadable(path, error))?.len();
                if whole > limit {
                    return Ok(Hashed { digest: None, size: whole });
                }
            }
            hasher.update(&buffer[..length]);
            size += length as u64;
            if length == 0 || (length < buffer.len() && stated == Some(size)) {
                return Ok(Hashed { digest: Some(Digest::from_bytes(hasher.finalize().into())), size });
            }
        }
    }

    fn unreadable(&self, path: &str, source: io::Error) -> Unreadable {
        Unreadable { path: self.root.join(path), source }
    }
}

/// What a file comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hashed {
    /// None if it is longer than it may be.
    pub(crate) digest: Option<Digest>,
    /// In bytes.
    pub(crate) size: u64,
}

/// The digest that a path in a case names, if an original of that digest lies there.
pub(crate) fn shelved(path: &str) -> Option<Digest> {
    let (folder, name) = path.strip_prefix(ORIGINALS)?.split_once('/')?;
    (name.get(..2) == Some(folder)).then(|| name.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_came_later_is_found_and_links_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let digests: Vec<Digest> = (0..4u8).map(|first| Digest::from_bytes([first; 32])).collect();
        let path = |digest: &Digest| root.path().join(path_of(ORIGINALS, *digest));
        fs::create_dir(root.path().join("originals")).unwrap();
        let mut folder = Folder::list(root.path(), &[], Kind::Case).unwrap();
        for digest in &digests[..2] {
            fs::create_dir(path(digest).parent().unwrap()).unwrap();
        }
        fs::write(path(&digests[0]), "later").unwrap();
        std::os::unix::fs::symlink(path(&digests[0]), path(&digests[1])).unwrap();
        fs::write(root.path().join("originals/00").join(digests[2].to_string()), "of another folder").unwrap();
        std::os::unix::fs::symlink("00", root.path().join("originals/02")).unwrap();
        folder.look_again(digests.iter());
        assert_eq!(folder.shelf(), &digests[..1]);
        assert_eq!(folder.size(&path_of(ORIGINALS, digests[0])), Some(5));
        assert_eq!(folder.size(&path_of(ORIGINALS, digests[1])), None);
    }

    #[test]
    fn a_file_is_hashed_whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let lengths = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE];
        for length in lengths {
            let bytes = vec![7; length];
            fs::write(root.path().join("file"), &bytes).unwrap();
            let folder = Folder::list(root.path(), &[], Kind::Case).unwrap();
            for stated in [None, Some(length as u64), Some(PIECE as u64), Some(1), Some(0)] {
                let hashed = folder.hash("file", PIECE as u64, stated, &mut Vec::new()).unwrap();
                let expected = (length <= PIECE).then(|| Digest::of(&bytes));
                assert_eq!((hashed.digest, hashed.size), (expected, length as u64), "{length}, stated {stated:?}");
            }
        }
    }
}
