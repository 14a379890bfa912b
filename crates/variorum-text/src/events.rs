//! Which of a document's events does a sentence speak of?
//!
//! The main event is that of the day named most. A sentence whose dates all lie well before that day speaks of
//! the background, and so do the sentences after it in its paragraph, until one names the main day or an event
//! word of its own. A sentence that counts since a year or over one ("so far this year") speaks of the background too.
//! "A second strike hit Talha" opens another event beside the main one: the rest of its paragraph and every sentence that
//! names what came up with it speak of that. So does a march or a funeral on a later day, in a text whose head names none.
//! Left out: several background events, several others beside the main one.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use variorum_evidence::claim::{Event, TimeExpression, TimeType};
use variorum_evidence::ids::EventId;
use variorum_evidence::moment::Precision;
use variorum_evidence::span::TextSpan;

use crate::calendar::main_day;
use crate::lexicon::Lexicon;
use crate::line::Line;

/// Days before the main day from which on a date belongs to the background.
const FAR: i64 = 20;

/// Sentences at the head of a text that tell what it is about.
const HEAD: usize = 4;

/// A sentence as the events step needs it.
pub(crate) struct Told<'a> {
    pub(crate) line: Line<'a>,
    pub(crate) paragraph: usize,
    pub(crate) heading: bool,
    pub(crate) times: Vec<&'a TimeExpression>,
}

/// Which event a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Main,
    Background,
    /// One beside the main event, near in time.
    Another,
}

impl Which {
    pub(crate) fn id(self) -> EventId {
        EventId::from(match self {
            Self::Main => "E1",
            Self::Background => "E2",
            Self::Another => "E3",
        })
    }
}

/// What happened, as far as it is told apart.
pub(crate) struct Events {
    pub(crate) events: Vec<Event>,
    /// For each sentence which event it speaks of.
    pub(crate) which: Vec<Which>,
    /// The day of the main event, where one is named.
    pub(crate) main: Option<Date>,
}

