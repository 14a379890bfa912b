//! Which quarter, half, season or fiscal year?
//!
//! Companies and budgets speak of quarters of a year that is said before, behind or not at all, and of "the quarter"
//! once they have named one. Fiscal years are taken for those of the calendar, as nobody says where they begin: the
//! precision is the quarter's all the same.

use variorum_evidence::document::Language;

use super::numbers::{ordinal, unit};
use super::terms::{Number, Term};
use super::words::Words;
use super::years::year_said;
use super::{Found, Length, Named, Season, Stretch, Unit, Which};

/// A period at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    numbered(words, at)
        .or_else(|| season(words, at))
        .or_else(|| spoken_of(words, at))
        .or_else(|| fiscal_year(words, at))
}

/// "The third quarter of 1984", "this year's third quarter", "the year-earlier third quarter", "el segundo semestre".
fn numbered(words: &Words<'_>, at: usize) -> Option<Found> {
    let (before, start) = year_before(words, at);
    let start = words.past_hyphen(words.past_term(start, Term::Fiscal));
    let (number, behind) = ordinal(words, start).or_else(|| last_of(words, start))?;
    let behind_number = behind;
    let (unit, many, end) = unit(words, words.past_hyphen(behind))?;
    let stretch = match (unit, number) {
        (Unit::Quarter, 1..=4) => Stretch::Quarter(number as i8),
        (Unit::Half, 1..=2) => Stretch::Half(number as i8),
        (Unit::Half, LAST) => Stretch::Half(2),
        (Unit::Quarter, LAST) => Stretch::Quarter(4),
        _ => return None,
    };
    let behind = words.skip(end, Term::Of).or_else(|| words.past_possible_comma(end));
    let after = behind.and_then(|behind| year_said(words, behind)).or_else(|| year_said(words, end));
    if many == Number::Many || number == LAST && before.is_none() && after.is_none() {
        return None;
    }
    let (which, end) = match (before, after) {
        (Some(which), _) => (which, end),
        (None, Some((which, end))) => (which, end),
        (None, None) => (Which::Unsaid, end),
    };
    // "A third-quarter loss": the article is the noun's.
    let attributive = which == Which::Unsaid && words.is_hyphen(behind_number) && words.is_word(end);
    let first = if attributive { words.past_term(at, Term::Article) } else { at };
    Found::some(Named::Stretch(stretch, which), first..end)
}

/// Stands for "the last" among the numbers of quarters and halves.
const LAST: u8 = u8::MAX;

fn last_of(words: &Words<'_>, at: usize) -> Option<(u8, usize)> {
    words.term(at, |term| (term == Term::Shift(-1)).then_some(LAST))
}

impl Words<'_> {
    fn past_possible_comma(&self, at: usize) -> Option<usize> {
        (self.text(at) == ",").then_some(at + 1)
    }
}

/// What stands before the number: an article or owner, a year with or without its possessive, "year-earlier".
fn year_before(words: &Words<'_>, at: usize) -> (Option<Which>, usize) {
    let article = words.past_term(at, Term::Article);
    let described = words.past_term(article, Term::Adjective);
    if let Some(end) = words.skip(described, Term::YearAgo) {
        return (Some(Which::Years(-1)), end);
    }
    let shifted = words.term(described, |term| match term {
        Term::Shift(0) | Term::Latest => Some(()),
        _ => None,
    });
    match year_said(words, described) {
        Some((which, end)) => {
            let possessive = words.is_apostrophe(end);
            let letter = possessive && words.text(end + 1) == "s" && words.is_glued(end + 1);
            (Some(which), end + usize::from(possessive) + usize::from(letter))
        }
        // "The last quarter": "last" is the number here.
        None => (None, shifted.filter(|(_, end)| unit(words, *end).is_none()).map_or(described, |(_, end)| end)),
    }
}

