//! Compiling what holds where a pack governs: its scripts checked, their code made, its rules and schemes collected.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::{did_you_mean, say};
use crate::machine::compile::{Compiler, Parts};
use crate::machine::constant;
use crate::machine::program::Program;
use crate::memo::{Digest, Digester};
use crate::native::lent::Lent;
use crate::pack::rule::{ParameterInfo, RuleInfo};
use crate::pack::{InForce, Pack, Packs, views};
use crate::run::schemes::{self, Declared, SchemeInForce};
use crate::schema::Schema;
use crate::script::check::{self, InstanceId, Parameter, Typed, World};
use crate::script::library::Library;
use crate::script::tree::File;
use crate::script::types::Ty;
use crate::script::uses::{Uses, uses};
use crate::source::{Place, SourceId, Sources, Span};
use crate::spelling::nearest;

/// What holds where one pack governs, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    /// Pack, chain, parameters and levels.
    pub in_force: InForce,
    /// Its rules, those of extended packs first, in the order written.
    pub rules: Vec<Rule>,
    /// Its schemes, likewise.
    pub schemes: Vec<SchemeInForce>,
    /// The code of each pack of the chain that declares any.
    pub programs: Vec<Arc<Program>>,
    /// What is wrong with it; then none of its rules may run. Warnings stop nothing.
    pub findings: Vec<Finding>,
    /// Digest of all that its rules depend on besides their own scripts: settings, kinds, holidays, functions to import.
    pub settings: Digest,
}

/// A rule in force.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// What it says of itself.
    pub info: RuleInfo,
    /// Digest of what its file says of it.
    pub text: Digest,
    /// Severity in force.
    pub severity: Severity,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
    /// Its code: a program of the pack's, and a function of that.
    pub code: (usize, usize),
    /// What it reads.
    pub uses: Arc<Uses>,
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
}

impl Compiled {
    /// Whether something is wrong with it, so that none of its rules may run.
    #[must_use]
    pub(crate) fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| *finding.rule != *host::LANGUAGE.name)
    }
}

/// Compiles the chain of one governing pack.
#[must_use]
pub(crate) fn compile(bench: Bench<'_>, in_force: InForce, schema: &Schema) -> Compiled {
    let settings = settings(bench.packs, &in_force);
    let findings = in_force.findings.clone();
    let mut compiled =
        Compiled { in_force, rules: Vec::new(), schemes: Vec::new(), programs: Vec::new(), findings, settings };
    let parameters = compiled.in_force.parameters.iter();
    let parameters = parameters
        .map(|(name, p)| (name.clone(), Parameter { ty: Ty::of_literal(&p.value), place: p.place }))
        .collect::<BTreeMap<_, _>>();
    let chain: Vec<&Pack> = compiled.in_force.chain.iter().filter_map(|id| bench.packs.get(id)).collect();
    let mut typed = Vec::new();
    for pack in chain {
        compiled.findings.extend(syntax(bench, pack));
        let checked = checked(bench, pack, schema, &parameters);
        compiled.findings.extend(checked.findings.iter().cloned());
        typed.push((pack, checked));
    }
    if compiled.is_broken() {
        return compiled;
    }
    for (pack, checked) in &typed {
        collect(bench, &mut compiled, pack, checked, schema);
    }
    check_levels(&mut compiled);
    compiled
}

/// What a pack's texts do not say as scripts do.
fn syntax(bench: Bench<'_>, pack: &Pack) -> Vec<Finding> {
    let files = || pack.scripts.values().chain(pack.libraries.values());
    let readings = files().filter_map(|source| bench.library.get(*source));
    let here = |finding: &&Finding| finding.place.is_some_and(|place| files().any(|source| *source == place.source));
    let loops = bench.library.loops.iter().filter(here).cloned();
    readings.flat_map(|reading| reading.findings.clone()).chain(loops).collect()
}

