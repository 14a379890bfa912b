//! The apparatus and a reading as tables for people.
//!
//! Positions stand side by side under their question, conflicts are marked, and silence is shown. The tables leave
//! nothing out: where they shorten a quotation they say so with an ellipsis.

use std::collections::BTreeMap;
use std::io;

use variorum::build::Built;
use variorum::evidence::account::{Position, QuestionAccount, Relation, RelationKind, Resolved};
use variorum::evidence::claim::{Claim, Manner, Polarity, Scope, Value};
use variorum::evidence::decision::Resolution;
use variorum::evidence::document::Language;
use variorum::evidence::ids::{DocumentId, PositionId, SpeakerId};
use variorum::evidence::over_time::{Turn, TurnKind};
use variorum::evidence::words;
use variorum::read::ReadDocument;
use variorum::wire::{apparatus::wording, codes, moment};

use crate::output::Output;

/// Prints the whole table.
pub(crate) fn apparatus(output: &mut Output, built: &Built) -> io::Result<()> {
    let apparatus = &built.apparatus;
    output.line(&built.config.title)?;
    output.line(format!(
        "reports: {} · origins: {} · claims: {} · questions answered: {}",
        apparatus.reports.len(),
        apparatus.origins.len(),
        apparatus.claims.len(),
        apparatus.questions.len()
    ))?;
    if let Some(event) = event_line(built) {
        output.line(event)?;
    }
    let table = Table::of(built);
    for question in &apparatus.questions {
        table.question(output, question)?;
    }
    table.unanswered(output)?;
    table.groups(output)?;
    table.checks(output)?;
    table.shared_origins(output)?;
    for finding in &apparatus.findings {
        output.line(format!("! {}: {} ({})", finding.about, finding.message, finding.code))?;
    }
    Ok(())
}

/// Where and when, as the case's settings say.
fn event_line(built: &Built) -> Option<String> {
    let event = &built.config.event;
    let time = event.from.map(|from| {
        let until = event.to.map_or_else(String::new, |to| format!(" – {}", to.strftime("%Y-%m-%d %H:%M")));
        format!("{}{until}", from.strftime("%Y-%m-%d %H:%M"))
    });
    let parts: Vec<_> = event.place.iter().cloned().chain(time).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The code of the position to begin with: the first of the first question with a conflict, else the first.
pub(crate) fn first_position(built: &Built) -> Option<String> {
    let questions = &built.apparatus.questions;
    let disputed = questions.iter().find(|question| is_disputed(question)).or_else(|| questions.first())?;
    let position = disputed.positions.first()?;
    codes::of_positions(&built.apparatus).remove(&position.id)
}

/// Who asks a question, if nobody does what proposes it, and what people decided about it.
fn standing_of(question: &QuestionAccount, language: Language) -> Vec<String> {
    let proposed = question.proposed.as_ref().map(|proposal| {
        let words: Vec<String> = proposal.words.iter().map(|words| format!("“{words}”")).collect();
        let (reports, origins) = (proposal.reports, proposal.origins);
        format!("  ? proposed by {reports} reports of {origins} origins: {}", words.join(", "))
    });
    let handling = &question.handling;
    let entries: Vec<String> = handling.decided.iter().map(ToString::to_string).collect();
    let before = handling.before.get(&language).or_else(|| handling.before.values().next());
    let lines = [
        before.map(|words| format!("before: {words}")),
        (!handling.merged.is_empty()).then(|| {
            let merged: Vec<String> = handling.merged.iter().map(ToString::to_string).collect();
            format!("with: {}", merged.join(", "))
        }),
        handling.split_from.as_ref().map(|question| format!("split off {question}")),
        handling
            .closed
            .then(|| format!("closed{}", handling.reason.as_deref().map_or(String::new(), |why| format!(": {why}")))),
        handling.resolved.as_ref().map(|resolved| left(resolved, language)),
    ];
    let decided = lines.into_iter().flatten().map(|line| format!("  ✎ {line} (entry {})", entries.join(", ")));
    proposed.into_iter().chain(decided).collect()
}

/// How a person left a question.
fn left(resolved: &Resolved, language: Language) -> String {
    let how = match &resolved.resolution {
        Resolution::Range { value } => format!("taken to be {}", words::value(value, language)),
        Resolution::Priority { voice } => format!("put first is what is said by {voice}"),
        Resolution::Pending => "left open for now".to_owned(),
    };
    let why = resolved.reason.as_deref().map_or(String::new(), |why| format!(": {why}"));
    format!("left by a person: {how}{why}")
}

fn is_disputed(question: &QuestionAccount) -> bool {
    question.relations.iter().any(|relation| relation.relation == RelationKind::Conflict)
}

/// Compatible pairs of one type that get a line each; more are counted.
const SPELT_OUT: usize = 3;

struct Table<'a> {
    built: &'a Built,
    language: Language,
    codes: BTreeMap<PositionId, String>,
    speakers: BTreeMap<&'a SpeakerId, &'a str>,
    /// The reports that carry each text, in the order of the journal.
    carriers: BTreeMap<DocumentId, Vec<&'a str>>,
}

