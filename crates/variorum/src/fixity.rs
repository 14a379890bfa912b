//! Fixity over time: a case verified in full or by sample, the entry that records it, and what was checked when.
//!
//! A sample takes what was checked longest ago, so that consecutive recorded samples cover every original in turn;
//! between equals the digests decide, from a point that a seed gives: where bytes hash to has nothing to do with where
//! or when they came. What a recorded sample covered follows from the journal (`docs/format/case-1.md`, "Kinds"), so an
//! entry needs no list of it. The checks themselves are those of `variorum-verify`.
//!
//! Left out: when to check (the user's scheduler knows), and mending what is damaged.

use std::collections::btree_map::Entry::Vacant;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use variorum_anchor::token::Roots;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_journal::entry::Entry;
use variorum_store::{Notary as _, ReadCase, SystemNotary};
use variorum_verify::{Kind, Step, Verification};

use crate::error::{Error, Result};
use crate::ledger::{BadEntry, VERIFIED, read_body};
use crate::progress::Progress;
use crate::{TOOL, Workbench, anchors};

/// How many damaged originals an entry names: as many as fit well into one line.
const NAMED_DAMAGED: usize = 500;

/// How many originals to check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// So many of a hundred, rounded up.
    Percent(f64),
    /// So many.
    Count(usize),
}

impl FromStr for Sample {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let refuse = || format!("{text:?} is no sample: write a share (5%, 0.5%) or a number of originals (200)");
        let sample = match text.strip_suffix('%') {
            Some(share) => share.trim().parse().ok().filter(|share| *share > 0.0 && *share <= 100.0).map(Self::Percent),
            None => text.parse().ok().filter(|count| *count > 0).map(Self::Count),
        };
        sample.ok_or_else(refuse)
    }
}

impl Sample {
    fn of(self, all: usize) -> usize {
        match self {
            Self::Percent(share) => ((all as f64 * share / 100.0).ceil() as usize).min(all),
            Self::Count(count) => count.min(all),
        }
    }
}

/// How to verify.
#[derive(Debug, Clone, Default)]
pub struct FixityOptions {
    /// The key that must have signed.
    pub vkey: Option<String>,
    /// Only so many originals; all if not given.
    pub sample: Option<Sample>,
    /// Where a sample begins among equals: hexadecimal digits; drawn if not given.
    pub seed: Option<String>,
    /// Whether to enter the outcome into the journal.
    pub record: bool,
    /// Roots that time-stamps must lead to, as PEM files; those kept with them if none is given.
    pub tsa_roots: Vec<PathBuf>,
    /// How many threads hash and read; as many as the workbench has if not given.
    pub threads: Option<usize>,
}

/// What was verified, and what follows for the next time.
#[derive(Debug)]
pub struct Checked {
    /// How it came out.
    pub verification: Verification,
    /// The sample; none when everything was checked.
    pub sampled: Option<Sampled>,
    /// Why everything was checked although a sample was asked for.
    pub not_sampled: Option<String>,
    /// When each original was last checked, this time included if it is on record; none if nobody asked.
    pub coverage: Option<Vec<LastCheck>>,
    /// The entry that records it, or why there is none; none if nobody asked.
    pub recorded: Option<Result<u64>>,
}

/// What a sample covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sampled {
    /// Originals in the sample.
    pub originals: u64,
    /// Originals that the journal names.
    pub of: u64,
    /// With this seed and journal the same sample is drawn.
    pub seed: String,
}

/// Originals whose last check is one and the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastCheck {
    /// The entry that records it; none for those that were never checked on record.
    pub entry: Option<u64>,
    /// When, as the clock claimed.
    pub at: Option<String>,
    /// The originals.
    pub originals: Vec<OriginalId>,
}

/// What part of the originals was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scope {
    All,
    Sample,
}

/// The body of the entry that records a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ran {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) damaged: Vec<OriginalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) damaged_more: Option<u64>,
    pub(crate) entries: u64,
    pub(crate) failed: BTreeSet<String>,
    pub(crate) of: u64,
    pub(crate) originals: u64,
    pub(crate) passed: bool,
    pub(crate) scope: Scope,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<String>,
    pub(crate) tool: String,
}

