//! Calls: which function is meant, and whether it has such parameters.

use super::checker::Checker;
use crate::function::Function;
use crate::language::{Text, say};
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::shape::{Form, Shape, Wants};
use crate::script::tree::{Expr, Name, What};
use crate::script::types::Ty;

/// What stands before the dot: its type, and the expression.
pub(super) type Receiver<'e> = (&'e Ty, &'e Expr);

impl Checker<'_> {
    /// `name(…)`.
    pub(super) fn function_call(&mut self, name: &Name, call: &Expr, arguments: &[Expr]) -> Ty {
        let word = &*name.text;
        if matches!(word, "rule" | "score") {
            let message = say!("{word}(…) 只能写在文件顶层", "{word}(…) belongs at the top level of a file");
            self.report_with(name.span, message, Some(say!("移到函数外面", "move it out of the function")));
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
            self.wrong_count(&[function.parameters().len()], vec![function.usage()], name, arguments);
        }
        Ty::of_shape(Shape::giving(function.gives()))
    }

    /// Checks a value against the shape that a parameter takes, where a list of signatures knows nothing of it.
    pub(super) fn plain(&mut self, verb: &str, name: &str, shape: Shape, argument: &Expr) {
        let ty = self.infer(argument);
        // A number of which more is not known may be the one that is wanted.
        let may_be = |found: &Shape| *found == Shape::Number && Shape::Number.covers(shape);
        if let Some(found) = ty.shape().filter(|found| !shape.covers(*found) && !may_be(found)) {
            let ((wz, we), (fz, fe)) = (shape.name(), found.name());
            let message = say!(
                "“{verb}”的参数 {name} 应当是{wz}，这里是{fz}",
                "\"{verb}\" wants {we} for {name}, this is a value of type {fe}"
            );
            let help = match shape {
                Shape::Text => say!("文字加引号：\"……\"", "a text stands in quotes: \"…\""),
                _ => say!("数不加引号", "numbers have no quotes"),
            };
            self.report_about(argument.span, message, Some(help), &[argument]);
        }
    }

    fn native_call(&mut self, name: &Name, arguments: &[Expr]) -> Ty {
        let all: Vec<_> = functions::named(&name.text).collect();
        let functions: Vec<_> = all.iter().copied().filter(|s| s.form == Form::Function).collect();
        let methods = all.iter().any(|s| s.form == Form::Method);
        if functions.is_empty() && !methods {
            self.no_function(name);
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        let [first, rest @ ..] = arguments else {
            if functions.is_empty() {
                self.only_a_method(name);
                return Ty::Unknown;
            }
            return self.overload(&functions, name, None, arguments);
        };
        if functions.is_empty() || (methods && rest.iter().any(|argument| self.closure(argument).is_some())) {
            let base = self.infer(first);
            let fits = |s: &&Entry| {
                s.form != Form::Property && s.on.is_none_or(|on| base.shape().is_none_or(|shape| on.covers(shape)))
            };
            if !all.iter().copied().any(|s| fits(&s)) {
                self.only_a_method(name);
                self.loose_arguments(rest);
                return Ty::Unknown;
            }
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
        if !base.is_known() && self.is_library(before, &name.text) {
            self.loose_arguments(arguments);
            return Ty::Unknown;
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
            if base.is_known() {
                self.no_method(name, base);
            } else {
                self.no_function(name);
            }
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
                self.wrong_count(&counts, usages, name, arguments);
                Ty::Unknown
            }
            [one] => self.apply(one, receiver, arguments),
            [first, ..] => {
                if let Some(one) = self.by_types(&fitting, arguments) {
                    return self.apply(one, receiver, arguments);
                }
                for (index, argument) in arguments.iter().enumerate() {
                    let wants = |s: &&Entry| s.parameters.get(index).is_some_and(|p| p.wants == Wants::Field);
                    if fitting.iter().all(wants) {
                        self.named_field(&Ty::Unknown, argument, true);
                    } else {
                        self.loose_argument(argument);
                    }
                }
                let same = fitting.iter().all(|s| s.gives == first.gives);
                match first.gives {
                    crate::native::shape::Gives::Is(shape) if same => Ty::of_shape(shape),
                    _ => Ty::Unknown,
                }
            }
        }
    }

    /// The one of several methods whose parameters the types of the arguments allow, where it is the only one.
    fn by_types(&mut self, fitting: &[&'static Entry], arguments: &[Expr]) -> Option<&'static Entry> {
        if fitting.iter().any(|own| own.form != Form::Method) {
            return None;
        }
        let shapes: Vec<_> = arguments.iter().map(|argument| self.look(argument).shape()).collect();
        let allows = |own: &&Entry| {
            own.parameters.iter().zip(&shapes).all(|(parameter, shape)| match (parameter.wants, shape) {
                (Wants::Is(wanted), Some(shape)) => wanted.covers(*shape),
                _ => true,
            })
        };
        let mut allowed = fitting.iter().copied().filter(allows);
        allowed.next().filter(|_| allowed.next().is_none())
    }

    /// Reports a number of arguments that a function does not take, and looks at them.
    fn wrong_count(&mut self, counts: &[usize], mut usages: Vec<String>, name: &Name, arguments: &[Expr]) {
        let mut counts = counts.to_vec();
        counts.sort_unstable();
        counts.dedup();
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        let (zh, en) = (counts.join("或"), counts.join(" or "));
        usages.dedup();
        let (usage_zh, usage_en) = (usages.join("、"), usages.join(", "));
        let (word, has) = (&name.text, arguments.len());
        let help = meant_by_count(word, arguments).unwrap_or_else(|| say!("写法：{usage_zh}", "usage: {usage_en}"));
        self.report_with(
            name.span,
            say!("“{word}”要{zh}个参数，这里写了{has}个", "\"{word}\" takes {en} argument(s), here it gets {has}"),
            Some(help),
        );
        // That closures stand where none may follows from it.
        for argument in arguments {
            if self.closure(argument).is_none() {
                self.infer(argument);
            }
        }
    }
}

/// What was perhaps meant by a call with so many arguments.
fn meant_by_count(name: &str, arguments: &[Expr]) -> Option<Text> {
    let text = |expr: &Expr| matches!(expr.what, What::Text(_) | What::Template(_));
    match (name, arguments) {
        ("fail", [only]) if text(only) => {
            Some(say!("先写问题在哪里：fail(记录, `说明`)", "where it is comes first: fail(record, `message`)"))
        }
        ("fail", [_]) => {
            Some(say!("还要写明是什么问题：fail(记录, `说明`)", "say what is wrong: fail(record, `message`)"))
        }
        ("fail", [_, second, _]) if text(second) => {
            Some(say!("下一步写在后面：fail(…).help(\"……\")", "the next step stands behind it: fail(…).help(\"…\")"))
        }
        ("where", [only]) if matches!(only.what, What::Closure(_)) => {
            Some(say!("按条件挑选写成 filter(|x| …)", "to choose by a condition write filter(|x| …)"))
        }
        ("count" | "len", [_, _]) => Some(say!(
            "写成 where(字段, 值).count()，或 count(|x| …)",
            "write where(field, value).count(), or count(|x| …)"
        )),
        _ => None,
    }
}
