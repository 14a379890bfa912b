//! Who fired first?
//!
//! Told by a word of firing and a word that puts it first ("opened fire without warning", "the first to shoot"), by where the
//! first shots came from, by a denial that anybody fired "until" something else, and where the other side opens fire on
//! officials. The answer is the side of whoever did it. Words are data (`[firsts]` in `lexicon/predicates.toml`).
//! Left out: who "they" are, unless the other side is named beside them.

use std::ops::Range;

use variorum_evidence::claim::Polarity;
use variorum_evidence::document::Language;

use super::acts::{Act, polarity};
use super::arguments::Scene;
use super::phrases::{Group, Named};
use super::predicates::Predicates;
use super::scope::side;
use super::tags::Tag;

/// How far behind the word of firing the word that puts it first may stand, in tokens.
const NEAR: usize = 7;

/// That a side fired first, told from token `at` on.
pub(super) fn fired_first(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    if scene.phrases.lexicon.language == Language::Es {
        return scene.spanish_first(predicates, at);
    }
    to_fire(scene, predicates, at).or_else(|| shots(scene, predicates, at)).or_else(|| deed(scene, predicates, at))
}

/// "The guards were the first to fire".
fn to_fire(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let line = scene.phrases.line;
    let end = at + predicates.lists.firsts.leads.at(line, at)?;
    let deed = (end..end + 3).find_map(|start| Some(start + predicates.lists.firsts.deeds.at(line, start)?))?;
    let who = scene.doer(at)?;
    act(scene, predicates, who, who.tokens.start..deed)
}

/// "The first shots came from the tower", "police fired the first shot".
fn shots(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let line = scene.phrases.line;
    let end = at + predicates.lists.firsts.shots.at(line, at)?;
    let from = (end..end + NEAR).find(|at| predicates.lists.firsts.origins.has(line.word(*at)));
    if let Some(from) = from {
        let who = scene.outer().iter().find(|group| group.tokens.start == from + 1)?;
        return act(scene, predicates, who, at..who.range().end);
    }
    let verb = (at.saturating_sub(4)..at).rev().find(|at| predicates.lists.firsts.deeds.at(line, *at).is_some())?;
    let who = scene.doer(verb)?;
    act(scene, predicates, who, who.tokens.start..end)
}

/// "Police opened fire without warning", "no officer fired until …", "they opened fire on my officers".
fn deed(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    let (line, firsts) = (scene.phrases.line, &predicates.lists.firsts);
    let end = at + firsts.deeds.at(line, at)?;
    let behind = end..(end + NEAR).min(line.len());
    let stops = |at: &usize| matches!(line.word(*at), ";" | ".");
    let behind = behind.start..behind.clone().find(stops).unwrap_or(behind.end);
    let who = scene.doer(at)?;
    let told = who.tokens.start..end;
    let mark = behind.clone().find_map(|at| Some(at + firsts.marks.at(line, at)?));
    let before = at > 0 && firsts.marks.has(line.word(at - 1)) && scene.phrases.tag(at - 1) != Tag::Determiner;
    if mark.is_some() || before {
        return act(scene, predicates, who, told.start..mark.unwrap_or(end));
    }
    // "None of the marchers fired": then they did not do so first.
    let side_told = side(line, scene.phrases.lexicon, &who.range()).is_some();
    let nobody = scene.phrases.lexicon.cues.no_one.has(line.word(who.tokens.start));
    let ends = end >= line.len() || matches!(scene.phrases.tag(end), Tag::Boundary | Tag::Mark | Tag::Comma);
    if nobody && side_told && ends {
        return act(scene, predicates, who, told);
    }
    let waits = behind.clone().any(|at| firsts.waits.at(line, at).is_some());
    let made = act(scene, predicates, who, told.clone());
    if waits {
        return made.filter(|act| act.polarity == Polarity::Denied);
    }
    let target = |group: &&Group| {
        behind.contains(&group.tokens.start) && group_side(scene, predicates, group) == Some("officials")
    };
    let on = firsts.opens.at(line, at).is_some();
    let on_officials = on && scene.outer().iter().any(|group| target(&group));
    let other = group_side(scene, predicates, who) != Some("officials");
    (on_officials && other).then(|| Act {
        predicate: "fired_first",
        polarity: polarity(scene, &told),
        words: told.clone(),
        told,
        choice: Some("affected"),
    })
}

/// That `who` fired first, by the words told.
pub(super) fn act(scene: &Scene<'_>, predicates: &Predicates, who: &Group, told: Range<usize>) -> Option<Act> {
    // "If the guards fired first": nobody says that they did.
    let start = who.tokens.start;
    let condition = |at: usize| scene.phrases.lexicon.cues.whether.has(scene.phrases.line.word(at));
    if (start.saturating_sub(2)..start).any(condition) {
        return None;
    }
    let choice = group_side(scene, predicates, who)?;
    let nobody = scene.phrases.lexicon.cues.no_one.has(scene.phrases.line.word(who.tokens.start));
    // "Without warning" denies nothing.
    let end = (told.start..told.end).find(|at| predicates.lists.firsts.marks.at(scene.phrases.line, *at).is_some());
    let polarity = if nobody { Polarity::Denied } else { polarity(scene, &(told.start..end.unwrap_or(told.end))) };
    Some(Act { predicate: "fired_first", words: told.clone(), told, polarity, choice: Some(choice) })
}

/// The side of whoever fired. People whom no list gives a side are those whom the event is about.
pub(super) fn group_side(scene: &Scene<'_>, predicates: &Predicates, group: &Group) -> Option<&'static str> {
    let line = scene.phrases.line;
    let bodies = group.range().any(|at| predicates.lists.firsts.bodies.at(line, at).is_some());
    let theirs = group.range().any(|at| predicates.lists.firsts.theirs.at(line, at).is_some());
    let named = side(line, scene.phrases.lexicon, &group.range());
    // Officials speak of the others so; whom "they" is for others, the words around tell.
    let they = scene.phrases.lexicon.language == Language::Es
        && scene.phrases.lexicon.people.they.has(line.word(group.tokens.start));
    match (named, group.named) {
        (Some(side), _) => Some(side),
        _ if bodies => Some("officials"),
        _ if theirs || they => Some("affected"),
        (None, Named::People) if !group.name && !scene.phrases.is_bare_number(group) => Some("affected"),
        _ => None,
    }
}
