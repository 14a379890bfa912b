//! The same work on many items by a few threads, with the results in the order of the items.
//!
//! Whoever asks for the work hands items out and takes results in, one promise for each item that is out. So no more
//! results exist at once than items are out, however long the slowest takes, and the first error is the first in the
//! order of the items, whichever thread was quickest.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};

/// Items that may be out for each thread: enough that no thread waits behind one slow document.
const AHEAD: usize = 4;

/// An item that is out, and where its result goes.
type Job<I, R> = (I, SyncSender<R>);

/// Applies `work` to every item; at most `threads` at a time. The first error ends the work early.
pub(crate) fn map<I: Send, O: Send, E: Send>(
    items: Vec<I>,
    threads: usize,
    work: impl Fn(I) -> Result<O, E> + Sync,
) -> Result<Vec<O>, E> {
    let mut done = Vec::with_capacity(items.len());
    let out = items.len();
    hand_out(items, threads, out, work, |output| {
        done.push(output);
        Ok(())
    })?;
    Ok(done)
}

/// Like [`map`], but hands each result to `take`, on the calling thread, as soon as its turn comes. With what is being
/// worked on and what is being taken no more than `threads` times [`AHEAD`] results exist at once. The first error of
/// `work` or `take` ends both; results of items before it have been taken.
pub(crate) fn each<I: Send, O: Send, E: Send, F: From<E>>(
    items: Vec<I>,
    threads: usize,
    work: impl Fn(I) -> Result<O, E> + Sync,
    take: impl FnMut(O) -> Result<(), F>,
) -> Result<(), F> {
    hand_out(items, threads, threads.max(1) * AHEAD, work, take)
}

fn hand_out<I: Send, O: Send, E: Send, F: From<E>>(
    items: Vec<I>,
    threads: usize,
    out: usize,
    work: impl Fn(I) -> Result<O, E> + Sync,
    mut take: impl FnMut(O) -> Result<(), F>,
) -> Result<(), F> {
    let threads = threads.clamp(1, items.len().max(1));
    let (jobs, queue) = mpsc::channel::<Job<I, Result<O, E>>>();
    let queue = Mutex::new(queue);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((item, result)) = next(&queue) {
                    // Nobody waits for it after an error: then it is dropped here.
                    let _ = result.send(work(item));
                }
            });
        }
        let mut items = items.into_iter();
        let mut promises: VecDeque<Receiver<Result<O, E>>> = VecDeque::new();
        let ended = loop {
            for item in items.by_ref().take(out.saturating_sub(promises.len())) {
                let (result, promise) = mpsc::sync_channel(1);
                if jobs.send((item, result)).is_ok() {
                    promises.push_back(promise);
                }
            }
            let Some(promise) = promises.pop_front() else { break Ok(()) };
            // A promise that nobody keeps: its thread has panicked, and the scope is about to say so.
            let Ok(result) = promise.recv() else { break Ok(()) };
            if let Err(error) = result.map_err(F::from).and_then(&mut take) {
                break Err(error);
            }
        };
        drop(jobs);
        // Nobody needs the rest.
        while next(&queue).is_some() {}
        ended
    })
}

/// The next job; none when all are done. A thread that panics holds no lock, so a poisoned one is as good as new.
fn next<J>(queue: &Mutex<Receiver<J>>) -> Option<J> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_keep_their_order_and_errors_end_the_work() {
        for threads in [1, 3, 100] {
            let doubled: Result<_, ()> = map((0..50).collect(), threads, |item: u32| Ok(item * 2));
            assert_eq!(doubled, Ok((0..50).map(|item| item * 2).collect()));
            let failed = map((0..50).collect(), threads, |item: u32| if item % 7 == 6 { Err(item) } else { Ok(item) });
            assert_eq!(failed, Err(6));
        }
        assert_eq!(map(Vec::new(), 2, |item: u32| Ok::<_, ()>(item)), Ok(Vec::new()));
    }

    #[test]
    fn results_before_an_error_are_taken_and_none_after_it() {
        for threads in [1, 2, 8] {
            let taken = RefCell::new(Vec::new());
            let take = |item| {
                taken.borrow_mut().push(item);
                if item == 30 { Err("taken") } else { Ok(()) }
            };
            let work = |wrong| move |item: u32| if item == wrong { Err("worked") } else { Ok(item) };
            assert_eq!(each((0..50).collect(), threads, work(20), take), Err("worked"));
            assert_eq!(taken.take(), (0..20).collect::<Vec<_>>());
            assert_eq!(each((0..50).collect(), threads, work(40), take), Err("taken"));
            assert_eq!(taken.take(), (0..=30).collect::<Vec<_>>());
        }
    }

    /// Counts how many there are, from the moment that work on it begins until it is dropped.
    struct Counted<'a>(&'a AtomicUsize, u32);

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn only_so_many_results_exist_at_once() {
        for threads in [1, 2, 8] {
            let (there, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let work = |item: u32| {
                most.fetch_max(there.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                Ok::<_, ()>(Counted(&there, item))
            };
            let mut taken = 0;
            let take = |result: Counted<'_>| {
                // Whoever takes is slow, so that the threads run ahead as far as they may.
                if result.1 == 0 {
                    while there.load(Ordering::SeqCst) < threads * AHEAD {
                        std::thread::yield_now();
                    }
                }
                taken += 1;
                Ok::<_, ()>(())
            };
            assert_eq!(each((0..500).collect(), threads, work, take), Ok(()));
            let most = most.into_inner();
            assert_eq!((taken, there.into_inner()), (500, 0), "{threads} threads");
            assert!(most <= threads * AHEAD, "{threads} threads: {most} results at once");
        }
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_is_passed_on() {
        let work = |item: u32| if item == 3 { panic!("on purpose") } else { Ok::<_, ()>(item) };
        let _ = map((0..50).collect(), 2, work);
    }
}
