//! Which weapon was used, who opened fire and who first, who gave up, and who gave the order?
//!
//! A weapon answers where a verb of use, or a verb that it can be done with, stands in its clause; a weapon that somebody
//! owned or that was found does not. An order answers with whoever gave it: the subject of the verb, "by …", or what
//! stands behind "from". Words are data (`[weapons]`, `[orders]` in `lexicon/predicates.toml`). Left out: orders after
//! the event (curfews, inquiries), and whether an order was followed.

use std::ops::Range;

use variorum_evidence::claim::Polarity;
use variorum_evidence::document::Language;

use super::arguments::Scene;
use super::firsts::fired_first;
use super::phrases::{Group, Named};
use super::predicates::{Orders, Predicates};
use super::surrenders::surrendered;
use super::tags::Tag;
use crate::line::Line;

/// How far a verb of use may stand from its weapon, in tokens.
const REACH: usize = 9;
/// How far the giver of an order may stand from it, in tokens.
const NEAR: usize = 7;

/// What was used, or who ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    /// `used_weapon`, `opened_fire`, `ordered`, `fired_first`, `surrendered`, `offered_surrender`.
    pub(crate) predicate: &'static str,
    /// The words that give the answer.
    pub(crate) words: Range<usize>,
    /// All words that tell it.
    pub(crate) told: Range<usize>,
    pub(crate) polarity: Polarity,
    /// The answer, where it is one of a few; otherwise the words are it.
    pub(crate) choice: Option<&'static str>,
}

/// The weapons used and the orders given, by the words of a sentence.
pub(crate) fn acts(scene: &Scene<'_>, predicates: &Predicates) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    let mut at = 0;
    while at < scene.phrases.line.len() {
        if let Some(act) = opened_fire(scene, predicates, at) {
            acts.push(act);
        }
        // "Opened fire" holds "fire".
        let again =
            |act: &Act| acts.iter().any(|other| other.predicate == act.predicate && act.told.start < other.told.end);
        // "Dispararon contra los agentes, que repelieron el ataque" tells it twice.
        let same = |act: &Act| {
            let like = |other: &Act| {
                other.predicate == act.predicate && other.choice == act.choice && other.polarity == act.polarity
            };
            acts.iter().any(like) && scene.phrases.lexicon.language == Language::Es
        };
        let first = fired_first(scene, predicates, at).filter(|act| !again(act) && !same(act));
        acts.extend(first);
        acts.extend(surrendered(scene, predicates, at));
        let weapon = named_weapon(scene, predicates, at).or_else(|| rounds(scene, predicates, at));
        let doubtful = trodden(scene, predicates, at);
        let act = weapon.and_then(|length| used(scene, predicates, at..at + length));
        acts.extend(act.or(doubtful));
        if let Some(act) = ordered(scene, predicates, at).or_else(|| told_to(scene, predicates, at)) {
            let twice = |other: &Act| other.predicate == act.predicate && other.words == act.words;
            if !acts.iter().any(twice) {
                acts.push(act);
            }
        }
        at += weapon.unwrap_or(1);
    }
    acts
}

fn used(scene: &Scene<'_>, predicates: &Predicates, weapon: Range<usize>) -> Option<Act> {
    let line = scene.phrases.line;
    let uses = |at: &usize| predicates.lists.weapons.uses.at(line, *at).is_some();
    let holds = |at: usize| predicates.lists.weapons.holds.has(line.word(at));
    let clear = |mut between: Range<usize>| {
        !between
            .any(|at| matches!(scene.phrases.tag(at), Tag::Boundary) || matches!(line.word(at), ";" | ".") || holds(at))
    };
    let before = (weapon.start.saturating_sub(REACH)..weapon.start).rev().find(uses);
    let after = (weapon.end..(weapon.end + REACH).min(line.len())).find(uses);
    // "There was no live ammunition", "that was no rubber bullet".
    let spent = predicates.lists.weapons.spent.at(line, weapon.start).is_some();
    let is = (weapon.start.saturating_sub(3)..weapon.start).find(|at| spent && scene.phrases.tag(*at) == Tag::Be);
    let verb = before
        .filter(|verb| clear(verb + 1..weapon.start))
        .or(after.filter(|verb| clear(weapon.end..*verb)))
        .or(is)
        .or_else(|| was(scene, weapon.start))?;
    let told = weapon.start.min(verb)..weapon.end.max(verb + 1);
    Some(Act { predicate: "used_weapon", polarity: polarity(scene, &told), words: weapon, told, choice: None })
}

