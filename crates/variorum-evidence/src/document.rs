//! What was read out of an original: text and what the original says about itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::ids::{DocumentId, OriginalId};
use crate::moment::SaidAt;

/// A language by its ISO 639-1 code, in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language of an ISO 639-1 code or BCP 47 tag (`es-VE`), if it is one that can be read.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Who wrote it, as printed and as names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The words as they stand in the original ("By Ana Ruiz, Agencia Norte").
    pub raw: String,
    /// The names in it, without "By" and agency suffixes.
    pub names: Vec<String>,
}

/// A text read out of an original, and what the original says of itself. Dates are kept apart and each
/// carries its basis; none is ever guessed from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// SHA-256 of `text`.
    pub id: DocumentId,
    /// The bytes it was read from.
    pub original: OriginalId,
    /// Which reader made it, with its version (`html/1`).
    pub reader: String,
    /// Headline or subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<Byline>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// First published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<SaidAt>,
    /// Last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<SaidAt>,
    /// Collected by whoever made the file (a crawler's date, a CSV's `collected` column).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<SaidAt>,
    /// As the original states it, BCP 47; the reader of claims judges for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_language: Option<String>,
    /// The text, with the title as its first line where the original has one apart from the body.
    pub text: String,
    /// Doubts that came up while reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}
