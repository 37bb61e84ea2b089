//! Going through all of a tree, whatever it is good for and whether it is ever reached.

pub(crate) mod edit;

use super::tree::{Block, Expr, File, Statement, Step, What};

/// A part of a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'t> {
    /// A statement; what stands in it follows.
    Statement(&'t Statement),
    /// An expression; what stands in it follows.
    Expr(&'t Expr),
}

/// Shows every part of a file, that of each item before those in it.
pub(crate) fn file<'t>(file: &'t File, see: &mut dyn FnMut(Part<'t>)) {
    outside(file, see);
    file.functions.iter().for_each(|own| block(&own.body, see));
}

/// Shows every part of what stands outside of a file's functions: constants, and what rules and schemes say.
pub(crate) fn outside<'t>(file: &'t File, see: &mut dyn FnMut(Part<'t>)) {
    exprs(file.constants.iter().map(|own| &own.value), see);
    exprs(file.declarations.iter().flat_map(|own| &own.arguments), see);
}

/// Shows every part of a block, outer parts first.
pub(crate) fn block<'t>(block: &'t Block, see: &mut dyn FnMut(Part<'t>)) {
    statements(&block.statements, see);
}

/// Shows every part of an expression, itself first.
pub(crate) fn expr<'t>(expr: &'t Expr, see: &mut dyn FnMut(Part<'t>)) {
    see(Part::Expr(expr));
    match &expr.what {
        What::Unit
        | What::Bool(_)
        | What::Int(_)
        | What::Decimal(_)
        | What::Text(_)
        | What::Char(_)
        | What::Name(_)
        | What::LibraryName { .. }
        | What::This => {}
        What::Template(parts) | What::Array(parts) | What::Logic { parts, .. } => exprs(parts, see),
        What::Map(entries) => entries.iter().for_each(|(_, value)| self::expr(value, see)),
        What::Property { of, .. } | What::Unary { of, .. } => self::expr(of, see),
        What::Index { of: a, index: b, .. } | What::Binary { left: a, right: b, .. } => {
            self::expr(a, see);
            self::expr(b, see);
        }
        What::Call { arguments, .. } | What::LibraryCall { arguments, .. } => exprs(arguments, see),
        What::Method { of, arguments, .. } => {
            self::expr(of, see);
            exprs(arguments, see);
        }
        What::Closure(closure) => block(&closure.body, see),
        What::If { condition, then, otherwise } => {
            self::expr(condition, see);
            block(then, see);
            if let Some(otherwise) = otherwise {
                block(otherwise, see);
            }
        }
        What::Switch { subject, cases, .. } => {
            self::expr(subject, see);
            for case in cases {
                exprs(&case.condition, see);
                self::expr(&case.then, see);
            }
        }
        What::Block(inner) => block(inner, see),
    }
}

fn exprs<'t>(all: impl IntoIterator<Item = &'t Expr>, see: &mut dyn FnMut(Part<'t>)) {
    all.into_iter().for_each(|one| expr(one, see));
}

fn statements<'t>(all: &'t [Statement], see: &mut dyn FnMut(Part<'t>)) {
    for statement in all {
        see(Part::Statement(statement));
        match &statement.step {
            Step::Continue => {}
            Step::Expr(value) | Step::Let { value, .. } => expr(value, see),
            Step::Assign { target, value, .. } => {
                expr(target, see);
                expr(value, see);
            }
            Step::While { condition, body } => {
                exprs(condition, see);
                block(body, see);
            }
            Step::Do { body, condition } => {
                block(body, see);
                expr(condition, see);
            }
            Step::For { items, body, .. } => {
                expr(items, see);
                block(body, see);
            }
            Step::Return(value) | Step::Break(value) => exprs(value, see),
            Step::Banned(_, inner) => statements(inner, see),
        }
    }
}
