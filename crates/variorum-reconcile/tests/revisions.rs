//! What a page once said is evidence, and so is that it no longer says it.

use crate::case::*;
use variorum_evidence::account::Apparatus;
use variorum_evidence::claim::Polarity;
use variorum_evidence::document::Language;
use variorum_evidence::question::AnswerKind;
use variorum_evidence::revision::{AnnouncementKind, RevisionStep, VersionAnswer};

const OPENING: &str = "The ferry left at dusk. ";
const END: &str = " Nobody from the company spoke.";

/// Captures of one address, each with how many the coast guard says were arrested, if it says so.
fn captures(texts: &[String]) -> Case {
    let mut case = Case::new(&[question("arrested", AnswerKind::Count)]);
    for (place, text) in texts.iter().enumerate() {
        case.report((15, 12), text).url = Some("https://a.example/ferry".to_owned());
        for (words, count) in [("five men", 5), ("six men", 6)] {
            if text.contains(words) {
                let said = case.said(place + 1, words).by(&case, "The coast guard");
                case.add(said.reads("arrested", exactly(count), unknown()));
            }
        }
    }
    case
}

fn told(count: &str) -> String {
    format!("{OPENING}The coast guard said that {count} men were arrested.{END}")
}

fn counts(apparatus: &Apparatus, step: &RevisionStep) -> Vec<(String, String)> {
    let value = |answer: &Option<VersionAnswer>| {
        let Some(answer) = answer else { return "-".to_owned() };
        let position = only(apparatus).positions.iter().find(|position| position.id == answer.position);
        let value = &position.expect("the table has it").value;
        variorum_evidence::words::value(value, Language::En)
    };
    step.answers.iter().map(|change| (value(&change.before), value(&change.after))).collect()
}

fn silent(apparatus: &Apparatus) -> Vec<String> {
    let findings = apparatus.findings.iter().filter(|finding| finding.code == "revision.silent");
    findings.map(|finding| format!("{}: {}", finding.about, finding.message)).collect()
}

#[test]
fn a_changed_number_that_nobody_announced() {
    let apparatus = captures(&[told("five"), told("six")]).reconcile();
    let [revisions] = &apparatus.revisions[..] else { panic!("{:?}", apparatus.revisions) };
    assert_eq!(revisions.address, "a.example/ferry");
    let [step] = &revisions.steps[..] else { panic!("{:?}", revisions.steps) };
    assert!(step.silent && step.announced.is_none());
    assert_eq!(counts(&apparatus, step), [("5".to_owned(), "6".to_owned())]);
    assert_eq!(step.sentences.len(), 1);
    assert_eq!(
        silent(&apparatus),
        ["R2: says something else than R1, the version before it at a.example/ferry, and not that it was changed: \
          “arrested” 5, now 6; 1 sentence reworded or taken out"]
    );
}

#[test]
fn what_is_announced_is_not_silent() {
    for (words, kind) in [
        (" Correction: the number of arrests was changed.", AnnouncementKind::Correction),
        (" Updated at 15:00.", AnnouncementKind::Update),
        (" Una versión anterior de esta nota daba otra cifra.", AnnouncementKind::Correction),
    ] {
        let case = captures(&[told("five"), told("six") + words]);
        let apparatus = case.reconcile();
        let step = &apparatus.revisions[0].steps[0];
        let announced = step.announced.expect("it is announced");
        assert_eq!((announced.kind, announced.span.words(case.text(2))), (kind, Some(words.trim())));
        assert!(!step.silent && silent(&apparatus).is_empty(), "{words}");
    }
    // What the earlier version announced already was another change.
    let old = " Updated at 15:00.";
    let apparatus = captures(&[told("five") + old, told("six") + old]).reconcile();
    assert!(apparatus.revisions[0].steps[0].silent);
}

