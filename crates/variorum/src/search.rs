//! Which claims are meant: by words, who says it, question, hedge and day of saying, all together.
//!
//! Words are found whatever their capitals and accents, in the claim, its source and its speaker. Every claim of the table
//! is looked at: there is no index beside it that could be stale. Left out: other forms of a word, and the texts outside
//! claims.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use variorum_evidence::account::AccountClaim;
use variorum_evidence::ids::{QuestionId, ReportCode, SpeakerId};
use variorum_reconcile::fold;

use crate::build::Built;

/// What is looked for. What is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Sought {
    /// Words of the claim, its source or its speaker.
    pub words: String,
    /// A part of who says it.
    pub speaker: String,
    /// A question, by code or name.
    pub question: String,
    /// How it is put (`alleged`).
    pub hedge: String,
    /// The first day of saying (ISO 8601); the report's where the claim tells none.
    pub from: String,
    /// The last day of saying.
    pub to: String,
}

impl Built {
    /// The claims that are meant, in the order of the table.
    pub fn find(&self, sought: &Sought) -> Vec<&AccountClaim> {
        let sieve = Sieve::of(self, sought);
        self.apparatus.claims.iter().filter(|claim| sieve.keeps(claim)).collect()
    }
}

/// What is looked for, ready to be compared.
struct Sieve<'a> {
    built: &'a Built,
    words: Vec<String>,
    speaker: String,
    question: Option<&'a QuestionId>,
    sought: &'a Sought,
    names: BTreeMap<&'a SpeakerId, String>,
    published: BTreeMap<&'a ReportCode, Date>,
}

impl<'a> Sieve<'a> {
    fn of(built: &'a Built, sought: &'a Sought) -> Self {
        let asked = sought.question.trim();
        let questions = built.apparatus.questions.iter();
        let mut named = questions.filter(|account| {
            account.code.eq_ignore_ascii_case(asked) || account.question.id.0.eq_ignore_ascii_case(asked)
        });
        Self {
            built,
            words: fold(&sought.words).split_whitespace().map(str::to_owned).collect(),
            speaker: fold(sought.speaker.trim()),
            question: named.next().map(|account| &account.question.id),
            sought,
            published: built
                .apparatus
                .reports
                .iter()
                .filter_map(|report| Some((&report.code, report.published.as_ref()?.from?.date())))
                .collect(),
            names: built.apparatus.speakers.iter().map(|speaker| (&speaker.id, fold(&speaker.name))).collect(),
        }
    }

    fn keeps(&self, claim: &AccountClaim) -> bool {
        self.has_question(claim)
            && self.has_hedge(claim)
            && self.has_day(claim)
            && self.has_speaker(claim)
            && self.has_words(claim)
    }

    fn has_question(&self, claim: &AccountClaim) -> bool {
        self.sought.question.trim().is_empty()
            || self
                .question
                .is_some_and(|id| claim.claim.readings.iter().any(|reading| reading.question.as_ref() == Some(id)))
    }

    fn has_hedge(&self, claim: &AccountClaim) -> bool {
        self.sought.hedge.is_empty() || format!("{:?}", claim.claim.hedge.value).to_lowercase() == self.sought.hedge
    }

    /// Said on a day between the two, as far as the claim or its report tells when.
    fn has_day(&self, claim: &AccountClaim) -> bool {
        let (from, to) = (self.sought.from.trim(), self.sought.to.trim());
        if from.is_empty() && to.is_empty() {
            return true;
        }
        let told = claim.claim.said_at.as_ref().and_then(|when| when.from);
        let published = || claim.reports.iter().filter_map(|code| self.published.get(code).copied()).min();
        // Days in the notation of ISO 8601 are in order as words.
        let day = told.map(|when| when.date()).or_else(published).map(|day| day.to_string());
        day.is_some_and(|day| (from.is_empty() || from <= day.as_str()) && (to.is_empty() || day.as_str() <= to))
    }

    fn name(&self, claim: &AccountClaim) -> &str {
        claim.speaker.as_ref().and_then(|speaker| self.names.get(speaker)).map_or("", String::as_str)
    }

    fn has_speaker(&self, claim: &AccountClaim) -> bool {
        self.speaker.is_empty() || self.name(claim).contains(&self.speaker)
    }

    fn has_words(&self, claim: &AccountClaim) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = self.built.texts.get(&claim.document).map_or("", String::as_str);
        let content = claim.claim.content.iter().filter_map(|span| span.words(text)).map(fold).collect::<Vec<_>>();
        let source = claim.claim.source.as_ref().map_or_else(String::new, |source| fold(&source.name));
        let has = |word: &String| {
            content.iter().any(|part| part.contains(word)) || source.contains(word) || self.name(claim).contains(word)
        };
        self.words.iter().all(has)
    }
}
