//! Which words name a matter, in either language?
//!
//! Things, acts and units are data (`lexicon/matters.toml`): one table for all words of both languages that mean one
//! matter. Plurals and forms of verbs follow rules; a noun that stands in no table is a matter of its own language, by
//! its singular. Left out: what a question about the matter is called, which `variorum-reconcile` reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use crate::incidents::predicates::forms::verb;
use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;

#[derive(Deserialize)]
struct File {
    never: Pair,
    thing: Vec<Entry>,
    act: Vec<Entry>,
    unit: Vec<Entry>,
    scale: Vec<Entry>,
    presence: Presence,
    age: Pair,
}

#[derive(Deserialize, Default)]
struct Pair {
    en: Vec<String>,
    es: Vec<String>,
}

impl Pair {
    fn of(&self, language: Language) -> &[String] {
        if language == Language::Es { &self.es } else { &self.en }
    }
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(default)]
    people: bool,
    #[serde(default)]
    alone: bool,
    /// The act that the thing is ("the beating").
    #[serde(default)]
    of: Option<String>,
    /// Whether it can be said and denied of a thing.
    #[serde(default = "yes")]
    told: bool,
    /// Whether those who do it or suffer it are counted by it.
    #[serde(default = "yes")]
    counted: bool,
    /// It tells that the thing was there.
    #[serde(default)]
    exists: bool,
    #[serde(default)]
    words: Pair,
    #[serde(flatten)]
    names: Pair,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Presence {
    there: Pair,
    none: Pair,
    lacks: Pair,
}

/// What is done.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) id: String,
    /// Whether it can be said and denied of a thing.
    pub(super) told: bool,
    /// Whether those who do it or suffer it are counted by it.
    pub(super) counted: bool,
    /// It tells that the thing was there.
    pub(super) exists: bool,
}

/// A measure's unit.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) id: String,
    /// It tells what is measured by itself ("cubic metres").
    pub(super) alone: bool,
    words: Phrases,
}

/// A thing, and whether it is people.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) id: String,
    pub(super) people: bool,
    /// A table has its words.
    pub(super) listed: bool,
    /// The act that it is ("the beating").
    pub(super) of: Option<String>,
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    language: Language,
    things: BTreeMap<String, Thing>,
    never: BTreeSet<String>,
    /// Acts by the first word that tells them, with the words that go on behind it.
    acts: BTreeMap<String, Vec<(Vec<String>, Act)>>,
    pub(super) units: Vec<Unit>,
    pub(super) scales: Vec<(String, Phrases)>,
    /// "Had", "carried"; "no", "ninguna"; "without", "carecía de".
    pub(super) there: Phrases,
    pub(super) none: Phrases,
    pub(super) lacks: Phrases,
    pub(super) age: Phrases,
}

static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../lexicon/matters.toml")).expect("embedded: a test reads it");
    [Words::new(&file, Language::En), Words::new(&file, Language::Es)]
});

