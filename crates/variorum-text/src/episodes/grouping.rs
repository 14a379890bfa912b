//! Which sentences tell of one incident?
//!
//! A sighting goes to the latest episode that it can be of: of a kind that goes with its own, on no other day, in no other
//! town. One that names no target and nothing new is heard only as part of an episode that is there. Left out: that one
//! incident is told under two days or two towns by one document.

use std::collections::BTreeSet;

use variorum_evidence::incident::{Incident, PerpetratorSort, Responsibility, Stage, Thing, Victims};
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::place::{Place, PlaceKind};
use variorum_evidence::span::TextSpan;

use crate::drafts::Page;
use crate::line::Line;

use super::sighting::{Sighting, responsibility};
use super::words::Words;

/// How many of the latest episodes a sighting may be of.
const OPEN: usize = 40;

/// One incident as the document tells it.
#[derive(Debug, Clone)]
pub(crate) struct Episode {
    pub(crate) incident: Incident,
    pub(crate) sentences: BTreeSet<usize>,
    pub(crate) mentions: Vec<TextSpan>,
    rank: u8,
    paragraph: usize,
}

/// The episodes of a document, in the order in which they are first told.
pub(crate) fn episodes(page: &Page<'_>, words: &Words, sightings: Vec<Sighting>) -> Vec<Episode> {
    let mut episodes: Vec<Episode> = Vec::new();
    for sighting in sightings {
        let first = episodes.len().saturating_sub(OPEN);
        let home = episodes[first..].iter().rposition(|episode| fits(episode, &sighting)).map(|number| first + number);
        match home {
            Some(number) => join(page, words, &mut episodes[number], sighting),
            None => episodes.extend(begin(sighting)),
        }
    }
    episodes.retain(|episode| !episode.incident.people.is_empty() || !episode.incident.things.is_empty());
    claimants(page, words, &mut episodes);
    episodes
}

/// A new episode; none where the words tell of such acts in general, or of an outcome alone.
fn begin(sighting: Sighting) -> Option<Episode> {
    let (kind, rank) = sighting.kind?;
    let target = !sighting.people.is_empty() || !sighting.things.is_empty();
    if sighting.generic && !target || !target && sighting.instruments.is_empty() && rank < 2 {
        return None;
    }
    Some(Episode {
        incident: Incident {
            kind: kind.to_owned(),
            stage: sighting.stage,
            when: sighting.when,
            place: sighting.place,
            perpetrators: sighting.perpetrators,
            instruments: sighting.instruments,
            things: sighting.things,
            people: sighting.people,
            nobody_hurt: sighting.nobody_hurt,
        },
        sentences: [sighting.sentence].into(),
        mentions: sighting.mentions,
        rank,
        paragraph: sighting.paragraph,
    })
}

fn fits(episode: &Episode, sighting: &Sighting) -> bool {
    let kind = sighting.kind.is_none_or(|(kind, _)| goes_with(&episode.incident.kind, kind));
    let fate = sighting.kind.is_none_or(|(kind, _)| is_fate(&episode.incident.kind, kind));
    let stage = sighting.kind.is_none()
        || (episode.incident.stage == Stage::Threatened) == (sighting.stage == Stage::Threatened);
    let same = shares_name(&episode.incident, sighting);
    if same && (kind || fate) && stage {
        return true;
    }
    let day = !other_day(episode.incident.when.as_ref(), sighting.when.as_ref());
    let place = !other_town(episode.incident.place.as_ref(), sighting.place.as_ref());
    let people = sighting.paragraph == episode.paragraph || !other_people(&episode.incident, sighting);
    let near = sighting.paragraph <= episode.paragraph + 1
        || sighting.kind.is_none_or(|(kind, _)| same_family(&episode.incident.kind, kind));
    let people = people && near;
    kind && stage && day && place && people
}

/// An attack may be anything, and a bombing may kill; other acts with names of their own do not go together.
fn goes_with(one: &str, other: &str) -> bool {
    let kills = |one: &str, other: &str| one == "killing" && other == "bombing";
    one == other || one == "attack" || other == "attack" || kills(one, other) || kills(other, one)
}

/// Who was kidnapped may have been killed.
fn is_fate(one: &str, other: &str) -> bool {
    matches!((one, other), ("kidnapping", "killing") | ("killing", "kidnapping"))
}

