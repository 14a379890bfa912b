//! What two mentions must share to be one entry before anything is joined, and what is known of each entry.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;

use crate::lexicon::{Class, Sex, lexicon};
use crate::mentions::Mention;
use crate::names::{Name, Sort, sex_of};
use crate::phrasebook::Phrasebook;
use crate::phrases::{Phrase, Pointing, Words, phrase};

/// What makes two mentions one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A proper name.
    Person(Vec<String>),
    /// A surname with a title that tells a sex or a rank: Mrs Halabi is not Mr Halabi.
    Titled(String, String),
    /// An office or a body, by its plain words.
    Office(Words),
    /// A fuller description of one person or body ("the hospital at Lanternbay"), by its plain words.
    Role(Words),
    /// Several people whom the event bounds ("relatives of the victims").
    Circle(Words),
    /// Nobody in particular, in the copies of one text.
    Common(DocumentId, Anybody),
}

/// Words for nobody in particular.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anybody {
    pub(crate) words: Words,
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
    let Name { phrase, words, sort, .. } = mention.name.as_ref();
    let plain = !phrase.words.is_empty() && !matches!(sort, Sort::Pronoun | Sort::Particular);
    let words = if plain { phrase.words.clone() } else { Rc::new(words.iter().cloned().collect()) };
    let Phrase { several, count, is_other, .. } = phrase;
    let anybody = Anybody { words, several: *several, count: count.clone(), is_other: *is_other };
    Key::Common(mention.home, anybody)
}

fn person(name: &Name) -> Key {
    // What a country says its government says.
    if let Some(country) = lexicon().country(&name.words.join(" ")).filter(|_| name.title.is_none()) {
        return Key::Office(Rc::new(["government".to_owned(), country].into()));
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
    /// Names as written.
    pub(crate) written: Vec<Written>,
    /// One spelling of it, for findings; the last in order has its accents.
    pub(crate) shown: Option<String>,
    /// One of the phrases that describe it, article included; the last in order.
    pub(crate) described: Option<String>,
    /// Offices as written.
    pub(crate) roles: BTreeSet<String>,
    /// The documents that name it, by number, in order.
    pub(crate) documents: Vec<usize>,
    /// The language in which it was first named.
    pub(crate) language: Option<Language>,
    /// What a text says an acronym stands for.
    pub(crate) long_forms: BTreeSet<String>,
    /// Whether some words bring it in as somebody new ("a doctor").
    pub(crate) is_introduced: bool,
}

/// Words that were written for an entry.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) words: String,
    pub(crate) times: usize,
    /// Whether they stand without title.
    pub(crate) is_plain: bool,
}

impl Entry {
    fn written(&mut self, words: &str) -> &mut Written {
        let known = self.written.iter().position(|written| written.words == words);
        let place = known.unwrap_or_else(|| {
            self.written.push(Written { words: words.to_owned(), times: 0, is_plain: false });
            self.written.len() - 1
        });
        &mut self.written[place]
    }
}

/// All entries, found by their keys.
#[derive(Debug)]
pub(crate) struct Register {
    pub(crate) book: Rc<Phrasebook>,
    pub(crate) entries: Vec<(Rc<Key>, Entry)>,
    places: BTreeMap<Rc<Key>, usize>,
    /// Of each entry that was entered under its own name.
    sexes: Vec<Option<Sex>>,
}

impl Register {
    pub(crate) fn new(book: Rc<Phrasebook>) -> Self {
        Self { book, entries: Vec::new(), places: BTreeMap::new(), sexes: Vec::new() }
    }

    /// Enters all mentions under their own names. Keys are numbered in their order, not in that of the claims.
    pub(crate) fn enter(&mut self, mentions: &[Mention]) -> Vec<usize> {
        let mut keys = BTreeSet::new();
        mentions.iter().for_each(|mention| _ = keys.insert(key(mention)));
        keys.into_iter().for_each(|key| _ = self.place(key));
        let places: Vec<_> = mentions.iter().map(|mention| self.place(key(mention))).collect();
        for (mention, place) in mentions.iter().zip(&places).filter(|(mention, _)| mention.follows.is_none()) {
            let entry = &mut self.entries[*place].1;
            if entry.documents.last() != Some(&mention.number) {
                entry.documents.push(mention.number);
            }
            entry.language = entry.language.or(mention.language);
            entry.is_introduced |= mention.pointing == Pointing::Indefinite;
            enter_role(entry, mention);
            entry.described = later(entry.described.take(), &mention.name.whole);
            entry.shown = later(entry.shown.take(), &mention.name.written);
        }
        self.sexes = (0..self.entries.len()).map(|place| self.told_sex(place)).collect();
        places
    }

