//! `case.toml`: what people write about a case, typed.
//!
//! An unknown key is refused with the keys there are: a misspelt `langauges` that is silently ignored would
//! change what the case says. The file's format is in `docs/format/case-toml.md`.

use jiff::civil::DateTime;
use serde::Deserialize;
use variorum_evidence::document::Language;
use variorum_evidence::question::{Party, Question};
use variorum_reconcile::Frame;
use variorum_text::{PredicateEntry, PredicateSet};

use crate::reader::CaseReader;

/// The settings of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseConfig {
    /// What the case is called on pages.
    pub title: String,
    /// Question sets by name (`killing`, `general`).
    #[serde(default = "general")]
    pub questions: Vec<String>,
    /// Languages of the reports; the first is the one in which reasons and pages are written.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Who reads the reports.
    #[serde(default)]
    pub reader: CaseReader,
    /// The event.
    #[serde(default)]
    pub event: EventConfig,
    /// Parties, each mapped to a side.
    #[serde(default, rename = "party")]
    pub parties: Vec<Party>,
    /// Questions of this case alone, in the format of the question sets.
    #[serde(default, rename = "question")]
    pub own_questions: Vec<Question>,
    /// Predicates of this case alone, or words for those of the program (`docs/format/predicates.md`).
    #[serde(default, rename = "predicate")]
    pub own_predicates: Vec<PredicateEntry>,
}

/// When and where the event was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventConfig {
    /// Its beginning on the civil clock of `zone`.
    pub from: Option<DateTime>,
    /// Its end.
    pub to: Option<DateTime>,
    /// The offset of its place, `±HH:MM`.
    #[serde(default, deserialize_with = "optional_offset")]
    pub zone: Option<i16>,
    /// Its place, in words.
    pub place: Option<String>,
}

/// A `case.toml` that cannot be used, with the line of it.
#[derive(Debug, thiserror::Error)]
#[error("case.toml: {message}")]
pub struct BadConfig {
    message: String,
}

impl CaseConfig {
    /// Reads the file's bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadConfig> {
        let text = std::str::from_utf8(bytes).map_err(|error| BadConfig { message: format!("not UTF-8: {error}") })?;
        let config: Self =
            toml::from_str(text).map_err(|error| BadConfig { message: error.to_string().trim_end().to_owned() })?;
        // Told here, where the lines are known.
        PredicateSet::compile(&config.own_predicates, text)
            .map_err(|error| BadConfig { message: error.to_string() })?;
        match config.language() {
            language if language.has_pages() => Ok(config),
            language => Err(BadConfig {
                message: format!(
                    "languages: pages are written in \"en\" or \"es\", not in {}; put one of the two first",
                    language.name()
                ),
            }),
        }
    }

    /// The language in which reasons and pages are written.
    pub fn language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::En)
    }

    /// The event as reports are held against it.
    pub(crate) fn frame(&self) -> Frame {
        Frame { title: self.title.clone(), from: self.event.from, to: self.event.to }
    }

    /// The text of a new case's file.
    pub fn template(title: &str) -> String {
        // A JSON string is a TOML basic string, but for the control character that no title has.
        let title = serde_json::Value::from(title);
        format!(
            r#"title = {title}
# Question sets. A question that no report answers is not shown; leave out the sets that do not fit the event.
# `variorum build` records every change of this file.
questions = ["killing", "protest", "strike", "detention", "disaster", "general"]
languages = ["en", "es"]
# Who reads the reports: "neural" (the encoder that ships with the program) or "rules" (word lists alone).
# reader = "neural"

[event]
# The event's civil time and the offset of its place: relative dates ("yesterday") are counted there.
# from = "2018-01-15T04:00"
# to = "2018-01-15T13:00"
# zone = "-04:00"
# place = "El Junquito, Venezuela"

# One [[party]] for each side's people and bodies; group: officials, affected, witnesses, media, other.
# [[party]]
# name = "Government"
# group = "officials"
# members = ["Interior Ministry", "Néstor Reverol"]

# What the program does not look for yet, or calls otherwise (docs/format/predicates.md); ask with a [[question]].
# [[predicate]]
# id = "evicted"
# whom = "people"
# [predicate.en]
# does = ["evict"]
# [predicate.es]
# does = ["desalojar"]
"#
        )
    }
}

/// Minutes east of UTC from `±HH:MM`, `Z` or `UTC`.
pub fn parse_offset(text: &str) -> Result<i16, String> {
    let refuse = || format!("{text:?} is no offset: write ±HH:MM, as in -04:00 for Caracas in 2018");
    variorum_ingest::parse_zone(text).ok_or_else(refuse)
}

fn optional_offset<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<i16>, D::Error> {
    let text = Option::<String>::deserialize(input)?;
    text.map(|text| parse_offset(&text)).transpose().map_err(serde::de::Error::custom)
}

fn general() -> Vec<String> {
    vec!["general".to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        for (text, minutes) in [
            ("-04:00", Some(-240)),
            ("+05:45", Some(345)),
            ("Z", Some(0)),
            ("4:00", None),
            ("-4", Some(-240)),
            ("-é:00", None),
        ] {
            assert_eq!(parse_offset(text).ok(), minutes, "{text}");
        }
    }

    #[test]
    fn the_template_is_a_config() {
        let config = CaseConfig::parse(CaseConfig::template("A \"quoted\" title").as_bytes()).unwrap();
        assert_eq!(config.title, "A \"quoted\" title");
        assert_eq!(config.language(), Language::En);
    }

    #[test]
    fn pages_are_in_a_language_that_has_them() {
        let parse = |languages: &str| CaseConfig::parse(format!("title = \"x\"\nlanguages = {languages}").as_bytes());
        assert_eq!(parse("[\"es\", \"pt\"]").unwrap().language(), Language::Es);
        let error = parse("[\"pt\", \"es\"]").unwrap_err().to_string();
        assert!(error.contains("not in Portuguese; put one of the two first"), "{error}");
    }

    #[test]
    fn a_wrong_predicate_is_told_with_its_line() {
        let parse = |predicate: &str| CaseConfig::parse(format!("title = \"x\"\n{predicate}").as_bytes());
        let evicted = "[[predicate]]\nid = \"evicted\"\nwhom = \"people\"\n[predicate.es]\ndoes = [\"desalojar\"]\n";
        assert_eq!(parse(evicted).unwrap().own_predicates[0].id(), "evicted");
        let error = parse(&evicted.replace("desalojar", "desalojó")).unwrap_err().to_string();
        let expected = "case.toml: line 6: `desalojó` is no Spanish infinitive: write `quemar`; all its forms are made \
                        from it";
        assert_eq!(error, expected);
        let error = parse(&evicted.replace("does", "done")).unwrap_err().to_string();
        assert!(error.contains("line 6") && error.contains("unknown field `done`, expected one of `does`"), "{error}");
    }

    #[test]
    fn unknown_keys_are_refused_with_the_choices() {
        let error = CaseConfig::parse(b"title = \"x\"\nlangauges = []\n").unwrap_err().to_string();
        assert!(error.contains("langauges") && error.contains("languages"), "{error}");
    }
}
