//! What each voice answered to a question, in the order in which it was said.
//!
//! A value that moves is not yet a contradiction, and one that moves back is no growth: both show only in the order of
//! saying. Left out: who of several is right.

use serde::{Deserialize, Serialize};

use crate::ids::{PositionId, ReadingId, SpeakerId};
use crate::moment::SaidAt;
use crate::question::PartyGroup;

/// The answers to one question over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverTime {
    /// Of each speaker, in the order of their ids.
    pub speakers: Vec<Course>,
    /// Of each party, by side; what reports say in their own words is that of the media.
    pub parties: Vec<Course>,
}

/// The answers of one voice over the same people or things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Whose, if it is a speaker's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerId>,
    /// The party of the case; none where the case lists none for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The side.
    pub group: PartyGroup,
    /// What was held from when to when, by the first time; what was said at an unknown time comes last.
    pub stays: Vec<Stay>,
    /// Where the speaker's answers do not go together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
}

/// A position that a voice gave without another one of its own in between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The position.
    pub position: PositionId,
    /// The reading that gives it first.
    pub reading: ReadingId,
    /// When it was said first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SaidAt>,
    /// When it was said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<SaidAt>,
    /// In how many readings, those in copies included.
    pub times: usize,
}

/// How two answers of one speaker do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TurnKind {
    /// The speaker said `a` and later `b`.
    Changed,
    /// The speaker said `a`, then `b`, then `a` again.
    Returned,
    /// The speaker says `a` and `b`, and nothing tells which came later.
    Contradicts,
}

/// Two answers of one speaker that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// How.
    pub kind: TurnKind,
    /// The earlier answer, where the order is known.
    pub a: PositionId,
    /// The later answer.
    pub b: PositionId,
    /// In one line.
    pub why: String,
}
