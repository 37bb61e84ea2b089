//! Expressions: literals, variables, chains of properties and indices.

use rhai::{ASTFlags, Dynamic, Expr, FnPtr, Stmt};

use super::checker::Checker;
use super::functions::Closure;
use super::types::Ty;
use crate::language::say;

impl Checker<'_> {
    /// The type of an expression; what is wrong in it is reported.
    pub(crate) fn infer(&mut self, expr: &Expr) -> Ty {
        if let Some(closure) = self.closure(expr) {
            return self.stray_closure(&closure, expr);
        }
        match expr {
            Expr::BoolConstant(..) => Ty::Bool,
            Expr::IntegerConstant(..) => Ty::Int,
            Expr::StringConstant(text, _) => Ty::Word(text.as_str().into()),
            Expr::Unit(_) => Ty::Unit,
            Expr::DynamicConstant(value, _) => constant(value),
            Expr::InterpolatedString(parts, _) => {
                for part in parts {
                    let ty = self.infer(part);
                    self.printable(part, &ty);
                }
                Ty::Str
            }
            Expr::Array(items, _) => {
                let items: Vec<Ty> = items.iter().map(|item| self.infer(item)).collect();
                Ty::array(items)
            }
            Expr::Map(map, _) => {
                let mut entries = Vec::new();
                for (key, value) in &map.0 {
                    entries.push((key.name.to_string(), self.infer(value).widened()));
                }
                Ty::map(entries)
            }
            Expr::Variable(var, ..) if var.2.is_empty() => self.variable(&var.1).unwrap_or(Ty::Unknown),
            Expr::Variable(var, ..) => self.module_variable(&var.2, &var.1, super::spans::first(expr)),
            Expr::ThisPtr(at) => {
                let span = self.token(*at);
                self.report(span, say!("规则里不能用 this", "this may not be used"));
                Ty::Unknown
            }
            Expr::Stmt(block) => self.block(block.statements()),
            Expr::FnCall(call, at) => self.function_call(call, *at),
            Expr::Dot(pair, ..) => {
                let base = self.infer(&pair.lhs);
                self.follow(&base, &pair.lhs, &pair.rhs, optional(expr))
            }
            Expr::Index(pair, flags, _) => {
                let base = self.infer(&pair.lhs);
                self.follow_index(&base, &pair.rhs, *flags)
            }
            Expr::And(parts, _) | Expr::Or(parts, _) => self.logic(parts),
            Expr::Coalesce(parts, _) => {
                let types: Vec<Ty> = parts.iter().map(|part| self.infer(part)).collect();
                let last = types.len().saturating_sub(1);
                let all = types.into_iter().enumerate();
                all.fold(Ty::Never, |sum, (i, ty)| match ty {
                    Ty::Unit if i < last => sum,
                    Ty::Maybe(ty) if i < last => sum.join(*ty),
                    ty => sum.join(ty),
                })
            }
            _ => Ty::Unknown,
        }
    }

    fn stray_closure(&mut self, closure: &Closure, expr: &Expr) -> Ty {
        self.refuse_closure(expr);
        if closure.written {
            self.walk_closure(closure, None);
        }
        Ty::Fn
    }

    /// Refuses a closure, or a function's name, where none may stand.
    pub(crate) fn refuse_closure(&mut self, expr: &Expr) {
        let message = say!(
            "函数 |…| … 只能直接写在 filter、map 等的括号里，不能存起来，也不能交给脚本的函数",
            "a closure may be written only as an argument of filter, map and the like, neither kept nor handed to a script's function"
        );
        let help =
            say!("需要多次使用时，在文件顶层用 fn 定义", "to use it more than once, declare a fn at the top level");
        let span = self.span(expr);
        self.report_with(span, message, Some(help));
    }

    /// Checks that a value in `${…}` has a text of its own.
    fn printable(&mut self, part: &Expr, ty: &Ty) {
        let help = match ty.plain() {
            Ty::Array(_) | Ty::View(_) => {
                say!("连成文字写成 .join(\"、\")，数量写成 .len()", "write .join(\", \"), or .len() for their number")
            }
            Ty::Map(_) | Ty::Ctx | Ty::Params | Ty::Group(..) | Ty::Finding => {
                say!("写其中的一项，如 .名称", "write one of its entries, like .name")
            }
            _ => return,
        };
        let (zh, en) = self.name(ty);
        let span = self.span(part);
        let message = say!("${{…}} 里不能写{zh}", "a value of type {en} cannot be put into a text");
        self.report_with(span, message, Some(help));
    }

    /// Follows what comes after a dot.
    fn follow(&mut self, base: &Ty, before: &Expr, rest: &Expr, optional: bool) -> Ty {
        let ty = match rest {
            Expr::Property(property, at) => self.property(base, &property.2, *at),
            Expr::MethodCall(call, at) => self.method_call(base, before, call, *at),
            Expr::Dot(pair, ..) => {
                let inner = self.follow(base, before, &pair.lhs, false);
                self.follow(&inner, &pair.lhs, &pair.rhs, self::optional(rest))
            }
            Expr::Index(pair, flags, _) => {
                let inner = self.follow(base, before, &pair.lhs, false);
                self.follow_index(&inner, &pair.rhs, *flags)
            }
            other => {
                self.infer(other);
                Ty::Unknown
            }
        };
        if optional { ty.maybe() } else { ty }
    }

    /// Follows `[index]` and what may come after it, which the tree keeps together with the index.
    fn follow_index(&mut self, base: &Ty, rest: &Expr, flags: ASTFlags) -> Ty {
        match rest {
            Expr::Dot(pair, ..) if !flags.contains(ASTFlags::BREAK) => {
                let inner = self.index(base, &pair.lhs);
                self.follow(&inner, &pair.lhs, &pair.rhs, optional(rest))
            }
            Expr::Index(pair, inner_flags, _) if !flags.contains(ASTFlags::BREAK) => {
                let inner = self.index(base, &pair.lhs);
                self.follow_index(&inner, &pair.rhs, *inner_flags)
            }
            index => self.index(base, index),
        }
    }

    fn index(&mut self, base: &Ty, index: &Expr) -> Ty {
        let key = self.infer(index);
        let wrong = |wanted: &Ty| key.is_known() && !wanted.is_comparable(&key);
        match base.plain() {
            Ty::Array(of) if *key.plain() == Ty::Range => Ty::Array(of.clone()),
            Ty::Array(of) => {
                if wrong(&Ty::Int) {
                    self.wrong_index(index, &key, &Ty::Int);
                }
                if **of == Ty::Never { Ty::Unknown } else { (**of).clone() }
            }
            Ty::Map(map) => {
                if wrong(&Ty::Str) {
                    self.wrong_index(index, &key, &Ty::Str);
                }
                if let Ty::Word(name) = &key {
                    let span = self.span(index);
                    return self.entry(map, name, super::names::unquoted(span));
                }
                let types = map.columns.iter().map(|c| c.ty.clone()).chain(map.rest.clone());
                types.fold(Ty::Never, Ty::join)
            }
            ty if !ty.is_known() || ty.is_text() || *ty == Ty::Int => Ty::Unknown,
            ty => {
                let (zh, en) = self.name(ty);
                let span = self.span(index);
                let help = match ty {
                    Ty::Record(_) => {
                        say!("字段写成 .字段名，不用方括号", "fields are read with .name, not with brackets")
                    }
                    _ => say!("只有列表和表可以用 […] 取值", "only arrays and maps are read with […]"),
                };
                let message = say!("{zh}不能用 […] 取值", "a value of type {en} cannot be read with […]");
                self.report_with(span, message, Some(help));
                Ty::Unknown
            }
        }
    }

    fn wrong_index(&mut self, index: &Expr, found: &Ty, wanted: &Ty) {
        let ((fz, fe), (wz, we)) = (self.name(found), self.name(wanted));
        let span = self.span(index);
        self.report(span, say!("方括号里应当是{wz}，这里是{fz}", "an index here must be of type {we}, this is {fe}"));
    }

    fn logic(&mut self, parts: &[Expr]) -> Ty {
        for part in parts {
            let ty = self.infer(part);
            if ty.is_known() && *ty.plain() != Ty::Bool {
                let (zh, en) = self.name(&ty);
                let source = self.file.script.text;
                let span = super::operators::operand(source, part, &["&&", "||"]);
                self.report(
                    span,
                    say!(
                        "&& 和 || 的两边应当是“是”或“否”，这里是{zh}",
                        "&& and || want true or false, this is a value of type {en}"
                    ),
                );
            }
        }
        Ty::Bool
    }

    /// The closure that an expression is: written there, with or without captured variables, or a function's name.
    pub(crate) fn closure(&self, expr: &Expr) -> Option<Closure> {
        match expr {
            Expr::DynamicConstant(value, _) => self.closure_named(value, 0),
            Expr::Stmt(block) => match block.statements() {
                [Stmt::Share(shared), Stmt::Expr(call)] => match &**call {
                    Expr::FnCall(call, _) if call.name == "curry" => match call.args.first()? {
                        Expr::DynamicConstant(value, _) => self.closure_named(value, shared.len()),
                        _ => None,
                    },
                    _ => None,
                },
                _ => None,
            },
            Expr::Variable(var, ..) if var.2.is_empty() && self.binding(&var.1).is_none() => {
                let function = self.file.functions.get(var.1.as_str())?.first()?.clone();
                Some(Closure { function, captured: 0, written: false })
            }
            _ => None,
        }
    }

    fn closure_named(&self, value: &Dynamic, captured: usize) -> Option<Closure> {
        let pointer = value.read_lock::<FnPtr>()?;
        let function = self.file.functions.get(pointer.fn_name())?.first()?.clone();
        Some(Closure { function, captured, written: true })
    }
}

/// The type of the elements of a collection; `None` when it is none.
pub(crate) fn element(ty: &Ty) -> Option<Ty> {
    match ty.plain() {
        Ty::View(kind) => Some(Ty::Record(*kind)),
        Ty::Array(of) if **of == Ty::Never => Some(Ty::Unknown),
        Ty::Array(of) => Some((**of).clone()),
        Ty::Range => Some(Ty::Int),
        _ => None,
    }
}

fn constant(value: &Dynamic) -> Ty {
    if value.is_decimal() { Ty::Decimal } else { Ty::Unknown }
}

/// Whether an expression is `a?.b`.
fn optional(expr: &Expr) -> bool {
    matches!(expr, Expr::Dot(_, flags, _) if flags.contains(ASTFlags::NEGATED))
}
