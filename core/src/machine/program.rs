//! Programs: the code of a pack's rules and schemes, shared by all threads, and the way to call it.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use crate::machine::code::Run;
use crate::native::access::Site;
use crate::native::allowance::Limit;
use crate::native::budget::CALLS;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};

/// A function of a script, or the closure of a rule or of a scheme's line, as code.
pub(crate) struct Function {
    /// Its code.
    pub run: Run,
    /// How many parameters it has; they stand in its first slots.
    pub parameters: usize,
    /// How many slots it takes.
    pub slots: usize,
    /// About how many operations it is, loops not counted: each call from a script pays for them.
    pub cost: i64,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function")
            .field("parameters", &self.parameters)
            .field("slots", &self.slots)
            .finish_non_exhaustive()
    }
}

/// The code of a pack.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// What is called from outside, in an order of the caller's.
    pub functions: Vec<Arc<Function>>,
    /// Texts that it names.
    pub texts: Vec<Arc<str>>,
    /// Parameters that it names.
    pub parameters: Vec<Arc<str>>,
    /// How many places there are where it reads a property.
    pub sites: usize,
}

/// A program on one worker, with the parameters of one pack: its texts as values of the data, and what its properties were
/// found to be.
#[derive(Debug)]
pub(crate) struct Bound<'s> {
    texts: Rc<[Value]>,
    parameters: Rc<[Option<Value>]>,
    sites: Vec<Site<'s>>,
}

impl Program {
    /// Makes it ready for a worker, with the parameters of its present scope.
    ///
    /// # Errors
    /// When its texts take too much memory.
    pub(crate) fn bind<'s>(&self, state: &mut State<'s>) -> Answer<Bound<'s>> {
        let texts: Answer<Vec<Value>> = self.texts.iter().map(|text| state.known_text(text)).collect();
        let own = &state.scope.parameters;
        let parameters = self.parameters.iter().map(|name| own.get(name, None).cloned()).collect();
        Ok(Bound { texts: texts?.into(), parameters, sites: vec![Site::NEW; self.sites] })
    }
}

impl<'s> Bound<'s> {
    /// Puts it before a worker, whose present program comes back by [`Self::leave`].
    pub(crate) fn enter(&mut self, state: &mut State<'s>) {
        state.texts = self.texts.clone();
        state.parameters = self.parameters.clone();
        std::mem::swap(&mut self.sites, &mut state.sites);
    }

    /// Takes it from a worker.
    pub(crate) fn leave(&mut self, state: &mut State<'s>) {
        std::mem::swap(&mut self.sites, &mut state.sites);
    }
}

impl Function {
    /// Calls it from outside: with the record, where it wants one, and `ctx`. Its room may be that of an earlier call.
    ///
    /// # Errors
    /// When it gives no answer.
    pub(crate) fn start(&self, state: &mut State<'_>, record: Option<crate::value::RowId>) -> Answer {
        let slots = self.slots.max(2);
        if state.slots.len() != slots {
            state.slots.resize(slots, Value::UNIT);
        }
        (state.base, state.depth) = (0, 0);
        state.doubt = None;
        let context = usize::from(record.is_some());
        if let Some(row) = record {
            state.slots[0].set(Value::record(row));
        }
        state.slots[context].set(Value::of(Data::Ctx));
        let answer = (self.run)(state);
        // What variables hold is given back before the next call. No variable is read before it is set.
        for slot in &mut state.slots[context + 1..] {
            if slot.data.holds() {
                *slot = Value::UNIT;
            }
        }
        answer
    }

    /// Calls it from a script, with its arguments.
    ///
    /// # Errors
    /// When it gives no answer, or calls are nested too deeply.
    pub(crate) fn call<const N: usize>(&self, state: &mut State<'_>, arguments: [Value; N]) -> Answer {
        let base = self.begin(state)?;
        for (slot, argument) in state.slots[state.base..].iter_mut().zip(arguments) {
            *slot = argument;
        }
        self.end(state, base)
    }

    /// Makes room for a call and gives where the caller's variables are.
    fn begin(&self, state: &mut State<'_>) -> Answer<usize> {
        if state.depth >= CALLS {
            return Err(Stop::from(Limit::Depth));
        }
        state.budget.spend(self.cost)?;
        state.depth += 1;
        let base = std::mem::replace(&mut state.base, state.slots.len());
        state.slots.resize(state.base + self.slots, Value::UNIT);
        Ok(base)
    }

    fn end(&self, state: &mut State<'_>, base: usize) -> Answer {
        let answer = (self.run)(state);
        state.slots.truncate(state.base);
        state.base = base;
        state.depth -= 1;
        answer
    }

    /// The same with any number of arguments.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub(crate) fn call_with(&self, state: &mut State<'_>, arguments: Vec<Value>) -> Answer {
        let base = self.begin(state)?;
        for (slot, argument) in state.slots[state.base..].iter_mut().zip(arguments) {
            *slot = argument;
        }
        self.end(state, base)
    }
}
