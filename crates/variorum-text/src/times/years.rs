//! Which year, decade or century?
//!
//! A figure from 1700 to 2100 is a year unless it counts something; spelled years ("nineteen ninety-six") and short ones
//! ("'89") are told by their form.

use variorum_evidence::document::Language;

use super::dates::short_year;
use super::numbers::{count, ordinal, unit};
use super::terms::Term;
use super::words::Words;
use super::{Found, Named, Unit, Which};

/// A year, decade or century at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    decade(words, at).or_else(|| century(words, at)).or_else(|| year(words, at))
}

/// Which year these words say, to be put beside a month or a quarter: "1989", "fiscal 1989", "last year".
pub(super) fn year_said(words: &Words<'_>, at: usize) -> Option<(Which, usize)> {
    let article = words.past_term(at, Term::Article);
    let fiscal = words.past_term(article, Term::Fiscal);
    if let Some((year, end)) = figure(words, fiscal).or_else(|| spelled(words, fiscal)) {
        return Some((Which::Of(year), end));
    }
    let shift = words.term(article, |term| match term {
        Term::Shift(shift) => Some(shift),
        Term::Latest => Some(0),
        _ => None,
    });
    let noun = shift.map_or(article, |(_, end)| end);
    let noun = words.past_term(noun, Term::Fiscal);
    let end = unit(words, noun).filter(|(unit, ..)| *unit == Unit::Year).map(|(.., end)| end)?;
    let behind = words.term(end, |term| if let Term::Behind(shift) = term { Some(shift) } else { None });
    match (shift, behind) {
        (_, Some((shift, end))) => Some((Which::Years(shift), end)),
        (Some((shift, _)), None) => Some((Which::Years(shift), end)),
        (None, None) => None,
    }
}

/// A year in figures.
fn figure(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    let year = i16::try_from(words.digits(at)?).ok()?;
    let long = words.text(at).len() == 4 && (1700..=2100).contains(&year);
    (long && !words.cuts_number(at, at + 1)).then_some((year, at + 1))
}

/// "Nineteen ninety-six", "the year two thousand".
fn spelled(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    if words.terms.language != Language::En {
        return None;
    }
    let word = |at: usize| words.term(at, |term| if let Term::Count(count) = term { Some(count) } else { None });
    let (century, behind) = word(at).filter(|(century, _)| (17..=20).contains(century))?;
    let (years, end) = count(words, behind).filter(|(years, _)| (10..100).contains(years))?;
    Some((i16::try_from(century * 100 + years).ok()?, end))
}

/// "1989", "fiscal 1989", "el año 2000", "'89".
fn year(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let named = unit(words, article).filter(|(unit, _, end)| *unit == Unit::Year && words.is_word(end - 1));
    let start = named.map_or(at, |(.., end)| end);
    let fiscal = words.past_term(start, Term::Fiscal);
    let stated = named.is_some() || fiscal > start;
    if words.is_apostrophe(fiscal) && words.text(fiscal + 1).len() == 2 && words.is_glued(fiscal + 1) {
        let year = short_year(words.digits(fiscal + 1)?)?;
        let free = !words.is_glued(fiscal) && !words.is_word(fiscal + 2);
        return free.then_some(Found { named: Named::Year(year), words: at..fiscal + 2 });
    }
    // "El 2000" is a year, "el 1999" too; "the 1990" waits for a noun.
    let bare = if words.terms.language == Language::Es && !stated && article > at { article } else { fiscal };
    let (year, end) = figure(words, bare).or_else(|| spelled(words, bare)).or_else(|| {
        let (year, end) = count(words, bare).filter(|(year, _)| stated && (1000..=2100).contains(year))?;
        Some((i16::try_from(year).ok()?, end))
    })?;
    let clear = stated || words.digits(bare).is_none() || !counts(words, at, end);
    clear.then_some(Found { named: Named::Year(year), words: at..end })
}

