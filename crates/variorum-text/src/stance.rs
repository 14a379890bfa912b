//! Does the source stand by what the claim holds?
//!
//! "Has not confirmed", "declined to say", "se negó a admitir": the words before a verb of saying can take the
//! saying back. Such a claim keeps source, cue and content but answers nothing, for silence is no denial. "Denied"
//! and "dismissed" answer with the opposite, and so does "it is not true that" at the head of a content. A denial
//! that is itself negated ("did not rule out") says neither. Left out: irony and doubt spread over sentences.

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::lexicon::Lexicon;
use crate::line::Line;

/// How a source stands to the content of its claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    /// It says that it is so.
    Affirms,
    /// It says that it is not so.
    Denies,
    /// It says neither.
    Withholds,
}

/// Words that take a saying back, before the verb at token `verb`.
pub(crate) struct Refusal {
    /// The first of the words, auxiliaries counted in.
    pub(crate) start: usize,
    /// Where the subject of the whole is to be looked for.
    pub(crate) head: usize,
}

/// The refusal or negation right before the verb at token `verb`.
pub(crate) fn refusal(line: &Line<'_>, lexicon: &Lexicon, verb: usize) -> Option<Refusal> {
    let (mut start, mut head, mut negated) = (verb, verb, false);
    while start > 0 {
        if let Some(length) =
            (1..=4.min(start)).rev().find(|length| lexicon.cues.refusing.at(line, start - length) == Some(*length))
        {
            start -= length;
            (head, negated) = (start, true);
        } else if goes_with_verb(line, lexicon, start - 1) {
            start -= 1;
            // "Not only confirmed" takes nothing back.
            let only = matches!(line.word(start + 1), "only" | "just" | "solo" | "sólo" | "solamente");
            negated |= lexicon.is_negation(line.word(start)) && !only;
        } else {
            break;
        }
    }
    negated.then_some(Refusal { start, head })
}

fn goes_with_verb(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = line.word(at);
    let grammar = &lexicon.grammar;
    let article = grammar.articles.has(word) && (at == 0 || !lexicon.is_negation(line.word(at - 1)));
    !article
        && (grammar.auxiliaries.has(word)
            || grammar.adverbs.has(word)
            || lexicon.is_negation(word) && !grammar.determiners.has(word))
}

/// How the source of `found` stands to its content.
pub(crate) fn stance(line: &Line<'_>, lexicon: &Lexicon, found: &Attribution) -> Stance {
    let Some(cue) = found.cue.clone() else { return Stance::Affirms };
    let takes_back =
        cue.clone().any(|at| lexicon.is_negation(line.word(at)) || lexicon.cues.refusing.at(line, at).is_some());
    if takes_back || found.voice == Voice::NoOne {
        Stance::Withholds
    } else if cue.clone().any(|at| lexicon.cues.denial.at(line, at).is_some()) {
        Stance::Denies
    } else {
        Stance::Affirms
    }
}

/// `content` after "it is not true that" at its head, where it begins so.
pub(crate) fn after_untrue(line: &Line<'_>, lexicon: &Lexicon, content: &Range<usize>) -> Option<Range<usize>> {
    let length = lexicon.cues.untrue.at(line, content.start)?;
    let rest = line.trimmed(content.start + length..content.end);
    (!rest.is_empty()).then_some(rest)
}

/// Whether the content itself says that it is not known to be so ("… could not be confirmed").
pub(crate) fn is_unconfirmed(line: &Line<'_>, lexicon: &Lexicon, content: &[Range<usize>]) -> bool {
    content.iter().cloned().flatten().any(|at| lexicon.cues.unconfirmed.at(line, at).is_some())
}

/// Whether `words` name nobody who could say anything ("nobody", "no official").
pub(crate) fn is_no_one(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> bool {
    lexicon.cues.no_one.has(line.word(words.start))
}
