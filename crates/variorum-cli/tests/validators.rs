//! A dossier checked by other people's validators: BagIt, RO-Crate, CASE/UCO, coreutils (group `validators`).
//!
//! `cargo xtask test` puts them into the target folder, in the versions that `xtask/validators.txt` names.
#![allow(clippy::panic, reason = "a panic fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{Desk, group, text};

/// The RO-Crate validator as it is, but for the context document, which it would fetch: `rocrate` ships the same one.
const RO_CRATE: &str = r#"
import pathlib, sys
import requests, rocrate
from rocrate_validator import services
from rocrate_validator.utils.http import HttpRequester

def get(self, url, *_, **__):
    assert url == "https://w3id.org/ro/crate/1.1/context", f"a request for {url}"
    response = requests.Response()
    response.status_code, response.url = 200, url
    response.headers["Content-Type"] = "application/ld+json"
    response._content = (pathlib.Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_bytes()
    return response

HttpRequester.get = get
result = services.validate({
    "rocrate_uri": sys.argv[1], "profile_identifier": "ro-crate-1.1", "requirement_severity": "REQUIRED", "no_cache": True,
})
for issue in result.get_issues():
    print(issue.severity, issue.check.identifier, issue.message)
print("required checks", len(result.executed_checks), "passed" if result.passed() else "FAILED")
"#;

fn tools() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let tools = target.join("validators");
    assert!(tools.join("bagit.py").exists(), "no validators in {}: `cargo xtask test` installs them", tools.display());
    tools
}

/// Runs Python with the validators; gives whether it succeeded, and what it printed.
fn python(desk: &Desk, arguments: &[&str]) -> (bool, String) {
    let ran = Command::new("/usr/bin/python3")
        .args(arguments)
        .current_dir(desk.path("here"))
        .env("PYTHONPATH", tools())
        .output()
        .expect("python3 is installed");
    (ran.status.success(), text(ran.stdout) + &text(ran.stderr))
}

fn sample() -> Desk {
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    desk
}

/// Whether bagit.py accepts this dossier, and what it says.
fn bagit(desk: &Desk, dossier: &str) -> (bool, String) {
    let program = tools().join("bagit.py");
    python(desk, &[program.to_str().expect("UTF-8"), "--validate", dossier])
}

