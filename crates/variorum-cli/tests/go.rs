//! The journal, the proofs of a dossier, and the cosignature of a witness, checked by Go's own transparency log code,
//! golang.org/x/mod/sumdb (group `go`).

use std::process::Command;

use crate::common::{Desk, group, text};

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

/// Opens a head with the cosignature beside it, by Go's own notes and a verifier of C2SP's cosignatures.
const COSIGNED: &str = r#"
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

type witness struct {
	name string
	key  []byte
}

func (w witness) Name() string { return w.name }

func (w witness) KeyHash() uint32 {
	hash := sha256.Sum256(bytes.Join([][]byte{[]byte(w.name), {'\n', 4}, w.key}, nil))
	return binary.BigEndian.Uint32(hash[:])
}

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func main() {
	read := func(name string) string {
		bytes, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		return string(bytes)
	}
	parts := strings.SplitN(os.Args[4], "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || key[0] != 4 {
		panic("no key of a witness")
	}
	colleague := witness{parts[0], key[1:]}
	if fmt.Sprintf("%08x", colleague.KeyHash()) != parts[1] {
		panic("another key id")
	}
	log, err := note.NewVerifier(strings.TrimSpace(read(os.Args[3])))
	if err != nil {
		panic(err)
	}
	opened, err := note.Open([]byte(read(os.Args[1])+read(os.Args[2])), note.VerifierList(log, colleague))
	if err != nil || len(opened.Sigs) != 2 {
		panic(fmt.Sprint("not signed by both: ", err))
	}
	fmt.Println("signed by both")
}
"#;

#[test]
fn go_reads_a_cosigned_head() {
    if !group("go") {
        return;
    }
    let desk = Desk::new();
    desk.case_with("Two men were killed, the ministry said.\n");
    desk.ok(&["anchor", "request", "case", "--into", "out"]);
    let vkey = desk.read("case/case.vkey");
    desk.ok(&["witness", "out/witness-request", "--into", "out/answer", "--vkey", &vkey]);
    let witness = desk.ok(&["witness"]);
    desk.write("cosigned.go", COSIGNED);
    let run = || {
        let ran = Command::new("go")
            .args(["run", "cosigned.go", "out/checkpoint", "out/answer", "out/case.vkey", witness.trim()])
            .current_dir(desk.path(""))
            .envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode")])
            .env("GOCACHE", desk.path("gocache"))
            .output()
            .expect("go is installed");
        (ran.status.success(), text(ran.stdout) + &text(ran.stderr))
    };
    let (agrees, said) = run();
    assert!(agrees && said.contains("signed by both"), "{said}");
    desk.write("out/checkpoint", desk.read("out/checkpoint").replacen('\n', "\n1", 1));
    assert!(!run().0, "Go accepts a changed head");
}
