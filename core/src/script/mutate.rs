//! Mutants: one place of a script changed so that its types stay, as a slip of whoever wrote it would change it. Cases that do not
//! notice say too little.

mod finds;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::check::Code;
use super::tree::{self, Binary, Block, Expr, File, Logic, Statement, Step, Unary, What};
use super::walk::edit;
use crate::source::{Place, Span};

pub(crate) use finds::mutations;

/// One place changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mutation {
    /// The expression that is changed; of a constraint, where it is declared.
    pub place: Place,
    /// How.
    pub change: Change,
    /// The same as an edit of the text: what is cut out,
    pub cut: Span,
    /// and what is put there.
    pub put: String,
}

/// How a place is changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// An operator becomes another.
    Operator(&'static str),
    /// A whole number becomes the next.
    Whole(i64),
    /// A number with a fraction becomes one more.
    Fraction(Decimal),
    /// true becomes false, or false true.
    Opposite(bool),
    /// A part of `&&` or `||` is left out.
    Without(usize),
    /// `!` is left out.
    Plain,
    /// A condition always holds.
    Always,
    /// A closure says yes to every element.
    Every,
    /// Another function is called.
    Called(&'static str),
    /// Another field of the record is read, of the same type.
    Field(Arc<str>),
    /// A constraint is left out.
    Gone,
}

/// The operators that become another, with that.
const OPERATORS: [(Binary, Binary); 10] = [
    (Binary::Less, Binary::AtMost),
    (Binary::AtMost, Binary::Less),
    (Binary::Greater, Binary::AtLeast),
    (Binary::AtLeast, Binary::Greater),
    (Binary::Equal, Binary::Unequal),
    (Binary::Unequal, Binary::Equal),
    (Binary::In, Binary::NotIn),
    (Binary::NotIn, Binary::In),
    (Binary::Add, Binary::Subtract),
    (Binary::Subtract, Binary::Add),
];

/// The functions of which another is called, with that.
const FUNCTIONS: [(&str, &str); 4] = [("any", "all"), ("all", "any"), ("min", "max"), ("max", "min")];

impl Mutation {
    /// Some code with the change.
    #[must_use]
    pub(crate) fn of_code(&self, code: &Code) -> Code {
        match code {
            Code::Function(function) => {
                let mut function = tree::Function::clone(function);
                edit::block(&mut function.body, &mut |expr| self.meet(expr));
                Code::Function(Arc::new(function))
            }
            Code::Closure(closure) => {
                let mut closure = tree::Closure::clone(closure);
                edit::block(&mut closure.body, &mut |expr| self.meet(expr));
                Code::Closure(Arc::new(closure))
            }
            Code::File(file) => Code::File(Arc::new(self.of_file(file))),
        }
    }

    /// A file with the change, in its constants and in what its declarations say.
    #[must_use]
    pub(crate) fn of_file(&self, file: &File) -> File {
        let mut file = file.clone();
        let declared = file.declarations.iter_mut().flat_map(|declaration| &mut declaration.arguments);
        for expr in file.constants.iter_mut().map(|constant| &mut constant.value).chain(declared) {
            edit::expr(expr, &mut |expr| self.meet(expr));
        }
        file
    }

    /// Changes an expression if it is the one.
    fn meet(&self, expr: &mut Expr) {
        if expr.span != self.place.span {
            return;
        }
        match (&self.change, &mut expr.what) {
            (Change::Operator(sign), What::Binary { op, .. }) => {
                if let Some((_, other)) = OPERATORS.iter().find(|(from, to)| from == op && to.sign() == *sign) {
                    *op = *other;
                }
            }
            (Change::Whole(n), What::Int(own)) => *own = *n,
            (Change::Fraction(n), What::Decimal(own)) => *own = *n,
            (Change::Opposite(yes), What::Bool(own)) => *own = *yes,
            (Change::Without(part), What::Logic { op: Logic::And | Logic::Or, parts }) if *part < parts.len() => {
                parts.remove(*part);
                if parts.len() == 1 {
                    *expr = parts.remove(0);
                }
            }
            (Change::Plain, What::Unary { op: Unary::Not, of, .. }) => *expr = Expr::clone(of),
            (Change::Always, what) => *what = What::Bool(true),
            (Change::Every, What::Closure(closure)) => {
                let body = always(&closure.body);
                Arc::make_mut(closure).body = body;
            }
            (Change::Called(name), What::Call { name: own, .. } | What::Method { name: own, .. }) => {
                own.text = (*name).into();
            }
            (Change::Field(name), What::Property { name: own, .. }) => own.text = name.clone(),
            _ => {}
        }
    }
}

/// A body that says yes.
fn always(body: &Block) -> Block {
    // Its answer stands where the answer of the body stood, and has that type.
    let id = body.statements.last().and_then(|last| match &last.step {
        Step::Expr(expr) => Some(expr.id),
        _ => None,
    });
    let yes = Expr { id: id.unwrap_or(tree::NodeId(u32::MAX)), span: body.span, what: What::Bool(true) };
    Block { statements: vec![Statement { step: Step::Expr(yes), span: body.span }], span: body.span }
}
