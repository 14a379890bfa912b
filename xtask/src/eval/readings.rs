//! Readings of our own annotated reports: is each fact found, with its value, and over the right people?
//!
//! Marked and found readings are paired one to one: the predicate is a marked one, and the words overlap, or the mark's
//! words lie in the claim's content and in the sentence of the found reading. Pairs on the same words go first, then
//! those with the same value, so that "six civilians and one officer" are not crossed. A pair then counts three times
//! over: as it stands, if value and polarity agree, and if people and event agree as well (`eval/GUIDELINES.md`,
//! section 9). Only predicates that are marked completely are counted.

pub mod agreement;
pub mod marks;
pub mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::AddAssign;

use serde::Serialize;

use self::agreement::{in_scope, in_value};
use self::marks::Mark;
use self::sentences::Sentences;
use super::bootstrap::interval;
use super::found;
use super::own::Answered;
use super::table::{Table, percent};
use super::words::{Held, Words, dice};

/// Predicates of which every mention is marked; a test holds the guidelines to this list.
/// Predicates of which every mention is marked.
pub const COMPLETE: [&str; 13] = [
    "abducted",
    "arrested",
    "destroyed",
    "displaced",
    "fired_first",
    "injured",
    "killed",
    "missing",
    "offered_surrender",
    "ordered",
    "rescued",
    "surrendered",
    "used_weapon",
];

/// Figures by language.
pub type Languages = BTreeMap<String, Figures>;

/// A report with what was found in it.
pub struct Document<'a> {
    language: &'a str,
    name: String,
    marks: Vec<&'a Mark>,
    found: Vec<Found>,
}

/// A reading of the program, in the words of its text.
struct Found {
    words: Held,
    sentence: usize,
    /// The words of its claim's content.
    content: Held,
    background: bool,
    reading: found::Reading,
}

/// How well a found reading agrees with a mark.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Predicate,
    Value,
    Scope,
}

/// A mark and a found reading, by their numbers.
struct Pair {
    mark: usize,
    found: usize,
    level: Level,
}

/// What is counted over some reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Counts {
    marked: usize,
    found: usize,
    paired: usize,
    /// Of the pairs, those whose value and polarity agree.
    in_value: usize,
    /// Of them, those whose people and event agree as well.
    in_scope: usize,
    /// Optional marks, which are not counted among the marked, and those of them that were found.
    optional: usize,
    optional_found: usize,
}

/// Counts of a language.
#[derive(Default, Serialize)]
pub struct Figures {
    total: Counts,
    rates: BTreeMap<&'static str, Rates>,
    predicates: ByPredicate,
    documents: BTreeMap<String, Counts>,
}

/// Counts of one report, by predicate.
type ByPredicate = BTreeMap<String, Counts>;

/// Percent, with 95 % intervals by bootstrap over documents.
#[derive(Serialize)]
struct Rates {
    recall: Option<f64>,
    recall_from_to: Option<(f64, f64)>,
    precision: Option<f64>,
    precision_from_to: Option<(f64, f64)>,
}

/// The marked readings of each report beside those that were found, of the reports that have any marked.
pub fn documents<'a>(answered: &'a [Answered<'a>]) -> Vec<Document<'a>> {
    answered.iter().filter_map(|one| Some(document(one, one.report.readings.as_deref()?))).collect()
}

fn document<'a>(answered: &'a Answered<'a>, marks: &'a [Mark]) -> Document<'a> {
    let (text, document) = (&answered.report.text, &answered.document);
    let (words, sentences) = (Words::of(text), Sentences::of(text));
    let aside: BTreeSet<&str> =
        document.events.iter().filter(|event| !event.main).map(|event| event.id.as_str()).collect();
    let mut found: Vec<Found> = Vec::new();
    for claim in &document.claims {
        let content: Vec<_> = claim.content.iter().map(found::Span::place).collect();
        for reading in claim.readings.iter().filter(|reading| COMPLETE.contains(&reading.predicate.as_str())) {
            let one = Found {
                words: words.held(&reading.span.place()),
                sentence: sentences.number(reading.span.start),
                content: words.held_by(&content),
                background: reading.event.as_deref().is_some_and(|event| aside.contains(event)),
                reading: reading.clone(),
            };
            // Two claims may rest on the same words: what they say twice is one reading.
            if !found.iter().any(|other| other.says_the_same(&one)) {
                found.push(one);
            }
        }
    }
    let marks = marks.iter().filter(|mark| COMPLETE.contains(&mark.told.predicate())).collect();
    Document { language: &answered.case.language, name: answered.name(), marks, found }
}

