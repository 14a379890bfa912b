//! Occurrences of protected words in bytes of any kind, and words that are almost one of them.
//!
//! An occurrence is what [`crate::words`] says, in any form that bytes can be read as. Almost one is a word with one
//! letter more, less, other or exchanged, a longer word that holds a spelling, or a spelling whose letters stand
//! apart. Spellings of fewer than five letters are only found as they are and as a part of a word written in one
//! ("FreeAna", "Ruiz1"), numbers as they are. A person says which of these are other words; silence would be worse
//! than asking.
//!
//! Foreign bytes may be made to be searched for ever: packed in packed, words that are almost one a million times.
//! So all that is done for some bytes comes out of one budget that grows with their number, and a search that has
//! spent it says that it did not see everything ([`Search::unfinished`]), which is as good as a hit. Left out:
//! searching in pixels and sound.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};

use serde::{Deserialize, Serialize};

use crate::chance::{AROUND, is_chance};
use crate::fold::{Letter, Letters, letters, words};
use crate::inflate::streams;
use crate::views::{View, texts, written};
use crate::words::{Found, Lexicon, Spelling};

/// Spellings with fewer letters are like too many other words.
const SHORTEST_NEAR: usize = 5;
/// Spellings of so many letters are found even with their letters apart.
const SHORTEST_APART: usize = 8;
/// How deep forms lie in one another.
const DEEPEST: usize = 6;
/// Longer words are digests and keys: letters without meaning, of which nobody can say whether they are a name.
const LONGEST_WORD: usize = 120;
/// How many letters are looked at in one go.
const WINDOW: usize = 1 << 16;
/// How many different words are remembered with what they are like.
const MOST_REMEMBERED: usize = 1 << 16;
/// What a place where compressed data may begin costs, even if nothing comes of it.
const ATTEMPT: usize = 2048;

/// How many bytes and letters may be handled for so many bytes: a page is read in four forms, and a drawing in a PDF
/// unfolds to ten times its size.
const fn budget(bytes: usize) -> usize {
    (16 << 20) + bytes.saturating_mul(32)
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Occurrences: the alias of whom, and how they lie in the bytes.
    pub hits: BTreeSet<(String, String)>,
    /// Words that are almost an occurrence, each with the alias of whom and how often it was seen.
    pub near: BTreeMap<String, (String, usize)>,
    /// What could not be searched.
    pub opaque: Option<String>,
    /// Whether the bytes unfold to more than is looked through, so that nobody knows what is in the rest.
    pub unfinished: bool,
}

impl Search {
    /// Whether nothing was found and everything was searched.
    pub fn is_clean(&self) -> bool {
        self.shows_nothing() && self.opaque.is_none()
    }

    /// Whether nothing was found, and nothing is left of what can be searched.
    pub fn shows_nothing(&self) -> bool {
        self.hits.is_empty() && self.near.is_empty() && !self.unfinished
    }

    /// Takes over what another search found.
    pub fn add(&mut self, other: Self) {
        self.hits.extend(other.hits);
        for (word, (alias, times)) in other.near {
            self.near.entry(word).or_insert((alias, 0)).1 += times;
        }
        self.opaque = self.opaque.take().or(other.opaque);
        self.unfinished |= other.unfinished;
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
    search(lexicon, bytes, Depth::Occurrences).shows_nothing()
}

/// Looks for protected words in bytes of any kind.
pub fn search(lexicon: &Lexicon, bytes: &[u8], depth: Depth) -> Search {
    Searching::new(lexicon, depth, budget(bytes.len())).done(bytes)
}

struct Searching<'a> {
    lexicon: &'a Lexicon,
    depth: Depth,
    /// How many bytes and letters may still be handled.
    left: usize,
    /// How many letters around a place say what it is.
    reach: usize,
    of_interest: Vec<&'a Spelling>,
    /// Words that were compared, each with whose spelling it is almost.
    compared: BTreeMap<String, Option<usize>>,
    found: Search,
}

impl<'a> Searching<'a> {
    fn new(lexicon: &'a Lexicon, depth: Depth, left: usize) -> Self {
        let longest = lexicon.spellings.iter().map(|spelling| spelling.length).max().unwrap_or(0);
        Self {
            lexicon,
            depth,
            left,
            reach: 2 * (longest + LONGEST_WORD),
            of_interest: lexicon.spellings.iter().filter(|spelling| spelling.is_comparable()).collect(),
            compared: BTreeMap::new(),
            found: Search::default(),
        }
    }

