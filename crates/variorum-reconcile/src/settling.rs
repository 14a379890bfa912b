//! Who is meant by a mention where it stands: "Tafida", "the governor", "the commission", "the villagers"?
//!
//! Words are looked up in their document, then in the case, and joined only if they fit one speaker. A description
//! fits whoever is described by all its words and built on the same noun; what it leaves unsaid it leaves open. Words
//! that many can bear ("the colonel", "the minister", "the villagers") reach no farther than their document. Who speaks
//! for a body is not that body, and "a doctor" is nobody who was named.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::PartyGroup;

use crate::bearers::Bearers;
use crate::joins::Joins;
use crate::lexicon::{Class, Sex, lexicon};
use crate::mentions::Mention;
use crate::names::Sort;
use crate::phrases::{Phrase, Pointing, phrase};
use crate::register::{Key, Register, anybody, mark};
use crate::sounds::{sound, sounds_alike};

/// Decides for each mention which entry it means, and says by which rule.
pub(crate) struct Settling<'a> {
    register: &'a mut Register,
    joins: &'a mut Joins,
    bearers: Bearers<'a>,
    /// Full names by each of their words but the first.
    by_word: BTreeMap<String, Vec<usize>>,
    /// By each plain word of their names and roles, who is described by them.
    described: BTreeMap<String, Vec<Described>>,
}

/// An entry with one phrase that describes it.
#[derive(Debug, Clone)]
struct Described {
    place: usize,
    phrase: Phrase,
    /// Whether it is what somebody named is said to be.
    is_role: bool,
}

