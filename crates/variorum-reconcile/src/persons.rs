//! Who is meant where reports tell of somebody singly ("Captain Adlan died at the wheel").
//!
//! "One, told of singly" is no common answer: two people of one event would hold one position, and who says that the
//! one is alive would contradict who says that the other died. So the names that the reports of one question give
//! are brought together, spelling variants and shorter forms included, and each person's readings are kept apart. Words
//! without a name ("the man", "a deckhand") are of the only one whom their report names, unless they are of somebody
//! through another ("whose nephew"). As long as only one is named, nobody is told apart. Left out: who is meant across
//! questions, and pronouns in reports that name several.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::claim::{Reading, Value};
use variorum_evidence::ids::DocumentId;
use variorum_evidence::span::TextSpan;

use crate::fold::one_spelling;
use crate::names::{Name, Sort, classify};
use crate::phrases::Pointing;
use crate::sounds::{sound, sounds_alike};

/// The kind of people told of singly, by name or as somebody known.
pub(crate) const NAMED: &str = "named";

/// How far behind the words a name may follow ("the captain, Bashir Adlan,").
const APPOSED: usize = 60;

/// Somebody told of in one reading.
struct Telling {
    document: DocumentId,
    name: Option<Name>,
    /// Whether the words may be of whomever the report names.
    refers: bool,
}

/// Somebody with all the names that reports give him.
#[derive(Default)]
struct Person {
    names: Vec<Vec<String>>,
    /// How often each full form is written.
    written: BTreeMap<String, usize>,
    documents: BTreeSet<DocumentId>,
}

impl Person {
    /// The longest form, among those the most frequent.
    fn shown(&self) -> Option<&str> {
        let longest = self
            .written
            .iter()
            .max_by_key(|(name, times)| (name.split_whitespace().count(), **times, std::cmp::Reverse(name.as_str())));
        longest.map(|(name, _)| name.as_str())
    }
}

/// Who each reading is of, where more than one person is named among them.
pub(crate) fn persons<'a>(
    readings: impl Iterator<Item = (DocumentId, &'a Reading)>,
    texts: &BTreeMap<DocumentId, String>,
) -> Vec<Option<String>> {
    let tellings: Vec<_> = readings.map(|(document, reading)| telling(document, reading, texts)).collect();
    let mut people = People::default();
    let mut named: Vec<_> =
        tellings.iter().flatten().filter_map(|telling| Some((telling, telling.name.as_ref()?))).collect();
    // The fullest names first, so that a short one finds whose it is.
    named.sort_by(|(_, a), (_, b)| (b.words.len(), &a.words).cmp(&(a.words.len(), &b.words)));
    let mut whose: BTreeMap<&[String], Option<usize>> = BTreeMap::new();
    for (telling, name) in named {
        let person = *whose.entry(&name.words).or_insert_with(|| people.bearer(&name.words));
        if let Some(person) = person {
            people.note(person, &name.written, telling.document);
        }
    }
    if people.list.len() < 2 {
        return vec![None; tellings.len()];
    }
    let only = people.only_ones();
    let person = |telling: &Telling| match &telling.name {
        Some(name) => whose.get(name.words.as_slice()).copied().flatten(),
        None => only.get(&telling.document).copied().flatten().filter(|_| telling.refers),
    };
    let shown = |telling: &Telling| people.list[person(telling)?].shown().map(str::to_owned);
    tellings.iter().map(|telling| telling.as_ref().and_then(shown)).collect()
}

/// Those who are named, and by which sounds their names are found.
#[derive(Default)]
struct People {
    list: Vec<Person>,
    by_sound: BTreeMap<String, BTreeSet<usize>>,
}

impl People {
    /// Whose name it is: the only one's whom it fits, somebody new, or none if it fits several.
    fn bearer(&mut self, name: &[String]) -> Option<usize> {
        let near: BTreeSet<_> =
            name.iter().filter_map(|word| self.by_sound.get(&sound(word))).flatten().copied().collect();
        let fitting: Vec<_> = near
            .into_iter()
            .filter(|person| self.list[*person].names.iter().any(|other| is_form_of(name, other)))
            .collect();
        let person = match fitting.as_slice() {
            [] => {
                self.list.push(Person::default());
                self.list.len() - 1
            }
            [only] => *only,
            _ => return None,
        };
        self.list[person].names.push(name.to_vec());
        for word in name {
            self.by_sound.entry(sound(word)).or_default().insert(person);
        }
        Some(person)
    }

    fn note(&mut self, person: usize, written: &str, document: DocumentId) {
        let person = &mut self.list[person];
        *person.written.entry(written.to_owned()).or_default() += 1;
        person.documents.insert(document);
    }

    /// The person of each report that names one; none where it names several.
    fn only_ones(&self) -> BTreeMap<DocumentId, Option<usize>> {
        let mut only = BTreeMap::new();
        for (number, person) in self.list.iter().enumerate() {
            for document in &person.documents {
                only.entry(*document).and_modify(|one| *one = None).or_insert(Some(number));
            }
        }
        only
    }
}

/// Whether each word of the shorter name is one of the longer's, in whatever spelling, in the same order.
fn is_form_of(short: &[String], long: &[String]) -> bool {
    let (short, long) = if short.len() <= long.len() { (short, long) } else { (long, short) };
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| one_spelling(word, other) || sounds_alike(&sound(word), &sound(other))))
}

/// What a reading tells of somebody singly, if it does.
fn telling(document: DocumentId, reading: &Reading, texts: &BTreeMap<DocumentId, String>) -> Option<Telling> {
    let singly =
        reading.scope.kind.as_deref() == Some(NAMED) && matches!(reading.value, Value::Count { min: 1, max: Some(1) });
    let text = texts.get(&document).filter(|_| singly)?;
    let span = reading.participants.iter().find(|participant| participant.role == "patient")?.span;
    let words = written(text, span)?;
    let name = classify(words, text, None);
    let owned = name.phrase.pointing == Pointing::Owned || name.phrase.is_other;
    if is_somebodys(&name) {
        return Some(Telling { document, name: Some(name), refers: false });
    }
    let apposed = apposed(text, span).filter(|apposed| !owned && is_somebodys(apposed) && apposed.words.len() > 1);
    let refers = !owned && (name.sort == Sort::Pronoun || name.phrase.pointing != Pointing::Bare || span.start == 0);
    Some(Telling { document, name: apposed, refers })
}

/// Whether the words are a person's name: no number and no body.
fn is_somebodys(name: &Name) -> bool {
    let number = name.phrase.count.is_some()
        || name.words.iter().any(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
    name.sort == Sort::Particular && !number && !name.phrase.several
}

/// The words between commas behind others, if they may be a name.
fn apposed(text: &str, span: TextSpan) -> Option<Name> {
    let rest = text.get(span.end as usize..)?.strip_prefix(", ")?;
    let end = rest.find([',', '.', ';', ':', '(', '\n', '—'])?;
    let words = rest.get(..end).filter(|words| words.len() <= APPOSED && words.starts_with(char::is_uppercase))?;
    Some(classify(words, text, None))
}

fn written(text: &str, span: TextSpan) -> Option<&str> {
    text.get(span.start as usize..span.end as usize)
}
