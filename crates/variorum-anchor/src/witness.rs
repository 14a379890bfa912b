//! A colleague as a witness: a second key signs a head, and only if it extends the last one that it saw.
//!
//! The messages are those of C2SP tlog-witness, carried as files instead of over a connection. A [`Request`] has the
//! size that the witness knows, the proof that the new head extends it, and the head itself. The answer is a
//! cosignature (C2SP tlog-cosignature, Ed25519, type 0x04) over the head and a time, or, if the witness knows another
//! size, that size. The witness keeps each head before it answers; that and the clock are the caller's.
//!
//! What it proves: the head was there at that time, by the word of the colleague; and the holder of the case's key
//! cannot show that colleague two journals. Left out: ML-DSA cosignatures (0x06), which common tools cannot check yet.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::{CheckpointError, SignedCheckpoint};
use variorum_journal::note::{NoteError, Vkey};
use variorum_journal::tree::{LONGEST_PROOF, ProofError, verify_consistency};

/// The type of a cosignature by Ed25519.
const COSIGNATURE: u8 = 0x04;
/// A request has a head and 63 hashes at most; an answer a few lines.
const LONGEST: usize = 64 << 10;
/// What a signature line begins with: an em dash and a space.
const MARK: &str = "\u{2014} ";
const MOST_COSIGNATURES: usize = 100;

/// A request or an answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}")]
pub struct NotAMessage {
    what: &'static str,
    why: &'static str,
}

const fn no_request(why: &'static str) -> NotAMessage {
    NotAMessage { what: "no request to a witness (C2SP tlog-witness)", why }
}

const fn no_answer(why: &'static str) -> NotAMessage {
    NotAMessage { what: "no answer of a witness (cosignature lines, or a size)", why }
}

/// What a witness is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size of the head that the witness is thought to know; 0 for none.
    pub old: u64,
    /// That the new head extends that one.
    pub proof: Vec<Digest>,
    /// The new head: a signed note, byte for byte.
    pub checkpoint: String,
}

impl Request {
    /// The request as a text.
    pub fn to_text(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| BASE64.encode(hash.as_bytes()) + "\n").collect();
        format!("old {}\n{proof}\n{}", self.old, self.checkpoint)
    }

    /// Reads such a text; refuses every other spelling.
    pub fn from_text(text: &str) -> Result<Self, NotAMessage> {
        if text.len() > LONGEST {
            return Err(no_request("it is longer than 64 KiB"));
        }
        let (proof, checkpoint) = text.split_once("\n\n").ok_or(no_request("no empty line stands before the head"))?;
        let mut lines = proof.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(|digits| digits.parse().ok());
        let old = old.ok_or(no_request("it does not begin with \"old\" and a size"))?;
        let proof: Vec<&str> = lines.take(LONGEST_PROOF + 1).collect();
        if proof.len() > LONGEST_PROOF {
            return Err(no_request("its proof has more than 63 hashes"));
        }
        let hash = |line: &&str| Some(Digest::from_bytes(BASE64.decode(line).ok()?.try_into().ok()?));
        let proof: Option<Vec<Digest>> = proof.iter().map(hash).collect();
        let proof = proof.ok_or(no_request("a hash is not 32 bytes in canonical base64"))?;
        let request = Self { old, proof, checkpoint: checkpoint.to_owned() };
        if request.to_text() == text { Ok(request) } else { Err(no_request("the same request has another spelling")) }
    }

    /// The name of the journal that it says to be about, before anything is checked.
    pub fn origin(&self) -> &str {
        self.checkpoint.lines().next().unwrap_or_default()
    }

    /// The head to keep and to sign, if it extends what the witness knows.
    pub fn extends(&self, known: Option<&SignedCheckpoint>, vkey: &Vkey) -> Result<SignedCheckpoint, Refusal> {
        let new = SignedCheckpoint::open(&self.checkpoint, vkey).map_err(Refusal::NotSigned)?;
        let head = new.head();
        let (size, root) = known.map_or((0, Digest::of(b"")), |known| (known.head().size, known.head().root));
        if head.size < size {
            return Err(Refusal::Shorter { known: size, found: head.size });
        }
        if self.old != size {
            return Err(Refusal::OtherSize { known: size, found: self.old });
        }
        verify_consistency(size, root, head.size, head.root, &self.proof)
            .map_err(|source| Refusal::Inconsistent { known: size, source })?;
        Ok(new)
    }
}

