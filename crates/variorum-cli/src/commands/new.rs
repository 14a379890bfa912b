use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::say;

/// Make a new case folder, with its signing key kept outside
#[derive(Args)]
#[command(after_help = "Example:\n  variorum new mycase --title \"The strike of 3 May\"")]
pub(crate) struct New {
    /// The folder to make; it must not exist or must be empty
    case: PathBuf,
    /// What the case is called on pages
    #[arg(long)]
    title: String,
}

impl New {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let made = around.workbench()?.new_case(&self.case, &self.title)?;
        say(format!("made {} ({}, kept in {})", self.case.display(), made.key, made.keys.display()));
        say(format!("next: edit {}/case.toml, then: variorum add {} FILES", self.case.display(), self.case.display()));
        Ok(Outcome::Done)
    }
}
