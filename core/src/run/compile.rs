//! Compiling what holds where a pack governs: its scripts checked, their code made, its rules and schemes collected.

mod unknown;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::Hash as _;
use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::say;
use crate::machine::program::Program;
use crate::memo::{Digest, Digester};
use crate::pack::manifest::Parameter;
use crate::pack::rule::{ParameterInfo, RuleInfo};
use crate::pack::{InForce, Pack, Packs, views};
use crate::run::checked::{self, Checked, Parameters};
use crate::run::code::{self, Bench, Mutant, Nursery, PackCode, RuleCode, SchemeCode};
use crate::run::schemes::{self, Declared, SchemeInForce};
use crate::schema::Schema;
use crate::script::check::{AskedScore, Meta};
use crate::script::mutate::Change;
use crate::script::uses::Uses;
use crate::source::Place;

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

impl Compiled {
    /// Whether something is wrong with it, so that none of its rules may run.
    #[must_use]
    pub(crate) fn is_broken(&self) -> bool {
        code::is_broken(&self.findings)
    }

    /// The same with some of its rules alone, and no scheme.
    #[must_use]
    pub(crate) fn of_rules(&self, only: &BTreeSet<String>) -> Self {
        let Self { in_force, programs, findings, settings, .. } = self;
        let rules = self.rules.iter().filter(|rule| only.contains(&*rule.info.name)).cloned().collect();
        let (in_force, programs, findings) = (in_force.clone(), programs.clone(), findings.clone());
        Self { in_force, rules, schemes: Vec::new(), programs, findings, settings: *settings }
    }
}

/// Compiles the chain of one governing pack.
#[must_use]
pub(crate) fn compile(bench: Bench<'_>, in_force: InForce, schema: &Schema) -> Compiled {
    let settings = settings(bench.packs, &in_force);
    let findings = in_force.findings.clone();
    let mut compiled =
        Compiled { in_force, rules: Vec::new(), schemes: Vec::new(), programs: Vec::new(), findings, settings };
    let parameters = Parameters::of(&compiled.in_force);
    let chain: Vec<&Pack> = compiled.in_force.chain.iter().filter_map(|id| bench.packs.get(id)).collect();
    let codes: Vec<(&Pack, Arc<PackCode>)> =
        chain.into_iter().map(|pack| (pack, code_of(bench, &compiled, pack, schema, &parameters))).collect();
    compiled.findings.extend(codes.iter().flat_map(|(_, code)| code.findings.iter().cloned()));
    if compiled.is_broken() {
        return compiled;
    }
    let schemes: Vec<Declared<'_>> = codes.iter().enumerate().flat_map(declared).collect();
    for (pack, code) in &codes {
        collect(bench, &mut compiled, pack, code, &schemes);
    }
    let asked: Vec<&AskedScore> = codes.iter().flat_map(|(_, code)| &code.scores).collect();
    unknown::check_scores(&mut compiled, bench.packs, schema, &asked);
    if !compiled.is_broken() {
        schemes::order::order(&mut compiled.schemes, &mut compiled.findings);
    }
    unknown::check_levels(&mut compiled);
    unknown::check_areas(&mut compiled);
    compiled
}

/// The code of a pack of the chain: that of the pack by itself, which is the same wherever it is extended and its parameters
/// are of the same types; else made for this chain.
fn code_of(
    bench: Bench<'_>,
    compiled: &Compiled,
    pack: &Pack,
    schema: &Schema,
    parameters: &Parameters,
) -> Arc<PackCode> {
    let id = &pack.manifest.id;
    if *id == compiled.in_force.pack {
        let digest = made_with(bench, pack, &compiled.in_force, parameters);
        return made(bench, pack, parameters, digest, &|| Cow::Borrowed(schema));
    }
    let alone = bench.packs.in_force(id);
    let own = Parameters::of(&alone);
    let same = own.known.iter().all(|(name, own)| parameters.known.get(name).is_some_and(|here| here.ty == own.ty));
    // Code that reads a field as one that is always there does not hold where it may be absent.
    let mut amended = schema.kinds.iter().flat_map(|kind| &kind.amended);
    let loosened = amended.any(|own| own.change.optional == Some(true) && !alone.chain.contains(&own.pack));
    if alone.findings.is_empty() && same && !loosened && checked::makes_the_same(bench.desk, pack, &own, parameters) {
        let schema = || bench.schema(&alone);
        let code = made(bench, pack, &own, made_with(bench, pack, &alone, &own), &|| Cow::Owned(schema()));
        // What is wrong with it may be right where more is declared.
        if !code.is_broken() {
            return code;
        }
    }
    let within =
        || Digester::new("within").with(made_with(bench, pack, &compiled.in_force, parameters)).text(id).done();
    let make = || code::make(bench, pack, schema, parameters);
    let Some(mutant) = bench.mutant else { return Arc::new(make()) };
    // What is not changed is made once for all mutants.
    let changed = mutant.code(bench, (pack, parameters), &|| Cow::Borrowed(schema), within());
    changed.map_or_else(|| bench.codes.get(within(), make), Arc::new)
}

