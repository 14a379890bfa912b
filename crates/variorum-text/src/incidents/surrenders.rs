//! Did somebody give up, or offer to?
//!
//! A verb of giving up that stands behind a word of wanting or offering tells an offer; behind a word of refusing, that there
//! was none; by itself that they gave up. Words are data (`[surrenders]` in `lexicon/predicates.toml`). Left out: calls of the
//! other side to give up, and who it was.

use variorum_evidence::claim::Polarity;
use variorum_evidence::document::Language;

use super::acts::{Act, polarity};
use super::arguments::Scene;
use super::predicates::Predicates;
use super::tags::Tag;

/// How far before the verb a word of wanting may stand, in tokens.
const NEAR: usize = 6;

/// That somebody gave up or offered to, told from token `at` on.
pub(super) fn surrendered(scene: &Scene<'_>, predicates: &Predicates, at: usize) -> Option<Act> {
    if scene.phrases.lexicon.language == Language::Es {
        return scene.spanish_surrender(predicates, at);
    }
    let (line, words) = (scene.phrases.line, &predicates.lists.surrenders);
    let end = at + words.verbs.at(line, at).or_else(|| words.nouns.at(line, at))?;
    let from = at.saturating_sub(NEAR);
    let border = |at: &usize| {
        let tag = scene.phrases.tag(*at);
        matches!(tag, Tag::Boundary | Tag::Comma) || matches!(line.word(*at), ";" | "." | ":")
    };
    let start = (from..at).rev().find(border).map_or(from, |at| at + 1);
    let near = |list: &crate::lexicon::Phrases| (start..at).rev().find(|at| list.at(line, *at).is_some());
    let act = |predicate, choice, start: usize, polarity| {
        Some(Act { predicate, words: start..end, told: start..end, polarity, choice: Some(choice) })
    };
    if let Some(first) = near(&words.refuses) {
        return act("offered_surrender", "no", first, Polarity::Affirmed);
    }
    let noun = words.nouns.at(line, at).is_some() && words.verbs.at(line, at).is_none_or(|_| is_noun(scene, at));
    // "Called on them to surrender", "chances to give up": the other side speaks.
    let called = near(&words.calls).is_some();
    if let Some(first) = near(&words.wants).filter(|_| !called) {
        return act("offered_surrender", "yes", first, polarity(scene, &(first..at)));
    }
    let infinitive = at > 0 && line.word(at - 1) == "to";
    let modal = (start..at).any(|at| scene.phrases.lexicon.hedges.modals.has(line.word(at)));
    let condition = at.saturating_sub(NEAR + 2);
    let unreal = (condition..at).any(|at| scene.phrases.lexicon.cues.whether.has(line.word(at)));
    let told = !noun && !called && !infinitive && !modal && !unreal;
    let nobody = (start..at).any(|at| scene.phrases.lexicon.cues.no_one.has(line.word(at)));
    let polarity = if nobody { Polarity::Denied } else { polarity(scene, &(start..at)) };
    told.then(|| act("surrendered", "yes", at, polarity)).flatten()
}

/// "A surrender", "his surrender".
fn is_noun(scene: &Scene<'_>, at: usize) -> bool {
    at > 0 && matches!(scene.phrases.tag(at - 1), Tag::Determiner | Tag::Preposition | Tag::Noun)
}
