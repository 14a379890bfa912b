//! How two positions of one question stand to one another, and why.
//!
//! Only what cannot all be true is a conflict. So the rules are a table that is read from the top: first
//! whether the two are over the same people at all, then whether both values can be true together, then
//! whether time explains the difference, and only what is left is a conflict. Every rule has a name, and gives
//! its reason in one line (`docs/guide/relations.md` has an example of each). Positions are related, never
//! single claims. Left out: which position is right.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Relation, RelationKind, RelationType};
use variorum_evidence::claim::{Part, Scope, Value};
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{DocumentId, SpeakerId};
use variorum_evidence::question::{AnswerKind, Question};
use variorum_evidence::words;

use crate::compare::{Standing, compare, denies, is_about_doer, one_text};
use crate::origins::Origins;
use crate::persons::NAMED;
use crate::positions::Stand;
use crate::questions::Asked;
use crate::reports::Clock;
use crate::updates::{copy_drift, correction_in_words, grew_after, later_version, same_speaker_later, toll_moves};
use crate::values::is_of_all;

/// Positions of one question that are all related to one another. Above it each is related to its neighbours
/// in the order of values and to the one that most reports carry, and a finding says so: the number of pairs
/// would grow with the square, and nobody reads twenty thousand lines of reasons.
const MOST_RELATED: usize = 200;

/// What the rules may look at beside the two positions.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) question: &'a Question,
    pub(crate) origins: &'a Origins,
    pub(crate) speaker_names: &'a BTreeMap<SpeakerId, String>,
    pub(crate) clock: Clock,
    pub(crate) language: Language,
    /// Whether several answers can be true together, as in a list of names.
    pub(crate) takes_several: bool,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        question: &'a Question,
        stands: &[Stand],
        origins: &'a Origins,
        speaker_names: &'a BTreeMap<SpeakerId, String>,
        clock: Clock,
        language: Language,
    ) -> Self {
        let takes_several = takes_several(question, stands);
        Self { question, origins, speaker_names, clock, language, takes_several }
    }

    /// One line in the language of the case.
    pub(crate) fn say(&self, en: String, es: String) -> String {
        match self.language {
            Language::Es => es,
            _ => en,
        }
    }

    /// A position's value in words.
    pub(crate) fn value(&self, stand: &Stand) -> String {
        words::answer(&stand.position.value, stand.position.denied, self.language)
    }

    fn scope(&self, stand: &Stand) -> String {
        words::scope(&stand.position.scope, self.language)
    }
}

/// What a rule says of two positions: `a` is the earlier one where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) relation: RelationKind,
    pub(crate) relation_type: RelationType,
    pub(crate) why: String,
    /// Whether `b` is the one that was replaced.
    pub(crate) reversed: bool,
}

impl Verdict {
    pub(crate) fn new(relation: RelationKind, relation_type: RelationType, why: String) -> Self {
        Self { relation, relation_type, why, reversed: false }
    }
}

type Rule = fn(&Stand, &Stand, &Context<'_>) -> Option<Verdict>;

/// The rules in order; the first that speaks decides. The last one always speaks.
const RULES: &[(&str, Rule)] = &[
    ("scope.named", scope_named),
    ("scope.unstated", scope_unstated),
    ("scope.side", scope_side),
    ("scope.excluding", scope_excluding),
    ("scope.definition", scope_definition),
    ("scope.kind", scope_kind),
    ("scope.part", scope_part),
    ("plan.act", plan_act),
    ("time.told-before", told_before),
    ("value.together", value_together),
    ("copy.drift", copy_drift),
    ("words.correction", correction_in_words),
    ("speaker.later", same_speaker_later),
    ("report.later-version", later_version),
    ("voice.both", voice_both),
    ("toll.moves", toll_moves),
    ("conflict", conflict),
];

/// Relates the positions of one question.
pub(crate) fn relate(stands: &[Stand], context: &Context<'_>) -> Vec<Relation> {
    pairs(stands).into_iter().map(|(a, b)| relation(&stands[a], &stands[b], context)).collect()
}

/// The finding where not all positions are related to all.
pub(crate) fn capped(asked: &Asked, stands: &[Stand]) -> Option<Finding> {
    let message = format!(
        "{} positions: each is related to its neighbours in value and to the most reported one, not to all",
        stands.len()
    );
    let help = "split the question, or answer claims by hand so that fewer values differ";
    let finding = Finding::new("relations.capped", asked.code.clone(), message).with_help(help);
    (stands.len() > MOST_RELATED).then_some(finding)
}

/// Which positions to relate, in order.
fn pairs(stands: &[Stand]) -> Vec<(usize, usize)> {
    let len = stands.len();
    if len <= MOST_RELATED {
        return (0..len).flat_map(|a| (a + 1..len).map(move |b| (a, b))).collect();
    }
    let mut by_value: Vec<_> = (0..len).collect();
    by_value.sort_by_key(|place| (&stands[*place].position.value, &stands[*place].position.scope, *place));
    let neighbours = by_value.windows(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1])));
    let most_held = (1..len).map(|place| (0, place));
    neighbours.chain(most_held).collect::<BTreeSet<_>>().into_iter().collect()
}

