//! Positions: all readings of a question with the same value and scope, and who holds them.
//!
//! A reading counts where it answers the question about an event of the right kind, in a claim that nobody
//! rejected and that is not put as a question. What is denied makes a position of its own. Beside what is
//! printed, each position keeps who said it first and when, on which the relations rest; that is gathered in
//! one pass over the claims. Support is counted in independent origins (`support`).

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Holder, Position};
use variorum_evidence::claim::{Claim, HedgeValue, Part, Polarity, Reading, Scope, Value};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, PositionId, QuestionId, ReportCode, SpeakerId};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::{AnswerKind, EventRole, Question};

use crate::Accounts;
use crate::alignment::{Alignment, Placed};
use crate::apply::PERSON;
use crate::claims::HeldClaim;
use crate::clocks::Clocks;
use crate::compare::is_about_doer;
use crate::origins::Origins;
use crate::persons::{NAMED, doers, persons};
use crate::questions::{Asked, of_event};
use crate::reports::{Reports, Stretch};
use crate::speakers::{Known, Speakers};
use crate::support::{Voice, independent};
use crate::things::common_name;
use crate::values::{is_of_all, normalised, normalised_scope};

/// A position and what its relations to others rest on.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) position: Position,
    /// When each particular speaker first said so, and in which texts.
    pub(crate) speakers: BTreeMap<SpeakerId, Said>,
    /// When the texts found at one address first said so, in whatever voice.
    pub(crate) addresses: BTreeMap<usize, Said>,
    /// Whether speakers hold it who are nobody in particular ("residents").
    pub(crate) common_speakers: bool,
    /// When each side first said so: a group, or a speaker where none is known. A text's own voice has none.
    pub(crate) sides: BTreeMap<String, Said>,
    /// When it was first said at all.
    pub(crate) first: Said,
    /// When it was last said, where all its sayings can be placed.
    pub(crate) last: Option<Stretch>,
    /// Who says it where: a text in its own voice, or somebody in it.
    pub(crate) voices: BTreeSet<(DocumentId, Option<SpeakerId>)>,
    /// Whether every holder speaks of a plan or of the future.
    pub(crate) planned: bool,
    /// The texts of claims that call themselves a correction.
    pub(crate) corrections: BTreeSet<DocumentId>,
    /// The texts that hold it.
    pub(crate) documents: BTreeSet<DocumentId>,
}

/// When something was said: as the words tell, and when a report first carried it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Said {
    pub(crate) said: Option<Stretch>,
    pub(crate) seen: Option<Stretch>,
    pub(crate) documents: BTreeSet<DocumentId>,
}

impl Said {
    fn add(&mut self, other: &Self) {
        let earlier = |a: Option<Stretch>, b: Option<Stretch>| a.into_iter().chain(b).min();
        self.said = earlier(self.said, other.said);
        self.seen = earlier(self.seen, other.seen);
        self.documents.extend(&other.documents);
    }

    /// Seconds from this to a saying that is surely later; none if the order is not sure. Where the words do
    /// not order the two, the reports that carried them first do.
    pub(crate) fn until(&self, later: &Self) -> Option<i64> {
        let ordered = |a: Option<Stretch>, b: Option<Stretch>| {
            let (a, b) = (a?, b?);
            if a.is_before(b) {
                return Some(Some(b.from.saturating_sub(a.from)));
            }
            b.is_before(a).then_some(None)
        };
        ordered(self.said, later.said).or_else(|| ordered(self.seen, later.seen)).flatten()
    }
}

/// The positions of each question, in the order of the questions; those of one are made when it is their turn.
pub(crate) fn positions<'a>(
    held: &'a [HeldClaim],
    asked: &'a [Asked],
    accounts: &'a Accounts<'a>,
    reports: &'a Reports<'a>,
    speakers: &'a Speakers,
    origins: &'a Origins,
    alignment: &Alignment,
) -> impl Iterator<Item = Vec<Stand>> + 'a {
    let placing = Placing { accounts, reports, speakers, known: speakers.known() };
    let numbers = Numbers::of(asked);
    let mut answers: Vec<Gathered<'a>> = asked.iter().map(|_| Vec::new()).collect();
    for held in held.iter().filter(|held| counts(held)) {
        for reading in &held.account.claim.readings {
            let decided = held.assigned || reading.rule == PERSON;
            let placed = alignment.of_words(held.account.document, reading.event.as_ref(), reading.span);
            if let Some(number) = numbers.asking(reading.question.as_ref(), placed, decided) {
                answers[number].push((held, reading));
            }
        }
    }
    let clocks = clocks_of_events(asked, &answers);
    asked.iter().zip(answers).map(move |(asked, answers)| {
        let known = clocks.get(&asked.event).filter(|_| is_of_its_hours(&asked.question));
        let gathered = placing.by_key(asked, answers, known);
        let stands = gathered.into_iter().map(|(key, holders)| placing.stand(asked, key, &holders, origins));
        let mut stands: Vec<_> = stands.collect();
        stands.sort_by_cached_key(|stand| (std::cmp::Reverse(stand.position.reports), order(&stand.position)));
        stands
    })
}

