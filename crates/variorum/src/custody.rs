//! Who touched an original, what was done and when; and the form that says how it was collected.
//!
//! Both are read off the journal. The form follows what the Berkeley Protocol on Digital Open Source Investigations
//! asks of a collection; a field that neither the journal nor the original answers is empty and is shown as "not
//! recorded". Nothing is guessed to fill it. An entry concerns an original if it names it, names what was read out of
//! it, undoes such an entry, verified it, or published it.
//!
//! Left out: decisions about names and questions of the whole case (`merge-speakers`, `ask`), which concern no one
//! original, and hashing the bytes now (`fixity`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::Document;
use variorum_evidence::ids::{DocumentId, OriginalId, ReportCode};
use variorum_ingest::Extraction;
use variorum_journal::entry::Entry;
use variorum_store::ReadCase;

use crate::error::{Error, Result};
use crate::explain::when_words;
use crate::fixity::{History, Ran, Scope};
use crate::ledger::{self, Captured, From, Ledger};
use crate::{Workbench, anchors, disclosure};

/// The history of an original, and its collection form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Custody {
    /// The original.
    pub original: OriginalId,
    /// The reports that have these bytes.
    pub reports: Vec<ReportCode>,
    /// What was done, in the order of the journal.
    pub entries: Vec<Touch>,
    /// Entries before which the clock had gone back, anywhere in the journal.
    pub clock_back: Vec<u64>,
    /// What a collection form asks for.
    pub form: Vec<Field>,
    /// Why decisions about what was read in it may be missing above.
    pub incomplete: Option<String>,
}

/// One entry that concerns the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touch {
    /// Its number.
    pub entry: u64,
    /// When, as the clock claimed.
    pub at: String,
    /// Whose key.
    pub by: String,
    /// Its kind.
    pub kind: String,
    /// What was done, in words.
    pub what: String,
    /// Whether the clock had gone back before it.
    pub clock_back: bool,
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// What is asked.
    pub label: &'static str,
    /// What is on record; empty if nothing is.
    pub values: Vec<String>,
}

/// So many proofs of time are told of an original: the earliest, and two in case that one is doubted.
const PROOFS: usize = 3;

/// At most so many originals are listed for a name that could be any of them.
const LISTED: usize = 10;

impl Workbench {
    /// What the journal says about the original that `item` names: a report's code, a digest or its beginning, or the
    /// name of a file.
    pub fn custody(&self, folder: &Path, item: &str) -> Result<Custody> {
        let (case, _) = ReadCase::open(folder)?;
        let entries = case.entries()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let ledger = Ledger::of(&entries)?;
        let original = find(&entries, &ledger, item)?;
        let captures: Vec<&Captured> = ledger.captures_of(original).collect();
        let (extractions, incomplete) = self.read_out_of(&case, &captures);
        let documents: Vec<&Document> = extractions.iter().flat_map(|extraction| &extraction.documents).collect();
        let texts = documents.iter().map(|document| document.id).collect();
        let search = Search { original, texts, own_key: &case.by(), entries: &entries };
        let (touches, history) = search.touches()?;
        let form = Form {
            case: &case,
            entries: &entries,
            captures: &captures,
            extractions: &extractions,
            touches: &touches,
            history,
        }
        .fields(original);
        Ok(Custody {
            original,
            reports: captures.iter().map(|captured| captured.code.clone()).collect(),
            entries: touches,
            clock_back: entries.iter().filter(|entry| entry.clock_back).map(|entry| entry.seq).collect(),
            form,
            incomplete,
        })
    }

    /// What each capture's reader made of the original; an original that is gone has a history all the same.
    fn read_out_of(&self, case: &ReadCase, captures: &[&Captured]) -> (Vec<Extraction>, Option<String>) {
        let (mut extractions, mut incomplete) = (Vec::new(), None);
        for captured in captures {
            match self.extracted(case, captured.capture.original, &captured.capture.name) {
                Ok((extraction, _)) => extractions.push(extraction),
                Err(error) => incomplete = Some(format!("{} cannot be read: {error}", captured.code)),
            }
        }
        (extractions, incomplete)
    }
}

