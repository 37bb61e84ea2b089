//! A worker: one thread's engine, with its own syntax trees and warm caches. Nothing in it is shared with other threads,
//! since the interpreter counts references on every call and shared counts cost the second core.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rhai::{AST, Caches, Dynamic, Engine, EvalAltResult, EvalContext, FnPtr, GlobalRuntimeState, Module, Scope};
use rustc_hash::FxHashMap;

use crate::engine::api;
use crate::engine::api::context::{Context, register_parameter_names};
use crate::engine::api::scores::Builder;
use crate::engine::library::{Library, Resolver, source_name};
use crate::engine::limits;
use crate::engine::shared::{Declared, DeclaredScheme, Now, Record, Shared};
use crate::source::SourceId;
use crate::value::RowId;

/// One thread's engine.
pub(crate) struct Worker {
    engine: Engine,
    /// What the functions registered with the engine reach.
    pub shared: Arc<Shared>,
    library: Arc<Library>,
    loaded: FxHashMap<SourceId, Loaded>,
}

/// What a script file declares.
#[derive(Default)]
pub(crate) struct Declarations {
    /// Rules.
    pub rules: Vec<Declared>,
    /// Schemes, with their lines.
    pub schemes: Vec<DeclaredScheme>,
}

/// A script file, evaluated: its functions, rules and schemes' closures.
struct Loaded {
    source: Option<rhai::ImmutableString>,
    global: GlobalRuntimeState,
    caches: Caches,
    scope: Scope<'static>,
    rules: FxHashMap<String, FnPtr>,
    /// For each scheme, the closures of each of its lines.
    schemes: FxHashMap<String, Vec<Vec<FnPtr>>>,
}

/// Which closure to call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Closure<'a> {
    /// That of a rule.
    Rule(&'a str),
    /// One of a line of a scheme.
    Line {
        /// The scheme's id.
        scheme: &'a str,
        /// Number of the line.
        line: usize,
        /// Number of the closure.
        number: usize,
    },
}

impl Loaded {
    /// Puts back what an error left half done: depth, scopes and imports of the calls it broke off.
    fn restore(&mut self) {
        self.global.level = 0;
        self.global.scope_level = 0;
        self.global.truncate_imports(0);
        self.global.lib.truncate(1);
        self.global.source = self.source.clone();
        self.scope.clear();
        self.caches = Caches::new();
    }
}

/// Why a call gave no answer.
pub(crate) enum Failure {
    /// The script failed.
    Script(Box<EvalAltResult>),
    /// A function of the host panicked.
    Panic,
}

/// An engine with all limits and functions, for compiling and for running.
#[must_use]
pub(crate) fn engine(shared: &Arc<Shared>, library: &Arc<Library>, parameters: &[String]) -> Engine {
    let mut engine = Engine::new_raw();
    limits::set(&mut engine, &shared.budget);
    api::register(&mut engine, shared, &library.lent);
    register_parameter_names(&mut engine, shared, parameters.iter().map(String::as_str));
    engine.set_module_resolver(Resolver::new(library.clone()));
    engine
}

impl Worker {
    /// A worker over some data. `parameters` names every parameter that scripts may read.
    #[must_use]
    pub(crate) fn new(shared: Shared, library: Arc<Library>, parameters: &[String]) -> Self {
        let shared = Arc::new(shared);
        Self { engine: engine(&shared, &library, parameters), shared, library, loaded: FxHashMap::default() }
    }

    /// The syntax tree of a file.
    ///
    /// # Errors
    /// When it does not compile.
    pub(crate) fn parse(&self, source: SourceId) -> Result<AST, Box<EvalAltResult>> {
        let mut tree = self.engine.compile(self.library.text(source).unwrap_or_default())?;
        tree.set_source(source_name(source));
        Ok(tree)
    }

