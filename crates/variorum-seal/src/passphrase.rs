//! Passphrases, and who is asked for them.
//!
//! A passphrase is wiped from memory when it goes and shows itself in no message. Where it comes from (a terminal, a
//! file) only the surfaces know; they hand in a [`Passphrases`].

use std::fmt;
use std::path::Path;

use age::secrecy::SecretString;

/// A secret that a person can remember, as UTF-8 and not normalised.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// A passphrase of these characters, which must be some.
    pub fn new(text: String) -> Result<Self, NoPassphrase> {
        if text.is_empty() { Err(NoPassphrase::new("the passphrase is empty")) } else { Ok(Self(text.into())) }
    }

    pub(crate) fn secret(&self) -> SecretString {
        self.0.clone()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(secret)")
    }
}

/// Whoever can be asked for a passphrase.
pub trait Passphrases: Send + Sync {
    /// The passphrase that opens this file.
    fn of(&self, path: &Path) -> Result<Passphrase, NoPassphrase>;

    /// A new one for this file; a person is asked twice.
    fn choose(&self, path: &Path) -> Result<Passphrase, NoPassphrase>;
}

/// No passphrase was to be had.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct NoPassphrase {
    message: String,
    #[source]
    source: Option<std::io::Error>,
}

impl NoPassphrase {
    /// Why, and what to do about it.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same, because of this.
    pub fn because(message: impl Into<String>, source: std::io::Error) -> Self {
        Self { message: message.into(), source: Some(source) }
    }
}

/// Where nobody can be asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Passphrases for Nobody {
    fn of(&self, _: &Path) -> Result<Passphrase, NoPassphrase> {
        Err(NoPassphrase::new("nobody can be asked for its passphrase here"))
    }

    fn choose(&self, path: &Path) -> Result<Passphrase, NoPassphrase> {
        self.of(path)
    }
}
