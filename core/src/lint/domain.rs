//! The values that what a condition speaks of may have, few enough to try them all: those of an enum, yes and no, and numbers
//! around those with which they are compared.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::world::{World, ty};
use crate::schema::{Bound, Limits};
use crate::script::check::Instance;
use crate::script::tree::{Expr, Unary, What};
use crate::script::types::Ty;
use crate::script::walk::{self, Part};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sample {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(Arc<str>),
    /// Yes or no.
    Bool(bool),
}

/// What an expression reads, as a name and fields of it; two that read alike are equal within one condition, in which nothing is
/// assigned.
pub(super) fn path(expr: &Expr) -> Option<String> {
    match &expr.what {
        What::Name(name) => Some(name.to_string()),
        What::Property { of, name, safe: false } => Some(format!("{}.{}", path(of)?, name.text)),
        What::Method { of, name, arguments, safe: false } if &*name.text == "len" && arguments.is_empty() => {
            Some(format!("{}.len()", path(of)?))
        }
        _ => None,
    }
}

/// A literal.
pub(super) fn literal(expr: &Expr) -> Option<Sample> {
    match &expr.what {
        What::Int(number) => Some(Sample::Number((*number).into())),
        What::Decimal(number) => Some(Sample::Number(*number)),
        What::Text(text) => Some(Sample::Text(text.clone())),
        What::Bool(value) => Some(Sample::Bool(*value)),
        What::Unary { op: Unary::Minus, of, .. } => match literal(of)? {
            Sample::Number(number) => Some(Sample::Number(-number)),
            _ => None,
        },
        _ => None,
    }
}

/// The values of an expression that are to be tried within a condition; `None` where they are not few, or not known.
pub(super) fn of(world: &World, instance: &Instance, expr: &Expr, condition: &Expr) -> Option<Vec<Sample>> {
    let whole = match ty(instance, expr) {
        Ty::Bool => return Some(vec![Sample::Bool(true), Sample::Bool(false)]),
        Ty::Enum(of) => return Some(of.values.iter().map(|(name, _)| Sample::Text(name.as_str().into())).collect()),
        Ty::Int => true,
        Ty::Decimal | Ty::Number => false,
        _ => return None,
    };
    let (least, most) = bounds(world, instance, expr);
    let mut numbers: BTreeSet<Decimal> = [least, most].into_iter().flatten().collect();
    let half = Decimal::new(5, 1);
    for own in numbers_of(condition) {
        let steps = if whole { [Decimal::ONE, Decimal::TWO] } else { [Decimal::ONE, half] };
        let own = if whole { own.floor() } else { own };
        numbers.extend(
            [own]
                .into_iter()
                .chain(steps.iter().flat_map(|step| [own.checked_sub(*step), own.checked_add(*step)]).flatten()),
        );
    }
    let within = |own: &Decimal| least.is_none_or(|least| least <= *own) && most.is_none_or(|most| *own <= most);
    let numbers: Vec<Sample> = numbers.into_iter().filter(within).map(Sample::Number).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// The numbers that stand in a condition.
fn numbers_of(condition: &Expr) -> Vec<Decimal> {
    let mut numbers = Vec::new();
    walk::expr(condition, &mut |part| {
        if let Part::Expr(expr) = part
            && let Some(Sample::Number(number)) = literal(expr)
        {
            numbers.push(number);
        }
    });
    numbers
}

/// Least and greatest value, where there are any.
fn bounds(world: &World, instance: &Instance, expr: &Expr) -> (Option<Decimal>, Option<Decimal>) {
    let number = |bound: &Option<Bound>| match bound {
        Some(Bound::Number(number)) => Some(*number),
        _ => None,
    };
    match &expr.what {
        What::Method { .. } => (Some(Decimal::ZERO), None),
        What::Property { of, name, .. } => match ty(instance, of).plain() {
            Ty::Record(kind) => {
                let field = world.schema.get(*kind).field(&name.text);
                let Some(Limits { min, max, .. }) = field.map(|field| &field.limits) else { return (None, None) };
                (number(min), number(max))
            }
            _ => (None, None),
        },
        _ => (None, None),
    }
}
