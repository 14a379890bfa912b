//! What does a claim answer?
//!
//! Each content is held against every question of the set. Counts are `counts`' work, times and durations those of
//! `timing`; a choice is the first answer whose words match; a text is such an answer or what the question's words
//! capture as `value`. A negation or a cue of denial turns the
//! polarity. A count about another event than the question asks for keeps its value and loses the question;
//! any other answer about another event is none.

use std::ops::Range;

use jiff::civil::Date;
use regex::Regex;
use variorum_evidence::claim::{Certainty, Part, Participant, Polarity, Reading, Scope, TimeExpression, Value};
use variorum_evidence::ids::{ClaimId, QuestionId, ReadingId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};
use variorum_evidence::span::TextSpan;

use crate::counts::{Count, counts, mark_totals};
use crate::events::Which;
use crate::hedges::polarity;
use crate::incidents::{Act, Fact, Incidents, Predicates, Who};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::matters::{self, Matter};
use crate::quantities::Quantity;
use crate::questions::{Patterns, QuestionSet};
use crate::times::Named;
use crate::timing;
use crate::tokens::folded;

/// The rule of what is read from the words of an act.
const ACT: &str = "act.words";

/// A sentence with all that was found in it before.
pub(crate) struct Scene<'a> {
    pub(crate) line: Line<'a>,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) predicates: Option<&'a Predicates>,
    pub(crate) quantities: &'a [Quantity],
    /// What happened to how many.
    pub(crate) incidents: &'a Incidents,
    /// Expressions of time with their tokens.
    pub(crate) times: Vec<(Range<usize>, &'a TimeExpression, Named)>,
    /// The tokens of names of places: "Baton Rouge" is no baton.
    pub(crate) places: &'a [Range<usize>],
    pub(crate) event: Which,
    /// The day of the main event.
    pub(crate) main: Option<Date>,
    /// The contents of all claims of the sentence.
    pub(crate) taken: Vec<Range<usize>>,
}

impl Scene<'_> {
    /// Whether the words stand in no content of the sentence.
    fn is_outside(&self, words: &Range<usize>) -> bool {
        !self.taken.iter().any(|taken| taken.start < words.end && words.start < taken.end)
    }
}

/// What of a claim its readings rest on.
pub(crate) struct Told<'a> {
    pub(crate) id: ClaimId,
    pub(crate) content: &'a [Range<usize>],
    /// Who says it: who orders something is both source and answer.
    pub(crate) source: Option<Range<usize>>,
    /// Contents of claims told inside this one: they answer for themselves.
    pub(crate) inner: &'a [Range<usize>],
    /// How certain the claim puts what it tells.
    pub(crate) certainty: Certainty,
    pub(crate) denied: bool,
}

/// The readings of one claim, in the order of questions.
pub(crate) fn read(scene: &Scene<'_>, told: &Told<'_>, set: &QuestionSet) -> Vec<Reading> {
    let mut readings = fact_readings(scene, told, set);
    let free = |at: usize| !told.inner.iter().any(|inner| inner.contains(&at));
    for content in told.content {
        let mut timed = timing::answers(scene, content, set, &free);
        // What the predicates tell is read by `incidents`.
        let open = |asked: &Question| !scene.predicates.is_some_and(|known| known.knows(&asked.predicate));
        let mut found = counts(&scene.line, scene.lexicon, content, scene.quantities, set, &open, &free);
        mark_totals(&mut found);
        count_readings(scene, told, set, &found, &mut readings);
        for (number, (question, patterns)) in set.iter().enumerate() {
            // What the words of predicates told already is not read once more by the question's own.
            let known = |reading: &Reading| {
                let choice = matches!(reading.value, Value::Choice { .. });
                reading.predicate == question.predicate && reading.rule == ACT && choice
            };
            let answers = match question.kind {
                AnswerKind::Choice if readings.iter().any(known) => Vec::new(),
                AnswerKind::Count => Vec::new(),
                AnswerKind::Time | AnswerKind::Duration => timed.remove(&number).into_iter().collect(),
                AnswerKind::Choice | AnswerKind::Text => chosen(scene, content, question, patterns, &free),
            };
            readings.extend(answers.into_iter().filter_map(|answer| answer.reading(scene, told, question)));
        }
    }
    for content in told.content {
        let matters = matters::find(scene, content, &readings, &free);
        readings.extend(matters.into_iter().filter_map(|matter| matter_reading(scene, told, matter)));
    }
    // The same answer at the same words, found by two contents or patterns, is one reading.
    let mut seen = std::collections::BTreeSet::new();
    readings.retain(|reading| seen.insert(reading.id));
    readings
}

