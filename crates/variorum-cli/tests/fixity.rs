//! A case checked again and again: in full, by sample, on record and for cron.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::common::{Desk, files};
use serde_json::Value;

/// A case with this many reports of its own in it.
fn case_of(count: usize) -> Desk {
    let desk = Desk::in_memory();
    desk.ok(&["new", "case", "--title", "A case"]);
    for report in 0..count {
        desk.write(&format!("reports/{report:02}.txt"), format!("Report {report}: seven people were hurt.\n"));
    }
    desk.ok(&["add", "case", "reports"]);
    desk
}

fn entries(desk: &Desk) -> Vec<Value> {
    let journal = desk.read("case/journal/000000.jsonl");
    journal.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn captured(desk: &Desk) -> Vec<String> {
    let captures = entries(desk).into_iter().filter(|entry| entry["kind"] == "source.add");
    captures.map(|entry| entry["sha256"].as_str().expect("a digest").to_owned()).collect()
}

/// Changes the bytes of an original and keeps their number.
fn damage(desk: &Desk, digest: &str) {
    let path = desk.path(&format!("case/originals/{}/{digest}", &digest[..2]));
    let mut bytes = fs::read(&path).expect("it can be read");
    bytes[0] ^= 1;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("it is ours");
    fs::write(&path, bytes).expect("it can be written");
}

#[test]
fn only_what_is_asked_for_is_written() {
    let desk = case_of(3);
    let before = files(&desk.path("case"));
    for arguments in
        [&["verify", "case"][..], &["verify", "case", "--sample", "2", "--brief"], &["verify", "case", "--json"]]
    {
        desk.ok(arguments);
        assert_eq!(files(&desk.path("case")), before, "{arguments:?} changed the case");
    }
    let said = desk.ok(&["verify", "case", "--record"]);
    let last = entries(&desk).pop().expect("an entry");
    assert!(said.ends_with(&format!("VERIFIED; recorded as entry {}\n", last["seq"])), "{said}");
    assert_eq!(last["kind"], "verify.ran");
    assert_eq!(
        (&last["scope"], &last["passed"], &last["failed"]),
        (&"all".into(), &true.into(), &Value::Array(vec![]))
    );
    assert_eq!((last["originals"].as_u64(), last["of"].as_u64(), &last["entries"]), (Some(4), Some(4), &last["seq"]));
    assert!(desk.ok(&["verify", "case"]).ends_with("VERIFIED\n"), "the case with the entry in it is whole");
}

#[test]
fn damage_goes_on_record() {
    let desk = case_of(3);
    let damaged = captured(&desk).remove(1);
    damage(&desk, &damaged);
    let ran = desk.run(&["verify", "case", "--record", "--brief"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out.lines().filter(|line| line.starts_with("FAIL")).count(), 1, "{}", ran.out);
    assert!(ran.out.lines().last().is_some_and(|line| line.starts_with("NOT VERIFIED: checks failed: 1; recorded as")));
    let last = entries(&desk).pop().expect("an entry");
    assert_eq!((&last["passed"], &last["failed"]), (&false.into(), &serde_json::json!(["original.digest"])));
    assert_eq!(last["damaged"], serde_json::json!([damaged]));
}

#[test]
fn what_cannot_be_recorded_is_said() {
    let check = |harm: &dyn Fn(&Desk), arguments: &[&str], code: i32, says: &str| {
        let desk = case_of(1);
        harm(&desk);
        let before = files(&desk.path("case/journal"));
        let ran = desk.run(arguments);
        assert_eq!(ran.code, Some(code), "{}\n{}", ran.out, ran.err);
        assert!(ran.err.contains(says), "{}", ran.err);
        assert_eq!(files(&desk.path("case/journal")), before);
    };
    let journal = |desk: &Desk| {
        let path = desk.path("case/journal/000000.jsonl");
        let text = fs::read_to_string(&path).expect("it can be read").replace("00.txt", "01.txt");
        fs::write(path, text).expect("it can be written");
    };
    check(&journal, &["verify", "case", "--record"], 1, "not recorded: entry");
    check(&journal, &["verify", "case", "--record", "--sample", "1"], 1, "not recorded: entry");
    let checkpoint = |desk: &Desk| fs::remove_file(desk.path("case/journal/checkpoint")).expect("it is there");
    check(&checkpoint, &["verify", "case", "--record"], 1, "not recorded: ");
    let keys = |desk: &Desk| fs::remove_dir_all(desk.path("keys")).expect("they are there");
    check(&keys, &["verify", "case", "--record"], 3, "key");
    let nothing = |_: &Desk| {};
    check(&nothing, &["verify", "case", "--sample", "0"], 2, "write a share (5%, 0.5%) or a number");
    check(&nothing, &["verify", "case", "--sample", "1", "--seed", "Z"], 2, "0-9 and a-f");
}

#[test]
fn a_dossier_keeps_no_record() {
    let desk = case_of(1);
    desk.ok(&["publish", "case", "dossier"]);
    for option in ["--record", "--sample=1"] {
        let refused = desk.run(&["verify", "dossier", option]);
        assert!(refused.code == Some(2) && refused.err.contains("dossier: it is checked whole"), "{}", refused.err);
    }
}

#[test]
fn recorded_samples_cover_every_original_in_turn() {
    let desk = case_of(11);
    let mut seen = BTreeSet::new();
    for round in 1u64..=3 {
        let checked = desk.json(&["verify", "case", "--sample", "4", "--record", "--json"]);
        assert_eq!(checked["sample"]["of"], 12, "eleven reports and case.toml");
        assert_eq!(checked["verification"]["counts"]["originals"], 4);
        assert_eq!(checked["verification"]["counts"]["not_sampled"], 8);
        let covered = checked["coverage"].as_array().expect("a list");
        let newest = covered.last().expect("a group");
        assert_eq!(newest["entry"], checked["recorded"]);
        for digest in newest["originals"].as_array().expect("a list") {
            assert!(seen.insert(digest.as_str().expect("a digest").to_owned()), "{digest} came before its turn");
        }
        assert_eq!(covered[0]["entry"].is_null(), round < 3, "{covered:?}");
    }
    assert_eq!(seen.len(), 12);
    let said = desk.ok(&["verify", "case", "--sample", "50%"]);
    assert_eq!(said.matches("last checked 2").count(), 3, "{said}");
    assert!(said.contains("6 of 12 originals (seed "), "{said}");
}

#[test]
fn a_sample_misses_nothing_but_what_it_leaves_out() {
    let desk = case_of(5);
    let damaged = captured(&desk).remove(2);
    damage(&desk, &damaged);
    let mut found = 0;
    for _ in 0..6 {
        let ran = desk.run(&["verify", "case", "--sample", "1", "--record", "--brief"]);
        found += usize::from(ran.code == Some(1) && ran.out.contains(&damaged));
    }
    assert_eq!(found, 1, "six samples of one of six find it once");
    fs::remove_file(desk.path(&format!("case/originals/{}/{damaged}", &damaged[..2]))).expect("it is there");
    let missing = desk.run(&["verify", "case", "--sample", "1", "--seed", "0", "--brief"]);
    assert!(missing.code == Some(1) && missing.out.contains("original.missing"), "{}", missing.out);
    let stranger = desk.path("case/originals/ab");
    fs::create_dir_all(&stranger).expect("it can be made");
    fs::write(stranger.join("notes"), "x").expect("it can be written");
    let unknown = desk.run(&["verify", "case", "--sample", "1", "--brief"]);
    assert!(unknown.out.contains("original.unknown"), "{}", unknown.out);
}

#[test]
fn without_a_journal_there_is_no_sample_and_all_is_checked() {
    let desk = case_of(4);
    fs::remove_file(desk.path("case/case.vkey")).expect("it is there");
    let ran = desk.run(&["verify", "case", "--sample", "1", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let checked: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(checked["verification"]["counts"]["originals"], 5);
    assert!(
        checked["sample"].is_null() && checked["not_sampled"].as_str().is_some_and(|why| why.contains("case.vkey"))
    );
}

#[test]
fn a_seed_gives_the_same_sample_again() {
    let desk = case_of(9);
    damage(&desk, &captured(&desk)[0]);
    let draw = |seed: &str| {
        let ran = desk.run(&["verify", "case", "--sample", "5", "--seed", seed, "--brief"]);
        (ran.code, ran.out)
    };
    let drawn: Vec<_> = ["0", "4", "8", "c"].map(draw).into();
    assert_eq!(drawn, ["0", "4", "8", "c"].map(draw));
    assert!(
        drawn.iter().any(|(code, _)| *code == Some(1)) && drawn.iter().any(|(code, _)| *code == Some(0)),
        "{drawn:?}"
    );
}
