//! Every touch of a case folder: nine small effects, each with its path in the error.
//!
//! Paths are walked from the open root one part at a time without following symbolic links, so nothing that
//! somebody puts into the folder leads out of it, and a file is opened only if it is a regular one (a FIFO
//! would hang us). Order and durability are the callers' business; this module only never lies about a sync:
//! `File::sync_all`, which is F_FULLFSYNC on macOS. Left out: Windows.

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, Mode, OFlags};

use crate::layout::{TMP, UNFINISHED_STEM};
use crate::probe::{self, Effect};

/// Something that could not be done on disk, with the path it was about.
#[derive(Debug, thiserror::Error)]
#[error("could not {action} {path}{mend}", path = path.display(), mend = mend(source))]
pub struct DiskError {
    /// What was tried, as a verb.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system answered.
    pub source: io::Error,
}

/// A file like any other; the user's umask says who may read it.
pub(crate) const ORDINARY: Mode = Mode::from_raw_mode(0o666);
/// A file that is never changed again.
pub(crate) const READ_ONLY: Mode = Mode::from_raw_mode(0o444);
/// A file for this user alone.
pub(crate) const PRIVATE: Mode = Mode::from_raw_mode(0o600);

const SYNC: &str = "write safely to disk";

impl DiskError {
    /// Whether the file or folder is not there.
    pub(crate) fn is_absent(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }

    /// Whether the system could not say that written bytes are safe. It is never asked a second time: Linux
    /// marks the pages clean after a failure and would then answer yes.
    pub(crate) fn is_failed_sync(&self) -> bool {
        self.action == SYNC
    }
}

fn mend(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => " (free some space there and try again)",
        io::ErrorKind::PermissionDenied => " (this user may not; see who owns it)",
        io::ErrorKind::ReadOnlyFilesystem => " (the disk is read-only; copy the case to another one)",
        _ => "",
    }
}

/// An open folder and whatever lies below it.
#[derive(Debug)]
pub(crate) struct Disk {
    root: OwnedFd,
    path: PathBuf,
    unfinished: AtomicU64,
}

