//! A dossier as a whole: it verifies, it is the same every time, and it is there whole or not at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;

use support::{Case, HOSTILE, assert_links, case, files};
use variorum_dossier::{DossierError, plan, write};
use variorum_evidence::digest::Digest;
use variorum_evidence::document::Language;
use variorum_verify::verify;

fn written(case: &Case) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let bag = write(&case.edition(), &dir.path().join("dossier")).unwrap();
    let files = files(&dir.path().join("dossier"));
    assert_eq!(bag.tagmanifest, Digest::of(&files["tagmanifest-sha256.txt"]));
    assert_eq!(bag.files, files.len());
    assert_eq!(bag.bytes, files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    files
}

#[test]
fn it_verifies() {
    for (include_originals, language) in [(true, Language::En), (false, Language::Es)] {
        let case = Case { include_originals, language, ..case() };
        let dir = tempfile::tempdir().unwrap();
        let bag = write(&case.edition(), &dir.path().join("dossier")).unwrap();
        let found = verify(&dir.path().join("dossier"), &mut |_| {}).unwrap();
        let failures: Vec<_> = found.checks.iter().filter(|check| !check.passed).collect();
        assert!(found.passed(), "{failures:#?}");
        assert_eq!(found.bag, Some(bag.tagmanifest));
        assert_eq!(found.counts.claims, case.apparatus.claims.len() as u64);
        assert_eq!(found.counts.withheld, if include_originals { 0 } else { 10 });
        assert_eq!(found.signed_entries, Some(case.journal.len() as u64));
        assert_eq!((found.counts.entries, found.counts.withheld_entries), (26, 0));
    }
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    assert_eq!(written(&case()), written(&case()));
}

/// The bytes of a dossier are part of what is promised: `publish --at N` gives the same ones again. If this
/// number moves, every published dossier of the same journal gets another digest: say so in the change log.
#[test]
fn golden_bytes() {
    let files = written(&case());
    let shown: Vec<&str> = files.keys().map(String::as_str).filter(|path| !path.contains("originals")).collect();
    assert_eq!(shown.iter().filter(|path| path.starts_with("data/entries/")).count(), 26 * 2 + 1);
    let speakers = case().apparatus.speakers.len();
    assert_eq!(shown.len(), 33 - 1 + 26 * 2 + 1 + 3 + speakers, "{shown:#?}");
    for page in ["speakers", "s-1", "timeline", "summary", "custody", "q-1", "r-1"] {
        assert!(files.contains_key(&format!("pages/{page}.html")), "{page}");
    }
    let table = Digest::of(&files["data/tables/apparatus.json"]).to_string();
    assert_eq!(table, "5feb9a8d4f7e7d262ae8d5363f18730c3f50df8c0a1da60f2ee55df5f92c4f7f");
}

#[test]
fn proposed_questions_and_those_about_another_event_have_pages() {
    for (code, file) in [("N2", "pages/n-2.html"), ("Q1.E2", "pages/q-1-e2.html"), ("N3.E4", "pages/n-3-e4.html")] {
        let mut case = case();
        case.apparatus.questions[0].code = code.to_owned();
        let files = written(&case);
        assert!(files.contains_key(file), "{code}: {:?}", files.keys());
        let overview = String::from_utf8_lossy(&files["index.html"]);
        assert!(overview.contains(&format!("href=\"{file}\"")), "{code} is linked");
    }
}

#[test]
fn what_is_planned_is_written() {
    let case = case();
    let planned = plan(&case.edition()).unwrap();
    let files = written(&case);
    for (path, size) in &planned.files {
        assert_eq!(files.get(path).map(|bytes| bytes.len() as u64), Some(*size), "{path}");
    }
    let originals = files.keys().filter(|path| path.starts_with("data/originals/")).count();
    assert_eq!((planned.originals, planned.withheld), (originals, 0));
    assert_eq!(files.len(), planned.files.len() + originals + 4, "bagit.txt, bag-info.txt and two manifests");
    assert_eq!(planned.lines().len(), 5);
    let withheld = plan(&Case { include_originals: false, ..case }.edition()).unwrap();
    assert_eq!((withheld.originals, withheld.withheld), (1, 10), "the text that a decision quotes goes with it");
}

