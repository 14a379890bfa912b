//! Which entries are one before any mention is looked at in its place: spellings, fuller forms, acronyms, offices.
//!
//! Each rule asks first what speaks against it: a document that names both, a woman and a man, a father and a son.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use variorum_evidence::finding::Finding;

use crate::fold::{one_spelling, words};
use crate::lexicon::{Class, lexicon};
use crate::parties::Parties;
use crate::phrases::{Words, phrase};
use crate::register::{Entry, Key, Register};
use crate::sounds::{sound, sounds_alike};
use crate::unions::Unions;

/// Entries that are one speaker, and by which rule each came to the others.
#[derive(Debug)]
pub(crate) struct Joins {
    pub(crate) unions: Unions,
    rules: BTreeMap<usize, &'static str>,
}

impl Joins {
    pub(crate) fn new(len: usize) -> Self {
        Self { unions: Unions::new(len), rules: BTreeMap::new() }
    }

    /// Makes two entries one; false if they were.
    pub(crate) fn join(&mut self, a: usize, b: usize, rule: &'static str) -> bool {
        let joined = self.unions.join(a, b);
        if joined {
            self.rules.entry(a).or_insert(rule);
            self.rules.entry(b).or_insert(rule);
        }
        joined
    }

    /// The rule that first joined this entry to another.
    pub(crate) fn rule(&self, place: usize) -> Option<&'static str> {
        self.rules.get(&place).copied()
    }

    /// The one speaker that all of these are.
    pub(crate) fn only(&mut self, places: &[usize]) -> Option<usize> {
        self.only_of(places.iter().copied())
    }

    /// The one speaker that all of these are; no more of them are looked at than it takes to find two.
    pub(crate) fn only_of(&mut self, places: impl Iterator<Item = usize>) -> Option<usize> {
        let mut one = None;
        for place in places {
            let speaker = self.unions.first(place);
            if *one.get_or_insert(speaker) != speaker {
                return None;
            }
        }
        one
    }
}

/// Entries that agree in the sound of all words but one, with that word.
type Bucket<'a> = Vec<(usize, &'a [String], usize)>;

/// Joins names of as many words that differ in the spelling of one, or sound alike and stand in no document
/// together.
pub(crate) fn join_spellings(register: &Register, joins: &mut Joins) {
    // A bucket of very many names that share all other words ("José …") holds no spellings worth the time.
    const LARGEST_BUCKET: usize = 500;
    let mut but_one: BTreeMap<(usize, Vec<String>), Bucket<'_>> = BTreeMap::new();
    for (place, words) in register.full_names() {
        let sounds: Vec<_> = words.iter().map(|word| sound(word)).collect();
        for left_out in 0..words.len() {
            let mut others = sounds.clone();
            others.remove(left_out);
            but_one.entry((left_out, others)).or_default().push((place, words, left_out));
        }
    }
    for bucket in but_one.values().filter(|bucket| bucket.len() <= LARGEST_BUCKET) {
        for (number, (place, words, left_out)) in bucket.iter().enumerate() {
            for (other, spelled, _) in &bucket[number + 1..] {
                let (one, two) = (&words[*left_out], &spelled[*left_out]);
                let written = one_spelling(one, two) && words.iter().zip(*spelled).filter(|(a, b)| a != b).count() <= 1;
                let heard = sounds_alike(&sound(one), &sound(two)) && register.are_apart(*place, *other);
                if (written || heard) && !register.differ_in_sex(*place, *other) {
                    joins.join(*place, *other, "speaker.spelling");
                }
            }
        }
    }
}

/// Joins a name to the fuller form of it ("José Díaz", "José Alejandro Díaz Pimentel"; "Habibu Saleh", "Mallam Habibu
/// Saleh"), if all fuller forms in the case are one speaker.
pub(crate) fn join_fuller_names(register: &Register, joins: &mut Joins) {
    let mut by_word: BTreeMap<&String, Vec<(usize, &[String])>> = BTreeMap::new();
    for (place, words) in register.full_names() {
        for word in words.iter().collect::<BTreeSet<_>>() {
            by_word.entry(word).or_default().push((place, words));
        }
    }
    let mut names: Vec<_> = register.full_names().collect();
    // Longest first, so that the fuller forms are joined among themselves before a shorter one is tried.
    names.sort_by_key(|(place, words)| (Reverse(words.len()), *place));
    for (place, words) in names {
        // Every fuller form has all of the words: the rarest leads to the fewest names.
        let rarest = words.iter().map(|word| by_word[word].as_slice()).min_by_key(|bearers| bearers.len());
        let fuller = rarest.unwrap_or_default().iter().filter(|(_, other)| is_fuller(other, words));
        let fuller = fuller.map(|(other, _)| *other).filter(|other| !register.differ_in_sex(place, *other));
        let fuller: Vec<usize> = fuller.collect();
        if let Some(speaker) = joins.only(&fuller) {
            joins.join(place, speaker, "speaker.fuller-name");
        }
    }
}

