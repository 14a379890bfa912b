//! Which stretch of the calendar does a named time mean?
//!
//! Everything relative is counted from the civil date of publication at the place of the event, or from the time that
//! the text named last. What fits several years is that which the words around look for; where they do not say, a
//! weekday is the last one, a month or period the last begun, and a day without a year the nearest. A clock time needs a
//! date: that of its sentence, else the document's main date, else it stays open. Without a date of publication a
//! relative time stays relative: no end, a TIMEX3 value with X, and the reason.
//!
//! `days`, `stretches`, `values` and `meanings` have one question each.

mod days;
mod meanings;
mod stretches;
#[cfg(test)]
mod tests;
mod values;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use variorum_evidence::claim::{TimeExpression, TimeType};
use variorum_evidence::moment::{Assumed, Precision, SaidAt};

use crate::times::{Clock, Day, Half, Mention, Named, Part, Unit, Which};
use days::day_of;
use meanings::{Meaning, meaning};
use stretches::Spread;
pub(crate) use values::seconds;

/// The day that relative times are counted from, and the offset that times are given in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) published: Option<Date>,
    pub(crate) offset: Option<i16>,
}

impl Anchor {
    /// The civil date of publication, on the clock of the event's place where both offsets are known.
    pub(crate) fn of(published: Option<&SaidAt>, offset: Option<i16>) -> Self {
        let day = published.and_then(|said| {
            let from = said.from?;
            let timed = matches!(said.precision, Precision::Second | Precision::Minute | Precision::Hour);
            let shift = match (said.offset, offset) {
                (Some(theirs), Some(ours)) if timed => i64::from(ours) - i64::from(theirs),
                _ => 0,
            };
            from.checked_add(shift.minutes()).ok().map(DateTime::date)
        });
        Self { published: day, offset: offset.or_else(|| published.and_then(|said| said.offset)) }
    }
}

/// What a text named so far, the last of each size.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    published: Option<Date>,
    day: Option<Date>,
    /// The first day of the week, month, quarter or year named last.
    week: Option<Date>,
    month: Option<Date>,
    quarter: Option<Date>,
    /// Several months were spoken of since: what is compared with them is no quarter.
    months: bool,
    year: Option<i16>,
}

impl Course {
    /// Takes note of what a mention means.
    fn note(&mut self, mention: &Mention, spread: &Spread) {
        let first = spread.from.date();
        match spread.precision {
            Precision::Day | Precision::PartOfDay => self.day = Some(first),
            Precision::Week => self.week = Some(first),
            Precision::Month => self.month = Some(first),
            Precision::Season if spread.is_quarter && is_own(mention.named) => {
                (self.quarter, self.months) = (Some(first), false);
            }
            _ => {}
        }
        // "A year earlier" is no step of the story: what comes next is counted from the same time again.
        if !matches!(mention.named, Named::Same { which: Which::Years(_), .. } | Named::Decade(_) | Named::Century(_)) {
            self.year = Some(first.year());
        }
    }
}

/// "The nine months".
fn is_months(named: Named) -> bool {
    matches!(named, Named::Duration { said, .. } if said.unit == Unit::Month && said.count >= 6)
}

/// Whether a quarter is the one that is spoken of, and not one that it is compared with.
fn is_own(named: Named) -> bool {
    matches!(
        named,
        Named::Stretch(_, Which::Unsaid | Which::Years(0) | Which::Nth(_))
            | Named::Same { which: Which::Unsaid | Which::Nth(_), .. }
            | Named::Units { .. }
    )
}

/// What the mentions of a document mean, in text order, each with the number of its sentence. One that fits no
/// calendar ("31 June") means nothing. Days in headings and date lines (`is_body` is false) are nobody's main day.
pub(crate) fn resolve(
    text: &str,
    mentions: &[(usize, Mention)],
    anchor: Anchor,
    is_body: &dyn Fn(usize) -> bool,
) -> Vec<Option<TimeExpression>> {
    let mut course = Course { published: anchor.published, ..Course::default() };
    let mut tally = Tally::default();
    // First the days, so that a clock time finds the day that its own sentence gives after it.
    let days: Vec<Option<Date>> = mentions.iter().map(|(_, mention)| own_day(mention, &course)).collect();
    let first_day = days.iter().zip(mentions).find_map(|(day, (sentence, _))| day.filter(|_| is_body(*sentence)));
    let counts_to_24 =
        mentions.iter().any(|(_, mention)| clocks(mention.named).any(|clock| clock.half == Half::Counted));
    let mut expressions = Vec::with_capacity(mentions.len());
    for (at, (sentence, mention)) in mentions.iter().enumerate() {
        let here = same_sentence(mentions, &days, at, *sentence);
        let here = here.and_then(|(of, day)| going_with(mention.named, mentions[of].1.named, day));
        let day = here.or_else(|| tally.main()).or(first_day);
        let meaning = meaning(mention, anchor, day, &course);
        match &meaning {
            Some(Meaning::Spread(_, spread)) => course.note(mention, spread),
            _ if is_months(mention.named) => course.months = true,
            _ => {}
        }
        let expression = meaning.and_then(|meaning| meaning.expression(text, mention, anchor));
        expressions.push(expression.map(|mut expression| {
            if expression.when.from.is_some() || expression.when.to.is_some() {
                expression.when.assumed = assumed(mention.named, here.is_some(), counts_to_24);
            }
            expression
        }));
        if let Some(day) = days[at].or(course.day.filter(|_| matches!(mention.named, Named::Beside { .. })))
            && is_body(*sentence)
        {
            tally.add(day);
        }
    }
    expressions
}

