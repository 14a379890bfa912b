//! Copies are not corroboration.

use crate::case::*;
use variorum_evidence::account::Apparatus;
use variorum_evidence::question::{AnswerKind, PartyGroup};

/// A wire story of our own, in three paragraphs.
fn story(arrests: &str) -> [String; 3] {
    [
        "The ferry left the old harbour at dusk with more passengers than it was built for, and the harbour \
         master told nobody that the second engine had been out of order since the spring."
            .to_owned(),
        format!(
            "The coast guard said that {arrests} members of the crew were arrested before midnight, after the last \
             of the rafts had been brought to the northern pier by fishermen from the village."
        ),
        "Families waited in the customs hall through the night while clerks read out lists that changed every \
         hour, and no one from the company came to speak with them."
            .to_owned(),
    ]
}

fn case_of(texts: &[String]) -> Case {
    let mut case = Case::new(&[question("arrested", AnswerKind::Count)]);
    for (place, text) in texts.iter().enumerate() {
        case.report((15, 12), text);
        let number = place + 1;
        for (words, count) in [("five members", 5), ("six members", 6)] {
            if text.contains(words) {
                let said = case.said(number, words).by(&case, "The coast guard");
                case.add(said.reads("arrested", exactly(count), unknown()));
            }
        }
    }
    case
}

fn groups(apparatus: &Apparatus) -> Vec<Vec<String>> {
    let codes = |origin: &variorum_evidence::account::Origin| origin.reports.iter().map(ToString::to_string).collect();
    apparatus.origins.iter().map(codes).collect()
}

#[test]
fn three_near_copies_and_one_story_of_its_own() {
    let whole = story("five").join("\n\n");
    let cut = story("five")[..2].join("\n\n");
    let changed = format!("FERRY SINKS\n\n{}", story("six").join("\n\n"));
    let own = "Five members of the crew spent the night in the cells of the coast guard, whose spokesman would not \
               say for what. The boat had one working engine; two passengers heard the mechanic complain about it.";
    let mut case = case_of(&[whole, cut, changed, own.to_owned()]);
    let said = case.said(4, "Five members").reads("arrested", exactly(5), unknown());
    case.add(said);
    let apparatus = case.reconcile();
    assert_eq!(groups(&apparatus), [vec!["R1", "R2", "R3"], vec!["R4"]]);
    assert_eq!(apparatus.origins[0].evidence.len(), 2, "{:?}", apparatus.origins[0].evidence);
    assert_eq!(apparatus.origins[0].claims.len(), 3);
    let five = position(only(&apparatus), &exactly(5));
    assert_eq!((five.reports, five.origins), (3, 2));
    let six = position(only(&apparatus), &exactly(6));
    assert_eq!((six.reports, six.origins), (1, 1));
    let finding = apparatus.findings.iter().find(|finding| finding.code == "origin.drift").expect("the copies differ");
    assert_eq!(finding.message, "copies of one story answer “arrested” differently: 5 (R1, R2); 6 (R3)");
    assert_eq!(finding.about, "Q1");
    assert_eq!(in_words(&only(&apparatus).relations[0]), "conflict value");
}

#[test]
fn an_altered_copy_supersedes_nothing() {
    let mut case = case_of(&[story("five").join("\n"), story("six").join("\n")]);
    case.reports[1].published = Some(said_at(17, 12));
    let apparatus = case.reconcile();
    let relation = &only(&apparatus).relations[0];
    assert_eq!(in_words(relation), "conflict value");
    assert_eq!(relation.why, "copies of one story differ: 5; 6");
    // At one address it is the report itself that changed.
    for report in &mut case.reports {
        report.url = Some("https://a.example/ferry".into());
    }
    let apparatus = case.reconcile();
    assert_eq!(in_words(&only(&apparatus).relations[0]), "superseded correction");
    assert!(apparatus.findings.iter().any(|finding| finding.code == "origin.update"));
    assert!(apparatus.findings.iter().all(|finding| finding.code != "origin.drift"));
}

