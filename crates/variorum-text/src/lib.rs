//! Documents to attributed claims and their readings.
//!
//! One question a module, in the order in which they are asked:
//!
//! - `language`, `sentences`, `tokens`, `line`: what stands where
//! - `lexicon`: which words the rules mean, as data
//! - `times`, `calendar`: which words name a time, and what it is on the calendar
//! - `subjects`, `attribution`, `inverted`, `contents`, `coreference`, `narrated`, `stance`, `hedges`: who says what, how surely
//! - `events`, `quantities`, `stretches`, `counts`, `readings`: what it answers to the questions of the case
//! - [`QuestionSet`]: those questions, compiled
//!
//! ```
//! use variorum_text::{QuestionSet, Reader, ReadingContext, RuleReader};
//! let questions = QuestionSet::default();
//! let context = ReadingContext { published: None, offset: None, questions: &questions };
//! let text = "Three men were hurt, the mayor said.";
//! let reading = RuleReader.read(text, &context);
//! let claim = &reading.claims[0];
//! assert_eq!(claim.source.as_ref().and_then(|source| source.span.words(text)), Some("the mayor"));
//! assert_eq!(claim.content[0].words(text), Some("Three men were hurt"));
//! ```
//!
//! What is left out: other languages than English and Spanish, who a speaker is across documents
//! (`variorum-reconcile`), and any judgement of what is claimed.

mod attribution;
mod calendar;
mod contents;
mod coreference;
mod counts;
mod events;
mod hedges;
mod inverted;
mod language;
mod lexicon;
mod line;
mod narrated;
mod quantities;
mod questions;
mod reader;
mod readings;
mod sentences;
mod stance;
mod stretches;
mod subjects;
mod times;
mod tokens;

pub use questions::{QuestionError, QuestionSet, read_questions};
pub use reader::{Reader, ReadingContext, RuleReader};
