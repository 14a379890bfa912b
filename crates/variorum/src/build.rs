//! Originals to the apparatus: only what is out of date is done, and nothing here is a truth of its own.
//!
//! extract → date and name each report → read → reconcile. Every step's result is kept in `derived/` under the
//! digest of all that went in, so an interrupted build goes on where it was, and a changed question or decision
//! makes anew only what depends on it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use variorum_evidence::account::{AccountClaim, Apparatus, Report};
use variorum_evidence::canonical;
use variorum_evidence::claim::DocumentReading;
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::Document;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, OriginalId, ReportCode};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::Question;
use variorum_journal::entry::Entry;
use variorum_reconcile::Accounts;
use variorum_store::{Catalogue, ClaimRow, Derived, ReadCase, ReadingRow, ReportRow, Rows, Stage, Stamp};
use variorum_text::{QuestionSet, Reader, ReadingContext, RuleReader};
use variorum_wire::codes;

use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ledger::{self, Captured, Ledger};
use crate::progress::Progress;
use crate::{Workbench, parallel};

const READINGS: Stage = Stage::new("readings");
const APPARATUS: Stage = Stage::new("apparatus");

/// The version of everything that makes an apparatus out of readings.
const RECONCILE_VERSION: &str = concat!("reconcile/1+", env!("CARGO_PKG_VERSION"));
/// The version of the rules that read texts, beside the reader's own name.
const READING_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The question sets that come with the program.
const QUESTION_SETS: [(&str, &str); 2] = [
    ("killing", include_str!("../../../questions/killing.toml")),
    ("general", include_str!("../../../questions/general.toml")),
];

/// A case as it stands: what people look at.
#[derive(Debug, Clone)]
pub struct Built {
    /// The settings that were used.
    pub config: CaseConfig,
    /// The bytes of those settings.
    pub config_bytes: Vec<u8>,
    /// What the journal says.
    pub ledger: Ledger,
    /// The whole table.
    pub apparatus: Apparatus,
    /// The texts.
    pub texts: BTreeMap<DocumentId, String>,
    /// What was read out of each report's original, with the dates and publisher that hold in this case.
    pub documents: BTreeMap<ReportCode, Document>,
    /// Entries of the journal that were taken into account.
    pub size: u64,
    /// Documents that were not in the cache.
    pub read_anew: usize,
}

impl Built {
    /// The table as programs read it.
    pub fn to_wire(&self) -> Result<variorum_wire::apparatus::Apparatus> {
        Ok(variorum_wire::apparatus::of(&self.apparatus, &self.texts, self.config.language())?)
    }
}

/// What `build --check` found.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Originals that were read again.
    pub originals: usize,
    /// One line for each that came out otherwise.
    pub differences: Vec<String>,
}

impl Workbench {
    /// Brings a case up to date: records a changed `case.toml`, reads what is new, fills the catalogue.
    pub fn build(&self, folder: &Path, progress: &dyn Progress) -> Result<Built> {
        self.record_config(folder)?;
        let (case, findings) = ReadCase::open(folder)?;
        let built = self.built(&case, case.config()?, None, findings, progress)?;
        fill_catalogue(&case, &built, progress)?;
        Ok(built)
    }

    /// A case as it stands, without changing it.
    pub fn look(&self, folder: &Path, progress: &dyn Progress) -> Result<Built> {
        let (case, findings) = ReadCase::open(folder)?;
        self.built(&case, case.config()?, None, findings, progress)
    }

    /// Reads every original again and compares with what was kept.
    pub fn check_build(&self, folder: &Path, progress: &dyn Progress) -> Result<Comparison> {
        let (case, _) = ReadCase::open(folder)?;
        let ledger = ledger_of(&case, None)?;
        progress.start("compare", ledger.captures.len() as u64);
        let checked = parallel::map(ledger.captures.iter().collect(), self.threads, |captured: &Captured| {
            let difference = self.compare(&case, captured.capture.original, &captured.capture.name);
            progress.advance(1);
            difference.map(|difference| difference.map(|line| format!("{} {line}", captured.code)))
        })?;
        progress.finish();
        Ok(Comparison { originals: checked.len(), differences: checked.into_iter().flatten().collect() })
    }

