//! Who is one speaker, and who is not.

use crate::case::*;
use variorum_evidence::account::{Apparatus, Noted};
use variorum_evidence::decision::{Decision, Hand};
use variorum_evidence::question::PartyGroup;

/// One report for each list of sources; a source is a name, or a name and a role with a bar between.
fn case_of(reports: &[&[&str]]) -> Case {
    let mut case = Case::new(&[]);
    for (place, sources) in reports.iter().enumerate() {
        let number = place + 1;
        let names: Vec<_> = sources.iter().map(|source| source.split('|').next().unwrap_or_default()).collect();
        let sentences: Vec<_> = names.iter().enumerate().map(|(at, name)| format!("{name}: words {at}.")).collect();
        case.report((15, 12), &format!("Report {number}. {}", sentences.join(" ")));
        for (at, source) in sources.iter().enumerate() {
            let (name, role) = source.split_once('|').map_or((*source, None), |(name, role)| (name, Some(role)));
            let said = case.said(number, &format!("words {at}")).by(&case, name);
            case.add(role.map_or_else(|| said.clone(), |role| said.clone().role(role)));
        }
    }
    case
}

/// The speaker of each claim, report by report.
fn ids(apparatus: &Apparatus) -> Vec<String> {
    apparatus.claims.iter().map(|claim| claim.speaker.as_ref().map_or_else(String::new, ToString::to_string)).collect()
}

#[track_caller]
fn check(reports: &[&[&str]], expected: &[&str]) {
    assert_eq!(ids(&case_of(reports).reconcile()), expected, "{reports:?}");
}

#[test]
fn spellings_of_one_name() {
    check(&[&["Óscar Pérez"], &["Oscar Perez"], &["OSCAR PEREZ"]], &["oscar-perez"; 3]);
    check(&[&["Heiker Vásquez"], &["Heyker Vasquez"]], &["heiker-vasquez"; 2]);
    check(&[&["President Nicolás Maduro"], &["Nicolas Maduro"]], &["nicolas-maduro"; 2]);
    check(&[&["Yusuf Haddad"], &["Youssef Haddad"]], &["youssef-haddad"; 2]);
    check(&[&["Rado Simek"], &["Radu Szimek"]], &["rado-simek"; 2]);
    check(&[&["Habibu Saleh"], &["Mallam Habibu Saleh"]], &["habibu-saleh"; 2]);
    // A report that names both knows them apart.
    check(&[&["Yusuf Haddad", "Youssef Haddad"]], &["yusuf-haddad", "youssef-haddad"]);
    // Two people.
    check(&[&["Mario Lugo"], &["Maria Lugo"]], &["mario-lugo", "maria-lugo"]);
    check(&[&["Jairo Lugo Ramos"], &["Abraham Lugo Ramos"]], &["jairo-lugo-ramos", "abraham-lugo-ramos"]);
}

#[test]
fn fuller_and_shorter_names() {
    check(&[&["José Díaz"], &["José Alejandro Díaz Pimentel"]], &["jose-alejandro-diaz-pimentel"; 2]);
    check(&[&["Óscar Pérez", "Pérez"], &["Perez"]], &["oscar-perez"; 3]);
    // A surname that two people have names nobody surely, unless the report knows one of them only.
    check(
        &[&["Jairo Lugo"], &["Abraham Lugo"], &["Lugo"], &["Jairo Lugo", "Lugo"]],
        &["jairo-lugo", "abraham-lugo", "lugo-r3", "jairo-lugo", "jairo-lugo"],
    );
    // Two fuller names of one short one.
    check(
        &[&["José Díaz"], &["José Antonio Díaz"], &["José Alejandro Díaz"]],
        &["jose-diaz", "jose-antonio-diaz", "jose-alejandro-diaz"],
    );
}

