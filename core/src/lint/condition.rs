//! What conditions come to, as far as types tell: yes, no, or it depends.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::domain::{self, Sample, literal, path};
use super::world::{World, ty};
use crate::script::check::Instance;
use crate::script::tree::{Binary, Expr, Logic, Name, Unary, What};
use crate::script::types::Ty;
use crate::value::KindId;

/// Some code, within which conditions are worked out.
pub(super) struct Within<'w> {
    /// Types and kinds.
    pub world: &'w World,
    /// The code.
    pub instance: &'w Instance,
    /// The record for which the code is called and `ctx`, where it is a rule's on yearly records: these are of the year.
    pub yearly: Option<(&'w Name, &'w Name)>,
}

/// What is tried for what is read at a path.
type Given<'g> = Option<(&'g str, &'g Sample)>;

impl Within<'_> {
    /// What a condition always comes to; `None` where that depends.
    pub(super) fn constant(&self, condition: &Expr) -> Option<bool> {
        if let Some(value) = self.value(condition, None) {
            return Some(value);
        }
        let mut found = BTreeMap::new();
        subjects(condition, &mut found);
        found.iter().find_map(|(path, expr)| {
            let samples = domain::of(self.world, self.instance, expr, condition)?;
            let mut values = samples.iter().map(|sample| self.value(condition, Some((path, sample))));
            let first = values.next()??;
            values.all(|value| value == Some(first)).then_some(first)
        })
    }

    fn value(&self, expr: &Expr, given: Given<'_>) -> Option<bool> {
        match &expr.what {
            What::Bool(value) => Some(*value),
            What::Unary { op: Unary::Not, of, .. } => self.value(of, given).map(|value| !value),
            What::Logic { op: Logic::And, parts } => self.parts(parts, given, false),
            What::Logic { op: Logic::Or, parts } => self.parts(parts, given, true),
            What::Binary { op: op @ (Binary::In | Binary::NotIn), left, right, .. } => {
                let within = is_within(left, right, given)?;
                Some(within == (*op == Binary::In))
            }
            What::Binary { op, left, right, .. } if op.asks() => self.compare(*op, left, right, given),
            What::Method { of, name, arguments, .. } => match (&*name.text, arguments.as_slice()) {
                ("has", [field]) => self.is_required(of, field).then_some(true),
                _ => None,
            },
            What::Name(_) | What::Property { .. } => match sample(expr, given)? {
                Sample::Bool(value) => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Parts of which one that is `decides` decides.
    fn parts(&self, parts: &[Expr], given: Given<'_>, decides: bool) -> Option<bool> {
        let mut all = true;
        for part in parts {
            match self.value(part, given) {
                Some(value) if value == decides => return Some(decides),
                Some(_) => {}
                None => all = false,
            }
        }
        all.then_some(!decides)
    }

    /// Whether a record always has a field: a text with the name of one that is required.
    pub(super) fn is_required(&self, of: &Expr, field: &Expr) -> bool {
        let (Ty::Record(kind), What::Text(field)) = (ty(self.instance, of), &field.what) else { return false };
        self.is_always_there(*kind, field)
    }

    fn is_always_there(&self, kind: KindId, field: &str) -> bool {
        self.world.schema.get(kind).field(field).is_some_and(|field| !field.optional)
    }

    fn compare(&self, op: Binary, left: &Expr, right: &Expr, given: Given<'_>) -> Option<bool> {
        let is = |ordering: Ordering| {
            Some(match op {
                Binary::Equal => ordering.is_eq(),
                Binary::Unequal => ordering.is_ne(),
                Binary::Less => ordering.is_lt(),
                Binary::AtMost => ordering.is_le(),
                Binary::Greater => ordering.is_gt(),
                Binary::AtLeast => ordering.is_ge(),
                _ => return None,
            })
        };
        if let Some(absent) = self.with_nothing(left, right).or_else(|| self.with_nothing(right, left)) {
            return match op {
                Binary::Equal => Some(absent),
                Binary::Unequal => Some(!absent),
                _ => None,
            };
        }
        if let (Some(one), Some(other)) = (path(left), path(right))
            && (one == other || self.are_the_year(left, right) || self.are_the_year(right, left))
        {
            return is(Ordering::Equal);
        }
        match (sample(left, given)?, sample(right, given)?) {
            (Sample::Number(one), Sample::Number(other)) => is(one.cmp(&other)),
            (Sample::Text(one), Sample::Text(other)) => is(one.cmp(&other)),
            (Sample::Bool(one), Sample::Bool(other)) => is(one.cmp(&other)),
            _ => None,
        }
    }

    /// Whether a value that is compared with `()` is nothing, where its type tells.
    fn with_nothing(&self, value: &Expr, nothing: &Expr) -> Option<bool> {
        if !matches!(nothing.what, What::Unit) {
            return None;
        }
        let ty = ty(self.instance, value);
        (ty.is_known() && !matches!(ty, Ty::Unit | Ty::Maybe(_))).then_some(false)
    }

    /// Whether these are the year of the rule's own record, and that which is checked.
    fn are_the_year(&self, record: &Expr, ctx: &Expr) -> bool {
        let Some((own, context)) = self.yearly else { return false };
        let year_of = |expr: &Expr, name: &Name| match &expr.what {
            What::Property { of, name: field, .. } => {
                &*field.text == "year" && matches!(&of.what, What::Name(of) if *of == name.text)
            }
            _ => false,
        };
        year_of(record, own) && year_of(ctx, context) && matches!(ty(self.instance, first(record)), Ty::Record(_))
    }
}

/// Of what a property is read.
fn first(expr: &Expr) -> &Expr {
    match &expr.what {
        What::Property { of, .. } => of,
        _ => expr,
    }
}

/// What is read in a condition, by its path.
fn subjects<'e>(expr: &'e Expr, found: &mut BTreeMap<String, &'e Expr>) {
    match &expr.what {
        What::Unary { op: Unary::Not, of, .. } => subjects(of, found),
        What::Logic { op: Logic::And | Logic::Or, parts } => {
            for part in parts {
                subjects(part, found);
            }
        }
        What::Binary { op, left, right, .. } if op.asks() => {
            subjects(left, found);
            subjects(right, found);
        }
        _ => {
            if let Some(path) = path(expr) {
                found.entry(path).or_insert(expr);
            }
        }
    }
}

/// What an expression is: a literal, or the sample that is given of it.
fn sample(expr: &Expr, given: Given<'_>) -> Option<Sample> {
    literal(expr).or_else(|| {
        let (path, sample) = given?;
        (self::path(expr)? == path).then(|| sample.clone())
    })
}

fn is_within(value: &Expr, list: &Expr, given: Given<'_>) -> Option<bool> {
    let value = sample(value, given)?;
    match &list.what {
        What::Array(items) => {
            let items: Option<Vec<Sample>> = items.iter().map(literal).collect();
            Some(items?.contains(&value))
        }
        What::Binary { op: op @ (Binary::Range | Binary::RangeTo), left, right, .. } => {
            let (from, to) = (literal(left)?, literal(right)?);
            Some(from <= value && (value < to || (*op == Binary::RangeTo && value == to)))
        }
        _ => None,
    }
}
