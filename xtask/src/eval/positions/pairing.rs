//! Which found position is which marked one?
//!
//! One to one, and greedy: positions of the two questions that have most sentences in common first, then the pair that
//! shares most sentences, then most reports. So a question asked twice does not break up its positions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::answers::{Event, Position, Question};
use crate::eval::found::{Apparatus, Position as FoundPosition, Question as FoundQuestion, Reading, Value};
use crate::eval::readings::COMPLETE;
use crate::eval::readings::agreement::{in_scope, in_value};
use crate::eval::readings::marks::Answer;
use crate::eval::readings::sentences::Sentences;

/// A place in two lists: question, position.
type At = (usize, usize);

/// Pairs of marked and found positions, by the marked one.
pub struct Paired {
    pub whole: BTreeMap<At, At>,
    /// How many marked positions have a found one that agrees but for its scope.
    pub in_value: usize,
    statements: BTreeMap<At, Vec<Statement>>,
}

/// A conflict that the program claims.
pub struct Claimed {
    pub right: bool,
    pub shown: String,
}

/// A reading that holds a found position, with its report and sentence.
struct Statement {
    reading: Reading,
    report: String,
    sentence: usize,
}

/// The number of each document's report.
pub fn numbers<'a>(event: &Event, apparatus: &'a Apparatus) -> BTreeMap<&'a str, String> {
    let number = |name: &str| {
        let report = event.reports.iter().find(|(_, report)| name.ends_with(&report.file));
        report.map(|(number, _)| number.clone())
    };
    apparatus.documents.iter().filter_map(|document| Some((document.id.as_str(), number(&document.name)?))).collect()
}

/// Pairs the positions of an event.
pub fn pairs(event: &Event, apparatus: &Apparatus) -> Result<Paired> {
    let statements = statements(event, apparatus)?;
    let (mut whole, mut loose) = (Vec::new(), BTreeSet::new());
    for (number, question) in event.questions.iter().enumerate() {
        for (place, position) in question.positions.iter().enumerate() {
            for (at, said) in &statements {
                let asked = &apparatus.questions[at.0];
                let Some(weight) = weight(question, position, asked, said) else { continue };
                loose.insert((number, place));
                if said.iter().any(|said| in_scope(&position.told, &said.reading, false)) {
                    whole.push((weight, (number, place), *at));
                }
            }
        }
    }
    let common = in_common(&whole);
    whole.sort_by_key(|(weight, marked, found)| (Reverse((common[&(marked.0, found.0)], *weight)), *marked, *found));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, marked, found) in whole {
        if !pairs.contains_key(&marked) && taken.insert(found) {
            pairs.insert(marked, found);
        }
    }
    Ok(Paired { whole: pairs, in_value: loose.len(), statements })
}

/// For each marked and found question: how many marked positions the found one answers, and in how many sentences.
fn in_common(pairs: &[((usize, usize), At, At)]) -> BTreeMap<(usize, usize), (usize, usize)> {
    let mut most: BTreeMap<(usize, usize), BTreeMap<usize, usize>> = BTreeMap::new();
    for ((sentences, _), marked, found) in pairs {
        let shared = most.entry((marked.0, found.0)).or_default().entry(marked.1).or_default();
        *shared = (*shared).max(*sentences);
    }
    most.into_iter().map(|(questions, positions)| (questions, (positions.len(), positions.values().sum()))).collect()
}

/// How many sentences and reports hold both; none if they do not say the same.
fn weight(
    question: &Question,
    position: &Position,
    asked: &FoundQuestion,
    said: &[Statement],
) -> Option<(usize, usize)> {
    let fixed = COMPLETE.contains(&question.predicate.as_str());
    let same_event = question.main == (asked.event == "main") || asked.event == "any";
    if !same_event
        || fixed != COMPLETE.contains(&asked.predicate.as_str())
        || fixed && question.predicate != asked.predicate
    {
        return None;
    }
    let shares = |said: &Statement, sentence: bool| {
        position.held.iter().any(|held| held.report == said.report && (!sentence || held.sentence == said.sentence))
    };
    let agreeing: Vec<_> = said.iter().filter(|said| agrees(position, said, fixed)).collect();
    let sentences = agreeing.iter().filter(|said| shares(said, true)).count();
    let reports = agreeing.iter().filter(|said| shares(said, false)).count();
    let holds = if fixed { reports > 0 } else { sentences > 0 };
    holds.then_some((sentences, reports))
}

/// Whether the answers are alike. The names of choices are free where the question is.
fn agrees(position: &Position, said: &Statement, fixed: bool) -> bool {
    let free = matches!(position.told.answer, Answer::Choice(_) | Answer::Text(_)) && !fixed;
    if free { position.told.polarity.holds(&said.reading.polarity) } else { in_value(&position.told, &said.reading) }
}

