//! The verbs, in the order in which a case is worked on.

mod add;
mod anchor;
mod apparatus;
mod bench;
mod build;
mod custody;
mod decide;
mod demo;
mod explain;
mod export;
mod import;
mod keys;
mod lock;
mod new;
mod publish;
mod read;
mod reference;
mod revisions;
mod serve;
mod undo;
mod verify;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;
use variorum::{Setup, Workbench};

use self::bench::Bench;
use crate::failure::{Failure, Outcome};
use crate::passphrase::Asked;

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
    Revisions(revisions::Revisions),
    Serve(serve::Serve),
    Decide(decide::Decide),
    Undo(undo::Undo),
    Export(export::Export),
    Import(import::Import),
    Publish(publish::Publish),
    Verify(verify::Verify),
    Custody(custody::Custody),
    Keys(keys::Keys),
    Lock(lock::Lock),
    Unlock(lock::Unlock),
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
    /// The file whose first line is the passphrase; else the terminal is asked.
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl Surroundings {
    /// `VARIORUM_KEYS`, else `XDG_DATA_HOME`, else `HOME`; as many threads as there are processors; the file with the
    /// passphrase as named, else by `VARIORUM_PASSPHRASE_FILE`.
    pub(crate) fn from_environment(passphrase_file: Option<PathBuf>) -> Self {
        let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = || path("XDG_DATA_HOME").or_else(|| path("HOME").map(|home| home.join(".local/share")));
        let keys = path("VARIORUM_KEYS").or_else(|| data().map(|data| data.join("variorum/keys")));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let passphrase_file = passphrase_file.or_else(|| path("VARIORUM_PASSPHRASE_FILE"));
        Self { keys, threads, passphrase_file }
    }

    /// The façade for work that needs no key.
    pub(crate) fn keyless(&self) -> Result<Bench, Failure> {
        Ok(Bench(self.facade(PathBuf::new())?))
    }

    fn facade(&self, keys: PathBuf) -> Result<Workbench, Failure> {
        let asked = Asked { file: self.passphrase_file.clone() };
        let setup = Setup { keys, worker: vec!["worker".into()], threads: self.threads };
        Ok(Workbench::new(setup)?.asking(Arc::new(asked)))
    }

    fn place_of_keys(&self) -> Result<PathBuf, Failure> {
        self.keys
            .clone()
            .ok_or_else(|| Failure::usage("no place for signing keys: set VARIORUM_KEYS to a folder outside the case"))
    }

    /// The façade, with the keys and with this program as its worker.
    pub(crate) fn workbench(&self) -> Result<Bench, Failure> {
        Ok(Bench(self.facade(self.place_of_keys()?)?))
    }

    /// The same, with every new key sealed from its first moment.
    pub(crate) fn sealing_workbench(&self) -> Result<Bench, Failure> {
        Ok(Bench(self.facade(self.place_of_keys()?)?.sealing_new_keys()?))
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
        Command::Revisions(revisions) => revisions.run(around),
        Command::Serve(serve) => serve.run(around),
        Command::Decide(decide) => decide.run(around),
        Command::Undo(undo) => undo.run(around),
        Command::Export(export) => export.run(around),
        Command::Import(import) => import.run(around),
        Command::Publish(publish) => publish.run(around),
        Command::Verify(verify) => verify.run(around),
        Command::Custody(custody) => custody.run(around),
        Command::Keys(keys) => keys.run(around),
        Command::Lock(lock) => lock.run(around),
        Command::Unlock(unlock) => unlock.run(around),
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
