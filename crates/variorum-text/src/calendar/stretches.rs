//! Which weeks, months, quarters or years?
//!
//! Each is a whole stretch of the calendar. Which year a month or quarter belongs to is told by its words, by the way
//! that the words around look, or by what has begun already. The months of a season depend on the hemisphere, which
//! nobody states: its stretch is the whole year that it may lie in.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use variorum_evidence::moment::Precision;

use super::Course;
use super::days::midnight;
use crate::times::{Leaning, Named, Season, Stretch, Unit, Which};

/// A stretch of the calendar with its TIMEX3 value.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    pub(super) from: DateTime,
    pub(super) to: DateTime,
    pub(super) precision: Precision,
    pub(super) value: String,
    pub(super) is_quarter: bool,
    /// What else its ground is.
    pub(super) note: Option<&'static str>,
}

impl Spread {
    pub(super) fn new(from: DateTime, to: DateTime, precision: Precision, value: String) -> Self {
        Self { from, to, precision, value, is_quarter: false, note: None }
    }

    fn days(from: Date, to: Date, precision: Precision, value: String) -> Self {
        Self::new(midnight(from), midnight(to), precision, value)
    }
}

/// What a stretch means: none where the day or time that it is counted from is missing, and none inside where the
/// calendar ends.
pub(super) fn spread(named: Named, leaning: Leaning, course: &Course) -> Option<Option<Spread>> {
    match named {
        Named::Stretch(stretch, which) => Some(of_year(stretch, year_of(stretch, which, leaning, course)?)),
        Named::Year(year) => Some(years(year, 1, format!("{year:04}"))),
        Named::Decade(decade) => Some(years(decade.checked_mul(10)?, 10, format!("{decade:03}"))),
        Named::Century(century) => Some(years(century.checked_mul(100)?, 100, format!("{century:02}"))),
        Named::Units { unit, shift } => Some(around(course.published?, unit, shift)),
        // "A year earlier" of a quarter is that quarter of the year before.
        Named::Beside { unit: Unit::Year, shift, .. }
            if shift.abs() == 1 && course.quarter.is_some() && !course.months =>
        {
            same(Unit::Year, Which::Years(i8::try_from(shift).ok()?), leaning, course)
        }
        Named::Beside { unit, shift, .. } => Some(around(base(unit, course)?, unit, shift)),
        Named::Same { unit, which } => same(unit, which, leaning, course),
        _ => None,
    }
}

/// The day that units beside the time named last are counted from.
pub(super) fn base(unit: Unit, course: &Course) -> Option<Date> {
    // Where no other year is named, it is that of publication.
    let of_year = || course.year.and_then(|year| Date::new(year, 1, 1).ok()).or(course.published);
    match unit {
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => course.day,
        Unit::Week | Unit::Weekend => course.week.or(course.day),
        Unit::Month => course.month.or(course.day),
        Unit::Quarter | Unit::Half => course.quarter,
        Unit::Year => of_year(),
        Unit::Decade | Unit::Century => None,
    }
}

/// The year that a month, season or quarter belongs to.
fn year_of(stretch: Stretch, which: Which, leaning: Leaning, course: &Course) -> Option<i16> {
    let published = || course.published;
    let (first, last) = months_of(stretch);
    let year = |published: Date| published.year();
    match which {
        Which::Of(year) => Some(year),
        Which::Years(shift) => published().map(|day| year(day) + i16::from(shift)),
        // In autumn "this winter" is the next, as its months are counted.
        Which::Nth(0) => {
            published().map(|day| year(day) + i16::from(stretch == Stretch::Season(Season::Winter) && day.month() > 8))
        }
        Which::Nth(shift) if shift > 0 => published().map(|day| year(day) + i16::from(first <= day.month())),
        Which::Nth(_) => published().map(|day| year(day) - i16::from(last >= day.month())),
        Which::Unsaid => published().map(|day| match leaning {
            // What is about to be told of a quarter is told of the last one.
            Leaning::Ahead if matches!(stretch, Stretch::Quarter(_)) => year(day) + i16::from(last + 6 < day.month()),
            Leaning::Ahead => year(day) + i16::from(last < day.month()),
            Leaning::Unsaid if is_near(first, day.month()) => year(day) + i16::from(first < day.month()),
            _ => year(day) - i16::from(first > day.month()),
        }),
    }
}

/// Whether a month that comes is nearer by far than that of a year before.
fn is_near(month: i8, published: i8) -> bool {
    (1..=3).contains(&(month - published).rem_euclid(12))
}

/// The first and last month; a winter is that of its first months.
fn months_of(stretch: Stretch) -> (i8, i8) {
    match stretch {
        Stretch::Month(month) => (month, month),
        Stretch::Quarter(number) => (number * 3 - 2, number * 3),
        Stretch::Half(number) => (number * 6 - 5, number * 6),
        Stretch::Season(Season::Spring) => (3, 5),
        Stretch::Season(Season::Summer) => (6, 8),
        Stretch::Season(Season::Fall) => (9, 11),
        Stretch::Season(Season::Winter) => (1, 2),
    }
}

