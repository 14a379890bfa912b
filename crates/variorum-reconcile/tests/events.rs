//! Which reports are of the event of the case, which of another, and what is said of a doubtful one.

use crate::case::*;
use jiff::civil::date;
use proptest::prelude::*;
use variorum_evidence::account::{Apparatus, CaseEvent, EventStanding, QuestionAccount};
use variorum_evidence::claim::Event;
use variorum_evidence::decision::{Decision, MAIN_EVENT};
use variorum_evidence::document::Language;
use variorum_evidence::ids::EventId;
use variorum_evidence::incident::{Incident, Stage};
use variorum_evidence::moment::Precision;
use variorum_evidence::place::{Place, PlaceHolder, PlaceKind, PlacePrecision};
use variorum_evidence::question::AnswerKind;
use variorum_evidence::span::TextSpan;
use variorum_reconcile::Frame;

const RAID: &str = "The raid on the house at Alto Mirador was led by Dario Quell. The rebel Mara Ostin died there.";
const RAID_AGAIN: &str = "Mara Ostin was killed at Alto Mirador, said Dario Quell. The raid began at four.";
const HELICOPTER: &str = "A helicopter flew over Puerto Lindo. Grenades fell on the court, and its roof burned.";
const COURT: &str = "The court of Puerto Lindo was hit by grenades from a helicopter, wrote its president Ilse Varga.";

/// A place with what holds it, by made-up names of a gazetteer.
fn place(name: &str, within: &[&str]) -> Place {
    let holder = |name: &&str| PlaceHolder {
        id: Some(format!("test:{name}")),
        name: (*name).to_owned(),
        kind: PlaceKind::Division,
    };
    Place {
        span: TextSpan { start: 0, end: 1 },
        name: name.to_owned(),
        kind: PlaceKind::City,
        precision: PlacePrecision::City,
        id: Some(format!("test:{name}")),
        position: None,
        within: within.iter().map(holder).collect(),
        alternatives: Vec::new(),
        basis: "test".to_owned(),
    }
}

/// Says of an event of a report when and where it was, from one hour to the next of a day of January 2018 or of June before.
fn happens(case: &mut Case, number: usize, id: &str, main: bool, at: (i16, i8, i8, i8), place: Option<Place>) {
    let (year, month, day, hour) = at;
    let from = date(year, month, day).at(hour, 0, 0, 0);
    let incident = Incident {
        kind: "attack".to_owned(),
        stage: Stage::Accomplished,
        when: Some(happened(from, date(year, month, day).at(hour, 59, 59, 0), Precision::Hour)),
        place: place.clone(),
        perpetrators: Vec::new(),
        instruments: Vec::new(),
        things: Vec::new(),
        people: Vec::new(),
        nobody_hurt: None,
    };
    let event = Event {
        id: EventId::from(id),
        kind: "attack".to_owned(),
        main,
        beside: false,
        mentions: Vec::new(),
        tolls: Vec::new(),
        place,
        incident: Some(incident),
    };
    let document = case.document(number);
    case.readings.get_mut(&document).expect("the report is there").events.push(event);
}

fn mirador() -> Option<Place> {
    Some(place("Alto Mirador", &["Capital", "Country"]))
}

fn lindo() -> Option<Place> {
    Some(place("Puerto Lindo", &["Coast", "Country"]))
}

/// The window of the raid: 15 January 2018.
fn raid() -> Frame {
    Frame {
        title: "The raid".to_owned(),
        from: Some(date(2018, 1, 15).at(4, 0, 0, 0)),
        to: Some(date(2018, 1, 15).at(13, 0, 0, 0)),
    }
}

/// Two reports of the raid and two of the helicopter, each with one death by its event.
fn two_events() -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    for (text, at, place) in [
        (RAID, (2018, 1, 15, 6), mirador()),
        (RAID_AGAIN, (2018, 1, 15, 7), mirador()),
        (HELICOPTER, (2017, 6, 27, 17), lindo()),
        (COURT, (2017, 6, 27, 18), lindo()),
    ] {
        case.report((16, 12), text);
        let number = case.reports.len();
        happens(&mut case, number, "E1", true, at, place);
        let first: String = text.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let mut said = case.said(number, &first).reads("killed", exactly(number as u64), unknown());
        said.claim.readings[0].event = Some(EventId::from("E1"));
        case.add(said);
    }
    case.event = raid();
    case
}

