//! Functions of collections: loops over rows, elements or numbers. What is filtered or mapped on the way to a function that goes
//! through all of it is never kept.

use std::sync::Arc;

use crate::language::say;
use crate::machine::code::{Flowing, Lambda, ON, Run, Stream};
use crate::machine::compile::Compiler;
use crate::machine::compile::calls::Receiver;
use crate::machine::compile::quiet::{is_quiet, returns, weight, weight_of};
use crate::machine::dynamic;
use crate::native::compare::describe;
use crate::native::entry::{Entry, Run as How};
use crate::native::functions::collections::Apart;
use crate::native::functions::whole::each_group;
use crate::native::functions::{elements, fields};
use crate::native::items::{Items, Pick};
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Data, Value};
use crate::script::tree::{Closure, Expr, Name, Step, What};
use crate::script::types::Ty;
use crate::source::Place;

/// Functions that may be given elements which are not kept.
const EXHAUSTIVE: [&str; 11] = [
    "count", "len", "is_empty", "sum", "average", "trimmed_average", "min", "max", "map", "distinct", "none",
];

impl<'c> Compiler<'c> {
    /// A function that goes through elements, or takes a closure.
    pub(super) fn over_items(
        &mut self,
        entry: &'static Entry,
        receiver: Receiver<'c>,
        name: &'c Name,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Run {
        let place = self.place(name.span);
        match entry.run {
            How::Each(work) => {
                let source = self.source(receiver, entry.name, arguments);
                over(source, place, move |state, items| work(state, items))
            }
            How::EachTest(work) => {
                let source = self.source(receiver, entry.name, arguments);
                let Some(test) = self.test(&arguments[0]) else { return self.refused(expr.span) };
                over(source, place, move |state, items| work(state, items, &*test))
            }
            How::EachPick(work) => {
                let source = self.source(receiver, entry.name, arguments);
                let Some(pick) = self.pick(&arguments[0]) else { return self.refused(expr.span) };
                over(source, place, move |state, items| work(state, items, pick.pick()))
            }
            How::WholeTest(work) => {
                let run = self.received(receiver);
                let Some(test) = self.test(&arguments[0]) else { return self.refused(expr.span) };
                Box::new(move |state| {
                    let value = run(state)?;
                    work(state, value, &*test).map_err(|stop| stop.at(place))
                })
            }
            How::WholePick(work) => {
                let run = self.received(receiver);
                let Some(pick) = self.pick(&arguments[0]) else { return self.refused(expr.span) };
                Box::new(move |state| {
                    let value = run(state)?;
                    work(state, value, pick.pick()).map_err(|stop| stop.at(place))
                })
            }
            _ => self.refused(expr.span),
        }
    }

    /// Where elements come from, for a function of that name and what it is called with.
    fn source(&mut self, receiver: Receiver<'c>, name: &str, arguments: &'c [Expr]) -> Source {
        if let Receiver::Written(expr) = receiver
            && EXHAUSTIVE.contains(&name)
            && arguments.iter().all(is_quiet)
            && let Some(stream) = self.flowing(expr)
        {
            return Source::Stream(stream);
        }
        Source::Value(self.received(receiver))
    }

    /// The elements of `xs.filter(…)` or `xs.map(…)`, one after the other, where nobody can tell.
    fn flowing(&mut self, expr: &'c Expr) -> Option<Stream> {
        let What::Method { of, name, arguments, safe: false } = &expr.what else { return None };
        let [argument] = arguments.as_slice() else { return None };
        if self.parts.hook.is_some() {
            return None;
        }
        if !matches!(self.ty(of), Ty::View(_) | Ty::Array(_)) || !is_quiet(argument) {
            return None;
        }
        match &*name.text {
            "filter" => {
                let from = self.flowing(of).unwrap_or_else(|| self.stream(of));
                let (test, place) = (self.test(argument)?, self.place(name.span));
                Some(Box::new(move |state, each| {
                    from(state, &mut |state, value| {
                        let passes = test(state, value.clone()).map_err(|stop| stop.at(place))?;
                        if passes { each(state, value) } else { ON }
                    })
                }))
            }
            "map" => {
                let from = self.flowing(of).unwrap_or_else(|| self.stream(of));
                let (pick, place) = (self.pick(argument)?, self.place(name.span));
                Some(Box::new(move |state, each| {
                    from(state, &mut |state, value| {
                        let value = (pick.run)(state, value).map_err(|stop| stop.at(place))?;
                        each(state, value)
                    })
                }))
            }
            "distinct" => {
                let from = self.flowing(of).unwrap_or_else(|| self.stream(of));
                let (pick, place) = (self.pick(argument)?, self.place(name.span));
                Some(Box::new(move |state, each| {
                    let mut told = Apart::new(state)?;
                    from(state, &mut |state, value| {
                        let value = (pick.run)(state, value)?;
                        let new = told.is_new(state, &value).map_err(|stop| stop.at(place))?;
                        if new { each(state, value) } else { ON }
                    })
                }))
            }
            _ => None,
        }
    }

