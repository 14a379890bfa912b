//! What does a question lack?
//!
//! Whose voice is missing, and which answers rest on a single origin. Both are told of the case's own parties and of
//! origins, never as a judgement of an answer. A party is missed where it speaks elsewhere about the same event and nobody
//! of its side answers here, or where the case lists it as concerned: a list of everybody who was never heard tells nothing,
//! and neither does one of everybody who left it to others of their side. The press is heard by what reports say. What an investigator would go
//! and look for follows from it in `open_points`.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Gaps;
use variorum_evidence::ids::{DocumentId, SpeakerId};
use variorum_evidence::question::{Party, PartyGroup};

use crate::claims::HeldClaim;
use crate::positions::Stand;
use crate::speakers::Known;

/// The texts in which each party speaks.
pub(crate) fn heard_in<'a>(held: &[HeldClaim], known: &Known<'a>) -> BTreeMap<&'a str, BTreeSet<DocumentId>> {
    let mut heard: BTreeMap<&str, BTreeSet<DocumentId>> = BTreeMap::new();
    for account in held.iter().map(|held| &held.account).filter(|account| !account.rejected) {
        if let Some(party) = account.speaker.as_ref().and_then(|speaker| known.get(speaker)?.party.as_deref()) {
            heard.entry(party).or_default().insert(account.document);
        }
    }
    heard
}

/// The parties of whom nobody answers, and the positions of one origin. `speaks` tells whether a party is heard about
/// the event of the question.
pub(crate) fn gaps(stands: &[Stand], parties: &[Party], known: &Known<'_>, speaks: impl Fn(&str) -> bool) -> Gaps {
    let answering: BTreeSet<&SpeakerId> =
        stands.iter().flat_map(|stand| &stand.position.holders).filter_map(|holder| holder.speaker.as_ref()).collect();
    let answering = || answering.iter().filter_map(|speaker| known.get(*speaker));
    let heard: BTreeSet<&str> = answering().filter_map(|speaker| speaker.party.as_deref()).collect();
    let sides: BTreeSet<PartyGroup> = answering().filter_map(|speaker| speaker.group).collect();
    let voiceless = parties.iter().filter(|party| !heard.contains(party.name.as_str()));
    let could_know = |party: &Party| {
        let side = matches!(party.group, PartyGroup::Officials | PartyGroup::Affected | PartyGroup::Witnesses);
        side && !sides.contains(&party.group)
    };
    let voiceless = voiceless.filter(|party| party.concerned || could_know(party) && speaks(&party.name));
    let one_origin = stands.iter().filter(|stand| stand.position.origins == 1);
    Gaps {
        voiceless: voiceless.map(|party| party.name.clone()).collect(),
        one_origin: one_origin.map(|stand| stand.position.id).collect(),
        open: Vec::new(),
    }
}
