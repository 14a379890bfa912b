//! Names of places in a text, and which places they are.
//!
//! The gazetteer ships with the crate (`data/NOTICE.md`: countries, first-level divisions, counties of the United States,
//! towns of 5,000 and more). [`find`] gives every place that a text names, with how finely it is known and which others
//! bear the name; a place of which that is not known has no position. One question a module:
//!
//! - `words`: which words stand where, and when two spellings are one name
//! - `gazetteer`: which places bear a name
//! - `vocabulary`: which words tell that a name is a place, as data
//! - `mentions`: which words name a place
//! - `resolve`: which place is meant
//! - `scene`: where the main event is
//!
//! ```
//! let text = "Two men died in Odessa, Tex., police said.";
//! let found = variorum_places::find(text, &[(0..text.len(), false)]);
//! let odessa = &found.places[0];
//! assert_eq!(odessa.span.words(text), Some("Odessa"));
//! assert_eq!(odessa.within[0].name, "Texas");
//! assert_eq!(odessa.alternatives.len(), 0);
//! ```
//!
//! What is left out: villages, quarters and streets have names but no positions; "south of X" and "20 miles from X" are X;
//! names of peoples; other languages than English and Spanish; borders, and so which place holds a point.

mod gazetteer;
mod mentions;
mod resolve;
mod scene;
mod vocabulary;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::place::Place;

use crate::gazetteer::{Number, gazetteer};
use crate::mentions::{Mention, Sign};
use crate::resolve::{Sense, Setting};

/// The places that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// In text order.
    pub places: Vec<Place>,
    /// Where the main event is; its words may be in the name of an office, and are then none of `places`.
    pub scene: Option<Place>,
}

/// Finds the places that `text` names. Of each sentence its bytes are given, in order, and whether it is a heading; the
/// dateline may stand before the first sentence of a paragraph.
pub fn find(text: &str, sentences: &[(Range<usize>, bool)]) -> Places {
    let pieces = mentions::pieces(text, sentences);
    let mut mentions = mentions::mentions(text, &pieces);
    let certain: BTreeSet<String> =
        mentions.iter().filter(|mention| mention.sign == Sign::Certain).map(|mention| mention.key.clone()).collect();
    for mention in mentions
        .iter_mut()
        .filter(|mention| mention.sign == Sign::None && !mention.somebody && certain.contains(&mention.key))
    {
        (mention.sign, mention.basis) = (Sign::Known, "the text names it elsewhere");
    }
    let setting = Setting::of(&mentions, &pieces);
    let senses = resolve::senses(&mentions, &setting);
    let shown = |number: usize, basis: Option<&'static str>| {
        let mention = &mentions[number];
        let basis = basis.unwrap_or(mention.basis);
        resolve::place(
            text,
            &Mention { basis, ..mention.clone() },
            &senses[number],
            near(&mentions, &senses, number),
            &setting,
        )
    };
    let named = (0..mentions.len()).filter(|number| mentions[*number].sign > Sign::None);
    let places = named.filter_map(|number| shown(number, None)).collect();
    let scene = scene::scene(&mentions, &senses, &pieces).and_then(|(number, ground)| shown(number, Some(ground)));
    Places { places, scene }
}

/// The smallest known place that is named next after the mention in its sentence, or else before it.
fn near(mentions: &[Mention], senses: &[Sense], number: usize) -> Option<Number> {
    let known = |other: usize| {
        let same = mentions.get(other)?.piece == mentions[number].piece && mentions[other].sign > Sign::None;
        senses[other].chosen().filter(|place| {
            same && gazetteer().entry(*place).precision() != variorum_evidence::place::PlacePrecision::Unknown
        })
    };
    known(number + 1).or_else(|| known(number.checked_sub(1)?))
}
