//! Damage that nobody meant: every kind of it, to every file, is noticed and named.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::Path;

use support::{Files, case_files, dossier_files, failures, journal, lay_out, put, table, verified};
use variorum_verify::{CannotRead, verify};

const QUOTED: &str = "Two guests were hurt";

fn folders() -> [Files; 2] {
    let pen = journal(QUOTED);
    [case_files(&pen), dossier_files(&pen, &table())]
}

#[test]
fn whole_folders_pass() {
    for files in folders() {
        let dir = lay_out(&files);
        let found = verified(dir.path());
        assert!(found.passed(), "{:#?}", failures(&found));
        assert_eq!((found.counts.entries, found.counts.quotes, found.unsigned_entries), (6, 1, 0));
        assert_eq!(found.counts.files, files.len() as u64);
    }
}

/// The damage shows, and one of the failed checks names the file.
fn check_noticed(dir: &Path, path: &str, damage: &str) {
    let found = verified(dir);
    let named = |text: &str| text.contains(path) || (path.contains("journal/0") && text.contains("journal"));
    let failures = failures(&found);
    let names = failures.iter().any(|check| named(&check.about) || named(&check.message));
    assert!(!failures.is_empty(), "{damage} of {path} went unnoticed");
    assert!(names, "{damage} of {path} is not named: {failures:#?}");
}

#[test]
fn every_flipped_bit_is_noticed() {
    for files in folders() {
        let dir = lay_out(&files);
        for (path, bytes) in &files {
            // About 60 places in each file, another bit each time.
            for place in (0..bytes.len()).step_by(bytes.len().div_ceil(60)) {
                let mut damaged = bytes.clone();
                damaged[place] ^= 1 << (place % 8);
                put(dir.path(), path, &damaged);
                check_noticed(dir.path(), path, &format!("bit {} of byte {place}", place % 8));
            }
            put(dir.path(), path, bytes);
        }
    }
}

#[test]
fn every_cut_deletion_and_renaming_is_noticed() {
    for files in folders() {
        let dir = lay_out(&files);
        for (path, bytes) in &files {
            for length in [0, bytes.len() / 2, bytes.len() - 1] {
                put(dir.path(), path, &bytes[..length]);
                check_noticed(dir.path(), path, "a cut");
            }
            put(dir.path(), path, &[bytes.as_slice(), b"\n"].concat());
            check_noticed(dir.path(), path, "an added line feed");
            let at = put(dir.path(), path, bytes);
            fs::rename(&at, at.with_extension("away")).unwrap();
            check_noticed(dir.path(), path, "a renaming");
            fs::remove_file(at.with_extension("away")).unwrap();
            check_noticed(dir.path(), path, "a deletion");
            put(dir.path(), path, bytes);
        }
        assert!(verified(dir.path()).passed(), "all is put back");
    }
}

#[test]
fn every_extra_file_is_named() {
    let [case, dossier] = folders();
    let check = |files: &Files, path: &str, passes: bool| {
        let dir = lay_out(files);
        put(dir.path(), path, b"extra");
        let found = verified(dir.path());
        let named = found.checks.iter().find(|check| check.about.contains(path));
        assert_eq!(named.map(|check| check.passed), Some(passes), "{path}");
    };
    check(&case, "originals/ab/extra", false);
    check(&case, "originals/extra", false);
    check(&case, "journal/000002.jsonl", false);
    check(&case, "journal/checkpoint.old", false);
    check(&case, "case.toml~", true);
    for path in ["extra.html", "pages/extra.html", "data/extra", "data/originals/ab/extra", "fetch.txt"] {
        check(&dossier, path, false);
    }
}

#[test]
fn caches_of_a_case_are_no_evidence() {
    let [case, _] = folders();
    let dir = lay_out(&case);
    for path in ["derived/x", "tmp/y", "lock", "catalogue.sqlite", "catalogue.sqlite-wal"] {
        put(dir.path(), path, b"anything");
    }
    let found = verified(dir.path());
    assert!(found.passed());
    assert!(!found.checks.iter().any(|check| check.code == "file.unknown"));
}

#[cfg(unix)]
#[test]
fn links_and_sockets_are_named_and_not_followed() {
    for files in folders() {
        let dir = lay_out(&files);
        let (path, bytes) = files.iter().find(|(path, _)| path.contains("originals/")).unwrap();
        let elsewhere = put(tempfile::tempdir().unwrap().keep().as_path(), "same", bytes);
        fs::remove_file(dir.path().join(path)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, dir.path().join(path)).unwrap();
        check_noticed(dir.path(), path, "a link");
        fs::remove_file(dir.path().join(path)).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("socket")).unwrap();
        put(dir.path(), path, bytes);
        check_noticed(dir.path(), "socket", "a socket");
        fs::remove_dir_all(elsewhere.parent().unwrap()).unwrap();
    }
}

#[test]
fn what_is_neither_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(verify(dir.path(), &mut |_| {}), Err(CannotRead::Neither { .. })));
    assert!(matches!(verify(&dir.path().join("nowhere"), &mut |_| {}), Err(CannotRead::Neither { .. })));
}
