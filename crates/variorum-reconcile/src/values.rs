//! Values and scopes as they are compared, and in a few words of English or Spanish.
//!
//! Two readings hold one position when their values and scopes are equal after what only says how they were
//! found has been taken off: the basis of a time, the reading that a count is a part of, the order of a list.
//! A count of one side or of one kind is a part by definition, whatever the words call it. Left out: units
//! other than people, moments and seconds.

use jiff::civil::DateTime;
use variorum_evidence::claim::{Part, Scope, Value};
use variorum_evidence::document::Language;
use variorum_evidence::moment::HappenedAt;

/// The largest count that evidence can write (RFC 8785 keeps integers below 2^53).
const LARGEST: u64 = (1 << 53) - 1;

/// The value that readings are compared by.
pub(crate) fn normalised(value: &Value) -> Value {
    match value {
        Value::Count { min, max } => {
            let min = (*min).min(LARGEST);
            Value::Count { min, max: max.map(|max| max.min(LARGEST).max(min)) }
        }
        Value::Time(when) => Value::Time(plain_time(when)),
        Value::Duration { seconds_min, seconds_max } => {
            let seconds_min = (*seconds_min).min(LARGEST);
            Value::Duration { seconds_min, seconds_max: (*seconds_max).min(LARGEST).max(seconds_min) }
        }
        Value::Choice { value } => Value::Choice { value: value.trim().to_owned() },
        Value::Text { value } => Value::Text { value: value.split_whitespace().collect::<Vec<_>>().join(" ") },
    }
}

/// A time without its basis. Where neither end is known the basis is all there is, and stays: two times that
/// nobody can place are not the same time.
fn plain_time(when: &HappenedAt) -> HappenedAt {
    if when.from.is_none() && when.to.is_none() {
        return when.clone();
    }
    let mut plain = when.clone();
    plain.basis.clear();
    plain
}

/// The scope that readings are compared by.
pub(crate) fn normalised_scope(scope: &Scope) -> Scope {
    let listed = |names: &[String]| {
        let mut names: Vec<_> = names.iter().map(|name| name.trim().to_lowercase()).collect();
        names.sort();
        names.dedup();
        names
    };
    let including = listed(&scope.including);
    let part = match scope.part {
        _ if scope.side.is_some() => Part::Part,
        Part::Unknown if scope.kind.is_some() => Part::Part,
        Part::Unknown if !including.is_empty() => Part::Total,
        part => part,
    };
    Scope { part, part_of: None, including, excluding: listed(&scope.excluding), ..scope.clone() }
}

/// Whether nothing is said about over whom.
pub(crate) fn is_unstated(scope: &Scope) -> bool {
    *scope == Scope::unknown()
}

/// A value in a few words.
pub(crate) fn value_words(value: &Value, language: Language) -> String {
    match value {
        Value::Count { min, max: None } => match language {
            Language::En => format!("at least {min}"),
            Language::Es => format!("al menos {min}"),
        },
        Value::Count { min, max: Some(max) } if min == max => min.to_string(),
        Value::Count { min, max: Some(max) } => format!("{min}–{max}"),
        Value::Time(when) => time_words(when, language),
        Value::Duration { seconds_min, seconds_max } if seconds_min == seconds_max => seconds_words(*seconds_min),
        Value::Duration { seconds_min, seconds_max } => {
            format!("{}–{}", seconds_words(*seconds_min), seconds_words(*seconds_max))
        }
        Value::Choice { value } | Value::Text { value } => value.clone(),
    }
}

/// A stretch of time: the day, or the minutes; the same day is not written twice.
fn time_words(when: &HappenedAt, language: Language) -> String {
    let minute = |time: DateTime| time.strftime("%Y-%m-%d %H:%M").to_string();
    match (when.from, when.to) {
        (None, None) => when.basis.clone(),
        (Some(from), None) => match language {
            Language::En => format!("from {}", minute(from)),
            Language::Es => format!("desde {}", minute(from)),
        },
        (None, Some(to)) => match language {
            Language::En => format!("before {}", minute(to)),
            Language::Es => format!("antes de {}", minute(to)),
        },
        (Some(from), Some(to)) => {
            let seconds = to.duration_since(from).as_secs();
            if seconds == 86_400 && from.time() == jiff::civil::Time::midnight() {
                return from.date().to_string();
            }
            if seconds <= 60 {
                return minute(from);
            }
            let last = if from.date() == to.date() { to.strftime("%H:%M").to_string() } else { minute(to) };
            format!("{}–{last}", minute(from))
        }
    }
}

