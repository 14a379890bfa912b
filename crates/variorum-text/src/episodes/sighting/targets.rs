//! Who and what was hit or aimed at, by the words of one sentence?
//!
//! A phrase that suffers an act, or stands behind "against" and the like, is a thing or somebody by its head noun, or
//! somebody by a name. Left out: targets that only the sentence before names.

use std::ops::Range;

use variorum_evidence::incident::{Thing, Victims};
use variorum_evidence::span::TextSpan;

use super::{Act, OF, REACH, Reader, Sighting};
use crate::episodes::names::{self, Described, described};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::tags::Tag;

impl Reader<'_> {
    /// Somebody or something that an act was done to.
    pub(super) fn suffers(&self, group: &Group, act: &'static Act, found: &mut Sighting) {
        if group.max == Some(0) {
            return;
        }
        if group.named == Named::Pronoun {
            if let Some(effect) = &act.people {
                found.pronouns.push((group.max != Some(1), effect.clone()));
            }
            return;
        }
        let own = self.bare(group);
        if own.is_empty() || self.words.instruments.ending(&self.line, &own).is_some() {
            return;
        }
        let thing = self.thing(group);
        let person = self.is_somebody(group);
        match (thing, person) {
            (Some(class), false) => self.add_thing(group, class, act.things.clone(), found),
            (None, false) if !self.is_people(group, &own) || group.of.is_some() => {}
            _ => self.add_person(group, act.people.clone(), found),
        }
    }

    pub(super) fn is_people(&self, group: &Group, own: &Range<usize>) -> bool {
        group.named == Named::People || self.words.people.within(&self.line, own).is_some()
    }

    /// The tokens of a phrase without article and number.
    pub(super) fn bare(&self, group: &Group) -> Range<usize> {
        let skip = |at: &usize| {
            matches!(self.scene.phrases.tag(*at), Tag::Determiner | Tag::Number | Tag::Adverb)
                || !self.line.is_word(*at)
        };
        let start = group.tokens.clone().find(|at| !skip(at)).unwrap_or(group.tokens.end);
        start..group.tokens.end
    }

    /// The class of a thing, by its head.
    pub(super) fn thing(&self, group: &Group) -> Option<&'static str> {
        let own = self.bare(group);
        let class = self.words.things.ending(&self.line, &own).map(|(class, _)| class);
        // "The facilities of the newspaper", "one of the embassies".
        let inner = group.of.as_ref().and_then(|of| self.words.things.within(&self.line, of));
        match (class, inner) {
            (Some("other" | "organization office" | "commercial"), Some(inner)) if inner != "other" => Some(inner),
            (Some("organization office"), _)
                if self.words.things.has(&self.line, &own, "diplomat office or residence") =>
            {
                Some("diplomat office or residence")
            }
            (class, _) => class,
        }
    }

    pub(super) fn add_thing(&self, group: &Group, class: &str, effect: Option<String>, found: &mut Sighting) {
        let own = self.bare(group);
        let with_of = group.of.as_ref().filter(|of| of.len() <= OF).map_or(own.end, |of| of.end);
        let Some(span) = self.line.span(&(own.start..with_of)) else { return };
        if let Some(known) = found.things.iter_mut().find(|known| known.span == span) {
            known.effect = known.effect.take().or(effect);
            return;
        }
        found.things.push(Thing {
            span,
            class: class.to_owned(),
            min: group.min,
            max: group.max,
            stated: group.stated,
            effect,
            nation: self.words.nations.within(&self.line, &own).map(str::to_owned),
        });
    }

    pub(super) fn add_person(&self, group: &Group, effect: Option<String>, found: &mut Sighting) {
        let named = self.by_name(group, &self.bare(group), effect.as_ref());
        if !named.is_empty() {
            found.people.extend(named);
            return;
        }
        let Some(person) = self.person(group, effect) else { return };
        if let Some(known) = found.people.iter_mut().find(|known| known.span == person.span) {
            known.effects.extend(person.effects);
            known.effects.dedup();
            return;
        }
        found.people.push(person);
    }

    /// Who a phrase names: title and name, or a description.
    pub(super) fn person(&self, group: &Group, effect: Option<String>) -> Option<Victims> {
        let own = self.bare(group);
        let name_start = (own.start..own.end)
            .rev()
            .take_while(|at| names::is_name(&self.line, self.words, *at) || self.line.word(*at) == ".")
            .last();
        let effects: Vec<String> = effect.into_iter().collect();
        if let Some(start) = name_start {
            let (name, known) = self.names.resolve(&self.line, start..own.end);
            let titled = described(&self.line, self.words, own.start..start).filter(|_| start > own.start);
            let said = titled
                .filter(|said| {
                    self.words.people.within(&self.line, &(own.start..start)).is_some() && said.class != "civilian"
                })
                .or(known);
            return Some(named(self.line.span(&own)?, name, said, effects));
        }
        // "Seven", "two others": the number is all there is.
        let tokens = if own.is_empty() { group.tokens.clone() } else { own.clone() };
        let end = group.of.as_ref().filter(|of| of.len() <= OF).map_or(tokens.end, |of| of.end);
        let said = described(&self.line, self.words, tokens.start..end)?;
        Some(Victims {
            span: self.line.span(&(tokens.start..end))?,
            name: None,
            description: Some(said.words),
            class: said.class,
            former: said.former,
            min: group.min,
            max: group.max,
            stated: group.stated || group.max == Some(1),
            effects,
            nation: said.nation,
        })
    }

    /// "Against the embassy", "on a bus", "in front of the bank" behind an act.
    pub(super) fn aimed_at(&self, end: usize, act: &'static Act, found: &mut Sighting) {
        let mut at = end;
        while at < (end + REACH).min(self.line.len()) {
            if matches!(self.scene.phrases.tag(at), Tag::Relative) || matches!(self.line.word(at), ";" | ":") {
                break;
            }
            let Some(length) = self.words.lists.at.at(&self.line, at) else {
                at += 1;
                continue;
            };
            let first = at + length;
            let listed = self.scene.groups.iter().position(|group| group.tokens.start == first);
            let Some(position) = listed else {
                at += 1;
                continue;
            };
            let people = self.words.lists.against.at(&self.line, at).is_some() && act.id != "damage";
            for number in self.scene.listed(position) {
                let group = self.scene.groups[number].clone();
                if let Some(class) = self.thing(&group) {
                    if self.can_be_hit(at, class) {
                        self.add_thing(&group, class, act.things.clone(), found);
                    }
                } else if people && self.is_somebody(&group) {
                    self.add_person(&group, None, found);
                }
            }
            at = first;
        }
    }

    /// "In a village", "to the hospital", "of the city": where it was, and not what it was aimed at.
    pub(super) fn can_be_hit(&self, at: usize, class: &str) -> bool {
        match self.line.word(at) {
            "to" | "by" => false,
            "in" | "of" => !matches!(class, "transportation route" | "other" | "civilian residence"),
            "on" | "near" | "at" => class != "transportation route",
            _ => true,
        }
    }

    pub(super) fn is_somebody(&self, group: &Group) -> bool {
        let own = self.bare(group);
        !own.is_empty()
            && (self.words.people.ending(&self.line, &own).is_some() || self.is_named(&own))
            && self.words.things.ending(&self.line, &own).is_none()
            && group.named != Named::Pronoun
    }

    /// Ends in a name that is no place.
    pub(super) fn is_named(&self, own: &Range<usize>) -> bool {
        let place = |at: usize| {
            let span = self.line.span(&(at..at + 1));
            span.is_some_and(|span| {
                let next = self.places.partition_point(|place| place.span.end <= span.start);
                self.places.get(next).is_some_and(|place| place.span.overlaps(span))
            })
        };
        let last = own.end - 1;
        names::is_name(&self.line, self.words, last) && !place(last) && self.names.knows(&self.line, last..own.end)
    }

    /// "Two reporters, Ana Ruiz and Luis Sol": each by name, with what all are.
    pub(super) fn by_name(&self, group: &Group, own: &Range<usize>, effect: Option<&String>) -> Vec<Victims> {
        let mut at = group.range().end;
        let mut found = Vec::new();
        if names::is_name(&self.line, self.words, own.end - 1) {
            return found;
        }
        loop {
            while matches!(self.line.word(at), "," | "and" | ":") {
                at += 1;
            }
            let end = names::run(&self.line, self.words, at);
            if end < at + 2 || self.line.word(at.saturating_sub(1)) == "and" && found.is_empty() {
                return found;
            }
            let said = described(&self.line, self.words, own.clone());
            let name = self.names.resolve(&self.line, at..end).0;
            let effects = effect.into_iter().cloned().collect();
            found.extend(self.line.span(&(at..end)).map(|span| named(span, name, said, effects)));
            at = end;
        }
    }
}

/// One person with a name, and what is said of who that is.
fn named(span: TextSpan, name: String, said: Option<Described>, effects: Vec<String>) -> Victims {
    Victims {
        span,
        name: Some(name),
        description: said.as_ref().map(|said| said.words.clone()),
        class: said.as_ref().map_or_else(|| "civilian".to_owned(), |said| said.class.clone()),
        former: said.as_ref().is_some_and(|said| said.former),
        min: 1,
        max: Some(1),
        stated: true,
        effects,
        nation: said.and_then(|said| said.nation),
    }
}
