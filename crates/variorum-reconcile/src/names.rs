//! What the words for a source are: somebody's name, an office or body, or nobody in particular.
//!
//! Titles before a name are taken off and kept as the role ("Interior Minister Ernesto Reverol"). A proper name
//! is told by its capitals: each of its words has one, or is a particle. One capital alone can be the beginning
//! of a sentence, so a single word that the same text also writes small is a common noun. Left out: scripts
//! without capitals, in which every name counts as a proper one.

use variorum_evidence::document::Language;

use crate::fold::{fold, words};
use crate::lexicon::{Class, Sex, lexicon};
use crate::parties::without_brackets;
use crate::phrases::{Phrase, Pointing, phrase};

/// What the words for a source are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name: the same somebody in every document.
    Particular,
    /// An office or a body without a name.
    Office,
    /// Nobody in particular.
    Common,
    /// A pronoun that stands for nobody who was found.
    Pronoun,
}

/// The words for a source, taken apart.
#[derive(Debug, Clone)]
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
    /// The whole as a phrase.
    pub(crate) phrase: Phrase,
}

impl Name {
    /// A name that a person gave: it is somebody's, however it is written.
    pub(crate) fn given(name: &str) -> Self {
        let taken_apart = classify(name, "", None);
        if taken_apart.sort == Sort::Particular {
            return taken_apart;
        }
        Self { sort: Sort::Particular, title: None, ..taken_apart }
    }

    /// The sex that the title tells.
    pub(crate) fn sex(&self) -> Option<Sex> {
        self.title.as_deref().and_then(sex_of)
    }
}

/// The sex that the words of a title or a role tell.
pub(crate) fn sex_of(role: &str) -> Option<Sex> {
    words(role).iter().find_map(|word| lexicon().sex(word))
}

/// Whether a folded word only joins others.
pub(crate) fn joins(word: &str) -> bool {
    lexicon().grammar.joining.contains(word)
}

/// Takes the words for a source apart; `text` is the document in which they stand.
pub(crate) fn classify(name: &str, text: &str, language: Option<Language>) -> Name {
    classify_where(name, language, &mut |word| has_word(text, word))
}

/// Takes the words for a source apart; `has` tells whether the document has a word. Nothing else is asked of the document.
pub(crate) fn classify_where(name: &str, language: Option<Language>, has: &mut dyn FnMut(&str) -> bool) -> Name {
    let plain = without_brackets(name);
    let tokens = trimmed(&plain);
    let whole = tokens.join(" ");
    let mut phrase = phrase(&whole, language);
    phrase.has_name |= phrase.opening_word.as_ref().is_some_and(|word| !has(word));
    let articles = tokens.iter().take_while(|token| words(token).iter().all(|word| joins(word))).count();
    let titles = titles(&tokens, articles);
    let rest = &tokens[titles..];
    let titled = titles > articles;
    let is_office = is_office(&phrase);
    if is_pronoun(&tokens) {
        let folded = words(&whole);
        return Name { sort: Sort::Pronoun, written: whole.clone(), words: folded, whole, title: None, phrase };
    }
    if !is_office && is_proper(rest, has) {
        // An article with a capital belongs to a name ("El Pitazo"), unless a title stands in between.
        let from = if titled || starts_small(tokens[0]) || tokens[0] == "The" { titles } else { 0 };
        let title = titled.then(|| tokens[articles..titles].join(" "));
        return Name {
            sort: Sort::Particular,
            written: tokens[from..].join(" "),
            words: without_particles(words(&rest.join(" "))),
            whole,
            title,
            phrase,
        };
    }
    let named = &tokens[articles..];
    let folded = words(&named.join(" "));
    let sort = if is_office { Sort::Office } else { Sort::Common };
    let written = if named.is_empty() { whole.clone() } else { named.join(" ") };
    let folded = if folded.is_empty() { words(&whole) } else { folded };
    Name { sort, written, whole, words: folded, title: None, phrase }
}

/// Without a time before a name and a relative word that lost its clause.
fn trimmed(name: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = name.split_whitespace().collect();
    let grammar = &lexicon().grammar;
    let stamp = |tokens: &[&str]| {
        let clock = tokens[0].contains([':', '.']) && tokens[0].starts_with(|letter: char| letter.is_ascii_digit());
        let time = grammar.stamps.contains(&fold(tokens[0])) && tokens[1].starts_with(char::is_uppercase);
        clock || time
    };
    while tokens.len() > 1 && stamp(&tokens) {
        tokens.remove(0);
    }
    while tokens.len() > 1 && tokens.last().is_some_and(|last| grammar.relative.contains(&fold(last))) {
        tokens.pop();
    }
    tokens
}

fn is_pronoun(tokens: &[&str]) -> bool {
    let pronoun = |token: &&str| lexicon().grammar.pronouns.contains(&fold(token));
    // "US" is a country.
    let acronym = tokens.len() == 1 && tokens[0].len() > 1 && tokens[0].chars().all(char::is_uppercase);
    let of_some = tokens.len() == 3 && matches!(tokens[1], "of" | "de") && pronoun(&tokens[2]);
    !tokens.is_empty() && (tokens.iter().all(pronoun) && tokens.len() <= 2 && !acronym || of_some)
}

