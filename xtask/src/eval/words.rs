//! The words of a text by their places: similarity is counted over places, so that "the army" and "the police" share
//! no word, though both hold a "the".

use std::collections::BTreeSet;
use std::ops::Range;

/// Numbers of the words that a span holds.
pub type Held = BTreeSet<usize>;

/// Runs of letters and digits with their code points; all other marks are left out.
pub struct Words {
    places: Vec<Range<usize>>,
}

impl Words {
    /// Finds the words of a text.
    pub fn of(text: &str) -> Self {
        let mut places: Vec<Range<usize>> = Vec::new();
        for (at, _) in text.chars().enumerate().filter(|(_, letter)| letter.is_alphanumeric()) {
            match places.last_mut() {
                Some(place) if place.end == at => place.end = at + 1,
                _ => places.push(at..at + 1),
            }
        }
        Self { places }
    }

    /// The words of which any letter lies in the span (code points).
    pub fn held(&self, span: &Range<usize>) -> Held {
        let first = self.places.partition_point(|place| place.end <= span.start);
        let inside = self.places[first..].iter().take_while(|place| place.start < span.end);
        (first..first + inside.count()).collect()
    }

    /// The words of several spans.
    pub fn held_by(&self, spans: &[Range<usize>]) -> Held {
        spans.iter().flat_map(|span| self.held(span)).collect()
    }
}

/// Twice the shared words, divided by the sum of both counts; nothing is similar to nothing.
pub fn dice(one: &Held, other: &Held) -> f64 {
    let both = one.len() + other.len();
    if both == 0 { 0.0 } else { 2.0 * one.intersection(other).count() as f64 / both as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_words() {
        let words = Words::of("“Así fue”, dijo él.");
        assert_eq!(words.held(&(0..9)), [0, 1].into());
        assert_eq!(words.held(&(11..19)), [2, 3].into());
    }

    #[test]
    fn the_example_of_the_guidelines() {
        let words = Words::of("that a guard had fired twice at noon");
        let (marked, found) = (words.held(&(0..28)), words.held(&(5..36)));
        assert!((dice(&marked, &found) - 10.0 / 13.0).abs() < 1e-9);
    }
}
