//! A case as a dossier: the same number of journal entries gives the same bytes.
//!
//! The dossier is made from the journal up to a signed head and from exactly that much of it; the entry that records
//! the publishing comes after, and is therefore not in it. Which of the entries can be read in it: `disclosure`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use serde::Serialize;
use variorum_dossier::{Anchored, Bag, Edition, Originals, Redaction};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{OriginalId, ReportCode};
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::tree::{Tree, leaf_hash};
use variorum_store::ReadCase;

use crate::build::Built;
use crate::error::{Error, Result};
use crate::ground::{Extent, ledger_of};
use crate::progress::Progress;
use crate::redacted::{self, Exposed, Hidden, Redacted};
use crate::{Workbench, anchors, disclosure, ledger};

/// What to publish.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublishOptions {
    /// The number of journal entries; all if not given.
    pub at: Option<u64>,
    /// Whether to leave the originals out.
    pub without_originals: bool,
    /// Whether to publish the newest head that is signed, and record nothing: for whom the key is out of reach.
    pub unrecorded: bool,
    /// Which edition.
    pub edition: EditionKind,
}

/// Which edition of a case is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EditionKind {
    /// All of it; refused for a case in which somebody is protected.
    #[default]
    Full,
    /// All of it, protected or not.
    Unredacted,
    /// With aliases, and without what is withheld.
    Redacted,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The number of journal entries in it.
    pub size: u64,
    /// The digest of `tagmanifest-sha256.txt`: the whole dossier in one number.
    pub bag: Digest,
    /// The key that signed it.
    pub vkey: String,
    /// What became of dossiers that were never finished, and of a redacted edition what it shows and hides, a line each.
    pub told: Vec<String>,
}

/// The body of the entry that records a dossier.
#[derive(Serialize)]
struct Made<'a> {
    bag: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    originals: &'a str,
    root: Digest,
    size: u64,
}

impl Workbench {
    /// Writes a dossier and records it.
    pub fn publish(
        &self,
        folder: &Path,
        into: &Path,
        options: &PublishOptions,
        progress: &dyn Progress,
    ) -> Result<Published> {
        check_outside(folder, into)?;
        if options.unrecorded {
            return self.publish_signed(folder, into, options, progress);
        }
        self.record_config(folder)?;
        let (mut case, _) = self.open(folder)?;
        case.sign_checkpoint()?;
        let prepared = self.prepare(case.read(), options, progress)?;
        let bag = self.write(case.read(), &prepared, options, into)?;
        let Checkpoint { size, root, .. } = *prepared.checkpoint.head();
        let originals = if options.without_originals { "withheld" } else { "included" };
        let mut batch = case.batch();
        let edition = prepared.redacted.is_some().then_some("redacted");
        batch.entry(ledger::EXPORT, &Made { bag: bag.tagmanifest, edition, originals, root, size })?;
        batch.commit()?;
        case.sign_checkpoint()?;
        Ok(prepared.published(case.read(), &bag))
    }

    fn write(&self, case: &ReadCase, prepared: &Prepared, options: &PublishOptions, into: &Path) -> Result<Bag> {
        let Some(redacted) = &prepared.redacted else {
            return self.with_edition(case, prepared, options, |edition| Ok(variorum_dossier::write(edition, into)?));
        };
        redacted.check_found()?;
        self.with_edition(case, prepared, options, |edition| {
            let mut inspect = |folder: &Path| self.inspect(folder, redacted);
            Ok(variorum_dossier::write_inspected(edition, into, &mut inspect)?)
        })
    }

    /// Writes a dossier of what is signed already: nothing is written to the case, and no key is needed.
    fn publish_signed(
        &self,
        folder: &Path,
        into: &Path,
        options: &PublishOptions,
        progress: &dyn Progress,
    ) -> Result<Published> {
        let (case, _) = ReadCase::open(folder)?;
        let signed = case.checkpoint().map(|checkpoint| checkpoint.head().size);
        let signed =
            signed.ok_or_else(|| Error::usage("the case has no valid signed head: there is nothing to publish"))?;
        let options = PublishOptions { at: options.at.or(Some(signed)), ..*options };
        let prepared = self.prepare(&case, &options, progress)?;
        let bag = self.write(&case, &prepared, &options, into)?;
        Ok(prepared.published(&case, &bag))
    }

