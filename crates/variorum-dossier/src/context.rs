//! The words around a quotation: its sentence or sentences, found by rule, never changed.

use std::ops::Range;

/// How far a quotation is followed in either direction before it is cut off, in bytes.
const REACH: usize = 280;

/// The stretch of `text` to print around `quoted`: from the beginning of its first sentence to the end of its
/// last, on its own lines; a very long sentence is cut at a space.
pub(crate) fn around(text: &str, quoted: Range<usize>) -> Range<usize> {
    let before = floor(text, quoted.start.saturating_sub(REACH));
    let after = ceiling(text, (quoted.end + REACH).min(text.len()));
    let start = sentence_start(text, before, quoted.start);
    let end = sentence_end(text, quoted.end, after);
    start..end
}

/// After the last sentence or line that ends before `quoted`.
fn sentence_start(text: &str, limit: usize, quoted: usize) -> usize {
    let Some(window) = text.get(limit..quoted) else { return quoted };
    let mut ends = window.char_indices().filter(|(place, char)| ends_sentence(window, *place, *char));
    let start = ends.next_back().map(|(place, char)| limit + place + char.len_utf8());
    let start = start.or_else(|| if limit == 0 { Some(0) } else { window.find(' ').map(|space| limit + space) });
    let start = start.unwrap_or(limit);
    // The space after the sentence before, and a closing quotation mark that belongs to it.
    let skipped = text.get(start..quoted).unwrap_or("");
    let kept = skipped.trim_start_matches(|char: char| char.is_whitespace() || "”»)".contains(char));
    quoted - kept.len()
}

/// Up to the end of the sentence or line that `quoted` ends in.
fn sentence_end(text: &str, quoted: usize, limit: usize) -> usize {
    let Some(window) = text.get(quoted..limit) else { return quoted };
    // The quotation may itself end its sentence.
    let done = text.get(..quoted).and_then(|text| text.chars().last()).is_some_and(|char| ".!?…\n".contains(char));
    if done && window.chars().next().is_none_or(char::is_whitespace) {
        return quoted;
    }
    let mut ends = window.char_indices().filter(|(place, char)| ends_sentence(window, *place, *char));
    let end = ends.next().map(|(place, char)| if char == '\n' { place } else { place + char.len_utf8() });
    let end = end.or_else(|| if limit == text.len() { Some(window.len()) } else { window.rfind(' ') });
    let end = quoted + end.unwrap_or(window.len());
    // Closing marks stay with their sentence.
    let closing = text.get(end..limit).unwrap_or("");
    end + closing.len() - closing.trim_start_matches(|char: char| "”»\"’)".contains(char)).len()
}

/// A line feed, or a full stop and its like before a space, a closing mark or the end. "a.m. on" and "Jan. 15" are taken
/// for no end: a small letter or a digit follows.
fn ends_sentence(window: &str, place: usize, char: char) -> bool {
    if char == '\n' {
        return true;
    }
    if !".!?…".contains(char) {
        return false;
    }
    let rest = window.get(place + char.len_utf8()..).unwrap_or("");
    let rest = rest.trim_start_matches(|char: char| "”»\"’)".contains(char));
    let next = rest.trim_start().chars().next();
    (rest.is_empty() || rest.starts_with(char::is_whitespace))
        && !next.is_some_and(|next| next.is_lowercase() || next.is_ascii_digit())
}

fn floor(text: &str, mut place: usize) -> usize {
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

fn ceiling(text: &str, mut place: usize) -> usize {
    while !text.is_char_boundary(place) {
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, quoted: &str, expected: &str) {
        let start = text.find(quoted).unwrap();
        assert_eq!(&text[around(text, start..start + quoted.len())], expected);
    }

    #[test]
    fn a_sentence_around_its_words() {
        let text = "A title\nIt rained. Two men — “drivers” — were hurt at 4 a.m. on Monday, she said. Nobody knows.";
        check(text, "Two men", "Two men — “drivers” — were hurt at 4 a.m. on Monday, she said.");
        check(text, "she said", "Two men — “drivers” — were hurt at 4 a.m. on Monday, she said.");
        check(text, "title", "A title");
        check(text, "Nobody knows.", "Nobody knows.");
        check("He said: “It is over.” Then he left.", "It is over", "He said: “It is over.”");
        check("He said: “It is over.” Then he left.", "Then", "Then he left.");
        check("It is over, Jan. 15 (A) - Two men fell.", "Two men", "It is over, Jan. 15 (A) - Two men fell.");
        check("x", "x", "x");
    }

    #[test]
    fn a_very_long_sentence_is_cut_at_a_space() {
        let long = "ñandú ".repeat(400);
        let shown = around(&long, 1204..1208);
        assert!(shown.len() < 700 && shown.contains(&1204), "{shown:?}");
        assert!(long.get(shown).is_some());
    }
}