impl Ran {
    fn of(verification: &Verification, entries: u64, of: usize, sampled: Option<&Sampled>) -> Self {
        let failed = verification.checks.iter().filter(|check| !check.passed);
        let mut damaged: Vec<OriginalId> = damaged(verification).into_iter().map(OriginalId::from_digest).collect();
        let more = damaged.len().saturating_sub(NAMED_DAMAGED) as u64;
        damaged.truncate(NAMED_DAMAGED);
        Self {
            damaged,
            damaged_more: (more > 0).then_some(more),
            entries,
            failed: failed.map(|check| check.code.to_owned()).collect(),
            of: of as u64,
            originals: sampled.map_or(of as u64, |sampled| sampled.originals),
            passed: verification.passed(),
            scope: if sampled.is_some() { Scope::Sample } else { Scope::All },
            seed: sampled.map(|sampled| sampled.seed.clone()),
            tool: TOOL.to_owned(),
        }
    }
}

/// The originals that a failed check names by their file.
fn damaged(verification: &Verification) -> BTreeSet<Digest> {
    let failed = verification.checks.iter().filter(|check| !check.passed && check.about.starts_with("originals/"));
    failed.filter_map(|check| check.about.rsplit('/').next()?.parse().ok()).collect()
}

impl Workbench {
    /// Verifies a case or dossier. Writes nothing unless the outcome is to be recorded.
    pub fn verify(&self, folder: &Path, options: &FixityOptions, progress: &dyn Progress) -> Result<Checked> {
        let vkey = options.vkey.as_deref();
        let threads = options.threads.unwrap_or(self.threads);
        let mut steps = Steps { progress, running: None };
        let roots = anchors::trusted(&options.tsa_roots)?;
        if options.sample.is_none() && !options.record {
            let verification = run(folder, vkey, None, threads, roots.as_ref(), &mut steps)?;
            return Ok(Checked { verification, sampled: None, not_sampled: None, coverage: None, recorded: None });
        }
        check_is_case(folder)?;
        let seed = options.seed.as_deref().map_or_else(drawn_seed, checked_seed)?;
        let read = read_history(folder);
        let (mut history, unread) = match read {
            Ok(history) => (Some(history), None),
            // Whatever keeps the journal from being read is told by its checks.
            Err(error) => (None, Some(error.to_string())),
        };
        let drawn = options.sample.zip(history.as_ref()).map(|(sample, history)| history.draw(sample, &seed));
        let verification = run(folder, vkey, drawn.as_ref(), threads, roots.as_ref(), &mut steps)?;
        let sampled = drawn.as_ref().zip(history.as_ref()).map(|(drawn, history)| Sampled {
            originals: drawn.len() as u64,
            of: history.first_named.len() as u64,
            seed,
        });
        // A sample is one of the journal as it was when it was drawn.
        let drawn_at = history.as_ref().filter(|_| sampled.is_some()).map(|history| history.size);
        let entries = drawn_at.unwrap_or(verification.counts.entries);
        let recorded = options.record.then(|| self.record_run(folder, &verification, entries, sampled.as_ref()));
        if let Some(Ok(_)) = recorded {
            history = Some(read_history(folder)?);
        }
        let not_sampled = unread.filter(|_| options.sample.is_some());
        let coverage = history.map(|history| history.coverage());
        Ok(Checked { verification, sampled, not_sampled, coverage, recorded })
    }

    /// Enters a verification that was made when the journal had so many entries, and signs.
    fn record_run(
        &self,
        folder: &Path,
        verification: &Verification,
        entries: u64,
        sampled: Option<&Sampled>,
    ) -> Result<u64> {
        let (mut case, _) = self.open(folder)?;
        let history = history_of(case.read())?;
        if history.runs.keys().any(|seq| *seq >= entries) {
            return Err(Error::usage("another verification was recorded meanwhile: run this one again"));
        }
        let of = history.first_named.values().filter(|first| **first < entries).count();
        let mut batch = case.batch();
        let seq = batch.entry(VERIFIED, &Ran::of(verification, entries, of, sampled))?;
        batch.commit()?;
        case.sign_checkpoint()?;
        Ok(seq)
    }
}

