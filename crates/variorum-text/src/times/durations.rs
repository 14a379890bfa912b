//! How long, and how often?
//!
//! A length is a count of units with what qualifies it ("more than two hours", "the past three months", "a two-week
//! strike"), or units that nobody counts ("for years"). A set is what comes again ("every day", "daily", "los lunes").
//! Ages are no lengths of anything that happened.

use variorum_evidence::document::Language;

use super::numbers::{Amount, Bounds, amount, qualifier, unit, vague};
use super::terms::{Number, Term};
use super::words::Words;
use super::{Every, Found, Length, Named, Reference, Unit, dates, part};

/// A duration or a set at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    set(words, at).or_else(|| length(words, at).filter(|found| !is_age(words, found.words.end)))
}

/// A length at `at`, an age too.
pub(super) fn length(words: &Words<'_>, at: usize) -> Option<Found> {
    counted(words, at).or_else(|| uncounted(words, at)).or_else(|| bare(words, at)).or_else(|| placed(words, at))
}

/// "15 years old", "65 años de edad".
fn is_age(words: &Words<'_>, end: usize) -> bool {
    words.skip(words.past_hyphen(end), Term::Age).is_some()
}

/// What may stand before the number: qualifier, article, "last", "first", "latest", "year-earlier".
fn opening(words: &Words<'_>, at: usize) -> (Bounds, usize) {
    let (mut bounds, mut end) = qualifier(words, at).unwrap_or((Bounds::Exact, at));
    // "Over the past year": a preposition and no qualifier.
    if end == at + 1 && words.ends_before(end, Term::Preposition) && words.skip(end, Term::Article).is_some() {
        return (Bounds::Exact, at);
    }
    end = words.past_term(end, Term::Article);
    let framed = words.term(end, |term| {
        matches!(
            term,
            Term::Shift(_)
                | Term::Latest
                | Term::YearAgo
                | Term::Ordinal(1)
                | Term::Whole
                | Term::Reference(Reference::Past)
        )
        .then_some(())
    });
    end = framed.map_or(end, |(_, end)| end);
    if let Some((inner, behind)) = qualifier(words, end) {
        (bounds, end) = (inner, behind);
    }
    (bounds, end)
}

/// "Almost six hours", "the past three months", "two-week", "2 1/2 years", "12 to 18 months", "a year and a half".
fn counted(words: &Words<'_>, at: usize) -> Option<Found> {
    let (bounds, start) = opening(words, at);
    if words.cuts_number(start, start + 1) && !words.is_glued(start + 1) {
        return None;
    }
    let (first, behind) = amount(words, start)?;
    let (last, behind) = range(words, behind).unwrap_or((first, behind));
    let behind = words.past_term(behind, Term::Additional);
    let described = words.past_term(words.past_hyphen(behind), Term::Adjective);
    let (unit, number, end) = unit(words, described)?;
    let hyphened = described > behind && number == Number::One && words.before(described) == "-";
    // "1989 quarter", "one second quarter" and "5 second-graders" are no lengths.
    let odd = number == Number::One && first.hundredths > 100 && !hyphened && words.is_hyphen(end);
    let year = (170_000..=210_000).contains(&first.hundredths) && !words.is_glued(start + 1) && number == Number::One;
    // "One-half share", "three-quarters of the food", "a second year".
    let fraction = unit == Unit::Half && words.terms.language == Language::En
        || unit == Unit::Quarter && hyphened_many(words, start, number);
    let ordinal = unit == Unit::Second && number == Number::One && words.is_word(end);
    // "A year-earlier loss", "a month-end sale".
    let joined = number == Number::One && words.is_hyphen(end) && words.text(end + 1) != "long";
    let ordinal = ordinal || joined;
    if odd || year || fraction || ordinal {
        return None;
    }
    // "A four-month ordeal", "the two day rally": the article is the noun's.
    let attributive = number == Number::One && first.hundredths > 100 && (hyphened || words.is_word(end));
    let at = if attributive { start } else { at };
    let (first, last, end) = half(words, end, first, last);
    let (said, end) = more(words, said(first, unit)?, end);
    let end = closing(words, end);
    let named = if first == last {
        let (count_min, count_max) = bounds.of(said.count);
        spanned(count_min, count_max, said)
    } else {
        let most = self::said(last, unit)?;
        spanned(said.count, most.count.max(said.count), said)
    };
    Found::some(named, at..end)
}

fn hyphened_many(words: &Words<'_>, start: usize, number: Number) -> bool {
    number == Number::Many && words.is_hyphen(start + 1)
}

/// The least and the most in the unit that the length is said in; with a second unit, in that.
fn spanned(count_min: u64, count_max: u64, said: Length) -> Named {
    match said.more {
        Some((count, unit)) => {
            let factor =
                super::super::calendar::seconds(1, said.unit) / super::super::calendar::seconds(1, unit).max(1);
            let inner = |whole: u64| whole.saturating_mul(factor).saturating_add(count);
            Named::Duration { count_min: inner(count_min), count_max: inner(count_max), unit, said }
        }
        None => Named::Duration { count_min, count_max, unit: said.unit, said },
    }
}

/// A second number: "to 18", "or three", "-12".
fn range(words: &Words<'_>, at: usize) -> Option<(Amount, usize)> {
    let joined = matches!(words.text(at), "to" | "or" | "a" | "o") || words.is_hyphen(at);
    joined.then(|| amount(words, at + 1)).flatten()
}

/// "And a half", "y medio".
fn half(words: &Words<'_>, at: usize, first: Amount, last: Amount) -> (Amount, Amount, usize) {
    let more = |amount: Amount| Amount { hundredths: amount.hundredths.saturating_add(50) };
    words.skip(at, Term::Half).map_or((first, last, at), |end| (more(first), more(last), end))
}

