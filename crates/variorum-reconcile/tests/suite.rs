//! All tests of reconciliation in one program: each further one would link the whole of Variorum again.
//!
//! A file of tests that is not named here would not run; `xtask/tests/architecture.rs` looks for such a file.

mod agenda;
mod case;
mod checks;
mod decisions;
mod events;
mod origins;
mod over_time;
mod properties;
mod relations;
mod revisions;
mod scenes;
mod speakers;
