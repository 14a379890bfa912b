//! Reading an age file.

use std::fmt;
use std::io::{self, BufRead, Read};

use age::DecryptError;
use age_core::format::{FileKey, Stanza};

use crate::passphrase::Passphrase;
use crate::sealing::copy_of;

/// More work than that for one guess at a passphrase (1 GiB of memory) is somebody's mistake or malice.
const MOST_WORK: u8 = 20;

/// Why an age file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// No age file, or a damaged one.
    #[error("it is no age file, or its beginning is damaged")]
    NotAge,
    /// Another passphrase.
    #[error("the passphrase is not the one that it was sealed with")]
    WrongPassphrase,
    /// None of the keys.
    #[error("none of the keys given opens it: it was sealed for other recipients")]
    NoKeyFits,
    /// Sealed in the other way.
    #[error("it was sealed with a passphrase, not for a key")]
    NeedsPassphrase,
    /// Sealed in the other way.
    #[error("it was sealed for keys, not with a passphrase: give the file with your secret key (--identity)")]
    NeedsIdentity,
    /// Far more work than usual.
    #[error("it asks for 2^{work} steps for one try of a passphrase; `age --decrypt` may take that on")]
    TooMuchWork {
        /// The base-2 logarithm.
        work: u8,
    },
    /// A file of secret keys that holds something else.
    #[error("it holds no secret key as `age-keygen` writes it")]
    Identity(#[source] io::Error),
    /// It could not be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
}

/// What opens an age file.
pub enum Opener {
    /// A passphrase.
    Passphrase(Passphrase),
    /// Secret keys.
    Identities(Vec<Box<dyn age::Identity>>),
    /// The key of one file, by the run that sealed it.
    ThisRun(ThisRun),
}

/// The key of one file. It is wiped when it goes.
pub struct ThisRun(FileKey);

impl Opener {
    /// The secret keys in a file as `age-keygen` writes it.
    pub fn identities(file: impl BufRead) -> Result<Self, NotOpened> {
        let identities = age::IdentityFile::from_buffer(file).map_err(NotOpened::Identity)?;
        let identities =
            identities.into_identities().map_err(|error| NotOpened::Identity(io::Error::other(error.to_string())))?;
        Ok(Self::Identities(identities))
    }

    pub(crate) const fn of_this_run(file_key: FileKey) -> Self {
        Self::ThisRun(ThisRun(file_key))
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passphrase(_) => "Opener(passphrase)",
            Self::Identities(_) => "Opener(secret keys)",
            Self::ThisRun(_) => "Opener(the key of one file)",
        })
    }
}

impl age::Identity for ThisRun {
    fn unwrap_stanza(&self, _: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        Some(Ok(copy_of(&self.0)))
    }
}

/// An age file whose beginning was read.
pub struct Sealed<R>(age::Decryptor<R>);

impl<R: Read> Sealed<R> {
    /// Reads the beginning.
    pub fn of(input: R) -> Result<Self, NotOpened> {
        age::Decryptor::new(input).map(Self).map_err(not_opened)
    }

    /// Whether a passphrase opens it; else a secret key does.
    pub fn needs_passphrase(&self) -> bool {
        self.0.is_scrypt()
    }

    /// Opens it.
    pub fn open(self, opener: &Opener) -> Result<Opening<R>, NotOpened> {
        let scrypt;
        let identities: Vec<&dyn age::Identity> = match opener {
            Opener::Passphrase(_) if !self.needs_passphrase() => return Err(NotOpened::NeedsIdentity),
            Opener::Identities(_) if self.needs_passphrase() => return Err(NotOpened::NeedsPassphrase),
            Opener::Passphrase(passphrase) => {
                let mut identity = age::scrypt::Identity::new(passphrase.secret());
                identity.set_max_work_factor(MOST_WORK);
                scrypt = identity;
                vec![&scrypt]
            }
            Opener::Identities(identities) => identities.iter().map(|identity| &**identity).collect(),
            Opener::ThisRun(this_run) => vec![this_run],
        };
        self.0.decrypt(identities.into_iter()).map(Opening).map_err(not_opened)
    }
}

