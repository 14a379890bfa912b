//! Spellings and the alias in their place, made ready for finding them in any text.
//!
//! An occurrence is the letters of a spelling, one after the other, beginning where a word begins and ending where
//! one ends. Where the spelling has a space or a sign, the text may have any few signs or none; elsewhere it may have
//! none. So "Óscar Pérez" stands in "OSCAR-PÉREZ" and "@oscarperez", not in "Oscar, R. Perez".

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use crate::fold::{Letter, folded, is_unspaced, letters, words};
use crate::inflate::Signs;

/// How many bytes may lie between two words of one spelling: a line break with its indentation.
const WIDEST_GAP: usize = 24;

/// Who or what is protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protected {
    /// Every spelling.
    pub spellings: Vec<String>,
    /// What stands in their place.
    pub alias: String,
    /// Words that look like a spelling and are none.
    pub unlike: Vec<String>,
}

/// An alias that would itself be replaced, or that nothing can stand for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAlias {
    /// It holds a spelling.
    #[error("the alias {alias:?} holds a protected spelling: choose another one")]
    Holds {
        /// The alias.
        alias: String,
    },
    /// A spelling without two letters or digits.
    #[error("{spelling:?} has fewer than two letters: name more of it")]
    Short {
        /// The spelling.
        spelling: String,
    },
    /// More letters than can be searched for.
    #[error("the spellings are too many or too long to be searched for")]
    Many,
}

/// All that is protected.
#[derive(Debug, Clone)]
pub struct Lexicon {
    pub(crate) protected: Vec<Protected>,
    pub(crate) spellings: Vec<Spelling>,
    finder: AhoCorasick,
    /// Made once: a search of ten letters would take longer to prepare than to do.
    pub(crate) signs: Signs,
    pub(crate) unlike: Vec<String>,
}

/// One spelling, folded.
#[derive(Debug, Clone)]
pub(crate) struct Spelling {
    /// Whose, as a place among the protected.
    pub(crate) of: usize,
    pub(crate) letters: String,
    /// How many letters it has.
    pub(crate) length: usize,
    /// Before which letters something other may stand.
    gaps: Vec<bool>,
    /// How many words.
    pub(crate) words: usize,
}

/// An occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Whose, as a place among the protected.
    pub(crate) of: usize,
    /// Its first letter, as a place among the letters.
    pub(crate) first: usize,
    /// One past its last letter.
    pub(crate) end: usize,
}

impl Lexicon {
    /// Makes spellings ready. Two entries of one alias are one.
    pub fn of(protected: Vec<Protected>) -> Result<Self, BadAlias> {
        let mut joined: Vec<Protected> = Vec::new();
        for one in protected {
            match joined.iter_mut().find(|known| folded(&known.alias) == folded(&one.alias)) {
                Some(known) => {
                    known.spellings.extend(one.spellings);
                    known.unlike.extend(one.unlike);
                }
                None => joined.push(one),
            }
        }
        let mut spellings: Vec<Spelling> = Vec::new();
        for (of, one) in joined.iter().enumerate() {
            for spelling in &one.spellings {
                let made = Spelling::of(of, spelling);
                if made.length < 2 {
                    return Err(BadAlias::Short { spelling: spelling.clone() });
                }
                // The first that names a spelling keeps it: aliases stay what they were.
                match spellings.iter_mut().find(|known| known.letters == made.letters) {
                    Some(known) => known.gaps.iter_mut().zip(made.gaps).for_each(|(known, gap)| *known |= gap),
                    None => spellings.push(made),
                }
            }
        }
        let finder = AhoCorasick::new(spellings.iter().map(|spelling| &spelling.letters));
        let finder = finder.map_err(|_| BadAlias::Many)?;
        let unlike = joined.iter().flat_map(|one| &one.unlike).map(|word| folded(word)).collect();
        let lexicon = Self { protected: joined, spellings, finder, signs: Signs::new(), unlike };
        let bad = lexicon.protected.iter().find(|one| !lexicon.found(&letters(&one.alias)).is_empty());
        match bad {
            Some(bad) => Err(BadAlias::Holds { alias: bad.alias.clone() }),
            None => Ok(lexicon),
        }
    }

