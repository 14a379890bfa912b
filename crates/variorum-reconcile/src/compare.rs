//! Whether two values of one scope can be true together.
//!
//! Counts, times and durations are intervals: two that share a point can both be true, and the coarser one then
//! leaves room for the finer. Choices and texts are compared as words. Denials are compared with what they
//! deny: who denies "seven" has not said another number. Left out: distances between places.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::account::{RelationKind, RelationType};
use variorum_evidence::claim::Value;
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::question::Question;

use crate::clocks::can_meet;
use crate::fold::{edits, words};
use crate::likeness::{alike, one_denies};
use crate::positions::Stand;
use crate::relations::{Context, Verdict};
use crate::reports::Stretch;

/// What questions ask for, in `lexicon/questions.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    doer: Doer,
    place: Place,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Doer {
    predicates: BTreeSet<String>,
    ends: Vec<String>,
    sides: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    predicates: BTreeSet<String>,
    begins: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("../lexicon/questions.toml")).expect("embedded: a test reads it"));

/// The predicate of a question that a person asks in words of their own: its answers are sentences rather than names.
const ASKED: &str = "stated";

/// Whether two values can be true together, and how they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Both can be true.
    Together(Verdict),
    /// Not both can be true, in this respect.
    Apart(RelationType),
}

/// Compares two positions of the same scope.
pub(crate) fn compare(a: &Stand, b: &Stand, context: &Context<'_>) -> Standing {
    if denies(a, context) || denies(b, context) {
        return compare_denied(a, b, context);
    }
    match (&a.position.value, &b.position.value) {
        (Value::Count { min, max }, Value::Count { min: other_min, max: other_max }) => {
            let (a_to, b_to) = (max.unwrap_or(u64::MAX), other_max.unwrap_or(u64::MAX));
            compare_ranges(a, b, (*min, a_to), (*other_min, b_to), context)
        }
        (
            Value::Duration { seconds_min, seconds_max },
            Value::Duration { seconds_min: other_min, seconds_max: other_max },
        ) => compare_ranges(a, b, (*seconds_min, *seconds_max), (*other_min, *other_max), context),
        (Value::Time(first), Value::Time(second)) => compare_times(a, b, first, second, context),
        (Value::Choice { value: first }, Value::Choice { value: second }) => {
            compare_choices(a, b, first, second, context)
        }
        (Value::Text { value: first }, Value::Text { value: second }) => compare_texts(a, b, first, second, context),
        _ => together(
            RelationKind::Compatible,
            RelationType::Definition,
            a,
            b,
            context,
            ["they answer in different kinds", "responden de modos distintos"],
        ),
    }
}

/// Whether a position denies its value. An answer that itself denies what is asked ("a pretext") is read with
/// denied polarity when somebody gives it.
pub(crate) fn denies(stand: &Stand, context: &Context<'_>) -> bool {
    stand.position.denied != is_denying_answer(&stand.position.value, context)
}

fn is_denying_answer(value: &Value, context: &Context<'_>) -> bool {
    let Value::Choice { value } = value else { return false };
    context.question.answers.iter().any(|answer| answer.denied && answer.value == *value)
}

/// A reason that names both values.
fn together(
    relation: RelationKind,
    relation_type: RelationType,
    a: &Stand,
    b: &Stand,
    context: &Context<'_>,
    [en, es]: [&str; 2],
) -> Standing {
    let (first, second) = (context.value(a), context.value(b));
    let why = context.say(format!("{en}: {first}; {second}"), format!("{es}: {first}; {second}"));
    Standing::Together(Verdict::new(relation, relation_type, why))
}

/// A denial stands against what lies wholly inside the denied; otherwise both can be true.
fn compare_denied(a: &Stand, b: &Stand, context: &Context<'_>) -> Standing {
    let against = match (denies(a, context), denies(b, context)) {
        (true, false) => covers(&a.position.value, &b.position.value, context),
        (false, true) => covers(&b.position.value, &a.position.value, context),
        _ => false,
    };
    if against {
        return Standing::Apart(RelationType::Polarity);
    }
    together(
        RelationKind::Compatible,
        RelationType::Polarity,
        a,
        b,
        context,
        ["what is denied is not what the other says", "lo que se niega no es lo que dice la otra"],
    )
}

