//! Which tokens are source, cue and content?
//!
//! The best row of labels that is legal: an inside label goes on with its own role only. Viterbi search over the
//! encoder's scores and the transitions of the model card (a linear-chain CRF, Lafferty et al. 2001).

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_infer::{Card, Scores};

use crate::encoding::Window;

/// What tokens are for in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Source,
    Cue,
    Content,
}

/// Tokens of one window that play one role together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) role: Role,
    /// Token numbers, counted from the window's first.
    pub(crate) tokens: Range<usize>,
}

/// A label of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label {
    role: Option<Role>,
    begins: bool,
}

fn label(name: &str) -> Label {
    let role = match name.split_once('-').map(|(_, role)| role) {
        Some("source") => Some(Role::Source),
        Some("cue") => Some(Role::Cue),
        Some("content") => Some(Role::Content),
        _ => None,
    };
    Label { role, begins: name.starts_with("B-") }
}

/// How much a token gains for beginning a cue that is known to be there.
const KNOWN: f32 = 8.0;

/// The runs of one window, in text order. A cue begins at each of the `known` tokens, unless all speaks against it.
pub(crate) fn runs(window: &Window, scores: &Scores, card: &Card, known: &BTreeSet<usize>) -> Vec<Run> {
    let labels: Vec<Label> = card.labels.iter().map(|name| label(name)).collect();
    let scored = window.places.iter().enumerate().filter(|(_, place)| **place > 0);
    let rows: Vec<Vec<f32>> = scored
        .map(|(token, place)| emissions(scores.labels.row(*place), &labels, card, known.contains(&token)))
        .collect();
    let best = viterbi(&rows, card);
    let mut best = best.into_iter();
    let mut found: Vec<Run> = Vec::new();
    for (token, place) in window.places.iter().enumerate() {
        // A token without a piece goes with the one before it.
        let label = match place {
            0 => None,
            _ => best.next().map(|number| labels[number]),
        };
        let open = found.last_mut().filter(|run| run.tokens.end == token);
        match (label, open) {
            (None, Some(run)) => run.tokens.end = token + 1,
            (Some(Label { role: Some(role), begins: false }), Some(run)) if run.role == role => {
                run.tokens.end = token + 1;
            }
            (Some(Label { role: Some(role), .. }), _) => found.push(Run { role, tokens: token..token + 1 }),
            _ => {}
        }
    }
    found
}

/// The scores of one token's labels, shifted as the card says.
fn emissions(row: &[f32], labels: &[Label], card: &Card, known: bool) -> Vec<f32> {
    let shift = |label: &Label| match label.role {
        None => card.decoding.outside,
        Some(Role::Cue) => card.decoding.cue + if known && label.begins { KNOWN } else { 0.0 },
        Some(Role::Source | Role::Content) => 0.0,
    };
    row.iter().zip(labels).map(|(score, label)| score + shift(label)).collect()
}

/// The numbers of the best labels.
fn viterbi(rows: &[Vec<f32>], card: &Card) -> Vec<usize> {
    let Some((first, rest)) = rows.split_first() else { return Vec::new() };
    let mut best: Vec<f32> = card.start.iter().zip(first).map(|(one, other)| one + other).collect();
    let mut pointers: Vec<Vec<usize>> = Vec::with_capacity(rest.len());
    for row in rest {
        let (mut next, mut from) = (Vec::with_capacity(best.len()), Vec::with_capacity(best.len()));
        for (after, emission) in row.iter().enumerate() {
            let reached =
                best.iter().enumerate().map(|(before, score)| (score + card.transition[before][after], before));
            // The first of equals, so that the path does not depend on anything else.
            let (score, before) =
                reached.fold((f32::NEG_INFINITY, 0), |one, other| if other.0 > one.0 { other } else { one });
            next.push(score + emission);
            from.push(before);
        }
        best = next;
        pointers.push(from);
    }
    let last = best
        .iter()
        .enumerate()
        .fold((f32::NEG_INFINITY, 0), |one, (number, score)| if *score > one.0 { (*score, number) } else { one });
    let mut path = vec![last.1];
    for from in pointers.iter().rev() {
        path.push(from[path[path.len() - 1]]);
    }
    path.reverse();
    path
}

#[cfg(test)]
pub(crate) mod tests {
    use variorum_infer::{Decoding, DevScores, Rows};

    use super::*;

    const FORBIDDEN: f32 = -1e4;

    /// A card with the labels of the trade, nothing learnt and everything legal but a change of role inside.
    pub(crate) fn card() -> Card {
        let labels = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];
        let follows = |before: &str, after: &str| {
            if after.starts_with("I-") && before[1..] != after[1..] { FORBIDDEN } else { 0.0 }
        };
        Card {
            tokenizer: variorum_infer::Tokenizer::WordPiece,
            name: "test/1".to_owned(),
            model: String::new(),
            vocabulary: String::new(),
            languages: vec!["en".to_owned()],
            window: 64,
            start: labels.iter().map(|label| if label.starts_with("I-") { FORBIDDEN } else { 0.0 }).collect(),
            transition: labels
                .iter()
                .map(|before| labels.iter().map(|after| follows(before, after)).collect())
                .collect(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            decoding: Decoding { outside: 0.0, cue: 0.0, distance: 0.0 },
            dev: DevScores { alpha: 0.0, overlap: 0.0, exact: 0.0 },
        }
    }

    /// Scores that point at these label numbers, the frame's first row included.
    pub(crate) fn scores(labels: &[usize]) -> Scores {
        let row = |wanted: usize| (0..7).map(move |label| if label == wanted { 1.0 } else { 0.0 });
        Scores {
            labels: Rows::new(7, labels.iter().flat_map(|wanted| row(*wanted)).collect()),
            members: Rows::new(1, vec![0.0; labels.len()]),
            heads: Rows::new(1, vec![0.0; labels.len()]),
        }
    }

    fn check(labels: &[usize], places: Vec<usize>, expected: &[(Role, Range<usize>)]) {
        let window = Window { tokens: 0..places.len(), pieces: vec![0; labels.len()], places };
        let found: Vec<_> = runs(&window, &scores(labels), &card(), &BTreeSet::new())
            .into_iter()
            .map(|run| (run.role, run.tokens))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn labels_become_runs() {
        check(
            &[0, 1, 2, 3, 5, 6],
            vec![1, 2, 3, 4, 5],
            &[(Role::Source, 0..2), (Role::Cue, 2..3), (Role::Content, 3..5)],
        );
        // Two of one role side by side.
        check(&[0, 5, 5, 6], vec![1, 2, 3], &[(Role::Content, 0..1), (Role::Content, 1..3)]);
        // The second half of a doubled mark goes with the first.
        check(&[0, 5, 6], vec![1, 0, 2], &[(Role::Content, 0..3)]);
        check(&[0], vec![], &[]);
    }

    #[test]
    fn an_illegal_row_is_never_chosen() {
        // "I-content" after "B-cue" would be best by emissions alone.
        let found = {
            let window = Window { tokens: 0..2, pieces: vec![0; 3], places: vec![1, 2] };
            runs(&window, &scores(&[0, 3, 6]), &card(), &BTreeSet::new())
        };
        assert!(found.iter().all(|run| run.role != Role::Content || run.tokens.start != 1) || found.len() == 1);
    }
}
