//! Dates as people and programs write them, without guessing.
//!
//! A date is read only if it can be read in one way: `16/01/2018` is, `04/01/2018` is not. What was not
//! written stays unknown: a day is an interval of 24 hours and not its midnight, and an offset is only there
//! if it was written or if the caller knows the place. Forms: ISO 8601, RFC 3339, RFC 2822, and days in
//! English and Spanish words. Left out: two-digit years, time zone names other than UTC and GMT (their
//! meaning depends on the country), relative days.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};
use regex::{Captures, Regex};
use variorum_evidence::moment::{Precision, SaidAt, When};

/// The moment or stretch of time that `text` names, or `None` if it names none or several. `zone` is the
/// offset in minutes east of UTC to be taken where none is written; `basis` says where the text stood.
pub fn parse_date(text: &str, zone: Option<i16>, basis: &str) -> Option<SaidAt> {
    let text = text.trim();
    let written = iso(text).or_else(|| digits(text)).or_else(|| numeric(text)).or_else(|| in_words(text))?;
    written.when(zone, basis)
}

/// The offset in minutes that `text` names (`-04:00`, `+0200`, `Z`).
pub fn parse_zone(text: &str) -> Option<i16> {
    let text = text.trim();
    if ["Z", "z", "UTC", "GMT"].contains(&text) {
        return Some(0);
    }
    let (sign, digits) =
        if let Some(rest) = text.strip_prefix('+') { (1, rest) } else { (-1, text.strip_prefix(['-', '\u{2212}'])?) };
    let digits = digits.replace(':', "");
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// A date as written, before anything is assumed.
struct Written {
    date: Date,
    precision: Precision,
    time: Time,
    offset: Option<i16>,
}

impl Written {
    const fn day(date: Date) -> Self {
        Self { date, precision: Precision::Day, time: Time::midnight(), offset: None }
    }

    fn when(self, zone: Option<i16>, basis: &str) -> Option<SaidAt> {
        let from = DateTime::from_parts(self.date, self.time);
        let length: Span = match self.precision {
            Precision::Year => 1.year(),
            Precision::Month => 1.month(),
            Precision::Minute => 1.minute(),
            Precision::Second => 1.second(),
            _ => 1.day(),
        };
        let to = from.checked_add(length).ok()?;
        Some(When::between(from, to, self.offset.or(zone), self.precision, basis))
    }
}

const CLOCK: &str = r"(?<hour>\d{1,2})[:.h](?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?";
const ZONE: &str = r"\s*(?<zone>[Zz]|(?:UTC|GMT)?\s*[+\-\u{2212}]\d{2}:?\d{0,2}|UTC|GMT)";
const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|\
    sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|\
    julio|ago(?:sto)?|sep?tiembre|octubre|noviembre|dic(?:iembre)?";

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of this file are constant and tested")
}

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^(?<year>\d{{4}})(?:-(?<month>\d{{2}})(?:-(?<day>\d{{2}})(?:[Tt ]\s*{CLOCK}(?:{ZONE})?)?)?)?$"))
});
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<year>(?:19|20)\d{2})/?(?<month>\d{2})/?(?<day>\d{2})$"));
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?<a>\d{{1,2}})[/.-](?<b>\d{{1,2}})[/.-](?<year>\d{{4}})(?:,?\s+{CLOCK})?$")));
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?<day>\d{{1,2}})(?:st|nd|rd|th|º)?[\s-]+(?:de\s+|of\s+)?(?<name>{MONTHS})\.?,?[\s-]+(?:del?\s+)?(?<year>\d{{4}})\b"
    ))
});
static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\b(?<name>{MONTHS})\.?\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?<year>\d{{4}})\b"))
});
static REST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:,|\s|\bat\b|\ba las\b|-|–|\|)*{CLOCK}\s*(?<half>[ap]\.?\s?m\b\.?)?(?:{ZONE})?\s*(?:\([^()]*\))?$"
    ))
});

