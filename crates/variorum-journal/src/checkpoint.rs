//! The signed head of a journal: origin, size, root. Whoever holds one can prove everything before it.
//!
//! C2SP tlog-checkpoint with exactly three lines: extension lines would be signed without being checked by
//! anybody, so none is written and none is accepted in a head of ours. The key's name is the origin. That
//! a head extends the one before is the duty of whoever signs (`variorum-store`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use variorum_evidence::digest::Digest;

use crate::note::{NoteError, SigningKey, Vkey};

/// The head of a journal: which journal, how many entries, and the root over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the journal: `variorum.invalid/` and 32 random hexadecimal digits.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Digest,
}

/// A head that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note around it.
    #[error("the checkpoint is not validly signed")]
    Note(#[source] NoteError),
    /// The text is not origin, size and root.
    #[error("not a checkpoint (three lines: origin, decimal size, base64 root): {why}")]
    Shape {
        /// What is wrong with it.
        why: &'static str,
    },
    /// Signed, but about another journal than the key's.
    #[error("the checkpoint is about {found}, the key is for {expected}")]
    OtherOrigin {
        /// The origin in the text.
        found: String,
        /// The name of the key.
        expected: String,
    },
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.as_bytes()))
    }

    /// The head of such three lines; refuses every text that [`Checkpoint::to_text`] would not write.
    pub fn from_text(text: &str) -> Result<Self, CheckpointError> {
        let refuse = |why| CheckpointError::Shape { why };
        let lines: Vec<&str> = text.split('\n').collect();
        let &[origin, size, root, ""] = lines.as_slice() else {
            return Err(refuse("it has another number of lines"));
        };
        let root = BASE64.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let head = Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| refuse("the size is not a number"))?,
            root: Digest::from_bytes(root.ok_or(refuse("the root is not 32 bytes in canonical base64"))?),
        };
        if origin.is_empty() || head.to_text() != text {
            return Err(refuse("the same head has another spelling"));
        }
        Ok(head)
    }
}

/// A head with the exact bytes that were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: String,
    head: Checkpoint,
}

impl SignedCheckpoint {
    /// Signs a head with the key of its origin.
    pub fn sign(head: Checkpoint, key: &SigningKey) -> Result<Self, CheckpointError> {
        check_origin(&head, &key.vkey())?;
        let note = key.sign(&head.to_text()).map_err(CheckpointError::Note)?;
        Ok(Self { note, head })
    }

    /// The head in a note that the key of its origin signed.
    pub fn open(note: &str, vkey: &Vkey) -> Result<Self, CheckpointError> {
        let head = Checkpoint::from_text(vkey.open(note).map_err(CheckpointError::Note)?)?;
        check_origin(&head, vkey)?;
        Ok(Self { note: note.to_owned(), head })
    }

    /// The note, byte for byte.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// What it says.
    pub const fn head(&self) -> &Checkpoint {
        &self.head
    }
}

fn check_origin(head: &Checkpoint, vkey: &Vkey) -> Result<(), CheckpointError> {
    if head.origin == vkey.name() {
        return Ok(());
    }
    Err(CheckpointError::OtherOrigin { found: head.origin.clone(), expected: vkey.name().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed("variorum.invalid/test", [9; 32]).unwrap()
    }

    fn head(size: u64) -> Checkpoint {
        Checkpoint { origin: "variorum.invalid/test".to_owned(), size, root: Digest::of(b"root") }
    }

    #[test]
    fn signed_and_opened() {
        for size in [0, 1, 10, u64::MAX] {
            let signed = SignedCheckpoint::sign(head(size), &key()).unwrap();
            let opened = SignedCheckpoint::open(signed.note(), &key().vkey()).unwrap();
            assert_eq!(opened, signed);
            assert_eq!(opened.head(), &head(size));
        }
    }

    #[test]
    fn one_spelling_and_three_lines() {
        let text = head(10).to_text();
        assert_eq!(Checkpoint::from_text(&text), Ok(head(10)));
        for (from, to) in [
            ("\n10\n", "\n010\n"),
            ("\n10\n", "\n+10\n"),
            ("\n10\n", "\n-1\n"),
            ("\n10\n", "\n18446744073709551616\n"),
            ("variorum.invalid/test", ""),
            ("=\n", "\n"),
            ("=\n", "=\nextension\n"),
            ("=\n", "="),
        ] {
            let other = text.replace(from, to);
            assert_ne!(other, text);
            assert!(Checkpoint::from_text(&other).is_err(), "{other}");
            let note = key().sign(&format!("{}\n", other.trim_end())).unwrap();
            if to != "=" {
                assert!(SignedCheckpoint::open(&note, &key().vkey()).is_err(), "{note}");
            }
        }
    }

    #[test]
    fn a_key_signs_for_its_own_journal_only() {
        let other = Checkpoint { origin: "variorum.invalid/other".to_owned(), ..head(1) };
        assert!(matches!(SignedCheckpoint::sign(other.clone(), &key()), Err(CheckpointError::OtherOrigin { .. })));
        let note = key().sign(&other.to_text()).unwrap();
        assert!(matches!(SignedCheckpoint::open(&note, &key().vkey()), Err(CheckpointError::OtherOrigin { .. })));
    }
}