    fn compare(&self, case: &ReadCase, original: OriginalId, name: &str) -> Result<Option<String>> {
        let (kept, anew) = self.extracted(case, original, name)?;
        if anew {
            return Ok(None);
        }
        let Ok(bytes) = case.original(original) else {
            return Ok(Some(format!("{name}: the original is not there any more")));
        };
        let texts = |documents: &[Document]| documents.iter().map(|document| document.id).collect::<Vec<_>>();
        let again = self.extract_anew(&bytes, original, name);
        Ok((kept.documents != again.documents).then(|| {
            format!("{name}: kept text {:?}, read again {:?}", texts(&kept.documents), texts(&again.documents))
        }))
    }

    /// The apparatus of a case at `size` entries (all of them if none), under these settings.
    pub(crate) fn built(
        &self,
        case: &ReadCase,
        config_bytes: Vec<u8>,
        size: Option<u64>,
        mut findings: Vec<Finding>,
        progress: &dyn Progress,
    ) -> Result<Built> {
        let config = CaseConfig::parse(&config_bytes)?;
        let ledger = ledger_of(case, size)?;
        let questions = questions(&config, &ledger)?;
        let (documents, mut read_anew) = self.documents(case, &ledger, &config, progress)?;
        for (code, document) in &documents {
            findings.extend(document.findings.iter().map(|finding| about_report(code, finding)));
        }
        let texts = documents.values().map(|document| (document.id, document.text.clone())).collect();
        let derived = case.derived();
        let size = size.unwrap_or(case.size());
        let key = derived_key(
            &(ApparatusKey {
                config: Digest::of(&config_bytes),
                documents: documents.values().map(|document| document.id).collect(),
                entries: size,
                origin: case.origin(),
                reader: RuleReader.name(),
                reading: READING_VERSION,
                version: RECONCILE_VERSION,
            }),
        );
        let kept = derived.get(APPARATUS, key).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut apparatus: Apparatus = match kept {
            Some(apparatus) => apparatus,
            None => {
                let read = self.readings(&derived, &documents, &questions, &config, progress)?;
                read_anew = read_anew.max(read.anew);
                let apparatus =
                    self.reconcile(case, &ledger, &config, &documents, &texts, &read.readings, &questions, progress);
                keep(&derived, APPARATUS, key, &apparatus)?;
                apparatus
            }
        };
        apparatus.findings.splice(0..0, findings);
        Ok(Built { config, config_bytes, ledger, apparatus, texts, documents, size, read_anew })
    }

    /// What was read out of the original of each capture, with what was stated when it was added.
    fn documents(
        &self,
        case: &ReadCase,
        ledger: &Ledger,
        config: &CaseConfig,
        progress: &dyn Progress,
    ) -> Result<(BTreeMap<ReportCode, Document>, usize)> {
        progress.start("extract", ledger.captures.len() as u64);
        let extracted = parallel::map(ledger.captures.iter().collect(), self.threads, |captured: &Captured| {
            let extracted = self.extracted(case, captured.capture.original, &captured.capture.name);
            progress.advance(1);
            extracted.map(|(extraction, anew)| (captured, extraction, anew))
        })?;
        progress.finish();
        let anew = extracted.iter().filter(|(_, _, anew)| *anew).count();
        let dated = dates_set(ledger, config);
        let documents = extracted.into_iter().filter_map(|(captured, extraction, _)| {
            let document = extraction.documents.into_iter().next()?;
            Some((captured.code.clone(), in_this_case(captured, document, dated.get(&captured.capture.original))))
        });
        Ok((documents.collect(), anew))
    }

    fn readings(
        &self,
        derived: &Derived,
        documents: &BTreeMap<ReportCode, Document>,
        questions: &[Question],
        config: &CaseConfig,
        progress: &dyn Progress,
    ) -> Result<Read> {
        let set = QuestionSet::compile(questions.to_vec())?;
        let digest = derived_key(&questions);
        // One text is read once, under the date of the report that brought it first.
        let mut first = BTreeMap::new();
        for (_, document) in in_journal_order(documents) {
            first.entry(document.id).or_insert(document);
        }
        progress.start("read", first.len() as u64);
        let read = parallel::map(first.into_values().collect(), self.threads, |document: &Document| {
            let reading = read_document(derived, document, &set, digest, config.event.zone);
            progress.advance(1);
            reading.map(|(reading, anew)| (document.id, reading, anew))
        })?;
        progress.finish();
        let anew = read.iter().filter(|(_, _, anew)| *anew).count();
        Ok(Read { readings: read.into_iter().map(|(id, reading, _)| (id, reading)).collect(), anew })
    }

