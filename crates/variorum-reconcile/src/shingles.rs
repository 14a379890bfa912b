//! Which texts share their wording: runs of five words, hashed.
//!
//! Two texts written apart about one event share few runs of five words; a copy shares most of them, and a copy
//! with paragraphs cut still has most of its own in the longer text. So the measure is containment: the share
//! of the smaller set that lies in the larger (Broder, "On the resemblance and containment of documents",
//! 1997). Candidates come from an inverted index in which only neighbours of one posting list are paired, which
//! keeps the number of pairs near the number of words, whatever is copied how often; each candidate is then
//! compared exactly. Left out: translations, and copies in other words.

use crate::fold::words;
use crate::pairs::{PARTS, Pairs, part};

/// Words in a run: long enough that stock phrases of news rarely fill it, short enough to survive an edit.
const RUN: usize = 5;
/// Hashes kept over all texts together. Above it only every second, fourth … hash is kept, the same ones in
/// every text, so that shares stay what they are within sampling error.
const MOST_HASHES: usize = 8_000_000;
/// Runs that two neighbours of posting lists must share before they are compared.
const CANDIDATE: usize = 6;

/// The hashed runs of some texts, numbered as given.
#[derive(Debug)]
pub(crate) struct Shingles {
    sets: Vec<Vec<u64>>,
    /// How many runs one kept hash stands for.
    stride: usize,
}

/// What two texts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Runs in both.
    pub(crate) runs: usize,
    /// Runs in the smaller text.
    pub(crate) of: usize,
}

impl Shared {
    /// In percent of the smaller text.
    pub(crate) fn percent(self) -> usize {
        (self.runs * 100).checked_div(self.of).unwrap_or(0)
    }
}

impl Shingles {
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        // Six letters a word, about: an estimate is enough to choose how many to keep.
        let about: usize = texts.clone().map(|text| text.len() / 6).sum();
        let stride = (about / MOST_HASHES + 1).next_power_of_two();
        let sets = texts.map(|text| runs(text, stride as u64)).collect();
        Self { sets, stride }
    }

    /// Pairs that may share much, each with the smaller number first, in order.
    pub(crate) fn candidates(&self) -> Vec<(usize, usize)> {
        let mut pairs = Pairs::default();
        let mut postings: Vec<(u64, usize)> = Vec::new();
        for of in 0..PARTS {
            postings.clear();
            for (text, set) in self.sets.iter().enumerate() {
                postings.extend(set.iter().filter(|hash| part(**hash) == of).map(|hash| (*hash, text)));
            }
            postings.sort_unstable();
            let neighbours = postings.windows(2).filter(|pair| pair[0].0 == pair[1].0);
            neighbours.for_each(|pair| pairs.meet(pair[0].1, pair[1].1));
        }
        pairs.at_least((CANDIDATE / self.stride).max(1))
    }

    /// What two of the texts share, counted exactly over the kept hashes.
    pub(crate) fn shared(&self, a: usize, b: usize) -> Shared {
        let (mut left, mut right) = (self.sets[a].as_slice(), self.sets[b].as_slice());
        let of = left.len().min(right.len());
        let mut runs = 0;
        while let ([first, ..], [other, ..]) = (left, right) {
            runs += usize::from(first == other);
            if first <= other {
                left = &left[1..];
            }
            if other <= first {
                right = &right[1..];
            }
        }
        Shared { runs: runs * self.stride, of: of * self.stride }
    }
}

/// The distinct hashes of a text's runs that `stride` keeps, sorted.
fn runs(text: &str, stride: u64) -> Vec<u64> {
    let words = words(text);
    // The high bits choose, since the low ones of FNV are weak.
    let hashes = words.windows(RUN).map(hash).filter(|hash| (hash >> 32).is_multiple_of(stride));
    let mut hashes: Vec<_> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.shrink_to_fit();
    hashes
}

/// FNV-1a over the words, 64 bits, with a byte between them that no text has: a fixed function, so that every
/// run and machine sees the same.
pub(crate) fn hash(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containment() {
        let long = "one two three four five six seven eight nine ten eleven twelve";
        let cut = "three four five six seven eight nine ten";
        let other = "nobody wrote any of this down before the morning came";
        let shingles = Shingles::of([long, cut, other].into_iter());
        assert_eq!(shingles.shared(0, 1), Shared { runs: 4, of: 4 });
        assert_eq!(shingles.shared(0, 1).percent(), 100);
        assert_eq!(shingles.shared(0, 2).runs, 0);
        assert_eq!(shingles.shared(2, 2).percent(), 100);
    }

    #[test]
    fn many_copies_make_few_candidates() {
        let story = "the minister said on tuesday that nobody had yet been told where the train was going";
        let texts: Vec<String> = (0..100).map(|number| format!("{story} says outlet {number}")).collect();
        let shingles = Shingles::of(texts.iter().map(String::as_str));
        let candidates = shingles.candidates();
        assert_eq!(candidates.len(), 99);
        assert!(candidates.iter().all(|(a, b)| *b == a + 1));
    }

    #[test]
    fn short_texts_have_no_runs() {
        let shingles = Shingles::of(["four words are few", ""].into_iter());
        assert_eq!(shingles.shared(0, 1), Shared { runs: 0, of: 0 });
        assert_eq!(shingles.shared(0, 1).percent(), 0);
    }
}