/// What nobody asked, for questions that several reports may propose together.
fn matter_reading(scene: &Scene<'_>, told: &Told<'_>, matter: Matter) -> Option<Reading> {
    let span = scene.line.span(&matter.words)?;
    let about = About { predicate: &matter.predicate, question: None };
    Some(reading(told, about, span, matter.value, matter.scope, matter.polarity, scene.event, matter.rule))
}

/// An answer before it has an id.
pub(crate) struct Answer {
    pub(crate) words: Range<usize>,
    pub(crate) value: Value,
    pub(crate) polarity: Polarity,
    pub(crate) event: Which,
    pub(crate) rule: &'static str,
}

impl Answer {
    fn reading(self, scene: &Scene<'_>, told: &Told<'_>, question: &Question) -> Option<Reading> {
        let span = scene.line.span(&self.words)?;
        let scope = Scope::unknown();
        asked(question, self.event)?;
        let about = About { predicate: &question.predicate, question: Some(question.id.clone()) };
        Some(reading(told, about, span, self.value, scope, self.polarity, self.event, self.rule))
    }
}

/// The question that an answer is about, if it asks for that event.
fn asked(question: &Question, event: Which) -> Option<&Question> {
    let fits = match question.event {
        EventRole::Any => true,
        EventRole::Main => event == Which::Main,
        EventRole::Background => event != Which::Main,
    };
    fits.then_some(question)
}

/// What a reading is about.
struct About<'a> {
    predicate: &'a str,
    question: Option<QuestionId>,
}

#[expect(clippy::too_many_arguments, reason = "the fields of a reading, put together in one place")]
fn reading(
    told: &Told<'_>,
    about: About<'_>,
    span: TextSpan,
    value: Value,
    scope: Scope,
    said: Polarity,
    event: Which,
    rule: &str,
) -> Reading {
    let polarity = match (said, told.denied) {
        (Polarity::Affirmed, true) | (Polarity::Denied, false) => Polarity::Denied,
        _ => Polarity::Affirmed,
    };
    Reading {
        id: ReadingId::of(told.id, span, about.predicate, &value, &scope),
        span,
        event: Some(event.id()),
        question: about.question,
        predicate: about.predicate.to_owned(),
        polarity,
        certainty: told.certainty,
        participants: Vec::new(),
        place: None,
        scope,
        value,
        rule: rule.to_owned(),
    }
}

/// The facts whose words stand in the claim and in none told inside it.
fn fact_readings(scene: &Scene<'_>, told: &Told<'_>, set: &QuestionSet) -> Vec<Reading> {
    let within = |tokens: &Range<usize>| {
        told.content.iter().any(|content| content.start <= tokens.start && tokens.end <= content.end)
            && !told.inner.iter().any(|inner| inner.start < tokens.end && tokens.start < inner.end)
    };
    let mut ids: Vec<Option<ReadingId>> = Vec::with_capacity(scene.incidents.facts.len());
    let mut readings = Vec::new();
    for fact in &scene.incidents.facts {
        // "Seven people are reported dead": what is reported goes with whom it is reported of.
        let reported = within(&fact.trigger) && scene.is_outside(&fact.words);
        let made = (within(&fact.trigger) && (within(&fact.words) || reported))
            .then(|| fact_reading(scene, told, set, fact, &ids));
        let made = made.flatten();
        ids.push(made.as_ref().map(|made| made.id));
        readings.extend(made);
    }
    let says = |tokens: &Range<usize>| {
        told.source.as_ref().is_some_and(|source| source.start <= tokens.start && tokens.end <= source.end)
    };
    // "Que la capitana quería entregarse": what she wants is hers, that she wanted it is told here.
    let opens = |act: &&Act| {
        act.choice.is_some()
            && told.content.iter().any(|content| content.start <= act.words.start && act.words.end <= content.end)
            && !told.inner.iter().any(|inner| inner.contains(&act.words.start))
    };
    let acts = scene.incidents.acts.iter().filter(|act| within(&act.words) || says(&act.words) || opens(act));
    readings.extend(acts.filter_map(|act| act_reading(scene, told, set, act)));
    readings
}

