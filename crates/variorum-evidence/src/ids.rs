//! Ids that are hashes of meaning: the same thing has the same id on every machine and in every run.
//!
//! Each kind of id is its own type, so that a claim's id cannot be handed over where a document's is meant.
//! What each follows from is written at the type; the encodings are in `docs/format/ids.md` and pinned by
//! golden tests, so that a refactor cannot move them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::digest::{Digest, NotADigest};
use crate::span::TextSpan;

macro_rules! hash_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Digest);

        impl $name {
            /// The id that was computed before and read back from a file.
            pub const fn from_digest(digest: Digest) -> Self {
                Self(digest)
            }

            /// The digest that this id is.
            pub const fn digest(self) -> Digest {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotADigest;

            fn from_str(text: &str) -> Result<Self, NotADigest> {
                text.parse().map(Self)
            }
        }
    };
}

hash_id!(
    /// Bytes as received: their SHA-256.
    OriginalId
);
hash_id!(
    /// A text read out of an original: the SHA-256 of its UTF-8 bytes.
    DocumentId
);
hash_id!(
    /// Someone says something: follows from document, source, cue and content spans.
    ClaimId
);
hash_id!(
    /// What a claim answers to one question: follows from its claim, span, predicate and value.
    ReadingId
);
hash_id!(
    /// All readings of a question with the same value and scope: follows from question, value and scope.
    PositionId
);

impl OriginalId {
    /// The id of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Digest::of(bytes))
    }
}

impl DocumentId {
    /// The id of this text.
    pub fn of_text(text: &str) -> Self {
        Self(Digest::of(text.as_bytes()))
    }
}

impl ClaimId {
    /// The id of the claim at these places of `document`. Spans are bytes of the document's text.
    pub fn of(document: DocumentId, source: Option<TextSpan>, cue: Option<TextSpan>, content: &[TextSpan]) -> Self {
        #[derive(Serialize)]
        struct Meaning<'a> {
            content: &'a [TextSpan],
            #[serde(skip_serializing_if = "Option::is_none")]
            cue: Option<TextSpan>,
            document: DocumentId,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<TextSpan>,
        }
        Self(hash_meaning("variorum.claim/1", &Meaning { content, cue, document, source }))
    }
}

impl ReadingId {
    /// The id of a reading of `claim` at `span`.
    pub fn of<V: Serialize>(
        claim: ClaimId,
        span: TextSpan,
        predicate: &str,
        value: &V,
        scope: &impl Serialize,
    ) -> Self {
        Self(hash_meaning("variorum.reading/1", &(claim, span, predicate, value, scope)))
    }
}

impl PositionId {
    /// The id of the position that answers `question` with `value` in `scope`.
    pub fn of<V: Serialize>(question: &str, value: &V, scope: &impl Serialize) -> Self {
        Self(hash_meaning("variorum.position/1", &(question, value, scope)))
    }
}

/// SHA-256 over the kind, a line feed, and the canonical encoding of what the id follows from.
fn hash_meaning<T: Serialize>(kind: &str, meaning: &T) -> Digest {
    let encoding = canonical::to_line(meaning).expect("ids follow from texts, integers and lists of them only");
    Digest::of(format!("{kind}\n{encoding}").as_bytes())
}

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

name_id!(
    /// A question's name in its template (`killed`, `fired_first`); a question of the user's own has one too.
    QuestionId
);
name_id!(
    /// An event inside a document (`E1`); the main one is marked.
    EventId
);
name_id!(
    /// A speaker across documents: the folded form of the best name (`nestor-reverol`).
    SpeakerId
);
name_id!(
    /// A report of the case, numbered in the order of the journal and never again (`R12`).
    ReportCode
);

#[cfg(test)]
mod tests {
    use super::*;

    /// These digests are part of the format: if one moves, every decision in every case loses its claim.
    #[test]
    fn golden_digests() {
        let document = DocumentId::of_text("Seven died, he said.");
        let span = |start, end| TextSpan { start, end };
        let claim = ClaimId::of(document, Some(span(13, 15)), Some(span(16, 20)), &[span(0, 10)]);
        assert_eq!(document.to_string(), "1e9d08a19069fcaa6aecb0f101edc4c3a954dcf6fcff471b91041b39d9b96bff");
        assert_eq!(claim.to_string(), "8578daca52faafecb253d2c18c2037c2c2579fd081c11d4f54469f36db7ca208");
        let reading = ReadingId::of(claim, span(0, 5), "killed", &7, &"total");
        assert_eq!(reading.to_string(), "33d3fe199f3882555a1cece6a111863582830503f673d2072921afc1d67beaa8");
        let position = PositionId::of("killed", &7, &"total");
        assert_eq!(position.to_string(), "3f64588191e17d55ad406498f82fa8e9a967342a978ce2b257ff8d5011e9a40b");
    }
}
