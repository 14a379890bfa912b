//! What each voice answered from first to last, and what would settle it.

use crate::case::*;
use variorum_evidence::account::{Apparatus, RelationKind};
use variorum_evidence::claim::Value;
use variorum_evidence::document::Language;
use variorum_evidence::moment::Precision;
use variorum_evidence::over_time::{Course, TurnKind};
use variorum_evidence::question::{AnswerKind, PartyGroup};
use variorum_evidence::words;

/// One saying: who, on which day of January 2018, how many.
type Line = (&'static str, i8, u64);

/// A report for each saying, each worded so that no two are copies.
fn case_of(lines: &[Line]) -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    case.party("Ministry", PartyGroup::Officials, &["Ana Ruiz"]);
    case.party("Hospital", PartyGroup::Witnesses, &["Berta Gil"]);
    for (place, (name, day, count)) in lines.iter().enumerate() {
        case.report((*day, 12), &format!("Paper {place} heard {name} say that {count} died."));
        let said = case.said(place + 1, &format!("{count} died"));
        let said = if name.is_empty() { said } else { said.by(&case, name) };
        case.add(said.reads("killed", exactly(*count), unknown()));
    }
    case
}

fn values(apparatus: &Apparatus, course: &Course) -> Vec<String> {
    let positions = &only(apparatus).positions;
    let value = |id| positions.iter().find(|position| position.id == id).map(|position| &position.value);
    let days = |stay: &variorum_evidence::over_time::Stay| {
        let day = |when: &Option<variorum_evidence::moment::SaidAt>| {
            when.as_ref().and_then(|when| when.from).map_or_else(|| "?".to_owned(), |from| from.day().to_string())
        };
        format!("{}–{} ×{}", day(&stay.from), day(&stay.to), stay.times)
    };
    let stays = course.stays.iter();
    stays
        .map(|stay| {
            format!("{} {}", words::value(value(stay.position).expect("it is there"), Language::En), days(stay))
        })
        .collect()
}

fn course_of(apparatus: &Apparatus, speaker: &str) -> Course {
    let known = apparatus.speakers.iter().find(|known| known.name == speaker).expect("somebody of this name speaks");
    let courses = &only(apparatus).over_time.speakers;
    courses.iter().find(|course| course.speaker.as_ref() == Some(&known.id)).expect("and answers").clone()
}

fn turns(course: &Course) -> Vec<(TurnKind, &str)> {
    course.turns.iter().map(|turn| (turn.kind, turn.why.as_str())).collect()
}

fn findings(apparatus: &Apparatus) -> Vec<&str> {
    let findings = apparatus.findings.iter().filter(|finding| finding.code == "speaker.contradicts");
    findings.map(|finding| finding.message.as_str()).collect()
}

fn open(apparatus: &Apparatus, rule: &str) -> Vec<String> {
    let points = only(apparatus).gaps.open.iter().filter(|point| point.rule == rule);
    points.map(|point| point.text.clone()).collect()
}

#[test]
fn courses_of_speakers_and_parties() {
    let lines = [("Ana Ruiz", 15, 7), ("Ana Ruiz", 16, 7), ("Berta Gil", 16, 9), ("Ana Ruiz", 18, 9), ("", 19, 9)];
    let apparatus = case_of(&lines).reconcile();
    let ruiz = course_of(&apparatus, "Ana Ruiz");
    assert_eq!(values(&apparatus, &ruiz), ["7 15–16 ×2", "9 18–18 ×1"]);
    assert_eq!(turns(&ruiz), [(TurnKind::Changed, "first 7, later 9")]);
    let parties = &only(&apparatus).over_time.parties;
    let named: Vec<_> = parties.iter().map(|course| (course.group, course.party.as_deref())).collect();
    let expected = [
        (PartyGroup::Officials, Some("Ministry")),
        (PartyGroup::Witnesses, Some("Hospital")),
        (PartyGroup::Media, None),
    ];
    assert_eq!(named, expected);
    assert_eq!(values(&apparatus, &parties[0]), ["7 15–16 ×2", "9 18–18 ×1"]);
    assert!(parties.iter().all(|course| course.turns.is_empty()));
    assert!(findings(&apparatus).is_empty());
}

#[test]
fn who_says_two_things_at_once_and_who_goes_back() {
    let apparatus = case_of(&[("Ana Ruiz", 15, 7), ("Ana Ruiz", 15, 9)]).reconcile();
    let expected = [(TurnKind::Contradicts, "both 7 and 9; nothing tells which was said later")];
    assert_eq!(turns(&course_of(&apparatus, "Ana Ruiz")), expected);
    assert_eq!(findings(&apparatus), ["Ana Ruiz says both 7 (R1) and 9 (R2) on “killed”"]);
    assert_eq!(open(&apparatus, "open.contradiction"), ["Ana Ruiz gives 7; 9: ask which of the two holds"]);

    let apparatus = case_of(&[("Ana Ruiz", 15, 9), ("Ana Ruiz", 16, 7), ("Ana Ruiz", 18, 9)]).reconcile();
    let ruiz = course_of(&apparatus, "Ana Ruiz");
    assert_eq!(values(&apparatus, &ruiz), ["9 15–15 ×1", "7 16–16 ×1", "9 18–18 ×1"]);
    assert_eq!(turns(&ruiz), [(TurnKind::Returned, "first 9, then 7, then 9 again")]);
    assert_eq!(findings(&apparatus).len(), 1);

    let apparatus = case_of(&[("residents", 15, 7), ("residents", 15, 9)]).reconcile();
    assert!(only(&apparatus).over_time.speakers.iter().all(|course| course.turns.is_empty()), "many may be residents");
}

