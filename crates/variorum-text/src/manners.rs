//! Which words of a document are somebody's own?
//!
//! Quotation marks of all kinds are followed paragraph by paragraph: a quotation that goes on opens again in the next one
//! and closes only at its end, and one inside another ends nothing. A dash at the head of a paragraph opens dialogue, and
//! every further dash parts it from the words of the narrator or leads back to it. Left out: whether the words were ever
//! said.

use std::ops::Range;

use variorum_evidence::claim::Manner;

use crate::attribution::Voice;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::sentences::Sentence;
use crate::telling::{Part, Telling};
use crate::tokens::Text;

/// Single quotation marks that hold more than this many bytes are apostrophes that met.
const LONGEST_SINGLE: usize = 600;

/// The stretches of a document that are somebody's own words, in bytes.
pub(crate) struct Spoken {
    stretches: Vec<Range<usize>>,
}

impl Spoken {
    /// All quotations, lines of dialogue and lines of transcripts.
    pub(crate) fn of(text: &Text<'_>, sentences: &[Sentence], tellings: &[Telling]) -> Self {
        let mut stretches = Vec::new();
        for paragraph in sentences.chunk_by(|one, next| one.paragraph == next.paragraph) {
            let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
            let range = first.range.start..last.range.end;
            let words = &text.raw[range.clone()];
            let found = if words.starts_with(DASHES) { dialogue(words) } else { quotations(words) };
            stretches.extend(found.into_iter().map(|found| found.start + range.start..found.end + range.start));
        }
        for telling in tellings.iter().filter(|telling| is_labelled(text, sentences, telling)) {
            stretches.extend(telling.parts().into_iter().filter_map(|part| {
                let line = Line { text, tokens: &sentences[part.sentence].tokens };
                Some(line.span(&part.tokens)?.range())
            }));
        }
        stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
        Self { stretches: merged(stretches) }
    }

    /// Whether the byte at `at` is in somebody's own words.
    fn holds(&self, at: usize) -> bool {
        let next = self.stretches.partition_point(|stretch| stretch.end <= at);
        self.stretches.get(next).is_some_and(|stretch| stretch.contains(&at))
    }

    /// In whose words a content is told; a "that" that leads up to it belongs to the narrator.
    pub(crate) fn manner(
        &self,
        text: &Text<'_>,
        sentences: &[Sentence],
        lexicon: &Lexicon,
        telling: &Telling,
    ) -> Manner {
        let (mut words, mut spoken) = (0, 0);
        for (place, part) in telling.parts().into_iter().enumerate() {
            let line = Line { text, tokens: &sentences[part.sentence].tokens };
            let that = place == 0 && part.tokens.len() > 1 && lexicon.cues.that.has(line.word(part.tokens.start));
            for at in part.tokens.skip(usize::from(that)).filter(|at| line.is_word(*at)) {
                words += 1;
                spoken += usize::from(self.holds(line.tokens[at].range().start));
            }
        }
        match spoken {
            0 => Manner::Paraphrased,
            all if all == words => Manner::Quoted,
            _ => Manner::Mixed,
        }
    }
}

/// Stretches in order that share no byte.
fn merged(stretches: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => merged.push(stretch),
        }
    }
    merged
}

/// Each of these opens a line of dialogue.
const DASHES: [char; 3] = ['—', '–', '―'];

/// What is spoken in a paragraph of dialogue: every other stretch between its dashes.
fn dialogue(words: &str) -> Vec<Range<usize>> {
    let parts = words.split(DASHES).skip(1).step_by(2);
    let start = |part: &str| part.as_ptr() as usize - words.as_ptr() as usize;
    parts.map(|part| start(part)..start(part) + part.len()).collect()
}

/// What stands in quotation marks in a paragraph.
fn quotations(words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some((start, length, close)) = opening(words, rest) {
        let inside = start + length;
        let single = close == '’' || close == '\'';
        let end = closing(words, inside, close).unwrap_or(words.len());
        let apostrophe = single && (end == words.len() || end - inside > LONGEST_SINGLE);
        if !apostrophe {
            found.push(inside..end);
        }
        rest = if apostrophe { inside } else { next(words, end) };
    }
    found
}

