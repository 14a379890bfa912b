//! 95 % intervals: documents are drawn again and again with replacement, and the rates of each draw are sorted.
//!
//! The draws follow from a fixed seed, so that the same readings give the same interval.

/// How often all documents are drawn.
const DRAWS: usize = 2000;

/// The interval that holds the middle 95 of 100 rates; none where no draw has a rate. `rate` gives the rate of the
/// documents with these numbers.
pub fn interval(documents: usize, rate: impl Fn(&[usize]) -> Option<f64>) -> Option<(f64, f64)> {
    let mut seed = 0x5eed_u64;
    let mut rates = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let drawn: Vec<usize> = (0..documents).map(|_| (next(&mut seed) % documents as u64) as usize).collect();
        rates.extend(rate(&drawn));
    }
    rates.sort_by(f64::total_cmp);
    let at = |share: f64| rates.get((share * rates.len() as f64) as usize).copied();
    Some((at(0.025)?, at(0.975)?))
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to draw documents.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(right: &[bool]) -> Option<(f64, f64)> {
        interval(right.len(), |drawn| {
            Some(drawn.iter().filter(|document| right[**document]).count() as f64 / drawn.len() as f64)
        })
    }

    #[test]
    fn the_interval_is_that_of_a_share() {
        let half: Vec<bool> = (0..100).map(|number| number % 2 == 0).collect();
        let (low, high) = share(&half).unwrap();
        // A share of one half in a hundred has a deviation of 5 points.
        assert!((0.38..0.43).contains(&low) && (0.57..0.62).contains(&high), "{low} {high}");
        assert_eq!(share(&[true; 20]), Some((1.0, 1.0)));
        assert_eq!(interval(3, |_| None), None);
        assert_eq!(share(&half), share(&half));
    }
}
