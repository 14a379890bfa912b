//! Who speaks, across the documents of a case.
//!
//! Merging two people is worse than splitting one, so names are joined only where little doubt is left: the
//! same folded name; one letter apart inside a long word; a fuller form of one name; a surname that only one
//! speaker of the document, else of the case, has; an office ("the minister") that one speaker of the document,
//! or its full title one of the case, holds. Two first names with one surname are joined when both hold the
//! same office and one party of the case lists both, and a finding says so. Words for nobody in particular
//! ("residents") name other people in each story. People can merge the rest. Left out: pronouns and other
//! coreference inside a document, which readers resolve.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Speaker;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, SpeakerId};

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::fold::{fold, one_spelling, words};
use crate::names::{Name, Sort, classify};
use crate::naming::{Found, Naming};
use crate::origins::Origins;
use crate::parties::Parties;
use crate::reports::Reports;
use crate::roles::{built_on, calls_one, is_body, is_holder, office, office_word, plain_words};
use crate::sounds::{sound, sounds_alike};
use crate::unions::Unions;

/// The speakers of a case.
#[derive(Debug)]
pub(crate) struct Speakers {
    /// By name.
    pub(crate) list: Vec<Speaker>,
    /// Those who are the same in every document, unlike "residents".
    pub(crate) particular: BTreeSet<SpeakerId>,
}

/// Finds the speakers of all claims and writes them into `held`. `merged` holds what people merged.
pub(crate) fn resolve(
    held: &mut [HeldClaim],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    origins: &Origins,
    merged: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Speakers {
    let parties = Parties::new(accounts.parties, reports);
    let mentions = mentions(held, accounts, origins);
    let mut register = Register::default();
    let places = register.enter(&mentions);
    let mut unions = Unions::new(register.entries.len());
    join_spellings(&register, &mut unions);
    join_fuller_names(&register, &mut unions);
    join_acronyms(&register, &mut unions, &mentions, accounts);
    join_by_office(&register, &mut unions, &parties, findings);
    let mut settling = Settling::new(&mut register, &mut unions);
    let settled = mentions.iter().zip(places).map(|(mention, place)| settling.settle(mention, place));
    let places: Vec<_> = settled.collect();
    for (mention, place) in mentions.iter().zip(&places) {
        register.write(mention, *place);
    }
    join_merged(&register, &mut unions, merged);
    let groups = groups(&register, &mut unions, &places);
    let mut naming = Naming::new(reports, &parties, merged);
    let ids: BTreeMap<_, _> =
        groups.into_iter().map(|(first, group)| (first, naming.name(found(&register, &group)))).collect();
    for (mention, place) in mentions.iter().zip(&places) {
        held[mention.claim].account.speaker = ids.get(&unions.first(*place)).cloned();
    }
    let (list, particular) = naming.finish();
    Speakers { list, particular }
}

/// All words for the speaker that these entries are. Proper names come before offices, and these before words
/// for nobody in particular.
fn found(register: &Register, group: &[usize]) -> Found {
    let rank = |place: &usize| match &register.entries[*place].0 {
        Key::Person(_) => 0,
        Key::Office(_) | Key::Role(_) => 1,
        Key::Common(..) => 2,
    };
    let best = group.iter().map(rank).min();
    let mut found = Found::default();
    for place in group {
        let (key, entry) = &register.entries[*place];
        for (name, times) in &entry.written {
            if Some(rank(place)) == best && entry.plain.contains(name) {
                *found.names.entry(name.clone()).or_default() += times;
            } else {
                found.others.insert(name.clone());
            }
        }
        found.others.extend(entry.roles.iter().cloned());
        match key {
            Key::Common(document, _) if group.len() == 1 => found.only_in = Some(*document),
            _ => {}
        }
    }
    found
}

/// The entries that are one speaker each, of those that are used.
fn groups(register: &Register, unions: &mut Unions, places: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let used: BTreeSet<_> = places.iter().copied().collect();
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for place in (0..register.entries.len()).filter(|place| used.contains(place)) {
        groups.entry(unions.first(place)).or_default().push(place);
    }
    groups
}

/// A claim's words for its speaker.
#[derive(Debug)]
struct Mention {
    claim: usize,
    document: DocumentId,
    /// The first text of the document's origin: nobody in particular is the same in all copies of one story.
    home: DocumentId,
    name: Name,
    role: Option<String>,
}

fn mentions(held: &[HeldClaim], accounts: &Accounts<'_>, origins: &Origins) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (claim, held) in held.iter().enumerate() {
        let document = held.account.document;
        let source = held.account.claim.source.as_ref();
        let text = accounts.texts.get(&document).map_or("", String::as_str);
        let (name, role) = match (&held.attributed, source) {
            (Some(given), _) if given.trim().is_empty() => continue,
            (Some(given), source) => {
                let same = source.filter(|source| fold(&source.name) == fold(given));
                (Name::given(given), same.and_then(|source| source.role.clone()))
            }
            (None, Some(source)) => (classify(&source.name, text), source.role.clone()),
            (None, None) => continue,
        };
        let role = role.or_else(|| name.title.clone());
        mentions.push(Mention { claim, document, home: origins.first_text(document), name, role });
    }
    mentions
}

