//! Limits of a call: operations, time, memory, depth. All of them are counted here, before anything is spent, whatever the
//! allocator and the thread.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::language::{Text, say};

/// Greatest depth of calls.
pub(crate) const CALLS: u32 = 64;
/// Greatest length of a text, in bytes.
pub(crate) const TEXT: usize = 1 << 20;
/// Greatest number of elements of an array.
pub(crate) const ARRAY: usize = 1_000_000;
/// Greatest depth of arrays in arrays.
pub(crate) const NESTED: u32 = 64;
/// Greatest memory that the values of one call may hold, in bytes.
const MEMORY: usize = 256 << 20;
/// Longest time that one call may take. Far more than any operation limit allows on a machine of any speed.
const TIME: Duration = Duration::from_mins(1);
/// Operations that a call may always use.
const OPERATIONS: i64 = 20_000_000;
/// Further operations for each record of the body.
const OPERATIONS_A_RECORD: i64 = 500;
/// Bytes that are copied for the price of one operation, as a power of two.
const BYTES_AN_OPERATION: u32 = 10;
/// How many operations pass between looks at the clock.
const CLOCK_EVERY: i64 = 1 << 16;

/// Which limit was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Operations.
    Operations,
    /// Time.
    Time,
    /// Memory.
    Memory,
    /// Depth of calls.
    Depth,
    /// Size of a text, an array or a map.
    Size,
}

impl Limit {
    /// What happened, in words.
    #[must_use]
    pub(crate) fn message(self) -> Text {
        match self {
            Self::Operations => {
                say!("运算次数超出限制（可能是死循环）", "too many operations (perhaps an endless loop)")
            }
            Self::Time => say!("运行时间超出限制", "ran for too long"),
            Self::Memory => say!("占用内存超出限制", "used too much memory"),
            Self::Depth => say!("函数调用层数超出限制", "calls are nested too deeply"),
            Self::Size => say!("字符串、数组或映射过大", "a string, array or map is too large"),
        }
    }
}

/// The bytes that the values of a call hold. A value gives back what it took when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Purse {
    held: Cell<usize>,
}

impl Purse {
    fn take(&self, bytes: usize) -> Result<(), Limit> {
        let held = self.held.get().saturating_add(bytes);
        if held > MEMORY {
            return Err(Limit::Memory);
        }
        self.held.set(held);
        Ok(())
    }

    fn give_back(&self, bytes: usize) {
        self.held.set(self.held.get().saturating_sub(bytes));
    }
}

/// Something that a value holds on the heap, and has been paid for.
#[derive(Debug)]
pub(crate) struct Held<T> {
    /// The thing.
    pub thing: T,
    paid: Paid,
}

impl<T> std::ops::Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.thing
    }
}

impl<T: PartialEq> PartialEq for Held<T> {
    fn eq(&self, other: &Self) -> bool {
        self.thing == other.thing
    }
}

impl<T: Eq> Eq for Held<T> {}

impl<T: std::hash::Hash> std::hash::Hash for Held<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.thing.hash(state);
    }
}

impl<T> Held<T> {
    /// Pays for so many more bytes.
    ///
    /// # Errors
    /// When there are not so many left.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), Limit> {
        self.paid.grow(bytes)
    }
}

/// What one call may use.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Operations left.
    left: Cell<i64>,
    /// When so few are left, the clock is looked at.
    look_at: Cell<i64>,
    /// When the clock was first looked at in this call: what ends before that takes no time to speak of.
    started: Cell<Option<Instant>>,
    purse: Rc<Purse>,
}

impl Budget {
    /// A budget that nothing has been taken from.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            left: Cell::new(OPERATIONS),
            look_at: Cell::new(OPERATIONS - CLOCK_EVERY),
            started: Cell::new(None),
            purse: Rc::default(),
        }
    }

    /// Starts a call on a body with so many records.
    pub(crate) fn start(&mut self, records: usize) {
        let records = i64::try_from(records).unwrap_or(i64::MAX / OPERATIONS_A_RECORD);
        let left = OPERATIONS.saturating_add(records.saturating_mul(OPERATIONS_A_RECORD));
        self.left.set(left);
        self.look_at.set(left.saturating_sub(CLOCK_EVERY).max(0));
        self.started.set(None);
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
        self.spend_on(bytes >> BYTES_AN_OPERATION)
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
        if now - started > TIME { Err(Limit::Time) } else { Ok(()) }
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
        self.purse.take(bytes)?;
        Ok(Paid { bytes, purse: self.purse.clone() })
    }
}

/// Bytes that are paid for. They are given back when this is dropped.
#[derive(Debug)]
#[must_use]
pub(crate) struct Paid {
    bytes: usize,
    purse: Rc<Purse>,
}

impl Drop for Paid {
    fn drop(&mut self) {
        self.purse.give_back(self.bytes);
    }
}

impl Paid {
    /// The thing that they are for.
    #[must_use]
    pub(crate) fn holding<T>(self, thing: T) -> Rc<Held<T>> {
        Rc::new(Held { thing, paid: self })
    }

    /// Pays for so many more bytes.
    ///
    /// # Errors
    /// When there are not so many left.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), Limit> {
        self.purse.take(bytes)?;
        self.bytes += bytes;
        Ok(())
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

    #[test]
    fn what_is_dropped_is_given_back() {
        let budget = Budget::new();
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
        let budget = Budget::new();
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
        let mut budget = Budget::new();
        budget.start(1);
        assert_eq!(budget.spend(OPERATIONS + OPERATIONS_A_RECORD), Ok(()));
        assert_eq!(budget.spend(1), Err(Limit::Operations));
        assert_eq!(budget.spend_on(usize::MAX), Err(Limit::Operations));
    }
}
