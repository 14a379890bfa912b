//! Who suffers what a Spanish verb or noun tells?
//!
//! Spanish puts the one who suffers before the verb or behind it, marks people who are an object with "a", repeats them as
//! a clitic ("a mi hermano lo mataron"), or leaves them out ("murió en el acto"). The number of the verb tells which phrase
//! is its subject ([`subjects`], [`objects`]). What happened to somebody is also a state ([`states`]) or a noun, and then a
//! number may stand anywhere in its clause ([`sums`]). Left out: people of an earlier sentence.

mod firsts;
mod objects;
mod parts;
mod states;
mod subjects;
mod sums;
mod surrenders;
#[cfg(test)]
mod tellings;

use std::ops::Range;

use crate::incidents::arguments::{Arguments, Scene};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::predicates::{Found, Predicates, Role, VerbForm, Whom};
use crate::incidents::tags::Tag;
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
    pub(super) fn spanish(&self, at: usize, told: &Found, whom: Whom) -> Option<Arguments> {
        let found = self.told_of(at, told, whom)?;
        let person = |group: &usize| {
            let group = &self.groups[*group];
            group.named == Named::People && !self.phrases.is_bare_number(group)
        };
        // "Murieron calcinadas": people are not destroyed.
        if whom == Whom::Things && found.patients.iter().any(person) {
            return None;
        }
        // "La mitad de los heridos": a share is no number.
        if found.patients.iter().any(|group| self.is_share(*group)) {
            return None;
        }
        // "Los cuerpos fueron hallados con impactos de bala": they are told by another word.
        let dead = |group: &usize| {
            let mut tokens = self.groups[*group].tokens.clone();
            tokens.any(|at| self.phrases.predicates.names_others(self.phrases.line, at, told.predicate))
        };
        if told.length > 1 && matches!(told.role, Role::State) && found.patients.iter().any(dead) {
            return None;
        }
        let patients = found.patients.iter().map(|group| self.members(*group)).collect();
        Some(Arguments { patients, ..found })
    }

    fn is_share(&self, group: usize) -> bool {
        let group = &self.groups[group];
        let shares = &self.phrases.predicates.lists.wording.shares;
        group.of.is_some() && !group.stated && group.tokens.clone().any(|at| shares.has(self.word_at(at)))
    }

    /// Where the word stands that leads to whom an act was done: past what tells how ("la muerte bajo custodia de", "la
    /// desaparición forzada de"), "a" behind a verb of causing ("causó la muerte a dos").
    pub(super) fn before_whom(&self, at: usize, end: usize) -> usize {
        let wording = &self.phrases.predicates.lists.wording;
        let mut to = end;
        while self.tag_at(to) == Tag::Noun && to < end + 2 && !self.phrases.line.is_capital(to) {
            to += 1;
        }
        to += wording.ways.at(self.phrases.line, to).unwrap_or(0);
        let aimed = wording.aimed.has(self.word_at(at));
        let led = matches!(self.word_at(to), "de" | "del") && !aimed;
        let caused = matches!(self.word_at(to), "a" | "al")
            && (at.saturating_sub(4)..at)
                .any(|at| wording.exists.has(self.word_at(at)) || wording.gives.has(self.word_at(at)));
        let against = self.word_at(to) == "contra";
        let against = against || aimed && matches!(self.word_at(to), "a" | "al");
        if led || caused || against { to } else { usize::MAX / 2 }
    }

    fn is_aimed(&self, at: usize) -> bool {
        self.phrases.predicates.lists.wording.aimed.has(self.word_at(at))
    }

    /// Asked for, ordered or tried, and not told as done: "exigen la liberación de seis".
    fn is_sought(&self, at: usize) -> bool {
        let start = self.outer().iter().find(|group| group.tokens.contains(&at)).map_or(at, |group| group.tokens.start);
        let sought = &self.phrases.predicates.lists.wording.sought;
        sought.before(self.phrases.line, start).is_some()
    }

    /// "El cuerpo de bomberos", "el cuerpo del delito": nobody's body.
    fn is_corps(&self, at: usize) -> bool {
        let wording = &self.phrases.predicates.lists.wording;
        let body = wording.bodies.has(self.word_at(at));
        body && (at + 1..at + 4).any(|at| wording.corps.has(self.word_at(at)))
    }

    /// "El sismo se cobró 369 vidas", "perdió dos vidas": lives count where a verb takes them.
    fn is_cost(&self, at: usize) -> bool {
        let wording = &self.phrases.predicates.lists.wording;
        let verb = (at.saturating_sub(6)..at).any(|at| wording.costs.has(self.word_at(at)));
        !wording.lives.has(self.word_at(at)) || verb
    }

    /// "Una herida de bala", "heridas en el pecho": a wound, where no word for people stands with it.
    fn is_wound(&self, at: usize) -> bool {
        if !self.phrases.predicates.lists.wording.wounds.has(self.word_at(at)) {
            return false;
        }
        let (before, led_by) = (at.saturating_sub(1), at.saturating_sub(2));
        let determined =
            matches!(self.tag_at(before), Tag::Determiner | Tag::Number | Tag::Preposition | Tag::Auxiliary);
        let alone = at > 0
            && determined
            && !matches!(self.tag_at(before), Tag::Auxiliary if !self.phrases.lexicon.grammar.articles.has(self.word_at(before)));
        let led = [led_by, before].iter().any(|at| matches!(self.word_at(*at), "por" | "de"));
        let with = [led_by, before].iter().any(|at| self.word_at(*at) == "con");
        let in_body =
            !with && self.word_at(at + 1) == "en" && self.phrases.lexicon.grammar.articles.has(self.word_at(at + 2));
        let by_what =
            self.word_at(at + 1) == "de" && self.phrases.predicates.lists.weapons.rounds.has(self.word_at(at + 2));
        alone && (led || in_body || by_what)
    }

    /// With what a verb right behind tells of those counted ("dos heridos permanecen en estado grave").
    fn counted_and_told(&self, at: usize, end: usize, whom: Whom) -> Option<Arguments> {
        let counted = self.counted(at, end, whom)?;
        let last = counted.patients.last().map_or(end, |group| self.groups[*group].range().end.max(end));
        Some(Arguments { described: self.told_behind(last), ..counted })
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
        // "La toma de rehenes" is a noun, "una herida de bala" a wound.
        let lexicon = self.phrases.lexicon;
        let noun =
            at > 0 && lexicon.speech.nouns.has(self.word_at(at)) && lexicon.grammar.articles.has(self.word_at(at - 1));
        if noun && matches!(found.role, Role::Does(VerbForm::Finite)) || self.is_wound(at) {
            return None;
        }
        match found.role {
            Role::Loses => None,
            Role::Toll => self.toll(end),
            Role::Act if self.is_corps(at) => None,
            Role::Act => self
                .of_act(at, end, whom)
                .filter(|told| !self.is_aimed(at) || told.patients.iter().all(|group| self.groups[*group].stated))
                .map(|told| Arguments { unreal: self.is_sought(at), ..told }),
            Role::Victims => self.among(at, end).or_else(|| {
                let none = |told: &Arguments| told.somebody.as_ref().is_some_and(|somebody| somebody.max == Some(0));
                self.none_of(at, end).filter(none)
            }),
            Role::Counted if self.is_corps(at) || !self.is_cost(at) => None,
            Role::Counted => self
                .those(at, end)
                .or_else(|| self.counted_and_told(at, end, whom))
                .or_else(|| self.first_noun(at, end))
                .or_else(|| self.none_of(at, end)),
            // "Han rescatado" is a verb.
            Role::State if found.length == 1 && self.is_perfect(at) => None,
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
        matches!(self.word_at(at), "entre" | "de") && self.phrases.quantities.iter().any(|quantity| ranged(&quantity))
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

    /// Who gives the order told at token `at`: "ordenó el alcalde", "la orden la dio el gobernador", "por orden del ministro".
    pub(super) fn orderer(&self, predicates: &Predicates, at: usize) -> Option<&Group> {
        let line = self.phrases.line;
        let by_verb = |at: usize| {
            let verb = self.verbal(at, at + 1);
            let by = || self.by(at + 1).first().copied();
            let ahead = || self.ahead(&verb, Whom::People).and_then(|groups| groups.first().copied());
            let behind = || self.next_phrase(at + 1, false).filter(|group| self.agrees(&verb, &[*group]));
            let participle = self.word_at(at).ends_with(['a', 'o']) && !self.is_finite(at) && !self.is_perfect(at);
            // "Negó haber ordenado": whoever denies it.
            let denies = verb.start.checked_sub(1).filter(|before| verb.perfect && self.is_finite(*before));
            let denier = || denies.and_then(|before| self.actor(before, before + 1));
            if verb.passive || participle { by() } else { ahead().or_else(denier).or_else(behind) }
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
                .filter_map(|of| self.groups.iter().position(|group| group.tokens.start == of + 1));
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
    use crate::incidents::tests::spanish;

    #[test]
    fn what_is_not_told() {
        spanish("Querían matar al presidente.", &[]);
        spanish("Si muere alguien más, habrá protestas.", &[]);
        spanish("Serán evacuadas 40 personas.", &[]);
        spanish("La captura de imágenes está prohibida.", &[]);
        spanish("El vecino no mató a nadie.", &["killed 0 [nadie] by [El vecino]"]);
    }
}
