//! A whole case as one sealed file (a tar stream inside an age file), and back.
//!
//! Locking writes beside the archive's name, syncs, opens what it wrote and compares every byte with the folder, and
//! only then gives it its name; the folder goes after that, if it is to go. Unlocking makes a case as `create` does:
//! `unfinished` first, `FORMAT` last. So at every moment either the folder or the archive is whole, and both are
//! streamed: neither a large file nor many files need memory. The tar holds names, modes and bytes, and nothing of the
//! machine (no owner, no times). Caches stay out of it: they are made again, and those of a stranger are not believed.
//! An archive may come from a stranger: what it holds are folders and regular files below one folder, or it is refused.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};
use std::path::{Path, PathBuf};

use rustix::fs::FileType;
use tar::{EntryType, Header, PaxExtensions};
use variorum_seal::{NotOpened, Opener, Seal, Sealed, Sealing};

use crate::create::UNFINISHED_FILE;
use crate::disk::{Disk, DiskError, NewFile, ORDINARY, PRIVATE, READ_ONLY, make_private_folders};
use crate::layout::{self, CATALOGUE_FILE, DERIVED, FORMAT_FILE, JOURNAL, LOCK_FILE, ORIGINALS, TMP, UNFINISHED_STEM};
use crate::lock::{Lock, LockError};
use crate::read::{self, ReadError};