impl<'a> Table<'a> {
    fn of(built: &'a Built) -> Self {
        let speakers = built.apparatus.speakers.iter().map(|speaker| (&speaker.id, speaker.name.as_str())).collect();
        let codes = codes::of_positions(&built.apparatus);
        let mut carriers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for report in &built.apparatus.reports {
            carriers.entry(report.document).or_default().push(report.code.0.as_str());
        }
        Self { built, language: built.config.language(), codes, speakers, carriers }
    }

    fn question(&self, output: &mut Output, question: &QuestionAccount) -> io::Result<()> {
        output.line("")?;
        let mark = if is_disputed(question) { "   ✗ DISPUTED" } else { "" };
        output.line(format!("{}  {}{mark}", question.code, wording(&question.question, self.language)))?;
        for line in standing_of(question, self.language) {
            output.line(line)?;
        }
        let head = ["", "answer", "over whom", "who says it", "origins · reports", "said"];
        output.table(&head, question.positions.iter().map(|position| self.position(position)))?;
        for line in self.relations(question) {
            output.line(line)?;
        }
        let silent: Vec<_> = question.silent.iter().map(|code| code.0.as_str()).collect();
        if !silent.is_empty() {
            output.line(format!("  – silent: {}", silent.join(" ")))?;
        }
        let voiceless = &question.gaps.voiceless;
        if !voiceless.is_empty() {
            output.line(format!("  – nobody answers for: {}", voiceless.join(", ")))?;
        }
        let single: Vec<_> = question.gaps.one_origin.iter().map(|id| self.codes[id].as_str()).collect();
        if !single.is_empty() {
            output.line(format!("  – rest on one origin: {}", single.join(" ")))?;
        }
        for line in self.turns(question).into_iter().chain(open_points(question)) {
            output.line(line)?;
        }
        Ok(())
    }

    /// Claims that answer no question, those that are alike together.
    fn groups(&self, output: &mut Output) -> io::Result<()> {
        let groups = &self.built.apparatus.groups;
        if groups.is_empty() {
            return Ok(());
        }
        output.line("")?;
        output.line("claims that answer no question, those that are alike together:")?;
        for group in groups {
            let reports: Vec<_> = group.reports.iter().map(|code| code.0.as_str()).collect();
            let (claims, words) = (group.claims.len(), group.words.join(" "));
            output.line(format!("  {}  {words}: {claims} claims · {}", group.id, reports.join(" ")))?;
        }
        Ok(())
    }

