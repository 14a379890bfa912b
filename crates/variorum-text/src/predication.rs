//! What is the main verb of what is said, and what stands with it?
//!
//! Without a parser: the words are walked from the left. A relative pronoun, a "that" or a subordinator opens a clause
//! that takes the next verb for itself; the first verb left over is the main one. Its clause ends where the next one
//! begins. Left out: clauses without any sign ("the house he lived in"), and which of two coordinated verbs weighs more,
//! for the first decides.

use std::ops::Range;

use variorum_evidence::document::Language;

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::subjects::is_participle;
use crate::tenses::{is_future, is_subjunctive};

/// How far behind the verb a word may stand and still go with it.
const REACH: usize = 6;

/// The main clause of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Predication {
    /// Tokens before the main verb, those of inner clauses left out.
    pub(crate) before: Vec<usize>,
    /// The main verb with auxiliaries and adverbs.
    pub(crate) verb: Range<usize>,
    /// Tokens right after it, in its clause.
    pub(crate) after: Vec<usize>,
}

impl Predication {
    /// All tokens that may carry a word of doubt, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = usize> + '_ {
        self.before.iter().copied().chain(self.verb.clone()).chain(self.after.iter().copied())
    }
}

/// The main clause of these tokens of one sentence; none if no verb is known there.
pub(crate) fn predication(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> Option<Predication> {
    let tokens: Vec<usize> = content.iter().cloned().flatten().collect();
    let opening = tokens.iter().position(|at| line.is_word(*at))?;
    let mut walk = Walk { line, lexicon, inner: None, before: Vec::new() };
    let mut place = opening + usize::from(lexicon.cues.that.has(line.word(tokens[opening])));
    while let Some(at) = tokens.get(place).copied() {
        if !is_finite(line, lexicon, at, &tokens[place + 1..]) {
            walk.pass(at);
            place += 1;
            continue;
        }
        let end = group_end(line, lexicon, at, tokens.last().map_or(at, |last| last + 1));
        if walk.is_main(at) {
            let start = at
                - walk
                    .before
                    .iter()
                    .rev()
                    .zip(1..)
                    .take_while(|(word, back)| **word + back == at && leads(line, lexicon, **word))
                    .count();
            let after = &tokens[tokens.partition_point(|token| *token < end)..];
            walk.before.retain(|word| *word < start);
            return Some(Predication { before: walk.before, verb: start..end, after: goes_with(line, lexicon, after) });
        }
        place = tokens.partition_point(|token| *token < end);
    }
    None
}

/// A clause inside the clause that is looked for.
#[derive(Clone, Copy)]
struct Inner {
    /// A comma ends it even before its verb ("after the raid, …").
    loose: bool,
    /// Its verb has been met.
    full: bool,
}

struct Walk<'a> {
    line: &'a Line<'a>,
    lexicon: &'a Lexicon,
    inner: Option<Inner>,
    before: Vec<usize>,
}

impl Walk<'_> {
    /// Takes notice of a token that is no verb.
    fn pass(&mut self, at: usize) {
        let word = self.line.word(at);
        if matches!(word, "." | "!" | "?" | "…" | ";") {
            self.inner = None;
            self.before.clear();
        } else if self.line.is_mark(at) {
            self.inner = self.inner.filter(|inner| !(inner.full || inner.loose));
        } else if let Some(inner) = opens(self.line, self.lexicon, at) {
            self.inner = Some(inner);
        } else if self.inner.is_none() {
            self.before.push(at);
        }
    }

    /// Whether the verb at token `at` is the main one; an inner clause takes it otherwise.
    fn is_main(&mut self, at: usize) -> bool {
        let Some(inner) = &mut self.inner else { return true };
        let joined = at > 0 && self.lexicon.grammar.coordinators.has(self.line.word(at - 1));
        if inner.full && !joined {
            return true;
        }
        inner.full = true;
        false
    }
}

