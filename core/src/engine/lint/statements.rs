//! Statements: conditions, loops, variables, and what may not be written at all.

use rhai::{ASTFlags, Expr, FlowControl, Ident, OpAssignment, Stmt};

use super::checker::{Checker, Slot, suggest};
use super::expressions::element;
use super::spans;
use super::types::Ty;
use crate::language::say;

/// Operators that write.
const ASSIGNMENTS: [&str; 6] = ["+=", "-=", "*=", "/=", "%=", "="];

impl Checker<'_> {
    /// Walks statements in a scope of their own; the type of the last is the block's.
    pub(crate) fn block(&mut self, statements: &[Stmt]) -> Ty {
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

    fn statement(&mut self, statement: &Stmt) -> Ty {
        match statement {
            Stmt::Expr(expr) => self.infer(expr),
            Stmt::FnCall(call, at) => self.function_call(call, *at),
            Stmt::Block(block) => self.block(block.statements()),
            Stmt::If(flow, _) => self.branch(flow),
            Stmt::Switch(switch, at) => self.switch(&switch.0, &switch.1, *at),
            Stmt::While(flow, _) => {
                if !flow.expr.is_unit() {
                    self.condition(&flow.expr);
                }
                self.block(flow.body.statements());
                Ty::Unknown
            }
            Stmt::Do(flow, ..) => {
                self.block(flow.body.statements());
                self.condition(&flow.expr);
                Ty::Unknown
            }
            Stmt::For(parts, _) => self.each(&parts.0, parts.1.as_ref(), &parts.2),
            Stmt::Var(var, flags, _) => {
                self.declare(&var.0, &var.1, flags.contains(ASTFlags::CONSTANT));
                Ty::Unit
            }
            Stmt::Assignment(parts) => {
                self.assignment(&parts.0, &parts.1.lhs, &parts.1.rhs);
                Ty::Unit
            }
            Stmt::Return(value, flags, _) => {
                let ty = value.as_ref().map_or(Ty::Unit, |value| self.infer(value));
                if !flags.contains(ASTFlags::BREAK) {
                    self.give_back(ty);
                }
                Ty::Never
            }
            Stmt::BreakLoop(value, ..) => {
                if let Some(value) = value {
                    self.infer(value);
                }
                Ty::Never
            }
            // It is refused (`bans`); what stands in it is checked all the same.
            Stmt::TryCatch(flow, _) => {
                self.block(flow.body.statements());
                self.block(flow.branch.statements());
                Ty::Unknown
            }
            _ => Ty::Unit,
        }
    }

    /// Notes a type that the function at hand returns.
    fn give_back(&mut self, ty: Ty) {
        if let Some(last) = self.frame.returns.last_mut() {
            *last = std::mem::replace(last, Ty::Never).join(ty);
        }
    }

    /// Checks that an expression answers yes or no.
    pub(crate) fn condition(&mut self, expr: &Expr) {
        let ty = self.infer(expr);
        if ty.is_known() && *ty.plain() != Ty::Bool {
            let (zh, en) = self.name(&ty);
            let span = spans::expression(self.file.script.text, expr, true);
            self.report(
                span,
                say!(
                    "条件应当是“是”或“否”，这里是{zh}",
                    "a condition must be true or false, this is a value of type {en}"
                ),
            );
        }
    }

    fn branch(&mut self, flow: &FlowControl) -> Ty {
        self.condition(&flow.expr);
        // Where the types already decide, the other branch is not reached with these types.
        match self.decide(&flow.expr) {
            Some(true) => self.block(flow.body.statements()),
            Some(false) => self.block(flow.branch.statements()),
            None => {
                let yes = self.block(flow.body.statements());
                yes.join(self.block(flow.branch.statements()))
            }
        }
    }

    /// Whether types alone decide a comparison: of a record's kind, or of a variable with `()`.
    fn decide(&mut self, condition: &Expr) -> Option<bool> {
        let Expr::FnCall(call, _) = condition else { return None };
        let equal = match call.name.as_str() {
            "==" => true,
            "!=" => false,
            _ => return None,
        };
        let [left, right] = &*call.args else { return None };
        if !is_plain(left) || !is_plain(right) || (left.is_constant() && right.is_constant()) {
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

    fn each(&mut self, name: &Ident, counter: Option<&Ident>, flow: &FlowControl) -> Ty {
        let ty = self.infer(&flow.expr);
        let each = element(&ty).unwrap_or(Ty::Unknown);
        let iterable = matches!(ty.plain(), Ty::View(_) | Ty::Array(_) | Ty::Range) || ty.is_text() || !ty.is_known();
        if !iterable {
            let (zh, en) = self.name(&ty);
            let span = spans::expression(self.file.script.text, &flow.expr, true);
            let message = say!("{zh}不能用 for 逐个取出", "for cannot go through a value of type {en}");
            let help = matches!(ty.plain(), Ty::Map(_))
                .then(|| say!("写成 .keys() 或 .values()", "write .keys() or .values()"));
            self.report_with(span, message, help);
        }
        let scope = self.env.len();
        self.bind(&name.name, each, slot(name), false);
        if let Some(counter) = counter {
            self.bind(&counter.name, Ty::Int, slot(counter), true);
        }
        self.block(flow.body.statements());
        self.env.truncate(scope);
        Ty::Unknown
    }

    fn declare(&mut self, name: &Ident, value: &Expr, constant: bool) {
        let ty = self.infer(value);
        let ty = if constant { ty } else { ty.widened() };
        let computed = self.is_computed(value);
        self.bind(&name.name, ty, slot(name), computed);
    }

    fn assignment(&mut self, op: &OpAssignment, target: &Expr, value: &Expr) {
        let value_ty = self.infer(value);
        if !matches!(target, Expr::Variable(..)) && !self.assign_within(root(target), target) {
            return;
        }
        let before = self.infer(target);
        let ty = match op.get_op_assignment_info() {
            Some((.., name)) => {
                let slot =
                    if let Expr::Variable(var, ..) = target { self.binding(&var.1).map(|b| b.slot) } else { None };
                self.frame.reckoned.extend(slot);
                self.arithmetic(name, &before, &value_ty, op.position())
            }
            None => value_ty,
        };
        if let Expr::Variable(var, ..) = target {
            self.assign(&var.1, ty);
        }
    }

    /// A write to `x.a` or `x[i]`: what `x` holds is no longer known by its entries.
    /// False when `x` cannot be written to.
    fn assign_within(&mut self, root: Option<&str>, target: &Expr) -> bool {
        let Some(ty) = root.and_then(|name| self.variable(name)) else { return true };
        match ty.plain() {
            Ty::Map(_) => self.assign(root.unwrap_or_default(), Ty::any_map()),
            Ty::Array(_) => self.assign(root.unwrap_or_default(), Ty::Array(Box::new(Ty::Unknown))),
            ty if ty.is_known() => {
                let (zh, en) = self.name(ty);
                let span = super::operators::operand(self.file.script.text, target, &ASSIGNMENTS);
                self.report(span, say!("{zh}只能读取，不能修改", "a value of type {en} can be read, not changed"));
                return false;
            }
            _ => {}
        }
        true
    }

    /// Reports a text that is none of an enum's values.
    pub(crate) fn enum_value(&mut self, of: &super::types::EnumTy, word: &str, span: crate::source::Span) {
        if of.values.iter().any(|(name, _)| name == word) {
            return;
        }
        let field = &of.field;
        if let Some((name, _)) = of.values.iter().find(|(_, label)| label == word) {
            let help = say!("脚本里写值“{name}”，不写名称", "scripts write the value \"{name}\", not its label");
            self.report_with(
                span,
                say!("字段“{field}”没有值“{word}”", "field \"{field}\" has no value \"{word}\""),
                Some(help),
            );
            return;
        }
        let message = say!("字段“{field}”没有值“{word}”", "field \"{field}\" has no value \"{word}\"");
        let message = suggest(&message, word, of.values.iter().map(|(name, _)| name.as_str()));
        let list: Vec<String> = of
            .values
            .iter()
            .map(|(name, label)| if name == label { name.clone() } else { format!("{name}（{label}）") })
            .collect();
        let list = list.join("、");
        self.report_with(span, message, Some(say!("可用的值：{list}", "its values: {list}")));
    }
}

/// The variable that `x.a[i].b` begins with.
fn root(target: &Expr) -> Option<&str> {
    match target {
        Expr::Variable(var, ..) => Some(&var.1),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => root(&pair.lhs),
        _ => None,
    }
}

/// The slot of a declared name.
fn slot(name: &Ident) -> Slot {
    (name.pos.line().unwrap_or(0), name.pos.position().unwrap_or(0), 0)
}

/// Whether an expression reads a record's kind.
pub(crate) fn is_kind(expr: &Expr) -> bool {
    matches!(expr, Expr::Dot(pair, ..) if matches!(&pair.rhs, Expr::Property(property, _) if property.2 == "kind"))
}

/// Whether an expression is so plain that it costs nothing to look at it twice.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Variable(..) | Expr::Unit(_) | Expr::StringConstant(..) => true,
        Expr::Dot(pair, ..) => matches!((&pair.lhs, &pair.rhs), (Expr::Variable(..), Expr::Property(..))),
        _ => false,
    }
}
