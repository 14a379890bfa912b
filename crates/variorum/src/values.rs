//! Answers as people type them: `7`, `7..9`, `7+`, `17m`, `2018-01-15T04:30`, `officials`.
//!
//! The command line and the CSV round trip read and print the same words, so that what was exported can be
//! handed back unchanged.

use jiff::civil::{Date, DateTime};
use variorum_evidence::claim::{Part, Scope, Value};
use variorum_evidence::moment::{HappenedAt, Precision, When};
use variorum_evidence::question::AnswerKind;

/// An answer that cannot be read, with the forms that can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {what}: write {forms}")]
pub struct NotAValue {
    text: String,
    what: &'static str,
    forms: &'static str,
}

const COUNT_FORMS: &str = "7, 7..9, or 7+ for at least seven";
const TIME_FORMS: &str = "2018-01-15, 2018-01-15T04:30, or two of them with .. between";
const DURATION_FORMS: &str = "90s, 17m, 7h, 2d, or two of them with .. between";
const SCOPE_FORMS: &str = "words such as side=officials kind=grave part=total including=officials";

/// Reads an answer to a question of this kind. A time is on the civil clock of `offset`.
pub fn parse(kind: AnswerKind, text: &str, offset: Option<i16>) -> Result<Value, NotAValue> {
    let text = text.trim();
    let refuse = |what, forms| NotAValue { text: text.to_owned(), what, forms };
    match kind {
        AnswerKind::Count => count(text).ok_or_else(|| refuse("count", COUNT_FORMS)),
        AnswerKind::Time => time(text, offset).map(Value::Time).ok_or_else(|| refuse("time", TIME_FORMS)),
        AnswerKind::Duration => duration(text).ok_or_else(|| refuse("duration", DURATION_FORMS)),
        AnswerKind::Choice | AnswerKind::Text if text.is_empty() => Err(refuse("answer", "at least one word")),
        AnswerKind::Choice => Ok(Value::Choice { value: text.to_owned() }),
        AnswerKind::Text => Ok(Value::Text { value: text.to_owned() }),
    }
}

/// The answer in the words that [`parse`] reads.
pub fn print(value: &Value) -> String {
    match value {
        Value::Count { min, max: None } => format!("{min}+"),
        Value::Count { min, max: Some(max) } => pair(min.to_string(), max.to_string()),
        Value::Time(when) => print_time(when),
        Value::Duration { seconds_min, seconds_max } => pair(print_seconds(*seconds_min), print_seconds(*seconds_max)),
        Value::Choice { value } | Value::Text { value } => value.clone(),
    }
}

/// Reads a scope: words with `=`, in any order.
pub fn parse_scope(text: &str) -> Result<Scope, NotAValue> {
    let refuse = || NotAValue { text: text.to_owned(), what: "scope", forms: SCOPE_FORMS };
    let mut scope = Scope::unknown();
    for word in text.split_whitespace() {
        let (name, value) = word.split_once('=').filter(|(_, value)| !value.is_empty()).ok_or_else(refuse)?;
        match (name, value) {
            ("side", side) => scope.side = Some(side.to_owned()),
            ("kind", kind) => scope.kind = Some(kind.to_owned()),
            ("part", "total") => scope.part = Part::Total,
            ("part", "part") => scope.part = Part::Part,
            ("part", "unknown") => scope.part = Part::Unknown,
            ("including", sides) => scope.including = sides.split('+').map(str::to_owned).collect(),
            ("excluding", sides) => scope.excluding = sides.split('+').map(str::to_owned).collect(),
            _ => return Err(refuse()),
        }
    }
    Ok(scope)
}

/// The scope in the words that [`parse_scope`] reads; empty when nothing is said.
pub fn print_scope(scope: &Scope) -> String {
    let list = |sides: &[String]| (!sides.is_empty()).then(|| sides.join("+"));
    let part = match scope.part {
        Part::Total => Some("total".to_owned()),
        Part::Part => Some("part".to_owned()),
        Part::Unknown => None,
    };
    let words = [
        ("side", scope.side.clone()),
        ("kind", scope.kind.clone()),
        ("part", part),
        ("including", list(&scope.including)),
        ("excluding", list(&scope.excluding)),
    ];
    let words = words.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    words.collect::<Vec<_>>().join(" ")
}

