//! The stages of a check, one by one, on a set of 600 members with twelve activities each.

mod set;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use yize::report::{FORMATS, View};
use yize_core::check::ruleset::{self, Ruleset};
use yize_core::check::{Request, check};
use yize_core::data::gather::{Governance, Kept, gather};
use yize_core::document;
use yize_core::engine::compile::Compiled;
use yize_core::engine::run::{Run, run};
use yize_core::files::Memory;
use yize_core::host;
use yize_core::language::Lang;
use yize_core::pack::load::PackSource;
use yize_core::project::Input;
use yize_core::source::{SourceId, Sources};

const MEMBERS: usize = 600;
const AS_OF: Date = date(2026, 12, 31);

fn stages(criterion: &mut Criterion) {
    let data = set::files(MEMBERS);
    let mut files = Memory(BTreeMap::new());
    for (name, text) in &data {
        files.0.insert(Path::new("data").join(name), text.clone().into_bytes());
    }
    for (path, text) in set::PACK {
        files.0.insert(Path::new("rules").join(path), text.into());
    }
    let folders = [yize::packs::built_in(), PackSource::Folder("rules".into())];
    let inputs: Vec<Input> = data.iter().map(|(name, _)| Input::File(Path::new("data").join(name))).collect();
    let request = Request { packs: folders.to_vec(), ..Request::new(vec!["data".into()], AS_OF) };

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));

    group.bench_function("parse", |b| {
        b.iter(|| {
            for (_, text) in &data {
                black_box(document::parse(text, SourceId(0), &host::SYNTAX));
            }
        });
    });

    group.bench_function("packs", |b| {
        b.iter(|| black_box(Ruleset::load(&files, &folders, &mut Sources::default()).packs));
    });

    let mut sources = Sources::default();
    let rules = Ruleset::load(&files, &folders, &mut sources);
    assert!(rules.findings.is_empty() && rules.errors.is_empty(), "{:?} {:?}", rules.findings, rules.errors);
    let gathering = || {
        let governance = Governance::new(&rules.packs, &rules.errors);
        gather(&files, &inputs, &governance, 1, &mut sources.clone(), &Kept::default(), &())
    };
    group.bench_function("gather", |b| b.iter(|| black_box(gathering().files)));

    let compiling = || rules.compile(vec!["bench"], 1, &sources, &ruleset::Kept::default());
    group.bench_function("compile", |b| b.iter(|| black_box(compiling())));

    let compiled = compiling();
    let compiled: Vec<&Compiled> = compiled.iter().map(|c| &**c).collect();
    assert!(compiled[0].findings.is_empty(), "{:?}", compiled[0].findings);
    let running = Run {
        store: Arc::new(gathering().store),
        compiled: &compiled,
        library: rules.library.clone(),
        sources: &sources,
        as_of: AS_OF,
        selected: &|_| true,
        bodies: &|_| true,
        mine: &|_| true,
        footprint: Arc::default(),
        kept: &yize_core::engine::kept::Kept::default(),
        jobs: 1,
    };
    group.bench_function("run", |b| b.iter(|| black_box(run(&running, &()))));

    let outcome = check(&files, &request, &());
    assert_eq!(outcome.summary.rules, 10, "every rule of the pack ran");
    for format in FORMATS.iter().filter(|format| ["json", "human"].contains(&format.word)) {
        group.bench_function(format!("report/{}", format.word), |b| {
            b.iter(|| format.write(&outcome, View::new(Lang::Zh, 1), &mut std::io::sink()));
        });
    }

    group.bench_function("check", |b| b.iter(|| black_box(check(&files, &request, &()))));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
