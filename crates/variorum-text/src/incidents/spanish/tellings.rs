//! What do sentences of Spanish-language news tell? The rows stand in `tests/spanish.txt`, a sentence a line, with the facts
//! and acts that it tells in their order of predicates.

use variorum_evidence::claim::Polarity;
use variorum_evidence::document::Language;
use variorum_evidence::span::TextSpan;

use crate::incidents::{Act, Fact, PredicateSet, read};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities;
use crate::times;
use crate::tokens::{Text, tokens};

/// "killed 2 officials of": predicate, number, kind, side, and whether it is a part of another.
fn fact(fact: &Fact) -> String {
    let mut words = vec![fact.predicate.to_string()];
    words.extend((fact.polarity == Polarity::Denied).then(|| "not".to_owned()));
    words.push(match fact.max {
        Some(max) if max == fact.min => max.to_string(),
        Some(max) => format!("{}-{max}", fact.min),
        None => format!("{}+", fact.min),
    });
    words.extend(fact.kind.clone());
    words.extend(fact.side.map(str::to_owned));
    words.extend(fact.part_of.map(|_| "of".to_owned()));
    words.join(" ")
}

/// "ordered El ministro", "fired_first not officials".
fn act(line: &Line<'_>, sentence: &str, act: &Act) -> String {
    let not = if act.polarity == Polarity::Denied { "not " } else { "" };
    let words = line.span(&act.words).map_or("", |span| &sentence[span.range()]);
    format!("{} {not}{}", act.predicate, act.choice.unwrap_or(words))
}

fn told(sentence: &str) -> Vec<String> {
    let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
    let line = Line { text: &text, tokens: &tokens };
    let lexicon = Lexicon::of(Language::Es);
    let predicates = PredicateSet::default();
    let predicates = predicates.in_language(Language::Es).unwrap();
    let times = times::find(&text, 0..sentence.len(), Language::Es);
    let times: Vec<_> =
        times.into_iter().filter_map(|time| Some(line.touching(TextSpan::of(sentence, time.range)?))).collect();
    let found = read(&line, lexicon, predicates, &quantities::find(&line, lexicon, &times), &times, &[]);
    let facts = found.facts.iter().map(fact);
    // Who opened fire at all is no answer by itself.
    let acts = found.acts.iter().filter(|act| act.predicate != "opened_fire");
    let mut told: Vec<String> = facts.chain(acts.map(|one| act(&line, sentence, one))).collect();
    told.sort();
    told.dedup();
    told
}

#[test]
fn sentences_of_the_news() {
    let rows = include_str!("../../../tests/spanish.txt");
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let (sentence, expected) = row.split_once(" |").unwrap();
        let mut expected: Vec<&str> = expected.split(';').map(str::trim).filter(|fact| !fact.is_empty()).collect();
        expected.sort_unstable();
        expected.dedup();
        let told = told(sentence);
        if told != expected {
            wrong.push(format!("{sentence}\n    has {}\n    not {}", expected.join("; "), told.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}
