//! Which entries do the words of a mention describe?
//!
//! Every entry is found by the words of its names and roles. A case of a hundred thousand reports speaks of "the doctor"
//! in each of them, so what a description fits is found once for the whole case and kept; only nobody in particular, who
//! is another in each story, is looked up story by story. Other stories matter in one way alone: where one of them brings
//! somebody in whom the words fit as well ("a doctor"), nobody of the case at large is meant.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::PartyGroup;

use crate::joins::Joins;
use crate::lexicon::{Class, Sex, lexicon};
use crate::mentions::Mention;
use crate::names::Sort;
use crate::phrasebook::Phrasebook;
use crate::phrases::{Phrase, Words, phrase};
use crate::register::{Key, Register};

/// An entry with one phrase that describes it.
#[derive(Debug, Clone)]
struct Described {
    place: usize,
    phrase: Rc<Phrase>,
    /// Whether it is what somebody named is said to be.
    is_role: bool,
}

/// What a mention asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    words: Words,
    head: Option<String>,
    of_body: bool,
    sex: Option<Sex>,
}

/// The entries that fit, of all stories.
#[derive(Debug, Default)]
pub(crate) struct Fitting {
    /// Those of somebody in particular, in order.
    pub(crate) named: Vec<usize>,
    /// The same by the speaker that they are, where the document does not tell another bearer of their surname.
    by_speaker: BTreeMap<usize, Vec<usize>>,
    by_surname: BTreeMap<String, Vec<usize>>,
    /// Stories that bring in somebody whom the words fit; two are enough to know that there is another one.
    homes: BTreeSet<DocumentId>,
}

impl Fitting {
    /// Whether another story brings in somebody whom the words fit.
    pub(crate) fn has_others(&self, home: DocumentId) -> bool {
        self.homes.iter().any(|other| *other != home)
    }

    /// Entries that may be this speaker in a document that names people of these surnames in full.
    pub(crate) fn likely(&self, speaker: usize, surnames: &BTreeSet<&str>) -> BTreeSet<usize> {
        let of_surname = surnames.iter().filter_map(|surname| self.by_surname.get(*surname)).flatten();
        self.by_speaker.get(&speaker).into_iter().flatten().chain(of_surname).copied().collect()
    }
}

/// All entries by the words that describe them.
#[derive(Debug)]
pub(crate) struct Descriptions {
    named: BTreeMap<String, Vec<Described>>,
    /// Nobody in particular, by the home of the story.
    of_story: BTreeMap<DocumentId, Vec<Described>>,
    /// Those of them who are brought in as somebody new.
    introduced: BTreeMap<String, Vec<(DocumentId, Described)>>,
    /// Bodies that are neither the state's nor an outlet.
    pub(crate) bodies: BTreeSet<usize>,
    /// Entries that are said to be a body or a group, by each word of it.
    groups: BTreeMap<String, Vec<Described>>,
    found: BTreeMap<Wanted, Rc<Fitting>>,
    found_groups: BTreeMap<(String, Words), Vec<usize>>,
}

impl Wanted {
    /// What a mention asks for; none where its words are nobody's.
    pub(crate) fn of(mention: &Mention) -> Option<Self> {
        let phrase = &mention.name.phrase;
        let proper = mention.name.sort == Sort::Particular;
        let words = match proper {
            true => Rc::new(mention.name.words.iter().map(|word| plain(word)).collect::<BTreeSet<_>>()),
            false => Rc::clone(&phrase.words),
        };
        let head = phrase.head.as_ref().filter(|_| !proper || phrase.class.is_some());
        let nobody = head.is_some_and(|head| lexicon().grammar.nobody.contains(head));
        // A body may go by its field ("Defensa"), but not by whoever it is named after.
        let unknown = proper && head.is_none() && words.iter().any(|word| lexicon().notion(word).is_none());
        let of_body = phrase.class.is_some_and(Class::is_body) || proper;
        let wanted = Self { words, head: head.cloned(), of_body, sex: phrase.sex };
        (!nobody && !unknown && !wanted.words.is_empty()).then_some(wanted)
    }
}

fn plain(word: &str) -> String {
    lexicon().notion(word).map_or_else(|| word.to_owned(), |notion| notion.plain)
}

impl Descriptions {
    pub(crate) fn of(register: &Register) -> Self {
        let mut descriptions = Self {
            named: BTreeMap::new(),
            of_story: BTreeMap::new(),
            introduced: BTreeMap::new(),
            bodies: BTreeSet::new(),
            groups: BTreeMap::new(),
            found: BTreeMap::new(),
            found_groups: BTreeMap::new(),
        };
        for place in 0..register.entries.len() {
            describing(register, place).into_iter().for_each(|described| descriptions.add(described, register));
        }
        descriptions
    }

    fn add(&mut self, described: Described, register: &Register) {
        let phrase = Rc::clone(&described.phrase);
        let is_body = phrase.class.is_some_and(Class::is_body);
        if is_body && !described.is_role && !matches!(side(&phrase), Some(PartyGroup::Officials | PartyGroup::Media)) {
            self.bodies.insert(described.place);
        }
        let of_words = |index: &mut BTreeMap<String, Vec<Described>>| {
            for word in phrase.words.iter() {
                index.entry(word.clone()).or_default().push(described.clone());
            }
        };
        if described.is_role && (is_body || phrase.class == Some(Class::Group)) {
            of_words(&mut self.groups);
        }
        let (key, entry) = &register.entries[described.place];
        let Key::Common(home, _) = key.as_ref() else { return of_words(&mut self.named) };
        if entry.is_introduced {
            for word in phrase.words.iter() {
                self.introduced.entry(word.clone()).or_default().push((*home, described.clone()));
            }
        }
        self.of_story.entry(*home).or_default().push(described);
    }

