//! The versions of one address, and what changed from each to the next.
//!
//! A page that is captured again may say something else. What it says now is evidence, and so is that it once said
//! otherwise, and whether it tells its readers so. Left out: why it was changed.

use serde::{Deserialize, Serialize};

use crate::ids::{DocumentId, PositionId, ReadingId, ReportCode, SpeakerId};
use crate::moment::SaidAt;
use crate::span::TextSpan;

/// The captures of one address that hold different texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revisions {
    /// The address, without what does not change the page.
    pub address: String,
    /// The versions in the order of capture.
    pub versions: Vec<Version>,
    /// What changed: the first from the first version to the second, and so on.
    pub steps: Vec<RevisionStep>,
}

/// What one address held for a while: one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The text.
    pub document: DocumentId,
    /// The captures of it that follow one another, in order.
    pub reports: Vec<ReportCode>,
    /// When the first of them was captured, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<SaidAt>,
    /// When it says that it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<SaidAt>,
}

/// What changed from one version to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionStep {
    /// Sentences, in the order of the text.
    pub sentences: Vec<SentenceChange>,
    /// Answers, in the order of the questions.
    pub answers: Vec<AnswerChange>,
    /// Where the later version says that it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announcement>,
    /// Whether something that was told is told otherwise or no more, and the later version does not say so.
    pub silent: bool,
}

/// A sentence that was taken out, put in or reworded. One of the two is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SentenceChange {
    /// Where it stands in the earlier text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<TextSpan>,
    /// Where it stands in the later text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<TextSpan>,
}

/// An answer to a question that was taken out, put in or changed. One of the two is always there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AnswerChange {
    /// The code of the question (`Q3`).
    pub question: String,
    /// What the earlier version answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<VersionAnswer>,
    /// What the later version answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<VersionAnswer>,
}

/// What a version answers to a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionAnswer {
    /// The position that it holds.
    pub position: PositionId,
    /// The reading in its text.
    pub reading: ReadingId,
    /// Who says it; none when it is the report's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerId>,
}

/// What a report says of its own change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnnouncementKind {
    /// That something in it was wrong.
    Correction,
    /// That it was changed or added to.
    Update,
}

/// Words by which a version says that it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The sentence in the later text.
    pub span: TextSpan,
    /// What it says.
    pub kind: AnnouncementKind,
}
