//! A case and a dossier in which one file holds any bytes: told, and nothing else happens.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use variorum_evidence::digest::Digest;
use variorum_journal::checkpoint::SignedCheckpoint;
use variorum_journal::note::Vkey;
use variorum_journal::proof::EntryProof;
use variorum_journal::tree::{ProvingTree, leaf_hash};
use variorum_verify::{bag, entries, verify};

/// Two whole folders and the files in them.
static FOLDERS: LazyLock<[(PathBuf, Vec<PathBuf>); 2]> = LazyLock::new(|| {
    let root = std::env::temp_dir().join(format!("variorum-fuzz-{}", std::process::id()));
    let vector = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/format/vectors/case");
    let (case, dossier) = (root.join("case"), root.join("dossier"));
    copy(&vector, &case);
    make_dossier(&case, &dossier);
    [case, dossier].map(|folder| {
        let mut files = Vec::new();
        list(&folder, &mut files);
        assert!(verify(&folder, &mut |_| ()).is_ok());
        (folder, files)
    })
});

fuzz_target!(|input: (bool, u8, u16, bool, &[u8])| {
    let (is_dossier, file, at, rest, bytes) = input;
    let (folder, files) = &FOLDERS[usize::from(is_dossier)];
    let file = &files[usize::from(file) % files.len()];
    let before = fs::read(file).expect("it is ours");
    let at = usize::from(at).min(before.len());
    let behind = if rest { &before[at..] } else { &[] };
    fs::write(file, [&before[..at], bytes, behind].concat()).expect("it is ours");
    let found = verify(folder, &mut |_| ());
    fs::write(file, &before).expect("it is ours");
    drop(found);
});

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a temporary folder");
    for entry in fs::read_dir(from).expect("the vectors").map(|entry| entry.expect("the vectors")) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &to) } else { drop(fs::copy(entry.path(), to)) }
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("ours").map(|entry| entry.expect("ours").path()) {
        if entry.is_dir() { list(&entry, files) } else { files.push(entry) }
    }
    files.sort();
}

/// The case as a dossier with its proofs and manifests; its pages and tables are left out.
fn make_dossier(case: &Path, dossier: &Path) {
    let read = |path: &str| fs::read_to_string(case.join(path)).expect("the vectors");
    let put = |path: &str, text: &str| {
        let path = dossier.join(path);
        fs::create_dir_all(path.parent().expect("inside")).expect("ours");
        fs::write(path, text).expect("ours");
    };
    let (journal, vkey) = (read("journal/000000.jsonl"), read("case.vkey"));
    let vkey_read: Vkey = vkey.trim().parse().expect("the vectors");
    let checkpoint = SignedCheckpoint::open(&read("journal/checkpoint"), &vkey_read).expect("the vectors");
    let tree = ProvingTree::of(journal.lines().map(|line| leaf_hash(line.as_bytes())).collect());
    for (index, line) in (0..checkpoint.head().size).zip(journal.lines()) {
        let path = tree.inclusion(index, checkpoint.head().size).expect("it is in");
        put(&entries::line_path(index), line);
        let proof = EntryProof { index, path, checkpoint: checkpoint.clone() };
        put(&entries::proof_path(index), &proof.to_text());
    }
    put("data/checkpoint", checkpoint.note());
    put("data/case.vkey", &vkey);
    put("data/case.toml", &read("case.toml"));
    put("data/tables/apparatus.json", "{}\n");
    put(entries::WITHHELD, &entries::withheld_list([]));
    copy(&case.join("originals"), &dossier.join("data/originals"));
    put("bagit.txt", bag::DECLARATION);
    let mut files = Vec::new();
    list(dossier, &mut files);
    let lines = files.iter().map(|file| {
        let name = file.strip_prefix(dossier).expect("inside").to_str().expect("ours");
        (name.starts_with("data/"), bag::manifest_line(Digest::of(&fs::read(file).expect("ours")), name))
    });
    let (payload, tags): (Vec<_>, Vec<_>) = lines.partition(|(is_payload, _)| *is_payload);
    let joined = |lines: Vec<(bool, String)>| lines.into_iter().map(|(_, line)| line).collect::<String>();
    put(bag::MANIFEST, &joined(payload));
    put(bag::TAG_MANIFEST, &joined(tags));
}
