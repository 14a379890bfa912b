//! What an anchor proves, in words and as a time: for `verify`, and for the list of a case's anchors.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use variorum_anchor::stamp::{Attestation, Stamp};
use variorum_anchor::token::{Roots, Token};
use variorum_anchor::witness::{Answer, WitnessKey};
use variorum_evidence::digest::Digest;
use variorum_store::ReadCase;
use variorum_verify::anchors::Anchor;
use variorum_verify::{Check, Verification};

use super::{Added, COSIGNATURE, Register, STAMP, TOKEN, read};
use crate::Workbench;
use crate::error::{Error, Result};

/// How far clocks of people and authorities may be apart before it is worth a word.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);
/// The time in a Bitcoin block may be two hours off.
const BLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(2);

/// How much an anchor proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The time stands, if whoever is named is believed.
    Proved,
    /// A time-stamp without a root that its certificate leads to: anybody could have made it.
    WithoutRoot,
    /// It holds if a Bitcoin block has a certain merkle root, which is to be looked up.
    IfBlock,
    /// A calendar promised to have it attested, and did not yet.
    Pending,
    /// A kind of proof that this version does not read.
    Unknown,
}

/// What a proof comes to.
pub(crate) struct Judged {
    pub(crate) state: State,
    pub(crate) by: Option<Timestamp>,
    pub(crate) who: String,
    tolerance: SignedDuration,
    words: String,
}

/// An anchor as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its entry.
    pub entry: u64,
    /// `rfc3161`, `opentimestamps`, `cosignature`.
    pub method: String,
    /// It is about the entries below this number.
    pub entries: u64,
    /// How much it proves; none if it does not hold.
    pub state: Option<State>,
    /// By when those entries were there.
    pub by: Option<Timestamp>,
    /// By whose word.
    pub who: String,
    /// All of it in words, or why it does not hold.
    pub words: String,
    /// A later entry with another proof of the same kind about the same head, as an upgraded stamp is.
    pub replaced_by: Option<u64>,
}

/// A head that was handed out, and nothing came back yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// The entry of the request.
    pub entry: u64,
    /// It is about the entries below this number.
    pub entries: u64,
}

impl Workbench {
    /// What is anchored, and what was asked for in vain so far.
    pub fn anchors(&self, folder: &Path) -> Result<(Vec<Listed>, Vec<Unanswered>)> {
        let (case, _) = ReadCase::open(folder)?;
        let entries = case.entries()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let register = Register::of(&entries)?;
        let mut listed: Vec<Listed> = Vec::new();
        for (entry, added) in &register.added {
            let anchor = read(&case, entry, added)?;
            let judged = judge(&anchor, None);
            listed.push(Listed {
                entry: entry.seq,
                method: anchor.method.clone(),
                entries: anchor.entries,
                state: judged.as_ref().ok().map(|judged| judged.state),
                by: judged.as_ref().ok().and_then(|judged| judged.by),
                who: judged.as_ref().map_or_else(|_| String::new(), |judged| judged.who.clone()),
                words: judged.map_or_else(|problem| problem, |judged| judged.words),
                replaced_by: None,
            });
        }
        for (at, (_, added)) in register.added.iter().enumerate() {
            let later = register.added.iter().zip(&listed).skip(at + 1);
            let better = later.filter(|((_, other), _)| is_same_proof(added, other));
            let better = better.filter(|(_, other)| other.state.map(rank) > listed[at].state.map(rank));
            let replaced_by = better.map(|(_, other)| other.entry).next_back();
            listed[at].replaced_by = replaced_by;
        }
        let is_answered = |checkpoint| register.added.iter().any(|(_, added)| added.checkpoint == checkpoint);
        let waiting = register.asked.iter().filter(|(_, asked)| !is_answered(asked.checkpoint));
        let waiting = waiting.map(|(entry, asked)| Unanswered { entry: *entry, entries: asked.entries });
        Ok((listed, waiting.collect()))
    }
}

/// Whether a later proof can take the place of this one: the same token with its root, or any stamp of the same head.
fn is_same_proof(old: &Added, new: &Added) -> bool {
    let same_head = (&old.method, old.checkpoint) == (&new.method, new.checkpoint);
    same_head && (old.method == STAMP || old.proof == new.proof)
}

const fn rank(state: State) -> u8 {
    match state {
        State::Unknown | State::Pending => 0,
        State::WithoutRoot | State::IfBlock => 1,
        State::Proved => 2,
    }
}

