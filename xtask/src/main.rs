//! The project's chores, the same at the desk and in CI: `cargo xtask test | fuzz | supply | sbom | eval | bench |
//! campaign`.
//!
//! `test` is everything a change must pass. It needs stable Rust and Debian packages only, installs the
//! packages that are missing where it may, and names on its closing line whatever it left out.

mod bench;
mod campaign;
mod eval;
mod packages;
mod run;
mod sbom;
mod supply;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Format, clippy, all tests, documentation.
    Test {
        /// Groups to leave out, as in `--without browser,python`.
        #[arg(long, value_delimiter = ',')]
        without: Vec<Group>,
    },
    /// Build every fuzz target and run each for a while (needs cargo-fuzz and a nightly compiler).
    Fuzz {
        /// Seconds for each target.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Licences, bans, sources and advisories (needs cargo-deny and cargo-audit), the size of the verifier, and the list
    /// of parts (SBOM), which is written to the target folder.
    Supply,
    /// Print the list of parts (SBOM, CycloneDX 1.5 in JSON).
    Sbom,
    /// Measure how well the readers find claims: PolNeAR, claims and facts of our own reports, speakers
    /// across documents.
    Eval(eval::Eval),
    /// Measure reading speed against spaCy, in one run on one core.
    Bench(bench::Bench),
    /// Run the fault tests at their full length: kills, power cuts, full disks, damage.
    Campaign(campaign::Campaign),
}

/// Tests that need a program which is not Rust.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Dossier and page opened in headless Chromium, and checked there by axe-core.
    Browser,
    /// The JSON contracts checked by a Python validator that is not ours.
    Python,
    /// The journal checked by Go's own transparency log code.
    Go,
    /// The dossier checked by validators of BagIt, RO-Crate and CASE/UCO that are not ours.
    Validators,
    /// Commands killed at each of their system calls by strace.
    Strace,
    /// Sealed keys and locked cases opened by the age command, and the other way round.
    Age,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Test { without } => test::run(&without),
        Chore::Fuzz { seconds } => supply::fuzz(seconds),
        Chore::Supply => supply::check(),
        Chore::Sbom => sbom::print(),
        Chore::Eval(eval) => eval.run(),
        Chore::Bench(bench) => bench.run(),
        Chore::Campaign(campaign) => campaign.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            // Something needed is not installed: 2, as in the program itself; anything else failed: 1.
            ExitCode::from(if error.is::<packages::Missing>() { 2 } else { 1 })
        }
    }
}