/// What follows an archive's name while it is being written.
const UNFINISHED: &str = ".unfinished";
/// The name of the folder in an archive whose case has a name that is not UTF-8.
const NAMELESS: &str = "case";
/// A longer name, or more about one, is no file of a case.
const LONGEST_NAME: u64 = 4096;
/// A case has files three folders deep; people put little below.
const DEEPEST: usize = 16;

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Archived {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Why a case was not locked or unlocked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or folder.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The case could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Somebody is writing to the case.
    #[error("{path} is in use by {holder}; wait until that is done, or end it", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// Process and host.
        holder: String,
    },
    /// Something is there already.
    #[error("{path} is there already; nothing is written over: choose another name", path = path.display())]
    InTheWay {
        /// What is there.
        path: PathBuf,
    },
    /// The archive would be part of itself.
    #[error("{path} lies inside the case: put the archive beside it", path = path.display())]
    Inside {
        /// The archive.
        path: PathBuf,
    },
    /// The rest of a folder whose removal was interrupted.
    #[error(
        "{path} is what is left of a case that was being removed, or was never finished. If it was locked, its archive is \
         whole: unlock that to the same folder, or delete what is left", path = path.display()
    )]
    BeingRemoved {
        /// The rest.
        path: PathBuf,
    },
    /// Something that no archive of ours can hold.
    #[error("{path} is {what}, which an archive does not keep: move it out of the case first", path = path.display())]
    NotKept {
        /// What lies in the case.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The archive was read back and is not the folder.
    #[error(
        "{path} is not the same in the archive ({why}): somebody changed it meanwhile, or the disk lies. The case is as \
         it was, and there is no archive", path = path.display()
    )]
    NotTheSame {
        /// The file of the case.
        path: PathBuf,
        /// What differs.
        why: &'static str,
    },
    /// The archive stayed closed.
    #[error("{path} was not opened", path = path.display())]
    Closed {
        /// The archive.
        path: PathBuf,
        /// Why.
        source: NotOpened,
    },
    /// The archive cannot be read to its end.
    #[error("{path} cannot be read to its end; nothing was unlocked", path = path.display())]
    Broken {
        /// The archive.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something in an archive that no case has.
    #[error("{path} holds {name:?}, {why}; nothing was unlocked", path = path.display())]
    Foreign {
        /// The archive.
        path: PathBuf,
        /// The name in it.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No case in the archive.
    #[error("{path} holds no case (no file FORMAT, or no journal); nothing was unlocked", path = path.display())]
    NotACase {
        /// The archive.
        path: PathBuf,
    },
}

/// Locks the case in `folder` into the file `into`, which must not be there, and takes the folder away if asked to.
/// `told` hears how many bytes were written or read back since the last time.
pub fn lock(
    folder: &Path,
    into: &Path,
    seal: &Seal,
    remove: bool,
    told: &mut dyn FnMut(u64),
) -> Result<Archived, ArchiveError> {
    check(folder, into)?;
    let disk = read::open_folder(folder)?;
    let _lock = Lock::take(&disk).map_err(|error| match error {
        LockError::Disk(error) => ArchiveError::Disk(error),
        LockError::Held { holder } => ArchiveError::Busy { path: folder.to_owned(), holder },
    })?;
    let (place, name) = place_of(into)?;
    let unfinished = format!("{name}{UNFINISHED}");
    let written = write(&disk, &top_name(folder), &place, &unfinished, seal, told).and_then(|(archived, opener)| {
        compare(&disk, &place.whole_path(&unfinished), &opener, archived, told)?;
        place.rename_new(&unfinished, &name)?;
        place.sync_folder("")?;
        Ok(archived)
    });
    let archived = written.inspect_err(|_| {
        // What is left of it is sealed, and the next try writes over it.
        drop(place.remove(&unfinished));
    })?;
    if remove {
        take_away(&disk, folder)?;
    }
    Ok(archived)
}

/// Whether there is a case to lock and room for its archive.
pub fn check(folder: &Path, into: &Path) -> Result<(), ArchiveError> {
    check_not_being_removed(folder)?;
    let disk = read::open_folder(folder)?;
    read::format_version(&disk)?;
    check_outside(folder, into)?;
    if into.symlink_metadata().is_ok() {
        return Err(ArchiveError::InTheWay { path: into.to_owned() });
    }
    Ok(())
}

/// How many bytes an archive of this case would carry, for a progress bar.
pub fn measure(folder: &Path) -> Result<u64, ArchiveError> {
    fn below(disk: &Disk, folder: &str) -> Result<u64, DiskError> {
        let mut bytes = 0;
        for (name, kind) in disk.entries(folder)? {
            // What packing will refuse is not counted.
            let Some(name) = name.to_str() else { continue };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            bytes += match kind {
                _ if is_left_out(&path) => 0,
                FileType::Directory if path.split('/').count() < DEEPEST => below(disk, &path)?,
                FileType::RegularFile => disk.length(&path)?,
                _ => 0,
            };
        }
        Ok(bytes)
    }
    let disk = read::open_folder(folder)?;
    Ok(below(&disk, "")?)
}

fn check_not_being_removed(folder: &Path) -> Result<(), ArchiveError> {
    let is_rest = folder.join(UNFINISHED_FILE).exists() && !folder.join(FORMAT_FILE).exists();
    if is_rest { Err(ArchiveError::BeingRemoved { path: folder.to_owned() }) } else { Ok(()) }
}

fn check_outside(folder: &Path, into: &Path) -> Result<(), ArchiveError> {
    let find = |path: &Path| std::fs::canonicalize(path).map_err(at("find", path));
    if find(&folder_of(into))?.starts_with(find(folder)?) {
        return Err(ArchiveError::Inside { path: into.to_owned() });
    }
    Ok(())
}

/// The folder that something lies in, and its name there.
fn place_of(path: &Path) -> Result<(Disk, String), DiskError> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "its name is not UTF-8");
        return Err(at("use", path)(source));
    };
    Ok((Disk::open(&folder_of(path))?, name.to_owned()))
}

/// Writes the archive and syncs it.
fn write(
    disk: &Disk,
    top: &str,
    place: &Disk,
    name: &str,
    seal: &Seal,
    told: &mut dyn FnMut(u64),
) -> Result<(Archived, Opener), ArchiveError> {
    match place.remove(name) {
        Err(error) if !error.is_absent() => return Err(error.into()),
        _ => {}
    }
    let path = place.whole_path(name);
    let file = BufWriter::with_capacity(1 << 17, Written(place.create(name, PRIVATE)?));
    let (sealing, opener) = seal.onto(file).map_err(at("write", &path))?;
    let tar = tar::Builder::new(sealing);
    let mut packing = Packing { disk, top, path: &path, tar, archived: Archived::default(), told };
    packing.folder("")?;
    let Packing { tar, archived, .. } = packing;
    let Written(file) = ended(tar).map_err(at("write", &path))?;
    file.sync()?;
    Ok((archived, opener))
}

