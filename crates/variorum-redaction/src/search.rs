//! Occurrences of protected words in bytes of any kind, and words that are almost one of them.
//!
//! An occurrence is what [`crate::words`] says, in any form that bytes can be read as. Almost one is a word with one
//! letter more, less, other or exchanged, a longer word that holds a spelling, or a spelling whose letters stand
//! apart; spellings of fewer than five letters, and numbers, are only found as they are. A person says which of these are other words; silence
//! would be worse than asking. Left out: searching in pixels and sound.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fold::{Letter, letters, words};
use crate::inflate::streams;
use crate::views::{texts, written};
use crate::words::{Found, Lexicon, Spelling};

/// Spellings with fewer letters are like too many other words.
const SHORTEST_NEAR: usize = 5;
/// Spellings of so many letters are found even with their letters apart.
const SHORTEST_APART: usize = 8;
/// How deep forms lie in one another.
const DEEPEST: usize = 6;
/// How much is looked at in all, compressed data undone.
const MOST: usize = 512 << 20;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Occurrences: the alias of whom, and how they lie in the bytes.
    pub hits: BTreeSet<(String, String)>,
    /// Words that are almost an occurrence, each with the alias of whom and how often it was seen.
    pub near: BTreeMap<String, (String, usize)>,
    /// What could not be searched.
    pub opaque: Option<String>,
}

impl Search {
    /// Whether nothing was found and everything was searched.
    pub fn is_clean(&self) -> bool {
        self.hits.is_empty() && self.near.is_empty() && self.opaque.is_none()
    }

    /// Takes over what another search found.
    pub fn add(&mut self, other: Self) {
        self.hits.extend(other.hits);
        for (word, (alias, times)) in other.near {
            self.near.entry(word).or_insert((alias, 0)).1 += times;
        }
        self.opaque = self.opaque.take().or(other.opaque);
    }
}

/// What to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depth {
    /// Occurrences alone.
    Occurrences,
    /// Words that are almost one too.
    Near,
}

/// Whether these bytes hold no occurrence in any form.
pub(crate) fn is_clean(lexicon: &Lexicon, bytes: &[u8]) -> bool {
    search(lexicon, bytes, Depth::Occurrences).hits.is_empty()
}

/// Looks for protected words in bytes of any kind.
pub fn search(lexicon: &Lexicon, bytes: &[u8], depth: Depth) -> Search {
    let mut searching = Searching { lexicon, depth, left: MOST, found: Search::default() };
    if !lexicon.is_empty() {
        searching.bytes(bytes, "", 0);
    }
    searching.found
}

struct Searching<'a> {
    lexicon: &'a Lexicon,
    depth: Depth,
    left: usize,
    found: Search,
}

impl Searching<'_> {
    fn bytes(&mut self, bytes: &[u8], outer: &str, depth: usize) {
        if depth > DEEPEST || bytes.len() > self.left {
            self.found.opaque.get_or_insert_with(|| "more than can be looked through".to_owned());
            return;
        }
        self.left -= bytes.len();
        if let Some(what) = self.lexicon.signs.opaque(bytes) {
            self.found.opaque.get_or_insert_with(|| what.to_owned());
        }
        let is_text = is_text(bytes);
        texts(bytes, |view| self.text(&view.text, outer, view.form, is_text && view.is_read));
        let mut inner = Vec::new();
        streams(bytes, |bytes, form| inner.push((bytes, form)));
        if is_text {
            written(bytes, |bytes, form| inner.push((bytes, form)));
        }
        for (bytes, form) in inner {
            self.bytes(&bytes, &format!("{outer}{form}, "), depth + 1);
        }
    }

    fn text(&mut self, text: &str, outer: &str, form: &str, is_read: bool) {
        let letters = letters(text);
        let found = self.lexicon.found(&letters);
        for hit in &found {
            let alias = &self.lexicon.protected[hit.of].alias;
            self.found.hits.insert((alias.clone(), format!("{outer}{form}")));
        }
        // Compressed data is full of letters that mean nothing.
        if is_read && self.depth == Depth::Near {
            for (word, of) in near(self.lexicon, &letters, &found) {
                let alias = self.lexicon.protected[of].alias.clone();
                self.found.near.entry(word).or_insert((alias, 0)).1 += 1;
            }
        }
    }
}

/// Whether bytes are read by people as they are, in an encoding of one byte a letter or UTF-8.
fn is_text(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| byte.is_ascii_control() && !b"\t\n\x0c\r".contains(byte)).count();
    odd * 64 <= bytes.len()
}

