//! From typed trees to code: each instance once, each expression by what is asked of it: a value, or, where its type is known,
//! a yes or no, a whole number, a day, a record, with no value in between.

mod quiet;
mod speech;
mod texts;
mod expressions;
mod access;
mod operators;
mod compare;
mod calls;
mod collections;
mod statements;
mod switch;
mod assign;

use std::sync::{Arc, OnceLock, Weak};

use rustc_hash::FxHashMap;

use crate::function::Function as HostFunction;
use crate::language::say;
use crate::machine::code::{Hook, Run, Tells, Told};
use crate::machine::program::{Function, Program};
use crate::native::functions::words::seen;
use crate::native::speech::Key;
use crate::native::state::State;
use crate::native::stop::Stop;
use crate::native::value::Value;
use crate::script::check::{Code, Instance, InstanceId, Table, Typed};
use crate::script::tree::{Block, Expr, File, Name, NodeId};
use crate::script::types::Ty;
use crate::source::{Place, SourceId, Span};

/// What code is made of, besides the trees.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'c> {
    /// Trees and types.
    pub typed: &'c Typed,
    /// Instances that stand otherwise than they were typed, with the same types.
    pub changed: &'c FxHashMap<InstanceId, Code>,
    /// The file of that number.
    pub file: &'c dyn Fn(SourceId) -> Option<Arc<File>>,
    /// The library that a path names in an `import` of a file.
    pub imports: &'c dyn Fn(SourceId, &str) -> Option<Arc<File>>,
    /// Functions of the host.
    pub lent: &'c [HostFunction],
    /// Who is told of each expression; code that tells nobody is not made for it.
    pub hook: Option<&'c Hook>,
}

/// A function that is compiled, or being compiled.
enum Callee {
    Open(Arc<OnceLock<Weak<Function>>>),
    Done(Arc<Function>),
}

/// Makes code.
pub(crate) struct Compiler<'c> {
    parts: Parts<'c>,
    /// What is being compiled.
    body: Body<'c>,
    callees: FxHashMap<InstanceId, Callee>,
    texts: Vec<Arc<str>>,
    text_numbers: FxHashMap<Arc<str>, usize>,
    parameters: Vec<Arc<str>>,
    sites: usize,
}

/// What is being compiled: its types, and its variables in sight.
struct Body<'c> {
    source: SourceId,
    table: Option<&'c Table>,
    /// Variables in sight with their slots, innermost last.
    scope: Vec<(Arc<str>, usize)>,
    /// The next slot that is free, and the most that were ever taken.
    next: usize,
    most: usize,
    /// Names of the words of messages.
    words: FxHashMap<NodeId, Key>,
}

/// The parameters of a closure by their slots.
type Slots = Vec<usize>;

impl<'c> Compiler<'c> {
    /// A compiler that has made nothing.
    #[must_use]
    pub(crate) fn new(parts: Parts<'c>) -> Self {
        let words = FxHashMap::default();
        let body = Body { source: SourceId::NONE, table: None, scope: Vec::new(), next: 0, most: 0, words };
        let (texts, text_numbers) = (Vec::new(), FxHashMap::default());
        Self { parts, body, callees: FxHashMap::default(), texts, text_numbers, parameters: Vec::new(), sites: 0 }
    }

    /// The program of what was made.
    #[must_use]
    pub(crate) fn finish(self, functions: Vec<Arc<Function>>) -> Program {
        Program { functions, texts: self.texts, parameters: self.parameters, sites: self.sites }
    }

    /// The code of an instance; made once.
    pub(crate) fn function(&mut self, id: InstanceId) -> Arc<Function> {
        if let Some(Callee::Done(function)) = self.callees.get(&id) {
            return function.clone();
        }
        let later = Arc::new(OnceLock::new());
        self.callees.insert(id, Callee::Open(later.clone()));
        let instance = self.parts.typed.instance(id);
        let what = self.parts.changed.get(&id).unwrap_or(&instance.what);
        let function = Arc::new(self.instance(instance, what));
        // A call of itself, or in a circle, finds it there.
        let _ = later.set(Arc::downgrade(&function));
        self.callees.insert(id, Callee::Done(function.clone()));
        function
    }

