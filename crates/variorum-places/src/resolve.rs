//! Which of the places of a name is meant?
//!
//! One sense a document, unless the text says another beside the name. What holds the name is taken from the text: beside
//! it, in the dateline, or anywhere in the document; then the number of people who live there counts. Where two
//! places remain about as likely, none is chosen: there is no point then, and all of them are alternatives.

use std::collections::BTreeMap;

use variorum_evidence::place::{Place, PlaceHolder, PlaceKind, PlacePrecision};
use variorum_evidence::span::TextSpan;

use crate::gazetteer::{Gazetteer, Number, Rank, gazetteer};
use crate::mentions::{Mention, Piece, Sign};

/// Alternatives that are kept.
const ALTERNATIVES: usize = 5;
/// How much likelier the chosen place must be, in powers of ten of inhabitants.
const MARGIN: f64 = 0.5;

/// What it counts for that a name is written just as the gazetteer has it ("St. Louis" is not "Saint-Louis").
const SPELLED: f64 = 0.4;

/// What a document says of where it speaks: countries and divisions with how often and how plainly.
pub(crate) struct Setting {
    weights: BTreeMap<Number, f64>,
}

/// A name in one sense.
#[derive(Debug, Clone)]
pub(crate) struct Sense {
    /// The places that may be meant, the likeliest first.
    pub(crate) ranked: Vec<Number>,
    /// Whether the first is much likelier than the others.
    pub(crate) settled: bool,
}

impl Sense {
    /// The place that is meant, where that is known.
    pub(crate) fn chosen(&self) -> Option<Number> {
        self.ranked.first().copied().filter(|_| self.settled)
    }
}

impl Setting {
    /// From what is plain alone, in two rounds: divisions and countries first, then the towns that they settle.
    pub(crate) fn of(mentions: &[Mention], pieces: &[Piece<'_>]) -> Self {
        let mut setting = Self { weights: BTreeMap::new() };
        for mention in mentions.iter().filter(|mention| mention.sign != Sign::Refused && mention.sign != Sign::None) {
            let dateline = pieces[mention.piece].dateline;
            let weight = if dateline { 2.0 } else { 1.0 };
            for place in &mention.holder {
                setting.add(*place, weight);
            }
            if let [place] = mention.places[..]
                && gazetteer().entry(place).rank < Rank::City
                && mention.sign > Sign::Office
            {
                setting.add(place, weight);
            }
        }
        let mut towns = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.sign >= Sign::Office && mention.sign != Sign::None) {
            let sense = setting.sense(mention);
            let clear = sense.chosen().filter(|_| setting.margin(&sense.ranked, &mention.written) > 2.0 * MARGIN);
            towns.extend(clear.filter(|place| gazetteer().entry(*place).rank >= Rank::County));
        }
        towns.sort_unstable();
        for town in towns {
            for holder in gazetteer().holders(town) {
                *setting.weights.entry(holder).or_default() += 0.3;
            }
        }
        setting
    }

    fn add(&mut self, place: Number, weight: f64) {
        *self.weights.entry(place).or_default() += weight;
        for holder in gazetteer().holders(place) {
            *self.weights.entry(holder).or_default() += weight / 2.0;
        }
    }

    /// The sense of one mention by itself.
    pub(crate) fn sense(&self, mention: &Mention) -> Sense {
        let places = gazetteer();
        let fits = |place: &Number| {
            let rank = places.entry(*place).rank;
            match mention.kind {
                Some(PlaceKind::City) => rank == Rank::City,
                Some(PlaceKind::Division) => rank == Rank::Division,
                _ => true,
            }
        };
        let mut ranked: Vec<Number> = mention.places.iter().copied().filter(fits).collect();
        if ranked.is_empty() && mention.kind != Some(PlaceKind::City) {
            ranked.clone_from(&mention.places);
        }
        let mut scored: Vec<(f64, Number)> =
            ranked.iter().map(|place| (self.score(*place, &mention.written), *place)).collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let ranked: Vec<Number> = scored.iter().map(|(_, place)| *place).collect();
        let settled = scored.len() < 2 || self.margin(&ranked, &mention.written) >= MARGIN;
        Sense { ranked, settled }
    }

    /// How much likelier the first is than the second. A town and the division around it do not exclude each other.
    fn margin(&self, ranked: &[Number], written: &str) -> f64 {
        let Some((first, others)) = ranked.split_first() else { return 0.0 };
        let nested = |other: &Number| gazetteer().holds(*first, *other) || gazetteer().holds(*other, *first);
        let rival = others.iter().find(|other| !nested(other));
        rival.map_or(f64::INFINITY, |rival| self.score(*first, written) - self.score(*rival, written))
    }

