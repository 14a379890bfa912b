//! Do two reports answer a question alike? NAnCo (Laban et al. 2022), the development part: four questions on news of 2022.
//!
//! Each question becomes a case that asks it; each paragraph is a report, whose answer a person has marked, and the program
//! lines the answers up. Two are one answer where they hold one position, or where the relation of their positions says
//! that they are the same or differ in how much they tell. Balanced accuracy over the pairs of a question, then the plain
//! mean over questions, as the paper has it. Left out: finding the answers in the paragraphs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::bootstrap::interval;
use super::found::{Apparatus, CaseClaim, Value};
use super::program::Program;
use super::table::Table;

/// The name of the question in its case.
const ASKED: &str = "asked";
/// The Dice of whole words from which the baseline holds two answers for one.
const OVERLAP: f64 = 0.5;

#[derive(Deserialize)]
struct Question {
    question: String,
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Paragraph")]
    paragraph: String,
    #[serde(rename = "Answer")]
    answer: String,
    #[serde(rename = "cluster_global")]
    group: i64,
}

/// Balanced accuracy in percent: each question, the mean, and its 95 % by bootstrap over the answers of each question.
#[derive(Serialize)]
pub struct Figures {
    questions: Vec<String>,
    answers: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    each: Vec<f64>,
    mean: f64,
    interval: Option<(f64, f64)>,
    /// Of the pairs that are held for one answer, those that are; of those that are, the ones found.
    precision: f64,
    recall: f64,
}

/// Which pairs of the answers of a question are one answer.
type Alike = Vec<Vec<bool>>;

/// Has the program line up the answers of each question.
pub fn measure(program: &Program, shared: &Path) -> Result<Figures> {
    let path = shared.join("corpora/nanco/nanco.dev.json");
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let questions: Vec<Question> = serde_json::from_reader(BufReader::new(file))?;
    let gold: Vec<Alike> = questions.iter().map(|question| question.pairs(|a, b| a.group == b.group)).collect();
    let by = |alike: fn(&Answer, &Answer) -> bool| -> Vec<Alike> {
        questions.iter().map(|question| question.pairs(alike)).collect()
    };
    let ours = questions.iter().enumerate().map(|(number, question)| lined_up(program, number, question));
    let rows = [
        ("all different", by(|_, _| false)),
        ("all one", by(|_, _| true)),
        ("the same words", by(|a, b| a.words() == b.words())),
        ("word overlap, Dice 0.5", by(|a, b| overlap(&a.words(), &b.words()) >= OVERLAP)),
        ("the program", ours.collect::<Result<_>>()?),
    ];
    Ok(Figures {
        answers: questions.iter().map(|question| question.answers.len()).sum(),
        rows: rows.into_iter().map(|(name, found)| row(name, &gold, &found)).collect(),
        questions: questions.into_iter().map(|question| question.question).collect(),
    })
}

impl Question {
    fn pairs(&self, alike: impl Fn(&Answer, &Answer) -> bool) -> Alike {
        let line = |one: &Answer| self.answers.iter().map(|other| alike(one, other)).collect();
        self.answers.iter().map(line).collect()
    }
}

impl Answer {
    fn words(&self) -> BTreeSet<String> {
        let lower = self.answer.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    }

    /// The answer as the program keeps it.
    fn value(&self) -> String {
        self.answer.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()).max(1) as f64
}

/// Makes a case of a question, answers it from each paragraph and reads the relations of the answers.
fn lined_up(program: &Program, number: usize, question: &Question) -> Result<Alike> {
    let folder = program.folder(&format!("answers-{number}"))?;
    let case = folder.join("case");
    program.make_case(&case, &question.question)?;
    for (place, answer) in question.answers.iter().enumerate() {
        // A line of its own makes each paragraph a report of its own, also where two answers are from one.
        fs::write(folder.join(format!("{place:03}.txt")), format!("{place}.\n\n{}\n", answer.paragraph))?;
    }
    let texts = (0..question.answers.len()).map(|place| folder.join(format!("{place:03}.txt")));
    program.output(program.verb("add").arg(&case).args(texts))?;
    let decide = |arguments: &[&str]| program.output(program.verb("decide").arg(&case).args(arguments));
    decide(&["ask", ASKED, &question.question, "--kind", "text"])?;
    for (place, answer) in question.answers.iter().enumerate() {
        decide(&["mark", &format!("R{}", place + 1), "--", &answer.paragraph])?;
    }
    for (claim, answer) in marked(&program.apparatus(&case)?, question)?.iter().zip(&question.answers) {
        decide(&["answer", claim, ASKED, "--", &answer.value()])?;
    }
    one_answer(&program.apparatus(&case)?, question)
}

/// The codes of the claims that were marked, in the order of the answers.
fn marked(apparatus: &Apparatus, question: &Question) -> Result<Vec<String>> {
    let code = |place: usize| {
        let name = format!("{place:03}.txt");
        let document = apparatus.documents.iter().find(|document| document.name == name)?;
        // Where the reader found the same words, the mark confirms its claim.
        let by_person = |claim: &&CaseClaim| claim.document == document.id && !claim.decided.is_empty();
        Some(apparatus.claims.iter().find(by_person)?.code.clone())
    };
    let code = |place| code(place).with_context(|| format!("answer {place} of {:?} is not marked", question.question));
    (0..question.answers.len()).map(code).collect()
}

