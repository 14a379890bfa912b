//! What a person notes of the sources of a case, and whom a name means there.

use variorum_evidence::decision::{Decision, Hand};
use variorum_reconcile::fold;

use crate::build::Built;
use crate::error::{Error, Result};

/// What is noted of a speaker that the case knows.
pub(crate) fn note(built: &Built, name: &str, hand: Option<Hand>, access: Option<&str>) -> Result<Decision> {
    let access = access.map(str::trim).filter(|access| !access.is_empty()).map(str::to_owned);
    if hand.is_none() && access.is_none() {
        return Err(Error::usage("say whether they know it first-hand or second-hand, or how they came to know"));
    }
    let speaker = speaker(built, name).ok_or_else(|| nobody(name, "a speaker"))?;
    Ok(Decision::NoteSource { speaker, hand, access })
}

/// A speaker or a party, whatever the capitals and accents of its name.
pub(crate) fn voice(built: &Built, name: &str) -> Result<String> {
    let party =
        || built.config.parties.iter().map(|party| &party.name).find(|party| fold(party) == fold(name)).cloned();
    speaker(built, name).or_else(party).ok_or_else(|| nobody(name, "a speaker or a party"))
}

/// The speaker of this name or alias.
fn speaker(built: &Built, name: &str) -> Option<String> {
    let wanted = fold(name);
    let called = |called: &String| fold(called) == wanted;
    let speakers = || built.apparatus.speakers.iter();
    let found = speakers().find(|speaker| called(&speaker.name));
    found.or_else(|| speakers().find(|speaker| speaker.aliases.iter().any(called))).map(|speaker| speaker.name.clone())
}

fn nobody(name: &str, wanted: &str) -> Error {
    Error::usage(format!("nobody in this case is called {name:?}: give {wanted} as `variorum apparatus` shows them"))
}
