//! Files to originals and captures: nothing is changed, nothing is lost, and a printed line is on disk.
//!
//! Files go through in small batches: read in the worker, stored, named in the journal, synced, and only then
//! told to the caller. What is in a container (members of an archive, attachments of a mail) is stored as
//! originals of its own beside the container, up to four deep. The same bytes under the same name are recognised
//! and added once, which is also how an interrupted run is completed. A million files are added with memory for their
//! names and for the store's index of the journal, not for the journal.

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
use crate::ledger::{self, BadEntry, Capture};
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
/// Small files make larger batches: a batch syncs each of the 256 folders of originals that it touches.
const SMALL_FILES: usize = 1024;
const SMALL_BYTES: u64 = 2 << 20;

impl Workbench {
    /// Adds files to a case. `told` hears of each file once it is safe.
    pub fn add(
        &self,
        folder: &Path,
        additions: &Additions,
        progress: &dyn Progress,
        told: &mut dyn FnMut(&Added),
    ) -> Result<Summary> {
        let (mut case, findings) = self.open(folder)?;
        let config = CaseConfig::parse(&case.read().config()?)?;
        let particulars = particulars(additions, &mut case, config.event.zone)?;
        let (items, refused) = paths::items(&additions.paths, particulars)?;
        let mut told_and_counted = Told { told, summary: Summary::default() };
        for finding in findings.into_iter().chain(refused) {
            told_and_counted.refuse(finding);
        }
        self.add_items(case, items, progress, &mut told_and_counted)?;
        Ok(told_and_counted.summary)
    }

    pub(crate) fn open(&self, folder: &Path) -> Result<(Case, Vec<Finding>)> {
        Ok(Case::open(folder, &self.keyring, Box::new(SystemNotary))?)
    }

