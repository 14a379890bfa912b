//! Holds the arrows of ARCHITECTURE.md: which crate may know which.
//!
//! Stages do not know one another, the verifier knows almost nothing, and only the façade knows the order.
//! A new arrow is a decision with an ADR, so it needs a change here.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Every crate with the crates of ours that it may depend on, outside tests.
const ARROWS: [(&str, &[&str]); 20] = [
    ("variorum-evidence", &[]),
    ("variorum-journal", &["variorum-evidence"]),
    ("variorum-anchor", &["variorum-evidence", "variorum-journal"]),
    ("variorum-seal", &[]),
    ("variorum-store", &["variorum-evidence", "variorum-journal", "variorum-seal"]),
    ("variorum-sandbox", &[]),
    ("variorum-ingest", &["variorum-evidence"]),
    ("variorum-infer", &[]),
    // Where a place lies is knowledge of the world, with a licence of its own: apart from the reading of words (ADR 0017).
    ("variorum-places", &["variorum-evidence"]),
    ("variorum-text", &["variorum-evidence", "variorum-infer", "variorum-places"]),
    ("variorum-reconcile", &["variorum-evidence"]),
    ("variorum-redaction", &["variorum-evidence"]),
    ("variorum-wire", &["variorum-evidence"]),
    ("variorum-verify", &["variorum-evidence", "variorum-journal"]),
    ("variorum-dossier", &["variorum-evidence", "variorum-journal", "variorum-verify", "variorum-wire"]),
    (
        "variorum",
        &[
            "variorum-anchor",
            "variorum-dossier",
            "variorum-evidence",
            "variorum-infer",
            "variorum-ingest",
            "variorum-journal",
            "variorum-reconcile",
            "variorum-redaction",
            "variorum-sandbox",
            "variorum-seal",
            "variorum-store",
            "variorum-text",
            "variorum-verify",
            "variorum-wire",
        ],
    ),
    ("variorum-page", &["variorum"]),
    ("variorum-cli", &["variorum", "variorum-page"]),
    ("variorum-testkit", &[]),
    ("xtask", &[]),
];

fn metadata() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

fn arrows(metadata: &Value) -> BTreeMap<String, Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ours = |name: &str| name == "variorum" || name.starts_with("variorum-");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("a list of dependencies");
            let shipped = dependencies.iter().filter(|dependency| text(&dependency["kind"]) != "dev");
            let mut names: Vec<_> =
                shipped.map(|dependency| text(&dependency["name"])).filter(|name| ours(name)).collect();
            names.sort();
            (text(&package["name"]), names)
        })
        .collect()
}

#[test]
fn only_the_allowed_arrows() {
    let found = arrows(&metadata());
    let allowed: BTreeMap<_, _> = ARROWS.into_iter().collect();
    for (name, dependencies) in &found {
        let allowed = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the list of crates"));
        for dependency in dependencies {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not depend on {dependency}");
        }
    }
    assert_eq!(found.len(), allowed.len(), "a crate of the list is gone");
}

#[test]
fn folder_names_are_crate_names() {
    for package in metadata()["packages"].as_array().expect("a list of packages") {
        let manifest = package["manifest_path"].as_str().expect("a path");
        let folder = Path::new(manifest).parent().and_then(Path::file_name).expect("a folder");
        assert_eq!(folder.to_str(), package["name"].as_str());
    }
}

/// The words of the DESIGN's absences: a pure crate has a `clippy.toml` that bans clock, environment and files.
#[test]
fn pure_crates_ban_the_world() {
    for name in ["evidence", "journal", "anchor", "ingest", "places", "text", "reconcile", "redaction", "wire"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/variorum-{name}/clippy.toml"));
        let bans = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for ban in ["SystemTime::now", "std::env::var", "std::fs::read"] {
            assert!(bans.contains(ban), "{name} does not ban {ban}");
        }
    }
}

/// A crate that lists its test programs itself runs no other file: one that nobody names would rest in silence.
#[test]
fn every_file_of_tests_is_run() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    for name in ["variorum-cli", "variorum-reconcile"] {
        let folder = crates.join(name).join("tests");
        let suite = std::fs::read_to_string(folder.join("suite.rs")).expect("a suite");
        let manifest = std::fs::read_to_string(crates.join(name).join("Cargo.toml")).expect("a manifest");
        for file in std::fs::read_dir(&folder).expect("a folder of tests") {
            let path = file.expect("an entry").path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            let named =
                suite.contains(&format!("\nmod {stem};\n")) || manifest.contains(&format!("name = \"{stem}\"\n"));
            assert!(named || path.extension().is_none_or(|ending| ending != "rs"), "{} is not run", path.display());
        }
    }
}
