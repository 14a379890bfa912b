//! Which sentences are the document's own claims?
//!
//! A sentence, or what attributions leave of it, that states something with a finite verb and names no source.
//! Headings, bylines, questions, appeals and the boilerplate of the lexicon state nothing.

use std::ops::Range;

use variorum_evidence::document::Language;

use crate::attribution::{Attribution, Voice};
use crate::conjugation::Form;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::{is_month, main_verb};
use crate::tokens::Kind;
use crate::verbs::is_finite;

/// Fewest words of a narrated claim that stands beside an attribution.
const FEWEST: usize = 4;
/// How far a source may stand from its cue, in tokens.
const APART: usize = 16;

/// Whether the line can hold any claim.
pub(crate) fn is_factual(line: &Line<'_>, lexicon: &Lexicon, whole: &str) -> bool {
    let lower = whole.to_lowercase();
    let boilerplate = lexicon.events.boilerplate.iter().any(|words| lower.contains(words.as_str()));
    let byline = lexicon.events.byline.iter().any(|words| lower.starts_with(words.as_str()))
        && lower.len() < 120
        && (!lower.ends_with('.') || lower.ends_with("m."));
    let question = lower.trim_end_matches(['"', '”', '»', ')']).ends_with('?');
    let call = lexicon.speech.calls.at(line, 0).is_some();
    let appeal = call || lexicon.speech.appeals.iter().any(|words| lower.contains(words.as_str()));
    !boilerplate && !byline && !question && !appeal && !is_caption(line, lexicon) && line.len() > 2
}

/// "Photo: …", "lea también: …", "foto de archivo de la plaza".
fn is_caption(line: &Line<'_>, lexicon: &Lexicon) -> bool {
    let conjugated = lexicon.language == Language::Es;
    let verbless = || conjugated && !(0..line.len()).any(|at| is_finite(line, lexicon, at));
    lexicon.speech.captions.at(line, 0).is_some_and(|length| matches!(line.word(length), ":" | "/" | "|") || verbless())
}

/// Who speaks in a transcript, by the capitals before a colon ("PRAT (on tape):").
pub(crate) struct Label {
    pub(crate) words: Range<usize>,
    /// It is the outlet's own presenter or reporter.
    pub(crate) outlet: bool,
}

/// The label at the head of `line`; its colon follows right behind it.
pub(crate) fn label(line: &Line<'_>, lexicon: &Lexicon) -> Option<Label> {
    let colon = (1..line.len().min(14)).find(|at| line.word(*at) == ":")?;
    let name = (0..colon).find(|at| line.word(*at) == "(").unwrap_or(colon);
    let capitals = |at: usize| line.raw(at).chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    let named =
        name > 0 && colon + 1 < line.len() && (0..name).all(|at| line.kind(at) != Some(Kind::Number) && capitals(at));
    let outlet = (0..name).any(|at| lexicon.speech.presenters.has(line.word(at)));
    named.then_some(Label { words: 0..colon, outlet })
}

/// The tokens that the document says in its own voice. `tells`: a fact was found in the line, as in a headline
/// without a verb ("3 dead, 1 hurt in clash").
pub(crate) fn own_words(
    line: &Line<'_>,
    lexicon: &Lexicon,
    attributions: &[Attribution],
    tells: bool,
) -> Vec<Range<usize>> {
    let start = label(line, lexicon).map_or(0, |label| label.words.end + 1);
    if attributions.is_empty() {
        let whole = line.trimmed(start..line.len());
        let verb = match lexicon.language {
            Language::En => {
                let verb = |at: usize| lexicon.is_verb(line.word(at)) || lexicon.grammar.auxiliaries.has(line.word(at));
                whole.clone().any(|at| verb(at) && !is_month(line, lexicon, at))
            }
            Language::Es => {
                whole.clone().any(|at| is_finite(line, lexicon, at)) || begins_with_participle(line, lexicon, &whole)
            }
            // Nothing is known of its verbs.
            _ => return Vec::new(),
        };
        // No list holds every verb: a finished sentence of some length states something all the same.
        let finished = line.word(line.len() - 1) == "." && whole.len() >= 6 && !is_dateline(line, &whole);
        // A bare noun at the head is that of a caption ("Velorio en el barrio", "Smoke over the market").
        let bare = lexicon.language == Language::Es || lexicon.grammar.prepositions.has(line.word(whole.start + 1));
        let finished = finished && (!bare || opens_sentence(line, lexicon, whole.start));
        return if (verb || finished || tells) && whole.len() >= 2 { vec![whole] } else { Vec::new() };
    }
    let mut taken: Vec<Range<usize>> = attributions.iter().map(hull).collect();
    taken.sort_by_key(|range| range.start);
    let mut free = Vec::new();
    let mut at = start;
    for range in taken {
        if range.start > at {
            free.push(at..range.start);
        }
        at = at.max(range.end);
    }
    free.push(at..line.len());
    free.extend(attributions.iter().filter_map(between));
    let mut own: Vec<Range<usize>> = free.into_iter().filter_map(|range| statement(line, lexicon, range)).collect();
    let told = |range: &Range<usize>| {
        attributions.iter().flat_map(|one| &one.cue).any(|cue| range.start < cue.end && cue.start < range.end)
    };
    for aside in attributions.iter().flat_map(|one| asides(line, lexicon, one)) {
        if !told(&aside) && own.iter().all(|one| aside.end <= one.start || one.end <= aside.start) {
            own.push(aside);
        }
    }
    own
}