    /// What a dossier would hold, a line each; writes nothing.
    pub fn plan_publish(
        &self,
        folder: &Path,
        options: &PublishOptions,
        progress: &dyn Progress,
    ) -> Result<Vec<String>> {
        let (case, _) = ReadCase::open(folder)?;
        let prepared = self.prepare(&case, options, progress)?;
        let plan = self.with_edition(&case, &prepared, options, |edition| Ok(variorum_dossier::plan(edition)?))?;
        Ok(plan.lines().into_iter().chain(prepared.told()).collect())
    }

    fn prepare(&self, case: &ReadCase, options: &PublishOptions, progress: &dyn Progress) -> Result<Prepared> {
        let size = options.at.unwrap_or(case.size());
        if size > case.size() || size < 2 {
            return Err(Error::usage(format!(
                "--at {size}: write a number from 2 to {}, the entries of the journal",
                case.size()
            )));
        }
        let lines = case.lines()?.take(size as usize).collect::<std::result::Result<Vec<_>, _>>()?;
        let config = ledger_of(case, Some(size))?.config;
        let config = config.ok_or_else(|| Error::usage(format!("at {size} entries the journal names no case.toml")))?;
        let hidden = hidden(case, options.edition, &Exposed::nothing())?;
        let without = hidden.as_ref().map_or_else(BTreeSet::new, |hidden| hidden.withheld.clone());
        let extent = Extent { size: Some(size), without };
        let built = self.built(case, case.original(config)?, &extent, Vec::new(), progress)?;
        let checkpoint = self.head_at(case, &lines)?;
        let entries = case.entries()?.take(size as usize).collect::<std::result::Result<Vec<_>, _>>()?;
        let disclosed = disclosure::disclosed(&entries, &case.by())?;
        let include_originals = !options.without_originals;
        let ground = redacted::Ground { case, built: &built, entries: &entries, include_originals };
        let exposed = || Exposed::of(&built.documents, built.config.language());
        let hidden = if hidden.is_some() { self::hidden(case, options.edition, &exposed())? } else { None };
        let redacted = hidden.map(|hidden| self.redact(&ground, &hidden, progress)).transpose()?;
        let mut anchors = anchors::published(case, &entries)?;
        if let Some(redacted) = &redacted {
            anchors.retain(|anchor| redacted.disclosed.contains(&anchor.seq));
        }
        Ok(Prepared { built, lines, disclosed, anchors, checkpoint, redacted })
    }

    /// The signed head over these lines. An earlier head than the last is signed again: Ed25519 signatures follow
    /// from key and text alone, and a head over fewer of the same entries contradicts nothing.
    fn head_at(&self, case: &ReadCase, lines: &[String]) -> Result<SignedCheckpoint> {
        if let Some(last) = case.checkpoint().filter(|last| last.head().size == lines.len() as u64) {
            return Ok(last.clone());
        }
        let mut tree = Tree::new();
        lines.iter().for_each(|line| tree.append(leaf_hash(line.as_bytes())));
        let head = Checkpoint { origin: case.origin().to_owned(), size: tree.size(), root: tree.root() };
        let key = self.keyring.key(case.vkey())?;
        SignedCheckpoint::sign(head, &key).map_err(|error| Error::usage(format!("the head cannot be signed: {error}")))
    }
}

/// What is made from a case and lay inside it would be part of what it is made from.
pub(crate) fn check_outside(case: &Path, into: &Path) -> Result<()> {
    let input = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Input { act: "find", path, source }
    };
    let case = std::fs::canonicalize(case).map_err(input(case))?;
    let whole = std::path::absolute(into).map_err(input(into))?;
    // The nearest folder above it that is there, so that links on the way are seen through.
    let above = whole.ancestors().find_map(|folder| std::fs::canonicalize(folder).ok());
    if above.is_some_and(|above| above.starts_with(&case)) {
        return Err(Error::usage(format!("{} lies inside the case: choose a place beside it", into.display())));
    }
    Ok(())
}

