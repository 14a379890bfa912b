//! Which reports go back to one origin, and on what evidence.
//!
//! Reports are taken to be one origin where evidence can be printed: they carry the same text; they stand at
//! one address (versions of one report); their wording is nearly the same; they tell the same names and numbers in the
//! same order, which translations and rewritten stories do; or one of them credits the other, or both the same agency,
//! and they share a good part of the wording or of that order. Being one is passed on, so a round-up of two wire
//! stories makes one origin of all three: too few origins are claimed rather than too many. Without evidence two
//! reports stay apart. Left out: reports that take a single fact from another.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Origin;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, DocumentId};

use crate::Accounts;
use crate::addresses::address;
use crate::claims::HeldClaim;
use crate::credits::{Credit, Outlets, credits, own};
use crate::digests::ByDigest;
use crate::passages::Passages;
use crate::reports::{Reports, Stretch};
use crate::shingles::Shingles;
use crate::unions::Unions;

/// Percent of the smaller text's runs of five words that make two texts copies. Reports of one event that were
/// written apart share up to about 20 (official phrases, boilerplate), copies with edits 40 and more; measured
/// on the sample case (`examples/junquito`: at most 22 apart) and the events of `eval/cases` (at most 3 apart).
const COPY_PERCENT: usize = 40;
/// Percent that is enough when one credits the other, or both the same agency.
const CREDITED_PERCENT: usize = 15;
/// Runs that must be shared at the least: short texts share half of theirs by chance.
const FEWEST_RUNS: usize = 15;
/// Percent of the names and numbers of the shorter list in one order that make one story; apart, at most 40
/// (`eval/cases`, development part).
const ORDER_PERCENT: usize = 50;
/// Percent that is enough with a credit.
const RETOLD_PERCENT: usize = 30;
/// Seconds.
const DAY: i64 = 86_400;
/// Names and numbers that the shorter list must hold.
const FEWEST_MARKS: usize = 14;

/// The origins of a case.
#[derive(Debug)]
pub(crate) struct Origins {
    /// By their first report.
    pub(crate) list: Vec<Origin>,
    of: ByDigest<DocumentId, usize>,
    copies: ByDigest<DocumentId, usize>,
    addresses: ByDigest<DocumentId, usize>,
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
    Order(usize),
    Retold(usize, String),
}

/// Groups the texts of the case by origin.
pub(crate) fn trace(accounts: &Accounts<'_>, reports: &Reports<'_>, held: &[HeldClaim]) -> Origins {
    let documents = reports.documents();
    let text = |document: &DocumentId| accounts.texts.get(document).map_or("", String::as_str);
    let shingles = Shingles::of(documents.iter().map(text));
    let passages = Passages::of(documents.iter().map(text));
    let voices = voices(reports, text);
    let mut all = Unions::new(documents.len());
    let mut copied = Unions::new(documents.len());
    let mut evidence: Vec<(usize, String)> = Vec::new();
    for (a, b, ground) in copies(&shingles, &passages, &voices) {
        copied.join(a, b);
        if all.join(a, b) {
            evidence.push((a, line(reports, documents[a], documents[b], &ground, accounts.language)));
        }
    }
    let mut addresses = ByDigest::default();
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

/// Whose words a text gives.
struct Voices {
    /// Its own outlet, by what tells it apart.
    own: BTreeSet<String>,
    credited: BTreeMap<String, Credit>,
    /// Outlets of the case that it names somewhere. A name of one word may be any word.
    named: BTreeSet<String>,
    published: Option<Stretch>,
}

impl Voices {
    /// The name that joins two texts: the outlet of one that the other gives its words from, or an agency with which
    /// one is signed and which the other gives its words from.
    fn joining(&self, other: &Self) -> Option<String> {
        self.given_to(other).or_else(|| other.given_to(self))
    }

    /// The outlet of both, where one report followed the other within a day: a flash and the story it grew into.
    fn going_on_with(&self, other: &Self) -> Option<String> {
        let (one, other_day) = (self.published?, other.published?);
        let follows = one.to.max(other_day.to).saturating_sub(one.from.min(other_day.from)) <= 2 * DAY;
        self.own.intersection(&other.own).next().filter(|_| follows).cloned()
    }

    fn given_to(&self, other: &Self) -> Option<String> {
        let signed = self.credited.iter().filter(|(_, credit)| credit.signed).map(|(key, _)| key);
        let taken =
            self.own.iter().chain(signed).find_map(|key| other.credited.get(key)).map(|credit| credit.name.clone());
        taken.or_else(|| self.own.intersection(&other.named).next().cloned())
    }
}

fn voices<'a>(reports: &Reports<'_>, text: impl Fn(&DocumentId) -> &'a str) -> Vec<Voices> {
    let several = |name: &String| name.contains(' ');
    let outlets = Outlets::of(reports.all().iter().filter_map(|report| own(report)).filter(several));
    let voices = reports.documents().iter().map(|document| {
        let text = text(document);
        let credited = reports.carrying(*document).flat_map(|report| credits(report, text));
        Voices {
            own: reports.carrying(*document).filter_map(own).collect(),
            credited: credited.collect(),
            named: outlets.named_in(text),
            published: reports.published(*document).map(|when| reports.clock().stretch(when)),
        }
    });
    voices.collect()
}