/// "The summer", "last fall", "the winter of 1994", "la primavera de 1983", "este verano", "this past spring".
fn season(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let (mut shift, mut start) = (None, article);
    while let Some((next, end)) = words
        .term(start, |term| if let Term::Shift(shift) = term { Some(shift) } else { None })
        .filter(|_| start < at + 3)
    {
        (shift, start) = (Some(next), end);
    }
    let (season, end) = words.term(start, |term| if let Term::Season(season) = term { Some(season) } else { None })?;
    let of = words.past_term(end, Term::Of);
    let behind = words.term(end, |term| if let Term::Behind(shift) = term { Some(shift) } else { None });
    let (which, end) = match (shift, year_said(words, of), behind) {
        (_, Some((which, end)), _) => (which, end),
        (_, None, Some((shift, end))) => (Which::Nth(shift), end),
        (Some(shift), None, None) => (Which::Nth(shift), end),
        (None, None, None) => (Which::Unsaid, end),
    };
    // "Fall" and "spring" alone are verbs and other things; a season without an article or year is rarely a time.
    let stated = which != Which::Unsaid || article > at || words.ends_before(at, Term::Preposition);
    let verb = which == Which::Unsaid && matches!(season, Season::Fall | Season::Spring);
    let spanish = words.terms.language == Language::Es;
    (spanish || stated && !verb)
        .then_some(Found { named: Named::Stretch(Stretch::Season(season), which), words: at..end })
}

/// "The quarter", "the latest quarter", "the year-earlier period", "the 1988 quarter", "year-ago".
fn spoken_of(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let described = words.past_term(article, Term::Adjective);
    if let Some(end) = words.skip(described, Term::YearAgo) {
        let noun = period(words, end).map_or(end, |(_, end)| end);
        let unit = period(words, end).map_or(Unit::Quarter, |(unit, _)| unit);
        // "The year-ago results": the article is the noun's.
        let at = if noun == end { described } else { at };
        return Found::some(Named::Same { unit, which: Which::Years(-1) }, at..noun);
    }
    if let Some((which, end)) = year_said(words, described) {
        let possessive = if words.is_apostrophe(end) && words.text(end + 1) == "s" { end + 2 } else { end };
        let (unit, end) = period(words, possessive)?;
        return Found::some(Named::Same { unit, which }, at..end);
    }
    let latest = words.skip(described, Term::Latest);
    let noun = latest.or_else(|| words.skip(described, Term::That)).unwrap_or(described);
    let (unit, end) = period(words, noun)?;
    if let Some((which, end)) =
        words.skip(end, Term::Of).and_then(|of| year_said(words, of)).or_else(|| year_said(words, end))
    {
        return Found::some(Named::Same { unit, which }, at..end);
    }
    let stated = article > at || noun > described;
    // "The period" alone may be any.
    let plain = unit == Unit::Quarter && words.text(end - 1) != "period" || latest.is_some();
    // "The quarter a year ago".
    let ago = super::durations::length(words, end).filter(|found| words.skip(found.words.end, Term::Ago).is_some());
    if let Some(end) = ago.and_then(|found| words.skip(found.words.end, Term::Ago)) {
        return Found::some(Named::Same { unit, which: Which::Years(-1) }, at..end);
    }
    let which = if latest.is_some() { Which::Nth(-1) } else { Which::Unsaid };
    (stated && plain && !words.is_hyphen(end)).then_some(Found { named: Named::Same { unit, which }, words: at..end })
}

/// A noun for a period that was named before: a quarter, or "period" for any.
fn period(words: &Words<'_>, at: usize) -> Option<(Unit, usize)> {
    if let Some(end) = words.skip(at, Term::Period) {
        return Some((Unit::Quarter, end));
    }
    unit(words, at)
        .filter(|(unit, number, _)| matches!(unit, Unit::Quarter | Unit::Half) && *number == Number::One)
        .map(|(unit, _, end)| (unit, end))
}

/// "The fiscal year", "the year", "the full year", "the latest fiscal year".
fn fiscal_year(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.skip(at, Term::Article).filter(|_| words.skip(at, Term::Every).is_none())?;
    let whole = words.past_term(article, Term::Whole);
    let latest = words.skip(whole, Term::Latest);
    let start = words.past_term(latest.unwrap_or(whole), Term::Fiscal);
    let (unit, number, end) = unit(words, start)?;
    // "The year ended March 31" is no year of the calendar.
    let closing = words.skip(end, Term::Closing).is_some();
    let said = Length { count: 1, unit, more: None };
    let named = match unit {
        Unit::Year if closing => Named::Duration { count_min: 1, count_max: 1, unit, said },
        Unit::Year if latest.is_some() => Named::Units { unit, shift: -1 },
        Unit::Year | Unit::Week | Unit::Month => Named::Units { unit, shift: 0 },
        Unit::Day if whole == article => Named::Beside { unit, shift: 0, counted: false },
        _ => return None,
    };
    (number == Number::One && !words.is_hyphen(end)).then_some(Found { named, words: at..end })
}
