//! When time explains why two values differ: corrections, later versions, and tolls that rise.
//!
//! These rules see only pairs of values that cannot both be true, and they are cautious: a conflict is taken
//! back only for everybody who holds the earlier value. One speaker who moved on does not move another. A copy
//! that says something else than its original is an altered copy and no later statement, whoever is quoted in
//! it. Left out: sayings whose order is not known; they stay conflicts.

use std::collections::BTreeSet;

use variorum_evidence::account::{RelationKind, RelationType};
use variorum_evidence::claim::Value;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::PartyGroup;

use crate::positions::{Said, Stand};
use crate::relations::{Context, Verdict};
use crate::reports::Stretch;

/// A count that rose is taken for growth only if at least this time lies between: bulletins of one hour that
/// differ contradict one another. Chosen by judgement; no evaluation set it.
const GROWTH_SECONDS: i64 = 3 * 3600;

/// What can become more while reports are written.
const GROWING: &[&str] = &[
    "killed",
    "injured",
    "missing",
    "arrested",
    "rescued",
    "displaced",
    "abducted",
    "destroyed",
    "suspended",
    "charged",
];

/// Whether a count that can grow was given for the last time well before the other came up.
pub(crate) fn grew_after(old: &Stand, new: &Stand, context: &Context<'_>) -> bool {
    let behind = |(last, first): (Stretch, Stretch)| {
        last.is_before(first) && first.from.saturating_sub(last.from) >= GROWTH_SECONDS
    };
    GROWING.contains(&context.question.predicate.as_str()) && old.last.zip(new.first.seen).is_some_and(behind)
}

/// Every text of one position copies a text of the other: copies of one story that differ.
pub(crate) fn copy_drift(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    if !are_altered_copies(&b.documents, &a.documents, context)
        && !are_altered_copies(&a.documents, &b.documents, context)
    {
        return None;
    }
    let (first, second) = (context.value(a), context.value(b));
    let why = context.say(
        format!("copies of one story differ: {first}; {second}"),
        format!("copias de un mismo texto difieren: {first}; {second}"),
    );
    Some(Verdict::new(RelationKind::Conflict, RelationType::Value, why))
}

/// Whether each of `texts` copies one of `others` and is no other version of it.
pub(crate) fn are_altered_copies(
    texts: &BTreeSet<DocumentId>,
    others: &BTreeSet<DocumentId>,
    context: &Context<'_>,
) -> bool {
    let origins = context.origins;
    let copied: BTreeSet<_> = others.iter().map(|other| origins.copies(*other)).collect();
    let addresses: BTreeSet<_> = others.iter().filter_map(|other| origins.address(*other)).collect();
    let altered = |text: &DocumentId| {
        let version = origins.address(*text).is_some_and(|address| addresses.contains(&address));
        !others.contains(text) && !version && copied.contains(&origins.copies(*text))
    };
    texts.iter().all(altered)
}

/// All texts that hold the earlier value are reports whose later version says the other in its place, for the same voice:
/// a page that quotes somebody else now takes nobody's word back.
pub(crate) fn later_version(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    either_way(a, b, |old, new| {
        let replaced = old.addresses.iter().all(|(address, said)| {
            let later = new.addresses.get(address);
            later.is_some_and(|later| said.until(later).is_some() && later.documents.is_disjoint(&old.documents))
        });
        let versions: BTreeSet<_> = old.addresses.values().flat_map(|said| &said.documents).copied().collect();
        if !replaced || versions != old.documents || !keeps_voices(old, new) {
            return None;
        }
        let (first, second) = (context.value(old), context.value(new));
        let why = context.say(
            format!("a later version of the same report says {second} instead of {first}"),
            format!("una versión posterior del mismo informe dice {second} en vez de {first}"),
        );
        Some(Verdict::new(RelationKind::Superseded, RelationType::Correction, why))
    })
}

/// Whether everybody whom the texts of one position give it from gives the other one in the texts of the other.
fn keeps_voices(old: &Stand, new: &Stand) -> bool {
    let later: BTreeSet<_> = new.voices.iter().map(|(_, who)| who).collect();
    old.voices.iter().all(|(_, who)| later.contains(who))
}