    /// Evaluates a file, once, and returns the rules and schemes that it declares.
    ///
    /// # Errors
    /// When it does not compile, or its top level fails.
    pub(crate) fn load(&mut self, source: SourceId) -> Result<Declarations, Box<EvalAltResult>> {
        self.shared.budget.start(0);
        let ast = self.parse(source)?;
        let _ = (self.shared.take_declared(), self.shared.take_schemes());
        let mut module = Module::eval_ast_as_new(Scope::new(), &ast, &self.engine)?;
        module.build_index();
        let (rules, mut schemes) = (self.shared.take_declared(), self.shared.take_schemes());
        let mut global = self.engine.new_global_runtime_state();
        let name = Some(source_name(source).into());
        global.source.clone_from(&name);
        global.lib.push(module.into());
        let mut loaded = Loaded {
            source: name,
            global,
            caches: Caches::new(),
            scope: Scope::new(),
            rules: rules.iter().map(|d| (d.id.clone(), d.call.clone())).collect(),
            schemes: FxHashMap::default(),
        };
        for scheme in &mut schemes {
            let builder = Builder::default();
            let build = scheme.build.clone();
            let _ = call(&self.engine, &mut loaded, &build, vec![Dynamic::from(builder.clone())])?;
            scheme.lines = builder.take();
            let closures = scheme.lines.iter().map(|line| line.closures.clone()).collect();
            loaded.schemes.insert(scheme.id.clone(), closures);
        }
        self.loaded.insert(source, loaded);
        Ok(Declarations { rules, schemes })
    }

    /// Sets body, year and parameters of the calls to come.
    pub(crate) fn enter(&self, now: Now) {
        self.shared.enter(now);
    }

    /// Calls a rule with a record, or without one. Its findings are then in [`Shared::take_drafts`].
    ///
    /// # Errors
    /// When the rule gives no answer.
    pub(crate) fn call(
        &mut self,
        source: SourceId,
        rule: &str,
        record: Option<RowId>,
        records: usize,
    ) -> Result<(), Failure> {
        self.ask(source, Closure::Rule(rule), record, records).map(|_| ())
    }

    /// Calls a closure of a file with a record, or without one, and gives what it gives.
    ///
    /// # Errors
    /// When it gives no answer.
    pub(crate) fn ask(
        &mut self,
        source: SourceId,
        which: Closure<'_>,
        record: Option<RowId>,
        records: usize,
    ) -> Result<Dynamic, Failure> {
        if !self.loaded.contains_key(&source) {
            self.load(source).map_err(Failure::Script)?;
        }
        let (engine, shared) = (&self.engine, &self.shared);
        let loaded = self.loaded.get_mut(&source).ok_or(Failure::Panic)?;
        let closure = match which {
            Closure::Rule(rule) => loaded.rules.get(rule),
            Closure::Line { scheme, line, number } => {
                loaded.schemes.get(scheme).and_then(|lines| lines.get(line)?.get(number))
            }
        };
        let Some(closure) = closure.cloned() else { return Err(Failure::Panic) };
        let mut values: Vec<Dynamic> = Vec::with_capacity(2);
        values.extend(record.map(|row| Dynamic::from(Record { row, from: 0 })));
        values.push(Dynamic::from(Context));
        shared.budget.start(records);
        loaded.global.num_operations = 0;
        match catch_unwind(AssertUnwindSafe(|| call(engine, loaded, &closure, values))) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                loaded.restore();
                Err(Failure::Script(error))
            }
            Err(_) => {
                // What a panic left half done is thrown away.
                self.loaded.remove(&source);
                Err(Failure::Panic)
            }
        }
    }
}

/// Calls a closure of a loaded file.
fn call(
    engine: &Engine,
    loaded: &mut Loaded,
    closure: &FnPtr,
    arguments: Vec<Dynamic>,
) -> Result<Dynamic, Box<EvalAltResult>> {
    let mut values: Vec<Dynamic> = closure.curry().to_vec();
    values.extend(arguments);
    let mut arguments: Vec<&mut Dynamic> = values.iter_mut().collect();
    EvalContext::new(engine, &mut loaded.global, &mut loaded.caches, &mut loaded.scope, None).call_fn_raw(
        closure.fn_name(),
        false,
        false,
        &mut arguments,
    )
}