/// Whether everything that `inner` can mean is also meant by `outer`.
fn covers(outer: &Value, inner: &Value, context: &Context<'_>) -> bool {
    match (outer, inner) {
        (Value::Count { min, max }, Value::Count { min: inner_min, max: inner_max }) => {
            min <= inner_min && inner_max.unwrap_or(u64::MAX) <= max.unwrap_or(u64::MAX)
        }
        (Value::Duration { seconds_min, seconds_max }, Value::Duration { seconds_min: min, seconds_max: max }) => {
            seconds_min <= min && max <= seconds_max
        }
        (Value::Time(outer), Value::Time(inner)) => {
            let (outer, inner) = (context.clock.stretch(outer), context.clock.stretch(inner));
            outer != Stretch::UNKNOWN && outer.contains(inner)
        }
        (Value::Choice { value }, Value::Choice { value: other }) => value == other,
        _ => one_text(outer, inner),
    }
}

fn compare_ranges(a: &Stand, b: &Stand, first: (u64, u64), second: (u64, u64), context: &Context<'_>) -> Standing {
    if first == second {
        // What a total includes is the only difference left.
        return together(
            RelationKind::Same,
            RelationType::Scope,
            a,
            b,
            context,
            ["one number over the same people", "un mismo número sobre las mismas personas"],
        );
    }
    if first.1 < second.0 || second.1 < first.0 {
        return Standing::Apart(RelationType::Value);
    }
    together(
        RelationKind::Compatible,
        RelationType::Precision,
        a,
        b,
        context,
        ["the coarser one leaves room for the other", "la más imprecisa deja lugar a la otra"],
    )
}

fn compare_times(a: &Stand, b: &Stand, first: &HappenedAt, second: &HappenedAt, context: &Context<'_>) -> Standing {
    let (here, there) = (context.clock.stretch(first), context.clock.stretch(second));
    let compatible = |relation_type, words| together(RelationKind::Compatible, relation_type, a, b, context, words);
    if here == Stretch::UNKNOWN || there == Stretch::UNKNOWN {
        return compatible(
            RelationType::Precision,
            ["one of the times cannot be placed", "uno de los tiempos no se puede situar"],
        );
    }
    if here == there {
        return together(
            RelationKind::Same,
            RelationType::Interval,
            a,
            b,
            context,
            ["one stretch of time in two notations", "un mismo lapso escrito de dos modos"],
        );
    }
    if here.is_before(there) || there.is_before(here) {
        let open: Vec<_> = first.assumed.iter().chain(&second.assumed).copied().collect();
        if !open.is_empty() && can_meet(here, there, &open) {
            return compatible(
                RelationType::Precision,
                ["the words leave the day or its half open", "las palabras dejan abierto el día o su mitad"],
            );
        }
        if is_rounding(first, second, here, there) {
            return compatible(
                RelationType::Precision,
                [
                    "so near that one can be the other in round numbers",
                    "tan cerca que una puede ser la otra en cifras redondas",
                ],
            );
        }
        let stretches = [first, second].iter().any(|when| is_stretch(when));
        if stretches && touch(first, second, here, there) {
            return compatible(RelationType::Interval, ["the times touch", "los tiempos se tocan"]);
        }
        return Standing::Apart(if stretches { RelationType::Interval } else { RelationType::Value });
    }
    if here.contains(there) || there.contains(here) {
        return compatible(
            RelationType::Precision,
            ["one time lies inside the other", "un tiempo cae dentro del otro"],
        );
    }
    compatible(RelationType::Interval, ["the times overlap", "los tiempos se solapan"])
}

