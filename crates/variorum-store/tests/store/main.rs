//! The store from outside: what it promises, what it notices, and the bytes it writes.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod clock;
mod damage;
mod golden;
mod promises;
mod world;
