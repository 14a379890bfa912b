//! What did each speaker and each party answer, in which order?
//!
//! Answers of one voice over the same people make a course: each position from when it was first said to when it was
//! last, as long as the voice gives no other in between. Where two positions of one speaker cannot both be true, or the
//! count moved, the course says how: changed (the later one is known), returned (said again after the other), or
//! contradicted (the order is not known). A copy that altered a number makes nobody contradict themselves. Left out:
//! speakers who are nobody in particular, whose words may be several people's; they have courses and no turns.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Relation, RelationKind, RelationType};
use variorum_evidence::claim::Scope;
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{PositionId, ReadingId, SpeakerId};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::over_time::{Course, OverTime, Stay, Turn, TurnKind};
use variorum_evidence::question::PartyGroup;

use crate::claims::HeldClaim;
use crate::digests::ByDigest;
use crate::positions::{Said, Stand};
use crate::questions::Asked;
use crate::relations::Context;
use crate::reports::{Reports, Stretch};
use crate::speakers::Known;
use crate::updates::are_altered_copies;
use crate::values::is_of_all;

/// One saying.
struct Saying<'a> {
    stretch: Option<Stretch>,
    when: Option<&'a SaidAt>,
    stand: usize,
    reading: ReadingId,
}

type Sayings<'a, K> = BTreeMap<(K, Scope), Vec<Saying<'a>>>;
/// Side, then name; the nameless of a side come first.
type PartyKey<'a> = (PartyGroup, Option<&'a str>);

/// The answers to one question over time.
pub(crate) fn over_time(
    stands: &[Stand],
    relations: &[Relation],
    claims: &ByDigest<ReadingId, &HeldClaim>,
    known: &Known<'_>,
    reports: &Reports<'_>,
    context: &Context<'_>,
) -> OverTime {
    let party_of = |speaker: Option<&SpeakerId>| -> PartyKey<'_> {
        let Some(speaker) = speaker else { return (PartyGroup::Media, None) };
        let speaker = known.get(speaker);
        let group = speaker.and_then(|speaker| speaker.group).unwrap_or(PartyGroup::Other);
        (group, speaker.and_then(|speaker| speaker.party.as_deref()))
    };
    let mut by_speaker: Sayings<'_, &SpeakerId> = BTreeMap::new();
    let mut by_party: Sayings<'_, PartyKey<'_>> = BTreeMap::new();
    for (number, stand) in stands.iter().enumerate() {
        for holder in &stand.position.holders {
            let told = claims.get(&holder.reading).and_then(|held| held.account.claim.said_at.as_ref());
            let when = told.filter(|when| when.from.is_some()).or_else(|| reports.published(holder.document));
            let stretch = when.map(|when| context.clock.stretch(when));
            let saying = || Saying { stretch, when, stand: number, reading: holder.reading };
            let scope = scope_of(stand);
            by_party.entry((party_of(holder.speaker.as_ref()), scope.clone())).or_default().push(saying());
            if let Some(speaker) = &holder.speaker {
                by_speaker.entry((speaker, scope)).or_default().push(saying());
            }
        }
    }
    let parties = by_party.into_iter().map(|(((group, party), _), sayings)| {
        let party = party.map(str::to_owned);
        Course { speaker: None, party, group, stays: stays(stands, sayings), turns: Vec::new() }
    });
    let parties = parties.collect();
    let mut turns = turns(stands, relations, context);
    let speakers = by_speaker.into_iter().map(|((speaker, scope), sayings)| {
        let (group, party) = party_of(Some(speaker));
        let stays = stays(stands, sayings);
        let turns = turns.remove(&(speaker, scope)).unwrap_or_default();
        let turns = turns.into_iter().map(|turn| returned(turn, &stays, stands, context)).collect();
        Course { speaker: Some(speaker.clone()), party: party.map(str::to_owned), group, stays, turns }
    });
    OverTime { speakers: speakers.collect(), parties }
}

/// Positions of one scope follow one another; "9" and "9 in all" are over the same.
fn scope_of(stand: &Stand) -> Scope {
    let scope = &stand.position.scope;
    if is_of_all(scope) { Scope::unknown() } else { scope.clone() }
}

/// The positions of one voice from first to last. What is said at one time belongs together: a position goes on as
/// long as the voice gives it whenever it speaks.
fn stays(stands: &[Stand], mut sayings: Vec<Saying<'_>>) -> Vec<Stay> {
    sayings.sort_by_key(|saying| (saying.stretch.is_none(), saying.stretch, saying.stand, saying.reading));
    let mut stays: Vec<Stay> = Vec::new();
    let mut going_on: BTreeMap<usize, usize> = BTreeMap::new();
    for together in sayings.chunk_by(|a, b| a.stretch == b.stretch) {
        let said: BTreeSet<usize> = together.iter().map(|saying| saying.stand).collect();
        for saying in together {
            if let Some(place) = going_on.get(&saying.stand) {
                stays[*place].times += 1;
                // A saying without a date comes last, and tells no end.
                stays[*place].to = saying.when.cloned().or_else(|| stays[*place].to.take());
                continue;
            }
            going_on.insert(saying.stand, stays.len());
            let position = stands[saying.stand].position.id;
            let (from, to) = (saying.when.cloned(), saying.when.cloned());
            stays.push(Stay { position, reading: saying.reading, from, to, times: 1 });
        }
        going_on.retain(|stand, _| said.contains(stand));
    }
    // Most voices have one, and there are as many as claims.
    stays.shrink_to_fit();
    stays
}

