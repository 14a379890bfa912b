//! GVA: how many were killed and injured, by each of many reports of shootings, scored beside the corpus.
//!
//! A report's answer is the toll of its main event (`events[].tolls`). One that tells of the dead and of nobody hurt,
//! or the other way round, is taken to say that there were none: the record that it is held against knows no silence.
//! Each report stands alone here; which of them are of one shooting is measured in `alignment`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bootstrap::interval;
use super::found::Document;
use super::polnear::python;
use super::program::Program;
use super::table::Table;

/// Files for one call of the program.
const BATCH: usize = 100;

/// The scorer's report and the interval of the reports with both numbers right.
#[derive(Serialize)]
pub struct Figures {
    reports: usize,
    scored: Value,
    /// 95 % by bootstrap over reports.
    both: Option<(f64, f64)>,
}

#[derive(Deserialize)]
pub struct Report {
    pub doc: String,
    pub dct: String,
    title: String,
    text: String,
    incidents: Vec<String>,
}

impl Report {
    /// The text as a file, under its headline.
    pub fn written(&self) -> String {
        format!("{}\n\n{}", self.title.trim(), self.text)
    }
}

#[derive(Deserialize)]
struct Incident {
    incident: String,
    killed: u64,
    injured: u64,
}

/// What the program answers for one report.
pub struct Answered {
    pub killed: Option<u64>,
    pub injured: Option<u64>,
}

/// Reads the dev part and scores it.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let corpus = shared.join("corpora/gva");
    let (gold, records) = (corpus.join("reports.dev.jsonl"), corpus.join("incidents.dev.jsonl"));
    let reports: Vec<Report> = lines(&gold)?;
    let incidents: Vec<Incident> = lines(&records)?;
    let folder = program.folder("gva")?;
    let answers = answers(program, &folder, &reports)?;
    let predictions = folder.join("predictions.jsonl");
    let lines = answers.iter().map(|(doc, answer)| {
        format!("{}\n", json!({"doc": doc, "event": doc, "killed": answer.killed, "injured": answer.injured}))
    });
    fs::write(&predictions, lines.collect::<String>())?;
    let report = folder.join("report.json");
    let mut command = Command::new("python3");
    command.arg(shared.join("scoring/reports_score.py")).arg("--reports").arg(&gold).arg("--incidents").arg(&records);
    python(command.arg("--pred").arg(&predictions).arg("--json").arg(&report))?;
    let right = right(&reports, &incidents, &answers);
    let share = |drawn: &[usize]| {
        let count = drawn.iter().filter(|report| right[**report]).count();
        (!drawn.is_empty()).then(|| 100.0 * count as f64 / drawn.len() as f64)
    };
    Ok(Figures {
        reports: right.len(),
        scored: serde_json::from_str(&fs::read_to_string(report)?)?,
        both: interval(right.len(), share),
    })
}

pub fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot open {}", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// What the program answers for each report.
pub fn answers(program: &Program, folder: &Path, reports: &[Report]) -> Result<BTreeMap<String, Answered>> {
    let mut answers = BTreeMap::new();
    for batch in reports.chunks(BATCH) {
        answers.extend(answered(program, folder, batch)?);
    }
    Ok(answers)
}

/// Has the program read some reports, each under its date.
fn answered(program: &Program, folder: &Path, reports: &[Report]) -> Result<BTreeMap<String, Answered>> {
    let list = folder.join("list.csv");
    let mut rows = "path,published\n".to_owned();
    for report in reports {
        let path = folder.join(format!("{}.txt", report.doc));
        fs::write(&path, report.written())?;
        rows += &format!("{},{}\n", path.display(), report.dct);
    }
    fs::write(&list, rows)?;
    let answer = program.read([Path::new("--list"), &list])?;
    ensure!(answer.documents.len() == reports.len(), "{} documents of {}", answer.documents.len(), reports.len());
    Ok(reports.iter().zip(&answer.documents).map(|(report, read)| (report.doc.clone(), tolls(read))).collect())
}

fn tolls(document: &Document) -> Answered {
    let toll = |predicate: &str| {
        let main = document.events.iter().filter(|event| event.main).flat_map(|event| &event.tolls);
        main.filter(|toll| toll.predicate == predicate).map(|toll| toll.min).next()
    };
    match (toll("killed"), toll("injured")) {
        (None, None) => Answered { killed: None, injured: None },
        (killed, injured) => Answered { killed: killed.or(Some(0)), injured: injured.or(Some(0)) },
    }
}

/// Whether both numbers are right, for each report of one recorded shooting.
fn right(reports: &[Report], incidents: &[Incident], answers: &BTreeMap<String, Answered>) -> Vec<bool> {
    let records: BTreeMap<&str, &Incident> = incidents.iter().map(|one| (one.incident.as_str(), one)).collect();
    let judged = reports.iter().filter_map(|report| {
        let [incident] = report.incidents.as_slice() else { return None };
        let (record, answer) = (records.get(incident.as_str())?, answers.get(&report.doc)?);
        Some(answer.killed == Some(record.killed) && answer.injured == Some(record.injured))
    });
    judged.collect()
}

/// Prints the table.
pub fn print(figures: &Figures) {
    println!("\nGVA dev: {} reports with a record, percent", figures.reports);
    let mut table = Table::with(&["", "killed", "injured", "both", "95 % of both"]);
    let rate = |key: &str| figures.scored[key].as_f64().map_or("-".to_owned(), |rate| format!("{rate:.1}"));
    let both = figures.both.map_or("-".to_owned(), |(low, high)| format!("{low:.1} to {high:.1}"));
    table.row("right, per report", [rate("report killed"), rate("report injured"), rate("report both"), both]);
    table.print();
}
