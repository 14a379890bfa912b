//! Several writers and readers at once: exactly one writes, the others are told who, and no reader sees half a thing.

use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::common::Desk;
use variorum::verify::verify;
use variorum_testkit::Campaign;

const READERS: usize = 8;

/// Adds a heap of files, printing each; the whole takes long enough to be met in the middle.
fn writer(desk: &Desk, heap: &str) -> Child {
    desk.command(&["add", "case", heap, "--json"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs")
}

fn heap(desk: &Desk, name: &str, files: usize) {
    for number in 0..files {
        desk.write(&format!("{name}/{number}.txt"), format!("{name} {number}: seven people were killed.\n"));
    }
}

/// The numbers of the entries, which must go up by one from 0.
fn sequence(desk: &Desk) -> Vec<u64> {
    let journal = desk.read("case/journal/000000.jsonl");
    let number = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a whole entry")["seq"].as_u64();
    journal.lines().map(|line| number(line).expect("a number")).collect()
}

#[test]
fn one_writer_at_a_time_and_readers_beside_it() {
    let mut campaign = Campaign::begin("writers", 0);
    let (rounds, files) = if campaign.is_long() { (10, 1000) } else { (1, 150) };
    let desk = Desk::in_memory();
    desk.ok(&["new", "case", "--title", "Race"]);
    let mut refused = 0;
    for round in 0..rounds {
        let heaps = [format!("heap-{round}-a"), format!("heap-{round}-b"), format!("heap-{round}-c")];
        heaps.iter().for_each(|name| heap(&desk, name, files / 2));
        let mut writers: Vec<(u32, Child)> =
            heaps.iter().map(|name| writer(&desk, name)).map(|child| (child.id(), child)).collect();
        let ids: BTreeSet<u32> = writers.iter().map(|(id, _)| *id).collect();
        let case = desk.path("case");
        std::thread::scope(|threads| {
            for _ in 0..READERS {
                threads.spawn(|| {
                    for _ in 0..6 {
                        let found = verify(&case, &mut |_| {}).expect("it can be verified");
                        // A reader may come while a line is being written, and before originals are named.
                        let wrong: Vec<_> = found
                            .checks
                            .iter()
                            .filter(|check| !check.passed && check.code != "journal.torn_tail")
                            .collect();
                        assert!(wrong.is_empty(), "a reader saw {wrong:?}");
                    }
                });
            }
        });
        let mut done = 0;
        for (id, child) in writers.drain(..) {
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            match output.status.code() {
                Some(0) => done += 1,
                Some(3) => {
                    refused += 1;
                    let names = ids.iter().any(|other| *other != id && said.contains(&format!("process {other} on ")));
                    assert!(names, "the second writer is not told who the first is: {said}");
                }
                code => assert_eq!(code, Some(0), "{said}"),
            }
            campaign.point();
        }
        assert!(done >= 1, "nobody could write");
        let numbers = sequence(&desk);
        assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>(), "without a gap");
        heaps.iter().for_each(|name| drop(desk.ok(&["add", "case", name])));
    }
    assert!(refused >= 1, "the writers never met");
    let numbers = sequence(&desk);
    assert!(numbers.len() >= rounds * 3 * (files / 2), "{} entries", numbers.len());
    desk.ok(&["verify", "case"]);
    campaign.figure("entries", numbers.len());
    campaign.figure("refused", refused);
    campaign.close();
}

#[test]
fn the_lock_of_a_killed_writer_is_no_obstacle() {
    let desk = Desk::in_memory();
    desk.ok(&["new", "case", "--title", "Killed"]);
    heap(&desk, "heap", 200);
    let mut child = writer(&desk, "heap");
    let begun = Instant::now();
    // The writer may be in the middle of a line.
    let lines = || desk.read("case/journal/000000.jsonl").matches('\n').count();
    while lines() < 10 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(desk.read("case/lock").contains(&format!("process {} on ", child.id())), "the file still names it");
    desk.ok(&["add", "case", "heap"]);
    desk.ok(&["verify", "case"]);
}
