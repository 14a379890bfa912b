//! What a person decides, from the codes and words that people type to entries about exact words.

use std::ops::RangeInclusive;
use std::path::Path;

use variorum_evidence::account::{AccountClaim, QuestionAccount};
use variorum_evidence::claim::Value;
use variorum_evidence::decision::{Decided, Decision, Hand, MAIN_EVENT};
use variorum_evidence::ids::{DocumentId, OriginalId, QuestionId};
use variorum_evidence::question::{AnswerKind, EventRole, Question};
use variorum_evidence::span::{Quote, TextSpan};
use variorum_store::{Case, ReadCase};

use crate::build::Built;
use crate::error::{Error, Result};
use crate::explain::claim_by_code;
use crate::ground::{ledger_of, undone};
use crate::ledger::{self, From, Ledger};
use crate::progress::Progress;
use crate::{Workbench, agenda, hiding, sources, values};

/// How a question is to be left, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settling {
    /// The answer lies here (`7..9`).
    Range(String),
    /// What this speaker or party says is put first.
    Priority(String),
    /// Left open on purpose.
    Pending,
}

/// A decision as a person types it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is what its act needs, as typed; the acts are described at `Decision`")]
pub enum Request {
    /// [`Decision::Mark`]
    Mark { report: String, words: String, source: Option<String>, speaker: Option<String> },
    /// [`Decision::Answer`]
    Answer { claim: String, question: String, value: String, scope: Option<String> },
    /// [`Decision::Accept`]
    Accept { claim: String },
    /// [`Decision::Reject`]
    Reject { claim: String },
    /// [`Decision::Correct`]
    Correct { claim: String, words: String },
    /// [`Decision::Attribute`]
    Attribute { claim: String, speaker: String },
    /// [`Decision::Assign`]
    Assign { claim: String, question: String },
    /// [`Decision::MergeSpeakers`]
    Merge { keep: String, names: Vec<String> },
    /// [`Decision::NoteSource`]
    Source { speaker: String, hand: Option<Hand>, access: Option<String> },
    /// [`Decision::Ask`]
    Ask { id: String, wording: String, kind: String, predicate: String, group: Option<String> },
    /// [`Decision::Ask`] of a proposed question, or of one of a set that the case does not use
    Adopt { question: String, wording: Option<String> },
    /// [`Decision::RewordQuestion`]
    Reword { question: String, wording: String, language: Option<String> },
    /// [`Decision::SplitQuestion`]
    Split { question: String, id: String, wording: String, words: Vec<String> },
    /// [`Decision::MergeQuestions`]
    MergeQuestions { keep: String, questions: Vec<String> },
    /// [`Decision::CloseQuestion`]
    Close { question: String, reason: Option<String> },
    /// [`Decision::ReopenQuestion`]
    Reopen { question: String },
    /// [`Decision::ResolveQuestion`]
    Resolve { question: String, by: Settling, reason: Option<String> },
    /// [`Decision::SetPublished`]
    Published { report: String, date: String },
    /// [`Decision::Place`]
    Place { report: String, event: String },
    /// [`Decision::Note`]
    Note { claim: String, text: String },
    /// [`Decision::Protect`]
    Protect { names: Vec<String>, alias: Option<String>, unlike: Vec<String> },
    /// [`Decision::Withhold`]
    Withhold { report: String },
}

/// A decision that is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its journal entry; of several the first.
    pub seq: u64,
    /// The last entry, where several were recorded at once.
    pub last: u64,
    /// Whether it stood already, so that nothing was recorded.
    pub stood: bool,
    /// What a person should know of what it does, a line each.
    pub told: Vec<String>,
}

/// A decision that was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The entry that no longer holds.
    pub seq: u64,
    /// What it was.
    pub act: &'static str,
    /// The entry that says so.
    pub by: u64,
}

impl Workbench {
    /// Records a decision, unless the last one on the same matter says the same already: whoever repeats a command that
    /// was killed cannot know whether it was done.
    pub fn decide(&self, folder: &Path, request: &Request, progress: &dyn Progress) -> Result<Recorded> {
        let built = self.look(folder, progress)?;
        self.decide_about(folder, &built, std::slice::from_ref(request))
    }

