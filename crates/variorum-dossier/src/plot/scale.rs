//! From times to places across, with stretches cut out in which nothing was said.
//!
//! What is said about an event is dense in its first days and thin for months after. On a straight scale the days that
//! matter are one blot; on one by rank an hour looks like a year. So whole units (hours, days, weeks, months …) in
//! which anything stands have room by how much stands in them, time runs straight inside each, and the units between
//! are cut out, with a mark where they were. The unit is the finest of which few enough are needed, and no finer than
//! most times are known: a day is not to be drawn as its first hour and its last.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, Weekday};
use jiff::{Span, ToSpan};
use maud::{Markup, html};

use crate::plot::clock::Stretch;

/// How many units may have room of their own before a coarser unit is taken.
const MOST_SLOTS: usize = 14;

/// Room by how much stands in a unit, and that of a cut.
const MOST_WEIGHT: u64 = 4;
const WEIGHT: u64 = 10;
const CUT: u64 = 6;

/// A place across, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Across(pub(crate) u64);

impl Across {
    pub(crate) const START: Self = Self(0);
    pub(crate) const END: Self = Self(10_000);

    pub(crate) const fn between(self, other: Self) -> Self {
        Self(self.0.midpoint(other.0))
    }
}

impl std::fmt::Display for Across {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// What has room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

const UNITS: [Unit; 7] = [Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year, Unit::Decade, Unit::Century];

impl Unit {
    /// The first moment of the unit that holds a time.
    fn floor(self, time: DateTime) -> DateTime {
        let day = time.date().to_datetime(jiff::civil::Time::midnight());
        let first = |year: i16, month: i8| jiff::civil::Date::new(year, month, 1).map_or(day, Into::into);
        match self {
            Self::Hour => day.with().hour(time.hour()).build().unwrap_or(day),
            Self::Day => day,
            Self::Week => {
                let since = day.weekday().since(Weekday::Monday);
                day.checked_sub(i64::from(since).days()).unwrap_or(day)
            }
            Self::Month => first(time.year(), time.month()),
            Self::Year => first(time.year(), 1),
            Self::Decade => first(time.year().div_euclid(10) * 10, 1),
            Self::Century => first(time.year().div_euclid(100) * 100, 1),
        }
    }

    fn next(self, start: DateTime) -> DateTime {
        let length: Span = match self {
            Self::Hour => 1.hour(),
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
            Self::Decade => 10.years(),
            Self::Century => 100.years(),
        };
        start.checked_add(length).unwrap_or(DateTime::MAX)
    }

    /// The length of the longest that there is, in seconds.
    const fn longest(self) -> i64 {
        const DAY: i64 = 86_400;
        match self {
            Self::Hour => DAY / 24,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Month => 31 * DAY,
            Self::Year => 366 * DAY,
            Self::Decade => 3_653 * DAY,
            Self::Century => 36_525 * DAY,
        }
    }

    /// The words at a unit's beginning: what changes from one to the next, and below it what stays for some.
    fn words(self, start: DateTime) -> (String, String) {
        let shown = |format| start.strftime(format).to_string();
        match self {
            Self::Hour => (shown("%H:%M"), shown("%Y-%m-%d")),
            Self::Day | Self::Week => (shown("%d"), shown("%Y-%m")),
            Self::Month => (shown("%m"), shown("%Y")),
            Self::Year | Self::Decade | Self::Century => (shown("%Y"), String::new()),
        }
    }
}

/// A piece of the scale: a unit with room of its own, or the units that were cut out between two.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    from: DateTime,
    to: DateTime,
    start: Across,
    end: Across,
    is_cut: bool,
}

/// Times to places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scale {
    unit: Unit,
    pieces: Vec<Piece>,
}