#[test]
fn what_is_only_added_takes_nothing_back() {
    let more = told("five") + " Two rafts were found on Tuesday.";
    let apparatus = captures(&[told("five"), more.clone()]).reconcile();
    let step = &apparatus.revisions[0].steps[0];
    assert_eq!((step.sentences.len(), step.answers.len(), step.silent), (1, 0, false));
    // Taken out again, it is only missed if somebody had claimed something by it.
    let mut case = captures(&[more, told("five")]);
    assert!(!case.reconcile().revisions[0].steps[0].silent);
    let said = case.said(1, "Two rafts were found");
    case.add(said);
    assert!(case.reconcile().revisions[0].steps[0].silent);
}

#[test]
fn an_answer_that_is_gone_and_one_that_came() {
    let without = format!("{OPENING}{END}");
    let apparatus = captures(&[told("five"), without.clone(), told("six")]).reconcile();
    let steps = &apparatus.revisions[0].steps;
    assert_eq!(counts(&apparatus, &steps[0]), [("5".to_owned(), "-".to_owned())]);
    assert_eq!(counts(&apparatus, &steps[1]), [("-".to_owned(), "6".to_owned())]);
    assert!(steps[0].silent && !steps[1].silent);
}

#[test]
fn a_reading_that_differs_where_the_page_does_not_is_no_change() {
    let more = told("five") + " Rain fell.";
    let mut case = captures(&[told("five"), more]);
    let said = case.said(2, "dusk").reads("arrested", exactly(9), unknown());
    case.add(said);
    let step = &case.reconcile().revisions[0].steps[0];
    assert!(step.answers.is_empty(), "{step:?}");
}

#[test]
fn versions_stand_in_the_order_of_capture() {
    let order = |case: &Case| -> Vec<Vec<String>> {
        let apparatus = case.reconcile();
        let versions = apparatus.revisions.iter().flat_map(|one| &one.versions);
        versions.map(|version| version.reports.iter().map(ToString::to_string).collect()).collect()
    };
    let mut case = captures(&[told("five"), told("six"), told("five"), told("five")]);
    assert_eq!(order(&case), [vec!["R1"], vec!["R2"], vec!["R3", "R4"]]);
    case.reports[0].captured = Some(said_at(18, 1));
    assert_eq!(order(&case)[0], ["R1"], "where one is not known, the journal's order holds");
    for (place, day) in [(1, 17), (2, 15), (3, 16)] {
        case.reports[place].captured = Some(said_at(day, 1));
    }
    assert_eq!(order(&case), [vec!["R3", "R4"], vec!["R2"], vec!["R1"]]);
    case.reports.reverse();
    assert_eq!(order(&case), [vec!["R3", "R4"], vec!["R2"], vec!["R1"]]);
    for report in &mut case.reports {
        report.url = None;
    }
    assert!(order(&case).is_empty());
    let same = captures(&[told("five"), told("five")]);
    assert!(order(&same).is_empty(), "one text is one version");
}

#[test]
fn a_page_that_quotes_somebody_else_takes_nobodys_word_back() {
    let mayor = format!("{OPENING}The mayor said that five men were arrested.{END}");
    let mut case = captures(&[told("six")]);
    let report = case.report((17, 12), &mayor);
    report.url = Some("https://a.example/ferry".to_owned());
    let said = case.said(2, "five men").by(&case, "The mayor").reads("arrested", exactly(5), unknown());
    case.add(said);
    let apparatus = case.reconcile();
    assert_eq!(in_words(&only(&apparatus).relations[0]), "conflict value");
    assert_eq!(counts(&apparatus, &apparatus.revisions[0].steps[0]), [("6".to_owned(), "5".to_owned())]);
}

#[test]
fn the_later_capture_takes_the_earlier_ones_place_under_one_date() {
    let mut case = captures(&[told("six"), told("five")]);
    assert_eq!(in_words(&only(&case.reconcile()).relations[0]), "conflict value", "which came first is not known");
    case.reports[0].captured = Some(said_at(16, 1));
    case.reports[1].captured = Some(said_at(17, 1));
    let apparatus = case.reconcile();
    let relation = &only(&apparatus).relations[0];
    assert_eq!(in_words(relation), "superseded correction");
    assert_eq!(relation.why, "a later version of the same report says 5 instead of 6");
}

