//! Whole readings of whole reports: our own always, the shared one where it is there.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read shared files, say what they left out and stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use variorum_evidence::claim::{Claim, DocumentReading, HedgeValue, Part, Polarity, Reading, Value};
use variorum_evidence::document::Language;
use variorum_evidence::moment::{Precision, SaidAt};
use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader, read_questions};

static QUESTIONS: LazyLock<QuestionSet> = LazyLock::new(|| {
    let mut questions = read_questions(include_str!("../../../questions/killing.toml")).unwrap();
    questions.extend(read_questions(include_str!("../../../questions/general.toml")).unwrap());
    QuestionSet::compile(questions).unwrap()
});

/// Read as published on 16 January 2018 at UTC−4.
fn read(text: &str) -> DocumentReading {
    let day = date(2018, 1, 16);
    let from = day.at(9, 0, 0, 0);
    let said = SaidAt::between(from, from, Some(-240), Precision::Minute, "test");
    RuleReader
        .read(
            text,
            &ReadingContext {
                published: Some(&said),
                offset: Some(-240),
                questions: &QUESTIONS,
                predicates: &PredicateSet::default(),
            },
        )
        .unwrap()
}

/// One line a claim: source = name | cue | content | hedge if any | answers.
fn lines(text: &str, reading: &DocumentReading) -> Vec<String> {
    reading.claims.iter().map(|claim| line(text, claim)).collect()
}

fn line(text: &str, claim: &Claim) -> String {
    let words = |span: variorum_evidence::span::TextSpan| span.words(text).unwrap().to_owned();
    let source =
        claim.source.as_ref().map_or("-".to_owned(), |source| format!("{} = {}", words(source.span), source.name));
    let cue = claim.cue.map_or("-".to_owned(), words);
    let content: Vec<String> = claim.content.iter().map(|span| words(*span)).collect();
    let mut parts = vec![source, cue, content.join(" … ")];
    if claim.hedge.value != HedgeValue::Asserted {
        parts.push(format!("{:?}", claim.hedge.value).to_lowercase());
    }
    parts.extend(claim.nested_in.map(|_| "nested".to_owned()));
    // What nobody asked is told in `matters`.
    let asked = claim.readings.iter().filter(|reading| !reading.predicate.starts_with("open/"));
    parts.extend(asked.map(answer));
    parts.join(" | ")
}

fn answer(reading: &Reading) -> String {
    let value = match &reading.value {
        Value::Count { min, max } if *max == Some(*min) => min.to_string(),
        Value::Count { min, max } => format!("{min}..{}", max.map_or(String::new(), |max| max.to_string())),
        Value::Time(when) => when.from.map_or("?".to_owned(), |from| from.strftime("%Y-%m-%dT%H:%M").to_string()),
        Value::Duration { seconds_min, seconds_max } => format!("{seconds_min}..{seconds_max} s"),
        Value::Choice { value } | Value::Text { value } => value.clone(),
    };
    let scope = &reading.scope;
    let mut words =
        format!("{}: {value}", reading.question.as_ref().map_or("(other event)", |question| question.0.as_str()));
    for part in scope.side.iter().chain(&scope.kind) {
        words += &format!(" {part}");
    }
    if scope.part == Part::Total {
        words += &format!(" total with {}", scope.including.join("+"));
    }
    if scope.part_of.is_some() {
        words += " of these";
    }
    if reading.polarity == Polarity::Denied {
        words += " (denied)";
    }
    words
}

