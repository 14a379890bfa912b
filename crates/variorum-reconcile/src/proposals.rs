//! Which questions do the reports answer that nobody asked?
//!
//! A reading that answers no question of the case names its matter (`open/count/lorry`, or a predicate that no question
//! asks). Where at least two independent origins tell of one matter in one kind of answer, or two reports of one origin
//! give two answers, a question is proposed, with positions and relations as any other; what is said to be so or not is asked only where somebody denies and somebody
//! else affirms it. A person who adds, rewords or closes such a question decides it for good (`questions`). Ages are
//! brought together by names of which one holds the other. Left out: matters that two words name (see
//! `lexicon/matters.toml` of `variorum-text`).

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Handling, Proposal};
use variorum_evidence::claim::{HedgeValue, Polarity, Reading, Value};
use variorum_evidence::ids::{DocumentId, QuestionId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};

use crate::Accounts;
use crate::alignment::Alignment;
use crate::background::{Background, backgrounds};
use crate::claims::HeldClaim;
use crate::fold::{excerpt, one_spelling, spelling_keys, words};
use crate::matters::{asked_as, is_people, wording};
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
const OF_PEOPLE: &str = "open/count/people/";
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
    alignment: &Alignment,
) {
    let mut proposals: Vec<(Asked, Gathered)> = Vec::new();
    for one in joined(gather(held, asked, origins)) {
        let Some((matter, kind, gathered)) = for_asked(asked, held, one) else { continue };
        if is_frequent(&matter, kind, &gathered, held) {
            let question = question(id(&matter, kind), matter, kind);
            proposals.push((proposed(question, held, accounts, reports, &gathered), gathered));
        }
    }
    for Background { question, readings } in backgrounds(asked, held, accounts, alignment) {
        let gathered = Gathered::of(readings, held, origins);
        if asked.iter().any(|known| known.question.id == question.id) {
            answer(held, &gathered, &question.id);
        } else if gathered.is_compared(held) {
            proposals.push((proposed(question, held, accounts, reports, &gathered), gathered));
        }
    }
    proposals.sort_by_cached_key(|(asked, gathered)| {
        let Question { predicate, kind, id, .. } = &asked.question;
        (std::cmp::Reverse(gathered.origins.len()), predicate.clone(), *kind, id.clone())
    });
    for (number, (proposed, gathered)) in proposals.into_iter().enumerate() {
        answer(held, &gathered, &proposed.question.id);
        asked.push(Asked { code: format!("N{}", number + 1), ..proposed });
    }
}

/// A question that nobody asked, with the words that propose it.
fn proposed(
    question: Question,
    held: &[HeldClaim],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    gathered: &Gathered,
) -> Asked {
    let proposed = Some(ground(held, accounts, reports, gathered));
    Asked { question, code: String::new(), event: None, proposed, handling: Handling::default() }
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
            gathered.push((place, number), account.document, origin, is_denied(reading));
        }
    }
    matters
}

/// Matters that are one, each with its readings; the one that names it most exactly comes first.
type One = Vec<(Matter, Gathered)>;

/// Gives the readings to the question that a person or a set asks about the matter, under whichever of its names; what is
/// left has none.
fn for_asked(asked: &[Asked], held: &mut [HeldClaim], one: One) -> Option<(String, AnswerKind, Gathered)> {
    // What was split off takes what a person names, not the matter.
    let whole = |known: &&Asked| known.event.is_none() && known.handling.split_from.is_none();
    let asks = |(matter, kind): &Matter| {
        let by_set = asked_as(matter);
        asked.iter().filter(whole).find(|known| {
            let predicate = known.question.predicate.as_str();
            (predicate == matter || Some(predicate) == by_set) && known.question.kind == *kind
        })
    };
    let own = |matter: &Matter| asks(matter).filter(|known| known.question.predicate == matter.0);
    let of_all = asks(&one.first()?.0).or_else(|| one.iter().find_map(|(matter, _)| own(matter)));
    let mut left: Option<(Matter, Gathered)> = None;
    for (matter, gathered) in one {
        match (asks(&matter).or(of_all), &mut left) {
            (Some(known), _) => answer(held, &gathered, &known.question.id),
            (None, Some((_, left))) => left.add(gathered),
            (None, None) => left = Some((matter, gathered)),
        }
    }
    left.map(|((matter, kind), gathered)| (matter, kind, gathered))
}

