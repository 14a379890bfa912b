use std::path::{Path, PathBuf};

use clap::Args;

use variorum::verify::Verification;
use variorum::verify::parting::{self, Parting};

use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Check a case or a dossier: originals, spans, journal, signature; writes nothing
#[derive(Args)]
#[command(after_help = "Examples:\n  variorum verify dossier\n  \
    variorum verify dossier --vkey \"variorum.invalid/…+1a2b3c4d+AQ…\"     (the key, received by another way)")]
pub(crate) struct Verify {
    /// The case or dossier
    folder: PathBuf,
    /// The key that must have signed it
    #[arg(long)]
    vkey: Option<String>,
    /// Compare with another copy of the same case: up to which entry are they the same?
    #[arg(long, value_name = "COPY", conflicts_with = "vkey")]
    beside: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        if let Some(other) = &self.beside {
            return self.compare(other);
        }
        let mut silent = |_| {};
        let verified = match &self.vkey {
            Some(vkey) => variorum::verify::verify_against(&self.folder, vkey, &mut silent),
            None => variorum::verify::verify(&self.folder, &mut silent),
        };
        let verified = verified.map_err(variorum::error::Error::from)?;
        let mut output = Output::standard();
        if self.json {
            output.json(&serde_json::json!({
                "schema": "variorum.verify/1",
                "passed": verified.passed(),
                "not_proved": Verification::NOT_PROVED,
                "verification": verified,
            }))?;
        } else {
            report(&mut output, &verified)?;
        }
        Ok(if verified.passed() { Outcome::Done } else { Outcome::No })
    }

    fn compare(&self, other: &Path) -> Result<Outcome, Failure> {
        let found = parting::compare(&self.folder, other).map_err(variorum::error::Error::from)?;
        let mut output = Output::standard();
        let Parting { common, sizes, proved } = found;
        if self.json {
            output.json(&serde_json::json!({
                "schema": "variorum.parting/1", "common": common, "sizes": sizes, "proved": proved,
                "fork": found.is_fork(),
            }))?;
        } else {
            for ((folder, size), proved) in [&*self.folder, other].into_iter().zip(sizes).zip(proved) {
                let proved =
                    if proved { "its signed head is proved to extend them" } else { "no signed head shows that" };
                output.line(format!("{}: {size} entries, the first {common} in common; {proved}", folder.display()))?;
            }
            output.line(match (found.is_fork(), sizes[0] == sizes[1]) {
                (true, _) => format!("PARTED: entry {common} is not the same; neither copy can take the other's place"),
                (false, true) => "THE SAME".to_owned(),
                (false, false) => "ONE IS THE BEGINNING OF THE OTHER".to_owned(),
            })?;
        }
        Ok(if found.is_fork() { Outcome::No } else { Outcome::Done })
    }
}

fn report(output: &mut Output, verified: &Verification) -> std::io::Result<()> {
    for check in &verified.checks {
        let mark = if check.passed { "ok  " } else { "FAIL" };
        output.line(format!("{mark} {:<24} {}{}", check.code, about(&check.about), check.message))?;
        if let Some(help) = check.help.filter(|_| !check.passed) {
            output.line(format!("     help: {help}"))?;
        }
    }
    let counts = verified.counts;
    output.line(format!(
        "{} entries ({} of them not signed yet, {} more withheld), {} originals ({} withheld), {} texts, {} claims, {} spans, {} quotes in decisions",
        counts.entries, verified.unsigned_entries, counts.withheld_entries, counts.originals, counts.withheld, counts.documents,
        counts.claims, counts.spans, counts.quotes
    ))?;
    if let Some(vkey) = &verified.vkey {
        output.line(format!("key: {vkey}"))?;
    }
    if let Some(bag) = verified.bag {
        output.line(format!("dossier: {bag}"))?;
    }
    output.line(Verification::NOT_PROVED)?;
    let failed = verified.checks.iter().filter(|check| !check.passed).count();
    output.line(if failed == 0 { "VERIFIED".to_owned() } else { format!("NOT VERIFIED: checks failed: {failed}") })
}

fn about(about: &str) -> String {
    if about.is_empty() { String::new() } else { format!("{about}: ") }
}
