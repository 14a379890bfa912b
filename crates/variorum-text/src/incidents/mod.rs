//! What happened to whom, and to how many, by the words of one sentence?
//!
//! Each word that tells a predicate ([`predicates`]) is asked who suffers it ([`arguments`]) among the noun phrases
//! ([`phrases`]) that the tags of the words ([`tags`]) let stand out; what comes of it is a [`Fact`] with its scope
//! ([`scope`]). The same walk serves English and Spanish. Left out: facts whose words stand in two sentences, and who is
//! meant by a pronoun.

mod acts;
pub(crate) mod arguments;
mod contrast;
mod firsts;
mod labels;
pub(crate) mod phrases;
pub(crate) mod predicates;
mod recall;
mod scope;
mod spanish;
mod surrenders;
pub(crate) mod tags;

use std::ops::Range;
use std::sync::Arc;

use variorum_evidence::claim::{Certainty, Part, Polarity};
use variorum_evidence::document::Language;

use crate::hedges::{is_left_open, own_certainty};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;
pub(crate) use acts::Act;
use arguments::{Arguments, Scene, Somebody};
use phrases::{Group, Named, Phrases};
use predicates::{Found, Role, Whom};
pub(crate) use predicates::{Predicate, Predicates};
pub use predicates::{PredicateEntry, PredicateError, PredicateSet, read_predicates};
pub(crate) use recall::complete;
pub(crate) use scope::side;
use tags::Tag;

/// How somebody is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// "Ana Ruiz".
    Name,
    /// "He", "who".
    Pronoun,
    /// "The officer", "that man": known from before.
    Known,
    /// "Her father".
    Owned,
    /// "Another man", "two others".
    Other,
    /// "A man", "two officers".
    Described,
}

/// That something happened to so many of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// `killed`, `arrested`.
    pub(crate) predicate: Arc<str>,
    /// The words that tell the predicate.
    pub(crate) trigger: Range<usize>,
    /// The words that give the number.
    pub(crate) words: Range<usize>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) side: Option<&'static str>,
    pub(crate) kind: Option<String>,
    pub(crate) part: Part,
    /// Which of the facts before it this one is a part of.
    pub(crate) part_of: Option<usize>,
    pub(crate) including: Vec<&'static str>,
    pub(crate) excluding: Vec<&'static str>,
    pub(crate) polarity: Polarity,
    /// How certain its own words put it; the claim may be less.
    pub(crate) certainty: Certainty,
    /// Its own words leave open whether it happened.
    pub(crate) left_open: bool,
    /// Who did it.
    pub(crate) agents: Vec<Range<usize>>,
    /// It follows from another fact: who was shot was hurt.
    pub(crate) implied: bool,
    /// It is a part of a fact of the same predicate.
    pub(crate) is_part: bool,
    /// A number says how many.
    pub(crate) stated: bool,
    pub(crate) who: Who,
    pub(crate) rule: &'static str,
}

/// What a sentence tells of incidents.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    pub(crate) facts: Vec<Fact>,
    pub(crate) acts: Vec<Act>,
    /// The parts that its words play.
    pub(crate) layout: Layout,
    /// What waits for the sentences before it.
    pending: recall::Pending,
}

/// The parts that the words of a sentence play, and its noun phrases that stand for themselves.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) tags: Vec<Tag>,
    pub(crate) groups: Vec<Group>,
}

/// What the words of a sentence tell, in the order of the words that tell them. `times` are the tokens of expressions of
/// time, `places` those of names of places.
pub(crate) fn read(
    line: &Line<'_>,
    lexicon: &Lexicon,
    predicates: &Predicates,
    quantities: &[Quantity],
    times: &[Range<usize>],
    places: &[Range<usize>],
) -> Incidents {
    let tells = |at: usize| {
        let word = line.word(at);
        predicates.begins(word) || predicates.begins_act(word)
    };
    // A number alone may go on with what the sentence before it told.
    let tells_nothing = quantities.is_empty() && !(0..line.len()).any(tells);
    let tags = tags::tags(line, lexicon, predicates, quantities, times);
    let phrases = Phrases { line, lexicon, tags: &tags, quantities, predicates, places };
    let (groups, outer) = phrases.groups();
    if tells_nothing {
        return Incidents { layout: Layout { tags, groups }, ..Incidents::default() };
    }
    let scene = Scene { phrases, groups: &groups, outer };
    let (facts, open) = facts(&scene, predicates);
    let pending = recall::Pending::of(&scene, &facts, open);
    let acts = acts::acts(&scene, predicates);
    let outer = groups[..outer].to_vec();
    Incidents { facts, acts, layout: Layout { tags, groups: outer }, pending }
}

