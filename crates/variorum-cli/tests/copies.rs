//! Copies of a case: an older one put back, two that went different ways, a case of this version, one of a later.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::path::Path;

use crate::common::{Desk, copy};

fn with_case() -> Desk {
    let desk = Desk::in_memory();
    desk.case_with("Two people died, the police said.\n");
    for name in ["a", "b"] {
        desk.write(&format!("{name}.txt"), format!("{name}: three people died, the police said.\n"));
    }
    desk
}

#[test]
fn a_folder_of_yesterday_is_refused_and_can_be_read() {
    let desk = with_case();
    copy(&desk.path("case"), &desk.path("yesterday"));
    desk.ok(&["add", "case", "a.txt"]);
    std::fs::remove_dir_all(desk.path("case")).expect("it is there");
    copy(&desk.path("yesterday"), &desk.path("case"));
    let ran = desk.run(&["add", "case", "b.txt"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("put back to an earlier state") && ran.err.contains(".seen"), "{}", ran.err);
    desk.ok(&["verify", "case"]);
    assert!(desk.ok(&["apparatus", "case"]).contains("police"));
}

#[test]
fn two_copies_that_went_on_are_refused_and_told_where_they_part() {
    let desk = with_case();
    copy(&desk.path("case"), &desk.path("copy"));
    let at_copying = desk.read("case/journal/000000.jsonl").lines().count();
    assert!(desk.ok(&["verify", "case", "--beside", "copy"]).contains("THE SAME"));
    // Another machine with the same key.
    copy(&desk.path("keys"), &desk.path("other-keys"));
    desk.ok(&["add", "case", "a.txt"]);
    let beside = desk.ok(&["verify", "case", "--beside", "copy"]);
    assert!(beside.contains("ONE IS THE BEGINNING OF THE OTHER"), "{beside}");
    let done = desk.command(&["add", "copy", "b.txt"]).env("VARIORUM_KEYS", desk.path("other-keys")).output();
    assert!(done.expect("the binary runs").status.success());
    // They meet: each verifies by itself, and only one of them can be the one that was seen here.
    desk.ok(&["verify", "case"]);
    desk.ok(&["verify", "copy"]);
    let ran = desk.run(&["add", "copy", "a.txt"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("two copies of this case"), "{}", ran.err);
    let beside = desk.run(&["verify", "case", "--beside", "copy"]);
    assert_eq!(beside.code, Some(1), "{}", beside.out);
    assert!(beside.out.contains(&format!("PARTED: entry {at_copying} is not the same")), "{}", beside.out);
    assert_eq!(beside.out.matches("its signed head is proved to extend them").count(), 2, "{}", beside.out);
}

/// The case of `docs/format/vectors/case` is of this version for ever: the same entries, the same root, no failure.
#[test]
fn a_case_of_this_version_opens_with_the_same_root() {
    let golden = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/format/vectors/case"));
    let desk = Desk::in_memory();
    copy(golden, &desk.path("case"));
    let verified = desk.json(&["verify", "case", "--json"]);
    assert_eq!(verified["passed"], true, "{verified}");
    assert_eq!(verified["verification"]["signed_entries"], 4);
    let root = desk.read("case/journal/checkpoint").lines().nth(2).map(str::to_owned);
    assert_eq!(root.as_deref(), Some("n10QEHIFnIZ76vrN8UzS79FXtVc+QGVttcuX4rT2uTg="));
    // Its key is in no keyring: it can be read, and a writer says what is missing.
    let ran = desk.run(&["add", "case", "case/case.toml"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("no key for this case"), "{}", ran.err);
}

#[test]
fn a_case_of_a_later_version_can_be_read_and_not_written_to() {
    let desk = with_case();
    desk.write("case/FORMAT", "variorum-case/2\n");
    let journal = desk.read("case/journal/000000.jsonl");
    for arguments in [&["add", "case", "a.txt"][..], &["build", "case"]] {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, Some(3), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("later version"), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(desk.read("case/journal/000000.jsonl"), journal);
    assert!(desk.ok(&["apparatus", "case"]).contains("police"));
    // All but the mark of the version is checked as ever.
    let verified = desk.run(&["verify", "case"]);
    let failed: Vec<&str> = verified.out.lines().filter(|line| line.starts_with("FAIL")).collect();
    assert!(failed.len() == 1 && failed[0].contains("format"), "{failed:?}");
}

/// The catalogue follows from the case: gone, damaged or of another time, `build` makes the same one again.
#[test]
fn a_catalogue_is_made_again_with_the_same_content() {
    let desk = with_case();
    desk.ok(&["add", "case", "a.txt"]);
    desk.ok(&["build", "case"]);
    let catalogue = desk.path("case/catalogue.sqlite");
    let good = std::fs::read(&catalogue).expect("it is there");
    let explained = desk.ok(&["explain", "case", "R1"]);
    let mut changed = good.clone();
    let at = good.windows(6).position(|word| word == b"people").expect("a word of a claim");
    changed[at] ^= 1;
    for bytes in [None, Some(&b""[..]), Some(&good[..good.len() / 2]), Some(&changed), Some(b"not a database")] {
        std::fs::remove_file(&catalogue).expect("it is there");
        if let Some(bytes) = bytes {
            std::fs::write(&catalogue, bytes).expect("it can be written");
        }
        desk.ok(&["build", "case"]);
        assert_eq!(std::fs::read(&catalogue).expect("it is made again"), good);
        assert_eq!(desk.ok(&["explain", "case", "R1"]), explained);
    }
    // Of an earlier state of the journal.
    desk.ok(&["add", "case", "b.txt"]);
    desk.ok(&["build", "case"]);
    assert_ne!(std::fs::read(&catalogue).expect("it is made again"), good);
}
