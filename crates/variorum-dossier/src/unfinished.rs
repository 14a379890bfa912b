//! Where a dossier is written until it gets its name, and what becomes of one that never got one.
//!
//! A publishing that is killed leaves a folder that was not looked through and may hold what was to be hidden. The next
//! one beside it deletes what it can tell is of this program and of no process that still writes: a folder of our name
//! with a file in it of our words, on which nobody holds a lock. The lock is the system's and ends with its process.
//! Left out: folders on a disk that knows no locks, and those of versions that left no such file; they stay.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// How the names of such folders begin.
const PREFIX: &str = ".dossier-";
/// The file that says whose folder it is.
const MARK: &str = "unfinished";
/// What stands in it.
const WORDS: &str = "A dossier that was not finished and not looked through, by variorum publish, which deletes it the next time \
                     that it writes a dossier beside it. Hand it to nobody.\n";

/// A folder for a dossier that has no name yet; gone when dropped.
pub(crate) struct Unfinished {
    dossier: PathBuf,
    /// In this order: Windows deletes no file that is open.
    _lock: File,
    _folder: TempDir,
}

impl Unfinished {
    /// A new one in this folder.
    pub(crate) fn beside(parent: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let mut lock = OpenOptions::new().write(true).create_new(true).open(folder.path().join(MARK))?;
        // Where a disk knows no locks nobody can lock it later either, and nothing is swept away there.
        match lock.try_lock() {
            Ok(()) | Err(fs::TryLockError::Error(_)) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(io::ErrorKind::ResourceBusy.into()),
        }
        // Last: without its words nobody takes it for left over.
        lock.write_all(WORDS.as_bytes())?;
        let dossier = folder.path().join("dossier");
        fs::create_dir(&dossier)?;
        Ok(Self { dossier, _lock: lock, _folder: folder })
    }

    /// Where the dossier is written.
    pub(crate) fn path(&self) -> &Path {
        &self.dossier
    }
}

/// Deletes what killed publishings left in this folder; says of each what became of it.
pub(crate) fn sweep(parent: &Path) -> Vec<String> {
    // What cannot be listed is told when a folder is made there.
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let named = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    let mut left: Vec<PathBuf> = named.map(|entry| entry.path()).filter(|path| is_left_over(path)).collect();
    left.sort();
    let told = left.iter().map(|path| match delete(path) {
        Ok(()) => format!("deleted {}: an unfinished dossier of a publishing that was killed", path.display()),
        Err(error) => format!(
            "{} is an unfinished dossier of a publishing that was killed and cannot be deleted ({error}): delete it, since \
             it was not looked through",
            path.display()
        ),
    });
    told.collect()
}

fn is_left_over(folder: &Path) -> bool {
    let mark = folder.join(MARK);
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir());
    let is_file = fs::symlink_metadata(&mark).is_ok_and(|found| found.is_file());
    if !is_folder || !is_file {
        return false;
    }
    let Ok(file) = File::open(&mark) else { return false };
    let mut words = String::new();
    let read = (&file).take(WORDS.len() as u64 + 1).read_to_string(&mut words);
    read.is_ok() && words == WORDS && file.try_lock().is_ok()
}

/// The mark goes last: what is killed here is still known for what it is.
fn delete(folder: &Path) -> io::Result<()> {
    let dossier = folder.join("dossier");
    if fs::symlink_metadata(&dossier).is_ok() {
        fs::remove_dir_all(&dossier)?;
    }
    fs::remove_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this name with these words in its mark, and a page in it.
    fn folder(parent: &Path, name: &str, words: &str) -> PathBuf {
        let folder = parent.join(name);
        fs::create_dir_all(folder.join("dossier/data")).unwrap();
        fs::write(folder.join("dossier/data/page.html"), "Ana Ruiz").unwrap();
        fs::write(folder.join(MARK), words).unwrap();
        folder
    }

    #[test]
    fn only_what_is_ours_and_left_is_swept() {
        let parent = tempfile::tempdir().unwrap();
        let parent = parent.path();
        let left = folder(parent, ".dossier-a1b2c3", WORDS);
        let others = [
            folder(parent, ".dossier-of-the-press", "my notes"),
            folder(parent, "dossier", WORDS),
            folder(parent, ".dossier-cut", &WORDS[..40]),
        ];
        let without = parent.join(".dossier-old");
        fs::create_dir(&without).unwrap();
        let in_use = Unfinished::beside(parent).unwrap();
        fs::write(in_use.path().join("page.html"), "in use").unwrap();
        let told = sweep(parent);
        assert!(told.len() == 1 && told[0].starts_with("deleted ") && told[0].contains(".dossier-a1b2c3"), "{told:?}");
        assert!(!left.exists() && without.exists() && in_use.path().join("page.html").exists());
        assert!(others.iter().all(|other| other.join("dossier/data/page.html").exists()));
        assert!(sweep(parent).is_empty());
        let path = in_use.path().to_owned();
        drop(in_use);
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let parent = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let kept = folder(outside.path(), "kept", WORDS);
        std::os::unix::fs::symlink(&kept, parent.path().join(".dossier-link")).unwrap();
        let left = folder(parent.path(), ".dossier-a1b2c3", WORDS);
        fs::remove_dir_all(left.join("dossier")).unwrap();
        std::os::unix::fs::symlink(kept.join("dossier"), left.join("also")).unwrap();
        assert_eq!(sweep(parent.path()).len(), 1);
        assert!(!left.exists() && kept.join("dossier/data/page.html").exists());
    }
}
