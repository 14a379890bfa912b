//! What two mentions must share to be one entry before anything is joined, and what is known of each entry.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;

use crate::lexicon::{Class, Sex, lexicon};
use crate::mentions::Mention;
use crate::names::{Name, Sort, sex_of};
use crate::phrases::{Phrase, Pointing, phrase};

/// What makes two mentions one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A proper name.
    Person(Vec<String>),
    /// A surname with a title that tells a sex or a rank: Mrs Halabi is not Mr Halabi.
    Titled(String, String),
    /// An office or a body, by its plain words.
    Office(BTreeSet<String>),
    /// A fuller description of one person or body ("the hospital at Lanternbay"), by its plain words.
    Role(BTreeSet<String>),
    /// Several people whom the event bounds ("relatives of the victims").
    Circle(BTreeSet<String>),
    /// Nobody in particular, in the copies of one text.
    Common(DocumentId, Anybody),
}

/// Words for nobody in particular.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anybody {
    pub(crate) words: BTreeSet<String>,
    pub(crate) several: bool,
    pub(crate) count: Option<String>,
    pub(crate) is_other: bool,
}

/// The key of a mention.
pub(crate) fn key(mention: &Mention) -> Key {
    let name = &mention.name;
    match name.sort {
        Sort::Particular => person(name),
        Sort::Office => Key::Office(name.phrase.words.clone()),
        Sort::Pronoun => anybody(mention),
        Sort::Common if is_full_description(mention) => Key::Role(name.phrase.words.clone()),
        Sort::Common if is_circle(mention) => Key::Circle(name.phrase.words.clone()),
        Sort::Common => anybody(mention),
    }
}

/// The entry of a mention that names somebody else in each document.
pub(crate) fn anybody(mention: &Mention) -> Key {
    let Name { phrase, words, sort, .. } = &mention.name;
    let plain = !phrase.words.is_empty() && !matches!(sort, Sort::Pronoun | Sort::Particular);
    let words = if plain { phrase.words.clone() } else { words.iter().cloned().collect() };
    let Phrase { several, count, is_other, .. } = phrase.clone();
    Key::Common(mention.home, Anybody { words, several, count, is_other })
}

fn person(name: &Name) -> Key {
    // What a country says its government says.
    if let Some(country) = lexicon().country(&name.words.join(" ")).filter(|_| name.title.is_none()) {
        return Key::Office(["government".to_owned(), country].into());
    }
    let [word] = name.words.as_slice() else { return Key::Person(name.words.clone()) };
    match name.title.as_deref().and_then(mark) {
        Some(mark) => Key::Titled(word.clone(), mark),
        None => Key::Person(name.words.clone()),
    }
}

/// What a title tells of one surname's bearer: rank before sex.
pub(crate) fn mark(title: &str) -> Option<String> {
    let phrase = phrase(title, None);
    let rank = phrase.head.filter(|_| phrase.class == Some(Class::Rank));
    rank.or_else(|| sex_of(title).map(|sex| if sex == Sex::Female { "f" } else { "m" }.to_owned()))
}

/// Whether the words call somebody who is the same in every document: "the water users' federation", "the mother of
/// Ana Ruiz", but neither "a doctor at the hospital" nor "the doctor".
fn is_full_description(mention: &Mention) -> bool {
    const LONGEST: usize = 6;
    let phrase = &mention.name.phrase;
    let one = !phrase.several && !phrase.is_other && !phrase.is_former;
    let pointed = !matches!(mention.pointing, Pointing::Indefinite | Pointing::Owned)
        && !matches!(phrase.pointing, Pointing::Indefinite | Pointing::Owned);
    let calls = phrase.class.is_some_and(|class| !matches!(class, Class::Group | Class::Circle | Class::Rank));
    let body = phrase.words.iter().any(|word| lexicon().notion(word).is_some_and(|notion| notion.class.is_body()));
    let tells = phrase.has_name || body || phrase.class == Some(Class::Voice);
    one && pointed && calls && tells && (2..=LONGEST).contains(&phrase.words.len())
}

/// Whether the words call several people whom the event bounds, all of them.
fn is_circle(mention: &Mention) -> bool {
    let phrase = &mention.name.phrase;
    let all = |pointing| matches!(pointing, Pointing::Definite | Pointing::Bare);
    phrase.class == Some(Class::Circle)
        && phrase.count.is_none()
        && !phrase.is_other
        && all(mention.pointing)
        && all(phrase.pointing)
}

/// What is known of an entry.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// Names as written, and how often.
    pub(crate) written: BTreeMap<String, usize>,
    /// Those of them that stand without title.
    pub(crate) plain: BTreeSet<String>,
    /// One spelling of it, for findings; the last in order has its accents.
    pub(crate) shown: Option<String>,
    /// One of the phrases that describe it, article included; the last in order.
    pub(crate) described: Option<String>,
    /// Offices as written.
    pub(crate) roles: BTreeSet<String>,
    pub(crate) documents: BTreeSet<DocumentId>,
    /// The language in which it was first named.
    pub(crate) language: Option<Language>,
    /// What a text says an acronym stands for.
    pub(crate) long_forms: BTreeSet<String>,
    /// Whether some words bring it in as somebody new ("a doctor").
    pub(crate) is_introduced: bool,
}

