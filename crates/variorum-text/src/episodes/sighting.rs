//! What does one sentence tell of an incident?
//!
//! Every word that tells an act is asked who and what it was done to, by whom, with what, how far it came; what comes of
//! it together is one sighting. The noun phrases and their parts are those of `incidents`. Left out: two incidents in one
//! sentence.

mod doers;
mod targets;

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::claim::{TimeExpression, TimeType};
use variorum_evidence::incident::{Instrument, Perpetrator, Responsibility, Stage, Thing, Victims};
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::place::Place;
use variorum_evidence::span::TextSpan;

use crate::drafts::{Page, Timed};
use crate::incidents::arguments::{Arguments, Scene};
use crate::incidents::phrases::Phrases;
use crate::incidents::predicates::{Found, Role, VerbForm, Whom};
use crate::incidents::tags::{Tag, tags};
use crate::line::Line;
use crate::whereabouts;

use super::names::Names;
use super::words::{Act, Words};

/// How far what an attack is at may stand behind its word, in tokens.
const REACH: usize = 22;
/// How far the words for trying and threatening may stand before an act, in tokens.
const BEFORE: usize = 7;
/// Longest "of …" that is shown with a description, in tokens.
const OF: usize = 6;

/// What one sentence tells.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
    pub(crate) mentions: Vec<TextSpan>,
    /// Kind and rank; none where only an outcome is told.
    pub(crate) kind: Option<(&'static str, u8)>,
    pub(crate) stage: Stage,
    /// Of such acts in general.
    pub(crate) generic: bool,
    pub(crate) when: Option<HappenedAt>,
    pub(crate) place: Option<Place>,
    pub(crate) people: Vec<Victims>,
    pub(crate) things: Vec<Thing>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) perpetrators: Vec<Perpetrator>,
    pub(crate) nobody_hurt: Option<TextSpan>,
    /// What happened to "him" and "them".
    pub(crate) pronouns: Vec<(bool, String)>,
}

/// One sentence while it is read.
struct Reader<'a> {
    page: &'a Page<'a>,
    number: usize,
    line: Line<'a>,
    words: &'static Words,
    names: &'a Names,
    places: &'a [Place],
    scene: Scene<'a>,
}

/// What the sentence called `number` tells; none where no word tells an act.
pub(crate) fn sighting(
    page: &Page<'_>,
    words: &'static Words,
    names: &Names,
    places: &[Place],
    number: usize,
) -> Option<Sighting> {
    let sentence = &page.sentences[number];
    let line = Line { text: page.text, tokens: &sentence.tokens };
    let begins = |at: usize| {
        let word = line.word(at);
        words.predicates.begins(word) || words.lists.goes_off.begins(word) || words.lists.puts.begins(word)
    };
    if sentence.heading || !(0..line.len()).any(begins) {
        return None;
    }
    let quantities = &page.counted[number].quantities;
    let times: Vec<Range<usize>> = page.times[number].iter().map(|time| line.touching(time.expression.span)).collect();
    let tags = tags(&line, page.lexicon, &words.predicates, quantities, &times);
    let sited = whereabouts::tokens(&line, sentence, places);
    let (lexicon, predicates) = (page.lexicon, &words.predicates);
    let phrases = Phrases { line: &line, lexicon, tags: &tags, quantities, predicates, places: &sited };
    let (groups, outer) = phrases.groups();
    let scene = Scene { phrases, groups: &groups, outer };
    let reader =
        Reader { page, number, line: Line { text: page.text, tokens: &sentence.tokens }, words, names, places, scene };
    reader.read()
}

