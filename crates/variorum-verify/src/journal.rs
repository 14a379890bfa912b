//! The journal of a case or dossier: its lines, the tree over them or their proofs, the signed head, and the key.
//!
//! Lines are hashed as they stand; whether they are canonical is checked beside it, so that damage is told
//! apart from bad writing. What later checks need is kept while the lines stream by: which originals are
//! named, which texts decisions quote, which sources stand in which order. Format: `docs/format/case-1.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Read as _};

use serde_json::Value;
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::span::Quote;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::{Entry, LONGEST_LINE};
use variorum_journal::kinds;
use variorum_journal::note::Vkey;
use variorum_journal::tree::{Tree, leaf_hash};

use crate::anchors::Recorded;
use crate::check::{Checks, Step};
use crate::entries::{self, Listing};
use crate::folder::Folder;
use crate::threads;

/// An original of another size than stated is still hashed up to this length.
const READ_ANYWAY: u64 = 64 << 20;

/// So much of a segment is read before its lines are taken up.
const GATHERED_BYTES: usize = 1 << 20;

/// No key or signed head is longer.
const SHORT_FILE: u64 = 1 << 16;

/// Where the segments of a case's journal lie.
const SEGMENTS: &str = "journal/";
/// Where the signed head of a case lies, among the segments.
const CASE_HEAD: &str = "journal/checkpoint";
/// The file that holds the key of a case.
const CASE_KEY: &str = "case.vkey";
/// Where the signed head of a dossier lies.
const DOSSIER_HEAD: &str = "data/checkpoint";
/// The file that holds the key of a dossier.
const DOSSIER_KEY: &str = "data/case.vkey";

/// An original that the journal names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The first entry that names it.
    pub(crate) seq: u64,
    /// Its size in bytes, where an entry states it.
    pub(crate) size: Option<u64>,
    /// Whether it is a text that decisions quote, which no dossier withholds.
    pub(crate) kept_text: bool,
}

/// What the journal says, as far as other checks need it.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    /// The key, if it can be read.
    pub(crate) vkey: Option<Vkey>,
    /// How many entries the signed head covers, if its signature holds.
    pub(crate) signed_entries: Option<u64>,
    /// How many entries stand after it.
    pub(crate) unsigned_entries: u64,
    /// Originals by digest.
    pub(crate) originals: BTreeMap<Digest, Named>,
    /// The digest of each `source.add`, in order: the first is R1.
    pub(crate) sources: Vec<Option<Digest>>,
    /// The last `config.set`.
    pub(crate) config: Option<Digest>,
    /// Quotes of decisions by the text that they are in, each with its entry.
    pub(crate) quotes: BTreeMap<DocumentId, Vec<(u64, Quote)>>,
    /// Entries that hold a decision.
    pub(crate) decisions: BTreeSet<u64>,
    /// Proofs of time, in order.
    pub(crate) anchors: Vec<Recorded>,
    /// The signed head, if its signature holds.
    pub(crate) head: Option<Checkpoint>,
    /// The entries that a dossier discloses.
    pub(crate) disclosed: BTreeSet<u64>,
    /// How many entries there are of each kind that the register of this version does not have.
    unknown_kinds: BTreeMap<String, u64>,
    opened_with: Option<(String, String)>,
    clock_went_back: u64,
    /// The first of the entries before which it did.
    back_before: Vec<u64>,
}

/// What is learnt of the lines besides what they say.
struct Lines<'h> {
    tree: Tree,
    /// The signed head, and the root when the tree had its size.
    head: Option<&'h Checkpoint>,
    root_at_head: Option<Digest>,
    /// How many threads read lines.
    threads: usize,
    /// What is wrong, and with what.
    problems: Vec<(String, String)>,
    /// The segment that ends in half a line, and how long that is.
    torn: Option<(String, usize)>,
}

impl Journal {
    /// The whole journal of a case: every line, and the tree over them.
    pub(crate) fn of_case(
        folder: &Folder,
        expected_vkey: Option<&str>,
        threads: usize,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) -> Self {
        let mut journal = Self::with_key(folder, CASE_KEY, expected_vkey, checks);
        let signed = read_head(folder, CASE_HEAD, journal.vkey.as_ref(), checks);
        let head = signed.as_ref().map(SignedCheckpoint::head);
        let segments = list_segments(folder, checks);
        let lines = journal.read_lines(folder, &segments, Lines::of(head, threads), checks, progress);
        journal.tell_kinds(checks);
        journal.check_opening(CASE_KEY, checks);
        journal.check_head(head, &lines, checks);
        checks.counts.entries = lines.tree.size();
        journal
    }

