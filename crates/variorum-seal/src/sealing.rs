//! Writing an age file.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use age::EncryptError;
use age::secrecy::ExposeSecret as _;
use age_core::format::{FileKey, Stanza};

use crate::opening::Opener;
use crate::passphrase::Passphrase;

/// The base-2 logarithm of scrypt's work for a passphrase: 256 MiB and about a second, what the age command takes.
const WORK: u8 = 18;

/// Somebody for whom a file is sealed: a public key `age1…`.
#[derive(Clone)]
pub struct Recipient(age::x25519::Recipient);

/// What was given is no recipient.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no recipient: write a public key that begins with age1, as `age-keygen` prints it ({why})")]
pub struct NotARecipient {
    text: String,
    why: String,
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        // A secret key given by mistake must not be repeated in a message.
        let shown =
            if text.starts_with("age1") { text.chars().take(80).collect() } else { "what was given".to_owned() };
        text.parse().map(Self).map_err(|why: &str| NotARecipient { text: shown, why: why.to_owned() })
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

/// How a file is closed.
#[derive(Debug, Clone)]
pub struct Seal {
    closed: Closed,
    work: u8,
}

#[derive(Debug, Clone)]
enum Closed {
    With(Passphrase),
    For(Vec<Recipient>),
}

impl Seal {
    /// With a passphrase.
    pub fn with(passphrase: &Passphrase) -> Self {
        Self { closed: Closed::With(passphrase.clone()), work: WORK }
    }

    /// For recipients, each of whom can open it alone.
    pub const fn for_recipients(recipients: Vec<Recipient>) -> Self {
        Self { closed: Closed::For(recipients), work: WORK }
    }

    /// With another effort for guessing the passphrase: 2^`work` steps. For tests; less than 18 is easier to guess.
    #[must_use]
    pub fn work(self, work: u8) -> Self {
        Self { work, ..self }
    }

    /// Begins a file on `output`. What comes back beside it opens the same file again: the passphrase, or, since
    /// nobody here has the recipients' secret keys, the key of this one file, which lives as long as the value does.
    pub fn onto<W: Write>(&self, output: W) -> io::Result<(Sealing<W>, Opener)> {
        let (encryptor, opener) = match &self.closed {
            Closed::With(passphrase) => {
                let mut recipient = age::scrypt::Recipient::new(passphrase.secret());
                recipient.set_work_factor(self.work);
                let all: [&dyn age::Recipient; 1] = [&recipient];
                (age::Encryptor::with_recipients(all.into_iter()), Opener::Passphrase(passphrase.clone()))
            }
            Closed::For(recipients) => {
                let file_key = RefCell::new(None);
                let watched: Vec<Watched<'_>> = recipients
                    .iter()
                    .map(|recipient| Watched { recipient: &recipient.0, file_key: &file_key })
                    .collect();
                let all = watched.iter().map(|recipient| recipient as &dyn age::Recipient);
                let encryptor = age::Encryptor::with_recipients(all);
                let kept = file_key.take().map_or_else(|| Opener::Identities(Vec::new()), Opener::of_this_run);
                (encryptor, kept)
            }
        };
        let writer = encryptor.map_err(io::Error::other)?.wrap_output(output)?;
        Ok((Sealing(writer), opener))
    }
}

/// A recipient that notes the key of the file while it is wrapped.
struct Watched<'r> {
    recipient: &'r age::x25519::Recipient,
    file_key: &'r RefCell<Option<FileKey>>,
}

impl age::Recipient for Watched<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        self.file_key.replace(Some(copy_of(file_key)));
        self.recipient.wrap_file_key(file_key)
    }
}

pub(crate) fn copy_of(file_key: &FileKey) -> FileKey {
    FileKey::init_with_mut(|copy| copy.copy_from_slice(file_key.expose_secret()))
}

/// A file that is being sealed. Without [`Sealing::finish`] it has no end and cannot be opened.
pub struct Sealing<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> Sealing<W> {
    /// Writes the end and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
