//! What readers would have found in a large case: reports of many events with their claims, the same for one seed.
//!
//! No text is read here, so that nothing but the lining up of accounts is measured. Each report is made from its number
//! alone: a case of more reports begins with those of a smaller one. What they hold is what makes the work hard: one
//! large event among many small ones, wire stories with altered copies and translations, versions at one address,
//! speakers with full names, surnames, offices, groups and pronouns, counts of totals and sides that move with the days.
//! Left out: the variety of prose. No figure of quality is ever taken on these.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use variorum_evidence::account::Report;
use variorum_evidence::claim::{
    Certainty, Claim, DocumentReading, Event, Hedge, HedgeValue, Manner, Part, Polarity, Reading, Scope, Source,
    TimeExpression, TimeType, Value,
};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ClaimId, DocumentId, EventId, OriginalId, ReadingId};
use variorum_evidence::moment::{HappenedAt, Precision, SaidAt};
use variorum_evidence::place::{Place, PlaceHolder, PlaceKind, PlacePrecision};
use variorum_evidence::question::{Answer, AnswerKind, EventRole, Party, PartyGroup, Question};
use variorum_evidence::span::TextSpan;
use variorum_reconcile::{Accounts, Claims, Frame};
use variorum_testkit::Random;

/// Claims of a report.
const CLAIMS: usize = 10;
/// Reports of an event that is not that of the case, on the average.
const REPORTS_OF_AN_EVENT: usize = 25;
const OUTLETS: usize = 300;
const GIVEN: [&str; 24] = [
    "Ana", "Berta", "Carla", "Dunia", "Elsa", "Fenna", "Greta", "Hilda", "Irma", "Juana", "Klara", "Lena", "Adam",
    "Bruno", "Cesar", "Dario", "Emil", "Fermin", "Gustav", "Hugo", "Ivan", "Jorge", "Karl", "Lucas",
];
const OPENINGS: [&str; 20] = [
    "Bar", "Cal", "Dor", "Fen", "Gal", "Har", "Jas", "Kel", "Lom", "Mar", "Nor", "Ost", "Pel", "Quin", "Ras", "Sol",
    "Tam", "Ull", "Vas", "Wen",
];
const MIDDLES: [&str; 16] =
    ["a", "ba", "de", "di", "e", "fi", "go", "i", "ka", "le", "mi", "no", "o", "ri", "su", "ve"];
const ENDINGS: [&str; 12] = ["ban", "cott", "del", "dez", "fort", "gren", "lund", "mer", "nath", "rell", "ston", "vik"];
const OFFICES: [&str; 6] = ["governor", "police chief", "mayor", "prosecutor", "interior minister", "colonel"];
const NOBODY: [&str; 10] = [
    "the police",
    "residents",
    "a doctor",
    "relatives of the victims",
    "the governor",
    "the Interior Ministry",
    "he",
    "a police officer",
    "the villagers",
    "the group",
];
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const WEAPONS: [&str; 6] = ["rifles", "tear gas", "grenades", "machetes", "drones", "mortars"];

/// Everything that a case is lined up from.
#[derive(Clone)]
pub(crate) struct Generated {
    pub(crate) reports: Vec<Report>,
    pub(crate) texts: BTreeMap<DocumentId, String>,
    pub(crate) readings: BTreeMap<DocumentId, DocumentReading>,
    pub(crate) questions: Vec<Question>,
    pub(crate) parties: Vec<Party>,
    pub(crate) frame: Frame,
}

impl Generated {
    /// A case of so many reports.
    pub(crate) fn of(reports: usize, seed: u64) -> Self {
        let mut case = Self {
            reports: Vec::new(),
            texts: BTreeMap::new(),
            readings: BTreeMap::new(),
            questions: questions(),
            parties: parties(),
            frame: frame(seed),
        };
        (0..reports).for_each(|number| case.add(number, seed));
        case
    }

    /// Adds the report of this number.
    pub(crate) fn add(&mut self, number: usize, seed: u64) {
        let (report, text, reading) = report(number, seed);
        self.readings.entry(report.document).or_insert(reading);
        self.texts.entry(report.document).or_insert(text);
        self.reports.push(report);
    }

    /// The claims of all readings, which have none afterwards.
    pub(crate) fn take_claims(&mut self) -> Claims {
        self.readings.iter_mut().map(|(id, reading)| (*id, std::mem::take(&mut reading.claims))).collect()
    }

    pub(crate) fn accounts(&self) -> Accounts<'_> {
        Accounts {
            reports: &self.reports,
            texts: &self.texts,
            readings: &self.readings,
            questions: &self.questions,
            parties: &self.parties,
            decisions: &[],
            own_key: "key:own",
            event: &self.frame,
            language: Language::En,
        }
    }
}

