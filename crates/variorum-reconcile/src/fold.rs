//! Words made comparable: case, accents, punctuation and spacing set aside.
//!
//! Two spellings that differ only in these are taken to be one ("Óscar Pérez", "OSCAR PEREZ"). What is a
//! letter is decided after compatibility decomposition (Unicode NFKD, UAX #15), so that the result does not
//! depend on how a file composed its accents. Left out: transliteration between scripts.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text without accents and case.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // No decomposition reaches over an ASCII letter, so that only pieces with others need the tables.
    for piece in text.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric()) {
        if piece.is_ascii() {
            found.extend((!piece.is_empty()).then(|| piece.to_ascii_lowercase()));
            continue;
        }
        let plain: String =
            piece.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
        let inside = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        found.extend(inside.map(str::to_owned));
    }
    found
}

/// The words of a text in one line, without accents, case and punctuation (Unicode NFKD, UAX #15).
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// A text with every run of white space made one space, cut to `most` characters.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}

/// Letters to put in, take out or change to make one word of the other (Levenshtein 1966).
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Letters of the shortest word that may be spelt in two ways.
const SHORTEST: usize = 6;

/// Whether two words look like two spellings of one name. Short words must be equal; longer ones may differ
/// in one letter, but not in the last one, which tells Mario from Maria.
pub(crate) fn one_spelling(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (letters, others) = (a.chars().count(), b.chars().count());
    let near = letters.min(others) >= SHORTEST && letters.abs_diff(others) <= 1;
    near && a.chars().last() == b.chars().last() && edits(a, b) <= 1
}

/// What two words share where [`one_spelling`] holds: each itself, or without one letter (after Mor and Fraenkel 1982).
pub(crate) fn spelling_keys(word: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::from([word.to_owned()]);
    if word.chars().count() >= SHORTEST {
        let without = word.char_indices().map(|(at, letter)| [&word[..at], &word[at + letter.len_utf8()..]].concat());
        keys.extend(without);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (text, expected) in [
            ("Óscar  PÉREZ", "oscar perez"),
            ("Díaz-Pimentel, José", "diaz pimentel jose"),
            ("Nin\u{303}o", "nino"),
            ("“”", ""),
            ("ﬁve—SIX, e\u{301}7", "five six e7"),
            ("½ e", "1 2 e"),
        ] {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn spellings() {
        for (a, b, edits_between, one) in [
            ("nestor", "nestor", 0, true),
            ("heiker", "heyker", 1, true),
            ("heikers", "heikkers", 1, true),
            ("ernesto", "nestor", 3, false),
            ("mariana", "mariano", 1, false),
            ("lugo", "lago", 1, false),
            ("chirinos", "chirino", 1, false),
            ("", "abc", 3, false),
        ] {
            assert_eq!((edits(a, b), one_spelling(a, b)), (edits_between, one), "{a} {b}");
            assert!(!one || !spelling_keys(a).is_disjoint(&spelling_keys(b)), "{a} {b}");
        }
    }

    #[test]
    fn excerpts() {
        assert_eq!(excerpt("a  b\nc", 5), "a b c");
        assert_eq!(excerpt("seven people died", 6), "seven…");
    }
}
