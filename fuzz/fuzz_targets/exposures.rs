#![no_main]
use libfuzzer_sys::fuzz_target;
fuzz_target!(|text: &str| {
    let found = variorum_ingest::exposures(text);
    assert!(found.iter().all(|one| one.span.words(text).is_some_and(|words| !words.is_empty())));
    assert!(found.windows(2).all(|two| two[0].span.end <= two[1].span.start));
});
