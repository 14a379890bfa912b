//! Damage on purpose: every torn tail is set aside, every changed bit below the head is told.

use crate::world::{World, add, files};
use serde_json::json;
use variorum_evidence::ids::OriginalId;
use variorum_journal::entry::Entry;
use variorum_store::{OpenError, ReadCase};
use variorum_testkit::{Campaign, Random};

const JOURNAL: &str = "journal/000000.jsonl";

/// A case whose last three entries are not signed.
fn with_unsigned_entries() -> World {
    let world = World::with_case();
    let (mut case, _) = world.open().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        add(&mut case, name, name.as_bytes());
    }
    drop(case);
    world
}

#[test]
fn a_tail_torn_at_any_byte_is_set_aside() {
    let world = with_unsigned_entries();
    let journal = std::fs::read(world.path(JOURNAL)).unwrap();
    let starts: Vec<usize> = std::iter::once(0)
        .chain(journal.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1))
        .collect();
    for length in starts[2]..journal.len() {
        let copy = world.copy();
        std::fs::write(copy.path(JOURNAL), &journal[..length]).unwrap();
        let whole = starts.iter().filter(|start| **start <= length).count() - 1;
        let torn = &journal[starts[whole]..length];
        let (case, findings) = copy.open().unwrap();
        let entries: Vec<_> = case.read().entries().unwrap().map(|entry| entry.unwrap()).collect();
        assert_eq!(case.read().size(), (whole + usize::from(!torn.is_empty())) as u64, "cut to {length}");
        assert_eq!(findings.iter().any(|code| code == "journal.torn"), !torn.is_empty());
        if !torn.is_empty() {
            let last = entries.last().unwrap();
            let id = OriginalId::of_bytes(torn);
            assert_eq!(last.kind, "journal.torn");
            assert_eq!(last.body["sha256"], json!(id));
            assert_eq!(case.read().original(id).unwrap(), torn);
            assert_eq!(case.read().checkpoint().unwrap().head().size, case.read().size());
        }
        assert!(std::fs::read_dir(copy.path("tmp")).unwrap().next().is_none());
        drop(case);
        assert!(!copy.open().unwrap().1.contains(&"journal.torn".to_owned()), "told once");
    }
}

#[test]
fn junk_after_the_last_entry_is_set_aside() {
    let world = World::with_case();
    let journal = std::fs::read(world.path(JOURNAL)).unwrap();
    let long = [b"x".repeat(200_000), b"\n".to_vec()].concat();
    let second = journal.split(|byte| *byte == b'\n').nth(1).unwrap();
    let repeated = [second, b"\n"].concat();
    let junk: [&[u8]; 7] = [b"\n", b"\0\0\0\0", b"{}\n", b"\xff\n", b"junk\nmore\n", &long, &repeated];
    for junk in junk {
        let copy = world.copy();
        std::fs::write(copy.path(JOURNAL), [&journal, junk].concat()).unwrap();
        let (read, findings) = ReadCase::open(&copy.case_path()).unwrap();
        assert_eq!((read.size(), findings[0].code.as_str()), (2, "journal.torn_tail"));
        let (case, findings) = copy.open().unwrap();
        assert_eq!(findings, ["journal.torn"]);
        assert_eq!(case.read().original(OriginalId::of_bytes(junk)).unwrap(), junk);
    }
}

/// Cut anywhere in the last three entries, and anything put behind: zeros, as ext4 leaves them, halves and wholes of
/// lines, lines of the journal once more, bytes by chance.
#[test]
fn any_tail_by_chance_is_set_aside() {
    let mut campaign = Campaign::begin("torn-tails", 150);
    let world = with_unsigned_entries();
    let journal = std::fs::read(world.path(JOURNAL)).unwrap();
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let signed: usize = lines[..2].iter().map(|line| line.len()).sum();
    for seed in campaign.seeds() {
        let mut random = Random::new(seed);
        let cut = signed + random.below(journal.len() - signed + 1);
        let mut bytes = journal[..cut].to_vec();
        for _ in 0..random.below(4) {
            match random.below(5) {
                0 => bytes.resize(bytes.len() + random.below(5000), 0),
                1 => bytes.extend(lines[random.below(lines.len())]),
                2 => bytes.extend(&journal[random.below(journal.len())..]),
                3 => bytes.push(b'\n'),
                _ => bytes.extend((0..random.below(300)).map(|_| random.below(256) as u8)),
            }
        }
        let copy = world.copy();
        std::fs::write(copy.path(JOURNAL), &bytes).unwrap();
        let failed = |what: &str| campaign.failed(seed, what);
        // Whatever is an entry of its number counts as one: two halves may by chance make a whole.
        let pieces = || bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
        let is_entry = |place: usize, piece: &[u8]| {
            let line = piece.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
            line.and_then(|line| Entry::from_line(line).ok()).is_some_and(|entry| entry.seq == place as u64)
        };
        let whole = pieces().take_while(|(place, piece)| is_entry(*place, piece)).count();
        let kept: usize = pieces().take(whole).map(|(_, piece)| piece.len()).sum();
        let torn = &bytes[kept..];
        let (case, findings) = copy.open().unwrap_or_else(|error| panic!("{}", failed(&error.to_string())));
        assert_eq!(case.read().size(), (whole + usize::from(!torn.is_empty())) as u64, "{}", failed("entries"));
        assert_eq!(findings.contains(&"journal.torn".to_owned()), !torn.is_empty(), "{}", failed("findings"));
        if !torn.is_empty() {
            assert_eq!(case.read().original(OriginalId::of_bytes(torn)).unwrap(), torn, "{}", failed("the torn bytes"));
        }
        let now = std::fs::read(copy.path(JOURNAL)).unwrap();
        assert!(now.starts_with(&bytes[..kept]), "{}", failed("an earlier entry"));
        drop(case);
        assert!(!copy.open().unwrap().1.contains(&"journal.torn".to_owned()), "{}", failed("told once"));
        campaign.point();
    }
    campaign.close();
}

