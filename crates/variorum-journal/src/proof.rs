//! One entry's place in a journal, as a text that stands alone and is checked offline.
//!
//! C2SP tlog-proof: the version line, the entry's number, the hashes from leaf to root in base64, an empty
//! line, and the checkpoint verbatim. The format allows an `extra` line, which no signature covers; none is
//! written and one that is found refuses the proof.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use variorum_evidence::digest::Digest;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::note::Vkey;
use crate::tree::{self, LONGEST_PROOF, ProofError};

const VERSION: &str = "c2sp.org/tlog-proof@v1";

/// That an entry stands at a place of a journal with a signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProof {
    /// The entry's number.
    pub index: u64,
    /// The hashes beside the path, from leaf to root.
    pub path: Vec<Digest>,
    /// The head that the path leads to.
    pub checkpoint: SignedCheckpoint,
}

/// A proof that cannot be read or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryProofError {
    /// Not a tlog-proof.
    #[error("not a proof ({VERSION}): {why}")]
    Shape {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The head at its end.
    #[error("the head that the proof leads to cannot be used")]
    Checkpoint(#[source] CheckpointError),
    /// It ends in another head than it should.
    #[error("the proof leads to another signed head")]
    OtherHead,
    /// The path does not lead from the entry to the head.
    #[error("the entry does not belong to this head")]
    Path(#[source] ProofError),
}

impl EntryProof {
    /// The proof as a text.
    pub fn to_text(&self) -> String {
        let path: String = self.path.iter().map(|hash| BASE64.encode(hash.as_bytes()) + "\n").collect();
        format!("{VERSION}\nindex {}\n{path}\n{}", self.index, self.checkpoint.note())
    }

    /// Reads a proof whose head this key signed; [`EntryProof::verify`] then tells whether it holds.
    pub fn from_text(text: &str, vkey: &Vkey) -> Result<Self, EntryProofError> {
        Self::read(text, |note| SignedCheckpoint::open(note, vkey).map_err(EntryProofError::Checkpoint))
    }

    /// Reads a proof that must lead to this head, whose signature is known to hold: of thousands of proofs to one
    /// head, the signature is checked once.
    pub fn from_text_under(text: &str, head: &SignedCheckpoint) -> Result<Self, EntryProofError> {
        Self::read(text, |note| if note == head.note() { Ok(head.clone()) } else { Err(EntryProofError::OtherHead) })
    }

    fn read(
        text: &str,
        open: impl FnOnce(&str) -> Result<SignedCheckpoint, EntryProofError>,
    ) -> Result<Self, EntryProofError> {
        let refuse = |why| EntryProofError::Shape { why };
        let (proof, note) = text.split_once("\n\n").ok_or(refuse("no empty line stands before the checkpoint"))?;
        let mut lines = proof.split('\n');
        if lines.next() != Some(VERSION) {
            return Err(refuse("another first line"));
        }
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(|digits| digits.parse().ok());
        let index = index.ok_or(refuse("the second line is not an index"))?;
        let path: Option<Vec<Digest>> = lines.take(LONGEST_PROOF + 1).map(read_hash).collect();
        let path = path.ok_or(refuse("a hash is not 32 bytes in canonical base64"))?;
        let proof = Self { index, path, checkpoint: open(note)? };
        if proof.to_text() == text { Ok(proof) } else { Err(refuse("the same proof has another spelling")) }
    }

    /// Whether `line` is the entry that the proof is about.
    pub fn verify(&self, line: &[u8]) -> Result<(), EntryProofError> {
        let head = self.checkpoint.head();
        tree::verify_inclusion(self.index, head.size, tree::leaf_hash(line), &self.path, head.root)
            .map_err(EntryProofError::Path)
    }
}

fn read_hash(line: &str) -> Option<Digest> {
    Some(Digest::from_bytes(BASE64.decode(line).ok()?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Checkpoint;
    use crate::note::SigningKey;
    use crate::tree::{ProvingTree, leaf_hash};

    fn key() -> SigningKey {
        SigningKey::from_seed("variorum.invalid/test", [9; 32]).unwrap()
    }

    fn proof(index: u64, size: u64) -> EntryProof {
        let tree = ProvingTree::of((0..size).map(|number| leaf_hash(line(number).as_bytes())).collect());
        let head = Checkpoint { origin: key().vkey().name().to_owned(), size, root: tree.root_at(size).unwrap() };
        let path = tree.inclusion(index, size).unwrap();
        EntryProof { index, path, checkpoint: SignedCheckpoint::sign(head, &key()).unwrap() }
    }

    fn line(number: u64) -> String {
        format!("line {number}")
    }

    #[test]
    fn written_read_and_verified() {
        for (index, size) in [(0, 1), (0, 2), (4, 5), (2, 7)] {
            let proof = proof(index, size);
            let read = EntryProof::from_text(&proof.to_text(), &key().vkey()).unwrap();
            assert_eq!(read, proof);
            assert_eq!(read.verify(line(index).as_bytes()), Ok(()));
            assert!(read.verify(line(index + 1).as_bytes()).is_err());
            assert_eq!(EntryProof::from_text_under(&proof.to_text(), &proof.checkpoint), Ok(read));
            let other = self::proof(index, size + 1).checkpoint;
            let refused = EntryProof::from_text_under(&proof.to_text(), &other);
            assert_eq!(refused, Err(EntryProofError::OtherHead));
        }
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let text = proof(2, 7).to_text();
        for place in 0..text.len() * 8 {
            let mut bytes = text.clone().into_bytes();
            bytes[place / 8] ^= 1 << (place % 8);
            let Ok(damaged) = String::from_utf8(bytes) else { continue };
            let read = EntryProof::from_text(&damaged, &key().vkey());
            assert!(read.is_err() || read.is_ok_and(|proof| proof.verify(b"line 2").is_err()), "{damaged}");
        }
    }

    #[test]
    fn an_extra_line_is_refused() {
        let text = proof(2, 7).to_text().replace("\nindex", "\nextra AAAA\nindex");
        assert!(EntryProof::from_text(&text, &key().vkey()).is_err());
    }
}
