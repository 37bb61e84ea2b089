//! The check of one project: its data against its packs, and its waivers and severities over what they say.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::address;
use crate::check::cut::{Cut, inputs};
use crate::check::elsewhere;
use crate::check::fold;
use crate::check::locked;
use crate::check::outcome::{Examined, Summary};
use crate::check::prepare::{Context, Ready};
use crate::check::tally::Tally;
use crate::check::{filters, sink, undecided};
use crate::data::Store;
use crate::finding::Finding;
use crate::host;
use crate::language::say;
use crate::project::{Input, Project};
use crate::run::compile::Compiled;
use crate::run::gaps::Unseen;
use crate::run::{self, Run};
use crate::source::Sources;
use crate::texts::show_path;

/// What is said of a project, before its settings have a say.
#[derive(Default)]
pub(crate) struct Said {
    /// By the host.
    pub host: Vec<Finding>,
    /// By rules.
    pub rules: Vec<Finding>,
    /// Where calls could not see all that they asked for.
    pub gaps: BTreeSet<Unseen>,
}

/// Checks a project and adds what that comes to. One whose settings cannot be gone by is not made ready.
pub(super) fn check<'p>(
    context: Context<'_>,
    project: &'p Project,
    ready: Option<Ready>,
    sources: &mut Sources,
    tally: &mut Tally<'p>,
) {
    let request = context.request;
    tally.seen.partial |= !project.whole;
    let mut said = Said { host: project.findings.clone(), ..Said::default() };
    if let Some(ready) = ready {
        let filled = ready.part.as_ref().is_some_and(|part| part.filled);
        let empty = !filled && ready.gathered.store.record_count() == 0;
        let without = ready.gathered.empty.clone();
        tally.parts.extend(ready.part.clone());
        let of_data = all(context, project, ready, sources, tally);
        said.host.extend(of_data.host);
        (said.rules, said.gaps) = (of_data.rules, of_data.gaps);
        if !request.allow_empty {
            said.host.extend(without.into_iter().map(|file| holds_nothing(&sources.get(file).name)));
            said.host.extend((empty && said.host.is_empty()).then(|| no_records(project)));
        }
    }
    undecided::count(&mut said.host, &mut said.rules, &said.gaps);
    if !request.bodies.is_empty() {
        let bodies = filters::Bodies::by(&request.bodies);
        let selected = |body: &&Arc<str>| bodies.has(body);
        undecided::count_misspelt(&mut said.host, tally.seen.bodies.iter().filter(selected).map(|body| &**body));
    }
    let mut host = sink::settle(said.host, &project.severities, (&request.bodies, &request.years));
    said.rules = sink::settle(said.rules, &project.severities, (&request.bodies, &request.years));
    let examined = tally.outcome.projects.last().filter(|examined| examined.root == project.root);
    if let Some(examined) = examined {
        address::fill(host.iter_mut().chain(&mut said.rules), examined);
    }
    let store = examined.map(|examined| examined.store.clone());
    tally.register.apply(request, project, &mut said.rules, &host, store.as_deref());
    tally.outcome.findings.extend(fold::tell(&mut host, said.rules, &request.scope));
    tally.add(host);
}

/// The finding for a file without any record: it may have been emptied, and what was in it is then missed by no one.
fn holds_nothing(name: &str) -> Finding {
    let message = say!("“{name}”里没有一条记录", "`{name}` holds no record");
    host::NO_DATA.finding(message).path(name).help(say!(
        "补上记录，或删去这个文件；允许为空时加 --allow-empty",
        "write its records, or remove the file; --allow-empty lets it be"
    ))
}

/// The finding for a project whose files hold no record, so that no rule was called.
pub(crate) fn no_records(project: &Project) -> Finding {
    let message = say!("数据文件里没有一条记录", "the data files hold no record");
    let finding = host::NO_DATA.finding(message).path(match project.inputs.as_slice() {
        [Input::File(file)] => show_path(file),
        [Input::Given(name, _)] => name.clone(),
        _ => show_path(&project.root),
    });
    let is_text = |input: &Input| match input {
        Input::File(file) => file.extension().is_some_and(|ending| ending == "toml"),
        Input::Given(..) => true,
    };
    if !project.inputs.is_empty() && !project.inputs.iter().any(is_text) {
        return finding.help(say!(
            "在表头下面填写记录；允许为空时加 --allow-empty",
            "write records below the header, or use --allow-empty"
        ));
    }
    finding.help(say!(
        "记录写成 [[member]] 这样的表；允许为空时加 --allow-empty",
        "write records as tables such as [[member]], or use --allow-empty"
    ))
}

