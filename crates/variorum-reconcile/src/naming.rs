//! The name, the other names, the id and the party of each speaker.
//!
//! The name is the one that a person chose, else the fullest one found; of several as full the one used most,
//! then the one with the most accents, since they are dropped more often than added. Nobody in particular is
//! named with the report in which they speak ("residents (R11)"), as other residents speak elsewhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Speaker;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, SpeakerId};

use crate::fold::{fold, words};
use crate::names::joins;
use crate::parties::Parties;
use crate::reports::Reports;

/// All words found for one speaker.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Names without title, and how often each was written.
    pub(crate) names: BTreeMap<String, usize>,
    /// Other words: names with title, offices.
    pub(crate) others: BTreeSet<String>,
    /// The first text of the story to which the speaker is confined.
    pub(crate) only_in: Option<DocumentId>,
    /// Whether it is a group that the event bounds: one through the case, but not held to one word.
    pub(crate) is_circle: bool,
    /// By which rule other words came to it.
    pub(crate) rules: BTreeMap<String, String>,
}

/// Names speakers one after the other.
pub(crate) struct Naming<'a> {
    reports: &'a Reports<'a>,
    parties: &'a Parties<'a>,
    kept: &'a BTreeMap<String, String>,
    language: Language,
    speakers: BTreeMap<SpeakerId, Speaker>,
    particular: BTreeSet<SpeakerId>,
}

impl<'a> Naming<'a> {
    pub(crate) fn new(
        reports: &'a Reports<'a>,
        parties: &'a Parties<'a>,
        kept: &'a BTreeMap<String, String>,
        language: Language,
    ) -> Self {
        Self { reports, parties, kept, language, speakers: BTreeMap::new(), particular: BTreeSet::new() }
    }

    /// Enters a speaker and returns its id.
    pub(crate) fn name(&mut self, found: Found) -> SpeakerId {
        let all: BTreeSet<&str> =
            found.names.keys().map(String::as_str).chain(found.others.iter().map(String::as_str)).collect();
        let kept = all.iter().find_map(|name| self.kept.get(&fold(name))).cloned();
        // Whom a person merged under a name is somebody in particular.
        let only_in = found.only_in.filter(|_| kept.is_none());
        let plain = kept.or_else(|| best(&found)).unwrap_or_else(|| unnamed(self.language).to_owned());
        let name = match only_in {
            Some(document) => format!("{plain} ({})", self.reports.first_code(document)),
            None => plain.clone(),
        };
        let id = self.free_id(&name);
        let mut aliases: Vec<_> =
            all.into_iter().filter(|other| *other != name && !other.is_empty()).map(str::to_owned).collect();
        aliases.shrink_to_fit();
        let asked = || std::iter::once(plain.as_str()).chain(aliases.iter().map(String::as_str));
        let party = self.parties.of(asked());
        let group = party.map(|party| party.group).or_else(|| self.parties.proposed(asked()));
        let party = party.map(|party| party.name.clone());
        if only_in.is_none() && !found.is_circle {
            self.particular.insert(id.clone());
        }
        self.speakers.insert(
            id.clone(),
            Speaker { id: id.clone(), name, aliases, party, group, rules: found.rules, noted: None },
        );
        id
    }

    /// The speakers by name, and which of them are somebody in particular.
    pub(crate) fn finish(self) -> (Vec<Speaker>, BTreeSet<SpeakerId>) {
        let mut list: Vec<_> = self.speakers.into_values().collect();
        list.sort_by_cached_key(|speaker| (fold(&speaker.name), speaker.id.clone()));
        (list, self.particular)
    }

    fn free_id(&self, name: &str) -> SpeakerId {
        let slug = match words(name).join("-") {
            empty if empty.is_empty() => "unnamed".to_owned(),
            slug => slug,
        };
        let numbered = (2_usize..).map(|number| SpeakerId(format!("{slug}-{number}")));
        let mut ids = std::iter::once(SpeakerId(slug.clone())).chain(numbered);
        ids.find(|id| !self.speakers.contains_key(id)).unwrap_or(SpeakerId(slug))
    }
}

/// The fullest name that was written.
fn best(found: &Found) -> Option<String> {
    let rank = |(name, times): &(&String, &usize)| {
        let telling = words(name).iter().filter(|word| !joins(word)).count();
        let accents = name.chars().filter(|letter| !letter.is_ascii()).count();
        (telling, **times, accents, Reverse((*name).clone()))
    };
    found.names.iter().max_by_key(rank).map(|(name, _)| name.clone())
}

/// Stands where only a pronoun named a speaker.
fn unnamed(language: Language) -> &'static str {
    match language {
        Language::Es => "sin nombre",
        _ => "unnamed",
    }
}
