//! What the words for a source are: somebody's name, an office or body, or nobody in particular.
//!
//! Titles before a name are taken off and kept as the role ("Interior Minister Ernesto Reverol"). A proper name
//! is told by its capitals: each of its words has one, or is a particle. One capital alone can be the beginning
//! of a sentence, so a single word that the same text also writes small is a common noun. Left out: scripts
//! without capitals, in which every name counts as a proper one.

use crate::fold::words;
use crate::parties::without_brackets;
use crate::roles::{is_common, is_of_person, is_title, joins, office};

/// What the words for a source are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name: the same somebody in every document.
    Particular,
    /// An office or a body without a name.
    Office,
    /// Nobody in particular.
    Common,
}

/// The words for a source, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) sort: Sort,
    /// As written, without title and article.
    pub(crate) written: String,
    /// As given, title included.
    pub(crate) whole: String,
    /// Folded, without title and article.
    pub(crate) words: Vec<String>,
    /// The title before the name.
    pub(crate) title: Option<String>,
}

impl Name {
    /// A name that a person gave: it is somebody's, however it is written.
    pub(crate) fn given(name: &str) -> Self {
        let taken_apart = classify(name, "");
        if taken_apart.sort == Sort::Particular {
            return taken_apart;
        }
        Self { sort: Sort::Particular, title: None, ..taken_apart }
    }
}

/// Takes the words for a source apart; `text` is the document in which they stand.
pub(crate) fn classify(name: &str, text: &str) -> Name {
    let whole = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = without_brackets(&whole);
    let tokens: Vec<&str> = plain.split_whitespace().collect();
    let indefinite =
        tokens.first().is_some_and(|word| ["a", "an", "un", "una"].contains(&word.to_lowercase().as_str()));
    let articles = tokens.iter().take_while(|token| words(token).iter().all(|word| joins(word))).count();
    let titles =
        tokens.iter().take_while(|token| words(token).iter().all(|word| joins(word) || is_title(word))).count();
    // "State Emergency Agency" has no title: nobody's stands in "state".
    let of_person = tokens[articles..titles].iter().any(|token| words(token).iter().any(|word| is_of_person(word)));
    let titles = if of_person { titles } else { articles };
    let rest = &tokens[titles..];
    let titled = titles > articles;
    let is_office = !indefinite && office(&words(&tokens[articles..].join(" "))).is_some();
    if !is_office && is_proper(rest, text) {
        // An article with a capital belongs to a name ("El Pitazo"), unless a title stands in between.
        let from = if titled || starts_small(tokens[0]) || tokens[0] == "The" { titles } else { 0 };
        let title = titled.then(|| tokens[articles..titles].join(" "));
        return Name {
            sort: Sort::Particular,
            written: tokens[from..].join(" "),
            words: words(&rest.join(" ")),
            whole,
            title,
        };
    }
    let named = &tokens[articles..];
    let folded = words(&named.join(" "));
    let sort = if is_office { Sort::Office } else { Sort::Common };
    let written = if named.is_empty() { whole.clone() } else { named.join(" ") };
    let folded = if folded.is_empty() { words(&whole) } else { folded };
    Name { sort, written, whole, words: folded, title: None }
}

fn is_proper(tokens: &[&str], text: &str) -> bool {
    const PARTICLES: &[&str] = &["al", "bin", "da", "dos", "der", "van", "von", "e", "i"];
    let Some(first) = tokens.first() else { return false };
    let folded = words(&tokens.join(" "));
    // "Madre de Matute": a noun that the beginning of a sentence made large.
    let noun = folded.len() > 2 && is_common(&folded[0]) && joins(&folded[1]);
    if folded.is_empty() || noun || starts_small(first) || folded.iter().all(|word| is_common(word) || joins(word)) {
        return false;
    }
    let fits = |token: &&str| {
        let word = token.to_lowercase();
        !starts_small(token) || joins(&word) || PARTICLES.contains(&word.as_str())
    };
    tokens.iter().all(fits) && !(tokens.len() == 1 && has_word(text, &first.to_lowercase()))
}

fn starts_small(token: &str) -> bool {
    token.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether `text` has `word` between letters of no word.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(start, found)| {
        !is_letter(text[..start].chars().next_back()) && !is_letter(text[start + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_apart() {
        use Sort::{Common, Office, Particular};
        for (name, sort, written, title) in [
            ("Interior Minister Ernesto Reverol", Particular, "Ernesto Reverol", Some("Interior Minister")),
            (
                "el ministro de Interior y Justicia, Néstor Reverol",
                Particular,
                "Néstor Reverol",
                Some("ministro de Interior y Justicia,"),
            ),
            ("President Nicolás Maduro", Particular, "Nicolás Maduro", Some("President")),
            ("María de los Ángeles Soto", Particular, "María de los Ángeles Soto", None),
            ("El Pitazo", Particular, "El Pitazo", None),
            ("Diario Capital (sample)", Particular, "Diario Capital", None),
            ("the Interior Ministry", Office, "Interior Ministry", None),
            ("The minister", Office, "minister", None),
            ("a minister", Common, "minister", None),
            ("Local media", Common, "Local media", None),
            ("Relatives", Common, "Relatives", None),
            ("Shoppers", Common, "Shoppers", None),
            ("una mujer que dice ser la madre", Common, "mujer que dice ser la madre", None),
            ("he", Common, "he", None),
            ("the", Common, "the", None),
            ("", Common, "", None),
        ] {
            let found = classify(name, "Shoppers said so; other shoppers did not.");
            assert_eq!((found.sort, found.written.as_str(), found.title.as_deref()), (sort, written, title), "{name}");
        }
    }

    #[test]
    fn what_a_person_names_is_somebody() {
        assert_eq!(Name::given("the residents").sort, Sort::Particular);
    }
}
