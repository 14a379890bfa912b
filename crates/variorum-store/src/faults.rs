//! Fails every call to the disk in turn, in every way there is, and looks at what is left.
//!
//! A call that fails from then on is what a kill looks like to the disk: all calls before it happened and none
//! after it. So each run is also a crash at another moment, after which the case must open and hold all that was
//! acknowledged. In the ordinary tests each call fails in one of the ways; a campaign tries every way on each.

use std::path::Path;

use rustix::io::Errno;
use serde_json::json;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_journal::entry::Entry;
use variorum_testkit::Campaign;

use crate::probe::{Fault, fail_at};
use crate::read::with_cause;
use crate::scan::named_digest;
use crate::{
    Case, Catalogue, CreateError, FixedNotary, Keyring, OpenError, ReadCase, Rows, Stage, Stamp, WriteError,
    segment_path,
};

/// Small enough for a few entries to fill it.
const SEGMENT_BYTES: u64 = 600;

/// A folder in memory where there is such a place: these tests sync thousands of times.
pub(crate) fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn notary() -> FixedNotary {
    FixedNotary::new("2026-11-22T18:00:00Z".parse().unwrap(), "faults")
}

fn keyring(folder: &Path) -> Keyring {
    Keyring::at(folder.join("keys"))
}

/// The ways in which a call goes wrong.
const FAULTS: [Fault; 11] = [
    Fault::Once(Errno::IO),
    Fault::FromThenOn(Errno::IO),
    Fault::Once(Errno::NOSPC),
    Fault::FromThenOn(Errno::NOSPC),
    Fault::Once(Errno::ROFS),
    Fault::FromThenOn(Errno::ROFS),
    Fault::Once(Errno::MFILE),
    Fault::FromThenOn(Errno::MFILE),
    Fault::Once(Errno::INTR),
    Fault::Short,
    Fault::ShortThenFull,
];

/// Runs `check` with each call failing: in every way, or in the ordinary tests in one after the other. It tells
/// whether there was such a call.
fn each_fault(name: &'static str, least: u64, check: impl Fn(usize, Fault) -> bool) {
    let mut campaign = Campaign::begin(name, 0);
    let ways = if campaign.is_long() { FAULTS.len() } else { 1 };
    for way in 0..ways {
        for nth in 0.. {
            let fault = FAULTS[if ways == 1 { nth % FAULTS.len() } else { way }];
            if !check(nth, fault) {
                break;
            }
            campaign.point();
        }
    }
    assert!(campaign.points() >= least, "{} calls", campaign.points());
    campaign.close();
}

fn create(folder: &Path) -> Result<Case, CreateError> {
    Case::create(&folder.join("case"), &keyring(folder), notary(), "test 1", b"config")
}

fn open(folder: &Path) -> Result<Case, OpenError> {
    Case::open(&folder.join("case"), &keyring(folder), notary()).map(|(case, _)| case)
}

/// What was acknowledged, and what the errors said.
#[derive(Default)]
struct Outcome {
    acknowledged: Vec<OriginalId>,
    errors: Vec<String>,
}

impl Outcome {
    fn note<T>(&mut self, result: Result<T, impl std::error::Error>) -> Option<T> {
        result.map_err(|error| self.errors.push(with_cause(&error))).ok()
    }
}

/// Opens the case, adds three batches and signs.
fn work(folder: &Path) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(mut case) = outcome.note(open(folder)) else { return outcome };
    case.segment_bytes = SEGMENT_BYTES;
    for number in 0..3 {
        let added = outcome.note(add(&mut case, number));
        outcome.acknowledged.extend(added.into_iter().flatten());
        let signed = case.sign_checkpoint().map(drop);
        outcome.note(signed);
    }
    outcome
}

/// Every error names a file or folder below `folder`, and says what to do.
fn check_errors(folder: &Path, errors: &[String], moment: &str) {
    for error in errors {
        assert!(error.contains(&*folder.to_string_lossy()), "{moment}: names no file: {error}");
        assert!(error.contains(" (") || error.contains("Open the case again"), "{moment}: no way on: {error}");
    }
}

/// Nothing lies among the originals that is not whole.
fn check_originals(folder: &Path, moment: &str) {
    let Ok(folders) = std::fs::read_dir(folder.join("case/originals")) else { return };
    for file in folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap()) {
        let path = file.unwrap().path();
        let digest = Digest::of(&std::fs::read(&path).unwrap()).to_string();
        assert_eq!(path.file_name().unwrap().to_string_lossy(), digest, "{moment}: part of an original is visible");
    }
}

