//! Did somebody give up, or offer to, by Spanish words?
//!
//! "Entregar" and "rendir" mean it with a clitic alone ("se entregó", "rendirnos"), and what is handed over behind them must
//! name nobody else ("se entregaron ayudas"). Words of wanting before them tell an offer, words of refusing that there was
//! none. Left out: calls of the other side, wishes ("que se rindan"), and who it was.

use variorum_evidence::claim::Polarity;

use crate::conjugation::Form;
use crate::incidents::acts::{Act, polarity};
use crate::incidents::arguments::Scene;
use crate::incidents::phrases::Named;
use crate::incidents::predicates::Predicates;
use crate::incidents::tags::Tag;
use crate::lexicon::Phrases;
use crate::tenses::{is_conditional, is_future};

/// How far before the verb a word of wanting may stand, in tokens.
const NEAR: usize = 7;

/// A verb or noun of giving up.
struct GivingUp {
    end: usize,
    /// An infinitive, which tells nothing by itself.
    infinitive: bool,
    noun: bool,
}

impl Scene<'_> {
    /// That somebody gave up or offered to, told at token `at`.
    pub(in crate::incidents) fn spanish_surrender(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        let (line, words) = (self.phrases.line, &predicates.lists.surrenders);
        let given = self.giving_up(predicates, at)?;
        let border = |at: &usize| {
            matches!(self.tag_at(*at), Tag::Boundary | Tag::Comma) && !words.after.begins(self.word_at(*at))
                || matches!(self.word_at(*at), ";" | "." | ":")
        };
        let from = at.saturating_sub(NEAR);
        let start = (from..at).rev().find(border).map_or(from, |at| at + 1);
        let near = |list: &Phrases| (start..at).rev().find(|at| list.at(line, *at).is_some());
        let act = |predicate, choice, start: usize, polarity| {
            let words = start..given.end;
            Some(Act { predicate, words: words.clone(), told: words, polarity, choice: Some(choice) })
        };
        if let Some(first) = near(&words.refuses) {
            return act("offered_surrender", "no", first, Polarity::Affirmed);
        }
        let called = near(&words.calls).is_some();
        let said = |first: usize| {
            let nobody = (start..at).any(|at| self.phrases.lexicon.cues.no_one.has(self.word_at(at)));
            if nobody { Polarity::Denied } else { polarity(self, &(first..at)) }
        };
        if let Some(first) = near(&words.wants).filter(|_| !called) {
            return act("offered_surrender", "yes", first, said(first));
        }
        let condition = at.saturating_sub(NEAR + 1);
        let unreal = (condition..at).any(|at| self.phrases.lexicon.cues.whether.has(self.word_at(at)));
        if called || unreal {
            return None;
        }
        let after = near(&words.after).is_some_and(|after| self.clear(after + 1, at));
        let word = self.word_at(at);
        if given.noun {
            let verb = self.exists_before(at)?;
            let denied = if self.is_denied(verb + 1) { Polarity::Denied } else { Polarity::Affirmed };
            return act("surrendered", "yes", verb, denied);
        }
        if given.infinitive && !after || !given.infinitive && self.phrases.lexicon.verbs.is(word, &[Form::Subjunctive])
        {
            return None;
        }
        let lexicon = self.phrases.lexicon;
        if is_future(lexicon, word) || is_conditional(lexicon, word) {
            return act("offered_surrender", "yes", at, said(start)).filter(|act| act.polarity == Polarity::Affirmed);
        }
        act("surrendered", "yes", at, said(start))
    }

    fn giving_up(&self, predicates: &Predicates, at: usize) -> Option<GivingUp> {
        let (line, words) = (self.phrases.line, &predicates.lists.surrenders);
        let infinitive = |word: &str| word.ends_with("ar") || word.ends_with("er") || word.ends_with("ir");
        let made = |length: usize| GivingUp {
            end: at + length,
            infinitive: infinitive(without_clitic(self.word_at(at))),
            noun: false,
        };
        if let Some(length) = words.nouns.at(line, at) {
            let owner = matches!(self.word_at(at + length), "de") && self.word_at(at + length + 1) == "cuentas";
            return (!owner).then_some(GivingUp { end: at + length, infinitive: false, noun: true });
        }
        if let Some(length) = words.verbs.at(line, at) {
            // "El gobernador entregó las armas": those of the other side.
            let actor = self.actor(at, at + length).map(|actor| self.groups[actor].range());
            let official = actor
                .is_some_and(|range| crate::incidents::side(line, self.phrases.lexicon, &range) == Some("officials"));
            return (!official).then(|| made(length));
        }
        let state = words.states.has(self.word_at(at))
            && !self.is_perfect(at)
            && !matches!(at.checked_sub(1).map(|before| self.tag_at(before)), Some(Tag::Determiner | Tag::Number));
        let word = self.word_at(at);
        let reflexive = words.reflexives.has(word)
            && (without_clitic(word) != word || self.has_clitic_before(predicates, at))
            && !self.hands_over(at + 1);
        (state || reflexive).then(|| made(1))
    }

    /// "Se habían", "nos íbamos a": a clitic goes with the verb at `at`.
    fn has_clitic_before(&self, predicates: &Predicates, at: usize) -> bool {
        let words = &predicates.lists.surrenders;
        let line = self.phrases.line;
        let goes_on = |at: &usize| {
            matches!(self.tag_at(*at), Tag::Auxiliary | Tag::Be | Tag::Adverb | Tag::Verb)
                || matches!(self.word_at(*at), "a" | "de" | "haberse" | "habiéndose")
                || words.wants.begins(self.word_at(*at))
                || predicates.lists.wording.perfect.has(self.word_at(*at))
        };
        let mut before = (at.saturating_sub(5)..at).rev().take_while(goes_on);
        before.any(|at| matches!(line.word(at), "se" | "me" | "nos" | "haberse" | "habiéndose"))
    }

    /// A thing right behind: it was handed over, and nobody gave himself up.
    fn hands_over(&self, end: usize) -> bool {
        let behind = self.outer().iter().find(|group| group.tokens.start == end);
        behind.is_some_and(|group| group.named == Named::Thing)
    }

    /// No other verb stands between.
    fn clear(&self, start: usize, end: usize) -> bool {
        (start..end).all(|at| !matches!(self.tag_at(at), Tag::Verb | Tag::Be | Tag::Comma))
    }
}

/// "Entregar" of "entregarse".
fn without_clitic(word: &str) -> &str {
    let bare = ["se", "me", "nos"].iter().find_map(|clitic| word.strip_suffix(clitic));
    bare.filter(|bare| ["ar", "er", "ir", "ándo", "éndo"].iter().any(|end| bare.ends_with(end))).unwrap_or(word)
}