fn relation(first: &Stand, second: &Stand, context: &Context<'_>) -> Relation {
    let second_is_earlier = second.first.until(&first.first).is_some();
    let (a, b) = if second_is_earlier { (second, first) } else { (first, second) };
    let verdict = RULES.iter().find_map(|(_, rule)| rule(a, b, context));
    let verdict = verdict.expect("the last rule speaks about every pair");
    let (a, b) = if verdict.reversed { (b, a) } else { (a, b) };
    Relation {
        a: a.position.id,
        b: b.position.id,
        relation: verdict.relation,
        relation_type: verdict.relation_type,
        why: verdict.why,
    }
}

/// Whether a question has several answers: one voice gives more than one in one text.
fn takes_several(question: &Question, stands: &[Stand]) -> bool {
    const SEVERAL: &[&str] =
        &["used_weapon", "planned", "destroyed", "attacked", "investigation", "less_lethal", "place_hit"];
    let of_several = SEVERAL.contains(&question.predicate.as_str()) && !is_about_doer(question);
    match question.kind {
        AnswerKind::Choice => of_several,
        AnswerKind::Text if of_several => true,
        AnswerKind::Text => {
            let mut given: BTreeMap<(DocumentId, Option<&SpeakerId>), &Value> = BTreeMap::new();
            let affirmed = stands.iter().filter(|stand| !stand.position.denied);
            affirmed.flat_map(|stand| stand.position.holders.iter().map(move |holder| (holder, stand))).any(
                |(holder, stand)| {
                    let value = &stand.position.value;
                    let other = *given.entry((holder.document, holder.speaker.as_ref())).or_insert(value);
                    !one_text(other, value)
                },
            )
        }
        AnswerKind::Count | AnswerKind::Time | AnswerKind::Duration => false,
    }
}

fn compatible_scope(why: String) -> Option<Verdict> {
    Some(Verdict::new(RelationKind::Compatible, RelationType::Scope, why))
}

/// People told of singly ("the pilot was killed") are some of all: no number stands against them but none.
fn scope_named(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let is_named = |stand: &Stand| stand.position.scope.kind.as_deref() == Some(NAMED);
    let (named, other) = match (is_named(a), is_named(b)) {
        (true, _) => (a, b),
        (false, true) => (b, a),
        (false, false) => return None,
    };
    let persons = [named, other].map(|stand| stand.position.scope.person.as_deref());
    // Nobody can tell that two people without names are one.
    let unnamed = persons == [None, None] && named.position.denied != other.position.denied;
    if is_named(other) && (persons[0] != persons[1] || unnamed) {
        return compatible_scope(of_others(persons, context));
    }
    let (first, second) = (&named.position.scope.side, &other.position.scope.side);
    if first.is_some() && second.is_some() && first != second || named.position.denied != other.position.denied {
        return None;
    }
    let (value, told) = (context.value(other), context.value(named));
    let none = matches!(other.position.value, Value::Count { max: Some(0), .. }) && !other.position.denied;
    // Of another side, or of none that is told, nobody can tell whether it is among those who are denied.
    // "No other detainee" is nobody of those besides.
    let of_some = other.position.scope.part == Part::Part && second.is_none();
    let unsided = second.is_none() && first.is_none();
    // "No arrests have been made", and a man who was arrested on the next day.
    if none && grew_after(other, named, context) {
        return Some(Verdict::new(
            RelationKind::Compatible,
            RelationType::TimeOfStatement,
            context.say(
                format!("nobody yet when {value} was said; somebody is told of later: {told}"),
                format!("nadie todavía cuando se dijo {value}; de alguien se habla después: {told}"),
            ),
        ));
    }
    if none && !of_some && other.position.scope.kind.is_none() && (unsided || first == second) {
        let why = context.say(
            format!("somebody is told of ({told}), the other says that there was nobody: {value}"),
            format!("se habla de alguien ({told}), la otra dice que no hubo nadie: {value}"),
        );
        return Some(Verdict::new(RelationKind::Conflict, RelationType::Value, why));
    }
    compatible_scope(context.say(
        format!("“{told}” is told of singly and leaves open how many there were: {value}"),
        format!("«{told}» se menciona por separado y no dice cuántos fueron: {value}"),
    ))
}

