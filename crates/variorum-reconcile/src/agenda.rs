//! What did people decide about the questions themselves?
//!
//! Of what rewords a question in one language, of what closes or reopens it, and of what resolves it, the latest decision
//! of the case's own key holds, and where that key decided nothing the latest imported one. Splitting and merging have no rivals: all that
//! stand are carried out, imported ones too, in the order in which they were decided, since each takes the questions as
//! the one before left them; what is not wanted is undone. All are carried out after questions were proposed, so that
//! they hold for proposed ones too, and each stays on the question with its entry. A question that is asked of several
//! events is reworded, closed, split and merged for each, unless its copy for one event was decided about by itself. A
//! question that was closed keeps its positions. Left out: adding, which is `questions`, since the other decisions may
//! name what was added; splitting or merging the copy for one event.

use std::collections::BTreeMap;

use variorum_evidence::account::Resolved;
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::question::AnswerKind;

use crate::Accounts;
use crate::alignment::Alignment;
use crate::apply::PERSON;
use crate::claims::HeldClaim;
use crate::decisions::in_force;
use crate::fold::fold;
use crate::questions::{Asked, about_event, of_event};

/// What about a question is decided; on each one decision holds.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Respect {
    Words(Language),
    Open,
    Resolution,
}

/// Carries out what people decided about questions.
pub(crate) fn carry_out(
    asked: &mut Vec<Asked>,
    held: &mut [HeldClaim],
    standing: &[&Decided],
    accounts: &Accounts<'_>,
    alignment: &Alignment,
    findings: &mut Vec<Finding>,
) {
    for decided in standing {
        match &decided.decision {
            Decision::SplitQuestion { question, into, words } => {
                let ends = [question, &into.id];
                if common_kind(asked, &ends, decided, findings).is_some() {
                    split(held, accounts, (question, &into.id), words, decided.seq);
                    note(asked, &into.id, |known, _| known.handling.decided.push(decided.seq));
                }
            }
            Decision::MergeQuestions { keep, questions } => {
                for merged in questions.iter().filter(|merged| *merged != keep) {
                    if common_kind(asked, &[keep, merged], decided, findings).is_some() {
                        merge(asked, held, keep, merged, decided.seq);
                    }
                }
            }
            _ => {}
        }
    }
    let mut rivals: BTreeMap<(&QuestionId, Respect), Vec<&Decided>> = BTreeMap::new();
    for decided in standing {
        match &decided.decision {
            Decision::RewordQuestion { question, wording } => {
                for language in wording.keys() {
                    rivals.entry((question, Respect::Words(*language))).or_default().push(decided);
                }
            }
            Decision::CloseQuestion { question, .. } | Decision::ReopenQuestion { question } => {
                rivals.entry((question, Respect::Open)).or_default().push(decided);
            }
            Decision::ResolveQuestion { question, .. } => {
                rivals.entry((question, Respect::Resolution)).or_default().push(decided);
            }
            _ => {}
        }
    }
    for ((question, respect), rivals) in rivals {
        let Some(decided) = in_force(&rivals, None, accounts.own_key, &question.0, findings) else { continue };
        if kind_of(asked, question).is_none() {
            findings.push(unknown(decided, question));
            continue;
        }
        say(asked, question, &respect, decided, alignment);
    }
    for asked in asked {
        asked.handling.decided.sort_unstable();
        asked.handling.decided.dedup();
    }
}

/// Words and state of a question, as a person decided. What is decided about the copy for one event comes after what is
/// decided about the question, since its name is the longer one.
fn say(asked: &mut [Asked], question: &QuestionId, respect: &Respect, decided: &Decided, alignment: &Alignment) {
    note(asked, question, |known, event| {
        known.handling.decided.push(decided.seq);
        match (&decided.decision, respect) {
            (Decision::RewordQuestion { wording, .. }, Respect::Words(language)) => {
                if known.handling.before.is_empty() {
                    known.handling.before.clone_from(&known.question.wording);
                }
                let words = wording.get(language).map(|words| match event {
                    Some(event) => about_event(words, &alignment.events[event]),
                    None => words.clone(),
                });
                known.question.wording.extend(words.map(|words| (*language, words)));
            }
            (Decision::CloseQuestion { reason, .. }, _) => {
                known.handling.closed = true;
                known.handling.reason.clone_from(reason);
            }
            (Decision::ReopenQuestion { .. }, _) => {
                known.handling.closed = false;
                known.handling.reason = None;
            }
            (Decision::ResolveQuestion { resolution, reason, .. }, _) => {
                let (resolution, reason) = (resolution.clone(), reason.clone());
                known.handling.resolved = Some(Resolved { resolution, reason });
            }
            _ => {}
        }
    });
}

fn kind_of(asked: &[Asked], question: &QuestionId) -> Option<AnswerKind> {
    asked.iter().find(|asked| asked.question.id == *question).map(|asked| asked.question.kind)
}

