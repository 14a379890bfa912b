//! Which incidents does a document tell of, and what of each?
//!
//! Sentence by sentence what is told of an incident ([`sighting`]) is gathered, with people under their fullest names
//! ([`names`]), and then grouped: sightings of one incident make an episode ([`grouping`]). All words are data
//! ([`words`], `lexicon/episodes.toml`). Left out: other languages than English, incidents that are told across documents,
//! and whether what is told is so.

mod grouping;
mod names;
mod sighting;
mod words;

use variorum_evidence::claim::Event;
use variorum_evidence::ids::EventId;
use variorum_evidence::place::Place;

use crate::drafts::Page;
use grouping::Episode;
use names::Names;
use words::Words;

/// Tells of each event of the document what is told of it as an incident; incidents beside them become events of their own.
pub(crate) fn add(page: &Page<'_>, background: &[bool], places: &[Place], events: &mut Vec<Event>) {
    let Some(words) = Words::of(page.lexicon.language) else { return };
    let names = Names::of(page, words);
    let sightings =
        (0..page.sentences.len()).filter_map(|number| sighting::sighting(page, words, &names, places, number));
    let episodes = grouping::episodes(page, words, sightings.collect());
    let main = main(&episodes, background);
    for (number, episode) in episodes.into_iter().enumerate() {
        place_in(events, episode, Some(number) == main, background);
    }
}

/// The episode that the document is chiefly about: the one told most of, outside the background if one is.
fn main(episodes: &[Episode], background: &[bool]) -> Option<usize> {
    let told = |episode: &Episode| episode.sentences.iter().filter(|sentence| !background[**sentence]).count();
    (0..episodes.len()).max_by_key(|number| (told(&episodes[*number]), std::cmp::Reverse(*number)))
}

/// The main event and the background keep their names; what is neither becomes an event of its own.
fn place_in(events: &mut Vec<Event>, episode: Episode, main: bool, background: &[bool]) {
    let behind = episode.sentences.iter().all(|sentence| background[*sentence]);
    let own = events
        .iter_mut()
        .find(|event| event.incident.is_none() && (event.main && main || !event.main && behind && !main));
    match own {
        Some(event) => {
            if !event.main {
                event.place = episode.incident.place.clone();
            }
            event.incident = Some(episode.incident);
        }
        None => {
            let id = format!("E{}", events.len().max(2) + 1);
            events.push(Event {
                id: EventId::from(id.as_str()),
                kind: episode.incident.kind.clone(),
                main: false,
                mentions: episode.mentions,
                tolls: Vec::new(),
                place: episode.incident.place.clone(),
                incident: Some(episode.incident),
            });
        }
    }
}
