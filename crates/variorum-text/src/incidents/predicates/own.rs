//! Which predicates does a case bring?
//!
//! A case's `[[predicate]]` tables stand beside the program's own, or add words to one of them. They are checked before
//! anything is read: a word that can never be found, a pattern where a word is meant, a name that means something
//! already. Every mistake is told with its line. Left out: what only a speaker of the language can tell, such as a
//! doubled consonant that an entry forgets.

use std::collections::BTreeMap;

use serde::Deserialize;
use variorum_evidence::document::Language;

use super::Predicates;
use super::entries::{PredicateEntry, Word, Words};
use super::lists::shipped;

/// Predicates that are told by lists of their own (`lists`), and not by who suffers a verb.
const TOLD_OTHERWISE: [&str; 8] = [
    "fired_first",
    "surrendered",
    "offered_surrender",
    "used_weapon",
    "opened_fire",
    "planned",
    "ordered",
    "caused_by",
];

/// Languages that have predicates.
const LANGUAGES: [Language; 2] = [Language::En, Language::Es];

/// Why predicates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PredicateError {
    /// The file is no list of `[[predicate]]` tables.
    #[error("the predicates cannot be read; docs/format/predicates.md shows the fields")]
    Toml(#[from] toml::de::Error),
    /// A word or name cannot be used.
    #[error("line {line}: {message}")]
    Word {
        /// Its line, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        message: String,
    },
}

/// The predicates that readers look for: the program's, and a case's own beside them.
#[derive(Debug, Default)]
pub struct PredicateSet {
    /// Both together, by language; empty where a case has none of its own.
    own: BTreeMap<Language, Predicates>,
}

/// The predicates of a TOML file of `[[predicate]]` tables.
pub fn read_predicates(toml: &str) -> Result<PredicateSet, PredicateError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct PredicateFile {
        #[serde(default)]
        predicate: Vec<PredicateEntry>,
    }
    PredicateSet::compile(&toml::from_str::<PredicateFile>(toml)?.predicate, toml)
}

impl PredicateSet {
    /// The program's predicates and these, which stand in `toml`.
    pub fn compile(entries: &[PredicateEntry], toml: &str) -> Result<Self, PredicateError> {
        check(entries).map_err(|(word, message)| PredicateError::Word { line: line(toml, word), message })?;
        let languages = LANGUAGES.iter().filter(|_| !entries.is_empty());
        let all = |language: Language| Predicates::of(language, shipped().iter().chain(entries));
        Ok(Self { own: languages.map(|language| (*language, all(*language))).collect() })
    }

    /// The predicates of `language`; none where it has no words for them.
    pub(crate) fn in_language(&self, language: Language) -> Option<&Predicates> {
        self.own.get(&language).or_else(|| Predicates::in_language(language))
    }
}

fn line(toml: &str, word: &Word) -> usize {
    let before = toml.get(..word.span().start).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// What is wrong, and the word that it is wrong with.
type Wrong<'a> = (&'a Word, String);

fn check(entries: &[PredicateEntry]) -> Result<(), Wrong<'_>> {
    for (number, entry) in entries.iter().enumerate() {
        check_name(entry)?;
        if entries[..number].iter().any(|other| other.id() == entry.id()) {
            return Err((&entry.id, format!("two predicates are named `{}`; put their words together", entry.id())));
        }
        check_known(entry)?;
        let named = |id: &str| shipped().iter().chain(entries).any(|other| other.id() == id);
        if let Some(other) = entry.from.iter().chain(&entry.also).find(|other| !named(other.get_ref())) {
            return Err((other, format!("no predicate is named `{}`; {}", other.get_ref(), choices())));
        }
        for language in LANGUAGES {
            check_words(entry.words(language), language)?;
        }
    }
    Ok(())
}

fn choices() -> String {
    let names: Vec<_> = shipped().iter().map(PredicateEntry::id).collect();
    format!("there are: {}, and those of this file", names.join(", "))
}

fn check_name(entry: &PredicateEntry) -> Result<(), Wrong<'_>> {
    let id = entry.id();
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !id.starts_with(|letter: char| letter.is_ascii_lowercase()) || !id.chars().all(plain) {
        let message = format!("`{id}` is no name: write small letters, digits and `_`, as in `burned_ballots`");
        return Err((&entry.id, message));
    }
    if TOLD_OTHERWISE.contains(&id) {
        let message = format!("`{id}` has rules of its own in the program, and no lists; give yours another name");
        return Err((&entry.id, message));
    }
    Ok(())
}

/// A predicate of the program takes words and keeps its meaning; a new one must say whom it counts, and have words.
fn check_known(entry: &PredicateEntry) -> Result<(), Wrong<'_>> {
    let id = entry.id();
    let known = shipped().iter().any(|other| other.id() == id);
    let meant = entry.whom.is_some() || entry.also.is_some() || entry.many || !entry.from.is_empty();
    let narrowed = LANGUAGES.iter().any(|language| !entry.words(*language).only.is_empty());
    let tells = |words: &Words| {
        [&words.does, &words.if_officials, &words.undergoes, &words.loses, &words.states, &words.counted, &words.acts]
            .iter()
            .any(|list| !list.is_empty())
    };
    let message = if known && (meant || narrowed) {
        format!("`{id}` comes with the program: leave out `whom`, `from`, `also`, `many` and `only` to add words to it")
    } else if !known && entry.whom.is_none() {
        format!("whom does `{id}` count? Add whom = \"people\" or whom = \"things\"")
    } else if !known && !LANGUAGES.iter().any(|language| tells(entry.words(*language))) {
        format!(
            "`{id}` has no words; add [predicate.en] or [predicate.es] with does, undergoes, states, counted or acts"
        )
    } else {
        return Ok(());
    };
    Err((&entry.id, message))
}

