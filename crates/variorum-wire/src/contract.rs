//! The contracts against their schemas: what is written fits, every field is asked for, every fixed word is
//! allowed, and nothing else is.

use std::collections::BTreeMap;

use jiff::civil::datetime;
use jsonschema::Validator;
use serde_json::{Value as Json, json};
use variorum_evidence::account::{
    self, AccountClaim, CheckKind, EventStanding, Holder, QuestionAccount, RelationKind, RelationType,
};
use variorum_evidence::claim::{
    Certainty, Claim, DocumentReading, Event, Hedge, HedgeValue, Manner, Part, Participant, Polarity, Reading, Scope,
    Source, TimeExpression, TimeType, Toll, Value,
};
use variorum_evidence::decision::{Hand, Resolution};
use variorum_evidence::document::{Byline, Document, Language};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{ClaimId, DocumentId, OriginalId, PositionId, ReadingId, ReportCode};
use variorum_evidence::incident::{
    Incident, Instrument, Perpetrator, PerpetratorSort, Responsibility, Stage, Thing, Victims,
};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::open_point::OpenPoint;
use variorum_evidence::over_time::{Course, OverTime, Stay, Turn, TurnKind};
use variorum_evidence::place::{KnownPlace, Place, PlaceHolder, PlaceKind, PlacePrecision, Position};
use variorum_evidence::question::{AnswerKind, EventRole, PartyGroup, Question};
use variorum_evidence::revision::{
    Announcement, AnnouncementKind, AnswerChange, RevisionStep, Revisions, SentenceChange, Version, VersionAnswer,
};
use variorum_evidence::span::TextSpan;

use crate::{apparatus, read};

const TEXT: &str =
    "Explosión en el puerto\nOn Monday at 04:30 “two dockers” apparently died, María Ríos said at Dock 9.";

