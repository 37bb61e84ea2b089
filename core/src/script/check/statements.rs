//! Statements: conditions, loops, and what may not be written at all.

use super::checker::{Binding, Checker};
use super::comparisons::is_kind;
use super::expressions::element;
use super::hints::help_to_test;
use crate::language::say;
use crate::script::tree::{Binary, Block, Expr, Name, Statement, Step, What};
use crate::script::types::Ty;

impl Checker<'_> {
    /// Walks statements in a scope of their own; the type of the last is the block's.
    pub(super) fn block(&mut self, block: &Block) -> Ty {
        self.statements(&block.statements)
    }

    fn statements(&mut self, statements: &[Statement]) -> Ty {
        let scope = self.env.len();
        let mut result = Ty::Unit;
        let (muted, decided) = (self.muted, self.decided);
        for statement in statements {
            let ty = self.statement(statement);
            // What follows a `return` is checked like everything else, unless it is only with the types
            // at hand that the `return` is reached.
            self.muted += usize::from(ty == Ty::Never && result != Ty::Never && self.decided != decided);
            result = if result == Ty::Never { Ty::Never } else { ty };
        }
        self.muted = muted;
        self.env.truncate(scope);
        result
    }

    fn statement(&mut self, statement: &Statement) -> Ty {
        match &statement.step {
            Step::Expr(expr) => match &expr.what {
                What::Block(block) => self.block(block),
                _ => self.infer(expr),
            },
            Step::Let { name, value, constant } => {
                self.declare(name, value, *constant);
                Ty::Unit
            }
            Step::Assign { target, op, operator, value } => {
                self.assignment(target, *op, *operator, value);
                Ty::Unit
            }
            Step::While { condition, body } => {
                if let Some(condition) = condition {
                    self.condition(condition);
                }
                self.block(body);
                if condition.is_none() && !breaks(body) { Ty::Never } else { Ty::Unit }
            }
            Step::Do { body, condition } => {
                self.block(body);
                self.condition(condition);
                Ty::Unit
            }
            Step::For { name, counter, items, body } => self.each(name, counter.as_ref(), items, body),
            Step::Return(value) => {
                let ty = value.as_ref().map_or(Ty::Unit, |value| self.infer(value));
                if let (Some(value), true) =
                    (value, self.rule && self.calls.is_empty() && self.frame.returns.len() == 1)
                {
                    self.useless(value, &ty);
                    self.give_back(Ty::Unit);
                } else {
                    self.give_back(ty);
                }
                Ty::Never
            }
            Step::Break(value) => {
                if let Some(value) = value {
                    self.infer(value);
                    let help = say!("用 let 声明的变量记下它", "keep it in a variable declared with let");
                    let message = say!("break 后面不能写值", "break takes no value");
                    self.report_with(value.span, message, Some(help));
                }
                Ty::Never
            }
            Step::Continue => Ty::Never,
            // It is refused (`bans`); what stands in it is checked all the same.
            Step::Banned(word, inner) => {
                self.statements(inner);
                if &*word.text == "throw" { Ty::Never } else { Ty::Unknown }
            }
        }
    }

    /// Notes a type that the function at hand returns.
    fn give_back(&mut self, ty: Ty) {
        if let Some(last) = self.frame.returns.last_mut() {
            *last = std::mem::replace(last, Ty::Never).join(ty);
        }
    }

    /// Checks that an expression answers yes or no.
    pub(super) fn condition(&mut self, expr: &Expr) {
        let ty = self.infer(expr);
        if ty.is_known() && *ty.plain() != Ty::Bool {
            let (zh, en) = self.name_of(expr, &ty);
            let message = say!(
                "条件应当是“是”或“否”，这里是{zh}",
                "a condition must be true or false, this is a value of type {en}"
            );
            self.report_about(expr.span, message, help_to_test(&ty), &[expr]);
        }
    }

    /// `if condition { … } else { … }`.
    pub(super) fn branch(&mut self, condition: &Expr, then: &Block, otherwise: Option<&Block>) -> Ty {
        self.condition(condition);
        // Where the types already decide, the other branch is not reached with these types.
        let decision = self.decide(condition);
        let yes = if decision == Some(false) { Ty::Never } else { self.block(then) };
        let no = match otherwise {
            _ if decision == Some(true) => Ty::Never,
            Some(otherwise) => self.block(otherwise),
            None => Ty::Unit,
        };
        yes.join(no)
    }

    /// Whether types alone decide a comparison: of a record's kind, or of a variable with `()`.
    fn decide(&mut self, condition: &Expr) -> Option<bool> {
        let What::Binary { op, left, right, .. } = &condition.what else { return None };
        let equal = match op {
            Binary::Equal => true,
            Binary::Unequal => false,
            _ => return None,
        };
        if !is_plain(left) || !is_plain(right) || (is_literal(left) && is_literal(right)) {
            return None;
        }
        self.muted += 1;
        let (a, b) = (self.infer(left), self.infer(right));
        self.muted -= 1;
        let same = match (&a, &b) {
            (Ty::Word(a), Ty::Word(b)) if is_kind(left) || is_kind(right) => a == b,
            (Ty::Unit, Ty::Unit) => true,
            (Ty::Unit, other) | (other, Ty::Unit) if other.is_known() && !matches!(other, Ty::Maybe(_)) => false,
            _ => return None,
        };
        self.decided += 1;
        Some(same == equal)
    }

    fn each(&mut self, name: &Name, counter: Option<&Name>, items: &Expr, body: &Block) -> Ty {
        let ty = self.infer(items);
        let each = element(&ty).unwrap_or(Ty::Unknown);
        if ty.is_known() && !matches!(ty.plain(), Ty::View(_) | Ty::Array(_) | Ty::Range) {
            let (zh, en) = self.name_of(items, &ty);
            let message = say!("{zh}不能用 for 逐个取出", "for cannot go through a value of type {en}");
            let help = match ty.plain() {
                Ty::Map(_) => Some(say!("写成 .keys() 或 .values()", "write .keys() or .values()")),
                ty if ty.is_text() => Some(say!("用 .split(…) 拆开", "take it apart with .split(…)")),
                ty if ty.is_number() => {
                    Some(say!("重复几次写成 for i in 0..次数", "to do it n times, write for i in 0..n"))
                }
                Ty::Record(_) => Some(say!(
                    "只有一条记录，不用 for；同类的所有记录是 ctx.all(\"类别\")",
                    "it is one record and needs no for; all records of a kind are ctx.all(\"kind\")"
                )),
                Ty::Period => Some(say!("写成 时段.first 到 时段.last", "go from period.first to period.last")),
                _ => None,
            };
            self.report_about(items.span, message, help, &[items]);
        }
        let scope = self.env.len();
        self.bind(Binding::new(name, each));
        if let Some(counter) = counter {
            self.bind(Binding { computed: true, ..Binding::new(counter, Ty::Int) });
        }
        self.block(body);
        self.env.truncate(scope);
        Ty::Unit
    }
}

/// Whether a `break` ends the loop with that body.
fn breaks(body: &Block) -> bool {
    body.statements.iter().any(|statement| match &statement.step {
        Step::Break(_) | Step::Banned(..) => true,
        Step::Expr(expr) | Step::Let { value: expr, .. } | Step::Assign { value: expr, .. } => breaks_in(expr),
        _ => false,
    })
}

fn breaks_in(expr: &Expr) -> bool {
    match &expr.what {
        What::If { then, otherwise, .. } => breaks(then) || otherwise.as_ref().is_some_and(breaks),
        What::Switch { cases, .. } => cases.iter().any(|case| breaks_in(&case.then)),
        What::Block(block) => breaks(block),
        _ => false,
    }
}

/// Whether an expression is so plain that it costs nothing to look at it twice.
fn is_plain(expr: &Expr) -> bool {
    match &expr.what {
        What::Name(_) | What::Unit | What::Text(_) => true,
        What::Property { of, .. } => matches!(of.what, What::Name(_)),
        _ => false,
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.what, What::Unit | What::Text(_))
}