/// What of a time of the day its words leave open. A report that writes 16:40 anywhere means the morning by 4:40.
fn assumed(named: Named, has_day: bool, counts_to_24: bool) -> Vec<Assumed> {
    let day = match named {
        Named::Clock { day, .. } => day.is_none() && !has_day,
        Named::Clocks(..) | Named::Part(_) => !has_day,
        _ => false,
    };
    let half = !counts_to_24 && clocks(named).any(|clock| clock.half == Half::Open);
    let open = [(day, Assumed::Day), (half, Assumed::HalfDay)];
    open.into_iter().filter(|(open, _)| *open).map(|(_, assumed)| assumed).collect()
}

/// The hours that a mention gives.
fn clocks(named: Named) -> impl Iterator<Item = Clock> {
    let (first, second) = match named {
        Named::Clock { clock, .. } => (Some(clock), None),
        Named::Clocks(first, second) => (Some(first), Some(second)),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

/// How often each day was named, in the order of first mention.
#[derive(Default)]
struct Tally {
    days: Vec<(Date, usize)>,
}

impl Tally {
    fn add(&mut self, day: Date) {
        let known = self.days.iter_mut().find(|(known, _)| *known == day);
        match known {
            Some((_, count)) => *count += 1,
            None => self.days.push((day, 1)),
        }
        // A year of days is more than any report tells; beyond that the head of the list decides.
        self.days.truncate(366);
    }

    fn main(&self) -> Option<Date> {
        let most = self.days.iter().map(|(_, count)| *count).max()?;
        self.days.iter().find(|(_, count)| *count == most).map(|(day, _)| *day)
    }
}

/// The day that most mentions name; the first of equals.
pub(crate) fn main_day<'a>(expressions: impl Iterator<Item = &'a TimeExpression>) -> Option<Date> {
    let mut tally = Tally::default();
    for time in expressions.filter(|time| time.time_type == TimeType::Date && time.when.precision == Precision::Day) {
        if let (Some(from), Some(_)) = (time.when.from, time.when.to) {
            tally.add(from.date());
        }
    }
    tally.main()
}

/// The mention of a day nearest to mention `at` in its own sentence.
fn same_sentence(
    mentions: &[(usize, Mention)],
    days: &[Option<Date>],
    at: usize,
    sentence: usize,
) -> Option<(usize, Date)> {
    let near = |index: &usize| mentions[*index].0 == sentence;
    let before = (0..at).rev().take_while(near).find_map(|index| Some((index, days[index]?)));
    let after = (at + 1..mentions.len()).take_while(near).find_map(|index| Some((index, days[index]?)));
    match (before, after) {
        (Some(before), Some(after)) => Some(if after.0 - at <= at - before.0 { after } else { before }),
        (one, other) => one.or(other),
    }
}

/// The day of a time of the day that stands beside a named one: past midnight the night of Thursday is Friday.
fn going_with(named: Named, beside: Named, day: Date) -> Option<Date> {
    const MORNING: i8 = 6;
    let night = matches!(beside, Named::Day { part: Some(Part::Night | Part::Evening), .. });
    let small_hours = clocks(named).next().is_some_and(|clock| clock.hour < MORNING && !clock.is_midnight());
    if night && small_hours { day.tomorrow().ok() } else { Some(day) }
}

/// The single day that a mention names, if it names one.
fn own_day(mention: &Mention, course: &Course) -> Option<Date> {
    match mention.named {
        Named::Day { day, .. } | Named::Clock { day: Some(day), .. } => day_of(day, mention.leaning, course),
        Named::Units { unit: Unit::Day, shift } => day_of(Day::Shifted(shift), mention.leaning, course),
        _ => None,
    }
}
