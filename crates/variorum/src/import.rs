//! Decisions from elsewhere: a filled-in sheet, or a colleague's case.
//!
//! A plan is made and shown before anything is recorded. A colleague's case must verify, its decisions stay the
//! colleague's (each entry says which key made it, when, and in which entry of which journal), and importing twice
//! adds nothing. Where both decided, both stand in the journal; which one takes effect, and the finding that says
//! so, is `variorum-reconcile`'s.

use std::collections::BTreeMap;
use std::path::Path;

use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_store::ReadCase;

use crate::build::Built;
use crate::decide::{decision, record};
use crate::error::{Error, Result};
use crate::ground::{ledger_of, undone};
use crate::ledger::{self, From};
use crate::progress::Progress;
use crate::{Workbench, sheet};

/// What an import would record.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    built: Built,
    lines: Vec<String>,
    refused: Vec<String>,
    decisions: Vec<(Decision, Option<From>)>,
    /// Texts that the colleague's decisions name and this case does not have.
    texts: BTreeMap<Digest, Vec<u8>>,
}

impl ImportPlan {
    /// One line for each decision that would be recorded.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// One line for each that is refused, with the reason.
    pub fn refused(&self) -> &[String] {
        &self.refused
    }
}

impl Workbench {
    /// What importing `from` (a CSV file or a case folder) would record.
    pub fn plan_import(&self, folder: &Path, from: &Path, progress: &dyn Progress) -> Result<ImportPlan> {
        let built = self.look(folder, progress)?;
        if from.is_dir() { plan_case(built, folder, from) } else { plan_sheet(built, from) }
    }

    /// Records a plan; returns how many decisions.
    pub fn apply_import(&self, folder: &Path, plan: &ImportPlan) -> Result<usize> {
        let (mut case, _) = self.open(folder)?;
        if case.read().size() != plan.built.size {
            return Err(Error::usage("the case has changed since the plan was made: run the import again"));
        }
        if !plan.texts.is_empty() {
            let mut batch = case.batch();
            for text in plan.texts.values() {
                let stored = batch.original(text)?;
                batch.entry(ledger::DOCUMENT, &ledger::Stored { sha256: stored.id, size: stored.size, name: None })?;
            }
            batch.commit()?;
        }
        // An undoing names an entry of the colleague's journal; here it must name the entry that that one became.
        let origin = plan.decisions.iter().find_map(|(_, from)| from.as_ref()).map(|from| &from.origin);
        let imported = plan.built.ledger.imported.iter().filter(|(from, _)| Some(&from.origin) == origin);
        let mut here: BTreeMap<u64, u64> = imported.map(|(from, seq)| (from.seq, *seq)).collect();
        let mut recorded = 0;
        for (decision, from) in plan.decisions.clone() {
            let Some(decision) = translated(decision, from.is_some(), &here) else { continue };
            let there = from.as_ref().map(|from| from.seq);
            let seqs = record(&mut case, &plan.built, vec![(decision, from)])?;
            here.extend(there.zip(seqs.first().copied()));
            recorded += 1;
        }
        Ok(recorded)
    }
}

/// The decision in terms of this journal; an undoing of what was never taken over undoes nothing here.
fn translated(decision: Decision, imported: bool, here: &BTreeMap<u64, u64>) -> Option<Decision> {
    match decision {
        Decision::Undo { seq } if imported => here.get(&seq).map(|seq| Decision::Undo { seq: *seq }),
        other => Some(other),
    }
}

fn plan_sheet(built: Built, from: &Path) -> Result<ImportPlan> {
    let bytes = std::fs::read(from).map_err(|source| Error::Input { act: "read", path: from.to_owned(), source })?;
    let asked = sheet::read(&built, &bytes)?;
    let mut plan =
        ImportPlan { built, lines: Vec::new(), refused: asked.refused, decisions: Vec::new(), texts: BTreeMap::new() };
    for (line, request) in asked.requests {
        match decision(&plan.built, &request) {
            // The same sheet may be handed in twice.
            Ok(decision) if is_standing(&plan.built, &decision) => {}
            Ok(decision) => {
                plan.lines.push(line);
                plan.decisions.push((decision, None));
            }
            Err(error) => plan.refused.push(format!("{line}: {error}")),
        }
    }
    Ok(plan)
}

/// Whether the case's own key has decided exactly this, and it still holds.
fn is_standing(built: &Built, decision: &Decision) -> bool {
    let undone = undone(&built.ledger);
    let own = built.ledger.decisions.iter().filter(|decided| !decided.imported && !undone.contains(&decided.seq));
    own.into_iter().any(|decided| decided.decision == *decision)
}

fn plan_case(built: Built, folder: &Path, from: &Path) -> Result<ImportPlan> {
    let verified = variorum_verify::verify(from, &mut |_| {})?;
    if let Some(failed) = verified.checks.iter().find(|check| !check.passed) {
        return Err(Error::usage(format!(
            "{} does not verify, so nothing is taken over: {} {}: {}",
            from.display(),
            failed.code,
            failed.about,
            failed.message
        )));
    }
    let (theirs, _) = ReadCase::open(from)?;
    let (ours, _) = ReadCase::open(folder)?;
    if theirs.origin() == ours.origin() {
        return Err(Error::usage("both folders are the same case (one may be a copy): there is nothing to take over"));
    }
    let ledger = ledger_of(&theirs, None)?;
    let mut plan =
        ImportPlan { built, lines: Vec::new(), refused: Vec::new(), decisions: Vec::new(), texts: BTreeMap::new() };
    // What they imported themselves is for its own author's case to hand over.
    for decided in ledger.decisions.into_iter().filter(|decided| !decided.imported) {
        let from = From { origin: theirs.origin().to_owned(), seq: decided.seq, at: decided.at, by: decided.by };
        if plan.built.ledger.imported.iter().any(|(known, _)| *known == from) {
            continue;
        }
        for quote in decided.decision.quotes() {
            let digest = quote.document.digest();
            let known = plan.built.texts.contains_key(&quote.document) || plan.built.ledger.kept.contains(&digest);
            if !known && !plan.texts.contains_key(&digest) {
                plan.texts.insert(digest, theirs.original(variorum_evidence::ids::OriginalId::from_digest(digest))?);
            }
        }
        let words =
            decided.decision.claim().map_or_else(String::new, |quote| format!(" “{}”", sheet::excerpt(&quote.words)));
        plan.lines.push(format!("{}{words} by {} (entry {} there)", decided.decision.act(), from.by, from.seq));
        plan.decisions.push((decided.decision, Some(from)));
    }
    Ok(plan)
}
