//! To whom is it done in Spanish, and who does it?
//!
//! People who are an object stand behind "a", as a clitic, or as both ("a mi hermano lo mataron"). Left out: whom a clitic
//! stands for that comes before any name.

use super::Verbal;
use crate::incidents::arguments::{Arguments, Scene, Somebody};
use crate::incidents::phrases::Named;
use crate::incidents::predicates::{Found, VerbForm, Whom};
use crate::incidents::tags::Tag;

impl Scene<'_> {
    /// "Mataron a dos", "lo mataron", "a mi hermano lo mataron", "los hombres que mató la policía", "se detuvo a tres".
    pub(super) fn done(&self, verb: &Verbal, found: &Found, form: VerbForm, whom: Whom) -> Option<Arguments> {
        if found.reflexive && !verb.se && !self.word_at(verb.at).contains("rse") {
            return None;
        }
        // "La riada se llevó a cinco": a flood abducts nobody.
        let nature =
            |group: usize| !self.phrases.can_suffer(&self.groups[group], Whom::People) && !self.is_official(group);
        if found.reflexive && self.one_ahead(verb).is_some_and(nature) {
            return None;
        }
        let unreal = self.is_wished(verb, form);
        let life = found.length > 1;
        let right = self.next_phrase(verb.end, false).filter(|group| self.groups[*group].tokens.start >= verb.end);
        let marked = self.next_phrase(verb.end, true).or_else(|| if life { self.of_whom(verb.end) } else { None });
        let object_clitic = verb.clitic.filter(|at| self.is_object(*at));
        let (patients, behind) = match marked {
            Some(marked) => (Some(self.listed(marked)), right.filter(|right| *right != marked)),
            None => match right {
                // "Los mató la policía": whoever has no "a" does it, if known or if a clitic suffers.
                Some(right) if whom == Whom::People && (object_clitic.is_some() || self.is_doer(verb, right)) => {
                    (None, Some(right))
                }
                Some(right) => (Some(self.listed(right)), None),
                None => (None, None),
            },
        };
        // "Ejecutó tres penaltis": whom no "a" marks must be people by a word.
        let known = |group: usize| {
            let group = &self.groups[group];
            marked.is_some() || whom == Whom::Things || group.named != Named::Thing || verb.se || verb.passive
        };
        let suffers = |groups: &Vec<usize>| self.phrases.can_suffer(&self.groups[groups[0]], whom) && known(groups[0]);
        // "Los mataron a todos".
        let named = |groups: &Vec<usize>| {
            let group = &self.groups[groups[0]];
            object_clitic.is_none() || group.named != Named::Pronoun || group.max.is_some()
        };
        let patients = patients.filter(suffers).filter(named).or_else(|| self.preposed(verb, behind.is_some(), whom));
        let before = self.ahead(verb, whom).filter(|groups| Some(groups) != patients.as_ref());
        let agents = before.unwrap_or_else(|| behind.into_iter().collect());
        let agents: Vec<usize> = agents.into_iter().filter(|_| form == VerbForm::Finite || verb.perfect).collect();
        // "Se los llevó el río".
        let thing = |agent: &usize| self.groups[*agent].named == Named::Thing;
        if found.reflexive && agents.iter().any(thing) && !agents.iter().any(|agent| self.is_official(*agent)) {
            let known = |agent: &usize| self.phrases.can_suffer(&self.groups[*agent], Whom::People);
            if !agents.iter().any(known) {
                return None;
            }
        }
        let official = agents.iter().any(|agent| self.is_official(*agent));
        if found.officials && !official {
            return None;
        }
        let told = Arguments { agents, verb: verb.start..verb.end, unreal, ..Arguments::default() };
        match patients {
            Some(patients) => Some(Arguments { patients, ..told }),
            None => {
                let clitic = verb.clitic.filter(|_| whom == Whom::People)?;
                let somebody = self.somebody(verb, clitic)?;
                Some(Arguments { somebody: Some(somebody), ..told })
            }
        }
    }

    /// "Le quitaron la vida a", "cobró la vida de un sargento".
    fn of_whom(&self, end: usize) -> Option<usize> {
        let of = matches!(self.word_at(end), "de" | "del");
        self.groups.iter().position(|group| of && group.tokens.start == end + 1)
    }

    fn is_object(&self, at: usize) -> bool {
        matches!(self.word_at(at), "lo" | "la" | "los" | "las")
    }

    /// "Detuvo la policía": a known phrase without "a" is the subject behind its verb.
    fn is_doer(&self, verb: &Verbal, group: usize) -> bool {
        let known = &self.groups[group];
        (known.definite && !known.stated || known.name) && self.agrees(verb, &[group])
    }

    /// Who stands before the verb as its object: "a mi hermano lo mataron", "el hombre al que mataron".
    fn preposed(&self, verb: &Verbal, doer_behind: bool, whom: Whom) -> Option<Vec<usize>> {
        let before = verb.start.checked_sub(1)?;
        if self.tag_at(before) == Tag::Relative {
            let mut edge = before;
            while edge > 0 && matches!(self.word_at(edge - 1), "a" | "al" | "los" | "las" | "la") {
                edge -= 1;
            }
            let to = edge < before;
            edge -= usize::from(edge > 0 && self.tag_at(edge - 1) == Tag::Comma);
            let group = self.touching(edge).filter(|_| to || doer_behind)?;
            return self.phrases.can_suffer(&self.groups[group], whom).then(|| self.joined_before(group));
        }
        let group = self.touching(verb.start)?;
        let start = self.groups[group].tokens.start;
        let marked = start > 0 && matches!(self.word_at(start - 1), "a" | "al");
        (verb.clitic.is_some() && marked && self.phrases.can_suffer(&self.groups[group], whom))
            .then(|| self.joined_before(group))
    }

    /// Whom a clitic stands for: one, or as many as a number told before.
    fn somebody(&self, verb: &Verbal, clitic: usize) -> Option<Somebody> {
        let word = self.word_at(clitic);
        let plural = ["los", "las", "nos"].iter().any(|end| word.ends_with(end));
        let (min, max) = if plural { self.antecedent(verb.start).unwrap_or((2, None)) } else { (1, Some(1)) };
        let words = clitic.min(verb.at)..verb.at + 1;
        Some(Somebody { words, min, max, stated: false })
    }

    fn is_official(&self, group: usize) -> bool {
        let range = self.groups[group].range();
        crate::incidents::side(self.phrases.line, self.phrases.lexicon, &range) == Some("officials")
            || range.clone().any(|at| self.phrases.predicates.lists.wording.forces.has(self.word_at(at)))
    }
}

