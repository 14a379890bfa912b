use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, Subcommand};
use variorum::Workbench;
use variorum::decide::{Listed, Request, Settling};
use variorum::evidence::decision::Hand;

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
    variorum decide mycase source \"Ana Ruiz\" --first-hand --access \"was in the hall\"\n  \
    variorum decide mycase adopt N1\n  \
    variorum decide mycase reword Q1 \"How many people died?\" --language en\n  \
    variorum decide mycase split Q1 killed_later \"How many died of their wounds?\" --words hospital wounds\n  \
    variorum decide mycase merge-questions Q4 N2\n  \
    variorum decide mycase resolve Q1 --range 7..9 --reason \"both lists are complete\"\n  \
    variorum decide mycase close N3 --reason \"the same as Q4\"\n  \
    variorum decide mycase ask curfew \"Was there a curfew?\" --group G1\n  \
    variorum decide mycase protect \"Ana Ruiz\" Ruiz --alias \"Witness A\"")]
pub(crate) struct Decide {
    /// The case
    case: PathBuf,
    /// Print what was recorded as one JSON document
    #[arg(long, global = true)]
    json: bool,
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
    /// Note of a source whether it knows first-hand, and how it came to know
    Source {
        /// Who says it, by any name
        speaker: String,
        /// They saw, heard, did or suffered it
        #[arg(long, conflicts_with = "second_hand")]
        first_hand: bool,
        /// They tell what others told
        #[arg(long)]
        second_hand: bool,
        /// How they came to know
        #[arg(long)]
        access: Option<String>,
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
        /// A group of claims that answer it, each with its own words (G1)
        #[arg(long)]
        group: Option<String>,
    },
    /// Ask a question that is proposed (N1), or one of a set that the case does not use (attended)
    Adopt {
        /// The question
        question: String,
        /// Other words for it
        #[arg(long)]
        wording: Option<String>,
    },
    /// Put a question in other words
    Reword {
        /// The question (Q1, N1 or its name)
        question: String,
        /// The words
        wording: String,
        /// Their language: en, es; that of the case where none is given
        #[arg(long)]
        language: Option<String>,
    },
    /// Part a question: claims with certain words answer another one
    Split {
        /// The question (Q1, N1 or its name)
        question: String,
        /// The name of the new one
        id: String,
        /// The new one in words
        wording: String,
        /// Claims in which any of these stand go over to it
        #[arg(long, required = true, num_args = 1..)]
        words: Vec<String>,
    },
    /// These questions are one
    MergeQuestions {
        /// The question to keep
        keep: String,
        /// Those that go into it, of the same kind of answer
        #[arg(required = true)]
        questions: Vec<String>,
    },
    /// Be done with a question: it stays visible as closed
    Close {
        /// The question
        question: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
    /// Open a closed question again
    Reopen {
        /// The question
        question: String,
    },
    /// Say how a disputed question is left; the accounts stay as they are
    #[command(group(ArgGroup::new("by").required(true)))]
    Resolve {
        /// The question
        question: String,
        /// Where the answer is taken to lie: 7..9, 04:30..04:50
        #[arg(long, group = "by")]
        range: Option<String>,
        /// The speaker or party whose word is put first
        #[arg(long, group = "by")]
        priority: Option<String>,
        /// It is left open on purpose
        #[arg(long, group = "by")]
        pending: bool,
        /// Why
        #[arg(long)]
        reason: Option<String>,
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
            return list(&workbench, &self.case, self.json);
        };
        let decided = around.workbench()?.decide(&self.case, &request, &Bar::default())?;
        decided.told.iter().for_each(say);
        if self.json {
            let told = serde_json::json!({
                "schema": "variorum.decided/1", "entry": decided.seq, "stood": decided.stood, "told": decided.told,
            });
            Output::standard().json(&told)?;
            return Ok(Outcome::Done);
        }
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
            Self::Source { speaker, first_hand, second_hand, access } => {
                let hand = first_hand.then_some(Hand::FirstHand).or(second_hand.then_some(Hand::SecondHand));
                Request::Source { speaker, hand, access }
            }
            Self::Ask { id, wording, kind, predicate, group } => Request::Ask { id, wording, kind, predicate, group },
            Self::Adopt { question, wording } => Request::Adopt { question, wording },
            Self::Reword { question, wording, language } => Request::Reword { question, wording, language },
            Self::Split { question, id, wording, words } => Request::Split { question, id, wording, words },
            Self::MergeQuestions { keep, questions } => Request::MergeQuestions { keep, questions },
            Self::Close { question, reason } => Request::Close { question, reason },
            Self::Reopen { question } => Request::Reopen { question },
            Self::Resolve { question, range, priority, reason, .. } => {
                let by = range.map(Settling::Range).or(priority.map(Settling::Priority));
                Request::Resolve { question, by: by.unwrap_or(Settling::Pending), reason }
            }
            Self::Published { report, date } => Request::Published { report, date },
            Self::Place { report, event } => Request::Place { report, event },
            Self::Note { claim, text } => Request::Note { claim, text },
            Self::Protect { names, alias, unlike } => Request::Protect { names, alias, unlike },
            Self::Withhold { report } => Request::Withhold { report },
        })
    }
}

fn list(workbench: &Workbench, case: &Path, json: bool) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    if json {
        let listed: Vec<_> = workbench.decisions(case)?.iter().map(listed).collect();
        output.json(&serde_json::json!({ "schema": "variorum.decisions/1", "decisions": listed }))?;
        return Ok(Outcome::Done);
    }
    for listed in workbench.decisions(case)? {
        let words = listed.about();
        let Listed { decided, undone } = listed;
        let state = if undone { " (undone)" } else { "" };
        let (seq, act) = (decided.seq, decided.decision.act());
        output.line(format!("{seq:>5}  {} {}  {act}{state}  {words}", decided.at, decided.by))?;
    }
    Ok(Outcome::Done)
}

/// A decision as programs read it; whom one protects stays out, as in the lines for people.
fn listed(listed: &Listed) -> serde_json::Value {
    let Listed { decided, undone } = listed;
    serde_json::json!({
        "entry": decided.seq, "at": decided.at, "by": decided.by, "act": decided.decision.act(), "undone": undone,
        "about": listed.about(),
    })
}
