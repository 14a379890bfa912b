//! Which party of the case a speaker belongs to.
//!
//! The list is the user's own. A speaker belongs to the party that names it: by its name, by another name it
//! goes by, or by its office, in whatever spelling and language the list has. Where no party lists it, only
//! its side is proposed, from the words of its office ("a police officer") or because it publishes a report of
//! the case. Surnames are not spread: listing "Pérez" puts nobody else of that surname into the party.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::question::{Party, PartyGroup};

use crate::fold::words;
use crate::names::joins;
use crate::phrases::{likely_side_of, side_of};
use crate::reports::Reports;

/// The parties of a case, found by the folded names of their members.
#[derive(Debug)]
pub(crate) struct Parties<'a> {
    list: &'a [Party],
    by_member: BTreeMap<String, usize>,
    publishers: BTreeSet<String>,
}

impl<'a> Parties<'a> {
    pub(crate) fn new(list: &'a [Party], reports: &Reports<'_>) -> Self {
        let mut by_member = BTreeMap::new();
        for (place, party) in list.iter().enumerate() {
            for member in party.members.iter().chain([&party.name]) {
                // The first of two parties that list one name has it.
                by_member.entry(key(member)).or_insert(place);
                by_member.entry(key(&without_brackets(member))).or_insert(place);
            }
        }
        by_member.remove("");
        let publishers = reports.all().iter().filter_map(|report| report.publisher.as_deref());
        let publishers = publishers.flat_map(|name| [key(name), key(&without_brackets(name))]).collect();
        Self { list, by_member, publishers }
    }

    /// The party that lists one of `names`, in this order; then the one whose member is what a common name
    /// ends in ("two residents"), unless a word before it takes that back ("former minister").
    pub(crate) fn of<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> Option<&'a Party> {
        let exact = names.clone().find_map(|name| self.by_member.get(&key(name)));
        let place = exact.or_else(|| names.clone().find_map(|name| self.by_head(name)))?;
        self.list.get(*place)
    }

    fn by_head(&self, name: &str) -> Option<&usize> {
        const CUTS: &[&str] = &["of", "de", "del", "who", "que", "from", "in", "en", "for"];
        const TAKEN_BACK: &[&str] =
            &["former", "ex", "alleged", "supuesto", "supuestos", "presunto", "against", "anti"];
        // Proper names are one whole: the head of "Radio Police" is not the police.
        if name.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase)) {
            return None;
        }
        let head: Vec<_> = words(name).into_iter().take_while(|word| !CUTS.contains(&word.as_str())).collect();
        let first = head.iter().rposition(|word| TAKEN_BACK.contains(&word.as_str())).is_none().then_some(0)?;
        (first..head.len()).find_map(|from| self.by_member.get(&head[from..].join(" ")))
    }

    /// The side of a speaker whom no party lists: by its words, then as a publisher of the case, then by what such
    /// offices and bodies mostly are.
    pub(crate) fn proposed<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> Option<PartyGroup> {
        let published = names.clone().any(|name| self.publishers.contains(&key(name)));
        let told = names.clone().find_map(side_of);
        let likely = || names.clone().find_map(likely_side_of);
        told.or_else(|| published.then_some(PartyGroup::Media)).or_else(likely)
    }
}

/// A name as it is looked up: folded, without articles before it.
fn key(name: &str) -> String {
    words(name).into_iter().skip_while(|word| joins(word)).collect::<Vec<_>>().join(" ")
}

/// A name without what stands in brackets.
pub(crate) fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for letter in name.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_in_any_spelling() {
        let list = [
            Party {
                name: "Government".into(),
                group: PartyGroup::Officials,
                members: vec!["Néstor Reverol".into(), "interior minister".into(), "minister".into()],
                concerned: false,
            },
            Party {
                name: "People there".into(),
                group: PartyGroup::Witnesses,
                members: vec!["residents".into(), "Diario Uno (sample)".into()],
                concerned: false,
            },
        ];
        let parties = Parties::new(&list, &Reports::new(&[]));
        for (names, expected) in [
            (vec!["nestor reverol"], Some("Government")),
            (vec!["E. Reverol", "the Interior Minister"], Some("Government")),
            (vec!["a former minister"], None),
            (vec!["two residents of the hill"], Some("People there")),
            (vec!["Diario Uno"], Some("People there")),
            (vec!["Reverol"], None),
        ] {
            let party = parties.of(names.iter().copied());
            assert_eq!(party.map(|party| party.name.as_str()), expected, "{names:?}");
        }
    }
}
