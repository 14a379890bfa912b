//! To whom did it happen, and by whom?
//!
//! For words that tell a predicate, the noun phrases that suffer and do it: behind an active verb stands who suffers,
//! before a passive one, a state or a verb of undergoing. Phrases joined by
//! commas and "and" go together. Left out: subjects of an earlier sentence; what Spanish does otherwise is in `spanish`.

use std::ops::Range;

use variorum_evidence::document::Language;

use super::phrases::{Group, Named, Phrases};
use super::predicates::{Found, Role, VerbForm, Whom};
use super::tags::Tag;
use crate::tokens::Kind;

/// How far a subject may stand from its verb, in tokens.
const REACH: usize = 40;

/// How far behind a verb the clause may stand that tells who did it, in tokens.
const NEAR: usize = 12;

/// How far behind the word "toll" its number may stand, in tokens.
const TOLL: usize = 10;

/// Who suffers and who does, as numbers of groups, and which words tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    pub(crate) patients: Vec<usize>,
    pub(crate) agents: Vec<usize>,
    /// It is not told that it happened ("tried to kill").
    pub(crate) unreal: bool,
    /// The words of the verb with its auxiliaries.
    pub(crate) verb: Range<usize>,
    /// Somebody whom no phrase names.
    pub(crate) somebody: Option<Somebody>,
    /// Words elsewhere that tell who they are ("los menores muertos son siete").
    pub(crate) described: Option<Range<usize>>,
    /// They are some of those to whom it happened.
    pub(crate) part: bool,
    /// "No hay agentes muertos": it happened to none of them.
    pub(crate) none: bool,
    /// The words that hold the fact, where the words of the predicate may stand outside the claim ("los heridos suman 31").
    pub(crate) trigger: Option<Range<usize>>,
}

/// Those for whom a clitic or the verb alone stands ("lo mataron", "murió en el acto"), or nobody ("no hubo heridos").
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Somebody {
    pub(crate) words: Range<usize>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) stated: bool,
}

/// A sentence with its phrases.
pub(crate) struct Scene<'a> {
    pub(crate) phrases: Phrases<'a>,
    pub(crate) groups: &'a [Group],
    /// How many of them stand for themselves; the others stand inside an "of …".
    pub(crate) outer: usize,
}

