//! IndiaPoliceEvents: what did the police do, sentence by sentence?
//!
//! Each sentence of the corpus is a paragraph of its document, so that it is found again by its place. The readings of a
//! sentence answer: an arrest is one whoever made it; a killing is the police's if they are its agent or the sentence
//! speaks of their firing; force is a killing, shooting, beating or weapon in a sentence with police in it. What the police
//! failed to do has no predicate, and its figure is nought. Scored by the scorer that lies beside the corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::found::{Document, Participant, Reading, Value};
use super::program::Program;
use super::small::{self, Interval};

const BATCH: usize = 100;

/// Words for the police of the corpus.
const POLICE: [&str; 12] = [
    "police",
    "policeman",
    "policemen",
    "policewoman",
    "cop",
    "cops",
    "officer",
    "officers",
    "constable",
    "constables",
    "jawans",
    "personnel",
];

#[derive(Serialize)]
pub struct Figures {
    documents: usize,
    /// The scorer's lines.
    score: Vec<String>,
    /// F1 by sentence, 95 % by bootstrap over documents.
    intervals: BTreeMap<String, Interval>,
}

#[derive(Deserialize)]
struct Marked {
    doc: u64,
    sents: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    sent: u64,
    text: String,
}

/// Reads and scores the dev part.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let gold = shared.join("corpora/india_police_events/docs.dev.jsonl");
    let marked: Vec<Marked> = small::lines(&gold)?;
    let folder = program.folder("police")?;
    let mut lines = String::new();
    for batch in marked.chunks(BATCH) {
        let texts: Vec<(String, String)> = batch.iter().map(|one| (one.doc.to_string(), text(one).0)).collect();
        let documents = small::read(program, &folder, &texts)?;
        for (one, document) in batch.iter().zip(&documents) {
            lines += &format!("{}\n", json!({"doc": one.doc, "sents": told(one, document)?}));
        }
    }
    let predictions = folder.join("predictions.jsonl");
    fs::write(&predictions, lines)?;
    let score = small::score(shared, "police", &gold, &predictions)?.lines().map(str::to_owned).collect();
    Ok(Figures { documents: marked.len(), score, intervals: small::intervals("police", &gold, &predictions)? })
}

/// The sentences as paragraphs, and where each stands, in code points. Spaces are made one: the corpus has them by chance.
fn text(marked: &Marked) -> (String, Vec<Range<usize>>) {
    let (mut text, mut at, mut places) = (String::new(), 0, Vec::new());
    for sentence in &marked.sents {
        let words = sentence.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = at + words.chars().count();
        places.push(at..end);
        text.push_str(&words);
        text.push_str("\n\n");
        at = end + 2;
    }
    (text, places)
}

/// The actions told of each sentence.
fn told(marked: &Marked, document: &Document) -> Result<BTreeMap<String, BTreeSet<&'static str>>> {
    let (text, places) = text(marked);
    ensure!(document.text == text, "{} was read as another text", document.name);
    let mut found = BTreeMap::new();
    for (sentence, place) in marked.sents.iter().zip(places) {
        let here = document.claims.iter().flat_map(|claim| &claim.readings).filter(|reading| {
            reading.span.start < place.end && place.start < reading.span.end && reading.polarity == "affirmed"
        });
        let actions = actions(&sentence.text.to_lowercase(), here);
        if !actions.is_empty() {
            found.insert(sentence.sent.to_string(), actions);
        }
    }
    Ok(found)
}

/// The corpus's names of what the readings of a sentence tell.
fn actions<'a>(sentence: &str, readings: impl Iterator<Item = &'a Reading>) -> BTreeSet<&'static str> {
    let mut actions = BTreeSet::new();
    let police = names_police(sentence);
    for reading in readings.filter(|reading| !matches!(reading.value, Value::Count { max: Some(0), .. })) {
        let agent = |participant: &Participant| {
            participant.role == "agent" && names_police(&participant.span.text.to_lowercase())
        };
        let theirs = reading.participants.iter().any(agent) || sentence.contains("police firing");
        match reading.predicate.as_str() {
            "arrested" => actions.extend(["ARREST"]),
            "killed" if theirs => actions.extend(["KILL", "FORCE"]),
            "shot" | "attacked" | "injured" if theirs => actions.extend(["FORCE"]),
            "opened_fire" if names_police(&reading.span.text.to_lowercase()) => actions.extend(["FORCE"]),
            "used_weapon" if police => actions.extend(["FORCE"]),
            _ => {}
        }
    }
    if !actions.is_empty() {
        actions.insert("ANY_ACTION");
    }
    actions
}

fn names_police(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphabetic()).any(|word| POLICE.contains(&word))
}

/// Prints the scorer's lines.
pub fn print(figures: &Figures) {
    println!("\nIndiaPoliceEvents dev: {} documents", figures.documents);
    figures.score.iter().for_each(|line| println!("{line}"));
    println!("95 % of F1 by sentence: {}", small::shown(&figures.intervals));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_found_again_by_their_place() {
        let marked: Marked = serde_json::from_value(json!({"doc": 7, "sents": [
            {"sent": 0, "text": "police  fired.\n\n"}, {"sent": 4, "text": "¿two held?"}, {"sent": 5, "text": " "},
        ]}))
        .unwrap();
        let reading = |start, end, predicate| {
            json!({"id": "", "span": {"start": start, "end": end, "text": ""}, "event": null, "predicate": predicate,
                "polarity": "affirmed",
                "scope": {"side": null, "kind": null, "part": "unknown", "including": [], "excluding": []},
                "value": {"kind": "count", "min": 1, "max": 1}, "participants": []})
        };
        let told_here = [reading(0, 13, "used_weapon"), reading(16, 24, "arrested"), reading(16, 24, "killed")];
        let document: Document = serde_json::from_value(json!({
            "name": "7", "text": "police fired.\n\n¿two held?\n\n\n\n", "events": [], "times": [],
            "claims": [{"source": null, "cue": null, "content": [], "manner": "narrated", "hedge": {"value": "asserted"},
                "nested_in": null, "readings": told_here}]}))
        .unwrap();
        let expected = [("0", vec!["ANY_ACTION", "FORCE"]), ("4", vec!["ANY_ACTION", "ARREST"])];
        let expected = expected.map(|(sentence, actions)| (sentence.to_owned(), actions.into_iter().collect()));
        assert_eq!(told(&marked, &document).unwrap(), BTreeMap::from(expected));
    }
}
