//! What a user keeps who witnesses the journals of others: a key of their own, and the last head of each journal.
//!
//! In the key folder, and in no case: `witness` holds the name and key under which this user signs; its secret half lies
//! where other keys do. `<32 digits>.witnessed` holds the key of a journal and the last head of it that was signed, and
//! is written before the signature is handed out: a second answer to the same question would be a lie otherwise.

use std::fs::File;

use variorum_journal::checkpoint::{CheckpointError, SignedCheckpoint};
use variorum_journal::note::{SigningKey, Vkey};

use super::{Keyring, KeyringError, LONGEST, digits_of};
use crate::disk::{Disk, DiskError, make_private_folders};
use crate::notary::Notary;

const OWN: &str = "witness";
const LOCK: &str = "witness.lock";

/// What a witness knows of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// The key of the journal, as it was received by another road.
    pub vkey: Vkey,
    /// The last head that was signed; none if none was.
    pub head: Option<SignedCheckpoint>,
}

/// Held while a witness answers, so that two answers at once cannot both be about the same last head.
#[derive(Debug)]
pub struct WitnessDesk<'k> {
    keyring: &'k Keyring,
    _lock: File,
}

impl Keyring {
    /// Begins to answer as a witness; waits for another answer that is under way.
    pub fn witness(&self) -> Result<WitnessDesk<'_>, KeyringError> {
        let at_folder = |source| DiskError { action: "find", path: self.path.clone(), source };
        make_private_folders(&std::path::absolute(&self.path).map_err(at_folder)?)?;
        let disk = Disk::open(&self.path)?;
        let lock = disk.open_lock(LOCK)?;
        lock.lock().map_err(disk.error("lock", LOCK))?;
        Ok(WitnessDesk { keyring: self, _lock: lock })
    }

    fn read_if_there(&self, file: &str) -> Result<Option<String>, KeyringError> {
        match Disk::open(&self.path).and_then(|disk| disk.read(file, LONGEST)) {
            Err(error) if error.is_absent() => Ok(None),
            bytes => Ok(Some(String::from_utf8_lossy(&bytes?).into_owned())),
        }
    }
}

impl WitnessDesk<'_> {
    /// The key under which this user signs as a witness, drawn when it is first asked for.
    pub fn key(&self, notary: &dyn Notary) -> Result<SigningKey, KeyringError> {
        if let Some(line) = self.keyring.read_if_there(OWN)? {
            let vkey =
                line.trim_end().parse().map_err(|source| KeyringError::Unusable { path: self.path(OWN), source })?;
            return self.keyring.key(&vkey);
        }
        let key = self.keyring.new_key(notary)?;
        self.keyring.write(OWN, format!("{}\n", key.vkey()).as_bytes())?;
        Ok(key)
    }

    /// What is known of the journal of this name.
    pub fn known(&self, origin: &str) -> Result<Option<Witnessed>, KeyringError> {
        let file = file(origin)?;
        let Some(text) = self.keyring.read_if_there(&file)? else { return Ok(None) };
        let (vkey, note) = text.split_once('\n').unwrap_or((&text, ""));
        let path = || self.path(&file);
        let vkey: Vkey = vkey.parse().map_err(|source| KeyringError::Unusable { path: path(), source })?;
        let bad = |source: CheckpointError| KeyringError::Mark { path: path(), source };
        let head = (!note.is_empty()).then(|| SignedCheckpoint::open(note, &vkey)).transpose().map_err(bad)?;
        Ok(Some(Witnessed { vkey, head }))
    }

    /// Keeps a head as the last one signed; only when this has returned may the signature be handed out.
    pub fn keep(&self, vkey: &Vkey, head: &SignedCheckpoint) -> Result<(), KeyringError> {
        self.keyring.write(&file(vkey.name())?, format!("{vkey}\n{}", head.note()).as_bytes())
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.keyring.path.join(file)
    }
}

fn file(origin: &str) -> Result<String, KeyringError> {
    Ok(format!("{}.witnessed", digits_of(origin)?))
}

#[cfg(test)]
mod tests {
    use variorum_evidence::digest::Digest;
    use variorum_journal::checkpoint::Checkpoint;

    use super::*;
    use crate::notary::SystemNotary;

    #[test]
    fn a_key_is_drawn_once_and_a_head_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::at(folder.path().join("keys"));
        let own = keyring.witness().unwrap().key(&SystemNotary).unwrap().vkey();
        let desk = keyring.witness().unwrap();
        assert_eq!(desk.key(&SystemNotary).unwrap().vkey(), own);

        let case = keyring.new_key(&SystemNotary).unwrap();
        let vkey = case.vkey();
        assert_eq!(desk.known(vkey.name()).unwrap(), None);
        for size in [3, 9] {
            let head = Checkpoint { origin: vkey.name().to_owned(), size, root: Digest::of(b"root") };
            let head = SignedCheckpoint::sign(head, &case).unwrap();
            desk.keep(&vkey, &head).unwrap();
            assert_eq!(desk.known(vkey.name()).unwrap(), Some(Witnessed { vkey: vkey.clone(), head: Some(head) }));
        }
        assert!(matches!(desk.known("variorum.invalid/../x"), Err(KeyringError::Origin { .. })));
        std::fs::write(keyring.path().join(file(vkey.name()).unwrap()), "nonsense\n").unwrap();
        assert!(desk.known(vkey.name()).is_err());
    }
}
