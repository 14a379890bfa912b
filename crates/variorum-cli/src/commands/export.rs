use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Write claims as CSV, to decide in a spreadsheet and import again
#[derive(Args)]
#[command(after_help = "Example:\n  \
    variorum export mycase --to csv > claims.csv     (fill in action, question, value …)\n  \
    variorum import mycase claims.csv                (shows a plan)\n  \
    variorum import mycase claims.csv --apply")]
pub(crate) struct Export {
    /// The case
    case: PathBuf,
    /// The format
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    to: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One row a claim
    Csv,
}

impl Export {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let built = around.keyless()?.look(&self.case, &Bar::default())?;
        match self.to {
            Format::Csv => Output::standard().raw(&variorum::sheet::write(&built)?)?,
        }
        Ok(Outcome::Done)
    }
}