fn iso(text: &str) -> Option<Written> {
    let found = ISO.captures(text)?;
    let number = |name| found.name(name).map_or(Some(1), |part| part.as_str().parse().ok());
    let date = Date::new(found["year"].parse().ok()?, number("month")?, number("day")?).ok()?;
    let precision = match (found.name("month"), found.name("day")) {
        (None, _) => Precision::Year,
        (_, None) => Precision::Month,
        _ => Precision::Day,
    };
    with_clock(&found, Written { precision, ..Written::day(date) })
}

fn digits(text: &str) -> Option<Written> {
    let found = DIGITS.captures(text)?;
    let number = |name: &str| found[name].parse().ok();
    Some(Written::day(Date::new(found["year"].parse().ok()?, number("month")?, number("day")?).ok()?))
}

/// Day and month in figures: only if one of them cannot be a month, or both are the same.
fn numeric(text: &str) -> Option<Written> {
    let found = NUMERIC.captures(text)?;
    let (a, b): (i8, i8) = (found["a"].parse().ok()?, found["b"].parse().ok()?);
    let (day, month) = match (a, b) {
        _ if a > 12 || a == b => (a, b),
        _ if b > 12 => (b, a),
        _ => return None,
    };
    with_clock(&found, Written::day(Date::new(found["year"].parse().ok()?, month, day).ok()?))
}

/// `Tue, 16 Jan 2018 10:30:00 -0400`, `16 de enero de 2018`, `January 16, 2018 at 10:30 am`. What follows
/// the day and is not a time of day is not understood, and then only the day is taken.
fn in_words(text: &str) -> Option<Written> {
    let found = DAY_FIRST.captures(text).or_else(|| MONTH_FIRST.captures(text))?;
    let whole = found.get(0)?;
    if !text[..whole.start()].chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ",.".contains(c)) {
        return None;
    }
    let written = Written::day(worded_date(&found)?);
    match REST.captures(&text[whole.end()..]) {
        Some(clock) => with_clock(&clock, written),
        None => Some(written),
    }
}

fn worded_date(found: &Captures) -> Option<Date> {
    let name = found["name"].to_lowercase();
    let month = match name.get(..3)? {
        "jan" | "ene" => 1,
        "feb" => 2,
        "mar" => 3,
        "apr" | "abr" => 4,
        "may" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" | "ago" => 8,
        "sep" | "set" => 9,
        "oct" => 10,
        "nov" => 11,
        "dec" | "dic" => 12,
        _ => return None,
    };
    Date::new(found["year"].parse().ok()?, month, found["day"].parse().ok()?).ok()
}

