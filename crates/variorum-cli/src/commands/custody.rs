use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Show who touched an original, what was done and when, and the form of its collection
#[derive(Args)]
#[command(after_help = "Examples:\n  variorum custody mycase R3\n  variorum custody mycase 3fa2c81d\n  \
    variorum custody mycase photo.jpg --json")]
pub(crate) struct Custody {
    /// The case
    case: PathBuf,
    /// A report (R3), an original's SHA-256 or its beginning, or the name of a file
    item: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Custody {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let found = around.keyless()?.custody(&self.case, &self.item)?;
        let mut output = Output::standard();
        if self.json {
            output.json(&serde_json::json!({ "schema": "variorum.custody/1", "custody": found }))?;
            return Ok(Outcome::Done);
        }
        output.line(format!("original {}", found.original))?;
        for touch in &found.entries {
            let back = if touch.clock_back { "  ! the clock had gone back before this entry" } else { "" };
            output.line(format!("{:>6}  {} {}  {}{back}", touch.entry, touch.at, touch.by, touch.what))?;
        }
        let back: Vec<String> = found.clock_back.iter().map(u64::to_string).collect();
        let back = if back.is_empty() {
            "nowhere in the journal".to_owned()
        } else {
            format!("before entry {}", back.join(", "))
        };
        output.line(format!("the clock went back: {back}; times are claims, the order is that of the numbers"))?;
        if let Some(why) = &found.incomplete {
            output.line(format!("! decisions about what was read in it cannot all be told: {why}"))?;
        }
        output.line("\nCollection")?;
        for field in &found.form {
            let values = if field.values.is_empty() { "not recorded".to_owned() } else { field.values.join("; ") };
            output.line(format!("{:>36}  {values}", field.label))?;
        }
        Ok(Outcome::Done)
    }
}
