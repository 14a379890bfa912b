//! What do several reports answer about an event that is only told of beside that of the case?
//!
//! "In July 14 people were killed when the bridge was bombed" answers no question about the event of the case, yet another
//! report may say 17. What is told beside the event of the case belongs together where it is of one time, which lies in
//! another year than that event or in another month, or else where it shares a name that stands beside it more often than
//! beside the event of the case. It answers a copy of the question for that other event, which is proposed as others are
//! (`proposals`). Left out: choices and texts, whose words hardly tell of which event they are; what gives neither a time nor
//! a name; and two other events of one time or name, which are taken for one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::DateTime;
use variorum_evidence::claim::{Reading, TimeExpression, TimeType, Value};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, QuestionId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};

use crate::Accounts;
use crate::alignment::{Alignment, Placed};
use crate::apply::PERSON;
use crate::claims::HeldClaim;
use crate::proposals::kind;
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
    handles: Handles,
}

/// By what a sentence tells of which event it speaks.
#[derive(Default)]
struct Handles {
    time: Option<String>,
    /// Each name, with the words that it stands among.
    names: BTreeMap<String, String>,
}

/// The readings that answer one question about one background.
struct Group<'a> {
    question: usize,
    /// The time or name that they share.
    label: &'a str,
    told: Vec<&'a Told>,
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
    told.iter_mut().for_each(|one| one.handles.names.retain(|name, _| !main.contains(name)));
    grouped(&told).iter().map(|group| background(group, asked)).collect()
}

/// The readings about a background that answer, of that, a question that is asked of the event of the case.
fn told(asked: &[Asked], held: &[HeldClaim], accounts: &Accounts<'_>, alignment: &Alignment) -> Vec<Told> {
    let of_main = |asked: &Asked| {
        let comparable = matches!(asked.question.kind, AnswerKind::Count | AnswerKind::Time | AnswerKind::Duration);
        asked.question.event == EventRole::Main && asked.event.is_none() && comparable
    };
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_predicate: BTreeMap<(&str, AnswerKind), usize> = BTreeMap::new();
    for (at, Asked { question, .. }) in asked.iter().enumerate().filter(|(_, asked)| of_main(asked)) {
        by_name.insert(&question.id.0, at);
        by_predicate.entry((&question.predicate, question.kind)).or_insert(at);
    }
    let event = alignment.events.first().and_then(|event| event.when.as_ref()?.from);
    let answers = |reading: &Reading| match &reading.question {
        Some(question) if !question.0.starts_with(NAME) => by_name.get(question.0.as_str()).copied(),
        _ => by_predicate.get(&(reading.predicate.as_str(), kind(&reading.value))).copied(),
    };
    let mut told = Vec::new();
    for (place, held) in held.iter().enumerate().filter(|(_, held)| !held.account.rejected && !held.assigned) {
        let document = held.account.document;
        for (number, reading) in held.account.claim.readings.iter().enumerate() {
            let aside = || alignment.of_words(document, reading.event.as_ref(), reading.span) == Placed::Background;
            let Some(question) = answers(reading).filter(|_| reading.rule != PERSON && aside()) else { continue };
            told.push(Told { at: (place, number), question, handles: handles(accounts, held, reading, event) });
        }
    }
    told
}

/// The time and the names that a reading's sentence gives, or the sentence before it where it gives none.
fn handles(accounts: &Accounts<'_>, held: &HeldClaim, reading: &Reading, event: Option<DateTime>) -> Handles {
    let Some(text) = accounts.texts.get(&held.account.document) else { return Handles::default() };
    let times = accounts.readings.get(&held.account.document).map_or(&[][..], |read| read.times.as_slice());
    let source = held.account.claim.source.as_ref().map_or("", |source| source.name.as_str());
    let within = |sentence: &Range<usize>| {
        let times = || times.iter().filter(|time| sentence.contains(&(time.span.start as usize)));
        // A time that is the answer does not tell of what.
        let dated = times().filter(|time| time.time_type == TimeType::Date && !matches!(reading.value, Value::Time(_)));
        let near = |time: &TimeExpression| time.span.start.abs_diff(reading.span.start);
        let labels = dated.filter_map(|time| Some((near(time), label(time.when.from?, event?)?)));
        let of_time = |name: &str| times().any(|time| time.span.words(text).is_some_and(|words| words.contains(name)));
        let names = called(&text[sentence.clone()]).into_iter();
        let names = names.filter(|(name, _)| !source.contains(name) && !of_time(name));
        Handles {
            time: labels.min().map(|(_, label)| label),
            names: names.map(|(name, whole)| (name.to_owned(), whole.to_owned())).collect(),
        }
    };
    let own = sentence(text, reading.span);
    let found = within(&own);
    if found.time.is_none() && found.names.is_empty() { within(&sentence_before(text, &own)) } else { found }
}