/// The entry that is meant, and why it is not the mention's own.
pub(crate) type Settled = (usize, Option<&'static str>);

impl<'a> Settling<'a> {
    pub(crate) fn new(
        register: &'a mut Register,
        joins: &'a mut Joins,
        texts: &'a BTreeMap<DocumentId, String>,
    ) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, words) in register.full_names() {
            for word in &words[1..] {
                by_word.entry(word.clone()).or_default().push(place);
            }
        }
        let described = described(register);
        Self { register, joins, bearers: Bearers::new(texts), by_word, described }
    }

    pub(crate) fn settle(&mut self, mention: &Mention, place: usize) -> Settled {
        let settled = match self.register.entries[place].0.clone() {
            Key::Person(words) if words.len() == 1 => self.surname(mention, place, &words[0]),
            Key::Titled(word, _) => self.surname(mention, place, &word),
            Key::Person(_) | Key::Role(_) => self.described(mention, place),
            Key::Office(words) => self.office(mention, place, &words),
            Key::Circle(_) => self.circle(mention, place),
            Key::Common(..) if mention.name.phrase.several => {
                self.group(mention, place).or_else(|| self.spoken_body(mention, place))
            }
            Key::Common(..) if mention.name.sort == Sort::Common => self.described(mention, place),
            Key::Common(..) => None,
        };
        let settled = settled.unwrap_or((place, None));
        self.joins.unions.grow(self.register.entries.len());
        settled
    }

    /// Nobody in particular, in this document.
    fn anybody(&mut self, mention: &Mention) -> Settled {
        (self.register.place(&anybody(mention)), None)
    }

    fn surname(&mut self, mention: &Mention, place: usize, word: &str) -> Option<Settled> {
        let people = self.by_word.get(word).cloned().unwrap_or_default();
        if people.is_empty() {
            return self.described(mention, place);
        }
        let fits = |person: &usize| !self.contradicts(mention, *person);
        let people: Vec<usize> = people.iter().copied().filter(fits).collect();
        let several_here = self.in_document(&people, mention).len() > 1;
        let first = self.bearers.first(mention.document, word).filter(|_| !several_here);
        let bears = |person: &usize| first.as_ref().is_none_or(|first| self.is_named(*person, first));
        let people: Vec<usize> = people.iter().copied().filter(bears).collect();
        // The text speaks of another bearer of the surname.
        if people.is_empty() {
            return Some(self.anybody(mention));
        }
        let here = self.in_document(&people, mention);
        let one = self.joins.only(&here).or_else(|| self.joins.only(&people).filter(|_| here.is_empty()));
        // Several people of this surname: it names another of them in each document.
        Some(one.map_or_else(|| self.anybody(mention), |person| (person, Some("speaker.surname"))))
    }

    /// Whether the name of an entry and a full name in a text can be one person's.
    fn is_named(&self, person: usize, full: &[String]) -> bool {
        match &self.register.entries[person].0 {
            Key::Person(words) => {
                let alike = |word: &String| full.iter().any(|other| sounds_alike(&sound(word), &sound(other)));
                words.iter().filter(|word| alike(word)).count() > 1
            }
            _ => true,
        }
    }

    /// Whether the title before a surname tells that this is somebody else.
    fn contradicts(&self, mention: &Mention, person: usize) -> bool {
        let roles = &self.register.entries[person].1.roles;
        let rank = |role: &str| mark(role).filter(|mark| mark.len() > 1);
        let other_rank = mention.name.title.as_deref().and_then(rank).is_some_and(|rank_here| {
            let ranks: BTreeSet<String> = roles.iter().filter_map(|role| rank(role)).collect();
            !ranks.is_empty() && !ranks.contains(&rank_here)
        });
        other_rank || differ(mention.name.sex(), self.register.sex(person))
    }

    fn office(&mut self, mention: &Mention, place: usize, words: &BTreeSet<String>) -> Option<Settled> {
        // A country is its government and no other of its bodies.
        if mention.name.sort == Sort::Particular {
            return None;
        }
        if let Some(found) = self.described(mention, place).or_else(|| self.spoken_body(mention, place)) {
            return Some(found);
        }
        let alone = words.len() == 1 && mention.name.phrase.class != Some(Class::Institution);
        // "The minister" and "the hospital" are others in each document, "the police" one body.
        Some(if alone { self.anybody(mention) } else { (place, None) })
    }

    /// The one person or body of the document, else of the case, whose name or role holds all words of the mention.
    fn described(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let wanted = &mention.name.phrase;
        if wanted.several || wanted.is_other || !points_back(mention) {
            return None;
        }
        let found: Vec<usize> = self.fitting(mention, place).into_iter().collect();
        let here = self.in_document(&found, mention);
        let [found, here] = [found, here]
            .map(|found| found.into_iter().map(|found| self.whole_name(mention, found)).collect::<Vec<_>>());
        let case_wide = here.is_empty() && reaches_the_case(mention);
        let one = self.joins.only(&here).or_else(|| self.joins.only(&found).filter(|_| case_wide))?;
        let of_one = |other: &&usize| self.joins.unions.first(**other) == one;
        let members: Vec<usize> = found.iter().filter(of_one).copied().collect();
        // Nobody of another document is meant.
        let member = members.into_iter().filter(|other| self.is_open_to(*other, mention)).min()?;
        Some((member, Some("speaker.description")))
    }

    fn is_open_to(&self, place: usize, mention: &Mention) -> bool {
        match &self.register.entries[place].0 {
            Key::Common(home, _) => *home == mention.home,
            _ => true,
        }
    }

    fn is_common(&self, place: usize) -> bool {
        matches!(self.register.entries[place].0, Key::Common(..))
    }

    /// Entries that all words of the mention describe.
    fn fitting(&self, mention: &Mention, place: usize) -> BTreeSet<usize> {
        let wanted = &mention.name.phrase;
        let proper = mention.name.sort == Sort::Particular;
        let named: BTreeSet<String> = mention.name.words.iter().map(|word| plain(word)).collect();
        let words = if proper { &named } else { &wanted.words };
        let head = wanted.head.as_ref().filter(|_| !proper || wanted.class.is_some());
        let nobody = head.is_some_and(|head| lexicon().grammar.nobody.contains(head));
        // A body may go by its field ("Defensa"), but not by whoever it is named after.
        let unknown = proper && head.is_none() && words.iter().any(|word| lexicon().notion(word).is_none());
        let Some(any) = words.iter().next().filter(|_| !nobody && !unknown) else { return BTreeSet::new() };
        let of_body = wanted.class.is_some_and(Class::is_body) || proper;
        let fits = |other: &&Described| {
            let person = matches!(self.register.entries[other.place].0, Key::Person(_) | Key::Titled(..));
            let built = match head {
                Some(head) if of_body => other.phrase.head.as_ref() == Some(head),
                Some(head) => other.phrase.calls.contains(head) && !other.phrase.class.is_some_and(Class::is_body),
                None => true,
            };
            // A body is called by its own name, not by the role of its spokesman, and a name only by a fuller one.
            let own = !of_body || !other.is_role && other.phrase.class.is_some_and(Class::is_body);
            let same = other.phrase.words == *words && !person && !self.is_common(other.place);
            // "The doctor" of another document stands for somebody that it names.
            let stands = self.is_open_to(other.place, mention) || self.register.entries[other.place].1.is_introduced;
            other.place != place
                && stands
                && built
                && own
                && !same
                && !other.phrase.several
                && other.phrase.words.is_superset(words)
                && !differ(wanted.sex, self.register.sex(other.place))
        };
        let found = self.described.get(any).into_iter().flatten().filter(fits);
        found.map(|other| other.place).collect()
    }

    /// The full name that a surname with an office stands for.
    fn whole_name(&mut self, mention: &Mention, person: usize) -> usize {
        let word = match &self.register.entries[person].0 {
            Key::Person(words) if words.len() == 1 => words[0].clone(),
            Key::Titled(word, _) => word.clone(),
            _ => return person,
        };
        let people = self.by_word.get(&word).cloned().unwrap_or_default();
        let here = self.in_document(&people, mention);
        self.joins.only(&here).or_else(|| self.joins.only(&people)).unwrap_or(person)
    }

    /// "The group", "the organisation": the only body of the document that is neither the state's nor an outlet.
    fn spoken_body(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let wanted = &mention.name.phrase;
        let anaphoric = wanted.head.as_ref().is_some_and(|head| lexicon().grammar.anaphoric.contains(head));
        if !anaphoric || wanted.words.len() > 1 || wanted.count.is_some() || mention.pointing != Pointing::Definite {
            return None;
        }
        let own = |other: &&Described| {
            let phrase = &other.phrase;
            let body = phrase.class.is_some_and(Class::is_body) && !other.is_role;
            let apart = matches!(side(phrase), Some(PartyGroup::Officials | PartyGroup::Media));
            other.place != place && body && !apart
        };
        let bodies: BTreeSet<usize> = self.described.values().flatten().filter(own).map(|other| other.place).collect();
        let circles = self
            .register
            .entries
            .iter()
            .enumerate()
            .filter(|(_, (key, _))| matches!(key, Key::Circle(words) if words.contains("rebel")));
        let bodies = bodies.into_iter().chain(circles.map(|(place, _)| place));
        let here = self.in_document(&bodies.collect::<Vec<_>>(), mention);
        self.joins.only(&here).map(|body| (body, Some("speaker.description")))
    }

    /// "Relatives" are those of the victims if the case knows no others.
    fn circle(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let words = mention.name.phrase.words.clone();
        let head = mention.name.phrase.head.clone()?;
        let fuller = |(other, (key, _)): (usize, &(Key, _))| match key {
            Key::Circle(told) if other != place && told.contains(&head) && told.is_superset(&words) => Some(other),
            _ => None,
        };
        let fuller: Vec<usize> = self.register.entries.iter().enumerate().filter_map(fuller).collect();
        if fuller.is_empty() {
            return self.body_of(&head, &words);
        }
        let here = self.in_document(&fuller, mention);
        let one = self.joins.only(&here).or_else(|| self.joins.only(&fuller).filter(|_| here.is_empty()));
        Some(one.map_or_else(|| self.anybody(mention), |circle| (circle, Some("speaker.circle"))))
    }

    /// "The rebels" are the movement that is called a rebel group.
    fn body_of(&mut self, head: &str, words: &BTreeSet<String>) -> Option<Settled> {
        let group = |phrase: &Phrase| phrase.class.is_some_and(|class| class.is_body() || class == Class::Group);
        let fits = |other: &&Described| other.is_role && group(&other.phrase) && other.phrase.words.is_superset(words);
        let bodies: Vec<usize> = self.described.get(head)?.iter().filter(fits).map(|other| other.place).collect();
        self.joins.only(&bodies).map(|body| (body, Some("speaker.description")))
    }

    /// "The villagers" are the "two villagers" of the document, if it knows no others.
    fn group(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let wanted = &mention.name.phrase;
        if mention.pointing != Pointing::Definite || wanted.count.is_some() || wanted.is_other {
            return None;
        }
        let head = wanted.head.as_ref().filter(|head| !lexicon().grammar.anaphoric.contains(*head))?;
        let fuller = |(other, (key, _)): (usize, &(Key, _))| match key {
            Key::Common(home, told) if other != place && *home == mention.home && told.several => {
                (told.words.contains(head) && told.words.is_superset(&wanted.words)).then_some(other)
            }
            _ => None,
        };
        let fuller: Vec<usize> = self.register.entries.iter().enumerate().filter_map(fuller).collect();
        self.joins.only(&fuller).map(|group| (group, Some("speaker.group")))
    }

    fn in_document(&self, places: &[usize], mention: &Mention) -> Vec<usize> {
        let here = |place: &usize| self.register.entries[*place].1.documents.contains(&mention.document);
        places.iter().copied().filter(here).collect()
    }
}

