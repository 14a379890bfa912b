//! `kill -9` at any moment of an `add`: nothing that was told is lost, and a second `add` completes it.
//!
//! A few moments in each run of the tests; `VARIORUM_KILLS=100 cargo test -p variorum-cli --test interrupted` for more.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::common::Desk;
use variorum_testkit::{Random, Size, generate};

const FILES: usize = 200;

#[test]
fn nothing_acknowledged_is_lost() {
    let kills: usize = std::env::var("VARIORUM_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8);
    let desk = Desk::new();
    generate(&desk.path("generated"), Size { reports: FILES, claims: 4 * FILES, seed: 7 })
        .expect("reports can be made");
    let mut random = Random::new(kills as u64);
    for round in 0..kills {
        let case = format!("case-{round}");
        desk.ok(&["new", &case, "--title", "Killed"]);
        // From the first line to well after the last one.
        let told =
            killed_after(&desk, &case, random.below(FILES + 20), Duration::from_micros(random.below(3000) as u64));
        desk.ok(&["verify", &case]);
        let kept = names(&desk, &case);
        let lost: Vec<_> = told.difference(&kept).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?} were told and are lost");
        desk.ok(&["add", &case, "generated/reports"]);
        assert_eq!(names(&desk, &case).len(), FILES + 1, "round {round}: the second run did not complete the first");
        desk.ok(&["verify", &case]);
    }
}

/// Adds, kills after so many printed lines and a moment more, and returns the names that were told.
fn killed_after(desk: &Desk, case: &str, lines: usize, moment: Duration) -> BTreeSet<String> {
    let mut add: Child = desk
        .command(&["add", case, "generated/reports", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut output = BufReader::new(add.stdout.take().expect("its output was asked for"));
    let mut told = String::new();
    for _ in 0..lines {
        if output.read_line(&mut told).expect("a line can be read") == 0 {
            break;
        }
    }
    std::thread::sleep(moment);
    add.kill().expect("it can be killed");
    output.read_to_string(&mut told).expect("the rest can be read");
    add.wait().expect("it ends");
    let name = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["name"].as_str().map(str::to_owned);
    told.lines().filter_map(name).collect()
}

/// The names of all captures that the journal holds.
fn names(desk: &Desk, case: &str) -> BTreeSet<String> {
    let lines = desk.read(&format!("{case}/journal/000000.jsonl"));
    let name = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).ok()?;
        (entry["kind"] == "source.add").then(|| entry["name"].as_str().map(str::to_owned))?
    };
    lines.lines().filter_map(name).collect()
}