fn run(
    folder: &Path,
    expected: Option<&str>,
    sample: Option<&BTreeSet<Digest>>,
    threads: usize,
    roots: Option<&Roots>,
    steps: &mut Steps<'_>,
) -> Result<Verification> {
    let options = variorum_verify::Options { expected, sample, threads };
    let verified = variorum_verify::verify_with(folder, &options, &mut |step| steps.tell(step));
    steps.finish();
    let mut verified = verified?;
    anchors::check(&mut verified, roots);
    Ok(verified)
}

fn check_is_case(folder: &Path) -> Result<()> {
    if variorum_verify::kind_of(folder) == Some(Kind::Dossier) {
        return Err(Error::usage(format!(
            "{} is a dossier: it is checked whole and nothing is recorded in it; leave out --sample and --record",
            folder.display()
        )));
    }
    Ok(())
}

fn drawn_seed() -> Result<String> {
    let mut bytes = [0; 4];
    SystemNotary.fill(&mut bytes).map_err(|error| Error::usage(format!("{error}: give --seed")))?;
    Ok(format!("{:08x}", u32::from_be_bytes(bytes)))
}

fn checked_seed(seed: &str) -> Result<String> {
    let fits = (1..=64).contains(&seed.len()) && seed.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !fits {
        return Err(Error::usage(format!("--seed {seed}: write 1 to 64 of the digits 0-9 and a-f")));
    }
    Ok(seed.to_owned())
}

fn read_history(folder: &Path) -> Result<History> {
    history_of(&ReadCase::open(folder)?.0)
}

/// When each original of a case was checked.
pub(crate) fn history_of(case: &ReadCase) -> Result<History> {
    let mut history = History::default();
    for entry in case.entries()? {
        history.add(&entry?)?;
    }
    Ok(history)
}

/// A recorded verification with its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) at: String,
    pub(crate) ran: Ran,
}

/// When each original was last checked, as the journal has it.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Entries taken up.
    size: u64,
    /// The entry that names an original first.
    first_named: BTreeMap<Digest, u64>,
    /// Originals by the entry of their last check, those without one first.
    by_check: BTreeMap<Option<u64>, BTreeSet<Digest>>,
    /// Recorded verifications by entry.
    pub(crate) runs: BTreeMap<u64, Run>,
}

impl History {
    /// Takes up the next entry.
    pub(crate) fn add(&mut self, entry: &Entry) -> std::result::Result<(), BadEntry> {
        self.size += 1;
        for field in ["sha256", "within"] {
            let digest = entry.body.get(field).and_then(serde_json::Value::as_str);
            let Some(digest) = digest.and_then(|digest| digest.parse().ok()) else { continue };
            if let Vacant(first) = self.first_named.entry(digest) {
                first.insert(entry.seq);
                self.by_check.entry(None).or_default().insert(digest);
            }
        }
        if entry.kind == VERIFIED {
            let ran: Ran = read_body(entry).map_err(|source| BadEntry::of(entry, source))?;
            self.mark(entry.seq, &ran);
            self.runs.insert(entry.seq, Run { at: entry.at.clone(), ran });
        }
        Ok(())
    }

    /// What a run covered is checked as of its entry.
    fn mark(&mut self, seq: u64, ran: &Ran) {
        let covered = self.next(ran.seed.as_deref().unwrap_or_default(), ran.entries, ran.originals as usize);
        for same in self.by_check.values_mut() {
            let again: Vec<Digest> = same.intersection(&covered).copied().collect();
            for digest in &again {
                same.remove(digest);
            }
        }
        self.by_check.retain(|_, same| !same.is_empty());
        self.by_check.insert(Some(seq), covered);
    }

    /// The originals of a sample.
    fn draw(&self, sample: Sample, seed: &str) -> BTreeSet<Digest> {
        self.next(seed, u64::MAX, sample.of(self.first_named.len()))
    }

