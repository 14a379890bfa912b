//! Every claim of the case in one list: by report, then by place in the text.
//!
//! A reader may hand its claims over in any order; here they are put into the order of the text, so that
//! nothing after this depends on it.

use variorum_evidence::account::AccountClaim;
use variorum_evidence::claim::{Claim, DocumentReading};
use variorum_evidence::ids::DocumentId;

use crate::Accounts;
use crate::reports::Reports;

/// A claim while people's decisions are laid over it.
#[derive(Debug, Clone)]
pub(crate) struct HeldClaim {
    /// The claim as it will be shown.
    pub(crate) account: AccountClaim,
    /// The name that a person gave its speaker.
    pub(crate) attributed: Option<String>,
    /// Whether a person assigned its readings to a question: they count there, whatever event they are about.
    pub(crate) assigned: bool,
}

/// The claims that readers found, in order.
pub(crate) fn gather(
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    mut claims_of: impl FnMut(&DocumentReading) -> Vec<Claim>,
) -> Vec<HeldClaim> {
    let mut held = Vec::new();
    for document in reports.documents() {
        let Some(reading) = accounts.readings.get(document) else { continue };
        let mut claims = claims_of(reading);
        claims.iter_mut().for_each(sort_readings);
        claims.sort_by_key(place);
        claims.dedup_by_key(|claim| claim.id);
        held.extend(claims.into_iter().map(|claim| held_claim(claim, *document, reports, Some(&reading.reader))));
    }
    held
}

/// A claim of one text, not yet decided about.
pub(crate) fn held_claim(claim: Claim, document: DocumentId, reports: &Reports<'_>, reader: Option<&str>) -> HeldClaim {
    let account = AccountClaim {
        claim,
        document,
        reports: reports.codes(document),
        speaker: None,
        reader: reader.map(str::to_owned),
        decided: Vec::new(),
        rejected: false,
        notes: Vec::new(),
    };
    HeldClaim { account, attributed: None, assigned: false }
}

/// Puts claims that people added among the others.
pub(crate) fn sort(held: &mut [HeldClaim], reports: &Reports<'_>) {
    let order: std::collections::BTreeMap<_, _> =
        reports.documents().iter().enumerate().map(|(place, document)| (*document, place)).collect();
    held.sort_by_key(|held| (order.get(&held.account.document).copied(), place(&held.account.claim)));
}

fn place(claim: &Claim) -> (u32, u32, variorum_evidence::ids::ClaimId) {
    let content = claim.content.first().copied().unwrap_or_else(|| claim.hull());
    (content.start, content.end, claim.id)
}

fn sort_readings(claim: &mut Claim) {
    claim.readings.sort_by_key(|reading| (reading.span, reading.id));
    claim.readings.dedup_by_key(|reading| reading.id);
}
