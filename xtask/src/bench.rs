//! `cargo xtask bench`: how fast is a whole reading, beside what users have?
//!
//! Absolute times drift on shared machines, so both programs read the same articles in turn, in one run and on one core,
//! and the figure is the ratio. Starting and loading are left out on both sides: ours by taking away the time of reading
//! the first article alone, the peer's by its own clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::run::{root, shared};

/// Reading speed against spaCy's small English pipeline, articles a second on one core.
#[derive(Args)]
pub struct Bench {
    /// A Python with spaCy and its small English model (benches/spacy_reading.py says which packages).
    #[arg(long)]
    python: PathBuf,
    /// The `variorum` to measure; otherwise the release build is made.
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Who reads, as for `variorum read`.
    #[arg(long, default_value = "neural")]
    reader: String,
    /// How often both are run.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
}

impl Bench {
    pub fn run(self) -> Result<()> {
        let shared = shared();
        let corpus = shared.join("corpora/polnear/dev.jsonl");
        let lines = fs::read_to_string(&corpus)
            .with_context(|| format!("cannot read {}: the articles are shared data", corpus.display()))?;
        let folder = tempfile::tempdir()?;
        let files = write(&lines, folder.path())?;
        let binary = match &self.binary {
            Some(binary) => binary.clone(),
            None => crate::eval::built()?,
        };
        let mut ratios = Vec::new();
        for round in 1..=self.rounds {
            let ours = self.ours(&binary, &files)? - self.ours(&binary, &files[..1])?;
            let theirs = self.theirs(&files)?;
            let (ours, theirs) = ((files.len() - 1) as f64 / ours, files.len() as f64 / theirs);
            println!(
                "round {round}: variorum {ours:.2} articles/s, spaCy {theirs:.2} articles/s, ratio {:.2}",
                ours / theirs
            );
            ratios.push(ours / theirs);
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "median ratio {:.2} ({} articles, one core, reader {})",
            ratios[ratios.len() / 2],
            files.len(),
            self.reader
        );
        Ok(())
    }

    /// Seconds of the whole process.
    fn ours(&self, binary: &Path, files: &[PathBuf]) -> Result<f64> {
        let begun = Instant::now();
        let done = Command::new("taskset")
            .args(["-c", "0"])
            .arg(binary)
            .args(["read", "--json", "--reader", &self.reader])
            .args(files)
            .output()
            .context("cannot start taskset (Debian package util-linux)")?;
        if !done.status.success() {
            bail!("{}: {}", binary.display(), String::from_utf8_lossy(&done.stderr));
        }
        Ok(begun.elapsed().as_secs_f64())
    }

    /// Seconds of reading by the peer's own clock.
    fn theirs(&self, files: &[PathBuf]) -> Result<f64> {
        let done = Command::new("taskset")
            .args(["-c", "0"])
            .arg(&self.python)
            .arg(root().join("benches/spacy_reading.py"))
            .args(files)
            .env("OMP_NUM_THREADS", "1")
            .output()
            .context("cannot start taskset (Debian package util-linux)")?;
        if !done.status.success() {
            bail!("{}: {}", self.python.display(), String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8(done.stdout)?.trim().parse()?)
    }
}

fn write(lines: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let article: Value = serde_json::from_str(line)?;
        let path = folder.join(format!("{number:03}.txt"));
        fs::write(&path, article["text"].as_str().context("an article without a text")?)?;
        files.push(path);
    }
    Ok(files)
}
