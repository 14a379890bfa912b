//! Bad input: a clear error or a stored finding each, nothing lost, and the case still verifies.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::io::Write;

use crate::common::Desk;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member can be begun");
        zip.write_all(bytes).expect("a member can be written");
    }
    zip.finish().expect("an archive can be closed").into_inner()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// One sentence of 43 bytes, so often and never ended.
fn long_sentence(times: usize) -> Vec<u8> {
    "Seven people were killed, the minister said".repeat(times).into_bytes()
}

fn heap() -> Vec<(&'static str, Vec<u8>)> {
    let sentence = "Seven people were killed, the minister said. ";
    let latin: Vec<u8> =
        "Óscar Pérez murió, dijo el ministro. ".repeat(20).chars().map(|letter| letter as u8).collect();
    vec![
        ("empty.txt", Vec::new()),
        ("spaces.txt", vec![b' '; 4096]),
        ("zeros.bin", vec![0; 100_000]),
        ("noise.bin", (0..100_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
        ("one-line.txt", vec![b'a'; 100 << 20]),
        ("long-sentence.txt", long_sentence(1_000)),
        ("utf16.txt", utf16(&sentence.repeat(20))),
        ("utf16-odd.txt", utf16(sentence)[..41].to_vec()),
        ("latin1.txt", latin),
        ("broken-utf8.txt", [sentence.as_bytes(), &[0xff, 0xc3, 0x28], sentence.as_bytes()].concat()),
        ("truncated.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty".to_vec()),
        ("not-a.pdf", b"This is no PDF at all, whatever its name says.".to_vec()),
        ("page.html", b"<html><body><div><div><div><p>Page not found".to_vec()),
        ("deep.html", "<div>".repeat(100_000).into_bytes()),
        ("wall.html", b"<html><title>Log in</title><body><form>Log in to continue</form></body></html>".to_vec()),
        (
            "mail.eml",
            b"From: \xff\xfe\nSubject: =?utf-8?B?%%%?=\nContent-Type: multipart/mixed; boundary=\n\n--".to_vec(),
        ),
        (
            "traversal.zip",
            archive(&[("../../evil.txt", b"out"), ("/abs.txt", b"abs"), ("inner/fine.txt", sentence.as_bytes())]),
        ),
        ("cut.zip", archive(&[("a.txt", sentence.as_bytes())])[..30].to_vec()),
        (
            "nested.zip",
            archive(&[("one.zip", &archive(&[("two.zip", &archive(&[("deep.txt", sentence.as_bytes())]))]))]),
        ),
        ("sources.csv", b"path,published\nnot-there.txt,yesterday\n".to_vec()),
        ("con\u{7}trol\u{202e}txt.exe", b"MZ\x90\x00".to_vec()),
        ("photo.jpg", b"\xff\xd8\xff\xe0 not really".to_vec()),
    ]
}

#[test]
fn every_piece_of_rubbish_is_kept_and_answered_for() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "Rubbish"]);
    let heap = heap();
    for (name, bytes) in &heap {
        desk.write(&format!("heap/{name}"), bytes);
    }
    let added = desk.ok(&["add", "case", "heap", "--json"]);
    let lines: Vec<serde_json::Value> =
        added.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    for (name, _) in &heap {
        let line = lines.iter().find(|line| line["name"] == format!("heap/{name}"));
        let line = line.unwrap_or_else(|| panic!("{name} was passed over in silence"));
        assert!(line["code"].is_string(), "{name} was not kept");
        let readable = ["long-sentence.txt", "sources.csv", "nested.zip", "utf16.txt", "photo.jpg"].contains(name);
        assert!(
            readable || !line["findings"].as_array().expect("a list").is_empty(),
            "{name}: nothing is said about it"
        );
    }
    assert!(!desk.path("evil.txt").exists() && !desk.path("case/evil.txt").exists());
    desk.ok(&["build", "case"]);
    desk.ok(&["verify", "case"]);
    let again = desk.run(&["add", "case", "heap"]);
    assert!(again.err.contains("0 added"), "{}", again.err);
}

