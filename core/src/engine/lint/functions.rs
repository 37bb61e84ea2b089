//! Functions and closures of scripts: their bodies are walked with the types that they are called with.

use std::rc::Rc;

use rhai::{Expr, Position as Start};

use super::checker::{Call, Checker, File, Function, suggest};
use super::types::Ty;
use crate::language::{Text, say};

/// Calls are followed this deep.
const DEPTH: usize = 24;
/// So many different calls are followed; hostile scripts could ask for any number.
const CALLS: usize = 20_000;
/// A function is walked at most this often to learn what its variables hold.
const PASSES: usize = 6;

/// A closure, or a function named where a closure is wanted.
#[derive(Clone)]
pub(crate) struct Closure {
    /// Its parameters and body.
    pub function: Rc<Function>,
    /// How many of the parameters are captured variables.
    pub captured: usize,
    /// Whether it is written there (`|x| …`).
    pub written: bool,
}

impl Closure {
    /// How many parameters it has of its own.
    pub(crate) fn arity(&self) -> usize {
        self.function.params.len() - self.captured
    }
}

impl<'a> Checker<'a> {
    /// Walks a closure with the types of its arguments (`None`: unknown) and gives the type of its result.
    pub(crate) fn walk_closure(&mut self, closure: &Closure, arguments: Option<&[Ty]>) -> Ty {
        let own = &closure.function.params[closure.captured..];
        let type_of = |i: usize| arguments.and_then(|a| a.get(i)).cloned().unwrap_or(Ty::Unknown);
        if !closure.written {
            let arguments = (0..own.len()).map(type_of).collect();
            let file = self.file.clone();
            return self.follow_call(&file, &closure.function, arguments, None);
        }
        let scope = self.env.len();
        let start = closure.function.start;
        for (i, name) in own.iter().enumerate() {
            self.bind(name, type_of(i), slot(start, i), false);
        }
        let result = self.body(&closure.function);
        self.env.truncate(scope);
        result
    }

    /// Walks a closure that takes a fixed number of values, and reports another number of parameters.
    pub(crate) fn call_closure(&mut self, closure: &Closure, at: &Expr, arguments: &[Ty]) -> Ty {
        let (has, wants) = (closure.arity(), arguments.len());
        if has != wants {
            let span = self.span(at);
            let message = say!(
                "这里的函数应有{wants}个参数，写了{has}个",
                "the closure takes {wants} parameter(s) here, it has {has}"
            );
            self.report(span, message);
            return self.walk_closure(closure, None);
        }
        self.walk_closure(closure, Some(arguments))
    }

    fn body(&mut self, function: &Function) -> Ty {
        self.frame.returns.push(Ty::Never);
        let last = self.block(&function.body);
        let returned = self.frame.returns.pop().unwrap_or(Ty::Never);
        last.join(returned)
    }

    /// Walks a rule's closure, or a function for itself, until what its variables hold is known; then reports.
    pub(crate) fn settle(&mut self, walk: &mut dyn FnMut(&mut Self) -> Ty) -> Ty {
        let outer = std::mem::take(&mut self.frame);
        self.muted += 1;
        let mut result = Ty::Unknown;
        for pass in 0..=PASSES {
            self.frame.changed = false;
            result = walk(self);
            if !self.frame.changed {
                break;
            }
            if pass + 1 >= PASSES {
                self.frame.assigned.values_mut().for_each(|ty| *ty = Ty::Unknown);
            }
        }
        self.muted -= 1;
        if self.muted == 0 {
            result = walk(self);
        }
        self.frame = outer;
        result
    }

    /// The result of calling a function of that file with arguments of those types.
    pub(crate) fn follow_call(
        &mut self,
        file: &Rc<File<'a>>,
        function: &Rc<Function>,
        arguments: Vec<Ty>,
        at: Option<Start>,
    ) -> Ty {
        let source = file.script.source;
        let arguments: Vec<Ty> = arguments.into_iter().map(Ty::widened).collect();
        let recursive = self.calls.iter().any(|c| c.source == source && c.name == function.name);
        let too_many = self.memo.len() >= CALLS && !self.calls.is_empty();
        if recursive || self.calls.len() >= DEPTH || too_many {
            return Ty::Unknown;
        }
        let key = (source, function.name.clone(), arguments.clone());
        if let Some((ty, reported)) = self.memo.get(&key)
            && (*reported || self.muted > 0)
        {
            return ty.clone();
        }
        let place = at.map(|at| self.place(super::spans::from(self.file.script.text, at, true)));
        let name = function.name.clone();
        self.calls.push(Call { source, name, place });
        let outer_file = std::mem::replace(&mut self.file, file.clone());
        let outer_env = std::mem::take(&mut self.env);
        let ty = self.settle(&mut |checker| {
            checker.env.clear();
            for (i, (name, ty)) in function.params.iter().zip(&arguments).enumerate() {
                checker.bind(name, ty.clone(), slot(function.start, i), false);
            }
            checker.body(function)
        });
        let ty = if ty == Ty::Never { Ty::Unknown } else { ty.widened() };
        self.env = outer_env;
        self.file = outer_file;
        self.calls.pop();
        self.memo.insert(key, (ty.clone(), self.muted == 0));
        ty
    }