/// The roots in these files, all together.
pub(crate) fn trusted(files: &[PathBuf]) -> Result<Option<Roots>> {
    if files.is_empty() {
        return Ok(None);
    }
    let mut all = Vec::new();
    for path in files {
        let bytes = std::fs::read(path).map_err(|source| Error::Input { act: "read", path: path.clone(), source })?;
        Roots::from_pem(&bytes).map_err(|error| Error::usage(format!("{} {error}", path.display())))?;
        all.extend(bytes);
        all.push(b'\n');
    }
    Roots::from_pem(&all).map(Some).map_err(|error| Error::usage(format!("the roots together: {error}")))
}

/// Adds to a verification what its anchors prove. Their heads were compared with the journal already.
pub(crate) fn check(verification: &mut Verification, trusted: Option<&Roots>) {
    let mut made = Vec::new();
    for anchor in &verification.anchors {
        let code = match anchor.method.as_str() {
            TOKEN => "anchor.token",
            STAMP => "anchor.ots",
            COSIGNATURE => "anchor.cosignature",
            _ => "anchor.unknown",
        };
        let (about, judged) = (anchor.path.clone(), judge(anchor, trusted));
        let passed = judged.is_ok();
        let message = judged.as_ref().map_or_else(Clone::clone, |judged| judged.words.clone());
        made.push(Check { code, passed, about, message, help: None });
        made.extend(judged.ok().into_iter().flat_map(|judged| clocks(anchor, &judged)));
    }
    verification.checks.append(&mut made);
}

/// Claimed times that the proved one contradicts. Times are claims, so that this fails nothing.
fn clocks(anchor: &Anchor, judged: &Judged) -> Vec<Check> {
    let Some(by) = judged.by else { return Vec::new() };
    let note = |entry: u64, message: String| Check {
        code: "anchor.clock",
        passed: true,
        about: format!("entry {entry}"),
        message,
        help: None,
    };
    let claimed = |at: &str| at.parse::<Timestamp>().ok();
    let apart = |later: Timestamp, earlier: Timestamp| later.duration_since(earlier) > judged.tolerance;
    let ahead = anchor.latest.as_ref().filter(|(_, at)| claimed(at).is_some_and(|at| apart(at, by)));
    let ahead = ahead.map(|(entry, at)| {
        let who = &judged.who;
        note(*entry, format!("claims {at}, and was there by {by}, by the word of {who}: the writer's clock was ahead"))
    });
    let behind = claimed(&anchor.recorded).filter(|at| apart(by, *at)).map(|at| {
        note(
            anchor.seq,
            format!("claims {at}, and holds a proof of {by}, which is later: the writer's clock was behind"),
        )
    });
    ahead.into_iter().chain(behind).collect()
}

/// What a proof comes to; the error is why it does not hold.
pub(crate) fn judge(anchor: &Anchor, trusted: Option<&Roots>) -> std::result::Result<Judged, String> {
    match anchor.method.as_str() {
        TOKEN => token(anchor, trusted),
        STAMP => stamp(anchor),
        COSIGNATURE => cosignature(anchor),
        other => Ok(Judged {
            state: State::Unknown,
            by: None,
            who: String::new(),
            tolerance: SignedDuration::ZERO,
            words: format!("{}: a proof by {other}, which this version does not read", covered(anchor)),
        }),
    }
}

fn covered(anchor: &Anchor) -> String {
    match anchor.entries {
        1 => "entry 0".to_owned(),
        entries => format!("entries 0 to {}", entries.saturating_sub(1)),
    }
}

