//! What people do with keys: see which are here, seal them with a passphrase, unseal them, back them up, restore them.
//!
//! A key is never in one place only while it changes its form: the new file is written, synced, read back and shown to
//! sign the same, and only then the old one goes. Interrupted anywhere, the key opens, and the same command goes on.
//! What was deleted may still be found on the disk by a specialist; only an encrypted disk helps against that.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use variorum_journal::note::{SigningKey, Vkey, signer};
use variorum_seal::{NotOpened, Opener, Passphrase, Seal, Sealed};
use zeroize::Zeroizing;

use crate::disk::{Disk, DiskError};
use crate::keyring::{Keyring, KeyringError, key_file, key_line, open_key, read_seed, sealed_file};
use crate::layout::ORIGIN_STEM;

/// The first line inside a backup.
const BACKUP: &str = "variorum-keys/1";
/// No backup is longer: a hundred thousand keys.
const LONGEST_BACKUP: u64 = 16 << 20;
/// What two keys sign to show that they are one.
const SPECIMEN: &str = "variorum: does this key sign as the other one does?\n";

/// How a key lies here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Plain,
    /// Sealed with a passphrase.
    Sealed,
    /// Both: it was being sealed or unsealed, and that was interrupted.
    Both,
    /// Not at all: only the newest head seen.
    Absent,
}

/// What the folder holds of one journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The journal's name.
    pub origin: String,
    /// Its key.
    pub form: Form,
    /// How entries name that key, where a plain key or a head seen tells it.
    pub key: Option<String>,
    /// How many entries the newest head seen has. Nobody checked it for this list.
    pub seen: Option<u64>,
}

/// What became of a key in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// It is here now, sealed with the passphrase of the backup.
    Added,
    /// It was here before.
    Known,
}

impl Keyring {
    /// What lies here, by the journals' names.
    pub fn held(&self) -> Result<Vec<Held>, KeyringError> {
        let names = match Disk::open(self.path()).and_then(|disk| disk.names("")) {
            Err(error) if error.is_absent() => return Ok(Vec::new()),
            names => names?,
        };
        let mut found: BTreeMap<&str, [bool; 3]> = BTreeMap::new();
        for name in &names {
            let Some((digits, ending)) = name.split_once('.') else { continue };
            let Some(kind) = ["key", "key.age", "seen"].iter().position(|known| *known == ending) else { continue };
            if key_file(&format!("{ORIGIN_STEM}{digits}")).is_ok() {
                found.entry(digits).or_default()[kind] = true;
            }
        }
        Ok(found.into_iter().map(|(digits, files)| self.held_of(digits, files)).collect())
    }

    fn held_of(&self, digits: &str, [plain, sealed, seen]: [bool; 3]) -> Held {
        let origin = format!("{ORIGIN_STEM}{digits}");
        let form = match (plain, sealed) {
            (true, true) => Form::Both,
            (true, false) => Form::Plain,
            (false, true) => Form::Sealed,
            (false, false) => Form::Absent,
        };
        let vkey = self.plain_key(&origin).ok().flatten().map(|(_, key)| key.vkey());
        let note = if seen { std::fs::read_to_string(self.path().join(format!("{digits}.seen"))).ok() } else { None };
        let signed_by = note.as_deref().and_then(signer);
        let key = vkey.map(|vkey| vkey.id()).or(signed_by).map(|id| format!("key:{id}"));
        let seen = note.and_then(|note| note.lines().nth(1)?.parse().ok());
        Held { origin, form, key, seen }
    }

    /// How the key of a journal lies here.
    pub fn form_of(&self, origin: &str) -> Result<Form, KeyringError> {
        let held = self.held()?.into_iter().find(|held| held.origin == origin);
        Ok(held.map_or(Form::Absent, |held| held.form))
    }

    /// Seals a key with a passphrase; tells whether there was anything to do.
    pub fn protect(&self, origin: &str) -> Result<bool, KeyringError> {
        let Some((_, key)) = self.plain_key(origin)? else {
            return self.sealed_bytes(origin).map(|_| false);
        };
        self.make_folder()?;
        let path = self.path().join(sealed_file(origin)?);
        let passphrase = self.choose(&path)?;
        self.put_sealed(&key, &passphrase)?;
        self.take_away(&key_file(origin)?)?;
        Ok(true)
    }

    /// Keeps a key as it is again; tells whether there was anything to do.
    pub fn unprotect(&self, origin: &str) -> Result<bool, KeyringError> {
        match self.form_of(origin)? {
            Form::Plain => return Ok(false),
            Form::Absent => return Err(self.missing(origin)),
            Form::Sealed | Form::Both => {}
        }
        let (_, key) = self.sealed_key(origin)?;
        if self.plain_key(origin)?.is_none() {
            self.keep(&key)?;
        }
        let read_back = self.plain_key(origin)?.map(|(_, key)| key);
        if !read_back.is_some_and(|copy| signs_the_same(&copy, &key)) {
            return Err(KeyringError::NotTheSame { path: self.path().join(key_file(origin)?) });
        }
        self.take_away(&sealed_file(origin)?)?;
        Ok(true)
    }

