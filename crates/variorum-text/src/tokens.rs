//! Which words stand where?
//!
//! A text is lowered once, in such a way that every byte offset stays what it was (a letter whose small form
//! has another length is kept). Tokens are offsets into it and own no words, so that a text of 16 MiB costs
//! megabytes and not hundreds. Left out: splitting of clitics ("didn't" and "Perez's" are one token each).

use std::ops::Range;

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
    use unicode_normalization::char::is_combining_mark;
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
        let (length, kind) = if first.is_alphabetic() {
            (word_length(rest), Some(Kind::Word))
        } else if first.is_ascii_digit() {
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

fn mark(letter: char, open: &mut bool) -> Kind {
    match letter {
        '“' | '«' | '„' => Kind::Open,
        '”' | '»' => Kind::Close,
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
        if letter.is_alphabetic() || (letter.is_ascii_digit() && at > 0) {
            end = at + letter.len_utf8();
        } else if joins && letters.peek().is_some_and(|(_, next)| next.is_alphabetic()) {
            dotted |= letter == '.';
        } else {
            // "a.m." and "EE.UU." keep their last stop; the last word of a sentence does not.
            return if dotted && letter == '.' { at + 1 } else { end };
        }
    }
    end
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
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let inner = matches!(bytes[end], b'.' | b',' | b':') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !inner {
            break;
        }
        end += 1;
    }
    end
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
    }

    #[test]
    fn lowering_keeps_every_offset() {
        let text = "İstanbul ÓSCAR";
        assert_eq!(lowered(text).len(), text.len());
        assert!(lowered(text).ends_with("óscar"));
    }

    #[test]
    fn folding_forgets_accents() {
        assert_eq!(folded("Óscar  PÉREZ"), "oscar perez");
    }
}