#[test]
fn an_english_report() {
    let text = "\
Shootout leaves pilot dead

By Jane Roe, Test Courier

SANTA RITA - Justice Minister Paul Ostrow confirmed the news, adding that nine others suffered serious injuries in the shootout. \
Nine people died, including three officers. Four others were detained.

Ostrow said on Tuesday that the group opened fire first. \"They refused to talk. We had no choice,\" he said. Captain Ana Diaz denied that \
the soldiers had opened fire first.

A woman who called herself Diaz's aunt said her niece wanted to surrender. A baker said that neighbours had told him that the agents \
fired first. Six people were buried on Saturday, according to relatives, and two people were arrested.

The operation began at about 5:30 a.m. on Monday and lasted almost four hours, local media reported. The gang was reportedly planning an attack. \
It was reported that ten soldiers took part in the raid.

In June the captain stole a helicopter. Nobody was hurt.
";
    insta::assert_snapshot!(lines(text, &read(text)).join("\n"), @r#"
    - | - | Shootout leaves pilot dead | killed: 1 named
    Justice Minister Paul Ostrow = Paul Ostrow | confirmed | the news
    Justice Minister Paul Ostrow = Paul Ostrow | adding | that nine others suffered serious injuries in the shootout | injured: 9 grave
    - | - | Nine people died, including three officers | killed: 9 total with officials | killed: 3 officials of these
    - | - | Four others were detained | arrested: 4
    Ostrow = Paul Ostrow | said | that the group opened fire first | fired_first: affected
    he = Paul Ostrow | said | They refused to talk. We had no choice
    Captain Ana Diaz = Ana Diaz | denied | that the soldiers had opened fire first | (other event): the soldiers (denied) | fired_first: officials (denied)
    A woman who called herself Diaz's aunt = A woman who called herself Diaz's aunt | said | her niece wanted to surrender | offered_surrender: yes
    A baker = A baker | said | that neighbours had told him that the agents fired first
    neighbours = neighbours | told | that the agents fired first | nested | (other event): the agents | fired_first: officials
    relatives = relatives | according to | Six people were buried on Saturday | buried: 2018-01-13T00:00
    - | - | two people were arrested | arrested: 2
    local media = local media | reported | The operation began at about 5:30 a.m. on Monday and lasted almost four hours | began: 2018-01-15T05:30 | duration: 10800..14400 s
    - | - | The gang was reportedly planning an attack | reported | planned_attack: yes
    - | reported | that ten soldiers took part in the raid | reported | deployed: 10 officials
    - | - | In June the captain stole a helicopter | earlier_attack: 2017-06-01T00:00
    - | - | Nobody was hurt | (other event): 0
    "#);
}

#[test]
fn a_spanish_report() {
    let text = "\
Ministro confirma muertes

SANTA RITA. - El ministro de Justicia, Raúl Peña, informó este martes de que seis integrantes de la banda murieron ayer y que tres \
agentes resultaron heridos. Según Peña, el grupo abrió fuego primero.

Peña agregó que cinco integrantes de una «célula armada» fueron detenidos. Negó que los agentes hubieran disparado con lanzagranadas.

Una vecina dijo que unos amigos le habían contado que la capitana quería entregarse. El operativo comenzó hacia las cinco de la mañana \
del lunes y duró unas ocho horas, según medios locales. Nadie resultó herido, dijo el alcalde.

Los funcionarios muertos son Luis Mora y Juan Vera, según un primer recuento.
";
    insta::assert_snapshot!(lines(text, &read(text)).join("\n"), @r#"
    Ministro = Ministro | confirma | muertes
    El ministro de Justicia, Raúl Peña = Raúl Peña | informó | que seis integrantes de la banda murieron ayer y que tres agentes resultaron heridos | killed: 6 affected | injured: 3 officials | happened: 2018-01-15T00:00
    Peña = Raúl Peña | Según | el grupo abrió fuego primero | fired_first: affected
    Peña = Raúl Peña | agregó | que cinco integrantes de una «célula armada» fueron detenidos | arrested: 5 affected
    Peña = Raúl Peña | Negó | que los agentes hubieran disparado con lanzagranadas | (other event): los agentes (denied) | weapons: lanzagranadas (denied) | heavy_weapons: yes (denied)
    Una vecina = Una vecina | dijo | que unos amigos le habían contado que la capitana quería entregarse
    unos amigos = unos amigos | le habían contado | que la capitana quería entregarse | nested | offered_surrender: yes
    la capitana = capitana | quería | entregarse | planned | nested
    medios locales = medios locales | según | El operativo comenzó hacia las cinco de la mañana del lunes y duró unas ocho horas | began: 2018-01-15T05:00 | duration: 28800..28800 s
    el alcalde = alcalde | dijo | Nadie resultó herido | injured: 0
    un primer recuento = un primer recuento | según | Los funcionarios muertos son Luis Mora y Juan Vera | killed: 2 officials | named_officers: luis mora | named_officers: juan vera
    "#);
}

/// Each row: a sentence, and a line for each claim in it.
fn check_rows(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        assert_eq!(lines(text, &read(text)), *expected, "{text}");
    }
}

#[test]
fn what_is_taken_back_is_not_affirmed() {
    check_rows(&[
        (
            "The government has not confirmed the 14 deaths.",
            &["The government = government | has not confirmed | the 14 deaths"],
        ),
        ("The army never confirmed that 14 people died.", &["The army = army | never confirmed | that 14 people died"]),
        (
            "Officials could not confirm reports that 20 people were killed.",
            &["Officials = Officials | could not confirm | reports that 20 people were killed"],
        ),
        ("Nobody said that 9 people were killed.", &["- | said | that 9 people were killed | reported"]),
        (
            "The mayor dismissed claims that 6 people were killed as lies.",
            &["The mayor = mayor | dismissed | claims that 6 people were killed as lies | killed: 6 (denied)"],
        ),
        (
            "The minister refused to admit the deaths of 8 people.",
            &["The minister = minister | refused to admit | the deaths of 8 people"],
        ),
        ("The UN declined to say whether 5 people died.", &["The UN = UN | declined to say | whether 5 people died"]),
        (
            "The army did not say how many people were killed.",
            &["The army = army | did not say | how many people were killed"],
        ),
        ("The army did not deny that 7 people died.", &["The army = army | did not deny | that 7 people died"]),
        (
            "It is not true that five people were killed, the minister said.",
            &["the minister = minister | said | It is not true that five people were killed | killed: 5 (denied)"],
        ),
        (
            "The police denied killing five people.",
            &["The police = police | denied | killing five people | killed: 5 (denied)"],
        ),
        (
            "Reports that 20 people were killed could not be confirmed.",
            &["- | - | Reports that 20 people were killed could not be confirmed"],
        ),
        (
            "El Gobierno no confirmó que hubiera 14 muertos en la protesta.",
            &["El Gobierno = Gobierno | no confirmó | que hubiera 14 muertos en la protesta"],
        ),
        (
            "No es cierto que hubiera seis detenidos, aclaró el ministro.",
            &["el ministro = ministro | aclaró | No es cierto que hubiera seis detenidos | arrested: 6 (denied)"],
        ),
        (
            "El ejército negó que cinco personas murieran.",
            &["El ejército = ejército | negó | que cinco personas murieran | killed: 5 (denied)"],
        ),
        (
            "El ministro se negó a admitir que ocho personas murieron.",
            &["El ministro = ministro | se negó a admitir | que ocho personas murieron"],
        ),
        (
            "El ministro no descartó que murieran ocho personas.",
            &["El ministro = ministro | no descartó | que murieran ocho personas | apparent"],
        ),
        (
            "The army said it had no reports that 12 people died.",
            &["The army = army | said | it had no reports that 12 people died"],
        ),
        (
            "The governor said that the army had never confirmed that 14 people died.",
            &[
                "The governor = governor | said | that the army had never confirmed that 14 people died",
                "the army = army | had never confirmed | that 14 people died | nested",
            ],
        ),
        (
            "El portavoz no quiso confirmar que murieran 12 personas.",
            &["El portavoz = portavoz | no quiso confirmar | que murieran 12 personas"],
        ),
        (
            "Nadie dijo que nueve personas murieron en la cárcel.",
            &["- | dijo | que nueve personas murieron en la cárcel | reported"],
        ),
    ]);
}

#[test]
fn an_event_beside_the_main_one() {
    check_rows(&[
        (
            "An air strike killed 19 people at Kebir on Thursday.\n\nA second strike hit Talha on Friday. Four people died there.\n\n\
             The bodies were brought home on Friday, and two people died of wounds.\n\nThree people were injured in Talha.",
            &[
                "- | - | An air strike killed 19 people at Kebir on Thursday | killed: 19 | happened: 2018-01-11T00:00",
                "- | - | A second strike hit Talha on Friday",
                "- | - | Four people died there | (other event): 4",
                "- | - | The bodies were brought home on Friday, and two people died of wounds | killed: 2",
                "- | - | Three people were injured in Talha | (other event): 3",
            ],
        ),
        (
            "A guard killed two people on Monday.\n\nEleven people have been killed there since 2015.",
            &[
                "- | - | A guard killed two people on Monday | killed: 2",
                "- | - | Eleven people have been killed there since 2015 | (other event): 11",
            ],
        ),
    ]);
}

#[test]
fn numbers_and_parts() {
    check_rows(&[
        (
            "The bulletin is short.\n\nPeople killed: 19; missing: 58.",
            &["- | - | The bulletin is short", "- | - | People killed: 19; missing: 58 | killed: 19 | missing: 58"],
        ),
        (
            "The ministry said 10-15 people were killed in the raid.",
            &["The ministry = ministry | said | 10-15 people were killed in the raid | killed: 10..15"],
        ),
        (
            "The 12-year-old boy was shot, said Ada Lowe, a 32-year-old farmer.",
            &[
                "Ada Lowe, a 32-year-old farmer = Ada Lowe | said | The 12-year-old boy was shot | (other event): 1 children | injured: 1 children",
            ],
        ),
        (
            "Three men died in hospital, the mayor said.",
            &["the mayor = mayor | said | Three men died in hospital | killed: 3"],
        ),
        (
            "The Prison Observatory put the death toll at 38.",
            &["The Prison Observatory = Prison Observatory | put | the death toll at 38 | killed: 38"],
        ),
        (
            "The ministry said 43 people were injured, seven of them critically.",
            &[
                "The ministry = ministry | said | 43 people were injured, seven of them critically | injured: 43 total with  | injured: 7 grave of these",
            ],
        ),
        (
            "The blast on the road raised the death toll to 19 on Monday.",
            &["- | - | The blast on the road raised the death toll to 19 on Monday | killed: 19"],
        ),
        (
            "El ministro dijo que murieron más de mil doscientas personas.",
            &["El ministro = ministro | dijo | que murieron más de mil doscientas personas | killed: 1201.."],
        ),
        (
            "El Comité de Familiares cifró en 71 los fallecidos.",
            &["El Comité de Familiares = Comité de Familiares | cifró en | 71 los fallecidos | killed: 71"],
        ),
        (
            "El ministro dijo que 43 personas resultaron heridas, entre ellas tres de gravedad.",
            &[
                "El ministro = ministro | dijo | que 43 personas resultaron heridas, entre ellas tres de gravedad | injured: 43 total with  | injured: 3 grave of these",
            ],
        ),
    ]);
}

#[test]
fn who_says_it() {
    check_rows(&[
        (
            "Two men were killed, Chief Superintendent R. K. Sharma said.",
            &["Chief Superintendent R. K. Sharma = R. K. Sharma | said | Two men were killed | killed: 2"],
        ),
        ("It said that five people were killed.", &["- | said | that five people were killed | killed: 5"]),
        (
            "The governor said that the inmates were the first to shoot.",
            &["The governor = governor | said | that the inmates were the first to shoot | fired_first: affected"],
        ),
        (
            "Cinco personas murieron, informó este martes la Defensoría del Pueblo.",
            &["la Defensoría del Pueblo = Defensoría del Pueblo | informó | Cinco personas murieron | killed: 5"],
        ),
        (
            "Cinco personas murieron, dijo el jueves por la noche la directora regional Ana Ruiz.",
            &["la directora regional Ana Ruiz = Ana Ruiz | dijo | Cinco personas murieron | killed: 5"],
        ),
        (
            "Tres personas murieron, según dijo la policía.",
            &["la policía = policía | según dijo | Tres personas murieron | killed: 3"],
        ),
        (
            "Tres personas murieron en la cárcel, dijeron vecinos.",
            &["vecinos = vecinos | dijeron | Tres personas murieron en la cárcel | killed: 3"],
        ),
        (
            "\"El ejército abrió fuego primero\", declaró a la prensa la defensora Ana Ruiz. \"Nadie quería rendirse\", señaló.",
            &[
                "la defensora Ana Ruiz = Ana Ruiz | declaró | El ejército abrió fuego primero | fired_first: officials",
                "la defensora Ana Ruiz = Ana Ruiz | señaló | Nadie quería rendirse | offered_surrender: yes (denied)",
            ],
        ),
        (
            "—Los soldados mataron a tres hombres —dijo Soto—.",
            &["Soto = Soto | dijo | Los soldados mataron a tres hombres | killed: 3"],
        ),
    ]);
}

#[test]
fn when_it_was_said() {
    let rows = [
        ("The minister said on Wednesday that two men died.", date(2018, 1, 10)),
        ("A witness told AP on Thursday that two men died.", date(2018, 1, 11)),
        ("Dos hombres murieron en la cárcel, informó este martes la policía.", date(2018, 1, 16)),
    ];
    for (text, day) in rows {
        let reading = read(text);
        let said: Vec<_> = reading
            .claims
            .iter()
            .map(|claim| claim.said_at.as_ref().and_then(|said| said.from.map(|from| from.date())))
            .collect();
        assert_eq!(said, [Some(day)], "{text}");
    }
}

#[test]
fn without_a_date_of_publication_times_stay_relative() {
    let context = ReadingContext {
        published: None,
        offset: Some(-240),
        questions: &QUESTIONS,
        predicates: &PredicateSet::default(),
    };
    let text = "The raid happened yesterday at 4:30 a.m. and the siege of 15 January 2018 lasted seven hours. It began last Monday.";
    let reading = RuleReader.read(text, &context).unwrap();
    let times: Vec<_> = reading
        .times
        .iter()
        .map(|time| (time.span.words(text).unwrap(), time.value.as_str(), time.when.from.is_some()))
        .collect();
    assert_eq!(
        times,
        [
            ("yesterday", "XXXX-XX-XX", false),
            ("4:30 a.m.", "2018-01-15T04:30", true),
            ("15 January 2018", "2018-01-15", true),
            ("seven hours", "PT7H", false),
            ("last Monday", "XXXX-WXX-1", false),
        ]
    );
    assert!(reading.times[0].when.basis.contains("no publication date"));
}

/// A time goes with the clause that it stands in.
#[test]
fn when_it_happened() {
    let check = |sentence: &str, expected: &[&str]| {
        let text = format!("SANTA RITA - Shots were fired in the harbour.\n\n{sentence}\n");
        let claims = read(&text).claims;
        let readings = claims.iter().flat_map(|claim| &claim.readings);
        let when = readings.filter(|reading| reading.predicate == "happened").map(answer);
        assert_eq!(when.collect::<Vec<_>>(), expected, "{sentence}");
    };
    check("The shooting happened on Monday.", &["happened: 2018-01-15T00:00"]);
    check("The blast that killed twelve on Monday shook the town.", &["happened: 2018-01-15T00:00"]);
    check("Detectives went to the scene of Monday's shooting in the harbour.", &["happened: 2018-01-15T00:00"]);
    check("A boy appeared in court on Monday over the shooting of a guard.", &[]);
    check("The chief met with his staff on Monday to discuss the incident.", &[]);
}

/// Who denies having to do with a death does not deny it.
#[test]
fn denied_involvement() {
    let check = |sentence: &str, expected: &str| {
        let text = format!("SANTA RITA - Shots were fired in the harbour.\n\n{sentence}\n");
        let claims = read(&text).claims;
        let killed = claims.iter().flat_map(|claim| &claim.readings).find(|reading| reading.predicate == "killed");
        assert_eq!(killed.map(answer).as_deref(), Some(expected), "{sentence}");
    };
    check("His lawyer said that Morgan denied any involvement in the boy's murder.", "killed: 1 children");
    check("The mayor denied that nine people had died.", "killed: 9 (denied)");
}

/// What an outlet writes around its reports in Spanish states nothing.
#[test]
fn lines_that_state_nothing() {
    let check = |line: &str, expected: &[&str]| {
        let text = format!("El parte de la tarde llegó a la ciudad por la noche.\n\n{line}\n");
        let claims = read(&text).claims;
        let found: Vec<&str> = claims.iter().skip(1).filter_map(|claim| claim.content[0].words(&text)).collect();
        assert_eq!(found, expected, "{line}");
    };
    for line in [
        "¿Quién dio la orden de disparar esa noche?",
        "Si usted vio algo, llame al número de la policía.",
        "Le recomendamos que lea también nuestra cobertura especial.",
        "Siga toda la información en nuestras redes sociales.",
        "Foto de archivo de la protesta en la plaza mayor.",
        "Imagen del puente tras la explosión del lunes. / EFE",
        "Con información de la agencia EFE y corresponsales.",
        "Redacción Internacional, 5 feb (EFE).",
        "Queda prohibida la reproducción total o parcial de este contenido.",
        "Ojalá que el Gobierno escuche por fin a las víctimas.",
        "Compartir en Facebook",
        "Temas relacionados: Policía, Derechos humanos, Protesta",
    ] {
        check(line, &[]);
    }
    check("CARACAS, 5 may (AVN).- Dos personas murieron el lunes.", &["Dos personas murieron el lunes"]);
    check("MADRID, 3 Mar. (EUROPA PRESS) - Dos personas murieron.", &["Dos personas murieron"]);
}

#[test]
fn other_languages_are_never_read_as_english() {
    let text = "Der Minister sagte am Montag, dass bei dem Einsatz in der Stadt sieben Menschen getötet und acht verletzt worden seien.";
    let reading = read(text);
    assert_eq!((reading.language, reading.claims.len(), reading.times.len()), (Some(Language::De), 0, 1));
    assert_eq!((reading.reader.as_str(), reading.findings.len()), ("universal/1", 1));
    assert!(reading.findings[0].message.contains("this text is in German: only its quotations, numbers and dates"));
}

/// Reading must not slow down with the square of the length: a text sixteen times as long in one line
/// would take minutes instead of seconds.
#[test]
fn long_texts_end() {
    let sentence = "Seven people were killed on Monday and the minister, Paul Ostrow, said that two officers died, ";
    let one_line = sentence.repeat(2_000);
    let reading = read(&one_line);
    assert!(reading.claims.len() > 100);
    let many = "The mayor said that two men died on Monday. ".repeat(5_000);
    assert!(read(&many).claims.len() >= 5_000);
    let open = format!("He said \"{}", "no and (no ".repeat(20_000));
    read(&open);
}

/// What must hold for every reading of any text.
fn check_invariants(text: &str) {
    let reading = read(text);
    for claim in &reading.claims {
        for (what, span) in claim.spans() {
            assert!(span.words(text).is_some_and(|words| !words.is_empty()), "{what} {span:?} does not fit");
        }
        assert!(!claim.content.is_empty() && !claim.rule.is_empty());
    }
    for span in
        reading.times.iter().map(|time| time.span).chain(reading.events.iter().flat_map(|event| event.mentions.clone()))
    {
        assert!(span.words(text).is_some(), "{span:?} does not fit");
    }
    let ids: BTreeSet<_> = reading.claims.iter().map(|claim| claim.id).collect();
    assert_eq!(ids.len(), reading.claims.len(), "every claim once");
    let events: BTreeSet<_> = reading.events.iter().map(|event| event.id.clone()).collect();
    for claim in &reading.claims {
        assert!(claim.nested_in.is_none_or(|outer| ids.contains(&outer)), "the outer claim is there");
        let own: BTreeSet<_> = claim.readings.iter().map(|reading| reading.id).collect();
        for reading in &claim.readings {
            assert!(reading.scope.part_of.is_none_or(|whole| own.contains(&whole)), "the whole is there");
            assert!(reading.event.as_ref().is_none_or(|event| events.contains(event)), "the event is there");
        }
    }
    let starts: Vec<_> = reading.claims.iter().map(|claim| claim.content[0].start).collect();
    assert!(starts.is_sorted(), "claims stand in text order");
    assert_eq!(reading, read(text), "the same text gives the same reading");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_can_be_read(words in proptest::collection::vec(prop::sample::select(WORDS), 0..60)) {
        check_invariants(&format!("The minister said that they died. {}", words.concat()));
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        check_invariants(&format!("The minister said that the men and the police were there. {text}"));
    }
}

const WORDS: &[&str] = &[
    " the",
    " El",
    " minister",
    " said",
    " that",
    " dijo",
    " que",
    ", ",
    ". ",
    "\n\n",
    " “",
    "” ",
    "\"",
    " (",
    ") ",
    " and",
    " y",
    " seven",
    " 1,000",
    "28",
    " killed",
    " heridos",
    " including",
    " two",
    " officers",
    " of",
    " de",
    " according to",
    " según",
    " Pérez",
    " Perez’s",
    " he",
    " on Monday",
    " 4:30 a.m.",
    " - ",
    ": ",
    "; ",
    " was",
    " who",
    " adding",
    " told",
    " reported",
    " at least",
    " but",
    " in June",
    " İstanbul",
    " 31 June",
    "é",
    "\r\n",
    "''",
];

#[test]
fn the_shared_report() {
    let folder = std::env::var("VARIORUM_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = folder.join("seed/report.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("left out: shared data ({})", path.display());
        return;
    };
    let reading = read(&text);
    let lines = lines(&text, &reading);
    check_invariants(&text);
    // (source words, words of the content, answer)
    let expected: &[(&str, &str, &str)] = &[
        ("Interior Minister Ernesto Reverol", "eight others", "injured: 8 grave"),
        ("Perez = Oscar Perez", "they wished to surrender", "offered_surrender: yes"),
        // To be focused on killing somebody is an intention, and no answer to whether they were executed.
        ("Perez = Oscar Perez", "focused on killing them", "said"),
        ("A woman who identified herself as", "her son wanted to surrender", "offered_surrender: yes"),
        ("The Interior Minister = Ernesto Reverol", "the group opened fire first", "fired_first: affected"),
        ("President Nicolas Maduro = Nicolas Maduro", "planning a car bomb", "planned | planned_attack: yes"),
        ("other reports", "to justify its actions", "planned_attack: pretext (denied)"),
        ("-", "Seven people", "killed: 7 total with officials | killed: 2 officials of these"),
        ("-", "Six others", "arrested: 6"),
        ("-", "happened yesterday", "happened: 2018-01-15"),
        ("-", "On Monday", "began: 2018-01-15"),
    ];
    for (source, content, answer) in expected {
        let found =
            lines.iter().any(|line| line.starts_with(source) && line.contains(content) && line.contains(answer));
        assert!(found, "{source} | {content} | {answer} is not in\n{}", lines.join("\n"));
    }
    let time = |words: &str| -> Vec<String> {
        reading
            .times
            .iter()
            .filter(|time| time.span.words(&text) == Some(words))
            .map(|time| time.value.clone())
            .collect()
    };
    assert_eq!(time("last year"), ["2017", "2017", "2017"]);
    assert_eq!(time("June"), ["2017-06"]);
    assert_eq!(time("yesterday"), ["2018-01-15", "2018-01-15"]);
    assert_eq!(time("Monday"), ["2018-01-15"]);
}
