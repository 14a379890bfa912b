//! How many does it say?
//!
//! Digits with their groups and fractions, number words put together ("a hundred and twenty-five", "treinta y uno"),
//! words that count loosely ("several", "un par de"), and the qualifiers before them. Left out: figures of more than
//! nine digits, which count no time.

use variorum_evidence::document::Language;

use super::Unit;
use super::terms::{Number, Term};
use super::words::Words;

/// The most words that a number goes on for.
const MOST_WORDS: usize = 8;

/// A number of units as said, in hundredths so that "1.5 hours" and "2 1/2 years" are whole numbers too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) hundredths: u64,
}

impl Amount {
    pub(super) fn whole(count: u64) -> Self {
        Self { hundredths: count.saturating_mul(100) }
    }
}

/// The number at `at`, with the place behind it.
pub(super) fn amount(words: &Words<'_>, at: usize) -> Option<(Amount, usize)> {
    figure(words, at).or_else(|| spelled(words, at).map(|(count, end)| (Amount::whole(count), end)))
}

/// A whole number in digits or words.
pub(super) fn count(words: &Words<'_>, at: usize) -> Option<(u64, usize)> {
    let (amount, end) = amount(words, at)?;
    amount.hundredths.is_multiple_of(100).then_some((amount.hundredths / 100, end))
}

/// Digits with groups, a decimal or a fraction ("1,200", "1.5", "2 1/2").
fn figure(words: &Words<'_>, at: usize) -> Option<(Amount, usize)> {
    let (group, decimal) = match words.terms.language {
        Language::Es => (".", ","),
        _ => (",", "."),
    };
    let mut value = words.digits(at)?;
    let mut end = at + 1;
    let joined = |end: usize, mark: &str| words.text(end) == mark && words.is_glued(end) && words.is_glued(end + 1);
    while joined(end, group) && words.text(end + 1).len() == 3 {
        value = value.checked_mul(1000)?.checked_add(words.digits(end + 1)?)?;
        end += 2;
    }
    let mut hundredths = value.checked_mul(100)?;
    // A point is read as a decimal in Spanish too, where it cannot part groups of three.
    if (joined(end, decimal) || joined(end, ".")) && matches!(words.text(end + 1).len(), 1 | 2) {
        let digits = words.digits(end + 1)?;
        hundredths += if words.text(end + 1).len() == 1 { digits * 10 } else { digits };
        end += 2;
    } else if words.text(end + 1) == "/" && words.is_glued(end + 1) && !words.is_glued(end) {
        let (over, under) = (words.digits(end)?, words.digits(end + 2)?);
        hundredths += (over.checked_mul(100)?).checked_div(under)?;
        end += 3;
    }
    (!words.cuts_number(at, end)).then_some((Amount { hundredths }, end))
}

/// Number words: tens and ones with a hyphen or "y", hundreds and thousands that multiply.
fn spelled(words: &Words<'_>, at: usize) -> Option<(u64, usize)> {
    let word = |at: usize| words.term(at, |term| if let Term::Count(count) = term { Some(count) } else { None });
    let (first, mut end) = word(at)?;
    let (mut total, mut current) = (0_u64, first);
    // No number that counts units of time has more words.
    for _ in 0..MOST_WORDS {
        let joined = if words.is_hyphen(end) || matches!(words.text(end), "and" | "y") { end + 1 } else { end };
        let Some((next, behind)) = word(joined) else { break };
        match next {
            1000 => (total, current) = (total + current.max(1).checked_mul(1000)?, 0),
            100 if (1..20).contains(&current) => current *= 100,
            // "Nineteen ninety-six" is no sum.
            _ if current.is_multiple_of(100) && next < 100 && (current > 0 || total > 0) => current += next,
            _ if (20..100).contains(&(current % 100)) && current.is_multiple_of(10) && next < 10 => current += next,
            _ => break,
        }
        end = behind;
    }
    Some((total.checked_add(current)?, end))
}

/// How a count is qualified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    Exact,
    Less,
    More,
    UpTo,
}

impl Bounds {
    /// The least and the most that a count so qualified may be; a tenth is what people leave open.
    pub(super) fn of(self, count: u64) -> (u64, u64) {
        let slack = (count / 10).max(1);
        match self {
            Self::Exact => (count, count),
            Self::Less => (count.saturating_sub(slack), count),
            Self::More => (count, count.saturating_add(slack)),
            Self::UpTo => (0, count),
        }
    }
}

/// The qualifier at `at` ("almost", "más de"), with the place behind it.
pub(super) fn qualifier(words: &Words<'_>, at: usize) -> Option<(Bounds, usize)> {
    words.term(at, |term| match term {
        Term::About => Some(Bounds::Exact),
        Term::Less => Some(Bounds::Less),
        Term::More => Some(Bounds::More),
        Term::UpTo => Some(Bounds::UpTo),
        _ => None,
    })
}

/// "Several", "a few", "un par de": more than one, nobody says how many.
pub(super) fn vague(words: &Words<'_>, at: usize) -> Option<usize> {
    words.skip(at, Term::Vague)
}

/// A unit of time at `at`.
pub(super) fn unit(words: &Words<'_>, at: usize) -> Option<(Unit, Number, usize)> {
    let found = words.term(at, |term| if let Term::Unit(unit, number) = term { Some((unit, number)) } else { None });
    found.map(|((unit, number), end)| (unit, number, end))
}

/// An ordinal as a word or in digits ("third", "3rd", "primer", "1.º").
pub(super) fn ordinal(words: &Words<'_>, at: usize) -> Option<(u8, usize)> {
    let word = words.term(at, |term| if let Term::Ordinal(number) = term { Some(number) } else { None });
    // "Twenty-first".
    let tens = || {
        let tens = words.term(at, |term| if let Term::Count(tens @ (20 | 30)) = term { Some(tens) } else { None })?;
        let hyphen = words.is_hyphen(tens.1).then_some(tens.1 + 1)?;
        let ones = words.term(hyphen, |term| if let Term::Ordinal(ones @ 1..10) = term { Some(ones) } else { None })?;
        Some((tens.0 as u8 + ones.0, ones.1))
    };
    word.or_else(tens).or_else(|| {
        let number = u8::try_from(words.digits(at)?).ok()?;
        let ending = matches!(words.text(at + 1), "st" | "nd" | "rd" | "th" | "º" | "ª" | "er");
        (ending && words.is_glued(at + 1) && !words.cuts_number(at, at + 1)).then_some((number, at + 2))
    })
}