    /// The same, about a case that is in memory, with all of these requests or none: refused if somebody decided in
    /// between, since codes may have moved.
    pub fn decide_about(&self, folder: &Path, built: &Built, requests: &[Request]) -> Result<Recorded> {
        let mut decisions = Vec::with_capacity(requests.len());
        for request in requests {
            decisions.push(decision(built, request)?);
        }
        let (mut case, _) = self.open(folder)?;
        if case.read().size() != built.size {
            return Err(Error::usage("the case has changed since this was shown: look again, then decide"));
        }
        let by = case.read().by();
        let mut told = Vec::new();
        for (request, decision) in requests.iter().zip(&decisions) {
            if decision.is_about_hiding() {
                hiding::check(built, decision, &by)?;
            }
            told.extend(hiding::told(built, request, decision));
        }
        let stands = |decision: &Decision| stands(&built.ledger, decision, &by);
        let stood = decisions.iter().find_map(stands);
        // A question may stand already whose group was not answered.
        for request in requests {
            decisions.extend(of_group(built, request)?);
        }
        let decisions: Vec<_> = decisions
            .into_iter()
            .filter(|decision| stands(decision).is_none())
            .map(|decision| (decision, None))
            .collect();
        if let (Some(seq), true) = (stood, decisions.is_empty()) {
            return Ok(Recorded { seq, last: seq, stood: true, told });
        }
        let seqs = record(&mut case, built, decisions)?;
        let (Some(&seq), Some(&last)) = (seqs.first(), seqs.last()) else {
            return Err(Error::usage("nothing is chosen that could be decided about"));
        };
        Ok(Recorded { seq, last, stood: false, told })
    }

    /// Every decision on record, in order, undone ones too.
    pub fn decisions(&self, folder: &Path) -> Result<Vec<Listed>> {
        let (case, _) = ReadCase::open(folder)?;
        let ledger = ledger_of(&case, None)?;
        Ok(listed(&ledger))
    }

    /// Undoes a decision; the last one that holds if none is named.
    pub fn undo(&self, folder: &Path, seq: Option<u64>) -> Result<Undone> {
        let (mut case, _) = self.open(folder)?;
        let standing = standing_in(&mut case)?;
        let found = match seq {
            Some(seq) => standing.iter().find(|(at, _)| *at == seq),
            None => standing.iter().rev().find(|(_, act)| *act != "undo"),
        };
        let &(seq, act) = found.ok_or_else(|| {
            Error::usage(seq.map_or_else(
                || "there is no decision to undo".to_owned(),
                |seq| {
                    format!("entry {seq} is no decision that holds; `variorum decide CASE list` shows what was decided")
                },
            ))
        })?;
        let by = take_back(&mut case, &[seq])?;
        Ok(Undone { seq, act, by })
    }

    /// Undoes every decision that holds among these entries, at once; gives how many there were.
    pub fn undo_among(&self, folder: &Path, entries: RangeInclusive<u64>) -> Result<usize> {
        let (mut case, _) = self.open(folder)?;
        let standing = standing_in(&mut case)?;
        let meant = standing.iter().filter(|(seq, act)| entries.contains(seq) && *act != "undo");
        let seqs: Vec<u64> = meant.map(|(seq, _)| *seq).collect();
        if seqs.is_empty() {
            let (first, last) = entries.into_inner();
            return Err(Error::usage(format!(
                "from entry {first} to {last} there is no decision that holds: it may have been undone already"
            )));
        }
        take_back(&mut case, &seqs)?;
        Ok(seqs.len())
    }
}

/// The decisions of a case that hold, in order: their entries and acts.
fn standing_in(case: &mut Case) -> Result<Vec<(u64, &'static str)>> {
    let mut ledger = Ledger::default();
    for entry in case.history()?.of_kind(|kind| kind.starts_with(ledger::DECISION)) {
        ledger.take(&entry?)?;
    }
    Ok(standing(&ledger))
}

/// Writes that these entries no longer hold; gives the last entry that says so.
fn take_back(case: &mut Case, seqs: &[u64]) -> Result<u64> {
    let mut batch = case.batch();
    let mut by = 0;
    for &seq in seqs {
        by = batch.entry("decision.undo", &ledger::decision_body(Decision::Undo { seq }, None))?;
    }
    batch.commit()?;
    case.sign_checkpoint()?;
    Ok(by)
}

/// Every decision of a ledger, in order, undone ones too.
pub fn listed(ledger: &Ledger) -> Vec<Listed> {
    let undone = undone(ledger);
    let decisions = ledger.decisions.iter().cloned();
    decisions.map(|decided| Listed { undone: undone.contains(&decided.seq), decided }).collect()
}

/// A decision as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What was decided, who decided it and when.
    pub decided: Decided,
    /// Whether it was undone since.
    pub undone: bool,
}

impl Listed {
    /// What it is about, in a line; of people it protects the alias alone, since a list may be read over somebody's
    /// shoulder.
    pub fn about(&self) -> String {
        about(&self.decided.decision)
    }
}

