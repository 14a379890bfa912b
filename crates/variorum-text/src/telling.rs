//! Who says what in the whole document, as tokens of its sentences.
//!
//! Where attributions come from, rules or encoder, ends here: all later steps see tellings only. Most lie in one
//! sentence; a content may run on over several, and a source may stand in the sentence before.

use std::ops::Range;

use variorum_evidence::document::Language;
use variorum_evidence::span::TextSpan;

use crate::attribution::{self, Attribution};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::narrated;
use crate::sentences::Sentence;
use crate::tokens::Text;
use crate::utterances;

/// Tokens of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) sentence: usize,
    pub(crate) tokens: Range<usize>,
}

/// One attribution with all its parts.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
    /// The sentence of the cue, or of the first content where there is none.
    pub(crate) sentence: usize,
    /// What of it lies in that sentence.
    pub(crate) found: Attribution,
    /// The source, where it stands in another sentence.
    pub(crate) source: Option<Part>,
    /// Contents in other sentences.
    pub(crate) more: Vec<Part>,
    /// The exact words, where they are finer than tokens of sentences.
    pub(crate) exact: Option<Exact>,
    /// Found inside the content of another and only good there.
    pub(crate) nested: bool,
}

/// Spans as the encoder found them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exact {
    pub(crate) source: Option<TextSpan>,
    pub(crate) cue: Option<TextSpan>,
    pub(crate) content: Vec<TextSpan>,
}

impl Telling {
    /// Everything that is content, sentence by sentence.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let own = self.found.content.iter().map(|tokens| Part { sentence: self.sentence, tokens: tokens.clone() });
        let mut parts: Vec<Part> = own.chain(self.more.iter().cloned()).collect();
        parts.sort_by_key(|part| (part.sentence, part.tokens.start));
        parts
    }

    /// Cue and contents, sentence by sentence.
    pub(crate) fn all_parts(&self) -> Vec<Part> {
        let cue = self.found.cue.iter().map(|tokens| Part { sentence: self.sentence, tokens: tokens.clone() });
        self.parts().into_iter().chain(cue).collect()
    }

    /// The sentences that it has a part in.
    pub(crate) fn sentences(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.more.iter().map(|part| part.sentence).chain([self.sentence]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// What of it lies in sentence `number`, as an attribution there.
    pub(crate) fn within(&self, number: usize) -> Option<Attribution> {
        if number == self.sentence {
            return Some(self.found.clone());
        }
        let content: Vec<Range<usize>> =
            self.more.iter().filter(|part| part.sentence == number).map(|part| part.tokens.clone()).collect();
        let found = Attribution { voice: attribution::Voice::Nobody, cue: None, content, rule: self.found.rule };
        (!found.content.is_empty()).then_some(found)
    }
}

/// The tellings that rules find, sentence by sentence.
pub(crate) fn by_rules(text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Vec<Telling> {
    if lexicon.language == Language::Es {
        return utterances::tellings(text, sentences, lexicon);
    }
    let mut tellings = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let line = Line { text, tokens: &sentence.tokens };
        if narrated::is_factual(&line, lexicon, &text.raw[sentence.range.clone()]) {
            let found = attribution::find(&line, lexicon).into_iter();
            tellings.extend(found.map(|found| Telling {
                sentence: number,
                found,
                source: None,
                more: Vec::new(),
                exact: None,
                nested: false,
            }));
        }
    }
    tellings
}
