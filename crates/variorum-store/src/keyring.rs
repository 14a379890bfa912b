//! Keys, and the newest head seen of each journal: kept outside the case, so that neither travels with it.
//!
//! For a journal named `variorum.invalid/<32 digits>` the folder holds `<32 digits>.key` (mode 0600: the 32
//! secret bytes in hexadecimal) and `<32 digits>.seen`: the newest checkpoint that this user's programs
//! signed or accepted, byte for byte. A case folder that is put back to an earlier state, or that went
//! another way on another machine, is noticed by it, and the signed head is the proof. Which folder it is
//! follows from the user's environment, which only the surfaces read. Left out: encryption of keys at rest
//! and the key stores of operating systems.

mod witness;

use std::path::{Path, PathBuf};

use variorum_evidence::digest::{Digest, NotADigest};
use variorum_journal::checkpoint::{CheckpointError, SignedCheckpoint};
use variorum_journal::note::{NoteError, SigningKey, Vkey};

use crate::disk::{Disk, DiskError, PRIVATE, make_private_folders};
use crate::layout::{ORIGIN_STEM, UNFINISHED_STEM};
use crate::notary::{NoRandomness, Notary};

pub use witness::{WitnessDesk, Witnessed};

/// A key or a mark is a line or four.
const LONGEST: u64 = 4096;

/// A folder of keys.
#[derive(Debug, Clone)]
pub struct Keyring {
    path: PathBuf,
}

/// A key or a mark that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The folder or a file in it.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The system gave no random bytes.
    #[error("could not make a key")]
    NoRandomness(#[from] NoRandomness),
    /// The journal's name is none that we give.
    #[error("the journal is called {origin:?}; a name is {ORIGIN_STEM} and 32 hexadecimal digits")]
    Origin {
        /// The name.
        origin: String,
    },
    /// No key for this journal on this machine.
    #[error(
        "no key for this case: {path} is not there. It can be read; to write, put the key there from the machine \
         on which the case was made", path = path.display()
    )]
    Missing {
        /// Where it would lie.
        path: PathBuf,
    },
    /// The key's file holds no key.
    #[error("{path} does not hold a key (64 hexadecimal digits)", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: NotADigest,
    },
    /// The key cannot carry the journal's name.
    #[error("{path} holds a key that cannot be used", path = path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: NoteError,
    },
    /// Another key than the case's.
    #[error("{path} holds the key {found}, the case was made with {expected}", path = path.display())]
    OtherKey {
        /// The file.
        path: PathBuf,
        /// The key in it.
        found: String,
        /// The case's key.
        expected: String,
    },
    /// The mark is no head that the case's key signed.
    #[error("{path} is not a head of this case; if you know why, remove that file", path = path.display())]
    Mark {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CheckpointError,
    },
}

impl Keyring {
    /// The keys in this folder, which is made when the first one comes.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Draws a name and a key for a new journal and keeps them. Only a fixed notary, or a case that was never
    /// finished, draws a name twice; what was seen of the earlier journal is then forgotten.
    pub(crate) fn new_key(&self, notary: &dyn Notary) -> Result<SigningKey, KeyringError> {
        let (mut name, mut seed) = ([0; 16], [0; 32]);
        notary.fill(&mut name)?;
        notary.fill(&mut seed)?;
        let digits: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.path.join(format!("{digits}.key"));
        let key = SigningKey::from_seed(&format!("{ORIGIN_STEM}{digits}"), seed)
            .map_err(|source| KeyringError::Unusable { path, source })?;
        self.keep(&key)?;
        match Disk::open(&self.path)?.remove(&seen_file(key.vkey().name())?) {
            Err(error) if !error.is_absent() => Err(error.into()),
            _ => Ok(key),
        }
    }

    /// The key that signs for this journal.
    pub fn key(&self, vkey: &Vkey) -> Result<SigningKey, KeyringError> {
        let file = key_file(vkey.name())?;
        let path = self.path.join(&file);
        let bytes = match Disk::open(&self.path).and_then(|disk| disk.read(&file, LONGEST)) {
            Err(error) if error.is_absent() => return Err(KeyringError::Missing { path }),
            bytes => bytes?,
        };
        let seed: Digest = String::from_utf8_lossy(&bytes)
            .trim_end()
            .parse()
            .map_err(|source| KeyringError::Unreadable { path: path.clone(), source })?;
        let key = SigningKey::from_seed(vkey.name(), *seed.as_bytes())
            .map_err(|source| KeyringError::Unusable { path: path.clone(), source })?;
        if key.vkey() == *vkey {
            return Ok(key);
        }
        Err(KeyringError::OtherKey { path, found: key.vkey().to_string(), expected: vkey.to_string() })
    }