fn about(decision: &Decision) -> String {
    match decision {
        Decision::Protect { names, alias, .. } => format!("{} spellings as {alias}", names.len()),
        Decision::NoteSource { speaker, hand, access } => {
            let told: Vec<&str> = hand.map(Hand::word).into_iter().chain(access.as_deref()).collect();
            format!("{speaker}: {}", told.join(", "))
        }
        Decision::Ask { question } => question.id.to_string(),
        Decision::RewordQuestion { question, wording } => {
            let words: Vec<&str> = wording.values().map(String::as_str).collect();
            format!("{question}: {}", words.join(" / "))
        }
        Decision::SplitQuestion { question, into, words } => {
            format!("{question} → {} ({})", into.id, words.join(", "))
        }
        Decision::MergeQuestions { keep, questions } => {
            let merged: Vec<String> = questions.iter().map(ToString::to_string).collect();
            format!("{} → {keep}", merged.join(", "))
        }
        Decision::CloseQuestion { question, reason } => {
            reason.as_ref().map_or_else(|| question.to_string(), |reason| format!("{question}: {reason}"))
        }
        Decision::ReopenQuestion { question } => question.to_string(),
        Decision::ResolveQuestion { question, resolution, .. } => {
            format!("{question}: {}", agenda::settled(resolution))
        }
        other => other.claim().map_or_else(String::new, |quote| format!("“{}”", quote.words)),
    }
}

/// Decisions that hold, in order: their entries and acts.
fn standing(ledger: &Ledger) -> Vec<(u64, &'static str)> {
    let undone = undone(ledger);
    let holds = ledger.decisions.iter().filter(|decided| !undone.contains(&decided.seq));
    holds.map(|decided| (decided.seq, decided.decision.act())).collect()
}

/// The entry of this decision, if it is the last of this key on the same matter, and holds.
fn stands(ledger: &Ledger, decision: &Decision, own_key: &str) -> Option<u64> {
    let standing = variorum_reconcile::standing(&ledger.decisions, own_key).into_iter();
    let mut own = standing.filter(|decided| !decided.imported && decided.by == own_key).rev();
    let last = own.find(|decided| matter(&decided.decision) == matter(decision))?;
    (last.decision == *decision).then_some(last.seq)
}

