//! What would settle a question?
//!
//! A list of what an investigator could go and find out, drawn from what the question lacks: a rule for each kind, each
//! with a line in English and Spanish. It says where to look and whom to ask, never which answer to expect. A question
//! whose answers all go together and come from several origins has no open points. Left out: what takes knowledge of
//! the event that the case does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::account::{QuestionAccount, Relation, RelationKind, RelationType};
use variorum_evidence::claim::{Scope, Value};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{PositionId, SpeakerId};
use variorum_evidence::moment::{Precision, SaidAt};
use variorum_evidence::open_point::OpenPoint;
use variorum_evidence::over_time::{Course, OverTime, Stay, TurnKind};
use variorum_evidence::question::{AnswerKind, Party, PartyGroup};
use variorum_evidence::revision::Revisions;

use crate::positions::Stand;
use crate::relations::Context;
use crate::revisions::change_in_words;

/// Seconds that must lie between a party's last word and what came up after it.
const DAY: i64 = 86_400;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    people: BTreeSet<String>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("../lexicon/open_points.toml")).expect("embedded: a test reads it"));

/// What the rules look at.
pub(crate) struct Ground<'a> {
    pub(crate) stands: &'a [Stand],
    pub(crate) relations: &'a [Relation],
    pub(crate) over_time: &'a OverTime,
    pub(crate) voiceless: &'a [String],
    pub(crate) parties: &'a [Party],
    /// Whether copies of one story differ.
    pub(crate) drifts: bool,
    pub(crate) context: &'a Context<'a>,
}

type Rule = fn(&Ground<'_>) -> Vec<OpenPoint>;

/// The rules, in the order in which their points are listed.
const RULES: &[Rule] = &[
    second_origin,
    copies_differ,
    over_whom,
    by_name,
    clock,
    undated,
    contradiction,
    silent_since,
    side_silent,
    witness,
    voiceless,
];

/// The open points of a question.
pub(crate) fn open_points(ground: &Ground<'_>) -> Vec<OpenPoint> {
    RULES.iter().flat_map(|rule| rule(ground)).collect()
}

impl Ground<'_> {
    fn point(&self, rule: &str, positions: &[&Stand], en: String, es: String) -> OpenPoint {
        let positions = positions.iter().map(|stand| stand.position.id).collect();
        OpenPoint { rule: rule.to_owned(), text: self.context.say(en, es), positions, parties: Vec::new() }
    }

    /// The positions of which not both can be true, in the order printed.
    fn disputed(&self) -> Vec<&Stand> {
        let conflicts = self.relations.iter().filter(|relation| relation.relation == RelationKind::Conflict);
        let ids: BTreeSet<PositionId> = conflicts.flat_map(|relation| [relation.a, relation.b]).collect();
        self.stands.iter().filter(|stand| ids.contains(&stand.position.id)).collect()
    }

    fn values(&self, stands: &[&Stand]) -> String {
        stands.iter().map(|stand| self.context.value(stand)).collect::<Vec<_>>().join("; ")
    }

    fn groups(&self) -> BTreeSet<PartyGroup> {
        self.over_time.speakers.iter().map(|course| course.group).collect()
    }

    fn stand(&self, id: PositionId) -> Option<&Stand> {
        self.stands.iter().find(|stand| stand.position.id == id)
    }
}

/// Disputed answers, or the only one, that go back to a single origin.
fn second_origin(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let concerned = if ground.stands.len() == 1 { vec![&ground.stands[0]] } else { ground.disputed() };
    let single: Vec<_> = concerned.into_iter().filter(|stand| stand.position.origins == 1).collect();
    if single.is_empty() {
        return Vec::new();
    }
    let values = ground.values(&single);
    let (en, es) = match single.len() {
        1 => (
            format!("{values} rests on one origin: find a second one that does not go back to it"),
            format!("{values} se apoya en un solo origen: busque otro que no venga de él"),
        ),
        _ => (
            format!("{values}: each rests on one origin; find a second for each"),
            format!("{values}: cada respuesta se apoya en un solo origen; busque otro para cada una"),
        ),
    };
    vec![ground.point("open.second-origin", &single, en, es)]
}

/// Copies of one story that say different things.
fn copies_differ(ground: &Ground<'_>) -> Vec<OpenPoint> {
    if !ground.drifts {
        return Vec::new();
    }
    let en = "copies of one story differ: get the text that they were made from".to_owned();
    let es = "copias de un mismo texto difieren: consiga el texto del que se hicieron".to_owned();
    vec![ground.point("open.copies", &[], en, es)]
}