    /// The newest head of this journal that was signed or accepted here.
    pub fn seen(&self, vkey: &Vkey) -> Result<Option<SignedCheckpoint>, KeyringError> {
        let file = seen_file(vkey.name())?;
        let bytes = match Disk::open(&self.path).and_then(|disk| disk.read(&file, LONGEST)) {
            Err(error) if error.is_absent() => return Ok(None),
            bytes => bytes?,
        };
        SignedCheckpoint::open(&String::from_utf8_lossy(&bytes), vkey)
            .map(Some)
            .map_err(|source| KeyringError::Mark { path: self.path.join(file), source })
    }

    /// Where the newest head of a journal is kept, for messages.
    pub(crate) fn seen_path(&self, origin: &str) -> PathBuf {
        seen_file(origin).map_or_else(|_| self.path.clone(), |file| self.path.join(file))
    }

    /// Keeps a head as the newest one seen.
    pub(crate) fn mark_seen(&self, head: &SignedCheckpoint) -> Result<(), KeyringError> {
        self.write(&seen_file(&head.head().origin)?, head.note().as_bytes())
    }

    /// Keeps a key.
    fn keep(&self, key: &SigningKey) -> Result<(), KeyringError> {
        let at_folder = |source| DiskError { action: "find", path: self.path.clone(), source };
        make_private_folders(&std::path::absolute(&self.path).map_err(at_folder)?)?;
        let mut line = Digest::from_bytes(*key.seed()).to_string();
        line.push('\n');
        self.write(&key_file(key.vkey().name())?, line.as_bytes())
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), KeyringError> {
        let disk = Disk::open(&self.path)?;
        let unfinished = format!("{UNFINISHED_STEM}{}-{file}", std::process::id());
        match disk.remove(&unfinished) {
            Err(error) if !error.is_absent() => return Err(error.into()),
            _ => {}
        }
        let mut new = disk.create(&unfinished, PRIVATE)?;
        new.write(bytes)?;
        new.sync()?;
        disk.rename(&unfinished, file)?;
        Ok(disk.sync_folder("")?)
    }
}

fn key_file(origin: &str) -> Result<String, KeyringError> {
    Ok(format!("{}.key", digits_of(origin)?))
}

fn seen_file(origin: &str) -> Result<String, KeyringError> {
    Ok(format!("{}.seen", digits_of(origin)?))
}

/// The 32 digits of a journal's name. A case from elsewhere states its own name, so it must not be a path.
fn digits_of(origin: &str) -> Result<&str, KeyringError> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    origin
        .strip_prefix(ORIGIN_STEM)
        .filter(|digits| digits.len() == 32 && digits.bytes().all(is_digit))
        .ok_or_else(|| KeyringError::Origin { origin: origin.chars().take(80).collect() })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::notary::SystemNotary;

    #[test]
    fn a_key_is_kept_privately() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::at(folder.path().join("keys"));
        let key = keyring.new_key(&SystemNotary).unwrap();
        assert_eq!(keyring.key(&key.vkey()).unwrap().seed(), key.seed());
        let file = keyring.path().join(key_file(key.vkey().name()).unwrap());
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(keyring.path())), (0o600, 0o700));
    }

    #[test]
    fn a_wrong_or_missing_key_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::at(folder.path());
        let key = keyring.new_key(&SystemNotary).unwrap();
        let file = keyring.path().join(key_file(key.vkey().name()).unwrap());
        std::fs::write(&file, "00".repeat(32)).unwrap();
        assert!(matches!(keyring.key(&key.vkey()), Err(KeyringError::OtherKey { .. })));
        std::fs::write(&file, "not a key").unwrap();
        assert!(matches!(keyring.key(&key.vkey()), Err(KeyringError::Unreadable { .. })));
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(keyring.key(&key.vkey()), Err(KeyringError::Missing { .. })));
    }

    #[test]
    fn a_name_cannot_be_a_path() {
        for name in ["variorum.invalid/../../etc", "other/00112233445566778899aabbccddeeff", "variorum.invalid/"] {
            let key = SigningKey::from_seed(name, [1; 32]).unwrap();
            let error = Keyring::at("/nowhere").key(&key.vkey()).unwrap_err();
            assert!(matches!(error, KeyringError::Origin { .. }), "{name}");
        }
    }
}
