//! What one job may use, and how a worker puts the limits on itself.
//!
//! The main program keeps the time and the sizes, since a looping worker cannot; the kernel keeps the rest.
//! Processor time is counted over a worker's whole life, so its limit is moved along before each job: it is
//! there for the worker whose main program was killed and that nobody watches any more.

use std::io;
use std::time::Duration;

/// What one job may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From handing the job over to its answer. A worker that takes longer is killed.
    pub time: Duration,
    /// Bytes of address space of a worker (`RLIMIT_AS`): what it can ever have mapped, the program included.
    pub memory: u64,
    /// Bytes of a job. A larger one is refused before a worker sees it.
    pub input: u64,
    /// Bytes of an answer. A worker that announces more is killed.
    pub output: u64,
}

/// Bytes of the limits' encoding.
const ENCODED: usize = 32;

impl Limits {
    /// The first frame that a worker gets: four numbers of 8 bytes, little-endian, time in milliseconds.
    pub(crate) fn encode(&self) -> [u8; ENCODED] {
        let millis = u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX);
        let mut bytes = [0; ENCODED];
        for (slot, number) in bytes.chunks_exact_mut(8).zip([millis, self.memory, self.input, self.output]) {
            slot.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; ENCODED] = bytes.try_into().ok()?;
        let number = |index: usize| {
            let mut number = [0; 8];
            number.copy_from_slice(&bytes[index * 8..index * 8 + 8]);
            u64::from_le_bytes(number)
        };
        Some(Self { time: Duration::from_millis(number(0)), memory: number(1), input: number(2), output: number(3) })
    }

    /// Puts on this process what lasts for its life: memory, no core file, no written byte, no further
    /// file or socket after `last_open`.
    #[cfg(unix)]
    pub(crate) fn confine(&self, last_open: i32) -> io::Result<()> {
        use rustix::process::Resource;
        set_limit(Resource::As, self.memory)?;
        set_limit(Resource::Core, 0)?;
        set_limit(Resource::Fsize, 0)?;
        set_limit(Resource::Nofile, u64::try_from(last_open).unwrap_or(2) + 1)
    }

    /// Lets this process use `time` of processor time from now on, rounded up, and a second more.
    #[cfg(unix)]
    pub(crate) fn allow_one_more_job(&self) -> io::Result<()> {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        use rustix::time::{ClockId, clock_gettime};
        let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
        let current = used.saturating_add(self.time.as_secs()).saturating_add(2);
        let maximum = getrlimit(Resource::Cpu).maximum;
        let current = maximum.map_or(current, |most| current.min(most));
        Ok(setrlimit(Resource::Cpu, Rlimit { current: Some(current), maximum })?)
    }

    #[cfg(not(unix))]
    pub(crate) fn confine(&self, _last_open: i32) -> io::Result<()> {
        Ok(())
    }

    #[cfg(not(unix))]
    pub(crate) fn allow_one_more_job(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Sets a limit for good: the process cannot raise it again.
#[cfg(unix)]
fn set_limit(resource: rustix::process::Resource, most: u64) -> io::Result<()> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    // Whoever started us may have set a lower one already, and only root could raise that.
    let most = getrlimit(resource).maximum.map_or(most, |already| most.min(already));
    Ok(setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_cross_the_pipe() {
        let limits = Limits { time: Duration::from_millis(1500), memory: 1 << 40, input: 7, output: u64::MAX };
        assert_eq!(Limits::decode(&limits.encode()), Some(limits));
        assert_eq!(Limits::decode(&limits.encode()[1..]), None);
    }
}