fn act_reading(scene: &Scene<'_>, told: &Told<'_>, set: &QuestionSet, act: &Act) -> Option<Reading> {
    let span = scene.line.span(&act.words)?;
    let kind = if act.choice.is_some() { AnswerKind::Choice } else { AnswerKind::Text };
    let names = |question: &&Question| {
        question.kind == kind
            && question.predicate == act.predicate
            && act.choice.is_none_or(|choice| question.answers.iter().any(|answer| answer.value == choice))
    };
    let question = set.questions().iter().filter(names).find_map(|question| asked(question, scene.event));
    let about = About { predicate: act.predicate, question: question.map(|question| question.id.clone()) };
    let value = match act.choice {
        Some(choice) => Value::Choice { value: choice.to_owned() },
        None => Value::Text { value: folded(&scene.line.text.raw[span.range()]) },
    };
    Some(reading(told, about, span, value, Scope::unknown(), act.polarity, scene.event, ACT))
}

fn fact_reading(
    scene: &Scene<'_>,
    told: &Told<'_>,
    set: &QuestionSet,
    fact: &Fact,
    before: &[Option<ReadingId>],
) -> Option<Reading> {
    let span = scene.line.span(&fact.words)?;
    let counts = |question: &&Question| question.kind == AnswerKind::Count && *question.predicate == *fact.predicate;
    let question = set.questions().iter().filter(counts).find_map(|question| asked(question, scene.event));
    let scope = Scope {
        side: fact.side.map(str::to_owned),
        kind: fact.kind.clone().or_else(|| told_singly(scene, fact).then(|| "named".to_owned())),
        person: None,
        part: fact.part,
        part_of: fact.part_of.and_then(|whole| before.get(whole).copied().flatten()),
        including: fact.including.iter().map(|side| (*side).to_owned()).collect(),
        excluding: fact.excluding.iter().map(|side| (*side).to_owned()).collect(),
    };
    let about = About { predicate: &fact.predicate, question: question.map(|question| question.id.clone()) };
    let value = Value::Count { min: fact.min, max: fact.max };
    // "Denies any involvement in her death": the death is not denied.
    let involvement = &scene.lexicon.cues.involvement;
    let mut before = told.content.iter().flat_map(|content| content.start..fact.trigger.start.min(content.end));
    let untouched = told.denied && before.any(|at| involvement.at(&scene.line, at).is_some());
    let said = if untouched { Polarity::Denied } else { fact.polarity };
    let mut made = reading(told, about, span, value, scope, said, scene.event, fact.rule);
    // The less certain of the two.
    made.certainty = made.certainty.max(fact.certainty);
    made.participants.push(Participant { role: "patient".to_owned(), span });
    let agents = fact.agents.iter().filter_map(|agent| scene.line.span(agent));
    made.participants.extend(agents.map(|span| Participant { role: "agent".to_owned(), span }));
    Some(made)
}

/// "Ana Ruiz was killed", "the pilot died", "marchers were hurt": of those to whom it happened, and no count of them.
fn told_singly(scene: &Scene<'_>, fact: &Fact) -> bool {
    let counted = scene.quantities.iter().any(|quantity| fact.words.contains(&quantity.tokens.start));
    !counted && !fact.stated && fact.max.is_none_or(|max| max == 1) && fact.who != Who::Other
}

fn count_readings(scene: &Scene<'_>, told: &Told<'_>, set: &QuestionSet, found: &[Count], readings: &mut Vec<Reading>) {
    let mut ids: Vec<Option<ReadingId>> = Vec::with_capacity(found.len());
    for count in found {
        let made = set.questions().get(count.question).and_then(|question| {
            let span = scene.line.span(&count.words)?;
            let scope = Scope {
                side: count.side.map(str::to_owned),
                kind: None,
                person: None,
                part: count.part,
                part_of: count.part_of.and_then(|whole| ids.get(whole).copied().flatten()),
                including: count.including.iter().map(|side| (*side).to_owned()).collect(),
                excluding: Vec::new(),
            };
            let value = Value::Count { min: count.min, max: count.max };
            let about = About {
                predicate: &question.predicate,
                question: asked(question, scene.event).map(|asked| asked.id.clone()),
            };
            let mut made = reading(told, about, span, value, scope, count.polarity, scene.event, count.rule);
            if count.part != Part::Unknown || count.words.len() > 1 {
                made.participants.push(Participant { role: "patient".to_owned(), span });
            }
            Some(made)
        });
        ids.push(made.as_ref().map(|made| made.id));
        readings.extend(made);
    }
}