    /// The elements of an expression, one after the other.
    pub(super) fn stream(&mut self, expr: &'c Expr) -> Stream {
        if self.parts.hook.is_none()
            && let What::Method { of, name, arguments, safe: false } = &expr.what
            && let ("group_by", Ty::View(_), [argument]) = (&*name.text, self.ty(of), arguments.as_slice())
            && !self.may_be_unit(of)
            && let Some(groups) = self.groups(of, name, argument)
        {
            return groups;
        }
        let (run, place) = (self.value(expr), self.place(expr.span));
        Box::new(move |state, each| {
            let value = run(state)?;
            match elements::items(&value) {
                Some(items) => items.each(state, each),
                None => Err(no_elements(&value).at(place)),
            }
        })
    }

    /// The groups of `view.group_by(…)`, one after the other.
    fn groups(&mut self, of: &'c Expr, name: &'c Name, argument: &'c Expr) -> Option<Stream> {
        let (run, place) = (self.value(of), self.place(name.span));
        let pick = self.pick(argument)?;
        Some(Box::new(move |state, each| {
            let view = run(state)?;
            each_group(state, view, pick.pick(), each).map_err(|stop| stop.at(place))
        }))
    }

    /// `view.len()`, `array.len()`; `None` where it may be asked of something else, or nothing is kept that has a length.
    pub(super) fn length(&mut self, expr: &'c Expr) -> Option<Run<i64>> {
        let What::Method { of, name, arguments, safe: false } = &expr.what else { return None };
        let counts = matches!(&*name.text, "len" | "count") && arguments.is_empty();
        if !counts || !matches!(self.ty(of), Ty::View(_) | Ty::Array(_)) || self.may_be_unit(of) {
            return None;
        }
        if let What::Method { name, arguments, .. } = &of.what
            && matches!(&*name.text, "filter" | "map" | "distinct")
            && arguments.iter().all(is_quiet)
        {
            return None;
        }
        let (run, place) = (self.value(of), self.place(name.span));
        Some(Box::new(move |state| {
            let value = run(state)?;
            match elements::length(state, &value) {
                Some(length) => length.map_err(|stop| stop.at(place)),
                None => Err(no_elements(&value).at(place)),
            }
        }))
    }

    /// A closure that answers yes or no.
    pub(super) fn test(&mut self, expr: &'c Expr) -> Option<Lambda<bool>> {
        match &expr.what {
            What::Closure(closure) => {
                let (slot, cost) = self.enter(closure)?;
                let test = self.closure_bool(closure);
                self.leave(closure);
                Some(Box::new(move |state, value| {
                    state.budget.spend(cost)?;
                    let at = state.base + slot;
                    state.slots[at].set(value);
                    test(state)
                }))
            }
            _ => {
                let (pick, place) = (self.pick(expr)?, self.place(expr.span));
                Some(Box::new(move |state, value| crate::machine::code::yes(&(pick.run)(state, value)?, place)))
            }
        }
    }

    /// A closure, a function's name, or a field's name, that gives something of an element.
    pub(super) fn pick(&mut self, expr: &'c Expr) -> Option<Picked> {
        match &expr.what {
            What::Closure(closure) => {
                if let Some((field, place)) = self.only_reads(closure) {
                    return Some(self.field(&field, place));
                }
                let (slot, cost) = self.enter(closure)?;
                let run = self.body_of(&closure.body);
                self.leave(closure);
                Some(Picked::of(Box::new(move |state, value| {
                    state.budget.spend(cost)?;
                    let at = state.base + slot;
                    state.slots[at].set(value);
                    run(state)
                })))
            }
            What::Text(field) => Some(self.field(field, self.place(expr.span))),
            What::Name(_) if self.callee(expr.id).is_some() => {
                let (called, place) = (self.called(expr)?, self.place(expr.span));
                Some(Picked::of(Box::new(move |state, value| {
                    called.with(state, vec![value]).map_err(|stop| stop.at(place))
                })))
            }
            // A field's name that is worked out.
            _ => {
                let (name, place, cost) = (self.value(expr), self.place(expr.span), weight_of(expr));
                Some(Picked::of(Box::new(move |state, value| {
                    state.budget.spend(cost)?;
                    let name = name(state)?;
                    state.budget.spend_on_bytes(state.text(&name).map_or(0, str::len))?;
                    let Some(text) = state.text(&name).map(Arc::<str>::from) else {
                        return Err(no_field_name().at(place));
                    };
                    fields::read_named(state, &value, &text).map_err(|stop| stop.at(place))
                })))
            }
        }
    }

