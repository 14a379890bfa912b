//! Copies of one story that say different things.
//!
//! A copy that changes "five" into "six" makes the quoted speaker say what they did not. Where copies answer a
//! question differently in one scope and for one voice, a finding names the values and the reports. Versions of
//! one report at one address are told as an update instead: there the report itself changed.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::claim::Scope;
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, SpeakerId};
use variorum_evidence::words;

use crate::origins::Origins;
use crate::positions::Stand;
use crate::questions::Asked;
use crate::reports::Reports;

/// The code of the finding that copies differ.
pub(crate) const DRIFT: &str = "origin.drift";

/// Findings on one question.
pub(crate) fn drift(asked: &Asked, stands: &[Stand], origins: &Origins, reports: &Reports<'_>) -> Vec<Finding> {
    let copies = groups(stands, |document| origins.copies(document));
    let versions = groups(stands, |document| origins.address(document));
    let mut findings = Vec::new();
    for values in copies.values().filter(|values| differ(values) && !are_versions(values, origins)) {
        let message =
            format!("copies of one story answer “{}” differently: {}", asked.question.id, listed(values, reports));
        let help = "read the copies beside each other; only one of the values can be the original's";
        findings.push(Finding::new(DRIFT, asked.code.clone(), message).with_help(help));
    }
    for values in versions.values().filter(|values| differ(values)) {
        let message =
            format!("versions of one report answer “{}” differently: {}", asked.question.id, listed(values, reports));
        findings.push(Finding::new("origin.update", asked.code.clone(), message));
    }
    findings.sort();
    findings.dedup();
    findings
}

type Voice<'a> = (usize, &'a Scope, bool, Option<&'a SpeakerId>);
type Values = BTreeMap<String, BTreeSet<DocumentId>>;

/// The values that each group of texts gives, by scope and voice.
fn groups(stands: &[Stand], group_of: impl Fn(DocumentId) -> Option<usize>) -> BTreeMap<Voice<'_>, Values> {
    let mut groups: BTreeMap<Voice<'_>, Values> = BTreeMap::new();
    for stand in stands {
        let (scope, denied) = (&stand.position.scope, stand.position.denied);
        for holder in &stand.position.holders {
            if let Some(group) = group_of(holder.document) {
                let values = groups.entry((group, scope, denied, holder.speaker.as_ref())).or_default();
                let words = words::value(&stand.position.value, Language::En);
                values.entry(words).or_default().insert(holder.document);
            }
        }
    }
    groups
}

/// Whether the texts give different values, each text one: a text that gives several has a list.
fn differ(values: &Values) -> bool {
    let texts: usize = values.values().map(BTreeSet::len).sum();
    let distinct: BTreeSet<_> = values.values().flatten().collect();
    values.len() > 1 && texts == distinct.len()
}

fn are_versions(values: &Values, origins: &Origins) -> bool {
    let addresses: BTreeSet<_> = values.values().flatten().map(|document| origins.address(*document)).collect();
    addresses.len() == 1 && !addresses.contains(&None)
}

fn listed(values: &Values, reports: &Reports<'_>) -> String {
    let each = values.iter().map(|(value, documents)| {
        let codes: BTreeSet<_> = documents.iter().flat_map(|document| reports.codes(*document)).collect();
        let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
        format!("{value} ({})", codes.join(", "))
    });
    each.collect::<Vec<_>>().join("; ")
}
