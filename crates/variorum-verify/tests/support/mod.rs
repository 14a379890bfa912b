//! A small case and its dossier, written by hand: a second writer of the formats, which shares no line with
//! the program's own.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{ClaimId, DocumentId, ReadingId};
use variorum_evidence::span::{Quote, TextSpan};
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::{Entry, Salt};
use variorum_journal::note::SigningKey;
use variorum_journal::proof::EntryProof;
use variorum_journal::tree::{ProvingTree, Tree, leaf_hash};
use variorum_verify::{Check, Verification, verify};

/// A text with letters of two and three bytes.
pub(crate) const TEXT: &str = "Café «Ruso»\nTwo guests were hurt, Zoë Ößer said.\n";
pub(crate) const CONFIG: &str = "title = \"The café\"\n";

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed("variorum.invalid/0123", [5; 32]).unwrap()
}

pub(crate) fn span(words: &str) -> TextSpan {
    let start = TEXT.find(words).unwrap();
    TextSpan::of(TEXT, start..start + words.len()).unwrap()
}

/// A journal that is being written.
pub(crate) struct Pen {
    pub(crate) lines: Vec<String>,
}

impl Pen {
    pub(crate) fn write(&mut self, kind: &str, body: Value) {
        let Value::Object(body) = body else { panic!("a body is an object") };
        let seq = self.lines.len() as u64;
        let entry = Entry {
            seq,
            at: format!("2026-11-22T18:00:{seq:02}.000Z"),
            by: format!("key:{}", key().vkey().id()),
            kind: kind.to_owned(),
            salt: Salt([seq as u8; 16]),
            clock_back: false,
            body,
        };
        self.lines.push(entry.to_line().unwrap());
    }

    pub(crate) fn checkpoint(&self) -> String {
        let mut tree = Tree::new();
        self.lines.iter().for_each(|line| tree.append(leaf_hash(line.as_bytes())));
        let head = Checkpoint { origin: key().vkey().name().to_owned(), size: tree.size(), root: tree.root() };
        SignedCheckpoint::sign(head, &key()).unwrap().note().to_owned()
    }

    pub(crate) fn proof(&self, seq: u64) -> String {
        let tree = ProvingTree::of(self.lines.iter().map(|line| leaf_hash(line.as_bytes())).collect());
        let checkpoint = SignedCheckpoint::open(&self.checkpoint(), &key().vkey()).unwrap();
        EntryProof { index: seq, path: tree.inclusion(seq, tree.size()).unwrap(), checkpoint }.to_text()
    }

    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// The entries of the small case, with these words quoted by its decision.
pub(crate) fn journal(quoted: &str) -> Pen {
    let mut pen = Pen { lines: Vec::new() };
    let vkey = key().vkey();
    pen.write(
        "case.open",
        json!({"format": "variorum-case/1", "vkey": vkey.to_string(), "origin": vkey.name(), "tool": "test"}),
    );
    let stored = |bytes: &str| json!({"sha256": Digest::of(bytes.as_bytes()), "size": bytes.len()});
    pen.write("config.set", stored(CONFIG));
    let mut object = stored(TEXT);
    object["name"] = "café.txt".into();
    pen.write("object.add", object);
    pen.write("source.add", json!({"sha256": Digest::of(TEXT.as_bytes()), "name": "café.txt"}));
    pen.write("document.keep", stored(TEXT));
    let words = span("Two guests were hurt");
    let claim = Quote { words: quoted.to_owned(), ..Quote::of(TEXT, words).unwrap() };
    pen.write("decision.accept", json!({"decision": Decision::Accept { claim }}));
    pen
}

/// Path → bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn original(prefix: &str, bytes: &str) -> (String, Vec<u8>) {
    let digest = Digest::of(bytes.as_bytes()).to_string();
    (format!("{prefix}{}/{digest}", &digest[..2]), bytes.as_bytes().to_vec())
}

pub(crate) fn case_files(pen: &Pen) -> Files {
    let text = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    Files::from([
        text("FORMAT", "variorum-case/1\n".to_owned()),
        text("case.vkey", format!("{}\n", key().vkey())),
        text("case.toml", CONFIG.to_owned()),
        text("journal/000000.jsonl", pen.text()),
        text("journal/checkpoint", pen.checkpoint()),
        original("originals/", CONFIG),
        original("originals/", TEXT),
    ])
}

fn code_points(words: &str) -> Value {
    let bytes = span(words);
    let start = TEXT[..bytes.start as usize].chars().count();
    json!({"start": start, "end": start + words.chars().count(), "text": words})
}

