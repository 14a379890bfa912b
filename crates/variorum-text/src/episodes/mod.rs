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
use crate::events::Which;
use grouping::Episode;
use names::Names;
use words::Words;

/// Tells of each event of the document what is told of it as an incident; incidents beside them become events of their own.
pub(crate) fn add(page: &Page<'_>, which: &[Which], places: &[Place], events: &mut Vec<Event>) {
    let Some(words) = Words::of(page.lexicon.language) else { return };
    let names = Names::of(page, words);
    let sightings =
        (0..page.sentences.len()).filter_map(|number| sighting::sighting(page, words, &names, places, number));
    let episodes = grouping::episodes(page, words, sightings.collect());
    let main = main(&episodes, which);
    for (number, episode) in episodes.into_iter().enumerate() {
        place_in(events, episode, Some(number) == main, which);
    }
}

/// The episode that the document is chiefly about: the one told most of, outside the background if one is.
fn main(episodes: &[Episode], which: &[Which]) -> Option<usize> {
    let told = |episode: &Episode| episode.sentences.iter().filter(|sentence| which[**sentence] == Which::Main).count();
    (0..episodes.len()).max_by_key(|number| (told(&episodes[*number]), std::cmp::Reverse(*number)))
}

/// Events that the sentences were told apart by keep their names; what is none of them becomes an event of its own.
fn place_in(events: &mut Vec<Event>, episode: Episode, main: bool, which: &[Which]) {
    let all = |wanted: Which| episode.sentences.iter().all(|sentence| which[*sentence] == wanted);
    let place = match main {
        true => Some(Which::Main),
        false => [Which::Background, Which::Another].into_iter().find(|wanted| all(*wanted)),
    };
    let own =
        place.and_then(|place| events.iter_mut().find(|event| event.id == place.id() && event.incident.is_none()));
    match own {
        Some(event) => {
            if !event.main {
                event.place = episode.incident.place.clone();
            }
            event.incident = Some(episode.incident);
        }
        None => {
            let id = free_name(events);
            events.push(Event {
                id,
                kind: episode.incident.kind.clone(),
                main: false,
                beside: false,
                mentions: episode.mentions,
                tolls: Vec::new(),
                place: episode.incident.place.clone(),
                incident: Some(episode.incident),
            });
        }
    }
}

/// The first name after those of `Which` that no event has.
fn free_name(events: &[Event]) -> EventId {
    let names = (4..).map(|number: usize| EventId::from(format!("E{number}").as_str()));
    let mut free = names.filter(|name| events.iter().all(|event| event.id != *name));
    free.next().unwrap_or_else(|| Which::Another.id())
}
