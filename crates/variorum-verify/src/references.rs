//! Whatever the table names is in the table, or in the journal.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{ClaimId, DocumentId};

use crate::check::Checks;
use crate::journal::Journal;
use crate::table::{Claim, Holder, Question, Revisions, Table};

/// What can be named.
struct Index<'a> {
    claims: BTreeSet<ClaimId>,
    documents: BTreeSet<DocumentId>,
    speakers: BTreeSet<&'a str>,
    /// Each reading with its claim.
    readings: BTreeMap<Digest, &'a Claim>,
}

/// Who names something, and what is not there.
type Dangling = (String, String);

pub(crate) fn check(table: &Table, journal: &Journal, checks: &mut Checks) {
    let index = Index::of(table);
    let in_claims = table.claims.iter().flat_map(|claim| index.of_claim(claim, journal));
    let in_questions = table.questions.iter().flat_map(|question| index.of_question(question));
    let in_checks = table.checks.iter().flat_map(|check| {
        let readings = check.readings.iter().filter_map(|id| index.reading(*id));
        readings.map(|what| (check.id.clone(), what)).collect::<Vec<_>>()
    });
    let in_origins = table.origins.iter().flat_map(|origin| {
        let documents = origin.documents.iter().filter_map(|id| index.document(*id));
        let claims = origin.claims.iter().filter_map(|id| index.claim(*id));
        documents.chain(claims).map(|what| (origin.id.clone(), what)).collect::<Vec<_>>()
    });
    let in_groups = table.groups.iter().flat_map(|group| {
        let claims = group.claims.iter().filter_map(|id| index.claim(*id));
        claims.map(|what| (group.id.clone(), what)).collect::<Vec<_>>()
    });
    let in_events = table.events.iter().flat_map(|event| {
        let documents = event.documents.iter().filter_map(|aligned| index.document(aligned.document));
        documents.map(|what| (event.id.clone(), what)).collect::<Vec<_>>()
    });
    let positions: BTreeSet<Digest> =
        table.questions.iter().flat_map(|question| question.positions.iter().map(|position| position.id)).collect();
    let in_revisions = table.revisions.iter().flat_map(|revisions| index.of_revisions(revisions, &positions));
    let dangling: Vec<Dangling> = in_claims
        .chain(in_questions)
        .chain(in_checks)
        .chain(in_origins)
        .chain(in_groups)
        .chain(in_events)
        .chain(in_revisions)
        .collect();
    let mut check = checks.open("table.reference");
    for (about, what) in dangling {
        check.fail(about, format!("names {what}, which is not there"), None);
    }
    check.close("", || {
        let positions = table.questions.iter().flat_map(|question| &question.positions);
        let holders: usize = positions.map(|position| position.holders.len()).sum();
        format!("{holders} holders of positions, and all else that is named, are there")
    });
}

impl<'a> Index<'a> {
    fn of(table: &'a Table) -> Self {
        let readings = |claim: &'a Claim| claim.readings.iter().map(move |reading| (reading.id, claim));
        Self {
            claims: table.claims.iter().map(|claim| claim.id).collect(),
            documents: table.documents.iter().map(|document| document.id).collect(),
            speakers: table.speakers.iter().map(|speaker| speaker.id.as_str()).collect(),
            readings: table.claims.iter().flat_map(readings).collect(),
        }
    }

    fn of_claim(&self, claim: &Claim, journal: &Journal) -> Vec<Dangling> {
        let outer = claim.nested_in.iter().filter_map(|id| self.claim(*id));
        let speaker = claim.speaker.iter().filter_map(|id| self.speaker(id));
        let wholes = claim.readings.iter().filter_map(|reading| self.reading(reading.scope.part_of?));
        let undecided = claim.decided.iter().filter(|seq| !journal.decisions.contains(seq));
        let decided = undecided.map(|seq| format!("a decision in entry {seq} of the journal"));
        outer.chain(speaker).chain(wholes).chain(decided).map(|what| (claim.code.clone(), what)).collect()
    }

    fn of_question(&self, question: &Question) -> Vec<Dangling> {
        let positions: BTreeSet<Digest> = question.positions.iter().map(|position| position.id).collect();
        let related = question.relations.iter().flat_map(|relation| [relation.a, relation.b]);
        let related = related.filter(|id| !positions.contains(id)).map(|id| format!("the position {id}"));
        let silent = question.silent.iter().filter_map(|id| self.document(*id));
        let held = question.positions.iter().flat_map(|position| {
            let claims = position.claims.iter().filter_map(|id| self.claim(*id));
            let documents = position.documents.iter().filter_map(|id| self.document(*id));
            let speakers = position.speakers.iter().filter_map(|id| self.speaker(id));
            let holders = position.holders.iter().filter_map(|holder| self.holder(holder));
            claims.chain(documents).chain(speakers).chain(holders)
        });
        related.chain(silent).chain(held).map(|what| (question.id.clone(), what)).collect()
    }

    fn of_revisions(&self, revisions: &Revisions, positions: &BTreeSet<Digest>) -> Vec<Dangling> {
        let documents = revisions.versions.iter().filter_map(|version| self.document(version.document));
        let answers = revisions.steps.iter().flat_map(|step| &step.answers);
        let answers = answers.flat_map(|change| change.before.iter().chain(&change.after)).flat_map(|answer| {
            let position = (!positions.contains(&answer.position)).then(|| format!("the position {}", answer.position));
            let speaker = answer.speaker.as_ref().and_then(|id| self.speaker(id));
            position.into_iter().chain(self.reading(answer.reading)).chain(speaker)
        });
        documents.chain(answers).map(|what| (revisions.address.clone(), what)).collect()
    }

    fn claim(&self, id: ClaimId) -> Option<String> {
        (!self.claims.contains(&id)).then(|| format!("the claim {id}"))
    }

    fn document(&self, id: DocumentId) -> Option<String> {
        (!self.documents.contains(&id)).then(|| format!("the text {id}"))
    }

    fn speaker(&self, id: &str) -> Option<String> {
        (!self.speakers.contains(id)).then(|| format!("the speaker {id:?}"))
    }

    fn reading(&self, id: Digest) -> Option<String> {
        (!self.readings.contains_key(&id)).then(|| format!("the reading {id}"))
    }

    /// The reading is there, and of that claim in that text; and so is who says it.
    fn holder(&self, holder: &Holder) -> Option<String> {
        let of = |claim: &&Claim| claim.id == holder.claim && claim.document == holder.document;
        if self.readings.get(&holder.reading).is_some_and(of) {
            return holder.speaker.as_ref().and_then(|id| self.speaker(id));
        }
        Some(format!("the reading {} of the claim {}", holder.reading, holder.claim))
    }
}
