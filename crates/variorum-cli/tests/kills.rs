//! `kill -9` at every call to the system that a command makes: nothing that was told is lost, no entry names what is
//! not there, the case opens without a question, and the same command once more completes the work.
//!
//! strace kills: `inject=CALL:signal=SIGKILL:when=N` ends the program as it enters its N-th CALL. Only the program's
//! own thread is followed, which is the one that writes; its workers die with it. The ordinary tests take some of
//! the moments; `cargo xtask campaign kills` takes every call of those kinds that `new`, `add` and `decide` make. Between
//! two changing calls a kill leaves the same disk, so commands that load a model or write pages are killed at changing
//! calls only, and the second run is left out where the same files were left before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{Desk, copy, group, text};
use variorum::verify::verify;
use variorum_testkit::Campaign;

/// Calls that change what lies on the disk.
const CHANGING: &str = "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,\
                        mkdir,mkdirat,ftruncate";
/// And those between which nothing changes.
const OTHERS: &str = "openat,close,flock";
/// How many moments of each command the ordinary tests take.
const SLICE: usize = 6;

/// A command, what is there before it, and what must hold when it was killed and run again.
struct Killed {
    name: &'static str,
    arguments: &'static [&'static str],
    prepare: fn(&Desk),
    calls: String,
    /// Tells what is wrong after the second run.
    complete: fn(&Desk) -> Result<(), String>,
    /// Whether the second run may say that it is done already, in which case it ends with 3.
    may_refuse: bool,
}

fn commands() -> [Killed; 6] {
    let all = || format!("{CHANGING},{OTHERS}");
    let changing = || CHANGING.to_owned();
    let none = |_: &Desk| Ok(());
    [
        Killed {
            name: "new",
            arguments: &["new", "case", "--title", "Killed"],
            prepare: nothing,
            calls: all(),
            complete: none,
            may_refuse: true,
        },
        Killed {
            name: "decide",
            arguments: &["decide", "case", "mark", "R1", "Seven people were killed", "--speaker", "the minister"],
            prepare: with_reports,
            calls: all(),
            complete: decided,
            may_refuse: false,
        },
        Killed {
            name: "add",
            arguments: &["add", "case", "mixed", "--json"],
            prepare: with_files,
            calls: all(),
            complete: all_added,
            may_refuse: false,
        },
        Killed {
            name: "build",
            arguments: &["build", "case"],
            prepare: with_reports,
            calls: changing(),
            complete: none,
            may_refuse: false,
        },
        Killed {
            name: "rebuild",
            arguments: &["build", "case"],
            prepare: without_caches,
            calls: changing(),
            complete: none,
            may_refuse: false,
        },
        Killed {
            name: "publish",
            arguments: &["publish", "case", "dossier"],
            prepare: built,
            calls: changing(),
            complete: published,
            may_refuse: true,
        },
    ]
}

fn nothing(_: &Desk) {}

