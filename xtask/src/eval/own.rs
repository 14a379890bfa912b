//! Our own annotated reports, one by one: which claims are found, how firmly they are put, and in which manner.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::found::Document;
use super::marked::{Case, Report};
use super::matching::{Claim, Counts, Pair, pairs};
use super::program::Program;
use super::table::{Table, percent};
use super::words::{Held, Words};

/// Figures by language.
pub type Languages = BTreeMap<String, Figures>;

/// A marked report beside what was found in it.
pub struct Reading<'a> {
    pub language: &'a str,
    /// `doruwa/1-wire`
    pub name: String,
    pub report: &'a Report,
    pub found: Vec<Claim>,
}

/// Values of matched claims: as marked, then as found.
type Confusion = BTreeMap<String, BTreeMap<String, usize>>;

/// What is counted over the reports of a language.
#[derive(Default, Serialize)]
pub struct Figures {
    all: Counts,
    attributed: Counts,
    narrated: Counts,
    /// Only recall has a meaning: what is found inside another claim may be marked beside it.
    nested: Counts,
    hedges_of_attributed: Confusion,
    manners: Confusion,
    not_claims: NotClaims,
    /// All claims, report by report.
    reports: BTreeMap<String, Counts>,
}

/// Strings that no claim may rest on.
#[derive(Default, Serialize)]
struct NotClaims {
    strings: usize,
    strings_claimed: usize,
    claims_on_them: usize,
}

/// A marked report as the program read it.
pub struct Answered<'a> {
    pub case: &'a Case,
    pub report: &'a Report,
    pub document: Document,
}

impl Answered<'_> {
    /// `doruwa/1-wire`
    pub fn name(&self) -> String {
        format!("{}/{}", self.case.name, self.report.name)
    }
}

/// Has the program read all reports in one go.
pub fn answered<'a>(program: &Program, cases: &'a [Case]) -> Result<Vec<Answered<'a>>> {
    let reports: Vec<_> = cases.iter().flat_map(|case| case.reports.iter().map(move |report| (case, report))).collect();
    let list = program.folder("own")?.join("list.csv");
    write_list(&list, &reports)?;
    let answer = program.read([OsStr::new("--list"), list.as_os_str()])?;
    ensure!(answer.documents.len() == reports.len(), "{} documents of {}", answer.documents.len(), reports.len());
    let answered = reports.into_iter().zip(answer.documents).map(|((case, report), document)| {
        ensure!(document.text == report.text, "{} was read as another text", document.name);
        Ok(Answered { case, report, document })
    });
    answered.collect()
}

/// The claims of each report.
pub fn read<'a>(answered: &[Answered<'a>]) -> Vec<Reading<'a>> {
    let reading = |one: &Answered<'a>| {
        let words = Words::of(&one.report.text);
        let found = one.document.claims.iter().map(|claim| Claim::found(&words, claim, None)).collect();
        Reading { language: &one.case.language, name: one.name(), report: one.report, found }
    };
    answered.iter().map(reading).collect()
}

/// Writes the texts beside a list that tells when, where and by whom they were published.
fn write_list(list: &Path, reports: &[(&Case, &Report)]) -> Result<()> {
    let mut rows = csv::Writer::from_path(list)?;
    rows.write_record(["path", "published", "zone", "publisher"])?;
    for (case, report) in reports {
        let path = list.with_file_name(format!("{}-{}-{}.txt", case.language, case.name, report.name));
        fs::write(&path, &report.text)?;
        let path = path.to_str().context("the folder for temporary files is not UTF-8")?;
        rows.write_record([path, &report.published, &report.zone, &report.outlet])?;
    }
    Ok(rows.flush()?)
}

/// Counts over all readings.
pub fn score(readings: &[Reading]) -> Languages {
    let mut languages = Languages::new();
    for reading in readings {
        languages.entry(reading.language.to_owned()).or_default().add(reading);
    }
    languages
}

