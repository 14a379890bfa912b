//! What came back: recognised by its bytes, checked against a head that this case signed, and stored.
//!
//! A proof that does not hold is refused and nothing of it is stored; each file stands for itself. Head, proof and root
//! become originals, so that every bit of them is under the journal's own tree from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use variorum_anchor::stamp::{MerkleRoot, Stamp};
use variorum_anchor::token::{Roots, Token, TokenError};
use variorum_anchor::witness::{Answer, Request, WitnessKey};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::OriginalId;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::Entry;
use variorum_journal::note::Vkey;
use variorum_journal::tree::{Tree, leaf_hash};
use variorum_store::{Batch, Case, ReadCase};
use variorum_verify::anchors::{Anchor, Block};

use super::check::judge;
use super::{Added, BlockBody, COSIGNATURE, Register, STAMP, State, TOKEN};
use crate::Workbench;
use crate::error::{Error, Result};
use crate::ledger::{ANCHOR, EXPORT, OBJECT, Stored};

/// A token with revocation lists inside may be long.
const LONGEST: u64 = 4 << 20;
/// Nobody carries more on one stick.
const MOST_FILES: usize = 1000;

/// What the user vouches for.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// PEM files, each with the root of an authority.
    pub roots: Vec<PathBuf>,
    /// Keys of witnesses, as they told them.
    pub witnesses: Vec<String>,
    /// Bitcoin blocks, as `HEIGHT:MERKLE-ROOT:TIME`.
    pub blocks: Vec<String>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The file.
    pub file: PathBuf,
    /// What it was taken for.
    #[serde(flatten)]
    pub outcome: KeptAs,
}

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum KeptAs {
    /// A proof that holds, and is in the case now.
    Kept {
        /// Its entry.
        entry: u64,
        /// It is about the entries below this number.
        entries: u64,
        /// How much it proves.
        state: State,
        /// By when those entries were there.
        by: Option<Timestamp>,
        /// By whose word.
        who: String,
    },
    /// A proof that the case has already.
    Already {
        /// Its entry.
        entry: u64,
    },
    /// A file beside proofs that is none.
    PassedOver {
        /// What it is.
        why: String,
    },
    /// A proof that does not hold, or nothing that can be kept.
    Refused {
        /// Why.
        why: String,
    },
}

impl Workbench {
    /// Keeps the proofs in these files and folders.
    pub fn keep_anchors(&self, folder: &Path, files: &[PathBuf], given: &Given) -> Result<Vec<Kept>> {
        let files = walk(files)?;
        let (mut case, _) = self.open(folder)?;
        let entries = case.read().entries()?.collect::<std::result::Result<Vec<_>, _>>()?;
        let register = Register::of(&entries)?;
        let trust = Trust::of(given, case.read(), &register)?;
        let mut found = Vec::new();
        for file in files {
            let recognised = recognise(&file, case.read().vkey())?;
            found.push((file, recognised));
        }
        let key = self.keyring.key(case.read().vkey())?;
        let resigned = |head: Checkpoint| SignedCheckpoint::sign(head, &key).ok();
        let heads = heads(case.read(), &entries, &register, &found, resigned)?;
        let asked = register.asked.iter().map(|(_, asked)| asked.nonce.clone()).collect();
        let desk = Desk { heads, register: &register, trust, nonces: asked };
        let proofs = found.into_iter().map(|(file, found)| (file, desk.proof(found))).collect();
        store(&mut case, proofs)
    }
}

/// A file, and whether it is said to be a proof: by whoever named it, or by its own name in a folder.
struct File {
    path: PathBuf,
    is_named: bool,
}

/// What proofs are called.
const ENDINGS: [&str; 3] = ["ots", "tsr", "tst"];

