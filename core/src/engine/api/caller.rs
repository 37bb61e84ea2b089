//! Calling a closure many times from a native loop, with warm caches.

use rhai::{Caches, Dynamic, Engine, EvalContext, FnPtr, GlobalRuntimeState, NativeCallContext, Scope};

use crate::engine::limits::Budget;
use crate::engine::shared::{Outcome, complaint};
use crate::language::say;

/// A closure, ready to be called for each element of a collection.
pub(crate) struct Caller<'a> {
    engine: &'a Engine,
    budget: &'a Budget,
    global: GlobalRuntimeState,
    caches: Caches,
    scope: Scope<'static>,
    closure: FnPtr,
}

impl<'a> Caller<'a> {
    /// Prepares a closure that was handed to the function being called.
    #[must_use]
    pub(crate) fn new(context: &'a NativeCallContext<'_>, budget: &'a Budget, closure: FnPtr) -> Self {
        let mut global = context.global_runtime_state().clone();
        global.level += 1;
        Self { engine: context.engine(), budget, global, caches: Caches::new(), scope: Scope::new(), closure }
    }

    /// Calls the closure with one element.
    ///
    /// # Errors
    /// As the closure's; or when a limit is hit.
    pub(crate) fn call(&mut self, element: Dynamic) -> Outcome<Dynamic> {
        self.budget.charge(1)?;
        let mut values: Vec<Dynamic> = self.closure.curry().to_vec();
        values.push(element);
        let mut arguments: Vec<&mut Dynamic> = values.iter_mut().collect();
        EvalContext::new(self.engine, &mut self.global, &mut self.caches, &mut self.scope, None).call_fn_raw(
            self.closure.fn_name(),
            false,
            false,
            &mut arguments,
        )
    }

    /// Calls a closure that answers yes or no.
    ///
    /// # Errors
    /// Also when the answer is neither.
    pub(crate) fn test(&mut self, element: Dynamic) -> Outcome<bool> {
        let answer = self.call(element)?;
        answer.as_bool().map_err(|other| {
            complaint(say!(
                "条件须返回 true 或 false，这里返回的是{other}",
                "a condition must give true or false, not {other}"
            ))
        })
    }
}
