//! PolNeAR: attributions in US political news, scored by the scorer that lies beside the corpus.
//!
//! Narrated and nested claims are left out, since the corpus marks neither.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::found::{Claim, Document, Span};
use super::program::Program;
use super::table::Table;

/// Files for one call of the program; far below any limit on a command's length.
const BATCH: usize = 100;

/// The scorer's reports and the intervals.
#[derive(Serialize)]
pub struct Figures {
    documents: usize,
    /// Each annotator's version weighs its share of the document.
    weighted: Value,
    /// Each annotator's version counts as a document of its own.
    pooled: Value,
    /// 95 % by bootstrap over documents, weighted.
    intervals: BTreeMap<String, [f64; 2]>,
}

#[derive(Deserialize)]
struct Marked {
    doc: String,
    text: String,
}

/// Reads the dev part and scores it.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let (gold, scorer) = (shared.join("corpora/polnear/dev.jsonl"), shared.join("scoring/polnear_score.py"));
    let marked = marked(&gold)?;
    let folder = program.folder("polnear")?;
    let predictions = folder.join("predictions.jsonl");
    let mut lines = String::new();
    for batch in marked.chunks(BATCH) {
        lines += &predicted(program, &folder, batch)?;
    }
    fs::write(&predictions, lines)?;
    let score = |name: &str, more: &[&str]| scored(&scorer, &gold, &predictions, &folder.join(name), more);
    Ok(Figures {
        documents: marked.len(),
        weighted: score("weighted.json", &[])?,
        pooled: score("pooled.json", &["--pool"])?,
        intervals: intervals(&scorer, &gold, &predictions)?,
    })
}

fn marked(gold: &Path) -> Result<Vec<Marked>> {
    let file = File::open(gold).with_context(|| format!("cannot open {}", gold.display()))?;
    BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Has the program read some texts, and gives the scorer's lines.
fn predicted(program: &Program, folder: &Path, marked: &[Marked]) -> Result<String> {
    let write = |one: &Marked| -> Result<PathBuf> {
        let path = folder.join(format!("{}.txt", one.doc));
        fs::write(&path, &one.text)?;
        Ok(path)
    };
    let paths = marked.iter().map(write).collect::<Result<Vec<_>>>()?;
    let answer = program.read(&paths)?;
    ensure!(answer.documents.len() == marked.len(), "{} documents of {}", answer.documents.len(), marked.len());
    let lines = marked.iter().zip(&answer.documents).map(|(one, document)| {
        ensure!(document.text == one.text, "{} was read as another text, so its offsets mean nothing", document.name);
        Ok(format!("{}\n", line(&one.doc, document)))
    });
    lines.collect()
}

fn line(doc: &str, document: &Document) -> Value {
    let attributed = document.claims.iter().filter(|claim| claim.manner != "narrated" && claim.nested_in.is_none());
    json!({"doc": doc, "attributions": attributed.map(attribution).collect::<Vec<_>>()})
}

fn attribution(claim: &Claim) -> Value {
    let place = |span: &Span| json!([span.start, span.end]);
    let places = |span: &Option<Span>| span.iter().map(place).collect::<Vec<_>>();
    let content: Vec<_> = claim.content.iter().map(place).collect();
    json!({"source": places(&claim.source), "cue": places(&claim.cue), "content": content})
}

fn scored(scorer: &Path, gold: &Path, predictions: &Path, report: &Path, more: &[&str]) -> Result<Value> {
    let mut command = Command::new("python3");
    command.arg(scorer).arg("score").arg("--gold").arg(gold).arg("--pred").arg(predictions);
    python(command.arg("--json").arg(report).args(more))?;
    Ok(serde_json::from_str(&fs::read_to_string(report)?)?)
}

fn intervals(scorer: &Path, gold: &Path, predictions: &Path) -> Result<BTreeMap<String, [f64; 2]>> {
    let mut command = Command::new("python3");
    let output = python(command.args(["-c", include_str!("bootstrap.py")]).args([scorer, gold, predictions]))?;
    Ok(serde_json::from_str(&output)?)
}

/// Runs Python without leaving compiled files beside the scorer, which is not ours.
pub fn python(command: &mut Command) -> Result<String> {
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().context("cannot start python3")?;
    ensure!(output.status.success(), "the scorer failed\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    Ok(String::from_utf8(output.stdout)?)
}

/// Prints the tables.
pub fn print(figures: &Figures) {
    println!("\nPolNeAR dev: {} documents, percent", figures.documents);
    let mut table = Table::with(&["", "P", "R", "F1", "95 % of F1"]);
    for (name, key) in [("overlap", "attribution overlap"), ("exact", "attribution exact")] {
        let rate = |rate| figure(&figures.weighted[key][rate]);
        table.row(&format!("attribution, {name}"), [rate("P"), rate("R"), rate("F1"), figures.interval(key)]);
    }
    table.row("alpha", ["-".to_owned(), "-".to_owned(), figure(&figures.weighted["alpha"]), figures.interval("alpha")]);
    table.print();
    println!();
    let mut table = Table::with(&["F1 by role", "source", "cue", "content"]);
    for (name, report, kind) in [("tokens", &figures.weighted, "token"), ("runs, pooled", &figures.pooled, "run")] {
        table.row(name, ["source", "cue", "content"].map(|role| figure(&report[format!("{kind} {role}")]["F1"])));
    }
    table.print();
    println!(
        "pooled: alpha {}, overlap F1 {}",
        figure(&figures.pooled["alpha"]),
        figure(&figures.pooled["attribution overlap"]["F1"])
    );
}

impl Figures {
    fn interval(&self, key: &str) -> String {
        self.intervals.get(key).map_or("-".to_owned(), |[low, high]| format!("{low:.1} to {high:.1}"))
    }
}

fn figure(value: &Value) -> String {
    value.as_f64().map_or("-".to_owned(), |value| format!("{value:.1}"))
}
