//! Maps whose keys are digests.
//!
//! A case of a million claims is looked up by text, claim and reading millions of times, and comparing digests along a tree
//! was a sixth of all its time. A digest is as good a hash as there is: its first bytes are taken for it, so that nothing
//! is random from run to run. What stands in such a map has the order in which it was put in, not that of its keys.
//!
//! Left out: keys that somebody chose. Whoever grinds digests for equal beginnings makes a case slower, not wrong.

use std::hash::{BuildHasherDefault, Hasher};

use indexmap::IndexMap;

/// Values by a digest, in the order in which they were put in.
pub(crate) type ByDigest<K, V> = IndexMap<K, V, BuildHasherDefault<Beginning>>;

/// The first eight bytes of a digest.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beginning(u64);

impl Hasher for Beginning {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 ^= u64::from_le_bytes(*first);
        }
    }

    /// The length that stands before the bytes is that of all digests.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
