use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use variorum::Workbench;
use variorum::decide::{Listed, Request};
use variorum::evidence::decision::Decision;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};

/// Record what a person decides: mark, accept, correct, answer, merge and more
///
/// A decision is about exact words, stands in the journal under your key, and can be undone.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum decide mycase accept C1a2b3c4\n  \
    variorum decide mycase answer C1a2b3c4 killed 7 --scope side=affected\n  \
    variorum decide mycase mark R3 \"two officers were killed\" --speaker \"Interior Ministry\"\n  \
    variorum decide mycase merge \"Néstor Reverol\" \"Ernesto Reverol\"\n  \
    variorum decide mycase protect \"Ana Ruiz\" Ruiz --alias \"Witness A\"")]
pub(crate) struct Decide {
    /// The case
    case: PathBuf,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Mark a claim that no reader found, by its exact words
    Mark {
        /// The report
        report: String,
        /// The words of the claim, exactly as in the report
        words: String,
        /// The words that name who says it
        #[arg(long)]
        source: Option<String>,
        /// Who says it, as a name
        #[arg(long)]
        speaker: Option<String>,
    },
    /// Say what a claim answers to a question
    Answer {
        /// The claim
        claim: String,
        /// The question (Q1 or its name)
        question: String,
        /// The answer: 7, 7..9, 7+, 17m, 2018-01-15T04:30, officials
        value: String,
        /// Over whom: side=officials kind=grave part=total including=officials
        #[arg(long)]
        scope: Option<String>,
    },
    /// The machine has it right
    Accept {
        /// The claim
        claim: String,
    },
    /// It is no claim: it stays visible and counts for nothing
    Reject {
        /// The claim
        claim: String,
    },
    /// The claim reaches over other words
    Correct {
        /// The claim
        claim: String,
        /// The words it should have, exactly as in the report
        words: String,
    },
    /// Somebody else says it
    Attribute {
        /// The claim
        claim: String,
        /// Who says it, as a name
        speaker: String,
    },
    /// What the claim says answers another question
    Assign {
        /// The claim
        claim: String,
        /// The question (Q1 or its name)
        question: String,
    },
    /// These names are one speaker
    Merge {
        /// The name to keep
        keep: String,
        /// The other names
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Ask a question that no template has
    Ask {
        /// Its name in files (`curfew`)
        id: String,
        /// The question in words
        wording: String,
        /// The kind of answer: count, time, duration, choice, text
        #[arg(long, default_value = "text")]
        kind: String,
        /// What happened (`killed`, `ordered`)
        #[arg(long, default_value = "stated")]
        predicate: String,
    },
    /// Set when a report was first published
    Published {
        /// The report
        report: String,
        /// A date, or a date and time with offset
        date: String,
    },
    /// Say of which event a report is
    Place {
        /// The report
        report: String,
        /// `main` for the event of the case, or a name for another; reports of one name are of one event
        event: String,
    },
    /// Put an alias in the place of a name in redacted editions
    Protect {
        /// Every spelling; the name of a speaker brings the spellings found for it
        names: Vec<String>,
        /// What stands in its place; the same alias again adds spellings. Default: Witness A, Witness B …
        #[arg(long)]
        alias: Option<String>,
        /// Words that look like a spelling and are other words
        #[arg(long, value_name = "WORD")]
        unlike: Vec<String>,
    },
    /// Leave a report out of redacted editions
    Withhold {
        /// The report
        report: String,
    },
    /// Show what was decided, by whom and in which entry
    List,
    /// Leave words for the next reader
    Note {
        /// The claim
        claim: String,
        /// The note
        text: String,
    },
}

impl Decide {
    pub(crate) fn run(self, around: &Surroundings) -> Result<Outcome, Failure> {
        let Some(request) = self.act.into_request() else {
            let workbench = around.workbench()?;
            return list(&workbench, &self.case);
        };
        let decided = around.workbench()?.decide(&self.case, &request, &Bar::default())?;
        decided.told.iter().for_each(say);
        if decided.stood {
            say(format!("nothing recorded: it already stands as journal entry {}", decided.seq));
        } else {
            say(format!("recorded as journal entry {}", decided.seq));
        }
        say(format!("undo: variorum undo {} {}", self.case.display(), decided.seq));
        Ok(Outcome::Done)
    }
}

impl Act {
    /// What is to be recorded; nothing for a listing.
    fn into_request(self) -> Option<Request> {
        Some(match self {
            Self::List => return None,
            Self::Mark { report, words, source, speaker } => Request::Mark { report, words, source, speaker },
            Self::Answer { claim, question, value, scope } => Request::Answer { claim, question, value, scope },
            Self::Accept { claim } => Request::Accept { claim },
            Self::Reject { claim } => Request::Reject { claim },
            Self::Correct { claim, words } => Request::Correct { claim, words },
            Self::Attribute { claim, speaker } => Request::Attribute { claim, speaker },
            Self::Assign { claim, question } => Request::Assign { claim, question },
            Self::Merge { keep, names } => Request::Merge { keep, names },
            Self::Ask { id, wording, kind, predicate } => Request::Ask { id, wording, kind, predicate },
            Self::Published { report, date } => Request::Published { report, date },
            Self::Place { report, event } => Request::Place { report, event },
            Self::Note { claim, text } => Request::Note { claim, text },
            Self::Protect { names, alias, unlike } => Request::Protect { names, alias, unlike },
            Self::Withhold { report } => Request::Withhold { report },
        })
    }
}

fn list(workbench: &Workbench, case: &Path) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    for Listed { decided, undone } in workbench.decisions(case)? {
        let words = match &decided.decision {
            // The alias alone: a list may be read over somebody's shoulder.
            Decision::Protect { names, alias, .. } => format!("{} spellings as {alias}", names.len()),
            other => other.claim().map_or_else(String::new, |quote| format!("“{}”", quote.words)),
        };
        let state = if undone { " (undone)" } else { "" };
        let (seq, act) = (decided.seq, decided.decision.act());
        output.line(format!("{seq:>5}  {} {}  {act}{state}  {words}", decided.at, decided.by))?;
    }
    Ok(Outcome::Done)
}
