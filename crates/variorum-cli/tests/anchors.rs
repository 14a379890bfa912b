//! Anchors through the real binary: handed out, answered by an authority made here, by a stamp and by a colleague,
//! kept, listed, verified, and published. The reference implementation of OpenTimestamps is in the group `validators`.

use std::path::Path;
use std::process::Command;

use crate::common::{Desk, copy, files, group, text};
use serde_json::Value;
use variorum::evidence::digest::Digest;
use variorum_testkit::authority::{Authority, Kind, PLAIN, RSA};

const REPORT: &str = "Two men were killed on Monday, the Interior Ministry said.\n";

fn checks<'a>(verified: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = verified["verification"]["checks"].as_array().expect("checks");
    all.iter().filter(|check| check["code"] == code).collect()
}

fn message(check: &Value) -> &str {
    check["message"].as_str().expect("a message")
}

/// Answers the request in a folder as an authority does over the network.
fn stamp_time(authority: &Authority, desk: &Desk, folder: &str) -> String {
    let query = std::fs::read(desk.path(&format!("{folder}/checkpoint.tsq"))).expect("a request");
    let name = format!("{folder}/checkpoint.tsr");
    desk.write(&name, authority.reply(&query));
    name
}

/// A stamp over a file, as a calendar leaves it, or with the merkle root that its block must have.
fn ots(data: &[u8], height: Option<u8>) -> (Vec<u8>, String) {
    let sha256 = |bytes: &[u8]| *Digest::of(bytes).as_bytes();
    let mut proof = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08".to_vec();
    let digest = sha256(data);
    proof.extend(digest);
    proof.extend([0xf0, 0x02, 0x07, 0x08, 0x08]);
    let mut root = sha256(&[digest.as_slice(), &[7, 8]].concat()).to_vec();
    let calendar = b"https://calendar.example";
    if height.is_some() {
        proof.push(0xff);
    }
    proof.extend([
        0x00,
        0x83,
        0xdf,
        0xe3,
        0x0d,
        0x2e,
        0xf9,
        0x0c,
        0x8e,
        calendar.len() as u8 + 1,
        calendar.len() as u8,
    ]);
    proof.extend(calendar);
    if let Some(height) = height {
        proof.extend([0x08, 0x00, 0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01, 0x01, height]);
        root = sha256(&root).to_vec();
    }
    root.reverse();
    (proof, root.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[test]
fn the_whole_way() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let (first, second) = (Authority::of(&Kind { key: RSA, has_intermediate: true, ..PLAIN }), Authority::of(&PLAIN));
    desk.write("first.pem", first.read("root.pem"));
    desk.write("second.pem", second.read("root.pem"));
    assert!(desk.ok(&["anchor", "list", "case"]).starts_with("nothing is anchored"));

    // Any number of requests wait; the same head is not recorded twice.
    desk.ok(&["anchor", "request", "case", "--into", "monday"]);
    let entries = desk.json(&["verify", "case", "--json"])["verification"]["counts"]["entries"].clone();
    desk.ok(&["anchor", "request", "case", "--into", "monday-again"]);
    assert_eq!(desk.json(&["verify", "case", "--json"])["verification"]["counts"]["entries"], entries);
    for name in ["checkpoint", "checkpoint.tsq", "witness-request", "case.vkey", "README.txt"] {
        assert_eq!(desk.read_bytes(&format!("monday/{name}")), desk.read_bytes(&format!("monday-again/{name}")));
    }
    desk.write("more.txt", "Three men were killed, a union said.\n");
    desk.ok(&["add", "case", "more.txt"]);
    desk.ok(&["anchor", "request", "case", "--into", "tuesday"]);
    assert_eq!(desk.ok(&["anchor", "list", "case"]).matches("waiting: the head over").count(), 2);
    assert!(desk.read("monday/README.txt").starts_with("To have it proved"));
    let occupied = desk.run(&["anchor", "request", "case", "--into", "monday"]);
    assert_eq!(occupied.code, Some(2), "{}", occupied.err);
    let inside = desk.run(&["anchor", "request", "case", "--into", "case/out"]);
    assert!(inside.code == Some(2) && inside.err.contains("inside the case"), "{}", inside.err);

    // Answers come later, in any order, from several authorities; a folder is taken whole.
    let tuesday = stamp_time(&second, &desk, "tuesday");
    stamp_time(&first, &desk, "monday");
    let (pending, _) = ots(&desk.read_bytes("monday/checkpoint"), None);
    desk.write("monday/checkpoint.ots", pending);
    let kept = desk.ok(&["anchor", "keep", "case", "monday", "--root", "first.pem"]);
    assert!(kept.contains("monday/checkpoint.tsr: kept as entry"), "{kept}");
    assert!(
        kept.contains("monday/checkpoint.ots: kept as entry") && kept.contains("pending, proves nothing yet"),
        "{kept}"
    );
    assert!(kept.contains("README.txt: passed over: it is no proof of time"), "{kept}");
    let bare = desk.ok(&["anchor", "keep", "case", &tuesday]);
    assert!(bare.contains("signed, but no root was given"), "{bare}");
    let again = desk.ok(&["anchor", "keep", "case", &tuesday]);
    assert!(again.contains("kept already, as entry"), "{again}");
    desk.ok(&["anchor", "keep", "case", &tuesday, "--root", "first.pem", "--root", "second.pem"]);

    // A stamp is upgraded: both are kept, and the later one counts.
    let (complete, root) = ots(&desk.read_bytes("monday/checkpoint"), Some(77));
    desk.write("monday/checkpoint.ots", &complete);
    desk.ok(&["anchor", "keep", "case", "monday/checkpoint.ots"]);
    let listed = desk.json(&["anchor", "list", "case", "--json"]);
    let states: Vec<_> = listed["anchors"].as_array().expect("anchors").iter().map(|it| it["state"].clone()).collect();
    assert_eq!(states, ["pending", "proved", "without-root", "proved", "if-block"]);
    assert_eq!(listed["anchors"][0]["replaced_by"], listed["anchors"][4]["entry"]);
    assert_eq!(listed["anchors"][2]["replaced_by"], listed["anchors"][3]["entry"]);
    assert!(listed["anchors"][4]["words"].as_str().expect("words").contains(&root), "{listed}");
    let wrong = desk.run(&[
        "anchor",
        "keep",
        "case",
        "monday/checkpoint.ots",
        "--block",
        &format!("77:{}:2024-04-20T00:09:27Z", "0".repeat(64)),
    ]);
    assert_eq!(wrong.code, Some(1), "{}{}", wrong.out, wrong.err);
    assert!(wrong.out.contains("REFUSED: block 77 must have the merkle root"), "{}", wrong.out);
    desk.ok(&[
        "anchor",
        "keep",
        "case",
        "monday/checkpoint.ots",
        "--block",
        &format!("77:{root}:2024-04-20T00:09:27Z"),
    ]);

    // Verified in the case and in the dossier; the commands of VERIFY.txt hold, and notice.
    let verified = desk.json(&["verify", "case", "--json"]);
    for (code, count) in [("anchor.files", 1), ("anchor.head", 1), ("anchor.token", 3), ("anchor.ots", 3)] {
        assert_eq!(checks(&verified, code).len(), count, "{code}");
    }
    assert!(message(checks(&verified, "anchor.token")[0]).contains("by the word of The authority"), "{verified}");
    // The block was made years before the entries claim to be written.
    assert!(message(checks(&verified, "anchor.clock")[0]).contains("the writer's clock was ahead"));
    let custody = desk.ok(&["custody", "case", "R1"]);
    assert!(
        custody.contains("proved from outside to be there by  2024-04-20T00:09:27Z, by the word of Bitcoin"),
        "{custody}"
    );
    desk.ok(&["publish", "case", "dossier"]);
    let verified = desk.json(&["verify", "dossier", "--json"]);
    assert_eq!(checks(&verified, "anchor.token").len(), 3);
    assert!(message(checks(&verified, "anchor.head")[0]).starts_with("6 anchored heads are beginnings"));
    desk.ok(&["verify", "dossier", "--tsa-root", "first.pem", "--tsa-root", "second.pem"]);
    let other = desk.run(&["verify", "dossier", "--tsa-root", "first.pem"]);
    assert!(other.code == Some(1) && other.out.contains("anchor.token"), "{}", other.out);
    check_instructions(&desk);
}

/// The lines of VERIFY.txt about tokens, run as they stand.
fn check_instructions(desk: &Desk) {
    let instructions = desk.read("dossier/VERIFY.txt");
    let lines: Vec<&str> = instructions.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    let commands: Vec<&&str> = lines.iter().filter(|line| line.starts_with("openssl ts")).collect();
    assert_eq!(commands.len(), 2, "{instructions}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("ots --no-bitcoin verify -f data/anchors/")).count(), 3);
    let run = |command: &str| {
        let ran = Command::new("sh").args(["-c", command]).current_dir(desk.path("dossier")).output().expect("sh runs");
        ran.status.success()
    };
    for command in &commands {
        assert!(run(command), "{command}");
        // The time in the token counts: in eighty years the certificate holds no more.
        let (before, at) = command.rsplit_once(' ').expect("a time");
        let later = at.parse::<u64>().expect("seconds") + 80 * 365 * 86_400;
        assert!(!run(&format!("{before} {later}")), "{command}");
        let head = command.split(' ').find(|word| word.ends_with("/checkpoint")).expect("a head");
        let path = format!("dossier/{head}");
        let whole = desk.read(&path);
        desk.write(&path, whole.replacen('\n', "\n1", 1));
        assert!(!run(command), "{command}");
        desk.write(&path, whole);
    }
}

#[test]
fn what_does_not_hold_is_refused() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let (authority, other) = (Authority::of(&PLAIN), Authority::of(&PLAIN));
    desk.write("root.pem", authority.read("root.pem"));
    desk.write("other.pem", other.read("root.pem"));
    desk.ok(&["anchor", "request", "case", "--into", "out"]);
    let token = stamp_time(&authority, &desk, "out");
    let keep = |arguments: &[&str]| {
        let ran = desk.run(&[&["anchor", "keep", "case"], arguments].concat());
        (ran.code, ran.out + &ran.err)
    };
    let before = files(&desk.path("case/journal"));
    for (file, arguments, expected) in [
        (token.as_str(), vec!["--root", "other.pem"], "was not signed by the one above it"),
        ("report.txt", vec![], "it is no time-stamp token"),
        ("root.pem", vec![], "give it with --root"),
        ("out/checkpoint.tsq", vec![], "it is no time-stamp token"),
        ("out/witness-request", vec![], "what comes back is kept"),
    ] {
        let (code, said) = keep(&[&[file], arguments.as_slice()].concat());
        assert_eq!(code, Some(1), "{file}: {said}");
        assert!(said.contains("REFUSED") && said.contains(expected), "{file}: {said}");
    }
    let (code, said) = keep(&[&token, "--root", "report.txt"]);
    assert!(code == Some(2) && said.contains("holds no certificate in PEM"), "{said}");
    let (code, said) = keep(&["out/nothing-there"]);
    assert!(code == Some(3) && said.contains("out/nothing-there"), "{said}");
    let (code, said) = keep(&[&token, "--block", "7"]);
    assert!(code == Some(2) && said.contains("HEIGHT:MERKLE-ROOT:TIME"), "{said}");
    assert_eq!(files(&desk.path("case/journal")), before, "something was kept");

    // What is called a proof in a folder and is none is no thing to pass over.
    desk.write("stick/notes.txt", "call Ana");
    desk.write("stick/half.tsr", &desk.read_bytes(&token)[..100]);
    let (code, said) = keep(&["stick"]);
    assert!(code == Some(1) && said.contains("half.tsr: REFUSED") && said.contains("notes.txt: passed over"), "{said}");

    // A changed token, and one about the head of another case.
    let mut changed = desk.read_bytes(&token);
    let place = changed.len() - 10;
    changed[place] ^= 1;
    desk.write("changed.tsr", changed);
    let (code, said) = keep(&["changed.tsr", "--root", "root.pem"]);
    assert!(code == Some(1) && said.contains("the signature is not that of"), "{said}");
    desk.ok(&["new", "another", "--title", "Another"]);
    let config = desk.read("another/case.toml");
    desk.write("another/case.toml", config.replacen("languages = [\"en\"", "languages = [\"es\"", 1));
    desk.ok(&["anchor", "request", "another", "--into", "another-out"]);
    assert!(desk.read("another-out/README.txt").starts_with("Que conste desde fuera"));
    let foreign = stamp_time(&authority, &desk, "another-out");
    let (code, said) = keep(&[&foreign, "--root", "root.pem"]);
    assert!(code == Some(1) && said.contains("it is about no head of this case"), "{said}");
}

#[test]
fn a_head_that_a_dossier_carried_is_known_again() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["publish", "case", "dossier"]);
    desk.ok(&["add", "case", "report.txt", "--publisher", "Somebody"]);
    let authority = Authority::of(&PLAIN);
    desk.write("root.pem", authority.read("root.pem"));
    let query = authority.query(&desk.read_bytes("dossier/data/checkpoint"));
    desk.write("reader.tsr", authority.reply(&query));
    let kept = desk.ok(&["anchor", "keep", "case", "reader.tsr", "--root", "root.pem"]);
    assert!(kept.contains("in answer to a request that was not made here"), "{kept}");
    desk.ok(&["verify", "case"]);
}