impl Scale {
    /// A scale on which all of these stand; none if no time is known.
    pub(crate) fn over(stretches: &[Stretch]) -> Option<Self> {
        let ends: BTreeSet<DateTime> = stretches.iter().flat_map(|stretch| stretch.held()).collect();
        let known = usual_length(stretches);
        let (unit, slots) =
            UNITS.into_iter().filter(|unit| unit.longest() >= known || *unit == Unit::Century).find_map(|unit| {
                let slots = slots(unit, &ends);
                (slots.len() <= MOST_SLOTS || unit == Unit::Century).then_some((unit, slots))
            })?;
        (!slots.is_empty()).then(|| Self { unit, pieces: pieces(unit, &slots) })
    }

    /// Where a time stands; one outside of the scale stands at its end.
    pub(crate) fn place(&self, time: DateTime) -> Across {
        let after = self.pieces.partition_point(|piece| piece.to <= time);
        let Some(piece) = self.pieces.get(after) else { return Across::END };
        if time <= piece.from {
            return piece.start;
        }
        let seconds = |from: DateTime, to: DateTime| u64::try_from(to.duration_since(from).as_secs()).unwrap_or(0);
        let (past, whole) = (seconds(piece.from, time), seconds(piece.from, piece.to).max(1));
        let room = u128::from(piece.end.0 - piece.start.0);
        Across(piece.start.0 + (room * u128::from(past) / u128::from(whole)) as u64)
    }

    /// The units that hold a stretch, whole; an end that is not known stays so.
    pub(crate) fn units_around(&self, stretch: Stretch) -> Stretch {
        let last = stretch.held().last().map(|last| self.unit.next(self.unit.floor(last)));
        Stretch { from: stretch.from.map(|from| self.unit.floor(from)), to: stretch.to.and(last) }
    }

    /// From where to where a stretch with a known end goes; an unknown end goes as far as the scale.
    pub(crate) fn places(&self, stretch: Stretch) -> (Across, Across) {
        let from = stretch.from.map_or(Across::START, |from| self.place(from));
        let to = stretch.to.map_or(Across::END, |to| self.place(to));
        (from, to.max(from))
    }

    /// Lines behind the marks, one where each unit begins, and broken ones around what was cut out.
    pub(crate) fn guides(&self, height: u32) -> Markup {
        html! {
            @for piece in self.pieces.iter().skip(1) {
                line.guide.cut[piece.is_cut] x1=(piece.start) x2=(piece.start) y1="0" y2=(height) {}
            }
        }
    }

    /// The words below the marks.
    pub(crate) fn axis(&self) -> Markup {
        html! {
            svg.axis width="100%" height="34" aria-hidden="true" {
                line.rule x1="0" x2="100%" y1="0.5" y2="0.5" {}
                @for piece in &self.pieces {
                    @if piece.is_cut { (slashes(piece)) } @else { line.tick x1=(piece.start) x2=(piece.start) y1="0" y2="5" {} }
                }
                @for tick in self.ticks() {
                    text.fine[!tick.is_coarse] x=(tick.at) y=(tick.line) dx="2" { (tick.words) }
                }
            }
        }
    }

    /// Words that have room, the upper ones for each unit, the lower ones where they change.
    fn ticks(&self) -> Vec<Tick> {
        let units: Vec<_> = self.pieces.iter().filter(|piece| !piece.is_cut).collect();
        let mut ticks = Vec::new();
        let (mut upper, mut lower) = (Row::new(16, 380, 900), Row::new(30, 1_000, 2_400));
        let mut last = String::new();
        for piece in units {
            let (above, below) = self.unit.words(piece.from);
            ticks.extend(upper.put(piece.start, above));
            if below != last {
                ticks.extend(lower.put(piece.start, below.clone()));
                last = below;
            }
        }
        ticks
    }
}