fn ended(tar: Tar<'_>) -> io::Result<Written<'_>> {
    tar.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)
}

type Tar<'d> = tar::Builder<Sealing<BufWriter<Written<'d>>>>;

/// A new file, for those who write to anything.
struct Written<'d>(NewFile<'d>);

impl io::Write for Written<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(|error| io::Error::new(error.source.kind(), error))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A walk through a case that packs what it meets.
struct Packing<'p> {
    disk: &'p Disk,
    top: &'p str,
    path: &'p Path,
    tar: Tar<'p>,
    archived: Archived,
    told: &'p mut dyn FnMut(u64),
}

impl Packing<'_> {
    fn folder(&mut self, folder: &str) -> Result<(), ArchiveError> {
        let mut header = header(EntryType::Directory, 0, 0o755);
        let name = if folder.is_empty() { format!("{}/", self.top) } else { format!("{}/{folder}/", self.top) };
        self.tar.append_data(&mut header, name, io::empty()).map_err(at("write", self.path))?;
        for (name, kind) in self.disk.entries(folder)? {
            let refuse = |what| ArchiveError::NotKept { path: self.disk.whole_path(folder).join(&name), what };
            let Some(name) = name.to_str() else { return Err(refuse("called by a name that is not UTF-8")) };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            match kind {
                _ if is_left_out(&path) => {}
                FileType::RegularFile => self.file(&path)?,
                FileType::Directory if path.split('/').count() < DEEPEST => self.folder(&path)?,
                FileType::Directory => return Err(refuse("deeper than 16 folders")),
                FileType::Symlink => return Err(refuse("a link")),
                _ => return Err(refuse("neither a file nor a folder")),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str) -> Result<(), ArchiveError> {
        let size = self.disk.length(path)?;
        let mode = if path.starts_with(ORIGINALS) { 0o444 } else { 0o644 };
        let mut header = header(EntryType::Regular, size, mode);
        let reader = Counted { inner: self.disk.open_file(path)?.take(size), told: self.told };
        let name = format!("{}/{path}", self.top);
        // A file that grew or shrank meanwhile is found when the archive is read back.
        self.tar
            .append_data(&mut header, name, reader)
            .map_err(at("copy into the archive", &self.disk.whole_path(path)))?;
        self.archived.files += 1;
        self.archived.bytes += size;
        Ok(())
    }
}

/// What an archive does not carry: caches, the lock, what a writer left half-written.
fn is_left_out(path: &str) -> bool {
    let unfinished = path.strip_prefix(TMP).and_then(|rest| rest.strip_prefix('/'));
    matches!(path, DERIVED | CATALOGUE_FILE | LOCK_FILE | UNFINISHED_FILE)
        || unfinished.is_some_and(|name| name.starts_with(UNFINISHED_STEM))
}

fn header(kind: EntryType, size: u64, mode: u32) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(mode);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header
}

/// Opens the archive that was just written and compares it with the folder, byte by byte.
fn compare(
    disk: &Disk,
    path: &Path,
    opener: &Opener,
    expected: Archived,
    told: &mut dyn FnMut(u64),
) -> Result<(), ArchiveError> {
    let mut found = Archived::default();
    Members::open(path, opener)?.each(|name, kind, size, reader| {
        if kind == Member::Folder {
            return Ok(());
        }
        let differs = |why| ArchiveError::NotTheSame { path: disk.whole_path(name), why };
        found.files += 1;
        found.bytes += size;
        if disk.length(name)? != size {
            return Err(differs("its length changed"));
        }
        let mut original = disk.open_file(name)?;
        let (mut one, mut other) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        loop {
            let length =
                reader.read(&mut one).map_err(|source| ArchiveError::Broken { path: path.to_owned(), source })?;
            if length == 0 {
                return Ok(());
            }
            original.read_exact(&mut other[..length]).map_err(|_| differs("it became shorter"))?;
            if one[..length] != other[..length] {
                return Err(differs("its bytes changed"));
            }
            told(length as u64);
        }
    })?;
    if found == expected {
        return Ok(());
    }
    Err(ArchiveError::NotTheSame { path: disk.whole_path(""), why: "the number of files or bytes" })
}