/// The table of the small case.
pub(crate) fn table() -> Value {
    let document = DocumentId::of_text(TEXT);
    let (source, cue, content) = (span("Zoë Ößer"), span("said"), span("Two guests were hurt"));
    let claim = ClaimId::of(document, Some(source), Some(cue), &[content]);
    let reading = ReadingId::of(claim, span("Two guests"), "injured", &2, &"unknown");
    let position = Digest::of(b"position");
    json!({
        "schema": "variorum.apparatus/1",
        "questions": [{
            "id": "injured", "code": "Q1", "wording": "How many were hurt?",
            "positions": [{
                "id": position, "claims": [claim], "documents": [document], "speakers": ["zoe-osser"],
                "holders": [{"claim": claim, "reading": reading, "document": document, "speaker": "zoe-osser"}],
            }],
            "relations": [{"a": position, "b": position}],
            "silent": [document],
        }],
        "checks": [{"id": "K1", "readings": [reading]}],
        "origins": [{"id": "O1", "documents": [document], "claims": [claim]}],
        "claims": [{
            "id": claim, "code": format!("C{}", &claim.to_string()[..7]), "document": document,
            "source": code_points("Zoë Ößer"), "cue": code_points("said"),
            "content": [code_points("Two guests were hurt")], "hedge": {"span": code_points("were")},
            "nested_in": claim, "speaker": "zoe-osser", "decided": [5],
            "readings": [{
                "id": reading, "span": code_points("Two guests"), "place": code_points("Café"),
                "participants": [{"span": code_points("guests")}], "scope": {"part_of": reading},
            }],
        }],
        "documents": [{
            "id": document, "text": TEXT,
            "reports": [{"code": "R1", "original": Digest::of(TEXT.as_bytes())}],
        }],
        "speakers": [{"id": "zoe-osser"}],
        "groups": [{"id": "G1", "claims": [claim]}],
        "events": [{"id": "E1", "documents": [{"document": document}]}],
        "revisions": [{
            "address": "paper.example/guests",
            "versions": [{"number": 1, "document": document}, {"number": 2, "document": document}],
            "steps": [{
                "from": 1, "to": 2, "announced": {"span": code_points("said")},
                "sentences": [{"before": code_points("Two guests"), "after": code_points("Café")}],
                "answers": [{
                    "before": {"position": position, "reading": reading, "speaker": "zoe-osser"},
                    "after": null,
                }],
            }],
        }],
    })
}

/// A dossier of this journal that withholds the entries of these numbers.
pub(crate) fn dossier_without(pen: &Pen, table: &Value, withheld: &[usize]) -> Files {
    let mut files = dossier_files(pen, table);
    let kind =
        |seq: usize| serde_json::from_str::<Value>(&pen.lines[seq]).unwrap()["kind"].as_str().unwrap().to_owned();
    let list: String = withheld.iter().map(|seq| format!("{seq},{}\n", kind(*seq))).collect();
    files.insert("data/entries/withheld.csv".to_owned(), format!("seq,kind\n{list}").into_bytes());
    files.retain(|path, _| !withheld.iter().any(|seq| path.starts_with(&format!("data/entries/{seq:06}."))));
    seal(&mut files);
    files
}

pub(crate) fn dossier_files(pen: &Pen, table: &Value) -> Files {
    let text = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    let mut files = Files::from([
        text("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
        text("index.html", "<!doctype html>\n".to_owned()),
        text("data/case.vkey", format!("{}\n", key().vkey())),
        text("data/case.toml", CONFIG.to_owned()),
        text("data/entries/withheld.csv", "seq,kind\n".to_owned()),
        text("data/checkpoint", pen.checkpoint()),
        text("data/tables/apparatus.json", table.to_string()),
        original("data/originals/", TEXT),
    ]);
    for (seq, line) in pen.lines.iter().enumerate() {
        files.insert(format!("data/entries/{seq:06}.json"), line.clone().into_bytes());
        files.insert(format!("data/entries/{seq:06}.tlog-proof"), pen.proof(seq as u64).into_bytes());
    }
    seal(&mut files);
    files
}

/// Writes the manifests anew: what a forger can always do.
pub(crate) fn seal(files: &mut Files) {
    files.retain(|path, _| !path.contains("manifest-") && path != "bag-info.txt");
    let payload: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("data/")).collect();
    let size: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
    let info = format!("Bagging-Date: 2026-11-22\nPayload-Oxum: {size}.{}\n", payload.len());
    let list = |files: &Files, wanted: fn(&str) -> bool| -> String {
        let wanted = files.iter().filter(|(path, _)| wanted(path));
        wanted.map(|(path, bytes)| format!("{}  {path}\n", Digest::of(bytes))).collect()
    };
    let manifest = list(files, |path| path.starts_with("data/"));
    files.insert("bag-info.txt".to_owned(), info.into_bytes());
    files.insert("manifest-sha256.txt".to_owned(), manifest.into_bytes());
    let tags = list(files, |path| !path.starts_with("data/"));
    files.insert("tagmanifest-sha256.txt".to_owned(), tags.into_bytes());
}

/// The files in a folder of their own.
pub(crate) fn lay_out(files: &Files) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        put(dir.path(), path, bytes);
    }
    dir
}

pub(crate) fn put(dir: &Path, path: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

pub(crate) fn verified(dir: &Path) -> Verification {
    verify(dir, &mut |_| {}).unwrap()
}

pub(crate) fn failures(found: &Verification) -> Vec<&Check> {
    found.checks.iter().filter(|check| !check.passed).collect()
}

/// The codes of the failed checks, each once, in order.
pub(crate) fn failed_codes(found: &Verification) -> Vec<&'static str> {
    let mut codes: Vec<_> = failures(found).iter().map(|check| check.code).collect();
    codes.dedup();
    codes
}