/// How long a stretch usually is, in seconds: half of them are no longer.
fn usual_length(stretches: &[Stretch]) -> i64 {
    let both = stretches.iter().filter_map(|stretch| stretch.from.zip(stretch.to));
    let mut lengths: Vec<i64> = both.map(|(from, to)| to.duration_since(from).as_secs()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

/// Units that hold anything, with how many different moments.
fn slots(unit: Unit, ends: &BTreeSet<DateTime>) -> BTreeMap<DateTime, u64> {
    let mut slots = BTreeMap::new();
    for end in ends {
        *slots.entry(unit.floor(*end)).or_default() += 1;
    }
    slots
}

fn pieces(unit: Unit, slots: &BTreeMap<DateTime, u64>) -> Vec<Piece> {
    let mut rooms: Vec<(DateTime, DateTime, u64, bool)> = Vec::new();
    for (start, moments) in slots {
        if let Some((_, reached, ..)) = rooms.last().copied().filter(|(_, reached, ..)| reached < start) {
            // A single empty unit stays: its mark would take as much room.
            let is_cut = unit.next(reached) < *start;
            rooms.push((reached, *start, if is_cut { CUT } else { WEIGHT }, is_cut));
        }
        rooms.push((*start, unit.next(*start), WEIGHT * moments.clamp(&1, &MOST_WEIGHT), false));
    }
    let total: u64 = rooms.iter().map(|(.., weight, _)| weight).sum();
    let mut before = 0;
    let piece = |(from, to, weight, is_cut)| {
        let start = Across(before * Across::END.0 / total);
        before += weight;
        Piece { from, to, start, end: Across(before * Across::END.0 / total), is_cut }
    };
    rooms.into_iter().map(piece).collect()
}

/// Where units were cut out.
fn slashes(piece: &Piece) -> Markup {
    html! {
        svg x=(piece.start.between(piece.end)) y="0" overflow="visible" {
            path.gap d="M-5 0.5H4" {}
            path.slash d="M-6 4l3 -7M1 4l3 -7" {}
        }
    }
}

/// Words at a place of the axis.
struct Tick {
    at: Across,
    line: u32,
    words: String,
    /// Whether there is room for them on a phone too.
    is_coarse: bool,
}

/// One line of words, and how far apart they must be on a screen and on a phone.
struct Row {
    line: u32,
    apart: [u64; 2],
    last: [Option<Across>; 2],
}

impl Row {
    const fn new(line: u32, screen: u64, phone: u64) -> Self {
        Self { line, apart: [screen, phone], last: [None; 2] }
    }

    fn put(&mut self, at: Across, words: String) -> Option<Tick> {
        let has_room = |place: usize| self.last[place].is_none_or(|last| at.0 - last.0 >= self.apart[place]);
        let (on_screen, is_coarse) = (has_room(0) && !words.is_empty(), has_room(1));
        if !on_screen {
            return None;
        }
        self.last[0] = Some(at);
        if is_coarse {
            self.last[1] = Some(at);
        }
        Some(Tick { at, line: self.line, words, is_coarse })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    fn stretch(from: DateTime, to: DateTime) -> Stretch {
        Stretch { from: Some(from), to: Some(to) }
    }

    fn day(month: i8, day: i8) -> Stretch {
        let from = datetime(2018, month, day, 0, 0, 0, 0);
        stretch(from, from.checked_add(1.day()).unwrap())
    }

    fn moment(month: i8, day: i8, hour: i8, minute: i8) -> Stretch {
        let at = datetime(2018, month, day, hour, minute, 0, 0);
        stretch(at, at)
    }

    /// All stand on the scale in the order of time, each stretch inside it and no wider than its units.
    fn check(stretches: &[Stretch]) -> Scale {
        let scale = Scale::over(stretches).unwrap();
        let mut ends: Vec<DateTime> = stretches.iter().flat_map(|stretch| stretch.ends()).collect();
        ends.sort_unstable();
        for pair in ends.windows(2) {
            assert!(scale.place(pair[0]) <= scale.place(pair[1]), "{pair:?}");
        }
        assert!(ends.iter().all(|end| (Across::START..=Across::END).contains(&scale.place(*end))));
        assert_eq!((scale.pieces[0].start, scale.pieces.last().unwrap().end), (Across::START, Across::END));
        for pair in scale.pieces.windows(2) {
            assert_eq!((pair[0].end, pair[0].to), (pair[1].start, pair[1].from), "no time is lost between pieces");
            assert!(!(pair[0].is_cut && pair[1].is_cut));
        }
        assert!(scale.pieces.iter().filter(|piece| !piece.is_cut).count() <= 2 * MOST_SLOTS);
        scale
    }

    #[test]
    fn a_day_fills_its_slot_and_no_other() {
        let scale = check(&[day(1, 15), day(1, 16), day(5, 14)]);
        assert_eq!(scale.unit, Unit::Day);
        let (from, to) = scale.places(day(1, 16));
        assert_eq!((from, to), (scale.pieces[1].start, scale.pieces[1].end));
        assert_eq!(scale.pieces.iter().map(|piece| piece.is_cut).collect::<Vec<_>>(), [false, false, true, false]);
    }

    #[test]
    fn units_follow_how_far_apart_things_are() {
        let unit = |stretches: &[Stretch]| check(stretches).unit;
        assert_eq!(unit(&[moment(1, 15, 4, 30), moment(1, 15, 11, 15)]), Unit::Hour);
        let month: Vec<_> = (1..=28).map(|at| day(1, at)).collect();
        assert_eq!(unit(&month), Unit::Week);
        let year: Vec<_> = (1..=12).flat_map(|month| (1..=28).map(move |at| day(month, at))).collect();
        assert_eq!(unit(&year), Unit::Month);
        let at = |year| stretch(datetime(year, 1, 1, 0, 0, 0, 0), datetime(year + 1, 1, 1, 0, 0, 0, 0));
        assert_eq!(unit(&(1900..1990).map(at).collect::<Vec<_>>()), Unit::Decade);
        assert_eq!(unit(&(1..10).map(at).collect::<Vec<_>>()), Unit::Year);
    }

    #[test]
    fn a_month_is_as_wide_as_what_stands_in_it() {
        let may = stretch(datetime(2018, 5, 1, 0, 0, 0, 0), datetime(2018, 6, 1, 0, 0, 0, 0));
        let scale = check(&[day(1, 15), may, day(5, 14)]);
        let ((from, to), (inner, last)) = (scale.places(may), scale.places(day(5, 14)));
        assert!(from < inner && last < to, "{from} {inner} {last} {to}");
    }

    #[test]
    fn unknown_ends_reach_the_end_of_the_scale() {
        let at = datetime(2018, 1, 15, 5, 0, 0, 0);
        let before = Stretch { from: None, to: Some(at) };
        let scale = check(&[before, day(1, 15), day(1, 17)]);
        assert_eq!(scale.places(before).0, Across::START);
        assert_eq!(scale.places(Stretch { from: Some(at), to: None }).1, Across::END);
        assert_eq!(Scale::over(&[Stretch { from: None, to: None }]), None);
        assert_eq!(Scale::over(&[]), None);
    }

    #[test]
    fn the_first_and_the_last_year() {
        check(&[stretch(DateTime::MIN, DateTime::MIN), stretch(DateTime::MAX, DateTime::MAX)]);
    }

    #[test]
    fn words_of_the_axis_do_not_run_together() {
        let days: Vec<_> = [15, 16, 17, 21, 22, 29, 31].into_iter().map(|at| day(1, at)).collect();
        let scale = check(&[days, vec![day(5, 1), day(5, 14)]].concat());
        let ticks = scale.ticks();
        for line in [16, 30] {
            let row: Vec<_> = ticks.iter().filter(|tick| tick.line == line).collect();
            assert!(row.len() > 1);
            assert!(row.windows(2).all(|pair| pair[1].at.0 - pair[0].at.0 >= if line == 16 { 380 } else { 1_000 }));
        }
        assert_eq!(ticks[1].words, "2018-01");
    }
}
