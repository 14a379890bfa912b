//! Whether a short name in a word is there by chance: digests, identifiers and base64 are full of "ana" and "Ed".
//!
//! What people write in one, they write of words and numbers ("AnaPérez", "IMG20180115Ana"): few joints for many
//! letters. Where bits are written as letters, every second or third letter is of another kind than the one before.
//! Left out: identifiers in letters of one kind alone, in which a short name has no joints around it and is not found.

use std::ops::Range;

use crate::fold::{Letter, Letters};

/// Fewer letters say nothing of the whole.
const SHORTEST: usize = 7;
/// Fewer joints say nothing either.
const FEWEST_JOINTS: usize = 3;
/// In random base64 it is two letters from joint to joint, in random hexadecimal digits the same.
const LETTERS_A_JOINT: usize = 3;
/// How far around a word its token is looked at: half a line of base64.
pub(crate) const AROUND: usize = 64;

/// Whether a word, or the token that it stands in, are letters without meaning.
pub(crate) fn is_chance(text: &str, letters: &[Letter], word: &Range<usize>) -> bool {
    let bytes = letters[word.start].start..letters[word.end - 1].end;
    is_mixed(&text[bytes.clone()]) || is_mixed(token(text, bytes))
}

/// The word with what stands around it of the letters of base64, of its form for addresses, and of UUIDs.
fn token(text: &str, word: Range<usize>) -> &str {
    let goes_on = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let before = text.as_bytes()[..word.start].iter().rev().take(AROUND).take_while(goes_on).count();
    let after = text.as_bytes()[word.end..].iter().take(AROUND).take_while(goes_on).count();
    // Only ASCII was gone over, so both are places between characters.
    &text[word.start - before..word.end + after]
}

fn is_mixed(text: &str) -> bool {
    let (mut length, mut joints) = (0, 0);
    for letter in Letters::of(text) {
        length += 1;
        joints += usize::from(letter.joint);
    }
    length >= SHORTEST && joints >= FEWEST_JOINTS && joints * LETTERS_A_JOINT >= length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{letters, words};

    #[test]
    fn names_are_told_from_letters_without_meaning() {
        for (text, name, expected) in [
            ("Ruiz1", "ruiz", false),
            ("#FreeAna", "ana", false),
            ("AnaPérez", "ana", false),
            ("IMG20180115Ana1", "ana", false),
            ("2018-01-15-Ana1.jpg", "ana", false),
            ("https://example.org/foto/2018/01/15/AnaRuiz2", "ana", false),
            ("A1Ana2", "ana", false),
            ("4ada91c", "ada", true),
            ("3f2b8c1d-4ada-4e5f-9a8b-0c1d2e3f4a5b", "ada", true),
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "feaa", true),
            ("dQw4AnaW9gXcQ", "ana", true),
            ("aGVsbG8gd29ybGQ/Ana9/c29tZSBvdGhlciB3b3Jkcw", "ana", true),
        ] {
            let letters = letters(text);
            let folded: String = letters.iter().map(|letter| letter.letter).collect();
            let place = folded.find(name).unwrap();
            let word = words(&letters).find(|word| word.contains(&place)).unwrap();
            assert_eq!(is_chance(text, &letters, &word), expected, "{text}");
        }
    }
}
