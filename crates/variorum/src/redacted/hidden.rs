//! What people decided to hide: protected spellings with their aliases, and withheld originals with whatever lies
//! in them.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Apparatus, Speaker};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::{Document, Language};
use variorum_evidence::exposure::ExposureKind;
use variorum_evidence::ids::{OriginalId, ReportCode};
use variorum_ingest::exposures;
use variorum_redaction::fold::{folded, letters, words};
use variorum_redaction::words::{BadAlias, Lexicon, Protected};

use crate::error::{Error, Result};
use crate::ledger::Ledger;

use super::aliases::Taken;

/// Fewest letters and digits of a number, an address or a key that is sought without anybody's decision.
const SHORTEST_SECRET: usize = 6;

/// What a redacted edition hides.
#[derive(Debug, Clone)]
pub(crate) struct Hidden {
    pub(crate) lexicon: Lexicon,
    pub(crate) withheld: BTreeSet<OriginalId>,
}

impl Hidden {
    /// What stands in a journal. `exposed` are words that something other than a decision found to be at risk.
    pub(crate) fn of(ledger: &Ledger, own_key: &str, exposed: &Exposed) -> Result<Self> {
        let standing = variorum_reconcile::standing(&ledger.decisions, own_key);
        let mut protected = protected(&standing);
        let harmless: BTreeSet<String> = protected.iter().flat_map(|it| &it.unlike).map(|word| folded(word)).collect();
        let exposed = exposed.without(&harmless);
        protected.extend(exposed.protected(&protected)?);
        let lexicon = Lexicon::of(protected).map_err(bad_alias)?;
        let named = standing.iter().filter_map(|decided| match &decided.decision {
            Decision::Withhold { original } => Some(*original),
            _ => None,
        });
        Ok(Self { lexicon, withheld: with_contents(ledger, named.collect()) })
    }

    /// Whether nothing is hidden.
    pub(crate) fn is_empty(&self) -> bool {
        self.lexicon.is_empty() && self.withheld.is_empty()
    }
}

fn protected(standing: &[&Decided]) -> Vec<Protected> {
    let protected = standing.iter().filter_map(|decided| match &decided.decision {
        Decision::Protect { names, alias, unlike } => {
            Some(Protected { spellings: names.clone(), alias: alias.clone(), unlike: unlike.clone() })
        }
        _ => None,
    });
    protected.collect()
}

/// Telephone numbers, addresses and other words that were found to endanger people. Whether some are harmless (the desk's
/// own number) is a decision: `protect --unlike`.
#[derive(Debug, Clone)]
pub(crate) struct Exposed {
    words: BTreeSet<(ExposureKind, String)>,
    language: Language,
}

impl Exposed {
    /// None.
    pub(crate) const fn nothing() -> Self {
        Self { words: BTreeSet::new(), language: Language::En }
    }

    /// Those of these documents.
    pub(crate) fn of(documents: &BTreeMap<ReportCode, Document>, language: Language) -> Self {
        let words = documents.values().flat_map(|document| {
            let in_text = document.exposures.iter().map(|exposure| (document.text.as_str(), *exposure));
            let lines = [document.byline.as_ref().map(|byline| &byline.raw), document.title.as_ref()];
            let beside = lines.into_iter().chain([document.publisher.as_ref()]).flatten();
            let beside =
                beside.flat_map(|line| exposures(line).into_iter().map(move |exposure| (line.as_str(), exposure)));
            in_text.chain(beside).filter_map(|(text, exposure)| Some((exposure.kind, exposure.span.words(text)?)))
        });
        let words = words.filter(|(_, words)| can_be_sought(words)).map(|(kind, words)| (kind, words.to_owned()));
        Self { words: words.collect(), language }
    }

    fn without(&self, harmless: &BTreeSet<String>) -> Self {
        let words = self.words.iter().filter(|(_, words)| !harmless.contains(&folded(words))).cloned();
        Self { words: words.collect(), language: self.language }
    }

    /// Each under an alias that says what stood there and is none of the words that are hidden with it.
    fn protected(&self, beside: &[Protected]) -> Result<Vec<Protected>> {
        let decided = beside.iter().flat_map(|one| &one.spellings);
        let taken = Taken::of(decided.chain(self.words.iter().map(|(_, words)| words)).map(String::as_str))?;
        let mut aliases: BTreeMap<ExposureKind, String> = BTreeMap::new();
        let protected = self.words.iter().map(|(kind, words)| {
            let alias = aliases.entry(*kind).or_insert_with(|| taken.alias(*kind, self.language)).clone();
            Protected { spellings: vec![words.clone()], alias, unlike: Vec::new() }
        });
        Ok(protected.collect())
    }
}

/// Whether so few letters and digits could be told from others ("password: *****", "password: 2026").
fn can_be_sought(words: &str) -> bool {
    words.chars().filter(|letter| letter.is_alphanumeric()).count() >= SHORTEST_SECRET
}

pub(crate) fn bad_alias(error: BadAlias) -> Error {
    Error::usage(error.to_string())
}

