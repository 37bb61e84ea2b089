//! The checker's state: the file at hand, the variables in sight, what was found.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::AskedScore;
use super::table::{Code, Instance, InstanceId, Table};
use super::{Line, Rule, Scheme, Typed, World};
use crate::finding::Finding;
use crate::language::Text;
use crate::script::tree::{self, Expr, Name, NodeId};
use crate::script::types::Ty;
use crate::source::{Place, SourceId, Span};
use crate::value::KindId;

/// One file: what it declares and imports.
pub(super) struct File {
    /// Its tree.
    pub tree: Arc<tree::File>,
    /// Imported libraries by alias; `None` for one that does not exist.
    pub imports: FxHashMap<Arc<str>, Option<Arc<tree::File>>>,
    /// Functions by name, those with fewer parameters first.
    pub functions: FxHashMap<Arc<str>, Vec<Arc<tree::Function>>>,
}

impl File {
    fn read(tree: &Arc<tree::File>, world: &World<'_>) -> Self {
        let named = |import: &tree::Import| {
            let alias = import.alias.as_ref()?.text.clone();
            Some((alias, (world.imports)(tree.source, &import.path.text)))
        };
        let imports = tree.imports.iter().filter_map(named).collect();
        let mut functions: FxHashMap<Arc<str>, Vec<Arc<tree::Function>>> = FxHashMap::default();
        for function in &tree.functions {
            functions.entry(function.name.text.clone()).or_default().push(function.clone());
        }
        for same in functions.values_mut() {
            same.sort_by_key(|f| f.parameters.len());
        }
        Self { tree: tree.clone(), imports, functions }
    }

    /// The function of that name which takes so many arguments.
    pub(super) fn function(&self, name: &str, arguments: usize) -> Option<&Arc<tree::Function>> {
        self.functions.get(name)?.iter().find(|f| f.parameters.len() == arguments)
    }

    /// The names of its functions, in the order written.
    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        self.tree.functions.iter().map(|f| &*f.name.text)
    }
}

/// Names a binding within a file: the first byte of the name that declares it.
pub(super) type Slot = u32;

/// A variable in sight.
pub(super) struct Binding {
    /// Its name.
    pub name: Arc<str>,
    /// The type that it was declared with.
    pub ty: Ty,
    /// Which declaration it is.
    pub slot: Slot,
    /// Whether its value is computed, so that a finding cannot point at it.
    pub computed: bool,
    /// Whether it is a constant.
    pub constant: bool,
    /// The parameter of the pack that it was read from.
    pub parameter: Option<Arc<str>>,
}

impl Binding {
    /// A variable that is declared there with a value of that type.
    pub(super) fn new(name: &Name, ty: Ty) -> Self {
        let slot = name.span.start;
        Self { name: name.text.clone(), ty, slot, computed: false, constant: false, parameter: None }
    }
}

/// What is known within one function or rule: types assigned to variables, types returned.
#[derive(Default)]
pub(super) struct Frame {
    /// Types assigned after the declaration.
    pub assigned: FxHashMap<Slot, Ty>,
    /// Whether the last pass learnt something new.
    pub changed: bool,
    /// Whether nothing is to be known any more of variables that are assigned: their types did not come to an end.
    pub hopeless: bool,
    /// Variables changed by `+=` and the like, whose values a finding can no longer point at.
    pub reckoned: FxHashSet<Slot>,
    /// The types of `return`, one list per function or closure being walked.
    pub returns: Vec<Ty>,
    /// Names that nothing has, each told once.
    pub missing: FxHashSet<Arc<str>>,
    /// What is kept.
    pub table: Table,
}

/// A call that is being followed.
pub(super) struct Call {
    /// The file of the function.
    pub source: SourceId,
    /// Its name.
    pub name: Arc<str>,
    /// Where it is called; `None` when it is checked for itself.
    pub place: Option<Place>,
}

/// A function with the types of its arguments.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The file of the function.
    pub source: SourceId,
    /// Where its name stands.
    pub at: u32,
    /// Types of its arguments.
    pub arguments: Vec<Ty>,
}

impl Key {
    /// A function called with arguments of those types.
    pub(super) fn new(source: SourceId, function: &tree::Function, arguments: Vec<Ty>) -> Self {
        Self { source, at: function.name.span.start, arguments }
    }

    /// A function called with arguments of which nothing is known.
    pub(super) fn generic(source: SourceId, function: &tree::Function) -> Self {
        Self::new(source, function, vec![Ty::Unknown; function.parameters.len()])
    }
}

