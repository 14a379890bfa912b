//! Texts that are alike, put together: average linkage over the pairs that were compared.
//!
//! The two groups whose members are most alike on the average become one, again and again, until no two are alike enough.
//! Pairs that were never compared count as unlike, so that a chain of neighbours does not become one group. Likeness is in
//! whole numbers: sums are exact, and the order in which pairs come in cannot change a result.

use std::collections::{BTreeMap, BinaryHeap};

/// Likeness of a pair for which nothing more can speak.
pub(crate) const FULL: u64 = 1_000_000;

/// Two groups that became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Join {
    /// The two texts, one of each group, that are most alike.
    pub(crate) pair: (usize, usize),
    /// Average likeness of the groups.
    pub(crate) likeness: u64,
}

/// The groups of `0..texts`, each in order, by their first member, with the joins that made each.
pub(crate) fn clusters(texts: usize, likeness: &BTreeMap<(usize, usize), u64>, least: u64) -> Vec<Cluster> {
    let mut groups: Vec<Option<Group>> = (0..texts).map(|text| Some(Group::of(text))).collect();
    for (pair, likeness) in likeness {
        let link = Link { sum: *likeness, best: (*likeness, *pair) };
        for (one, other) in [*pair, (pair.1, pair.0)] {
            groups[one].iter_mut().for_each(|group| group.links.extend([(other, link)]));
        }
    }
    let mut nearest: BinaryHeap<_> = likeness
        .iter()
        .filter(|(_, likeness)| **likeness >= least)
        .map(|(pair, it)| entry(*it, *pair, *pair))
        .collect();
    while let Some((average, _, (a, b))) = nearest.pop() {
        if groups[a].is_none() || groups[b].is_none() {
            continue;
        }
        let (Some(one), Some(other)) = (groups[a].take(), groups[b].take()) else { continue };
        let Some(link) = one.links.get(&b).copied() else { continue };
        let join = Join { pair: link.best.1, likeness: average };
        let number = groups.len();
        let made = one.with(other, join, (a, b));
        for (neighbour, link) in &made.links {
            let Some(near) = groups[*neighbour].as_mut() else { continue };
            near.links.remove(&a);
            near.links.remove(&b);
            near.links.insert(number, *link);
            let average = link.sum / (near.members.len() as u64 * made.members.len() as u64);
            if average >= least {
                let first = (near.members[0].min(made.members[0]), near.members[0].max(made.members[0]));
                nearest.push(entry(average, first, (*neighbour, number)));
            }
        }
        groups.push(Some(made));
    }
    let mut found: Vec<_> = groups.into_iter().flatten().map(|group| group.cluster()).collect();
    found.sort_by_key(|cluster| cluster.members[0]);
    found
}

/// Texts of one incident, with what put them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cluster {
    pub(crate) members: Vec<usize>,
    pub(crate) joins: Vec<Join>,
}

/// Most alike first; of equals the one with the earlier texts.
fn entry(average: u64, first: (usize, usize), groups: (usize, usize)) -> Entry {
    (average, std::cmp::Reverse(first), groups)
}

type Entry = (u64, std::cmp::Reverse<(usize, usize)>, (usize, usize));

#[derive(Debug, Clone, Copy)]
struct Link {
    /// Over all pairs of the two groups.
    sum: u64,
    best: (u64, (usize, usize)),
}

impl Link {
    fn and(self, other: Self) -> Self {
        let better = |a: (u64, (usize, usize)), b: (u64, (usize, usize))| {
            if (a.0, std::cmp::Reverse(a.1)) >= (b.0, std::cmp::Reverse(b.1)) { a } else { b }
        };
        Self { sum: self.sum + other.sum, best: better(self.best, other.best) }
    }
}

#[derive(Debug)]
struct Group {
    members: Vec<usize>,
    joins: Vec<Join>,
    links: BTreeMap<usize, Link>,
}

impl Group {
    fn of(text: usize) -> Self {
        Self { members: vec![text], joins: Vec::new(), links: BTreeMap::new() }
    }

    fn with(mut self, mut other: Self, join: Join, numbers: (usize, usize)) -> Self {
        self.links.remove(&numbers.1);
        other.links.remove(&numbers.0);
        for (neighbour, link) in other.links {
            let both = self.links.get(&neighbour).map_or(link, |known| known.and(link));
            self.links.insert(neighbour, both);
        }
        self.members.append(&mut other.members);
        self.members.sort_unstable();
        self.joins.append(&mut other.joins);
        self.joins.push(join);
        self
    }

    fn cluster(self) -> Cluster {
        Cluster { members: self.members, joins: self.joins }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: usize, pairs: &[((usize, usize), u64)], expected: &[&[usize]]) {
        let found = clusters(texts, &pairs.iter().copied().collect(), 400);
        let members: Vec<_> = found.iter().map(|cluster| cluster.members.as_slice()).collect();
        assert_eq!(members, expected, "{pairs:?}");
        assert!(found.iter().all(|cluster| cluster.joins.len() == cluster.members.len() - 1));
    }

    #[test]
    fn alike_on_the_average() {
        check(3, &[((0, 2), 900)], &[&[0, 2], &[1]]);
        check(2, &[((0, 1), 399)], &[&[0], &[1]]);
        // The third is like one of two, and unlike the other.
        check(3, &[((0, 1), 900), ((1, 2), 700)], &[&[0, 1], &[2]]);
        check(3, &[((0, 1), 900), ((1, 2), 900)], &[&[0, 1, 2]]);
        check(0, &[], &[]);
    }

    #[test]
    fn the_best_pair_is_the_evidence() {
        let likeness = BTreeMap::from([((0, 1), 900), ((0, 2), 500), ((1, 2), 800)]);
        let found = clusters(3, &likeness, 400);
        assert_eq!(found[0].joins[1], Join { pair: (1, 2), likeness: 650 });
    }
}
