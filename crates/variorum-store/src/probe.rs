//! What tests see and break: every effect on disk passes here before it happens.
//!
//! In a normal build this is nothing. In this crate's tests a thread can make the n-th effect fail, once or
//! from then on (which is what a kill looks like from the disk), or record all of them for the power-cut
//! model in `power_cut.rs`.

/// One effect on disk. Paths are relative to the folder that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect<'a> {
    MakeFolder(&'a str),
    Create(&'a str),
    Write(&'a str, &'a [u8]),
    SyncFile(&'a str),
    SyncFolder(&'a str),
    Rename(&'a str, &'a str),
    Truncate(&'a str, u64),
    Remove(&'a str),
}

#[cfg(not(test))]
#[inline]
pub(crate) fn before(_: Effect<'_>) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use armed::{Fault, Recorded, before, fail_at, record};

#[cfg(test)]
mod armed {
    use std::cell::RefCell;
    use std::io;

    use super::Effect;

    /// Which effects fail.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        Once,
        FromThenOn,
    }

    /// An effect that outlives the call.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Recorded {
        MakeFolder(String),
        Create(String),
        Write(String, Vec<u8>),
        SyncFile(String),
        SyncFolder(String),
        Rename(String, String),
        Truncate(String, u64),
        Remove(String),
        /// The caller was told that all is safe.
        Acknowledged(u64),
    }

    #[derive(Default)]
    struct Probe {
        seen: usize,
        failing: Option<(usize, Fault, io::ErrorKind)>,
        trace: Vec<Recorded>,
    }

    thread_local! {
        static PROBE: RefCell<Probe> = RefCell::default();
    }

    /// Fails the effect number `nth` of `run` (from 0); tells whether there was one.
    pub(crate) fn fail_at<T>(nth: usize, fault: Fault, kind: io::ErrorKind, run: impl FnOnce() -> T) -> (T, bool) {
        PROBE.set(Probe { failing: Some((nth, fault, kind)), ..Probe::default() });
        let result = run();
        let probe = PROBE.take();
        (result, probe.seen > nth)
    }

    /// All effects of `run`, in order.
    pub(crate) fn record<T>(run: impl FnOnce(&dyn Fn(u64)) -> T) -> (T, Vec<Recorded>) {
        PROBE.set(Probe::default());
        let acknowledge = |size| PROBE.with_borrow_mut(|probe| probe.trace.push(Recorded::Acknowledged(size)));
        let result = run(&acknowledge);
        (result, PROBE.take().trace)
    }

    pub(crate) fn before(effect: Effect<'_>) -> io::Result<()> {
        PROBE.with_borrow_mut(|probe| {
            let number = probe.seen;
            probe.seen += 1;
            match probe.failing {
                Some((nth, Fault::Once, kind)) if number == nth => return Err(kind.into()),
                Some((nth, Fault::FromThenOn, kind)) if number >= nth => return Err(kind.into()),
                _ => {}
            }
            probe.trace.push(match effect {
                Effect::MakeFolder(path) => Recorded::MakeFolder(path.to_owned()),
                Effect::Create(path) => Recorded::Create(path.to_owned()),
                Effect::Write(path, bytes) => Recorded::Write(path.to_owned(), bytes.to_owned()),
                Effect::SyncFile(path) => Recorded::SyncFile(path.to_owned()),
                Effect::SyncFolder(path) => Recorded::SyncFolder(path.to_owned()),
                Effect::Rename(from, to) => Recorded::Rename(from.to_owned(), to.to_owned()),
                Effect::Truncate(path, length) => Recorded::Truncate(path.to_owned(), length),
                Effect::Remove(path) => Recorded::Remove(path.to_owned()),
            });
            Ok(())
        })
    }
}
