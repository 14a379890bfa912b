//! Arithmetic over accounts, and documents against themselves.

use crate::case::*;
use variorum_evidence::account::{Check, CheckKind};
use variorum_evidence::claim::{Scope, TimeExpression, TimeType, Value};
use variorum_evidence::moment::Precision;
use variorum_evidence::question::AnswerKind;

/// A report for each list of counts; a count is said by a speaker or by the report itself.
fn case_of(reports: &[&[(u64, Scope, Option<&str>)]]) -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    for (place, counts) in reports.iter().enumerate() {
        let number = place + 1;
        let words: Vec<_> = counts
            .iter()
            .enumerate()
            .map(|(at, (count, _, speaker))| format!("{} says {count} in line {at}.", speaker.unwrap_or("It")))
            .collect();
        case.report((15, 12), &format!("Paper {number}. {}", words.join(" ")));
        for (at, (count, scope, speaker)) in counts.iter().enumerate() {
            let said = case.said(number, &format!("{count} in line {at}"));
            let said = match speaker {
                Some(name) => said.by(&case, name),
                None => said,
            };
            case.add(said.reads("killed", exactly(*count), scope.clone()));
        }
    }
    case
}

fn lines(checks: &[Check]) -> Vec<(Option<bool>, &str)> {
    checks.iter().map(|check| (check.holds, check.why.as_str())).collect()
}

#[track_caller]
fn check(reports: &[&[(u64, Scope, Option<&str>)]], expected: &[(Option<bool>, &str)]) {
    let apparatus = case_of(reports).reconcile();
    assert_eq!(lines(&apparatus.checks), expected);
    for (place, check) in apparatus.checks.iter().enumerate() {
        assert_eq!(check.id, format!("K{}", place + 1));
        assert!(check.readings.len() > 1, "{check:?}");
    }
}

#[test]
fn totals_and_sides() {
    let officers = || side("officials");
    let group = || side("affected");
    check(
        &[&[(9, total(&["officials"]), None), (7, group(), None), (2, officers(), None)]],
        &[(Some(true), "R1: 9 (all together, including officials) = 7 those affected + 2 officials")],
    );
    check(
        &[&[(7, total(&["officials"]), None)], &[(7, group(), Some("Ana Ruiz")), (2, officers(), Some("Ana Ruiz"))]],
        &[(
            Some(false),
            "across the accounts: 7 (all together, including officials); 7 those affected + 2 officials = 9 ⇒ 7 or 9",
        )],
    );
    // Somebody may be missing from the parts.
    check(
        &[&[(10, total(&[]), None), (7, group(), None), (2, officers(), None)]],
        &[(None, "R1: 10 (all together); 7 those affected + 2 officials = 9 ⇒ 9 or 10")],
    );
    // Accounts of one side differ.
    check(
        &[&[(9, total(&[]), None)], &[(7, group(), None), (1, officers(), None)], &[(2, officers(), None)]],
        &[(None, "across the accounts: 9 (all together); 7 those affected + 1 or 2 officials = 8 or 9 ⇒ 8 or 9")],
    );
    // The same speaker over two reports.
    check(
        &[&[(9, total(&[]), Some("Ana Ruiz"))], &[(7, group(), Some("Ana Ruiz")), (2, officers(), Some("Ana Ruiz"))]],
        &[(Some(true), "Ana Ruiz: 9 (all together) = 7 those affected + 2 officials")],
    );
    // One line for reports that say the same.
    let says = [(9, total(&[]), None), (7, group(), None), (2, officers(), None)];
    check(&[&says, &says], &[(Some(true), "R1, R2: 9 (all together) = 7 those affected + 2 officials")]);
    check(&[&[(7, total(&[]), None), (7, group(), None)]], &[]);
}

#[test]
fn included_or_not() {
    check(
        &[&[(7, total(&["officials"]), None)], &[(2, side("officials"), None)]],
        &[(None, "across the accounts: 7 and 2 officials ⇒ 7 if the 2 are among the 7, 9 if not")],
    );
    check(
        &[&[(7, unknown(), None), (2, side("officials"), None)]],
        &[(None, "R1: 7 and 2 officials ⇒ 7 if the 2 are among the 7, 9 if not")],
    );
    // A part that is linked to its whole is among it.
    let mut case = case_of(&[&[(7, unknown(), None), (2, side("officials"), None)]]);
    let document = case.document(1);
    let claims = &mut case.readings.get_mut(&document).expect("the report is there").claims;
    claims[1].readings[0].scope.part_of = Some(claims[0].readings[0].id);
    assert_eq!(case.reconcile().checks, []);
}

