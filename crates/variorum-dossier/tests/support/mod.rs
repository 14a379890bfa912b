//! A small edition about an event that never was, with what makes editions hard: copies, an overlap, a nested
//! claim, a denial, a rejected claim and one that a person marked, two languages, and hostile words.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;

use jiff::civil::datetime;
use serde_json::{Value as Json, json};
use variorum_dossier::{Edition, Originals};
use variorum_evidence::account::{
    AccountClaim, Apparatus, Check, CheckKind, Gaps, Handling, Holder, Origin, Position, QuestionAccount, Relation,
    RelationKind, RelationType, Report, Speaker,
};
use variorum_evidence::claim::{
    Certainty, Claim, Hedge, HedgeValue, Manner, Part, Polarity, Reading, Scope, Source, Value,
};
use variorum_evidence::decision::Decision;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::{Byline, Document, Language};
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{ClaimId, DocumentId, OriginalId, PositionId, ReadingId, ReportCode, SpeakerId};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::over_time::OverTime;
use variorum_evidence::question::{AnswerKind, EventRole, PartyGroup, Question};
use variorum_evidence::span::{Quote, TextSpan};
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::{Entry, Salt};
use variorum_journal::note::SigningKey;
use variorum_journal::tree::{Tree, leaf_hash};

pub(crate) const HOSTILE: &str = "<script>alert('x')</script><img src=x onerror=alert(1)>";
const CONFIG: &str = "title = \"The fire at Saltmarket Hall\"\n";

/// Everything that an [`Edition`] borrows.
pub(crate) struct Case {
    pub(crate) title: String,
    pub(crate) language: Language,
    pub(crate) include_originals: bool,
    pub(crate) apparatus: Apparatus,
    pub(crate) texts: BTreeMap<DocumentId, String>,
    pub(crate) documents: BTreeMap<ReportCode, Document>,
    pub(crate) journal: Vec<String>,
    pub(crate) disclosed: BTreeSet<u64>,
    pub(crate) checkpoint: String,
    pub(crate) vkey: String,
    pub(crate) originals: Store,
}

pub(crate) struct Store(pub(crate) BTreeMap<OriginalId, Vec<u8>>);

impl Originals for Store {
    fn open(&self, id: OriginalId) -> io::Result<Box<dyn Read>> {
        let bytes = self.0.get(&id).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    }
}

/// Path → bytes of every file under `dir`.
pub(crate) fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![dir.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.insert(path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Every link of every page leads to a page of ours, and to a place on it where it names one.
pub(crate) fn assert_links(files: &BTreeMap<String, Vec<u8>>) {
    let values = |body: &str, name: &str| -> Vec<String> {
        body.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let pages: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap().split_once("</style>").unwrap().1))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, body)| (*path, values(body, "id").into_iter().collect())).collect();
    for (path, body) in &pages {
        for target in values(body, "href") {
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let folder = if path.starts_with("pages/") && !file.starts_with("../") { "pages/" } else { "" };
            let file = if file.is_empty() {
                (*path).to_owned()
            } else {
                format!("{folder}{}", file.trim_start_matches("../"))
            };
            assert!(files.contains_key(&file), "{path} leads to {target}");
            assert!(anchor.is_empty() || ids[file.as_str()].contains(anchor), "{path} leads to {target}");
        }
    }
}

impl Case {
    pub(crate) fn edition(&self) -> Edition<'_> {
        Edition {
            title: &self.title,
            place: Some("Saltmarket, Port Orso"),
            zone: Some(-180),
            apparatus: &self.apparatus,
            texts: &self.texts,
            documents: &self.documents,
            journal: &self.journal,
            disclosed: &self.disclosed,
            anchors: &[],
            checkpoint: self.checkpoint.as_bytes(),
            vkey: &self.vkey,
            config: Some(CONFIG.as_bytes()),
            redaction: None,
            originals: &self.originals,
            include_originals: self.include_originals,
            language: self.language,
        }
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed("variorum.invalid/5a17", [3; 32]).unwrap()
}

