//! Questions that reports propose, what people decide about questions, and claims that answer none.

use crate::case::*;
use variorum_evidence::account::{Apparatus, QuestionAccount, RelationKind, Resolved};
use variorum_evidence::claim::{Polarity, Value};
use variorum_evidence::decision::{Decision, Resolution};
use variorum_evidence::document::Language;
use variorum_evidence::question::{AnswerKind, Question};

const FIRST: &str = "Eleven lorries were burnt at the gate of the mill. Nobody was hurt there.";
const SECOND: &str = "A driver counted eight lorries. The siren sounded, he says. Rain fell for two days on Sarif.";
const THIRD: &str = "No siren sounded that night, a nurse recalled. Two days of rain had swollen the Sarif.";

/// Three reports: two count lorries, two tell of a siren and two of rain, and none answers a question of the case.
fn base() -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    for text in [FIRST, SECOND, THIRD] {
        case.report((15, 12), text);
    }
    open(&mut case, 1, "Eleven lorries were burnt", "open/count/lorry", exactly(11), Polarity::Affirmed);
    open(&mut case, 2, "eight lorries", "open/count/lorry", exactly(8), Polarity::Affirmed);
    open(&mut case, 2, "The siren sounded", "open/fact/sound/siren", choice("yes"), Polarity::Affirmed);
    open(&mut case, 3, "No siren sounded that night", "open/fact/sound/siren", choice("yes"), Polarity::Denied);
    open(&mut case, 3, "a nurse recalled", "open/count/nurse", exactly(1), Polarity::Affirmed);
    for (report, words) in [(2, "Rain fell for two days on Sarif"), (3, "Two days of rain had swollen the Sarif")] {
        let said = case.said(report, words);
        case.add(said);
    }
    case
}

/// A claim whose reading no question asks for.
fn open(case: &mut Case, report: usize, words: &str, matter: &str, value: Value, polarity: Polarity) {
    let mut said = case.said(report, words).reads_polar(matter, value, unknown(), polarity);
    said.claim.readings[0].question = None;
    case.add(said);
}

fn asked<'a>(apparatus: &'a Apparatus, id: &str) -> Option<&'a QuestionAccount> {
    apparatus.questions.iter().find(|account| account.question.id.0 == id)
}

fn ids(apparatus: &Apparatus) -> Vec<&str> {
    apparatus.questions.iter().map(|account| account.question.id.0.as_str()).collect()
}

const LORRY: &str = "proposed.count.lorry";
const SIREN: &str = "proposed.fact.sound.siren";

#[test]
fn what_two_origins_answer_is_proposed() {
    let apparatus = base().reconcile();
    assert_eq!(ids(&apparatus), [LORRY, SIREN], "one nurse in one report proposes nothing");
    let lorries = asked(&apparatus, LORRY).unwrap();
    assert_eq!((lorries.code.as_str(), lorries.positions.len()), ("N1", 2));
    assert_eq!(lorries.relations[0].relation, RelationKind::Conflict);
    let proposal = lorries.proposed.as_ref().unwrap();
    assert_eq!((proposal.reports, proposal.origins), (2, 2));
    assert_eq!(proposal.words, ["Eleven lorries were burnt", "eight lorries"]);
    let siren = asked(&apparatus, SIREN).unwrap();
    assert_eq!(siren.question.wording[&Language::En], "Did the siren sound?");
    assert_eq!(siren.relations[0].relation, RelationKind::Conflict);
}

#[test]
fn what_nobody_denies_is_no_question() {
    let mut case = base();
    case.decide(Decision::Reject { claim: case.quote(3, "No siren sounded that night") });
    assert_eq!(ids(&case.reconcile()), [LORRY]);
}

#[test]
fn an_adopted_question_is_asked() {
    let mut case = base();
    let question = asked(&case.reconcile(), LORRY).unwrap().question.clone();
    case.decide(Decision::Ask { question: Box::new(question) });
    let apparatus = case.reconcile();
    let lorries = asked(&apparatus, LORRY).unwrap();
    assert_eq!((lorries.code.as_str(), &lorries.proposed), ("Q2", &None));
    assert_eq!(lorries.positions.len(), 2);
}

/// Counts of matters, two reports for each.
fn counted(told: &[(&str, u64)]) -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    for (place, (matter, count)) in told.iter().enumerate() {
        case.report((15, 12), &format!("Paper {place} has a figure: {count} of them, and {matter}."));
        open(&mut case, place + 1, &format!("{count} of them"), matter, exactly(*count), Polarity::Affirmed);
    }
    case
}

#[test]
fn people_go_with_people_only() {
    let of = |other: &str| {
        let other = format!("open/count/{other}/burn");
        let told = [("open/count/people/burn", 5), ("open/count/people/burn", 6), (&other, 7), (&other, 8)];
        counted(&told).reconcile()
    };
    assert_eq!(ids(&of("lorry")), ["proposed.count.lorry.burn", "proposed.count.people.burn"]);
    let apparatus = of("worker");
    assert_eq!(ids(&apparatus), ["proposed.count.worker.burn"]);
    assert_eq!(apparatus.questions[0].positions.len(), 4);
}