impl Found {
    fn says_the_same(&self, other: &Self) -> bool {
        (&self.words, self.background) == (&other.words, other.background) && self.reading.says_the_same(&other.reading)
    }

    fn shown(&self) -> String {
        let event = if self.background { " event=background" } else { "" };
        format!("{}{event} “{}”", self.reading.answer(), self.reading.span.text.replace('\n', " "))
    }
}

impl Document<'_> {
    /// Marks with found readings, one to one.
    fn pairs(&self) -> Vec<Pair> {
        let mut candidates = Vec::new();
        for (mark, marked) in self.marks.iter().enumerate() {
            for (found, one) in self.found.iter().enumerate() {
                if let Some(overlaps) = meets(marked, one) {
                    let level = level(marked, one);
                    let rank = (overlaps, !marked.optional, level, similar(marked, one));
                    candidates.push((rank, Pair { mark, found, level }));
                }
            }
        }
        candidates.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let (mut marks, mut found) = (BTreeSet::new(), BTreeSet::new());
        let free = |pair: &Pair| {
            let free = !marks.contains(&pair.mark) && !found.contains(&pair.found);
            free && marks.insert(pair.mark) && found.insert(pair.found)
        };
        candidates.into_iter().map(|(_, pair)| pair).filter(free).collect()
    }

    /// Counts by predicate: a pair belongs to its mark's, any other found reading to its own.
    fn counts(&self) -> ByPredicate {
        let mut counts = ByPredicate::new();
        let pairs = self.pairs();
        for mark in &self.marks {
            let row = counts.entry(mark.told.predicate().to_owned()).or_default();
            *(if mark.optional { &mut row.optional } else { &mut row.marked }) += 1;
        }
        for pair in &pairs {
            let row = counts.entry(self.marks[pair.mark].told.predicate().to_owned()).or_default();
            row.pair(self.marks[pair.mark].optional, pair.level);
        }
        let paired: BTreeSet<_> = pairs.iter().map(|pair| pair.found).collect();
        for (_, found) in self.found.iter().enumerate().filter(|(number, _)| !paired.contains(number)) {
            counts.entry(found.reading.predicate.clone()).or_default().found += 1;
        }
        counts
    }
}

/// Whether the two may be a pair, and if so, whether by common words.
fn meets(mark: &Mark, found: &Found) -> Option<bool> {
    if !mark.told.predicates.holds(&found.reading.predicate) {
        return None;
    }
    let overlaps = !mark.words.is_disjoint(&found.words);
    let inside = mark.sentence == found.sentence && mark.words.is_subset(&found.content);
    (overlaps || inside).then_some(overlaps)
}

fn level(mark: &Mark, found: &Found) -> Level {
    match in_value(&mark.told, &found.reading) {
        true if in_scope(&mark.told, &found.reading, found.background) => Level::Scope,
        true => Level::Value,
        false => Level::Predicate,
    }
}

/// Common words, in thousandths.
fn similar(mark: &Mark, found: &Found) -> u64 {
    (1000.0 * dice(&mark.words, &found.words)) as u64
}

/// Counts over all documents.
pub fn score(documents: &[Document]) -> Languages {
    let mut languages: BTreeMap<String, Vec<(&str, ByPredicate)>> = BTreeMap::new();
    for document in documents {
        languages.entry(document.language.to_owned()).or_default().push((&document.name, document.counts()));
    }
    languages.into_iter().map(|(language, documents)| (language, Figures::of(&documents))).collect()
}

impl Figures {
    fn of(documents: &[(&str, ByPredicate)]) -> Self {
        let mut figures = Self::default();
        for (name, predicates) in documents {
            let mut sum = Counts::default();
            for (predicate, counts) in predicates {
                sum += *counts;
                *figures.predicates.entry(predicate.clone()).or_default() += *counts;
            }
            figures.total += sum;
            figures.documents.insert((*name).to_owned(), sum);
        }
        let counts: Vec<Counts> = figures.documents.values().copied().collect();
        for (name, level) in LEVELS {
            figures.rates.insert(name, Rates::of(&counts, level));
        }
        figures
    }
}