/// More than any write leaves is not copied into the case: a sparse terabyte would fill the disk.
#[test]
fn a_tail_longer_than_any_write_is_refused() {
    let world = World::with_case();
    let journal = std::fs::OpenOptions::new().write(true).open(world.path(JOURNAL)).unwrap();
    journal.set_len(1 << 40).unwrap();
    let error = world.open().unwrap_err().to_string();
    assert!(error.starts_with("entry 2 (journal/000000.jsonl): ") && error.contains("no entry, more than"), "{error}");
    let (read, findings) = ReadCase::open(&world.case_path()).unwrap();
    assert_eq!((read.size(), findings[0].code.as_str()), (2, "journal.torn_tail"));
}

#[test]
fn every_flipped_bit_of_the_signed_journal_is_told() {
    let world = with_unsigned_entries();
    let (mut case, _) = world.open().unwrap();
    case.sign_checkpoint().unwrap();
    drop(case);
    let good = std::fs::read(world.path(JOURNAL)).unwrap();
    let line_of = |at: usize| good[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(world.path(JOURNAL), bytes).unwrap();
        let error = world.open().unwrap_err();
        let OpenError::Damaged { damage } = error else { panic!("byte {at}: {error}") };
        assert_eq!((damage.first, damage.last), (line_of(at), line_of(at)), "byte {at}: {damage}");
        let (_, findings) = ReadCase::open(&world.case_path()).unwrap();
        assert_eq!(findings[0].code, "journal.damaged", "byte {at}");
    }
}

/// The hashes of entries are a cache: damaged, of another journal or gone, they only make the message less exact.
#[test]
fn without_the_hashes_of_entries_damage_is_told_as_a_range() {
    let world = with_unsigned_entries();
    let (mut case, _) = world.open().unwrap();
    case.sign_checkpoint().unwrap();
    drop(case);
    let leaves = std::fs::read(world.path("derived/leaves")).unwrap();
    assert_eq!(leaves.len(), 5 * 32);
    let good = std::fs::read_to_string(world.path(JOURNAL)).unwrap();
    std::fs::write(world.path(JOURNAL), good.replace("b.txt", "B.txt")).unwrap();
    let told = |leaves: Option<&[u8]>| {
        let path = world.path("derived/leaves");
        leaves.map_or_else(|| std::fs::remove_file(&path), |bytes| std::fs::write(&path, bytes)).unwrap();
        let OpenError::Damaged { damage } = world.open().unwrap_err() else { panic!("it is damaged") };
        (damage.first, damage.last)
    };
    assert_eq!(told(Some(&leaves)), (3, 3));
    let mut changed = leaves.clone();
    changed[0] ^= 1;
    for useless in [&changed[..], &leaves[..100], &leaves[32..], b"", b"x"] {
        assert_eq!(told(Some(useless)), (0, 4));
    }
    assert_eq!(told(None), (0, 4));
    // The next writer makes them again.
    std::fs::write(world.path(JOURNAL), good).unwrap();
    let (mut case, _) = world.open().unwrap();
    add(&mut case, "d.txt", b"delta");
    case.sign_checkpoint().unwrap();
    assert_eq!(std::fs::read(world.path("derived/leaves")).unwrap()[..leaves.len()], leaves);
}

