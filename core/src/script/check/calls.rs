//! Calls: which function is meant, and whether it has such parameters.

use super::checker::Checker;
use super::report::suggest;
use crate::function::Function;
use crate::language::{Text, say};
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::{Form, Shape};
use crate::script::tree::{Expr, Name};
use crate::script::types::Ty;
use crate::source::Span;

/// Things of Rhai that yize leaves out, with what to do instead.
fn left_out(name: &str) -> Option<Text> {
    Some(match name {
        "print" | "debug" => say!("规则不输出文字；用 fail 报告问题", "rules print nothing; report with fail"),
        "eval" | "Fn" | "curry" | "call" | "is_def_fn" | "is_def_var" => {
            say!("直接调用函数，或在括号里写 |…| …", "call the function directly, or write |…| … as an argument")
        }
        "insert" | "append" | "remove" | "pop" => {
            say!(
                "列表只用 push 在末尾添；其余用 filter、map 等得出新的列表",
                "push adds to the end of an array; for the rest make new ones with filter, map, …"
            )
        }
        "timestamp" | "sleep" | "rand" => say!("今天的日期是 ctx.today", "today's date is ctx.today"),
        _ => return None,
    })
}

/// What stands before the dot: its type, and the expression.
pub(super) type Receiver<'e> = (&'e Ty, &'e Expr);

