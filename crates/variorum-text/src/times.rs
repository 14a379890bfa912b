//! Which words name a time?
//!
//! English and Spanish have a grammar here, one question a file, over the words of `[times]` in their lexicons:
//!
//! - `words`, `terms`, `numbers`: what stands there, and what it means
//! - `dates`, `years`: days and months of the calendar, years, decades and centuries
//! - `anchors`: what is counted from the day of publication or from the time named last
//! - `periods`: quarters, halves, seasons and fiscal years
//! - `clock`: hours and parts of the day
//! - `durations`: how long and how often
//! - `references`: "now", "recently", "the future"
//! - `direction`: whether the words around look back or ahead
//!
//! Every other language has the facts of its locale (`foreign`). At each word the longest expression stands. What it
//! means on the calendar is `calendar`'s question; the words that belong to an expression are those of TIMEX3
//! (ISO-TimeML). Left out: holidays but a few with a fixed day, and eras.

mod anchors;
mod clock;
mod dates;
mod direction;
mod durations;
mod foreign;
mod numbers;
mod periods;
mod references;
mod terms;
#[cfg(test)]
mod tests;
mod words;
mod years;

use std::ops::Range;

use serde::Deserialize;
use variorum_evidence::document::Language;

pub(crate) use terms::TimeWords;

use crate::tokens::Text;
use terms::{Term, Terms};
use words::Words;

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    EarlyHours,
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// A season of the northern year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

/// Which end of a stretch is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Edge {
    Early,
    Middle,
    Late,
}

/// A time that has no place on the calendar but a side of the day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

/// What stands before an expression and opens one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bound {
    Before,
    /// The time itself is still meant.
    Until,
    After,
    /// The time itself is meant already.
    Since,
}

/// Which way the words around an expression look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaning {
    Back,
    Ahead,
    Unsaid,
}

/// A moment on the clock, as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: i8,
    /// None where only the hour was given.
    pub(crate) minute: Option<i8>,
    /// Minutes east of UTC, where a zone was named.
    pub(crate) zone: Option<i16>,
    pub(crate) half: Half,
}

impl Clock {
    /// Whether it is midnight by that name, and not an hour of a clock that begins there.
    pub(crate) fn is_midnight(self) -> bool {
        self.hour == 0 && self.minute.is_none() && self.half == Half::Told
    }
}

/// Whether the words tell which half of the day an hour is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// They do, as "11:40 p.m." and "noon" do.
    Told,
    /// The form does, as "23:40" and "04:10" do: who writes so counts to 24.
    Counted,
    /// They do not: "11:40".
    Open,
}

/// A day, as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    Calendar {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    OfMonth(i8),
    /// A weekday, said to be the last (−1), this (0) or the next (1).
    Weekday {
        day: i8,
        shift: Option<i8>,
    },
    /// Days from publication.
    Shifted(i32),
}

/// Which of the stretches of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// That of a year.
    Of(i16),
    /// That of the year so many years from publication.
    Years(i8),
    /// The last (−1), this (0), the next (1).
    Nth(i8),
    /// The context says.
    Unsaid,
}

/// A named stretch of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stretch {
    Month(i8),
    Season(Season),
    Quarter(i8),
    Half(i8),
}

/// How long, for the TIMEX3 value: a second unit may follow ("two hours and 30 minutes").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) count: u64,
    pub(crate) unit: Unit,
    pub(crate) more: Option<(u64, Unit)>,
}

/// What comes again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Every {
    Units(u64, Unit),
    Weekday(i8, Option<Part>),
    Month(i8),
    Part(Part),
}

/// What the words say, before anything is counted from a date of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Day {
        day: Day,
        part: Option<Part>,
    },
    Stretch(Stretch, Which),
    Year(i16),
    /// The first three figures: 198 for the 1980s.
    Decade(i16),
    /// The first two figures: 19 for the twentieth.
    Century(i16),
    /// Units from publication; weeks and more as a whole.
    Units {
        unit: Unit,
        shift: i32,
    },
    /// Units from the time named last, counted ("a year earlier") or not ("the following month"); 0 is that itself.
    Beside {
        unit: Unit,
        shift: i32,
        counted: bool,
    },
    /// The period that is spoken of ("the quarter"), or the same of another year ("the year-earlier quarter").
    Same {
        unit: Unit,
        which: Which,
    },
    Clock {
        clock: Clock,
        day: Option<Day>,
    },
    Clocks(Clock, Clock),
    Part(Part),
    Reference(Reference),
    Duration {
        count_min: u64,
        count_max: u64,
        unit: Unit,
        said: Length,
    },
    /// A length that nobody counts ("for years").
    Lasting(Unit),
    Set(Every),
}