#[test]
fn a_credit_needs_shared_wording() {
    let [first, second, third] = story("five");
    let other = "What follows is told by people on the pier, who do not agree on the hour or on the number of rafts. \
                 One saw three of them, another four, and a boy counted five before he was sent home by his uncle.";
    // Each carries one paragraph of the story: a third of its words.
    let texts = |credit: &str| {
        [format!("{first}\n\n{second}\n\n{third}{credit}"), format!("{second}\n\n{other} {other}{credit}")]
    };
    let grouped = |texts: &[String]| groups(&case_of(texts).reconcile()).len();
    assert_eq!(grouped(&texts("")), 2, "shared wording alone is not enough");
    assert_eq!(grouped(&texts("\n\nSource: Agencia Mar (sample)")), 1);
    let apart = [format!("{first}\n\nSource: Agencia Mar"), format!("{other}\n\nSource: Agencia Mar")];
    assert_eq!(grouped(&apart), 2, "a credit alone is not enough");
}

#[test]
fn one_text_and_one_address() {
    let mut case = case_of(&[story("five").join(" ")]);
    let again = case.text(1).to_owned();
    case.report((16, 12), &again);
    let apparatus = case.reconcile();
    assert_eq!(groups(&apparatus), [["R1", "R2"]]);
    assert_eq!(apparatus.origins[0].evidence, ["R1, R2 carry one text, letter for letter"]);
    let five = position(only(&apparatus), &exactly(5));
    assert_eq!((five.reports, five.origins, five.holders.len()), (2, 1, 1));

    let mut case = case_of(&["Five people.".to_owned(), "Six people, or so.".to_owned()]);
    case.reports[0].url = Some("https://www.a.example/x#top".into());
    case.reports[1].url = Some("http://a.example/x/".into());
    let apparatus = case.reconcile();
    assert_eq!(apparatus.origins[0].evidence, ["R1 and R2 are versions of one report (a.example/x)"]);
}

#[test]
fn one_speaker_quoted_twice_is_one_origin() {
    let pairs = [("Ana Ruiz", "Ana Ruiz", 1), ("Ana Ruiz", "Berta Gil", 2), ("residents", "residents", 2)];
    for (first, second, origins) in pairs {
        let mut case = Case::new(&[question("arrested", AnswerKind::Count)]);
        for (place, name) in [first, second].iter().enumerate() {
            case.report((15, 12), &format!("Paper {place} heard {name} say that it was five."));
            let said = case.said(place + 1, "five").by(&case, name).reads("arrested", exactly(5), unknown());
            case.add(said);
        }
        let apparatus = case.reconcile();
        assert_eq!(apparatus.origins.len(), 2);
        let five = position(only(&apparatus), &exactly(5));
        assert_eq!((five.reports, five.origins), (2, origins), "{first}, {second}");
    }
}

#[test]
fn what_a_question_lacks() {
    let mut case = Case::new(&[question("arrested", AnswerKind::Count)]);
    case.party("Coast guard", PartyGroup::Officials, &["The coast guard"]);
    case.party("Crew", PartyGroup::Affected, &["The crew"]);
    for (number, words, count) in [(1, "five members", 5), (2, "six members", 6), (3, "six members", 6)] {
        case.report(
            (15, 12),
            &format!("Paper {number}. The coast guard said in room {number} that {words} were held."),
        );
        let said = case.said(number, words);
        let said = if number == 1 { said.by(&case, "The coast guard") } else { said };
        case.add(said.reads("arrested", exactly(count), unknown()));
    }
    assert!(only(&case.reconcile()).gaps.voiceless.is_empty(), "who is never heard is not missed");
    case.parties[1].concerned = true;
    assert_eq!(only(&case.reconcile()).gaps.voiceless, ["Crew"], "unless the case says so");
    case.parties[1].concerned = false;
    // Heard about something else, the crew is missed here.
    let said = case.said(3, "in room 3").by(&case, "six members").reads("other", exactly(1), unknown());
    case.add(said);
    case.parties[1].members.push("six members".to_owned());
    case.party("Fishermen", PartyGroup::Affected, &["Nobody"]);
    case.party("Harbour master", PartyGroup::Officials, &["six members were"]);
    let apparatus = case.reconcile();
    let gaps = &only(&apparatus).gaps;
    assert_eq!(gaps.voiceless, ["Crew"]);
    assert_eq!(gaps.one_origin, [position(only(&apparatus), &exactly(5)).id]);
}
