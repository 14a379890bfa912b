//! The system calls that a worker may make: a list of what is allowed, and death for anything else.
//!
//! Measured with strace over all hostile files, and completed by what the C libraries (glibc and musl) and Rust's
//! standard library need for memory, panics, aborts, a full stack and waiting. Not on it, and so fatal: opening,
//! sockets, threads and processes, executing, tracing, signals to others, and memory that can be executed. A parser
//! that starts threads does not belong in a worker: the pool is what runs in parallel.

use std::collections::BTreeMap;

use libc::c_int;
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

/// A condition on an argument: its number, and what its lower half must be.
type Condition = (u8, SeccompCmpOp, u64);

/// Calls that are harmless whatever their arguments are.
const HARMLESS: [i64; 21] = [
    // memory
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // an end, by oneself or by one's own signal
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getpid,
    libc::SYS_gettid,
    // locks and waiting
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_restart_syscall,
    // time and chance
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_close,
];

/// The filter for this process, whose answers go out by the file descriptor `answers`.
pub(super) fn filter(answers: c_int) -> Result<BpfProgram, Error> {
    let own = u64::from(std::process::id());
    let only_read = [vec![(0, SeccompCmpOp::Eq, libc::STDIN_FILENO as u64)]];
    let only_written = [libc::STDOUT_FILENO, libc::STDERR_FILENO, answers];
    let only_written = only_written.map(|file| vec![(0, SeccompCmpOp::Eq, file as u64)]);
    let not_executable = (2, SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64), 0);
    let of_no_file = (3, SeccompCmpOp::MaskedEq(libc::MAP_ANONYMOUS as u64), libc::MAP_ANONYMOUS as u64);
    // A job's processor time is set before it; a process without rights cannot set more than it was given.
    let own_time = vec![(0, SeccompCmpOp::Eq, 0), (1, SeccompCmpOp::Eq, libc::RLIMIT_CPU as u64)];
    let restricted: [(i64, &[Vec<Condition>]); 10] = [
        (libc::SYS_read, &only_read),
        (libc::SYS_readv, &only_read),
        (libc::SYS_write, &only_written),
        (libc::SYS_writev, &only_written),
        (libc::SYS_mmap, &[vec![not_executable.clone(), of_no_file]]),
        (libc::SYS_mprotect, &[vec![not_executable]]),
        (libc::SYS_prlimit64, &[own_time]),
        // The standard library looks whether a file that it closes is open.
        (libc::SYS_fcntl, &[vec![(1, SeccompCmpOp::Eq, libc::F_GETFD as u64)]]),
        // How `abort` ends: by a signal to oneself. glibc sends it the first way, musl the second.
        (libc::SYS_tgkill, &[vec![(0, SeccompCmpOp::Eq, own)]]),
        (libc::SYS_tkill, &[vec![(0, SeccompCmpOp::Eq, own)]]),
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = HARMLESS.iter().map(|call| (*call, Vec::new())).collect();
    for (call, alternatives) in restricted {
        let alternatives = alternatives.iter().map(|conditions| rule(conditions));
        rules.insert(call, alternatives.collect::<Result<_, BackendError>>().map_err(Error::Backend)?);
    }
    let architecture = std::env::consts::ARCH.try_into().map_err(Error::Backend)?;
    let filter = SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, architecture);
    filter.and_then(BpfProgram::try_from).map_err(Error::Backend)
}

fn rule(conditions: &[Condition]) -> Result<SeccompRule, BackendError> {
    let condition = |(argument, comparison, value): &Condition| {
        SeccompCondition::new(*argument, SeccompCmpArgLen::Dword, comparison.clone(), *value)
    };
    SeccompRule::new(conditions.iter().map(condition).collect::<Result<_, _>>()?)
}
