//! Which words of a text in capitals are names?
//!
//! Old wires and cables are in capitals throughout, and there a capital tells nothing. Paragraphs of that kind are read as
//! if they were set in small letters: a word that the list of plain English words knows (`lexicon/en.words`), as it
//! stands or with an ending off, gets small letters, and any other is a name and keeps a capital. Names in brackets and
//! names without a vowel are letters of an organisation. The text itself stays what it is: the recased twin has the same
//! length, byte for byte, so that every span fits both. Left out: names made of plain words ("Shining Path"), and other
//! languages than English, whose texts in capitals are read as they stand.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;

/// Fewest letters of a paragraph that is judged; shorter ones are headings and initials.
const FEWEST: usize = 60;
/// Longest word that may be letters of an organisation because it has no vowel or stands in brackets.
const LETTERS: usize = 7;
/// How far into a paragraph the dash of a dateline may stand, in bytes.
const DATELINE: usize = 120;
/// Shortest part of a word that an ending may be taken off.
const STEM: usize = 3;

static PLAIN: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("../lexicon/en.words").split_whitespace().collect());

/// Endings of plain words, and what stands in their place in the list.
const ENDINGS: [(&str, &str); 24] = [
    ("'s", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("d", ""),
    ("ed", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("r", ""),
    ("er", ""),
    ("ers", ""),
    ("ers", "e"),
    ("ness", ""),
    ("ment", ""),
    ("ments", ""),
    ("al", ""),
    ("ion", ""),
    ("ion", "e"),
    ("ions", ""),
    ("ions", "e"),
    ("ization", "ize"),
    ("ism", ""),
];
/// Endings that no name has but by chance.
const ABSTRACT: [&str; 20] = [
    "tion", "tions", "sion", "sions", "ly", "ness", "ments", "ity", "ities", "isms", "ship", "able", "ible", "less",
    "ously", "ical", "ized", "izing", "ations", "wards",
];
/// Fewest letters before such an ending.
const LONG: usize = 4;
const BEGINNINGS: [&str; 8] = ["un", "re", "non", "anti", "counter", "over", "mis", "dis"];

/// `text` with the capitals that names have, where paragraphs of it are all in capitals; none if none is.
pub(crate) fn recased(text: &str, language: Language) -> Option<String> {
    if language != Language::En {
        return None;
    }
    let shouted: Vec<Range<usize>> =
        paragraphs(text).into_iter().filter(|range| shouts(&text[range.clone()])).collect();
    if shouted.is_empty() {
        return None;
    }
    let letters = bracketed(text, &shouted);
    let mut made = String::with_capacity(text.len());
    let mut done = 0;
    for range in shouted {
        made.push_str(&text[done..range.start]);
        paragraph(&text[range.clone()], &letters, &mut made);
        done = range.end;
    }
    made.push_str(&text[done..]);
    Some(made)
}

/// Says that the text was read so.
pub(crate) fn finding() -> Finding {
    Finding::new(
        "text.capitals",
        "text",
        "this text, or a paragraph of it, is all in capitals: which of its words are names was told by a list of plain words",
    )
    .with_help("check names of people and places against the text")
}

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut joined) = (0, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim().is_empty() {
            joined = false;
            continue;
        }
        match found.last_mut() {
            Some(last) if joined => last.end = range.end,
            _ => found.push(range),
        }
        joined = true;
    }
    found
}

/// Whether nearly all letters are capitals.
fn shouts(paragraph: &str) -> bool {
    let (mut small, mut large) = (0, 0);
    for letter in paragraph.chars() {
        small += usize::from(letter.is_lowercase());
        large += usize::from(letter.is_uppercase());
    }
    large >= FEWEST && small * 20 <= large
}

/// Words that stand alone in brackets somewhere, and are no plain words: letters of organisations.
fn bracketed<'a>(text: &'a str, shouted: &[Range<usize>]) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for range in shouted {
        let piece = &text[range.clone()];
        for (at, _) in piece.match_indices(['(', '[']) {
            let inside = piece[at + 1..].split([')', ']']).next().unwrap_or_default();
            let word =
                (2..=LETTERS).contains(&inside.len()) && inside.chars().all(|letter| letter.is_ascii_uppercase());
            if word && !is_plain(&inside.to_lowercase()) {
                found.insert(inside);
            }
        }
    }
    found
}

