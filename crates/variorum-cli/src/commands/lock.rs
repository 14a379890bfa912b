use std::path::{Path, PathBuf};

use clap::Args;
use variorum::locking::LockOptions;

use super::Surroundings;
use crate::bar::Bar;
use crate::checks;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Lock a whole case into one sealed file (age)
///
/// The archive is read back and compared with the folder, byte by byte, before it gets its name. The folder stays unless
/// --remove is given. Its signing key is not in it (see `variorum keys backup`).
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum lock mycase                                    to mycase.tar.age, with a passphrase\n  \
    variorum lock mycase /media/stick/m.tar.age --remove    and take the folder away\n  \
    variorum lock mycase --recipient age1… --recipient age1…\n\n\
    Without this program: age --decrypt mycase.tar.age | tar x")]
pub(crate) struct Lock {
    /// The case
    case: PathBuf,
    /// The file to write; it must not exist [default: CASE.tar.age]
    archive: Option<PathBuf>,
    /// A public key that can open it, instead of a passphrase; several may be given
    #[arg(long, value_name = "age1…")]
    recipient: Vec<String>,
    /// Take the folder away once the archive was read back
    #[arg(long)]
    remove: bool,
}

impl Lock {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let Self { case, archive, recipient, remove } = self;
        let archive = archive.unwrap_or_else(|| {
            let mut name = case.components().as_path().as_os_str().to_owned();
            name.push(ENDING);
            name.into()
        });
        let options = LockOptions { recipients: recipient, remove };
        let locked = around.keyless()?.lock_case(&case, &archive, &options, &Bar::default())?;
        let (files, bytes) = (locked.files, locked.bytes);
        say(format!("locked {} into {}: {files} files, {bytes} bytes, read back", case.display(), archive.display()));
        say(if remove {
            format!(
                "{} is removed; what was deleted may still be found on a disk that is not encrypted",
                case.display()
            )
        } else {
            format!("{} is still there as it was (--remove takes it away)", case.display())
        });
        Ok(Outcome::Done)
    }
}

const ENDING: &str = ".tar.age";

/// Make a case of a locked archive again, and verify it
///
/// Writes over nothing. Archives that `age` and `tar` made of a case open too.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum unlock mycase.tar.age                           to the folder mycase\n  \
    variorum unlock mycase.tar.age elsewhere --identity key.txt")]
pub(crate) struct Unlock {
    /// The archive
    archive: PathBuf,
    /// The folder to make; it must not exist or must be empty [default: ARCHIVE without .tar.age]
    case: Option<PathBuf>,
    /// The file with your secret key, as `age-keygen` writes it
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
}

impl Unlock {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let Self { archive, case, identity } = self;
        let case = case.or_else(|| without_ending(&archive)).ok_or_else(|| {
            Failure::usage(format!("name the folder to make: variorum unlock {} FOLDER", archive.display()))
        })?;
        let (unlocked, checked) =
            around.keyless()?.unlock_case(&archive, identity.as_deref(), &case, &Bar::default())?;
        say(format!("unlocked {} files, {} bytes, to {}", unlocked.files, unlocked.bytes, case.display()));
        checks::report(&mut Output::standard(), &checked, true)?;
        Ok(if checked.verification.passed() { Outcome::Done } else { Outcome::No })
    }
}

fn without_ending(archive: &Path) -> Option<PathBuf> {
    let name = archive.file_name()?.to_str()?;
    let name = name.strip_suffix(ENDING).or_else(|| name.strip_suffix(".age"))?;
    (!name.is_empty()).then(|| archive.with_file_name(name))
}
