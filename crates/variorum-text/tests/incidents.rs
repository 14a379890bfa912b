//! What a document tells of incidents, through the reader: in running text and in capitals.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use variorum_evidence::claim::{DocumentReading, Event};
use variorum_evidence::incident::{Incident, Responsibility, Stage};
use variorum_evidence::moment::{Precision, SaidAt};
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader};

/// Read as published on 20 March 1991.
fn read(text: &str) -> DocumentReading {
    let day = jiff::civil::date(1991, 3, 20);
    let published =
        SaidAt::between(day.at(0, 0, 0, 0), day.tomorrow().unwrap().at(0, 0, 0, 0), None, Precision::Day, "test");
    let questions = QuestionSet::default();
    let context = ReadingContext {
        published: Some(&published),
        offset: None,
        questions: &questions,
        predicates: &PredicateSet::default(),
    };
    RuleReader.read(text, &context).unwrap()
}

fn incidents(reading: &DocumentReading) -> Vec<(&Event, &Incident)> {
    reading.events.iter().filter_map(|event| Some((event, event.incident.as_ref()?))).collect()
}

/// Incidents as "bombing accomplished 1991-03-19; people …; things …; with …; by …".
fn shown(text: &str) -> Vec<String> {
    let reading = read(text);
    let lower = text.to_lowercase();
    let words = |span: variorum_evidence::span::TextSpan| lower[span.range()].replace('\n', " ");
    let line = |incident: &Incident| {
        let day =
            incident.when.as_ref().and_then(|when| when.from).map_or("-".to_owned(), |from| from.date().to_string());
        let people = incident.people.iter().map(|one| {
            let name = one.name.clone().or_else(|| one.description.clone()).unwrap_or_default().to_lowercase();
            format!(
                "{name} ({} {}{})",
                one.class,
                one.min,
                one.effects.iter().map(|effect| format!(" {effect}")).collect::<String>()
            )
        });
        let things = incident.things.iter().map(|one| {
            format!(
                "{} ({}{})",
                words(one.span),
                one.class,
                one.effect.iter().map(|effect| format!(" {effect}")).collect::<String>()
            )
        });
        let with = incident.instruments.iter().map(|one| one.class.clone());
        let by =
            incident.perpetrators.iter().map(|one| format!("{} ({:?})", one.name.to_lowercase(), one.responsibility));
        let joined = |list: Vec<String>| list.join(", ");
        format!(
            "{} {:?} {day}; {}; {}; {}; {}",
            incident.kind,
            incident.stage,
            joined(people.collect()),
            joined(things.collect()),
            joined(with.collect()),
            joined(by.collect()),
        )
    };
    incidents(&reading).iter().map(|(_, incident)| line(incident)).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn who_was_killed_when_and_by_whom() {
    check(
        "Anselmo Quiroga, the mayor of Tolimar, was killed by three gunmen in Tolimar on 18 March.",
        &["killing Accomplished 1991-03-18; anselmo quiroga (government official 1 killed); ; ; gunmen (Reported)"],
    );
    check(
        "Two judges were murdered in Tolimar yesterday, and five bystanders were wounded.",
        &[
            "killing Accomplished 1991-03-19; judges (legal or judicial 2 killed), bystanders (civilian 5 injured); ; ; ",
        ],
    );
    check(
        "Guerrillas kidnapped a businessman in Tolimar on 17 March.",
        &["kidnapping Accomplished 1991-03-17; businessman (civilian 1); ; ; guerrillas (Reported)"],
    );
}

#[test]
fn what_was_hit_and_with_what() {
    check(
        "A car bomb exploded in front of the Agrarian Bank in Tolimar yesterday. Nobody was hurt.",
        &["bombing Accomplished 1991-03-19; ; agrarian bank (financial); vehicle bomb; "],
    );
    check(
        "Rebels burned two buses near Tolimar on 18 March.",
        &["arson Accomplished 1991-03-18; ; buses (transport vehicle damaged); ; rebels (Reported)"],
    );
}

#[test]
fn two_incidents_are_two_events() {
    let text = "Two judges were murdered in Tolimar on 18 March.\n\n\
                Guerrillas kidnapped a businessman in Puerto Azul on 10 March.";
    let reading = read(text);
    let found = incidents(&reading);
    let kinds: Vec<&str> = found.iter().map(|(_, incident)| incident.kind.as_str()).collect();
    assert_eq!(kinds, ["killing", "kidnapping"]);
    assert!(found[0].0.main && !found[1].0.main);
    let ids: std::collections::BTreeSet<_> = reading.events.iter().map(|event| &event.id).collect();
    assert_eq!(ids.len(), reading.events.len());
}

#[test]
fn what_is_no_incident() {
    check("The minister said that attacks must stop.", &[]);
    check("If anyone is killed, the talks end.", &[]);
    check("Four persons were killed when their car crashed.", &[]);
    check("La policía dijo que dos jueces fueron asesinados ayer en la capital del país.", &[]);
}

#[test]
fn how_it_is_put_that_they_did_it() {
    let check = |text: &str, expected: Responsibility| {
        let reading = read(text);
        let found = incidents(&reading);
        let all = found.iter().flat_map(|(_, incident)| &incident.perpetrators);
        let how: Vec<_> = all.map(|one| one.responsibility).collect();
        assert!(how.contains(&expected), "{text}: {how:?}");
    };
    check("Two judges were murdered by Shining Path guerrillas on 18 March.", Responsibility::Reported);
    check(
        "Two judges were murdered in Tolimar on 18 March. The Shining Path claimed responsibility for it.",
        Responsibility::Claimed,
    );
    check("The newspaper blamed the Shining Path for the murder of two judges.", Responsibility::Accused);
    check("The police blamed the Shining Path for the murder of two judges.", Responsibility::AccusedByAuthorities);
}

#[test]
fn how_far_it_came() {
    let check = |text: &str, expected: Stage| {
        let reading = read(text);
        assert_eq!(
            incidents(&reading).iter().map(|(_, incident)| incident.stage).collect::<Vec<_>>(),
            [expected],
            "{text}"
        );
    };
    check("Gunmen tried to kill two judges in Tolimar on 18 March.", Stage::Attempted);
    check("The rebels threatened to kill two judges in Tolimar.", Stage::Threatened);
}

#[test]
fn a_text_in_capitals_reads_alike() {
    let text = "   PUERTO AZUL, 20 MAR 91 -- THE MAYOR OF TOLIMAR, ANSELMO QUIROGA, WAS KILLED YESTERDAY BY UNIDENTIFIED GUNMEN. \
                THE POLICE SAID THAT QUIROGA'S DRIVER WAS WOUNDED.";
    let reading = read(text);
    assert!(reading.findings.iter().any(|finding| finding.code == "text.capitals"));
    let found = incidents(&reading);
    let people = &found[0].1.people;
    assert_eq!(people[0].name.as_deref(), Some("Anselmo Quiroga"));
    assert_eq!(people[0].class, "government official");
    assert_eq!(people[0].span.words(text), Some("ANSELMO QUIROGA"));
    let quiet = read("The mayor of Tolimar, Anselmo Quiroga, was killed yesterday by unidentified gunmen.");
    assert!(quiet.findings.iter().all(|finding| finding.code != "text.capitals"));
}