fn token(anchor: &Anchor, trusted: Option<&Roots>) -> std::result::Result<Judged, String> {
    let token = Token::read(&anchor.proof).map_err(|error| error.to_string())?;
    let signed = token.check(anchor.note.as_bytes(), None).map_err(|error| error.to_string())?;
    let kept = anchor
        .root
        .as_ref()
        .map(|root| Roots::from_pem(root).map_err(|error| format!("the root kept with it {error}")));
    let kept = kept.transpose()?;
    if let Some(roots) = trusted.or(kept.as_ref()) {
        token.check_root(&signed, roots).map_err(|error| error.to_string())?;
    }
    let (by, who) = (token.by(), signed.authority);
    let (state, end) = match (trusted, &anchor.root) {
        (Some(_), _) => (State::Proved, "its certificate leads to a root that you gave".to_owned()),
        (None, Some(root)) => (
            State::Proved,
            format!(
                "its certificate leads to the root kept with it (file of SHA-256 {}): compare that with what the \
                 authority publishes",
                Digest::of(root)
            ),
        ),
        (None, None) => (
            State::WithoutRoot,
            "no root was kept with it, so that anybody could have made the certificate: give the authority's root \
             (`variorum verify --tsa-root`, `variorum anchor keep --root`)"
                .to_owned(),
        ),
    };
    let words = format!("{} were there by {by}, by the word of {who}; {end}", covered(anchor));
    Ok(Judged { state, by: Some(by), who, tolerance: CLOCKS_DIFFER, words })
}

fn stamp(anchor: &Anchor) -> std::result::Result<Judged, String> {
    let stamp = Stamp::read(&anchor.proof).map_err(|error| error.to_string())?;
    if stamp.digest != Digest::of(anchor.note.as_bytes()) {
        return Err("the stamp is about another file than the head kept with it".to_owned());
    }
    let covered = covered(anchor);
    let judged = |state, by, who: String, words| Judged { state, by, who, tolerance: BLOCKS_DIFFER, words };
    if let Some(block) = &anchor.block {
        let root = block.merkle_root.parse()?;
        stamp.check_block(block.height, root).map_err(|error| error.to_string())?;
        let by = block.time.parse().map_err(|_| format!("{:?} is no time of a block", block.time))?;
        let who = format!("Bitcoin block {}", block.height);
        let words = format!(
            "{covered} were there when {who} was made, at {by}, if that block has the merkle root {root}, as whoever \
             kept the stamp says: compare both with any block explorer"
        );
        return Ok(judged(State::Proved, Some(by), who, words));
    }
    let blocks: Vec<_> = stamp.blocks().collect();
    if let Some((height, _)) = blocks.iter().min() {
        let roots: Vec<String> = blocks.iter().map(|(height, root)| format!("block {height} {root}")).collect();
        let words = format!(
            "{covered} were there when Bitcoin block {height} was made, if its merkle root is as the stamp needs it: \
             {}; look it up with any block explorer",
            roots.join(", ")
        );
        return Ok(judged(State::IfBlock, None, format!("Bitcoin block {height}"), words));
    }
    let calendars = stamp.attested.iter().filter_map(|attested| match attested {
        Attestation::Pending { calendar } => Some(calendar.as_str()),
        _ => None,
    });
    let calendars = calendars.collect::<Vec<_>>().join(", ");
    let words = format!(
        "nothing is proved of {covered} yet: the stamp waits at {}; `ots upgrade` completes it after some hours",
        if calendars.is_empty() { "no calendar that is known here" } else { &calendars }
    );
    Ok(judged(State::Pending, None, calendars, words))
}

fn cosignature(anchor: &Anchor) -> std::result::Result<Judged, String> {
    let key = anchor.witness.as_deref().ok_or("the entry names no key of a witness")?;
    let key: WitnessKey = key.parse().map_err(|error| format!("the entry names no key of a witness: {error}"))?;
    let text = std::str::from_utf8(&anchor.proof).map_err(|_| "the cosignature is not UTF-8".to_owned())?;
    let answer = Answer::from_text(text).map_err(|error| error.to_string())?;
    let seconds =
        answer.time_by(&key, &anchor.note).ok_or("the cosignature is not that of the named key over this head")?;
    let by = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let by = by.ok_or("the time in the cosignature is none")?;
    let who = format!("the witness {}", key.name());
    let words = format!(
        "{} were there by {by}, by the word of {who}, who signs no second journal beside it; its key is {key}: compare \
         that with what the witness says by another road",
        covered(anchor)
    );
    Ok(Judged { state: State::Proved, by: Some(by), who, tolerance: CLOCKS_DIFFER, words })
}

#[cfg(test)]
mod tests {
    use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
    use variorum_verify::verify;

    use super::*;
    use crate::anchors::Added;
    use crate::ledger::{ANCHOR, OBJECT, Stored};
    use crate::{Setup, Workbench};

