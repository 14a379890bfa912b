//! Prints what the rules read in text files: `cargo run --example dump -- PUBLISHED OFFSET_MINUTES FILE…`.
//! A tool for looking at the reader while changing it; the product's own view is `variorum read`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "an example, not the library")]

use std::error::Error;

use variorum_evidence::moment::{Precision, SaidAt};
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader, read_questions};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [published, offset, files @ ..] = arguments.as_slice() else {
        return Err("usage: dump PUBLISHED OFFSET_MINUTES FILE…".into());
    };
    let mut questions = read_questions(include_str!("../../../questions/killing.toml"))?;
    questions.extend(read_questions(include_str!("../../../questions/general.toml"))?);
    let questions = QuestionSet::compile(questions)?;
    let from: Option<jiff::civil::DateTime> = published.parse().ok();
    let said = from.map(|from| SaidAt::between(from, from, offset.parse().ok(), Precision::Day, "argument"));
    for file in files {
        let text = std::fs::read_to_string(file)?;
        let context = ReadingContext {
            published: said.as_ref(),
            offset: offset.parse().ok(),
            questions: &questions,
            predicates: &PredicateSet::default(),
        };
        let reading = RuleReader.read(&text, &context)?;
        println!("=== {file} {:?}", reading.language);
        for time in &reading.times {
            println!("  time {:?} {} {:?}", time.span.words(&text).unwrap_or(""), time.value, time.when);
        }
        for claim in &reading.claims {
            let words = |span: variorum_evidence::span::TextSpan| span.words(&text).unwrap_or("?").replace('\n', " ");
            let source = claim.source.as_ref().map(|source| {
                format!("{} = {} [{}]", words(source.span), source.name, source.role.as_deref().unwrap_or(""))
            });
            println!("- {}", source.unwrap_or_else(|| "(own)".to_owned()));
            let contents: Vec<String> = claim.content.iter().map(|span| words(*span)).collect();
            println!(
                "    {:?} «{}» {:?} {:?}{}{} {}",
                claim.cue.map(words).unwrap_or_default(),
                contents.join("» «"),
                claim.manner,
                claim.hedge.value,
                claim.nested_in.map_or("", |_| " nested"),
                claim.said_at.as_ref().map(|said| format!(" said {:?}", said.from)).unwrap_or_default(),
                claim.rule
            );
            for reading in &claim.readings {
                println!(
                    "      * {} {:?} «{}» {:?} {:?} {} {}",
                    reading.question.as_ref().map_or("-", |question| question.0.as_str()),
                    reading.value,
                    words(reading.span),
                    reading.polarity,
                    reading.scope,
                    reading.event.as_ref().map_or("", |event| event.0.as_str()),
                    reading.rule
                );
            }
        }
    }
    Ok(())
}
