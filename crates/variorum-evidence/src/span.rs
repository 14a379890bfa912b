//! Exact words: where they stand in one text.
//!
//! Inside, a span counts UTF-8 bytes, because that is what slices; in JSON it counts Unicode code points,
//! because that is what other languages index by (ADR 0003). The two never meet in one type: [`CodePoints`]
//! turns one into the other, at the edge.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::ids::DocumentId;

/// A range of UTF-8 bytes `[start, end)` in the text of the document that the enclosing record names.
/// Documents are below 4 GiB; ingest refuses larger ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextSpan {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextSpan {
    /// The span of `range`, if both ends are character boundaries of `text`.
    pub fn of(text: &str, range: Range<usize>) -> Option<Self> {
        text.get(range.clone())?;
        Some(Self { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
    }

    /// The words at this span, or `None` if `text` is not the text it was made for.
    pub fn words(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Words that stand alone, outside a record that names their document: they carry it along.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quote {
    /// The text they are in.
    pub document: DocumentId,
    /// Where.
    pub span: TextSpan,
    /// The words themselves, so that they can be found again when the text is read anew.
    pub words: String,
}

impl Quote {
    /// The words of `text` at `span`; `None` if `span` does not fit.
    pub fn of(text: &str, span: TextSpan) -> Option<Self> {
        Some(Self { document: DocumentId::of_text(text), span, words: span.words(text)?.to_owned() })
    }
}

/// The positions of one text's characters, for turning byte spans into code point spans and back.
#[derive(Debug)]
pub struct CodePoints {
    /// Byte offset of each code point, and the length of the text last.
    starts: Vec<u32>,
}

impl CodePoints {
    /// Reads the text once; each conversion after that is a binary search or an index.
    pub fn of(text: &str) -> Self {
        let length = text.len() as u32;
        let starts = text.char_indices().map(|(byte, _)| byte as u32);
        Self { starts: starts.chain([length]).collect() }
    }

    /// Code points before the byte, if it is a character boundary.
    pub fn from_byte(&self, byte: u32) -> Option<u32> {
        self.starts.binary_search(&byte).ok().map(|point| point as u32)
    }

    /// The byte at which code point `point` begins (its number may be the length of the text).
    pub fn byte_of(&self, point: u32) -> Option<u32> {
        self.starts.get(point as usize).copied()
    }

    /// A span in bytes from one in code points.
    pub fn span_from_points(&self, points: Range<u32>) -> Option<TextSpan> {
        (points.start <= points.end).then_some(())?;
        Some(TextSpan { start: self.byte_of(points.start)?, end: self.byte_of(points.end)? })
    }

    /// A span in code points from one in bytes.
    pub fn points_from_span(&self, span: TextSpan) -> Option<Range<u32>> {
        Some(self.from_byte(span.start)?..self.from_byte(span.end)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn code_points_are_not_bytes() {
        let text = "Óscar Pérez";
        let span = TextSpan::of(text, 7..13).unwrap();
        assert_eq!(span.words(text), Some("Pérez"));
        assert_eq!(CodePoints::of(text).points_from_span(span), Some(6..11));
        assert_eq!(TextSpan::of(text, 1..4), None, "the middle of a character");
    }

    proptest! {
        #[test]
        fn spans_survive_the_edge(text in "\\PC{0,40}", a in 0u32..41, b in 0u32..41) {
            let points = CodePoints::of(&text);
            if let Some(span) = points.span_from_points(a..b) {
                prop_assert!(span.words(&text).is_some());
                prop_assert_eq!(points.points_from_span(span), Some(a..b));
            }
        }
    }
}