/// Publisher, day of March 2031, language, headline and body.
const REPORTS: [(&str, i8, Language, &str); 9] = [
    (
        "Orso Evening Post",
        4,
        Language::En,
        "Hall burns in Saltmarket\nFire destroyed the Saltmarket Hall late on Monday. Five people died, three of them \
         firefighters, Interior Secretary Dario Quell said on Tuesday. He said the blaze began in an electrical \
         cupboard at about 23:40.\nPolice were not in the building, according to Quell. “Nobody gave an order to clear \
         the hall by force,” he told reporters.\n",
    ),
    (
        "Harbour Dispatch",
        4,
        Language::En,
        "Fire at the hall\nFire destroyed the Saltmarket Hall late on Monday. Five people died, three of them \
         firefighters, Interior Secretary Dario Quell said on Tuesday. He said the blaze began in an electrical \
         cupboard at about 23:40.\n",
    ),
    (
        "La Gaceta de Orso",
        4,
        Language::Es,
        "Arde la sala del mercado\nAl menos siete personas murieron, afirmó la vocera de los vendedores, Inés Alvear. \
         “Los policías entraron a las once y cerraron la puerta norte”, relató.\nEl secretario Quell lo niega.\n",
    ),
    (
        "Stallholders’ Union",
        5,
        Language::En,
        "Statement of the union\nSeven of our members are dead and two are missing. Officers locked the north door \
         before the fire. Our treasurer says a captain told her that the order came from the ministry.\n",
    ),
    (
        "Orso Evening Post",
        6,
        Language::En,
        "Toll rises\nSix people are now known to have died, the Interior Secretary said on Thursday, correcting an \
         earlier count. The fire reportedly started at 23:15, a night watchman at the dye works said.\n",
    ),
    (
        "Upriver Weekly",
        9,
        Language::En,
        "From the square\nVera Holm, who lives across the square, saw officers chain the north door at around \
         eleven. She counted dozens of people inside. “It was not the wiring,” she said.\n",
    ),
    (
        "Harbour Dispatch",
        12,
        Language::En,
        "Ministry answers\nA ministry paper seen by this newspaper allegedly puts the dead at nine, including three \
         firefighters. The ministry has not commented.\n",
    ),
    ("Free Quay", 13, Language::En, "Harbour notes\nThe ferry timetable changes on Sunday. The hall stays closed.\n"),
    (
        "<b>Quay</b> & \"Mirror\"",
        13,
        Language::En,
        "=HYPERLINK(\"http://evil.example\")\n<script>alert('x')</script><img src=x onerror=alert(1)> Four people died, \
         a caller said.\n\u{5d0}\u{5d1}\u{5d2} \u{202e}txet desrever\u{202c} & more.\n",
    ),
];

