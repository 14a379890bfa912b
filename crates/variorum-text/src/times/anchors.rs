//! What is counted from the day of publication, or from the time named last?
//!
//! "Yesterday", "on Monday", "last week", "two weeks ago", "a year earlier", "the following day", "that year". Weeks and
//! longer units are meant as a whole.

use variorum_evidence::document::Language;

use super::durations;
use super::numbers::unit;
use super::terms::{Number, Term};
use super::words::Words;
use super::{Day, Every, Found, Named, Unit, Which, dates, part, part_behind};

/// A relative time at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    day(words, at)
        .or_else(|| night(words, at))
        .or_else(|| weekday(words, at))
        .or_else(|| counted(words, at))
        .or_else(|| year_end(words, at))
        .or_else(|| beside(words, at))
        .or_else(|| shifted_unit(words, at))
}

/// A day without a part of it, to stand behind an hour: "Tuesday", "yesterday", "Nov. 6".
pub(super) fn plain_day(words: &Words<'_>, at: usize) -> Option<(Day, usize)> {
    let found = dates::find(words, at).or_else(|| day(words, at)).or_else(|| weekday(words, at))?;
    match found.named {
        Named::Day { day, part: None } => Some((day, found.words.end)),
        _ => None,
    }
}

/// "Yesterday", "hoy, viernes", "ayer por la noche", "el día de ayer".
fn day(words: &Words<'_>, at: usize) -> Option<Found> {
    let spanish = words.terms.language == Language::Es;
    let start = if spanish { day_of(words, at).unwrap_or(at) } else { at };
    let (shift, end) = words.term(start, |term| if let Term::Day(shift) = term { Some(shift) } else { None })?;
    // "La mañana" is a part of the day, "mañana" is tomorrow.
    if spanish && start == at && words.ends_before(at, Term::Article) && shift == 1 {
        return None;
    }
    let named = |part| Named::Day { day: Day::Shifted(shift), part };
    if let Some((part, end)) = part_behind(words, end).filter(|_| !spanish || is_joined(words, end)) {
        return Found::some(named(Some(early(words, at, part))), at..end);
    }
    let weekday = words.term(words.past(end, ","), |term| matches!(term, Term::Weekday(_)).then_some(()));
    let end = weekday.filter(|_| spanish).map_or(end, |(_, end)| end);
    let end = if words.text(end) == "mismo" { end + 1 } else { end };
    Found::some(named(None), at..end)
}

/// "Ayer por la mañana", "el lunes de madrugada"; "ayer mañana" is no part of a day.
fn is_joined(words: &Words<'_>, at: usize) -> bool {
    [Term::Of, Term::Within].into_iter().any(|term| words.skip(at, term).is_some())
}

/// The place behind "el día de", "la jornada de".
fn day_of(words: &Words<'_>, at: usize) -> Option<usize> {
    let article = words.skip(at, Term::Article)?;
    matches!(words.text(article), "día" | "jornada").then(|| words.skip(article + 1, Term::Of)).flatten()
}

/// "Tonight", "last night", "anoche".
fn night(words: &Words<'_>, at: usize) -> Option<Found> {
    let (shift, end) = words.term(at, |term| if let Term::Night(shift) = term { Some(shift) } else { None })?;
    Found::some(Named::Day { day: Day::Shifted(shift), part: Some(super::Part::Night) }, at..end)
}

/// "Last Monday", "Sunday night", "el lunes pasado", "el pasado jueves".
fn weekday(words: &Words<'_>, at: usize) -> Option<Found> {
    let spanish = words.terms.language == Language::Es;
    let article = words.past_term(at, Term::Article);
    let (before, start) = shifts(words, article);
    let start = if spanish { past_day_noun(words, start) } else { start };
    let (day, end) = words.term(start, |term| if let Term::Weekday(day) = term { Some(day) } else { None })?;
    if !spanish && !words.is_capital(start) {
        return None;
    }
    let behind = words.term(end, |term| if let Term::Behind(shift) = term { Some(shift) } else { None });
    let (shift, end) = behind.map_or((before, end), |(shift, end)| (Some(shift), end));
    let plural = words.text(at) == "los" || words.text(end) == "nights";
    let part = part_behind(words, end).filter(|_| !spanish || is_joined(words, end));
    let (part, end) = part.map_or((None, end), |(part, end)| (Some(early(words, at, part)), end));
    if plural {
        return Found::some(Named::Set(Every::Weekday(day, part)), at..end);
    }
    // "The Monday meeting" names no "the Monday".
    let first = if spanish || before.is_some() { at } else { start };
    (first == at).then_some(Found { named: Named::Day { day: Day::Weekday { day, shift }, part }, words: at..end })
}

/// "Early Sunday morning" is before six.
fn early(words: &Words<'_>, at: usize, part: super::Part) -> super::Part {
    let is_early = part == super::Part::Morning && words.before(at) == "early";
    if is_early { super::Part::EarlyHours } else { part }
}

fn past_day_noun(words: &Words<'_>, at: usize) -> usize {
    if words.text(at) == "día" { at + 1 } else { at }
}