/// The one original that a code, digest or name means.
fn find(entries: &[Entry], ledger: &Ledger, item: &str) -> Result<OriginalId> {
    let is_code = |code: &str| code.strip_prefix(['R', 'r']).is_some_and(|number| number.parse::<u64>().is_ok());
    if is_code(item) {
        let found = ledger.captures.iter().find(|captured| captured.code.0.eq_ignore_ascii_case(item));
        let count = ledger.captures.len();
        return found
            .map(|captured| captured.capture.original)
            .ok_or_else(|| Error::usage(format!("no report {item}: this case has {count} of them, R1 to R{count}")));
    }
    let labels = labels(entries, ledger);
    let named = |matches: &dyn Fn(&str) -> bool| -> Vec<Digest> {
        let has = |(_, labels): &(&Digest, &Labels)| labels.names.iter().any(|name| matches(name));
        labels.iter().filter(has).map(|(digest, _)| *digest).collect()
    };
    let beginning = item.to_ascii_lowercase();
    let is_digits = (4..=64).contains(&item.len()) && beginning.bytes().all(|byte| byte.is_ascii_hexdigit());
    let by_digest = || labels.keys().filter(|digest| is_digits && digest.to_string().starts_with(&beginning)).copied();
    let tries = [named(&|name| name == item), named(&|name| last_part(name) == item), by_digest().collect()];
    let found = tries.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    match found.as_slice() {
        [only] => Ok(OriginalId::from_digest(*only)),
        [] => Err(Error::usage(format!(
            "nothing in this case is called {item:?}: write a report's code (R3), an original's SHA-256 or its first \
             digits (4 at least), or the name of a file as it was added"
        ))),
        several => Err(Error::usage(ambiguous(item, several, &labels))),
    }
}

fn ambiguous(item: &str, several: &[Digest], labels: &BTreeMap<Digest, Labels>) -> String {
    let line = |digest: &Digest| format!("\n  {digest}  {}", labels[digest].shown.join(", "));
    let listed: String = several.iter().take(LISTED).map(line).collect();
    let more = several.len().saturating_sub(LISTED);
    let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
    format!("{item:?} could be any of these; write a report's code or more digits:{listed}{more}")
}

/// How people call an original.
#[derive(Default)]
struct Labels {
    names: BTreeSet<String>,
    shown: Vec<String>,
}

fn labels(entries: &[Entry], ledger: &Ledger) -> BTreeMap<Digest, Labels> {
    let mut labels: BTreeMap<Digest, Labels> = BTreeMap::new();
    for captured in &ledger.captures {
        let of = labels.entry(captured.capture.original.digest()).or_default();
        of.names.insert(captured.capture.name.clone());
        of.shown.push(format!("{} {}", captured.code, captured.capture.name));
    }
    for entry in entries {
        let Some(digest) = named(entry, "sha256") else { continue };
        let of = labels.entry(digest).or_default();
        of.names.extend(text(entry, "name").map(str::to_owned));
        if of.shown.is_empty() {
            of.shown.push(format!("{} in entry {}", entry.kind, entry.seq));
        }
    }
    labels
}

/// The name of a file without its folders and archives.
fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn text<'a>(entry: &'a Entry, field: &str) -> Option<&'a str> {
    entry.body.get(field).and_then(Value::as_str)
}

fn named(entry: &Entry, field: &str) -> Option<Digest> {
    text(entry, field).and_then(|digest| digest.parse().ok())
}

/// The entries that concern an original.
struct Search<'a> {
    original: OriginalId,
    /// What was read out of it.
    texts: BTreeSet<DocumentId>,
    own_key: &'a str,
    entries: &'a [Entry],
}

