//! A new case where another one ended: its key is lost, or is to be another from now on.
//!
//! One journal has one key (`docs/format/case-1.md`, frozen), so a new key means a new journal. It begins by naming the old
//! one's key, length and root; then come its reports, texts and decisions, each with where it was first recorded. If the
//! old key is at hand, the old journal's last entry names the new key, signed by the old one (`key.rotate`, and
//! `key.follow` in the new journal). If it is lost, nothing but the new journal's word ties the two, and the entry is
//! called `key.lost`: a break that everybody can see. The old folder stays as it is, and [`check`] holds both together:
//! nothing was left out, nothing changed (ADR 0013).
//!
//! Left behind in the old journal are verifications, publications, torn tails and kinds that this version does not know.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_journal::entry::Entry;
use variorum_journal::tree::{Tree, leaf_hash};
use variorum_store::{Batch, Case, KeyringError, ReadCase, SystemNotary};

use crate::config::CaseConfig;
use crate::error::{Error, Result};
use crate::ledger::{BadEntry, CAPTURE, DECISION, DOCUMENT, FOLLOWED, From, LOST, OBJECT, ROTATED, read_body};
use crate::progress::Progress;
use crate::{TOOL, Workbench};

/// Entries of a batch: what is lost at most is the work of one.
const BATCH: usize = 64;

/// What was carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Continued {
    /// Whether the old key vouched for the new one.
    pub vouched: bool,
    /// Entries that were carried over.
    pub carried: u64,
    /// Entries that stay behind.
    pub left: u64,
}

/// The end of the journal that another one goes on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    origin: String,
    vkey: String,
    entries: u64,
    root: Digest,
    /// How many of them the old key signed.
    signed: u64,
}

impl Workbench {
    /// Makes a case in `new` that goes on where the one in `old` ends. `key_lost` says that its key is here and cannot be
    /// used: the passphrase is forgotten.
    pub fn continue_case(&self, old: &Path, new: &Path, key_lost: bool, progress: &dyn Progress) -> Result<Continued> {
        check_whole(old)?;
        let (before, _) = ReadCase::open(old)?;
        let vouched = !key_lost && self.has_key(&before)?;
        let config = before.config()?;
        CaseConfig::parse(&config)?;
        let mut case = Case::create(new, &self.keyring, Box::new(SystemNotary), TOOL, &config)?;
        if vouched {
            let (mut ending, _) = self.open(old)?;
            let mut batch = ending.batch();
            batch.entry(ROTATED, &json!({"origin": case.read().origin(), "vkey": case.read().vkey().to_string()}))?;
            batch.commit()?;
            ending.sign_checkpoint()?;
        }
        let (before, _) = ReadCase::open(old)?;
        let mut batch = case.batch();
        batch.entry(if vouched { FOLLOWED } else { LOST }, &end_of(&before))?;
        batch.commit()?;
        let carried = carry(&mut case, &before, progress)?;
        case.sign_checkpoint()?;
        Ok(Continued { vouched, carried, left: before.size() - carried })
    }

