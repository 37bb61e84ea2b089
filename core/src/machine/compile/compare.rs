//! Questions: comparisons chosen by type, and membership.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::machine::code::Run;
use crate::machine::compile::Compiler;
use crate::machine::dynamic;
use crate::native::compare;
use crate::native::state::State;
use crate::native::stop::Answer;
use crate::native::value::Data;
use crate::script::tree::{Binary, Expr, Name, What};
use crate::script::types::Ty;
use crate::source::{Place, Span};
use crate::value::Cell;

/// Whether an order is what an operator asks for.
fn answers(op: Binary) -> fn(Ordering) -> bool {
    match op {
        Binary::Less => Ordering::is_lt,
        Binary::AtMost => Ordering::is_le,
        Binary::Greater => Ordering::is_gt,
        Binary::AtLeast => Ordering::is_ge,
        Binary::Unequal => Ordering::is_ne,
        _ => Ordering::is_eq,
    }
}

impl<'c> Compiler<'c> {
    /// A question of two operands.
    pub(super) fn question(&mut self, op: Binary, operator: Span, left: &'c Expr, right: &'c Expr) -> Run<bool> {
        let place = self.place(operator);
        if let Binary::In | Binary::NotIn = op {
            return self.membership(op == Binary::In, place, left, right);
        }
        let sure = !self.may_be_unit(left) && !self.may_be_unit(right);
        match (self.ty(left), self.ty(right)) {
            (Ty::Int, Ty::Int) if sure => match right.what {
                What::Int(n) if self.parts.hook.is_none() => {
                    ordered(op, self.int(left), move |_: &mut State<'_>| Ok(n))
                }
                _ => ordered(op, self.int(left), self.int(right)),
            },
            (Ty::Date, Ty::Date) if sure => self.days(op, left, right),
            (Ty::Bool, Ty::Bool) if sure => {
                let (a, b, answers) = (self.bool(left), self.bool(right), answers(op));
                Box::new(move |state| Ok(answers(a(state)?.cmp(&b(state)?))))
            }
            (Ty::Record(_), Ty::Record(_)) if sure && matches!(op, Binary::Equal | Binary::Unequal) => {
                ordered(op, self.row(left), self.row(right))
            }
            (Ty::Str | Ty::Enum(_), Ty::Word(_))
                if sure && matches!(op, Binary::Equal | Binary::Unequal) && self.is_text_field(left) =>
            {
                match (&right.what, &left.what) {
                    (What::Text(text), What::Property { of, name, .. }) => {
                        self.is_text(op == Binary::Equal, (of, name), text)
                    }
                    _ => self.equality(op == Binary::Equal, place, left, right),
                }
            }
            _ => match op {
                Binary::Equal | Binary::Unequal => self.equality(op == Binary::Equal, place, left, right),
                _ => self.order(op, place, left, right),
            },
        }
    }

    /// A comparison of days: fields of variables are built into it.
    fn days(&mut self, op: Binary, left: &'c Expr, right: &'c Expr) -> Run<bool> {
        match (self.day_of_slot(left), self.day_of_slot(right)) {
            (Some(a), Some(b)) => ordered(op, a, b),
            (Some(a), None) => ordered(op, a, self.date(right)),
            (None, Some(b)) => ordered(op, self.date(left), b),
            (None, None) => ordered(op, self.date(left), self.date(right)),
        }
    }

    /// Whether an expression is a field of a record that holds a text, and not what every record has.
    fn is_text_field(&self, expr: &Expr) -> bool {
        match &expr.what {
            What::Property { of, name, safe: false } => {
                self.reads_record(of) && !matches!(&*name.text, "key" | "kind" | "body")
            }
            _ => false,
        }
    }

    /// `record.field == "text"`: two numbers are compared.
    fn is_text(&mut self, equal: bool, (of, name): (&'c Expr, &'c Name), text: &Arc<str>) -> Run<bool> {
        let number = self.text(text);
        let take = |_: &State<'_>, cell: Cell| match cell {
            Cell::Str(id) => Some(Some(id)),
            _ => None,
        };
        let own = self.typed_property(of, name, take, |value, _| match value.data {
            Data::Str(id) => Ok(Some(id)),
            _ => Ok(None),
        });
        Box::new(move |state| {
            let own = own(state)?;
            let same = matches!((&state.texts[number].data, own), (Data::Str(a), Some(b)) if *a == b);
            Ok(same == equal)
        })
    }