#[test]
fn offices() {
    check(&[&["Ana Ruiz|Interior Minister", "the minister"]], &["ana-ruiz"; 2]);
    check(&[&["Ana Ruiz|Interior Minister"], &["the interior minister"]], &["ana-ruiz"; 2]);
    check(&[&["Ana Ruiz|ministra de Interior y Justicia"], &["the Interior Minister"]], &["ana-ruiz"; 2]);
    // Some minister of another report, and a former one.
    check(&[&["Ana Ruiz|Interior Minister"], &["the minister"]], &["ana-ruiz", "minister-r2"]);
    check(&[&["Ana Ruiz|Interior Minister", "a former minister"]], &["ana-ruiz", "former-minister-r1"]);
    // A body is not its head.
    check(
        &[&["Ana Ruiz|Interior Minister", "the Interior Ministry", "the ministry"], &["Ministerio del Interior"]],
        &["ana-ruiz", "interior-ministry", "interior-ministry", "interior-ministry"],
    );
}

#[test]
fn bodies_by_shorter_and_fuller_names() {
    check(&[&["Servicio Nacional de Prisiones"], &["Servicio"]], &["servicio-nacional-de-prisiones"; 2]);
    check(&[&["Instituto de Medicina Legal"], &["Medicina Legal"]], &["instituto-de-medicina-legal"; 2]);
    check(&[&["State Relief Agency"], &["relief agency"]], &["state-relief-agency"; 2]);
    check(&[&["the army"], &["the armed forces"]], &["armed-forces"; 2]);
    // A body is neither its union nor its spokesman, and two ministries are two.
    check(&[&["police"], &["police union"]], &["police", "police-union"]);
    check(&[&["police"], &["Ana Ruiz|spokeswoman for the police"]], &["police", "ana-ruiz"]);
    check(
        &[&["Ministry of Health"], &["Ministry of Defence"], &["the ministry"]],
        &["ministry-of-health", "ministry-of-defence", "ministry-r3"],
    );
}

#[test]
fn callings_that_one_has() {
    check(&[&["Ana Ruiz|doctor"], &["doctor"]], &["ana-ruiz"; 2]);
    check(&[&["Ana Ruiz|doctor"], &["a doctor"]], &["ana-ruiz", "doctor-r2"]);
    // Another one in the case leaves it open.
    check(
        &[&["Ana Ruiz|doctor"], &["a doctor at the clinic"], &["doctor"]],
        &["ana-ruiz", "doctor-at-the-clinic-r2", "doctor-r3"],
    );
}

#[test]
fn nobody_in_particular() {
    check(&[&["residents"], &["residents"]], &["residents-r1", "residents-r2"]);
    check(&[&["he"], &["he"]], &["unnamed-r1", "unnamed-r2"]);
    // The event bounds who is a relative.
    check(&[&["Relatives"], &["los familiares"]], &["relatives"; 2]);
}

#[test]
fn two_first_names_of_one_minister() {
    let reports: &[&[&str]] = &[
        &["Ernesto Reverol|Interior Minister"],
        &["Néstor Reverol|Interior and Justice Minister"],
        &["Néstor Reverol"],
    ];
    let alone = case_of(reports).reconcile();
    assert_eq!(ids(&alone), ["ernesto-reverol", "nestor-reverol", "nestor-reverol"], "no party lists them");
    let mut case = case_of(reports);
    case.party("Government", PartyGroup::Officials, &["Néstor Reverol", "interior minister"]);
    let apparatus = case.reconcile();
    assert_eq!(ids(&apparatus), ["nestor-reverol"; 3]);
    let speaker = &apparatus.speakers[0];
    assert_eq!((speaker.name.as_str(), speaker.party.as_deref()), ("Néstor Reverol", Some("Government")));
    assert!(speaker.aliases.contains(&"Ernesto Reverol".to_owned()), "{speaker:?}");
    assert!(apparatus.findings.iter().any(|finding| finding.code == "speaker.by-office"));
    // A report that quotes both knows them apart.
    let mut case = case_of(&[&["Ernesto Reverol|Interior Minister", "Néstor Reverol|Interior Minister"]]);
    case.party("Government", PartyGroup::Officials, &["interior minister"]);
    assert_eq!(ids(&case.reconcile()), ["ernesto-reverol", "nestor-reverol"]);
}