/// Checks the files of one pack of the chain against the kinds and parameters in force.
fn checked(bench: Bench<'_>, pack: &Pack, schema: &Schema, parameters: &BTreeMap<String, Parameter>) -> Typed {
    let id = &pack.manifest.id;
    let libraries: Vec<String> = bench.library.paths(id).map(str::to_owned).collect();
    let imports = |from: SourceId, path: &str| import(bench, from, path);
    let world = World {
        schema,
        parameters,
        imports: &imports,
        broken: &|file, name| bench.library.get(file).is_some_and(|reading| reading.lacks(name)),
        libraries: &libraries,
        lent: bench.lent,
        language: pack.manifest.language,
    };
    let file = |source: &SourceId| bench.library.get(*source).map(|reading| reading.file.clone());
    let scripts = pack.scripts.values().filter_map(file).map(|file| (file, false));
    let libraries = pack.libraries.values().filter_map(file).map(|file| (file, true));
    check::check(&scripts.chain(libraries).collect::<Vec<_>>(), &world)
}

fn import(bench: Bench<'_>, from: SourceId, path: &str) -> Option<Arc<File>> {
    let source = bench.library.import(from, path)?;
    Some(bench.library.get(source)?.file.clone())
}

/// Collects the rules and schemes of one pack of the chain, with their code.
fn collect(bench: Bench<'_>, compiled: &mut Compiled, pack: &Pack, typed: &Typed, schema: &Schema) {
    let names: Vec<Arc<str>> = compiled.in_force.parameters.keys().map(|name| name.as_str().into()).collect();
    let file = |source: SourceId| bench.library.get(source).map(|reading| reading.file.clone());
    let imports = |from: SourceId, path: &str| import(bench, from, path);
    let parts =
        Parts { typed, file: &file, imports: &imports, lent: bench.lent.functions(), parameters: &names };
    let mut code = Code { compiler: Compiler::new(parts), functions: Vec::new() };
    let program = compiled.programs.len();
    let id = &pack.manifest.id;
    for written in &typed.rules {
        let Some(file) = file(written.file) else { continue };
        let declaration = &file.declarations[written.declaration];
        let place = Place { source: written.file, span: declaration.verb.span };
        let name = format!("{id}/{}", written.meta.id);
        if taken(compiled, &name, place) {
            continue;
        }
        let uses = Arc::new(uses(typed, written.instance, schema));
        let info = info(compiled, bench.packs, &written.meta, (&name, id), place, &uses);
        let level = compiled.in_force.levels.get(&name);
        compiled.rules.push(Rule {
            severity: level.and_then(|l| l.severity).unwrap_or(info.severity),
            off: level.and_then(|l| l.off.clone()),
            text: text(&file, &bench.sources.get(written.file).text, declaration.span),
            code: (program, code.add(written.instance)),
            info,
            uses,
        });
    }
    for written in &typed.schemes {
        let Some(file) = file(written.file) else { continue };
        let constants = |name: &str| {
            let constant = file.constants.iter().find(|constant| *constant.name.text == *name)?;
            constant::of(&constant.value)
        };
        let declaration = &file.declarations[written.declaration];
        let declared =
            Declared { pack: id, id: &written.meta.id, source: written.file, declaration, constants: &constants };
        match schemes::read(&declared, &compiled.in_force) {
            Ok(mut scheme) => {
                scheme.program = program;
                let closures = |line: &check::Line| line.closures.iter().map(|closure| code.add(*closure)).collect();
                scheme.closures = written.lines.iter().map(closures).collect();
                compiled.schemes.push(scheme);
            }
            Err(finding) => compiled.findings.push(*finding),
        }
    }
    let Code { compiler, functions } = code;
    compiled.programs.push(Arc::new(compiler.finish(functions)));
}

/// Code being made, and what is called from outside.
struct Code<'c> {
    compiler: Compiler<'c>,
    functions: Vec<Arc<crate::machine::program::Function>>,
}

