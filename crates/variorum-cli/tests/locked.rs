//! A case as one sealed file: nothing lost at any moment, nothing of it readable, nothing foreign let in.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{Desk, copy, files, group, text};

const SECRET: &str = "the witness is Amparo Quintanilla of Calle Olvido";
const PASSPHRASE: &str = "lantern-quarry-otter-mint-seven";

/// A case with a secret in it, a passphrase, and a pair of keys.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.case_with(&format!("Clash at the bridge\n\nSeven people were killed, {SECRET}, the police said.\n"));
    // More than one piece of an age file, and nothing that a reader has to think about.
    desk.write("long.bin", format!("\0\u{1}{SECRET}").repeat(6_000));
    desk.write(&format!("{}.txt", "a-name-that-is-as-long-as-names-get-".repeat(5)), "Six people were hurt.\n");
    desk.ok(&["add", "case", "long.bin"]);
    desk.ok(&["build", "case"]);
    desk.write("case/notes of mine.txt", "kept with the case\n");
    let passphrase = desk.write("passphrase", format!("{PASSPHRASE}\n"));
    std::fs::set_permissions(passphrase, std::fs::Permissions::from_mode(0o600)).expect("it is ours");
    desk
}

fn with_passphrase<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--passphrase-file", "passphrase"], arguments].concat()
}

/// What has to come back: everything but caches and the lock.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = files(folder);
    all.retain(|path, _| {
        !path.starts_with("derived") && !["catalogue.sqlite", "lock"].contains(&&*path.to_string_lossy())
    });
    all
}

/// A secret key and its public one, by age itself.
fn key_pair(desk: &Desk, name: &str) -> String {
    let made = Command::new("age-keygen").arg("--output").arg(desk.path(name)).output().expect("age-keygen runs");
    assert!(made.status.success(), "{}", text(made.stderr));
    let public = text(made.stderr);
    public.trim().rsplit(' ').next().expect("a public key").to_owned()
}

#[test]
fn locked_and_unlocked_it_is_the_same_case() {
    let desk = desk();
    let before = content(&desk.path("case"));
    desk.ok(&with_passphrase(&["lock", "case"]));
    let archive = std::fs::read(desk.path("case.tar.age")).expect("it is there");
    let mode = std::fs::metadata(desk.path("case.tar.age")).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    for hidden in [SECRET, "FORMAT", "case.vkey", "originals", "journal", "variorum"] {
        assert!(!archive.windows(hidden.len()).any(|bytes| bytes == hidden.as_bytes()), "{hidden} can be read in it");
    }
    assert_eq!(content(&desk.path("case")), before, "without --remove the folder stays");
    // Nothing is written over, in either direction.
    assert_eq!(desk.run(&with_passphrase(&["lock", "case"])).code, Some(3));
    assert_eq!(desk.run(&with_passphrase(&["unlock", "case.tar.age"])).code, Some(3));
    assert_eq!(content(&desk.path("case")), before);
    let said = desk.ok(&with_passphrase(&["unlock", "case.tar.age", "back"]));
    assert!(said.contains("VERIFIED"), "{said}");
    assert_eq!(content(&desk.path("back")), before);
    let modes = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let original = before.keys().find(|path| path.starts_with("originals")).expect("an original");
    assert_eq!((modes(&desk.path("back")), modes(&desk.path("back").join(original))), (0o700, 0o444));
    // It goes on where it stopped.
    std::fs::remove_dir_all(desk.path("case")).expect("it is there");
    std::fs::rename(desk.path("back"), desk.path("case")).expect("it can be renamed");
    desk.ok(&["decide", "case", "published", "R1", "2021-03-04"]);
    desk.ok(&["verify", "case"]);
}

