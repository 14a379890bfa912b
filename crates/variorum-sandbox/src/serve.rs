//! The worker's side: put the limits on, then answer one job after another until the pipe closes.
//!
//! Parsers print to standard output when they please, which would look like an answer. So the real standard
//! output is set aside for the frames, and whatever is printed goes where standard error goes: nowhere.

use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process;

use crate::frame::{self, Frame};
use crate::limits::Limits;

/// Answers jobs on standard input with `handler` until it is closed. To be called by a worker process and to
/// be the last thing it does: the limits that the main program sent first stay on the process. A handler
/// that panics ends the worker, which the main program sees as [`Failure::Died`](crate::Failure::Died).
pub fn serve(handler: impl FnMut(&[u8]) -> Vec<u8>) -> io::Result<()> {
    let mut jobs = io::stdin().lock();
    let limits = match frame::read(&mut jobs, 64)? {
        Frame::Whole(bytes) => Limits::decode(&bytes),
        Frame::TooLarge(_) | Frame::Closed => None,
    };
    let limits = limits.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "a worker is started by the program itself, not by hand")
    })?;
    let (mut answers, open_files) = answers()?;
    limits.confine(open_files)?;
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

/// Where the answers go, and how many files are open then.
#[cfg(unix)]
fn answers() -> io::Result<(impl Write, u64)> {
    let real = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    let open_files = u64::try_from(std::os::fd::AsRawFd::as_raw_fd(&real)).unwrap_or(3) + 1;
    Ok((std::fs::File::from(real), open_files))
}

#[cfg(not(unix))]
fn answers() -> io::Result<(impl Write, u64)> {
    Ok((io::stdout().lock(), 3))
}
