//! The Merkle tree over the lines of the journal: one root for all of them, and short proofs.
//!
//! RFC 6962 §2.1: a leaf is SHA-256(0x00 ‖ line), a node SHA-256(0x01 ‖ left ‖ right), split at the largest
//! power of two below the size; the empty tree is SHA-256 of nothing. [`Tree`] keeps only the roots of the
//! full subtrees on its right edge, enough to append and to give the root; [`ProvingTree`] keeps every hash,
//! for whoever has to give proofs. Verification follows RFC 9162 §2.1.3.2 and §2.1.4.2 and refuses what is
//! longer than any honest proof.

use sha2::{Digest as _, Sha256};
use variorum_evidence::digest::Digest;

/// The most hashes in a proof that is looked at (C2SP tlog-witness; enough for 2^63 entries).
pub const LONGEST_PROOF: usize = 63;

/// The hash of a line of the journal, without its line feed.
pub fn leaf_hash(line: &[u8]) -> Digest {
    hash(&[&[0], line])
}

/// The hash of a node above two others.
fn node_hash(left: &Digest, right: &Digest) -> Digest {
    hash(&[&[1], left.as_bytes(), right.as_bytes()])
}

fn hash(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    Digest::from_bytes(hasher.finalize().into())
}

/// A growing tree: 32 bytes for each bit of its size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    size: u64,
    /// Roots of the full subtrees, largest first: one for each bit that is set in `size`.
    peaks: Vec<Digest>,
}

impl Tree {
    /// The tree over nothing.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Adds the next leaf.
    pub fn append(&mut self, leaf: Digest) {
        let mut peak = leaf;
        // Each full subtree of the same height joins, like carrying in a sum.
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a peak for each bit that is set in size");
            peak = node_hash(&left, &peak);
        }
        self.peaks.push(peak);
        self.size += 1;
    }

    /// The tree of this size with these roots of its full subtrees, largest first; none if it has not so many.
    pub fn from_peaks(size: u64, peaks: Vec<Digest>) -> Option<Self> {
        (peaks.len() as u32 == size.count_ones()).then_some(Self { size, peaks })
    }

    /// The roots of its full subtrees, largest first.
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves.
    pub fn root(&self) -> Digest {
        let mut from_right = self.peaks.iter().rev().copied();
        let Some(last) = from_right.next() else { return Digest::of(b"") };
        from_right.fold(last, |root, peak| node_hash(&peak, &root))
    }
}

/// A tree with all its hashes, which can prove any leaf and any earlier state: 64 bytes for each leaf.
#[derive(Debug, Clone)]
pub struct ProvingTree {
    /// `levels[0]` are the leaves; `levels[k][i]` is the root over leaves `i·2^k .. (i+1)·2^k`.
    levels: Vec<Vec<Digest>>,
}

impl ProvingTree {
    /// The tree over these leaves.
    pub fn of(leaves: Vec<Digest>) -> Self {
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.levels[0].len() as u64
    }

    /// The hash of leaf `index`.
    pub fn leaf(&self, index: u64) -> Option<Digest> {
        self.levels[0].get(usize::try_from(index).ok()?).copied()
    }

    /// The root over the first `size` leaves; none if there are fewer.
    pub fn root_at(&self, size: u64) -> Option<Digest> {
        let size = self.checked(size)?;
        Some(if size == 0 { Digest::of(b"") } else { self.subtree(0, size) })
    }

    /// The hashes beside the path from leaf `index` to the root over the first `size` leaves.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Digest>> {
        let size = self.checked(size)?;
        let index = self.checked(index).filter(|index| *index < size)?;
        let mut proof = Vec::new();
        let (mut start, mut end) = (0, size);
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// The hashes that show that the tree over `old` leaves is a beginning of the one over `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Digest>> {
        let (old, new) = (self.checked(old)?, self.checked(new)?);
        if old > new {
            return None;
        }
        let mut proof = Vec::new();
        if old == 0 || old == new {
            return Some(proof);
        }
        let (mut start, mut end) = (0, new);
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        // The verifier knows the old root; where that is the whole left edge it needs no hash for it.
        if start > 0 {
            proof.push(self.subtree(start, end));
        }
        proof.reverse();
        Some(proof)
    }

    fn checked(&self, size: u64) -> Option<usize> {
        usize::try_from(size).ok().filter(|size| *size <= self.levels[0].len())
    }

    /// The root over leaves `start..end`, where `start` is a multiple of the smallest power of two that is
    /// not below the length (as in every range that the splits of RFC 6962 make).
    fn subtree(&self, start: usize, end: usize) -> Digest {
        let length = end - start;
        if length.is_power_of_two() {
            let height = length.trailing_zeros() as usize;
            return self.levels[height][start >> height];
        }
        let middle = start + split(length);
        node_hash(&self.subtree(start, middle), &self.subtree(middle, end))
    }
}