fn statements(event: &Event, apparatus: &Apparatus) -> Result<BTreeMap<At, Vec<Statement>>> {
    let numbers = numbers(event, apparatus);
    let mut sentences = BTreeMap::new();
    for document in &apparatus.documents {
        let Some(number) = numbers.get(document.id.as_str()) else { continue };
        ensure!(event.reports[number].text == document.text, "report {number} was read as another text");
        sentences.insert(document.id.as_str(), Sentences::of(&document.text));
    }
    let readings: BTreeMap<(&str, &str), &Reading> = apparatus
        .claims
        .iter()
        .flat_map(|claim| {
            claim.claim.readings.iter().map(|reading| ((claim.document.as_str(), reading.id.as_str()), reading))
        })
        .collect();
    let statement = |position: &FoundPosition| {
        let held = position.holders.iter().filter_map(|holder| {
            let reading = readings.get(&(holder.document.as_str(), holder.reading.as_str()))?;
            // A time stands where the position puts it: its reading may have left the day open.
            let value = if matches!(reading.value, Value::Time { .. }) { &position.value } else { &reading.value };
            Some(Statement {
                reading: Reading { value: value.clone(), ..(*reading).clone() },
                report: numbers.get(holder.document.as_str())?.clone(),
                sentence: sentences.get(holder.document.as_str())?.number(reading.span.start),
            })
        });
        held.collect::<Vec<_>>()
    };
    let places = apparatus.questions.iter().enumerate().flat_map(|(number, question)| {
        let positions = question.positions.iter().enumerate();
        positions.map(move |(place, position)| ((number, place), position))
    });
    Ok(places.map(|(at, position)| (at, statement(position))).collect())
}

impl Paired {
    /// How the found ends of a marked pair stand to one another, where both are found under one question.
    pub fn relation<'a>(&self, apparatus: &'a Apparatus, question: usize, ends: At) -> Option<&'a str> {
        let (one, other) = (self.whole.get(&(question, ends.0))?, self.whole.get(&(question, ends.1))?);
        if one.0 != other.0 {
            return None;
        }
        let asked = &apparatus.questions[one.0];
        let ids = (&asked.positions[one.1].id, &asked.positions[other.1].id);
        let stands = |a: &String, b: &String| (a, b) == ids || (b, a) == ids;
        let relation = asked.relations.iter().find(|relation| stands(&relation.a, &relation.b));
        Some(relation.map_or("unrelated", |relation| relation.relation.as_str()))
    }

    /// The found questions whose positions are counted: those of complete predicates about the main event, and those
    /// of which a position was marked.
    pub fn counted(&self, apparatus: &Apparatus) -> Vec<usize> {
        let met: BTreeSet<usize> = self.whole.values().map(|at| at.0).collect();
        let complete =
            |question: &FoundQuestion| question.event == "main" && COMPLETE.contains(&question.predicate.as_str());
        let counted = apparatus.questions.iter().enumerate();
        let counted = counted.filter(move |(number, question)| met.contains(number) || complete(question));
        counted.map(|(number, _)| number).collect()
    }

    /// The conflicts that the program claims in the counted questions.
    pub fn claimed(&self, event: &Event, apparatus: &Apparatus) -> Vec<Claimed> {
        let marked: BTreeMap<At, At> = self.whole.iter().map(|(marked, found)| (*found, *marked)).collect();
        let right = |one: Option<&At>, other: Option<&At>| {
            let (Some(one), Some(other)) = (one, other) else { return false };
            let ends = |ends: At| ends == (one.1, other.1) || ends == (other.1, one.1);
            one.0 == other.0 && event.questions[one.0].pairs.iter().any(|pair| pair.is_conflict && ends(pair.ends))
        };
        let texts = |position: &FoundPosition| {
            position.holders.iter().map(|holder| holder.document.clone()).collect::<BTreeSet<_>>().len()
        };
        let mut claimed = Vec::new();
        for number in self.counted(apparatus) {
            let asked = &apparatus.questions[number];
            let place =
                |id: &str| asked.positions.iter().position(|position| position.id == id).map(|place| (number, place));
            for relation in asked.relations.iter().filter(|relation| relation.relation == "conflict") {
                let (a, b) = (place(&relation.a), place(&relation.b));
                let (a, b) = (a.and_then(|at| marked.get(&at)), b.and_then(|at| marked.get(&at)));
                let name =
                    |at: Option<&At>| at.map_or("?", |at| event.questions[at.0].positions[at.1].id.as_str()).to_owned();
                let held = |id: &str| asked.positions.iter().find(|position| position.id == id).map_or(0, texts);
                let held = (held(&relation.a), held(&relation.b));
                let shown = format!(
                    "{} [{}] {} / {} ({} / {} texts): {}",
                    asked.id,
                    relation.kind,
                    name(a),
                    name(b),
                    held.0,
                    held.1,
                    relation.why
                );
                claimed.push(Claimed { right: right(a, b), shown });
            }
        }
        claimed
    }

    /// Found positions of the counted questions that nobody marked.
    pub fn spurious(&self, apparatus: &Apparatus) -> Vec<String> {
        let taken: BTreeSet<At> = self.whole.values().copied().collect();
        let mut alone = Vec::new();
        for question in self.counted(apparatus) {
            let asked = &apparatus.questions[question];
            for (place, position) in asked.positions.iter().enumerate() {
                let statements = self.statements.get(&(question, place));
                let Some(statements) = statements.filter(|_| !taken.contains(&(question, place))) else { continue };
                let said = statements.iter().map(|said| format!("{} “{}”", said.report, said.reading.span.text));
                let said: BTreeSet<_> = said.collect();
                let answer = statements.first().map_or(String::new(), |said| said.reading.answer());
                let said = said.into_iter().collect::<Vec<_>>().join("; ");
                alone.push(format!("{} {}: {answer} [{said}]", asked.id, position.code));
            }
        }
        alone
    }
}
