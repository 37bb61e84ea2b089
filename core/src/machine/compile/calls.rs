//! Calls: of a script's functions, of the language's, of the host's.

use std::sync::{Arc, OnceLock, Weak};

use crate::machine::code::Run;
use crate::machine::compile::{Callee, Compiler, speech};
use crate::machine::dynamic;
use crate::machine::program::Function;
use crate::native::entry::{Entry, Run as How};
use crate::native::functions::{self, findings};
use crate::native::lent;
use crate::native::shape::{Form, Shape};
use crate::native::state::State;
use crate::native::stop::{Answer, mismatch};
use crate::native::value::{Data, Value};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;
use crate::source::{Place, Span};

/// How a called function is found.
pub(super) enum Called {
    /// It is there.
    Done(Arc<Function>),
    /// It calls itself, directly or in a circle, and is there once it is made.
    Later(Arc<OnceLock<Weak<Function>>>),
}

impl Called {
    pub(super) fn with(&self, state: &mut State<'_>, arguments: Vec<Value>) -> Answer {
        match self {
            Self::Done(function) => function.call_with(state, arguments),
            Self::Later(function) => match function.get().and_then(Weak::upgrade) {
                Some(function) => function.call_with(state, arguments),
                None => Err(crate::native::stop::mismatch()),
            },
        }
    }
}

impl<'c> Compiler<'c> {
    /// What runs where a script's function is called or named.
    pub(super) fn called(&mut self, at: &Expr) -> Option<Called> {
        let id = self.callee(at.id)?;
        if let Some(Callee::Open(later)) = self.callees.get(&id) {
            return Some(Called::Later(later.clone()));
        }
        Some(Called::Done(self.function(id)))
    }

    /// A call of a script's function.
    pub(super) fn script_call(&mut self, expr: &'c Expr, name: Span, arguments: &'c [Expr]) -> Run {
        let place = self.place(name);
        let Some(called) = self.called(expr) else { return self.refused(expr.span) };
        let mut runs: Vec<Run> = arguments.iter().map(|argument| self.value(argument)).collect();
        if let Called::Done(function) = &called {
            let function = function.clone();
            match runs.len() {
                1 => {
                    let Some(a) = runs.pop() else { return self.refused(expr.span) };
                    return Box::new(move |state| {
                        let a = a(state)?;
                        function.call(state, [a]).map_err(|stop| stop.at(place))
                    });
                }
                2 => {
                    let (Some(b), Some(a)) = (runs.pop(), runs.pop()) else { return self.refused(expr.span) };
                    return Box::new(move |state| {
                        let (a, b) = (a(state)?, b(state)?);
                        function.call(state, [a, b]).map_err(|stop| stop.at(place))
                    });
                }
                _ => {}
            }
        }
        Box::new(move |state| {
            let values: Vec<Value> = runs.iter().map(|run| run(state)).collect::<Answer<_>>()?;
            called.with(state, values).map_err(|stop| stop.at(place))
        })
    }

    /// `name(…)`
    pub(super) fn call(&mut self, expr: &'c Expr, name: &'c Name, arguments: &'c [Expr]) -> Run {
        if self.callee(expr.id).is_some() {
            return self.script_call(expr, name.span, arguments);
        }
        if let Some(number) = self.parts.lent.iter().position(|function| *function.name() == *name.text) {
            return self.lent_call(number, name, arguments);
        }
        if let ("param", [Expr { what: What::Text(text), .. }]) = (&*name.text, arguments) {
            let place = self.place(name.span);
            return self.parameter(text, place);
        }
        if let ("due", [date, done, at, message]) = (&*name.text, arguments) {
            return self.due(name, [date, done, at, message]);
        }
        let all: Vec<&'static Entry> = functions::named(&name.text).filter(|e| e.form != Form::Property).collect();
        let function = all.iter().find(|e| e.form == Form::Function && e.parameters.len() == arguments.len());
        match (function, arguments) {
            (Some(entry), _) => self.entry_call(entry, None, name, arguments, expr),
            // `len(x)` is `x.len()`.
            (None, [receiver, rest @ ..]) => self.on_receiver(receiver, name, rest, expr),
            (None, []) => self.refused(expr.span),
        }
    }