/// The reports of each event.
fn reports(apparatus: &Apparatus) -> Vec<Vec<String>> {
    let codes = |event: &CaseEvent| {
        let documents = event.documents.iter().map(|aligned| aligned.document);
        let code = |document| {
            apparatus
                .reports
                .iter()
                .find(|report| report.document == document)
                .expect("every document has a report")
                .code
                .to_string()
        };
        documents.map(code).collect()
    };
    apparatus.events.iter().map(codes).collect()
}

fn findings(apparatus: &Apparatus) -> Vec<(&str, &str)> {
    let events = apparatus.findings.iter().filter(|finding| finding.code.starts_with("event."));
    events.map(|finding| (finding.code.as_str(), finding.about.as_str())).collect()
}

#[test]
fn events_apart_have_their_own_answers() {
    let apparatus = two_events().reconcile();
    assert_eq!(reports(&apparatus), [["R1", "R2"], ["R3", "R4"]]);
    let names: Vec<_> = apparatus.events.iter().map(|event| (event.name.as_str(), event.standing)).collect();
    let expected = [("The raid", EventStanding::Main), ("attack, Puerto Lindo, 2017-06-27", EventStanding::Apart)];
    assert_eq!(names, expected);
    assert_eq!(findings(&apparatus), [("event.apart", "R3"), ("event.apart", "R4")]);
    let asked: Vec<_> = apparatus
        .questions
        .iter()
        .map(|account| {
            let values: Vec<_> = account.positions.iter().map(|position| position.value.clone()).collect();
            (account.code.as_str(), account.question.id.0.as_str(), account.event.as_deref(), values)
        })
        .collect();
    let expected = [
        ("Q1", "killed", None, vec![exactly(1), exactly(2)]),
        ("Q1.E2", "killed.e2", Some("E2"), vec![exactly(3), exactly(4)]),
    ];
    assert_eq!(asked, expected);
    assert!(apparatus.questions.iter().all(|account| account.silent.is_empty()), "nobody is asked of another event");
    let why = &apparatus.events[0].documents[0].why;
    assert!(why.contains("with R2: names in common") && why.contains("mara ostin"), "{why}");
}

/// What is decided about a question holds for the other events that it is asked of, unless a person said otherwise there.
#[test]
fn a_decision_about_a_question_holds_for_each_event() {
    let mut case = two_events();
    case.questions.push(question("dead", AnswerKind::Count));
    let wording = |words: &str| [(Language::En, words.to_owned())].into();
    let reworded =
        case.decide(Decision::RewordQuestion { question: "killed".into(), wording: wording("How many died?") });
    let closed = case.decide(Decision::CloseQuestion { question: "killed".into(), reason: Some("known".to_owned()) });
    let apparatus = case.reconcile();
    let [main, apart] = &apparatus.questions[..] else { panic!("{:?}", apparatus.questions) };
    assert_eq!(apart.code, "Q1.E2");
    let shown = |account: &QuestionAccount| account.question.wording[&Language::En].clone();
    assert_eq!(
        [shown(main), shown(apart)],
        ["How many died?", "How many died? (E2: attack, Puerto Lindo, 2017-06-27)"]
    );
    assert_eq!(apart.handling.before[&Language::En], "killed? (E2: attack, Puerto Lindo, 2017-06-27)");
    assert!(apart.handling.closed && apart.handling.decided == [reworded, closed], "{:?}", apart.handling);

    case.decide(Decision::ReopenQuestion { question: "killed.e2".into() });
    case.decide(Decision::RewordQuestion { question: "killed.e2".into(), wording: wording("How many in Lindo?") });
    let apparatus = case.reconcile();
    let [main, apart] = &apparatus.questions[..] else { panic!("{:?}", apparatus.questions) };
    assert_eq!([shown(main), shown(apart)], ["How many died?", "How many in Lindo?"]);
    assert_eq!([main.handling.closed, apart.handling.closed], [true, false]);

    let merged = case.decide(Decision::MergeQuestions { keep: "dead".into(), questions: vec!["killed".into()] });
    let apparatus = case.reconcile();
    let names: Vec<_> = apparatus.questions.iter().map(|account| account.question.id.0.as_str()).collect();
    assert_eq!(names, ["dead", "dead.e2"]);
    let handling = &apparatus.questions[1].handling;
    assert_eq!((handling.merged.as_slice(), handling.decided.as_slice()), (&["killed.e2".into()][..], &[merged][..]));
}

