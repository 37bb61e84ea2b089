//! What values hold, in bytes: paid for before it is taken, and given back when they are dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::native::allowance::Limit;
use crate::native::large::{Large, Leave, SMALL};

/// Greatest memory that the values of one call may hold, in bytes.
pub(crate) const MEMORY: usize = 256 << 20;

/// The bytes that the values of a call hold, and what is kept of the calls until it is handed in. A value gives back what it took
/// when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Purse {
    held: Cell<usize>,
    kept: Cell<usize>,
    /// Where leave is asked for to hold much; nowhere for what is kept for later calls.
    large: Option<Arc<Large>>,
    leave: RefCell<Option<Leave>>,
    /// How long leave was waited for.
    waited: Cell<Duration>,
}

impl Purse {
    /// One of a worker that asks for leave there.
    #[must_use]
    pub(crate) fn new(large: Option<Arc<Large>>) -> Self {
        Self { large, ..Self::default() }
    }

    /// Pays for so many bytes.
    ///
    /// # Errors
    /// When there are not so many left.
    pub(crate) fn pay(self: &Rc<Self>, bytes: usize) -> Result<Paid, Limit> {
        self.take(bytes)?;
        Ok(Paid { bytes, purse: self.clone() })
    }

    /// Keeps so many bytes more until they are handed in.
    pub(crate) fn keep(&self, bytes: usize) {
        self.kept.set(self.kept.get().saturating_add(bytes));
        self.ask();
    }

    /// What was kept is somebody else's.
    pub(crate) fn hand_in(&self) {
        self.kept.set(0);
        self.give_back(0);
    }

    /// How long leave was waited for.
    pub(crate) fn waited(&self) -> Duration {
        self.waited.get()
    }

    /// Counts the waiting anew.
    pub(crate) fn forget_waiting(&self) {
        self.waited.set(Duration::ZERO);
    }

    fn take(&self, bytes: usize) -> Result<(), Limit> {
        let held = self.held.get().saturating_add(bytes);
        if held > MEMORY {
            return Err(Limit::Memory);
        }
        self.held.set(held);
        self.ask();
        Ok(())
    }

    fn give_back(&self, bytes: usize) {
        self.held.set(self.held.get().saturating_sub(bytes));
        if self.held.get() + self.kept.get() <= SMALL / 2 {
            self.leave.take();
        }
    }

    #[inline]
    fn ask(&self) {
        if self.held.get() + self.kept.get() > SMALL {
            self.wait();
        }
    }

    #[cold]
    #[expect(clippy::disallowed_methods, reason = "waiting for others takes nothing from the time of a call")]
    fn wait(&self) {
        let mut leave = self.leave.borrow_mut();
        if let (None, Some(large)) = (leave.as_ref(), &self.large) {
            let began = Instant::now();
            *leave = Some(large.wait());
            self.waited.set(self.waited.get() + began.elapsed());
        }
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

    /// Takes over what was paid for by another of the same purse.
    pub(crate) fn join(&mut self, mut other: Self) {
        self.bytes += std::mem::take(&mut other.bytes);
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