/// The largest power of two below `length`, which is at least 2.
const fn split(length: usize) -> usize {
    1 << (length - 1).ilog2()
}

/// A proof that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A leaf outside the tree, or a tree that shrinks.
    #[error("the proof is for {part} of a tree of {size}")]
    OutOfRange {
        /// The leaf's number, or the size of the earlier tree.
        part: u64,
        /// The size of the tree.
        size: u64,
    },
    /// Not as many hashes as the sizes ask for.
    #[error("the proof has {found} hashes, which does not fit the sizes it is for")]
    WrongLength {
        /// How many it has.
        found: usize,
    },
    /// The hashes lead elsewhere.
    #[error("the proof leads to the root {found}, not to {expected}")]
    WrongRoot {
        /// The root that was claimed.
        expected: Digest,
        /// The root that the proof gives.
        found: Digest,
    },
}

/// Whether `leaf` is number `index` of the tree with `size` leaves and this root.
pub fn verify_inclusion(index: u64, size: u64, leaf: Digest, proof: &[Digest], root: Digest) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange { part: index, size });
    }
    check_length(proof)?;
    let wrong_length = ProofError::WrongLength { found: proof.len() };
    let (mut at, mut last, mut found) = (index, size - 1, leaf);
    for beside in proof {
        if last == 0 {
            return Err(wrong_length);
        }
        if at & 1 == 1 || at == last {
            found = node_hash(beside, &found);
            // The right edge of an incomplete tree: levels without a neighbour are skipped.
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            found = node_hash(&found, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last != 0 {
        return Err(wrong_length);
    }
    check_root(root, found)
}

/// Whether the tree of `old` leaves and root `old_root` is a beginning of the one of `new` and `new_root`.
pub fn verify_consistency(
    old: u64,
    old_root: Digest,
    new: u64,
    new_root: Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange { part: old, size: new });
    }
    check_length(proof)?;
    let wrong_length = ProofError::WrongLength { found: proof.len() };
    if old == new || old == 0 {
        if !proof.is_empty() {
            return Err(wrong_length);
        }
        // Nothing comes before everything; the same size has one root.
        return check_root(old_root, if old == 0 { Digest::of(b"") } else { new_root });
    }
    let mut hashes = proof.iter();
    // A full left subtree is its own first hash; any other old tree starts from a hash of the proof.
    let first = if old.is_power_of_two() { Some(&old_root) } else { hashes.next() };
    let first = *first.ok_or(wrong_length.clone())?;
    let ones = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> ones, (new - 1) >> ones);
    let (mut found_old, mut found_new) = (first, first);
    for beside in hashes {
        if last == 0 {
            return Err(wrong_length);
        }
        if at & 1 == 1 || at == last {
            found_old = node_hash(beside, &found_old);
            found_new = node_hash(beside, &found_new);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            found_new = node_hash(&found_new, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last != 0 {
        return Err(wrong_length);
    }
    check_root(old_root, found_old)?;
    check_root(new_root, found_new)
}

fn check_length(proof: &[Digest]) -> Result<(), ProofError> {
    if proof.len() > LONGEST_PROOF { Err(ProofError::WrongLength { found: proof.len() }) } else { Ok(()) }
}

fn check_root(expected: Digest, found: Digest) -> Result<(), ProofError> {
    if expected == found { Ok(()) } else { Err(ProofError::WrongRoot { expected, found }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaves(count: u64) -> Vec<Digest> {
        (0..count).map(|number| leaf_hash(format!("leaf {number}").as_bytes())).collect()
    }

    /// The definition of RFC 6962, word for word.
    fn naive_root(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node_hash(&naive_root(left), &naive_root(right))
            }
        }
    }

    #[test]
    fn growing_and_proving_trees_are_the_plain_one() {
        let all = leaves(130);
        let proving = ProvingTree::of(all.clone());
        let mut tree = Tree::new();
        for size in 0..=all.len() {
            let root = naive_root(&all[..size]);
            assert_eq!(tree.root(), root, "{size}");
            assert_eq!(proving.root_at(size as u64), Some(root), "{size}");
            if let Some(leaf) = all.get(size) {
                tree.append(*leaf);
            }
        }
        assert_eq!(proving.root_at(131), None);
    }

    #[test]
    fn a_tree_grows_on_from_its_peaks() {
        let all = leaves(70);
        for size in 0..all.len() {
            let mut tree = Tree::new();
            all[..size].iter().for_each(|leaf| tree.append(*leaf));
            let mut again = Tree::from_peaks(tree.size(), tree.peaks().to_vec()).unwrap();
            assert_eq!(again, tree);
            all[size..].iter().for_each(|leaf| again.append(*leaf));
            assert_eq!(again.root(), naive_root(&all), "{size}");
            assert_eq!(Tree::from_peaks(size as u64, vec![naive_root(&all); size.count_ones() as usize + 1]), None);
        }
    }

    #[test]
    fn every_proof_of_a_small_tree() {
        let tree = ProvingTree::of(leaves(40));
        for size in 0..=40 {
            let root = tree.root_at(size).unwrap();
            for index in 0..size {
                let proof = tree.inclusion(index, size).unwrap();
                assert_eq!(verify_inclusion(index, size, tree.leaf(index).unwrap(), &proof, root), Ok(()));
            }
            assert_eq!(tree.inclusion(size, size), None);
            for old in 0..=size {
                let proof = tree.consistency(old, size).unwrap();
                let old_root = tree.root_at(old).unwrap();
                assert_eq!(verify_consistency(old, old_root, size, root, &proof), Ok(()), "{old} of {size}");
            }
            assert_eq!(tree.consistency(size + 1, size), None);
        }
    }

    #[test]
    fn a_proof_longer_than_any_tree_is_refused_unread() {
        let long = vec![Digest::of(b"x"); LONGEST_PROOF + 1];
        let any = Digest::of(b"y");
        let refused = Err(ProofError::WrongLength { found: 64 });
        assert_eq!(verify_inclusion(0, u64::MAX, any, &long, any), refused);
        assert_eq!(verify_consistency(1, any, u64::MAX, any, &long), refused);
    }

    fn flipped(digest: Digest, bit: usize) -> Digest {
        let mut bytes = *digest.as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        Digest::from_bytes(bytes)
    }

    proptest! {
        #[test]
        fn a_flipped_bit_breaks_an_inclusion(size in 2u64..600, pick in any::<u64>(), place in any::<usize>(), bit in 0usize..256) {
            let tree = ProvingTree::of(leaves(size));
            let index = pick % size;
            let (leaf, root) = (tree.leaf(index).unwrap(), tree.root_at(size).unwrap());
            let mut proof = tree.inclusion(index, size).unwrap();
            prop_assert_eq!(verify_inclusion(index, size, leaf, &proof, root), Ok(()));
            prop_assert!(verify_inclusion(index, size, flipped(leaf, bit), &proof, root).is_err());
            prop_assert!(verify_inclusion(index, size, leaf, &proof, flipped(root, bit)).is_err());
            prop_assert!(verify_inclusion(index ^ 1, size, leaf, &proof, root).is_err());
            let place = place % proof.len();
            let right = proof[place];
            proof[place] = flipped(right, bit);
            prop_assert!(verify_inclusion(index, size, leaf, &proof, root).is_err());
            proof[place] = right;
            proof.insert(place, right);
            prop_assert!(verify_inclusion(index, size, leaf, &proof, root).is_err());
            proof.drain(place..=place + 1);
            prop_assert!(verify_inclusion(index, size, leaf, &proof, root).is_err());
        }

        #[test]
        fn a_flipped_bit_breaks_a_consistency(new in 2u64..600, pick in any::<u64>(), place in any::<usize>(), bit in 0usize..256) {
            let tree = ProvingTree::of(leaves(new));
            let old = 1 + pick % (new - 1);
            let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
            let mut proof = tree.consistency(old, new).unwrap();
            prop_assert_eq!(verify_consistency(old, old_root, new, new_root, &proof), Ok(()));
            prop_assert!(verify_consistency(old, flipped(old_root, bit), new, new_root, &proof).is_err());
            prop_assert!(verify_consistency(old, old_root, new, flipped(new_root, bit), &proof).is_err());
            let place = place % proof.len();
            let right = proof[place];
            proof[place] = flipped(right, bit);
            prop_assert!(verify_consistency(old, old_root, new, new_root, &proof).is_err());
            proof.remove(place);
            prop_assert!(verify_consistency(old, old_root, new, new_root, &proof).is_err());
        }

        #[test]
        fn no_sizes_make_it_panic(a in any::<u64>(), b in any::<u64>(), length in 0usize..70) {
            let any = Digest::of(b"x");
            let proof = vec![any; length];
            let _ = verify_inclusion(a, b, any, &proof, any);
            let _ = verify_consistency(a, any, b, any, &proof);
        }
    }
}
