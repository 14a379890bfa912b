//! Whom a report credits: the agency in its byline, its dateline or its last line.
//!
//! "CARACAS (Agencia Norte) –", "Source: Agencia Norte", "told Agencia Norte", "Agencia Norte contributed to this
//! report". A credit alone makes no copy: every paper credits the large agencies. It counts for two reports that
//! also share wording (`origins`). Left out: credits in other languages than English and Spanish, and logos.

use std::collections::BTreeMap;

use variorum_evidence::account::Report;

use crate::fold::fold;
use crate::parties::without_brackets;

/// Words before a credited name.
const BEFORE: &[&str] = &[
    "source:",
    "fuente:",
    "with reporting by ",
    "additional reporting by ",
    "reporting by ",
    "con información de ",
    "told ",
    "citing ",
    "citando a ",
    "dijo a ",
    "declaró a ",
    "from the agency ",
    "de la agencia ",
    "via ",
];
/// Words after a credited name.
const AFTER: &[&str] = &[" contributed to this report", " contributed reporting", " contribuyó a este informe"];
/// A dateline stands in the first lines.
const DATELINE_WITHIN: usize = 1200;
/// Letters of the longest credit.
const LONGEST: usize = 60;

/// The names that a report credits: folded, and as written. Its own publisher is no credit.
pub(crate) fn credits(report: &Report, text: &str) -> BTreeMap<String, String> {
    let byline = report.byline.iter().flat_map(|names| names.split(',')).map(str::to_owned);
    let found = byline.chain(dateline(text)).chain(after_words(text)).chain(before_words(text));
    let own = report.publisher.as_deref().map(|name| fold(&without_brackets(name)));
    let named = found.map(|name| without_brackets(name.trim_start_matches("By ").trim_start_matches("Por ")));
    let keyed = named.map(|name| (fold(&name), name));
    keyed.filter(|(key, _)| key.len() > 1 && Some(key) != own.as_ref()).collect()
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

fn after_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    // Where lower case has another length, places in it are not places in the text.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for words in BEFORE {
        for (start, _) in lower.match_indices(words) {
            let at_word = !text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
            let rest = text.get(start + words.len()..).unwrap_or_default();
            found.extend(leading_name(rest).filter(|_| at_word));
        }
    }
    found
}

fn before_words(text: &str) -> Vec<String> {
    let places = AFTER.iter().flat_map(|words| text.match_indices(words));
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
    fn where_credits_stand() {
        for (publisher, byline, text, expected) in [
            ("Paper A", vec![], "Title\n\nLIMA, 3 May (Agencia Sur) - A bus fell.", vec!["agencia sur"]),
            ("Paper A", vec!["Ana Ruiz, Agencia Sur (sample)"], "A bus fell.", vec!["agencia sur", "ana ruiz"]),
            ("Agencia Sur", vec!["Agencia Sur"], "A bus fell.", vec![]),
            ("Paper A", vec![], "A bus fell.\n\nSource: Agencia Sur (sample)\n", vec!["agencia sur"]),
            ("Paper A", vec![], "Fuente: Agencia Sur.", vec!["agencia sur"]),
            ("Paper A", vec![], "A nurse told Radio Uno that a bus fell.", vec!["radio uno"]),
            ("Paper A", vec![], "Pérez told his followers. The agency foretold Rain.", vec![]),
            ("Paper A", vec![], "Reports. Agencia Sur contributed to this report.", vec!["agencia sur"]),
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
                language: None,
            };
            let found: Vec<_> = credits(&report, text).into_keys().collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
