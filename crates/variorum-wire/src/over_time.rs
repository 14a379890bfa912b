//! What each voice answered over time, and what would settle a question, in `variorum.apparatus/1`.

use serde::{Deserialize, Serialize};
use variorum_evidence::ids::{PositionId, ReadingId, SpeakerId};
use variorum_evidence::over_time::{self, TurnKind};
use variorum_evidence::question::PartyGroup;

use crate::moment::Time;

/// The answers to one question over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverTime {
    /// Of each speaker.
    pub speakers: Vec<Course>,
    /// Of each party, by side.
    pub parties: Vec<Course>,
}

/// The answers of one voice over the same people or things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Whose; null where it is a party's.
    pub speaker: Option<SpeakerId>,
    /// The party of the case; null where the case lists none for them.
    pub party: Option<String>,
    /// The side.
    pub group: PartyGroup,
    /// What was held from when to when.
    pub stays: Vec<Stay>,
    /// Where the speaker's answers do not go together.
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
    pub from: Option<Time>,
    /// When it was said last.
    pub to: Option<Time>,
    /// In how many readings.
    pub times: usize,
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

/// Something that an investigator could go and find out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPoint {
    /// Which rule found it.
    pub rule: String,
    /// In one line.
    pub text: String,
    /// The positions that it is about.
    pub positions: Vec<PositionId>,
    /// The parties of the case to ask.
    pub parties: Vec<String>,
}

impl OverTime {
    pub(crate) fn of(over_time: &over_time::OverTime) -> Self {
        let courses = |courses: &[over_time::Course]| courses.iter().map(Course::of).collect();
        Self { speakers: courses(&over_time.speakers), parties: courses(&over_time.parties) }
    }
}

impl Course {
    fn of(course: &over_time::Course) -> Self {
        let stay = |stay: &over_time::Stay| Stay {
            position: stay.position,
            reading: stay.reading,
            from: stay.from.as_ref().map(Time::of),
            to: stay.to.as_ref().map(Time::of),
            times: stay.times,
        };
        let turn = |turn: &over_time::Turn| Turn { kind: turn.kind, a: turn.a, b: turn.b, why: turn.why.clone() };
        Self {
            speaker: course.speaker.clone(),
            party: course.party.clone(),
            group: course.group,
            stays: course.stays.iter().map(stay).collect(),
            turns: course.turns.iter().map(turn).collect(),
        }
    }
}

impl OpenPoint {
    pub(crate) fn of(point: &variorum_evidence::open_point::OpenPoint) -> Self {
        Self {
            rule: point.rule.clone(),
            text: point.text.clone(),
            positions: point.positions.clone(),
            parties: point.parties.clone(),
        }
    }
}