fn check_words(words: &Words, language: Language) -> Result<(), Wrong<'_>> {
    let verbs = [&words.does, &words.if_officials, &words.undergoes, &words.loses];
    let nouns = [
        &words.states,
        &words.counted,
        &words.victims,
        &words.tolls,
        &words.acts,
        &words.by,
        &words.never,
        &words.only,
    ];
    verbs.iter().chain(&nouns).flat_map(|list| list.iter()).try_for_each(check_plain)?;
    let infinitive = |verb: &&Word| language != Language::Es || is_infinitive(verb.get_ref());
    match verbs.iter().flat_map(|list| list.iter()).find(|verb| !infinitive(verb)) {
        Some(verb) => {
            let first = verb.get_ref().split(' ').next().unwrap_or_default();
            Err((verb, format!("`{first}` is no Spanish infinitive: write `quemar`; all its forms are made from it")))
        }
        None => Ok(()),
    }
}

/// What stands in a list is looked for word by word in lower-cased text.
fn check_plain(word: &Word) -> Result<(), Wrong<'_>> {
    let text = word.get_ref();
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '\'' | '’');
    let fits = |(number, part): (usize, &str)| part == "*" && number > 0 || !part.is_empty() && part.chars().all(plain);
    if !text.split(' ').enumerate().all(fits) {
        let message = format!("`{text}` is no plain word or phrase: patterns are not known here; write each form");
        return Err((word, message));
    }
    if text.to_lowercase() != *text {
        return Err((word, format!("`{text}` is never found: texts are looked at in small letters")));
    }
    Ok(())
}

fn is_infinitive(verb: &str) -> bool {
    let first = verb.split(' ').next().unwrap_or_default();
    let bare = first.strip_suffix("se").unwrap_or(first);
    ["ar", "er", "ir", "ír"].iter().any(|end| bare.strip_suffix(end).is_some_and(|stem| !stem.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_with_their_line() {
        let check = |toml: &str, expected: &str| {
            assert_eq!(read_predicates(toml).unwrap_err().to_string(), expected, "{toml}");
        };
        check("predicate = 3", "the predicates cannot be read; docs/format/predicates.md shows the fields");
        check(
            "[[predicate]]\nid = \"Burned ballots\"\nwhom = \"things\"",
            "line 2: `Burned ballots` is no name: write small letters, digits and `_`, as in `burned_ballots`",
        );
        check(
            "[[predicate]]\nid = \"ordered\"\nwhom = \"people\"",
            "line 2: `ordered` has rules of its own in the program, and no lists; give yours another name",
        );
        check(
            "[[predicate]]\nid = \"evicted\"\n[predicate.en]\ndoes = [\"evict\"]",
            "line 2: whom does `evicted` count? Add whom = \"people\" or whom = \"things\"",
        );
        check(
            "\n[[predicate]]\nid = \"evicted\"\nwhom = \"people\"",
            "line 3: `evicted` has no words; add [predicate.en] or [predicate.es] with does, undergoes, states, counted \
             or acts",
        );
        check(
            "[[predicate]]\nid = \"killed\"\nwhom = \"things\"",
            "line 2: `killed` comes with the program: leave out `whom`, `from`, `also`, `many` and `only` to add words \
             to it",
        );
        let evicted = "[[predicate]]\nid = \"evicted\"\nwhom = \"people\"\n";
        check(
            &format!("{evicted}[predicate.es]\nstates = [\n  \"echado\",\n  \"desalojad[oa]s?\",\n]"),
            "line 7: `desalojad[oa]s?` is no plain word or phrase: patterns are not known here; write each form",
        );
        check(
            &format!("{evicted}[predicate.es]\ndoes = [\"desalojaron\"]"),
            "line 5: `desalojaron` is no Spanish infinitive: write `quemar`; all its forms are made from it",
        );
        check(
            &format!("{evicted}[predicate.en]\nacts = [\"Eviction\"]"),
            "line 5: `Eviction` is never found: texts are looked at in small letters",
        );
        check(
            &format!("{evicted}[predicate.en]\ndoes = [\"evict\"]\n{evicted}[predicate.en]\ndoes = [\"oust\"]"),
            "line 7: two predicates are named `evicted`; put their words together",
        );
        check(
            &format!("{evicted}also = \"homeless\"\n[predicate.en]\ndoes = [\"evict\"]"),
            "line 4: no predicate is named `homeless`; there are: killed, injured, shot, missing, arrested, abducted, \
             rescued, displaced, attacked, destroyed, and those of this file",
        );
    }

    #[test]
    fn the_programs_own_predicates_pass() {
        let wrong: Vec<_> = shipped().iter().flat_map(|entry| LANGUAGES.map(|language| (entry, language))).collect();
        for (entry, language) in wrong {
            let told = check_words(entry.words(language), language).map_err(|(_, message)| message);
            assert_eq!(told, Ok(()), "{} {language:?}", entry.id());
        }
    }
}
