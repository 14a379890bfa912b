//! Where do sentences begin and end?
//!
//! Blank lines part paragraphs; a line end parts them too where the line is finished or the next one is a
//! list item. A full stop ends a sentence unless it belongs to an abbreviation or an initial, or stands
//! inside a quotation that closes soon: a quotation stays one piece with its attribution. A line without a
//! full stop at the head of a paragraph is a heading. Sentences over [`LONGEST`] bytes are cut at a comma or
//! space, so that no later step can be slow on one. Left out: verse, tables, subtitles.

use std::ops::Range;

use crate::locale::Locale;
use crate::tokens::{Text, Token, digit, tokens};

/// Longest sentence in bytes.
pub(crate) const LONGEST: usize = 2_000;
/// How far a quotation may run before its full stops end sentences.
const QUOTATION: usize = 1_500;
/// So many paragraphs begin with a time where a report is written post by post.
const FEWEST_POSTS: usize = 3;
/// A heading is at most this long, in bytes.
const HEADING: usize = 220;

/// One sentence: where it stands, and what kind of line it is.
pub(crate) struct Sentence {
    pub(crate) range: Range<usize>,
    pub(crate) paragraph: usize,
    pub(crate) heading: bool,
    pub(crate) tokens: Vec<Token>,
}

/// The sentences of `text`, in order. Where the months of its language are known, "15. Januar" ends none.
pub(crate) fn split(text: &Text<'_>, locale: Option<&Locale>) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let blocks = blocks(text.raw);
    let stamped = blocks.iter().filter(|block| after_stamp(text.raw, (*block).clone()) != **block).count();
    let live = stamped >= FEWEST_POSTS;
    for (paragraph, block) in blocks.into_iter().enumerate() {
        let heading = is_heading(&text.raw[block.clone()]);
        let block = strip_markers(text.raw, block);
        let start = block.start;
        for range in sentences_of(text.raw, block, locale) {
            let mut range = after_clock(text.raw, after_dateline(text.raw, range));
            if live && range.start == start {
                range = after_stamp(text.raw, range);
            }
            let found = tokens(text.raw, range.clone());
            if !found.is_empty() {
                sentences.push(Sentence { range, paragraph, heading, tokens: found });
            }
        }
    }
    sentences
}

/// Paragraphs, with finished lines inside them parted.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut joined = false;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if words.is_empty() {
            joined = false;
            continue;
        }
        let end = start + words.len();
        match blocks.last_mut() {
            Some(last) if joined && goes_on(&text[last.clone()], words) => last.end = end,
            _ => blocks.push(start..end),
        }
        joined = true;
    }
    blocks
}

/// Whether `next` goes on with the sentence of the line before it.
fn goes_on(before: &str, next: &str) -> bool {
    let last_line = before.rsplit('\n').next().unwrap_or(before);
    let finished = before.ends_with(['.', '!', '?', ':', '…', '"', '”', '»', ')', '*']);
    let listed = next.starts_with(['#', '-', '*', '•', '>', '|']) || before.starts_with('#');
    let short =
        last_line.len() < 50 && next.chars().next().is_some_and(|letter| letter.is_uppercase() || letter == '¿');
    !finished && !listed && !short
}

fn is_heading(block: &str) -> bool {
    let bare = block.trim_matches(|letter: char| matches!(letter, '*' | '_' | ' '));
    block.starts_with('#')
        || (block.len() <= HEADING
            && !bare.ends_with(|letter| {
                is_stop(letter) || matches!(letter, '"' | '”' | '“' | '»' | '«' | '\'' | '’' | '」')
            }))
}

fn strip_markers(text: &str, block: Range<usize>) -> Range<usize> {
    let words = &text[block.clone()];
    let bare = words.trim_start_matches(['#', '*', '•', '>', '_', ' ', '\t']);
    let bare = bare.strip_prefix("- ").unwrap_or(bare);
    let start = block.end - bare.len();
    start..start + bare.trim_end_matches(['*', '_', ' ']).len()
}

fn sentences_of(text: &str, block: Range<usize>, locale: Option<&Locale>) -> Vec<Range<usize>> {
    let quotes = quotations(&text[block.clone()]);
    let mut quotes = quotes.into_iter().peekable();
    let mut found = Vec::new();
    let mut start = block.start;
    let words = &text[block.clone()];
    let mut letters = words.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !is_stop(letter) {
            continue;
        }
        while quotes.next_if(|quote| quote.end <= at).is_some() {}
        // The full stop right before the closing mark ends sentence and quotation together.
        let inside = quotes.peek().is_some_and(|quote| quote.start < at && at + letter.len_utf8() < quote.end);
        let mut end = at + letter.len_utf8();
        while let Some((next, closer)) = letters.next_if(|(_, next)| is_closer(*next)) {
            end = next + closer.len_utf8();
        }
        let ordinal =
            || locale.is_some_and(|locale| letter == '.' && is_day_of_month(locale, &words[..at], &words[end..]));
        if !inside && ends_here(words, at, end, letter) && !ordinal() {
            push_cut(text, start..block.start + end, &mut found);
            start = block.start + end;
        }
    }
    push_cut(text, start..block.end, &mut found);
    found
}

