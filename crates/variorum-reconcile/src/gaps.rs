//! What does a question lack?
//!
//! Whose voice is missing, and which answers rest on a single origin: what an investigator would go and look for. Both
//! are told of the case's own parties and of origins, never as a judgement of an answer. Left out: what would settle a
//! conflict, which its reason names.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Gaps, Speaker};
use variorum_evidence::ids::SpeakerId;
use variorum_evidence::question::Party;

use crate::positions::Stand;

/// The parties of whom nobody answers, and the positions of one origin.
pub(crate) fn gaps(stands: &[Stand], parties: &[Party], speakers: &[Speaker]) -> Gaps {
    let party: BTreeMap<&SpeakerId, &str> =
        speakers.iter().filter_map(|speaker| Some((&speaker.id, speaker.party.as_deref()?))).collect();
    let holders = stands.iter().flat_map(|stand| &stand.position.holders);
    let heard: BTreeSet<&str> = holders.filter_map(|holder| party.get(holder.speaker.as_ref()?).copied()).collect();
    let voiceless = parties.iter().filter(|party| !heard.contains(party.name.as_str()));
    let one_origin = stands.iter().filter(|stand| stand.position.origins == 1);
    Gaps {
        voiceless: voiceless.map(|party| party.name.clone()).collect(),
        one_origin: one_origin.map(|stand| stand.position.id).collect(),
    }
}