    /// The entries of somebody in particular that all words describe, and the stories that bring somebody in.
    /// `whole` is the full name that an entry stands for wherever a document tells nothing else.
    pub(crate) fn fitting(
        &mut self,
        wanted: &Wanted,
        register: &Register,
        joins: &mut Joins,
        whole: impl Fn(&mut Joins, usize) -> usize,
    ) -> Rc<Fitting> {
        if let Some(found) = self.found.get(wanted) {
            return Rc::clone(found);
        }
        let mut found = Fitting::default();
        let named = rarest(&self.named, wanted).filter(|described| fits(wanted, described, register));
        found.named = named.map(|described| described.place).collect::<BTreeSet<_>>().into_iter().collect();
        for place in &found.named {
            let whole = whole(joins, *place);
            found.by_speaker.entry(joins.unions.first(whole)).or_default().push(*place);
            if let Some(surname) = register.surname(*place) {
                found.by_surname.entry(surname.to_owned()).or_default().push(*place);
            }
        }
        let introduced = rarest(&self.introduced, wanted).filter(|(_, described)| fits(wanted, described, register));
        for (home, _) in introduced {
            found.homes.insert(*home);
            if found.homes.len() > 1 {
                break;
            }
        }
        let found = Rc::new(found);
        self.found.insert(wanted.clone(), Rc::clone(&found));
        found
    }

    /// Nobody in particular of one story whom all words describe.
    pub(crate) fn in_story(&self, wanted: &Wanted, home: DocumentId, register: &Register) -> BTreeSet<usize> {
        let of_story = self.of_story.get(&home).into_iter().flatten();
        of_story.filter(|described| fits(wanted, described, register)).map(|described| described.place).collect()
    }

    /// Entries that are said to be a body or a group which these words call.
    pub(crate) fn groups(&mut self, head: &str, words: &Words) -> &[usize] {
        let groups = &self.groups;
        self.found_groups.entry((head.to_owned(), Rc::clone(words))).or_insert_with(|| {
            let fits = |other: &&Described| other.phrase.words.is_superset(words);
            groups.get(head).into_iter().flatten().filter(fits).map(|other| other.place).collect()
        })
    }
}

/// The shortest list to which a word of the mention leads: whatever fits stands in all of them.
fn rarest<'i, T>(index: &'i BTreeMap<String, Vec<T>>, wanted: &Wanted) -> impl Iterator<Item = &'i T> + use<'i, T> {
    let lists = wanted.words.iter().map(|word| index.get(word).map_or(&[][..], Vec::as_slice));
    lists.min_by_key(|list| list.len()).unwrap_or_default().iter()
}

/// Whether a description fits what a mention asks for.
fn fits(wanted: &Wanted, other: &Described, register: &Register) -> bool {
    let key = register.entries[other.place].0.as_ref();
    let person = matches!(key, Key::Person(_) | Key::Titled(..));
    let body = other.phrase.class.is_some_and(Class::is_body);
    let built = match &wanted.head {
        Some(head) if wanted.of_body => other.phrase.head.as_ref() == Some(head),
        Some(head) => other.phrase.calls.contains(head) && !body,
        None => true,
    };
    // A body is called by its own name, not by the role of its spokesman, and a name only by a fuller one.
    let own = !wanted.of_body || !other.is_role && body;
    let same = other.phrase.words == wanted.words && !person && !matches!(key, Key::Common(..));
    built
        && own
        && !same
        && !other.phrase.several
        && other.phrase.words.is_superset(&wanted.words)
        && !matches!((wanted.sex, register.sex(other.place)), (Some(a), Some(b)) if a != b)
}

/// The side that the noun of a phrase belongs to.
pub(crate) fn side(phrase: &Phrase) -> Option<PartyGroup> {
    lexicon().notion(phrase.head.as_deref()?)?.side
}

/// The phrases that describe an entry.
fn describing(register: &Register, place: usize) -> Vec<Described> {
    let (key, entry) = &register.entries[place];
    let (book, language) = (&register.book, entry.language);
    let told = entry.described.as_deref();
    let own = match (key.as_ref(), told) {
        (Key::Titled(..) | Key::Circle(_), _) | (_, None) => None,
        (Key::Office(words), Some(told)) => Some(of_office(words, told, language, book)),
        (Key::Person(_) | Key::Role(_), Some(told)) => Some(book.phrase(told, language)),
        (Key::Common(_, anybody), Some(told)) => (!anybody.several).then(|| book.phrase(told, language)),
    };
    let names = entry.long_forms.iter().map(|name| book.phrase(name, language));
    let own = own.into_iter().chain(names).map(|phrase| Described { place, phrase, is_role: false });
    let roles = entry.roles.iter().map(|role| book.phrase(role, language));
    own.chain(roles.map(|phrase| Described { place, phrase, is_role: true })).collect()
}

/// The phrase for an office; that of a government for a country's name.
fn of_office(words: &Words, told: &str, language: Option<Language>, book: &Phrasebook) -> Rc<Phrase> {
    let told = book.phrase(told, language);
    if told.words == *words {
        return told;
    }
    let government = phrase("the government", None);
    Rc::new(Phrase { words: Rc::clone(words), ..government })
}
