//! age files (<https://age-encryption.org/v1>): what is sealed with a passphrase or for recipients, and opened again.
//!
//! One seam over the crate `age`, so that no other crate knows it (ADR 0013). Streams in 64 KiB pieces, each with its
//! own authentication: whoever reads gets no byte that was changed, and an end that was cut off is an error.
//! Knows nothing of cases, keys of journals or files; the format of what is inside is the caller's.
//!
//! ```
//! use std::io::{Read as _, Write as _};
//! use variorum_seal::{Passphrase, Seal, Sealed};
//! let passphrase = Passphrase::new("correct horse battery staple".to_owned())?;
//! let (mut sealing, opener) = Seal::with(&passphrase).work(10).onto(Vec::new())?;
//! sealing.write_all(b"the words")?;
//! let bytes = sealing.finish()?;
//! let mut words = String::new();
//! Sealed::of(&bytes[..])?.open(&opener)?.read_to_string(&mut words)?;
//! assert_eq!(words, "the words");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Left out: plugins and SSH keys (age runs programs for the one and needs RSA for the other), armour, keys that
//! resist quantum computers, and the key stores of operating systems.

mod opening;
mod passphrase;
mod sealing;

pub use opening::{NotOpened, Opener, Opening, Sealed};
pub use passphrase::{NoPassphrase, Nobody, Passphrase, Passphrases};
pub use sealing::{NotARecipient, Recipient, Seal, Sealing};