impl Scene<'_> {
    /// Who suffers and does what is told by `found` at token `at`.
    pub(crate) fn arguments(&self, at: usize, found: &Found, whom: Whom) -> Option<Arguments> {
        if self.phrases.lexicon.language == Language::Es {
            return self.spanish(at, found, whom);
        }
        let end = at + found.length;
        match found.role {
            Role::Counted => self.counted(at, end, whom).or_else(|| self.are_so_many(at, end)),
            Role::Victims => None,
            Role::Toll => self.toll(end),
            Role::Act => self.of_act(at, end, whom),
            Role::State => self.bearers(at, end, whom),
            Role::Undergoes(form) => self.subject_suffers(at, end, form, whom),
            Role::Does(form) => self.object_suffers(at, end, form, found.open, whom),
            Role::Loses => self.lost(at, end),
        }
    }

    /// The groups that stand for themselves, in order.
    pub(crate) fn outer(&self) -> &[Group] {
        &self.groups[..self.outer]
    }

    fn tag(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

    fn word(&self, at: usize) -> &str {
        self.phrases.line.word(at)
    }

    /// "Seven dead", "12 deaths": the number before the noun.
    pub(super) fn counted(&self, at: usize, end: usize, whom: Whom) -> Option<Arguments> {
        // "The loss of fourteen lives" has them inside.
        let around = self.groups.iter().position(|group| group.tokens.contains(&at))?;
        let group = &self.groups[around];
        let is_head = !(end..group.tokens.end).any(|at| self.tag(at) == Tag::Noun);
        let people = self.phrases.can_suffer(group, whom);
        (group.stated && is_head && people).then(|| Arguments {
            patients: self.joined_before(around),
            verb: at..end,
            ..Arguments::default()
        })
    }

    /// "Los muertos son nueve", "the dead are nine", "puts the dead at nine".
    fn are_so_many(&self, at: usize, end: usize) -> Option<Arguments> {
        let known = at > 0 && self.phrases.lexicon.grammar.articles.has(self.word(at - 1));
        let behind = |group: &Group| group.tokens.start == end + 1 && self.phrases.is_bare_number(group);
        let found = self.outer().iter().position(behind)?;
        (known && (self.tag(end) == Tag::Be || self.word(end) == "at")).then(|| Arguments {
            patients: vec![found],
            verb: end..end,
            ..Arguments::default()
        })
    }

    /// "The death toll rose to 28", "put the toll at five", "the dead were two guards and a cook".
    pub(super) fn toll(&self, end: usize) -> Option<Arguments> {
        let near = |group: &&Group| (end..end + TOLL).contains(&group.tokens.start);
        let first = self.outer().iter().position(|group| near(&group) && group.named != Named::Thing)?;
        let stated = |number: &usize| self.groups[*number].stated && near(&&self.groups[*number]);
        // "Rose from nine to twelve": the last of them counts.
        let left = |number: &usize| {
            let start = self.groups[*number].tokens.start;
            start > 0 && matches!(self.word(start - 1), "from" | "de")
        };
        let found = (first..self.outer).filter(|number| !left(number)).find(stated).unwrap_or(first);
        let group = &self.groups[found];
        let between = end..group.tokens.start;
        let are = between.clone().any(|at| self.tag(at) == Tag::Be || self.includes(at));
        let somebody = group.max == Some(1) && matches!(group.named, Named::People) && are;
        let leads = |at: usize| {
            let inside = |group: &Group| group.tokens.contains(&at) && !group.stated && group.named == Named::Thing;
            matches!(self.tag(at), Tag::Be | Tag::Auxiliary | Tag::Adverb | Tag::Verb | Tag::Preposition)
                || matches!(self.phrases.line.kind(at), Some(Kind::Open | Kind::Close))
                || self.outer().iter().any(inside)
                || self.outer().iter().enumerate().any(|(number, group)| left(&number) && group.tokens.contains(&at))
        };
        let people = self.phrases.can_suffer(group, Whom::People) && (group.stated || somebody);
        (people && between.clone().all(leads)).then(|| Arguments {
            patients: self.joined_after(found, true),
            verb: end..end,
            ..Arguments::default()
        })
    }

    /// "The dead include".
    fn includes(&self, at: usize) -> bool {
        matches!(self.word(at), "include" | "includes" | "included" | "incluyen" | "incluían")
    }

    /// "The death of two men", "her death", "Smith's killing".
    pub(super) fn of_act(&self, at: usize, end: usize, whom: Whom) -> Option<Arguments> {
        let around = self.outer().iter().position(|group| group.tokens.contains(&at))?;
        let group = &self.groups[around];
        // "Murder charges", "the shooting scene"; in Spanish an adjective.
        let spanish = self.phrases.lexicon.language == Language::Es;
        if !spanish && (end..group.tokens.end).any(|at| self.tag(at) == Tag::Noun) {
            return None;
        }
        // "A triple homicide": the number is in the word.
        let multiple = |at: usize| self.phrases.lexicon.quantifiers.multiples.contains_key(self.word(at));
        if group.tokens.clone().any(multiple) {
            return Some(Arguments { patients: vec![around], verb: at..end, ..Arguments::default() });
        }
        let end = if spanish { self.before_whom(at, end) } else { end };
        let of =
            matches!(self.word(end), "of" | "de" | "del") || spanish && matches!(self.word(end), "a" | "al" | "contra");
        let patients =
            if of { self.inside(end + 1, group.range().end.max(end + 2)) } else { self.owner(group.tokens.start) };
        // "La muerte de la democracia": in Spanish a noun that no list knows is nobody here.
        let known = |group: &Group| !spanish || whom == Whom::Things || group.stated || group.named == Named::People;
        let suffers = |number: &usize| {
            let group = &self.groups[*number];
            self.phrases.can_suffer(group, whom) && known(group)
        };
        let patients: Vec<usize> = patients.into_iter().filter(suffers).collect();
        (!patients.is_empty()).then(|| Arguments { patients, verb: at..end, ..Arguments::default() })
    }

    /// Groups that begin in the tokens.
    fn inside(&self, start: usize, end: usize) -> Vec<usize> {
        let first = self.groups.iter().position(|group| group.tokens.start >= start && group.tokens.start < end);
        first.map_or_else(Vec::new, |first| self.joined_after(first, false))
    }

    /// "Smith's death": the group that owns what stands at `start`.
    fn owner(&self, start: usize) -> Vec<usize> {
        let owns = |group: &&Group| {
            let last = group.tokens.end - 1;
            group.range().end == start && self.phrases.line.stem(last) != self.word(last)
        };
        let owner = self.outer().iter().rposition(|group| owns(&group));
        owner.map_or_else(Vec::new, |owner| self.joined_before(owner))
    }

    /// "Two men were dead", "left three people dead", "two wounded officers", "one dead".
    fn bearers(&self, at: usize, end: usize, whom: Whom) -> Option<Arguments> {
        let around = self.outer().iter().position(|group| group.range().contains(&at));
        if let Some(around) = around {
            let group = &self.groups[around];
            let noun = (end..group.tokens.end).any(|at| self.tag(at) == Tag::Noun);
            let own = self.phrases.can_suffer(group, whom) && (noun || group.stated);
            if own {
                let patients = self.joined_before(around);
                return Some(Arguments { patients, verb: at..end, ..Arguments::default() });
            }
            // "Eight of the wounded": those who are taken out of them.
            let inside = group.of.as_ref().is_some_and(|of| of.contains(&at));
            if inside && group.stated {
                return Some(Arguments { patients: vec![around], verb: at..end, ..Arguments::default() });
            }
            // "The dead were …" names nobody.
            if group.tokens.start < at {
                return None;
            }
        }
        // "The number of dead" is the number of nobody named.
        if at > 0 && matches!(self.word(at - 1), "of" | "de") {
            return None;
        }
        // "Lists 38 others as missing".
        let as_such = at > 0 && matches!(self.word(at - 1), "as" | "como");
        let listed = |group: &Group| as_such && group.range().end + 1 == at && self.phrases.can_suffer(group, whom);
        if let Some(found) = self.outer().iter().rposition(listed) {
            return Some(Arguments { patients: self.joined_before(found), verb: at..end, ..Arguments::default() });
        }
        let (patients, start) = self.subject(at, whom)?;
        Some(Arguments { patients, verb: start..end, unreal: self.is_unreal(start, at), ..Arguments::default() })
    }

    /// "Lost two daughters", "lost his wife and three sons": only kin can be lost so.
    fn lost(&self, at: usize, end: usize) -> Option<Arguments> {
        let patients = self.object(end, Whom::People)?;
        let kin = |number: &usize| {
            let group = &self.groups[*number];
            let people = group.stated && group.named == Named::People && !self.phrases.is_bare_number(group);
            people || group.tokens.clone().any(|at| self.phrases.lexicon.people.kin.has(self.phrases.line.stem(at)))
        };
        let start = self.verb_start(at);
        patients.iter().any(kin).then(|| Arguments {
            patients,
            verb: start..end,
            unreal: self.is_unreal(start, at),
            ..Arguments::default()
        })
    }

    fn subject_suffers(&self, at: usize, end: usize, form: VerbForm, whom: Whom) -> Option<Arguments> {
        // "A motorcycle … was left in the village": what has an object is undergone in the active alone.
        let passive = matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_passive(at);
        if passive && end > at + 1 {
            return None;
        }
        let (patients, start) = self.subject(at, whom)?;
        let unreal = self.is_unreal(start, at);
        Some(Arguments { patients, verb: start..end, unreal, ..Arguments::default() })
    }

    fn object_suffers(&self, at: usize, end: usize, form: VerbForm, open: bool, whom: Whom) -> Option<Arguments> {
        // "Shot and killed a man": the object stands behind the last of the verbs.
        let last = self.joined_verbs(end);
        // "Took two men away": the object stands inside.
        let inside = open.then(|| self.object(at + 1, whom)).flatten();
        let right = inside.or_else(|| self.object(last, whom));
        // "Is killing" is no passive.
        let passive = matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_passive(at);
        let active = match form {
            VerbForm::Finite => true,
            // "…, killing seven", "after shooting his wife"; "the Green Street shooting" is a noun.
            VerbForm::Gerund => self.tag(at) == Tag::Verb,
            VerbForm::Bare => true,
            VerbForm::Past | VerbForm::Participle => !passive && right.is_some() && self.tag(at) == Tag::Verb,
        };
        if active && !passive {
            let start = self.verb_start(at);
            let patients = right?;
            let agents = self.subject(at, whom).map_or_else(Vec::new, |(groups, _)| groups);
            // "Kill them all": an infinitive or a call, unless somebody does it.
            let called = form == VerbForm::Bare && agents.is_empty();
            return Some(Arguments {
                patients,
                agents,
                verb: start..last,
                unreal: called || self.is_unreal(start, at),
                ..Arguments::default()
            });
        }
        // "Names 112 injured persons", "went back for the wounded": there it is no verb.
        // "Police shot first" did so, and were not shot.
        let first = !passive && self.phrases.predicates.lists.firsts.marks.at(self.phrases.line, end).is_some();
        let verb = passive || self.tag(at) != Tag::Noun && !first;
        if !matches!(form, VerbForm::Past | VerbForm::Participle) || !verb {
            return None;
        }
        let (patients, start) = self.subject(at, whom)?;
        // "Nobody picked up" is done to nobody.
        let does = |number: &usize| {
            let group = &self.groups[*number];
            group.named == Named::Pronoun || group.max == Some(0)
        };
        if !passive && end > at + 1 && patients.iter().any(does) {
            return None;
        }
        // "He shot at the car", "the gunman shot into a stall" did so.
        let acts = |number: &usize| {
            let group = &self.groups[*number];
            let people = &self.phrases.lexicon.people;
            let word = self.word(group.tokens.start);
            let he = [&people.he, &people.she, &people.they].iter().any(|list| list.has(word));
            // "They saw him shot": he suffers it.
            group.named == Named::Pronoun && he && self.phrases.lexicon.grammar.pronouns.has(word)
        };
        let (line, firsts) = (self.phrases.line, &self.phrases.predicates.lists.firsts);
        let aims = firsts.deeds.at(line, at).is_some() && firsts.aims.at(line, end).is_some();
        if !passive && (aims || patients.iter().any(acts)) {
            return None;
        }
        let mut agents = self.by(end);
        if agents.is_empty() && passive {
            agents = self.who_fired(end);
        }
        let unreal = self.is_unreal(start, at);
        Some(Arguments { patients, agents, verb: start..end, unreal, ..Arguments::default() })
    }

    /// Past "and killed", "and then wounded" behind a verb.
    fn joined_verbs(&self, end: usize) -> usize {
        let mut at = end;
        loop {
            let joined = self.tag(at) == Tag::Coordinator;
            let mut next = at + usize::from(joined);
            while self.tag(next) == Tag::Adverb {
                next += 1;
            }
            // "Picked up and told me": what is said is not done to the hearer.
            let says = |word: &str| {
                let cues = &self.phrases.lexicon.cues;
                cues.hearer.has(word) || cues.clause.has(word)
            };
            if joined && self.tag(next) == Tag::Verb && !says(self.word(next)) {
                at = next + 1;
            } else {
                return at;
            }
        }
    }

    /// Whether a form of "be" governs the participle at token `at`.
    fn is_passive(&self, at: usize) -> bool {
        let mut left = at;
        while let Some(before) = left.checked_sub(1) {
            match self.tag(before) {
                Tag::Be => return true,
                Tag::Adverb => left = before,
                // "Was shot and killed", "were beaten, stabbed and killed".
                Tag::Coordinator | Tag::Comma if before > 0 && self.tag(before - 1) == Tag::Verb => left = before - 1,
                Tag::Auxiliary if self.phrases.lexicon.is_negation(self.word(before)) => left = before,
                _ => return false,
            }
        }
        false
    }

    /// The first token of the verb group that ends at `at`: auxiliaries, adverbs and joined verbs.
    fn verb_start(&self, at: usize) -> usize {
        let mut start = at;
        while let Some(before) = start.checked_sub(1) {
            let goes = match self.tag(before) {
                Tag::Be | Tag::Auxiliary | Tag::Adverb => true,
                // "The attack that left nine injured was …": another verb ends there.
                Tag::Verb => start == at || !matches!(self.tag(start), Tag::Verb | Tag::Be | Tag::Auxiliary),
                Tag::Coordinator => before > 0 && self.tag(before - 1) == Tag::Verb && start == at,
                Tag::Preposition => self.word(before) == "to",
                _ => false,
            };
            if !goes {
                break;
            }
            start = before;
        }
        start
    }

    /// The groups before the verb at token `at`, and where its verb group begins.
    fn subject(&self, at: usize, whom: Whom) -> Option<(Vec<usize>, usize)> {
        let start = self.verb_start(at);
        // "A vigil for the teenager killed on Friday": nothing but the verb form stands behind them.
        let participle = |at: usize| self.phrases.predicates.is_participle(self.phrases.line, at);
        let reduced = participle(at) && (start..at).all(|at| participle(at) || self.tag(at) == Tag::Coordinator);
        let mut edge = start;
        // "Of an “armed cell” were detained".
        while edge > 0 && matches!(self.phrases.line.kind(edge - 1), Some(Kind::Close)) {
            edge -= 1;
        }
        // "Two men who were killed", "of a student who was killed".
        let relative = edge > 0 && self.tag(edge - 1) == Tag::Relative;
        if edge > 0 && self.tag(edge - 1) == Tag::Relative {
            edge -= 1;
            // "Sergeant Ruiz, who was killed".
            if edge > 0 && self.tag(edge - 1) == Tag::Comma {
                edge -= 1;
            }
        }
        let near = |edge: usize| self.outer().iter().rposition(|group| group.range().end == edge);
        let direct = near(edge).or_else(|| self.past_apposition(edge).and_then(near));
        // "Man hurt in street fight arrested": what stands behind a preposition and suffers nothing.
        let aside = |found: &usize| {
            let group = &self.groups[*found];
            let before = group.tokens.start.checked_sub(1).map_or("", |before| self.word(before));
            let place = matches!(before, "in" | "at" | "on" | "near" | "during" | "after") && !group.stated;
            !relative && self.is_oblique(*found) && (place || !self.phrases.can_suffer(group, whom))
        };
        let direct = direct.filter(|found| !aside(found));
        let found = match direct {
            // "Cifró en 71 los fallecidos": a number alone right before.
            Some(found)
                if reduced
                    || relative
                    || self.phrases.is_bare_number(&self.groups[found])
                    || !self.is_oblique(found) =>
            {
                Some(found)
            }
            // "The man in the car was killed", "and was killed": the subject of the clause.
            _ => self.clause_subject(start),
        };
        // "The prosecutor's office": the owner suffers nothing.
        let owns = |number: &usize| {
            let last = self.groups[*number].tokens.end - 1;
            self.phrases.line.stem(last) != self.word(last)
        };
        let found = self.people_in(found.filter(|number| !owns(number))?, whom, relative);
        self.phrases.can_suffer(&self.groups[found], whom).then(|| (self.joined_before(found), start))
    }

    /// "The name of a girl who was shot": people inside the "of …" of a thing. "Six of the seven men who were killed":
    /// what is told behind "who" is told of all seven.
    pub(super) fn people_in(&self, group: usize, whom: Whom, relative: bool) -> usize {
        let whole = &self.groups[group];
        let of = whole.of.as_ref().filter(|_| whom == Whom::People && (whole.named == Named::Thing || relative));
        let inner = of.and_then(|of| {
            let thing = whole.named == Named::Thing;
            let inside = |inner: &Group| {
                // "None of the victims who were hurt was meant": the victims were.
                let none = whole.max == Some(0);
                of.contains(&inner.tokens.start) && inner.named == Named::People && (thing || inner.stated || none)
            };
            self.groups[self.outer..].iter().position(inside)
        });
        inner.map_or(group, |inner| self.outer + inner)
    }

    /// "Smith, 23, of Dayton, was …": before the comma that opens what is put in.
    fn past_apposition(&self, edge: usize) -> Option<usize> {
        let close = edge.checked_sub(1).filter(|close| self.tag(*close) == Tag::Comma || self.word(*close) == ")")?;
        let from = close.saturating_sub(REACH / 2);
        let mut open = None;
        for at in (from..close).rev() {
            match self.tag(at) {
                Tag::Comma => open = Some(at),
                Tag::Mark if self.word(at) == "(" => return Some(at),
                Tag::Mark => break,
                Tag::Boundary if open.is_some() => break,
                _ => {}
            }
        }
        open
    }

    /// Whether the group stands behind a preposition and so is no subject.
    fn is_oblique(&self, group: usize) -> bool {
        let Some(before) = self.groups[group].tokens.start.checked_sub(1) else { return false };
        // "After two men were killed": some of them open clauses, too.
        let grammar = &self.phrases.lexicon.grammar;
        let word = self.word(before);
        self.tag(before) == Tag::Preposition && !grammar.boundaries.has(word) && !grammar.subordinators.has(word)
    }

    /// The first group of the clause that ends before token `edge`, neither behind a preposition nor behind its verb.
    fn clause_subject(&self, edge: usize) -> Option<usize> {
        let from = edge.saturating_sub(REACH);
        let opens = |at: &usize| match self.tag(*at) {
            Tag::Boundary | Tag::Mark => true,
            Tag::Coordinator => {
                matches!(self.tag(at + 1), Tag::Pronoun | Tag::Determiner | Tag::Number)
                    && self.clause_between(at + 1, edge)
            }
            _ => false,
        };
        let open = (from..edge).rev().find(opens);
        let start = open.map_or(from, |at| at + 1);
        // "The attack that killed five adults has …": those five are what the clause tells, not the subject behind it.
        let told = |number: &usize| {
            let relative = open.is_some_and(|open| self.tag(open) == Tag::Relative || self.word(open) == "that");
            relative && self.verb_between(start, self.groups[*number].tokens.start)
        };
        self.outer()
            .iter()
            .position(|group| group.tokens.start >= start && group.range().end <= edge)
            .and_then(|first| (first..self.outer).find(|number| !self.is_oblique(*number)))
            .filter(|number| self.groups[*number].range().end <= edge && !told(number))
    }

    /// A verb that is no participle alone ("and nine others injured").
    fn clause_between(&self, start: usize, end: usize) -> bool {
        let participle = |at: usize| self.phrases.predicates.is_participle(self.phrases.line, at);
        (start..end).any(|at| self.tag(at) == Tag::Be || self.tag(at) == Tag::Verb && !participle(at))
    }

    fn verb_between(&self, start: usize, end: usize) -> bool {
        (start..end).any(|at| matches!(self.tag(at), Tag::Verb | Tag::Be))
    }

    /// The groups right behind a verb that ends at `end`.
    fn object(&self, end: usize, whom: Whom) -> Option<Vec<usize>> {
        let mut start = end;
        while self.tag(start) == Tag::Adverb {
            start += 1;
        }
        let first = self.outer().iter().position(|group| group.tokens.start == start)?;
        self.phrases.can_suffer(&self.groups[first], whom).then(|| self.joined_after(first, true))
    }

    /// "By the police".
    pub(super) fn by(&self, end: usize) -> Vec<usize> {
        let by = (end..end + 6).find(|at| matches!(self.word(*at), "by" | "por"));
        let first = by.and_then(|by| self.outer().iter().position(|group| group.tokens.start == by + 1));
        first.map_or_else(Vec::new, |first| vec![first])
    }

    /// "Was killed when police opened fire": who did it by the clause behind.
    fn who_fired(&self, end: usize) -> Vec<usize> {
        let line = self.phrases.line;
        let opens = |at: &usize| self.phrases.lexicon.grammar.subordinators.has(self.word(*at));
        let Some(clause) = (end..(end + NEAR).min(line.len())).find(opens) else { return Vec::new() };
        let fires = |at: &usize| self.phrases.predicates.lists.fires.phrases.at(line, *at).is_some();
        let Some(verb) = (clause + 1..(clause + NEAR).min(line.len())).find(fires) else { return Vec::new() };
        let who = |group: &Group| group.tokens.start > clause && group.range().end <= verb;
        self.outer().iter().position(who).into_iter().collect()
    }

    /// The group and those joined to it from before ("a man, a boy and two women").
    pub(super) fn joined_before(&self, last: usize) -> Vec<usize> {
        if last >= self.outer {
            return vec![last];
        }
        let mut first = last;
        while first > 0
            && self.are_joined(first - 1, first)
            && !self.is_oblique(first - 1)
            && self.is_alike(first - 1, last)
            && !self.is_predicated(first - 1)
        {
            first -= 1;
        }
        // A comma alone joins only where an "and" follows.
        if (first..last).all(|number| !self.by_and(number, number + 1)) {
            return vec![last];
        }
        self.without_appositions(first, last)
    }

    /// "Seven of the dead were children and 12 …": children is what those seven were.
    fn is_predicated(&self, number: usize) -> bool {
        let start = self.groups[number].tokens.start;
        start > 0 && self.tag(start - 1) == Tag::Be && !self.groups[number].stated
    }

    /// "His wife, 72-year-old Ana Ruiz, and his son": she is named once.
    fn without_appositions(&self, first: usize, last: usize) -> Vec<usize> {
        let named_again = |number: usize| {
            self.groups[number].name
                && !self.groups[number - 1].name
                && !self.groups[number - 1].stated
                && !self.by_and(number - 1, number)
        };
        let beside = |number: usize| self.is_home(number) || named_again(number);
        (first..=last).filter(|number| *number == first || !beside(*number)).collect()
    }

    /// "Robert Thomas, 27, of Homewood": a place put in behind a comma.
    fn is_home(&self, number: usize) -> bool {
        let group = &self.groups[number];
        let start = group.tokens.start;
        group.name && start > 1 && matches!(self.word(start - 1), "of" | "from") && self.tag(start - 2) == Tag::Comma
    }

    /// The group and those joined to it from behind. `object`: what has a verb behind it begins a clause of its own.
    fn joined_after(&self, first: usize, object: bool) -> Vec<usize> {
        if first >= self.outer {
            return self.after_inner(first, object);
        }
        let mut last = first;
        while last + 1 < self.outer && self.are_joined(last, last + 1) && self.is_alike(first, last + 1) {
            let end = self.groups[last + 1].range().end;
            if object && matches!(self.tag(end), Tag::Verb | Tag::Be | Tag::Auxiliary) {
                break;
            }
            last += 1;
        }
        if (first..last).all(|number| !self.by_and(number, number + 1)) {
            return vec![first];
        }
        self.without_appositions(first, last)
    }

    /// "The deaths of two men and a woman": the list goes on with groups that stand for themselves.
    fn after_inner(&self, first: usize, object: bool) -> Vec<usize> {
        let end = self.groups[first].range().end;
        let next = self.outer().iter().position(|group| group.tokens.start >= end);
        let goes_on = next.filter(|next| self.are_joined(first, *next) && self.is_alike(first, *next));
        std::iter::once(first).chain(goes_on.map_or_else(Vec::new, |next| self.joined_after(next, object))).collect()
    }

    /// Whoever stands before the verb at `at`, in the same clause and behind no preposition.
    pub(crate) fn doer(&self, at: usize) -> Option<&Group> {
        let from = at.saturating_sub(REACH / 2);
        let border =
            |at: &usize| self.tag(*at) == Tag::Boundary || matches!(self.word(*at), ";" | ":" | "\"" | "“" | "”" | "—");
        let start = (from..at).rev().find(border).map_or(from, |at| at + 1);
        let inside = |number: &usize| {
            let group = &self.groups[*number];
            group.tokens.start >= start && group.range().end <= at && !self.is_oblique(*number)
        };
        (0..self.outer).rev().find(inside).map(|number| &self.groups[number])
    }

    /// The groups of a list that begins with `first`.
    pub(crate) fn listed(&self, first: usize) -> Vec<usize> {
        self.joined_after(first, true)
    }

    fn is_alike(&self, one: usize, other: usize) -> bool {
        let pronoun = |number: usize| self.groups[number].named == Named::Pronoun;
        let people = |number: usize| self.groups[number].named != Named::Thing;
        // "Four miners and an engineer": no list has all callings.
        let may_be = |number: usize| self.phrases.can_suffer(&self.groups[number], Whom::People);
        let same = people(one) == people(other) || may_be(one) && may_be(other);
        // "Six people, including an unborn baby" are six.
        let line = self.phrases.line;
        let counted_in =
            |number: usize| self.phrases.lexicon.quantifiers.including.at(line, self.groups[number].tokens.start);
        let same = same && counted_in(other).is_none();
        !pronoun(one) && !pronoun(other) && same && !self.tells_alone(one) && !self.tells_alone(other)
    }

    /// "Six dead", "two injured": the group has a state of its own as its last word.
    fn tells_alone(&self, number: usize) -> bool {
        let group = &self.groups[number];
        let state = |found: &Found| found.role == Role::State && found.length == 1;
        let tells = |at: usize| self.phrases.predicates.at(self.phrases.line, at).iter().any(state);
        let end = group.tokens.end;
        tells(end - 1) || self.phrases.is_bare_number(group) && tells(end)
    }

    /// Whether only commas, "and" and an age stand between two groups.
    fn are_joined(&self, one: usize, other: usize) -> bool {
        let end = self.groups[other].tokens.start;
        let mut joins = false;
        let mut at = self.groups[one].range().end;
        while at < end {
            // "Un niño de 3 años y su madre".
            if let Some(past) = self.age_end(at) {
                at = past;
                continue;
            }
            match self.tag(at) {
                Tag::Comma | Tag::Coordinator => joins = true,
                Tag::Number => {}
                // "Of six civilians and of one officer", "a mi esposo y a mi cuñado", "de Ruiz y del cabo Paz".
                Tag::Preposition if joins && matches!(self.word(at), "of" | "a" | "al" | "de" | "del") => {}
                _ => return false,
            }
            at += 1;
        }
        joins
    }

    /// Where the Spanish age that begins at token `at` ends ("de 3 años", ", de 45 y 17 años de edad").
    fn age_end(&self, at: usize) -> Option<usize> {
        let start = at + usize::from(self.tag(at) == Tag::Comma);
        if self.phrases.lexicon.language != Language::Es || self.word(start) != "de" {
            return None;
        }
        let inside = |at: &usize| {
            matches!(self.tag(*at), Tag::Number | Tag::Adverb | Tag::Coordinator | Tag::Comma)
                || matches!(self.word(*at), "años" | "meses")
        };
        let last =
            (start + 1..start + 8).take_while(inside).filter(|at| matches!(self.word(*at), "años" | "meses")).last()?;
        let own = usize::from(self.word(last + 1) == "de" && self.word(last + 2) == "edad") * 2;
        Some(last + 1 + own)
    }

    fn by_and(&self, one: usize, other: usize) -> bool {
        (self.groups[one].range().end..self.groups[other].tokens.start).any(|at| self.tag(at) == Tag::Coordinator)
    }

    /// "Tried to kill", "would have died", "if they die": it is not said that it happened. What "may have" happened is said,
    /// if not for certain.
    fn is_unreal(&self, start: usize, at: usize) -> bool {
        let hedges = &self.phrases.lexicon.hedges;
        let open = |at: usize| hedges.possible.has_pair(self.word(at), "have") && self.word(at + 1) == "have";
        // "I played like I was dead".
        let played = start > 1 && self.tag(start - 1) == Tag::Pronoun && self.word(start - 2) == "like";
        let modal = played || (start..at).any(|at| hedges.modals.has(self.word(at)) && !open(at));
        let real = |to: usize| to > 0 && self.phrases.predicates.lists.reals.words.has(self.word(to - 1));
        let infinitive = (start..at).any(|at| self.word(at) == "to" && !real(at)) && !self.says(start);
        let condition = start > 0
            && (start.saturating_sub(8)..start)
                .rev()
                .take_while(|at| self.tag(*at) != Tag::Comma)
                .any(|at| self.phrases.lexicon.cues.whether.has(self.word(at)));
        modal || infinitive || condition
    }

    /// "Is said to have died", "was reported to be wounded".
    fn says(&self, start: usize) -> bool {
        let impersonal = &self.phrases.lexicon.hedges.impersonal;
        [&impersonal.reported, &impersonal.alleged, &impersonal.apparent]
            .iter()
            .any(|list| (start.saturating_sub(1)..=start).any(|at| list.at(self.phrases.line, at).is_some()))
    }
}