#[test]
fn with_remove_only_the_archive_is_left() {
    let desk = desk();
    let before = content(&desk.path("case"));
    desk.ok(&with_passphrase(&["lock", "case", "stick.age", "--remove"]));
    let mut left: Vec<String> = std::fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("case") || name.contains("stick"))
        .collect();
    left.sort();
    assert_eq!(left, ["stick.age"]);
    desk.ok(&with_passphrase(&["unlock", "stick.age", "case"]));
    assert_eq!(content(&desk.path("case")), before);
}

#[test]
fn nothing_readable_is_left_anywhere() {
    let desk = desk();
    let scratch = desk.path("scratch");
    std::fs::create_dir(&scratch).expect("it can be made");
    desk.write("elsewhere/passphrase", PASSPHRASE);
    let run = |arguments: &[&str]| {
        let ran = desk.command(arguments).env("TMPDIR", &scratch).output().expect("it runs");
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    for name in ["long.bin", "report.txt"] {
        std::fs::remove_file(desk.path(name)).expect("it is there");
    }
    run(&with_passphrase(&["lock", "case", "--remove"]));
    for (path, bytes) in files(&desk.path("")) {
        let found = bytes.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes());
        assert!(!found, "{} holds it", path.display());
    }
    assert!(files(&scratch).is_empty());
}

#[test]
fn what_is_no_file_is_refused_before_anything_is_removed() {
    let desk = desk();
    type Make = fn(&Path);
    let cases: [(&str, Make); 3] = [
        ("a link", |path| std::os::unix::fs::symlink("/etc/hostname", path).expect("it can be made")),
        ("neither a file", |path| assert!(Command::new("mkfifo").arg(path).status().expect("it runs").success())),
        ("not UTF-8", |path| {
            use std::os::unix::ffi::OsStrExt as _;
            let name = std::ffi::OsStr::from_bytes(b"\xff");
            std::fs::write(path.with_file_name(name), "x").expect("it can be written");
        }),
    ];
    for (why, make) in cases {
        let broken = Desk::new();
        copy(&desk.path("case"), &broken.path("case"));
        broken.write("passphrase", PASSPHRASE);
        make(&broken.path("case/odd"));
        let ran = broken.run(&with_passphrase(&["lock", "case", "--remove"]));
        assert_eq!(ran.code, Some(3), "{why}: {}", ran.err);
        assert!(ran.err.contains(why), "{why}: {}", ran.err);
        assert_eq!(content(&broken.path("case/journal")), content(&desk.path("case/journal")));
        assert!(!broken.path("case.tar.age").exists() && !broken.path("case.tar.age.unfinished").exists());
    }
    let inside = desk.run(&with_passphrase(&["lock", "case", "case/in.age"]));
    assert!(inside.err.contains("lies inside the case"), "{}", inside.err);
}

#[test]
fn a_damaged_archive_unlocks_to_nothing() {
    let desk = desk();
    desk.ok(&with_passphrase(&["lock", "case"]));
    let archive = std::fs::read(desk.path("case.tar.age")).expect("it is there");
    let end = archive.len();
    for (cut, flipped) in [
        (end, Some(0)),
        (end, Some(180)),
        (end, Some(end / 2)),
        (end, Some(end - 1)),
        (end / 2, None),
        (end - 1, None),
        (10, None),
    ] {
        let mut bytes = archive[..cut].to_owned();
        if let Some(at) = flipped {
            bytes[at] ^= 4;
        }
        desk.write("damaged.age", bytes);
        let ran = desk.run(&with_passphrase(&["unlock", "damaged.age", "out"]));
        assert_eq!(ran.code, Some(3), "cut at {cut}, flipped {flipped:?}: {}", ran.err);
        assert!(!desk.path("out").exists(), "cut at {cut}, flipped {flipped:?}");
    }
    desk.write("wrong", "another passphrase");
    let wrong = desk.run(&["--passphrase-file", "wrong", "unlock", "case.tar.age", "out"]);
    assert!(wrong.code == Some(3) && wrong.err.contains("not the one that it was sealed with"), "{}", wrong.err);
    // A case that was damaged before is unlocked as it was, and told.
    desk.write("case/journal/checkpoint", "gone\n");
    desk.ok(&with_passphrase(&["lock", "case", "bad.age"]));
    let ran = desk.run(&with_passphrase(&["unlock", "bad.age", "bad"]));
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("NOT VERIFIED"), "{}", ran.out);
}

