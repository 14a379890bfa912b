//! Merkle tree, proofs, signed checkpoints, entries. Pure functions on bytes.
