//! Every touch of a case folder: small effects, each with its path in the error and a way on.
//!
//! Paths are walked from the open root one part at a time without following symbolic links, so nothing that
//! somebody puts into the folder leads out of it, and a file is opened only if it is a regular one (a FIFO
//! would hang us). Order and durability are the callers' business; this module only never lies about a sync:
//! `File::sync_all`, which is F_FULLFSYNC on macOS. Left out: Windows.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt as _;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags};

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
/// A folder like any other.
const ORDINARY_FOLDER: Mode = Mode::from_raw_mode(0o777);
/// A folder for this user alone.
const PRIVATE_FOLDER: Mode = Mode::from_raw_mode(0o700);

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
    use rustix::io::Errno;
    match Errno::from_io_error(error) {
        Some(Errno::NOSPC | Errno::DQUOT) => " (free some space and files there and try again)",
        Some(Errno::ACCESS | Errno::PERM) => " (this user may not; see who owns it)",
        Some(Errno::ROFS) => " (the disk is read-only; copy the case to another one)",
        Some(Errno::IO) => " (the disk did not answer as it should; copy the case to another one and verify the copy)",
        Some(Errno::INTR) => " (a signal came in between; try again)",
        Some(Errno::MFILE | Errno::NFILE) => " (too many files are open; close programs or raise `ulimit -n`)",
        _ => "",
    }
}

