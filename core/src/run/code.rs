//! The code of a pack: its scripts checked and compiled, once, for all packs that extend it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::host;
use crate::machine::code::Hook;
use crate::machine::compile::{Compiler, Parts};
use crate::machine::program::{Function, Program};
use crate::memo::{Digest, Digester};
use crate::native::state::State;
use crate::native::value::Value;
use crate::pack::{InForce, Pack, Packs, schemas};
use crate::run::checked::{self, Checked, Desk, Parameters};
use crate::run::constraints;
use crate::schema::Schema;
use crate::script::check::{self, AskedScore, Code, InstanceId, Meta, Typed};
use crate::script::mutate::{Change, Mutation};
use crate::script::tree::{Expr, File, What};
use crate::script::unroll;
use crate::script::uses::{Uses, uses};
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Sources, Span};

/// The code of a pack.
#[derive(Debug, Default)]
pub(crate) struct PackCode {
    /// What is wrong with its scripts, and what is to be looked at.
    pub findings: Vec<Finding>,
    /// Its rules, in the order written; none where something is wrong.
    pub rules: Vec<RuleCode>,
    /// Its schemes, likewise.
    pub schemes: Vec<SchemeCode>,
    /// Scores that they ask for.
    pub scores: Vec<AskedScore>,
    /// What runs.
    pub program: Arc<Program>,
}

/// A rule of a pack.
#[derive(Debug)]
pub(crate) struct RuleCode {
    /// What it says of itself.
    pub meta: Meta,
    /// Where it is declared.
    pub place: Place,
    /// Digest of what its file says of it.
    pub text: Digest,
    /// The function of the program.
    pub function: usize,
    /// What it reads.
    pub uses: Arc<Uses>,
}

/// A scheme of a pack.
#[derive(Debug)]
pub(crate) struct SchemeCode {
    /// What it says of itself.
    pub meta: Meta,
    /// Its file.
    pub file: Arc<File>,
    /// Which of the file's declarations it is.
    pub declaration: usize,
    /// For each line, the functions of its closures.
    pub closures: Vec<Vec<usize>>,
    /// Parameters that it reads, by name.
    pub parameters: BTreeSet<Arc<str>>,
    /// For each line, the cards that it asks for.
    pub asks: Vec<Asks>,
}

/// The cards that a line of a scheme asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asks {
    /// The schemes of whose cards of the year it asks, by full name.
    pub schemes: BTreeSet<Arc<str>>,
    /// Whether it asks for any without naming the scheme.
    pub any: bool,
    /// Whether it asks for cards of other years.
    pub earlier: bool,
}

impl Asks {
    /// What some closures ask for.
    fn of(uses: impl Iterator<Item = Uses>) -> Self {
        let own = |uses: Uses| Self { schemes: uses.schemes, any: uses.any_scheme, earlier: uses.other_cards };
        uses.map(own).fold(Self::default(), |asks, own| asks.and(&own))
    }

    /// What both ask for.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.schemes.extend(other.schemes.iter().cloned());
        self.any |= other.any;
        self.earlier |= other.earlier;
        self
    }
}

/// With what packs are compiled.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'b> {
    /// All packs.
    pub packs: &'b Packs,
    /// Their scripts, and what the host lends.
    pub desk: Desk<'b>,
    /// The texts.
    pub sources: &'b Sources,
    /// The code that was made before.
    pub codes: &'b Codes,
    /// Who is told of each expression that is worked out.
    pub hook: Option<&'b Hook>,
    /// What is changed in it.
    pub mutant: Option<Mutant<'b>>,
}

impl Bench<'_> {
    /// The kinds of a chain of packs.
    pub(crate) fn schema(&self, in_force: &InForce) -> Schema {
        schemas::merge(self.packs, in_force.chain.iter().map(String::as_str), in_force.unread.extends).0
    }
}

/// A change of one place in the code of a pack.
#[derive(Clone, Copy)]
pub(crate) struct Mutant<'m> {
    /// The change.
    pub mutation: &'m Mutation,
    /// What is made of scripts on the way to code is the same for all changes.
    pub nursery: &'m Nursery,
    /// The rules, by full name, whose code alone is wanted; all where none are named.
    pub only: &'m BTreeSet<String>,
}

/// Scripts that are checked, under the digest of all that this depends on.
#[derive(Debug, Default)]
pub(crate) struct Nursery {
    checked: Mutex<FxHashMap<Digest, Arc<OnceLock<Arc<Checked>>>>>,
}

impl Nursery {
    /// The scripts of that digest, checked once.
    pub(crate) fn get(&self, digest: Digest, check: impl FnOnce() -> Checked) -> Arc<Checked> {
        let own = {
            let mut all = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(digest).or_default().clone()
        };
        own.get_or_init(|| Arc::new(check())).clone()
    }
}