/// Why a witness does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The head is not the case's.
    #[error("the head in the request is not signed by the key of the case")]
    NotSigned(#[source] CheckpointError),
    /// The request was made for a witness that knows another head. No fault of anybody: it takes a second round.
    #[error("this witness knows {known} entries of the journal, the request begins at {found}")]
    OtherSize {
        /// How many entries the witness knows.
        known: u64,
        /// How many the request was made for.
        found: u64,
    },
    /// The journal was put back.
    #[error(
        "the journal has {found} entries in this request, and had {known} when this witness saw it last: it was put \
         back to an earlier state"
    )]
    Shorter {
        /// How many entries the witness knows.
        known: u64,
        /// How many there are now.
        found: u64,
    },
    /// The journal is another one.
    #[error(
        "the first {known} entries are not those that this witness saw, or the proof is wrong: the journal was changed \
         or went two ways"
    )]
    Inconsistent {
        /// How many entries the witness knows.
        known: u64,
        /// What does not fit.
        #[source]
        source: ProofError,
    },
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Cosignatures, each as a key's name, its id and what it signed.
    Signed(Vec<Cosignature>),
    /// How many entries it knows: the request is to be made anew from there.
    Knows(u64),
}

/// One line of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    name: String,
    id: [u8; 4],
    /// Seconds since 1970, as the witness's clock had it.
    pub time: u64,
    signature: [u8; 64],
}

impl Answer {
    /// Reads an answer; refuses every other spelling.
    pub fn from_text(text: &str) -> Result<Self, NotAMessage> {
        if text.len() > LONGEST {
            return Err(no_answer("it is longer than 64 KiB"));
        }
        let lines = text.strip_suffix('\n').ok_or(no_answer("its last line has no line feed"))?;
        if let Ok(size) = lines.parse::<u64>() {
            return if size.to_string() == lines { Ok(Self::Knows(size)) } else { Err(no_answer("no plain number")) };
        }
        let lines: Vec<&str> = lines.split('\n').take(MOST_COSIGNATURES + 1).collect();
        if lines.len() > MOST_COSIGNATURES {
            return Err(no_answer("more than 100 cosignatures"));
        }
        Ok(Self::Signed(lines.into_iter().map(read_line).collect::<Result<_, _>>()?))
    }

    /// The time of the cosignature by this key over this head; none if it holds none that fits.
    pub fn time_by(&self, key: &WitnessKey, checkpoint: &str) -> Option<u64> {
        let Self::Signed(lines) = self else { return None };
        let own = lines.iter().find(|line| line.name == key.name && line.id == key.id())?;
        let (text, _) = checkpoint.rsplit_once("\n\n")?;
        let message = message(&format!("{text}\n"), own.time);
        key.public.verifies(message.as_bytes(), &own.signature).then_some(own.time)
    }
}

fn read_line(line: &str) -> Result<Cosignature, NotAMessage> {
    let shape = no_answer("a line is an em dash, a key name and base64, one space apart");
    let (name, base64) = line.strip_prefix(MARK).and_then(|rest| rest.split_once(' ')).ok_or(shape.clone())?;
    let bytes = BASE64.decode(base64).map_err(|_| no_answer("a cosignature is not canonical base64"))?;
    let bytes: [u8; 76] = bytes.try_into().map_err(|_| no_answer("a cosignature is not 76 bytes"))?;
    let (id, rest) = bytes.split_first_chunk::<4>().ok_or(shape.clone())?;
    let (time, signature) = rest.split_first_chunk::<8>().ok_or(shape.clone())?;
    let signature = signature.try_into().map_err(|_| shape.clone())?;
    if !is_name(name) {
        return Err(shape);
    }
    Ok(Cosignature { name: name.to_owned(), id: *id, time: u64::from_be_bytes(*time), signature })
}