    /// The first so many of those that the first `entries` entries name, checked longest ago first.
    fn next(&self, seed: &str, entries: u64, count: usize) -> BTreeSet<Digest> {
        let from = beginning(seed);
        let (after, before) = ((Bound::Included(from), Bound::Unbounded), (Bound::Unbounded, Bound::Excluded(from)));
        let in_turn = self.by_check.values().flat_map(|same| same.range(after).chain(same.range(before)));
        let is_named = |digest: &&Digest| self.first_named.get(*digest).is_some_and(|first| *first < entries);
        in_turn.filter(is_named).take(count).copied().collect()
    }

    /// The entry of an original's last check.
    pub(crate) fn last_check(&self, original: Digest) -> Option<u64> {
        self.by_check.iter().find(|(_, same)| same.contains(&original)).and_then(|(seq, _)| *seq)
    }

    fn coverage(&self) -> Vec<LastCheck> {
        let group = |(entry, originals): (&Option<u64>, &BTreeSet<Digest>)| LastCheck {
            entry: *entry,
            at: entry.and_then(|seq| self.runs.get(&seq)).map(|run| run.at.clone()),
            originals: originals.iter().copied().map(OriginalId::from_digest).collect(),
        };
        self.by_check.iter().filter(|(_, originals)| !originals.is_empty()).map(group).collect()
    }
}

/// The seed, and zeros: the place among the digests from which they are counted.
fn beginning(seed: &str) -> Digest {
    format!("{seed:0<64}").parse().unwrap_or(Digest::from_bytes([0; 32]))
}

/// The steps of a verification as progress.
struct Steps<'a> {
    progress: &'a dyn Progress,
    running: Option<(&'static str, u64)>,
}