/// What a call that was followed gave.
#[derive(Clone)]
pub(super) struct Outcome {
    /// Type of its result.
    pub ty: Ty,
    /// Whether its types are kept.
    pub kept: bool,
    /// Whether its findings are out.
    pub told: bool,
}

/// The checker.
pub(super) struct Checker<'a> {
    /// What scripts may speak of.
    pub world: World<'a>,
    /// The file at hand.
    pub file: Rc<File>,
    /// Files seen so far.
    pub files: FxHashMap<SourceId, Rc<File>>,
    /// Files that are checked, and not only called.
    pub own: FxHashSet<SourceId>,
    /// Constants of files seen so far.
    pub constants: FxHashMap<SourceId, Vec<(Name, Ty)>>,
    /// Scores that were asked for.
    pub asked: FxHashSet<AskedScore>,
    /// Types of fields, once they were asked for.
    pub columns: FxHashMap<(KindId, usize), Ty>,
    /// Variables in sight, innermost last.
    pub env: Vec<Binding>,
    /// The function at hand.
    pub frame: Frame,
    /// Calls being followed.
    pub calls: Vec<Call>,
    /// Results of calls.
    pub memo: FxHashMap<Key, Outcome>,
    /// Instances of functions.
    pub ids: FxHashMap<Key, InstanceId>,
    /// Rules seen so far.
    pub named: FxHashMap<Arc<str>, Place>,
    /// Libraries that files speak of without importing them, each told once.
    pub unimported: FxHashSet<(SourceId, Arc<str>)>,
    /// Lines of the scheme at hand.
    pub lines: Vec<Line>,
    /// How many branches were left out so far because the types at hand do not reach them.
    pub decided: usize,
    /// While greater than 0, nothing is reported, and nothing kept.
    pub muted: usize,
    /// While greater than 0, nothing is reported.
    pub quiet: usize,
    /// What was found, and what is kept.
    pub typed: Typed,
    /// What was said so far.
    pub seen: FxHashSet<(Place, Text)>,
    /// Whether the closure of a rule is walked.
    pub rule: bool,
    /// Whether what was to be said last was new.
    pub pushed: bool,
}

impl<'a> Checker<'a> {
    /// A checker that has seen nothing.
    pub(super) fn new(world: World<'a>, own: FxHashSet<SourceId>) -> Self {
        let nothing = tree::File {
            source: SourceId::NONE,
            imports: Vec::new(),
            constants: Vec::new(),
            functions: Vec::new(),
            declarations: Vec::new(),
            strays: Vec::new(),
            nodes: 0,
        };
        Self {
            world,
            file: Rc::new(File::read(&Arc::new(nothing), &world)),
            files: FxHashMap::default(),
            own,
            constants: FxHashMap::default(),
            asked: FxHashSet::default(),
            columns: FxHashMap::default(),
            env: Vec::new(),
            frame: Frame::default(),
            calls: Vec::new(),
            memo: FxHashMap::default(),
            ids: FxHashMap::default(),
            named: FxHashMap::default(),
            unimported: FxHashSet::default(),
            lines: Vec::new(),
            decided: 0,
            muted: 0,
            quiet: 0,
            typed: Typed::default(),
            seen: FxHashSet::default(),
            rule: false,
            pushed: false,
        }
    }

    /// What a file declares; read once, and its constants typed.
    pub(super) fn file_of(&mut self, tree: &Arc<tree::File>) -> Rc<File> {
        if let Some(file) = self.files.get(&tree.source) {
            return file.clone();
        }
        let file = Rc::new(File::read(tree, &self.world));
        self.files.insert(tree.source, file.clone());
        self.read_constants(&file);
        file
    }

    /// Types the constants of a file, which may call its functions; they are told of where the file itself is checked.
    fn read_constants(&mut self, file: &Rc<File>) {
        let source = file.tree.source;
        let foreign = usize::from(!self.own.contains(&source));
        let outer = (self.file.clone(), std::mem::take(&mut self.env), std::mem::take(&mut self.frame));
        let (calls, muted) = (std::mem::take(&mut self.calls), std::mem::take(&mut self.muted));
        self.file = file.clone();
        let quiet = std::mem::replace(&mut self.quiet, foreign);
        for constant in &file.tree.constants {
            let before = self.typed.findings.len();
            let ty = self.infer(&constant.value);
            if before == self.typed.findings.len() && !constant.variable {
                self.check_constant(&constant.name, &constant.value);
            }
            self.bind(Binding { computed: true, constant: true, ..Binding::new(&constant.name, ty.clone()) });
            self.constants.entry(source).or_default().push((constant.name.clone(), ty));
        }
        self.quiet = quiet;
        let frame = std::mem::replace(&mut self.frame, outer.2);
        let what = Code::File(file.tree.clone());
        let id =
            self.keep(Instance { what, file: source, parameters: Vec::new(), result: Ty::Unit, table: frame.table });
        self.typed.files.push((source, id));
        (self.file, self.env, self.calls, self.muted) = (outer.0, outer.1, calls, muted);
    }

