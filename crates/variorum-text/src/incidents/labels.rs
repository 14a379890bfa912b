//! How many does a list of labels tell?
//!
//! Bulletins and tickers give their numbers behind labels: "Dead: 19", "Personas desaparecidas: 58; heridos: 38". The label
//! stands at the beginning of a line or behind a mark, is a few words long, and holds a word for those it happened to.
//! Left out: labels behind their number, tables.

use std::ops::Range;

use variorum_evidence::claim::{Certainty, Part, Polarity};

use super::arguments::Scene;
use super::predicates::{Predicates, Role};
use super::{Fact, Who, scope};

/// Words of the longest label.
const LONGEST: usize = 5;

/// Adds the numbers behind labels.
pub(super) fn add(scene: &Scene<'_>, predicates: &Predicates, facts: &mut Vec<Fact>) {
    let line = scene.phrases.line;
    for colon in (0..line.len()).filter(|at| line.word(*at) == ":") {
        let label = label(scene, colon);
        let number = scene.phrases.quantities.iter().find(|quantity| quantity.tokens.start == colon + 1);
        let alone = |end: usize| !line.is_word(end) || scene.phrases.lexicon.people.person.has(line.word(end));
        let number = number.filter(|number| !number.weak && alone(number.tokens.end));
        let (Some(label), Some(number)) = (label, number) else { continue };
        let told =
            |fact: &Fact| fact.stated && fact.words.start < number.tokens.end && number.tokens.start < fact.words.end;
        let Some((trigger, predicate)) = state(scene, predicates, &label).filter(|_| !facts.iter().any(told)) else {
            continue;
        };
        // "People killed: 19": the words before the colon alone tell of some.
        facts.retain(|fact| fact.stated || fact.trigger.start >= label.end || fact.trigger.end <= label.start);
        facts.push(Fact {
            predicate: predicates.get(predicate).id.clone(),
            trigger,
            words: number.tokens.clone(),
            min: number.min,
            max: number.max,
            side: scope::side(line, scene.phrases.lexicon, &label),
            kind: scope::kind_of_people(line, scene.phrases.lexicon, &label),
            part: Part::Unknown,
            part_of: None,
            including: Vec::new(),
            excluding: Vec::new(),
            polarity: Polarity::Affirmed,
            certainty: Certainty::Certain,
            left_open: false,
            agents: Vec::new(),
            implied: false,
            is_part: false,
            stated: true,
            who: Who::Described,
            rule: "fact.label",
        });
    }
}

/// The words before the colon, back to a mark or the line's beginning.
fn label(scene: &Scene<'_>, colon: usize) -> Option<Range<usize>> {
    let line = scene.phrases.line;
    let start = (0..colon).rev().find(|at| !line.is_word(*at)).map_or(0, |mark| mark + 1);
    (start < colon && colon - start <= LONGEST).then_some(start..colon)
}

/// The first word of the label that tells what happened, and the predicate. A verb's form must be its last word.
fn state(scene: &Scene<'_>, predicates: &Predicates, label: &Range<usize>) -> Option<(Range<usize>, usize)> {
    label.clone().find_map(|at| {
        let line = scene.phrases.line;
        let noun = |role: Role| matches!(role, Role::State | Role::Counted | Role::Toll | Role::Act);
        let last = |length: usize| at + length == label.end && predicates.is_participle(line, at);
        let found = predicates.at(line, at);
        let state = found.into_iter().find(|found| noun(found.role) || last(found.length))?;
        Some((at..at + state.length, state.predicate))
    })
}
