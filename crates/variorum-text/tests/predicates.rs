//! A case's own predicates, through the reader: counts with scope, as for those of the program.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use variorum_evidence::claim::{Certainty, Reading, Value};
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader, read_predicates};

const OWN: &str = r#"
[[predicate]]
id = "burned_ballots"
whom = "things"
[predicate.en]
does = ["burn", "set set set setting fire to"]
only = ["ballots", "ballot papers", "ballot boxes"]
[predicate.es]
does = ["quemar", "incendiar"]
only = ["papeletas", "urnas", "actas"]

[[predicate]]
id = "evicted"
whom = "people"
[predicate.en]
does = ["evict", "throw threw thrown throwing out of their homes"]
counted = ["evictions"]
acts = ["eviction"]
[predicate.es]
does = ["desahuciar", "echar de sus casas"]
undergoes = ["sufrir desahucio"]
states = ["desahuciado", "desahuciados"]
counted = ["desahucios"]

[[predicate]]
id = "killed"
[predicate.en]
does = ["garrotte"]
"#;

/// Readings of `predicate` as "3..3 three families [side; kind; part] by police".
fn shown(predicates: &PredicateSet, predicate: &str, text: &str) -> Vec<String> {
    let questions = QuestionSet::default();
    let context = ReadingContext { published: None, offset: None, questions: &questions, predicates };
    let reading = RuleReader.read(text, &context).unwrap();
    let own = |reading: &&Reading| reading.predicate == predicate;
    reading.claims.iter().flat_map(|claim| &claim.readings).filter(own).map(|found| line(found, text)).collect()
}

fn line(found: &Reading, text: &str) -> String {
    let Value::Count { min, max } = found.value else { return format!("{:?}", found.value) };
    let max = max.map_or(String::new(), |max| max.to_string());
    let by = found.participants.iter().filter(|one| one.role == "agent").filter_map(|one| one.span.words(text));
    let by: Vec<_> = by.collect();
    let scope = [found.scope.side.clone(), found.scope.kind.clone(), Some(format!("{:?}", found.scope.part))];
    let scope: Vec<_> = scope.into_iter().flatten().collect();
    format!("{min}..{max} {} [{}] by {}", found.span.words(text).unwrap_or("?"), scope.join("; "), by.join(", "))
}

#[test]
fn a_new_predicate_is_read_with_scope_and_doer() {
    let own = read_predicates(OWN).unwrap();
    let check = |predicate: &str, text: &str, expected: &[&str]| {
        assert_eq!(shown(&own, predicate, text), expected, "{text}");
    };
    check("evicted", "Police evicted 40 families from the valley.", &["40..40 40 families [Unknown] by Police"]);
    check(
        "evicted",
        "Police evicted at least 30 people, including two officers.",
        &["30.. at least 30 people [Total] by Police", "2..2 two officers [officials; Part] by Police"],
    );
    check("evicted", "The union counted 12 evictions.", &["12..12 12 evictions [Unknown] by "]);
    check("evicted", "The council did not evict anyone.", &[]);
    check(
        "evicted",
        "La policía echó de sus casas a 12 familias, según el alcalde.",
        &["12..12 12 familias [families; Unknown] by La policía"],
    );
    check(
        "burned_ballots",
        "Masked men burned 300 ballots and six cars.",
        &["300..300 300 ballots [Unknown] by Masked men"],
    );
    check("burned_ballots", "Masked men burned six cars.", &[]);
    check(
        "burned_ballots",
        "Fueron quemadas 40 urnas y seis autos, según el alcalde.",
        &["40..40 40 urnas [Unknown] by "],
    );
    check(
        "burned_ballots",
        "Los encapuchados quemaron 40 urnas en la escuela, según el alcalde.",
        &["40..40 40 urnas [Unknown] by Los encapuchados"],
    );
}

#[test]
fn it_is_read_just_as_the_programs_own() {
    let own = read_predicates(OWN).unwrap();
    for text in [
        "At least 30 people, including two officers, were killed on Monday.",
        "Four women and a guard were killed, the mayor said.",
        "Nobody was killed, police said.",
        "Seven people have been killed, three of them children.",
    ] {
        let killed = shown(&own, "killed", text);
        assert_eq!(shown(&own, "evicted", &text.replace("killed", "evicted")), killed, "{text}");
        assert_ne!(killed, [""; 0], "{text}");
    }
}

#[test]
fn what_may_have_happened_is_told_apart_from_what_did() {
    let certainty = |text: &str| {
        let (questions, predicates) = (QuestionSet::default(), PredicateSet::default());
        let context = ReadingContext { published: None, offset: None, questions: &questions, predicates: &predicates };
        let reading = RuleReader.read(text, &context).unwrap();
        let killed = reading.claims.iter().flat_map(|claim| &claim.readings).find(|one| one.predicate == "killed");
        let told = reading.events.iter().any(|event| event.tolls.iter().any(|toll| toll.predicate == "killed"));
        killed.map(|killed| (killed.certainty, told))
    };
    for (text, expected) in [
        ("Seven people were killed in the town on Monday.", Some((Certainty::Certain, true))),
        ("Seven people were reportedly killed in the town on Monday.", Some((Certainty::Probable, true))),
        ("Seven people are believed to have been killed in the town.", Some((Certainty::Probable, true))),
        ("Seven people were allegedly killed by the soldiers.", Some((Certainty::Possible, true))),
        ("Seven people may have been killed by the soldiers.", Some((Certainty::Possible, false))),
        ("Seven people may be killed by the soldiers.", None),
        ("Police believe that the gang killed seven people.", Some((Certainty::Probable, true))),
        ("Siete personas habrían muerto en el pueblo, según los vecinos.", Some((Certainty::Probable, true))),
        ("Siete personas murieron en el pueblo, según los vecinos.", Some((Certainty::Certain, true))),
    ] {
        assert_eq!(certainty(text), expected, "{text}");
    }
}

#[test]
fn words_are_added_to_a_predicate_of_the_program() {
    let text = "Rebels garrotted three soldiers.";
    assert_eq!(shown(&PredicateSet::default(), "killed", text), [""; 0]);
    let own = read_predicates(OWN).unwrap();
    assert_eq!(shown(&own, "killed", text), ["3..3 three soldiers [officials; Part] by Rebels"]);
    assert_eq!(
        shown(&own, "killed", "Rebels killed three soldiers."),
        shown(&PredicateSet::default(), "killed", "Rebels killed three soldiers."),
        "the program's own words stay"
    );
}
