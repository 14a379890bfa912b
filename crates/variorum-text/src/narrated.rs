//! Which sentences are the document's own claims?
//!
//! A sentence, or what attributions leave of it, that states something with a finite verb and names no source.
//! Headings, bylines, questions, appeals and the boilerplate of the lexicon state nothing.

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::main_verb;

/// Fewest words of a narrated claim that stands beside an attribution.
const FEWEST: usize = 4;

/// Whether the line can hold any claim.
pub(crate) fn is_factual(line: &Line<'_>, lexicon: &Lexicon, whole: &str) -> bool {
    let lower = whole.to_lowercase();
    let boilerplate = lexicon.events.boilerplate.iter().any(|words| lower.contains(words.as_str()));
    let byline = lexicon.events.byline.iter().any(|words| lower.starts_with(words.as_str()))
        && lower.len() < 120
        && (!lower.ends_with('.') || lower.ends_with("m."));
    let question = lower.trim_end_matches(['"', '”', '»', ')']).ends_with('?');
    !boilerplate && !byline && !question && line.len() > 2
}

/// The tokens that the document says in its own voice.
pub(crate) fn own_words(line: &Line<'_>, lexicon: &Lexicon, attributions: &[Attribution]) -> Vec<Range<usize>> {
    if attributions.is_empty() {
        let whole = line.trimmed(0..line.len());
        let verb =
            whole.clone().any(|at| lexicon.is_verb(line.word(at)) || lexicon.grammar.auxiliaries.has(line.word(at)));
        // No list holds every verb: a finished sentence of some length states something all the same.
        let finished = line.word(line.len() - 1) == "." && whole.len() >= 6;
        return if (verb || finished) && whole.len() >= 2 { vec![whole] } else { Vec::new() };
    }
    let mut taken: Vec<Range<usize>> = attributions.iter().map(hull).collect();
    taken.sort_by_key(|range| range.start);
    let mut free = Vec::new();
    let mut at = 0;
    for range in taken {
        if range.start > at {
            free.push(at..range.start);
        }
        at = at.max(range.end);
    }
    free.push(at..line.len());
    free.into_iter().filter_map(|range| statement(line, lexicon, range)).collect()
}

/// From the first to the last token of source, cue and content, where the source stands next to the cue.
fn hull(attribution: &Attribution) -> Range<usize> {
    let cue = attribution.cue.clone();
    let mut parts: Vec<Range<usize>> = attribution.content.clone();
    parts.extend(cue.clone());
    if let (Voice::Words(words), Some(cue)) = (&attribution.voice, cue) {
        let near = if words.end <= cue.start { cue.start - words.end } else { words.start.saturating_sub(cue.end) };
        if near <= 6 && !shared(attribution, words, &cue) {
            parts.push(words.clone());
        }
    }
    let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.end).max().unwrap_or(0);
    start..end
}

/// Whether the source is the subject of another verb that stands before the cue.
fn shared(attribution: &Attribution, words: &Range<usize>, cue: &Range<usize>) -> bool {
    attribution.rule == "attribution.participle" && cue.start > words.end + 1
}

/// `range` without joining words at its ends, if it states something.
fn statement(line: &Line<'_>, lexicon: &Lexicon, range: Range<usize>) -> Option<Range<usize>> {
    let mut range = line.trimmed(range);
    let joins = |at: usize| {
        lexicon.grammar.coordinators.has(line.word(at))
            || lexicon.grammar.boundaries.has(line.word(at))
            || lexicon.cues.that.has(line.word(at))
            || line.is_mark(at)
    };
    while !range.is_empty() && joins(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && joins(range.end - 1) {
        range.end -= 1;
    }
    // "… with" only joins; "… led to" has lost what it leads to.
    while !range.is_empty() && matches!(line.word(range.end - 1), "with" | "con") {
        range.end -= 1;
        range = line.trimmed(range);
    }
    if range.is_empty() || lexicon.grammar.prepositions.has(line.word(range.end - 1)) {
        return None;
    }
    let words = range.clone().filter(|at| line.is_word(*at)).count();
    (words >= FEWEST && main_verb(line, lexicon, range.clone()).is_some()).then_some(range)
}
