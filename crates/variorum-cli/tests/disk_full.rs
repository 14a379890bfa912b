//! A full disk, or one with no room for another file: what was told is there, the error says so and where, and with
//! room again the work goes on. Needs to mount a small disk in memory, which only root may.
#![allow(clippy::print_stdout, reason = "what is left out is said aloud")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::Desk;
use variorum_testkit::Campaign;

/// A disk of its own, gone with this value.
struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    fn mount(folder: PathBuf, options: &str) -> Option<Self> {
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&folder).output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self { folder })
    }

    fn resize(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = Command::new("mount").args(["-o", &options]).arg(&self.folder).output().expect("mount runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.folder).output();
    }
}

fn names(journal: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let name = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).ok()?;
        (entry["kind"] == "source.add").then(|| entry["name"].as_str().map(str::to_owned))?
    };
    text.lines().filter_map(name).collect()
}

/// Makes, fills, publishes and builds a case on a disk with these limits; tells at how many steps it was full.
fn check(options: &str) -> Option<usize> {
    let desk = Desk::in_memory();
    let disk = SmallDisk::mount(desk.path("disk"), options)?;
    let mut full = 0;
    let mut step = |arguments: &[&str]| {
        let ran = desk.run(arguments);
        if ran.code != Some(0) {
            full += 1;
            assert_eq!(ran.code, Some(3), "{options}: {arguments:?}: {}", ran.err);
            assert!(ran.err.contains("disk/"), "{options}: {arguments:?} names no file: {}", ran.err);
            assert!(
                ran.err.contains("No space left") || ran.err.contains("space"),
                "{options}: {arguments:?}: {}",
                ran.err
            );
        }
        (ran.code == Some(0), ran.out)
    };
    for number in 0..40u8 {
        // Half of them short texts, half of them bytes that take room and that nobody reads.
        match number % 2 {
            0 => desk.write(&format!("reports/{number}.txt"), format!("{number}. Seven people were killed.\n")),
            _ => desk.write(&format!("reports/{number}.bin"), [0, 159, 146, number].repeat(5000)),
        };
    }
    let (made, _) = step(&["new", "disk/case", "--title", "Full"]);
    let (_, told) = if made { step(&["add", "disk/case", "reports", "--json"]) } else { Default::default() };
    let told = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let told: BTreeSet<String> = told
        .filter(|line| line["status"] != "refused")
        .filter_map(|line| line["name"].as_str().map(str::to_owned))
        .collect();
    let journal = desk.path("disk/case/journal/000000.jsonl");
    let lost: Vec<String> = told.difference(&names(&journal)).cloned().collect();
    assert!(lost.is_empty(), "{options}: {lost:?} were told and are lost");
    if made {
        step(&["build", "disk/case"]);
        let (published, _) = step(&["publish", "disk/case", "disk/dossier"]);
        assert_eq!(published, desk.path("disk/dossier").exists(), "{options}: half a dossier under its name");
        let verified = desk.run(&["verify", "disk/case"]);
        let torn_only =
            verified.out.lines().filter(|line| line.starts_with("FAIL")).all(|line| line.contains("torn_tail"));
        assert!(torn_only, "{options}: {}", verified.out);
    }
    // With room again it all goes on.
    disk.resize("size=64m,nr_inodes=10000");
    if !made {
        desk.ok(&["new", "disk/case", "--title", "Full"]);
    }
    desk.ok(&["add", "disk/case", "reports"]);
    assert_eq!(names(&journal).len(), 40, "{options}");
    desk.ok(&["build", "disk/case"]);
    desk.ok(&["publish", "disk/case", "disk/again"]);
    desk.ok(&["verify", "disk/case"]);
    desk.ok(&["verify", "disk/again"]);
    Some(full)
}

#[test]
fn a_full_disk_loses_nothing() {
    let mut campaign = Campaign::begin("disk-full", 0);
    let sizes = (4..=128).map(|pages| format!("size={}k,nr_inodes=10000", 8 * pages));
    let inodes = (2..=100).map(|count| format!("size=64m,nr_inodes={}", 2 * count));
    let all: Vec<String> = sizes.chain(inodes).collect();
    let step = if campaign.is_long() { 1 } else { 80 };
    let mut full = 0;
    for options in all.iter().step_by(step) {
        let Some(times) = check(options) else {
            println!("left out: full disks (only root may mount one)");
            return;
        };
        full += times;
        campaign.point();
    }
    assert!(full > all.len() / step / 2, "{full} steps met a full disk");
    campaign.figure("full", full);
    campaign.close();
}
