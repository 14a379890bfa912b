//! Witnessing the journal of somebody else: signing its head, if it extends the last one that was signed here.

use std::path::Path;

use variorum_anchor::witness::{Refusal, Request, Witness};
use variorum_journal::note::Vkey;
use variorum_store::{Notary as _, SystemNotary, WitnessDesk, Witnessed};

use super::request::write_new;
use crate::Workbench;
use crate::error::{Error, Result};

/// What a witness did with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Testimony {
    /// The head is signed, and remembered.
    Signed {
        /// The journal.
        origin: String,
        /// How many entries the head covers.
        entries: u64,
        /// The key that signed, to be told by another road.
        key: String,
    },
    /// Not signed; the answer says how many entries are known here.
    Knows {
        /// So many.
        entries: u64,
        /// Why.
        why: String,
    },
    /// Not signed, and nothing was written.
    Refused {
        /// Why.
        why: String,
    },
}

/// A request is shorter.
const LONGEST: u64 = 64 << 10;

impl Workbench {
    /// The key with which this user signs as a witness, drawn when it is first asked for.
    pub fn witness_key(&self) -> Result<String> {
        Ok(own(&self.keyring.witness()?)?.key().to_string())
    }

    /// Answers a request. `vkey` is the journal's key, as it came by another road; needed the first time.
    pub fn witness(&self, request: &Path, into: &Path, vkey: Option<&str>) -> Result<Testimony> {
        let message = |error: &dyn std::fmt::Display| Error::usage(format!("{}: {error}", request.display()));
        // A head that is remembered and whose answer cannot be written would take a second round.
        if into.symlink_metadata().is_ok() {
            return Err(Error::usage(format!("{} is there already: name a new file for the answer", into.display())));
        }
        let text = read(request)?;
        let asked = Request::from_text(&text).map_err(|error| message(&error))?;
        let desk = self.keyring.witness()?;
        let known = desk.known(asked.origin())?;
        let vkey = key_of(&asked, known.as_ref(), vkey)?;
        match asked.extends(known.as_ref().and_then(|known| known.head.as_ref()), &vkey) {
            Ok(head) => {
                let witness = own(&desk)?;
                desk.keep(&vkey, &head)?;
                let seconds = u64::try_from(SystemNotary.now().as_second()).unwrap_or_default();
                write_new(into, witness.answer(&head, seconds).as_bytes())?;
                let (origin, entries) = (head.head().origin.clone(), head.head().size);
                Ok(Testimony::Signed { origin, entries, key: witness.key().to_string() })
            }
            Err(refusal @ (Refusal::OtherSize { known, .. } | Refusal::Shorter { known, .. })) => {
                write_new(into, format!("{known}\n").as_bytes())?;
                Ok(Testimony::Knows { entries: known, why: refusal.to_string() })
            }
            Err(refusal) => Ok(Testimony::Refused { why: with_cause(&refusal) }),
        }
    }
}

fn read(path: &Path) -> Result<String> {
    let input = |source| Error::Input { act: "read", path: path.to_owned(), source };
    let size = std::fs::metadata(path).map_err(input)?.len();
    if size > LONGEST {
        return Err(Error::usage(format!("{} is too long for a request to a witness", path.display())));
    }
    std::fs::read_to_string(path).map_err(input)
}

fn own(desk: &WitnessDesk<'_>) -> Result<Witness> {
    let key = desk.key(&SystemNotary)?;
    let witness = Witness::from_seed(key.vkey().name(), key.seed());
    witness.map_err(|error| Error::usage(format!("the key of this witness cannot be used: {error}")))
}

/// The journal's key: remembered from the first time, or given now. Never the one that came with the request.
fn key_of(asked: &Request, known: Option<&Witnessed>, given: Option<&str>) -> Result<Vkey> {
    let given = given.map(|text| {
        text.trim().parse::<Vkey>().map_err(|error| Error::usage(format!("--vkey: {error}; copy the whole line")))
    });
    match (known, given.transpose()?) {
        (Some(known), Some(given)) if known.vkey != given => Err(Error::usage(format!(
            "--vkey: the journal {} was witnessed here under another key, {}",
            known.vkey.name(),
            known.vkey
        ))),
        (Some(known), _) => Ok(known.vkey.clone()),
        (None, Some(given)) if given.name() == asked.origin() => Ok(given),
        (None, Some(given)) => Err(Error::usage(format!(
            "--vkey: it is the key of {}, and the request is about {}",
            given.name(),
            asked.origin()
        ))),
        (None, None) => Err(Error::usage(
            "this journal was never witnessed here: give its key with --vkey, as its owner reads it out to you (the \
             line of case.vkey beside the request is what to compare it with, not where to take it from)",
        )),
    }
}

fn with_cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |line, cause| format!("{line}: {cause}"))
}