/// Why what is told of one person says nothing against what is told of another, or of one without a name.
fn of_others(persons: [Option<&str>; 2], context: &Context<'_>) -> String {
    match persons {
        [Some(one), Some(other)] => context
            .say(format!("of different people: {one}; {other}"), format!("de personas distintas: {one}; {other}")),
        [None, None] => context.say(
            "neither names whom it is of, so that it may be of two people".to_owned(),
            "ninguna nombra de quién es, así que pueden ser dos personas".to_owned(),
        ),
        [one, other] => {
            let known = one.or(other).unwrap_or_default();
            context.say(
                format!("one is of {known}, of whom the other is remains open"),
                format!("una es de {known}; de quién es la otra queda abierto"),
            )
        }
    }
}

/// One tells nobody apart, the other does: whatever the numbers, it cannot be told whether they are of the same.
fn scope_unstated(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let (unstated, stated) = match (is_of_all(&a.position.scope), is_of_all(&b.position.scope)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return None,
    };
    let (value, other, scope) = (context.value(unstated), context.value(stated), context.scope(stated));
    compatible_scope(context.say(
        format!("“{value}” tells nobody apart; “{other}” is over: {scope}"),
        format!("«{value}» no distingue a nadie; «{other}» es sobre: {scope}"),
    ))
}

/// They count two different sides.
fn scope_side(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let (first, second) = (a.position.scope.side.as_deref()?, b.position.scope.side.as_deref()?);
    if first == second {
        return None;
    }
    let (first, second) = (words::side(first, context.language), words::side(second, context.language));
    compatible_scope(context.say(
        format!("they are over different people: {first}; {second}"),
        format!("son sobre personas distintas: {first}; {second}"),
    ))
}

/// One leaves people out that the other does not leave out ("two others").
fn scope_excluding(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    if a.position.scope.excluding == b.position.scope.excluding {
        return None;
    }
    let (first, second) = (context.scope(a), context.scope(b));
    compatible_scope(context.say(
        format!("one leaves people out: {first}; {second}"),
        format!("una deja personas fuera: {first}; {second}"),
    ))
}

/// Two kinds that stand for two readings of one word ("captured", "arrested").
fn scope_definition(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    const WORDS: &[&[&str]] = &[
        &["arrested", "captured", "detained", "surrendered", "charged"],
        &["presumed", "confirmed", "identified"],
        &["civilian", "combatant"],
    ];
    let (first, second) = (a.position.scope.kind.as_deref()?, b.position.scope.kind.as_deref()?);
    let defines = |words: &&[&str]| words.contains(&first) && words.contains(&second);
    if first == second || !WORDS.iter().any(defines) {
        return None;
    }
    let why = context.say(
        format!("they count different things: {first}; {second}"),
        format!("cuentan cosas distintas: {first}; {second}"),
    );
    Some(Verdict::new(RelationKind::Compatible, RelationType::Definition, why))
}

/// One counts a narrower kind ("gravely injured").
fn scope_kind(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    if a.position.scope.kind == b.position.scope.kind {
        return None;
    }
    let (first, second) = (context.scope(a), context.scope(b));
    compatible_scope(context.say(
        format!("one is over a narrower kind: {first}; {second}"),
        format!("una es sobre una clase más estrecha: {first}; {second}"),
    ))
}

/// One is over all, the other over some. What a total is said to include does not change over whom it is. Of two that are
/// each over some, and say of nobody which, it cannot be told whether they are over the same.
fn scope_part(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let (first, second) = (&a.position.scope, &b.position.scope);
    let some = |scope: &Scope| scope.part == Part::Part && scope.side.is_none() && scope.kind.is_none();
    let values = [&a.position.value, &b.position.value];
    if some(first) && some(second) && values[0] != values[1] {
        let (one, other) = (context.value(a), context.value(b));
        return compatible_scope(context.say(
            format!("each is over some, and nobody says which: {one}; {other}"),
            format!("cada una es sobre algunos, sin decir cuáles: {one}; {other}"),
        ));
    }
    if (first.part, &first.side) == (second.part, &second.side) || is_of_all(first) && is_of_all(second) {
        return None;
    }
    let all = |scope: &Scope| scope.part == Part::Total;
    let (whole, part) = if all(second) && !all(first) { (b, a) } else { (a, b) };
    let (whole, part) = (context.scope(whole), context.scope(part));
    compatible_scope(context.say(
        format!("one is over the whole, the other over a part: {whole}; {part}"),
        format!("una es sobre el total, la otra sobre una parte: {whole}; {part}"),
    ))
}

