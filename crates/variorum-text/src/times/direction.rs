//! Do the words around a time look back or ahead?
//!
//! "They met on Friday" looks back, "they will meet on Friday" ahead. The verb nearest before the expression decides, and
//! where none stands there in its clause, the nearest behind it; at most a dozen words each way.

use std::ops::Range;

use super::Leaning;
use super::terms::Term;
use super::words::Words;
use crate::lexicon::Lexicon;
use crate::tenses::{is_future, is_past};

/// How many words are looked at on each side.
const REACH: usize = 12;

/// How near a word must stand that only looks like a past.
const NEAR: usize = 5;

/// Which way the words around `range` look.
pub(super) fn leaning(words: &Words<'_>, range: &Range<usize>) -> Leaning {
    if let Some(stated) = range.clone().find_map(|at| stated(words, at)) {
        return stated;
    }
    if words.ends_before(range.start, Term::Deadline) {
        return due(words, range);
    }
    // "Friday's ruling" was made, whatever will be done about it.
    if words.is_apostrophe(range.end) && words.text(range.end + 1) == "s" {
        return Leaning::Back;
    }
    let lexicon = Lexicon::of(words.terms.language);
    let back = (range.start.saturating_sub(REACH)..range.start).rev();
    match nearest(words, lexicon, back, 1) {
        Sight::Looks(leaning) => leaning,
        Sight::Said => Leaning::Unsaid,
        Sight::Nothing => match nearest(words, lexicon, range.end..(range.end + REACH).min(words.len()), REACH) {
            Sight::Looks(leaning) => leaning,
            _ => Leaning::Unsaid,
        },
    }
}

/// What a way through the words shows.
enum Sight {
    Looks(Leaning),
    /// Only that something was said.
    Said,
    Nothing,
}

/// What the expression says itself ("el pasado 2 de octubre").
fn stated(words: &Words<'_>, at: usize) -> Option<Leaning> {
    let found = words.term(at, |term| match term {
        Term::Shift(-1) | Term::Behind(-1) => Some(Leaning::Back),
        Term::Shift(1) | Term::Behind(1) => Some(Leaning::Ahead),
        _ => None,
    });
    found.map(|(leaning, _)| leaning)
}

/// "By Friday" is to come, unless it was or had been.
fn due(words: &Words<'_>, range: &Range<usize>) -> Leaning {
    let mut around = range.start.saturating_sub(REACH)..(range.end + REACH).min(words.len());
    let over = around.any(|at| words.skip(at, Term::Over).is_some());
    if over { Leaning::Back } else { Leaning::Ahead }
}

/// What the first verb on the way tells. Verbs of saying tell it only of what stands right beside them: "said on Friday"
/// looks back, "said that the talks on Friday" does not say; `beside` tells how far away that is. Participles far away may be anything.
fn nearest(words: &Words<'_>, lexicon: &Lexicon, way: impl Iterator<Item = usize>, beside: usize) -> Sight {
    let mut said = false;
    for (step, at) in way.enumerate() {
        let word = words.text(at);
        if matches!(word, ";" | ":" | "\"" | "”" | "“" | "(" | ")") {
            break;
        }
        if words.skip(at, Term::Coming).is_some() || is_future(lexicon, word) {
            return Sight::Looks(Leaning::Ahead);
        }
        let listed = words.skip(at, Term::Past).is_some();
        if words.is_capital(at) || !listed && !is_past(lexicon, word) {
            continue;
        }
        if words.skip(at, Term::Saying).is_some() && step > beside {
            said = true;
        } else if is_infinitive(words, at) {
            return Sight::Looks(Leaning::Ahead);
        } else if listed || step < NEAR && is_verb(words, at) {
            return Sight::Looks(Leaning::Back);
        }
    }
    if said { Sight::Said } else { Sight::Nothing }
}

/// "To be paid", "must be returned": the participle is of what is to come.
fn is_infinitive(words: &Words<'_>, at: usize) -> bool {
    let modal = at.checked_sub(2).map_or("", |modal| words.text(modal));
    words.before(at) == "be" && matches!(modal, "to" | "will" | "must" | "shall" | "should" | "can" | "not")
}

/// Whether a word that ends like a past is one: "the preferred shares" and "will succeed" are none.
fn is_verb(words: &Words<'_>, at: usize) -> bool {
    let noun = at > 0 && (words.skip(at - 1, Term::Article).is_some() || words.digits(at - 1).is_some());
    !noun && !words.text(at).ends_with("eed")
}
