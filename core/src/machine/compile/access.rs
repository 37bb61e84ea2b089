//! Properties: fields of records read where they stand, entries of maps, parameters, and what other values have.

use std::sync::Arc;

use crate::machine::code::Run;
use crate::machine::compile::Compiler;
use crate::machine::dynamic;
use crate::native::entry::Run as How;
use crate::native::functions;
use crate::native::shape::Form;
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::{Data, Value};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;
use crate::source::Place;
use crate::value::{Cell, RowId};

impl<'c> Compiler<'c> {
    /// `of.name`
    pub(super) fn property(&mut self, of: &'c Expr, name: &'c Name, safe: bool) -> Run {
        let place = self.place(name.span);
        match self.ty(of) {
            Ty::Params if self.is_of_ctx(of) => self.parameter(&name.text, place),
            Ty::Ctx if self.may_be_unit(of) => self.any_property(of, name, safe),
            Ty::Ctx if &*name.text == "params" => Box::new(|_| Ok(Value::of(Data::Params(None)))),
            Ty::Record(_) if !safe => self.record_property(of, name),
            Ty::Map(map) => {
                // A table's field may be named by its label.
                let own =
                    map.column(&name.text).map_or_else(|| name.text.clone(), |column| column.name.as_str().into());
                self.entry_of(of, own, place)
            }
            ty => match ty.shape().and_then(|shape| property_entry(&name.text, shape)) {
                Some(run) if !safe => {
                    let of = self.value(of);
                    Box::new(move |state: &mut State<'_>| {
                        let value = of(state)?;
                        run(state, value).map_err(|stop| stop.at(place))
                    })
                }
                _ => self.any_property(of, name, safe),
            },
        }
    }

    /// Whether an expression is `ctx.params`, and nothing else at any time.
    fn is_of_ctx(&self, params: &Expr) -> bool {
        match &params.what {
            What::Property { of, safe: false, .. } => !self.may_be_unit(of) && *self.ty(of) == Ty::Ctx,
            _ => false,
        }
    }

    /// The same where nothing is known of the value.
    fn any_property(&mut self, of: &'c Expr, name: &Name, safe: bool) -> Run {
        let (of, site, place, name) = (self.value(of), self.site(), self.place(name.span), name.text.clone());
        Box::new(move |state| {
            let value = of(state)?;
            if safe && matches!(value.data, Data::Unit) {
                return Ok(Value::UNIT);
            }
            dynamic::property(state, value, site, &name).map_err(|stop| stop.at(place))
        })
    }

    /// `ctx.params.name`
    pub(super) fn parameter(&mut self, name: &Arc<str>, place: Place) -> Run {
        let (number, name) = (self.parameter_number(name), name.clone());
        Box::new(move |state| match &state.parameters[number] {
            Some(value) => Ok(value.clone()),
            // It says that there is none.
            None => dynamic::property(state, Value::of(Data::Params(None)), 0, &name).map_err(|stop| stop.at(place)),
        })
    }

    fn entry_of(&mut self, of: &'c Expr, name: Arc<str>, place: Place) -> Run {
        let (of, site) = (self.value(of), self.site());
        Box::new(move |state| {
            let value = of(state)?;
            match &value.data {
                Data::Map(map) => match map.entries.get(&*name) {
                    Some(value) => Ok(value.clone()),
                    None => Err(dynamic::no_entry(&name).at(place)),
                },
                _ => dynamic::property(state, value, site, &name).map_err(|stop| stop.at(place)),
            }
        })
    }

    /// A property of what is known to be a record.
    fn record_property(&mut self, of: &'c Expr, name: &'c Name) -> Run {
        let (site, place, name) = (self.site(), self.place(name.span), name.text.clone());
        if let Some(slot) = self.slot_of(of) {
            return Box::new(move |state| {
                let Data::Record(row) = state.slots[state.base + slot].data else {
                    let value = state.slots[state.base + slot].clone();
                    return dynamic::property(state, value, site, &name).map_err(|stop| stop.at(place));
                };
                state.read(site, row, &name).map_err(|stop| stop.at(place))
            });
        }
        let of = self.record(of, &name, place);
        Box::new(move |state| {
            let row = of(state)?;
            state.read(site, row, &name).map_err(|stop| stop.at(place))
        })
    }

    /// Code that gives a record, of which a property of that name is to be read.
    pub(super) fn record(&mut self, expr: &'c Expr, name: &Arc<str>, place: Place) -> Run<RowId> {
        if let Some(slot) = self.slot_of(expr) {
            let name = name.clone();
            return Box::new(move |state| match state.slots[state.base + slot].data {
                Data::Record(row) => Ok(row),
                _ => Err(dynamic::no_property(&state.slots[state.base + slot], &name).at(place)),
            });
        }
        if let What::Property { of, name: own, safe: false } = &expr.what
            && !self.may_be_unit(expr)
            && self.reads_record(of)
        {
            let name = name.clone();
            let record = move |value: &Value, _| match value.data {
                Data::Record(row) => Ok(row),
                _ => Err(dynamic::no_property(value, &name).at(place)),
            };
            // Only a rule that sees one body may go on without asking whether it may.
            let take = |state: &State<'_>, cell: Cell| match cell {
                Cell::Ref(to) if !state.scope.network => Some(to),
                _ => None,
            };
            return self.typed_property(of, own, take, record);
        }
        let (run, name) = (self.value(expr), name.clone());
        Box::new(move |state| {
            let value = run(state)?;
            match value.data {
                Data::Record(row) => Ok(row),
                _ => Err(dynamic::no_property(&value, &name).at(place)),
            }
        })
    }

    /// Code that gives a record which is compared with another.
    pub(super) fn row(&mut self, expr: &'c Expr) -> Run<RowId> {
        let (name, place) = (Arc::from("=="), self.place(expr.span));
        self.record(expr, &name, place)
    }

    /// Whether a property of an expression is one of a record.
    pub(super) fn reads_record(&self, of: &Expr) -> bool {
        matches!(self.ty(of), Ty::Record(_))
    }

    /// A property of a record that is wanted as something particular: taken from its cell, or made of its value.
    pub(super) fn typed_property<T: 'static>(
        &mut self,
        of: &'c Expr,
        name: &'c Name,
        take: impl Fn(&State<'_>, Cell) -> Option<T> + Send + Sync + 'static,
        make: impl Fn(&Value, Place) -> Answer<T> + Send + Sync + 'static,
    ) -> Run<T> {
        if let Some(slot) = self.slot_of(of) {
            return Box::new(self.property_of_slot(slot, name, take, make));
        }
        let (site, place, name) = (self.site(), self.place(name.span), name.text.clone());
        let of = self.record(of, &"".into(), place);
        Box::new(move |state| {
            let row = of(state)?;
            wanted(state, (site, row), (&name, place), &take, &make)
        })
    }

    /// The same of a variable, as code that may be built into other code.
    pub(super) fn property_of_slot<T, Take, Make>(
        &mut self,
        slot: usize,
        name: &Name,
        take: Take,
        make: Make,
    ) -> impl Fn(&mut State<'_>) -> Answer<T> + Send + Sync + 'static + use<T, Take, Make>
    where
        Take: Fn(&State<'_>, Cell) -> Option<T> + Send + Sync + 'static,
        Make: Fn(&Value, Place) -> Answer<T> + Send + Sync + 'static,
    {
        let (site, place, name) = (self.site(), self.place(name.span), name.text.clone());
        move |state: &mut State<'_>| match state.slots[state.base + slot].data {
            Data::Record(row) => wanted(state, (site, row), (&name, place), &take, &make),
            _ => Err(dynamic::no_property(&state.slots[state.base + slot], "").at(place)),
        }
    }

    /// Whether a call is `record.has("field")`.
    pub(super) fn has_field(&self, of: &Expr, name: &Name, arguments: &[Expr]) -> bool {
        &*name.text == "has" && self.reads_record(of) && matches!(arguments, [Expr { what: What::Text(_), .. }])
    }

    /// `record.has("field")`
    pub(super) fn has(&mut self, of: &'c Expr, name: &Name, field: &'c Expr) -> Run<bool> {
        let (site, place) = (self.site(), self.place(name.span));
        let What::Text(field) = &field.what else {
            return Box::new(move |_| Err(crate::native::stop::mismatch().at(place)));
        };
        let (field, of) = (field.clone(), self.record(of, field, place));
        Box::new(move |state| {
            let row = of(state)?;
            state.gives(site, row, &field).map_err(|stop| stop.at(place))
        })
    }
}

/// What is taken of a record's cell, where it is known already which it is, and else made of its property.
#[inline]
fn wanted<T>(
    state: &mut State<'_>,
    (site, row): (usize, RowId),
    (name, place): (&Arc<str>, Place),
    take: &impl Fn(&State<'_>, Cell) -> Option<T>,
    make: &impl Fn(&Value, Place) -> Answer<T>,
) -> Answer<T> {
    match state.known(site, row).and_then(|(cell, _)| take(state, cell)) {
        Some(taken) => Ok(taken),
        None => made(state, (site, row, name, place), make),
    }
}

/// What is made of a record's property.
#[inline(never)]
fn made<T>(
    state: &mut State<'_>,
    (site, row, name, place): (usize, RowId, &Arc<str>, Place),
    make: &impl Fn(&Value, Place) -> Answer<T>,
) -> Answer<T> {
    let value = state.read(site, row, name).map_err(|stop| stop.at(place))?;
    make(&value, place)
}

/// How a property of a value of that shape is read.
fn property_entry(name: &str, shape: crate::native::shape::Shape) -> Option<fn(&mut State<'_>, Value) -> Answer> {
    match functions::member(shape, Form::Property, name).next()?.run {
        How::One(run) => Some(run),
        _ => None,
    }
}
