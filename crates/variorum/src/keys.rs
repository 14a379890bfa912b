//! Keys as people handle them: by the case that they sign for, or all at once.
//!
//! The work is `variorum-store`'s; here a case folder becomes the name of its journal, and a key that is said to be a
//! case's is shown to be it before it changes its form.

use std::path::{Path, PathBuf};

use serde::Serialize;
use variorum_store::{Form, Held, ReadCase, Restored};

use crate::Workbench;
use crate::error::{Error, Result};

/// Which keys are meant.
#[derive(Debug, Clone)]
pub enum Which {
    /// The key of this case.
    Case(PathBuf),
    /// Every key in the folder of keys.
    All,
}

/// What the folder of keys holds for one journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The journal's name.
    pub origin: String,
    /// `plain`, `sealed`, `both` or `absent`.
    pub form: &'static str,
    /// How entries name the key.
    pub key: Option<String>,
    /// How many entries the newest head seen has.
    pub entries_seen: Option<u64>,
    /// The case, if its folder was named.
    pub case: Option<PathBuf>,
}

impl Workbench {
    /// The folder of keys.
    pub fn keys_folder(&self) -> &Path {
        self.keyring.path()
    }

    /// What the folder of keys holds; with cases, only what it holds for those.
    pub fn keys(&self, cases: &[PathBuf]) -> Result<Vec<Key>> {
        let held = self.keyring.held()?;
        if cases.is_empty() {
            return Ok(held.into_iter().map(|held| key_of(held, None)).collect());
        }
        let of_case = |folder: &PathBuf| {
            let (case, _) = ReadCase::open(folder)?;
            let found = held.iter().find(|held| held.origin == case.origin()).cloned();
            let nothing =
                || Held { origin: case.origin().to_owned(), form: Form::Absent, key: Some(case.by()), seen: None };
            Ok(key_of(found.unwrap_or_else(nothing), Some(folder.clone())))
        };
        cases.iter().map(of_case).collect()
    }

    /// Seals keys with one passphrase; tells of each whether that changed anything.
    pub fn protect_keys(&self, which: &Which) -> Result<Vec<(String, bool)>> {
        self.for_each(which, |origin| Ok(self.keyring.protect(origin)?))
    }

    /// Keeps keys as they are again; tells of each whether that changed anything.
    pub fn unprotect_keys(&self, which: &Which) -> Result<Vec<(String, bool)>> {
        self.for_each(which, |origin| Ok(self.keyring.unprotect(origin)?))
    }

    /// Writes keys into a new file, sealed with a passphrase; tells how many.
    pub fn back_up_keys(&self, which: &Which, into: &Path) -> Result<usize> {
        let origins = self.origins(which)?;
        self.keyring.back_up(&origins, into)?;
        Ok(origins.len())
    }

    /// Brings the keys of such a file here; tells of each whether it was not here before.
    pub fn restore_keys(&self, from: &Path) -> Result<Vec<(String, bool)>> {
        let restored = self.keyring.restore(from)?;
        Ok(restored.into_iter().map(|(origin, how)| (origin, how == Restored::Added)).collect())
    }

    fn for_each(&self, which: &Which, act: impl Fn(&str) -> Result<bool>) -> Result<Vec<(String, bool)>> {
        let origins = self.origins(which)?;
        origins.into_iter().map(|origin| act(&origin).map(|changed| (origin, changed))).collect()
    }

    fn origins(&self, which: &Which) -> Result<Vec<String>> {
        match which {
            Which::Case(folder) => {
                let (case, _) = ReadCase::open(folder)?;
                // A key that is not the case's is told now; a sealed one is asked for later, and once.
                if matches!(self.keyring.form_of(case.origin())?, Form::Plain | Form::Both | Form::Absent) {
                    self.keyring.key(case.vkey())?;
                }
                Ok(vec![case.origin().to_owned()])
            }
            Which::All => {
                let held = self.keyring.held()?.into_iter().filter(|held| held.form != Form::Absent);
                let origins: Vec<String> = held.map(|held| held.origin).collect();
                if origins.is_empty() {
                    let folder = self.keyring.path().display();
                    return Err(Error::usage(format!(
                        "there are no keys in {folder}; VARIORUM_KEYS names another folder"
                    )));
                }
                Ok(origins)
            }
        }
    }
}

fn key_of(held: Held, case: Option<PathBuf>) -> Key {
    let form = match held.form {
        Form::Plain => "plain",
        Form::Sealed => "sealed",
        Form::Both => "both",
        Form::Absent => "absent",
    };
    Key { origin: held.origin, form, key: held.key, entries_seen: held.seen, case }
}