/// Two machines: the colleague's has keys and memory of its own.
struct Colleague<'d>(&'d Desk, &'static str);

impl Colleague<'_> {
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output = self.0.command(arguments).env("VARIORUM_KEYS", self.0.path(self.1)).output().expect("it runs");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn key(&self) -> String {
        self.run(&["witness"]).1.trim().to_owned()
    }
}

#[test]
fn a_colleague_signs_what_extends_and_nothing_else() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    copy(&desk.path("case"), &desk.path("yesterday"));
    let colleague = Colleague(&desk, "colleague-keys");
    let vkey = desk.read("case/case.vkey");
    desk.ok(&["anchor", "request", "case", "--into", "one"]);

    // The first time the key must come by another road.
    let (code, _, err) = colleague.run(&["witness", "one/witness-request", "--into", "one/answer"]);
    assert!(code == Some(2) && err.contains("as its owner reads it out"), "{err}");
    let (code, _, err) =
        colleague.run(&["witness", "one/witness-request", "--into", "one/answer", "--vkey", &colleague.key()]);
    assert!(code == Some(2) && err.contains("--vkey"), "{err}");
    let signed = colleague.run(&["witness", "one/witness-request", "--into", "one/answer", "--vkey", &vkey]);
    assert_eq!(signed.0, Some(0), "{}", signed.2);
    let (code, _, err) = colleague.run(&["witness", "one/witness-request", "--into", "one/answer"]);
    assert!(code == Some(2) && err.contains("is there already"), "{err}");
    let unknown = desk.run(&["anchor", "keep", "case", "one/answer"]);
    assert!(unknown.code == Some(1) && unknown.out.contains("give it with --witness"), "{}", unknown.out);
    let kept = desk.ok(&["anchor", "keep", "case", "one/answer", "--witness", &colleague.key()]);
    assert!(kept.contains("proved by") && kept.contains("the witness variorum.invalid/"), "{kept}");

    // From then on both remember each other.
    desk.write("more.txt", "Three men were killed, a union said.\n");
    desk.ok(&["add", "case", "more.txt"]);
    desk.ok(&["anchor", "request", "case", "--into", "two"]);
    assert!(
        desk.read("two/witness-request").starts_with("old ")
            && !desk.read("two/witness-request").starts_with("old 0\n")
    );
    assert_eq!(colleague.run(&["witness", "two/witness-request", "--into", "two/answer"]).0, Some(0));
    desk.ok(&["anchor", "keep", "case", "two/answer"]);

    // A request made from an older head is answered by a number, and asked anew from there.
    desk.ok(&["anchor", "request", "case", "--into", "stale", "--witness-has", "2"]);
    let (code, _, err) = colleague.run(&["witness", "stale/witness-request", "--into", "stale/answer"]);
    assert!(code == Some(1) && err.contains("not signed: this witness knows"), "{err}");
    let told = desk.run(&["anchor", "keep", "case", "stale/answer"]);
    let known = desk.read("stale/answer").trim().to_owned();
    assert!(told.code == Some(1) && told.out.contains(&format!("--witness-has {known}")), "{}", told.out);
    desk.ok(&["anchor", "request", "case", "--into", "fresh", "--witness-has", &known]);
    assert_eq!(colleague.run(&["witness", "fresh/witness-request", "--into", "fresh/answer"]).0, Some(0));
    desk.ok(&["anchor", "keep", "case", "fresh/answer"]);

    // Yesterday's folder, on a machine that knows nothing of today: a rollback, and then another way.
    let other = Desk::new();
    copy(&desk.path("yesterday"), &other.path("case"));
    std::fs::create_dir_all(other.path("keys")).expect("a folder");
    for (name, bytes) in files(&desk.path("keys")) {
        if name.extension().is_some_and(|ending| ending == "key") {
            other.write(&format!("keys/{}", name.display()), bytes);
        }
    }
    other.ok(&["anchor", "request", "case", "--into", "rollback"]);
    copy(&other.path("rollback"), &desk.path("rollback"));
    let (code, _, err) = colleague.run(&["witness", "rollback/witness-request", "--into", "rollback/answer"]);
    assert!(code == Some(1) && err.contains("put back"), "{err}");
    for number in 0..30 {
        other.write(&format!("{number}.txt"), format!("{number} men were killed, a union said.\n"));
        other.ok(&["add", "case", &format!("{number}.txt")]);
    }
    let known = desk.read("rollback/answer").trim().to_owned();
    other.ok(&["anchor", "request", "case", "--into", "fork", "--witness-has", &known]);
    copy(&other.path("fork"), &desk.path("fork"));
    let (code, _, err) = colleague.run(&["witness", "fork/witness-request", "--into", "fork/answer"]);
    assert!(code == Some(1) && err.contains("NOT SIGNED"), "{err}");
    assert!(!desk.path("fork/answer").exists());

    // In the dossier the cosignatures go along, and are read again.
    desk.ok(&["publish", "case", "dossier"]);
    let verified = desk.json(&["verify", "dossier", "--json"]);
    assert_eq!(checks(&verified, "anchor.cosignature").len(), 3);
    let (code, _, err) = colleague.run(&["verify", "case"]);
    assert_eq!(code, Some(0), "{err}");
}

