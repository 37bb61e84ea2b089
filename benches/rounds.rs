//! A save of one file against a full check, on the largest examples: `cargo bench --bench rounds`.
//!
//! A full check and the rounds after a save of a data file and of a rule take turns, so that all of them see the same
//! machine; of each the median counts. Rounds are measured without the time that watching waits for a file to settle.

#![expect(clippy::disallowed_methods, reason = "a benchmark copies examples, edits them and reads the clock")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::date;
use yize_core::PackSource;
use yize_core::check::{Request, check};
use yize_core::files::{Disk, write_beside};
use yize_core::session::Session;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TURNS: usize = 5;

/// An example, its packs, and the files that are saved, data in `project` and rules in `rules`.
type Example = (&'static str, &'static [&'static str], &'static [&'static str]);

const EXAMPLES: [Example; 2] = [
    (
        "tangshan",
        &["tangshan", "tangshan-county"],
        &[
            "project/data/homes.toml",
            "project/data/plan.toml",
            "project/data/counties/qianan.toml",
            "project/data/grids/07-caofeidian/members.toml",
            "project/data/grids/07-caofeidian/work.toml",
            "rules/tangshan/home.rhai",
            "rules/tangshan/entry.rhai",
            "rules/tangshan/rounds.rhai",
            "rules/tangshan/grid.rhai",
        ],
    ),
    (
        "baoding",
        &["baoding", "baoding-county", "baoding-network"],
        &["project/data/plan.toml", "rules/baoding/plan.rhai"],
    ),
];

fn main() {
    // What `cargo test --benches` asks: that it starts.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    println!("| example | full check, ms | file that is saved | part of a full check |\n|---|---:|---|---:|");
    for (example, packs, files) in EXAMPLES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&home.join("examples").join(example), &folder.path().join("project"));
        for pack in packs {
            copy(&home.join("rules").join(pack), &folder.path().join("rules").join(pack));
        }
        compare(example, folder.path(), files);
    }
}

fn compare(example: &str, folder: &Path, files: &[&str]) {
    let request = Request {
        packs: vec![yize::packs::built_in(), PackSource::Folder(folder.join("rules"))],
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        ..Request::new(vec![folder.join("project")], date(2026, 12, 31))
    };
    let mut session = Session::new(request.clone());
    session.round(&Disk, request.as_of, &());
    let (mut full, mut saves) = (Vec::new(), vec![Vec::new(); files.len()]);
    for turn in 0..TURNS {
        full.push(timed(|| check(&Disk, &request, &())));
        for (file, times) in files.iter().zip(&mut saves) {
            save(&folder.join(file), turn);
            times.push(timed(|| session.round(&Disk, request.as_of, &())));
        }
    }
    let full = median(full).as_secs_f64();
    for (file, times) in files.iter().zip(saves) {
        println!("| {example} | {:.0} | {file} | {:.3} |", full * 1000.0, median(times).as_secs_f64() / full);
    }
}

/// Saves a file with another comment: data at the top, so that every place in it moves, a rule in its closure.
fn save(file: &Path, turn: usize) {
    let text = std::fs::read_to_string(file).expect("readable");
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.contains(" save ")).collect();
    let data = file.extension().is_some_and(|ending| ending == "toml");
    let (at, line) = match lines.iter().position(|line| line.starts_with("}, |")) {
        Some(closure) if !data => (closure + 1, format!("    // save {turn}")),
        _ => (0, format!("# save {turn}")),
    };
    lines.insert(at, &line);
    write_beside(file, (lines.join("\n") + "\n").as_bytes()).expect("written");
}

/// How long it takes until the result is there, not until it is thrown away.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = black_box(work());
    let elapsed = started.elapsed();
    drop(result);
    elapsed
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
