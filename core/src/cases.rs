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
mod chosen;
mod run;
mod coverage;
mod mutants;

pub use bless::blessed;
pub use cards::{Differs, Unlike};
pub use coverage::{Coverage, FileCoverage, Met, RuleCoverage, Spot};
pub use mutants::{Fate, Killer, Mutant};
pub use written::written;

use cards::ExpectedCard;
pub(crate) use chosen::{chosen, unknown_packs};
pub(crate) use written::of_pack;

use chosen::none_selected;
use coverage::{Listener, Reached};
use known::Known;
use mutants::{Lab, Ran};
use read::{Around, Packed};
use run::{Rounds, Trial, Workshop};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::check::Request;
use crate::check::memos::Memos;
use crate::check::prepare::{self, Context, as_read};
use crate::check::ruleset::Ruleset;
use crate::check::sink;
use crate::files::Files;
use crate::files::fence::Fence;
use crate::finding::{Finding, Status};
use crate::host;
use crate::language::say;
use crate::pack::manifest::Literal;
use crate::parallel;
use crate::progress::{Progress, Stage};
use crate::project::{self, Project};
use crate::run::code::Nursery;
use crate::run::compile::Compiled;
use crate::score::Table;
use crate::source::{Place, Sources};

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
    pub data: Vec<(Arc<str>, Arc<str>)>,
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
    /// Full names of the rules that were called.
    pub called: BTreeSet<Arc<str>>,
    /// How long it took. It is told to people and compared with nothing.
    pub took: Duration,
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
    /// What the cases have reached, where that is asked for.
    pub coverage: Option<Coverage>,
    /// The scripts changed in one place, and whether the cases notice, where that is asked for.
    pub mutants: Option<Vec<Mutant>>,
    /// The texts that these findings and the coverage point into.
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
    /// Whether it is told what the cases reach.
    pub coverage: bool,
    /// Whether it is tried which changes of the scripts the cases notice.
    pub mutants: bool,
}

/// The body that a pack governs in its cases when it governs none of its own.
pub(crate) const TEST_BODY: &str = "test";

/// Runs the cases of packs: those of the project in which the request's paths lie, and of the folders that it names. `progress` hears
/// of each case, pack by pack.
#[must_use]
pub fn test(files: &dyn Files, request: &Request, selection: &Selection, progress: &dyn Progress) -> Report {
    let (mut sources, memos) = (Sources::default(), Memos::default());
    let context = Context { files, request, memos: &memos, progress: &() };
    let Stand { project, fence, mut rules } = Stand::of(context, &mut sources);
    let mut findings = [project.findings, rules.findings.clone()].concat();
    findings.extend(unknown_packs(&rules, &selection.packs));
    let ids = chosen(&rules, selection);
    let (mut tested, mut names) = (Vec::new(), Vec::new());
    let mut heard = Heard::default();
    let mut selected = 0;
    for id in &ids {
        let lent = Arc::make_mut(&mut rules).packs.govern_in_cases(id, TEST_BODY);
        let Some(own) = Own::of(&rules, id, (context, &fence), selection, &mut sources) else { continue };
        let wanted = own.cases.iter().filter(|c| selection.name.as_ref().is_none_or(|name| c.name.contains(name)));
        selected += wanted.clone().count();
        names.extend(own.cases.iter().map(|case| case.name.clone()));
        let wanted: Vec<&Case> = wanted.filter(|_| own.wrong.is_empty()).collect();
        findings.extend(own.wrong);
        let trial = Trial { rules: &rules, pack: id, request, sources: &sources, progress };
        progress.stage(Stage::Test, wanted.len());
        if selection.listens() {
            tested.extend(heard.run(trial, &wanted));
            heard.in_force.extend(own.compiled);
            if selection.mutants {
                heard.rules.insert(id.clone(), rules.clone());
            }
        } else {
            let workshop = Workshop::holding(id, own.compiled);
            let run = |rounds: &mut Rounds, case: &&Case| trial.step(case, &workshop, &memos, rounds);
            tested.extend(parallel::map(request.jobs, &wanted, || Rounds::keeping(&sources), run));
        }
        if lent {
            Arc::make_mut(&mut rules).packs.govern_nothing(id);
        }
    }
    if selected == 0 && findings.is_empty() {
        findings.push(none_selected(selection.name.as_deref(), &names));
    }
    // Of a pack that cannot be loaded nothing is known yet: it would all be told as not reached.
    let whole = findings.iter().all(|finding| finding.status != Status::Fault);
    let coverage = (selection.coverage && whole).then(|| heard.coverage(&rules, &ids, &tested));
    let mutants = (selection.mutants && whole)
        .then(|| heard.mutants((&rules, &ids), &tested, (request, &sources, &memos), progress));
    Report { tested, findings: sink::sort(findings, &sources), coverage, mutants, sources }
}

impl Selection {
    /// Whether it is heard which expressions cases reach.
    fn listens(&self) -> bool {
        self.coverage || self.mutants
    }
}

