//! At what hour, or in which part of the day?
//!
//! An hour counts as one where its form says so: minutes, a half of the day, "o'clock", "horas", a zone, or in Spanish
//! the article after a preposition. Two hours joined are a stretch; a half of the day given once holds for both.

use variorum_evidence::document::Language;

use super::anchors::plain_day;
use super::numbers::count;
use super::terms::Term;
use super::words::Words;
use super::{Clock, Day, Found, Half, Named, Part, part};

/// An hour as it is parsed, before the half of the day is settled.
#[derive(Debug, Clone, Copy)]
struct Hour {
    hour: i16,
    minute: Option<i8>,
    /// Whether the second half of the day is meant; none where nobody says.
    later: Option<bool>,
    zone: Option<i16>,
    /// Whether the form leaves no doubt that it is an hour.
    clear: bool,
    /// Whether the form is that of a clock of 24 hours.
    whole_day: bool,
}

/// A time of the day at `at`.
pub(super) fn find(words: &Words<'_>, at: usize) -> Option<Found> {
    stretch(words, at).or_else(|| clock(words, at)).or_else(|| part_of_day(words, at))
}

impl Hour {
    fn clock(self) -> Option<Clock> {
        let hour = match self.later {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let hour = i8::try_from(hour).ok().filter(|hour| (0..=23).contains(hour))?;
        let half = match self.later {
            Some(_) => Half::Told,
            None if self.whole_day || !(1..=12).contains(&self.hour) => Half::Counted,
            None => Half::Open,
        };
        Some(Clock { hour, minute: self.minute, zone: self.zone, half })
    }
}

/// "9 a.m. EST", "around 7:15 p.m.", "las seis de la mañana de ayer", "noon Saturday", with a day right behind.
fn clock(words: &Words<'_>, at: usize) -> Option<Found> {
    let qualified = words.past_term(at, Term::About);
    let (hour, end) = hour(words, qualified).filter(|(hour, _)| hour.clear)?;
    let clock = hour.clock()?;
    let (day, end) = day_behind(words, end).map_or((None, end), |(day, end)| (Some(day), end));
    Found::some(Named::Clock { clock, day }, at..end)
}

/// A day that follows an hour at once: "9 a.m. Tuesday", "5 p.m. EST, Nov. 6", "… de ayer".
fn day_behind(words: &Words<'_>, at: usize) -> Option<(Day, usize)> {
    match words.terms.language {
        Language::Es => {
            let of = words.skip(at, Term::Of)?;
            words.term(of, |term| if let Term::Day(shift) = term { Some(Day::Shifted(shift)) } else { None })
        }
        _ => plain_day(words, words.past(at, ",")),
    }
}

/// The hour at `at`.
fn hour(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    past_hour(words, at)
        .or_else(|| named_hour(words, at))
        .or_else(|| military(words, at))
        .or_else(|| counted(words, at))
}

/// "0815 GMT".
fn military(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    let figures = words.digits(at).filter(|_| words.text(at).len() == 4)?;
    let (zone, end) = zone(words, at + 1)?;
    let minute = i8::try_from(figures % 100).ok().filter(|minute| *minute < 60)?;
    Some((
        Hour { hour: (figures / 100) as i16, minute: Some(minute), later: None, zone, clear: true, whole_day: true },
        end,
    ))
}

fn counted(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    let article = if words.terms.language == Language::Es { words.past_term(at, Term::Article) } else { at };
    let figures = words.digits(article).filter(|_| words.text(article).len() <= 2);
    let (number, mut end) = match figures {
        Some(number) => (number, article + 1),
        None => count(words, article)?,
    };
    if number > 24 || words.cuts_number(article, article + 1) && !is_minutes(words, article + 1) {
        return None;
    }
    let spoken = article > at && matches!(words.text(at), "las" | "la");
    let mut clear = false;
    let mut minute = None;
    if figures.is_some() && is_minutes(words, end) {
        minute = Some(i8::try_from(words.digits(end + 1)?).ok().filter(|minute| *minute < 60)?);
        clear |= words.text(end) == ":";
        end += 2;
        if words.text(end) == ":"
            && words.text(end + 1).len() == 2
            && words.is_glued(end)
            && words.digits(end + 1).is_some()
        {
            end += 2;
        }
    }
    let mut number = number;
    if let Some((spelled, behind)) = spelled_minutes(words, end).filter(|_| spoken && minute.is_none()) {
        // "Las cinco menos diez" is in the hour before.
        number = if spelled < 0 { (number + 22) % 12 + 1 } else { number };
        (minute, end) = (Some(if spelled < 0 { 60 + spelled } else { spelled }), behind);
    }
    if let Some((spelled, behind)) = english_minutes(words, at, end).filter(|_| figures.is_none() && number <= 12) {
        (minute, end) = (Some(spelled), behind);
        clear = true;
    }
    // "Trece horas" is a length, "las trece horas" and "13.30 horas" are hours.
    let named = spoken || minute.is_some() || words.terms.language == Language::En;
    let local = zone(words, end);
    let o_clock = words.skip(end, Term::OClock).filter(|_| named && local.is_none());
    let (sure, end) = o_clock.map_or((false, end), |behind| (true, behind));
    let (later, behind) = half(words, end, number as i16).map_or((None, end), |(later, behind)| (Some(later), behind));
    clear |= sure || spoken && is_hour_place(words, at, end) && !words.cuts_number(article, end);
    let end = behind;
    let (zone, end) = zone(words, end).map_or((None, end), |(zone, behind)| (Some(zone), behind));
    let whole_day = figures.is_some() && words.text(article).starts_with('0') || zone.is_some();
    let clear = clear || later.is_some() || zone.is_some() && minute.is_some();
    Some((Hour { hour: number as i16, minute, later, zone: zone.flatten(), clear, whole_day }, end))
}

/// "Twenty past midnight", "ten to six", "a quarter past four", "half past seven".
fn past_hour(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    let (minutes, end) = minutes_beside(words, at).filter(|_| words.terms.language == Language::En)?;
    // "Five to ten people" is a number of people.
    let named = matches!(words.text(end - 1), "minutes" | "minute" | "quarter");
    let after = named || matches!(words.before(at), "at" | "until" | "till" | "since");
    let to = match words.text(end) {
        "past" => false,
        "after" if named => false,
        "to" if after => true,
        "before" if named => true,
        _ => return None,
    };
    let (hour, end) = plain_hour(words, end + 1)?;
    // "Ten to six" is in the hour before; "twenty to midnight" in the last of the day.
    let (number, minute) = if to { ((hour.hour + 23) % 24, 60 - minutes) } else { (hour.hour, minutes) };
    let number = if to && hour.hour == 1 && hour.later.is_none() { 12 } else { number };
    let later = if to { hour.later.map(|_| number >= 12) } else { hour.later };
    Some((Hour { hour: number, minute: Some(minute), later, clear: true, ..hour }, end))
}

/// The minutes of "twenty past", "ten minutes to", "a quarter past", "half past".
fn minutes_beside(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    match (words.text(at), words.text(at + 1)) {
        ("half", "past") => return Some((30, at + 1)),
        ("quarter", _) => return Some((15, at + 1)),
        ("a", "quarter") => return Some((15, at + 2)),
        _ => {}
    }
    let (number, end) = count(words, at)?;
    let minutes = i8::try_from(number).ok().filter(|minutes| (1..=35).contains(minutes))?;
    let end = if matches!(words.text(end), "minutes" | "minute") { end + 1 } else { end };
    // "Five to six" may count anything; what is rounded as clocks are read is an hour.
    (minutes % 5 == 0 || words.text(end.saturating_sub(1)).starts_with("minute")).then_some((minutes, end))
}

/// The hour that minutes are told from: "midnight", "six", "four in the morning".
fn plain_hour(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    if let Some(named) = named_hour(words, at) {
        return Some(named);
    }
    let (number, end) = count(words, at).filter(|(number, _)| (1..=12).contains(number))?;
    let number = number as i16;
    let (later, end) = half(words, end, number).map_or((None, end), |(later, end)| (Some(later), end));
    Some((Hour { hour: number, minute: None, later, zone: None, clear: true, whole_day: false }, end))
}

/// "Noon", "midnight".
fn named_hour(words: &Words<'_>, at: usize) -> Option<(Hour, usize)> {
    let (hour, end) = words.term(at, |term| if let Term::Noon(hour) = term { Some(hour) } else { None })?;
    let later = Some(hour >= 12);
    Some((Hour { hour: i16::from(hour), minute: None, later, zone: None, clear: true, whole_day: true }, end))
}

/// Whether minutes stand at `at`: ":30", ".30" or "h30".
fn is_minutes(words: &Words<'_>, at: usize) -> bool {
    let glued = words.is_glued(at) && words.is_glued(at + 1);
    let whole = words.text(at + 1).len() == 2 && words.digits(at + 1).is_some();
    let more = matches!(words.text(at + 2), "." | ",") && words.is_glued(at + 2) && words.is_glued(at + 3);
    let longer = more && words.digits(at + 3).is_some() || words.text(at + 2) == "%";
    glued && whole && !longer && matches!(words.text(at), ":" | "." | "h")
}

/// "Y media", "y cuarto", "y veinte", and below zero "menos diez".
fn spelled_minutes(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let sign = match words.text(at) {
        "y" => 1,
        "menos" => -1,
        _ => return None,
    };
    match words.text(at + 1) {
        "media" => Some((30 * sign, at + 2)),
        "cuarto" => Some((15 * sign, at + 2)),
        _ => {
            let (number, end) = count(words, at + 1).filter(|_| words.digits(at + 1).is_none())?;
            let minutes = i8::try_from(number).ok().filter(|minutes| *minutes < 60 && minutes % 5 == 0)?;
            Some((minutes * sign, end))
        }
    }
}

/// The thirty of "about one thirty", "at four fifteen".
fn english_minutes(words: &Words<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let stated = matches!(words.before(at), "at" | "about" | "around" | "by" | "until" | "since" | "before" | "after");
    let minutes = match words.text(end) {
        "ten" => 10,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        _ => return None,
    };
    let more = if words.text(end + 1) == "-" { words.text(end + 2) } else { words.text(end + 1) };
    let (minutes, behind) = match more {
        "five" if minutes >= 20 => (minutes + 5, end + if words.text(end + 1) == "-" { 3 } else { 2 }),
        _ => (minutes, end + 1),
    };
    let alone = !words.is_word(behind) || words.ends_clause(behind) || half(words, behind, 1).is_some();
    (words.terms.language == Language::En && stated && alone).then_some((minutes, behind))
}

/// Whether what ends before `end` may be an hour at `at`: after a preposition or with nothing before, and counting nothing.
fn is_hour_place(words: &Words<'_>, at: usize, end: usize) -> bool {
    let measured = words.term(end, |term| matches!(term, Term::Unit(..) | Term::Measure).then_some(())).is_some();
    let plain = !words.is_word(end) || words.ends_clause(end) || words.skip(end, Term::OClock).is_some();
    let before = matches!(words.before(at), "a" | "hacia" | "desde" | "hasta" | "sobre" | "de" | "entre" | "y" | "");
    before && plain && !measured
}

/// The half of the day: "a.m.", "in the afternoon", "de la madrugada".
fn half(words: &Words<'_>, at: usize, hour: i16) -> Option<(bool, usize)> {
    let marked = words.term(at, |term| match term {
        Term::Morning => Some(false),
        Term::Evening => Some(true),
        _ => None,
    });
    marked.or_else(|| {
        let of = words.term(at, |term| matches!(term, Term::Of | Term::Preposition).then_some(()))?.1;
        let (part, end) = part(words, words.past_term(of, Term::Article))?;
        let later = match part {
            Part::EarlyHours | Part::Morning => false,
            Part::Night => hour >= 6,
            Part::Afternoon | Part::Evening => true,
        };
        Some((later, end))
    })
}

/// A zone: its minutes east of UTC, none for "local time".
fn zone(words: &Words<'_>, at: usize) -> Option<(Option<i16>, usize)> {
    words.term(at, |term| match term {
        Term::Zone(minutes) => Some(Some(minutes)),
        Term::Local => Some(None),
        _ => None,
    })
}

/// "11:15 to 11:42", "las 4:00 y las 4:30 de la madrugada", "8 to 9:30 p.m.".
fn stretch(words: &Words<'_>, at: usize) -> Option<Found> {
    let (mut first, behind) = hour(words, at)?;
    let joined = matches!(words.text(behind), "to" | "and" | "until" | "till" | "y" | "a" | "hasta" | "-" | "–" | "—");
    let (second, end) = joined.then(|| hour(words, behind + 1)).flatten()?;
    let spoken = second.minute.is_some() || second.later.is_some() || first.clear && second.clear;
    // Two scores or prices joined by a hyphen are no hours: one of the two must look like one.
    if !spoken || !first.clear && !second.clear {
        return None;
    }
    if first.later.is_none() && second.later == Some(true) && first.hour < 12 {
        let end = (second.hour % 12 + 12, second.minute.unwrap_or(0));
        first.later = Some((first.hour + 12, first.minute.unwrap_or(0)) < end);
    }
    if first.later.is_none() && second.later == Some(false) && first.hour <= 12 {
        first.later = Some(false);
    }
    Found::some(Named::Clocks(first.clock()?, second.clock()?), at..end)
}

/// "The early hours", "this morning", "at dawn", "la madrugada", "las primeras horas de la mañana", "mid afternoon".
fn part_of_day(words: &Words<'_>, at: usize) -> Option<Found> {
    let article = words.past_term(at, Term::Article);
    let shift = words.term(article, |term| match term {
        Term::Shift(0) => Some(()),
        Term::That => Some(()),
        _ => None,
    });
    let named = shift.map_or(article, |(_, end)| end);
    let (part, end) = part(words, named)?;
    let today = words.term(article, |term| (term == Term::Shift(0)).then_some(())).is_some();
    if let Some((day, end)) = day_of_part(words, end).filter(|_| !today) {
        return Found::some(Named::Day { day, part: Some(part) }, at..end);
    }
    if today {
        return Found::some(Named::Day { day: Day::Shifted(0), part: Some(part) }, at..end);
    }
    // "Night" alone names a kind of thing, "at night" and "the night" a time.
    let stated =
        article > at || shift.is_some() || words.ends_before(at, Term::Preposition) || part == Part::EarlyHours;
    (stated && !words.is_hyphen(end)).then_some(Found { named: Named::Part(part), words: at..end })
}

/// "La mañana del miércoles", "mid-afternoon yesterday", "the night of Jan. 15" stays two.
fn day_of_part(words: &Words<'_>, at: usize) -> Option<(Day, usize)> {
    match words.terms.language {
        Language::Es => plain_day(words, words.skip(at, Term::Of)?),
        _ => words.term(at, |term| if let Term::Day(shift) = term { Some(Day::Shifted(shift)) } else { None }),
    }
}
