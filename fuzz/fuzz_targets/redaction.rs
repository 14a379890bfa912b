#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_redaction::job::answer;
use variorum_redaction::picture::strip;
use variorum_redaction::search::{Depth, search};
use variorum_redaction::words::{Lexicon, Protected};
fuzz_target!(|bytes: &[u8]| {
    let spellings = vec!["Óscar Pérez".to_owned(), "王小明".to_owned(), "Ana".to_owned()];
    let protected = Protected { spellings, alias: "Witness A".to_owned(), unlike: Vec::new() };
    let lexicon = Lexicon::of(vec![protected]).expect("they are long enough");
    let _ = search(&lexicon, bytes, Depth::Near);
    let _ = strip(bytes);
    let _ = answer(bytes);
    let text = String::from_utf8_lossy(bytes);
    assert!(!lexicon.occurs(&lexicon.replace(&text).text));
});
