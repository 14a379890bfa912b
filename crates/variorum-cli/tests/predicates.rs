//! A person's own predicates: in a case, where the journal keeps them, and for files without a case.

use crate::common::Desk;
use serde_json::Value;

const REPORT: &str = "Evictions in the valley\n\nPolice evicted 40 families on Monday, the mayor said. Two people were \
    arrested, the mayor said.\n";

const EVICTED: &str = "[[predicate]]\nid = \"evicted\"\nwhom = \"people\"\n[predicate.en]\ndoes = [\"evict\"]\n";

const ASKED: &str = "[[question]]\nid = \"evicted\"\nkind = \"count\"\npredicate = \"evicted\"\n\
    wording = { en = \"How many were evicted?\" }\n";

fn readings<'a>(claims: &'a Value, predicate: &str) -> Vec<&'a Value> {
    let claims = claims.as_array().expect("a list of claims");
    let all = claims.iter().flat_map(|claim| claim["readings"].as_array().expect("a list of readings"));
    all.filter(|reading| reading["predicate"] == predicate).collect()
}

#[test]
fn files_are_read_with_a_file_of_predicates() {
    let desk = Desk::new();
    desk.write("report.txt", REPORT);
    desk.write("own.toml", EVICTED);
    let read = |more: &[&str]| {
        let arguments = [&["read", "report.txt", "--json", "--reader", "rules"], more].concat();
        desk.json(&arguments)["documents"][0]["claims"].clone()
    };
    let claims = read(&["--predicates", "own.toml"]);
    let evicted = readings(&claims, "evicted");
    assert_eq!(evicted.len(), 1, "{claims:#}");
    assert_eq!(evicted[0]["value"]["min"], 40);
    let roles: Vec<_> = evicted[0]["participants"].as_array().expect("a list").iter().map(|one| &one["role"]).collect();
    assert_eq!(roles, ["patient", "agent"]);
    let without = read(&[]);
    assert!(readings(&without, "evicted").is_empty() && readings(&without, "arrested").len() == 1, "{without:#}");
}

#[test]
fn a_wrong_file_is_told_with_line_and_mend() {
    let desk = Desk::new();
    desk.write("report.txt", REPORT);
    desk.write("own.toml", EVICTED.replace("evict\"]", "evict(?:ed)?\"]"));
    let ran = desk.run(&["read", "report.txt", "--predicates", "own.toml"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    for part in ["own.toml", "line 5", "`evict(?:ed)?` is no plain word", "write each form", "predicates.md"] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    let ran = desk.run(&["read", "report.txt", "--predicates", "nowhere.toml"]);
    assert!(ran.code == Some(3) && ran.err.contains("nowhere.toml"), "{}", ran.err);
}

#[test]
fn a_case_lines_up_its_own_predicate_and_reads_anew_only_when_that_changes() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let plain = format!("reader = \"rules\"\n{}", desk.read("case/case.toml"));
    let anew = |config: &str| {
        desk.write("case/case.toml", config);
        let ran = desk.run(&["build", "case"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.err.lines().find(|line| line.contains("read anew")).map(str::to_owned).expect("build says what it read")
    };
    let ends = |line: &str, count: u32| assert!(line.ends_with(&format!("; {count} documents read anew")), "{line}");
    ends(&anew(&plain), 1);
    ends(&anew(&plain.replace("A case", "The same case")), 0);
    let own = format!("{plain}\n{EVICTED}\n{ASKED}");
    ends(&anew(&own), 1);
    ends(&anew(&own.replace("A case", "The same case")), 0);
    let apparatus = desk.json(&["apparatus", "case", "--json"]);
    let question = apparatus["questions"].as_array().expect("a list").iter().find(|one| one["id"] == "evicted");
    let positions = question.expect("it is answered")["positions"].as_array().expect("a list");
    assert_eq!(positions.len(), 1, "{positions:#?}");
    assert_eq!(positions[0]["value"]["min"], 40);
    ends(&anew(&own.replace("[\"evict\"]", "[\"evict\", \"oust\"]")), 1);
    // The journal keeps every version of the settings, so that what was looked for can be shown later.
    desk.ok(&["verify", "case"]);
    desk.write("case/case.toml", own.replace("[\"evict\"]", "[\"Evict\"]"));
    let ran = desk.run(&["build", "case"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("case.toml: line") && ran.err.contains("`Evict` is never found"), "{}", ran.err);
}
