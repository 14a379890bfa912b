//! The worker process in which foreign bytes are parsed: limits, pool, protocol.
//!
//! A parser of hostile files may panic, overflow its stack, loop or eat all memory. None of that can be
//! caught inside a process, so it happens in another one: the main program starts its own executable with a
//! hidden verb, that child calls [`serve`], and the main program hands it jobs through a [`Pool`]. A job's
//! bytes go in over standard input and its answer comes back over standard output ([`frame`]), so a worker
//! needs no file at all.
//!
//! What a worker may use is in [`Limits`]: a job ends as a typed [`Failure`] when its worker is too slow, too
//! large, dies or answers nonsense, and the next job gets a fresh worker. Nothing here knows what a job is.
//!
//! ```no_run
//! use std::time::Duration;
//! use variorum_sandbox::{Limits, Pool, Worker};
//! // In the child, that is, under the hidden verb:
//! variorum_sandbox::serve(|job| job.to_ascii_uppercase())?;
//! // In the main program:
//! let limits = Limits { time: Duration::from_secs(60), memory: 1 << 30, input: 1 << 26, output: 1 << 26 };
//! let pool = Pool::new(Worker::this_executable(["worker"])?, 2, limits);
//! assert_eq!(pool.run(b"seven")?, b"SEVEN");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What holds on Linux: a worker can open no file, no socket and no process, signal nobody and run nothing but its
//! own code ([`Confinement`]); the three pipes are all that it has. What holds on all of Unix: the time and size
//! limits, an address space limit, a processor time limit, no core file, no byte written to any file, and not one
//! more open file. Elsewhere only the time and size limits hold. Which of these it is, [`Pool::confinement`] says.
//!
//! Left out: a worker serves several jobs, so one that was taken over could falsify its answers to later ones; and
//! what leaks through time or the processor.

mod confinement;
pub mod frame;
mod limits;
mod pool;
mod serve;

pub use confinement::Confinement;
pub use limits::Limits;
pub use pool::{Failure, Pool, Worker};
pub use serve::serve;
