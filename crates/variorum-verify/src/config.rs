//! `case.toml` is edited by people at any time, so it is compared with the last version that was recorded.

use variorum_evidence::digest::Digest;

use crate::check::Checks;
use crate::folder::Folder;
use crate::journal::Journal;

/// Nobody writes a larger one.
const LIMIT: u64 = 1 << 24;

pub(crate) fn check(folder: &Folder, path: &str, journal: &Journal, checks: &mut Checks) {
    if !folder.files().any(|file| file == path) && journal.config.is_none() {
        return checks.note("config.unrecorded", path, "is withheld with the entry that records it");
    }
    let mut check = checks.open("config.unrecorded");
    let help = Some("`variorum build` records it");
    match (folder.read(path, LIMIT), journal.config) {
        (Ok(bytes), Some(recorded)) if Digest::of(&bytes) == recorded => {}
        (Ok(_), Some(recorded)) => check.fail(path, format!("is not the version last recorded, {recorded}"), help),
        (Ok(_), None) => check.fail(path, "no version of it is recorded", help),
        (Err(error), _) => check.fail(path, error.to_string(), None),
    }
    check.close(path, || "is the version last recorded".to_owned());
}
