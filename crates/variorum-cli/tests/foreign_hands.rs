//! Somebody else's hands in a case folder: whatever is put in the place of a file, no command follows it out of the
//! folder, waits for it or breaks what is whole, and `verify` names it.
#![allow(clippy::panic, clippy::print_stdout, reason = "a panic fails the test, and what is left out is said aloud")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Desk, Ran, copy, files, text};
use variorum_testkit::Campaign;

/// Longer than any command on a small case takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is done to a file or folder of the case; tells whether this machine lets us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    Delete,
    Rename,
    /// A link to a copy outside.
    Link,
    DanglingLink,
    Pipe,
    Socket,
    Device,
    Folder,
    /// A terabyte of nothing.
    Sparse,
    NoPermission,
    /// What a sync client leaves beside a file.
    ConflictCopy,
    /// The same name in other letters.
    CaseClash,
}

const HANDS: [Hand; 12] = [
    Hand::Delete,
    Hand::Rename,
    Hand::Link,
    Hand::DanglingLink,
    Hand::Pipe,
    Hand::Socket,
    Hand::Device,
    Hand::Folder,
    Hand::Sparse,
    Hand::NoPermission,
    Hand::ConflictCopy,
    Hand::CaseClash,
];

/// Caches and scratch: `verify` does not look at them.
const CACHES: [&str; 4] = ["lock", "tmp", "derived", "catalogue.sqlite"];

fn prepared() -> (Desk, Vec<String>) {
    let desk = Desk::in_memory();
    desk.ok(&["new", "case", "--title", "Hands"]);
    desk.write("a.txt", "Seven people were killed, the minister said.\n");
    desk.ok(&["add", "case", "a.txt"]);
    desk.ok(&["build", "case"]);
    desk.write("b.txt", "Eight people were killed, the minister said.\n");
    let originals = files(&desk.path("case/originals"));
    let original = originals.keys().next().expect("there is one").to_str().expect("our names are UTF-8").to_owned();
    let folder = original.split('/').next().expect("it lies in a folder").to_owned();
    let mut targets = vec![format!("originals/{original}"), format!("originals/{folder}")];
    let names =
        ["FORMAT", "case.vkey", "case.toml", "journal/000000.jsonl", "journal/checkpoint", "originals", "journal"];
    targets.extend(names.into_iter().chain(CACHES).map(str::to_owned));
    (desk, targets)
}

/// Lays hands on `target`; tells why it cannot be done here.
fn lay(hand: Hand, desk: &Desk, target: &str) -> Result<(), &'static str> {
    let path = desk.path("case").join(target);
    let is_folder = path.is_dir();
    let make = |program: &str, arguments: &[&str]| {
        take_away(&path);
        let made = Command::new(program).arg(&path).args(arguments).stderr(Stdio::null()).status();
        if made.is_ok_and(|made| made.success()) { Ok(()) } else { Err("this user may not make a device") }
    };
    match hand {
        Hand::Delete => take_away(&path),
        Hand::Rename => fs::rename(&path, path.with_file_name("away")).expect("it can be renamed"),
        Hand::Link => {
            let outside = desk.path("outside").join("kept");
            fs::create_dir_all(desk.path("outside")).expect("a folder can be made");
            fs::rename(&path, &outside).expect("it can be moved");
            symlink(&outside, &path).expect("a link can be made");
        }
        Hand::DanglingLink => {
            take_away(&path);
            symlink(desk.path("outside/nowhere"), &path).expect("a link can be made");
        }
        Hand::Pipe => return make("mkfifo", &[]),
        Hand::Device => return make("mknod", &["c", "1", "5"]),
        Hand::Socket => {
            take_away(&path);
            drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket can be made"));
        }
        Hand::Folder if is_folder => return Err("it is a folder"),
        Hand::Folder => {
            take_away(&path);
            fs::create_dir(&path).expect("a folder can be made");
        }
        Hand::Sparse if is_folder => return Err("it is a folder"),
        Hand::Sparse => {
            take_away(&path);
            fs::File::create(&path).and_then(|file| file.set_len(1 << 40)).expect("a sparse file can be made");
        }
        Hand::NoPermission => {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("it can be set");
            if fs::read_dir(&path).is_ok() || fs::read(&path).is_ok() {
                return Err("root may read everything");
            }
        }
        Hand::ConflictCopy => {
            copy(&path, &path.with_file_name(format!("{} (conflicted copy 2026-11-23)", name_of(&path))));
        }
        Hand::CaseClash => {
            let name = name_of(&path);
            let other = if name.to_uppercase() == name { name.to_lowercase() } else { name.to_uppercase() };
            if other == name {
                return Err("its name has no letters");
            }
            copy(&path, &path.with_file_name(other));
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("it has a name").to_string_lossy().into_owned()
}

fn take_away(path: &Path) {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.expect("it can be removed");
}

/// Runs a command that must end by itself.
fn ends(desk: &Desk, arguments: &[&str]) -> Ran {
    let mut command = desk.command(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let begun = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().expect("it can be killed");
            panic!("variorum {arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("it has ended");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn check(hand: Hand, target: &str, desk: &Desk) {
    let outside = || if desk.path("outside").exists() { files(&desk.path("outside")) } else { Default::default() };
    let before = outside();
    let moment = format!("{hand:?} on {target}");
    let verified = ends(desk, &["verify", "case"]);
    assert!(
        verified.code == Some(0) || verified.code == Some(1) || verified.code == Some(3),
        "{moment}: {}",
        verified.err
    );
    let told = format!("{}{}", verified.out, verified.err);
    let is_cache = CACHES.contains(&target);
    if !is_cache {
        // A twin in other letters is told by its own name.
        assert!(told.to_lowercase().contains(&target.to_lowercase()), "{moment} is not told: {told}");
        let is_beside = matches!(hand, Hand::ConflictCopy | Hand::CaseClash);
        assert!(is_beside || verified.code != Some(0), "{moment} passes: {told}");
    }
    let added = ends(desk, &["add", "case", "b.txt"]);
    assert!(matches!(added.code, Some(0 | 2 | 3)), "{moment}: add ended with {:?}: {}", added.code, added.err);
    if added.code != Some(0) {
        let last = target.split('/').next_back().unwrap_or_default();
        let names = added.err.contains(last) || added.err.contains("case");
        assert!(names, "{moment}: the error names nothing: {}", added.err);
    }
    let built = ends(desk, &["build", "case"]);
    assert!(matches!(built.code, Some(0 | 2 | 3)), "{moment}: build ended with {:?}: {}", built.code, built.err);
    assert_eq!(outside(), before, "{moment}: something outside the case was changed");
}

#[test]
fn whatever_others_do_in_the_folder_is_told() {
    let mut campaign = Campaign::begin("foreign-hands", 0);
    let (desk, targets) = prepared();
    let mut left_out = Vec::new();
    let all: Vec<(Hand, &String)> =
        HANDS.iter().flat_map(|hand| targets.iter().map(move |target| (*hand, target))).collect();
    let step = if campaign.is_long() { 1 } else { 5 };
    for (hand, target) in all.into_iter().step_by(step) {
        let tried = Desk::in_memory();
        copy(&desk.path(""), &tried.path(""));
        match lay(hand, &tried, target) {
            Ok(()) => {
                check(hand, target, &tried);
                campaign.point();
            }
            Err(why) => left_out.push(format!("{hand:?} on {target} ({why})")),
        }
    }
    assert!(campaign.points() >= 20, "{}", campaign.points());
    if !left_out.is_empty() {
        println!("left out: {}", left_out.join(", "));
    }
    campaign.close();
}