impl Checker<'_> {
    /// `name(…)`.
    pub(super) fn function_call(&mut self, name: &Name, call: &Expr, arguments: &[Expr]) -> Ty {
        let word = &*name.text;
        if matches!(word, "rule" | "score") {
            self.report(name.span, say!("{word}(…) 只能写在文件顶层", "{word}(…) belongs at the top level of a file"));
            return Ty::Unit;
        }
        let file = self.file.clone();
        let natives = functions::named(word).any(|s| s.form != Form::Property);
        if file.functions.contains_key(word) && (!natives || file.function(word, arguments.len()).is_some()) {
            return self.script_call(&file, name, call, arguments);
        }
        if let Some(function) = self.world.lent.function(word) {
            return self.lent_call(function, name, arguments);
        }
        self.native_call(name, arguments)
    }

    /// A call of a function of the host's own.
    fn lent_call(&mut self, function: &Function, name: &Name, arguments: &[Expr]) -> Ty {
        if function.parameters().len() == arguments.len() {
            for ((parameter, ty), argument) in function.parameters().iter().zip(arguments) {
                self.plain(function.name(), parameter, Shape::taking(*ty), argument);
            }
        } else {
            self.wrong_count(&[function.parameters().len()], vec![function.usage()], name, arguments.len());
            self.loose_arguments(arguments);
        }
        Ty::of_shape(Shape::giving(function.gives()))
    }

    /// Checks a value against the shape that a parameter takes, where a list of signatures knows nothing of it.
    pub(super) fn plain(&mut self, verb: &str, name: &str, shape: Shape, argument: &Expr) {
        let ty = self.infer(argument);
        if let Some(found) = ty.shape().filter(|found| !shape.covers(*found)) {
            let ((wz, we), (fz, fe)) = (shape.name(), found.name());
            let message = say!(
                "“{verb}”的参数 {name} 应当是{wz}，这里是{fz}",
                "\"{verb}\" wants {we} for {name}, this is a value of type {fe}"
            );
            self.report_about(argument.span, message, None, &[argument]);
        }
    }

    fn native_call(&mut self, name: &Name, arguments: &[Expr]) -> Ty {
        let all: Vec<_> = functions::named(&name.text).collect();
        let functions: Vec<_> = all.iter().copied().filter(|s| s.form == Form::Function).collect();
        let methods = all.iter().any(|s| s.form == Form::Method);
        if functions.is_empty() && !methods {
            self.no_function(name, None);
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        let [first, rest @ ..] = arguments else {
            return self.overload(&functions, name, None, arguments);
        };
        if functions.is_empty() || (methods && rest.iter().any(|argument| self.closure(argument).is_some())) {
            let base = self.infer(first);
            return self.on_receiver(&base, first, name, rest);
        }
        self.overload(&functions, name, None, arguments)
    }

    /// `base.name(…)`.
    pub(super) fn method_call(&mut self, base: &Ty, before: &Expr, name: &Name, call: &Expr, arguments: &[Expr]) -> Ty {
        if let Ty::Scheme(kind) = base
            && self.scheme_line(*kind, name, call, arguments)
        {
            return Ty::Unit;
        }
        self.on_receiver(base, before, name, arguments)
    }

    fn on_receiver(&mut self, base: &Ty, before: &Expr, name: &Name, arguments: &[Expr]) -> Ty {
        let all: Vec<_> = functions::named(&name.text).collect();
        let fits = |s: &&&Entry| match (s.on, base.shape()) {
            (_, None) => s.form != Form::Property,
            (Some(on), Some(shape)) => s.form == Form::Method && on.covers(shape),
            (None, _) => false,
        };
        let mut candidates: Vec<_> = all.iter().filter(fits).copied().collect();
        if candidates.is_empty() {
            candidates = all.iter().filter(|s| s.form == Form::Function).copied().collect();
        }
        if candidates.is_empty() {
            self.no_function(name, base.is_known().then_some(base));
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        self.overload(&candidates, name, Some((base, before)), arguments)
    }

    /// Chooses among entries of one name by the number of arguments.
    fn overload(
        &mut self,
        candidates: &[&'static Entry],
        name: &Name,
        receiver: Option<Receiver<'_>>,
        arguments: &[Expr],
    ) -> Ty {
        let given = |s: &Entry| arguments.len() + usize::from(s.form == Form::Function && receiver.is_some());
        let fitting: Vec<_> = candidates.iter().copied().filter(|s| s.parameters.len() == given(s)).collect();
        match *fitting.as_slice() {
            [] => {
                // A function takes what stands before the dot as its first argument.
                let own = |s: &Entry| usize::from(s.form == Form::Function && receiver.is_some());
                let counts: Vec<usize> = candidates.iter().map(|s| s.parameters.len().saturating_sub(own(s))).collect();
                let usages = candidates.iter().map(|s| s.usage()).collect();
                self.wrong_count(&counts, usages, name, arguments.len());
                self.loose_arguments(arguments);
                Ty::Unknown
            }
            [one] => self.apply(one, receiver, arguments),
            [first, ..] => {
                self.loose_arguments(arguments);
                let same = fitting.iter().all(|s| s.gives == first.gives);
                match first.gives {
                    crate::native::shape::Gives::Is(shape) if same => Ty::of_shape(shape),
                    _ => Ty::Unknown,
                }
            }
        }
    }

    fn wrong_count(&mut self, counts: &[usize], mut usages: Vec<String>, name: &Name, has: usize) {
        let mut counts = counts.to_vec();
        counts.sort_unstable();
        counts.dedup();
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let (zh, en) = (counts.join("或"), counts.join(" or "));
        usages.dedup();
        let (usage_zh, usage_en) = (usages.join("、"), usages.join(", "));
        let word = &name.text;
        self.report_with(
            name.span,
            say!("“{word}”要{zh}个参数，这里写了{has}个", "\"{word}\" takes {en} argument(s), here it gets {has}"),
            Some(say!("写法：{usage_zh}", "usage: {usage_en}")),
        );
    }

    /// Reports a function or method that does not exist.
    fn no_function(&mut self, name: &Name, base: Option<&Ty>) {
        let (word, span) = (&*name.text, name.span);
        let file = self.file.clone();
        if (self.world.broken)(file.tree.source, word) {
            return;
        }
        if let Some(function) = file.functions.get(word).and_then(|f| f.first()) {
            let rest = function.parameters.get(1..).unwrap_or_default();
            let rest: String = rest.iter().flat_map(|parameter| [", ", &*parameter.text]).collect();
            let message =
                say!("“{word}”是脚本里的函数，不能写在点后面", "\"{word}\" is a function of the script, not a method");
            let help = say!("写成 {word}(…{rest})", "write {word}(…{rest})");
            return self.report_with(span, message, Some(help));
        }
        match base {
            Some(base) => self.no_method(word, base, span),
            None => {
                let message = say!("没有函数“{word}”", "there is no function \"{word}\"");
                let natives = functions::all().filter(|s| s.form != Form::Property).map(|s| s.name);
                let lent = self.world.lent.functions().iter().map(Function::name);
                let names = file.named().chain(natives).chain(lent);
                let message = if left_out(word).is_some() { message } else { suggest(&message, word, names) };
                self.report_with(span, message, left_out(word));
            }
        }
    }

    fn no_method(&mut self, name: &str, base: &Ty, span: Span) {
        let (zh, en) = self.name(base);
        let message = say!("{zh}没有函数“{name}”", "a value of type {en} has no function \"{name}\"");
        let has = || base.shape().into_iter().flat_map(functions::of);
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
