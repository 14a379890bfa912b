//! What a page once said, from files to the table, the command and the dossier.

use crate::common::Desk;
use serde_json::Value;

const ADDRESS: &str = "https://faro.example/ferry";

/// Three captures of one page: a number changed in silence, then a sentence went and a correction came.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "Ferry"]);
    let story = |count: &str, end: &str| {
        format!("Clash at the pier\n\nThe police said that {count} men were arrested at the pier on Monday.{end}\n")
    };
    let correction = " Correction: an earlier version of this article gave another number.";
    for (name, text, hour) in [
        ("1.txt", story("five", ""), "10"),
        ("2.txt", story("six", ""), "14"),
        ("3.txt", story("seven", correction), "18"),
    ] {
        desk.write(name, text);
        let collected = format!("2018-01-15T{hour}:00+00:00");
        desk.ok(&["add", "case", name, "--url", ADDRESS, "--published", "2018-01-15", "--collected", &collected]);
    }
    desk
}

#[test]
fn a_silent_change_is_seen_on_the_command_line_and_in_the_dossier() {
    let desk = desk();
    let shown = desk.ok(&["revisions", "case"]);
    assert!(shown.contains("v1 → v2   SILENT"), "{shown}");
    assert!(shown.contains("v2 → v3   announced: “Correction: an earlier version"), "{shown}");
    assert!(shown.contains("    - The police said that five men were arrested"), "{shown}");
    let steps = desk.json(&["revisions", "case", "R2", "--json"]);
    let flags = |field: &str| -> Vec<Value> {
        steps[0]["steps"].as_array().expect("a list").iter().map(|step| step[field].clone()).collect()
    };
    assert_eq!(flags("silent"), [true, false]);
    assert_eq!(steps[0]["steps"][0]["answers"][0]["before"]["value"]["min"], 5);
    assert_eq!(steps[0]["steps"][0]["answers"][0]["after"]["value"]["min"], 6);
    let table = desk.json(&["apparatus", "case", "--json"]);
    assert_eq!(table["revisions"], steps);
    assert!(table["findings"].to_string().contains("revision.silent"), "{}", table["findings"]);

    desk.ok(&["publish", "case", "dossier"]);
    let page = desk.read("dossier/pages/r-2.html");
    assert!(page.contains("<del>five</del> <ins>six</ins>"), "{page}");
    desk.ok(&["verify", "dossier"]);
}

#[test]
fn a_report_that_is_no_version_and_one_that_is_not_there() {
    let desk = desk();
    desk.write("other.txt", "Nobody was arrested, the mayor said.\n");
    desk.ok(&["add", "case", "other.txt"]);
    assert!(desk.ok(&["revisions", "case", "R4"]).contains("Nothing to compare"));
    let refused = desk.run(&["revisions", "case", "R9"]);
    assert!(refused.code == Some(2) && refused.err.contains("no report R9"), "{}", refused.err);
}