    /// A call of a function that a script declares, in this file or in a library.
    pub(crate) fn script_call(
        &mut self,
        file: &Rc<File<'a>>,
        name: &str,
        at: Start,
        start: Start,
        arguments: &[Expr],
    ) -> Ty {
        let types: Vec<Ty> = arguments.iter().map(|argument| self.handed(argument)).collect();
        let same = file.functions.get(name).cloned().unwrap_or_default();
        if let Some(function) = same.iter().find(|f| f.params.len() == arguments.len()) {
            return self.follow_call(file, function, types, Some(start));
        }
        let wants: Vec<String> = same.iter().map(|f| f.params.len().to_string()).collect();
        let usage = same.first().map(|f| format!("{name}({})", f.params.join(", "))).unwrap_or_default();
        let (wants, has) = (wants.join("或"), arguments.len());
        let span = self.token(at);
        self.report_with(
            span,
            say!(
                "函数“{name}”要{wants}个参数，这里写了{has}个",
                "function \"{name}\" takes {wants} argument(s), here it gets {has}"
            ),
            Some(say!("写法：{usage}", "usage: {usage}")),
        );
        Ty::Unknown
    }

    /// An argument of a script's function, where no closure may stand.
    fn handed(&mut self, argument: &Expr) -> Ty {
        match self.infer(argument) {
            // It is refused here; the function is not blamed for what it does with it.
            Ty::Fn => Ty::Unknown,
            ty => ty,
        }
    }

    /// An argument of a host function that is not known any closer; whether it takes a closure is told by `bans`.
    pub(crate) fn loose_argument(&mut self, argument: &Expr) -> Ty {
        match self.closure(argument) {
            Some(closure) => {
                self.walk_closure(&closure, None);
                Ty::Fn
            }
            None => self.infer(argument),
        }
    }

    /// Arguments of a call that cannot be followed.
    pub(crate) fn loose_arguments(&mut self, arguments: &[Expr]) {
        for argument in arguments {
            self.loose_argument(argument);
        }
    }

    /// `library::name(…)`.
    pub(crate) fn library_call(&mut self, alias: &str, start: Start, name: &str, at: Start, arguments: &[Expr]) -> Ty {
        let Some(file) = self.library(alias, start) else {
            self.loose_arguments(arguments);
            return Ty::Unknown;
        };
        if !file.functions.contains_key(name) {
            let span = self.token(at);
            let message = say!("“{alias}”里没有函数“{name}”", "\"{alias}\" has no function \"{name}\"");
            let names: Vec<String> = file.named().iter().map(|f| f.name.clone()).collect();
            self.report(span, suggest(&message, name, names.iter().map(String::as_str)));
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        self.script_call(&file, name, at, start, arguments)
    }

    /// The imported library of that alias; an alias that is none is reported.
    pub(crate) fn library(&mut self, alias: &str, at: Start) -> Option<Rc<File<'a>>> {
        if let Some(import) = self.file.imports.get(alias).copied() {
            // A library that does not exist is reported where it is imported.
            return import.map(|script| self.file_of(script));
        }
        let aliases: Vec<String> = self.file.imports.keys().cloned().collect();
        let message: Text = say!("没有引入“{alias}”", "\"{alias}\" is not imported");
        let message = suggest(&message, alias, aliases.iter().map(String::as_str));
        let span = self.token(at);
        self.report(span, message);
        None
    }
}

/// The slot of a parameter.
fn slot(start: Start, number: usize) -> (usize, usize, usize) {
    (start.line().unwrap_or(0), start.position().unwrap_or(0), number + 1)
}
