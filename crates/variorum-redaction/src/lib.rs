//! Words that would give somebody away: replaced in texts, and looked for in whatever is about to be published.
//!
//! One rule says what an occurrence is ([`fold`]), and both the replacing and the searching go by it: what the one
//! leaves, the other finds. Pure functions on bytes; the searching of foreign bytes is done in a worker process
//! ([`job`]).
//!
//! - [`words`]: spellings and the alias in their place; [`replace`]: a text with the aliases, and where its spans went
//! - [`search`]: occurrences in bytes of any kind, and words that are almost one; `views`, `inflate`: the forms in which
//!   a word can lie in a file; `chance`: short names that are none
//! - [`picture`]: JPEG, PNG and WebP without what they say of themselves
//!
//! ```
//! use variorum_redaction::words::{Lexicon, Protected};
//! let witness = Protected { spellings: vec!["Óscar Pérez".into()], alias: "Witness A".into(), unlike: vec![] };
//! let lexicon = Lexicon::of(vec![witness])?;
//! assert_eq!(lexicon.replace("It was OSCAR\u{ad} PEREZ’s car.").text, "It was Witness A’s car.");
//! # Ok::<(), variorum_redaction::words::BadAlias>(())
//! ```
//!
//! Left out: what gives somebody away without their name (an office, a date, a voice, a face), other alphabets'
//! spellings of a name that nobody listed, and pixels. `docs/guide/redaction.md` says so to whoever publishes.

mod chance;
pub mod fold;
mod inflate;
pub mod job;
pub mod picture;
pub mod replace;
pub mod search;
mod views;
pub mod words;