impl Steps<'_> {
    fn tell(&mut self, step: Step) {
        if self.running.is_none_or(|(name, _)| name != step.name) {
            self.finish();
            self.progress.start(step.name, step.of);
            self.running = Some((step.name, 0));
        }
        if let Some((_, done)) = &mut self.running {
            self.progress.advance(step.done.saturating_sub(*done));
            *done = step.done;
        }
    }

    fn finish(&mut self) {
        if self.running.take().is_some() {
            self.progress.finish();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use serde_json::{Value, json};
    use variorum_journal::entry::Salt;

    use super::*;
    use crate::Setup;
    use crate::progress::Silent;

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry {
            seq,
            at: format!("2026-11-22T18:{seq:02}:00.000Z"),
            by: "key:00000000".to_owned(),
            kind: kind.to_owned(),
            salt: Salt([0; 16]),
            clock_back: false,
            body: body.as_object().cloned().unwrap_or_default(),
        }
    }

    /// A journal that is written as samples are drawn from it.
    #[derive(Default)]
    struct Desk {
        history: History,
        seq: u64,
    }

    impl Desk {
        fn store(&mut self, texts: std::ops::Range<u32>) {
            for text in texts {
                let body = json!({"sha256": Digest::of(&text.to_be_bytes()), "size": 4});
                self.write("object.add", body);
            }
        }

        fn write(&mut self, kind: &str, body: Value) {
            self.history.add(&entry(self.seq, kind, body)).unwrap();
            self.seq += 1;
        }

        fn record(&mut self, scope: Scope, originals: usize, seed: &str) {
            let of = self.history.first_named.len() as u64;
            let ran = Ran {
                damaged: Vec::new(),
                damaged_more: None,
                entries: self.seq,
                failed: BTreeSet::new(),
                of,
                originals: originals as u64,
                passed: true,
                scope,
                seed: (scope == Scope::Sample).then(|| seed.to_owned()),
                tool: TOOL.to_owned(),
            };
            self.write(VERIFIED, serde_json::to_value(ran).unwrap());
        }

        fn sample(&mut self, count: usize, seed: &str) -> BTreeSet<Digest> {
            let drawn = self.history.draw(Sample::Count(count), seed);
            self.record(Scope::Sample, drawn.len(), seed);
            let seq = Some(self.seq - 1);
            assert_eq!(self.history.by_check.get(&seq), Some(&drawn), "the entry does not give what was drawn");
            drawn
        }
    }

    #[test]
    fn a_sample_is_a_share_or_a_number() {
        let check = |text: &str, all: usize, expected: usize| {
            assert_eq!(text.parse::<Sample>().unwrap().of(all), expected, "{text}");
        };
        check("5%", 60, 3);
        check("5%", 61, 4);
        check("0.1%", 7, 1);
        check("100%", 7, 7);
        check("5%", 0, 0);
        check("20", 7, 7);
        check("2", 7, 2);
        for text in ["", "%", "0", "0%", "-1", "101%", "five", "5 percent", "NaN%", "inf%", "1.5"] {
            assert!(text.parse::<Sample>().is_err(), "{text}");
        }
    }

    #[test]
    fn samples_cover_every_original_in_turn_under_any_seed() {
        for seeds in [["0", "0", "0", "0"], ["3fa2", "ffffffff", "07", "80"]] {
            let mut desk = Desk::default();
            desk.store(0..23);
            let drawn: Vec<_> = seeds.iter().map(|seed| desk.sample(6, seed)).collect();
            let all: BTreeSet<Digest> = drawn.iter().flatten().copied().collect();
            assert_eq!(all.len(), 23);
            let again = drawn[3].intersection(&drawn[0]).count();
            assert_eq!(again, 1, "the fourth takes the five that are left, and one of the first");
        }
    }

    #[test]
    fn what_is_new_comes_next() {
        let mut desk = Desk::default();
        desk.store(0..10);
        desk.record(Scope::All, 10, "");
        desk.store(10..12);
        let new: BTreeSet<_> = (10u32..12).map(|text| Digest::of(&text.to_be_bytes())).collect();
        assert!(desk.sample(3, "a0").is_superset(&new));
        assert!(desk.history.last_check(Digest::of(&3u32.to_be_bytes())).is_some());
    }

    #[test]
    fn what_came_after_a_view_was_not_checked_in_it() {
        let mut desk = Desk::default();
        desk.store(0..3);
        let seen = desk.seq;
        desk.store(3..5);
        desk.seq = seen;
        desk.record(Scope::All, 3, "");
        let groups: Vec<_> = desk.history.coverage().iter().map(|group| group.originals.len()).collect();
        assert_eq!(groups, [2, 3]);
    }

    /// Somebody who records a verification of their own while ours is under way.
    struct Meddler<'a> {
        workbench: &'a Workbench,
        case: &'a Path,
        has_acted: AtomicBool,
    }

    impl Progress for Meddler<'_> {
        fn start(&self, _stage: &str, _steps: u64) {
            if !self.has_acted.swap(true, Ordering::SeqCst) {
                let options = FixityOptions { record: true, ..FixityOptions::default() };
                self.workbench.verify(self.case, &options, &Silent).unwrap().recorded.unwrap().unwrap();
            }
        }
        fn advance(&self, _steps: u64) {}
        fn finish(&self) {}
    }

    #[test]
    fn of_two_at_once_the_second_is_not_recorded() {
        for sample in [None, Some(Sample::Count(1))] {
            let desk = tempfile::tempdir().unwrap();
            let setup = Setup { keys: desk.path().join("keys"), worker: Vec::new(), threads: 1 };
            let (workbench, case) = (Workbench::new(setup).unwrap(), desk.path().join("case"));
            workbench.new_case(&case, "A case").unwrap();
            let meddler = Meddler { workbench: &workbench, case: &case, has_acted: AtomicBool::new(false) };
            let options = FixityOptions { sample, record: true, ..FixityOptions::default() };
            let refused = workbench.verify(&case, &options, &meddler).unwrap().recorded.unwrap().unwrap_err();
            assert!(refused.to_string().contains("recorded meanwhile"), "{refused}");
            let again = workbench.verify(&case, &options, &Silent).unwrap();
            assert!(again.recorded.unwrap().is_ok() && again.verification.passed());
        }
    }

    #[test]
    fn the_seed_is_a_place_among_the_digests() {
        assert_eq!(beginning("").to_string(), "0".repeat(64));
        assert_eq!(beginning("3f").to_string(), format!("3f{}", "0".repeat(62)));
        for seed in ["", "G", "3F", &"0".repeat(65)] {
            assert!(checked_seed(seed).is_err(), "{seed}");
        }
    }
}
