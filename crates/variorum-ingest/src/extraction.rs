//! What comes out of one file: at most a text, perhaps files within it, and what is doubtful about it.
//!
//! A file that cannot be read is still a result: its format, and the findings that say why. Nesting is the
//! caller's: it hands each [`Member`] in again as a file of its own, up to four deep.

use serde::{Deserialize, Serialize};
use variorum_evidence::document::Document;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, OriginalId};

/// What kind of file it is, told by its content first and by its name second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A PDF file.
    Pdf,
    /// A mail message, or a page saved as one (MHTML).
    Mail,
    /// A ZIP archive.
    Zip,
    /// A table with separators.
    Csv,
    /// A still.
    Image,
    /// A clip.
    Video,
    /// A sound recording.
    Audio,
    /// Something else: kept, but not read.
    Unknown,
    /// Nothing at all.
    Empty,
}

impl Format {
    /// As a person says it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "a web page",
            Self::Pdf => "a PDF file",
            Self::Mail => "a mail message",
            Self::Zip => "a ZIP archive",
            Self::Csv => "a table",
            Self::Image => "an image",
            Self::Video => "a video",
            Self::Audio => "a sound recording",
            Self::Unknown => "an unknown format",
            Self::Empty => "an empty file",
        }
    }
}

/// A file within a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path in the container, made harmless and unique: parts joined by `/`, none of them `..`. For
    /// showing, never for writing.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the first bytes of a media file tell. Decoding it is another crate's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaInfo {
    /// IANA media type (`image/jpeg`).
    pub media_type: String,
    /// Width in pixels as stored, before any rotation that the metadata asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// What was read out of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// What kind of file it is.
    pub format: Format,
    /// The text, if there is one; more than one only if a format ever holds several.
    pub documents: Vec<Document>,
    /// The files within it.
    pub members: Vec<Member>,
    /// What a media file says of itself.
    pub media: Option<MediaInfo>,
    /// Doubts about the file as a whole; those about a text are in its document.
    pub findings: Vec<Finding>,
}

impl Extraction {
    pub(crate) const fn of(format: Format) -> Self {
        Self { format, documents: Vec::new(), members: Vec::new(), media: None, findings: Vec::new() }
    }

    pub(crate) fn found(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }
}

/// A document with nothing known but its text.
pub(crate) fn document(original: OriginalId, reader: &str, text: String) -> Document {
    Document {
        id: DocumentId::of_text(&text),
        original,
        reader: reader.to_owned(),
        title: None,
        byline: None,
        publisher: None,
        published: None,
        modified: None,
        captured: None,
        stated_language: None,
        text,
        exposures: Vec::new(),
        findings: Vec::new(),
    }
}
