//! The seam to the neural runtime.
//!
//! Answers: what does a trained encoder say about a row of word pieces? A model is three files that belong together by
//! digest: weights (ONNX, int8), vocabulary, and a card that names both and holds what decoding needs. Some models
//! are part of the program ([`SHIPPED`]); any other is a folder ([`Model::open`]).
//!
//! [`Encoder`] is the whole interface to a runtime, so that whatever decodes its scores is tested with scores made by
//! hand. One window is run at a time on the calling thread: results do not depend on how many threads there are, and
//! documents are the unit of parallel work (batches were measured to be slower).
//!
//! Left out: training (`training/`), texts and their tokens (`variorum-text`), any choice of a model by language.

mod card;
mod encoder;
mod model;
mod pieces;

pub use card::{Card, Decoding, DevScores, Tokenizer};
pub use encoder::{EncodeError, Encoder, Rows, Scores};
pub use model::{Model, ModelError, SHIPPED, Shipped};
pub use pieces::{CLOSING_QUOTE, OPENING_QUOTE, Pieces};