fn plain(word: &str) -> String {
    lexicon().notion(word).map_or_else(|| word.to_owned(), |notion| notion.plain)
}

fn differ(a: Option<Sex>, b: Option<Sex>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Whether a phrase can mean somebody who was spoken of before.
fn points_back(mention: &Mention) -> bool {
    let fits = |pointing| matches!(pointing, Pointing::Definite | Pointing::Bare);
    fits(mention.pointing) && fits(mention.name.phrase.pointing)
}

/// Whether a phrase that its document does not explain may be explained by another one of the case.
fn reaches_the_case(mention: &Mention) -> bool {
    let phrase = &mention.name.phrase;
    let full = phrase.words.len() > 1;
    match phrase.class {
        Some(Class::Holder | Class::Rank | Class::Voice | Class::Kin | Class::Paper | Class::Record) => full,
        Some(Class::Circle | Class::Group | Class::Field | Class::Country) => false,
        // "The newspaper" is another one in each report.
        Some(Class::Body) if side(phrase) == Some(PartyGroup::Media) => full,
        Some(Class::Sole | Class::Calling | Class::Institution | Class::Body) | None => true,
    }
}

/// The side that the noun of a phrase belongs to.
fn side(phrase: &Phrase) -> Option<PartyGroup> {
    lexicon().notion(phrase.head.as_deref()?)?.side
}

/// All entries by the words that describe them.
fn described(register: &Register) -> BTreeMap<String, Vec<Described>> {
    let mut described: BTreeMap<String, Vec<Described>> = BTreeMap::new();
    for (place, (key, entry)) in register.entries.iter().enumerate() {
        let mut add = |phrase: Phrase, is_role: bool| {
            for word in &phrase.words {
                let entry = Described { place, phrase: phrase.clone(), is_role };
                described.entry(word.clone()).or_default().push(entry);
            }
        };
        match (key, &entry.described) {
            (Key::Titled(..) | Key::Circle(_), _) | (_, None) => {}
            (Key::Office(words), Some(told)) => add(of_office(words, told, entry.language), false),
            (Key::Person(_) | Key::Role(_), Some(told)) => add(phrase(told, entry.language), false),
            (Key::Common(_, anybody), Some(told)) if !anybody.several => add(phrase(told, entry.language), false),
            (Key::Common(..), Some(_)) => {}
        }
        entry.long_forms.iter().for_each(|name| add(phrase(name, entry.language), false));
        entry.roles.iter().for_each(|role| add(phrase(role, entry.language), true));
    }
    described
}

/// The phrase for an office; that of a government for a country's name.
fn of_office(words: &BTreeSet<String>, told: &str, language: Option<Language>) -> Phrase {
    let told = phrase(told, language);
    if told.words == *words {
        return told;
    }
    let government = phrase("the government", None);
    Phrase { words: words.clone(), ..government }
}
