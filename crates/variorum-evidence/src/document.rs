//! What was read out of an original: text and what the original says about itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exposure::Exposure;
use crate::finding::Finding;
use crate::ids::{DocumentId, OriginalId};
use crate::moment::SaidAt;

/// The enum, its codes and its names in one table: a language can stand in no list and be missing in another.
macro_rules! languages {
    ($($variant:ident $code:literal $name:literal,)*) => {
        /// A language by its ISO 639-1 code, in lower case. Texts may be in any of them; English and Spanish alone have
        /// readers of who says what, and pages are written in these two.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Language {
            $(#[doc = $name] $variant,)*
        }

        impl Language {
            /// All of them, by code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The ISO 639-1 code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The name in English.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

languages! {
    Af "af" "Afrikaans",
    Ak "ak" "Akan",
    Am "am" "Amharic",
    Ar "ar" "Arabic",
    Az "az" "Azerbaijani",
    Be "be" "Belarusian",
    Bg "bg" "Bulgarian",
    Bn "bn" "Bengali",
    Ca "ca" "Catalan",
    Cs "cs" "Czech",
    Cy "cy" "Welsh",
    Da "da" "Danish",
    De "de" "German",
    El "el" "Greek",
    En "en" "English",
    Eo "eo" "Esperanto",
    Es "es" "Spanish",
    Et "et" "Estonian",
    Fa "fa" "Persian",
    Fi "fi" "Finnish",
    Fr "fr" "French",
    Gu "gu" "Gujarati",
    He "he" "Hebrew",
    Hi "hi" "Hindi",
    Hr "hr" "Croatian",
    Hu "hu" "Hungarian",
    Hy "hy" "Armenian",
    Id "id" "Indonesian",
    It "it" "Italian",
    Ja "ja" "Japanese",
    Jv "jv" "Javanese",
    Ka "ka" "Georgian",
    Km "km" "Khmer",
    Kn "kn" "Kannada",
    Ko "ko" "Korean",
    La "la" "Latin",
    Lt "lt" "Lithuanian",
    Lv "lv" "Latvian",
    Mk "mk" "Macedonian",
    Ml "ml" "Malayalam",
    Mr "mr" "Marathi",
    My "my" "Burmese",
    Nb "nb" "Norwegian",
    Ne "ne" "Nepali",
    Nl "nl" "Dutch",
    Or "or" "Odia",
    Pa "pa" "Punjabi",
    Pl "pl" "Polish",
    Pt "pt" "Portuguese",
    Ro "ro" "Romanian",
    Ru "ru" "Russian",
    Si "si" "Sinhala",
    Sk "sk" "Slovak",
    Sl "sl" "Slovenian",
    Sn "sn" "Shona",
    Sr "sr" "Serbian",
    Sv "sv" "Swedish",
    Ta "ta" "Tamil",
    Te "te" "Telugu",
    Th "th" "Thai",
    Tk "tk" "Turkmen",
    Tl "tl" "Tagalog",
    Tr "tr" "Turkish",
    Uk "uk" "Ukrainian",
    Ur "ur" "Urdu",
    Uz "uz" "Uzbek",
    Vi "vi" "Vietnamese",
    Yi "yi" "Yiddish",
    Zh "zh" "Chinese",
    Zu "zu" "Zulu",
}

impl Language {
    /// The language of an ISO 639-1 code or BCP 47 tag (`es-VE`), if it is one of these.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }

    /// Whether pages can be written in it.
    pub const fn has_pages(self) -> bool {
        matches!(self, Self::En | Self::Es)
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
    /// Words in the text that may endanger somebody if they are published, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposures: Vec<Exposure>,
    /// Doubts that came up while reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_is_written() {
        for language in Language::ALL {
            assert_eq!(serde_json::to_string(language).unwrap(), format!("\"{}\"", language.code()));
            assert_eq!(Language::of_tag(&format!("{}-XX", language.code())), Some(*language));
        }
        assert_eq!(Language::of_tag("tlh"), None);
    }
}
