use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Show why a cell says what it says: words, original, rule, question, position
#[derive(Args)]
#[command(after_help = "Example:\n  variorum explain mycase P83c0d2e")]
pub(crate) struct Explain {
    /// The case
    case: PathBuf,
    /// A claim (C…), position (P…), question (Q3) or report (R12)
    code: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let built = around.keyless()?.look(&self.case, &Bar::default())?;
        let explanation = variorum::explain::explain(&built, &self.code).map_err(variorum::error::Error::from)?;
        let mut output = Output::standard();
        if self.json {
            output.json(&explanation)?;
            return Ok(Outcome::Done);
        }
        for step in &explanation.steps {
            output.line(format!("{:>10}  {}", step.label, step.text))?;
        }
        Ok(Outcome::Done)
    }
}