    /// Who and what is protected, one for each alias.
    pub fn protected(&self) -> &[Protected] {
        &self.protected
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// Whether the text holds an occurrence.
    pub fn occurs(&self, text: &str) -> bool {
        !self.found(&letters(text)).is_empty()
    }

    /// Occurrences in these letters, in order. Where two overlap they are one, under the alias of the first.
    pub(crate) fn found(&self, letters: &[Letter]) -> Vec<Found> {
        self.fitting(letters, &self.candidates(letters))
    }

    /// Those of the candidates that are occurrences.
    pub(crate) fn fitting(&self, letters: &[Letter], candidates: &[Candidate<'_>]) -> Vec<Found> {
        let fits = candidates.iter().filter(|(spelling, found)| spelling.fits(letters, found));
        let mut found: Vec<Found> = fits.map(|(_, found)| *found).collect();
        found.sort_by_key(|found| (found.first, std::cmp::Reverse(found.end)));
        let mut joined: Vec<Found> = Vec::with_capacity(found.len());
        for next in found {
            match joined.last_mut().filter(|last| next.first < last.end) {
                Some(last) => last.end = last.end.max(next.end),
                None => joined.push(next),
            }
        }
        joined
    }

    /// Wherever the letters of a spelling follow one another, whatever lies between them, in the order of their ends.
    pub(crate) fn candidates(&self, letters: &[Letter]) -> Vec<Candidate<'_>> {
        let squeezed: String = letters.iter().map(|letter| letter.letter).collect();
        let (mut end, mut bytes) = (0, 0);
        let matches = self.finder.find_overlapping_iter(&squeezed).map(|found| {
            while bytes < found.end() {
                bytes += letters[end].letter.len_utf8();
                end += 1;
            }
            let spelling = &self.spellings[found.pattern().as_usize()];
            (spelling, Found { of: spelling.of, first: end - spelling.length, end })
        });
        matches.collect()
    }
}

/// A spelling, and where its letters stand.
pub(crate) type Candidate<'a> = (&'a Spelling, Found);

impl Spelling {
    fn of(of: usize, spelling: &str) -> Self {
        let letters = letters(spelling);
        Self {
            of,
            letters: letters.iter().map(|letter| letter.letter).collect(),
            length: letters.len(),
            gaps: letters.iter().enumerate().map(|(place, letter)| place > 0 && letter.begins).collect(),
            words: words(&letters).count(),
        }
    }

    /// Whether the letters there are words of their own, parted only where the spelling is.
    fn fits(&self, letters: &[Letter], found: &Found) -> bool {
        let inside = &letters[found.first..found.end];
        let begins = inside[0].begins || inside[0].broken || is_unspaced(inside[0].letter);
        let last = inside[inside.len() - 1].letter;
        let ends = letters.get(found.end).is_none_or(|next| next.begins || next.broken || is_unspaced(last));
        let parted = inside
            .windows(2)
            .zip(&self.gaps[1..])
            .all(|(pair, gap)| !pair[1].begins || *gap && pair[1].start.saturating_sub(pair[0].end) <= WIDEST_GAP);
        begins && ends && parted
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn lexicon(entries: &[(&str, &[&str])]) -> Lexicon {
        let protected = entries.iter().map(|(alias, spellings)| Protected {
            spellings: spellings.iter().map(|spelling| (*spelling).to_owned()).collect(),
            alias: (*alias).to_owned(),
            unlike: Vec::new(),
        });
        Lexicon::of(protected.collect()).unwrap()
    }

    #[test]
    fn what_is_an_occurrence() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez", "王小明", "+58 412-555"])]);
        for (text, expected) in [
            ("Óscar Pérez", true),
            ("said OSCAR PEREZ.", true),
            ("@oscarperez and", true),
            ("oscar-perez.txt", true),
            ("Óscar\n   Pérez’s", true),
            ("O\u{301}scar\u{a0}Pe\u{301}rez", true),
            ("他说王小明在那里", true),
            ("call 58412555", true),
            ("call 58 (412) 555", true),
            ("call 58 4 12555", false),
            ("Pérez", false),
            ("Oscar R. Perez", false),
            ("Oscar Perezoso", false),
            ("oscarperez83", false),
            ("Óscar Pé rez", false),
            ("", false),
        ] {
            assert_eq!(lexicon.occurs(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_alias_gives_nothing_away() {
        let of = |alias: &str, spelling: &str| {
            Lexicon::of(vec![Protected { spellings: vec![spelling.into()], alias: alias.into(), unlike: vec![] }])
        };
        assert_eq!(of("Mr Perez", "Pérez").unwrap_err(), BadAlias::Holds { alias: "Mr Perez".into() });
        assert_eq!(of("Witness A", "P.").unwrap_err(), BadAlias::Short { spelling: "P.".into() });
    }
}
