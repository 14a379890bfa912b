//! Which words name a place, and where did happen what a reading says?
//!
//! The names are `variorum-places`' work; here they are tied to readings. A reading is where the nearest place of its own
//! clause is, or of its sentence; a place that the words of the claim do not name is that of the main event, if a
//! dateline, a title or the lead tells it and the reading is about that event. Which of these it was, the place's own basis
//! and its span tell. Left out: two places of one reading ("from A to B"), and texts that are neither English nor Spanish.

use std::ops::Range;

use variorum_evidence::claim::{Claim, Event, Reading};
use variorum_evidence::document::Language;
use variorum_evidence::place::{Place, PlaceKind};
use variorum_evidence::span::TextSpan;

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::sentences::Sentence;
use crate::tokens::Text;

/// What a border of a clause between a reading and a place weighs, in tokens.
const BORDER: usize = 8;

/// The places that the text names, in its order; the main event gets its own.
pub(crate) fn find(text: &Text<'_>, sentences: &[Sentence], language: Language, events: &mut [Event]) -> Vec<Place> {
    if !Lexicon::knows(language) {
        return Vec::new();
    }
    let pieces: Vec<_> = sentences.iter().map(|sentence| (sentence.range.clone(), sentence.heading)).collect();
    let found = variorum_places::find(text.raw, &pieces);
    if let Some(main) = events.iter_mut().find(|event| event.main) {
        main.place = found.scene;
    }
    found.places
}

/// The tokens of a sentence that name places.
pub(crate) fn tokens(line: &Line<'_>, sentence: &Sentence, places: &[Place]) -> Vec<Range<usize>> {
    let first = places.partition_point(|place| (place.span.start as usize) < sentence.range.start);
    let inside = places[first..].iter().take_while(|place| (place.span.end as usize) <= sentence.range.end);
    inside.map(|place| line.touching(place.span)).collect()
}

/// Gives each reading that has no place yet the one that goes with it.
pub(crate) fn place_readings<'a>(
    claims: impl Iterator<Item = &'a mut Claim>,
    sentences: &[Sentence],
    text: &Text<'_>,
    places: &[Place],
    events: &[Event],
) {
    for claim in claims {
        for reading in claim.readings.iter_mut().filter(|reading| reading.place.is_none()) {
            reading.place = beside(reading.span, sentences, text, places).or_else(|| of_event(reading, places, events));
        }
    }
}

/// The nearest place in the sentence of `span`: towns and smaller before countries, which often only say whose they are.
pub(crate) fn beside(span: TextSpan, sentences: &[Sentence], text: &Text<'_>, places: &[Place]) -> Option<TextSpan> {
    let number = sentences.partition_point(|sentence| sentence.range.end <= span.start as usize);
    let sentence = sentences.get(number).filter(|sentence| sentence.range.start <= span.start as usize)?;
    let first = places.partition_point(|place| (place.span.start as usize) < sentence.range.start);
    let inside = places[first..].iter().take_while(|place| (place.span.end as usize) <= sentence.range.end);
    let line = Line { text, tokens: &sentence.tokens };
    let cost = |place: &&Place| {
        let coarse = matches!(place.kind, PlaceKind::Country | PlaceKind::Division);
        let far = distance(&line, span, place.span);
        (far / BORDER, coarse, far, place.span)
    };
    inside.filter(|place| !place.span.overlaps(span)).min_by_key(cost).map(|place| place.span)
}

/// Tokens between two spans; a border of a clause counts as several.
fn distance(line: &Line<'_>, one: TextSpan, other: TextSpan) -> usize {
    let (one, other) = (line.touching(one), line.touching(other));
    let between = if one.end <= other.start { one.end..other.start } else { other.end.min(one.start)..one.start };
    between.map(|at| if matches!(line.word(at), "," | ";" | ":") { BORDER } else { 1 }).sum()
}

/// The place of the event that the reading is about, where the text itself names it as a place.
fn of_event(reading: &Reading, places: &[Place], events: &[Event]) -> Option<TextSpan> {
    let event = events.iter().find(|event| event.main && reading.event.as_ref().is_none_or(|id| *id == event.id))?;
    let span = event.place.as_ref()?.span;
    places.iter().any(|place| place.span == span).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::sentences::split;

    /// The place that goes with the words in brackets.
    fn check(sentence: &str, expected: Option<&str>) {
        let raw = sentence.replace(['[', ']'], "");
        let start = sentence.find('[').unwrap();
        let span = TextSpan::of(&raw, start..sentence.find(']').unwrap() - 1).unwrap();
        let text = Text::of(&raw);
        let sentences = split(&text, Locale::of(Language::En));
        let places = find(&text, &sentences, Language::En, &mut []);
        let found = beside(span, &sentences, &text, &places);
        assert_eq!(found.and_then(|place| place.words(&raw)), expected, "{sentence}");
    }

    #[test]
    fn the_nearest_place_of_the_sentence() {
        check("[Two men] were killed in Dallas, and three were hurt in Fort Worth.", Some("Dallas"));
        check("Two men were killed in Dallas, and [three] were hurt in Fort Worth.", Some("Fort Worth"));
        check("[Two men] were killed in Mosul, Iraq.", Some("Mosul"));
        check("It rained in Dallas. [Two men] were killed.", None);
    }

    #[test]
    fn other_languages_have_no_places() {
        let raw = "In Berlin starben zwei Menschen.";
        let text = Text::of(raw);
        let sentences = split(&text, Locale::of(Language::De));
        assert!(find(&text, &sentences, Language::De, &mut []).is_empty());
    }
}
