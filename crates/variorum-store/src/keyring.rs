//! Keys, and the newest head seen of each journal: kept outside the case, so that neither travels with it.
//!
//! For a journal named `variorum.invalid/<32 digits>` the folder holds `<32 digits>.key` (mode 0600: the 32
//! secret bytes in hexadecimal), or `<32 digits>.key.age`, which is the same file sealed with a passphrase, and
//! `<32 digits>.seen`: the newest checkpoint that this user's programs signed or accepted, byte for byte. A case
//! folder that is put back to an earlier state, or that went another way on another machine, is noticed by it, and
//! the signed head is the proof. A sealed key is opened once in a process and kept in memory; whoever can be asked
//! for the passphrase comes in with [`Keyring::asking`]. Which folder it is follows from the user's environment,
//! which only the surfaces read. Keys are changed (sealed, unsealed, backed up) in `custodian`. Left out: the key
//! stores of operating systems, and an agent that keeps a key open from one command to the next.

mod witness;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use variorum_journal::checkpoint::{CheckpointError, SignedCheckpoint};
use variorum_journal::note::{NoteError, SigningKey, Vkey};
use variorum_seal::{NoPassphrase, Nobody, NotOpened, Opener, Passphrase, Passphrases, Sealed};
use zeroize::Zeroizing;

use crate::disk::{Disk, DiskError, PRIVATE, make_private_folders};
use crate::layout::{ORIGIN_STEM, UNFINISHED_STEM};
use crate::notary::{NoRandomness, Notary};

pub use witness::{WitnessDesk, Witnessed};

/// A key or a mark is a line or four, a sealed key a few hundred bytes.
const LONGEST: u64 = 4096;

/// A folder of keys.
#[derive(Clone)]
pub struct Keyring {
    path: PathBuf,
    passphrases: Arc<dyn Passphrases>,
    opened: Arc<Mutex<Opened>>,
    /// Whether a new key is kept sealed from its first moment.
    seals_new_keys: bool,
    /// Whether passphrases are tried cheaply: tests try hundreds.
    #[cfg(test)]
    guessed_easily: bool,
}

/// What was opened with a passphrase: nobody is asked twice in one process.
#[derive(Default)]
struct Opened {
    keys: BTreeMap<String, SigningKey>,
    /// The last one that opened a key: most people have one for all their keys.
    last: Option<Passphrase>,
    /// The one that was chosen for what is being sealed.
    chosen: Option<Passphrase>,
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
        "no key for this case: {path} is not there, nor {path}.age. It can be read and verified; to write, put the key \
         there from the machine on which the case was made, or from a backup (variorum keys restore). If it is lost: \
         variorum new NEWCASE --continues CASE", path = path.display()
    )]
    Missing {
        /// Where it would lie.
        path: PathBuf,
    },
    /// The key's file holds no key.
    #[error("{path} does not hold a key (64 lower-case hexadecimal digits and a line feed)", path = path.display())]
    Unreadable {
        /// The file. What it holds instead is not said: it may be nearly the key.
        path: PathBuf,
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
    /// A sealed key stayed closed.
    #[error("{path} was not opened", path = path.display())]
    Closed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: NotOpened,
    },
    /// Nobody gave a passphrase.
    #[error("{path} is sealed with a passphrase, or is to be", path = path.display())]
    NoPassphrase {
        /// The file.
        path: PathBuf,
        /// Why.
        source: NoPassphrase,
    },
    /// A sealed copy does not give the key back.
    #[error("{path} was read back and does not sign as the key does; the key was left as it is", path = path.display())]
    NotTheSame {
        /// The copy.
        path: PathBuf,
    },
    /// A backup with something else in it.
    #[error("{path} is no backup of keys: {why}", path = path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Another key lies where this one would.
    #[error("{path} holds another key than the backup; move it away if the backup is right", path = path.display())]
    InTheWay {
        /// The key that is there.
        path: PathBuf,
    },
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({})", self.path.display())
    }
}

