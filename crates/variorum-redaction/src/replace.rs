//! A text with aliases, and where each of its places went.
//!
//! A span that begins or ends inside words that were replaced reaches over the whole alias; any other keeps its
//! words. So what a redacted text is quoted with stands in it, word for word.

use std::collections::BTreeMap;

use variorum_evidence::span::TextSpan;

use crate::fold::letters;
use crate::search::is_clean;
use crate::words::Lexicon;

/// A text after the replacing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The text with the aliases.
    pub text: String,
    /// Where things went.
    pub map: SpanMap,
    /// How often each alias was put there.
    pub times: BTreeMap<String, usize>,
}

/// Where the bytes of a text went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanMap {
    /// Replaced ranges in order: before and after.
    changes: Vec<(TextSpan, TextSpan)>,
}

impl Replaced {
    /// Whether anything was replaced.
    pub fn is_altered(&self) -> bool {
        !self.map.changes.is_empty()
    }
}

impl SpanMap {
    /// The same words in the new text, or the aliases over them.
    pub fn span(&self, span: TextSpan) -> TextSpan {
        let start = self.place(span.start, |_, new| new.start);
        // The end of an empty span is its start.
        let end = if span.start == span.end { start } else { self.place(span.end, |_, new| new.end) };
        TextSpan { start, end }
    }

    /// Where a place went; `inside` says where for one within a replaced range.
    fn place(&self, place: u32, inside: impl Fn(&TextSpan, &TextSpan) -> u32) -> u32 {
        let passed = self.changes.partition_point(|(old, _)| old.end <= place);
        if let Some((old, new)) = self.changes.get(passed).filter(|(old, _)| old.start < place) {
            return inside(old, new);
        }
        match passed.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some((old, new)) => new.end + (place - old.end),
            None => place,
        }
    }
}

impl Lexicon {
    /// The text with an alias for each occurrence.
    pub fn replace(&self, text: &str) -> Replaced {
        let letters = letters(text);
        let (mut made, mut changes, mut times) = (String::with_capacity(text.len()), Vec::new(), BTreeMap::new());
        let mut done = 0;
        for found in self.found(&letters) {
            let old = letters[found.first].start..letters[found.end - 1].end;
            // A ligature whose letters belong to two words is replaced once.
            if old.start < done {
                continue;
            }
            let alias = &self.protected[found.of].alias;
            made.push_str(&text[done..old.start]);
            let new = made.len()..made.len() + alias.len();
            made.push_str(alias);
            done = old.end;
            *times.entry(alias.clone()).or_default() += 1;
            changes.push((span(old), span(new)));
        }
        made.push_str(&text[done..]);
        Replaced { text: made, map: SpanMap { changes }, times }
    }

    /// A short text with the aliases; none if it still holds an occurrence in another form (a percent-encoded
    /// address, an escaped title).
    pub fn field(&self, text: &str) -> Option<String> {
        let replaced = self.replace(text).text;
        is_clean(self, replaced.as_bytes()).then_some(replaced)
    }
}

/// Texts are below 4 GiB, and an alias is not longer than a text can be.
fn span(range: std::ops::Range<usize>) -> TextSpan {
    let place = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
    TextSpan { start: place(range.start), end: place(range.end) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::tests::lexicon;

    #[test]
    fn aliases_in_their_places() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez", "Pérez"]), ("Witness B", &["Ana"])]);
        let text = "Ana vio a ÓSCAR PÉREZ; Pérez’s car; Perezoso, banana.";
        let replaced = lexicon.replace(text);
        assert_eq!(replaced.text, "Witness B vio a Witness A; Witness A’s car; Perezoso, banana.");
        assert_eq!(replaced.times, [("Witness A".to_owned(), 2), ("Witness B".to_owned(), 1)].into());
        let words = |words: &str| {
            let start = text.find(words).unwrap();
            let span = TextSpan::of(text, start..start + words.len()).unwrap();
            replaced.map.span(span).words(&replaced.text).unwrap()
        };
        assert_eq!([words("vio a"), words("ÓSCAR"), words("PÉREZ; P")], ["vio a", "Witness A", "Witness A; Witness A"]);
        assert_eq!([words("Ana"), words("banana."), words("Ana vio")], ["Witness B", "banana.", "Witness B vio"]);
        assert_eq!(words("’s car"), "’s car");
    }

    #[test]
    fn a_field_that_still_tells_is_left_out() {
        let lexicon = lexicon(&[("Witness A", &["Óscar Pérez"])]);
        assert_eq!(lexicon.field("talk with Oscar Perez.txt").as_deref(), Some("talk with Witness A.txt"));
        assert_eq!(lexicon.field("https://example.org/%C3%93scar%20P%C3%A9rez"), None);
        assert_eq!(lexicon.field("&Oacute;scar P&#233;rez"), None);
    }

    /// Texts that are full of parts of names, in several forms.
    fn texts() -> impl Strategy<Value = String> {
        let parts = prop_oneof![
            Just("Óscar"),
            Just("Pe\u{301}rez"),
            Just("PÉREZ"),
            Just("oscar\u{ad}"),
            Just("Ana"),
            Just("banana"),
            Just(" "),
            Just(", "),
            Just("-\n"),
            Just("\u{200b}"),
            Just("’s"),
            Just("ﬁ"),
            Just("王明"),
            Just("\n"),
            Just("x"),
        ];
        prop::collection::vec(parts, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_span_keeps_its_words(text in prop_oneof![texts(), "\\PC{0,40}"], a in 0usize..80, b in 0usize..80) {
            let lexicon = lexicon(&[("Witness A", &["Óscar Pérez", "Pérez"]), ("Witness B", &["Ana", "王明"])]);
            let replaced = lexicon.replace(&text);
            prop_assert!(!lexicon.occurs(&replaced.text), "{:?}", replaced.text);
            prop_assert_eq!(replaced.is_altered(), lexicon.occurs(&text));
            if let Some(span) = TextSpan::of(&text, a.min(b)..a.max(b)) {
                let words = span.words(&text).unwrap();
                let mapped = replaced.map.span(span);
                let found = mapped.words(&replaced.text);
                prop_assert!(found.is_some(), "{mapped:?} of {:?}", replaced.text);
                // What lies outside of replaced words is unchanged, character for character.
                let touched = replaced.map.changes.iter().any(|(old, _)| old.overlaps(span));
                if !touched {
                    prop_assert_eq!(found.unwrap(), words);
                }
                // A place is no words: it goes to where the alias begins.
                for (old, new) in replaced.map.changes.iter().filter(|_| span.start < span.end) {
                    prop_assert!(!old.overlaps(span) || mapped.contains(*new), "{mapped:?} {new:?}");
                }
            }
        }
    }
}