    /// Powers of ten: of inhabitants, and of what the text says of where it speaks.
    fn score(&self, place: Number, written: &str) -> f64 {
        let entry = gazetteer().entry(place);
        let people = (entry.people as f64 + 10.0).log10();
        let weight = |place: &Number| self.weights.get(place).copied().unwrap_or(0.0).min(4.0);
        let rank = match entry.rank {
            Rank::Country => 2.0,
            // The town is meant more often than the division that is named after it.
            Rank::Division => -1.8,
            Rank::County => -0.5,
            Rank::City => 0.0,
        };
        let holders: f64 = gazetteer()
            .holders(place)
            .iter()
            .map(|holder| {
                let of = weight(holder);
                let most = if gazetteer().entry(*holder).rank == Rank::Division { 1.2 } else { 1.0 };
                if of > 0.0 { most + 0.2 * of } else { 0.0 }
            })
            .sum();
        // What lies in a division or country speaks for it too.
        let inside = weight(&place);
        let own = if inside > 0.0 { 1.0 + 0.3 * inside } else { 0.0 };
        let spelled = if entry.name().eq_ignore_ascii_case(written) { SPELLED } else { 0.0 };
        people + rank + holders + own + spelled
    }

    /// The country or division that the document names most; none where nothing is named.
    fn main(&self, rank: Rank) -> Option<Number> {
        let of_rank = self.weights.iter().filter(|(place, _)| gazetteer().entry(**place).rank == rank);
        of_rank.max_by(|one, other| one.1.total_cmp(other.1).then(other.0.cmp(one.0))).map(|(place, _)| *place)
    }
}

/// The sense of each mention: one a name, unless the text names a holder beside it or says what it is.
pub(crate) fn senses(mentions: &[Mention], setting: &Setting) -> Vec<Sense> {
    let mut shared: BTreeMap<&str, Sense> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| !mention.holder.is_empty()) {
        shared.entry(&mention.key).or_insert_with(|| setting.sense(mention));
    }
    mentions
        .iter()
        .map(|mention| {
            if !mention.holder.is_empty() || mention.kind.is_some() {
                return setting.sense(mention);
            }
            shared.entry(&mention.key).or_insert_with(|| setting.sense(mention)).clone()
        })
        .collect()
}

/// A mention as a place.
pub(crate) fn place(
    text: &str,
    mention: &Mention,
    sense: &Sense,
    near: Option<Number>,
    setting: &Setting,
) -> Option<Place> {
    let span = TextSpan::of(text, mention.start..mention.end)?;
    let places = gazetteer();
    let words = span.words(text)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let others =
        |from: usize| sense.ranked.iter().skip(from).take(ALTERNATIVES).map(|place| places.known(*place)).collect();
    let basis = mention.basis.to_owned();
    let Some(chosen) = sense.chosen() else {
        return Some(Place {
            span,
            name: words,
            kind: mention
                .kind
                .or_else(|| sense.ranked.first().map(|place| places.entry(*place).kind()))
                .unwrap_or(PlaceKind::Other),
            precision: PlacePrecision::Unknown,
            id: None,
            position: None,
            within: within(places, mention, sense, near, setting),
            alternatives: others(0),
            basis,
        });
    };
    let entry = places.entry(chosen);
    Some(Place {
        span,
        name: entry.name().to_owned(),
        kind: entry.kind(),
        precision: entry.precision(),
        id: Some(entry.id()),
        position: entry.position,
        within: places.holders(chosen).into_iter().map(|holder| places.holder(holder)).collect(),
        alternatives: others(1),
        basis,
    })
}

/// What holds a place of unknown position: what the text says beside it, or what all that it may be lie in, or the place
/// that is named near it, or the division or country that the document is about.
fn within(
    places: &Gazetteer,
    mention: &Mention,
    sense: &Sense,
    near: Option<Number>,
    setting: &Setting,
) -> Vec<PlaceHolder> {
    let chain = |place: Number| -> Vec<PlaceHolder> {
        std::iter::once(place).chain(places.holders(place)).map(|holder| places.holder(holder)).collect()
    };
    if let [holder] = mention.holder[..] {
        return chain(holder);
    }
    if let Some((first, others)) = sense.ranked.split_first() {
        let all = |holder: &Number| others.iter().take(1).all(|other| places.holds(*holder, *other));
        return places.holders(*first).into_iter().find(all).map_or_else(Vec::new, chain);
    }
    let told = mention.holder.first().copied();
    let about = || setting.main(Rank::Division).or_else(|| setting.main(Rank::Country));
    told.or(near).or_else(about).map_or_else(Vec::new, chain)
}
