//! The JSON contracts that programs read: `variorum.read/1` and `variorum.apparatus/1`.
//!
//! Evidence is written in one way only, the canonical form; what other programs read is made from the plain
//! twins in this crate, at the edge. So the inside may be renamed and these words stay. Fields may be added
//! under `/1` and are never renamed or left out: what is not known is null. Inside, a span counts bytes; here
//! it counts Unicode code points and brings its words along ([`span::Span`]).
//!
//! - [`read`]: what one file says, claim by claim; [`apparatus`]: the whole table of a case
//! - [`claim`]: claims and readings, the same in both
//! - [`moment`]: how times are written; [`codes`]: the short names that people use
//!
//! The contracts in words are `docs/format/json.md`, as JSON Schema `docs/format/*.schema.json`.
//!
//! Left out: reading these files back into evidence. Twins can be read, but they are not ground state.

pub mod apparatus;
pub mod claim;
pub mod codes;
pub mod incident;
pub mod moment;
pub mod over_time;
pub mod place;
pub mod read;
pub mod revision;
pub mod span;

pub use span::NotResolved;

#[cfg(test)]
mod contract;