/// A second, smaller unit: "two hours and 30 minutes", "dos años y tres meses".
fn more(words: &Words<'_>, said: Length, at: usize) -> (Length, usize) {
    let joined = matches!(words.text(at), "and" | "y").then_some(at + 1);
    let found = joined.and_then(|joined| {
        let (count, behind) = super::numbers::count(words, joined)?;
        let (unit, _, end) = unit(words, behind)?;
        (unit < said.unit && said.more.is_none()).then_some((count, unit, end))
    });
    found.map_or((said, at), |(count, unit, end)| (Length { more: Some((count, unit)), ..said }, end))
}

/// What may close a length: "or so", "más", "seguidos", "long".
fn closing(words: &Words<'_>, at: usize) -> usize {
    let end = words.past_term(at, Term::Open);
    let long = words.past_hyphen(end);
    if long > end && words.text(long) == "long" { long + 1 } else { end }
}

/// The length of so many units: a fraction becomes a smaller unit.
fn said(amount: Amount, unit: Unit) -> Option<Length> {
    let whole = amount.hundredths / 100;
    let rest = amount.hundredths % 100;
    let (factor, small) = match unit {
        Unit::Minute => (60, Unit::Second),
        Unit::Hour => (60, Unit::Minute),
        Unit::Day => (24, Unit::Hour),
        Unit::Year => (12, Unit::Month),
        Unit::Decade => {
            return Some(Length { count: amount.hundredths.checked_mul(10)? / 100, unit: Unit::Year, more: None });
        }
        Unit::Century => return Some(Length { count: amount.hundredths, unit: Unit::Year, more: None }),
        _ => return (rest == 0).then_some(Length { count: whole, unit, more: None }),
    };
    let more = (rest > 0).then_some(((rest * factor).div_ceil(100), small));
    match (whole, more) {
        (0, Some((count, unit))) => Some(Length { count, unit, more: None }),
        _ => Some(Length { count: whole, unit, more }),
    }
}

/// "Several years", "the past few weeks", "los últimos años", "recent months", "pocas horas".
fn uncounted(words: &Words<'_>, at: usize) -> Option<Found> {
    // "At least several years" counts no more than "several years".
    if qualifier(words, at).is_some() && vague(words, at).is_none() {
        return None;
    }
    let (_, start) = opening(words, at);
    let counted = vague(words, start);
    let framed = start > words.past_term(at, Term::Article);
    let behind = counted.unwrap_or(start);
    let described = words.past_term(words.past_hyphen(behind), Term::Adjective);
    let (unit, number, end) = unit(words, described)?;
    let several = number == Number::Many || counted.is_some() && words.is_hyphen(behind);
    if !(several && (counted.is_some() || framed)) || unit == Unit::Weekend {
        return None;
    }
    // "Hours and days", "weeks or months": the first tells the size.
    let joined = matches!(words.text(end), "and" | "or" | "y" | "o");
    let end = joined.then(|| super::numbers::unit(words, end + 1)).flatten().map_or(end, |(.., end)| end);
    Found::some(Named::Lasting(unit), at..words.past_term(end, Term::Open))
}

/// One of a short unit by its place: "el primer minuto", "the last hour".
fn placed(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.skip(at, Term::Article)?;
    let (_, end) = words.term(article, |term| matches!(term, Term::Shift(_) | Term::Ordinal(_)).then_some(()))?;
    let (unit, number, end) = unit(words, end)?;
    let short = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) && number == Number::One;
    let said = Length { count: 1, unit, more: None };
    short.then_some(Found { named: Named::Duration { count_min: 1, count_max: 1, unit, said }, words: at..end })
}

/// Several units that nobody counts, behind "hace".
pub(super) fn units_since(words: &Words<'_>, at: usize) -> Option<Found> {
    let (unit, number, end) = unit(words, at)?;
    (number == Number::Many).then_some(Found { named: Named::Lasting(unit), words: at..end })
}

/// "For years", "days before", "horas después": several, where a preposition or a relation says that they are a time.
fn bare(words: &Words<'_>, at: usize) -> Option<Found> {
    let (unit, number, end) = unit(words, at)?;
    let alone = at == 0 || words.ends_before(at, Term::Preposition);
    let related =
        words.term(end, |term| matches!(term, Term::Ago | Term::Earlier | Term::Later | Term::Bound(_)).then_some(()));
    let counted = unit != Unit::Second && unit != Unit::Weekend && number == Number::Many;
    (counted && (alone || related.is_some())).then_some(Found { named: Named::Lasting(unit), words: at..end })
}

/// "Every day", "each of the past three years", "cada seis meses", "daily", "every Monday".
fn set(words: &Words<'_>, at: usize) -> Option<Found> {
    if let Some((unit, end)) = words.term(at, |term| if let Term::Often(unit) = term { Some(unit) } else { None }) {
        return Found::some(Named::Set(Every::Units(1, unit)), at..end);
    }
    let behind = words.skip(at, Term::Every)?;
    if let Some((day, end)) = words.term(behind, |term| if let Term::Weekday(day) = term { Some(day) } else { None }) {
        let (part, end) = part(words, end).map_or((None, end), |(part, end)| (Some(part), end));
        return Found::some(Named::Set(Every::Weekday(day, part)), at..end);
    }
    if let Some((month, end)) = dates::month(words, behind) {
        return Found::some(Named::Set(Every::Month(month)), at..end);
    }
    if let Some((part, end)) = part(words, behind) {
        return Found::some(Named::Set(Every::Part(part)), at..end);
    }
    let (count, start) = super::numbers::count(words, behind).unwrap_or((1, behind));
    let (unit, _, end) = unit(words, start)?;
    Found::some(Named::Set(Every::Units(count, unit)), at..end)
}
