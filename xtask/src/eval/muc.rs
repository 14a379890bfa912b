//! MUC-4: the incidents that texts on Latin America of 1988 to 1990 tell of, scored slot by slot beside the corpus.
//!
//! Each text is read as one file under the day of its dateline; `events[].incident` is put into the names of MUC-4
//! (`templates`, `gazetteer`) and scored by the scorer beside the corpus, which also says how sure the figures are.
//! `--split` chooses the texts: `dev` those of 1992's training and the first test set, `test` the second one.

mod gazetteer;
mod templates;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::gazetteer::Gazetteer;
use self::templates::{Dateline, Event, Place, templates};
use super::Split;
use super::polnear::python;
use super::program::Program;
use super::table::Table;

/// Files for one call of the program.
const BATCH: usize = 100;
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/// Slots of which the table has a line.
const SLOTS: [(&str, &str); 14] = [
    ("all templates", "ALL TEMPLATES"),
    ("templates found", "template-id"),
    ("type", "inc-type"),
    ("stage", "inc-stage"),
    ("date", "inc-date"),
    ("place", "inc-loc"),
    ("instruments", "inc-instr-id"),
    ("perpetrator, people", "perp-ind-id"),
    ("perpetrator, organisation", "perp-org-id"),
    ("perpetrator, confidence", "perp-org-conf"),
    ("physical target", "phys-tgt-id"),
    ("human target, name", "hum-tgt-name"),
    ("human target, number", "hum-tgt-num"),
    ("human target, effect", "hum-tgt-effect"),
];

/// The figures of each set of texts.
#[derive(Serialize)]
pub struct Figures(BTreeMap<&'static str, Set>);

/// The scorer's report on one set, with 95 % by bootstrap over documents.
#[derive(Serialize)]
struct Set {
    documents: usize,
    report: Value,
    intervals: BTreeMap<String, [f64; 2]>,
}

/// A text of the corpus.
struct Message {
    id: String,
    text: String,
}

/// One document of the answer, as far as templates need it.
#[derive(Deserialize)]
struct Read {
    events: Vec<Event>,
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Answer {
    documents: Vec<Read>,
}

/// Reads the sets of the split and scores them.
pub fn measure(program: &Program, shared: &Path, split: Split) -> Result<Figures> {
    let corpus = shared.join("corpora/muc4");
    let gazetteer = Gazetteer::of(&corpus.join("task"))?;
    let sets = [("DEV", "dev", "dev"), ("TST1", "tst1", "dev"), ("TST2", "tst2", "test")];
    let mut figures = BTreeMap::new();
    for (name, folder, _) in sets.into_iter().filter(|(.., of)| split.holds(of)) {
        let (texts, keys) = files(&corpus.join(folder))?;
        let mut messages = Vec::new();
        for path in texts {
            messages.extend(cut(&path)?);
        }
        figures.insert(name, score(program, shared, &gazetteer, folder, &messages, &keys)?);
    }
    Ok(Figures(figures))
}

/// The files of texts and of keys in a folder.
fn files(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let listed = fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))?;
    let mut all: Vec<PathBuf> = listed.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    all.sort();
    let named = |path: &Path, part: &str| path.file_name().is_some_and(|name| name.to_string_lossy().contains(part));
    let texts = all.iter().filter(|path| named(path, "-muc") && !named(path, "key-")).cloned().collect();
    let keys = all.iter().filter(|path| named(path, "key-")).cloned().collect();
    Ok((texts, keys))
}

/// The messages of a file: each begins with a line that is its name.
fn cut(path: &Path) -> Result<Vec<Message>> {
    let bytes = fs::read(path).with_context(|| format!("cannot open {}", path.display()))?;
    // The files are in Latin-1, whose bytes are code points.
    let text: String = bytes.into_iter().map(char::from).collect();
    let mut found: Vec<Message> = Vec::new();
    for line in text.lines() {
        let id = line
            .split_whitespace()
            .next()
            .filter(|_| ["DEV-MUC", "TST1-MUC", "TST2-MUC"].iter().any(|head| line.starts_with(head)));
        match (id, found.last_mut()) {
            (Some(id), _) => found.push(Message { id: id.to_owned(), text: String::new() }),
            (None, Some(last)) => {
                last.text.push_str(line);
                last.text.push('\n');
            }
            (None, None) => {}
        }
    }
    Ok(found)
}

