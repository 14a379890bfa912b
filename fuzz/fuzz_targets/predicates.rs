#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_text::{QuestionSet, Reader, ReadingContext, RuleReader, read_predicates};
fuzz_target!(|toml: &str| {
    let Ok(predicates) = read_predicates(toml) else { return };
    let questions = QuestionSet::default();
    let context = ReadingContext { published: None, offset: None, questions: &questions, predicates: &predicates };
    let text = "Police evicted 40 families and burned six ballots in May, the mayor said.";
    RuleReader.read(text, &context).unwrap();
});
