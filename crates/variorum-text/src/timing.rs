//! Which question does a time answer?
//!
//! Each expression of time in a claim's content goes to the question whose words stand nearest to it: in "arrested at
//! 11:40 and pronounced dead at four" the first is no time of death. A question then takes the nearest of the times that
//! are left to it; of several side by side ("4:30 a.m. on Monday") the finest. Times that tell when something was said
//! answer nothing, nor do those of a clause that tells something else ("appeared in court on Thursday over the shooting").
//! Left out: times that are only computed from others ("two hours later") where no date is given.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use variorum_evidence::claim::{TimeExpression, TimeType, Value};
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::question::{AnswerKind, Question};

use crate::calendar::seconds;
use crate::events::{Which, is_far};
use crate::hedges::polarity;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::questions::QuestionSet;
use crate::readings::{Answer, Scene, matches};
use crate::times::Named;

/// How far an expression of time may stand from the question's words, in tokens.
const NEAR: usize = 24;

type Time<'a> = (Range<usize>, &'a TimeExpression, Named);

/// A time beside a question's words.
struct Pairing {
    question: usize,
    /// The first of the times side by side.
    group: usize,
    time: usize,
    hit: Range<usize>,
    distance: usize,
}

/// The answers to questions about times and durations, by the number of the question.
pub(crate) fn answers(
    scene: &Scene<'_>,
    content: &Range<usize>,
    set: &QuestionSet,
    free: &dyn Fn(usize) -> bool,
) -> BTreeMap<usize, Answer> {
    let times: Vec<&Time<'_>> =
        scene.times.iter().filter(|time| content.contains(&time.0.start) && free(time.0.start)).collect();
    if times.is_empty() {
        return BTreeMap::new();
    }
    let groups = groups(&scene.line, scene.lexicon, &times);
    let mut pairings = Vec::new();
    for (number, (question, patterns)) in set.iter().enumerate() {
        let wanted = matches!(question.kind, AnswerKind::Time | AnswerKind::Duration);
        let Some(words) = patterns.words.get(&scene.lexicon.language).filter(|_| wanted) else { continue };
        let refused = patterns.not_words.get(&scene.lexicon.language);
        if refused.is_none_or(|not| matches(&scene.line, content, not).is_empty()) {
            pairings.extend(beside(scene, content, (number, question, words), &times, &groups, free));
        }
    }
    let nearest = |pairing: &Pairing| {
        let rivals =
            pairings.iter().filter(|other| other.group == pairing.group && kind(set, other) == kind(set, pairing));
        rivals.map(|other| other.distance).min()
    };
    let mut answers = BTreeMap::new();
    let mut kept: Vec<&Pairing> =
        pairings.iter().filter(|pairing| nearest(pairing) == Some(pairing.distance)).collect();
    kept.sort_by_key(|pairing| (pairing.distance, pairing.time));
    for pairing in kept {
        let question = &set.questions()[pairing.question];
        if let Some(answer) = answer(scene, content, question, times[pairing.time], &pairing.hit) {
            answers.entry(pairing.question).or_insert(answer);
        }
    }
    answers
}

fn kind(set: &QuestionSet, pairing: &Pairing) -> AnswerKind {
    set.questions()[pairing.question].kind
}

/// A question's words with each group of times near them.
fn beside(
    scene: &Scene<'_>,
    content: &Range<usize>,
    (number, question, words): (usize, &Question, &Regex),
    times: &[&Time<'_>],
    groups: &[usize],
    free: &dyn Fn(usize) -> bool,
) -> Vec<Pairing> {
    let line = &scene.line;
    let hits: Vec<Range<usize>> = matches(line, content, words).into_iter().filter(|hit| free(hit.start)).collect();
    let wanted = |time: &Time<'_>| match question.kind {
        AnswerKind::Duration => time.1.time_type == TimeType::Duration,
        _ => matches!(time.1.time_type, TimeType::Date | TimeType::Time) && !matches!(time.2, Named::Reference(_)),
    };
    let mut found = Vec::new();
    for (place, time) in times.iter().enumerate() {
        if !wanted(time)
            || is_of_another_verb(line, scene.lexicon, &time.0, &hits)
            || is_of_another_clause(line, scene.lexicon, content, &time.0, &hits)
        {
            continue;
        }
        let near = hits.iter().filter_map(|hit| Some((distance(line, scene.lexicon, hit, &time.0)?, hit)));
        let Some((distance, hit)) = near.min_by_key(|(distance, hit)| (*distance, hit.start)) else { continue };
        let members = || (0..times.len()).filter(|other| groups[*other] == groups[place] && wanted(times[*other]));
        let finest = members().min_by_key(|other| (times[*other].1.when.precision, other.abs_diff(place)));
        let time = finest.unwrap_or(place);
        found.push(Pairing { question: number, group: groups[place], time, hit: hit.clone(), distance });
    }
    found
}