/// The kind of answer that all these questions take; a finding where one is not asked, takes another or is the copy for one
/// event.
fn common_kind(
    asked: &[Asked],
    questions: &[&QuestionId],
    decided: &Decided,
    findings: &mut Vec<Finding>,
) -> Option<AnswerKind> {
    let mut common = None;
    for question in questions {
        if asked.iter().any(|asked| asked.event.is_some() && asked.question.id == **question) {
            findings.push(of_one_event(decided, question));
            return None;
        }
        let Some(kind) = kind_of(asked, question) else {
            findings.push(unknown(decided, question));
            return None;
        };
        if common.is_some_and(|common| common != kind) {
            let message = format!("entry {} joins questions that take different kinds of answer", decided.seq);
            let help = format!("undo entry {}: only questions of one kind can be compared", decided.seq);
            findings.push(Finding::new("decision.kind", question.0.clone(), message).with_help(help));
            return None;
        }
        common = Some(kind);
    }
    common
}

fn of_one_event(decided: &Decided, question: &QuestionId) -> Finding {
    let act = decided.decision.act();
    let message = format!("entry {} ({act}) is about “{question}”, which is a question for one event", decided.seq);
    let help = format!("undo entry {}; split or merge the question itself, or place reports in one event", decided.seq);
    Finding::new("decision.question", question.0.clone(), message).with_help(help)
}

fn unknown(decided: &Decided, question: &QuestionId) -> Finding {
    let act = decided.decision.act();
    let message = format!("entry {} ({act}) is about “{question}”, which the case does not ask now", decided.seq);
    let help = format!("a proposed question is gone when its reports are; adopt it, or undo entry {}", decided.seq);
    Finding::new("decision.question", question.0.clone(), message).with_help(help)
}

/// Notes something on a question and on its copies, with the event that each copy is of.
fn note(asked: &mut [Asked], question: &QuestionId, mut with: impl FnMut(&mut Asked, Option<usize>)) {
    for known in asked {
        match known.event {
            _ if known.question.id == *question => with(known, None),
            Some(event) if known.question.id.0 == of_event(question, event) => with(known, Some(event)),
            _ => {}
        }
    }
}

/// Claims in which one of the words stands answer the other question, but for those that a person put somewhere afterwards.
fn split(
    held: &mut [HeldClaim],
    accounts: &Accounts<'_>,
    (from, into): (&QuestionId, &QuestionId),
    words: &[String],
    seq: u64,
) {
    let wanted: Vec<String> = words.iter().map(|words| format!(" {} ", fold(words))).collect();
    let later = |held: &HeldClaim| {
        let put = held.assigned || held.account.claim.readings.iter().any(|reading| reading.rule == PERSON);
        put && held.account.decided.iter().any(|decided| *decided > seq)
    };
    for held in held.iter_mut().filter(|held| answers(held, from) && !later(held)) {
        let account = &mut held.account;
        let text = accounts.texts.get(&account.document);
        let content = account.claim.content.iter().filter_map(|span| span.words(text?));
        let told = format!(" {} ", fold(&content.collect::<Vec<_>>().join(" ")));
        if wanted.iter().any(|words| told.contains(words)) {
            answer(held, from, into);
        }
    }
}

/// All that answers `merged` answers `keep`, and so for each event.
fn merge(asked: &mut Vec<Asked>, held: &mut [HeldClaim], keep: &QuestionId, merged: &QuestionId, seq: u64) {
    let mut gone: Vec<(QuestionId, QuestionId)> = Vec::new();
    note(asked, merged, |known, event| {
        let into = event.map(|event| QuestionId(of_event(keep, event)));
        gone.push((known.question.id.clone(), into.unwrap_or_else(|| keep.clone())));
    });
    for (from, into) in &mut gone {
        // A question that is asked of any event has no copies.
        if kind_of(asked, into).is_none() {
            into.clone_from(keep);
        }
        held.iter_mut().for_each(|held| answer(held, from, into));
    }
    asked.retain(|asked| gone.iter().all(|(from, _)| *from != asked.question.id));
    note(asked, keep, |known, _| {
        known.handling.decided.push(seq);
        let own = gone.iter().filter(|(_, into)| *into == known.question.id);
        known.handling.merged.extend(own.map(|(from, _)| from.clone()));
    });
}

fn answers(held: &HeldClaim, question: &QuestionId) -> bool {
    held.account.claim.readings.iter().any(|reading| reading.question.as_ref() == Some(question))
}

fn answer(held: &mut HeldClaim, from: &QuestionId, into: &QuestionId) {
    let readings = held.account.claim.readings.iter_mut();
    for reading in readings.filter(|reading| reading.question.as_ref() == Some(from)) {
        reading.question = Some(into.clone());
    }
}