/// Marks that end a sentence in some script.
fn is_stop(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '۔' | '؟' | '।') || is_full_width(letter)
}

/// Stops that no space follows.
fn is_full_width(letter: char) -> bool {
    matches!(letter, '。' | '！' | '？' | '｡')
}

fn is_closer(letter: char) -> bool {
    is_stop(letter)
        || matches!(letter, '"' | '”' | '“' | '»' | '«' | '›' | '’' | '\'' | ')' | ']' | '*' | '」' | '』' | '）')
}

/// Whether a day's number stands before the full stop and a month behind it ("15. Januar").
fn is_day_of_month(locale: &Locale, before: &str, after: &str) -> bool {
    let number = before.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap_or("");
    let next = after.trim_start().to_lowercase();
    let months = || locale.months.iter().chain(&locale.short_months).flatten();
    (1..=2).contains(&number.len()) && months().any(|month| next.starts_with(month.as_str()))
}

/// Quotations that close within [`QUOTATION`] bytes: from the opening mark to the closing one.
fn quotations(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut second = 0;
    for (at, letter) in words.char_indices() {
        // Two single marks are one double one.
        let doubled = letter == '\'' && at >= second && words[at..].starts_with("''");
        second = if doubled { at + 2 } else { second };
        let letter = if doubled { '"' } else { letter };
        // A mark right behind a word or its full stop closes something, in whatever language.
        let free = !words[..at].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '.' | ',' | '!' | '?' | '…' | '”' | '»')
        });
        open = match (open, letter) {
            (None, '“' | '«' | '„') if free => Some((at, letter)),
            (None, '"') => Some((at, letter)),
            (Some((start, '“')), '”')
            | (Some((start, '„')), '“' | '”')
            | (Some((start, '«')), '»')
            | (Some((start, '"')), '"') => {
                if at - start <= QUOTATION {
                    found.push(start..at);
                }
                None
            }
            (Some((start, _)), _) if at - start > QUOTATION => None,
            (open, _) => open,
        };
    }
    // A quotation that goes on in the next paragraph closes there.
    if let Some((start, '“' | '«')) = open.filter(|(start, _)| words.len() - start <= QUOTATION) {
        found.push(start..words.len());
    }
    found
}

/// Whether the stop at `at`, with all that closes after it up to `end`, ends a sentence.
fn ends_here(words: &str, at: usize, end: usize, stop: char) -> bool {
    let rest = &words[end..];
    let Some(first) = rest.chars().next() else { return true };
    if is_full_width(stop) {
        return true;
    }
    if !first.is_whitespace() {
        return false;
    }
    let next = rest.trim_start();
    let opens = next.chars().next().is_some_and(|letter| {
        // A letter without case may always begin a sentence.
        letter.is_alphabetic() && !letter.is_lowercase()
            || digit(letter).is_some()
            || matches!(
                letter,
                '“' | '«' | '"' | '\'' | '¿' | '¡' | '(' | '‘' | '-' | '–' | '—' | '[' | '„' | '»' | '”'
            )
    });
    if !opens {
        return false;
    }
    stop != '.' || end > at + 1 || !is_abbreviation(&words[..at], next)
}

/// Words that a full stop shortens, and before which kind of word it does not end a sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sr", "sra", "sres", "dra", "lic", "gen", "col", "capt", "cnel", "sgt", "lt",
    "rep", "reps", "sen", "sens", "gov", "pres", "st", "sta", "sto", "vs", "av", "avda", "hon", "rev", "maj", "cmdr",
];
/// Words that a full stop shortens only before a number ("Jan. 15", "No. 7").
const BEFORE_NUMBERS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene", "abr", "ago", "dic",
    "no", "nos", "núm", "art", "fig", "pág", "approx",
];

fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '(' | '“' | '"' | '«'))
        .next()
        .unwrap_or("");
    let lower = word.to_lowercase();
    if TITLES.contains(&lower.as_str()) || (word.chars().count() == 1 && word.chars().all(char::is_uppercase)) {
        return true;
    }
    if BEFORE_NUMBERS.contains(&lower.as_str()) && next.starts_with(|letter: char| letter.is_ascii_digit()) {
        return true;
    }
    // "U.S.", "EE.UU.", "a.m.": these end a sentence only before a word that begins one.
    let dotted = lower.contains('.') && lower.chars().all(|letter| letter.is_alphabetic() || letter == '.');
    let opener = next.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
    const OPENERS: &[&str] = &[
        "The", "He", "She", "It", "They", "A", "An", "In", "On", "But", "And", "His", "Her", "El", "La", "Los", "Las",
        "Un", "Una", "En", "Pero", "This",
    ];
    dotted && !OPENERS.contains(&opener)
}

