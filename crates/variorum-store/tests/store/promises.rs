//! What a case promises to whoever opens it, adds to it and reads it.

use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::world::{World, add, files};
use serde_json::json;
use variorum_evidence::ids::OriginalId;
use variorum_journal::tree::{Tree, leaf_hash};
use variorum_store::{Case, CreateError, OpenError, ReadCase, ReadError, SystemNotary, WriteError};

fn kinds(case: &ReadCase) -> Vec<String> {
    case.entries().unwrap().map(|entry| entry.unwrap().kind).collect()
}

#[test]
fn made_added_to_and_opened_again() {
    let world = World::new();
    let mut case = world.create();
    assert_eq!(add(&mut case, "a.txt", b"alpha"), 2);
    assert_eq!(add(&mut case, "b.txt", b""), 3);
    assert_eq!(case.read().size(), 4);
    case.sign_checkpoint().unwrap();
    drop(case);

    let (mut case, findings) = world.open().unwrap();
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(add(&mut case, "c.txt", b"gamma"), 4);
    assert_eq!(kinds(case.read()), ["case.open", "config.set", "object.add", "object.add", "object.add"]);
    assert_eq!(case.read().original(OriginalId::of_bytes(b"alpha")).unwrap(), b"alpha");
    drop(case);

    let (_, findings) = world.open().unwrap();
    assert_eq!(findings, ["journal.unsigned"]);
}

#[test]
fn the_head_is_over_the_lines_on_disk() {
    let world = World::with_case();
    let (case, _) = ReadCase::open(&world.case_path()).unwrap();
    let mut tree = Tree::new();
    for line in std::fs::read_to_string(world.path("journal/000000.jsonl")).unwrap().lines() {
        tree.append(leaf_hash(line.as_bytes()));
    }
    let head = case.checkpoint().unwrap().head();
    assert_eq!((head.size, head.root), (tree.size(), tree.root()));
    assert_eq!(case.root(), tree.root());
}

#[test]
fn a_reader_sees_the_case_as_it_was_when_opened() {
    let world = World::new();
    let mut case = world.create();
    let (read, findings) = ReadCase::open(&world.case_path()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    add(&mut case, "a.txt", b"alpha");
    assert_eq!((read.size(), kinds(&read).len()), (2, 2));
    let (read, _) = ReadCase::open(&world.case_path()).unwrap();
    assert_eq!((read.size(), kinds(&read).len()), (3, 3));
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let world = World::new();
    let case = world.create();
    let error = world.open().unwrap_err();
    assert!(matches!(&error, OpenError::Busy { holder, .. } if holder.contains(&std::process::id().to_string())));
    drop(case);
    assert!(world.open().is_ok());
}

#[test]
fn the_same_bytes_are_stored_once() {
    let world = World::new();
    let mut case = world.create();
    let mut batch = case.batch();
    let first = batch.original(b"alpha").unwrap();
    assert!(!batch.is_named(first.id).unwrap());
    batch.entry("object.add", &json!({"sha256": first.id, "size": first.size})).unwrap();
    let second = batch.original_from("a.txt".as_ref(), b"alpha".as_slice()).unwrap();
    assert!(batch.is_named(second.id).unwrap(), "by the entry before");
    batch.commit().unwrap();
    let mut batch = case.batch();
    let third = batch.original(b"alpha").unwrap();
    assert_eq!((third.id, third.size, batch.is_named(third.id).unwrap()), (first.id, 5, true));
    drop(batch);
    assert!(case.batch().commit().unwrap().is_empty());
    assert!(std::fs::read_dir(world.path("tmp")).unwrap().next().is_none());
}

#[test]
fn large_originals_are_streamed() {
    let world = World::new();
    let mut case = world.create();
    let mut batch = case.batch();
    let stored = batch.original_from("zeros".as_ref(), std::io::repeat(0).take(3_000_000)).unwrap();
    assert_eq!(stored.size, 3_000_000);
    assert_eq!(stored.id, OriginalId::of_bytes(&vec![0; 3_000_000]));
    batch.entry("object.add", &json!({"sha256": stored.id, "size": stored.size})).unwrap();
    batch.commit().unwrap();
    let mode = std::fs::metadata(case.read().original_path(stored.id)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o444);
}

#[test]
fn an_original_that_cannot_be_read_leaves_nothing() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::InvalidData.into())
        }
    }
    let world = World::new();
    let mut case = world.create();
    let error = case.batch().original_from("stick/a.txt".as_ref(), b"half".chain(Broken)).unwrap_err();
    assert_eq!(error.to_string(), "could not read stick/a.txt");
    assert!(std::fs::read_dir(world.path("tmp")).unwrap().next().is_none());
    assert_eq!(add(&mut case, "b.txt", b"works"), 2);
}

#[test]
fn nothing_lies_in_the_case_without_an_entry() {
    let world = World::new();
    let mut case = world.create();
    let mut batch = case.batch();
    batch.original(b"alpha").unwrap();
    batch.entry("note.add", &json!({"text": "about something else"})).unwrap();
    assert!(matches!(batch.commit(), Err(WriteError::Unnamed { .. })));
    assert_eq!(case.read().size(), 2);
    assert_eq!(add(&mut case, "a.txt", b"alpha"), 2);
}

