//! Which mutants some code has.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Change, FUNCTIONS, Mutation, OPERATORS};
use crate::schema::Schema;
use crate::script::check::{Code, Instance, Table};
use crate::script::tree::{Binary, Block, Declaration, Expr, Logic, Name, Step, Unary, What};
use crate::script::types::Ty;
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Span};

/// The mutants of an instance, of a text: of a file those of its constants and of what its schemes say.
#[must_use]
pub(crate) fn mutations(instance: &Instance, text: &str, schema: &Schema) -> BTreeSet<Mutation> {
    let mut finder = Finder { source: instance.file, table: &instance.table, text, schema, found: BTreeSet::new() };
    match &instance.what {
        Code::Function(function) => finder.block(&function.body),
        Code::Closure(closure) => finder.block(&closure.body),
        Code::File(file) => {
            file.constants.iter().for_each(|constant| finder.expr(&constant.value));
            let schemes = file.declarations.iter().filter(|declaration| &*declaration.verb.text == "score");
            schemes.for_each(|scheme| finder.scheme(scheme));
        }
    }
    finder.found
}

struct Finder<'f> {
    source: SourceId,
    table: &'f Table,
    text: &'f str,
    schema: &'f Schema,
    found: BTreeSet<Mutation>,
}

impl Finder<'_> {
    fn block(&mut self, block: &Block) {
        let mut parts = Vec::new();
        walk::block(block, &mut |part| parts.push(part));
        for part in parts {
            self.part(part);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let mut parts = Vec::new();
        walk::expr(expr, &mut |part| parts.push(part));
        for part in parts {
            self.part(part);
        }
    }

    /// What a scheme says of itself and of its lines, in numbers. The closures of its lines are instances of their own.
    fn scheme(&mut self, scheme: &Declaration) {
        for argument in scheme.arguments.iter().skip(1) {
            let mut inner: Vec<Span> = Vec::new();
            let mut numbers = Vec::new();
            walk::expr(argument, &mut |part| match part {
                Part::Expr(Expr { span, what: What::Closure(_), .. }) if *span != argument.span => inner.push(*span),
                Part::Expr(expr) if matches!(expr.what, What::Int(_) | What::Decimal(_)) => numbers.push(expr),
                _ => {}
            });
            let own =
                |expr: &&Expr| !inner.iter().any(|span| span.start <= expr.span.start && expr.span.end <= span.end);
            numbers.into_iter().filter(own).for_each(|number| self.part(Part::Expr(number)));
        }
    }

    fn put(&mut self, expr: &Expr, change: Change, cut: Span, put: impl Into<String>) {
        let place = Place { source: self.source, span: expr.span };
        self.found.insert(Mutation { place, change, cut, put: put.into() });
    }

    fn ty(&self, expr: &Expr) -> Option<&Ty> {
        self.table.types.get(&expr.id)
    }

    fn part(&mut self, part: Part<'_>) {
        let Part::Expr(expr) = part else { return };
        match &expr.what {
            What::Int(n) => {
                if let Some(n) = n.checked_add(1) {
                    self.put(expr, Change::Whole(n), expr.span, n.to_string());
                }
            }
            What::Decimal(n) => {
                let n = *n + Decimal::ONE;
                self.put(expr, Change::Fraction(n), expr.span, n.to_string());
            }
            What::Bool(yes) => self.put(expr, Change::Opposite(!yes), expr.span, (!yes).to_string()),
            What::Binary { op, operator, left, right } => self.operator(expr, *op, *operator, (left, right)),
            What::Logic { op: Logic::And | Logic::Or, parts } => self.parts_left_out(expr, parts),
            What::Unary { op: Unary::Not, operator, of } => {
                self.put(expr, Change::Plain, Span { start: operator.start, end: of.span.start }, "");
            }
            What::If { condition, .. } => self.condition(condition),
            What::Switch { cases, .. } => {
                for condition in cases.iter().filter_map(|case| case.condition.as_ref()) {
                    self.condition(condition);
                }
            }
            What::Property { of, name, .. } => self.field(expr, of, name),
            What::Call { name, .. } => self.called(expr, name),
            What::Method { of, name, arguments, .. } => {
                // All records of a kind are no question that could be asked of any.
                if !matches!(self.ty(of), Some(Ty::Ctx)) {
                    self.called(expr, name);
                }
                for argument in arguments {
                    self.predicate(argument);
                }
            }
            _ => {}
        }
    }

    fn operator(&mut self, expr: &Expr, op: Binary, operator: Span, sides: (&Expr, &Expr)) {
        let Some((_, to)) = OPERATORS.iter().find(|(from, _)| *from == op) else { return };
        // A day less some days is a day, but two days added are nothing.
        let number = |side: &Expr| self.ty(side).is_some_and(|ty| matches!(ty, Ty::Int | Ty::Decimal | Ty::Number));
        if op.asks() || (number(sides.0) && number(sides.1)) {
            self.put(expr, Change::Operator(to.sign()), operator, to.sign());
        }
    }

    fn parts_left_out(&mut self, expr: &Expr, parts: &[Expr]) {
        let spans: Vec<Span> = parts.iter().map(|part| self.bracketed(part.span)).collect();
        for (at, own) in spans.iter().enumerate() {
            let cut = match (at, spans.get(at + 1)) {
                (0, Some(next)) => Span { start: own.start, end: next.start },
                (0, None) => continue,
                _ => Span { start: spans[at - 1].end, end: own.end },
            };
            self.put(expr, Change::Without(at), cut, "");
        }
    }

    /// A part with the brackets around it.
    fn bracketed(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start as usize, span.end as usize);
        loop {
            let before = self.text.get(..start).map(str::trim_end).filter(|before| before.ends_with('('));
            let after = self.text.get(end..).map(|after| (after.len(), after.trim_start()));
            let after = after.filter(|(_, after)| after.starts_with(')'));
            let (Some(before), Some((whole, after))) = (before, after) else { break };
            (start, end) = (before.len() - 1, end + whole - after.len() + 1);
        }
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { start: at(start), end: at(end) }
    }

    fn condition(&mut self, condition: &Expr) {
        if !matches!(condition.what, What::Bool(_)) {
            self.put(condition, Change::Always, condition.span, "true");
        }
    }

    /// A closure that answers yes or no.
    fn predicate(&mut self, argument: &Expr) {
        let What::Closure(closure) = &argument.what else { return };
        let Some(Step::Expr(last)) = closure.body.statements.last().map(|last| &last.step) else { return };
        if self.ty(last) == Some(&Ty::Bool) && !matches!(last.what, What::Bool(_)) {
            self.put(argument, Change::Every, closure.body.span, "true");
        }
    }

    fn called(&mut self, expr: &Expr, name: &Name) {
        // A function of the script's own may have that name.
        let own = self.table.calls.contains_key(&expr.id);
        if let Some((_, to)) = FUNCTIONS.iter().find(|(from, _)| *from == &*name.text && !own) {
            self.put(expr, Change::Called(to), name.span, *to);
        }
    }

    /// Another field of the same type: the next one of the kind.
    fn field(&mut self, expr: &Expr, of: &Expr, name: &Name) {
        let Some(Ty::Record(kind)) = self.ty(of).map(Ty::plain) else { return };
        let kind = self.schema.get(*kind);
        let Some(at) = kind.column(&name.text) else { return };
        let own = &kind.fields[at];
        let (before, after) = kind.fields.split_at(at);
        let like = |field: &&crate::schema::Field| field.ty == own.ty && field.optional == own.optional;
        if let Some(other) = after[1..].iter().chain(before).find(like) {
            self.put(expr, Change::Field(other.name.as_str().into()), name.span, other.name.as_str());
        }
    }
}
