//! Which day is it, and which hours of it?
//!
//! A weekday is the last one on or before publication unless the words look ahead; a day without a month or year is the
//! nearest unless they look one way. Parts of the day are taken as six hours each, the night as twelve.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};
use variorum_evidence::moment::Precision;

use super::Course;
use crate::times::{Clock, Day, Leaning, Part};

/// The date of a day as said.
pub(super) fn day_of(day: Day, leaning: Leaning, course: &Course) -> Option<Date> {
    match day {
        Day::Calendar { year: Some(year), month, day } => Date::new(year, month, day).ok(),
        Day::Calendar { year: None, month, day } => {
            let published = course.published?;
            // Leap days are looked for further away.
            let years = (-4..=4).map(|years| Date::new(published.year() + years, month, day).ok());
            nearest(years.flatten(), published, leaning)
        }
        Day::OfMonth(day) => {
            let published = course.published?;
            let first = published.first_of_month();
            let months = (-2..=2).filter_map(|months| first.checked_add(months.months()).ok());
            let days = months.filter_map(|month| Date::new(month.year(), month.month(), day).ok());
            nearest(days, published, leaning)
        }
        Day::Weekday { day, shift } => weekday(course.published?, day, shift, leaning),
        Day::Shifted(shift) => course.published?.checked_add(shift.days()).ok(),
    }
}

/// Days after which a date is taken for that of a year later, where the words look ahead.
const JUST_OVER: i32 = 7;

/// Of the days, the last not after `published`, the first not before it, or the nearest; of equals the earlier.
fn nearest(days: impl Iterator<Item = Date>, published: Date, leaning: Leaning) -> Option<Date> {
    let fits = |day: &Date| match leaning {
        Leaning::Back => *day <= published,
        // "By 14 January", read on the 15th, is no year away.
        Leaning::Ahead => *day >= published || (published - *day).get_days() <= JUST_OVER,
        Leaning::Unsaid => true,
    };
    let apart = |day: &Date| (published - *day).get_days().unsigned_abs();
    days.filter(fits).min_by_key(|day| (apart(day), *day))
}

/// The last such weekday on or before `published`; ahead, the next on or after it. "Last" and "next" never mean the
/// day of publication itself.
fn weekday(published: Date, day: i8, shift: Option<i8>, leaning: Leaning) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(day).ok()?;
    let back = i32::from(wanted.until(published.weekday()));
    let days = match shift {
        Some(..=-1) if back == 0 => -7,
        Some(1..) => 7 - back,
        // "This Friday" is to come, unless the words look back.
        Some(0) if leaning != Leaning::Back && back > 0 => 7 - back,
        Some(_) => -back,
        None if leaning == Leaning::Ahead && back > 0 => 7 - back,
        None => -back,
    };
    published.checked_add(days.days()).ok()
}

pub(super) fn midnight(day: Date) -> DateTime {
    day.to_datetime(Time::midnight())
}

/// The hours of a part of a day.
pub(super) fn hours_of(day: Date, part: Part) -> Option<(DateTime, DateTime)> {
    let (from, hours) = match part {
        Part::EarlyHours => (0, 6),
        Part::Morning => (6, 6),
        Part::Afternoon => (12, 6),
        Part::Evening => (18, 6),
        Part::Night => (18, 12),
    };
    let from = day.at(from, 0, 0, 0);
    Some((from, from.checked_add(i64::from(hours).hours()).ok()?))
}

/// The minute or hour of a time of the clock.
pub(super) fn clock_span(day: Date, clock: Clock) -> Option<(DateTime, DateTime, Precision)> {
    let from = day.at(clock.hour, clock.minute.unwrap_or(0), 0, 0);
    let (length, precision) = match clock.minute {
        Some(_) => (1.minute(), Precision::Minute),
        None => (1.hour(), Precision::Hour),
    };
    Some((from, from.checked_add(length).ok()?, precision))
}
