//! A document against itself.
//!
//! Two things can be told without any other account: a stretch between two clock times that is said to have
//! lasted something else ("11:15 to 11:42, a stretch of 17 minutes" is 27), and one voice that gives two values
//! of one scope in one text. The first is looked for only where nothing but small words stands between the two,
//! since a sentence can speak of two durations. Left out: contradictions that take more than arithmetic.

use std::collections::BTreeMap;

use variorum_evidence::account::{Check, CheckKind};
use variorum_evidence::claim::{DocumentReading, HedgeValue, TimeType, Value};
use variorum_evidence::ids::{DocumentId, ReadingId, SpeakerId};
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::question::AnswerKind;
use variorum_evidence::span::TextSpan;
use variorum_evidence::words;

use crate::Accounts;
use crate::checks::Basis;
use crate::claims::HeldClaim;
use crate::compare::{Standing, compare};
use crate::fold::{excerpt, words};
use crate::positions::Stand;
use crate::relations::Context;
use crate::values::is_unstated;

/// Values of one voice in one text that are compared with one another.
const MOST_VALUES: usize = 12;

/// Clock times against the length they are said to have, in every text.
pub(crate) fn clocks(accounts: &Accounts<'_>, basis: Basis<'_>) -> Vec<Check> {
    let mut claims: BTreeMap<DocumentId, Vec<&HeldClaim>> = BTreeMap::new();
    for held in basis.held {
        claims.entry(held.account.document).or_default().push(held);
    }
    let mut checks = Vec::new();
    for document in basis.reports.documents() {
        let claims = claims.get(document).map_or(&[][..], Vec::as_slice);
        if let (Some(text), Some(reading)) = (accounts.texts.get(document), accounts.readings.get(document)) {
            checks.extend(clock_checks(text, reading, claims, &basis.reports.first_code(*document), basis));
        }
    }
    checks
}

/// A length of time and where it is said, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Length {
    span: TextSpan,
    min: u64,
    max: u64,
    /// Whether it is reckoned from two clock times.
    clocked: bool,
}

fn clock_checks(
    text: &str,
    reading: &DocumentReading,
    claims: &[&HeldClaim],
    code: &str,
    basis: Basis<'_>,
) -> Vec<Check> {
    let mut lengths = stated(reading, claims);
    lengths.extend(clocked(text, reading, claims));
    lengths.sort_by_key(|length| (length.span, length.clocked));
    lengths.dedup_by_key(|length| (length.span, length.clocked));
    let mut checks = Vec::new();
    for pair in lengths.windows(2) {
        let (clocked, stated) = match (pair[0].clocked, pair[1].clocked) {
            (true, false) => (pair[0], pair[1]),
            (false, true) => (pair[1], pair[0]),
            _ => continue,
        };
        let apart = pair[0].span.overlaps(pair[1].span);
        let between = text.get(pair[0].span.end as usize..pair[1].span.start as usize).unwrap_or(".");
        if apart || !is_only_joining(between) {
            continue;
        }
        let hull = clocked.span.hull(stated.span);
        let about: Vec<_> = claims.iter().filter(|held| held.account.claim.hull().overlaps(hull)).collect();
        if !about.is_empty() && about.iter().all(|held| held.account.rejected) {
            continue;
        }
        let readings = about.iter().flat_map(|held| &held.account.claim.readings);
        let readings = readings.filter(|reading| reading.span.overlaps(hull)).map(|reading| reading.id).collect();
        let words = hull.words(text).unwrap_or_default();
        checks.push(clock_check(clocked, stated, code, &excerpt(words, 120), readings, basis));
    }
    checks
}

fn clock_check(
    clocked: Length,
    stated: Length,
    code: &str,
    words: &str,
    readings: Vec<ReadingId>,
    basis: Basis<'_>,
) -> Check {
    let holds = stated.min <= clocked.max && clocked.min <= stated.max;
    let (range, length) = (words::seconds(clocked.min), words);
    let why = match holds {
        true => basis.say(
            format!("{code}: “{length}”: the clock times make {range}, as stated"),
            format!("{code}: «{length}»: las horas suman {range}, como se dice"),
        ),
        false => basis.say(
            format!("{code}: “{length}”: the clock times make {range}, not what is stated"),
            format!("{code}: «{length}»: las horas suman {range}, no lo que se dice"),
        ),
    };
    Check { id: String::new(), kind: CheckKind::Internal, readings, holds: Some(holds), why }
}