/// A claim by its words: report (from 1), source, name, role, cue, content, manner, hedge with its words, and
/// readings (words, question, value, scope, denied).
struct Row {
    report: usize,
    source: Option<(&'static str, &'static str, Option<&'static str>)>,
    cue: Option<&'static str>,
    content: &'static [&'static str],
    manner: Manner,
    hedge: (HedgeValue, Option<&'static str>),
    readings: Vec<(&'static str, &'static str, Value, Scope, bool)>,
}

const fn count(min: u64, max: Option<u64>) -> Value {
    Value::Count { min, max }
}

fn total() -> Scope {
    Scope { part: Part::Total, ..Scope::unknown() }
}

fn side(side: &str) -> Scope {
    Scope { side: Some(side.to_owned()), part: Part::Part, ..Scope::unknown() }
}

fn clock(hour: i8, minute: i8) -> Value {
    let at = |hour, minute| datetime(2031, 3, 3, hour, minute, 0, 0);
    let end = if minute == 59 { at(hour + 1, 0) } else { at(hour, minute + 1) };
    Value::Time(HappenedAt::between(at(hour, minute), end, Some(-180), Precision::Minute, "the words and the date"))
}

fn choice(value: &str) -> Value {
    Value::Choice { value: value.to_owned() }
}

fn rows() -> Vec<Row> {
    let quell = |words| Some((words, "Dario Quell", Some("Interior Secretary")));
    let asserted = (HedgeValue::Asserted, None);
    let plain = |report, content: &'static [&'static str], readings| Row {
        report,
        source: None,
        cue: None,
        content,
        manner: Manner::Narrated,
        hedge: asserted,
        readings,
    };
    let five = || {
        vec![
            ("Five", "killed", count(5, Some(5)), total(), false),
            ("three of them firefighters", "killed", count(3, Some(3)), side("officials"), false),
        ]
    };
    let cupboard = || vec![("23:40", "began", clock(23, 40), Scope::unknown(), false)];
    vec![
        Row {
            source: quell("Interior Secretary Dario Quell"),
            cue: Some("said"),
            manner: Manner::Paraphrased,
            ..plain(1, &["Five people died, three of them firefighters"], five())
        },
        Row {
            source: quell("Interior Secretary Dario Quell"),
            cue: Some("told reporters"),
            manner: Manner::Quoted,
            ..plain(
                1,
                &["Nobody gave an order to clear the hall by force"],
                vec![("Nobody gave an order", "ordered", choice("yes"), Scope::unknown(), true)],
            )
        },
        Row {
            source: quell("Quell"),
            cue: Some("according to"),
            manner: Manner::Paraphrased,
            ..plain(
                1,
                &["Police were not in the building"],
                vec![("Police were not in the building", "inside", choice("yes"), side("officials"), true)],
            )
        },
        Row {
            source: quell("Dario Quell"),
            cue: Some("said"),
            manner: Manner::Paraphrased,
            ..plain(1, &["the blaze began in an electrical cupboard at about 23:40"], cupboard())
        },
        Row {
            source: quell("Interior Secretary Dario Quell"),
            cue: Some("said"),
            manner: Manner::Paraphrased,
            ..plain(2, &["Five people died, three of them firefighters"], five())
        },
        Row {
            source: quell("Dario Quell"),
            cue: Some("said"),
            manner: Manner::Paraphrased,
            ..plain(2, &["the blaze began in an electrical cupboard at about 23:40"], cupboard())
        },
        Row {
            source: Some(("la vocera de los vendedores, Inés Alvear", "Inés Alvear", Some("vocera de los vendedores"))),
            cue: Some("afirmó"),
            manner: Manner::Paraphrased,
            ..plain(
                3,
                &["Al menos siete personas murieron"],
                vec![("Al menos siete", "killed", count(7, None), total(), false)],
            )
        },
        Row {
            source: Some(("Inés Alvear", "Inés Alvear", None)),
            cue: Some("relató"),
            manner: Manner::Quoted,
            ..plain(
                3,
                &["Los policías entraron a las once y cerraron la puerta norte"],
                vec![("Los policías entraron", "inside", choice("yes"), side("officials"), false)],
            )
        },
        plain(
            4,
            &["Seven of our members are dead"],
            vec![("Seven", "killed", count(7, Some(7)), side("affected"), false)],
        ),
        plain(
            4,
            &["Officers locked the north door before the fire"],
            vec![("Officers locked the north door", "inside", choice("yes"), side("officials"), false)],
        ),
        Row {
            source: Some(("Our treasurer", "the union’s treasurer", None)),
            cue: Some("says"),
            manner: Manner::Paraphrased,
            ..plain(4, &["a captain told her that the order came from the ministry"], vec![])
        },
        Row {
            source: Some(("a captain", "a captain", None)),
            cue: Some("told her"),
            manner: Manner::Paraphrased,
            hedge: (HedgeValue::Reported, Some("says")),
            ..plain(
                4,
                &["the order came from the ministry"],
                vec![("the order came from the ministry", "ordered", choice("yes"), Scope::unknown(), false)],
            )
        },
        Row {
            source: quell("the Interior Secretary"),
            cue: Some("said on Thursday"),
            manner: Manner::Paraphrased,
            ..plain(
                5,
                &["Six people are now known to have died"],
                vec![("Six", "killed", count(6, Some(6)), total(), false)],
            )
        },
        Row {
            source: Some(("a night watchman at the dye works", "a night watchman at the dye works", None)),
            cue: Some("said."),
            manner: Manner::Paraphrased,
            hedge: (HedgeValue::Reported, Some("reportedly")),
            ..plain(
                5,
                &["The fire reportedly started at 23:15"],
                vec![("23:15", "began", clock(23, 15), Scope::unknown(), false)],
            )
        },
        Row {
            source: Some(("Vera Holm", "Vera Holm", None)),
            cue: Some("saw"),
            manner: Manner::Paraphrased,
            ..plain(
                6,
                &["officers chain the north door at around eleven"],
                vec![("officers chain the north door", "inside", choice("yes"), side("officials"), false)],
            )
        },
        plain(6, &["She counted dozens of people inside"], vec![]),
        Row {
            source: Some(("A ministry paper", "A ministry paper", None)),
            cue: Some("puts"),
            manner: Manner::Paraphrased,
            hedge: (HedgeValue::Alleged, Some("allegedly")),
            ..plain(
                7,
                &["the dead at nine, including three firefighters"],
                vec![
                    (
                        "nine",
                        "killed",
                        count(9, Some(9)),
                        Scope { including: vec!["officials".to_owned()], ..total() },
                        false,
                    ),
                    ("three firefighters", "killed", count(3, Some(3)), side("officials"), false),
                ],
            )
        },
        Row {
            source: Some(("a caller", "a caller", None)),
            cue: Some("said"),
            manner: Manner::Paraphrased,
            ..plain(9, &["Four people died"], vec![("Four", "killed", count(4, Some(4)), total(), false)])
        },
    ]
}