fn validator(schema: &str) -> Validator {
    let schema: Json = serde_json::from_str(schema).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn read_schema() -> Validator {
    validator(include_str!("../../../docs/format/read-1.schema.json"))
}

fn apparatus_schema() -> Validator {
    validator(include_str!("../../../docs/format/apparatus-1.schema.json"))
}

fn span(words: &str) -> TextSpan {
    let start = TEXT.find(words).unwrap();
    TextSpan::of(TEXT, start..start + words.len()).unwrap()
}

fn said() -> SaidAt {
    let at = |day| datetime(2021, 3, day, 0, 0, 0, 0);
    SaidAt::between(at(2), at(3), None, Precision::Day, "stated in the file")
}

fn reading(claim: ClaimId, value: Value, participants: Vec<Participant>) -> Reading {
    let scope = Scope { side: Some("affected".to_owned()), part: Part::Total, ..Scope::unknown() };
    Reading {
        id: ReadingId::of(claim, span("two dockers"), "killed", &value, &scope),
        span: span("two dockers"),
        event: Some("E1".into()),
        question: Some("killed".into()),
        predicate: "killed".to_owned(),
        polarity: Polarity::Affirmed,
        certainty: Certainty::Probable,
        participants,
        place: Some(span("Dock 9")),
        scope,
        value,
        rule: "count.noun".to_owned(),
    }
}

fn claims() -> Vec<Claim> {
    let document = DocumentId::of_text(TEXT);
    let content = vec![span("“two dockers” apparently died")];
    let id = ClaimId::of(document, Some(span("María Ríos")), Some(span("said")), &content);
    let half_past_four = HappenedAt::between(
        datetime(2021, 3, 1, 4, 30, 0, 0),
        datetime(2021, 3, 1, 4, 31, 0, 0),
        Some(60),
        Precision::Minute,
        "“Monday at 04:30”",
    );
    let patient = Participant { role: "patient".to_owned(), span: span("two dockers") };
    let attributed = Claim {
        id,
        source: Some(Source {
            span: span("María Ríos"),
            name: "María Ríos".to_owned(),
            role: Some("mayor".to_owned()),
        }),
        cue: Some(span("said")),
        content,
        manner: Manner::Mixed,
        hedge: Hedge { value: HedgeValue::Apparent, span: Some(span("apparently")) },
        said_at: Some(said()),
        nested_in: Some(id),
        rule: "attribution.source-after-content".to_owned(),
        readings: vec![
            reading(id, Value::Count { min: 2, max: Some(2) }, vec![patient]),
            reading(id, Value::Count { min: 2, max: None }, vec![]),
            reading(id, Value::Time(half_past_four), vec![]),
            reading(id, Value::Duration { seconds_min: 60, seconds_max: 120 }, vec![]),
            reading(id, Value::Choice { value: "yes".to_owned() }, vec![]),
            reading(id, Value::Text { value: "dock 9".to_owned() }, vec![]),
        ],
    };
    let narrated = Claim {
        id: ClaimId::of(document, None, None, &[span("Explosión")]),
        source: None,
        cue: None,
        content: vec![span("Explosión")],
        manner: Manner::Narrated,
        hedge: Hedge { value: HedgeValue::Asserted, span: None },
        said_at: None,
        nested_in: None,
        rule: "narration".to_owned(),
        readings: vec![],
    };
    vec![attributed, narrated]
}

fn incident() -> Incident {
    let people = |name: Option<&str>, max| Victims {
        span: span("two dockers"),
        name: name.map(str::to_owned),
        description: Some("dockers".to_owned()),
        class: "civilian".to_owned(),
        former: false,
        min: 2,
        max,
        stated: true,
        effects: vec!["killed".to_owned()],
        nation: None,
    };
    let thing = Thing {
        span: span("Dock 9"),
        class: "transportation facility".to_owned(),
        min: 1,
        max: Some(1),
        stated: false,
        effect: Some("damaged".to_owned()),
        nation: None,
    };
    let perpetrator = Perpetrator {
        span: span("María Ríos"),
        name: "María Ríos".to_owned(),
        sort: PerpetratorSort::People,
        side: "unknown".to_owned(),
        responsibility: Responsibility::AccusedByAuthorities,
    };
    Incident {
        kind: "bombing".to_owned(),
        stage: Stage::Accomplished,
        when: Some(HappenedAt::unknown("no day is named")),
        place: Some(dock()),
        perpetrators: vec![perpetrator],
        instruments: vec![Instrument { span: Some(span("Explosión")), class: "explosive".to_owned() }],
        things: vec![thing],
        people: vec![people(Some("Ana Sol"), Some(2)), people(None, None)],
        nobody_hurt: Some(span("apparently")),
    }
}

/// A dock of a port: two ports bear the name.
fn dock() -> Place {
    let port = |position| KnownPlace {
        id: "geonames:2".to_owned(),
        name: "Dock".to_owned(),
        kind: PlaceKind::City,
        within: "Norte".to_owned(),
        position,
    };
    let holder = |id: Option<&str>| PlaceHolder {
        id: id.map(str::to_owned),
        name: "Norte".to_owned(),
        kind: PlaceKind::Division,
    };
    Place {
        span: span("Dock 9"),
        name: "Dock 9".to_owned(),
        kind: PlaceKind::City,
        precision: PlacePrecision::City,
        id: Some("geonames:1".to_owned()),
        position: Some(Position { latitude: -1050, longitude: 6688 }),
        within: vec![holder(None), holder(Some("geonames:3"))],
        alternatives: vec![port(Some(Position { latitude: 1, longitude: -2 })), port(None)],
        basis: "a preposition stands before it".to_owned(),
    }
}

fn read_output() -> read::ReadOutput {
    let document = Document {
        id: DocumentId::of_text(TEXT),
        original: OriginalId::of_bytes(TEXT.as_bytes()),
        reader: "text/1".to_owned(),
        title: Some("Explosión en el puerto".to_owned()),
        byline: Some(Byline { raw: "By A. Ruiz".to_owned(), names: vec!["A. Ruiz".to_owned()] }),
        publisher: Some("El Faro".to_owned()),
        published: Some(said()),
        modified: None,
        captured: None,
        stated_language: None,
        text: TEXT.to_owned(),
        exposures: Vec::new(),
        findings: vec![Finding::new("text.mixed", "a.txt", "Two languages.").with_help("Split it.")],
    };
    let toll = Toll { predicate: "killed".to_owned(), min: 3, max: None, readings: vec![claims()[0].readings[0].id] };
    let event = Event {
        id: "E1".into(),
        kind: "explosion".to_owned(),
        main: true,
        beside: false,
        mentions: vec![span("Explosión")],
        tolls: vec![toll],
        place: Some(dock()),
        incident: Some(incident()),
    };
    let time = TimeExpression {
        span: span("Monday"),
        time_type: TimeType::Date,
        value: "XXXX-WXX-1".to_owned(),
        when: HappenedAt::unknown("no publication date"),
    };
    let reading = DocumentReading {
        document: document.id,
        reader: "rules/1".to_owned(),
        language: Some(Language::En),
        events: vec![event],
        times: vec![time],
        places: vec![dock()],
        claims: claims(),
        findings: Vec::new(),
    };
    let bare = Document { title: None, byline: None, publisher: None, published: None, ..document.clone() };
    let unread = DocumentReading {
        language: None,
        events: vec![],
        times: vec![],
        places: vec![],
        claims: vec![],
        ..reading.clone()
    };
    read::ReadOutput::of(vec![
        read::document("a.txt", &document, &reading).unwrap(),
        read::document("b.zip!/a.txt", &bare, &unread).unwrap(),
    ])
}

#[test]
fn written_one_by_one_or_whole_an_answer_has_the_same_bytes() {
    let mut answer = read_output();
    while !answer.documents.is_empty() {
        let mut written = Vec::new();
        let mut writer = read::ReadWriter::new(&mut written);
        answer.documents.iter().for_each(|document| writer.document(document).unwrap());
        writer.end().unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string_pretty(&answer).unwrap());
        answer.documents.pop();
    }
    let mut written = Vec::new();
    read::ReadWriter::new(&mut written).end().unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string_pretty(&answer).unwrap());
}