/// What makes two mentions one entry of the register before anything is joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A proper name.
    Person(Vec<String>),
    /// An office or a body, by its plain words.
    Office(BTreeSet<&'static str>),
    /// A fuller description of one person or body ("the hospital at Lanternbay"), by its plain words.
    Role(BTreeSet<String>),
    /// Words for nobody in particular, in the copies of one text.
    Common(DocumentId, Vec<String>),
}

#[derive(Debug, Default)]
struct Entry {
    /// Names as written, and how often.
    written: BTreeMap<String, usize>,
    /// Those of them that stand without title.
    plain: BTreeSet<String>,
    /// One spelling of it, for findings; the last in order has its accents.
    shown: Option<String>,
    /// Offices as written.
    roles: BTreeSet<String>,
    documents: BTreeSet<DocumentId>,
}

#[derive(Debug, Default)]
struct Register {
    places: BTreeMap<Key, usize>,
    entries: Vec<(Key, Entry)>,
}

impl Register {
    /// Enters all mentions under their own names. Keys are numbered in their order, not in that of the claims.
    fn enter(&mut self, mentions: &[Mention]) -> Vec<usize> {
        let keys: Vec<_> = mentions.iter().map(key).collect();
        for key in keys.iter().collect::<BTreeSet<_>>() {
            self.place(key);
        }
        let places: Vec<_> = keys.iter().map(|key| self.place(key)).collect();
        for (mention, place) in mentions.iter().zip(&places) {
            let entry = &mut self.entries[*place].1;
            entry.documents.insert(mention.document);
            entry.roles.extend(mention.role.clone());
            entry.shown = entry.shown.take().into_iter().chain([mention.name.written.clone()]).max();
        }
        places
    }

    /// Notes under which words a settled mention was found.
    fn write(&mut self, mention: &Mention, place: usize) {
        let (entry_key, entry) = &mut self.entries[place];
        entry.documents.insert(mention.document);
        entry.roles.extend(mention.role.clone());
        for name in [&mention.name.written, &mention.name.whole].into_iter().collect::<BTreeSet<_>>() {
            *entry.written.entry(name.clone()).or_default() += 1;
        }
        // "The minister" settled on a person is another word for them, not their name.
        let fits = match entry_key {
            Key::Person(_) => mention.name.sort == Sort::Particular,
            Key::Office(_) => mention.name.sort == Sort::Office,
            Key::Role(_) | Key::Common(..) => true,
        };
        if fits {
            entry.plain.insert(mention.name.written.clone());
        }
    }

