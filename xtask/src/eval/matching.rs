//! Pairs of marked and found claims, one to one, as `eval/GUIDELINES.md` section 8 has it.

use std::ops::AddAssign;

use serde::Serialize;

use super::found;
use super::words::{Held, Words, dice};

/// A claim of either side, by the words that it is made of.
pub struct Claim {
    pub content: Held,
    /// None where no words name a holder.
    pub source: Option<Held>,
    pub manner: String,
    pub hedge: String,
    pub nested: bool,
    pub speaker: Option<String>,
    /// Source, cue and content between bars, for people.
    pub shown: String,
}

impl Claim {
    /// A claim of the program, in the words of its text.
    pub fn found(words: &Words, claim: &found::Claim, speaker: Option<String>) -> Self {
        let places: Vec<_> = claim.content.iter().map(found::Span::place).collect();
        let part = |span: &Option<found::Span>| span.as_ref().map_or("-", |span| span.text.as_str()).to_owned();
        let content: Vec<_> = claim.content.iter().map(|span| span.text.as_str()).collect();
        Self {
            content: words.held_by(&places),
            source: claim.source.as_ref().map(|source| words.held(&source.place())),
            manner: claim.manner.clone(),
            hedge: claim.hedge.value.clone(),
            nested: claim.nested_in.is_some(),
            speaker,
            shown: format!("{} | {} | {}", part(&claim.source), part(&claim.cue), content.join(" // ")),
        }
    }

    pub fn narrated(&self) -> bool {
        self.manner == "narrated"
    }

    /// Whether the marked claim and a found one name the same holder, as far as words tell. Where the marked one has a
    /// speaker without words (a dropped subject), the program may point at an earlier mention.
    fn shares_source(&self, found: &Self) -> bool {
        match (&self.source, &found.source) {
            (Some(one), Some(other)) => !one.is_disjoint(other),
            (None, None) => true,
            (None, Some(_)) => self.speaker.is_some(),
            (Some(_), None) => false,
        }
    }
}

/// A marked and a found claim that belong together.
pub struct Pair<'a> {
    pub marked: &'a Claim,
    pub found: &'a Claim,
}

/// Pairs greedily: the most similar first, then the most similar of what is left; equals in the order of the text.
pub fn pairs<'a>(marked: &[&'a Claim], found: &[&'a Claim]) -> Vec<Pair<'a>> {
    let mut candidates = Vec::new();
    for (m, one) in marked.iter().enumerate() {
        for (f, other) in found.iter().enumerate() {
            let similarity = dice(&one.content, &other.content);
            if similarity >= 0.5 && one.shares_source(other) {
                candidates.push((similarity, m, f));
            }
        }
    }
    candidates.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut free_marked, mut free_found) = (vec![true; marked.len()], vec![true; found.len()]);
    candidates.retain(|&(_, m, f)| {
        let free = free_marked[m] && free_found[f];
        if free {
            (free_marked[m], free_found[f]) = (false, false);
        }
        free
    });
    candidates.into_iter().map(|(_, m, f)| Pair { marked: marked[m], found: found[f] }).collect()
}

/// How many claims there are on each side, and how many are pairs.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(into = "Rates")]
pub struct Counts {
    pub marked: usize,
    pub found: usize,
    pub paired: usize,
}

/// Counts with the rates that follow, in percent, for JSON.
#[derive(Serialize)]
struct Rates {
    marked: usize,
    found: usize,
    paired: usize,
    precision: f64,
    recall: f64,
    f1: f64,
}

impl From<Counts> for Rates {
    fn from(counts: Counts) -> Self {
        let Counts { marked, found, paired } = counts;
        let rate = |whole: usize| if whole == 0 { 0.0 } else { 100.0 * paired as f64 / whole as f64 };
        // The harmonic mean of both rates is a rate itself: of pairs among all claims of both sides.
        Self { marked, found, paired, precision: rate(found), recall: rate(marked), f1: 2.0 * rate(marked + found) }
    }
}

impl Counts {
    /// Marked, found, precision, recall, F1.
    pub fn cells(self) -> [String; 5] {
        let Rates { marked, found, precision, recall, f1, .. } = self.into();
        [marked.to_string(), found.to_string(), format!("{precision:.1}"), format!("{recall:.1}"), format!("{f1:.1}")]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.marked += other.marked;
        self.found += other.found;
        self.paired += other.paired;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A claim on the words `content`, held by the words `source`.
    fn claim(content: std::ops::Range<usize>, source: Option<usize>) -> Claim {
        let (manner, hedge) = ("paraphrased".to_owned(), "asserted".to_owned());
        let source = source.map(|word| Held::from([word]));
        Claim { content: content.collect(), source, manner, hedge, nested: false, speaker: None, shown: String::new() }
    }

    /// Checks which found claim each marked claim is paired with.
    fn check(marked: &[Claim], found: &[Claim], expected: &[(usize, usize)]) {
        let number = |claims: &[Claim], claim: &Claim| claims.iter().position(|one| std::ptr::eq(one, claim)).unwrap();
        let pairs = pairs(&marked.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>());
        let pairs: Vec<_> = pairs.iter().map(|pair| (number(marked, pair.marked), number(found, pair.found))).collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn the_most_similar_goes_first() {
        let marked = [claim(0..6, Some(20)), claim(0..9, Some(20))];
        check(&marked, &[claim(0..8, Some(20)), claim(4..9, Some(20))], &[(1, 0)]);
        check(&marked, &[claim(0..8, Some(20)), claim(1..7, Some(20))], &[(1, 0), (0, 1)]);
    }

    #[test]
    fn half_is_enough_and_less_is_not() {
        check(&[claim(0..4, None)], &[claim(2..6, None)], &[(0, 0)]);
        check(&[claim(0..4, None)], &[claim(3..6, None)], &[]);
    }

    #[test]
    fn sources_share_a_word_or_are_both_absent() {
        check(&[claim(0..4, Some(9))], &[claim(0..4, Some(8)), claim(0..4, None)], &[]);
        check(&[claim(0..4, None)], &[claim(0..4, Some(9)), claim(0..4, None)], &[(0, 1)]);
    }

    #[test]
    fn rates_of_nothing_are_nought() {
        assert_eq!(Counts::default().cells()[4], "0.0");
        assert_eq!(Counts { marked: 4, found: 2, paired: 1 }.cells(), ["4", "2", "50.0", "25.0", "33.3"]);
    }
}
