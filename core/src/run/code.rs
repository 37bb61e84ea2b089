//! The code of a pack: its scripts checked and compiled, once, for all packs that extend it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::machine::code::Hook;
use crate::machine::compile::{Compiler, Parts};
use crate::machine::program::Program;
use crate::memo::{Digest, Digester};
use crate::native::lent::Lent;
use crate::pack::{InForce, Literal, Pack, Packs};
use crate::run::constraints;
use crate::schema::Schema;
use crate::script::check::{self, AskedScore, InstanceId, Meta, Parameter, Typed, World};
use crate::script::library::Library;
use crate::script::tree::{Expr, File, What};
use crate::script::unroll;
use crate::script::uses::{Uses, uses};
use crate::script::walk::{self, Part};
use crate::source::{Place, SourceId, Sources, Span};

/// The code of a pack.
#[derive(Debug)]
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
    /// Their scripts.
    pub library: &'b Library,
    /// What the host lends.
    pub lent: &'b Lent,
    /// The texts.
    pub sources: &'b Sources,
    /// The code that was made before.
    pub codes: &'b Codes,
    /// Who is told of each expression that is worked out.
    pub hook: Option<&'b Hook>,
}

/// Parameters in force, as the checker knows them.
#[derive(Debug)]
pub(crate) struct Parameters {
    /// Those that are declared.
    pub known: BTreeMap<String, Parameter>,
    /// Whether there may be others: packs that should be extended, or their settings, could not be read.
    pub partial: bool,
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

/// The parameters that are in force, as the checker knows them. Of those that could not be read nothing is known.
#[must_use]
pub(crate) fn parameters(in_force: &InForce) -> Parameters {
    let InForce { unread, parameters, .. } = in_force;
    let hidden = unread.parameters.iter().map(|name| (name.clone(), Parameter::unread()));
    let known = hidden.chain(parameters.iter().map(|(name, p)| (name.clone(), Parameter::of(p)))).collect();
    Parameters { known, partial: unread.extends || unread.any_parameter }
}

/// Checks the scripts of a pack against the kinds and parameters given, and makes their code.
#[must_use]
pub(crate) fn make(bench: Bench<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters) -> PackCode {
    let unrolled = unrolled(bench, pack, parameters);
    let typed = checked(bench, pack, schema, parameters, &unrolled);
    let mut findings = syntax(bench, pack);
    findings.extend(typed.findings.iter().cloned());
    let constraints = constraints::make(pack, schema, &mut findings);
    let scores = typed.scores.clone();
    let mut code = PackCode { findings, rules: Vec::new(), schemes: Vec::new(), scores, program: Arc::default() };
    if code.is_broken() {
        return code;
    }
    let file = |source: SourceId| file(bench, &unrolled, source);
    let imports = |from: SourceId, path: &str| import(bench, from, path);
    let parts = Parts { typed: &typed, file: &file, imports: &imports, lent: bench.lent.functions(), hook: bench.hook };
    let mut making = Making { compiler: Compiler::new(parts), functions: Vec::new() };
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
            text: text(&file, &bench.sources.get(rule.file).text, declaration.span),
            function: making.add(rule.instance),
            uses: Arc::new(uses(&typed, rule.instance, schema)),
        });
    }
    for scheme in &typed.schemes {
        let Some(file) = file(scheme.file) else { continue };
        let mut parameters = written(&file.declarations[scheme.declaration].arguments);
        parameters.extend(bench.library.get(scheme.file).into_iter().flat_map(|read| unroll::parameters(&read.file)));
        for closure in scheme.lines.iter().flat_map(|line| &line.closures) {
            parameters.extend(uses(&typed, *closure, schema).parameters);
        }
        let asked = |line: &check::Line| Asks::of(line.closures.iter().map(|closure| uses(&typed, *closure, schema)));
        let asks = scheme.lines.iter().map(asked).collect();
        let closures = |line: &check::Line| line.closures.iter().map(|closure| making.add(*closure)).collect();
        let closures = scheme.lines.iter().map(closures).collect();
        let (meta, declaration) = (scheme.meta.clone(), scheme.declaration);
        code.schemes.push(SchemeCode { meta, file, declaration, closures, parameters, asks });
    }
    code.program = Arc::new(making.compiler.finish(making.functions));
    code
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
    functions: Vec<Arc<crate::machine::program::Function>>,
}

impl Making<'_> {
    fn add(&mut self, instance: InstanceId) -> usize {
        self.functions.push(self.compiler.function(instance));
        self.functions.len() - 1
    }
}