fn walk(files: &[PathBuf]) -> Result<Vec<File>> {
    let mut all = Vec::new();
    for path in files {
        let input = |source| Error::Input { act: "read", path: path.clone(), source };
        if !fs::metadata(path).map_err(input)?.is_dir() {
            all.push(File { path: path.clone(), is_named: true });
            continue;
        }
        let mut inside = BTreeSet::new();
        for entry in fs::read_dir(path).map_err(input)? {
            let entry = entry.map_err(input)?;
            if entry.file_type().map_err(input)?.is_file() {
                inside.insert(entry.path());
            }
        }
        all.extend(inside.into_iter().map(|path| {
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let is_named = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
            File { path, is_named }
        }));
    }
    if all.len() > MOST_FILES {
        return Err(Error::usage(format!("{} files; at most {MOST_FILES} at once", all.len())));
    }
    Ok(all)
}

/// What bytes are.
enum Found {
    Token(Box<Token>, Vec<u8>),
    Stamp(Stamp, Vec<u8>),
    Answer(Answer, Vec<u8>),
    Head(SignedCheckpoint),
    Nothing { why: String, is_named: bool },
}

fn recognise(file: &File, vkey: &Vkey) -> Result<Found> {
    let input = |source| Error::Input { act: "read", path: file.path.clone(), source };
    let nothing = |why: String| Ok(Found::Nothing { why, is_named: file.is_named });
    if fs::metadata(&file.path).map_err(input)?.len() > LONGEST {
        return nothing("it is longer than any proof (4 MiB)".to_owned());
    }
    let bytes = fs::read(&file.path).map_err(input)?;
    if bytes.starts_with(b"\0OpenTimestamps") {
        return match Stamp::read(&bytes) {
            Ok(stamp) => Ok(Found::Stamp(stamp, bytes)),
            Err(error) => nothing(error.to_string()),
        };
    }
    if let Ok(text) = std::str::from_utf8(&bytes) {
        if let Ok(head) = SignedCheckpoint::open(text, vkey) {
            return Ok(Found::Head(head));
        }
        if let Ok(answer) = Answer::from_text(text) {
            return Ok(Found::Answer(answer, bytes));
        }
        if Request::from_text(text).is_ok() {
            return nothing("it is a request to a witness: what comes back is kept".to_owned());
        }
        if text.starts_with("-----BEGIN CERTIFICATE") {
            return nothing("it is a certificate: if it is an authority's root, give it with --root".to_owned());
        }
    }
    match Token::read(&bytes) {
        Ok(token) => Ok(Found::Token(Box::new(token), bytes)),
        Err(_) if !file.is_named => nothing("it is no proof of time".to_owned()),
        Err(error @ TokenError::Refused { .. }) => nothing(error.to_string()),
        Err(error) => nothing(format!(
            "it is no time-stamp token (.tsr), stamp (.ots), answer of a witness or head of this case; {error}"
        )),
    }
}

/// Heads of this journal by the digest of their bytes: those that were requested, anchored, published or given.
fn heads(
    case: &ReadCase,
    entries: &[Entry],
    register: &Register,
    found: &[(File, Found)],
    resigned: impl Fn(Checkpoint) -> Option<SignedCheckpoint>,
) -> Result<BTreeMap<Digest, SignedCheckpoint>> {
    let asked = register.asked.iter().map(|(_, asked)| asked.checkpoint);
    let added = register.added.iter().map(|(_, added)| added.checkpoint);
    let mut heads: Vec<SignedCheckpoint> = case.checkpoint().cloned().into_iter().collect();
    for id in asked.chain(added).collect::<BTreeSet<OriginalId>>() {
        let note = case.original(id)?;
        heads.extend(SignedCheckpoint::open(&String::from_utf8_lossy(&note), case.vkey()).ok());
    }
    // A signature follows from key and text alone, so that the head of a dossier can be signed once more.
    let published = entries.iter().filter(|entry| entry.kind == EXPORT).filter_map(|entry| {
        let size = entry.body.get("size")?.as_u64()?;
        let root = entry.body.get("root")?.as_str()?.parse().ok()?;
        resigned(Checkpoint { origin: case.origin().to_owned(), size, root })
    });
    heads.extend(published);
    heads.extend(found.iter().filter_map(|(_, found)| match found {
        Found::Head(head) => Some(head.clone()),
        _ => None,
    }));
    let roots = roots_at(case, heads.iter().map(|head| head.head().size).collect())?;
    let ours = heads.into_iter().filter(|head| roots.get(&head.head().size) == Some(&head.head().root));
    Ok(ours.map(|head| (Digest::of(head.note().as_bytes()), head)).collect())
}

