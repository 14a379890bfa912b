//! Where two tables of one case differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use variorum_evidence::account::{
    AccountClaim, Apparatus, Position, QuestionAccount, Relation, RelationKind, RelationType,
};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, PositionId, ReportCode};
use variorum_evidence::words;
use variorum_wire::codes;

/// Claims that only one table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ClaimCounts {
    /// Only the kept one.
    pub lost: usize,
    /// Only the one that would be made now.
    pub gained: usize,
}

/// A position that the tables do not have alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PositionChange {
    /// The name of its question.
    pub question: String,
    /// `lost`, `gained`, `changed` (the same words are read otherwise) or `support` (other claims hold it).
    pub change: &'static str,
    /// In the kept table.
    pub before: Option<PositionSide>,
    /// In the table that would be made now.
    pub after: Option<PositionSide>,
}

/// A position of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PositionSide {
    /// Its id.
    pub id: PositionId,
    /// `P1a2b3c4` in its table.
    pub code: String,
    /// The answer in words.
    pub value: String,
    /// Over whom, in words.
    pub scope: String,
    /// The reports that carry it.
    pub reports: Vec<ReportCode>,
    /// How many independent origins it has.
    pub origins: usize,
}

/// A relation that the tables do not have alike, between positions that both have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelationChange {
    /// The name of the question.
    pub question: String,
    /// One position, as the kept table has it or, where it has no relation, the other.
    pub a: PositionId,
    /// The other position.
    pub b: PositionId,
    /// In the kept table.
    pub before: Option<RelationSide>,
    /// In the table that would be made now.
    pub after: Option<RelationSide>,
}

/// How two positions stand in one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelationSide {
    /// How they stand.
    pub relation: RelationKind,
    /// In which respect.
    #[serde(rename = "type")]
    pub relation_type: RelationType,
    /// Which of the two is the earlier one.
    pub first: PositionId,
    /// The reason in one line.
    pub why: String,
}

/// Claims that were one speaker's and would be another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerChange {
    /// In the kept table; null for the report's own words.
    pub before: Option<String>,
    /// In the table that would be made now.
    pub after: Option<String>,
    /// The codes of the claims.
    pub claims: Vec<String>,
}

pub(super) fn claims(kept: &Apparatus, now: &Apparatus) -> ClaimCounts {
    let ids = |table: &Apparatus| table.claims.iter().map(|claim| claim.claim.id).collect::<BTreeSet<_>>();
    let (old, new) = (ids(kept), ids(now));
    ClaimCounts { lost: old.difference(&new).count(), gained: new.difference(&old).count() }
}

/// A table with its positions found by question.
struct Table<'a> {
    table: &'a Apparatus,
    questions: BTreeMap<&'a str, &'a QuestionAccount>,
    codes: BTreeMap<PositionId, String>,
    language: Language,
}

impl<'a> Table<'a> {
    fn of(table: &'a Apparatus, language: Language) -> Self {
        let questions = table.questions.iter().map(|account| (account.question.id.0.as_str(), account));
        Self { table, questions: questions.collect(), codes: codes::of_positions(table), language }
    }

    fn positions(&self, question: &str) -> BTreeMap<PositionId, &'a Position> {
        let account = self.questions.get(question);
        account.map(|account| account.positions.iter().map(|one| (one.id, one)).collect()).unwrap_or_default()
    }

    fn side(&self, position: &Position) -> PositionSide {
        let value = words::value(&position.value, self.language);
        let documents: BTreeSet<_> = position.holders.iter().map(|holder| holder.document).collect();
        let carrying = self.table.reports.iter().filter(|report| documents.contains(&report.document));
        PositionSide {
            id: position.id,
            code: self.codes.get(&position.id).cloned().unwrap_or_default(),
            value: if position.denied { format!("not {value}") } else { value },
            scope: words::scope(&position.scope, self.language),
            reports: carrying.map(|report| report.code.clone()).collect(),
            origins: position.origins,
        }
    }
}

/// The questions of both tables, in the order of the later one.
fn questions<'a>(kept: &'a Apparatus, now: &'a Apparatus) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let all = now.questions.iter().chain(&kept.questions).map(|account| account.question.id.0.as_str());
    all.filter(|id| seen.insert(*id)).collect()
}

pub(super) fn positions(kept: &Apparatus, now: &Apparatus, language: Language) -> Vec<PositionChange> {
    let (old, new) = (Table::of(kept, language), Table::of(now, language));
    let mut changes = Vec::new();
    for question in questions(kept, now) {
        let (before, after) = (old.positions(question), new.positions(question));
        let mut lost: Vec<_> = before.values().filter(|one| !after.contains_key(&one.id)).copied().collect();
        let mut gained: Vec<_> = after.values().filter(|one| !before.contains_key(&one.id)).copied().collect();
        let mut change = |change, before: Option<&Position>, after: Option<&Position>| {
            changes.push(PositionChange {
                question: question.to_owned(),
                change,
                before: before.map(|position| old.side(position)),
                after: after.map(|position| new.side(position)),
            });
        };
        for (was, is) in read_otherwise(&mut lost, &mut gained) {
            change("changed", Some(was), Some(is));
        }
        lost.into_iter().for_each(|position| change("lost", Some(position), None));
        gained.into_iter().for_each(|position| change("gained", None, Some(position)));
        for (id, was) in &before {
            if let Some(is) = after.get(id).filter(|is| holding(was) != holding(is)) {
                change("support", Some(was), Some(is));
            }
        }
    }
    changes
}

