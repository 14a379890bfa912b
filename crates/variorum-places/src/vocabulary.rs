//! Which words tell that a name is a place, or that it is none? Data: `lexicon/words.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::key;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    toml::from_str(include_str!("../lexicon/words.toml")).expect("the embedded lists parse: a test reads them")
});

/// The lists, as the file explains them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary {
    pub(crate) prepositions: List,
    pub(crate) weak_prepositions: List,
    pub(crate) joins: List,
    pub(crate) towns: List,
    pub(crate) villages: List,
    pub(crate) apposed: List,
    pub(crate) divisions: List,
    pub(crate) areas: List,
    pub(crate) streets: List,
    pub(crate) calles: List,
    pub(crate) continents: List,
    pub(crate) directions: List,
    pub(crate) modified: List,
    pub(crate) offices: List,
    pub(crate) speech: List,
    pub(crate) titles: List,
    pub(crate) heads: List,
    pub(crate) calendar: List,
    pub(crate) never: List,
    pub(crate) people: List,
}

/// Words in the form of [`key`].
#[derive(Debug, Deserialize)]
pub(crate) struct List(BTreeSet<String>);

impl List {
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains(word) || word.chars().any(|letter| !letter.is_ascii_lowercase()) && self.0.contains(&key(word))
    }
}

pub(crate) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_keys_and_are_asked_in_any_form() {
        let list = &vocabulary().prepositions;
        assert!(list.has("in") && list.has("IN") && list.has("En") && !list.has("by"));
        for word in vocabulary().towns.0.iter().chain(&vocabulary().people.0) {
            assert_eq!(*word, key(word));
        }
    }
}