/// Whether coreutils do.
fn sums(desk: &Desk, dossier: &str) -> bool {
    let files = ["-c", "--quiet", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"];
    let folder = desk.path("here").join(dossier);
    Command::new("sha256sum").args(files).current_dir(folder).status().expect("coreutils").success()
}

/// Runs the commands of VERIFY.txt as they stand, but for those that need this program.
fn instructions(desk: &Desk, dossier: &str) -> (bool, String) {
    let words = desk.read(&format!("here/{dossier}/VERIFY.txt"));
    let commands = words.lines().filter_map(|line| line.strip_prefix("    "));
    let commands: Vec<&str> = commands.filter(|line| !line.starts_with("variorum ")).collect();
    assert!(commands.len() >= 5, "{commands:?}");
    let script = format!("set -e\n{}\n", commands.join("\n"));
    let folder = desk.path("here").join(dossier);
    let ran = Command::new("sh").args(["-c", &script]).current_dir(folder).output().expect("a shell");
    (ran.status.success(), text(ran.stdout) + &text(ran.stderr))
}

#[test]
fn bagit_and_coreutils_accept_it_and_notice_damage() {
    if !group("validators") {
        return;
    }
    let desk = sample();
    let accepts = || bagit(&desk, "dossier").0 && sums(&desk, "dossier");
    assert!(accepts(), "{}", bagit(&desk, "dossier").1);
    let proof = "here/dossier/data/entries/000002.tlog-proof";
    let whole = desk.read(proof);
    desk.write(proof, whole.replacen("index 2", "index 3", 1));
    assert!(!bagit(&desk, "dossier").0 && !sums(&desk, "dossier"), "a changed proof is accepted");
    desk.write(proof, whole);
    assert!(accepts());
    let page = desk.read("here/dossier/index.html");
    desk.write("here/dossier/index.html", page + " ");
    assert!(!bagit(&desk, "dossier").0 && !sums(&desk, "dossier"), "a changed page is accepted");
}

/// A case in Spanish with a woman at risk, her telephone, and a report that she wrote.
fn spanish(desk: &Desk) {
    desk.ok(&["new", "here/case", "--title", "El puente"]);
    let config = desk.read("here/case/case.toml").replace("[\"en\", \"es\"]", "[\"es\", \"en\"]");
    assert!(config.contains("languages = [\"es\""), "{config}");
    desk.write("here/case/case.toml", config);
    desk.write(
        "calle.txt",
        "Choque en el puente\n\nSiete personas murieron en el puente, dijo María Muñoz. “Ellos dispararon primero”, dijo \
         MARÍA MUÑOZ. Su teléfono es +58 412 555 12 34.\n",
    );
    desk.write("prensa.txt", "Choque en el puente\n\nNueve personas murieron en el puente, dijo el alcalde.\n");
    desk.write("carta.txt", "Una carta\n\nYo estuve en el puente y vi a los muertos, dijo la maestra.\n");
    let stated = ["--published", "2021-03-03", "--zone", "-04:00"];
    desk.ok(&[&["add", "here/case", "calle.txt", "prensa.txt", "carta.txt"], stated.as_slice()].concat());
    desk.ok(&["decide", "here/case", "protect", "María Muñoz", "Muñoz"]);
    desk.ok(&["decide", "here/case", "withhold", "R3"]);
}

#[test]
fn the_redacted_edition_is_accepted_too() {
    if !group("validators") {
        return;
    }
    let english = |desk: &Desk| {
        desk.ok(&["demo", "here"]);
        desk.ok(&["decide", "here/case", "protect", "Óscar Pérez", "Pérez"]);
        desk.ok(&["decide", "here/case", "withhold", "R3"]);
    };
    for (language, make) in [("en", &english as &dyn Fn(&Desk)), ("es", &spanish)] {
        let desk = Desk::new();
        make(&desk);
        desk.ok(&["publish", "here/case", "here/redacted", "--redacted"]);
        for (validator, (accepted, said)) in [
            ("bagit.py", bagit(&desk, "redacted")),
            ("sha256sum", (sums(&desk, "redacted"), String::new())),
            ("VERIFY.txt", instructions(&desk, "redacted")),
        ] {
            assert!(accepted, "{language}, {validator}: {said}");
        }
        let table = desk.read("here/redacted/data/tables/apparatus.json");
        let alias = if language == "es" { "Testigo A" } else { "Witness A" };
        assert!(table.contains(alias) && !table.contains("Pérez") && !table.contains("Muñoz"), "{language}");
        assert!(language == "en" || table.contains("[teléfono]") && !table.contains("412 555"), "{language}");
        let verified = desk.ok(&["verify", "here/redacted"]);
        assert!(verified.contains("VERIFIED; redacted: "), "{verified}");

        // And they notice what was put back.
        let page = desk.read("here/redacted/index.html");
        desk.write("here/redacted/index.html", page.replacen("</body>", "Pérez</body>", 1));
        assert!(!bagit(&desk, "redacted").0 && !sums(&desk, "redacted"), "a changed page is accepted");
        assert!(!instructions(&desk, "redacted").0, "a changed page is accepted");
    }
}

#[test]
fn the_ro_crate_validator_has_no_complaint() {
    if !group("validators") {
        return;
    }
    let desk = sample();
    let (_, said) = python(&desk, &["-c", RO_CRATE, "dossier/data"]);
    let checks = said.lines().last().unwrap_or_default();
    assert!(checks.starts_with("required checks") && checks.ends_with("passed"), "{said}");
    let count: usize = checks.split(' ').nth(2).and_then(|count| count.parse().ok()).unwrap_or_default();
    assert!(count >= 30, "{said}");

    let metadata = "here/dossier/data/ro-crate-metadata.json";
    desk.write(metadata, desk.read(metadata).replace("datePublished", "published"));
    let (_, said) = python(&desk, &["-c", RO_CRATE, "dossier/data"]);
    assert!(said.contains("FAILED"), "a crate without a date is accepted: {said}");
}

#[test]
fn case_validate_has_no_complaint() {
    if !group("validators") {
        return;
    }
    let desk = sample();
    let program = tools().join("bin/case_validate");
    let validate = || python(&desk, &[program.to_str().expect("UTF-8"), "dossier/data/case.jsonld"]);
    let (accepted, said) = validate();
    assert!(accepted && said.contains("Conforms: True"), "{said}");
    assert!(!said.to_lowercase().contains("warning"), "{said}");

    let graph = "here/dossier/data/case.jsonld";
    let whole = desk.read(graph);
    // A misspelt property conforms, and is told as a concept that is not known.
    desk.write(graph, whole.replace("types:hashValue", "types:hashValues"));
    assert!(!validate().0, "a misspelt property is accepted");
    desk.write(graph, whole.replace("xsd:dateTime", "xsd:date"));
    assert!(!validate().0, "another type is accepted");
}

/// What the sample has not: a container, an address, a reason, a decision that was undone, a proof of time, no originals.
#[test]
fn a_case_with_everything_that_a_capture_can_say() {
    if !group("validators") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["new", "here/case", "--title", "Containers \"and\" \u{2028} more"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("inner.txt", zip::write::SimpleFileOptions::default()).expect("a member");
    std::io::Write::write_all(&mut zip, b"Seven people died, the mayor said.\n").expect("it is written");
    desk.write("bundle.zip", zip.finish().expect("a zip").into_inner());
    let stated =
        ["--why", "sent by a <neighbour>", "--url", "https://example.org/?a=b&c=\u{e9}", "--published", "2021-03-03"];
    desk.ok(&[&["add", "here/case", "bundle.zip", "--zone", "+00:00"], stated.as_slice()].concat());
    let claim =
        desk.json(&["apparatus", "here/case", "--json"])["claims"][0]["code"].as_str().expect("a code").to_owned();
    desk.ok(&["decide", "here/case", "reject", &claim]);
    desk.ok(&["undo", "here/case"]);
    let authority = variorum_testkit::authority::Authority::of(&variorum_testkit::authority::PLAIN);
    desk.write("root.pem", authority.read("root.pem"));
    desk.ok(&["anchor", "request", "here/case", "--into", "out"]);
    desk.write("out/checkpoint.tsr", authority.reply(&desk.read_bytes("out/checkpoint.tsq")));
    desk.ok(&["anchor", "keep", "here/case", "out", "--root", "root.pem"]);
    desk.ok(&["publish", "here/case", "here/dossier", "--without-originals"]);
    let listed = desk.read("here/dossier/data/entries/withheld.csv");
    assert!(listed.contains(",decision.reject\n") && listed.contains(",decision.undo\n"), "{listed}");
    let graph = desk.read("here/dossier/data/case.jsonld");
    assert!(graph.contains("Contained_Within") && graph.contains("sent by a <neighbour>"), "{graph}");

    let program = tools().join("bin/case_validate");
    let (accepted, said) = python(&desk, &[program.to_str().expect("UTF-8"), "dossier/data/case.jsonld"]);
    assert!(accepted && said.contains("Conforms: True") && !said.to_lowercase().contains("warning"), "{said}");
    let (_, said) = python(&desk, &["-c", RO_CRATE, "dossier/data"]);
    assert!(said.trim_end().ends_with("passed"), "{said}");
    let (accepted, said) = bagit(&desk, "dossier");
    assert!(accepted, "{said}");
    let (accepted, said) = python(&desk, &["dossier/verify.py", "dossier"]);
    assert!(accepted, "{said}");
    desk.ok(&["verify", "here/dossier"]);
}