fn add(case: &mut Case, number: usize) -> Result<Vec<OriginalId>, WriteError> {
    let texts = [format!("first of {number}"), format!("second of {number}")];
    let mut batch = case.batch();
    let mut stored = Vec::new();
    for (text, streamed) in texts.iter().zip([false, true]) {
        let original = if streamed {
            batch.original_from(Path::new("text"), text.as_bytes())?
        } else {
            batch.original(text.as_bytes())?
        };
        batch.entry("object.add", &json!({"sha256": original.id, "size": original.size}))?;
        stored.push(original.id);
    }
    batch.commit()?;
    Ok(stored)
}

/// The case opens, holds what was acknowledged, and every entry's original is there.
fn check(folder: &Path, acknowledged: &[OriginalId], moment: &str) {
    let path = folder.join("case");
    let (case, _) = Case::open(&path, &keyring(folder), notary()).unwrap_or_else(|error| panic!("{moment}: {error}"));
    let entries: Vec<_> = case.read().entries().unwrap().map(|entry| entry.unwrap()).collect();
    for (place, entry) in entries.iter().enumerate() {
        assert_eq!(entry.seq, place as u64, "{moment}");
        if let Some(digest) = named_digest(&entry.body) {
            let id = OriginalId::from_digest(digest);
            assert!(case.read().original(id).is_ok(), "{moment}: entry {place} names what is not there");
        }
    }
    for id in acknowledged {
        let is_named = entries.iter().any(|entry| named_digest(&entry.body) == Some(id.digest()));
        assert!(is_named, "{moment}: acknowledged and lost");
    }
    assert!(case.read().disk.names("tmp").unwrap().is_empty(), "{moment}");
}

#[test]
fn a_fault_at_any_moment_of_work_loses_nothing() {
    each_fault("nth-call-of-work", 150, |nth, fault| {
        let folder = scratch();
        let moment = format!("{fault:?} {nth}");
        create(folder.path()).unwrap();
        let (outcome, reached) = fail_at(nth, fault, || work(folder.path()));
        check_errors(folder.path(), &outcome.errors, &moment);
        check_originals(folder.path(), &moment);
        let (_, findings) = ReadCase::open(&folder.path().join("case")).unwrap();
        assert!(findings.iter().all(|finding| finding.code == "journal.torn_tail"), "{moment}: {findings:?}");
        check(folder.path(), &outcome.acknowledged, &moment);
        if !reached || fault == Fault::Short {
            assert_eq!((outcome.acknowledged.len(), outcome.errors), (6, vec![]), "{moment}");
        }
        // What was not done can be done now.
        assert_eq!(work(folder.path()).acknowledged.len(), 6, "{moment}");
        check(folder.path(), &[], &format!("again after {moment}"));
        reached
    });
}

#[test]
fn a_fault_at_any_moment_of_making_a_case_leaves_a_case_or_none() {
    each_fault("nth-call-of-making", 60, |nth, fault| {
        let folder = scratch();
        let moment = format!("{fault:?} {nth}");
        let (made, reached) = fail_at(nth, fault, || create(folder.path()).map(drop));
        let errors: Vec<String> = made.as_ref().err().iter().map(|error| with_cause(error)).collect();
        check_errors(folder.path(), &errors, &moment);
        match ReadCase::open(&folder.path().join("case")) {
            Ok((_, findings)) => assert!(findings.is_empty(), "{moment}: {findings:?}"),
            Err(_) => assert!(made.is_err() && create(folder.path()).is_ok(), "{moment}: it can be made again"),
        }
        check(folder.path(), &[], &moment);
        reached
    });
}

#[test]
fn a_fault_at_any_moment_of_mending_a_torn_tail_loses_nothing() {
    each_fault("nth-call-of-mending", 60, |nth, fault| {
        let folder = scratch();
        let moment = format!("{fault:?} {nth}");
        drop(create(folder.path()).unwrap());
        let journal = folder.path().join("case").join(segment_path(0));
        let good = std::fs::read(&journal).unwrap();
        std::fs::write(&journal, [&good, b"{\"at\":".as_slice()].concat()).unwrap();
        let (opened, reached) = fail_at(nth, fault, || open(folder.path()).map(drop));
        let errors: Vec<String> = opened.as_ref().err().iter().map(|error| with_cause(error)).collect();
        check_errors(folder.path(), &errors, &moment);
        check_originals(folder.path(), &moment);
        let torn = OriginalId::of_bytes(b"{\"at\":");
        check(folder.path(), &[torn], &moment);
        let (case, _) = ReadCase::open(&folder.path().join("case")).unwrap();
        let tells = |entry: &Entry| named_digest(&entry.body) == Some(torn.digest());
        let times = case.entries().unwrap().filter(|entry| tells(entry.as_ref().unwrap())).count();
        assert_eq!(times, 1, "{moment}: told once");
        reached
    });
}

