//! Who is told besides the number before, and who of them is worse off?
//!
//! "Cuarenta lesionados, ocho de ellos de gravedad": a number with a state of its own that is a part of the one before it.
//! "Siete personas, además de dos policías": people who are not in the number. Left out: parts of parts.

use variorum_evidence::claim::Part;

use crate::incidents::Fact;
use crate::incidents::arguments::Scene;
use crate::incidents::phrases::Group;
use crate::incidents::scope::{is_somebody, is_them, kind_of_people, side};
use crate::incidents::tags::Tag;

/// How far behind a fact those besides may begin, in tokens.
const NEAR: usize = 9;

impl Scene<'_> {
    /// Makes "ocho de ellos de gravedad" and ", tres en estado crítico" parts of the number before them.
    pub(in crate::incidents) fn grave_parts(&self, facts: &mut [Fact]) {
        for at in 1..facts.len() {
            let part = &facts[at];
            let Some(group) = self.groups.iter().find(|group| group.tokens.start == part.words.start) else { continue };
            let of_them = group.of.as_ref().is_some_and(|of| is_them(self, of));
            let start = group.tokens.start;
            let beside = part.kind.is_some()
                && start > 0
                && self.tag_at(start - 1) == Tag::Comma
                && self.phrases.is_bare_number(group);
            let whole = |fact: &Fact| {
                let larger = fact.max.is_none_or(|max| max > part.min);
                let plain = fact.kind.is_none() && fact.part_of.is_none() && fact.stated && fact.max != Some(0);
                fact.predicate == part.predicate && fact.words.end <= start && larger && plain
            };
            let Some(whole) = facts[..at].iter().rposition(whole).filter(|_| of_them || beside) else { continue };
            if facts[at].part_of.is_none() && facts[at].stated {
                (facts[at].part_of, facts[at].is_part, facts[at].part) = (Some(whole), true, Part::Part);
            }
        }
    }

    /// "Además de dos policías", "junto a seis compañeros": it happened to them, too.
    pub(in crate::incidents) fn besides(&self, facts: &[Fact]) -> Vec<Fact> {
        let told = facts.iter().filter(|fact| fact.part_of.is_none() && fact.max != Some(0));
        told.filter_map(|fact| self.beside(fact, facts)).collect()
    }

    fn beside(&self, fact: &Fact, facts: &[Fact]) -> Option<Fact> {
        let (line, besides) = (self.phrases.line, &self.phrases.predicates.lists.wording.besides);
        let end = fact.words.end.max(fact.trigger.end);
        let near = fact.words.end..(end + NEAR).min(line.len());
        let stops = |at: &usize| matches!(self.tag_at(*at), Tag::Boundary | Tag::Mark | Tag::Relative);
        let near = near.start..near.clone().find(stops).unwrap_or(near.end);
        let start = near.clone().find_map(|at| Some(at + besides.at(line, at)?))?;
        let group = self.groups.iter().find(|group| group.tokens.start == start)?;
        let own = |fact: &Fact| fact.words.start < group.tokens.end && group.tokens.start < fact.words.end;
        let counts = group.max.is_some() && is_somebody(self, group) && (group.stated || is_one(group));
        let known = self.phrases.can_suffer(group, crate::incidents::predicates::Whom::People);
        (counts && known && !facts.iter().any(own)).then(|| Fact {
            words: group.tokens.clone(),
            min: group.min,
            max: group.max,
            side: side(line, self.phrases.lexicon, &group.range()),
            kind: kind_of_people(line, self.phrases.lexicon, &group.tokens),
            part: Part::Part,
            part_of: None,
            including: Vec::new(),
            stated: group.stated,
            rule: "fact.besides",
            ..fact.clone()
        })
    }
}

/// "Su madre", "un policía", "Ana Ruiz".
fn is_one(group: &Group) -> bool {
    group.max == Some(1)
}