    /// Brings the constants of the file at hand into sight, and nothing else.
    pub(super) fn only_constants(&mut self) {
        let constants = self.constants.get(&self.file.tree.source).map(Vec::as_slice).unwrap_or_default();
        let bind =
            |(name, ty): &(Name, Ty)| Binding { computed: true, constant: true, ..Binding::new(name, ty.clone()) };
        self.env = constants.iter().map(bind).collect();
    }

    /// A place in the file at hand.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { source: self.file.tree.source, span }
    }

    /// Keeps an instance.
    pub(super) fn keep(&mut self, instance: Instance) -> InstanceId {
        self.typed.instances.push(instance);
        InstanceId::new(self.typed.instances.len() - 1)
    }

    /// The instance of a function with such arguments: an empty one, if it is asked for before it is walked.
    pub(super) fn instance(&mut self, key: Key, function: &Arc<tree::Function>) -> InstanceId {
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let (file, parameters) = (key.source, key.arguments.clone());
        let what = Code::Function(function.clone());
        let id = self.keep(Instance { what, file, parameters, result: Ty::Unknown, table: Table::default() });
        self.ids.insert(key, id);
        id
    }

    /// Keeps the type of an expression, also that it is not known: the expression was reached.
    pub(super) fn note(&mut self, expr: &Expr, ty: &Ty) {
        if self.muted == 0 {
            self.frame.table.types.insert(expr.id, ty.clone());
        }
    }

    /// Keeps which function an expression calls.
    pub(super) fn note_call(&mut self, node: NodeId, called: Option<InstanceId>) {
        if let Some(called) = called {
            self.frame.table.calls.insert(node, called);
        }
    }

    /// The binding of that name.
    pub(super) fn binding(&self, name: &str) -> Option<&Binding> {
        self.env.iter().rev().find(|b| *b.name == *name)
    }

    /// The type of the variable of that name: what it was declared with, and everything it is assigned.
    pub(super) fn variable(&self, name: &str) -> Option<Ty> {
        self.binding(name).map(|binding| self.held(binding))
    }

    fn held(&self, binding: &Binding) -> Ty {
        match self.frame.assigned.get(&binding.slot) {
            Some(assigned) => binding.ty.clone().widened().join(assigned.clone()),
            None => binding.ty.clone(),
        }
    }

    /// Brings a variable into sight.
    pub(super) fn bind(&mut self, binding: Binding) {
        if self.muted == 0 {
            let ty = self.held(&binding);
            self.frame.table.variables.insert(binding.slot, ty);
        }
        self.env.push(binding);
    }

    /// Notes that the variable may also hold a value of that type.
    pub(super) fn assign(&mut self, name: &str, ty: Ty) {
        let Some(slot) = self.binding(name).map(|b| b.slot) else { return };
        let before = self.frame.assigned.get(&slot).cloned();
        let joined = before.clone().unwrap_or(Ty::Never).join(ty.widened());
        let after = if self.frame.hopeless { Ty::Unknown } else { joined };
        if before.as_ref() != Some(&after) {
            self.frame.changed = true;
            self.frame.assigned.insert(slot, after);
        }
    }

    /// The name of a type in both languages.
    pub(super) fn name(&self, ty: &Ty) -> (String, String) {
        ty.name(self.world.schema)
    }

    /// Everything that was learnt, in order.
    pub(super) fn finish(mut self) -> Typed {
        self.complete();
        self.forbid_warnings();
        let mut typed = self.typed;
        let at = |finding: &Finding| finding.place;
        typed.findings.sort_by_key(at);
        typed.rules.sort_by_key(|rule: &Rule| (rule.file, rule.declaration));
        typed.schemes.sort_by_key(|scheme: &Scheme| (scheme.file, scheme.declaration));
        typed
    }
}
