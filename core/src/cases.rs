//! Cases: a pack's own tests. Data in, expected findings out; each outcome has a name.
//!
//! ```
//! use yize_core::cases::{Case, Expected, Report, Selection, Tested, Verdict, blessed, test};
//! use yize_core::check::Request;
//! use yize_core::{Lang, Memory};
//!
//! # use yize_core::example::{DATA, DAY, pack};
//! # let (data, day, pack) = (DATA, DAY, pack());
//! // A pack's case: it expects that this member breaks the rule, and says something else of it.
//! let text = format!(
//!     "[data]\ntext = '''\n{data}'''\nas_of = 2026-12-31\n\n[[case]]\nname = \"没有走访\"\n\
//!      expect = [{{ rule = \"visits\", record = \"member/A\", message = \"走访太少\" }}]\n"
//! );
//! let mut request = Request::new(Vec::new(), day);
//! request.packs.push(pack.with("ledger/tests/visits.toml", text.clone()).into());
//! let Report { tested, .. } = test(&Memory::default(), &request, &Selection::default(), &());
//!
//! let Tested { case: Case { name, .. }, verdicts, .. } = &tested[0];
//! assert_eq!(name, "没有走访");
//! let [Verdict::Wrong(Expected { message, .. }, finding)] = &verdicts[..] else { panic!("wrong, as to its words") };
//! assert_eq!((message.as_deref(), finding.message.get(Lang::Zh)), (Some("走访太少"), "没有走访"));
//!
//! // What came is what was meant: it is written into the case.
//! let text = blessed(&text, &[&tested[0]])?;
//! assert!(text.contains("message = \"没有走访\""));
//!
//! // Cards are expected too: this member has 2 points from the start, and 4 for a deed.
//! # use yize_core::example::committee;
//! use yize_core::cases::{Differs, Unlike};
//! let text = "[data]\nas_of = 2026-12-31\ntext = '''\nbody = \"shili\"\nyear = 2026\n\
//!     member = [{ id = \"A\", name = \"甲\", group = \"a\" }]\ndeed = [{ id = \"1\", member = \"A\" }]\n'''\n\
//!     [[case]]\nname = \"甲\"\ncards = [{ record = \"A\", points = 3 }]\n";
//! let pack = committee().with("committee/tests/cards.toml", text);
//! let request = Request { packs: vec![pack.into()], ..Request::new(Vec::new(), day) };
//! let report = test(&Memory::default(), &request, &Selection::default(), &());
//! let tested = &report.tested[0];
//! let [Verdict::Unlike(Unlike { record, differs, .. })] = &tested.verdicts[..] else { panic!("{:?}", tested.verdicts) };
//! let Differs { key, expected, came, .. } = &differs[0];
//! assert_eq!((&**record, *key, expected.get(Lang::Zh), came.get(Lang::Zh)), ("member/A", "points", "3", "6"));
//! assert!(tested.is_unfinished() && blessed(text, &[tested])?.contains("points = \"6\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod known;
mod cards;
mod read;
mod judge;
mod unreadable;
mod bless;
mod written;

pub use bless::blessed;
pub use cards::{Differs, Unlike};
pub use written::written;

use cards::ExpectedCard;
use known::Known;
use read::{Around, Packed};

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::check::cut::Cut;
use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, Ready, as_read};
use crate::check::project::{Said, run};
use crate::check::ruleset::Ruleset;
use crate::check::tally::Tally;
use crate::check::{Request, fold, sink, undecided};
use crate::files::{Files, Memory};
use crate::finding::{Finding, Status};
use crate::host;
use crate::language::{did_you_mean, say};
use crate::pack::Pack;
use crate::pack::manifest::Literal;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::project::{self, Input, Project};
use crate::run::compile::Compiled;
use crate::score::Table;
use crate::source::{Place, Sources};
use crate::spelling::nearest;
use crate::texts::listed;

/// A case as it is written.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Rows of systems that it shows.
    pub covers: Vec<String>,
    /// As-of date.
    pub as_of: Date,
    /// Rules to run; all in force when empty.
    pub only: Vec<String>,
    /// Data files after the case's edits: the name that reports use, and the text.
    pub data: Vec<(String, String)>,
    /// Other values for parameters.
    pub parameters: BTreeMap<String, Literal>,
    /// Whether it means that there is no record.
    pub empty: bool,
    /// The findings expected.
    pub expect: Vec<Expected>,
    /// The cards expected.
    pub(crate) cards: Vec<ExpectedCard>,
    /// Its `[[case]]`.
    pub place: Place,
    /// Its place among the cases of its file, from 0.
    pub index: usize,
}

/// An expected finding. What is `None` may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Full name of the rule.
    pub rule: String,
    /// `kind/key`.
    pub record: Option<String>,
    /// Field.
    pub field: Option<String>,
    /// A part of the message.
    pub message: Option<String>,
    /// Status.
    pub status: Status,
}