/// Whether `other` is `words` with more names behind the first or with a title before it.
fn is_fuller(other: &[String], words: &[String]) -> bool {
    let generation =
        |words: &[String]| words.last().filter(|last| lexicon().grammar.generation.contains(*last)).cloned();
    generation(other) == generation(words)
        && other.len() > words.len()
        && (other[0] == words[0] && holds(other, words) || other.ends_with(words))
}

/// Joins a body to the fuller form of its name ("Syrian Observatory for Human Rights", "Britain-based Syrian Observatory
/// for Human Rights"), if all fuller forms in the case are one body.
pub(crate) fn join_fuller_bodies(register: &Register, joins: &mut Joins) {
    let mut by_head: BTreeMap<String, Vec<(usize, Words)>> = BTreeMap::new();
    for (place, (key, entry)) in register.entries.iter().enumerate() {
        let described =
            entry.described.as_deref().filter(|_| matches!(**key, Key::Person(_) | Key::Office(_) | Key::Role(_)));
        let Some(phrase) = described.map(|told| register.book.phrase(told, entry.language)) else { continue };
        if let Some(head) =
            phrase.head.clone().filter(|_| phrase.class.is_some_and(Class::is_body) && phrase.words.len() > 1)
        {
            by_head.entry(head).or_default().push((place, Rc::clone(&phrase.words)));
        }
    }
    for bodies in by_head.values_mut() {
        // Longest first, as among persons.
        bodies.sort_by_key(|(place, words)| (Reverse(words.len()), *place));
        for (place, words) in bodies.iter() {
            let fuller = bodies
                .iter()
                .filter(|(other, told)| other != place && told.len() > words.len() && told.is_superset(words));
            let fuller: Vec<usize> = fuller.map(|(other, _)| *other).collect();
            if let Some(speaker) = joins.only(&fuller) {
                joins.join(*place, speaker, "speaker.fuller-name");
            }
        }
    }
}

/// Joins a surname with and without title ("Lizcano", "Mr Lizcano") where no two titles tell of two people.
pub(crate) fn join_titled(register: &Register, joins: &mut Joins) {
    let mut by_surname: BTreeMap<&String, Vec<(usize, Option<&String>)>> = BTreeMap::new();
    for (place, (key, _)) in register.entries.iter().enumerate() {
        match key.as_ref() {
            Key::Person(words) if words.len() == 1 => by_surname.entry(&words[0]).or_default().push((place, None)),
            Key::Titled(word, mark) => by_surname.entry(word).or_default().push((place, Some(mark))),
            _ => {}
        }
    }
    for bearers in by_surname.values() {
        let ranks = bearers.iter().filter(|(_, mark)| mark.is_some_and(|mark| mark.len() > 1)).count();
        let sexes = bearers.iter().filter(|(_, mark)| mark.is_some_and(|mark| mark.len() == 1)).count();
        if ranks > 1 || sexes > 1 {
            continue;
        }
        for (place, _) in &bearers[1..] {
            joins.join(bearers[0].0, *place, "speaker.surname");
        }
    }
}

/// Joins a body to the acronym that a text of the case gives in brackets behind its name: "Human Rights Front (HRF)".
pub(crate) fn join_acronyms<'t>(register: &mut Register, joins: &mut Joins, texts: impl Iterator<Item = &'t String>) {
    // Nobody in particular has no acronym; a body may stand in any of the other ways.
    let mut by_words: BTreeMap<Vec<String>, BTreeSet<usize>> = BTreeMap::new();
    for (place, (key, entry)) in register.entries.iter().enumerate() {
        if !matches!(**key, Key::Common(..) | Key::Circle(_) | Key::Titled(..)) {
            by_words.entry(words(entry.shown.as_deref().unwrap_or_default())).or_default().insert(place);
            by_words.entry(words(&joined(key))).or_default().insert(place);
        }
    }
    for text in texts {
        for (start, _) in text.match_indices(" (") {
            let Some((short, _)) = text[start + 2..].split_once(')') else { continue };
            let Some(acronym) = by_words.get(&words(short)).filter(|_| is_acronym(short)) else { continue };
            let Some(name) = named_before(&text[..start], &by_words) else {
                let long = long_form(&text[..start]);
                for place in acronym {
                    register.entries[*place].1.long_forms.extend(long.clone());
                }
                continue;
            };
            for (place, other) in name.iter().flat_map(|place| acronym.iter().map(move |other| (*place, *other))) {
                joins.join(place, other, "speaker.acronym");
            }
        }
    }
}

