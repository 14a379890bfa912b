//! Checks a case or a dossier from disk, trusting almost nothing, writing nothing.
//!
//! It owns the dossier's format (`docs/format/dossier.md`) and knows evidence and journal, nothing else: not
//! the program that wrote the folder, nor the types that made its tables. Every check has a stable code and
//! is reported, the passed ones too; one damaged file does not stop the others from being looked at.
//!
//! - `folder`: what lies there, and reading it without following a link
//! - `journal`: the lines, the tree over them, the signed head and the key; [`entries`]: those that a dossier discloses
//! - [`anchors`]: heads that outsiders vouch for are beginnings of the journal
//! - [`originals`]: the bytes that the journal names; `config`, `quotes`: what else it names
//! - [`bag`]: BagIt manifests; `table`, `references`: the words, claims and names of `apparatus.json`
//!
//! ```no_run
//! let found = variorum_verify::verify("case".as_ref(), &mut |_| {})?;
//! for check in found.checks.iter().filter(|check| !check.passed) {
//!     eprintln!("{} {}: {}", check.code, check.about, check.message);
//! }
//! # Ok::<(), variorum_verify::CannotRead>(())
//! ```
//!
//! Left out: reading the originals again (that takes the readers of `variorum-ingest`; `build --check` does
//! it), what the proofs of time say that it hands on ([`anchors::Anchor`]), and a folder that somebody changes while it
//! is being checked.

pub mod anchors;
pub mod bag;
mod changed;
mod check;
mod config;
pub mod entries;
mod folder;
mod journal;
pub mod originals;
pub mod parting;
mod quotes;
mod references;
mod revisions;
mod table;
mod threads;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use variorum_evidence::digest::Digest;

use crate::check::Checks;
pub use crate::check::{Check, Counts, Kind, Step, Verification};
use crate::folder::{Folder, ORIGINALS};
use crate::journal::Journal;

/// The one line of a case's `FORMAT`.
pub const CASE_FORMAT: &str = "variorum-case/1\n";

/// Nothing could be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CannotRead {
    /// The folder has the marks of neither.
    #[error("{} is neither a case (a file FORMAT) nor a dossier (a file bagit.txt)", path.display())]
    Neither {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be listed.
    #[error("cannot list {}", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// How to verify.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The line of `case.vkey` as it was received by another road than the folder itself. Without it, anybody's key
    /// would do.
    pub expected: Option<&'a str>,
    /// Of the originals that a case's journal names, hash only these. All else is looked at in full, as is a dossier.
    pub sample: Option<&'a BTreeSet<Digest>>,
    /// How many threads to use; the answer is the same with any number.
    pub threads: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { expected: None, sample: None, threads: 1 }
    }
}

/// Checks the case or dossier in `dir`, in one thread.
pub fn verify(dir: &Path, progress: &mut dyn FnMut(Step)) -> Result<Verification, CannotRead> {
    verify_with(dir, &Options::default(), progress)
}

/// Checks the case or dossier in `dir`.
pub fn verify_with(
    dir: &Path,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Step),
) -> Result<Verification, CannotRead> {
    let kind = kind_of(dir).ok_or_else(|| CannotRead::Neither { path: dir.to_owned() })?;
    let mut folder = Folder::list(dir, if kind == Kind::Case { &CASE_CACHES } else { &[] }, kind)
        .map_err(|error| CannotRead::List { path: error.path, source: error.source })?;
    let mut checks = Checks::default();
    check_irregular(&folder, &mut checks);
    match kind {
        Kind::Case => Ok(case(&mut folder, options, checks, progress)),
        Kind::Dossier => Ok(dossier(&folder, options, checks, progress)),
    }
}

/// Whether `dir` holds a case or a dossier, or what is left of one; none when it has the marks of neither.
pub fn kind_of(dir: &Path) -> Option<Kind> {
    let holds = |name: &str| dir.join(name).symlink_metadata().is_ok();
    // The proper mark first; then what remains when the mark itself was lost.
    let marks = [
        ("FORMAT", Kind::Case),
        ("bagit.txt", Kind::Dossier),
        ("case.vkey", Kind::Case),
        ("journal", Kind::Case),
        ("manifest-sha256.txt", Kind::Dossier),
        ("tagmanifest-sha256.txt", Kind::Dossier),
    ];
    marks.into_iter().find(|(name, _)| holds(name)).map(|(_, kind)| kind)
}

