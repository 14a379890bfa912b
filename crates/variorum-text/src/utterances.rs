//! What does somebody say over several sentences of a Spanish report?
//!
//! A quotation goes on with the sentences that stand in quotation marks after it, paragraph by paragraph; a turn of a
//! dialogue with all its sentences; a label of a transcript speaks for all that follows up to the next one. Labels of
//! the outlet's own people speak for nobody.

use crate::attribution::{Attribution, Voice};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::narrated::{is_factual, label};
use crate::sentences::Sentence;
use crate::spanish;
use crate::telling::{Part, Telling};
use crate::tokens::Text;

/// How far back, in sentences and tellings, one is looked for that goes on.
const FAR: usize = 60;

/// The tellings of a document, in order.
pub(crate) fn tellings(text: &Text<'_>, sentences: &[Sentence], lexicon: &Lexicon) -> Vec<Telling> {
    let mut tellings: Vec<Telling> = Vec::new();
    let mut labelled: Option<usize> = None;
    for (number, sentence) in sentences.iter().enumerate() {
        let line = Line { text, tokens: &sentence.tokens };
        let opens = number == 0 || sentences[number - 1].paragraph != sentence.paragraph;
        let named = if opens { label(&line, lexicon) } else { None };
        let start = named.as_ref().map_or(0, |label| label.words.end + 1);
        if opens {
            labelled = None;
        }
        let said = line.trimmed(start..line.len());
        let inner = Line { text, tokens: &sentence.tokens[start..] };
        let outlet = named.as_ref().is_none_or(|label| label.outlet);
        let inside = labelled.is_some() || !outlet;
        let found: Vec<Attribution> =
            spanish::find(&inner, lexicon, inside).into_iter().map(|found| spanish::moved(found, start)).collect();
        let spoken = found.iter().any(|found| found.rule == "attribution.content-first");
        if let Some(label) = named.as_ref().filter(|label| !label.outlet && !said.is_empty()) {
            labelled = Some(tellings.len());
            let voice = Voice::Words(label.words.clone());
            let content = vec![said.clone()];
            tellings.push(telling(number, Attribution { voice, cue: None, content, rule: "attribution.label" }, false));
        } else if let Some(last) = labelled {
            tellings[last].more.push(Part { sentence: number, tokens: said.clone() });
        } else if !is_factual(&line, lexicon, &text.raw[sentence.range.clone()]) {
            continue;
        } else if let Some(last) = going_on(&line, number, sentences, &tellings).filter(|_| !spoken) {
            tellings[last].more.push(Part { sentence: number, tokens: said.clone() });
        }
        tellings.extend(found.into_iter().map(|found| telling(number, found, inside)));
    }
    tellings
}

fn telling(sentence: usize, found: Attribution, nested: bool) -> Telling {
    Telling { sentence, found, source: None, more: Vec::new(), exact: None, nested }
}

/// The telling that sentence `number` goes on with: a quotation after a quotation, or a turn of a dialogue.
fn going_on(line: &Line<'_>, number: usize, sentences: &[Sentence], tellings: &[Telling]) -> Option<usize> {
    let paragraph = sentences[number].paragraph;
    let first = (0..=number).rev().take_while(|at| sentences[*at].paragraph == paragraph).take(FAR).last()?;
    let opening = Line { text: line.text, tokens: &sentences[first].tokens };
    let dialogue = first < number && opening.is_dash(0);
    let quotes = line.quotes();
    let quoted = (0..line.len()).all(|at| !line.is_word(at) || quotes.iter().any(|quote| quote.contains(&at)));
    if !dialogue && !quoted {
        return None;
    }
    let reaches = |telling: &Telling| telling.more.last().map_or(telling.sentence, |part| part.sentence);
    let before = tellings
        .iter()
        .enumerate()
        .rev()
        .take(FAR)
        .filter(|(_, telling)| reaches(telling) + 1 == number && telling.sentence < number);
    let length = |telling: &Telling| telling.found.content.iter().map(|content| content.len()).sum::<usize>();
    before.max_by_key(|(_, telling)| (!telling.more.is_empty(), length(telling))).map(|(last, _)| last)
}