    /// Writes the sealed form of a key and shows that it gives the key back.
    pub(crate) fn put_sealed(&self, key: &SigningKey, passphrase: &Passphrase) -> Result<(), KeyringError> {
        let vkey = key.vkey();
        let file = sealed_file(vkey.name())?;
        let path = self.path().join(&file);
        let bytes = sealed(&self.seal(passphrase), key_line(key).as_bytes()).map_err(unwritten(&path))?;
        self.write(&file, &bytes)?;
        let copy = open_key(&path, vkey.name(), &self.sealed_bytes(vkey.name())?, passphrase)?;
        if signs_the_same(&copy, key) { Ok(()) } else { Err(KeyringError::NotTheSame { path }) }
    }

    fn seal(&self, passphrase: &Passphrase) -> Seal {
        let seal = Seal::with(passphrase);
        if self.is_guessed_easily() { seal.work(1) } else { seal }
    }

    fn take_away(&self, file: &str) -> Result<(), KeyringError> {
        let disk = Disk::open(self.path())?;
        disk.remove(file)?;
        Ok(disk.sync_folder("")?)
    }

    /// Writes the keys of these journals into one new file, sealed with a passphrase, and reads it back.
    pub fn back_up(&self, origins: &[String], into: &Path) -> Result<(), KeyringError> {
        let mut text = Zeroizing::new(String::with_capacity(64 + origins.len() * 256));
        text.push_str(BACKUP);
        text.push('\n');
        for origin in origins {
            let key = self.any_key(origin)?;
            text.push_str(&key.vkey().to_string());
            text.push(' ');
            text.push_str(&key_line(&key));
        }
        let passphrase = self.choose(into)?;
        let seal = self.seal(&passphrase);
        let written = sealed(&seal, text.as_bytes()).and_then(|bytes| write_new(into, &bytes));
        written.map_err(unwritten(into))?;
        let read_back = read_backup(into, &passphrase)?;
        if *read_back == *text { Ok(()) } else { Err(KeyringError::NotTheSame { path: into.to_owned() }) }
    }

    /// The key of a journal, whatever its form.
    fn any_key(&self, origin: &str) -> Result<SigningKey, KeyringError> {
        match self.plain_key(origin)? {
            Some((_, key)) => Ok(key),
            None => Ok(self.sealed_key(origin)?.1),
        }
    }

    /// Brings the keys of a backup here, sealed with its passphrase. None is written over.
    pub fn restore(&self, from: &Path) -> Result<Vec<(String, Restored)>, KeyringError> {
        let passphrase = self.ask(from, |passphrases| passphrases.of(from))?;
        let text = read_backup(from, &passphrase)?;
        let keys = keys_in(&text).ok_or_else(|| not_a_backup(from, "a line of it is not key and secret"))?;
        self.make_folder()?;
        for key in &keys {
            self.check_free(key)?;
        }
        let mut restored = Vec::new();
        for key in keys {
            let origin = key.vkey().name().to_owned();
            let form = self.form_of(&origin)?;
            if form == Form::Absent {
                self.put_sealed(&key, &passphrase)?;
            }
            restored.push((origin, if form == Form::Absent { Restored::Added } else { Restored::Known }));
        }
        Ok(restored)
    }

    /// That no other key lies under this one's name.
    fn check_free(&self, key: &SigningKey) -> Result<(), KeyringError> {
        let vkey = key.vkey();
        match self.form_of(vkey.name())? {
            Form::Absent => Ok(()),
            _ => match self.key(&vkey) {
                Err(KeyringError::OtherKey { path, .. }) => Err(KeyringError::InTheWay { path }),
                other => other.map(drop),
            },
        }
    }
}

fn signs_the_same(one: &SigningKey, other: &SigningKey) -> bool {
    one.vkey() == other.vkey() && one.sign(SPECIMEN).is_ok_and(|note| other.sign(SPECIMEN) == Ok(note))
}

fn sealed(seal: &Seal, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let (mut sealing, _) = seal.onto(Vec::new())?;
    sealing.write_all(bytes)?;
    sealing.finish()
}

/// A file outside the folder of keys, which must not be there yet.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> KeyringError {
    let path: PathBuf = path.to_owned();
    move |source| KeyringError::Disk(DiskError { action: "write", path, source })
}

fn not_a_backup(path: &Path, why: &'static str) -> KeyringError {
    KeyringError::NotABackup { path: path.to_owned(), why }
}

fn read_backup(path: &Path, passphrase: &Passphrase) -> Result<Zeroizing<String>, KeyringError> {
    let unread = |source| KeyringError::Disk(DiskError { action: "read", path: path.to_owned(), source });
    let closed = |source| KeyringError::Closed { path: path.to_owned(), source };
    let file = io::BufReader::new(File::open(path).map_err(unread)?);
    let opening = Sealed::of(file).and_then(|sealed| sealed.open(&Opener::Passphrase(passphrase.clone())));
    let mut text = Zeroizing::new(String::new());
    let read = opening.map_err(closed)?.take(LONGEST_BACKUP).read_to_string(&mut text);
    read.map_err(|error| closed(NotOpened::Read(error)))?;
    Ok(text)
}

