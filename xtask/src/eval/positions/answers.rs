//! The events of `eval/cases/`: many reports of one event, and what people answered to its questions from them.
//!
//! `eval/cases/GUIDELINES.md` gives the files and the rules. Words that stand in no report, a relation between positions
//! that do not exist, a report that is no file: each stops the measurement, since it would be counted as missed by every
//! program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::eval::Split;
use crate::eval::marked::{listed, parsed};
use crate::eval::readings::marks::{Answer, Any, MarkedScope, Told};
use crate::eval::readings::sentences::Sentences;

/// An event with its reports and answers.
pub struct Event {
    /// The folder's name.
    pub name: String,
    pub folder: PathBuf,
    pub title: String,
    pub language: String,
    pub zone: String,
    pub parties: Vec<Party>,
    /// By number, as `01`.
    pub reports: BTreeMap<String, Report>,
    pub questions: Vec<Question>,
    pub origins: Vec<BTreeSet<String>>,
}

/// A party of the event, as an investigator enters it.
#[derive(Deserialize)]
pub struct Party {
    pub name: String,
    pub group: String,
    #[serde(default)]
    pub members: Vec<String>,
}

/// A report's file and text.
pub struct Report {
    pub file: String,
    pub text: String,
}

/// A question with all that the reports answer to it.
pub struct Question {
    pub id: String,
    pub predicate: String,
    pub main: bool,
    pub positions: Vec<Position>,
    /// Pairs of positions that are no ordinary neighbours.
    pub pairs: Vec<Pair>,
}

pub struct Position {
    pub id: String,
    pub told: Told,
    /// Where it is stated.
    pub held: Vec<Held>,
}

/// One statement of a position.
pub struct Held {
    pub report: String,
    /// Number of the sentence in the report.
    pub sentence: usize,
}

/// Two positions, by their place in the question.
pub struct Pair {
    pub ends: (usize, usize),
    pub is_conflict: bool,
    pub is_look_alike: bool,
    pub shown: String,
}

#[derive(Deserialize)]
struct CaseFile {
    event: String,
    language: String,
    zone: String,
    split: String,
    #[serde(default)]
    parties: Vec<Party>,
}

#[derive(Deserialize)]
struct AnswersFile {
    #[serde(default)]
    origin: Vec<OriginFile>,
    question: Vec<QuestionFile>,
}

#[derive(Deserialize)]
struct OriginFile {
    reports: BTreeSet<String>,
}

#[derive(Deserialize)]
struct QuestionFile {
    id: String,
    predicate: String,
    event: String,
    position: Vec<PositionFile>,
    #[serde(default)]
    relation: Vec<RelationFile>,
}

#[derive(Deserialize)]
struct PositionFile {
    id: String,
    value: ValueFile,
    #[serde(default)]
    scope: MarkedScope,
    #[serde(default)]
    denied: bool,
    held: Vec<HeldFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueFile {
    min: Option<u64>,
    max: Option<u64>,
    #[serde(default)]
    about: bool,
    from: Option<String>,
    to: Option<String>,
    seconds_min: Option<u64>,
    seconds_max: Option<u64>,
    #[serde(default)]
    choice: Any,
    #[serde(default)]
    text: Any,
}

#[derive(Deserialize)]
struct HeldFile {
    report: String,
    words: String,
}

#[derive(Deserialize)]
struct RelationFile {
    a: String,
    b: String,
    relation: String,
    #[serde(default)]
    look_alike: bool,
}

/// The events of the wanted split, by name.
pub fn events(folder: &Path, split: Split) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for folder in listed(folder)?.into_iter().filter(|path| path.is_dir()) {
        let file: CaseFile = parsed(&folder.join("case.toml"))?;
        if split.holds(&file.split) {
            events.push(event(&folder, file).with_context(|| format!("event {}", folder.display()))?);
        }
    }
    Ok(events)
}

