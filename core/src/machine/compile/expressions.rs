//! Expressions: what is asked of each, and the code that gives it.

use std::sync::Arc;

use jiff::civil::Date;

use crate::language::say;
use crate::machine::code::{Run, whole, yes};
use crate::machine::compile::Compiler;
use crate::machine::dynamic;
use crate::native::number::Number;
use crate::native::state::State;
use crate::native::stop::{Answer, Stop};
use crate::native::value::{Array, Data, Map, Value};
use crate::script::tree::{Expr, Logic, Name, Unary, What};
use crate::script::types::Ty;

impl<'c> Compiler<'c> {
    /// Code that gives a value, with its origin.
    pub(super) fn value(&mut self, expr: &'c Expr) -> Run {
        let run = self.any(expr);
        self.told_of(expr, run)
    }

    fn any(&mut self, expr: &'c Expr) -> Run {
        match &expr.what {
            What::Unit => constant(Value::UNIT.data),
            What::Bool(yes) => constant(Data::Bool(*yes)),
            What::Int(n) => constant(Data::Int(*n)),
            What::Decimal(decimal) => {
                let number = Number::from(*decimal);
                Box::new(move |_| Ok(Value::of(number.clone().data())))
            }
            What::Text(text) if self.body.words.contains_key(&expr.id) => self.words(text, expr),
            What::Text(text) => {
                let number = self.text(text);
                Box::new(move |state| Ok(state.texts[number].clone()))
            }
            What::Template(parts) => self.template(parts, expr),
            What::Array(items) => self.array(items, expr),
            What::Map(entries) => self.map(entries, expr),
            What::Name(name) => self.name(name, expr),
            What::LibraryName { library, name } => self.library_name(library, name, expr),
            What::Property { of, name, .. } => self.property(of, name, is_safe(expr)),
            What::Index { of, index, .. } => self.index(of, index, is_safe(expr)),
            What::Call { name, arguments } => self.call(expr, name, arguments),
            What::LibraryCall { name, arguments, .. } => self.script_call(expr, name.span, arguments),
            What::Method { of, name, arguments, .. } => match self.length(expr) {
                Some(run) => Box::new(move |state| run(state).map(Value::int)),
                None => self.method(expr, of, name, arguments, is_safe(expr)),
            },
            What::Unary { op: Unary::Not, .. } => computed_bool(self.yes_or_no(expr)),
            What::Unary { op, of, operator } => self.sign(*op, of, *operator),
            What::Binary { op, operator, left, right } => self.binary(expr, *op, *operator, left, right),
            What::Logic { op: Logic::Else, parts } => self.otherwise(parts),
            What::Logic { .. } => computed_bool(self.yes_or_no(expr)),
            What::If { condition, then, otherwise } => self.branch(condition, then, otherwise.as_ref()),
            What::Switch { subject, cases, .. } => self.switch(subject, cases),
            What::Block(block) => self.block(block),
            What::Char(_) | What::Closure(_) | What::This => self.refused(expr.span),
        }
    }

    /// Code that answers yes or no.
    pub(super) fn bool(&mut self, expr: &'c Expr) -> Run<bool> {
        let run = self.yes_or_no(expr);
        self.told_of(expr, run)
    }

    fn yes_or_no(&mut self, expr: &'c Expr) -> Run<bool> {
        match &expr.what {
            What::Bool(yes) => {
                let yes = *yes;
                Box::new(move |_| Ok(yes))
            }
            What::Unary { op: Unary::Not, of, .. } => {
                let run = self.bool(of);
                Box::new(move |state| run(state).map(|yes| !yes))
            }
            What::Logic { op: op @ (Logic::And | Logic::Or), parts } => self.logic(*op, parts),
            What::Binary { op, operator, left, right } if op.asks() => self.question(*op, *operator, left, right),
            What::Property { of, name, .. }
                if !is_safe(expr) && *self.ty(expr) == Ty::Bool && self.reads_record(of) =>
            {
                self.typed_property(
                    of,
                    name,
                    |_, cell| match cell {
                        crate::value::Cell::Bool(yes) => Some(yes),
                        _ => None,
                    },
                    yes,
                )
            }
            What::Method { of, name, arguments, .. } if !is_safe(expr) && self.has_field(of, name, arguments) => {
                self.has(of, name, &arguments[0])
            }
            _ => {
                let (run, place) = (self.any(expr), self.place(expr.span));
                Box::new(move |state| yes(&run(state)?, place))
            }
        }
    }

    /// Code that gives a whole number.
    pub(super) fn int(&mut self, expr: &'c Expr) -> Run<i64> {
        let run = self.whole(expr);
        self.told_of(expr, run)
    }

