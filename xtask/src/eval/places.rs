//! Places: in which state and city did it happen, by the records of the Gun Violence Archive beside its reports.
//!
//! A report is read with its title, its text and its date of publication, and the main event's place is compared with the
//! record. That is the place of one event in one country: which spans are places, and elsewhere, is measured by hand
//! (`docs/quality.md`). Left out: reports of several incidents, and those without a record.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::bootstrap::interval;
use super::found::{Document, Place};
use super::program::Program;
use super::table::Table;

/// Files for one call of the program.
const BATCH: usize = 100;

/// Shares of reports in percent, with 95 % by bootstrap over reports.
#[derive(Serialize)]
pub struct Figures {
    reports: usize,
    rates: BTreeMap<&'static str, Rate>,
    /// What is named, be it right or wrong.
    answered: BTreeMap<&'static str, f64>,
}

/// A share and the ends of its interval.
type Rate = (f64, Option<(f64, f64)>);

#[derive(Deserialize)]
struct Report {
    doc: String,
    incidents: Vec<String>,
    dct: String,
    title: String,
    text: String,
}

#[derive(Clone, Deserialize)]
struct Incident {
    incident: String,
    state: String,
    city: String,
}

/// Where a report puts its event, as far as it tells.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answer {
    state: Option<String>,
    city: Option<String>,
}

/// Reads the dev part and compares it with the records.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let folder = shared.join("corpora/gva");
    let incidents: Vec<Incident> = lines(&folder.join("incidents.dev.jsonl"))?;
    let incidents: BTreeMap<_, _> = incidents.into_iter().map(|one| (one.incident.clone(), one)).collect();
    let reports: Vec<Report> = lines(&folder.join("reports.dev.jsonl"))?;
    let recorded: Vec<(Report, &Incident)> = reports
        .into_iter()
        .filter(|report| report.incidents.len() == 1)
        .filter_map(|report| Some((incidents.get(&report.incidents[0])?, report)))
        .map(|(incident, report)| (report, incident))
        .collect();
    let mut answers = Vec::new();
    for batch in recorded.chunks(BATCH) {
        answers.extend(answered(program, batch)?);
    }
    Ok(figures(&recorded.iter().map(|(_, incident)| *incident).collect::<Vec<_>>(), &answers))
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn answered(program: &Program, batch: &[(Report, &Incident)]) -> Result<Vec<Answer>> {
    let folder = program.folder("places")?;
    let mut list = String::from("path,published\n");
    for (report, _) in batch {
        let path = folder.join(format!("{}.txt", report.doc));
        fs::write(&path, format!("{}\n\n{}", report.title, report.text))?;
        list += &format!("{},{}\n", path.display(), report.dct);
    }
    let path = folder.join("list.csv");
    fs::write(&path, list)?;
    let answer = program.read(["--list".as_ref(), path.as_os_str()])?;
    ensure!(answer.documents.len() == batch.len(), "{} documents of {}", answer.documents.len(), batch.len());
    Ok(answer.documents.iter().map(Answer::of).collect())
}

impl Answer {
    fn of(document: &Document) -> Self {
        let place = document.events.iter().find(|event| event.main).and_then(|event| event.place.as_ref());
        place.map_or_else(Self::default, Self::of_place)
    }

    fn of_place(place: &Place) -> Self {
        let divisions = place.within.iter().filter(|holder| holder.kind == "division").map(|holder| &holder.name);
        let own = (place.kind == "division" && place.id.is_some()).then_some(&place.name);
        Self {
            state: own.into_iter().chain(divisions).next().cloned(),
            city: (place.kind == "city").then(|| place.name.clone()),
        }
    }

    /// Whether state, city, and both are those of the record.
    fn right(&self, incident: &Incident) -> [bool; 3] {
        let same =
            |told: &Option<String>, recorded: &str| told.as_deref().is_some_and(|told| plain(told) == plain(recorded));
        let (state, city) = (same(&self.state, &incident.state), same(&self.city, &incident.city));
        [state, city, state && city]
    }
}

/// A name without what stands in brackets, case and the word that GeoNames adds to New York.
fn plain(name: &str) -> String {
    let bare = name.split('(').next().unwrap_or(name).trim().to_lowercase();
    bare.strip_suffix(" city").filter(|bare| *bare == "new york").map_or_else(|| bare.clone(), str::to_owned)
}

fn figures(incidents: &[&Incident], answers: &[Answer]) -> Figures {
    let right: Vec<[bool; 3]> =
        incidents.iter().zip(answers).map(|(incident, answer)| answer.right(incident)).collect();
    let percent = |hits: usize, of: usize| (of > 0).then(|| 100.0 * hits as f64 / of as f64);
    let rates = ["state", "city", "both"].into_iter().enumerate().map(|(column, name)| {
        let rate = |drawn: &[usize]| percent(drawn.iter().filter(|at| right[**at][column]).count(), drawn.len());
        let all: Vec<usize> = (0..right.len()).collect();
        (name, (rate(&all).unwrap_or(0.0), interval(right.len(), rate)))
    });
    let told = |tells: fn(&Answer) -> bool| percent(answers.iter().filter(|one| tells(one)).count(), answers.len());
    Figures {
        reports: right.len(),
        rates: rates.collect(),
        answered: BTreeMap::from([
            ("state", told(|answer| answer.state.is_some()).unwrap_or(0.0)),
            ("city", told(|answer| answer.city.is_some()).unwrap_or(0.0)),
        ]),
    }
}

/// Prints the table.
pub fn print(figures: &Figures) {
    println!("\nPlaces, GVA dev: {} reports, percent", figures.reports);
    let mut table = Table::with(&["main event", "right", "95 %", "named"]);
    for name in ["state", "city", "both"] {
        let (rate, ends) = figures.rates[name];
        let ends = ends.map_or("-".to_owned(), |(from, to)| format!("{from:.1}–{to:.1}"));
        let named = figures.answered.get(name).map_or("-".to_owned(), |share| format!("{share:.1}"));
        table.row(name, [format!("{rate:.1}"), ends, named]);
    }
    table.print();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(place: serde_json::Value) -> Answer {
        Answer::of_place(&serde_json::from_value(place).unwrap())
    }

    fn check(place: serde_json::Value, expected: [bool; 3]) {
        let incident =
            Incident { incident: "1".to_owned(), state: "Texas".to_owned(), city: "Odessa (Gardendale)".to_owned() };
        assert_eq!(answer(place).right(&incident), expected);
    }

    #[test]
    fn state_and_city_of_a_place() {
        let texas =
            serde_json::json!([{"name": "Texas", "kind": "division"}, {"name": "United States", "kind": "country"}]);
        check(serde_json::json!({"name": "Odessa", "kind": "city", "id": "1", "within": texas}), [true, true, true]);
        check(serde_json::json!({"name": "Katy", "kind": "city", "id": null, "within": texas}), [true, false, false]);
        check(serde_json::json!({"name": "odessa", "kind": "city", "id": "1", "within": []}), [false, true, false]);
        check(serde_json::json!({"name": "Texas", "kind": "division", "id": "1", "within": []}), [true, false, false]);
        check(serde_json::json!({"name": "Ohio", "kind": "division", "id": "1", "within": []}), [false, false, false]);
    }

    #[test]
    fn new_york_is_new_york_city() {
        assert_eq!(plain("New York City"), plain("New York (Manhattan)"));
        assert_ne!(plain("Kansas City"), plain("Kansas"));
    }
}
