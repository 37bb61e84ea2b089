//! Work spread over threads: results come back in the order of the items, whatever thread did which.
//!
//! Where the system gives no thread at all the work cannot be done: a script needs more stack than a caller is sure to have.
//! That is no fault of anyone's here. It leaves the work as a sentence, thrown past everything in between and caught by
//! [`or_say`], or by the program.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::language::{Text, say};

/// Stack of a worker. The deepest script that the limits allow, 64 calls of 64 nested expressions each, needs a few MiB in a
/// release build and several times that in a debug build; the memory is only reserved, not used.
const STACK: usize = 32 << 20;

/// Stack of the only worker, where the system has no room for more. Enough in a release build.
const LEAST_STACK: usize = 8 << 20;

/// Stack of a worker of what is done in order, which runs no script: texts are parsed to a limited depth.
const SHALLOW_STACK: usize = 8 << 20;

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

/// How far work is that is taken in order.
struct Course<I, R> {
    /// Those that are not begun.
    items: I,
    /// So many were begun.
    begun: usize,
    /// So many results were handed over, and so many of them were taken.
    given: usize,
    /// See [`Self::given`].
    taken: usize,
    /// What was done and not yet handed over, from there on; a panic ends the work.
    done: VecDeque<Option<std::thread::Result<R>>>,
    /// Whether nobody takes any more.
    over: bool,
}

impl<I: Iterator, R> Course<I, R> {
    /// The next item and its number; nothing when there is none, or nobody takes what it comes to.
    fn begin(&mut self) -> Option<(usize, I::Item)> {
        let item = if self.over { None } else { self.items.next() }?;
        self.begun += 1;
        Some((self.begun - 1, item))
    }

    /// Hands over what an item came to.
    fn hand_over(&mut self, at: usize, result: std::thread::Result<R>) {
        let place = at - self.given;
        if self.done.len() <= place {
            self.done.resize_with(place + 1, || None);
        }
        self.done[place] = Some(result);
    }
}

/// Calls `work` for each item, on `jobs` threads, and `take` with each result, in the order of the items, on the caller's
/// thread. No more than `ahead` for each thread are begun before the next is taken, so that few results are held at a time.
///
/// # Panics
/// When a worker panics, or `take` does. Where the system gives no thread, what is thrown is a [`Text`].
pub(crate) fn in_order<T, I, R>(
    (jobs, ahead): (usize, usize),
    items: impl IntoIterator<Item = T, IntoIter = I>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R),
) where
    I: ExactSizeIterator<Item = T> + Send,
    R: Send,
{
    let items = items.into_iter();
    let all = items.len();
    let jobs = jobs.clamp(1, all.max(1));
    let most = if jobs == 1 { 1 } else { jobs * ahead };
    let course = Mutex::new(Course { items, begun: 0, given: 0, taken: 0, done: VecDeque::new(), over: false });
    let (course, turned) = (&course, &Condvar::new());
    let lock = || course.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        let run = || {
            loop {
                let held = turned.wait_while(lock(), |course| !course.over && course.begun >= course.taken + most);
                let mut held = held.unwrap_or_else(PoisonError::into_inner);
                let Some((at, item)) = held.begin() else { return };
                drop(held);
                let result = catch_unwind(AssertUnwindSafe(|| work(item)));
                lock().hand_over(at, result);
                turned.notify_all();
            }
        };
        let worker = |stack| std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, run).ok();
        let workers = (0..jobs).map_while(|_| worker(SHALLOW_STACK)).count();
        if workers == 0 && all > 0 {
            resume_unwind(Box::new(no_thread()));
        }
        // However this ends, nobody waits for ever.
        let _over = Over(|| {
            lock().over = true;
            turned.notify_all();
        });
        for _ in 0..all {
            let is_there = |course: &mut Course<I, R>| !matches!(course.done.front(), Some(Some(_)));
            let held = turned.wait_while(lock(), is_there);
            let mut held = held.unwrap_or_else(PoisonError::into_inner);
            let result = held.done.pop_front().flatten();
            held.given += 1;
            drop(held);
            let result = result.expect("it was waited for").unwrap_or_else(|panic| resume_unwind(panic));
            take(result);
            lock().taken += 1;
            turned.notify_all();
        }
    });
}

/// Does something at its end.
struct Over<F: Fn()>(F);

impl<F: Fn()> Drop for Over<F> {
    fn drop(&mut self) {
        self.0();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_taken_in_order_and_few_are_held() {
        for jobs in [1, 2, 5] {
            let (items, held) = ((0..200).collect::<Vec<usize>>(), AtomicUsize::new(0));
            let mut taken = Vec::new();
            let work = |item: &usize| {
                assert!(held.fetch_add(1, Ordering::SeqCst) < jobs, "more are held than there are threads");
                *item
            };
            in_order((jobs, 1), &items, work, |item| {
                held.fetch_sub(1, Ordering::SeqCst);
                taken.push(item);
            });
            assert_eq!(taken, items);
        }
        in_order((3, 2), [0; 0], |_| (), |()| panic!("there is nothing"));
    }

    #[test]
    fn whoever_panics_ends_the_work() {
        let items: Vec<usize> = (0..50).collect();
        let work = |at: usize| move |item: &usize| if *item == at { panic!("a slip") } else { *item };
        assert!(catch_unwind(|| in_order((2, 4), &items, work(20), |_| ())).is_err());
        let take = |item: usize| {
            assert!(item != 20, "a slip");
        };
        assert!(catch_unwind(|| in_order((2, 4), &items, work(usize::MAX), take)).is_err());
    }

    #[test]
    fn that_there_is_no_thread_is_said_and_a_panic_goes_on() {
        let said = or_say(|| resume_unwind(Box::new(no_thread())));
        assert!(said.is_err_and(|sentence: Text| sentence == no_thread()));
        assert_eq!(or_say(|| map(2, &[1, 2, 3], || (), |(), n| n * 2)), Ok(vec![2, 4, 6]));
        let thrown = catch_unwind(|| or_say(|| resume_unwind(Box::new("a panic"))));
        assert!(thrown.is_err());
    }
}