#[test]
fn parties_and_sides() {
    let mut case =
        case_of(&[&["Ana Ruiz|Interior Minister", "a police officer", "Radio Uno", "vecinos del sector", "Karl"]]);
    case.party("Government", PartyGroup::Officials, &["interior minister"]);
    case.reports[0].publisher = Some("Radio Uno (sample)".into());
    let apparatus = case.reconcile();
    let sides: Vec<_> = apparatus
        .speakers
        .iter()
        .map(|speaker| (speaker.name.as_str(), speaker.party.as_deref(), speaker.group))
        .collect();
    assert_eq!(
        sides,
        [
            ("Ana Ruiz", Some("Government"), Some(PartyGroup::Officials)),
            ("Karl", None, None),
            ("police officer (R1)", None, Some(PartyGroup::Officials)),
            ("Radio Uno", None, Some(PartyGroup::Media)),
            ("vecinos del sector (R1)", None, Some(PartyGroup::Witnesses)),
        ]
    );
}

#[test]
fn a_person_names_the_speaker() {
    let mut case = case_of(&[&["he"], &["Óscar Pérez"]]);
    let claim = case.quote(1, "words 0");
    case.decide(Decision::Attribute { claim, speaker: "Pérez".into() });
    assert_eq!(ids(&case.reconcile()), ["oscar-perez"; 2]);
    let claim = case.quote(1, "words 0");
    case.decide(Decision::Attribute { claim, speaker: String::new() });
    assert_eq!(ids(&case.reconcile()), ["", "oscar-perez"], "the report's own claim");
}

/// The speaker of the only claim of a text that `publisher` publishes.
#[track_caller]
fn check_own_voice(publisher: &str, source: &str, expected: &str) {
    let mut case = case_of(&[&[source]]);
    case.reports[0].publisher = Some(publisher.into());
    assert_eq!(ids(&case.reconcile()), [expected], "{publisher}: {source}");
}

#[test]
fn a_text_that_speaks_of_itself() {
    check_own_voice("Lakes Board", "we", "lakes-board");
    check_own_voice("Lakes Board", "our records", "lakes-board");
    check_own_voice("Lakes Board", "our neighbours", "our-neighbours-r1");
    check_own_voice("Lakes Board", "this office", "lakes-board");
    check_own_voice("Mines Alliance", "the Alliance", "mines-alliance");
    check_own_voice("Mines Alliance", "the Hill Alliance", "hill-alliance");
    check_own_voice("Mines Alliance", "the union", "union-r1");
    check_own_voice("Dirección de Prisiones", "la Dirección", "direccion-de-prisiones");
    // An outlet reports of other papers.
    check_own_voice("Radio Costa", "the radio", "radio-r1");
}

#[test]
fn what_is_noted_of_a_source() {
    let mut case = case_of(&[&["Ana Ruiz", "A nurse"], &["Ruiz"]]);
    let note = |speaker: &str, hand: Option<Hand>, access: Option<&str>| Decision::NoteSource {
        speaker: speaker.to_owned(),
        hand,
        access: access.map(str::to_owned),
    };
    let before = ids(&case.reconcile());
    case.decide(note("ana ruiz", Some(Hand::SecondHand), None));
    let later = case.decide(note("Ruiz", Some(Hand::FirstHand), Some("was in the hall")));
    case.decide(note("Carla Mora", Some(Hand::FirstHand), None));
    let apparatus = case.reconcile();
    let noted = |apparatus: &Apparatus| {
        apparatus.speakers.iter().find(|speaker| speaker.name == "Ana Ruiz").and_then(|ruiz| ruiz.noted.clone())
    };
    let expected = Noted { hand: Some(Hand::FirstHand), access: Some("was in the hall".to_owned()) };
    assert_eq!(noted(&apparatus), Some(expected), "by any name, the latest note holds");
    assert_eq!(ids(&apparatus), before, "nothing else changes");
    let codes: Vec<&str> = apparatus.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["decision.speaker"], "nobody is called Carla Mora");
    case.decide(Decision::Undo { seq: later });
    assert_eq!(noted(&case.reconcile()).map(|noted| noted.hand), Some(Some(Hand::SecondHand)));
}
