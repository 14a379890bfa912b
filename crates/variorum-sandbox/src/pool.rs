//! The main program's side: workers that are started when needed, watched, killed and replaced.
//!
//! One thread hands a job to one worker and waits for it; a second one watches the clock and kills the
//! worker when the time is up, which closes the pipe and so ends the waiting. This needs neither polling nor
//! signals and works alike on every system. Failed workers are never used again.
//!
//! A worker that did other jobs before may fail for what they left behind (memory in small pieces). So its
//! death is not believed: the job is tried once more in a fresh worker, and what happens to a job depends on
//! that job alone.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use crate::confinement::{self, Confinement};
use crate::frame::{self, Frame};
use crate::limits::Limits;

/// How a worker is started: an executable and the arguments that make it call [`serve`](crate::serve).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// The executable, as an absolute path: workers run in `/` where there is one, and with no
    /// environment but a time zone, UTC.
    pub program: PathBuf,
    /// Its arguments: the hidden verb.
    pub arguments: Vec<OsString>,
}

impl Worker {
    /// The running program itself under the given hidden verb.
    pub fn this_executable<A: Into<OsString>>(arguments: impl IntoIterator<Item = A>) -> io::Result<Self> {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Ok(Self { program: std::env::current_exe()?, arguments })
    }
}

