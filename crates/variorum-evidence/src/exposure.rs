//! Words in a text that may endanger somebody if they are published: which, and where. Whether they do is for a
//! person to say; here they are only found, so that nobody overlooks them.

use serde::{Deserialize, Serialize};

use crate::span::TextSpan;

/// What such words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExposureKind {
    /// A telephone number.
    Phone,
    /// An address for mail.
    Mail,
    /// What opens a door to whoever has it: a key, a password, a session in an address.
    Token,
    /// What a browser shows a site to be recognised.
    Cookie,
    /// A position on earth, as numbers.
    Position,
}

impl ExposureKind {
    /// How the codes of all their findings begin.
    pub const CODES: &str = "intake.";

    /// The code of its findings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "intake.phone",
            Self::Mail => "intake.mail",
            Self::Token => "intake.token",
            Self::Cookie => "intake.cookie",
            Self::Position => "intake.position",
        }
    }

    /// As a person says it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Phone => "a telephone number",
            Self::Mail => "a mail address",
            Self::Token => "a key, password or session",
            Self::Cookie => "a cookie",
            Self::Position => "a position",
        }
    }
}

/// Such words in the text of the document that the enclosing record names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exposure {
    /// What they are.
    pub kind: ExposureKind,
    /// Where they stand.
    pub span: TextSpan,
}
