//! The stages of a check, one by one, on a set of 600 members with twelve activities each.

mod set;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use yize::report::{Format, Hosting, View};
use yize_core::PackSource;
use yize_core::catalogue::rules;
use yize_core::check::{Request, check};
use yize_core::files::Memory;
use yize_core::language::Lang;

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
    let request = Request { packs: folders.to_vec(), ..Request::new(vec!["data".into()], AS_OF) };

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));

    group.bench_function("parse", |b| {
        b.iter(|| {
            for (_, text) in &data {
                black_box(toml::de::DeTable::parse_recoverable(text));
            }
        });
    });

    group.bench_function("packs", |b| b.iter(|| black_box(rules(&files, &request))));

    // Read, typed and linked; packs are compiled, and no rule is called.
    let reading = Request { skip: vec!["*".into()], ..request.clone() };
    group.bench_function("read", |b| b.iter(|| black_box(check(&files, &reading, &()))));

    let outcome = check(&files, &request, &());
    assert_eq!(outcome.summary.rules, 10, "every rule of the pack ran");
    for word in ["json", "human"] {
        let format = Format::find(word).expect("a format");
        group.bench_function(format!("report/{word}"), |b| {
            b.iter(|| format.write(&outcome, View::new(Lang::Zh, 1), &Hosting::default(), &mut std::io::sink()));
        });
    }

    group.bench_function("check", |b| b.iter(|| black_box(check(&files, &request, &()))));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