    fn place(&mut self, key: &Key) -> usize {
        *self.places.entry(key.clone()).or_insert_with(|| {
            self.entries.push((key.clone(), Entry::default()));
            self.entries.len() - 1
        })
    }

    /// Proper names of two words or more, with their places.
    fn full_names(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.entries.iter().enumerate().filter_map(|(place, (key, _))| match key {
            Key::Person(words) if words.len() > 1 => Some((place, words.as_slice())),
            _ => None,
        })
    }

    /// Whether no document names both.
    fn are_apart(&self, a: usize, b: usize) -> bool {
        self.entries[a].1.documents.is_disjoint(&self.entries[b].1.documents)
    }

    /// The offices of an entry, as plain words.
    fn offices(&self, place: usize) -> impl Iterator<Item = BTreeSet<&'static str>> + '_ {
        self.entries[place].1.roles.iter().filter_map(|role| Some(office(&words(role))?.1))
    }
}

fn key(mention: &Mention) -> Key {
    let name = &mention.name;
    match (&name.sort, office(&name.words)) {
        (Sort::Particular, _) => Key::Person(name.words.clone()),
        (Sort::Office, Some((_, plain))) => Key::Office(plain),
        (Sort::Common, _) if is_full_description(name) => Key::Role(plain_words(&name.words)),
        _ => Key::Common(mention.home, name.words.clone()),
    }
}

/// Whether the words call somebody who is the same in every document: "the water users' federation", "the master of
/// the Maren Dale", but neither "a doctor at the hospital" nor "the doctor".
fn is_full_description(name: &Name) -> bool {
    let plain = plain_words(&name.words);
    let inner_name = name.written.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    let body = plain.iter().any(|word| is_body(word));
    is_one(name) && plain.len() > 1 && (inner_name || body) && plain.len() <= 6
}

/// Whether the words point at one: "the doctor", "doctor" in a heading.
fn is_one(name: &Name) -> bool {
    const OPENING: &[&str] = &[
        "a", "an", "un", "una", "one", "another", "otro", "otra", "some", "any", "his", "her", "their", "its", "our",
        "my", "su", "sus", "mi", "nuestro", "nuestra", "two", "three", "dos", "tres", "several", "varios", "local",
    ];
    const RELATIVE: &[&str] = &["who", "which", "that", "que", "quien", "whose", "cuyo", "cuya"];
    let first = name.words.first().map_or("", String::as_str);
    let opening = fold(name.whole.split_whitespace().next().unwrap_or(""));
    let plain =
        |word: &String| !RELATIVE.contains(&word.as_str()) && !word.starts_with(|letter: char| letter.is_ascii_digit());
    !OPENING.contains(&first)
        && !["a", "an", "un", "una"].contains(&opening.as_str())
        && name.words.iter().all(plain)
        && plain_words(&name.words[..1]).iter().chain(&plain_words(&name.words)).any(|word| calls_one(word))
}

/// Entries that agree in the sound of all words but one, with that word.
type Bucket<'a> = Vec<(usize, &'a [String], usize)>;

/// Joins names of as many words that differ in the spelling of one, or sound alike and stand in no document
/// together.
fn join_spellings(register: &Register, unions: &mut Unions) {
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
                if written || sounds_alike(&sound(one), &sound(two)) && register.are_apart(*place, *other) {
                    unions.join(*place, *other);
                }
            }
        }
    }
}

