//! Doubt about evidence: a result that is stored and shown, never an error and never only a log line.

use serde::{Deserialize, Serialize};

/// Something about the evidence that a person should know before relying on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Stable dotted code, listed in `docs/guide/findings.md` (`capture.hollow`, `archive.traversal`).
    pub code: String,
    /// What it is about: a file name, a member, a claim code, a quote.
    pub about: String,
    /// What was found, as one sentence.
    pub message: String,
    /// What to do about it, as a command where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Finding {
    /// A finding without advice.
    pub fn new(code: &str, about: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), about: about.into(), message: message.into(), help: None }
    }

    /// The same finding with advice.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