/// Disputed counts that do not say over whom.
fn over_whom(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let counts = |stand: &&Stand| matches!(stand.position.value, Value::Count { .. });
    let unsaid = |stand: &&Stand| stand.position.scope == Scope::unknown();
    let open: Vec<_> = ground.disputed().into_iter().filter(counts).filter(unsaid).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let values = ground.values(&open);
    let en = format!("{values}: over whom is not said; ask who is counted in");
    let es = format!("{values}: no se dice sobre quiénes; pregunte a quiénes se cuenta");
    vec![ground.point("open.over-whom", &open, en, es)]
}

/// Disputed counts of people.
fn by_name(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let question = ground.context.question;
    let disputed = ground.disputed();
    if question.kind != AnswerKind::Count || !LEXICON.people.contains(&question.predicate) || disputed.is_empty() {
        return Vec::new();
    }
    let values = ground.values(&disputed);
    let en = format!("{values}: look for a list by name (hospital, morgue, register, relatives)");
    let es = format!("{values}: busque una lista con nombres (hospital, morgue, registro, familiares)");
    vec![ground.point("open.list-by-name", &disputed, en, es)]
}

/// Clock times of which not both can be true.
fn clock(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let clocked = |stand: &&Stand| match &stand.position.value {
        Value::Time(when) => matches!(when.precision, Precision::Second | Precision::Minute | Precision::Hour),
        _ => false,
    };
    let times: Vec<_> = ground.disputed().into_iter().filter(clocked).collect();
    if times.len() < 2 {
        return Vec::new();
    }
    let values = ground.values(&times);
    let en = format!("{values}: look for footage, calls or logs that carry a clock");
    let es = format!("{values}: busque imágenes, llamadas o registros que lleven la hora");
    vec![ground.point("open.clock", &times, en, es)]
}