/// A later claim of the same side says of itself that it puts a figure right.
pub(crate) fn correction_in_words(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    either_way(a, b, |old, new| {
        if new.corrections.is_empty() || !moved_on(old, new, 0) {
            return None;
        }
        let (first, second) = (context.value(old), context.value(new));
        let why = context.say(
            format!("corrected in so many words: {first}, then {second}"),
            format!("corregido expresamente: {first}, después {second}"),
        );
        Some(Verdict::new(RelationKind::Superseded, RelationType::Correction, why))
    })
}

/// All speakers of the earlier value say the later one afterwards.
pub(crate) fn same_speaker_later(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    either_way(a, b, |old, new| {
        let moved = old.speakers.iter().all(|(speaker, said)| {
            new.speakers.get(speaker).is_some_and(|later| {
                said.until(later).is_some() && !are_altered_copies(&later.documents, &said.documents, context)
            })
        });
        if !moved || old.common_speakers {
            return None;
        }
        let speaker = old.speakers.keys().next()?;
        let name = context.speaker_names.get(speaker).map_or("?", String::as_str);
        let (first, second) = (context.value(old), context.value(new));
        let why = context.say(
            format!("{name} said {first} first and {second} later"),
            format!("{name} dijo primero {first} y después {second}"),
        );
        Some(Verdict::new(RelationKind::Superseded, RelationType::TimeOfStatement, why))
    })
}

/// A count that can grow, higher and said later: both can be true of their hour. Either each side that gave the lower
/// one gave the higher one later, or nobody gave the lower one any more when the higher one came up; but authorities and
/// those to whom it happened do not follow one another. How many are missing or away from home may
/// fall as well.
pub(crate) fn toll_moves(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    const FALLING: &[&str] = &["missing", "displaced"];
    let (Value::Count { max, .. }, Value::Count { min: least, .. }) = (&a.position.value, &b.position.value) else {
        return None;
    };
    let affirmed = !a.position.denied && !b.position.denied;
    let predicate = context.question.predicate.as_str();
    let rises = max.is_some_and(|most| most < *least);
    let moves = GROWING.contains(&predicate) && rises || FALLING.contains(&predicate);
    let left_behind = grew_after(a, b, context) && !are_rivals(a, b);
    if !(affirmed && moves && (left_behind || moved_on(a, b, GROWTH_SECONDS))) {
        return None;
    }
    let (first, second) = (context.value(a), context.value(b));
    let why = if left_behind {
        context.say(
            format!("nobody gives {first} any more when {second} comes up: each can be true of its hour"),
            format!("nadie da ya {first} cuando aparece {second}: cada una puede ser cierta en su momento"),
        )
    } else {
        context.say(
            format!("the count moved between the statements of one side: {first}, later {second}"),
            format!("la cifra cambió entre declaraciones de una misma parte: {first}, después {second}"),
        )
    };
    Some(Verdict::new(RelationKind::Compatible, RelationType::TimeOfStatement, why))
}

/// Whether one is given by authorities and the other by those to whom it happened, and neither by both.
fn are_rivals(a: &Stand, b: &Stand) -> bool {
    let only = |stand: &Stand, one: PartyGroup, other: PartyGroup| {
        stand.sides.contains_key(one.word()) && !stand.sides.contains_key(other.word())
    };
    let (officials, affected) = (PartyGroup::Officials, PartyGroup::Affected);
    only(a, officials, affected) && only(b, affected, officials)
        || only(a, affected, officials) && only(b, officials, affected)
}

/// Whether every side that holds the earlier value says the later one, at least `gap` seconds afterwards. A
/// value that only texts hold in their own voice is followed by any one side.
fn moved_on(old: &Stand, new: &Stand, gap: i64) -> bool {
    let later = |said: &Said, then: &Said| said.until(then).is_some_and(|seconds| seconds >= gap);
    if old.sides.is_empty() {
        return new.sides.len() <= 1 && later(&old.first, &new.first);
    }
    old.sides.iter().all(|(side, said)| new.sides.get(side).is_some_and(|then| later(said, then)))
}

/// Tries a rule with `a` as the earlier position, then with `b`.
fn either_way<'s>(
    a: &'s Stand,
    b: &'s Stand,
    rule: impl Fn(&'s Stand, &'s Stand) -> Option<Verdict>,
) -> Option<Verdict> {
    rule(a, b).or_else(|| rule(b, a).map(|verdict| Verdict { reversed: true, ..verdict }))
}
