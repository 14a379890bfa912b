//! Whom does a sentence count without naming?
//!
//! "They were both killed" and "the union counts eleven" say how many, but not of whom or of what: that stands in the
//! sentence before. Here a "they" takes the number of the last people told of in the plural, and a number alone that
//! somebody counts, or that is said to be children or soldiers, takes the predicate of the last number. Left out: who is meant
//! by "he", and anything that stands more than two sentences away.

use std::ops::Range;

use variorum_evidence::claim::{Part, Polarity};

use super::arguments::Scene;
use super::phrases::{Group, Named};
use super::tags::Tag;
use super::{Fact, Incidents, Who, scope};

/// How many sentences back the people or the number may stand.
const BACK: usize = 2;

/// What of a sentence needs the sentences before it, and what it holds for those after it.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// What happened to "them".
    open: Vec<Fact>,
    /// Numbers without a predicate.
    loose: Vec<Loose>,
    /// Several people who can be "they" later on.
    people: Vec<People>,
}

/// A number without a predicate.
#[derive(Debug)]
struct Loose {
    words: Range<usize>,
    min: u64,
    max: Option<u64>,
    side: Option<&'static str>,
    kind: Option<String>,
    excluding: Vec<&'static str>,
    /// Of those told of before, not of all.
    is_part: bool,
}

#[derive(Debug, Clone)]
struct People {
    words: Range<usize>,
    min: u64,
    max: Option<u64>,
    side: Option<&'static str>,
}

impl Pending {
    pub(super) fn of(scene: &Scene<'_>, facts: &[Fact], open: Vec<Fact>) -> Self {
        let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
        let several = |group: &&Group| group.stated && group.min > 1 && group.named == Named::People;
        let people = scene.groups.iter().filter(several).filter(|group| !scene.phrases.is_bare_number(group));
        let mut people: Vec<People> = people
            .map(|group| People {
                words: group.tokens.clone(),
                min: group.min,
                max: group.max,
                side: scope::side(line, lexicon, &group.range()),
            })
            .collect();
        people.sort_by_key(|people| people.words.start);
        let told = |group: &Group| {
            facts.iter().any(|fact| fact.words.start < group.tokens.end && group.tokens.start < fact.words.end)
        };
        let bare = scene.outer().iter().filter(|group| scene.phrases.is_bare_number(group) && !told(group));
        let loose = bare.filter_map(|group| {
            counted(scene, group).or_else(|| named(scene, group)).or_else(|| some_of_them(scene, group))
        });
        let loose = loose.collect();
        Self { open, loose, people }
    }
}

/// "The union counts eleven", "put the figure at nine".
fn counted(scene: &Scene<'_>, group: &Group) -> Option<Loose> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let mut before = group.tokens.start;
    while before > 0 && scene.phrases.tag(before - 1) == Tag::Adverb {
        before -= 1;
    }
    let ends = |start: &usize| lexicon.cues.tally.at(line, *start).is_some_and(|length| start + length == before);
    let counts = (before.saturating_sub(3)..before).any(|start| ends(&start));
    let figure = before > 1
        && matches!(scene.phrases.tag(before - 1), Tag::Preposition)
        && lexicon.cues.figures.has(line.word(before - 2));
    // "Counts eleven more", "counts eleven hours": not a number alone.
    let end = group.range().end;
    let ends_there = !matches!(scene.phrases.tag(end), Tag::Noun | Tag::Number | Tag::Verb | Tag::State);
    let whole = group.of.as_ref().is_none_or(|of| of.len() == 2 && scene.phrases.tag(of.start + 1) == Tag::Pronoun);
    ((counts || figure) && ends_there && whole).then(|| loose(scene, group, None, None, false))
}

/// "Fourteen were children", "two of them were officers".
fn named(scene: &Scene<'_>, group: &Group) -> Option<Loose> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let be = group.range().end;
    let first = group.tokens.start == 0
        || matches!(scene.phrases.tag(group.tokens.start - 1), Tag::Mark | Tag::Comma | Tag::Coordinator);
    let next = scene.outer().iter().find(|group| group.tokens.start == be + 1)?;
    if scene.phrases.tag(be) != Tag::Be || !first || next.stated {
        return None;
    }
    let (side, kind) = (scope::side(line, lexicon, &next.tokens), scope::kind_of_people(line, lexicon, &next.tokens));
    (side.is_some() || kind.is_some()).then(|| loose(scene, group, side, kind, true))
}