/// What holds with a change, of the rules alone that the mutant names. `sound` is the same without, and `schema` what it speaks of.
#[must_use]
pub(crate) fn mutated(bench: Bench<'_>, (sound, schema): (&Compiled, &Schema), mutant: Mutant<'_>) -> Compiled {
    let bench = Bench { mutant: Some(mutant), ..bench };
    let mut own = sound.of_rules(mutant.only);
    if mutant.mutation.change == Change::Gone {
        own.rules.retain(|rule| rule.info.place != mutant.mutation.place);
        return own;
    }
    let chain: Vec<&Pack> = sound.in_force.chain.iter().filter_map(|id| bench.packs.get(id)).collect();
    let parameters = Parameters::of(&sound.in_force);
    // Packs before the one that is changed do not know it.
    let has = |pack: &&Pack| pack.texts.values().any(|own| *own == mutant.mutation.place.source);
    let first = chain.iter().position(has).unwrap_or(0);
    for (pack, program) in chain.iter().zip(&mut own.programs).skip(first) {
        *program = code_of(bench, sound, pack, schema, &parameters).program.clone();
    }
    own
}

/// The code of that digest: with what is changed in it, else made once.
fn made<'s>(
    bench: Bench<'_>,
    pack: &Pack,
    parameters: &Parameters,
    digest: Digest,
    schema: &dyn Fn() -> Cow<'s, Schema>,
) -> Arc<PackCode> {
    let changed = bench.mutant.and_then(|mutant| mutant.code(bench, (pack, parameters), schema, digest));
    let make = || code::make(bench, pack, &schema(), parameters);
    changed.map_or_else(|| bench.codes.get(digest, make), Arc::new)
}

/// The scripts of a pack checked by themselves, and the kinds that they speak of.
#[must_use]
pub(crate) fn checked(bench: Bench<'_>, pack: &Pack, nursery: &Nursery) -> (Arc<Checked>, Schema) {
    let in_force = bench.packs.in_force(&pack.manifest.id);
    let (schema, parameters) = (bench.schema(&in_force), Parameters::of(&in_force));
    let digest = made_with(bench, pack, &in_force, &parameters);
    (nursery.get(digest, || Checked::of(bench.desk, pack, &schema, &parameters)), schema)
}

