//! Who suffers what a Spanish verb or noun tells?
//!
//! Spanish puts the one who suffers before the verb or behind it, marks people who are an object with "a", repeats them as
//! a clitic ("a mi hermano lo mataron"), or leaves them out ("murió en el acto"). The number of the verb tells which phrase
//! is its subject. What happened to somebody is also a noun, and then a number may stand anywhere in its clause: "los
//! heridos suman 31", "subió a nueve la cifra de muertos", "dos de los fallecidos eran policías", "no hubo heridos". Left
//! out: people of an earlier sentence.

use std::ops::Range;

use variorum_evidence::document::Language;

use super::arguments::{Arguments, Scene, Somebody};
use super::phrases::{Group, Named};
use super::predicates::{Found, Predicates, Role, VerbForm, Whom};
use super::tags::Tag;
use crate::tenses::{is_conditional, is_future};
use crate::verbs::is_finite;

/// How far a subject or an object may stand from its verb, in tokens.
const REACH: usize = 16;
/// How far a number may stand from the noun whose sum it is, in tokens.
const NEAR: usize = 9;

/// The words of a verb: clitics, negation, auxiliaries and the verb itself.
struct Verbal {
    start: usize,
    at: usize,
    end: usize,
    /// Clitics that stand for an object.
    clitic: Option<usize>,
    se: bool,
    passive: bool,
    perfect: bool,
    /// The number of its finite form; none for infinitives and gerunds.
    plural: Option<bool>,
}

