//! Who fired first, by Spanish words?
//!
//! The lists are those of [`super::super::firsts`]; what differs is where whoever did it stands: before the verb, behind it,
//! behind "por", or as those at whom the others answered ("los agentes repelieron el ataque"). Left out: who "they" are.

use std::ops::Range;

use variorum_evidence::claim::Polarity;

use crate::incidents::acts::{Act, polarity};
use crate::incidents::arguments::Scene;
use crate::incidents::firsts::{act, group_side};
use crate::incidents::predicates::Predicates;
use crate::incidents::tags::Tag;
use crate::lexicon::Phrases;

/// How far the word that puts it first may stand from the word of firing, in tokens.
const NEAR: usize = 7;

impl Scene<'_> {
    /// That a side fired first, told from token `at` on.
    pub(in crate::incidents) fn spanish_first(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        self.first_to_fire(predicates, at)
            .or_else(|| self.first_shots(predicates, at))
            .or_else(|| self.answered(predicates, at))
            .or_else(|| self.fired(predicates, at))
    }

    /// "Los guardias fueron los primeros en disparar", "los primeros en disparar fueron los guardias".
    fn first_to_fire(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        let (line, firsts) = (self.phrases.line, &predicates.lists.firsts);
        let end = at + firsts.leads.at(line, at)?;
        let deed = (end..end + 3).find_map(|start| Some(start + firsts.deeds.at(line, start)?))?;
        let be = |range: Range<usize>| range.rev().find(|at| self.tag_at(*at) == Tag::Be);
        let verb = be(at.saturating_sub(4)..at).or_else(|| be(deed..deed + 2))?;
        let who = if verb < at { self.actor(verb, verb + 1) } else { self.next_phrase(verb + 1, false) };
        let who = &self.groups[who?];
        act(self, predicates, who, who.tokens.start.min(at)..who.range().end.max(deed))
    }

    /// "Los primeros disparos salieron de la torre", "los primeros tiros los hizo la policía".
    fn first_shots(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        let (line, firsts) = (self.phrases.line, &predicates.lists.firsts);
        let end = at + firsts.shots.at(line, at)?;
        let from = (end..end + NEAR + 3).filter(|at| firsts.origins.has(self.word_at(*at)));
        let mut origins = from.filter_map(|from| self.groups.iter().find(|group| group.tokens.start == from + 1));
        if let Some(made) = origins.find_map(|who| act(self, predicates, who, at..who.range().end)) {
            return Some(made);
        }
        let near = at.saturating_sub(NEAR)..(end + NEAR).min(line.len());
        let verb = near.filter(|verb| *verb < at || *verb >= end).find(|verb| firsts.makes.has(self.word_at(*verb)))?;
        // "Los primeros disparos los hizo la policía": the shots themselves are on no side.
        let behind = self.next_phrase(verb + 1, false);
        let mut who = behind.into_iter().chain(self.actor(verb, verb + 1)).map(|who| &self.groups[who]);
        who.find_map(|who| act(self, predicates, who, who.tokens.start.min(at)..who.range().end.max(end)))
    }

    /// "Los agentes repelieron el ataque", "la comisión fue recibida a tiros": the others began.
    fn answered(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        let (line, firsts) = (self.phrases.line, &predicates.lists.firsts);
        let (repels, greets) = (firsts.repels.at(line, at), firsts.greets.at(line, at));
        let end = at + repels.or(greets)?;
        let verb = self.verbal(at, end);
        let active = greets.is_some() && repels.is_none() && !verb.passive;
        let group = if active { self.next_phrase(at + 1, true) } else { self.actor(at, end) };
        let group = &self.groups[group?];
        let other = match group_side(self, predicates, group)? {
            "officials" => "affected",
            "affected" => "officials",
            _ => return None,
        };
        let told = group.tokens.start.min(verb.start)..end.max(group.tokens.end);
        let polarity = polarity(self, &(verb.start..at + 1));
        Some(Act { predicate: "fired_first", polarity, words: told.clone(), told, choice: Some(other) })
    }

    /// "La policía abrió fuego sin aviso", "iniciaron el tiroteo", "dispararon contra la comisión".
    fn fired(&self, predicates: &Predicates, at: usize) -> Option<Act> {
        let (line, firsts) = (self.phrases.line, &predicates.lists.firsts);
        let begins = firsts.begins.at(line, at);
        let deed = at + begins.or_else(|| firsts.deeds.at(line, at))?;
        let verb = self.verbal(at, deed);
        // "El primero en disparar", "la orden de disparar" tell of no shot of their own.
        if verb.plural.is_none() && !verb.perfect {
            return None;
        }
        let behind = self.clause_behind(deed);
        let before = self.clause_before(verb.start);
        let mark = |range: Range<usize>, list: &Phrases| range.clone().find_map(|at| Some(at + list.at(line, at)?));
        let marked = mark(behind.clone(), &firsts.marks);
        let end = marked.filter(|end| *end == deed + 1).unwrap_or(deed);
        let who = self.actor(at, end).map(|who| &self.groups[who]);
        let first = begins.is_some() || marked.is_some() || mark(before, &firsts.marks).is_some();
        if first {
            let who = who?;
            return act(
                self,
                predicates,
                who,
                who.tokens.start.min(verb.start)..marked.unwrap_or(deed).max(who.tokens.end),
            );
        }
        let waits = behind.clone().any(|at| firsts.waits.at(line, at).is_some());
        if waits {
            let who = who?;
            let made = act(self, predicates, who, who.tokens.start.min(verb.start)..deed);
            return made.filter(|act| act.polarity == Polarity::Denied);
        }
        self.on_officials(predicates, at, deed, behind)
    }

    /// "Abrieron fuego contra la comisión": the others, who did so, are told to have begun.
    fn on_officials(&self, predicates: &Predicates, at: usize, deed: usize, behind: Range<usize>) -> Option<Act> {
        let opens = predicates.lists.firsts.opens.at(self.phrases.line, at).is_some();
        let led = |start: usize| matches!(self.word_at(start), "a" | "al" | "contra" | "hacia" | "sobre");
        let target = self.outer().iter().find(|group| {
            behind.contains(&group.tokens.start)
                && led(group.tokens.start - 1)
                && group_side(self, predicates, group) == Some("officials")
        });
        let target = target.filter(|_| opens)?;
        let verb = self.verbal(at, deed);
        let who = self.actor(at, deed).map(|who| &self.groups[who]).filter(|who| *who != target);
        let official = who.is_some_and(|who| group_side(self, predicates, who) == Some("officials"));
        let start = who.map_or(verb.start, |who| who.tokens.start.min(verb.start));
        // "Si dispararon contra los agentes": nobody says that they did.
        let condition = |at: usize| self.phrases.lexicon.cues.whether.has(self.word_at(at));
        if official || (start.saturating_sub(2)..start).any(condition) {
            return None;
        }
        let told = start..deed;
        let polarity = polarity(self, &told);
        let words = start..target.range().end;
        Some(Act { predicate: "fired_first", polarity, words, told, choice: Some("affected") })
    }

    /// The tokens behind `end` up to the end of the clause.
    fn clause_behind(&self, end: usize) -> Range<usize> {
        let far = (end + NEAR).min(self.phrases.line.len());
        end..(end..far).find(|at| matches!(self.word_at(*at), ";" | "." | ":")).unwrap_or(far)
    }

    /// The tokens before `start` back to the beginning of the clause, past one comma ("al verlos, dispararon").
    fn clause_before(&self, start: usize) -> Range<usize> {
        let far = start.saturating_sub(2 * NEAR);
        let stops = |at: &usize| matches!(self.word_at(*at), ";" | "." | ":" | "que");
        (far..start).rev().find(stops).map_or(far, |at| at + 1)..start
    }
}
