use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};
use crate::proposals;

/// Read what is new, line the accounts up, and record a changed case.toml
///
/// Only what is out of date is done; it can be interrupted at any moment and goes on where it was.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  variorum build mycase\n  variorum build mycase --check\n  variorum build mycase --compare\n  variorum build mycase --compare --json > proposals.json"
)]
pub(crate) struct Build {
    /// The case
    case: PathBuf,
    /// Read every original again and compare with what is kept; exit 1 if anything differs
    #[arg(long)]
    check: bool,
    /// Read and line up everything anew and tell where it differs from the last table kept, and from what people
    /// decided; keeps nothing; exit 1 if the two tables differ
    #[arg(long, conflicts_with = "check")]
    compare: bool,
    /// With --compare: as JSON, the contract `variorum.compare/1`
    #[arg(long, requires = "compare")]
    json: bool,
}

impl Build {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        if self.compare {
            let workbench = around.keyless()?;
            return self.propose(&workbench);
        }
        let workbench = around.workbench()?;
        if self.check {
            return self.check(&workbench);
        }
        let built = workbench.build(&self.case, &Bar::default())?;
        let apparatus = &built.apparatus;
        say(format!(
            "{} reports, {} claims, {} questions, {} origins; {} documents read anew",
            apparatus.reports.len(),
            apparatus.claims.len(),
            apparatus.questions.len(),
            apparatus.origins.len(),
            built.read_anew
        ));
        Ok(Outcome::Done)
    }

    fn propose(&self, workbench: &variorum::Workbench) -> Result<Outcome, Failure> {
        let proposed = workbench.compare_build(&self.case, &Bar::default())?;
        let mut output = Output::standard();
        if self.json {
            output.json(&proposed)?;
        } else {
            proposals::print(&mut output, &proposed)?;
        }
        Ok(if proposed.is_same() { Outcome::Done } else { Outcome::No })
    }

    fn check(&self, workbench: &variorum::Workbench) -> Result<Outcome, Failure> {
        let comparison = workbench.check_build(&self.case, &Bar::default())?;
        let mut output = Output::standard();
        for difference in &comparison.differences {
            output.line(difference)?;
        }
        say(format!("{} originals read again, {} differences", comparison.originals, comparison.differences.len()));
        if comparison.not_kept > 0 {
            say(format!(
                "note: for {} of them nothing was kept, so there was nothing to compare with",
                comparison.not_kept
            ));
        }
        Ok(if comparison.differences.is_empty() { Outcome::Done } else { Outcome::No })
    }
}