/// What is signed: the head, and when.
fn message(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// A key that verifies cosignatures: `name+id+base64(0x04 ‖ public key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    bytes: [u8; 32],
    public: Vkey,
}

impl WitnessKey {
    fn new(name: &str, bytes: [u8; 32]) -> Result<Self, NoteError> {
        Ok(Self { name: name.to_owned(), public: Vkey::from_public(name, &bytes)?, bytes })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new().chain_update(&self.name).chain_update([b'\n', COSIGNATURE]).chain_update(self.bytes);
        let digest = digest.finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

impl fmt::Display for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [[COSIGNATURE].as_slice(), &self.bytes].concat();
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), BASE64.encode(key))
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for WitnessKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let refuse = |why| NoteError::NotAVkey { why };
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(refuse("it has fewer than three parts"));
        };
        let bytes = BASE64.decode(key).map_err(|_| refuse("the key is not canonical base64"))?;
        let public = match bytes.split_first() {
            Some((&COSIGNATURE, public)) => public.try_into().map_err(|_| refuse("the key is not 32 bytes"))?,
            _ => return Err(refuse("the key is not that of a witness (type 4)")),
        };
        let key = Self::new(name, public)?;
        if key.to_string() == text { Ok(key) } else { Err(refuse("the id does not follow from name and key")) }
    }
}

/// A witness's own key.
pub struct Witness {
    key: ed25519_dalek::SigningKey,
    public: WitnessKey,
}

