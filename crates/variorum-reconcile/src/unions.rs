//! Things that turn out to be one: sets that only grow together (union-find).
//!
//! The smallest member stands for its set, so that the result does not depend on the order of joining.

/// Sets over the numbers `0..len`.
#[derive(Debug)]
pub(crate) struct Unions {
    parents: Vec<usize>,
}

impl Unions {
    /// Every number alone.
    pub(crate) fn new(len: usize) -> Self {
        Self { parents: (0..len).collect() }
    }

    /// Adds numbers up to `len`, each alone.
    pub(crate) fn grow(&mut self, len: usize) {
        self.parents.extend(self.parents.len()..len);
    }

    /// The smallest number of the set of `of`.
    pub(crate) fn first(&mut self, of: usize) -> usize {
        let mut first = of;
        while self.parents[first] != first {
            self.parents[first] = self.parents[self.parents[first]];
            first = self.parents[first];
        }
        first
    }

    /// Makes the sets of `a` and `b` one; false if they were one before.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.first(a), self.first(b));
        self.parents[a.max(b)] = a.min(b);
        a != b
    }
}
