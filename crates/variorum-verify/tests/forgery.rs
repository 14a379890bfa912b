//! Damage that somebody meant: manifests written anew, lines signed that should not be. Each is noticed by
//! the check that is there for it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use serde_json::{Value, json};
use support::{
    CONFIG, Files, Pen, case_files, dossier_files, dossier_without, failed_codes, failures, journal, key, lay_out,
    original, put, seal, table, verified,
};
use variorum_evidence::digest::Digest;
use variorum_journal::note::SigningKey;
use variorum_verify::{Kind, Options, verify_with};

const QUOTED: &str = "Two guests were hurt";

#[test]
fn a_forged_table_is_noticed() {
    let check = |pointer: &str, forged: Value, expected: &str| {
        let mut table = table();
        let place = table.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"));
        assert_ne!(*place, forged);
        *place = forged;
        let dir = lay_out(&dossier_files(&journal(QUOTED), &table));
        let found = verified(dir.path());
        assert!(failed_codes(&found).contains(&expected), "{pointer}: {:#?}", failures(&found));
    };
    let other = json!(Digest::of(b"other"));
    check("/schema", json!("variorum.apparatus/2"), "table.format");
    check("/documents/0/text", json!("Nobody was hurt."), "text.digest");
    check("/documents/0/text", json!("Nobody was hurt."), "span.words");
    check("/documents/0/id", other.clone(), "text.digest");
    check("/documents/0/reports/0/original", other.clone(), "report.original");
    for code in ["R0", "R2", "R", "1"] {
        check("/documents/0/reports/0/code", json!(code), "report.original");
    }
    for part in ["source", "cue", "content/0", "hedge/span", "readings/0/span", "readings/0/place"] {
        check(&format!("/claims/0/{part}/text"), json!("Ten"), "span.words");
        check(&format!("/claims/0/{part}/start"), json!(1), "span.words");
        check(&format!("/claims/0/{part}/end"), json!(4_000_000_000u32), "span.words");
    }
    check("/claims/0/readings/0/participants/0/span/text", json!("guards"), "span.words");
    check("/claims/0/id", other.clone(), "claim.id");
    check("/claims/0/cue", Value::Null, "claim.id");
    check("/claims/0/code", json!("C0000000"), "claim.id");
    check("/claims/0/code", json!("C"), "claim.id");
    check("/claims/0/document", other.clone(), "span.words");
    check("/claims/0/nested_in", other.clone(), "table.reference");
    check("/claims/0/speaker", json!("nobody"), "table.reference");
    check("/claims/0/decided", json!([4]), "table.reference");
    check("/claims/0/readings/0/scope/part_of", other.clone(), "table.reference");
    for list in ["claims", "documents", "speakers"] {
        check(&format!("/questions/0/positions/0/{list}/0"), other.clone(), "table.reference");
    }
    for part in ["claim", "reading", "document", "speaker"] {
        check(&format!("/questions/0/positions/0/holders/0/{part}"), other.clone(), "table.reference");
    }
    check("/questions/0/relations/0/b", other.clone(), "table.reference");
    check("/questions/0/silent/0", other.clone(), "table.reference");
    check("/checks/0/readings/0", other.clone(), "table.reference");
    check("/origins/0/documents/0", other.clone(), "table.reference");
    check("/origins/0/claims/0", other.clone(), "table.reference");
    check("/groups/0/claims/0", other.clone(), "table.reference");
    check("/events/0/documents/0/document", other.clone(), "table.reference");
    check("/revisions/0/versions/1/document", other.clone(), "table.reference");
    check("/revisions/0/steps/0/answers/0/before/position", other.clone(), "table.reference");
    check("/revisions/0/steps/0/answers/0/before/reading", other, "table.reference");
    check("/revisions/0/steps/0/answers/0/before/speaker", json!("nobody"), "table.reference");
    for words in ["announced/span", "sentences/0/before", "sentences/0/after"] {
        check(&format!("/revisions/0/steps/0/{words}/text"), json!("Ten"), "revision.words");
    }
    check("/revisions/0/steps/0/to", json!(3), "revision.words");
}

