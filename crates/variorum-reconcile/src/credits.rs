//! Whom a report credits: the agency in its byline, its dateline or its last line.
//!
//! "CARACAS (Agencia Norte) –", "Source: Agencia Norte", "told Agencia Norte", "Agencia Norte contributed to this
//! report". The name of an outlet whose report is in the case is a credit wherever it stands ("Norte reported").
//! A credit alone makes no copy: every paper credits the large agencies. It counts for two reports that
//! also share wording or order (`origins`). Left out: credits in other languages than English and Spanish, and logos.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Report;

use crate::fold::words;
use crate::origin_words::origin_words;
use crate::parties::without_brackets;

/// A dateline stands in the first lines.
const DATELINE_WITHIN: usize = 1200;
/// Letters of the longest credit.
const LONGEST: usize = 60;

/// A name that a report credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credit {
    /// As written.
    pub(crate) name: String,
    /// Whether the report is signed with it: all of it may come from there.
    pub(crate) signed: bool,
}

/// The names that a report credits, by what tells them apart. Its own publisher is no credit.
pub(crate) fn credits(report: &Report, text: &str) -> BTreeMap<String, Credit> {
    let words = origin_words();
    let byline = report.byline.iter().flat_map(|names| names.split(',')).map(str::to_owned);
    let signed = byline.chain(dateline(text)).chain(names_after(text, &words.signed));
    let signed = signed.chain(names_before(text, &words.signed_after)).map(|name| (name, true));
    let told = names_after(text, &words.told).into_iter().chain(names_before(text, &words.told_after));
    let own = own(report);
    let mut credits = BTreeMap::new();
    for (name, signed) in told.map(|name| (name, false)).chain(signed) {
        let name = without_brackets(name.trim_start_matches("By ").trim_start_matches("Por "));
        let key = words.outlet(&name);
        if key.len() > 1 && Some(&key) != own.as_ref() {
            credits.insert(key, Credit { name, signed });
        }
    }
    credits
}

/// What tells the publisher of a report apart.
pub(crate) fn own(report: &Report) -> Option<String> {
    let name = report.publisher.as_deref().map(|name| origin_words().outlet(&without_brackets(name)));
    name.filter(|key| key.len() > 1)
}

/// The outlets whose reports are in the case, found in any text by the words of their names.
#[derive(Debug)]
pub(crate) struct Outlets {
    by_first: BTreeMap<String, BTreeSet<Vec<String>>>,
}

impl Outlets {
    pub(crate) fn of(names: impl Iterator<Item = String>) -> Self {
        let mut by_first: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        for name in names {
            let name = words(&name);
            if let Some(first) = name.first() {
                by_first.entry(first.clone()).or_default().insert(name);
            }
        }
        Self { by_first }
    }

    /// Those that a text names, by what tells them apart.
    pub(crate) fn named_in(&self, text: &str) -> BTreeSet<String> {
        let words = words(text);
        let starting =
            |place: usize| self.by_first.get(&words[place]).into_iter().flatten().map(move |name| (place, name));
        let found = (0..words.len()).flat_map(starting).filter(|(place, name)| words[*place..].starts_with(name));
        found.map(|(_, name)| name.join(" ")).collect()
    }
}

/// The name in brackets before the dash of a dateline.
fn dateline(text: &str) -> Option<String> {
    let head = text.get(..text.floor_char_boundary(DATELINE_WITHIN))?;
    head.match_indices('(').find_map(|(start, _)| {
        let rest = &head[start + 1..];
        let (name, after) = rest.split_once(')')?;
        let dash = after.trim_start().starts_with(['-', '–', '—']);
        let short = name.chars().count() <= LONGEST && !name.contains(['\n', '(']);
        (dash && short && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
    })
}

fn names_after(text: &str, cues: &[String]) -> Vec<String> {
    let lower = text.to_lowercase();
    // Where lower case has another length, places in it are not places in the text.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for words in cues {
        for (start, _) in lower.match_indices(words.as_str()) {
            let at_word = !text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
            let rest = text.get(start + words.len()..).unwrap_or_default();
            found.extend(leading_name(rest).filter(|_| at_word));
        }
    }
    found
}

fn names_before(text: &str, cues: &[String]) -> Vec<String> {
    let places = cues.iter().flat_map(|words| text.match_indices(words.as_str()));
    places.filter_map(|(start, _)| trailing_name(&text[..start])).collect()
}

/// The words with capitals at the beginning, at most five.
fn leading_name(text: &str) -> Option<String> {
    let line = text.trim_start_matches([' ', '\t']).lines().next()?;
    let line = line.split(['.', ',', ';', '"', '”', ':']).next()?;
    let words = line.split_whitespace().take_while(|word| is_capital(word)).take(5).collect::<Vec<_>>().join(" ");
    (!words.is_empty() && words.chars().count() <= LONGEST).then_some(words)
}

fn trailing_name(text: &str) -> Option<String> {
    let line = text.rsplit(['.', ',', ';', '\n', ':']).next()?;
    let mut words: Vec<_> = line.split_whitespace().rev().take_while(|word| is_capital(word)).take(5).collect();
    words.reverse();
    let name = words.join(" ");
    (!name.is_empty() && name.chars().count() <= LONGEST).then_some(name)
}

fn is_capital(word: &str) -> bool {
    word.trim_start_matches(['(', '«', '“']).starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use variorum_evidence::ids::{DocumentId, OriginalId};

    use super::*;

    #[test]
    fn outlets_are_found_by_name() {
        let outlets = Outlets::of(["sur", "harbour courier"].map(str::to_owned).into_iter());
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(outlets.named_in(text).into_iter().collect::<Vec<_>>(), expected, "{text}");
        };
        check("Sur reported on Monday, citing the Harbour Courier, that …", &["harbour courier", "sur"]);
        check("A courier in the harbour; surely.", &[]);
    }

    #[test]
    fn where_credits_stand() {
        for (publisher, byline, text, expected) in [
            ("Paper A", vec![], "Title\n\nLIMA, 3 May (Agencia Sur) - A bus fell.", vec!["sur"]),
            ("Paper A", vec!["Ana Ruiz, Agencia Sur (sample)"], "A bus fell.", vec!["ana ruiz", "sur"]),
            ("Agencia Sur", vec!["Agencia Sur"], "A bus fell.", vec![]),
            ("Paper A", vec![], "A bus fell.\n\nSource: Agencia Sur (sample)\n", vec!["sur"]),
            ("Paper A", vec![], "Fuente: Agencia Sur.", vec!["sur"]),
            ("Paper A", vec![], "A nurse told Radio Uno that a bus fell.", vec!["uno"]),
            ("Paper A", vec![], "Pérez told his followers. The agency foretold Rain.", vec![]),
            ("Paper A", vec![], "Reports. Agencia Sur contributed to this report.", vec!["sur"]),
            ("Paper A", vec![], "The bus (a Mercedes) - old - fell.", vec![]),
        ] {
            let report = Report {
                code: "R1".into(),
                name: String::new(),
                original: OriginalId::of_bytes(b""),
                document: DocumentId::of_text(text),
                title: None,
                byline: byline.into_iter().map(str::to_owned).collect(),
                publisher: Some(publisher.to_owned()),
                url: None,
                published: None,
                captured: None,
                language: None,
            };
            let found: Vec<_> = credits(&report, text).into_keys().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
