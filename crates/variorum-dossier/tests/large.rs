//! A question that ten thousand claims answer, and a case with as many speakers: pages stay bounded, and all is there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::datetime;
use support::{Case, assert_links, case, files};
use variorum_dossier::write;
use variorum_evidence::account::{AccountClaim, Holder, Position, Report, Speaker};
use variorum_evidence::claim::{Certainty, Claim, Hedge, HedgeValue, Manner, Polarity, Reading, Scope, Source, Value};
use variorum_evidence::ids::{ClaimId, DocumentId, PositionId, ReadingId, ReportCode, SpeakerId};
use variorum_evidence::moment::{Precision, SaidAt};
use variorum_evidence::question::PartyGroup;
use variorum_evidence::span::TextSpan;

const CLAIMS: usize = 10_000;
const IN_ONE_REPORT: usize = 80;
/// What a page may weigh: it opens at once on a phone, and from a slow stick.
const MOST_BYTES: usize = 700_000;

/// So many claims, each a minute after the other, by so many speakers, who give so many numbers.
fn large(speakers: usize, values: usize) -> Case {
    let mut case = case();
    let scope = Scope::unknown();
    let mut positions: BTreeMap<u64, Position> = BTreeMap::new();
    for number in 0..CLAIMS / IN_ONE_REPORT {
        let line = |place: usize| format!("Person {} said that {} people died.\n", place % speakers, place % values);
        let places = number * IN_ONE_REPORT..(number + 1) * IN_ONE_REPORT;
        let text: String = places.clone().map(line).collect();
        let document = DocumentId::of_text(&text);
        let code = ReportCode(format!("R{}", number + 10));
        let report = Report { code: code.clone(), document, published: None, ..case.apparatus.reports[0].clone() };
        case.apparatus.reports.push(report);
        let mut start = 0;
        for place in places {
            let line = line(place);
            let claim = claim(document, &code, &line, start, (place, place % speakers, (place % values) as u64));
            let (reading, value) = (claim.claim.readings[0].id, place % values);
            let position = positions.entry(value as u64).or_insert_with(|| Position {
                id: PositionId::of(
                    "killed",
                    &(Value::Count { min: value as u64, max: Some(value as u64) }, false),
                    &scope,
                ),
                value: Value::Count { min: value as u64, max: Some(value as u64) },
                scope: scope.clone(),
                denied: false,
                holders: vec![],
                origins: 1,
                reports: 1,
                first_said: None,
                last_said: None,
            });
            position.holders.push(Holder { claim: claim.claim.id, reading, document, speaker: claim.speaker.clone() });
            case.apparatus.claims.push(claim);
            start += line.len() as u32;
        }
        case.texts.insert(document, text);
    }
    case.apparatus.questions[0].positions = positions.into_values().collect();
    case.apparatus.questions[0].relations.clear();
    case.apparatus.checks.clear();
    case.apparatus.speakers.extend((0..speakers).map(|number| Speaker {
        id: SpeakerId(format!("person-{number}")),
        name: format!("Person {number}"),
        aliases: vec![],
        rules: BTreeMap::new(),
        party: None,
        group: Some([PartyGroup::Officials, PartyGroup::Witnesses][number % 2]),
        noted: None,
    }));
    case
}

fn claim(
    document: DocumentId,
    code: &ReportCode,
    line: &str,
    start: u32,
    (place, speaker, value): (usize, usize, u64),
) -> AccountClaim {
    let name = format!("Person {speaker}");
    let said = line.find(" that ").unwrap() as u32 + 6;
    let source = TextSpan { start, end: start + name.len() as u32 };
    let content = TextSpan { start: start + said, end: start + line.len() as u32 - 2 };
    let id = ClaimId::of(document, Some(source), None, &[content]);
    let at = datetime(2031, 3, 4, 0, 0, 0, 0).checked_add((place as i64).minutes()).unwrap();
    let answer = Value::Count { min: value, max: Some(value) };
    let reading = Reading {
        id: ReadingId::of(id, content, "killed", &answer, &Scope::unknown()),
        span: content,
        event: None,
        question: Some("killed".into()),
        predicate: "killed".to_owned(),
        polarity: Polarity::Affirmed,
        certainty: Certainty::Unknown,
        participants: vec![],
        place: None,
        scope: Scope::unknown(),
        value: answer,
        rule: "count.noun".to_owned(),
    };
    AccountClaim {
        document,
        reports: vec![code.clone()],
        speaker: Some(SpeakerId(format!("person-{speaker}"))),
        reader: Some("rules/1".to_owned()),
        decided: vec![],
        rejected: false,
        notes: vec![],
        claim: Claim {
            id,
            cue: None,
            content: vec![content],
            manner: Manner::Paraphrased,
            hedge: Hedge { value: HedgeValue::Asserted, span: None },
            // Of every tenth the time is not known.
            said_at: (place % 10 > 0).then(|| SaidAt::between(at, at, Some(-180), Precision::Minute, "test")),
            nested_in: None,
            rule: "attribution.cue-after-source".to_owned(),
            readings: vec![reading],
            source: Some(Source { span: source, name, role: None }),
        },
    }
}

