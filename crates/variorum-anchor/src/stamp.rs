//! OpenTimestamps proofs: the digest of a file, and how it went into a Bitcoin block.
//!
//! A proof is a tree: from the file's digest, operations (append, prepend, hash) lead to attestations. One of a
//! calendar is a promise; one of a block says which merkle root the block of that height must have. Everybody who
//! knows the chain can compare that. Here the user says what the block has, or the proof says what to look for.
//!
//! Own code of two hundred lines: the crate `opentimestamps` (0.2.0, 2023) brings a logger with regular expressions,
//! and does not say what a proof comes to when it holds an operation that it does not know. Left out: calendars (no
//! network), and operations by RIPEMD-160 and Keccak-256, which no calendar uses: what stands after one is told as not
//! computed.

use std::fmt;
use std::str::FromStr;

use variorum_evidence::digest::Digest;

use crate::names::Hash;

/// What every proof begins with; the version follows.
const MAGIC: &[u8] = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94";
const VERSION: u64 = 1;

/// A complete proof of four calendars has 3 kB.
const LONGEST: usize = 256 << 10;
/// As in the reference implementation.
const DEEPEST: usize = 256;
const LONGEST_MESSAGE: usize = 4096;
const LONGEST_ATTESTATION: usize = 8192;
const LONGEST_ADDRESS: usize = 1000;
const MOST_STEPS: usize = 10_000;

const BITCOIN: [u8; 8] = [0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01];
const PENDING: [u8; 8] = [0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e];

/// A proof that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no OpenTimestamps proof: {why}")]
pub struct NotAStamp {
    why: &'static str,
}

/// A block that does not have what the proof leads to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// The proof names other blocks.
    #[error("the proof does not lead to block {height}")]
    NotNamed {
        /// The block that was given.
        height: u64,
    },
    /// The proof needs another root.
    #[error("block {height} must have the merkle root {expected}; {given} was given")]
    OtherRoot {
        /// The block.
        height: u64,
        /// What the proof leads to.
        expected: MerkleRoot,
        /// What was given.
        given: MerkleRoot,
    },
}

/// A proof: what it is about, and who attests it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The SHA-256 of the file.
    pub digest: Digest,
    /// Everything that it leads to, in the order of the proof.
    pub attested: Vec<Attestation>,
}

/// Where a branch of a proof ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attestation {
    /// In a Bitcoin block.
    Block {
        /// Its number in the chain.
        height: u64,
        /// The merkle root that it must have; none if the way there was not computed.
        root: Option<MerkleRoot>,
    },
    /// With a calendar that promises to have it attested.
    Pending {
        /// The calendar's address.
        calendar: String,
    },
    /// Somewhere that is not known here.
    Other {
        /// The kind of attestation, in hexadecimal digits.
        kind: String,
    },
}

/// The merkle root of a block, shown as block explorers do: the last byte first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MerkleRoot([u8; 32]);

impl fmt::Display for MerkleRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().rev().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for MerkleRoot {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shown: Digest = text.parse().map_err(|error| format!("{text:?} is no merkle root: {error}"))?;
        let mut bytes = *shown.as_bytes();
        bytes.reverse();
        Ok(Self(bytes))
    }
}

impl Stamp {
    /// Reads a proof as `ots stamp` and `ots upgrade` write it.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAStamp> {
        if bytes.len() > LONGEST {
            return Err(NotAStamp { why: "it is longer than 256 KiB" });
        }
        let mut reader = Reader { rest: bytes, steps: 0, attested: Vec::new() };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(NotAStamp { why: "it does not begin as one" });
        }
        if reader.number()? != VERSION {
            return Err(NotAStamp { why: "it is of another version" });
        }
        if reader.byte()? != SHA256 {
            return Err(NotAStamp { why: "it is about another digest than SHA-256; `ots stamp` makes that one" });
        }
        let digest: [u8; 32] = reader.take(32)?.try_into().map_err(|_| CUT)?;
        reader.branch(Some(digest.to_vec()), DEEPEST)?;
        if !reader.rest.is_empty() {
            return Err(NotAStamp { why: "something stands after its end" });
        }
        Ok(Self { digest: Digest::from_bytes(digest), attested: reader.attested })
    }

    /// The blocks that it leads to, each with the merkle root that it must have.
    pub fn blocks(&self) -> impl Iterator<Item = (u64, MerkleRoot)> {
        self.attested.iter().filter_map(|attested| match attested {
            Attestation::Block { height, root } => root.map(|root| (*height, root)),
            _ => None,
        })
    }

    /// Whether it leads to the block of this height with this merkle root.
    pub fn check_block(&self, height: u64, given: MerkleRoot) -> Result<(), BlockError> {
        let mut named = self.blocks().filter(|(named, _)| *named == height).peekable();
        let Some((_, expected)) = named.peek().copied() else { return Err(BlockError::NotNamed { height }) };
        if named.any(|(_, root)| root == given) {
            return Ok(());
        }
        Err(BlockError::OtherRoot { height, expected, given })
    }
}

