//! The words of `lexicon/origins.toml`: credits, what publishers' names have in common, numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold::words;

/// The words, ready to be looked up.
#[derive(Debug)]
pub(crate) struct OriginWords {
    /// What a name follows with which a report is signed, with the space between.
    pub(crate) signed: Vec<String>,
    /// What such a name stands before.
    pub(crate) signed_after: Vec<String>,
    /// What a name follows of whom a report has something.
    pub(crate) told: Vec<String>,
    /// What such a name stands before.
    pub(crate) told_after: Vec<String>,
    common: BTreeSet<String>,
    numbers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    signed: Vec<String>,
    signed_after: Vec<String>,
    told: Vec<String>,
    told_after: Vec<String>,
    common: BTreeSet<String>,
    numbers: BTreeMap<String, Vec<String>>,
}

static WORDS: LazyLock<OriginWords> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../lexicon/origins.toml")).expect("embedded: a test reads it");
    let number = |(digits, names): (String, Vec<String>)| {
        names.into_iter().map(move |name| (words(&name).concat(), digits.clone())).collect::<Vec<_>>()
    };
    let before = |list: &[String]| list.iter().map(|words| format!("{words} ")).collect();
    let after = |list: &[String]| list.iter().map(|words| format!(" {words}")).collect();
    OriginWords {
        signed: before(&file.signed),
        signed_after: after(&file.signed_after),
        told: before(&file.told),
        told_after: after(&file.told_after),
        common: file.common.iter().map(|word| words(word).concat()).collect(),
        numbers: file.numbers.into_iter().flat_map(number).collect(),
    }
});

/// The words of all languages.
pub(crate) fn origin_words() -> &'static OriginWords {
    &WORDS
}

impl OriginWords {
    /// The digits of a number in words, folded.
    pub(crate) fn number(&self, word: &str) -> Option<&str> {
        self.numbers.get(word).map(String::as_str)
    }

    /// What tells an outlet apart, folded: "Meridian" of "Meridian News Agency". All of it where nothing is left.
    pub(crate) fn outlet(&self, name: &str) -> String {
        let all = words(name);
        let own: Vec<_> = all.iter().filter(|word| !self.common.contains(*word)).cloned().collect();
        if own.is_empty() { all.join(" ") } else { own.join(" ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_an_outlet_apart() {
        let check = |name: &str, expected: &str| assert_eq!(origin_words().outlet(name), expected);
        check("Meridian News Agency", "meridian");
        check("Agencia Istmo", "istmo");
        check("El Diario", "el diario");
        check("The Harbour Courier", "harbour courier");
        assert_eq!(origin_words().number("dos"), Some("2"));
    }
}
