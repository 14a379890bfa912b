//! Attributions of a corpus, for scoring: reads lines of `{"doc": …, "text": …}` from standard input and writes
//! lines of `{"doc": …, "attributions": [{"source": [[s, e]], "cue": …, "content": …}]}`, in code points.
#![allow(clippy::print_stdout, reason = "an example, not the library")]

use std::error::Error;
use std::io::BufRead;

use variorum_evidence::span::{CodePoints, TextSpan};
use variorum_text::{QuestionSet, Reader, ReadingContext, RuleReader};

fn main() -> Result<(), Box<dyn Error>> {
    let questions = QuestionSet::default();
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without text")?;
        let reading = RuleReader.read(text, &ReadingContext { published: None, offset: None, questions: &questions });
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
                serde_json::json!({ "source": source, "cue": cue, "content": content })
            })
            .collect();
        println!("{}", serde_json::json!({ "doc": record["doc"], "attributions": attributions }));
    }
    Ok(())
}