impl Words {
    /// The words of `language`, where there are any.
    pub(super) fn of(language: Language) -> Option<&'static Self> {
        ALL.iter().find(|words| words.language == language)
    }

    fn new(file: &File, language: Language) -> Self {
        let mut things = BTreeMap::new();
        for entry in &file.thing {
            let thing = Thing { id: entry.id.clone(), people: entry.people, listed: true, of: entry.of.clone() };
            for name in entry.names.of(language) {
                things.insert(plural(name, language), thing.clone());
                things.insert(name.clone(), thing.clone());
            }
        }
        let mut acts: BTreeMap<String, Vec<_>> = BTreeMap::new();
        let irregular = &Lexicon::of(language).conjugation;
        for entry in &file.act {
            let act = Act { id: entry.id.clone(), told: entry.told, counted: entry.counted, exists: entry.exists };
            for name in entry.names.of(language) {
                let (forms, rest) = verb(language, name, irregular);
                for (form, _) in forms {
                    acts.entry(form).or_default().push((rest.clone(), act.clone()));
                }
            }
            for phrase in entry.words.of(language) {
                let mut words = phrase.split(' ').map(str::to_owned);
                let first = words.next().unwrap_or_default();
                acts.entry(first).or_default().push((words.collect(), act.clone()));
            }
        }
        // The longest first.
        acts.values_mut().for_each(|entries| entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        let phrases = |entry: &Entry| Phrases::from(entry.names.of(language).to_vec());
        let unit = |entry: &Entry| Unit { id: entry.id.clone(), alone: entry.alone, words: phrases(entry) };
        let never = file.never.of(language).iter();
        Self {
            language,
            things,
            never: never.flat_map(|word| [plural(word, language), word.clone()]).collect(),
            acts,
            units: file.unit.iter().map(unit).collect(),
            scales: file.scale.iter().map(|entry| (entry.id.clone(), phrases(entry))).collect(),
            there: Phrases::from(file.presence.there.of(language).to_vec()),
            none: Phrases::from(file.presence.none.of(language).to_vec()),
            lacks: Phrases::from(file.presence.lacks.of(language).to_vec()),
            age: Phrases::from(file.age.of(language).to_vec()),
        }
    }

    /// The thing that `word` names, if a table has it.
    pub(super) fn listed(&self, word: &str) -> Option<&Thing> {
        self.things.get(word)
    }

    /// The thing that a counted noun names; none where its number tells nothing.
    pub(super) fn thing(&self, word: &str) -> Option<Thing> {
        if let Some(thing) = self.things.get(word) {
            return Some(thing.clone());
        }
        let plain = word.chars().count() > 2 && word.chars().all(|letter| letter.is_alphabetic() || letter == '-');
        let counted = plain && !self.never.contains(word);
        counted.then(|| Thing {
            id: format!("{}:{}", self.language.code(), singular(word, self.language)),
            people: false,
            listed: false,
            of: None,
        })
    }

    /// The act that the words at token `at` tell, and how many tokens tell it.
    pub(super) fn act(&self, line: &Line<'_>, at: usize) -> Option<(&Act, usize)> {
        let entries = self.acts.get(line.word(at))?;
        entries.iter().find_map(|(rest, act)| {
            let fits = rest.iter().enumerate().all(|(place, word)| line.word(at + 1 + place) == word);
            fits.then_some((act, 1 + rest.len()))
        })
    }
}

impl Unit {
    /// How many tokens at `at` name it.
    pub(super) fn at(&self, line: &Line<'_>, at: usize) -> Option<usize> {
        self.words.at(line, at)
    }
}

/// The plural by rule.
fn plural(word: &str, language: Language) -> String {
    if language == Language::Es {
        let unstressed =
            [("ión", "iones"), ("ón", "ones"), ("án", "anes"), ("ús", "uses"), ("és", "eses"), ("z", "ces")];
        if let Some((stem, end)) = unstressed.iter().find_map(|(one, many)| Some((word.strip_suffix(one)?, many))) {
            return format!("{stem}{end}");
        }
        let vowel = word.ends_with(['a', 'e', 'i', 'o', 'u', 'á', 'é', 'í', 'ó', 'ú']);
        return if vowel || word.ends_with('s') { format!("{word}s") } else { format!("{word}es") };
    }
    if let Some(stem) = word.strip_suffix("man") {
        return format!("{stem}men");
    }
    if word == "person" {
        return "people".to_owned();
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The singular by rule, near enough to hold all forms of one noun together.
fn singular(word: &str, language: Language) -> String {
    let rules: &[(&str, &str)] = match language {
        Language::Es => &[("iones", "ión"), ("ces", "z"), ("res", "r"), ("les", "l"), ("des", "d"), ("s", "")],
        _ => &[("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("s", "")],
    };
    let found = rules.iter().find_map(|(many, one)| Some(format!("{}{one}", word.strip_suffix(many)?)));
    found.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_matter_in_two_languages() {
        let check = |language, word: &str, expected: &str| {
            let thing = Words::of(language).unwrap().thing(word);
            assert_eq!(thing.map(|thing| thing.id).as_deref().unwrap_or(""), expected, "{word}");
        };
        check(Language::En, "lorries", "lorry");
        check(Language::Es, "camiones", "lorry");
        check(Language::Es, "autobuses", "bus");
        check(Language::En, "people", "people");
        check(Language::En, "onions", "en:onion");
        check(Language::Es, "cebollas", "es:cebolla");
        check(Language::En, "years", "");
    }
}