/// The rows of the table, with the least that a pair must reach.
const LEVELS: [(&str, Level); 3] = [("predicate", Level::Predicate), ("value", Level::Value), ("scope", Level::Scope)];

impl Rates {
    fn of(documents: &[Counts], level: Level) -> Self {
        let over = |whole: fn(&Counts) -> usize, counts: &Counts| {
            (whole(counts) > 0).then(|| 100.0 * counts.reaching(level) as f64 / whole(counts) as f64)
        };
        let sum = |drawn: &[usize]| {
            let mut sum = Counts::default();
            drawn.iter().for_each(|document| sum += documents[*document]);
            sum
        };
        let all: Vec<usize> = (0..documents.len()).collect();
        let rate = |whole: fn(&Counts) -> usize| {
            (over(whole, &sum(&all)), interval(documents.len(), |drawn| over(whole, &sum(drawn))))
        };
        let (recall, recall_from_to) = rate(|counts| counts.marked);
        let (precision, precision_from_to) = rate(|counts| counts.found);
        Self { recall, recall_from_to, precision, precision_from_to }
    }

    fn cells(&self) -> [String; 4] {
        let rate = |rate: Option<f64>| rate.map_or("-".to_owned(), |rate| format!("{rate:.1}"));
        let ends = |ends: Option<(f64, f64)>| ends.map_or("-".to_owned(), |(from, to)| format!("{from:.1}–{to:.1}"));
        [rate(self.recall), ends(self.recall_from_to), rate(self.precision), ends(self.precision_from_to)]
    }
}

impl Counts {
    /// A pair of an optional mark is neither right nor false.
    fn pair(&mut self, optional: bool, level: Level) {
        if optional {
            self.optional_found += 1;
            return;
        }
        self.found += 1;
        self.paired += 1;
        self.in_value += usize::from(level >= Level::Value);
        self.in_scope += usize::from(level >= Level::Scope);
    }

    fn reaching(&self, level: Level) -> usize {
        match level {
            Level::Predicate => self.paired,
            Level::Value => self.in_value,
            Level::Scope => self.in_scope,
        }
    }

    fn cells(&self) -> Vec<String> {
        let rates = LEVELS.iter().flat_map(|(_, level)| {
            [percent(self.reaching(*level), self.marked), percent(self.reaching(*level), self.found)]
        });
        [self.marked.to_string(), self.found.to_string()].into_iter().chain(rates).collect()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.marked += other.marked;
        self.found += other.found;
        self.paired += other.paired;
        self.in_value += other.in_value;
        self.in_scope += other.in_scope;
        self.optional += other.optional;
        self.optional_found += other.optional_found;
    }
}

/// Prints the tables, one language after another.
pub fn print(languages: &Languages) {
    for (language, figures) in languages {
        let Figures { total, rates, predicates, documents } = figures;
        println!(
            "\nReadings, {language}: {} reports, {} marked, {} found ({} of {} optional marks besides)",
            documents.len(),
            total.marked,
            total.found,
            total.optional_found,
            total.optional
        );
        let mut table = Table::with(&["right", "R", "95 %", "P", "95 %"]);
        for (name, label) in [("predicate", "predicate"), ("value", "and value"), ("scope", "and scope")] {
            table.row(label, rates[name].cells());
        }
        table.print();
        println!();
        let heading = ["predicate", "marked", "found", "R", "P", "value R", "value P", "scope R", "scope P"];
        let mut table = Table::with(&heading);
        for (predicate, counts) in predicates {
            table.row(predicate, counts.cells());
        }
        table.print();
    }
}

/// Every missed mark (-), false reading (+), and pair with a wrong value (v) or scope (s), report by report.
pub fn errors(documents: &[Document]) -> String {
    let mut text = String::from(
        "Readings: missed marks (-), false readings (+), pairs with a wrong value (v) or the wrong people or event (s),\n\
         the found one below the marked one.\n",
    );
    for document in documents {
        for line in document.errors() {
            writeln!(text, "{line}").expect("writing to a string does not fail");
        }
    }
    text
}

