//! Originals to the apparatus: only what is out of date is done, and nothing here is a truth of its own.
//!
//! extract → date and name each report → read → reconcile. Every step's result is kept in `derived/` under the
//! digest of all that went in, so an interrupted build goes on where it was, and a changed question or decision
//! makes anew only what depends on it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use variorum_evidence::account::{Apparatus, Report};
use variorum_evidence::canonical;
use variorum_evidence::claim::DocumentReading;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::Document;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, OriginalId, ReportCode};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::Question;
use variorum_reconcile::Accounts;
use variorum_store::{Derived, ReadCase, Stage};
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext};

use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ground::{Extent, Ground, all_questions, ledger_of, question_set, split_off};
use crate::ledger::{self, Captured, Ledger};
use crate::progress::Progress;
use crate::{Workbench, catalogue, comparing, parallel};

const READINGS: Stage = Stage::new("readings");
const APPARATUS: Stage = Stage::new("apparatus");

/// The version of everything that makes an apparatus out of readings: its rules count, too (`build.rs` of this crate).
pub(crate) const RECONCILE_VERSION: &str =
    concat!("reconcile/1+", env!("CARGO_PKG_VERSION"), "+", env!("VARIORUM_RECONCILE_RULES"));
/// The version of the rules that read texts, beside the reader's own name.
pub(crate) const READING_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("VARIORUM_READING_RULES"));

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
    /// Under which key the table is kept.
    pub(crate) key: Digest,
    /// Who read the texts.
    pub(crate) reader: String,
}

impl Built {
    /// Questions of the case that nothing answers.
    pub fn unanswered(&self) -> Result<Vec<Question>> {
        let answered =
            |question: &Question| self.apparatus.questions.iter().any(|known| known.question.id == question.id);
        Ok(all_questions(&self.config, &self.ledger)?.into_iter().filter(|question| !answered(question)).collect())
    }

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
    /// How many of them there was nothing to compare with: their texts were not in the cache.
    pub not_kept: usize,
    /// One line for each that came out otherwise.
    pub differences: Vec<String>,
}

enum Compared {
    Same,
    Differs(String),
    NotKept,
}

impl Workbench {
    /// Brings a case up to date: records a changed `case.toml`, reads what is new, fills the catalogue.
    pub fn build(&self, folder: &Path, progress: &dyn Progress) -> Result<Built> {
        let mut findings = self.record_config(folder)?;
        let (case, noticed) = ReadCase::open(folder)?;
        findings.extend(noticed);
        let built = self.built(&case, case.config()?, &Extent::default(), findings, progress)?;
        catalogue::fill(&case, &built, progress)?;
        comparing::note_last_build(&case, &built);
        Ok(built)
    }

    /// A case as it stands, without changing it.
    pub fn look(&self, folder: &Path, progress: &dyn Progress) -> Result<Built> {
        let (case, findings) = ReadCase::open(folder)?;
        self.built(&case, case.config()?, &Extent::default(), findings, progress)
    }

    /// Reads every original again and compares with what was kept.
    pub fn check_build(&self, folder: &Path, progress: &dyn Progress) -> Result<Comparison> {
        let (case, _) = ReadCase::open(folder)?;
        let ledger = ledger_of(&case, None)?;
        progress.start("compare", ledger.captures.len() as u64);
        let checked = parallel::map(ledger.captures.iter().collect(), self.threads, |captured: &Captured| {
            let compared = self.compare(&case, captured.capture.original, &captured.capture.name);
            progress.advance(1);
            compared.map(|compared| (captured, compared))
        })?;
        progress.finish();
        let not_kept = checked.iter().filter(|(_, compared)| matches!(compared, Compared::NotKept)).count();
        let differences = checked.iter().filter_map(|(captured, compared)| match compared {
            Compared::Differs(line) => Some(format!("{} {line}", captured.code)),
            Compared::Same | Compared::NotKept => None,
        });
        Ok(Comparison { originals: checked.len(), not_kept, differences: differences.collect() })
    }

    fn compare(&self, case: &ReadCase, original: OriginalId, name: &str) -> Result<Compared> {
        let (kept, anew) = self.extracted(case, original, name)?;
        if anew {
            return Ok(Compared::NotKept);
        }
        let Ok(bytes) = case.original(original) else {
            return Ok(Compared::Differs(format!("{name}: the original is not there any more")));
        };
        let texts = |documents: &[Document]| documents.iter().map(|document| document.id).collect::<Vec<_>>();
        let again = self.extract_anew(&bytes, original, name);
        if kept.documents == again.documents {
            return Ok(Compared::Same);
        }
        let (kept, again) = (texts(&kept.documents), texts(&again.documents));
        Ok(Compared::Differs(format!("{name}: kept text {kept:?}, read again {again:?}")))
    }