/// What one speaker said is taken back by what this speaker says later, never by what another says.
#[test]
fn only_the_same_speaker_supersedes() {
    for (lines, superseded) in [
        (vec![("Ana Ruiz", 15, 9), ("Ana Ruiz", 18, 7)], true),
        (vec![("Ana Ruiz", 15, 9), ("Berta Gil", 18, 7)], false),
        (vec![("Ana Ruiz", 15, 9), ("Berta Gil", 15, 9), ("Ana Ruiz", 18, 7)], false),
        (vec![("residents", 15, 9), ("residents", 18, 7)], false),
        (vec![("", 15, 9), ("", 18, 7)], false),
        (vec![("Ana Ruiz", 18, 9), ("Ana Ruiz", 18, 7)], false),
    ] {
        let apparatus = case_of(&lines).reconcile();
        let relation = &only(&apparatus).relations[0];
        assert_eq!(relation.relation == RelationKind::Superseded, superseded, "{lines:?}: {}", relation.why);
    }
}

#[test]
fn open_points_of_a_disputed_count() {
    let apparatus = case_of(&[("Ana Ruiz", 15, 9), ("Berta Gil", 19, 7), ("Carla Sol", 19, 7)]).reconcile();
    let check = |rule: &str, expected: &[&str]| assert_eq!(open(&apparatus, rule), expected, "{rule}");
    check("open.second-origin", &["9 rests on one origin: find a second one that does not go back to it"]);
    check("open.over-whom", &["7; 9: over whom is not said; ask who is counted in"]);
    check("open.list-by-name", &["7; 9: look for a list by name (hospital, morgue, register, relatives)"]);
    check("open.silent-since", &["no word from Ministry after 2018-01-15 (9); 7 came up on 2018-01-19: ask again"]);
    check("open.side", &["nobody of those affected says how many"]);
    check("open.party", &[]);
    check("open.clock", &[]);
    assert!(only(&apparatus).gaps.open.iter().any(|point| point.parties == ["Ministry"]));

    let mut spanish = case_of(&[("Ana Ruiz", 15, 9), ("Berta Gil", 19, 7)]);
    spanish.language = Language::Es;
    let apparatus = spanish.reconcile();
    let expected = ["7; 9: cada respuesta se apoya en un solo origen; busque otro para cada una"];
    assert_eq!(open(&apparatus, "open.second-origin"), expected);
}

/// A position that began first may be the one that was said last.
#[test]
fn the_last_word_of_a_party_is_the_latest_said() {
    let lines =
        [("Ana Ruiz", 15, 7), ("Ana Ruiz", 16, 7), ("Ana Ruiz", 16, 8), ("Ana Ruiz", 20, 7), ("Berta Gil", 23, 9)];
    let apparatus = case_of(&lines).reconcile();
    assert_eq!(
        open(&apparatus, "open.silent-since"),
        ["no word from Ministry after 2018-01-20 (7); 9 came up on 2018-01-23: ask again"]
    );
}

#[test]
fn what_goes_together_has_no_open_points() {
    let mut case = case_of(&[("Ana Ruiz", 15, 9), ("Berta Gil", 15, 9), ("Carla Sol", 15, 9)]);
    case.party("Relatives", PartyGroup::Affected, &["Carla Sol"]);
    let apparatus = case.reconcile();
    assert!(only(&apparatus).gaps.open.is_empty(), "{:?}", only(&apparatus).gaps.open);
}

#[test]
fn two_clock_times_ask_for_a_clock_and_a_witness() {
    let mut case = Case::new(&[question("began", AnswerKind::Time)]);
    case.party("Police", PartyGroup::Officials, &["Ana Ruiz"]);
    case.party("Family", PartyGroup::Affected, &["Berta Gil"]);
    case.party("Neighbours", PartyGroup::Witnesses, &["Carla Sol"]);
    let minute = |hour, minute| time((hour, minute), (hour, minute + 1), Precision::Minute);
    let lines: [(&str, Value); 2] = [("Ana Ruiz", minute(4, 30)), ("Berta Gil", minute(6, 0))];
    for (place, (name, value)) in lines.into_iter().enumerate() {
        case.report((15, 12), &format!("Paper {place} heard {name} say when it began."));
        let said = case.said(place + 1, "when it began").by(&case, name).reads("began", value, unknown());
        case.add(said);
    }
    case.report((15, 12), "Carla Sol said that it was loud.");
    let said = case.said(3, "it was loud").by(&case, "Carla Sol");
    case.add(said);
    let apparatus = case.reconcile();
    let clock = "2018-01-15 04:30; 2018-01-15 06:00: look for footage, calls or logs that carry a clock";
    assert_eq!(open(&apparatus, "open.clock"), [clock]);
    assert_eq!(open(&apparatus, "open.witness").len(), 1);
    assert_eq!(open(&apparatus, "open.party"), ["nobody answers for Neighbours: ask there"]);
    assert!(open(&apparatus, "open.over-whom").is_empty());
}
