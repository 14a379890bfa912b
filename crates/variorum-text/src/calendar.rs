//! Which stretch of the calendar does a named time mean?
//!
//! Everything relative is counted from the civil date of publication at the place of the event. A weekday is
//! the last one on or before it, a month or a day without a year the last one not after it; news looks back.
//! A clock time needs a date: that of its sentence, else the document's main date, else it stays open. Without
//! a date of publication a relative time stays relative: no end, a TIMEX3 value with X, and the reason.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday, date};
use variorum_evidence::claim::{TimeExpression, TimeType};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::span::TextSpan;

use crate::times::{Clock, Mention, Named, Part, Unit};

const NO_DATE: &str = "no publication date";

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

/// What the mentions of a document mean, in text order, each with the number of its sentence. One that fits no
/// calendar ("31 June") means nothing. Days in headings and date lines (`is_body` is false) are nobody's main day.
pub(crate) fn resolve(
    text: &str,
    mentions: &[(usize, Mention)],
    anchor: Anchor,
    is_body: &dyn Fn(usize) -> bool,
) -> Vec<Option<TimeExpression>> {
    let mut known: Vec<(usize, Date)> = Vec::new();
    let mut tally = Tally::default();
    // First the days, so that a clock time finds the day that its own sentence gives after it.
    let days: Vec<Option<Date>> = mentions.iter().map(|(_, mention)| day_of(&mention.named, anchor, &[])).collect();
    let first_day = days.iter().zip(mentions).find_map(|(day, (sentence, _))| day.filter(|_| is_body(*sentence)));
    let mut expressions = Vec::with_capacity(mentions.len());
    for (at, (sentence, mention)) in mentions.iter().enumerate() {
        let here = same_sentence(mentions, &days, at, *sentence);
        let day = here.or_else(|| tally.main()).or(first_day);
        expressions.push(expression(text, mention, anchor, day, &known));
        if let Some(day) = days[at] {
            known.push((*sentence, day));
            if is_body(*sentence) {
                tally.add(day);
            }
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
        if let Some(from) = time.when.from {
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

/// The single day that `named` means, if it means one.
fn day_of(named: &Named, anchor: Anchor, known: &[(usize, Date)]) -> Option<Date> {
    match *named {
        Named::Day { year: Some(year), month, day } => Date::new(year, month, day).ok(),
        Named::Day { year: None, month, day } => {
            let published = anchor.published?;
            let this = Date::new(published.year(), month, day).ok().filter(|day| *day <= published);
            this.or_else(|| Date::new(published.year() - 1, month, day).ok())
        }
        Named::DayOfMonth(day) => {
            let published = anchor.published?;
            let this = Date::new(published.year(), published.month(), day).ok().filter(|day| *day <= published);
            let before = published.checked_sub(1.month()).ok()?;
            this.or_else(|| Date::new(before.year(), before.month(), day).ok())
        }
        Named::Weekday { day, weeks, .. } => weekday(anchor.published?, day, weeks),
        Named::Days { shift, .. } => anchor.published?.checked_add(shift.days()).ok(),
        Named::Units { unit: Unit::Day, shift } => anchor.published?.checked_add(shift.days()).ok(),
        Named::NextDay => known.last()?.1.tomorrow().ok(),
        _ => None,
    }
}

/// The last such weekday on or before `published`; "last" on the very day goes a week back, "next" forwards.
fn weekday(published: Date, day: i8, weeks: i8) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(day).ok()?;
    let back = i32::from(wanted.until(published.weekday()));
    let shift = match weeks {
        ..=-1 if back == 0 => -7,
        1.. => 7 - back,
        _ => -back,
    };
    published.checked_add(shift.days()).ok()
}

fn expression(
    text: &str,
    mention: &Mention,
    anchor: Anchor,
    day: Option<Date>,
    known: &[(usize, Date)],
) -> Option<TimeExpression> {
    let span = TextSpan::of(text, mention.range.clone())?;
    let words = span.words(text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.as_str();
    let make = |time_type, value: String, when| Some(TimeExpression { span, time_type, value, when });
    let open = |time_type, value: &str, why: &str| make(time_type, value.to_owned(), HappenedAt::unknown(why));
    let counted = |from: DateTime, to: DateTime, precision| {
        let basis = match anchor.published {
            Some(published) if is_relative(&mention.named) => {
                format!("“{words}”, counted from publication on {published}")
            }
            _ => format!("“{words}”"),
        };
        HappenedAt::between(from, to, anchor.offset, precision, basis)
    };
    match mention.named {
        Named::Day { .. } | Named::DayOfMonth(_) | Named::Weekday { .. } | Named::Days { .. } | Named::NextDay => {
            let Some(date) = day_of(&mention.named, anchor, known) else {
                let why = if mention.named == Named::NextDay { "no day before it" } else { NO_DATE };
                return open(TimeType::Date, &relative_value(&mention.named), why);
            };
            match part_said(&mention.named) {
                Some(part) => {
                    let (from, to) = hours_of(date, part)?;
                    make(TimeType::Time, format!("{date}{}", part_value(part)), counted(from, to, Precision::PartOfDay))
                }
                None => make(
                    TimeType::Date,
                    date.to_string(),
                    counted(midnight(date), midnight(date.tomorrow().ok()?), Precision::Day),
                ),
            }
        }
        Named::Month { year, month, years_back } => {
            let Some(year) = year.or_else(|| year_of_month(anchor.published?, month, years_back)) else {
                return open(TimeType::Date, &format!("XXXX-{month:02}"), NO_DATE);
            };
            let first = Date::new(year, month, 1).ok()?;
            let when = counted(midnight(first), midnight(first.checked_add(1.month()).ok()?), Precision::Month);
            make(TimeType::Date, format!("{year:04}-{month:02}"), when)
        }
        Named::Year(year) => {
            let when = counted(midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1)), Precision::Year);
            make(TimeType::Date, format!("{year:04}"), when)
        }
        Named::Units { unit, shift } => match anchor.published {
            Some(published) => {
                let (from, to, value, precision) = unit_around(published, unit, shift)?;
                make(TimeType::Date, value, counted(midnight(from), midnight(to), precision))
            }
            None => open(TimeType::Date, &relative_value(&mention.named), NO_DATE),
        },
        Named::Clock(clock) => {
            let Some(day) = day else {
                return open(TimeType::Time, &format!("XXXX-XX-XX{}", clock_value(clock)), "no date to go with it");
            };
            let (from, to, precision) = clock_span(day, clock)?;
            let mut when = clocked(words, from, to, day, anchor, precision);
            match bound_before(text, mention.range.start) {
                Some(Bound::Before) => (when.from, when.to) = (None, Some(from)),
                Some(Bound::After) => (when.from, when.to) = (Some(from), None),
                None => {}
            }
            make(TimeType::Time, format!("{day}{}", clock_value(clock)), when)
        }
        Named::Clocks(first, second) => {
            let value = |day: &str| format!("{day}{}/{day}{}", clock_value(first), clock_value(second));
            let Some(day) = day else { return open(TimeType::Time, &value("XXXX-XX-XX"), "no date to go with it") };
            let (from, _, _) = clock_span(day, first)?;
            let (mut to, _, precision) = clock_span(day, second)?;
            if to < from {
                to = to.checked_add(1.day()).ok()?;
            }
            make(TimeType::Time, value(&day.to_string()), clocked(words, from, to, day, anchor, precision))
        }
        Named::Part(part) => {
            let Some(day) = day else {
                return open(TimeType::Time, &format!("XXXX-XX-XX{}", part_value(part)), "no date to go with it");
            };
            let (from, to) = hours_of(day, part)?;
            make(
                TimeType::Time,
                format!("{day}{}", part_value(part)),
                clocked(words, from, to, day, anchor, Precision::PartOfDay),
            )
        }
        Named::Duration { said, unit, .. } => make(
            TimeType::Duration,
            duration_value(said, unit),
            HappenedAt::unknown(format!("“{words}” is a length of time")),
        ),
        Named::Set(unit) => make(
            TimeType::Set,
            duration_value(1, unit),
            HappenedAt::unknown(format!("“{words}” comes again and again")),
        ),
    }
}

/// "Before 5 a.m." leaves the beginning open, "after 5 a.m." the end.
enum Bound {
    Before,
    After,
}

fn bound_before(text: &str, at: usize) -> Option<Bound> {
    let head = &text[text.floor_char_boundary(at.saturating_sub(24))..at];
    let mut words = head.split_whitespace().rev();
    let (last, before) = (words.next()?.to_lowercase(), words.next().map(str::to_lowercase));
    match (before.as_deref(), last.as_str()) {
        (_, "before") | (Some("antes"), "de") => Some(Bound::Before),
        (_, "after") | (Some("después"), "de") => Some(Bound::After),
        _ => None,
    }
}

fn clocked(words: &str, from: DateTime, to: DateTime, day: Date, anchor: Anchor, precision: Precision) -> HappenedAt {
    HappenedAt::between(from, to, anchor.offset, precision, format!("“{words}”, on {day}"))
}

fn is_relative(named: &Named) -> bool {
    !matches!(named, Named::Day { year: Some(_), .. } | Named::Month { year: Some(_), .. } | Named::Year(_))
}

fn part_said(named: &Named) -> Option<Part> {
    match named {
        Named::Weekday { part, .. } | Named::Days { part, .. } => *part,
        _ => None,
    }
}

fn year_of_month(published: Date, month: i8, years_back: i16) -> Option<i16> {
    let recent = if month > published.month() { published.year() - 1 } else { published.year() };
    // "Last June" said in August is this year's; said in June it is last year's.
    let back = if years_back > 0 && month == published.month() { 1 } else { 0 };
    recent.checked_sub(back)
}

fn unit_around(published: Date, unit: Unit, shift: i32) -> Option<(Date, Date, String, Precision)> {
    let day = |day: Date, precision| Some((day, day.tomorrow().ok()?, day.to_string(), precision));
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => day(published, Precision::Day),
        Unit::Day => day(published.checked_add(shift.days()).ok()?, Precision::Day),
        Unit::Week => {
            let some = published.checked_add(shift.weeks()).ok()?;
            let monday = some.checked_sub(i32::from(some.weekday().to_monday_zero_offset()).days()).ok()?;
            let week = monday.iso_week_date();
            let value = format!("{:04}-W{:02}", week.year(), week.week());
            Some((monday, monday.checked_add(1.week()).ok()?, value, Precision::Week))
        }
        Unit::Month => {
            let first = published.first_of_month().checked_add(shift.months()).ok()?;
            let value = format!("{:04}-{:02}", first.year(), first.month());
            Some((first, first.checked_add(1.month()).ok()?, value, Precision::Month))
        }
        Unit::Year => {
            let year = i16::try_from(i32::from(published.year()).checked_add(shift)?).ok()?;
            let next = Date::new(year.checked_add(1)?, 1, 1).ok()?;
            Some((Date::new(year, 1, 1).ok()?, next, format!("{year:04}"), Precision::Year))
        }
    }
}

fn midnight(day: Date) -> DateTime {
    day.to_datetime(Time::midnight())
}

fn hours_of(day: Date, part: Part) -> Option<(DateTime, DateTime)> {
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

fn clock_span(day: Date, clock: Clock) -> Option<(DateTime, DateTime, Precision)> {
    let from = day.at(clock.hour, clock.minute.unwrap_or(0), 0, 0);
    let (length, precision) = match clock.minute {
        Some(_) => (1.minute(), Precision::Minute),
        None => (1.hour(), Precision::Hour),
    };
    Some((from, from.checked_add(length).ok()?, precision))
}

fn clock_value(clock: Clock) -> String {
    match clock.minute {
        Some(minute) => format!("T{:02}:{minute:02}", clock.hour),
        None => format!("T{:02}", clock.hour),
    }
}

fn part_value(part: Part) -> &'static str {
    match part {
        Part::EarlyHours | Part::Morning => "TMO",
        Part::Afternoon => "TAF",
        Part::Evening => "TEV",
        Part::Night => "TNI",
    }
}

fn duration_value(count: u64, unit: Unit) -> String {
    match unit {
        Unit::Second => format!("PT{count}S"),
        Unit::Minute => format!("PT{count}M"),
        Unit::Hour => format!("PT{count}H"),
        Unit::Day => format!("P{count}D"),
        Unit::Week => format!("P{count}W"),
        Unit::Month => format!("P{count}M"),
        Unit::Year => format!("P{count}Y"),
    }
}

fn relative_value(named: &Named) -> String {
    match named {
        Named::Day { month, day, .. } => format!("XXXX-{month:02}-{day:02}"),
        Named::DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
        Named::Weekday { day, .. } => format!("XXXX-WXX-{day}"),
        Named::Units { unit: Unit::Year, .. } => "XXXX".to_owned(),
        Named::Units { unit: Unit::Month, .. } => "XXXX-XX".to_owned(),
        Named::Units { unit: Unit::Week, .. } => "XXXX-WXX".to_owned(),
        _ => "XXXX-XX-XX".to_owned(),
    }
}

/// How many seconds `count` units are; months and years by their usual length.
pub(crate) fn seconds(count: u64, unit: Unit) -> u64 {
    let each = match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3_600,
        Unit::Day => 86_400,
        Unit::Week => 604_800,
        Unit::Month => 2_629_746,
        Unit::Year => 31_556_952,
    };
    count.saturating_mul(each)
}