/// Tells the events of a document apart. Where it names no day, that of its hours or of its publication is the main one.
pub(crate) fn tell_apart(sentences: &[Told<'_>], published: Option<Date>, lexicon: &Lexicon) -> Events {
    let times = || sentences.iter().filter(|told| !told.heading).flat_map(|told| told.times.iter().copied());
    let hour =
        |time: &TimeExpression| time.when.from.filter(|_| time.time_type == TimeType::Time).map(|from| from.date());
    let main = main_day(times()).or_else(|| times().find_map(hour)).or(published);
    let mut background = Vec::with_capacity(sentences.len());
    let mut carried: Option<usize> = None;
    for told in sentences {
        let ages: Vec<bool> = told.times.iter().filter_map(|time| is_far(time, main)).collect();
        let counted = is_statistic(told, lexicon, main);
        let triggered =
            counted || (0..told.line.len()).any(|at| lexicon.events.background.at(&told.line, at).is_some());
        let dated_far = !ages.is_empty() && ages.iter().all(|far| *far) || (ages.is_empty() || counted) && triggered;
        let relative = dated_far && is_beside(told, lexicon, main);
        let own = !ages.is_empty() && ages.iter().any(|far| !far) || names_main(told, lexicon) && !dated_far;
        carried = if (dated_far && !relative) || (carried == Some(told.paragraph) && !own && !relative) {
            Some(told.paragraph)
        } else {
            None
        };
        background.push(carried == Some(told.paragraph) && !told.heading);
    }
    let far = |told: &Told<'_>| told.times.iter().any(|time| is_far(time, main) == Some(true));
    let another = beside(sentences, &background, main, lexicon);
    let which = background.iter().zip(another).map(|(background, another)| match (background, another) {
        (true, _) => Which::Background,
        (false, true) => Which::Another,
        (false, false) => Which::Main,
    });
    let which: Vec<_> = which.collect();
    let events = describe(sentences, &which, sentences.iter().any(far), lexicon);
    Events { events, which, main }
}

/// Which sentences speak of an event that happened beside the main one.
fn beside(sentences: &[Told<'_>], background: &[bool], main: Option<Date>, lexicon: &Lexicon) -> Vec<bool> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut own: BTreeSet<String> = BTreeSet::new();
    let mut carried: Option<usize> = None;
    let mut main_told = false;
    let gathered = sentences.iter().take(HEAD).any(|told| gathering(told, lexicon));
    let mut beside = Vec::with_capacity(sentences.len());
    for (told, background) in sentences.iter().zip(background) {
        let names = names(told);
        let later = !gathered && gathering(told, lexicon) && told.times.iter().any(|time| is_after(time, main));
        let opens = main_told && !told.heading && !background && (later || opens_another(told, lexicon));
        let named = names.iter().any(|name| own.contains(name));
        let goes_on =
            carried == Some(told.paragraph) && names.iter().all(|name| own.contains(name) || !seen.contains(name));
        let speaks = !told.heading && !background && (opens || named || goes_on);
        if opens {
            own.extend(names.iter().filter(|name| !seen.contains(*name)).cloned());
        }
        carried = speaks.then_some(told.paragraph);
        main_told |= !told.heading;
        seen.extend(names);
        beside.push(speaks);
    }
    beside
}

/// Whether it names a coming together of people: a march, a vigil, a funeral.
fn gathering(told: &Told<'_>, lexicon: &Lexicon) -> bool {
    (0..told.line.len()).any(|at| lexicon.events.gatherings.at(&told.line, at).is_some())
}

/// Whether a time is a day after the main one.
fn is_after(time: &TimeExpression, main: Option<Date>) -> bool {
    let day = time.when.from.filter(|_| time.when.precision <= Precision::Day).map(|from| from.date());
    day.zip(main).is_some_and(|(day, main)| day > main)
}

/// Whether it tells of "a second strike", "otro ataque", or of something "elsewhere in the city".
fn opens_another(told: &Told<'_>, lexicon: &Lexicon) -> bool {
    const BETWEEN: usize = 2;
    let line = &told.line;
    let (before, after) = (&lexicon.events.another, &lexicon.events.occasions);
    (0..line.len()).any(|at| {
        if lexicon.events.elsewhere.at(line, at).is_some() {
            return true;
        }
        let Some(length) = before.at(line, at) else { return false };
        (at + length..=at + length + BETWEEN).any(|next| next < line.len() && after.at(line, next).is_some())
    })
}

/// The words of a sentence that begin with a capital, but for the first and for names of days and months.
fn names(told: &Told<'_>) -> BTreeSet<String> {
    let line = &told.line;
    let times: Vec<_> = told.times.iter().map(|time| line.touching(time.span)).collect();
    let dated = |at: usize| times.iter().any(|time| time.contains(&at));
    let names = (1..line.len()).filter(|at| line.is_capital(*at) && line.word(*at).chars().count() > 3 && !dated(*at));
    names.map(|at| line.word(at).to_owned()).collect()
}

/// Whether a time lies well before the main day; none for times without a date of their own.
pub(crate) fn is_far(time: &TimeExpression, main: Option<Date>) -> Option<bool> {
    if !matches!(time.time_type, TimeType::Date) || time.when.precision == Precision::Unknown {
        return None;
    }
    let main = main?;
    // A day or week may lie a little before and still belong to the event; a whole year or month may not.
    let coarse = matches!(time.when.precision, Precision::Month | Precision::Season | Precision::Year);
    let limit = if coarse { main } else { main.checked_sub(FAR.days()).ok()? };
    Some(time.when.to.or(time.when.from)?.date() <= limit)
}

/// Whether it counts over many events: all its dates are years or open from one, the main day among them, or its words say so.
fn is_statistic(told: &Told<'_>, lexicon: &Lexicon, main: Option<Date>) -> bool {
    let dates: Vec<_> = told.times.iter().filter(|time| time.time_type == TimeType::Date).collect();
    let line = &told.line;
    if dates.is_empty() && (0..line.len()).any(|at| lexicon.events.running.at(line, at).is_some()) {
        return true;
    }
    let Some(main) = main else { return false };
    let years = |time: &&&TimeExpression| {
        let when = &time.when;
        let early = when.from.is_some_and(|from| from.date() < main);
        matches!(when.precision, Precision::Year) && early && when.to.is_none_or(|to| to.date() > main)
    };
    !dates.is_empty() && dates.iter().all(years) && (0..line.len()).any(|at| lexicon.events.over.at(line, at).is_some())
}

/// Whether the far date only describes somebody ("who attacked … last year") in a sentence on the main event.
fn is_beside(told: &Told<'_>, lexicon: &Lexicon, main: Option<Date>) -> bool {
    let line = &told.line;
    let date =
        told.times.iter().find(|time| is_far(time, main) == Some(true)).map(|time| line.touching(time.span).start);
    let Some(date) = date else { return false };
    let relative = (date.saturating_sub(18)..date).any(|at| lexicon.grammar.relatives.has(line.word(at)) && at > 0);
    let after = (date..line.len())
        .any(|at| lexicon.events.main.at(line, at).is_some() && line.word(at) != "attack" && line.word(at) != "ataque");
    relative && after
}

fn names_main(told: &Told<'_>, lexicon: &Lexicon) -> bool {
    let line = &told.line;
    (0..line.len()).any(|at| {
        lexicon.events.main.has(line.word(at)) && !matches!(line.word(at), "attack" | "ataque" | "assault" | "asalto")
    })
}

fn describe(sentences: &[Told<'_>], which: &[Which], far: bool, lexicon: &Lexicon) -> Vec<Event> {
    let of =
        |wanted: Which| sentences.iter().zip(which).filter(move |(_, which)| **which == wanted).map(|(told, _)| told);
    let mut events = vec![event(Which::Main, of(Which::Main), lexicon)];
    if far || which.contains(&Which::Background) {
        events.push(event(Which::Background, of(Which::Background), lexicon));
    }
    if which.contains(&Which::Another) {
        events.push(event(Which::Another, of(Which::Another), lexicon));
    }
    events
}

/// The event that the event words of these sentences name; the first word is its kind.
fn event<'a>(which: Which, sentences: impl Iterator<Item = &'a Told<'a>>, lexicon: &Lexicon) -> Event {
    let mut kind = None;
    let mut mentions: Vec<TextSpan> = Vec::new();
    let mut first = None;
    for told in sentences {
        let line = &told.line;
        first = first.or_else(|| line.span(&line.trimmed(0..line.len())));
        for at in 0..line.len() {
            let Some(length) = lexicon.events.main.at(line, at) else { continue };
            kind.get_or_insert_with(|| line.word(at).to_owned());
            mentions.extend(line.span(&(at..at + length)));
        }
    }
    if mentions.is_empty() {
        mentions.extend(first);
    }
    Event {
        id: which.id(),
        kind: kind.unwrap_or_else(|| "event".to_owned()),
        main: which == Which::Main,
        beside: which == Which::Another,
        mentions,
        tolls: Vec::new(),
        place: None,
        incident: None,
    }
}