/// Removes the case, which from the first moment on is none any more: what is left, if this is cut off, is a folder as
/// one that was never finished leaves it, and unlocking may clear it.
fn take_away(disk: &Disk, folder: &Path) -> Result<(), ArchiveError> {
    let folder = std::fs::canonicalize(folder).map_err(at("find", folder))?;
    let (place, name) = place_of(&folder)?;
    let names = disk.entries("")?;
    if !names.iter().any(|(name, _)| name == UNFINISHED_FILE) {
        disk.create(UNFINISHED_FILE, ORDINARY)?;
    }
    disk.sync_folder("")?;
    disk.remove(FORMAT_FILE)?;
    disk.sync_folder("")?;
    for (name, _) in names.iter().filter(|(name, _)| name != FORMAT_FILE && name != UNFINISHED_FILE) {
        disk.remove_all(&name.to_string_lossy())?;
    }
    // The mark goes last: without it what is left would be somebody's.
    disk.sync_folder("")?;
    place.remove_all(&name)?;
    Ok(place.sync_folder("")?)
}

/// Whether a passphrase opens this archive; else a secret key does.
pub fn needs_passphrase(from: &Path) -> Result<bool, ArchiveError> {
    let file = BufReader::new(File::open(from).map_err(at("open", from))?);
    let sealed = Sealed::of(file).map_err(|source| ArchiveError::Closed { path: from.to_owned(), source })?;
    Ok(sealed.needs_passphrase())
}

/// Makes a case of the archive `from` in `folder`, which must not be there or must be empty.
pub fn unlock(
    from: &Path,
    opener: &Opener,
    folder: &Path,
    told: &mut dyn FnMut(u64),
) -> Result<Archived, ArchiveError> {
    let members = Members::open(from, opener)?;
    let folder = std::path::absolute(folder).map_err(at("find", folder))?;
    let was_there = folder.exists();
    make_private_folders(&folder)?;
    let disk = Disk::open(&folder)?;
    clear_unfinished(&disk)?;
    let unpacked = unpack(members, &disk, told);
    if unpacked.is_err() {
        clear(&disk)?;
        if !was_there {
            std::fs::remove_dir(&folder).map_err(at("remove", &folder))?;
        }
    }
    unpacked
}

/// Begins a folder that never was a case until it is one.
fn clear_unfinished(disk: &Disk) -> Result<(), ArchiveError> {
    let names = disk.entries("")?;
    let has = |wanted: &str| names.iter().any(|(name, _)| name == wanted);
    if !names.is_empty() && (!has(UNFINISHED_FILE) || has(FORMAT_FILE)) {
        return Err(ArchiveError::InTheWay { path: disk.whole_path("") });
    }
    if names.is_empty() {
        disk.create(UNFINISHED_FILE, ORDINARY)?;
        disk.sync_folder("")?;
    }
    for (name, _) in names.iter().filter(|(name, _)| name != UNFINISHED_FILE) {
        disk.remove_all(&name.to_string_lossy())?;
    }
    Ok(())
}

fn clear(disk: &Disk) -> Result<(), DiskError> {
    for (name, _) in disk.entries("")? {
        disk.remove_all(&name.to_string_lossy())?;
    }
    Ok(())
}