    #[expect(clippy::too_many_arguments, reason = "these are the inputs of one stage, named once, here")]
    fn reconcile(
        &self,
        case: &ReadCase,
        ledger: &Ledger,
        config: &CaseConfig,
        documents: &BTreeMap<ReportCode, Document>,
        texts: &BTreeMap<DocumentId, String>,
        readings: &BTreeMap<DocumentId, DocumentReading>,
        questions: &[Question],
        progress: &dyn Progress,
    ) -> Apparatus {
        progress.start("reconcile", 1);
        let reports: Vec<_> = ledger
            .captures
            .iter()
            .filter_map(|captured| documents.get(&captured.code).map(|document| report(captured, document, readings)))
            .collect();
        let asked = ledger.decisions.iter().filter(|decided| matches!(decided.decision, Decision::Ask { .. })).count();
        let apparatus = variorum_reconcile::reconcile(&Accounts {
            reports: &reports,
            texts,
            readings,
            // Questions that people asked are folded in by the stage itself.
            questions: &questions[..questions.len().saturating_sub(asked)],
            parties: &config.parties,
            decisions: &ledger.decisions,
            own_key: &crate::own_key(case),
            language: config.language(),
        });
        progress.finish();
        apparatus
    }
}

struct Read {
    readings: BTreeMap<DocumentId, DocumentReading>,
    anew: usize,
}

#[derive(Serialize)]
struct ApparatusKey<'a> {
    config: Digest,
    documents: Vec<DocumentId>,
    entries: u64,
    origin: &'a str,
    reader: &'a str,
    reading: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct ReadingKey<'a> {
    document: DocumentId,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a SaidAt>,
    questions: Digest,
    reader: &'a str,
    version: &'a str,
}

/// The key under which a derived result is kept: the digest of all that it follows from.
pub(crate) fn derived_key<T: Serialize>(inputs: &T) -> Digest {
    let line = canonical::to_line(inputs).expect("keys are texts, integers and lists of them");
    Digest::of(line.as_bytes())
}

fn canonical_text<T: Serialize>(evidence: &T) -> String {
    canonical::to_line(evidence).expect("evidence is texts, integers and lists of them")
}

/// Caches are plain JSON in the order of the fields: as fixed as the canonical form, and written in one pass.
fn keep<T: Serialize>(derived: &Derived, stage: Stage, key: Digest, value: &T) -> Result<()> {
    let bytes = serde_json::to_vec(value).expect("evidence is texts, integers and lists of them");
    Ok(derived.put(stage, key, &bytes)?)
}

/// The facts of the first `size` entries.
pub(crate) fn ledger_of(case: &ReadCase, size: Option<u64>) -> Result<Ledger> {
    let entries = case.entries()?.take(size.map_or(usize::MAX, |size| size as usize));
    let entries: Vec<Entry> = entries.collect::<std::result::Result<_, _>>()?;
    Ok(Ledger::of(&entries)?)
}

/// The case's questions in order: sets, the case's own, those that people asked.
pub(crate) fn questions(config: &CaseConfig, ledger: &Ledger) -> Result<Vec<Question>> {
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
    questions.extend(ledger.decisions.iter().filter_map(|decided| match &decided.decision {
        Decision::Ask { question } => Some((**question).clone()),
        _ => None,
    }));
    Ok(questions)
}

/// Dates of publication that people set, by original; the last one holds.
fn dates_set(ledger: &Ledger, config: &CaseConfig) -> BTreeMap<OriginalId, SaidAt> {
    let undone: Vec<u64> = ledger
        .decisions
        .iter()
        .filter_map(|decided| match decided.decision {
            Decision::Undo { seq } => Some(seq),
            _ => None,
        })
        .collect();
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
    document.captured = capture.collected.clone().or(document.captured);
    document
}

fn shown(when: &SaidAt) -> String {
    variorum_wire::moment::published(when).unwrap_or_else(|| "at an unknown time".to_owned())
}

fn about_report(code: &ReportCode, finding: &Finding) -> Finding {
    Finding { about: format!("{code} {}", finding.about), ..finding.clone() }
}

/// Codes sort as texts ("R10" before "R9"); the journal does not.
fn in_journal_order(documents: &BTreeMap<ReportCode, Document>) -> Vec<(&ReportCode, &Document)> {
    let number = |code: &ReportCode| code.0.trim_start_matches('R').parse::<u64>().unwrap_or(u64::MAX);
    let mut ordered: Vec<_> = documents.iter().collect();
    ordered.sort_by_key(|(code, _)| number(code));
    ordered
}

