//! What does one mention come to: a stretch of the calendar, or an open value with the reason?
//!
//! Each has its TIMEX3 type and value; a stretch has the words and what they were counted from as its ground.

use jiff::ToSpan;
use jiff::civil::Date;
use variorum_evidence::claim::{TimeExpression, TimeType};
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::span::TextSpan;

use super::days::{clock_span, day_of, hours_of, midnight};
use super::stretches::{self, Spread, spread};
use super::values::{clock_value, duration_value, open_day, open_value, part_value, set_value, unit_value};
use super::{Anchor, Course};
use crate::times::{Bound, Clock, Day, Leaning, Mention, Named, Part, Reference, Unit, Which};

const NO_DATE: &str = "no publication date";
const NO_DAY: &str = "no date to go with it";

/// What a mention comes to.
pub(super) enum Meaning {
    /// A stretch of the calendar.
    Spread(TimeType, Spread),
    /// No stretch: the TIMEX3 value and why; a reference has one end at the day of publication.
    Open(TimeType, String, Open),
}

/// Why there is no stretch.
pub(super) enum Open {
    Why(&'static str),
    /// A length of time.
    Length,
    /// It comes again and again.
    Again,
    Side(Reference),
}

/// What a mention means; `near` is the day that a clock time without one goes with. None where no calendar has it.
pub(super) fn meaning(mention: &Mention, anchor: Anchor, near: Option<Date>, course: &Course) -> Option<Meaning> {
    let leaning = mention.leaning;
    let open = |time_type, value: String, why| Some(Meaning::Open(time_type, value, why));
    match mention.named {
        Named::Day { day, part } => day_meaning(day, part, leaning, course),
        Named::Clock { clock, day } => {
            let Some(date) = day.map_or(near, |day| day_of(day, leaning, course)) else {
                let value = format!("{}{}", day.map_or_else(String::new, open_day), clock_value(clock));
                return open(TimeType::Time, value, Open::Why(NO_DAY));
            };
            // The midnight of a day is its end: "shortly before midnight on Thursday".
            let ends = clock.is_midnight();
            let (from, to, precision) = clock_span(if ends { date.tomorrow().ok()? } else { date }, clock)?;
            let value = format!("{date}{}", if ends { "T24:00".to_owned() } else { clock_value(clock) });
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
    pub(super) fn expression(self, text: &str, mention: &Mention, anchor: Anchor) -> Option<TimeExpression> {
        let span = TextSpan::of(text, mention.range.clone())?;
        let words = span.words(text)?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(match self {
            Self::Spread(time_type, spread) => {
                let basis = basis(&words, mention, &spread, anchor);
                let offset = zone(mention).or(anchor.offset);
                let mut when = HappenedAt::between(spread.from, spread.to, offset, spread.precision, basis);
                let clocked = time_type == TimeType::Time;
                match mention.bound {
                    // "Before dawn" ends with the small hours.
                    Some(Bound::Before) if matches!(mention.named, Named::Part(Part::EarlyHours)) => when.from = None,
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
