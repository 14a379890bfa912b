//! How often a short name, protected, would be asked about in texts that do not mean anybody by it: false alarms stop
//! an edition. Texts come on standard input, one JSON object a line with its text under the field named first; names
//! follow as arguments. Prints each name's words, and the sum.
//!
//! `short_names text Ana Ruiz … < reports.jsonl`
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement: it prints, and stops where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead as _;

use variorum_redaction::search::{Depth, search};
use variorum_redaction::words::{Lexicon, Protected};

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(|argument| argument.into_string().unwrap());
    let field = arguments.next().unwrap();
    let protected = arguments.enumerate().map(|(number, name)| {
        // A number holds no name.
        Protected { spellings: vec![name], alias: format!("{number}."), unlike: Vec::new() }
    });
    let lexicon = Lexicon::of(protected.collect()).unwrap();
    let (mut texts, mut letters, mut stopped) = (0, 0, 0);
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let object: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = object[&field].as_str().unwrap();
        texts += 1;
        letters += text.len();
        let near = search(&lexicon, text.as_bytes(), Depth::Near).near;
        stopped += near.values().map(|(alias, _)| alias).collect::<BTreeSet<_>>().len();
        for (word, (_, times)) in near {
            *words.entry(word).or_default() += times;
        }
    }
    for (word, times) in &words {
        println!("{times:>6}  {word}");
    }
    let names = lexicon.protected().len();
    println!("{texts} texts of {letters} bytes, {names} names: asked about in {stopped} of {}", texts * names);
}