/// What became of one expectation or finding.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Expected, but it did not come.
    Missing(Expected),
    /// It came, but nothing expected it.
    Noisy(Finding),
    /// It came at the expected rule and record, but differs.
    Wrong(Expected, Finding),
    /// A card is expected of which there is none, or a line of it that its scheme does not have.
    NoCard(Finding),
    /// A card came, but differs.
    Unlike(Unlike),
}

/// What became of one case.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The pack.
    pub pack: String,
    /// The case.
    pub case: Case,
    /// What is amiss; nothing when it passed.
    pub verdicts: Vec<Verdict>,
    /// All findings that came.
    pub findings: Vec<Finding>,
    /// The cards that came, where some are expected.
    pub(crate) scores: Vec<Arc<Table>>,
    /// The texts that they point into.
    pub sources: Sources,
}

/// What became of all cases.
#[derive(Clone, Debug)]
pub struct Report {
    /// Cases, by pack and file, in the order written.
    pub tested: Vec<Tested>,
    /// Broken packs and case files, packs without cases, filters without match.
    pub findings: Vec<Finding>,
    /// The texts that these findings point into.
    pub sources: Sources,
}

/// Which cases to run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Packs by id. When empty: those of the project and of the folders that are named, else those that are built in.
    pub packs: Vec<String>,
    /// Whether the packs that are built in are run with the others.
    pub all: bool,
    /// A part of the case's name.
    pub name: Option<String>,
}

/// What was compiled for the cases of a pack, by the packs that govern their bodies and other values of parameters.
type Cache = Mutex<BTreeMap<(Vec<String>, String), Vec<Arc<Compiled>>>>;

/// The body that a pack governs in its cases when it governs none of its own.
pub(crate) const TEST_BODY: &str = "test";

/// Runs the cases of packs: those of the project in which the request's paths lie, and of the folders that it names. `progress` hears
/// of each case, pack by pack.
#[must_use]
pub fn test(files: &dyn Files, request: &Request, selection: &Selection, progress: &dyn Progress) -> Report {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let project =
        request.paths.iter().find_map(|path| project::standing_in(files, path, &mut sources)).unwrap_or_default();
    let fence = prepare::fence(context, [&project]);
    let mut rules = prepare::load(context, &project.rules, &fence, &mut sources, &mut as_read);
    let mut findings = [project.findings, rules.findings.clone()].concat();
    findings.extend(unknown_packs(&rules, &selection.packs));
    let ids = chosen(&rules, selection);
    let (mut tested, mut names) = (Vec::new(), Vec::new());
    let mut selected = 0;
    for id in &ids {
        let lent = Arc::make_mut(&mut rules).packs.govern_in_cases(id, TEST_BODY);
        let Some(pack) = rules.packs.get(id) else { continue };
        // What is wrong with a pack is told once, and not by each case.
        let compiled = rules.compile(vec![id], request.jobs, &sources, &memos);
        let broken = compiled.iter().filter(|c| c.is_broken());
        let mut wrong: Vec<Finding> = broken.flat_map(|c| c.findings.iter().cloned()).collect();
        let known = Known::of(&rules, pack);
        let around = Around { files, fence: &fence };
        let packed = Packed { packs: &rules.packs, pack, known: &known, sources: &sources, around };
        let cases = read::cases(packed, &mut wrong);
        if cases.is_empty() && wrong.is_empty() && (!pack.scripts.is_empty() || !selection.packs.is_empty()) {
            let message = say!("规则包“{id}”没有用例", "pack `{id}` has no cases");
            let help = say!("在它的 tests/ 里写用例", "write some in its tests/");
            wrong.push(host::NO_CASES.finding(message).at(pack.manifest.place).help(help));
        }
        wrong.extend(unreadable::data(pack, &cases, &sources));
        let broken = !wrong.is_empty();
        findings.extend(wrong);
        let wanted = cases.iter().filter(|c| selection.name.as_ref().is_none_or(|name| c.name.contains(name)));
        selected += wanted.clone().count();
        names.extend(cases.iter().map(|case| case.name.clone()));
        let wanted: Vec<&Case> = wanted.filter(|_| !broken).collect();
        let cache = Cache::new(BTreeMap::from([((vec![id.clone()], String::new()), compiled)]));
        progress.stage(Stage::Test, wanted.len());
        let each = |case: &&Case| {
            let tested = run_case(&rules, id, case, request, &sources, (&cache, &memos));
            progress.step(1);
            tested
        };
        tested.extend(parallel::map(request.jobs, &wanted, || (), |(), case| each(case)));
        if lent {
            Arc::make_mut(&mut rules).packs.govern_nothing(id);
        }
    }
    if selected == 0 && findings.is_empty() {
        findings.push(none_selected(selection.name.as_deref(), &names));
    }
    Report { tested, findings: sink::sort(findings, &sources), sources }
}

