//! A clock that goes anywhere: the order of entries is their number, and where the clock went back an entry says so.

use std::cell::RefCell;

use crate::world::{World, add};
use jiff::Timestamp;
use variorum_store::{Case, FixedNotary, NoRandomness, Notary};

/// Tells these times, one after the other, and the last one from then on.
struct Told {
    times: RefCell<Vec<Timestamp>>,
    chance: FixedNotary,
}

impl Told {
    fn of(times: &[&str]) -> Self {
        let times = times.iter().rev().map(|time| time.parse().unwrap()).collect();
        Self { times: RefCell::new(times), chance: FixedNotary::new(Timestamp::UNIX_EPOCH, "clock") }
    }
}

impl Notary for Told {
    fn now(&self) -> Timestamp {
        let mut times = self.times.borrow_mut();
        if times.len() > 1 { times.pop().unwrap() } else { times[0] }
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.chance.fill(bytes)
    }
}

/// Adds an entry at each of the times, in two runs; `back` are those that have to say that the clock went back.
fn check(times: &[&str], back: &[usize]) {
    let world = World::with_case();
    let (first, second) = times.split_at(times.len() / 2);
    for (part, times) in [first, second].into_iter().enumerate().filter(|(_, times)| !times.is_empty()) {
        let (mut case, findings) = Case::open(&world.case_path(), &world.keyring(), Told::of(times)).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        for number in 0..times.len() {
            add(&mut case, "a.txt", format!("{part} {number}").as_bytes());
        }
        case.sign_checkpoint().unwrap();
    }
    let (case, _) = world.open().unwrap();
    let entries: Vec<_> = case.read().entries().unwrap().map(Result::unwrap).skip(2).collect();
    assert_eq!(entries.len(), times.len());
    for (number, (entry, time)) in entries.iter().zip(times).enumerate() {
        assert_eq!((entry.seq, entry.clock_back), (number as u64 + 2, back.contains(&number)), "{times:?}: {number}");
        let claimed: Timestamp = entry.at.parse().unwrap();
        assert_eq!(claimed.as_millisecond(), time.parse::<Timestamp>().unwrap().as_millisecond());
    }
}

#[test]
fn order_is_the_number_whatever_the_clock_says() {
    // The case was made on 22 November 2026.
    check(&["2026-11-23T00:00:00Z", "2016-11-23T00:00:00Z", "2016-11-23T00:00:01Z"], &[1]);
    check(&["2016-11-23T00:00:00Z", "2026-11-23T00:00:00Z"], &[0]);
    check(&["2126-11-23T00:00:00Z", "2026-11-23T00:00:00Z"], &[1]);
    check(&["2026-11-23T00:00:00.0001Z", "2026-11-23T00:00:00.0009Z", "2026-11-23T00:00:00Z"], &[]);
    // Winter time begins: UTC goes on.
    check(&["2027-10-31T02:59:59+02:00", "2027-10-31T02:00:00+01:00"], &[]);
    check(&["2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z"], &[]);
    check(&["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00Z"], &[0]);
    check(&["9999-12-30T22:00:00Z", "0001-01-02T00:00:00Z"], &[1]);
}