fn count(text: &str) -> Option<Value> {
    if let Some(min) = text.strip_suffix('+') {
        return Some(Value::Count { min: min.parse().ok()?, max: None });
    }
    let (min, max) = text.split_once("..").unwrap_or((text, text));
    let (min, max) = (min.parse().ok()?, max.parse().ok()?);
    (min <= max).then_some(Value::Count { min, max: Some(max) })
}

fn time(text: &str, offset: Option<i16>) -> Option<HappenedAt> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (from, _, precision) = moment(first)?;
    let (_, to, _) = moment(last)?;
    (from < to).then(|| When::between(from, to, offset, precision, "given by a person"))
}

/// The stretch that a date or a minute covers.
fn moment(text: &str) -> Option<(DateTime, DateTime, Precision)> {
    if let Ok(date) = text.parse::<Date>()
        && !text.contains('T')
    {
        let from = date.to_datetime(jiff::civil::Time::midnight());
        return Some((from, from.checked_add(jiff::Span::new().days(1)).ok()?, Precision::Day));
    }
    let from = text.parse::<DateTime>().ok()?;
    Some((from, from.checked_add(jiff::Span::new().minutes(1)).ok()?, Precision::Minute))
}

fn print_time(when: &HappenedAt) -> String {
    let (Some(from), Some(to)) = (when.from, when.to) else { return String::from("?") };
    let whole_days = [from, to].iter().all(|end| end.time() == jiff::civil::Time::midnight());
    let step = if whole_days { jiff::Span::new().days(1) } else { jiff::Span::new().minutes(1) };
    let last = to.checked_sub(step).unwrap_or(to).max(from);
    let show = |end: DateTime| {
        if whole_days { end.date().to_string() } else { end.strftime("%Y-%m-%dT%H:%M").to_string() }
    };
    pair(show(from), show(last))
}

fn duration(text: &str) -> Option<Value> {
    let (min, max) = text.split_once("..").unwrap_or((text, text));
    let (seconds_min, seconds_max) = (seconds(min)?, seconds(max)?);
    (seconds_min <= seconds_max).then_some(Value::Duration { seconds_min, seconds_max })
}

const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

fn seconds(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let (_, size) = UNITS.into_iter().find(|(letter, _)| *letter == unit)?;
    text[..text.len() - 1].parse::<u64>().ok()?.checked_mul(size)
}

fn print_seconds(seconds: u64) -> String {
    let fits = |size: &u64| seconds > 0 && seconds.is_multiple_of(*size);
    let (unit, size) = UNITS.into_iter().find(|(_, size)| fits(size)).unwrap_or(('s', 1));
    format!("{}{unit}", seconds / size)
}

fn pair(first: String, last: String) -> String {
    if first == last { first } else { format!("{first}..{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let rows = [
            (AnswerKind::Count, "7"),
            (AnswerKind::Count, "7..9"),
            (AnswerKind::Count, "7+"),
            (AnswerKind::Time, "2018-01-15"),
            (AnswerKind::Time, "2018-01-15..2018-01-16"),
            (AnswerKind::Time, "2018-01-15T04:30"),
            (AnswerKind::Time, "2018-01-15T11:15..2018-01-15T11:42"),
            (AnswerKind::Duration, "17m"),
            (AnswerKind::Duration, "6h..7h"),
            (AnswerKind::Choice, "officials"),
            (AnswerKind::Text, "Nelson Chirinos"),
        ];
        for (kind, text) in rows {
            assert_eq!(print(&parse(kind, text, Some(-240)).unwrap()), text);
        }
        for text in ["side=officials", "kind=grave part=part", "part=total including=officials+bystanders"] {
            assert_eq!(print_scope(&parse_scope(text).unwrap()), text);
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (kind, text) in [
            (AnswerKind::Count, "seven"),
            (AnswerKind::Count, "9..7"),
            (AnswerKind::Time, "Monday"),
            (AnswerKind::Duration, "17"),
            (AnswerKind::Duration, "é"),
            (AnswerKind::Duration, "99999999999999999999d"),
            (AnswerKind::Choice, " "),
        ] {
            assert!(parse(kind, text, None).is_err(), "{text}");
        }
        assert!(parse_scope("officials").is_err());
    }
}
