//! What do several reports answer about an event that is only told of beside that of the case?
//!
//! "In July 14 people were killed when the bridge was bombed" answers no question about the event of the case, yet another
//! report may say 17. What is told beside the event of the case belongs together where it is of one time, which lies in
//! another year than that event or in another month, or else where it shares a name that stands beside it more often than beside that event. It
//! answers a copy of the question for that other event, which is proposed as others are (`proposals`). Left out: choices and
//! texts, whose words hardly tell of which event they are; and what gives neither a time nor a name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::DateTime;
use variorum_evidence::claim::{Reading, TimeType, Value};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, QuestionId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};

use crate::Accounts;
use crate::alignment::{Alignment, Placed};
use crate::apply::PERSON;
use crate::claims::HeldClaim;
use crate::questions::Asked;
use crate::sentences::{called, names, sentence, sentence_before};
use crate::unions::Unions;

/// How questions about a background are called.
const NAME: &str = "proposed.background.";
/// Most names that such a question is asked with.
const SHOWN: usize = 2;

/// What reports answer about one background: the question, and where each reading stands in the list of claims and in its
/// claim.
pub(crate) struct Background {
    pub(crate) question: Question,
    pub(crate) readings: Vec<(usize, usize)>,
}

/// A reading about a background, with what tells of which.
struct Told {
    at: (usize, usize),
    question: usize,
    time: Option<String>,
    /// Each name, with the words that it stands among.
    names: BTreeMap<String, String>,
}

/// The backgrounds that readings tell of, each with the question that they answer, in the order of the questions.
pub(crate) fn backgrounds(
    asked: &[Asked],
    held: &[HeldClaim],
    accounts: &Accounts<'_>,
    alignment: &Alignment,
) -> Vec<Background> {
    let mut told = told(asked, held, accounts, alignment);
    if told.is_empty() {
        return Vec::new();
    }
    let main = names_of_main(&told, held, accounts, alignment);
    told.iter_mut().for_each(|one| one.names.retain(|name, _| !main.contains(name)));
    let groups = grouped(&told);
    groups.into_iter().map(|group| background(&group, asked)).collect()
}

/// The readings about a background that answer, of that, a question that is asked of the event of the case.
fn told(asked: &[Asked], held: &[HeldClaim], accounts: &Accounts<'_>, alignment: &Alignment) -> Vec<Told> {
    let of_main = |asked: &Asked| asked.question.event == EventRole::Main && asked.event.is_none();
    let comparable = |kind| matches!(kind, AnswerKind::Count | AnswerKind::Time | AnswerKind::Duration);
    let questions: Vec<(usize, &Question)> =
        asked.iter().enumerate().filter(|(_, asked)| of_main(asked)).map(|(at, asked)| (at, &asked.question)).collect();
    let by_name: BTreeMap<&str, usize> = questions.iter().map(|(at, question)| (question.id.0.as_str(), *at)).collect();
    let mut by_predicate: BTreeMap<(&str, AnswerKind), usize> = BTreeMap::new();
    for (at, question) in questions.iter().filter(|(_, question)| comparable(question.kind)) {
        by_predicate.entry((question.predicate.as_str(), question.kind)).or_insert(*at);
    }
    let event = alignment.events.first().and_then(|event| event.when.as_ref()?.from);
    let answers = |reading: &Reading| match &reading.question {
        Some(question) if !question.0.starts_with(NAME) => {
            by_name.get(question.0.as_str()).copied().filter(|at| comparable(asked[*at].question.kind))
        }
        _ => by_predicate.get(&(reading.predicate.as_str(), kind(&reading.value)?)).copied(),
    };
    let mut told = Vec::new();
    for (place, held) in held.iter().enumerate().filter(|(_, held)| !held.account.rejected && !held.assigned) {
        let document = held.account.document;
        for (number, reading) in held.account.claim.readings.iter().enumerate() {
            let aside = || alignment.of_words(document, reading.event.as_ref(), reading.span) == Placed::Background;
            let Some(question) = answers(reading).filter(|_| reading.rule != PERSON && aside()) else { continue };
            let (time, names) = handles(accounts, held, reading, event);
            told.push(Told { at: (place, number), question, time, names });
        }
    }
    told
}

fn kind(value: &Value) -> Option<AnswerKind> {
    match value {
        Value::Count { .. } => Some(AnswerKind::Count),
        Value::Time(_) => Some(AnswerKind::Time),
        Value::Duration { .. } => Some(AnswerKind::Duration),
        Value::Choice { .. } | Value::Text { .. } => None,
    }
}

/// The time and the names that a reading's sentence gives, or the sentence before it where it gives none.
fn handles(
    accounts: &Accounts<'_>,
    held: &HeldClaim,
    reading: &Reading,
    event: Option<DateTime>,
) -> (Option<String>, BTreeMap<String, String>) {
    let Some(text) = accounts.texts.get(&held.account.document) else { return (None, BTreeMap::new()) };
    let own = sentence(text, reading.span);
    let found = within(accounts, held, reading, event, &own);
    if found.0.is_none() && found.1.is_empty() {
        return within(accounts, held, reading, event, &sentence_before(text, &own));
    }
    found
}