fn score(
    program: &Program,
    shared: &Path,
    gazetteer: &Gazetteer,
    name: &str,
    messages: &[Message],
    keys: &[PathBuf],
) -> Result<Set> {
    let folder = program.folder(&format!("muc-{name}"))?;
    let mut lines = String::new();
    for batch in messages.chunks(BATCH) {
        for (message, read) in batch.iter().zip(read(program, &folder, batch)?) {
            let dateline = dateline(&message.text, &read.places, gazetteer);
            let made = templates(&read.events, &dateline, gazetteer);
            lines += &format!("{}\n", json!({"doc": message.id, "templates": made}));
        }
    }
    let predictions = folder.join("predictions.jsonl");
    fs::write(&predictions, lines)?;
    let scorer = shared.join("scoring/muc4_score.py");
    let report = folder.join("report.json");
    let mut command = Command::new("python3");
    command.arg(&scorer).arg("score").arg("--pred").arg(&predictions).arg("--json").arg(&report);
    keys.iter().for_each(|key| {
        command.arg("--key").arg(key);
    });
    python(&mut command)?;
    let draws = folder.join("draws.py");
    fs::write(&draws, include_str!("muc/bootstrap.py"))?;
    let mut command = Command::new("python3");
    let intervals = python(command.arg(&draws).arg(&scorer).arg(&predictions).args(keys))?;
    Ok(Set {
        documents: messages.len(),
        report: serde_json::from_str(&fs::read_to_string(report)?)?,
        intervals: serde_json::from_str(&intervals)?,
    })
}

/// Has the program read some texts, each under the day of its dateline.
fn read(program: &Program, folder: &Path, messages: &[Message]) -> Result<Vec<Read>> {
    let list = folder.join("list.csv");
    let mut rows = "path,published\n".to_owned();
    for message in messages {
        let path = folder.join(format!("{}.txt", message.id));
        fs::write(&path, &message.text)?;
        rows += &format!("{},{}\n", path.display(), day(&message.text).unwrap_or_default());
    }
    fs::write(&list, rows)?;
    let answer: Answer = serde_json::from_value(program.read_json([Path::new("--list"), &list])?)?;
    ensure!(answer.documents.len() == messages.len(), "{} documents of {}", answer.documents.len(), messages.len());
    Ok(answer.documents)
}

/// The head of a text, before the dash of its dateline, on one line.
fn head(text: &str) -> String {
    let head: String = text.chars().take(200).collect();
    let line = head.split_whitespace().collect::<Vec<_>>().join(" ");
    line.split("--").next().unwrap_or_default().to_owned()
}

/// "3 JAN 90" in the dateline as `1990-01-03`.
fn day(text: &str) -> Option<String> {
    let head = head(text);
    let words: Vec<&str> = head.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let day: u8 = three[0].parse().ok()?;
        let month = MONTHS.iter().position(|month| three[1].starts_with(month))? + 1;
        let year: u16 = three[2].parse().ok()?;
        Some(format!("19{year:02}-{month:02}-{day:02}"))
    })
}

/// The day and country of the dateline; of a text without a town the country that it names most.
fn dateline<'a>(text: &'a str, places: &[Place], gazetteer: &Gazetteer) -> Dateline<'a> {
    let head = head(text);
    let town = head.split([',', '(']).next().unwrap_or_default().trim();
    let bracketed = head.split_once('(').and_then(|(before, rest)| {
        (!before.contains(',')).then(|| rest.split(')').next().unwrap_or_default().to_owned())
    });
    let country = templates::home(bracketed.or_else(|| gazetteer.country(town, None)), places);
    Dateline { text, day: day(text), country }
}

/// Prints the table.
pub fn print(figures: &Figures) {
    for (name, set) in &figures.0 {
        println!("\nMUC-4 {name}: {} texts, percent", set.documents);
        let mut table = Table::with(&["", "P", "R", "F", "95 % of F"]);
        for (shown, slot) in SLOTS {
            let rate = |rate| set.report[slot][rate].as_f64().map_or("-".to_owned(), |rate| format!("{rate:.1}"));
            let within = set.intervals.get(slot).map_or("-".to_owned(), |[low, high]| format!("{low:.1} to {high:.1}"));
            table.row(shown, [rate("P"), rate("R"), rate("F"), within]);
        }
        let relevant =
            |rate| set.report["relevant text"][rate].as_f64().map_or("-".to_owned(), |rate| format!("{rate:.1}"));
        table.row("texts with an incident", [relevant("P"), relevant("R"), relevant("F"), "-".to_owned()]);
        table.print();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_have_days_and_countries() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(day(text).as_deref(), expected, "{text}");
        check("   PUERTO AZUL, 3 JAN 90 (RADIO) -- [TEXT] NOTHING.", Some("1990-01-03"));
        check("   PUERTO AZUL (COSTA RICA), 14 SEPT 89 -- NOTHING.", Some("1989-09-14"));
        check("   CLANDESTINE, NO DATE -- [TEXT] ON 3 JAN 90 NOTHING.", None);
    }
}
