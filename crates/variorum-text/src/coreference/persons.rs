//! Which people does this document name, and what does it call each?
//!
//! Names of two words and more, and single names that a noun of kinship introduces ("her sister Rosa", "Vega's wife, Ana,").
//! A part of a name finds the whole one where it fits one person alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::pointing::agrees;
use crate::holders::{Sort, apposition, calls_somebody, head, is_title, joined, sex_of_given};
use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;
use crate::tokens::folded;

/// Somebody whom the document names.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) calls: BTreeSet<String>,
    pub(super) sort: Sort,
}

/// All of them, found by each folded word of their names.
#[derive(Debug, Default)]
pub(super) struct Persons {
    all: Vec<Person>,
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Persons {
    pub(super) fn add(
        &mut self,
        line: &Line<'_>,
        lexicon: &Lexicon,
        name: &Range<usize>,
        calls: &BTreeSet<String>,
        role: Option<String>,
    ) {
        let words = joined(line, name);
        let same = self.all.iter().position(|person| folded(&person.name) == folded(&words));
        let index = same.unwrap_or_else(|| {
            for word in folded(&words).split(' ') {
                self.by_word.entry(word.to_owned()).or_default().push(self.all.len());
            }
            let sort = sex_of_given(line.word(name.start)).unwrap_or(Sort::Person);
            self.all.push(Person { name: words, role: None, calls: BTreeSet::new(), sort });
            self.all.len() - 1
        });
        let person = &mut self.all[index];
        person.calls.extend(calls.iter().cloned());
        person.role = person.role.take().or(role);
        let has = |list: &Phrases| person.calls.iter().any(|call| list.has(call));
        let bodily = |call: &String| lexicon.people.organisations.has(call) || lexicon.people.bodies.has(call);
        if !person.calls.is_empty() && person.calls.iter().all(bodily) {
            person.sort = Sort::Body;
        } else if has(&lexicon.people.female) {
            person.sort = Sort::Woman;
        } else if has(&lexicon.people.male) {
            person.sort = Sort::Man;
        }
    }

    /// The person of whose name `name` is a part; the longest of several spellings that hold one another.
    pub(super) fn known(&self, name: &str) -> Option<&Person> {
        let name = folded(name);
        let last = name.rsplit(' ').next()?;
        let holds = |whole: &str, part: &str| format!(" {whole} ").contains(&format!(" {part} "));
        let whole = |person: usize| folded(&self.all[person].name);
        let people = self.by_word.get(last)?.iter().copied().filter(|person| holds(&whole(*person), &name));
        let people: Vec<usize> = people.collect();
        // A surname comes before a first name that somebody else bears.
        let surnamed: Vec<usize> = people.iter().copied().filter(|person| !whole(*person).starts_with(&name)).collect();
        let people = if surnamed.is_empty() { people } else { surnamed };
        let longest = people.iter().copied().max_by_key(|person| self.all[*person].name.len())?;
        // Two people of one family name are not told apart by it.
        people.iter().all(|person| holds(&whole(longest), &whole(*person))).then(|| &self.all[longest])
    }

    /// The only named person of the document who is called so.
    pub(super) fn bearer(&self, call: &str, words: &str, lexicon: &Lexicon) -> Option<&Person> {
        let called =
            |person: &&Person| person.calls.contains(call) && agrees(words, person.role.as_deref().unwrap_or(call));
        let mut bearers = self.all.iter().filter(called);
        let first = bearers.next().filter(|_| calls_somebody(lexicon, call))?;
        let whole = |person: &Person| self.known(&person.name).map(|whole| whole.name.clone());
        bearers.all(|other| whole(other) == whole(first)).then_some(first)
    }
}

/// The nouns right before a name, or beside it after a comma, and the role that they make.
pub(super) fn beside(line: &Line<'_>, lexicon: &Lexicon, name: &Range<usize>) -> (BTreeSet<String>, Option<String>) {
    const LONGEST: usize = 12;
    let stops = |at: usize| {
        line.is_mark(at) && !(line.word(at) == "." && at > 0 && is_title(lexicon, line.word(at - 1)))
            || lexicon.is_verb(line.word(at)) && !is_title(lexicon, line.word(at))
            || lexicon.grammar.prepositions.has(line.word(at)) && !matches!(line.word(at), "of" | "de" | "del")
    };
    let mut start = name.start;
    let floor = name.start.saturating_sub(6);
    while start > floor && !stops(start - 1) {
        start -= 1;
    }
    // The role begins after the last word that can only open a phrase ("that the runaway pilot …").
    let opens = |at: &usize| {
        lexicon.grammar.determiners.has(line.word(*at))
            || lexicon.cues.that.has(line.word(*at))
            || lexicon.grammar.boundaries.has(line.word(*at))
            || lexicon.grammar.coordinators.has(line.word(*at))
    };
    let start = (start..name.start).rev().find(opens).map_or(start, |at| at + 1);
    // "The minister of National Security" has no name.
    let complement = name.start > 0 && lexicon.grammar.prepositions.has(line.word(name.start - 1));
    let start = if complement { name.start } else { start };
    let before = (start..name.start).map(|at| line.word(at)).filter(|word| is_title(lexicon, word));
    let whole = |word: &str| lexicon.people.short.get(word).map_or(word, String::as_str).to_owned();
    let mut calls: BTreeSet<String> = before.map(whole).collect();
    let mut role = (!calls.is_empty()).then(|| joined(line, &(start..name.start)));
    if name.len() == 1
        && calls.is_empty()
        && let Some(related) = related(line, lexicon, name)
    {
        calls.extend(head(line, lexicon, &related));
        role = Some(joined(line, &related));
    }
    if line.word(name.end) == "," {
        let part = name.end + 1..line.len().min(name.end + LONGEST);
        let end = part.clone().find(|at| line.is_mark(*at) || lexicon.cues.clause.has(line.word(*at)));
        let part = part.start..end.unwrap_or(part.end);
        let told = apposition(line, lexicon, &part).filter(|_| !part.is_empty() && line.is_mark(part.end));
        calls.extend(told.iter().filter_map(|part| head(line, lexicon, part)));
        role = told.map(|part| joined(line, &part)).or(role);
    }
    (calls, role)
}

/// The noun that introduces a single name: "her sister Rosa", "Vega's wife, Ana,".
fn related(line: &Line<'_>, lexicon: &Lexicon, name: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 5;
    let comma = name.start > 0 && line.word(name.start - 1) == "," && line.word(name.end) == ",";
    let end = name.start - usize::from(comma);
    let kin = |at: usize| lexicon.people.kin.has(line.word(at));
    let owner = |at: &usize| lexicon.people.owners.has(line.word(*at)) || line.stem(*at).len() < line.word(*at).len();
    let noun = end.checked_sub(1).filter(|at| kin(*at))?;
    let start = (noun.saturating_sub(LONGEST)..noun).rev().take_while(|at| !line.is_mark(*at)).find(owner)?;
    Some(start..end)
}
