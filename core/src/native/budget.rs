//! Limits of a call: operations, time, memory, depth. All of them are counted here, before anything is spent, whatever the
//! allocator and the thread.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::native::allowance::{Limit, Spent};
use crate::native::large::Large;
pub(crate) use crate::native::purse::{Held, Paid, Purse};

/// Greatest depth of calls.
pub(crate) const CALLS: u32 = 64;
/// Greatest length of a text, in bytes.
pub(crate) const TEXT: usize = 1 << 20;
/// Greatest number of elements of an array.
pub(crate) const ARRAY: usize = 1_000_000;
/// Greatest depth of arrays in arrays.
pub(crate) const NESTED: u32 = 64;
/// Longest time that one call may take. Far more than any operation limit allows on a machine of any speed.
const TIME: Duration = Duration::from_mins(1);
/// Bytes that are copied, compared or hashed for the price of one operation, as a power of two.
const COPIED_AN_OPERATION: u32 = 9;
/// Bytes that are gone through letter by letter, or searched, for that price.
const SEARCHED_AN_OPERATION: u32 = 6;
/// Bytes that are turned into others for that price: capitals, width, blanks.
const TURNED_AN_OPERATION: u32 = 4;
/// How many operations pass between looks at the clock.
const CLOCK_EVERY: i64 = 1 << 16;

/// What one call may use, and all calls of one task.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Operations left.
    left: Cell<i64>,
    /// When so few are left, the clock is looked at.
    look_at: Cell<i64>,
    /// When the clock was first looked at in this call: what ends before that takes no time to speak of.
    started: Cell<Option<Instant>>,
    purse: Rc<Purse>,
    /// What the present call began with, and how much of it was not spent on operations.
    call: Cell<Spent>,
    /// What the calls of the task may still use, this one not counted, and what they have used.
    task: Spent,
    used: Spent,
}

/// As many operations as can be counted.
fn counted(operations: u64) -> i64 {
    i64::try_from(operations).unwrap_or(i64::MAX)
}

impl Budget {
    /// A budget that nothing has been taken from, of a worker beside others that ask for leave in the same place.
    #[must_use]
    pub(crate) fn new(large: Option<Arc<Large>>) -> Self {
        let task = Spent { operations: u64::MAX, findings: u64::MAX, bytes: u64::MAX };
        let mut budget = Self {
            left: Cell::new(0),
            look_at: Cell::new(0),
            started: Cell::new(None),
            purse: Rc::new(Purse::new(large)),
            call: Cell::default(),
            task,
            used: Spent::default(),
        };
        budget.start(0);
        budget
    }

    /// Starts a task, whose calls may use so much together. What was kept of the last was handed in.
    pub(crate) fn begin(&mut self, allowed: Spent) {
        self.purse.hand_in();
        self.start(0);
        (self.task, self.used) = (allowed, Spent::default());
    }

    /// Starts a call on a body with so many records.
    pub(crate) fn start(&mut self, records: usize) {
        self.settle();
        let call = Spent::of_call(records).least(self.task);
        self.call.set(call);
        let left = counted(call.operations);
        self.left.set(left);
        self.look_at.set(left.saturating_sub(CLOCK_EVERY).max(0));
        self.started.set(None);
        self.purse.forget_waiting();
    }

    /// Counts what the present call has used among that of its task.
    fn settle(&mut self) {
        let began = counted(self.call.get().operations);
        let operations = u64::try_from(began.saturating_sub(self.left.get())).unwrap_or(0);
        let spent = Spent { operations, ..Spent::default() };
        (self.task, self.used) = (self.task.minus(spent), self.used.plus(spent));
        self.call.set(Spent::default());
        self.left.set(0);
    }

    /// What the calls of the task have used.
    pub(crate) fn used(&mut self) -> Spent {
        self.start(0);
        self.used
    }

    /// What is done for later calls is counted for none.
    pub(crate) fn uncounted(&mut self, before: (Spent, Spent)) {
        self.left.set(counted(self.call.get().operations));
        (self.task, self.used) = before;
    }

    /// What the calls of the task may still use, and what they have used, up to the present one.
    pub(crate) fn counted(&mut self) -> (Spent, Spent) {
        self.settle();
        (self.task, self.used)
    }

