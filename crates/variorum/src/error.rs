//! What can keep the façade from doing its work, sorted by who can act.

use std::io;
use std::path::PathBuf;

use variorum_dossier::DossierError;
use variorum_seal::NoPassphrase;
use variorum_store::archive::ArchiveError;
use variorum_store::{CatalogueError, CreateError, DiskError, KeyringError, OpenError, ReadError, WriteError};
use variorum_verify::CannotRead;
use variorum_wire::NotResolved;

use crate::config::BadConfig;
use crate::explain::NoSuchCode;
use crate::ledger::BadEntry;
use crate::values::NotAValue;

/// The result of the façade's work.
pub type Result<T> = std::result::Result<T, Error>;

/// Who can act on an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whoever wrote the command or the configuration.
    Usage,
    /// Whoever has the files or the disk.
    Input,
}

/// Why the work could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that was named.
    #[error("cannot {act} {}", path.display())]
    Input {
        /// What was to be done with it.
        act: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A word that means nothing here, with the words that do.
    #[error("{message}")]
    Usage {
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// `case.toml`.
    #[error(transparent)]
    Config(#[from] BadConfig),
    /// A question that cannot be used.
    #[error(transparent)]
    Questions(#[from] variorum_text::QuestionError),
    /// Predicates that cannot be used.
    #[error("cannot use the predicates of {}", path.display())]
    Predicates {
        /// The file that they stand in.
        path: PathBuf,
        /// What is wrong, and on which line.
        source: variorum_text::PredicateError,
    },
    /// The model of the reader.
    #[error(transparent)]
    Model(#[from] variorum_infer::ModelError),
    /// A document that could not be read.
    #[error(transparent)]
    Reading(#[from] variorum_text::ReadError),
    /// A code that names nothing.
    #[error(transparent)]
    Code(#[from] NoSuchCode),
    /// An answer in a form that cannot be read.
    #[error(transparent)]
    Value(#[from] NotAValue),
    /// A new case folder.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// The case folder, for writing.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Writing to the case.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The index over the case.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The case folder, for reading.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file of the case folder.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The keys.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A case as one sealed file.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Nobody gave a passphrase.
    #[error("{} needs a passphrase", path.display())]
    NoPassphrase {
        /// The file that is sealed, or is to be.
        path: PathBuf,
        /// Why there is none.
        source: NoPassphrase,
    },
    /// The journal's meaning.
    #[error(transparent)]
    Entry(#[from] BadEntry),
    /// A span that does not fit its text.
    #[error("a span does not fit its text")]
    Span(#[from] NotResolved),
    /// The worker process.
    #[error("cannot find this program to start it as a worker")]
    Worker(#[source] io::Error),
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// A folder that is neither case nor dossier.
    #[error(transparent)]
    Verify(#[from] CannotRead),
}

impl Error {
    /// A wrong word, with the right ones.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into() }
    }

    /// Who can act.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Usage { .. } | Self::Config(_) | Self::Questions(_) | Self::Predicates { .. } => Kind::Usage,
            Self::Code(_) | Self::Value(_) => Kind::Usage,
            // What a dossier may not show is for whoever hid it to settle.
            Self::Dossier(DossierError::Refused { .. }) => Kind::Usage,
            _ => Kind::Input,
        }
    }

    /// What to do, where there is something to do beyond what the message says.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Input { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                Some("check the path; it is taken from the folder you are in".to_owned())
            }
            Self::Config(_) => Some("edit case.toml; its keys are listed in docs/format/case-toml.md".to_owned()),
            Self::Predicates { .. } => Some("docs/format/predicates.md tells the fields".to_owned()),
            Self::Code(_) => Some("variorum apparatus CASE prints the codes of the case".to_owned()),
            _ => None,
        }
    }
}