/// Whether the figure at `at` counts something: money before it, a unit, a sign or people behind it.
fn counts(words: &Words<'_>, at: usize, end: usize) -> bool {
    let money = matches!(words.before(at), "$" | "£" | "€" | "¥" | "#" | "/" | "no" | "number" | "page");
    let behind = words.past_hyphen(end);
    let measured = words.term(behind, |term| {
        matches!(term, Term::Unit(..) | Term::Measure | Term::Zone(_) | Term::Local).then_some(())
    });
    let glued = words.is_glued(end) && matches!(words.text(end), "%" | "/" | ":" | "º" | "°");
    let dated = words.ends_before(at, Term::Preposition) && words.before(at) != "on";
    money
        || glued
        || measured.is_some() && !dated
        || words.is_glued(at) && matches!(words.before(at), ":" | ".")
        || at > 1 && words.is_hyphen(at - 1) && words.digits(at - 2).is_some()
}

/// "The 1980s", "the '80s", "the nineties", "los años 30", "la década de los noventa".
fn decade(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    match words.terms.language {
        Language::Es => spanish_decade(words, at, article),
        _ => english_decade(words, at, article),
    }
}

fn english_decade(words: &Words<'_>, at: usize, start: usize) -> Option<Found> {
    let short = words.is_apostrophe(start) && words.is_glued(start + 1);
    let figures = start + usize::from(short);
    if let Some(number) = words.digits(figures) {
        let end = if words.is_apostrophe(figures + 1) { figures + 2 } else { figures + 1 };
        let several = words.text(end) == "s" && words.is_glued(end) && number % 10 == 0;
        let decade = match words.text(figures).len() {
            4 if (1700..=2100).contains(&number) => number / 10,
            2 if short || start > at => 190 + number / 10,
            _ => return None,
        };
        return several.then_some(Found { named: Named::Decade(i16::try_from(decade).ok()?), words: at..end + 1 });
    }
    let tens = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let number = (2..).zip(tens).find(|(_, tens)| words.text(start) == *tens).map(|(number, _)| number)?;
    (start > at).then_some(Found { named: Named::Decade(190 + number), words: at..start + 1 })
}

fn spanish_decade(words: &Words<'_>, at: usize, start: usize) -> Option<Found> {
    let (unit, _, behind) = unit(words, start).filter(|(unit, ..)| matches!(unit, Unit::Year | Unit::Decade))?;
    let of = words.past_term(words.past_term(behind, Term::Of), Term::Article);
    let years = super::numbers::unit(words, of).filter(|(unit, ..)| *unit == Unit::Year).map_or(of, |(.., end)| end);
    let (tens, end) = count(words, years)?;
    let decade = match tens {
        10..100 if tens % 10 == 0 => 190 + tens / 10,
        1700..=2100 if tens % 10 == 0 => tens / 10,
        _ => return None,
    };
    let several = start > at && matches!(words.text(at), "los" | "las") || unit == Unit::Decade;
    several.then_some(Found { named: Named::Decade(i16::try_from(decade).ok()?), words: at..end })
}

/// "The 20th century", "el siglo XIX".
fn century(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let is_century = |at: usize| unit(words, at).filter(|(unit, ..)| *unit == Unit::Century).map(|(.., end)| end);
    let (number, end) = match is_century(article) {
        Some(end) => (roman(words.text(end))?, end + 1),
        None => {
            let (number, end) = ordinal(words, article)?;
            (i16::from(number), is_century(words.past_hyphen(end))?)
        }
    };
    (1..=21).contains(&number).then_some(Found { named: Named::Century(number - 1), words: at..end })
}

/// Roman figures up to XXI.
fn roman(word: &str) -> Option<i16> {
    if word.is_empty() || word.len() > 5 {
        return None;
    }
    let values: Vec<i16> = word
        .chars()
        .map(|letter| match letter {
            'i' => Some(1),
            'v' => Some(5),
            'x' => Some(10),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(place, value)| {
        let smaller = values.get(place + 1).is_some_and(|next| next > value);
        if smaller { -value } else { *value }
    });
    Some(signed.sum())
}
