//! One case: its data checked, and what came compared with what is expected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cases::{Case, Tested, Verdict, cards, judge};
use crate::check::cut::Cut;
use crate::check::memos::Memos;
use crate::check::prepare::{Context, Ready};
use crate::check::project::{Said, run};
use crate::check::ruleset::{Otherwise, Ruleset};
use crate::check::tally::Tally;
use crate::check::{Request, fold, sink, undecided};
use crate::files::Memory;
use crate::finding::{Finding, Status};
use crate::host;
use crate::language::say;
use crate::machine::code::Hook;
use crate::progress::Progress;
use crate::project::{Input, Project};
use crate::run::compile::Compiled;
use crate::score::Table;
use crate::source::Sources;

/// What was compiled for cases, by the packs that govern their bodies and other values of parameters.
type Cache = Mutex<BTreeMap<(Vec<String>, String), Vec<Arc<Compiled>>>>;

/// What holds where packs govern, made for cases: once for all that have the same values of parameters.
pub(super) struct Workshop {
    cache: Cache,
    hook: Option<Hook>,
}

impl Workshop {
    /// One in which nothing is made yet; somebody may want to hear what the code does.
    pub(super) fn new(hook: Option<Hook>) -> Self {
        Self { cache: Cache::default(), hook }
    }

    /// One in which that pack is made already.
    pub(super) fn holding(pack: &str, compiled: Vec<Arc<Compiled>>) -> Self {
        Self { cache: Cache::new(BTreeMap::from([((vec![pack.to_owned()], String::new()), compiled)])), hook: None }
    }
}

/// What one worker keeps from case to case: cases start from the same data and change little of them, as rounds of a watch do.
pub(super) struct Rounds {
    memos: Memos,
    sources: Sources,
    /// After so many cases all begins anew, so that what is kept does not grow with them.
    most: usize,
    cases: usize,
}

impl Rounds {
    /// One that keeps what is found.
    pub(super) fn keeping(sources: &Sources) -> Self {
        Self { memos: Memos::keeping(), sources: sources.clone(), most: 64, cases: 0 }
    }

    /// One that keeps nothing: code that somebody listens to is to run for each case.
    pub(super) fn anew(sources: &Sources) -> Self {
        Self { memos: Memos::default(), sources: sources.clone(), most: 1, cases: 0 }
    }

    /// Begins with a case.
    fn begin(&mut self, sources: &Sources) {
        if self.cases == self.most {
            *self = if self.most == 1 { Self::anew(sources) } else { Self::keeping(sources) };
        }
        self.cases += 1;
        self.sources.begin();
    }
}

/// A pack whose cases are run.
#[derive(Clone, Copy)]
pub(super) struct Trial<'t> {
    /// All packs.
    pub rules: &'t Arc<Ruleset>,
    /// The pack.
    pub pack: &'t str,
    /// What is asked.
    pub request: &'t Request,
    /// The texts.
    pub sources: &'t Sources,
    /// Who hears of it, and has a clock.
    pub progress: &'t dyn Progress,
}

/// A case whose data are read.
pub(super) struct Laid {
    request: Request,
    ready: Ready,
    sources: Sources,
}

/// What came of a case.
pub(super) struct Came {
    /// All findings.
    pub findings: Vec<Finding>,
    /// The cards, where some are expected.
    pub scores: Vec<Arc<Table>>,
    /// Full names of the rules that were called.
    pub called: BTreeSet<Arc<str>>,
    /// How many records there are.
    records: usize,
    /// Whether the host has said something of the data.
    told: bool,
}

impl Trial<'_> {
    /// Runs one case.
    pub(super) fn run(&self, case: &Case, workshop: &Workshop, codes: &Memos, rounds: &mut Rounds) -> Tested {
        let begun = self.progress.clock();
        let laid = self.lay(case, &case.data, rounds);
        let compiled = {
            let mut cache = workshop.cache.lock().unwrap_or_else(PoisonError::into_inner);
            let otherwise = Otherwise { hook: workshop.hook.as_ref(), ..self.otherwise(case) };
            let compile = || laid.compile(self.rules, otherwise, codes);
            cache.entry(laid.key(case)).or_insert_with(compile).clone()
        };
        let result = laid.check(&compiled, &case.only, &rounds.memos);
        // What is wrong with the data tells why there are no records.
        let vacuous = vacuous(case, result.records).filter(|_| case.empty || !result.told);
        let mut verdicts = judge::judge(&case.expect, &result.findings);
        verdicts.extend(unknown_parameters(case, &compiled).into_iter().chain(vacuous).map(Verdict::Noisy));
        verdicts.extend(cards::judge(&case.cards, &result.scores));
        let Came { findings, scores, called, .. } = result;
        let (pack, took) = (self.pack.to_owned(), self.progress.clock().saturating_sub(begun));
        Tested { pack, case: case.clone(), verdicts, findings, called, took, scores, sources: laid.sources }
    }

    /// The same, and tells that it is done.
    pub(super) fn step(&self, case: &Case, workshop: &Workshop, codes: &Memos, rounds: &mut Rounds) -> Tested {
        let tested = self.run(case, workshop, codes, rounds);
        self.progress.step(1);
        tested
    }

    /// How packs are compiled for a case.
    pub(super) fn otherwise<'c>(&'c self, case: &'c Case) -> Otherwise<'c> {
        Otherwise { pack: self.pack, parameters: Some(&case.parameters), ..Otherwise::default() }
    }

    /// Reads data for a case.
    pub(super) fn lay(&self, case: &Case, data: &[(Arc<str>, Arc<str>)], rounds: &mut Rounds) -> Laid {
        rounds.begin(self.sources);
        let Rounds { memos, sources, .. } = rounds;
        let request = Request {
            jobs: 1,
            only: case.only.clone(),
            skip: Vec::new(),
            bodies: Vec::new(),
            as_of: case.as_of,
            scores: !case.cards.is_empty(),
            ..self.request.clone()
        };
        let inputs: Vec<Input> =
            data.iter().map(|(name, text)| Input::Given(name.to_string(), text.as_bytes().to_vec())).collect();
        let context = Context { files: &Memory::default(), request: &request, memos, progress: &() };
        let project = Project { inputs, ..Project::default() };
        let ready = Ready::with(context, self.rules.clone(), &project, sources);
        Laid { ready, sources: sources.clone(), request }
    }
}

