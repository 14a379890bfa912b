use std::path::PathBuf;

use clap::Args;
use variorum::publish::{EditionKind, PublishOptions};

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Write the dossier: pages that open from disk, tables, originals, journal
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum publish mycase dossier\n  \
    variorum publish mycase dossier --plan\n  \
    variorum publish mycase dossier-for-the-press --redacted --plan\n  \
    variorum publish mycase dossier-of-then --at 120")]
pub(crate) struct Publish {
    /// The case
    case: PathBuf,
    /// The folder to write; it must not exist or must be empty
    dossier: PathBuf,
    /// Publish the state of the journal at this many entries: the same number gives the same bytes
    #[arg(long, value_name = "N")]
    at: Option<u64>,
    /// Leave the originals out; their digests stay
    #[arg(long)]
    without_originals: bool,
    /// With aliases for people at risk, and without what is withheld (docs/guide/redaction.md)
    #[arg(long)]
    redacted: bool,
    /// All of it, although people are protected in this case
    #[arg(long, conflicts_with = "redacted")]
    unredacted: bool,
    /// Publish the newest signed state and record nothing: needs no key, but the journal will not tell of it
    #[arg(long)]
    unrecorded: bool,
    /// Show what would be written and write nothing
    #[arg(long)]
    plan: bool,
}

impl Publish {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = around.workbench()?;
        let edition = match (self.redacted, self.unredacted) {
            (true, _) => EditionKind::Redacted,
            (_, true) => EditionKind::Unredacted,
            _ => EditionKind::Full,
        };
        let Self { at, without_originals, unrecorded, .. } = *self;
        let options = PublishOptions { at, without_originals, unrecorded, edition };
        if self.plan {
            let mut output = Output::standard();
            for line in workbench.plan_publish(&self.case, &options, &Bar::default())? {
                output.line(line)?;
            }
            return Ok(Outcome::Done);
        }
        let published = workbench.publish(&self.case, &self.dossier, &options, &Bar::default())?;
        published.told.iter().for_each(say);
        say(format!("published {} at {} journal entries", self.dossier.display(), published.size));
        if unrecorded {
            say("not recorded: the journal does not tell that this dossier was made");
        }
        say(format!("key, to be told by another way: {}", published.vkey));
        say(format!("next: variorum verify {}", self.dossier.display()));
        Ok(Outcome::Done)
    }
}