/// Joins a name to the fuller form of it ("José Díaz", "José Alejandro Díaz Pimentel"; "Habibu Saleh", "Mallam Habibu
/// Saleh"), if all fuller forms in the case are one speaker.
fn join_fuller_names(register: &Register, unions: &mut Unions) {
    let mut by_word: BTreeMap<&String, Vec<(usize, &[String])>> = BTreeMap::new();
    for (place, words) in register.full_names() {
        for word in words.iter().collect::<BTreeSet<_>>() {
            by_word.entry(word).or_default().push((place, words));
        }
    }
    let mut names: Vec<_> = register.full_names().collect();
    // Longest first, so that the fuller forms are joined among themselves before a shorter one is tried.
    names.sort_by_key(|(place, words)| (std::cmp::Reverse(words.len()), *place));
    for (place, words) in names {
        let fuller = by_word[&words[0]].iter().filter(|(_, other)| is_fuller(other, words));
        let speakers: BTreeSet<_> = fuller.map(|(other, _)| unions.first(*other)).collect();
        if let (1, Some(speaker)) = (speakers.len(), speakers.first()) {
            unions.join(place, *speaker);
        }
    }
}

/// Whether `other` is `words` with more names behind the first or with a title before it.
fn is_fuller(other: &[String], words: &[String]) -> bool {
    other.len() > words.len() && (other[0] == words[0] && holds(other, words) || other.ends_with(words))
}