    /// The apparatus of so much of a case, under these settings.
    pub(crate) fn built(
        &self,
        case: &ReadCase,
        config_bytes: Vec<u8>,
        extent: &Extent,
        mut findings: Vec<Finding>,
        progress: &dyn Progress,
    ) -> Result<Built> {
        let ground = self.ground(case, config_bytes, extent, progress)?;
        findings.extend(ground.findings.iter().cloned());
        let derived = case.derived();
        let reader = ground.config.reader.open()?;
        let key = apparatus_key(case, &ground, reader.name());
        // What is made for one edition, without some reports, is not what the case says.
        let is_whole = extent.without.is_empty();
        let kept = is_whole.then(|| kept_apparatus(&derived, key)).flatten();
        let (mut apparatus, read_anew): (Apparatus, _) = match kept {
            Some(apparatus) => (apparatus, ground.read_anew),
            None => {
                let (mut readings, anew) = self.readings(Some(&derived), &ground, &*reader, progress)?;
                let mut apparatus = reconcile(case, &ground, &mut readings, progress)?;
                apparatus.findings.splice(0..0, reading_findings(&ground, &readings));
                if is_whole {
                    keep(&derived, APPARATUS, key, &cached(&apparatus));
                }
                (apparatus, anew.max(ground.read_anew))
            }
        };
        apparatus.findings.splice(0..0, findings);
        let Ground { config, config_bytes, ledger, documents, texts, size, .. } = ground;
        let reader = reader.name().to_owned();
        Ok(Built { config, config_bytes, ledger, apparatus, texts, documents, size, read_anew, key, reader })
    }

    /// What a reader says about each text, and how many were not in the cache. Without one, all are read and none is kept.
    pub(crate) fn readings(
        &self,
        derived: Option<&Derived>,
        ground: &Ground,
        reader: &dyn Reader,
        progress: &dyn Progress,
    ) -> Result<(BTreeMap<DocumentId, DocumentReading>, usize)> {
        let mut questions = all_questions(&ground.config, &ground.ledger)?;
        // What was proposed from readings and adopted, or split off, asks no reader for more.
        let split_off = split_off(&ground.ledger);
        questions.retain(|question| {
            !question.predicate.starts_with(variorum_reconcile::OPEN) && !split_off.contains(&question.id)
        });
        let predicates = own_predicates(ground)?;
        let asked = Asked {
            questions: derived_key(&questions),
            predicates: ground.config.own_predicates.first().map(|_| derived_key(&ground.config.own_predicates)),
        };
        let set = QuestionSet::compile(questions)?;
        // One text is read once, under the date of the report that brought it first.
        let mut first = BTreeMap::new();
        for document in in_journal_order(&ground.documents) {
            first.entry(document.id).or_insert(document);
        }
        progress.start("read", first.len() as u64);
        let read = parallel::map(first.into_values().collect(), self.threads, |document: &Document| {
            let context = ReadingContext {
                published: document.published.as_ref(),
                offset: ground.config.event.zone,
                questions: &set,
                predicates: &predicates,
            };
            let reading = read_document(derived, document, reader, &context, asked);
            progress.advance(1);
            reading.map(|(reading, anew)| (document.id, reading, anew))
        })?;
        progress.finish();
        let anew = read.iter().filter(|(_, _, anew)| *anew).count();
        Ok((read.into_iter().map(|(id, reading, _)| (id, reading)).collect(), anew))
    }
}

/// The predicates of a case. Its file was checked when it was read, so that a mistake here is our own.
fn own_predicates(ground: &Ground) -> Result<PredicateSet> {
    let text = String::from_utf8_lossy(&ground.config_bytes);
    PredicateSet::compile(&ground.config.own_predicates, &text)
        .map_err(|source| Error::Predicates { path: "case.toml".into(), source })
}

/// What readers found doubtful, each about the report that has the text.
fn reading_findings(ground: &Ground, readings: &BTreeMap<DocumentId, DocumentReading>) -> Vec<Finding> {
    let found = ground.documents.iter().filter_map(|(code, document)| Some((code, readings.get(&document.id)?)));
    let about = |(code, reading): (&ReportCode, &DocumentReading)| {
        let code = code.to_string();
        reading
            .findings
            .iter()
            .cloned()
            .map(move |finding| Finding { about: code.clone(), ..finding })
            .collect::<Vec<_>>()
    };
    found.flat_map(about).collect()
}

pub(crate) fn reconcile(
    case: &ReadCase,
    ground: &Ground,
    readings: &mut BTreeMap<DocumentId, DocumentReading>,
    progress: &dyn Progress,
) -> Result<Apparatus> {
    progress.start("reconcile", 1);
    let report_of =
        |captured: &Captured| ground.documents.get(&captured.code).map(|document| report(captured, document, readings));
    let reports: Vec<_> = ground.ledger.captures.iter().filter_map(report_of).collect();
    let claims = readings.iter_mut().map(|(id, reading)| (*id, std::mem::take(&mut reading.claims))).collect();
    let accounts = Accounts {
        reports: &reports,
        texts: &ground.texts,
        readings,
        // Questions that people asked are decisions, which the stage folds in itself.
        questions: &question_set(&ground.config)?,
        parties: &ground.config.parties,
        decisions: &ground.ledger.decisions,
        own_key: &case.by(),
        event: &ground.config.frame(),
        language: ground.config.language(),
    };
    let apparatus = variorum_reconcile::reconcile_taking(&accounts, claims);
    progress.finish();
    Ok(apparatus)
}

