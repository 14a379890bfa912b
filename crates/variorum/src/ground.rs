//! What an apparatus is made from: settings, the journal's facts, the questions, and the dated texts.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::decision::Decision;
use variorum_evidence::document::Document;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, OriginalId, QuestionId, ReportCode};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::Question;
use variorum_store::ReadCase;

use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ledger::{Captured, Ledger};
use crate::progress::Progress;
use crate::{Workbench, parallel};

/// The question sets that come with the program.
const QUESTION_SETS: [(&str, &str); 6] = [
    ("killing", include_str!("../../../questions/killing.toml")),
    ("protest", include_str!("../../../questions/protest.toml")),
    ("strike", include_str!("../../../questions/strike.toml")),
    ("detention", include_str!("../../../questions/detention.toml")),
    ("disaster", include_str!("../../../questions/disaster.toml")),
    ("general", include_str!("../../../questions/general.toml")),
];

/// What an apparatus is made from.
pub(crate) struct Ground {
    pub(crate) config: CaseConfig,
    pub(crate) config_bytes: Vec<u8>,
    pub(crate) ledger: Ledger,
    /// What was read out of each report's original, with the dates and publisher that hold in this case.
    pub(crate) documents: BTreeMap<ReportCode, Document>,
    pub(crate) texts: BTreeMap<DocumentId, String>,
    /// What is doubtful about single originals, also those that gave no text.
    pub(crate) findings: Vec<Finding>,
    /// Entries of the journal that are taken into account.
    pub(crate) size: u64,
    /// Originals that were not in the cache.
    pub(crate) read_anew: usize,
}

/// How much of a case is looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extent {
    /// The number of journal entries; all if none.
    pub(crate) size: Option<u64>,
    /// Originals that are left out, as if they had never been captured. Other reports keep their codes.
    pub(crate) without: BTreeSet<OriginalId>,
}

/// What was read out of a case's originals.
struct Extracted {
    documents: BTreeMap<ReportCode, Document>,
    findings: Vec<Finding>,
    read_anew: usize,
}

impl Workbench {
    /// The ground of so much of a case, under these settings.
    pub(crate) fn ground(
        &self,
        case: &ReadCase,
        config_bytes: Vec<u8>,
        extent: &Extent,
        progress: &dyn Progress,
    ) -> Result<Ground> {
        let config = CaseConfig::parse(&config_bytes)?;
        let mut ledger = ledger_of(case, extent.size)?;
        ledger.captures.retain(|captured| !extent.without.contains(&captured.capture.original));
        let read = self.documents(case, &ledger, &config, progress)?;
        let texts: BTreeMap<_, _> =
            read.documents.values().map(|document| (document.id, document.text.clone())).collect();
        if !extent.without.is_empty() {
            // A decision about a text that is left out would tell of it that its words are not found.
            let quotes_only = |decision: &Decision| decision.quotes().iter().all(|it| texts.contains_key(&it.document));
            ledger.decisions.retain(|decided| quotes_only(&decided.decision));
        }
        let size = extent.size.unwrap_or(case.size());
        let Extracted { documents, findings, read_anew } = read;
        Ok(Ground { config, config_bytes, ledger, documents, texts, findings, size, read_anew })
    }

    /// What was read out of the original of each capture, with what was stated when it was added.
    fn documents(
        &self,
        case: &ReadCase,
        ledger: &Ledger,
        config: &CaseConfig,
        progress: &dyn Progress,
    ) -> Result<Extracted> {
        progress.start("extract", ledger.captures.len() as u64);
        let extracted = parallel::map(ledger.captures.iter().collect(), self.threads, |captured: &Captured| {
            let extracted = self.extracted(case, captured.capture.original, &captured.capture.name);
            progress.advance(1);
            extracted.map(|(extraction, anew)| (captured, extraction, anew))
        })?;
        progress.finish();
        let anew = extracted.iter().filter(|(_, _, anew)| *anew).count();
        let dated = dates_set(ledger, config);
        let (mut documents, mut findings) = (BTreeMap::new(), Vec::new());
        for (captured, extraction, _) in extracted {
            let about = |finding: Finding| Finding { about: format!("{} {}", captured.code, finding.about), ..finding };
            findings.extend(extraction.findings.into_iter().map(about));
            let Some(document) = extraction.documents.into_iter().next() else { continue };
            let document = in_this_case(captured, document, dated.get(&captured.capture.original));
            findings.extend(document.findings.iter().cloned().map(about));
            documents.insert(captured.code.clone(), document);
        }
        Ok(Extracted { documents, findings, read_anew: anew })
    }
}