fn text_of(report: usize) -> &'static str {
    REPORTS[report - 1].3
}

fn span(text: &str, words: &str) -> TextSpan {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} stands in the text"));
    TextSpan::of(text, start..start + words.len()).unwrap()
}

fn name_of(report: usize) -> String {
    format!("intake/{report:02}.txt")
}

fn published(report: usize) -> SaidAt {
    let at = |day| datetime(2031, 3, day, 0, 0, 0, 0);
    let day = REPORTS[report - 1].1;
    SaidAt::between(at(day), at(day + 1), Some(-180), Precision::Day, "stated in sources.csv")
}

fn speaker_id(name: &str) -> SpeakerId {
    SpeakerId(name.to_lowercase().replace(' ', "-"))
}

fn claim(row: &Row) -> AccountClaim {
    let text = text_of(row.report);
    let document = DocumentId::of_text(text);
    let source = row.source.map(|(words, name, role)| Source {
        span: span(text, words),
        name: name.to_owned(),
        role: role.map(str::to_owned),
    });
    let cue = row.cue.map(|words| span(text, words));
    let content: Vec<TextSpan> = row.content.iter().map(|words| span(text, words)).collect();
    let id = ClaimId::of(document, source.as_ref().map(|source| source.span), cue, &content);
    let readings = row.readings.iter().map(|(words, question, value, scope, denied)| Reading {
        id: ReadingId::of(id, span(text, words), question, value, scope),
        span: span(text, words),
        event: None,
        question: Some((*question).into()),
        predicate: (*question).to_owned(),
        polarity: if *denied { Polarity::Denied } else { Polarity::Affirmed },
        certainty: Certainty::Unknown,
        participants: vec![],
        place: None,
        scope: scope.clone(),
        value: value.clone(),
        rule: "count.noun".to_owned(),
    });
    AccountClaim {
        document,
        reports: vec![ReportCode(format!("R{}", row.report))],
        speaker: source.as_ref().map(|source| speaker_id(&source.name)),
        reader: Some("rules/1".to_owned()),
        decided: vec![],
        rejected: false,
        notes: vec![],
        claim: Claim {
            id,
            cue,
            content,
            manner: row.manner,
            hedge: Hedge { value: row.hedge.0, span: row.hedge.1.map(|words| span(text, words)) },
            said_at: None,
            nested_in: None,
            rule: "attribution.cue-after-source".to_owned(),
            readings: readings.collect(),
            source,
        },
    }
}

fn question(id: &str, wording: &str, es: &str, kind: AnswerKind) -> Question {
    Question {
        id: id.into(),
        wording: BTreeMap::from([(Language::En, wording.to_owned()), (Language::Es, es.to_owned())]),
        kind,
        predicate: id.to_owned(),
        event: EventRole::Main,
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        answers: vec![],
    }
}

