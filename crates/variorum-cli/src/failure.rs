//! Errors as people see them, and the exit codes that programs see (`docs/guide/exit-codes.md`).

use std::io;
use std::process::ExitCode;

use variorum::error::{Error, Kind};
use variorum_page::PageError;

/// How a command ended, when it could do its work.
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, and the answer is no.
    No,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The case or its input.
    #[error(transparent)]
    Work(#[from] Error),
    /// The command line, beyond what its parser can tell.
    #[error("{message}")]
    Usage {
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// The page.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Standard output.
    #[error("cannot write to standard output")]
    Output(#[from] io::Error),
}

impl Failure {
    /// A wrong use of the command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into() }
    }
}

/// Prints what went wrong, if anybody should be told, and gives the exit code.
pub(crate) fn exit_code(ended: Result<Outcome, Failure>) -> ExitCode {
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        // `variorum apparatus CASE | head`: the reader has had enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            tell(&failure);
            ExitCode::from(match &failure {
                Failure::Usage { .. } => 2,
                Failure::Work(error) if error.kind() == Kind::Usage => 2,
                Failure::Page(PageError::Case(error)) if error.kind() == Kind::Usage => 2,
                Failure::Work(_) | Failure::Page(_) | Failure::Output(_) => 3,
            })
        }
    }
}

fn tell(failure: &Failure) {
    let mut text = format!("error: {failure}");
    let mut source = std::error::Error::source(failure);
    let mut last = failure.to_string();
    while let Some(error) = source {
        let part = error.to_string();
        if part != last {
            text.push_str(&format!("\n  because: {part}"));
        }
        last = part;
        source = error.source();
    }
    if let Failure::Work(error) | Failure::Page(PageError::Case(error)) = failure
        && let Some(help) = error.help()
    {
        text.push_str(&format!("\nhelp: {help}"));
    }
    crate::output::say(text);
}