/// Twenty files of several kinds: texts, pages, a mail, a CSV, an archive with members, an image, rubbish, twins.
fn with_files(desk: &Desk) {
    desk.ok(&["new", "case", "--title", "Killed"]);
    let report = |number: usize| format!("{number}. Seven people were killed, the minister said on Monday.\n");
    for number in 0..12 {
        desk.write(&format!("mixed/{number:02}.txt"), report(number));
    }
    desk.write("mixed/twin.txt", report(3));
    desk.write("mixed/long.txt", report(7).repeat(400));
    desk.write("mixed/page.html", format!("<html><body><p>{}</p></body></html>", report(8)));
    desk.write("mixed/mail.eml", format!("From: a@example.org\nDate: Mon, 1 Jan 2018 10:00:00 +0000\n\n{}", report(9)));
    desk.write("mixed/table.csv", "a,b\n1,2\n");
    desk.write("mixed/empty.txt", "");
    desk.write("mixed/rubbish.bin", [0, 159, 146, 150, 0, 1, 2]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 20..23 {
        zip.start_file(format!("in/{number}.txt"), zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut zip, report(number).as_bytes()).expect("its bytes");
    }
    desk.write("mixed/more.zip", zip.finish().expect("an archive").into_inner());
}

fn with_reports(desk: &Desk) {
    desk.ok(&["new", "case", "--title", "Killed"]);
    for number in 0..3 {
        desk.write(
            &format!("reports/{number}.txt"),
            format!("{number}. Seven people were killed, the minister said.\n"),
        );
    }
    desk.ok(&["add", "case", "reports"]);
}

fn built(desk: &Desk) {
    with_reports(desk);
    desk.ok(&["build", "case"]);
}

fn without_caches(desk: &Desk) {
    built(desk);
    std::fs::remove_dir_all(desk.path("case/derived")).expect("it is there");
    std::fs::remove_file(desk.path("case/catalogue.sqlite")).expect("it is there");
}

/// How often the journal names each file as added.
fn added(desk: &Desk) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for entry in entries(desk).iter().filter(|entry| entry["kind"] == "source.add") {
        *names.entry(entry["name"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    names
}

fn entries(desk: &Desk) -> Vec<serde_json::Value> {
    let Ok(journal) = std::fs::read_to_string(desk.path("case/journal/000000.jsonl")) else { return Vec::new() };
    journal.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn all_added(desk: &Desk) -> Result<(), String> {
    let found = added(desk);
    let files = std::fs::read_dir(desk.path("mixed")).expect("a folder").count();
    let whole = found.keys().filter(|name| name.starts_with("mixed/") && name.matches('/').count() == 1).count();
    match found.iter().find(|(_, times)| **times != 1) {
        Some((name, times)) => Err(format!("{name} is added {times} times")),
        None if whole != files => Err(format!("{whole} of {files} files are added")),
        None => Ok(()),
    }
}

/// The same decision twice counts as one; not at all would be lost.
fn decided(desk: &Desk) -> Result<(), String> {
    let times = entries(desk).iter().filter(|entry| entry["kind"] == "decision.mark").count();
    if (1..=2).contains(&times) { Ok(()) } else { Err(format!("the decision stands {times} times")) }
}

fn published(desk: &Desk) -> Result<(), String> {
    check_folder(&desk.path("dossier"))
}

fn check_folder(folder: &Path) -> Result<(), String> {
    let found = verify(folder, &mut |_| {}).map_err(|error| error.to_string())?;
    let failed: Vec<String> = found
        .checks
        .iter()
        .filter(|check| !check.passed && check.code != "journal.torn_tail")
        .map(|check| format!("{} {}: {}", check.code, check.about, check.message))
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Everything of a desk, to go back to.
fn snapshot(desk: &Desk) -> PathBuf {
    let kept = desk.path("").with_extension("kept");
    copy(&desk.path(""), &kept);
    kept
}

fn restore(desk: &Desk, kept: &Path) {
    for entry in std::fs::read_dir(desk.path("")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        removed.expect("it can be removed");
    }
    copy(kept, &desk.path(""));
}

/// The command under strace.
fn traced(desk: &Desk, options: &[&str], arguments: &[&str]) -> Command {
    let plain = desk.command(arguments);
    let mut command = Command::new("strace");
    command.args(["-qq"]).args(options).arg(plain.get_program()).args(plain.get_args());
    command.current_dir(plain.get_current_dir().expect("a desk"));
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command
}

/// How often the command makes each of the calls.
fn count(desk: &Desk, killed: &Killed) -> BTreeMap<String, usize> {
    let log = desk.path("").with_extension("calls");
    let (filter, file) = (format!("trace={}", killed.calls), log.to_string_lossy().into_owned());
    let done = traced(desk, &["-e", &filter, "-o", &file], killed.arguments).output().expect("strace runs");
    assert!(done.status.success(), "{}: {}", killed.name, text(done.stderr));
    let mut counts = BTreeMap::new();
    for line in std::fs::read_to_string(&log).expect("strace wrote it").lines() {
        let Some((call, _)) = line.split_once('(') else { continue };
        *counts.entry(call.to_owned()).or_default() += 1;
    }
    std::fs::remove_file(log).expect("it is there");
    counts
}

/// Kills the command there and gives what it had printed by then; none if it ended by itself.
fn kill(desk: &Desk, killed: &Killed, call: &str, nth: usize) -> Option<String> {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:signal=SIGKILL:when={nth}"));
    let mut command = traced(desk, &["-o", "/dev/null", "-e", &trace, "-e", &inject], killed.arguments);
    let output = command.stderr(Stdio::null()).output().expect("strace runs");
    (!output.status.success()).then(|| text(output.stdout))
}

/// The names and sizes of all files, without the numbers of processes.
fn outline(desk: &Desk) -> String {
    let name = |path: &Path| {
        let part = |part: &std::ffi::OsStr| part.to_string_lossy().split('-').next().unwrap_or_default().to_owned();
        path.iter().map(part).collect::<Vec<_>>().join("/")
    };
    let all = crate::common::files(&desk.path(""));
    let mut lines: Vec<String> = all.iter().map(|(path, bytes)| format!("{} {}", name(path), bytes.len())).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// What is wrong with the desk after a kill, before and after the command is run again.
fn judge(desk: &Desk, killed: &Killed, told: &str, outlines: &mut BTreeSet<String>) -> Result<(), String> {
    if desk.path("case/FORMAT").exists() {
        check_folder(&desk.path("case"))?;
    }
    if desk.path("dossier").exists() {
        check_folder(&desk.path("dossier"))?;
    }
    let kept = added(desk);
    let names = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    for name in names.filter_map(|line| line["name"].as_str().map(str::to_owned)) {
        if !kept.contains_key(&name) {
            return Err(format!("{name} was told as added and is lost"));
        }
    }
    if !outlines.insert(outline(desk)) {
        return Ok(());
    }
    let again = desk.run(killed.arguments);
    if again.code != Some(0) && !(killed.may_refuse && again.code == Some(3)) {
        return Err(format!("the second run ended with {:?}: {}", again.code, again.err));
    }
    let whole = check_folder(&desk.path("case")).and_then(|()| (killed.complete)(desk));
    whole.map_err(|problem| format!("after the second run: {problem}"))
}

fn sweep(killed: &Killed, campaign: &mut Campaign) {
    let desk = Desk::in_memory();
    (killed.prepare)(&desk);
    let kept = snapshot(&desk);
    let counts = count(&desk, killed);
    let moments: Vec<(&str, usize)> =
        counts.iter().flat_map(|(call, times)| (1..=*times).map(move |nth| (call.as_str(), nth))).collect();
    let mut outlines = BTreeSet::new();
    let step = if campaign.is_long() { 1 } else { moments.len().div_ceil(SLICE) };
    let mut missed = 0;
    for (call, nth) in moments.iter().step_by(step) {
        restore(&desk, &kept);
        let Some(told) = kill(&desk, killed, call, *nth) else {
            // Threads share some calls out anew each time; then there are a few less on the one that is followed.
            missed += 1;
            continue;
        };
        let verdict = judge(&desk, killed, &told, &mut outlines);
        assert_eq!(verdict, Ok(()), "{} killed at {call} number {nth}", killed.name);
        campaign.point();
    }
    assert!(missed * 20 <= moments.len(), "{}: {missed} of {} kills came too late", killed.name, moments.len());
    std::fs::remove_dir_all(kept).expect("it is there");
}

#[test]
fn killed_at_any_call_nothing_told_is_lost() {
    if !group("strace") {
        return;
    }
    let mut campaign = Campaign::begin("kills", 0);
    for killed in commands() {
        sweep(&killed, &mut campaign);
    }
    let least = if campaign.is_long() { 1000 } else { 20 };
    assert!(campaign.points() >= least, "{} kills", campaign.points());
    campaign.close();
}
