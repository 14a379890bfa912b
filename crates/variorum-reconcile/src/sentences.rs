//! Which sentence do some words stand in, and what does it name?
//!
//! Sentences as the reader found them are not kept; what is compared here needs only marks, spaces and capitals. Left out:
//! abbreviations before a capital ("Gen. Maulud" parts a sentence), scripts without capitals, which name nothing here.

use std::ops::Range;

use variorum_evidence::span::TextSpan;

/// Letters that a name has at least.
const SHORTEST: usize = 4;

/// Where the sentence stands that a span begins in, in bytes of the text.
pub(crate) fn sentence(text: &str, span: TextSpan) -> Range<usize> {
    let (line, within) = paragraph(text, span);
    let at = span.start as usize - line;
    let found = sentences(within).into_iter().find(|sentence| sentence.contains(&at));
    found.map_or(line..line, |found| line + found.start..line + found.end)
}

/// The sentence before `sentence` in its paragraph; empty if it is the first.
pub(crate) fn sentence_before(text: &str, sentence: &Range<usize>) -> Range<usize> {
    let start = u32::try_from(sentence.start).unwrap_or(u32::MAX);
    let (line, within) = paragraph(text, TextSpan { start, end: start });
    let before = sentences(within).into_iter().rfind(|one| line + one.end <= sentence.start);
    before.map_or(line..line, |one| line + one.start..line + one.end)
}

/// Where the paragraph begins that a span begins in, and its text.
fn paragraph(text: &str, span: TextSpan) -> (usize, &str) {
    let at = span.start as usize;
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    (line, text.get(line..).and_then(|rest| rest.split('\n').next()).unwrap_or_default())
}

/// Where the sentences of a paragraph stand: a mark that ends one, a space, and no small letter behind.
pub(crate) fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in paragraph.match_indices(['.', '!', '?', ';']) {
        let behind = &paragraph[at + mark.len()..];
        let mut next = behind.trim_start_matches(['"', '”', '»', '\'', '’', ')']).chars();
        let ends =
            next.next().is_none_or(char::is_whitespace) && next.next().is_none_or(|letter| !letter.is_lowercase());
        if ends {
            sentences.push(start..at + mark.len());
            start = at + mark.len();
        }
    }
    if start < paragraph.len() {
        sentences.push(start..paragraph.len());
    }
    sentences
}

/// The words with a capital, but for the first.
pub(crate) fn names(sentence: &str) -> impl Iterator<Item = &str> {
    called(sentence).into_iter().map(|(name, _)| name)
}

/// Each name of a sentence, word by word, with the capitalised words that it stands among ("Court" of "Supreme Court").
pub(crate) fn called(sentence: &str) -> Vec<(&str, &str)> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for word in words(sentence).skip(1).filter(|word| sentence[word.clone()].starts_with(char::is_uppercase)) {
        match runs.last_mut() {
            Some(run) if sentence[run.end..word.start] == *" " => run.end = word.end,
            _ => runs.push(word),
        }
    }
    let named = |run: Range<usize>| {
        let run = &sentence[run];
        run.split(' ').filter(|word| is_name(word)).map(move |word| (word, run))
    };
    runs.into_iter().flat_map(named).collect()
}

/// Where the words stand.
fn words(sentence: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let words = sentence.split_inclusive(|letter: char| !letter.is_alphanumeric()).map(move |word| {
        let start = at;
        at += word.len();
        start..start + word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len()
    });
    words.filter(|word| !word.is_empty())
}

/// Whether a word is written as a name is.
pub(crate) fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().count() >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_by_marks() {
        let text = "It fell at 11.40 p.m. on Thursday. \"They ran.\" Then it fell.";
        let parts: Vec<&str> = sentences(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(parts, ["It fell at 11.40 p.m. on Thursday.", "\"They ran.", "\" Then it fell."]);
    }

    #[test]
    fn names_and_what_they_stand_in() {
        let found = called("Grenades fell on the Supreme Court, at San Blas and Deir Luz.");
        let wanted =
            [("Supreme", "Supreme Court"), ("Court", "Supreme Court"), ("Blas", "San Blas"), ("Deir", "Deir Luz")];
        assert_eq!(found, wanted);
        assert!(called("").is_empty() && called("Grenades").is_empty());
    }

    #[test]
    fn the_sentence_of_a_span_and_the_one_before() {
        let text = "Title\nThe bridge was bombed in July. There 17 died. They ran.";
        let at = u32::try_from(text.find("17").unwrap()).unwrap();
        let found = sentence(text, TextSpan { start: at, end: at + 2 });
        assert_eq!(text[found.clone()].trim(), "There 17 died.");
        let before = sentence_before(text, &found);
        assert_eq!(&text[before.clone()], "The bridge was bombed in July.");
        assert!(sentence_before(text, &before).is_empty());
    }
}
