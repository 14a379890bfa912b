//! In which state is somebody, by a Spanish participle or adjective?
//!
//! It stands behind its noun ("dos hombres muertos") or behind a verb that joins it ("siguen desaparecidos", "fueron
//! detenidos seis"). Left out: states of somebody named in an earlier sentence.

use std::ops::Range;
use variorum_evidence::document::Language;

use super::{NEAR, Verbal};
use crate::incidents::arguments::{Arguments, Scene};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::predicates::{Found, VerbForm, Whom};
use crate::incidents::tags::Tag;

impl Scene<'_> {
    /// A participle or a state: "dos hombres muertos", "fueron detenidos seis", "dejó heridos a tres", "está grave".
    pub(super) fn in_state(&self, at: usize, found: &Found, whom: Whom) -> Option<Arguments> {
        let end = at + found.length;
        let verb = self.verbal(at, end);
        let told = Arguments { verb: verb.start..verb.end, ..Arguments::default() };
        let suffers = |group: usize| self.phrases.can_suffer(&self.groups[group], whom);
        if verb.start == at {
            // "Un joven herido", "tres muertos": right behind a phrase, or inside it.
            let around = self.outer().iter().position(|group| group.range().contains(&at));
            let named = |group: usize| {
                let group = &self.groups[group];
                (group.tokens.start..at).any(|at| matches!(self.tag_at(at), Tag::Noun | Tag::Number))
                    || (end..group.tokens.end).any(|at| self.tag_at(at) == Tag::Noun)
            };
            let inner = self.groups.iter().position(|group| group.stated && group.tokens.end == at);
            let beside = inner.or_else(|| self.touching(self.past_age(at))).or(around.filter(|group| named(*group)));
            let own = beside.filter(|group| suffers(*group));
            if let Some(own) = own {
                // "Catorce cuerpos con heridas": they are told by another word.
                let head = (self.groups[own].tokens.clone()).rev().find(|at| self.tag_at(*at) == Tag::Noun);
                if end > at + 1
                    && head.is_some_and(|head| {
                        head < at && self.phrases.predicates.names_others(self.phrases.line, head, found.predicate)
                    })
                {
                    return None;
                }
                let bare = self.phrases.is_bare_number(&self.groups[own]);
                let mut patients = if bare { vec![own] } else { self.joined_before(own) };
                patients.extend(self.goes_on(own, end));
                let none = self.denied_before(&self.groups[own]);
                return Some(Arguments { patients, none, ..told });
            }
            if around.is_some() {
                return None;
            }
            // "Hallaron muertos a dos", "dejó sin hogar a 600 familias".
            let known = |group: &usize| self.groups[*group].named == Named::People || self.groups[*group].stated;
            let object = self.next_phrase(end, true).filter(|group| suffers(*group)).filter(known);
            if let Some(object) = object {
                return Some(Arguments { patients: self.listed(object), ..told });
            }
        }
        if verb.start == at && !self.leads_state(at) {
            return None;
        }
        // "Siguen desaparecidos", "fueron hallados muertos": the verb before has the subject.
        let verb = if verb.start == at { Verbal { at, end, ..self.verbal(at - 1, at) } } else { verb };
        let told = Arguments { verb: verb.start..end, ..Arguments::default() };
        let unreal = self.is_wished(&verb, VerbForm::Participle);
        let agents = self.by(end).into_iter().filter(|agent| self.groups[*agent].named != Named::Thing).collect();
        let told = Arguments { unreal, agents, ..told };
        match self.subject_around(&verb, whom) {
            Some(patients) => Some(Arguments { patients, ..told }),
            None => self
                .dropped(&verb, VerbForm::Participle)
                .filter(|_| verb.passive)
                .map(|somebody| Arguments { somebody: Some(somebody), ..told }),
        }
    }

    /// "No hay agentes muertos", "no tengo civiles heridos": a bare plural behind a verb of being or having that is denied.
    fn denied_before(&self, group: &Group) -> bool {
        let start = group.tokens.start;
        let bare = !group.stated && self.tag_at(start) == Tag::Noun && group.max != Some(1);
        bare && self.exists_before(start).is_some_and(|verb| self.is_denied(verb))
    }

    /// The verb of being in the clause before token `at`.
    pub(super) fn exists_before(&self, at: usize) -> Option<usize> {
        let inside = |at: &usize| !matches!(self.tag_at(*at), Tag::Mark | Tag::Boundary | Tag::Relative);
        let mut clause = (at.saturating_sub(NEAR)..at).rev().take_while(inside);
        clause.find(|at| self.phrases.predicates.lists.wording.exists.has(self.word_at(*at)))
    }

    pub(super) fn is_denied(&self, verb: usize) -> bool {
        (verb.saturating_sub(4)..verb).any(|at| self.phrases.lexicon.is_negation(self.word_at(at)))
    }

    /// Where the phrase before "de 17 años" ends.
    fn past_age(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0
            && (matches!(self.tag_at(start - 1), Tag::Adverb | Tag::Number)
                || matches!(self.word_at(start - 1), "años" | "edad"))
        {
            start -= 1;
        }
        let age = start < at && start > 0 && self.word_at(start - 1) == "de";
        if age { start - 1 } else { at }
    }

    /// "Sigue hospitalizado", "apareció muerto", "continúan en paradero desconocido": a verb that joins a state.
    fn leads_state(&self, at: usize) -> bool {
        at > 0 && (self.is_finite(at - 1) || self.tag_at(at - 1) == Tag::Verb)
    }

    /// "Siete civiles muertos y un solo funcionario": the list goes on behind the state.
    fn goes_on(&self, own: usize, end: usize) -> Vec<usize> {
        if !self.groups[own].stated || self.tag_at(end) != Tag::Coordinator {
            return Vec::new();
        }
        let next = self.outer().iter().position(|group| group.tokens.start == end + 1);
        let alone = next.filter(|next| {
            let group = &self.groups[*next];
            let tokens = group.range();
            let people = group.max == Some(0) && group.named == Named::People
                || group.tokens.clone().any(|at| self.phrases.lexicon.is_person(self.word_at(at)));
            let state = (tokens.start..tokens.end + 1).any(|at| self.phrases.predicates.begins(self.word_at(at)));
            let stops = matches!(self.tag_at(tokens.end), Tag::Mark | Tag::Comma | Tag::Preposition);
            people && !state && stops
        });
        alone.into_iter().collect()
    }

    /// "1.204 detenciones arbitrarias": adjectives stand behind the noun that is counted.
    pub(super) fn first_noun(&self, at: usize, end: usize) -> Option<Arguments> {
        let around = self.groups.iter().position(|group| group.stated && group.tokens.contains(&at))?;
        let before = self.groups[around].tokens.start..at;
        let first = !before.clone().any(|at| self.tag_at(at) == Tag::Noun);
        first.then(|| Arguments { patients: vec![around], verb: at..end, ..Arguments::default() })
    }

    /// What a form of "be" behind tells of them: "eran policías", "se encuentran en estado crítico".
    pub(in crate::incidents) fn described(&self, from: usize) -> Option<Range<usize>> {
        let wording = &self.phrases.predicates.lists.wording;
        let verb = (from..from + 3)
            .find(|at| self.tag_at(*at) == Tag::Be || wording.figures.has(self.word_at(*at)))
            .filter(|_| self.phrases.lexicon.language == Language::Es)?;
        let stop = (verb..verb + NEAR)
            .find(|at| matches!(self.tag_at(*at), Tag::Mark | Tag::Comma | Tag::Boundary | Tag::Coordinator))
            .unwrap_or(verb + NEAR);
        Some(verb + 1..stop.min(self.phrases.line.len()))
    }
}
