//! The limit of memory: how much a thread holds is counted by the embedder's allocator, and whether it really is counted is
//! tried before any script runs.

use std::hint::black_box;

/// How an embedder tells what the calling thread has allocated.
///
/// ```
/// use std::alloc::{GlobalAlloc, Layout, System};
/// use std::cell::Cell;
/// use yize_core::{Check, Date, FailOn, Meter, Metering};
///
/// /// The system's allocator, and a count.
/// struct Counting;
///
/// thread_local! {
///     static HELD: Cell<i64> = const { Cell::new(0) };
///     static ALLOCATED: Cell<u64> = const { Cell::new(0) };
/// }
///
/// // SAFETY: every call is handed on as it came.
/// unsafe impl GlobalAlloc for Counting {
///     unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
///         // A thread that is ending has no count any more.
///         let _ = HELD.try_with(|held| held.set(held.get() + layout.size() as i64));
///         let _ = ALLOCATED.try_with(|all| all.set(all.get() + layout.size() as u64));
///         unsafe { System.alloc(layout) }
///     }
///     unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
///         let _ = HELD.try_with(|held| held.set(held.get() - layout.size() as i64));
///         unsafe { System.dealloc(pointer, layout) }
///     }
/// }
///
/// #[global_allocator]
/// static ALLOCATOR: Counting = Counting;
///
/// let meter = Meter { held: || HELD.with(Cell::get), allocated: || ALLOCATED.with(Cell::get) };
/// # let (packs, data) = (yize_core::example::pack(), yize_core::example::DATA);
/// let check = Check::as_of(Date::constant(2026, 12, 31)).pack(packs).data("members.toml", data);
/// assert_eq!(check.clone().meter(meter).run().exit_code(FailOn::Error), 1, "the rule was run");
/// // Without one it is not, and that is never taken for a pass.
/// assert_eq!(&*check.run().findings[0].rule, "host/unmetered");
/// assert!(matches!(Metering::default(), Metering::Unknown));
/// ```
///
/// A count of the whole process is none: one rule would pay for what another takes.
///
/// ```
/// use std::alloc::{GlobalAlloc, Layout, System};
/// use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
/// use yize_core::Meter;
///
/// struct OfTheProcess;
/// static HELD: AtomicI64 = AtomicI64::new(0);
/// static ALLOCATED: AtomicI64 = AtomicI64::new(0);
///
/// // SAFETY: every call is handed on as it came.
/// unsafe impl GlobalAlloc for OfTheProcess {
///     unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
///         HELD.fetch_add(layout.size() as i64, Relaxed);
///         ALLOCATED.fetch_add(layout.size() as i64, Relaxed);
///         unsafe { System.alloc(layout) }
///     }
///     unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
///         HELD.fetch_sub(layout.size() as i64, Relaxed);
///         unsafe { System.dealloc(pointer, layout) }
///     }
/// }
///
/// #[global_allocator]
/// static ALLOCATOR: OfTheProcess = OfTheProcess;
///
/// let meter = Meter { held: || HELD.load(Relaxed), allocated: || ALLOCATED.load(Relaxed) as u64 };
/// # use yize_core::example;
/// let outcome = yize_core::Check::as_of(example::DAY).pack(example::pack()).data("a.toml", example::DATA).meter(meter).run();
/// assert_eq!(&*outcome.findings[0].rule, "host/unmetered");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    /// Bytes that the calling thread has allocated less those that it has freed. Memory freed by another thread may count
    /// there, so that the figure may be negative: differences within one call are what matters.
    pub held: fn() -> i64,
    /// Bytes that the calling thread has ever allocated: the work of copying, which operations do not measure.
    pub allocated: fn() -> u64,
}

/// What keeps scripts from taking all the memory there is.
#[derive(Clone, Copy, Debug, Default)]
pub enum Metering {
    /// Nothing is known to: no script is run.
    #[default]
    Unknown,
    /// An allocator that counts.
    Metered(Meter),
    /// Nothing does, and the embedder answers for the packs.
    Unlimited,
}

/// Bytes that are allocated to see whether they are counted.
const PROBE: u16 = u16::MAX;

impl Metering {
    /// Bytes held by this thread; 0 where nothing counts.
    pub(crate) fn held(self) -> i64 {
        match self {
            Self::Metered(meter) => (meter.held)(),
            Self::Unknown | Self::Unlimited => 0,
        }
    }

    /// Bytes ever allocated by this thread; 0 where nothing counts.
    pub(crate) fn allocated(self) -> u64 {
        match self {
            Self::Metered(meter) => (meter.allocated)(),
            Self::Unknown | Self::Unlimited => 0,
        }
    }

    /// Whether scripts may run: memory is counted, as a trial shows, or the embedder wants no limit.
    pub(crate) fn holds(self) -> bool {
        match self {
            Self::Unknown => false,
            Self::Unlimited => true,
            Self::Metered(_) => self.counts() && !self.counts_others(),
        }
    }

    /// Whether what this thread allocates is counted, and taken off again.
    fn counts(self) -> bool {
        let before = (self.held(), self.allocated());
        let probe = black_box(vec![1_u8; PROBE.into()]);
        let during = (self.held(), self.allocated());
        drop(black_box(probe));
        let after = self.held();
        let held = during.0.saturating_sub(before.0) >= PROBE.into() && during.0.saturating_sub(after) >= PROBE.into();
        held && during.1.saturating_sub(before.1) >= PROBE.into()
    }

    /// Whether what another thread allocates is counted here, so that one rule would pay for another.
    fn counts_others(self) -> bool {
        let before = (self.held(), self.allocated());
        let probe = || black_box(vec![1_u8; PROBE.into()]);
        let others = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().spawn_scoped(scope, probe);
            thread.ok().and_then(|thread| thread.join().ok())
        });
        let during = (self.held(), self.allocated());
        let moved =
            during.0.saturating_sub(before.0) >= PROBE.into() || during.1.saturating_sub(before.1) >= PROBE.into();
        others.is_some() && moved
    }
}