/// Makes a folder for this user alone, and those above it that are missing. When this returns, a power cut takes
/// none of them away.
pub(crate) fn make_private_folders(folder: &Path) -> Result<(), DiskError> {
    let mut missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    if missing.is_empty() {
        missing.push(folder);
    }
    for path in missing.into_iter().rev() {
        let error = |source| DiskError { action: "make the folder", path: path.to_owned(), source };
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(error(io::ErrorKind::InvalidInput.into()));
        };
        let parent = Disk::open(parent)?;
        let mode = if path == folder { PRIVATE_FOLDER } else { ORDINARY_FOLDER };
        let made = parent.attempt(Effect::MakeFolder(&name.to_string_lossy()), || {
            match rustix::fs::mkdirat(&parent.root, name, mode) {
                Err(rustix::io::Errno::EXIST) if path.is_dir() => Ok(()),
                made => Ok(made?),
            }
        });
        made.map_err(error)?;
        // Also if it was there: whoever made it may have been cut off before this.
        parent.sync_folder("")?;
    }
    Ok(())
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
        let error = |source| DiskError { action: "open", path: path.to_owned(), source };
        let open = || Ok(rustix::fs::open(path, flags, Mode::empty())?);
        let root = again(Effect::Open(""), path, open).map_err(error)?;
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
        let look = || match rustix::fs::statat(&parent, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(rustix::io::Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        };
        if self.attempt(Effect::Open(path), look).map_err(self.error("look at", path))? {
            return self.folder(path).map(drop);
        }
        self.attempt(Effect::MakeFolder(path), || Ok(rustix::fs::mkdirat(&parent, name, ORDINARY_FOLDER)?))
            .map_err(self.error("make the folder", path))
    }

    /// Makes a file that must not be there yet, open for writing.
    pub(crate) fn create(&self, path: &str, mode: Mode) -> Result<NewFile<'_>, DiskError> {
        let (parent, name) = self.parent_of(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = self
            .attempt(Effect::Create(path), || Ok(rustix::fs::openat(&parent, name, flags, mode)?))
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
        Ok(NewFile { disk: self, path: path.to_owned(), file: file.file })
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
        self.attempt(Effect::Rename(from, to), || Ok(rename()?)).map_err(self.error("put in place", to))
    }

    /// Puts a finished file in place of whatever is there.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), DiskError> {
        let (from_folder, from_name) = self.parent_of(from)?;
        let (to_folder, to_name) = self.parent_of(to)?;
        let rename = || Ok(rustix::fs::renameat(&from_folder, from_name, &to_folder, to_name)?);
        self.attempt(Effect::Rename(from, to), rename).map_err(self.error("put in place", to))
    }

    /// Writes a whole small file so that either the old or the new one is there, whatever happens. Which of them
    /// a power cut leaves is open until the folder is synced.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let mut file = self.create_unfinished(ORDINARY)?;
        let put = file.write(bytes).and_then(|()| file.sync()).and_then(|()| self.rename(file.path(), path));
        put.inspect_err(|_| drop(self.remove(file.path())))
    }

    /// Puts a cache in its place, of which a power cut may leave anything.
    pub(crate) fn put_unsynced(&self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let mut file = self.create_unfinished(ORDINARY)?;
        let put = file.write(bytes).and_then(|()| self.rename(file.path(), path));
        put.inspect_err(|_| drop(self.remove(file.path())))
    }

    /// Like [`Disk::put`], and a power cut leaves the new one.
    pub(crate) fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.put(path, bytes)?;
        self.sync_folder(parent(path))
    }

    /// Cuts a file. That is safe after the next sync of it.
    pub(crate) fn truncate(&self, path: &str, length: u64) -> Result<(), DiskError> {
        let file = self.open_with(path, OFlags::WRONLY)?.file;
        self.attempt(Effect::Truncate(path, length), || file.set_len(length)).map_err(self.error("cut", path))
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, path: &str) -> Result<(), DiskError> {
        self.unlink(path, AtFlags::empty())
    }

    /// Takes away a file, or a folder with all that is in it. A link is taken away, and not what it leads to.
    pub(crate) fn remove_all(&self, path: &str) -> Result<(), DiskError> {
        let (parent, name) = self.parent_of(path)?;
        let look = || Ok(rustix::fs::statat(&parent, name, AtFlags::SYMLINK_NOFOLLOW)?);
        let found = self.attempt(Effect::Open(path), look).map_err(self.error("look at", path))?;
        if !FileType::from_raw_mode(found.st_mode).is_dir() {
            return self.remove(path);
        }
        for name in self.names(path)? {
            self.remove_all(&format!("{path}/{name}"))?;
        }
        self.unlink(path, AtFlags::REMOVEDIR)
    }

    fn unlink(&self, path: &str, flags: AtFlags) -> Result<(), DiskError> {
        let (parent, name) = self.parent_of(path)?;
        self.attempt(Effect::Remove(path), || Ok(rustix::fs::unlinkat(&parent, name, flags)?))
            .map_err(self.error("remove", path))
    }

    /// Makes the names in a folder safe.
    #[track_caller]
    pub(crate) fn sync_folder(&self, path: &str) -> Result<(), DiskError> {
        let site = Location::caller();
        let folder = File::from(self.folder(path)?);
        self.attempt(Effect::SyncFolder(path, site), || folder.sync_all()).map_err(self.error(SYNC, path))
    }

    /// Opens a regular file for reading.
    pub(crate) fn open_file(&self, path: &str) -> Result<ReadFile, DiskError> {
        self.open_with(path, OFlags::RDONLY)
    }

    /// Opens the lock file, which is made if it is not there.
    pub(crate) fn open_lock(&self, path: &str) -> Result<File, DiskError> {
        let file = self.open_with(path, OFlags::RDWR | OFlags::CREATE)?.file;
        probe::before(&self.path, Effect::Lock(path)).map_err(self.error("lock", path))?;
        Ok(file)
    }

    /// How many bytes a file has.
    pub(crate) fn length(&self, path: &str) -> Result<u64, DiskError> {
        Ok(self.open_file(path)?.file.metadata().map_err(self.error("look at", path))?.len())
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
        let folder = self.folder(path)?;
        self.attempt(Effect::List(path), || list(&folder)).map_err(self.error("list", path))
    }

    /// Everything in a folder, sorted, with what it is; names of any bytes.
    pub(crate) fn entries(&self, path: &str) -> Result<Vec<(OsString, FileType)>, DiskError> {
        let folder = self.folder(path)?;
        self.attempt(Effect::List(path), || list_all(&folder)).map_err(self.error("list", path))
    }

    /// An I/O error with its path.
    pub(crate) fn error(&self, action: &'static str, path: &str) -> impl FnOnce(io::Error) -> DiskError {
        let path = self.whole_path(path);
        move |source| DiskError { action, path, source }
    }

    fn open_with(&self, path: &str, flags: OFlags) -> Result<ReadFile, DiskError> {
        let (parent, name) = self.parent_of(path)?;
        // Without NONBLOCK, opening a FIFO would wait for its other end.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let open = || rustix::fs::openat(&parent, name, flags, ORDINARY).map_err(explain);
        let file = File::from(self.attempt(Effect::Open(path), open).map_err(self.error("open", path))?);
        if file.metadata().map_err(self.error("look at", path))?.is_file() {
            return Ok(ReadFile { file });
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
        let walk = || match walk_at_once(&self.root, path, flags) {
            Some(found) => found,
            None => {
                let mut folder = rustix::fs::openat(&self.root, ".", flags, Mode::empty()).map_err(explain)?;
                for part in path.split('/').filter(|part| !part.is_empty()) {
                    folder = rustix::fs::openat(&folder, part, flags, Mode::empty()).map_err(explain)?;
                }
                Ok(folder)
            }
        };
        self.attempt(Effect::Open(path), walk).map_err(self.error("open the folder", path))
    }

    fn attempt<T>(&self, effect: Effect<'_>, call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        again(effect, &self.path, call)
    }
}

