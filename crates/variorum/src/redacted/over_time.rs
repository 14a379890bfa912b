//! Answers over time and open points in a redacted edition.

use variorum_evidence::ids::PositionId;
use variorum_evidence::open_point::OpenPoint;
use variorum_evidence::over_time::{Course, OverTime, Stay, Turn};

use super::table::Mapping;

impl Mapping<'_> {
    pub(super) fn over_time(&mut self, old: &OverTime) -> OverTime {
        let speakers = old.speakers.iter().map(|course| self.course(course)).collect();
        OverTime { speakers, parties: old.parties.iter().map(|course| self.course(course)).collect() }
    }

    fn course(&mut self, old: &Course) -> Course {
        let mut stays = Vec::with_capacity(old.stays.len());
        for stay in &old.stays {
            stays.push(Stay {
                position: self.shown(stay.position),
                reading: self.readings.get(&stay.reading).copied().unwrap_or(stay.reading),
                from: self.when(stay.from.as_ref()),
                to: self.when(stay.to.as_ref()),
                times: stay.times,
            });
        }
        let mut turns = Vec::with_capacity(old.turns.len());
        for turn in &old.turns {
            let (a, b) = (self.shown(turn.a), self.shown(turn.b));
            // Two answers that only the hidden word told apart are one.
            if a != b {
                turns.push(Turn { kind: turn.kind, a, b, why: self.field(&turn.why) });
            }
        }
        let (speaker, party) = (self.speaker(old.speaker.as_ref()), old.party.as_deref());
        Course { speaker, party: party.map(|party| self.field(party)), group: old.group, stays, turns }
    }

    pub(super) fn open_points(&mut self, old: &[OpenPoint]) -> Vec<OpenPoint> {
        let mut points = Vec::with_capacity(old.len());
        for point in old {
            points.push(OpenPoint {
                rule: point.rule.clone(),
                text: self.field(&point.text),
                positions: point.positions.iter().map(|id| self.shown(*id)).collect(),
                parties: point.parties.iter().map(|party| self.field(party)).collect(),
            });
        }
        points
    }

    fn shown(&self, id: PositionId) -> PositionId {
        self.positions.get(&id).copied().unwrap_or(id)
    }
}
