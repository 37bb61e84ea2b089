//! Operators, each chosen by the types of its operands.

use crate::machine::code::Run;
use crate::machine::compile::Compiler;
use crate::machine::compile::expressions::computed_bool;
use crate::machine::dynamic;
use crate::native::functions::dates;
use crate::native::number::{Number, Wrong};
use crate::native::stop::Stop;
use crate::native::value::Value;
use crate::script::tree::{Binary, Expr, Unary};
use crate::script::types::Ty;
use crate::source::Span;

impl<'c> Compiler<'c> {
    /// `a op b` as a value.
    pub(super) fn binary(
        &mut self,
        expr: &'c Expr,
        op: Binary,
        operator: Span,
        left: &'c Expr,
        right: &'c Expr,
    ) -> Run {
        if op.asks() {
            return computed_bool(self.question(op, operator, left, right));
        }
        if let Binary::Range | Binary::RangeTo = op {
            return self.range(op, operator, left, right);
        }
        if *self.ty(expr) == Ty::Int
            && let Some(run) = self.whole_arithmetic(op, operator, left, right)
        {
            return Box::new(move |state| run(state).map(Value::int));
        }
        let place = self.place(operator);
        let (left, right) = (self.value(left), self.value(right));
        Box::new(move |state| {
            let (a, b) = (left(state)?, right(state)?);
            dynamic::arithmetic(state, op, &a, &b).map_err(|stop| stop.at(place))
        })
    }

    /// Arithmetic of whole numbers; `None` where the operands are not known to be any.
    pub(super) fn whole_arithmetic(
        &mut self,
        op: Binary,
        operator: Span,
        left: &'c Expr,
        right: &'c Expr,
    ) -> Option<Run<i64>> {
        let place = self.place(operator);
        let (a, b) = (self.ty(left), self.ty(right));
        if (op, a, b) == (Binary::Subtract, &Ty::Date, &Ty::Date) {
            let (left, right) = (self.date(left), self.date(right));
            return Some(Box::new(move |state| {
                let (a, b) = (left(state)?, right(state)?);
                Ok(dates::between(a, b))
            }));
        }
        if *a != Ty::Int || *b != Ty::Int {
            return None;
        }
        let work: fn(i64, i64) -> Option<i64> = match op {
            Binary::Add => i64::checked_add,
            Binary::Subtract => i64::checked_sub,
            Binary::Multiply => i64::checked_mul,
            Binary::Remainder => |a, b| Some(a.checked_rem(b).unwrap_or(0)),
            _ => return None,
        };
        let (left, right) = (self.int(left), self.int(right));
        if op == Binary::Remainder {
            return Some(Box::new(move |state| match (left(state)?, right(state)?) {
                (_, 0) => Err(dynamic::wrong(Wrong::ByZero).at(place)),
                (a, b) => work(a, b).ok_or_else(|| dynamic::wrong(Wrong::TooLarge).at(place)),
            }));
        }
        Some(Box::new(move |state| {
            let (a, b) = (left(state)?, right(state)?);
            work(a, b).ok_or_else(|| dynamic::wrong(Wrong::TooLarge).at(place))
        }))
    }

    fn range(&mut self, op: Binary, operator: Span, left: &'c Expr, right: &'c Expr) -> Run {
        let place = self.place(operator);
        let (left, right) = (self.int(left), self.int(right));
        Box::new(move |state| {
            let (from, to) = (left(state)?, right(state)?);
            let to = if op == Binary::RangeTo { to.checked_add(1) } else { Some(to) };
            match to {
                Some(to) => Ok(Value::range(from, to)),
                None => Err(dynamic::wrong(Wrong::TooLarge).at(place)),
            }
        })
    }

    /// `-a` or `+a`
    pub(super) fn sign(&mut self, op: Unary, of: &'c Expr, operator: Span) -> Run {
        let (run, place) = (self.value(of), self.place(operator));
        Box::new(move |state| {
            let value = run(state)?;
            let number = Number::of(&value.data).ok_or_else(|| not_a_number(&value, op).at(place))?;
            let result = if op == Unary::Minus { number.negated() } else { Ok(number) };
            result.map(|number| Value::of(number.data())).map_err(|why| dynamic::wrong(why).at(place))
        })
    }
}

#[cold]
fn not_a_number(value: &Value, op: Unary) -> Stop {
    let (what, op) = (crate::native::compare::describe(value), op.sign());
    Stop::failed(crate::language::say!("“{op}”后面应当是数，这里是{what}", "{op} wants a number, this is {what}"; what))
}
