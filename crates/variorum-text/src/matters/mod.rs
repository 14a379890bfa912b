//! What does a sentence tell that can be compared, though nobody asked for it?
//!
//! Counts of things and people, measures, ages, when and how long something was done, and what is said to be so or
//! denied. Each becomes a reading without a question whose predicate names the matter (`open/count/lorry`,
//! `open/time/sound/siren`, `open/age/rodrigo duarte`); `variorum-reconcile` proposes a question where several reports
//! tell of one matter. What is told of predicates that the program knows, or answers a question already, is left alone.
//! Left out: matters told over two sentences, and acts that no table has (`lexicon/matters.toml`).

mod ages;
mod measures;
mod words;

use std::ops::Range;

use variorum_evidence::claim::{Polarity, Reading, Scope, TimeExpression, TimeType, Value};
use variorum_evidence::document::Language;

use crate::calendar::seconds;
use crate::hedges::polarity;
use crate::incidents::phrases::Group;
use crate::incidents::side;
use crate::incidents::tags::Tag;
use crate::line::Line;
use crate::readings::Scene;
use crate::times::Named;
use words::{Thing, Words};

/// How far an act may stand behind a noun phrase, and before it, in tokens.
const BEHIND: usize = 6;
const BEFORE: usize = 4;
/// How far an act may stand from the time that it is given.
const NEAR: usize = 12;
/// The longest duration that is told of an act, in seconds; beyond it something else is old or long.
const LONGEST: u64 = 60 * 24 * 60 * 60;
/// Acts that tell of a thing how long it was.
const LASTING: [&str; 3] = ["last", "take", "wait"];

/// What is told of one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matter {
    /// `open/count/lorry`.
    pub(crate) predicate: String,
    /// The words that give the value.
    pub(crate) words: Range<usize>,
    pub(crate) value: Value,
    pub(crate) scope: Scope,
    pub(crate) polarity: Polarity,
    pub(crate) rule: &'static str,
}

impl Matter {
    fn new(predicate: String, words: Range<usize>, value: Value, polarity: Polarity, rule: &'static str) -> Self {
        Self { predicate, words, value, scope: Scope::unknown(), polarity, rule }
    }
}

/// What is told within `content` and by none of the readings that are known.
pub(crate) fn find(
    scene: &Scene<'_>,
    content: &Range<usize>,
    known: &[Reading],
    free: &dyn Fn(usize) -> bool,
) -> Vec<Matter> {
    let Some(words) = Words::of(scene.lexicon.language) else { return Vec::new() };
    let telling = Telling { scene, words, line: &scene.line, content };
    let mut found = ages::find(&telling);
    let apart = |matter: &Matter, ages: &[Matter]| {
        !ages.iter().any(|age| age.words.start < matter.words.end && matter.words.start < age.words.end)
    };
    let more = [telling.counts(), measures::find(&telling), telling.timed()].concat();
    let more: Vec<Matter> = more.into_iter().filter(|matter| apart(matter, &found)).collect();
    found.extend(more);
    found.extend(telling.facts());
    let inside = |matter: &Matter| {
        content.start <= matter.words.start && matter.words.end <= content.end && free(matter.words.start)
    };
    found.retain(|matter| inside(matter) && !telling.is_known(matter, known));
    found
}

/// A sentence's content with what was found in it.
struct Telling<'a> {
    scene: &'a Scene<'a>,
    words: &'static Words,
    line: &'a Line<'a>,
    content: &'a Range<usize>,
}