    /// The disclosed entries of a dossier, each under the signed head by its own proof.
    pub(crate) fn of_dossier(
        folder: &Folder,
        expected_vkey: Option<&str>,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) -> Self {
        let mut journal = Self::with_key(folder, DOSSIER_KEY, expected_vkey, checks);
        let signed = read_head(folder, DOSSIER_HEAD, journal.vkey.as_ref(), checks);
        journal.head = signed.as_ref().map(|signed| signed.head().clone());
        journal.signed_entries = signed.as_ref().map(|signed| signed.head().size);
        let listing = Listing::read(folder, journal.signed_entries, checks);
        journal.read_disclosed(folder, &listing, signed.as_ref(), checks, progress);
        journal.tell_kinds(checks);
        journal.check_opening(DOSSIER_KEY, checks);
        checks.counts.entries = listing.disclosed.len() as u64;
        checks.counts.withheld_entries = listing.withheld.len() as u64;
        journal.disclosed = listing.disclosed;
        journal
    }

    fn with_key(folder: &Folder, path: &str, expected: Option<&str>, checks: &mut Checks) -> Self {
        let journal = Self { vkey: read_vkey(folder, path, checks), ..Self::default() };
        if let Some(expected) = expected {
            check_expected(journal.vkey.as_ref(), expected, path, checks);
        }
        journal
    }

    fn read_disclosed(
        &mut self,
        folder: &Folder,
        listing: &Listing,
        head: Option<&SignedCheckpoint>,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) {
        let (mut bad_lines, mut bad_proofs) = (Vec::new(), Vec::new());
        let numbers: BTreeSet<u64> = listing.disclosed.iter().chain(listing.withheld.keys()).copied().collect();
        for (done, seq) in (0u64..).zip(numbers) {
            if !listing.disclosed.contains(&seq) {
                // A capture that is withheld keeps its number among the reports.
                self.sources.extend((listing.withheld[&seq] == "source.add").then_some(None));
                continue;
            }
            match entries::line(folder, seq) {
                Ok(line) => {
                    let proved = head.ok_or("there is no validly signed head".to_owned());
                    let proved = proved.and_then(|head| entries::prove(folder, seq, &line, head));
                    bad_proofs.extend(proved.err().map(|problem| (entries::proof_path(seq), seq, problem)));
                    let read = self.read_entry(&line, seq);
                    bad_lines.extend(read.err().map(|problem| (entries::line_path(seq), seq, problem)));
                }
                Err(problem) => bad_lines.push((entries::line_path(seq), seq, problem)),
            }
            progress(Step { name: "entries", done, of: listing.disclosed.len() as u64 });
        }
        let count = listing.disclosed.len();
        let mut check = checks.open("journal.line");
        bad_lines.into_iter().for_each(|(path, seq, problem)| check.fail(path, format!("entry {seq} {problem}"), None));
        check.close("", || format!("{count} entries, canonical, each of its number{}", self.clock()));
        let mut check = checks.open("entry.proof");
        bad_proofs
            .into_iter()
            .for_each(|(path, seq, problem)| check.fail(path, format!("entry {seq}: {problem}"), None));
        check.close(entries::FOLDER, || format!("{count} entries are proved to stand under the signed head"));
    }

    /// How often the clock went back, for a line that says that all is well.
    fn clock(&self) -> String {
        match self.clock_went_back {
            0 => String::new(),
            back => format!("; the clock went back before {back} of them"),
        }
    }

    /// A clock that went back is no failure: times are claims, and the order is that of the numbers.
    pub(crate) fn tell_clock(&self, checks: &mut Checks) {
        for seq in &self.back_before {
            let message = "claims a time before that of the entry before it: the writer's clock had gone back";
            checks.note("journal.clock", &format!("entry {seq}"), message);
        }
    }

    /// The longest file worth hashing in the place of an original of this size: no longer than the journal says, or
    /// short enough to be read in any case (it may be the stated size that was changed).
    pub(crate) fn most_bytes(stated: Option<u64>) -> u64 {
        stated.map_or(u64::MAX, |stated| stated.max(READ_ANYWAY))
    }

