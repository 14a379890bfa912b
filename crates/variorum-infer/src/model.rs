//! Weights, vocabulary and card that belong together, or an error that says what to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use crate::card::Card;
use crate::encoder::{Encoder, Runtime};
use crate::pieces::Pieces;

/// What a person must do about a model that does not fit.
const MEND: &str = "take the folder again, whole, from the release or the repository";

/// A model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the folder cannot be read.
    #[error("{path}: {error}; a model folder holds card.toml, model.onnx and vocabulary.txt: {MEND}", path = path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file is not the one that the card names.
    #[error("{file} of the model {name} has SHA-256 {found}, but its card says {wanted}: {MEND}")]
    Changed {
        /// The model.
        name: String,
        /// Which file.
        file: &'static str,
        /// What the card says.
        wanted: String,
        /// What the file has.
        found: String,
    },
    /// The card or the vocabulary makes no sense, or the runtime cannot load the weights.
    #[error("{file} of the model cannot be used: {reason}: {MEND}")]
    Unusable {
        /// Which file.
        file: &'static str,
        /// Why.
        reason: String,
    },
}

/// A model, ready to run.
pub struct Model {
    /// Its card.
    pub card: Card,
    /// Its vocabulary.
    pub pieces: Pieces,
    /// Its weights in a runtime.
    pub encoder: Box<dyn Encoder>,
}

/// A model that is part of the program.
pub struct Shipped {
    card: &'static str,
    vocabulary: &'static str,
    weights: &'static [u8],
    loaded: OnceLock<Arc<Model>>,
}

/// The files of the folder `models/NAME`.
macro_rules! shipped {
    ($name:literal) => {
        Shipped {
            card: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/", $name, "/card.toml")),
            vocabulary: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/", $name, "/vocabulary.txt")),
            weights: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/", $name, "/model.onnx")),
            loaded: OnceLock::new(),
        }
    };
}

/// All models that ship with the program. No two read one language.
pub static SHIPPED: [Shipped; 1] = [shipped!("attribution-en")];

impl Shipped {
    /// Its card, without loading its weights.
    pub fn card(&self) -> Result<Card, ModelError> {
        parse(self.card)
    }

    /// The model; checked and loaded once in a process.
    pub fn model(&'static self) -> Result<Arc<Model>, ModelError> {
        if let Some(model) = self.loaded.get() {
            return Ok(Arc::clone(model));
        }
        let load = |options: &rten::ModelOptions| options.load_static_slice(self.weights);
        let model = Model::checked(self.card, self.vocabulary, self.weights, load)?;
        Ok(Arc::clone(self.loaded.get_or_init(|| Arc::new(model))))
    }
}

impl Model {
    /// The model in `folder`.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let path = |file: &str| folder.join(file);
        let words = |file| fs::read_to_string(path(file)).map_err(|error| missing(path(file), error));
        let (card, vocabulary) = (words("card.toml")?, words("vocabulary.txt")?);
        let weights = fs::read(path("model.onnx")).map_err(|error| missing(path("model.onnx"), error))?;
        Self::checked(&card, &vocabulary, &weights, |options| options.load(weights.clone()))
    }

    fn checked(
        card: &str,
        vocabulary: &str,
        weights: &[u8],
        load: impl FnOnce(&rten::ModelOptions) -> Result<rten::Model, rten::LoadError>,
    ) -> Result<Self, ModelError> {
        let card = parse(card)?;
        same(&card.name, "vocabulary.txt", &card.vocabulary, vocabulary.as_bytes())?;
        same(&card.name, "model.onnx", &card.model, weights)?;
        let unusable = |file| move |reason| ModelError::Unusable { file, reason };
        let pieces = Pieces::of(vocabulary, card.tokenizer).map_err(unusable("vocabulary.txt"))?;
        let encoder = Box::new(Runtime::load(load).map_err(unusable("model.onnx"))?);
        Ok(Self { card, pieces, encoder })
    }
}

fn missing(path: PathBuf, error: std::io::Error) -> ModelError {
    ModelError::Missing { path, error }
}

fn parse(card: &str) -> Result<Card, ModelError> {
    let unusable = |reason| ModelError::Unusable { file: "card.toml", reason };
    let card: Card = toml::from_str(card).map_err(|error| unusable(error.to_string()))?;
    card.flaw().map_or(Ok(card), |flaw| Err(unusable(flaw)))
}

fn same(name: &str, file: &'static str, wanted: &str, bytes: &[u8]) -> Result<(), ModelError> {
    let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == wanted {
        return Ok(());
    }
    Err(ModelError::Changed { name: name.to_owned(), file, wanted: wanted.to_owned(), found })
}
