//! The journal, and the proofs of a dossier, checked by Go's own transparency log code, golang.org/x/mod/sumdb (group `go`).

mod common;

use std::process::Command;

use common::{Desk, group, text};

#[test]
fn go_agrees_on_signature_root_and_proofs() {
    if !group("go") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let program = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format/verify.go");
    let run = |folder: &str| {
        Command::new("go")
            .args(["run".as_ref(), program.as_os_str(), desk.path(folder).as_os_str()])
            .envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode")])
            .env("GOCACHE", desk.path("gocache"))
            .output()
            .expect("go is installed")
    };
    let good = run("here/case");
    let (out, err) = (text(good.stdout), text(good.stderr));
    assert!(good.status.success() && out.contains("signature and root agree"), "{out}{err}");

    let journal = desk.read("here/case/journal/000000.jsonl").replacen("bundled sample", "bundled simple", 1);
    desk.write("here/case/journal/000000.jsonl", journal);
    assert!(!run("here/case").status.success(), "Go accepts a changed entry");

    // Each entry of the dossier is a record of the tree, by tlog.CheckRecord.
    let good = run("here/dossier");
    let (out, err) = (text(good.stdout), text(good.stderr));
    let entries = std::fs::read_dir(desk.path("here/dossier/data/entries")).expect("entries").count() / 2;
    assert!(good.status.success() && out.contains(&format!("signature and {entries} proofs agree")), "{out}{err}");
    for (file, from, to) in [
        ("000002.json", "\"v\":1", "\"v\":2"),
        ("000002.tlog-proof", "index 2", "index 3"),
        ("000002.tlog-proof", "\n\n", "\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"),
    ] {
        let path = format!("here/dossier/data/entries/{file}");
        let whole = desk.read(&path);
        desk.write(&path, whole.replacen(from, to, 1));
        assert!(!run("here/dossier").status.success(), "Go accepts a changed {file}");
        desk.write(&path, whole);
    }
}