/// The facts of a sentence, and those of people who stand there as "they".
fn facts(scene: &Scene<'_>, predicates: &Predicates) -> (Vec<Fact>, Vec<Fact>) {
    let line = scene.phrases.line;
    let mut facts: Vec<Fact> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let mut taken = 1;
        // One word may be verb and state ("wounded"): what makes sense first counts.
        let mut told_by: Vec<usize> = Vec::new();
        for found in predicates.at(line, at) {
            // "Shot dead a woman": the state goes with the verb.
            let with_verb = found.role == Role::State && scene.phrases.tag(at) == Tag::Adverb;
            if told_by.contains(&found.predicate) || with_verb {
                continue;
            }
            if let Some(made) = told(scene, predicates, at, &found) {
                taken = taken.max(found.length);
                told_by.push(found.predicate);
                add(&mut facts, made);
                // "Se llevaron a tres": what it is depends on who did it, and is one thing.
                if found.officials {
                    break;
                }
            }
        }
        at += taken;
    }
    labels::add(scene, predicates, &mut facts);
    let english = scene.phrases.lexicon.language == Language::En;
    let (open, mut facts): (Vec<Fact>, Vec<Fact>) =
        facts.into_iter().partition(|fact| english && fact.who == Who::Pronoun && fact.max.is_none());
    scope::add_parts(scene, predicates, &mut facts);
    let denied: Vec<Fact> = facts.iter().filter_map(|fact| contrast::denied(scene, fact)).collect();
    add(&mut facts, denied);
    let implied: Vec<Fact> = (0..facts.len()).filter_map(|fact| implied(predicates, fact, &facts)).collect();
    facts.extend(implied);
    (facts, open)
}

/// Who was shot was hurt, unless the sentence tells that he or some of them died. So many of the hurt are a part of them.
fn implied(predicates: &Predicates, number: usize, facts: &[Fact]) -> Option<Fact> {
    let fact = &facts[number];
    let also = predicates.called(&fact.predicate)?.also.clone()?;
    let same = |other: &&Fact| {
        other.part_of == Some(number) || other.words.start < fact.words.end && fact.words.start < other.words.end
    };
    let told = |other: &Fact| other.predicate == also || predicates.is_worse(&other.predicate, &fact.predicate);
    let rule = "fact.implied";
    let known = facts.iter().filter(same).any(told);
    (!known).then(|| Fact { predicate: also, part: Part::Part, part_of: None, implied: true, rule, ..fact.clone() })
}

/// What one telling of a predicate says: a fact for each number, one for all who are named one by one.
fn told(scene: &Scene<'_>, predicates: &Predicates, at: usize, found: &Found) -> Option<Vec<Fact>> {
    let whom = predicates.get(found.predicate).whom;
    let arguments = scene.arguments(at, found, whom)?;
    let end = at + found.length;
    // "Dead for decades" tells a state of long ago.
    let long = &scene.phrases.lexicon.events.long;
    let long_ago = found.role == Role::State
        && (long.at(scene.phrases.line, end).is_some() || long.before(scene.phrases.line, at).is_some());
    if arguments.unreal || long_ago {
        return None;
    }
    let predicate = predicates.get(predicates.turned(scene.phrases.line, found.predicate, at, end));
    let mut groups: Vec<Group> =
        arguments.patients.iter().map(|number| counted(scene, *number, &arguments, at)).collect();
    groups.retain(|group| predicate.only.is_empty() || is_of(scene, group, predicate));
    if groups.is_empty() && !predicate.only.is_empty() {
        return None;
    }
    let never = |group: &Group| group.tokens.clone().any(|at| predicate.never.has(scene.phrases.line.word(at)));
    let alone = |group: &Group| !group.stated || group.max == Some(1);
    let undergone = matches!(found.role, Role::Undergoes(_));
    if groups.iter().any(never) || predicate.many && undergone && groups.iter().any(alone) {
        return None;
    }
    // Who was not taken to a hospital, or not in danger of life, may be hurt.
    let (line, grave) = (scene.phrases.line, &scene.phrases.lexicon.quantifiers.grave);
    let how_badly = |at: usize| grave.at(line, at).is_some() || line.word(at).starts_with("hospital");
    if found.role != Role::Act && (at..end + 3).any(how_badly) && polarity(scene, &arguments, at) == Polarity::Denied {
        return None;
    }
    let groups: Vec<&Group> = groups.iter().collect();
    // "45 casas y un puente" are two counts.
    let things = whom == Whom::Things && scene.phrases.lexicon.language == Language::Es;
    let one_by_one = !things && is_one_list(scene, &groups);
    let verb = arguments.verb.start.min(at)..at + 1;
    let model = Fact {
        predicate: predicate.id.clone(),
        trigger: arguments.trigger.clone().unwrap_or(at..end),
        words: at..end,
        min: 0,
        max: None,
        side: None,
        kind: None,
        part: Part::Unknown,
        part_of: None,
        including: Vec::new(),
        excluding: Vec::new(),
        polarity: polarity(scene, &arguments, at),
        certainty: own_certainty(scene.phrases.line, scene.phrases.lexicon, verb.clone()),
        left_open: is_left_open(scene.phrases.line, scene.phrases.lexicon, verb),
        agents: arguments.agents.iter().map(|number| scene.groups[*number].range()).collect(),
        implied: false,
        is_part: false,
        stated: false,
        who: Who::Described,
        rule: rule(found.role),
    };
    if let Some(somebody) = arguments.somebody {
        return Some(vec![unnamed(scene, somebody, model)]);
    }
    let described = arguments.described.as_ref();
    if one_by_one {
        return Some(vec![together(scene, &groups, described, model)]);
    }
    // "They" in English waits for the sentences before; Spanish has its own ways.
    let english = scene.phrases.lexicon.language == Language::En;
    let told = groups.iter().filter(|group| english || group.max.is_some() || group.named != Named::Pronoun);
    let mut facts: Vec<Fact> = told.map(|group| single(scene, group, described, whom, &model)).collect();
    // "Five miners and a guard died": each is a part. Who "lost one man" tells of their own.
    if facts.len() > 1 && facts.iter().any(|fact| fact.side.is_some()) || matches!(found.role, Role::Loses) {
        facts.iter_mut().filter(|fact| fact.part == Part::Unknown).for_each(|fact| fact.part = Part::Part);
    }
    let nobody = |fact: Fact| Fact { min: 0, max: Some(0), polarity: Polarity::Affirmed, stated: true, ..fact };
    let facts: Vec<Fact> = if arguments.none { facts.into_iter().map(nobody).collect() } else { facts };
    let part = |fact: Fact| Fact { part: if arguments.part { Part::Part } else { fact.part }, ..fact };
    (!facts.is_empty()).then(|| facts.into_iter().map(part).collect())
}