/// What a relative clause between commas tells of whoever speaks ("Ruiz, who lost a brother, said").
fn asides(line: &Line<'_>, lexicon: &Lexicon, attribution: &Attribution) -> Vec<Range<usize>> {
    const SHORTEST: usize = 3;
    let Voice::Words(words) = &attribution.voice else { return Vec::new() };
    let end = words.end.min(line.len());
    let relative = |at: usize| lexicon.grammar.relatives.has(line.word(at));
    let opens = |at: &usize| {
        line.word(*at) == ","
            && (relative(at + 1) || lexicon.grammar.prepositions.has(line.word(at + 1)) && relative(at + 2))
    };
    let states = |at: usize| match lexicon.language {
        Language::Es => is_finite(line, lexicon, at),
        _ => lexicon.is_verb(line.word(at)) || lexicon.grammar.auxiliaries.has(line.word(at)),
    };
    let aside = |comma: usize| {
        let close = (comma + 1..line.len()).find(|at| line.is_mark(*at)).filter(|at| line.word(*at) == ",")?;
        let clause = comma + 1..close;
        (clause.len() >= SHORTEST && clause.clone().any(states)).then_some(clause)
    };
    (words.start..end).filter(opens).filter_map(aside).collect()
}

/// Whether a word stands at token `at` that leads up to something.
fn opens_sentence(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let grammar = &lexicon.grammar;
    let lists = [&grammar.determiners, &grammar.pronouns, &grammar.prepositions, &grammar.negation, &grammar.adverbs];
    lists.iter().any(|list| list.has(line.word(at)))
}

/// "Desarticulada una banda en Lima": a headline states with a participle.
fn begins_with_participle(line: &Line<'_>, lexicon: &Lexicon, whole: &Range<usize>) -> bool {
    whole.len() >= 4 && lexicon.verbs.is(line.word(whole.start), &[Form::Participle])
}

/// "SAN JUAN, 3 Jan (Norte).", "Redacción Norte, 5 feb (Agencia)."
fn is_dateline(line: &Line<'_>, whole: &Range<usize>) -> bool {
    let dated = whole.len() <= 10 && (0..line.len()).any(|at| line.kind(at) == Some(Kind::Number));
    if dated && line.is_capital(whole.start) && line.word(line.len() - 2) == ")" {
        return true;
    }
    let capitals = |at: usize| line.raw(at).chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase);
    whole.clone().take_while(|at| line.word(*at) != ",").all(capitals) && line.word(line.len() - 2) == ")"
}

/// From the first to the last token of source, cue and content, where the source stands next to the cue.
fn hull(attribution: &Attribution) -> Range<usize> {
    let cue = attribution.cue.clone();
    let mut parts: Vec<Range<usize>> = attribution.content.clone();
    parts.extend(cue.clone());
    if let (Voice::Words(words), Some(cue)) = (&attribution.voice, cue) {
        let near = if words.end <= cue.start { cue.start - words.end } else { words.start.saturating_sub(cue.end) };
        if near <= APART && !shared(attribution, words, &cue) {
            parts.push(words.clone());
        }
    }
    let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.end).max().unwrap_or(0);
    start..end
}

/// What stands between two commas behind a source: a clause that only the document says ("Ruiz, who lost a brother, said").
fn between(attribution: &Attribution) -> Option<Range<usize>> {
    let (Voice::Words(words), Some(cue)) = (&attribution.voice, &attribution.cue) else { return None };
    (attribution.rule == "attribution.that-clause" && words.end + FEWEST < cue.start && cue.start - words.end <= APART)
        .then_some(words.end..cue.start)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};

    /// The clauses that the source of the claim with this cue is told by beside it.
    fn check(language: Language, sentence: &str, source: &str, cue: &str, expected: &[&str]) {
        let text = Text::of(sentence);
        let found = tokens(sentence, 0..sentence.len());
        let line = Line { text: &text, tokens: &found };
        let place = |words: &str| {
            let start = sentence.find(words).unwrap();
            let inside = |at: &usize| (start..start + words.len()).contains(&(found[*at].start as usize));
            let at: Vec<usize> = (0..found.len()).filter(inside).collect();
            at[0]..at[at.len() - 1] + 1
        };
        let cue = place(cue);
        let content = vec![cue.end..found.len() - 1];
        let voice = Voice::Words(place(source));
        let told = Attribution { voice, cue: Some(cue), content, rule: "attribution.encoder" };
        let own = own_words(&line, Lexicon::of(language), &[told], false);
        let own: Vec<&str> =
            own.iter().filter_map(|range| line.span(range)).map(|span| &sentence[span.range()]).collect();
        assert_eq!(own, expected, "{sentence}");
    }

    #[test]
    fn relative_clauses_of_a_source() {
        use Language::{En, Es};
        let vega = "Ana Vega, who lost a brother, said that nobody came.";
        check(En, vega, "Ana Vega, who lost a brother,", "said", &["who lost a brother"]);
        let log = "His log, which he showed to us, lists eleven calls.";
        check(En, log, "His log, which he showed to us,", "lists", &["which he showed to us"]);
        check(En, "A man who lives there said that nobody came.", "A man who lives there", "said", &[]);
        check(En, "Ana Vega, a baker, said that nobody came.", "Ana Vega, a baker,", "said", &[]);
        let cargo = "Ana Vega, que dejó el cargo ayer, dijo que nadie vino.";
        check(Es, cargo, "Ana Vega, que dejó el cargo ayer,", "dijo", &["que dejó el cargo ayer"]);
    }
}
