//! A save of one file against a full check, on the largest examples: `cargo bench --bench live`.
//!
//! A full check and the rounds after a save of a data file and of a rule take turns, so that all of them see the same
//! machine; of each the median counts. Rounds are measured without the time that watching waits for a file to settle.

#![expect(clippy::disallowed_methods, reason = "a benchmark copies examples, edits them and reads the clock")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::date;
use yize::check::live::Session;
use yize::check::part::Scope;
use yize::check::waivers::Honour;
use yize::check::{Request, check};
use yize::files::{Disk, write_beside};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: yize::engine::memory::Counting<mimalloc::MiMalloc> =
    yize::engine::memory::Counting(mimalloc::MiMalloc);

const TURNS: usize = 9;

/// An example, its packs, and the files that are saved.
const EXAMPLES: [(&str, &[&str], &str, &str); 2] = [
    ("tangshan", &["tangshan", "tangshan-county"], "data/grids/07-caofeidian/members.toml", "tangshan/grid.rhai"),
    ("baoding", &["baoding", "baoding-county", "baoding-network"], "data/plan.toml", "baoding/plan.rhai"),
];

fn main() {
    // What `cargo test --benches` asks: that it starts.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    println!("| example | full check, ms | save of a data file | save of a rule |\n|---|---:|---:|---:|");
    for (example, packs, data, rule) in EXAMPLES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&home.join("examples").join(example), &folder.path().join("project"));
        for pack in packs {
            copy(&home.join("rules").join(pack), &folder.path().join("rules").join(pack));
        }
        compare(
            example,
            folder.path(),
            &folder.path().join("project").join(data),
            &folder.path().join("rules").join(rule),
        );
    }
}

fn compare(example: &str, folder: &Path, data: &Path, rule: &Path) {
    let request = Request {
        paths: vec![folder.join("project")],
        stdin: None,
        rules: vec![folder.join("rules")],
        as_of: date(2026, 12, 31),
        only: Vec::new(),
        skip: Vec::new(),
        bodies: Vec::new(),
        waivers: Honour::All,
        baseline: None,
        locked: false,
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        allow_empty: false,
        scope: Scope::All,
        scores_only: false,
    };
    let mut session = Session::new(request.clone());
    session.round(&Disk, request.as_of, &());
    let (mut full, mut of_data, mut of_rule) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        full.push(timed(|| _ = black_box(check(&Disk, &request, &()))));
        for (file, times, sign) in [(data, &mut of_data, "#"), (rule, &mut of_rule, "//")] {
            save(file, sign, turn);
            times.push(timed(|| _ = black_box(session.round(&Disk, request.as_of, &()))));
        }
    }
    let [full, of_data, of_rule] = [full, of_data, of_rule].map(median);
    let ratio = |part: Duration| part.as_secs_f64() / full.as_secs_f64();
    println!("| {example} | {:.0} | {:.3} | {:.3} |", full.as_secs_f64() * 1000.0, ratio(of_data), ratio(of_rule));
}

/// Saves a file with another comment at its top, so that every place in it may move.
fn save(file: &Path, sign: &str, turn: usize) {
    let text = std::fs::read_to_string(file).expect("readable");
    let earlier = text.starts_with(&format!("{sign} save"));
    let rest = text.split_once('\n').filter(|_| earlier).map_or(text.as_str(), |(_, rest)| rest);
    write_beside(file, format!("{sign} save {turn}\n{rest}").as_bytes()).expect("written");
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("readable")) {
        let target: PathBuf = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).expect("a folder");
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