impl Disk {
    /// Opens a folder; links are followed up to here, since the user chose the path.
    pub(crate) fn open(path: &Path) -> Result<Self, DiskError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = rustix::fs::open(path, flags, Mode::empty()).map_err(|source| DiskError {
            action: "open",
            path: path.to_owned(),
            source: source.into(),
        })?;
        Ok(Self { root, path: path.to_owned(), unfinished: AtomicU64::new(0) })
    }

    /// The whole path of something in it, for messages and for readers outside.
    pub(crate) fn whole_path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.path.clone() } else { self.path.join(path) }
    }

    pub(crate) fn root(&self) -> &OwnedFd {
        &self.root
    }

    /// Makes a folder unless it is there.
    pub(crate) fn make_folder(&self, path: &str) -> Result<(), DiskError> {
        let (parent, name) = self.parent_of(path)?;
        match rustix::fs::statat(&parent, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => return self.folder(path).map(drop),
            Err(rustix::io::Errno::NOENT) => {}
            Err(error) => return Err(self.error("look at", path)(error.into())),
        }
        probe::before(Effect::MakeFolder(path))
            .and_then(|()| Ok(rustix::fs::mkdirat(&parent, name, Mode::from_raw_mode(0o777))?))
            .map_err(self.error("make the folder", path))
    }

    /// Makes a file that must not be there yet, open for writing.
    pub(crate) fn create(&self, path: &str, mode: Mode) -> Result<NewFile<'_>, DiskError> {
        let (parent, name) = self.parent_of(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = probe::before(Effect::Create(path))
            .and_then(|()| Ok(rustix::fs::openat(&parent, name, flags, mode)?))
            .map_err(self.error("create", path))?;
        Ok(NewFile { disk: self, path: path.to_owned(), file: file.into() })
    }

    /// Makes a file in `tmp/` under a name of its own, to be renamed into place.
    pub(crate) fn create_unfinished(&self, mode: Mode) -> Result<NewFile<'_>, DiskError> {
        let number = self.unfinished.fetch_add(1, Ordering::Relaxed);
        // Readers of the same case may fill the cache at the same time, in other processes.
        self.create(&format!("{TMP}/{UNFINISHED_STEM}{}-{number}", std::process::id()), mode)
    }

    /// Opens a file for adding at its end; makes it if it is not there.
    pub(crate) fn append(&self, path: &str) -> Result<NewFile<'_>, DiskError> {
        if let Err(error) = self.open_file(path) {
            return if error.is_absent() { self.create(path, ORDINARY) } else { Err(error) };
        }
        let file = self.open_with(path, OFlags::WRONLY | OFlags::APPEND)?;
        Ok(NewFile { disk: self, path: path.to_owned(), file })
    }

    /// Puts a finished file where nothing is yet.
    pub(crate) fn rename_new(&self, from: &str, to: &str) -> Result<(), DiskError> {
        use rustix::io::Errno;
        let (from_folder, from_name) = self.parent_of(from)?;
        let (to_folder, to_name) = self.parent_of(to)?;
        let rename = || match rustix::fs::renameat_with(
            &from_folder,
            from_name,
            &to_folder,
            to_name,
            rustix::fs::RenameFlags::NOREPLACE,
        ) {
            // A file system without it: the lock keeps other writers away since the caller looked.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                rustix::fs::renameat(&from_folder, from_name, &to_folder, to_name)
            }
            result => result,
        };
        probe::before(Effect::Rename(from, to)).and_then(|()| Ok(rename()?)).map_err(self.error("put in place", to))
    }

    /// Puts a finished file in place of whatever is there.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), DiskError> {
        let (from_folder, from_name) = self.parent_of(from)?;
        let (to_folder, to_name) = self.parent_of(to)?;
        probe::before(Effect::Rename(from, to))
            .and_then(|()| Ok(rustix::fs::renameat(&from_folder, from_name, &to_folder, to_name)?))
            .map_err(self.error("put in place", to))
    }

    /// Writes a whole small file so that either the old or the new one is there, whatever happens.
    pub(crate) fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let mut file = self.create_unfinished(ORDINARY)?;
        file.write(bytes)?;
        file.sync()?;
        self.rename(file.path(), path)?;
        self.sync_folder(parent(path))
    }

    /// Cuts a file.
    pub(crate) fn truncate(&self, path: &str, length: u64) -> Result<(), DiskError> {
        let file = self.open_with(path, OFlags::WRONLY)?;
        probe::before(Effect::Truncate(path, length))
            .and_then(|()| file.set_len(length))
            .map_err(self.error("cut", path))?;
        NewFile { disk: self, path: path.to_owned(), file }.sync()
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, path: &str) -> Result<(), DiskError> {
        let (parent, name) = self.parent_of(path)?;
        probe::before(Effect::Remove(path))
            .and_then(|()| Ok(rustix::fs::unlinkat(&parent, name, AtFlags::empty())?))
            .map_err(self.error("remove", path))
    }

    /// Makes the names in a folder safe.
    pub(crate) fn sync_folder(&self, path: &str) -> Result<(), DiskError> {
        let folder = File::from(self.folder(path)?);
        probe::before(Effect::SyncFolder(path)).and_then(|()| folder.sync_all()).map_err(self.error(SYNC, path))
    }

    /// Opens a regular file for reading.
    pub(crate) fn open_file(&self, path: &str) -> Result<File, DiskError> {
        self.open_with(path, OFlags::RDONLY)
    }

    /// Opens the lock file, which is made if it is not there.
    pub(crate) fn open_lock(&self, path: &str) -> Result<File, DiskError> {
        self.open_with(path, OFlags::RDWR | OFlags::CREATE)
    }

    /// A whole file of at most `limit` bytes.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, DiskError> {
        let mut bytes = Vec::new();
        let file = self.open_file(path)?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(self.error("read", path))?;
        if bytes.len() as u64 > limit {
            let message = format!("it has more than {limit} bytes, which no such file has");
            return Err(self.error("read", path)(io::Error::new(io::ErrorKind::InvalidData, message)));
        }
        Ok(bytes)
    }

    /// The names in a folder, sorted; a name that is not UTF-8 is none of ours and left out.
    pub(crate) fn names(&self, path: &str) -> Result<Vec<String>, DiskError> {
        let error = |error: rustix::io::Errno| self.error("list", path)(error.into());
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(self.folder(path)?).map_err(error)? {
            match entry.map_err(error)?.file_name().to_str() {
                Ok("." | "..") | Err(_) => {}
                Ok(name) => names.push(name.to_owned()),
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// An I/O error with its path.
    pub(crate) fn error(&self, action: &'static str, path: &str) -> impl FnOnce(io::Error) -> DiskError {
        let path = self.whole_path(path);
        move |source| DiskError { action, path, source }
    }

    fn open_with(&self, path: &str, flags: OFlags) -> Result<File, DiskError> {
        let (parent, name) = self.parent_of(path)?;
        // Without NONBLOCK, opening a FIFO would wait for its other end.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&parent, name, flags, ORDINARY);
        let file = File::from(file.map_err(|error| self.error("open", path)(explain(error)))?);
        if file.metadata().map_err(self.error("look at", path))?.is_file() {
            return Ok(file);
        }
        let message = "it is not a regular file";
        Err(self.error("open", path)(io::Error::new(io::ErrorKind::InvalidInput, message)))
    }

    fn parent_of<'a>(&self, path: &'a str) -> Result<(OwnedFd, &'a str), DiskError> {
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok((self.folder(parent(path))?, name))
    }

    fn folder(&self, path: &str) -> Result<OwnedFd, DiskError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let error = |error| self.error("open the folder", path)(explain(error));
        let mut folder = rustix::fs::openat(&self.root, ".", flags, Mode::empty()).map_err(error)?;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            folder = rustix::fs::openat(&folder, part, flags, Mode::empty()).map_err(error)?;
        }
        Ok(folder)
    }
}

