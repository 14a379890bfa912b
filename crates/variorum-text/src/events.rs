//! Which of a document's events does a sentence speak of?
//!
//! The main event is that of the day named most. A sentence whose dates all lie well before that day speaks of
//! the background, and so do the sentences after it in its paragraph, until one names the main day or an event
//! word of its own. At most the two are told apart. Left out: several background events.

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

/// A sentence as the events step needs it.
pub(crate) struct Told<'a> {
    pub(crate) line: Line<'a>,
    pub(crate) paragraph: usize,
    pub(crate) heading: bool,
    pub(crate) times: Vec<&'a TimeExpression>,
}

/// What happened, as far as it is told apart.
pub(crate) struct Events {
    pub(crate) events: Vec<Event>,
    /// For each sentence whether it speaks of the background.
    pub(crate) background: Vec<bool>,
    /// The day of the main event, where one is named.
    pub(crate) main: Option<Date>,
}

/// Tells the events of a document apart.
pub(crate) fn tell_apart(sentences: &[Told<'_>], lexicon: &Lexicon) -> Events {
    let main = main_day(sentences.iter().filter(|told| !told.heading).flat_map(|told| told.times.iter().copied()));
    let mut background = Vec::with_capacity(sentences.len());
    let mut carried: Option<usize> = None;
    for told in sentences {
        let ages: Vec<bool> = told.times.iter().filter_map(|time| is_far(time, main)).collect();
        let triggered = (0..told.line.len()).any(|at| lexicon.events.background.at(&told.line, at).is_some());
        let dated_far = !ages.is_empty() && ages.iter().all(|far| *far) || ages.is_empty() && triggered;
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
    let events = describe(sentences, &background, sentences.iter().any(far), lexicon);
    Events { events, background, main }
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
    Some(time.when.to?.date() <= limit)
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

fn describe(sentences: &[Told<'_>], background: &[bool], far: bool, lexicon: &Lexicon) -> Vec<Event> {
    let of =
        |wanted: bool| sentences.iter().zip(background).filter(move |(_, is)| **is == wanted).map(|(told, _)| told);
    let mut events = vec![event("E1", true, of(false), lexicon)];
    if far || background.contains(&true) {
        events.push(event("E2", false, of(true), lexicon));
    }
    events
}

/// The event that the event words of these sentences name; the first word is its kind.
fn event<'a>(id: &str, main: bool, sentences: impl Iterator<Item = &'a Told<'a>>, lexicon: &Lexicon) -> Event {
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
        id: EventId::from(id),
        kind: kind.unwrap_or_else(|| "event".to_owned()),
        main,
        mentions,
        tolls: Vec::new(),
        place: None,
        incident: None,
    }
}
