//! Files to originals and captures: nothing is changed, nothing is lost, and a printed line is on disk.
//!
//! Files go through in small batches: read in the worker, stored, named in the journal, synced, and only then
//! told to the caller. What is in a container (members of an archive, attachments of a mail) is stored as
//! originals of its own beside the container, up to four deep. The same bytes under the same name are recognised
//! and added once, which is also how an interrupted run is completed.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};

use serde::Serialize;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::OriginalId;
use variorum_ingest::Extraction;
use variorum_store::{Batch, Case, Derived, SystemNotary};

use crate::config::{CaseConfig, parse_offset};
use crate::error::{Error, Result};
use crate::ground::ledger_of;
use crate::ledger::{self, Capture, Ledger};
use crate::progress::Progress;
use crate::read::{DEEPEST, stated_date};
use crate::{Workbench, extract, parallel};

/// What to add, and what is said about it.
#[derive(Debug, Clone, Default)]
pub struct Additions {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// What is stated about all of them.
    pub stated: Stated,
    /// The report or original whose words they give (`R3`, or 64 digits).
    pub transcript_of: Option<String>,
}

/// What whoever adds a file says about it, as typed.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// Why it is added.
    pub why: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was collected.
    pub collected: Option<String>,
    /// The offset of dates without one.
    pub zone: Option<String>,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Added {
    /// Its report code; none when nothing was added.
    pub code: Option<String>,
    /// Its name in the case.
    pub name: String,
    /// What became of it.
    pub status: Status,
    /// What kind of file it is, in words.
    pub format: &'static str,
    /// Its digest; none when it could not be read.
    pub sha256: Option<OriginalId>,
    /// What is doubtful about it.
    pub findings: Vec<Finding>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Stored and captured.
    New,
    /// Captured; the bytes were there before.
    SameBytes,
    /// There before, under this name.
    Known,
    /// Not a file that can be added.
    Refused,
}

/// The sum of an `add`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Captures recorded.
    pub added: usize,
    /// Files that were there before.
    pub already_there: usize,
    /// Findings told.
    pub findings: usize,
}

/// A file on its way in.
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) content: Content,
    /// Everything about the capture but its original.
    pub(crate) stated: Particulars,
}

/// Where a file's bytes are.
pub(crate) enum Content {
    /// On disk.
    Path(PathBuf),
    /// At hand: a member, or a bundled sample.
    Bytes(Vec<u8>),
}

/// What a capture says beside its original and name.
#[derive(Clone, Default)]
pub(crate) struct Particulars {
    pub(crate) why: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<variorum_evidence::moment::SaidAt>,
    pub(crate) collected: Option<variorum_evidence::moment::SaidAt>,
    pub(crate) within: Option<OriginalId>,
    pub(crate) transcript_of: Option<OriginalId>,
    pub(crate) depth: u32,
    /// Doubts that came up before the file was opened.
    pub(crate) findings: Vec<Finding>,
}

/// Files of a batch, and their bytes in memory: what is lost at most is the work of one batch.
const BATCH_FILES: usize = 64;
const BATCH_BYTES: u64 = 64 << 20;

impl Workbench {
    /// Adds files to a case. `told` hears of each file once it is safe.
    pub fn add(
        &self,
        folder: &Path,
        additions: &Additions,
        progress: &dyn Progress,
        told: &mut dyn FnMut(&Added),
    ) -> Result<Summary> {
        let (case, findings) = self.open(folder)?;
        let ledger = ledger_of(case.read(), None)?;
        let config = CaseConfig::parse(&case.read().config()?)?;
        let particulars = particulars(additions, &ledger, config.event.zone)?;
        let (items, refused) = paths::items(&additions.paths, &particulars)?;
        let mut told_and_counted = Told { told, summary: Summary::default() };
        for finding in findings.into_iter().chain(refused) {
            told_and_counted.refuse(finding);
        }
        self.add_items(case, &ledger, items, progress, &mut told_and_counted)?;
        Ok(told_and_counted.summary)
    }

    pub(crate) fn open(&self, folder: &Path) -> Result<(Case, Vec<Finding>)> {
        Ok(Case::open(folder, &self.keyring, Box::new(SystemNotary))?)
    }