#[test]
fn age_and_tar_open_ours_and_we_open_theirs() {
    if !group("age") {
        return;
    }
    let desk = desk();
    let before = content(&desk.path("case"));
    let (one, two) = (key_pair(&desk, "one.txt"), key_pair(&desk, "two.txt"));
    desk.ok(&["lock", "case", "ours.age", "--recipient", &one, "--recipient", &two]);
    for secret in ["one.txt", "two.txt"] {
        let pipe = format!("age --decrypt --identity {secret} ours.age | tar --list --file -");
        let listed = shell(&desk, &pipe);
        for name in ["case/FORMAT", "case/journal/checkpoint", "case/notes of mine.txt"] {
            assert!(listed.lines().any(|line| line == name), "{name}: {listed}");
        }
        assert!(!listed.contains("catalogue.sqlite") && !listed.contains("derived"), "{listed}");
        desk.ok(&["unlock", "ours.age", &format!("by-{secret}"), "--identity", secret]);
        assert_eq!(content(&desk.path(&format!("by-{secret}"))), before);
    }
    shell(&desk, "mkdir plain && age --decrypt --identity one.txt ours.age | tar --extract --file - --directory plain");
    assert_eq!(content(&desk.path("plain/case")), before);
    desk.ok(&["verify", "plain/case"]);
    key_pair(&desk, "other.txt");
    let other = desk.run(&["unlock", "ours.age", "no", "--identity", "other.txt"]);
    assert!(other.code == Some(3) && other.err.contains("other recipients"), "{}", other.err);
    let none = desk.run(&["unlock", "ours.age", "no"]);
    assert!(none.code == Some(2) && none.err.contains("--identity"), "{}", none.err);
    // Theirs, with each of tar's formats and both ways of naming the folder.
    for (format, from) in [("gnu", "case"), ("pax", "case"), ("ustar", "case"), ("gnu", "--directory case .")] {
        shell(&desk, &format!("tar --create --format {format} --file - {from} | age --recipient {one} > theirs.age"));
        desk.ok(&["unlock", "theirs.age", "theirs", "--identity", "one.txt"]);
        assert_eq!(content(&desk.path("theirs")), before, "{format} {from}");
        std::fs::remove_dir_all(desk.path("theirs")).expect("it is there");
    }
}

/// Archives of a stranger: whatever is in them, nothing lands outside and nothing is left.
#[test]
fn a_strangers_archive_is_refused() {
    if !group("age") {
        return;
    }
    let desk = desk();
    let public = key_pair(&desk, "key.txt");
    desk.write("outside", "untouched");
    let cases = [
        ("leads out", "--transform 's,^case/FORMAT$,case/../../outside,' case"),
        ("leads out", "--absolute-names --transform 's,^case/FORMAT$,/tmp/variorum-absolute,' case"),
        ("beside the folder", "--transform 's,^case/FORMAT$,elsewhere/FORMAT,' case"),
        ("holds no case", "--exclude FORMAT case"),
        ("holds no case", "--exclude journal case"),
        ("a link", "linked"),
        ("neither a file", "piped"),
    ];
    for name in ["linked", "piped"] {
        copy(&desk.path("case"), &desk.path(name));
    }
    std::os::unix::fs::symlink("/etc", desk.path("linked/etc")).expect("it can be made");
    shell(&desk, "mkfifo piped/fifo");
    for (why, tar) in cases {
        shell(&desk, &format!("tar --create --file - {tar} | age --recipient {public} > foreign.age"));
        let ran = desk.run(&["unlock", "foreign.age", "out", "--identity", "key.txt"]);
        assert_eq!(ran.code, Some(3), "{tar}: {}", ran.err);
        assert!(ran.err.contains(why), "{why}: {}", ran.err);
        assert!(!desk.path("out").exists(), "{tar}");
    }
    assert_eq!(desk.read("outside"), "untouched");
    // A stranger's caches are not believed.
    copy(&desk.path("case"), &desk.path("cached"));
    desk.write("cached/catalogue.sqlite", "lies");
    desk.write("cached/lock", "lies");
    shell(&desk, &format!("tar --create --file - cached | age --recipient {public} > cached.age"));
    desk.ok(&["unlock", "cached.age", "out", "--identity", "key.txt"]);
    assert!(!desk.path("out/catalogue.sqlite").exists() && !desk.path("out/derived").exists());
}