#[test]
fn without_a_window_the_incident_of_most_reports_is_the_event() {
    let mut case = two_events();
    case.event = Frame::default();
    let apparatus = case.reconcile();
    assert_eq!(findings(&apparatus), [("event.open", "case.toml")], "two against two: nobody can tell");
    assert!(apparatus.events.iter().all(|event| event.standing == EventStanding::Open));
    assert_eq!(only(&apparatus).positions.len(), 4, "all count");
    case.report((17, 9), "Dario Quell spoke of Mara Ostin and the raid at Alto Mirador again.");
    happens(&mut case, 5, "E1", true, (2018, 1, 15, 6), mirador());
    let apparatus = case.reconcile();
    assert_eq!(reports(&apparatus), [vec!["R1", "R2", "R5"], vec!["R3", "R4"]]);
}

#[test]
fn two_strikes_in_one_night() {
    let strike = |place: &str, hour| (format!("Bombs fell on {place} at night. Ana Brul counted the dead."), hour);
    let check = |other: (String, i8), place: Option<Place>, expected: &[&[&str]], found: &[(&str, &str)]| {
        let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
        let (text, hour) = strike("Alto Mirador", 1);
        case.report((16, 12), &text);
        happens(&mut case, 1, "E1", true, (2018, 1, 15, hour), mirador());
        case.report((16, 13), &other.0);
        happens(&mut case, 2, "E1", true, (2018, 1, 15, other.1), place);
        case.event = Frame {
            title: String::new(),
            from: Some(date(2018, 1, 15).at(1, 0, 0, 0)),
            to: Some(date(2018, 1, 15).at(2, 0, 0, 0)),
        };
        let apparatus = case.reconcile();
        assert_eq!(reports(&apparatus), expected, "{}", other.0);
        assert_eq!(findings(&apparatus), found);
    };
    let near = Some(place("Bajo Mirador", &["Capital", "Country"]));
    check(strike("Alto Mirador itself", 2), mirador(), &[&["R1", "R2"]], &[]);
    check(strike("Bajo Mirador", 6), near, &[&["R1"], &["R2"]], &[("event.apart", "R2")]);
    check(strike("Alto Mirador again", 6), mirador(), &[&["R1", "R2"]], &[("event.doubtful", "R2")]);
}

#[test]
fn a_doubtful_report_counts_and_is_told_of() {
    let mut case = two_events();
    case.report((19, 9), "Days before, Dario Quell and Mara Ostin's mother met at Alto Mirador, where the raid was.");
    happens(&mut case, 5, "E1", true, (2018, 1, 11, 8), mirador());
    let apparatus = case.reconcile();
    assert_eq!(reports(&apparatus)[0], ["R1", "R2", "R5"]);
    assert!(apparatus.events[0].documents[2].doubtful);
    let finding = apparatus.findings.iter().find(|finding| finding.code == "event.doubtful").unwrap();
    assert_eq!(finding.about, "R5");
    assert!(finding.message.contains("its day is 2018-01-11, not 2018-01-15"), "{}", finding.message);
    assert!(finding.help.as_deref().unwrap().contains("variorum decide CASE place R5 main"));
}

#[test]
fn what_a_person_says_holds() {
    let mut case = two_events();
    let original = case.reports[2].original;
    case.decide(Decision::Place { original, event: MAIN_EVENT.to_owned() });
    let own = case.reports[1].original;
    case.decide(Decision::Place { original: own, event: "the funeral".to_owned() });
    let apparatus = case.reconcile();
    assert_eq!(reports(&apparatus), [vec!["R1", "R3"], vec!["R2"], vec!["R4"]]);
    assert_eq!(apparatus.events[1].name, "the funeral");
    assert_eq!(apparatus.events[1].documents[0].why, "decided in journal entry 101");
    assert_eq!(findings(&apparatus), [("event.apart", "R4")]);
}