/// One speaks of a plan, the other of what was done.
fn plan_act(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    // Where the question is about an intention, planning it is the act.
    let intention = matches!(context.question.predicate.as_str(), "planned" | "ordered" | "offered_surrender");
    if a.planned == b.planned || intention {
        return None;
    }
    let (plan, act) = if a.planned { (a, b) } else { (b, a) };
    let (plan, act) = (context.value(plan), context.value(act));
    let why = context.say(
        format!("“{plan}” was planned or foretold, “{act}” is said to have happened"),
        format!("«{plan}» estaba planeado o previsto, «{act}» se da por ocurrido"),
    );
    Some(Verdict::new(RelationKind::Compatible, RelationType::PlanAct, why))
}

/// One time begins days after a report had told the other: nobody tells of what has not come yet, so it is of something
/// else. A day is left for wrong dates of publication.
fn told_before(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    const DAY: i64 = 86_400;
    let begins = |stand: &Stand| match &stand.position.value {
        Value::Time(when) if when.from.is_some() && !stand.position.denied => Some(context.clock.stretch(when).from),
        _ => None,
    };
    let told = |stand: &Stand| stand.first.seen.filter(|seen| seen.to != i64::MAX).map(|seen| seen.to);
    let after = |later: &Stand, earlier: &Stand| Some(begins(later)? > told(earlier)?.saturating_add(DAY));
    let (later, earlier) = match (after(a, b), after(b, a)) {
        (Some(true), _) => (a, b),
        (_, Some(true)) => (b, a),
        _ => return None,
    };
    let (later, earlier) = (context.value(later), context.value(earlier));
    let why = context.say(
        format!("“{earlier}” was told before {later} came, so that one is of something else"),
        format!("«{earlier}» se contó antes de que llegara {later}, así que esta es de otra cosa"),
    );
    Some(Verdict::new(RelationKind::Compatible, RelationType::Definition, why))
}

/// Both values can be true together.
fn value_together(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    match compare(a, b, context) {
        Standing::Together(verdict) => Some(verdict),
        Standing::Apart(_) => None,
    }
}

/// One voice gives both numbers in one text: it does not mean them to be the number of the same people at the same time.
/// Which of the two is the smaller group the words do not tell. A text against itself is a check (`internal`).
fn voice_both(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let counts = matches!((&a.position.value, &b.position.value), (Value::Count { .. }, Value::Count { .. }));
    if !counts || a.position.denied || b.position.denied || a.voices.is_disjoint(&b.voices) {
        return None;
    }
    let (first, second) = (context.value(a), context.value(b));
    compatible_scope(context.say(
        format!("one report says both in one voice, so they are not of the same people or hour: {first}; {second}"),
        format!("un mismo informe dice ambas con una misma voz, así que no son de las mismas personas u hora: {first}; {second}"),
    ))
}

/// Nothing explains it: not both can be true.
fn conflict(a: &Stand, b: &Stand, context: &Context<'_>) -> Option<Verdict> {
    let relation_type = match compare(a, b, context) {
        Standing::Apart(relation_type) => relation_type,
        Standing::Together(verdict) => return Some(verdict),
    };
    let (first, second) = (context.value(a), context.value(b));
    let why = match relation_type {
        RelationType::Polarity if denies(a, context) != denies(b, context) => {
            let value = if denies(a, context) { second } else { first };
            context.say(
                format!("one says “{value}”, the other denies it"),
                format!("una dice «{value}», la otra lo niega"),
            )
        }
        RelationType::Role => context.say(
            format!("they name different doers of one act: {first}; {second}"),
            format!("nombran a distintos autores de un mismo acto: {first}; {second}"),
        ),
        RelationType::Interval => context.say(
            format!("these times do not meet: {first}; {second}"),
            format!("estos tiempos no se tocan: {first}; {second}"),
        ),
        RelationType::Place => context.say(
            format!("two different places: {first}; {second}"),
            format!("dos lugares distintos: {first}; {second}"),
        ),
        _ if is_of_all(&a.position.scope) => context.say(
            format!("not both can be true: {first}; {second}"),
            format!("no pueden ser ciertas ambas: {first}; {second}"),
        ),
        _ => {
            let scope = context.scope(a);
            context.say(
                format!("not both can be true of the same scope ({scope}): {first}; {second}"),
                format!("no pueden ser ciertas ambas con el mismo alcance ({scope}): {first}; {second}"),
            )
        }
    };
    Some(Verdict::new(RelationKind::Conflict, relation_type, why))
}