/// The encoder reads it in windows, of which forty kilobytes fill hundreds (above); what the rest does with a sentence
/// without end shows at twenty times that, by rules, which is minutes sooner.
#[test]
fn a_sentence_of_a_megabyte_is_read() {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "Rubbish"]);
    let config = desk.read("case/case.toml").replace("# reader = \"neural\"", "reader = \"rules\"");
    assert!(config.contains("\nreader = \"rules\"\n"), "{config}");
    desk.write("case/case.toml", config);
    desk.write("long-sentence.txt", long_sentence(20_000));
    desk.ok(&["add", "case", "long-sentence.txt"]);
    desk.ok(&["build", "case"]);
    assert_eq!(desk.json(&["apparatus", "case", "--json"])["documents"].as_array().map(Vec::len), Some(1));
    desk.ok(&["verify", "case"]);
}

#[test]
fn errors_name_the_thing_and_the_mend() {
    let desk = Desk::new();
    desk.case_with("Two people died, the police said.\n");
    for (arguments, code, words) in [
        (vec!["add", "case", "nowhere.txt"], 3, "nowhere.txt"),
        (vec!["add", "nocase", "report.txt"], 3, "nocase"),
        (vec!["add", "case", "report.txt", "--published", "last week"], 2, "2018-01-16"),
        (vec!["read", "report.txt", "--zone", "Caracas"], 2, "-04:00"),
        (vec!["explain", "case", "C0000000"], 2, "codes"),
        (vec!["decide", "case", "answer", "C00", "killed", "7"], 2, "C…"),
        (vec!["decide", "case", "mark", "R1", "words that are not there"], 2, "copy them exactly"),
        (vec!["new", "case", "--title", "again"], 3, "case"),
        (vec!["verify", "keys"], 3, "keys"),
        (vec!["frobnicate"], 2, "frobnicate"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_changed_bit_is_found_and_named() {
    let desk = Desk::new();
    desk.case_with("Two people died, the police said.\n");
    desk.ok(&["publish", "case", "dossier"]);
    let journal = desk.read("case/journal/000000.jsonl").replace("report.txt", "report.txu");
    desk.write("case/journal/000000.jsonl", journal);
    let page = desk.read("dossier/index.html").replace("A case", "B case");
    desk.write("dossier/index.html", page);
    for (folder, named) in [("case", "journal"), ("dossier", "index.html")] {
        let verified = desk.run(&["verify", folder]);
        assert_eq!(verified.code, Some(1), "{}", verified.out);
        assert!(verified.out.contains("FAIL") && verified.out.contains(named), "{}", verified.out);
    }
}

#[test]
fn what_a_killed_add_leaves_is_told_and_taken_up() {
    let desk = Desk::new();
    desk.case_with("Two people died, the police said.\n");
    // As after a kill between storing the bytes and naming them.
    let digest = variorum_digest(b"Three people died, the police said.\n");
    desk.write(&format!("case/originals/{}/{digest}", &digest[..2]), "Three people died, the police said.\n");
    assert!(desk.ok(&["verify", "case"]).contains("named by no entry"));
    desk.write("three.txt", "Three people died, the police said.\n");
    desk.ok(&["add", "case", "three.txt"]);
    assert!(!desk.ok(&["verify", "case"]).contains("named by no entry"));
    // Under a name that is not its digest it is no such thing.
    desk.write(&format!("case/originals/00/{}", "0".repeat(64)), "something else");
    assert_eq!(desk.run(&["verify", "case"]).code, Some(1));
}

/// The digest of bytes, by the program itself: the name that an original gets.
fn variorum_digest(bytes: &[u8]) -> String {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "Digest"]);
    desk.write("bytes.txt", bytes);
    let line = desk.ok(&["add", "case", "bytes.txt", "--json"]);
    let added: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
    added["sha256"].as_str().expect("a digest").to_owned()
}

#[test]
fn a_case_that_cannot_be_written_to_can_be_read_and_holds_no_dossier() {
    let desk = Desk::new();
    desk.case_with("Two people died, the police said.\n");
    std::fs::remove_dir_all(desk.path("case/derived")).expect("caches can be deleted");
    // A file where the folder should be: nobody, not even root, can write below it.
    desk.write("case/derived", "in the way");
    assert!(desk.ok(&["apparatus", "case"]).contains("police"));
    std::fs::remove_file(desk.path("case/derived")).expect("it can be deleted");
    let inside = desk.run(&["publish", "case", "case/derived/dossier"]);
    assert!(inside.code == Some(2) && inside.err.contains("inside the case"), "{}", inside.err);
}