/// The question stays that which a person adopted, when a later report names the matter more exactly.
#[test]
fn an_adopted_question_keeps_its_claims() {
    for (adopted, later) in
        [("open/count/people/duty", "open/count/police/duty"), ("open/age/Ruiz", "open/age/Ana Ruiz")]
    {
        let mut case = counted(&[(adopted, 5), (adopted, 6)]);
        let question = case.reconcile().questions[0].question.clone();
        assert_eq!(question.predicate, adopted);
        case.decide(Decision::Ask { question: Box::new(question.clone()) });
        let number = case.reports.len() + 1;
        case.report((16, 12), &format!("A later paper has {later} as 7."));
        open(&mut case, number, "7", later, exactly(7), Polarity::Affirmed);
        let apparatus = case.reconcile();
        assert_eq!(ids(&apparatus), [question.id.0.as_str()], "{adopted}");
        assert_eq!(apparatus.questions[0].positions.len(), 3, "{adopted}");
    }
}

#[test]
fn one_matter_in_two_kinds_of_answer_is_two_questions() {
    let mut case = counted(&[("shot", 5), ("shot", 6)]);
    for place in [3, 4] {
        case.report((15, 12), &format!("Paper {place} says that they were fired at."));
    }
    open(&mut case, 3, "they were fired at", "shot", choice("yes"), Polarity::Affirmed);
    open(&mut case, 4, "they were fired at", "shot", choice("yes"), Polarity::Denied);
    assert_eq!(ids(&case.reconcile()), ["proposed.shot.count", "proposed.shot.choice"]);
}

#[test]
fn rewording_closing_and_reopening() {
    let mut case = base();
    let wording = [(Language::En, "How many lorries burnt?".to_owned())].into();
    let reworded = case.decide(Decision::RewordQuestion { question: LORRY.into(), wording });
    let closed = case.decide(Decision::CloseQuestion { question: LORRY.into(), reason: Some("enough".into()) });
    let apparatus = case.reconcile();
    let lorries = asked(&apparatus, LORRY).unwrap();
    assert_eq!(lorries.question.wording[&Language::En], "How many lorries burnt?");
    assert_eq!(lorries.handling.before[&Language::En], "How many lorries?");
    assert_eq!(lorries.handling.decided, [reworded, closed]);
    assert!(lorries.handling.closed && lorries.positions.len() == 2, "a closed question stays visible");
    case.decide(Decision::ReopenQuestion { question: LORRY.into() });
    case.decide(Decision::Undo { seq: reworded });
    let apparatus = case.reconcile();
    let lorries = asked(&apparatus, LORRY).unwrap();
    assert!(!lorries.handling.closed);
    assert_eq!(lorries.question.wording[&Language::En], "How many lorries?");
}

#[test]
fn how_a_person_leaves_a_question() {
    let mut case = base();
    let resolve = |resolution: Resolution, reason: Option<&str>| Decision::ResolveQuestion {
        question: LORRY.into(),
        resolution,
        reason: reason.map(str::to_owned),
    };
    let before = asked(&case.reconcile(), LORRY).unwrap().positions.clone();
    case.decide(resolve(Resolution::Pending, None));
    let range = Resolution::Range { value: Value::Count { min: 8, max: Some(11) } };
    let later = case.decide(resolve(range.clone(), Some("both lists are complete")));
    let apparatus = case.reconcile();
    let lorries = asked(&apparatus, LORRY).unwrap();
    let reason = Some("both lists are complete".to_owned());
    assert_eq!(lorries.handling.resolved, Some(Resolved { resolution: range, reason }));
    assert_eq!((&lorries.handling.decided, &lorries.positions), (&vec![later], &before), "the accounts stay");
    case.decide(Decision::Undo { seq: later });
    let resolved = asked(&case.reconcile(), LORRY).unwrap().handling.resolved.clone();
    assert_eq!(resolved.map(|resolved| resolved.resolution), Some(Resolution::Pending), "what it took the place of");
}

#[test]
fn splitting_and_merging() {
    let mut case = base();
    let into = Question { predicate: "open/count/lorry".into(), ..question("counted", AnswerKind::Count) };
    let seq = case.decide(Decision::SplitQuestion {
        question: LORRY.into(),
        into: Box::new(into),
        words: vec!["eight".to_owned()],
    });
    let apparatus = case.reconcile();
    let values = |id: &str| -> Vec<_> {
        let positions = asked(&apparatus, id).map_or(&[][..], |account| &account.positions);
        positions.iter().map(|position| position.value.clone()).collect()
    };
    assert_eq!((values(LORRY), values("counted")), (vec![exactly(11)], vec![exactly(8)]));
    assert_eq!(asked(&apparatus, "counted").unwrap().handling.split_from, Some(LORRY.into()));
    case.decide(Decision::Undo { seq });
    let wrong = case.decide(Decision::MergeQuestions { keep: LORRY.into(), questions: vec![SIREN.into()] });
    let apparatus = case.reconcile();
    assert!(apparatus.findings.iter().any(|finding| finding.code == "decision.kind"), "{:?}", apparatus.findings);
    case.decide(Decision::Undo { seq: wrong });
    case.decide(Decision::MergeQuestions { keep: "killed".into(), questions: vec![LORRY.into()] });
    let apparatus = case.reconcile();
    assert_eq!(ids(&apparatus), ["killed", SIREN]);
    assert_eq!(asked(&apparatus, "killed").unwrap().positions.len(), 2);
    assert_eq!(asked(&apparatus, "killed").unwrap().handling.merged, [LORRY.into()]);
}

