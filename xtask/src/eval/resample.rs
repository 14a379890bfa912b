//! How sure is a figure? 95 % by bootstrap: documents are drawn with replacement, a thousand times.
//!
//! The draws are the same on every run and machine, so that a figure can be made again.

/// How many samples are drawn.
const SAMPLES: usize = 1000;

/// The middle 95 % of `measure` over samples of `documents`.
pub fn interval<T>(documents: &[T], measure: impl Fn(&mut dyn Iterator<Item = &T>) -> f64) -> [f64; 2] {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut figures: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let drawn: Vec<&T> =
                documents.iter().filter_map(|_| documents.get(draw(&mut state, documents.len()))).collect();
            measure(&mut drawn.into_iter())
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    [figures[SAMPLES * 25 / 1000], figures[SAMPLES * 975 / 1000]]
}

/// A number below `count` (xorshift).
fn draw(state: &mut u64, count: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state % count.max(1) as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &mut dyn Iterator<Item = &f64>) -> f64 {
        let values: Vec<f64> = values.copied().collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn the_interval_holds_the_figure_and_is_the_same_again() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let [low, high] = interval(&values, mean);
        assert!(low < 49.5 && 49.5 < high && high - low < 15.0, "{low} {high}");
        assert_eq!(interval(&values, mean), [low, high]);
    }

    #[test]
    fn equal_documents_leave_no_doubt() {
        assert_eq!(interval(&[3.0, 3.0, 3.0], mean), [3.0, 3.0]);
    }
}
