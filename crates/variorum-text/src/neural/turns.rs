//! Who speaks in which paragraph of a transcript, and for whom?
//!
//! The encoder has read hardly any transcripts: it takes labels for sources of whatever stands behind them. Here the turns
//! of people whom the outlet lets speak become one claim each, and the outlet's own people ("ROSS:" for "our reporter Ana
//! Ross") speak for nobody: their labels are no source. A text is a transcript if two people or more have turns in
//! it. Left out: labels that are not written in capitals.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::narrated::label;
use crate::sentences::Sentence;
use crate::subjects::{Subject, subject};
use crate::telling::{Part, Telling};
use crate::tokens::Text;

/// A paragraph behind a label.
#[derive(Debug)]
struct Turn {
    /// The label without what stands in brackets.
    name: Range<usize>,
    colon: usize,
    sentences: Range<usize>,
    outlet: bool,
}

/// Gives labels their due in what was found.
pub(super) fn put_right(found: &mut Vec<Telling>, text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) {
    let turns = turns(text, sentences, lexicon);
    for turn in &turns {
        let line = Line { text, tokens: &sentences[turn.sentences.start].tokens };
        if turn.outlet {
            speak_for_nobody(found, turn, &line, lexicon);
        } else {
            speak(found, turn, text, sentences);
        }
    }
}

fn turns(text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Vec<Turn> {
    const FEWEST: usize = 2;
    let own = own_people(text, sentences, lexicon);
    let mut turns: Vec<Turn> = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let opens = number == 0 || sentences[number - 1].paragraph != sentence.paragraph;
        let line = Line { text, tokens: &sentence.tokens };
        let Some(label) = opens.then(|| label(&line, lexicon)).flatten() else { continue };
        let colon = label.words.end;
        let end = (0..colon).find(|at| line.word(*at) == "(").unwrap_or(colon);
        let outlet = label.outlet || own.contains(line.word(end - 1));
        let length = sentences[number..].iter().take_while(|other| other.paragraph == sentence.paragraph).count();
        turns.push(Turn { name: 0..end, colon, sentences: number..number + length, outlet });
    }
    let last = |turn: &Turn| sentences[turn.sentences.start].tokens.get(turn.name.end - 1).map(|token| token.start);
    let name = |turn: &Turn| {
        let line = Line { text, tokens: &sentences[turn.sentences.start].tokens };
        last(turn).map(|_| line.word(turn.name.end - 1).to_owned())
    };
    let names: BTreeSet<String> = turns.iter().filter_map(name).collect();
    // "PHOTO: …" alone makes no transcript.
    turns.retain(|turn| turn.name.len() <= 4 && names.len() >= FEWEST);
    turns
}

/// The last names of the outlet's people: labelled so once, or called a reporter ("our reporter Ana Ross").
fn own_people(text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    for sentence in sentences {
        let line = Line { text, tokens: &sentence.tokens };
        if let Some(label) = label(&line, lexicon) {
            let end = (0..label.words.end).find(|at| line.word(*at) == "(").unwrap_or(label.words.end);
            let presents = label.outlet || lexicon.speech.presenters.has(line.word(end + 1));
            own.extend((end > 0 && presents).then(|| line.word(end - 1).to_owned()));
        }
        for at in (0..line.len()).filter(|at| lexicon.speech.presenters.has(line.word(*at))) {
            let named = (at + 1..line.len()).take_while(|at| line.is_capital(*at)).last();
            own.extend(named.map(|at| line.word(at).to_owned()));
        }
        // "Ana Ross reports from the harbour."
        let reports =
            |at: &usize| line.word(*at) == "reports" && line.word(at + 1) == "from" && line.is_capital(at - 1);
        own.extend((1..line.len()).find(reports).map(|at| line.word(at - 1).to_owned()));
    }
    own
}

/// Whether the source of `telling` is the label of `turn`.
fn is_of_label(telling: &Telling, turn: &Turn) -> bool {
    let words = match (&telling.found.voice, &telling.source) {
        (Voice::Words(words), _) if telling.sentence == turn.sentences.start => words,
        (_, Some(part)) if part.sentence == turn.sentences.start => &part.tokens,
        _ => return false,
    };
    words.end <= turn.colon
}