    /// `due(date, done, at, message)`: of what is done nobody wants the place and the message, so that neither is worked out,
    /// whatever they are.
    fn due(&mut self, name: &Name, [date, done, at, message]: [&'c Expr; 4]) -> Run {
        let place = self.place(name.span);
        let (date, done) = (self.value(date), self.bool(done));
        let (at, message) = (self.value(at), self.value(message));
        called(place, move |state| {
            let date = date(state)?;
            if done(state)? {
                let is_date = matches!(date.data, Data::Date(_));
                return if is_date { Ok(Value::of(Data::Finding(None))) } else { Err(mismatch()) };
            }
            let (at, message) = (at(state)?, message(state)?);
            state.here = place;
            findings::due(state, date, Value::bool(false), at, message)
        })
    }

    fn lent_call(&mut self, number: usize, name: &Name, arguments: &'c [Expr]) -> Run {
        let place = self.place(name.span);
        let runs: Vec<Run> = arguments.iter().map(|argument| self.value(argument)).collect();
        Box::new(move |state| {
            let values: Vec<Value> = runs.iter().map(|run| run(state)).collect::<Answer<_>>()?;
            let lent = state.lent;
            lent::call(state, &lent[number], &values).map_err(|stop| stop.at(place))
        })
    }

    /// `of.name(…)`
    pub(super) fn method(
        &mut self,
        expr: &'c Expr,
        of: &'c Expr,
        name: &'c Name,
        arguments: &'c [Expr],
        safe: bool,
    ) -> Run {
        if safe {
            let fits = |entry: &&'static Entry| entry.form == Form::Method && entry.parameters.len() == arguments.len();
            let all = functions::named(&name.text).filter(fits).collect();
            return self.any_entry(all, of, name, arguments, expr, true);
        }
        if let ("push", [value]) = (&*name.text, arguments) {
            return self.push(of, name, value);
        }
        if let ("measure", [have, want]) = (&*name.text, arguments) {
            return self.measure(of, name, have, want);
        }
        self.on_receiver(of, name, arguments, expr)
    }

    /// `finding.measure(have, want)`, which knows where in the message its figures stand.
    fn measure(&mut self, of: &'c Expr, name: &Name, have: &'c Expr, want: &'c Expr) -> Run {
        let place = self.place(name.span);
        let figures = [have, want].map(speech::figure);
        let (of, have, want) = (self.value(of), self.value(have), self.value(want));
        called(place, move |state| {
            let (finding, have, want) = (of(state)?, have(state)?, want(state)?);
            findings::measure(state, finding, (&have, figures[0]), (&want, figures[1]))
        })
    }

    fn on_receiver(&mut self, of: &'c Expr, name: &'c Name, arguments: &'c [Expr], expr: &'c Expr) -> Run {
        if let ("param", [Expr { what: What::Text(text), .. }]) = (&*name.text, arguments) {
            let place = self.place(name.span);
            return self.parameter(text, place);
        }
        if let ("get", Ty::Record(_), [Expr { what: What::Text(field), .. }, default]) =
            (&*name.text, self.ty(of), arguments)
        {
            return self.get(of, name, field, default);
        }
        let fits = |entry: &&'static Entry| match entry.form {
            Form::Method => entry.parameters.len() == arguments.len(),
            Form::Function => entry.parameters.len() == arguments.len() + 1,
            Form::Property => false,
        };
        let all: Vec<&'static Entry> = functions::named(&name.text).filter(fits).collect();
        let known = self.ty(of).shape();
        let takes = |entry: &&&'static Entry, shape: Shape| entry.on.is_some_and(|on| on.covers(shape));
        let chosen = match (known, all.as_slice()) {
            (Some(shape), all) => {
                all.iter().find(|entry| takes(entry, shape)).or_else(|| all.iter().find(|e| e.on.is_none()))
            }
            // One that is called on a value of some sort asks what the value is first.
            (None, [one]) if one.on.is_none() => Some(one),
            _ => None,
        };
        match chosen {
            Some(entry) => self.entry_call(entry, Some(of), name, arguments, expr),
            None if all.is_empty() => self.refused(expr.span),
            None => self.any_entry(all, of, name, arguments, expr, false),
        }
    }

    /// A call whose receiver is not known before: it is worked out once, and each function that it may be is made ready.
    /// Of `of?.name(…)` the rest is worked out only where it is something.
    fn any_entry(
        &mut self,
        all: Vec<&'static Entry>,
        of: &'c Expr,
        name: &'c Name,
        arguments: &'c [Expr],
        expr: &'c Expr,
        safe: bool,
    ) -> Run {
        let (receiver, kept, place) = (self.value(of), self.slot(), self.place(name.span));
        let runs: Vec<Run> =
            all.iter().map(|entry| self.entry_on(entry, Receiver::Kept(kept), name, arguments, expr)).collect();
        let text = name.text.clone();
        Box::new(move |state| {
            let value = receiver(state)?;
            if safe && matches!(value.data, Data::Unit) {
                return Ok(Value::UNIT);
            }
            let entry = dynamic::entry(&all, &value, &text).map_err(|stop| stop.at(place))?;
            let at = state.base + kept;
            state.slots[at].set(value);
            let number = all.iter().position(|own| std::ptr::eq(*own, entry)).unwrap_or_default();
            runs[number](state)
        })
    }

