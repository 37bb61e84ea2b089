//! Going through a tree to change it.

use std::sync::Arc;

use crate::script::tree::{Block, Expr, Statement, Step, What};

/// Hands every expression of a block to `change`, inner ones first.
pub(crate) fn block(block: &mut Block, change: &mut dyn FnMut(&mut Expr)) {
    block.statements.iter_mut().for_each(|statement| step(statement, change));
}

/// The same of an expression, itself last.
pub(crate) fn expr(expr: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    parts(&mut expr.what, change);
    change(expr);
}

/// The same of what stands in an expression.
pub(crate) fn parts(what: &mut What, change: &mut dyn FnMut(&mut Expr)) {
    match what {
        What::Unit
        | What::Bool(_)
        | What::Int(_)
        | What::Decimal(_)
        | What::Text(_)
        | What::Char(_)
        | What::Name(_)
        | What::LibraryName { .. }
        | What::This => {}
        What::Template(parts) | What::Array(parts) | What::Logic { parts, .. } => exprs(parts, change),
        What::Map(entries) => exprs(entries.iter_mut().map(|(_, value)| value), change),
        What::Property { of, .. } | What::Unary { of, .. } => expr(of, change),
        What::Index { of: a, index: b, .. } | What::Binary { left: a, right: b, .. } => {
            expr(a, change);
            expr(b, change);
        }
        What::Call { arguments, .. } | What::LibraryCall { arguments, .. } => exprs(arguments, change),
        What::Method { of, arguments, .. } => {
            expr(of, change);
            exprs(arguments, change);
        }
        What::Closure(closure) => block(&mut Arc::make_mut(closure).body, change),
        What::If { condition, then, otherwise } => {
            expr(condition, change);
            block(then, change);
            if let Some(otherwise) = otherwise {
                block(otherwise, change);
            }
        }
        What::Switch { subject, cases, .. } => {
            expr(subject, change);
            for case in cases {
                exprs(&mut case.condition, change);
                expr(&mut case.then, change);
            }
        }
        What::Block(inner) => block(inner, change),
    }
}

fn exprs<'t>(all: impl IntoIterator<Item = &'t mut Expr>, change: &mut dyn FnMut(&mut Expr)) {
    all.into_iter().for_each(|one| expr(one, change));
}

fn step(statement: &mut Statement, change: &mut dyn FnMut(&mut Expr)) {
    match &mut statement.step {
        Step::Continue => {}
        Step::Expr(value) | Step::Let { value, .. } => expr(value, change),
        Step::Assign { target, value, .. } => {
            expr(target, change);
            expr(value, change);
        }
        Step::While { condition, body } => {
            exprs(condition, change);
            block(body, change);
        }
        Step::Do { body, condition } => {
            block(body, change);
            expr(condition, change);
        }
        Step::For { items, body, .. } => {
            expr(items, change);
            block(body, change);
        }
        Step::Return(value) | Step::Break(value) => exprs(value, change),
        Step::Banned(_, inner) => inner.iter_mut().for_each(|statement| step(statement, change)),
    }
}
