//! Documents to attributed claims and their readings.
//!
//! One question a module, in the order in which they are asked:
//!
//! - `capitals`: which words of a text in capitals are names
//! - `language`, `sentences`, `tokens`, `line`: what stands where
//! - `lexicon`: which words the rules mean, as data
//! - `locale`: how other languages write dates and numbers
//! - `times`, `calendar`: which words name a time, and what it is on the calendar (both have one question a file)
//! - `conjugation`, `verbs`, `spanish`, `utterances`: who says what in Spanish (`spanish/` has one question a file)
//! - `subjects`, `attribution`, `inverted`, `contents`, `stance`: who says what in an English sentence
//! - `encoding`, `tagging`, `linking`, `neural`: who says what by the encoder
//! - `universal`: what a text says in a language that has no reader
//! - `telling`, `narrated`, `holders`, `coreference`, `drafts`: where rules and encoder meet, and claims begin
//! - `hedges`, `predication`, `tenses`, `doers`, `manners`: how surely, and in whose words
//! - `whereabouts`: which words name a place, and where what a reading says happened
//! - `episodes`: which incidents the document tells of, and what of each
//! - `events`, `quantities`, `stretches`, `counts`, `readings`: what it answers to the questions of the case
//! - [`QuestionSet`]: those questions, compiled
//!
//! ```
//! use variorum_text::{PredicateSet, QuestionSet, Reader, ReadingContext, RuleReader};
//! let questions = QuestionSet::default();
//! let predicates = PredicateSet::default();
//! let context =
//!     ReadingContext { published: None, offset: None, questions: &questions, predicates: &predicates };
//! let text = "Three men were hurt, the mayor said.";
//! let reading = RuleReader.read(text, &context)?;
//! let claim = &reading.claims[0];
//! assert_eq!(claim.source.as_ref().and_then(|source| source.span.words(text)), Some("the mayor"));
//! assert_eq!(claim.content[0].words(text), Some("Three men were hurt"));
//! # Ok::<(), variorum_text::ReadError>(())
//! ```
//!
//! What is left out: who says what in other languages than English and Spanish, who a speaker is across documents
//! (`variorum-reconcile`), and any judgement of what is claimed.

#![cfg_attr(test, allow(clippy::single_range_in_vec_init, reason = "expected token ranges, one or many"))]

mod attribution;
mod calendar;
mod capitals;
mod conjugation;
mod contents;
mod coreference;
mod counts;
mod doers;
mod drafts;
mod encoding;
mod episodes;
mod events;
mod hedges;
mod holders;
mod incidents;
mod inverted;
mod language;
mod lexicon;
mod line;
mod linking;
mod locale;
mod manners;
mod matters;
mod narrated;
mod neural;
mod predication;
mod quantities;
mod questions;
mod reader;
mod readings;
mod records;
mod sentences;
#[cfg(test)]
mod shown;
mod spanish;
mod stance;
mod stretches;
mod subjects;
mod tagging;
mod telling;
mod tenses;
mod times;
mod timing;
mod tokens;
mod tolls;
mod universal;
mod utterances;
mod verbs;
mod whereabouts;

pub use incidents::{PredicateEntry, PredicateError, PredicateSet, read_predicates};
pub use neural::NeuralReader;
pub use questions::{QuestionError, QuestionSet, read_questions};
pub use reader::{ReadError, Reader, ReadingContext, RuleReader};
