//! A case on disk: originals under their SHA-256, and the journal. The only writer of a case folder.
//!
//! Two truths lie in the folder, originals and journal; everything else is a cache. This crate keeps both so
//! that nothing acknowledged is lost to a crash, nothing changed goes unnoticed, and nothing is written
//! around the journal. It knows a few kinds of entry of its own (`case.open`, `config.set`, `journal.torn`)
//! and carries all others without reading them. The folder is described in `docs/format/case-1.md`.
//!
//! - [`Case`]: one writer; [`Batch`] gathers originals and entries that become part of it together
//! - [`History`]: what a writer asks of the journal, without reading all of it; [`Frontier`]: where its reading begins
//! - [`ReadCase`]: any number of readers, without a lock
//! - [`Keyring`]: the keys and the newest heads seen, outside the case; [`WitnessDesk`]: heads of others that were signed
//! - [`Notary`]: clock and chance, through one seam
//! - [`Derived`], [`Catalogue`]: caches, safe to delete
//!
//! ```
//! use serde_json::json;
//! use variorum_store::{Case, Keyring, ReadCase, SystemNotary};
//! let folder = tempfile::tempdir()?;
//! let keyring = Keyring::at(folder.path().join("keys"));
//! let mut case = Case::create(&folder.path().join("case"), &keyring, SystemNotary, "doc/1", b"")?;
//! let mut batch = case.batch();
//! let stored = batch.original(b"bytes as received")?;
//! batch.entry("object.add", &json!({"name": "a.txt", "sha256": stored.id, "size": stored.size}))?;
//! batch.commit()?;
//! case.sign_checkpoint()?;
//!
//! let (read, findings) = ReadCase::open(&folder.path().join("case"))?;
//! assert_eq!(read.original(stored.id)?, b"bytes as received");
//! assert!(findings.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`archive`]: a whole case as one stream, and back
//!
//! Left out: Windows, keys in an operating system's store, removal of originals.

mod layout;
mod probe;

mod disk;
mod lock;

mod custodian;
mod keyring;
mod notary;

mod frontier;
mod index;
mod leaves;
mod scan;

mod derived;
mod read;

mod batch;
mod case;
mod create;
mod history;

pub mod archive;

mod catalogue;

#[cfg(test)]
mod faults;
#[cfg(test)]
mod power_cut;

pub use batch::{Batch, Stored, WriteError};
pub use case::{Case, OpenError};
pub use catalogue::{Catalogue, CatalogueError, ClaimRow, ReadingRow, ReportRow, Rows, Stamp};
pub use create::CreateError;
pub use custodian::{Form, Held, Restored};
pub use derived::{Derived, Stage};
pub use disk::DiskError;
pub use frontier::Frontier;
pub use history::History;
pub use keyring::{Keyring, KeyringError, WitnessDesk, Witnessed};
pub use layout::{FORMAT, SEGMENT_BYTES, original_path, segment_path};
pub use notary::{FixedNotary, NoRandomness, Notary, SystemNotary};
pub use read::{Damage, ReadCase, ReadError};
