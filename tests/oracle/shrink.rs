//! Shrinking: what differs still without some statement, record, or part.

use crate::judge::Case;
use crate::tree::{Arg, Block, Expr, Step};

/// The smallest case found for which that holds.
pub fn shrink(case: &Case, mut holds: impl FnMut(&Case) -> bool) -> Case {
    let (mut best, mut tries) = (case.clone(), 0);
    loop {
        let mut found = false;
        let mut at = 0;
        while let Some(smaller) = nth(&best, at) {
            tries += 1;
            if tries > 1500 {
                return best;
            }
            if holds(&smaller) {
                (best, found) = (smaller, true);
            } else {
                at += 1;
            }
        }
        if !found {
            return best;
        }
    }
}

/// The case with its `at`-th possible cut.
fn nth(case: &Case, at: usize) -> Option<Case> {
    let mut case = case.clone();
    let mut left = at;
    if cut(&mut case, &mut left) { Some(case) } else { None }
}

fn cut(case: &mut Case, left: &mut usize) -> bool {
    take(&mut case.program.rules, left)
        || take(&mut case.data, left)
        || case.data.iter_mut().any(|file| take(&mut file.records, left))
        || case.program.rules.iter_mut().any(|rule| block(&mut rule.body, left))
        || take(&mut case.program.functions, left)
        || case.program.functions.iter_mut().any(|function| block(&mut function.body, left))
        || take(&mut case.program.constants, left)
        || case.data.iter_mut().any(|file| file.records.iter_mut().any(|record| take(&mut record.entries, left)))
}

/// Takes the `left`-th item out.
fn take<T>(items: &mut Vec<T>, left: &mut usize) -> bool {
    if *left < items.len() {
        items.remove(*left);
        return true;
    }
    *left -= items.len();
    false
}

fn once(left: &mut usize) -> bool {
    let now = *left == 0;
    *left = left.wrapping_sub(1);
    if !now && *left == usize::MAX {
        *left = 0;
    }
    now
}

fn block(steps: &mut Block, left: &mut usize) -> bool {
    if take(steps, left) {
        return true;
    }
    for at in 0..steps.len() {
        // A block in the place of what holds it.
        let inner: Vec<Block> = match &steps[at] {
            Step::Expr(Expr::If(_, then, otherwise)) => {
                std::iter::once(then.clone()).chain(otherwise.clone()).collect()
            }
            Step::For(.., body) | Step::While(_, body) | Step::Loop(body) | Step::Do(body, ..) => vec![body.clone()],
            _ => Vec::new(),
        };
        for body in inner {
            if once(left) {
                steps.splice(at..=at, body);
                return true;
            }
        }
        if step(&mut steps[at], left) {
            return true;
        }
    }
    false
}

fn step(step: &mut Step, left: &mut usize) -> bool {
    match step {
        Step::Expr(value) | Step::Let(_, Some(value)) | Step::Const(_, value) | Step::Assign(_, _, value) => {
            expr(value, left)
        }
        Step::For(_, _, items, body) => expr(items, left) || block(body, left),
        Step::While(condition, body) | Step::Do(body, _, condition) => expr(condition, left) || block(body, left),
        Step::Loop(body) => block(body, left),
        Step::Return(Some(value)) => expr(value, left),
        Step::Let(_, None) | Step::Return(None) | Step::Break | Step::Continue => false,
    }
}

/// The parts of an expression that may stand in its place, then those parts themselves.
fn expr(own: &mut Expr, left: &mut usize) -> bool {
    let parts: Vec<Expr> = match own {
        Expr::Binary(_, a, b) => vec![(**a).clone(), (**b).clone()],
        Expr::Unary(_, of) | Expr::Method(of, ..) => vec![(**of).clone()],
        Expr::If(_, then, otherwise) => {
            let of = |block: &Block| match block.as_slice() {
                [Step::Expr(expr)] => Some(expr.clone()),
                _ => None,
            };
            of(then).into_iter().chain(otherwise.as_ref().and_then(of)).collect()
        }
        Expr::Switch(_, cases) => cases.iter().map(|case| case.then.clone()).collect(),
        Expr::Block(block) => match block.last() {
            Some(Step::Expr(expr)) => vec![expr.clone()],
            _ => Vec::new(),
        },
        Expr::Template(_) => vec![Expr::text("x")],
        _ => Vec::new(),
    };
    for part in parts {
        if once(left) {
            *own = part;
            return true;
        }
    }
    match own {
        Expr::Template(pieces) => {
            take(pieces, left)
                || pieces.iter_mut().any(|piece| match piece {
                    crate::tree::Piece::Value(value) => expr(value, left),
                    crate::tree::Piece::Text(_) => false,
                })
        }
        Expr::List(items) => take(items, left) || items.iter_mut().any(|item| expr(item, left)),
        Expr::Call(_, items) => items.iter_mut().any(|item| expr(item, left)),
        Expr::Map(entries) => entries.iter_mut().any(|(_, value)| expr(value, left)),
        Expr::Prop(of, ..) | Expr::Unary(_, of) => expr(of, left),
        Expr::Index(a, b) | Expr::Binary(_, a, b) => expr(a, left) || expr(b, left),
        Expr::Method(of, _, arguments, _) => {
            expr(of, left)
                || arguments.iter_mut().any(|argument| match argument {
                    Arg::Value(value) => expr(value, left),
                    Arg::Closure(_, body) => block(body, left),
                    Arg::Named(_) => false,
                })
        }
        Expr::If(condition, then, otherwise) => {
            expr(condition, left) || block(then, left) || otherwise.as_mut().is_some_and(|other| block(other, left))
        }
        Expr::Switch(subject, cases) => {
            expr(subject, left) || take(cases, left) || cases.iter_mut().any(|case| expr(&mut case.then, left))
        }
        Expr::Block(steps) => block(steps, left),
        Expr::Plain(_) | Expr::Text(_) | Expr::Var(_) | Expr::Known(..) => false,
    }
}