impl Search<'_> {
    fn touches(&self) -> Result<(Vec<Touch>, History)> {
        let (mut touches, mut history) = (Vec::<Touch>::new(), History::default());
        let (mut reports, mut decisions) = (0u64, BTreeSet::new());
        for entry in self.entries {
            history.add(entry)?;
            reports += u64::from(entry.kind == ledger::CAPTURE);
            let what = match entry.kind.as_str() {
                ledger::CAPTURE => self.capture(entry, reports),
                ledger::DOCUMENT => self.text(entry),
                ledger::EXPORT => self.publication(entry)?,
                ledger::ANCHOR => self.anchor(entry),
                ledger::VERIFIED => self.verification(entry, &history),
                kind if kind.starts_with(ledger::DECISION) => self.decision(entry, &mut decisions)?,
                _ => self.other(entry),
            };
            touches.extend(what.map(|what| Touch {
                entry: entry.seq,
                at: entry.at.clone(),
                by: entry.by.clone(),
                kind: entry.kind.clone(),
                what,
                clock_back: entry.clock_back,
            }));
        }
        Ok((touches, history))
    }

    fn is_it(&self, entry: &Entry, field: &str) -> bool {
        named(entry, field) == Some(self.original.digest())
    }

    fn capture(&self, entry: &Entry, report: u64) -> Option<String> {
        let name = text(entry, "name").unwrap_or_default();
        if self.is_it(entry, "sha256") {
            return Some(format!("captured as R{report}, {name}{}", carried(entry)));
        }
        if self.is_it(entry, "within") {
            return Some(format!("R{report}, {name}, was read out of it"));
        }
        self.is_it(entry, "transcript_of").then(|| format!("R{report}, {name}, was added as its transcript"))
    }

    fn text(&self, entry: &Entry) -> Option<String> {
        if self.is_it(entry, "sha256") {
            return Some("stored as a text that a decision quotes".to_owned());
        }
        let text = named(entry, "sha256").map(DocumentId::from_digest)?;
        self.texts.contains(&text).then(|| format!("the text read out of it was stored, {text}"))
    }

    /// A kind without a meaning here that names the original: stored, recorded as settings, set aside, or of a later
    /// version.
    fn other(&self, entry: &Entry) -> Option<String> {
        let names_it = ["sha256", "within"].iter().any(|field| self.is_it(entry, field));
        names_it.then(|| match entry.kind.as_str() {
            ledger::OBJECT => match text(entry, "name") {
                Some(name) => format!("stored, {name}{}", carried(entry)),
                None => format!("stored{}", carried(entry)),
            },
            ledger::CONFIG => "recorded as the settings of the case".to_owned(),
            kind => format!("named in an entry of the kind {kind}"),
        })
    }

    fn publication(&self, entry: &Entry) -> Result<Option<String>> {
        let size = entry.body.get("size").and_then(Value::as_u64).unwrap_or(0);
        let published = &self.entries[..self.entries.len().min(size as usize)];
        let disclosed = disclosure::disclosed(published, self.own_key)?;
        let is_in_it = |entry: &Entry| {
            let fields = ["sha256", "within", "transcript_of"];
            disclosed.contains(&entry.seq) && fields.iter().any(|field| self.is_it(entry, field))
        };
        if !published.iter().any(is_in_it) {
            return Ok(None);
        }
        let bytes = match text(entry, "originals") {
            Some("included") => "with its bytes",
            Some("withheld") => "its digest and what was read out of it, without its bytes",
            _ => "whether with its bytes is not recorded",
        };
        let bag = text(entry, "bag").unwrap_or("not recorded");
        Ok(Some(format!("published in a dossier over {size} entries, {bytes}; dossier {bag}")))
    }

    fn anchor(&self, entry: &Entry) -> Option<String> {
        let parts = [("checkpoint", "head"), ("proof", "proof"), ("root", "root")];
        let (_, part) = parts.into_iter().find(|(field, _)| self.is_it(entry, field))?;
        Some(format!("kept as the {part} of a proof of time, by {}", text(entry, "method").unwrap_or("no method")))
    }

    fn verification(&self, entry: &Entry, history: &History) -> Option<String> {
        let run = history.runs.get(&entry.seq)?;
        let covered = history.last_check(self.original.digest()) == Some(entry.seq);
        covered.then(|| verified(&run.ran, self.original))
    }

    fn decision(&self, entry: &Entry, decisions: &mut BTreeSet<u64>) -> Result<Option<String>> {
        let ledger = Ledger::of([entry])?;
        let (Some(decided), from) = (ledger.decisions.first(), ledger.imported.first().map(|(from, _)| from)) else {
            return Ok(None);
        };
        let decision = &decided.decision;
        let concerns = match decision {
            Decision::SetPublished { original, .. } | Decision::Place { original, .. } => *original == self.original,
            Decision::Withhold { original } => *original == self.original,
            Decision::Undo { seq } => decisions.contains(seq),
            _ => decision.quotes().iter().any(|quote| self.texts.contains(&quote.document)),
        };
        if !concerns {
            return Ok(None);
        }
        decisions.insert(entry.seq);
        Ok(Some(format!("{}{}", decision_words(decision), from.map_or_else(String::new, imported))))
    }
}

