use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::tables;

/// Print questions, positions and who holds them, with every disagreement typed
#[derive(Args)]
#[command(after_help = "Examples:\n  variorum apparatus mycase\n  variorum apparatus mycase --json > apparatus.json")]
pub(crate) struct Apparatus {
    /// The case
    case: PathBuf,
    /// Print the contract `variorum.apparatus/1`
    #[arg(long)]
    json: bool,
}

impl Apparatus {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let built = around.keyless()?.look(&self.case, &Bar::default())?;
        let mut output = Output::standard();
        if self.json {
            output.json(&built.to_wire()?)?;
        } else {
            tables::apparatus(&mut output, &built)?;
        }
        Ok(Outcome::Done)
    }
}