#[test]
fn a_changed_bit_of_an_anchor_is_found() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let authority = Authority::of(&PLAIN);
    desk.write("root.pem", authority.read("root.pem"));
    desk.ok(&["anchor", "request", "case", "--into", "out"]);
    let token = stamp_time(&authority, &desk, "out");
    desk.write("out/checkpoint.ots", ots(&desk.read_bytes("out/checkpoint"), Some(7)).0);
    desk.ok(&["anchor", "keep", "case", &token, "out/checkpoint.ots", "--root", "root.pem"]);
    desk.ok(&["publish", "case", "dossier"]);
    let anchored: Vec<_> = files(&desk.path("dossier/data/anchors")).into_iter().collect();
    assert_eq!(anchored.len(), 4 + 3);
    for (number, (path, bytes)) in anchored.iter().enumerate() {
        let in_dossier = format!("dossier/data/anchors/{}", path.display());
        let mut changed = bytes.clone();
        if changed.is_empty() {
            changed.push(b'\n');
        } else {
            let place = number * 37 % changed.len();
            changed[place] ^= 1;
        }
        desk.write(&in_dossier, &changed);
        let ran = desk.run(&["verify", "dossier", "--brief"]);
        assert!(
            ran.code == Some(1) && ran.out.contains(&in_dossier["dossier/".len()..]),
            "{}: {}",
            path.display(),
            ran.out
        );
        let by_anchor = ran.out.lines().any(|line| line.contains("anchor."));
        assert!(by_anchor || path.ends_with("consistency"), "{}: {}", path.display(), ran.out);
        desk.write(&in_dossier, bytes);
    }
    desk.ok(&["verify", "dossier"]);
    // What lies there and belongs to no anchor, and what is gone.
    let stray = desk.write("dossier/data/anchors/stray", "x");
    assert!(desk.run(&["verify", "dossier"]).out.contains("belongs to no anchor"));
    std::fs::remove_file(stray).expect("it is there");
    let originals: Vec<_> = files(&desk.path("case/originals")).into_keys().collect();
    for (_, bytes) in anchored.iter().filter(|(path, _)| !path.ends_with("consistency")) {
        let path = originals.iter().map(|path| desk.path("case/originals").join(path));
        let path = path.into_iter().find(|path| std::fs::read(path).expect("an original") == *bytes).expect("kept");
        flip(&path);
        let ran = desk.run(&["verify", "case", "--brief"]);
        assert!(
            ran.code == Some(1) && ran.out.contains("original.digest") && ran.out.contains("anchor.files"),
            "{}",
            ran.out
        );
        flip(&path);
    }
    desk.ok(&["verify", "case"]);
}

