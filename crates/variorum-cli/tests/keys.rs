//! Keys: sealed, unsealed, backed up, restored, lost; and what goes on without one.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{Desk, Ran, copy, files};

const REPORT: &str = "Clash at the bridge\n\nSeven people were killed at the bridge, the police said.\n";
const PASSPHRASE: &str = "lantern-quarry-otter-mint-seven";

/// A case with a report, and its passphrase in a file.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.case_with(REPORT);
    private(&desk.write("passphrase", format!("{PASSPHRASE}\n")));
    private(&desk.write("wrong", "another passphrase\n"));
    desk
}

fn private(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("it is ours");
}

/// Runs without a terminal, whatever this test was started from.
fn detached(desk: &Desk, arguments: &[&str]) -> Ran {
    let plain = desk.command(arguments);
    let mut command = Command::new("setsid");
    command.arg("--wait").arg(plain.get_program()).args(plain.get_args());
    command.current_dir(desk.path("")).env("VARIORUM_KEYS", desk.path("keys")).stdin(Stdio::null());
    let output = command.output().expect("setsid runs");
    Ran { code: output.status.code(), out: crate::common::text(output.stdout), err: crate::common::text(output.stderr) }
}

fn with_passphrase<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--passphrase-file", "passphrase"], arguments].concat()
}

fn key_files(desk: &Desk) -> Vec<String> {
    let names = files(&desk.path("keys")).into_keys().map(|path| path.to_string_lossy().into_owned());
    names.map(|name| name.split_once('.').map_or(name.clone(), |(_, ending)| ending.to_owned())).collect()
}

fn secret(desk: &Desk) -> String {
    let all = files(&desk.path("keys"));
    let (_, bytes) = all.iter().find(|(path, _)| path.extension().is_some_and(|it| it == "key")).expect("a plain key");
    String::from_utf8(bytes.clone()).expect("digits").trim_end().to_owned()
}

fn vkey(desk: &Desk) -> String {
    desk.read("case/case.vkey")
}