/// What a decision is about: of two on one matter the later one counts.
#[derive(PartialEq)]
enum Matter<'a> {
    Words(&'a Quote),
    Names,
    Source(&'a str),
    Question(&'a QuestionId),
    Wording(&'a QuestionId),
    Joined(&'a QuestionId),
    Open(&'a QuestionId),
    Resolution(&'a QuestionId),
    Date(OriginalId),
    Event(OriginalId),
    Showing(OriginalId),
    Alias(&'a str),
    Entry(u64),
}

fn matter(decision: &Decision) -> Matter<'_> {
    match decision {
        Decision::Mark { content: claim, .. }
        | Decision::Answer { claim, .. }
        | Decision::Accept { claim }
        | Decision::Reject { claim }
        | Decision::Correct { claim, .. }
        | Decision::Attribute { claim, .. }
        | Decision::Assign { claim, .. }
        | Decision::Note { claim, .. } => Matter::Words(claim),
        Decision::MergeSpeakers { .. } => Matter::Names,
        Decision::NoteSource { speaker, .. } => Matter::Source(speaker),
        Decision::Ask { question } => Matter::Question(&question.id),
        Decision::RewordQuestion { question, .. } => Matter::Wording(question),
        Decision::SplitQuestion { into, .. } => Matter::Question(&into.id),
        Decision::MergeQuestions { keep, .. } => Matter::Joined(keep),
        Decision::CloseQuestion { question, .. } | Decision::ReopenQuestion { question } => Matter::Open(question),
        Decision::ResolveQuestion { question, .. } => Matter::Resolution(question),
        Decision::SetPublished { original, .. } => Matter::Date(*original),
        Decision::Place { original, .. } => Matter::Event(*original),
        Decision::Withhold { original } => Matter::Showing(*original),
        Decision::Protect { alias, .. } => Matter::Alias(alias),
        Decision::Undo { seq } => Matter::Entry(*seq),
    }
}

/// Stores the texts that decisions name, then the decisions, and signs.
pub(crate) fn record(case: &mut Case, built: &Built, decisions: Vec<(Decision, Option<From>)>) -> Result<Vec<u64>> {
    let mut kept: std::collections::BTreeSet<_> = built.ledger.kept.iter().copied().collect();
    let mut batch = case.batch();
    let mut seqs = Vec::with_capacity(decisions.len());
    for (decision, from) in decisions {
        for quote in decision.quotes() {
            let Some(text) = built.texts.get(&quote.document) else { continue };
            if kept.insert(quote.document.digest()) {
                let stored = batch.original(text.as_bytes())?;
                batch.entry(ledger::DOCUMENT, &ledger::Stored { sha256: stored.id, size: stored.size, name: None })?;
            }
        }
        let kind = format!("{}{}", ledger::DECISION, decision.act());
        seqs.push(batch.entry(&kind, &ledger::decision_body(decision, from))?);
    }
    batch.commit()?;
    case.sign_checkpoint()?;
    Ok(seqs)
}

/// What the words and codes of a request mean in this case.
pub(crate) fn decision(built: &Built, request: &Request) -> Result<Decision> {
    let claim =
        |code: &str| claim_by_code(built, code).map_err(Error::from).and_then(|claim| content_quote(built, claim));
    Ok(match request {
        Request::Mark { report, words, source, speaker } => {
            mark(built, report, words, source.as_deref(), speaker.clone())?
        }
        Request::Answer { claim: code, question, value, scope } => {
            let question = question_by_name(built, question)?;
            let value = values::parse(question.kind, value, built.config.event.zone)?;
            check_choice(&question, &value)?;
            let question = question.id;
            let scope = scope.as_deref().map(values::parse_scope).transpose()?;
            Decision::Answer { claim: claim(code)?, question, value, scope }
        }
        Request::Accept { claim: code } => Decision::Accept { claim: claim(code)? },
        Request::Reject { claim: code } => Decision::Reject { claim: claim(code)? },
        Request::Correct { claim: code, words } => {
            let found = claim_by_code(built, code)?;
            Decision::Correct { claim: content_quote(built, found)?, content: words_of(built, found.document, words)? }
        }
        Request::Attribute { claim: code, speaker } => {
            Decision::Attribute { claim: claim(code)?, speaker: speaker.clone() }
        }
        Request::Assign { claim: code, question } => {
            Decision::Assign { claim: claim(code)?, question: question_by_name(built, question)?.id }
        }
        Request::Merge { keep, names } => Decision::MergeSpeakers { keep: keep.clone(), names: names.clone() },
        Request::Source { speaker, hand, access } => sources::note(built, speaker, *hand, access.as_deref())?,
        Request::Ask { id, wording, kind, predicate, .. } => ask(built, id, wording, kind, predicate)?,
        Request::Adopt { .. }
        | Request::Reword { .. }
        | Request::Split { .. }
        | Request::MergeQuestions { .. }
        | Request::Close { .. }
        | Request::Reopen { .. }
        | Request::Resolve { .. } => agenda::decision(built, request)?,
        Request::Published { report, date } => published(built, report, date)?,
        Request::Place { report, event } => place(built, report, event)?,
        Request::Protect { names, alias, unlike } => hiding::protect(built, names, alias.as_deref(), unlike)?,
        Request::Withhold { report } => Decision::Withhold { original: hiding::captured(built, report)? },
        Request::Note { claim: code, text } => Decision::Note { claim: claim(code)?, text: text.clone() },
    })
}

/// The words of a claim's content, from its first to its last.
pub(crate) fn content_quote(built: &Built, claim: &AccountClaim) -> Result<Quote> {
    let hull = claim.claim.content.iter().copied().reduce(TextSpan::hull);
    let text = built.texts.get(&claim.document);
    let quote = hull.zip(text).and_then(|(hull, text)| Quote::of(text, hull));
    quote.ok_or_else(|| Error::usage(format!("the claim C{} has no words in its text", claim.claim.id)))
}

fn mark(built: &Built, report: &str, words: &str, source: Option<&str>, speaker: Option<String>) -> Result<Decision> {
    let document = report_by_code(built, report)?.0;
    Ok(Decision::Mark {
        content: words_of(built, document, words)?,
        source: source.map(|source| words_of(built, document, source)).transpose()?,
        speaker,
        cue: None,
    })
}

/// Exact words of a report, if they stand in it exactly once.
fn words_of(built: &Built, document: DocumentId, words: &str) -> Result<Quote> {
    let text = built.texts.get(&document).map_or("", String::as_str);
    let mut places = text.match_indices(words).take(2);
    let (first, second) = (places.next().filter(|_| !words.is_empty()), places.next());
    let Some((start, _)) = first else {
        return Err(Error::usage(format!("the words {words:?} do not stand in this report: copy them exactly")));
    };
    if second.is_some() {
        return Err(Error::usage(format!(
            "the words {words:?} stand in this report more than once: give some words around them too"
        )));
    }
    let span = TextSpan::of(text, start..start + words.len());
    span.and_then(|span| Quote::of(text, span)).ok_or_else(|| Error::usage("the report is too long to point into"))
}

fn report_by_code(built: &Built, code: &str) -> Result<(DocumentId, OriginalId)> {
    let report = built.apparatus.reports.iter().find(|report| report.code.0.eq_ignore_ascii_case(code));
    let unknown = || Error::usage(format!("no report {code}: `variorum apparatus CASE` shows the reports' codes"));
    report.map(|report| (report.document, report.original)).ok_or_else(unknown)
}

/// A question by its code or name, also one that nothing answers yet.
pub(crate) fn question_by_name(built: &Built, name: &str) -> Result<Question> {
    let named = |account: &&QuestionAccount| account.code.eq_ignore_ascii_case(name) || account.question.id.0 == name;
    let answered = built.apparatus.questions.iter().find(named);
    if let Some(question) = answered {
        return Ok(question.question.clone());
    }
    let all = crate::ground::all_questions(&built.config, &built.ledger)?;
    if let Some(question) = all.iter().find(|question| question.id.0 == name) {
        return Ok(question.clone());
    }
    let names: Vec<_> = all.iter().map(|question| question.id.0.as_str()).collect();
    Err(Error::usage(format!("no question {name:?}; there are: {}", names.join(", "))))
}

/// A question with a list of answers takes one of them.
fn check_choice(question: &Question, value: &Value) -> Result<()> {
    let Value::Choice { value } = value else { return Ok(()) };
    let mut answers: Vec<_> = question.answers.iter().map(|answer| answer.value.as_str()).collect();
    answers.dedup();
    if answers.contains(&value.as_str()) {
        return Ok(());
    }
    Err(Error::usage(format!("{value:?} is no answer to {}; there are: {}", question.id, answers.join(", "))))
}

/// The claims of the group that a question is asked from answer it with their own words.
fn of_group(built: &Built, request: &Request) -> Result<Vec<Decision>> {
    let Request::Ask { id, kind, group: Some(code), .. } = request else { return Ok(Vec::new()) };
    if kind != "text" {
        return Err(Error::usage(
            "a question asked from a group takes words: leave out --kind, or ask and answer claims",
        ));
    }
    let groups = &built.apparatus.groups;
    let group = groups.iter().find(|group| group.id.eq_ignore_ascii_case(code)).ok_or_else(|| {
        Error::usage(format!("no group {code}: `variorum apparatus CASE` shows them; there are {}", groups.len()))
    })?;
    let claims = built.apparatus.claims.iter().filter(|claim| group.claims.contains(&claim.claim.id));
    claims
        .map(|claim| {
            let claim = content_quote(built, claim)?;
            let value = Value::Text { value: claim.words.split_whitespace().collect::<Vec<_>>().join(" ") };
            Ok(Decision::Answer { claim, question: QuestionId(id.clone()), value, scope: None })
        })
        .collect()
}

fn ask(built: &Built, id: &str, wording: &str, kind: &str, predicate: &str) -> Result<Decision> {
    let kind = serde_json::from_value(kind.into()).map_err(|_| {
        Error::usage(format!("{kind:?} is no kind of answer; there are: count, time, duration, choice, text"))
    })?;
    if kind == AnswerKind::Choice {
        let mend =
            "a question with a list of answers is written as [[question]] in case.toml (docs/format/questions.md)";
        return Err(Error::usage(mend));
    }
    if crate::ground::all_questions(&built.config, &built.ledger)?.iter().any(|question| question.id.0 == id) {
        return Err(Error::usage(format!("there is a question {id:?} already")));
    }
    let question = Question {
        id: QuestionId(id.to_owned()),
        wording: [(built.config.language(), wording.to_owned())].into(),
        kind,
        predicate: predicate.to_owned(),
        event: EventRole::Any,
        words: Default::default(),
        not_words: Default::default(),
        reports_with: Default::default(),
        answers: Vec::new(),
    };
    Ok(Decision::Ask { question: Box::new(question) })
}

fn place(built: &Built, report: &str, event: &str) -> Result<Decision> {
    let event = event.trim();
    if event.is_empty() {
        let message = format!("no event is named: write {MAIN_EVENT} for that of the case, or a name for another");
        return Err(Error::usage(message));
    }
    Ok(Decision::Place { original: report_by_code(built, report)?.1, event: event.to_owned() })
}

fn published(built: &Built, report: &str, date: &str) -> Result<Decision> {
    crate::read::stated_date(date, built.config.event.zone, "the date")?;
    Ok(Decision::SetPublished { original: report_by_code(built, report)?.1, date: date.to_owned() })
}
