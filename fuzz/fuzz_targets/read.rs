#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader};
fuzz_target!(|text: &str| {
    let questions = QuestionSet::default();
    let predicates = PredicateSet::default();
    let context = ReadingContext { published: None, offset: None, questions: &questions, predicates: &predicates };
    let reading = RuleReader.read(text, &context).unwrap();
    assert!(reading.times.iter().all(|time| time.span.words(text).is_some()));
    assert!(reading.places.iter().all(|place| place.span.words(text).is_some()));
    assert!(reading.claims.iter().flat_map(|claim| &claim.content).all(|span| span.words(text).is_some()));
});
