//! The journal checked by Go's own transparency log code, golang.org/x/mod/sumdb (group `go`).

mod common;

use std::process::Command;

use common::{Desk, group, text};

#[test]
fn go_agrees_on_signature_and_root() {
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
}
