//! The nouns of Variorum, as plain values.
//!
//! Every stage reads and returns the types in this crate, and stages meet nowhere else. Nothing here
//! touches disk, clock, network or environment, and nothing here decides anything: it says what a claim,
//! a reading or a position *is* and how it is written down.
//!
//! - [`digest`], [`ids`]: what is hashed, and the ids that follow from it
//! - [`span`]: exact words, in bytes of one text inside and in code points outside
//! - [`moment`]: four kinds of time that cannot be compared with one another
//! - [`canonical`]: the one encoding in which evidence is written and hashed
//! - [`document`], [`claim`], [`question`], [`account`]: report → claims → questions → positions
//! - [`incident`]: what a document tells of one incident
//! - [`decision`]: what a person decided, as it stands in the journal
//! - [`revision`]: the versions of one address and what changed between them
//! - [`over_time`], [`open_point`]: what was said in which order, and what would settle a question
//! - [`finding`]: doubt about evidence, as a result and not as an error
//! - [`words`]: values and scopes in a few words of English or Spanish
//!
//! ```
//! use variorum_evidence::{digest::Digest, ids::DocumentId, span::TextSpan};
//! let text = "Seven people died, the minister said.";
//! let document = DocumentId::of_text(text);
//! let span = TextSpan::of(text, 0..17).expect("both ends are character boundaries");
//! assert_eq!(span.words(text), Some("Seven people died"));
//! assert_eq!(document.digest(), Digest::of(text.as_bytes()));
//! ```
//!
//! What is left out: how any of it is found (`variorum-text`), compared (`variorum-reconcile`), stored
//! (`variorum-store`) or shown as JSON to programs (`variorum-wire`).

pub mod account;
pub mod canonical;
pub mod claim;
pub mod decision;
pub mod digest;
pub mod document;
pub mod exposure;
pub mod finding;
pub mod ids;
pub mod incident;
pub mod moment;
pub mod open_point;
pub mod over_time;
pub mod place;
pub mod question;
pub mod revision;
pub mod span;
pub mod words;