#[test]
fn a_sealed_key_signs_with_its_passphrase_and_only_then() {
    let desk = desk();
    let (secret, vkey) = (secret(&desk), vkey(&desk));
    desk.ok(&with_passphrase(&["keys", "protect", "case"]));
    assert_eq!(key_files(&desk), ["key.age", "seen"], "the plain key is gone");
    for (path, bytes) in files(&desk.path("keys")) {
        let mode = std::fs::metadata(desk.path("keys").join(&path)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        assert!(!String::from_utf8_lossy(&bytes).contains(&secret), "{}", path.display());
    }
    let journal = desk.read("case/journal/000000.jsonl");
    let decide = ["decide", "case", "published", "R1", "2021-03-04"];
    let refused = detached(&desk, &decide);
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    for said in ["is sealed with a passphrase", "VARIORUM_PASSPHRASE_FILE", "--passphrase-file"] {
        assert!(refused.err.contains(said), "{said}: {}", refused.err);
    }
    let wrong = desk.run(&[&["--passphrase-file", "wrong"], &decide[..]].concat());
    assert_eq!(wrong.code, Some(3));
    assert!(wrong.err.contains("not the one that it was sealed with"), "{}", wrong.err);
    assert_eq!(desk.read("case/journal/000000.jsonl"), journal, "nothing was written");
    desk.ok(&with_passphrase(&decide));
    let ran = desk.command(&["undo", "case"]).env("VARIORUM_PASSPHRASE_FILE", "passphrase").output().expect("it runs");
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    desk.ok(&["verify", "case", "--vkey", vkey.trim_end()]);
    // A second time changes nothing, and unsealing gives the very key back.
    desk.ok(&with_passphrase(&["keys", "protect", "case"]));
    desk.ok(&with_passphrase(&["keys", "unprotect", "case"]));
    assert_eq!(key_files(&desk), ["key", "seen"]);
    assert_eq!(self::secret(&desk), secret);
}

/// Without the key nothing is lost but signing.
#[test]
fn everything_but_signing_works_without_the_key() {
    let desk = desk();
    desk.ok(&["build", "case"]);
    std::fs::remove_dir_all(desk.path("keys")).expect("it is there");
    for arguments in [
        &["verify", "case"][..],
        &["apparatus", "case"],
        &["explain", "case", "R1"],
        &["custody", "case", "R1"],
        &["export", "case"],
        &["verify", "case", "--sample", "1"],
        &["publish", "case", "unused", "--plan"],
        &["publish", "case", "dossier", "--unrecorded"],
        &["verify", "dossier"],
        &["keys", "list"],
    ] {
        let ran = detached(&desk, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
    }
    for arguments in
        [&["add", "case", "report.txt"][..], &["publish", "case", "other"], &["verify", "case", "--record"]]
    {
        let ran = detached(&desk, arguments);
        assert_eq!(ran.code, Some(3), "{arguments:?}: {}", ran.err);
        for said in ["no key for this case", "variorum keys restore", "--continues"] {
            assert!(ran.err.contains(said), "{arguments:?}: {said}: {}", ran.err);
        }
    }
    let said = desk.ok(&["keys", "list", "case"]);
    assert!(said.contains("NOT HERE"), "{said}");
}

#[test]
fn a_backup_brings_every_key_back() {
    let desk = desk();
    desk.ok(&["new", "second", "--title", "Another"]);
    desk.ok(&with_passphrase(&["keys", "protect", "second"]));
    let plain = secret(&desk);
    let said = desk.run(&with_passphrase(&["keys", "backup", "backup.age"])).err;
    assert!(said.contains("2 keys"), "{said}");
    assert!(!desk.run(&with_passphrase(&["keys", "backup", "backup.age"])).err.contains("2 keys"), "written over");
    let backup = std::fs::read(desk.path("backup.age")).expect("it is there");
    assert!(!String::from_utf8_lossy(&backup).contains(&plain));
    std::fs::remove_dir_all(desk.path("keys")).expect("it is there");
    let restored = desk.run(&with_passphrase(&["keys", "restore", "backup.age"]));
    assert_eq!(restored.err.matches("restored, sealed").count(), 2, "{}", restored.err);
    assert_eq!(key_files(&desk), ["key.age", "key.age"], "a restored key is sealed");
    for case in ["case", "second"] {
        desk.ok(&with_passphrase(&["add", case, "report.txt"]));
        desk.ok(&["verify", case]);
    }
    let again = desk.run(&with_passphrase(&["keys", "restore", "backup.age"]));
    assert_eq!(again.err.matches("here before").count(), 2, "{}", again.err);
    // A key that is in the way stays.
    let name = desk.path("keys").join(format!("{}.key", &vkey(&desk)["variorum.invalid/".len()..][..32]));
    std::fs::remove_file(name.with_extension("key.age")).expect("it is there");
    std::fs::write(&name, "0".repeat(64)).expect("it can be written");
    let refused = desk.run(&with_passphrase(&["keys", "restore", "backup.age"]));
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("holds another key"), "{}", refused.err);
    let damaged: Vec<u8> =
        backup.iter().enumerate().map(|(at, byte)| if at == 250 { byte ^ 1 } else { *byte }).collect();
    desk.write("damaged.age", damaged);
    assert_eq!(desk.run(&with_passphrase(&["keys", "restore", "damaged.age"])).code, Some(3));
}

#[test]
fn the_list_tells_the_form_and_no_secret() {
    let desk = desk();
    desk.ok(&["new", "second", "--title", "Another", "--protect", "--passphrase-file", "passphrase"]);
    assert_eq!(key_files(&desk).iter().filter(|kind| *kind == "key.age").count(), 1, "sealed from its first moment");
    let listed = desk.json(&["keys", "list", "case", "second", "--json"]);
    assert_eq!(listed["schema"], "variorum.keys/1");
    let forms: Vec<_> = listed["keys"].as_array().expect("a list").iter().map(|key| key["form"].clone()).collect();
    assert_eq!(forms, ["plain", "sealed"]);
    let id = |case: &str| format!("key:{}", desk.read(&format!("{case}/case.vkey")).split('+').nth(1).expect("an id"));
    for (number, case) in ["case", "second"].into_iter().enumerate() {
        assert_eq!(listed["keys"][number]["key"], id(case), "{listed}");
        assert_eq!(listed["keys"][number]["case"], case);
    }
    let secret = secret(&desk);
    assert!(!listed.to_string().contains(&secret) && !desk.ok(&["keys", "list"]).contains(&secret));
}

/// A damaged key is nearly the key: no message repeats what the file holds.
#[test]
fn no_message_repeats_a_secret() {
    let desk = desk();
    let (secret, name) = (secret(&desk), desk.path("keys"));
    let path = std::fs::read_dir(&name).expect("a folder").filter_map(Result::ok).map(|entry| entry.path());
    let path = path.into_iter().find(|path| path.extension().is_some_and(|it| it == "key")).expect("a key");
    for damaged in [&secret[..63], &format!("{secret}0"), &secret.to_uppercase(), &format!("{}x", &secret[..63])] {
        std::fs::write(&path, damaged).expect("it can be written");
        for arguments in [&["add", "case", "report.txt"][..], &["keys", "list"], &["keys", "list", "--json"]] {
            let ran = desk.run(arguments);
            assert!(!ran.out.contains(&damaged[..40]) && !ran.err.contains(&damaged[..40]), "{}", ran.err);
        }
    }
}

#[test]
fn age_opens_a_sealed_key() {
    if !crate::common::group("age") {
        return;
    }
    let desk = desk();
    let secret = secret(&desk);
    desk.ok(&with_passphrase(&["keys", "protect", "case"]));
    let all = files(&desk.path("keys"));
    let sealed = all.keys().find(|path| path.extension().is_some_and(|it| it == "age")).expect("a sealed key");
    let opened = at_a_terminal(
        Command::new("age").arg("--decrypt").arg(desk.path("keys").join(sealed)),
        &[("passphrase", PASSPHRASE)],
    );
    assert!(opened.contains(&secret), "{opened}");
}

#[test]
fn a_person_is_asked_without_echo_and_twice_for_a_new_one() {
    let desk = desk();
    let mut protect = desk.command(&["keys", "protect", "case"]);
    let said = at_a_terminal(&mut protect, &[("New passphrase", "one thing"), ("once more", "another thing")]);
    assert!(said.contains("not the same; nothing was changed"), "{said}");
    assert_eq!(key_files(&desk), ["key", "seen"]);
    let mut protect = desk.command(&["keys", "protect", "case"]);
    let said = at_a_terminal(&mut protect, &[("New passphrase", PASSPHRASE), ("once more", PASSPHRASE)]);
    assert_eq!(key_files(&desk), ["key.age", "seen"], "{said}");
    assert!(!said.contains(PASSPHRASE), "it was shown: {said}");
    // `publish` opens the case twice and asks once.
    let mut publish = desk.command(&["publish", "case", "dossier"]);
    let said = at_a_terminal(&mut publish, &[("Passphrase of", PASSPHRASE)]);
    assert_eq!(said.matches("Passphrase of").count(), 1, "{said}");
    desk.ok(&["verify", "dossier"]);
}

/// Runs at a terminal of its own, types an answer at each prompt, and gives all that was shown.
fn at_a_terminal(command: &mut Command, answers: &[(&str, &str)]) -> String {
    let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_string_lossy());
    let line: Vec<String> = std::iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect();
    let mut script = Command::new("script");
    script.args(["--quiet", "--flush", "--return", "--command", &line.join(" "), "/dev/null"]);
    script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        script.current_dir(folder);
    }
    let mut running = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script runs");
    let (mut keyboard, mut screen) =
        (running.stdin.take().expect("asked for"), running.stdout.take().expect("asked for"));
    let (mut shown, mut byte) = (Vec::new(), [0]);
    for (prompt, answer) in answers {
        let from = shown.len();
        while !String::from_utf8_lossy(&shown[from..]).contains(prompt) || !shown.ends_with(b": ") {
            match screen.read(&mut byte) {
                Ok(1) => shown.push(byte[0]),
                _ => panic!("no prompt {prompt:?}: {}", String::from_utf8_lossy(&shown)),
            }
        }
        keyboard.write_all(format!("{answer}\n").as_bytes()).expect("it can be typed");
    }
    screen.read_to_end(&mut shown).expect("it can be read");
    running.wait().expect("it ends");
    String::from_utf8_lossy(&shown).into_owned()
}