    /// Counts a finding of the present call with so many bytes.
    ///
    /// # Errors
    /// When the call, or its task, may report no more.
    pub(crate) fn report(&self, bytes: usize) -> Result<(), Limit> {
        let one = Spent { findings: 1, bytes: bytes as u64, ..Spent::default() };
        let call = self.call.get();
        match one.over(call) {
            Some(limit) => Err(limit),
            None => {
                self.call.set(call.minus(one));
                Ok(())
            }
        }
    }

    /// Counts so many bytes more of a finding of the present call.
    ///
    /// # Errors
    /// As [`Self::report`].
    pub(crate) fn lengthen(&self, bytes: usize) -> Result<(), Limit> {
        let (more, call) = (Spent { bytes: bytes as u64, ..Spent::default() }, self.call.get());
        match more.over(call) {
            Some(limit) => Err(limit),
            None => {
                self.call.set(call.minus(more));
                Ok(())
            }
        }
    }

    /// Counts what is kept of a call beyond it, until it is handed in.
    pub(crate) fn keep(&mut self, findings: usize, bytes: usize) {
        let spent = Spent { findings: findings as u64, bytes: bytes as u64, ..Spent::default() };
        (self.task, self.used) = (self.task.minus(spent), self.used.plus(spent));
        self.purse.keep(bytes);
    }

    /// Pays for operations.
    ///
    /// # Errors
    /// When there are not so many left, or the call has taken too long.
    #[inline]
    pub(crate) fn spend(&self, operations: i64) -> Result<(), Limit> {
        let left = self.left.get().saturating_sub(operations);
        self.left.set(left);
        if left < self.look_at.get() { self.look() } else { Ok(()) }
    }

    /// Pays for the work on so many elements.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub(crate) fn spend_on(&self, elements: usize) -> Result<(), Limit> {
        self.spend(i64::try_from(elements).unwrap_or(i64::MAX))
    }

    /// Pays for the work on so many bytes: reading, comparing or hashing them.
    ///
    /// # Errors
    /// As [`Self::spend`].
    #[inline]
    pub(crate) fn spend_on_bytes(&self, bytes: usize) -> Result<(), Limit> {
        self.spend_on(bytes >> COPIED_AN_OPERATION)
    }

    /// Pays for going through so many bytes letter by letter, or for searching them.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub(crate) fn spend_on_search(&self, bytes: usize) -> Result<(), Limit> {
        self.spend_on(bytes >> SEARCHED_AN_OPERATION)
    }

    /// Pays for making other letters of so many bytes.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub(crate) fn spend_on_turning(&self, bytes: usize) -> Result<(), Limit> {
        self.spend_on(bytes >> TURNED_AN_OPERATION)
    }

    /// Pays for finding a name of so many bytes among so many that stand in order.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub(crate) fn spend_on_finding(&self, bytes: usize, among: usize) -> Result<(), Limit> {
        // About four names are compared on each level of a tree.
        let compared = 2 + 2 * (usize::BITS - among.leading_zeros()) as usize;
        self.spend_on_bytes(bytes.saturating_mul(compared))
    }

    /// Operations that are left.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn left(&self) -> i64 {
        self.left.get()
    }

    #[cold]
    fn look(&self) -> Result<(), Limit> {
        self.look_at.set(self.left.get().saturating_sub(CLOCK_EVERY).max(0));
        if self.left.get() < 0 { Err(Limit::Operations) } else { self.look_at_clock() }
    }

    /// Looks at the clock, after work that no operation measures.
    ///
    /// # Errors
    /// When the call has taken too long.
    #[expect(clippy::disallowed_methods, reason = "the time limit needs a clock; it decides nothing else")]
    pub(crate) fn look_at_clock(&self) -> Result<(), Limit> {
        let now = Instant::now();
        let started = self.started.get().unwrap_or(now);
        self.started.set(Some(started));
        if now - started > TIME + self.purse.waited() { Err(Limit::Time) } else { Ok(()) }
    }

    /// Puts another purse in the place of the present one, which is given: for what is kept beyond the call.
    #[must_use]
    pub(crate) fn other_purse(&mut self, purse: Rc<Purse>) -> Rc<Purse> {
        std::mem::replace(&mut self.purse, purse)
    }

    /// Pays for so many bytes on the heap before they are taken, and for copying them.
    ///
    /// # Errors
    /// When there are not so many left.
    pub(crate) fn pay(&self, bytes: usize) -> Result<Paid, Limit> {
        self.spend_on_bytes(bytes)?;
        self.purse.pay(bytes)
    }
}

