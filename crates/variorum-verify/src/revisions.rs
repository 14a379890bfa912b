//! The versions of an address: every sentence that the table says was changed stands in its version, word for word.
//!
//! Left out: whether those are all changes, and whether an announcement is one; the texts are there for whoever wants to
//! compare them.

use std::collections::BTreeMap;

use variorum_evidence::ids::DocumentId;

use crate::check::{Checks, Open};
use crate::table::{RevisionStep, Revisions, Span, Words};

pub(crate) fn check(revisions: &[Revisions], texts: &BTreeMap<DocumentId, String>, checks: &mut Checks) {
    let mut spans = 0;
    let mut check = checks.open("revision.words");
    for revisions in revisions {
        // A version whose text is not there is told by `table.reference`.
        let versions: BTreeMap<usize, Words<'_>> = revisions
            .versions
            .iter()
            .filter_map(|version| Some((version.number, Words::of(texts.get(&version.document)?))))
            .collect();
        for step in &revisions.steps {
            spans += check_step(&revisions.address, step, &versions, &mut check);
        }
    }
    check.close("", || format!("{spans} sentences of versions stand in their texts, word for word"));
}

/// Returns how many words were looked at.
fn check_step(address: &str, step: &RevisionStep, versions: &BTreeMap<usize, Words<'_>>, check: &mut Open<'_>) -> u64 {
    let was = step.sentences.iter().filter_map(|change| Some((step.from, change.before.as_ref()?)));
    let now = step.sentences.iter().filter_map(|change| Some((step.to, change.after.as_ref()?)));
    let announced = step.announced.iter().map(|announced| (step.to, &announced.span));
    let mut count = 0;
    for (number, span) in was.chain(now).chain(announced) {
        count += 1;
        check_span(address, number, span, versions, check);
    }
    count
}

fn check_span(address: &str, number: usize, span: &Span, versions: &BTreeMap<usize, Words<'_>>, check: &mut Open<'_>) {
    let about = format!("{address} version {number} {}..{}", span.start, span.end);
    let Some(words) = versions.get(&number) else {
        check.fail(about, "is of a version that is not listed".to_owned(), None);
        return;
    };
    if let Some(found) = words.other_than(span) {
        check.fail(about, format!("gives {:?}; at that place is {found}", span.text), None);
    }
}