/// What a case rebuilds from the rest, and scratch: not evidence, so not checked.
const CASE_CACHES: [&str; 7] = [
    "derived",
    "catalogue.sqlite",
    "catalogue.sqlite-journal",
    "catalogue.sqlite-shm",
    "catalogue.sqlite-wal",
    "lock",
    "tmp",
];

fn case(
    folder: &mut Folder,
    options: &Options<'_>,
    mut checks: Checks,
    progress: &mut dyn FnMut(Step),
) -> Verification {
    let Options { expected, sample, threads } = *options;
    check_format(folder, &mut checks);
    check_strays(folder, &mut checks);
    let journal = Journal::of_case(folder, expected, threads, &mut checks, progress);
    changed::check(folder, &journal, &mut checks);
    // Somebody may be writing: what the journal names by now was stored after the folder was listed.
    folder.look_again(journal.originals.keys());
    journal.tell_clock(&mut checks);
    let looked = originals::look(folder, &journal, sample, threads, &mut checks, progress);
    originals::check(&looked, ORIGINALS, &journal, Kind::Case, &mut checks);
    config::check(folder, "case.toml", &journal, &mut checks);
    quotes::check(folder, ORIGINALS, &BTreeMap::new(), &journal, &mut checks);
    let anchors = anchors::check(folder, &journal, Kind::Case, &mut checks);
    checks.counts.files = folder.count();
    Verification { anchors, ..Verification::of(Kind::Case, journal, None, checks) }
}

fn dossier(folder: &Folder, options: &Options<'_>, mut checks: Checks, progress: &mut dyn FnMut(Step)) -> Verification {
    let digests = folder.digests_under("", &|_, _| true, options.threads, &mut checks, progress);
    bag::check(folder, &digests, &mut checks);
    let journal = Journal::of_dossier(folder, options.expected, &mut checks, progress);
    journal.tell_clock(&mut checks);
    let looked = originals::of_dossier(folder, "data/originals/", &digests, &journal);
    originals::check(&looked, "data/originals/", &journal, Kind::Dossier, &mut checks);
    config::check(folder, "data/case.toml", &journal, &mut checks);
    let texts = table::check(folder, "data/tables/apparatus.json", &journal, &mut checks, progress);
    quotes::check(folder, "data/originals/", &texts, &journal, &mut checks);
    let anchors = anchors::check(folder, &journal, Kind::Dossier, &mut checks);
    checks.counts.files = folder.count();
    let bag: Option<Digest> = digests.get(bag::TAG_MANIFEST).copied();
    Verification { anchors, ..Verification::of(Kind::Dossier, journal, bag, checks) }
}

/// Links, pipes and devices: never followed, never opened.
fn check_irregular(folder: &Folder, checks: &mut Checks) {
    let mut check = checks.open("file.irregular");
    for (path, what) in folder.irregular() {
        check.fail(path, format!("is {what}, not a file; it was not followed"), None);
    }
    check.close("", || "there are plain files and folders only".to_owned());
}

fn check_format(folder: &Folder, checks: &mut Checks) {
    let mut check = checks.open("format");
    match folder.read("FORMAT", 1024) {
        Ok(bytes) if bytes == CASE_FORMAT.as_bytes() => {}
        Ok(bytes) => {
            let found = String::from_utf8_lossy(&bytes).into_owned();
            check.fail("FORMAT", format!("expected the line {:?}, found {found:?}", CASE_FORMAT.trim_end()), None);
        }
        Err(error) => check.fail("FORMAT", error.to_string(), None),
    }
    check.close("FORMAT", || CASE_FORMAT.trim_end().to_owned());
}

/// Files of a case that nothing accounts for. An editor's backup copy beside `case.toml` is no damage, so
/// these are named and do not fail the case; in `originals/` and `journal/` the checks there do fail them.
fn check_strays(folder: &Folder, checks: &mut Checks) {
    let known = ["FORMAT", "case.vkey", "case.toml"];
    let strays = folder
        .files()
        .filter(|path| !known.contains(path) && !path.starts_with("originals/") && !path.starts_with("journal/"));
    let strays: Vec<String> = strays.map(str::to_owned).collect();
    for path in strays {
        checks.note("file.unknown", &path, "is no part of a case and was not looked at");
    }
}
