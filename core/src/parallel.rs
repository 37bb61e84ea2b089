//! Work spread over threads: results come back in the order of the items, whatever thread did which.
//!
//! Where the system gives no thread at all the work cannot be done: a script needs more stack than a caller is sure to have.
//! That is no fault of anyone's here. It leaves the work as a sentence, thrown past everything in between and caught by
//! [`or_say`], or by the program.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::language::{Text, say};

/// Stack of a worker. The deepest script that the limits allow, 64 calls of 64 nested expressions each, needs a few MiB in a
/// release build and several times that in a debug build; the memory is only reserved, not used.
const STACK: usize = 32 << 20;

/// Stack of the only worker, where the system has no room for more. Enough in a release build.
const LEAST_STACK: usize = 8 << 20;

fn no_thread() -> Text {
    say!(
        "系统不给线程，检查无法进行：请放宽对内存（ulimit -v）或进程数（ulimit -u）的限制",
        "the system gives no thread, so that nothing can be checked: raise the limit of memory (ulimit -v) or of processes (ulimit -u)"
    )
}

/// What the work gives, or why it could not be done: the system gives no thread.
pub(crate) fn or_say<T>(work: impl FnOnce() -> T) -> Result<T, Text> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|thrown| match thrown.downcast::<Text>() {
        Ok(sentence) => *sentence,
        Err(panic) => resume_unwind(panic),
    })
}

/// Calls `work` for each item, on `jobs` threads, each with a state of its own made by `start`.
///
/// # Panics
/// When a worker panics. Where the system gives no thread, what is thrown is a [`Text`].
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
        let worker = |stack| std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, run).ok();
        // Where the system gives fewer threads than are wanted, or smaller ones, those there are do the work.
        let mut workers: Vec<_> = (0..jobs.clamp(1, items.len().max(1))).map_while(|_| worker(STACK)).collect();
        if workers.is_empty() {
            workers.extend(worker(LEAST_STACK));
        }
        if workers.is_empty() && !items.is_empty() {
            resume_unwind(Box::new(no_thread()));
        }
        for worker in workers {
            if let Err(panic) = worker.join() {
                resume_unwind(panic);
            }
        }
    });
    results.into_iter().map(|r| r.into_inner().expect("not poisoned").expect("every item was taken")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_there_is_no_thread_is_said_and_a_panic_goes_on() {
        let said = or_say(|| resume_unwind(Box::new(no_thread())));
        assert!(said.is_err_and(|sentence: Text| sentence == no_thread()));
        assert_eq!(or_say(|| map(2, &[1, 2, 3], || (), |(), n| n * 2)), Ok(vec![2, 4, 6]));
        let thrown = catch_unwind(|| or_say(|| resume_unwind(Box::new("a panic"))));
        assert!(thrown.is_err());
    }
}
