//! The same clock, chance and inputs give the same case, byte for byte: `docs/format/vectors/case/`.
//!
//! The folder is also the example for whoever writes a second verifier. `VARIORUM_BLESS=1` writes it anew,
//! which is a change of the format and is to be named as one.

use std::path::PathBuf;

use crate::world::{World, add, files};
use serde_json::json;
use variorum_store::ReadCase;

fn golden() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/format/vectors/case"))
}

#[test]
fn a_fixed_notary_gives_the_same_bytes() {
    let world = World::new();
    let mut case = world.create();
    add(&mut case, "report.txt", b"Seven people died, the minister said.\n");
    let mut batch = case.batch();
    batch.entry("note.add", &json!({"text": "Añadido a mano: \"¿cuántos?\""})).unwrap();
    batch.commit().unwrap();
    case.sign_checkpoint().unwrap();
    drop(case);
    let mut made = files(&world.case_path());
    // Who is writing, and caches.
    made.retain(|name, _| name != "lock" && !name.starts_with("derived/"));
    if std::env::var_os("VARIORUM_BLESS").is_some() {
        for (name, bytes) in &made {
            let path = golden().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let expected = files(&golden());
    assert_eq!(made.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, bytes) in made {
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&expected[&name]), "{name}");
    }
}

/// A segment takes no line once it has 16 MiB; the line that crosses the mark stays whole.
#[test]
fn segments_are_cut_where_the_format_says() {
    let world = World::new();
    let mut case = world.create();
    let text = "x".repeat(65_000);
    for entries in [200, 70] {
        let mut batch = case.batch();
        for _ in 0..entries {
            batch.entry("note.add", &json!({"text": text})).unwrap();
        }
        batch.commit().unwrap();
    }
    case.sign_checkpoint().unwrap();
    let size = case.read().size();
    drop(case);
    let segments: Vec<Vec<u8>> =
        ["journal/000000.jsonl", "journal/000001.jsonl"].map(|name| std::fs::read(world.path(name)).unwrap()).into();
    let lines = |segment: &[u8]| segment.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::len).collect::<Vec<_>>();
    let first = lines(&segments[0]);
    let mark = 16 * 1024 * 1024;
    assert!(segments[0].len() >= mark && segments[0].len() - first[first.len() - 1] < mark);
    assert_eq!((first.len() + lines(&segments[1]).len()) as u64, size);
    assert!(!world.path("journal/000002.jsonl").exists());
    assert!(ReadCase::open(&world.case_path()).unwrap().1.is_empty());
}

#[test]
fn the_case_of_this_format_can_be_read() {
    let (case, findings) = ReadCase::open(&golden()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(case.size(), 4);
    assert_eq!(case.checkpoint().unwrap().head().root, case.root());
}