/// Where an entry that was carried over from another journal was first recorded.
fn carried(entry: &Entry) -> String {
    let from = entry.body.get("from").and_then(|from| serde_json::from_value::<From>(from.clone()).ok());
    from.map_or_else(String::new, |from| format!("; carried over, {}", recorded_first(&from)))
}

fn recorded_first(from: &From) -> String {
    format!("made {} by {} in {}, entry {}", from.at, from.by, from.origin, from.seq)
}

fn imported(from: &From) -> String {
    format!("; imported, {}", recorded_first(from))
}

fn decision_words(decision: &Decision) -> String {
    let about = match decision {
        Decision::Mark { speaker, .. } => speaker.as_ref().map(|speaker| format!(" as said by {speaker}")),
        Decision::Answer { question, .. } => Some(format!(" to the question {question}")),
        Decision::Assign { question, .. } => Some(format!(" to the question {question}")),
        Decision::Correct { content, .. } => Some(format!(" to “{}”", content.words)),
        Decision::Attribute { speaker, .. } => Some(format!(" to {speaker}")),
        Decision::SetPublished { date, .. } => Some(format!(" {date}")),
        Decision::Place { event, .. } => Some(format!(" under the event {event}")),
        Decision::Note { text, .. } => Some(format!(" “{text}”")),
        Decision::Undo { seq } => Some(format!(" of entry {seq}")),
        _ => None,
    };
    let words = decision.claim().map_or_else(String::new, |quote| format!(", on “{}”", quote.words));
    format!("decision {}{}{words}", decision.act(), about.unwrap_or_default())
}

/// What a recorded verification says about an original that it covered.
fn verified(ran: &Ran, original: OriginalId) -> String {
    let scope = match ran.scope {
        Scope::All => "with all originals".to_owned(),
        Scope::Sample => format!("in a sample of {} of {}", ran.originals, ran.of),
    };
    let codes = || ran.failed.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let outcome = match ran.damaged_more {
        _ if ran.passed => "whole; no check failed".to_owned(),
        _ if ran.damaged.contains(&original) => format!("DAMAGED ({})", codes()),
        Some(more) => format!("not known whether it was one of {more} damaged ones that are not listed ({})", codes()),
        None => format!("whole; other checks of the case failed ({})", codes()),
    };
    format!("verified {scope} by {}: {outcome}", ran.tool)
}

/// What the form is filled from.
struct Form<'a> {
    case: &'a ReadCase,
    entries: &'a [Entry],
    captures: &'a [&'a Captured],
    extractions: &'a [Extraction],
    touches: &'a [Touch],
    history: History,
}

