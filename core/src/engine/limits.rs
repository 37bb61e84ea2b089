//! Limits of scripts: operations, time, memory and depth. They hold inside closures and host functions too, since each
//! operation and each element of a native loop is counted here and not by the interpreter. The interpreter's own limits
//! of sizes stay off: they measure every array anew at each call. Copying counts as operations instead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine, EvalAltResult, OptimizationLevel, Position, Token};

use crate::engine::memory::Metering;
use crate::language::{Text, say};

/// Greatest depth of calls.
const CALLS: usize = 64;
/// Greatest depth of expressions, at the top level and in functions.
const DEPTH: (usize, usize) = (64, 64);
/// Greatest length of a string that one host function builds, in bytes.
pub(crate) const STRING: usize = 1 << 20;
/// Greatest length of an array that one host function builds by joining or splitting.
pub(crate) const ARRAY: usize = 1_000_000;
/// Greatest memory that one call of a rule may hold, in bytes.
const MEMORY: i64 = 256 << 20;
/// Longest time that one call of a rule may take. Far more than any operation limit allows on a machine of any speed;
/// it stops what operations do not measure.
const TIME: Duration = Duration::from_mins(1);
/// Operations that a call may always use.
const OPERATIONS: u64 = 20_000_000;
/// Further operations for each record of the body.
const OPERATIONS_A_RECORD: u64 = 500;
/// Bytes that are copied for the price of one operation, as a power of two.
const BYTES_AN_OPERATION: u32 = 10;
/// Bytes allocated in one operation that are not counted.
const SMALL: u64 = 1 << 15;
/// How many operations pass between looks at the clock; a power of two.
const CLOCK_EVERY: u64 = 1 << 14;

/// What one call has used. Each worker has its own.
#[derive(Debug)]
pub(crate) struct Budget {
    /// How memory is counted.
    metering: Metering,
    operations: AtomicU64,
    greatest: AtomicU64,
    memory: AtomicI64,
    /// Bytes that this thread had allocated when operations were last counted.
    allocated: AtomicU64,
    started: std::sync::Mutex<Instant>,
}

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
    /// Size of a string, an array or a map.
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

impl Budget {
    /// A budget that nothing has been taken from.
    #[expect(clippy::disallowed_methods, reason = "the time limit needs a clock; it decides nothing else")]
    #[must_use]
    pub(crate) fn new(metering: Metering) -> Self {
        Self {
            metering,
            operations: AtomicU64::new(0),
            greatest: AtomicU64::new(OPERATIONS),
            memory: AtomicI64::new(0),
            allocated: AtomicU64::new(0),
            started: std::sync::Mutex::new(Instant::now()),
        }
    }

    /// Starts a call on a body with so many records.
    #[expect(clippy::disallowed_methods, reason = "the time limit needs a clock; it decides nothing else")]
    pub(crate) fn start(&self, records: usize) {
        self.operations.store(0, Relaxed);
        self.greatest.store(OPERATIONS + OPERATIONS_A_RECORD * records as u64, Relaxed);
        self.memory.store(self.metering.held(), Relaxed);
        self.allocated.store(self.metering.allocated(), Relaxed);
        *self.started.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Instant::now();
    }

    /// Counts operations; tells when a limit is hit. Only the worker's own thread calls this, so load and store do.
    fn count(&self, operations: u64) -> Option<Limit> {
        let before = self.operations.load(Relaxed);
        let allocated = self.metering.allocated();
        let copied = allocated.saturating_sub(self.allocated.load(Relaxed));
        self.allocated.store(allocated, Relaxed);
        // Small change is let go: it is the interpreter's own caches as often as the script's doing.
        let copied = if copied < SMALL { 0 } else { copied >> BYTES_AN_OPERATION };
        let now = before.saturating_add(operations).saturating_add(copied);
        self.operations.store(now, Relaxed);
        if now > self.greatest.load(Relaxed) {
            Some(Limit::Operations)
        } else if self.metering.held().saturating_sub(self.memory.load(Relaxed)) > MEMORY {
            Some(Limit::Memory)
        } else if before / CLOCK_EVERY != now / CLOCK_EVERY {
            self.is_late().then_some(Limit::Time)
        } else {
            None
        }
    }

