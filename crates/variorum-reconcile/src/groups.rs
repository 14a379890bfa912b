//! Which claims that answer no question are alike?
//!
//! Names, numbers and content words that few claims have: two claims that share two of their rarest words are alike, and
//! so are all that hang together in this way. Pairs of words are keys of an index, so that no claim is held against all
//! others. A group needs two reports; what is alike in one report alone, or like nothing, stays among the claims. Left
//! out: what the claims of a group mean, which a person says by asking (`variorum decide CASE ask … --group G1`).

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::ClaimGroup;
use variorum_evidence::ids::ReportCode;

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::fold::words;
use crate::origins::Origins;
use crate::unions::Unions;

/// Shortest word that tells claims apart; numbers of any length do.
const SHORTEST: usize = 4;
/// How many of its rarest words speak for a claim.
const RAREST: usize = 6;
/// In at most so many claims, or this share of all, is a word rare.
const FEW: usize = 24;
const SHARE: usize = 100;
/// Words that are shown of a group.
const SHOWN: usize = 5;

/// The groups, most reports first.
pub(crate) fn groups(held: &[HeldClaim], accounts: &Accounts<'_>, origins: &Origins) -> Vec<ClaimGroup> {
    let open: Vec<&HeldClaim> = held.iter().filter(|held| answers_nothing(held)).collect();
    let Told { words, frequency, told } = Told::of(&open, accounts);
    let rare = FEW.max(told.len() / SHARE);
    let mut unions = Unions::new(open.len());
    // Claims by pairs of their words: sorted, they take a quarter of the room and time of a tree.
    let mut with: Vec<(u32, u32, u32)> = Vec::new();
    let mut shared: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (place, told) in told.iter().enumerate() {
        let mut rarest: Vec<usize> =
            told.iter().copied().filter(|word| (2..=rare).contains(&frequency[*word])).collect();
        rarest.sort_by_key(|word| (frequency[*word], *word));
        rarest.truncate(RAREST);
        rarest.sort_unstable();
        for (number, one) in rarest.iter().enumerate() {
            for other in &rarest[number + 1..] {
                with.push((*one as u32, *other as u32, place as u32));
            }
        }
    }
    with.sort_unstable();
    for alike in with.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (one, other, place) in &alike[1..] {
            unions.join(alike[0].2 as usize, *place as usize);
            shared.entry(*place as usize).or_default().extend([*one as usize, *other as usize]);
        }
    }
    drop(with);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..open.len() {
        members.entry(unions.first(place)).or_default().push(place);
    }
    let made = members.into_values().filter(|members| members.len() > 1).map(|members| {
        let common: BTreeSet<usize> =
            members.iter().flat_map(|place| shared.get(place).into_iter().flatten().copied()).collect();
        // Counted once: a chain of likeness may hold most of a large case.
        let mut within: BTreeMap<usize, usize> = common.iter().map(|word| (*word, 0)).collect();
        for word in members.iter().flat_map(|place| &told[*place]) {
            within.entry(*word).and_modify(|count| *count += 1);
        }
        let mut common: Vec<usize> = common.into_iter().collect();
        common.sort_by_key(|word| (std::cmp::Reverse(within[word]), frequency[*word], *word));
        group(&open, &members, common.into_iter().map(|word| words[word].as_str()), origins)
    });
    let mut made: Vec<ClaimGroup> = made.filter(|group| group.reports.len() > 1).collect();
    made.sort_by_key(|group| std::cmp::Reverse((group.reports.len(), group.claims.len())));
    let number = |(place, group): (usize, ClaimGroup)| ClaimGroup { id: format!("G{}", place + 1), ..group };
    made.into_iter().enumerate().map(number).collect()
}

fn group<'a>(
    open: &[&HeldClaim],
    members: &[usize],
    words: impl Iterator<Item = &'a str>,
    origins: &Origins,
) -> ClaimGroup {
    let accounts = || members.iter().map(|place| &open[*place].account);
    let mut seen: BTreeSet<&ReportCode> = BTreeSet::new();
    let codes = accounts().flat_map(|account| &account.reports);
    let reports: Vec<ReportCode> = codes.filter(|code| seen.insert(code)).cloned().collect();
    let from: BTreeSet<usize> = accounts().filter_map(|account| origins.of(account.document)).collect();
    ClaimGroup {
        id: String::new(),
        words: words.take(SHOWN).map(str::to_owned).collect(),
        claims: accounts().map(|account| account.claim.id).collect(),
        reports,
        origins: from.len(),
    }
}

/// The words of claims, each by its number: millions of claims share few words.
struct Told {
    words: Vec<String>,
    /// In how many claims each word stands.
    frequency: Vec<usize>,
    /// The words of each claim.
    told: Vec<Vec<usize>>,
}

impl Told {
    fn of(open: &[&HeldClaim], accounts: &Accounts<'_>) -> Self {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut made = Self { words: Vec::new(), frequency: Vec::new(), told: Vec::with_capacity(open.len()) };
        for held in open {
            let told = content_words(held, accounts).into_iter().map(|word| {
                let number = *numbers.entry(word).or_insert_with_key(|word| {
                    made.words.push(word.clone());
                    made.frequency.push(0);
                    made.words.len() - 1
                });
                made.frequency[number] += 1;
                number
            });
            made.told.push(told.collect());
        }
        made
    }
}

fn answers_nothing(held: &HeldClaim) -> bool {
    !held.account.rejected && held.account.claim.readings.iter().all(|reading| reading.question.is_none())
}

fn content_words(held: &HeldClaim, accounts: &Accounts<'_>) -> BTreeSet<String> {
    let text = accounts.texts.get(&held.account.document);
    let content = held.account.claim.content.iter().filter_map(|span| span.words(text?));
    let tells = |word: &String| word.chars().count() >= SHORTEST || word.chars().all(|letter| letter.is_ascii_digit());
    content.flat_map(words).filter(tells).collect()
}
