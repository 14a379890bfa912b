//! Times: expressions in running English news, and the values of English and Spanish expressions that are given.
//!
//! The articles of TimeBank and AQUAINT are read with their dates of publication and scored by the scorer beside the
//! corpora. Every second AQUAINT article is *kept apart*: it is scored, and never listed among the errors. The
//! expressions of timenorm have no text around them; the product reads files, so that each expression is the last line
//! of a file that opens with one sentence of its language, which tells the language and names no time. Of those blocks
//! every fourth is kept apart. Times are found before any claim, alike for every reader: `rules` reads here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bootstrap;
use super::found::{Document, Time};
use super::program::Program;
use super::table::{Table, percent};

/// One sentence in which nothing has a time, for each language of the expressions.
const OPENINGS: [(&str, &str); 2] = [
    ("en", "The police said that nobody in the city is hurt and that the inquiry goes on.\n\n"),
    ("es", "La policía dijo que no hay heridos en la ciudad y que la investigación sigue.\n\n"),
];

/// All figures on times.
#[derive(Serialize)]
pub struct Figures {
    /// By part of the corpus.
    texts: BTreeMap<&'static str, TextFigures>,
    /// By language and share.
    expressions: BTreeMap<String, Share>,
}

/// The scorer's report on some articles, with 95 % by bootstrap over articles.
#[derive(Serialize)]
struct TextFigures {
    documents: usize,
    report: Value,
    intervals: BTreeMap<&'static str, [f64; 2]>,
}

/// How many of the given expressions have the right value, with 95 % by bootstrap over articles.
#[derive(Serialize)]
struct Share {
    right: usize,
    all: usize,
    interval: [f64; 2],
}

/// An article with its marked expressions.
#[derive(Deserialize)]
struct Article {
    doc: String,
    dct: String,
    text: String,
    timexes: Vec<Timex>,
    #[serde(skip)]
    part: &'static str,
    #[serde(skip)]
    apart: bool,
}

/// An expression, in code points.
#[derive(Clone, Deserialize, Serialize)]
struct Timex {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    value: Option<String>,
}

/// Measures both, and lists the errors of what is not kept apart.
pub fn measure(program: &Program, shared: &Path, errors: &mut String) -> Result<Figures> {
    let folder = program.folder("times")?;
    let articles = articles(&shared.join("corpora/timeml"))?;
    let found = read_articles(program, &folder, &articles)?;
    let scorer = shared.join("scoring/timex_score.py");
    let mut texts = BTreeMap::new();
    type Choice = fn(&Article) -> bool;
    let parts: [(&str, Choice); 4] = [
        ("TimeBank and AQUAINT", |_| true),
        ("TimeBank", |article| article.part == "timebank"),
        ("AQUAINT, looked at", |article| article.part == "aquaint" && !article.apart),
        ("AQUAINT, kept apart", |article| article.apart),
    ];
    for (name, belongs) in parts {
        let chosen: Vec<_> = articles.iter().zip(&found).filter(|(article, _)| belongs(article)).collect();
        texts.insert(name, score(&scorer, &folder, &chosen)?);
    }
    articles.iter().zip(&found).filter(|(article, _)| !article.apart).for_each(|(article, found)| {
        list(errors, article, found);
    });
    let mut expressions = BTreeMap::new();
    for (language, opening) in OPENINGS {
        let blocks = blocks(&shared.join(format!("corpora/timenorm_examples/{language}.train.tsv")))?;
        expressions.extend(given(program, &folder, language, opening, &blocks, errors)?);
    }
    Ok(Figures { texts, expressions })
}

fn articles(folder: &Path) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    for part in ["timebank", "aquaint"] {
        let path = folder.join(format!("{part}.jsonl"));
        let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        for (number, line) in BufReader::new(file).lines().enumerate() {
            let article: Article = serde_json::from_str(&line?)?;
            articles.push(Article { part, apart: part == "aquaint" && number % 2 == 1, ..article });
        }
    }
    Ok(articles)
}