    /// The reading of a field.
    fn field(&mut self, field: &Arc<str>, place: Place) -> Picked {
        let (site, field) = (self.site(), field.clone());
        let run: Lambda = Box::new(move |state, value| match &value.data {
            Data::Record(row) => state.read(site, *row, &field).map_err(|stop| stop.at(place)),
            Data::Map(_) => dynamic::property(state, value, site, &field).map_err(|stop| stop.at(place)),
            _ => Err(dynamic::no_property(&value, &field).at(place)),
        });
        Picked { run, site: Some(site) }
    }

    /// The property that a closure reads of a record, and nothing else: `|r| r.field`.
    fn only_reads(&self, closure: &Closure) -> Option<(Arc<str>, Place)> {
        let ([parameter], [only]) = (closure.parameters.as_slice(), closure.body.statements.as_slice()) else {
            return None;
        };
        let Step::Expr(Expr { what: What::Property { of, name, safe: false }, .. }) = &only.step else { return None };
        let own = matches!(&of.what, What::Name(own) if *own == parameter.text);
        // Who is told of each expression is told of these, too.
        let plain = own && self.parts.hook.is_none() && self.reads_record(of) && !self.may_be_unit(of);
        plain.then(|| (name.text.clone(), self.place(name.span)))
    }

    /// Brings the one parameter of a closure into sight; gives its slot, and what a call costs.
    fn enter(&mut self, closure: &Closure) -> Option<(usize, i64)> {
        let [parameter] = closure.parameters.as_slice() else { return None };
        Some((self.bind(parameter), weight(&closure.body)))
    }

    /// Takes it out of sight. Its slot stays taken: code around the closure may run between two of its calls.
    fn leave(&mut self, closure: &Closure) {
        let names = self.body.scope.len() - closure.parameters.len();
        self.body.scope.truncate(names);
    }

    /// The body of a closure that answers yes or no.
    fn closure_bool(&mut self, closure: &'c Closure) -> Run<bool> {
        if let [only] = closure.body.statements.as_slice()
            && let Step::Expr(expr) = &only.step
            && !returns(&closure.body)
        {
            return self.bool(expr);
        }
        let (run, place) = (self.body_of(&closure.body), self.place(closure.body.span));
        Box::new(move |state| crate::machine::code::yes(&run(state)?, place))
    }
}

/// Code that gives something of an element.
pub(super) struct Picked {
    pub run: Lambda,
    /// Where the field's name is remembered, if it only reads a field.
    site: Option<usize>,
}

impl Picked {
    fn of(run: Lambda) -> Self {
        Self { run, site: None }
    }

    /// As functions of collections take it.
    fn pick(&self) -> Pick<'_> {
        Pick::new(&*self.run, self.site)
    }
}

/// Where elements come from.
enum Source {
    /// They are not kept.
    Stream(Stream),
    /// They are those of a value.
    Value(Run),
}

/// Code of a function that goes through elements.
fn over(
    source: Source,
    place: Place,
    work: impl Fn(&mut State<'_>, &dyn Items) -> Answer + Send + Sync + 'static,
) -> Run {
    match source {
        Source::Stream(stream) => Box::new(move |state| work(state, &Flowing(&stream)).map_err(|stop| stop.at(place))),
        Source::Value(run) => Box::new(move |state| {
            let value = run(state)?;
            match elements::items(&value) {
                Some(items) => work(state, &items).map_err(|stop| stop.at(place)),
                None => Err(no_elements(&value).at(place)),
            }
        }),
    }
}

#[cold]
fn no_elements(value: &Value) -> Stop {
    let what = describe(value);
    Stop::failed(say!("{what}不能逐个取出", "cannot go through {what}"; what))
}

#[cold]
fn no_field_name() -> Stop {
    Stop::failed(say!("这里应当是字段名或 |x| … 函数", "expected a field name or a closure |x| …"))
}