/// Whether what `group` names is among the nouns that the predicate happens to ("eleven boxes of ballots").
fn is_of(scene: &Scene<'_>, group: &Group, predicate: &Predicate) -> bool {
    group.range().any(|at| predicate.only.at(scene.phrases.line, at).is_some())
}

/// The group with the number that stands beside the verb ("they were both shot").
fn counted(scene: &Scene<'_>, number: usize, arguments: &Arguments, at: usize) -> Group {
    let group = scene.groups[number].clone();
    let beside = |quantity: &&Quantity| {
        arguments.verb.contains(&quantity.tokens.start)
            && quantity.tokens.end <= at
            && scene.phrases.tag(quantity.tokens.start) == Tag::Adverb
    };
    match scene.phrases.quantities.iter().find(beside) {
        Some(quantity) if !group.stated => Group { min: quantity.min, max: quantity.max, stated: true, ..group },
        _ => group,
    }
}

/// Somebody for whom no phrase stands.
fn unnamed(scene: &Scene<'_>, somebody: Somebody, model: Fact) -> Fact {
    // "No hubo heridos": nothing is denied, none is the number.
    let polarity = if somebody.max == Some(0) { Polarity::Affirmed } else { model.polarity };
    Fact {
        words: somebody.words,
        min: somebody.min,
        max: somebody.max,
        stated: somebody.stated,
        who: Who::Pronoun,
        polarity,
        // "Resultó con heridas de gravedad".
        kind: scope::kind_told(scene, &model, &(model.trigger.start..model.trigger.end + 2)),
        rule: "fact.unnamed",
        ..model
    }
}

/// "A man and his wife", "her mother and two nieces": people of one side, one of them at least without a number.
fn is_one_list(scene: &Scene<'_>, groups: &[&Group]) -> bool {
    // "Four miners and an engineer" are on no side, whatever their work.
    let side =
        |group: &Group| side(scene.phrases.line, scene.phrases.lexicon, &group.range()).filter(|side| *side != "other");
    let first = groups.first().map(|group| side(group));
    let kinds: Vec<Option<String>> = groups
        .iter()
        .map(|group| scope::kind_of_people(scene.phrases.line, scene.phrases.lexicon, &group.tokens))
        .collect();
    // "Dos mujeres y un niño" are of two kinds.
    let apart = kinds.iter().all(Option::is_some) && kinds.iter().any(|kind| *kind != kinds[0]);
    groups.len() > 1
        && !apart
        && groups.iter().any(|group| !group.stated)
        && groups.iter().all(|group| group.max == Some(group.min) && Some(side(group)) == first)
}

fn rule(role: Role) -> &'static str {
    match role {
        Role::Does(_) => "fact.done-to",
        Role::Undergoes(_) => "fact.undergone",
        Role::Loses => "fact.lost",
        Role::State => "fact.state",
        Role::Counted | Role::Victims => "fact.counted",
        Role::Toll => "fact.toll",
        Role::Act => "fact.act",
    }
}