/// How many words before the name are its title; as many as there are articles if nobody's stands among them.
fn titles(tokens: &[&str], articles: usize) -> usize {
    let all = |token: &&&str, fits: &dyn Fn(&str) -> bool| words(token).iter().all(|word| fits(word));
    let titles = tokens.iter().take_while(|token| all(token, &|word| joins(word) || is_title(word))).count();
    // "State Emergency Agency" has no title: nobody's stands in "state".
    let of_person = tokens[articles..titles].iter().any(|token| words(token).iter().any(|word| is_of_person(word)));
    // "The mother of Ana" is not Ana, and the National Guard is no guard.
    let of_another = titles > articles && words(tokens[titles - 1]).iter().all(|word| joins(word));
    if of_person && !of_another && titles < tokens.len() { titles } else { articles }
}

/// Whether a folded word says that a title is somebody's, not a body's.
fn is_of_person(word: &str) -> bool {
    let calls = |word: &str| lexicon().notion(word).is_some_and(|notion| notion.class.is_person() && !notion.several);
    lexicon().grammar.address.contains(word) || calls(word)
}

/// Whether a folded word may stand before a name as part of a title.
fn is_title(word: &str) -> bool {
    let part = |class: Class| class.is_person() || class.is_body() || matches!(class, Class::Field | Class::Country);
    let grammar = &lexicon().grammar;
    let listed = lexicon().notion(word).is_some_and(|notion| part(notion.class) && !notion.several);
    listed || grammar.address.contains(word) || grammar.former.contains(word)
}

/// Whether a phrase calls one office or one body by known words alone.
fn is_office(phrase: &Phrase) -> bool {
    let class = phrase.class.is_some_and(|class| matches!(class, Class::Sole | Class::Holder) || class.is_body());
    class && phrase.is_of_offices && !phrase.several && !phrase.is_former && phrase.pointing != Pointing::Indefinite
}

/// Without the article of Arabic names, which is written or dropped at will; not at the beginning ("Al Jazeera").
fn without_particles(words: Vec<String>) -> Vec<String> {
    let kept = |(at, word): &(usize, String)| *at == 0 || word != "al";
    let kept: Vec<_> = words.iter().cloned().enumerate().filter(kept).map(|(_, word)| word).collect();
    if kept.len() > 1 { kept } else { words }
}

fn is_proper(tokens: &[&str], has: &mut dyn FnMut(&str) -> bool) -> bool {
    const PARTICLES: &[&str] = &["al", "bin", "bint", "ibn", "abu", "da", "dos", "der", "van", "von", "e", "i"];
    let Some(first) = tokens.first() else { return false };
    let folded = words(&tokens.join(" "));
    let common = |word: &String| {
        let people =
            |class: Class| class.is_person() || matches!(class, Class::Circle | Class::Group | Class::Institution);
        let called = lexicon().notion(word).is_some_and(|notion| people(notion.class) || notion.several);
        called || lexicon().grammar.nobody.contains(word)
    };
    // "Madre de Matute": a noun that the beginning of a sentence made large.
    let noun = folded.len() > 1 && common(&folded[0]) && (joins(&folded[1]) || is_behind(&folded[1]));
    if folded.is_empty() || noun || starts_small(first) || folded.iter().all(|word| common(word) || joins(word)) {
        return false;
    }
    let fits = |token: &&str| {
        let word = token.to_lowercase();
        let article = ["al-", "el-", "as-", "ash-", "ar-", "az-", "ad-", "an-", "at-", "d'", "d’"];
        let behind = article.iter().find_map(|article| word.strip_prefix(article).map(|_| article.len()));
        let large = behind.is_some_and(|at| token.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
        !starts_small(token) || large || joins(&word) || PARTICLES.contains(&word.as_str())
    };
    tokens.iter().all(fits) && !(tokens.len() == 1 && has(&first.to_lowercase()))
}

fn is_behind(word: &str) -> bool {
    lexicon().grammar.behind.contains(word)
}

fn starts_small(token: &str) -> bool {
    token.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether `text` has `word` between letters of no word.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
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
        use Sort::{Common, Office, Particular, Pronoun};
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
            ("he", Pronoun, "he", None),
            ("a woman who", Common, "woman", None),
            ("14:20 Governor Aminu Tafida", Particular, "Aminu Tafida", Some("Governor")),
            ("noon Diario Capital", Particular, "Diario Capital", None),
            ("Mahmoud al-Masri", Particular, "Mahmoud al-Masri", None),
            ("the mother of Ana Ruiz", Common, "mother of Ana Ruiz", None),
            ("National Guard", Particular, "National Guard", None),
            ("the", Common, "the", None),
            ("", Common, "", None),
        ] {
            let found = classify(name, "Shoppers said so; other shoppers did not.", None);
            assert_eq!((found.sort, found.written.as_str(), found.title.as_deref()), (sort, written, title), "{name}");
        }
    }

    #[test]
    fn what_a_person_names_is_somebody() {
        assert_eq!(Name::given("the residents").sort, Sort::Particular);
    }
}
