//! Who is the subject of a Spanish verb, before it or behind it?
//!
//! The number of the verb tells which phrase is its subject; where none stands there the verb itself tells one, or as many
//! as were told before. Left out: subjects in an earlier sentence.

use super::{REACH, Verbal};
use crate::incidents::arguments::{Arguments, Scene, Somebody};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::predicates::{Found, VerbForm, Whom};
use crate::incidents::tags::Tag;

impl Scene<'_> {
    /// "Murieron siete", "perdió la vida un agente", "dos funcionarios cayeron en combate".
    pub(super) fn undergone(&self, verb: &Verbal, found: &Found, form: VerbForm, whom: Whom) -> Option<Arguments> {
        // "La fachada presentaba impactos": who has what several words tell must be people by a word.
        let known = |groups: &Vec<usize>| {
            let group = &self.groups[groups[0]];
            found.length == 1 || whom == Whom::Things || group.named != Named::Thing || group.stated
        };
        if found.reflexive && !verb.se && !self.has_own_clitic(verb) {
            return None;
        }
        let unreal = self.is_wished(verb, form);
        let patients = self.subject_inside(verb, whom).or_else(|| self.subject_around(verb, whom));
        if patients.as_ref().is_some_and(|groups| !known(groups)) {
            return None;
        }
        let told = Arguments { verb: verb.start..verb.end, unreal, ..Arguments::default() };
        match patients {
            Some(patients) => Some(Arguments { patients, ..told }),
            None => {
                let verb = Verbal { se: verb.se && !found.reflexive, ..*verb };
                self.dropped(&verb, form).map(|somebody| Arguments { somebody: Some(somebody), ..told })
            }
        }
    }

    /// "Cayeron cuatro soldados en una emboscada": the subject stands inside the words that tell it.
    fn subject_inside(&self, verb: &Verbal, whom: Whom) -> Option<Vec<usize>> {
        let inside = |group: &Group| {
            group.tokens.start > verb.at && group.range().end < verb.end && group.named == Named::People
        };
        let found = self.outer().iter().position(inside).filter(|group| !self.is_led(*group))?;
        let groups = vec![found];
        (self.phrases.can_suffer(&self.groups[found], whom) && self.agrees(verb, &groups)).then_some(groups)
    }

    /// "Me entrego", "nos rendimos".
    fn has_own_clitic(&self, verb: &Verbal) -> bool {
        (verb.start..verb.at).any(|at| matches!(self.word_at(at), "me" | "nos"))
            || ["rse", "rme", "rnos"].iter().any(|end| self.word_at(verb.at).ends_with(end))
    }

    /// The subject before or behind, as the number of the verb has it.
    pub(super) fn subject_around(&self, verb: &Verbal, whom: Whom) -> Option<Vec<usize>> {
        let fits = |groups: &Vec<usize>| {
            groups.first().is_some_and(|first| self.can_be_subject(*first)) && self.agrees(verb, groups)
        };
        let behind = || self.behind(verb.end, whom).filter(fits);
        let before = || self.ahead(verb, whom).filter(fits);
        let adjacent = self.touching(verb.start).is_some();
        // "Tras un intercambio de disparos resultó herido un agente": people behind come before things in front.
        let people = |groups: &Vec<usize>| {
            let group = &self.groups[groups[0]];
            group.named != Named::Thing || group.stated
        };
        if adjacent && !self.opens_clause(verb.start) {
            before().filter(people).or_else(|| behind().filter(people)).or_else(before).or_else(behind)
        } else {
            behind().or_else(before)
        }
    }

    /// "Murió camino al hospital": a noun alone is a subject only where it names people.
    fn can_be_subject(&self, group: usize) -> bool {
        let group = &self.groups[group];
        let alone = group.tokens.len() == 1 && !group.stated && group.named != Named::Pronoun;
        !alone || group.named == Named::People
    }

    /// Whether a clause begins at token `start`.
    fn opens_clause(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else { return true };
        matches!(self.tag_at(before), Tag::Mark | Tag::Boundary | Tag::Coordinator | Tag::Comma)
    }

    pub(super) fn touching(&self, edge: usize) -> Option<usize> {
        self.outer().iter().rposition(|group| group.range().end == edge)
    }

    /// Whether verb and phrase are both singular or both plural; a number word may go with either ("una decena").
    pub(super) fn agrees(&self, verb: &Verbal, groups: &[usize]) -> bool {
        let Some(plural) = verb.plural else { return true };
        let many = groups.len() > 1 || groups.iter().any(|number| self.groups[*number].max != Some(1));
        let people = &self.phrases.lexicon.people;
        let whole = |at: usize| people.collectives.has(self.word_at(at)) || people.groups.has(self.word_at(at));
        let collective = groups.iter().any(|number| {
            let group = &self.groups[*number];
            group.of.is_some() && group.stated
                || group.max == Some(0)
                || groups.len() == 1 && !group.stated && group.tokens.clone().any(whole)
        });
        collective || many == plural
    }

    /// "Murió desangrado": nobody is named, and the verb tells one; several are those of a number before.
    pub(super) fn dropped(&self, verb: &Verbal, form: VerbForm) -> Option<Somebody> {
        let finite = matches!(form, VerbForm::Finite | VerbForm::Participle) && verb.plural.is_some();
        let relative = verb.start > 0 && self.tag_at(verb.start - 1) == Tag::Relative;
        let alone = self.opens_clause(verb.start) || relative && self.is_that(verb.start - 1);
        if !finite || verb.se || !alone {
            return None;
        }
        let words = verb.start..verb.end;
        match verb.plural {
            Some(false) => Some(Somebody { words, min: 1, max: Some(1), stated: false }),
            _ => self.antecedent(verb.start).map(|(min, max)| Somebody { words, min, max, stated: false }),
        }
    }

    /// "Dijo que": no noun stands before it.
    fn is_that(&self, at: usize) -> bool {
        at == 0 || self.touching(at).is_none() || self.is_finite(at - 1)
    }

    /// The number of those told before token `at` in the sentence.
    pub(super) fn antecedent(&self, at: usize) -> Option<(u64, Option<u64>)> {
        let told = |group: &&Group| {
            group.tokens.end <= at && group.stated && group.min > 1 && self.phrases.can_suffer(group, Whom::People)
        };
        self.outer().iter().rev().find(told).map(|group| (group.min, group.max))
    }

    /// The subject before the verb: right before it, before the "que" that it stands behind, or the first phrase of the
    /// clause that no preposition leads. Verbs in between have to be closed by a "que" or joined by "y".
    pub(super) fn ahead(&self, verb: &Verbal, whom: Whom) -> Option<Vec<usize>> {
        let found = self.one_ahead(verb)?;
        self.phrases.can_suffer(&self.groups[found], whom).then(|| self.subjects(found))
    }

    /// The last phrase of the subject before the verb, whatever it names.
    pub(super) fn one_ahead(&self, verb: &Verbal) -> Option<usize> {
        let mut edge = verb.start;
        while edge > 0 && self.word_at(edge - 1).chars().all(|letter| matches!(letter, '”' | '»' | '"' | ')')) {
            edge -= 1;
        }
        let relative = edge > 0 && self.tag_at(edge - 1) == Tag::Relative;
        if relative {
            edge -= 1;
            // "Fue el grupo el que disparó".
            edge -= usize::from(edge > 0 && self.touching(edge).is_none() && self.tag_at(edge - 1) == Tag::Determiner);
            edge -= usize::from(edge > 0 && self.tag_at(edge - 1) == Tag::Comma);
        }
        let direct = self.touching(edge).filter(|group| relative || !self.is_led(*group));
        // "El jefe, alias Chucho, ordenó": the name says best who it is.
        let comma = edge > 0 && self.tag_at(edge - 1) == Tag::Comma;
        let named = |group: &usize| self.groups[*group].name && !self.is_led(*group);
        let direct = direct.or_else(|| if comma { self.touching(edge - 1).filter(named) } else { None });
        direct.or_else(|| if relative { None } else { self.first_of_clause(edge) })
    }

    /// Who does what the verb at `at..end` tells, before it or behind it, whatever it names ("la comisión").
    pub(super) fn actor(&self, at: usize, end: usize) -> Option<usize> {
        let verb = self.verbal(at, end);
        let ahead = || self.one_ahead(&verb).filter(|group| self.agrees(&verb, &[*group]));
        let behind = || self.next_phrase(end, false).filter(|group| self.agrees(&verb, &[*group]));
        if self.opens_clause(verb.start) { behind().or_else(ahead) } else { ahead().or_else(behind) }
    }

    /// A finite verb that is no auxiliary of the next one ("iba en la moto").
    fn is_border(&self, at: usize) -> bool {
        let modal = self.phrases.lexicon.hedges.modals.has(self.word_at(at));
        self.is_finite(at) || self.tag_at(at) == Tag::Be || modal
    }

    /// The list that ends with `last`, without what is the object of a verb before it ("tenemos diez fugados y once …").
    fn subjects(&self, last: usize) -> Vec<usize> {
        let list = self.joined_before(last);
        let object = |number: &usize| {
            let start = self.groups[*number].tokens.start;
            start > 0 && *number != last && (self.tag_at(start - 1) == Tag::Verb || self.is_finite(start - 1))
        };
        let from = list.iter().rposition(object).map_or(0, |at| at + 1);
        list[from..].to_vec()
    }

    fn first_of_clause(&self, edge: usize) -> Option<usize> {
        let floor = edge.saturating_sub(3 * REACH);
        let (mut candidate, mut open, mut joined, mut passed) = (None, false, false, false);
        let mut at = edge;
        while at > floor {
            let group = self.touching(at).filter(|group| self.groups[*group].tokens.start < at);
            if let Some(group) = group {
                let pronoun = self.groups[group].named == Named::Pronoun;
                // "Cinco fueron detenidos y otros fueron abatidos": others are somebody, though nobody says how many.
                if pronoun && self.phrases.lexicon.quantifiers.others.has(self.word_at(at - 1)) {
                    return Some(group);
                }
                if !open && !self.is_led(group) && !pronoun {
                    candidate = Some(group);
                }
                at = self.groups[group].tokens.start;
                continue;
            }
            let before = at - 1;
            match self.tag_at(before) {
                Tag::Mark | Tag::Boundary => break,
                Tag::Relative if passed => (candidate, open, passed) = (None, false, false),
                Tag::Relative => break,
                Tag::Coordinator | Tag::Comma => joined = true,
                Tag::Verb | Tag::Be | Tag::Auxiliary if self.is_border(before) => {
                    if candidate.is_some() && !joined {
                        break;
                    }
                    // What stands between a joined verb and this one is the object of the former.
                    (candidate, open, joined, passed) = (None, !joined, false, true);
                }
                _ => {}
            }
            at = before;
        }
        candidate.filter(|_| !open)
    }
}

