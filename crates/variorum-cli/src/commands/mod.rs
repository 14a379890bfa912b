//! The verbs, in the order in which a case is worked on.

mod add;
mod anchor;
mod apparatus;
mod build;
mod custody;
mod decide;
mod demo;
mod explain;
mod export;
mod import;
mod new;
mod publish;
mod read;
mod reference;
mod undo;
mod verify;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use variorum::{Setup, Workbench};

use crate::failure::{Failure, Outcome};

/// A verb.
#[derive(Subcommand)]
pub(crate) enum Command {
    Demo(demo::Demo),
    New(new::New),
    Add(add::Add),
    Read(read::Read),
    Build(build::Build),
    Apparatus(apparatus::Apparatus),
    Explain(explain::Explain),
    Decide(decide::Decide),
    Undo(undo::Undo),
    Export(export::Export),
    Import(import::Import),
    Publish(publish::Publish),
    Verify(verify::Verify),
    Custody(custody::Custody),
    Anchor(anchor::Anchor),
    Witness(witness::Witness),
    Completions(reference::Completions),
    #[command(hide = true)]
    Manual(reference::Manual),
    /// The process in which foreign bytes are parsed; started by variorum itself.
    #[command(hide = true)]
    Worker,
}

/// What the commands take from the world around them: read once, here.
pub(crate) struct Surroundings {
    /// Where signing keys are kept.
    pub(crate) keys: Option<PathBuf>,
    /// Threads and workers.
    pub(crate) threads: usize,
}

impl Surroundings {
    /// `VARIORUM_KEYS`, else `XDG_DATA_HOME`, else `HOME`; as many threads as there are processors.
    pub(crate) fn from_environment() -> Self {
        let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = || folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")));
        let keys = folder("VARIORUM_KEYS").or_else(|| data().map(|data| data.join("variorum/keys")));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { keys, threads }
    }

    /// The façade for work that needs no key.
    pub(crate) fn keyless(&self) -> Result<Workbench, Failure> {
        self.workbench_with(PathBuf::new())
    }

    fn workbench_with(&self, keys: PathBuf) -> Result<Workbench, Failure> {
        Ok(Workbench::new(Setup { keys, worker: vec!["worker".into()], threads: self.threads })?)
    }

    /// The façade, with the keys and with this program as its worker.
    pub(crate) fn workbench(&self) -> Result<Workbench, Failure> {
        let keys = self.keys.clone().ok_or_else(|| {
            Failure::usage("no place for signing keys: set VARIORUM_KEYS to a folder outside the case")
        })?;
        self.workbench_with(keys)
    }
}

/// Runs a verb.
pub(crate) fn run(command: Command, around: &Surroundings) -> Result<Outcome, Failure> {
    match command {
        Command::Demo(demo) => demo.run(around),
        Command::New(new) => new.run(around),
        Command::Add(add) => add.run(around),
        Command::Read(read) => read.run(around),
        Command::Build(build) => build.run(around),
        Command::Apparatus(apparatus) => apparatus.run(around),
        Command::Explain(explain) => explain.run(around),
        Command::Decide(decide) => decide.run(around),
        Command::Undo(undo) => undo.run(around),
        Command::Export(export) => export.run(around),
        Command::Import(import) => import.run(around),
        Command::Publish(publish) => publish.run(around),
        Command::Verify(verify) => verify.run(around),
        Command::Custody(custody) => custody.run(around),
        Command::Anchor(anchor) => anchor.run(around),
        Command::Witness(witness) => witness.run(around),
        Command::Completions(completions) => completions.run(),
        Command::Manual(manual) => manual.run(),
        Command::Worker => Ok(Outcome::Done),
    }
}

/// The worker's main loop.
pub(crate) fn worker() -> ExitCode {
    match variorum::worker() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}
