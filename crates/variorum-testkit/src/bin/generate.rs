//! `cargo run --release -p variorum-testkit -- --reports 10000 --claims 100000 DIR`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use variorum_testkit::{Size, generate};

/// Writes a generated case's reports, sources.csv and case.toml into a folder.
#[derive(Parser)]
struct Arguments {
    /// The folder to write into; made if missing.
    folder: PathBuf,
    /// Reports.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    reports: u64,
    /// Claims over all reports.
    #[arg(long, default_value_t = 10_000)]
    claims: u64,
    /// The same seed gives the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { folder, reports, claims, seed } = Arguments::parse();
    match generate(&folder, Size { reports: reports as usize, claims: claims as usize, seed }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_all(
                &mut std::io::stderr(),
                format!("error: {error}: {}\n", error.source).as_bytes(),
            );
            ExitCode::from(3)
        }
    }
}
