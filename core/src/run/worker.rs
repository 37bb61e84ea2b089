//! A worker: one thread's state, and the programs that it has made ready.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::data::Store;
use crate::machine::constant::Constant;
use crate::machine::program::{Bound, Program};
use crate::native::budget::Budget;
use crate::native::cards::Cards;
use crate::native::notes::Notes;
use crate::native::state::{Draft, Parameters, Scope, State};
use crate::native::stop::{Answer, Fault, Stop};
use crate::native::value::Value;
use crate::source::{Place, SourceId, Span};
use crate::value::RowId;

/// One thread's state, and the programs that it has made ready.
pub(crate) struct Worker<'s> {
    /// The state.
    pub state: State<'s>,
    bound: FxHashMap<Key, Bound<'s>>,
    /// The program that is before the state.
    entered: Option<Key>,
    /// Parameters as values, by the list that they come from.
    parameters: FxHashMap<*const Named, Parameters>,
    /// The list of the present scope.
    present: *const Named,
}

/// A program with the parameters of a pack.
type Key = (*const Program, *const Named);

/// Values by the days from which they hold.
pub(crate) type Dated = Vec<(Date, Constant)>;

/// Parameters as they are declared, by name.
pub(crate) struct Named {
    /// What holds for the data of the year at hand.
    pub values: Vec<(Arc<str>, Constant)>,
    /// Of those that change with time what holds from which day, the earliest foremost.
    pub dated: Vec<(Arc<str>, Dated)>,
}

impl Named {
    /// They as values.
    fn of(&self, state: &mut State<'_>) -> Answer<Parameters> {
        let values = self.values.iter().map(|(name, constant)| Ok((name.clone(), constant.value(state)?)));
        let values: Answer<Vec<_>> = values.collect();
        let mut dated = Vec::with_capacity(self.dated.len());
        for (name, values) in &self.dated {
            let values = values.iter().map(|(since, constant)| Ok((*since, constant.value(state)?)));
            dated.push((name.clone(), values.collect::<Answer<Vec<_>>>()?));
        }
        Ok(Parameters { values: values?.into(), dated: dated.into() })
    }
}

/// Why a call gave no answer.
pub(crate) enum Failure {
    /// The script failed.
    Script(Fault),
    /// A function of the host panicked.
    Panic,
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Fault(fault) => Self::Script(*fault),
            // The parser lets no loop's word stand outside a loop, and each function ends its own `return`: it is the host
            // that failed.
            Stop::Return | Stop::Break | Stop::Continue => Self::Panic,
        }
    }
}

impl<'s> Worker<'s> {
    /// A worker over some data, with cards that rules may ask for.
    #[must_use]
    pub(crate) fn new(
        store: &'s Store,
        cards: &'s Cards,
        lent: &'s [crate::function::Function],
        (today, budget): (Date, Budget),
        notes: Notes,
    ) -> Self {
        let state = State {
            store,
            cards,
            lent,
            today,
            scope: Scope::default(),
            budget,
            notes,
            drafts: Vec::new(),
            doubt: None,
            doubts: None,
            unsure: None,
            gaps: FxHashSet::default(),
            here: Place { source: SourceId::NONE, span: Span::default() },
            slots: Vec::new(),
            base: 0,
            depth: 0,
            returned: Value::UNIT,
            texts: Rc::from([]),
            parameters: Rc::from([]),
            sites: Vec::new(),
        };
        let (bound, parameters) = (FxHashMap::default(), FxHashMap::default());
        Self { state, bound, entered: None, parameters, present: std::ptr::null() }
    }

    /// Sets the scope of the calls to come. The parameters are those of the scope's pack.
    ///
    /// # Errors
    /// When they take too much memory.
    pub(crate) fn enter(&mut self, scope: Scope, parameters: &Named) -> Answer<()> {
        let known = self.parameters.get(&std::ptr::from_ref(parameters)).cloned();
        let values = match known {
            Some(values) => values,
            None => {
                let values = self.state.apart(|state| parameters.of(state))?;
                self.parameters.insert(std::ptr::from_ref(parameters), values.clone());
                values
            }
        };
        self.present = std::ptr::from_ref(parameters);
        self.state.scope = Scope { parameters: values, ..scope };
        Ok(())
    }

    /// Calls a function of a program with a record. Its findings are then among the drafts.
    ///
    /// # Errors
    /// When it gives no answer.
    pub(crate) fn call(
        &mut self,
        program: &Arc<Program>,
        function: usize,
        record: RowId,
        records: usize,
    ) -> Result<Value, Failure> {
        self.enter_program(program)?;
        let function = &program.functions[function];
        self.guarded(|state| {
            state.budget.start(records);
            function.start(state, Some(record)).map_err(Failure::from)
        })
    }

    /// Calls a function of a program with records, or without one, once each, up to the first call that something is to be said
    /// of: it has left findings among the drafts, or given no answer. Gives its record, and how it ended; `None` where there is
    /// no such call any more.
    pub(crate) fn call_each(
        &mut self,
        program: &Arc<Program>,
        function: usize,
        calls: &mut impl Iterator<Item = Option<RowId>>,
        records: usize,
    ) -> Option<(Option<RowId>, Result<(), Failure>)> {
        if let Err(failure) = self.enter_program(program) {
            return Some((calls.next()?, Err(failure)));
        }
        let function = &program.functions[function];
        let mut last = None;
        let ended = self.guarded(|state| {
            for record in calls {
                last = Some(record);
                state.budget.start(records);
                if let Err(stop) = function.start(state, record) {
                    return Err(stop.into());
                }
                if !state.drafts.is_empty() {
                    return Ok(());
                }
            }
            last = None;
            Ok(())
        });
        last.map(|record| (record, ended))
    }

    /// Does what may panic in a function of the host.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut State<'s>) -> Result<T, Failure>) -> Result<T, Failure> {
        let state = &mut self.state;
        let done = catch_unwind(AssertUnwindSafe(|| work(state)));
        // What a panic has left, and the room that the calls took.
        self.state.slots.clear();
        done.unwrap_or(Err(Failure::Panic))
    }

    /// Puts a program before the state, in the place of another.
    fn enter_program(&mut self, program: &Arc<Program>) -> Result<(), Failure> {
        let key = (Arc::as_ptr(program), self.present);
        if self.entered == Some(key) {
            return Ok(());
        }
        let state = &mut self.state;
        if let Some(bound) = self.entered.take().and_then(|entered| self.bound.get_mut(&entered)) {
            bound.leave(state);
        }
        let bound = match self.bound.entry(key) {
            std::collections::hash_map::Entry::Occupied(bound) => bound.into_mut(),
            std::collections::hash_map::Entry::Vacant(empty) => {
                empty.insert(state.apart(|state| program.bind(state)).map_err(Failure::from)?)
            }
        };
        bound.enter(state);
        self.entered = Some(key);
        Ok(())
    }

    /// Begins a task, of whose calls is noted what they read and what they could not see.
    pub(crate) fn begin(&mut self) {
        self.state.notes.clear();
        self.state.gaps.clear();
    }

    /// Takes the findings of the last call.
    pub(crate) fn take_drafts(&mut self) -> Vec<Draft> {
        if self.state.drafts.is_empty() { Vec::new() } else { std::mem::take(&mut self.state.drafts) }
    }
}
