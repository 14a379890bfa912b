//! `cargo xtask eval`: how well does the program tell who claims what?
//!
//! Everything is measured through the released surface, the command line and its JSON contracts, so that a figure is
//! about what a person gets and no reader can be favoured by being called in another way. Figures are printed beside
//! the command, the date and the reader that they belong to; a part whose data is missing is named as left out.

mod alignment;
mod answers;
mod bootstrap;
mod errors;
mod factuality;
mod found;
mod marked;
mod matching;
mod muc;
mod own;
mod places;
mod police;
mod polnear;
mod positions;
mod program;
mod readings;
mod shootings;
mod small;
mod speakers;
mod table;
mod times;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::run::{root, shared};
use program::Program;
pub use program::built;

/// The parts of the measurement.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Attributions in US political news (needs VARIORUM_SHARED and python3).
    Polnear,
    /// How certainly events happened (needs VARIORUM_SHARED and python3).
    Factuality,
    /// What the police did, sentence by sentence (needs VARIORUM_SHARED and python3).
    Police,
    /// Claims of our own annotated reports, `eval/`.
    Own,
    /// Facts inside the claims of our own annotated reports, with value and scope.
    Readings,
    /// Killed and injured in reports of shootings (needs VARIORUM_SHARED and python3).
    Shootings,
    /// Which reports of shootings are of one incident, and what they say together (needs VARIORUM_SHARED and python3).
    Alignment,
    /// Incidents that old wires in capitals tell of (needs VARIORUM_SHARED and python3).
    Muc,
    /// Where the main event is, in local US news (needs VARIORUM_SHARED).
    Places,
    /// Speakers across the documents of each case of `eval/`.
    Speakers,
    /// Positions, conflicts and origins of the events of `eval/cases/`.
    Positions,
    /// Expressions of time and their values (needs VARIORUM_SHARED and python3).
    Times,
    /// Whether two reports answer a question alike (needs VARIORUM_SHARED).
    Answers,
}

/// Which cases of `eval/` are measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// The cases that may be looked at.
    Dev,
    /// The cases that are only measured.
    Test,
    /// Both.
    All,
}

impl Split {
    fn holds(self, split: &str) -> bool {
        match self {
            Self::Dev => split == "dev",
            Self::Test => split == "test",
            Self::All => true,
        }
    }
}

/// What is measured, and where the figures go.
#[derive(Args)]
pub struct Eval {
    /// Parts to measure, as in `--only own,speakers`; all of them by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Cases of `eval/` to measure.
    #[arg(long, value_enum, default_value_t = Split::Dev)]
    split: Split,
    /// Reader to measure: `rules`, `neural` or a model's folder; the program's default without it.
    #[arg(long)]
    reader: Option<String>,
    /// A variorum that is built already; without it, a release build is made.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Where all figures are written as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where missed and spurious claims, readings and times are listed, report by report, and claims of a wrong speaker (dev only).
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

/// All that one measurement found, as `--json` holds it.
#[derive(Serialize)]
struct Measured {
    command: String,
    date: String,
    version: String,
    split: &'static str,
    readers: Vec<String>,
    models: Vec<String>,
    polnear: Option<polnear::Figures>,
    shootings: Option<shootings::Figures>,
    alignment: Option<alignment::Figures>,
    muc: Option<muc::Figures>,
    factuality: Option<Vec<factuality::Figures>>,
    police: Option<police::Figures>,
    own: Option<own::Languages>,
    readings: Option<readings::Languages>,
    speakers: Option<speakers::Languages>,
    positions: Option<positions::Figures>,
    times: Option<times::Figures>,
    places: Option<places::Figures>,
    answers: Option<answers::Figures>,
    notes: Vec<String>,
    left_out: Vec<String>,
}

impl Eval {
    /// Measures, prints, and writes the files that were asked for.
    pub fn run(self) -> Result<()> {
        if self.errors.is_some() && self.split != Split::Dev {
            bail!(
                "--errors lists dev cases only: test cases are only measured\nhelp: leave --split {} out",
                self.split()
            );
        }
        let program = Program::ready(self.binary.as_deref(), self.reader.as_deref())?;
        let mut errors = Vec::new();
        let measured = self.measure(&program, &mut errors)?;
        print(&measured);
        if let Some(path) = &self.errors {
            write(path, &errors.join("\n"))?;
        }
        if let Some(path) = &self.json {
            write(path, &format!("{}\n", serde_json::to_string_pretty(&measured)?))?;
        }
        Ok(())
    }

