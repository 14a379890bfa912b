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

#[test]
fn the_case_of_this_format_can_be_read() {
    let (case, findings) = ReadCase::open(&golden()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(case.size(), 4);
    assert_eq!(case.checkpoint().unwrap().head().root, case.root());
}