/// A length in hours, minutes and seconds.
pub(crate) fn seconds_words(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let words: Vec<_> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number} {unit}")).collect();
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

/// A scope in a few words.
pub(crate) fn scope_words(scope: &Scope, language: Language) -> String {
    let pick = |en: &str, es: &str| match language {
        Language::En => en.to_owned(),
        Language::Es => es.to_owned(),
    };
    let mut words = Vec::new();
    words.extend(scope.side.as_deref().map(|side| side_words(side, language)));
    words.extend(scope.kind.as_deref().map(|kind| kind_words(kind, language)));
    if scope.part == Part::Total {
        words.push(pick("all together", "en total"));
    } else if words.is_empty() && scope.part == Part::Part {
        words.push(pick("some of them", "una parte"));
    }
    let sides = |names: &[String]| names.iter().map(|name| side_words(name, language)).collect::<Vec<_>>().join(", ");
    if !scope.including.is_empty() {
        words.push(format!("{} {}", pick("including", "incluidos"), sides(&scope.including)));
    }
    if !scope.excluding.is_empty() {
        words.push(format!("{} {}", pick("without", "sin contar"), sides(&scope.excluding)));
    }
    if words.is_empty() { pick("over whom is not said", "no se dice sobre quiénes") } else { words.join(", ") }
}

/// A side in words; sides of the user's own stay as they are written.
pub(crate) fn side_words(side: &str, language: Language) -> String {
    let word = match (side, language) {
        ("officials", Language::En) => "officials",
        ("officials", Language::Es) => "agentes del Estado",
        ("affected", Language::En) => "those affected",
        ("affected", Language::Es) => "afectados",
        ("bystanders", Language::En) => "bystanders",
        ("bystanders", Language::Es) => "terceros",
        (other, _) => other,
    };
    word.to_owned()
}

fn kind_words(kind: &str, language: Language) -> String {
    let word = match (kind, language) {
        ("grave", Language::En) => "gravely so",
        ("grave", Language::Es) => "graves",
        ("named", Language::En) => "by name",
        ("named", Language::Es) => "con nombre",
        (other, _) => other,
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::Precision;

    use super::*;

    #[test]
    fn words() {
        let at = |hour, minute| datetime(2018, 1, 15, hour, minute, 0, 0);
        let time = |from, to| Value::Time(HappenedAt::between(from, to, Some(-240), Precision::Minute, "x"));
        let count = |min, max| Value::Count { min, max };
        for (value, en, es) in [
            (count(7, Some(7)), "7", "7"),
            (count(6, None), "at least 6", "al menos 6"),
            (count(24, Some(60)), "24–60", "24–60"),
            (time(at(4, 30), at(4, 31)), "2018-01-15 04:30", "2018-01-15 04:30"),
            (time(at(11, 15), at(11, 42)), "2018-01-15 11:15–11:42", "2018-01-15 11:15–11:42"),
            (time(at(0, 0), datetime(2018, 1, 16, 0, 0, 0, 0)), "2018-01-15", "2018-01-15"),
            (Value::Duration { seconds_min: 19_800, seconds_max: 21_600 }, "5 h 30 min–6 h", "5 h 30 min–6 h"),
            (Value::Time(HappenedAt::unknown("“Monday”")), "“Monday”", "“Monday”"),
        ] {
            assert_eq!((value_words(&value, Language::En), value_words(&value, Language::Es)), (en.into(), es.into()));
        }
    }

    #[test]
    fn a_side_is_a_part_and_what_includes_is_a_total() {
        let officers = Scope { side: Some("officials".into()), part: Part::Total, ..Scope::unknown() };
        assert_eq!(normalised_scope(&officers).part, Part::Part);
        let seven = Scope { including: vec!["Officials".into(), "officials ".into()], ..Scope::unknown() };
        let seven = normalised_scope(&seven);
        assert_eq!((seven.part, seven.including.len()), (Part::Total, 1));
        assert_eq!(scope_words(&seven, Language::Es), "en total, incluidos agentes del Estado");
    }

    #[test]
    fn no_count_is_too_large_to_be_written() {
        let value = Value::Count { min: u64::MAX, max: Some(u64::MAX) };
        assert_eq!(normalised(&value), Value::Count { min: LARGEST, max: Some(LARGEST) });
    }
}