#[cfg(test)]
mod tests {
    use crate::incidents::tests::spanish;

    #[test]
    fn objects_with_a_and_clitics() {
        spanish("Los militares lo mataron de noche.", &["killed 1 [lo mataron] by [Los militares]"]);
        spanish("A mi hermano lo mataron en la puerta.", &["killed 1 [mi hermano]"]);
        spanish("A los tres los detuvieron en la terminal.", &["arrested 3 [los tres]"]);
        spanish("Detuvieron a mi esposo y a mi cuñado.", &["arrested 2 named [mi esposo y a mi cuñado]"]);
        spanish("Asesinan a tiros a dos comerciantes.", &["killed 2 [dos comerciantes]"]);
        spanish("Se detuvo a cuatro personas.", &["arrested 4 [cuatro personas]"]);
        spanish("Hallan sin vida a dos hermanos.", &["killed 2 [dos hermanos]"]);
        spanish("El sismo dejó sin hogar a 600 familias.", &["displaced 600 families [600 familias]"]);
        spanish("El hombre al que mataron era pastor.", &["killed 1 [El hombre]"]);
        spanish("Mataron a una familia de cinco personas.", &["killed 5 [cinco personas]"]);
        spanish("Le dieron muerte a un cabo.", &["killed 1 officials [un cabo]"]);
    }

    #[test]
    fn who_takes_somebody_away() {
        spanish(
            "Hombres armados se llevaron a seis campesinos.",
            &["abducted 6 [seis campesinos] by [Hombres armados]"],
        );
        spanish("La policía se llevó a seis campesinos.", &["arrested 6 [seis campesinos] by [La policía]"]);
        spanish("Se los llevaron en una camioneta.", &["abducted 2+ [los llevaron]"]);
        spanish("La comisión llevó agua a seis barrios.", &[]);
    }
}