    fn read_lines<'h>(
        &mut self,
        folder: &Folder,
        segments: &[String],
        mut lines: Lines<'h>,
        checks: &mut Checks,
        progress: &mut dyn FnMut(Step),
    ) -> Lines<'h> {
        lines.note_root();
        for segment in segments {
            if let Err(problem) = self.read_segment(folder, segment, &mut lines) {
                lines.problems.push((segment.clone(), problem));
            }
            progress(Step { name: "entries", done: lines.tree.size(), of: 0 });
        }
        let mut check = checks.open("journal.line");
        std::mem::take(&mut lines.problems).into_iter().for_each(|(about, problem)| check.fail(about, problem, None));
        check.close("", || format!("{} entries, canonical, numbered without a gap{}", lines.tree.size(), self.clock()));
        let mut check = checks.open("journal.torn_tail");
        if let Some((segment, length)) = lines.torn.take() {
            let message = format!("ends in {length} bytes without a line feed: a write that was cut short");
            check.fail(segment, message, Some("`variorum build` sets the bytes aside and records that"));
        }
        check.close("", || "the last line is whole".to_owned());
        lines
    }

    /// Reads the lines of one segment; the error is what stops it.
    fn read_segment(&mut self, folder: &Folder, segment: &str, lines: &mut Lines<'_>) -> Result<(), String> {
        let mut file = folder.open(segment).map_err(|error| error.to_string())?;
        let mut gathered = Gathered::default();
        loop {
            let read = gathered.read_line(&mut file);
            if matches!(read, Ok(Tail::Line)) && gathered.bytes.len() < GATHERED_BYTES {
                continue;
            }
            self.take_lines(segment, &gathered, lines);
            gathered.clear();
            match read.map_err(|error| error.to_string())? {
                Tail::Line => {}
                Tail::End => return Ok(()),
                Tail::Torn(length) if length > LONGEST_LINE => {
                    return Err(format!("entry {} is longer than {LONGEST_LINE} bytes", lines.tree.size()));
                }
                Tail::Torn(length) => {
                    if lines.torn.is_some() {
                        let about = format!("{segment}, entry {}", lines.tree.size());
                        lines.problems.push((about, "an earlier segment ends in half a line".to_owned()));
                    }
                    lines.torn = Some((segment.to_owned(), length));
                    return Ok(());
                }
            }
        }
    }

    /// Takes up whole lines: each read and hashed by any thread, all of them then in their order.
    fn take_lines(&mut self, segment: &str, gathered: &Gathered, lines: &mut Lines<'_>) {
        let whole: Vec<&[u8]> = gathered.lines().collect();
        let read = |line: &&[u8]| (leaf_hash(line), read_line(line));
        for (leaf, entry) in threads::map(&whole, lines.threads, &read) {
            let seq = lines.tree.size();
            if let Err(problem) = entry.and_then(|entry| self.take_entry(&entry, seq)) {
                lines.problems.push((format!("{segment}, entry {seq}"), problem));
            }
            lines.tree.append(leaf);
            lines.note_root();
        }
    }

    fn read_entry(&mut self, line: &[u8], seq: u64) -> Result<(), String> {
        self.take_entry(&read_line(line)?, seq)
    }

    fn take_entry(&mut self, entry: &Entry, seq: u64) -> Result<(), String> {
        if entry.seq != seq {
            return Err(format!("says that it is entry {}", entry.seq));
        }
        self.clock_went_back += u64::from(entry.clock_back);
        if entry.clock_back && self.back_before.len() < 20 {
            self.back_before.push(seq);
        }
        if let Some(vkey) = self.vkey.as_ref().filter(|vkey| entry.by != format!("key:{}", vkey.id())) {
            return Err(format!("names {} as its writer; the key of the journal is key:{}", entry.by, vkey.id()));
        }
        self.note_originals(entry)?;
        match entry.kind.as_str() {
            "case.open" if seq == 0 => {
                let text = |field| entry.body.get(field).and_then(Value::as_str).map(str::to_owned);
                self.opened_with = text("vkey").zip(text("origin"));
            }
            "source.add" => self.sources.push(digest_in(entry, "sha256")?),
            "config.set" => self.config = digest_in(entry, "sha256")?,
            "anchor.add" => self.anchors.push(Recorded::of(entry)?),
            kind if !kinds::is_known(kind) => *self.unknown_kinds.entry(kind.to_owned()).or_default() += 1,
            kind if kind.starts_with(kinds::DECISION) => self.note_decision(entry)?,
            _ => {}
        }
        Ok(())
    }

    /// Every `sha256` names an original, whatever the kind: whatever must last is one.
    fn note_originals(&mut self, entry: &Entry) -> Result<(), String> {
        let size = entry.body.get("size").and_then(Value::as_u64);
        for (field, size) in [("sha256", size), ("within", None)] {
            let Some(digest) = digest_in(entry, field)? else { continue };
            let first = Named { seq: entry.seq, size, kept_text: false };
            let named = self.originals.entry(digest).or_insert(first);
            named.kept_text |= entry.kind == "document.keep";
            if let (Some(before), Some(now)) = (named.size, size)
                && before != now
            {
                return Err(format!("gives {now} bytes for {digest}, entry {} gave {before}", named.seq));
            }
            named.size = named.size.or(size);
        }
        Ok(())
    }

    fn note_decision(&mut self, entry: &Entry) -> Result<(), String> {
        let decision = entry.body.get("decision").ok_or("holds no decision")?;
        let decision: Decision =
            serde_json::from_value(decision.clone()).map_err(|error| format!("holds no decision: {error}"))?;
        if entry.kind.strip_prefix("decision.") != Some(decision.act()) {
            return Err(format!("is a {} and holds the act {:?}", entry.kind, decision.act()));
        }
        self.decisions.insert(entry.seq);
        for quote in decision.quotes() {
            self.quotes.entry(quote.document).or_default().push((entry.seq, quote.clone()));
        }
        Ok(())
    }

    /// The register of kinds is open: what a later version wrote is kept and shown, and is no damage.
    fn tell_kinds(&self, checks: &mut Checks) {
        if !self.unknown_kinds.is_empty() {
            let kinds: Vec<String> =
                self.unknown_kinds.iter().map(|(kind, count)| format!("{kind} ({count})")).collect();
            let message =
                format!("entries of kinds that this version does not know, kept as they are: {}", kinds.join(", "));
            checks.note("journal.kinds", "", message);
        }
    }

    /// Entry 0 repeats the key, so that the signed tree binds it.
    fn check_opening(&self, about: &str, checks: &mut Checks) {
        let Some(vkey) = &self.vkey else { return };
        let mut check = checks.open("vkey");
        match &self.opened_with {
            None => check.fail("entry 0", "does not open a case with a key and an origin", None),
            Some((opened, _)) if *opened != vkey.to_string() => {
                check.fail(about, format!("entry 0 opened the case with another key, {opened}"), None);
            }
            Some((_, origin)) if origin != vkey.name() => {
                check.fail(about, format!("entry 0 opened the case as {origin}, the key is for {}", vkey.name()), None);
            }
            Some(_) => {}
        }
        check.close(about, || format!("{vkey}, as in entry 0"));
    }

    /// The tree has the root that was signed, and what lies beyond it is counted.
    fn check_head(&mut self, head: Option<&Checkpoint>, lines: &Lines<'_>, checks: &mut Checks) {
        let mut check = checks.open("journal.tree");
        let size = lines.tree.size();
        let Some(head) = head else {
            check.fail(CASE_HEAD, "there is no validly signed head to compare the journal with", None);
            self.unsigned_entries = size;
            return;
        };
        match lines.root_at_head {
            None => {
                let message = format!("the signed head covers {} entries, only {size} are there", head.size);
                check.fail("journal", message, None);
            }
            Some(root) if root != head.root => {
                let message = format!(
                    "one of the first {} entries was changed, added or removed: their root is {root}, {} was signed",
                    head.size, head.root
                );
                check.fail("journal", message, None);
            }
            Some(_) => {}
        }
        check.close("journal", || format!("{} entries give the signed root {}", head.size, head.root));
        self.signed_entries = Some(head.size);
        self.unsigned_entries = size.saturating_sub(head.size);
        match self.unsigned_entries {
            0 => checks.note("journal.unsigned", "", "every entry is signed"),
            unsigned => {
                checks.note("journal.unsigned", "", format!("{unsigned} entries at the end are not signed yet"));
            }
        }
    }
}

