//! What one document tells of one incident, drawn from all its sentences.
//!
//! Nothing here is a judgement: who did it is what the document says or lets be said, with how it is said
//! ([`Responsibility`]). What a document does not tell is absent.

use serde::{Deserialize, Serialize};

use crate::moment::HappenedAt;
use crate::place::Place;
use crate::span::TextSpan;

/// An incident by one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Which kind (`bombing`, `kidnapping`): `text/lexicon/episodes.toml` lists them.
    pub kind: String,
    /// How far it came.
    pub stage: Stage,
    /// When, if the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<HappenedAt>,
    /// Where, if the words told with it tell; the event's own place may rest on the dateline alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Who is named with it as having done it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perpetrators: Vec<Perpetrator>,
    /// With what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<Instrument>,
    /// Things that it was aimed at or hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub things: Vec<Thing>,
    /// People that it was aimed at or hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Victims>,
    /// The words by which nobody was hurt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nobody_hurt: Option<TextSpan>,
}

/// How far an incident came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It was done.
    Accomplished,
    /// It was tried.
    Attempted,
    /// It was threatened or planned.
    Threatened,
}

/// Somebody who is named as having done it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Perpetrator {
    /// The words.
    pub span: TextSpan,
    /// The fullest name that the document gives, or the words.
    pub name: String,
    /// One or several people, or a body.
    pub sort: PerpetratorSort,
    /// `insurgent`, `state` or `unknown`.
    pub side: String,
    /// How it is said that it was them.
    pub responsibility: Responsibility,
}

/// Whether people or a body are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PerpetratorSort {
    /// "Two hooded men", a name.
    People,
    /// A group, an army, a police force.
    Organisation,
}

/// How a document puts it that somebody did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// As a fact.
    Reported,
    /// They said so themselves.
    Claimed,
    /// Somebody accuses or suspects them.
    Accused,
    /// An authority accuses or suspects them.
    AccusedByAuthorities,
    /// They are spoken of beside it, and not as having done it.
    Possible,
    /// They are cleared of it.
    Cleared,
}

/// What it was done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// The words; none where only the verb tells it ("shot").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<TextSpan>,
    /// What sort (`dynamite`, `machine gun`).
    pub class: String,
}

/// A thing that was aimed at or hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// The words.
    pub span: TextSpan,
    /// What sort (`energy`, `transport vehicle`).
    pub class: String,
    /// Fewest.
    pub min: u64,
    /// Most, if there is an upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// A number says how many.
    pub stated: bool,
    /// `damaged`, `destroyed`, `taken`; none where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    /// The country that the words make it of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nation: Option<String>,
}

/// People that it was aimed at or hit, spoken of together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Victims {
    /// The words.
    pub span: TextSpan,
    /// The fullest name that the document gives, of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Title, office or calling, or what they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What sort (`law enforcement`, `political figure`).
    pub class: String,
    /// They were it once ("former minister").
    pub former: bool,
    /// Fewest.
    pub min: u64,
    /// Most, if there is an upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// A number says how many, or it is one by the words.
    pub stated: bool,
    /// `killed`, `injured`, `unhurt`, `freed`, in the order in which it is told; the same people may be several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<String>,
    /// The country that the words make them of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nation: Option<String>,
}