/// The keys in the text of a backup: a line each of vkey, space, secret.
fn keys_in(text: &str) -> Option<Vec<SigningKey>> {
    let lines = text.strip_prefix(BACKUP)?.strip_prefix('\n')?.lines();
    lines
        .map(|line| {
            let (vkey, secret) = line.split_once(' ')?;
            let vkey: Vkey = vkey.parse().ok()?;
            let key = SigningKey::from_seed(vkey.name(), *read_seed(secret.as_bytes())?).ok()?;
            (key.vkey() == vkey && key_file(vkey.name()).is_ok()).then_some(key)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rustix::io::Errno;
    use variorum_seal::{NoPassphrase, Passphrases};

    use super::*;
    use crate::notary::SystemNotary;
    use crate::probe::{Change, Fault, Recorded, fail_at, record};

    /// Somebody who always says the same, and counts how often.
    #[derive(Default)]
    struct Person(AtomicUsize);

    impl Passphrases for Person {
        fn of(&self, _: &Path) -> Result<Passphrase, NoPassphrase> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Passphrase::new("the same as ever".to_owned())
        }

        fn choose(&self, path: &Path) -> Result<Passphrase, NoPassphrase> {
            self.of(path)
        }
    }

    fn ring(folder: &Path) -> (Keyring, Arc<Person>) {
        let person = Arc::new(Person::default());
        (Keyring::at(folder.join("keys")).asking(person.clone()).guessed_easily(), person)
    }

    #[test]
    fn one_question_for_many_keys() {
        let folder = tempfile::tempdir().unwrap();
        let (keyring, _) = ring(folder.path());
        let keys: Vec<_> = (0..3).map(|_| keyring.new_key(&SystemNotary).unwrap()).collect();
        for key in &keys {
            assert!(keyring.protect(key.vkey().name()).unwrap());
        }
        let (keyring, person) = ring(folder.path());
        for key in keys.iter().chain(&keys) {
            assert_eq!(keyring.key(&key.vkey()).unwrap().seed(), key.seed());
        }
        assert_eq!(person.0.load(Ordering::Relaxed), 1);
    }

    /// Whatever fails, and from then on (which is a kill): the key is there and the same command goes on.
    #[test]
    fn a_key_is_never_in_no_place() {
        for seals in [true, false] {
            let act = |keyring: &Keyring, origin: &str| {
                if seals { keyring.protect(origin) } else { keyring.unprotect(origin) }
            };
            for fault in [Fault::Once(Errno::IO), Fault::FromThenOn(Errno::IO), Fault::ShortThenFull] {
                let mut nth = 0;
                loop {
                    let folder = tempfile::tempdir().unwrap();
                    let (keyring, _) = ring(folder.path());
                    let key = keyring.new_key(&SystemNotary).unwrap();
                    let vkey = key.vkey();
                    if !seals {
                        keyring.protect(vkey.name()).unwrap();
                    }
                    let (done, reached) = fail_at(nth, fault, || act(&ring(folder.path()).0, vkey.name()));
                    let (keyring, _) = ring(folder.path());
                    assert_eq!(keyring.key(&vkey).unwrap().seed(), key.seed(), "{fault:?} at {nth}");
                    assert!(done.is_ok() || reached);
                    let before = keyring.form_of(vkey.name()).unwrap();
                    act(&keyring, vkey.name()).unwrap();
                    let after = keyring.form_of(vkey.name()).unwrap();
                    assert_eq!(
                        after,
                        if seals { Form::Sealed } else { Form::Plain },
                        "{fault:?} at {nth}, was {before:?}"
                    );
                    assert_eq!(ring(folder.path()).0.key(&vkey).unwrap().seed(), key.seed(), "{fault:?} at {nth}");
                    if !reached {
                        break;
                    }
                    nth += 1;
                }
                assert!(nth > 8, "{nth} calls");
            }
        }
    }

    /// The old file goes only when a power cut can no longer take the new one.
    #[test]
    fn the_new_file_is_safe_before_the_old_one_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (keyring, _) = ring(folder.path());
        let key = keyring.new_key(&SystemNotary).unwrap();
        let (_, trace) = record::<(), _>(|_| keyring.protect(key.vkey().name()).unwrap());
        let word = |recorded: &Recorded<()>| match recorded {
            Recorded::Changed(Change::SyncFile(..)) => Some("sync"),
            Recorded::Changed(Change::Rename(..)) => Some("rename"),
            Recorded::Changed(Change::SyncFolder(path, _)) if path.ends_with("keys") => Some("sync folder"),
            Recorded::Changed(Change::Remove(path)) if path.extension().is_some_and(|it| it == "key") => Some("remove"),
            _ => None,
        };
        let order: Vec<&str> = trace.iter().filter_map(word).collect();
        assert_eq!(order, ["sync", "rename", "sync folder", "remove", "sync folder"]);
    }
}
