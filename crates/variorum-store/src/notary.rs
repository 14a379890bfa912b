//! Clock and chance, through one seam, so that a case can be made byte for byte again.
//!
//! Salts, the name of a journal and its key are all drawn from [`Notary::fill`]; every time in the journal
//! comes from [`Notary::now`]. Nothing else in this crate asks the machine for either.

use std::cell::RefCell;

use jiff::{SignedDuration, Timestamp};
use variorum_evidence::digest::Digest;

/// Where times and random bytes come from.
pub trait Notary {
    /// The time now, as the journal will claim it.
    fn now(&self) -> Timestamp;

    /// Fills `bytes` with what nobody can guess.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The system gave no random bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes: {reason}")]
pub struct NoRandomness {
    /// What it said.
    pub reason: String,
}

impl<N: Notary + ?Sized> Notary for Box<N> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        (**self).fill(bytes)
    }
}

/// The machine's own clock and random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNotary;

impl Notary for SystemNotary {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|error| NoRandomness { reason: error.to_string() })
    }
}

/// A clock that ticks one second at each look and bytes that anybody can compute: for golden cases and
/// tests, never for a real one.
#[derive(Debug)]
pub struct FixedNotary {
    seed: String,
    state: RefCell<(Timestamp, u64)>,
}

impl FixedNotary {
    /// The same `start` and `seed` give the same times and bytes.
    pub fn new(start: Timestamp, seed: &str) -> Self {
        Self { seed: seed.to_owned(), state: RefCell::new((start, 0)) }
    }
}

impl Notary for FixedNotary {
    fn now(&self) -> Timestamp {
        let mut state = self.state.borrow_mut();
        let now = state.0;
        state.0 = now.saturating_add(SignedDuration::from_secs(1)).unwrap_or(now);
        now
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        let mut state = self.state.borrow_mut();
        for chunk in bytes.chunks_mut(32) {
            let block = Digest::of(format!("{}\n{}", self.seed, state.1).as_bytes());
            chunk.copy_from_slice(&block.as_bytes()[..chunk.len()]);
            state.1 += 1;
        }
        Ok(())
    }
}

/// A time as entries write it: UTC, to the millisecond.
pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_cut_to_the_millisecond() {
        for (time, expected) in [
            ("2026-11-22T18:00:00Z", "2026-11-22T18:00:00.000Z"),
            ("2026-11-22T18:00:00.999999999Z", "2026-11-22T18:00:00.999Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ] {
            assert_eq!(written(time.parse().unwrap()), expected);
        }
    }

    #[test]
    fn a_fixed_notary_repeats_itself() {
        let notary = || FixedNotary::new(Timestamp::UNIX_EPOCH, "seed");
        let draw = |notary: &FixedNotary| {
            let mut bytes = [0; 48];
            notary.fill(&mut bytes).unwrap();
            (notary.now(), bytes)
        };
        let one = notary();
        assert_eq!(draw(&one), draw(&notary()));
        assert_ne!(draw(&one).1, draw(&notary()).1);
    }
}
