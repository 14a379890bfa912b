//! Where the words that a decision names stand now.
//!
//! A decision was made on exact words of one text. Those words are looked for at their place, then once
//! elsewhere in that text, then once in another text of the same address (a later version), and, if no report
//! carries that text any more, once in the texts of the case (the same original read anew). Words that occur
//! twice where they are looked for are not placed: a wrong place is worse than a finding. Left out: words that
//! were changed by one letter.

use std::collections::BTreeSet;

use variorum_evidence::ids::DocumentId;
use variorum_evidence::span::{Quote, TextSpan};

use crate::Accounts;
use crate::reports::Reports;

/// Words in a text of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) document: DocumentId,
    pub(crate) span: TextSpan,
}

/// Where the words of `quote` stand in the texts of the case, if they stand in one place.
pub(crate) fn anchor(quote: &Quote, accounts: &Accounts<'_>, reports: &Reports<'_>) -> Option<Place> {
    if quote.words.trim().is_empty() {
        return None;
    }
    if !reports.has(quote.document) {
        return only_place(&quote.words, reports.documents().iter().copied(), accounts);
    }
    let text = accounts.texts.get(&quote.document)?;
    if quote.span.words(text) == Some(&quote.words) {
        return Some(Place { document: quote.document, span: quote.span });
    }
    let moved = only_span(&quote.words, text).map(|span| Place { document: quote.document, span });
    moved.or_else(|| only_place(&quote.words, versions(quote.document, reports), accounts))
}

/// The other texts that were found at an address of this one.
fn versions(document: DocumentId, reports: &Reports<'_>) -> impl Iterator<Item = DocumentId> {
    let addresses: BTreeSet<_> = reports.carrying(document).filter_map(|report| report.url.as_deref()).collect();
    let others = reports.all().iter().filter(|report| report.document != document);
    let same = others.filter(|report| report.url.as_deref().is_some_and(|url| addresses.contains(url)));
    same.map(|report| report.document).collect::<BTreeSet<_>>().into_iter()
}

fn only_place(words: &str, documents: impl Iterator<Item = DocumentId>, accounts: &Accounts<'_>) -> Option<Place> {
    let mut found = None;
    for document in documents {
        let Some(text) = accounts.texts.get(&document) else { continue };
        if text.contains(words) {
            let place = Place { document, span: only_span(words, text)? };
            if found.replace(place).is_some() {
                return None;
            }
        }
    }
    found
}

fn only_span(words: &str, text: &str) -> Option<TextSpan> {
    let mut places = text.match_indices(words);
    let (start, _) = places.next()?;
    if places.next().is_some() {
        return None;
    }
    TextSpan::of(text, start..start + words.len())
}
