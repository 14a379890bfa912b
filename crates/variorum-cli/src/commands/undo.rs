use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::say;

/// Undo a decision: by another journal entry, so that both stay on record
#[derive(Args)]
pub(crate) struct Undo {
    /// The case
    case: PathBuf,
    /// The decision's journal entry; the last one that still holds if not given
    entry: Option<u64>,
}

impl Undo {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let undone = around.workbench()?.undo(&self.case, self.entry)?;
        say(format!("undone: entry {} ({}), by entry {}", undone.seq, undone.act, undone.by));
        Ok(Outcome::Done)
    }
}
