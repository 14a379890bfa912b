//! What a case asks, and who its parties are: the parts of evidence that people write in TOML.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Language;
use crate::ids::QuestionId;

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// How many.
    Count,
    /// When.
    Time,
    /// How long.
    Duration,
    /// One of a list.
    Choice,
    /// Anything.
    Text,
}

/// Which of a document's events a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventRole {
    /// The event of the case.
    #[default]
    Main,
    /// What came before or stands beside it.
    Background,
    /// Either.
    Any,
}

/// A question of the case: it fixes event, predicate and kind of answer. Read from `questions/*.toml`
/// or written by the user; the format is in `docs/format/questions.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name, unique in the case.
    pub id: QuestionId,
    /// The question in words, by language.
    pub wording: BTreeMap<Language, String>,
    /// What kind of answer it takes.
    pub kind: AnswerKind,
    /// What happened (`killed`); DESIGN §8 lists the fixed words.
    pub predicate: String,
    /// Which event it is about.
    #[serde(default)]
    pub event: EventRole,
    /// Words that must stand near an answer, by language: regular expressions over lower-cased text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Language, Vec<String>>,
    /// The words of a count, time or duration must not match these.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_words: BTreeMap<Language, Vec<String>>,
    /// Words that show that a report is about such an event, by language: it is asked of a report only if one of these
    /// stands in its beginning, or two anywhere. Of all reports if empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reports_with: BTreeMap<Language, Vec<String>>,
    /// The answers of a choice (or of a text question with known answers), most specific first.
    #[serde(default, rename = "answer", skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

/// One answer of a choice question and the words that give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its name (`affected`, `yes`).
    pub value: String,
    /// Whether the words deny it.
    #[serde(default)]
    pub denied: bool,
    /// Other answers that can be true beside it: who was beaten died of internal injuries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fits: Vec<String>,
    /// Regular expressions over lower-cased text, by language.
    pub words: BTreeMap<Language, Vec<String>>,
}

/// The side on which a party stands; what every case's own parties are mapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyGroup {
    /// Authorities and their forces.
    Officials,
    /// Those to whom it happened, and theirs.
    Affected,
    /// Those who saw it.
    Witnesses,
    /// Those who report it.
    Media,
    /// Everybody else.
    Other,
}

impl PartyGroup {
    /// The word used in files and on pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Officials => "officials",
            Self::Affected => "affected",
            Self::Witnesses => "witnesses",
            Self::Media => "media",
            Self::Other => "other",
        }
    }
}

/// A party of the case, as the user lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its name in this case.
    pub name: String,
    /// The side that it stands on.
    pub group: PartyGroup,
    /// Names and offices of its people and bodies, in any spelling found.
    #[serde(default)]
    pub members: Vec<String>,
    /// Whether it is missed wherever nobody answers for it, even if it is heard nowhere in the case.
    #[serde(default)]
    pub concerned: bool,
}