impl<'h> Lines<'h> {
    fn of(head: Option<&'h Checkpoint>, threads: usize) -> Self {
        Self { tree: Tree::new(), root_at_head: None, head, threads, problems: Vec::new(), torn: None }
    }

    fn note_root(&mut self) {
        if self.head.is_some_and(|head| head.size == self.tree.size()) {
            self.root_at_head = Some(self.tree.root());
        }
    }
}

/// Lines of a segment that are to be read together.
#[derive(Default)]
struct Gathered {
    /// Whole lines, each with its line feed.
    bytes: Vec<u8>,
}

/// What came after the last whole line.
enum Tail {
    /// Another one.
    Line,
    /// Nothing.
    End,
    /// So many bytes without a line feed; no more are counted than make too long a line.
    Torn(usize),
}

impl Gathered {
    fn read_line(&mut self, file: &mut impl BufRead) -> std::io::Result<Tail> {
        // One byte more than the longest line with its line feed: enough to see that it is too long.
        let limit = LONGEST_LINE as u64 + 2;
        let before = self.bytes.len();
        let length = file.take(limit).read_until(b'\n', &mut self.bytes)?;
        if length == 0 {
            return Ok(Tail::End);
        }
        if self.bytes.ends_with(b"\n") {
            return Ok(Tail::Line);
        }
        self.bytes.truncate(before);
        Ok(Tail::Torn(length))
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').map(|line| &line[..line.len() - 1])
    }