/// All entries, found by their keys.
#[derive(Debug, Default)]
pub(crate) struct Register {
    pub(crate) places: BTreeMap<Key, usize>,
    pub(crate) entries: Vec<(Key, Entry)>,
}

impl Register {
    /// Enters all mentions under their own names. Keys are numbered in their order, not in that of the claims.
    pub(crate) fn enter(&mut self, mentions: &[Mention]) -> Vec<usize> {
        let keys: Vec<_> = mentions.iter().map(key).collect();
        for key in keys.iter().collect::<BTreeSet<_>>() {
            self.place(key);
        }
        let places: Vec<_> = keys.iter().map(|key| self.place(key)).collect();
        for (mention, place) in mentions.iter().zip(&places).filter(|(mention, _)| mention.follows.is_none()) {
            let entry = &mut self.entries[*place].1;
            entry.documents.insert(mention.document);
            entry.language = entry.language.or(mention.language);
            entry.is_introduced |= mention.pointing == Pointing::Indefinite;
            entry.roles.extend(mention.role.clone());
            entry.described = entry.described.take().into_iter().chain([mention.name.whole.clone()]).max();
            entry.shown = entry.shown.take().into_iter().chain([mention.name.written.clone()]).max();
        }
        places
    }

    /// Notes under which words a settled mention was found.
    pub(crate) fn write(&mut self, mention: &Mention, place: usize) {
        let (entry_key, entry) = &mut self.entries[place];
        entry.documents.insert(mention.document);
        entry.roles.extend(mention.role.clone());
        // Words that stand for somebody only where they are ("he", "the statement") are no name of theirs.
        if mention.follows.is_some() || mention.name.sort == Sort::Pronoun {
            return;
        }
        for name in [&mention.name.written, &mention.name.whole].into_iter().collect::<BTreeSet<_>>() {
            *entry.written.entry(name.clone()).or_default() += 1;
        }
        // "The minister" settled on a person is another word for them, not their name.
        let fits = match entry_key {
            Key::Person(_) | Key::Titled(..) => mention.name.sort == Sort::Particular,
            Key::Office(_) => matches!(mention.name.sort, Sort::Office | Sort::Particular),
            Key::Role(_) | Key::Circle(_) | Key::Common(..) => true,
        };
        if fits {
            entry.plain.insert(mention.name.written.clone());
        }
    }

    pub(crate) fn place(&mut self, key: &Key) -> usize {
        *self.places.entry(key.clone()).or_insert_with(|| {
            self.entries.push((key.clone(), Entry::default()));
            self.entries.len() - 1
        })
    }

    /// Proper names of two words or more, with their places.
    pub(crate) fn full_names(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.entries.iter().enumerate().filter_map(|(place, (key, _))| match key {
            Key::Person(words) if words.len() > 1 => Some((place, words.as_slice())),
            _ => None,
        })
    }

    /// Whether no document names both.
    pub(crate) fn are_apart(&self, a: usize, b: usize) -> bool {
        self.entries[a].1.documents.is_disjoint(&self.entries[b].1.documents)
    }

    /// The offices of an entry, as plain words.
    pub(crate) fn offices(&self, place: usize) -> impl Iterator<Item = BTreeSet<String>> + '_ {
        let of_office =
            |phrase: &Phrase| phrase.is_of_offices && matches!(phrase.class, Some(Class::Sole | Class::Holder));
        let entry = &self.entries[place].1;
        let phrases = entry.roles.iter().map(|role| phrase(role, entry.language));
        phrases.filter(of_office).map(|phrase| phrase.words)
    }

    /// Woman or man, as titles and roles tell, else the given name; none if they disagree.
    pub(crate) fn sex(&self, place: usize) -> Option<Sex> {
        let (key, entry) = &self.entries[place];
        let told: BTreeSet<Sex> = entry.roles.iter().filter_map(|role| own_sex(role)).collect();
        let given = match key {
            Key::Person(words) if words.len() > 1 => lexicon().sex_of_given(&words[0]),
            Key::Titled(_, mark) if mark == "f" => Some(Sex::Female),
            Key::Titled(_, mark) if mark == "m" => Some(Sex::Male),
            _ => None,
        };
        match told.len() {
            0 => given,
            1 => told.first().copied(),
            _ => None,
        }
    }

    /// Whether titles and names tell that two entries are a woman and a man.
    pub(crate) fn differ_in_sex(&self, a: usize, b: usize) -> bool {
        matches!((self.sex(a), self.sex(b)), (Some(a), Some(b)) if a != b)
    }
}

/// The sex of whoever is described: that of "the minister's wife" is not the minister's.
fn own_sex(role: &str) -> Option<Sex> {
    phrase(role, None).sex.filter(|_| !role.contains(['\'', '’']))
}
