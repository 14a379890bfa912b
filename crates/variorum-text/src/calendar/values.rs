//! How is a time written as a TIMEX3 value?
//!
//! As TimeML writes them: `1989-Q3`, `1998-W02`, `198` for a decade, `PT2H30M`, `PXD` for "some days", `XXXX-WXX-1`
//! for a Monday of no known week.

use crate::times::{Clock, Day, Every, Length, Named, Part, Stretch, Unit, Which};

pub(super) fn clock_value(clock: Clock) -> String {
    // Only the zone that the clock is named after has a letter; any other stands in the offset of the interval.
    let zone = if clock.zone == Some(0) { "Z" } else { "" };
    match clock.minute {
        Some(minute) => format!("T{:02}:{minute:02}{zone}", clock.hour),
        None => format!("T{:02}:00{zone}", clock.hour),
    }
}

pub(super) fn part_value(part: Part) -> &'static str {
    match part {
        Part::EarlyHours | Part::Morning => "TMO",
        Part::Afternoon => "TAF",
        Part::Evening => "TEV",
        Part::Night => "TNI",
    }
}

/// A count of units; `X` counts what nobody counted.
pub(super) fn unit_value(count: &str, unit: Unit) -> String {
    match unit {
        Unit::Second => format!("PT{count}S"),
        Unit::Minute => format!("PT{count}M"),
        Unit::Hour => format!("PT{count}H"),
        Unit::Day => format!("P{count}D"),
        Unit::Week => format!("P{count}W"),
        Unit::Weekend => format!("P{count}WE"),
        Unit::Month => format!("P{count}M"),
        Unit::Quarter => format!("P{count}Q"),
        Unit::Half => format!("P{count}H"),
        Unit::Year => format!("P{count}Y"),
        Unit::Decade => format!("P{count}E"),
        Unit::Century => format!("P{count}C"),
    }
}

pub(super) fn duration_value(length: Length) -> String {
    let first = unit_value(&length.count.to_string(), length.unit);
    let Some((count, unit)) = length.more else { return first };
    let second = unit_value(&count.to_string(), unit);
    let joined = second.trim_start_matches('P');
    // Hours and less stand behind one T.
    let timed = matches!(length.unit, Unit::Second | Unit::Minute | Unit::Hour);
    first + if timed { joined.trim_start_matches('T') } else { joined }
}

pub(super) fn set_value(every: Every) -> String {
    match every {
        Every::Units(1, Unit::Weekend) => "XXXX-WXX-WE".to_owned(),
        Every::Units(count, unit) => unit_value(&count.to_string(), unit),
        Every::Weekday(day, part) => format!("XXXX-WXX-{day}{}", part.map_or("", part_value)),
        Every::Month(month) => format!("XXXX-{month:02}"),
        Every::Part(part) => format!("XXXX-XX-XX{}", part_value(part)),
    }
}

/// A day that nothing places.
pub(super) fn open_day(day: Day) -> String {
    match day {
        Day::Calendar { month, day, .. } => format!("XXXX-{month:02}-{day:02}"),
        Day::OfMonth(day) => format!("XXXX-XX-{day:02}"),
        Day::Weekday { day, .. } => format!("XXXX-WXX-{day}"),
        Day::Shifted(_) => "XXXX-XX-XX".to_owned(),
    }
}

/// A stretch that nothing places.
pub(super) fn open_value(named: Named) -> Option<String> {
    let of_unit = |unit| match unit {
        Unit::Year | Unit::Decade | Unit::Century => "XXXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Half => "XXXX-HX",
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => "XXXX-XX-XX",
    };
    match named {
        Named::Units { unit, .. } | Named::Beside { unit, .. } | Named::Same { unit, .. } => {
            Some(of_unit(unit).to_owned())
        }
        Named::Stretch(_, Which::Of(_)) => None,
        Named::Stretch(stretch, _) => Some(match stretch {
            Stretch::Month(month) => format!("XXXX-{month:02}"),
            Stretch::Quarter(number) => format!("XXXX-Q{number}"),
            Stretch::Half(number) => format!("XXXX-H{number}"),
            Stretch::Season(_) => "XXXX".to_owned(),
        }),
        _ => None,
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
        Unit::Weekend => 172_800,
        Unit::Month => 2_629_746,
        Unit::Quarter => 7_889_238,
        Unit::Half => 15_778_476,
        Unit::Year => 31_556_952,
        Unit::Decade => 315_569_520,
        Unit::Century => 3_155_695_200,
    };
    count.saturating_mul(each)
}
