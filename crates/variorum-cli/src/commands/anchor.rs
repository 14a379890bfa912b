use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use variorum::anchors::{Given, Kept, KeptAs, Listed, State, Unanswered};

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Have it proved from outside that the case was there by a time; works offline, by files
///
/// An anchor proves: every entry of the journal below a number was there by an outsider's time. It is optional, and
/// nothing waits for it. Variorum opens no connection: you carry the files (docs/guide/anchors.md).
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum anchor request mycase --into stick/monday\n  \
    variorum anchor keep mycase stick/monday/checkpoint.tsr --root authority-root.pem\n  \
    variorum anchor keep mycase stick/monday\n  \
    variorum anchor list mycase")]
pub(crate) struct Anchor {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Write what a time-stamping authority, OpenTimestamps or a colleague is to be given
    Request {
        /// The case
        case: PathBuf,
        /// The folder to write; it must not exist or must be empty
        #[arg(long, value_name = "FOLDER")]
        into: PathBuf,
        /// How many entries of this journal the colleague knows, if the last answer was only that number
        #[arg(long, value_name = "N")]
        witness_has: Option<u64>,
    },
    /// Check what came back against a head that this case signed, and keep it
    Keep {
        /// The case
        case: PathBuf,
        /// Time-stamps (.tsr), stamps (.ots), answers of a witness, or folders with such
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The root certificate of a time-stamping authority, in PEM
        #[arg(long, value_name = "PEM")]
        root: Vec<PathBuf>,
        /// The key of a colleague who witnesses, as read out by them
        #[arg(long, value_name = "KEY")]
        witness: Vec<String>,
        /// What you know of a Bitcoin block that a stamp leads to
        #[arg(long, value_name = "HEIGHT:MERKLE-ROOT:TIME")]
        block: Vec<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what is anchored: up to which entry, by when, by whose word; and what is waiting
    List {
        /// The case
        case: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

impl Anchor {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        match self.act {
            Act::Request { case, into, witness_has } => request(around, &case, &into, witness_has),
            Act::Keep { case, files, root, witness, block, json } => {
                let given = Given { roots: root, witnesses: witness, blocks: block };
                keep(around, &case, &files, &given, json)
            }
            Act::List { case, json } => list(around, &case, json),
        }
    }
}

fn request(around: &Surroundings, case: &Path, into: &Path, witness_has: Option<u64>) -> Result<Outcome, Failure> {
    let requested = around.workbench()?.request_anchor(case, into, witness_has)?;
    let again = if requested.again { ", as requested before: nothing came since" } else { "" };
    say(format!(
        "the head over {} entries (entry {}{again}) is in {}",
        requested.entries,
        requested.entry,
        into.display()
    ));
    say(format!("what to do with it: {}", into.join("README.txt").display()));
    say(format!("next: variorum anchor keep {} FILE", case.display()));
    Ok(Outcome::Done)
}

fn keep(around: &Surroundings, case: &Path, files: &[PathBuf], given: &Given, json: bool) -> Result<Outcome, Failure> {
    let kept = around.workbench()?.keep_anchors(case, files, given)?;
    let mut output = Output::standard();
    if json {
        output.json(&serde_json::json!({ "schema": "variorum.anchor-keep/1", "files": kept }))?;
    } else {
        for Kept { file, outcome } in &kept {
            output.line(format!("{}: {}", file.display(), in_words(outcome)))?;
        }
    }
    let is_refused = |kept: &Kept| matches!(kept.outcome, KeptAs::Refused { .. });
    Ok(if kept.iter().any(is_refused) { Outcome::No } else { Outcome::Done })
}

fn in_words(outcome: &KeptAs) -> String {
    match outcome {
        KeptAs::Kept { entry, entries, state, by, who } => {
            let by = by.map_or_else(String::new, |by| format!(" by {by}"));
            let who = if who.is_empty() { String::new() } else { format!(", {who}") };
            format!("kept as entry {entry}, over {entries} entries: {}{by}{who}", of_state(Some(*state)))
        }
        KeptAs::Already { entry } => format!("kept already, as entry {entry}"),
        KeptAs::PassedOver { why } => format!("passed over: {why}"),
        KeptAs::Refused { why } => format!("REFUSED: {why}"),
    }
}

fn list(around: &Surroundings, case: &Path, json: bool) -> Result<Outcome, Failure> {
    let (listed, waiting) = around.keyless()?.anchors(case)?;
    let mut output = Output::standard();
    if json {
        output.json(&serde_json::json!({ "schema": "variorum.anchors/1", "anchors": listed, "requested": waiting }))?;
        return Ok(Outcome::Done);
    }
    if listed.is_empty() && waiting.is_empty() {
        output.line("nothing is anchored: `variorum anchor request CASE --into FOLDER` begins it")?;
        return Ok(Outcome::Done);
    }
    if !listed.is_empty() {
        output
            .table(&["Entry", "Entries there", "By", "By the word of", "How, and how sure"], listed.iter().map(row))?;
    }
    for Unanswered { entry, entries } in &waiting {
        output.line(format!("waiting: the head over {entries} entries, requested in entry {entry}"))?;
    }
    if listed.iter().any(|listed| listed.state.is_none()) {
        output.line("what does not hold is told in full by: variorum verify CASE")?;
    }
    Ok(Outcome::Done)
}

fn row(listed: &Listed) -> Vec<String> {
    let replaced = listed.replaced_by.map_or_else(String::new, |entry| format!(", replaced by entry {entry}"));
    vec![
        listed.entry.to_string(),
        format!("0 to {}", listed.entries.saturating_sub(1)),
        listed.by.map_or_else(|| "–".to_owned(), |by| by.to_string()),
        listed.who.clone(),
        format!("{}: {}{replaced}", listed.method, of_state(listed.state)),
    ]
}

const fn of_state(state: Option<State>) -> &'static str {
    match state {
        Some(State::Proved) => "proved",
        Some(State::WithoutRoot) => "signed, but no root was given (--root)",
        Some(State::IfBlock) => "complete, the block is to be compared (--block)",
        Some(State::Pending) => "pending, proves nothing yet (ots upgrade)",
        Some(State::Unknown) => "of a kind that this version does not read",
        None => "DOES NOT HOLD",
    }
}
