//! Why a cell says what it says: words → original → rule or person → question → position.
//!
//! Everything is looked up in the apparatus and the ledger; nothing is computed that the table does not rest on.

use std::collections::BTreeMap;

use serde::Serialize;
use variorum_evidence::account::{AccountClaim, Position, QuestionAccount, Report};
use variorum_evidence::claim::Reading;
use variorum_evidence::ids::{ClaimId, PositionId, ReportCode, SpeakerId};
use variorum_evidence::span::TextSpan;
use variorum_evidence::words;
use variorum_wire::{apparatus::wording, codes};

use crate::build::Built;
use crate::ledger::Captured;

/// The chain behind one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What was asked about (`C1a2b3c4`).
    pub code: String,
    /// The steps, from the words to the position or back.
    pub steps: Vec<Step>,
}

/// One step of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What the step is (`words`, `original`, `rule`).
    pub label: &'static str,
    /// What stands there.
    pub text: String,
}

/// A code that names nothing in this case, or more than one thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchCode {
    /// Nothing has it.
    #[error(
        "nothing in this case has the code {code}: codes are R12 (report), Q3 (question), C… (claim), P… (position)"
    )]
    Unknown {
        /// As given.
        code: String,
    },
    /// It is too short.
    #[error("{code} could be {}: write more digits", candidates.join(", "))]
    Ambiguous {
        /// As given.
        code: String,
        /// What it could be.
        candidates: Vec<String>,
    },
}

/// What a code names.
enum Named<'a> {
    Claim(&'a AccountClaim),
    Position(&'a QuestionAccount, &'a Position),
    Question(&'a QuestionAccount),
    Report(&'a Report),
    Capture(&'a Captured),
}

/// The chain behind a claim, position, question or report.
pub fn explain(built: &Built, code: &str) -> Result<Explanation, NoSuchCode> {
    let chain = Chain::of(built);
    let steps = match find(built, code)? {
        Named::Claim(claim) => chain.claim(claim),
        Named::Position(question, position) => chain.position(question, position),
        Named::Question(question) => chain.question(question),
        Named::Report(report) => chain.report(report),
        Named::Capture(captured) => chain.unread(captured),
    };
    Ok(Explanation { code: code.to_owned(), steps })
}

/// The claim that a code names.
pub fn claim_by_code<'a>(built: &'a Built, code: &str) -> Result<&'a AccountClaim, NoSuchCode> {
    match find(built, code)? {
        Named::Claim(claim) => Ok(claim),
        _ => Err(NoSuchCode::Unknown { code: code.to_owned() }),
    }
}

fn find<'a>(built: &'a Built, code: &str) -> Result<Named<'a>, NoSuchCode> {
    let apparatus = &built.apparatus;
    let unknown = || NoSuchCode::Unknown { code: code.to_owned() };
    let prefix = code.get(1..).map(str::to_lowercase).unwrap_or_default();
    let is_hash = prefix.len() >= 3 && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let letter = code.chars().next().map(|letter| letter.to_ascii_uppercase());
    match letter {
        Some('C') if is_hash => {
            let claims = apparatus.claims.iter().filter(|claim| claim.claim.id.to_string().starts_with(&prefix));
            only(claims, code, |claim| format!("C{}", claim.claim.id)).map(Named::Claim)
        }
        Some('P') if is_hash => {
            let positions = apparatus
                .questions
                .iter()
                .flat_map(|question| question.positions.iter().map(move |position| (question, position)));
            let positions = positions.filter(|(_, position)| position.id.to_string().starts_with(&prefix));
            only(positions, code, |(_, position)| format!("P{}", position.id))
                .map(|(question, position)| Named::Position(question, position))
        }
        Some('R') => {
            let report = apparatus.reports.iter().find(|report| report.code.0.eq_ignore_ascii_case(code));
            let unread = || built.ledger.captures.iter().find(|captured| captured.code.0.eq_ignore_ascii_case(code));
            report.map(Named::Report).or_else(|| unread().map(Named::Capture)).ok_or_else(unknown)
        }
        _ => {
            let named = |question: &&QuestionAccount| {
                question.code.eq_ignore_ascii_case(code) || question.question.id.0 == code
            };
            apparatus.questions.iter().find(named).map(Named::Question).ok_or_else(unknown)
        }
    }
}

