//! Which day or month of the calendar?
//!
//! ISO dates, figures with slashes, days with a month before or behind, with or without weekday and year, and months
//! with a year. A figure like 3/4 that two customs read differently is no date; the order of a country shows only where
//! a number is above twelve.

use variorum_evidence::document::Language;

use super::numbers::ordinal;
use super::terms::Term;
use super::words::Words;
use super::years::year_said;
use super::{Day, Found, Named, Stretch, Which};

/// A date at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    iso(words, at)
        .or_else(|| slashed(words, at))
        .or_else(|| day_and_month(words, at))
        .or_else(|| month_and_year(words, at))
        .or_else(|| day_of_month(words, at))
        .or_else(|| holiday(words, at))
}

fn calendar(year: Option<i16>, month: u64, day: u64) -> Option<Named> {
    let (month, day) = (small(month, 12)?, small(day, 31)?);
    Some(Named::Day { day: Day::Calendar { year, month, day }, part: None })
}

/// A number from one to `most`.
fn small(number: u64, most: u64) -> Option<i8> {
    (1..=most).contains(&number).then(|| i8::try_from(number).ok()).flatten()
}

/// `2018-01-15`.
fn iso(words: &Words<'_>, at: usize) -> Option<Found> {
    let long = words.text(at).len() == 4 && words.text(at + 2).len() == 2 && words.text(at + 4).len() == 2;
    if !long || words.text(at + 1) != "-" || words.text(at + 3) != "-" || !(1..5).all(|step| words.is_glued(at + step))
    {
        return None;
    }
    let year = i16::try_from(words.digits(at)?).ok()?;
    Found::some(calendar(Some(year), words.digits(at + 2)?, words.digits(at + 4)?)?, at..at + 5)
}

/// `11/30/89`, `30/11/1989`.
fn slashed(words: &Words<'_>, at: usize) -> Option<Found> {
    let parted = words.text(at + 1) == "/" && words.text(at + 3) == "/" && (1..5).all(|step| words.is_glued(at + step));
    let longer = |mark: usize, figure: usize| words.text(mark) == "/" && words.digits(figure).is_some();
    let inside = longer(at + 5, at + 6) || at > 1 && longer(at - 1, at - 2);
    if !parted || inside || words.cuts_number(at, at + 5) {
        return None;
    }
    let (one, two) = (words.digits(at)?, words.digits(at + 2)?);
    let year = match words.text(at + 4).len() {
        4 => i16::try_from(words.digits(at + 4)?).ok()?,
        2 => short_year(words.digits(at + 4)?)?,
        _ => return None,
    };
    let named = match (one, two) {
        (1..=12, 13..) => calendar(Some(year), one, two),
        (_, 1..=12) if one > 12 || one == two || words.terms.language == Language::Es => calendar(Some(year), two, one),
        _ => None,
    };
    Found::some(named?, at..at + 5)
}

/// The year of two figures: of the century before the turn above 49.
pub(super) fn short_year(figures: u64) -> Option<i16> {
    let century = if figures < 50 { 2000 } else { 1900 };
    i16::try_from(figures).ok().filter(|figures| *figures < 100).map(|figures| century + figures)
}

/// A month's name with its full stop, where it is one.
pub(super) fn month(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let (month, end) = words.term(at, |term| if let Term::Month(month) = term { Some(month) } else { None })?;
    let capital = words.is_capital(at) || words.terms.language == Language::Es;
    capital.then_some((month, end))
}

/// "Jan. 15, 2018", "15 January 2018", "the 15th of January", "el 15 de enero de 2018", "Friday, Oct. 13".
fn day_and_month(words: &Words<'_>, at: usize) -> Option<Found> {
    let dated = weekday_before(words, at);
    let first = dated.unwrap_or(at);
    let spanish = words.terms.language == Language::Es;
    let bare = words.past_term(first, Term::Article);
    let shifted = if spanish { shift_before(words, bare) } else { None };
    let start = past_word_day(words, shifted.map_or(bare, |(_, end)| end));
    let (month, day, end) =
        if spanish { None } else { month_first(words, first) }.or_else(|| day_first(words, start))?;
    // "Pasado", "próximo" say again which way to look: the words around tell it too.
    let end = behind(words, end).map_or(end, |(_, end)| end);
    let (year, end) = year_behind(words, end).map_or((None, end), |(year, end)| (Some(year), end));
    Found::some(Named::Day { day: Day::Calendar { year, month, day }, part: None }, at..end)
}