impl Code<'_> {
    fn add(&mut self, instance: InstanceId) -> usize {
        self.functions.push(self.compiler.function(instance));
        self.functions.len() - 1
    }
}

/// Reports a rule whose full name is taken.
fn taken(compiled: &mut Compiled, name: &str, place: Place) -> bool {
    let Some(earlier) = compiled.rules.iter().find(|r| *r.info.name == *name) else { return false };
    let message = say!("规则“{name}”重复", "rule `{name}` is declared twice");
    let first = say!("先在这里", "first declared here");
    let finding = host::PACK.finding(message).at(place).see(earlier.info.place, first);
    compiled.findings.push(finding);
    true
}

/// What a rule says of itself.
fn info(
    compiled: &Compiled,
    packs: &Packs,
    meta: &check::Meta,
    (name, pack): (&str, &str),
    place: Place,
    uses: &Uses,
) -> RuleInfo {
    let in_force = &compiled.in_force;
    let bodies = packs.get(&in_force.pack).map(|pack| pack.manifest.bodies.iter().map(|(b, _)| b.clone()).collect());
    let info = |parameter: &crate::pack::manifest::Parameter| ParameterInfo {
        pack: in_force.pack.clone(),
        label: parameter.label.clone().unwrap_or_default(),
        value: parameter.value.to_string(),
        basis: parameter.basis.clone(),
        local: parameter.local,
        note: parameter.note.clone(),
    };
    let read = in_force.parameters.iter().filter(|(name, _)| uses.reads_parameter(name));
    RuleInfo {
        name: Arc::from(name),
        pack: pack.to_owned(),
        title: meta.title.to_string(),
        basis: meta.basis.clone(),
        since: meta.since,
        until: meta.until,
        severity: meta.severity,
        on: meta.on.clone(),
        explain: meta.explain.to_string(),
        place,
        bodies: bodies.unwrap_or_default(),
        parameters: read.map(|(name, parameter)| (name.clone(), vec![info(parameter)])).collect(),
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

fn settings(packs: &Packs, in_force: &InForce) -> Digest {
    let mut digest = Digester::new("settings").text(&in_force.pack);
    for pack in in_force.chain.iter().filter_map(|id| packs.get(id)) {
        digest = digest.text(&pack.manifest.id);
        // Cases and pictures are nothing to a rule.
        let bears = |path: &str| !pack.scripts.contains_key(path) && !path.starts_with("tests/") && path != views::FILE;
        let texts = pack.texts.iter().filter(|(path, _)| bears(path));
        digest = texts.fold(digest, |digest, (_, source)| digest.number(source.0));
    }
    digest.done()
}

/// Digest of all that compiling a pack reads.
#[must_use]
pub(crate) fn made_of(packs: &Packs, in_force: &InForce) -> Digest {
    let mut digest = Digester::new("compiled").with(settings(packs, in_force));
    for pack in in_force.chain.iter().filter_map(|id| packs.get(id)) {
        let texts = pack.scripts.values().chain(pack.texts.get(views::FILE));
        digest = texts.fold(digest.text(&pack.manifest.id), |digest, source| digest.number(source.0));
    }
    digest.done()
}

/// Reports levels that name no inherited rule.
fn check_levels(compiled: &mut Compiled) {
    let rules = compiled.rules.iter().map(|r| &*r.info.name);
    let names: Vec<&str> = rules.chain(compiled.schemes.iter().map(|s| &*s.scheme.name)).collect();
    let mut findings = Vec::new();
    for level in compiled.in_force.levels.values() {
        if !compiled.is_broken() && !names.contains(&level.rule.as_str()) {
            let rule = &level.rule;
            let near = nearest(rule, names.iter().copied());
            let mut finding = host::PACK.finding(say!("没有规则“{rule}”", "no rule `{rule}`")).at(level.place);
            finding.help = near.map(did_you_mean);
            findings.push(finding);
        }
    }
    compiled.findings.extend(findings);
}
