//! Compiling what holds where a pack governs: its scripts parsed and checked, its rules and schemes collected.

mod schemes;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rhai::{AST, Dynamic, Map};

use crate::data::Store;
use crate::engine::faults;
use crate::engine::library::Library;
use crate::engine::lint::types::Ty;
use crate::engine::lint::{Script, World, lint_all};
use crate::engine::shared::{Declared, Now, Shared};
use crate::engine::worker::{Closure, Worker};
use crate::finding::{Finding, Severity};
use crate::host;
use crate::language::{did_you_mean, say};
use crate::memo::{Digest, Digester};
use crate::pack::manifest::Literal;
use crate::pack::rule::{On, ParameterInfo, RuleInfo};
use crate::pack::{InForce, Pack, Packs, views};
use crate::schema::Schema;
use crate::score::scheme::Scheme;
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
    /// What is wrong with it; then none of its rules may run.
    pub findings: Vec<Finding>,
    /// Digest of all that its rules depend on besides their own scripts: settings, kinds, holidays, functions to import.
    pub settings: Digest,
}

/// A rule in force.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// What it says of itself.
    pub info: RuleInfo,
    /// Its id within its pack.
    pub id: String,
    /// Its file.
    pub script: SourceId,
    /// Digest of what its file says of it.
    pub text: Digest,
    /// Severity in force.
    pub severity: Severity,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
}

/// A scheme in force.
#[derive(Clone, Debug)]
pub(crate) struct SchemeInForce {
    /// What it asks.
    pub scheme: Arc<Scheme>,
    /// Its id within its pack.
    pub id: String,
    /// Its file.
    pub script: SourceId,
    /// How many closures each line has.
    pub closures: Vec<usize>,
    /// Why it is switched off, if it is.
    pub off: Option<String>,
}

impl SchemeInForce {
    /// One of the closures of a line.
    #[must_use]
    pub(crate) fn line(&self, line: usize, number: usize) -> Closure<'_> {
        Closure::Line { scheme: &self.id, line, number }
    }
}