impl Witness {
    /// The witness of this name whose key follows from 32 secret bytes.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = WitnessKey::new(name, key.verifying_key().to_bytes())?;
        Ok(Self { key, public })
    }

    /// The half that everybody may have.
    pub const fn key(&self) -> &WitnessKey {
        &self.public
    }

    /// The answer that signs a head at this time, in seconds since 1970. The head must be kept before it is sent.
    pub fn answer(&self, head: &SignedCheckpoint, time: u64) -> String {
        let signature = self.key.sign(message(&head.head().to_text(), time).as_bytes()).to_bytes();
        let bytes = [self.public.id().as_slice(), &time.to_be_bytes(), &signature].concat();
        format!("{MARK}{} {}\n", self.public.name, BASE64.encode(bytes))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|char| char.is_whitespace() || char.is_control() || char == '+')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use variorum_journal::checkpoint::Checkpoint;
    use variorum_journal::note::SigningKey;
    use variorum_journal::tree::{ProvingTree, leaf_hash};

    use super::*;

    fn case_key() -> SigningKey {
        SigningKey::from_seed("variorum.invalid/test", [9; 32]).unwrap()
    }

    fn witness() -> Witness {
        Witness::from_seed("colleague.example", &[5; 32]).unwrap()
    }

    fn tree(size: u64, other: u64) -> ProvingTree {
        ProvingTree::of((0..size).map(|at| leaf_hash(format!("{at} {}", at / 3 * other).as_bytes())).collect())
    }

    fn head(tree: &ProvingTree, size: u64) -> SignedCheckpoint {
        let origin = case_key().vkey().name().to_owned();
        let head = Checkpoint { origin, size, root: tree.root_at(size).unwrap() };
        SignedCheckpoint::sign(head, &case_key()).unwrap()
    }

    fn request(tree: &ProvingTree, old: u64, new: u64) -> Request {
        let checkpoint = head(tree, new).note().to_owned();
        Request { old, proof: tree.consistency(old, new).unwrap(), checkpoint }
    }

    #[test]
    fn a_head_that_extends_the_last_is_signed() {
        let tree = tree(20, 0);
        let vkey = case_key().vkey();
        for (known, new) in [(0, 1), (0, 20), (7, 20), (8, 9), (20, 20)] {
            let request = request(&tree, known, new);
            assert_eq!(Request::from_text(&request.to_text()), Ok(request.clone()));
            assert_eq!(request.origin(), vkey.name());
            let before = (known > 0).then(|| head(&tree, known));
            let kept = request.extends(before.as_ref(), &vkey).unwrap();
            let text = witness().answer(&kept, 1_795_370_400);
            let answer = Answer::from_text(&text).unwrap();
            assert_eq!(answer.time_by(witness().key(), kept.note()), Some(1_795_370_400));
            assert_eq!(answer.time_by(witness().key(), head(&tree, 2).note()), None);
        }
    }

    #[test]
    fn rollbacks_forks_and_wrong_sizes_are_refused() {
        let (ours, theirs) = (tree(20, 0), tree(20, 1));
        let vkey = case_key().vkey();
        let refused = |request: Request, known: &SignedCheckpoint| request.extends(Some(known), &vkey).unwrap_err();
        assert!(matches!(refused(request(&ours, 5, 9), &head(&ours, 12)), Refusal::Shorter { known: 12, found: 9 }));
        assert!(matches!(refused(request(&ours, 5, 20), &head(&ours, 12)), Refusal::OtherSize { known: 12, found: 5 }));
        assert!(matches!(refused(request(&theirs, 12, 20), &head(&ours, 12)), Refusal::Inconsistent { .. }));
        assert!(matches!(refused(request(&theirs, 20, 20), &head(&ours, 20)), Refusal::Inconsistent { .. }));
        let mut proof = request(&ours, 12, 20);
        proof.proof.pop();
        assert!(matches!(refused(proof, &head(&ours, 12)), Refusal::Inconsistent { .. }));
        let other = SigningKey::from_seed("variorum.invalid/test", [8; 32]).unwrap();
        assert!(matches!(request(&ours, 0, 20).extends(None, &other.vkey()), Err(Refusal::NotSigned(_))));
    }

    #[test]
    fn a_witness_that_knows_another_size_says_it() {
        assert_eq!(Answer::from_text("17\n"), Ok(Answer::Knows(17)));
        for text in ["17", "017\n", "+17\n", "-1\n", "\n", ""] {
            assert!(Answer::from_text(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        let shown = witness().key().to_string();
        assert_eq!(shown.parse::<WitnessKey>().unwrap(), *witness().key());
        assert!(case_key().vkey().to_string().parse::<WitnessKey>().is_err());
        for text in ["", "name+00000000", &shown[1..], &format!("{shown}\n")] {
            assert!(text.parse::<WitnessKey>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn other_spellings_of_a_request_are_refused() {
        let text = request(&tree(20, 0), 7, 20).to_text();
        for (from, to) in [("old 7", "old 07"), ("old 7", "size 7"), ("\n\n", "\nAAAA\n\n"), ("\n\n", "\n")] {
            assert!(Request::from_text(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
        let line = format!("{}\n", BASE64.encode([0; 32]));
        let long = format!("old 1\n{}\n{}", line.repeat(64), "x\n");
        assert!(Request::from_text(&long).unwrap_err().to_string().contains("63"));
        assert!(Request::from_text(&"old 1\n".repeat(20_000)).is_err());
        assert!(Answer::from_text(&witness().answer(&head(&tree(3, 0), 3), 1).repeat(101)).is_err());
    }

    #[test]
    fn every_flipped_bit_of_an_answer_is_noticed() {
        let kept = head(&tree(20, 0), 20);
        let text = witness().answer(&kept, 1_795_370_400);
        for place in 0..text.len() * 8 {
            let mut bytes = text.clone().into_bytes();
            bytes[place / 8] ^= 1 << (place % 8);
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let time = Answer::from_text(&changed).ok().and_then(|answer| answer.time_by(witness().key(), kept.note()));
            assert_eq!(time, None, "{changed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\u{2014}a0old =+ \n]{0,80}") {
            let _ = Request::from_text(&text);
            let _ = Answer::from_text(&text);
            let _ = text.parse::<WitnessKey>();
        }
    }
}