impl Form<'_> {
    fn fields(&self, original: OriginalId) -> Vec<Field> {
        let field = |label, values| Field { label, values };
        let nobody = Vec::new;
        vec![
            field("what was collected", self.of_captures(|it| Some(it.capture.name.clone()))),
            field("original (SHA-256)", vec![original.to_string()]),
            field("size in bytes", self.size(original)),
            field("where it is kept", vec![self.place(original)]),
            field("format, from its bytes", self.formats()),
            field("found at (URL)", self.of_captures(|it| it.capture.url.clone())),
            field("publisher, as stated", self.of_captures(|it| it.capture.publisher.clone())),
            field("published, as stated", self.of_captures(|it| it.capture.published.as_ref().map(when_words))),
            field("published, as the file says", self.of_documents(|it| it.published.as_ref().map(when_words))),
            field("recorded by (key)", self.of_captures(|it| Some(it.by.clone()))),
            field("collected by (name of the person)", nobody()),
            field("collected when, as stated", self.of_captures(|it| it.capture.collected.as_ref().map(when_words))),
            field("recorded when, as the clock claimed", self.of_captures(|it| Some(self.recorded(it)))),
            field("proved from outside to be there by", self.proved(original)),
            field("collected how", self.of_captures(|it| Some(how(it)))),
            field("method of capture before that", nobody()),
            field("machine and network address", nobody()),
            field("account or identity used", nobody()),
            field("why", self.of_captures(|it| it.capture.why.clone())),
            field(
                "tool that made the case",
                self.entries.first().and_then(|it| text(it, "tool")).map(str::to_owned).into_iter().collect(),
            ),
            field("tool and version at collection", nobody()),
            field("text read out by", self.of_documents(|it| Some(it.reader.clone()))),
            field("transcript of", self.of_captures(|it| it.capture.transcript_of.map(|of| of.to_string()))),
            field("last verified, on record", self.last_verified(original)),
            field("chain of custody", self.chain()),
            field("custody before the first entry", nobody()),
        ]
    }

    /// A value of each capture; with its code where the same bytes were captured more than once.
    fn of_captures(&self, value: impl Fn(&Captured) -> Option<String>) -> Vec<String> {
        let several = self.captures.len() > 1;
        let with_code = |it: &&Captured, value: String| if several { format!("{}: {value}", it.code) } else { value };
        self.captures.iter().filter_map(|it| Some(with_code(it, value(it)?))).collect()
    }

    fn of_documents(&self, value: impl Fn(&Document) -> Option<String>) -> Vec<String> {
        let documents = self.extractions.iter().flat_map(|extraction| &extraction.documents);
        let values: BTreeSet<String> = documents.filter_map(value).collect();
        values.into_iter().collect()
    }

    fn formats(&self) -> Vec<String> {
        let formats: BTreeSet<&str> = self.extractions.iter().map(|extraction| extraction.format.in_words()).collect();
        formats.into_iter().map(str::to_owned).collect()
    }

    fn size(&self, original: OriginalId) -> Vec<String> {
        let names = |entry: &&Entry| named(entry, "sha256") == Some(original.digest());
        let size = self.entries.iter().filter(names).find_map(|entry| entry.body.get("size")?.as_u64());
        size.map(|size| size.to_string()).into_iter().collect()
    }

    /// The earliest words of outsiders about heads that cover the first entry that names it.
    fn proved(&self, original: OriginalId) -> Vec<String> {
        let names = |entry: &&Entry| named(entry, "sha256") == Some(original.digest());
        let Some(first) = self.entries.iter().find(names) else { return Vec::new() };
        anchors::proved(self.case, self.entries, first.seq).into_iter().take(PROOFS).collect()
    }

    fn place(&self, original: OriginalId) -> String {
        let digits = original.to_string();
        let path = format!("originals/{}/{digits}", &digits[..2]);
        match self.case.original_file(original).map(|file| file.metadata().map(|data| data.len())) {
            Ok(Ok(size)) => format!("{path}: there, with {size} bytes; not hashed now"),
            Ok(Err(error)) => format!("{path}: {error}"),
            Err(error) => format!("{path}: {error}"),
        }
    }

    fn recorded(&self, captured: &Captured) -> String {
        let back = self.entries.get(captured.seq as usize).is_some_and(|entry| entry.clock_back);
        let back = if back { "; the clock had gone back" } else { "" };
        format!("{} (entry {}){back}", captured.at, captured.seq)
    }

    fn chain(&self) -> Vec<String> {
        let ends = self.touches.first().zip(self.touches.last());
        let count = self.touches.len();
        let shown = |(first, last): (&Touch, &Touch)| {
            format!("{count} entries of the journal, {} to {}, listed with this form", first.entry, last.entry)
        };
        ends.map(shown).into_iter().collect()
    }

    fn last_verified(&self, original: OriginalId) -> Vec<String> {
        let run = self.history.last_check(original.digest()).and_then(|seq| Some((seq, self.history.runs.get(&seq)?)));
        run.map(|(seq, run)| format!("{} (entry {seq}): {}", run.at, verified(&run.ran, original)))
            .into_iter()
            .collect()
    }
}

fn how(captured: &Captured) -> String {
    match captured.capture.within {
        Some(within) => format!("read out of the original {within}"),
        None => "as a file; its bytes are kept as they were received".to_owned(),
    }
}