#[test]
fn of_several_numbers_in_a_reworded_sentence_those_over_all_stand_side_by_side() {
    let mut case = Case::new(&[question("injured", AnswerKind::Count)]);
    for text in [
        "The mayor said that nine people were hurt.",
        "The mayor said that eleven people were hurt, two of them children.",
    ] {
        case.report((15, 12), text).url = Some("https://a.example/ferry".to_owned());
    }
    let nine = case.said(1, "nine people were hurt").by(&case, "The mayor").reads("injured", exactly(9), unknown());
    let eleven =
        case.said(2, "eleven people were hurt").by(&case, "The mayor").reads("injured", exactly(11), total(&[]));
    let two =
        case.said(2, "two of them children").by(&case, "The mayor").reads("injured", exactly(2), kind("children"));
    [nine, eleven, two].into_iter().for_each(|said| _ = case.add(said));
    let apparatus = case.reconcile();
    let pairs = counts(&apparatus, &apparatus.revisions[0].steps[0]);
    assert_eq!(pairs, [("9".to_owned(), "11".to_owned()), ("-".to_owned(), "2".to_owned())]);
}

/// What is to be asked about a change that nobody announced.
fn to_ask(case: &Case) -> Vec<String> {
    let apparatus = case.reconcile();
    let points = apparatus.questions.iter().flat_map(|account| &account.gaps.open);
    points.filter(|point| point.rule == "open.silent-change").map(|point| point.text.clone()).collect()
}

#[test]
fn a_silent_change_says_what_is_denied_and_who_says_it() {
    let of = |was: (&str, &str, Polarity), now: (&str, &str, Polarity)| {
        let mut case = Case::new(&[question("arrested", AnswerKind::Count)]);
        for (place, (words, speaker, polarity)) in [was, now].into_iter().enumerate() {
            let text = format!("{OPENING}{speaker} {words} at the pier.{END}");
            case.report((15, 12), &text).url = Some("https://a.example/ferry".to_owned());
            let said = case.said(place + 1, words).by(&case, speaker);
            case.add(said.reads_polar("arrested", exactly(9), unknown(), polarity));
        }
        case
    };
    let told = ("said that nine men were arrested", "The mayor", Polarity::Affirmed);
    let denied = ("said that nine men were not arrested", "The mayor", Polarity::Denied);
    let guard = ("said that nine men were arrested", "The coast guard", Polarity::Affirmed);
    let ask = "R2 changed it from R1 without saying so; ask the publisher why";
    assert_eq!(to_ask(&of(told, denied)), [format!("9, now not 9: {ask}")]);
    assert_eq!(to_ask(&of(told, guard)), [format!("9, now from another speaker: {ask}")]);
    let mut spanish = of(told, guard);
    spanish.language = Language::Es;
    let ask = "R2 lo cambió respecto de R1 sin decirlo; pregunte al medio por qué";
    assert_eq!(to_ask(&spanish), [format!("9, ahora de otra voz: {ask}")]);
    let gone = captures(&[
        format!("{OPENING}The coast guard said that five men were arrested.{END}"),
        OPENING.to_owned() + END,
    ]);
    assert!(to_ask(&gone)[0].starts_with("5, now gone: R2 changed it"), "{:?}", to_ask(&gone));
}

#[test]
fn a_capture_of_an_archive_is_one_of_the_page() {
    let mut case = captures(&[told("five"), told("six"), told("seven")]);
    case.reports[1].url = Some("https://web.archive.org/web/20180116010000/http://www.a.example:80/ferry".to_owned());
    case.reports[2].url = Some("https://archive.ph/2018.01.17-010000/https://a.example/ferry/".to_owned());
    let apparatus = case.reconcile();
    let [revisions] = &apparatus.revisions[..] else { panic!("{:?}", apparatus.revisions) };
    assert_eq!((revisions.address.as_str(), revisions.versions.len()), ("a.example/ferry", 3));
    assert_eq!(apparatus.origins.len(), 1, "{:?}", apparatus.origins);
}
