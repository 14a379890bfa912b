//! How places are written in JSON: never a point alone, but with its precision and the other places of that name.

use serde::{Deserialize, Serialize};
use serde_json::Number;
use variorum_evidence::place::{self, PlaceHolder, PlaceKind, PlacePrecision, Position};

use crate::span::{NotResolved, Span, Words};

/// Words that name a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// The name in the gazetteer, or else the words.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// How finely it is known.
    pub precision: PlacePrecision,
    /// Its name with the gazetteer's own; null where it is not known which place is meant.
    pub id: Option<String>,
    /// Degrees north of the middle of what `precision` says; null where that is not known.
    pub latitude: Option<Number>,
    /// Degrees east.
    pub longitude: Option<Number>,
    /// What holds it, the smallest first.
    pub within: Vec<Holder>,
    /// Other places of that name, the likeliest first; the first few.
    pub alternatives: Vec<Alternative>,
    /// What makes these words a place, and this one.
    pub basis: String,
}

/// What holds a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its name with the gazetteer's own; null where the gazetteer does not know it.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
}

/// A place that the words may mean instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// Its name with the gazetteer's own.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// What it lies in, the smallest first ("Texas, United States").
    pub within: String,
    /// Degrees north of its middle.
    pub latitude: Option<Number>,
    /// Degrees east.
    pub longitude: Option<Number>,
}

impl Place {
    /// The twin of a place in the text of `words`.
    pub fn of(place: &place::Place, words: &Words<'_>) -> Result<Self, NotResolved> {
        let (latitude, longitude) = degrees(place.position);
        Ok(Self {
            span: words.at(place.span)?,
            name: place.name.clone(),
            kind: place.kind,
            precision: place.precision,
            id: place.id.clone(),
            latitude,
            longitude,
            within: place.within.iter().map(Holder::of).collect(),
            alternatives: place.alternatives.iter().map(Alternative::of).collect(),
            basis: place.basis.clone(),
        })
    }
}

impl Holder {
    fn of(holder: &PlaceHolder) -> Self {
        Self { id: holder.id.clone(), name: holder.name.clone(), kind: holder.kind }
    }
}

impl Alternative {
    fn of(place: &place::KnownPlace) -> Self {
        let (latitude, longitude) = degrees(place.position);
        Self {
            id: place.id.clone(),
            name: place.name.clone(),
            kind: place.kind,
            within: place.within.clone(),
            latitude,
            longitude,
        }
    }
}

/// Hundredths of a degree as degrees.
fn degrees(position: Option<Position>) -> (Option<Number>, Option<Number>) {
    let degrees = |hundredths: i32| Number::from_f64(f64::from(hundredths) / 100.0);
    (position.and_then(|at| degrees(at.latitude)), position.and_then(|at| degrees(at.longitude)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_written_as_degrees() {
        let check = |hundredths: i32, expected: &str| {
            let (latitude, _) = degrees(Some(Position { latitude: hundredths, longitude: 0 }));
            assert_eq!(latitude.unwrap().to_string(), expected);
        };
        check(1049, "10.49");
        check(-6688, "-66.88");
        check(0, "0.0");
        check(29, "0.29");
        assert_eq!(degrees(None), (None, None));
    }
}