/// Words that are almost a spelling, folded, and whose.
fn near(lexicon: &Lexicon, letters: &[Letter], occurrences: &[Found]) -> Vec<(String, usize)> {
    let mut found = longer(lexicon, letters, occurrences);
    let of_interest: Vec<&Spelling> = lexicon.spellings.iter().filter(|spelling| spelling.is_comparable()).collect();
    let most = of_interest.iter().map(|spelling| spelling.words).max().unwrap_or(0);
    let words: Vec<_> = words(letters).collect();
    let mut seen: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (place, _) in words.iter().enumerate() {
        for count in 1..=most {
            let Some(last) = words.get(place + count - 1) else { break };
            let written: String = letters[words[place].start..last.end].iter().map(|letter| letter.letter).collect();
            let of = *seen.entry(written.clone()).or_insert_with(|| {
                let spelling =
                    of_interest.iter().find(|spelling| spelling.words == count && spelling.is_almost(&written));
                spelling.map(|spelling| spelling.of)
            });
            found.extend(of.map(|of| (written, of)));
        }
    }
    found.retain(|(word, _)| !lexicon.unlike.contains(word));
    found
}

/// Words that hold a spelling and more, and spellings whose letters stand apart.
fn longer(lexicon: &Lexicon, letters: &[Letter], occurrences: &[Found]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (spelling, hit) in lexicon.candidates(letters) {
        let inside = &letters[hit.first..hit.end];
        let apart = inside.iter().skip(1).filter(|letter| letter.begins).count();
        let in_one = apart == 0 && (spelling.length >= SHORTEST_NEAR || !inside[0].letter.is_ascii());
        let spelt_out = spelling.length >= SHORTEST_APART;
        if !in_one && !spelt_out {
            continue;
        }
        // The whole word around it is what a person is asked about.
        let start = (0..=hit.first).rev().find(|place| letters[*place].begins).unwrap_or(hit.first);
        let end = (hit.end..letters.len()).find(|place| letters[*place].begins).unwrap_or(letters.len());
        // Digests and keys are letters without meaning.
        if end - start > 120 {
            continue;
        }
        let word: String = letters[start..end].iter().map(|letter| letter.letter).collect();
        let known = occurrences.iter().any(|found| found.first <= hit.first && hit.end <= found.end);
        if !known {
            found.push((word, spelling.of));
        }
    }
    found
}

impl Spelling {
    /// Whether one letter more or less makes it another word that could be meant for it; another number is another
    /// number.
    fn is_comparable(&self) -> bool {
        self.length >= SHORTEST_NEAR && self.letters.chars().any(|letter| !letter.is_numeric())
    }

    /// Whether one change makes one of the other: a letter more, less, other, or two neighbours exchanged.
    fn is_almost(&self, word: &str) -> bool {
        let length = word.chars().count();
        word != self.letters && length.abs_diff(self.length) <= 1 && strsim::osa_distance(word, &self.letters) == 1
    }
}

