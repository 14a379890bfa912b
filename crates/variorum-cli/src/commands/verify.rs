use std::path::{Path, PathBuf};

use clap::Args;

use variorum::fixity::{Checked, FixityOptions, Sample};
use variorum::verify::Verification;
use variorum::verify::parting::{self, Parting};

use super::Surroundings;
use crate::bar::Bar;
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
    /// Compare with another copy of the same case: up to which entry are they the same?
    #[arg(long, value_name = "COPY", conflicts_with_all = ["vkey", "sample", "record", "brief"])]
    beside: Option<PathBuf>,
    /// Of the originals of a case, only this share or number: those checked longest ago
    #[arg(long, value_name = "5%|200")]
    sample: Option<Sample>,
    /// Draw the sample that this seed gives
    #[arg(long, value_name = "DIGITS", requires = "sample")]
    seed: Option<String>,
    /// Enter the outcome into the journal of the case
    #[arg(long)]
    record: bool,
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
        let workbench = if self.record { around.workbench()? } else { around.keyless()? };
        let Self { folder, vkey, sample, seed, record, brief, json, .. } = self;
        let options = FixityOptions { vkey, sample, seed, record };
        let checked = workbench.verify(&folder, &options, &Bar::default())?;
        let mut output = Output::standard();
        if json {
            json_report(&mut output, &checked)?
        } else {
            report(&mut output, &checked, brief)?
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

fn json_report(output: &mut Output, checked: &Checked) -> std::io::Result<()> {
    let recorded = checked.recorded.as_ref();
    output.json(&serde_json::json!({
        "schema": "variorum.verify/1",
        "passed": checked.verification.passed(),
        "not_proved": Verification::NOT_PROVED,
        "verification": checked.verification,
        "sample": checked.sampled,
        "not_sampled": checked.not_sampled,
        "coverage": checked.coverage,
        "recorded": recorded.and_then(|recorded| recorded.as_ref().ok()),
        "not_recorded": recorded.and_then(|recorded| recorded.as_ref().err()).map(ToString::to_string),
    }))
}

fn report(output: &mut Output, checked: &Checked, brief: bool) -> std::io::Result<()> {
    let verified = &checked.verification;
    for check in verified.checks.iter().filter(|check| !brief || !check.passed) {
        let mark = if check.passed { "ok  " } else { "FAIL" };
        output.line(format!("{mark} {:<24} {}{}", check.code, about(&check.about), check.message))?;
        if let Some(help) = check.help.filter(|_| !check.passed) {
            output.line(format!("     help: {help}"))?;
        }
    }
    if !brief {
        particulars(output, checked)?;
    }
    output.line(outcome(checked))
}

/// How much was looked at, by which key it is signed, when originals were checked, and what is not proved.
fn particulars(output: &mut Output, checked: &Checked) -> std::io::Result<()> {
    let verified = &checked.verification;
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
    for last in checked.coverage.iter().flatten() {
        let (entry, at) = (last.entry.unwrap_or_default(), last.at.as_deref());
        let when = at.map_or_else(|| "never on record".to_owned(), |at| format!("{at} (entry {entry})"));
        output.line(format!("last checked {when}: {} originals", last.originals.len()))?;
    }
    output.line(Verification::NOT_PROVED)
}

/// The last line, which stands alone in the mail that cron sends.
fn outcome(checked: &Checked) -> String {
    let failed = checked.verification.checks.iter().filter(|check| !check.passed).count();
    let verdict = if failed == 0 { "VERIFIED".to_owned() } else { format!("NOT VERIFIED: checks failed: {failed}") };
    let sampled = checked.sampled.as_ref().map(|sampled| {
        let entries = checked.verification.counts.entries;
        format!("{entries} entries, {} of {} originals (seed {})", sampled.originals, sampled.of, sampled.seed)
    });
    let all = checked.not_sampled.as_ref().map(|why| format!("all originals, since no sample can be drawn: {why}"));
    let recorded = checked.recorded.as_ref().map(|recorded| match recorded {
        Ok(seq) => format!("recorded as entry {seq}"),
        Err(_) => "not recorded".to_owned(),
    });
    let parts = [sampled, all, recorded].into_iter().flatten();
    std::iter::once(verdict).chain(parts).collect::<Vec<_>>().join("; ")
}

fn about(about: &str) -> String {
    if about.is_empty() { String::new() } else { format!("{about}: ") }
}
