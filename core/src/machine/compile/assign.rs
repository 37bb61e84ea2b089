//! Assignments, and `push`.

use std::sync::Arc;

use crate::machine::code::Run;
use crate::machine::compile::Compiler;
use crate::machine::{dynamic, places};
use crate::native::functions::arrays;
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Value;
use crate::script::tree::{Binary, Expr, Name, What};
use crate::script::types::Ty;
use crate::source::Span;

/// One step of a path into a value.
enum Step {
    Name(Arc<str>),
    Index(Run),
}

impl<'c> Compiler<'c> {
    /// `target = value` or `target op= value`.
    pub(super) fn assign(&mut self, target: &'c Expr, op: Option<Binary>, operator: Span, value: &'c Expr) -> Run<()> {
        if let (Some(slot), Some(run)) = (self.slot_of(target), self.whole_assign(target, op, operator, value)) {
            let _ = slot;
            return run;
        }
        let Some((slot, path)) = self.path(target) else {
            let run = self.refused(target.span);
            return Box::new(move |state| run(state).map(drop));
        };
        let (value, place) = (self.value(value), self.place(operator));
        if let (true, None) = (path.is_empty(), op) {
            return Box::new(move |state| {
                let value = value(state)?;
                let at = state.base + slot;
                state.slots[at].set(value);
                Ok(())
            });
        }
        Box::new(move |state| {
            let new = value(state)?;
            let path = walked(&path, state)?;
            places::change(state, slot, &path, &mut |state, old| {
                *old = match op {
                    None => new.clone(),
                    // What is added to an array is paid for, and not the whole of it anew.
                    Some(Binary::Add) if arrays::are(old, &new) => return arrays::append(state, old, &new),
                    Some(op) => dynamic::arithmetic(state, op, old, &new)?,
                };
                Ok(())
            })
            .map_err(|stop| stop.at(place))
        })
    }

    /// `n += 1` and the like of whole numbers, in place.
    fn whole_assign(
        &mut self,
        target: &'c Expr,
        op: Option<Binary>,
        operator: Span,
        value: &'c Expr,
    ) -> Option<Run<()>> {
        let (slot, place) = (self.slot_of(target)?, self.place(operator));
        if *self.ty(target) != Ty::Int || *self.ty(value) != Ty::Int {
            return None;
        }
        let work: fn(i64, i64) -> Option<i64> = match op? {
            Binary::Add => i64::checked_add,
            Binary::Subtract => i64::checked_sub,
            Binary::Multiply => i64::checked_mul,
            _ => return None,
        };
        let value = self.int(value);
        Some(Box::new(move |state| {
            let new = value(state)?;
            let at = state.base + slot;
            let old = crate::machine::code::whole(&state.slots[at], place)?;
            let result =
                work(old, new).ok_or_else(|| dynamic::wrong(crate::native::number::Wrong::TooLarge).at(place))?;
            state.slots[at].set(Value::int(result));
            Ok(())
        }))
    }

    /// The variable and the steps that `x.a[i]` is.
    fn path(&mut self, target: &'c Expr) -> Option<(usize, Vec<Step>)> {
        match &target.what {
            What::Name(name) => Some((self.variable(name)?, Vec::new())),
            What::Property { of, name, safe: false } => {
                let (slot, mut path) = self.path(of)?;
                let own = match self.ty(of) {
                    Ty::Map(map) => map.column(&name.text).map(|column| Arc::from(column.name.as_str())),
                    _ => None,
                };
                path.push(Step::Name(own.unwrap_or_else(|| name.text.clone())));
                Some((slot, path))
            }
            What::Index { of, index, safe: false } => {
                let (slot, mut path) = self.path(of)?;
                path.push(Step::Index(self.value(index)));
                Some((slot, path))
            }
            _ => None,
        }
    }

    /// `x.push(value)`
    pub(super) fn push(&mut self, of: &'c Expr, name: &Name, value: &'c Expr) -> Run {
        let place = self.place(name.span);
        let Some((slot, path)) = self.path(of) else { return self.refused(of.span) };
        let value = self.value(value);
        Box::new(move |state| {
            let new = value(state)?;
            let path = walked(&path, state)?;
            places::change(state, slot, &path, &mut |state, array| arrays::push(state, array, new.clone()))
                .map(|()| Value::UNIT)
                .map_err(|stop| stop.at(place))
        })
    }
}

/// The steps of a path as values.
fn walked(path: &[Step], state: &mut State<'_>) -> Answer<Vec<Value>> {
    path.iter()
        .map(|step| match step {
            Step::Name(name) => state.known_text(name),
            Step::Index(run) => run(state),
        })
        .collect()
}