/// One point with a party and one without.
fn open_points(position: PositionId) -> Vec<OpenPoint> {
    let point = |party: Option<&str>| OpenPoint {
        rule: "open.party".to_owned(),
        text: "nobody answers for Group: ask there".to_owned(),
        positions: vec![position],
        parties: party.into_iter().map(str::to_owned).collect(),
    };
    vec![point(Some("Group")), point(None)]
}

/// A speaker who contradicts herself, and a party without a time.
fn over_time(position: PositionId) -> OverTime {
    let stay = |when: Option<SaidAt>| Stay {
        position,
        reading: claims()[0].readings[0].id,
        from: when.clone(),
        to: when,
        times: 2,
    };
    let turn = Turn { kind: TurnKind::Contradicts, a: position, b: position, why: "both 2 and 3".to_owned() };
    let course = Course {
        speaker: Some("maria-rios".into()),
        party: None,
        group: PartyGroup::Officials,
        stays: vec![stay(Some(said())), stay(None)],
        turns: vec![turn],
    };
    let party = Course { speaker: None, party: Some("Group".to_owned()), turns: vec![], ..course.clone() };
    OverTime { speakers: vec![course], parties: vec![party] }
}

/// Two versions: one sentence of each kind of change, an answer that changed, one that is gone and one that came.
fn revisions(document: DocumentId, position: PositionId) -> Revisions {
    let version =
        |captured: Option<SaidAt>| Version { document, reports: vec!["R1".into()], captured, published: Some(said()) };
    let answer = |speaker: Option<&str>| {
        let speaker = speaker.map(Into::into);
        Some(VersionAnswer { position, reading: claims()[0].readings[0].id, speaker })
    };
    let answers = [(answer(Some("maria-rios")), answer(None)), (answer(None), None), (None, answer(None))];
    let answers = answers.into_iter().map(|(before, after)| AnswerChange { question: "Q1".to_owned(), before, after });
    let some = Some(span("two dockers"));
    let sentences = [(some, some), (some, None), (None, some)];
    let sentences = sentences.into_iter().map(|(before, after)| SentenceChange { before, after }).collect();
    let announced = Some(Announcement { span: span("Monday"), kind: AnnouncementKind::Update });
    let step = RevisionStep { sentences, answers: answers.collect(), announced, silent: false };
    let bare = RevisionStep { silent: true, ..RevisionStep::default() };
    Revisions {
        address: "faro.example/1".to_owned(),
        versions: vec![version(Some(said())), version(None), version(None)],
        steps: vec![step, bare],
    }
}