impl Reader<'_> {
    fn read(&self) -> Option<Sighting> {
        let places = self.places;
        if Words::find(&self.words.lists.accident, &self.line, 0..self.line.len()).is_some() {
            return None;
        }
        let mut found = self.nothing_yet();
        self.instruments(&mut found);
        let explosive = found.instruments.iter().any(|one| self.words.explodes(&one.class));
        let mut told = Vec::new();
        let mut at = 0;
        while at < self.line.len() {
            let mut taken = 1;
            for telling in self.words.predicates.at(&self.line, at) {
                let Some(act) = self.words.act(&self.words.predicates.get(telling.predicate).id) else { continue };
                if self.act(at, &telling, act, &mut found) {
                    taken = taken.max(telling.length);
                    told.push(at..at + telling.length);
                    break;
                }
            }
            if let Some(device) = self.device(at).filter(|_| explosive) {
                self.went_off(device.clone(), &mut found);
                told.push(device.clone());
                taken = taken.max(device.len());
            }
            at += taken;
        }
        let first = told.first()?.clone();
        if explosive && found.kind.is_some_and(|(kind, _)| kind == "attack" || kind == "killing") && self.blows_up() {
            found.kind = Some(("bombing", 6));
        }
        if found.kind.is_none_or(|(_, rank)| rank == 0)
            && found.people.is_empty()
            && found.things.is_empty()
            && found.pronouns.is_empty()
        {
            return None;
        }
        self.doers(&first, &mut found);
        found.nobody_hurt = Words::find(&self.words.lists.nobody, &self.line, 0..self.line.len())
            .and_then(|words| self.line.span(&words));
        self.damage(&mut found);
        found.mentions = told.iter().filter_map(|tokens| self.line.span(tokens)).collect();
        found.when = self.when(&first);
        let span = self.line.span(&first)?;
        let place = whereabouts::beside(span, self.page.sentences, self.page.text, places);
        found.place = place.and_then(|span| {
            let first = places.partition_point(|place| place.span.start < span.start);
            places[first..].iter().find(|place| place.span == span).cloned()
        });
        Some(found)
    }

    fn nothing_yet(&self) -> Sighting {
        Sighting {
            sentence: self.number,
            paragraph: self.page.sentences[self.number].paragraph,
            mentions: Vec::new(),
            kind: None,
            stage: Stage::Accomplished,
            generic: true,
            when: None,
            place: None,
            people: Vec::new(),
            things: Vec::new(),
            instruments: Vec::new(),
            perpetrators: Vec::new(),
            nobody_hurt: None,
            pronouns: Vec::new(),
        }
    }

    /// Reads one act; false where the words do not tell that it happened, was tried or threatened.
    fn act(&self, at: usize, telling: &Found, act: &'static Act, found: &mut Sighting) -> bool {
        let noun = matches!(telling.role, Role::Act | Role::Counted | Role::State);
        let mut arguments: Vec<Arguments> = [Whom::People, Whom::Things]
            .into_iter()
            .filter_map(|whom| self.scene.arguments(at, telling, whom))
            .collect();
        // "Rebels burned two buses": who does it to the buses does not suffer it.
        let doers: BTreeSet<usize> = arguments.iter().flat_map(|one| one.agents.iter().copied()).collect();
        arguments.retain(|one| !one.patients.iter().any(|patient| doers.contains(patient)));
        let stage = self.stage(at);
        if !self.is_told(at, telling, noun, stage, &arguments) {
            return false;
        }
        let told = self.targets(at + telling.length, &arguments, act, found);
        // A state, a number and an outcome need somebody; "explosion" and "attack" tell an act alone.
        let bare = matches!(telling.role, Role::Counted | Role::State);
        let outcome = matches!(act.id.as_str(), "damage" | "destruction" | "threat" | "release");
        if !told && (bare || outcome) {
            return false;
        }
        let last = at + telling.length - 1;
        found.generic &= noun && !told && self.words.lists.generic.at(&self.line, last).is_some();
        self.record(act, stage, found);
        let agents = arguments.iter().flat_map(|one| &one.agents);
        agents.for_each(|agent| self.agent(&self.scene.groups[*agent].clone(), found));
        true
    }

    /// Whether the words say that it happened, was tried or threatened, once.
    fn is_told(&self, at: usize, telling: &Found, noun: bool, stage: Stage, arguments: &[Arguments]) -> bool {
        let done = stage == Stage::Accomplished;
        let unreal = arguments.iter().any(|one| one.unreal) || !noun && self.is_unreal(at);
        let called = telling.role == Role::Does(VerbForm::Bare);
        let start = arguments.first().map_or(at, |one| one.verb.start.min(at));
        let denied = (start..at).any(|at| self.page.lexicon.is_negation(self.line.word(at)));
        // A verb needs somebody that it is done to.
        let somebody = noun || !arguments.is_empty();
        somebody && !denied && !(done && (unreal || called)) && !self.is_habit(at, telling)
    }

    /// Adds those that suffer the act and what it is at; whether there are any.
    fn targets(&self, end: usize, arguments: &[Arguments], act: &'static Act, found: &mut Sighting) -> bool {
        let before = (found.people.len(), found.things.len(), found.pronouns.len());
        let patients: BTreeSet<usize> = arguments.iter().flat_map(|one| one.patients.iter().copied()).collect();
        for patient in patients {
            self.suffers(&self.scene.groups[patient].clone(), act, found);
        }
        if matches!(act.id.as_str(), "attack" | "bombing" | "shooting" | "killing" | "damage") {
            self.aimed_at(end, act, found);
        }
        (found.people.len(), found.things.len(), found.pronouns.len()) != before
    }

    /// Kind, stage and instrument that the act adds.
    fn record(&self, act: &'static Act, stage: Stage, found: &mut Sighting) {
        let threat = act.id == "threat" && found.kind.is_none();
        let first = found.kind.is_none() || found.stage != Stage::Accomplished;
        if threat {
            found.stage = Stage::Threatened;
        } else if stage != Stage::Accomplished && first {
            found.stage = stage;
        } else if act.kind.is_some() {
            found.stage = Stage::Accomplished;
        }
        // Bombs from the air are no bombing that somebody plants.
        let air = &self.words.lists.airborne;
        let airborne = act.id == "bombing" && Words::find(air, &self.line, 0..self.line.len()).is_some();
        if airborne {
            found.kind = found.kind.or(Some(("attack", 1)));
        } else if let Some(kind) = act.kind.as_deref()
            && found.kind.is_none_or(|(_, rank)| rank < act.rank)
        {
            found.kind = Some((kind, act.rank));
        }
        if let Some(class) = &act.instrument
            && found.instruments.is_empty()
        {
            found.instruments.push(Instrument { span: None, class: class.clone() });
        }
    }

    /// What was used, as it is named in the sentence.
    fn instruments(&self, found: &mut Sighting) {
        let mut at = 0;
        while at < self.line.len() {
            let Some((class, length)) = self.words.instruments.beginning(&self.line, at) else {
                at += 1;
                continue;
            };
            let end = at + length;
            let start = self
                .scene
                .groups
                .iter()
                .find(|group| group.tokens.contains(&at))
                .map_or(at, |group| self.bare(group).start.min(at));
            let span = self.line.span(&(start..end));
            if !found.instruments.iter().any(|known| known.span == span) {
                found.instruments.push(Instrument { span, class: class.to_owned() });
            }
            at = end;
        }
    }

    /// Whether something in the sentence goes off, is put somewhere or blown up.
    fn blows_up(&self) -> bool {
        (0..self.line.len()).any(|at| self.device(at).is_some())
    }

    /// "Exploded", "was placed".
    fn device(&self, at: usize) -> Option<Range<usize>> {
        let lists = &self.words.lists;
        let length = lists.goes_off.at(&self.line, at).or_else(|| lists.puts.at(&self.line, at))?;
        Some(at..at + length)
    }

    fn went_off(&self, device: Range<usize>, found: &mut Sighting) {
        let act = self.words.act("bombing");
        let Some(act) = act else { return };
        if self.is_unreal(device.start) {
            return;
        }
        found.generic = false;
        let stage = self.stage(device.start);
        if stage != Stage::Accomplished && found.kind.is_none() {
            found.stage = stage;
        }
        if found.kind.is_none_or(|(_, rank)| rank < act.rank) {
            found.kind = Some(("bombing", act.rank));
        }
        self.aimed_at(device.end, act, found);
        if let Some(doer) =
            self.scene.outer().iter().rev().find(|group| group.range().end <= device.start && self.is_doer(group))
        {
            self.agent(&doer.clone(), found);
        }
    }

    fn stage(&self, at: usize) -> Stage {
        let from = at.saturating_sub(BEFORE);
        let any = |phrases: &crate::lexicon::Phrases| Words::find(phrases, &self.line, from..at + 1).is_some();
        if any(&self.words.lists.threatened) {
            Stage::Threatened
        } else if any(&self.words.lists.attempted) {
            Stage::Attempted
        } else {
            Stage::Accomplished
        }
    }

    /// "Would kill", "if they attack".
    fn is_unreal(&self, at: usize) -> bool {
        let from = at.saturating_sub(4);
        Words::find(&self.words.lists.unreal, &self.line, from..at).is_some()
    }

    /// "They kill", "is bombing the towns": no incident, but what is done again and again.
    fn is_habit(&self, at: usize, telling: &Found) -> bool {
        let form = |wanted: VerbForm| telling.role == Role::Does(wanted);
        let third = form(VerbForm::Finite) && self.line.word(at).ends_with('s');
        let goes_on = form(VerbForm::Gerund) && at > 0 && self.scene.phrases.tag(at - 1) == Tag::Be;
        third || goes_on
    }

    /// Windows, walls and whatever was damaged.
    fn damage(&self, found: &mut Sighting) {
        let whole = 0..self.line.len();
        if Words::find(&self.words.lists.nothing, &self.line, whole.clone()).is_some() {
            return;
        }
        let totally = Words::find(&self.words.lists.totally, &self.line, whole.clone()).is_some();
        let damaged = Words::find(&self.words.lists.damage, &self.line, whole).is_some();
        let effect = if totally { "destroyed" } else { "damaged" };
        if totally || damaged {
            found
                .things
                .iter_mut()
                .filter(|thing| thing.effect.is_none())
                .for_each(|thing| thing.effect = Some(effect.to_owned()));
        }
    }

    /// The time next to the act: not when somebody said so.
    fn when(&self, act: &Range<usize>) -> Option<HappenedAt> {
        let times = &self.page.times[self.number];
        let usable = times.iter().filter(|time| self.is_when(time.expression));
        let beside = |time: &&Timed<'_>| {
            let tokens = self.line.touching(time.expression.span);
            if tokens.start >= act.end { tokens.start - act.end } else { act.start.saturating_sub(tokens.end) }
        };
        usable.min_by_key(beside).map(|time| time.expression.when.clone())
    }

    fn is_when(&self, time: &TimeExpression) -> bool {
        let fine = time.when.precision <= Precision::Year && time.when.from.is_some() && time.when.to.is_some();
        let tokens = self.line.touching(time.span);
        let cues = &self.page.lexicon.cues;
        let says = |at: Option<usize>| {
            at.is_some_and(|at| {
                let word = self.line.word(at);
                (cues.clause.has(word) || cues.that_only.has(word) || cues.hearer.has(word))
                    && !self.words.predicates.begins(word)
            })
        };
        let said = says(tokens.start.checked_sub(1)) || says(Some(tokens.end)) || self.line.word(tokens.end) == "that";
        fine && matches!(time.time_type, TimeType::Date | TimeType::Time) && !said
    }
}

/// How a sentence puts it that those at `tokens` did it.
pub(crate) fn responsibility(line: &Line<'_>, words: &Words, tokens: &Range<usize>) -> Responsibility {
    let whole = 0..line.len();
    let confidence = &words.confidence;
    if Words::find(&confidence.acquits, line, whole.clone()).is_some() {
        return Responsibility::Cleared;
    }
    if Words::find(&confidence.claims, line, whole.clone()).is_some() {
        return Responsibility::Claimed;
    }
    if Words::find(&confidence.accuses, line, whole.clone()).is_none() {
        return Responsibility::Reported;
    }
    let authority = whole.filter(|at| !tokens.contains(at)).any(|at| confidence.authorities.at(line, at).is_some());
    if authority { Responsibility::AccusedByAuthorities } else { Responsibility::Accused }
}
