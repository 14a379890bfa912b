//! Who touched an original, and the form of its collection.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::fs;

use crate::common::Desk;
use serde_json::Value;

const REPORT: &str = "Clash at the bridge\n\nSeven people were killed at the bridge, the police said.\n";

fn custody(desk: &Desk, item: &str) -> Value {
    desk.json(&["custody", "case", item, "--json"])["custody"].clone()
}

/// The kinds of the entries that concern an item.
fn kinds(desk: &Desk, item: &str) -> Vec<String> {
    let found = custody(desk, item);
    let entries = found["entries"].as_array().expect("a list");
    let numbers: Vec<_> = entries.iter().map(|entry| entry["entry"].as_u64()).collect();
    assert!(numbers.is_sorted(), "not in the order of the journal: {numbers:?}");
    entries.iter().map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect()
}

fn field(found: &Value, label: &str) -> Vec<String> {
    let form = found["form"].as_array().expect("a list");
    let field = form.iter().find(|field| field["label"] == label).unwrap_or_else(|| panic!("no field {label:?}"));
    field["values"].as_array().expect("a list").iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
}

fn last_what(desk: &Desk, item: &str) -> String {
    let found = custody(desk, item);
    let last = found["entries"].as_array().and_then(|entries| entries.last()).expect("an entry");
    last["what"].as_str().expect("a text").to_owned()
}

fn claim(desk: &Desk, words: &str) -> String {
    let apparatus = desk.json(&["apparatus", "case", "--json"]);
    let claims = apparatus["claims"].as_array().expect("a list");
    let found = claims.iter().find(|claim| claim["content"][0]["text"].as_str().is_some_and(|it| it.contains(words)));
    found.and_then(|claim| claim["code"].as_str()).unwrap_or_else(|| panic!("no claim {words:?}")).to_owned()
}

#[test]
fn everything_that_concerns_an_original_and_nothing_else() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.write("other.txt", "Elsewhere, five houses burnt, the mayor said.\n");
    desk.ok(&["add", "case", "other.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    assert_eq!(kinds(&desk, "R1"), ["object.add", "source.add"]);
    let killed = claim(&desk, "Seven people");
    desk.ok(&["decide", "case", "accept", &killed]);
    desk.ok(&["decide", "case", "note", &claim(&desk, "five houses"), "a note on the other report"]);
    desk.ok(&["decide", "case", "published", "R1", "2021-03-04"]);
    desk.ok(&["undo", "case"]);
    desk.ok(&["publish", "case", "dossier", "--without-originals"]);
    assert!(last_what(&desk, "R1").contains("without its bytes"));
    desk.ok(&["verify", "case", "--record"]);
    let expected = [
        "object.add",
        "source.add",
        "document.keep",
        "decision.accept",
        "decision.set-published",
        "decision.undo",
        "export.made",
        "verify.ran",
    ];
    assert_eq!(kinds(&desk, "R1"), expected);
    let other = ["object.add", "source.add", "document.keep", "decision.note", "export.made", "verify.ran"];
    assert_eq!(kinds(&desk, "R2"), other);
    desk.write("later.txt", "Later, nine people came back.\n");
    desk.ok(&["add", "case", "later.txt"]);
    assert_eq!(kinds(&desk, "R3"), ["object.add", "source.add"], "what was done before it came does not concern it");
    let said = desk.ok(&["custody", "case", "R1"]);
    for words in
        ["captured as R1, report.txt", "decision accept, on “Seven people were killed", "decision undo of entry"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn the_form_says_what_is_known_and_invents_nothing() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "A case"]);
    desk.write("report.txt", REPORT);
    let stated = ["--url", "https://example.org/a", "--publisher", "The Daily", "--why", "asked for by the court"];
    let added = [&["add", "case", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"][..], &stated].concat();
    desk.ok(&added);
    let found = custody(&desk, "R1");
    let digest = found["original"].as_str().expect("a digest").to_owned();
    let check = |label: &str, expected: &[&str]| assert_eq!(field(&found, label), expected, "{label}");
    check("what was collected", &["report.txt"]);
    check("size in bytes", &[&REPORT.len().to_string()]);
    check("found at (URL)", &["https://example.org/a"]);
    check("publisher, as stated", &["The Daily"]);
    check("why", &["asked for by the court"]);
    check("collected when, as stated", &[]);
    check("collected by (name of the person)", &[]);
    check("machine and network address", &[]);
    check("last verified, on record", &[]);
    check("custody before the first entry", &[]);
    check("chain of custody", &["2 entries of the journal, 2 to 3, listed with this form"]);
    check("original (SHA-256)", &[&digest]);
    assert!(
        field(&found, "where it is kept")[0]
            .ends_with(&format!(": there, with {} bytes; not hashed now", REPORT.len()))
    );
    assert!(field(&found, "tool that made the case")[0].starts_with("variorum 0."));
    let said = desk.ok(&["custody", "case", "R1"]);
    assert!(said.contains("machine and network address  not recorded\n"), "{said}");
    desk.ok(&["verify", "case", "--record", "--sample", "100%"]);
    let verified = field(&custody(&desk, "R1"), "last verified, on record");
    assert!(
        verified[0].contains("in a sample of 2 of 2") && verified[0].ends_with("whole; no check failed"),
        "{verified:?}"
    );
    fs::remove_file(desk.path(&format!("case/originals/{}/{digest}", &digest[..2]))).expect("it is there");
    assert_eq!(desk.run(&["verify", "case", "--record"]).code, Some(1));
    assert!(field(&custody(&desk, "R1"), "last verified, on record")[0].contains("DAMAGED (original.missing)"));
    assert!(!field(&custody(&desk, "R1"), "where it is kept")[0].contains("there, with"));
    fs::remove_dir_all(desk.path("case/derived")).expect("it is there");
    let without = custody(&desk, "R1");
    assert!(without["incomplete"].as_str().is_some_and(|why| why.contains("R1 cannot be read")), "{without}");
}

#[test]
fn an_item_is_found_by_code_digest_and_name() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "A case"]);
    desk.write("a/report.txt", "One report.\n");
    desk.write("b/report.txt", "Another report.\n");
    desk.write("b/same.txt", "One report.\n");
    desk.ok(&["add", "case", "a", "b"]);
    let original = |item: &str| custody(&desk, item)["original"].as_str().expect("a digest").to_owned();
    let one = original("R1");
    for item in ["r1", "R3", "same.txt", &one, &one[..9], &one[..4].to_uppercase()] {
        assert_eq!(original(item), one, "{item}");
    }
    assert_eq!(custody(&desk, &one)["reports"], serde_json::json!(["R1", "R3"]));
    let refused = |item: &str, says: &[&str]| {
        let ran = desk.run(&["custody", "case", item]);
        assert_eq!(ran.code, Some(2), "{item}: {}", ran.err);
        assert!(says.iter().all(|says| ran.err.contains(says)), "{item}: {}", ran.err);
    };
    refused("report.txt", &["\"report.txt\" could be any of these", "R1 ", "R2 ", &one]);
    refused("R9", &["no report R9", "R1 to R3"]);
    refused("abc", &["nothing in this case is called \"abc\"", "write a report's code"]);
    refused("no.txt", &["nothing in this case is called \"no.txt\""]);
}