/// Moves positions out of the two lists of which one took the other's place: they have a claim in common, and no other
/// of the lists has.
fn read_otherwise<'p>(
    lost: &mut Vec<&'p Position>,
    gained: &mut Vec<&'p Position>,
) -> Vec<(&'p Position, &'p Position)> {
    let share = |a: &Position, b: &Position| !holding(a).is_disjoint(&holding(b));
    let mut pairs = Vec::new();
    lost.retain(|was| {
        let sharing: Vec<usize> = (0..gained.len()).filter(|place| share(was, gained[*place])).collect();
        let [place] = sharing[..] else { return true };
        pairs.push((*was, gained.remove(place)));
        false
    });
    pairs
}

fn holding(position: &Position) -> BTreeSet<ClaimId> {
    position.holders.iter().map(|holder| holder.claim).collect()
}

pub(super) fn relations(kept: &Apparatus, now: &Apparatus) -> Vec<RelationChange> {
    let (old, new) = (by_pair(kept), by_pair(now));
    let (had, has) = (ids(kept), ids(now));
    let pairs: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    let in_both = |id: &PositionId| had.contains(id) && has.contains(id);
    let side = |relation: &&Relation| RelationSide {
        relation: relation.relation,
        relation_type: relation.relation_type,
        first: relation.a,
        why: relation.why.clone(),
    };
    let mut changes = Vec::new();
    for pair in pairs.into_iter().filter(|(_, a, b)| in_both(a) && in_both(b)) {
        let (before, after) = (old.get(&pair), new.get(&pair));
        if before.map(|one| meaning(one)) != after.map(|one| meaning(one)) {
            let (question, a, b) = pair;
            let (before, after) = (before.map(side), after.map(side));
            changes.push(RelationChange { question: question.to_owned(), a, b, before, after });
        }
    }
    changes
}

/// What a change of is told: the order matters only where one took the other's place.
fn meaning(relation: &Relation) -> (RelationKind, RelationType, Option<PositionId>) {
    let first = (relation.relation == RelationKind::Superseded).then_some(relation.a);
    (relation.relation, relation.relation_type, first)
}

fn by_pair(table: &Apparatus) -> BTreeMap<(&str, PositionId, PositionId), &Relation> {
    let relations = table
        .questions
        .iter()
        .flat_map(|account| account.relations.iter().map(move |relation| (account.question.id.0.as_str(), relation)));
    relations.map(|(question, one)| ((question, one.a.min(one.b), one.a.max(one.b)), one)).collect()
}

fn ids(table: &Apparatus) -> BTreeSet<PositionId> {
    table.questions.iter().flat_map(|account| &account.positions).map(|position| position.id).collect()
}

pub(super) fn speakers(kept: &Apparatus, now: &Apparatus) -> Vec<SpeakerChange> {
    let codes = codes::of_claims(now);
    let old: BTreeMap<ClaimId, &AccountClaim> = kept.claims.iter().map(|claim| (claim.claim.id, claim)).collect();
    let (was, is) = (names(kept), names(now));
    let mut changes: BTreeMap<(Option<&str>, Option<&str>), Vec<String>> = BTreeMap::new();
    for claim in &now.claims {
        let Some(before) = old.get(&claim.claim.id) else { continue };
        let (before, after) = (named(before, &was), named(claim, &is));
        if before != after {
            changes.entry((before, after)).or_default().push(codes.get(&claim.claim.id).cloned().unwrap_or_default());
        }
    }
    let owned = |name: Option<&str>| name.map(str::to_owned);
    let changes = changes.into_iter();
    changes
        .map(|((before, after), claims)| SpeakerChange { before: owned(before), after: owned(after), claims })
        .collect()
}

/// The names of speakers by their ids.
pub(super) fn names(table: &Apparatus) -> BTreeMap<&str, &str> {
    table.speakers.iter().map(|speaker| (speaker.id.0.as_str(), speaker.name.as_str())).collect()
}

/// Who says a claim; none when it is the report's own.
pub(super) fn named<'a>(claim: &'a AccountClaim, names: &BTreeMap<&'a str, &'a str>) -> Option<&'a str> {
    claim.speaker.as_ref().map(|id| names.get(id.0.as_str()).copied().unwrap_or(&id.0))
}

#[cfg(test)]
mod tests {
    use variorum_evidence::account::Report;
    use variorum_evidence::claim::Value;
    use variorum_evidence::decision::{Decided, Decision};
    use variorum_evidence::ids::{DocumentId, OriginalId};
    use variorum_evidence::question::{AnswerKind, EventRole, Question};
    use variorum_evidence::span::{Quote, TextSpan};
    use variorum_reconcile::{Accounts, Frame, reconcile};