impl Document<'_> {
    fn errors(&self) -> Vec<String> {
        let pairs = self.pairs();
        let mut lines = vec![format!("\n== {}/{}", self.language, self.name)];
        for (number, mark) in self.marks.iter().enumerate().filter(|(_, mark)| !mark.optional) {
            let pair = pairs.iter().find(|pair| pair.mark == number);
            let sign = match pair.map(|pair| pair.level) {
                None => '-',
                Some(Level::Predicate) => 'v',
                Some(Level::Value) => 's',
                Some(Level::Scope) => continue,
            };
            lines.push(format!("{sign} {}", mark.shown));
            lines.extend(pair.map(|pair| format!("      {}", self.found[pair.found].shown())));
        }
        let paired: BTreeSet<_> = pairs.iter().map(|pair| pair.found).collect();
        let spurious = self.found.iter().enumerate().filter(|(number, _)| !paired.contains(number));
        lines.extend(spurious.map(|(_, found)| format!("+ {}", found.shown())));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::marks::{Answer, MarkedScope};
    use super::*;
    use crate::eval::{Split, marked};

    const TEXT: &str =
        "Seven dead, police say.\nSix civilians and one officer were killed; two fled. Nobody else died.";

    fn mark(toml: &str) -> Mark {
        Mark::located(TEXT, &Words::of(TEXT), toml::from_str(toml).unwrap()).unwrap()
    }

    /// A count of killed on these words of the text, in a claim that is the whole text.
    fn killed(span: &str, min: u64, side: Option<&str>) -> Found {
        let start = TEXT.find(span).unwrap();
        let scope =
            serde_json::json!({"side": side, "kind": null, "part": "unknown", "including": [], "excluding": []});
        let reading = serde_json::json!({"id": "", "span": {"start": start, "end": start + span.len(), "text": span},
            "event": null, "predicate": "killed", "polarity": "affirmed", "scope": scope,
            "value": {"kind": "count", "min": min, "max": min}});
        let words = Words::of(TEXT);
        Found {
            words: words.held(&(start..start + span.len())),
            sentence: Sentences::of(TEXT).number(start),
            content: words.held(&(0..TEXT.len())),
            background: false,
            reading: serde_json::from_value(reading).unwrap(),
        }
    }

    fn check(marks: &[Mark], found: Vec<Found>, expected: Counts) {
        let document = Document { language: "en", name: "case/1".to_owned(), marks: marks.iter().collect(), found };
        let mut sum = Counts::default();
        document.counts().into_values().for_each(|counts| sum += counts);
        assert_eq!(sum, expected, "{:#?}", document.errors());
    }

    fn marks() -> Vec<Mark> {
        vec![
            mark("words = 'Seven dead'\npredicate = 'killed'\nmin = 7\nmax = 7"),
            mark("words = 'Six civilians'\npredicate = 'killed'\nmin = 6\nmax = 6\nside = 'bystanders'"),
            mark("words = 'one officer'\npredicate = 'killed'\nmin = 1\nmax = 1\nside = 'officials'"),
        ]
    }

    #[test]
    fn all_right() {
        let found = vec![
            killed("one officer", 1, Some("officials")),
            killed("Six", 6, Some("bystanders")),
            killed("Seven", 7, None),
        ];
        check(
            &marks(),
            found,
            Counts { marked: 3, found: 3, paired: 3, in_value: 3, in_scope: 3, ..Counts::default() },
        );
    }

    #[test]
    fn one_span_over_two_marks_goes_to_the_one_with_its_value() {
        let found = vec![killed("Six civilians and one officer", 1, None)];
        check(
            &marks(),
            found,
            Counts { marked: 3, found: 1, paired: 1, in_value: 1, in_scope: 0, ..Counts::default() },
        );
    }

    #[test]
    fn the_same_content_is_enough_in_the_same_sentence() {
        let first = killed("police", 7, None);
        let third = killed("two", 2, None);
        let last = killed("Nobody", 6, None);
        let expected = Counts { marked: 3, found: 3, paired: 2, in_value: 1, in_scope: 1, ..Counts::default() };
        check(&marks(), vec![first, third, last], expected);
    }

    #[test]
    fn an_optional_mark_counts_on_neither_side() {
        let optional = || vec![mark("words = 'two'\npredicate = 'killed'\nmin = 2\nmax = 2\noptional = true")];
        check(&optional(), Vec::new(), Counts { optional: 1, ..Counts::default() });
        let expected = Counts { optional: 1, optional_found: 1, ..Counts::default() };
        check(&optional(), vec![killed("two", 5, None)], expected);
    }

    #[test]
    fn another_predicate_is_no_pair() {
        let injured = || vec![mark("words = 'Seven dead'\npredicate = 'injured'\nmin = 7\nmax = 7")];
        check(&injured(), vec![killed("Seven", 7, None)], Counts { marked: 1, found: 1, ..Counts::default() });
        let either = vec![mark("words = 'Seven dead'\npredicate = ['injured', 'killed']\nmin = 7\nmax = 7")];
        let expected = Counts { marked: 1, found: 1, paired: 1, in_value: 1, in_scope: 1, ..Counts::default() };
        check(&either, vec![killed("Seven", 7, None)], expected);
    }

    #[test]
    fn errors_name_both_sides() {
        let found = vec![killed("Seven", 8, None), killed("Six", 6, None), killed("Nobody", 3, None)];
        let marks = marks();
        let document = Document { language: "en", name: "case/1".to_owned(), marks: marks.iter().collect(), found };
        assert_eq!(
            document.errors(),
            [
                "\n== en/case/1",
                "v killed 7 “Seven dead”",
                "      killed 8 “Seven”",
                "s killed 6 side=bystanders “Six civilians”",
                "      killed 6 “Six”",
                "- killed 1 side=officials “one officer”",
                "+ killed 3 “Nobody”",
            ]
        );
    }

    /// A reading that says just what is marked.
    fn perfect(mark: &Mark) -> Found {
        let open = |word: &str| (word != marks::UNTOLD).then(|| word.to_owned());
        let told = |words: &marks::Any| {
            let word = if words.holds(marks::UNTOLD) { marks::UNTOLD } else { words.0.first()? };
            open(word)
        };
        let value = match &mark.told.answer {
            Answer::Count { min, max, .. } => serde_json::json!({"kind": "count", "min": min, "max": max}),
            Answer::Choice(choices) => serde_json::json!({"kind": "choice", "value": choices.0[0]}),
            Answer::Text(names) => serde_json::json!({"kind": "text", "value": names.0[0]}),
            Answer::Time { .. } | Answer::Duration { .. } | Answer::None => {
                serde_json::json!({"kind": "time", "from": null, "to": null})
            }
        };
        let MarkedScope { side, kind, part, including, excluding } = &mark.told.scope;
        let scope = serde_json::json!({"side": told(side), "kind": told(kind), "part": part.as_deref().unwrap_or("unknown"),
            "including": including, "excluding": excluding});
        let reading = serde_json::json!({"id": "", "span": {"start": 0, "end": 0, "text": ""}, "event": null,
            "predicate": mark.told.predicate(), "polarity": mark.told.polarity.0[0], "scope": scope, "value": value});
        Found {
            words: mark.words.clone(),
            sentence: mark.sentence,
            content: Held::new(),
            background: !mark.told.event.holds("main"),
            reading: serde_json::from_value(reading).unwrap(),
        }
    }

    #[test]
    fn who_reads_what_is_marked_is_right_everywhere() {
        let cases = marked::cases(&crate::run::root().join("eval"), Split::All).unwrap();
        for report in cases.iter().flat_map(|case| &case.reports) {
            let marks = report.readings.iter().flatten();
            let marks: Vec<_> = marks.filter(|mark| COMPLETE.contains(&mark.told.predicate())).collect();
            let found = marks.iter().rev().map(|mark| perfect(mark)).collect();
            let document = Document { language: "", name: report.name.clone(), marks, found };
            assert_eq!(document.errors().len(), 1, "{:#?}", document.errors());
        }
    }

    #[test]
    fn the_guidelines_name_the_complete_predicates() {
        let guidelines = std::fs::read_to_string(crate::run::root().join("eval/GUIDELINES.md")).unwrap();
        let line = guidelines.lines().map(str::trim).find(|line| line.starts_with("complete = ")).unwrap();
        assert_eq!(line, format!("complete = {}", COMPLETE.join(" ")));
    }
}
