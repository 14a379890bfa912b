use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Take over decisions from an exported CSV or from a colleague's case
///
/// First a plan is shown; nothing is recorded without --apply. A colleague's decisions stay theirs, and where you
/// decided differently both are kept.
#[derive(Args)]
pub(crate) struct Import {
    /// The case
    case: PathBuf,
    /// A CSV written by `variorum export`, or another case folder
    from: PathBuf,
    /// Record what the plan says
    #[arg(long)]
    apply: bool,
}

impl Import {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = around.workbench()?;
        let plan = workbench.plan_import(&self.case, &self.from, &Bar::default())?;
        let mut output = Output::standard();
        for line in plan.lines() {
            output.line(line)?;
        }
        for refusal in plan.refused() {
            output.line(format!("refused: {refusal}"))?;
        }
        if self.apply {
            let recorded = workbench.apply_import(&self.case, &plan)?;
            say(format!("{recorded} decisions recorded, {} refused", plan.refused().len()));
        } else {
            say(format!("{} decisions would be recorded, {} refused", plan.lines().len(), plan.refused().len()));
            if !plan.lines().is_empty() {
                say(format!("to record them: variorum import {} {} --apply", self.case.display(), self.from.display()));
            }
        }
        Ok(if plan.refused().is_empty() { Outcome::Done } else { Outcome::No })
    }
}