    fn entry_call(
        &mut self,
        entry: &'static Entry,
        of: Option<&'c Expr>,
        name: &'c Name,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Run {
        match (of, arguments) {
            (Some(of), _) => self.entry_on(entry, Receiver::Written(of), name, arguments, expr),
            (None, [first, rest @ ..]) => self.entry_on(entry, Receiver::Written(first), name, rest, expr),
            (None, []) => self.refused(expr.span),
        }
    }

    fn entry_on(
        &mut self,
        entry: &'static Entry,
        receiver: Receiver<'c>,
        name: &'c Name,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Run {
        if entry.on == Some(Shape::Ctx)
            && let Receiver::Written(of) = receiver
            && self.may_be_unit(of)
        {
            // Its functions do not look at it.
            let kept = self.slot();
            let context = self.context(of, name);
            let run = self.plain_entry(entry, Receiver::Kept(kept), name, arguments, expr);
            return Box::new(move |state| {
                let value = context(state)?;
                let at = state.base + kept;
                state.slots[at].set(value);
                run(state)
            });
        }
        self.plain_entry(entry, receiver, name, arguments, expr)
    }

    fn plain_entry(
        &mut self,
        entry: &'static Entry,
        receiver: Receiver<'c>,
        name: &'c Name,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Run {
        let place = self.place(name.span);
        match entry.run {
            How::One(work) => {
                let a = self.received(receiver);
                called(place, move |state| {
                    let a = a(state)?;
                    state.here = place;
                    work(state, a)
                })
            }
            How::Two(work) if arguments.len() == 1 => {
                let (a, b) = (self.received(receiver), self.value(&arguments[0]));
                called(place, move |state| {
                    let (a, b) = (a(state)?, b(state)?);
                    state.here = place;
                    work(state, a, b)
                })
            }
            How::Three(work) if arguments.len() == 2 => {
                let (a, b) = (self.received(receiver), self.value(&arguments[0]));
                let c = self.value(&arguments[1]);
                called(place, move |state| {
                    let (a, b, c) = (a(state)?, b(state)?, c(state)?);
                    state.here = place;
                    work(state, a, b, c)
                })
            }
            How::Four(work) if arguments.len() == 3 => {
                let (a, b) = (self.received(receiver), self.value(&arguments[0]));
                let (c, d) = (self.value(&arguments[1]), self.value(&arguments[2]));
                called(place, move |state| {
                    let (a, b, c, d) = (a(state)?, b(state)?, c(state)?, d(state)?);
                    state.here = place;
                    work(state, a, b, c, d)
                })
            }
            How::Built | How::Two(_) | How::Three(_) | How::Four(_) => self.refused(expr.span),
            _ => self.over_items(entry, receiver, name, arguments, expr),
        }
    }

    /// `ctx`, where it may be something else.
    pub(super) fn context(&mut self, of: &'c Expr, name: &Name) -> Run {
        let (run, place, name) = (self.value(of), self.place(name.span), name.text.clone());
        Box::new(move |state| {
            let value = run(state)?;
            match value.data {
                Data::Ctx => Ok(value),
                _ => Err(dynamic::no_property(&value, &name).at(place)),
            }
        })
    }

    /// The code of a receiver.
    pub(super) fn received(&mut self, receiver: Receiver<'c>) -> Run {
        match receiver {
            Receiver::Written(expr) => self.value(expr),
            Receiver::Kept(slot) => Box::new(move |state| Ok(state.slots[state.base + slot].clone())),
        }
    }

    /// `record.get("field", default)`
    fn get(&mut self, of: &'c Expr, name: &Name, field: &std::sync::Arc<str>, default: &'c Expr) -> Run {
        let (site, place, field) = (self.site(), self.place(name.span), field.clone());
        let of = self.record(of, &field, place);
        let default = self.value(default);
        Box::new(move |state| {
            let row = of(state)?;
            // The default is worked out in any case, as every argument is.
            let default = default(state)?;
            if state.gives(site, row, &field).map_err(|stop| stop.at(place))? {
                state.read(site, row, &field).map_err(|stop| stop.at(place))
            } else {
                Ok(default)
            }
        })
    }
}

/// What a function is called on.
#[derive(Clone, Copy)]
pub(super) enum Receiver<'c> {
    /// An expression.
    Written(&'c Expr),
    /// A value that is in a slot.
    Kept(usize),
}

/// Code of a call, with its place.
fn called(place: Place, work: impl Fn(&mut State<'_>) -> Answer + Send + Sync + 'static) -> Run {
    Box::new(move |state| work(state).map_err(|stop| stop.at(place)))
}