/// Adds the time of day and the offset, if they were written; a time of day that cannot be is an error.
fn with_clock(found: &Captures, written: Written) -> Option<Written> {
    let Some(hour) = found.name("hour") else { return Some(written) };
    let number = |name| found.name(name).map_or(Some(0), |part| part.as_str().parse().ok());
    let hour: i8 = hour.as_str().parse().ok()?;
    let hour = match found.name("half").map(|half| half.as_str().starts_with(['p', 'P'])) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(after_noon) => hour % 12 + if after_noon { 12 } else { 0 },
        None => hour,
    };
    // A leap second is written 60 and told as the second before.
    let time = Time::new(hour, number("minute")?, number("second")?.min(59), 0).ok()?;
    let precision = if found.name("second").is_some() { Precision::Second } else { Precision::Minute };
    let zone = found.name("zone").map(|zone| zone.as_str().trim());
    let bare = |zone: &str| match zone.trim_start_matches(['U', 'T', 'C', 'G', 'M', ' ']) {
        "" => Some(0),
        offset => parse_zone(offset),
    };
    let offset = match zone {
        Some(zone) => Some(bare(zone)?),
        None => None,
    };
    Some(Written { time, precision, offset, ..written })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let read = parse_date(text, None, "test").map_or_else(
            || "nothing".to_owned(),
            |when| {
                let from = when.from.map_or_else(String::new, |from| from.to_string());
                let offset = when.offset.map_or_else(String::new, |offset| format!(" {offset}"));
                format!("{from}{offset} {:?}", when.precision)
            },
        );
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn forms() {
        for (text, expected) in [
            ("2018-01-16", "2018-01-16T00:00:00 Day"),
            (" 2018-01 ", "2018-01-01T00:00:00 Month"),
            ("2018", "2018-01-01T00:00:00 Year"),
            ("20180116", "2018-01-16T00:00:00 Day"),
            ("2018/01/16", "2018-01-16T00:00:00 Day"),
            ("2018-01-16T10:30", "2018-01-16T10:30:00 Minute"),
            ("2018-01-16 10:30:05", "2018-01-16T10:30:05 Second"),
            ("2018-01-16T10:30:05.123Z", "2018-01-16T10:30:05 0 Second"),
            ("2018-01-16T10:30:05-04:00", "2018-01-16T10:30:05 -240 Second"),
            ("2018-01-16T10:30+0530", "2018-01-16T10:30:00 330 Minute"),
            ("2018-01-16 10:30:05 UTC", "2018-01-16T10:30:05 0 Second"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59 0 Second"),
            ("Tue, 16 Jan 2018 10:30:00 -0400", "2018-01-16T10:30:00 -240 Second"),
            ("Tue, 16 Jan 2018 10:30:00 GMT", "2018-01-16T10:30:00 0 Second"),
            ("Tue Jan 16 2018 10:30:00 GMT-0400 (hora de Venezuela)", "2018-01-16T10:30:00 -240 Second"),
            ("16 January 2018", "2018-01-16T00:00:00 Day"),
            ("January 16, 2018 at 10:30 p.m.", "2018-01-16T22:30:00 Minute"),
            ("Sept. 3rd, 2019", "2019-09-03T00:00:00 Day"),
            ("16 de enero de 2018", "2018-01-16T00:00:00 Day"),
            ("martes, 16 de enero del 2018, 10:30", "2018-01-16T10:30:00 Minute"),
            ("16 Jan 2018 10:30:00 EST", "2018-01-16T00:00:00 Day"),
            ("16/01/2018", "2018-01-16T00:00:00 Day"),
            ("01/16/2018", "2018-01-16T00:00:00 Day"),
            ("04/04/2018", "2018-04-04T00:00:00 Day"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "",
            "04/01/2018",
            "16/01/18",
            "2018-13-01",
            "2018-02-30",
            "2018-01-16T25:00",
            "yesterday",
            "31 February 2018",
            "16 January",
            "1516096800",
            "0",
            "version 3 of 16 January 2018",
        ] {
            check(text, "nothing");
        }
    }

    #[test]
    fn an_interval_ends() {
        let ends = |text| parse_date(text, Some(-240), "test").and_then(|when| when.to).map(|to| to.to_string());
        assert_eq!(ends("2018-12-31").as_deref(), Some("2019-01-01T00:00:00"));
        assert_eq!(ends("2018-02").as_deref(), Some("2018-03-01T00:00:00"));
        assert_eq!(ends("2018-01-16T23:59").as_deref(), Some("2018-01-17T00:00:00"));
        assert_eq!(ends("9999-12-31"), None, "its end cannot be written");
        assert_eq!(parse_date("2018-01-16", Some(-240), "test").and_then(|when| when.offset), Some(-240));
        assert_eq!(parse_date("2018-01-16T10:00Z", Some(-240), "test").and_then(|when| when.offset), Some(0));
    }

    #[test]
    fn zones() {
        for (text, expected) in [
            ("-04:00", Some(-240)),
            ("+0530", Some(330)),
            ("Z", Some(0)),
            ("-4", Some(-240)),
            ("4", None),
            ("+19", None),
        ] {
            assert_eq!(parse_zone(text), expected, "{text}");
        }
    }
}