/// The year of a time, or its month where it is of the year of the event; none where it is of the same month.
fn label(time: DateTime, event: DateTime) -> Option<String> {
    if time.year() != event.year() {
        return Some(format!("{:04}", time.year()));
    }
    (time.month() != event.month()).then(|| format!("{:04}-{:02}", time.year(), time.month()))
}

/// Which of the names are the event's of the case rather than a background's: more sentences about it have them than there
/// are answers about a background that have them.
fn names_of_main(
    told: &[Told],
    held: &[HeldClaim],
    accounts: &Accounts<'_>,
    alignment: &Alignment,
) -> BTreeSet<String> {
    let mut more: BTreeMap<&str, isize> = BTreeMap::new();
    for name in told.iter().flat_map(|one| one.handles.names.keys()) {
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

/// Those that answer one question about one background: of one time, or without any and with a name in common. A name that
/// is told of one time alone brings what has no time to it.
fn grouped(told: &[Told]) -> Vec<Group<'_>> {
    let mut times: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in told {
        for name in one.handles.names.keys() {
            times.entry((one.question, name)).or_default().extend(one.handles.time.as_deref());
        }
    }
    let mut timed: BTreeMap<(usize, &str), Vec<&Told>> = BTreeMap::new();
    let mut named: Vec<(&Told, Vec<&str>)> = Vec::new();
    for one in told {
        let names = || one.handles.names.keys().map(|name| (name.as_str(), &times[&(one.question, name.as_str())]));
        // Names of two times tell of neither.
        let of_names: BTreeSet<&str> =
            names().filter(|(_, times)| times.len() == 1).flat_map(|(_, times)| times).copied().collect();
        let by_name = of_names.first().copied().filter(|_| of_names.len() == 1);
        match one.handles.time.as_deref().or(by_name) {
            Some(time) => timed.entry((one.question, time)).or_default().push(one),
            None => named.push((one, names().filter(|(_, times)| times.is_empty()).map(|(name, _)| name).collect())),
        }
    }
    let timed = timed.into_iter().map(|((question, label), told)| Group { question, label, told });
    timed.chain(of_one_name(&named)).collect()
}

/// Those that hang together by names, each group called by the one that most of it tell.
fn of_one_name<'a>(named: &[(&'a Told, Vec<&'a str>)]) -> Vec<Group<'a>> {
    let mut unions = Unions::new(named.len());
    let mut first: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (number, (one, names)) in named.iter().enumerate() {
        for name in names {
            unions.join(*first.entry((one.question, name)).or_insert(number), number);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for number in 0..named.len() {
        groups.entry(unions.first(number)).or_default().push(number);
    }
    let group = |members: Vec<usize>| {
        let mut often: BTreeMap<&str, usize> = BTreeMap::new();
        for name in members.iter().flat_map(|member| &named[*member].1) {
            *often.entry(name).or_default() += 1;
        }
        let (label, _) = often.into_iter().min_by_key(|(name, times)| (Reverse(*times), *name))?;
        let told: Vec<&Told> = members.iter().map(|member| named[*member].0).collect();
        Some(Group { question: told.first()?.question, label, told })
    };
    groups.into_values().filter_map(group).collect()
}

/// The question about one background, with the names that at least half of its answers tell and their time.
fn background(group: &Group<'_>, asked: &[Asked]) -> Background {
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for whole in group.told.iter().flat_map(|one| one.handles.names.values().collect::<BTreeSet<_>>()) {
        *often.entry(whole).or_default() += 1;
    }
    // What a few of them name may be an office that is quoted.
    let mut shown: Vec<(&str, usize)> = often.into_iter().filter(|(_, times)| times * 2 >= group.told.len()).collect();
    shown.sort_by_key(|(whole, times)| (Reverse(*times), *whole));
    let mut shown: Vec<&str> = shown.into_iter().map(|(whole, _)| whole).take(SHOWN).collect();
    if !shown.iter().any(|whole| whole.contains(group.label)) {
        shown.push(group.label);
    }
    let mut question = asked[group.question].question.clone();
    question.id = QuestionId(format!("{NAME}{}.{}", question.id, group.label));
    question.event = EventRole::Background;
    for (language, words) in &mut question.wording {
        let aside = if *language == Language::Es { "otro hecho" } else { "another event" };
        *words = format!("{words} ({aside}: {})", shown.join(", "));
    }
    Background { question, readings: group.told.iter().map(|one| one.at).collect() }
}
