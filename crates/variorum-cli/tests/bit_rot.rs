//! Bit rot: any change in any file outside the caches is noticed by `verify`, which names the file and the entry, and
//! whatever is not touched stays readable.
//!
//! Covered: `FORMAT`, `case.vkey`, `case.toml`, originals, journal, checkpoint. Not covered, because nothing follows
//! from them: `lock` (who is writing, for people), `tmp/` (scratch), `derived/` and `catalogue.sqlite` (each value
//! carries the digest of its own bytes and is made again when that does not hold).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Desk, files};
use variorum::verify::{Verification, verify};
use variorum_testkit::{Campaign, Random, Size, generate};

const JOURNAL: &str = "journal/000000.jsonl";

/// A case of a few entries and kinds, all signed.
fn small_case(desk: &Desk) {
    desk.ok(&["new", "case", "--title", "A small case"]);
    desk.write("a.txt", "Seven people were killed, the minister said.\n");
    desk.ok(&["add", "case", "a.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    desk.ok(&["decide", "case", "mark", "R1", "Seven people were killed", "--speaker", "the minister"]);
    desk.ok(&["build", "case"]);
}

/// The files of a case that are no caches.
fn kept(case: &Path) -> BTreeMap<String, Vec<u8>> {
    let caches = ["derived", "tmp", "lock", "catalogue.sqlite"];
    let is_cache = |path: &Path| caches.iter().any(|cache| path.starts_with(cache));
    let text = |path: PathBuf| path.to_str().expect("our names are UTF-8").to_owned();
    files(case).into_iter().filter(|(path, _)| !is_cache(path)).map(|(path, bytes)| (text(path), bytes)).collect()
}

fn put(case: &Path, path: &str, bytes: &[u8]) {
    // Originals are read-only files: whoever may write to the folder replaces them.
    let path = case.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    let _ = fs::remove_file(&path);
    fs::write(path, bytes).expect("it can be written");
}

fn failures(found: &Verification) -> Vec<String> {
    let failed = found.checks.iter().filter(|check| !check.passed);
    failed.map(|check| format!("{} {}: {}", check.code, check.about, check.message)).collect()
}

/// What is wrong with how a change of `path` is told; `entry` is the one that was changed in a journal.
fn told(case: &Path, path: &str, entry: Option<u64>, good: &Verification) -> Result<(), String> {
    let found = match verify(case, &mut |_| {}) {
        Ok(found) => found,
        Err(error) => return Err(format!("cannot be verified at all: {error}")),
    };
    let failures = failures(&found);
    if failures.is_empty() {
        return Err("went unnoticed".to_owned());
    }
    if !failures.iter().any(|failure| failure.contains(path)) {
        return Err(format!("is not named: {failures:#?}"));
    }
    if let Some(entry) = entry
        && !failures.iter().any(|failure| names_entry(failure, entry))
    {
        return Err(format!("entry {entry} is not named: {failures:#?}"));
    }
    // What is whole is still looked at: the originals of an untouched folder, the entries of an untouched journal.
    let untouched = |prefix: &str| !path.starts_with(prefix);
    if untouched("originals/") && found.counts.originals != good.counts.originals {
        return Err(format!("only {} originals were read", found.counts.originals));
    }
    if untouched("journal/") && found.counts.entries != good.counts.entries {
        return Err(format!("only {} entries were read", found.counts.entries));
    }
    Ok(())
}

/// Whether a message speaks of that entry: by its number, or as one of those that are gone.
fn names_entry(message: &str, entry: u64) -> bool {
    let numbers = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    };
    let after = |words: &str| {
        message.match_indices(words).filter_map(|(at, _)| numbers(&message[at + words.len()..])).collect::<Vec<_>>()
    };
    let gone = message.match_indices("entries ").filter_map(|(at, words)| {
        let (first, rest) = message[at + words.len()..].split_once(" to ")?;
        let last = numbers(rest).filter(|_| rest.contains("are signed, and missing"))?;
        Some(numbers(first)?..=last)
    });
    after("entry ").contains(&entry) || gone.into_iter().any(|range| range.contains(&entry))
}

/// The entry that a byte of a journal belongs to.
fn entry_at(bytes: &[u8], at: usize) -> u64 {
    bytes[..at.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() as u64
}

fn is_journal(path: &str) -> bool {
    path.ends_with(".jsonl")
}

#[test]
fn every_bit_of_a_small_case() {
    let mut campaign = Campaign::begin("bit-rot-small", 0);
    let desk = Desk::in_memory();
    small_case(&desk);
    let case = desk.path("case");
    let good = verify(&case, &mut |_| {}).expect("it can be verified");
    assert!(good.passed(), "{:?}", failures(&good));
    let step = if campaign.is_long() { 1 } else { 73 };
    for (path, bytes) in kept(&case) {
        let target = case.join(&path);
        let _ = fs::remove_file(&target);
        for bit in (0..bytes.len() * 8).step_by(step) {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            fs::write(&target, &changed).expect("it can be written");
            let entry = is_journal(&path).then(|| entry_at(&bytes, bit / 8));
            let verdict = told(&case, &path, entry, &good);
            assert_eq!(verdict, Ok(()), "{path}, bit {} of byte {}", bit % 8, bit / 8);
            campaign.point();
        }
        fs::write(&target, &bytes).expect("it can be written");
    }
    assert!(verify(&case, &mut |_| {}).expect("it can be verified").passed(), "all is put back");
    campaign.close();
}

#[test]
fn any_damage_of_a_larger_case() {
    let mut campaign = Campaign::begin("bit-rot", 60);
    let desk = Desk::in_memory();
    desk.ok(&["new", "case", "--title", "A larger case"]);
    generate(&desk.path("generated"), Size { reports: 120, claims: 480, seed: 6 }).expect("reports can be made");
    desk.ok(&["add", "case", "generated/reports"]);
    let case = desk.path("case");
    let good = verify(&case, &mut |_| {}).expect("it can be verified");
    let files: Vec<(String, Vec<u8>)> = kept(&case).into_iter().collect();
    for seed in campaign.seeds() {
        let mut random = Random::new(seed);
        // Each kind of file as often as another: most files are originals.
        let kinds = ["FORMAT", "case.vkey", "case.toml", "journal/checkpoint", JOURNAL, "originals/", "originals/"];
        let kind = random.one_of(&kinds);
        let of_kind: Vec<_> = files.iter().filter(|(path, _)| path.starts_with(kind)).collect();
        let (path, bytes) = random.one_of(&of_kind);
        let (damage, at) = harm(&case, path, bytes, &mut random);
        let entry = at.filter(|_| is_journal(path)).map(|at| entry_at(bytes, at));
        let verdict = told(&case, path, entry, &good);
        assert_eq!(verdict, Ok(()), "{}", campaign.failed(seed, format!("{path}: {damage}")));
        undo(&case, path, bytes);
        campaign.point();
    }
    assert!(verify(&case, &mut |_| {}).expect("it can be verified").passed(), "all is put back");
    campaign.close();
}

/// Damages a file by chance; says how, and where the first change is.
fn harm(case: &Path, path: &str, bytes: &[u8], random: &mut Random) -> (String, Option<usize>) {
    let at = random.below(bytes.len());
    match random.below(6) {
        0 | 1 => {
            let (mut changed, bit) = (bytes.to_vec(), random.below(8));
            changed[at] ^= 1 << bit;
            put(case, path, &changed);
            (format!("bit {bit} of byte {at} flipped"), Some(at))
        }
        2 => {
            put(case, path, &bytes[..at]);
            (format!("cut to {at} bytes"), Some(at))
        }
        3 => {
            let length = (at + 1 + random.below(512)).min(bytes.len());
            let mut changed = bytes.to_vec();
            changed[at..length].fill(0);
            put(case, path, &changed);
            (format!("zeros from {at} to {length}"), Some(at))
        }
        4 => {
            fs::remove_file(case.join(path)).expect("it is there");
            ("deleted".to_owned(), None)
        }
        _ => {
            let away = case.join(path).with_extension("away");
            fs::rename(case.join(path), away).expect("it can be renamed");
            ("renamed".to_owned(), None)
        }
    }
}

fn undo(case: &Path, path: &str, bytes: &[u8]) {
    let _ = fs::remove_file(case.join(path).with_extension("away"));
    put(case, path, bytes);
}