#[test]
fn a_fault_at_any_moment_of_caching_leaves_no_wrong_value() {
    each_fault("nth-call-of-caching", 20, |nth, fault| {
        let folder = scratch();
        let moment = format!("{fault:?} {nth}");
        let case = create(folder.path()).unwrap();
        let stage = Stage::new("text");
        let stamp = Stamp { size: 2, root: case.read().root(), code: "1".to_owned() };
        let rows = || Rows { reports: [], claims: [], readings: [] };
        let content = Catalogue::rebuild(case.read(), &stamp, rows()).unwrap().content_digest().unwrap();
        std::fs::remove_file(folder.path().join("case/catalogue.sqlite")).unwrap();
        let ((), reached) = fail_at(nth, fault, || {
            let _ = case.read().derived().put(stage, Digest::of(b"key"), b"value");
            let _ = Catalogue::rebuild(case.read(), &stamp, rows());
        });
        let value = case.read().derived().get(stage, Digest::of(b"key"));
        assert!(value.is_none_or(|value| value == b"value"), "{moment}");
        let found = Catalogue::open(case.read(), &stamp).map(|catalogue| catalogue.content_digest().unwrap());
        assert!(found.is_none_or(|found| found == content), "{moment}");
        drop(case);
        check(folder.path(), &[], &moment);
        reached
    });
}

#[test]
fn after_a_failed_sync_nothing_more_is_written() {
    let mut refused = 0;
    for nth in 0.. {
        let folder = scratch();
        let mut case = create(folder.path()).unwrap();
        let attempt = || {
            let result = add(&mut case, 0);
            result.and_then(|_| case.sign_checkpoint().map(drop))
        };
        let (result, reached) = fail_at(nth, Fault::Once(Errno::IO), attempt);
        let Err(error) = result else {
            let signed = case.read().checkpoint().unwrap().head().size;
            assert_eq!((signed, case.read().size()), (4, 4), "{nth}: only a cache may fail in silence");
            if reached {
                continue;
            }
            break;
        };
        if error.is_failed_sync() {
            refused += 1;
            assert!(matches!(case.batch().original(b"more"), Err(WriteError::Poisoned { .. })), "{nth}");
            assert!(matches!(case.batch().commit(), Err(WriteError::Poisoned { .. })), "{nth}");
            assert!(matches!(case.sign_checkpoint(), Err(WriteError::Poisoned { .. })), "{nth}");
            drop(case);
            let mut case = open(folder.path()).unwrap();
            assert!(add(&mut case, 1).is_ok(), "{nth}: opened again, it goes on");
        }
    }
    assert!(refused >= 8, "{refused} syncs");
}

#[test]
fn the_journal_goes_on_in_another_segment() {
    let folder = scratch();
    create(folder.path()).unwrap();
    assert_eq!(work(folder.path()).acknowledged.len(), 6);
    let sizes: Vec<u64> = (0..)
        .map_while(|number| std::fs::metadata(folder.path().join("case").join(segment_path(number))).ok())
        .map(|file| file.len())
        .collect();
    assert!(sizes.len() >= 3, "{sizes:?}");
    assert!(
        sizes[..sizes.len() - 1].iter().all(|size| (SEGMENT_BYTES..SEGMENT_BYTES + 400).contains(size)),
        "{sizes:?}"
    );
    let (case, findings) = ReadCase::open(&folder.path().join("case")).unwrap();
    assert_eq!((case.size(), findings.len()), (8, 0));

    let first = folder.path().join("case").join(segment_path(0));
    let good = std::fs::read(&first).unwrap();
    std::fs::write(&first, &good[..good.len() - 1]).unwrap();
    let error = Case::open(&folder.path().join("case"), &keyring(folder.path()), notary()).unwrap_err();
    assert!(error.to_string().starts_with("entry "), "a torn end of any segment but the last is damage: {error}");
}
