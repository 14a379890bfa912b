//! How often news cry wolf: what is found in thousands of articles that hold next to nothing of the kind.
//!
//! The articles are no part of the repository; they are looked for in `$VARIORUM_SHARED` and in `shared` beside or
//! above it. Whether something found is right was judged by hand (docs/quality.md); here its number is held.
#![expect(clippy::disallowed_methods, reason = "the crate reads no file; this test reads a corpus")]
#![allow(clippy::print_stdout, reason = "what is left out is said aloud")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use variorum_ingest::exposures;

/// Corpora of news, each with a JSON object a line that has a `text`.
const CORPORA: [&str; 9] = [
    "polnear/train.jsonl",
    "polnear/dev.jsonl",
    "gva/reports.train.jsonl",
    "gva/reports.dev.jsonl",
    "timeml/timebank.jsonl",
    "timeml/aquaint.jsonl",
    "german_quotes/german.train.jsonl",
    "german_quotes/german.dev.jsonl",
    "fa_kes/fa_kes.dev.jsonl",
];

/// What was found and judged: the numbers are those of police, writers and their papers, and none is anything else.
/// More than this is a new false alarm, or a pattern that sees more and must be judged anew.
const MOST: [(&str, usize); 5] =
    [("intake.phone", 1054), ("intake.mail", 351), ("intake.token", 0), ("intake.cookie", 0), ("intake.position", 8)];

#[test]
fn news_hold_little() {
    let Some(folder) = shared() else {
        println!("left out: shared data (corpora/)");
        return;
    };
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let mut articles = 0;
    for corpus in CORPORA {
        let lines = std::fs::read_to_string(folder.join(corpus)).expect("a corpus can be read");
        for line in lines.lines() {
            let article: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let text = article["text"].as_str().expect("an article has a text");
            articles += 1;
            for exposure in exposures(text) {
                *found.entry(exposure.kind.code()).or_default() += 1;
            }
        }
    }
    println!("{articles} articles: {found:?}");
    for (code, most) in MOST {
        let count = found.get(code).copied().unwrap_or_default();
        assert!(count <= most, "{count} of {code} in {articles} articles, where {most} were judged");
    }
}

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from);
    let places = given.into_iter().chain([root.join("shared"), root.join("../shared")]);
    places.map(|place| place.join("corpora")).find(|place| place.is_dir())
}