/// What is withheld is nowhere in the folder: not its words, not its time, not its salt, not the original that it names.
#[test]
fn of_a_withheld_entry_the_number_and_the_kind_are_all_there_is() {
    let film = Digest::of(b"not really a film").to_string();
    let case = Case { disclosed: (0..26).filter(|seq| ![20, 21].contains(seq)).collect(), ..case() };
    let files = written(&case);
    assert_eq!(files["data/entries/withheld.csv"], b"seq,kind\n20,object.add\n21,source.add\n");
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for secret in [
            film.as_str(),
            "square.mp4",
            "sent by a neighbour",
            &"14".repeat(16),
            &"15".repeat(16),
            "2031-04-02T09:00:20",
        ] {
            assert!(!text.contains(secret) && !path.contains(secret), "{secret} is in {path}");
        }
    }
    let page = std::str::from_utf8(&files["pages/custody.html"]).unwrap();
    assert_eq!(page.matches("withheld: only its number").count(), 2);
    let planned = plan(&case.edition()).unwrap();
    assert_eq!((planned.entries, planned.withheld_entries, planned.originals), (24, 2, 10));
    let dir = tempfile::tempdir().unwrap();
    write(&case.edition(), &dir.path().join("dossier")).unwrap();
    let found = verify(&dir.path().join("dossier"), &mut |_| {}).unwrap();
    let failures: Vec<_> = found.checks.iter().filter(|check| !check.passed).collect();
    assert!(found.passed(), "{failures:#?}");
    assert_eq!((found.counts.entries, found.counts.withheld_entries), (24, 2));
}

/// A capture that is withheld keeps its number: those after it are counted as before.
#[test]
fn a_withheld_capture_keeps_its_number() {
    let case = Case { disclosed: (0..26).filter(|seq| *seq != 3).collect(), ..case() };
    let dir = tempfile::tempdir().unwrap();
    write(&case.edition(), &dir.path().join("dossier")).unwrap();
    let found = verify(&dir.path().join("dossier"), &mut |_| {}).unwrap();
    let failures: Vec<_> = found.checks.iter().filter(|check| !check.passed).collect();
    assert_eq!(failures.len(), 1, "{failures:#?}");
    assert_eq!((failures[0].code, failures[0].about.as_str()), ("report.original", "R1"));
    let graph = fs::read_to_string(dir.path().join("dossier/data/case.jsonld")).unwrap();
    assert!(!graph.contains("\"R1\"") && graph.contains("\"R2\"") && graph.contains("\"R10\""));
}

#[test]
fn nothing_is_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("dossier");
    fs::create_dir(&into).unwrap();
    write(&case().edition(), &into).unwrap();
    let before = files(&into);
    assert!(matches!(write(&case().edition(), &into), Err(DossierError::Occupied { .. })));
    assert_eq!(files(&into), before);
}

#[test]
fn a_dossier_that_fails_leaves_nothing() {
    let check = |case: Case, expected: &str| {
        let dir = tempfile::tempdir().unwrap();
        let error = write(&case.edition(), &dir.path().join("dossier")).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "{error}");
    };
    let mut lost = case();
    lost.originals.0.pop_last();
    check(lost, "cannot read the original");
    let mut changed = case();
    changed.originals.0.values_mut().next().unwrap().push(b'!');
    check(changed, "it was changed");
    let mut textless = case();
    textless.texts.pop_first();
    check(textless, "the table names the text");
    let mut claimless = case();
    claimless.apparatus.claims.remove(0);
    check(claimless, "the table names the reading");
    let mut traversing = case();
    traversing.apparatus.reports[0].code = "R../../x".into();
    check(traversing, "the report code");
    let mut broken = case();
    broken.journal[3].push('x');
    check(broken, "entry 3 of the journal is not JSON");
    let mut longer = case();
    longer.journal.push(longer.journal[25].clone());
    check(longer, "it is over other entries");
    let mut unsigned = case();
    unsigned.checkpoint = unsigned.checkpoint.replacen("\n26\n", "\n25\n", 1);
    check(unsigned, "the signed head does not fit");
}

#[test]
fn evidence_is_text_and_never_markup() {
    let case = Case { title: HOSTILE.to_owned(), ..case() };
    let files = written(&case);
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, bytes) in pages {
        let page = std::str::from_utf8(bytes).unwrap();
        let body = page.split_once("</style>").unwrap().1;
        for forbidden in
            ["<script", "<img", "<b>", "<iframe", "<link", "<object", "<form", "onerror=alert(1)>", " style="]
        {
            assert!(!body.contains(forbidden), "{path}: {forbidden}");
        }
    }
    assert_links(&files);
}

#[test]
fn every_id_on_a_page_is_there_once() {
    for (path, bytes) in written(&case()).iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}");
    }
}

#[test]
fn damage_to_any_file_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("dossier");
    write(&case().edition(), &into).unwrap();
    let passes = || verify(&into, &mut |_| {}).unwrap().passed();
    for (place, (path, bytes)) in files(&into).into_iter().enumerate() {
        let mut damaged = bytes.clone();
        let byte = (place * 7919) % damaged.len();
        damaged[byte] ^= 1 << (place % 8);
        fs::write(into.join(&path), &damaged).unwrap();
        assert!(!passes(), "byte {byte} of {path}");
        fs::write(into.join(&path), &bytes).unwrap();
    }
    assert!(passes());
}
