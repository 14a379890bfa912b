//! The same work on many items by a few threads, with the results in the order of the items.

use std::sync::Mutex;

/// Applies `work` to every item; at most `threads` at a time. The first error ends the work early.
pub(crate) fn map<I: Send, O: Send, E: Send>(
    items: Vec<I>,
    threads: usize,
    work: impl Fn(I) -> Result<O, E> + Sync,
) -> Result<Vec<O>, E> {
    let count = items.len();
    let queue = Mutex::new(items.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    let failed = Mutex::new(None);
    let take = || lock(&queue).next();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, count.max(1)) {
            scope.spawn(|| {
                while let Some((place, item)) = take() {
                    match work(item) {
                        Ok(output) => lock(&done).push((place, output)),
                        Err(error) => {
                            lock(&failed).get_or_insert(error);
                            // Nobody needs the rest.
                            lock(&queue).by_ref().for_each(drop);
                        }
                    }
                }
            });
        }
    });
    if let Some(error) = into_inner(failed) {
        return Err(error);
    }
    let mut done = into_inner(done);
    done.sort_unstable_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, output)| output).collect())
}

/// A thread that panics takes the whole scope with it, so a poisoned lock is never looked into.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order_and_errors_end_the_work() {
        for threads in [1, 3, 100] {
            let doubled: Result<_, ()> = map((0..50).collect(), threads, |item: u32| Ok(item * 2));
            assert_eq!(doubled, Ok((0..50).map(|item| item * 2).collect()));
            let failed = map((0..50).collect(), threads, |item: u32| if item == 7 { Err(item) } else { Ok(item) });
            assert_eq!(failed, Err(7));
        }
        assert_eq!(map(Vec::new(), 2, |item: u32| Ok::<_, ()>(item)), Ok(Vec::new()));
    }
}
