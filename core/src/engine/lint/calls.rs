//! Calls: which function is meant, and whether it has such parameters.

use rhai::{Expr, FnCallExpr, Position as Start};

use super::checker::{Checker, suggest};
use super::types::Ty;
use crate::engine::signatures::{self, Form, Shape, Signature};
use crate::function::Function;
use crate::language::{Text, say};
use crate::source::Span;

/// Things of Rhai that yize leaves out, with what to do instead.
fn left_out(name: &str) -> Option<Text> {
    Some(match name {
        "print" | "debug" => say!("规则不输出文字；用 fail 报告问题", "rules print nothing; report with fail"),
        "eval" | "Fn" | "curry" | "call" | "is_def_fn" | "is_def_var" => {
            say!("直接调用函数，或在括号里写 |…| …", "call the function directly, or write |…| … as an argument")
        }
        "push" | "insert" | "append" | "remove" | "pop" => {
            say!(
                "列表不逐个增减；用 filter、map 等得出新的列表",
                "arrays are not changed in place; make new ones with filter, map, …"
            )
        }
        "timestamp" | "sleep" | "rand" => say!("今天的日期是 ctx.today", "today's date is ctx.today"),
        _ => return None,
    })
}

impl Checker<'_> {
    /// `name(…)`, an operator, or `library::name(…)`.
    pub(crate) fn function_call(&mut self, call: &FnCallExpr, at: Start) -> Ty {
        let name = call.name.as_str();
        if call.op_token.is_some() || (name == "contains" && call.args.len() == 2) {
            return self.operator(call, at);
        }
        if let Some(alias) = call.namespace.path.first().filter(|alias| alias.name != "global") {
            return self.library_call(&alias.name, alias.pos, name, at, &call.args);
        }
        if matches!(name, "rule" | "score") {
            let span = self.token(at);
            self.report(span, say!("{name}(…) 只能写在文件顶层", "{name}(…) belongs at the top level of a file"));
            return Ty::Unit;
        }
        let file = self.file.clone();
        let own = file.functions.get(name);
        let natives = signatures::named(name).any(|s| s.form != Form::Property);
        if let Some(own) = own
            && (!natives || own.iter().any(|f| f.params.len() == call.args.len()))
        {
            return self.script_call(&file, name, at, at, &call.args);
        }
        if let Some(function) = self.world.lent.function(name) {
            return self.lent_call(function, at, &call.args);
        }
        self.native_call(name, at, &call.args)
    }

    /// A call of a function of the host's own.
    fn lent_call(&mut self, function: &Function, at: Start, arguments: &[Expr]) -> Ty {
        let name = function.name();
        if function.parameters().len() == arguments.len() {
            for ((parameter, ty), argument) in function.parameters().iter().zip(arguments) {
                self.plain(name, parameter, Shape::taking(*ty), argument);
            }
        } else {
            self.wrong_count(&[function.parameters().len()], vec![function.usage()], name, at, arguments.len());
            self.loose_arguments(arguments);
        }
        Ty::of_shape(Shape::giving(function.gives()))
    }

    fn native_call(&mut self, name: &str, at: Start, arguments: &[Expr]) -> Ty {
        let all: Vec<_> = signatures::named(name).collect();
        let functions: Vec<_> = all.iter().copied().filter(|s| s.form == Form::Function).collect();
        let methods = all.iter().any(|s| s.form == Form::Method);
        if functions.is_empty() && !methods {
            let span = self.token(at);
            self.no_function(name, None, span);
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        let [first, rest @ ..] = arguments else {
            return self.overload(&functions, name, at, None, arguments);
        };
        if functions.is_empty() || (methods && rest.iter().any(|argument| self.closure(argument).is_some())) {
            let base = self.infer(first);
            return self.on_receiver(&base, first, name, at, rest);
        }
        self.overload(&functions, name, at, None, arguments)
    }

    /// `base.name(…)`.
    pub(crate) fn method_call(&mut self, base: &Ty, before: &Expr, call: &FnCallExpr, at: Start) -> Ty {
        if let Ty::Scheme(kind) = base
            && self.scheme_line(*kind, &call.name, at, &call.args)
        {
            return Ty::Unit;
        }
        self.on_receiver(base, before, &call.name, at, &call.args)
    }

    fn on_receiver(&mut self, base: &Ty, before: &Expr, name: &str, at: Start, arguments: &[Expr]) -> Ty {
        let all: Vec<_> = signatures::named(name).collect();
        let fits = |s: &&&Signature| match (s.on, base.shape()) {
            (_, None) => s.form != Form::Property,
            (Some(on), Some(shape)) => s.form == Form::Method && on.covers(shape),
            (None, _) => false,
        };
        let mut candidates: Vec<_> = all.iter().filter(fits).copied().collect();
        if candidates.is_empty() {
            candidates = all.iter().filter(|s| s.form == Form::Function).copied().collect();
        }
        if candidates.is_empty() {
            let span = self.token(at);
            self.no_function(name, base.is_known().then_some(base), span);
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        self.overload(&candidates, name, at, Some((base, before)), arguments)
    }

    /// Chooses among entries of one name by the number of arguments.
    fn overload(
        &mut self,
        candidates: &[&'static Signature],
        name: &str,
        at: Start,
        receiver: Option<(&Ty, &Expr)>,
        arguments: &[Expr],
    ) -> Ty {
        let given = |s: &Signature| arguments.len() + usize::from(s.form == Form::Function && receiver.is_some());
        let fitting: Vec<_> = candidates.iter().copied().filter(|s| s.parameters.len() == given(s)).collect();
        match *fitting.as_slice() {
            [] => {
                let counts: Vec<usize> = candidates.iter().map(|s| s.parameters.len()).collect();
                let usages = candidates.iter().map(|s| s.usage()).collect();
                self.wrong_count(&counts, usages, name, at, arguments.len());
                self.loose_arguments(arguments);
                Ty::Unknown
            }
            [one] => self.apply(one, receiver, arguments),
            [first, ..] => {
                self.loose_arguments(arguments);
                let same = fitting.iter().all(|s| s.gives == first.gives);
                match first.gives {
                    signatures::Gives::Is(shape) if same => Ty::of_shape(shape),
                    _ => Ty::Unknown,
                }
            }
        }
    }

    fn wrong_count(&mut self, counts: &[usize], mut usages: Vec<String>, name: &str, at: Start, has: usize) {
        let mut counts = counts.to_vec();
        counts.sort_unstable();
        counts.dedup();
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let (zh, en) = (counts.join("或"), counts.join(" or "));
        usages.dedup();
        let (usage_zh, usage_en) = (usages.join("、"), usages.join(", "));
        let span = self.token(at);
        self.report_with(
            span,
            say!("“{name}”要{zh}个参数，这里写了{has}个", "\"{name}\" takes {en} argument(s), here it gets {has}"),
            Some(say!("写法：{usage_zh}", "usage: {usage_en}")),
        );
    }

    /// Reports a function or method that does not exist.
    fn no_function(&mut self, name: &str, base: Option<&Ty>, span: Span) {
        let own: Vec<String> = self.file.named().iter().map(|f| f.name.clone()).collect();
        if let Some(function) = self.file.functions.get(name).and_then(|f| f.first()) {
            let rest = function.params.get(1..).unwrap_or_default().join(", ");
            let rest = if rest.is_empty() { rest } else { format!(", {rest}") };
            let message =
                say!("“{name}”是脚本里的函数，不能写在点后面", "\"{name}\" is a function of the script, not a method");
            let help = say!("写成 {name}(…{rest})", "write {name}(…{rest})");
            return self.report_with(span, message, Some(help));
        }
        let Some(base) = base else {
            let message = say!("没有函数“{name}”", "there is no function \"{name}\"");
            let natives = signatures::all().iter().filter(|s| s.form != Form::Property).map(|s| s.name);
            let lent = self.world.lent.functions().map(Function::name);
            let names = own.iter().map(String::as_str).chain(natives).chain(lent);
            let message = if left_out(name).is_some() { message } else { suggest(&message, name, names) };
            return self.report_with(span, message, left_out(name));
        };
        let (zh, en) = self.name(base);
        let message = say!("{zh}没有函数“{name}”", "a value of type {en} has no function \"{name}\"");
        let has = || base.shape().into_iter().flat_map(signatures::of);
        if let Some(fields) = self.fields_of(base) {
            if fields.iter().any(|field| field == name) {
                return self.report_with(span, message, Some(say!("不加括号：.{name}", "without brackets: .{name}")));
            }
            let methods = has().filter(|s| s.form == Form::Method).map(|s| s.name);
            let candidates = methods.chain(fields.iter().map(String::as_str));
            return self.report(span, suggest(&message, name, candidates));
        }
        if let Some(property) = has().find(|s| s.name == name && s.form == Form::Property) {
            let name = property.name;
            return self.report_with(span, message, Some(say!("不加括号：.{name}", "without brackets: .{name}")));
        }
        let methods = || has().filter(|s| s.form == Form::Method).map(|s| s.name);
        let mut list: Vec<&str> = methods().collect();
        list.dedup();
        let list = list.join("、");
        let help = left_out(name).or_else(|| (!list.is_empty()).then(|| say!("可用的函数：{list}", "it has: {list}")));
        self.report_with(span, suggest(&message, name, methods()), help);
    }
}