/// Joins a body to the acronym that a document gives in brackets behind its name: "Human Rights Front (HRF)".
fn join_acronyms(register: &Register, unions: &mut Unions, mentions: &[Mention], accounts: &Accounts<'_>) {
    for mention in mentions.iter().filter(|mention| mention.name.words.len() > 1) {
        let Some(text) = accounts.texts.get(&mention.document) else { continue };
        let Some(place) = register.places.get(&key(mention)) else { continue };
        for (start, name) in text.match_indices(&mention.name.written) {
            let bracket = text[start + name.len()..].strip_prefix(" (").and_then(|rest| rest.split_once(')'));
            let Some((short, _)) = bracket.filter(|(short, _)| is_acronym(short)) else { continue };
            if let Some(other) = register.places.get(&Key::Person(words(short))) {
                unions.join(*place, *other);
            }
        }
    }
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
fn join_by_office(register: &Register, unions: &mut Unions, parties: &Parties<'_>, findings: &mut Vec<Finding>) {
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
                    || !one_party(&first.0, &first.1, &second.0, &second.1, parties)
                {
                    continue;
                }
                if unions.join(*a, *b) {
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

fn joined(key: &Key) -> String {
    match key {
        Key::Person(words) | Key::Common(_, words) => words.join(" "),
        Key::Office(plain) => plain.iter().copied().collect::<Vec<_>>().join(" "),
        Key::Role(plain) => plain.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
    }
}

fn joined_by_office(a: &Entry, b: &Entry) -> Finding {
    let [a, b] = [a, b].map(|entry| entry.shown.as_deref().unwrap_or("?"));
    let message = format!("“{a}” and “{b}” are taken for one speaker: one surname, one office, one party");
    let help = "if they are two people, attribute the claims of one of them by hand";
    Finding::new("speaker.by-office", a, message).with_help(help)
}

/// Decides for each mention which entry it means: surnames and offices are looked up in their document, then
/// in the case.
struct Settling<'a> {
    register: &'a mut Register,
    unions: &'a mut Unions,
    /// Full names by each of their words but the first.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Proper names by the office they are said to hold.
    holders: BTreeMap<BTreeSet<&'static str>, Vec<usize>>,
    /// By each plain word of their names and roles, who is described by them.
    described: BTreeMap<String, Vec<Described>>,
}

/// An entry with the plain words of its name or of one of its roles.
#[derive(Debug, Clone)]
struct Described {
    place: usize,
    words: BTreeSet<String>,
    /// The word that the description is built on.
    head: Option<String>,
    is_role: bool,
}

impl<'a> Settling<'a> {
    fn new(register: &'a mut Register, unions: &'a mut Unions) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, words) in register.full_names() {
            for word in &words[1..] {
                by_word.entry(word.clone()).or_default().push(place);
            }
        }
        let mut holders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (place, (key, _)) in register.entries.iter().enumerate() {
            match key {
                Key::Person(_) => {
                    for plain in register.offices(place) {
                        holders.entry(plain).or_default().push(place);
                    }
                }
                Key::Office(_) | Key::Role(_) | Key::Common(..) => {}
            }
        }
        let described = described(register);
        Self { register, unions, by_word, holders, described }
    }

    fn settle(&mut self, mention: &Mention, place: usize) -> usize {
        let settled = match self.register.entries[place].0.clone() {
            Key::Person(words) if words.len() == 1 => self.settle_surname(mention, place, words),
            Key::Office(plain) => self.settle_office(mention, place, &plain),
            Key::Person(words) => self.settle_description(mention, place, &plain_words(&words)).unwrap_or(place),
            Key::Role(words) => self.settle_description(mention, place, &words).unwrap_or(place),
            Key::Common(_, words) if is_one(&mention.name) => {
                self.settle_description(mention, place, &plain_words(&words)).unwrap_or(place)
            }
            // "Defensa" is the ministry, if the case knows one.
            Key::Common(_, words)
                if words.len() == 1
                    && office_word(&words[0]).is_some()
                    && mention.name.written.starts_with(char::is_uppercase) =>
            {
                self.settle_office(
                    mention,
                    place,
                    &words.iter().filter_map(|word| office_word(word)).map(|(_, plain)| plain).collect(),
                )
            }
            Key::Common(..) => place,
        };
        self.unions.grow(self.register.entries.len());
        settled
    }

    fn settle_surname(&mut self, mention: &Mention, place: usize, words: Vec<String>) -> usize {
        let people = self.by_word.get(&words[0]).cloned().unwrap_or_default();
        if people.is_empty() {
            return self.settle_description(mention, place, &plain_words(&words)).unwrap_or(place);
        }
        let here = self.in_document(&people, mention.document);
        let one = only(&here, self.unions).or_else(|| only(&people, self.unions).filter(|_| here.is_empty()));
        // Several people of this surname: it names another of them in each document.
        one.unwrap_or_else(|| self.register.place(&Key::Common(mention.home, words)))
    }

    fn settle_office(&mut self, mention: &Mention, place: usize, plain: &BTreeSet<&'static str>) -> usize {
        let held = plain.iter().any(|word| is_holder(word));
        let holding = self.holders.iter().filter(|(office, _)| held && plain.is_subset(office));
        let people: Vec<_> = holding.flat_map(|(_, people)| people).copied().collect();
        let here = self.in_document(&people, mention.document);
        let [people, here] = [people, here].map(|people| self.whole_names(mention, people));
        let full = plain.len() > 1;
        let elsewhere = if full && here.is_empty() { only(&people, self.unions) } else { None };
        if let Some(person) = only(&here, self.unions).or(elsewhere) {
            return person;
        }
        let words: BTreeSet<String> = plain.iter().map(|word| (*word).to_owned()).collect();
        // "The minister" is one of several in a country, "the police" one body.
        let described = if held && !full { None } else { self.settle_description(mention, place, &words) };
        match described {
            Some(described) => described,
            None if full || is_institution(plain) || plain.is_empty() => place,
            None => self.register.place(&Key::Common(mention.home, mention.name.words.clone())),
        }
    }

    fn whole_names(&mut self, mention: &Mention, people: Vec<usize>) -> Vec<usize> {
        people.into_iter().map(|person| self.whole_name(mention, person)).collect()
    }

    /// The full name that a surname with an office stands for.
    fn whole_name(&mut self, mention: &Mention, person: usize) -> usize {
        match self.register.entries[person].0.clone() {
            Key::Person(words) if words.len() == 1 => {
                let people = self.by_word.get(&words[0]).cloned().unwrap_or_default();
                let here = self.in_document(&people, mention.document);
                only(&here, self.unions).or_else(|| only(&people, self.unions)).unwrap_or(person)
            }
            _ => person,
        }
    }

    /// The one person or body of the document, else of the case, whose name or role has all of `words`. Another
    /// one without a name ("a doctor at the hospital") leaves it open.
    fn settle_description(&mut self, mention: &Mention, place: usize, words: &BTreeSet<String>) -> Option<usize> {
        let proper = mention.name.sort == Sort::Particular;
        let head = built_on(&mention.name.words).filter(|head| words.contains(head));
        // "Defensa" and "Medicina Legal" are found in the names of bodies only.
        let any = head.as_ref().or_else(|| words.first().filter(|_| proper == (words.len() > 1)))?;
        let fits = |other: &&Described| {
            let same = other.words == *words && !matches!(self.register.entries[other.place].0, Key::Person(_));
            let body = other.head.as_ref().is_some_and(|head| is_body(head));
            let heads = head.is_none() || head == other.head;
            // A body is called by its own name, not by the role of its spokesman.
            let own = !other.is_role || head.as_ref().is_some_and(|head| !is_body(head));
            !same
                && heads
                && own
                && other.place != place
                && other.words.is_superset(words)
                && (!proper && head.is_some() || body)
        };
        let found: BTreeSet<usize> = self.described.get(any)?.iter().filter(fits).map(|other| other.place).collect();
        let found: Vec<usize> = found.into_iter().collect();
        let here = self.in_document(&found, mention.document);
        let [found, here] = [found, here].map(|found| self.whole_names(mention, found));
        let one = only(&here, self.unions).or_else(|| only(&found, self.unions).filter(|_| here.is_empty()))?;
        let members = found.iter().copied().filter(|other| self.unions.first(*other) == one);
        members.filter(|other| !matches!(self.register.entries[*other].0, Key::Common(..))).min()
    }

    fn in_document(&self, people: &[usize], document: DocumentId) -> Vec<usize> {
        people.iter().copied().filter(|place| self.register.entries[*place].1.documents.contains(&document)).collect()
    }
}