fn roots_at(case: &ReadCase, sizes: BTreeSet<u64>) -> Result<BTreeMap<u64, Digest>> {
    let (mut roots, mut tree) = (BTreeMap::new(), Tree::new());
    for line in case.lines()? {
        tree.append(leaf_hash(line?.as_bytes()));
        if sizes.contains(&tree.size()) {
            roots.insert(tree.size(), tree.root());
        }
    }
    Ok(roots)
}

/// What is trusted: what the user gave, and what was kept with earlier proofs of this case.
struct Trust {
    roots: Vec<(Vec<u8>, Roots)>,
    earlier_roots: Vec<(Vec<u8>, Roots)>,
    witnesses: Vec<WitnessKey>,
    blocks: Vec<Block>,
}

impl Trust {
    fn of(given: &Given, case: &ReadCase, register: &Register) -> Result<Self> {
        let mut roots = Vec::new();
        for path in &given.roots {
            let bytes = fs::read(path).map_err(|source| Error::Input { act: "read", path: path.clone(), source })?;
            let read = Roots::from_pem(&bytes);
            roots.push((bytes, read.map_err(|error| Error::usage(format!("--root {} {error}", path.display())))?));
        }
        let earlier: BTreeSet<OriginalId> = register.added.iter().filter_map(|(_, added)| added.root).collect();
        let mut earlier_roots = Vec::new();
        for id in earlier {
            let bytes = case.original(id)?;
            earlier_roots.extend(Roots::from_pem(&bytes).ok().map(|roots| (bytes, roots)));
        }
        let mut witnesses = Vec::new();
        for text in &given.witnesses {
            let key = text.trim().parse();
            let mend = "copy the whole line that `variorum witness` prints on the colleague's machine";
            witnesses.push(key.map_err(|error| Error::usage(format!("--witness: {error}; {mend}")))?);
        }
        let earlier = register.added.iter().filter_map(|(_, added)| added.witness.as_ref()?.parse().ok());
        witnesses.extend(earlier);
        Ok(Self {
            roots,
            earlier_roots,
            witnesses,
            blocks: given.blocks.iter().map(|it| block(it)).collect::<Result<_>>()?,
        })
    }

    /// The root that a token leads to; none if none was given and no earlier one fits.
    fn root_of(&self, token: &Token, note: &str) -> std::result::Result<Option<Vec<u8>>, String> {
        let signed = token.check(note.as_bytes(), None).map_err(|error| error.to_string())?;
        let mut why = None;
        for (bytes, roots) in &self.roots {
            match token.check_root(&signed, roots) {
                Ok(()) => return Ok(Some(bytes.clone())),
                Err(error) => why = Some(error.to_string()),
            }
        }
        if let Some(why) = why {
            return Err(why);
        }
        let earlier = self.earlier_roots.iter().find(|(_, roots)| token.check_root(&signed, roots).is_ok());
        Ok(earlier.map(|(bytes, _)| bytes.clone()))
    }
}