    use super::*;

    const TEXT: &str = "The minister speaks of seven dead. A nurse saw nine. A driver saw some.";

    /// A table of who counts how many dead.
    fn table(answers: &[(&str, &str, u64)]) -> Apparatus {
        let document = DocumentId::of_text(TEXT);
        let report = Report {
            code: "R1".into(),
            name: "report.txt".into(),
            original: OriginalId::of_bytes(TEXT.as_bytes()),
            document,
            title: None,
            byline: vec![],
            publisher: None,
            url: None,
            published: None,
            captured: None,
            language: None,
        };
        let killed = Question {
            id: "killed".into(),
            wording: BTreeMap::new(),
            kind: AnswerKind::Count,
            predicate: "killed".into(),
            event: EventRole::Main,
            words: BTreeMap::new(),
            not_words: BTreeMap::new(),
            reports_with: BTreeMap::new(),
            answers: vec![],
        };
        let decided = |decision| Decided { seq: 0, at: String::new(), by: "key:me".into(), imported: false, decision };
        let mut decisions: Vec<Decided> = Vec::new();
        for (words, speaker, count) in answers {
            let start = TEXT.find(words).expect("the words are there");
            let span = TextSpan::of(TEXT, start..start + words.len()).expect("they end at characters");
            let claim = Quote::of(TEXT, span).expect("they can be quoted");
            let value = Value::Count { min: *count, max: Some(*count) };
            let question = "killed".into();
            decisions.push(decided(Decision::Answer { claim: claim.clone(), question, value, scope: None }));
            decisions.push(decided(Decision::Attribute { claim, speaker: (*speaker).to_owned() }));
        }
        (1..).zip(&mut decisions).for_each(|(seq, decided)| decided.seq = seq);
        reconcile(&Accounts {
            reports: &[report],
            texts: &BTreeMap::from([(document, TEXT.to_owned())]),
            readings: &BTreeMap::new(),
            questions: &[killed],
            parties: &[],
            decisions: &decisions,
            own_key: "key:me",
            event: &Frame::default(),
            language: Language::En,
        })
    }

    fn told(kept: &Apparatus, now: &Apparatus) -> Vec<String> {
        let side = |side: &Option<PositionSide>| side.as_ref().map_or("-".to_owned(), |side| side.value.clone());
        let positions = positions(kept, now, Language::En).into_iter();
        positions.map(|one| format!("{} {} {}", one.change, side(&one.before), side(&one.after))).collect()
    }

    #[test]
    fn what_each_table_has_alone() {
        let kept = [("seven dead", "Ana Ruiz", 7), ("nine", "Berta Gil", 9)];
        let check = |now: &[(&str, &str, u64)], expected: &[&str]| {
            assert_eq!(told(&table(&kept), &table(now)), expected, "{now:?}");
        };
        check(&kept, &[]);
        check(&[("seven dead", "Ana Ruiz", 7), ("nine", "Berta Gil", 8)], &["changed 9 8"]);
        check(&[("seven dead", "Ana Ruiz", 7)], &["lost 9 -"]);
        let more = [kept[0], kept[1], ("some", "Carla Sol", 3)];
        check(&more, &["gained - 3"]);
        let more = [kept[0], kept[1], ("some", "Carla Sol", 9)];
        check(&more, &["support 9 9"]);
        let counts = claims(&table(&kept), &table(&more));
        assert_eq!((counts.lost, counts.gained), (0, 1));
    }

    #[test]
    fn whose_words_they_are() {
        let (kept, now) = (table(&[("nine", "Berta Gil", 9)]), table(&[("nine", "Carla Sol", 9)]));
        let changes = speakers(&kept, &now);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].before.as_deref(), changes[0].after.as_deref()), (Some("Berta Gil"), Some("Carla Sol")));
        assert_eq!(changes[0].claims.len(), 1);
        assert!(speakers(&kept, &kept).is_empty());
    }

    #[test]
    fn relations_between_positions_of_both() {
        let kept = table(&[("seven dead", "Ana Ruiz", 7), ("nine", "Berta Gil", 9)]);
        let mut now = kept.clone();
        assert!(relations(&kept, &now).is_empty());
        // A conflict has no order; what takes another's place has.
        let relation = &mut now.questions[0].relations[0];
        std::mem::swap(&mut relation.a, &mut relation.b);
        assert!(relations(&kept, &now).is_empty());
        now.questions[0].relations[0].relation = RelationKind::Superseded;
        let changes = relations(&kept, &now);
        let kinds = |side: &Option<RelationSide>| side.as_ref().map(|side| side.relation);
        assert_eq!(kinds(&changes[0].before), Some(RelationKind::Conflict));
        assert_eq!(kinds(&changes[0].after), Some(RelationKind::Superseded));
        now.questions[0].relations.clear();
        assert_eq!(kinds(&relations(&kept, &now)[0].after), None);
    }
}
