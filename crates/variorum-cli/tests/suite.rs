//! All tests of the command line in one program: each further one would link the whole of Variorum again.
//!
//! A file of tests that is not named here would not run; `xtask/tests/architecture.rs` looks for such a file.

mod accessible;
mod anchors;
mod bit_rot;
mod browser;
mod common;
mod compare;
mod confinement;
mod contracts;
mod copies;
mod custody;
mod decisions;
mod demo;
mod disk_full;
mod fixity;
mod foreign_hands;
mod go;
mod hostile_case;
mod intake;
mod interrupted;
mod keys;
mod kills;
mod locked;
mod predicates;
mod python;
mod redacted;
mod revisions;
mod rubbish;
mod second_verifier;
mod serve;
mod validators;
mod writers;