fn block(text: &str) -> Result<Block> {
    let refuse = |why: String| {
        Error::usage(format!(
            "--block {text}: {why}; write HEIGHT:MERKLE-ROOT:TIME, as a block explorer shows them, the time as 2024-04-20T00:09:27Z"
        ))
    };
    let mut parts = text.splitn(3, ':');
    let (Some(height), Some(root), Some(time)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(refuse("it has fewer than three parts".to_owned()));
    };
    let height = height.parse().map_err(|_| refuse(format!("{height:?} is no number")))?;
    let root: MerkleRoot = root.parse().map_err(refuse)?;
    let time: Timestamp = time.parse().map_err(|_| refuse(format!("{time:?} is no time with a zone")))?;
    Ok(Block { height, merkle_root: root.to_string(), time: time.to_string() })
}

/// What files are compared with.
struct Desk<'a> {
    heads: BTreeMap<Digest, SignedCheckpoint>,
    register: &'a Register,
    trust: Trust,
    nonces: BTreeSet<String>,
}

/// A proof that holds, before it is stored.
struct Proof {
    anchor: Anchor,
    state: State,
    by: Option<Timestamp>,
    who: String,
}

type Weighed = std::result::Result<Proof, KeptAs>;

const NO_HEAD: &str = "it is about no head of this case that is known here: give the checkpoint file that it was made for \
    along with it, as it lies in the folder of the request";

impl Desk<'_> {
    fn proof(&self, found: Found) -> Weighed {
        let refuse = |why: String| KeptAs::Refused { why };
        match found {
            Found::Nothing { why, is_named: true } => Err(refuse(why)),
            Found::Nothing { why, is_named: false } => Err(KeptAs::PassedOver { why }),
            Found::Head(head) => {
                let is_ours = self.heads.contains_key(&Digest::of(head.note().as_bytes()));
                let why = "it is signed by the key of this case, and is no beginning of its journal: the folder was put \
                           back, or copies went two ways (`variorum verify --beside`)";
                let passed =
                    || KeptAs::PassedOver { why: "it is a head of this case, to compare proofs with".to_owned() };
                Err(if is_ours { passed() } else { refuse(why.to_owned()) })
            }
            Found::Token(token, bytes) => {
                let head = self.heads.values().find(|head| token.is_about(head.note().as_bytes()));
                let head = head.ok_or_else(|| refuse(NO_HEAD.to_owned()))?;
                let root = self.trust.root_of(&token, head.note()).map_err(refuse)?;
                self.weigh(Anchor { root, ..self.bare(TOKEN, head, bytes) })
            }
            Found::Stamp(stamp, bytes) => {
                let head = self.heads.get(&stamp.digest).ok_or_else(|| refuse(NO_HEAD.to_owned()))?;
                let named = |block: &&Block| stamp.blocks().any(|(height, _)| height == block.height);
                let block = self.trust.blocks.iter().find(named).cloned();
                self.weigh(Anchor { block, ..self.bare(STAMP, head, bytes) })
            }
            Found::Answer(Answer::Knows(size), _) => Err(refuse(format!(
                "the witness knows {size} entries of this journal: `variorum anchor request CASE --into FOLDER \
                 --witness-has {size}` asks anew from there"
            ))),
            Found::Answer(answer, bytes) => self.cosigned(&answer, bytes),
        }
    }

    fn cosigned(&self, answer: &Answer, bytes: Vec<u8>) -> Weighed {
        for (head, key) in self.heads.values().flat_map(|head| self.trust.witnesses.iter().map(move |key| (head, key)))
        {
            if answer.time_by(key, head.note()).is_some() {
                return self.weigh(Anchor { witness: Some(key.to_string()), ..self.bare(COSIGNATURE, head, bytes) });
            }
        }
        let why = match self.trust.witnesses.as_slice() {
            [] => "the key of its witness is not known here: give it with --witness, as the colleague reads it out",
            _ => {
                "it is no cosignature by a witness that is known here over a head of this case; give the witness's key \
                  with --witness, and the checkpoint file along with it"
            }
        };
        Err(KeptAs::Refused { why: why.to_owned() })
    }

    fn bare(&self, method: &str, head: &SignedCheckpoint, proof: Vec<u8>) -> Anchor {
        Anchor {
            seq: 0,
            recorded: String::new(),
            method: method.to_owned(),
            note: head.note().to_owned(),
            entries: head.head().size,
            proof,
            path: String::new(),
            root: None,
            witness: None,
            block: None,
            latest: None,
        }
    }

    /// Refuses what does not hold, and what the case has already.
    fn weigh(&self, anchor: Anchor) -> Weighed {
        let judged = judge(&anchor, None).map_err(|why| KeptAs::Refused { why })?;
        let new = added(&anchor);
        let says_no_more = |old: &&(Entry, Added)| {
            let (_, old) = old;
            (&old.method, old.checkpoint, old.proof) == (&new.method, new.checkpoint, new.proof)
                && (new.root.is_none() || new.root == old.root)
                && (new.block.is_none() || new.block == old.block)
        };
        if let Some((entry, _)) = self.register.added.iter().find(says_no_more) {
            return Err(KeptAs::Already { entry: entry.seq });
        }
        let mut who = judged.who;
        let nonce = (anchor.method == TOKEN).then(|| Token::read(&anchor.proof).ok()?.nonce).flatten();
        if nonce.is_some_and(|nonce| !self.nonces.contains(&nonce.to_string())) {
            who.push_str(", in answer to a request that was not made here");
        }
        Ok(Proof { anchor, state: judged.state, by: judged.by, who })
    }
}