/// Positions of a question, gathered from the readings.
fn account(number: usize, question: Question, claims: &[AccountClaim]) -> QuestionAccount {
    let mut positions: Vec<Position> = Vec::new();
    for claim in claims.iter().filter(|claim| !claim.rejected) {
        for reading in claim.claim.readings.iter().filter(|reading| reading.question.as_ref() == Some(&question.id)) {
            let denied = reading.polarity == Polarity::Denied;
            let said = claim.claim.said_at.clone().unwrap_or_else(|| published(report_number(claim)));
            let id = PositionId::of(&question.id.0, &(&reading.value, denied), &reading.scope);
            let place = positions.iter().position(|position| position.id == id).unwrap_or_else(|| {
                positions.push(Position {
                    id,
                    value: reading.value.clone(),
                    scope: reading.scope.clone(),
                    denied,
                    holders: vec![],
                    origins: 0,
                    reports: 0,
                    first_said: Some(said.clone()),
                    last_said: Some(said.clone()),
                });
                positions.len() - 1
            });
            let position = &mut positions[place];
            position.holders.push(Holder {
                claim: claim.claim.id,
                reading: reading.id,
                document: claim.document,
                speaker: claim.speaker.clone(),
            });
            position.reports += claim.reports.len();
            // R2 is a copy of R1.
            position.origins += usize::from(claim.reports[0].0 != "R2");
        }
    }
    let answered: Vec<&ReportCode> = positions
        .iter()
        .flat_map(|position| &position.holders)
        .filter_map(|holder| claims.iter().find(|claim| claim.claim.id == holder.claim))
        .flat_map(|claim| &claim.reports)
        .collect();
    let all = (1..=REPORTS.len()).map(|number| ReportCode(format!("R{number}")));
    let silent = all.filter(|code| !answered.contains(&code)).collect();
    let relations = relations(&positions);
    QuestionAccount {
        question,
        code: format!("Q{number}"),
        event: None,
        positions,
        relations,
        silent,
        gaps: Gaps::default(),
        proposed: None,
        handling: Handling::default(),
        over_time: OverTime::default(),
    }
}

fn report_number(claim: &AccountClaim) -> usize {
    claim.reports[0].0[1..].parse().unwrap()
}

fn relations(positions: &[Position]) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (place, a) in positions.iter().enumerate() {
        for b in &positions[place + 1..] {
            let six = |position: &Position| position.value == count(6, Some(6));
            let five = |position: &Position| position.value == count(5, Some(5));
            let (relation, relation_type, why) = if five(a) && six(b) {
                (
                    RelationKind::Superseded,
                    RelationType::Correction,
                    "the same speaker corrected the count two days later",
                )
            } else if a.scope.part != b.scope.part || a.scope.side != b.scope.side {
                (RelationKind::Compatible, RelationType::Scope, "one is over all, the other over one side")
            } else if a.denied != b.denied {
                (RelationKind::Conflict, RelationType::Polarity, "one affirms what the other denies")
            } else {
                (
                    RelationKind::Conflict,
                    RelationType::Value,
                    "both count all who died, and the numbers exclude one another",
                )
            };
            relations.push(Relation { a: a.id, b: b.id, relation, relation_type, why: why.to_owned() });
        }
    }
    relations
}

fn speakers(claims: &[AccountClaim]) -> Vec<Speaker> {
    let group = |name: &str| match name {
        "Dario Quell" | "a captain" => Some(PartyGroup::Officials),
        "Inés Alvear" | "the union’s treasurer" => Some(PartyGroup::Affected),
        "Vera Holm" | "a night watchman at the dye works" => Some(PartyGroup::Witnesses),
        _ => None,
    };
    let mut speakers: Vec<Speaker> = Vec::new();
    for source in claims.iter().filter_map(|claim| claim.claim.source.as_ref()) {
        let id = speaker_id(&source.name);
        if speakers.iter().all(|speaker| speaker.id != id) {
            let party = (source.name == "Dario Quell").then(|| "Ministry of the Interior".to_owned());
            speakers.push(Speaker {
                id,
                name: source.name.clone(),
                aliases: vec![],
                rules: BTreeMap::new(),
                party,
                group: group(&source.name),
                noted: None,
            });
        }
    }
    speakers
}