/// Where the answers of a particular speaker do not go together.
fn turns<'s>(
    stands: &'s [Stand],
    relations: &[Relation],
    context: &Context<'_>,
) -> BTreeMap<(&'s SpeakerId, Scope), Vec<Turn>> {
    let by_id: BTreeMap<PositionId, &Stand> = stands.iter().map(|stand| (stand.position.id, stand)).collect();
    let mut turns: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for relation in relations.iter().filter(|relation| moves(relation)) {
        let Some((a, b)) = by_id.get(&relation.a).zip(by_id.get(&relation.b)) else { continue };
        for (speaker, first) in &a.speakers {
            let Some(second) = b.speakers.get(speaker) else { continue };
            if let Some(turn) = turn((a, first), (b, second), relation, context) {
                turns.entry((speaker, scope_of(a))).or_default().push(turn);
            }
        }
    }
    turns
}

/// Whether two positions cannot both be true at one time.
fn moves(relation: &Relation) -> bool {
    match relation.relation {
        RelationKind::Conflict | RelationKind::Superseded => true,
        RelationKind::Compatible => relation.relation_type == RelationType::TimeOfStatement,
        RelationKind::Same => false,
    }
}

fn turn(a: (&Stand, &Said), b: (&Stand, &Said), relation: &Relation, context: &Context<'_>) -> Option<Turn> {
    let (texts, others) = (&a.1.documents, &b.1.documents);
    if are_altered_copies(texts, others, context) || are_altered_copies(others, texts, context) {
        return None;
    }
    let (kind, a, b) = match (a.1.until(b.1), b.1.until(a.1)) {
        (Some(_), _) => (TurnKind::Changed, a.0, b.0),
        (_, Some(_)) => (TurnKind::Changed, b.0, a.0),
        _ if relation.relation == RelationKind::Conflict => (TurnKind::Contradicts, a.0, b.0),
        _ => return None,
    };
    Some(told(kind, a, b, context))
}

fn told(kind: TurnKind, a: &Stand, b: &Stand, context: &Context<'_>) -> Turn {
    let (first, second) = (context.value(a), context.value(b));
    let why = match kind {
        TurnKind::Changed => {
            context.say(format!("first {first}, later {second}"), format!("primero {first}, después {second}"))
        }
        TurnKind::Returned => context.say(
            format!("first {first}, then {second}, then {first} again"),
            format!("primero {first}, luego {second}, luego otra vez {first}"),
        ),
        TurnKind::Contradicts => context.say(
            format!("both {first} and {second}; nothing tells which was said later"),
            format!("tanto {first} como {second}; nada dice cuál fue después"),
        ),
    };
    Turn { kind, a: a.position.id, b: b.position.id, why }
}

/// A change that was taken back later.
fn returned(turn: Turn, stays: &[Stay], stands: &[Stand], context: &Context<'_>) -> Turn {
    let after = stays.iter().skip_while(|stay| stay.position != turn.b);
    let again = after.skip(1).any(|stay| stay.position == turn.a && stay.from.is_some());
    let stand = |id| stands.iter().find(|stand| stand.position.id == id);
    match stand(turn.a).zip(stand(turn.b)).filter(|_| again && turn.kind == TurnKind::Changed) {
        Some((a, b)) => told(TurnKind::Returned, a, b, context),
        None => turn,
    }
}

/// A finding for each speaker who contradicts themselves from one text to another. What one text makes them say twice
/// is a check of that text.
pub(crate) fn contradictions(
    asked: &Asked,
    stands: &[Stand],
    over_time: &OverTime,
    context: &Context<'_>,
    reports: &Reports<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for course in &over_time.speakers {
        let Some(speaker) = &course.speaker else { continue };
        for turn in course.turns.iter().filter(|turn| turn.kind != TurnKind::Changed) {
            let said = |id| {
                let stand = stands.iter().find(|stand| stand.position.id == id)?;
                Some((stand, stand.speakers.get(speaker)?))
            };
            let Some((a, b)) = said(turn.a).zip(said(turn.b)) else { continue };
            if !a.1.documents.is_disjoint(&b.1.documents) {
                continue;
            }
            let name = context.speaker_names.get(speaker).map_or("?", String::as_str);
            let side = |(stand, said): (&Stand, &Said)| {
                let codes: Vec<_> = said.documents.iter().map(|document| reports.first_code(*document)).collect();
                format!("{} ({})", in_english(stand), codes.join(", "))
            };
            let how = match turn.kind {
                TurnKind::Returned => "goes back and forth between",
                _ => "says both",
            };
            let message = format!("{name} {how} {} and {} on “{}”", side(a), side(b), asked.question.id);
            let help = "read both where they stand; ask the speaker, or tell two people of one name apart by hand";
            findings.push(Finding::new("speaker.contradicts", asked.code.clone(), message).with_help(help));
        }
    }
    findings
}

fn in_english(stand: &Stand) -> String {
    variorum_evidence::words::answer(&stand.position.value, stand.position.denied, Language::En)
}