/// The random numbers of one thing, which do not depend on how many others there are.
fn random(seed: u64, kind: u64, number: usize) -> Random {
    let mut mixed = Random::new(seed ^ kind.rotate_left(32) ^ (number as u64).wrapping_mul(0x9e37_79b9));
    Random::new(mixed.next_number())
}

/// What happened, as the events of a case differ.
struct Happening {
    number: usize,
    day: Date,
    town: String,
    division: usize,
    killed: usize,
    cast: Vec<(String, &'static str)>,
}

impl Happening {
    fn of(number: usize, seed: u64) -> Self {
        let mut random = random(seed, 1, number);
        let day = date(2020, 1, 1).checked_add((random.below(900) as i64).days()).unwrap_or(date(2020, 1, 1));
        let (division, killed) = (random.below(40), 2 + random.below(6));
        let town = format!("{}{}{}ham", random.one_of(&OPENINGS), random.one_of(&MIDDLES), random.one_of(&MIDDLES));
        let person = |random: &mut Random| format!("{} {}", random.one_of(&GIVEN), surname(random));
        let cast = (0..8).map(|place| (person(&mut random), OFFICES[place % OFFICES.len()])).collect();
        Self { number, day, town, division, killed, cast }
    }
}

fn surname(random: &mut Random) -> String {
    let (opening, middle, second) = (random.one_of(&OPENINGS), random.one_of(&MIDDLES), random.one_of(&MIDDLES));
    format!("{opening}{middle}{second}{}", random.one_of(&ENDINGS))
}

/// A wire story: what its sentences say, before anybody copies it.
#[derive(Clone)]
struct Telling {
    source: Option<(String, Option<&'static str>)>,
    fact: Fact,
    filler: String,
}

#[derive(Clone)]
enum Fact {
    Killed(usize, Option<&'static str>),
    Injured(usize),
    FiredFirst(bool),
    Weapon(usize),
    Lasted(usize),
    Nothing(String),
}

fn story(event: &Happening, number: usize, seed: u64) -> Vec<Telling> {
    let mut random = random(seed, 2, number.wrapping_mul(7919) ^ event.number);
    (0..CLAIMS).map(|_| telling(event, &mut random)).collect()
}

fn telling(event: &Happening, random: &mut Random) -> Telling {
    let source = match random.below(10) {
        0..=1 => None,
        2..=5 => {
            let (name, office) = random.one_of(&event.cast).clone();
            let short = name.rsplit(' ').next().unwrap_or(&name).to_owned();
            if random.below(3) == 0 { Some((short, None)) } else { Some((name, Some(office))) }
        }
        _ => Some(((*random.one_of(&NOBODY)).to_owned(), None)),
    };
    let fact = match random.below(10) {
        0..=2 => Fact::Killed((event.killed + random.below(3)).min(NUMBERS.len()), None),
        3 => Fact::Killed(1 + random.below(2), Some("officials")),
        4 => Fact::Injured(1 + random.below(8)),
        5 => Fact::FiredFirst(random.below(2) == 0),
        6 => Fact::Weapon(random.below(WEAPONS.len())),
        7 => Fact::Lasted(1 + random.below(5)),
        _ => Fact::Nothing(words(random, 6)),
    };
    Telling { source, fact, filler: words(random, 5) }
}

/// Words of no meaning, of some thousand.
fn words(random: &mut Random, count: usize) -> String {
    let word = |random: &mut Random| {
        let (first, second, last) = (random.one_of(&MIDDLES), random.one_of(&OPENINGS), random.one_of(&ENDINGS));
        format!("{first}{}{last}", second.to_lowercase())
    };
    (0..count).map(|_| word(random)).collect::<Vec<_>>().join(" ")
}

fn report(number: usize, seed: u64) -> (Report, String, DocumentReading) {
    let mut random = random(seed, 3, number);
    let is_main = random.below(10) < 3;
    let event = Happening::of(if is_main { 0 } else { 1 + random.below(number / REPORTS_OF_AN_EVENT + 1) }, seed);
    let copied = random.below(10) < 4;
    let stories = if is_main { 4 + number / 40 } else { 3 };
    let story_number = if copied { random.below(stories) } else { stories + number };
    let mut tellings = story(&event, story_number, seed);
    if copied {
        for _ in 0..random.below(3) {
            let place = random.below(tellings.len());
            tellings[place] = telling(&event, &mut random);
        }
    }
    let language = if copied && random.below(5) == 0 { Language::Es } else { Language::En };
    let outlet = format!("{} Gazette", surname(&mut self::random(seed, 4, random.below(OUTLETS))));
    let head = format!("Report {number} from {}\n\n{}: ", event.town, event.day);
    let mut written = Written::new(head, &event, language);
    tellings.iter().for_each(|telling| written.tell(telling));
    let (text, reading) = written.finish(&event);
    let published = event.day.checked_add((random.below(4) as i64).days()).unwrap_or(event.day);
    let hour = random.below(23) as i8;
    let said = SaidAt::between(published.at(hour, 0, 0, 0), published.at(hour + 1, 0, 0, 0), None, Precision::Hour, "");
    // Some wire stories are found at one address again and again.
    let page =
        if copied && random.below(8) == 0 { format!("s{}-{story_number}", event.number) } else { number.to_string() };
    let report = Report {
        code: format!("R{}", number + 1).as_str().into(),
        name: format!("{number}.txt"),
        original: OriginalId::of_bytes(text.as_bytes()),
        document: reading.document,
        title: None,
        byline: if copied { vec!["Northern Wire".to_owned()] } else { Vec::new() },
        publisher: Some(outlet),
        url: Some(format!("https://example.org/{page}")),
        published: Some(said),
        captured: None,
        language: Some(language),
    };
    (report, text, reading)
}

/// Who said it where, the words of it, and what it is.
type Told = (Option<(TextSpan, Telling)>, TextSpan, Fact);

/// A text as it is written, with the claims of its sentences.
struct Written {
    text: String,
    language: Language,
    claims: Vec<Told>,
    place: TextSpan,
    day: TextSpan,
}

impl Written {
    fn new(head: String, event: &Happening, language: Language) -> Self {
        let place = span(&head, &event.town);
        let day = span(&head, &event.day.to_string());
        Self { text: head, language, claims: Vec::new(), place, day }
    }