/// Changes a bit of a file that is read-only, or changes it back.
fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).expect("a file");
    let place = bytes.len() / 2;
    bytes[place] ^= 4;
    std::fs::remove_file(path).expect("it can be replaced");
    std::fs::write(path, bytes).expect("it can be written");
}

/// Runs Python with the packages that `cargo xtask test` puts into the target folder.
fn python(desk: &Desk, arguments: &[&str]) -> (bool, String) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let ran = Command::new("/usr/bin/python3")
        .args(arguments)
        .current_dir(desk.path(""))
        .env("PYTHONPATH", target.join("validators"))
        .output()
        .expect("python3 is installed");
    (ran.status.success(), text(ran.stdout) + &text(ran.stderr))
}

/// Makes stamps of all shapes with the reference implementation, and says what each comes to.
const STAMPS: &str = r#"
import json, random, sys
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, LitecoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpHexlify, OpPrepend, OpReverse, OpSHA1, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp
chance = random.Random(7)

def grow(stamp, depth):
    for _ in range(chance.randint(1, 2)):
        if depth > chance.randint(2, 7):
            end = stamp.ops.add(OpSHA256())
            end.attestations.add(BitcoinBlockHeaderAttestation(chance.randrange(1 << 21)))
            end.attestations.add(PendingAttestation("https://calendar.example/%d" % depth))
            end.attestations.add(LitecoinBlockHeaderAttestation(9))
            continue
        some = chance.randbytes(chance.randint(1, 40))
        steps = [OpAppend(some), OpPrepend(some), OpSHA256(), OpSHA1(), OpReverse(), OpHexlify()]
        grow(stamp.ops.add(chance.choice(steps[:3] if depth else steps)), depth + 1)

