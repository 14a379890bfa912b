//! The façade: a case, and the order of the stages. The one interface that surfaces use.
//!
//! ```text
//! add      paths → worker (ingest) → originals and captures          add, worker
//! build    originals → documents → claims → apparatus                build, extract
//! decide   a person's decisions into the journal                     decide, sheet, import
//! compare  what changed rules would now propose differently          comparing
//! look     the apparatus, and why a cell says what it says           build, explain
//! stand    the same in memory, page by page, until somebody changes it standing
//! publish  the apparatus, the journal and the originals as a dossier publish, redacted
//! anchor   proofs from outside of when a head was there              anchors
//! verify   once, by sample, on record; who touched what             fixity, custody
//! keep     keys sealed and backed up, a case as one sealed archive   keys, locking
//! go on    a new case where one ended whose key was lost             continuing
//! ```
//!
//! Stages do not know one another; only this crate knows their order. It reads the disk through `variorum-store`
//! alone, prints nothing, and reads no environment: keys, worker and threads come in with [`Setup`].
//!
//! What is left out: anything that a person sees (`variorum-cli`), and every judgement about who is right.

pub mod add;
mod agenda;
pub mod anchors;
pub mod build;
mod catalogue;
pub mod comparing;
pub mod config;
pub mod continuing;
pub mod custody;
pub mod decide;
pub mod demo;
mod disclosure;
pub mod error;
pub mod explain;
mod extract;
pub mod fixity;
mod ground;
mod hiding;
pub mod import;
pub mod keys;
pub mod ledger;
pub mod locking;
mod parallel;
pub mod progress;
pub mod publish;
pub mod read;
pub mod reader;
mod redacted;
pub mod search;
pub mod sheet;
mod sources;
pub mod standing;
pub mod values;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use variorum_sandbox::{Confinement, Limits, Pool, Worker};
use variorum_seal::{Nobody, Passphrases};
use variorum_store::{Case, Keyring, SystemNotary};

use crate::config::CaseConfig;
use crate::error::{Error, Result};

pub use variorum_dossier::{Desk, Pages, STYLE, ShownClaim};
pub use variorum_evidence as evidence;
pub use variorum_sandbox as sandbox;
pub use variorum_seal as seal;
pub use variorum_verify as verify;
pub use variorum_wire as wire;

/// What the façade takes from the world around it.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The folder of signing keys, outside every case.
    pub keys: PathBuf,
    /// The arguments under which this executable calls [`worker`].
    pub worker: Vec<OsString>,
    /// Threads, and worker processes.
    pub threads: usize,
}

/// Cases, and what can be done with them.
pub struct Workbench {
    keyring: Keyring,
    passphrases: Arc<dyn Passphrases>,
    pool: Pool,
    threads: usize,
}

/// A case that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its key, as entries name it.
    pub key: String,
    /// Where its signing key is kept.
    pub keys: PathBuf,
}

/// What a worker may use for one file. Set by what the largest real files of the sample corpora need, times ten.
const LIMITS: Limits =
    Limits { time: Duration::from_secs(60), memory: 1 << 30, input: 64 << 20, output: variorum_ingest::LARGEST_ANSWER };

/// The program that makes cases, for their first entry.
const TOOL: &str = concat!("variorum ", env!("CARGO_PKG_VERSION"));

impl Workbench {
    /// A workbench; no worker starts before the first foreign file.
    pub fn new(setup: Setup) -> Result<Self> {
        let worker = Worker::this_executable(setup.worker).map_err(Error::Worker)?;
        let threads = setup.threads.max(1);
        let pool = Pool::new(worker, threads, LIMITS);
        Ok(Self { keyring: Keyring::at(setup.keys), passphrases: Arc::new(Nobody), pool, threads })
    }

    /// The same, with somebody who can be asked for passphrases.
    #[must_use]
    pub fn asking(self, passphrases: Arc<dyn Passphrases>) -> Self {
        Self { keyring: self.keyring.asking(passphrases.clone()), passphrases, ..self }
    }

    /// The same, with every new key sealed from its first moment; the passphrase is asked for now.
    pub fn sealing_new_keys(self) -> Result<Self> {
        Ok(Self { keyring: self.keyring.sealing_new_keys()?, ..self })
    }

    /// What confines the processes that read foreign files; none if none was needed so far.
    pub fn confinement(&self) -> Option<Confinement> {
        self.pool.confinement()
    }

    /// Makes a case with a template of `case.toml`.
    pub fn new_case(&self, folder: &Path, title: &str) -> Result<Made> {
        self.make_case(folder, CaseConfig::template(title).as_bytes())
    }

    fn make_case(&self, folder: &Path, config: &[u8]) -> Result<Made> {
        CaseConfig::parse(config)?;
        let case = Case::create(folder, &self.keyring, Box::new(SystemNotary), TOOL, config)?;
        Ok(Made { key: case.read().by(), keys: self.keyring.path().to_owned() })
    }
}

/// The main loop of a worker process: parses foreign files handed over standard input until it is closed.
pub fn worker() -> std::io::Result<()> {
    variorum_ingest::prepare();
    variorum_sandbox::serve(|job| variorum_redaction::job::answer(job).unwrap_or_else(|| variorum_ingest::answer(job)))
}
