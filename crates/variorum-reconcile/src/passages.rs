//! Which texts tell the same names and numbers in the same order, whatever the language?
//!
//! A translation shares no run of words with its original, and a story told again in other words few. But both keep
//! who and how many in the order of the story: "Sidqi … 41 … Farrag … 300". The measure is the longest common
//! subsequence (Hirschberg 1975) of the names and numbers, in percent of the shorter list. A name that comes again and
//! again says little, so that each counts twice at most. Candidates come from an index over pairs of neighbours in
//! these lists; a long posting list pairs near neighbours only, which keeps their number near the number of words.
//!
//! Names are compared by their first letters: "Honduras" and "hondureño" begin alike, and endings differ between
//! languages. Left out: names that another language writes otherwise (London, Londres).

use std::collections::BTreeMap;

use crate::fold::words;
use crate::origin_words::origin_words;
use crate::pairs::{PARTS, Pairs, part};
use crate::shingles::hash;

/// Letters by which a name is compared.
const STEM: usize = 6;
/// Shorter capitalised words are mostly no names.
const SHORTEST_NAME: usize = 4;
/// How often one name or number counts.
const OFTEN: usize = 2;
/// How far neighbours of a posting list are paired.
const REACH: usize = 8;
/// Pairs of neighbours that two texts must share before they are compared.
const CANDIDATE: usize = 3;
/// Names and numbers looked at: an order of this length is no chance, and the comparison is quadratic.
const LONGEST: usize = 400;

/// The names and numbers of some texts, in order, hashed.
#[derive(Debug)]
pub(crate) struct Passages {
    lists: Vec<Vec<u64>>,
}

impl Passages {
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        Self { lists: texts.map(marks).collect() }
    }

    /// Pairs that may tell one story, each with the smaller number first, in order.
    pub(crate) fn candidates(&self) -> Vec<(usize, usize)> {
        let mut shared = Pairs::default();
        let mut postings: Vec<(u64, usize)> = Vec::new();
        for of in 0..PARTS {
            postings.clear();
            for (text, list) in self.lists.iter().enumerate() {
                let pairs = list.windows(2).map(|pair| pair[0].rotate_left(17) ^ pair[1]);
                postings.extend(pairs.filter(|pair| part(*pair) == of).map(|pair| (pair, text)));
            }
            postings.sort_unstable();
            postings.dedup();
            for (place, (pair, text)) in postings.iter().enumerate() {
                let near = postings[place + 1..].iter().take(REACH).take_while(|(other, _)| other == pair);
                near.for_each(|(_, other)| shared.meet(*text, *other));
            }
        }
        shared.at_least(CANDIDATE)
    }

    /// How much of the shorter list stands in the longer one in the same order: in percent, and of how many.
    pub(crate) fn in_order(&self, a: usize, b: usize) -> (usize, usize) {
        let (a, b) = (&self.lists[a], &self.lists[b]);
        let of = a.len().min(b.len());
        ((longest_common(a, b) * 100).checked_div(of).unwrap_or(0), of)
    }
}

/// The names and numbers of a text, hashed.
fn marks(text: &str) -> Vec<u64> {
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    let marks = text.split(|letter: char| !is_inside(letter)).filter_map(mark);
    let counted = marks.filter(|mark| {
        let times = seen.entry(*mark).or_default();
        *times += 1;
        *times <= OFTEN
    });
    counted.take(LONGEST).collect()
}

/// Letters, digits, and what stands between digits.
fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | ',' | ':')
}

fn mark(word: &str) -> Option<u64> {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    if word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Some(hash(&[word.chars().filter(char::is_ascii_digit).collect()]));
    }
    let folded = words(word).concat();
    if let Some(number) = origin_words().number(&folded) {
        return Some(hash(&[number.to_owned()]));
    }
    let named = word.starts_with(char::is_uppercase) && folded.chars().count() >= SHORTEST_NAME;
    named.then(|| hash(&[folded.chars().take(STEM).collect()]))
}

fn longest_common(a: &[u64], b: &[u64]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for one in a {
        let mut diagonal = 0;
        for (column, other) in b.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if one == other { diagonal + 1 } else { above.max(row[column]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Officers in Marlow shot Ana Ruiz at 11.40 and hurt three of her cousins. Judge Obando said \
                         that 25 rounds had been found near the Cordoba bridge.";
    const TRANSLATED: &str = "Agentes dispararon en Marlow a las 11.40 contra Ana Ruiz e hirieron a tres primos. La jueza \
                              Obando dijo que cerca del puente Córdoba se hallaron 25 casquillos.";

    #[test]
    fn a_translation_keeps_the_order() {
        let apart = "The Obando family left Marlow in 1925. Ana Ruiz is a cousin of theirs.";
        let passages = Passages::of([STORY, TRANSLATED, apart].into_iter());
        let (percent, of) = passages.in_order(0, 1);
        assert!(percent >= 60 && of >= 6, "{percent} of {of}");
        let (percent, _) = passages.in_order(0, 2);
        assert!(percent <= 50, "{percent}");
        assert_eq!(passages.in_order(2, 2).0, 100);
    }

    #[test]
    fn what_is_a_mark() {
        let check = |one: &str, other: &str, same: bool| assert_eq!(mark(one) == mark(other), same, "{one} {other}");
        check("1,120", "1.120", true);
        check("tres", "three", true);
        check("Tres", "3", true);
        check("Honduras", "Hondureño", true);
        check("Óscar", "Oscar", true);
        check("Marlow", "Harlow", false);
        assert_eq!([mark("officers"), mark("The"), mark("")], [None; 3]);
    }

    #[test]
    fn candidates_share_neighbours() {
        let other = "Nobody knows Lima. Nobody knows Quito.";
        let passages = Passages::of([STORY, other, STORY].into_iter());
        assert_eq!(passages.candidates(), [(0, 2)]);
    }
}