#[test]
fn what_is_told_beside_goes_to_its_event() {
    let mut case = two_events();
    let report =
        case.report((20, 9), "At Puerto Lindo the court was mended. Mara Ostin had died at Alto Mirador: nine dead.");
    report.publisher = None;
    happens(&mut case, 5, "E1", true, (2018, 1, 19, 8), lindo());
    happens(&mut case, 5, "E2", false, (2018, 1, 15, 6), mirador());
    let mut said = case.said(5, "nine dead").reads("killed", exactly(9), unknown());
    said.claim.readings[0].event = Some(EventId::from("E2"));
    case.add(said);
    let apparatus = case.reconcile();
    assert_eq!(reports(&apparatus), [vec!["R1", "R2"], vec!["R3", "R4", "R5"]]);
    let killed = apparatus.questions.iter().find(|account| account.question.id.0 == "killed").unwrap();
    assert!(killed.positions.iter().any(|position| position.value == exactly(9)));
}

/// Names, a day of June or January, and a place, by number.
type Line = (usize, usize, bool, bool);

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_reports_does_not_matter(lines in prop::collection::vec((0..6_usize, 0..6_usize, any::<bool>(), any::<bool>()), 1..9), turn in 0..8_usize) {
        const NAMES: &[&str] = &["Dario Quell", "Mara Ostin", "Ilse Varga", "Ana Brul", "Tomas Rehn", "Vera Solt"];
        let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
        for (place, line) in lines.iter().enumerate() {
            let (one, other, is_june, is_lindo): Line = *line;
            let number = place + 1;
            case.report((16, 12), &format!("Report {number} quotes {} and {}.", NAMES[one], NAMES[other]));
            let at = if is_june { (2017, 6, 27, 17) } else { (2018, 1, 15, 6) };
            happens(&mut case, number, "E1", true, at, if is_lindo { lindo() } else { mirador() });
        }
        if turn % 2 == 0 {
            case.event = raid();
        }
        let expected = case.reconcile();
        case.reports.rotate_left(turn % lines.len());
        prop_assert_eq!(case.reconcile(), expected);
    }
}

/// One report keeps the mill of Talha apart, the other does not.
#[test]
fn a_neighbour_that_one_report_keeps_apart_is_one_in_all() {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    let told = "Nineteen died at Om Kebir. A second strike hit a mill at Talha. Four died there.";
    let plain = "Nineteen died at Om Kebir.\nThe mill of Talha was hit too. Seven men died.";
    for text in [told, plain] {
        case.report((16, 12), text);
    }
    let mention = |words: &str| TextSpan::of(told, told.find(words).map(|at| at..at + words.len()).unwrap()).unwrap();
    for (id, main, words) in [("E1", true, "Kebir"), ("E3", false, "strike")] {
        let event = Event {
            id: EventId::from(id),
            kind: "strike".to_owned(),
            main,
            beside: !main,
            mentions: vec![mention(words)],
            tolls: Vec::new(),
            place: None,
            incident: None,
        };
        let document = case.document(1);
        case.readings.get_mut(&document).unwrap().events.push(event);
    }
    for (number, words, count, event) in
        [(1, "Nineteen", 19, "E1"), (1, "Four", 4, "E3"), (2, "Nineteen", 19, "E1"), (2, "Seven men", 7, "E1")]
    {
        let mut said = case.said(number, words).reads("killed", exactly(count), unknown());
        said.claim.readings[0].event = Some(EventId::from(event));
        case.add(said);
    }
    let apparatus = case.reconcile();
    let values =
        |account: &QuestionAccount| account.positions.iter().map(|position| position.value.clone()).collect::<Vec<_>>();
    let [main, neighbour] = apparatus.questions.as_slice() else { panic!("{:?}", apparatus.questions) };
    assert_eq!(values(main), [exactly(19)]);
    // What both say of the neighbour is compared under a question of its own.
    assert_eq!(neighbour.question.id.0, "proposed.background.killed.Talha");
    assert_eq!(values(neighbour), [exactly(4), exactly(7)]);
    let finding = apparatus.findings.iter().find(|finding| finding.code == "event.beside").unwrap();
    assert!(finding.about == "R2" && finding.message.contains("Talha"), "{finding:?}");
}