/// All entries by the words that describe them.
fn described(register: &Register) -> BTreeMap<String, Vec<Described>> {
    let mut described: BTreeMap<String, Vec<Described>> = BTreeMap::new();
    for (place, (key, entry)) in register.entries.iter().enumerate() {
        let mut add = |telling: &[String], is_role: bool| {
            let (words, head) = (plain_words(telling), built_on(telling));
            for word in &words {
                let entry = Described { place, words: words.clone(), head: head.clone(), is_role };
                described.entry(word.clone()).or_default().push(entry);
            }
        };
        if let Some(shown) = &entry.shown {
            match key {
                Key::Person(telling) | Key::Common(_, telling) => add(telling, false),
                Key::Office(_) | Key::Role(_) => add(&words(shown), false),
            }
        }
        entry.roles.iter().for_each(|role| add(&words(role), true));
    }
    described
}

/// The one speaker that all of these are.
fn only(people: &[usize], unions: &mut Unions) -> Option<usize> {
    let speakers: BTreeSet<_> = people.iter().map(|place| unions.first(*place)).collect();
    speakers.first().copied().filter(|_| speakers.len() == 1)
}

/// Bodies of which a case knows one without further words.
fn is_institution(plain: &BTreeSet<&'static str>) -> bool {
    ["government", "police", "army", "navy", "coastguard", "presidency", "parliament", "prosecution"]
        .iter()
        .any(|word| plain.contains(word))
}

/// Joins what people said is one speaker. Names are matched as folded, with and without title.
fn join_merged(register: &Register, unions: &mut Unions, merged: &BTreeMap<String, String>) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (_, entry)) in register.entries.iter().enumerate() {
        for name in entry.written.keys().map(|name| fold(name)).collect::<BTreeSet<_>>() {
            by_name.entry(name).or_default().push(place);
        }
    }
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for (name, keep) in merged {
        let keep = fold(keep);
        let places = [name, &keep].map(|name| by_name.get(name).cloned().unwrap_or_default()).concat();
        for place in places {
            let first = *kept.entry(keep.clone()).or_insert(place);
            unions.join(first, place);
        }
    }
}