    fn whole(&mut self, expr: &'c Expr) -> Run<i64> {
        match &expr.what {
            What::Int(n) => {
                let n = *n;
                Box::new(move |_| Ok(n))
            }
            What::Name(name) if self.variable(name).is_some() => {
                let (slot, place) = (self.variable(name).unwrap_or_default(), self.place(expr.span));
                Box::new(move |state| whole(&state.slots[state.base + slot], place))
            }
            What::Binary { op, operator, left, right } if *self.ty(expr) == Ty::Int => {
                match self.whole_arithmetic(*op, *operator, left, right) {
                    Some(run) => run,
                    None => self.any_int(expr),
                }
            }
            What::Property { of, name, .. } if !is_safe(expr) && *self.ty(expr) == Ty::Int && self.reads_record(of) => {
                self.typed_property(
                    of,
                    name,
                    |_, cell| match cell {
                        crate::value::Cell::Int(n) => Some(n),
                        _ => None,
                    },
                    whole,
                )
            }
            What::Property { of, name, .. }
                if !is_safe(expr) && *self.ty(of) == Ty::Ctx && &*name.text == "year" && !self.may_be_unit(of) =>
            {
                Box::new(|state| Ok(state.scope.year.into()))
            }
            What::Property { of, name, .. }
                if !is_safe(expr) && *self.ty(of) == Ty::Date && !self.may_be_unit(of) && is_part(&name.text) =>
            {
                let (of, name) = (self.date(of), name.text.clone());
                let part: fn(Date) -> i16 = match &*name {
                    "year" => Date::year,
                    "month" => |date| date.month().into(),
                    _ => |date| date.day().into(),
                };
                Box::new(move |state| Ok(part(of(state)?).into()))
            }
            _ => match self.length(expr) {
                Some(run) => run,
                None => self.any_int(expr),
            },
        }
    }

    fn any_int(&mut self, expr: &'c Expr) -> Run<i64> {
        let (run, place) = (self.any(expr), self.place(expr.span));
        Box::new(move |state| whole(&run(state)?, place))
    }

    /// Code that gives a day.
    pub(super) fn date(&mut self, expr: &'c Expr) -> Run<Date> {
        let run = self.day(expr);
        self.told_of(expr, run)
    }