#[test]
fn a_signed_journal_that_was_cut_is_told() {
    let world = World::with_case();
    let good = std::fs::read(world.path(JOURNAL)).unwrap();
    for length in 0..good.len() {
        std::fs::write(world.path(JOURNAL), &good[..length]).unwrap();
        assert!(matches!(world.open(), Err(OpenError::Damaged { .. })), "cut to {length}");
    }
    std::fs::remove_file(world.path(JOURNAL)).unwrap();
    let error = world.open().unwrap_err().to_string();
    assert!(error.starts_with("entries 0 to 1 (journal/000000.jsonl): signed, and missing."), "{error}");
}

#[test]
fn every_flipped_bit_of_key_and_head_is_told() {
    let world = World::with_case();
    for name in ["case.vkey", "journal/checkpoint", "FORMAT"] {
        let good = std::fs::read(world.path(name)).unwrap();
        for bit in 0..good.len() * 8 {
            let mut bytes = good.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            // The line feed after the key is not part of it.
            if name == "case.vkey" && bit / 8 == good.len() - 1 {
                continue;
            }
            std::fs::write(world.path(name), bytes).unwrap();
            assert!(world.open().is_err(), "{name} bit {bit}");
        }
        std::fs::write(world.path(name), good).unwrap();
    }
    assert!(world.open().is_ok());
}

#[test]
fn a_folder_that_was_put_back_is_noticed() {
    let world = World::with_case();
    let earlier = files(&world.case_path());
    let (mut case, _) = world.open().unwrap();
    add(&mut case, "a.txt", b"alpha");
    case.sign_checkpoint().unwrap();
    drop(case);
    for name in ["journal/000000.jsonl", "journal/checkpoint"] {
        std::fs::write(world.path(name), &earlier[name]).unwrap();
    }
    assert!(matches!(world.open(), Err(OpenError::RolledBack { found: 2, seen: 3, .. })));
}

#[test]
fn two_copies_that_went_different_ways_are_noticed() {
    let world = World::with_case();
    let other = world.copy();
    let grow = |world: &World, name: &str| {
        let (mut case, _) = world.open().unwrap();
        add(&mut case, name, name.as_bytes());
        case.sign_checkpoint().unwrap();
    };
    grow(&world, "a.txt");
    grow(&other, "b.txt");
    for name in ["journal/000000.jsonl", "journal/checkpoint"] {
        std::fs::copy(other.path(name), world.path(name)).unwrap();
    }
    assert!(matches!(world.open(), Err(OpenError::Forked { size: 3, .. })));
}

#[test]
fn a_copy_that_was_signed_meanwhile_keeps_this_one_from_signing() {
    let world = World::with_case();
    let (mut case, _) = world.open().unwrap();
    add(&mut case, "a.txt", b"alpha");
    let other = world.copy();
    let (mut copy, _) = other.open_at("2026-11-24T00:00:00Z").unwrap();
    add(&mut copy, "b.txt", b"beta");
    copy.sign_checkpoint().unwrap();
    for (name, bytes) in files(other.keyring().path()) {
        std::fs::write(world.keyring().path().join(name), bytes).unwrap();
    }
    let error = case.sign_checkpoint().unwrap_err().to_string();
    assert!(error.starts_with("a head of this case with 4 entries was signed here meanwhile"), "{error}");
}

#[test]
fn files_of_another_case_are_refused() {
    for name in [JOURNAL, "journal/checkpoint", "case.vkey"] {
        let (world, other) = (World::with_case(), World::new());
        drop(other.create_from("another seed"));
        std::fs::copy(other.path(name), world.path(name)).unwrap();
        assert!(world.open().is_err(), "{name}");
    }
}

#[test]
fn an_entry_of_a_later_version_is_not_taken_for_a_torn_one() {
    let world = with_unsigned_entries();
    let journal = std::fs::read_to_string(world.path(JOURNAL)).unwrap();
    let last = journal.lines().last().unwrap();
    let newer = journal.replace(last, &last.replace("\"v\":1", "\"v\":2"));
    std::fs::write(world.path(JOURNAL), &newer).unwrap();
    assert!(matches!(world.open(), Err(OpenError::NewerFormat { .. })));
    assert_eq!(std::fs::read_to_string(world.path(JOURNAL)).unwrap(), newer);
}

#[test]
fn what_an_interrupted_run_left_is_cleared() {
    let world = World::with_case();
    let ours = std::process::id();
    let (gone, alive) = (i32::MAX, std::os::unix::process::parent_id());
    for process in [gone.to_string(), alive.to_string(), ours.to_string(), "x".to_owned()] {
        std::fs::write(world.path(&format!("tmp/new-{process}-0")), "half").unwrap();
    }
    drop(world.open().unwrap());
    let left: Vec<String> = files(&world.path("tmp")).into_keys().collect();
    assert_eq!(left, [format!("new-{alive}-0")], "a reader may be filling the cache");
}