/// Matters that are told of under several names, brought together.
fn joined(matters: BTreeMap<Matter, Gathered>) -> Vec<One> {
    let (ages, matters): (BTreeMap<_, _>, BTreeMap<_, _>) =
        matters.into_iter().partition(|((matter, _), _)| matter.starts_with(AGE));
    joined_people(matters).into_iter().chain(joined_ages(ages)).collect()
}

/// "Five men were on the shift" goes with the officers of whom the same is told, where they are the only ones.
fn joined_people(matters: BTreeMap<Matter, Gathered>) -> Vec<One> {
    let (generic, particular): (BTreeMap<_, _>, BTreeMap<_, _>) =
        matters.into_iter().partition(|((matter, _), _)| matter.starts_with(OF_PEOPLE));
    let mut all: Vec<One> = particular.into_iter().map(|matter| vec![matter]).collect();
    let mut by_act: BTreeMap<(String, AnswerKind), Vec<usize>> = BTreeMap::new();
    for (place, one) in all.iter().enumerate() {
        let (matter, kind) = &one[0].0;
        if let Some(act) = act_of_people(matter) {
            by_act.entry((act.to_owned(), *kind)).or_default().push(place);
        }
    }
    for ((matter, kind), gathered) in generic {
        match by_act.get(&(matter[OF_PEOPLE.len()..].to_owned(), kind)).map(Vec::as_slice) {
            Some([place]) => all[*place].push(((matter, kind), gathered)),
            _ => all.push(vec![((matter, kind), gathered)]),
        }
    }
    all
}

/// What is told of so many people of one kind: `open/count/police/duty`.
fn act_of_people(matter: &str) -> Option<&str> {
    let (thing, act) = matter.strip_prefix("open/count/")?.split_once('/')?;
    is_people(thing).then_some(act)
}

fn is_denied(reading: &Reading) -> bool {
    reading.polarity == Polarity::Denied
}

/// The kind of answer that a value is.
pub(crate) fn kind(value: &Value) -> AnswerKind {
    match value {
        Value::Count { .. } => AnswerKind::Count,
        Value::Time(_) => AnswerKind::Time,
        Value::Duration { .. } => AnswerKind::Duration,
        Value::Choice { .. } => AnswerKind::Choice,
        Value::Text { .. } => AnswerKind::Text,
    }
}

/// Ages of one person under one name: the only fuller one that holds it.
fn joined_ages(ages: BTreeMap<Matter, Gathered>) -> Vec<One> {
    let mut ages: Vec<(Vec<String>, Matter, Gathered)> =
        ages.into_iter().map(|(matter, gathered)| (words(&matter.0[AGE.len()..]), matter, gathered)).collect();
    ages.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.0.cmp(&other.0)));
    let mut named = Names::default();
    let mut all: Vec<One> = Vec::new();
    for (name, matter, gathered) in ages {
        // "Ruiz" may be either of two.
        match named.holding(&name).as_slice() {
            [place] if all[*place][0].0.1 == matter.1 => all[*place].push((matter, gathered)),
            _ => {
                named.add(name);
                all.push(vec![(matter, gathered)]);
            }
        }
    }
    all
}

/// Names, found by their words in any spelling: a case may name thousands of people with their age.
#[derive(Debug, Default)]
struct Names {
    all: Vec<Vec<String>>,
    by_word: BTreeMap<String, BTreeSet<usize>>,
}

impl Names {
    fn add(&mut self, name: Vec<String>) {
        for key in name.iter().flat_map(|word| spelling_keys(word)) {
            self.by_word.entry(key).or_default().insert(self.all.len());
        }
        self.all.push(name);
    }