/// How many tokens the name of a weapon takes that begins at token `at`, and stands in nothing else ("gas natural").
fn named_weapon(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<usize> {
    let (line, weapons) = (scene.phrases.line, &predicates.lists.weapons);
    let length = weapons.names.at(line, at)?;
    let inside = |start: usize| weapons.never.at(line, start).is_some_and(|never| start + never > at);
    let named = scene.phrases.places.iter().any(|place| place.contains(&at));
    (!named && !(at.saturating_sub(3)..=at).any(inside)).then_some(length)
}

/// "Pisó una mina", but not "en la mina", "una mina de oro".
fn trodden(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let (line, weapons) = (scene.phrases.line, &predicates.lists.weapons);
    let end = at + weapons.doubtful.at(line, at)?;
    let verb = (at.saturating_sub(4)..at).rev().find(|verb| weapons.treads.at(line, *verb).is_some())?;
    let known = scene.phrases.lexicon.grammar.articles.has(line.word(at - 1));
    if known || matches!(line.word(end), "de" | "del") {
        return None;
    }
    let told = verb..end;
    Some(Act { predicate: "used_weapon", polarity: polarity(scene, &told), words: at..end, told, choice: None })
}

/// How many tokens "7.62-millimetre rounds" takes from the calibre on.
fn rounds(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<usize> {
    let (line, weapons) = (scene.phrases.line, &predicates.lists.weapons);
    let digits = line.word(at).chars().any(|letter| letter.is_ascii_digit());
    let calibre = |at: usize| weapons.calibres.entries().any(|unit| line.word(at).ends_with(unit.as_str()));
    let noun = (at + 1..at + 4).find(|at| weapons.rounds.has(line.word(*at))).filter(|_| digits)?;
    (at..noun).any(calibre).then_some(noun + 1 - at)
}

/// "Eran balas de goma", "los estallidos fueron de dinamita": the verb right before a weapon, in Spanish.
fn was(scene: &Scene<'_>, weapon: usize) -> Option<usize> {
    let spanish = scene.phrases.lexicon.language == Language::Es;
    let of = usize::from(weapon > 0 && scene.phrases.line.word(weapon - 1) == "de");
    let verb = weapon.checked_sub(1 + of)?;
    (spanish && scene.phrases.tag(verb) == Tag::Be).then_some(verb)
}

/// "Police opened fire", "had to fire eight rounds", "police firing": the answer is who fired.
fn opened_fire(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let line = scene.phrases.line;
    let length = predicates.lists.fires.phrases.at(line, at)?;
    let sides = &scene.phrases.lexicon.people;
    let someone = |group: &&Group| {
        group.range().any(|at| {
            let word = line.stem(at);
            sides.officials.at(line, at).is_some() || sides.affected.has(word) || sides.bystanders.has(word)
        })
    };
    let near = |group: &&Group| group.tokens.start <= at && at - group.tokens.start <= REACH + NEAR;
    let who = scene.outer().iter().rev().filter(near).find(someone)?;
    let words = who.tokens.start..who.tokens.end.min(at.max(who.tokens.start + 1));
    let told = words.start..at + length;
    Some(Act { predicate: "opened_fire", polarity: polarity(scene, &told), words, told, choice: None })
}

/// Negated anywhere from a little before the words to their end.
pub(super) fn polarity(scene: &Scene<'_>, told: &Range<usize>) -> Polarity {
    let line = scene.phrases.line;
    let denies = |at: usize| scene.phrases.lexicon.is_negation(line.word(at));
    let any = (told.start.saturating_sub(2)..told.end).any(denies);
    if any { Polarity::Denied } else { Polarity::Affirmed }
}

fn ordered(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let line = scene.phrases.line;
    let orders = &predicates.lists.orders;
    let word = line.word(at);
    let (verb, noun) = (orders.verbs.at(line, at).is_some(), orders.nouns.has(word));
    let aftermath = (at + 1..(at + NEAR).min(line.len())).any(|at| orders.not.has(line.word(at)));
    if !(verb || noun) || aftermath {
        return None;
    }
    let giver = if scene.phrases.lexicon.language == Language::Es {
        scene.orderer(predicates, at)
    } else if noun && scene.phrases.tag(at) != Tag::Verb {
        from(scene, predicates, at).or_else(|| gave(scene, predicates, at))
    } else {
        let passive = (at.saturating_sub(3)..at).any(|at| scene.phrases.tag(at) == Tag::Be);
        if passive { from(scene, predicates, at) } else { before(scene, at).or_else(|| scene.doer(at)) }
    };
    let giver = giver.filter(|giver| can_order(scene, predicates, giver))?;
    let words = owned(scene, giver);
    let told = words.start.min(at)..words.end.max(at + 1);
    // "Nobody ordered us to fire".
    let nobody = words.clone().any(|at| scene.phrases.lexicon.cues.no_one.has(line.word(at)));
    let polarity = if nobody { Polarity::Denied } else { polarity(scene, &told) };
    Some(Act { predicate: "ordered", polarity, words, told, choice: None })
}

fn can_order(scene: &Scene<'_>, predicates: &Predicates, giver: &Group) -> bool {
    giver.named != Named::Thing || giver.name || predicates.lists.orders.bodies(scene.phrases.line, giver)
}

/// "The coastguard told me to stay where I was": an order, if it is for a deed of the incident.
fn told_to(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let (line, orders) = (scene.phrases.line, &predicates.lists.orders);
    if !orders.tells.has(line.word(at)) {
        return None;
    }
    let hearer = scene.outer().iter().find(|group| group.tokens.start == at + 1)?;
    let mut to = hearer.range().end;
    while matches!(scene.phrases.tag(to), Tag::Adverb) || scene.phrases.lexicon.is_negation(line.word(to)) {
        to += 1;
    }
    let ordered = line.word(to) == "to" && orders.deeds.at(line, to + 1).is_some();
    let passive = (at.saturating_sub(3)..at).any(|at| scene.phrases.tag(at) == Tag::Be);
    if !ordered || passive {
        return None;
    }
    let can = |giver: &&Group| can_order(scene, predicates, giver);
    let giver = before(scene, at).filter(can).or_else(|| scene.doer(at)).filter(can)?;
    let told = giver.tokens.start..to + 2;
    let words = owned(scene, giver);
    Some(Act { predicate: "ordered", polarity: polarity(scene, &(told.start..at)), words, told, choice: None })
}

/// "The minister's office" from the owner on, "the sector commander, Colonel Bakr" to the name.
fn owned(scene: &Scene<'_>, giver: &Group) -> Range<usize> {
    let range = giver.range();
    let line = scene.phrases.line;
    let owner = line.stem(range.end - 1) != line.word(range.end - 1);
    let next = scene.outer().iter().find(|group| owner && group.tokens.start == range.end);
    let end = next.map_or(range.end, |next| next.range().end);
    let named = |group: &&Group| group.name && group.tokens.start == end + 1 && scene.phrases.tag(end) == Tag::Comma;
    let name = scene.outer().iter().find(named).filter(|_| !giver.name && giver.named == Named::People);
    range.start..name.map_or(end, |name| name.tokens.end)
}

/// "An order from the ministry", "was ordered by the governor", "the order was given by telephone from La Paz", "on the orders of
/// the Joint Command".
fn from<'a>(scene: &'a Scene<'_>, predicates: &Predicates, at: usize) -> Option<&'a Group> {
    let line = scene.phrases.line;
    let gives = |by: &usize| matches!(line.word(*by), "by" | "from") || line.word(*by) == "of" && *by == at + 1;
    let by = (at + 1..(at + 1 + NEAR + 4).min(line.len())).filter(gives);
    // "Orders of the command" is one group with another inside.
    let mut givers = by.filter_map(|by| scene.groups.iter().find(|group| group.tokens.start == by + 1));
    givers.find(|giver| can_order(scene, predicates, giver))
}

/// "The governor gave the order".
fn gave<'a>(scene: &'a Scene<'_>, predicates: &Predicates, at: usize) -> Option<&'a Group> {
    let line = scene.phrases.line;
    let verb = (at.saturating_sub(5)..at).rev().find(|at| predicates.lists.orders.gives.has(line.word(*at)))?;
    before(scene, verb).or_else(|| scene.doer(verb))
}

/// The group right before the verb group at token `at`.
fn before<'a>(scene: &'a Scene<'_>, at: usize) -> Option<&'a Group> {
    let mut start = at;
    let cues = &scene.phrases.lexicon.cues;
    // "Denied having ordered", 'insists that she "gave no order"'.
    let goes = |at: usize| {
        let word = scene.phrases.line.word(at);
        matches!(scene.phrases.tag(at), Tag::Auxiliary | Tag::Be | Tag::Adverb)
            || matches!(word, "having" | "that" | "\"" | "“" | "haber")
            || cues.denial.has(word)
    };
    while start > 0 && goes(start - 1) {
        start -= 1;
    }
    scene.outer().iter().rev().find(|group| group.range().end == start)
}

impl Orders {
    /// "The ministry", "headquarters": bodies that can give an order.
    fn bodies(&self, line: &Line<'_>, giver: &Group) -> bool {
        giver.range().any(|at| self.givers.has(line.word(at)))
    }
}