    fn is_late(&self) -> bool {
        self.started.lock().unwrap_or_else(std::sync::PoisonError::into_inner).elapsed() > TIME
    }

    /// Looks at the clock, after work that no operation measures.
    ///
    /// # Errors
    /// When the call has taken too long.
    pub(crate) fn look_at_clock(&self) -> Result<(), Box<EvalAltResult>> {
        if self.is_late() { Err(terminated(Limit::Time)) } else { Ok(()) }
    }

    /// Does work whose memory is kept for later calls, and so is charged to none: whichever call comes first on a
    /// thread would pay, and the answer would depend on the number of threads.
    pub(crate) fn free<T>(&self, work: impl FnOnce() -> T) -> T {
        let (held, allocated) = (self.metering.held(), self.metering.allocated());
        let result = work();
        let held = self.metering.held().saturating_sub(held);
        self.memory.store(self.memory.load(Relaxed).saturating_add(held), Relaxed);
        let allocated = self.metering.allocated().saturating_sub(allocated);
        self.allocated.store(self.allocated.load(Relaxed).saturating_add(allocated), Relaxed);
        result
    }

    /// Counts the elements of a native loop.
    ///
    /// # Errors
    /// When a limit is hit.
    pub(crate) fn charge(&self, elements: usize) -> Result<(), Box<EvalAltResult>> {
        match self.count(elements as u64) {
            Some(limit) => Err(terminated(limit)),
            None => Ok(()),
        }
    }
}

fn terminated(limit: Limit) -> crate::engine::shared::Error {
    Box::new(EvalAltResult::ErrorTerminated(Dynamic::from(limit), Position::NONE))
}

/// Sets every limit of an engine, and counts its operations in the budget.
pub(crate) fn set(engine: &mut Engine, budget: &Arc<Budget>) {
    let budget = budget.clone();
    #[expect(deprecated, reason = "marked as volatile, not as leaving")]
    engine
        .set_max_call_levels(CALLS)
        .set_max_expr_depths(DEPTH.0, DEPTH.1)
        .set_max_functions(2000)
        .set_max_modules(64)
        .set_max_variables(500)
        .set_max_strings_interned(0)
        // The optimiser takes exponential time on some scripts and has removed statements that mattered.
        .set_optimization_level(OptimizationLevel::None)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        // Comparisons go through functions of ours, which refuse to compare what cannot be compared.
        .set_fast_operators(false)
        .on_print(|_| {})
        .on_debug(|_, _, _| {})
        // `until` is a key of a rule's metadata; the loop `do … until` is given up for it.
        .on_parse_token(|token, _, _| match token {
            Token::Until => Token::Identifier(Box::new("until".into())),
            token => token,
        })
        .on_progress(move |_| budget.count(1).map(Dynamic::from));
    for word in ["eval", "Fn", "curry", "call", "print", "debug", "is_def_fn", "is_def_var"] {
        engine.disable_symbol(word);
    }
}

/// The limit that an error speaks of.
#[must_use]
pub(crate) fn limit_of(error: &EvalAltResult) -> Option<Limit> {
    match error {
        EvalAltResult::ErrorTerminated(token, _) => token.clone().try_cast::<Limit>().or(Some(Limit::Operations)),
        EvalAltResult::ErrorTooManyOperations(_) => Some(Limit::Operations),
        EvalAltResult::ErrorStackOverflow(_) => Some(Limit::Depth),
        EvalAltResult::ErrorDataTooLarge(..)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorTooManyModules(_) => Some(Limit::Size),
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
            limit_of(inner)
        }
        _ => None,
    }
}