#[cfg(test)]
mod tests {
    use crate::incidents::tests::spanish;

    #[test]
    fn subjects_before_behind_and_left_out() {
        spanish("Murieron en el acto cinco pasajeros.", &["killed 5 [cinco pasajeros]"]);
        spanish(
            "En la redada fueron abatidos tres sicarios y resultó herido un agente.",
            &["killed 3 affected [tres sicarios]", "injured 1 officials [un agente]"],
        );
        spanish("Perdió la vida un obrero de 40 años.", &["killed 1 other [un obrero]"]);
        spanish("Falleció camino al hospital.", &["killed 1 [Falleció]"]);
        spanish("Un hombre llegó herido a la sala y murió.", &["injured 1 [Un hombre]", "killed 1 [Un hombre]"]);
        spanish("El hombre que iba en la moto murió.", &["killed 1 [El hombre]"]);
        spanish("Otros tres obreros siguen desaparecidos.", &["missing 3 other [Otros tres obreros]"]);
        spanish("Dos jóvenes fueron hallados muertos.", &["killed 2 [Dos jóvenes]"]);
        spanish("Un teniente fue dado de baja.", &["killed 1 officials [Un teniente]"]);
        spanish("Una treintena de familias abandonó sus casas.", &["displaced 30 families [Una treintena]"]);
    }
}