    fn clocks_of(by: &str, latest: &str, recorded: &str, tolerance: SignedDuration) -> Vec<String> {
        let anchor = Anchor {
            seq: 9,
            recorded: recorded.to_owned(),
            method: TOKEN.to_owned(),
            note: String::new(),
            entries: 7,
            proof: Vec::new(),
            path: String::new(),
            root: None,
            witness: None,
            block: None,
            latest: Some((3, latest.to_owned())),
        };
        let by = Some(by.parse().unwrap());
        let judged = Judged { state: State::Proved, by, who: "X".to_owned(), tolerance, words: String::new() };
        let made = clocks(&anchor, &judged);
        assert!(made.iter().all(|check| check.passed && check.code == "anchor.clock"));
        made.into_iter().map(|check| check.about).collect()
    }

    #[test]
    fn claimed_times_that_cannot_be() {
        let check = |latest: &str, recorded: &str, expected: &[&str]| {
            assert_eq!(
                clocks_of("2026-11-22T18:00:00Z", latest, recorded, CLOCKS_DIFFER),
                expected,
                "{latest} {recorded}"
            );
        };
        check("2026-11-22T17:00:00.000Z", "2026-11-22T19:00:00.000Z", &[]);
        check("2026-11-22T18:05:00.000Z", "2026-11-22T17:55:00.000Z", &[]);
        check("2026-11-22T18:05:00.001Z", "2026-11-22T19:00:00.000Z", &["entry 3"]);
        check("2036-11-22T18:00:00.000Z", "2016-11-22T18:00:00.000Z", &["entry 3", "entry 9"]);
        check("2026-02-30T18:00:00.000Z", "2016-11-22T18:00:00.000Z", &["entry 9"]);
        let block =
            clocks_of("2026-11-22T18:00:00Z", "2026-11-22T19:59:00.000Z", "2026-11-22T20:00:00.000Z", BLOCKS_DIFFER);
        assert_eq!(block, [""; 0]);
    }

    /// What the program refuses to keep is noticed when another program kept it.
    #[test]
    fn heads_that_are_no_beginnings() {
        let desk = tempfile::tempdir().unwrap();
        let setup = Setup { keys: desk.path().join("keys"), worker: Vec::new(), threads: 1 };
        let (workbench, folder) = (Workbench::new(setup).unwrap(), desk.path().join("case"));
        workbench.new_case(&folder, "A case").unwrap();
        let (mut case, _) = workbench.open(&folder).unwrap();
        let vkey = case.read().vkey().clone();
        let key = workbench.keyring.key(&vkey).unwrap();
        let (size, root) = (case.read().size(), case.read().root());
        let head = |size, root| {
            let origin = vkey.name().to_owned();
            SignedCheckpoint::sign(Checkpoint { origin, size, root }, &key).unwrap().note().to_owned()
        };
        let notes = [
            head(size, root),
            head(size, Digest::of(b"another journal")),
            head(10_000, root),
            head(0, Digest::of(b"")),
            head(size, root) + "\u{2014} somebody AAAAAAAA\n",
            "no head".to_owned(),
        ];
        for note in &notes {
            let mut batch = case.batch();
            let stored = batch.original(note.as_bytes()).unwrap();
            let named = Stored { sha256: stored.id, size: stored.size, name: None };
            batch.entry(OBJECT, &named).unwrap();
            let added = Added {
                block: None,
                checkpoint: stored.id,
                method: "tea-leaves".to_owned(),
                proof: stored.id,
                root: None,
                witness: None,
            };
            batch.entry(ANCHOR, &added).unwrap();
            batch.commit().unwrap();
        }
        case.sign_checkpoint().unwrap();
        drop(case);
        let mut verified = verify(&folder, &mut |_| {}).unwrap();
        check(&mut verified, None);
        let heads: Vec<_> = verified.checks.iter().filter(|check| check.code == "anchor.head").collect();
        assert_eq!(heads.len(), 5, "{heads:?}");
        assert!(heads.iter().all(|check| !check.passed));
        for (check, expected) in heads.iter().zip([
            "was anchored",
            "there are fewer",
            "covers no entry",
            "no head that the key of this journal signed",
            "no head that the key of this journal signed",
        ]) {
            assert!(check.message.contains(expected), "{check:?}");
        }
        let unknown: Vec<_> = verified.checks.iter().filter(|check| check.code == "anchor.unknown").collect();
        assert_eq!(unknown.len(), 1, "of the one whose head is right");
        assert!(unknown[0].passed && unknown[0].message.contains("tea-leaves"));
    }
}