#[test]
fn a_crash_leaves_no_memory_image() {
    let desk = desk();
    // The process waits for the passphrase in a pipe; meanwhile its limits are looked at.
    let pipe = desk.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let plain = desk.command(&["--passphrase-file", "pipe", "keys", "protect", "case"]);
    let mut running = Command::new("sh")
        .args(["-c", "ulimit -S -c unlimited 2>/dev/null; exec \"$@\"", "sh"])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(desk.path(""))
        .env("VARIORUM_KEYS", desk.path("keys"))
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    // Opening waits until the other side has it open, too.
    let mut writer = std::fs::File::options().write(true).open(&pipe).expect("the other side opens it");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id())).expect("it runs");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
    let numbers: Vec<&str> = core.split_whitespace().filter(|word| word.parse::<u64>().is_ok()).collect();
    assert_eq!(numbers, ["0", "0"], "{core}");
    writer.write_all(format!("{PASSPHRASE}\n").as_bytes()).expect("it reads");
    drop(writer);
    assert!(running.wait().expect("it ends").success());
}

/// A copy of the keys made before, put back: the case is not written to with what was seen forgotten.
#[test]
fn the_mark_outlives_sealing() {
    let desk = desk();
    copy(&desk.path("case"), &desk.path("earlier"));
    desk.ok(&["add", "case", "passphrase"]);
    desk.ok(&with_passphrase(&["keys", "protect", "--all"]));
    std::fs::remove_dir_all(desk.path("case")).expect("it is there");
    std::fs::rename(desk.path("earlier"), desk.path("case")).expect("it can be renamed");
    let refused = desk.run(&with_passphrase(&["add", "case", "report.txt", "--why", "again"]));
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("earlier state"), "{}", refused.err);
}

