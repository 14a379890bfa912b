//! What does the encoder see of a text?
//!
//! Tokens (runs of letters and digits, and every other mark alone), each as its word pieces, packed into windows of
//! whole paragraphs and of about equal size. Publishers' quotation marks (`''`, `"`, “”, «») become one opening and one
//! closing piece, and a piece of its own stands between paragraphs. `training/windows.py` does exactly the same; the
//! test `reproduces_the_scores_of_the_export` holds the two together.

use std::collections::BTreeMap;
use std::ops::Range;

use variorum_infer::{CLOSING_QUOTE, OPENING_QUOTE, Pieces};

/// Where a token stands, in bytes, and its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    paragraph: u32,
}

impl Token {
    /// Whether both stand in one paragraph.
    pub(crate) fn shares_paragraph(&self, other: &Self) -> bool {
        self.paragraph == other.paragraph
    }
}

/// What goes into the encoder at once.
#[derive(Debug)]
pub(crate) struct Window {
    /// Which tokens of the text.
    pub(crate) tokens: Range<usize>,
    /// Their pieces, in the frame.
    pub(crate) pieces: Vec<i32>,
    /// For each token the place of its first piece; 0 where it has none (the second half of `''`).
    pub(crate) places: Vec<usize>,
}

impl Window {
    /// The same window with no eyes but for `tokens` of the text; none if it has none of them.
    pub(crate) fn share(&self, tokens: &Range<usize>) -> Option<Self> {
        let (start, end) = (self.tokens.start.max(tokens.start), self.tokens.end.min(tokens.end));
        let places = || self.places[start - self.tokens.start..end - self.tokens.start].to_vec();
        (start < end).then(|| Self { tokens: start..end, pieces: self.pieces.clone(), places: places() })
    }
}

/// A text cut up for the encoder.
pub(crate) struct Encoded {
    pub(crate) tokens: Vec<Token>,
    pub(crate) windows: Vec<Window>,
}

impl Encoded {
    /// `text` in windows of at most `longest` pieces, their frames counted in.
    pub(crate) fn of(text: &str, pieces: &Pieces, longest: usize) -> Self {
        let tokens = tokens(text);
        let parts = pieces_of(text, &tokens, pieces);
        let groups = groups(text, &tokens, &parts, longest.saturating_sub(2).max(1));
        let windows = groups.into_iter().map(|group| frame(&tokens, &parts, pieces, group)).collect();
        Self { tokens, windows }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let joins = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found: Vec<Token> = Vec::new();
    let (mut paragraph, mut line_ends, mut inside) = (0, 0, false);
    for (at, letter) in text.char_indices() {
        let end = (at + letter.len_utf8()) as u32;
        if letter.is_whitespace() {
            line_ends += u32::from(letter == '\n');
            inside = false;
            continue;
        }
        match found.last_mut() {
            Some(last) if inside && joins(letter) => last.end = end,
            last => {
                paragraph += u32::from(line_ends > 1 && last.is_some());
                found.push(Token { start: at as u32, end, paragraph });
            }
        }
        line_ends = 0;
        inside = joins(letter);
    }
    found
}

fn pieces_of(text: &str, tokens: &[Token], pieces: &Pieces) -> Vec<Vec<i32>> {
    let mut known: BTreeMap<(&str, bool), Vec<i32>> = BTreeMap::new();
    let mut found: Vec<Vec<i32>> = Vec::with_capacity(tokens.len());
    for (token, shown) in tokens.iter().zip(shown(text, tokens)) {
        let Some(shown) = shown else {
            found.push(Vec::new());
            continue;
        };
        let spaced = text[..token.start as usize].chars().next_back().is_none_or(char::is_whitespace);
        found.push(known.entry((shown, spaced)).or_insert_with(|| pieces.of_token(shown, spaced)).clone());
    }
    found
}

/// What the encoder is shown of each token: quotation marks in one form; nothing for the second half of a doubled one.
fn shown<'a>(text: &'a str, tokens: &[Token]) -> Vec<Option<&'a str>> {
    let mut found = Vec::with_capacity(tokens.len());
    let (mut doubled, mut low) = (false, false);
    for token in tokens {
        if std::mem::take(&mut doubled) {
            found.push(None);
            continue;
        }
        let word = &text[token.start as usize..token.end as usize];
        doubled = matches!(word, "'" | "`" | "’" | "‘") && text[token.end as usize..].starts_with(word);
        if !doubled && !matches!(word, "\"" | "“" | "«" | "„" | "”" | "»") {
            found.push(Some(word));
            continue;
        }
        // German marks „so“: the second one opens everywhere else.
        let opening = !(low && word == "“") && opens(text, token, word, doubled);
        low = word == "„" || low && opening;
        found.push(Some(if opening { OPENING_QUOTE } else { CLOSING_QUOTE }));
    }
    found
}

