use std::io;
use std::path::PathBuf;

use clap::Args;
use variorum::build::Built;
use variorum::evidence::revision::{AnswerChange, RevisionStep, Revisions as Versions, SentenceChange, VersionAnswer};
use variorum::evidence::span::TextSpan;
use variorum::evidence::words;
use variorum::wire::moment::published;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Show what changed between the captures of one address, and which changes nobody announced
///
/// Reports that were added with one address and different texts are its versions, in the order of capture. A change
/// is silent where something told before is told otherwise or no more, and nothing new in the later version speaks of
/// a correction or an update.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  variorum revisions mycase\n  variorum revisions mycase R5\n  variorum revisions mycase --silent\n  variorum revisions mycase --json > revisions.json"
)]
pub(crate) struct Revisions {
    /// The case
    case: PathBuf,
    /// Only the address of this report (R12)
    report: Option<String>,
    /// Only addresses with a silent change
    #[arg(long)]
    silent: bool,
    /// As JSON: the list `revisions` of the contract `variorum.apparatus/1`
    #[arg(long)]
    json: bool,
}

impl Revisions {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let mut built = around.keyless()?.look(&self.case, &Bar::default())?;
        if let Some(code) = &self.report
            && !built.apparatus.reports.iter().any(|report| report.code.0 == *code)
        {
            return Err(Failure::usage(format!("the case has no report {code}; `variorum export` lists them")));
        }
        built.apparatus.revisions.retain(|versions| self.wants(versions));
        let mut output = Output::standard();
        if self.json {
            output.json(&built.to_wire()?.revisions)?;
        } else {
            print(&mut output, &built)?;
        }
        Ok(Outcome::Done)
    }

    fn wants(&self, versions: &Versions) -> bool {
        let mut reports = versions.versions.iter().flat_map(|version| &version.reports);
        let named = self.report.as_ref().is_none_or(|code| reports.any(|report| report.0 == *code));
        named && (!self.silent || versions.steps.iter().any(|step| step.silent))
    }
}

fn print(output: &mut Output, built: &Built) -> io::Result<()> {
    let shown = &built.apparatus.revisions;
    if shown.is_empty() {
        return output
            .line("Nothing to compare: no address of these has captures with different texts (add them with --url).");
    }
    for (place, versions) in shown.iter().enumerate() {
        if place > 0 {
            output.line("")?;
        }
        print_address(output, built, versions)?;
    }
    Ok(())
}

fn print_address(output: &mut Output, built: &Built, versions: &Versions) -> io::Result<()> {
    output.line(&versions.address)?;
    for (place, version) in versions.versions.iter().enumerate() {
        let reports: Vec<_> = version.reports.iter().map(|code| code.0.as_str()).collect();
        let [captured, published] = [&version.captured, &version.published]
            .map(|when| when.as_ref().and_then(published).unwrap_or_else(|| "?".to_owned()));
        let reports = reports.join(" ");
        output.line(format!("  v{}  {reports}  captured {captured}, published {published}", place + 1))?;
    }
    let text = |place: usize| built.texts.get(&versions.versions[place].document).map_or("", String::as_str);
    for (place, step) in versions.steps.iter().enumerate() {
        let (was, now) = (text(place), text(place + 1));
        output.line(format!("\n  v{} → v{}   {}", place + 1, place + 2, how(step, now)))?;
        step.answers.iter().try_for_each(|change| output.line(format!("    {}", answer_change(built, change))))?;
        for change in &step.sentences {
            sentence_lines(change, was, now).iter().try_for_each(|line| output.line(line))?;
        }
    }
    Ok(())
}

fn how(step: &RevisionStep, now: &str) -> String {
    match (&step.announced, step.silent) {
        (Some(told), _) => format!("announced: “{}”", one_line(told.span, now)),
        (None, true) => "SILENT: nothing new in the later version says that it was changed".to_owned(),
        (None, false) => "nothing told before is told otherwise".to_owned(),
    }
}

fn answer_change(built: &Built, change: &AnswerChange) -> String {
    let account = built.apparatus.questions.iter().find(|account| account.code == change.question);
    let told = |answer: &Option<VersionAnswer>| {
        let answer = answer.as_ref()?;
        let position = account?.positions.iter().find(|position| position.id == answer.position)?;
        let denied = if position.denied { "not " } else { "" };
        let value = words::value(&position.value, built.config.language());
        Some(format!("{denied}{value} ({})", voice(built, answer)))
    };
    let question = account.map_or("", |account| &account.question.id.0);
    let change_of = match (told(&change.before), told(&change.after)) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (Some(before), None) => format!("{before} → no longer answered"),
        (None, after) => format!("new: {}", after.unwrap_or_default()),
    };
    format!("{} {question}: {change_of}", change.question)
}

fn voice<'b>(built: &'b Built, answer: &VersionAnswer) -> &'b str {
    let speaker = answer.speaker.as_ref();
    let found = speaker.and_then(|id| built.apparatus.speakers.iter().find(|speaker| speaker.id == *id));
    found.map_or("the report itself", |speaker| speaker.name.as_str())
}

/// A line for what was taken out and one for what was put in.
fn sentence_lines(change: &SentenceChange, was: &str, now: &str) -> Vec<String> {
    let before = change.before.iter().map(|span| format!("    - {}", one_line(*span, was)));
    before.chain(change.after.iter().map(|span| format!("    + {}", one_line(*span, now)))).collect()
}

fn one_line(span: TextSpan, text: &str) -> String {
    span.words(text).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