fn account() -> account::Apparatus {
    let document = DocumentId::of_text(TEXT);
    let claims = claims();
    let position = |value: Value| {
        let holder = Holder {
            claim: claims[0].id,
            reading: claims[0].readings[0].id,
            document,
            speaker: Some("maria-rios".to_owned()).map(|name| name.as_str().into()),
        };
        account::Position {
            id: PositionId::of("killed", &value, &Scope::unknown()),
            value,
            scope: Scope::unknown(),
            denied: false,
            holders: vec![holder.clone(), Holder { speaker: None, ..holder }],
            origins: 1,
            reports: 2,
            first_said: Some(said()),
            last_said: None,
        }
    };
    let positions = vec![position(Value::Count { min: 2, max: Some(2) }), position(Value::Count { min: 3, max: None })];
    let relation = account::Relation {
        a: positions[0].id,
        b: positions[1].id,
        relation: RelationKind::Conflict,
        relation_type: RelationType::Value,
        why: "2 is not 3 or more".to_owned(),
    };
    let gap = positions[0].id;
    let question = Question {
        id: "killed".into(),
        wording: BTreeMap::from([(Language::En, "How many died?".to_owned())]),
        kind: AnswerKind::Count,
        predicate: "killed".to_owned(),
        event: EventRole::Main,
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        answers: vec![],
    };
    let report = |code: &str, document: DocumentId| account::Report {
        code: code.into(),
        name: format!("{code}.txt"),
        original: OriginalId::of_bytes(TEXT.as_bytes()),
        document,
        title: Some("Explosión".to_owned()),
        byline: vec!["A. Ruiz".to_owned()],
        publisher: None,
        url: Some("https://faro.example/1".to_owned()),
        published: Some(said()),
        captured: Some(said()),
        language: Some(Language::Es),
    };
    let codes = |codes: [&str; 2]| codes.map(ReportCode::from).to_vec();
    let alike = claims[0].id;
    account::Apparatus {
        questions: vec![QuestionAccount {
            question,
            code: "Q1".to_owned(),
            event: Some("E2".to_owned()),
            positions,
            relations: vec![relation],
            silent: vec!["R3".into()],
            gaps: account::Gaps { voiceless: vec!["Group".to_owned()], one_origin: vec![gap], open: open_points(gap) },
            over_time: over_time(gap),
            proposed: Some(account::Proposal { words: vec!["seven dead".to_owned()], reports: 2, origins: 2 }),
            handling: account::Handling {
                decided: vec![7],
                before: [(Language::En, "How many?".to_owned())].into(),
                merged: vec!["dead".into()],
                split_from: Some("hurt".into()),
                closed: true,
                reason: Some("asked twice".to_owned()),
                resolved: Some(account::Resolved {
                    resolution: Resolution::Range { value: Value::Count { min: 7, max: Some(9) } },
                    reason: Some("both lists are complete".to_owned()),
                }),
            },
        }],
        checks: vec![account::Check {
            id: "K1".to_owned(),
            kind: CheckKind::Internal,
            readings: vec![claims[0].readings[0].id],
            holds: None,
            why: "2 of unknown".to_owned(),
        }],
        origins: vec![account::Origin {
            id: "O1".to_owned(),
            documents: vec![document],
            reports: codes(["R1", "R2"]),
            claims: vec![claims[0].id],
            evidence: vec!["the same text".to_owned()],
        }],
        claims: claims
            .into_iter()
            .map(|claim| AccountClaim {
                claim,
                document,
                reports: codes(["R1", "R2"]),
                speaker: None,
                reader: Some("rules/1".to_owned()),
                decided: vec![7],
                rejected: false,
                notes: vec!["see R2".to_owned()],
            })
            .collect(),
        speakers: vec![account::Speaker {
            id: "maria-rios".into(),
            name: "María Ríos".to_owned(),
            aliases: vec!["the mayor".to_owned()],
            rules: BTreeMap::new(),
            party: None,
            group: Some(PartyGroup::Officials),
            noted: Some(account::Noted { hand: Some(Hand::FirstHand), access: Some("was in the hall".to_owned()) }),
        }],
        reports: vec![report("R1", document), report("R2", document), report("R3", DocumentId::of_text(""))],
        groups: vec![account::ClaimGroup {
            id: "G1".to_owned(),
            words: vec!["siren".to_owned()],
            claims: vec![alike],
            reports: vec!["R3".into()],
            origins: 1,
        }],
        events: vec![account::CaseEvent {
            id: "E1".to_owned(),
            name: "The blast".to_owned(),
            standing: EventStanding::Main,
            when: Some(HappenedAt::unknown("no day")),
            place: Some("Cumbre".to_owned()),
            documents: vec![account::Aligned {
                document,
                event: Some("E1".into()),
                doubtful: false,
                why: "with R2: same day".to_owned(),
            }],
        }],
        revisions: vec![revisions(document, gap)],
        findings: vec![Finding::new("decision.adrift", "C1", "Its words are gone.")],
    }
}

fn apparatus_output() -> apparatus::Apparatus {
    let texts = [TEXT, ""].map(|text| (DocumentId::of_text(text), text.to_owned()));
    apparatus::of(&account(), &BTreeMap::from(texts), Language::Es).unwrap()
}

