//! Makes a new case folder, so that a crash leaves either a case that opens or nothing that looks like one.
//!
//! The file `unfinished` comes first and `FORMAT` last. A folder with the one and without the other never
//! was a case: nobody was told that it is, so making it again may clear what is there. A folder that lost
//! its `FORMAT` has no `unfinished` and is never cleared.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use variorum_journal::note::SigningKey;
use variorum_journal::tree::Tree;

use crate::batch::WriteError;
use crate::case::{Case, Ground};
use crate::disk::{Disk, DiskError, ORDINARY, make_private_folders};
use crate::keyring::{Keyring, KeyringError};
use crate::layout::{self, CONFIG_FILE, FORMAT_FILE, JOURNAL, LOCK_FILE, ORIGINALS, TMP, VKEY_FILE};
use crate::lock::{Lock, LockError};
use crate::notary::Notary;
use crate::read::ReadCase;

/// Present from the first to the last moment of making a case.
pub(crate) const UNFINISHED_FILE: &str = "unfinished";

/// What is cleared when a case that was never finished is made again.
const CLEARED: [&str; 6] = [ORIGINALS, JOURNAL, layout::DERIVED, TMP, VKEY_FILE, CONFIG_FILE];

/// Why a case could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The folder or a file in it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The key.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The first entries.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// There is a case already.
    #[error("{path} is a case already; add to it, or choose another folder", path = path.display())]
    AlreadyACase {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is in use for something else.
    #[error("{path} holds {name:?}; a case needs a folder of its own", path = path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
        /// One of the names in it.
        name: String,
    },
    /// Somebody else is making one there.
    #[error("{path} is being made into a case by {holder}", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// Process and host.
        holder: String,
    },
}

impl Case {
    /// Makes a case in a folder that is empty or not there yet. `tool` is the name and version of the program,
    /// for entry 0; `config` becomes `case.toml`, stored as an original and named by entry 1.
    pub fn create(
        folder: &Path,
        keyring: &Keyring,
        notary: impl Notary + 'static,
        tool: &str,
        config: &[u8],
    ) -> Result<Self, CreateError> {
        let at_folder = |action| move |source| DiskError { action, path: folder.to_owned(), source };
        let folder_path = std::path::absolute(folder).map_err(at_folder("find"))?;
        // For this user alone: what is in a case can put people at risk.
        make_private_folders(&folder_path)?;
        let disk = Arc::new(Disk::open(&folder_path)?);
        // Before the lock file: somebody else's folder stays as it is.
        check_empty(&disk)?;
        let lock = take_lock(&disk)?;
        clear_unfinished(&disk)?;
        let key = keyring.new_key(&notary)?;
        write_frame(&disk, &key, config)?;
        let read =
            ReadCase { vkey: key.vkey(), checkpoint: None, size: 0, root: Tree::new().root(), disk: disk.clone() };
        let mut case = Self::of(read, lock, Box::new(notary), keyring.clone(), key, Ground::default());
        write_first_entries(&mut case, tool, config)?;
        finish(&disk)?;
        Ok(case)
    }
}

fn take_lock(disk: &Disk) -> Result<Lock, CreateError> {
    Lock::take(disk).map_err(|error| match error {
        LockError::Disk(error) => error.into(),
        LockError::Held { holder } => CreateError::Busy { path: disk.whole_path(""), holder },
    })
}

/// Whether nothing is there but what an earlier attempt left.
fn check_empty(disk: &Disk) -> Result<(), CreateError> {
    let path = || disk.whole_path("");
    let names = disk.names("")?;
    let has = |name: &str| names.iter().any(|found| found == name);
    if has(FORMAT_FILE) {
        return Err(CreateError::AlreadyACase { path: path() });
    }
    let ours =
        |name: &str| name == LOCK_FILE || has(UNFINISHED_FILE) && (name == UNFINISHED_FILE || CLEARED.contains(&name));
    match names.iter().find(|name| !ours(name)) {
        Some(name) => Err(CreateError::NotEmpty { path: path(), name: name.clone() }),
        None => Ok(()),
    }
}

fn clear_unfinished(disk: &Disk) -> Result<(), CreateError> {
    check_empty(disk)?;
    for name in disk.names("")?.iter().filter(|name| CLEARED.contains(&name.as_str())) {
        disk.remove_all(name)?;
    }
    Ok(())
}

fn write_frame(disk: &Disk, key: &SigningKey, config: &[u8]) -> Result<(), DiskError> {
    if !disk.names("")?.iter().any(|name| name == UNFINISHED_FILE) {
        disk.create(UNFINISHED_FILE, ORDINARY)?;
    }
    // Before anything else has a name: what lies here without it is taken for somebody's.
    disk.sync_folder("")?;
    for folder in [TMP, ORIGINALS, JOURNAL] {
        disk.make_folder(folder)?;
    }
    disk.put(VKEY_FILE, format!("{}\n", key.vkey()).as_bytes())?;
    disk.put(CONFIG_FILE, config)
}

fn write_first_entries(case: &mut Case, tool: &str, config: &[u8]) -> Result<(), WriteError> {
    let vkey = case.read().vkey().clone();
    let mut batch = case.batch();
    let open = json!({"format": layout::FORMAT, "origin": vkey.name(), "tool": tool, "vkey": vkey.to_string()});
    batch.entry("case.open", &open)?;
    let stored = batch.original(config)?;
    batch.entry("config.set", &json!({"sha256": stored.id, "size": stored.size}))?;
    batch.commit()?;
    case.sign_checkpoint()?;
    Ok(())
}

/// From here on it is a case.
fn finish(disk: &Disk) -> Result<(), DiskError> {
    disk.sync_folder("")?;
    disk.replace(FORMAT_FILE, format!("{}\n", layout::FORMAT).as_bytes())?;
    disk.remove(UNFINISHED_FILE)
}
