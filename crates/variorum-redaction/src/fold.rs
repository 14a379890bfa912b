//! What makes two spellings one: the letters of a text, comparable, each with the place that it came from.
//!
//! Set aside are case, accents however composed (Unicode NFKD, UAX #15), characters that no reader sees (soft
//! hyphens, zero-width characters, direction marks), and the hyphen that breaks a word at the end of a line. What
//! stands between words is kept as one bit: that something did; where a word written in one has its joints
//! ("FreeAna", "Ruiz1") as another. Left out: letters of other alphabets that look alike.

use std::collections::VecDeque;
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
    /// Whether a part of a word written in one begins here: at a capital in its middle, or where digits begin or end.
    pub joint: bool,
}

/// The letters of a text.
pub fn letters(text: &str) -> Vec<Letter> {
    Letters::of(text).collect()
}

/// What the letters before one were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Digit,
    None,
}

/// The letters of a text, one after the other.
#[derive(Debug)]
pub(crate) struct Letters<'a> {
    text: &'a str,
    at: usize,
    /// What was read and may still change by what follows: its marks, and whether a part of a word begins there.
    read: VecDeque<Letter>,
    begins: bool,
    broken: bool,
    /// Of this word, the character before the last one, and the last one.
    before: [Option<Case>; 2],
}

impl<'a> Letters<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, at: 0, read: VecDeque::new(), begins: true, broken: false, before: [None; 2] }
    }

    fn character(&mut self, character: char) {
        let start = self.at;
        self.at += character.len_utf8();
        if character.is_ascii_alphanumeric() {
            let joint = self.joint(Case::of(character));
            self.push(character.to_ascii_lowercase(), start, joint);
        } else if is_unseen(character) || is_combining_mark(character) {
            if let Some(last) = self.read.back_mut().filter(|last| last.end == start) {
                last.end = self.at;
            }
        } else if let Some(rest) = is_hyphen(character).then(|| after_line_break(&self.text[self.at..])).flatten() {
            self.at = self.text.len() - rest.len();
            self.broken = true;
        } else {
            self.other(character, start);
        }
    }

    /// A letter with marks, one of another alphabet, or something that parts words.
    fn other(&mut self, character: char, start: usize) {
        let mut parts = Vec::new();
        decompose_compatible(character, |part| {
            if !is_combining_mark(part) && part.is_alphanumeric() {
                fold_letter(part, |letter| parts.push(letter));
            }
        });
        self.begins |= parts.is_empty();
        if parts.is_empty() {
            return;
        }
        let mut joint = self.joint(Case::of(character));
        for letter in parts {
            self.push(letter, start, std::mem::take(&mut joint));
        }
    }

    /// Whether a part of a word begins with a character of this case. In "USAna" it is the last of the capitals.
    fn joint(&mut self, case: Case) -> bool {
        if self.begins || self.broken {
            self.before = [None; 2];
        }
        let [earlier, last] = self.before;
        self.before = [last, Some(case)];
        if [earlier, last, Some(case)] == [Some(Case::Upper), Some(Case::Upper), Some(Case::Lower)]
            && let Some(letter) = self.read.back_mut()
        {
            letter.joint = true;
        }
        last.is_some_and(|last| {
            (last == Case::Lower && case == Case::Upper) || (last == Case::Digit) != (case == Case::Digit)
        })
    }

    fn push(&mut self, letter: char, start: usize, joint: bool) {
        let (begins, broken) = (std::mem::take(&mut self.begins), std::mem::take(&mut self.broken));
        self.read.push_back(Letter { letter, start, end: self.at, begins, broken, joint });
    }
}

impl Iterator for Letters<'_> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        while self.read.len() < 2 {
            let Some(character) = self.text[self.at..].chars().next() else { break };
            self.character(character);
        }
        self.read.pop_front()
    }
}

impl Case {
    fn of(character: char) -> Self {
        if character.is_uppercase() {
            Self::Upper
        } else if character.is_lowercase() {
            Self::Lower
        } else if character.is_numeric() {
            Self::Digit
        } else {
            Self::None
        }
    }
}

/// The letters of a text alone.
pub fn folded(text: &str) -> String {
    Letters::of(text).map(|letter| letter.letter).collect()
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
    fn words_written_in_one_have_joints() {
        for (text, expected) in [
            ("FreeAna", "free·ana"),
            ("AnaPérez", "ana·perez"),
            ("Ruiz1", "ruiz·1"),
            ("2018ruiz2", "2018·ruiz·2"),
            ("USAna", "us·ana"),
            ("ANALibre", "ana·libre"),
            ("E\u{301}lAna", "el·ana"),
            ("freeana FREEANA Ana", "freeanafreeanaana"),
            ("free-\nAna free_Ana", "freeanafreeana"),
            ("Straße2ﬁ", "strasse·2·fi"),
            ("王Ana明", "王ana明"),
        ] {
            let marked = letters(text).iter().fold(String::new(), |made, letter| {
                made + if letter.joint { "·" } else { "" } + &letter.letter.to_string()
            });
            assert_eq!(marked, expected, "{text}");
        }
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