/// The questions by name and event.
struct Numbers<'a> {
    by_question: BTreeMap<&'a QuestionId, (usize, EventRole)>,
    apart: BTreeMap<(String, usize), usize>,
}

impl<'a> Numbers<'a> {
    fn of(asked: &'a [Asked]) -> Self {
        let numbered = || asked.iter().enumerate();
        let by_question = numbered().map(|(number, asked)| (&asked.question.id, (number, asked.question.event)));
        let apart =
            numbered().filter_map(|(number, asked)| Some(((asked.question.id.0.clone(), asked.event?), number)));
        Self { by_question: by_question.collect(), apart: apart.collect() }
    }

    /// The question that a reading answers: that of its event. What a person put to a question stays there.
    fn asking(&self, question: Option<&QuestionId>, placed: Placed, decided: bool) -> Option<usize> {
        let question = question?;
        let (number, role) = *self.by_question.get(question)?;
        match (role, placed) {
            _ if decided => Some(number),
            (EventRole::Any, _) | (EventRole::Main, Placed::Main) => Some(number),
            (EventRole::Background, Placed::Background | Placed::Apart(_)) => Some(number),
            (EventRole::Main, Placed::Apart(event)) => self.apart.get(&(of_event(question, event), event)).copied(),
            (EventRole::Main, Placed::Background) | (EventRole::Background, Placed::Main) => None,
        }
    }
}

/// Whether the readings of a claim count.
fn counts(held: &HeldClaim) -> bool {
    !held.account.rejected && held.account.claim.hedge.value != HedgeValue::Asked
}

/// Whether a claim puts one number in the place of another: "thirty-one died, not 34".
fn contrasts(claim: &Claim) -> bool {
    let counts = claim.readings.iter().filter(|reading| matches!(reading.value, Value::Count { max: Some(1..), .. }));
    let denied = counts.clone().filter(|reading| reading.polarity == Polarity::Denied);
    let replaces = |given: &Reading, old: &Reading| {
        given.polarity != Polarity::Denied && given.predicate == old.predicate && given.value != old.value
    };
    denied.into_iter().any(|old| counts.clone().any(|given| replaces(given, old)))
}

type Key = (Value, Scope, bool);
type Gathered<'a> = Vec<(&'a HeldClaim, &'a Reading)>;