    pub(crate) fn add_items(
        &self,
        mut case: Case,
        ledger: &Ledger,
        items: Vec<Item>,
        progress: &dyn Progress,
        told: &mut Told<'_>,
    ) -> Result<()> {
        let mut known = Known::of(ledger);
        let mut queue = VecDeque::from(items);
        progress.start("add", queue.len() as u64);
        while !queue.is_empty() {
            let batch = next_batch(&mut queue);
            let files = batch.len() as u64;
            let derived = case.read().derived();
            let opened = parallel::map(batch, self.threads, |item| self.open_item(&derived, item))?;
            let (lines, members) = store(&mut case, &mut known, opened)?;
            lines.iter().for_each(|added| told.tell(added));
            // Members come right after their container, so that codes follow the order in which people think.
            members.into_iter().rev().for_each(|member| queue.push_front(member));
            progress.advance(files);
        }
        progress.finish();
        case.sign_checkpoint()?;
        Ok(())
    }

    fn open_item(&self, derived: &Derived, mut item: Item) -> Result<Opened> {
        let path = match &item.content {
            Content::Path(path) => Some(path.clone()),
            Content::Bytes(_) => None,
        };
        let input = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Input { act: "read", path, source }
        };
        if let Some(path) = path {
            let size = std::fs::metadata(&path).map_err(input(&path))?.len();
            if size > extract::LARGEST_READ {
                let extraction = extract::too_large(&item.name);
                return Ok(Opened { item, extraction, original: None });
            }
            item.content = Content::Bytes(std::fs::read(&path).map_err(input(&path))?);
        }
        let Content::Bytes(bytes) = &item.content else { unreachable!("a path was just replaced by its bytes") };
        let original = OriginalId::of_bytes(bytes);
        let extraction = self.extract(derived, bytes, original, &item.name)?;
        Ok(Opened { item, extraction, original: Some(original) })
    }
}

/// A file that was read, and not yet stored. Without an original it is too large to be held in memory.
struct Opened {
    item: Item,
    extraction: Extraction,
    original: Option<OriginalId>,
}

/// Which bytes the case holds, under which names.
struct Known {
    captures: BTreeMap<OriginalId, Vec<(String, String)>>,
    count: usize,
}

impl Known {
    fn of(ledger: &Ledger) -> Self {
        let mut known = Self { captures: BTreeMap::new(), count: 0 };
        for captured in &ledger.captures {
            known.add(captured.capture.original, &captured.capture.name);
        }
        known
    }

    fn add(&mut self, original: OriginalId, name: &str) -> String {
        self.count += 1;
        let code = format!("R{}", self.count);
        self.captures.entry(original).or_default().push((name.to_owned(), code.clone()));
        code
    }

    /// The report code of these bytes under this name.
    fn code_of(&self, original: OriginalId, name: &str) -> Option<String> {
        let captured = self.names(original).iter().find(|(known, _)| known == name);
        captured.map(|(_, code)| code.clone())
    }

    fn names(&self, original: OriginalId) -> &[(String, String)] {
        self.captures.get(&original).map_or(&[], Vec::as_slice)
    }
}

/// Tells the caller of each file, and counts.
pub(crate) struct Told<'a> {
    pub(crate) told: &'a mut dyn FnMut(&Added),
    pub(crate) summary: Summary,
}

impl Told<'_> {
    fn tell(&mut self, added: &Added) {
        match added.status {
            Status::New | Status::SameBytes => self.summary.added += 1,
            Status::Known => self.summary.already_there += 1,
            Status::Refused => {}
        }
        self.summary.findings += added.findings.len();
        (self.told)(added);
    }

    fn refuse(&mut self, finding: Finding) {
        let name = finding.about.clone();
        let findings = vec![finding];
        self.tell(&Added { code: None, name, status: Status::Refused, format: "not read", sha256: None, findings });
    }
}

fn next_batch(queue: &mut VecDeque<Item>) -> Vec<Item> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_FILES && bytes < BATCH_BYTES {
        let Some(item) = queue.pop_front() else { break };
        bytes += match &item.content {
            // A file that is gone by now is an error in its own turn.
            Content::Path(path) => std::fs::metadata(path).map_or(0, |file| file.len().min(extract::LARGEST_READ)),
            Content::Bytes(bytes) => bytes.len() as u64,
        };
        batch.push(item);
    }
    batch
}

