//! Which stretch of the calendar does a named time mean?
//!
//! Everything relative is counted from the civil date of publication at the place of the event, or from the time that
//! the text named last. What fits several years is that which the words around look for; where they do not say, a
//! weekday is the last one, a month or period the last begun, and a day without a year the nearest. A clock time needs a
//! date: that of its sentence, else the document's main date, else it stays open. Without a date of publication a
//! relative time stays relative: no end, a TIMEX3 value with X, and the reason.
//!
//! `days`, `stretches` and `values` have one question each.

mod days;
mod stretches;
#[cfg(test)]
mod tests;
mod values;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use variorum_evidence::claim::{TimeExpression, TimeType};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::span::TextSpan;

use crate::times::{Bound, Clock, Day, Leaning, Mention, Named, Part, Reference, Unit, Which};
use days::{clock_span, day_of, hours_of, midnight};
use stretches::{Spread, spread};
pub(crate) use values::seconds;
use values::{clock_value, duration_value, open_day, open_value, part_value, set_value, unit_value};

const NO_DATE: &str = "no publication date";
const NO_DAY: &str = "no date to go with it";

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
    let mut expressions = Vec::with_capacity(mentions.len());
    for (at, (sentence, mention)) in mentions.iter().enumerate() {
        let here = same_sentence(mentions, &days, at, *sentence);
        let day = here.or_else(|| tally.main()).or(first_day);
        let meaning = meaning(mention, anchor, day, &course);
        match &meaning {
            Some(Meaning::Spread(_, spread)) => course.note(mention, spread),
            _ if is_months(mention.named) => course.months = true,
            _ => {}
        }
        expressions.push(meaning.and_then(|meaning| meaning.expression(text, mention, anchor)));
        if let Some(day) = days[at].or(course.day.filter(|_| matches!(mention.named, Named::Beside { .. })))
            && is_body(*sentence)
        {
            tally.add(day);
        }
    }
    expressions
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

/// The day nearest to mention `at` in its own sentence.
fn same_sentence(mentions: &[(usize, Mention)], days: &[Option<Date>], at: usize, sentence: usize) -> Option<Date> {
    let near = |index: &usize| mentions[*index].0 == sentence;
    let before = (0..at).rev().take_while(near).find_map(|index| Some((at - index, days[index]?)));
    let after = (at + 1..mentions.len()).take_while(near).find_map(|index| Some((index - at, days[index]?)));
    match (before, after) {
        (Some(before), Some(after)) => Some(if after.0 <= before.0 { after.1 } else { before.1 }),
        (one, other) => one.or(other).map(|(_, day)| day),
    }
}

/// The single day that a mention names, if it names one.
fn own_day(mention: &Mention, course: &Course) -> Option<Date> {
    match mention.named {
        Named::Day { day, .. } | Named::Clock { day: Some(day), .. } => day_of(day, mention.leaning, course),
        Named::Units { unit: Unit::Day, shift } => day_of(Day::Shifted(shift), mention.leaning, course),
        _ => None,
    }
}

/// What a mention comes to.
enum Meaning {
    /// A stretch of the calendar.
    Spread(TimeType, Spread),
    /// No stretch: the TIMEX3 value and why; a reference has one end at the day of publication.
    Open(TimeType, String, Open),
}

