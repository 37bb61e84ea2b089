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
    bytes: usize,
    purse: Rc<Purse>,
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        self.purse.give_back(self.bytes);
    }
}

impl<T> std::ops::Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.thing
    }
}

impl<T> Held<T> {
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

/// What one call may use.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Operations left.
    left: i64,
    /// When so few are left, the clock is looked at.
    look_at: i64,
    started: Instant,
    purse: Rc<Purse>,
}

impl Budget {
    /// A budget that nothing has been taken from.
    #[expect(clippy::disallowed_methods, reason = "the time limit needs a clock; it decides nothing else")]
    #[must_use]
    pub(crate) fn new() -> Self {
        Self { left: OPERATIONS, look_at: OPERATIONS - CLOCK_EVERY, started: Instant::now(), purse: Rc::default() }
    }

    /// Starts a call on a body with so many records.
    #[expect(clippy::disallowed_methods, reason = "the time limit needs a clock; it decides nothing else")]
    pub(crate) fn start(&mut self, records: usize) {
        let records = i64::try_from(records).unwrap_or(i64::MAX / OPERATIONS_A_RECORD);
        self.left = OPERATIONS.saturating_add(records.saturating_mul(OPERATIONS_A_RECORD));
        self.look_at = (self.left - CLOCK_EVERY).max(0);
        self.started = Instant::now();
    }

    /// Pays for operations.
    ///
    /// # Errors
    /// When there are not so many left, or the call has taken too long.
    #[inline]
    pub(crate) fn spend(&mut self, operations: i64) -> Result<(), Limit> {
        self.left = self.left.saturating_sub(operations);
        if self.left < self.look_at { self.look() } else { Ok(()) }
    }

    /// Pays for the work on so many elements.
    ///
    /// # Errors
    /// As [`Self::spend`].
    pub(crate) fn spend_on(&mut self, elements: usize) -> Result<(), Limit> {
        self.spend(i64::try_from(elements).unwrap_or(i64::MAX))
    }

    #[cold]
    fn look(&mut self) -> Result<(), Limit> {
        self.look_at = (self.left - CLOCK_EVERY).max(0);
        if self.left < 0 { Err(Limit::Operations) } else { self.look_at_clock() }
    }

    /// Looks at the clock, after work that no operation measures.
    ///
    /// # Errors
    /// When the call has taken too long.
    pub(crate) fn look_at_clock(&self) -> Result<(), Limit> {
        if self.started.elapsed() > TIME { Err(Limit::Time) } else { Ok(()) }
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
    pub(crate) fn pay(&mut self, bytes: usize) -> Result<Paid, Limit> {
        self.spend_on(bytes >> BYTES_AN_OPERATION)?;
        self.purse.take(bytes)?;
        Ok(Paid { bytes, purse: self.purse.clone() })
    }
}

/// Bytes that are paid for, and not yet used.
#[derive(Debug)]
#[must_use]
pub(crate) struct Paid {
    bytes: usize,
    purse: Rc<Purse>,
}

impl Paid {
    /// The thing that they are for.
    #[must_use]
    pub(crate) fn holding<T>(self, thing: T) -> Rc<Held<T>> {
        Rc::new(Held { thing, bytes: self.bytes, purse: self.purse })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_given_back() {
        let mut budget = Budget::new();
        let text = budget.pay(MEMORY).unwrap().holding("x");
        assert_eq!(budget.pay(1).unwrap_err(), Limit::Memory);
        drop(text);
        assert!(budget.pay(MEMORY).is_ok());
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
