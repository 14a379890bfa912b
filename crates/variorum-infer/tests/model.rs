//! The shipped model and folders that are not what their card says.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use variorum_infer::{Model, SHIPPED, Scores};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/attribution-en")
}

fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["card.toml", "vocabulary.txt", "model.onnx"] {
        fs::copy(shipped().join(file), folder.path().join(file)).unwrap();
    }
    folder
}

/// The error of opening `folder`, in the words that a person sees.
fn error(folder: &Path) -> String {
    Model::open(folder).err().map(|error| error.to_string()).unwrap_or_default()
}

fn score(model: &Model) -> Scores {
    let mut pieces = vec![model.pieces.frame_start];
    pieces.extend(
        ["police", "fired", "first", ",", "the", "mayor", "said"]
            .iter()
            .flat_map(|word| model.pieces.of_token(word, true)),
    );
    pieces.push(model.pieces.frame_end);
    model.encoder.encode(&pieces).unwrap()
}

#[test]
fn the_shipped_models_belong_together() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let mut languages = BTreeSet::new();
    for shipped in &SHIPPED {
        let model = shipped.model().unwrap();
        let name = &model.card.name;
        assert_eq!(model.card, shipped.card().unwrap());
        assert!(model.card.dev.alpha > 50.0, "{name}: the card holds the scores of its own dev run");
        let (folder, _) = name.split_once('/').unwrap();
        let people = fs::read_to_string(models.join(folder).join("CARD.md")).unwrap();
        for fact in [name, &model.card.model, &model.card.vocabulary] {
            assert!(people.contains(fact.as_str()), "CARD.md of {name} does not name {fact}");
        }
        for score in [model.card.dev.alpha, model.card.dev.overlap, model.card.dev.exact] {
            assert!(people.contains(&format!("{score:.1}")), "CARD.md of {name} does not give {score:.1}");
        }
        assert!(model.card.languages.iter().all(|code| languages.insert(code.clone())), "{name} shares a language");
    }
}

#[test]
fn threads_change_nothing() {
    let model = SHIPPED[0].model().unwrap();
    let alone = score(&model);
    let together: Vec<Scores> = thread::scope(|scope| {
        let running: Vec<_> = (0..4).map(|_| scope.spawn(|| score(&model))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(together.iter().all(|scores| *scores == alone));
}

#[test]
fn a_missing_file_is_named_with_the_mend() {
    let folder = copy();
    fs::remove_file(folder.path().join("model.onnx")).unwrap();
    let error = error(folder.path());
    assert!(error.contains("model.onnx") && error.contains("take the folder again"), "{error}");
}

#[test]
fn a_changed_file_is_named_with_both_digests() {
    for file in ["model.onnx", "vocabulary.txt"] {
        let folder = copy();
        let path = folder.path().join(file);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = error(folder.path());
        assert!(error.contains(file) && error.contains("but its card says"), "{error}");
    }
}

#[test]
fn a_card_that_makes_no_sense_is_refused() {
    let folder = copy();
    let path = folder.path().join("card.toml");
    let card = fs::read_to_string(&path).unwrap();
    fs::write(&path, card.replace("\"O\", ", "")).unwrap();
    assert!(error(folder.path()).contains("6 labels"));
    fs::write(&path, "name = 3").unwrap();
    assert!(error(folder.path()).contains("card.toml"));
}
