//! The sample case, end to end: what the README promises.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::collections::BTreeSet;

use crate::common::{Desk, files};
use serde_json::Value;

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is a list"))
}

#[test]
fn the_sample_shows_what_it_must() {
    let desk = Desk::new();
    let printed = desk.ok(&["demo"]);
    assert!(printed.contains("DISPUTED") && printed.contains("silent:"), "{printed}");
    let apparatus = desk.json(&["apparatus", "variorum-demo/case", "--json"]);

    let questions = list(&apparatus, "questions");
    let disputed = questions.iter().filter(|question| list(question, "positions").len() >= 2).count();
    assert!(disputed >= 12, "{disputed} questions with two positions");

    let relations = questions.iter().flat_map(|question| list(question, "relations"));
    let kinds: BTreeSet<_> =
        relations.map(|relation| (relation["relation"].to_string(), relation["type"].to_string())).collect();
    let types: BTreeSet<_> = kinds.iter().map(|(_, kind)| kind).collect();
    assert!(types.len() >= 5, "{types:?}");
    assert!(kinds.iter().any(|(relation, _)| relation == "\"superseded\""), "no superseded figure: {kinds:?}");

    let checks = list(&apparatus, "checks");
    assert!(checks.iter().any(|check| check["kind"] == "arithmetic"));
    assert!(checks.iter().any(|check| check["kind"] == "internal" && check["holds"] == false));

    let claims = list(&apparatus, "claims");
    assert!(claims.iter().any(|claim| !claim["nested_in"].is_null()), "no nested source");
    assert!(claims.iter().any(|claim| claim["hedge"]["value"] != "asserted"), "no hedge");
    assert!(questions.iter().all(|question| question["silent"].is_array()));
    let shared = list(&apparatus, "origins").iter().filter(|origin| list(origin, "documents").len() >= 3).count();
    assert!(shared >= 1, "the three wire copies share no origin");
    assert_eq!(list(&apparatus, "documents").len(), 18);
}

#[test]
fn every_cell_is_explained_down_to_its_original() {
    let desk = Desk::new();
    desk.ok(&["demo"]);
    let apparatus = desk.json(&["apparatus", "variorum-demo/case", "--json"]);
    let positions: Vec<_> =
        list(&apparatus, "questions").iter().flat_map(|question| list(question, "positions")).collect();
    for position in &positions {
        let code = position["code"].as_str().expect("a code");
        let explained = desk.ok(&["explain", "variorum-demo/case", code]);
        assert!(explained.contains("held by") && explained.contains(", by "), "{code}: {explained}");
    }
    let claim = list(&apparatus, "claims")
        .iter()
        .find(|claim| list(claim, "readings").iter().any(|reading| !reading["question"].is_null()))
        .expect("a claim that answers");
    let explained = desk.ok(&["explain", "variorum-demo/case", claim["code"].as_str().expect("a code")]);
    for step in ["words", "text", "original", "capture", "found by", "reading", "question", "position"] {
        assert!(explained.contains(&format!("{step}  ")), "no step {step}: {explained}");
    }
}

#[test]
fn case_and_dossier_verify_and_a_second_run_overwrites_nothing() {
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let dossier = files(&desk.path("here/dossier"));
    for folder in ["here/case", "here/dossier"] {
        let verified = desk.ok(&["verify", folder]);
        assert!(verified.contains("VERIFIED") && verified.contains("Not proved"), "{verified}");
    }
    let claim =
        desk.json(&["apparatus", "here/case", "--json"])["claims"][0]["code"].as_str().expect("a code").to_owned();
    desk.ok(&["decide", "here/case", "accept", &claim]);
    desk.ok(&["demo", "here"]);
    assert_eq!(files(&desk.path("here/dossier")), dossier, "a dossier was written over");
    let decided = desk.json(&["apparatus", "here/case", "--json"])["claims"][0]["decided"].as_array().map(Vec::len);
    assert_eq!(decided, Some(1), "the decision is gone");
}

#[test]
fn the_same_checkpoint_gives_the_same_bytes() {
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let size =
        desk.json(&["verify", "here/dossier", "--json"])["verification"]["signed_entries"].as_u64().expect("a size");
    desk.ok(&["publish", "here/case", "again", "--at", &size.to_string()]);
    assert_eq!(files(&desk.path("again")), files(&desk.path("here/dossier")));
    let full = desk.run(&["publish", "here/case", "again"]);
    assert_eq!(full.code, Some(3), "a dossier was written over: {}", full.err);
}
