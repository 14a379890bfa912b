//! Values and scopes in a few words of English or Spanish: the same words in reasons, tables and pages.
//!
//! Numbers, dates and units are written so that they need no translation; a word that a user brought in (a side,
//! an answer of a choice other than yes) stays as it is written. Left out: plural forms, and other languages:
//! pages are written in these two ([`Language::has_pages`]).

use jiff::civil::{DateTime, Time};

use crate::claim::{Part, Scope, Value};
use crate::document::Language;
use crate::moment::HappenedAt;

/// The choice of all questions that ask whether something is so.
const YES: &str = "yes";

/// A value in a few words.
pub fn value(answer: &Value, language: Language) -> String {
    match answer {
        Value::Count { min, max: None } => match language {
            Language::Es => format!("al menos {min}"),
            _ => format!("at least {min}"),
        },
        Value::Count { min, max: Some(max) } if min == max => min.to_string(),
        Value::Count { min, max: Some(max) } => format!("{min}–{max}"),
        Value::Time(when) => time(when, language),
        Value::Duration { seconds_min, seconds_max } if seconds_min == seconds_max => seconds(*seconds_min),
        Value::Duration { seconds_min, seconds_max } => {
            format!("{}–{}", seconds(*seconds_min), seconds(*seconds_max))
        }
        Value::Choice { value } if value == YES && language == Language::Es => "sí".to_owned(),
        Value::Choice { value } | Value::Text { value } => value.clone(),
    }
}

/// An answer in a few words, with its denial: "not 7"; whoever denies a "yes" says that it is not so.
pub fn answer(given: &Value, denied: bool, language: Language) -> String {
    if !denied {
        return value(given, language);
    }
    match denial(given, language) {
        (denial, Some(value)) => format!("{denial} {value}"),
        (denial, None) => denial.to_owned(),
    }
}

/// The words that deny an answer, and what they deny, if that is named.
pub fn denial(given: &Value, language: Language) -> (&'static str, Option<String>) {
    let so = matches!(given, Value::Choice { value } if value == YES);
    match (so, language) {
        (true, Language::Es) => ("no es así", None),
        (true, _) => ("not so", None),
        (false, Language::Es) => ("no", Some(value(given, language))),
        (false, _) => ("not", Some(value(given, language))),
    }
}

/// A stretch of time: the day, or the minutes; the same day is not written twice.
fn time(when: &HappenedAt, language: Language) -> String {
    let minute = |time: DateTime| time.strftime("%Y-%m-%d %H:%M").to_string();
    match (when.from, when.to) {
        (None, None) => when.basis.clone(),
        (Some(from), None) => match language {
            Language::Es => format!("desde {}", minute(from)),
            _ => format!("from {}", minute(from)),
        },
        (None, Some(to)) => match language {
            Language::Es => format!("antes de {}", minute(to)),
            _ => format!("before {}", minute(to)),
        },
        (Some(from), Some(to)) if [from, to].iter().all(|end| end.time() == Time::midnight()) => days(from, to),
        (Some(from), Some(to)) if to.duration_since(from).as_secs() <= 60 => minute(from),
        (Some(from), Some(to)) if from.date() == to.date() => format!("{}–{}", minute(from), to.strftime("%H:%M")),
        (Some(from), Some(to)) => format!("{}–{}", minute(from), minute(to)),
    }
}

/// Whole days, months or years, the last one counted in.
fn days(from: DateTime, to: DateTime) -> String {
    let last = to.date().yesterday().unwrap_or(to.date());
    let from = from.date();
    let shown = |format| (from.strftime(format).to_string(), last.strftime(format).to_string());
    let whole_months = from.day() == 1 && to.date().day() == 1;
    let (first, last) = match (whole_months, from.month(), to.date().month()) {
        (true, 1, 1) => shown("%Y"),
        (true, _, _) => shown("%Y-%m"),
        _ => shown("%Y-%m-%d"),
    };
    if first == last { first } else { format!("{first}–{last}") }
}

