//! Work over many numbered things, done by several threads, with an answer that does not depend on how many.
//!
//! Numbers are handed out in short runs to whoever is free; what comes of a run is handed on with the number it begins
//! at, in no order. So callers keep what they are told by number, and only then report. Standard library only: this
//! crate's list of dependencies is to be read by whoever wants to trust it.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// No run is longer: a run of small files is done in a few milliseconds.
const LONGEST_RUN: usize = 256;

/// Does `work` on every run of `0..count`, with a buffer of its own in each thread, and tells `done` what came of it.
pub(crate) fn spread<T: Send>(
    count: usize,
    threads: usize,
    work: &(impl Fn(Range<usize>, &mut Vec<u8>) -> T + Sync),
    done: &mut dyn FnMut(T),
) {
    let run = (count / (threads.max(1) * 8)).clamp(1, LONGEST_RUN);
    let next = AtomicUsize::new(0);
    let take = || {
        let start = next.fetch_add(run, Ordering::Relaxed);
        (start < count).then(|| start..count.min(start + run))
    };
    if threads <= 1 || count <= 1 {
        let mut buffer = Vec::new();
        while let Some(range) = take() {
            done(work(range, &mut buffer));
        }
        return;
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads.min(count) {
            let (sender, take) = (sender.clone(), &take);
            scope.spawn(move || {
                let mut buffer = Vec::new();
                while let Some(range) = take() {
                    // The receiver stays until all senders are gone.
                    let _ = sender.send(work(range, &mut buffer));
                }
            });
        }
        drop(sender);
        receiver.iter().for_each(done);
    });
}

/// What `work` makes of each piece of `items`, in order.
pub(crate) fn map<I: Sync, T: Send>(items: &[I], threads: usize, work: &(impl Fn(&I) -> T + Sync)) -> Vec<T> {
    if threads <= 1 || items.len() <= 1 {
        return items.iter().map(work).collect();
    }
    let each = items.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let begun: Vec<_> =
            items.chunks(each).map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<T>>())).collect();
        let finished = begun.into_iter().map(|thread| thread.join());
        finished.flat_map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_answers_keep_their_order() {
        for (count, threads) in [(0, 4), (1, 4), (7, 1), (7, 3), (5000, 2), (5000, 64)] {
            let mut seen = Vec::new();
            spread(count, threads, &|range, _| range.collect::<Vec<usize>>(), &mut |numbers| seen.extend(numbers));
            seen.sort_unstable();
            assert_eq!(seen, (0..count).collect::<Vec<_>>(), "{count} by {threads}");
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, threads, &|item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