#[test]
fn entries_that_cannot_be_written_change_nothing() {
    let world = World::new();
    let mut case = world.create();
    let mut batch = case.batch();
    for body in
        [json!({"at": "now"}), json!({"n": 0.5}), json!({"n": null}), json!({"t": "x".repeat(70_000)}), json!(7)]
    {
        assert!(batch.entry("note.add", &body).is_err(), "{body}");
    }
    assert!(batch.entry("Not a kind", &json!({})).is_err());
    assert_eq!(batch.entry("note.add", &json!({})).unwrap(), 2);
    drop(batch);
    assert_eq!(case.read().size(), 2);
}

#[test]
fn a_clock_that_went_back_is_said_once() {
    let world = World::with_case();
    let (mut case, _) = world.open_at("2020-01-01T00:00:00Z").unwrap();
    add(&mut case, "a.txt", b"alpha");
    add(&mut case, "b.txt", b"beta");
    let back: Vec<bool> = case.read().entries().unwrap().map(|entry| entry.unwrap().clock_back).collect();
    assert_eq!(back, [false, false, true, false]);
}

#[test]
fn a_long_command_signs_once_a_minute() {
    let world = World::with_case();
    let (mut case, _) = world.open().unwrap();
    let signed: Vec<u64> = (0..130)
        .map(|number| {
            // The clock of this test ticks a second for each entry.
            add(&mut case, "a.txt", format!("{number}").as_bytes());
            case.read().checkpoint().unwrap().head().size
        })
        .collect();
    assert_eq!((signed[59], signed[60], signed[120], signed[121]), (2, 63, 63, 124));
}

#[test]
fn a_changed_original_is_not_handed_out_and_not_written_over() {
    let world = World::new();
    let mut case = world.create();
    add(&mut case, "a.txt", b"alpha");
    let id = OriginalId::of_bytes(b"alpha");
    let path = case.read().original_path(id);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    std::fs::write(&path, b"alphA").unwrap();
    assert!(matches!(case.read().original(id), Err(ReadError::ChangedOriginal { .. })));
    assert!(matches!(case.batch().original(b"alpha"), Err(WriteError::ChangedOriginal { .. })));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(add(&mut case, "a.txt", b"alpha"), 3);
    assert_eq!(case.read().original(id).unwrap(), b"alpha");
}

#[test]
fn only_an_empty_folder_becomes_a_case() {
    let world = World::with_case();
    let create =
        |world: &World| Case::create(&world.case_path(), &world.keyring(), SystemNotary, "test 1", b"").map(drop);
    assert!(matches!(create(&world), Err(CreateError::AlreadyACase { .. })));
    std::fs::remove_file(world.path("FORMAT")).unwrap();
    assert!(matches!(create(&world), Err(CreateError::NotEmpty { .. })), "a case that lost its FORMAT is kept");
    assert!(world.path("journal/000000.jsonl").exists());

    let world = World::new();
    std::fs::create_dir(world.case_path()).unwrap();
    assert!(create(&world).is_ok(), "an empty folder");
}

#[test]
fn what_is_no_case_or_a_later_one() {
    let world = World::with_case();
    std::fs::write(world.path("FORMAT"), "variorum-case/2\n").unwrap();
    assert!(matches!(world.open(), Err(OpenError::NewerFormat { .. })));
    let (_, findings) = ReadCase::open(&world.case_path()).unwrap();
    assert_eq!(findings[0].code, "case.newer_format");
    for text in ["variorum-case/1", "variorum-case/0\n", "variorum-case/1\n\n", "other/1\n", ""] {
        std::fs::write(world.path("FORMAT"), text).unwrap();
        assert!(matches!(world.open(), Err(OpenError::Read(ReadError::NotACase { .. }))), "{text:?}");
    }
    std::fs::remove_file(world.path("FORMAT")).unwrap();
    assert!(matches!(ReadCase::open(&world.case_path()), Err(ReadError::NotACase { .. })));
}

#[test]
fn links_are_not_followed() {
    for name in ["journal", "originals", "tmp"] {
        let world = World::with_case();
        std::fs::rename(world.path(name), world.outside().join(name)).unwrap();
        symlink(world.outside().join(name), world.path(name)).unwrap();
        let before = files(&world.outside());
        let refused = match world.open() {
            Err(_) => true,
            Ok((mut case, _)) => case.batch().original(b"alpha").is_err(),
        };
        assert!(refused, "{name}");
        assert_eq!(files(&world.outside()), before);
    }
    for name in ["journal/checkpoint", "journal/000000.jsonl", "case.vkey", "FORMAT", "lock"] {
        let world = World::with_case();
        std::fs::rename(world.path(name), world.outside().join("file")).unwrap();
        symlink(world.outside().join("file"), world.path(name)).unwrap();
        let before = files(&world.outside());
        assert!(world.open().is_err(), "{name}");
        assert_eq!(files(&world.outside()), before);
    }
}

#[test]
fn without_its_key_a_case_can_be_read() {
    let world = World::with_case();
    std::fs::remove_dir_all(world.keyring().path()).unwrap();
    let error = world.open().unwrap_err();
    assert!(error.to_string().starts_with("no key for this case"), "{error}");
    assert!(ReadCase::open(&world.case_path()).is_ok());
}
