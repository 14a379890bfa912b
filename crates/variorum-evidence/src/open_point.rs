//! What would settle a question: where to look and whom to ask, never what to find.

use serde::{Deserialize, Serialize};

use crate::ids::PositionId;

/// Something that an investigator could go and find out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpenPoint {
    /// Which rule found it (`open.second-origin`), listed in `docs/guide/relations.md`.
    pub rule: String,
    /// In one line, in the language of the case.
    pub text: String,
    /// The positions that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<PositionId>,
    /// The parties of the case to ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
}