#[test]
fn a_member_and_its_container_know_of_each_other() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "A case"]);
    let mut archive = zip::ZipWriter::new(fs::File::create(desk.path("bundle.zip")).expect("it can be made"));
    archive.start_file("inner.txt", zip::write::SimpleFileOptions::default()).expect("a member");
    std::io::Write::write_all(&mut archive, b"Six people were hurt.\n").expect("its bytes");
    archive.finish().expect("an archive");
    desk.ok(&["add", "case", "bundle.zip"]);
    let container = custody(&desk, "bundle.zip");
    assert!(last_what(&desk, "bundle.zip").contains("inner.txt, was read out of it"), "{container}");
    let member = custody(&desk, "inner.txt");
    let how = field(&member, "collected how");
    assert_eq!(how, [format!("read out of the original {}", container["original"].as_str().expect("a digest"))]);
}

#[test]
fn where_the_clock_went_back_is_told() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    assert!(desk.ok(&["custody", "case", "R1"]).contains("the clock went back: nowhere in the journal"));
    // An entry that is not signed yet, of a clock far ahead: what is written next claims an earlier time.
    let path = desk.path("case/journal/000000.jsonl");
    let journal = fs::read_to_string(&path).expect("it can be read");
    let seq = journal.lines().count();
    let vkey = desk.read("case/case.vkey");
    let key = vkey.split('+').nth(1).expect("an id");
    let salt = "0".repeat(32);
    let line = format!(
        "{{\"at\":\"2099-01-01T00:00:00.000Z\",\"by\":\"key:{key}\",\"kind\":\"note.add\",\"salt\":\"{salt}\",\"seq\":{seq},\"v\":1}}\n"
    );
    fs::write(&path, journal + &line).expect("it can be written");
    desk.ok(&["decide", "case", "published", "R1", "2021-03-04"]);
    let found = custody(&desk, "R1");
    assert_eq!(found["clock_back"], serde_json::json!([seq + 1]));
    let flagged: Vec<_> =
        found["entries"].as_array().expect("a list").iter().map(|it| it["clock_back"].clone()).collect();
    assert_eq!(flagged, [false, false, true]);
    let said = desk.ok(&["custody", "case", "R1"]);
    assert!(said.contains("! the clock had gone back before this entry"), "{said}");
    assert!(said.contains(&format!("the clock went back: before entry {}", seq + 1)), "{said}");
}

#[test]
fn a_transcript_and_a_colleagues_decision_are_told() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["new", "theirs", "--title", "The same event"]);
    desk.ok(&["add", "theirs", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    desk.ok(&["decide", "theirs", "reject", &claim(&desk, "Seven people")]);
    desk.ok(&["import", "case", "theirs", "--apply"]);
    let said = last_what(&desk, "R1");
    assert!(said.starts_with("decision reject, on “Seven people") && said.contains("; imported, made 2"), "{said}");
    desk.write("words.txt", "Seven people were killed.\n");
    desk.ok(&["add", "case", "words.txt", "--transcript-of", "R1"]);
    assert_eq!(last_what(&desk, "R1"), "R2, words.txt, was added as its transcript");
    let original = custody(&desk, "R1")["original"].clone();
    assert_eq!(field(&custody(&desk, "R2"), "transcript of"), [original.as_str().expect("a digest")]);
}
