//! What are the words of a sentence, as times are spelled?
//!
//! Finer than tokens: "third-quarter", "year's" and "'80s" are several words here, since a time may end inside. A word
//! is a run of letters, a run of digits or a single mark. All looking ahead is by word number and bounded, so that a
//! sentence costs as much as it is long.

use std::ops::Range;

use super::terms::{Meaning, Term, Terms};
use crate::tokens::is_apostrophe;

/// A run of letters or digits, or one mark.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
    /// Nothing stands between it and the word before.
    glued: bool,
    capital: bool,
    /// What begins with it, looked up once.
    meanings: &'static [Meaning],
}

/// The words of one sentence with the terms of its language.
pub(super) struct Words<'a> {
    list: Vec<Word<'a>>,
    pub(super) terms: &'static Terms,
}

/// The parts of `text` as this module counts words.
pub(super) fn split(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(|letter: char| !letter.is_whitespace())?;
        let first = text[start..].chars().next()?;
        let same = |letter: char| match first {
            _ if first.is_ascii_digit() => letter.is_ascii_digit(),
            _ if first.is_alphabetic() => letter.is_alphabetic(),
            _ => false,
        };
        let length = text[start..].find(|letter| !same(letter)).unwrap_or(text.len() - start);
        at = start + length.max(first.len_utf8());
        Some(start..at)
    })
}

impl<'a> Words<'a> {
    /// The words of `lower`, which stands at `offset` of a text; `raw` are the same bytes with their capitals.
    pub(super) fn of(lower: &'a str, raw: &str, offset: usize, terms: &'static Terms) -> Self {
        let mut end = 0;
        let list = split(lower)
            .map(|range| {
                let glued = range.start == end && end > 0;
                end = range.end;
                let capital = raw[range.clone()].starts_with(char::is_uppercase);
                let text = &lower[range.clone()];
                Word { text, start: offset + range.start, glued, capital, meanings: terms.at(text) }
            })
            .collect();
        Self { list, terms }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Word `at`; nothing past the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |word| word.text)
    }

    /// What may begin with word `at`.
    pub(super) fn meanings(&self, at: usize) -> &'static [Meaning] {
        self.list.get(at).map_or(&[], |word| word.meanings)
    }

    /// The word before `at`.
    pub(super) fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    /// Whether nothing stands between word `at` and the one before it.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.glued)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.capital)
    }

    /// Whether word `at` has letters.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_alphabetic)
    }

    pub(super) fn is_apostrophe(&self, at: usize) -> bool {
        self.text(at).starts_with(is_apostrophe)
    }

    /// Whether word `at` is a hyphen without blanks around it.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "–" | "‑") && self.is_glued(at) && self.is_glued(at + 1)
    }

    /// The place behind a hyphen at `at`, or `at`.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.is_hyphen(at))
    }

    /// The place behind `mark` at `at`, or `at`.
    pub(super) fn past(&self, at: usize, mark: &str) -> usize {
        at + usize::from(self.text(at) == mark)
    }

    /// The bytes of the words `range` in the text.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let last = &self.list[range.end - 1];
        self.list[range.start].start..last.start + last.text.len()
    }

    /// The longest term at `at` that `pick` wants, with the place behind it.
    pub(super) fn term<T>(&self, at: usize, pick: impl Fn(Term) -> Option<T>) -> Option<(T, usize)> {
        self.meanings(at).iter().find_map(|(rest, term)| {
            let fits = rest.iter().enumerate().all(|(step, word)| self.text(at + 1 + step) == word);
            let picked = fits.then(|| pick(*term)).flatten()?;
            Some((picked, at + 1 + rest.len()))
        })
    }

    /// The place behind the longest term at `at` that is `wanted`.
    pub(super) fn skip(&self, at: usize, wanted: Term) -> Option<usize> {
        self.term(at, |term| (term == wanted).then_some(())).map(|(_, end)| end)
    }

    /// The same, or `at` itself.
    pub(super) fn past_term(&self, at: usize, wanted: Term) -> usize {
        self.skip(at, wanted).unwrap_or(at)
    }

    /// Whether a term that is `wanted` ends right before `at`; terms of up to three words.
    pub(super) fn ends_before(&self, at: usize, wanted: Term) -> bool {
        (1..=3.min(at)).any(|back| self.skip(at - back, wanted) == Some(at))
    }

    /// A whole number of at most nine digits.
    pub(super) fn digits(&self, at: usize) -> Option<u64> {
        let text = self.text(at);
        (text.len() <= 9).then(|| text.parse().ok()).flatten()
    }

    /// Whether `start..end` begins or ends inside a number ("1.20" in "1.200", "50" in "$1.50").
    pub(super) fn cuts_number(&self, start: usize, end: usize) -> bool {
        let digit = |at: usize| self.text(at).starts_with(|letter: char| letter.is_ascii_digit());
        let joint = |at: usize| matches!(self.text(at), "." | ",") && self.is_glued(at) && self.is_glued(at + 1);
        let before = digit(start) && self.is_glued(start) && start > 1 && joint(start - 1) && digit(start - 2);
        let after = end > 0 && digit(end - 1) && joint(end) && digit(end + 1);
        let letters = digit(start) && self.is_glued(start) && start > 0 && self.is_word(start - 1);
        before || after || letters
    }
}
