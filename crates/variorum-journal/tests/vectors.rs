//! Examples that another program made: ours in `docs/format/vectors/`, other people's where they are at hand.
#![expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test reads its data and says what it left out")]

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::entry::{Entry, EntryError};
use variorum_journal::note::{SigningKey, Vkey};
use variorum_journal::proof::EntryProof;
use variorum_journal::tree::{ProvingTree, Tree, leaf_hash, verify_consistency, verify_inclusion};

const MERKLE: &str = include_str!("../../../docs/format/vectors/merkle.json");
const ENTRIES: &str = include_str!("../../../docs/format/vectors/entries.json");
const CHECKPOINT: &str = include_str!("../../../docs/format/vectors/checkpoint.json");

fn parse(json: &str) -> Value {
    serde_json::from_str(json).expect("vectors are JSON")
}

fn items(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn hexes(value: &Value) -> Vec<Digest> {
    items(value).iter().map(|item| text(item).parse().expect("a digest")).collect()
}

#[test]
fn roots_and_proofs() {
    let vectors = parse(MERKLE);
    let leaves: Vec<Digest> = items(&vectors["lines"]).iter().map(|line| leaf_hash(text(line).as_bytes())).collect();
    assert_eq!(leaves, hexes(&vectors["leaves"]));
    let roots = hexes(&vectors["roots"]);
    let proving = ProvingTree::of(leaves.clone());
    let mut tree = Tree::new();
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(tree.root(), *root, "size {size}");
        assert_eq!(proving.root_at(size as u64), Some(*root), "size {size}");
        if let Some(leaf) = leaves.get(size) {
            tree.append(*leaf);
        }
    }
    for vector in items(&vectors["inclusion"]) {
        let (index, size, path) = (number(&vector["index"]), number(&vector["size"]), hexes(&vector["path"]));
        assert_eq!(proving.inclusion(index, size), Some(path.clone()), "{vector}");
        let verified = verify_inclusion(index, size, leaves[index as usize], &path, roots[size as usize]);
        assert_eq!(verified, Ok(()), "{vector}");
    }
    for vector in items(&vectors["consistency"]) {
        let (old, new, path) = (number(&vector["old"]), number(&vector["new"]), hexes(&vector["path"]));
        assert_eq!(proving.consistency(old, new), Some(path.clone()), "{vector}");
        let verified = verify_consistency(old, roots[old as usize], new, roots[new as usize], &path);
        assert_eq!(verified, Ok(()), "{vector}");
    }
}

#[test]
fn entry_lines() {
    let vectors = parse(ENTRIES);
    for vector in items(&vectors["good"]) {
        let line = text(&vector["line"]);
        let entry = Entry::from_line(line).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        assert_eq!(entry.to_line().ok().as_deref(), Some(line));
        assert!(!entry.body.contains_key("v"), "the envelope is not in the body");
        assert_eq!(Some(entry.seq), vector["fields"]["seq"].as_u64());
        assert_eq!(Some(entry.kind.as_str()), vector["fields"]["kind"].as_str());
        assert_eq!(leaf_hash(line.as_bytes()).to_string(), text(&vector["leaf"]));
    }
    for vector in items(&vectors["refused"]) {
        let found = Entry::from_line(text(&vector["line"])).map_err(|error| finding(&error));
        assert_eq!(found.err(), Some(text(&vector["finding"])), "{}", vector["why"]);
    }
}

/// What the vectors call an error: `canonical`, `length`, `version`, or the field.
fn finding(error: &EntryError) -> &'static str {
    match error {
        EntryError::NotCanonical(_) => "canonical",
        EntryError::TooLong { .. } => "length",
        EntryError::NewerVersion { .. } => "version",
        EntryError::Field { field, .. } => field,
        EntryError::Reserved { key } => key,
    }
}