enum Open {
    Why(&'static str),
    /// A length of time.
    Length,
    /// It comes again and again.
    Again,
    Side(Reference),
}

fn meaning(mention: &Mention, anchor: Anchor, near: Option<Date>, course: &Course) -> Option<Meaning> {
    let leaning = mention.leaning;
    let open = |time_type, value: String, why| Some(Meaning::Open(time_type, value, why));
    match mention.named {
        Named::Day { day, part } => day_meaning(day, part, leaning, course),
        Named::Clock { clock, day } => {
            let Some(date) = day.map_or(near, |day| day_of(day, leaning, course)) else {
                let value = format!("{}{}", day.map_or_else(String::new, open_day), clock_value(clock));
                return open(TimeType::Time, value, Open::Why(NO_DAY));
            };
            let (from, to, precision) = clock_span(date, clock)?;
            let value = format!("{date}{}", clock_value(clock));
            Some(Meaning::Spread(TimeType::Time, Spread::new(from, to, precision, value)))
        }
        Named::Clocks(first, second) => clocks(first, second, near),
        Named::Part(part) => {
            let Some(day) = near else {
                return open(TimeType::Time, part_value(part).to_owned(), Open::Why(NO_DAY));
            };
            let (from, to) = hours_of(day, part)?;
            let value = format!("{day}{}", part_value(part));
            Some(Meaning::Spread(TimeType::Time, Spread::new(from, to, Precision::PartOfDay, value)))
        }
        Named::Reference(reference) => {
            let value = match reference {
                Reference::Past => "PAST_REF",
                Reference::Present => "PRESENT_REF",
                Reference::Future => "FUTURE_REF",
            };
            open(TimeType::Date, value.to_owned(), Open::Side(reference))
        }
        Named::Duration { said, .. } => open(TimeType::Duration, duration_value(said), Open::Length),
        Named::Lasting(unit) => open(TimeType::Duration, unit_value("X", unit), Open::Length),
        Named::Set(every) => open(TimeType::Set, set_value(every), Open::Again),
        Named::Beside { unit, shift, counted: true } if course.is_lost(unit) => {
            // Without a time to count from, the length is all that is said.
            open(
                TimeType::Duration,
                unit_value(&shift.unsigned_abs().to_string(), unit),
                Open::Why("no time before it"),
            )
        }
        named => {
            let Some(spread) = spread(named, leaning, course) else {
                let why = if anchor.published.is_none() { NO_DATE } else { "no time before it" };
                return open_value(named).and_then(|value| open(TimeType::Date, value, Open::Why(why)));
            };
            Some(Meaning::Spread(TimeType::Date, spread?))
        }
    }
}

impl Course {
    /// Whether nothing was named that units could be counted from.
    fn is_lost(&self, unit: Unit) -> bool {
        stretches::base(unit, self).is_none()
    }
}

fn day_meaning(day: Day, part: Option<Part>, leaning: Leaning, course: &Course) -> Option<Meaning> {
    let Some(date) = day_of(day, leaning, course) else {
        // A day that no calendar has ("31 June") means nothing.
        let open = match day {
            Day::Calendar { year: Some(_), .. } => false,
            _ => course.published.is_none(),
        };
        let value = format!("{}{}", open_day(day), part.map_or("", part_value));
        let time_type = if part.is_some() { TimeType::Time } else { TimeType::Date };
        return open.then_some(Meaning::Open(time_type, value, Open::Why(NO_DATE)));
    };
    Some(match part {
        Some(part) => {
            let (from, to) = hours_of(date, part)?;
            let value = format!("{date}{}", part_value(part));
            Meaning::Spread(TimeType::Time, Spread::new(from, to, Precision::PartOfDay, value))
        }
        None => {
            let to = midnight(date.tomorrow().ok()?);
            Meaning::Spread(TimeType::Date, Spread::new(midnight(date), to, Precision::Day, date.to_string()))
        }
    })
}

/// "11:15 to 11:42"; a stretch that ends before it begins goes past midnight.
fn clocks(first: Clock, second: Clock, near: Option<Date>) -> Option<Meaning> {
    let value = |day: &str| format!("{day}{}/{day}{}", clock_value(first), clock_value(second));
    let Some(day) = near else {
        return Some(Meaning::Open(TimeType::Time, value(""), Open::Why(NO_DAY)));
    };
    let (from, _, _) = clock_span(day, first)?;
    let (mut to, _, precision) = clock_span(day, second)?;
    let mut until = day;
    if to < from {
        to = to.checked_add(1.day()).ok()?;
        until = day.tomorrow().ok()?;
    }
    let value = format!("{day}{}/{until}{}", clock_value(first), clock_value(second));
    Some(Meaning::Spread(TimeType::Time, Spread::new(from, to, precision, value)))
}

impl Meaning {
    fn expression(self, text: &str, mention: &Mention, anchor: Anchor) -> Option<TimeExpression> {
        let span = TextSpan::of(text, mention.range.clone())?;
        let words = span.words(text)?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(match self {
            Self::Spread(time_type, spread) => {
                let basis = basis(&words, mention, &spread, anchor);
                let offset = zone(mention).or(anchor.offset);
                let mut when = HappenedAt::between(spread.from, spread.to, offset, spread.precision, basis);
                let clocked = time_type == TimeType::Time;
                match mention.bound {
                    Some(Bound::Before) => (when.from, when.to) = (None, Some(spread.from)),
                    Some(Bound::Until) => when.from = None,
                    // "After five" begins at five, "after Monday" on Tuesday.
                    Some(Bound::After) => {
                        (when.from, when.to) = (Some(if clocked { spread.from } else { spread.to }), None);
                    }
                    Some(Bound::Since) => when.to = None,
                    None => {}
                }
                TimeExpression { span, time_type, value: spread.value, when }
            }
            Self::Open(time_type, value, open) => {
                TimeExpression { span, time_type, value, when: open.when(&words, anchor) }
            }
        })
    }
}

impl Open {
    fn when(&self, words: &str, anchor: Anchor) -> HappenedAt {
        let side = |reference| match reference {
            Reference::Past => "before",
            Reference::Present => "at the time of",
            Reference::Future => "after",
        };
        let mut when = HappenedAt::unknown(match self {
            Self::Why(why) => (*why).to_owned(),
            Self::Length => format!("“{words}” is a length of time"),
            Self::Again => format!("“{words}” comes again and again"),
            Self::Side(reference) => format!("“{words}”: {} publication", side(*reference)),
        });
        match self {
            Self::Side(Reference::Past) => {
                when.to = anchor.published.and_then(|day| day.tomorrow().ok()).map(midnight);
            }
            Self::Side(Reference::Future) => when.from = anchor.published.map(midnight),
            _ => {}
        }
        when
    }
}

/// The zone that a clock time names itself.
fn zone(mention: &Mention) -> Option<i16> {
    match mention.named {
        Named::Clock { clock, .. } | Named::Clocks(_, clock) => clock.zone,
        _ => None,
    }
}

/// The words, and what they were counted from.
fn basis(words: &str, mention: &Mention, spread: &Spread, anchor: Anchor) -> String {
    let timed = matches!(mention.named, Named::Clock { .. } | Named::Clocks(..) | Named::Part(_));
    let note = spread.note.map_or_else(String::new, |note| format!("; {note}"));
    match (anchor.published, timed) {
        (_, true) => format!("“{words}”, on {}", spread.from.date()),
        (Some(published), false) if is_relative(&mention.named) => {
            format!("“{words}”, counted from publication on {published}{note}")
        }
        _ => format!("“{words}”{note}"),
    }
}

fn is_relative(named: &Named) -> bool {
    !matches!(
        named,
        Named::Day { day: Day::Calendar { year: Some(_), .. }, .. }
            | Named::Stretch(_, Which::Of(_))
            | Named::Year(_)
            | Named::Decade(_)
            | Named::Century(_)
            | Named::Beside { .. }
            | Named::Same { .. }
    )
}