/// All pages are bounded, lead to one another, and hold every claim with its words.
fn check(case: &Case) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write(&case.edition(), &dir.path().join("dossier")).unwrap();
    let files = files(&dir.path().join("dossier"));
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(bytes.len() < MOST_BYTES, "{path}: {} bytes", bytes.len());
    }
    assert_links(&files);
    let on = |start: &str, what: &str| -> usize {
        let pages =
            files.iter().filter(|(path, _)| path.starts_with(&format!("pages/{start}")) && path.ends_with(".html"));
        pages.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().matches(what).count()).sum()
    };
    assert_eq!(on("q-1.", "class=\"holder\"") + on("q-1-", "class=\"holder\""), CLAIMS);
    let told: usize =
        case.apparatus.claims.iter().filter(|claim| claim.claim.source.is_some() && claim.speaker.is_some()).count();
    assert_eq!(on("s-", "class=\"holder\""), told);
    let names: BTreeSet<&str> = case.apparatus.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert_eq!(on("speakers", "<th scope=\"row\"><a href=\"s-"), names.len());
    files
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

#[test]
fn ten_thousand_speakers_give_forty_numbers() {
    let case = large(CLAIMS, 40);
    let files = check(&case);
    let question = text(&files, "pages/q-1.html");
    let drawing = question.split_once("<figure").unwrap().1.split_once("</figure>").unwrap().0;
    assert!(drawing.contains("16 answers with fewer reports are not drawn"), "{drawing}");
    assert!(drawing.contains("They are too many for a mark each"));
    // Every tenth claim is one of every fourth number: six of the 24 that are drawn, all of whose times are unknown.
    assert!(drawing.contains("at an unknown time: ") && drawing.contains("class=\"unknown\""));
    // Every saying of the drawn answers is counted once.
    let marks = drawing.split("<text class=\"times\"").skip(1);
    let times: usize = marks.map(|mark| mark.split(['>', '<']).nth(1).unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(
        times + drawing.matches("<title>").count() - drawing.matches("class=\"times\"").count(),
        CLAIMS / 40 * 24
    );
    assert!(files.contains_key("pages/speakers-51.html") && files.contains_key("pages/q-1-50.html"));
}

#[test]
fn many_questions_and_reports_have_lists_of_their_own() {
    let mut case = case();
    let (account, report) = (case.apparatus.questions[0].clone(), case.apparatus.reports[0].clone());
    for number in 100..180 {
        let mut asked = account.clone();
        (asked.code, asked.positions, asked.relations) = (format!("Q{number}"), vec![], vec![]);
        case.apparatus.questions.push(asked);
    }
    for number in 1000..1600 {
        let text = format!("Nothing is told in this one, number {number}.");
        let document = DocumentId::of_text(&text);
        case.texts.insert(document, text);
        case.apparatus.reports.push(Report { code: ReportCode(format!("R{number}")), document, ..report.clone() });
    }
    let (questions, reports) = (case.apparatus.questions.len(), case.apparatus.reports.len());
    let dir = tempfile::tempdir().unwrap();
    write(&case.edition(), &dir.path().join("dossier")).unwrap();
    let files = files(&dir.path().join("dossier"));
    assert_links(&files);
    let index = text(&files, "index.html");
    assert_eq!(index.matches("<section class=\"question\"").count(), 60);
    assert!(index.contains("pages/questions.html") && index.contains("pages/reports.html"));
    assert_eq!(text(&files, "pages/questions.html").matches("<li>").count(), questions);
    let rows = |path: &str| text(&files, path).matches("<th scope=\"row\">").count();
    assert_eq!((rows("pages/reports.html"), rows("pages/reports-2.html")), (500, reports - 500));
}

#[test]
fn one_speaker_gives_ten_thousand_numbers() {
    let case = large(1, CLAIMS);
    let files = check(&case);
    let speaker = case.apparatus.speakers.len();
    assert!(files.contains_key(&format!("pages/s-{speaker}-100.html")));
    assert!(text(&files, "pages/timeline.html").contains("timeline-2.html"));
    assert!(text(&files, "pages/q-1.html").contains("+ 9940 more answers"));
    assert!(text(&files, "pages/summary.html").contains("+ 9994 more positions"));
}
