//! Whether digits that are written like a telephone number are one: by calling code and length where there is a code,
//! by what stands around them where there is none.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

/// In which of three ways a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    /// With a calling code.
    International,
    /// As in some country.
    Local,
    /// Anyhow, after a word for telephones.
    Named,
}

/// The part of the lexicon that is about numbers.
#[derive(Deserialize)]
pub(super) struct Lexicon {
    not_telephones: NotTelephones,
    /// Digits after the code: at least, at most.
    calling_codes: BTreeMap<String, (usize, usize)>,
    other_calling_codes: Codes,
}

#[derive(Deserialize)]
struct NotTelephones {
    within: usize,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Codes {
    codes: Vec<u16>,
}

/// The part of a candidate that is a telephone number, if one is.
pub(super) fn judged(form: Form, text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Range<usize>> {
    let is_open = text[range.clone()].starts_with('(') && !text[range.clone()].contains(')');
    let range = range.start + usize::from(is_open)..range.end;
    match form {
        Form::International => international(text, range, lexicon),
        Form::Local => (is_apart(text, &range) && is_local(text, &range, lexicon)).then_some(range),
        Form::Named => {
            let number = &text[range.clone()];
            (is_apart(text, &range) && !is_date(number) && !is_count(number)).then_some(range)
        }
    }
}

/// The longest beginning that has a calling code and as many digits as belong to it: what follows may be another number.
fn international(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Range<usize>> {
    let before = text[..range.start].chars().next_back();
    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '+') {
        return None;
    }
    let candidate = &text[range.clone()];
    // Zeros in the middle of figures in groups, as in the number of an account, begin nothing.
    if candidate.starts_with("00") && text[..range.start].trim_end().ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let written = candidate.trim_start_matches('+').trim_start();
    let written = written.strip_prefix("00").unwrap_or(written);
    let offset = range.end - written.len();
    let is_end = |end: &usize| !text[*end..].starts_with(|next: char| next.is_ascii_digit());
    let ends = written.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| offset + at + 1);
    let ends: Vec<usize> = ends.filter(is_end).collect();
    let is_number = |end: &&usize| is_complete(&text[offset..**end], lexicon);
    ends.iter().rev().find(is_number).map(|end| range.start..*end)
}

/// Whether there are a calling code and as many digits after it as it asks for.
fn is_complete(written: &str, lexicon: &Lexicon) -> bool {
    // The zero that is dialled within the country alone: +44 (0)20.
    let digits = digits(&written.replace("(0)", ""));
    if digits.len() > 15 {
        return false;
    }
    let known = |code: &str| {
        let other =
            || code.parse().is_ok_and(|code| lexicon.other_calling_codes.codes.contains(&code)).then_some((6, 12));
        lexicon.calling_codes.get(code).copied().or_else(other)
    };
    let split = (1..=3).filter_map(|length| digits.split_at_checked(length));
    let mut split = split.filter_map(|(code, rest)| known(code).map(|lengths| (code, rest, lengths)));
    split.any(|(code, rest, (least, most))| {
        (least..=most).contains(&rest.len()) && !is_round(rest) && (code != "1" || is_north_american(rest))
    })
}

/// Area and exchange begin with 2 to 9, and 555 is no area.
fn is_north_american(rest: &str) -> bool {
    let from_two = |at: usize| rest.as_bytes().get(at).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    from_two(0) && from_two(3) && !rest.starts_with("555")
}

/// As counts of many are, and telephone numbers are not.
fn is_round(digits: &str) -> bool {
    digits.ends_with("000000")
}

fn is_local(text: &str, range: &Range<usize>, lexicon: &Lexicon) -> bool {
    let number = &text[range.clone()];
    let has_length = (9..=11).contains(&digits(number).len());
    has_length && !is_years(number) && !is_date(number) && !is_something_else(text, range.start, lexicon)
}

/// Whether no word or number goes on before or behind.
fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let joins = |letter: char| letter.is_alphanumeric() || ".,/-_=#$€£+@§°~&?".contains(letter);
    let is_joined_before = match before.next() {
        // A point or comma ends a sentence, unless a digit stands before it.
        Some('.' | ',') => before.next().is_some_and(char::is_alphanumeric),
        // Of letters only those that are written without spaces may stand right before.
        Some(letter) => {
            joins(letter) && !is_ideograph(letter) || "$€£#§".contains(before.next().unwrap_or(' ')) && letter == ' '
        }
        None => false,
    };
    let is_joined_behind = match after.next() {
        Some('.' | ',' | '-' | '/' | ':' | ')') => after.next().is_some_and(|letter| letter.is_alphanumeric()),
        Some(letter) => letter.is_alphanumeric() && !is_ideograph(letter) || "_@%=°".contains(letter),
        None => false,
    };
    !is_joined_before && !is_joined_behind
}

fn is_ideograph(letter: char) -> bool {
    ('\u{3040}'..='\u{9fff}').contains(&letter)
}

/// Whether a word shortly before, on the line, says that it is the number of something else.
fn is_something_else(text: &str, start: usize, lexicon: &Lexicon) -> bool {
    // From behind, since a line may be as long as the text.
    let near = text[..start].chars().rev().take_while(|letter| *letter != '\n').take(lexicon.not_telephones.within);
    let near: Vec<char> = near.collect();
    let near = near.into_iter().rev().collect::<String>().to_lowercase().replace("c.i.", "ci");
    let words = near.split(|letter: char| letter.is_whitespace() || ".,:;()-".contains(letter));
    let mut last = words.filter(|word| !word.is_empty()).rev().take(3);
    last.any(|word| lexicon.not_telephones.words.iter().any(|other| other == word))
}

/// Two years beside each other.
fn is_years(number: &str) -> bool {
    let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    groups(number).filter(is_year).count() > 1
}

/// A date in figures, day or year first.
fn is_date(number: &str) -> bool {
    let groups: Vec<&str> = groups(number).collect();
    let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let is_part = |group: &str| group.len() <= 2;
    match groups[..] {
        [first, second, third] => {
            is_year(first) && is_part(second) && is_part(third) || is_part(first) && is_part(second) && is_year(third)
        }
        _ => false,
    }
}

/// A count in thousands.
fn is_count(number: &str) -> bool {
    let groups: Vec<&str> = groups(number).collect();
    let in_thousands = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    in_thousands && groups.last() == Some(&"000")
}

fn groups(number: &str) -> impl Iterator<Item = &str> {
    number.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty())
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