/// The packs whose cases are run, in their order.
fn chosen(rules: &Ruleset, selection: &Selection) -> Vec<String> {
    let any_own = rules.packs.iter().any(|pack| !pack.embedded);
    let is_chosen = |pack: &&Pack| match &*selection.packs {
        [] => selection.all || !any_own || !pack.embedded,
        named => named.contains(&pack.manifest.id),
    };
    rules.packs.iter().filter(is_chosen).map(|pack| pack.manifest.id.clone()).collect()
}

/// Says that nothing was run, and what there is.
fn none_selected(name: Option<&str>, names: &[String]) -> Finding {
    let Some(name) = name else {
        return host::NO_CASES.finding(say!("没有选中任何用例", "no case is selected"));
    };
    let finding = host::NO_CASES.finding(say!("没有名称含“{name}”的用例", "no case has `{name}` in its name"));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None => {
            let (count, zh, en) = (names.len(), listed(names.iter(), "、"), listed(names.iter(), ", "));
            say!("共有{count}个用例：{zh}", "there are {count} cases: {en}")
        }
    };
    finding.help(help)
}

fn unknown_packs(rules: &Ruleset, wanted: &[String]) -> Vec<Finding> {
    let unknown = wanted.iter().filter(|id| rules.packs.get(id).is_none());
    unknown
        .map(|id| {
            let near = nearest(id, rules.packs.iter().map(|p| p.manifest.id.as_str()));
            let mut finding = host::FILTER.finding(say!("没有规则包“{id}”", "no pack `{id}`"));
            let all = || rules.packs.iter().map(|p| &p.manifest.id);
            let (zh, en) = (listed(all(), "、"), listed(all(), ", "));
            finding.help = Some(near.map_or_else(|| say!("有：{zh}", "there are: {en}"), did_you_mean));
            finding
        })
        .collect()
}

/// Runs one case. Packs are compiled once for all cases of a pack.
fn run_case(
    rules: &Arc<Ruleset>,
    pack: &str,
    case: &Case,
    request: &Request,
    sources: &Sources,
    (cache, codes): (&Cache, &Memos),
) -> Tested {
    let (mut sources, memos) = (sources.clone(), Memos::default());
    let request = Request {
        jobs: 1,
        only: case.only.clone(),
        skip: Vec::new(),
        bodies: Vec::new(),
        as_of: case.as_of,
        scores: !case.cards.is_empty(),
        ..request.clone()
    };
    let inputs: Vec<Input> =
        case.data.iter().map(|(name, text)| Input::Given(name.clone(), text.clone().into_bytes())).collect();
    let context = Context { files: &Memory::default(), request: &request, memos: &memos, progress: &() };
    let ready = Ready::with(context, rules.clone(), &Project { inputs, ..Project::default() }, &mut sources);
    let compiled = {
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        // Of packs that do not govern the case's data nothing is said.
        let wanted = || ready.governing.iter().map(String::as_str).collect();
        let values: Vec<String> = case.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let key = (ready.governing.clone(), values.join("\n"));
        let compile = || rules.compile_with(wanted(), &case.parameters, 1, &sources, codes);
        cache.entry(key).or_insert_with(compile).clone()
    };
    let unknown = unknown_parameters(case, &compiled);
    let mut tally = Tally::new(case.as_of, None, Cut::default());
    let (mut said, store) = run(context, ready, &compiled, &sources, &mut tally);
    undecided::count(&mut said.host, &mut said.rules, &said.gaps);
    // What is wrong with the data tells why there are no records.
    let vacuous = vacuous(case, store.record_count()).filter(|_| case.empty || said.host.is_empty());
    let Said { mut host, rules, .. } = said;
    let rules = fold::tell(&mut host, rules, &request.scope);
    tally.miss(&request);
    let scores = std::mem::take(&mut tally.outcome.scores);
    let mut findings = sink::sort([host, rules, tally.outcome.findings].concat(), &sources);
    // Where data or packs are broken, no rule ran: that its patterns select nothing follows from it.
    if findings.iter().any(|f| f.status != Status::Pending && hides_rules(f)) {
        findings.retain(|f| *f.rule != *host::FILTER.name);
    }
    // What is to be looked at in a pack's scripts is said by every check, and is nothing that a case expects.
    findings.retain(|finding| *finding.rule != *host::LANGUAGE.name);
    let mut verdicts = judge::judge(&case.expect, &findings);
    verdicts.extend(unknown.into_iter().chain(vacuous).map(Verdict::Noisy));
    verdicts.extend(cards::judge(&case.cards, &scores));
    Tested { pack: pack.to_owned(), case: case.clone(), verdicts, findings, scores, sources }
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