/// From the loss of a key to a dossier of the case that goes on.
#[test]
fn a_lost_key_is_a_visible_break() {
    let desk = desk();
    desk.write("bundle/second.txt", "Six people were hurt at the bridge, the mayor said.\n");
    desk.ok(&["add", "case", "bundle", "--published", "2021-03-04", "--zone", "+00:00"]);
    desk.ok(&["decide", "case", "mark", "R2", "Six people were hurt", "--speaker", "the mayor"]);
    desk.ok(&["decide", "case", "published", "R1", "2021-03-05"]);
    desk.ok(&["undo", "case"]);
    desk.ok(&["verify", "case", "--record"]);
    // What only the key could record is no reason to stay behind.
    let config = desk.read("case/case.toml").replace("A case", "A case without a key");
    desk.write("case/case.toml", config);
    let codes = |case: &str| desk.json(&["apparatus", case, "--json"])["documents"].clone();
    let before = files(&desk.path("case"));
    std::fs::remove_dir_all(desk.path("keys")).expect("it is there");
    let ran = desk.run(&["new", "next", "--continues", "case"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("THE OLD KEY IS LOST"), "{}", ran.err);
    assert_eq!(files(&desk.path("case")), before, "the old case stays as it was");
    desk.ok(&["verify", "next"]);
    let said = desk.ok(&["verify", "next", "--continues", "case"]);
    assert!(said.contains("GOES ON") && said.contains("says that the old key was lost"), "{said}");
    let texts = |documents: serde_json::Value| -> Vec<serde_json::Value> {
        documents.as_array().expect("a list").iter().map(|it| it["text"].clone()).collect()
    };
    assert_eq!(texts(codes("next")), texts(codes("case")), "the same reports in the same order");
    let custody = desk.ok(&["custody", "next", "R1"]);
    assert!(custody.contains("carried over, made 2"), "{custody}");
    // It goes on, and whoever gets the dossier sees the break.
    desk.ok(&["decide", "next", "published", "R1", "2021-03-06"]);
    desk.ok(&["publish", "next", "dossier"]);
    desk.ok(&["verify", "dossier"]);
    assert!(dossier_kinds(&desk).contains(&"key.lost".to_owned()), "{:?}", dossier_kinds(&desk));
    desk.ok(&["verify", "next", "--continues", "case"]);
    // A second time over, from a case that was itself a continuation.
    desk.ok(&["new", "third", "--continues", "next"]);
    desk.ok(&["verify", "third", "--continues", "next"]);
    assert_eq!(desk.run(&["verify", "third", "--continues", "case"]).code, Some(1), "it names another case");
}

fn dossier_kinds(desk: &Desk) -> Vec<String> {
    let entries = files(&desk.path("dossier"));
    let kind =
        |bytes: &Vec<u8>| serde_json::from_slice::<serde_json::Value>(bytes).ok()?["kind"].as_str().map(str::to_owned);
    entries.values().filter_map(kind).collect()
}

#[test]
fn a_key_at_hand_vouches_for_the_next_one() {
    let desk = desk();
    desk.ok(&with_passphrase(&["keys", "protect", "case"]));
    let refused = detached(&desk, &["new", "next", "--continues", "case"]);
    assert_eq!(refused.code, Some(3), "a sealed key is not a lost one: {}", refused.err);
    assert!(!desk.path("next").exists());
    desk.ok(&with_passphrase(&["new", "next", "--continues", "case"]));
    let said = desk.ok(&["verify", "next", "--continues", "case"]);
    assert!(said.contains("names the new key, signed by the old one"), "{said}");
    assert!(desk.read("case/journal/000000.jsonl").contains("\"key.rotate\""));
    // Whoever goes on in the old case after that is found out.
    desk.ok(&with_passphrase(&["decide", "case", "published", "R1", "2021-03-05"]));
    let ran = desk.run(&["verify", "next", "--continues", "case"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("1 entries were written to the old journal after that"), "{}", ran.out);
    // A forgotten passphrase is said to be one.
    desk.ok(&["new", "other", "--continues", "case", "--key-lost"]);
    let said = desk.ok(&["verify", "other", "--continues", "case"]);
    assert!(said.contains("says that the old key was lost"), "{said}");
}

/// A continuation that leaves a report out is none.
#[test]
fn what_was_left_out_is_found() {
    let desk = desk();
    desk.ok(&["new", "next", "--continues", "case"]);
    let carried = desk.read("next/journal/000000.jsonl");
    let line = carried.lines().find(|line| line.contains("\"source.add\"")).expect("a report");
    assert!(line.contains("\"from\":{\"at\":"), "{line}");
    // The old case gains a report that was there, so it says, before the end: another old case under the same name.
    copy(&desk.path("case"), &desk.path("longer"));
    desk.write("more.txt", "Eight people were hurt.\n");
    desk.ok(&["add", "longer", "more.txt"]);
    assert_eq!(desk.run(&["verify", "next", "--continues", "longer"]).code, Some(1));
    let damaged = desk.path("case/journal/000000.jsonl");
    let bytes = std::fs::read_to_string(&damaged).expect("it is there").replacen("report.txt", "repart.txt", 1);
    std::fs::write(&damaged, bytes).expect("it can be written");
    assert_eq!(desk.run(&["verify", "next", "--continues", "case"]).code, Some(1));
    let ran = desk.run(&["new", "again", "--continues", "case"]);
    assert_eq!(ran.code, Some(2), "nothing goes on from a damaged case: {}", ran.err);
    assert!(!desk.path("again").exists());
}
