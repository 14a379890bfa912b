//! Which words of a text tell its incident from others: names, names that stand beside one another, and numbers.
//!
//! A name is a word that the case writes with a capital far more often than without one, counted in texts, so that no
//! list of names is needed and a translation shares them with its original. A number is one of at most three digits
//! (an age, a house, a count) or longer without being a year. Each text becomes one vector a family, with weights by how often
//! a term stands in it and in how few texts it stands (TF-IDF; Spärck Jones 1972). Terms of a single text are left
//! aside: they are like nothing. Logarithms are made of multiplications alone, so that every machine has the same weights.

use std::collections::BTreeMap;

/// Characters of a text that are looked at: news says first what it is about, and a book must not cost more than a report.
const MOST_CHARACTERS: usize = 20_000;
/// Terms of a family kept for one text, the heaviest.
const MOST_TERMS: usize = 160;
/// Texts that are added to those of the case when rarity is reckoned: in a case of ten reports of one incident its
/// names stand in most of them, and are telling all the same.
const UNSEEN: usize = 50;
/// How many times more texts must have a word with a capital than without one for it to be a name.
const CAPITALS: u32 = 3;

/// A term of a family, by its number.
pub(crate) type Term = u32;

/// The families of some texts, numbered as given.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) names: Family,
    pub(crate) pairs: Family,
    pub(crate) numbers: Family,
}

/// One kind of terms over all texts.
#[derive(Debug)]
pub(crate) struct Family {
    /// The words of each term, in their order.
    words: Vec<String>,
    /// In how many texts each stands.
    texts: Vec<u32>,
    /// How telling each is, in doublings.
    worth: Vec<f64>,
    /// Of each text the terms with their weights, by term; the squares of the weights add up to one.
    vectors: Vec<Vec<(Term, f32)>>,
}

impl Terms {
    pub(crate) fn of(texts: &[&str]) -> Self {
        let capitals = Capitals::of(texts);
        let (mut names, mut pairs, mut numbers) = (Counted::default(), Counted::default(), Counted::default());
        for text in texts {
            let (mut own, mut beside, mut counted) = (Counts::new(), Counts::new(), Counts::new());
            let mut before: Option<String> = None;
            for token in tokens(text) {
                let name = capitals.is_name(token).then(|| token.to_lowercase());
                if let Some(name) = &name {
                    if let Some(before) = &before {
                        *beside.entry(format!("{before} {name}")).or_default() += 1;
                    }
                    *own.entry(name.clone()).or_default() += 1;
                } else if is_number(token) {
                    *counted.entry(token.to_owned()).or_default() += 1;
                }
                before = name;
            }
            names.add(own);
            pairs.add(beside);
            numbers.add(counted);
        }
        Self { names: Family::of(names), pairs: Family::of(pairs), numbers: Family::of(numbers) }
    }
}

type Counts = BTreeMap<String, u32>;

/// How often each term stands in each text; a word is held once, however many texts have it.
#[derive(Default)]
struct Counted {
    numbers: BTreeMap<String, Term>,
    texts: Vec<Vec<(Term, u32)>>,
}

impl Counted {
    fn add(&mut self, counts: Counts) {
        let numbered = counts.into_iter().map(|(word, count)| {
            let next = self.numbers.len() as Term;
            (*self.numbers.entry(word).or_insert(next), count)
        });
        let numbered = numbered.collect();
        self.texts.push(numbered);
    }
}

impl Family {
    fn of(counted: Counted) -> Self {
        let mut in_texts = vec![0_u32; counted.numbers.len()];
        counted.texts.iter().flatten().for_each(|(term, _)| in_texts[*term as usize] += 1);
        // Numbers by the words, so that they do not depend on the order of texts.
        let mut renumbered: Vec<Option<Term>> = vec![None; counted.numbers.len()];
        let mut family = Self { words: Vec::new(), texts: Vec::new(), worth: Vec::new(), vectors: Vec::new() };
        let all = (counted.texts.len() + UNSEEN) as f64;
        for (word, number) in counted.numbers {
            let texts = in_texts[number as usize];
            if texts > 1 {
                renumbered[number as usize] = Some(family.words.len() as Term);
                family.words.push(word);
                family.texts.push(texts);
                family.worth.push(doublings(all / f64::from(texts)));
            }
        }
        let vector = |counts: &Vec<(Term, u32)>| {
            let known = counts.iter().filter_map(|(number, count)| Some((renumbered[*number as usize]?, *count)));
            let weigh = |count| 1.0 + doublings(f64::from(count));
            unit(known.map(|(term, count)| (term, weigh(count) * family.worth[term as usize])).collect())
        };
        let vectors = counted.texts.iter().map(vector).collect();
        Self { vectors, ..family }
    }

    /// The terms of a text with their weights, by term.
    pub(crate) fn vector(&self, text: usize) -> &[(Term, f32)] {
        &self.vectors[text]
    }

