//! Which questions do the reports answer that nobody asked?
//!
//! A reading that answers no question of the case names its matter (`open/count/lorry`, or a predicate that no question
//! asks). Where at least two independent origins tell of one matter in one kind of answer, a question is proposed, with
//! positions and relations as any other; what is said to be so or not is asked only where somebody denies and somebody
//! else affirms it. A person who adds, rewords or closes such a question decides it for good (`questions`). Ages are
//! brought together by names of which one holds the other. Left out: matters that two words name (see
//! `lexicon/matters.toml` of `variorum-text`).

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Handling, Proposal};
use variorum_evidence::claim::{HedgeValue, Polarity, Reading, Value};
use variorum_evidence::ids::{DocumentId, QuestionId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::fold::{excerpt, one_spelling, words};
use crate::matters::{asked_as, wording};
use crate::origins::Origins;
use crate::questions::Asked;
use crate::reports::Reports;

/// Fewest independent origins that propose a question.
const FEWEST: usize = 2;
/// Most words that are shown as the ground of a proposal.
const SHOWN: usize = 3;
/// How matters begin that a text tells and no list of predicates knows.
pub const OPEN: &str = "open/";
/// How matters begin that count people of no kind.
const PEOPLE: &str = "open/count/people/";
/// How matters begin that are somebody's age.
const AGE: &str = "open/age/";

/// The readings of one matter: where each stands in the list of claims and in its claim.
#[derive(Debug, Default)]
struct Gathered {
    readings: Vec<(usize, usize)>,
    origins: BTreeSet<usize>,
    documents: BTreeSet<DocumentId>,
    denied: BTreeSet<usize>,
    affirmed: BTreeSet<usize>,
}

/// A matter and the kind of answer that it is given.
type Matter = (String, AnswerKind);

/// Gives readings of matters that were asked their question, and proposes questions for the others.
pub(crate) fn propose(
    asked: &mut Vec<Asked>,
    held: &mut [HeldClaim],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    origins: &Origins,
) {
    let matters = gather(held, asked, origins);
    let mut proposals: Vec<(Asked, Gathered)> = Vec::new();
    for ((matter, kind), gathered) in matters {
        let asks = |known: &&Asked| {
            let predicate = known.question.predicate.as_str();
            (predicate == matter || Some(predicate) == asked_as(&matter)) && known.question.kind == kind
        };
        // What was split off takes what a person names, not the matter.
        let whole = |known: &&Asked| known.event.is_none() && known.handling.split_from.is_none();
        let by_hand = asked.iter().filter(whole).find(asks);
        if let Some(known) = by_hand {
            answer(held, &gathered, &known.question.id.clone());
            continue;
        }
        let id = QuestionId(format!("proposed.{}", matter.trim_start_matches(OPEN).replace('/', ".")));
        if !is_frequent(&matter, kind, &gathered) {
            continue;
        }
        let proposal = ground(held, accounts, reports, &gathered);
        let question = question(id, matter, kind);
        let (code, proposed, handling) = (String::new(), Some(proposal), Handling::default());
        proposals.push((Asked { question, code, event: None, proposed, handling }, gathered));
    }
    proposals.sort_by_cached_key(|(asked, gathered)| {
        (std::cmp::Reverse(gathered.origins.len()), asked.question.predicate.clone())
    });
    for (number, (proposed, gathered)) in proposals.into_iter().enumerate() {
        answer(held, &gathered, &proposed.question.id);
        asked.push(Asked { code: format!("N{}", number + 1), ..proposed });
    }
}

/// The readings without a question, by matter and kind of answer.
fn gather(held: &[HeldClaim], asked: &[Asked], origins: &Origins) -> BTreeMap<Matter, Gathered> {
    let predicates: BTreeSet<&str> = asked
        .iter()
        .filter(|asked| !asked.question.predicate.starts_with(OPEN))
        .map(|asked| asked.question.predicate.as_str())
        .collect();
    let mut matters: BTreeMap<Matter, Gathered> = BTreeMap::new();
    for (place, held) in held.iter().enumerate() {
        let account = &held.account;
        if account.rejected || account.claim.hedge.value == HedgeValue::Asked {
            continue;
        }
        for (number, reading) in account.claim.readings.iter().enumerate() {
            let asks = predicates.contains(reading.predicate.as_str()) || reading.question.is_some();
            let Some(origin) = origins.of(account.document).filter(|_| !asks) else { continue };
            let gathered = matters.entry((reading.predicate.clone(), kind(&reading.value))).or_default();
            gathered.readings.push((place, number));
            gathered.origins.insert(origin);
            gathered.documents.insert(account.document);
            let side = if is_denied(reading) { &mut gathered.denied } else { &mut gathered.affirmed };
            side.insert(origin);
        }
    }
    joined_people(joined_ages(matters))
}

/// "Five men were on the shift" goes with the officers of whom the same is told, where they are the only ones.
fn joined_people(mut matters: BTreeMap<Matter, Gathered>) -> BTreeMap<Matter, Gathered> {
    let generic: Vec<Matter> = matters.keys().filter(|(matter, _)| matter.starts_with(PEOPLE)).cloned().collect();
    for (matter, kind) in generic {
        let act = &matter[PEOPLE.len()..];
        let mut others = matters.keys().filter(|(other, _)| is_of_people(other, act) && *other != matter);
        let (Some(other), None) = (others.next().cloned(), others.next()) else { continue };
        if let Some(gathered) = matters.remove(&(matter, kind)) {
            matters.entry(other).or_default().add(gathered);
        }
    }
    matters
}

/// Whether so many people of one kind are counted in this act: `open/count/police/duty`.
fn is_of_people(matter: &str, act: &str) -> bool {
    let parts: Vec<&str> = matter.split('/').collect();
    matches!(parts.as_slice(), ["open", "count", _, told] if *told == act)
}

fn is_denied(reading: &Reading) -> bool {
    reading.polarity == Polarity::Denied
}

fn kind(value: &Value) -> AnswerKind {
    match value {
        Value::Count { .. } => AnswerKind::Count,
        Value::Time(_) => AnswerKind::Time,
        Value::Duration { .. } => AnswerKind::Duration,
        Value::Choice { .. } => AnswerKind::Choice,
        Value::Text { .. } => AnswerKind::Text,
    }
}

/// Ages of one person under one name: the only fuller one that holds it.
fn joined_ages(matters: BTreeMap<Matter, Gathered>) -> BTreeMap<Matter, Gathered> {
    let (ages, mut matters): (BTreeMap<_, _>, BTreeMap<_, _>) =
        matters.into_iter().partition(|((matter, _), _)| matter.starts_with(AGE));
    let mut ages: Vec<(Vec<String>, Matter, Gathered)> =
        ages.into_iter().map(|(matter, gathered)| (words(&matter.0[AGE.len()..]), matter, gathered)).collect();
    ages.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.0.cmp(&other.0)));
    let mut named: Vec<(Vec<String>, Matter, Gathered)> = Vec::new();
    for (name, matter, gathered) in ages {
        let holds = |known: &(Vec<String>, Matter, Gathered)| {
            name.iter().all(|word| known.0.iter().any(|other| one_spelling(word, other)))
        };
        let mut holding = (0..named.len()).filter(|place| holds(&named[*place]));
        // "Ruiz" may be either of two.
        match (holding.next(), holding.next()) {
            (Some(place), None) if !name.is_empty() => named[place].2.add(gathered),
            _ => named.push((name, matter, gathered)),
        }
    }
    matters.extend(named.into_iter().map(|(_, matter, gathered)| (matter, gathered)));
    matters
}