#[test]
fn a_decision_about_a_question_that_is_gone_is_a_finding() {
    let mut case = base();
    case.decide(Decision::CloseQuestion { question: "proposed.count.bus".into(), reason: None });
    let apparatus = case.reconcile();
    let finding = apparatus.findings.iter().find(|finding| finding.code == "decision.question").unwrap();
    assert_eq!(finding.about, "proposed.count.bus");
}

#[test]
fn claims_that_answer_nothing_stand_together() {
    let apparatus = base().reconcile();
    assert_eq!(apparatus.groups.len(), 1, "{:?}", apparatus.groups);
    let group = &apparatus.groups[0];
    assert_eq!((group.id.as_str(), group.claims.len(), group.origins), ("G1", 2, 2));
    assert!(["rain", "sarif"].iter().all(|word| group.words.iter().any(|known| known == word)), "{:?}", group.words);
}

/// A case about a strike of January 2018, with what each report says of an earlier one.
fn earlier(said: &[(&str, &str, u64)]) -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    for (number, (text, words, count)) in said.iter().enumerate() {
        case.report((16, 12), text);
        case.event(number + 1, "E1", true);
        case.event(number + 1, "E2", false);
        let mut said = case.said(number + 1, words).reads("killed", exactly(*count), unknown());
        for reading in &mut said.claim.readings {
            (reading.question, reading.event) = (None, Some("E2".into()));
        }
        case.add(said);
    }
    case
}

const LUZ: (&str, &str, u64) =
    ("The ferry was hit. At the bridge of Deir Luz 14 people died before.", "14 people died", 14);
const LUZ_AGAIN: (&str, &str, u64) =
    ("Nobody slept. Once, said a nurse, 17 lost their lives at Deir Luz.", "17 lost their lives", 17);
const VAREN: (&str, &str, u64) = ("It rained all day. There had been a fire at Varen with 3 dead.", "3 dead", 3);

#[test]
fn what_reports_answer_about_one_background_is_proposed() {
    let mut case = earlier(&[LUZ, LUZ_AGAIN, VAREN]);
    let apparatus = case.reconcile();
    let [asked] = apparatus.questions.as_slice() else { panic!("{:?}", ids(&apparatus)) };
    assert_eq!((asked.code.as_str(), asked.question.id.0.as_str()), ("N1", "proposed.background.killed.Deir"));
    assert!(
        asked.question.wording[&Language::En].ends_with("(another event: Deir Luz)"),
        "{:?}",
        asked.question.wording
    );
    assert_eq!(asked.positions.len(), 2);
    assert_eq!(asked.relations[0].relation, RelationKind::Conflict);
    // Adopted, it is a question of the case and takes the same answers.
    case.decide(Decision::Ask { question: Box::new(asked.question.clone()) });
    let adopted = case.reconcile();
    let [asked] = adopted.questions.as_slice() else { panic!("{:?}", ids(&adopted)) };
    assert_eq!((asked.code.as_str(), asked.positions.len(), &asked.proposed), ("Q2", 2, &None));
}

#[test]
fn backgrounds_do_not_hang_on_the_order_of_the_reports() {
    // The nurse's words name both places: they join what no time tells apart.
    let both = ("Nobody slept. After Deir Luz and Varen, said a nurse, 20 were dead.", "20 were dead", 20);
    let told = [LUZ, LUZ_AGAIN, VAREN, both];
    let asked = |told: &[(&str, &str, u64)]| {
        let apparatus = earlier(told).reconcile();
        let answers = |account: &QuestionAccount| {
            let values = account.positions.iter().map(|position| format!("{:?}", position.value));
            (account.code.clone(), account.question.clone(), values.collect::<std::collections::BTreeSet<_>>())
        };
        apparatus.questions.iter().map(answers).collect::<Vec<_>>()
    };
    let forwards = asked(&told);
    assert_eq!(forwards.len(), 1);
    assert_eq!(forwards, asked(&told.into_iter().rev().collect::<Vec<_>>()));
}

#[test]
fn backgrounds_with_nothing_in_common_propose_nothing() {
    assert!(earlier(&[LUZ, VAREN]).reconcile().questions.is_empty());
}