/// Disputed answers of which it is not known when they were said.
fn undated(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let known = |when: &Option<SaidAt>| when.as_ref().is_some_and(|when| when.from.is_some());
    let open: Vec<_> = ground.disputed().into_iter().filter(|stand| !known(&stand.position.first_said)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let values = ground.values(&open);
    let en = format!("{values}: when it was said is not known; find the date of the report");
    let es = format!("{values}: no se sabe cuándo se dijo; busque la fecha del informe");
    vec![ground.point("open.undated", &open, en, es)]
}

/// Speakers who give two answers that do not go together.
fn contradiction(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    for course in &ground.over_time.speakers {
        let Some(name) = course.speaker.as_ref().map(|speaker| name(ground, speaker)) else { continue };
        for turn in course.turns.iter().filter(|turn| turn.kind != TurnKind::Changed) {
            let stands: Vec<_> = [turn.a, turn.b].into_iter().filter_map(|id| ground.stand(id)).collect();
            let values = ground.values(&stands);
            let en = format!("{name} gives {values}: ask which of the two holds");
            let es = format!("{name} da {values}: pregunte cuál de las dos vale");
            points.push(ground.point("open.contradiction", &stands, en, es));
        }
    }
    points
}

fn name<'g>(ground: &'g Ground<'_>, speaker: &SpeakerId) -> &'g str {
    ground.context.speaker_names.get(speaker).map_or("?", String::as_str)
}

/// Parties of the case that said nothing more once something else came up.
fn silent_since(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let mut last: BTreeMap<&str, (i64, &Course)> = BTreeMap::new();
    for course in &ground.over_time.parties {
        let (Some(party), Some(to)) = (course.party.as_deref(), last_word(course, ground)) else { continue };
        if last.get(party).is_none_or(|(known, _)| *known < to) {
            last.insert(party, (to, course));
        }
    }
    last.into_iter().filter_map(|(party, (to, course))| overtaken(ground, party, to, course)).collect()
}

/// When a course ends, on the clock of the case.
fn last_word(course: &Course, ground: &Ground<'_>) -> Option<i64> {
    course.stays.iter().filter_map(|stay| end(stay, ground)).max()
}

fn end(stay: &Stay, ground: &Ground<'_>) -> Option<i64> {
    let end = ground.context.clock.stretch(stay.to.as_ref()?).to;
    (end != i64::MAX).then_some(end)
}

fn overtaken(ground: &Ground<'_>, party: &str, to: i64, course: &Course) -> Option<OpenPoint> {
    let ends = |stay: &&Stay| end(stay, ground);
    let held = course.stays.iter().filter(|stay| ends(stay).is_some()).max_by_key(ends)?;
    let stand = ground.stand(held.position)?;
    let day = |when: &SaidAt| when.from.map(|from| from.strftime("%Y-%m-%d").to_string());
    let newer = ground.stands.iter().find_map(|other| {
        let first = other.position.first_said.as_ref()?;
        let after = ground.context.clock.stretch(first).from.checked_sub(to)? >= DAY;
        (after && moves_on(ground, stand, other)).then(|| Some((other, day(first)?)))?
    });
    let (newer, came) = newer?;
    let since = held.to.as_ref().and_then(day)?;
    let (was, is) = (ground.context.value(stand), ground.context.value(newer));
    let en = format!("no word from {party} after {since} ({was}); {is} came up on {came}: ask again");
    let es = format!("{party} no dice nada después del {since} ({was}); {is} apareció el {came}: pregunte de nuevo");
    Some(OpenPoint { parties: vec![party.to_owned()], ..ground.point("open.silent-since", &[stand, newer], en, es) })
}

/// Whether the other answer would make one say it again or take it back.
fn moves_on(ground: &Ground<'_>, stand: &Stand, other: &Stand) -> bool {
    let ids = [stand.position.id, other.position.id];
    ground.relations.iter().any(|relation| {
        let between = [relation.a, relation.b].iter().all(|id| ids.contains(id)) && relation.a != relation.b;
        let moved = match relation.relation {
            RelationKind::Conflict | RelationKind::Superseded => true,
            RelationKind::Compatible => relation.relation_type == RelationType::TimeOfStatement,
            RelationKind::Same => false,
        };
        between && moved
    })
}

/// A count that only authorities, or only those affected, give.
fn side_silent(ground: &Ground<'_>) -> Vec<OpenPoint> {
    if ground.context.question.kind != AnswerKind::Count {
        return Vec::new();
    }
    let heard = ground.groups();
    let (officials, affected) = (heard.contains(&PartyGroup::Officials), heard.contains(&PartyGroup::Affected));
    // A party of the case that is missed says it better.
    let named =
        |group| ground.parties.iter().any(|party| party.group == group && ground.voiceless.contains(&party.name));
    let told = match (officials, affected) {
        (true, false) if named(PartyGroup::Affected) => None,
        (false, true) if named(PartyGroup::Officials) => None,
        (true, false) => Some(("nobody of those affected says how many", "ninguno de los afectados dice cuántos")),
        (false, true) => Some(("no authority says how many", "ninguna autoridad dice cuántos")),
        _ => None,
    };
    told.map(|(en, es)| ground.point("open.side", &[], en.to_owned(), es.to_owned())).into_iter().collect()
}

/// A dispute between authorities and those affected, with nobody who saw it from neither side.
fn witness(ground: &Ground<'_>) -> Vec<OpenPoint> {
    let heard = ground.groups();
    let disputed = ground.disputed();
    let two_sides = heard.contains(&PartyGroup::Officials) && heard.contains(&PartyGroup::Affected);
    let kind = matches!(ground.context.question.kind, AnswerKind::Choice | AnswerKind::Time | AnswerKind::Duration);
    if !kind || !two_sides || disputed.is_empty() || heard.contains(&PartyGroup::Witnesses) {
        return Vec::new();
    }
    let values = ground.values(&disputed);
    let en = format!("{values}: only the two sides answer; look for a witness of neither, or footage");
    let es = format!("{values}: solo responden las dos partes; busque un testigo de ninguna, o imágenes");
    vec![ground.point("open.witness", &disputed, en, es)]
}

/// Parties that have no voice where answers are disputed.
fn voiceless(ground: &Ground<'_>) -> Vec<OpenPoint> {
    if ground.disputed().is_empty() || ground.voiceless.is_empty() {
        return Vec::new();
    }
    let names = ground.voiceless.join("; ");
    let en = format!("nobody answers for {names}: ask there");
    let es = format!("nadie responde por {names}: pregunte ahí");
    vec![OpenPoint { parties: ground.voiceless.to_vec(), ..ground.point("open.party", &[], en, es) }]
}

/// Answers that a page changed and did not say so, each a point of its question.
pub(crate) fn add_silent_changes(questions: &mut [QuestionAccount], revisions: &[Revisions], language: Language) {
    for one in revisions {
        for (pair, step) in one.versions.windows(2).zip(&one.steps).filter(|(_, step)| step.silent) {
            let Some((was, now)) = pair[0].reports.first().zip(pair[1].reports.first()) else { continue };
            for change in step.answers.iter().filter(|change| change.before.is_some()) {
                let Some(account) = questions.iter_mut().find(|account| account.code == change.question) else {
                    continue;
                };
                let ids: Vec<_> = [&change.before, &change.after].into_iter().flatten().map(|it| it.position).collect();
                let told = change_in_words(change, account, language);
                let text = match language {
                    Language::Es => {
                        format!("{told}: {now} lo cambió respecto de {was} sin decirlo; pregunte al medio por qué")
                    }
                    _ => format!("{told}: {now} changed it from {was} without saying so; ask the publisher why"),
                };
                let rule = "open.silent-change".to_owned();
                account.gaps.open.push(OpenPoint { rule, text, positions: ids, parties: Vec::new() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_read() {
        assert!(LEXICON.people.contains("killed"));
    }
}
