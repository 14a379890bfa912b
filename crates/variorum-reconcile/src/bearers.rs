//! Who bears a surname first in a text?
//!
//! Reports name a person in full once and by the surname from then on; a relative who turns up later keeps the given
//! name. So a bare surname is that of whoever bears it first, speaker or not: "Matute" is the dead man of the first
//! paragraph, not his sister who speaks in the fifth. Left out: texts without capitals.

use std::collections::BTreeMap;

use variorum_evidence::ids::DocumentId;

use crate::fold::words;
use crate::lexicon::lexicon;

/// The first full name of each surname, by text.
#[derive(Debug)]
pub(crate) struct Bearers<'a> {
    texts: &'a BTreeMap<DocumentId, String>,
    found: BTreeMap<DocumentId, BTreeMap<String, Vec<String>>>,
    known: NoNames,
}

/// Words that were looked up, and whether they are no given names.
type NoNames = BTreeMap<String, bool>;

impl<'a> Bearers<'a> {
    pub(crate) fn new(texts: &'a BTreeMap<DocumentId, String>) -> Self {
        Self { texts, found: BTreeMap::new(), known: NoNames::new() }
    }

    /// The first full name in a text that ends in or holds `surname`, folded.
    pub(crate) fn first(&mut self, document: DocumentId, surname: &str) -> Option<Vec<String>> {
        let text = self.texts.get(&document)?;
        let known = &mut self.known;
        self.found.entry(document).or_insert_with(|| full_names(text, known)).get(surname).cloned()
    }
}

fn full_names(text: &str, known: &mut NoNames) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut run: Vec<String> = Vec::new();
    for token in text.lines().filter(|line| !is_heading(line)).flat_map(|line| line.split_whitespace().chain(["."])) {
        let word = token.trim_matches(|letter: char| !letter.is_alphanumeric());
        let owned = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        let letters = owned.unwrap_or(word);
        let opens = !token.starts_with(|letter: char| letter.is_alphanumeric());
        let may_be_name = letters.starts_with(char::is_uppercase) && !looked_up(letters, known);
        if opens || !may_be_name {
            enter(&mut found, std::mem::take(&mut run));
        }
        if may_be_name {
            run.extend(words(letters));
        }
        let ends = owned.is_some() || !token.ends_with(|letter: char| letter.is_alphanumeric());
        if ends {
            enter(&mut found, std::mem::take(&mut run));
        }
    }
    enter(&mut found, run);
    found
}

/// Whether capitals tell no names in a line: most of its words have one.
fn is_heading(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let large = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    words.len() > 3 && large * 5 > words.len() * 4
}

fn looked_up(word: &str, known: &mut NoNames) -> bool {
    if let Some(known) = known.get(word) {
        return *known;
    }
    let is_no_name = is_no_name(word);
    known.insert(word.to_owned(), is_no_name);
    is_no_name
}

/// Titles, weekdays and words that begin a sentence are no given names.
fn is_no_name(word: &str) -> bool {
    let lexicon = lexicon();
    let grammar = &lexicon.grammar;
    let folded = words(word).join(" ");
    let acronym = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let lists = [
        &grammar.definite,
        &grammar.indefinite,
        &grammar.other,
        &grammar.owned,
        &grammar.behind,
        &grammar.relative,
        &grammar.former,
        &grammar.address,
        &grammar.pronouns,
        &grammar.stamps,
        &grammar.joining,
    ];
    let listed = lists.iter().any(|list| list.contains(&folded)) || lexicon.notion(word).is_some();
    acronym || listed && lexicon.sex_of_given(&folded).is_none()
}

fn enter(found: &mut BTreeMap<String, Vec<String>>, run: Vec<String>) {
    for surname in run.iter().skip(1) {
        found.entry(surname.clone()).or_insert_with(|| run.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bearer() {
        for (text, surname, expected) in [
            ("Colonel Juan Matute died. His sister Rosa Matute wept.", "matute", Some("juan matute")),
            ("On Monday Matute spoke.", "matute", None),
            ("Ana Díaz Pimentel, jueza.", "diaz", Some("ana diaz pimentel")),
            ("Rosa. Matute", "matute", None),
            ("Wounded Matute Dies Of Burns", "matute", None),
            ("Ivan’s Bondar", "bondar", None),
        ] {
            let found = full_names(text, &mut NoNames::new()).get(surname).map(|name| name.join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