fn unpack<R: Read>(members: Members<R>, disk: &Disk, told: &mut dyn FnMut(u64)) -> Result<Archived, ArchiveError> {
    let (mut archived, mut format) = (Archived::default(), None);
    let mut folders = vec![String::new(), ORIGINALS.to_owned(), JOURNAL.to_owned()];
    for folder in [TMP, ORIGINALS, JOURNAL] {
        disk.make_folder(folder)?;
    }
    let path = members.path.clone();
    let broken = |source| ArchiveError::Broken { path: path.clone(), source };
    members.each(|name, kind, size, reader| {
        if name.split('/').next().is_some_and(is_left_out) || is_left_out(name) {
            return Ok(());
        }
        match kind {
            Member::Folder if name == TMP || folders.iter().any(|made| made == name) => return Ok(()),
            Member::Folder => {
                disk.make_folder(name)?;
                folders.push(name.to_owned());
                return Ok(());
            }
            Member::File => {}
        }
        archived.files += 1;
        archived.bytes += size;
        if name == FORMAT_FILE {
            let mut bytes = Vec::new();
            reader.take(LONGEST_NAME).read_to_end(&mut bytes).map_err(broken)?;
            format = Some(bytes);
            return Ok(());
        }
        let mode = if name.starts_with(ORIGINALS) { READ_ONLY } else { ORDINARY };
        let (mut file, mut buffer) = (disk.create(name, mode)?, vec![0; 1 << 16]);
        loop {
            let length = reader.read(&mut buffer).map_err(broken)?;
            if length == 0 {
                return Ok(file.sync()?);
            }
            file.write(&buffer[..length])?;
            told(length as u64);
        }
    })?;
    let journal = layout::segment_path(0);
    let Some(format) = format.filter(|_| disk.open_file(&journal).is_ok()) else {
        return Err(ArchiveError::NotACase { path });
    };
    for folder in folders.iter().rev() {
        disk.sync_folder(folder)?;
    }
    disk.replace(FORMAT_FILE, &format)?;
    disk.remove(UNFINISHED_FILE)?;
    Ok(archived)
}

/// What a name in an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Folder,
    File,
}

/// How many members an opened archive has that [`unlock`] would take. For fuzzing: nothing is written.
pub fn look(tar: impl Read) -> Result<u64, ArchiveError> {
    let mut count = 0;
    Members { path: PathBuf::new(), tar: tar::Archive::new(tar) }.each(|_, _, _, reader| {
        count += 1;
        io::copy(reader, &mut io::sink())
            .map(drop)
            .map_err(|source| ArchiveError::Broken { path: PathBuf::new(), source })
    })?;
    Ok(count)
}

/// The members of an archive, each below its one top folder.
struct Members<R: Read> {
    path: PathBuf,
    tar: tar::Archive<R>,
}

impl Members<variorum_seal::Opening<BufReader<File>>> {
    fn open(path: &Path, opener: &Opener) -> Result<Self, ArchiveError> {
        let file = BufReader::with_capacity(1 << 17, File::open(path).map_err(at("open", path))?);
        let opening = Sealed::of(file).and_then(|sealed| sealed.open(opener));
        let opening = opening.map_err(|source| ArchiveError::Closed { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), tar: tar::Archive::new(opening) })
    }
}

impl<R: Read> Members<R> {
    /// Hands each member on, with its path below the top folder, and reads to the end, which alone shows that nothing
    /// was cut off.
    fn each(
        mut self,
        mut member: impl FnMut(&str, Member, u64, &mut dyn Read) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let broken = |source| ArchiveError::Broken { path: path.clone(), source };
        let foreign = |name: &[u8], why| ArchiveError::Foreign {
            path: path.clone(),
            name: String::from_utf8_lossy(name).chars().take(200).collect(),
            why,
        };
        let (mut top, mut long_name) = (None::<String>, None::<Vec<u8>>);
        // Raw: otherwise the crate would read names of any length into memory.
        for entry in self.tar.entries().map_err(broken)?.raw(true) {
            let mut entry = entry.map_err(broken)?;
            let size = entry.header().entry_size().map_err(broken)?;
            let kind = entry.header().entry_type();
            let short_name = entry.path_bytes().into_owned();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                if size > LONGEST_NAME {
                    return Err(foreign(&short_name, "with a name of more than 4096 bytes"));
                }
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).map_err(broken)?;
                let told = if kind.is_gnu_longname() { Ok(Some(until_nul(bytes))) } else { name_in(&bytes) };
                long_name = told.map_err(|why| foreign(&short_name, why))?.or(long_name);
                continue;
            }
            if kind.is_pax_global_extensions() {
                continue;
            }
            let name = long_name.take().unwrap_or(short_name);
            let kind = match kind {
                EntryType::Regular | EntryType::Continuous => Member::File,
                EntryType::Directory => Member::Folder,
                EntryType::Symlink | EntryType::Link => return Err(foreign(&name, "a link")),
                _ => return Err(foreign(&name, "neither a file nor a folder")),
            };
            let below = below_top(&name, &mut top).map_err(|why| foreign(&name, why))?;
            if !below.is_empty() {
                let mut whole = Whole { inner: &mut entry, left: size };
                member(&below, kind, size, &mut whole)?;
            }
        }
        io::copy(&mut self.tar.into_inner(), &mut io::sink()).map_err(broken)?;
        Ok(())
    }
}

