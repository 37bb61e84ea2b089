//! Functions and closures of scripts: their bodies are walked with the types that they are called with.

use std::rc::Rc;
use std::sync::Arc;

use super::checker::{Binding, Call, Checker, File, Frame, Key, Outcome};
use super::report::suggest;
use super::report::usage;
use super::table::InstanceId;
use crate::language::{Text, did_you_mean_quoted, say};
use crate::script::tree::{Block, Closure, Expr, Function, Name, What};
use crate::script::types::Ty;
use crate::source::{Place, Span};
use crate::spelling::nearest;

/// Calls are followed this deep.
const DEPTH: usize = 24;
/// So many different calls are followed; hostile scripts could ask for any number.
const CALLS: usize = 20_000;
/// A function is walked at most this often to learn what its variables hold, and as often again with less to learn.
const PASSES: usize = 6;

/// What stands where a closure is wanted.
#[derive(Clone)]
pub(super) enum Callee {
    /// `|x| …`
    Written(Arc<Closure>),
    /// The name of a function of the file.
    Named(Arc<str>),
}

impl Checker<'_> {
    /// The closure that an expression is: written there, or a function's name.
    pub(super) fn closure(&self, expr: &Expr) -> Option<Callee> {
        match &expr.what {
            What::Closure(closure) => Some(Callee::Written(closure.clone())),
            What::Name(name) if self.binding(name).is_none() && self.file.functions.contains_key(name) => {
                Some(Callee::Named(name.clone()))
            }
            _ => None,
        }
    }

    /// Walks what stands where a closure is wanted, with the types of its arguments, and gives the type of its result.
    /// Reports another number of parameters.
    pub(super) fn call_closure(&mut self, callee: &Callee, at: &Expr, arguments: &[Ty]) -> Ty {
        self.note(at, &Ty::Fn);
        let wants = arguments.len();
        let has = match callee {
            Callee::Written(closure) => closure.parameters.len(),
            Callee::Named(name) if self.file.function(name, wants).is_some() => wants,
            Callee::Named(name) => self.file.functions[name].first().map_or(wants, |f| f.parameters.len()),
        };
        if has != wants {
            let message = say!(
                "这里的函数应有{wants}个参数，写了{has}个",
                "the closure takes {wants} parameter(s) here, it has {has}"
            );
            let parameters = self.usual(arguments).join(", ");
            self.report_with(heading(at), message, Some(say!("写成 |{parameters}| …", "write |{parameters}| …")));
            // With fewer, what is missing would be told of at each place.
            self.quiet += usize::from(has < wants);
            let ty = self.walk_callee(callee, at, &vec![Ty::Unknown; has]);
            self.quiet -= usize::from(has < wants);
            return ty;
        }
        if let (Callee::Written(closure), [Ty::Record(_), Ty::Ctx]) = (callee, arguments)
            && let [first, second] = closure.parameters.as_slice()
            && &*first.text == "ctx"
        {
            let record = &second.text;
            let message = say!(
                "两个参数写反了：先是记录，后是 ctx",
                "the parameters are the wrong way round: the record comes first"
            );
            self.report_with(heading(at), message, Some(say!("写成 |{record}, ctx| …", "write |{record}, ctx| …")));
            let turned = [arguments[1].clone(), arguments[0].clone()];
            return self.walk_callee(callee, at, &turned);
        }
        self.walk_callee(callee, at, arguments)
    }

    /// How parameters of those types are usually called.
    fn usual(&self, arguments: &[Ty]) -> Vec<String> {
        let name = |ty: &Ty| match ty {
            Ty::Ctx => "ctx".to_owned(),
            Ty::Scheme(_) => "s".to_owned(),
            Ty::Record(kind) if arguments.len() > 1 => self.world.schema.get(*kind).name.clone(),
            _ => "x".to_owned(),
        };
        arguments.iter().map(name).collect()
    }

    /// Walks it with arguments of which nothing is known.
    pub(super) fn walk_loose(&mut self, callee: &Callee, at: &Expr) -> Ty {
        let has = match callee {
            Callee::Written(closure) => closure.parameters.len(),
            Callee::Named(name) => self.file.functions[name].first().map_or(0, |f| f.parameters.len()),
        };
        self.note(at, &Ty::Fn);
        self.walk_callee(callee, at, &vec![Ty::Unknown; has])
    }

    fn walk_callee(&mut self, callee: &Callee, at: &Expr, arguments: &[Ty]) -> Ty {
        match callee {
            Callee::Written(closure) => {
                let scope = self.env.len();
                self.bind_all(&closure.parameters, arguments);
                let result = self.body(&closure.body);
                self.env.truncate(scope);
                result
            }
            Callee::Named(name) => {
                let file = self.file.clone();
                let Some(function) = file.function(name, arguments.len()) else { return Ty::Unknown };
                let (ty, id) = self.follow_call(&file, function, arguments.to_vec(), None);
                self.note_call(at.id, id);
                ty
            }
        }
    }

    fn bind_all(&mut self, names: &[Name], types: &[Ty]) {
        for (name, ty) in names.iter().zip(types) {
            self.bind(Binding::new(name, ty.clone()));
        }
    }

    fn body(&mut self, body: &Block) -> Ty {
        self.frame.returns.push(Ty::Never);
        let last = self.block(body);
        let returned = self.frame.returns.pop().unwrap_or(Ty::Never);
        last.join(returned)
    }

    /// Walks a rule's closure, or a function for itself, until what its variables hold is known; then reports and keeps.
    /// Gives the type of its result and what was kept.
    pub(super) fn settle(&mut self, walk: &mut dyn FnMut(&mut Self) -> Ty) -> (Ty, Frame) {
        let outer = std::mem::take(&mut self.frame);
        self.muted += 1;
        let mut result = Ty::Unknown;
        let mut settled = false;
        for pass in 0..2 * PASSES {
            if pass == PASSES {
                self.frame.hopeless = true;
                self.frame.assigned.values_mut().for_each(|ty| *ty = Ty::Unknown);
            }
            self.frame.changed = false;
            result = walk(self);
            settled = !self.frame.changed;
            if settled {
                break;
            }
        }
        self.muted -= 1;
        if self.muted == 0 {
            result = walk(self);
        }
        let mut frame = std::mem::replace(&mut self.frame, outer);
        if !settled {
            result = Ty::Unknown;
            frame.table.types.clear();
            frame.table.variables.clear();
        }
        (result, frame)
    }

    /// The result of calling a function of that file with arguments of those types, and what runs then, where it is kept.
    pub(super) fn follow_call(
        &mut self,
        file: &Rc<File>,
        function: &Arc<Function>,
        arguments: Vec<Ty>,
        place: Option<Place>,
    ) -> (Ty, Option<InstanceId>) {
        let (source, name) = (file.tree.source, &function.name.text);
        let recursive = self.calls.iter().any(|c| c.source == source && c.name == *name);
        let too_many = self.memo.len() >= CALLS && !self.calls.is_empty();
        if recursive || self.calls.len() >= DEPTH || too_many {
            return (Ty::Unknown, self.kept(Key::generic(source, function), function));
        }
        let arguments: Vec<Ty> = arguments.into_iter().map(Ty::widened).collect();
        let key = Key::new(source, function, arguments);
        if let Some(Outcome { ty, kept, told }) = self.memo.get(&key).cloned()
            && (self.muted > 0 || told || (self.quiet > 0 && kept))
        {
            return (ty, self.kept(key, function));
        }
        let id = self.kept(key.clone(), function);
        self.calls.push(Call { source, name: name.clone(), place });
        let outer_file = std::mem::replace(&mut self.file, file.clone());
        let outer_env = std::mem::take(&mut self.env);
        let (ty, frame) = self.settle(&mut |checker| {
            checker.env.clear();
            checker.bind_all(&function.parameters, &key.arguments);
            checker.body(&function.body)
        });
        let ty = if ty == Ty::Never { Ty::Unknown } else { ty.widened() };
        self.env = outer_env;
        self.file = outer_file;
        self.calls.pop();
        if let Some(id) = id {
            let instance = &mut self.typed.instances[id.at()];
            (instance.result, instance.table) = (ty.clone(), frame.table);
        }
        let kept = self.muted == 0;
        self.memo.insert(key, Outcome { ty: ty.clone(), kept, told: kept && self.quiet == 0 });
        (ty, id)
    }

    fn kept(&mut self, key: Key, function: &Arc<Function>) -> Option<InstanceId> {
        (self.muted == 0).then(|| self.instance(key, function))
    }

    /// A call of a function that a script declares, in this file or in a library.
    pub(super) fn script_call(&mut self, file: &Rc<File>, name: &Name, call: &Expr, arguments: &[Expr]) -> Ty {
        let types: Vec<Ty> = arguments.iter().map(|argument| self.infer(argument)).collect();
        if let Some(function) = file.function(&name.text, arguments.len()) {
            let place = self.place(call.span);
            let (ty, id) = self.follow_call(file, function, types, Some(place));
            self.note_call(call.id, id);
            return ty;
        }
        let same = file.functions.get(&name.text).map(Vec::as_slice).unwrap_or_default();
        let wants: Vec<String> = same.iter().map(|f| f.parameters.len().to_string()).collect();
        let (wants, has, usage) =
            (wants.join("或"), arguments.len(), same.first().map(|function| usage(function)).unwrap_or_default());
        let name = &name.text;
        let message = say!(
            "函数“{name}”要{wants}个参数，这里写了{has}个",
            "function \"{name}\" takes {wants} argument(s), here it gets {has}"
        );
        self.report_with(name_span(call), message, Some(say!("写法：{usage}", "usage: {usage}")));
        Ty::Unknown
    }

    /// An argument of a host function that is not known any closer; whether it takes a closure is told by `bans`.
    pub(super) fn loose_argument(&mut self, argument: &Expr) -> Ty {
        match self.closure(argument) {
            Some(callee) => {
                self.walk_loose(&callee, argument);
                Ty::Fn
            }
            None => self.infer(argument),
        }
    }

    /// Arguments of a call that cannot be followed.
    pub(super) fn loose_arguments(&mut self, arguments: &[Expr]) {
        for argument in arguments {
            self.loose_argument(argument);
        }
    }

    /// `library::name(…)`.
    pub(super) fn library_call(&mut self, library: &Name, name: &Name, call: &Expr, arguments: &[Expr]) -> Ty {
        let Some(file) = self.library(library) else {
            self.loose_arguments(arguments);
            return Ty::Unknown;
        };
        if !file.functions.contains_key(&name.text) {
            let (alias, word) = (&library.text, &name.text);
            if (self.world.broken)(file.tree.source, word) {
                self.loose_arguments(arguments);
                return Ty::Unknown;
            }
            let message = say!("“{alias}”里没有函数“{word}”", "\"{alias}\" has no function \"{word}\"");
            self.report(name.span, suggest(&message, word, file.named()));
            self.loose_arguments(arguments);
            return Ty::Unknown;
        }
        self.script_call(&file, name, call, arguments)
    }

    /// The imported library of that alias; an alias that is none is reported.
    pub(super) fn library(&mut self, alias: &Name) -> Option<Rc<File>> {
        if let Some(import) = self.file.imports.get(&alias.text).cloned() {
            // A library that does not exist is reported where it is imported.
            return import.map(|tree| self.file_of(&tree));
        }
        let word = &alias.text;
        let source = self.file.tree.source;
        if (self.world.broken)(source, word) || !self.speaks() || !self.unimported.insert((source, word.clone())) {
            return None;
        }
        let ends = |path: &str| path == &**word || path.strip_suffix(&**word).is_some_and(|rest| rest.ends_with('/'));
        // An import that gives no name is told of as such.
        if self.file.tree.imports.iter().any(|import| import.alias.is_none() && ends(&import.path.text)) {
            return None;
        }
        let message: Text = say!("没有引入“{word}”", "\"{word}\" is not imported");
        let near = nearest(word, self.file.imports.keys().map(|alias| &**alias)).map(did_you_mean_quoted);
        let path = self.world.libraries.iter().find(|path| ends(path));
        let other = self.file.tree.imports.iter().find(|import| ends(&import.path.text));
        let other = other.and_then(|import| import.alias.as_ref()).map(|alias| alias.text.clone());
        let help = match (&near, path, other) {
            (_, Some(path), Some(other)) => Some(say!(
                "“{path}”在这里叫“{other}”：写成 {other}::…",
                "\"{path}\" is called \"{other}\" here: write {other}::…"
            )),
            (None, Some(path), None) => Some(say!(
                "在文件开头写 import \"{path}\" as {word};",
                "write import \"{path}\" as {word}; at the top of the file"
            )),
            _ => None,
        };
        let help = help.or_else(|| {
            near.is_none().then(|| {
                say!(
                    "在文件开头写 import \"lib/文件\" as {word};",
                    "write import \"lib/FILE\" as {word}; at the top of the file"
                )
            })
        });
        self.report_with(alias.span, message.and_ask(near), help);
        None
    }
}

/// What a closure begins with: its parameters.
fn heading(at: &Expr) -> Span {
    match &at.what {
        What::Closure(closure) => {
            let end = closure.parameters.last().map_or(at.span.start + 2, |last| last.span.end + 1);
            Span { end: end.min(at.span.end), ..at.span }
        }
        _ => at.span,
    }
}

/// Where the name of the function stands that an expression calls.
fn name_span(call: &Expr) -> Span {
    match &call.what {
        What::Call { name, .. } | What::LibraryCall { name, .. } => name.span,
        _ => call.span,
    }
}