/// What was heard of cases that ran, and by what.
#[derive(Default)]
struct Heard {
    /// The expressions of which code tells.
    known: Arc<coverage::Known>,
    /// For each case, those that it reached.
    reached: Vec<Reached>,
    /// What holds where each pack governs.
    in_force: Vec<Arc<Compiled>>,
    /// All packs, as they were while the cases of one ran.
    rules: BTreeMap<String, Arc<Ruleset>>,
}

impl Heard {
    /// Runs the cases of a pack. Each worker hears what its own code does, so that it is known which case did it.
    fn run(&mut self, trial: Trial<'_>, cases: &[&Case]) -> Vec<Tested> {
        let known = &self.known;
        let start = || {
            let listener = Listener::new(known);
            (Workshop::new(Some(listener.hook())), Memos::default(), listener, Rounds::anew(trial.sources))
        };
        let came = parallel::map(trial.request.jobs, cases, start, |(workshop, memos, listener, rounds), case| {
            (trial.step(case, workshop, memos, rounds), listener.take())
        });
        let (cases, spots): (Vec<Tested>, Vec<Reached>) = came.into_iter().unzip();
        self.reached.extend(spots);
        cases
    }

    fn coverage(&self, rules: &Ruleset, packs: &[String], tested: &[Tested]) -> Coverage {
        coverage::of(rules, packs, &self.in_force, tested, (&self.known, &self.reached))
    }

    /// Tries the mutants of the packs on the cases that passed.
    fn mutants(
        &self,
        (rules, packs): (&Ruleset, &[String]),
        tested: &[Tested],
        (request, sources, memos): (&Request, &Sources, &Memos),
        progress: &dyn Progress,
    ) -> Vec<Mutant> {
        let nursery = Nursery::default();
        let wanted = mutants::plan(rules, packs, &self.in_force, &nursery, (sources, memos));
        let passed = tested.iter().zip(&self.reached).filter(|(tested, _)| tested.verdicts.is_empty());
        let ran = passed.filter_map(|(tested, reached)| {
            let trial = Trial { rules: self.rules.get(&tested.pack)?, pack: &tested.pack, request, sources, progress };
            Some(Ran { trial, tested, reached })
        });
        let (ran, jobs) = (ran.collect(), request.jobs);
        Lab { nursery: &nursery, memos, ran, known: &self.known, jobs, progress }.run(&wanted)
    }
}

/// Where cases are run: the project in which the request's paths lie, and its packs.
pub(crate) struct Stand {
    /// The project.
    pub project: Project,
    /// Where links may lead.
    pub fence: Fence,
    /// Its packs and those of the request.
    pub rules: Arc<Ruleset>,
}

impl Stand {
    /// The project around the first path that lies in one, and what packs there are.
    pub(crate) fn of(context: Context<'_>, sources: &mut Sources) -> Self {
        let mut paths = context.request.paths.iter();
        let project = paths.find_map(|path| project::standing_in(context.files, path, sources)).unwrap_or_default();
        let fence = prepare::fence(context, [&project]);
        let rules = prepare::load(context, &[&project], &fence, sources, &mut as_read);
        Self { project, fence, rules }
    }
}

/// The cases of a pack, read.
struct Own {
    cases: Vec<Case>,
    /// What holds where the pack governs.
    compiled: Vec<Arc<Compiled>>,
    /// What is wrong with the pack or its cases, so that none of them is run.
    wrong: Vec<Finding>,
}

impl Own {
    fn of(
        rules: &Ruleset,
        id: &str,
        (context, fence): (Context<'_>, &Fence),
        selection: &Selection,
        sources: &mut Sources,
    ) -> Option<Self> {
        let pack = rules.packs.get(id)?;
        // What is wrong with a pack is told once, and not by each case.
        let compiled = rules.compile(vec![id], context.request.jobs, sources, context.memos);
        let broken = compiled.iter().filter(|c| c.is_broken());
        let mut wrong: Vec<Finding> = broken.flat_map(|c| c.findings.iter().cloned()).collect();
        let known = Known::of(rules, pack);
        let around = Around { files: context.files, fence };
        let packed = Packed { packs: &rules.packs, pack, known: &known, sources, around };
        let (cases, starts) = read::cases(packed, &mut wrong);
        if cases.is_empty() && wrong.is_empty() && (!pack.scripts.is_empty() || !selection.packs.is_empty()) {
            let message = say!("规则包“{id}”没有用例", "pack `{id}` has no cases");
            let help = say!("在它的 tests/ 里写用例", "write some in its tests/");
            wrong.push(host::NO_CASES.finding(message).at(pack.manifest.place).help(help));
        }
        wrong.extend(unreadable::data(pack, &cases, sources));
        // What many cases start from is numbered once.
        for (name, text) in starts {
            let _ = sources.add(&name, text);
        }
        Some(Self { cases, compiled, wrong })
    }
}