/// Compiles the chain of one governing pack.
#[must_use]
pub(crate) fn compile(
    packs: &Packs,
    in_force: InForce,
    schema: &Schema,
    library: &Arc<Library>,
    sources: &Sources,
) -> Compiled {
    let mut findings = in_force.findings.clone();
    let settings = settings(packs, &in_force);
    let names: Vec<String> = in_force.parameters.keys().cloned().collect();
    let mut worker = {
        let shared = Shared::new(Arc::new(Store::default()), Date::ZERO, library.lent.metering);
        Worker::new(shared, library.clone(), &names)
    };
    let (mut rules, mut schemes) = (Vec::new(), Vec::new());
    let trees = parse(packs, &in_force.chain, &worker, sources, &mut findings);
    let parameters = in_force.parameters.iter().map(|(name, p)| (name.clone(), Ty::of_literal(&p.value))).collect();
    let chain: Vec<&Pack> = in_force.chain.iter().filter_map(|id| packs.get(id)).collect();
    if findings.is_empty() {
        for pack in &chain {
            findings.extend(check_scripts(pack, schema, &parameters, &trees, library, sources));
        }
    }
    if !findings.is_empty() {
        return Compiled { in_force, rules, schemes, findings, settings };
    }
    let values = in_force.parameters.iter().map(|(name, p)| (name.clone(), dynamic(&p.value)));
    worker.enter(Now { parameters: Arc::new(values.collect()), ..Now::default() });
    for pack in chain {
        for source in pack.scripts.values() {
            match worker.load(*source) {
                Ok(declared) => {
                    let id = &pack.manifest.id;
                    let before = (rules.len(), schemes.len());
                    for rule in declared.rules {
                        collect(&mut rules, rule, id, &in_force, packs, *source, sources, &mut findings);
                    }
                    for written in &declared.schemes {
                        match schemes::read(written, id, &in_force, *source, sources) {
                            Ok(read) => schemes.push(read),
                            Err(finding) => findings.push(*finding),
                        }
                    }
                    tell_apart(&mut rules[before.0..], &schemes[before.1..], &sources.get(*source).text);
                }
                Err(error) => findings.push(load_error(&error, *source, sources)),
            }
        }
    }
    let names = rules.iter().map(|r| &*r.info.name).chain(schemes.iter().map(|s| &*s.scheme.name));
    check_levels(&in_force, &names.collect::<Vec<_>>(), &mut findings);
    Compiled { in_force, rules, schemes, findings, settings }
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

fn load_error(error: &rhai::EvalAltResult, source: SourceId, sources: &Sources) -> Finding {
    let top = Place { source, span: Span::new(0, 0) };
    match faults::read(error, source, sources) {
        faults::Fault::Blocked => host::PACK.finding(say!("脚本不能装入", "the script cannot be loaded")).at(top),
        faults::Fault::Calendar(message, place)
        | faults::Fault::Limit(message, place)
        | faults::Fault::Failed(message, place) => host::PACK.finding(message).at(place.unwrap_or(top)),
    }
}

/// The syntax trees of all files of a chain; those that do not parse are reported.
fn parse(
    packs: &Packs,
    chain: &[String],
    worker: &Worker,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> BTreeMap<SourceId, AST> {
    let files =
        chain.iter().filter_map(|id| packs.get(id)).flat_map(|p| p.scripts.values().chain(p.libraries.values()));
    let mut trees = BTreeMap::new();
    for source in files {
        match worker.parse(*source) {
            Ok(tree) => _ = trees.insert(*source, tree),
            Err(error) => findings.push(load_error(&error, *source, sources)),
        }
    }
    trees
}

/// Checks the files of one pack of the chain against the kinds and parameters in force.
fn check_scripts(
    pack: &Pack,
    schema: &Schema,
    parameters: &BTreeMap<String, Ty>,
    trees: &BTreeMap<SourceId, AST>,
    library: &Library,
    sources: &Sources,
) -> Vec<Finding> {
    let script = |source: SourceId| {
        let ast = trees.get(&source)?;
        let library = pack.scripts.values().all(|own| *own != source);
        Some(Script { ast, source, text: sources.get(source), library })
    };
    let id = &pack.manifest.id;
    let libraries: Vec<String> = library.paths(id).map(str::to_owned).collect();
    let imports = |path: &str| library.find(id, path).and_then(script);
    let lent = &library.lent;
    let world = World { schema, parameters, imports: &imports, libraries: &libraries, lent };
    let scripts: Vec<Script<'_>> =
        pack.scripts.values().chain(pack.libraries.values()).filter_map(|s| script(*s)).collect();
    lint_all(&scripts, &world)
}

#[expect(clippy::too_many_arguments, reason = "one declared rule and everything that says what it is")]
fn collect(
    rules: &mut Vec<Rule>,
    declared: Declared,
    pack: &str,
    in_force: &InForce,
    packs: &Packs,
    source: SourceId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let place = faults::place(source, declared.position, sources).unwrap_or(Place { source, span: Span::new(0, 0) });
    let name = format!("{pack}/{}", declared.id);
    if let Some(earlier) = rules.iter().find(|r| *r.info.name == *name) {
        let message = say!("规则“{name}”重复", "rule `{name}` is declared twice");
        findings.push(
            host::PACK.finding(message).at(place).see(earlier.info.place, say!("先在这里", "first declared here")),
        );
        return;
    }
    let Some(info) = info(&declared.meta, &name, pack, place, in_force, packs, sources) else {
        let message = say!("规则“{name}”的说明不完整", "the metadata of rule `{name}` are incomplete");
        findings.push(host::PACK.finding(message).at(place));
        return;
    };
    let level = in_force.levels.get(&name);
    rules.push(Rule {
        severity: level.and_then(|l| l.severity).unwrap_or(info.severity),
        off: level.and_then(|l| l.off.clone()),
        id: declared.id,
        script: source,
        text: Digester::new("rule").done(),
        info,
    });
}

/// What a rule says of itself; `None` when something required is missing (the checker has said what).
fn info(
    meta: &Map,
    name: &str,
    pack: &str,
    place: Place,
    in_force: &InForce,
    packs: &Packs,
    sources: &Sources,
) -> Option<RuleInfo> {
    let text = |key: &str| meta.get(key).and_then(|v| v.clone().into_string().ok());
    let date = |key: &str| text(key).map(|t| t.parse::<Date>());
    let bodies = packs.get(&in_force.pack)?.manifest.bodies.iter().map(|(b, _)| b.clone()).collect();
    Some(RuleInfo {
        name: Arc::from(name),
        pack: pack.to_owned(),
        title: text("title")?,
        basis: Arc::from(text("basis")?),
        since: date("since")?.ok()?,
        until: date("until").transpose().ok()?,
        severity: text("severity").map_or(Some(Severity::Error), |w| Severity::parse(&w))?,
        on: On::parse(&text("on")?),
        explain: text("explain")?,
        bodies,
        parameters: parameters_of(place, in_force, sources),
        place,
    })
}

/// The parameters that a rule reads, found in its text: from its `rule(` to the next.
fn parameters_of(place: Place, in_force: &InForce, sources: &Sources) -> BTreeMap<String, Vec<ParameterInfo>> {
    let text = &sources.get(place.source).text[place.span.start as usize..];
    let next = ["\nrule(", "\nscore("].iter().filter_map(|word| text[1..].find(word)).min();
    let end = next.map_or(text.len(), |at| at + 1);
    let text = &text[..end];
    let reads = |name: &str| {
        text.match_indices("params.").any(|(at, dot)| {
            let rest = &text[at + dot.len()..];
            rest.starts_with(name) && !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    };
    let info = |parameter: &crate::pack::manifest::Parameter| ParameterInfo {
        pack: in_force.pack.clone(),
        label: parameter.label.clone().unwrap_or_default(),
        value: parameter.value.to_string(),
        basis: parameter.basis.clone(),
        local: parameter.local,
        note: parameter.note.clone(),
    };
    let read = in_force.parameters.iter().filter(|(name, _)| reads(name));
    read.map(|(name, parameter)| (name.clone(), vec![info(parameter)])).collect()
}

/// Gives the rules of a file the digests of their texts.
fn tell_apart(rules: &mut [Rule], schemes: &[SchemeInForce], text: &str) {
    let places = rules.iter().map(|rule| rule.info.place).chain(schemes.iter().map(|scheme| scheme.scheme.place));
    let starts: Vec<usize> = places.map(|place| place.span.start as usize).collect();
    for (rule, digest) in rules.iter_mut().zip(texts::of_declarations(text, &starts)) {
        rule.text = digest;
    }
}

/// Reports levels that name no inherited rule.
fn check_levels(in_force: &InForce, names: &[&str], findings: &mut Vec<Finding>) {
    for level in in_force.levels.values() {
        if findings.is_empty() && !names.contains(&level.rule.as_str()) {
            let rule = &level.rule;
            let near = nearest(rule, names.iter().copied());
            let mut finding = host::PACK.finding(say!("没有规则“{rule}”", "no rule `{rule}`")).at(level.place);
            finding.help = near.map(did_you_mean);
            findings.push(finding);
        }
    }
}

/// A parameter's value as scripts hold it.
pub(crate) fn dynamic(value: &Literal) -> Dynamic {
    match value {
        Literal::Bool(b) => (*b).into(),
        Literal::Integer(n) => (*n).into(),
        Literal::Decimal(d) => Dynamic::from_decimal(*d),
        Literal::String(s) => s.as_str().into(),
        Literal::Date(d) => Dynamic::from(*d),
        Literal::List(items) => items.iter().map(dynamic).collect::<rhai::Array>().into(),
        Literal::Table(items) => {
            let map: Map = items.iter().map(|(k, v)| (k.as_str().into(), dynamic(v))).collect();
            map.into()
        }
    }
}