    fn instance(&mut self, instance: &'c Instance, what: &'c Code) -> Function {
        let (source, table, words) = (instance.file, Some(&instance.table), speech::words(what));
        let body = Body { source, table, scope: Vec::new(), next: 0, most: 0, words };
        let outer = std::mem::replace(&mut self.body, body);
        let parameters: Slots = what.parameters().iter().map(|name| self.bind(name)).collect();
        let cost = 1 + match what {
            Code::Function(function) => quiet::weight(&function.body),
            Code::Closure(closure) => quiet::weight(&closure.body),
            Code::File(_) => 0,
        };
        let run = match what {
            Code::Function(function) => self.body_of(&function.body),
            Code::Closure(closure) => self.body_of(&closure.body),
            Code::File(_) => Box::new(|_: &mut State<'_>| Ok(Value::UNIT)),
        };
        let slots = std::mem::replace(&mut self.body, outer).most;
        Function { run, parameters: parameters.len(), slots, cost }
    }

    /// A body whose `return` ends here.
    fn body_of(&mut self, block: &'c Block) -> Run {
        let run = self.block(block);
        if !quiet::returns(block) {
            return run;
        }
        Box::new(move |state| match run(state) {
            Err(Stop::Return) => Ok(std::mem::replace(&mut state.returned, Value::UNIT)),
            answer => answer,
        })
    }

    /// Brings a variable into sight and gives its slot.
    fn bind(&mut self, name: &Name) -> usize {
        let slot = self.slot();
        self.body.scope.push((name.text.clone(), slot));
        slot
    }

    /// A slot without a name.
    fn slot(&mut self) -> usize {
        let slot = self.body.next;
        self.body.next += 1;
        self.body.most = self.body.most.max(self.body.next);
        slot
    }

    /// Does something within a scope of its own.
    fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let (names, next) = (self.body.scope.len(), self.body.next);
        let result = work(self);
        self.body.scope.truncate(names);
        self.body.next = next;
        result
    }

    /// The slot of the variable of that name.
    fn variable(&self, name: &str) -> Option<usize> {
        self.body.scope.iter().rev().find(|(own, _)| **own == *name).map(|(_, slot)| *slot)
    }

    /// The slot of the variable that an expression is.
    fn slot_of(&self, expr: &Expr) -> Option<usize> {
        match &expr.what {
            crate::script::tree::What::Name(name) => self.variable(name),
            _ => None,
        }
    }

    fn told(&self, expr: &Expr) -> Option<&'c Ty> {
        self.body.table?.types.get(&expr.id)
    }

    /// The type of an expression, `()` left out; `Unknown` where nothing is known.
    fn ty(&self, expr: &Expr) -> &'c Ty {
        self.told(expr).map_or(&Ty::Unknown, Ty::plain)
    }

    /// Whether an expression may be `()`, as far as is known.
    fn may_be_unit(&self, expr: &Expr) -> bool {
        self.told(expr).is_none_or(|ty| matches!(ty, Ty::Maybe(_) | Ty::Unit | Ty::Unknown))
    }

    /// What runs where a script's function is called or named.
    fn callee(&self, at: NodeId) -> Option<InstanceId> {
        self.body.table?.calls.get(&at).copied()
    }

    fn place(&self, span: Span) -> Place {
        Place { source: self.body.source, span }
    }

    /// The number of a text of the program.
    fn text(&mut self, text: &Arc<str>) -> usize {
        if let Some(number) = self.text_numbers.get(text) {
            return *number;
        }
        let number = self.texts.len();
        self.texts.push(text.clone());
        self.text_numbers.insert(text.clone(), number);
        number
    }

    /// The number of a parameter of the program.
    fn parameter_number(&mut self, name: &Arc<str>) -> usize {
        if let Some(number) = self.parameters.iter().position(|own| own == name) {
            return number;
        }
        self.parameters.push(name.clone());
        self.parameters.len() - 1
    }

    /// A place where a property is read.
    fn site(&mut self) -> usize {
        self.sites += 1;
        self.sites - 1
    }

    /// Code that tells of an expression when it begins, and what it comes to, where somebody wants to be told.
    fn told_of<T: Tells + 'static>(&self, expr: &Expr, run: Run<T>) -> Run<T> {
        let Some(hook) = self.parts.hook else { return run };
        let hear = hook(self.body.source, expr);
        Box::new(move |state| {
            hear(Told::Begun, &mut || None);
            let came = run(state)?;
            hear(came.told(), &mut || seen(state, &came.value()));
            Ok(came)
        })
    }

    /// Code for what the checker refuses, so that no such pack runs.
    fn refused(&self, span: Span) -> Run {
        let place = self.place(span);
        Box::new(move |_| Err(Stop::failed(say!("这里不能运行", "this cannot be run")).at(place)))
    }
}
