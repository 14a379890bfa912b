//! How often two texts meet in an index: counted in bounded memory.
//!
//! Postings are handled a part at a time, by what they are keyed with, and pairs are kept as sorted runs with their counts,
//! so that the memory grows with the number of different pairs and not with the number of meetings.

/// Parts into which postings are divided: each is in memory alone.
pub(crate) const PARTS: u64 = 8;
/// Meetings that are held before they are counted.
const MOST_HELD: usize = 4_000_000;

/// The part of the postings to which a hash belongs: by bits that choose nothing else.
pub(crate) fn part(hash: u64) -> u64 {
    (hash >> 29) % PARTS
}

/// Pairs of texts and how often each met.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    counted: Vec<(u64, u32)>,
    held: Vec<u64>,
}

impl Pairs {
    /// Notes a meeting of two texts.
    pub(crate) fn meet(&mut self, a: usize, b: usize) {
        self.held.push((a as u64) << 32 | b as u64);
        if self.held.len() >= MOST_HELD {
            self.count();
        }
    }

    /// The pairs that met so often, in order.
    pub(crate) fn at_least(mut self, often: usize) -> Vec<(usize, usize)> {
        self.count();
        let enough = self.counted.iter().filter(|(_, times)| *times as usize >= often);
        enough.map(|(pair, _)| ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize)).collect()
    }

    fn count(&mut self) {
        self.held.sort_unstable();
        let new = self.held.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32));
        let known = self.counted.len();
        self.counted.extend(new);
        if known > 0 {
            self.counted.sort_unstable();
            self.counted.dedup_by(|later, first| {
                let same = later.0 == first.0;
                first.1 += if same { later.1 } else { 0 };
                same
            });
        }
        self.held.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_are_counted_over_all_parts() {
        let mut pairs = Pairs::default();
        for (a, b) in [(0, 1), (2, 3), (0, 1)] {
            pairs.meet(a, b);
        }
        pairs.count();
        for (a, b) in [(2, 3), (0, 1), (0, 7)] {
            pairs.meet(a, b);
        }
        assert_eq!(pairs.at_least(2), [(0, 1), (2, 3)]);
    }
}
