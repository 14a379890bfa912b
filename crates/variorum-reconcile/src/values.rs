//! Values and scopes as they are compared.
//!
//! Two readings hold one position when their values and scopes are equal after what only says how they were
//! found has been taken off: the basis of a time, the reading that a count is a part of, the order of a list.
//! A count of one side or of one kind is a part by definition, whatever the words call it. Left out: units
//! other than people, moments and seconds.

use variorum_evidence::claim::{Part, Scope, Value};
use variorum_evidence::moment::HappenedAt;

/// The largest count that evidence can write (RFC 8785 keeps integers below 2^53).
const LARGEST: u64 = (1 << 53) - 1;

/// The value that readings are compared by.
pub fn normalised(value: &Value) -> Value {
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
pub fn normalised_scope(scope: &Scope) -> Scope {
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

/// Whether it is over all, as far as the words tell: nobody is told apart or left out.
pub(crate) fn is_of_all(scope: &Scope) -> bool {
    scope.part != Part::Part && scope.side.is_none() && scope.kind.is_none() && scope.excluding.is_empty()
}

#[cfg(test)]
mod tests {
    use variorum_evidence::document::Language;
    use variorum_evidence::words;

    use super::*;

    #[test]
    fn a_side_is_a_part_and_what_includes_is_a_total() {
        let officers = Scope { side: Some("officials".into()), part: Part::Total, ..Scope::unknown() };
        assert_eq!(normalised_scope(&officers).part, Part::Part);
        let seven = Scope { including: vec!["Officials".into(), "officials ".into()], ..Scope::unknown() };
        let seven = normalised_scope(&seven);
        assert_eq!((seven.part, seven.including.len()), (Part::Total, 1));
        assert_eq!(words::scope(&seven, Language::Es), "en total, incluidos agentes del Estado");
    }

    #[test]
    fn no_count_is_too_large_to_be_written() {
        let value = Value::Count { min: u64::MAX, max: Some(u64::MAX) };
        assert_eq!(normalised(&value), Value::Count { min: LARGEST, max: Some(LARGEST) });
    }
}
