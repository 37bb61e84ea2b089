//! What tasks come to, summed in their order: of a rule on one body, and of all. Where a sum is more than is allowed, what comes
//! after is left out. That hangs on the order of the tasks and not on the threads: what is left out by the sums of what is done so
//! far is left out in the end, and need not be done.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::native::allowance::{Limit, Spent};

/// What a task has come to.
pub(super) trait Comes {
    /// What it has used.
    fn spent(&self) -> Spent;

    /// Whether a limit has stopped it, so that nothing of its rule is to follow.
    fn is_stopped(&self) -> bool;
}

/// The sums, and what is kept of the tasks.
pub(super) struct Ledger<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    groups: Vec<Group<T>>,
    /// The group of each task, and its place there.
    places: Vec<(usize, usize)>,
    /// What all groups may use, and what those have used for certain that are kept.
    allowed: Spent,
    sum: Spent,
    /// The last group that is kept.
    last: usize,
}

/// The tasks of one rule on one body.
struct Group<T> {
    allowed: Spent,
    results: Vec<Option<T>>,
    sum: Spent,
    /// The last task that is kept.
    last: usize,
    /// So many are done without a gap, which are kept whatever the others come to, and what these have used.
    done: usize,
    firm: Spent,
}

/// What became of the tasks of one rule on one body.
pub(super) struct Closed<T> {
    /// What they came to, of those that are kept.
    pub results: Vec<T>,
    /// How many were left out behind them.
    pub dropped: usize,
    /// Whether all rules together had come to too much before, so that all of them were left out.
    pub beyond: bool,
    /// Of what it was more than is allowed.
    pub over: Option<Limit>,
}

impl<T: Comes> Group<T> {
    /// Takes a result, and leaves out those after the first at which it is over.
    fn put(&mut self, at: usize, result: T) {
        if at > self.last {
            return;
        }
        self.sum = self.sum.plus(result.spent());
        if result.is_stopped() {
            self.cut(at);
        }
        self.results[at] = Some(result);
        while let Some(before) = self.last.checked_sub(1) {
            let own = self.results[self.last].as_ref().map_or_else(Spent::default, Comes::spent);
            if self.sum.minus(own).over(self.allowed).is_none() {
                break;
            }
            self.cut(before);
        }
        while self.done <= self.last
            && let Some(result) = &self.results[self.done]
        {
            self.firm = self.firm.plus(result.spent());
            self.done += 1;
        }
    }

    /// Leaves out what comes after a task.
    fn cut(&mut self, last: usize) {
        for at in last + 1..=self.last {
            if let Some(result) = self.results[at].take() {
                self.sum = self.sum.minus(result.spent());
            }
        }
        self.last = last;
    }
}

