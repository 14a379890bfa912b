//! One line of the journal: who did what, as claimed, and a salt.
//!
//! The line is the canonical JSON of envelope and body side by side, and its bytes are what is hashed. A
//! reader therefore refuses every other spelling of the same value. The salt keeps a withheld entry from
//! being guessed from its hash, which proofs show. There is no link to the line before: the tree binds the
//! order, and a link would tie a disclosed entry to a withheld one. Unknown kinds are kept as they are.
//! Format: `docs/format/case-1.md`.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};
use variorum_evidence::canonical::{self, NotCanonical};

/// The longest line, in bytes without its line feed, so that entries fit a C2SP tlog-tiles bundle.
pub const LONGEST_LINE: usize = 65_535;

/// The keys of the envelope; a body may not use them.
pub const ENVELOPE: [&str; 7] = ["at", "by", "clock", "kind", "salt", "seq", "v"];

/// The version of the envelope that is written and read.
const VERSION: u64 = 1;

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 0. Order is this and nothing else.
    pub seq: u64,
    /// When, as the writer's clock claims: UTC to the millisecond, `2026-11-22T18:00:00.000Z`.
    pub at: String,
    /// Whose key, as `key:` and the eight digits of its key id.
    pub by: String,
    /// What kind of act (`object.add`): words of a–z, 0–9 and `-`, joined by dots.
    pub kind: String,
    /// 128 random bits.
    pub salt: Salt,
    /// Whether the clock stood earlier than at the entry before.
    pub clock_back: bool,
    /// The fields of this kind.
    pub body: Map<String, Value>,
}

/// An entry that has no line, or a line that is no entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Not in the canonical form of JSON.
    #[error("the line is not canonical JSON")]
    NotCanonical(#[source] NotCanonical),
    /// Too long to be hashed as one entry.
    #[error(
        "the line would have {length} bytes; the most is {LONGEST_LINE}. Store long texts as an original and name its sha256"
    )]
    TooLong {
        /// Its length without the line feed.
        length: usize,
    },
    /// A field of the envelope is missing or not what it should be.
    #[error("the field {field:?} should be {expected}")]
    Field {
        /// Which one.
        field: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// The body uses a key of the envelope.
    #[error("the body may not use the key {key:?}, which belongs to the envelope")]
    Reserved {
        /// The key.
        key: &'static str,
    },
    /// Written by a later program.
    #[error("the entry is of version {version}; this program reads version {VERSION}")]
    NewerVersion {
        /// Its version.
        version: u64,
    },
}

impl Entry {
    /// The line of this entry, without a line feed.
    pub fn to_line(&self) -> Result<String, EntryError> {
        self.check()?;
        let mut fields = self.body.clone();
        fields.insert("at".to_owned(), self.at.clone().into());
        fields.insert("by".to_owned(), self.by.clone().into());
        if self.clock_back {
            fields.insert("clock".to_owned(), "back".into());
        }
        fields.insert("kind".to_owned(), self.kind.clone().into());
        fields.insert("salt".to_owned(), self.salt.to_string().into());
        fields.insert("seq".to_owned(), self.seq.into());
        fields.insert("v".to_owned(), VERSION.into());
        let line = canonical::line_of(&Value::Object(fields)).map_err(EntryError::NotCanonical)?;
        check_length(&line)?;
        Ok(line)
    }

