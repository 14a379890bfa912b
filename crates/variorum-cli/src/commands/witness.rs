use std::path::PathBuf;

use clap::Args;
use variorum::anchors::Testimony;

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Vouch for a colleague's journal: sign its head, if it extends the last one that you signed
///
/// The last head of each journal is remembered beside your keys, outside every case. A journal that was put back to an
/// earlier state, or that went another way, is not signed. Without REQUEST, prints your key as a witness.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum witness                                   your key, to be read out to the colleague\n  \
    variorum witness stick/witness-request --into stick/answer --vkey \"variorum.invalid/…+1a2b3c4d+AQ…\"\n  \
    variorum witness stick/witness-request --into stick/answer      (from the second time on)")]
pub(crate) struct Witness {
    /// The file that the colleague's `variorum anchor request` wrote
    #[arg(requires = "into")]
    request: Option<PathBuf>,
    /// The answer to write
    #[arg(long, value_name = "ANSWER", requires = "request")]
    into: Option<PathBuf>,
    /// The key of the colleague's journal, as read out by them; needed the first time
    #[arg(long, value_name = "KEY", requires = "request")]
    vkey: Option<String>,
}

impl Witness {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = around.workbench()?;
        let (Some(request), Some(into)) = (&self.request, &self.into) else {
            Output::standard().line(workbench.witness_key()?)?;
            return Ok(Outcome::Done);
        };
        match workbench.witness(request, into, self.vkey.as_deref())? {
            Testimony::Signed { origin, entries, key } => {
                say(format!("signed: {entries} entries of {origin}; the answer is {}", into.display()));
                say(format!("your key, to be read out to the colleague: {key}"));
                Ok(Outcome::Done)
            }
            Testimony::Knows { entries, why } => {
                say(format!("not signed: {why}"));
                say(format!("the answer {} says that {entries} entries are known here", into.display()));
                Ok(Outcome::No)
            }
            Testimony::Refused { why } => {
                say(format!("NOT SIGNED, and nothing written: {why}"));
                Ok(Outcome::No)
            }
        }
    }
}
