//! The worker's side: put limits and confinement on, say which, then answer one job after another until the pipe
//! closes.
//!
//! Parsers print to standard output when they please, which would look like an answer. So the real standard
//! output is set aside for the frames, and whatever is printed goes where standard error goes: nowhere.

use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process;

use crate::confinement::Confinement;
use crate::frame::{self, Frame};
use crate::limits::Limits;

/// Answers jobs on standard input with `handler` until it is closed. To be called by a worker process and to
/// be the last thing it does, and before it starts a thread: the limits that the main program sent first and what
/// the system has of [`Confinement`] stay on the process. A handler that panics ends the worker, which the main
/// program sees as [`Failure::Died`](crate::Failure::Died); one that opens a file, starts a thread or does anything
/// else but compute is killed, which it sees as [`Failure::Forbidden`](crate::Failure::Forbidden).
pub fn serve(handler: impl FnMut(&[u8]) -> Vec<u8>) -> io::Result<()> {
    let mut jobs = io::stdin().lock();
    let limits = match frame::read(&mut jobs, 64)? {
        Frame::Whole(bytes) => Limits::decode(&bytes),
        Frame::TooLarge(_) | Frame::Closed => None,
    };
    let limits = limits.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "a worker is started by the program itself, not by hand")
    })?;
    let (mut answers, descriptor) = answers()?;
    // Once before: what reads the clock looks for it at its first use, by calls that are forbidden afterwards.
    limits.allow_one_more_job()?;
    let confinement = Confinement::enter(|| limits.confine(descriptor), descriptor)?;
    frame::write(&mut answers, &confinement.encode())?;
    answer_jobs(&limits, &mut jobs, &mut answers, handler)
}

fn answer_jobs(
    limits: &Limits,
    jobs: &mut impl Read,
    answers: &mut impl Write,
    mut handler: impl FnMut(&[u8]) -> Vec<u8>,
) -> io::Result<()> {
    while let Frame::Whole(job) = frame::read(jobs, limits.input)? {
        limits.allow_one_more_job()?;
        let answer = panic::catch_unwind(AssertUnwindSafe(|| handler(&job)));
        // Not unwound any further: that would close the pipe before there is an exit status to see.
        let answer = answer.unwrap_or_else(|_| process::exit(101));
        // The main program would refuse it by its length: saying the length is enough.
        if answer.len() as u64 > limits.output {
            let length = u32::try_from(answer.len()).unwrap_or(u32::MAX);
            answers.write_all(&length.to_le_bytes())?;
            return answers.flush();
        }
        frame::write(answers, &answer)?;
    }
    Ok(())
}

/// Where the answers go, and the number of that file: the last one that is open.
#[cfg(unix)]
fn answers() -> io::Result<(impl Write, i32)> {
    let real = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    let descriptor = std::os::fd::AsRawFd::as_raw_fd(&real);
    Ok((std::fs::File::from(real), descriptor))
}

#[cfg(not(unix))]
fn answers() -> io::Result<(impl Write, i32)> {
    Ok((io::stdout().lock(), 1))
}
