//! How many did it happen to in all, by this document?
//!
//! A report tells of its dead and injured many times: in the headline, as a sum, one by one, by name and by "the
//! victim". Here its readings of the main event are drawn together, predicate by predicate: a number that is stated
//! counts before people who are told of one by one, the headline before the body, and several by one verb are added up.
//! Who was shot and did not die was injured. The readings that a toll rests on stand beside it. Left out: tolls of
//! earlier events, and who of two without a name is the same.

use std::collections::BTreeSet;

use variorum_evidence::claim::Toll;
use variorum_evidence::ids::ReadingId;

use crate::incidents::{Fact, Who};

/// So many stated sums of a body are looked at: later ones are of other days and places.
const SUMS: usize = 2;

/// A fact of the main event, held to be so, and the reading that holds it.
pub(crate) struct Told<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) reading: ReadingId,
    pub(crate) sentence: usize,
    pub(crate) heading: bool,
    /// The words that name them, in small letters.
    pub(crate) words: &'a str,
}

/// People told of by one verb.
struct Mention<'a> {
    members: Vec<&'a Told<'a>>,
    count: u64,
    open: bool,
    stated: bool,
}

/// A number and the readings that it rests on.
#[derive(Clone)]
struct Sum {
    count: u64,
    open: bool,
    readings: Vec<ReadingId>,
}

/// The tolls of the main event, by predicate.
pub(crate) fn tolls(told: &[Told<'_>]) -> Vec<Toll> {
    let mut tolls = Vec::new();
    let predicates: BTreeSet<&str> = told.iter().map(|told| &*told.fact.predicate).collect();
    for predicate in predicates.iter().copied().filter(|predicate| !matches!(*predicate, "injured" | "shot")) {
        let sum = stated(told, predicate).or_else(|| one_by_one(told, predicate));
        tolls.extend(sum.map(|sum| toll(predicate, sum)));
    }
    if predicates.contains("shot") || predicates.contains("injured") {
        tolls.extend(injured(told).map(|sum| toll("injured", sum)));
    }
    tolls.sort_by(|one, other| one.predicate.cmp(&other.predicate));
    tolls
}

fn toll(predicate: &str, sum: Sum) -> Toll {
    let max = (!sum.open).then_some(sum.count);
    Toll { predicate: predicate.to_owned(), min: sum.count, max, readings: sum.readings }
}

/// The mentions of a predicate, in order; parts of a whole of the same predicate are in the whole.
fn mentions<'a>(told: &'a [Told<'a>], predicate: &str) -> Vec<Mention<'a>> {
    let mut mentions: Vec<Mention<'a>> = Vec::new();
    let own = |told: &&Told<'_>| *told.fact.predicate == *predicate && !told.fact.is_part;
    for one in told.iter().filter(own) {
        let open = one.fact.max != Some(one.fact.min);
        match mentions.last_mut() {
            Some(last) if goes_with(last, one) => {
                last.count += one.fact.min;
                last.open |= open;
                last.stated = true;
                last.members.push(one);
            }
            _ => {
                mentions.push(Mention { count: one.fact.min, open, stated: one.fact.stated, members: vec![one] });
            }
        }
    }
    mentions
}

/// "A woman and her two boys": one verb, one sum.
fn goes_with(last: &Mention<'_>, one: &Told<'_>) -> bool {
    last.members.last().is_some_and(|before| {
        before.sentence == one.sentence && before.fact.trigger == one.fact.trigger && one.fact.min > 0
    })
}

/// The number that the document states: its headline's, else the larger of its first ones.
fn stated(told: &[Told<'_>], predicate: &str) -> Option<Sum> {
    let mentions = mentions(told, predicate);
    let stated: Vec<&Mention<'_>> = mentions.iter().filter(|mention| mention.stated && mention.count > 0).collect();
    let heading = |mention: &&&Mention<'_>| mention.members[0].heading && !mention.open;
    let largest = |list: &mut dyn Iterator<Item = &&Mention<'_>>| {
        // Of equals the first.
        list.map(|mention| sum(mention)).reduce(|one, other| if other.count > one.count { other } else { one })
    };
    let closed = |mention: &&&Mention<'_>| !mention.open;
    largest(&mut stated.iter().filter(heading))
        .or_else(|| largest(&mut stated.iter().filter(closed).filter(|mention| mention.count > 1).take(SUMS)))
        .or_else(|| largest(&mut stated.iter().filter(closed)))
        .or_else(|| largest(&mut stated.iter()))
}

fn sum(mention: &Mention<'_>) -> Sum {
    Sum {
        count: mention.count,
        open: mention.open,
        readings: mention.members.iter().map(|told| told.reading).collect(),
    }
}

/// As many as have names, or as the longest list has; one at least.
fn one_by_one(told: &[Told<'_>], predicate: &str) -> Option<Sum> {
    let mentions = mentions(told, predicate);
    let single: Vec<&Mention<'_>> = mentions.iter().filter(|mention| mention.count > 0).collect();
    let longest = single.iter().filter(|mention| mention.count > 1).take(SUMS).max_by_key(|mention| mention.count);
    let named = named(&single);
    let listed = longest.map(|mention| sum(mention)).filter(|sum| !sum.open);
    match listed {
        Some(listed) if listed.count >= named.len() as u64 => Some(listed),
        _ if !named.is_empty() => Some(Sum {
            count: named.len() as u64,
            open: false,
            readings: named.iter().map(|told| told.reading).collect(),
        }),
        // "Students were hurt": nobody says how many.
        _ => single.iter().find(|mention| !mention.open).or(single.first()).map(|mention| sum(mention)),
    }
}

/// One mention for each name: two that share a word are one ("Ana Ruiz", "Ruiz", "Ana's").
fn named<'a>(mentions: &[&Mention<'a>]) -> Vec<&'a Told<'a>> {
    let mut words: BTreeSet<&str> = BTreeSet::new();
    let single = mentions.iter().filter_map(|mention| mention.members.first()).copied();
    single
        .filter(|told| told.fact.who == Who::Name)
        .filter(|told| {
            let new = names(told).all(|word| !words.contains(word));
            words.extend(names(told));
            new
        })
        .collect()
}

/// The words of a name, without ages and owners' endings.
fn names<'a>(told: &Told<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let bare = |word: &'a str| word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['.', ',']);
    let plain = |word: &&str| word.chars().count() > 1 && !word.contains('-') && !matches!(*word, "jr" | "sr" | "ii");
    told.words.split_whitespace().map(bare).filter(plain)
}