/// Has the program read texts, each with its day of publication.
fn read(program: &Program, folder: &Path, name: &str, texts: &[(&str, String)]) -> Result<Vec<Document>> {
    let place = folder.join(name);
    fs::create_dir_all(&place)?;
    let list = place.join("list.csv");
    let mut rows = csv::Writer::from_path(&list)?;
    rows.write_record(["path", "published", "zone", "publisher"])?;
    for (number, (published, text)) in texts.iter().enumerate() {
        let path: PathBuf = place.join(format!("{number}.txt"));
        fs::write(&path, text)?;
        let path = path.to_str().context("the folder for texts is not UTF-8")?;
        rows.write_record([path, published, "", ""])?;
    }
    rows.flush()?;
    let documents = program.read_by("rules", [Path::new("--list"), &list])?.documents;
    ensure!(documents.len() == texts.len(), "{} documents of {}", documents.len(), texts.len());
    for (document, (_, text)) in documents.iter().zip(texts) {
        ensure!(document.text == *text, "{} was read as another text, so its offsets mean nothing", document.name);
    }
    Ok(documents)
}

/// The day alone: articles are dated to the minute in no zone that is known.
fn day(published: &str) -> &str {
    published.get(..10).unwrap_or(published)
}

fn read_articles(program: &Program, folder: &Path, articles: &[Article]) -> Result<Vec<Vec<Timex>>> {
    let texts: Vec<_> = articles.iter().map(|article| (day(&article.dct), article.text.clone())).collect();
    let documents = read(program, folder, "articles", &texts)?;
    Ok(documents.iter().map(|document| document.times.iter().map(timex).collect()).collect())
}

fn timex(time: &Time) -> Timex {
    Timex {
        start: time.span.start,
        end: time.span.end,
        kind: time.kind.to_uppercase(),
        value: Some(time.value.clone()),
    }
}

/// What one article adds to the counts.
#[derive(Clone, Copy, Default)]
struct Counts {
    marked: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
}

fn score(scorer: &Path, folder: &Path, chosen: &[(&Article, &Vec<Timex>)]) -> Result<TextFigures> {
    let (gold, found, report) = (folder.join("gold.jsonl"), folder.join("found.jsonl"), folder.join("report.json"));
    let lines = |line: &dyn Fn(&Article, &[Timex]) -> Value| -> String {
        chosen.iter().fold(String::new(), |text, (article, found)| text + &line(article, found).to_string() + "\n")
    };
    let marked =
        |article: &Article, _: &[Timex]| json!({"doc": article.doc, "text": article.text, "timexes": article.timexes});
    fs::write(&gold, lines(&marked))?;
    fs::write(&found, lines(&|article, found| json!({"doc": article.doc, "timexes": found})))?;
    let mut command = Command::new("python3");
    command.arg(scorer).arg("--gold").arg(&gold).arg("--pred").arg(&found).arg("--json").arg(&report);
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().context("cannot start python3")?;
    ensure!(output.status.success(), "the scorer failed\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    let report: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let counts: Vec<Counts> = chosen.iter().map(|(article, found)| counts(article, found)).collect();
    let mut intervals = BTreeMap::new();
    type Count = fn(&Counts) -> usize;
    let measures: [(&str, Count); 3] =
        [("strict", |counts| counts.strict), ("relaxed", |counts| counts.relaxed), ("value", |counts| counts.value)];
    for (name, right) in measures {
        let f1 = |counts: &mut dyn Iterator<Item = &Counts>| {
            let (both, hit) = counts.fold((0, 0), |(both, hit), one| (both + one.marked + one.found, hit + right(one)));
            200.0 * hit as f64 / both.max(1) as f64
        };
        let ours = f1(&mut counts.iter());
        let theirs = report[name]["F1"].as_f64().context("the scorer's report has no such measure")?;
        ensure!((ours - theirs).abs() < 0.05, "counted {ours:.2} for {name}, the scorer {theirs:.2}");
        intervals.insert(name, spread(&counts, f1));
    }
    Ok(TextFigures { documents: chosen.len(), report, intervals })
}

/// How one found expression stands to one that is marked.
struct Pair<'a> {
    marked: &'a Timex,
    found: Option<&'a Timex>,
    strict: bool,
    value: bool,
}

