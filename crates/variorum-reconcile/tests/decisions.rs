//! What people decided, laid over what readers found.

use crate::case::*;
use variorum_evidence::account::Apparatus;
use variorum_evidence::decision::Decision;
use variorum_evidence::question::{AnswerKind, Question};
use variorum_evidence::span::Quote;

const TEXT: &str = "The minister said that seven people died. A nurse saw nine. Nobody knows more.";

/// One report in which a reader found two claims.
fn base() -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count), question("missing", AnswerKind::Count)]);
    case.report((15, 12), TEXT);
    let seven = case.said(1, "seven people died").by(&case, "The minister");
    case.add(seven.reads("killed", exactly(7), side("affected")));
    let nine = case.said(1, "nine").by(&case, "A nurse");
    case.add(nine.reads("killed", exactly(9), unknown()));
    case
}

fn seven(case: &Case) -> Quote {
    case.quote(1, "seven people died")
}

/// The values of a question, most reported first.
fn values(apparatus: &Apparatus, question: &str) -> Vec<String> {
    let account = apparatus.questions.iter().find(|account| account.question.id.0 == question);
    let positions = account.map_or(&[][..], |account| &account.positions);
    positions.iter().map(|position| serde_json::to_string(&position.value).expect("a value")).collect()
}

fn codes(apparatus: &Apparatus) -> Vec<&str> {
    apparatus.findings.iter().map(|finding| finding.code.as_str()).collect()
}

const SEVEN: &str = r#"{"kind":"count","min":7,"max":7}"#;
const EIGHT: &str = r#"{"kind":"count","min":8,"max":8}"#;
const NINE: &str = r#"{"kind":"count","min":9,"max":9}"#;

#[test]
fn each_act() {
    let case = base();
    let speaker = |name: &str| Decision::Attribute { claim: seven(&base()), speaker: name.to_owned() };
    let answer = |value| Decision::Answer { claim: seven(&base()), question: "killed".into(), value, scope: None };
    for (decision, killed, missing) in [
        (Decision::Accept { claim: seven(&case) }, vec![SEVEN, NINE], vec![]),
        (Decision::Reject { claim: seven(&case) }, vec![NINE], vec![]),
        (answer(exactly(8)), vec![EIGHT, NINE], vec![]),
        (Decision::Assign { claim: seven(&case), question: "missing".into() }, vec![NINE], vec![SEVEN]),
        (speaker("Ana Ruiz"), vec![SEVEN, NINE], vec![]),
        (Decision::Note { claim: seven(&case), text: "ask again".into() }, vec![SEVEN, NINE], vec![]),
        (
            Decision::Answer { claim: seven(&case), question: "missing".into(), value: exactly(8), scope: None },
            vec![SEVEN, NINE],
            vec![EIGHT],
        ),
    ] {
        let mut case = base();
        let seq = case.decide(decision.clone());
        let apparatus = case.reconcile();
        let mut found = values(&apparatus, "killed");
        found.sort();
        assert_eq!(found, killed, "{decision:?}");
        assert_eq!(values(&apparatus, "missing"), missing, "{decision:?}");
        assert_eq!(codes(&apparatus), Vec::<&str>::new(), "{decision:?}");
        let claim = &apparatus.claims[0];
        assert_eq!(claim.decided, [seq]);
        assert_eq!(claim.rejected, matches!(decision, Decision::Reject { .. }));
        match &decision {
            Decision::Note { text, .. } => assert_eq!(claim.notes, std::slice::from_ref(text)),
            Decision::Attribute { .. } => assert_eq!(claim.speaker, Some("ana-ruiz".into())),
            Decision::Answer { question, .. } => {
                let reading = claim.claim.readings.iter().find(|reading| reading.question.as_ref() == Some(question));
                assert_eq!(reading.expect("the answer is there").rule, "person");
            }
            _ => {}
        }
        // Undoing it gives the apparatus without it.
        case.decide(Decision::Undo { seq });
        assert_eq!(case.reconcile(), base().reconcile(), "{decision:?}");
    }
}

