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
            let around = self.outer().iter().position(|group| group.tokens.contains(&at));
            let named = |group: usize| {
                let group = &self.groups[group];
                (group.tokens.start..at).any(|at| matches!(self.tag_at(at), Tag::Noun | Tag::Number))
                    || (end..group.tokens.end).any(|at| self.tag_at(at) == Tag::Noun)
            };
            let inner = self.groups.iter().position(|group| group.stated && group.tokens.end == at);
            let beside = inner.or_else(|| self.touching(self.past_age(at))).or(around.filter(|group| named(*group)));
            // "Reporte de personas lesionadas": those inside it.
            let own = beside.map(|group| self.people_in(group, whom, false)).filter(|group| suffers(*group));
            if let Some(own) = own {
                // "Catorce cuerpos con heridas": they are told by another word.
                let head = (self.groups[own].tokens.clone()).rev().find(|at| self.tag_at(*at) == Tag::Noun);
                // "El cuerpo sin vida de una mujer": whose it is, "de" tells.
                let body =
                    head.is_some_and(|head| self.phrases.predicates.lists.wording.bodies.has(self.word_at(head)));
                if body && end > at + 1 && matches!(self.word_at(end), "de" | "del") {
                    return None;
                }
                if end > at + 1
                    && head.is_some_and(|head| {
                        head < at && self.phrases.predicates.names_others(self.phrases.line, head, found.predicate)
                    })
                {
                    return None;
                }
                let bare = self.phrases.is_bare_number(&self.groups[own]);
                let mut patients = if bare { vec![own] } else { self.joined_before(own) };
                patients.extend(
                    self.goes_on(own, end).into_iter().filter(|next| !bare || self.groups[*next].max == Some(0)),
                );
                let none = self.denied_before(&self.groups[own]);
                let described = self.told_behind(end);
                return Some(Arguments { patients, none, described, ..told });
            }
            // "Una veintena de muertos".
            let counted = |group: &Group| {
                let of = group.of.as_ref().is_some_and(|of| of.start + 1 == at && of.end == end);
                of && group.stated && self.phrases.is_bare_number(group)
            };
            if let Some(counted) = self.outer().iter().position(counted).filter(|_| whom == Whom::People) {
                return Some(Arguments { patients: vec![counted], ..told });
            }
            if around.is_some() || self.groups.iter().any(|group| group.range().contains(&at)) {
                return None;
            }
            if let Some(patients) = self.headed_by(at, end, whom) {
                return Some(Arguments { patients, ..told });
            }
            // "Hallaron muertos a dos", "dejó sin hogar a 600 familias".
            let known = |group: &usize| self.groups[*group].named == Named::People || self.groups[*group].stated;
            let object = self.next_phrase(end, true).filter(|group| suffers(*group)).filter(known);
            if let Some(object) = object {
                return Some(Arguments { patients: self.listed(object), ..told });
            }
        }
        if let Some(patients) = self.joined_passive(at, whom).filter(|_| verb.start == at) {
            return Some(Arguments { patients, ..told });
        }
        if verb.start == at && !self.leads_state(at) {
            return None;
        }
        // "Siguen desaparecidos", "fueron hallados muertos", "reportado como desaparecido": the verb before has the subject.
        let leads = self.verb_before(at);
        let verb = if verb.start == at { Verbal { at, end, ..self.verbal(leads, leads + 1) } } else { verb };
        let told = Arguments { verb: verb.start..end, ..Arguments::default() };
        let unreal = self.is_wished(&verb, VerbForm::Participle);
        let agents = self.by(end).into_iter().filter(|agent| self.groups[*agent].named != Named::Thing).collect();
        let told = Arguments { unreal, agents, ..told };
        match self.subject_around(&verb, whom) {
            Some(patients) => Some(Arguments { patients, ..told }),
            None => self
                .dropped(&verb, VerbForm::Participle)
                .filter(|_| verb.passive || found.length == 1 && self.appears_so(leads, at))
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

    /// "Fueron sacados de sus casas y ejecutados": the subject of the passive before.
    fn joined_passive(&self, at: usize, whom: Whom) -> Option<Vec<usize>> {
        let word = self.word_at(at);
        let joined = at > 1 && matches!(self.tag_at(at - 1), Tag::Coordinator);
        let clause = (at.saturating_sub(NEAR + 1)..at.saturating_sub(1)).rev().filter(|_| joined).take_while(|at| {
            !matches!(self.tag_at(*at), Tag::Boundary | Tag::Relative | Tag::Mark) && !self.is_finite(*at)
        });
        let passive = |at: &usize| self.tag_at(*at) == Tag::Verb && self.verbal(*at, at + 1).passive;
        let mut clause = clause.skip_while(|at| !passive(at));
        let first = clause.next().filter(|first| self.word_at(*first).ends_with('s') == word.ends_with('s'))?;
        self.subject_around(&self.verbal(first, first + 1), whom)
    }

    /// "Dos heridos permanecen en estado grave": what a verb of being right behind tells.
    pub(super) fn told_behind(&self, end: usize) -> Option<Range<usize>> {
        let is = !self.phrases.predicates.lists.wording.exists.has(self.word_at(end));
        let sums = &self.phrases.predicates.lists.wording.sums;
        // "… es el balance oficial".
        let counts = |told: &Range<usize>| told.clone().any(|at| sums.has(self.word_at(at)));
        self.described(end).filter(|told| is && told.start == end + 1 && !counts(told))
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
        let verb = self.verb_before(at);
        verb < at && (self.is_finite(verb) || self.tag_at(verb) == Tag::Verb)
    }

    /// "Apareció ahorcado", but not "hubo muertos": the verb has no subject but the one in that state.
    fn appears_so(&self, verb: usize, at: usize) -> bool {
        let many = self.word_at(verb).ends_with('n');
        let exists = self.phrases.predicates.lists.wording.exists.has(self.word_at(verb));
        self.is_finite(verb) && !exists && many == self.word_at(at).ends_with('s')
    }

    /// The token before the state, past "como" and the like.
    fn verb_before(&self, at: usize) -> usize {
        let taken_for = &self.phrases.predicates.lists.wording.taken_for;
        let as_such = at > 1 && taken_for.has(self.word_at(at - 1));
        at.saturating_sub(1 + usize::from(as_such))
    }

    /// "Detenidas tres personas por el robo": a headline puts the participle first, in the number of those it tells of.
    fn headed_by(&self, at: usize, end: usize, whom: Whom) -> Option<Vec<usize>> {
        let opens = at == 0 || matches!(self.tag_at(at - 1), Tag::Mark);
        let word = self.word_at(at);
        let participle =
            ["do", "da", "dos", "das", "to", "ta", "tos", "tas"].iter().any(|ending| word.ends_with(ending));
        let next = self.next_phrase(end, false).filter(|_| opens && participle)?;
        let group = &self.groups[next];
        let many = group.max != Some(1);
        let fits = many == word.ends_with('s') && group.tokens.start <= end + 2 && group.named == Named::People;
        (fits && self.phrases.can_suffer(group, whom)).then(|| self.listed(next))
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