/// Pairs as the scorer makes them: from left to right, the same extent before an overlapping one; and what is left over.
fn pairs<'a>(article: &'a Article, found: &'a [Timex]) -> (Vec<Pair<'a>>, Vec<&'a Timex>) {
    let letters: Vec<char> = article.text.chars().collect();
    let extent = |timex: &Timex| trimmed(&letters, timex.start..timex.end);
    let sorted = |timexes: &'a [Timex]| {
        let mut sorted: Vec<&Timex> = timexes.iter().collect();
        sorted.sort_by_key(|timex| (extent(timex).start, extent(timex).end));
        sorted
    };
    let mut free = sorted(found);
    let mut pairs = Vec::new();
    for marked in sorted(&article.timexes) {
        let own = extent(marked);
        let overlaps = |timex: &&Timex| extent(timex).start < own.end && own.start < extent(timex).end;
        let same = free.iter().position(|timex| extent(timex) == own);
        let hit = same.or_else(|| free.iter().position(overlaps)).map(|at| free.remove(at));
        let text = |timex: &Timex| timex.value.as_deref().unwrap_or_default().trim().to_owned();
        pairs.push(Pair {
            marked,
            found: hit,
            strict: hit.is_some_and(|hit| extent(hit) == own),
            value: hit.is_some_and(|hit| text(hit) == text(marked)),
        });
    }
    (pairs, free)
}

fn counts(article: &Article, found: &[Timex]) -> Counts {
    let (pairs, _) = pairs(article, found);
    let count = |wanted: fn(&Pair<'_>) -> bool| pairs.iter().filter(|pair| wanted(pair)).count();
    Counts {
        marked: article.timexes.len(),
        found: found.len(),
        strict: count(|pair| pair.strict),
        relaxed: count(|pair| pair.found.is_some()),
        value: count(|pair| pair.value),
    }
}

/// Without blanks and marks at the ends.
fn trimmed(letters: &[char], range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start, range.end.min(letters.len()));
    let loose = |letter: char| !letter.is_alphanumeric() && letter != '_';
    while start < end && loose(letters[start]) {
        start += 1;
    }
    while end > start && loose(letters[end - 1]) {
        end -= 1;
    }
    start..end
}

/// The errors of one article: kind, what was found, and the words in their place.
fn list(errors: &mut String, article: &Article, found: &[Timex]) {
    let letters: Vec<char> = article.text.chars().collect();
    let words = |range: Range<usize>| letters[range].iter().collect::<String>().replace('\n', " ");
    let place = |timex: &Timex| {
        let (start, end) = (timex.start.saturating_sub(50), (timex.end + 30).min(letters.len()));
        format!("{}[{}]{}", words(start..timex.start), words(timex.start..timex.end), words(timex.end..end))
    };
    let value = |timex: &Timex| format!("{} {}", timex.kind, timex.value.as_deref().unwrap_or("-"));
    let published = day(&article.dct);
    let mut line = |kind: &str, what: String, timex: &Timex| {
        writeln!(errors, "{kind:6} {what:40} {published} {}", place(timex)).expect("writing to a string does not fail");
    };
    let (pairs, spare) = pairs(article, found);
    for pair in &pairs {
        match pair.found {
            None => line("missed", value(pair.marked), pair.marked),
            Some(found) => {
                if !pair.strict {
                    line("extent", words(found.start..found.end), pair.marked);
                }
                if !pair.value {
                    line("value", format!("{} not {}", value(pair.marked), value(found)), pair.marked);
                }
            }
        }
    }
    spare.into_iter().for_each(|timex| line("extra", value(timex), timex));
}

/// The expressions of one article with its day of publication.
struct Block {
    published: String,
    /// Words and value.
    expressions: Vec<(String, String)>,
}

fn blocks(path: &Path) -> Result<Vec<Block>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let block = |block: &str| {
        let mut rows = block.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?.to_owned(), fields.nth(1)?.to_owned()))
        });
        let (_, published) = rows.next().context("a block without a day of publication")?;
        Ok(Block { published, expressions: rows.collect() })
    };
    text.trim_end().split("\n\n").map(block).collect()
}