/// "Nineteen of them by bullets", "nine of whom worked at the mine": some of those told of, whatever else is said of them.
fn some_of_them(scene: &Scene<'_>, group: &Group) -> Option<Loose> {
    let them = group.of.as_ref().is_some_and(|of| scope::is_them(scene, of));
    (them && group.max != Some(0)).then(|| loose(scene, group, None, None, true))
}

fn loose(scene: &Scene<'_>, group: &Group, side: Option<&'static str>, kind: Option<String>, is_part: bool) -> Loose {
    let excluding = scope::left_out(scene, group.range().end);
    Loose { words: group.tokens.clone(), min: group.min, max: group.max, side, kind, excluding, is_part }
}

/// Completes what waits in each sentence by those before it. `apart` tells whether something parts a sentence from the one
/// before it, as the end of a headline does.
pub(crate) fn complete(sentences: &mut [&mut Incidents], apart: &dyn Fn(usize) -> bool) {
    for at in 0..sentences.len() {
        let (before, rest) = sentences.split_at_mut(at);
        let Some(own) = rest.first_mut() else { break };
        let from =
            (at.saturating_sub(BACK)..=at).rev().find(|number| apart(*number)).unwrap_or(at.saturating_sub(BACK));
        let near = before.get(from..).unwrap_or_default();
        let open = std::mem::take(&mut own.pending.open);
        let open: Vec<Fact> = open.into_iter().map(|fact| resolved(&own.pending, near, fact)).collect();
        own.facts.extend(open);
        let loose = std::mem::take(&mut own.pending.loose);
        let made: Vec<Fact> = loose.into_iter().filter_map(|loose| told(&own.facts, near, loose)).collect();
        own.facts.extend(made);
    }
}

/// "They" as those told of last: in the same sentence before it, else those who stand first in a sentence before. Else they
/// are some, nobody says how many.
fn resolved(own: &Pending, near: &[&mut Incidents], fact: Fact) -> Fact {
    let before = own.people.iter().rev().find(|people| people.words.end <= fact.words.start);
    let found = before.or_else(|| near.iter().rev().find_map(|incidents| incidents.pending.people.first()));
    match found {
        Some(people) => {
            Fact { min: people.min, max: people.max, side: people.side, stated: true, rule: "fact.they", ..fact }
        }
        None => fact,
    }
}

/// What the last number before it told, told of this one.
fn told(own: &[Fact], near: &[&mut Incidents], loose: Loose) -> Option<Fact> {
    // Nothing but the number tells of whom "nineteen of them" are some.
    let plain = loose.is_part && loose.side.is_none() && loose.kind.is_none();
    let fits = |fact: &Fact| !plain || fact.max.is_none_or(|most| most >= loose.min);
    let counts = |fact: &&Fact| fact.stated && fact.max != Some(0) && !fact.is_part && !fact.implied && fits(fact);
    let own = own.iter().filter(counts).find(|fact| fact.words.end <= loose.words.start);
    let model = own.or_else(|| near.iter().rev().find_map(|incidents| incidents.facts.iter().find(counts)))?;
    Some(Fact {
        predicate: model.predicate.clone(),
        trigger: loose.words.clone(),
        words: loose.words,
        min: loose.min,
        max: loose.max,
        side: loose.side,
        kind: loose.kind,
        part: if loose.is_part { Part::Part } else { Part::Unknown },
        part_of: None,
        including: Vec::new(),
        excluding: loose.excluding,
        polarity: Polarity::Affirmed,
        certainty: model.certainty,
        left_open: model.left_open,
        agents: Vec::new(),
        implied: false,
        is_part: loose.is_part,
        stated: true,
        who: Who::Described,
        rule: if loose.is_part { "fact.some-of-them" } else { "fact.number-alone" },
    })
}