const CUT: NotAStamp = NotAStamp { why: "it ends too early" };

const SHA1: u8 = 0x02;
const RIPEMD160: u8 = 0x03;
const SHA256: u8 = 0x08;
const KECCAK256: u8 = 0x67;
const APPEND: u8 = 0xf0;
const PREPEND: u8 = 0xf1;
const REVERSE: u8 = 0xf2;
const HEXLIFY: u8 = 0xf3;
const FORK: u8 = 0xff;
const ATTESTATION: u8 = 0x00;

struct Reader<'a> {
    rest: &'a [u8],
    steps: usize,
    attested: Vec<Attestation>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], NotAStamp> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(CUT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, NotAStamp> {
        self.take(1)?.first().copied().ok_or(CUT)
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self) -> Result<u64, NotAStamp> {
        let mut number = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(NotAStamp { why: "a number in it is too large" })
    }

    fn bytes(&mut self, least: usize, most: usize) -> Result<&'a [u8], NotAStamp> {
        let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if (least..=most).contains(&length) {
            return self.take(length);
        }
        Err(NotAStamp { why: "a part of it has a length that none may have" })
    }

    /// All that follows from a message; none if it was not computed.
    fn branch(&mut self, message: Option<Vec<u8>>, depth: usize) -> Result<(), NotAStamp> {
        let depth = depth.checked_sub(1).ok_or(NotAStamp { why: "it is nested more than 256 deep" })?;
        let mut step = self.byte()?;
        while step == FORK {
            let inner = self.byte()?;
            self.step(inner, message.as_deref(), depth)?;
            step = self.byte()?;
        }
        self.step(step, message.as_deref(), depth)
    }

    fn step(&mut self, step: u8, message: Option<&[u8]>, depth: usize) -> Result<(), NotAStamp> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(NotAStamp { why: "it has more than 10,000 steps" });
        }
        if step == ATTESTATION {
            return self.attestation(message);
        }
        let result = self.operation(step, message)?;
        if result.as_ref().is_some_and(|result| result.len() > LONGEST_MESSAGE) {
            return Err(NotAStamp { why: "a message in it is too long" });
        }
        self.branch(result, depth)
    }

    fn operation(&mut self, operation: u8, message: Option<&[u8]>) -> Result<Option<Vec<u8>>, NotAStamp> {
        Ok(match operation {
            SHA1 => message.map(|message| Hash::Sha1.of(message)),
            SHA256 => message.map(|message| Hash::Sha256.of(message)),
            RIPEMD160 | KECCAK256 => None,
            APPEND => {
                let argument = self.bytes(1, LONGEST_MESSAGE)?;
                message.map(|message| [message, argument].concat())
            }
            PREPEND => {
                let argument = self.bytes(1, LONGEST_MESSAGE)?;
                message.map(|message| [argument, message].concat())
            }
            REVERSE => message.map(|message| message.iter().rev().copied().collect()),
            HEXLIFY => {
                message.map(|message| message.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect())
            }
            _ => return Err(NotAStamp { why: "it has an operation that is not known" }),
        })
    }

    fn attestation(&mut self, message: Option<&[u8]>) -> Result<(), NotAStamp> {
        let kind: [u8; 8] = self.take(8)?.try_into().map_err(|_| CUT)?;
        let payload = self.bytes(0, LONGEST_ATTESTATION)?;
        let mut inner = Reader { rest: payload, steps: 0, attested: Vec::new() };
        let attested = match kind {
            BITCOIN => {
                let root = message.map(|message| message.try_into().map(MerkleRoot)).transpose();
                let root = root.map_err(|_| NotAStamp { why: "a merkle root in it is not 32 bytes" })?;
                Attestation::Block { height: inner.number()?, root }
            }
            PENDING => Attestation::Pending { calendar: address(inner.bytes(0, LONGEST_ADDRESS)?)? },
            other => {
                inner.rest = &[];
                Attestation::Other { kind: other.iter().map(|byte| format!("{byte:02x}")).collect() }
            }
        };
        if !inner.rest.is_empty() {
            return Err(NotAStamp { why: "an attestation in it says more than it may" });
        }
        self.attested.push(attested);
        Ok(())
    }
}