fn apparatus() -> Apparatus {
    let mut claims: Vec<AccountClaim> = rows().iter().map(claim).collect();
    let captain = claims.iter().position(|claim| claim.claim.source.as_ref().is_some_and(|by| by.name == "a captain"));
    let captain = captain.unwrap();
    claims[captain].claim.nested_in = Some(claims[captain - 1].claim.id);
    // A person marked the union's own count; another claim was rejected, with a note.
    claims[8].reader = None;
    claims[8].decided = vec![MARKED];
    claims[15].rejected = true;
    claims[15].decided = vec![REJECTED];
    claims[15].notes = vec!["How many were inside is no question of this case.".to_owned()];
    claims[0].decided = vec![ACCEPTED];
    let questions = [
        question("killed", "How many people were killed?", "¿Cuántas personas murieron?", AnswerKind::Count),
        question("began", "When did the fire begin?", "¿Cuándo empezó el fuego?", AnswerKind::Time),
        question("inside", "Did police close the hall?", "¿Cerró la policía la sala?", AnswerKind::Choice),
        question("ordered", "Was the hall cleared by order?", "¿Se desalojó la sala por orden?", AnswerKind::Choice),
    ];
    let questions = questions.into_iter().enumerate();
    let reports: Vec<Report> = (1..=REPORTS.len()).map(report).collect();
    let origin = |number: usize, codes: &[usize], evidence: &[&str]| Origin {
        id: format!("O{number}"),
        documents: codes.iter().map(|code| DocumentId::of_text(text_of(*code))).collect(),
        reports: codes.iter().map(|code| ReportCode(format!("R{code}"))).collect(),
        claims: vec![],
        evidence: evidence.iter().map(|line| (*line).to_owned()).collect(),
    };
    let wire = "R2 repeats 41 of 44 words of R1 in the same order; both quote Dario Quell on the same day";
    let reading = |claim: usize, reading: usize| claims[claim].claim.readings[reading].id;
    Apparatus {
        groups: vec![],
        events: vec![],
        revisions: vec![],
        checks: vec![
            Check {
                id: "K1".to_owned(),
                kind: CheckKind::Arithmetic,
                readings: vec![reading(0, 0), reading(0, 1), reading(8, 0)],
                holds: Some(false),
                why: "5 in all, 3 of them officials, leaves 2; 7 of the affected are said to be dead".to_owned(),
            },
            Check {
                id: "K2".to_owned(),
                kind: CheckKind::Internal,
                readings: vec![reading(16, 0), reading(16, 1)],
                holds: Some(true),
                why: "9 in all include 3 officials".to_owned(),
            },
            Check {
                id: "K3".to_owned(),
                kind: CheckKind::Arithmetic,
                readings: vec![reading(6, 0), reading(0, 1)],
                holds: None,
                why: "at least 7 in all, 3 of them officials: how many others is not said".to_owned(),
            },
        ],
        questions: questions.map(|(place, question)| account(place + 1, question, &claims)).collect(),
        origins: std::iter::once(origin(1, &[1, 2], &[wire]))
            .chain((3..=9).map(|number| origin(number - 1, &[number], &[])))
            .collect(),
        speakers: speakers(&claims),
        findings: vec![
            Finding::new("decision.adrift", "entry 31", "The words that it accepted stand in no text any more.")
                .with_help("variorum build --check"),
            Finding::new("text.hidden", HOSTILE, "Hidden words were left out."),
        ],
        claims,
        reports,
    }
}

fn report(number: usize) -> Report {
    let (publisher, _, language, text) = REPORTS[number - 1];
    Report {
        code: ReportCode(format!("R{number}")),
        name: name_of(number),
        original: OriginalId::of_bytes(text.as_bytes()),
        document: DocumentId::of_text(text),
        title: text.lines().next().map(str::to_owned),
        byline: vec![],
        publisher: Some(publisher.to_owned()),
        url: (number == 9).then(|| "javascript:alert(1)".to_owned()),
        published: Some(published(number)),
        captured: None,
        language: Some(language),
    }
}

