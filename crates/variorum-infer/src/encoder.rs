//! One window of word pieces to scores.

use std::cell::OnceCell;
use std::sync::Arc;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Equal rows of numbers, one row for each word piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    width: usize,
    numbers: Vec<f32>,
}

impl Rows {
    /// `numbers` cut into rows of `width`; a rest that fills no row is dropped.
    pub fn new(width: usize, mut numbers: Vec<f32>) -> Self {
        numbers.truncate(numbers.len() / width.max(1) * width);
        Self { width, numbers }
    }

    /// Row `at`; empty past the end.
    pub fn row(&self, at: usize) -> &[f32] {
        self.numbers.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// What an encoder says of one window, a row for each word piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// A score for each label of the card.
    pub labels: Rows,
    /// The piece as a member of an attribution: its product with a head of [`Scores::heads`] is the score of belonging to
    /// the cue that begins there.
    pub members: Rows,
    /// The piece as the beginning of a cue.
    pub heads: Rows,
}

impl Scores {
    /// The score of the piece at `member` belonging to the cue that begins at the piece `head`.
    pub fn link(&self, member: usize, head: usize) -> f32 {
        product(self.members.row(member), self.heads.row(head))
    }
}

/// The scalar product. Numbers are summed in lanes, which a processor does side by side: every piece of a content is
/// multiplied with every word of its window.
fn product(one: &[f32], other: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0f32; LANES];
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let rest: f32 = ones.remainder().iter().zip(others.remainder()).map(|(one, other)| one * other).sum();
    for (ones, others) in ones.zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(ones).zip(others) {
            *sum += one * other;
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// The runtime failed on a window.
#[derive(Debug, thiserror::Error)]
#[error("the model could not be run: {0}")]
pub struct EncodeError(pub String);

/// Scores word pieces. The rest of Variorum knows runtimes by this alone.
pub trait Encoder: Send + Sync {
    /// Scores of one window; `pieces` has the frame (`[CLS]` … `[SEP]`) already.
    fn encode(&self, pieces: &[i32]) -> Result<Scores, EncodeError>;
}

/// [`Encoder`] by `rten`.
pub(crate) struct Runtime {
    model: rten::Model,
    inputs: [NodeId; 2],
    outputs: [NodeId; 3],
}

/// Names in the graph, given by `training/export.py`.
const INPUTS: [&str; 2] = ["input_ids", "attention_mask"];
const OUTPUTS: [&str; 3] = ["labels", "members", "heads"];

thread_local! {
    /// One thread that works for the calling one: a shared pool would make documents wait for each other.
    static POOL: OnceCell<Arc<ThreadPool>> = const { OnceCell::new() };
}

impl Runtime {
    pub(crate) fn load(
        weights: impl FnOnce(&ModelOptions) -> Result<rten::Model, rten::LoadError>,
    ) -> Result<Self, String> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = weights(&options).map_err(|error| error.to_string())?;
        let node = |name: &str| model.node_id(name).map_err(|error| format!("{name}: {error}"));
        let inputs = [node(INPUTS[0])?, node(INPUTS[1])?];
        let outputs = [node(OUTPUTS[0])?, node(OUTPUTS[1])?, node(OUTPUTS[2])?];
        Ok(Self { model, inputs, outputs })
    }
}

impl Encoder for Runtime {
    fn encode(&self, pieces: &[i32]) -> Result<Scores, EncodeError> {
        let shape = [1, pieces.len()];
        let ids = NdTensor::from_data(shape, pieces.to_vec());
        let mask = NdTensor::from_data(shape, vec![1i32; pieces.len()]);
        let [first, second] = self.inputs;
        let pool = POOL.with(|pool| Arc::clone(pool.get_or_init(|| Arc::new(ThreadPool::with_num_threads(1)))));
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let outputs = self
            .model
            .run_n(vec![(first, ids.into()), (second, mask.into())], self.outputs, Some(options))
            .map_err(|error| EncodeError(error.to_string()))?;
        let mut rows = outputs.into_iter().zip(OUTPUTS).map(|(output, name)| {
            let tensor: NdTensor<f32, 3> =
                output.try_into().map_err(|_| EncodeError(format!("{name}: not three-dimensional numbers")))?;
            Ok(Rows::new(tensor.size(2), tensor.to_vec()))
        });
        let mut next = || rows.next().unwrap_or_else(|| Err(EncodeError("an output is missing".to_owned())));
        Ok(Scores { labels: next()?, members: next()?, heads: next()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_links() {
        let scores = Scores {
            labels: Rows::new(1, vec![0.0, 0.0]),
            members: Rows::new(2, vec![1.0, 2.0, 3.0, 4.0, 5.0]),
            heads: Rows::new(2, vec![1.0, 0.0, 0.5, 2.0]),
        };
        assert_eq!((scores.members.len(), scores.members.row(1)), (2, [3.0, 4.0].as_slice()));
        assert_eq!(scores.members.row(7), [0.0f32; 0]);
        assert_eq!(scores.link(0, 1), 4.5);
        assert!(Rows::new(3, vec![1.0]).is_empty());
    }
}