/// A length in hours, minutes and seconds.
pub fn seconds(length: u64) -> String {
    let (hours, minutes, seconds) = (length / 3600, length / 60 % 60, length % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let words: Vec<_> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number} {unit}")).collect();
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

/// A scope in a few words.
pub fn scope(over: &Scope, language: Language) -> String {
    let pick = |en: &str, es: &str| match language {
        Language::Es => es.to_owned(),
        _ => en.to_owned(),
    };
    let mut words = Vec::new();
    words.extend(over.side.as_deref().map(|name| side(name, language)));
    match &over.person {
        Some(person) => words.push(person.clone()),
        None => words.extend(over.kind.as_deref().map(|name| kind(name, language))),
    }
    if over.part == Part::Total {
        words.push(pick("all together", "en total"));
    } else if words.is_empty() && over.part == Part::Part {
        words.push(pick("some of them", "una parte"));
    }
    let sides = |names: &[String]| names.iter().map(|name| side(name, language)).collect::<Vec<_>>().join(", ");
    if !over.including.is_empty() {
        words.push(format!("{} {}", pick("including", "incluidos"), sides(&over.including)));
    }
    if !over.excluding.is_empty() {
        words.push(format!("{} {}", pick("without", "sin contar"), sides(&over.excluding)));
    }
    if words.is_empty() { pick("over whom is not said", "no se dice sobre quiénes") } else { words.join(", ") }
}

/// A side in words; sides of the user's own stay as they are written.
pub fn side(name: &str, language: Language) -> String {
    let word = match (name, language) {
        ("officials", Language::Es) => "agentes del Estado",
        ("officials", _) => "officials",
        ("affected", Language::Es) => "afectados",
        ("affected", _) => "those affected",
        ("bystanders", Language::Es) => "terceros",
        ("bystanders", _) => "bystanders",
        ("other", Language::Es) => "otros",
        ("other", _) => "others",
        (other, _) => other,
    };
    word.to_owned()
}

fn kind(name: &str, language: Language) -> String {
    let word = match (name, language) {
        ("grave", Language::Es) => "graves",
        ("grave", _) => "gravely so",
        ("named", Language::Es) => "mencionadas por separado",
        ("named", _) => "told of singly",
        (other, _) => other,
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::moment::Precision;

    #[test]
    fn values_in_words() {
        let at = |day, hour, minute| datetime(2018, 1, day, hour, minute, 0, 0);
        let span = |from, to| Value::Time(HappenedAt::between(from, to, Some(-240), Precision::Minute, "x"));
        for (answer, en, es) in [
            (Value::Count { min: 7, max: Some(7) }, "7", "7"),
            (Value::Count { min: 6, max: None }, "at least 6", "al menos 6"),
            (Value::Count { min: 24, max: Some(60) }, "24–60", "24–60"),
            (span(at(15, 4, 30), at(15, 4, 31)), "2018-01-15 04:30", "2018-01-15 04:30"),
            (span(at(15, 11, 15), at(15, 11, 42)), "2018-01-15 11:15–11:42", "2018-01-15 11:15–11:42"),
            (span(at(15, 0, 0), at(16, 0, 0)), "2018-01-15", "2018-01-15"),
            (span(datetime(2017, 1, 1, 0, 0, 0, 0), datetime(2018, 1, 1, 0, 0, 0, 0)), "2017", "2017"),
            (span(datetime(2017, 6, 1, 0, 0, 0, 0), datetime(2017, 7, 1, 0, 0, 0, 0)), "2017-06", "2017-06"),
            (span(at(20, 0, 0), at(22, 0, 0)), "2018-01-20–2018-01-21", "2018-01-20–2018-01-21"),
            (Value::Duration { seconds_min: 19_800, seconds_max: 21_600 }, "5 h 30 min–6 h", "5 h 30 min–6 h"),
            (Value::Time(HappenedAt::unknown("“Monday”")), "“Monday”", "“Monday”"),
        ] {
            assert_eq!((value(&answer, Language::En), value(&answer, Language::Es)), (en.into(), es.into()));
        }
    }

    #[test]
    fn answers_in_words() {
        let choice = |value: &str| Value::Choice { value: value.to_owned() };
        for (given, denied, en, es) in [
            (choice("yes"), false, "yes", "sí"),
            (choice("yes"), true, "not so", "no es así"),
            (choice("no"), true, "not no", "no no"),
            (choice("clash"), true, "not clash", "no clash"),
            (Value::Count { min: 7, max: Some(7) }, true, "not 7", "no 7"),
        ] {
            let words = [Language::En, Language::Es].map(|language| answer(&given, denied, language));
            assert_eq!(words, [en, es]);
        }
    }

    #[test]
    fn scopes_in_words() {
        let including = Scope { part: Part::Total, including: vec!["officials".into()], ..Scope::unknown() };
        assert_eq!(scope(&including, Language::Es), "en total, incluidos agentes del Estado");
        assert_eq!(scope(&Scope::unknown(), Language::En), "over whom is not said");
    }
}