fn event(folder: &Path, file: CaseFile) -> Result<Event> {
    let reports = reports(&folder.join("reports"))?;
    let answers: AnswersFile = parsed(&folder.join("answers.toml"))?;
    let origins: Vec<_> = answers.origin.into_iter().map(|origin| origin.reports).collect();
    for number in origins.iter().flatten() {
        ensure!(reports.contains_key(number), "an origin names report {number}, which is not there");
    }
    let question = |question: QuestionFile| {
        let id = question.id.clone();
        question.located(&reports).with_context(|| format!("question {id}"))
    };
    let questions = answers.question.into_iter().map(question).collect::<Result<_>>()?;
    Ok(Event {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        folder: folder.to_owned(),
        title: file.event,
        language: file.language,
        zone: file.zone,
        parties: file.parties,
        reports,
        questions,
        origins,
    })
}

fn reports(folder: &Path) -> Result<BTreeMap<String, Report>> {
    let mut reports = BTreeMap::new();
    for path in listed(folder)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let number = file.split('-').next().unwrap_or_default().to_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        reports.insert(number, Report { file, text });
    }
    Ok(reports)
}

impl QuestionFile {
    fn located(self, reports: &BTreeMap<String, Report>) -> Result<Question> {
        let positions = self.position.into_iter().map(|position| {
            let id = position.id.clone();
            position.located(&self.predicate, reports).with_context(|| format!("position {id}"))
        });
        let positions: Vec<Position> = positions.collect::<Result<_>>()?;
        let place = |id: &str| {
            let place = positions.iter().position(|position| position.id == id);
            place.with_context(|| format!("a relation names position {id}, which is not there"))
        };
        let pairs = self.relation.iter().map(|relation| {
            let known = ["conflict", "compatible", "superseded", "same"].contains(&relation.relation.as_str());
            ensure!(known, "relation is `{}`", relation.relation);
            Ok(Pair {
                ends: (place(&relation.a)?, place(&relation.b)?),
                is_conflict: relation.relation == "conflict",
                is_look_alike: relation.look_alike,
                shown: format!("{}: {} / {}", self.id, relation.a, relation.b),
            })
        });
        let pairs = pairs.collect::<Result<_>>()?;
        Ok(Question { id: self.id, predicate: self.predicate, main: self.event == "main", positions, pairs })
    }
}

impl PositionFile {
    fn located(self, predicate: &str, reports: &BTreeMap<String, Report>) -> Result<Position> {
        self.scope.keeps_to_fixed_words()?;
        let told = Told {
            predicates: Any(vec![predicate.to_owned()]),
            answer: self.value.answer()?,
            scope: self.scope,
            polarity: Any(vec![if self.denied { "denied" } else { "affirmed" }.to_owned()]),
            event: Any(vec!["main".to_owned(), "background".to_owned()]),
        };
        let held = self.held.into_iter().map(|held| {
            let report = reports.get(&held.report).with_context(|| format!("no report {}", held.report))?;
            let byte = report.text.find(&held.words);
            let byte = byte.with_context(|| format!("report {} does not hold “{}”", held.report, held.words))?;
            let point = report.text[..byte].chars().count();
            Ok(Held { report: held.report, sentence: Sentences::of(&report.text).number(point) })
        });
        Ok(Position { id: self.id, told, held: held.collect::<Result<_>>()? })
    }
}

impl ValueFile {
    fn answer(self) -> Result<Answer> {
        Ok(match self {
            Self { min: Some(min), max, about, .. } => Answer::Count { min, max, about },
            Self { from: Some(from), to, .. } => Answer::Time { to: to.unwrap_or_else(|| from.clone()), from },
            Self { seconds_min: Some(min), seconds_max, .. } => {
                Answer::Duration { min, max: seconds_max.unwrap_or(min) }
            }
            Self { choice, .. } if !choice.is_empty() => Answer::Choice(choice),
            Self { text, .. } if !text.is_empty() => Answer::Text(text),
            _ => bail!("it has no value"),
        })
    }
}