fn within(
    accounts: &Accounts<'_>,
    held: &HeldClaim,
    reading: &Reading,
    event: Option<DateTime>,
    sentence: &Range<usize>,
) -> (Option<String>, BTreeMap<String, String>) {
    let document = held.account.document;
    let (Some(text), Some(read)) = (accounts.texts.get(&document), accounts.readings.get(&document)) else {
        return (None, BTreeMap::new());
    };
    let times = || read.times.iter().filter(|time| sentence.contains(&(time.span.start as usize)));
    let distance = |start: u32| start.abs_diff(reading.span.start);
    // A time that is the answer does not tell of what.
    let dated = times().filter(|time| time.time_type == TimeType::Date && !matches!(reading.value, Value::Time(_)));
    let handles = dated.filter_map(|time| Some((distance(time.span.start), label(time.when.from?, event?)?)));
    let time = handles.min().map(|(_, label)| label);
    let source = held.account.claim.source.as_ref().map_or("", |source| source.name.as_str());
    let of_time = |name: &str| times().any(|time| time.span.words(text).is_some_and(|words| words.contains(name)));
    let own = |name: &str| !source.contains(name) && !of_time(name);
    let names = called(&text[sentence.clone()]).into_iter().filter(|(name, _)| own(name));
    (time, names.map(|(name, whole)| (name.to_owned(), whole.to_owned())).collect())
}

/// The year of a time, or its month where it is of the year of the event; none where it is of the same month.
fn label(time: DateTime, event: DateTime) -> Option<String> {
    if time.year() != event.year() {
        return Some(format!("{:04}", time.year()));
    }
    (time.month() != event.month()).then(|| format!("{:04}-{:02}", time.year(), time.month()))
}

/// Which of the names are the event's of the case rather than a background's: more of its sentences have them.
fn names_of_main(
    told: &[Told],
    held: &[HeldClaim],
    accounts: &Accounts<'_>,
    alignment: &Alignment,
) -> BTreeSet<String> {
    // How many sentences of a background have a name, less those of the main event.
    let mut more: BTreeMap<&str, isize> = BTreeMap::new();
    for name in told.iter().flat_map(|one| one.names.keys()) {
        *more.entry(name).or_default() += 1;
    }
    let mut seen: BTreeSet<(DocumentId, usize)> = BTreeSet::new();
    for held in held.iter().map(|held| &held.account) {
        let Some(text) = accounts.texts.get(&held.document) else { continue };
        for reading in held.claim.readings.iter().filter(|reading| reading.question.is_some()) {
            if alignment.of_words(held.document, reading.event.as_ref(), reading.span) != Placed::Main {
                continue;
            }
            let sentence = sentence(text, reading.span);
            if seen.insert((held.document, sentence.start)) {
                for name in names(&text[sentence]).collect::<BTreeSet<_>>() {
                    more.entry(name).and_modify(|more| *more -= 1);
                }
            }
        }
    }
    more.into_iter().filter(|(_, more)| *more < 0).map(|(name, _)| name.to_owned()).collect()
}

/// Those that answer one question about one background: of one time, or with a name in common. A name that is told of one
/// time alone brings what has no time to it.
fn grouped(told: &[Told]) -> Vec<Vec<&Told>> {
    let mut times: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in told {
        for name in one.names.keys() {
            times.entry((one.question, name)).or_default().extend(one.time.as_deref());
        }
    }
    let mut numbers: BTreeMap<(usize, bool, &str), usize> = BTreeMap::new();
    let mut unions = Unions::new(told.len());
    for (number, one) in told.iter().enumerate() {
        let mut handles: Vec<(bool, &str)> = one.time.iter().map(|time| (true, time.as_str())).collect();
        if handles.is_empty() {
            for name in one.names.keys() {
                let of = &times[&(one.question, name.as_str())];
                match (of.first(), of.len()) {
                    (Some(time), 1) => handles.push((true, time)),
                    (None, _) => handles.push((false, name)),
                    _ => {}
                }
            }
            // Names of two times tell of neither.
            let of_times = handles.iter().filter(|(time, _)| *time).collect::<BTreeSet<_>>().len();
            handles.retain(|(time, _)| of_times < 2 || !time);
        }
        for (time, handle) in handles {
            let place = *numbers.entry((one.question, time, handle)).or_insert(number);
            unions.join(place, number);
        }
    }
    let mut groups: BTreeMap<(usize, usize), Vec<&Told>> = BTreeMap::new();
    for (number, one) in told.iter().enumerate() {
        groups.entry((one.question, unions.first(number))).or_default().push(one);
    }
    groups.into_values().collect()
}

/// The question about one background, named after its time, or else after the name that most tell.
fn background(group: &[&Told], asked: &[Asked]) -> Background {
    let model = &asked[group[0].question].question;
    let mut often: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (name, whole) in group.iter().flat_map(|one| &one.names) {
        let (times, shown) = often.entry(name).or_insert((0, whole));
        *times += 1;
        *shown = whole.as_str().min(*shown);
    }
    let mut names: Vec<(&str, (usize, &str))> = often.into_iter().collect();
    names.sort_by_key(|(name, (times, _))| (std::cmp::Reverse(*times), *name));
    let time = group.iter().find_map(|one| one.time.as_deref());
    let handle = time.or(names.first().map(|(name, _)| *name)).unwrap_or_default();
    let mut shown: Vec<&str> = Vec::new();
    for (_, (times, whole)) in names {
        // What a few of them name may be an office that is quoted.
        if shown.len() < SHOWN && times * 2 >= group.len() && !shown.contains(&whole) {
            shown.push(whole);
        }
    }
    shown.extend(time);
    let shown = if shown.is_empty() { handle.to_owned() } else { shown.join(", ") };
    let mut question = model.clone();
    question.id = QuestionId(format!("{NAME}{}.{handle}", model.id));
    question.event = EventRole::Background;
    for (language, words) in &mut question.wording {
        let aside = if *language == Language::Es { "otro hecho" } else { "another event" };
        *words = format!("{words} ({aside}: {shown})");
    }
    Background { question, readings: group.iter().map(|one| one.at).collect() }
}
