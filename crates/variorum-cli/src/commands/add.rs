use std::path::PathBuf;

use clap::Args;
use variorum::add::{Added, Additions, Stated, Status};

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Add reports, folders, mails, archives or media to a case, unaltered
///
/// Each printed line is on disk when you read it. Adding the same files again adds nothing. A CSV with the columns
/// path,url,publisher,published,collected tells where the files beside it come from.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum add mycase reports/\n  \
    variorum add mycase page.html --url https://example.org/a --published 2018-01-16 --why \"minister's statement\"\n  \
    variorum add mycase scan.txt --transcript-of R3")]
pub(crate) struct Add {
    /// The case
    case: PathBuf,
    /// Files and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Why they are added
    #[arg(long)]
    why: Option<String>,
    /// Where they were found
    #[arg(long)]
    url: Option<String>,
    /// Who published them
    #[arg(long)]
    publisher: Option<String>,
    /// When they were published: a date, or a date and time with offset
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// When they were collected
    #[arg(long, value_name = "DATE")]
    collected: Option<String>,
    /// The offset of dates without one
    #[arg(long, value_name = "±HH:MM", allow_hyphen_values = true)]
    zone: Option<String>,
    /// They are a transcript of this report or original
    #[arg(long, value_name = "R12")]
    transcript_of: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let Self { case, paths, why, url, publisher, published, collected, zone, transcript_of, json } = self;
        let stated = Stated { why, url, publisher, published, collected, zone };
        let additions = Additions { paths, stated, transcript_of };
        let mut output = Output::standard();
        let mut printed = Ok(());
        let summary = around.workbench()?.add(&case, &additions, &Bar::default(), &mut |added| {
            if printed.is_ok() {
                printed = if json { json_line(&mut output, added) } else { line(&mut output, added) };
            }
        })?;
        printed?;
        say(format!("{} added, {} already there, {} findings", summary.added, summary.already_there, summary.findings));
        Ok(Outcome::Done)
    }
}

fn line(output: &mut Output, added: &Added) -> std::io::Result<()> {
    let status = match added.status {
        Status::New => "added",
        Status::SameBytes => "added, same bytes as an earlier one",
        Status::Known => "already there",
        Status::Refused => "not added",
    };
    let code = added.code.as_deref().unwrap_or("-");
    // A file may be named like a line of this very output.
    let name = added.name.replace(['\n', '\t'], "�");
    output.line(format!("{code:<5} {name}  {status}  ({})", added.format))?;
    for finding in &added.findings {
        output.line(format!("      ! {}: {} ({})", finding.about, finding.message, finding.code))?;
        if let Some(help) = &finding.help {
            output.line(format!("        help: {help}"))?;
        }
    }
    Ok(())
}

fn json_line(output: &mut Output, added: &Added) -> std::io::Result<()> {
    output.raw(format!("{}\n", serde_json::to_string(added)?).as_bytes())
}
