//! What is seen of code before it is made: whether it returns, and whether it does anything but answer.

use crate::script::tree::{Block, Expr, Step, What};
use crate::script::walk::{self, Part};

/// Whether a body holds a `return` of its own; those of closures in it are theirs.
pub(super) fn returns(block: &Block) -> bool {
    let mut found = false;
    walk::block(block, &mut |part| {
        if let Part::Statement(statement) = part {
            found |= matches!(statement.step, Step::Return(_));
        }
    });
    found
}

/// Whether an expression only answers: it reports nothing, changes no variable, and calls no function that might. Where that
/// is so, nobody can tell whether it is worked out for one element after another, or for all of them first.
pub(super) fn is_quiet(expr: &Expr) -> bool {
    let mut quiet = true;
    walk::expr(expr, &mut |part| match part {
        Part::Statement(statement) => quiet &= !matches!(statement.step, Step::Assign { .. } | Step::Banned(..)),
        Part::Expr(expr) => match &expr.what {
            // A function of a script, too, may report.
            What::Call { .. } | What::LibraryCall { .. } => quiet = false,
            What::Method { name, .. } => quiet &= !matches!(&*name.text, "push" | "help" | "see" | "warn" | "measure"),
            _ => {}
        },
    });
    quiet
}

/// About how many operations an expression or body is: its parts, counted once.
pub(super) fn weight(block: &Block) -> i64 {
    let mut weight = 0;
    walk::block(block, &mut |_| weight += 1);
    weight
}

/// The same of an expression that is worked out at each turn of a loop.
pub(super) fn weight_of(expr: &Expr) -> i64 {
    let mut weight = 0;
    walk::expr(expr, &mut |_| weight += 1);
    weight
}
