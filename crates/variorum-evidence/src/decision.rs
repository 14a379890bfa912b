//! What a person decided, as it stands in the journal.
//!
//! A decision names exact words in a text, never a model's claim id alone: when a reader changes, the words
//! are still there to be found. Decisions are facts and are never rewritten; undoing one is another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claim::{Scope, Value};
use crate::document::Language;
use crate::ids::{OriginalId, QuestionId};
use crate::question::Question;
use crate::span::Quote;

/// The word by which people mean the event of the case.
pub const MAIN_EVENT: &str = "main";

/// One decision. In the journal it is the body of an entry whose kind is `decision.` and the tag below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Decision {
    /// A claim that no reader found, from exact words.
    Mark {
        /// What is said.
        content: Quote,
        /// The words that name who says it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Quote>,
        /// Who says it, as a name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speaker: Option<String>,
        /// The words of saying.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cue: Option<Quote>,
    },
    /// What the claim at these words answers to a question; replaces the machine's answer to it.
    Answer {
        /// The claim's content.
        claim: Quote,
        /// The question.
        question: QuestionId,
        /// The answer.
        value: Value,
        /// Over whom; the machine's scope stays where none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Scope>,
    },
    /// The machine has it right.
    Accept {
        /// The claim's content.
        claim: Quote,
    },
    /// It is no claim, or not one of this case: it stays visible and counts for nothing.
    Reject {
        /// The claim's content.
        claim: Quote,
    },
    /// The claim reaches over these words instead.
    Correct {
        /// The claim's content as it was.
        claim: Quote,
        /// The content as it should be.
        content: Quote,
    },
    /// Somebody else says it.
    Attribute {
        /// The claim's content.
        claim: Quote,
        /// Who says it, as a name.
        speaker: String,
    },
    /// All readings of the claim answer this question.
    Assign {
        /// The claim's content.
        claim: Quote,
        /// The question.
        question: QuestionId,
    },
    /// These names are one speaker.
    MergeSpeakers {
        /// The name to keep.
        keep: String,
        /// Names that mean the same.
        names: Vec<String>,
    },
    /// How a source knows what it says.
    NoteSource {
        /// Who says it, by any name.
        speaker: String,
        /// Whether they were there themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hand: Option<Hand>,
        /// How they came to know, in a person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access: Option<String>,
    },
    /// A question that no template has.
    Ask {
        /// The question.
        question: Box<Question>,
    },
    /// A question in other words; what answers it stays.
    RewordQuestion {
        /// The question.
        question: QuestionId,
        /// The words, by language; those of other languages stay.
        wording: BTreeMap<Language, String>,
    },
    /// Part of what answers a question answers another one.
    SplitQuestion {
        /// The question.
        question: QuestionId,
        /// The other one, of the same kind of answer.
        into: Box<Question>,
        /// Claims in which any of these words stand go over to it.
        words: Vec<String>,
    },
    /// What answers these questions answers one.
    MergeQuestions {
        /// The question to keep.
        keep: QuestionId,
        /// Those that go into it, of the same kind of answer.
        questions: Vec<QuestionId>,
    },
    /// A question is done with, or was none: it stays visible.
    CloseQuestion {
        /// The question.
        question: QuestionId,
        /// Why, in a person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A closed question is open again.
    ReopenQuestion {
        /// The question.
        question: QuestionId,
    },
    /// How a person leaves a question on which accounts disagree. The program computes none, and the accounts stay as they are.
    ResolveQuestion {
        /// The question.
        question: QuestionId,
        /// How it is left.
        resolution: Resolution,
        /// Why, in a person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// When an original was first published, as a civil date or time.
    SetPublished {
        /// The original.
        original: OriginalId,
        /// ISO 8601 date, or date and time with offset.
        date: String,
    },
    /// Of which event a report is.
    Place {
        /// The original.
        original: OriginalId,
        /// [`MAIN_EVENT`], or a name for another; reports of one name are of one event.
        event: String,
    },
    /// Words for the next reader.
    Note {
        /// The claim's content.
        claim: Quote,
        /// The note.
        text: String,
    },
    /// Whoever or whatever these words name stands under another name in a redacted edition.
    Protect {
        /// Every spelling that gives it away.
        names: Vec<String>,
        /// What stands in their place ("Witness A"); the same alias again adds spellings.
        alias: String,
        /// Words that look like one of the spellings and are other words.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unlike: Vec<String>,
    },
    /// A redacted edition holds nothing of this original: neither its bytes and text nor what follows from them.
    Withhold {
        /// The original.
        original: OriginalId,
    },
    /// An earlier decision no longer holds.
    Undo {
        /// Its sequence number in the journal.
        seq: u64,
    },
}

impl Decision {
    /// The claim's content that the decision is about, for those that are about one.
    pub fn claim(&self) -> Option<&Quote> {
        match self {
            Self::Mark { content: claim, .. }
            | Self::Answer { claim, .. }
            | Self::Accept { claim }
            | Self::Reject { claim }
            | Self::Correct { claim, .. }
            | Self::Attribute { claim, .. }
            | Self::Assign { claim, .. }
            | Self::Note { claim, .. } => Some(claim),
            Self::MergeSpeakers { .. }
            | Self::NoteSource { .. }
            | Self::Ask { .. }
            | Self::RewordQuestion { .. }
            | Self::SplitQuestion { .. }
            | Self::MergeQuestions { .. }
            | Self::CloseQuestion { .. }
            | Self::ReopenQuestion { .. }
            | Self::ResolveQuestion { .. }
            | Self::SetPublished { .. }
            | Self::Place { .. }
            | Self::Protect { .. }
            | Self::Withhold { .. }
            | Self::Undo { .. } => None,
        }
    }

    /// The tag of the act, as in the entry's kind.
    pub const fn act(&self) -> &'static str {
        match self {
            Self::Mark { .. } => "mark",
            Self::Answer { .. } => "answer",
            Self::Accept { .. } => "accept",
            Self::Reject { .. } => "reject",
            Self::Correct { .. } => "correct",
            Self::Attribute { .. } => "attribute",
            Self::Assign { .. } => "assign",
            Self::MergeSpeakers { .. } => "merge-speakers",
            Self::NoteSource { .. } => "note-source",
            Self::Ask { .. } => "ask",
            Self::RewordQuestion { .. } => "reword-question",
            Self::SplitQuestion { .. } => "split-question",
            Self::MergeQuestions { .. } => "merge-questions",
            Self::CloseQuestion { .. } => "close-question",
            Self::ReopenQuestion { .. } => "reopen-question",
            Self::ResolveQuestion { .. } => "resolve-question",
            Self::SetPublished { .. } => "set-published",
            Self::Place { .. } => "place",
            Self::Note { .. } => "note",
            Self::Protect { .. } => "protect",
            Self::Withhold { .. } => "withhold",
            Self::Undo { .. } => "undo",
        }
    }

    /// Whether it is about what a redacted edition hides. No edition discloses such a decision: a full one would
    /// point at those at risk, and a redacted one would name them.
    pub const fn is_about_hiding(&self) -> bool {
        matches!(self, Self::Protect { .. } | Self::Withhold { .. })
    }

    /// Every quote in it, for verification.
    pub fn quotes(&self) -> Vec<&Quote> {
        match self {
            Self::Mark { content, source, cue, .. } => {
                [Some(content), source.as_ref(), cue.as_ref()].into_iter().flatten().collect()
            }
            Self::Correct { claim, content } => vec![claim, content],
            other => other.claim().into_iter().collect(),
        }
    }
}

/// Whether a source was there itself or tells what others told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hand {
    /// They saw, heard, did or suffered it.
    FirstHand,
    /// They tell what others told, or what they read.
    SecondHand,
}

impl Hand {
    /// Both.
    pub const ALL: [Self; 2] = [Self::FirstHand, Self::SecondHand];

    /// As it stands in the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FirstHand => "first-hand",
            Self::SecondHand => "second-hand",
        }
    }
}

/// How a person leaves a question on which accounts disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Resolution {
    /// The answer is taken to lie here ("7 to 9").
    Range {
        /// The answer, as coarse as it is meant.
        value: Value,
    },
    /// What this speaker or party says is put first.
    Priority {
        /// The name.
        voice: String,
    },
    /// It is left open on purpose.
    Pending,
}

/// A decision as the journal holds it: who, when, and in which entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The entry of this case's journal.
    pub seq: u64,
    /// When, as the decider's clock claims (RFC 3339).
    pub at: String,
    /// Whose key (`key:530d903a`).
    pub by: String,
    /// Whether it came from a colleague's case by `import`.
    #[serde(default)]
    pub imported: bool,
    /// The decision.
    pub decision: Decision,
}
