//! Who speaks, across the documents of a case.
//!
//! Merging two people is worse than splitting one, so names are joined only where little doubt is left, by how the
//! words are built and where they stand, not by lists of who is known to speak. Each step has a module:
//!
//! - `mentions`: the words for the speaker of each claim; statements go to their issuer, "we" to the publisher;
//! - `register`: the same name, office, body or description is one entry;
//! - `joins`: spellings, fuller forms, acronyms and shared offices make entries one;
//! - `settling`: a surname, an office or a description means one entry where it stands.
//!
//! Words for nobody in particular ("residents") name other people in each story; groups that the event bounds ("the
//! relatives") are one through the case, but are not held to one word as a person is. People can merge the rest.
//! Every other name of a speaker is kept with the rule that joined it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use variorum_evidence::account::Speaker;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::SpeakerId;

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::fold::fold;
use crate::joins::{
    Joins, join_acronyms, join_by_office, join_fuller_bodies, join_fuller_names, join_spellings, join_titled,
};
use crate::mentions::{Mention, mentions};
use crate::naming::{Found, Naming};
use crate::origins::Origins;
use crate::parties::Parties;
use crate::phrasebook::Phrasebook;
use crate::register::{Key, Register, Written};
use crate::reports::Reports;
use crate::settling::{Settled, Settling};

/// The speakers of a case.
#[derive(Debug)]
pub(crate) struct Speakers {
    /// By name.
    pub(crate) list: Vec<Speaker>,
    /// Those who are the same in every document, unlike "residents".
    pub(crate) particular: BTreeSet<SpeakerId>,
}

impl Speakers {
    /// The speakers by their ids, found once for all questions.
    pub(crate) fn known(&self) -> Known<'_> {
        self.list.iter().map(|speaker| (&speaker.id, speaker)).collect()
    }
}

/// Speakers by their ids.
pub(crate) type Known<'a> = BTreeMap<&'a SpeakerId, &'a Speaker>;

/// Finds the speakers of all claims and writes them into `held`. `merged` holds what people merged.
pub(crate) fn resolve(
    held: &mut [HeldClaim],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    origins: &Origins,
    merged: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Speakers {
    let parties = Parties::new(accounts.parties, reports);
    let book = Rc::new(Phrasebook::default());
    let mentions = mentions(held, accounts, reports, origins, &book);
    let mut register = Register::new(book);
    let places = register.enter(&mentions);
    let mut joins = Joins::new(register.entries.len());
    join_spellings(&register, &mut joins);
    join_fuller_names(&register, &mut joins);
    join_fuller_bodies(&register, &mut joins);
    join_titled(&register, &mut joins);
    join_acronyms(&mut register, &mut joins, accounts.texts.values());
    join_by_office(&register, &mut joins, &parties, findings);
    let settled = settle(&mentions, &places, Settling::new(&mut register, &mut joins, accounts.texts));
    for (mention, (place, _)) in mentions.iter().zip(&settled) {
        register.write(mention, *place);
    }
    join_merged(&register, &mut joins, merged);
    let rules = rules(&mentions, &settled, &joins);
    let groups = groups(&register, &mut joins, &settled);
    let mut naming = Naming::new(reports, &parties, merged, accounts.language);
    let ids: BTreeMap<_, _> =
        groups.into_iter().map(|(first, group)| (first, naming.name(found(&register, &group, &rules)))).collect();
    for (mention, (place, _)) in mentions.iter().zip(&settled) {
        held[mention.claim].account.speaker = ids.get(&joins.unions.first(*place)).cloned();
    }
    let (list, particular) = naming.finish();
    Speakers { list, particular }
}

/// Who each mention means; those that stand for an earlier one come after it.
fn settle(mentions: &[Mention], places: &[usize], mut settling: Settling<'_>) -> Vec<Settled> {
    let mut settled: Vec<Settled> = Vec::new();
    for (mention, place) in mentions.iter().zip(places) {
        let found = match mention.follows.and_then(|earlier| settled.get(earlier)) {
            Some((earlier, _)) => (*earlier, mention.rule),
            None => settling.settle(mention, *place),
        };
        settled.push((found.0, found.1.or(mention.rule)));
    }
    settled
}

/// By the entry and the words, why these words mean this speaker.
type Rules = BTreeMap<(usize, String), &'static str>;

fn rules(mentions: &[Mention], settled: &[Settled], joins: &Joins) -> Rules {
    let mut rules = Rules::new();
    for (mention, (place, rule)) in mentions.iter().zip(settled) {
        if let Some(rule) = rule.or_else(|| joins.rule(*place)) {
            for words in [&mention.name.written, &mention.name.whole] {
                rules.entry((*place, words.clone())).or_insert(rule);
            }
        }
    }
    rules
}

/// All words for the speaker that these entries are. Proper names come before offices, and these before words
/// for nobody in particular.
fn found(register: &Register, group: &[usize], rules: &Rules) -> Found {
    let rank = |place: &usize| match register.entries[*place].0.as_ref() {
        Key::Person(_) | Key::Titled(..) => 0,
        Key::Office(_) | Key::Role(_) => 1,
        Key::Circle(_) | Key::Common(..) => 2,
    };
    let best = group.iter().map(rank).min();
    let mut found = Found::default();
    for place in group {
        let (key, entry) = &register.entries[*place];
        for Written { words: name, times, is_plain } in &entry.written {
            if Some(rank(place)) == best && *is_plain {
                *found.names.entry(name.clone()).or_default() += times;
            } else {
                found.others.insert(name.clone());
            }
            if let Some(rule) = rules.get(&(*place, name.clone())) {
                found.rules.insert(name.clone(), (*rule).to_owned());
            }
        }
        found.others.extend(entry.roles.iter().cloned());
        match key.as_ref() {
            Key::Common(document, _) if group.len() == 1 => found.only_in = Some(*document),
            Key::Circle(_) => found.is_circle = true,
            _ => {}
        }
    }
    found
}

/// The entries that are one speaker each, of those that are used.
fn groups(register: &Register, joins: &mut Joins, settled: &[Settled]) -> BTreeMap<usize, Vec<usize>> {
    let used: BTreeSet<_> = settled.iter().map(|(place, _)| *place).collect();
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for place in (0..register.entries.len()).filter(|place| used.contains(place)) {
        groups.entry(joins.unions.first(place)).or_default().push(place);
    }
    groups
}

/// Joins what people said is one speaker. Names are matched as folded, with and without title.
fn join_merged(register: &Register, joins: &mut Joins, merged: &BTreeMap<String, String>) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (_, entry)) in register.entries.iter().enumerate() {
        for name in entry.written.iter().map(|written| fold(&written.words)).collect::<BTreeSet<_>>() {
            by_name.entry(name).or_default().push(place);
        }
    }
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for (name, keep) in merged {
        let keep = fold(keep);
        let places = [name, &keep].map(|name| by_name.get(name).cloned().unwrap_or_default()).concat();
        for place in places {
            let first = *kept.entry(keep.clone()).or_insert(place);
            joins.join(first, place, "speaker.decision");
        }
    }
}