/// The share of right values, expression by expression.
fn given(
    program: &Program,
    folder: &Path,
    language: &str,
    opening: &str,
    blocks: &[Block],
    errors: &mut String,
) -> Result<BTreeMap<String, Share>> {
    let all = blocks.iter().flat_map(|block| block.expressions.iter().map(move |(words, _)| (block, words)));
    let texts: Vec<_> = all.map(|(block, words)| (day(&block.published), format!("{opening}{words}"))).collect();
    let mut documents = read(program, folder, language, &texts)?.into_iter();
    let from = opening.chars().count();
    // For each block its right values, all its expressions, and whether it is kept apart.
    let mut tallies: Vec<(usize, usize, bool)> = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let apart = number % 4 == 3;
        let mut right = 0;
        for (words, value) in &block.expressions {
            let document = documents.next().context("fewer documents than expressions")?;
            let found = longest(&document, from);
            let hit = found.is_some_and(|found| found.value == *value);
            right += usize::from(hit);
            if !hit && !apart {
                let got = found.map_or("-", |found| found.value.as_str());
                writeln!(errors, "given  {language} {value} not {got}: {words} ({})", block.published)
                    .expect("writing to a string does not fail");
            }
        }
        tallies.push((right, block.expressions.len(), apart));
    }
    let share = |chosen: Vec<(usize, usize, bool)>| {
        let of = |counts: &mut dyn Iterator<Item = &(usize, usize, bool)>| {
            let (right, all) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            100.0 * right as f64 / all.max(1) as f64
        };
        let sum = |of: fn(&(usize, usize, bool)) -> usize| chosen.iter().map(of).sum();
        Share { right: sum(|one| one.0), all: sum(|one| one.1), interval: spread(&chosen, of) }
    };
    let apart = tallies.iter().copied().filter(|(.., apart)| *apart).collect();
    Ok([(language.to_owned(), share(tallies.clone())), (format!("{language}, kept apart"), share(apart))].into())
}

/// The longest expression found behind the opening.
fn longest(document: &Document, from: usize) -> Option<&Time> {
    let behind = document.times.iter().filter(|time| time.span.end > from);
    behind.rev().max_by_key(|time| time.span.end - time.span.start)
}

/// 95 % of `measure` by bootstrap over documents.
fn spread<T>(documents: &[T], measure: impl Fn(&mut dyn Iterator<Item = &T>) -> f64) -> [f64; 2] {
    let drawn = |drawn: &[usize]| Some(measure(&mut drawn.iter().map(|document| &documents[*document])));
    bootstrap::interval(documents.len(), drawn).map_or([0.0; 2], |(low, high)| [low, high])
}

/// Prints the tables.
pub fn print(figures: &Figures) {
    println!("\nTimes in running text, F1 in percent (95 % by bootstrap over articles)");
    let mut table = Table::with(&["", "articles", "strict", "", "relaxed", "value", "", "value accuracy"]);
    for (name, part) in &figures.texts {
        let f1 = |measure: &str| figure(&part.report[measure]["F1"]);
        let within = |measure: &str| part.intervals.get(measure).map_or_else(String::new, range);
        table.row(
            name,
            [
                part.documents.to_string(),
                f1("strict"),
                within("strict"),
                f1("relaxed"),
                f1("value"),
                within("value"),
                figure(&part.report["value accuracy"]),
            ],
        );
    }
    table.print();
    println!("\nValues of given expressions (timenorm)");
    let mut table = Table::with(&["", "expressions", "right", "95 %"]);
    for (name, share) in &figures.expressions {
        table.row(name, [share.all.to_string(), percent(share.right, share.all), range(&share.interval)]);
    }
    table.print();
}

fn range([low, high]: &[f64; 2]) -> String {
    format!("{low:.1} to {high:.1}")
}

fn figure(value: &Value) -> String {
    value.as_f64().map_or("-".to_owned(), |value| format!("{value:.1}"))
}