fn document(number: usize) -> Document {
    let shown = report(number);
    Document {
        id: shown.document,
        original: shown.original,
        reader: "text/1".to_owned(),
        title: shown.title,
        byline: (number == 1).then(|| Byline { raw: "By Ana Ferro".to_owned(), names: vec!["Ana Ferro".to_owned()] }),
        publisher: shown.publisher,
        published: shown.published,
        modified: None,
        captured: None,
        stated_language: None,
        text: text_of(number).to_owned(),
        exposures: vec![],
        findings: vec![],
    }
}

/// Entries that hold the decisions, by their place in the journal below.
const ACCEPTED: u64 = 23;
const MARKED: u64 = 24;
const REJECTED: u64 = 25;

fn journal() -> (Vec<String>, Vec<Vec<u8>>) {
    let mut lines: Vec<String> = Vec::new();
    let mut originals: Vec<Vec<u8>> = Vec::new();
    let mut write = |kind: &str, body: Json| {
        let Json::Object(body) = body else { unreachable!("a body is an object") };
        let seq = lines.len() as u64;
        let entry = Entry {
            seq,
            at: format!("2031-04-02T09:{:02}:{:02}.000Z", seq / 60, seq % 60),
            by: format!("key:{}", key().vkey().id()),
            kind: kind.to_owned(),
            salt: Salt([seq as u8; 16]),
            clock_back: seq == 20,
            body,
        };
        lines.push(entry.to_line().unwrap());
    };
    let vkey = key().vkey();
    write(
        "case.open",
        json!({"format": "variorum-case/1", "vkey": vkey.to_string(), "origin": vkey.name(), "tool": "variorum 0.1.0"}),
    );
    let digest = |bytes: &[u8]| Digest::of(bytes).to_string();
    let mut store = |bytes: &[u8]| {
        originals.push(bytes.to_vec());
        json!({"sha256": digest(bytes), "size": bytes.len()})
    };
    write("config.set", store(CONFIG.as_bytes()));
    for number in 1..=REPORTS.len() {
        let text = text_of(number);
        let mut stored = store(text.as_bytes());
        stored["name"] = name_of(number).into();
        write("object.add", stored);
        write("source.add", json!({"sha256": digest(text.as_bytes()), "name": name_of(number), "why": "first intake"}));
    }
    let film = b"not really a film";
    write("object.add", store(film));
    write("source.add", json!({"sha256": digest(film), "name": "intake/square.mp4", "why": "sent by a neighbour"}));
    write("document.keep", store(text_of(4).as_bytes()));
    let quote = |report: usize, words: &str| Quote::of(text_of(report), span(text_of(report), words)).unwrap();
    let mut decide = |decision: Decision| {
        write(&format!("decision.{}", decision.act()), json!({"decision": decision}));
    };
    decide(Decision::Accept { claim: quote(1, "Five people died, three of them firefighters") });
    decide(Decision::Mark {
        content: quote(4, "Seven of our members are dead"),
        source: None,
        speaker: Some("the union".to_owned()),
        cue: None,
    });
    decide(Decision::Reject { claim: quote(6, "She counted dozens of people inside") });
    (lines, originals)
}

pub(crate) fn case() -> Case {
    let (journal, originals) = journal();
    let mut tree = Tree::new();
    journal.iter().for_each(|line| tree.append(leaf_hash(line.as_bytes())));
    let head = Checkpoint { origin: key().vkey().name().to_owned(), size: tree.size(), root: tree.root() };
    let numbers = 1..=REPORTS.len();
    Case {
        title: "The fire at Saltmarket Hall".to_owned(),
        language: Language::En,
        include_originals: true,
        apparatus: apparatus(),
        texts: numbers
            .clone()
            .map(|number| (DocumentId::of_text(text_of(number)), text_of(number).to_owned()))
            .collect(),
        documents: numbers.map(|number| (ReportCode(format!("R{number}")), document(number))).collect(),
        disclosed: (0..journal.len() as u64).collect(),
        journal,
        checkpoint: SignedCheckpoint::sign(head, &key()).unwrap().note().to_owned(),
        vkey: key().vkey().to_string(),
        originals: Store(originals.into_iter().map(|bytes| (OriginalId::of_bytes(&bytes), bytes)).collect()),
    }
}
