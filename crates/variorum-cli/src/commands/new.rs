use std::path::{Path, PathBuf};

use clap::Args;
use variorum::Workbench;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::say;

/// Make a new case folder, with its signing key kept outside
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum new mycase --title \"The strike of 3 May\"\n  \
    variorum new mycase --title \"The strike of 3 May\" --protect\n  \
    variorum new mycase-2 --continues mycase         (a new key; if the old one is here, it vouches for it)")]
pub(crate) struct New {
    /// The folder to make; it must not exist or must be empty
    case: PathBuf,
    /// What the case is called on pages
    #[arg(long, required_unless_present = "continues")]
    title: Option<String>,
    /// Seal the signing key with a passphrase from its first moment
    #[arg(long)]
    protect: bool,
    /// Go on from this case under a new key: its reports and decisions are carried over, and it stays as it is
    #[arg(long, value_name = "OLDCASE", conflicts_with = "title")]
    continues: Option<PathBuf>,
    /// The old key is here and its passphrase is forgotten
    #[arg(long, requires = "continues")]
    key_lost: bool,
}

impl New {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = if self.protect { around.sealing_workbench()? } else { around.workbench()? };
        if let Some(old) = &self.continues {
            return self.go_on(&workbench, old);
        }
        let made = workbench.new_case(&self.case, self.title.as_deref().unwrap_or_default())?;
        say(format!("made {} ({}, kept in {})", self.case.display(), made.key, made.keys.display()));
        if !self.protect {
            say(format!("its key is not sealed; a passphrase for it: variorum keys protect {}", self.case.display()));
        }
        say(format!("next: edit {}/case.toml, then: variorum add {} FILES", self.case.display(), self.case.display()));
        Ok(Outcome::Done)
    }

    fn go_on(&self, workbench: &Workbench, old: &Path) -> Result<Outcome, Failure> {
        let continued = workbench.continue_case(old, &self.case, self.key_lost, &Bar::default())?;
        let (old, new) = (old.display(), self.case.display());
        say(format!(
            "{new} goes on from {old}: {} entries carried over, {} stay there",
            continued.carried, continued.left
        ));
        say(if continued.vouched {
            format!("the old key vouches for the new one; keep {old} and write to {new} from now on")
        } else {
            format!(
                "THE OLD KEY IS LOST: only the new one vouches for this; keep {old}, it is the other half of the proof"
            )
        });
        say(format!("next: variorum verify {new} --continues {old}"));
        Ok(Outcome::Done)
    }
}