/// What a pack's texts do not say as scripts do.
fn syntax(bench: Bench<'_>, pack: &Pack) -> Vec<Finding> {
    let files: Vec<SourceId> = pack.scripts.values().chain(pack.libraries.values()).copied().collect();
    let readings = files.iter().filter_map(|source| bench.library.get(*source));
    let here = |finding: &Finding| finding.place.is_some_and(|place| files.contains(&place.source));
    let loops = bench.library.loops(&files).into_iter().filter(here);
    let mut findings: Vec<Finding> = readings.flat_map(|reading| reading.findings.clone()).chain(loops).collect();
    let hollow = |source: &&SourceId| bench.library.get(**source).is_some_and(|reading| reading.is_empty());
    findings.extend(files.iter().filter(hollow).map(|source| nothing(*source)));
    findings
}

/// Says that a script has nothing in it: what an editor has emptied is missed by nobody else.
fn nothing(source: SourceId) -> Finding {
    let message = say!("这个文件里没有规则，也没有函数", "there is neither a rule nor a function in this file");
    let help = say!("补上规则，或删去这个文件", "add the rules, or delete the file");
    host::PACK.finding(message).at(Place { source, span: Span::default() }).help(help)
}

/// Files of a pack in which lists have made lines of schemes.
type Unrolled = BTreeMap<SourceId, Arc<File>>;

fn unrolled(bench: Bench<'_>, pack: &Pack, parameters: &Parameters) -> Unrolled {
    let value = |name: &str| parameters.known.get(name)?.rows.clone();
    let files = pack.scripts.values().filter_map(|source| bench.library.get(*source).map(|reading| (*source, reading)));
    let made = files.filter_map(|(source, reading)| Some((source, Arc::new(unroll::unrolled(&reading.file, &value)?))));
    made.collect()
}

fn file(bench: Bench<'_>, unrolled: &Unrolled, source: SourceId) -> Option<Arc<File>> {
    unrolled.get(&source).cloned().or_else(|| bench.library.get(source).map(|reading| reading.file.clone()))
}

/// Whether the parameters of which a pack's schemes make lines are the same.
#[must_use]
pub(crate) fn makes_the_same(bench: Bench<'_>, pack: &Pack, one: &Parameters, other: &Parameters) -> bool {
    rows(bench, pack, one) == rows(bench, pack, other)
}

/// The parameters of which a pack's schemes make lines, with their values.
#[must_use]
pub(super) fn rows(bench: Bench<'_>, pack: &Pack, parameters: &Parameters) -> BTreeMap<Arc<str>, Option<Literal>> {
    let files = pack.scripts.values().filter_map(|source| bench.library.get(*source));
    let names = files.flat_map(|reading| unroll::parameters(&reading.file));
    let value = |name: &str| parameters.known.get(name).and_then(|parameter| parameter.rows.clone());
    names.map(|name| (name.clone(), value(&name))).collect()
}

fn checked(bench: Bench<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters, unrolled: &Unrolled) -> Typed {
    let id = &pack.manifest.id;
    let libraries: Vec<String> = bench.library.paths(id).map(str::to_owned).collect();
    let imports = |from: SourceId, path: &str| import(bench, from, path);
    let world = World {
        pack: id,
        schema,
        parameters: &parameters.known,
        imports: &imports,
        broken: &|file, name| bench.library.get(file).is_some_and(|reading| reading.lacks(name)),
        libraries: &libraries,
        lent: bench.lent,
        partial: parameters.partial,
        language: pack.manifest.language,
    };
    let file = |source: &SourceId| file(bench, unrolled, *source);
    let scripts = pack.scripts.values().filter_map(file).map(|file| (file, false));
    let libraries = pack.libraries.values().filter_map(file).map(|file| (file, true));
    check::check(&scripts.chain(libraries).collect::<Vec<_>>(), &world)
}

/// What the checker makes of a pack's scripts.
#[must_use]
pub(crate) fn typed(bench: Bench<'_>, pack: &Pack, schema: &Schema, parameters: &Parameters) -> Typed {
    checked(bench, pack, schema, parameters, &unrolled(bench, pack, parameters))
}

/// What the checker makes of a pack's scripts, one of them as it stands in an editor.
#[must_use]
pub(crate) fn typed_with(
    bench: Bench<'_>,
    pack: &Pack,
    schema: &Schema,
    parameters: &Parameters,
    file: Arc<File>,
) -> Typed {
    checked(bench, pack, schema, parameters, &BTreeMap::from([(file.source, file)]))
}

fn import(bench: Bench<'_>, from: SourceId, path: &str) -> Option<Arc<File>> {
    let source = bench.library.import(from, path)?;
    Some(bench.library.get(source)?.file.clone())
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
