//! Attributions of a corpus, for scoring: reads lines of `{"doc": …, "text": …}` from standard input and writes
//! lines of `{"doc": …, "attributions": [{"source": [[s, e]], "cue": …, "content": …}]}`, in code points.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example, not the library")]

use std::error::Error;
use std::io::BufRead;
use std::path::Path;

use variorum_evidence::span::{CodePoints, TextSpan};
use variorum_infer::Model;
use variorum_text::{NeuralReader, PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader};

fn main() -> Result<(), Box<dyn Error>> {
    let questions = QuestionSet::default();
    // A folder names a model that is not the shipped one; `rules` reads without any.
    let reader: Box<dyn Reader> = match std::env::args().nth(1).as_deref() {
        Some("rules") => Box::new(RuleReader),
        Some(folder) => Box::new(NeuralReader::with(Model::open(Path::new(folder))?)),
        None => Box::new(NeuralReader::shipped()?),
    };
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without text")?;
        let reading = reader.read(
            text,
            &ReadingContext {
                published: None,
                offset: None,
                questions: &questions,
                predicates: &PredicateSet::default(),
            },
        )?;
        let points = CodePoints::of(text);
        let range = |span: TextSpan| points.points_from_span(span).map(|range| [range.start, range.end]);
        // The corpora mark no nesting and no claims of the text itself.
        let told = reading
            .claims
            .iter()
            .filter(|claim| claim.nested_in.is_none() && (claim.cue.is_some() || claim.source.is_some()));
        let attributions: Vec<_> = told
            .map(|claim| {
                let source: Vec<_> = claim.source.iter().filter_map(|source| range(source.span)).collect();
                let cue: Vec<_> = claim.cue.and_then(range).into_iter().collect();
                let content: Vec<_> = claim.content.iter().filter_map(|span| range(*span)).collect();
                serde_json::json!({ "source": source, "cue": cue, "content": content, "rule": claim.rule })
            })
            .collect();
        println!("{}", serde_json::json!({ "doc": record["doc"], "attributions": attributions }));
    }
    Ok(())
}
