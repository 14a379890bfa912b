use crate::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader};
use variorum_evidence::claim::{Polarity, Value};

/// The matters of a text as "count/lorry 11 burn".
fn matters(text: &str) -> Vec<String> {
    let (questions, predicates) = (QuestionSet::default(), PredicateSet::default());
    let context = ReadingContext { published: None, offset: None, questions: &questions, predicates: &predicates };
    let reading = RuleReader.read(text, &context).unwrap();
    let readings = reading.claims.iter().flat_map(|claim| &claim.readings);
    let shown = readings.filter_map(|reading| {
        let matter = reading.predicate.strip_prefix("open/")?;
        let value = match &reading.value {
            Value::Count { min, max: Some(max) } if min == max => min.to_string(),
            Value::Count { min, max } => format!("{min}-{}", max.map_or(String::new(), |max| max.to_string())),
            Value::Duration { seconds_min, .. } => format!("{seconds_min}s"),
            Value::Choice { value } | Value::Text { value } => value.clone(),
            Value::Time(_) => "time".to_owned(),
        };
        let no = if reading.polarity == Polarity::Denied { "not " } else { "" };
        let kind = reading.scope.kind.as_deref().map_or(String::new(), |kind| format!(" {kind}"));
        Some(format!("{matter} {no}{value}{kind}"))
    });
    shown.collect()
}

fn check(text: &str, expected: &str) {
    let found = matters(text);
    assert!(found.iter().any(|matter| matter == expected), "{text}: {expected} is not in {found:?}");
}

fn not(text: &str, unwanted: &str) {
    let found = matters(text);
    assert!(found.iter().all(|matter| !matter.starts_with(unwanted)), "{text}: {found:?}");
}

#[test]
fn things_are_counted() {
    check("Officials said that eleven lorries were sent to the river on Monday.", "count/lorry 11 deploy");
    check("She counted four broken ribs on the left side of the body.", "count/rib 4 break");
    check("Four are now on interdiction, the commissioner said on Monday.", "count/people/suspend 4");
    check("Las autoridades dijeron que once camiones fueron enviados a la zona del río.", "count/lorry 11 deploy");
    check("The mayor said on Monday that some 300 people marched in the rain.", "count/people/march 270-330");
    check("The doctors found three broken ribs in the body of the man.", "count/rib 3 break");
}

#[test]
fn measures_and_ages() {
    check("The company said that 3.2 million cubic metres of mud escaped.", "measure/m3 3200000");
    check(
        "La empresa informó que un sismo de magnitud 4,1 sacudió la zona el lunes por la noche, según dijo.",
        "measure/magnitude 4.1",
    );
    check("Wilmer Paguada, 28, was a sailor who came from the north.", "age/Wilmer Paguada 28");
    not("(28), who was a sailor, came from the north.", "age");
    check("El joven Rodrigo Duarte, de 19 años, estudiaba en la universidad.", "age/Rodrigo Duarte 19");
}

#[test]
fn acts_are_timed_said_and_denied() {
    check("The beating lasted twenty minutes, the witness said.", "duration/beat 1200s");
    check("The witness said that the siren sounded before the wall broke.", "fact/sound/siren yes");
    check("The witness said that no siren sounded that night.", "fact/sound/siren not yes");
    check("The marchers had no permit, the ministry said on Monday.", "fact/exist/permit not yes");
    not("An air strike hit a ferry landing at the river on Monday.", "fact/exist/ferry");
    not("The minister said that he did not order it and was not there.", "fact/exist/order");
    check("La mujer dijo que no hubo ningún sismo en la zona.", "fact/exist/quake not yes");
}