    /// In how many texts a term stands.
    pub(crate) fn texts(&self, term: Term) -> u32 {
        self.texts[term as usize]
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// What two texts have in common: the cosine of their vectors, and the terms, the most telling first.
    pub(crate) fn common(&self, a: usize, b: usize) -> Common {
        let (mut left, mut right) = (self.vectors[a].as_slice(), self.vectors[b].as_slice());
        let mut common = Common { cosine: 0.0, terms: Vec::new() };
        while let ([(term, weight), ..], [(other, its), ..]) = (left, right) {
            if term == other {
                common.cosine += f64::from(*weight) * f64::from(*its);
                common.terms.push(*term);
            }
            if term <= other {
                left = &left[1..];
            }
            if other <= term {
                right = &right[1..];
            }
        }
        common.terms.sort_by(|a, b| self.worth(*b).total_cmp(&self.worth(*a)).then(a.cmp(b)));
        common
    }

    /// How telling a term is.
    pub(crate) fn worth(&self, term: Term) -> f64 {
        self.worth[term as usize]
    }

    /// The words of a term.
    pub(crate) fn words(&self, term: Term) -> &str {
        &self.words[term as usize]
    }
}

/// What two texts have in common in one family.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) cosine: f64,
    pub(crate) terms: Vec<Term>,
}

/// The heaviest terms, scaled to length one, by term.
fn unit(mut weighed: Vec<(Term, f64)>) -> Vec<(Term, f32)> {
    weighed.sort_by(|(a, heavy), (b, other)| other.total_cmp(heavy).then(a.cmp(b)));
    weighed.truncate(MOST_TERMS);
    weighed.sort_by_key(|(term, _)| *term);
    let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    let scaled = weighed.into_iter().filter(|(_, weight)| *weight > 0.0);
    scaled.map(|(term, weight)| (term, (weight / length) as f32)).collect()
}

/// How many times one is doubled to come to `ratio`, to 1/4096; zero below one.
fn doublings(ratio: f64) -> f64 {
    let (mut rest, mut sum) = (ratio, 0.0);
    while rest >= 2.0 {
        rest /= 2.0;
        sum += 1.0;
    }
    let mut step = 0.5;
    while step > 0.0002 && rest > 1.0 {
        rest *= rest;
        if rest >= 2.0 {
            rest /= 2.0;
            sum += step;
        }
        step /= 2.0;
    }
    sum
}

/// In how many texts each word stands with a capital and without one, by hash: a text has hundreds of words, and only
/// these counts are needed of them.
struct Capitals {
    large: Vec<(u64, u32)>,
    small: Vec<(u64, u32)>,
}

impl Capitals {
    fn of(texts: &[&str]) -> Self {
        let (mut large, mut small) = (Vec::new(), Vec::new());
        for text in texts {
            let mut of_text: Vec<(bool, u64)> = tokens(text)
                .filter(|token| token.starts_with(char::is_alphabetic))
                .map(|token| (token.starts_with(char::is_uppercase), hash(token)))
                .collect();
            of_text.sort_unstable();
            of_text.dedup();
            for (is_large, word) in of_text {
                if is_large { large.push(word) } else { small.push(word) }
            }
        }
        Self { large: counted(large), small: counted(small) }
    }

    fn is_name(&self, token: &str) -> bool {
        let is_long = token.chars().nth(1).is_some();
        is_long && token.starts_with(char::is_uppercase) && {
            let word = hash(token);
            count(&self.large, word) > CAPITALS * count(&self.small, word)
        }
    }
}

fn counted(mut words: Vec<u64>) -> Vec<(u64, u32)> {
    words.sort_unstable();
    words.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
}

fn count(counts: &[(u64, u32)], word: u64) -> u32 {
    counts.binary_search_by_key(&word, |(word, _)| *word).map_or(0, |at| counts[at].1)
}

/// FNV-1a over the lower-case letters: a fixed function, so that every machine sees the same.
fn hash(token: &str) -> u64 {
    let letters = token.chars().flat_map(char::to_lowercase);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3))
}

fn is_number(token: &str) -> bool {
    let is_year = token.len() == 4 && (token.starts_with("19") || token.starts_with("20"));
    token.starts_with(|letter: char| letter.is_ascii_digit()) && !is_year
}

/// Runs of letters and digits, with single apostrophes and hyphens inside ("O'Neil", "35-year-old").
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
    let mut rest = &text[..end];
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        rest = &rest[start..];
        let mut letters = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            let joins =
                matches!(letter, '\'' | '’' | '-') && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !letter.is_alphanumeric() && !joins {
                end = at;
                break;
            }
        }
        let token = &rest[..end];
        rest = &rest[end..];
        Some(token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text() {
        for (text, expected) in [
            ("Mr. O'Neil, 35-year-old", vec!["Mr", "O'Neil", "35-year-old"]),
            ("'quoted' - no", vec!["quoted", "no"]),
            ("", vec![]),
            ("año 2018.", vec!["año", "2018"]),
        ] {
            assert_eq!(tokens(text).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn doublings_are_logarithms() {
        for (ratio, expected) in [(1.0, 0.0), (2.0, 1.0), (12.0, 3.5850), (661.0, 9.3685), (0.5, 0.0)] {
            assert!((doublings(ratio) - expected).abs() < 0.001, "{ratio}: {}", doublings(ratio));
        }
    }

    #[test]
    fn what_two_texts_share() {
        let texts = [
            "The police said that Antonio Mason, 35, died in Gainesville.",
            "Antonio Mason was 35. The police were late.",
            "The police said nothing. Somebody shouted in 2016.",
        ];
        let terms = Terms::of(&texts);
        let words = |family: &Family, a, b| {
            let common = family.common(a, b);
            common.terms.iter().map(|term| family.words(*term).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&terms.names, 0, 1), ["antonio", "mason", "the"]);
        assert_eq!(words(&terms.pairs, 0, 1), ["antonio mason"]);
        assert_eq!(words(&terms.numbers, 0, 1), ["35"]);
        assert!(words(&terms.numbers, 0, 2).is_empty(), "a year is no number");
    }
}
