//! The supply chain: what the program is made of, who may have changed it, and what is known against it.
//!
//! Nothing here fetches anything. A check that cannot run says "not run" with the reason and fails like one that found
//! something: a silent pass would be worth less than no check.

use std::fmt;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, installed, root, run, shared};
use crate::sbom;

/// What `cargo tree -p variorum-verify --edges normal` may print at most, in lines: the verifier is to be read.
const VERIFIER_LINES: usize = 80;

/// How a check came out.
enum Outcome {
    Passed(String),
    Failed(String),
    NotRun(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed(what) => write!(f, "ok: {what}"),
            Self::Failed(why) => write!(f, "FAILED: {why}"),
            Self::NotRun(why) => write!(f, "not run: {why}"),
        }
    }
}

/// Licences, bans, sources, advisories, the size of the verifier, the list of parts. All are run, and told.
pub fn check() -> Result<()> {
    let checks: [(&str, Outcome); 4] = [
        ("licences, bans, sources", deny()),
        ("advisories", audit()),
        ("the verifier is short", verifier()),
        ("list of parts (SBOM)", bill()),
    ];
    for (name, outcome) in &checks {
        println!("{name}: {outcome}");
    }
    if checks.iter().all(|(_, outcome)| matches!(outcome, Outcome::Passed(_))) { Ok(()) } else { bail!("see above") }
}

/// Licences, bans and sources, as `deny.toml` says.
fn deny() -> Outcome {
    if !installed("cargo-deny") {
        return Outcome::NotRun("no cargo-deny\nhelp: cargo install --locked cargo-deny".to_owned());
    }
    told(&mut cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]), "cargo deny found nothing")
}

/// The advisory database is data that the registries do not carry: a snapshot is read from
/// `VARIORUM_SHARED/advisory-db` (default `../shared`).
fn audit() -> Outcome {
    let database = shared().join("advisory-db");
    if !database.join("crates").is_dir() {
        let help = "help: set VARIORUM_SHARED to the folder that holds advisory-db";
        return Outcome::NotRun(format!("no snapshot at {}\n{help}", database.display()));
    }
    if !installed("cargo-audit") {
        return Outcome::NotRun("no cargo-audit\nhelp: cargo install --locked cargo-audit".to_owned());
    }
    let mut audit = cargo(&["audit", "--no-fetch", "--stale", "--db"]);
    told(audit.arg(&database), "no known weakness in the lock file; what is only unmaintained is listed above")
}

fn told(command: &mut Command, passed: &str) -> Outcome {
    match run(command) {
        Ok(()) => Outcome::Passed(passed.to_owned()),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

/// Whoever doubts a dossier reads the verifier and what it stands on.
fn verifier() -> Outcome {
    let tree = Command::new("cargo")
        .args(["tree", "--offline", "--package", "variorum-verify", "--edges", "normal"])
        .current_dir(root())
        .output();
    let lines = match tree {
        Ok(tree) if tree.status.success() => String::from_utf8_lossy(&tree.stdout).lines().count(),
        Ok(tree) => return Outcome::Failed(String::from_utf8_lossy(&tree.stderr).into_owned()),
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let told = format!("{lines} lines of `cargo tree -p variorum-verify --edges normal`, {VERIFIER_LINES} at most");
    if lines <= VERIFIER_LINES { Outcome::Passed(told) } else { Outcome::Failed(told) }
}

fn bill() -> Outcome {
    match write_bill() {
        Ok(path) => Outcome::Passed(path),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

fn write_bill() -> Result<String> {
    let bill = sbom::bill()?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let path = target.join("variorum.cdx.json");
    let text = serde_json::to_string_pretty(&bill)?;
    std::fs::create_dir_all(&target)?;
    std::fs::write(&path, text + "\n").with_context(|| format!("cannot write {}", path.display()))?;
    let parts = bill["components"].as_array().map_or(0, Vec::len);
    Ok(format!("{parts} parts in {}", path.display()))
}

/// Builds every fuzz target and runs each for `seconds`.
pub fn fuzz(seconds: u64) -> Result<()> {
    if !installed("cargo-fuzz") {
        bail!("cargo-fuzz is not installed\nhelp: cargo install --locked cargo-fuzz");
    }
    let listing = Command::new("cargo").args(["fuzz", "list"]).current_dir(root()).output()?;
    let targets = String::from_utf8(listing.stdout)?;
    if targets.trim().is_empty() {
        bail!("no fuzz targets were listed");
    }
    for target in targets.lines() {
        let limit = format!("-max_total_time={seconds}");
        let arguments = ["fuzz", "run", target, "--", &limit, "-rss_limit_mb=4096"];
        // The stable compiler with its nightly options opened: cargo-fuzz needs the sanitizer flags.
        run(cargo(&arguments).env("RUSTC_BOOTSTRAP", "1"))?;
    }
    Ok(())
}
