//! A sentence as the rules see it: its tokens over the whole text.
//!
//! Every step after splitting works on token numbers of one sentence and turns them into spans last, in
//! [`Line::span`], so that no step does arithmetic on bytes.

use std::ops::Range;

use variorum_evidence::span::TextSpan;

use crate::tokens::{Kind, Text, Token};

/// The tokens of one sentence.
pub(crate) struct Line<'a> {
    pub(crate) text: &'a Text<'a>,
    pub(crate) tokens: &'a [Token],
}

impl<'a> Line<'a> {
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word at token `at` in small letters, the possessive kept; nothing past the end.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text.lower[token.range()])
    }

    /// The word without a possessive ending.
    pub(crate) fn stem(&self, at: usize) -> &'a str {
        let word = self.word(at);
        ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
    }

    pub(crate) fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text.raw[token.range()])
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Word | Kind::Number))
    }

    /// Whether the token is neither word nor number, or past the end.
    pub(crate) fn is_mark(&self, at: usize) -> bool {
        !self.is_word(at)
    }

    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the token is a dash that parts, not a hyphen between words.
    pub(crate) fn is_dash(&self, at: usize) -> bool {
        let touches = |left: usize| {
            self.tokens.get(left).zip(self.tokens.get(left + 1)).is_some_and(|(left, right)| left.end == right.start)
        };
        let glued = at > 0 && touches(at - 1) && touches(at) && self.is_word(at - 1) && self.is_word(at + 1);
        self.word(at) == "—" || matches!(self.word(at), "-" | "–") && !glued
    }

    /// The bytes from token `range.start` to the end of token `range.end - 1`.
    pub(crate) fn span(&self, range: &Range<usize>) -> Option<TextSpan> {
        let last = self.tokens.get(range.end.checked_sub(1)?)?;
        let first = self.tokens.get(range.start)?;
        (range.start < range.end).then_some(TextSpan { start: first.start, end: last.end })
    }

    /// `range` without marks at either end, but with a bracket that closes inside it.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end.min(self.len()));
        while start < end && self.is_mark(start) {
            start += 1;
        }
        while start < end && self.is_mark(end - 1) {
            let closes = self.word(end - 1) == ")" && (start..end).any(|at| self.word(at) == "(");
            if closes {
                break;
            }
            end -= 1;
        }
        start..end
    }

    /// The token ranges between quotation marks, marks left out. One that never closes runs to the end.
    pub(crate) fn quotes(&self) -> Vec<Range<usize>> {
        let mut quotes = Vec::new();
        let mut open: Option<usize> = None;
        for at in 0..self.len() {
            match self.kind(at) {
                Some(Kind::Open) if open.is_none() => open = Some(at + 1),
                // Quotations inside a quotation have other marks.
                Some(Kind::Close) if open.is_some_and(|start| self.closes(start - 1, at)) => {
                    quotes.extend(open.take().map(|start| start..at));
                }
                _ => {}
            }
        }
        quotes.extend(open.map(|start| start..self.len()));
        quotes.retain(|quote| !quote.is_empty());
        quotes
    }

    /// Whether the mark at `close` closes what the one at `open` opened.
    fn closes(&self, open: usize, close: usize) -> bool {
        match self.raw(open) {
            "«" => self.raw(close) == "»",
            "“" | "„" => matches!(self.raw(close), "”" | "“" | "\""),
            _ => !matches!(self.raw(close), "»"),
        }
    }

    /// The numbers of the tokens that share a byte with `span` ("yesterday's" for "yesterday").
    pub(crate) fn touching(&self, span: TextSpan) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.end <= span.start);
        let end = self.tokens.partition_point(|token| token.start < span.end);
        start..end.max(start)
    }
}