/// Whether two times lie no farther apart than people round: a part of the day has no sharp ends, and who says "ten past"
/// means no minute. Chosen by judgement.
fn is_rounding(first: &HappenedAt, second: &HappenedAt, here: Stretch, there: Stretch) -> bool {
    const PART_OF_DAY: i64 = 2 * 3600;
    const HALF_HOUR: u64 = 1800;
    let gap = here.from.saturating_sub(there.to).max(there.from.saturating_sub(here.to));
    let apart = here.from.abs_diff(there.from);
    let minute = |when: &HappenedAt| when.from.map_or(0, |from| rounding(from.minute()));
    match (first.precision, second.precision) {
        // The midnight that ends a day is still of it.
        (Precision::Day, Precision::Hour) => gap == 0 || is_small_hours(there, here),
        (Precision::Hour, Precision::Day) => gap == 0 || is_small_hours(here, there),
        // One in the morning is still of the night of the day before, for who gives the day alone.
        (Precision::Day, Precision::Minute) => is_small_hours(there, here),
        (Precision::Minute, Precision::Day) => is_small_hours(here, there),
        (Precision::Day, _) | (_, Precision::Day) => false,
        (Precision::PartOfDay, _) | (_, Precision::PartOfDay) => gap < PART_OF_DAY,
        (Precision::Hour, Precision::Minute) | (Precision::Minute, Precision::Hour) => apart < HALF_HOUR,
        (Precision::Minute, Precision::Minute) => apart < 60 * minute(first).max(minute(second)),
        _ => false,
    }
}

/// Whether a time of the clock begins within the three hours after a day.
fn is_small_hours(clock: Stretch, day: Stretch) -> bool {
    const SMALL_HOURS: i64 = 3 * 3600;
    (0..SMALL_HOURS).contains(&clock.from.saturating_sub(day.to))
}

/// How many minutes a minute of the hour may be rounded by.
fn rounding(minute: i8) -> u64 {
    match minute {
        0 => 10,
        30 => 8,
        minute if minute % 10 == 0 || minute % 15 == 0 => 5,
        minute if minute % 5 == 0 => 3,
        _ => 0,
    }
}

/// Whether one clock time ends where the other begins: people count both ends in ("between 4:00 and 4:30").
fn touch(first: &HappenedAt, second: &HappenedAt, here: Stretch, there: Stretch) -> bool {
    let clock = |when: &HappenedAt| matches!(when.precision, Precision::Second | Precision::Minute);
    (clock(first) || clock(second)) && (here.to == there.from || there.to == here.from)
}

/// Whether a time is a stretch and not a moment or a day given as coarsely as it is meant.
fn is_stretch(when: &HappenedAt) -> bool {
    let length = when.from.zip(when.to).map(|(from, to)| to.duration_since(from).as_secs());
    let unit = match when.precision {
        Precision::Second => 1,
        Precision::Minute => 60,
        Precision::Hour => 3600,
        Precision::Day => 86_400,
        Precision::PartOfDay | Precision::Unknown => 0,
        Precision::Week | Precision::Month | Precision::Season | Precision::Year => i64::MAX,
    };
    length.is_none_or(|length| length > unit)
}

fn compare_choices(a: &Stand, b: &Stand, first: &str, second: &str, context: &Context<'_>) -> Standing {
    if first == second {
        return together(RelationKind::Same, RelationType::Scope, a, b, context, ["one answer", "una misma respuesta"]);
    }
    let yes_no = [first, second].map(|value| matches!(value, "yes" | "no"));
    let denying = [a, b].map(|stand| is_denying_answer(&stand.position.value, context));
    if yes_no == [true, true] || denying[0] != denying[1] {
        return Standing::Apart(RelationType::Polarity);
    }
    if first == "yes" || second == "yes" {
        // The template marks the answers that deny; any other one can be given beside "yes".
        return several(a, b, context);
    }
    if context.takes_several || fit(first, second, context) {
        return several(a, b, context);
    }
    Standing::Apart(if is_about_doer(context.question) { RelationType::Role } else { RelationType::Value })
}

/// Whether the template says that the two answers go together.
fn fit(first: &str, second: &str, context: &Context<'_>) -> bool {
    let names = |one: &str, other: &str| {
        let answers = context.question.answers.iter();
        answers.filter(|answer| answer.value == one).any(|answer| answer.fits.iter().any(|fits| fits == other))
    };
    names(first, second) || names(second, first)
}