/// A case whose journal was signed as it stands, with these files put over it.
fn check_case(pen: &Pen, expected: &[&str]) {
    let dir = lay_out(&case_files(pen));
    let found = verified(dir.path());
    assert_eq!(failed_codes(&found), expected, "{:#?}", failures(&found));
}

#[test]
fn signed_lines_are_still_read() {
    let with = |kind: &str, body: Value| {
        let mut pen = journal(QUOTED);
        pen.write(kind, body);
        pen
    };
    check_case(&with("note.add", json!({"text": "fine"})), &[]);
    check_case(&with("future.kind", json!({"anything": [1]})), &[]);
    check_case(&journal("Ten guests were hurt"), &["quote.words"]);
    check_case(&with("object.add", json!({"sha256": Digest::of(b"lost"), "size": 4})), &["original.missing"]);
    check_case(&with("source.add", json!({"sha256": Digest::of(CONFIG.as_bytes()), "within": "x"})), &["journal.line"]);
    check_case(&with("object.add", json!({"sha256": Digest::of(CONFIG.as_bytes()), "size": 4})), &["journal.line"]);
    check_case(&with("config.set", json!({"sha256": Digest::of(support::TEXT.as_bytes())})), &["config.unrecorded"]);
    check_case(&with("decision.reject", json!({"decision": {"act": "undo", "seq": 5}})), &["journal.line"]);
    check_case(&with("decision.accept", json!({"decision": {"act": "dance"}})), &["journal.line"]);
}

#[test]
fn kinds_of_a_later_version_are_shown_and_no_failure() {
    let mut pen = journal(QUOTED);
    pen.write("future.kind", json!({"anything": [1]}));
    pen.write("decision.dance", json!({"decision": {"act": "dance"}}));
    pen.write("decision.dance", json!({"steps": 3}));
    let found = verified(lay_out(&case_files(&pen)).path());
    assert!(found.passed(), "{:#?}", failures(&found));
    let shown = found.checks.iter().find(|check| check.code == "journal.kinds").unwrap();
    assert!(shown.message.ends_with("decision.dance (2), future.kind (1)"), "{}", shown.message);
    let plain = verified(lay_out(&case_files(&journal(QUOTED))).path());
    assert!(plain.checks.iter().all(|check| check.code != "journal.kinds"));
}

#[test]
fn lines_out_of_order_or_by_another_key() {
    let mut swapped = journal(QUOTED);
    swapped.lines.swap(2, 3);
    check_case(&swapped, &["journal.line"]);
    let mut foreign = journal(QUOTED);
    let id = format!("key:{}", key().vkey().id());
    foreign.lines[4] = foreign.lines[4].replace(&id, "key:00000000");
    check_case(&foreign, &["journal.line"]);
    let mut other_opening = journal(QUOTED);
    let other = SigningKey::from_seed("variorum.invalid/0123", [6; 32]).unwrap().vkey().to_string();
    other_opening.lines[0] = other_opening.lines[0].replace(&key().vkey().to_string(), &other);
    check_case(&other_opening, &["vkey"]);
}

fn journal_file(files: &mut Files, lines: &[String]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let path = files.keys().find(|path| path.ends_with("000000.jsonl")).unwrap().clone();
    files.insert(path, text.into_bytes());
}