/// The folder part of a path.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn explain(error: rustix::io::Errno) -> io::Error {
    let source = io::Error::from(error);
    match error {
        rustix::io::Errno::LOOP => io::Error::new(source.kind(), "it is a symbolic link; a case folder holds none"),
        rustix::io::Errno::NOTDIR => io::Error::new(source.kind(), "it is a symbolic link or a file, not a folder"),
        _ => source,
    }
}

/// A file that is being written.
pub(crate) struct NewFile<'d> {
    disk: &'d Disk,
    path: String,
    file: File,
}

impl NewFile<'_> {
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        probe::before(Effect::Write(&self.path, bytes))
            .and_then(|()| self.file.write_all(bytes))
            .map_err(self.disk.error("write", &self.path))
    }

    pub(crate) fn sync(&self) -> Result<(), DiskError> {
        probe::before(Effect::SyncFile(&self.path))
            .and_then(|()| self.file.sync_all())
            .map_err(self.disk.error(SYNC, &self.path))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn nothing_leads_out() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "x").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let disk = Disk::open(inside.path()).unwrap();
        symlink(outside.path(), inside.path().join("folder")).unwrap();
        symlink(outside.path().join("secret"), inside.path().join("file")).unwrap();
        for (path, named) in [("folder/secret", "folder"), ("file", "file")] {
            let error = disk.read(path, 10).unwrap_err();
            assert!(error.path.ends_with(named), "{error}");
            assert!(error.source.to_string().contains("link"), "{}", error.source);
        }
        assert!(disk.create("folder/new", ORDINARY).is_err());
        assert!(disk.append("file").is_err());
        assert!(disk.make_folder("folder").is_err());
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_fifo_does_not_hang_us() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::open(folder.path()).unwrap();
        rustix::fs::mkfifoat(disk.root(), "fifo", PRIVATE).unwrap();
        assert!(disk.read("fifo", 10).unwrap_err().source.to_string().contains("regular"));
        assert!(disk.append("fifo").is_err());
    }

    #[test]
    fn errors_say_what_to_do() {
        let error = DiskError { action: "write", path: "a/b".into(), source: io::ErrorKind::StorageFull.into() };
        assert_eq!(error.to_string(), "could not write a/b (free some space there and try again)");
    }
}