/// The path in a pax header. A size there would make the header's own wrong, and is needed above 8 GiB only by
/// programs that write no base-256 numbers.
fn name_in(bytes: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
    let mut name = None;
    for extension in PaxExtensions::new(bytes) {
        let extension = extension.map_err(|_| "with a header that cannot be read")?;
        match extension.key_bytes() {
            b"path" => name = Some(extension.value_bytes().to_owned()),
            b"size" => return Err("with its size in a pax header; make the archive with GNU tar"),
            b"linkpath" => return Err("a link"),
            _ => {}
        }
    }
    Ok(name)
}

fn until_nul(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.truncate(end);
    bytes
}

/// The path below the one top folder (`mycase/…`, `./…`), empty for that folder itself.
fn below_top(name: &[u8], top: &mut Option<String>) -> Result<String, &'static str> {
    let name = std::str::from_utf8(name).map_err(|_| "called by a name that is not UTF-8")?;
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.contains(['\0', '\\']) || name.chars().any(char::is_control) {
        return Err("called by a name that no case has");
    }
    let mut parts = name.split('/');
    let first = parts.next().unwrap_or_default();
    let below: Vec<&str> = parts.collect();
    if first.is_empty() || first == ".." || below.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return Err("which leads out of the folder");
    }
    if below.len() > DEEPEST {
        return Err("deeper than 16 folders");
    }
    if *top.get_or_insert_with(|| first.to_owned()) != first {
        return Err("which lies beside the folder of the case");
    }
    Ok(below.join("/"))
}

/// A member of which every byte is there: the crate takes the end of a tar for the end of its last member.
struct Whole<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        if length == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a file in it was cut off"));
        }
        self.left -= length as u64;
        Ok(length)
    }
}

/// Tells how much was read.
struct Counted<'c, R> {
    inner: R,
    told: &'c mut dyn FnMut(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        (self.told)(length as u64);
        Ok(length)
    }
}

fn top_name(folder: &Path) -> String {
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().and_then(|name| name.to_str()).unwrap_or(NAMELESS).to_owned()
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    let path = path.to_owned();
    move |source| DiskError { action, path, source }
}

#[cfg(test)]
mod tests {
    use rustix::io::Errno;
    use variorum_seal::Passphrase;
    use variorum_testkit::Random;

    use super::*;
    use crate::faults::scratch;
    use crate::probe::{Fault, fail_at};
    use crate::{Case, Keyring, SystemNotary};

