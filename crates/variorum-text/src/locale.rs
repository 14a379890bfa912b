//! How does a language write dates and numbers?
//!
//! Facts of CLDR (`lexicon/locales.toml`, written by `training/locales.py`) and what people added to them
//! (`lexicon/tongues.toml`), for every language that can be told but those with a lexicon of their own. Only what needs
//! no grammar stands here: names of months and days, the order of a date, the marks of a number, words for thousands.
//! Left out: numbers in words, parts of the day, other calendars than the common one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

/// One language as CLDR knows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    months: Vec<Vec<String>>,
    short_months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    dates: Vec<String>,
    short_dates: Vec<String>,
    numeric: Vec<String>,
    group: char,
    decimal: char,
    halves: bool,
    scales: BTreeMap<String, u64>,
}

/// What people added.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Added {
    yesterday: Vec<String>,
    today: Vec<String>,
    next: Vec<String>,
    weekdays: Vec<Vec<String>>,
    not_weekdays: Vec<String>,
    endings: bool,
    years_ahead: i16,
    prefixes: String,
    clock: Vec<String>,
    function: Vec<String>,
}

/// All that is known of a language.
#[derive(Debug)]
pub(crate) struct Locale {
    /// January to December, each with its spellings, in small letters.
    pub(crate) months: Vec<Vec<String>>,
    /// The same, shortened: good only beside a day and a year.
    pub(crate) short_months: Vec<Vec<String>>,
    /// Monday to Sunday.
    pub(crate) weekdays: Vec<Vec<String>>,
    /// Orders of a date in the letters of CLDR (`d. MMMM y`).
    pub(crate) dates: Vec<String>,
    pub(crate) short_dates: Vec<String>,
    pub(crate) numeric: Vec<String>,
    /// The mark between groups of digits.
    pub(crate) group: char,
    /// The mark before a fraction.
    pub(crate) decimal: char,
    /// The clock counts to twelve twice: "8:30" alone leaves open which half is meant.
    pub(crate) halves: bool,
    /// Words that multiply the number before them.
    pub(crate) scales: BTreeMap<String, u64>,
    pub(crate) yesterday: Vec<String>,
    pub(crate) today: Vec<String>,
    pub(crate) next: Vec<String>,
    pub(crate) endings: bool,
    pub(crate) years_ahead: i16,
    /// Letters that may be written onto the head of a date ("ביום").
    pub(crate) prefixes: String,
    /// Words beside a time with a full stop in it ("14.30 Uhr").
    pub(crate) clock: Vec<String>,
}

static LOCALES: LazyLock<BTreeMap<Language, Locale>> = LazyLock::new(|| {
    let mut added = added();
    let joined = facts().into_iter().map(|(language, facts)| {
        let added = added.remove(&language).unwrap_or_default();
        (language, Locale::of_parts(facts, added))
    });
    joined.collect()
});

static FUNCTION_WORDS: LazyLock<BTreeMap<Language, Vec<String>>> = LazyLock::new(|| {
    added()
        .into_iter()
        .map(|(language, added)| (language, added.function))
        .filter(|(_, words)| !words.is_empty())
        .collect()
});

fn facts() -> BTreeMap<Language, Facts> {
    toml::from_str(include_str!("../lexicon/locales.toml")).expect("the embedded file parses: a test reads it")
}

fn added() -> BTreeMap<Language, Added> {
    toml::from_str(include_str!("../lexicon/tongues.toml")).expect("the embedded file parses: a test reads it")
}

/// Words that tell short texts apart, by language.
pub(crate) fn function_words() -> &'static BTreeMap<Language, Vec<String>> {
    &FUNCTION_WORDS
}

impl Locale {
    /// The facts of `language`; none for those with a lexicon of their own and those that CLDR hardly knows.
    pub(crate) fn of(language: Language) -> Option<&'static Self> {
        LOCALES.get(&language)
    }

    /// Words without a digit that a time may be named by.
    pub(crate) fn gates(&self) -> Vec<&String> {
        self.weekdays.iter().flatten().chain(&self.yesterday).chain(&self.today).collect()
    }

    fn of_parts(facts: Facts, added: Added) -> Self {
        let mut weekdays = facts.weekdays;
        for (day, forms) in added.weekdays.into_iter().enumerate() {
            weekdays[day].extend(forms);
        }
        weekdays.iter_mut().for_each(|forms| forms.retain(|form| !added.not_weekdays.contains(form)));
        Self {
            months: facts.months,
            short_months: facts.short_months,
            weekdays,
            dates: facts.dates,
            short_dates: facts.short_dates,
            numeric: facts.numeric,
            group: facts.group,
            decimal: facts.decimal,
            halves: facts.halves,
            scales: facts.scales,
            yesterday: added.yesterday,
            today: added.today,
            next: added.next,
            endings: added.endings,
            years_ahead: added.years_ahead,
            prefixes: added.prefixes,
            clock: added.clock,
        }
    }
}

/// Whether words of the language stand side by side without spaces.
pub(crate) fn is_spaceless(language: Language) -> bool {
    matches!(language, Language::Zh | Language::Ja | Language::Th | Language::Km | Language::My)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_is_whole() {
        assert!(LOCALES.len() > 60);
        for (language, locale) in &*LOCALES {
            assert_eq!((locale.months.len(), locale.weekdays.len()), (12, 7), "{language:?}");
            assert!(!locale.dates.is_empty(), "{language:?}");
        }
        assert!(added().keys().all(|language| LOCALES.contains_key(language)));
        assert!(function_words().len() > 10);
    }
}
