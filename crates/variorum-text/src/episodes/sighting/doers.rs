//! Who is named as having done it, by the words of one sentence?
//!
//! Who does the act, who stands behind "by", a group that is named beside it. Left out: somebody who is only named as
//! having done it in another sentence, but for groups ([`crate::episodes::grouping`]).

use std::ops::Range;

use variorum_evidence::incident::{Perpetrator, PerpetratorSort, Responsibility};

use super::{Reader, Sighting, responsibility};
use crate::episodes::names::{self, shown};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::tags::Tag;

impl Reader<'_> {
    pub(super) fn is_doer(&self, group: &Group) -> bool {
        let own = self.bare(group);
        !own.is_empty() && self.words.doers.ending(&self.line, &own).is_some_and(|(class, _)| class != "unknown")
    }

    /// Somebody who does it.
    pub(super) fn agent(&self, group: &Group, found: &mut Sighting) {
        let own = self.bare(group);
        if own.is_empty() || group.named == Named::Pronoun {
            return;
        }
        let all = own.start..group.range().end;
        let organisation = self.organisation(&all, true);
        let responsibility = self.put(&all);
        if let Some((tokens, side)) = &organisation {
            self.add_perpetrator(tokens.clone(), PerpetratorSort::Organisation, side, responsibility, found);
        }
        let doer = self.words.doers.ending(&self.line, &own).map(|(class, _)| class);
        let named = names::is_name(&self.line, self.words, own.end - 1) && organisation.is_none();
        match doer {
            Some(side) => self.add_perpetrator(own, PerpetratorSort::People, side, responsibility, found),
            None if named => self.add_perpetrator(own, PerpetratorSort::People, "unknown", responsibility, found),
            None => {}
        }
    }

    pub(super) fn add_perpetrator(
        &self,
        tokens: Range<usize>,
        sort: PerpetratorSort,
        side: &str,
        responsibility: Responsibility,
        found: &mut Sighting,
    ) {
        let Some(span) = self.line.span(&tokens) else { return };
        if found.people.iter().any(|person| person.span.overlaps(span)) {
            return;
        }
        if found.perpetrators.iter().any(|known| known.span.overlaps(span) && known.sort == sort) {
            return;
        }
        let name = if sort == PerpetratorSort::People && names::is_name(&self.line, self.words, tokens.end - 1) {
            let start = tokens.clone().find(|at| names::is_name(&self.line, self.words, *at)).unwrap_or(tokens.start);
            self.names.resolve(&self.line, start..tokens.end).0
        } else {
            shown(&self.line, tokens)
        };
        found.perpetrators.push(Perpetrator { span, name, sort, side: side.to_owned(), responsibility });
    }

    /// The name of a group or of a body of a state in `range`.
    pub(super) fn organisation(&self, range: &Range<usize>, ours: bool) -> Option<(Range<usize>, &'static str)> {
        let groups = &self.words.groups;
        for at in range.clone() {
            if let Some(length) =
                groups.names.at(&self.line, at).or_else(|| groups.names.has(self.line.stem(at)).then_some(1))
            {
                return Some((at..at + length, "insurgent"));
            }
        }
        for at in range.clone() {
            if let Some(length) = groups.heads.at(&self.line, at) {
                let start = self.name_start(at);
                return Some((start..at + length, "insurgent"));
            }
        }
        for at in range.clone().filter(|_| ours) {
            if let Some(length) = groups.ours.at(&self.line, at) {
                let start = self.name_start(at).max(range.start);
                return Some((start..at + length, "state"));
            }
        }
        None
    }

    /// Where the name that ends with the head at `at` begins.
    pub(super) fn name_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0
            && at - start < 5
            && self.scene.phrases.tag(start - 1) == Tag::Noun
            && self.line.is_word(start - 1)
        {
            start -= 1;
        }
        start
    }

    /// Who else is named with it: behind "by", as its claimant, or as accused.
    pub(super) fn doers(&self, first: &Range<usize>, found: &mut Sighting) {
        for at in 0..self.line.len() {
            if self.line.word(at) == "by" {
                let group = self.scene.outer().iter().find(|group| group.tokens.start == at + 1).cloned();
                if let Some(group) = group.filter(|group| {
                    self.is_doer(group) || self.organisation(&group.range(), true).is_some() || self.is_unknown(group)
                }) {
                    self.agent(&group, found);
                }
            }
        }
        let any = |sort: PerpetratorSort| found.perpetrators.iter().any(|one| one.sort == sort);
        let (people, organisations) = (any(PerpetratorSort::People), any(PerpetratorSort::Organisation));
        if !organisations {
            let whole = 0..self.line.len();
            if let Some((tokens, side)) = self.organisation(&whole, false) {
                let before = found.kind.is_some() && tokens.end <= first.start;
                let responsibility = match self.put(&tokens) {
                    Responsibility::Reported if !people && !before => Responsibility::Possible,
                    other => other,
                };
                self.add_perpetrator(tokens, PerpetratorSort::Organisation, side, responsibility, found);
            }
        }
        if !people {
            let doers: Vec<Group> = self.scene.groups.iter().filter(|group| self.is_doer(group)).cloned().collect();
            if let Some(doer) = doers.iter().find(|doer| {
                self.words.doers.ending(&self.line, &self.bare(doer)).is_some_and(|(class, _)| class == "insurgent")
            }) {
                let own = self.bare(doer);
                let responsibility = self.put(&own);
                self.add_perpetrator(own, PerpetratorSort::People, "insurgent", responsibility, found);
            }
        }
    }

    pub(super) fn is_unknown(&self, group: &Group) -> bool {
        let own = self.bare(group);
        !own.is_empty() && self.words.doers.ending(&self.line, &own).is_some()
    }

    /// How the sentence puts it that those at `tokens` did it.
    fn put(&self, tokens: &Range<usize>) -> Responsibility {
        responsibility(&self.line, self.words, tokens)
    }
}
