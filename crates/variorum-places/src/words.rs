//! Which words stand where, and when are two spellings of a name the same?
//!
//! Words part at hyphens, so that a name inside "Dallas-based" is found and known to be joined to something. A possessive
//! ending is no part of a word. Left out: scripts that write no spaces between words.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word or a mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// Bytes of the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// As written.
    pub(crate) raw: &'a str,
    /// Whether it is a word or number, and not a mark.
    pub(crate) is_word: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
}

impl Word<'_> {
    /// Whether all its letters are capitals, two at least.
    pub(crate) fn shouts(&self) -> bool {
        self.raw.chars().filter(|letter| letter.is_alphabetic()).count() > 1
            && !self.raw.chars().any(char::is_lowercase)
    }
}

/// The words and marks of `text[range]`.
pub(crate) fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut spaced = true;
    while let Some(first) = text[at..range.end].chars().next() {
        let rest = &text[at..range.end];
        let is_word = first.is_alphanumeric();
        let length = if is_word { word_length(rest) } else { first.len_utf8() };
        let raw = &rest[..length];
        if !first.is_whitespace() && !is_possessive(raw, &found) {
            found.push(Word { start: at, end: at + length, raw, is_word, capital: first.is_uppercase(), spaced });
        }
        spaced = first.is_whitespace();
        at += length + if is_word { possessive(&rest[length..]) } else { 0 };
    }
    found
}

/// An apostrophe behind a plural ("the Jacksons' house") says nothing here.
fn is_possessive(raw: &str, found: &[Word<'_>]) -> bool {
    matches!(raw, "'" | "’") && found.last().is_some_and(|word| word.raw.ends_with(['s', 'S']))
}

/// The length of "'s" at the head of `rest`.
fn possessive(rest: &str) -> usize {
    let ending = ["'s", "’s", "'S", "’S"].into_iter().find(|ending| rest.starts_with(ending));
    ending.filter(|ending| !rest[ending.len()..].starts_with(char::is_alphanumeric)).map_or(0, str::len)
}

/// Letters and digits, with apostrophes and full stops that stand between letters; "D.C." keeps its last stop.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut dotted = false;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        if letter.is_alphanumeric() || is_combining_mark(letter) {
            end = at + letter.len_utf8();
        } else if matches!(letter, '\'' | '’' | '‘' | '.') && next.is_some_and(char::is_alphabetic) {
            if possessive(&rest[at..]) > 0 {
                return end;
            }
            dotted |= letter == '.';
        } else {
            return if dotted && letter == '.' { at + 1 } else { end };
        }
    }
    end
}

/// A name as it is looked up: small letters without accents and marks, one space between words, shortened heads in full.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for part in name.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '–' | '/' | ',')) {
        let start = key.len();
        if start > 0 {
            key.push(' ');
        }
        let word = key.len();
        push_folded(part, &mut key);
        match &key[word..] {
            "" => key.truncate(start),
            "st" => key.replace_range(word.., "saint"),
            "ft" => key.replace_range(word.., "fort"),
            "mt" => key.replace_range(word.., "mount"),
            "sta" => key.replace_range(word.., "santa"),
            "sto" => key.replace_range(word.., "santo"),
            _ => {}
        }
    }
    key
}

fn push_folded(part: &str, key: &mut String) {
    if part.is_ascii() {
        key.extend(part.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
        return;
    }
    let plain = part.nfd().filter(|letter| letter.is_alphanumeric() && !is_combining_mark(*letter));
    key.extend(plain.flat_map(char::to_lowercase));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_part_at_hyphens_and_lose_possessives() {
        let check = |text: &str, expected: &str| {
            let found: Vec<_> = words(text, 0..text.len()).iter().map(|word| word.raw).collect();
            assert_eq!(found.join("|"), expected);
        };
        check("Nigeria's Port-au-Prince, D.C. (AP)", "Nigeria|Port|-|au|-|Prince|,|D.C.|(|AP|)");
        check("the Jacksons’ house in Sana'a.", "the|Jacksons|house|in|Sana'a|.");
        check("", "");
    }

    #[test]
    fn spellings_of_a_name_share_a_key() {
        let check = |name: &str, expected: &str| assert_eq!(key(name), expected);
        check("St. Louis", "saint louis");
        check("Port-au-Prince", "port au prince");
        check("Mérida", "merida");
        check("Sana'a", "sanaa");
        check("Ḩalab", "halab");
        check("Washington, D.C.", "washington dc");
        check(" – ", "");
    }
}