    fn equality(&mut self, equal: bool, place: Place, left: &'c Expr, right: &'c Expr) -> Run<bool> {
        if let What::Unit = right.what {
            let run = self.value(left);
            return Box::new(move |state| Ok(matches!(run(state)?.data, Data::Unit) == equal));
        }
        let a = self.value(left);
        if let What::Text(text) = &right.what {
            let number = self.text(text);
            return Box::new(move |state| {
                let value = a(state)?;
                let same = match (&value.data, &state.texts[number].data) {
                    (Data::Str(a), Data::Str(b)) => a == b,
                    _ => {
                        let text = state.texts[number].clone();
                        compare::equal(state, &value, &text).map_err(|stop| stop.at(place))?
                    }
                };
                Ok(same == equal)
            });
        }
        let b = self.value(right);
        Box::new(move |state| {
            let (a, b) = (a(state)?, b(state)?);
            let same = match (&a.data, &b.data) {
                (Data::Str(a), Data::Str(b)) => a == b,
                (Data::Record(a), Data::Record(b)) => a == b,
                _ => compare::equal(state, &a, &b).map_err(|stop| stop.at(place))?,
            };
            Ok(same == equal)
        })
    }

    fn order(&mut self, op: Binary, place: Place, left: &'c Expr, right: &'c Expr) -> Run<bool> {
        let (a, b, answers) = (self.value(left), self.value(right), answers(op));
        Box::new(move |state| {
            let (a, b) = (a(state)?, b(state)?);
            compare::order(state, &a, &b).map(answers).map_err(|stop| stop.at(place))
        })
    }

    fn membership(&mut self, within: bool, place: Place, left: &'c Expr, right: &'c Expr) -> Run<bool> {
        let a = self.value(left);
        // A list that is written out is compared with, not made, unless making an item may fail or report.
        if let What::Array(items) = &right.what
            && items.iter().all(is_plain)
        {
            let items: Vec<Run> = items.iter().map(|item| self.value(item)).collect();
            return Box::new(move |state| {
                let value = a(state)?;
                for item in &items {
                    let item = item(state)?;
                    if compare::equal(state, &item, &value).map_err(|stop| stop.at(place))? {
                        return Ok(within);
                    }
                }
                Ok(!within)
            });
        }
        let b = self.value(right);
        Box::new(move |state| {
            let (a, b) = (a(state)?, b(state)?);
            dynamic::contains(state, &a, &b).map(|found| found == within).map_err(|stop| stop.at(place))
        })
    }
}

/// Whether an item is a literal or a variable.
fn is_plain(item: &Expr) -> bool {
    match &item.what {
        What::Unit | What::Bool(_) | What::Int(_) | What::Decimal(_) | What::Text(_) | What::Name(_) => true,
        What::Unary { of, .. } => matches!(of.what, What::Int(_) | What::Decimal(_)),
        _ => false,
    }
}

/// A comparison of two things that have an order.
fn ordered<T: Ord + 'static>(
    op: Binary,
    a: impl Fn(&mut State<'_>) -> Answer<T> + Send + Sync + 'static,
    b: impl Fn(&mut State<'_>) -> Answer<T> + Send + Sync + 'static,
) -> Run<bool> {
    match op {
        Binary::Less => Box::new(move |state| Ok(a(state)? < b(state)?)),
        Binary::AtMost => Box::new(move |state| Ok(a(state)? <= b(state)?)),
        Binary::Greater => Box::new(move |state| Ok(a(state)? > b(state)?)),
        Binary::AtLeast => Box::new(move |state| Ok(a(state)? >= b(state)?)),
        Binary::Unequal => Box::new(move |state| Ok(a(state)? != b(state)?)),
        _ => Box::new(move |state| Ok(a(state)? == b(state)?)),
    }
}
