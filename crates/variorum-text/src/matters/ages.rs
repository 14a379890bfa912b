//! How old is somebody, by name?
//!
//! "Wilmer Paguada, 28,", "Leila, the younger, was nine", "the 27-year-old Ana Ruiz", "Rodrigo Duarte, de 19 años",
//! "Leila, la menor, tenía nueve años". Left out: ages of nobody who is named in the sentence.

use std::ops::Range;

use variorum_evidence::claim::Value;
use variorum_evidence::document::Language;

use super::{Matter, Telling};
use crate::hedges::polarity;
use crate::incidents::tags::Tag;
use crate::quantities;
use crate::tokens::Kind;

/// The oldest age.
const OLDEST: u64 = 120;
/// How far the name may stand before the age, in tokens.
const NEAR: usize = 12;

/// The ages of the content.
pub(super) fn find(telling: &Telling<'_>) -> Vec<Matter> {
    let found = quantities::every(telling.line, telling.scene.lexicon, &[]);
    found.iter().filter_map(|quantity| age(telling, quantity)).collect()
}

fn age(telling: &Telling<'_>, quantity: &quantities::Quantity) -> Option<Matter> {
    let line = telling.line;
    let age = quantity.max.filter(|max| *max <= OLDEST && *max == quantity.min && *max > 0)?;
    let (start, end) = (quantity.tokens.start, quantity.tokens.end);
    let digits = line.kind(start) == Some(Kind::Number);
    let before = |back: usize| start.checked_sub(back).map_or("", |at| line.word(at));
    let english = telling.scene.lexicon.language == Language::En;
    let dash = usize::from(line.word(end) == "-");
    let unit = telling.words.age.at(line, end + dash);
    let closed = matches!(line.word(end), "," | "." | ")" | "");
    // "Paguada, 28,", "Paguada (28)".
    let named = start.checked_sub(2).is_some_and(|at| is_name(telling, at));
    let beside = digits && closed && matches!(before(1), "," | "(") && named;
    let of = !english && unit.is_some() && (before(1) == "de" || matches!(before(1), ","));
    let had = !english && unit.is_some() && matches!(before(1), "tenía" | "tiene" | "cumplió");
    let was = english && matches!(before(1), "was" | "is") && (closed || line.word(end) == "and");
    // "Paguada, 29 years,".
    let years = english && before(1) == "," && line.word(end) == "years";
    let aged = english && (before(1) == "aged" || unit.is_some());
    if !(beside || of || had || was || aged || years) {
        return None;
    }
    let words = start..end + unit.map_or(0, |length| length + dash);
    let name = name(telling, start, words.end, english && unit.is_some())?;
    let span = line.span(&name)?;
    let predicate =
        format!("open/age/{}", line.text.raw[span.range()].split_whitespace().collect::<Vec<_>>().join(" "));
    let said = polarity(line, telling.scene.lexicon, telling.content.start.min(start)..start);
    let value = Value::Count { min: age, max: Some(age) };
    Some(Matter::new(predicate, words, value, said, "matter.age"))
}

/// A word of a name: a capital that no sentence gives.
fn is_name(telling: &Telling<'_>, at: usize) -> bool {
    telling.line.is_capital(at) && telling.tag(at) == Tag::Noun
}

/// The name nearest before the age, or right behind "27-year-old".
fn name(telling: &Telling<'_>, start: usize, end: usize, behind: bool) -> Option<Range<usize>> {
    let run = |from: usize| {
        let mut to = from;
        while is_name(telling, to) {
            to += 1;
        }
        (to > from).then_some(from..to)
    };
    if let Some(name) = (end..end + 2).find_map(run).filter(|_| behind) {
        return Some(name);
    }
    let stops = |at: usize| matches!(telling.line.word(at), "." | ";" | ":" | "who" | "and" | "y");
    let last =
        (start.saturating_sub(NEAR)..start).rev().take_while(|at| !stops(*at)).find(|at| is_name(telling, *at))?;
    let first = (0..=last).rev().take_while(|at| is_name(telling, *at)).last()?;
    Some(first..last + 1)
}