impl Laid {
    /// By what it depends what is compiled for the case: the packs that govern, and other values of parameters.
    pub(super) fn key(&self, case: &Case) -> (Vec<String>, String) {
        let values: Vec<String> = case.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        (self.ready.governing.clone(), values.join("\n"))
    }

    /// Compiles the packs that govern the data: of others nothing is said.
    pub(super) fn compile(&self, rules: &Ruleset, otherwise: Otherwise<'_>, codes: &Memos) -> Vec<Arc<Compiled>> {
        let wanted = self.ready.governing.iter().map(String::as_str).collect();
        rules.compile_otherwise(wanted, otherwise, 1, &self.sources, codes)
    }

    /// Checks the data by these rules, with what earlier checks by the same code have found.
    pub(super) fn check(&self, compiled: &[Arc<Compiled>], only: &[String], memos: &Memos) -> Came {
        let Self { request, ready, sources } = self;
        let request = &Request { only: only.to_vec(), ..request.clone() };
        let context = Context { files: &Memory::default(), request, memos, progress: &() };
        let mut tally = Tally::new(request.as_of, None, Cut::default());
        let (mut said, store) = run(context, ready.clone(), compiled, sources, &mut tally);
        undecided::count(&mut said.host, &mut said.rules, &said.gaps);
        let told = !said.host.is_empty();
        let Said { mut host, rules, .. } = said;
        let rules = fold::tell(&mut host, rules, &request.scope);
        tally.miss(request);
        let scores = std::mem::take(&mut tally.outcome.scores);
        let called = tally.outcome.rules.keys().cloned().collect();
        let mut findings = sink::sort([host, rules, tally.outcome.findings].concat(), sources);
        // Where data or packs are broken, no rule ran: that its patterns select nothing follows from it.
        if findings.iter().any(|f| f.status != Status::Pending && hides_rules(f)) {
            findings.retain(|f| *f.rule != *host::FILTER.name);
        }
        // What is to be looked at in a pack's scripts is said by every check, and is nothing that a case expects.
        findings.retain(|finding| *finding.rule != *host::LANGUAGE.name);
        Came { findings, scores, called, records: store.record_count(), told }
    }
}

/// Whether a finding says of broken packs or data, so that rules did not run.
fn hides_rules(finding: &Finding) -> bool {
    [&host::PACK, &host::NO_PACK, &host::SYNTAX, &host::ENCODING, &host::UNKNOWN_KIND]
        .iter()
        .any(|r| *finding.rule == *r.name)
}

/// What is said of a case that has no records without meaning so, or means so and has some: it would pass whatever the rules do.
fn vacuous(case: &Case, records: usize) -> Option<Finding> {
    let (message, help) = match (case.empty, records) {
        (false, 0) => (
            say!("用例没有一条记录，什么规则也没有检验", "the case has no record, so that it tries no rule"),
            say!(
                "核对数据；确实要没有记录的，写 empty = true",
                "check its data; where that is meant, write empty = true"
            ),
        ),
        (true, 1..) => (
            say!(
                "用例写了 empty = true（没有记录），数据里却有{records}条",
                "the case says `empty = true`, and its data have {records} record(s)"
            ),
            say!("删去 empty，或核对数据", "delete `empty`, or check its data"),
        ),
        _ => return None,
    };
    Some(host::NO_DATA.finding(message).at(case.place).help(help))
}

/// A finding for each parameter of a case that no pack in force has.
fn unknown_parameters(case: &Case, compiled: &[Arc<Compiled>]) -> Vec<Finding> {
    let in_force = |name: &String| compiled.iter().any(|c| c.in_force.parameters.contains_key(name));
    let unknown = case.parameters.keys().filter(|name| !compiled.is_empty() && !in_force(name));
    unknown
        .map(|name| {
            let message = say!(
                "管辖这些数据的规则包没有参数“{name}”",
                "no pack that governs these data has a parameter `{name}`"
            );
            let help = say!("删去它，或核对数据的 body", "delete it, or look at the `body` of the data");
            host::PACK.finding(message).at(case.place).help(help)
        })
        .collect()
}