#[test]
fn an_answer_keeps_the_scope_and_takes_a_new_one() {
    for (scope, expected) in [(None, side("affected")), (Some(side("officials")), side("officials"))] {
        let mut case = base();
        let claim = seven(&case);
        case.decide(Decision::Answer { claim, question: "killed".into(), value: exactly(8), scope });
        let apparatus = case.reconcile();
        assert_eq!(position(&apparatus.questions[0], &exactly(8)).scope, expected);
    }
}

#[test]
fn a_marked_claim_is_a_person_s() {
    let mut case = base();
    let content = case.quote(1, "Nobody knows more");
    case.decide(Decision::Mark {
        content: content.clone(),
        source: Some(case.quote(1, "A nurse")),
        speaker: Some("Berta Gil".into()),
        cue: None,
    });
    case.decide(Decision::Answer { claim: content, question: "killed".into(), value: exactly(8), scope: None });
    let apparatus = case.reconcile();
    let claim = apparatus.claims.last().expect("claims are in text order");
    assert_eq!((claim.reader.as_deref(), claim.claim.rule.as_str()), (None, "person"));
    assert_eq!(claim.speaker, Some("berta-gil".into()));
    assert_eq!(claim.decided, [100, 101]);
    assert!(values(&apparatus, "killed").contains(&EIGHT.to_owned()));
}

#[test]
fn correcting_the_words_of_a_claim() {
    let mut case = base();
    let longer = case.quote(1, "that seven people died");
    let (before, after) = (base().reconcile().claims[0].claim.id, longer.span);
    let claim = seven(&case);
    case.decide(Decision::Correct { claim: claim.clone(), content: longer.clone() });
    // A later decision may name the old words or the new ones.
    case.decide(Decision::Note { claim, text: "old".into() });
    case.decide(Decision::Note { claim: longer, text: "new".into() });
    let apparatus = case.reconcile();
    let claim = &apparatus.claims[0];
    assert_ne!(claim.claim.id, before);
    assert_eq!(claim.claim.content, [after]);
    assert_eq!(claim.notes, ["old", "new"]);
    assert_eq!(apparatus.claims.len(), 2);
    assert!(values(&apparatus, "killed").contains(&SEVEN.to_owned()));
}

#[test]
fn asking_and_rewording() {
    let mut case = base();
    let own = Question { predicate: "rescued".into(), ..question("own", AnswerKind::Count) };
    case.decide(Decision::Ask { question: Box::new(own) });
    let mut reworded = question("killed", AnswerKind::Count);
    reworded.wording.insert(variorum_evidence::document::Language::En, "Who died?".into());
    case.decide(Decision::Ask { question: Box::new(reworded.clone()) });
    let claim = case.quote(1, "nine");
    case.decide(Decision::Answer { claim, question: "own".into(), value: exactly(9), scope: None });
    let apparatus = case.reconcile();
    let asked: Vec<_> =
        apparatus.questions.iter().map(|account| (account.code.as_str(), account.question.id.0.as_str())).collect();
    assert_eq!(asked, [("Q1", "killed"), ("Q3", "own")]);
    assert_eq!(apparatus.questions[0].question, reworded);
}

#[test]
fn the_latest_own_decision_holds() {
    let mut case = base();
    for value in [8, 9, 8] {
        let claim = seven(&case);
        case.decide(Decision::Answer { claim, question: "killed".into(), value: exactly(value), scope: None });
    }
    let apparatus = case.reconcile();
    assert_eq!(values(&apparatus, "killed"), [EIGHT, NINE]);
    assert_eq!(apparatus.claims[0].decided, [100, 101, 102]);
}