head = open(sys.argv[1], "rb").read()
made = []
for number in range(40):
    file = DetachedTimestampFile.from_fd(OpSHA256(), open(sys.argv[1], "rb"))
    grow(file.timestamp, 0)
    context = BytesSerializationContext()
    file.serialize(context)
    open("%s/%d.ots" % (sys.argv[2], number), "wb").write(context.getbytes())
    blocks = [(a.height, m[::-1].hex()) for m, a in file.timestamp.all_attestations() if type(a) is BitcoinBlockHeaderAttestation]
    made.append(sorted(blocks))
json.dump(made, open(sys.argv[2] + "/made.json", "w"))
"#;

#[test]
fn the_reference_implementation_of_opentimestamps_agrees() {
    if !group("validators") {
        return;
    }
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["anchor", "request", "case", "--into", "out"]);
    desk.write("stamps.py", STAMPS);
    std::fs::create_dir(desk.path("made")).expect("a folder");
    let (made, said) = python(&desk, &["stamps.py", "out/checkpoint", "made"]);
    assert!(made, "{said}");
    let expected: Vec<Vec<(u64, String)>> = serde_json::from_str(&desk.read("made/made.json")).expect("what was made");
    assert!(expected.iter().flatten().count() > 60, "too little was made");
    for (number, blocks) in expected.iter().enumerate() {
        let file = format!("made/{number}.ots");
        let kept = desk.json(&["anchor", "keep", "case", &file, "--json"]);
        assert_eq!(kept["files"][0]["state"], "if-block", "{kept}");
        let listed = desk.json(&["anchor", "list", "case", "--json"]);
        let words = listed["anchors"].as_array().and_then(|all| all.last()).expect("an anchor")["words"].to_string();
        let (_, told) = words.split_once("as the stamp needs it: ").expect("the blocks");
        let told = told.split_once(';').map_or("", |(told, _)| told);
        let told: std::collections::BTreeSet<&str> = told.split(", ").collect();
        let ours: Vec<String> = blocks.iter().map(|(height, root)| format!("block {height} {root}")).collect();
        assert_eq!(told, ours.iter().map(String::as_str).collect(), "{file}");
    }

    // And the client reads ours: it says which merkle root the block must have.
    let (proof, root) = ots(&desk.read_bytes("out/checkpoint"), Some(77));
    desk.write("out/checkpoint.ots", proof);
    desk.ok(&["anchor", "keep", "case", "out/checkpoint.ots"]);
    desk.ok(&["publish", "case", "dossier"]);
    let instructions = desk.read("dossier/VERIFY.txt");
    let client = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder").join("validators/bin/ots");
    let line = instructions.lines().rfind(|line| line.trim_start().starts_with("ots --no-bitcoin")).expect("a line");
    let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
    let in_dossier: Vec<String> =
        arguments.iter().map(|word| word.replace("data/anchors", "dossier/data/anchors")).collect();
    let all: Vec<&str> =
        std::iter::once(client.to_str().expect("UTF-8")).chain(in_dossier.iter().map(String::as_str)).collect();
    let (_, said) = python(&desk, &all);
    assert!(said.contains("77") && said.contains(&root), "{said}");
    let (accepted, said) = python(&desk, &["dossier/verify.py", "dossier"]);
    assert!(accepted, "{said}");
}
