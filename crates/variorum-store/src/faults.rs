//! Fails every effect on disk in turn, once and from then on, and looks at what is left.
//!
//! From then on is what a kill looks like to the disk: all effects before it happened and none after it. So
//! each run is a crash at another moment, after which the case must open and hold all that was acknowledged.

use std::io::ErrorKind;
use std::path::Path;

use serde_json::json;
use variorum_evidence::ids::OriginalId;

use crate::probe::{Fault, fail_at};
use crate::scan::named_digest;
use crate::{Case, FixedNotary, Keyring, ReadCase, WriteError, segment_path};

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

fn create(folder: &Path) -> Option<Case> {
    Case::create(&folder.join("case"), &keyring(folder), notary(), "test 1", b"config").ok()
}

/// Opens the case, adds three batches and signs; counts the batches that were acknowledged.
fn work(folder: &Path) -> Vec<OriginalId> {
    let mut acknowledged = Vec::new();
    let Ok((mut case, _)) = Case::open(&folder.join("case"), &keyring(folder), notary()) else { return acknowledged };
    case.segment_bytes = SEGMENT_BYTES;
    for number in 0..3 {
        if let Ok(stored) = add(&mut case, number) {
            acknowledged.extend(stored);
        }
        let _ = case.sign_checkpoint();
    }
    acknowledged
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
    for fault in [Fault::Once, Fault::FromThenOn] {
        let mut faults = 0;
        for nth in 0.. {
            let folder = scratch();
            create(folder.path()).unwrap();
            let (acknowledged, reached) = fail_at(nth, fault, ErrorKind::StorageFull, || work(folder.path()));
            check(folder.path(), &acknowledged, &format!("{fault:?} {nth}"));
            if !reached {
                assert_eq!(acknowledged.len(), 6);
                break;
            }
            faults += 1;
            // What was not done can be done now.
            assert_eq!(work(folder.path()).len(), 6, "{fault:?} {nth}");
            check(folder.path(), &[], &format!("again after {fault:?} {nth}"));
        }
        assert!(faults > 60, "{faults}");
    }
}

#[test]
fn a_fault_at_any_moment_of_making_a_case_leaves_a_case_or_none() {
    for nth in 0.. {
        let folder = scratch();
        let (made, reached) = fail_at(nth, Fault::FromThenOn, ErrorKind::Other, || create(folder.path()).is_some());
        assert_eq!(made, !reached, "{nth}");
        match ReadCase::open(&folder.path().join("case")) {
            Ok((_, findings)) => assert!(findings.is_empty(), "{nth}: {findings:?}"),
            Err(_) => assert!(create(folder.path()).is_some(), "{nth}: it can be made again"),
        }
        check(folder.path(), &[], &format!("making {nth}"));
        if !reached {
            break;
        }
    }
}

#[test]
fn a_fault_at_any_moment_of_mending_a_torn_tail_loses_nothing() {
    for nth in 0.. {
        let folder = scratch();
        create(folder.path()).unwrap();
        let journal = folder.path().join("case").join(segment_path(0));
        let good = std::fs::read(&journal).unwrap();
        std::fs::write(&journal, [&good, b"{\"at\":".as_slice()].concat()).unwrap();
        let open = || Case::open(&folder.path().join("case"), &keyring(folder.path()), notary()).is_ok();
        let (_, reached) = fail_at(nth, Fault::FromThenOn, ErrorKind::Other, open);
        check(folder.path(), &[OriginalId::of_bytes(b"{\"at\":")], &format!("mending {nth}"));
        let (case, _) = ReadCase::open(&folder.path().join("case")).unwrap();
        let torn = case.entries().unwrap().filter(|entry| entry.as_ref().unwrap().kind == "journal.torn");
        assert_eq!(torn.count(), 1, "{nth}: told once");
        if !reached {
            break;
        }
    }
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
        let (result, reached) = fail_at(nth, Fault::Once, ErrorKind::Other, attempt);
        let Err(error) = result else {
            assert!(!reached, "no failure is swallowed");
            break;
        };
        if error.is_failed_sync() {
            refused += 1;
            assert!(matches!(case.batch().original(b"more"), Err(WriteError::Poisoned { .. })), "{nth}");
            assert!(matches!(case.batch().commit(), Err(WriteError::Poisoned { .. })), "{nth}");
            assert!(matches!(case.sign_checkpoint(), Err(WriteError::Poisoned { .. })), "{nth}");
        }
    }
    assert!(refused >= 8, "{refused} syncs");
}

#[test]
fn the_journal_goes_on_in_another_segment() {
    let folder = scratch();
    create(folder.path()).unwrap();
    assert_eq!(work(folder.path()).len(), 6);
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