    /// Speakers whose answers do not go together.
    fn turns(&self, question: &QuestionAccount) -> Vec<String> {
        let courses = question.over_time.speakers.iter();
        let turns = courses.flat_map(|course| course.turns.iter().map(move |turn| (course.speaker.as_ref(), turn)));
        let line = |(speaker, turn): (Option<&SpeakerId>, &Turn)| {
            let name = speaker.map_or("", |id| self.speakers.get(id).copied().unwrap_or(&id.0));
            let how = match turn.kind {
                TurnKind::Changed => "changed",
                TurnKind::Returned => "went back",
                TurnKind::Contradicts => "contradicts",
            };
            format!("  ↻ {name} ({how}) {} {}: {}", self.codes[&turn.a], self.codes[&turn.b], turn.why)
        };
        turns.map(line).collect()
    }

    fn position(&self, position: &Position) -> Vec<String> {
        vec![
            self.codes[&position.id].clone(),
            words::answer(&position.value, position.denied, self.language),
            over_whom(position, self.language),
            self.holders(position),
            format!("{} · {}", position.origins, position.reports),
            said(position),
        ]
    }

    /// Each speaker once, with the reports in which the words stand; the reports' own claims last.
    fn holders(&self, position: &Position) -> String {
        let mut by_speaker: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
        for holder in &position.holders {
            let speaker = holder.speaker.as_ref().map(|id| self.speakers.get(id).copied().unwrap_or(&id.0));
            by_speaker.entry(speaker).or_default().extend(self.carriers.get(&holder.document).into_iter().flatten());
        }
        let narrated = by_speaker.remove(&None);
        let named = by_speaker.into_iter().map(|(speaker, reports)| (speaker.unwrap_or_default(), reports));
        let all = named.chain(narrated.map(|reports| ("(reports themselves)", reports)));
        let lines = all.map(|(speaker, mut reports)| {
            reports.dedup();
            format!("{speaker} {}", reports.join(" "))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Conflicts and changes first, a line each; what is merely compatible after them, many of one type as one line.
    fn relations(&self, question: &QuestionAccount) -> Vec<String> {
        let compatible = |relation: &&Relation| relation.relation == RelationKind::Compatible;
        let mut lines: Vec<_> = question
            .relations
            .iter()
            .filter(|relation| !compatible(relation))
            .map(|relation| self.relation(relation))
            .collect();
        let mut by_type: BTreeMap<_, Vec<&Relation>> = BTreeMap::new();
        for relation in question.relations.iter().filter(compatible) {
            by_type.entry(relation.relation_type).or_default().push(relation);
        }
        for (relation_type, relations) in by_type {
            if relations.len() <= SPELT_OUT {
                lines.extend(relations.iter().map(|relation| self.relation(relation)));
            } else {
                let (kind, count) = (spaced(&format!("{relation_type:?}")), relations.len());
                let code = &question.code;
                lines.push(format!(
                    "  ≈ compatible ({kind}) {count} pairs, each spelt out by: variorum explain CASE {code}"
                ));
            }
        }
        lines
    }

    fn relation(&self, relation: &Relation) -> String {
        let (sign, word) = match relation.relation {
            RelationKind::Same => ("=", "same"),
            RelationKind::Compatible => ("≈", "compatible"),
            RelationKind::Superseded => ("→", "superseded"),
            RelationKind::Conflict => ("✗", "conflict"),
        };
        let kind = format!("{:?}", relation.relation_type);
        let (a, b) = (&self.codes[&relation.a], &self.codes[&relation.b]);
        format!("  {sign} {word} ({}) {a} {b}: {}", spaced(&kind), relation.why)
    }

    fn unanswered(&self, output: &mut Output) -> io::Result<()> {
        let unanswered = self.built.unanswered().map_err(io::Error::other)?;
        if unanswered.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = unanswered.iter().map(|question| question.id.0.as_str()).collect();
        output.line(format!("\nNo report answers: {}", names.join(", ")))
    }

    fn checks(&self, output: &mut Output) -> io::Result<()> {
        let checks = &self.built.apparatus.checks;
        if !checks.is_empty() {
            output.line("\nChecks")?;
        }
        for check in checks {
            let holds = match check.holds {
                Some(true) => "holds      ",
                Some(false) => "FAILS      ",
                None => "cannot tell",
            };
            let kind = format!("{:?}", check.kind).to_lowercase();
            output.line(format!("  {:<4} {holds}  {kind}: {}", check.id, check.why))?;
        }
        Ok(())
    }

    fn shared_origins(&self, output: &mut Output) -> io::Result<()> {
        let shared: Vec<_> = self.built.apparatus.origins.iter().filter(|origin| origin.reports.len() > 1).collect();
        if !shared.is_empty() {
            output.line("\nReports that share an origin")?;
        }
        for origin in shared {
            let reports: Vec<_> = origin.reports.iter().map(|code| code.0.as_str()).collect();
            output.line(format!("  {:<4} {}: {}", origin.id, reports.join(" "), origin.evidence.join("; ")))?;
        }
        Ok(())
    }
}

/// What would settle a question, a line each.
fn open_points(question: &QuestionAccount) -> Vec<String> {
    question.gaps.open.iter().map(|point| format!("  ? open: {} ({})", point.text, point.rule)).collect()
}

/// The scope, which is worth a word for counts always and for other answers only where something is said.
fn over_whom(position: &Position, language: Language) -> String {
    let is_count = matches!(position.value, Value::Count { .. });
    if is_count || position.scope != Scope::unknown() { words::scope(&position.scope, language) } else { String::new() }
}

fn said(position: &Position) -> String {
    let first = position.first_said.as_ref().and_then(moment::published);
    let last = position.last_said.as_ref().and_then(moment::published);
    let day = |text: String| text.chars().take(10).collect::<String>();
    match (first.map(day), last.map(day)) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (Some(day), _) | (None, Some(day)) => day,
        (None, None) => "?".to_owned(),
    }
}

/// `TimeOfStatement` as `time of statement`.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// Prints what one file says.
pub(crate) fn reading(output: &mut Output, read: &ReadDocument) -> io::Result<()> {
    let published = read.document.published.as_ref().and_then(moment::published);
    let language = read.reading.language.map_or("language not told", Language::code);
    output.line(format!(
        "{}\n{} · published {} · {language}",
        read.name,
        read.document.title.as_deref().unwrap_or("(no title)"),
        published.as_deref().unwrap_or("at an unknown time"),
    ))?;
    let text = read.document.text.as_str();
    output
        .table(&["who", "cue", "what", "hedge", "answers"], read.reading.claims.iter().map(|claim| row(claim, text)))?;
    for finding in read.document.findings.iter().chain(&read.reading.findings) {
        output.line(format!("! {} ({})", finding.message, finding.code))?;
    }
    output.line("")
}

fn row(claim: &Claim, text: &str) -> Vec<String> {
    let words = |span: variorum::evidence::span::TextSpan| span.words(text).unwrap_or("(words not found)");
    let who = match (&claim.source, claim.manner) {
        (Some(source), _) if source.name == words(source.span) => source.name.clone(),
        (Some(source), _) => format!("{} ({})", words(source.span), source.name),
        (None, Manner::Narrated) => "(the report itself)".to_owned(),
        (None, _) => "(not said who)".to_owned(),
    };
    let hedge = format!("{:?}", claim.hedge.value).to_lowercase();
    let content: Vec<_> = claim.content.iter().map(|span| words(*span)).collect();
    vec![
        who,
        claim.cue.map(words).unwrap_or_default().to_owned(),
        content.join(" … "),
        if claim.hedge.span.is_none() && hedge == "asserted" { String::new() } else { hedge },
        claim.readings.iter().map(answer).collect::<Vec<_>>().join("\n"),
    ]
}

fn answer(reading: &variorum::evidence::claim::Reading) -> String {
    let question = reading.question.as_ref().map_or(reading.predicate.as_str(), |id| &id.0);
    let denied = reading.polarity == Polarity::Denied;
    format!("{question} = {}", words::answer(&reading.value, denied, Language::En))
}
