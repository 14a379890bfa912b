//! Where is what the document is chiefly about?
//!
//! A weighing of what names towns: the title, the dateline, the first sentences, the offices that speak ("Dallas Police
//! Department"), and how often. Without a town it is the division or country that is weighed. A dateline may name only the
//! town where the report was written: the first sentences outweigh it. Left out: several scenes.

use std::collections::BTreeMap;

use crate::gazetteer::{Rank, gazetteer};
use crate::mentions::{Mention, Piece, Sign};
use crate::resolve::Sense;

/// Body sentences that are the lead.
const LEAD: usize = 3;

/// The mention that names the place of the main event, with the ground for it.
pub(crate) fn scene(mentions: &[Mention], senses: &[Sense], pieces: &[Piece<'_>]) -> Option<(usize, &'static str)> {
    [Grain::Town, Grain::County, Grain::Division, Grain::Country]
        .into_iter()
        .find_map(|grain| best(grain, mentions, senses, pieces))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    Town,
    County,
    Division,
    Country,
}

fn grain(mention: &Mention, sense: &Sense) -> Option<Grain> {
    use variorum_evidence::place::PlaceKind;
    match sense.ranked.first().map(|place| gazetteer().entry(*place).rank) {
        Some(Rank::City) => Some(Grain::Town),
        Some(Rank::County) => Some(Grain::County),
        Some(Rank::Division) => Some(Grain::Division),
        Some(Rank::Country) => Some(Grain::Country),
        None => (mention.kind == Some(PlaceKind::City) || !mention.holder.is_empty()).then_some(Grain::Town),
    }
}

fn best(wanted: Grain, mentions: &[Mention], senses: &[Sense], pieces: &[Piece<'_>]) -> Option<(usize, &'static str)> {
    // Per name: its weight, and the mention with the best ground.
    let mut names: BTreeMap<&str, (f64, usize, f64)> = BTreeMap::new();
    let mut body = None;
    for (number, (mention, sense)) in mentions.iter().zip(senses).enumerate() {
        let piece = &pieces[mention.piece];
        if !piece.heading && !piece.dateline {
            body.get_or_insert(mention.piece);
        }
        let weight = weight(mention, piece, body);
        if weight == 0.0 || grain(mention, sense) != Some(wanted) {
            continue;
        }
        let name = names.entry(&mention.key).or_insert((0.0, number, weight));
        name.0 += weight;
        let shown = |mention: &Mention| mention.sign > Sign::None;
        if shown(mention) && (weight > name.2 || !shown(&mentions[name.1])) {
            (name.1, name.2) = (number, weight);
        }
    }
    let best = names.values().max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))?;
    Some((best.1, ground(&mentions[best.1], &pieces[mentions[best.1].piece])))
}

fn weight(mention: &Mention, piece: &Piece<'_>, body: Option<usize>) -> f64 {
    let lead = body.is_some_and(|body| mention.piece < body + LEAD);
    let sign = match mention.sign {
        Sign::Refused | Sign::None => 0.0,
        Sign::Office => 0.8,
        Sign::Known => 0.5,
        Sign::Beside | Sign::Certain => 1.0,
    };
    let place = if piece.dateline {
        3.0
    } else if piece.heading || lead {
        2.5
    } else {
        0.6
    };
    sign * place
}

fn ground(mention: &Mention, piece: &Piece<'_>) -> &'static str {
    match (piece.dateline, piece.heading, mention.sign) {
        (true, ..) => "main event: dateline",
        (_, true, _) => "main event: title",
        (_, _, Sign::Office) => "main event: in the name of an office",
        _ => "main event: named most, and first",
    }
}