fn only<T>(mut candidates: impl Iterator<Item = T>, code: &str, name: impl Fn(&T) -> String) -> Result<T, NoSuchCode> {
    let first = candidates.next().ok_or_else(|| NoSuchCode::Unknown { code: code.to_owned() })?;
    let others: Vec<_> = candidates.map(|other| name(&other)).collect();
    if others.is_empty() {
        return Ok(first);
    }
    let shortened = |name: String| name.chars().take(16).collect();
    let candidates = std::iter::once(name(&first)).chain(others).map(shortened).collect();
    Err(NoSuchCode::Ambiguous { code: code.to_owned(), candidates })
}

struct Chain<'a> {
    built: &'a Built,
    claim_codes: BTreeMap<ClaimId, String>,
    position_codes: BTreeMap<PositionId, String>,
}

impl<'a> Chain<'a> {
    fn of(built: &'a Built) -> Self {
        let (claim_codes, position_codes) = (codes::of_claims(&built.apparatus), codes::of_positions(&built.apparatus));
        Self { built, claim_codes, position_codes }
    }
}

impl Chain<'_> {
    fn claim(&self, claim: &AccountClaim) -> Vec<Step> {
        let mut steps = self.words(claim);
        for report in claim.reports.iter().filter_map(|code| self.report_of(code)) {
            steps.extend(self.origin_of_words(report));
        }
        steps.push(step("found by", found_by(claim)));
        if let Some(speaker) =
            claim.speaker.as_ref().and_then(|id| self.built.apparatus.speakers.iter().find(|speaker| speaker.id == *id))
        {
            let party = speaker.party.as_deref().map_or_else(String::new, |party| format!(", {party}"));
            let source = claim.claim.source.as_ref().map_or("", |source| source.name.as_str());
            let rule = speaker.rules.get(source).map_or_else(String::new, |rule| format!(" (“{source}”: {rule})"));
            steps.push(step("speaker", format!("{}{party}{rule}", speaker.name)));
        }
        steps.extend(claim.decided.iter().filter_map(|seq| self.decision(*seq)));
        steps.extend(claim.notes.iter().map(|note| step("note", note.clone())));
        if claim.claim.readings.is_empty() {
            steps.push(step("reading", "answers no question of this case"));
        }
        for reading in &claim.claim.readings {
            steps.extend(self.reading(claim, reading));
        }
        steps
    }

    fn words(&self, claim: &AccountClaim) -> Vec<Step> {
        let text = |span: TextSpan| self.quote(claim, span);
        let content: Vec<_> = claim.claim.content.iter().map(|span| text(*span)).collect();
        let mut steps = vec![step("words", content.join(" … "))];
        match &claim.claim.source {
            Some(source) => {
                let role = source.role.as_deref().map_or_else(String::new, |role| format!(", {role}"));
                steps.push(step("source", format!("{} ({}{role})", text(source.span), source.name)));
            }
            None => steps.push(step("source", "none: the report says so itself")),
        }
        steps.extend(claim.claim.cue.map(|cue| step("cue", text(cue))));
        let hedge = claim.claim.hedge.span.map_or_else(String::new, |span| format!(" by {}", text(span)));
        let manner = format!("{:?}, {:?}{hedge}", claim.claim.manner, claim.claim.hedge.value).to_lowercase();
        steps.push(step("manner", manner));
        steps
    }

    fn origin_of_words(&self, report: &Report) -> Vec<Step> {
        let original = report.original.to_string();
        let published = report
            .published
            .as_ref()
            .map_or_else(|| "publication date unknown".to_owned(), |when| format!("published {}", when_words(when)));
        let mut steps = vec![
            step(
                "report",
                format!(
                    "{} {}, {}, {published}",
                    report.code,
                    report.name,
                    report.publisher.as_deref().unwrap_or("publisher unknown")
                ),
            ),
            step("text", format!("sha256 {}, read by {}", report.document, self.reader_of(report))),
            step("original", format!("originals/{}/{original}", &original[..2])),
        ];
        if let Some(captured) = self.built.ledger.captures.iter().find(|captured| captured.code == report.code) {
            steps.push(step(
                "capture",
                format!("journal entry {}, recorded {} by {}", captured.seq, captured.at, captured.by),
            ));
            steps.extend(capture_steps(captured));
        }
        steps
    }

    /// An original without a text: a container, a table, media, or a file that could not be read.
    fn unread(&self, captured: &Captured) -> Vec<Step> {
        let original = captured.capture.original.to_string();
        let mut steps = vec![
            step("capture", format!("{} {}, journal entry {}", captured.code, captured.capture.name, captured.seq)),
            step("original", format!("originals/{}/{original}", &original[..2])),
            step("text", "none was read out of it"),
        ];
        steps.extend(capture_steps(captured));
        let about = format!("{} ", captured.code);
        let findings = self.built.apparatus.findings.iter().filter(|finding| finding.about.starts_with(&about));
        steps.extend(findings.map(|finding| step("finding", format!("{} ({})", finding.message, finding.code))));
        steps
    }

    fn reader_of(&self, report: &Report) -> String {
        self.built
            .documents
            .get(&report.code)
            .map_or_else(|| "a reader that is not known".to_owned(), |document| document.reader.clone())
    }

    fn reading(&self, claim: &AccountClaim, reading: &Reading) -> Vec<Step> {
        let language = self.built.config.language();
        let denied = if reading.polarity == variorum_evidence::claim::Polarity::Denied { "not " } else { "" };
        let value =
            format!("{denied}{} ({})", words::value(&reading.value, language), words::scope(&reading.scope, language));
        let mut steps = vec![step(
            "reading",
            format!("{} = {value}, from {}, by {}", reading.predicate, self.quote(claim, reading.span), reading.rule),
        )];
        let held = self.built.apparatus.questions.iter().find_map(|question| {
            let holds = |position: &&Position| position.holders.iter().any(|holder| holder.reading == reading.id);
            question.positions.iter().find(holds).map(|position| (question, position))
        });
        if let Some((question, position)) = held {
            steps.push(step("question", format!("{} {}", question.code, wording(&question.question, language))));
            steps.push(step("position", self.position_line(position)));
        }
        steps
    }

    fn position(&self, question: &QuestionAccount, position: &Position) -> Vec<Step> {
        let language = self.built.config.language();
        let mut steps = vec![
            step("position", self.position_line(position)),
            step("question", format!("{} {}", question.code, wording(&question.question, language))),
        ];
        for holder in &position.holders {
            let Some(claim) = self.built.apparatus.claims.iter().find(|claim| claim.claim.id == holder.claim) else {
                continue;
            };
            let Some(reading) = claim.claim.readings.iter().find(|reading| reading.id == holder.reading) else {
                continue;
            };
            let reports: Vec<_> = claim.reports.iter().map(|code| code.0.as_str()).collect();
            let named = |id: &SpeakerId| self.built.apparatus.speakers.iter().find(|speaker| speaker.id == *id);
            let speaker = holder.speaker.as_ref().and_then(named).map_or("the report itself", |speaker| &speaker.name);
            let claim_code = &self.claim_codes[&holder.claim];
            steps.push(step(
                "held by",
                format!(
                    "{claim_code} in {}, {speaker}: {}, by {}",
                    reports.join(" "),
                    self.quote(claim, reading.span),
                    reading.rule
                ),
            ));
        }
        for relation in
            question.relations.iter().filter(|relation| relation.a == position.id || relation.b == position.id)
        {
            let other = if relation.a == position.id { relation.b } else { relation.a };
            let kind = format!("{:?}", relation.relation).to_lowercase();
            steps.push(step("relation", format!("{kind} with {}: {}", self.position_codes[&other], relation.why)));
        }
        steps
    }

    fn question(&self, question: &QuestionAccount) -> Vec<Step> {
        let language = self.built.config.language();
        let mut steps = vec![step(
            "question",
            format!(
                "{} {} (template {}, predicate {})",
                question.code,
                wording(&question.question, language),
                question.question.id,
                question.question.predicate
            ),
        )];
        steps.extend(question.positions.iter().map(|position| step("position", self.position_line(position))));
        steps.extend(question.relations.iter().map(|relation| {
            let kind = format!("{:?}", relation.relation).to_lowercase();
            step(
                "relation",
                format!(
                    "{kind} {} {}: {}",
                    self.position_codes[&relation.a], self.position_codes[&relation.b], relation.why
                ),
            )
        }));
        let silent: Vec<_> = question.silent.iter().map(|code| code.0.as_str()).collect();
        steps.push(step("silent", if silent.is_empty() { "no report".to_owned() } else { silent.join(" ") }));
        steps
    }

    fn report(&self, report: &Report) -> Vec<Step> {
        let mut steps = self.origin_of_words(report);
        for claim in self.built.apparatus.claims.iter().filter(|claim| claim.reports.contains(&report.code)) {
            let content = claim.claim.content.first().map_or_else(String::new, |span| self.quote(claim, *span));
            steps.push(step("claim", format!("{} {content}", self.claim_codes[&claim.claim.id])));
        }
        for origin in self.built.apparatus.origins.iter().filter(|origin| origin.reports.contains(&report.code)) {
            let evidence = if origin.evidence.is_empty() {
                "shared with no other report".to_owned()
            } else {
                origin.evidence.join("; ")
            };
            steps.push(step("origin", format!("{}: {evidence}", origin.id)));
        }
        steps
    }

    fn position_line(&self, position: &Position) -> String {
        let language = self.built.config.language();
        let code = &self.position_codes[&position.id];
        let denied = if position.denied { "not " } else { "" };
        let (value, scope) = (words::value(&position.value, language), words::scope(&position.scope, language));
        format!("{code} {denied}{value} ({scope}), origins: {}, reports: {}", position.origins, position.reports)
    }

    fn decision(&self, seq: u64) -> Option<Step> {
        let decided = self.built.ledger.decisions.iter().find(|decided| decided.seq == seq)?;
        Some(step("decision", format!("entry {seq}: {} by {} at {}", decided.decision.act(), decided.by, decided.at)))
    }

    fn quote(&self, claim: &AccountClaim, span: TextSpan) -> String {
        let words = self.built.texts.get(&claim.document).and_then(|text| span.words(text));
        words.map_or_else(|| "(words not found)".to_owned(), |words| format!("“{words}”"))
    }

    fn report_of(&self, code: &ReportCode) -> Option<&Report> {
        self.built.apparatus.reports.iter().find(|report| report.code == *code)
    }
}

/// Where an original came from, as far as it was stated.
fn capture_steps(captured: &Captured) -> Vec<Step> {
    let capture = &captured.capture;
    let steps = [
        capture.url.as_ref().map(|url| step("found at", url.clone())),
        capture.why.as_ref().map(|why| step("why added", why.clone())),
        capture.transcript_of.map(|of| step("transcript", format!("of original {of}"))),
        capture.within.map(|within| step("within", format!("original {within}"))),
    ];
    steps.into_iter().flatten().collect()
}

/// Who put the claim there.
fn found_by(claim: &AccountClaim) -> String {
    match &claim.reader {
        Some(reader) => format!("machine: {reader}, rule {}", claim.claim.rule),
        None => "a person".to_owned(),
    }
}

/// A time of saying in words, with what it rests on.
pub(crate) fn when_words(when: &variorum_evidence::moment::SaidAt) -> String {
    let date = variorum_wire::moment::published(when).unwrap_or_else(|| "at an unknown time".to_owned());
    format!("{date} ({})", when.basis)
}

fn step(label: &'static str, text: impl Into<String>) -> Step {
    Step { label, text: text.into() }
}
