//! What tests see and break: every call to the disk passes here before it happens.
//!
//! In a normal build this is nothing. In this crate's tests a thread can make the n-th call fail, once or from
//! then on (which is what a kill looks like from the disk), cut a write short, or record all that changes the
//! disk for the power-cut model in `power_cut.rs`. A sync is recorded with the place in the code that asked for
//! it, so that the model can leave out each of those places in turn.

use std::panic::Location;

/// One call to the disk. Paths are relative to the folder that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect<'a> {
    Open(&'a str),
    Read,
    List(&'a str),
    Lock(&'a str),
    MakeFolder(&'a str),
    Create(&'a str),
    Write(&'a str, &'a [u8]),
    SyncFile(&'a str, &'static Location<'static>),
    SyncFolder(&'a str, &'static Location<'static>),
    Rename(&'a str, &'a str),
    Truncate(&'a str, u64),
    Remove(&'a str),
}

impl Effect<'_> {
    /// Whether a signal that came in between is a reason to ask again. A sync is asked once only: after a
    /// failure Linux marks the pages clean, and the second answer is yes whatever became of them.
    pub(crate) const fn is_repeatable(&self) -> bool {
        !matches!(self, Self::SyncFile(..) | Self::SyncFolder(..))
    }
}

#[cfg(not(test))]
mod idle {
    use std::io;
    use std::path::Path;

    use super::Effect;

    #[inline]
    pub(crate) fn before(_: &Path, _: Effect<'_>) -> io::Result<()> {
        Ok(())
    }

    /// How many of the bytes the system takes at once.
    #[inline]
    pub(crate) fn taken(length: usize) -> usize {
        length
    }

    #[inline]
    pub(crate) fn filled_by_another(_: &Path, _: &str) {}
}

#[cfg(not(test))]
pub(crate) use idle::{before, filled_by_another, taken};

#[cfg(test)]
pub(crate) use armed::{Change, Fault, Recorded, before, fail_at, filled_by_another, record, taken};

#[cfg(test)]
mod armed {
    use std::cell::RefCell;
    use std::io;
    use std::panic::Location;
    use std::path::{Path, PathBuf};

    use rustix::io::Errno;

    use super::Effect;

    /// How the n-th call goes wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// It fails; the ones after it do not.
        Once(Errno),
        /// It fails, and so does every one after it.
        FromThenOn(Errno),
        /// Half of a write is taken; the rest is taken later.
        Short,
        /// Half of a write is taken, and the disk is full from then on.
        ShortThenFull,
    }

    /// A change that outlives the call. Paths are whole.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Change {
        MakeFolder(PathBuf),
        Create(PathBuf),
        Write(PathBuf, Vec<u8>),
        SyncFile(PathBuf, &'static Location<'static>),
        SyncFolder(PathBuf, &'static Location<'static>),
        Rename(PathBuf, PathBuf),
        Truncate(PathBuf, u64),
        Remove(PathBuf),
    }

    /// What a run did and told.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Recorded<A> {
        Changed(Change),
        /// The caller was told that something is safe.
        Acknowledged(A),
    }

    #[derive(Default)]
    struct Probe {
        seen: usize,
        failing: Option<(usize, Fault)>,
        trace: Option<Vec<Change>>,
    }

    thread_local! {
        static PROBE: RefCell<Probe> = RefCell::default();
    }

    /// Makes the call number `nth` of `run` (from 0) fail; tells whether there was one.
    pub(crate) fn fail_at<T>(nth: usize, fault: Fault, run: impl FnOnce() -> T) -> (T, bool) {
        PROBE.set(Probe { failing: Some((nth, fault)), ..Probe::default() });
        let result = run();
        (result, PROBE.take().seen > nth)
    }

    /// All changes of `run` in order, and between them what it says it told its caller.
    pub(crate) fn record<A, T>(run: impl FnOnce(&mut dyn FnMut(A)) -> T) -> (T, Vec<Recorded<A>>) {
        PROBE.set(Probe { trace: Some(Vec::new()), ..Probe::default() });
        let mut trace = Vec::new();
        let so_far = || {
            let changes = PROBE.with_borrow_mut(|probe| std::mem::take(probe.trace.get_or_insert_default()));
            changes.into_iter().map(Recorded::Changed)
        };
        let result = run(&mut |told| {
            trace.extend(so_far());
            trace.push(Recorded::Acknowledged(told));
        });
        trace.extend(so_far());
        PROBE.take();
        (result, trace)
    }

    pub(crate) fn before(root: &Path, effect: Effect<'_>) -> io::Result<()> {
        PROBE.with_borrow_mut(|probe| {
            let number = probe.seen;
            probe.seen += 1;
            match probe.failing {
                Some((nth, Fault::Once(errno))) if number == nth => return Err(errno.into()),
                Some((nth, Fault::FromThenOn(errno))) if number >= nth => return Err(errno.into()),
                Some((nth, Fault::ShortThenFull)) if number > nth => return Err(Errno::NOSPC.into()),
                _ => {}
            }
            if let (Some(trace), Some(change)) = (&mut probe.trace, change(root, effect)) {
                trace.push(change);
            }
            Ok(())
        })
    }

    /// How many of the bytes that the next call is to write the system takes.
    pub(crate) fn taken(length: usize) -> usize {
        PROBE.with_borrow(|probe| match probe.failing {
            Some((nth, Fault::Short | Fault::ShortThenFull)) if probe.seen == nth => length.div_ceil(2),
            _ => length,
        })
    }

    /// Somebody else (SQLite) wrote a file of ours, all of it, and past this seam.
    pub(crate) fn filled_by_another(root: &Path, path: &str) {
        PROBE.with_borrow_mut(|probe| {
            if let Some(trace) = &mut probe.trace {
                let path = root.join(path);
                let bytes = std::fs::read(&path).unwrap();
                trace.push(Change::Write(path, bytes));
            }
        });
    }

    fn change(root: &Path, effect: Effect<'_>) -> Option<Change> {
        let at = |path: &str| if path.is_empty() { root.to_owned() } else { root.join(path) };
        Some(match effect {
            Effect::Open(_) | Effect::Read | Effect::List(_) | Effect::Lock(_) => return None,
            Effect::MakeFolder(path) => Change::MakeFolder(at(path)),
            Effect::Create(path) => Change::Create(at(path)),
            Effect::Write(path, bytes) => Change::Write(at(path), bytes.to_owned()),
            Effect::SyncFile(path, site) => Change::SyncFile(at(path), site),
            Effect::SyncFolder(path, site) => Change::SyncFolder(at(path), site),
            Effect::Rename(from, to) => Change::Rename(at(from), at(to)),
            Effect::Truncate(path, length) => Change::Truncate(at(path), length),
            Effect::Remove(path) => Change::Remove(at(path)),
        })
    }
}
