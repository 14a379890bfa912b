//! How many holders of a position are independent of one another.
//!
//! Two holders depend on each other when they go back to one origin or quote one speaker. So what is counted is
//! the largest number of holders of whom no two share an origin or a voice: a maximum matching between voices
//! and origins. Two speakers in one wire story count once, one speaker in ten papers counts once, two speakers
//! in ten papers count twice, even if some of the papers quote both. A report that repeats in its own voice
//! what it quotes adds nothing. Left out: whether speakers depend on one another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use variorum_evidence::ids::SpeakerId;

/// Above this many pairs of voice and origin the count is a lower bound, found in one pass.
const EXACT_PAIRS: usize = 20_000;

/// Whose claim it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// A speaker's.
    Speaker(SpeakerId),
    /// The text's own, in the origin of this number.
    Text(usize),
}

/// The number of independent holders among pairs of voice and origin.
pub(crate) fn independent(pairs: &BTreeSet<(Voice, usize)>) -> usize {
    let mut voices: BTreeMap<&Voice, Vec<usize>> = BTreeMap::new();
    for (voice, origin) in pairs {
        voices.entry(voice).or_default().push(*origin);
    }
    let mut voices: Vec<_> = voices.into_values().collect();
    // Those with the least choice choose first; what is found so is seldom improved on.
    voices.sort_by_key(Vec::len);
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (voice, origins) in voices.iter().enumerate() {
        match origins.iter().find(|origin| !taken.contains_key(origin)) {
            Some(free) => _ = taken.insert(*free, voice),
            None => waiting.push(voice),
        }
    }
    if pairs.len() <= EXACT_PAIRS {
        for voice in waiting {
            make_room(voice, &voices, &mut taken);
        }
    }
    taken.len()
}

/// Finds an origin for `voice` by moving others to another of theirs, if that can be done (an augmenting path,
/// Berge 1957).
fn make_room(voice: usize, voices: &[Vec<usize>], taken: &mut BTreeMap<usize, usize>) {
    let mut reached_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([voice]);
    while let Some(asking) = queue.pop_front() {
        for origin in &voices[asking] {
            if reached_from.contains_key(origin) {
                continue;
            }
            reached_from.insert(*origin, asking);
            match taken.get(origin) {
                Some(holder) => queue.push_back(*holder),
                None => return move_along(*origin, voice, &reached_from, taken),
            }
        }
    }
}

fn move_along(free: usize, first: usize, reached_from: &BTreeMap<usize, usize>, taken: &mut BTreeMap<usize, usize>) {
    let mut origin = free;
    while let Some(voice) = reached_from.get(&origin).copied() {
        let left = taken.iter().find(|(_, holder)| **holder == voice).map(|(origin, _)| *origin);
        taken.insert(origin, voice);
        match left {
            Some(left) if voice != first => origin = left,
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(speakers: &[(&str, usize)], texts: &[usize], expected: usize) {
        let quoted = speakers.iter().map(|(name, origin)| (Voice::Speaker((*name).into()), *origin));
        let told = texts.iter().map(|origin| (Voice::Text(*origin), *origin));
        assert_eq!(independent(&quoted.chain(told).collect()), expected, "{speakers:?} {texts:?}");
    }

    #[test]
    fn who_counts() {
        check(&[], &[], 0);
        check(&[], &[1, 2], 2);
        check(&[("a", 1), ("a", 2), ("a", 3)], &[], 1);
        check(&[("a", 1), ("b", 1)], &[], 1);
        check(&[("a", 1), ("b", 1), ("b", 2)], &[], 2);
        check(&[("a", 1)], &[1], 1);
        check(&[("a", 1)], &[1, 2], 2);
        // Only moving one of the others makes room for the third.
        check(&[("a", 1), ("a", 2), ("b", 1), ("b", 3), ("c", 2), ("c", 1)], &[], 3);
        check(&[("a", 1), ("a", 2), ("b", 1), ("b", 2), ("c", 1), ("c", 2)], &[], 2);
    }

    /// Every choice of one origin or none for each voice, tried.
    fn largest(voices: &[BTreeSet<usize>], taken: &BTreeSet<usize>) -> usize {
        let Some((first, rest)) = voices.split_first() else { return taken.len() };
        let with = first.iter().filter(|origin| !taken.contains(origin)).map(|origin| {
            let mut taken = taken.clone();
            taken.insert(*origin);
            largest(rest, &taken)
        });
        with.chain([largest(rest, taken)]).max().unwrap_or(0)
    }

    proptest::proptest! {
        #[test]
        fn as_many_as_trying_all(voices in proptest::collection::vec(proptest::collection::btree_set(0_usize..5, 1..4), 0..5)) {
            let named = |(place, origins): (usize, &BTreeSet<usize>)| {
                let voice = Voice::Speaker(format!("s{place}").as_str().into());
                origins.iter().map(|origin| (voice.clone(), *origin)).collect::<Vec<_>>()
            };
            let pairs = voices.iter().enumerate().flat_map(named).collect();
            proptest::prop_assert_eq!(independent(&pairs), largest(&voices, &BTreeSet::new()));
        }
    }

    #[test]
    fn the_greedy_choice_is_mended() {
        // a and b choose 1 and 2 first; c knows only these, d only what is left.
        check(&[("a", 1), ("a", 3), ("b", 2), ("b", 4), ("c", 1), ("c", 2), ("d", 1), ("d", 2)], &[], 4);
    }
}