    pub(crate) fn add_items(
        &self,
        mut case: Case,
        mut items: impl ExactSizeIterator<Item = Item>,
        progress: &dyn Progress,
        told: &mut Told<'_>,
    ) -> Result<()> {
        let mut known = Known::of(&mut case)?;
        let mut members = VecDeque::new();
        progress.start("add", items.len() as u64);
        loop {
            let batch = next_batch(&mut members, &mut items);
            if batch.is_empty() {
                break;
            }
            let files = batch.len() as u64;
            let derived = case.read().derived();
            let opened = parallel::map(batch, self.threads, |item| self.open_item(&derived, item))?;
            let (lines, found) = store(&mut case, &mut known, opened)?;
            lines.iter().for_each(|added| told.tell(added));
            // Members come right after their container, so that codes follow the order in which people think.
            found.into_iter().rev().for_each(|member| members.push_front(member));
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

/// Which bytes the case holds, under which names: as its journal says, and as the batch at hand will.
struct Known {
    /// The entries of all captures, in order.
    captures: Vec<u64>,
    /// Those of the batch at hand.
    at_hand: Vec<(OriginalId, Name)>,
    /// The codes by name of bytes that have many names: the journal is asked for them once, not at each further name.
    many: BTreeMap<OriginalId, BTreeMap<String, String>>,
}

/// Bytes with more names than this keep them in memory.
const FEW: usize = 16;

/// What is known of bytes and a name.
struct Held {
    /// They are in the case under some name.
    any: bool,
    /// The code of the report that has them under this name.
    code: Option<String>,
}

/// A name under which bytes were captured, and the code of that report.
struct Name {
    name: String,
    code: String,
}

impl Known {
    fn of(case: &mut Case) -> Result<Self> {
        let captures = case.history()?.numbers_of(ledger::CAPTURE)?;
        Ok(Self { captures, at_hand: Vec::new(), many: BTreeMap::new() })
    }

    fn add(&mut self, seq: u64, original: OriginalId, name: &str) -> String {
        self.captures.push(seq);
        let code = self.code_of(seq);
        match self.many.get_mut(&original) {
            Some(names) => drop(names.entry(name.to_owned()).or_insert_with(|| code.clone())),
            None => self.at_hand.push((original, Name { name: name.to_owned(), code: code.clone() })),
        }
        code
    }

    fn code_of(&self, seq: u64) -> String {
        format!("R{}", self.captures.partition_point(|capture| *capture <= seq))
    }

    /// Whether the case has these bytes, and under this name.
    fn held(&mut self, batch: &mut Batch<'_>, original: OriginalId, name: &str) -> Result<Held> {
        if let Some(names) = self.many.get(&original) {
            return Ok(Held { any: true, code: names.get(name).cloned() });
        }
        let names = self.names(batch, original)?;
        let held = Held {
            any: !names.is_empty(),
            code: names.iter().find(|known| known.name == name).map(|known| known.code.clone()),
        };
        if names.len() > FEW {
            // The first of a name stays: `or_insert` in the order of the journal.
            let mut codes = BTreeMap::new();
            for Name { name, code } in names {
                codes.entry(name).or_insert(code);
            }
            self.many.insert(original, codes);
            self.at_hand.retain(|(held, _)| *held != original);
        }
        Ok(held)
    }

    /// The names of these bytes.
    fn names(&self, batch: &mut Batch<'_>, original: OriginalId) -> Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in batch.history()?.about(original.digest())? {
            if entry.kind == ledger::CAPTURE {
                let Capture { name, .. } = ledger::read_body(&entry).map_err(|error| BadEntry::of(&entry, error))?;
                names.push(Name { name, code: self.code_of(entry.seq) });
            }
        }
        let at_hand = self.at_hand.iter().filter(|(held, _)| *held == original).map(|(_, name)| name);
        names.extend(at_hand.map(|Name { name, code }| Name { name: name.clone(), code: code.clone() }));
        Ok(names)
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

fn next_batch(members: &mut VecDeque<Item>, items: &mut impl Iterator<Item = Item>) -> Vec<Item> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while bytes < BATCH_BYTES && (batch.len() < BATCH_FILES || batch.len() < SMALL_FILES && bytes < SMALL_BYTES) {
        let Some(item) = members.pop_front().or_else(|| items.next()) else { break };
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
    known.at_hand.clear();
    Ok((lines, members))
}

fn store_one(batch: &mut Batch<'_>, known: &mut Known, opened: Opened) -> Result<Added> {
    let Opened { item, extraction, original } = opened;
    let mut findings = item.stated.findings.clone();
    findings.extend(extraction.findings.iter().cloned());
    findings.extend(extraction.documents.iter().flat_map(|document| document.findings.iter().cloned()));
    let format = extraction.format.in_words();
    let line = Added { code: None, name: item.name.clone(), status: Status::Known, format, sha256: original, findings };
    let held = original.map(|original| known.held(batch, original, &item.name)).transpose()?;
    if let Some(code) = held.and_then(|held| held.code) {
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
    let held = known.held(batch, stored.id, &item.name)?;
    let is_new = !held.any;
    if let Some(code) = held.code {
        return Ok(Added { code: Some(code), ..line });
    }
    if is_new {
        let object = ledger::Stored { sha256: stored.id, size: stored.size, name: Some(item.name.clone()) };
        batch.entry(ledger::OBJECT, &object)?;
    }
    let seq = batch.entry(ledger::CAPTURE, &capture(&item, stored.id))?;
    let status = if is_new { Status::New } else { Status::SameBytes };
    let code = Some(known.add(seq, stored.id, &item.name));
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

fn particulars(additions: &Additions, case: &mut Case, event_zone: Option<i16>) -> Result<Particulars> {
    let Stated { why, url, publisher, published, collected, zone } = additions.stated.clone();
    let zone = zone.as_deref().map(parse_offset).transpose().map_err(Error::usage)?.or(event_zone);
    let date = |text: Option<String>, from| text.map(|text| stated_date(&text, zone, from)).transpose();
    let published = date(published, "--published")?;
    let collected = date(collected, "--collected")?;
    let transcript_of = additions.transcript_of.as_deref().map(|of| transcribed(of, case)).transpose()?;
    Ok(Particulars { why, url, publisher, published, collected, transcript_of, ..Particulars::default() })
}

/// The original that a transcript is of, by report code or digest.
fn transcribed(of: &str, case: &mut Case) -> Result<OriginalId> {
    let mut history = case.history()?;
    let unknown =
        || Error::usage(format!("--transcript-of {of}: no report or original of this case has this code or digest"));
    let number = of.strip_prefix(['R', 'r']).and_then(|digits| digits.parse::<usize>().ok()?.checked_sub(1));
    let by_code =
        number.and_then(|number| history.numbers_of(ledger::CAPTURE).map(|all| all.get(number).copied()).transpose());
    let captured = match (by_code, of.parse::<OriginalId>()) {
        (Some(seq), _) => vec![history.entry(seq?)?],
        (None, Ok(id)) => history.about(id.digest())?,
        (None, Err(_)) => Vec::new(),
    };
    let capture = captured.iter().find(|entry| entry.kind == ledger::CAPTURE).ok_or_else(unknown)?;
    let Capture { original, .. } = ledger::read_body(capture).map_err(|error| BadEntry::of(capture, error))?;
    Ok(original)
}

mod paths;