impl Lexicon {
    /// Words of spellings of several words that stand alone in a text, each with how often: a family name that was
    /// not listed by itself.
    pub fn parts(&self, text: &str) -> BTreeMap<String, (String, usize)> {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for spelling in
            self.protected.iter().enumerate().flat_map(|(of, one)| one.spellings.iter().map(move |it| (of, it)))
        {
            let (of, spelling) = spelling;
            let spelt = letters(spelling);
            let parts: Vec<_> = words(&spelt).collect();
            for part in parts.iter().filter(|part| parts.len() > 1 && part.len() > 2) {
                wanted.insert(spelt[part.clone()].iter().map(|letter| letter.letter).collect(), of);
            }
        }
        let letters = letters(text);
        let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for word in words(&letters) {
            let folded: String = letters[word.clone()].iter().map(|letter| letter.letter).collect();
            if let Some(of) = wanted.get(&folded).filter(|_| !self.unlike.contains(&folded)) {
                let written = text[letters[word.start].start..letters[word.end - 1].end].to_owned();
                found.entry(written).or_insert((self.protected[*of].alias.clone(), 0)).1 += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;
    use crate::words::Protected;
    use crate::words::tests::lexicon;

    fn hits(bytes: &[u8]) -> bool {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez", "Lisbeth"]), ("[phone]", &["0412 555 12 34"])]);
        !search(&lexicon, bytes, Depth::Occurrences).hits.is_empty()
    }

    fn zip(bytes: &[u8]) -> Vec<u8> {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(bytes).unwrap();
        let mut made = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        made.extend([0; 16]);
        made.extend([1, 0, 0, 0]);
        made.push(b'x');
        made.extend(deflated.finish().unwrap());
        made
    }

    #[test]
    fn every_form_is_read() {
        let name = "…, Óscar Pérez said in the video that he published this morning.";
        let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> { name.encode_utf16().flat_map(order).collect() };
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(name.as_bytes()).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(name.as_bytes()).unwrap();
        let deflated = zlib.finish().unwrap();
        let pdf = [b"%PDF-1.7\n<< /Filter /FlateDecode >>\nstream\n", deflated.as_slice(), b"\nendstream"];
        let latin1: Vec<u8> = "x Óscar Pérez".chars().skip(2).map(|letter| letter as u8).collect();
        let base64 = STANDARD.encode(name);
        let hex: String = name.bytes().map(|byte| format!("{byte:02X}")).collect();
        let forms: Vec<(&str, Vec<u8>)> = vec![
            ("plain", name.into()),
            ("capitals", name.to_uppercase().into()),
            ("no accents", "x oscar perez".into()),
            ("decomposed", "O\u{301}scar Pe\u{301}rez".into()),
            ("soft hyphens", "Ós\u{ad}car Pé\u{200b}rez".into()),
            ("latin-1", latin1),
            ("utf-16 le", utf16(u16::to_le_bytes)),
            ("utf-16 be", utf16(u16::to_be_bytes)),
            ("utf-16 at an odd place", [b"x".to_vec(), utf16(u16::to_le_bytes)].concat()),
            ("percent", "a?q=%C3%93scar+P%C3%A9rez".into()),
            ("entities", "&Oacute;scar P&#xe9;rez".into()),
            ("json", r#"{"a":"\u00d3scar P\u00e9rez"}"#.into()),
            ("json in json", r#"{"a":"\\u00d3scar P\\u00e9rez"}"#.into()),
            ("after a line break in json", r#"{"a":"Óscar\nPérez"}"#.into()),
            ("markup inside", "<b>Ó</b>scar <i>P&eacute;</i>rez".into()),
            ("markup between", "<td>Óscar</td><td>Pérez</td>".into()),
            ("base64", base64.clone().into()),
            ("base64 after a sign", format!("data:text/plain;base64,{base64}").into()),
            ("base64 in lines", base64.as_bytes().chunks(60).collect::<Vec<_>>().join(&b"\r\n"[..])),
            ("base64url", URL_SAFE_NO_PAD.encode(name).into()),
            ("hexadecimal", hex.into()),
            ("zip", zip(name.as_bytes())),
            ("zip in zip", zip(&zip(name.as_bytes()))),
            ("gzip", gzip.finish().unwrap()),
            ("pdf stream", pdf.concat()),
            ("one word of its own", "Lisbeth's".into()),
            ("a number", "tel. 0412-5551234.".into()),
        ];
        for (form, bytes) in forms {
            assert!(hits(&bytes), "{form}: {}", String::from_utf8_lossy(&bytes));
        }
        assert!(!hits("Óscar saw Mrs. Pérez. 0412 555 12 35, Lisbethan".as_bytes()));
    }

    fn near_words(text: &str) -> Vec<String> {
        let protected = Protected {
            spellings: vec!["Óscar Pérez".into(), "Reyes".into(), "Ana".into(), "58412555".into()],
            alias: "Witness A".into(),
            unlike: vec!["Leyes".into()],
        };
        let lexicon = Lexicon::of(vec![protected]).unwrap();
        search(&lexicon, text.as_bytes(), Depth::Near).near.into_keys().collect()
    }

    #[test]
    fn words_that_are_almost_one() {
        for (text, expected) in [
            ("Oscar Perz", &["oscarperz"][..]),
            ("Oscra Pérez", &["oscraperez"]),
            ("Reyez and Reys", &["reyez", "reys"]),
            ("Reyesville", &["reyesville"]),
            ("foto_oscarperez83.jpg", &["oscarperez83"]),
            ("O s c a r P e r e z", &["oscarperez"]),
            ("Leyes, Anna, banana, 58412556", &[]),
            ("Reyes Óscar Pérez", &[]),
            ("Óscar. The cars of Peru.", &[]),
        ] {
            assert_eq!(near_words(text), expected, "{text}");
        }
    }

    #[test]
    fn parts_of_a_name_are_proposed() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez"])]);
        let parts = lexicon.parts("Pérez and PÉREZ, Pérez; Oscar’s Óscar Pérez");
        let found: Vec<_> = parts.iter().map(|(word, (_, times))| (word.as_str(), *times)).collect();
        assert_eq!(found, [("Oscar", 1), ("PÉREZ", 1), ("Pérez", 3), ("Óscar", 1)]);
    }

    #[test]
    fn what_cannot_be_searched_is_told() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez"])]);
        let found = search(&lexicon, b"%PDF-1.4 << /Encrypt 4 0 R >>", Depth::Near);
        assert_eq!(found.opaque.as_deref(), Some("an encrypted PDF"));
        assert!(!found.is_clean());
    }
}
