//! What makes two spellings one: the letters of a text, comparable, each with the place that it came from.
//!
//! Set aside are case, accents however composed (Unicode NFKD, UAX #15), characters that no reader sees (soft
//! hyphens, zero-width characters, direction marks), and the hyphen that breaks a word at the end of a line. What
//! stands between words is kept as one bit: that something did. Left out: letters of other alphabets that look alike.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A letter or digit of a text, comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// The letter, in lower case and without marks.
    pub letter: char,
    /// Where the character that it came from begins, in bytes.
    pub start: usize,
    /// Where that character ends, with the marks and unseen characters that follow it.
    pub end: usize,
    /// Whether something that is no letter stands before it, or nothing at all.
    pub begins: bool,
    /// Whether a hyphen at the end of a line stands before it: one word or two.
    pub broken: bool,
}

/// The letters of a text.
pub fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let (mut begins, mut broken) = (true, false);
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let end = start + character.len_utf8();
        if is_unseen(character) || is_combining_mark(character) {
            if let Some(last) = letters.last_mut().filter(|last| last.end == start) {
                last.end = end;
            }
            continue;
        }
        if is_hyphen(character)
            && let Some(rest) = after_line_break(&text[end..])
        {
            let resumes = text.len() - rest.len();
            while characters.next_if(|(place, _)| *place < resumes).is_some() {}
            broken = true;
            continue;
        }
        let before = letters.len();
        decompose_compatible(character, |part| {
            if !is_combining_mark(part) && part.is_alphanumeric() {
                fold_letter(part, |letter| {
                    letters.push(Letter { letter, start, end, begins, broken });
                    (begins, broken) = (false, false);
                });
            }
        });
        if letters.len() == before {
            begins = true;
        }
    }
    letters
}

/// The letters of a text alone.
pub fn folded(text: &str) -> String {
    letters(text).iter().map(|letter| letter.letter).collect()
}

/// The ranges of the words of a text: letters with nothing in between.
pub fn words(letters: &[Letter]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = letters.get(start + 1..)?;
        at = start + 1 + rest.iter().position(|letter| letter.begins).unwrap_or(rest.len());
        Some(start..at)
    })
}

/// Upper case first: it writes in two letters what lower case has in one (ß), and has one final sigma.
fn fold_letter(letter: char, mut next: impl FnMut(char)) {
    let same = match letter {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        _ => "",
    };
    if same.is_empty() {
        letter.to_uppercase().flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter)).for_each(next);
    } else {
        same.chars().for_each(&mut next);
    }
}

/// Characters that change nothing that a reader sees.
const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' | '\u{640}' | '\0'
    )
}

const fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}' | '\u{ac}')
}

/// What follows a line break, if one comes next; the indentation of the new line is part of the break.
fn after_line_break(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    Some(rest.trim_start_matches([' ', '\t']))
}

/// Whether words of this letter's script follow one another without a space.
pub fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        let written = [
            "Óscar Pérez",
            "O\u{301}scar Pe\u{301}rez",
            "OSCAR PEREZ",
            "os\u{ad}car pe\u{200b}rez",
            "Ｏｓｃａｒ Ｐｅｒｅｚ",
            "Oscar Pe-\n  rez",
            "\u{202e}Oscar\u{202c} Perez",
        ];
        for text in written {
            assert_eq!(folded(text), "oscarperez", "{text:?}");
        }
        assert_eq!([folded("Bjørn Straße"), folded("İlkay ΣΑΣ")], ["bjornstrasse", "ilkayσασ"]);
    }

    #[test]
    fn letters_know_their_place_and_words() {
        let text = "¡Pe\u{301}rez, él!";
        let letters = letters(text);
        let found: Vec<&str> = letters.iter().map(|letter| &text[letter.start..letter.end]).collect();
        assert_eq!(found, ["P", "e\u{301}", "r", "e", "z", "é", "l"]);
        let words: Vec<String> =
            words(&letters).map(|word| letters[word].iter().map(|letter| letter.letter).collect()).collect();
        assert_eq!(words, ["perez", "el"]);
        assert_eq!(super::words(&[]).count(), 0);
    }
}
