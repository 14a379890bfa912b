//! Which reports go back to one origin, and on what evidence.
//!
//! Reports are taken to be one origin where evidence can be printed: they carry the same text; they stand at
//! one address (versions of one report); their wording is nearly the same; or they credit the same agency and
//! share a good part of the wording. Being one is passed on, so a round-up of two wire stories makes one origin
//! of all three: too few origins are claimed rather than too many. Without evidence two reports stay apart.
//! Left out: translations, and reports that retell another in their own words.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Origin;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, DocumentId};

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::credits::credits;
use crate::reports::Reports;
use crate::shingles::Shingles;
use crate::unions::Unions;

/// Percent of the smaller text's runs of five words that make two texts copies. Reports of one event that were
/// written apart share up to about 20 (official phrases, boilerplate), copies with edits 70 and more; measured
/// on the sample case (`examples/junquito`: at most 22 apart, at least 78 in copies).
const COPY_PERCENT: usize = 50;
/// Percent that is enough when both credit the same agency.
const CREDITED_PERCENT: usize = 25;
/// Runs that must be shared at the least: short texts share half of theirs by chance.
const FEWEST_RUNS: usize = 15;

/// The origins of a case.
#[derive(Debug)]
pub(crate) struct Origins {
    /// By their first report.
    pub(crate) list: Vec<Origin>,
    of: BTreeMap<DocumentId, usize>,
    copies: BTreeMap<DocumentId, usize>,
    addresses: BTreeMap<DocumentId, usize>,
}

impl Origins {
    /// The number of the origin of a text.
    pub(crate) fn of(&self, document: DocumentId) -> Option<usize> {
        self.of.get(&document).copied()
    }

    /// The first text of the origin of a text.
    pub(crate) fn first_text(&self, document: DocumentId) -> DocumentId {
        let origin = self.of(document).and_then(|origin| self.list.get(origin));
        origin.and_then(|origin| origin.documents.first()).copied().unwrap_or(document)
    }

    /// The number shared by texts that copy one another; versions of one report are among them only if they
    /// also copy.
    pub(crate) fn copies(&self, document: DocumentId) -> Option<usize> {
        self.copies.get(&document).copied()
    }

    /// The number shared by texts that were found at one address.
    pub(crate) fn address(&self, document: DocumentId) -> Option<usize> {
        self.addresses.get(&document).copied()
    }
}

/// Why two texts are one, for the evidence line.
enum Ground {
    Address(String),
    Copy(usize),
    Credited(usize, String),
}

/// Groups the texts of the case by origin.
pub(crate) fn trace(accounts: &Accounts<'_>, reports: &Reports<'_>, held: &[HeldClaim]) -> Origins {
    let documents = reports.documents();
    let text = |document: &DocumentId| accounts.texts.get(document).map_or("", String::as_str);
    let shingles = Shingles::of(documents.iter().map(text));
    let named: Vec<_> = documents
        .iter()
        .map(|document| reports.carrying(*document).flat_map(|report| credits(report, text(document))).collect())
        .collect();
    let mut all = Unions::new(documents.len());
    let mut copied = Unions::new(documents.len());
    let mut evidence: Vec<(usize, String)> = Vec::new();
    for (a, b, ground) in copies(&shingles, &named) {
        copied.join(a, b);
        if all.join(a, b) {
            evidence.push((a, line(reports, documents[a], documents[b], &ground, accounts.language)));
        }
    }
    let mut addresses = BTreeMap::new();
    for (number, (address, versions)) in by_address(reports).into_iter().enumerate() {
        for version in &versions {
            addresses.insert(documents[*version], number);
        }
        for pair in versions.windows(2) {
            all.join(pair[0], pair[1]);
            let ground = Ground::Address(address.clone());
            evidence.push((pair[0], line(reports, documents[pair[0]], documents[pair[1]], &ground, accounts.language)));
        }
    }
    let copies = documents.iter().enumerate().map(|(place, document)| (*document, copied.first(place))).collect();
    let list = list(reports, held, &mut all, evidence, accounts.language);
    let of = list.iter().enumerate().flat_map(|(number, origin)| origin.documents.iter().map(move |d| (*d, number)));
    let of = of.collect();
    Origins { list, of, copies, addresses }
}

/// Pairs of texts that copy one another, in order.
fn copies(shingles: &Shingles, named: &[BTreeMap<String, String>]) -> Vec<(usize, usize, Ground)> {
    let candidates: BTreeSet<_> = shingles.candidates().into_iter().chain(same_credit(named)).collect();
    let mut pairs = Vec::new();
    for (a, b) in candidates {
        let shared = shingles.shared(a, b);
        let percent = shared.percent();
        let credit = named[a].iter().find(|(key, _)| named[b].contains_key(*key));
        if shared.runs < FEWEST_RUNS {
            continue;
        }
        match credit {
            Some((_, name)) if percent >= CREDITED_PERCENT => {
                pairs.push((a, b, Ground::Credited(percent, name.clone())));
            }
            _ if percent >= COPY_PERCENT => pairs.push((a, b, Ground::Copy(percent))),
            _ => {}
        }
    }
    pairs
}