/// A named time and its bytes in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) named: Named,
    pub(crate) leaning: Leaning,
    pub(crate) bound: Option<Bound>,
}

/// An expression by its words.
struct Found {
    named: Named,
    words: Range<usize>,
}

impl Found {
    fn some(named: Named, words: Range<usize>) -> Option<Self> {
        Some(Self { named, words })
    }
}

/// The times named in `text[range]`, in order.
pub(crate) fn find(text: &Text<'_>, range: Range<usize>, language: Language) -> Vec<Mention> {
    let Some(terms) = Terms::of(language) else { return foreign::find(text, range, language) };
    let words = Words::of(&text.lower[range.clone()], &text.raw[range.clone()], range.start, terms);
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // What a hyphen joins to a word before it is part of that word ("pre-dawn", "then-current").
        let joined = at > 1 && words.is_hyphen(at - 1) && words.is_word(at - 2);
        let found = if joined { None } else { expression(&words, at) };
        let Some(found) = found.filter(|found| !is_title(&words, found)) else {
            at += 1;
            continue;
        };
        at = found.words.end.max(at + 1);
        mentions.push(Mention {
            range: words.bytes(&found.words),
            named: found.named,
            leaning: direction::leaning(&words, &found.words),
            bound: bound(&words, &found.words),
        });
    }
    mentions
}

/// "60 Minutes", "This Week": a unit with a capital inside a sentence is a name.
fn is_title(words: &Words<'_>, found: &Found) -> bool {
    let unit = matches!(found.named, Named::Units { .. } | Named::Duration { .. } | Named::Lasting(_));
    let last = found.words.end - 1;
    unit && last > 0 && words.is_capital(last)
}

/// The longest expression that begins at word `at`, an end of it named before included ("late 1989").
fn expression(words: &Words<'_>, at: usize) -> Option<Found> {
    let whole = plain(words, at);
    let edged = edge(words, at);
    match (whole, edged) {
        (Some(whole), Some(edged)) => Some(if edged.words.end > whole.words.end { edged } else { whole }),
        (whole, edged) => whole.or(edged),
    }
}

/// "Late 1989", "the end of the year", "earlier this month", "mid-November".
fn edge(words: &Words<'_>, at: usize) -> Option<Found> {
    let qualified = words.past_term(at, Term::About);
    let first = words.past_term(qualified, Term::Article);
    let (_, behind) = words.term(first, |term| if let Term::Edge(edge) = term { Some(edge) } else { None })?;
    let inner = words.past_hyphen(words.past_term(words.past_hyphen(behind), Term::Of));
    let found = plain(words, inner)?;
    let whole = matches!(found.named, Named::Duration { .. } | Named::Lasting(_) | Named::Set(_) | Named::Reference(_));
    (!whole).then_some(Found { words: at..found.words.end, ..found })
}

/// The longest expression at `at`; of equals the one whose file comes first here.
fn plain(words: &Words<'_>, at: usize) -> Option<Found> {
    if words.meanings(at).is_empty() && !starts_otherwise(words, at) {
        return None;
    }
    let finders: [fn(&Words<'_>, usize) -> Option<Found>; 7] =
        [dates::find, clock::find, periods::find, anchors::find, years::find, references::find, durations::find];
    let mut best: Option<Found> = None;
    for found in finders.iter().filter_map(|find| find(words, at)) {
        if best.as_ref().is_none_or(|best| found.words.end > best.words.end) {
            best = Some(found);
        }
    }
    best
}

/// Figures and the apostrophe of "'80s" are in no list.
fn starts_otherwise(words: &Words<'_>, at: usize) -> bool {
    words.text(at).starts_with(|letter: char| letter.is_ascii_digit()) || words.is_apostrophe(at)
}

/// What opens an end of the expression: "before 5 a.m.", "since Monday". "After Monday's attack" is after the attack.
fn bound(words: &Words<'_>, range: &Range<usize>) -> Option<Bound> {
    let free = !words.is_word(range.end) && !words.is_apostrophe(range.end) || words.ends_clause(range.end);
    let bounds = [Bound::Before, Bound::Until, Bound::After, Bound::Since];
    bounds.into_iter().find(|bound| free && words.ends_before(range.start, Term::Bound(*bound)))
}

/// A part of the day at `at`.
fn part(words: &Words<'_>, at: usize) -> Option<(Part, usize)> {
    words.term(at, |term| if let Term::Part(part) = term { Some(part) } else { None })
}

/// A part of the day behind a day: "Monday night", "ayer por la noche".
fn part_behind(words: &Words<'_>, at: usize) -> Option<(Part, usize)> {
    let at = words.past_term(words.past_term(at, Term::Of), Term::Within);
    part(words, words.past_term(at, Term::Article))
}