/// Pairs of texts that have one origin, in order, with what shows it best.
fn copies(shingles: &Shingles, passages: &Passages, voices: &[Voices]) -> Vec<(usize, usize, Ground)> {
    let near = shingles.candidates().into_iter().chain(passages.candidates());
    let candidates: BTreeSet<_> = near.chain(same_credit(voices)).collect();
    candidates.into_iter().filter_map(|(a, b)| Some((a, b, ground(shingles, passages, voices, a, b)?))).collect()
}

fn ground(shingles: &Shingles, passages: &Passages, voices: &[Voices], a: usize, b: usize) -> Option<Ground> {
    let shared = shingles.shared(a, b);
    let copied = if shared.runs >= FEWEST_RUNS { shared.percent() } else { 0 };
    if copied >= COPY_PERCENT {
        return Some(Ground::Copy(copied));
    }
    let credit = voices[a].joining(&voices[b]);
    if let Some(name) = credit.clone().filter(|_| copied >= CREDITED_PERCENT) {
        return Some(Ground::Credited(copied, name));
    }
    let (percent, marks) = passages.in_order(a, b);
    let credit = credit.or_else(|| voices[a].going_on_with(&voices[b]));
    match credit {
        _ if marks < FEWEST_MARKS => None,
        _ if percent >= ORDER_PERCENT => Some(Ground::Order(percent)),
        Some(name) if percent >= RETOLD_PERCENT => Some(Ground::Retold(percent, name)),
        _ => None,
    }
}

/// Neighbours among the texts that bear or credit one name.
fn same_credit(voices: &[Voices]) -> Vec<(usize, usize)> {
    let mut by_name: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (place, voices) in voices.iter().enumerate() {
        for name in voices.credited.keys().chain(&voices.own).chain(&voices.named) {
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
            format!("{a} y {b} remiten a {name}, y el {percent} % del texto más corto está en el otro")
        }
        (Ground::Credited(percent, name), _) => {
            format!("{a} and {b} both go back to {name}, and {percent}% of the shorter text stands in the other")
        }
        (Ground::Order(percent), Language::Es) => {
            format!(
                "{a} y {b}: el {percent} % de los nombres y números del más corto está en el otro, en el mismo orden"
            )
        }
        (Ground::Order(percent), _) => {
            format!(
                "{a} and {b}: {percent}% of the names and numbers of the shorter stand in the other, in the same order"
            )
        }
        (Ground::Retold(percent, name), Language::Es) => {
            format!("{a} y {b} remiten a {name}, y el {percent} % de los nombres y números sigue el mismo orden")
        }
        (Ground::Retold(percent, name), _) => {
            format!(
                "{a} and {b} both go back to {name}, and {percent}% of the names and numbers stand in the same order"
            )
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
    let mut claims: ByDigest<DocumentId, Vec<ClaimId>> = ByDigest::default();
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
        origin.claims.extend(claims.swap_remove(document).unwrap_or_default());
        origin.evidence.extend(same_text(reports, *document, language));
    }
    for (place, line) in evidence {
        if let Some(origin) = origins.get_mut(&all.first(place)) {
            origin.evidence.push(line);
        }
    }
    let numbered = origins.into_values().enumerate().map(|(number, mut origin)| {
        origin.id = format!("O{}", number + 1);
        origin.claims.shrink_to_fit();
        origin.documents.shrink_to_fit();
        origin.reports.shrink_to_fit();
        origin
    });
    numbered.collect()
}