    fn has_key(&self, case: &ReadCase) -> Result<bool> {
        match self.keyring.key(case.vkey()) {
            Ok(_) => Ok(true),
            Err(KeyringError::Missing { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// What only the key could mend, and what nothing that is carried over depends on.
const MENDED_BY_THE_KEY: [&str; 2] = ["config.unrecorded", "journal.torn_tail"];

/// What is damaged in a case, if anything is.
fn damage(folder: &Path) -> Result<Option<String>> {
    let verified = variorum_verify::verify(folder, &mut |_| {})?;
    let failed = verified.checks.iter().find(|check| !check.passed && !MENDED_BY_THE_KEY.contains(&check.code));
    Ok(failed.map(|failed| format!("{} {}: {}", failed.code, failed.about, failed.message)))
}

/// A damaged case is mended from a copy first: what is carried over is carried whole.
fn check_whole(folder: &Path) -> Result<()> {
    match damage(folder)? {
        None => Ok(()),
        Some(damage) => {
            let folder = folder.display();
            Err(Error::usage(format!("{folder} does not verify, so nothing goes on from it: {damage}")))
        }
    }
}

fn end_of(case: &ReadCase) -> End {
    End {
        origin: case.origin().to_owned(),
        vkey: case.vkey().to_string(),
        entries: case.size(),
        root: case.root(),
        signed: case.checkpoint().map_or(0, |checkpoint| checkpoint.head().size),
    }
}

/// Whether an entry is carried from one journal into the next.
fn is_carried(entry: &Entry) -> bool {
    matches!(entry.kind.as_str(), OBJECT | CAPTURE | DOCUMENT) || entry.kind.starts_with(DECISION)
}

fn carry(case: &mut Case, before: &ReadCase, progress: &dyn Progress) -> Result<u64> {
    let entries: Vec<Entry> = before.entries()?.collect::<std::result::Result<_, _>>()?;
    let carried: Vec<&Entry> = entries.iter().filter(|entry| is_carried(entry)).collect();
    let mut numbers = BTreeMap::new();
    progress.start("carry over", carried.len() as u64);
    for some in carried.chunks(BATCH) {
        let mut batch = case.batch();
        for entry in some {
            store_original(&mut batch, before, entry)?;
            let body = carried_body(entry, before.origin(), &numbers)?;
            numbers.insert(entry.seq, batch.entry(&entry.kind, &Value::Object(body))?);
        }
        batch.commit()?;
        progress.advance(some.len() as u64);
    }
    progress.finish();
    Ok(carried.len() as u64)
}

/// The bytes that an entry names, as a stream, and held against their name.
fn store_original(batch: &mut Batch<'_>, before: &ReadCase, entry: &Entry) -> Result<()> {
    let digest = entry.body.get("sha256").and_then(Value::as_str).and_then(|digest| digest.parse().ok());
    let Some(id) = digest.map(OriginalId::from_digest) else { return Ok(()) };
    let path = before.original_path(id);
    let stored = batch.original_from(&path, before.original_file(id)?)?;
    if stored.id == id {
        return Ok(());
    }
    Err(Error::usage(format!("{} changed while it was carried over; put it back from a copy", path.display())))
}

/// The body as it stands in the next journal: with where it was first recorded, and the number of an undone decision as
/// it is there.
fn carried_body(entry: &Entry, origin: &str, numbers: &BTreeMap<u64, u64>) -> Result<Map<String, Value>> {
    let mut body = entry.body.clone();
    let from = From { origin: origin.to_owned(), seq: entry.seq, at: entry.at.clone(), by: entry.by.clone() };
    let from = serde_json::to_value(from).map_err(|error| BadEntry::of(entry, error))?;
    body.entry("from").or_insert(from);
    if let Some(seq) = body.get_mut("decision").and_then(|decision| decision.get_mut("seq"))
        && let Some(number) = seq.as_u64().and_then(|seq| numbers.get(&seq))
    {
        *seq = json!(number);
    }
    Ok(body)
}

/// What was found when two cases were held together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// What holds, a line each.
    pub held: Vec<String>,
    /// What does not.
    pub broken: Vec<String>,
}

/// Whether the case in `new` goes on from the one in `old`: the same end, every report and decision, none changed.
pub fn check(new: &Path, old: &Path) -> Result<Continuation> {
    let mut found = Continuation { held: Vec::new(), broken: Vec::new() };
    for folder in [old, new] {
        match damage(folder)? {
            None => found.held.push(format!("{} verifies by itself", folder.display())),
            Some(damage) => found.broken.push(format!("{}: {damage}", folder.display())),
        }
    }
    let ((after, _), (before, _)) = (ReadCase::open(new)?, ReadCase::open(old)?);
    let entries: Vec<Entry> = after.entries()?.collect::<std::result::Result<_, _>>()?;
    let named = entries.iter().filter(|entry| [FOLLOWED, LOST].contains(&entry.kind.as_str()));
    let ends: Vec<(&Entry, End)> = named
        .map(|entry| Ok((entry, read_body(entry).map_err(|error| BadEntry::of(entry, error))?)))
        .collect::<Result<_>>()?;
    let Some((naming, end)) = ends.iter().find(|(_, end)| end.origin == before.origin()) else {
        found.broken.push(format!("{} does not say that it goes on from {}", new.display(), before.origin()));
        return Ok(found);
    };
    found.check_end(&before, end)?;
    if naming.kind == FOLLOWED {
        found.check_rotation(&before, &after, end)?;
    } else {
        found
            .held
            .push(format!("entry {} says that the old key was lost: only the new key vouches for this", naming.seq));
    }
    found.check_carried(&before, &entries, end.entries)?;
    Ok(found)
}

impl Continuation {
    /// Whether all of it holds.
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }

    fn note(&mut self, holds: bool, what: String) {
        if holds { &mut self.held } else { &mut self.broken }.push(what);
    }

    fn check_end(&mut self, before: &ReadCase, end: &End) -> Result<()> {
        let mut tree = Tree::new();
        for line in before.lines()?.take(end.entries as usize) {
            tree.append(leaf_hash(line?.as_bytes()));
        }
        let same = tree.size() == end.entries && tree.root() == end.root && before.vkey().to_string() == end.vkey;
        self.note(
            same,
            format!("the old journal's first {} entries and its key are the ones that the new one names", end.entries),
        );
        let more = before.size().saturating_sub(end.entries);
        self.note(more == 0, format!("{more} entries were written to the old journal after that"));
        Ok(())
    }

    /// That the old key vouched for the new one.
    fn check_rotation(&mut self, before: &ReadCase, after: &ReadCase, end: &End) -> Result<()> {
        let signed = before.checkpoint().is_some_and(|checkpoint| checkpoint.head().size >= end.entries);
        let last = before.entries()?.nth((end.entries as usize).saturating_sub(1)).transpose()?;
        let names = last.is_some_and(|entry| {
            entry.kind == ROTATED && entry.body.get("vkey").and_then(Value::as_str) == Some(&after.vkey().to_string())
        });
        self.note(signed && names, "the old journal's last entry names the new key, signed by the old one".to_owned());
        Ok(())
    }

    /// That every entry to be carried was, in order and unchanged.
    fn check_carried(&mut self, before: &ReadCase, entries: &[Entry], size: u64) -> Result<()> {
        let carried = entries.iter().filter(|entry| is_carried(entry) && entry.body.contains_key("from"));
        let mut carried = carried.map(|entry| (entry.seq, &entry.kind, &entry.body));
        let (mut numbers, mut count) = (BTreeMap::new(), 0);
        for entry in before.entries()?.take(size as usize) {
            let entry = entry?;
            if !is_carried(&entry) {
                continue;
            }
            let expected = carried_body(&entry, before.origin(), &numbers)?;
            match carried.next() {
                Some((seq, kind, body)) if *kind == entry.kind && *body == expected => {
                    numbers.insert(entry.seq, seq);
                    count += 1;
                }
                _ => {
                    self.broken.push(format!(
                        "entry {} ({}) of the old journal was left out or changed",
                        entry.seq, entry.kind
                    ));
                    return Ok(());
                }
            }
        }
        self.held.push(format!(
            "{count} entries (originals, reports, texts, decisions) were carried over unchanged and in order"
        ));
        Ok(())
    }
}
