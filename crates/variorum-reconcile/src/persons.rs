//! Who is meant where reports tell of somebody singly ("Captain Adlan died at the wheel"), or name who did something?
//!
//! "One, told of singly" is no common answer: two people of one event would hold one position, and who says that the
//! one is alive would contradict who says that the other died. So the names that the reports of one question give
//! are brought together, spelling variants and shorter forms included, and each person's readings are kept apart. Words
//! without a name ("the man", "a deckhand") are of the only one whom their report names, unless they are of somebody
//! through another ("whose nephew"). As long as only one is named, nobody is told apart. Whoever is named as the doer of
//! an act is found in the same way: "Colonel Bakr" and "the sector commander, Colonel Yasin Bakr" are one answer, and a
//! pronoun is whoever speaks. Left out: who is meant across questions, and pronouns in reports that name several.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::claim::{Reading, Value};
use variorum_evidence::ids::DocumentId;
use variorum_evidence::span::TextSpan;

use crate::fold::{fold, one_spelling};
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
    /// Whether it is one word at the head of a sentence, where all words have a capital: a name only if another report
    /// or a longer form has it.
    opens: bool,
    /// The plain words of the titles that go with the name, or stand for it.
    offices: BTreeSet<String>,
}

/// Somebody with all the names that reports give him.
#[derive(Default)]
struct Person {
    names: Vec<Vec<String>>,
    /// How often each full form is written.
    written: BTreeMap<String, usize>,
    documents: BTreeSet<DocumentId>,
    offices: BTreeSet<String>,
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
    let people = People::of(tellings.iter().flatten());
    if people.list.len() < 2 {
        return vec![None; tellings.len()];
    }
    let only = people.only_ones();
    let person = |telling: &Telling| match &telling.name {
        Some(name) if !telling.opens || people.whose(name).is_some() => people.whose(name),
        _ => only.get(&telling.document).copied().flatten().filter(|_| telling.refers),
    };
    let shown = |telling: &Telling| people.list[person(telling)?].shown().map(str::to_owned);
    tellings.iter().map(|telling| telling.as_ref().and_then(shown)).collect()
}

/// The fullest name of whomever each reading names as the doer, folded; none where the words are no name and no title of
/// the only one who is named with it. Each reading comes with the name of the claim's speaker, if that is somebody in
/// particular.
pub(crate) fn doers<'a>(
    readings: impl Iterator<Item = (DocumentId, &'a Reading, Option<&'a str>)>,
    texts: &BTreeMap<DocumentId, String>,
) -> Vec<Option<String>> {
    let tellings: Vec<_> =
        readings.map(|(document, reading, speaker)| doer(document, reading, speaker, texts)).collect();
    let people = People::of(tellings.iter().flatten());
    let person = |telling: &Telling| match &telling.name {
        Some(name) => people.whose(name),
        None => people.only_holder(&telling.offices),
    };
    let shown = |telling: &Telling| people.list[person(telling)?].shown().map(fold);
    tellings.iter().map(|telling| telling.as_ref().and_then(shown)).collect()
}

/// Those who are named, and by which sounds their names are found.
#[derive(Default)]
struct People {
    list: Vec<Person>,
    by_sound: BTreeMap<String, BTreeSet<usize>>,
    by_name: BTreeMap<Vec<String>, Option<usize>>,
}