/// Whether a quotation mark opens: by its form; where that says nothing, by what stands beside it (« and » are set either
/// way round, and in French with spaces on both sides).
fn opens(text: &str, token: &Token, mark: &str, doubled: bool) -> bool {
    match mark {
        "“" | "„" | "`" | "‘" => return true,
        "”" | "’" => return false,
        _ => {}
    }
    let end = token.end as usize + if doubled { mark.len() } else { 0 };
    let before = text[..token.start as usize].chars().next_back();
    let after = text[end..].chars().next();
    let free = before.is_none_or(|letter| letter.is_whitespace() || matches!(letter, '(' | '[' | '—' | '–' | '-'));
    if matches!(mark, "«" | "»") {
        let touches = after.is_some_and(|letter| letter.is_alphanumeric() || "¿¡([“\"'…".contains(letter));
        return if free == touches { free } else { mark == "«" };
    }
    free && after.is_some_and(|letter| !letter.is_whitespace())
}

/// Tokens that stay together: paragraphs; of one too long its sentences; of those what fits.
fn units(text: &str, tokens: &[Token], parts: &[Vec<i32>], room: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut first, mut size, mut stop) = (0, 0, None);
    for (number, token) in tokens.iter().enumerate() {
        if number > first && token.paragraph != tokens[number - 1].paragraph {
            found.push(first..number);
            (first, size, stop) = (number, 0, None);
        }
        size += parts[number].len();
        if size > room && number > first {
            let cut = stop.filter(|stop| *stop > first).unwrap_or(number);
            found.push(first..cut);
            (first, stop) = (cut, None);
            size = parts[cut..=number].iter().map(Vec::len).sum();
        }
        let word = &text[token.start as usize..token.end as usize];
        let parted = text[token.end as usize..].starts_with(char::is_whitespace);
        if parted && matches!(word, "." | "!" | "?" | "”" | "\"") {
            stop = Some(number + 1);
        }
    }
    if first < tokens.len() {
        found.push(first..tokens.len());
    }
    found
}

/// Units together, up to an equal share of the whole.
fn groups(text: &str, tokens: &[Token], parts: &[Vec<i32>], room: usize) -> Vec<Range<usize>> {
    let units = units(text, tokens, parts, room);
    let size = |unit: &Range<usize>| parts[unit.clone()].iter().map(Vec::len).sum::<usize>() + 1;
    let total: usize = units.iter().map(size).sum();
    let goal = total.div_ceil(total.div_ceil(room).max(1));
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut used = 0;
    for unit in units {
        let size = size(&unit);
        match found.last_mut() {
            Some(last) if used + size - 1 <= room && used < goal => {
                last.end = unit.end;
                used += size;
            }
            _ => {
                used = size;
                found.push(unit);
            }
        }
    }
    found
}

fn frame(tokens: &[Token], parts: &[Vec<i32>], pieces: &Pieces, range: Range<usize>) -> Window {
    let mut found = vec![pieces.frame_start];
    let mut places = Vec::with_capacity(range.len());
    for number in range.clone() {
        if number > range.start && tokens[number].paragraph != tokens[number - 1].paragraph {
            found.push(pieces.paragraph);
        }
        places.push(if parts[number].is_empty() { 0 } else { found.len() });
        found.extend(&parts[number]);
    }
    found.push(pieces.frame_end);
    Window { tokens: range, pieces: found, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> =
            tokens(text).iter().map(|token| &text[token.start as usize..token.end as usize]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn letters_and_digits_join_and_marks_stand_alone() {
        check("Pérez’s 1,000", &["Pérez", "’", "s", "1", ",", "000"]);
        check("''No'' _x_", &["'", "'", "No", "'", "'", "_x_"]);
        check(" \n", &[]);
        let paragraphs: Vec<u32> = tokens("a b\nc\n\nd\n \ne").iter().map(|token| token.paragraph).collect();
        assert_eq!(paragraphs, [0, 0, 0, 1, 2]);
    }

    #[test]
    fn marks_open_and_close_as_publishers_set_them() {
        let check = |text: &str, expected: &str| {
            let marks = shown(text, &tokens(text)).into_iter().flatten().filter(|word| "“”".contains(word));
            assert_eq!(marks.collect::<String>(), expected, "{text}");
        };
        check("er sagte: „Nein.“ Dann „ja“.", "“”“”");
        check("“No,” she said, \"never\".", "“”“”");
        check("a dit : « non », puis « oui ».", "“”“”");
        check("dijo: «no» y «sí».", "“”“”");
        check("sagte er: »Nein.«", "“”");
        check("''No'' — ``so", "“”“");
    }

    #[test]
    fn units_are_paragraphs_then_sentences_then_what_fits() {
        let text = "a b. c d\n\ne f g h";
        let tokens = tokens(text);
        let parts: Vec<Vec<i32>> = tokens.iter().map(|_| vec![7]).collect();
        assert_eq!(units(text, &tokens, &parts, 4), [0..3, 3..5, 5..9]);
        assert_eq!(units(text, &tokens, &parts, 2), [0..2, 2..3, 3..5, 5..7, 7..9]);
        assert_eq!(groups(text, &tokens, &parts, 100), [0..9]);
    }
}
