//! What a changed reader would propose, told without changing anything.

use crate::common::Desk;
use serde_json::Value;

const REPORT: &str = "Clash at the bridge\n\nSeven people were killed at the bridge, the police said. \
    Interior Minister Adrian Voss said that two officers were injured.\n";

fn code(desk: &Desk, words: &str) -> String {
    let table = desk.json(&["apparatus", "case", "--json"]);
    let claims = table["claims"].as_array().expect("a list").clone();
    let claim = claims.iter().find(|claim| claim["content"].to_string().contains(words)).expect("a claim says so");
    claim["code"].as_str().expect("a code").to_owned()
}

/// Every file of the case with its bytes, but for what a lock leaves.
fn snapshot(desk: &Desk) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![desk.path("case")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), std::fs::read(&path).expect("a file can be read")));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_differs_and_nothing_is_written() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let early = desk.run(&["build", "case", "--compare"]);
    assert!(early.code == Some(2) && early.err.contains("variorum build case"), "{}", early.err);
    desk.ok(&["build", "case"]);
    let before = snapshot(&desk);
    let told = desk.json(&["build", "case", "--compare", "--json"]);
    assert_eq!(told["schema"], "variorum.compare/1");
    assert_eq!(told["kept"], told["now"]);
    for list in ["positions", "relations", "speakers", "decisions"] {
        assert_eq!(told[list], Value::Array(Vec::new()), "{list}");
    }
    assert!(snapshot(&desk) == before, "a comparison changed the case");
}

#[test]
fn what_people_decided_stands_beside_the_proposal() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let killed = code(&desk, "Seven people were killed");
    let injured = code(&desk, "two officers were injured");
    desk.ok(&["decide", "case", "answer", &killed, "killed", "8"]);
    desk.ok(&["decide", "case", "attribute", &injured, "Colonel Brandt"]);
    desk.ok(&["decide", "case", "accept", &injured]);
    desk.ok(&["build", "case"]);
    let told = desk.json(&["build", "case", "--compare", "--json"]);
    let decisions = told["decisions"].as_array().expect("a list");
    let short: Vec<_> = decisions
        .iter()
        .map(|one| format!("{} {} {}", one["act"], one["decided"], one["proposed"]).replace('"', ""))
        .collect();
    assert_eq!(short, ["answer killed: 8 killed: 7", "attribute Colonel Brandt Adrian Voss"]);
    let printed = desk.ok(&["build", "case", "--compare"]);
    assert!(printed.contains("decided: killed: 8; proposed: killed: 7"), "{printed}");
    // Entries that came after the kept table are not what is compared.
    desk.ok(&["decide", "case", "reject", &killed]);
    let later = desk.json(&["build", "case", "--compare", "--json"]);
    assert_eq!(later["decisions"], told["decisions"]);
    assert_eq!(desk.run(&["build", "case", "--json"]).code, Some(2), "--json needs --compare");
}

/// Whoever builds once more with the new reader can still see what it changed.
#[test]
fn the_table_of_another_reader_is_compared_with() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["build", "case"]);
    let before = desk.json(&["build", "case", "--compare", "--json"])["kept"].clone();
    let settings = desk.path("case/case.toml");
    let text = std::fs::read_to_string(&settings).expect("the settings can be read");
    let other =
        if before["reader"].as_str().is_some_and(|reader| reader.starts_with("rules")) { "neural" } else { "rules" };
    std::fs::write(&settings, format!("reader = \"{other}\"\n{text}")).expect("the settings can be written");
    for _ in 0..2 {
        desk.ok(&["build", "case"]);
        let told = desk.json(&["build", "case", "--compare", "--json"]);
        assert_eq!(told["kept"], before);
        assert!(told["now"]["reader"].as_str().is_some_and(|reader| reader.starts_with(other)), "{}", told["now"]);
    }
}
