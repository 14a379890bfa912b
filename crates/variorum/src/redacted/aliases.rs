//! What stands in the place of hidden words, where nobody chose it: an alias that cannot be taken for what is hidden.
//!
//! Somebody who is called Mail is not hidden by "[e-mail]", and an edition that replaced her in its own aliases would
//! never be done. So an alias is the first of a list (`lexicon/aliases.toml`) in which none of the protected words is
//! found, not even almost.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::exposure::ExposureKind;
use variorum_redaction::fold::folded;
use variorum_redaction::search::{Depth, search};
use variorum_redaction::words::{Lexicon, Protected};

use crate::error::Result;

use super::hidden::bad_alias;

#[derive(Deserialize)]
struct Words {
    en: Aliases,
    es: Aliases,
}

#[derive(Deserialize)]
struct Aliases {
    person: Vec<String>,
    phone: Vec<String>,
    mail: Vec<String>,
    token: Vec<String>,
    cookie: Vec<String>,
    position: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../lexicon/aliases.toml")).expect("the lexicon is tested to be readable")
});

impl Aliases {
    fn of(language: Language) -> &'static Self {
        if language == Language::Es { &WORDS.es } else { &WORDS.en }
    }

    fn kind(&self, kind: ExposureKind) -> &[String] {
        match kind {
            ExposureKind::Phone => &self.phone,
            ExposureKind::Mail => &self.mail,
            ExposureKind::Token => &self.token,
            ExposureKind::Cookie => &self.cookie,
            ExposureKind::Position => &self.position,
        }
    }
}

/// Words that no alias may hold or resemble.
pub(super) struct Taken(Lexicon);

impl Taken {
    pub(super) fn of<'a>(spellings: impl Iterator<Item = &'a str>) -> Result<Self> {
        let spellings = spellings.map(str::to_owned).collect();
        let lexicon = Lexicon::of(vec![Protected { spellings, alias: String::new(), unlike: Vec::new() }]);
        lexicon.map(Self).map_err(bad_alias)
    }

    fn is_free(&self, alias: &str) -> bool {
        search(&self.0, alias.as_bytes(), Depth::Near).is_clean()
    }

    /// What stands for words that were found to endanger people.
    pub(super) fn alias(&self, kind: ExposureKind, language: Language) -> String {
        let aliases = Aliases::of(language).kind(kind);
        let free = aliases.iter().find(|alias| self.is_free(alias)).or(aliases.last());
        free.cloned().unwrap_or_default()
    }
}

/// The alias that comes next for somebody of these names. One that was ever used is not used for somebody else.
pub(crate) fn next_alias(decisions: &[Decided], language: Language, names: &[String]) -> Result<String> {
    let protected = || {
        decisions.iter().filter_map(|decided| match &decided.decision {
            Decision::Protect { names, alias, .. } => Some((names, alias)),
            _ => None,
        })
    };
    let used: BTreeSet<String> = protected().map(|(_, alias)| folded(alias)).collect();
    let taken = Taken::of(protected().flat_map(|(names, _)| names).chain(names).map(String::as_str))?;
    // With nothing before it, the letter alone holds no name.
    let words = Aliases::of(language).person.iter().map(|word| format!("{word} "));
    let word = words.into_iter().find(|word| taken.is_free(word)).unwrap_or_default();
    let aliases = (0..).map(|number| format!("{word}{}", letters_of(number)));
    let mut free = aliases.filter(|alias| !used.contains(&folded(alias)) && taken.is_free(alias));
    Ok(free.next().unwrap_or(word))
}

/// A to Z, then AA.
fn letters_of(number: usize) -> String {
    let last = char::from(b'A' + (number % 26) as u8);
    match number / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters_of(before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [ExposureKind; 5] =
        [ExposureKind::Phone, ExposureKind::Mail, ExposureKind::Token, ExposureKind::Cookie, ExposureKind::Position];

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 51, 52].map(letters_of), ["A", "Z", "AA", "AB", "AZ", "BA"]);
    }

    #[test]
    fn an_alias_is_never_what_is_hidden() {
        let everything: Vec<&str> = [&WORDS.en, &WORDS.es]
            .into_iter()
            .flat_map(|aliases| KINDS.map(|kind| aliases.kind(kind)))
            .flatten()
            .map(|alias| alias.trim_matches(['[', ']']))
            .filter(|word| word.len() > 1)
            .collect();
        for (hidden, kind, expected) in [
            (&["Ana Ruiz"][..], ExposureKind::Mail, "[e-mail]"),
            (&["Mail"], ExposureKind::Mail, "[address]"),
            (&["Telephon"], ExposureKind::Phone, "[number]"),
            (&["Token", "Key"], ExposureKind::Token, "[secret]"),
            (&everything, ExposureKind::Cookie, "[C]"),
        ] {
            let taken = Taken::of(hidden.iter().copied()).unwrap();
            assert_eq!(taken.alias(kind, Language::En), expected, "{hidden:?}");
        }
        let all = Taken::of(everything.into_iter()).unwrap();
        for language in [Language::En, Language::Es] {
            let aliases: BTreeSet<String> = KINDS.map(|kind| all.alias(kind, language)).into();
            assert!(aliases.len() == KINDS.len() && aliases.iter().all(|alias| all.is_free(alias)), "{aliases:?}");
        }
    }

    #[test]
    fn nobody_is_called_what_she_is_called() {
        let next = |names: &[&str], language| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            next_alias(&[], language, &names).unwrap()
        };
        assert_eq!(next(&["Ana Ruiz"], Language::En), "Witness A");
        assert_eq!(next(&["Witness"], Language::En), "Person A");
        assert_eq!(next(&["Testigos"], Language::Es), "Persona A");
        assert_eq!(next(&["Witness", "Person", "Source", "Speaker"], Language::En), "A");
    }
}