fn of_year(stretch: Stretch, year: i16) -> Option<Spread> {
    let (first, last) = months_of(stretch);
    let from = Date::new(year, first, 1).ok()?;
    let to = Date::new(year, last, 1).ok()?.checked_add(1.month()).ok()?;
    Some(match stretch {
        Stretch::Month(month) => Spread::days(from, to, Precision::Month, format!("{year:04}-{month:02}")),
        Stretch::Quarter(number) => quarter(from, to, format!("{year:04}-Q{number}")),
        Stretch::Half(number) => Spread::days(from, to, Precision::Season, format!("{year:04}-H{number}")),
        Stretch::Season(season) => {
            let letters = match season {
                Season::Spring => "SP",
                Season::Summer => "SU",
                Season::Fall => "FA",
                Season::Winter => "WI",
            };
            let winter = season == Season::Winter;
            // A winter or a southern summer goes over the turn of the year.
            let from =
                Date::new(if winter { year.checked_sub(1)? } else { year }, if winter { 12 } else { 1 }, 1).ok()?;
            let to = Date::new(year.checked_add(1)?, if winter { 4 } else { 1 }, 1).ok()?;
            let note = Some("which months it has depends on the hemisphere");
            Spread { note, ..Spread::days(from, to, Precision::Season, format!("{year:04}-{letters}")) }
        }
    })
}

fn quarter(from: Date, to: Date, value: String) -> Spread {
    Spread { is_quarter: true, ..Spread::days(from, to, Precision::Season, value) }
}

fn years(first: i16, count: i16, value: String) -> Option<Spread> {
    let from = Date::new(first, 1, 1).ok()?;
    let to = Date::new(first.checked_add(count)?, 1, 1).ok()?;
    Some(Spread::days(from, to, Precision::Year, value))
}

/// The unit that lies `shift` units from the one around `day`.
fn around(day: Date, unit: Unit, shift: i32) -> Option<Spread> {
    let year = || i16::try_from(i32::from(day.year()).checked_add(shift)?).ok();
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => one_day(day),
        Unit::Day => one_day(day.checked_add(shift.days()).ok()?),
        Unit::Week => {
            let monday = monday(day.checked_add(shift.weeks()).ok()?)?;
            Some(Spread::days(monday, monday.checked_add(1.week()).ok()?, Precision::Week, week_value(monday)))
        }
        Unit::Weekend => {
            let monday = monday(day.checked_add(shift.weeks()).ok()?)?;
            let value = format!("{}-WE", week_value(monday));
            Some(Spread::days(
                monday.checked_add(5.days()).ok()?,
                monday.checked_add(1.week()).ok()?,
                Precision::Week,
                value,
            ))
        }
        Unit::Month => {
            let first = day.first_of_month().checked_add(shift.months()).ok()?;
            of_year(Stretch::Month(first.month()), first.year())
        }
        Unit::Quarter => {
            let first = day.first_of_month().checked_add(shift.checked_mul(3)?.months()).ok()?;
            of_year(Stretch::Quarter((first.month() + 2) / 3), first.year())
        }
        Unit::Half => {
            let first = day.first_of_month().checked_add(shift.checked_mul(6)?.months()).ok()?;
            of_year(Stretch::Half((first.month() + 5) / 6), first.year())
        }
        Unit::Year => {
            let year = year()?;
            years(year, 1, format!("{year:04}"))
        }
        Unit::Decade => {
            let decade = i16::try_from(i32::from(day.year() / 10).checked_add(shift)?).ok()?;
            years(decade.checked_mul(10)?, 10, format!("{decade:03}"))
        }
        Unit::Century => {
            let century = i16::try_from(i32::from(day.year() / 100).checked_add(shift)?).ok()?;
            years(century.checked_mul(100)?, 100, format!("{century:02}"))
        }
    }
}

fn one_day(day: Date) -> Option<Spread> {
    Some(Spread::days(day, day.tomorrow().ok()?, Precision::Day, day.to_string()))
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn week_value(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Whether the quarter that begins with `first` was over at publication.
fn has_ended(first: Date, course: &Course) -> bool {
    course.published.zip(first.checked_add(3.months()).ok()).is_some_and(|(published, end)| end <= published)
}

/// The period that is spoken of. "The latest quarter" may be counted from publication; a weekend is the last one, or
/// this week's where the words look ahead.
fn same(unit: Unit, which: Which, leaning: Leaning, course: &Course) -> Option<Option<Spread>> {
    let of_quarter = |first: Date, year: i16| of_year(Stretch::Quarter((first.month() + 2) / 3), year);
    match (which, course.quarter) {
        _ if unit == Unit::Weekend => {
            let published = course.published?;
            let over = published.weekday().to_monday_one_offset() >= 6;
            Some(around(published, unit, if over || leaning == Leaning::Ahead { 0 } else { -1 }))
        }
        (Which::Nth(_), Some(first)) if has_ended(first, course) => Some(of_quarter(first, first.year())),
        (Which::Unsaid, Some(first)) => Some(of_quarter(first, first.year())),
        (Which::Nth(shift), _) => Some(around(course.published?, unit, i32::from(shift))),
        (Which::Of(year), Some(first)) => Some(of_quarter(first, year)),
        (Which::Of(year), None) => Some(years(year, 1, format!("{year:04}"))),
        (Which::Years(shift), Some(_)) if unit == Unit::Year && course.months => {
            Some(around(course.published?, Unit::Year, i32::from(shift)))
        }
        // A quarter that is not over is not compared yet: it is the last one that is.
        (Which::Years(shift), Some(first)) if has_ended(first, course) => {
            Some(of_quarter(first, first.year() + i16::from(shift)))
        }
        (Which::Years(shift), Some(_)) => Some(around(course.published?, Unit::Quarter, 4 * i32::from(shift) - 1)),
        (Which::Years(shift), None) => Some(around(course.published?, Unit::Year, i32::from(shift))),
        (Which::Unsaid, None) => None,
    }
}