    /// The names of which each has all the words, at most two; a name without words is in none.
    fn holding(&self, name: &[String]) -> Vec<usize> {
        let with = |word: &String| -> BTreeSet<usize> {
            spelling_keys(word).iter().filter_map(|key| self.by_word.get(key)).flatten().copied().collect()
        };
        let Some(fewest) = name.iter().map(with).min_by_key(BTreeSet::len) else { return Vec::new() };
        let holds = |place: &usize| {
            let known = &self.all[*place];
            name.iter().all(|word| known.iter().any(|other| one_spelling(word, other)))
        };
        fewest.into_iter().filter(holds).take(2).collect()
    }
}

impl Gathered {
    /// What these readings tell, of which text and origin; texts of no origin tell nothing.
    fn of(readings: Vec<(usize, usize)>, held: &[HeldClaim], origins: &Origins) -> Self {
        let mut gathered = Self::default();
        for (claim, reading) in readings {
            let account = &held[claim].account;
            if let Some(origin) = origins.of(account.document) {
                let denied = is_denied(&account.claim.readings[reading]);
                gathered.push((claim, reading), account.document, origin, denied);
            }
        }
        gathered
    }

    fn push(&mut self, at: (usize, usize), document: DocumentId, origin: usize, denied: bool) {
        self.readings.push(at);
        self.origins.insert(origin);
        self.documents.insert(document);
        let side = if denied { &mut self.denied } else { &mut self.affirmed };
        side.insert(origin);
    }

    /// Whether independent reports tell of it, or reports of one origin differ.
    fn is_compared(&self, held: &[HeldClaim]) -> bool {
        let value = |(claim, reading): &(usize, usize)| &held[*claim].account.claim.readings[*reading].value;
        let differ = || self.readings.windows(2).any(|pair| value(&pair[0]) != value(&pair[1]));
        self.origins.len() >= FEWEST || self.documents.len() >= FEWEST && differ()
    }

    fn add(&mut self, other: Self) {
        self.readings.extend(other.readings);
        self.readings.sort_unstable();
        self.origins.extend(other.origins);
        self.documents.extend(other.documents);
        self.denied.extend(other.denied);
        self.affirmed.extend(other.affirmed);
    }
}

/// Whether reports tell of the matter in a way that can be compared.
fn is_frequent(matter: &str, kind: AnswerKind, gathered: &Gathered, held: &[HeldClaim]) -> bool {
    let disputed = || {
        let both = gathered.denied.union(&gathered.affirmed).count() >= FEWEST;
        both && !gathered.denied.is_empty() && !gathered.affirmed.is_empty()
    };
    // Doers and places in words of the text, in two languages, are no answers that can be compared.
    let comparable = kind != AnswerKind::Text || matter.starts_with(OPEN);
    comparable && gathered.is_compared(held) && (!matter.starts_with("open/fact/") || disputed())
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

/// The name of a proposed question. Most matters say by their first word which kind of answer they take.
fn id(matter: &str, kind: AnswerKind) -> QuestionId {
    let open = matter.strip_prefix(OPEN);
    let first = open.and_then(|name| name.split('/').next()).unwrap_or_default();
    let told = match first {
        "count" | "measure" | "age" => Some(AnswerKind::Count),
        "time" => Some(AnswerKind::Time),
        "duration" => Some(AnswerKind::Duration),
        "fact" => Some(AnswerKind::Choice),
        _ => None,
    };
    let name = open.unwrap_or(matter).replace('/', ".");
    let kind = if told == Some(kind) { String::new() } else { format!(".{}", in_word(kind)) };
    QuestionId(format!("proposed.{name}{kind}"))
}

fn in_word(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Count => "count",
        AnswerKind::Time => "time",
        AnswerKind::Duration => "duration",
        AnswerKind::Choice => "choice",
        AnswerKind::Text => "text",
    }
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