struct Prepared {
    built: Built,
    lines: Vec<String>,
    disclosed: BTreeSet<u64>,
    anchors: Vec<Anchored>,
    checkpoint: SignedCheckpoint,
    redacted: Option<Redacted>,
}

impl Prepared {
    fn published(&self, case: &ReadCase, bag: &Bag) -> Published {
        let size = self.checkpoint.head().size;
        let told = bag.swept.iter().cloned().chain(self.told()).collect();
        Published { size, bag: bag.tagmanifest, vkey: case.vkey().to_string(), told }
    }

    /// What a redacted edition shows and hides, a line each.
    fn told(&self) -> Vec<String> {
        self.redacted.as_ref().map_or_else(Vec::new, |redacted| redacted.lines().to_vec())
    }
}

impl Workbench {
    fn with_edition<T>(
        &self,
        case: &ReadCase,
        prepared: &Prepared,
        options: &PublishOptions,
        act: impl FnOnce(&Edition<'_>) -> Result<T>,
    ) -> Result<T> {
        let Prepared { built, lines, disclosed, anchors, checkpoint, redacted } = prepared;
        let event = &built.config.event;
        let full = Edition {
            title: &built.config.title,
            place: event.place.as_deref(),
            zone: event.zone,
            apparatus: &built.apparatus,
            texts: &built.texts,
            documents: &built.documents,
            journal: lines,
            disclosed,
            anchors,
            checkpoint: checkpoint.note().as_bytes(),
            vkey: &case.vkey().to_string(),
            config: Some(&built.config_bytes),
            originals: &CaseOriginals(case),
            include_originals: !options.without_originals,
            language: built.config.language(),
            redaction: None,
        };
        let Some(redacted) = redacted else { return act(&full) };
        let picture = |code: &ReportCode| self.picture(case, redacted, code);
        act(&Edition {
            title: &redacted.title,
            place: redacted.place.as_deref(),
            apparatus: &redacted.apparatus,
            texts: &redacted.texts,
            documents: &redacted.documents,
            disclosed: &redacted.disclosed,
            config: redacted.config.as_deref(),
            redaction: Some(Redaction {
                altered: &redacted.altered,
                unnamed: &redacted.unnamed,
                originals: &redacted.originals,
                pictures: &redacted.pictures,
                picture: &picture,
            }),
            ..full
        })
    }
}

/// What the edition hides. A full one hides nothing, and is refused where somebody is protected: handed on by mistake it
/// cannot be called back. `exposed` is what was found in texts without anybody's decision.
fn hidden(case: &ReadCase, edition: EditionKind, exposed: &Exposed) -> Result<Option<Hidden>> {
    if edition == EditionKind::Unredacted {
        return Ok(None);
    }
    let hidden = Hidden::of(&ledger_of(case, None)?, &case.by(), exposed)?;
    match (edition, hidden.is_empty()) {
        (EditionKind::Redacted, true) => Err(Error::usage(
            "nothing is protected or withheld in this case: variorum decide CASE protect NAME, or publish without \
             --redacted",
        )),
        (EditionKind::Redacted, false) => Ok(Some(hidden)),
        (_, true) => Ok(None),
        (_, false) => Err(Error::usage(
            "people or reports are protected in this case: publish with --redacted, or with --unredacted if whoever gets \
             the dossier may see them",
        )),
    }
}

pub(crate) struct CaseOriginals<'a>(pub(crate) &'a ReadCase);

impl Originals for CaseOriginals<'_> {
    fn open(&self, id: OriginalId) -> std::io::Result<Box<dyn Read>> {
        let file = self.0.original_file(id).map_err(std::io::Error::other)?;
        Ok(Box::new(file))
    }
}

/// The last dossier that the journal records: its number of entries.
pub(crate) fn last_export(case: &ReadCase) -> Result<Option<u64>> {
    let mut last = None;
    for entry in case.entries()? {
        let entry = entry?;
        if entry.kind == ledger::EXPORT {
            last = entry.body.get("size").and_then(serde_json::Value::as_u64);
        }
    }
    Ok(last)
}