#[test]
fn entries_past_the_signed_head() {
    let signed = journal(QUOTED);
    let mut longer = journal(QUOTED);
    longer.write("note.add", json!({"text": "not signed yet"}));

    let mut case = case_files(&signed);
    journal_file(&mut case, &longer.lines);
    let found = verified(lay_out(&case).path());
    assert!(found.passed(), "{:#?}", failures(&found));
    assert_eq!((found.unsigned_entries, found.signed_entries), (1, Some(6)));

    let mut dossier = dossier_files(&signed, &table());
    let with = |files: &mut Files, path: &str, text: &str| files.insert(path.to_owned(), text.as_bytes().to_vec());
    with(&mut dossier, "data/entries/000006.json", &longer.lines[6]);
    with(&mut dossier, "data/entries/000006.tlog-proof", &longer.proof(6));
    seal(&mut dossier);
    assert_eq!(failed_codes(&verified(lay_out(&dossier).path())), ["entry.withheld", "entry.proof"]);
}

/// A dossier with these files put over it, or taken away, and sealed again.
fn check_dossier(changes: &[(&str, Option<&str>)], expected: &[&str], names: &str) {
    let mut files = dossier_files(&journal(QUOTED), &table());
    for (path, content) in changes {
        match content {
            Some(text) => drop(files.insert((*path).to_owned(), text.as_bytes().to_vec())),
            None => assert!(files.remove(*path).is_some(), "{path}"),
        }
    }
    seal(&mut files);
    let found = verified(lay_out(&files).path());
    assert_eq!(failed_codes(&found), expected, "{changes:?}: {:#?}", failures(&found));
    let named = |check: &&&variorum_verify::Check| format!("{} {}", check.about, check.message).contains(names);
    assert!(failures(&found).iter().find(named).is_some(), "{names} is not named: {:#?}", failures(&found));
}

#[test]
fn every_entry_is_under_the_head_by_its_own_proof() {
    let (pen, other) = (journal(QUOTED), journal("Ten guests were hurt"));
    let (line, proof) = ("data/entries/000002.json", "data/entries/000002.tlog-proof");
    let changed = pen.lines[2].replace("café.txt", "cafe.txt");
    check_dossier(&[(line, Some(&changed))], &["entry.proof"], "000002.tlog-proof entry 2: the entry does not belong");
    check_dossier(&[(proof, Some(&pen.proof(3)))], &["entry.proof"], "entry 2: is the proof of entry 3");
    check_dossier(
        &[(proof, Some(&other.proof(2)))],
        &["entry.proof"],
        "entry 2: the proof leads to another signed head",
    );
    check_dossier(&[(proof, None)], &["entry.proof"], "entry 2: is missing");
    check_dossier(&[(proof, Some("nonsense"))], &["entry.proof"], "entry 2: not a proof");
    check_dossier(&[(line, Some(&format!("{}\n", pen.lines[2])))], &["journal.line", "entry.proof"], "entry 2");
    check_dossier(&[("data/checkpoint", Some(&other.checkpoint()))], &["entry.proof"], "another signed head");
    check_dossier(
        &[("data/checkpoint", Some("nonsense"))],
        &["checkpoint.signature", "entry.withheld", "entry.proof"],
        "no validly signed head",
    );
}

#[test]
fn every_entry_is_disclosed_or_withheld_and_once() {
    let list = "data/entries/withheld.csv";
    check_dossier(
        &[("data/entries/000005.json", None), ("data/entries/000005.tlog-proof", None)],
        &["entry.withheld", "table.reference"],
        "entry 5 is neither there nor listed",
    );
    check_dossier(&[(list, None)], &["entry.withheld"], "withheld.csv is missing");
    check_dossier(
        &[(list, Some("seq,kind\n2,object.add\n"))],
        &["entry.withheld"],
        "entry 2 is listed as withheld, and is there",
    );
    check_dossier(
        &[(list, Some("seq,kind\n6,note.add\n"))],
        &["entry.withheld"],
        "has entry 6; the signed head covers 6",
    );
    check_dossier(&[(list, Some("seq,kind\n6;note.add\n"))], &["entry.withheld"], "line 2");
    check_dossier(&[("data/entries/2.json", Some("{}"))], &["entry.withheld"], "neither an entry nor a proof");
}