    /// A field of a variable that holds a day, as code that may be built into other code.
    pub(super) fn day_of_slot(
        &mut self,
        expr: &Expr,
    ) -> Option<impl Fn(&mut State<'_>) -> Answer<Date> + Send + Sync + 'static + use<>> {
        let What::Property { of, name, .. } = &expr.what else { return None };
        let slot = self.slot_of(of)?;
        let plain = !is_safe(expr) && self.reads_record(of) && self.parts.hook.is_none();
        plain.then(|| self.property_of_slot(slot, name, date_in, day))
    }

    fn day(&mut self, expr: &'c Expr) -> Run<Date> {
        let place = self.place(expr.span);
        match &expr.what {
            What::Name(name) if self.variable(name).is_some() => {
                let slot = self.variable(name).unwrap_or_default();
                Box::new(move |state| day(&state.slots[state.base + slot], place))
            }
            What::Property { of, name, .. } if !is_safe(expr) && *self.ty(of) == Ty::Ctx && &*name.text == "today" => {
                Box::new(|state| Ok(state.today))
            }
            What::Property { of, name, .. } if !is_safe(expr) && self.reads_record(of) => {
                self.typed_property(of, name, date_in, day)
            }
            _ => {
                let run = self.any(expr);
                Box::new(move |state| day(&run(state)?, place))
            }
        }
    }

    fn name(&mut self, name: &Arc<str>, expr: &'c Expr) -> Run {
        if let Some(slot) = self.variable(name) {
            return Box::new(move |state| Ok(state.slots[state.base + slot].clone()));
        }
        let file = (self.parts.file)(self.body.source);
        self.constant_of(file, name, expr)
    }

    fn library_name(&mut self, library: &Name, name: &Name, expr: &'c Expr) -> Run {
        let file =
            if &*library.text == "global" { (self.parts.file)(self.body.source) } else { self.library(&library.text) };
        self.constant_of(file, &name.text, expr)
    }

    /// The file that is imported under a name.
    fn library(&self, alias: &str) -> Option<Arc<crate::script::tree::File>> {
        let file = (self.parts.file)(self.body.source)?;
        let import = file.imports.iter().find(|import| import.alias.as_ref().is_some_and(|own| *own.text == *alias))?;
        (self.parts.imports)(self.body.source, &import.path.text)
    }

    /// A constant: its value is written out, so that it is worked out where it is read.
    fn constant_of(&mut self, file: Option<Arc<crate::script::tree::File>>, name: &str, expr: &'c Expr) -> Run {
        let value = file.as_ref().and_then(|file| file.constants.iter().find(|c| *c.name.text == *name));
        match value.map(|constant| crate::machine::constant::of(&constant.value)) {
            Some(Some(literal)) => {
                let place = self.place(expr.span);
                Box::new(move |state| literal.value(state).map_err(|stop| stop.at(place)))
            }
            _ => self.refused(expr.span),
        }
    }

    fn array(&mut self, items: &'c [Expr], expr: &Expr) -> Run {
        let place = self.place(expr.span);
        let items: Vec<Run> = items.iter().map(|item| self.value(item)).collect();
        Box::new(move |state| {
            let mut array = Array { items: Vec::with_capacity(items.len()), depth: 1 };
            for item in &items {
                let value = item(state)?;
                array.depth = array.depth.max(1 + value.depth());
                array.items.push(value);
            }
            state.new_array(array).map(Value::of).map_err(|stop| stop.at(place))
        })
    }

    fn map(&mut self, entries: &'c [(Name, Expr)], expr: &Expr) -> Run {
        let place = self.place(expr.span);
        let entries: Vec<(Arc<str>, Run)> =
            entries.iter().map(|(name, value)| (name.text.clone(), self.value(value))).collect();
        Box::new(move |state| {
            let mut map = Map { depth: 1, ..Map::default() };
            for (name, value) in &entries {
                let value = value(state)?;
                map.depth = map.depth.max(1 + value.depth());
                map.entries.insert(std::rc::Rc::from(&**name), value);
            }
            state.new_map(map).map(Value::of).map_err(|stop| stop.at(place))
        })
    }

    fn index(&mut self, of: &'c Expr, index: &'c Expr, safe: bool) -> Run {
        let (of, place) = (self.value(of), self.place(index.span));
        let index = self.value(index);
        Box::new(move |state| {
            let of = of(state)?;
            if safe && matches!(of.data, Data::Unit) {
                return Ok(Value::UNIT);
            }
            let index = index(state)?;
            dynamic::index(state, &of, &index).map_err(|stop| stop.at(place))
        })
    }

    /// `a ?? b`
    fn otherwise(&mut self, parts: &'c [Expr]) -> Run {
        let parts: Vec<Run> = parts.iter().map(|part| self.value(part)).collect();
        Box::new(move |state| {
            let mut value = Value::UNIT;
            for part in &parts {
                value = part(state)?;
                if !matches!(value.data, Data::Unit) {
                    break;
                }
            }
            Ok(value)
        })
    }

    fn logic(&mut self, op: Logic, parts: &'c [Expr]) -> Run<bool> {
        let mut parts: Vec<Run<bool>> = parts.iter().map(|part| self.bool(part)).collect();
        let open = op == Logic::And;
        if parts.len() == 2
            && let (Some(b), Some(a)) = (parts.pop(), parts.pop())
        {
            return Box::new(move |state| if a(state)? == open { b(state) } else { Ok(!open) });
        }
        Box::new(move |state| {
            for part in &parts {
                if part(state)? != open {
                    return Ok(!open);
                }
            }
            Ok(open)
        })
    }
}

/// Whether a chain ends where what it has come to is nothing: `a?.b.c` does, from its first `?.` on.
fn is_safe(expr: &Expr) -> bool {
    match &expr.what {
        What::Property { of, safe, .. } | What::Index { of, safe, .. } | What::Method { of, safe, .. } => {
            *safe || is_safe(of)
        }
        _ => false,
    }
}

fn constant(data: Data) -> Run {
    match data {
        Data::Bool(yes) => Box::new(move |_| Ok(Value::bool(yes))),
        Data::Int(n) => Box::new(move |_| Ok(Value::int(n))),
        _ => Box::new(|_| Ok(Value::UNIT)),
    }
}

/// Whether a name is one of the whole numbers that a date is made of.
fn is_part(name: &str) -> bool {
    matches!(name, "year" | "month" | "day")
}

/// A yes or no as a value.
pub(super) fn computed_bool(run: Run<bool>) -> Run {
    Box::new(move |state: &mut State<'_>| run(state).map(Value::bool))
}

/// The day in a cell.
fn date_in(_: &State<'_>, cell: crate::value::Cell) -> Option<Date> {
    match cell {
        crate::value::Cell::Date(date) => Some(date),
        _ => None,
    }
}

/// The day that a value is.
fn day(value: &Value, place: crate::source::Place) -> Answer<Date> {
    match value.data {
        Data::Date(date) => Ok(date),
        _ => Err(no_day(value, place)),
    }
}

#[cold]
fn no_day(value: &Value, place: crate::source::Place) -> Stop {
    let what = crate::native::compare::describe(value);
    Stop::failed(say!("这里要日期，这里是{what}", "a date is wanted here, this is {what}"; what)).at(place)
}
