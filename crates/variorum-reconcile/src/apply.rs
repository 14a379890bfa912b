//! Lays people's decisions over the claims that readers found.
//!
//! Each decision finds its claim by exact words (`anchors`): the claim whose content has these bounds, else
//! the one that covers most of them. Words without a claim become one, by the rule "person", because somebody
//! read them as a claim; only a rejection then has nothing left to do. What a person answers replaces the
//! machine's answers of that claim to that question, and never touches the text. Left out: two answers of one
//! person to one question in one claim; mark the narrower words as a claim of their own.

use std::collections::BTreeMap;

use variorum_evidence::account::Report;
use variorum_evidence::claim::{
    Certainty, Claim, Hedge, HedgeValue, Manner, Part, Polarity, Reading, Scope, Source, Value,
};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{ClaimId, DocumentId, ReadingId};
use variorum_evidence::question::{AnswerKind, Question};
use variorum_evidence::span::{Quote, TextSpan};

use crate::Accounts;
use crate::anchors::{Place, anchor};
use crate::claims::{HeldClaim, held_claim};
use crate::decisions::{Aspect, in_force, is_other};
use crate::fold::excerpt;
use crate::questions::Asked;
use crate::reports::Reports;

/// The rule that stands on what a person put there.
pub(crate) const PERSON: &str = "person";

/// Lays the decisions over `held`; claims that people marked are added at its end.
pub(crate) fn apply(
    held: Vec<HeldClaim>,
    standing: &[&Decided],
    asked: &[Asked],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<HeldClaim> {
    let mut overlay = Overlay::new(held, accounts, reports);
    let mut rivals: BTreeMap<(usize, Aspect), Vec<&Decided>> = BTreeMap::new();
    for decided in standing {
        let Some(claim) = overlay.claim_of(decided, findings) else { continue };
        let account = &mut overlay.held[claim].account;
        account.decided.push(decided.seq);
        if let Decision::Note { text, .. } = &decided.decision {
            account.notes.push(text.clone());
        }
        for aspect in Aspect::of(&decided.decision) {
            rivals.entry((claim, aspect)).or_default().push(decided);
        }
    }
    let accepted = own_acceptances(&rivals, accounts.own_key);
    for ((claim, aspect), mut rivals) in rivals {
        // Who accepted a claim found it right as it stood: a colleague's other answer does not replace it.
        if rivals.iter().all(|rival| is_other(rival, accounts.own_key)) {
            rivals.extend(accepted.get(&claim));
        }
        let about = overlay.about(claim);
        if let Some(decided) = in_force(&rivals, Some(&aspect), accounts.own_key, &about, findings) {
            overlay.carry_out(claim, &aspect, decided, asked, findings);
        }
    }
    overlay.held
}

/// The claims that the case's own key last accepted.
fn own_acceptances<'a>(
    rivals: &BTreeMap<(usize, Aspect), Vec<&'a Decided>>,
    own_key: &str,
) -> BTreeMap<usize, &'a Decided> {
    let present = rivals.iter().filter(|((_, aspect), _)| *aspect == Aspect::Presence);
    let last_own = present.filter_map(|((claim, _), rivals)| {
        let own = rivals.iter().rev().find(|decided| !is_other(decided, own_key))?;
        matches!(own.decision, Decision::Accept { .. }).then_some((*claim, *own))
    });
    last_own.collect()
}

/// The claims, found by text, while decisions are laid over them.
struct Overlay<'a> {
    held: Vec<HeldClaim>,
    by_document: BTreeMap<DocumentId, Vec<usize>>,
    /// The words by which people know a claim beside its own: contents as corrected.
    known_as: BTreeMap<usize, Vec<TextSpan>>,
    accounts: &'a Accounts<'a>,
    reports: &'a Reports<'a>,
}

impl<'a> Overlay<'a> {
    fn new(held: Vec<HeldClaim>, accounts: &'a Accounts<'a>, reports: &'a Reports<'a>) -> Self {
        let mut by_document: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (place, held) in held.iter().enumerate() {
            by_document.entry(held.account.document).or_default().push(place);
        }
        Self { held, by_document, known_as: BTreeMap::new(), accounts, reports }
    }

    /// The claim that a decision is about; a finding where its words are not found again.
    fn claim_of(&mut self, decided: &Decided, findings: &mut Vec<Finding>) -> Option<usize> {
        let quote = decided.decision.claim()?;
        let Some(place) = anchor(quote, self.accounts, self.reports) else {
            findings.push(unanchored(decided, quote, self.reports));
            return None;
        };
        let claim = match (self.claim_at(place), &decided.decision) {
            (Some(claim), Decision::Mark { .. }) if !self.is_exactly(claim, place) => self.add(place, decided),
            (Some(claim), _) => claim,
            (None, Decision::Reject { .. }) => return None,
            (None, _) => self.add(place, decided),
        };
        if let Decision::Correct { content, .. } = &decided.decision {
            match anchor(content, self.accounts, self.reports).filter(|content| content.document == place.document) {
                Some(content) => self.known_as.entry(claim).or_default().push(content.span),
                None => {
                    findings.push(unanchored(decided, content, self.reports));
                    return None;
                }
            }
        }
        Some(claim)
    }