    fn measure(&self, program: &Program, errors: &mut Vec<String>) -> Result<Measured> {
        let (readers, notes) = program.readers()?;
        let mut left_out = Vec::new();
        let (mut own, mut readings, mut speakers) = (None, None, None);
        if [Part::Own, Part::Readings, Part::Speakers].into_iter().any(|part| self.wants(part)) {
            let cases = marked::cases(&root().join("eval"), self.split)?;
            (own, readings) = self.reports(program, &cases, errors)?;
            left_out.extend(Some(&cases).filter(|_| self.wants(Part::Readings)).and_then(|cases| unmarked(cases)));
            speakers =
                if self.wants(Part::Speakers) { Some(speakers::measure(program, &cases, errors)?) } else { None };
        }
        let positions = if self.wants(Part::Positions) {
            Some(positions::measure(program, &root().join("eval/cases"), self.split, errors)?)
        } else {
            None
        };
        let polnear =
            self.corpus(Part::Polnear, "PolNeAR", &mut left_out, |shared| polnear::measure(program, shared))?;
        let shootings =
            self.corpus(Part::Shootings, "GVA", &mut left_out, |shared| shootings::measure(program, shared))?;
        let alignment =
            self.corpus(Part::Alignment, "GVA together", &mut left_out, |shared| alignment::measure(program, shared))?;
        let muc = self.muc(program, &mut left_out)?;
        let factuality =
            self.corpus(Part::Factuality, "factuality", &mut left_out, |shared| factuality::measure(program, shared))?;
        let police =
            self.corpus(Part::Police, "IndiaPoliceEvents", &mut left_out, |shared| police::measure(program, shared))?;
        let mut missed = String::new();
        let times =
            self.corpus(Part::Times, "times", &mut left_out, |shared| times::measure(program, shared, &mut missed))?;
        errors.push(missed);
        let places = self.corpus(Part::Places, "places", &mut left_out, |shared| places::measure(program, shared))?;
        let answers = self.corpus(Part::Answers, "NAnCo", &mut left_out, |shared| answers::measure(program, shared))?;
        Ok(Measured {
            command: std::iter::once("cargo xtask".to_owned())
                .chain(std::env::args().skip(1))
                .collect::<Vec<_>>()
                .join(" "),
            date: date()?,
            version: program.version()?,
            split: self.split(),
            readers,
            models: models()?,
            polnear,
            shootings,
            alignment,
            muc,
            factuality,
            police,
            own,
            readings,
            speakers,
            positions,
            times,
            places,
            answers,
            notes,
            left_out,
        })
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn split(&self) -> &'static str {
        match self.split {
            Split::Dev => "dev",
            Split::Test => "test",
            Split::All => "all",
        }
    }

    /// Claims and readings of our own reports, which are read once for both.
    fn reports(
        &self,
        program: &Program,
        cases: &[marked::Case],
        errors: &mut Vec<String>,
    ) -> Result<(Option<own::Languages>, Option<readings::Languages>)> {
        let (mut claims, mut facts) = (None, None);
        if !self.wants(Part::Own) && !self.wants(Part::Readings) {
            return Ok((claims, facts));
        }
        let answered = own::answered(program, cases)?;
        if self.wants(Part::Own) {
            let read = own::read(&answered);
            errors.push(errors::list(&read));
            claims = Some(own::score(&read));
        }
        if self.wants(Part::Readings) {
            let documents = readings::documents(&answered);
            errors.push(readings::errors(&documents));
            facts = Some(readings::score(&documents));
        }
        Ok((claims, facts))
    }

