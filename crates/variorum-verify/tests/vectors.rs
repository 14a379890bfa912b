//! Whole cases that another program made, each with the checks that must fail: `docs/format/vectors/cases.json`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use support::{Files, failed_codes, failures, lay_out, verified};

const CASES: &str = include_str!("../../../docs/format/vectors/cases.json");

fn files(vector: &Value) -> Files {
    let of = |field: &str, bytes: fn(&str) -> Vec<u8>| {
        let fields = vector[field].as_object().unwrap().clone();
        fields.into_iter().map(move |(path, content)| (path, bytes(content.as_str().unwrap())))
    };
    let decoded = of("base64", |text| BASE64.decode(text).unwrap());
    of("files", |text| text.as_bytes().to_vec()).chain(decoded).collect()
}

#[test]
fn every_case_gives_the_findings_that_it_names() {
    let vectors: Vec<Value> = serde_json::from_str(CASES).unwrap();
    for vector in &vectors {
        let found = verified(lay_out(&files(vector)).path());
        // `journal.entry` only tells where the tree is wrong, as far as a cache of ours knows it: no other verifier owes it.
        let codes: BTreeSet<&str> = failed_codes(&found).into_iter().filter(|code| *code != "journal.entry").collect();
        let expected: BTreeSet<&str> =
            vector["findings"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(codes, expected, "{}: {:#?}", vector["why"], failures(&found));
    }
    assert!(vectors.len() > 90, "{}", vectors.len());
}

#[test]
fn the_case_that_the_program_makes_passes() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format/vectors/case");
    let found = verified(&case);
    assert!(found.passed(), "{:#?}", failures(&found));
}