/// Every JSON pointer to a field of an object in `value`.
fn fields(value: &Json, at: &str, found: &mut Vec<String>) {
    match value {
        Json::Object(object) => {
            for (key, inner) in object {
                let at = format!("{at}/{key}");
                fields(inner, &at, found);
                found.push(at);
            }
        }
        Json::Array(items) => items.iter().enumerate().for_each(|(n, item)| fields(item, &format!("{at}/{n}"), found)),
        _ => {}
    }
}

fn without(value: &Json, pointer: &str) -> Json {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(parent).and_then(Json::as_object_mut).unwrap().remove(key);
    value
}

/// The output fits, comes back as it was, and no field of it may be left out or change its type.
fn check<T>(output: &T, schema: &Validator)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = serde_json::to_value(output).unwrap();
    schema.validate(&json).unwrap_or_else(|error| panic!("{}: {error}", error.instance_path()));
    assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), output);
    let mut pointers = Vec::new();
    fields(&json, "", &mut pointers);
    assert!(pointers.len() > 100, "a thin sample");
    for pointer in pointers.iter().filter(|pointer| !pointer.contains("/wordings/") && !pointer.contains("/before/")) {
        assert!(!schema.is_valid(&without(&json, pointer)), "the schema does not ask for {pointer}");
        let mut wrong = json.clone();
        // A number that is none of a count, an offset or a degree.
        *wrong.pointer_mut(pointer).unwrap() = json!(-1000.5);
        assert!(!schema.is_valid(&wrong), "the schema takes anything for {pointer}");
    }
}

#[test]
fn a_redacted_table_fits_too() {
    let (altered, unnamed) = ([DocumentId::of_text(TEXT)].into(), ["R2".into()].into());
    let table = apparatus_output().redacted(&altered, &unnamed);
    let json = serde_json::to_value(&table).unwrap();
    let schema = apparatus_schema();
    assert!(schema.is_valid(&json));
    assert_eq!(json["documents"][0]["altered"], apparatus::ALTERED);
    assert_eq!(json["documents"][1].get("altered"), None);
    assert!(json["documents"][0]["reports"][0]["original"].is_string());
    assert!(json["documents"][0]["reports"][1]["original"].is_null());
    let mut wrong = json.clone();
    wrong["documents"][0]["altered"] = json!("perhaps");
    assert!(!schema.is_valid(&wrong), "the mark has one wording");
}

#[test]
fn read_fits_its_schema() {
    check(&read_output(), &read_schema());
}

#[test]
fn apparatus_fits_its_schema() {
    check(&apparatus_output(), &apparatus_schema());
}

#[test]
fn spans_are_code_points_with_their_words() {
    let json = serde_json::to_value(read_output()).unwrap();
    let source = json.pointer("/documents/0/claims/0/source").unwrap();
    let start = TEXT.chars().collect::<String>().split("María").next().unwrap().chars().count();
    let expected =
        json!({"start": start, "end": start + 10, "text": "María Ríos", "speaker": "María Ríos", "role": "mayor"});
    assert_eq!(source, &expected);
    assert_eq!(json.pointer("/documents/0/times/0/from"), Some(&Json::Null));
    assert_eq!(json.pointer("/documents/1/name"), Some(&json!("b.zip!/a.txt")));
}

#[test]
fn one_text_in_two_reports_is_one_document() {
    let output = apparatus_output();
    let count = |document: &apparatus::Document| (document.code.0.clone(), document.reports.len());
    let listed: Vec<_> = output.documents.iter().map(count).collect();
    assert_eq!(listed, [("R1".to_owned(), 2), ("R3".to_owned(), 1)]);
    let question = &output.questions[0];
    assert_eq!(question.wording, "How many died?", "no Spanish wording: another language's");
    assert_eq!((question.silent.len(), question.positions[0].claims.len()), (1, 1));
}

#[test]
fn what_does_not_hang_together_is_refused() {
    let refused = |account: &account::Apparatus| apparatus::of(account, &BTreeMap::new(), Language::En).unwrap_err();
    assert!(refused(&account()).to_string().contains("is missing"));
    let mut unlisted = account();
    unlisted.reports.clear();
    assert_eq!(refused(&unlisted).to_string(), "report R3 is named and not listed");
}

