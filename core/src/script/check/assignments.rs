//! Writing: to variables, and to what they hold.

use super::checker::{Binding, Checker};
use crate::language::say;
use crate::script::tree::{Binary, Expr, Name, What};
use crate::script::types::{MapTy, Ty};
use crate::source::Span;

impl Checker<'_> {
    /// `let name = value;` or `const name = value;`
    pub(super) fn declare(&mut self, name: &Name, value: &Expr, constant: bool) {
        let ty = self.infer(value);
        let ty = if constant { ty } else { ty.widened() };
        let computed = self.is_computed(value);
        let parameter = self.parameter_read(value);
        self.bind(Binding { computed, constant, parameter, ..Binding::new(name, ty) });
    }

    /// `target = value;` or `target += value;`
    pub(super) fn assignment(&mut self, target: &Expr, op: Option<Binary>, operator: Span, value: &Expr) {
        let value_ty = self.infer(value);
        let variable = match &target.what {
            What::Name(name) => Some(name.clone()),
            _ => None,
        };
        if !self.may_change(target) {
            return;
        }
        if variable.is_none() && op.is_none() {
            // The entry may be new.
            self.assign_within(target, value_ty.clone());
        }
        let before = self.infer(target);
        let ty = match op {
            Some(op) => {
                if let Some(binding) = variable.as_ref().and_then(|name| self.binding(name)) {
                    let (slot, whole) = (binding.slot, binding.ty == Ty::Int && value_ty == Ty::Int);
                    self.frame.reckoned.insert(slot);
                    if whole && op == Binary::Divide {
                        self.division_has_changed(operator);
                    }
                }
                let ty = self.arithmetic(op, (target, &before), (value, &value_ty), operator);
                if ty == Ty::Unknown && before.is_known() && value_ty.is_known() {
                    // It is refused; the variable is what it was.
                    return;
                }
                ty
            }
            None => value_ty,
        };
        match variable {
            Some(name) => self.assign(&name, ty),
            None if op.is_some() => self.assign_within(target, ty),
            None => {}
        }
    }

    /// Whether a variable, or what it holds, may be written to; reports why not.
    fn may_change(&mut self, target: &Expr) -> bool {
        let Some((name, span)) = root(target) else {
            let message = say!(
                "这里不能赋值：左边不是变量，也不是变量里的一项",
                "only a variable, or what it holds, can be assigned to"
            );
            self.report_with(target.span, message, Some(say!("比较写成 ==", "a comparison is ==")));
            return false;
        };
        let Some(binding) = self.binding(name) else {
            if self.speaks() && self.frame.missing.insert(name.into()) {
                let help = say!("先声明：let {name} = …;", "declare it first: let {name} = …;");
                self.no_variable(name, span, Some(help));
            }
            return false;
        };
        if binding.constant {
            let help = say!("要改变的值用 let 声明", "what is to change is declared with let");
            self.report_with(
                span,
                say!("“{name}”是常量，不能改", "\"{name}\" is a constant and cannot be changed"),
                Some(help),
            );
            return false;
        }
        if matches!(target.what, What::Name(_)) {
            return true;
        }
        let ty = self.variable(name).unwrap_or(Ty::Unknown);
        if !ty.is_known() || matches!(ty.plain(), Ty::Map(_) | Ty::Array(_)) {
            return true;
        }
        let (zh, en) = self.name(&ty);
        let message = say!("{zh}只能读取，不能修改", "a value of type {en} can be read, not changed");
        self.report_with(
            target.span,
            message,
            Some(say!("规则不改数据；用 fail 报告问题", "rules change no data; report with fail")),
        );
        false
    }

    /// A write to `x.a` or `x[i]`: what `x` may hold from then on.
    fn assign_within(&mut self, target: &Expr, ty: Ty) {
        match &target.what {
            What::Name(name) => self.assign(name, ty),
            What::Property { of, name, .. } => {
                let base = self.silent(of);
                let outer = match base.plain() {
                    Ty::Map(map) => with(map, Some(&name.text), ty),
                    other => self.read_only(target, other),
                };
                self.assign_within(of, outer);
            }
            What::Index { of, index, .. } => {
                let base = self.silent(of);
                let key = self.silent(index);
                let outer = match base.plain() {
                    Ty::Array(_) => Ty::list(ty.widened()),
                    Ty::Map(map) => match &key {
                        Ty::Word(name) => with(map, Some(name), ty),
                        _ => with(map, None, ty),
                    },
                    other => self.read_only(target, other),
                };
                self.assign_within(of, outer);
            }
            _ => {}
        }
    }

    /// What holds a value that cannot be changed is as it was.
    fn read_only(&mut self, target: &Expr, ty: &Ty) -> Ty {
        if ty.is_known() {
            let (zh, en) = self.name(ty);
            let message = say!("{zh}只能读取，不能修改", "a value of type {en} can be read, not changed");
            self.report_with(
                target.span,
                message,
                Some(say!("规则不改数据；用 fail 报告问题", "rules change no data; report with fail")),
            );
        }
        ty.clone()
    }

    /// The type of an expression that was looked at, or will be.
    fn silent(&mut self, expr: &Expr) -> Ty {
        self.muted += 1;
        let ty = self.infer(expr);
        self.muted -= 1;
        ty
    }

    /// `x.push(value)`: `x`, or what it holds, becomes an array of such values too.
    pub(super) fn pushed(&mut self, receiver: &Expr, value: &Ty) {
        if root(receiver).is_none() {
            let message = say!(
                "push 只能写在变量后面：这里的列表添了也没有用处",
                "push wants a variable: what is added to this array is lost"
            );
            let help = say!("先写 let 名称 = …;，再写 名称.push(…)", "write let name = …; and then name.push(…)");
            return self.report_with(receiver.span, message, Some(help));
        }
        if self.may_change(receiver) {
            self.assign_within(receiver, Ty::list(value.clone().widened()));
        }
    }
}

/// A map in which an entry may have been written: one that is known, or any.
fn with(map: &MapTy, name: Option<&str>, ty: Ty) -> Ty {
    match name {
        Some(name) if map.column(name).is_some() => Ty::Map(map.with(name, &ty.widened()).into()),
        _ => Ty::any_map(),
    }
}

/// The variable that `x.a[i].b` begins with.
fn root(target: &Expr) -> Option<(&str, Span)> {
    match &target.what {
        What::Name(name) => Some((name, target.span)),
        What::Property { of, .. } | What::Index { of, .. } => root(of),
        _ => None,
    }
}
