//! Which number does a number deny?
//!
//! "Thirty-one people died, not 34", "murieron 31, no 34": the second number is denied of the same people. Left out: numbers
//! that are denied a sentence later ("It was not 34").

use variorum_evidence::claim::Polarity;

use super::arguments::Scene;
use super::tags::Tag;
use super::{Fact, Who};
use variorum_evidence::claim::Part;

/// Tokens between the words of a fact and the denial ("were arrested at the wharf on Sunday, not six").
const NEAR: usize = 10;

/// The number that is denied behind a fact, told of the same people.
pub(super) fn denied(scene: &Scene<'_>, fact: &Fact) -> Option<Fact> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    if !fact.stated || fact.max == Some(0) || fact.polarity == Polarity::Denied || fact.part_of.is_some() {
        return None;
    }
    let end = fact.words.end.max(fact.trigger.end);
    let not = (end..(end + NEAR).min(line.len())).find(|at| lexicon.grammar.contrast.has(line.word(*at)))?;
    let opens = not > 0 && matches!(scene.phrases.tag(not - 1), Tag::Comma | Tag::Mark | Tag::Coordinator);
    let number =
        scene.outer().iter().find(|group| group.tokens.start == not + 1 && scene.phrases.is_bare_number(group))?;
    let same = number.min == fact.min && number.max == fact.max;
    (opens && number.of.is_none() && !same).then(|| Fact {
        words: number.tokens.clone(),
        min: number.min,
        max: number.max,
        polarity: Polarity::Denied,
        part: Part::Unknown,
        including: Vec::new(),
        excluding: Vec::new(),
        who: Who::Described,
        rule: "fact.not-so-many",
        ..fact.clone()
    })
}