/// Each fixed word of the evidence, as it is written, is one that the schema allows.
#[test]
fn every_fixed_word_is_allowed() {
    let read = serde_json::to_value(read_output()).unwrap();
    let table = serde_json::to_value(apparatus_output()).unwrap();
    let allowed = |schema: &Validator, sample: &Json, at: &str, word: Json| {
        let mut sample = sample.clone();
        *sample.pointer_mut(at).unwrap() = word.clone();
        assert!(schema.is_valid(&sample), "{at} may be {word}");
    };
    let (read_schema, table_schema) = (read_schema(), apparatus_schema());
    let claim = "/documents/0/claims/0";
    let rows = [
        ("manner", json!([Manner::Quoted, Manner::Paraphrased, Manner::Mixed, Manner::Narrated])),
        (
            "hedge/value",
            json!([
                HedgeValue::Asserted,
                HedgeValue::Reported,
                HedgeValue::Alleged,
                HedgeValue::Apparent,
                HedgeValue::Planned,
                HedgeValue::Predicted,
                HedgeValue::Asked
            ]),
        ),
        ("readings/0/polarity", json!([Polarity::Affirmed, Polarity::Denied])),
        (
            "readings/0/certainty",
            json!([Certainty::Certain, Certainty::Probable, Certainty::Possible, Certainty::Unknown]),
        ),
        ("readings/0/scope/part", json!([Part::Total, Part::Part, Part::Unknown])),
        (
            "said_at/precision",
            json!([
                Precision::Second,
                Precision::Minute,
                Precision::Hour,
                Precision::PartOfDay,
                Precision::Day,
                Precision::Week,
                Precision::Month,
                Precision::Season,
                Precision::Year,
                Precision::Unknown
            ]),
        ),
    ];
    for (field, words) in rows {
        words.as_array().unwrap().iter().for_each(|word| {
            allowed(&read_schema, &read, &format!("{claim}/{field}"), word.clone());
        });
    }
    for word in [PlaceKind::Country, PlaceKind::Division, PlaceKind::City, PlaceKind::Other] {
        allowed(&read_schema, &read, "/documents/0/places/0/kind", json!(word));
    }
    let precisions =
        [PlacePrecision::Country, PlacePrecision::Division, PlacePrecision::City, PlacePrecision::District];
    for word in precisions.into_iter().chain([PlacePrecision::Unknown]) {
        allowed(&read_schema, &read, "/documents/0/places/0/precision", json!(word));
    }
    for word in [TimeType::Date, TimeType::Time, TimeType::Duration, TimeType::Set] {
        allowed(&read_schema, &read, "/documents/0/times/0/type", json!(word));
    }
    for word in [EventStanding::Main, EventStanding::Apart, EventStanding::Open] {
        allowed(&table_schema, &table, "/events/0/standing", json!(word));
    }
    let rows = [
        (
            "kind",
            json!([AnswerKind::Count, AnswerKind::Time, AnswerKind::Duration, AnswerKind::Choice, AnswerKind::Text]),
        ),
        ("event", json!([EventRole::Main, EventRole::Background, EventRole::Any])),
        (
            "relations/0/relation",
            json!([RelationKind::Same, RelationKind::Compatible, RelationKind::Superseded, RelationKind::Conflict]),
        ),
        (
            "relations/0/type",
            json!([
                RelationType::Value,
                RelationType::Scope,
                RelationType::Precision,
                RelationType::TimeOfStatement,
                RelationType::Definition,
                RelationType::Correction,
                RelationType::Role,
                RelationType::Polarity,
                RelationType::PlanAct,
                RelationType::Place,
                RelationType::Interval,
                RelationType::Spelling
            ]),
        ),
    ];
    for (field, words) in rows {
        words.as_array().unwrap().iter().for_each(|word| {
            allowed(&table_schema, &table, &format!("/questions/0/{field}"), word.clone());
        });
    }
    for word in [TurnKind::Changed, TurnKind::Returned, TurnKind::Contradicts] {
        allowed(&table_schema, &table, "/questions/0/over_time/speakers/0/turns/0/kind", json!(word));
    }
    for word in [AnnouncementKind::Correction, AnnouncementKind::Update] {
        allowed(&table_schema, &table, "/revisions/0/steps/0/announced/kind", json!(word));
    }
    for word in [CheckKind::Arithmetic, CheckKind::Internal] {
        allowed(&table_schema, &table, "/checks/0/kind", json!(word));
    }
    for word in
        [PartyGroup::Officials, PartyGroup::Affected, PartyGroup::Witnesses, PartyGroup::Media, PartyGroup::Other]
    {
        allowed(&table_schema, &table, "/speakers/0/group", json!(word));
    }
}