/// Those hurt, and those shot who did not die.
fn injured(told: &[Told<'_>]) -> Option<Sum> {
    let killed = stated(told, "killed").or_else(|| one_by_one(told, "killed"));
    let dead = killed.as_ref().map_or(0, |killed| killed.count);
    let hurt = stated(told, "injured");
    let shot = stated(told, "shot").filter(|shot| shot.count > 1);
    match (hurt, shot) {
        (Some(hurt), Some(shot)) if shot.count > hurt.count + dead => Some(left(shot, killed)),
        (Some(hurt), _) => Some(hurt),
        (None, Some(shot)) => Some(left(shot, killed)).filter(|left| left.count > 0),
        (None, None) if dead == 0 => one_by_one(told, "injured").or_else(|| one_by_one(told, "shot")),
        (None, None) => beside(told),
    }
}

/// Who was shot and is not among the dead.
fn left(shot: Sum, killed: Option<Sum>) -> Sum {
    let Some(killed) = killed else { return shot };
    Sum {
        count: shot.count.saturating_sub(killed.count),
        open: shot.open || killed.open,
        readings: shot.readings.into_iter().chain(killed.readings).collect(),
    }
}

/// Somebody hurt who is told apart from the dead: "another man", "her father", one of another name.
fn beside(told: &[Told<'_>]) -> Option<Sum> {
    let of = |predicate: &'static str| told.iter().filter(move |told| *told.fact.predicate == *predicate);
    let dead: BTreeSet<&str> = of("killed").filter(|told| told.fact.who == Who::Name).flat_map(names).collect();
    let apart = |hurt: &&Told<'_>| {
        let fact = hurt.fact;
        let with_dead = || {
            of("killed").any(|killed| {
                killed.sentence == hurt.sentence && killed.words != hurt.words && killed.fact.who != Who::Pronoun
            })
        };
        match fact.who {
            _ if fact.stated || fact.max != Some(1) => false,
            Who::Other => true,
            Who::Name => !dead.is_empty() && names(hurt).all(|word| !dead.contains(word)),
            Who::Described | Who::Owned => with_dead(),
            Who::Known | Who::Pronoun => false,
        }
    };
    let found = of("injured").find(apart)?;
    Some(Sum { count: 1, open: false, readings: vec![found.reading] })
}