impl Keyring {
    /// The keys in this folder, which is made when the first one comes.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            passphrases: Arc::new(Nobody),
            opened: Arc::default(),
            seals_new_keys: false,
            #[cfg(test)]
            guessed_easily: false,
        }
    }

    /// The same, with somebody who can be asked for passphrases.
    #[must_use]
    pub fn asking(self, passphrases: Arc<dyn Passphrases>) -> Self {
        Self { passphrases, ..self }
    }

    /// The same, with every new key sealed from its first moment; the passphrase is asked for now.
    pub fn sealing_new_keys(&self) -> Result<Self, KeyringError> {
        self.choose(&self.path)?;
        Ok(Self { seals_new_keys: true, ..self.clone() })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Draws a name and a key for a new journal and keeps them. Only a fixed notary, or a case that was never
    /// finished, draws a name twice; what was seen of the earlier journal is then forgotten.
    pub(crate) fn new_key(&self, notary: &dyn Notary) -> Result<SigningKey, KeyringError> {
        let (mut name, mut seed) = ([0; 16], Zeroizing::new([0; 32]));
        notary.fill(&mut name)?;
        notary.fill(&mut *seed)?;
        let digits: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.path.join(format!("{digits}.key"));
        let key = SigningKey::from_seed(&format!("{ORIGIN_STEM}{digits}"), *seed)
            .map_err(|source| KeyringError::Unusable { path, source })?;
        if self.seals_new_keys {
            self.make_folder()?;
            self.put_sealed(&key, &self.choose(&self.path)?)?;
            self.opened().keys.insert(key.vkey().name().to_owned(), key.clone());
        } else {
            self.keep(&key)?;
        }
        match Disk::open(&self.path)?.remove(&seen_file(key.vkey().name())?) {
            Err(error) if !error.is_absent() => Err(error.into()),
            _ => Ok(key),
        }
    }

    /// The key that signs for this journal. A sealed one is opened once in a process.
    pub fn key(&self, vkey: &Vkey) -> Result<SigningKey, KeyringError> {
        let (path, key) = match self.plain_key(vkey.name())? {
            Some(found) => found,
            None => self.sealed_key(vkey.name())?,
        };
        if key.vkey() == *vkey {
            return Ok(key);
        }
        Err(KeyringError::OtherKey { path, found: key.vkey().to_string(), expected: vkey.to_string() })
    }

    /// The key that lies here as it is, with its file.
    pub(crate) fn plain_key(&self, origin: &str) -> Result<Option<(PathBuf, SigningKey)>, KeyringError> {
        let file = key_file(origin)?;
        let path = self.path.join(&file);
        let bytes = match Disk::open(&self.path).and_then(|disk| disk.read(&file, LONGEST)) {
            Err(error) if error.is_absent() => return Ok(None),
            bytes => Zeroizing::new(bytes?),
        };
        let key = read_key(&path, origin, &bytes)?;
        Ok(Some((path, key)))
    }

    /// The key that lies here sealed, with its file.
    pub(crate) fn sealed_key(&self, origin: &str) -> Result<(PathBuf, SigningKey), KeyringError> {
        let path = self.path.join(sealed_file(origin)?);
        if let Some(key) = self.opened().keys.get(origin) {
            return Ok((path, key.clone()));
        }
        let bytes = self.sealed_bytes(origin)?;
        let (key, passphrase) = self.open_with_a_passphrase(origin, &path, &bytes)?;
        let mut opened = self.opened();
        opened.keys.insert(origin.to_owned(), key.clone());
        opened.last = Some(passphrase);
        Ok((path, key))
    }

    pub(crate) fn sealed_bytes(&self, origin: &str) -> Result<Vec<u8>, KeyringError> {
        let file = sealed_file(origin)?;
        match Disk::open(&self.path).and_then(|disk| disk.read(&file, LONGEST)) {
            Err(error) if error.is_absent() => Err(self.missing(origin)),
            bytes => Ok(bytes?),
        }
    }

    pub(crate) fn missing(&self, origin: &str) -> KeyringError {
        match key_file(origin) {
            Ok(file) => KeyringError::Missing { path: self.path.join(file) },
            Err(error) => error,
        }
    }

    fn open_with_a_passphrase(
        &self,
        origin: &str,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(SigningKey, Passphrase), KeyringError> {
        let last = self.opened().last.clone();
        if let Some(last) = last {
            match open_key(path, origin, bytes, &last) {
                Err(KeyringError::Closed { source: NotOpened::WrongPassphrase, .. }) => {}
                key => return Ok((key?, last)),
            }
        }
        let passphrase = self.ask(path, |passphrases| passphrases.of(path))?;
        Ok((open_key(path, origin, bytes, &passphrase)?, passphrase))
    }

    /// The same, for tests that seal hundreds of keys.
    #[cfg(test)]
    pub(crate) fn guessed_easily(self) -> Self {
        Self { guessed_easily: true, ..self }
    }

    #[cfg(test)]
    pub(crate) const fn is_guessed_easily(&self) -> bool {
        self.guessed_easily
    }

    #[cfg(not(test))]
    pub(crate) const fn is_guessed_easily(&self) -> bool {
        false
    }

    /// Asks whoever can be asked about this file.
    pub(crate) fn ask(
        &self,
        path: &Path,
        ask: impl FnOnce(&dyn Passphrases) -> Result<Passphrase, NoPassphrase>,
    ) -> Result<Passphrase, KeyringError> {
        ask(&*self.passphrases).map_err(|source| KeyringError::NoPassphrase { path: path.to_owned(), source })
    }

    /// The passphrase for what is to be sealed; asked once, however many keys it is for.
    pub(crate) fn choose(&self, path: &Path) -> Result<Passphrase, KeyringError> {
        let chosen = self.opened().chosen.clone();
        if let Some(chosen) = chosen {
            return Ok(chosen);
        }
        let passphrase = self.ask(path, |passphrases| passphrases.choose(path))?;
        self.opened().chosen = Some(passphrase.clone());
        Ok(passphrase)
    }

    fn opened(&self) -> std::sync::MutexGuard<'_, Opened> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Keeps a key as it is.
    pub(crate) fn keep(&self, key: &SigningKey) -> Result<(), KeyringError> {
        self.make_folder()?;
        self.write(&key_file(key.vkey().name())?, key_line(key).as_bytes())
    }

    pub(crate) fn make_folder(&self) -> Result<(), KeyringError> {
        let at_folder = |source| DiskError { action: "find", path: self.path.clone(), source };
        Ok(make_private_folders(&std::path::absolute(&self.path).map_err(at_folder)?)?)
    }

    pub(crate) fn write(&self, file: &str, bytes: &[u8]) -> Result<(), KeyringError> {
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

/// A key as its file holds it.
pub(crate) fn key_line(key: &SigningKey) -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::with_capacity(65));
    for byte in key.seed() {
        for half in [byte >> 4, byte & 15] {
            line.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    line.push('\n');
    line
}

fn read_key(path: &Path, origin: &str, bytes: &[u8]) -> Result<SigningKey, KeyringError> {
    let path = || path.to_owned();
    let seed = read_seed(bytes.trim_ascii_end()).ok_or_else(|| KeyringError::Unreadable { path: path() })?;
    SigningKey::from_seed(origin, *seed).map_err(|source| KeyringError::Unusable { path: path(), source })
}

/// 64 lower-case hexadecimal digits.
pub(crate) fn read_seed(digits: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut seed = Zeroizing::new([0; 32]);
    for (byte, pair) in seed.iter_mut().zip(digits.chunks(2)) {
        let [high, low] = pair else { return None };
        *byte = value(*high)? << 4 | value(*low)?;
    }
    (digits.len() == 64).then_some(seed)
}

/// The key in the bytes of a sealed file.
pub(crate) fn open_key(
    path: &Path,
    origin: &str,
    bytes: &[u8],
    passphrase: &Passphrase,
) -> Result<SigningKey, KeyringError> {
    let closed = |source| KeyringError::Closed { path: path.to_owned(), source };
    let opening = Sealed::of(bytes).and_then(|sealed| sealed.open(&Opener::Passphrase(passphrase.clone())));
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST as usize));
    let read = opening.map_err(closed)?.take(LONGEST).read_to_end(&mut line);
    read.map_err(|error| closed(NotOpened::Read(error)))?;
    read_key(path, origin, &line)
}

pub(crate) fn key_file(origin: &str) -> Result<String, KeyringError> {
    Ok(format!("{}.key", digits_of(origin)?))
}

pub(crate) fn sealed_file(origin: &str) -> Result<String, KeyringError> {
    Ok(format!("{}.key.age", digits_of(origin)?))
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
