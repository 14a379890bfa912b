//! What the measurements by `small_scores.py` share: reading corpora and texts, the scorer, intervals.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;

use super::found::Document;
use super::program::Program;

/// 2.5 and 97.5 %.
pub type Interval = [f64; 2];

/// The lines of a corpus.
pub fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Has the program read named texts.
pub fn read(program: &Program, folder: &Path, texts: &[(String, String)]) -> Result<Vec<Document>> {
    let write = |(name, text): &(String, String)| -> Result<PathBuf> {
        let path = folder.join(format!("{name}.txt"));
        fs::write(&path, text)?;
        Ok(path)
    };
    let paths = texts.iter().map(write).collect::<Result<Vec<_>>>()?;
    let documents = program.read(&paths)?.documents;
    ensure!(documents.len() == texts.len(), "{} documents of {}", documents.len(), texts.len());
    Ok(documents)
}

/// What the scorer prints.
pub fn score(shared: &Path, task: &str, gold: &Path, predictions: &Path) -> Result<String> {
    let mut command = Command::new("python3");
    python(
        command
            .arg(shared.join("scoring/small_scores.py"))
            .arg(task)
            .arg("--gold")
            .arg(gold)
            .arg("--pred")
            .arg(predictions),
    )
}

/// Intervals by bootstrap over documents.
pub fn intervals(task: &str, gold: &Path, predictions: &Path) -> Result<BTreeMap<String, Interval>> {
    let mut command = Command::new("python3");
    let output = python(command.args(["-c", include_str!("small_bootstrap.py"), task]).args([gold, predictions]))?;
    Ok(serde_json::from_str(&output)?)
}

/// Intervals in one line.
pub fn shown(intervals: &BTreeMap<String, Interval>) -> String {
    let one = |(name, [low, high]): (&String, &Interval)| format!("{name} {low:.2} to {high:.2}");
    intervals.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn python(command: &mut Command) -> Result<String> {
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().context("cannot start python3")?;
    ensure!(output.status.success(), "the scorer failed\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    Ok(String::from_utf8(output.stdout)?)
}
