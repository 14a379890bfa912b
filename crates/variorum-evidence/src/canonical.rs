//! The one way in which evidence is written: RFC 8785 (JCS), restricted.
//!
//! Objects with sorted ASCII keys, arrays, strings, integers below 2^53 in size, true and false; no floats,
//! no null, no duplicate keys; one line. So the same value has the same bytes everywhere, and hashing them
//! is hashing the meaning. An absent field is left out, never null.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A value that the restricted form cannot hold, or a line that is not in it.
#[derive(Debug, thiserror::Error)]
pub enum NotCanonical {
    /// A float, a null, an integer of 2^53 or more, or a key that is not ASCII.
    #[error("{found} has no canonical form")]
    Unsupported {
        /// What stood there.
        found: String,
    },
    /// Not JSON, or not of the expected shape.
    #[error("not the expected JSON")]
    Json(#[source] serde_json::Error),
    /// JSON, but spaced, ordered or escaped in another way.
    #[error("JSON, but not in canonical form: it would be written as {expected}")]
    Spelling {
        /// The canonical line, cut to 200 characters.
        expected: String,
    },
}

/// The canonical line of a value, without a line feed.
pub fn to_line<T: Serialize>(value: &T) -> Result<String, NotCanonical> {
    line_of(&serde_json::to_value(value).map_err(NotCanonical::Json)?)
}

/// The canonical line of a JSON value, without a line feed.
pub fn line_of(value: &Value) -> Result<String, NotCanonical> {
    line_of_about(value, 0)
}

/// The same for a value whose line is probably of this length.
fn line_of_about(value: &Value, length: usize) -> Result<String, NotCanonical> {
    let mut line = String::with_capacity(length);
    write(value, &mut line)?;
    Ok(line)
}

/// Reads a canonical line; any other spelling of the same value is refused, since its bytes hash differently.
pub fn from_line<T: DeserializeOwned>(line: &str) -> Result<T, NotCanonical> {
    serde_json::from_value(value_of(line)?).map_err(NotCanonical::Json)
}

/// Reads a canonical line as a JSON value.
pub fn value_of(line: &str) -> Result<Value, NotCanonical> {
    let value = serde_json::from_str(line).map_err(NotCanonical::Json)?;
    let expected = line_of_about(&value, line.len())?;
    if expected == line {
        return Ok(value);
    }
    Err(NotCanonical::Spelling { expected: expected.chars().take(200).collect() })
}

fn write(value: &Value, line: &mut String) -> Result<(), NotCanonical> {
    let unsupported = |found: &dyn std::fmt::Display| Err(NotCanonical::Unsupported { found: found.to_string() });
    match value {
        Value::Null => return unsupported(&"null"),
        Value::Bool(yes) => line.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => match number.as_i64() {
            Some(integer) if integer.unsigned_abs() < 1 << 53 => line.push_str(&integer.to_string()),
            _ => return unsupported(number),
        },
        Value::String(text) => write_text(text, line),
        Value::Array(items) => write_list(items.iter(), ('[', ']'), line, write)?,
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            if let Some((key, _)) = fields.iter().find(|(key, _)| !key.is_ascii()) {
                return unsupported(&format!("the key {key:?}"));
            }
            fields.sort_unstable_by_key(|(key, _)| *key);
            write_list(fields.into_iter(), ('{', '}'), line, |(key, value), line| {
                write_text(key, line);
                line.push(':');
                write(value, line)
            })?;
        }
    }
    Ok(())
}

fn write_list<T>(
    items: impl Iterator<Item = T>,
    (open, close): (char, char),
    line: &mut String,
    write_item: impl Fn(T, &mut String) -> Result<(), NotCanonical>,
) -> Result<(), NotCanonical> {
    line.push(open);
    for (place, item) in items.enumerate() {
        if place > 0 {
            line.push(',');
        }
        write_item(item, line)?;
    }
    line.push(close);
    Ok(())
}

/// serde_json escapes as RFC 8785 §3.2.2.2 asks: short forms, `\u00xx` in lower case for other controls.
fn write_text(text: &str, line: &mut String) {
    // Nearly every text, and journals have millions: nothing in it is escaped.
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        line.push('"');
        line.push_str(text);
        line.push('"');
        return;
    }
    line.push_str(&serde_json::to_string(text).expect("a string is always JSON"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn one_spelling() {
        let value = json!({"b": [1, -2, true], "a": "é\n\u{1}\"", "A": {}});
        let line = line_of(&value).unwrap();
        assert_eq!(line, r#"{"A":{},"a":"é\n\u0001\"","b":[1,-2,true]}"#);
        assert_eq!(value_of(&line).unwrap(), value);
    }

    #[test]
    fn other_spellings_are_refused() {
        for line in [
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":1}"#,
            r#"{ "a":1}"#,
            r#"{"a":1.0}"#,
            r#"{"a":null}"#,
            r#"{"a":"\u00e9"}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"é":1}"#,
            r#"{"a":-0}"#,
            "",
        ] {
            assert!(value_of(line).is_err(), "{line}");
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-z_]{1,5}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn written_and_read_back(value in values()) {
            let line = line_of(&value).unwrap();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(value_of(&line).unwrap(), value);
        }
    }
}
