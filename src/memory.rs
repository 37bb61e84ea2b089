//! Counting memory: an allocator that knows how much each thread holds, so that a script's appetite has a limit.

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;

use yize_core::{Meter, Metering};

thread_local! {
    static HELD: Cell<i64> = const { Cell::new(0) };
    static ALLOCATED: Cell<u64> = const { Cell::new(0) };
}

/// Bytes allocated less bytes freed by this thread. Memory freed by another thread counts there, so the figure may be
/// negative; differences within one task are what matters. Always 0 where [`Counting`] is not the allocator.
fn held() -> i64 {
    HELD.try_with(Cell::get).unwrap_or(0)
}

/// Bytes that this thread has ever allocated: the work of copying, which operations do not measure.
fn allocated() -> u64 {
    ALLOCATED.try_with(Cell::get).unwrap_or(0)
}

/// The count, for the core. Where [`Counting`] is not the allocator the core finds out, and runs no rule.
#[must_use]
pub fn metering() -> Metering {
    Metering::Metered(Meter { held, allocated })
}

fn add(bytes: i64) {
    // A thread that is ending has no counters any more, and runs no script.
    let _ = HELD.try_with(|held| held.set(held.get() + bytes));
    if let Ok(bytes) = u64::try_from(bytes) {
        let _ = ALLOCATED.try_with(|all| all.set(all.get() + bytes));
    }
}

/// Wraps an allocator and counts what each thread holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting<A>(pub A);

fn size(layout: Layout) -> i64 {
    i64::try_from(layout.size()).unwrap_or(i64::MAX)
}

#[expect(unsafe_code, reason = "an allocator is unsafe to write; this one hands every call on unchanged")]
// SAFETY: every method passes its arguments on to the wrapped allocator, whose contract is the same.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Counting<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(size(layout));
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        add(-size(layout));
        unsafe { self.0.dealloc(ptr, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(size(layout));
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        add(i64::try_from(new_size).unwrap_or(i64::MAX) - size(layout));
        unsafe { self.0.realloc(ptr, layout, new_size) }
    }
}