    /// The claim whose content has these bounds, else the one that shares most of its words with them and at
    /// least half.
    fn claim_at(&self, place: Place) -> Option<usize> {
        let claims = self.by_document.get(&place.document)?;
        if let Some(exact) = claims.iter().find(|claim| self.is_exactly(**claim, place)) {
            return Some(*exact);
        }
        let share = |claim: &usize| {
            let hull = content_hull(&self.held[*claim].account.claim);
            let both = (hull.end.min(place.span.end)).saturating_sub(hull.start.max(place.span.start));
            let either = hull.hull(place.span);
            (u64::from(both) * 1000).checked_div(u64::from(either.end - either.start)).unwrap_or(0)
        };
        let best = claims.iter().map(|claim| (share(claim), *claim));
        // The earlier claim of two that share as much.
        let (share, claim) = best.max_by_key(|(share, claim)| (*share, std::cmp::Reverse(*claim)))?;
        (share >= 500).then_some(claim)
    }

    fn is_exactly(&self, claim: usize, place: Place) -> bool {
        let content = &self.held[claim].account.claim;
        let known_as = self.known_as.get(&claim).into_iter().flatten();
        content_hull(content) == place.span
            || content.content.contains(&place.span)
            || known_as.into_iter().any(|span| *span == place.span)
    }

    /// A claim that a person found.
    fn add(&mut self, place: Place, decided: &Decided) -> usize {
        let (source, cue) = match &decided.decision {
            Decision::Mark { source, cue, speaker, .. } => {
                let source = self.inside(source.as_ref(), place).map(|(span, words)| Source {
                    span,
                    name: speaker.clone().unwrap_or(words),
                    role: None,
                });
                (source, self.inside(cue.as_ref(), place).map(|(span, _)| span))
            }
            _ => (None, None),
        };
        let speaks = source.is_some() || matches!(&decided.decision, Decision::Mark { speaker: Some(_), .. });
        let content = vec![place.span];
        let claim = Claim {
            id: ClaimId::of(place.document, source.as_ref().map(|source| source.span), cue, &content),
            source,
            cue,
            content,
            manner: if speaks { Manner::Paraphrased } else { Manner::Narrated },
            hedge: Hedge { value: HedgeValue::Asserted, span: None },
            said_at: None,
            nested_in: None,
            rule: PERSON.to_owned(),
            readings: Vec::new(),
        };
        let number = self.held.len();
        self.held.push(held_claim(claim, place.document, self.reports, None));
        self.by_document.entry(place.document).or_default().push(number);
        number
    }

    fn inside(&self, quote: Option<&Quote>, place: Place) -> Option<(TextSpan, String)> {
        let quote = quote?;
        let found = anchor(quote, self.accounts, self.reports)?;
        (found.document == place.document).then(|| (found.span, quote.words.clone()))
    }

    /// The first words of a claim, for findings.
    fn about(&self, claim: usize) -> String {
        let account = &self.held[claim].account;
        let words = self.accounts.texts.get(&account.document);
        let words = words.and_then(|text| content_hull(&account.claim).words(text)).unwrap_or_default();
        format!("{}: “{}”", self.reports.first_code(account.document), excerpt(words, 80))
    }

    fn carry_out(
        &mut self,
        claim: usize,
        aspect: &Aspect,
        decided: &Decided,
        asked: &[Asked],
        findings: &mut Vec<Finding>,
    ) {
        let corrected = match &decided.decision {
            Decision::Correct { content, .. } => anchor(content, self.accounts, self.reports),
            _ => None,
        };
        let about = self.about(claim);
        let held = &mut self.held[claim];
        match &decided.decision {
            Decision::Mark { speaker, .. } if *aspect == Aspect::Speaker => held.attributed.clone_from(speaker),
            Decision::Mark { .. } | Decision::Accept { .. } => held.account.rejected = false,
            Decision::Reject { .. } => held.account.rejected = true,
            Decision::Correct { .. } => {
                if let Some(place) = corrected {
                    correct(&mut held.account.claim, place);
                }
            }
            Decision::Attribute { speaker, .. } => held.attributed = Some(speaker.clone()),
            Decision::Assign { question, .. } => match find(asked, question) {
                Some(question) if assign(&mut held.account.claim, question) => held.assigned = true,
                Some(question) => findings.push(wrong_kind(decided, question, &about)),
                None => findings.push(no_question(decided, &question.0, &about)),
            },
            Decision::Answer { question, value, scope, .. } => match find(asked, question) {
                Some(question) if fits(question.kind, value) => {
                    answer(&mut held.account.claim, question, value, scope.as_ref());
                }
                Some(question) => findings.push(wrong_kind(decided, question, &about)),
                None => findings.push(no_question(decided, &question.0, &about)),
            },
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
            | Decision::Undo { .. } => {}
        }
    }
}