    /// The entry of a line without its line feed; refuses every line that [`Entry::to_line`] would not write.
    pub fn from_line(line: &str) -> Result<Self, EntryError> {
        check_length(line)?;
        let Value::Object(mut fields) = canonical::value_of(line).map_err(EntryError::NotCanonical)? else {
            return Err(EntryError::Field { field: "v", expected: "in an object" });
        };
        match fields.remove("v").as_ref().and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(EntryError::NewerVersion { version }),
            _ => return Err(EntryError::Field { field: "v", expected: "1" }),
        }
        let seq = fields.remove("seq").as_ref().and_then(Value::as_u64);
        let clock_back = match fields.remove("clock") {
            None => false,
            Some(Value::String(word)) if word == "back" => true,
            Some(_) => return Err(EntryError::Field { field: "clock", expected: "\"back\" or absent" }),
        };
        let entry = Self {
            seq: seq.ok_or(EntryError::Field { field: "seq", expected: "an integer from 0" })?,
            at: take_text(&mut fields, "at")?,
            by: take_text(&mut fields, "by")?,
            kind: take_text(&mut fields, "kind")?,
            salt: take_text(&mut fields, "salt")?.parse()?,
            clock_back,
            body: fields,
        };
        entry.check()?;
        Ok(entry)
    }

    fn check(&self) -> Result<(), EntryError> {
        let field = |field, expected| Err(EntryError::Field { field, expected });
        if !is_utc_millisecond(&self.at) {
            return field("at", "a UTC time to the millisecond, as 2026-11-22T18:00:00.000Z");
        }
        if !self.by.strip_prefix("key:").is_some_and(|digits| digits.len() == 8 && digits.bytes().all(is_hex)) {
            return field("by", "\"key:\" and eight lower-case hexadecimal digits");
        }
        if !is_kind(&self.kind) {
            return field("kind", "words of a-z, 0-9 and \"-\", joined by dots");
        }
        match ENVELOPE.iter().find(|key| self.body.contains_key(**key)) {
            Some(key) => Err(EntryError::Reserved { key }),
            None => Ok(()),
        }
    }
}

fn check_length(line: &str) -> Result<(), EntryError> {
    if line.len() > LONGEST_LINE { Err(EntryError::TooLong { length: line.len() }) } else { Ok(()) }
}

fn take_text(fields: &mut Map<String, Value>, field: &'static str) -> Result<String, EntryError> {
    match fields.remove(field) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(EntryError::Field { field, expected: "a string" }),
    }
}

/// The shape and the ranges of its parts; whether June has a 31st is left to whoever reads the time.
fn is_utc_millisecond(text: &str) -> bool {
    let shape = b"dddd-dd-ddTdd:dd:dd.dddZ";
    let fits =
        |(found, expected): (u8, &u8)| if *expected == b'd' { found.is_ascii_digit() } else { found == *expected };
    let part = |range| text.get(range).and_then(|digits: &str| digits.parse::<u8>().ok());
    text.len() == shape.len()
        && text.bytes().zip(shape).all(fits)
        && part(5..7).is_some_and(|month| (1..=12).contains(&month))
        && part(8..10).is_some_and(|day| (1..=31).contains(&day))
        && part(11..13).is_some_and(|hour| hour <= 23)
        && part(14..16).is_some_and(|minute| minute <= 59)
        && part(17..19).is_some_and(|second| second <= 59)
}

/// Whether this can be the kind of an entry: words of a-z, 0-9 and `-`, joined by dots.
pub fn is_kind(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.split('.').all(is_word)
}

const fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// 128 random bits of an entry, shown as 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Salt {
    type Err = EntryError;

    fn from_str(text: &str) -> Result<Self, EntryError> {
        let refuse = || EntryError::Field { field: "salt", expected: "32 lower-case hexadecimal digits" };
        if text.len() != 32 || !text.bytes().all(is_hex) {
            return Err(refuse());
        }
        let bits = u128::from_str_radix(text, 16).map_err(|_| refuse())?;
        Ok(Self(bits.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const LINE: &str = r#"{"at":"2026-11-22T18:00:00.000Z","by":"key:530d903a","kind":"object.add","name":"dépêche-7.txt","salt":"000102030405060708090a0b0c0d0e0f","seq":7,"sha256":"ab","size":16,"v":1}"#;

    fn entry() -> Entry {
        let Value::Object(body) = json!({"name": "dépêche-7.txt", "sha256": "ab", "size": 16}) else {
            unreachable!("an object was written")
        };
        Entry {
            seq: 7,
            at: "2026-11-22T18:00:00.000Z".to_owned(),
            by: "key:530d903a".to_owned(),
            kind: "object.add".to_owned(),
            salt: Salt(std::array::from_fn(|place| place as u8)),
            clock_back: false,
            body,
        }
    }

    #[test]
    fn one_line() {
        assert_eq!(entry().to_line().unwrap(), LINE);
        assert_eq!(Entry::from_line(LINE).unwrap(), entry());
    }

    #[test]
    fn a_clock_that_went_back_is_said() {
        let line = Entry { clock_back: true, ..entry() }.to_line().unwrap();
        assert!(line.contains(r#""clock":"back","kind""#), "{line}");
        assert!(Entry::from_line(&line).unwrap().clock_back);
    }

    #[test]
    fn damaged_lines_are_refused() {
        for (from, to) in [
            ("2026-11-22T18", "2026-11-22t18"),
            ("2026-11-22T18", "2026-13-22T18"),
            ("2026-11-22T18", "2026-11-22T24"),
            (".000Z", "Z"),
            (".000Z", ".000000Z"),
            ("key:530d903a", "key:530D903A"),
            ("key:530d903a", "530d903a"),
            ("object.add", "object..add"),
            ("object.add", "Object.add"),
            ("object.add", ""),
            ("0001020304", "000102030G"),
            ("000102", "00102"),
            ("\"seq\":7", "\"seq\":-7"),
            ("\"seq\":7", "\"seq\":\"7\""),
            ("\"seq\":7,", ""),
            ("\"v\":1", "\"v\":2"),
            ("\"v\":1", "\"v\":0"),
            (",\"v\":1", ""),
            ("\"kind\"", "\"clock\":\"forth\",\"kind\""),
            ("\"at\":", " \"at\":"),
            ("é", "\\u00e9"),
            ("}", "}\n"),
        ] {
            let damaged = LINE.replacen(from, to, 1);
            assert_ne!(damaged, LINE, "{from} stands in the line");
            assert!(Entry::from_line(&damaged).is_err(), "{damaged}");
        }
        for line in ["", "7", "[]", "{}", "null"] {
            assert!(Entry::from_line(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_newer_entry_is_told_apart_from_a_broken_one() {
        let newer = LINE.replace("\"v\":1", "\"v\":2");
        assert!(matches!(Entry::from_line(&newer), Err(EntryError::NewerVersion { version: 2 })));
    }

    #[test]
    fn a_body_cannot_replace_the_envelope() {
        for key in ENVELOPE {
            let mut entry = entry();
            entry.body.insert(key.to_owned(), "x".into());
            assert!(matches!(entry.to_line(), Err(EntryError::Reserved { .. })), "{key}");
        }
    }

    #[test]
    fn the_longest_line() {
        let with_note = |length: usize| {
            let mut entry = entry();
            entry.body.insert("note".to_owned(), "x".repeat(length).into());
            entry.to_line()
        };
        let frame = with_note(0).unwrap().len();
        let longest = with_note(LONGEST_LINE - frame).unwrap();
        assert_eq!(longest.len(), LONGEST_LINE);
        assert!(Entry::from_line(&longest).is_ok());
        assert!(matches!(with_note(LONGEST_LINE - frame + 1), Err(EntryError::TooLong { length: 65_536 })));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_the_same(at in 0usize..LINE.len(), bit in 0u8..8) {
            let mut bytes = LINE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            if let Ok(entry) = std::str::from_utf8(&bytes).map_err(drop).and_then(|line| Entry::from_line(line).map_err(drop)) {
                prop_assert_eq!(entry.to_line().unwrap().into_bytes(), bytes);
            }
        }

        #[test]
        fn no_line_makes_it_panic(line in "\\PC{0,60}") {
            let _ = Entry::from_line(&line);
        }
    }
}
