//! Which texts may be of one incident: those that share rare names or numbers, found by an inverted index.
//!
//! Never all pairs: a term that many texts have joins nothing, and each text keeps its likeliest few, so that the work
//! grows with the number of texts and not with its square. Which pairs are kept does not depend on the order of texts
//! beyond ties of equal weight, which go by the numbers of the texts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::terms::{Family, Term, Terms};

/// Texts that a term may stand in and still lead from one to another.
const MOST_TEXTS: u32 = 60;
/// Terms of a text that are followed, the heaviest.
const MOST_TERMS: usize = 60;
/// Texts that one text is compared with.
const MOST_NEIGHBOURS: usize = 25;
/// Common weight below which two texts are not compared.
const LEAST: f32 = 0.02;

/// Pairs of texts that are compared, the smaller number first, in order.
pub(crate) fn candidates(terms: &Terms, texts: usize) -> BTreeSet<(usize, usize)> {
    let indexes = [&terms.names, &terms.numbers].map(|family| (family, Index::of(family, texts)));
    let mut pairs = BTreeSet::new();
    let mut weights = vec![0.0_f32; texts];
    for text in 0..texts {
        let mut met = Vec::new();
        for (family, index) in &indexes {
            for (term, weight) in leading(family, text) {
                for (other, its) in &index.texts[term as usize] {
                    if weights[*other] == 0.0 {
                        met.push(*other);
                    }
                    weights[*other] += weight * its;
                }
            }
        }
        let weighed = met.into_iter().map(|other| (std::mem::take(&mut weights[other]), other));
        let mut alike: Vec<_> = weighed.filter(|(weight, other)| *other != text && *weight > LEAST).collect();
        alike.sort_by(|(a, text), (b, other)| b.total_cmp(a).then(text.cmp(other)));
        pairs.extend(alike.iter().take(MOST_NEIGHBOURS).map(|(_, other)| (text.min(*other), text.max(*other))));
    }
    pairs
}

/// The texts of each term.
struct Index {
    texts: Vec<Vec<(usize, f32)>>,
}

impl Index {
    fn of(family: &Family, texts: usize) -> Self {
        let mut index = Self { texts: vec![Vec::new(); family.len()] };
        for text in 0..texts {
            for (term, weight) in leading(family, text) {
                index.texts[term as usize].push((text, weight));
            }
        }
        index
    }
}

/// The terms of a text that lead to others.
fn leading(family: &Family, text: usize) -> Vec<(Term, f32)> {
    let rare = family.vector(text).iter().copied().filter(|(term, _)| family.texts(*term) <= MOST_TEXTS);
    let mut rare: Vec<_> = rare.collect();
    rare.sort_by_key(|(term, weight)| (Reverse(weight.to_bits()), *term));
    rare.truncate(MOST_TERMS);
    rare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_lead() {
        let texts = ["Mara Quill died at Stone Ferry.", "At Stone Ferry Mara Quill died.", "A bank was robbed."];
        let terms = Terms::of(&texts);
        assert_eq!(candidates(&terms, 3), BTreeSet::from([(0, 1)]));
    }

    #[test]
    fn pairs_grow_with_texts() {
        let texts: Vec<String> =
            (0..400).map(|number| format!("Mara Quill was seen in Ferry{}.", number / 2)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = candidates(&Terms::of(&texts), texts.len());
        assert_eq!(found.len(), 200, "a name that all have leads nowhere");
    }
}