    fn push(&mut self, words: &str) -> TextSpan {
        let start = self.text.len();
        self.text.push_str(words);
        TextSpan::of(&self.text, start..self.text.len()).expect("whole words were written")
    }

    fn tell(&mut self, telling: &Telling) {
        let source = telling.source.as_ref().map(|(name, office)| {
            let span = self.push(name);
            office.iter().for_each(|office| _ = self.push(&format!(", {office} of the town,")));
            self.push(if self.language == Language::Es { " dijo que " } else { " said that " });
            (span, telling.clone())
        });
        let content = self.push(&sentence(&telling.fact, self.language));
        self.push(&format!(" near the {}.\n", telling.filler));
        self.claims.push((source, content, telling.fact.clone()));
    }

    fn finish(self, event: &Happening) -> (String, DocumentReading) {
        let document = DocumentId::of_text(&self.text);
        let claims = self.claims.iter().map(|(source, content, fact)| claim(document, source.as_ref(), *content, fact));
        let happened = HappenedAt::between(
            event.day.at(0, 0, 0, 0),
            event.day.tomorrow().unwrap_or(event.day).at(0, 0, 0, 0),
            None,
            Precision::Day,
            "day",
        );
        let time =
            TimeExpression { span: self.day, time_type: TimeType::Date, value: event.day.to_string(), when: happened };
        let reading = DocumentReading {
            document,
            reader: "generated/1".to_owned(),
            language: Some(self.language),
            events: vec![Event {
                id: "e1".into(),
                kind: "attack".to_owned(),
                main: true,
                beside: false,
                mentions: Vec::new(),
                tolls: Vec::new(),
                place: Some(place(event, self.place)),
                incident: None,
            }],
            times: vec![time],
            places: Vec::new(),
            claims: claims.collect(),
            findings: Vec::new(),
        };
        (self.text, reading)
    }
}

fn span(text: &str, words: &str) -> TextSpan {
    let start = text.find(words).expect("the words were written");
    TextSpan::of(text, start..start + words.len()).expect("whole words were written")
}

fn place(event: &Happening, span: TextSpan) -> Place {
    let holder = |kind, name: String| PlaceHolder { id: Some(format!("generated:{name}")), name, kind };
    Place {
        span,
        name: event.town.clone(),
        kind: PlaceKind::City,
        precision: PlacePrecision::City,
        id: Some(format!("generated:{}-{}", event.town, event.division)),
        position: None,
        within: vec![
            holder(PlaceKind::Division, format!("division {}", event.division)),
            holder(PlaceKind::Country, "country".to_owned()),
        ],
        alternatives: Vec::new(),
        basis: "generated".to_owned(),
    }
}

fn sentence(fact: &Fact, language: Language) -> String {
    let number = |count: &usize| NUMBERS[(count - 1).min(NUMBERS.len() - 1)];
    match (fact, language) {
        (Fact::Killed(count, Some(_)), Language::Es) => format!("murieron {count} policías"),
        (Fact::Killed(count, None), Language::Es) => format!("murieron {count} personas"),
        (Fact::Injured(count), Language::Es) => format!("hubo {count} heridos"),
        (Fact::Killed(count, Some(_)), _) => format!("{} police officers were killed", number(count)),
        (Fact::Killed(count, None), _) => format!("{} people were killed", number(count)),
        (Fact::Injured(count), _) => format!("{} people were injured", number(count)),
        (Fact::FiredFirst(true), _) => "the officers fired first".to_owned(),
        (Fact::FiredFirst(false), _) => "the men fired first".to_owned(),
        (Fact::Weapon(weapon), _) => format!("{} were used", WEAPONS[*weapon]),
        (Fact::Lasted(hours), _) => format!("it lasted {hours} hours"),
        (Fact::Nothing(words), _) => words.clone(),
    }
}

fn claim(document: DocumentId, source: Option<&(TextSpan, Telling)>, content: TextSpan, fact: &Fact) -> Claim {
    let source = source.and_then(|(span, telling)| {
        let (name, office) = telling.source.clone()?;
        Some(Source { span: *span, name, role: office.map(str::to_owned) })
    });
    let spans = vec![content];
    let id = ClaimId::of(document, source.as_ref().map(|source| source.span), None, &spans);
    let manner = if source.is_some() { Manner::Paraphrased } else { Manner::Narrated };
    Claim {
        id,
        source,
        cue: None,
        content: spans,
        manner,
        hedge: Hedge { value: HedgeValue::Asserted, span: None },
        said_at: None,
        nested_in: None,
        rule: "attribution.generated".to_owned(),
        readings: reading(id, content, fact).into_iter().collect(),
    }
}

fn reading(claim: ClaimId, span: TextSpan, fact: &Fact) -> Option<Reading> {
    let count = |count: &usize| Value::Count { min: *count as u64, max: Some(*count as u64) };
    let (question, value, side) = match fact {
        Fact::Killed(killed, side) => ("killed", count(killed), *side),
        Fact::Injured(injured) => ("injured", count(injured), None),
        Fact::FiredFirst(officers) => {
            ("fired_first", Value::Choice { value: if *officers { "officials" } else { "affected" }.to_owned() }, None)
        }
        Fact::Weapon(weapon) => ("used_weapon", Value::Text { value: WEAPONS[*weapon].to_owned() }, None),
        Fact::Lasted(hours) => {
            let seconds = *hours as u64 * 3600;
            ("lasted", Value::Duration { seconds_min: seconds, seconds_max: seconds }, None)
        }
        Fact::Nothing(_) => return None,
    };
    let scope = side.map_or_else(Scope::unknown, |side| Scope {
        side: Some(side.to_owned()),
        part: Part::Part,
        ..Scope::unknown()
    });
    Some(Reading {
        id: ReadingId::of(claim, span, question, &value, &scope),
        span,
        event: Some(EventId::from("e1")),
        question: Some(question.into()),
        predicate: question.to_owned(),
        polarity: Polarity::Affirmed,
        certainty: Certainty::Unknown,
        participants: Vec::new(),
        place: None,
        scope,
        value,
        rule: "count.generated".to_owned(),
    })
}

fn questions() -> Vec<Question> {
    let asked = [
        ("killed", AnswerKind::Count, EventRole::Main),
        ("injured", AnswerKind::Count, EventRole::Main),
        ("fired_first", AnswerKind::Choice, EventRole::Main),
        ("used_weapon", AnswerKind::Text, EventRole::Any),
        ("lasted", AnswerKind::Duration, EventRole::Main),
    ];
    let question = |(id, kind, event): (&str, AnswerKind, EventRole)| Question {
        id: id.into(),
        wording: BTreeMap::from([(Language::En, format!("{id}?"))]),
        kind,
        predicate: id.to_owned(),
        event,
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        answers: match id {
            "fired_first" => ["officials", "affected"].map(answer).into(),
            _ => Vec::new(),
        },
    };
    asked.into_iter().map(question).collect()
}

fn answer(value: &str) -> Answer {
    Answer { value: value.to_owned(), denied: false, fits: Vec::new(), words: BTreeMap::new() }
}

fn parties() -> Vec<Party> {
    let party = |name: &str, group, members: &[&str]| Party {
        concerned: false,
        name: name.to_owned(),
        group,
        members: members.iter().map(|member| (*member).to_owned()).collect(),
    };
    vec![
        party("Authorities", PartyGroup::Officials, &["Interior Ministry", "police", "governor", "mayor"]),
        party("Residents", PartyGroup::Witnesses, &["residents", "villagers"]),
    ]
}

/// The event of the case is the first of all.
fn frame(seed: u64) -> Frame {
    let day = Happening::of(0, seed).day;
    Frame {
        title: "A generated case".to_owned(),
        from: Some(day.at(0, 0, 0, 0)),
        to: Some(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0)),
    }
}
