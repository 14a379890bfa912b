//! How an incident that a document tells of is written in JSON.

use serde::{Deserialize, Serialize};
use variorum_evidence::incident::{self, PerpetratorSort, Responsibility, Stage};

use crate::moment::Time;
use crate::place::Place;
use crate::span::{NotResolved, Span, Words};

/// What a document tells of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Which kind (`bombing`, `kidnapping`).
    pub kind: String,
    /// How far it came.
    pub stage: Stage,
    /// When; null where the words do not tell.
    pub when: Option<Time>,
    /// Where, by the words told with it; null where they do not tell.
    pub place: Option<Place>,
    /// Who is named with it as having done it.
    pub perpetrators: Vec<Perpetrator>,
    /// With what.
    pub instruments: Vec<Instrument>,
    /// Things that it was aimed at or hit.
    pub things: Vec<Thing>,
    /// People that it was aimed at or hit.
    pub people: Vec<Victims>,
    /// The words by which nobody was hurt; null where none say so.
    pub nobody_hurt: Option<Span>,
}

/// Somebody who is named as having done it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Perpetrator {
    /// The words.
    pub span: Span,
    /// The fullest name that the document gives, or the words.
    pub name: String,
    /// People or a body.
    pub sort: PerpetratorSort,
    /// `insurgent`, `state` or `unknown`.
    pub side: String,
    /// How it is said that it was them.
    pub responsibility: Responsibility,
}

/// What it was done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// The words; null where only the verb tells it.
    pub span: Option<Span>,
    /// What sort.
    pub class: String,
}

/// A thing that was aimed at or hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// The words.
    pub span: Span,
    /// What sort.
    pub class: String,
    /// Fewest.
    pub min: u64,
    /// Most; null where the upper end is open.
    pub max: Option<u64>,
    /// A number says how many.
    pub stated: bool,
    /// `damaged`, `destroyed`, `taken`; null where nothing is said.
    pub effect: Option<String>,
    /// The country that the words make it of; null where they do not.
    pub nation: Option<String>,
}

/// People that it was aimed at or hit, spoken of together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Victims {
    /// The words.
    pub span: Span,
    /// The fullest name that the document gives, of one person; null where none is given.
    pub name: Option<String>,
    /// Title, office or calling, or what they are called; null where nothing is said.
    pub description: Option<String>,
    /// What sort.
    pub class: String,
    /// They were it once.
    pub former: bool,
    /// Fewest.
    pub min: u64,
    /// Most; null where the upper end is open.
    pub max: Option<u64>,
    /// A number says how many, or it is one by the words.
    pub stated: bool,
    /// `killed`, `injured`, `freed`, in the order in which it is told.
    pub effects: Vec<String>,
    /// The country that the words make them of; null where they do not.
    pub nation: Option<String>,
}

impl Incident {
    /// The twin of an incident in the text of `words`.
    pub fn of(incident: &incident::Incident, words: &Words<'_>) -> Result<Self, NotResolved> {
        let at = |span: &Option<_>| span.map(|span| words.at(span)).transpose();
        let instrument = |one: &incident::Instrument| Ok(Instrument { span: at(&one.span)?, class: one.class.clone() });
        Ok(Self {
            kind: incident.kind.clone(),
            stage: incident.stage,
            when: incident.when.as_ref().map(Time::of),
            place: incident.place.as_ref().map(|place| Place::of(place, words)).transpose()?,
            perpetrators: incident.perpetrators.iter().map(|one| perpetrator(one, words)).collect::<Result<_, _>>()?,
            instruments: incident.instruments.iter().map(instrument).collect::<Result<_, _>>()?,
            things: incident.things.iter().map(|one| thing(one, words)).collect::<Result<_, _>>()?,
            people: incident.people.iter().map(|one| victims(one, words)).collect::<Result<_, _>>()?,
            nobody_hurt: at(&incident.nobody_hurt)?,
        })
    }
}

fn perpetrator(one: &incident::Perpetrator, words: &Words<'_>) -> Result<Perpetrator, NotResolved> {
    Ok(Perpetrator {
        span: words.at(one.span)?,
        name: one.name.clone(),
        sort: one.sort,
        side: one.side.clone(),
        responsibility: one.responsibility,
    })
}

fn thing(one: &incident::Thing, words: &Words<'_>) -> Result<Thing, NotResolved> {
    Ok(Thing {
        span: words.at(one.span)?,
        class: one.class.clone(),
        min: one.min,
        max: one.max,
        stated: one.stated,
        effect: one.effect.clone(),
        nation: one.nation.clone(),
    })
}

fn victims(one: &incident::Victims, words: &Words<'_>) -> Result<Victims, NotResolved> {
    Ok(Victims {
        span: words.at(one.span)?,
        name: one.name.clone(),
        description: one.description.clone(),
        class: one.class.clone(),
        former: one.former,
        min: one.min,
        max: one.max,
        stated: one.stated,
        effects: one.effects.clone(),
        nation: one.nation.clone(),
    })
}
