//! The journal of a case as bytes: entries, the tree over them, proofs, and the signed head.
//!
//! Everything here is a function from values to values. Nothing touches disk, clock or randomness, so the
//! same code serves the one writer (`variorum-store`) and the checker that must not depend on it
//! (`variorum-verify`). The formats are public ones, so that nobody has to trust this code either:
//! RFC 6962 hashing, C2SP signed-note, tlog-checkpoint and tlog-proof, Ed25519. `docs/format/case-1.md`
//! tells which bytes are hashed; `docs/format/vectors/` holds examples that another program made.
//!
//! - [`entry`]: one line of the journal; [`kinds`]: the register of what it can say
//! - [`tree`]: the Merkle tree over lines, inclusion and consistency
//! - [`note`]: a text signed by a named key
//! - [`checkpoint`]: the signed head of a journal
//! - [`proof`]: one entry, its path and the checkpoint, as a text that stands alone
//!
//! ```
//! use variorum_journal::{checkpoint::{Checkpoint, SignedCheckpoint}, note::SigningKey, tree::{Tree, leaf_hash}};
//! let key = SigningKey::from_seed("variorum.invalid/example", [7; 32])?;
//! let mut tree = Tree::new();
//! tree.append(leaf_hash(b"a line of the journal"));
//! let head = Checkpoint { origin: key.vkey().name().to_owned(), size: tree.size(), root: tree.root() };
//! let signed = SignedCheckpoint::sign(head.clone(), &key)?;
//! assert_eq!(SignedCheckpoint::open(signed.note(), &key.vkey())?.head(), &head);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Left out: files (`variorum-store`), what outsiders say of a head (`variorum-anchor`).

pub mod entry;
pub mod kinds;
pub mod tree;

pub mod note;

pub mod checkpoint;

pub mod proof;