impl Telling<'_> {
    fn tag(&self, at: usize) -> Tag {
        self.scene.incidents.layout.tags.get(at).copied().unwrap_or(Tag::Mark)
    }

    fn groups(&self) -> &[Group] {
        &self.scene.incidents.layout.groups
    }

    /// Whether a reading of the same kind rests on the same words, or the sentence tells them of a known predicate.
    fn is_known(&self, matter: &Matter, known: &[Reading]) -> bool {
        let meet = |one: &Range<usize>| one.start < matter.words.end && matter.words.start < one.end;
        let choice = matches!(matter.value, Value::Choice { .. });
        let span = self.line.span(&matter.words);
        let read = |reading: &Reading| {
            let same = std::mem::discriminant(&reading.value) == std::mem::discriminant(&matter.value);
            span.is_some_and(|span| reading.span.start < span.end && span.start < reading.span.end) && same
        };
        !choice && (self.scene.incidents.facts.iter().any(|fact| meet(&fact.words)) || known.iter().any(read))
    }

    /// Whether a clause ends at token `at`.
    fn ends_clause(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::Mark | Tag::Comma | Tag::Boundary) || at >= self.line.len()
    }

    /// The noun that a group is of: the last in English, the first in Spanish.
    fn head(&self, group: &Group) -> Option<usize> {
        let english = self.scene.lexicon.language == Language::En;
        let nouns = |range: &Range<usize>| {
            let noun = |at: &usize| self.tag(*at) == Tag::Noun;
            if english { range.clone().rev().find(noun) } else { range.clone().find(noun) }
        };
        nouns(&group.tokens).or_else(|| nouns(group.of.as_ref()?))
    }

    /// The act told of the words `around`, the nearest first: right before them, then behind, then before.
    fn act_of(&self, around: &Range<usize>) -> Option<&str> {
        let before = || {
            (0..BEFORE).map_while(|step| {
                let at = around.start.checked_sub(step + 1)?;
                (!self.ends_clause(at) && self.tag(at) != Tag::Relative).then_some(at)
            })
        };
        let behind = (around.end..around.end + BEHIND).take_while(|at| !self.ends_clause(*at));
        let act = |at: usize| {
            let (act, _) = self.words.act(self.line, at)?;
            act.counted.then_some(act.id.as_str())
        };
        before().take(2).find_map(act).or_else(|| behind.into_iter().find_map(act)).or_else(|| before().find_map(act))
    }

    /// "Eleven lorries were burnt out", "some 300 people waited".
    fn counts(&self) -> Vec<Matter> {
        let stated = |group: &&Group| group.stated && !group.besides && !group.name;
        self.groups().iter().filter(stated).filter_map(|group| self.count(group)).collect()
    }

    fn count(&self, group: &Group) -> Option<Matter> {
        let quantity = self.scene.quantities.iter().find(|one| group.range().contains(&one.tokens.start))?;
        if quantity.weak || group.max == Some(0) {
            return None;
        }
        let (head, thing) = match self.head(group) {
            Some(head) => (head, self.words.thing(self.line.stem(head))?),
            None => self.bare(group)?,
        };
        let capital = self.line.is_capital(head) && !thing.listed;
        if capital || measures::unit_at(self, quantity.tokens.end).is_some() {
            return None;
        }
        let around = group.range();
        let act = thing.of.clone().or_else(|| self.act_of(&around).map(str::to_owned));
        let predicate = match (&act, thing.people) {
            (Some(act), true) => format!("open/count/{}/{act}", thing.id),
            (None, true) => return None,
            _ => format!("open/count/{}", thing.id),
        };
        let value = Value::Count { min: quantity.min, max: quantity.max };
        let said = self.denied_before(around.start);
        let words = quantity.tokens.start.min(around.start)..group.tokens.end.max(quantity.tokens.end).max(head + 1);
        let mut matter = Matter::new(predicate, words, value, said, "matter.count");
        matter.scope.kind = act.filter(|_| !thing.people);
        matter.scope.side = side(self.line, self.scene.lexicon, &around).filter(|_| thing.people).map(str::to_owned);
        Some(matter)
    }

    /// What a number without a noun counts: "four broken ribs", where a participle parts them, or "four are now on
    /// interdiction".
    fn bare(&self, group: &Group) -> Option<(usize, Thing)> {
        let end = group.tokens.end;
        if self.tag(end) == Tag::Verb && self.tag(end + 1) == Tag::Noun {
            return Some((end + 1, self.words.listed(self.line.stem(end + 1))?.clone()));
        }
        let told = matches!(self.tag(end), Tag::Be | Tag::Auxiliary);
        told.then(|| Some((group.tokens.start, self.words.listed(self.people())?.clone()))).flatten()
    }

    /// The thing that a table has for the noun at `at`; a noun before another one only describes it ("ferry landing").
    fn thing_at(&self, at: usize) -> Option<&'static Thing> {
        let thing = self.words.listed(self.line.stem(at)).filter(|_| self.tag(at) == Tag::Noun)?;
        let english = self.scene.lexicon.language == Language::En;
        (!english || self.tag(at + 1) != Tag::Noun).then_some(thing)
    }

    /// Whether a number that begins at `start` is itself denied ("not three").
    fn denied_before(&self, start: usize) -> Polarity {
        polarity(self.line, self.scene.lexicon, start.saturating_sub(2).max(self.content.start.min(start))..start)
    }

    /// The word for people of whom nothing else is said.
    fn people(&self) -> &'static str {
        if self.scene.lexicon.language == Language::Es { "personas" } else { "people" }
    }

    /// "The siren sounded at 5.35", "the beating lasted twenty minutes".
    fn timed(&self) -> Vec<Matter> {
        let times = self.scene.times.iter().filter(|time| self.content.contains(&time.0.start));
        times.filter_map(|time| self.time(time)).collect()
    }

    fn time(&self, (tokens, time, named): &(Range<usize>, &TimeExpression, Named)) -> Option<Matter> {
        let (kind, value) = match (time.time_type, *named) {
            (TimeType::Duration, Named::Duration { count_min, count_max, unit, .. }) => {
                let (seconds_min, seconds_max) = (seconds(count_min, unit), seconds(count_max, unit));
                ("duration", Value::Duration { seconds_min, seconds_max })
            }
            (TimeType::Time | TimeType::Date, _) => ("time", Value::Time(time.when.clone())),
            _ => return None,
        };
        // How long ago, and what nobody can place.
        let unplaced = matches!(&value, Value::Time(when) if when.from.is_none());
        if unplaced || matches!(value, Value::Duration { seconds_max, .. } if seconds_max > LONGEST) {
            return None;
        }
        let (at, act) = self.nearest_act(tokens)?;
        let thing = self.thing_of(at).map(|(thing, _)| thing);
        // A day without a thing goes with anything.
        if time.time_type == TimeType::Date && (thing.is_none() || self.is_of_saying(tokens)) {
            return None;
        }
        // "The beating lasted": the thing is the act.
        let act = thing.as_ref().and_then(|thing| thing.of.clone()).unwrap_or(act);
        let told = thing.filter(|thing| thing.of.is_none() && (kind == "time" || LASTING.contains(&act.as_str())));
        let thing = told.map(|thing| thing.id);
        let predicate = match thing {
            Some(thing) => format!("open/{kind}/{act}/{thing}"),
            None => format!("open/{kind}/{act}"),
        };
        let said = polarity(self.line, self.scene.lexicon, self.content.start.min(at)..at);
        Some(Matter::new(predicate, tokens.clone(), value, said, "matter.time"))
    }

    /// Whether a verb of saying stands right before a time ("said on Tuesday").
    fn is_of_saying(&self, tokens: &Range<usize>) -> bool {
        let says = |at: usize| self.scene.lexicon.cues.clause.has(self.line.word(at));
        (tokens.start.saturating_sub(2)..tokens.start).any(says)
    }

    /// The act nearest to `tokens` in their clause.
    fn nearest_act(&self, tokens: &Range<usize>) -> Option<(usize, String)> {
        let stops = |at: usize| matches!(self.tag(at), Tag::Mark | Tag::Boundary);
        let before = (tokens.start.saturating_sub(NEAR)..tokens.start).rev().take_while(|at| !stops(*at));
        let behind = (tokens.end..(tokens.end + NEAR).min(self.line.len())).take_while(|at| !stops(*at));
        let near = before.map(|at| (tokens.start - at, at)).chain(behind.map(|at| (at - tokens.end + 2, at)));
        let acts = near.filter_map(|(far, at)| Some((far, at, self.words.act(self.line, at)?.0.id.as_str())));
        let verb = |at: usize| self.tag(at) != Tag::Noun && self.tag(at) != Tag::Preposition;
        let nearest = acts.filter(|(_, at, _)| verb(*at)).min_by_key(|(far, at, _)| (*far, *at));
        nearest.map(|(_, at, act)| (at, act.to_owned()))
    }

    /// The listed thing nearest to the act at token `at`, in its clause.
    fn thing_of(&self, at: usize) -> Option<(Thing, usize)> {
        let stops = |at: &usize| !self.ends_clause(*at);
        let before = (at.saturating_sub(BEHIND)..at).rev().take_while(stops);
        let behind = (at + 1..(at + 1 + BEHIND).min(self.line.len())).take_while(stops);
        let near = before.map(|place| (at - place, place)).chain(behind.map(|place| (place - at, place)));
        let listed = near.filter_map(|(far, place)| Some((far, place, self.thing_at(place)?)));
        let nearest = listed.min_by_key(|(far, place, _)| (*far, *place));
        nearest.map(|(_, place, thing)| (thing.clone(), place))
    }

    /// "No siren sounded", "the siren sounded"; "there was no barge", "a barge was there".
    fn facts(&self) -> Vec<Matter> {
        let mut found: Vec<Matter> = Vec::new();
        for at in self.content.clone() {
            let verb = matches!(self.tag(at), Tag::Verb | Tag::Noun | Tag::Adverb | Tag::State);
            let Some((act, length)) = self.words.act(self.line, at).filter(|(act, _)| verb && act.told) else {
                continue;
            };
            if matches!(self.tag(at), Tag::Noun) && self.words.listed(self.line.word(at)).is_some() {
                continue;
            }
            let Some((thing, place)) = self.thing_of(at) else { continue };
            let told = at.min(place)..(at + length).max(place + 1);
            let said = self.said(&told);
            let predicate = if act.exists && !thing.people {
                format!("open/fact/exist/{}", thing.id)
            } else {
                format!("open/fact/{}/{}", act.id, thing.id)
            };
            let value = Value::Choice { value: "yes".to_owned() };
            found.push(Matter::new(predicate, told, value, said, "matter.fact"));
        }
        found.extend(self.presences());
        found
    }

    /// Whether a negation stands in `told` or right before it.
    fn said(&self, told: &Range<usize>) -> Polarity {
        let start = (0..told.start).rev().take(3).take_while(|at| !self.ends_clause(*at)).last().unwrap_or(told.start);
        let lexicon = self.scene.lexicon;
        let denies = |at: usize| lexicon.is_negation(self.line.word(at)) || lexicon.cues.no_one.has(self.line.word(at));
        if (start..told.end).any(denies) { Polarity::Denied } else { Polarity::Affirmed }
    }

    /// Whether a thing is said to have been there: "there was no barge", "hubo un sismo", "no recording exists".
    fn presences(&self) -> Vec<Matter> {
        let things = self.content.clone().filter_map(|at| Some((at, self.thing_at(at)?)));
        things.filter(|(_, thing)| !thing.people).filter_map(|(at, thing)| self.presence(at, thing)).collect()
    }

    fn presence(&self, at: usize, thing: &Thing) -> Option<Matter> {
        let lexicon = self.scene.lexicon;
        let mut start = at;
        while start > 0 && at - start < 4 && matches!(self.tag(start - 1), Tag::Noun | Tag::Adverb | Tag::Number) {
            start -= 1;
        }
        let before = start.checked_sub(1)?;
        let word = self.line.word(before);
        let before_article = before.checked_sub(1).map_or("", |at| self.line.word(at));
        let none = self.words.none.has(word);
        let there = self.is_there(before) || self.is_there(start);
        // "No aircraft struck Talha" denies what it did, not that there was one.
        let goes_on = (at + 1..at + 4)
            .take_while(|at| !self.ends_clause(*at))
            .any(|at| matches!(self.tag(at), Tag::Verb | Tag::Be | Tag::Auxiliary) && !self.is_existing(at));
        let one = matches!(word, "a" | "an" | "un" | "una");
        let lacks =
            self.words.lacks.before(self.line, start).is_some() || self.words.lacks.before(self.line, before).is_some();
        let has =
            self.words.there.before(self.line, start).is_some() || self.words.there.before(self.line, before).is_some();
        let told = self.said(&(before..at + 1));
        let said = match () {
            () if lacks => Polarity::Denied,
            () if none && goes_on && !there => return None,
            () if none => Polarity::Denied,
            () if there || has => told,
            // "Not a rocket", "ni un cohete".
            () if one && lexicon.is_negation(before_article) => Polarity::Denied,
            () if one && told == Polarity::Affirmed => told,
            () => return None,
        };
        let predicate = format!("open/fact/exist/{}", thing.id);
        let value = Value::Choice { value: "yes".to_owned() };
        Some(Matter::new(predicate, start..at + 1, value, said, "matter.presence"))
    }

    /// "Exists", "was".
    fn is_existing(&self, at: usize) -> bool {
        self.line.word(at).starts_with("exist")
    }

    /// "There was" or "hubo" right before token `at`.
    fn is_there(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).map_or("", |at| self.line.word(at));
        matches!(word(1), "hubo" | "había" | "hay" | "hubiera" | "haya" | "existe" | "existía" | "existió")
            || matches!(word(2), "there") && matches!(word(1), "was" | "were" | "is" | "are" | "been")
            || matches!(word(3), "there") && matches!(word(1), "not" | "been" | "n't")
    }
}

#[cfg(test)]
mod tests;
