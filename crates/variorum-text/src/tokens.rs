//! Which words stand where?
//!
//! A text is lowered once, in such a way that every byte offset stays what it was (a letter whose small form
//! has another length is kept). Tokens are offsets into it and own no words, so that a text of 16 MiB costs
//! megabytes and not hundreds. Left out: splitting of clitics ("didn't" and "Perez's" are one token each).

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A text and its lower-cased twin of the same length.
pub(crate) struct Text<'a> {
    pub(crate) raw: &'a str,
    pub(crate) lower: String,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    Open,
    Close,
    Mark,
}

/// A word, number or mark: bytes of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
}

impl Token {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<'a> Text<'a> {
    pub(crate) fn of(raw: &'a str) -> Self {
        Self { raw, lower: lowered(raw) }
    }
}

/// `text` in small letters and on one line, byte for byte as long: patterns need no word for a line end.
pub(crate) fn lowered(text: &str) -> String {
    let small = |letter: char| {
        if letter.is_ascii_whitespace() {
            return ' ';
        }
        let mut lower = letter.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) if one.len_utf8() == letter.len_utf8() => one,
            _ => letter,
        }
    };
    text.chars().map(small).collect()
}

/// Small letters without accents, single spaces: two spellings of one name fold to the same words.
pub(crate) fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Straight or bent.
pub(crate) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’')
}

/// The tokens of `text[range]`. Straight quotation marks open and close in turn.
pub(crate) fn tokens(text: &str, range: Range<usize>) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut open = false;
    while let Some(first) = text[at..range.end].chars().next() {
        let rest = &text[at..range.end];
        let (length, kind) = if stands_alone(first) {
            (first.len_utf8(), Some(Kind::Word))
        } else if first.is_alphabetic() {
            (word_length(rest), Some(Kind::Word))
        } else if digit(first).is_some() {
            number_or_word(rest)
        } else if rest.starts_with("''") || rest.starts_with("``") {
            (2, Some(mark('"', &mut open)))
        } else if first.is_whitespace() {
            (first.len_utf8(), None)
        } else {
            (first.len_utf8(), Some(mark(first, &mut open)))
        };
        if let Some(kind) = kind {
            found.push(Token { start: at as u32, end: (at + length) as u32, kind });
        }
        at += length;
    }
    found
}

/// Han and kana: no space parts words there, so that each letter is a token.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Zero in the scripts that have digits of their own; the nine others follow it.
const ZEROS: [char; 16] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{e50}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// The value of a digit of any script.
pub(crate) fn digit(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return letter.is_ascii_digit().then(|| letter as u8 - b'0');
    }
    let value =
        |zero: char| u8::try_from(u32::from(letter).checked_sub(u32::from(zero))?).ok().filter(|value| *value < 10);
    ZEROS.into_iter().find_map(value)
}

/// `number` with the digits and marks of ASCII ("١٢" as "12").
pub(crate) fn plain_digits(number: &str) -> Cow<'_, str> {
    if number.is_ascii() {
        return Cow::Borrowed(number);
    }
    let plain = |letter: char| match letter {
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        _ => digit(letter).map_or(letter, |value| char::from(b'0' + value)),
    };
    Cow::Owned(number.chars().map(plain).collect())
}

fn mark(letter: char, open: &mut bool) -> Kind {
    match letter {
        '“' | '«' | '„' | '「' | '『' => Kind::Open,
        '”' | '»' | '」' | '』' => Kind::Close,
        '"' => {
            *open = !*open;
            if *open { Kind::Open } else { Kind::Close }
        }
        _ => Kind::Mark,
    }
}

/// Letters, with hyphens, apostrophes and full stops that stand between letters ("EE.UU.", "Perez's").
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut dotted = false;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let joins = letter == '-' || letter == '.' || is_apostrophe(letter);
        if stands_alone(letter) {
            return end;
        }
        if letter.is_alphabetic() || (letter.is_ascii_digit() && at > 0) || is_joined(letter) {
            end = at + letter.len_utf8();
        } else if joins
            && letters
                .peek()
                .is_some_and(|(_, next)| next.is_alphabetic() && !(letter == '.' && is_lost_space(&rest[..at], *next)))
        {
            dotted |= letter == '.';
        } else {
            // "a.m." and "EE.UU." keep their last stop; the last word of a sentence does not.
            return if dotted && letter == '.' { at + 1 } else { end };
        }
    }
    end
}

/// "… the east side.Four people …": a page that lost its space, not an abbreviation.
fn is_lost_space(before: &str, next: char) -> bool {
    let small = before.chars().rev().take_while(|letter| letter.is_lowercase()).count();
    small >= 3 && next.is_uppercase()
}

/// Marks that belong to the letter before them, and the two that join letters.
fn is_joined(letter: char) -> bool {
    !letter.is_ascii() && (is_combining_mark(letter) || matches!(letter, '\u{200c}' | '\u{200d}'))
}

/// A number, or the word that a hyphen and letters make of it ("12-year-old").
fn number_or_word(rest: &str) -> (usize, Option<Kind>) {
    let digits = number_length(rest);
    let tail = rest[digits..].strip_prefix('-').filter(|tail| tail.starts_with(char::is_alphabetic));
    match tail {
        Some(tail) => (digits + 1 + word_length(tail), Some(Kind::Word)),
        None => (digits, Some(Kind::Number)),
    }
}

/// Digits, with stops, commas and colons that stand between digits.
fn number_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().and_then(|(_, next)| digit(*next));
        let inner = matches!(letter, '.' | ',' | ':' | '\u{66b}' | '\u{66c}') && next.is_some();
        if digit(letter).is_none() && !inner {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<_> = tokens(text, 0..text.len()).iter().map(|token| &text[token.range()]).collect();
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn words_numbers_and_marks() {
        check("At 4:30 a.m., 1,000 came.", "At|4:30|a.m.|,|1,000|came|.");
        check("EE.UU. dijo: «No».", "EE.UU.|dijo|:|«|No|»|.");
        check("''No,'' she said", "''|No|,|''|she|said");
        check("A 12-year-old, 10-15 men", "A|12-year-old|,|10|-|15|men");
        check("Perez’s well-known 17 men", "Perez’s|well-known|17|men");
        check("警察は3人が、1.2万人", "警|察|は|3|人|が|、|1.2|万|人");
        check("قُتل ١٢ شخصًا، ١٬٢٠٠", "قُتل|١٢|شخصًا|،|١٬٢٠٠");
        check("पुलिस ने १५ लोगों", "पुलिस|ने|१५|लोगों");
        check("3명이 숨졌다", "3|명이|숨졌다");
    }

    #[test]
    fn lowering_keeps_every_offset() {
        let text = "İstanbul ÓSCAR";
        assert_eq!(lowered(text).len(), text.len());
        assert!(lowered(text).ends_with("óscar"));
    }

    #[test]
    fn digits_of_all_scripts() {
        assert_eq!(plain_digits("١٬٢٠٠"), "1,200");
        assert_eq!(plain_digits("२०१८"), "2018");
        assert_eq!(digit('x'), None);
    }

    #[test]
    fn folding_forgets_accents() {
        assert_eq!(folded("Óscar  PÉREZ"), "oscar perez");
    }
}
