//! Who is meant by a mention where it stands: "Tafida", "the governor", "the commission", "the villagers"?
//!
//! Words are looked up in their document, then in the case, and joined only if they fit one speaker. A description
//! fits whoever is described by all its words and built on the same noun; what it leaves unsaid it leaves open. Words
//! that many can bear ("the colonel", "the minister", "the villagers") reach no farther than their document. Who speaks
//! for a body is not that body, and "a doctor" is nobody who was named.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::PartyGroup;

use crate::bearers::Bearers;
use crate::descriptions::{Descriptions, Wanted, side};
use crate::joins::Joins;
use crate::lexicon::{Class, Sex, lexicon};
use crate::mentions::Mention;
use crate::names::Sort;
use crate::phrases::{Pointing, Words};
use crate::register::{Key, Register, anybody, mark};
use crate::sounds::{sound, sounds_alike};

/// Decides for each mention which entry it means, and says by which rule.
pub(crate) struct Settling<'a> {
    register: &'a mut Register,
    joins: &'a mut Joins,
    bearers: Bearers<'a>,
    /// Full names by each of their words but the first.
    by_word: BTreeMap<String, Vec<usize>>,
    descriptions: Descriptions,
    /// The entries that each document names, by its number.
    named_in: Vec<Vec<usize>>,
    /// Nobody in particular, by the home of their story.
    anybody_of: BTreeMap<DocumentId, Vec<usize>>,
    circles: Vec<(usize, Words)>,
    /// Circles by the words that lead to them.
    fuller_circles: BTreeMap<(String, Words), Rc<Vec<usize>>>,
    /// The ranks of people, as their titles and roles tell.
    ranks: BTreeMap<usize, BTreeSet<String>>,
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
        let (mut named_in, mut anybody_of, mut circles) = (Vec::new(), BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for (place, (key, entry)) in register.entries.iter().enumerate() {
            let most = entry.documents.last().map_or(0, |last| last + 1).max(named_in.len());
            named_in.resize_with(most, Vec::new);
            entry.documents.iter().for_each(|document| named_in[*document].push(place));
            match key.as_ref() {
                Key::Common(home, _) => anybody_of.entry(*home).or_default().push(place),
                Key::Circle(words) => circles.push((place, Rc::clone(words))),
                _ => {}
            }
        }
        let descriptions = Descriptions::of(register);
        let (bearers, fuller_circles, ranks) = (Bearers::new(texts), BTreeMap::new(), BTreeMap::new());
        Self { register, joins, bearers, by_word, descriptions, named_in, anybody_of, circles, fuller_circles, ranks }
    }

    pub(crate) fn settle(&mut self, mention: &Mention, place: usize) -> Settled {
        let key = Rc::clone(&self.register.entries[place].0);
        let settled = match key.as_ref() {
            Key::Person(words) if words.len() == 1 => self.surname(mention, place, &words[0]),
            Key::Titled(word, _) => self.surname(mention, place, word),
            Key::Person(_) | Key::Role(_) => self.described(mention, place),
            Key::Office(words) => self.office(mention, place, words),
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
        let known = self.register.entries.len();
        let place = self.register.place(anybody(mention));
        if place == known {
            self.anybody_of.entry(mention.home).or_default().push(place);
        }
        (place, None)
    }

    fn surname(&mut self, mention: &Mention, place: usize, word: &str) -> Option<Settled> {
        let people = self.by_word.get(word).cloned().unwrap_or_default();
        if people.is_empty() {
            return self.described(mention, place);
        }
        let people: Vec<usize> = people.into_iter().filter(|person| !self.contradicts(mention, *person)).collect();
        let several_here = self.in_document(&people, mention).len() > 1;
        let first = self.bearers.first(mention.document, word).filter(|_| !several_here);
        let heard = first.map(|first| first.iter().map(|word| sound(word)).collect::<Vec<_>>());
        let bears = |person: &usize| heard.as_ref().is_none_or(|first| self.is_named(*person, first));
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

    /// Whether the name of an entry and a full name in a text can be one person's, by their sounds.
    fn is_named(&self, person: usize, full: &[String]) -> bool {
        match self.register.entries[person].0.as_ref() {
            Key::Person(words) => {
                let alike = |word: &String| {
                    let heard = sound(word);
                    full.iter().any(|other| sounds_alike(&heard, other))
                };
                words.iter().filter(|word| alike(word)).count() > 1
            }
            _ => true,
        }
    }

    /// Whether the title before a surname tells that this is somebody else.
    fn contradicts(&mut self, mention: &Mention, person: usize) -> bool {
        let rank = |role: &str| mark(role).filter(|mark| mark.len() > 1);
        let other_rank = mention.name.title.as_deref().and_then(rank).is_some_and(|rank_here| {
            let roles = &self.register.entries[person].1.roles;
            let told = || roles.iter().filter_map(|role| rank(role)).collect();
            let ranks = self.ranks.entry(person).or_insert_with(told);
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
        let phrase = &mention.name.phrase;
        if phrase.several || phrase.is_other || !points_back(mention) {
            return None;
        }
        let wanted = Wanted::of(mention)?;
        let (by_word, entries) = (&self.by_word, &*self.register);
        let whole = |joins: &mut Joins, place: usize| {
            let people = entries.surname(place).and_then(|surname| by_word.get(surname));
            people.and_then(|people| joins.only(people)).unwrap_or(place)
        };
        let fitting = self.descriptions.fitting(&wanted, self.register, self.joins, whole);
        let mut in_story = self.descriptions.in_story(&wanted, mention.home, self.register);
        in_story.remove(&place);
        let fits =
            |other: &usize| *other != place && (fitting.named.binary_search(other).is_ok() || in_story.contains(other));
        let here: Vec<usize> = self.named_here(mention).iter().copied().filter(fits).collect();
        let here: Vec<usize> = here.into_iter().map(|found| self.whole_name(mention, found)).collect();
        let one = match self.joins.only(&here) {
            Some(one) => one,
            // Somebody of another story would fit as well.
            None if !here.is_empty() || !reaches_the_case(mention) || fitting.has_others(mention.home) => return None,
            None => {
                let all = fitting.named.iter().chain(&in_story).copied().filter(|other| *other != place);
                self.only_whole(mention, all)?
            }
        };
        let in_full: BTreeSet<&str> =
            self.named_here(mention).iter().flat_map(|other| self.register.behind_first(*other)).collect();
        let likely = fitting.likely(one, &in_full).into_iter().chain(in_story).filter(|other| *other != place);
        let members = likely.map(|found| self.whole_name(mention, found)).collect::<Vec<_>>();
        let member = members.into_iter().filter(|member| self.joins.unions.first(*member) == one).min()?;
        Some((member, Some("speaker.description")))
    }

    /// The one speaker that all of these are; no more of them are looked at than it takes to find two.
    fn only_whole(&mut self, mention: &Mention, places: impl Iterator<Item = usize>) -> Option<usize> {
        let mut one = None;
        for place in places {
            let whole = self.whole_name(mention, place);
            let speaker = self.joins.unions.first(whole);
            if *one.get_or_insert(speaker) != speaker {
                return None;
            }
        }
        one
    }

    /// The full name that a surname with an office stands for.
    fn whole_name(&mut self, mention: &Mention, person: usize) -> usize {
        let Some(people) = self.register.surname(person).and_then(|surname| self.by_word.get(surname)) else {
            return person;
        };
        let here = self.in_document(people, mention);
        self.joins.only(&here).or_else(|| self.joins.only(people)).unwrap_or(person)
    }

    /// "The group", "the organisation": the only body of the document that is neither the state's nor an outlet.
    fn spoken_body(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let wanted = &mention.name.phrase;
        let anaphoric = wanted.head.as_ref().is_some_and(|head| lexicon().grammar.anaphoric.contains(head));
        if !anaphoric || wanted.words.len() > 1 || wanted.count.is_some() || mention.pointing != Pointing::Definite {
            return None;
        }
        let rebels = |other: usize| matches!(self.register.entries[other].0.as_ref(), Key::Circle(words) if words.contains("rebel"));
        let fits = |other: &usize| *other != place && self.descriptions.bodies.contains(other) || rebels(*other);
        let here: Vec<usize> = self.named_here(mention).iter().copied().filter(fits).collect();
        self.joins.only(&here).map(|body| (body, Some("speaker.description")))
    }

    /// "Relatives" are those of the victims if the case knows no others.
    fn circle(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let words = &mention.name.phrase.words;
        let head = mention.name.phrase.head.clone()?;
        let circles = &self.circles;
        let fuller = self.fuller_circles.entry((head.clone(), Rc::clone(words))).or_insert_with(|| {
            let fits = |(_, told): &&(usize, Words)| told.contains(&head) && told.is_superset(words);
            Rc::new(circles.iter().filter(fits).map(|(circle, _)| *circle).collect())
        });
        let fuller = Rc::clone(fuller);
        let others = || fuller.iter().copied().filter(|other| *other != place);
        if others().next().is_none() {
            let groups = self.descriptions.groups(&head, words);
            return self.joins.only(groups).map(|body| (body, Some("speaker.description")));
        }
        let fits = |other: &usize| *other != place && fuller.binary_search(other).is_ok();
        let here: Vec<usize> = self.named_here(mention).iter().copied().filter(fits).collect();
        let one = if here.is_empty() { self.joins.only_of(others()) } else { self.joins.only(&here) };
        Some(one.map_or_else(|| self.anybody(mention), |circle| (circle, Some("speaker.circle"))))
    }

    /// "The villagers" are the "two villagers" of the document, if it knows no others.
    fn group(&mut self, mention: &Mention, place: usize) -> Option<Settled> {
        let wanted = &mention.name.phrase;
        if mention.pointing != Pointing::Definite || wanted.count.is_some() || wanted.is_other {
            return None;
        }
        let head = wanted.head.as_ref().filter(|head| !lexicon().grammar.anaphoric.contains(*head))?;
        let fuller = |other: &usize| match self.register.entries[*other].0.as_ref() {
            Key::Common(_, told) if *other != place && told.several => {
                told.words.contains(head) && told.words.is_superset(&wanted.words)
            }
            _ => false,
        };
        let of_story = self.anybody_of.get(&mention.home).into_iter().flatten().copied();
        let fuller: Vec<usize> = of_story.filter(fuller).collect();
        self.joins.only(&fuller).map(|group| (group, Some("speaker.group")))
    }

    /// The entries that the document of a mention names.
    fn named_here(&self, mention: &Mention) -> &[usize] {
        self.named_in.get(mention.number).map_or(&[], Vec::as_slice)
    }

    fn in_document(&self, places: &[usize], mention: &Mention) -> Vec<usize> {
        let here = |place: &usize| self.register.entries[*place].1.documents.binary_search(&mention.number).is_ok();
        places.iter().copied().filter(here).collect()
    }
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