#[test]
fn signed_checkpoint_and_proofs() {
    let vectors = parse(CHECKPOINT);
    let vkey: Vkey = text(&vectors["vkey"]).parse().expect("a vkey");
    let seed: Digest = text(&vectors["seed"]).parse().expect("32 bytes");
    let key = SigningKey::from_seed(vkey.name(), *seed.as_bytes()).expect("a key");
    assert_eq!(key.vkey().to_string(), text(&vectors["vkey"]));
    let opened = SignedCheckpoint::open(text(&vectors["note"]), &vkey).expect("a signed head");
    assert_eq!(opened.head().to_text(), text(&vectors["text"]));
    let signed = SignedCheckpoint::sign(opened.head().clone(), &key).expect("a signature");
    assert_eq!(signed.note(), text(&vectors["note"]), "Ed25519 signatures are deterministic");
    let lines = parse(ENTRIES);
    for (proof, entry) in items(&vectors["proofs"]).iter().zip(items(&lines["good"])) {
        let proof = EntryProof::from_text(text(proof), &vkey).expect("a proof");
        assert_eq!(proof.verify(text(&entry["line"]).as_bytes()), Ok(()));
    }
}

/// A file of the data that is shared with developers beside the repository; absent from a plain clone.
fn shared(path: &str) -> Option<Value> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var("VARIORUM_SHARED").unwrap_or_else(|_| beside.to_owned());
    let file = PathBuf::from(folder).join(path);
    match std::fs::read_to_string(&file) {
        Ok(json) => Some(parse(&json)),
        Err(error) => {
            eprintln!("left out: shared data ({}: {error})", file.display());
            None
        }
    }
}

/// A hash in base64; a text of another length is refused where the proof is read.
fn hash(value: &Value) -> Option<Digest> {
    Some(Digest::from_bytes(BASE64.decode(value.as_str()?).ok()?.try_into().ok()?))
}

fn path(value: &Value) -> Option<Vec<Digest>> {
    value.as_array().map_or(Some(Vec::new()), |items| items.iter().map(hash).collect())
}

fn included(vector: &Value) -> Option<()> {
    let (index, size) = (number(&vector["leafIdx"]), number(&vector["treeSize"]));
    let (leaf, root) = (hash(&vector["leafHash"])?, hash(&vector["root"])?);
    verify_inclusion(index, size, leaf, &path(&vector["proof"])?, root).ok()
}

fn consistent(vector: &Value) -> Option<()> {
    let (old, new) = (number(&vector["size1"]), number(&vector["size2"]));
    let (old_root, new_root) = (hash(&vector["root1"])?, hash(&vector["root2"])?);
    verify_consistency(old, old_root, new, new_root, &path(&vector["proof"])?).ok()
}

#[test]
fn proofs_of_other_people() {
    let Some(vectors) = shared("hostile/merkle/rfc6962-proofs.json") else { return };
    let mut checked = 0;
    for (group, verify) in [("inclusion", included as fn(&Value) -> Option<()>), ("consistency", consistent)] {
        for (name, vector) in vectors[group].as_object().expect("vectors by name") {
            let refuse = vector["wantErr"].as_bool().expect("what is expected");
            assert_eq!(verify(vector).is_none(), refuse, "{group} {name}");
            checked += 1;
        }
    }
    assert_eq!(checked, 96);
}

#[test]
fn signatures_of_other_people() {
    let Some(vectors) = shared("hostile/sig/wycheproof-ed25519.json") else { return };
    let hex = |value: &Value| -> Vec<u8> {
        let digits = text(value);
        (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("hex")).collect()
    };
    let mut checked = 0;
    for group in items(&vectors["testGroups"]) {
        let public: [u8; 32] = hex(&group["publicKey"]["pk"]).try_into().expect("32 bytes");
        let vkey = Vkey::from_public("test", &public).expect("a key");
        for test in items(&group["tests"]) {
            let signature: Result<[u8; 64], _> = hex(&test["sig"]).try_into();
            let valid = signature.is_ok_and(|signature| vkey.verifies(&hex(&test["msg"]), &signature));
            assert_eq!(valid, text(&test["result"]) == "valid", "{} {}", test["tcId"], test["comment"]);
            checked += 1;
        }
    }
    assert_eq!(Some(checked), vectors["numberOfTests"].as_u64());
}