/// The facts of the first `size` entries.
pub(crate) fn ledger_of(case: &ReadCase, size: Option<u64>) -> Result<Ledger> {
    let mut ledger = Ledger::default();
    for entry in case.entries()?.take(size.map_or(usize::MAX, |size| size as usize)) {
        ledger.take(&entry?)?;
    }
    Ok(ledger)
}

/// The question set of a case: the sets that it names and its own questions, in order.
pub(crate) fn question_set(config: &CaseConfig) -> Result<Vec<Question>> {
    let mut questions = Vec::new();
    for name in &config.questions {
        let known = QUESTION_SETS.iter().find(|(set, _)| set == name);
        let (_, text) = known.ok_or_else(|| {
            let choices: Vec<_> = QUESTION_SETS.iter().map(|(set, _)| *set).collect();
            Error::usage(format!("case.toml asks for the question set {name:?}; there are: {}", choices.join(", ")))
        })?;
        questions.extend(variorum_text::read_questions(text)?);
    }
    questions.extend(config.own_questions.iter().cloned());
    Ok(questions)
}

/// The questions of every set that ships with the program.
pub(crate) fn set_questions() -> Result<Vec<Question>> {
    let read = QUESTION_SETS.iter().map(|(_, text)| variorum_text::read_questions(text));
    let sets: Vec<Vec<Question>> = read.collect::<std::result::Result<_, _>>()?;
    Ok(sets.into_iter().flatten().collect())
}

/// The set and the questions that people asked; a name that was taken before is the later wording of one question.
pub(crate) fn all_questions(config: &CaseConfig, ledger: &Ledger) -> Result<Vec<Question>> {
    let mut questions = question_set(config)?;
    let undone = undone(ledger);
    for decided in ledger.decisions.iter().filter(|decided| !undone.contains(&decided.seq)) {
        if let Decision::Ask { question } | Decision::SplitQuestion { into: question, .. } = &decided.decision {
            match questions.iter_mut().find(|known| known.id == question.id) {
                Some(known) => *known = (**question).clone(),
                None => questions.push((**question).clone()),
            }
        }
    }
    Ok(questions)
}

/// The questions that people split off others.
pub(crate) fn split_off(ledger: &Ledger) -> BTreeSet<QuestionId> {
    let undone = undone(ledger);
    let holds = ledger.decisions.iter().filter(|decided| !undone.contains(&decided.seq));
    holds
        .filter_map(|decided| match &decided.decision {
            Decision::SplitQuestion { into, .. } => Some(into.id.clone()),
            _ => None,
        })
        .collect()
}

/// The entries of decisions that no longer hold; an undoing can be undone too.
pub(crate) fn undone(ledger: &Ledger) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    for decided in ledger.decisions.iter().rev() {
        if let Decision::Undo { seq } = decided.decision
            && !undone.contains(&decided.seq)
        {
            undone.insert(seq);
        }
    }
    undone
}

/// Dates of publication that people set, by original; the last one holds.
fn dates_set(ledger: &Ledger, config: &CaseConfig) -> BTreeMap<OriginalId, SaidAt> {
    let undone = undone(ledger);
    let standing = ledger.decisions.iter().filter(|decided| !undone.contains(&decided.seq));
    standing
        .filter_map(|decided| match &decided.decision {
            Decision::SetPublished { original, date } => {
                let basis = format!("set in journal entry {}", decided.seq);
                Some((*original, variorum_ingest::parse_date(date, config.event.zone, &basis)?))
            }
            _ => None,
        })
        .collect()
}

/// The document with what was stated about it in this case: a person's date before the date that came with the
/// file, and that before the file's own.
fn in_this_case(captured: &Captured, mut document: Document, set: Option<&SaidAt>) -> Document {
    let capture = &captured.capture;
    let stated = set.or(capture.published.as_ref());
    if let (Some(stated), Some(own)) = (stated, &document.published)
        && stated.overlaps(own) == Some(false)
    {
        let message = format!(
            "published {} by the file itself ({}), {} as stated ({})",
            shown(own),
            own.basis,
            shown(stated),
            stated.basis
        );
        document.findings.push(Finding::new("date.disagree", &capture.name, message));
    }
    if let Some(stated) = stated {
        document.published = Some(stated.clone());
    }
    document.publisher = capture.publisher.clone().or(document.publisher);
    // A page of an archive is as it was when the archive captured it, whenever somebody collected it there.
    let archived = capture.url.as_deref().and_then(variorum_reconcile::archived_at);
    document.captured = archived.or_else(|| capture.collected.clone()).or(document.captured);
    document
}

fn shown(when: &SaidAt) -> String {
    variorum_wire::moment::published(when).unwrap_or_else(|| "at an unknown time".to_owned())
}