/// Whether a time follows a verb that is no question's: "the mayor said on Tuesday", "redujeron el viernes la cifra".
fn is_of_another_verb(line: &Line<'_>, lexicon: &Lexicon, time: &Range<usize>, hits: &[Range<usize>]) -> bool {
    const SMALL: usize = 2;
    let verb = |at: &usize| {
        let word = line.word(*at);
        lexicon.is_verb(word) && !lexicon.grammar.auxiliaries.has(word)
    };
    let before = (time.start.saturating_sub(SMALL)..time.start).rev().find(verb);
    before.is_some_and(|at| !hits.iter().any(|hit| hit.contains(&at)))
}

/// Whether the clause up to a time has a verb and no question's words, and none stand right behind the time ("Monday's attack"):
/// "he appeared in court on Thursday over the shooting".
fn is_of_another_clause(
    line: &Line<'_>,
    lexicon: &Lexicon,
    content: &Range<usize>,
    time: &Range<usize>,
    hits: &[Range<usize>],
) -> bool {
    /// The noun that a relative clause or a day goes with stands so near.
    const NEAR_NOUN: usize = 3;
    let opens = |at: &usize| {
        let word = line.word(*at);
        matches!(word, ";" | ":" | "that" | "which" | "who" | "que" | "\"" | "“" | "”" | "«" | "»")
            || lexicon.grammar.boundaries.has(word)
    };
    let verb = |at: usize| lexicon.is_verb(line.word(at)) && !lexicon.grammar.auxiliaries.has(line.word(at));
    let told = |stretch: &Range<usize>| hits.iter().any(|hit| hit.start < stretch.end && stretch.start < hit.end);
    let start = (content.start..time.start).rev().find(opens).map_or(content.start, |at| at + 1);
    // "The blast that killed twelve on Monday": the noun stands before its clause.
    let clause = start.saturating_sub(NEAR_NOUN).max(content.start)..time.start;
    // "On Monday over the shooting" tells no day of it.
    let parts = |at: &usize| lexicon.grammar.prepositions.has(line.word(*at)) || opens(at);
    let near = time.end..(time.end + NEAR_NOUN).min(content.end);
    let behind = time.end..near.clone().find(parts).unwrap_or(near.end);
    (start..time.start).any(verb) && !told(&clause) && !told(&behind)
}

fn answer(
    scene: &Scene<'_>,
    content: &Range<usize>,
    question: &Question,
    (tokens, time, named): &Time<'_>,
    hit: &Range<usize>,
) -> Option<Answer> {
    let line = &scene.line;
    // "This year" tells nobody when.
    let whole_year = time.when.precision == Precision::Year && is_far(time, scene.main) == Some(false);
    if question.kind == AnswerKind::Time && whole_year {
        return None;
    }
    let value = match (question.kind, *named) {
        (AnswerKind::Duration, Named::Duration { count_min, count_max, unit, .. }) => {
            Value::Duration { seconds_min: seconds(count_min, unit), seconds_max: seconds(count_max, unit) }
        }
        (AnswerKind::Duration, _) => return None,
        _ => Value::Time(answered_time(time, line.text.raw)),
    };
    let said = polarity(line, scene.lexicon, content.start..hit.start);
    // A sentence on the main event may name the day of an earlier one.
    let event = match is_far(time, scene.main).filter(|_| time.time_type != TimeType::Duration) {
        Some(true) => Which::Background,
        Some(false) if scene.event == Which::Background => Which::Main,
        _ => scene.event,
    };
    Some(Answer { words: tokens.clone(), value, polarity: said, event, rule: "time.nearest" })
}

/// The first of the expressions that each one touches ("4:30 a.m. on Monday").
fn groups(line: &Line<'_>, lexicon: &Lexicon, times: &[&Time<'_>]) -> Vec<usize> {
    let touches = |one: usize, other: usize| {
        let mut between = times[one].0.end..times[other].0.start;
        between.len() <= 2 && !between.any(|at| lexicon.is_verb(line.word(at)))
    };
    let mut groups: Vec<usize> = Vec::with_capacity(times.len());
    for place in 0..times.len() {
        let group = if place > 0 && touches(place - 1, place) { groups[place - 1] } else { place };
        groups.push(group);
    }
    groups
}

/// Tokens between question words and a time; a clause border in between counts as far.
fn distance(line: &Line<'_>, lexicon: &Lexicon, hit: &Range<usize>, time: &Range<usize>) -> Option<usize> {
    let between = if hit.end <= time.start { hit.end..time.start } else { time.end.min(hit.start)..hit.start };
    let cost = |at: usize| match line.word(at) {
        "," => 3,
        ";" | ":" => 6,
        word if lexicon.grammar.coordinators.has(word) => 6,
        word if lexicon.is_verb(word) => 3,
        _ => 0,
    };
    let borders: usize = between.clone().map(cost).sum();
    // Times mostly follow the verb they go with.
    let before = usize::from(hit.end > time.start) * 2;
    let far = between.len() + borders + before;
    (far <= NEAR).then_some(far)
}

/// The time as an answer. One that cannot be placed keeps its words: two such times are not the same answer.
fn answered_time(time: &TimeExpression, text: &str) -> HappenedAt {
    let mut when = time.when.clone();
    if when.from.is_none()
        && when.to.is_none()
        && let Some(words) = time.span.words(text)
    {
        when.basis = format!("“{words}”: {}", when.basis);
    }
    when
}