/// The place behind a weekday and a comma, where a date may follow.
fn weekday_before(words: &Words<'_>, at: usize) -> Option<usize> {
    let first = words.past_term(at, Term::Article);
    let first = words.term(first, |term| matches!(term, Term::Shift(_)).then_some(())).map_or(first, |(_, end)| end);
    let first = words.term(first, |term| matches!(term, Term::Shift(_)).then_some(())).map_or(first, |(_, end)| end);
    let (_, end) = words.term(first, |term| matches!(term, Term::Weekday(_)).then_some(()))?;
    let end = words.past(words.past(end, "."), ",");
    Some(if words.text(end) == "the" { end + 1 } else { end })
}

fn shift_before(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    words.term(at, |term| if let Term::Shift(shift) = term { Some(shift) } else { None })
}

fn behind(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    words.term(at, |term| if let Term::Behind(shift) = term { Some(shift) } else { None })
}

/// The place behind "día" ("el día 15 de enero").
fn past_word_day(words: &Words<'_>, at: usize) -> usize {
    if matches!(words.text(at), "día" | "días") { at + 1 } else { at }
}

/// "January 15", "March eighth".
fn month_first(words: &Words<'_>, at: usize) -> Option<(i8, i8, usize)> {
    let (month, behind) = month(words, at)?;
    let behind = words.past(behind, ".");
    let behind = if words.text(behind) == "the" { behind + 1 } else { behind };
    let (day, end) = day_number(words, behind)?;
    Some((month, day, end))
}

/// "15 January", "15th of January", "15 de enero", "primero de mayo".
fn day_first(words: &Words<'_>, at: usize) -> Option<(i8, i8, usize)> {
    let (day, behind) = day_number(words, at)?;
    let (month, end) = month(words, words.past_term(behind, Term::Of))?;
    Some((month, day, words.past_stop(end)))
}

impl Words<'_> {
    /// The place behind the full stop of a short word, if a figure follows; the last stop is the sentence's.
    fn past_stop(&self, at: usize) -> usize {
        let figure = self.digits(at + 1).is_some();
        if self.text(at) == "." && self.is_glued(at) && figure { at + 1 } else { at }
    }
}

/// A day's number: one or two figures with or without an ending, or an ordinal word.
fn day_number(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    if let Some((number, end)) = ordinal(words, at) {
        return Some((small(u64::from(number), 31)?, end));
    }
    let figures = words.text(at).len() <= 2 && !words.cuts_number(at, at + 1);
    // "March 7:30" and "March 5 percent" are no dates.
    let clock = words.text(at + 1) == ":" && words.is_glued(at + 2) && words.digits(at + 2).is_some();
    let other = clock || words.text(at + 1) == "%" && words.is_glued(at + 1);
    (figures && !other).then(|| words.digits(at)).flatten().and_then(|day| Some((small(day, 31)?, at + 1)))
}

/// ", 1989", "of 1989", "de 2018", "del año 2018".
fn year_behind(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    let comma = words.past(at, ",");
    let of = words.past_term(words.past_term(comma, Term::Of), Term::Article);
    let named = if words.text(of) == "año" { of + 1 } else { of };
    let year = i16::try_from(words.digits(named)?).ok()?;
    let long = words.text(named).len() == 4 && (1000..=2200).contains(&year) && !words.cuts_number(named, named + 1);
    // "In March, 1990 will be behind us" is rarer than a date.
    long.then_some((year, named + 1))
}

/// "November 1995", "marzo de 1959", "July last year", "last June", "junio pasado", "el pasado mes de mayo", "March".
fn month_and_year(words: &Words<'_>, at: usize) -> Option<Found> {
    let spanish = words.terms.language == Language::Es;
    let article = words.past_term(at, Term::Article);
    let shift = shift_before(words, article).or_else(|| {
        // "This past April".
        let (_, end) = shift_before(words, article)?;
        shift_before(words, end)
    });
    let named = match shift {
        Some((_, end)) => end,
        None if spanish => article,
        None => at,
    };
    let named = month_noun(words, named).unwrap_or(named);
    let (month, end) = month(words, named)?;
    let end = words.past_month_stop(named, end);
    // "Last Oct. 23": the day is found from its month on.
    if shift.is_some() && day_number(words, end).is_some() && year_behind(words, end).is_none() {
        return None;
    }
    if let Some((year, end)) = year_behind(words, end) {
        return Found::some(Named::Stretch(Stretch::Month(month), Which::Of(year)), at..end);
    }
    if let Some((which, end)) = year_said(words, words.past_term(end, Term::Of)) {
        return Found::some(Named::Stretch(Stretch::Month(month), which), at..end);
    }
    let (which, end) = match (shift, behind(words, end)) {
        (_, Some((shift, end))) => (Which::Nth(shift), end),
        (Some((shift, _)), None) => (Which::Nth(shift), end),
        (None, None) => (Which::Unsaid, end),
    };
    let clear = which != Which::Unsaid || is_clear_month(words, named, end);
    clear.then_some(Found { named: Named::Stretch(Stretch::Month(month), which), words: at..end })
}