/// Neighbours among the texts that credit one name.
fn same_credit(named: &[BTreeMap<String, String>]) -> Vec<(usize, usize)> {
    let mut by_name: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (place, names) in named.iter().enumerate() {
        for name in names.keys() {
            by_name.entry(name).or_default().push(place);
        }
    }
    by_name
        .into_values()
        .flat_map(|places| places.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>())
        .collect()
}

/// Texts that were found at one address, where there are several.
fn by_address(reports: &Reports<'_>) -> BTreeMap<String, Vec<usize>> {
    let mut by_address: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, document) in reports.documents().iter().enumerate() {
        for url in reports.carrying(*document).filter_map(|report| report.url.as_deref()) {
            by_address.entry(address(url)).or_default().insert(place);
        }
    }
    by_address.remove("");
    let several = by_address.into_iter().filter(|(_, places)| places.len() > 1);
    several.map(|(address, places)| (address, places.into_iter().collect())).collect()
}

/// An address without what does not change the page: scheme, "www.", fragment, a last slash.
fn address(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default().trim_end_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if path.is_empty() { host.to_owned() } else { format!("{host}/{path}") }
}

fn line(reports: &Reports<'_>, a: DocumentId, b: DocumentId, ground: &Ground, language: Language) -> String {
    let (a, b) = (reports.first_code(a), reports.first_code(b));
    match (ground, language) {
        (Ground::Address(at), Language::Es) => format!("{a} y {b} son versiones de un mismo informe ({at})"),
        (Ground::Address(at), _) => format!("{a} and {b} are versions of one report ({at})"),
        (Ground::Copy(percent), Language::Es) => {
            format!("{a} y {b}: el {percent} % del texto más corto está palabra por palabra en el otro")
        }
        (Ground::Copy(percent), _) => {
            format!("{a} and {b}: {percent}% of the shorter text stands word for word in the other")
        }
        (Ground::Credited(percent, name), Language::Es) => {
            format!("{a} y {b} citan a {name}, y el {percent} % del texto más corto está en el otro")
        }
        (Ground::Credited(percent, name), _) => {
            format!("{a} and {b} both credit {name}, and {percent}% of the shorter text stands in the other")
        }
    }
}

fn same_text(reports: &Reports<'_>, document: DocumentId, language: Language) -> Option<String> {
    let codes: Vec<_> = reports.codes(document).iter().map(ToString::to_string).collect();
    let codes = (codes.len() > 1).then(|| codes.join(", "))?;
    Some(match language {
        Language::Es => format!("{codes} llevan un mismo texto, letra por letra"),
        _ => format!("{codes} carry one text, letter for letter"),
    })
}

fn list(
    reports: &Reports<'_>,
    held: &[HeldClaim],
    all: &mut Unions,
    evidence: Vec<(usize, String)>,
    language: Language,
) -> Vec<Origin> {
    let mut claims: BTreeMap<DocumentId, Vec<ClaimId>> = BTreeMap::new();
    for held in held {
        claims.entry(held.account.document).or_default().push(held.account.claim.id);
    }
    let mut origins: BTreeMap<usize, Origin> = BTreeMap::new();
    for (place, document) in reports.documents().iter().enumerate() {
        let origin = origins.entry(all.first(place)).or_insert_with(|| Origin {
            id: String::new(),
            documents: Vec::new(),
            reports: Vec::new(),
            claims: Vec::new(),
            evidence: Vec::new(),
        });
        origin.documents.push(*document);
        origin.reports.extend(reports.codes(*document));
        origin.claims.extend(claims.remove(document).unwrap_or_default());
        origin.evidence.extend(same_text(reports, *document, language));
    }
    for (place, line) in evidence {
        if let Some(origin) = origins.get_mut(&all.first(place)) {
            origin.evidence.push(line);
        }
    }
    let numbered = origins.into_values().enumerate();
    numbered.map(|(number, origin)| Origin { id: format!("O{}", number + 1), ..origin }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address() {
        for (url, expected) in [
            ("https://www.Example.org/a/B/#top", "example.org/a/B"),
            ("http://example.org/a/B", "example.org/a/B"),
            ("https://example.org/", "example.org"),
            ("https://example.org/a?id=2", "example.org/a?id=2"),
            ("", ""),
        ] {
            assert_eq!(address(url), expected);
        }
    }
}