impl Mutant<'_> {
    /// The code of a pack with the change, where it has what is changed: where only some rules are wanted, nothing but their program.
    pub(crate) fn code<'s>(
        self,
        bench: Bench<'_>,
        (pack, parameters): (&Pack, &Parameters),
        schema: &dyn Fn() -> Cow<'s, Schema>,
        digest: Digest,
    ) -> Option<PackCode> {
        let Self { mutation, nursery, only } = self;
        let (source, gone) = (mutation.place.source, mutation.change == Change::Gone);
        if gone && !pack.texts.values().any(|own| *own == source) {
            return None;
        }
        let checked = nursery.get(digest, || Checked::of(bench.desk, pack, &schema(), parameters));
        let runs = gone || checked.typed.instances.iter().any(|instance| instance.file == source);
        runs.then(|| {
            if only.is_empty() {
                of(bench, pack, &schema(), &checked, Some(mutation))
            } else {
                PackCode { program: of_rules(bench, pack, &checked, self), ..PackCode::default() }
            }
        })
    }
}

/// The code of packs, each under the digest of all that it was made of.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    made: Mutex<FxHashMap<Digest, Made>>,
}

#[derive(Debug)]
struct Made {
    code: Arc<OnceLock<Arc<PackCode>>>,
    /// Whether it was asked for since the last turn.
    used: bool,
}

impl Codes {
    /// The code of that digest, made once.
    pub(crate) fn get(&self, digest: Digest, make: impl FnOnce() -> PackCode) -> Arc<PackCode> {
        let code = {
            let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let own = all.entry(digest).or_insert_with(|| Made { code: Arc::default(), used: true });
            own.used = true;
            own.code.clone()
        };
        code.get_or_init(|| Arc::new(make())).clone()
    }

    /// Forgets what was not asked for since the last turn.
    pub(crate) fn turn(&self) {
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, own| std::mem::take(&mut own.used));
    }
}

impl PackCode {
    /// Whether something is wrong with the scripts, so that none of them may run.
    #[must_use]
    pub(crate) fn is_broken(&self) -> bool {
        is_broken(&self.findings)
    }
}

/// Whether findings are such that nothing may run: all but what is only to be looked at.
#[must_use]
pub(crate) fn is_broken(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| *finding.rule != *host::LANGUAGE.name)
}

/// Checks the scripts of a pack against the kinds and parameters given, and makes their code.
#[must_use]
pub(crate) fn make(bench: Bench<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters) -> PackCode {
    of(bench, pack, schema, &Checked::of(bench.desk, pack, schema, parameters), None)
}

/// The code of scripts that are checked, perhaps with one place changed.
fn of(bench: Bench<'_>, pack: &Pack, schema: &Schema, checked: &Checked, mutation: Option<&Mutation>) -> PackCode {
    let typed = &checked.typed;
    let mut findings = checked.findings.clone();
    let mut constraints = constraints::make(pack, schema, &mut findings);
    constraints.retain(|own| mutation.is_none_or(|m| m.change != Change::Gone || m.place != own.place));
    let scores = typed.scores.clone();
    let mut code = PackCode { findings, rules: Vec::new(), schemes: Vec::new(), scores, program: Arc::default() };
    if code.is_broken() {
        return code;
    }
    let desk = bench.desk;
    code.program = making(bench, checked, mutation, |making, file| {
        for constraint in constraints {
            making.functions.push(constraint.function);
            code.rules.push(RuleCode {
                text: Digester::new("constraint").text(&constraint.meta.id).done(),
                meta: constraint.meta,
                place: constraint.place,
                function: making.functions.len() - 1,
                uses: Arc::default(),
            });
        }
        for rule in &typed.rules {
            let Some(file) = file(rule.file) else { continue };
            let declaration = &file.declarations[rule.declaration];
            code.rules.push(RuleCode {
                meta: rule.meta.clone(),
                place: Place { source: rule.file, span: declaration.verb.span },
                text: text(&file, bench.sources.get(rule.file).text(), declaration.span),
                function: making.add(rule.instance),
                uses: Arc::new(uses(typed, rule.instance, schema)),
            });
        }
        for scheme in &typed.schemes {
            let Some(file) = file(scheme.file) else { continue };
            let mut parameters = written(&file.declarations[scheme.declaration].arguments);
            parameters
                .extend(desk.library.get(scheme.file).into_iter().flat_map(|read| unroll::parameters(&read.file)));
            for closure in scheme.lines.iter().flat_map(|line| &line.closures) {
                parameters.extend(uses(typed, *closure, schema).parameters);
            }
            let asked =
                |line: &check::Line| Asks::of(line.closures.iter().map(|closure| uses(typed, *closure, schema)));
            let asks = scheme.lines.iter().map(asked).collect();
            let closures = |line: &check::Line| line.closures.iter().map(|closure| making.add(*closure)).collect();
            let closures = scheme.lines.iter().map(closures).collect();
            let (meta, declaration) = (scheme.meta.clone(), scheme.declaration);
            code.schemes.push(SchemeCode { meta, file, declaration, closures, parameters, asks });
        }
    });
    code
}