/// "Marchers were hurt" is no answer to how many, but tells against whoever says that nobody was.
fn without_some(mut gathered: BTreeMap<Key, Gathered<'_>>) -> BTreeMap<Key, Gathered<'_>> {
    let nobody = |(value, _, denied): &Key| *denied || matches!(value, Value::Count { max: Some(0), .. });
    if !gathered.keys().any(nobody) {
        gathered.retain(|(value, scope, _), _| {
            scope.kind.as_deref() != Some(NAMED) || !matches!(value, Value::Count { max: None, .. })
        });
    }
    gathered
}

/// A person is of one side, though only some reports tell which; where they differ, the position leaves it out.
fn one_side_each(gathered: BTreeMap<Key, Gathered<'_>>) -> BTreeMap<Key, Gathered<'_>> {
    let mut sides: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, scope, _) in gathered.keys() {
        if let (Some(person), Some(side)) = (&scope.person, &scope.side) {
            sides.entry(person.clone()).or_default().insert(side.clone());
        }
    }
    let mut joined: BTreeMap<Key, Gathered<'_>> = BTreeMap::new();
    for ((value, mut scope, denied), holding) in gathered {
        if let Some(person) = &scope.person {
            let told = sides.get(person).filter(|sides| sides.len() == 1);
            scope.side = told.and_then(BTreeSet::first).cloned();
        }
        joined.entry((value, scope, denied)).or_default().extend(holding);
    }
    joined
}

/// Readings with one key hold one position. What a total is said to include does not change over whom it is.
fn key(held: &HeldClaim, reading: &Reading, value: Value, person: Option<String>) -> Key {
    let side = reading.scope.side.clone().or_else(|| side_of_whole(held, reading));
    let scope = normalised_scope(&Scope { person, side, ..reading.scope.clone() });
    let scope = if is_of_all(&scope) { Scope::unknown() } else { scope };
    (value, scope, reading.polarity == Polarity::Denied)
}

/// The side of those of whom somebody counts some: "nine officers were hurt, one of them badly".
fn side_of_whole(held: &HeldClaim, reading: &Reading) -> Option<String> {
    let whole = reading.scope.part_of?;
    held.account.claim.readings.iter().find(|other| other.id == whole)?.scope.side.clone()
}

/// What a question asks of the hours of the event itself, so that its answers are of the days that others tell of it.
fn is_of_its_hours(question: &Question) -> bool {
    const HOURS: &[&str] = &["happened", "began", "cleared_at", "died_at", "surrender_asked_at"];
    HOURS.contains(&question.predicate.as_str())
}

/// The times that reports tell of each event in full.
fn clocks_of_events(asked: &[Asked], answers: &[Gathered<'_>]) -> BTreeMap<Option<usize>, Clocks> {
    let mut events: BTreeMap<Option<usize>, Clocks> = BTreeMap::new();
    for (asked, answers) in asked.iter().zip(answers).filter(|(asked, _)| is_of_its_hours(&asked.question)) {
        events.entry(asked.event).or_default().note_all(answers);
    }
    events
}

/// The value that readings are compared by: weapons by the name that all names of a kind share, times of the day on the
/// day that others tell.
fn answer(reading: &Reading, clocks: &Clocks, of_event: Option<&Clocks>, language: Language) -> Value {
    let value = match &reading.value {
        Value::Time(when) => {
            let placed = clocks.placed(when);
            let placed = of_event.map_or_else(|| placed.clone(), |clocks| clocks.placed(&placed));
            normalised(&Value::Time(placed))
        }
        value => normalised(value),
    };
    match &value {
        Value::Text { value: name } if reading.predicate == "used_weapon" => {
            common_name(name, language).map_or(value.clone(), |name| Value::Text { value: name.to_owned() })
        }
        _ => value,
    }
}

/// The scope that a position shows: the fullest that its holders tell.
fn fullest(scope: Scope, holding: &Gathered<'_>) -> Scope {
    if scope != Scope::unknown() {
        return scope;
    }
    let told = holding.iter().map(|(_, reading)| normalised_scope(&reading.scope)).filter(is_of_all);
    told.max_by_key(|scope| (scope.part == Part::Total, scope.including.clone())).unwrap_or(scope)
}

fn order(position: &Position) -> Key {
    (position.value.clone(), position.scope.clone(), position.denied)
}

/// What is needed to place a reading.
struct Placing<'a> {
    accounts: &'a Accounts<'a>,
    reports: &'a Reports<'a>,
    speakers: &'a Speakers,
    known: Known<'a>,
}

impl<'a> Placing<'a> {
    /// The readings of one question by what they answer.
    fn by_key(&self, asked: &Asked, answers: Gathered<'a>, of_event: Option<&Clocks>) -> BTreeMap<Key, Gathered<'a>> {
        let mut clocks = Clocks::default();
        clocks.note_all(&answers);
        let told = answers.iter().map(|(held, reading)| (held.account.document, *reading));
        let persons = persons(told, self.accounts.texts);
        let doers = self.doers(asked, &answers);
        let mut gathered: BTreeMap<Key, Gathered<'a>> = BTreeMap::new();
        for (((held, reading), person), doer) in answers.into_iter().zip(persons).zip(doers) {
            let value = doer.map(|value| Value::Text { value });
            let value = value.unwrap_or_else(|| answer(reading, &clocks, of_event, self.accounts.language));
            gathered.entry(key(held, reading, value, person)).or_default().push((held, reading));
        }
        without_some(one_side_each(gathered))
    }

    /// Whom each reading names as the doer, where the question asks for one by name.
    fn doers(&self, asked: &Asked, answers: &Gathered<'a>) -> Vec<Option<String>> {
        if asked.question.kind != AnswerKind::Text || !is_about_doer(&asked.question) {
            return vec![None; answers.len()];
        }
        let told = answers.iter().map(|(held, reading)| {
            let speaker = held.account.speaker.as_ref().filter(|speaker| self.speakers.particular.contains(*speaker));
            let name = speaker.and_then(|speaker| self.known.get(speaker)).map(|speaker| speaker.name.as_str());
            (held.account.document, *reading, name)
        });
        doers(told, self.accounts.texts)
    }

    fn stand(&self, asked: &Asked, (value, scope, denied): Key, holding: &Gathered<'_>, origins: &Origins) -> Stand {
        let question = &asked.question.id.0;
        let id = match denied {
            false => PositionId::of(question, &value, &scope),
            true => PositionId::of(question, &(&value, "denied"), &scope),
        };
        let holders: Vec<_> = holding.iter().map(|(held, reading)| holder(held, reading)).collect();
        let documents: BTreeSet<_> = holders.iter().map(|holder| holder.document).collect();
        let codes: BTreeSet<ReportCode> = documents.iter().flat_map(|document| self.reports.codes(*document)).collect();
        let times: Vec<&SaidAt> = holding.iter().filter_map(|(held, _)| self.said_at(held)).collect();
        let clock = self.reports.clock();
        let position = Position {
            id,
            value,
            scope: fullest(scope, holding),
            denied,
            origins: independent_origins(&holders, origins),
            holders,
            reports: codes.len(),
            first_said: times.iter().min_by_key(|when| clock.stretch(when)).copied().cloned(),
            last_said: times.iter().max_by_key(|when| clock.stretch(when)).copied().cloned(),
        };
        let mut stand = Stand {
            position,
            speakers: BTreeMap::new(),
            addresses: BTreeMap::new(),
            common_speakers: false,
            sides: BTreeMap::new(),
            first: Said::default(),
            last: times.iter().map(|when| clock.stretch(when)).max().filter(|_| times.len() == holding.len()),
            voices: voices(holding),
            planned: true,
            corrections: BTreeSet::new(),
            documents,
        };
        for (held, _) in holding {
            self.note(&mut stand, held, origins);
        }
        stand
    }

    /// Notes who says it and when.
    fn note(&self, stand: &mut Stand, held: &HeldClaim, origins: &Origins) {
        let account = &held.account;
        let clock = self.reports.clock();
        let said = Said {
            said: self.said_at(held).map(|when| clock.stretch(when)),
            seen: self.reports.published(account.document).map(|when| clock.stretch(when)),
            documents: BTreeSet::from([account.document]),
        };
        stand.first.add(&said);
        stand.planned &= matches!(account.claim.hedge.value, HedgeValue::Planned | HedgeValue::Predicted);
        if self.corrects(&account.claim, account.document) || contrasts(&account.claim) {
            stand.corrections.insert(account.document);
        }
        if let Some(address) = origins.address(account.document) {
            // Which version of a page came first is told by when each was captured, not by the date that it shows.
            let captured = self.reports.captured(account.document).map(|when| clock.stretch(when));
            let seen = captured.or(said.seen);
            stand.addresses.entry(address).or_default().add(&Said { said: None, seen, ..said.clone() });
        }
        if let Some(speaker) = &account.speaker {
            stand.sides.entry(self.side(speaker)).or_default().add(&said);
            if self.speakers.particular.contains(speaker) {
                stand.speakers.entry(speaker.clone()).or_default().add(&said);
            } else {
                stand.common_speakers = true;
            }
        }
    }

    /// When a claim was said: as its words tell, else when the report was published.
    fn said_at<'h>(&self, held: &'h HeldClaim) -> Option<&'h SaidAt>
    where
        'a: 'h,
    {
        let told = held.account.claim.said_at.as_ref().filter(|when| when.from.is_some());
        told.or_else(|| self.reports.published(held.account.document))
    }

    fn side(&self, speaker: &SpeakerId) -> String {
        let group = self.known.get(speaker).and_then(|speaker| speaker.group);
        group.map_or_else(|| format!("speaker {speaker}"), |group| group.word().to_owned())
    }

    /// Whether a claim says of itself that it puts a figure right.
    fn corrects(&self, claim: &Claim, document: DocumentId) -> bool {
        const WORDS: &[&str] = &[
            "corrected",
            "correction",
            "revised",
            "rectified",
            "replaces an earlier",
            "raised the toll",
            "lowered the toll",
            "raised the number",
            "corrigi",
            "rectific",
            "revisó la cifra",
            "elevó la cifra",
            "elevó el número",
        ];
        let words = self.accounts.texts.get(&document).and_then(|text| claim.hull().words(text));
        let words = words.unwrap_or_default().to_lowercase();
        WORDS.iter().any(|word| words.contains(word))
    }
}

/// How many independent origins the holders have.
fn independent_origins(holders: &[Holder], origins: &Origins) -> usize {
    let pairs = holders.iter().filter_map(|holder| {
        let origin = origins.of(holder.document)?;
        Some((holder.speaker.clone().map_or(Voice::Text(origin), Voice::Speaker), origin))
    });
    independent(&pairs.collect())
}

/// The voices of what was read; what a person answered stands by itself.
fn voices(holding: &Gathered<'_>) -> BTreeSet<(DocumentId, Option<SpeakerId>)> {
    let read = holding.iter().filter(|(_, reading)| reading.rule != PERSON);
    read.map(|(held, _)| (held.account.document, held.account.speaker.clone())).collect()
}

fn holder(held: &HeldClaim, reading: &Reading) -> Holder {
    Holder {
        claim: held.account.claim.id,
        reading: reading.id,
        document: held.account.document,
        speaker: held.account.speaker.clone(),
    }
}