/// "Last", "this past", "this coming": the last of the words decides.
fn shifts(words: &Words<'_>, at: usize) -> (Option<i8>, usize) {
    let mut shift = None;
    let mut end = at;
    while let Some((next, behind)) =
        words.term(end, |term| if let Term::Shift(shift) = term { Some(shift) } else { None }).filter(|_| end < at + 2)
    {
        (shift, end) = (Some(next), behind);
    }
    (shift, end)
}

/// "Last week", "this year", "el pasado año", "la semana que viene", "the current fiscal year", "the past year".
fn shifted_unit(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let (before, start) = shifts(words, article);
    let start = words.past_term(start, Term::Fiscal);
    let (unit, number, end) = unit(words, start)?;
    let behind = words.term(end, |term| if let Term::Behind(shift) = term { Some(shift) } else { None });
    let (shift, end) = match (before, behind) {
        (_, Some((shift, end))) => (shift, end),
        (Some(shift), None) => (shift, end),
        (None, None) => return weekend(words, at, article),
    };
    let short = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour);
    let free = !words.is_hyphen(end);
    let end = words.past_term(end, Term::Open);
    (number == Number::One && !short && free)
        .then_some(Found { named: Named::Units { unit, shift: i32::from(shift) }, words: at..end })
}

/// "The weekend": the last one, unless the words look ahead.
fn weekend(words: &Words<'_>, at: usize, article: usize) -> Option<Found> {
    let (unit, number, end) = unit(words, article)?;
    let plural = number == Number::Many && article > at;
    match unit {
        Unit::Weekend if plural => Found::some(Named::Set(Every::Units(1, Unit::Weekend)), at..end),
        Unit::Weekend if article > at => Found::some(Named::Same { unit, which: Which::Unsaid }, at..end),
        _ => None,
    }
}

/// "Two weeks ago", "hace diez años", "a year earlier", "dos meses más tarde".
fn counted(words: &Words<'_>, at: usize) -> Option<Found> {
    if let Some(since) = words.skip(at, Term::Since) {
        let start = words.past_term(since, Term::Additional);
        let length = durations::length(words, start).or_else(|| durations::units_since(words, start))?;
        return Found::some(ago(length.named)?, at..length.words.end);
    }
    let length = durations::length(words, at)?;
    let end = length.words.end;
    if let Some(end) = words.skip(end, Term::Ago) {
        return Found::some(ago(length.named)?, at..end);
    }
    let (sign, end) = words.term(end, |term| match term {
        Term::Earlier => Some(-1),
        Term::Later => Some(1),
        _ => None,
    })?;
    Found::some(apart(length.named, sign)?, at..end)
}

/// So long before publication.
fn ago(length: Named) -> Option<Named> {
    match length {
        Named::Duration { said, .. } if said.more.is_none() => {
            let count = i32::try_from(said.count).ok()?;
            // A year may be that of the quarter that is spoken of.
            match (said.unit, count) {
                (Unit::Year, 1) => Some(Named::Same { unit: Unit::Year, which: Which::Years(-1) }),
                (unit, count) => Some(Named::Units { unit, shift: -count }),
            }
        }
        Named::Lasting(_) => Some(length),
        _ => None,
    }
}

/// So long before or after the time named last.
fn apart(length: Named, sign: i32) -> Option<Named> {
    match length {
        Named::Duration { said, .. } if said.more.is_none() => {
            Some(Named::Beside { unit: said.unit, shift: sign * i32::try_from(said.count).ok()?, counted: true })
        }
        Named::Lasting(_) => Some(length),
        _ => None,
    }
}

/// "Year end", "year's end": in this year.
fn year_end(words: &Words<'_>, at: usize) -> Option<Found> {
    let (unit, _, end) = unit(words, at).filter(|_| words.terms.language == Language::En)?;
    let possessive = if words.is_apostrophe(end) && words.text(end + 1) == "s" { end + 2 } else { end };
    let closes = unit == Unit::Year && words.text(possessive) == "end";
    closes.then_some(Found { named: Named::Units { unit, shift: 0 }, words: at..possessive + 1 })
}

/// "The following day", "that year", "ese mismo día", "el día siguiente", "the next day".
fn beside(words: &Words<'_>, at: usize) -> Option<Found> {
    let shift = |at: usize| words.term(at, |term| if let Term::Beside(shift) = term { Some(shift) } else { None });
    let article = words.past_term(at, Term::Article);
    let that = words.skip(at, Term::That);
    let (before, start) = match (that, shift(article)) {
        (Some(end), _) => (Some(0), end),
        (None, Some((shift, end))) => (Some(shift), end),
        (None, None) => (None, article),
    };
    let (unit, number, end) = unit(words, start)?;
    let (shift, end) = match (before, shift(end)) {
        (Some(shift), _) => (shift, end),
        (None, Some((shift, end))) => (shift, end),
        (None, None) => return None,
    };
    let whole = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Quarter);
    if number == Number::Many || !whole {
        return None;
    }
    let stated = that.is_some() || article > at;
    let end = if unit == Unit::Day { part(words, end).map_or(end, |_| end) } else { end };
    stated.then_some(Found { named: Named::Beside { unit, shift: i32::from(shift), counted: false }, words: at..end })
}