/// Lengths that are stated: durations among the expressions of time, and readings of durations, which know
/// about "almost" and "about" and so come first.
fn stated(reading: &DocumentReading, claims: &[&HeldClaim]) -> Vec<Length> {
    let readings = claims.iter().flat_map(|held| &held.account.claim.readings);
    let mut lengths: Vec<_> = readings
        .filter_map(|reading| match reading.value {
            Value::Duration { seconds_min: min, seconds_max: max } => {
                let slack = slack(min);
                let (min, max) = (min.saturating_sub(slack), max.saturating_add(slack));
                Some(Length { span: reading.span, min, max, clocked: false })
            }
            _ => None,
        })
        .collect();
    let known = lengths.clone();
    let durations = reading.times.iter().filter(|time| time.time_type == TimeType::Duration);
    lengths.extend(durations.filter_map(|time| {
        let seconds = seconds_of(&time.value)?;
        let slack = slack(seconds);
        let new = known.iter().all(|known| !known.span.overlaps(time.span));
        new.then(|| Length {
            span: time.span,
            min: seconds.saturating_sub(slack),
            max: seconds.saturating_add(slack),
            clocked: false,
        })
    }));
    lengths
}

/// How far a stated length may be off: people round to the minute, and hours to the half hour.
fn slack(seconds: u64) -> u64 {
    if seconds.is_multiple_of(3600) && seconds > 0 { 1800 } else { 60 }
}

/// Lengths between two clock times: one expression or reading that is a stretch, or two with "to" between.
fn clocked(text: &str, reading: &DocumentReading, claims: &[&HeldClaim]) -> Vec<Length> {
    let readings = claims.iter().flat_map(|held| &held.account.claim.readings);
    let read = readings.filter_map(|reading| match &reading.value {
        Value::Time(when) => Some((reading.span, when)),
        _ => None,
    });
    let times = reading.times.iter().filter(|time| time.time_type == TimeType::Time);
    let mut said: Vec<_> = read.chain(times.map(|time| (time.span, &time.when))).collect();
    said.sort_by_key(|(span, _)| *span);
    let stretches = said.iter().filter_map(|(span, when)| Some((*span, stretch(when)?)));
    let joined = said.windows(2).filter_map(|pair| {
        let ((first, from), (second, to)) = (pair[0], pair[1]);
        let between = text.get(first.end as usize..second.start as usize)?;
        let minutes = [from, to].iter().all(|when| is_clock_time(when));
        let seconds = to.from?.duration_since(from.from?).as_secs();
        (minutes && is_until(between) && seconds > 0).then_some((first.hull(second), seconds))
    });
    let lengths = stretches.chain(joined).filter_map(|(span, seconds)| {
        let seconds = u64::try_from(seconds).ok()?;
        Some(Length { span, min: seconds, max: seconds, clocked: true })
    });
    lengths.collect()
}

/// The seconds of a time that is a stretch between two minutes.
fn stretch(when: &HappenedAt) -> Option<i64> {
    let seconds = when.to?.duration_since(when.from?).as_secs();
    let exact = matches!(when.precision, Precision::Minute | Precision::Second);
    (exact && seconds > 60).then_some(seconds)
}

fn is_clock_time(when: &HappenedAt) -> bool {
    matches!(when.precision, Precision::Second | Precision::Minute | Precision::Hour)
}

/// Whether the words between two clock times make a stretch of them.
fn is_until(between: &str) -> bool {
    let plain = words(between);
    let dash = plain.is_empty() && between.trim().chars().all(|letter| matches!(letter, '-' | '–' | '—'));
    let joins = |word: &str| matches!(word, "to" | "until" | "till" | "and" | "a" | "hasta" | "y");
    dash && !between.trim().is_empty()
        || plain.first().is_some_and(|word| joins(word))
            && plain[1..].iter().all(|word| matches!(word.as_str(), "la" | "las" | "about"))
}

/// Whether words between a stretch and a length only join them.
fn is_only_joining(between: &str) -> bool {
    const JOINING: &[&str] = &[
        "a",
        "about",
        "al",
        "all",
        "almost",
        "an",
        "around",
        "between",
        "casi",
        "como",
        "de",
        "del",
        "desde",
        "duracion",
        "duraron",
        "durante",
        "duration",
        "duro",
        "el",
        "en",
        "entre",
        "espacio",
        "es",
        "for",
        "from",
        "fue",
        "in",
        "intervalo",
        "is",
        "la",
        "lapso",
        "las",
        "lasted",
        "lasting",
        "more",
        "nearly",
        "of",
        "or",
        "over",
        "period",
        "periodo",
        "que",
        "some",
        "span",
        "stretch",
        "that",
        "the",
        "total",
        "un",
        "una",
        "unos",
        "was",
        "which",
    ];
    let ends_sentence = between.contains(['.', ';', '\n', '?', '!']);
    !ends_sentence && between.len() <= 80 && words(between).iter().all(|word| JOINING.contains(&word.as_str()))
}

/// The seconds of a TIMEX3 duration in weeks, days, hours, minutes and seconds.
fn seconds_of(value: &str) -> Option<u64> {
    let rest = value.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let mut seconds = 0_u64;
    for (part, units) in [(date, [('W', 604_800), ('D', 86_400), ('D', 0)]), (time, [('H', 3600), ('M', 60), ('S', 1)])]
    {
        let mut number = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() {
                number.push(letter);
                continue;
            }
            let (_, unit) = units.iter().find(|(unit, _)| *unit == letter)?;
            seconds = seconds.checked_add(std::mem::take(&mut number).parse::<u64>().ok()?.checked_mul(*unit)?)?;
        }
        if !number.is_empty() {
            return None;
        }
    }
    (seconds > 0).then_some(seconds)
}