fn not_opened(error: DecryptError) -> NotOpened {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => NotOpened::WrongPassphrase,
        DecryptError::NoMatchingKeys => NotOpened::NoKeyFits,
        DecryptError::ExcessiveWork { required, .. } => NotOpened::TooMuchWork { work: required },
        DecryptError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => NotOpened::Read(source),
        _ => NotOpened::NotAge,
    }
}

/// The content of an age file. Reading it fails where it was changed or cut off.
pub struct Opening<R>(age::stream::StreamReader<R>);

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), "it was damaged or cut off after it was sealed")
            }
            _ => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::sealing::{Recipient, Seal};

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).unwrap()
    }

    fn sealed(seal: &Seal, bytes: &[u8]) -> (Vec<u8>, Opener) {
        let (mut sealing, opener) = seal.clone().work(8).onto(Vec::new()).unwrap();
        sealing.write_all(bytes).unwrap();
        (sealing.finish().unwrap(), opener)
    }

    fn opened(file: &[u8], opener: &Opener) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut opening = Sealed::of(file).and_then(|sealed| sealed.open(opener)).map_err(|error| error.to_string())?;
        opening.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn identity() -> (Recipient, Opener) {
        let secret = age::x25519::Identity::generate();
        let text = format!("# a comment\n{}\n", age::secrecy::ExposeSecret::expose_secret(&secret.to_string()));
        (secret.to_public().to_string().parse().unwrap(), Opener::identities(text.as_bytes()).unwrap())
    }

    #[test]
    fn who_may_opens_and_nobody_else() {
        let ((one, one_opens), (two, two_opens), (_, other)) = (identity(), identity(), identity());
        let words = b"the words".repeat(20_000);
        let (file, run) = sealed(&Seal::with(&passphrase("right")), &words);
        assert_eq!(opened(&file, &run).as_deref(), Ok(&words[..]));
        assert!(opened(&file, &Opener::Passphrase(passphrase("wrong"))).unwrap_err().contains("passphrase is not"));
        assert!(opened(&file, &one_opens).unwrap_err().contains("sealed with a passphrase"));
        let (file, run) = sealed(&Seal::for_recipients(vec![one, two]), &words);
        for opener in [&run, &one_opens, &two_opens] {
            assert_eq!(opened(&file, opener).as_deref(), Ok(&words[..]), "{opener:?}");
        }
        assert!(opened(&file, &other).unwrap_err().contains("other recipients"));
        assert!(opened(&file, &Opener::Passphrase(passphrase("right"))).unwrap_err().contains("--identity"));
    }

    #[test]
    fn every_cut_and_a_flip_anywhere_is_noticed() {
        let (file, run) = sealed(&Seal::with(&passphrase("p")), &[7; 300]);
        for length in 0..file.len() {
            assert!(opened(&file[..length], &run).is_err(), "cut at {length}");
        }
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(opened(&changed, &run).is_err(), "changed at {at}");
        }
    }

    #[test]
    fn too_much_work_is_refused_unworked() {
        let (mut sealing, _) = Seal::with(&passphrase("p")).work(1).onto(Vec::new()).unwrap();
        sealing.write_all(b"x").unwrap();
        let file = sealing.finish().unwrap();
        let at = file.windows(3).position(|bytes| bytes == b" 1\n").unwrap();
        let mut costly = file[..at].to_owned();
        costly.extend(b" 30\n");
        costly.extend(&file[at + 3..]);
        let error = opened(&costly, &Opener::Passphrase(passphrase("p"))).unwrap_err();
        assert!(error.contains("2^30"), "{error}");
    }

    #[test]
    fn a_secret_key_is_no_recipient_and_is_not_repeated() {
        let secret = age::x25519::Identity::generate().to_string();
        let secret = age::secrecy::ExposeSecret::expose_secret(&secret).to_owned();
        let message = secret.parse::<Recipient>().unwrap_err().to_string();
        assert!(!message.contains(&secret[15..]), "{message}");
        let error = Opener::identities(&b"AGE-SECRET-KEY-1NOTAKEY\n"[..]).unwrap_err();
        assert!(!format!("{error:?}").contains("NOTAKEY"), "{error:?}");
        assert!(!format!("{:?}", passphrase("hidden")).contains("hidden"));
    }
}