impl Figures {
    fn add(&mut self, reading: &Reading) {
        let (counts, all) = paired(reading, |_| true);
        self.all += counts;
        self.reports.insert(reading.name.clone(), counts);
        self.nested += nested(reading, &all);
        let (counts, attributed) = paired(reading, |claim| !claim.narrated());
        self.attributed += counts;
        self.narrated += paired(reading, Claim::narrated).0;
        for pair in &attributed {
            count(&mut self.hedges_of_attributed, &pair.marked.hedge, &pair.found.hedge);
        }
        for pair in &all {
            count(&mut self.manners, &pair.marked.manner, &pair.found.manner);
        }
        self.not_claims.add(reading);
    }
}

/// Pairs within one kind of claims, so that each kind has a precision and a recall of its own.
pub fn paired<'a>(reading: &'a Reading, kind: impl Fn(&Claim) -> bool) -> (Counts, Vec<Pair<'a>>) {
    let marked: Vec<_> = reading.report.claims.iter().filter(|claim| kind(claim)).collect();
    let found: Vec<_> = reading.found.iter().filter(|claim| kind(claim)).collect();
    let pairs = pairs(&marked, &found);
    (Counts { marked: marked.len(), found: found.len(), paired: pairs.len() }, pairs)
}

/// Marked claims inside others, and which of them were found at all.
fn nested(reading: &Reading, all: &[Pair]) -> Counts {
    let marked = reading.report.claims.iter().filter(|claim| claim.nested).count();
    let found = reading.found.iter().filter(|claim| claim.nested).count();
    Counts { marked, found, paired: all.iter().filter(|pair| pair.marked.nested).count() }
}

fn count(confusion: &mut Confusion, marked: &str, found: &str) {
    *confusion.entry(marked.to_owned()).or_default().entry(found.to_owned()).or_default() += 1;
}

impl NotClaims {
    /// A claim rests on a string if at least half of its words lie in it.
    fn add(&mut self, reading: &Reading) {
        let strings = &reading.report.not_claims;
        let rests = |claim: &Claim, string: &Held| {
            !claim.content.is_empty() && 2 * claim.content.intersection(string).count() >= claim.content.len()
        };
        let claimed = |string: &&Held| reading.found.iter().any(|claim| rests(claim, string));
        self.strings += strings.len();
        self.strings_claimed += strings.iter().filter(claimed).count();
        self.claims_on_them +=
            reading.found.iter().filter(|claim| strings.iter().any(|string| rests(claim, string))).count();
    }
}

/// Prints the tables, one language after another.
pub fn print(languages: &Languages) {
    for (language, figures) in languages {
        println!("\nOwn reports, {language}: {} reports", figures.reports.len());
        let mut table = Table::with(&["claims", "marked", "found", "P", "R", "F1"]);
        table.row("all", figures.all.cells());
        table.row("attributed", figures.attributed.cells());
        table.row("narrated", figures.narrated.cells());
        let [marked, found, _, recall, _] = figures.nested.cells();
        table.row("nested", [marked, found, "-".to_owned(), recall, "-".to_owned()]);
        table.print();
        let NotClaims { strings, strings_claimed, claims_on_them } = &figures.not_claims;
        println!("{claims_on_them} claims rest on {strings_claimed} of {strings} strings that are no claims");
        print_confusion("Hedge of matched attributed claims", &figures.hedges_of_attributed);
        print_confusion("Manner of matched claims", &figures.manners);
    }
}

fn print_confusion(what: &str, confusion: &Confusion) {
    let of = |marked: &str, found: &str| confusion.get(marked).and_then(|row| row.get(found)).copied().unwrap_or(0);
    let total: usize = confusion.values().flat_map(BTreeMap::values).sum();
    let right: usize = confusion.keys().map(|value| of(value, value)).sum();
    println!("\n{what}: {right} of {total} right ({} %); rows as marked, columns as found", percent(right, total));
    let mut values: Vec<&str> =
        confusion.iter().flat_map(|(key, row)| row.keys().chain([key])).map(String::as_str).collect();
    values.sort_unstable();
    values.dedup();
    let heading: Vec<_> = [""].into_iter().chain(values.iter().copied()).chain(["right"]).collect();
    let mut table = Table::with(&heading);
    for marked in confusion.keys() {
        let row: Vec<usize> = values.iter().map(|found| of(marked, found)).collect();
        let share = percent(of(marked, marked), row.iter().sum());
        table.row(marked, row.iter().map(usize::to_string).chain([share]));
    }
    table.print();
}
