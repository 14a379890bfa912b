//! Factuality: how certainly does the text say that an event happened, -3 to 3?
//!
//! The corpora give sentences and the events in them; [`ROW`] sentences at a time are read as a text of as many paragraphs. What
//! the program says of an event is the hedge of the claim that holds its words, and the polarity of a reading at them, each
//! on the scale of the corpus ([`of_hedge`]). Hedges are of claims and not of single events, so that this says how far
//! they reach and not what they were made for. Scored by the scorer that lies beside the corpora.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::found::{Claim, Document};
use super::program::Program;
use super::small::{self, Interval};

/// Sentences of one text.
const ROW: usize = 20;
/// Texts for one call of the program.
const BATCH: usize = 100;

/// One corpus.
#[derive(Serialize)]
pub struct Figures {
    corpus: String,
    events: usize,
    /// The scorer's line.
    score: String,
    /// 95 % by bootstrap over texts.
    intervals: BTreeMap<String, Interval>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    targets: Vec<Target>,
}

/// An event by its words, parted by blanks.
#[derive(Deserialize)]
struct Target {
    span1: [usize; 2],
}

/// Reads and scores the dev parts.
pub fn measure(program: &Program, shared: &Path) -> Result<Vec<Figures>> {
    ["uw", "uds_ih2"].iter().map(|corpus| one(program, shared, corpus)).collect()
}

fn one(program: &Program, shared: &Path, corpus: &str) -> Result<Figures> {
    let gold = shared.join(format!("corpora/factuality/{corpus}.dev.jsonl"));
    let sentences: Vec<Sentence> = small::lines(&gold)?;
    let folder = program.folder(&format!("factuality-{corpus}"))?;
    let rows: Vec<&[Sentence]> = sentences.chunks(ROW).collect();
    let (mut lines, mut events) = (String::new(), 0);
    let texts: Vec<(String, String)> =
        rows.iter().enumerate().map(|(number, row)| (format!("{corpus}.{number:04}"), text(row))).collect();
    for (texts, rows) in texts.chunks(BATCH).zip(rows.chunks(BATCH)) {
        let documents = small::read(program, &folder, texts)?;
        for (document, row) in documents.iter().zip(rows) {
            for values in values(document, row)? {
                events += values.len();
                lines += &format!("{}\n", serde_json::to_string(&values)?);
            }
        }
    }
    let predictions = folder.join("predictions.jsonl");
    fs::write(&predictions, lines)?;
    let score = small::score(shared, "factuality", &gold, &predictions)?.trim().to_owned();
    let intervals = small::intervals("factuality", &gold, &predictions)?;
    Ok(Figures { corpus: corpus.to_owned(), events, score, intervals })
}

fn text(row: &[Sentence]) -> String {
    row.iter().map(|sentence| format!("{}\n\n", sentence.text)).collect()
}

/// The values of each sentence's events.
fn values(document: &Document, row: &[Sentence]) -> Result<Vec<Vec<f64>>> {
    let mut begin = 0;
    let mut found = Vec::with_capacity(row.len());
    for sentence in row {
        let words = words(&sentence.text);
        let values = sentence.targets.iter().map(|target| {
            let [first, end] = target.span1;
            let last = end.checked_sub(1).and_then(|last| words.get(last));
            let (first, last) = words.get(first).zip(last).context("an event beyond its sentence")?;
            Ok(value(document, begin + first.start..begin + last.end))
        });
        found.push(values.collect::<Result<_>>()?);
        begin += sentence.text.chars().count() + 2;
    }
    ensure!(begin == document.text.chars().count(), "{} was read as another text", document.name);
    Ok(found)
}

/// Code points of the words of a text of words and blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let places = text.split(' ').map(|word| {
        let start = at;
        at += word.chars().count() + 1;
        start..at - 1
    });
    places.collect()
}

fn value(document: &Document, event: Range<usize>) -> f64 {
    let touches = |place: Range<usize>| place.start < event.end && event.start < place.end;
    let holding = document.claims.iter().filter(|claim| claim.content.iter().any(|span| touches(span.place())));
    // The innermost: it is the one that says it.
    let claim = holding.min_by_key(|claim| claim.content.iter().map(|span| span.end - span.start).sum::<usize>());
    let denied = |claim: &Claim| {
        claim.readings.iter().any(|reading| reading.polarity == "denied" && touches(reading.span.place()))
    };
    claim.map_or(CERTAIN, |claim| {
        let size = of_hedge(&claim.hedge.value);
        if denied(claim) { -size } else { size }
    })
}

const CERTAIN: f64 = 3.0;

/// A hedge on the scale of the corpora: what is planned, predicted or asked has not happened yet.
fn of_hedge(hedge: &str) -> f64 {
    match hedge {
        "reported" | "apparent" => 2.0,
        "alleged" => 1.5,
        "planned" | "predicted" => 1.0,
        "asked" => 0.0,
        _ => CERTAIN,
    }
}

/// Prints a line for each corpus.
pub fn print(figures: &Vec<Figures>) {
    println!("\nfactuality, dev: mean absolute error and Pearson's r");
    for one in figures {
        println!("{}, {} events: {}, {}", one.corpus, one.events, one.score, small::shown(&one.intervals));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_gets_the_hedge_of_its_claim() {
        let row: Vec<Sentence> = vec![
            serde_json::from_value(json!({"text": "Ñu fled .", "targets": [{"span1": [1, 2]}]})).unwrap(),
            serde_json::from_value(
                json!({"text": "He may go away .", "targets": [{"span1": [2, 4]}, {"span1": [0, 1]}]}),
            )
            .unwrap(),
        ];
        let span = |start: usize, end: usize| json!({"start": start, "end": end, "text": ""});
        let claim = |start, end, hedge: &str, readings: serde_json::Value| {
            json!({"source": null, "cue": null, "content": [span(start, end)], "manner": "narrated",
                "hedge": {"value": hedge}, "nested_in": null, "readings": readings})
        };
        let document: Document = serde_json::from_value(json!({
            "name": "a", "text": text(&row), "events": [], "times": [],
            "claims": [
                claim(0, 27, "asserted", json!([])),
                claim(11, 27, "alleged", json!([{"id": "", "span": span(18, 20), "event": null, "predicate": "killed", "polarity": "denied",
                    "scope": {"side": null, "kind": null, "part": "unknown", "including": [], "excluding": []},
                    "value": {"kind": "count", "min": 1, "max": 1}}])),
            ],
        }))
        .unwrap();
        assert_eq!(values(&document, &row).unwrap(), [vec![3.0], vec![-1.5, 1.5]]);
    }
}