/// A list that is paid for as it grows, before it does.
#[derive(Debug)]
pub(crate) struct Growing<T> {
    items: Vec<T>,
    paid: Paid,
}

impl<T> Growing<T> {
    /// An empty list.
    ///
    /// # Errors
    /// When a limit is hit.
    pub(crate) fn new(budget: &Budget) -> Result<Self, Limit> {
        Ok(Self { items: Vec::new(), paid: budget.pay(0)? })
    }

    /// Adds an element, which holds so many bytes elsewhere that nobody has paid for.
    ///
    /// # Errors
    /// When a limit is hit, that of the length included.
    pub(crate) fn push(&mut self, budget: &Budget, item: T, elsewhere: usize) -> Result<(), Limit> {
        if self.items.len() >= ARRAY {
            return Err(Limit::Size);
        }
        if self.items.len() == self.items.capacity() {
            let more = self.items.len().max(4);
            budget.spend_on_bytes(more * size_of::<T>())?;
            self.paid.grow(more * size_of::<T>())?;
            self.items.reserve_exact(more);
        }
        if elsewhere > 0 {
            self.paid.grow(elsewhere)?;
        }
        self.items.push(item);
        Ok(())
    }

    /// The list; from here on it is the taker's to pay for.
    #[must_use]
    pub(crate) fn take(self) -> Vec<T> {
        self.items
    }
}

impl<T> std::ops::Deref for Growing<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::purse::MEMORY;

    #[test]
    fn what_is_dropped_is_given_back() {
        let budget = Budget::new(None);
        let text = budget.pay(MEMORY).unwrap().holding("x");
        assert_eq!(budget.pay(1).unwrap_err(), Limit::Memory);
        drop(text);
        assert!(budget.pay(MEMORY).is_ok());
        // What is paid for and never used, too.
        drop(budget.pay(MEMORY).unwrap());
        assert!(budget.pay(MEMORY).is_ok());
    }

    #[test]
    fn a_list_is_paid_for_before_it_grows() {
        let budget = Budget::new(None);
        let rest = budget.pay(MEMORY - 100).unwrap();
        let mut list = Growing::new(&budget).unwrap();
        for n in 0..8_u64 {
            list.push(&budget, n, 0).unwrap();
        }
        assert_eq!(list.push(&budget, 8, 0), Err(Limit::Memory));
        assert_eq!(list.push(&budget, 8, 0), Err(Limit::Memory));
        drop(rest);
        assert_eq!((list.push(&budget, 8, 0), list.len()), (Ok(()), 9));
    }

    #[test]
    fn operations_end() {
        let (mut budget, allowed) = (Budget::new(None), counted(Spent::of_call(1).operations));
        budget.start(1);
        assert_eq!(budget.spend(allowed), Ok(()));
        assert_eq!(budget.spend(1), Err(Limit::Operations));
        assert_eq!(budget.spend_on(usize::MAX), Err(Limit::Operations));
    }

    #[test]
    fn calls_use_no_more_together_than_their_task_may() {
        let mut budget = Budget::new(None);
        budget.begin(Spent { operations: 1000, findings: 3, bytes: 100 });
        for _ in 0..3 {
            budget.start(0);
            assert_eq!(budget.spend(300), Ok(()));
            assert_eq!(budget.report(10), Ok(()));
            budget.keep(1, 10);
        }
        budget.start(0);
        assert_eq!((budget.spend(100), budget.spend(1)), (Ok(()), Err(Limit::Operations)));
        assert_eq!(budget.report(10), Err(Limit::Findings));
        assert_eq!(budget.used(), Spent { operations: 1001, findings: 3, bytes: 30 });
        budget.begin(Spent { operations: 1, findings: 3, bytes: 100 });
        budget.start(0);
        assert_eq!(budget.report(101), Err(Limit::Words));
        assert_eq!(budget.used(), Spent::default());
    }
}
