//! Chores that need tools beyond stable Rust, and are therefore apart from `test`.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, installed, root, run, shared};

/// Licences, bans, sources and advisories.
///
/// The advisory database is data that the registries do not carry: a snapshot is read from
/// `VARIORUM_SHARED/advisory-db` (default `../shared`), and its absence is an error, not a pass.
pub fn check() -> Result<()> {
    for (tool, package) in [("cargo-deny", "cargo-deny"), ("cargo-audit", "cargo-audit")] {
        if !installed(tool) {
            bail!("{tool} is not installed\nhelp: cargo install --locked {package}");
        }
    }
    run(&mut cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
    let shared = shared();
    let database = shared.join("advisory-db");
    if !database.is_dir() {
        bail!("no advisory database at {}\nhelp: set VARIORUM_SHARED to the folder that holds it", database.display());
    }
    let path = database.to_str().context("the advisory database's path is not UTF-8")?;
    run(&mut cargo(&["audit", "--no-fetch", "--stale", "--db", path]))
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
