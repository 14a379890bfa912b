//! What belongs to a model besides its weights.

use serde::Deserialize;

/// The machine-readable half of a model card (`card.toml`); `CARD.md` beside it is for people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Name and version of the model; part of the name of every reading made with it.
    pub name: String,
    /// SHA-256 of `model.onnx`.
    pub model: String,
    /// SHA-256 of `vocabulary.txt`.
    pub vocabulary: String,
    /// How its vocabulary cuts a token.
    pub tokenizer: Tokenizer,
    /// ISO 639-1 codes of the languages whose texts it may read.
    pub languages: Vec<String>,
    /// Most word pieces of one window, its frame counted in.
    pub window: usize,
    /// Names of the labels, in the order of the scores (`O`, `B-source`, …).
    pub labels: Vec<String>,
    /// Score of beginning a row with each label.
    pub start: Vec<f32>,
    /// `transition[before][after]`: score of one label after another.
    pub transition: Vec<Vec<f32>>,
    /// Shifts of the scores, tuned on the development part.
    pub decoding: Decoding,
    /// What the development part of its corpus gave.
    pub dev: DevScores,
}

/// How a token becomes word pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tokenizer {
    /// Longest known beginning first, small letters without accents (Wu et al. 2016); a line of the vocabulary is a piece.
    WordPiece,
    /// The likeliest pieces together (Kudo 2018), capitals and accents kept; a line is a piece and its log-probability.
    Unigram,
}

/// How scores are shifted before the best labels and links are sought. Zero leaves them as trained.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decoding {
    /// Added to the score of playing no role.
    pub outside: f32,
    /// Added to the scores of a cue.
    pub cue: f32,
    /// Taken from a tie for every token between a run and its cue.
    pub distance: f32,
}

/// Scores on PolNeAR dev by `polnear_score.py`, through the Rust reader; α and F1 in percent.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DevScores {
    /// Krippendorff's α over tokens.
    pub alpha: f64,
    /// Linked attributions, overlap, F1.
    pub overlap: f64,
    /// Linked attributions, exact, F1.
    pub exact: f64,
}

impl Card {
    /// What is wrong with its numbers: one row and column of the transitions for each label.
    pub(crate) fn flaw(&self) -> Option<String> {
        let labels = self.labels.len();
        if self.start.len() != labels || self.transition.len() != labels {
            return Some(format!(
                "{labels} labels, but {} starts and {} transitions",
                self.start.len(),
                self.transition.len()
            ));
        }
        let row = self.transition.iter().find(|row| row.len() != labels)?;
        Some(format!("a row of {} transitions for {labels} labels", row.len()))
    }
}
