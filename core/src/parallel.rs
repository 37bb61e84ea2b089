//! Work spread over threads: results come back in the order of the items, whatever thread did which.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Stack of a worker. The deepest script that the limits allow, 64 calls of 64 nested expressions each, needs a few MiB in a
/// release build and several times that in a debug build; the memory is only reserved, not used.
const STACK: usize = 32 << 20;

/// Calls `work` for each item, on `jobs` threads, each with a state of its own made by `start`.
///
/// # Panics
/// When a worker panics, or the system refuses a thread.
pub(crate) fn map<T, W, R>(
    jobs: usize,
    items: &[T],
    start: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        let run = || {
            let mut state = start();
            while let Some((item, result)) = {
                let index = next.fetch_add(1, Ordering::Relaxed);
                items.get(index).zip(results.get(index))
            } {
                let done = work(&mut state, item);
                *result.lock().expect("no one panics while holding it") = Some(done);
            }
        };
        // Where the system gives fewer threads than are wanted, those there are do the work.
        let workers: Vec<_> = (0..jobs.clamp(1, items.len().max(1)))
            .map_while(|_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).ok())
            .collect();
        assert!(!workers.is_empty(), "the system gives no thread");
        for worker in workers {
            if let Err(panic) = worker.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    results.into_iter().map(|r| r.into_inner().expect("not poisoned").expect("every item was taken")).collect()
}
