//! How much is measured, in which unit?
//!
//! A number before a unit ("14 km", "3.2 million cubic metres", "38 per cent") or behind the name of a scale
//! ("magnitude 4.1"). A unit that measures many things is told apart by the thing that stands nearest; without one it
//! compares with nothing. Left out: units turned into one another.

use std::ops::Range;

use variorum_evidence::claim::Value;

use super::words::Unit;
use super::{Matter, Telling};
use crate::hedges::polarity;
use crate::quantities;
use crate::tokens::Kind;

/// How far the thing that is measured may stand, in tokens.
const NEAR: usize = 12;

/// The unit that stands at token `at`.
pub(super) fn unit_at<'a>(telling: &'a Telling<'_>, at: usize) -> Option<(&'a Unit, usize)> {
    let units = telling.words.units.iter();
    let found = units.filter_map(|unit| Some((unit, unit.at(telling.line, at)?)));
    found.max_by_key(|(_, length)| *length)
}

/// The measures of the content.
pub(super) fn find(telling: &Telling<'_>) -> Vec<Matter> {
    let times: Vec<Range<usize>> = telling.scene.times.iter().map(|time| time.0.clone()).collect();
    let quantities = quantities::every(telling.line, telling.scene.lexicon, &times);
    let mut found: Vec<Matter> = quantities.iter().filter_map(|quantity| measured(telling, quantity)).collect();
    found.extend(telling.content.clone().filter_map(|at| on_scale(telling, at)));
    found
}

fn measured(telling: &Telling<'_>, quantity: &quantities::Quantity) -> Option<Matter> {
    let end = quantity.tokens.end;
    let linked = usize::from(telling.line.word(end) == "de");
    let (unit, length) = unit_at(telling, end + linked)?;
    let words = quantity.tokens.start..end + linked + length;
    let predicate = if unit.alone {
        format!("open/measure/{}", unit.id)
    } else {
        let stops = |at: &usize| !matches!(telling.line.word(*at), ";" | "." | ":");
        let before = (words.start.saturating_sub(NEAR)..words.start).rev().take_while(stops);
        let behind = (words.end..(words.end + NEAR).min(telling.line.len())).take_while(stops);
        let near = before.map(|at| (words.start - at, at)).chain(behind.map(|at| (at - words.end + 1, at)));
        let things = near.filter_map(|(far, at)| Some((far, telling.words.listed(telling.line.stem(at))?)));
        let (_, thing) = things.min_by_key(|(far, _)| *far)?;
        format!("open/measure/{}/{}", unit.id, thing.id)
    };
    let value = Value::Count { min: quantity.min, max: quantity.max };
    let said = polarity(telling.line, telling.scene.lexicon, telling.content.start.min(words.start)..words.start);
    Some(Matter::new(predicate, words, value, said, "matter.measure"))
}

/// "Magnitude 4.1".
fn on_scale(telling: &Telling<'_>, at: usize) -> Option<Matter> {
    let found = telling.words.scales.iter().filter_map(|(id, words)| Some((id, words.at(telling.line, at)?)));
    let (id, length) = found.max_by_key(|(_, length)| *length)?;
    let number = (at + length..at + length + 2).find(|at| telling.line.kind(*at) == Some(Kind::Number))?;
    let value = Value::Text { value: telling.line.word(number).replace(',', ".") };
    let said = polarity(telling.line, telling.scene.lexicon, telling.content.start.min(at)..at);
    Some(Matter::new(format!("open/measure/{id}"), at..number + 1, value, said, "matter.scale"))
}
