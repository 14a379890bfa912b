//! The folder on disk: written beside its place, synced, and put there by one rename.
//!
//! So a dossier is there whole or not at all; what a killed publishing leaves is swept away by the next (`unfinished`).
//! The bag's own files come last, when all digests are known; its
//! date is that of the last entry of the journal. Layout: `docs/format/dossier.md`.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_verify::bag::{DECLARATION, MANIFEST, TAG_MANIFEST, manifest_line};
use variorum_verify::originals::path_of;

use crate::contents;
use crate::edition::{DossierError, Edition};
use crate::unfinished::{self, Unfinished};
use crate::view::View;

/// A dossier that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    /// The digest of `tagmanifest-sha256.txt`: the whole dossier in one number.
    pub tagmanifest: Digest,
    /// How many files it has.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// What became of dossiers that were never finished, a line each.
    pub swept: Vec<String>,
}

/// Writes the dossier of an edition into the folder `into`, which must not be there or be empty.
pub fn write(edition: &Edition<'_>, into: &Path) -> Result<Bag, DossierError> {
    write_inspected(edition, into, &mut |_| Ok(()))
}

/// The same, but before the finished folder gets its name `inspect` looks at it, and an error of its keeps it from ever
/// being there.
pub fn write_inspected(
    edition: &Edition<'_>,
    into: &Path,
    inspect: &mut dyn FnMut(&Path) -> Result<(), String>,
) -> Result<Bag, DossierError> {
    check_free(into)?;
    let view = View::of(edition)?;
    let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(on("make the folder", parent))?;
    let swept = unfinished::sweep(parent);
    let unfinished = Unfinished::beside(parent).map_err(on("begin", into))?;
    let mut writer = Writer::new(unfinished.path());
    contents::payload(&view, &mut |path, bytes| writer.file(path, bytes))?;
    writer.originals(&view)?;
    contents::pages(&view, &mut |path, bytes| writer.file(path, bytes))?;
    let bag = writer.seal(&view)?;
    writer.sync_folders()?;
    inspect(unfinished.path()).map_err(|why| DossierError::Refused { why })?;
    put_in_place(&unfinished, into, parent)?;
    Ok(Bag { swept, ..bag })
}

fn check_free(into: &Path) -> Result<(), DossierError> {
    match fs::read_dir(into) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(DossierError::Occupied { path: into.to_owned() }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(on("look into", into)(error)),
    }
}

/// One rename makes the dossier appear; the folder above it is synced so that it stays.
fn put_in_place(unfinished: &Unfinished, into: &Path, parent: &Path) -> Result<(), DossierError> {
    open_to_readers(unfinished.path())?;
    fs::rename(unfinished.path(), into).map_err(on("put the dossier at", into))?;
    sync_folder(parent)
}

/// A folder for unfinished work is made for its owner alone; a dossier is for everybody.
#[cfg(unix)]
fn open_to_readers(folder: &Path) -> Result<(), DossierError> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(on("open to readers", folder))
}

#[cfg(not(unix))]
fn open_to_readers(_: &Path) -> Result<(), DossierError> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), DossierError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(on("sync", folder))
}

/// Only Unix can sync a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), DossierError> {
    Ok(())
}

fn on(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DossierError {
    let path = path.to_owned();
    move |source| DossierError::Disk { act, path, source }
}

/// What was written so far.
struct Writer<'a> {
    root: &'a Path,
    /// Digest and size by path.
    written: BTreeMap<String, (Digest, u64)>,
}

impl<'a> Writer<'a> {
    const fn new(root: &'a Path) -> Self {
        Self { root, written: BTreeMap::new() }
    }

    fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), DossierError> {
        let place = self.place(path)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(&place).map_err(on("make", &place))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(on("write", &place))?;
        self.written.insert(path.to_owned(), (Digest::of(bytes), bytes.len() as u64));
        Ok(())
    }

    /// Where a file is to be written; makes the folder for it.
    fn place(&self, path: &str) -> Result<PathBuf, DossierError> {
        let place = self.root.join(path);
        let folder = place.parent().unwrap_or(self.root);
        fs::create_dir_all(folder).map_err(on("make the folder", folder))?;
        Ok(place)
    }

    fn originals(&mut self, view: &View<'_>) -> Result<(), DossierError> {
        view.disclosed_originals().try_for_each(|(id, _)| self.original(view, id))
    }

    /// Copies an original and makes sure that its bytes are those that it is named by.
    fn original(&mut self, view: &View<'_>, id: OriginalId) -> Result<(), DossierError> {
        let unreadable = |source| DossierError::Original { original: id, source };
        let path = path_of("data/originals/", id.digest());
        let place = self.place(&path)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&place).map_err(on("make", &place))?;
        let mut file = BufWriter::new(file);
        let mut original = view.edition.originals.open(id).map_err(unreadable)?;
        let mut hasher = Sha256::new();
        let mut size = 0;
        let mut piece = vec![0; 1 << 16];
        loop {
            let length = match original.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            };
            hasher.update(&piece[..length]);
            file.write_all(&piece[..length]).map_err(on("write", &place))?;
            size += length as u64;
        }
        let found = Digest::from_bytes(hasher.finalize().into());
        if found != id.digest() {
            return Err(DossierError::Changed { original: id, found: OriginalId::from_digest(found) });
        }
        let file = file.into_inner().map_err(|error| on("write", &place)(error.into_error()))?;
        file.sync_all().map_err(on("write", &place))?;
        self.written.insert(path, (found, size));
        Ok(())
    }

    /// The bag's own files: declaration, description, and both manifests.
    fn seal(&mut self, view: &View<'_>) -> Result<Bag, DossierError> {
        self.file("bagit.txt", DECLARATION.as_bytes())?;
        let info = self.info(view);
        self.file("bag-info.txt", info.as_bytes())?;
        let manifest = self.manifest(|path| path.starts_with("data/"));
        self.file(MANIFEST, manifest.as_bytes())?;
        let tags = self.manifest(|path| !path.starts_with("data/"));
        self.file(TAG_MANIFEST, tags.as_bytes())?;
        Ok(Bag {
            tagmanifest: Digest::of(tags.as_bytes()),
            files: self.written.len(),
            bytes: self.written.values().map(|(_, size)| size).sum(),
            swept: Vec::new(),
        })
    }

    fn manifest(&self, wanted: impl Fn(&str) -> bool) -> String {
        let wanted = self.written.iter().filter(|(path, _)| wanted(path));
        wanted.map(|(path, (digest, _))| manifest_line(*digest, path)).collect()
    }

    fn info(&self, view: &View<'_>) -> String {
        let payload = self.written.iter().filter(|(path, _)| path.starts_with("data/"));
        let (count, size) = payload.fold((0, 0), |(count, sum), (_, (_, size))| (count + 1, sum + size));
        let date = view.last_at().get(..10).unwrap_or_default();
        // A label's value is one line.
        let title: Vec<&str> = view.edition.title.split_whitespace().collect();
        let origin = view.journal_name();
        format!(
            "Bagging-Date: {date}\nExternal-Description: {}\nExternal-Identifier: {origin}\nPayload-Oxum: {size}.{count}\n",
            title.join(" ")
        )
    }

    /// Files are synced as they are written; their names are kept by syncing the folders.
    fn sync_folders(&self) -> Result<(), DossierError> {
        let mut folders: Vec<&Path> = Vec::new();
        for path in self.written.keys() {
            folders.extend(Path::new(path).ancestors().skip(1));
        }
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().try_for_each(|folder| sync_folder(&self.root.join(folder)))
    }
}