#[test]
fn withheld_entries_are_counted_and_what_rests_on_them_fails() {
    let mut pen = journal(QUOTED);
    pen.write("note.add", json!({"text": "not for everybody"}));
    let found = verified(lay_out(&dossier_without(&pen, &table(), &[6])).path());
    assert!(found.passed(), "{:#?}", failures(&found));
    assert_eq!((found.counts.entries, found.counts.withheld_entries, found.signed_entries), (6, 1, Some(7)));
    let check = |withheld: &[usize], expected: &[&str]| {
        let found = verified(lay_out(&dossier_without(&pen, &table(), withheld)).path());
        assert_eq!(failed_codes(&found), expected, "{withheld:?}: {:#?}", failures(&found));
    };
    check(&[0, 6], &["vkey"]);
    check(&[1, 6], &["config.unrecorded"]);
    check(&[3, 6], &["report.original"]);
    check(&[5, 6], &["table.reference"]);
}

#[test]
fn entries_that_the_signed_head_covers_are_gone() {
    let pen = journal(QUOTED);
    let mut files = case_files(&pen);
    journal_file(&mut files, &pen.lines[..5]);
    assert!(failed_codes(&verified(lay_out(&files).path())).contains(&"journal.tree"));
}

#[test]
fn half_a_line_at_the_end() {
    let dir = lay_out(&case_files(&journal(QUOTED)));
    let torn = journal(QUOTED).text() + r#"{"at":"2026"#;
    put(dir.path(), "journal/000000.jsonl", torn.as_bytes());
    let found = verified(dir.path());
    assert_eq!(failed_codes(&found), ["journal.torn_tail"]);
    assert!(failures(&found)[0].message.contains("11 bytes"));
}

#[test]
fn an_edited_configuration_says_how_to_record_it() {
    let dir = lay_out(&case_files(&journal(QUOTED)));
    put(dir.path(), "case.toml", b"title = \"Another\"\n");
    let found = verified(dir.path());
    assert_eq!(failed_codes(&found), ["config.unrecorded"]);
    assert_eq!(failures(&found)[0].help, Some("`variorum build` records it"));
}

#[test]
fn a_dossier_may_withhold_originals_but_no_quoted_text() {
    let mut pen = journal(QUOTED);
    pen.write("object.add", json!({"sha256": Digest::of(b"not for everybody"), "size": 17}));
    let mut files = dossier_files(&pen, &table());
    let found = verified(lay_out(&files).path());
    assert!(found.passed(), "{:#?}", failures(&found));
    assert_eq!((found.kind, found.counts.withheld), (Kind::Dossier, 2), "and the original of case.toml");
    let (text, _) = original("data/originals/", support::TEXT);
    files.remove(&text);
    seal(&mut files);
    assert_eq!(failed_codes(&verified(lay_out(&files).path())), ["original.missing"]);
}

#[test]
fn the_key_must_be_the_expected_one() {
    let dir = lay_out(&case_files(&journal(QUOTED)));
    let against = |vkey: &str| {
        verify_with(dir.path(), &Options { expected: Some(vkey), ..Options::default() }, &mut |_| {}).unwrap()
    };
    assert!(against(&format!("{}\n", key().vkey())).passed());
    let other = SigningKey::from_seed("variorum.invalid/0123", [6; 32]).unwrap();
    for vkey in [other.vkey().to_string(), String::new(), "nonsense".to_owned()] {
        assert_eq!(failed_codes(&against(&vkey)), ["vkey.expected"]);
    }
}

/// Somebody who makes the whole folder anew with a key of their own cannot be told from the folder alone.
#[test]
fn a_stranger_with_another_key_passes_and_is_named() {
    let dir = lay_out(&dossier_files(&journal(QUOTED), &table()));
    let found = verified(dir.path());
    assert_eq!(found.vkey, Some(key().vkey().to_string()), "what has to be compared by another road");
    assert_eq!(found.bag.map(|bag| bag.to_string().len()), Some(64));
}
