//! Rules that can report nothing, and rules that report whatever the data are.

use super::found::Found;
use super::subject::Subject;
use super::world::{exprs, reach};
use crate::host::lints::{ALWAYS_REPORTS, NEVER_REPORTS};
use crate::language::say;
use crate::script::check::{Code, Instance, InstanceId, Typed};
use crate::script::tree::{Block, Expr, Statement, Step, What};
use crate::script::walk::{self, Part};
use crate::source::{Place, Span};

pub(super) fn look(subject: &Subject<'_>, found: &mut Found<'_>) {
    let typed = &subject.own().typed;
    for rule in &typed.rules {
        let Some(file) = subject.tree(rule.file) else { continue };
        let declaration = &file.declarations[rule.declaration];
        let id = &rule.meta.id;
        let reports = |instance: &InstanceId| {
            let own = typed.instance(*instance);
            exprs(own).into_iter().any(|expr| is_report(own, expr))
        };
        if !reach(typed, [rule.instance].into_iter()).iter().any(reports) {
            let place = declaration.arguments.first().map_or(declaration.verb.span, |id| id.span);
            let message = say!("规则“{id}”报告不了任何问题", "the rule \"{id}\" can report nothing");
            let help = say!("写上 fail(位置, `说明`)，或删去规则", "write fail(at, `message`), or delete the rule");
            found.tell(&NEVER_REPORTS, Place { source: rule.file, span: place }, message, help);
        } else if let Some(span) = certain(typed, typed.instance(rule.instance), 0) {
            let place = Place { source: rule.file, span };
            let message = say!(
                "规则“{id}”每次运行都走到这里，总是报告",
                "the rule \"{id}\" always comes to this, and always reports"
            );
            let help = say!("写上什么时候才报告：if …", "say when it is to report: if …");
            found.tell(&ALWAYS_REPORTS, place, message, help);
        }
    }
}

/// Whether an expression is a call of the host's `fail` or `due`.
pub(super) fn is_report(instance: &Instance, expr: &Expr) -> bool {
    message(expr).is_some() && !instance.table.calls.contains_key(&expr.id)
}

/// The message of a call that seems to report.
pub(super) fn message(expr: &Expr) -> Option<&Expr> {
    match &expr.what {
        What::Call { name, arguments } => match (&*name.text, arguments.as_slice()) {
            ("fail", [_, message]) | ("due", [_, _, _, message]) => Some(message),
            _ => None,
        },
        _ => None,
    }
}

/// So many calls of functions are followed.
const DEEP: usize = 8;

/// Where some code reports in any case, as it stands in the code.
fn certain(typed: &Typed, instance: &Instance, depth: usize) -> Option<Span> {
    match &instance.what {
        Code::Function(function) => certain_block(typed, instance, &function.body, depth),
        Code::Closure(closure) => certain_block(typed, instance, &closure.body, depth),
        Code::File(_) => None,
    }
}

fn certain_block(typed: &Typed, instance: &Instance, block: &Block, depth: usize) -> Option<Span> {
    for Statement { step, .. } in &block.statements {
        let value = match step {
            Step::Expr(value) | Step::Let { value, .. } | Step::Assign { value, .. } => value,
            Step::Return(Some(value)) => return certain_expr(typed, instance, value, depth),
            Step::For { .. } | Step::While { .. } | Step::Do { .. } if !leaves(step) => continue,
            _ => return None,
        };
        if let Some(span) = certain_expr(typed, instance, value, depth) {
            return Some(span);
        }
        if leaves(step) {
            return None;
        }
    }
    None
}

/// Whether a statement may leave the block around it.
fn leaves(step: &Step) -> bool {
    let mut leaves = false;
    let statement = Statement { step: step.clone(), span: Span::default() };
    let block = Block { statements: vec![statement], span: Span::default() };
    walk::block(&block, &mut |part| {
        if let Part::Statement(own) = part {
            leaves |= matches!(own.step, Step::Return(_) | Step::Break(_) | Step::Continue | Step::Banned(..));
        }
    });
    leaves
}

fn certain_expr(typed: &Typed, instance: &Instance, expr: &Expr, depth: usize) -> Option<Span> {
    match &expr.what {
        What::Method { of, .. } => certain_expr(typed, instance, of, depth),
        What::Call { name, arguments } if is_report(instance, expr) => {
            // A duty that is done is none.
            let open = arguments.get(1).is_some_and(|done| matches!(done.what, What::Bool(false)));
            (&*name.text == "fail" || open).then_some(expr.span)
        }
        What::Call { .. } | What::LibraryCall { .. } if depth < DEEP => {
            let called = instance.table.calls.get(&expr.id)?;
            certain(typed, typed.instance(*called), depth + 1).map(|_| expr.span)
        }
        What::If { then, otherwise: Some(otherwise), .. } => {
            let both = certain_block(typed, instance, otherwise, depth)?;
            certain_block(typed, instance, then, depth).map(|first| first.min(both))
        }
        What::Block(block) => certain_block(typed, instance, block, depth),
        _ => None,
    }
}