impl Gathered {
    fn add(&mut self, other: Self) {
        self.readings.extend(other.readings);
        self.readings.sort_unstable();
        self.origins.extend(other.origins);
        self.documents.extend(other.documents);
        self.denied.extend(other.denied);
        self.affirmed.extend(other.affirmed);
    }
}

/// Whether independent reports tell of the matter in a way that can be compared.
fn is_frequent(matter: &str, kind: AnswerKind, gathered: &Gathered) -> bool {
    let disputed = || {
        let both = gathered.denied.union(&gathered.affirmed).count() >= FEWEST;
        both && !gathered.denied.is_empty() && !gathered.affirmed.is_empty()
    };
    // Doers and places in words of the text, in two languages, are no answers that can be compared.
    let comparable = kind != AnswerKind::Text || matter.starts_with(OPEN);
    comparable && gathered.origins.len() >= FEWEST && (!matter.starts_with("open/fact/") || disputed())
}

/// Which words propose it, in how many reports and origins.
fn ground(held: &[HeldClaim], accounts: &Accounts<'_>, reports: &Reports<'_>, gathered: &Gathered) -> Proposal {
    let quoted = gathered.readings.iter().filter_map(|(claim, reading)| {
        let account = &held[*claim].account;
        let span = account.claim.readings[*reading].span;
        Some(excerpt(span.words(accounts.texts.get(&account.document)?)?, 80))
    });
    let mut words: Vec<String> = Vec::new();
    for quote in quoted {
        if words.len() < SHOWN && !words.contains(&quote) {
            words.push(quote);
        }
    }
    let codes: BTreeSet<_> = gathered.documents.iter().flat_map(|document| reports.codes(*document)).collect();
    Proposal { words, reports: codes.len(), origins: gathered.origins.len() }
}

fn question(id: QuestionId, matter: String, kind: AnswerKind) -> Question {
    Question {
        id,
        wording: wording(&matter, kind),
        kind,
        predicate: matter,
        event: EventRole::Any,
        words: BTreeMap::new(),
        not_words: BTreeMap::new(),
        reports_with: BTreeMap::new(),
        answers: Vec::new(),
    }
}

/// The readings answer `question` from now on.
fn answer(held: &mut [HeldClaim], gathered: &Gathered, question: &QuestionId) {
    for (claim, reading) in &gathered.readings {
        held[*claim].account.claim.readings[*reading].question = Some(question.clone());
    }
}