/// The clause that the word at token `at` opens.
fn opens(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Inner> {
    let (word, grammar) = (line.word(at), &lexicon.grammar);
    let loose = grammar.subordinators.has(word);
    // "At that time", "because of".
    let that =
        lexicon.cues.that.has(word) && !(at > 0 && grammar.prepositions.has(line.word(at - 1)) && word == "that");
    (loose || that || grammar.relatives.has(word)).then_some(Inner { loose, full: false })
}

/// Whether a finite verb stands at token `at`, with `rest` after it.
fn is_finite(line: &Line<'_>, lexicon: &Lexicon, at: usize, rest: &[usize]) -> bool {
    let word = line.word(at);
    if lexicon.hedges.modals.has(word) {
        return !is_name(line, at);
    }
    let bare = at > 0 && matches!(line.word(at - 1), "to" | "be" | "been" | "being" | "having");
    let finite = lexicon.is_verb(word) && !bare
        || is_future(lexicon, word)
        || is_subjunctive(lexicon, word)
        || ["'ll", "’ll", "n't", "n’t"].iter().any(|end| word.ends_with(end));
    finite && !is_participle(line, lexicon, at) && !is_reduced(line, lexicon, at, rest)
}

/// The first words of a content without a known verb, up to the first inner clause.
pub(crate) fn leading(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> Vec<usize> {
    let words = content.iter().cloned().flatten().filter(|at| line.is_word(*at)).enumerate();
    let words = words.skip_while(|(place, at)| *place == 0 && lexicon.cues.that.has(line.word(*at))).map(|(_, at)| at);
    words.take_while(|at| opens(line, lexicon, *at).is_none()).take(2 + REACH).collect()
}

/// "May" and "Will" with a capital letter inside a sentence, or before a number.
pub(crate) fn is_name(line: &Line<'_>, at: usize) -> bool {
    let first = at == 0 || line.is_mark(at - 1);
    line.is_capital(at) && (!first || line.raw(at + 1).starts_with(|letter: char| letter.is_ascii_digit()))
}

/// "A man arrested on Sunday had …", "the record of his ship seems …": the verb comes later in the same clause.
fn is_reduced(line: &Line<'_>, lexicon: &Lexicon, at: usize, rest: &[usize]) -> bool {
    let grammar = &lexicon.grammar;
    let after_subject =
        at > 0 && !grammar.auxiliaries.has(line.word(at - 1)) && !grammar.pronouns.has(line.word(at - 1));
    let noun_like = !grammar.auxiliaries.has(line.word(at)) && grammar.prepositions.has(line.word(at + 1));
    let mut clause = rest.iter().copied().take_while(|at| {
        line.is_word(*at) && opens(line, lexicon, *at).is_none() && !grammar.coordinators.has(line.word(*at))
    });
    let verb = |at: usize| {
        let word = line.word(at);
        lexicon.is_verb(word) && !word.ends_with("ed") && !is_participle(line, lexicon, at) && line.word(at - 1) != "to"
    };
    lexicon.language == Language::En && after_subject && noun_like && clause.any(verb)
}

/// The end of the verb at token `at`: "had apparently been told"; after a full verb the next auxiliary is another's.
fn group_end(line: &Line<'_>, lexicon: &Lexicon, at: usize, limit: usize) -> usize {
    let grammar = &lexicon.grammar;
    let mut full = false;
    let mut end = at;
    while end < limit {
        let word = line.word(end);
        let auxiliary = grammar.auxiliaries.has(word) || lexicon.hedges.modals.has(word);
        let around = grammar.adverbs.has(word)
            || lexicon.is_negation(word)
            || ["ly", "mente", "ado", "ido", "ando", "iendo", "ing"].iter().any(|end| word.ends_with(end));
        if end > at && !(auxiliary || around || lexicon.is_verb(word)) || full && auxiliary {
            break;
        }
        full |= lexicon.is_verb(word) && !auxiliary;
        end += 1;
    }
    end
}

/// "No se lo dijo": clitics and negations before a verb belong to it.
fn leads(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let (word, grammar) = (line.word(at), &lexicon.grammar);
    (grammar.auxiliaries.has(word) && !grammar.determiners.has(word))
        || grammar.adverbs.has(word)
        || lexicon.is_negation(word)
}

/// The tokens of `after` that are still in the clause of the verb before them.
fn goes_with(line: &Line<'_>, lexicon: &Lexicon, after: &[usize]) -> Vec<usize> {
    let inside = after.iter().copied().take(REACH).take_while(|at| {
        let ends = matches!(line.word(*at), "." | "!" | "?" | "…" | ";" | ":")
            || lexicon.grammar.coordinators.has(line.word(*at));
        !ends && opens(line, lexicon, *at).is_none() && !is_finite(line, lexicon, *at, &[])
    });
    inside.filter(|at| line.is_word(*at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};

    /// The words of the main verb.
    fn check(language: Language, raw: &str, expected: &str) {
        let (text, found) = (Text::of(raw), tokens(raw, 0..raw.len()));
        let line = Line { text: &text, tokens: &found };
        let main = predication(&line, Lexicon::of(language), &[0..line.len()]);
        let verb = main.and_then(|main| line.span(&main.verb)).map_or("", |span| &raw[span.range()]);
        assert_eq!(verb, expected, "{raw}");
    }

    #[test]
    fn the_first_verb_of_the_main_clause() {
        check(Language::En, "that the man who may have fired had fled", "had fled");
        check(Language::En, "When the guards came and fired, the crowd ran", "ran");
        check(Language::En, "a woman arrested on Sunday was later released", "was later released");
        check(Language::En, "the raid in May", "");
        check(Language::Es, "que los guardias que dispararon no lo vieron", "vieron");
        check(Language::Es, "Cuando llegó el juez, la sala estaba llena", "estaba");
    }
}
