//! Do two free answers say much the same, as far as their words tell?
//!
//! "To curb smuggling by boat" and "stopping boats with smuggled goods" need not be two answers of which one must be wrong.
//! Two answers are alike where they share a fifth of their telling words (Dice). Of a word its first letters count, which
//! takes the forms of a word together in many languages (McNamee, Nicholas and Mayfield 2009) and needs no list of endings.
//! Alike are no two of which one denies, none with other numbers, and no two names: one shared name makes no one person.
//! It is a likeness of words, so that it says "both can be true" and never "the same". Left out: other words for one thing,
//! opposites ("join" and "leave"), a number once in words and once in digits.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::fold::{fold, words};
use crate::lexicon::lexicon;

/// First letters by which forms of a word are taken together.
const FRONT: usize = 5;
/// Shortest word that tells an answer apart; numbers of any length do.
const SHORTEST: usize = 4;
/// Answers share at least one in so many words.
const SHARE: usize = 5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    denying: String,
}

static DENYING: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../lexicon/likeness.toml")).expect("embedded: a test reads it");
    file.denying.split_whitespace().map(fold).collect()
});

/// Whether two answers have so many words in common that they can be one.
pub(crate) fn alike(first: &str, second: &str) -> bool {
    if is_name(first) && is_name(second) {
        return false;
    }
    let (first, second) = (Told::of(first), Told::of(second));
    let shared = first.fronts.intersection(&second.fronts).count();
    let all = first.fronts.len() + second.fronts.len();
    first.denies == second.denies && first.agrees_in_numbers(&second) && shared > 0 && 2 * SHARE * shared >= all
}

/// Whether one of two answers has a word that denies and the other none.
pub(crate) fn one_denies(first: &str, second: &str) -> bool {
    Told::of(first).denies != Told::of(second).denies
}

/// Whether every word has a capital, as the words of a name do.
fn is_name(text: &str) -> bool {
    text.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// What an answer tells.
struct Told {
    fronts: BTreeSet<String>,
    numbers: BTreeSet<String>,
    denies: bool,
}

impl Told {
    fn of(text: &str) -> Self {
        let words = words(text);
        let grammar = &lexicon().grammar;
        let joining = [&grammar.joining, &grammar.behind, &grammar.relative, &grammar.definite, &grammar.pronouns];
        let is_number = |word: &String| is_digits(word) || grammar.numbers.contains(word);
        let tells = |word: &&String| {
            is_number(word)
                || (word.chars().count() >= SHORTEST
                    && !DENYING.contains(*word)
                    && !joining.iter().any(|list| list.contains(*word)))
        };
        Self {
            fronts: words.iter().filter(tells).map(|word| front(word)).collect(),
            numbers: words.iter().filter(|word| is_number(word)).cloned().collect(),
            denies: words.iter().any(|word| DENYING.contains(word)),
        }
    }

    /// Whether one has no number or both have one in common.
    fn agrees_in_numbers(&self, other: &Self) -> bool {
        self.numbers.is_empty() || other.numbers.is_empty() || !self.numbers.is_disjoint(&other.numbers)
    }
}

fn front(word: &str) -> String {
    if is_digits(word) { word.to_owned() } else { word.chars().take(FRONT).collect() }
}

fn is_digits(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_in_much_the_same_words() {
        for (first, second, expected) in [
            ("to drain the flooded valley", "draining valleys before the harvest", true),
            ("reparar los canales de riego", "la reparación de un canal", true),
            ("to drain the valley", "because the miller asked for it", false),
            ("to open the sluice", "not to open the sluice", false),
            ("abrir la compuerta", "no abrir la compuerta", false),
            ("for three winters", "for two winters", false),
            ("until March 1931", "March 1931", true),
            ("until 1931", "until 1932", false),
            ("with what they have from there", "with this and from that", false),
            ("Teodora Alvear", "Teodora Quiñones", false),
            ("", "", false),
        ] {
            assert_eq!(alike(first, second), expected, "{first}; {second}");
            assert_eq!(alike(second, first), expected, "{second}; {first}");
        }
    }
}