/// Who speaks in which text; none for the text itself.
type Voice<'a> = (DocumentId, Option<&'a SpeakerId>);

/// One voice in one text with two values of one scope that cannot both be true.
pub(crate) fn voices(stands: &[Stand], context: &Context<'_>, basis: Basis<'_>) -> Vec<Check> {
    let mut given: BTreeMap<Voice<'_>, Vec<(&Stand, ReadingId)>> = BTreeMap::new();
    for stand in stands {
        for holder in &stand.position.holders {
            let values = given.entry((holder.document, holder.speaker.as_ref())).or_default();
            let known = values.iter().any(|(known, _)| known.position.id == stand.position.id);
            if !known && values.len() < MOST_VALUES {
                values.push((stand, holder.reading));
            }
        }
    }
    let mut checks = Vec::new();
    for document in basis.reports.in_order(given.keys().map(|(document, _)| document)) {
        let of_document = given.range((document, None)..).take_while(|((of, _), _)| *of == document);
        for ((_, speaker), values) in of_document {
            for (number, first) in values.iter().enumerate() {
                for second in &values[number + 1..] {
                    if contradict(*first, *second, document, basis, context) {
                        checks.push(voice_check(*first, *second, document, *speaker, context, basis));
                    }
                }
            }
        }
    }
    checks
}

fn contradict(
    (first, reading): (&Stand, ReadingId),
    (second, other): (&Stand, ReadingId),
    document: DocumentId,
    basis: Basis<'_>,
    context: &Context<'_>,
) -> bool {
    let (Some(a), Some(b)) = (basis.claims.get(&reading), basis.claims.get(&other)) else { return false };
    let said = |held: &HeldClaim| held.account.claim.said_at.clone().filter(|when| when.from.is_some());
    let told_apart = match (said(a), said(b)) {
        (Some(a), Some(b)) => a.overlaps(&b) == Some(false),
        // "Earlier on Monday he spoke of five": one of the two was said at another time.
        (Some(_), None) | (None, Some(_)) => true,
        (None, None) => false,
    };
    let corrected = first.corrections.contains(&document) || second.corrections.contains(&document);
    let planned =
        |held: &HeldClaim| matches!(held.account.claim.hedge.value, HedgeValue::Planned | HedgeValue::Predicted);
    first.position.scope == second.position.scope
        && !told_apart
        && !corrected
        && planned(a) == planned(b)
        && matches!(compare(first, second, context), Standing::Apart(_))
}

fn voice_check(
    (first, reading): (&Stand, ReadingId),
    (second, other): (&Stand, ReadingId),
    document: DocumentId,
    speaker: Option<&SpeakerId>,
    context: &Context<'_>,
    basis: Basis<'_>,
) -> Check {
    let code = basis.reports.first_code(document);
    let name = speaker.and_then(|speaker| context.speaker_names.get(speaker));
    let name = name.map_or_else(|| basis.say("the report itself".into(), "el propio informe".into()), Clone::clone);
    let value = |stand: &Stand| {
        let value = context.value(stand);
        basis.say(format!("“{value}”"), format!("«{value}»"))
    };
    let (a, b) = (value(first), value(second));
    let counts = context.question.kind == AnswerKind::Count;
    let holds = if counts && is_unstated(&first.position.scope) { None } else { Some(false) };
    let question = &context.question.id;
    let why = basis.say(
        format!("{code}: {name} says both {a} and {b} ({question})"),
        format!("{code}: {name} dice tanto {a} como {b} ({question})"),
    );
    Check { id: String::new(), kind: CheckKind::Internal, readings: vec![reading, other], holds, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (value, expected) in [
            ("PT17M", Some(1020)),
            ("PT1H30M", Some(5400)),
            ("P2D", Some(172_800)),
            ("P1W", Some(604_800)),
            ("P1Y", None),
            ("PXD", None),
            ("PT", None),
            ("PT5", None),
            ("2018-01-15", None),
            ("PT99999999999999999999H", None),
        ] {
            assert_eq!(seconds_of(value), expected, "{value}");
        }
    }

    #[test]
    fn what_joins() {
        for (between, expected) in
            [(" to ", true), ("–", true), (" a las ", true), (" ", false), (" to the ", false), (", ", false)]
        {
            assert_eq!(is_until(between), expected, "{between:?}");
        }
        for (between, expected) in [
            (", a stretch of ", true),
            (", lasting ", true),
            (" durante ", true),
            (". It lasted ", false),
            (", while the siege lasted ", false),
        ] {
            assert_eq!(is_only_joining(between), expected, "{between:?}");
        }
    }
}
