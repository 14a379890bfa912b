//! Where, as words of a text name it and as far as that is known.
//!
//! A place is never a bare point. What is known is how finely it is known, what the point is the middle of, and which
//! other places bear the name; where the words do not tell which of several is meant, there is no point.

use serde::{Deserialize, Serialize};

use crate::span::TextSpan;

/// What sort of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A state of its own, or a territory with a code of its own.
    Country,
    /// A first-level division: a state, province, region.
    Division,
    /// A city or town.
    City,
    /// Anything else: a county, village, quarter, street.
    Other,
}

/// How finely the place is known: of what the position is the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// Somewhere in this country.
    Country,
    /// Somewhere in this division.
    Division,
    /// Somewhere in this city.
    City,
    /// Somewhere in this county or district.
    District,
    /// Named, but where it lies is not known; what holds it may be.
    Unknown,
}

/// A point on the globe in hundredths of a degree, about a kilometre: no finer than anything here is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// North, negative to the south.
    pub latitude: i32,
    /// East, negative to the west.
    pub longitude: i32,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPlace {
    /// Its name in the gazetteer with the gazetteer's own (`geonames:3646738`).
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// What it lies in, the smallest first ("Texas, United States"); empty for a country.
    pub within: String,
    /// Its middle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// What holds a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceHolder {
    /// Its name with the gazetteer's own; none where the gazetteer does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
}

/// Words that name a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The words.
    pub span: TextSpan,
    /// The name in the gazetteer, or else the words.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// How finely it is known.
    pub precision: PlacePrecision,
    /// Its name with the gazetteer's own; none where it is not known which place is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The middle of what the precision says; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What holds it, the smallest first.
    pub within: Vec<PlaceHolder>,
    /// Other places of that name, the likeliest first; the first few of them.
    pub alternatives: Vec<KnownPlace>,
    /// What makes these words a place, and this one.
    pub basis: String,
}