fn one_answer(apparatus: &Apparatus, question: &Question) -> Result<Alike> {
    let asked = apparatus.questions.iter().find(|asked| asked.id == ASKED).context("nothing answers the question")?;
    let position = |answer: &Answer| {
        let given = answer.value();
        let holds = |value: &Value| matches!(value, Value::Text { value } if *value == given);
        asked.positions.iter().find(|position| holds(&position.value)).map(|position| position.id.as_str())
    };
    let positions: Vec<&str> = question.answers.iter().filter_map(position).collect();
    ensure!(positions.len() == question.answers.len(), "some answers to {:?} have no position", question.question);
    let near = asked.relations.iter().filter(|relation| match relation.relation.as_str() {
        "same" => true,
        "compatible" => relation.kind == "precision",
        _ => false,
    });
    let near: BTreeSet<(&str, &str)> =
        near.flat_map(|it| [(it.a.as_str(), it.b.as_str()), (it.b.as_str(), it.a.as_str())]).collect();
    let alike = |a: &&str, b: &&str| a == b || near.contains(&(*a, *b));
    Ok(positions.iter().map(|a| positions.iter().map(|b| alike(a, b)).collect()).collect())
}

fn row(name: &'static str, gold: &[Alike], found: &[Alike]) -> Row {
    let whole: Vec<Vec<usize>> = gold.iter().map(|gold| (0..gold.len()).collect()).collect();
    let counts = |drawn: &[Vec<usize>]| -> Vec<Counts> {
        gold.iter().zip(found).zip(drawn).map(|((gold, found), drawn)| Counts::of(gold, found, drawn)).collect()
    };
    let all = counts(&whole);
    let sum = |take: fn(&Counts) -> usize| all.iter().map(take).sum::<usize>();
    let percent = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    // All answers are drawn at once and told apart by question.
    let places: Vec<(usize, usize)> =
        whole.iter().enumerate().flat_map(|(question, all)| all.iter().map(move |place| (question, *place))).collect();
    let of_draw = |drawn: &[usize]| {
        let mut by_question: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (question, place) in drawn.iter().map(|at| places[*at]) {
            by_question.entry(question).or_default().push(place);
        }
        let drawn: Vec<Vec<usize>> =
            (0..gold.len()).map(|question| by_question.remove(&question).unwrap_or_default()).collect();
        mean(&counts(&drawn).iter().map(Counts::balanced).collect::<Vec<_>>())
    };
    let each: Vec<f64> = all.iter().map(Counts::balanced).collect();
    Row {
        name,
        mean: mean(&each).unwrap_or(0.0),
        each,
        interval: interval(places.len(), of_draw),
        precision: percent(sum(|it| it.hits), sum(|it| it.hits + it.wrong)),
        recall: percent(sum(|it| it.hits), sum(|it| it.hits + it.missed)),
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// How pairs of answers were judged.
#[derive(Default)]
struct Counts {
    hits: usize,
    missed: usize,
    wrong: usize,
    apart: usize,
}

impl Counts {
    /// Over the pairs of the drawn answers; an answer that was drawn twice makes no pair with itself.
    fn of(gold: &Alike, found: &Alike, drawn: &[usize]) -> Self {
        let mut counts = Self::default();
        for (number, a) in drawn.iter().enumerate() {
            for b in drawn[number + 1..].iter().filter(|b| *b != a) {
                match (gold[*a][*b], found[*a][*b]) {
                    (true, true) => counts.hits += 1,
                    (true, false) => counts.missed += 1,
                    (false, true) => counts.wrong += 1,
                    (false, false) => counts.apart += 1,
                }
            }
        }
        counts
    }

    /// The mean of the shares of right judgements over pairs that are one answer and over those that are not.
    fn balanced(&self) -> f64 {
        let share = |right: usize, of: usize| if of == 0 { 1.0 } else { right as f64 / of as f64 };
        50.0 * (share(self.hits, self.hits + self.missed) + share(self.apart, self.apart + self.wrong))
    }
}

/// Prints the table.
pub fn print(figures: &Figures) {
    println!("\nOne answer or two, NAnCo dev: {} answers, balanced accuracy over pairs in percent", figures.answers);
    for (number, question) in figures.questions.iter().enumerate() {
        println!("{}  {question}", number + 1);
    }
    let numbers = (1..=figures.questions.len()).map(|number| number.to_string());
    let heading: Vec<String> =
        std::iter::once(String::new()).chain(numbers).chain(["mean", "95 %", "P", "R"].map(str::to_owned)).collect();
    let mut table = Table::with(&heading.iter().map(String::as_str).collect::<Vec<_>>());
    for row in &figures.rows {
        let ends = row.interval.map_or("-".to_owned(), |(from, to)| format!("{from:.1}–{to:.1}"));
        let figure = |value: &f64| format!("{value:.1}");
        let each = row.each.iter().chain([&row.mean]).map(figure);
        table.row(row.name, each.chain([ends]).chain([&row.precision, &row.recall].map(figure)));
    }
    table.print();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_over_pairs() {
        let pairs =
            |groups: &[u8]| -> Alike { groups.iter().map(|a| groups.iter().map(|b| a == b).collect()).collect() };
        let (gold, found) = (pairs(&[1, 1, 2]), pairs(&[1, 1, 1]));
        assert_eq!(Counts::of(&gold, &gold, &[0, 1, 2]).balanced(), 100.0);
        assert_eq!(Counts::of(&gold, &found, &[0, 1, 2]).balanced(), 50.0);
        // One of two pairs that are apart is held for one.
        let found = vec![vec![true, true, true], vec![true, true, false], vec![true, false, true]];
        assert_eq!(Counts::of(&gold, &found, &[0, 1, 2]).balanced(), 75.0);
        assert_eq!(Counts::of(&gold, &found, &[0, 0]).balanced(), 100.0, "no pair");
    }
}