fn shell(desk: &Desk, line: &str) -> String {
    let mut bash = Command::new("bash");
    let ran = bash.args(["-o", "pipefail", "-c", line]).current_dir(desk.path("")).output().expect("bash runs");
    assert!(ran.status.success(), "{line}: {}", String::from_utf8_lossy(&ran.stderr));
    text(ran.stdout)
}

/// Killed at any call: the case is whole as a folder, or its archive is; and the same command goes on.
#[test]
fn killed_at_any_call_the_case_is_whole() {
    if !group("strace") || !group("age") {
        return;
    }
    let desk = desk();
    let public = key_pair(&desk, "key.txt");
    let before = content(&desk.path("case"));
    copy(&desk.path("case"), &desk.path("kept"));
    let mut killed = 0;
    for call in ["write", "fsync", "renameat2", "rename", "unlink", "unlinkat", "mkdirat", "rmdir"] {
        for nth in [1, 2, 3, 5, 9] {
            clear(&desk, &["case", "case.tar.age", "case.tar.age.unfinished", "out"]);
            copy(&desk.path("kept"), &desk.path("case"));
            killed += usize::from(kill(&desk, &["lock", "case", "--recipient", &public, "--remove"], call, nth));
            let archive = desk.path("case.tar.age");
            if desk.path("case/FORMAT").exists() {
                let mut found = content(&desk.path("case"));
                found.remove(Path::new("unfinished"));
                assert_eq!(found, before, "{call} {nth}: it says that it is a case, and is not whole");
            } else {
                assert!(archive.exists(), "{call} {nth}: neither case nor archive");
                desk.ok(&["unlock", "case.tar.age", "case", "--identity", "key.txt"]);
                assert_eq!(content(&desk.path("case")), before, "{call} {nth}");
            }
            if archive.exists() {
                killed +=
                    usize::from(kill(&desk, &["unlock", "case.tar.age", "out", "--identity", "key.txt"], call, nth));
                if !desk.path("out/FORMAT").exists() {
                    desk.ok(&["unlock", "case.tar.age", "out", "--identity", "key.txt"]);
                }
                let mut found = content(&desk.path("out"));
                found.remove(Path::new("unfinished"));
                assert_eq!(found, before, "{call} {nth}: unlocked");
            } else {
                desk.ok(&["lock", "case", "--recipient", &public, "--remove"]);
            }
        }
    }
    assert!(killed >= 20, "{killed} kills");
}

fn clear(desk: &Desk, names: &[&str]) {
    for name in names {
        let path = desk.path(name);
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        assert!(removed.is_ok() || !path.exists(), "{name}");
    }
}

/// Runs the command and kills it at the n-th such call; tells whether there was one.
fn kill(desk: &Desk, arguments: &[&str], call: &str, nth: usize) -> bool {
    let plain = desk.command(arguments);
    let inject = format!("inject={call}:signal=SIGKILL:when={nth}");
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
    strace.arg(plain.get_program()).args(plain.get_args()).current_dir(desk.path(""));
    strace.env("VARIORUM_KEYS", desk.path("keys")).stdout(Stdio::null()).stderr(Stdio::null());
    !strace.status().expect("strace runs").success()
}
