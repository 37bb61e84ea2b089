//! What a finding can point at: a record, a value read from one, a place; nothing that was computed.

use super::checker::{Binding, Checker};
use crate::language::say;
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::Form;
use crate::script::tree::{Expr, Logic, What};
use crate::script::types::Ty;

impl Checker<'_> {
    /// Checks that a finding can point at the value.
    pub(super) fn spot(&mut self, argument: &Expr) {
        let ty = self.infer(argument);
        let pointless = matches!(
            ty.plain(),
            Ty::Unit
                | Ty::View(_)
                | Ty::Params
                | Ty::Group(..)
                | Ty::Range
                | Ty::Finding
                | Ty::Scheme(_)
                | Ty::Award
                | Ty::Card
        );
        if pointless || self.is_computed(argument) {
            let (zh, en) = self.name(&ty);
            let message = if pointless {
                say!("问题不能指向{zh}", "a finding cannot point at a value of type {en}")
            } else {
                say!(
                    "这里的值不是从记录中读出的，问题无处可指",
                    "this value was not read from a record: a finding cannot point at it"
                )
            };
            let help = say!(
                "写记录、记录的字段（r.字段）、位置 r.at(\"字段\")，或者 ctx（整个单位）",
                "write a record, a field of one (r.field), a place, r.at(\"field\"), or ctx, the body as a whole"
            );
            self.report_with(argument.span, message, Some(help));
        }
    }

    /// Whether an expression is a literal or computed, so that a finding cannot point at it.
    pub(super) fn is_computed(&self, expr: &Expr) -> bool {
        match &expr.what {
            What::Name(name) => {
                let assigned = |b: &Binding| self.frame.assigned.contains_key(&b.slot);
                let reckoned = |b: &Binding| self.frame.reckoned.contains(&b.slot);
                self.binding(name).is_some_and(|b| reckoned(b) || (b.computed && !assigned(b)))
            }
            What::Call { name, arguments } => {
                !self.file.functions.contains_key(&name.text) && self.computes(&name.text, arguments.len())
            }
            What::Method { of, name, arguments, .. } => {
                self.computes(&name.text, arguments.len()) || self.is_of_ctx(of)
            }
            What::Property { .. } => self.is_of_ctx(expr),
            What::Index { of, .. } => self.is_of_ctx(of),
            What::Unit
            | What::Bool(_)
            | What::Int(_)
            | What::Decimal(_)
            | What::Text(_)
            | What::Char(_)
            | What::Template(_)
            | What::Array(_)
            | What::Map(_)
            | What::Unary { .. }
            | What::Binary { .. }
            | What::Logic { op: Logic::And | Logic::Or, .. } => true,
            What::LibraryName { .. }
            | What::LibraryCall { .. }
            | What::Logic { op: Logic::Else, .. }
            | What::Closure(_)
            | What::If { .. }
            | What::Switch { .. }
            | What::Block(_)
            | What::This => false,
        }
    }

    /// Whether every host function of that name computes what it gives.
    fn computes(&self, name: &str, arity: usize) -> bool {
        let mut calls =
            functions::named(name).filter(|s| s.form != Form::Property && s.parameters.len() == arity).peekable();
        let lent = self.world.lent.function(name).is_some();
        lent || (calls.peek().is_some() && calls.all(Entry::is_computed))
    }

    /// Whether a chain begins with a property of `ctx`, such as `ctx.params.x`.
    fn is_of_ctx(&self, chain: &Expr) -> bool {
        match &chain.what {
            What::Property { of, .. } => match &of.what {
                What::Name(name) => self.variable(name) == Some(Ty::Ctx),
                _ => self.is_of_ctx(of),
            },
            What::Method { of, .. } | What::Index { of, .. } => self.is_of_ctx(of),
            _ => false,
        }
    }
}
