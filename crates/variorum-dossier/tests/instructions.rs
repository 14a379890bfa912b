//! The commands of `VERIFY.txt`, run as they stand by the shell of this machine.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test stops where it fails, and says what it skips")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use support::{Case, case};
use variorum_dossier::write;
use variorum_evidence::document::Language;

fn shell(script: &str, dir: &Path) -> Output {
    let script = format!("set -e\n{script}");
    Command::new("sh").args(["-c", &script]).current_dir(dir).output().unwrap()
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok() || Command::new(program).arg("version").output().is_ok()
}

/// The indented lines that a stranger's machine can run: all but those that need this program.
fn commands(instructions: &str) -> String {
    let indented = instructions.lines().filter_map(|line| line.strip_prefix("    "));
    indented.filter(|line| !line.starts_with("variorum ")).map(|line| format!("{line}\n")).collect()
}

fn check(case: &Case) {
    if cfg!(not(unix)) || !has("openssl") || !has("sha256sum") || !has("python3") {
        println!("skipped: the commands of VERIFY.txt need a Unix shell, sha256sum, openssl and python3");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dossier = dir.path().join("dossier");
    write(&case.edition(), &dossier).unwrap();
    let commands = commands(&fs::read_to_string(dossier.join("VERIFY.txt")).unwrap());
    assert_eq!(commands.lines().count(), 9, "{commands}");
    let ran = shell(&commands, &dossier);
    let output = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{output}");
    assert!(output.contains("Signature Verified Successfully"), "{output}");
    assert!(output.contains("\nVERIFIED\n") && output.contains("\n10 source.add\n"), "{output}");

    // And they notice: a changed page, and a changed head under manifests that fit it.
    fs::write(dossier.join("index.html"), "another page").unwrap();
    assert!(!shell(&commands, &dossier).status.success());
    let head = fs::read_to_string(dossier.join("data/checkpoint")).unwrap();
    fs::write(dossier.join("data/checkpoint"), head.replacen("\n26\n", "\n25\n", 1)).unwrap();
    let signature: String = commands.lines().skip(2).map(|line| format!("{line}\n")).collect();
    assert!(!shell(&signature, &dossier).status.success());
    fs::write(dossier.join("data/checkpoint"), head).unwrap();
    assert!(shell(&signature, &dossier).status.success());
    let proof = dossier.join("data/entries/000003.tlog-proof");
    let other = fs::read_to_string(dossier.join("data/entries/000004.tlog-proof")).unwrap();
    fs::write(&proof, other).unwrap();
    let found = shell(&signature, &dossier);
    assert!(String::from_utf8_lossy(&found.stdout).contains("entry.proof 3"));
    assert!(!found.status.success());
}

#[test]
fn the_commands_pass_and_fail_as_they_should() {
    check(&case());
    check(&Case { language: Language::Es, include_originals: false, ..case() });
}
