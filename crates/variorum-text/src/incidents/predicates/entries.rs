//! How is a predicate written in TOML?
//!
//! The file that ships with the program and a case's own `[[predicate]]` tables have one form; the fields are told in
//! `docs/format/predicates.md`. Words keep their place in the file, so that what is wrong with one is told with its line.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use variorum_evidence::document::Language;

/// A word or phrase with its place in the file.
pub(super) type Word = Spanned<String>;

/// Whether a predicate counts people or things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Whom {
    People,
    Things,
}

/// The words of one predicate in one language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Words {
    pub(super) does: Vec<Word>,
    /// Verbs that mean it where officials do it ("se llevaron a tres").
    pub(super) if_officials: Vec<Word>,
    pub(super) undergoes: Vec<Word>,
    pub(super) loses: Vec<Word>,
    pub(super) states: Vec<Word>,
    pub(super) counted: Vec<Word>,
    pub(super) victims: Vec<Word>,
    pub(super) tolls: Vec<Word>,
    pub(super) acts: Vec<Word>,
    pub(super) by: Vec<Word>,
    pub(super) never: Vec<Word>,
    pub(super) only: Vec<Word>,
}

/// What can happen to somebody or something, and the words that tell it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredicateEntry {
    pub(super) id: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) whom: Option<Whom>,
    #[serde(default)]
    pub(super) from: Vec<Word>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) also: Option<Word>,
    #[serde(default)]
    pub(super) many: bool,
    #[serde(default)]
    pub(super) en: Words,
    #[serde(default)]
    pub(super) es: Words,
}

impl PredicateEntry {
    /// Its name.
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    pub(super) fn words(&self, language: Language) -> &Words {
        if language == Language::Es { &self.es } else { &self.en }
    }
}

/// The predicates of a list that holds other tables too.
pub(super) fn entries(toml: &str) -> Vec<PredicateEntry> {
    #[derive(Deserialize)]
    struct Listed {
        predicate: Vec<PredicateEntry>,
    }
    toml::from_str::<Listed>(toml).expect("the embedded predicates parse: a test reads them").predicate
}
