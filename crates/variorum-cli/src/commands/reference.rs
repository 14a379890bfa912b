use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::Arguments;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Print completions for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  variorum completions bash > /etc/bash_completion.d/variorum")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "variorum", &mut text);
        Output::standard().raw(&text)?;
        Ok(Outcome::Done)
    }
}

/// Write the manual pages into a folder
#[derive(Args)]
pub(crate) struct Manual {
    /// The folder
    folder: PathBuf,
}

impl Manual {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        std::fs::create_dir_all(&self.folder)?;
        clap_mangen::generate_to(Arguments::command(), &self.folder)?;
        Ok(Outcome::Done)
    }
}
