//! Which words mean the present, the past or the future as such?
//!
//! "Now", "recently", "the future": they have no place on the calendar, only a side of the day of publication.

use super::terms::Term;
use super::words::Words;
use super::{Found, Named, Reference};

/// A reference at `at`; an article belongs to it only where the list has one ("the past", not "the recent talks").
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    let (reference, end) = reference(words, at)?;
    // "The then-current plan", "recent-looking".
    let joined = words.is_hyphen(end) || at > 0 && words.is_hyphen(at - 1);
    // "The past three summers".
    let counts =
        words.term(end, |term| matches!(term, Term::Count(_) | Term::Vague | Term::Unit(..)).then_some(())).is_some();
    let framed = counts && reference != Reference::Present;
    (!joined && !framed).then_some(Found { named: Named::Reference(reference), words: at..end })
}

fn reference(words: &Words<'_>, at: usize) -> Option<(Reference, usize)> {
    words.term(at, |term| if let Term::Reference(reference) = term { Some(reference) } else { None })
}