/// The tokens of `content` that `pattern` matches.
pub(crate) fn matches(line: &Line<'_>, content: &Range<usize>, pattern: &Regex) -> Vec<Range<usize>> {
    let Some(span) = line.span(content) else { return Vec::new() };
    let words = &line.text.lower[span.range()];
    pattern.find_iter(words).filter_map(|found| tokens_at(line, span, found.range())).collect()
}

fn tokens_at(line: &Line<'_>, span: TextSpan, bytes: Range<usize>) -> Option<Range<usize>> {
    let start = span.start + u32::try_from(bytes.start).ok()?;
    let end = span.start + u32::try_from(bytes.end).ok()?;
    let first = line.tokens.partition_point(|token| token.end <= start);
    let last = line.tokens.partition_point(|token| token.start < end);
    (first < last).then_some(first..last)
}

/// The answers whose words match, or what the question's own words capture.
fn chosen(
    scene: &Scene<'_>,
    content: &Range<usize>,
    question: &Question,
    patterns: &Patterns,
    free: &dyn Fn(usize) -> bool,
) -> Vec<Answer> {
    let line = &scene.line;
    let language = scene.lexicon.language;
    if patterns.not_words.get(&language).is_some_and(|not| !matches(line, content, not).is_empty()) {
        return Vec::new();
    }
    let words = patterns.words.get(&language);
    if question.answers.is_empty() {
        return words.map_or_else(Vec::new, |words| captured(scene, content, words, free));
    }
    if words.is_some_and(|words| matches(line, content, words).is_empty()) {
        return Vec::new();
    }
    for (answer, lists) in question.answers.iter().zip(&patterns.answers) {
        let Some(pattern) = lists.get(&language) else { continue };
        let named = |at: usize| scene.places.iter().any(|place| place.contains(&at));
        let own = |hit: &Range<usize>| free(hit.start) && !named(hit.start);
        let Some(hit) = matches(line, content, pattern).into_iter().find(own) else { continue };
        let value = match question.kind {
            AnswerKind::Choice => Value::Choice { value: answer.value.clone() },
            _ => Value::Text { value: folded(&answer.value) },
        };
        let negated = polarity(line, scene.lexicon, content.start..hit.start) == Polarity::Denied;
        let polarity = if negated != answer.denied { Polarity::Denied } else { Polarity::Affirmed };
        return vec![Answer { words: hit, value, polarity, event: scene.event, rule: "choice.words" }];
    }
    Vec::new()
}

/// The group `value` of the question's words, each member of a list for itself.
fn captured(scene: &Scene<'_>, content: &Range<usize>, words: &Regex, free: &dyn Fn(usize) -> bool) -> Vec<Answer> {
    let line = &scene.line;
    let Some(span) = line.span(content) else { return Vec::new() };
    let lower = &line.text.lower[span.range()];
    let mut answers = Vec::new();
    for found in words.captures_iter(lower) {
        let value =
            words.capture_names().flatten().filter(|name| name.starts_with("value")).find_map(|name| found.name(name));
        let Some(tokens) = value.and_then(|value| tokens_at(line, span, value.range())) else { continue };
        for member in members(line, tokens) {
            // A name has capitals; what a loose pattern takes in besides has not.
            let Some(words) = line.span(&member).filter(|_| free(member.start) && line.is_capital(member.start)) else {
                continue;
            };
            let value = Value::Text { value: folded(&line.text.raw[words.range()]) };
            answers.push(Answer {
                words: member,
                value,
                polarity: Polarity::Affirmed,
                event: scene.event,
                rule: "text.captured",
            });
        }
    }
    answers
}

/// "A, B and C" as its members; each ends before the first word without a capital that joins no name.
fn members(line: &Line<'_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut members = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone().chain([tokens.end]) {
        let parts = at == tokens.end || matches!(line.word(at), "," | "and" | "y" | "e" | ";");
        if !parts {
            continue;
        }
        let capital = |at: usize| line.is_capital(at) || matches!(line.word(at), "de" | "del" | "la");
        let end = (start..at).find(|at| !capital(*at)).unwrap_or(at);
        if start < end {
            members.push(start..end);
        }
        if end < at && start < at {
            break;
        }
        start = at + 1;
    }
    members
}