/// Stores a batch: originals, then entries, then one commit. What comes back is safe.
fn store(case: &mut Case, known: &mut Known, opened: Vec<Opened>) -> Result<(Vec<Added>, Vec<Item>)> {
    let mut batch = case.batch();
    let mut lines = Vec::with_capacity(opened.len());
    let mut members = Vec::new();
    for mut opened in opened {
        members.extend(members_of(&mut opened));
        lines.push(store_one(&mut batch, known, opened)?);
    }
    batch.commit()?;
    Ok((lines, members))
}

fn store_one(batch: &mut Batch<'_>, known: &mut Known, opened: Opened) -> Result<Added> {
    let Opened { item, extraction, original } = opened;
    let mut findings = item.stated.findings.clone();
    findings.extend(extraction.findings.iter().cloned());
    findings.extend(extraction.documents.iter().flat_map(|document| document.findings.iter().cloned()));
    let format = extraction.format.in_words();
    let line = Added { code: None, name: item.name.clone(), status: Status::Known, format, sha256: original, findings };
    if let Some(code) = original.and_then(|original| known.code_of(original, &item.name)) {
        return Ok(Added { code: Some(code), ..line });
    }
    let stored = match &item.content {
        Content::Bytes(bytes) => batch.original(bytes)?,
        Content::Path(path) => {
            let file = File::open(path).map_err(|source| Error::Input { act: "read", path: path.clone(), source })?;
            batch.original_from(path, file)?
        }
    };
    let line = Added { sha256: Some(stored.id), ..line };
    // Only now is the digest of a file that was too large for memory known.
    if let Some(code) = known.code_of(stored.id, &item.name) {
        return Ok(Added { code: Some(code), ..line });
    }
    let is_new = known.names(stored.id).is_empty();
    if is_new {
        let object = ledger::Stored { sha256: stored.id, size: stored.size, name: Some(item.name.clone()) };
        batch.entry(ledger::OBJECT, &object)?;
    }
    batch.entry(ledger::CAPTURE, &capture(&item, stored.id))?;
    let status = if is_new { Status::New } else { Status::SameBytes };
    let code = Some(known.add(stored.id, &item.name));
    Ok(Added { code, status, ..line })
}

fn capture(item: &Item, original: OriginalId) -> Capture {
    let stated = item.stated.clone();
    Capture {
        original,
        name: item.name.clone(),
        why: stated.why,
        url: stated.url,
        publisher: stated.publisher,
        published: stated.published,
        collected: stated.collected,
        within: stated.within,
        transcript_of: stated.transcript_of,
    }
}

/// The files within a container, each on its own way in.
fn members_of(opened: &mut Opened) -> Vec<Item> {
    let depth = opened.item.stated.depth + 1;
    if depth > DEEPEST {
        return Vec::new();
    }
    let members = std::mem::take(&mut opened.extraction.members);
    let stated = Particulars { within: opened.original, depth, findings: Vec::new(), ..opened.item.stated.clone() };
    let item = |member: variorum_ingest::Member| Item {
        name: format!("{}!/{}", opened.item.name, member.name),
        content: Content::Bytes(member.bytes),
        stated: stated.clone(),
    };
    members.into_iter().map(item).collect()
}

fn particulars(additions: &Additions, ledger: &Ledger, event_zone: Option<i16>) -> Result<Particulars> {
    let Stated { why, url, publisher, published, collected, zone } = additions.stated.clone();
    let zone = zone.as_deref().map(parse_offset).transpose().map_err(Error::usage)?.or(event_zone);
    let date = |text: Option<String>, from| text.map(|text| stated_date(&text, zone, from)).transpose();
    let published = date(published, "--published")?;
    let collected = date(collected, "--collected")?;
    let transcript_of = additions.transcript_of.as_deref().map(|of| transcribed(of, ledger)).transpose()?;
    Ok(Particulars { why, url, publisher, published, collected, transcript_of, ..Particulars::default() })
}

/// The original that a transcript is of, by report code or digest.
fn transcribed(of: &str, ledger: &Ledger) -> Result<OriginalId> {
    let by_code = ledger.captures.iter().find(|captured| captured.code.0.eq_ignore_ascii_case(of));
    let by_digest = || of.parse().ok().filter(|id| ledger.captures_of(*id).next().is_some());
    let original = by_code.map(|captured| captured.capture.original).or_else(by_digest);
    original.ok_or_else(|| {
        Error::usage(format!("--transcript-of {of}: no report or original of this case has this code or digest"))
    })
}

mod paths;
