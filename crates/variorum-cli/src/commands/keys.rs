use std::path::PathBuf;

use clap::{Args, Subcommand};
use variorum::keys::{Key, Which};

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// See, seal, back up and restore the keys that sign
///
/// Each case has a key of its own, kept outside the case. A sealed key is an age file: a command that must sign asks for
/// its passphrase, once. Losing a key costs signing, not data: reading, verifying and publishing what was signed go on
/// without it, and `variorum new NEWCASE --continues CASE` goes on with the work (docs/guide/keys.md).
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum keys list\n  \
    variorum keys protect mycase\n  \
    variorum keys backup /media/stick/keys.age\n  \
    variorum keys restore /media/stick/keys.age\n  \
    variorum --passphrase-file secret.txt keys protect --all       (for scripts)")]
pub(crate) struct Keys {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Which keys are here, in which form
    List {
        /// Only the keys of these cases
        cases: Vec<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Seal keys with a passphrase; the sealed key is tried before the plain one goes
    Protect(Chosen),
    /// Keep keys unsealed again
    Unprotect(Chosen),
    /// Write keys into one new file, sealed with a passphrase
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
        /// Only the key of this case
        case: Option<PathBuf>,
    },
    /// Bring the keys of a backup here, sealed with the passphrase of the backup
    Restore {
        /// The file
        file: PathBuf,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Chosen {
    /// The case whose key is meant
    case: Option<PathBuf>,
    /// Every key that is here
    #[arg(long)]
    all: bool,
}

impl Chosen {
    fn which(self) -> Which {
        self.case.map_or(Which::All, Which::Case)
    }
}

impl Keys {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = around.workbench()?;
        match self.act {
            Act::List { cases, json } => {
                let keys = workbench.keys(&cases)?;
                let mut output = Output::standard();
                if json {
                    let folder = workbench.keys_folder();
                    output.json(&serde_json::json!({"schema": "variorum.keys/1", "folder": folder, "keys": keys}))?;
                } else {
                    say(format!("keys in {}", workbench.keys_folder().display()));
                    output.table(&["journal", "key", "kept", "entries seen", "case"], keys.iter().map(row))?;
                }
            }
            Act::Protect(chosen) => tell(&workbench.protect_keys(&chosen.which())?, "sealed", "sealed before"),
            Act::Unprotect(chosen) => {
                tell(&workbench.unprotect_keys(&chosen.which())?, "no longer sealed", "not sealed before");
            }
            Act::Backup { file, case } => {
                let count = workbench.back_up_keys(&case.map_or(Which::All, Which::Case), &file)?;
                say(format!("{count} keys in {}, read back; keep it apart from the cases", file.display()));
            }
            Act::Restore { file } => tell(&workbench.restore_keys(&file)?, "restored, sealed", "here before"),
        }
        Ok(Outcome::Done)
    }
}

fn row(key: &Key) -> Vec<String> {
    let form = match key.form {
        "plain" => "not sealed",
        "both" => "not sealed, and sealed: protect or unprotect it again",
        "absent" => "NOT HERE",
        form => form,
    };
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    vec![
        key.origin.clone(),
        or_nothing(key.key.clone()),
        form.to_owned(),
        or_nothing(key.entries_seen.map(|entries| entries.to_string())),
        or_nothing(key.case.as_ref().map(|case| case.display().to_string())),
    ]
}

fn tell(keys: &[(String, bool)], changed: &str, unchanged: &str) {
    for (origin, is_changed) in keys {
        say(format!("{origin}: {}", if *is_changed { changed } else { unchanged }));
    }
}