/// Why a job has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No worker could be started: nothing to do with the job.
    #[error("the worker process {} could not be started", program.display())]
    NotStarted {
        /// What was to be started.
        program: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
    /// The job is larger than a worker takes.
    #[error("it has {size} bytes, and a worker takes at most {limit}")]
    InputTooLarge {
        /// Bytes of the job.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The answer is larger than is taken from a worker.
    #[error("what was read out of it has {size} bytes, and at most {limit} are taken")]
    OutputTooLarge {
        /// Bytes announced.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The worker took longer than a job may, and was killed.
    #[error("it was not done after {} s and was stopped", limit.as_secs_f64())]
    TimedOut {
        /// The time allowed.
        limit: Duration,
    },
    /// The worker made a system call that no parser needs, and was killed: the job may have taken it over.
    #[error("the worker process tried what no reader of files may do, and was stopped")]
    Forbidden,
    /// The worker died on the job: it crashed, or needed more memory than it may have.
    #[error("the worker process died on it ({})", how(*status))]
    Died {
        /// How it ended, as far as the system says.
        status: Option<ExitStatus>,
    },
}

fn how(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "the system does not say how".to_owned(), |status| status.to_string())
}

/// Workers for jobs of one kind. Several threads may hand in jobs; each waits for its own.
#[derive(Debug)]
pub struct Pool {
    worker: Worker,
    limits: Limits,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Process>,
    busy: usize,
    confinement: Option<Confinement>,
}

impl Pool {
    /// A pool of at most `workers` processes (at least one). None is started before there is a job.
    pub fn new(worker: Worker, workers: usize, limits: Limits) -> Self {
        Self { worker, limits, most: workers.max(1), state: Mutex::default(), freed: Condvar::new() }
    }

    /// The answer of a worker to `job`. Waits while all workers are busy.
    pub fn run(&self, job: &[u8]) -> Result<Vec<u8>, Failure> {
        let (size, limit) = (job.len() as u64, self.limits.input.min(u64::from(u32::MAX)));
        if size > limit {
            return Err(Failure::InputTooLarge { size, limit });
        }
        let place = self.wait_for_a_place();
        if let Some(used) = place.idle_worker() {
            match place.run_in(used, job) {
                Err(Failure::Died { .. } | Failure::Forbidden) => (),
                done => return done,
            }
        }
        place.run_in(Process::start(&self.worker, &self.limits)?, job)
    }

    /// What the workers put on themselves: that of the least confined one so far, none before the first answer.
    pub fn confinement(&self) -> Option<Confinement> {
        self.state().confinement
    }

    fn wait_for_a_place(&self) -> Place<'_> {
        let mut state = self.state();
        while state.busy >= self.most {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.busy += 1;
        Place { pool: self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to have one worker busy; given back when dropped.
struct Place<'a> {
    pool: &'a Pool,
}

impl Place<'_> {
    fn idle_worker(&self) -> Option<Process> {
        self.pool.state().idle.pop()
    }

    fn run_in(&self, mut process: Process, job: &[u8]) -> Result<Vec<u8>, Failure> {
        let answer = process.answer(job, &self.pool.limits);
        let mut state = self.pool.state();
        state.confinement = [state.confinement, process.confinement].into_iter().flatten().min();
        let answer = answer?;
        state.idle.push(process);
        Ok(answer)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.pool.state().busy -= 1;
        self.pool.freed.notify_one();
    }
}

/// One worker process. Killed and reaped when dropped.
#[derive(Debug)]
struct Process {
    child: Child,
    jobs: ChildStdin,
    answers: ChildStdout,
    /// What it said that it put on itself; nothing yet before its first job.
    confinement: Option<Confinement>,
}

impl Process {
    fn start(worker: &Worker, limits: &Limits) -> Result<Self, Failure> {
        let failed = |source| Failure::NotStarted { program: worker.program.clone(), source };
        let mut command = Command::new(&worker.program);
        // The time zone of the machine is no business of a parser's; said here, no library looks for it in files.
        command.args(&worker.arguments).env_clear().env("TZ", "UTC0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        if cfg!(unix) {
            command.current_dir("/");
        }
        let mut child = command.spawn().map_err(failed)?;
        let (Some(jobs), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let mut process = Self { child, jobs, answers, confinement: None };
        frame::write(&mut process.jobs, &limits.encode()).map_err(failed)?;
        Ok(process)
    }

    fn answer(&mut self, job: &[u8], limits: &Limits) -> Result<Vec<u8>, Failure> {
        let Self { child, jobs, answers, confinement } = self;
        let (done, is_done) = mpsc::channel::<()>();
        let (frame, late) = thread::scope(|threads| {
            let watch = threads.spawn(move || kill_when_late(child, is_done, limits.time));
            let frame = match confinement {
                Some(_) => exchange(jobs, answers, job, limits.output),
                None => greeted(answers, confinement).and_then(|()| exchange(jobs, answers, job, limits.output)),
            };
            drop(done);
            (frame, watch.join().unwrap_or(false))
        });
        match frame {
            Ok(Frame::Whole(answer)) => Ok(answer),
            Ok(Frame::TooLarge(size)) => Err(Failure::OutputTooLarge { size, limit: limits.output }),
            Ok(Frame::Closed) | Err(_) if late => Err(Failure::TimedOut { limit: limits.time }),
            Ok(Frame::Closed) | Err(_) => Err(self.died()),
        }
    }

    /// The pipe broke: either the process is gone, or it closed its end and is of no use any more.
    fn died(&mut self) -> Failure {
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        if status.is_some_and(was_forbidden) { Failure::Forbidden } else { Failure::Died { status } }
    }
}

/// Whether the filter of system calls ended it. No other signal is sent for that.
#[cfg(unix)]
fn was_forbidden(status: ExitStatus) -> bool {
    let filtered = rustix::process::Signal::SYS.as_raw();
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(filtered)
}

#[cfg(not(unix))]
fn was_forbidden(_status: ExitStatus) -> bool {
    false
}

/// Waits for a new worker to say what confines it; no job is handed to one that does not.
fn greeted(answers: &mut ChildStdout, confinement: &mut Option<Confinement>) -> io::Result<()> {
    if let Frame::Whole(bytes) = frame::read(answers, confinement::ENCODED as u64)? {
        *confinement = Confinement::decode(&bytes);
    }
    confinement.map(|_| ()).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Hands the job over and waits for the answer. A worker reads the whole job before it writes.
fn exchange(jobs: &mut ChildStdin, answers: &mut ChildStdout, job: &[u8], most: u64) -> io::Result<Frame> {
    frame::write(jobs, job)?;
    frame::read(answers, most)
}

/// Kills `child` unless the job is done within `time`; says whether it did.
fn kill_when_late(child: &mut Child, is_done: mpsc::Receiver<()>, time: Duration) -> bool {
    let late = is_done.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout);
    if late {
        // It can only have ended by itself in the meantime, which is as good.
        let _ = child.kill();
    }
    late
}

impl Drop for Process {
    fn drop(&mut self) {
        // Idle workers would end by themselves when the pipe closes; a late or broken one would not.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