/// The letters that an address may have are few on purpose.
fn address(bytes: &[u8]) -> Result<String, NotAStamp> {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._/:".contains(byte);
    let text = String::from_utf8(bytes.to_vec()).ok().filter(|text| text.as_bytes().iter().all(fits));
    text.ok_or(NotAStamp { why: "the address of a calendar in it is none" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proof about `data`, of these steps.
    fn proof(data: &[u8], steps: &[&[u8]]) -> Vec<u8> {
        [MAGIC, &[1, SHA256], Digest::of(data).as_bytes(), &steps.concat()].concat()
    }

    fn attestation(kind: [u8; 8], payload: &[u8]) -> Vec<u8> {
        [&[ATTESTATION], kind.as_slice(), &[payload.len() as u8], payload].concat()
    }

    fn pending(calendar: &str) -> Vec<u8> {
        attestation(PENDING, &[&[calendar.len() as u8], calendar.as_bytes()].concat())
    }

    #[test]
    fn pending_first_and_a_block_later() {
        let waiting = proof(b"head", &[&[APPEND, 2, 7, 8, SHA256], &pending("https://calendar.example")]);
        let stamp = Stamp::read(&waiting).unwrap();
        assert_eq!(stamp.digest, Digest::of(b"head"));
        assert_eq!(stamp.attested, [Attestation::Pending { calendar: "https://calendar.example".to_owned() }]);

        let block = attestation(BITCOIN, &[0xa0, 0xc2, 0x33]);
        let complete = proof(
            b"head",
            &[
                &[APPEND, 2, 7, 8, SHA256, FORK],
                &pending("https://calendar.example"),
                &[PREPEND, 1, 9, SHA256, SHA256],
                &block,
            ],
        );
        let stamp = Stamp::read(&complete).unwrap();
        let inner = Digest::of(&[Digest::of(b"head").as_bytes().as_slice(), &[7, 8]].concat());
        let prepended = Digest::of(&[[9].as_slice(), inner.as_bytes()].concat());
        let root = MerkleRoot(*Digest::of(prepended.as_bytes()).as_bytes());
        assert_eq!(stamp.blocks().collect::<Vec<_>>(), [(844_064, root)]);
        assert_eq!(stamp.check_block(844_064, root), Ok(()));
        assert!(matches!(stamp.check_block(844_065, root), Err(BlockError::NotNamed { .. })));
        assert!(matches!(stamp.check_block(844_064, MerkleRoot([0; 32])), Err(BlockError::OtherRoot { .. })));
        assert_eq!(root.to_string().parse(), Ok(root));
    }

    #[test]
    fn what_is_not_computed_is_not_claimed() {
        let block = attestation(BITCOIN, &[5]);
        for operation in [RIPEMD160, KECCAK256] {
            let stamp = Stamp::read(&proof(b"x", &[&[operation, SHA256], &block])).unwrap();
            assert_eq!(stamp.attested, [Attestation::Block { height: 5, root: None }]);
            assert_eq!(stamp.blocks().count(), 0);
        }
        let other = Stamp::read(&proof(b"x", &[&attestation([1; 8], b"whatever")])).unwrap();
        assert_eq!(other.attested, [Attestation::Other { kind: "01".repeat(8) }]);
    }

    #[test]
    fn every_operation() {
        let block = attestation(BITCOIN, &[5]);
        let check = |steps: &[u8], expected: &[u8]| {
            let stamp = Stamp::read(&proof(b"x", &[steps, &[SHA256], &block])).unwrap();
            let root = MerkleRoot(*Digest::of(expected).as_bytes());
            assert_eq!(stamp.blocks().collect::<Vec<_>>(), [(5, root)], "{steps:x?}");
        };
        let digest = *Digest::of(b"x").as_bytes();
        check(&[], &digest);
        check(&[SHA1], &Hash::Sha1.of(&digest));
        check(&[REVERSE], &digest.iter().rev().copied().collect::<Vec<_>>());
        check(&[HEXLIFY], Digest::of(b"x").to_string().as_bytes());
        check(&[APPEND, 1, 3], &[digest.as_slice(), &[3]].concat());
        check(&[PREPEND, 1, 3], &[[3].as_slice(), &digest].concat());
    }

    #[test]
    fn broken_and_hostile_proofs_are_refused() {
        let block = attestation(BITCOIN, &[5]);
        let good = proof(b"x", &[&block]);
        for end in 0..good.len() {
            assert!(Stamp::read(&good[..end]).is_err(), "cut at {end}");
        }
        let mut longer = good.clone();
        longer.push(0);
        assert!(Stamp::read(&longer).is_err());
        for steps in [
            vec![SHA256; 300],
            [vec![FORK; 20_000], block.clone()].concat(),
            [vec![0x05], block.clone()].concat(),
            [vec![APPEND, 0], block.clone()].concat(),
            [vec![APPEND, 0xff, 0xff, 0x7f], block.clone()].concat(),
            [vec![APPEND, 1, 0], block.clone()].concat(),
            [vec![HEXLIFY; 9], vec![SHA256], block.clone()].concat(),
            attestation(BITCOIN, &[5, 5]),
            attestation(BITCOIN, &[0x80; 10]),
            pending("https://calendar.example/?a=b"),
            attestation(PENDING, &[1]),
        ] {
            assert!(Stamp::read(&proof(b"x", &[&steps])).is_err(), "{:x?}", &steps[..steps.len().min(20)]);
        }
        let many = [FORK].iter().chain(&block).copied().cycle().take(11_000 * (block.len() + 1));
        assert!(Stamp::read(&proof(b"x", &[&many.collect::<Vec<_>>(), &block])).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(steps in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = Stamp::read(&steps);
            let _ = Stamp::read(&proof(b"x", &[&steps]));
        }
    }
}