/// "A man, his wife and their son": as many as are named.
fn together(scene: &Scene<'_>, groups: &[&Group], described: Option<&Range<usize>>, model: Fact) -> Fact {
    let count = groups.iter().map(|group| group.min).sum();
    let range = groups[0].tokens.start..groups[groups.len() - 1].range().end;
    let own = |words: &Range<usize>| side(scene.phrases.line, scene.phrases.lexicon, words);
    let side = own(&groups[0].range()).or_else(|| described.and_then(own));
    Fact {
        words: range,
        min: count,
        max: Some(count),
        side,
        kind: are_known(scene, groups).then(|| "named".to_owned()),
        stated: groups.iter().any(|group| group.stated),
        rule: "fact.one-by-one",
        ..model
    }
}

/// "Ana Ruiz and her daughter", "their father and both girls": somebody's own, not counted. A list of names alone is a count.
fn are_known(scene: &Scene<'_>, groups: &[&Group]) -> bool {
    let (line, people) = (scene.phrases.line, &scene.phrases.lexicon.people);
    let own = |group: &&&Group| {
        group.tokens.clone().any(|at| people.owners.has(line.word(at)) || people.pairs.has(line.word(at)))
    };
    let known = |group: &&Group| own(&group) || matches!(who(scene, group), Who::Name | Who::Known);
    groups.iter().all(known) && groups.iter().any(|group| own(&group))
}

fn single(scene: &Scene<'_>, group: &Group, described: Option<&Range<usize>>, whom: Whom, model: &Fact) -> Fact {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let multiple = group.tokens.clone().find_map(|at| lexicon.quantifiers.multiples.get(line.word(at)).copied());
    if let Some(count) = multiple.filter(|_| model.rule == rule(Role::Act)) {
        return Fact {
            words: group.tokens.clone(),
            min: count,
            max: Some(count),
            stated: true,
            rule: "fact.multiple",
            ..model.clone()
        };
    }
    let own = |words: &Range<usize>| side(line, lexicon, words);
    let told = own(&group.range()).or_else(|| described.and_then(own));
    let side = told.or_else(|| own(&fronted(scene, group)?)).filter(|_| whom == Whom::People);
    // "No one", "no casualties": nothing is denied, none is the number.
    let polarity = if group.max == Some(0) { Polarity::Affirmed } else { model.polarity };
    // "Three dead", "two killed": the words of the state are the noun that is counted.
    let end = if group.tokens.end == model.trigger.start { model.trigger.end } else { group.tokens.end };
    let bare = scene.phrases.is_bare_number(group);
    Fact {
        words: group.tokens.start..if bare { end } else { group.tokens.end },
        min: group.min,
        max: group.max,
        side,
        kind: scope::kind(scene, group, model).or_else(|| scope::kind_told(scene, model, described?)),
        part: scope::part_of(scene, group, side),
        polarity,
        stated: group.stated,
        who: who(scene, group),
        ..model.clone()
    }
}

/// "Of the police, nine were hurt": whom a number alone is taken from, where the clause begins with them.
fn fronted(scene: &Scene<'_>, group: &Group) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let line = scene.phrases.line;
    let comma = group.tokens.start.checked_sub(1).filter(|at| scene.phrases.tag(*at) == Tag::Comma)?;
    let first =
        (comma.saturating_sub(LONGEST)..comma).find(|at| matches!(line.word(*at), "of" | "among" | "de" | "entre"))?;
    let opens = first == 0 || scene.phrases.tag(first - 1) == Tag::Mark;
    (opens && scene.phrases.is_bare_number(group)).then_some(first..comma)
}

fn who(scene: &Scene<'_>, group: &Group) -> Who {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let first = line.word(group.tokens.start);
    match group.named {
        Named::Pronoun => Who::Pronoun,
        _ if group.besides => Who::Other,
        _ if group.name => Who::Name,
        _ if lexicon.people.owners.has(first) => Who::Owned,
        _ if group.definite => Who::Known,
        _ => Who::Described,
    }
}

/// Whether the words of the verb negate it.
fn polarity(scene: &Scene<'_>, arguments: &Arguments, at: usize) -> Polarity {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let start = arguments.verb.start.min(at);
    if (start..at).any(|at| lexicon.is_negation(line.word(at))) { Polarity::Denied } else { Polarity::Affirmed }
}

/// Adds what is not told yet: the same people by two words of one predicate ("two dead bodies") are one fact.
fn add(facts: &mut Vec<Fact>, made: Vec<Fact>) {
    for fact in made {
        let same = |other: &Fact| {
            other.predicate == fact.predicate
                && other.words.start < fact.words.end
                && fact.words.start < other.words.end
        };
        if !facts.iter().any(same) {
            facts.push(fact);
        }
    }
}

#[cfg(test)]
mod tests;