/// What is told in a paragraph of its own may be of another incident, unless the words say the same of it.
fn same_family(one: &str, other: &str) -> bool {
    let loose = |kind: &str| matches!(kind, "killing" | "attack");
    one == other || loose(one) && loose(other)
}

fn shares_name(incident: &Incident, sighting: &Sighting) -> bool {
    let named = |people: &[Victims], name: &str| people.iter().any(|person| person.name.as_deref() == Some(name));
    sighting.people.iter().filter_map(|person| person.name.as_deref()).any(|name| named(&incident.people, name))
}

fn other_people(incident: &Incident, sighting: &Sighting) -> bool {
    let names = |people: &[Victims]| people.iter().filter_map(|person| person.name.clone()).collect::<BTreeSet<_>>();
    let (one, other) = (names(&incident.people), names(&sighting.people));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Both are dated to the week or finer, and share no moment.
fn other_day(one: Option<&HappenedAt>, other: Option<&HappenedAt>) -> bool {
    let fine = |when: &&HappenedAt| when.precision <= Precision::Week;
    match (one.filter(fine), other.filter(fine)) {
        (Some(one), Some(other)) => one.overlaps(other) == Some(false),
        _ => false,
    }
}

/// Both are in a town or smaller place, and neither holds the other.
fn other_town(one: Option<&Place>, other: Option<&Place>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let small = |place: &Place| matches!(place.kind, PlaceKind::City);
    let holds = |outer: &Place, inner: &Place| inner.within.iter().any(|holder| holder.name == outer.name);
    small(one) && small(other) && one.name != other.name && !holds(one, other) && !holds(other, one)
}

fn join(page: &Page<'_>, words: &Words, episode: &mut Episode, sighting: Sighting) {
    let incident = &mut episode.incident;
    let explosive = sighting.instruments.iter().any(|one| words.explodes(&one.class));
    let renamed = |(kind, rank): &(&str, u8)| {
        *rank > episode.rank && (episode.rank <= 1 || *kind == "bombing" && explosive || *kind == "kidnapping")
    };
    if let Some((kind, rank)) = sighting.kind.filter(renamed) {
        (incident.kind, episode.rank) = (kind.to_owned(), rank);
    }
    if sighting.stage == Stage::Accomplished && sighting.kind.is_some() {
        incident.stage = Stage::Accomplished;
    }
    let finer = |when: &HappenedAt| {
        incident.when.as_ref().is_none_or(|known| when.precision < known.precision && when.precision <= Precision::Day)
    };
    if sighting.when.as_ref().is_some_and(finer) {
        incident.when = sighting.when;
    }
    let smaller = |place: &Place| incident.place.as_ref().is_none_or(|known| coarse(known) && !coarse(place));
    if sighting.place.as_ref().is_some_and(smaller) {
        incident.place = sighting.place;
    }
    for (many, effect) in sighting.pronouns {
        let meant = incident.people.iter_mut().rev().find(|person| many != (person.max == Some(1)));
        if let Some(person) = meant.filter(|person| !person.effects.contains(&effect)) {
            person.effects.push(effect);
        }
    }
    for person in sighting.people {
        add_person(page, words, &mut incident.people, person);
    }
    for thing in sighting.things {
        add_thing(page, &mut incident.things, thing);
    }
    for instrument in sighting.instruments {
        let known = incident.instruments.iter().any(|known| known.class == instrument.class);
        if !known && instrument.span.is_some() {
            incident.instruments.retain(|known| known.span.is_some());
            incident.instruments.push(instrument);
        } else if incident.instruments.is_empty() {
            incident.instruments.push(instrument);
        }
    }
    for one in sighting.perpetrators {
        let known = incident.perpetrators.iter().any(|known| known.sort == one.sort);
        let same = incident
            .perpetrators
            .iter()
            .any(|known| known.sort == one.sort && known.name.eq_ignore_ascii_case(&one.name));
        if !same
            && (!known || one.sort == PerpetratorSort::Organisation && one.responsibility != Responsibility::Possible)
        {
            incident.perpetrators.push(one);
        }
    }
    incident.nobody_hurt = incident.nobody_hurt.or(sighting.nobody_hurt);
    episode.sentences.insert(sighting.sentence);
    episode.mentions.extend(sighting.mentions);
    episode.paragraph = sighting.paragraph;
}

fn coarse(place: &Place) -> bool {
    matches!(place.kind, PlaceKind::Country | PlaceKind::Division)
}

/// The last word of what they are called.
fn head(description: &str) -> String {
    let own = description.split(" of ").next().unwrap_or(description);
    own.split(' ').next_back().unwrap_or_default().to_lowercase()
}

/// "Jesuits", "Jesuit priests": all words of one are words of the other.
fn alike(one: &Victims, other: &Victims) -> bool {
    let words = |people: &Victims| {
        let said = people.description.as_deref().unwrap_or_default().to_lowercase();
        said.split(' ').map(|word| word.trim_end_matches('s').to_owned()).collect::<BTreeSet<_>>()
    };
    let (one, other) = (words(one), words(other));
    one.is_subset(&other) || other.is_subset(&one)
}

/// The same people again, or others.
fn add_person(page: &Page<'_>, words: &Words, people: &mut Vec<Victims>, person: Victims) {
    let described = |one: &Victims| one.description.as_deref().map(head);
    let same = |known: &Victims| match (&known.name, &person.name) {
        (Some(one), Some(other)) => one == other,
        (Some(_), None) => {
            person.max == Some(1) && described(known).is_some() && described(known) == described(&person)
        }
        (None, Some(_)) => false,
        (None, None) => {
            let number = known.min == person.min && known.max == person.max;
            alike(known, &person) && (number || !known.stated || !person.stated)
        }
    };
    if let Some(known) = people.iter_mut().find(|known| same(known)) {
        for effect in person.effects {
            if !known.effects.contains(&effect) {
                known.effects.push(effect);
            }
        }
        if person.stated && !known.stated {
            (known.min, known.max, known.stated) = (person.min, person.max, true);
        }
        return;
    }
    // "The victims", "the bodies": known from before.
    let crowd =
        person.name.is_none() && person.description.as_deref().is_some_and(|said| words.lists.crowd.has(&head(said)));
    if crowd && !people.is_empty() && (!person.stated || is_known(page, &person)) {
        for known in people.iter_mut().filter(|known| known.effects.is_empty()) {
            known.effects.extend(person.effects.iter().cloned());
        }
        return;
    }
    people.push(person);
}

/// "The two dead": an article stands right before.
fn is_known(page: &Page<'_>, person: &Victims) -> bool {
    let before = page.text.lower[..person.span.start as usize].trim_end();
    before.rsplit(' ').take(2).any(|word| word == "the" || word == "these")
}

fn add_thing(page: &Page<'_>, things: &mut Vec<Thing>, thing: Thing) {
    let words = |one: &Thing| head(&page.text.lower[one.span.range()]);
    if let Some(known) = things.iter_mut().find(|known| words(known) == words(&thing)) {
        known.effect = known.effect.take().or(thing.effect);
        return;
    }
    things.push(thing);
}

/// A group that claims or is accused in a sentence that tells no act: of the episode told last before it.
fn claimants(page: &Page<'_>, words: &Words, episodes: &mut [Episode]) {
    for (number, sentence) in page.sentences.iter().enumerate() {
        let line = Line { text: page.text, tokens: &sentence.tokens };
        let found = (0..line.len()).find_map(|at| {
            let length = words.groups.names.at(&line, at).or_else(|| words.groups.heads.at(&line, at))?;
            Some(at..at + length)
        });
        let Some(tokens) = found else { continue };
        let how = responsibility(&line, words, &tokens);
        if matches!(how, Responsibility::Reported | Responsibility::Possible | Responsibility::Cleared) {
            continue;
        }
        let last =
            episodes.iter_mut().rev().find(|episode| episode.sentences.first().is_some_and(|first| *first <= number));
        let Some(episode) = last.filter(|episode| !episode.sentences.contains(&number)) else { continue };
        let has = episode.incident.perpetrators.iter().any(|one| one.sort == PerpetratorSort::Organisation);
        if let (false, Some(span)) = (has, line.span(&tokens)) {
            episode.incident.perpetrators.push(variorum_evidence::incident::Perpetrator {
                span,
                name: super::names::shown(&line, tokens),
                sort: PerpetratorSort::Organisation,
                side: "insurgent".to_owned(),
                responsibility: how,
            });
        }
    }
}