/// Whether the answers to a question name who did it: by its predicate, or because they are sides.
pub(crate) fn is_about_doer(question: &Question) -> bool {
    let (predicate, answers, doer) = (&question.predicate, &question.answers, &LEXICON.doer);
    let sides = !answers.is_empty() && answers.iter().all(|answer| doer.sides.contains(&answer.value));
    doer.predicates.contains(predicate) || doer.ends.iter().any(|end| predicate.ends_with(end)) || sides
}

fn several(a: &Stand, b: &Stand, context: &Context<'_>) -> Standing {
    together(
        RelationKind::Compatible,
        RelationType::Value,
        a,
        b,
        context,
        ["several answers can be true together", "pueden ser ciertas varias respuestas a la vez"],
    )
}

fn compare_texts(a: &Stand, b: &Stand, first: &str, second: &str, context: &Context<'_>) -> Standing {
    let place = is_place(context);
    if one_text(&a.position.value, &b.position.value) {
        return together(RelationKind::Same, RelationType::Spelling, a, b, context, ["two spellings", "dos grafías"]);
    }
    let (few, many) = (words(first), words(second));
    let (few, many) = if few.len() <= many.len() { (few, many) } else { (many, few) };
    let is_asked = context.question.predicate == ASKED;
    // "Not to open it" says nothing more fully than "to open it".
    let is_turned = is_asked && one_denies(first, second);
    if !is_turned && !few.is_empty() && few.iter().all(|word| many.contains(word)) {
        let kind = if place { RelationType::Place } else { RelationType::Precision };
        return together(
            RelationKind::Compatible,
            kind,
            a,
            b,
            context,
            ["one says it more fully", "una lo dice de modo más completo"],
        );
    }
    if is_asked && alike(first, second) {
        return together(
            RelationKind::Compatible,
            RelationType::Precision,
            a,
            b,
            context,
            ["they share words and may be one answer", "comparten palabras y pueden ser una sola respuesta"],
        );
    }
    if context.takes_several {
        return several(a, b, context);
    }
    Standing::Apart(match place {
        true => RelationType::Place,
        false if is_about_doer(context.question) => RelationType::Role,
        false => RelationType::Value,
    })
}

fn is_place(context: &Context<'_>) -> bool {
    let (id, predicate, place) = (&context.question.id.0, &context.question.predicate, &LEXICON.place);
    place.predicates.contains(predicate) || place.begins.iter().any(|begin| id.starts_with(begin))
}

/// Whether two texts are one in two spellings: as many words, each the same but for a letter in five, two in
/// nine, never the first.
pub(crate) fn one_text(a: &Value, b: &Value) -> bool {
    let (Value::Text { value: a }, Value::Text { value: b }) = (a, b) else { return a == b };
    let (a, b) = (words(a), words(b));
    let near = |(a, b): (&String, &String)| {
        let most = match a.chars().count().min(b.chars().count()) {
            0..5 => 0,
            5..9 => 1,
            _ => 2,
        };
        let digits = a.chars().chain(b.chars()).any(|letter| letter.is_ascii_digit());
        a == b || (!digits && a.chars().next() == b.chars().next() && edits(a, b) <= most)
    };
    a.len() == b.len() && a.iter().zip(&b).all(near)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use variorum_evidence::question::{Answer, AnswerKind, EventRole};

    use super::*;

    #[test]
    fn who_did_it() {
        let check = |predicate: &str, answers: &[&str], expected: bool| {
            let answer = |value: &&str| Answer {
                value: (*value).to_owned(),
                denied: false,
                fits: Vec::new(),
                words: BTreeMap::new(),
            };
            let question = Question {
                id: "x".into(),
                wording: BTreeMap::new(),
                kind: AnswerKind::Choice,
                predicate: predicate.to_owned(),
                event: EventRole::Any,
                words: BTreeMap::new(),
                not_words: BTreeMap::new(),
                reports_with: BTreeMap::new(),
                answers: answers.iter().map(answer).collect(),
            };
            assert_eq!(is_about_doer(&question), expected, "{predicate} {answers:?}");
        };
        check("ordered", &["yes", "no"], true);
        check("detained_by", &[], true);
        check("attacked", &["officials", "neither"], true);
        check("attacked", &["officials", "gas"], false);
        check("attacked", &[], false);
    }
}