impl Words<'_> {
    /// The full stop of a short name ("Nov."), unless the name is whole or the sentence ends there.
    fn past_month_stop(&self, name: usize, end: usize) -> usize {
        let short = self.text(name).len() <= 4 && self.text(name) != "june" && self.text(name) != "july";
        let stop = short && self.text(end) == "." && self.is_glued(end) && end + 1 < self.len();
        if stop { end + 1 } else { end }
    }
}

/// The place behind "mes de".
fn month_noun(words: &Words<'_>, at: usize) -> Option<usize> {
    (words.text(at) == "mes" && words.text(at + 1) == "de").then_some(at + 2)
}

/// Whether a month's name alone is one: "may" and "march" want a preposition before them, names want no name beside.
fn is_clear_month(words: &Words<'_>, at: usize, end: usize) -> bool {
    let preposition = words.ends_before(at, Term::Preposition) || words.ends_before(at, Term::Of);
    let name = at > 0 && words.is_word(at - 1) && words.is_capital(at - 1) && !preposition;
    let possessed = words.is_apostrophe(end) && words.text(end + 1) == "s";
    let ambiguous = words.terms.is_ambiguous(words.text(at));
    let short = words.text(at).len() <= 3 && !ambiguous;
    // "Julio Cativa", "April Jones": a name goes on with a capital.
    let given = !preposition && words.is_capital(at) && words.is_word(end) && words.is_capital(end);
    !(given || ambiguous && !preposition && !possessed && words.len() > end || short || name && at > 1)
}

/// "The 15th", "el día 15", "el 16": with nothing behind that they could count.
fn day_of_month(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.skip(at, Term::Article)?;
    let spanish = words.terms.language == Language::Es;
    let shifted = if spanish { shift_before(words, article).map_or(article, |(_, end)| end) } else { article };
    let number = past_word_day(words, shifted);
    let (day, end) = match words.terms.language {
        Language::Es => day_number(words, number).filter(|_| words.digits(number).is_some())?,
        _ => ordinal(words, number)
            .filter(|_| words.digits(number).is_some())
            .and_then(|(day, end)| Some((small(u64::from(day), 31)?, end)))?,
    };
    let counted = words.is_word(end) && !words.ends_clause(end) || matches!(words.text(end), "%" | "/" | ":");
    let decimal = words.cuts_number(number, end) || words.is_hyphen(end);
    // "Los 15", "las 4" count things or hours.
    let several = spanish && number == article && matches!(words.text(at), "los" | "las" | "la");
    if counted || decimal || several {
        return None;
    }
    Found::some(Named::Day { day: Day::OfMonth(day), part: None }, at..end)
}

impl Words<'_> {
    /// Whether word `at` opens something new and is counted by no number before it.
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        let opens = |term| {
            matches!(
                term,
                Term::Preposition
                    | Term::Of
                    | Term::Bound(_)
                    | Term::Article
                    | Term::Ago
                    | Term::Behind(_)
                    | Term::Opener
            )
        };
        self.term(at, |term| opens(term).then_some(())).is_some()
    }
}

/// "Christmas Day", "Navidad": days that are the same every year.
fn holiday(words: &Words<'_>, at: usize) -> Option<Found> {
    let ((month, day), end) =
        words.term(at, |term| if let Term::Named(month, day) = term { Some((month, day)) } else { None })?;
    let (year, end) = year_behind(words, end).map_or((None, end), |(year, end)| (Some(year), end));
    Found::some(Named::Day { day: Day::Calendar { year, month, day }, part: None }, at..end)
}
