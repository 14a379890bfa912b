use std::path::PathBuf;

use clap::Args;
use variorum::read::ReadOptions;
use variorum::reader::FileReader;
use variorum::wire::read::ReadWriter;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::tables;

/// Print who says what in some files; no case needed
///
/// Without a date of publication "yesterday" stays "yesterday".
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum read report.txt --published 2018-01-16 --zone -04:00\n  \
    variorum read --list files.csv --json        (CSV: path,published,zone,publisher)\n  \
    variorum read --predicates evictions.toml report.txt")]
pub(crate) struct Read {
    /// Files to read
    #[arg(required_unless_present = "list")]
    files: Vec<PathBuf>,
    /// When they were published
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// The offset of the place they speak of
    #[arg(long, value_name = "±HH:MM", allow_hyphen_values = true)]
    zone: Option<String>,
    /// A CSV with the columns path,published,zone,publisher
    #[arg(long, value_name = "FILE.csv")]
    list: Option<PathBuf>,
    /// A TOML file of `[[predicate]]` tables: what to look for besides `killed`, `arrested` and the others
    #[arg(long, value_name = "FILE.toml")]
    predicates: Option<PathBuf>,
    /// Who reads: `neural` (the model in this program), `rules`, or the folder of another model
    #[arg(long, value_name = "READER", default_value = "neural")]
    reader: String,
    /// Print the contract `variorum.read/1`
    #[arg(long)]
    json: bool,
}

impl Read {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let options = ReadOptions {
            files: self.files,
            published: self.published,
            zone: self.zone,
            list: self.list,
            reader: FileReader::parse(&self.reader),
            predicates: self.predicates,
        };
        let workbench = around.keyless()?;
        let bar = Bar::default();
        let mut output = Output::standard();
        if !self.json {
            workbench.read(&options, &bar, |read| {
                bar.aside(|| tables::reading(&mut output, &read)).map_err(Failure::from)
            })?;
            return Ok(Outcome::Done);
        }
        let mut answer = ReadWriter::new(output.buffered());
        workbench.read(&options, &bar, |read| {
            let document = variorum::read::to_wire(&read)?;
            bar.aside(|| answer.document(&document)).map_err(Failure::from)
        })?;
        answer.end()?;
        output.line("")?;
        Ok(Outcome::Done)
    }
}