impl People {
    fn of<'a>(tellings: impl Iterator<Item = &'a Telling>) -> Self {
        let mut people = Self::default();
        let mut named: Vec<_> = tellings.filter_map(|telling| Some((telling, telling.name.as_ref()?))).collect();
        // The fullest names first, so that a short one finds whose it is, and those that are surely names.
        named.sort_by_key(|(telling, name)| (std::cmp::Reverse(name.words.len()), telling.opens, name.words.clone()));
        for (telling, name) in named {
            let person = match people.by_name.get(&name.words) {
                Some(known) => *known,
                None => people.bearer(&name.words, telling.opens),
            };
            people.by_name.insert(name.words.clone(), person);
            if let Some(person) = person {
                people.note(person, &name.written, telling);
            }
        }
        people
    }

    fn whose(&self, name: &Name) -> Option<usize> {
        self.by_name.get(&name.words).copied().flatten()
    }

    /// Whose name it is: the only one's whom it fits, somebody new, or none if it fits several or is no sure name.
    fn bearer(&mut self, name: &[String], unsure: bool) -> Option<usize> {
        let near: BTreeSet<_> =
            name.iter().filter_map(|word| self.by_sound.get(&sound(word))).flatten().copied().collect();
        let fitting: Vec<_> = near
            .into_iter()
            .filter(|person| self.list[*person].names.iter().any(|other| is_form_of(name, other)))
            .collect();
        let person = match fitting.as_slice() {
            [] if unsure => return None,
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

    fn note(&mut self, person: usize, written: &str, telling: &Telling) {
        let person = &mut self.list[person];
        *person.written.entry(written.to_owned()).or_default() += 1;
        person.documents.insert(telling.document);
        person.offices.extend(telling.offices.iter().cloned());
    }

    /// The only one who is named with one of these titles.
    fn only_holder(&self, offices: &BTreeSet<String>) -> Option<usize> {
        let mut holders = (0..self.list.len()).filter(|number| !self.list[*number].offices.is_disjoint(offices));
        holders.next().filter(|_| holders.next().is_none())
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
    let opens = name.words.len() == 1 && opens_sentence(text, span);
    if is_somebodys(&name) {
        return Some(Telling { document, name: Some(name), refers: opens, opens, offices: BTreeSet::new() });
    }
    let apposed = apposed(text, span).filter(|apposed| !owned && is_somebodys(apposed) && apposed.words.len() > 1);
    let refers = !owned && (name.sort == Sort::Pronoun || name.phrase.pointing != Pointing::Bare || span.start == 0);
    Some(Telling { document, name: apposed, refers, opens: false, offices: BTreeSet::new() })
}

/// Whom a reading names as the doer: the words themselves, the name set beside them, or the speaker for a pronoun.
fn doer(
    document: DocumentId,
    reading: &Reading,
    speaker: Option<&str>,
    texts: &BTreeMap<DocumentId, String>,
) -> Option<Telling> {
    let Value::Text { .. } = reading.value else { return None };
    let text = texts.get(&document)?;
    let words = written(text, reading.span)?;
    let whole = classify(words, text, None);
    let named = |name, offices| Telling { document, name, refers: false, opens: false, offices };
    if whole.sort == Sort::Pronoun {
        let name = classify(speaker.filter(|_| !whole.phrase.several)?, text, None);
        return is_somebodys(&name).then(|| named(Some(name), BTreeSet::new()));
    }
    let offices = whole.phrase.calls.clone();
    let alone = whole.phrase.pointing == Pointing::Definite && !whole.phrase.several && !whole.phrase.is_former;
    let beside = words.rsplit(", ").map(|part| classify(part, text, None));
    match std::iter::once(whole).chain(beside).find(is_somebodys) {
        Some(name) => Some(named(Some(name), offices)),
        None => alone.then(|| named(None, offices)),
    }
}

fn opens_sentence(text: &str, span: TextSpan) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default().trim_end_matches([' ', '"', '“', '«', '¡', '¿']);
    before.is_empty() || before.ends_with(['.', '\n', '!', '?', ':', '…', '|'])
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

/// The words, without the mark of an owner ("Clay's arrest").
fn written(text: &str, span: TextSpan) -> Option<&str> {
    let words = text.get(span.start as usize..span.end as usize)?;
    Some(words.strip_suffix("'s").or_else(|| words.strip_suffix("’s")).unwrap_or(words))
}

#[cfg(test)]
mod tests {
    use variorum_evidence::claim::{Certainty, Participant, Polarity, Scope};
    use variorum_evidence::ids::{ClaimId, ReadingId};

    use super::*;

    fn reading(text: &str, words: &str, value: Value) -> Reading {
        let start = text.find(words).expect(words) as u32;
        let span = TextSpan { start, end: start + words.len() as u32 };
        let claim = ClaimId::of(DocumentId::of_text(text), None, None, &[span]);
        Reading {
            id: ReadingId::of(claim, span, "killed", &value, &Scope::unknown()),
            span,
            event: None,
            question: None,
            predicate: String::new(),
            polarity: Polarity::Affirmed,
            certainty: Certainty::Certain,
            participants: vec![Participant { role: "patient".to_owned(), span }],
            place: None,
            scope: Scope { kind: Some(NAMED.to_owned()), ..Scope::unknown() },
            value,
            rule: String::new(),
        }
    }

    fn texts_of(told: &[&str]) -> BTreeMap<DocumentId, String> {
        told.iter().map(|text| (DocumentId::of_text(text), (*text).to_owned())).collect()
    }

    /// Each text with the words in it that are of somebody.
    fn check(told: &[(&str, &str)], expected: &[Option<&str>]) {
        let texts = texts_of(&told.iter().map(|(text, _)| *text).collect::<Vec<_>>());
        let readings: Vec<_> =
            told.iter().map(|(text, words)| reading(text, words, Value::Count { min: 1, max: Some(1) })).collect();
        let document = |text: &str| DocumentId::of_text(text);
        let found = persons(told.iter().zip(&readings).map(|((text, _), reading)| (document(text), reading)), &texts);
        assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn different_people_are_kept_apart() {
        check(
            &[
                ("Captain Bashir Adlan died at the wheel.", "Captain Bashir Adlan"),
                ("The river took Adlan first.", "Adlan"),
                ("Bachir Adlan murió.", "Bachir Adlan"),
                ("Noor Hadi was killed beside the stall.", "Noor Hadi"),
                ("They buried Noor Hadi, whose nephew was killed too.", "nephew"),
            ],
            &[Some("Bachir Adlan"), Some("Bachir Adlan"), Some("Bachir Adlan"), Some("Noor Hadi"), None],
        );
    }

    #[test]
    fn of_one_person_alone_nobody_is_told_apart() {
        check(&[("Ana Ruiz died.", "Ana Ruiz"), ("A deckhand died.", "A deckhand")], &[None, None]);
    }

    #[test]
    fn a_name_that_fits_two_is_nobodys() {
        check(
            &[("Ana Ruiz died.", "Ana Ruiz"), ("Luis Ruiz died.", "Luis Ruiz"), ("They say that Ruiz died.", "Ruiz")],
            &[Some("Ana Ruiz"), Some("Luis Ruiz"), None],
        );
    }

    #[test]
    fn words_without_a_name_are_of_the_only_one_whom_the_report_names() {
        let both = "Ana Ruiz died. The woman was 40. Luis Gil died.";
        check(
            &[
                ("Ana Ruiz died. The woman was shot dead at noon.", "Ana Ruiz"),
                ("Ana Ruiz died. The woman was shot dead at noon.", "The woman"),
                ("The captain, Luis Gil, was killed.", "The captain"),
                (both, "Ana Ruiz"),
                (both, "Luis Gil"),
                (both, "The woman"),
            ],
            &[Some("Ana Ruiz"), Some("Ana Ruiz"), Some("Luis Gil"), Some("Ana Ruiz"), Some("Luis Gil"), None],
        );
    }

    #[test]
    fn a_verb_at_the_head_of_a_sentence_is_no_name() {
        check(
            &[
                ("Rodrigo Duarte cayó. Murió por ese disparo.", "Rodrigo Duarte"),
                ("Rodrigo Duarte cayó. Murió por ese disparo.", "Murió"),
                ("Falleció Luis Gil. Duarte vive.", "Luis Gil"),
                ("Falleció Luis Gil. Duarte vive.", "Duarte"),
            ],
            &[Some("Rodrigo Duarte"), Some("Rodrigo Duarte"), Some("Luis Gil"), Some("Rodrigo Duarte")],
        );
    }

    #[test]
    fn doers_by_their_fullest_names() {
        let told = [
            (
                "The order came from the sector commander, Colonel Yasin Bakr.",
                "the sector commander, Colonel Yasin Bakr",
            ),
            ("Colonel Bakr ordered it.", "Colonel Bakr"),
            ("The colonel ordered it.", "The colonel"),
            ("He said that he had ordered it.", "he"),
            ("The palace ordered it.", "The palace"),
        ];
        let texts = texts_of(&told.map(|(text, _)| text));
        let readings = told.map(|(text, words)| reading(text, words, Value::Text { value: words.to_lowercase() }));
        let found = doers(
            told.iter().zip(&readings).map(|((text, _), reading)| {
                (DocumentId::of_text(text), reading, text.starts_with("He").then_some("Ana Ruiz"))
            }),
            &texts,
        );
        let expected = [Some("yasin bakr"), Some("yasin bakr"), Some("yasin bakr"), Some("ana ruiz"), None];
        assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    }
}
