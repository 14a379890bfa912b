//! From which rules were results made? Results are kept under the version of what made them, and a rule or a word list
//! may change without a new version of the program. So the sources of each stage are hashed when it is built: whoever
//! builds anew after a change reads and lines up anew. Line ends and order of files do not count.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// What a stage is made of, besides the crates of others: its own crates by folder.
const STAGES: &[(&str, &[&str])] = &[
    ("VARIORUM_READING_RULES", &["variorum-evidence", "variorum-infer", "variorum-places", "variorum-text"]),
    ("VARIORUM_RECONCILE_RULES", &["variorum-evidence", "variorum-reconcile"]),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for (variable, crates) in STAGES {
        // Not stable between versions of Rust; another compiler only makes everything once more.
        let mut hasher = DefaultHasher::new();
        for name in *crates {
            let folder = Path::new("..").join(name);
            let mut files = Vec::new();
            for part in ["src", "lexicon", "data"].map(|part| folder.join(part)).iter().filter(|part| part.is_dir()) {
                println!("cargo::rerun-if-changed={}", part.display());
                list(part, &mut files);
            }
            files.sort();
            for file in files {
                hasher.write(file.to_string_lossy().replace('\\', "/").as_bytes());
                hasher.write(&read(&file));
            }
        }
        println!("cargo::rustc-env={variable}={:016x}", hasher.finish());
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources can be read") {
        let path = entry.expect("a folder of the sources can be listed").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn read(file: &Path) -> Vec<u8> {
    let bytes = fs::read(file).expect("a source can be read");
    bytes.into_iter().filter(|byte| *byte != b'\r').collect()
}