    fn clear(&mut self) {
        self.bytes.clear();
    }
}

fn read_line(line: &[u8]) -> Result<Entry, String> {
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8".to_owned())?;
    Entry::from_line(line).map_err(|error| with_cause(&error))
}

/// The key on the one line of its file.
fn read_vkey(folder: &Folder, path: &str, checks: &mut Checks) -> Option<Vkey> {
    let read = folder.read(path, SHORT_FILE).map_err(|error| error.to_string());
    let vkey = read.and_then(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
        let line = text.strip_suffix('\n').ok_or("its line has no end")?;
        line.parse().map_err(|error| with_cause(&error))
    });
    vkey.map_err(|problem: String| checks.fail("vkey", path, problem)).ok()
}

fn check_expected(vkey: Option<&Vkey>, expected: &str, about: &str, checks: &mut Checks) {
    let mut check = checks.open("vkey.expected");
    if vkey.map(ToString::to_string).as_deref() != Some(expected.trim()) {
        check.fail(about, format!("is not the expected key {}", expected.trim()), None);
    }
    check.close(about, || "is the key that you gave".to_owned());
}

fn read_head(folder: &Folder, path: &str, vkey: Option<&Vkey>, checks: &mut Checks) -> Option<SignedCheckpoint> {
    let mut check = checks.open("checkpoint.signature");
    let read = folder.read(path, SHORT_FILE).map_err(|error| error.to_string());
    let head = read.and_then(|bytes| {
        let note = String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
        let vkey = vkey.ok_or("there is no key to check the signature with")?;
        let signed = SignedCheckpoint::open(&note, vkey).map_err(|error| with_cause(&error))?;
        // Signatures of others are allowed by the format and checked by nobody here: then they are no part
        // of what is verified, and would be bytes that can change unnoticed.
        let lines = note.lines().rev().take_while(|line| !line.is_empty()).count();
        if lines == 1 { Ok(signed) } else { Err(format!("carries {lines} signatures, not one")) }
    });
    match head {
        Ok(signed) => {
            check.close(path, || format!("signed by the key, over {} entries", signed.head().size));
            Some(signed)
        }
        Err(problem) => {
            check.fail(path, problem, None);
            None
        }
    }
}

/// `000000.jsonl`, `000001.jsonl` …, and nothing else beside the head.
fn list_segments(folder: &Folder, checks: &mut Checks) -> Vec<String> {
    let mut check = checks.open("journal.segments");
    let mut segments = Vec::new();
    let found = folder.under(SEGMENTS).map(|(path, _)| path).filter(|path| *path != CASE_HEAD);
    for path in found {
        let expected = format!("{SEGMENTS}{:06}.jsonl", segments.len());
        if path == expected {
            segments.push(expected);
        } else {
            check.fail(path, format!("is no segment of the journal; {expected} would be the next"), None);
        }
    }
    if segments.is_empty() {
        check.fail(format!("{SEGMENTS}000000.jsonl"), "is missing", None);
    }
    check.close(SEGMENTS, || match segments.len() {
        1 => "1 segment".to_owned(),
        several => format!("{several} segments, numbered without a gap"),
    });
    segments
}

/// Hands on each whole line of a case's journal, until `wanted` says that it is enough or a line is none.
pub(crate) fn each_line(folder: &Folder, wanted: &mut dyn FnMut(&[u8]) -> bool) {
    for (segment, _) in folder.under(SEGMENTS).filter(|(path, _)| path.ends_with(".jsonl")) {
        let Ok(mut file) = folder.open(segment) else { return };
        let mut line = Vec::new();
        loop {
            line.clear();
            // A line that is none was told when the journal was read.
            let read = file.by_ref().take(LONGEST_LINE as u64 + 2).read_until(b'\n', &mut line);
            if matches!(read, Ok(0)) {
                break;
            }
            if read.is_err() || line.pop_if(|byte| *byte == b'\n').is_none() || !wanted(&line) {
                return;
            }
        }
    }
}

pub(crate) fn digest_in(entry: &Entry, field: &str) -> Result<Option<Digest>, String> {
    let Some(value) = entry.body.get(field) else { return Ok(None) };
    let digest = value.as_str().and_then(|text| text.parse().ok());
    digest.map(Some).ok_or_else(|| format!("its field {field:?} is no SHA-256 digest"))
}

/// An error and what caused it, on one line.
pub(crate) fn with_cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |line, cause| format!("{line}: {cause}"))
}
