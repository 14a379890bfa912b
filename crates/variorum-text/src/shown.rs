//! Attributions in one line each, for the tests of all rules.

use std::ops::Range;

use variorum_evidence::document::Language;

use crate::attribution::{Attribution, Voice};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::tokens::{Text, tokens};

/// What `find` finds in a sentence, as "source | cue | content".
pub(crate) fn shown(
    sentence: &str,
    language: Language,
    find: impl Fn(&Line<'_>, &Lexicon) -> Vec<Attribution>,
) -> Vec<String> {
    let text = Text::of(sentence);
    let tokens = tokens(sentence, 0..sentence.len());
    let line = Line { text: &text, tokens: &tokens };
    let words = |range: &Range<usize>| line.span(range).map_or("", |span| &sentence[span.range()]);
    let show = |found: &Attribution| {
        let voice = match &found.voice {
            Voice::Words(range) => words(range),
            Voice::Carried => "(carried)",
            Voice::Dropped => "(dropped)",
            Voice::Nobody => "(nobody)",
            Voice::NoOne => "(no one)",
        };
        let content: Vec<&str> = found.content.iter().map(words).collect();
        format!("{voice} | {} | {}", found.cue.as_ref().map_or("", words), content.join(" … "))
    };
    find(&line, Lexicon::of(language)).iter().map(show).collect()
}