/// The table of this key, if it was kept.
pub(crate) fn kept_apparatus(derived: &Derived, key: Digest) -> Option<Apparatus> {
    serde_json::from_slice(&derived.get(APPARATUS, key)?).ok()
}

fn apparatus_key(case: &ReadCase, ground: &Ground, reader: &str) -> Digest {
    derived_key(&ApparatusKey {
        config: Digest::of(&ground.config_bytes),
        documents: ground.documents.values().map(|document| document.id).collect(),
        entries: ground.size,
        origin: case.origin(),
        reader,
        reading: READING_VERSION,
        version: RECONCILE_VERSION,
    })
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
    #[serde(flatten)]
    asked: Asked,
    reader: &'a str,
    version: &'a str,
}

/// What is asked and looked for, by digest.
#[derive(Clone, Copy, Serialize)]
struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    predicates: Option<Digest>,
    questions: Digest,
}

/// The key under which a derived result is kept: the digest of all that it follows from.
pub(crate) fn derived_key<T: Serialize>(inputs: &T) -> Digest {
    let line = canonical::to_line(inputs).expect("keys are texts, integers and lists of them");
    Digest::of(line.as_bytes())
}

/// Keeps a derived result. A case that cannot be written to (another user's, a full disk, a stick with a lock) can
/// still be read: a cache that is not kept costs time and no truth, so its failure is not an error.
pub(crate) fn keep(derived: &Derived, stage: Stage, key: Digest, bytes: &[u8]) {
    let _ = derived.put(stage, key, bytes);
}

/// Caches are plain JSON in the order of the fields: as fixed as the canonical form, and written in one pass.
fn cached<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("evidence is texts, integers and lists of them")
}

/// Codes sort as texts ("R10" before "R9"); the journal does not.
fn in_journal_order(documents: &BTreeMap<ReportCode, Document>) -> Vec<&Document> {
    let number = |code: &ReportCode| code.0.trim_start_matches('R').parse::<u64>().unwrap_or(u64::MAX);
    let mut ordered: Vec<_> = documents.iter().collect();
    ordered.sort_by_key(|(code, _)| number(code));
    ordered.into_iter().map(|(_, document)| document).collect()
}

/// Takes no more memory than there are readings: a list that was read from JSON has room for three more, and a case may
/// hold a million of them.
fn fit(reading: &mut DocumentReading) {
    for claim in &mut reading.claims {
        claim.readings.shrink_to_fit();
        claim.content.shrink_to_fit();
    }
}

/// What a reader says about a text, from the cache if it is there. True when it was read anew.
fn read_document(
    derived: Option<&Derived>,
    document: &Document,
    reader: &dyn Reader,
    context: &ReadingContext<'_>,
    asked: Asked,
) -> Result<(DocumentReading, bool)> {
    let ReadingContext { published, offset, .. } = *context;
    let (name, version) = (reader.name(), READING_VERSION);
    let key = derived_key(&ReadingKey { document: document.id, offset, published, asked, reader: name, version });
    let kept = derived.and_then(|derived| derived.get(READINGS, key));
    let kept = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(mut reading) = kept {
        fit(&mut reading);
        return Ok((reading, false));
    }
    let reading = reader.read(&document.text, context)?;
    if let Some(derived) = derived {
        keep(derived, READINGS, key, &cached(&reading));
    }
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
        captured: document.captured.clone(),
        language: readings.get(&document.id).and_then(|reading| reading.language),
    }
}

impl Workbench {
    /// Records `case.toml` if it is not the one that the journal names last; returns what opening noticed.
    pub(crate) fn record_config(&self, folder: &Path) -> Result<Vec<Finding>> {
        let (mut case, findings) = self.open(folder)?;
        let bytes = case.read().config()?;
        CaseConfig::parse(&bytes)?;
        let recorded = case.history()?.of_kind(|kind| kind == ledger::CONFIG).next_back().transpose()?;
        let mut ledger = Ledger::default();
        recorded.iter().try_for_each(|entry| ledger.take(entry))?;
        if ledger.config == Some(OriginalId::of_bytes(&bytes)) {
            return Ok(findings);
        }
        let mut batch = case.batch();
        let stored = batch.original(&bytes)?;
        batch.entry(ledger::CONFIG, &ledger::Stored { sha256: stored.id, size: stored.size, name: None })?;
        batch.commit()?;
        case.sign_checkpoint()?;
        Ok(findings)
    }
}
