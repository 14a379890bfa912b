//! Which decisions of people are in force.
//!
//! Decisions are facts of the journal and are never rewritten, so what holds now is found by folding them:
//! what was undone falls away (an undoing can be undone too), then on each aspect of each claim the latest
//! decision of the case's own key holds, and where that key decided nothing the latest imported one. Where
//! people decided differently, both stand in a finding. Left out: `set-published`, which whoever reads the
//! texts applies before reading, because relative times depend on it.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::words;

use crate::fold::{excerpt, fold};

/// What about a claim is decided; on each aspect one decision holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Aspect {
    /// Whether it is a claim of this case.
    Presence,
    /// Which words it reaches over.
    Content,
    /// Which question all its readings answer.
    Question,
    /// What it answers to one question.
    Answer(QuestionId),
    /// Who says it.
    Speaker,
}

impl Aspect {
    /// The aspects that a decision about a claim decides; notes decide none.
    pub(crate) fn of(decision: &Decision) -> Vec<Self> {
        match decision {
            Decision::Mark { speaker: Some(_), .. } => vec![Self::Presence, Self::Speaker],
            Decision::Mark { .. } | Decision::Accept { .. } | Decision::Reject { .. } => vec![Self::Presence],
            Decision::Correct { .. } => vec![Self::Content],
            Decision::Assign { .. } => vec![Self::Question],
            Decision::Answer { question, .. } => vec![Self::Answer(question.clone())],
            Decision::Attribute { .. } => vec![Self::Speaker],
            Decision::MergeSpeakers { .. }
            | Decision::NoteSource { .. }
            | Decision::Ask { .. }
            | Decision::RewordQuestion { .. }
            | Decision::SplitQuestion { .. }
            | Decision::MergeQuestions { .. }
            | Decision::CloseQuestion { .. }
            | Decision::ReopenQuestion { .. }
            | Decision::ResolveQuestion { .. }
            | Decision::SetPublished { .. }
            | Decision::Place { .. }
            | Decision::Note { .. }
            | Decision::Protect { .. }
            | Decision::Withhold { .. }
            | Decision::Undo { .. } => Vec::new(),
        }
    }
}

/// The decisions that are not undone, in the order of the journal. The case's own key can undo any decision,
/// another key its own ones; an undoing that names an entry after itself undoes nothing.
pub fn standing<'a>(decided: &'a [Decided], own_key: &str) -> Vec<&'a Decided> {
    let mut order: Vec<_> = decided.iter().collect();
    order.sort_by_key(|decided| decided.seq);
    let by: BTreeMap<u64, &str> = order.iter().map(|decided| (decided.seq, decided.by.as_str())).collect();
    let mut undone = BTreeSet::new();
    for decided in order.iter().rev() {
        let Decision::Undo { seq } = decided.decision else { continue };
        let may = !is_other(decided, own_key) || by.get(&seq) == Some(&decided.by.as_str());
        if may && seq < decided.seq && !undone.contains(&decided.seq) {
            undone.insert(seq);
        }
    }
    order.retain(|decided| !undone.contains(&decided.seq) && !matches!(decided.decision, Decision::Undo { .. }));
    order
}

/// Whether a decision came from another key's case.
pub(crate) fn is_other(decided: &Decided, own_key: &str) -> bool {
    decided.imported && decided.by != own_key
}

/// The decision that holds among those on one aspect, and a finding where people decided differently.
/// `about` names what they decided on; only decisions about a claim have an aspect.
pub(crate) fn in_force<'a>(
    rivals: &[&'a Decided],
    aspect: Option<&Aspect>,
    own_key: &str,
    about: &str,
    findings: &mut Vec<Finding>,
) -> Option<&'a Decided> {
    let own = rivals.iter().rev().find(|decided| !is_other(decided, own_key));
    let holds = own.or(rivals.last()).copied()?;
    let mut latest: BTreeMap<&str, &Decided> = BTreeMap::new();
    for decided in rivals.iter().filter(|decided| is_other(decided, own_key)) {
        latest.insert(&decided.by, decided);
    }
    let held = meaning(holds, aspect);
    let against: Vec<_> = latest.into_values().filter(|other| meaning(other, aspect) != held).collect();
    findings.extend(against.into_iter().map(|other| disagreement(holds, other, about)));
    Some(holds)
}

fn disagreement(holds: &Decided, other: &Decided, about: &str) -> Finding {
    let side = |decided: &Decided| format!("{} ({}, entry {})", summary(decided), decided.by, decided.seq);
    let message = format!("decided differently: {} takes effect, beside {}", side(holds), side(other));
    let help = "read both and record a decision of your own; it takes effect and both stay in the journal";
    Finding::new("decision.disagree", about, message).with_help(help)
}