    /// The figures of a corpus that lies outside the repository, or a line that says why there are none.
    fn corpus<T>(
        &self,
        part: Part,
        name: &str,
        left_out: &mut Vec<String>,
        measure: impl FnOnce(&Path) -> Result<T>,
    ) -> Result<Option<T>> {
        if self.wants(part) && self.split == Split::Test {
            left_out.push(format!("{name} (of it only the dev part is measured here)"));
            return Ok(None);
        }
        self.outside(part, name, left_out, measure)
    }

    /// Incidents, of which both splits are measured: the second one once there is something to report.
    fn muc(&self, program: &Program, left_out: &mut Vec<String>) -> Result<Option<muc::Figures>> {
        self.outside(Part::Muc, "MUC-4", left_out, |shared| muc::measure(program, shared, self.split))
    }

    fn outside<T>(
        &self,
        part: Part,
        name: &str,
        left_out: &mut Vec<String>,
        measure: impl FnOnce(&Path) -> Result<T>,
    ) -> Result<Option<T>> {
        let shared = shared();
        if !self.wants(part) {
            return Ok(None);
        }
        if !shared.is_dir() {
            left_out.push(format!("{name} ({} is not there; set VARIORUM_SHARED)", shared.display()));
        } else if !crate::run::installed("python3") {
            left_out.push(format!("{name} (its scorer needs python3)"));
        } else {
            return measure(&shared).map(Some);
        }
        Ok(None)
    }
}

/// Today, as the machine has it; asked of `date`, which spares a calendar.
fn date() -> Result<String> {
    let output = Command::new("date").arg("+%F").output().context("cannot start `date`")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The models of the tree with the digests on their cards: which of them was used is told by the reader's name.
fn models() -> Result<Vec<String>> {
    let mut cards = Vec::new();
    for folder in fs::read_dir(root().join("models")).into_iter().flatten() {
        let Ok(text) = fs::read_to_string(folder?.path().join("card.toml")) else { continue };
        let card: toml::Table = toml::from_str(&text)?;
        let value = |key: &str| card.get(key).and_then(toml::Value::as_str).unwrap_or("?").to_owned();
        cards.push(format!("{} {}", value("name"), value("model")));
    }
    cards.sort();
    Ok(cards)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The cases without marked readings, which are left out of the readings.
fn unmarked(cases: &[marked::Case]) -> Option<String> {
    let none = |case: &&marked::Case| case.reports.iter().any(|report| report.readings.is_none());
    let names: Vec<_> = cases.iter().filter(none).map(|case| case.name.as_str()).collect();
    (!names.is_empty()).then(|| format!("readings of {} (only claims are marked there)", names.join(", ")))
}

fn print(measured: &Measured) {
    let or_none = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    println!("command   {}", measured.command);
    println!("date      {}", measured.date);
    println!("program   {}, split {}", measured.version, measured.split);
    println!("reader    {}", or_none(&measured.readers));
    println!("models    {}", or_none(&measured.models));
    for note in &measured.notes {
        println!("note      {note}");
    }
    measured.polnear.iter().for_each(polnear::print);
    measured.shootings.iter().for_each(shootings::print);
    measured.alignment.iter().for_each(alignment::print);
    measured.muc.iter().for_each(muc::print);
    measured.factuality.iter().for_each(factuality::print);
    measured.police.iter().for_each(police::print);
    measured.own.iter().for_each(own::print);
    measured.readings.iter().for_each(readings::print);
    measured.speakers.iter().for_each(speakers::print);
    measured.positions.iter().for_each(positions::print);
    measured.times.iter().for_each(times::print);
    measured.places.iter().for_each(places::print);
    measured.answers.iter().for_each(answers::print);
    println!(
        "\nleft out: {}",
        if measured.left_out.is_empty() { "nothing".to_owned() } else { measured.left_out.join(", ") }
    );
}
