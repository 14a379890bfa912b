use std::path::{Path, PathBuf};

use clap::Args;

use variorum::continuing;
use variorum::fixity::{FixityOptions, Sample};
use variorum::verify::parting::{self, Parting};

use super::Surroundings;
use crate::bar::Bar;
use crate::checks;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Check a case or a dossier: originals, spans, journal, signature; writes nothing without --record
#[derive(Args)]
#[command(after_help = "Examples:\n  variorum verify dossier\n  \
    variorum verify dossier --vkey \"variorum.invalid/…+1a2b3c4d+AQ…\"     (the key, received by another way)\n  \
    variorum verify mycase --sample 5% --record --brief                (for cron: docs/guide/fixity.md)")]
pub(crate) struct Verify {
    /// The case or dossier
    folder: PathBuf,
    /// The key that must have signed it
    #[arg(long)]
    vkey: Option<String>,
    /// Time-stamps must lead to a root in this PEM file, not to the one that is kept with them
    #[arg(long, value_name = "PEM")]
    tsa_root: Vec<PathBuf>,
    /// Compare with another copy of the same case: up to which entry are they the same?
    #[arg(long, value_name = "COPY", conflicts_with_all = ["vkey", "tsa_root", "sample", "record", "brief"])]
    beside: Option<PathBuf>,
    /// Check that it goes on from this case under a new key, with nothing left out
    #[arg(long, value_name = "OLDCASE", conflicts_with_all = ["vkey", "sample", "record", "brief", "beside", "json"])]
    continues: Option<PathBuf>,
    /// Of the originals of a case, only this share or number: those checked longest ago
    #[arg(long, value_name = "5%|200")]
    sample: Option<Sample>,
    /// Draw the sample that this seed gives
    #[arg(long, value_name = "DIGITS", requires = "sample")]
    seed: Option<String>,
    /// Enter the outcome into the journal of the case
    #[arg(long)]
    record: bool,
    /// Hash and read with so many threads; as many as there are processors if not given
    #[arg(long, value_name = "N", conflicts_with_all = ["beside", "continues"])]
    threads: Option<std::num::NonZeroUsize>,
    /// Only what failed, and the outcome on one line
    #[arg(long, conflicts_with = "json")]
    brief: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        if let Some(other) = &self.beside {
            return self.compare(other);
        }
        if let Some(old) = &self.continues {
            return self.continuation(old);
        }
        let workbench = if self.record { around.workbench()? } else { around.keyless()? };
        let Self { folder, vkey, sample, seed, record, threads, brief, json, tsa_root: tsa_roots, .. } = self;
        let threads = threads.map(std::num::NonZeroUsize::get);
        let options = FixityOptions { vkey, sample, seed, record, tsa_roots, threads };
        let checked = workbench.verify(&folder, &options, &Bar::default())?;
        let mut output = Output::standard();
        if json {
            checks::json(&mut output, &checked)?;
        } else {
            checks::report(&mut output, &checked, brief)?;
        }
        let passed = checked.verification.passed();
        match checked.recorded {
            // What was found is the answer; that it is not on record comes second.
            Some(Err(error)) if !passed => say(format!("not recorded: {error}")),
            Some(Err(error)) => return Err(error.into()),
            _ => {}
        }
        Ok(if passed { Outcome::Done } else { Outcome::No })
    }

    fn continuation(&self, old: &Path) -> Result<Outcome, Failure> {
        let found = continuing::check(&self.folder, old)?;
        let mut output = Output::standard();
        for line in &found.held {
            output.line(format!("ok   {line}"))?;
        }
        for line in &found.broken {
            output.line(format!("FAIL {line}"))?;
        }
        output.line(if found.holds() { "GOES ON" } else { "DOES NOT GO ON" })?;
        Ok(if found.holds() { Outcome::Done } else { Outcome::No })
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
