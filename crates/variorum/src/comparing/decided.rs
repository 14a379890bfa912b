//! Where a proposal differs from what people decided.
//!
//! A decision names exact words; what is proposed for them is the claim whose content begins and ends there, else the
//! one that covers most of them. Left out: decisions that propose nothing (notes, what is asked, placed, protected or
//! withheld), and words that stand in no text any more, for which building has a finding.

use serde::Serialize;
use variorum_evidence::account::{AccountClaim, Apparatus};
use variorum_evidence::claim::{Polarity, Value};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::document::Language;
use variorum_evidence::ids::QuestionId;
use variorum_evidence::span::{Quote, TextSpan};
use variorum_evidence::words;
use variorum_reconcile::normalised;

use super::differences::{named, names};

/// A decision that holds, and what would be proposed in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedOtherwise {
    /// Its entry in the journal.
    pub entry: u64,
    /// Whose.
    pub by: String,
    /// What was done (`answer`, `attribute`).
    pub act: &'static str,
    /// The words that it is about.
    pub words: String,
    /// What was decided, in a few words.
    pub decided: String,
    /// What is proposed, in a few words.
    pub proposed: String,
}

/// The decisions that the proposal does not agree with, in the order of the journal.
pub(super) fn otherwise(standing: &[&Decided], machine: &Apparatus, language: Language) -> Vec<DecidedOtherwise> {
    let proposal = Proposal { machine, language };
    let differing = standing.iter().filter_map(|decided| {
        let (words, was, proposed) = proposal.against(&decided.decision)?;
        let (entry, by, act) = (decided.seq, decided.by.clone(), decided.decision.act());
        Some(DecidedOtherwise { entry, by, act, words, decided: was, proposed })
    });
    differing.collect()
}

/// What nobody decided anything about.
struct Proposal<'a> {
    machine: &'a Apparatus,
    language: Language,
}

const NO_CLAIM: &str = "no claim";
const A_CLAIM: &str = "a claim";

impl<'a> Proposal<'a> {
    /// Words, decision and proposal, where these differ.
    fn against(&self, decision: &Decision) -> Option<(String, String, String)> {
        let (decided, proposed) = match decision {
            Decision::Accept { claim } => (A_CLAIM.to_owned(), self.presence(claim)),
            Decision::Mark { content, speaker: None, .. } => (A_CLAIM.to_owned(), self.presence(content)),
            Decision::Mark { content: claim, speaker: Some(speaker), .. } | Decision::Attribute { claim, speaker } => {
                (speaker.clone(), self.speaker(claim))
            }
            Decision::Reject { claim } => (NO_CLAIM.to_owned(), self.presence(claim)),
            Decision::Correct { claim, content } => (content.words.clone(), self.content(claim, content)),
            Decision::Assign { claim, question } => (question.to_string(), self.questions(claim)),
            Decision::Answer { claim, question, value, .. } => {
                (format!("{question}: {}", words::value(value, self.language)), self.answer(claim, question, value))
            }
            Decision::MergeSpeakers { keep, names } => {
                let proposed = self.apart(keep, names)?;
                return Some((names.join(", "), format!("one speaker, {keep}"), proposed));
            }
            // What people make of questions stands beside the machine's in the table itself.
            Decision::NoteSource { .. }
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
            | Decision::Undo { .. } => return None,
        };
        let words = decision.claim().map(|quote| quote.words.clone()).unwrap_or_default();
        (!same_words(&decided, &proposed)).then_some((words, decided, proposed))
    }

    /// The claim at these words.
    fn claim(&self, quote: &Quote) -> Option<&'a AccountClaim> {
        let here = self.machine.claims.iter().filter(|claim| claim.document == quote.document);
        let covered = here.filter_map(|claim| {
            let covered: u32 = claim.claim.content.iter().map(|span| shared(*span, quote.span)).sum();
            (covered > 0).then_some((reach(claim) == Some(quote.span), covered, claim))
        });
        covered.max_by_key(|(exact, covered, _)| (*exact, *covered)).map(|(_, _, claim)| claim)
    }

    fn presence(&self, quote: &Quote) -> String {
        if self.claim(quote).is_some() { A_CLAIM.to_owned() } else { NO_CLAIM.to_owned() }
    }

    fn speaker(&self, quote: &Quote) -> String {
        let Some(claim) = self.claim(quote) else { return NO_CLAIM.to_owned() };
        named(claim, &names(self.machine)).unwrap_or("the report itself").to_owned()
    }

    /// The words of the proposed claim, those of the decision where it reaches as far.
    fn content(&self, claim: &Quote, content: &Quote) -> String {
        let proposed = self.claim(content).or_else(|| self.claim(claim));
        match proposed {
            Some(proposed) if reach(proposed) == Some(content.span) => content.words.clone(),
            Some(proposed) if reach(proposed) == Some(claim.span) => claim.words.clone(),
            Some(_) => "other words".to_owned(),
            None => NO_CLAIM.to_owned(),
        }
    }

    /// The questions that the claim answers.
    fn questions(&self, quote: &Quote) -> String {
        let Some(claim) = self.claim(quote) else { return NO_CLAIM.to_owned() };
        let mut questions: Vec<_> = claim
            .claim
            .readings
            .iter()
            .filter_map(|reading| reading.question.as_ref())
            .map(ToString::to_string)
            .collect();
        questions.sort();
        questions.dedup();
        if questions.is_empty() { "no question".to_owned() } else { questions.join(", ") }
    }

    /// What the claim answers to the question; the decided answer where it is among them.
    fn answer(&self, quote: &Quote, question: &QuestionId, decided: &Value) -> String {
        let Some(claim) = self.claim(quote) else { return NO_CLAIM.to_owned() };
        let readings = claim.claim.readings.iter().filter(|reading| reading.question.as_ref() == Some(question));
        let mut values: Vec<String> = Vec::new();
        for reading in readings {
            if normalised(&reading.value) == normalised(decided) && reading.polarity == Polarity::Affirmed {
                return format!("{question}: {}", words::value(decided, self.language));
            }
            let denied = if reading.polarity == Polarity::Denied { "not " } else { "" };
            values.push(format!("{denied}{}", words::value(&reading.value, self.language)));
        }
        if values.is_empty() { "no answer".to_owned() } else { format!("{question}: {}", values.join(", ")) }
    }

    /// The speakers that the names are, where they are not one.
    fn apart(&self, keep: &str, names: &[String]) -> Option<String> {
        let known = |name: &str| {
            let is = |one: &str| same_words(one, name);
            self.machine.speakers.iter().find(|one| is(&one.name) || one.aliases.iter().any(|alias| is(alias)))
        };
        let mut speakers: Vec<_> =
            std::iter::once(keep).chain(names.iter().map(String::as_str)).filter_map(known).collect();
        speakers.sort_by_key(|speaker| &speaker.id);
        speakers.dedup_by_key(|speaker| &speaker.id);
        let listed = || speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(", ");
        (speakers.len() > 1).then(|| format!("{} speakers: {}", speakers.len(), listed()))
    }
}

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace()
        .flat_map(str::chars)
        .flat_map(char::to_lowercase)
        .eq(b.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase))
}

/// From where the content of a claim begins to where it ends.
fn reach(claim: &AccountClaim) -> Option<TextSpan> {
    let content = &claim.claim.content;
    Some(content.first()?.hull(*content.last()?))
}

fn shared(a: TextSpan, b: TextSpan) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
