//! What texts tell of a neighbouring event that only other texts keep apart.
//!
//! Where some texts say "a second strike hit Talha", the names that stand only in those sentences are that event's own. In
//! every other text a sentence that names it, and the rest of its paragraph up to a name of the main event, speaks of
//! it as well, though its words do not say that there are two. Left out: neighbours without a name, and names that
//! any text gives to its main event.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use variorum_evidence::claim::{DocumentReading, Event};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::span::TextSpan;

use super::{Placed, Texts};
use crate::Accounts;
use crate::reports::Reports;
use crate::sentences::{is_name, names, sentence, sentences};

/// The stretches of texts that speak of a neighbouring event, in bytes, and the names by which it is known there.
#[derive(Debug, Default)]
pub(super) struct Beside(BTreeMap<DocumentId, Stretches>);

#[derive(Debug, Default)]
struct Stretches {
    places: Vec<Range<usize>>,
    names: BTreeSet<String>,
    /// The text keeps the two apart in its own words.
    told: bool,
}

impl Beside {
    /// Finds the neighbours' names in the texts that tell them apart, and what the other texts say beside those names.
    pub(super) fn of(
        texts: &Texts<'_>,
        accounts: &Accounts<'_>,
        placed: impl Fn(DocumentId, &Event) -> Placed,
    ) -> Self {
        let (mut main, mut neighbour) = (BTreeSet::new(), BTreeSet::new());
        let (mut earlier, mut telling): (BTreeMap<&str, usize>, usize) = (BTreeMap::new(), 0);
        let read = || texts.ids.iter().zip(&texts.readings).filter_map(|(id, reading)| Some((*id, (*reading)?)));
        for (id, reading) in read().filter(|(_, reading)| tells_apart(reading)) {
            let Some(text) = accounts.texts.get(&id) else { continue };
            let dated = |name: &str| {
                reading.times.iter().any(|time| time.span.words(text).is_some_and(|words| words.contains(name)))
            };
            let neighbours = reading.events.iter().filter(|event| event.beside).flat_map(|event| &event.mentions);
            let first = neighbours.map(|span| span.start as usize).min().unwrap_or(0);
            // What a text names before it comes to the neighbour is not the neighbour's.
            let before = text.get(..first).and_then(|before| before.rfind(['.', '\n'])).unwrap_or(0);
            telling += 1;
            for name in all_names(&text[..before]).collect::<BTreeSet<_>>() {
                *earlier.entry(name).or_default() += 1;
            }
            for event in &reading.events {
                let names = event.mentions.iter().flat_map(|span| names(&text[sentence(text, *span)]));
                match placed(id, event) {
                    Placed::Main => main.extend(names),
                    _ if event.beside => neighbour.extend(names.filter(|name| !dated(name))),
                    _ => {}
                }
            }
        }
        // A headline may name the neighbour; what most texts name before they come to it is not its own.
        let common = |name: &str| earlier.get(name).is_some_and(|texts| texts * 2 > telling);
        let own: BTreeSet<&str> = neighbour.difference(&main).filter(|name| !common(name)).copied().collect();
        if own.is_empty() {
            return Self::default();
        }
        let stretches = read().filter_map(|(id, reading)| {
            let told = tells_apart(reading);
            Some((id, Stretches { told, ..stretches(accounts.texts.get(&id)?, &own, &main) }))
        });
        Self(stretches.filter(|(_, stretches)| !stretches.places.is_empty()).collect())
    }

    /// What is set aside though its text does not say that there are two events: never in silence.
    pub(super) fn find(&self, reports: &Reports<'_>, findings: &mut Vec<Finding>) {
        for (document, stretches) in self.0.iter().filter(|(_, stretches)| !stretches.told) {
            let code = reports.first_code(*document);
            let names: Vec<&str> = stretches.names.iter().map(String::as_str).collect();
            let message = format!(
                "what it says of {} is taken to tell of a neighbouring event, which other reports keep apart, and answers nothing about the main one",
                names.join(", ")
            );
            let help = "`variorum decide CASE assign CLAIM QUESTION` puts a claim to a question all the same";
            findings.push(Finding::new("event.beside", code, message).with_help(help));
        }
    }

    /// Whether these words speak of a neighbouring event.
    pub(super) fn has(&self, document: DocumentId, span: TextSpan) -> bool {
        let at = span.start as usize;
        self.0.get(&document).is_some_and(|stretches| stretches.places.iter().any(|place| place.contains(&at)))
    }
}

/// Whether a text keeps an event beside its main one that is no background of it.
fn tells_apart(reading: &DocumentReading) -> bool {
    reading.events.iter().any(|event| event.beside)
}

/// Paragraph by paragraph: from a sentence that names the neighbour to the next one that names the main event.
fn stretches(text: &str, own: &BTreeSet<&str>, main: &BTreeSet<&str>) -> Stretches {
    let mut found = Stretches::default();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let mut speaks = false;
        for sentence in sentences(paragraph) {
            let names: BTreeSet<&str> = names(&paragraph[sentence.clone()]).collect();
            let (neighbour, of_main) = (!names.is_disjoint(own), !names.is_disjoint(main));
            speaks = (neighbour || speaks) && !of_main;
            if speaks {
                found.places.push(start + sentence.start..start + sentence.end);
                found.names.extend(names.intersection(own).map(|name| (*name).to_owned()));
            }
        }
        start += paragraph.len();
    }
    found
}

fn all_names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| is_name(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_neighbour_s_name_to_the_main_one() {
        let (own, main) = (BTreeSet::from(["Talha"]), BTreeSet::from(["Kebir"]));
        let text = "The mill of Talha was struck. Seven died. In Om Kebir nineteen died.\nOthers fled.";
        let found: Vec<&str> =
            stretches(text, &own, &main).places.into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(found, ["The mill of Talha was struck.", "Seven died."]);
    }
}