/// The entry whose whole name ends a text; the longest.
fn named_before<'b>(text: &str, by_words: &'b BTreeMap<Vec<String>, BTreeSet<usize>>) -> Option<&'b BTreeSet<usize>> {
    const LONGEST: usize = 12;
    const FARTHEST: usize = 160;
    let mut from = text.len().saturating_sub(FARTHEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let behind = words(text[from..].rsplit(['.', '\n']).next().unwrap_or(""));
    let lengths = (2..=LONGEST.min(behind.len())).rev();
    lengths.map(|length| &behind[behind.len() - length..]).find_map(|name| by_words.get(name))
}

/// The name of a body that ends a text: words with capitals, and such as join them.
fn long_form(text: &str) -> Option<String> {
    let large = |word: &&str| word.starts_with(char::is_uppercase);
    let fits = |word: &&str| large(word) || lexicon().grammar.joining.contains(*word);
    let mut run: Vec<&str> = text.split_whitespace().rev().take_while(fits).collect();
    run.reverse();
    let run: Vec<&str> = run.into_iter().skip_while(|word| !large(word)).collect();
    let is_body = phrase(&run.join(" "), None).class.is_some_and(Class::is_body);
    (run.len() > 1 && is_body).then(|| run.join(" "))
}

fn is_acronym(short: &str) -> bool {
    let letters = || short.chars();
    short.starts_with(char::is_uppercase) && letters().count() <= 12 && letters().all(char::is_alphanumeric)
}

/// Whether all words of `part` stand in `whole` in this order.
fn holds(whole: &[String], part: &[String]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|word| rest.any(|other| other == word))
}

/// Joins two first names of one surname that hold one office and belong to one party, unless a document quotes
/// both.
pub(crate) fn join_by_office(
    register: &Register,
    joins: &mut Joins,
    parties: &Parties<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut by_surname: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (place, words) in register.full_names() {
        by_surname.entry(&words[words.len() - 1]).or_default().push(place);
    }
    for names in by_surname.values() {
        for (number, a) in names.iter().enumerate() {
            for b in &names[number + 1..] {
                let (first, second) = (&register.entries[*a], &register.entries[*b]);
                if !register.are_apart(*a, *b)
                    || !one_office(register, *a, *b)
                    || register.differ_in_sex(*a, *b)
                    || !one_party(&first.0, &first.1, &second.0, &second.1, parties)
                {
                    continue;
                }
                if joins.join(*a, *b, "speaker.one-office") {
                    findings.push(joined_by_office(&first.1, &second.1));
                }
            }
        }
    }
}

fn one_office(register: &Register, a: usize, b: usize) -> bool {
    let others: Vec<_> = register.offices(b).collect();
    register.offices(a).any(|office| others.iter().any(|other| office.is_subset(other) || other.is_subset(&office)))
}

fn one_party(key: &Key, entry: &Entry, other_key: &Key, other: &Entry, parties: &Parties<'_>) -> bool {
    let party = |key: &Key, entry: &Entry| {
        let name = joined(key);
        let names: Vec<&str> = std::iter::once(name.as_str()).chain(entry.roles.iter().map(String::as_str)).collect();
        parties.of(names.iter().copied()).map(|party| party.name.clone())
    };
    let found = party(key, entry);
    found.is_some() && found == party(other_key, other)
}

/// The words of a key in one line.
pub(crate) fn joined(key: &Key) -> String {
    match key {
        Key::Person(words) => words.join(" "),
        Key::Titled(word, _) => word.clone(),
        Key::Office(plain) | Key::Role(plain) | Key::Circle(plain) => in_line(plain),
        Key::Common(_, anybody) => in_line(&anybody.words),
    }
}

fn in_line(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn joined_by_office(a: &Entry, b: &Entry) -> Finding {
    let [a, b] = [a, b].map(|entry| entry.shown.as_deref().unwrap_or("?"));
    let message = format!("“{a}” and “{b}” are taken for one speaker: one surname, one office, one party");
    let help = "if they are two people, attribute the claims of one of them by hand";
    Finding::new("speaker.by-office", a, message).with_help(help)
}
