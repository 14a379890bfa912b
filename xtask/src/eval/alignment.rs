//! GVA: which reports are of one shooting, and what all reports of one say together, scored beside the corpus.
//!
//! All reports of the dev part make one case, as a person would make it, and what is measured are the events of its
//! apparatus. What an event's reports say together is worked out here and not by the program, which gives no verdict: for the
//! killed and for the injured the number that most of its reports give, of two the one given first. That was chosen on the
//! training part against the latest number, the largest, the median and the commonest pair. A report that tells of the dead
//! and of nobody hurt, or the other way round, is taken to say that there were none, as in `shootings`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde_json::{Value, json};

use super::found::Apparatus;
use super::polnear::python;
use super::program::Program;
use super::shootings::{Answered, Report, answers, lines};
use super::table::Table;

/// The scorer's report, and how many events the program found.
#[derive(Serialize)]
pub struct Figures {
    reports: usize,
    events: usize,
    scored: Value,
}

/// Makes the case, and scores it.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let corpus = shared.join("corpora/gva");
    let (gold, records) = (corpus.join("reports.dev.jsonl"), corpus.join("incidents.dev.jsonl"));
    let reports: Vec<Report> = lines(&gold)?;
    let folder = program.folder("alignment")?;
    let apparatus = built(program, &folder, &reports)?;
    let event_of = events(&reports, &apparatus)?;
    let answers = answers(program, &folder, &reports)?;
    let mut rows = String::new();
    for report in &reports {
        let (event, answer) = (&event_of[report.doc.as_str()], &answers[&report.doc]);
        let row = json!({"doc": report.doc, "event": event, "killed": answer.killed, "injured": answer.injured});
        rows += &format!("{row}\n");
    }
    for (event, said) in together(&reports, &event_of, &answers) {
        rows += &format!("{}\n", json!({"fused": event, "killed": said.killed, "injured": said.injured}));
    }
    let predictions = folder.join("predictions.jsonl");
    fs::write(&predictions, rows)?;
    let scored = folder.join("scored.json");
    let mut command = Command::new("python3");
    command.arg(shared.join("scoring/reports_score.py")).arg("--reports").arg(&gold).arg("--incidents").arg(&records);
    python(command.arg("--pred").arg(&predictions).arg("--json").arg(&scored))?;
    Ok(Figures {
        reports: reports.len(),
        events: apparatus.events.len(),
        scored: serde_json::from_str(&fs::read_to_string(scored)?)?,
    })
}

/// A case of all reports, with its apparatus.
fn built(program: &Program, folder: &Path, reports: &[Report]) -> Result<Apparatus> {
    let case = folder.join("case");
    program.make_case(&case, "Shootings")?;
    let texts = folder.join("reports");
    fs::create_dir_all(&texts)?;
    let mut sources = "path,published\n".to_owned();
    for report in reports {
        let name = format!("{}.txt", report.doc);
        fs::write(texts.join(&name), report.written())?;
        sources += &format!("{name},{}\n", report.dct);
    }
    fs::write(texts.join("sources.csv"), sources)?;
    program.output(program.verb("add").args([&case, &texts]))?;
    program.apparatus(&case)
}

/// The event of each report; one text may have come in as several reports.
fn events(reports: &[Report], apparatus: &Apparatus) -> Result<BTreeMap<String, String>> {
    let mut event_of_text = BTreeMap::new();
    for event in &apparatus.events {
        event_of_text.extend(event.documents.iter().map(|aligned| (aligned.document.as_str(), event.id.clone())));
    }
    let by_text: BTreeMap<&str, &str> =
        apparatus.documents.iter().map(|document| (document.text.as_str(), document.id.as_str())).collect();
    let of = |report: &Report| {
        let document = by_text.get(report.written().as_str());
        let document = document.with_context(|| format!("report {} is not in the apparatus", report.doc))?;
        let event = event_of_text.get(document).with_context(|| format!("report {} is of no event", report.doc))?;
        Ok((report.doc.clone(), event.clone()))
    };
    let found: BTreeMap<_, _> = reports.iter().map(of).collect::<Result<_>>()?;
    ensure!(found.len() == reports.len(), "{} reports of {}", found.len(), reports.len());
    Ok(found)
}

/// What the reports of each event say together.
fn together(
    reports: &[Report],
    event_of: &BTreeMap<String, String>,
    answers: &BTreeMap<String, Answered>,
) -> BTreeMap<String, Answered> {
    let mut dated: Vec<&Report> = reports.iter().collect();
    dated.sort_by_key(|report| (&report.dct, &report.doc));
    let mut said: BTreeMap<String, Vec<&Answered>> = BTreeMap::new();
    for report in dated {
        said.entry(event_of[&report.doc].clone()).or_default().push(&answers[&report.doc]);
    }
    let fused = said.into_iter().map(|(event, said)| {
        let killed = most_said(said.iter().filter_map(|answer| answer.killed));
        (event, Answered { killed, injured: most_said(said.iter().filter_map(|answer| answer.injured)) })
    });
    fused.collect()
}

/// The number given most; of two the one given first.
fn most_said(numbers: impl Iterator<Item = u64>) -> Option<u64> {
    let mut times: Vec<(u64, usize)> = Vec::new();
    for number in numbers {
        match times.iter_mut().find(|(known, _)| *known == number) {
            Some((_, count)) => *count += 1,
            None => times.push((number, 1)),
        }
    }
    let most = times.iter().map(|(_, count)| *count).max()?;
    times.into_iter().find(|(_, count)| *count == most).map(|(number, _)| number)
}

/// Prints the tables.
pub fn print(figures: &Figures) {
    println!("\nGVA dev: {} reports in {} events, F1 and percent", figures.reports, figures.events);
    let score = |measure: &str, what: &str| {
        let value = figures.scored[format!("align {measure}")][what].as_f64();
        value.map_or("-".to_owned(), |value| format!("{value:.1}"))
    };
    let mut table = Table::with(&["", "CoNLL", "MUC", "B3", "CEAFe", "pairs"]);
    table.row("alignment", ["CoNLL", "MUC", "B3", "CEAFe", "pairs"].map(|measure| score(measure, "F1")));
    table.print();
    let rate = |key: String| figures.scored[key].as_f64().map_or("-".to_owned(), |rate| format!("{rate:.1}"));
    let mut table = Table::with(&["right, all reports together", "killed", "injured", "both"]);
    for (name, key) in [("per incident", "incident"), ("with two or more reports", "incident with >=2 reports")] {
        table.row(name, ["killed", "injured", "both"].map(|what| rate(format!("{key} {what}"))));
    }
    table.print();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_say() {
        for (numbers, expected) in [(vec![], None), (vec![2], Some(2)), (vec![1, 2, 2], Some(2)), (vec![1, 2], Some(1))]
        {
            assert_eq!(most_said(numbers.into_iter()), expected);
        }
    }
}