    fn tar_of(members: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, kind, bytes) in members {
            let mut header = header(*kind, bytes.len() as u64, 0o644);
            // Past the crate's own checks: a stranger has none.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            tar.append(&header, *bytes).unwrap();
        }
        tar.into_inner().unwrap()
    }

    fn check(members: &[(&str, EntryType, &[u8])], expected: Result<u64, &str>) {
        match (look(&tar_of(members)[..]), expected) {
            (Ok(count), Ok(expected)) => assert_eq!(count, expected, "{members:?}"),
            (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
            (found, _) => panic!("{members:?}: {found:?}, not {expected:?}"),
        }
    }

    #[test]
    fn what_no_case_has_is_refused() {
        use EntryType::{Block, Directory, Fifo, GNULongName, GNUSparse, Link, Regular, Symlink, XHeader};
        check(&[("c/", Directory, b""), ("c/FORMAT", Regular, b"x")], Ok(1));
        check(&[("./", Directory, b""), ("./FORMAT", Regular, b"x")], Ok(1));
        for name in ["/etc/passwd", "../x", "c/../x", "c/./x", "c//x", ""] {
            check(&[(name, Regular, b"")], Err("leads out"));
        }
        check(&[("c/a", Regular, b""), ("d/a", Regular, b"")], Err("beside the folder"));
        check(&[("c\\a", Regular, b"")], Err("a name that no case has"));
        check(&[("c/\u{1b}[2J", Regular, b"")], Err("a name that no case has"));
        for kind in [Symlink, Link] {
            check(&[("c/a", kind, b"")], Err("a link"));
        }
        for kind in [Fifo, Block, GNUSparse] {
            check(&[("c/a", kind, b"")], Err("neither a file nor a folder"));
        }
        check(&[("long", GNULongName, b"c/../../x\0"), ("c/a", Regular, b"")], Err("leads out"));
        check(&[("long", GNULongName, &[b'a'; 5000]), ("c/a", Regular, b"")], Err("more than 4096 bytes"));
        check(&[("pax", XHeader, b"15 path=c/../x\n"), ("c/a", Regular, b"")], Err("leads out"));
        check(&[("pax", XHeader, b"10 size=9\n"), ("c/a", Regular, b"")], Err("size in a pax header"));
        check(&[(&format!("c{}", "/d".repeat(20)), Regular, b"")], Err("deeper than 16"));
    }

    /// Whatever fails, and from then on (which is a kill): the case opens, or its archive does.
    #[test]
    fn a_case_is_never_in_no_place() {
        let passphrase = Passphrase::new("p".to_owned()).unwrap();
        let (seal, opener) = (Seal::with(&passphrase).work(1), Opener::Passphrase(passphrase));
        for fault in [Fault::Once(Errno::IO), Fault::FromThenOn(Errno::NOSPC)] {
            for (acts, least) in [("lock", 40), ("unlock", 40)] {
                let mut nth = 0;
                loop {
                    let home = scratch();
                    let (case, archive) = (home.path().join("case"), home.path().join("case.age"));
                    let keyring = Keyring::at(home.path().join("keys"));
                    drop(Case::create(&case, &keyring, SystemNotary, "test", b"title = \"x\"\n").unwrap());
                    if acts == "unlock" {
                        lock(&case, &archive, &seal, true, &mut |_| {}).unwrap();
                    }
                    let (done, reached) = fail_at(nth, fault, || match acts {
                        "lock" => lock(&case, &archive, &seal, true, &mut |_| {}),
                        _ => unlock(&archive, &opener, &case, &mut |_| {}),
                    });
                    assert!(done.is_ok() || reached, "{done:?}");
                    let moment = format!("{acts}: {fault:?} at {nth}: {done:?}");
                    if !case.join(FORMAT_FILE).exists() {
                        unlock(&archive, &opener, &case, &mut |_| {})
                            .unwrap_or_else(|error| panic!("{moment}: {error}"));
                    }
                    let (opened, _) =
                        Case::open(&case, &keyring, SystemNotary).unwrap_or_else(|error| panic!("{moment}: {error}"));
                    assert_eq!(opened.read().size(), 2, "{moment}");
                    if !reached {
                        break;
                    }
                    nth += 1;
                }
                assert!(nth > least, "{acts}: {nth} calls");
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_off_is_no_shorter_file() {
        let tar = tar_of(&[("c/FORMAT", EntryType::Regular, &[7; 2000])]);
        for length in 513..2512 {
            assert!(look(&tar[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn rubbish_is_an_answer() {
        let tar = tar_of(&[
            ("c/", EntryType::Directory, b""),
            ("long", EntryType::GNULongName, b"c/a-long-name\0"),
            ("c/a", EntryType::Regular, &[7; 700]),
            ("pax", EntryType::XHeader, b"12 path=c/x\n"),
            ("c/b", EntryType::Regular, b"x"),
        ]);
        let mut random = Random::new(7);
        for _ in 0..5000 {
            let mut bytes = tar.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
            drop(look(&bytes[..random.below(bytes.len() + 1)]));
        }
    }
}
