//! What the supply chain promises and can be checked without tools: that nobody writes `unsafe`, what stands in the list of
//! parts.

use std::path::{Path, PathBuf};
use std::process::Command;

use toml::Table;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

fn manifest(folder: &Path) -> Table {
    let path = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// How a crate's own lints, or else the workspace's, treat `unsafe`.
fn unsafe_level(manifest: &Table, workspace: &Table) -> Option<String> {
    let level = |lints: &toml::Value| {
        let lint = lints.get("rust")?.get("unsafe_code")?;
        lint.as_str().or_else(|| lint.get("level")?.as_str()).map(str::to_owned)
    };
    let lints = manifest.get("lints")?;
    let from_workspace = lints.get("workspace").and_then(toml::Value::as_bool) == Some(true);
    level(if from_workspace { workspace.get("workspace")?.get("lints")? } else { lints })
}

#[test]
fn unsafe_is_forbidden_everywhere() {
    let workspace = manifest(&root());
    let crates = std::fs::read_dir(root().join("crates")).expect("a folder");
    let mut folders: Vec<PathBuf> = crates.map(|entry| entry.expect("an entry").path()).collect();
    folders.push(root().join("xtask"));
    assert!(folders.len() > 10, "{folders:?}");
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
        let level = unsafe_level(&manifest(&folder), &workspace);
        assert_eq!(level.as_deref(), Some("forbid"), "{name}");
    }
}

fn bill() -> serde_json::Value {
    let made = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("sbom").output().expect("xtask runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    serde_json::from_slice(&made.stdout).expect("it is JSON")
}

#[test]
fn the_list_of_parts_is_whole_and_repeats_itself() {
    let bill = bill();
    assert_eq!(bill, self::bill());
    let parts = bill["components"].as_array().expect("a list");
    let names: Vec<&str> = parts.iter().filter_map(|part| part["name"].as_str()).collect();
    for name in ["variorum-verify", "age", "ed25519-dalek", "rusqlite"] {
        assert!(names.contains(&name), "{name} is missing");
    }
    assert!(!names.contains(&"insta"), "what only tests use is no part");
    for part in parts {
        let ours = part["name"].as_str().is_some_and(|name| name.starts_with("variorum"));
        assert_eq!(part["hashes"][0]["content"].as_str().map(str::len), (!ours).then_some(64), "{part}");
        assert!(part["licenses"][0]["expression"].is_string(), "{part}");
    }
    let known: Vec<&str> =
        parts.iter().chain([&bill["metadata"]["component"]]).filter_map(|it| it["bom-ref"].as_str()).collect();
    for dependency in bill["dependencies"].as_array().expect("a list") {
        let named = dependency["dependsOn"].as_array().expect("a list").iter().chain([&dependency["ref"]]);
        for reference in named.filter_map(|it| it.as_str()) {
            assert!(known.contains(&reference), "{reference} is no part");
        }
    }
}

/// CycloneDX's own schema, as its Python library carries it.
#[test]
fn the_list_of_parts_fits_the_schema() {
    let without = std::env::var("VARIORUM_WITHOUT").unwrap_or_default();
    if without.split(',').any(|group| group == "validators") {
        println!("left out: group validators");
        return;
    }
    let check = "import sys\n\
        from cyclonedx.schema import SchemaVersion\n\
        from cyclonedx.validation.json import JsonStrictValidator\n\
        error = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())\n\
        print(error)\nsys.exit(error is not None)";
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bill.json");
    let fits = |bill: &serde_json::Value| {
        std::fs::write(&path, bill.to_string()).expect("it can be written");
        let mut python = Command::new("/usr/bin/python3");
        python.args(["-c", check]).arg(&path).env("PYTHONPATH", target.join("validators"));
        let ran = python.output().expect("python3 runs");
        let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        assert!(!said.contains("ModuleNotFoundError"), "{said}help: cargo xtask test installs the validators");
        if ran.status.success() { Ok(()) } else { Err(said) }
    };
    let mut bill = bill();
    assert_eq!(fits(&bill), Ok(()));
    bill["components"][0]["licences"] = "misspelt".into();
    assert!(fits(&bill).is_err(), "the validator looks at nothing");
}