    fn done(mut self, bytes: &[u8]) -> Search {
        if !self.lexicon.is_empty() && self.bytes(bytes, "", 0).is_break() {
            self.found.unfinished = true;
        }
        self.found
    }

    /// Takes what something costs out of the budget, and stops where that is not enough.
    fn spend(&mut self, cost: usize) -> ControlFlow<()> {
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                ControlFlow::Continue(())
            }
            None => {
                self.left = 0;
                ControlFlow::Break(())
            }
        }
    }

    fn bytes(&mut self, bytes: &[u8], outer: &str, depth: usize) -> ControlFlow<()> {
        if depth > DEEPEST {
            return ControlFlow::Break(());
        }
        self.spend(bytes.len())?;
        if let Some(what) = self.lexicon.signs.opaque(bytes) {
            self.found.opaque.get_or_insert_with(|| what.to_owned());
        }
        let is_text = is_text(bytes);
        texts(bytes, |view| self.text(&view, outer, is_text && view.is_read))?;
        for packed in streams(bytes) {
            let form = packed.form();
            let unpacked = packed.unpack(self.left);
            self.spend(ATTEMPT + unpacked.read)?;
            if !unpacked.bytes.is_empty() {
                self.bytes(&unpacked.bytes, &format!("{outer}{form}, "), depth + 1)?;
            }
            if unpacked.is_cut {
                return ControlFlow::Break(());
            }
        }
        if is_text {
            written(bytes, |bytes, form| self.bytes(bytes, &format!("{outer}{form}, "), depth + 1))?;
        }
        ControlFlow::Continue(())
    }

    /// Looks at the letters of a text a window at a time, each with so many before and after it as can matter.
    fn text(&mut self, view: &View, outer: &str, is_read: bool) -> ControlFlow<()> {
        self.spend(view.text.len())?;
        let form = format!("{outer}{}", view.form);
        let size = WINDOW.max(2 * self.reach);
        let mut letters = Vec::new();
        let mut done = 0;
        for letter in Letters::of(&view.text) {
            letters.push(letter);
            if letters.len() >= size + 2 * self.reach {
                let end = letters.len() - self.reach;
                self.window(&view.text, &letters, done..end, &form, is_read)?;
                letters.drain(..end - self.reach);
                done = self.reach;
            }
        }
        self.window(&view.text, &letters, done..letters.len(), &form, is_read)
    }

    /// Takes down what begins in this part of the letters.
    fn window(
        &mut self,
        text: &str,
        letters: &[Letter],
        part: Range<usize>,
        form: &str,
        is_read: bool,
    ) -> ControlFlow<()> {
        let candidates = self.lexicon.candidates(letters);
        self.spend(candidates.len())?;
        let occurrences = self.lexicon.fitting(letters, &candidates);
        for hit in occurrences.iter().filter(|hit| part.contains(&hit.first)) {
            self.found.hits.insert((self.alias(hit.of), form.to_owned()));
        }
        // Compressed data is full of letters that mean nothing.
        if is_read && self.depth == Depth::Near {
            let begun = candidates.iter().filter(|(_, hit)| part.contains(&hit.first));
            let words: Vec<_> = words(letters).collect();
            for (spelling, hit) in begun.filter(|(_, hit)| !is_known(&occurrences, hit)) {
                self.longer(text, letters, &words, spelling, hit)?;
            }
            self.almost(letters, &words, part)?;
        }
        ControlFlow::Continue(())
    }

    /// A word that holds a spelling and more, or a spelling whose letters stand apart.
    fn longer(
        &mut self,
        text: &str,
        letters: &[Letter],
        words: &[Range<usize>],
        spelling: &Spelling,
        hit: &Found,
    ) -> ControlFlow<()> {
        let inside = &letters[hit.first..hit.end];
        let apart = inside.iter().skip(1).any(|letter| letter.begins);
        let is_long = spelling.length >= SHORTEST_NEAR || !inside[0].letter.is_ascii();
        let is_part = !is_long && is_part(letters, hit) && !spelling.is_number();
        if !(spelling.length >= SHORTEST_APART || !apart && (is_long || is_part)) {
            return ControlFlow::Continue(());
        }
        // The whole word around it is what a person is asked about.
        let Some(word) = word_around(words, hit) else { return ControlFlow::Continue(()) };
        self.spend(word.len())?;
        if is_part {
            self.spend(AROUND)?;
        }
        if !(is_part && is_chance(text, letters, &word)) {
            self.near(letters[word].iter().map(|letter| letter.letter).collect(), spelling.of);
        }
        ControlFlow::Continue(())
    }

    /// Words, and words in a row, that are one letter away from a spelling.
    fn almost(&mut self, letters: &[Letter], words: &[Range<usize>], part: Range<usize>) -> ControlFlow<()> {
        let most = self.of_interest.iter().map(|spelling| spelling.words).max().unwrap_or(0);
        let longest = self.of_interest.iter().map(|spelling| spelling.length).max().unwrap_or(0) + 1;
        for (place, first) in words.iter().enumerate().filter(|(_, word)| part.contains(&word.start)) {
            for (count, last) in (1..=most).zip(&words[place..]) {
                if last.end - first.start > longest {
                    break;
                }
                self.spend(last.end - first.start)?;
                let written: String = letters[first.start..last.end].iter().map(|letter| letter.letter).collect();
                if let Some(of) = self.compared(&written, count)? {
                    self.near(written, of);
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Whose spelling these words are almost.
    fn compared(&mut self, written: &str, count: usize) -> ControlFlow<(), Option<usize>> {
        if let Some(known) = self.compared.get(written) {
            return ControlFlow::Continue(*known);
        }
        self.spend(self.of_interest.len())?;
        let mut like = self.of_interest.iter().filter(|spelling| spelling.words == count);
        let of = like.find(|spelling| spelling.is_almost(written)).map(|spelling| spelling.of);
        if self.compared.len() >= MOST_REMEMBERED {
            self.compared.clear();
        }
        self.compared.insert(written.to_owned(), of);
        ControlFlow::Continue(of)
    }

    fn near(&mut self, word: String, of: usize) {
        if !self.lexicon.unlike.contains(&word) {
            let alias = self.alias(of);
            self.found.near.entry(word).or_insert((alias, 0)).1 += 1;
        }
    }

    fn alias(&self, of: usize) -> String {
        self.lexicon.protected[of].alias.clone()
    }
}

/// Whether bytes are read by people as they are, in an encoding of one byte a letter or UTF-8.
fn is_text(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| byte.is_ascii_control() && !b"\t\n\x0c\r".contains(byte)).count();
    odd * 64 <= bytes.len()
}

/// Whether a place lies within an occurrence.
fn is_known(occurrences: &[Found], hit: &Found) -> bool {
    let before = occurrences.partition_point(|found| found.first <= hit.first);
    occurrences[..before].last().is_some_and(|found| hit.end <= found.end)
}

/// Whether these letters are a part of a word that is written in one, or parts of it.
fn is_part(letters: &[Letter], hit: &Found) -> bool {
    let begins = |letter: &Letter| letter.begins || letter.broken || letter.joint;
    begins(&letters[hit.first]) && letters.get(hit.end).is_none_or(begins)
}

/// The word around a place, or the words; none if that is too long to be one.
fn word_around(words: &[Range<usize>], hit: &Found) -> Option<Range<usize>> {
    let first = words.partition_point(|word| word.start <= hit.first).checked_sub(1)?;
    let last = words.partition_point(|word| word.start < hit.end).checked_sub(1)?;
    let word = words[first].start..words[last].end;
    (word.len() <= LONGEST_WORD).then_some(word)
}

impl Spelling {
    /// Whether one letter more or less makes it another word that could be meant for it; another number is another
    /// number.
    fn is_comparable(&self) -> bool {
        self.length >= SHORTEST_NEAR && !self.is_number()
    }

    fn is_number(&self) -> bool {
        self.letters.chars().all(char::is_numeric)
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
            ("#FreeAna", &["freeana"]),
            ("AnaPérez", &["anaperez"]),
            ("ANALibre", &["analibre"]),
            ("Ana1 and IMG20180115Ana.jpg", &["ana1", "img20180115ana"]),
            ("foto_ana2018.doc", &["ana2018"]),
            ("Fotos/2018-01-15-Ana1.jpg", &["ana1"]),
            ("banana, Anas, freeana, FREEANA, Ana", &[]),
            ("4ana91c, dQw4AnaW9gXcQ, 3f2b8c1d-4ana-4e5f-9a8b-0c1d2e3f4a5b", &[]),
            ("aGVsbG8gd29ybGQ/Ana9/c29tZSBvdGhlciB3b3Jkcw", &[]),
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

    /// What was found with the usual budget, and how much of it was spent.
    fn worked(bytes: &[u8]) -> (Search, usize) {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez", "Reyes", "Ana"])]);
        let mut searching = Searching::new(&lexicon, Depth::Near, budget(bytes.len()));
        searching.found.unfinished = searching.bytes(bytes, "", 0).is_break();
        (searching.found, budget(bytes.len()) - searching.left)
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    }

    /// Made to be searched for ever: each costs a constant for a byte, or is not searched to its end and says so.
    #[test]
    fn hostile_bytes_cost_what_their_number_allows() {
        const SIZE: usize = 1 << 20;
        let filled = |part: &str| part.repeat(SIZE / part.len()).into_bytes();
        // Of words that are almost one, in one word, with joints, in a row, apart.
        for part in ["reyez", "Anareyesx ", "AnaAna", "Ana1 ", "R e y e s ", "oscarperez", "<b", "<", "&", "-", "%41"] {
            let (found, cost) = worked(&filled(part));
            assert!(!found.unfinished && cost < 40 * SIZE, "{part}: {cost}");
        }
        let words: Vec<u8> = (0..SIZE / 9).flat_map(|number| format!("ana{number:05} ").into_bytes()).collect();
        let (found, cost) = worked(&words);
        assert!(found.near.len() > 100_000 && !found.unfinished && cost < 40 * SIZE, "{cost}");
    }

    #[test]
    fn what_unfolds_for_ever_is_not_passed_over() {
        let bomb = |bytes: &[u8]| STANDARD.encode(gzipped(bytes));
        let mut nested = "Oscar said nothing. ".repeat(1 << 20);
        for _ in 0..3 {
            nested = bomb(nested.as_bytes()).repeat(8);
        }
        let heads = b"\x1f\x8b\x08\x08".repeat(1 << 15);
        let members = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".repeat(1 << 15);
        let deep = (0..8).fold("Oscar said nothing of it".to_owned(), |inner, _| STANDARD.encode(inner));
        for (form, bytes) in [
            ("nested", nested.into_bytes()),
            ("zeros", gzipped(&vec![0; 100 << 20])),
            ("gzip heads", heads),
            ("members", members),
            ("deep", deep.into_bytes()),
        ] {
            let (found, cost) = worked(&bytes);
            assert!(found.unfinished && !found.shows_nothing(), "{form} passed");
            assert!(cost <= budget(bytes.len()), "{form}: {cost}");
        }
        let (found, _) = worked(bomb(b"a report that says little").as_bytes());
        assert!(found.is_clean(), "{found:?}");
    }

    #[test]
    fn windows_change_nothing() {
        let filler = "so it was said, and more was said of it by others ".repeat(2000);
        for cut in (0..40).step_by(3) {
            let text = format!("{}Óscar Pérez, Oscar Perz, FreeAna and Reyesville {filler}", &filler[cut..]);
            let repeated = text.repeat(3);
            let (found, _) = worked(repeated.as_bytes());
            assert_eq!(found.hits.len(), 1, "{cut}");
            let near: Vec<_> = found.near.iter().map(|(word, (_, times))| (word.as_str(), *times)).collect();
            assert_eq!(near, [("freeana", 3), ("oscarperz", 3), ("reyesville", 3)], "{cut}");
        }
    }

    #[test]
    fn what_cannot_be_searched_is_told() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez"])]);
        let found = search(&lexicon, b"%PDF-1.4 << /Encrypt 4 0 R >>", Depth::Near);
        assert_eq!(found.opaque.as_deref(), Some("an encrypted PDF"));
        assert!(!found.is_clean());
    }
}