fn paragraph(text: &str, letters: &BTreeSet<&str>, made: &mut String) {
    let mut begins = true;
    let (dateline, mut rest) = text.split_at(dateline(text));
    made.push_str(dateline);
    while let Some(first) = rest.chars().next() {
        let length = word_length(rest);
        if length == 0 {
            begins = match first {
                '.' | '!' | '?' => true,
                _ if first.is_whitespace() || matches!(first, '"' | '\'' | '(' | '[' | '“' | '«') => begins,
                // "[Text] The …": what stands in brackets before a sentence ends none.
                ']' | ')' => begins,
                _ => false,
            };
            made.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let word = &rest[..length];
        set(word, letters, begins, made);
        // "U.S." and initials end no sentence: their stop is part of the word.
        begins = false;
        rest = &rest[length..];
    }
}

/// Where the dateline that a paragraph opens with ends: it is known by its capitals.
fn dateline(text: &str) -> usize {
    let head = &text[..text.floor_char_boundary(DATELINE)];
    ["--", "—", "–"].iter().filter_map(|dash| head.find(dash).map(|at| at + dash.len())).min().unwrap_or(0)
}

/// Letters and digits, with apostrophes between them and the stops of "U.S.".
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    let mut run = 0;
    let mut dotted = false;
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        if letter.is_alphanumeric() {
            run += 1;
            end = at + letter.len_utf8();
        } else if matches!(letter, '\'' | '’') && next.is_some_and(char::is_alphabetic) && run > 0 {
            run += 1;
        } else if letter == '.' && run == 1 && (dotted || next.is_some_and(char::is_alphabetic)) {
            dotted = true;
            end = at + 1;
            run = 0;
        } else {
            return end;
        }
    }
    end
}

fn set(word: &str, letters: &BTreeSet<&str>, begins: bool, made: &mut String) {
    let whole = word.contains('.') || word.chars().any(|letter| letter.is_ascii_digit());
    let lower = word.to_lowercase();
    let bare = lower.strip_suffix("'s").unwrap_or(&lower);
    let plain = bare == "a" || is_plain(bare);
    let short = bare.len() <= LETTERS && bare.len() > 1;
    let abbreviated = letters.contains(&word[..bare.len().min(word.len())])
        || short
            && bare.chars().all(|letter| letter.is_ascii_alphabetic())
            && !bare.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if whole || word.chars().count() == 1 && !plain || !plain && abbreviated {
        made.push_str(&word[..bare.len().min(word.len())]);
        made.extend(word[bare.len().min(word.len())..].chars().map(small));
        return;
    }
    let mut upper = !plain || begins || word == "I";
    for letter in word.chars() {
        made.push(if upper { letter } else { small(letter) });
        upper = false;
    }
}

/// The small letter, if it takes as many bytes.
fn small(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one.len_utf8() == letter.len_utf8() => one,
        _ => letter,
    }
}

/// Whether a word in small letters is in the list, as it stands or with an ending or beginning off.
pub(crate) fn is_plain(word: &str) -> bool {
    let known = |word: &str| PLAIN.contains(word);
    let ended = |word: &str| {
        ENDINGS.iter().any(|(ending, instead)| {
            let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= STEM);
            stem.is_some_and(|stem| known(&format!("{stem}{instead}")))
        })
    };
    let begun = || {
        let rest = BEGINNINGS.iter().filter_map(|beginning| word.strip_prefix(beginning));
        rest.filter(|rest| rest.len() > STEM).any(known)
    };
    let abstract_noun =
        || ABSTRACT.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.len() >= LONG));
    known(word) || ended(word) || begun() || abstract_noun()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = recased(text, Language::En);
        assert_eq!(found.as_deref(), expected, "{text}");
        assert!(found.is_none_or(|found| found.len() == text.len()));
    }

    #[test]
    fn names_keep_their_capitals() {
        check(
            "   PUERTO AZUL, 3 MARCH 91 -- THE MAYOR OF TOLIMAR, ANSELMO QUIROGA, WAS KILLED TODAY BY MEN OF THE FRONT. HE WAS 50.",
            Some(
                "   PUERTO AZUL, 3 MARCH 91 -- The mayor of Tolimar, Anselmo Quiroga, was killed today by men of the front. He was 50.",
            ),
        );
        check(
            "THE U.S. EMBASSY SAID THE TOLIMAR LIBERATION ARMY (TLA) PLANTED THE BOMB. THE TLA'S SPOKESMAN DENIED IT.",
            Some(
                "The U.S. embassy said the Tolimar liberation army (TLA) planted the bomb. The TLA's spokesman denied it.",
            ),
        );
    }

    #[test]
    fn what_has_small_letters_stays() {
        check("The mayor of Tolimar was killed. NOBODY KNOWS BY WHOM.", None);
        check("TWO KILLED IN TOLIMAR", None);
        assert_eq!(recased(&"EL ALCALDE FUE ASESINADO POR HOMBRES ARMADOS. ".repeat(4), Language::Es), None);
    }
}
