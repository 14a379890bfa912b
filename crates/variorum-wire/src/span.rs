//! Exact words at the edge: code points, because that is what other languages index by (ADR 0003).

use serde::{Deserialize, Serialize};
use variorum_evidence::ids::{DocumentId, ReportCode};
use variorum_evidence::span::{CodePoints, TextSpan};

/// A range `[start, end)` of Unicode code points of a document's text, with the words that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// Evidence that does not hang together and so cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotResolved {
    /// A span that is no part of its text.
    #[error("bytes {}..{} are no words of document {document}; a reader's cache may be damaged", span.start, span.end)]
    Span {
        /// The text.
        document: DocumentId,
        /// The span that does not fit it.
        span: TextSpan,
    },
    /// A text that the table rests on and that was not given.
    #[error("the text of document {document} is missing")]
    Text {
        /// The text.
        document: DocumentId,
    },
    /// A report that is named and not listed.
    #[error("report {report} is named and not listed")]
    Report {
        /// The report.
        report: ReportCode,
    },
}

/// One text, made ready for turning byte spans into [`Span`]s.
#[derive(Debug)]
pub struct Words<'a> {
    document: DocumentId,
    text: &'a str,
    points: CodePoints,
}

impl<'a> Words<'a> {
    /// Reads the text once.
    pub fn of(document: DocumentId, text: &'a str) -> Self {
        Self { document, text, points: CodePoints::of(text) }
    }

    /// The words at `span`, in code points.
    pub fn at(&self, span: TextSpan) -> Result<Span, NotResolved> {
        let resolved = self.points.points_from_span(span).zip(span.words(self.text));
        let (points, words) = resolved.ok_or(NotResolved::Span { document: self.document, span })?;
        Ok(Span { start: points.start, end: points.end, text: words.to_owned() })
    }

    /// The words at each of `spans`.
    pub fn all(&self, spans: &[TextSpan]) -> Result<Vec<Span>, NotResolved> {
        spans.iter().map(|span| self.at(*span)).collect()
    }

    /// The words at `span`, if there is one.
    pub fn maybe(&self, span: Option<TextSpan>) -> Result<Option<Span>, NotResolved> {
        span.map(|span| self.at(span)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_code_points() {
        let text = "«Óscar Pérez», dijo.";
        let words = Words::of(DocumentId::of_text(text), text);
        let start = text.find("Pérez").unwrap() as u32;
        let span = words.at(TextSpan { start, end: start + 6 }).unwrap();
        assert_eq!(span, Span { start: 7, end: 12, text: "Pérez".to_owned() });
        for (start, end) in [(1, 4), (4, 99), (6, 2)] {
            assert!(words.at(TextSpan { start, end }).is_err(), "{start}..{end}");
        }
    }
}
