//! `docs/format/verify.py`, which shares no line with our verifier, comes to the same verdict (group `python`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{Desk, files, group, text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

const CASES: &str = include_str!("../../../docs/format/vectors/cases.json");

/// Checks the folders named on its input and prints their codes, a list of JSON a line.
const DRIVER: &str = "
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import verify
for folder in sys.stdin.read().splitlines():
    print(json.dumps([line.split()[0] for line in verify.check(folder)[0]]))
";

fn format_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format")
}

/// The codes that the second verifier gives to each folder.
fn second_verdicts(folders: &[PathBuf]) -> Vec<BTreeSet<String>> {
    let mut python = Command::new("/usr/bin/python3")
        .args(["-c".as_ref(), DRIVER.as_ref(), format_folder().as_os_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    let list: String = folders.iter().map(|folder| format!("{}\n", folder.display())).collect();
    python.stdin.take().expect("a pipe").write_all(list.as_bytes()).expect("Python reads its input");
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "verify.py fell over");
    text(output.stdout).lines().map(|line| serde_json::from_str(line).expect("a list of codes")).collect()
}

/// The codes that ours gives, but for the one that only tells where a tree is wrong, from a cache that the other has not.
fn our_verdict(folder: &Path) -> BTreeSet<String> {
    let found = variorum::verify::verify(folder, &mut |_| {}).expect("a case or a dossier");
    let failed = found.checks.iter().filter(|check| !check.passed && check.code != "journal.entry");
    failed.map(|check| check.code.to_owned()).collect()
}

fn lay_out(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }
}

#[test]
fn it_has_a_hundred_lines() {
    let program = std::fs::read_to_string(format_folder().join("verify.py")).expect("it is there");
    assert!(program.lines().count() <= 100, "{}", program.lines().count());
}

#[test]
fn it_gives_the_codes_of_every_vector() {
    if !group("python") {
        return;
    }
    let desk = Desk::new();
    let vectors: Vec<Value> = serde_json::from_str(CASES).expect("vectors are JSON");
    let mut folders = Vec::new();
    for (place, vector) in vectors.iter().enumerate() {
        let fields = |name: &str| vector[name].as_object().expect("files by path").clone();
        let content = |value: &Value| value.as_str().expect("a text").to_owned();
        let texts = fields("files").into_iter().map(|(path, file)| (path.into(), content(&file).into_bytes()));
        let others = fields("base64").into_iter();
        let others = others.map(|(path, file)| (path.into(), BASE64.decode(content(&file)).expect("base64")));
        folders.push(desk.path(&place.to_string()));
        lay_out(&folders[place], &texts.chain(others).collect());
    }
    for (vector, codes) in vectors.iter().zip(second_verdicts(&folders)) {
        let expected: BTreeSet<String> = serde_json::from_value(vector["findings"].clone()).expect("a list of codes");
        assert_eq!(codes, expected, "{}", vector["why"]);
    }
}

/// Copies with one file damaged: bits flipped all over it, cut, emptied, gone.
fn damaged(desk: &Desk, whole: &BTreeMap<PathBuf, Vec<u8>>, wanted: impl Fn(&Path) -> bool) -> Vec<(String, PathBuf)> {
    let mut copies = Vec::new();
    for (path, bytes) in whole.iter().filter(|(path, _)| wanted(path)) {
        let flips = (0..bytes.len()).step_by(bytes.len().div_ceil(8).max(1)).map(|place| {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << (place % 8);
            (format!("bit {} of byte {place} of {}", place % 8, path.display()), Some(flipped))
        });
        let cuts = [0, bytes.len() - 1]
            .map(|length| (format!("{} cut to {length}", path.display()), Some(bytes[..length].to_vec())));
        let gone = (format!("{} gone", path.display()), None);
        for (damage, content) in flips.chain(cuts).chain([gone]) {
            let folder = desk.path(&format!("damaged-{}", copies.len()));
            let mut copy = whole.clone();
            drop(copy.remove(path));
            copy.extend(content.map(|content| (path.clone(), content)));
            lay_out(&folder, &copy);
            copies.push((damage, folder));
        }
    }
    copies
}

fn check_agree(copies: &[(String, PathBuf)]) {
    let folders: Vec<PathBuf> = copies.iter().map(|(_, folder)| folder.clone()).collect();
    for ((damage, folder), second) in copies.iter().zip(second_verdicts(&folders)) {
        let ours = our_verdict(folder);
        assert!(!ours.is_empty() && !second.is_empty(), "{damage}: ours {ours:?}, the second verifier's {second:?}");
    }
}

#[test]
fn it_notices_all_damage_to_a_case() {
    if !group("python") {
        return;
    }
    let desk = Desk::new();
    let whole = files(&format_folder().join("vectors/case"));
    let copies = damaged(&desk, &whole, |_| true);
    assert!(copies.len() > 60, "{}", copies.len());
    check_agree(&copies);
}

#[test]
fn it_checks_the_proofs_of_a_dossier() {
    if !group("python") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let dossier = desk.path("here/dossier");
    let whole = [desk.path("here/case"), dossier.clone()];
    assert_eq!(second_verdicts(&whole), vec![BTreeSet::new(); 2], "the sample");
    assert!(whole.iter().all(|folder| our_verdict(folder).is_empty()));
    let shipped = std::fs::read(dossier.join("verify.py")).expect("it goes with every dossier");
    assert_eq!(shipped, std::fs::read(format_folder().join("verify.py")).expect("it is there"));

    let wanted = [
        "entries/000000.json",
        "entries/000003.tlog-proof",
        "entries/withheld.csv",
        "checkpoint",
        "case.vkey",
        "case.toml",
    ];
    // Pages are for `sha256sum`; without them the copies are small.
    let mut payload = files(&dossier);
    payload.retain(|path, _| path.starts_with("data/") || !path.to_string_lossy().ends_with(".html"));
    let copies = damaged(&desk, &payload, |path| wanted.iter().any(|name| path == Path::new("data").join(name)));
    assert!(copies.len() > 50, "{}", copies.len());
    check_agree(&copies);
}