fn speak_for_nobody(found: &mut Vec<Telling>, turn: &Turn, line: &Line<'_>, lexicon: &Lexicon) {
    let by_colon = |telling: &Telling| {
        let colon = telling.found.cue.as_ref().is_none_or(|cue| cue.start == turn.colon);
        let here = telling.sentence == turn.sentences.start;
        let silent = telling.found.voice == Voice::Nobody && telling.source.is_none();
        colon && (is_of_label(telling, turn) || here && silent && telling.found.cue.is_some())
    };
    found.retain(|telling| !by_colon(telling));
    for telling in found.iter_mut().filter(|telling| is_of_label(telling, turn)) {
        telling.source = None;
        telling.found.voice = match telling.found.cue.as_ref().map(|cue| subject(line, lexicon, cue.start)) {
            Some(Subject::Here(words) | Subject::Shared(words))
                if words.start > turn.colon && telling.sentence == turn.sentences.start =>
            {
                Voice::Words(words)
            }
            _ => Voice::Nobody,
        };
        let span = match &telling.found.voice {
            Voice::Words(words) => line.span(words),
            _ => None,
        };
        if let Some(exact) = &mut telling.exact {
            exact.source = span;
        }
    }
}

fn speak(found: &mut Vec<Telling>, turn: &Turn, text: &Text<'_>, sentences: &[Sentence]) {
    found.retain(|telling| !is_of_label(telling, turn));
    for telling in found.iter_mut().filter(|telling| turn.sentences.contains(&telling.sentence)) {
        telling.nested = true;
    }
    let part = |number: usize, from: usize| {
        let line = Line { text, tokens: &sentences[number].tokens };
        Part { sentence: number, tokens: line.trimmed(from..line.len()) }
    };
    let first = part(turn.sentences.start, turn.colon + 1);
    let more = turn.sentences.clone().skip(1).map(|number| part(number, 0));
    let more: Vec<Part> = more.filter(|part| !part.tokens.is_empty()).collect();
    if first.tokens.is_empty() {
        return;
    }
    let spoken = Attribution {
        voice: Voice::Words(turn.name.clone()),
        cue: None,
        content: vec![first.tokens],
        rule: "attribution.label",
    };
    let sentence = turn.sentences.start;
    found.push(Telling { sentence, found: spoken, source: None, more, exact: None, nested: false });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentences::split;
    use variorum_evidence::document::Language;

    /// Each claim of a transcript that the encoder heard nothing in, as "label: words | more".
    fn check(paragraphs: &[&str], expected: &[&str]) {
        let raw = paragraphs.join("\n\n");
        let text = Text::of(&raw);
        let sentences = split(&text, None);
        let mut found = Vec::new();
        put_right(&mut found, &text, &sentences, Lexicon::of(Language::En));
        let words = |number: usize, tokens: &Range<usize>| {
            let line = Line { text: &text, tokens: &sentences[number].tokens };
            line.span(tokens).map_or("", |span| &raw[span.range()])
        };
        let shown: Vec<String> = found
            .iter()
            .map(|telling| {
                let Voice::Words(name) = &telling.found.voice else { return "nobody".to_owned() };
                let more: Vec<_> = telling.more.iter().map(|part| words(part.sentence, &part.tokens)).collect();
                let content = words(telling.sentence, &telling.found.content[0]);
                format!("{}: {}", words(telling.sentence, name), [&[content], more.as_slice()].concat().join(" | "))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn turns_of_a_transcript() {
        check(
            &["MARSH (host): Good evening.", "VEGA (on tape): We saw no smoke. Nobody rang.", "MARSH: Thank you."],
            &["VEGA: We saw no smoke | Nobody rang"],
        );
        check(
            &["MARSH (host): Our reporter Ana Ross was there.", "ROSS: They are angry.", "LEE: I am not angry."],
            &["LEE: I am not angry"],
        );
        check(&["PHOTO: The harbour at dawn.", "Two men fled."], &[]);
    }
}