/// The code of some rules alone with one place changed; they have the numbers that they have among all.
fn of_rules(bench: Bench<'_>, pack: &Pack, checked: &Checked, mutant: Mutant<'_>) -> Arc<Program> {
    let constraints = pack.kinds.iter().map(|kind| kind.constraints.len()).sum::<usize>();
    let wanted = |rule: &str| mutant.only.contains(&format!("{}/{rule}", pack.manifest.id));
    making(bench, checked, Some(mutant.mutation), |making, file| {
        (0..constraints).for_each(|_| making.none());
        for rule in checked.typed.rules.iter().filter(|rule| file(rule.file).is_some()) {
            if wanted(&rule.meta.id) {
                making.add(rule.instance);
            } else {
                making.none();
            }
        }
    })
}

/// Makes a program, perhaps with one place changed. What makes it is told of the files as they are then.
fn making(
    bench: Bench<'_>,
    checked: &Checked,
    mutation: Option<&Mutation>,
    make: impl FnOnce(&mut Making<'_>, &dyn Fn(SourceId) -> Option<Arc<File>>),
) -> Arc<Program> {
    let (Bench { desk, hook, .. }, typed) = (bench, &checked.typed);
    let changed = mutation.map(|mutation| changed(typed, mutation)).unwrap_or_default();
    let as_changed = |file: Arc<File>| match mutation {
        Some(mutation) if mutation.place.source == file.source => Arc::new(mutation.of_file(&file)),
        _ => file,
    };
    let file = |source: SourceId| checked.file(desk, source).map(as_changed);
    let imports = |from: SourceId, path: &str| checked::import(desk, from, path).map(as_changed);
    let lent = desk.lent.functions();
    let parts = Parts { typed, changed: &changed, file: &file, imports: &imports, lent, hook };
    let mut making = Making { compiler: Compiler::new(parts), functions: Vec::new() };
    make(&mut making, &file);
    Arc::new(making.compiler.finish(making.functions))
}

/// The instances that a change changes, as they are then.
fn changed(typed: &Typed, mutation: &Mutation) -> FxHashMap<InstanceId, Code> {
    let own = typed.numbered().filter(|(_, instance)| instance.file == mutation.place.source);
    own.map(|(id, instance)| (id, mutation.of_code(&instance.what))).collect()
}

/// The parameters that a scheme writes down as `param("…")`.
fn written(arguments: &[Expr]) -> BTreeSet<Arc<str>> {
    let mut names = BTreeSet::new();
    for argument in arguments {
        walk::expr(argument, &mut |part| {
            if let Part::Expr(Expr { what: What::Call { name, arguments }, .. }) = part
                && let ("param", [Expr { what: What::Text(parameter), .. }]) = (&*name.text, arguments.as_slice())
            {
                names.insert(parameter.clone());
            }
        });
    }
    names
}

/// Code being made, and what is called from outside.
struct Making<'c> {
    compiler: Compiler<'c>,
    functions: Vec<Arc<Function>>,
}

impl Making<'_> {
    /// A function that nobody calls, in the place of one that is not wanted.
    fn none(&mut self) {
        let run = Box::new(|_: &mut State<'_>| Ok(Value::UNIT));
        self.functions.push(Arc::new(Function { run, parameters: 0, slots: 0, cost: 1 }));
    }

    fn add(&mut self, instance: InstanceId) -> usize {
        self.functions.push(self.compiler.function(instance));
        self.functions.len() - 1
    }
}

/// Digest of what a rule depends on in its file: its own text, and what all rules of the file share. Places count from the rule,
/// since findings may point at a function beside it.
fn text(file: &File, text: &str, own: Span) -> Digest {
    let part = |digest: Digester, span: Span| {
        let from = i64::from(span.start) - i64::from(own.start);
        digest.number(from).text(text.get(span.range()).unwrap_or_default())
    };
    let shared = file.imports.iter().map(|import| import.span);
    let shared = shared.chain(file.functions.iter().map(|function| function.span));
    let constants = file.constants.iter();
    let shared = shared.chain(constants.map(|c| Span { start: c.name.span.start, end: c.value.span.end }));
    shared.fold(part(Digester::new("declaration"), own), part).done()
}
