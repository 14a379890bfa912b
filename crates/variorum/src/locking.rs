//! A case as one sealed archive, and back: the seal from what a person gave, the result verified.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use variorum_seal::{Opener, Passphrase, Recipient, Seal};
use variorum_store::archive::{self, Archived};

use crate::Workbench;
use crate::error::{Error, Result};
use crate::fixity::{Checked, FixityOptions};
use crate::progress::Progress;

/// How a case is locked.
#[derive(Debug, Clone, Default)]
pub struct LockOptions {
    /// Public keys `age1…` that can open it; a passphrase is asked for if there are none.
    pub recipients: Vec<String>,
    /// Whether the folder goes once the archive was read back.
    pub remove: bool,
}

impl Workbench {
    /// Locks a case into a new file.
    pub fn lock_case(
        &self,
        folder: &Path,
        into: &Path,
        options: &LockOptions,
        progress: &dyn Progress,
    ) -> Result<Archived> {
        let recipients: Vec<Recipient> = options
            .recipients
            .iter()
            .map(|text| text.parse().map_err(|error: variorum_seal::NotARecipient| Error::usage(error.to_string())))
            .collect::<Result<_>>()?;
        // Before a passphrase is typed for nothing.
        archive::check(folder, into)?;
        let seal = if recipients.is_empty() {
            Seal::with(&self.passphrase(into, true)?)
        } else {
            Seal::for_recipients(recipients)
        };
        // Written once and read back once.
        progress.start("lock", archive::measure(folder)?.saturating_mul(2));
        let archived = archive::lock(folder, into, &seal, options.remove, &mut |bytes| progress.advance(bytes))?;
        progress.finish();
        Ok(archived)
    }

    /// Makes a case of an archive and verifies it. `identity` is a file of secret keys, as `age-keygen` writes it.
    pub fn unlock_case(
        &self,
        from: &Path,
        identity: Option<&Path>,
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<(Archived, Checked)> {
        let opener = match identity {
            Some(file) => identities(file)?,
            None if archive::needs_passphrase(from)? => Opener::Passphrase(self.passphrase(from, false)?),
            None => {
                return Err(Error::usage(format!(
                    "{} was locked for keys: name the file with your secret key, --identity FILE",
                    from.display()
                )));
            }
        };
        progress.start("unlock", std::fs::metadata(from).map_or(0, |file| file.len()));
        let archived = archive::unlock(from, &opener, folder, &mut |bytes| progress.advance(bytes))?;
        progress.finish();
        Ok((archived, self.verify(folder, &FixityOptions::default(), progress)?))
    }

    fn passphrase(&self, path: &Path, new: bool) -> Result<Passphrase> {
        let given = if new { self.passphrases.choose(path) } else { self.passphrases.of(path) };
        given.map_err(|source| Error::NoPassphrase { path: path.to_owned(), source })
    }
}

fn identities(path: &Path) -> Result<Opener> {
    let file = File::open(path).map_err(|source| Error::Input { act: "read", path: path.to_owned(), source })?;
    Opener::identities(BufReader::new(file))
        .map_err(|error| Error::usage(format!("{}: {error}, or it is locked itself", path.display())))
}