/// Opens a folder some parts below another with one call, which Linux has for this; none where it is not to be had.
#[cfg(target_os = "linux")]
fn walk_at_once(root: &OwnedFd, path: &str, flags: OFlags) -> Option<io::Result<OwnedFd>> {
    use rustix::fs::ResolveFlags;
    use rustix::io::Errno;
    if path.is_empty() {
        return None;
    }
    let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    match rustix::fs::openat2(root, path, flags, Mode::empty(), within) {
        // Older than Linux 5.6, kept from us by a filter of calls, or something was renamed meanwhile.
        Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => None,
        found => Some(found.map_err(explain)),
    }
}

#[cfg(not(target_os = "linux"))]
fn walk_at_once(_: &OwnedFd, _: &str, _: OFlags) -> Option<io::Result<OwnedFd>> {
    None
}

/// Makes a call to the disk, and makes it again if all that kept it was a signal.
fn again<T>(effect: Effect<'_>, root: &Path, mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match probe::before(root, effect).and_then(|()| call()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted && effect.is_repeatable() => {}
            result => return result,
        }
    }
}

fn list(folder: &OwnedFd) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in rustix::fs::Dir::read_from(folder)? {
        match entry?.file_name().to_str() {
            Ok("." | "..") | Err(_) => {}
            Ok(name) => names.push(name.to_owned()),
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn list_all(folder: &OwnedFd) -> io::Result<Vec<(OsString, FileType)>> {
    let mut entries = Vec::new();
    for entry in rustix::fs::Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        // Asked for each: not every file system tells it in the listing.
        let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let name = OsString::from_vec(name.to_bytes().to_owned());
        entries.push((name, FileType::from_raw_mode(found.st_mode)));
    }
    entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
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

/// A regular file that is being read.
#[derive(Debug)]
pub(crate) struct ReadFile {
    file: File,
}

impl ReadFile {
    /// The file as readers outside this crate get it.
    pub(crate) fn into_file(self) -> File {
        self.file
    }
}

impl Read for ReadFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        again(Effect::Read, Path::new(""), || self.file.read(buffer))
    }
}

impl Seek for ReadFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
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
        let mut rest = bytes;
        while !rest.is_empty() {
            let piece = &rest[..probe::taken(rest.len())];
            let written = self.disk.attempt(Effect::Write(&self.path, piece), || self.file.write(piece));
            match written.map_err(self.disk.error("write", &self.path))? {
                0 => return Err(self.disk.error("write", &self.path)(io::ErrorKind::WriteZero.into())),
                length => rest = &rest[length..],
            }
        }
        Ok(())
    }

    /// Tells the seam that the file was filled by a library that writes by itself.
    pub(crate) fn filled_by_another(&self) {
        probe::filled_by_another(&self.disk.path, &self.path);
    }

    #[track_caller]
    pub(crate) fn sync(&self) -> Result<(), DiskError> {
        let site = Location::caller();
        self.disk
            .attempt(Effect::SyncFile(&self.path, site), || self.file.sync_all())
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
        let error = DiskError { action: "write", path: "a/b".into(), source: rustix::io::Errno::NOSPC.into() };
        assert_eq!(error.to_string(), "could not write a/b (free some space and files there and try again)");
    }
}