#[test]
fn colleagues_who_decide_differently() {
    let answer = |case: &Case, value| Decision::Answer {
        claim: seven(case),
        question: "killed".into(),
        value: exactly(value),
        scope: None,
    };
    // (own answers, imported answers, what holds, disagreements)
    for (own, imported, holds, told) in [
        (vec![], vec![8], EIGHT, 0),
        (vec![8], vec![8], EIGHT, 0),
        (vec![8], vec![5], EIGHT, 1),
        (vec![5, 8], vec![5, 8], EIGHT, 0),
    ] {
        let mut case = base();
        for value in own {
            let decision = answer(&case, value);
            case.decide(decision);
        }
        for value in imported {
            let decision = answer(&case, value);
            case.decide_by("key:other", decision);
        }
        let apparatus = case.reconcile();
        assert!(values(&apparatus, "killed").contains(&holds.to_owned()));
        assert_eq!(codes(&apparatus), vec!["decision.disagree"; told]);
        if let [finding] = apparatus.findings.as_slice() {
            assert_eq!(finding.about, "R1: “seven people died”");
            assert_eq!(
                finding.message,
                "decided differently: answer “8” (key:own, entry 100) takes effect, beside answer “5” \
                 (key:other, entry 101)"
            );
        }
    }
}

#[test]
fn words_are_found_again() {
    // The old text is gone; its words stand elsewhere, or not.
    for (new_text, anchored) in [
        ("Yesterday the minister said that seven people died, and more.", true),
        ("It is said that seven people died. Others deny that seven people died.", false),
        ("It is said that eight people died.", false),
    ] {
        let old = base();
        let mut case = Case::new(&old.questions);
        case.report((15, 12), new_text);
        case.decide(Decision::Answer { claim: seven(&old), question: "killed".into(), value: exactly(8), scope: None });
        let apparatus = case.reconcile();
        assert_eq!(values(&apparatus, "killed") == [EIGHT], anchored, "{new_text}");
        assert_eq!(codes(&apparatus), vec!["decision.unanchored"; usize::from(!anchored)]);
        for finding in &apparatus.findings {
            assert!(finding.about.contains("seven people died"), "the finding names the words: {finding:?}");
        }
    }
}

#[test]
fn words_that_moved_inside_a_text_or_to_a_later_version() {
    let mut case = base();
    let mut moved = seven(&case);
    moved.span.start += 2;
    moved.span.end += 2;
    case.decide(Decision::Reject { claim: moved });
    assert!(case.reconcile().claims[0].rejected);

    let mut case = base();
    case.reports[0].url = Some("https://a.example/1".into());
    case.report((16, 12), "Corrected: twelve people fled.").url = Some("https://a.example/1".into());
    case.report((16, 12), "Elsewhere: twelve people fled.").url = Some("https://b.example/1".into());
    let gone = Quote { words: "twelve people fled".into(), ..seven(&case) };
    case.decide(Decision::Note { claim: gone, text: "here".into() });
    let apparatus = case.reconcile();
    let noted: Vec<_> = apparatus.claims.iter().filter(|claim| !claim.notes.is_empty()).collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].document, case.document(2));
}

#[test]
fn decisions_that_cannot_take_effect_are_findings() {
    for (decision, code) in [
        (
            Decision::Answer { claim: seven(&base()), question: "nobody-asks".into(), value: exactly(1), scope: None },
            "decision.question",
        ),
        (
            Decision::Answer { claim: seven(&base()), question: "killed".into(), value: choice("yes"), scope: None },
            "decision.kind",
        ),
        (Decision::Assign { claim: seven(&base()), question: "nobody-asks".into() }, "decision.question"),
        (
            Decision::Correct { claim: seven(&base()), content: Quote { words: "not in it".into(), ..seven(&base()) } },
            "decision.unanchored",
        ),
        (Decision::Accept { claim: Quote { words: String::new(), ..seven(&base()) } }, "decision.unanchored"),
    ] {
        let mut case = base();
        case.decide(decision.clone());
        let apparatus = case.reconcile();
        assert_eq!(codes(&apparatus), [code], "{decision:?}");
        assert_eq!(values(&apparatus, "killed"), values(&base().reconcile(), "killed"));
    }
}

#[test]
fn merging_speakers() {
    let mut case = base();
    case.decide(Decision::MergeSpeakers {
        keep: "Ana Ruiz".into(),
        names: vec!["the minister".into(), "A nurse".into()],
    });
    let apparatus = case.reconcile();
    assert_eq!(apparatus.speakers.len(), 1, "{:?}", apparatus.speakers);
    assert_eq!(apparatus.speakers[0].name, "Ana Ruiz");
    assert!(apparatus.claims.iter().all(|claim| claim.speaker == Some("ana-ruiz".into())));
}