impl<T: Comes> Ledger<T> {
    /// The tasks by the numbers of their groups, which ascend, with what each group may use, and all of them.
    pub(super) fn new(tasks: &[usize], groups: &[Spent], allowed: Spent) -> Self {
        let none = Spent::default();
        let group =
            |allowed: &Spent| Group { allowed: *allowed, results: Vec::new(), sum: none, last: 0, done: 0, firm: none };
        let mut made: Vec<Group<T>> = groups.iter().map(group).collect();
        let places = tasks.iter().map(|group| {
            let own = &mut made[*group];
            own.last = own.results.len();
            own.results.push(None);
            (*group, own.last)
        });
        let places = places.collect();
        let last = made.len().saturating_sub(1);
        Self { inner: Mutex::new(Inner { groups: made, places, allowed, sum: Spent::default(), last }) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a task is still to be done.
    pub(super) fn wants(&self, task: usize) -> bool {
        let inner = self.lock();
        let (group, at) = inner.places[task];
        group <= inner.last && at <= inner.groups[group].last
    }

    /// Takes what a task has come to. Says whether it is kept, as far as is known.
    pub(super) fn put(&self, task: usize, result: T) -> bool {
        let mut inner = self.lock();
        let (group, at) = inner.places[task];
        if group > inner.last {
            return false;
        }
        let before = inner.groups[group].firm;
        inner.groups[group].put(at, result);
        let more = inner.groups[group].firm.minus(before);
        inner.sum = inner.sum.plus(more);
        while let Some(before) = inner.last.checked_sub(1) {
            let rest = inner.sum.minus(inner.groups[inner.last].firm);
            if rest.over(inner.allowed).is_none() {
                break;
            }
            inner.sum = rest;
            let last = inner.last;
            inner.groups[last].results.iter_mut().for_each(|result| *result = None);
            inner.last = before;
        }
        group <= inner.last && at <= inner.groups[group].last
    }

    /// What became of all.
    pub(super) fn close(self) -> Vec<Closed<T>> {
        let inner = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let last = inner.last;
        let closed = |(number, group): (usize, Group<T>)| {
            let all = group.results.len();
            let over = group.sum.over(group.allowed);
            let results: Vec<T> = group.results.into_iter().flatten().collect();
            Closed { dropped: all - results.len(), beyond: number > last, over, results }
        };
        inner.groups.into_iter().enumerate().map(closed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Came(u64, bool);

    impl Comes for Came {
        fn spent(&self) -> Spent {
            Spent { findings: self.0, ..Spent::default() }
        }

        fn is_stopped(&self) -> bool {
            self.1
        }
    }

    fn most(findings: u64) -> Spent {
        Spent { operations: 0, findings, bytes: 0 }
    }

    /// What is kept of tasks of some groups that are done in some order, where those that are not wanted any more are not done.
    fn kept(tasks: &[(usize, Came)], order: &[usize], all: u64) -> Vec<(Vec<Came>, usize, bool)> {
        let numbers: Vec<usize> = tasks.iter().map(|(group, _)| *group).collect();
        let groups = vec![most(10); numbers.last().map_or(0, |last| last + 1)];
        let ledger = Ledger::new(&numbers, &groups, most(all));
        for at in order {
            if ledger.wants(*at) {
                ledger.put(*at, tasks[*at].1);
            }
        }
        ledger.close().into_iter().map(|closed| (closed.results, closed.dropped, closed.beyond)).collect()
    }

    #[test]
    fn what_is_left_out_hangs_on_no_order() {
        // Numbers that look random, and are the same each time.
        let mut seed = 7_u64;
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % most
        };
        for _ in 0..300 {
            let mut tasks = Vec::new();
            for group in 0..5 {
                for _ in 0..=next(5) {
                    tasks.push((group, Came(next(7), next(9) == 0)));
                }
            }
            let mut order: Vec<usize> = (0..tasks.len()).collect();
            let all = 10 + next(30);
            let first = kept(&tasks, &order, all);
            for _ in 0..5 {
                for at in (1..order.len()).rev() {
                    order.swap(at, usize::try_from(next(at as u64 + 1)).unwrap());
                }
                assert_eq!(kept(&tasks, &order, all), first, "{tasks:?} {order:?}");
            }
        }
    }

    #[test]
    fn the_first_that_is_too_much_is_the_last() {
        let task = |group, findings| (group, Came(findings, false));
        let tasks = [task(0, 6), task(0, 6), task(0, 1), task(1, 2)];
        let all = kept(&tasks, &[3, 2, 1, 0], 100);
        assert_eq!(all[0], (vec![Came(6, false), Came(6, false)], 1, false));
        assert_eq!(all[1], (vec![Came(2, false)], 0, false));
        assert_eq!(kept(&tasks, &[0, 1, 2, 3], 5)[1], (vec![], 1, true));
        let stopped = [(0, Came(1, true)), task(0, 1)];
        assert_eq!(kept(&stopped, &[1, 0], 100)[0], (vec![Came(1, true)], 1, false));
    }
}