/// The smallest span over the content of a claim.
pub(crate) fn content_hull(claim: &Claim) -> TextSpan {
    claim.content.iter().copied().reduce(TextSpan::hull).unwrap_or_else(|| claim.hull())
}

fn find<'a>(asked: &'a [Asked], id: &variorum_evidence::ids::QuestionId) -> Option<&'a Question> {
    asked.iter().map(|asked| &asked.question).find(|question| question.id == *id)
}

fn fits(kind: AnswerKind, value: &Value) -> bool {
    matches!(
        (kind, value),
        (AnswerKind::Count, Value::Count { .. })
            | (AnswerKind::Time, Value::Time(_))
            | (AnswerKind::Duration, Value::Duration { .. })
            | (AnswerKind::Choice, Value::Choice { .. })
            // A text question may list known answers.
            | (AnswerKind::Text, Value::Text { .. } | Value::Choice { .. })
    )
}

/// The claim over other words: its readings stay as far as their words lie inside.
fn correct(claim: &mut Claim, place: Place) {
    claim.content = vec![place.span];
    let source = claim.source.as_ref().map(|source| source.span);
    claim.id = ClaimId::of(place.document, source, claim.cue, &claim.content);
    claim.readings.retain(|reading| place.span.contains(reading.span));
    for reading in &mut claim.readings {
        reading.id = reading_id(claim.id, reading);
    }
}

/// All readings of the claim answer `question`: a person said so, whatever event the machine saw them in.
/// False if the claim has no reading of that kind.
fn assign(claim: &mut Claim, question: &Question) -> bool {
    let any = claim.readings.iter().any(|reading| fits(question.kind, &reading.value));
    for reading in claim.readings.iter_mut().filter(|reading| fits(question.kind, &reading.value)) {
        reading.question = Some(question.id.clone());
        reading.predicate.clone_from(&question.predicate);
        reading.id = reading_id(claim.id, reading);
    }
    any
}

fn answer(claim: &mut Claim, question: &Question, value: &Value, scope: Option<&Scope>) {
    let machine = claim.readings.iter().find(|reading| reading.question.as_ref() == Some(&question.id)).cloned();
    claim.readings.retain(|reading| reading.question.as_ref() != Some(&question.id));
    let kept = machine.as_ref().map_or_else(Scope::unknown, |reading| reading.scope.clone());
    // The reading that it was a part of may be gone.
    let kept = Scope { part_of: None, part: kept.part_of.map_or(kept.part, |_| Part::Part), ..kept };
    let mut reading = Reading {
        id: ReadingId::from_digest(claim.id.digest()),
        span: machine.as_ref().map_or_else(|| content_hull(claim), |reading| reading.span),
        event: None,
        question: Some(question.id.clone()),
        predicate: question.predicate.clone(),
        polarity: Polarity::Affirmed,
        certainty: machine.as_ref().map_or(Certainty::Unknown, |reading| reading.certainty),
        participants: machine.as_ref().map_or_else(Vec::new, |reading| reading.participants.clone()),
        place: machine.as_ref().and_then(|reading| reading.place),
        scope: scope.cloned().unwrap_or(kept),
        value: value.clone(),
        rule: PERSON.to_owned(),
    };
    reading.id = reading_id(claim.id, &reading);
    claim.readings.push(reading);
    claim.readings.sort_by_key(|reading| (reading.span, reading.id));
}

/// The id of a reading after what it follows from has changed.
fn reading_id(claim: ClaimId, reading: &Reading) -> ReadingId {
    let value = crate::values::normalised(&reading.value);
    ReadingId::of(claim, reading.span, &reading.predicate, &value, &reading.scope)
}

fn unanchored(decided: &Decided, quote: &Quote, reports: &Reports<'_>) -> Finding {
    let about = format!("entry {}: “{}”", decided.seq, excerpt(&quote.words, 80));
    let home: Option<&Report> = reports.carrying(quote.document).next();
    let home = home.map_or_else(
        || "no report of the case carries that text now".to_owned(),
        |report| format!("they were in {}", report.code),
    );
    let act = decided.decision.act();
    let message = format!("the words of this decision ({act}, {}) are not found in one place; {home}", decided.by);
    let help = "decide again on the words as they stand now; this decision stays in the journal";
    Finding::new("decision.unanchored", about, message).with_help(help)
}

fn no_question(decided: &Decided, question: &str, about: &str) -> Finding {
    let message = format!("entry {} answers “{question}”, which the case does not ask", decided.seq);
    let help = format!("add “{question}” to the question set in case.toml, or undo entry {}", decided.seq);
    Finding::new("decision.question", about, message).with_help(help)
}

fn wrong_kind(decided: &Decided, question: &Question, about: &str) -> Finding {
    let kind = format!("{:?}", question.kind).to_lowercase();
    let message = format!("entry {} does not answer “{}” with a {kind}", decided.seq, question.id);
    let help = format!("answer again with a {kind}, or undo entry {}", decided.seq);
    Finding::new("decision.kind", about, message).with_help(help)
}