fn added(anchor: &Anchor) -> Added {
    let id = |bytes: &[u8]| OriginalId::of_bytes(bytes);
    let block = anchor.block.clone();
    Added {
        block: block.map(|it| BlockBody { height: it.height, merkle_root: it.merkle_root, time: it.time }),
        checkpoint: id(anchor.note.as_bytes()),
        method: anchor.method.clone(),
        proof: id(&anchor.proof),
        root: anchor.root.as_deref().map(id),
        witness: anchor.witness.clone(),
    }
}

/// Stores proofs with their heads and roots, all at once.
fn store(case: &mut Case, proofs: Vec<(File, Weighed)>) -> Result<Vec<Kept>> {
    let mut batch = case.batch();
    let mut kept: Vec<Kept> = Vec::new();
    let mut new: Vec<(Added, u64)> = Vec::new();
    for (file, weighed) in proofs {
        let outcome = match weighed {
            Err(outcome) => outcome,
            Ok(proof) => {
                let body = added(&proof.anchor);
                // The same proof may lie on the stick twice.
                match new.iter().find(|(old, _)| *old == body) {
                    Some((_, entry)) => KeptAs::Already { entry: *entry },
                    None => {
                        let entry = store_one(&mut batch, &proof.anchor, &body, &file.path)?;
                        new.push((body, entry));
                        let Proof { anchor, state, by, who } = proof;
                        KeptAs::Kept { entry, entries: anchor.entries, state, by, who }
                    }
                }
            }
        };
        kept.push(Kept { file: file.path, outcome });
    }
    batch.commit()?;
    if !new.is_empty() {
        case.sign_checkpoint()?;
    }
    Ok(kept)
}

fn store_one(batch: &mut Batch<'_>, anchor: &Anchor, body: &Added, path: &Path) -> Result<u64> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let head = Some(format!("checkpoint-{}", anchor.entries));
    let parts = [
        (Some(anchor.note.as_bytes()), head),
        (Some(anchor.proof.as_slice()), name),
        (anchor.root.as_deref(), Some("root.pem".to_owned())),
    ];
    for (bytes, name) in parts.into_iter().filter_map(|(bytes, name)| Some((bytes?, name))) {
        let stored = batch.original(bytes)?;
        if !batch.is_named(stored.id)? {
            batch.entry(OBJECT, &Stored { sha256: stored.id, size: stored.size, name })?;
        }
    }
    Ok(batch.entry(ANCHOR, body)?)
}