/// What was read out of a withheld original is withheld, and what gives its words.
fn with_contents(ledger: &Ledger, mut withheld: BTreeSet<OriginalId>) -> BTreeSet<OriginalId> {
    loop {
        let before = withheld.len();
        for captured in &ledger.captures {
            let capture = &captured.capture;
            if capture.within.iter().chain(&capture.transcript_of).any(|outer| withheld.contains(outer)) {
                withheld.insert(capture.original);
            }
        }
        if withheld.len() == before {
            return withheld;
        }
    }
}

/// The spellings that a name stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spellings {
    /// As typed, and what the speaker of that name is called besides.
    pub(crate) taken: Vec<String>,
    /// Other words for that speaker, which could mean others too.
    pub(crate) left: Vec<String>,
}

impl Spellings {
    /// Of names as a person types them. Of the words that were found for a speaker of that name, those are taken that
    /// share a capitalised word with what was typed; an office or a pronoun may mean others.
    pub(crate) fn of(apparatus: &Apparatus, names: &[String]) -> Self {
        let names: Vec<&str> = names.iter().map(|name| plain(apparatus, name)).collect();
        let typed: BTreeSet<String> = names.iter().map(|name| folded(name)).collect();
        let proper: BTreeSet<String> = names.iter().flat_map(|name| proper_words(name)).collect();
        let mut spellings = Self::default();
        let mut seen = BTreeSet::new();
        let called = |speaker| called(speaker).map(|name| plain(apparatus, name));
        let known =
            apparatus.speakers.iter().filter(|speaker| called(speaker).any(|name| typed.contains(&folded(name))));
        let found: Vec<&str> = known.flat_map(called).collect();
        for name in names.into_iter().chain(found) {
            if !seen.insert(name.to_owned()) {
                continue;
            }
            let shares = proper_words(name).iter().any(|word| proper.contains(word));
            let list = if shares || typed.contains(&folded(name)) { &mut spellings.taken } else { &mut spellings.left };
            list.push(name.to_owned());
        }
        spellings
    }
}

fn called(speaker: &Speaker) -> impl Iterator<Item = &str> {
    std::iter::once(speaker.name.as_str()).chain(speaker.aliases.iter().map(String::as_str))
}

/// A name without the report that a table puts behind it where it means somebody of that report alone ("residents (R11)"):
/// no text spells it so.
fn plain<'a>(apparatus: &Apparatus, name: &'a str) -> &'a str {
    let labelled = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    let is_code = |code: &str| apparatus.reports.iter().any(|report| report.code.0 == code);
    labelled.filter(|(_, code)| is_code(code)).map_or(name, |(name, _)| name)
}

/// Words of three letters and more that begin with a capital, or with a letter that knows none.
fn proper_words(name: &str) -> Vec<String> {
    let letters = letters(name);
    let proper = words(&letters).filter(|word| {
        let first = name[letters[word.start].start..].chars().next();
        word.len() > 2 && first.is_some_and(|first| !first.is_lowercase())
    });
    proper.map(|word| letters[word].iter().map(|letter| letter.letter).collect()).collect()
}

#[cfg(test)]
mod tests {
    use variorum_evidence::ids::DocumentId;

    use super::*;

    #[test]
    fn a_speaker_gives_spellings() {
        let speaker = |name: &str, aliases: &[&str]| Speaker {
            id: name.into(),
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            rules: Default::default(),
            party: None,
            group: None,
            noted: None,
        };
        let apparatus = Apparatus {
            questions: vec![],
            checks: vec![],
            origins: vec![],
            claims: vec![],
            speakers: vec![
                speaker("Óscar Pérez", &["Pérez", "OSCAR PEREZ", "the pilot", "Oscar"]),
                speaker("Ana Pérez", &["she"]),
            ],
            reports: vec![],
            groups: vec![],
            events: vec![],
            revisions: vec![],
            findings: vec![],
        };
        let found = Spellings::of(&apparatus, &["Oscar Pérez".to_owned()]);
        assert_eq!(found.taken, ["Oscar Pérez", "Óscar Pérez", "Pérez", "OSCAR PEREZ", "Oscar"]);
        assert_eq!(found.left, ["the pilot"]);
        let unknown = Spellings::of(&apparatus, &["+58 412".to_owned()]);
        assert_eq!((unknown.taken, unknown.left), (vec!["+58 412".to_owned()], vec![]));
    }

    #[test]
    fn a_label_is_no_spelling() {
        let apparatus: Apparatus = serde_json::from_value(serde_json::json!({
            "questions": [], "checks": [], "origins": [], "claims": [], "events": [], "findings": [],
            "speakers": [
                {"id": "a", "name": "علي (R1)", "aliases": ["علي", "الأستاذ علي"]},
                {"id": "b", "name": "Ana (Madrid)", "aliases": ["Ana"]},
            ],
            "reports": [{
                "code": "R1", "name": "a.txt",
                "original": OriginalId::of_bytes(b"a"), "document": DocumentId::of_text("a"),
            }],
        }))
        .unwrap();
        for (typed, expected) in [
            ("علي", &["علي", "الأستاذ علي"][..]),
            ("علي (R1)", &["علي", "الأستاذ علي"]),
            ("Ana", &["Ana", "Ana (Madrid)"]),
            ("Luis (R7)", &["Luis (R7)"]),
        ] {
            assert_eq!(Spellings::of(&apparatus, &[typed.to_owned()]).taken, expected, "{typed}");
        }
    }
}
