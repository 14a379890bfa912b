//! Short names for claims and positions, which people write on paper and in tables.
//!
//! `C` or `P` and the first seven digits of the id. Where two ids of a case begin alike, those two get as
//! many digits as tell them apart; the others keep theirs. The code follows from the ids, so it is the same
//! on every machine, and a longer code still begins with the shorter one.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::Apparatus;
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{ClaimId, PositionId};

const DIGITS: usize = 7;

/// `C1a2b3c4` for every claim of the table.
pub fn of_claims(apparatus: &Apparatus) -> BTreeMap<ClaimId, String> {
    let ids = apparatus.claims.iter().map(|claim| claim.claim.id.digest()).collect();
    shortened('C', &ids).into_iter().map(|(digest, code)| (ClaimId::from_digest(digest), code)).collect()
}

/// `P1a2b3c4` for every position of the table.
pub fn of_positions(apparatus: &Apparatus) -> BTreeMap<PositionId, String> {
    let positions = apparatus.questions.iter().flat_map(|question| &question.positions);
    let ids = positions.map(|position| position.id.digest()).collect();
    shortened('P', &ids).into_iter().map(|(digest, code)| (PositionId::from_digest(digest), code)).collect()
}

fn shortened(letter: char, ids: &BTreeSet<Digest>) -> BTreeMap<Digest, String> {
    let digits: Vec<(Digest, String)> = ids.iter().map(|id| (*id, id.to_string())).collect();
    let shared_with = |place: usize, other: Option<usize>| {
        let other = other.and_then(|other| digits.get(other));
        other.map_or(0, |(_, other)| shared(&digits[place].1, other))
    };
    // In sorted order the longest shared beginning is with a neighbour.
    let code = |place: usize| {
        let needed = shared_with(place, place.checked_sub(1)).max(shared_with(place, Some(place + 1))) + 1;
        format!("{letter}{}", &digits[place].1[..needed.max(DIGITS)])
    };
    (0..digits.len()).map(|place| (digits[place].0, code(place))).collect()
}

/// How many digits the two begin with in common.
fn shared(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(starts: &[&str], expected: &[&str]) {
        let ids = starts.iter().map(|start| format!("{start:0<64}").parse().unwrap()).collect();
        let codes: Vec<String> = shortened('C', &ids).into_values().collect();
        assert_eq!(codes, expected);
    }

    #[test]
    fn seven_digits_or_as_many_as_tell_apart() {
        check(&[], &[]);
        check(&["1a2b3c4d"], &["C1a2b3c4"]);
        check(&["1a2b3c4d", "1a2b3c5d"], &["C1a2b3c4", "C1a2b3c5"]);
        check(&["1a2b3c4d1", "1a2b3c4d2", "ffff"], &["C1a2b3c4d1", "C1a2b3c4d2", "Cffff000"]);
    }
}