/// What two decisions on one aspect are compared by.
fn meaning(decided: &Decided, aspect: Option<&Aspect>) -> String {
    match &decided.decision {
        Decision::Mark { speaker: Some(speaker), .. } if aspect == Some(&Aspect::Speaker) => fold(speaker),
        // A mark says no more about presence than an acceptance.
        Decision::Mark { .. } | Decision::Accept { .. } => "present".to_owned(),
        Decision::Attribute { speaker, .. } => fold(speaker),
        Decision::Correct { content, .. } => content.words.clone(),
        Decision::MergeSpeakers { keep, .. } => fold(keep),
        Decision::Ask { question } => format!("{question:?}"),
        Decision::RewordQuestion { wording, .. } => format!("{wording:?}"),
        Decision::Answer { value, scope, .. } => format!("{value:?} {scope:?}"),
        Decision::Assign { question, .. } => question.to_string(),
        other => other.act().to_owned(),
    }
}

/// A decision in a few words, for a finding.
fn summary(decided: &Decided) -> String {
    let act = decided.decision.act();
    match &decided.decision {
        Decision::Answer { value, scope, .. } => {
            let over = scope.as_ref().map(|scope| format!(", {}", words::scope(scope, Language::En)));
            format!("{act} “{}{}”", words::value(value, Language::En), over.unwrap_or_default())
        }
        Decision::Attribute { speaker, .. } | Decision::Mark { speaker: Some(speaker), .. } => {
            format!("{act} to “{speaker}”")
        }
        Decision::Assign { question, .. } => format!("{act} to “{question}”"),
        Decision::Correct { content, .. } => format!("{act} to “{}”", excerpt(&content.words, 60)),
        Decision::MergeSpeakers { keep, .. } => format!("{act} into “{keep}”"),
        Decision::Ask { question } => format!("{act} “{}”", question.id),
        _ => act.to_owned(),
    }
}

/// Names that people said are one speaker: folded name to the name to keep.
pub(crate) fn merged_names(
    standing: &[&Decided],
    own_key: &str,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, String> {
    let mut rivals: BTreeMap<String, Vec<&Decided>> = BTreeMap::new();
    for decided in standing {
        if let Decision::MergeSpeakers { names, .. } = &decided.decision {
            for name in names.iter().map(|name| fold(name)).filter(|name| !name.is_empty()) {
                rivals.entry(name).or_default().push(decided);
            }
        }
    }
    let mut merged = BTreeMap::new();
    for (name, rivals) in rivals {
        let holds = in_force(&rivals, None, own_key, &name, findings);
        if let Some(Decision::MergeSpeakers { keep, .. }) = holds.map(|decided| &decided.decision) {
            merged.insert(name, keep.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "key:own";

    fn undo(seq: u64, of: u64) -> Decided {
        decided(seq, OWN, Decision::Undo { seq: of })
    }

    fn merge(seq: u64, by: &str, keep: &str) -> Decided {
        decided(seq, by, Decision::MergeSpeakers { keep: keep.to_owned(), names: vec!["Ernesto".to_owned()] })
    }

    fn decided(seq: u64, by: &str, decision: Decision) -> Decided {
        Decided { seq, at: String::new(), by: by.to_owned(), imported: by != OWN, decision }
    }

    #[test]
    fn undoing() {
        let first = || merge(1, OWN, "A");
        let other = || merge(1, "key:b", "B");
        for (journal, expected) in [
            (vec![first()], vec![1]),
            (vec![first(), undo(2, 1)], vec![]),
            (vec![first(), undo(2, 1), undo(3, 2)], vec![1]),
            (vec![undo(2, 1), first()], vec![]),
            (vec![undo(0, 1), first()], vec![1]),
            (vec![other(), undo(2, 1)], vec![]),
            (vec![first(), decided(2, "key:b", Decision::Undo { seq: 1 })], vec![1]),
        ] {
            let seqs: Vec<_> = standing(&journal, OWN).iter().map(|decided| decided.seq).collect();
            assert_eq!(seqs, expected, "{journal:?}");
        }
    }

    #[test]
    fn own_decisions_come_first_and_disagreement_is_said() {
        for (journal, kept, told) in [
            (vec![merge(1, OWN, "A"), merge(2, OWN, "B")], "B", 0),
            (vec![merge(1, OWN, "A"), merge(2, "key:b", "a")], "A", 0),
            (vec![merge(1, OWN, "A"), merge(2, "key:b", "B")], "A", 1),
            (vec![merge(1, "key:b", "B"), merge(2, OWN, "A")], "A", 1),
            (vec![merge(1, "key:b", "B"), merge(2, "key:c", "C")], "C", 1),
            (vec![merge(1, "key:b", "C"), merge(2, "key:b", "B")], "B", 0),
        ] {
            let mut findings = Vec::new();
            let merged = merged_names(&standing(&journal, OWN), OWN, &mut findings);
            assert_eq!(merged.get("ernesto").map(String::as_str), Some(kept), "{journal:?}");
            assert_eq!(findings.len(), told, "{findings:?}");
        }
    }
}