/// What a reader says about a text, from the cache if it is there. True when it was read anew.
fn read_document(
    derived: &Derived,
    document: &Document,
    questions: &QuestionSet,
    digest: Digest,
    offset: Option<i16>,
) -> Result<(DocumentReading, bool)> {
    let published = document.published.as_ref();
    let (reader, version) = (RuleReader.name(), READING_VERSION);
    let key = derived_key(&ReadingKey { document: document.id, offset, published, questions: digest, reader, version });
    if let Some(reading) = derived.get(READINGS, key).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        return Ok((reading, false));
    }
    let reading = RuleReader.read(&document.text, &ReadingContext { published, offset, questions });
    keep(derived, READINGS, key, &reading)?;
    Ok((reading, true))
}

fn report(captured: &Captured, document: &Document, readings: &BTreeMap<DocumentId, DocumentReading>) -> Report {
    let byline = document.byline.as_ref();
    let names = byline.map(|byline| byline.names.iter().cloned().chain([byline.raw.clone()]).collect());
    Report {
        code: captured.code.clone(),
        name: captured.capture.name.clone(),
        original: captured.capture.original,
        document: document.id,
        title: document.title.clone(),
        byline: names.unwrap_or_default(),
        publisher: document.publisher.clone(),
        url: captured.capture.url.clone(),
        published: document.published.clone(),
        language: readings.get(&document.id).and_then(|reading| reading.language),
    }
}

fn fill_catalogue(case: &ReadCase, built: &Built, progress: &dyn Progress) -> Result<()> {
    progress.start("catalogue", 1);
    let stamp = Stamp { size: case.size(), root: case.root(), code: RECONCILE_VERSION.to_owned() };
    if Catalogue::open(case, &stamp).is_none() {
        let claim_codes = codes::of_claims(&built.apparatus);
        let reports = built.apparatus.reports.iter().map(report_row);
        let claims = built.apparatus.claims.iter().map(|claim| claim_row(built, claim, &claim_codes[&claim.claim.id]));
        Catalogue::rebuild(case, &stamp, Rows { reports, claims, readings: reading_rows(built) })?;
    }
    progress.finish();
    Ok(())
}

fn report_row(report: &Report) -> ReportRow {
    ReportRow {
        code: report.code.clone(),
        original: report.original,
        document: report.document,
        name: report.name.clone(),
        title: report.title.clone(),
        publisher: report.publisher.clone(),
        published: report.published.as_ref().and_then(variorum_wire::moment::published),
        language: report.language.map(|language| language.code().to_owned()),
    }
}

fn claim_row(built: &Built, claim: &AccountClaim, code: &str) -> ClaimRow {
    let text = built.texts.get(&claim.document).map_or("", String::as_str);
    let content: Vec<_> = claim.claim.content.iter().filter_map(|span| span.words(text)).collect();
    ClaimRow {
        id: claim.claim.id,
        code: code.to_owned(),
        document: claim.document,
        report: claim.reports.first().cloned().unwrap_or_else(|| ReportCode::from("")),
        speaker: claim.speaker.clone(),
        cue: claim.claim.cue.and_then(|cue| cue.words(text)).map(str::to_owned),
        content: content.join(" … "),
        hedge: format!("{:?}", claim.claim.hedge.value).to_lowercase(),
        manner: format!("{:?}", claim.claim.manner).to_lowercase(),
        rejected: claim.rejected,
    }
}

fn reading_rows(built: &Built) -> impl Iterator<Item = ReadingRow> + '_ {
    built.apparatus.questions.iter().flat_map(move |question| {
        question.positions.iter().flat_map(move |position| {
            position.holders.iter().map(move |holder| ReadingRow {
                id: holder.reading,
                claim: holder.claim,
                question: Some(question.question.id.clone()),
                position: Some(position.id),
                value: canonical_text(&position.value),
                scope: canonical_text(&position.scope),
            })
        })
    })
}

impl Workbench {
    /// Records `case.toml` if it is not the one that the journal names last.
    pub(crate) fn record_config(&self, folder: &Path) -> Result<()> {
        let (mut case, _) = self.open(folder)?;
        let bytes = case.read().config()?;
        CaseConfig::parse(&bytes)?;
        if ledger_of(case.read(), None)?.config == Some(OriginalId::of_bytes(&bytes)) {
            return Ok(());
        }
        let mut batch = case.batch();
        let stored = batch.original(&bytes)?;
        batch.entry(ledger::CONFIG, &ledger::Stored { sha256: stored.id, size: stored.size, name: None })?;
        batch.commit()?;
        case.sign_checkpoint()?;
        Ok(())
    }
}
