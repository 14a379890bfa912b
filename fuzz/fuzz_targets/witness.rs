#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_anchor::witness::{Answer, Request, Witness, WitnessKey};
fuzz_target!(|text: &str| {
    if let Ok(request) = Request::from_text(text) {
        assert_eq!(request.to_text(), text);
    }
    if let Ok(key) = text.parse::<WitnessKey>() {
        assert_eq!(key.to_string(), text);
    }
    let witness = Witness::from_seed("colleague.example", &[5; 32]).unwrap();
    if let Ok(answer) = Answer::from_text(text) {
        assert_eq!(answer.time_by(witness.key(), "head\n\n"), None);
    }
});