    /// Notes under which words a settled mention was found.
    pub(crate) fn write(&mut self, mention: &Mention, place: usize) {
        let (entry_key, entry) = &mut self.entries[place];
        enter_role(entry, mention);
        // Words that stand for somebody only where they are ("he", "the statement") are no name of theirs.
        if mention.follows.is_some() || mention.name.sort == Sort::Pronoun {
            return;
        }
        for name in [&mention.name.written, &mention.name.whole].into_iter().collect::<BTreeSet<_>>() {
            entry.written(name).times += 1;
        }
        // "The minister" settled on a person is another word for them, not their name.
        let fits = match entry_key.as_ref() {
            Key::Person(_) | Key::Titled(..) => mention.name.sort == Sort::Particular,
            Key::Office(_) => matches!(mention.name.sort, Sort::Office | Sort::Particular),
            Key::Role(_) | Key::Circle(_) | Key::Common(..) => true,
        };
        if fits {
            entry.written(&mention.name.written).is_plain = true;
        }
    }

    pub(crate) fn place(&mut self, key: Key) -> usize {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let key = Rc::new(key);
        self.places.insert(Rc::clone(&key), self.entries.len());
        self.entries.push((key, Entry::default()));
        self.entries.len() - 1
    }

    /// Proper names of two words or more, with their places.
    pub(crate) fn full_names(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.entries.iter().enumerate().filter_map(|(place, (key, _))| match key.as_ref() {
            Key::Person(words) if words.len() > 1 => Some((place, words.as_slice())),
            _ => None,
        })
    }

    /// The surname of an entry that has no other name.
    pub(crate) fn surname(&self, place: usize) -> Option<&str> {
        match self.entries[place].0.as_ref() {
            Key::Person(words) if words.len() == 1 => words.first().map(String::as_str),
            Key::Titled(word, _) => Some(word),
            _ => None,
        }
    }

    /// The words of a full name behind the first, any of which may be a surname.
    pub(crate) fn behind_first(&self, place: usize) -> impl Iterator<Item = &str> {
        let words = match self.entries[place].0.as_ref() {
            Key::Person(words) => words.as_slice(),
            _ => &[],
        };
        words.iter().skip(1).map(String::as_str)
    }

    /// Whether no document names both.
    pub(crate) fn are_apart(&self, a: usize, b: usize) -> bool {
        let (few, many) = (&self.entries[a].1.documents, &self.entries[b].1.documents);
        let (few, many) = if few.len() <= many.len() { (few, many) } else { (many, few) };
        few.iter().all(|document| many.binary_search(document).is_err())
    }

    /// The offices of an entry, as plain words.
    pub(crate) fn offices(&self, place: usize) -> impl Iterator<Item = Words> + '_ {
        let of_office =
            |phrase: &Rc<Phrase>| phrase.is_of_offices && matches!(phrase.class, Some(Class::Sole | Class::Holder));
        let entry = &self.entries[place].1;
        let phrases = entry.roles.iter().map(|role| self.book.phrase(role, entry.language));
        phrases.filter(of_office).map(|phrase| Rc::clone(&phrase.words))
    }

    /// Woman or man, as titles and roles tell, else the given name; none if they disagree.
    pub(crate) fn sex(&self, place: usize) -> Option<Sex> {
        self.sexes.get(place).copied().flatten()
    }

    fn told_sex(&self, place: usize) -> Option<Sex> {
        let (key, entry) = &self.entries[place];
        let told: BTreeSet<Sex> = entry.roles.iter().filter_map(|role| self.own_sex(role)).collect();
        let given = match key.as_ref() {
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

    /// The sex of whoever is described: that of "the minister's wife" is not the minister's.
    fn own_sex(&self, role: &str) -> Option<Sex> {
        self.book.phrase(role, None).sex.filter(|_| !role.contains(['\'', '’']))
    }

    /// Whether titles and names tell that two entries are a woman and a man.
    pub(crate) fn differ_in_sex(&self, a: usize, b: usize) -> bool {
        matches!((self.sex(a), self.sex(b)), (Some(a), Some(b)) if a != b)
    }
}

/// The later of two in order.
fn later(known: Option<String>, words: &str) -> Option<String> {
    known.filter(|known| known.as_str() >= words).or_else(|| Some(words.to_owned()))
}

fn enter_role(entry: &mut Entry, mention: &Mention) {
    if let Some(role) = mention.role.as_ref().filter(|role| !entry.roles.contains(*role)) {
        entry.roles.insert(role.clone());
    }
}