#[test]
fn one_voice_with_two_values() {
    check(
        &[&[(7, side("affected"), Some("Ana Ruiz")), (6, side("affected"), Some("Ana Ruiz"))]],
        &[(Some(false), "R1: Ana Ruiz says both “6” and “7” (killed)")],
    );
    check(
        &[&[(7, unknown(), None), (6, unknown(), None)]],
        &[(None, "R1: the report itself says both “6” and “7” (killed)")],
    );
    check(&[&[(7, side("affected"), Some("Ana Ruiz")), (6, side("affected"), Some("Berta Gil"))]], &[]);
    check(&[&[(7, side("affected"), Some("Ana Ruiz"))], &[(6, side("affected"), Some("Ana Ruiz"))]], &[]);
    // Said at another time.
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    case.report((16, 12), "It says six now; on Monday five.");
    let six = case.said(1, "six now").reads("killed", exactly(6), side("affected"));
    let five = case.said(1, "five").at(15, 12).reads("killed", exactly(5), side("affected"));
    case.add(six);
    case.add(five);
    assert_eq!(case.reconcile().checks, []);
}

const STRETCH: &str = "The messages were sent from 11:15 to 11:42, a stretch of 17 minutes.";

fn timed(words: &str) -> Case {
    let mut case = Case::new(&[question("began", AnswerKind::Time)]);
    case.report((15, 12), words);
    case
}

fn expression(
    case: &Case,
    words: &str,
    time_type: TimeType,
    value: &str,
    from: (i8, i8),
    to: (i8, i8),
) -> TimeExpression {
    let when = happened(moment(from.0, from.1), moment(to.0, to.1), Precision::Minute);
    TimeExpression { span: case.span(1, words), time_type, value: value.to_owned(), when }
}

#[test]
fn clock_times_against_a_length() {
    for (length, value, holds) in
        [("17 minutes", "PT17M", false), ("27 minutes", "PT27M", true), ("28 minutes", "PT28M", true)]
    {
        let words = STRETCH.replace("17 minutes", length);
        let mut case = timed(&words);
        for (words, at) in [("11:15", (11, 15)), ("11:42", (11, 42))] {
            let time = expression(&case, words, TimeType::Time, "", at, (at.0, at.1 + 1));
            case.time(1, time);
        }
        let lasted = expression(&case, length, TimeType::Duration, value, (0, 0), (0, 1));
        case.time(1, lasted);
        let apparatus = case.reconcile();
        assert_eq!(apparatus.checks.len(), 1, "{length}");
        assert_eq!((apparatus.checks[0].kind, apparatus.checks[0].holds), (CheckKind::Internal, Some(holds)));
    }
}

#[test]
fn readings_of_a_stretch_and_a_length() {
    let mut case = timed(STRETCH);
    let said =
        case.said(1, "from 11:15 to 11:42").reads("began", time((11, 15), (11, 42), Precision::Minute), unknown());
    let clocked = said.reading();
    case.add(said);
    let said = case.said(1, "17 minutes").reads("duration", minutes(17, 17), unknown());
    let lasted = said.reading();
    case.add(said);
    let apparatus = case.reconcile();
    assert_eq!(
        lines(&apparatus.checks),
        [(
            Some(false),
            "R1: “from 11:15 to 11:42, a stretch of 17 minutes”: the clock times make 27 min, not what is stated"
        )]
    );
    let mut expected = [clocked, lasted];
    expected.sort();
    let mut found = apparatus.checks[0].readings.clone();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn lengths_of_something_else_are_left_alone() {
    for words in [
        "It went from 11:15 to 11:42. Later came 17 minutes of silence.",
        "From 11:15 to 11:42 the guards waited, and the film took 17 minutes.",
    ] {
        let mut case = timed(words);
        let stretch = words.find("11:15 to 11:42").map(|_| "11:15 to 11:42").expect("the stretch is there");
        let said = case.said(1, stretch).reads("began", time((11, 15), (11, 42), Precision::Minute), unknown());
        case.add(said);
        let lasted = expression(&case, "17 minutes", TimeType::Duration, "PT17M", (0, 0), (0, 1));
        case.time(1, lasted);
        assert_eq!(case.reconcile().checks, [], "{words}");
    }
}

#[test]
fn vague_counts_are_not_added_up() {
    let mut case = case_of(&[&[(9, total(&[]), None), (7, side("affected"), None)]]);
    case.report((15, 12), "At least one officer.");
    let said = case.said(3 - 1, "At least one").reads("killed", Value::Count { min: 1, max: None }, side("officials"));
    case.add(said);
    assert_eq!(case.reconcile().checks, []);
}