/// The next opening mark from byte `from` on: where it stands, how long it is, and what closes it.
fn opening(words: &str, from: usize) -> Option<(usize, usize, char)> {
    words[from..].char_indices().find_map(|(at, letter)| {
        let at = at + from;
        let free = !words[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '.');
        let close = match letter {
            '“' | '„' => '”',
            '«' => '»',
            '"' => '"',
            '‘' if free => '’',
            '\'' if free && words[at + 1..].starts_with(char::is_alphanumeric) => '\'',
            _ => return None,
        };
        Some((at, letter.len_utf8(), close))
    })
}

/// Where the quotation that began before byte `from` closes; one inside it of its own kind is passed over.
fn closing(words: &str, from: usize, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, letter) in words[from..].char_indices() {
        let at = at + from;
        let after = &words[at + letter.len_utf8()..];
        // "Don’t": no mark at all.
        let apostrophe = matches!(close, '’' | '\'') && after.starts_with(char::is_alphanumeric);
        match (letter, close) {
            ('“', '”') | ('«', '»') => depth += 1,
            _ if letter == close && depth > 0 => depth -= 1,
            _ if letter == close && !apostrophe => return Some(at),
            _ => {}
        }
    }
    None
}

/// The byte after the character at byte `at`.
fn next(words: &str, at: usize) -> usize {
    at + words[at..].chars().next().map_or(0, char::len_utf8)
}

/// "PRAT (on tape): …": a source without a cue before a colon, at the head of a line that is no heading.
fn is_labelled(text: &Text<'_>, sentences: &[Sentence], telling: &Telling) -> bool {
    if telling.found.cue.is_some() {
        return false;
    }
    let label = match (&telling.found.voice, &telling.source) {
        (_, Some(part)) => Some(part.clone()),
        (Voice::Words(tokens), None) => Some(Part { sentence: telling.sentence, tokens: tokens.clone() }),
        _ => None,
    };
    let Some((label, content)) = label.zip(telling.parts().into_iter().next()) else { return false };
    let span = |part: &Part| Line { text, tokens: &sentences[part.sentence].tokens }.span(&part.tokens);
    let (Some(source), Some(content)) = (span(&label), span(&content)) else { return false };
    let between = text.raw.get(source.range().end..content.range().start).unwrap_or_default();
    let leads = label.tokens.start == 0 && !sentences[label.sentence].heading;
    leads && between.trim_end().ends_with(':') && !between.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &[Range<usize>], words: &str, expected: &[&str]) {
        let found: Vec<&str> = found.iter().map(|range| words[range.clone()].trim()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_of_all_kinds() {
        let check = |words: &str, expected: &[&str]| check(&quotations(words), words, expected);
        check("He “ran” and \"fell\", «dijo».", &["ran", "fell", "dijo"]);
        check("“He said: “No.” Then he left,” she wrote.", &["He said: “No.” Then he left,"]);
        check("«Me dijo: “Ya voy”. Y vino», contó.", &["Me dijo: “Ya voy”. Y vino"]);
        check("They waited ‘eleven full minutes’ and didn’t knock.", &["eleven full minutes"]);
        check("The soldiers' camp was 'empty', she said.", &["empty"]);
        check("It’s the guards’ road.", &[]);
    }

    #[test]
    fn a_quotation_that_goes_on_runs_to_the_end_of_its_paragraph() {
        let words = "“We left at nine. Nobody followed.";
        check(&quotations(words), words, &["We left at nine. Nobody followed."]);
    }

    #[test]
    fn dialogue_stops_where_the_narrator_speaks() {
        let words = "—No vi nada —dijo Rosa—. Era de noche.";
        check(&dialogue(words), words, &["No vi nada", ". Era de noche."]);
    }
}