/// Compiles and runs what a project asks for, unless its packs are not those of its lock.
fn all(
    context: Context<'_>,
    project: &Project,
    mut ready: Ready,
    sources: &mut Sources,
    tally: &mut Tally<'_>,
) -> Said {
    let conflicts = std::mem::take(&mut ready.conflicts);
    if context.request.locked {
        let used = locked::in_use(&ready.rules.packs, &ready.wanted(), sources);
        let wrong = locked::verify(context.files, &project.root, &used, sources);
        if !wrong.is_empty() {
            let host = [ready.gathered.findings, ready.rules.findings.clone(), conflicts, wrong].concat();
            return Said { host, ..Said::default() };
        }
    }
    let compiled = ready.compiled.take().unwrap_or_else(|| ready.compile(ready.wanted(), context, sources));
    let rules = ready.rules.clone();
    let (mut said, store) = run(context, ready, &compiled, sources, tally);
    said.host.extend(rules.findings.iter().cloned());
    said.host.extend(conflicts);
    // Where a pack is broken or missing, a rule of it is not unknown.
    if !said.host.iter().any(|finding| *finding.rule == *host::PACK.name || *finding.rule == *host::NO_PACK.name) {
        said.host.extend(filters::unknown_severities(&project.severities, &sound(&compiled)));
    }
    tally.outcome.projects.push(Examined { root: project.root.clone(), store, rules, compiled });
    said
}

fn sound(compiled: &[Arc<Compiled>]) -> Vec<&Compiled> {
    compiled.iter().filter(|c| !c.is_broken()).map(|c| &**c).collect()
}

/// Runs what was compiled over what was gathered.
pub(crate) fn run(
    context: Context<'_>,
    ready: Ready,
    compiled: &[Arc<Compiled>],
    sources: &Sources,
    tally: &mut Tally<'_>,
) -> (Said, Arc<Store>) {
    let Context { request, memos, .. } = context;
    let gathered = ready.gathered;
    let mut host = gathered.findings;
    tally.outcome.sheets.extend(gathered.readings);
    host.extend(compiled.iter().flat_map(|c| c.findings.iter().cloned()));
    let sound = sound(compiled);
    tally.seen.add(request, &sound, &gathered.store);
    let store = gathered.store;
    let cut = &tally.cut;
    let (selected, bodies) = (filters::Selected::by(request), filters::Bodies::by(&request.bodies));
    let run = Run {
        store: store.clone(),
        compiled: &sound,
        lent: &ready.rules.lent,
        sources,
        as_of: request.as_of,
        period: request.period,
        selected: &|rule| !request.scores_only && selected.has(&rule.info.name),
        bodies: &|body| bodies.has(body),
        mine: &|body| cut.runs(body),
        years: &request.years,
        footprint: gathered.footprint,
        kept: &memos.runs,
        cards: request.scores || request.scores_only,
        settled: false,
        witness: None,
        jobs: request.jobs,
    };
    let mut found = match &request.apart {
        None => run::run(&run, context.progress),
        Some(apart) => {
            let (number, made_of) = (tally.outcome.projects.len(), inputs(request, sources, &tally.parts));
            elsewhere::run(apart, number, &made_of, &run, context.progress)
        }
    };
    let own = size(&store, gathered.files, &tally.cut);
    let whole = match &ready.part {
        Some(part) => Summary { files: part.files, ..own },
        None => size(&store, gathered.files, &Cut::default()),
    };
    tally.count(whole, own);
    tally.seen.calls += found.calls.values().sum::<usize>();
    if request.only.is_empty() && request.skip.is_empty() && !request.scores_only {
        host.extend(filters::unruled(&store, &found.calls, &sound, &request.bodies));
    }
    let gaps = std::mem::take(&mut found.gaps);
    (Said { host, rules: tally.take(found, &sound, &request.bodies), gaps }, store)
}

/// Files, and bodies and records of a part.
fn size(store: &Store, files: usize, cut: &Cut<'_>) -> Summary {
    let bodies = store.bodies.iter().filter(|body| cut.runs(Some(&body.id)));
    bodies.fold(Summary { files, ..Summary::default() }, |sum, body| Summary {
        bodies: sum.bodies + 1,
        records: sum.records + body.size(),
        ..sum
    })
}