/// The schemes of one pack of the chain as they are written.
fn declared<'d>((program, (pack, code)): (usize, &'d (&'d Pack, Arc<PackCode>))) -> impl Iterator<Item = Declared<'d>> {
    code.schemes.iter().map(move |scheme| {
        let SchemeCode { meta, file, declaration, closures, asks, .. } = scheme;
        let (pack, id) = (pack.manifest.id.as_str(), &*meta.id);
        Declared { pack, id, file, declaration: *declaration, program, closures, asks }
    })
}

/// Collects the rules and schemes of one pack of the chain.
fn collect(bench: Bench<'_>, compiled: &mut Compiled, pack: &Pack, code: &PackCode, schemes: &[Declared<'_>]) {
    let (id, program) = (&pack.manifest.id, compiled.programs.len());
    for rule in &code.rules {
        let name = format!("{id}/{}", rule.meta.id);
        if taken(compiled, &name, rule.place) {
            continue;
        }
        let info = info(compiled, bench.packs, rule, (&name, id));
        gaps(compiled, (id, &rule.meta), &|parameter| rule.uses.reads_parameter(parameter));
        let level = compiled.in_force.levels.get(&name);
        compiled.rules.push(Rule {
            severity: level.and_then(|l| l.severity).unwrap_or(info.severity),
            off: level.and_then(|l| l.off.clone()),
            text: rule.text,
            code: (program, rule.function),
            info,
            uses: rule.uses.clone(),
        });
    }
    let own = schemes.iter().filter(|declared| declared.program == program);
    for (scheme, declared) in code.schemes.iter().zip(own) {
        gaps(compiled, (id, &scheme.meta), &|parameter| scheme.parameters.contains(parameter));
        let first = scheme.meta.since.year();
        for years in compiled.in_force.periods().into_iter().filter(|years| first <= *years.end()) {
            let years = first.max(*years.start())..=*years.end();
            match schemes::read(*declared, schemes, &compiled.in_force, years) {
                Ok(read) => compiled.schemes.push(read),
                Err(finding) => compiled.findings.push(*finding),
            }
        }
    }
    compiled.programs.push(code.program.clone());
}

/// Reports parameters that a rule or scheme reads and that have no value yet when it begins to hold.
fn gaps(compiled: &mut Compiled, (pack, meta): (&str, &Meta), reads: &dyn Fn(&str) -> bool) {
    let in_force = &compiled.in_force;
    let packs = in_force.spans.iter().filter(|(name, _)| *name == pack || *name == in_force.pack);
    let begins = packs.filter_map(|(_, (since, _))| *since).fold(meta.since, Date::max);
    let mut findings = Vec::new();
    for (name, parameter) in in_force.parameters.iter().filter(|(name, _)| reads(name)) {
        let first = parameter.first();
        let Some(since) = first.since.filter(|since| begins.year() < since.year()) else { continue };
        let id = &meta.id;
        let message = say!(
            "参数“{name}”从{since}起才有值，用到它的“{id}”从{begins}起施行",
            "the parameter `{name}` has values from {since} on, and `{id}`, which reads it, holds from {begins} on"
        );
        let help = say!(
            "在 values 中补上以前的值，或把 since 改早",
            "add the earlier value to `values`, or let the first hold earlier"
        );
        findings.push(host::PACK.finding(message).at(first.place).help(help));
    }
    // One parameter is told of once.
    let known = |finding: &Finding| {
        compiled.findings.iter().any(|known| known.place == finding.place && known.rule == finding.rule)
    };
    findings.retain(|finding| !known(finding));
    compiled.findings.extend(findings);
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
fn info(compiled: &Compiled, packs: &Packs, rule: &RuleCode, (name, pack): (&str, &str)) -> RuleInfo {
    let meta = &rule.meta;
    let in_force = &compiled.in_force;
    let bodies = packs.get(&in_force.pack).map(|pack| pack.manifest.bodies.iter().map(|(b, _)| b.clone()).collect());
    let info = |parameter: &Parameter| {
        let values = parameter.values().iter().map(|own| ParameterInfo::of(&in_force.pack, parameter, own));
        values.collect::<Vec<_>>()
    };
    let read = in_force.parameters.iter().filter(|(name, _)| rule.uses.reads_parameter(name));
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
        local: meta.local.as_deref().map(str::to_owned),
        place: rule.place,
        bodies: bodies.unwrap_or_default(),
        parameters: read.map(|(name, parameter)| (name.clone(), info(parameter))).collect(),
    }
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

/// Digest of all that the code of a pack is made of: its texts, the types of the parameters, and the values of those that make
/// lines of schemes.
fn made_with(bench: Bench<'_>, pack: &Pack, in_force: &InForce, parameters: &Parameters) -> Digest {
    let mut digest = Digester::new("code").with(made_of(bench.packs, in_force));
    for (name, own) in &parameters.known {
        digest = digest.text(name);
        own.ty.hash(&mut digest);
    }
    let rows = checked::rows(bench.desk, pack, parameters);
    rows.iter().fold(digest, |digest, (name, rows)| digest.text(name).text(&format!("{rows:?}"))).done()
}