/// Keeps `range` without outer space, in pieces of at most [`LONGEST`] bytes.
fn push_cut(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let mut start = start.min(range.end);
    let end = start + text[start..range.end].trim_end().len();
    while end - start > LONGEST {
        let head = &text[start..text.floor_char_boundary(start + LONGEST)];
        let cut = head.rfind("; ").or_else(|| head.rfind(", ")).filter(|cut| *cut > LONGEST / 2);
        let cut = cut.map(|cut| cut + 1).or_else(|| head.rfind(' ').filter(|cut| *cut > 0)).unwrap_or(head.len());
        found.push(start..start + cut);
        start += cut;
        start += text[start..end].len() - text[start..end].trim_start().len();
    }
    if start < end {
        found.push(start..end);
    }
}

/// Without "CARACAS, Jan. 15 (Agency) - " at its head.
fn after_dateline(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let head = &words[..words.floor_char_boundary(90)];
    // "(EUROPA PRESS) - ", "Lima, 12 ene (Andina).- ": the agency in brackets is sign enough.
    let agency = [") - ", ") – ", ") — ", ").- ", ").– ", ").— ", ") .- "];
    if let Some((at, length)) = agency.iter().filter_map(|dash| Some((head.find(dash)?, dash.len()))).min() {
        let place = &head[..at];
        let open = place.rfind('(').unwrap_or(at);
        if place[..open].split_whitespace().count() <= 6 && place[open..].split_whitespace().count() <= 3 && open < at {
            return range.start + at + length..range.end;
        }
    }
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| Some((head.find(dash)?, dash.len()))).min();
    let Some((at, length)) = dash else { return range };
    let place = head[..at].split([',', '(', '.', ' ']).next().unwrap_or("");
    let letters = || place.chars().filter(|letter| letter.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        range.start + at + length..range.end
    } else {
        range
    }
}

/// Without "4:12 a. m. | " at its head, as live reports have it.
fn after_clock(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let head = &words[..words.floor_char_boundary(24)];
    let Some(bar) =
        head.find(['|', '—', '–', '-']).filter(|_| head.starts_with(|letter: char| letter.is_ascii_digit()))
    else {
        return range;
    };
    let clock =
        head[..bar].chars().all(|letter| letter.is_ascii_digit() || ":. hapmsor".contains(letter.to_ascii_lowercase()));
    let mark = words[bar..].chars().next().map_or(1, char::len_utf8);
    let rest = words[bar + mark..].trim_start();
    if clock && head[..bar].contains([':', '.', 'h']) { range.end - rest.len()..range.end } else { range }
}

/// Without "16.20 " or "08:35 " before a word with a capital or a quotation mark.
fn after_stamp(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let Some((clock, rest)) = words.split_once(' ') else { return range };
    let figures =
        |part: &str, longest| (1..=longest).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_digit());
    let is_clock = clock.split_once([':', '.']).is_some_and(|(hour, minute)| {
        figures(hour, 2) && minute.len() == 2 && figures(minute, 2) && hour.parse::<u8>().is_ok_and(|hour| hour < 24)
    });
    let rest = rest.trim_start();
    let opens = rest.starts_with(|letter: char| letter.is_uppercase() || "“«\"‘¿¡".contains(letter));
    if is_clock && opens { range.end - rest.len()..range.end } else { range }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let whole = Text::of(text);
        let found: Vec<_> =
            split(&whole, None).iter().map(|sentence| text[sentence.range.clone()].to_owned()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn times_at_the_head_of_posts() {
        let posts = "16.20 Vega left.\n\n16:45 “No,” she said.\n\n9:05 Two fled. 7.30 Was it?";
        check(posts, &["Vega left.", "“No,” she said.", "Two fled.", "7.30 Was it?"]);
        check("16.20 Vega left.\n\nTwo fled.", &["16.20 Vega left.", "Two fled."]);
    }

    #[test]
    fn stops_that_end_and_stops_that_do_not() {
        check(
            "Mr. Vega left. It was 5 p.m. The U.S. envoy stayed.",
            &["Mr. Vega left.", "It was 5 p.m.", "The U.S. envoy stayed."],
        );
        check(
            "El Sr. J. Soto dijo que EE.UU. Unidos pagó 1.500. Nadie más.",
            &["El Sr. J. Soto dijo que EE.UU. Unidos pagó 1.500.", "Nadie más."],
        );
        check("“We stopped. They fired,” he said. He wept.", &["“We stopped. They fired,” he said.", "He wept."]);
        check("LIMA, Jan. 3 (Norte) - Two died. One fled.", &["Two died.", "One fled."]);
    }

    #[test]
    fn lines_and_headings() {
        check(
            "A headline\n\nBody one.\r\n\r\nBody two\ngoes on here.",
            &["A headline", "Body one.", "Body two\ngoes on here."],
        );
        let text = Text::of("A headline\n\nBody one.");
        assert_eq!(split(&text, None).iter().map(|sentence| sentence.heading).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn nothing_is_longer_than_the_limit() {
        let text = "word ".repeat(5_000) + &"x".repeat(5_000) + &"é".repeat(3_000);
        let whole = Text::of(&text);
        assert!(split(&whole, None).iter().all(|sentence| sentence.range.len() <= LONGEST));
    }
}