impl Scene<'_> {
    fn word_at(&self, at: usize) -> &str {
        self.phrases.line.word(at)
    }

    fn tag_at(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

    /// Who suffers and does what is told by `found` at token `at`.
    pub(super) fn spanish(&self, at: usize, found: &Found, whom: Whom) -> Option<Arguments> {
        let found = self.told_of(at, found, whom)?;
        let person = |group: &usize| {
            let group = &self.groups[*group];
            group.named == Named::People && !self.phrases.is_bare_number(group)
        };
        // "Murieron calcinadas": people are not destroyed.
        if whom == Whom::Things && found.patients.iter().any(person) {
            return None;
        }
        let patients = found.patients.iter().map(|group| self.members(*group)).collect();
        Some(Arguments { patients, ..found })
    }

    /// "Una familia de cinco personas": those who are in it.
    fn members(&self, group: usize) -> usize {
        let whole = &self.groups[group];
        let collective = |at: usize| {
            let people = &self.phrases.lexicon.people;
            people.collectives.has(self.word_at(at)) || people.groups.has(self.word_at(at))
        };
        let of = whole.of.as_ref().filter(|_| !whole.stated && whole.tokens.clone().any(collective));
        let inside =
            |of: &Range<usize>| self.groups.iter().position(|inner| inner.stated && inner.tokens.start == of.start + 1);
        of.and_then(inside).unwrap_or(group)
    }

    fn told_of(&self, at: usize, found: &Found, whom: Whom) -> Option<Arguments> {
        let end = at + found.length;
        match found.role {
            Role::Loses => None,
            Role::Toll => self.toll(end),
            Role::Act => self.of_act(at, end, whom),
            Role::Counted => self
                .those(at, end)
                .or_else(|| self.counted(at, end, whom))
                .or_else(|| self.first_noun(at, end))
                .or_else(|| self.none_of(at, end)),
            Role::State => self.those(at, end).or_else(|| self.in_state(at, found, whom)),
            Role::Undergoes(VerbForm::Participle) if !self.is_perfect(at) => {
                self.those(at, end).or_else(|| self.in_state(at, found, whom))
            }
            Role::Undergoes(form) => self.undergone(&self.verbal(at, end), found, form, whom),
            // "Se lo llevaron", never "fue llevado".
            Role::Does(VerbForm::Participle) if found.reflexive && !self.is_perfect(at) => None,
            Role::Does(VerbForm::Participle) if !self.is_perfect(at) => {
                self.those(at, end).or_else(|| self.in_state(at, found, whom))
            }
            Role::Does(form) => self.done(&self.verbal(at, end), found, form, whom),
        }
    }

    /// "Han matado", "había muerto": a form of "haber" governs the participle.
    fn is_perfect(&self, at: usize) -> bool {
        let before = (0..at).rev().find(|before| self.tag_at(*before) != Tag::Adverb);
        before.is_some_and(|before| self.phrases.predicates.lists.wording.perfect.has(self.word_at(before)))
            && !self.word_at(at).ends_with(['s', 'a'])
    }

    fn verbal(&self, at: usize, end: usize) -> Verbal {
        let mut start = at;
        let mut clitic = None;
        let (mut se, mut passive, mut perfect) = (false, false, false);
        let wording = &self.phrases.predicates.lists.wording;
        while let Some(before) = start.checked_sub(1) {
            let word = self.word_at(before);
            match self.tag_at(before) {
                Tag::Be => passive = true,
                Tag::Adverb | Tag::Auxiliary => {
                    perfect |= wording.perfect.has(word);
                    se |= word == "se";
                    if wording.clitics.has(word) {
                        clitic = Some(before);
                    }
                }
                // "Tuvieron que", "lograron": they govern the infinitive.
                // "Habrían sido rematados".
                _ if wording.perfect.has(word) => perfect = true,
                _ => match wording.managed.before(self.phrases.line, start) {
                    Some(length) => start -= length - 1,
                    None => break,
                },
            }
            start -= 1;
        }
        let word = self.word_at(at);
        let enclitic = ["selos", "selas", "selo", "sela", "los", "las", "lo", "la", "nos", "me"]
            .iter()
            .any(|end| word.strip_suffix(end).is_some_and(|bare| bare.ends_with('r') || bare.ends_with("ndo")));
        if enclitic {
            clitic = Some(at);
        }
        let finite = (start..=at).find(|at| {
            matches!(self.tag_at(*at), Tag::Be) || self.is_finite(*at) || wording.perfect.has(self.word_at(*at))
        });
        let finite = finite.filter(|_| !matches!(word, _ if word.ends_with("ndo")));
        let plural = finite.map(|finite| {
            let word = self.word_at(finite);
            word.ends_with('n') || word.ends_with("mos") || word == "son"
        });
        Verbal { start, at, end, clitic, se, passive, perfect, plural }
    }

    fn is_finite(&self, at: usize) -> bool {
        let line = self.phrases.line;
        is_finite(line, self.phrases.lexicon, at)
            || self.tag_at(at) == Tag::Verb && self.phrases.predicates.is_finite(line, at)
    }

    /// "Murieron siete", "perdió la vida un agente", "dos funcionarios cayeron en combate".
    fn undergone(&self, verb: &Verbal, found: &Found, form: VerbForm, whom: Whom) -> Option<Arguments> {
        if found.reflexive && !verb.se && !self.has_own_clitic(verb) {
            return None;
        }
        let unreal = self.is_wished(verb, form);
        let patients = self.subject_around(verb, whom);
        let told = Arguments { verb: verb.start..verb.end, unreal, ..Arguments::default() };
        match patients {
            Some(patients) => Some(Arguments { patients, ..told }),
            None => self.dropped(verb, form).map(|somebody| Arguments { somebody: Some(somebody), ..told }),
        }
    }

    /// "Me entrego", "nos rendimos".
    fn has_own_clitic(&self, verb: &Verbal) -> bool {
        (verb.start..verb.at).any(|at| matches!(self.word_at(at), "me" | "nos"))
            || ["rse", "rme", "rnos"].iter().any(|end| self.word_at(verb.at).ends_with(end))
    }

    /// The subject before or behind, as the number of the verb has it.
    fn subject_around(&self, verb: &Verbal, whom: Whom) -> Option<Vec<usize>> {
        let fits = |groups: &Vec<usize>| {
            groups.first().is_some_and(|first| self.can_be_subject(*first)) && self.agrees(verb, groups)
        };
        let behind = || self.behind(verb.end, whom).filter(fits);
        let before = || self.ahead(verb, whom).filter(fits);
        let adjacent = self.touching(verb.start).is_some();
        if adjacent && !self.opens_clause(verb.start) { before().or_else(behind) } else { behind().or_else(before) }
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

    fn touching(&self, edge: usize) -> Option<usize> {
        self.outer().iter().rposition(|group| group.range().end == edge)
    }

    /// Whether verb and phrase are both singular or both plural; a number word may go with either ("una decena").
    fn agrees(&self, verb: &Verbal, groups: &[usize]) -> bool {
        let Some(plural) = verb.plural else { return true };
        let many = groups.len() > 1 || groups.iter().any(|number| self.groups[*number].max != Some(1));
        let collective = groups.iter().any(|number| {
            let group = &self.groups[*number];
            group.of.is_some() && group.stated || group.max == Some(0)
        });
        collective || many == plural
    }

    /// "Murió desangrado": nobody is named, and the verb tells one; several are those of a number before.
    fn dropped(&self, verb: &Verbal, form: VerbForm) -> Option<Somebody> {
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
    fn antecedent(&self, at: usize) -> Option<(u64, Option<u64>)> {
        let told = |group: &&Group| {
            group.tokens.end <= at && group.stated && group.min > 1 && self.phrases.can_suffer(group, Whom::People)
        };
        self.outer().iter().rev().find(told).map(|group| (group.min, group.max))
    }

    /// The phrases behind a verb that ends at `end`, past adverbs and what stands behind prepositions.
    fn behind(&self, end: usize, whom: Whom) -> Option<Vec<usize>> {
        let first = self.next_phrase(end, false)?;
        self.phrases.can_suffer(&self.groups[first], whom).then(|| self.listed(first))
    }

    /// The first phrase at or behind `end` in the clause that no preposition leads; with `marked` the first one led by "a".
    fn next_phrase(&self, end: usize, marked: bool) -> Option<usize> {
        let mut at = end;
        let mut led = false;
        while at < end + REACH {
            let group = self.outer().iter().position(|group| group.tokens.start == at);
            let word = self.word_at(at);
            match (self.tag_at(at), group) {
                (_, Some(group)) if self.groups[group].named == Named::Pronoun && !led => at += 1,
                (_, Some(group)) if !led && !marked && self.is_manner(group) => at = self.groups[group].range().end,
                (_, Some(group)) if !led && !marked => return Some(group),
                (_, Some(group)) => {
                    let to = marked && matches!(self.word_at(at - 1), "a" | "al");
                    if to && !self.is_manner(group) {
                        return Some(group);
                    }
                    led = false;
                    at = self.groups[group].range().end.max(at + 1);
                }
                // "Entre seis y ocho personas" is a number.
                (Tag::Preposition, _) if self.is_range(at) => at += 1,
                (Tag::Preposition, _) => {
                    led = true;
                    at += 1;
                }
                (Tag::Adverb, _) => at += 1,
                // "Con vida", "por error".
                (Tag::Noun, None) if led => {
                    led = false;
                    at += 1;
                }
                (Tag::State, _) => at += 1,
                (Tag::Verb, _) if !self.is_finite(at) && !word.ends_with('r') => at += 1,
                _ => return None,
            }
        }
        None
    }

    /// "A tiros", "a golpes": how, not whom.
    fn is_manner(&self, group: usize) -> bool {
        let group = &self.groups[group];
        let manners = &self.phrases.predicates.lists.wording.manners;
        group.tokens.clone().any(|at| manners.has(self.word_at(at)))
    }

    /// "Entre" before two numbers that bound one.
    fn is_range(&self, at: usize) -> bool {
        let ranged = |quantity: &&crate::quantities::Quantity| {
            quantity.tokens.start == at + 1 && quantity.max.is_some_and(|max| max > quantity.min)
        };
        self.word_at(at) == "entre" && self.phrases.quantities.iter().any(|quantity| ranged(&quantity))
    }

    /// Whether the phrase stands behind a preposition.
    fn is_led(&self, group: usize) -> bool {
        let Some(before) = self.groups[group].tokens.start.checked_sub(1) else { return false };
        let grammar = &self.phrases.lexicon.grammar;
        let word = self.word_at(before);
        self.tag_at(before) == Tag::Preposition
            && !grammar.boundaries.has(word)
            && !grammar.subordinators.has(word)
            && !self.is_range(before)
    }

    /// The subject before the verb: right before it, before the "que" that it stands behind, or the first phrase of the
    /// clause that no preposition leads. Verbs in between have to be closed by a "que" or joined by "y".
    fn ahead(&self, verb: &Verbal, whom: Whom) -> Option<Vec<usize>> {
        let mut edge = verb.start;
        while edge > 0 && self.word_at(edge - 1).chars().all(|letter| matches!(letter, '”' | '»' | '"' | ')')) {
            edge -= 1;
        }
        let relative = edge > 0 && self.tag_at(edge - 1) == Tag::Relative;
        if relative {
            edge -= 1;
            edge -= usize::from(edge > 0 && self.tag_at(edge - 1) == Tag::Comma);
        }
        let direct = self.touching(edge).filter(|group| relative || !self.is_led(*group));
        // "El jefe, alias Chucho, ordenó": the name says best who it is.
        let comma = edge > 0 && self.tag_at(edge - 1) == Tag::Comma;
        let named = |group: &usize| self.groups[*group].name && !self.is_led(*group);
        let direct = direct.or_else(|| if comma { self.touching(edge - 1).filter(named) } else { None });
        let found = direct.or_else(|| if relative { None } else { self.first_of_clause(edge) })?;
        self.phrases.can_suffer(&self.groups[found], whom).then(|| self.subjects(found))
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

    /// "Mataron a dos", "lo mataron", "a mi hermano lo mataron", "los hombres que mató la policía", "se detuvo a tres".
    fn done(&self, verb: &Verbal, found: &Found, form: VerbForm, whom: Whom) -> Option<Arguments> {
        if found.reflexive && !verb.se && !self.word_at(verb.at).contains("rse") {
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
        let suffers = |groups: &Vec<usize>| self.phrases.can_suffer(&self.groups[groups[0]], whom);
        let patients = patients.filter(suffers).or_else(|| self.preposed(verb, behind.is_some(), whom));
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
        super::scope::side(self.phrases.line, self.phrases.lexicon, &range) == Some("officials")
            || range.clone().any(|at| self.phrases.predicates.lists.wording.forces.has(self.word_at(at)))
    }

    /// A participle or a state: "dos hombres muertos", "fueron detenidos seis", "dejó heridos a tres", "está grave".
    fn in_state(&self, at: usize, found: &Found, whom: Whom) -> Option<Arguments> {
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
    fn exists_before(&self, at: usize) -> Option<usize> {
        let inside = |at: &usize| !matches!(self.tag_at(*at), Tag::Mark | Tag::Boundary | Tag::Relative);
        let mut clause = (at.saturating_sub(NEAR)..at).rev().take_while(inside);
        clause.find(|at| self.phrases.predicates.lists.wording.exists.has(self.word_at(*at)))
    }

    fn is_denied(&self, verb: usize) -> bool {
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
    fn first_noun(&self, at: usize, end: usize) -> Option<Arguments> {
        let around = self.groups.iter().position(|group| group.stated && group.tokens.contains(&at))?;
        let before = self.groups[around].tokens.start..at;
        let first = !before.clone().any(|at| self.tag_at(at) == Tag::Noun);
        first.then(|| Arguments { patients: vec![around], verb: at..end, ..Arguments::default() })
    }

    /// What is told of those to whom it happened, named by the state alone: "los heridos", "la cifra de muertos".
    fn those(&self, at: usize, end: usize) -> Option<Arguments> {
        self.sum(at, end)
            .or_else(|| self.so_many(at, end))
            .or_else(|| self.among(at, end))
            .or_else(|| self.out_of(at, end))
    }

    /// "La cifra de muertos subió a nueve", "elevaron a 27 el número de víctimas mortales".
    fn sum(&self, at: usize, end: usize) -> Option<Arguments> {
        let wording = &self.phrases.predicates.lists.wording;
        let inner = |at: &usize| matches!(self.tag_at(*at), Tag::Noun | Tag::Preposition | Tag::Determiner);
        let head = (at.saturating_sub(5)..at)
            .rev()
            .take_while(inner)
            .find(|at| wording.sums.has(self.word_at(*at)) && matches!(self.word_at(at + 1), "de" | "del"))?;
        let start = head - usize::from(head > 0 && self.tag_at(head - 1) == Tag::Determiner);
        let left = self.touching(start).filter(|group| self.phrases.is_bare_number(&self.groups[*group]));
        let found = left.or_else(|| self.number_behind(end))?;
        Some(self.number(found, at..end, head..end))
    }

    fn number(&self, group: usize, verb: Range<usize>, described: Range<usize>) -> Arguments {
        let trigger = Some(self.groups[group].tokens.clone());
        Arguments { patients: vec![group], verb, described: Some(described), trigger, ..Arguments::default() }
    }

    /// The bare number that a verb in the same clause leads to.
    fn number_behind(&self, end: usize) -> Option<usize> {
        let stop = (end..end + NEAR)
            .find(|at| matches!(self.tag_at(*at), Tag::Mark | Tag::Boundary | Tag::Coordinator | Tag::Relative))
            .unwrap_or(end + NEAR);
        let found = self.outer().iter().position(|group| {
            (end..stop).contains(&group.tokens.start) && self.phrases.is_bare_number(group) && group.of.is_none()
        })?;
        let verb = (end..self.groups[found].tokens.start).any(|at| self.is_sum_verb(at));
        verb.then_some(found)
    }

    /// "Son", "suman", "asciende".
    fn is_sum_verb(&self, at: usize) -> bool {
        self.tag_at(at) == Tag::Be || self.phrases.predicates.lists.wording.totals.has(self.word_at(at))
    }

    /// "Los muertos son dos; los heridos, más de cuarenta".
    fn gapped(&self, end: usize) -> Option<usize> {
        let start = end + usize::from(self.tag_at(end) == Tag::Comma);
        let found = self.outer().iter().position(|group| {
            group.tokens.start == start && self.phrases.is_bare_number(group) && group.of.is_none()
        })?;
        let stop = self.groups[found].tokens.end;
        matches!(self.tag_at(stop), Tag::Mark | Tag::Comma | Tag::Coordinator).then_some(found)
    }

    /// The phrase with an article that the state at `at` stands in or right behind.
    fn known(&self, at: usize) -> Option<Range<usize>> {
        let within = |group: &&Group| group.tokens.contains(&at) || group.range().end == at;
        let group = self.groups.iter().filter(within).min_by_key(|group| group.tokens.len())?;
        let article = self.phrases.lexicon.grammar.articles.has(self.word_at(group.tokens.start));
        article.then(|| group.tokens.start..group.tokens.end.max(at + 1))
    }

    /// "Los muertos son nueve", "ya suman 12 los heridos", "los fallecidos son Ana Ruiz y Juan Paz".
    fn so_many(&self, at: usize, end: usize) -> Option<Arguments> {
        let known = self.known(at)?;
        let led = known.start > 0 && self.tag_at(known.start - 1) == Tag::Preposition;
        if led {
            return None;
        }
        let before = self.touching(known.start).filter(|group| {
            let group = &self.groups[*group];
            let first = group.tokens.start;
            self.phrases.is_bare_number(group) && (first.saturating_sub(2)..first).any(|at| self.is_sum_verb(at))
        });
        if let Some(before) = before {
            return Some(self.number(before, at..end, known));
        }
        if let Some(found) = self.number_behind(end).or_else(|| self.gapped(end)) {
            return Some(self.number(found, at..end, known));
        }
        let names =
            (self.tag_at(end) == Tag::Be).then(|| self.outer().iter().position(|group| group.tokens.start == end + 1));
        let first = names.flatten().filter(|first| self.names_one(*first))?;
        let patients = self.listed(first);
        Some(Arguments { patients, verb: at..end, described: Some(known), ..Arguments::default() })
    }

    /// A name, or an office with one.
    fn names_one(&self, group: usize) -> bool {
        let group = &self.groups[group];
        group.named == Named::People && group.tokens.clone().skip(1).any(|at| self.phrases.line.is_capital(at))
    }

    /// "Entre los fallecidos hay dos mujeres", "alias Rúber no está entre los muertos".
    fn among(&self, at: usize, end: usize) -> Option<Arguments> {
        let known = self.known(at)?;
        let entre = known.start.checked_sub(1).filter(|before| self.word_at(*before) == "entre")?;
        // "Entre los trece cuerpos hay cuatro menores" tells both numbers.
        let behind = self.placed_behind(end);
        if !behind.is_empty() && self.groups.iter().any(|group| group.stated && group.tokens.start == known.start) {
            return None;
        }
        let wording = &self.phrases.predicates.lists.wording;
        let is = |at: usize| self.tag_at(at) == Tag::Be || wording.figures.has(self.word_at(at));
        let part = |patients: Vec<usize>, verb: Range<usize>| {
            let told = Arguments { patients, verb, part: true, ..Arguments::default() };
            told.patients
                .first()
                .is_some_and(|first| self.phrases.can_suffer(&self.groups[*first], Whom::People))
                .then_some(told)
        };
        if !behind.is_empty() {
            return part(behind, at..end);
        }
        let verb = (entre.saturating_sub(3)..entre).rev().find(|at| is(*at))?;
        let verbal = self.verbal(verb, verb + 1);
        let patients = self.ahead(&verbal, Whom::People).or_else(|| self.behind(verb + 1, Whom::People))?;
        part(patients, verbal.start..verb + 1)
    }

    /// The phrases behind a verb that places them ("… hay dos mujeres").
    pub(super) fn placed_behind(&self, end: usize) -> Vec<usize> {
        let figures = &self.phrases.predicates.lists.wording.figures;
        let is = |at: &usize| self.tag_at(*at) == Tag::Be || figures.has(self.word_at(*at));
        let first = (end..end + 3).find(is).and_then(|verb| self.next_phrase(verb + 1, false));
        first.map_or_else(Vec::new, |first| self.listed(first))
    }

    /// "Dos de los heridos", "de los doce muertos, siete eran civiles".
    fn out_of(&self, at: usize, end: usize) -> Option<Arguments> {
        let taken = self.outer().iter().position(|group| {
            let inside = group.of.as_ref().is_some_and(|of| of.contains(&at) || of.end == at);
            let known = group
                .of
                .as_ref()
                .is_some_and(|of| of.clone().any(|at| self.word_at(at) != "de" && self.is_known_word(at)));
            inside && known && group.stated && self.phrases.is_bare_number(group)
        });
        if let Some(taken) = taken {
            let behind = self.groups[taken].range().end.max(end);
            let told = Arguments { patients: vec![taken], verb: at..end, ..Arguments::default() };
            return Some(Arguments { part: true, described: self.described(behind), ..told });
        }
        // "De los doce muertos, siete" tells both numbers.
        if self.groups.iter().any(|group| group.stated && (group.tokens.end == at || group.tokens.contains(&at))) {
            return None;
        }
        let known = self.known(at).map_or(at, |known| known.start);
        let first = (known.saturating_sub(3)..known).find(|at| matches!(self.word_at(*at), "de" | "del"))?;
        let opens = first == 0 || matches!(self.tag_at(first - 1), Tag::Mark | Tag::Boundary);
        let comma = (end..end + NEAR).find(|at| self.tag_at(*at) == Tag::Comma)?;
        let found = self.outer().iter().position(|group| group.tokens.start == comma + 1 && group.stated)?;
        let behind = self.groups[found].range().end;
        let told = Arguments { patients: vec![found], verb: at..end, part: true, ..Arguments::default() };
        opens.then(|| Arguments { described: self.described(behind), ..told })
    }

    fn is_known_word(&self, at: usize) -> bool {
        let lexicon = self.phrases.lexicon;
        let word = self.word_at(at);
        lexicon.grammar.articles.has(word) || lexicon.people.pointing.has(word) || word == "del"
    }

    /// What a form of "be" behind tells of them: "eran policías", "se encuentran en estado crítico".
    pub(super) fn described(&self, from: usize) -> Option<Range<usize>> {
        let wording = &self.phrases.predicates.lists.wording;
        let verb = (from..from + 3)
            .find(|at| self.tag_at(*at) == Tag::Be || wording.figures.has(self.word_at(*at)))
            .filter(|_| self.phrases.lexicon.language == Language::Es)?;
        let stop = (verb..verb + NEAR)
            .find(|at| matches!(self.tag_at(*at), Tag::Mark | Tag::Comma | Tag::Boundary | Tag::Coordinator))
            .unwrap_or(verb + NEAR);
        Some(verb + 1..stop.min(self.phrases.line.len()))
    }

    /// "No hubo muertos ni heridos", "sin víctimas fatales": none; "hubo heridos": some.
    fn none_of(&self, at: usize, end: usize) -> Option<Arguments> {
        let bare = at > 0 && !matches!(self.tag_at(at - 1), Tag::Determiner | Tag::Number | Tag::Noun);
        let verb = self.exists_before(at);
        let right_before = at > 0 && matches!(self.word_at(at - 1), "ni" | "sin");
        let none = bare && (right_before || verb.is_some_and(|verb| self.is_denied(verb)));
        let some = bare && self.word_at(at).ends_with('s') && verb.is_some_and(|verb| verb + 1 == at);
        let (min, max) = match (none, some) {
            (true, _) => (0, Some(0)),
            (false, true) => (2, None),
            _ => return None,
        };
        let somebody = Somebody { words: at..end, min, max, stated: none };
        Some(Arguments { somebody: Some(somebody), verb: at..end, ..Arguments::default() })
    }

    /// Who gives the order told at token `at`: "ordenó el alcalde", "la orden la dio el gobernador", "por orden del ministro".
    pub(super) fn orderer(&self, predicates: &Predicates, at: usize) -> Option<&Group> {
        let line = self.phrases.line;
        let by_verb = |at: usize| {
            let verb = self.verbal(at, at + 1);
            let by = || self.by(at + 1).first().copied();
            let ahead = || self.ahead(&verb, Whom::People).and_then(|groups| groups.first().copied());
            let behind = || self.next_phrase(at + 1, false).filter(|group| self.agrees(&verb, &[*group]));
            let participle = self.word_at(at).ends_with(['a', 'o']) && !self.is_finite(at) && !self.is_perfect(at);
            if verb.passive || participle { by() } else { ahead().or_else(behind) }
        };
        let noun = predicates.lists.orders.nouns.has(self.word_at(at));
        if !noun {
            return by_verb(at).map(|group| &self.groups[group]);
        }
        let near = at.saturating_sub(NEAR)..(at + NEAR).min(line.len());
        let gives = |at: &usize| predicates.lists.orders.gives.at(line, *at).is_some();
        let came = near.clone().find(gives).is_some_and(|at| predicates.lists.orders.comes.has(self.word_at(at)));
        let from = || {
            let of = |at: &usize| matches!(self.word_at(*at), "de" | "del" | "desde" | "por");
            let mut groups = (at + 1..near.end)
                .filter(of)
                .filter_map(|of| self.outer().iter().position(|group| group.tokens.start == of + 1));
            groups.find(|group| came || self.can_order(predicates, &self.groups[*group]))
        };
        let given =
            near.clone().find(gives).and_then(by_verb).filter(|group| self.can_order(predicates, &self.groups[*group]));
        let found = if came { from() } else { given.or_else(from) };
        found.map(|group| &self.groups[group])
    }

    fn can_order(&self, predicates: &Predicates, giver: &Group) -> bool {
        let body = giver.range().any(|at| predicates.lists.orders.givers.has(self.word_at(at)));
        let capital = self.phrases.line.is_capital(giver.tokens.start) && giver.tokens.start > 0;
        giver.named == Named::People || giver.name || body || capital
    }

    /// Whether it is only wished, feared, planned or still to come.
    fn is_wished(&self, verb: &Verbal, form: VerbForm) -> bool {
        let lexicon = self.phrases.lexicon;
        let wording = &self.phrases.predicates.lists.wording;
        let word = self.word_at(verb.at);
        let coming = (verb.start..=verb.at).any(|at| {
            let word = self.word_at(at);
            let own = at == verb.at || self.tag_at(at) == Tag::Be;
            own && (is_future(lexicon, word) || is_conditional(lexicon, word))
        });
        let clause = (verb.start.saturating_sub(8)..verb.start)
            .rev()
            .take_while(|at| !matches!(self.tag_at(*at), Tag::Comma | Tag::Mark));
        let condition = clause
            .clone()
            .any(|at| lexicon.cues.whether.has(self.word_at(at)) || wording.feared.at(self.phrases.line, at).is_some());
        let managed =
            verb.start < verb.at && (verb.start..verb.at).any(|at| wording.managed.at(self.phrases.line, at).is_some());
        // "Tras matar a tres", "al morir", "acusado de matar".
        let after = verb.start > 0 && wording.done.before(self.phrases.line, verb.start).is_some();
        let infinitive = form == VerbForm::Bare && !word.ends_with("ndo") && !verb.perfect && !managed && !after;
        coming || condition || infinitive
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::spanish;

    #[test]
    fn subjects_before_behind_and_left_out() {
        spanish("Murieron en el acto cinco pasajeros.", &["killed 5 [cinco pasajeros]"]);
        spanish(
            "En la redada fueron abatidos tres sicarios y resultó herido un agente.",
            &["killed 3 affected [tres sicarios]", "injured 1 officials [un agente]"],
        );
        spanish("Perdió la vida un obrero de 40 años.", &["killed 1 [un obrero]"]);
        spanish("Falleció camino al hospital.", &["killed 1 [Falleció]"]);
        spanish("Un hombre llegó herido a la sala y murió.", &["injured 1 [Un hombre]", "killed 1 [Un hombre]"]);
        spanish("El hombre que iba en la moto murió.", &["killed 1 [El hombre]"]);
        spanish("Otros tres obreros siguen desaparecidos.", &["missing 3 [Otros tres obreros]"]);
        spanish("Dos jóvenes fueron hallados muertos.", &["killed 2 [Dos jóvenes]"]);
        spanish("Un teniente fue dado de baja.", &["killed 1 officials [Un teniente]"]);
        spanish("Una treintena de familias abandonó sus casas.", &["displaced 30 families [Una treintena]"]);
    }

    #[test]
    fn objects_with_a_and_clitics() {
        spanish("Los militares lo mataron de noche.", &["killed 1 [lo mataron] by [Los militares]"]);
        spanish("A mi hermano lo mataron en la puerta.", &["killed 1 [mi hermano]"]);
        spanish("A los tres los detuvieron en la terminal.", &["arrested 3 [los tres]"]);
        spanish("Detuvieron a mi esposo y a mi cuñado.", &["arrested 2 [mi esposo y a mi cuñado]"]);
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

    #[test]
    fn sums() {
        spanish("Los heridos suman 31.", &["injured 31 [31]"]);
        spanish("Los menores muertos son siete.", &["killed 7 children [siete]"]);
        spanish("Ya son doce los muertos por la explosión.", &["killed 12 [doce]"]);
        spanish("La cifra de fallecidos asciende a 18.", &["killed 18 [18]"]);
        spanish("Subió a nueve la cifra de muertos.", &["killed 9 [nueve]"]);
        spanish("El número de desaparecidos es de 43.", &["missing 43 [43]"]);
        spanish("No hubo muertos ni heridos.", &["killed 0 [muertos]", "injured 0 [heridos]"]);
        spanish("Ningún policía resultó lesionado.", &["injured 0 officials [Ningún policía]"]);
        spanish("Hubo 1.204 detenciones arbitrarias.", &["arrested 1204 [1.204 detenciones arbitrarias]"]);
    }

    #[test]
    fn parts() {
        spanish(
            "Murieron siete mineros, entre ellos dos menores.",
            &["killed 7 [siete mineros]", "killed 2 children of 0 [dos menores]"],
        );
        spanish(
            "Capturaron a nueve hombres, de los cuales tres son menores.",
            &["arrested 9 [nueve hombres]", "arrested 3 children of 0 [tres]"],
        );
        spanish(
            "Los heridos suman 31, de ellos ocho graves.",
            &["injured 31 [31]", "injured 8 grave of 0 [ocho graves]"],
        );
        spanish("Cuatro de los fallecidos eran policías.", &["killed 4 officials [Cuatro]"]);
        spanish(
            "De los doce muertos, siete eran civiles.",
            &["killed 12 [los doce muertos]", "killed 7 bystanders of 0 [siete]"],
        );
        spanish(
            "Entre los fallecidos hay dos mujeres y un niño.",
            &["killed 2 women [dos mujeres]", "killed 1 children [un niño]"],
        );
        spanish("El cabo no está entre los muertos.", &["killed not 1 officials [El cabo]"]);
        spanish(
            "Hubo siete civiles muertos y un solo funcionario.",
            &["killed 7 bystanders [siete civiles]", "killed 1 officials [un solo funcionario]"],
        );
    }

    #[test]
    fn what_is_not_told() {
        spanish("Querían matar al presidente.", &[]);
        spanish("Si muere alguien más, habrá protestas.", &[]);
        spanish("Serán evacuadas 40 personas.", &[]);
        spanish("La captura de imágenes está prohibida.", &[]);
        spanish("El vecino no mató a nadie.", &["killed 0 [nadie] by [El vecino]"]);
    }
}
