#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_store::Frontier;
fuzz_target!(|text: &str| {
    if let Some(frontier) = Frontier::from_text(text) {
        assert_eq!(frontier.to_text(), text);
    }
});
