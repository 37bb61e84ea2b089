//! How much do the rules notice? Takes a project, changes one thing at a time (removes a record, doubles it, or changes
//! one of its values into another plausible one), checks each changed copy, and reports what share was noticed, and how many
//! findings the change gave at most.
//!
//! `cargo run --release --example mutate -- examples/baoding [MOST] [AS-OF] [RULES]`: at most MOST changes, spread evenly
//! over what there is to change, with the packs of the folder RULES instead of those that are built in.
//!
//! `silent/<project>.toml` beside this file names what no clause speaks of, each with its reason:
//! `"member.employer" = "…"`. What is named there is counted apart; of the rest 95 % must be noticed, or it fails.

mod changes;
mod silent;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use yize_core::check::{Outcome, Request};
use yize_core::files::{Disk, FileKind, Files as _, Memory};
use yize_core::pack::PackSource;
use yize_core::session::Session;

use changes::Change;
use silent::Silent;

/// So many of a thousand changes to what a clause speaks of must be noticed.
const LEAST: usize = 950;

#[expect(clippy::disallowed_methods, reason = "an example has no cli.rs; this is where its arguments are read")]
fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let project = PathBuf::from(words.next().expect("the folder of a project"));
    let most: usize = words.next().map_or(2_000, |n| n.parse().expect("a number"));
    let as_of = words.next().map_or(jiff::civil::date(2027, 1, 5), |d| d.parse().expect("a date"));
    let rules = words.next().map(PathBuf::from);
    let request = Request {
        packs: vec![rules.clone().map_or_else(yize::packs::built_in, PackSource::Folder)],
        jobs: 1,
        ..Request::new(vec![project.clone()], as_of)
    };
    let files = memory([project.as_path()].into_iter().chain(rules.as_deref()));
    let all = changes::of(&files, &project);
    let sample = changes::sample(&all, most);
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let noticed: Vec<Noticed> = std::thread::scope(|scope| {
        let parts = sample.chunks(sample.len().div_ceil(jobs).max(1));
        let workers: Vec<_> = parts.map(|part| scope.spawn(|| try_each(part, &files, &request, as_of))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    report(&project, all.len(), &sample, &noticed, &Silent::of(&project))
}

/// What a change came to.
struct Noticed {
    /// Whether the check says anything else than before.
    at_all: bool,
    /// How many findings are new.
    new: usize,
}

/// What each change comes to.
fn try_each(changes: &[&Change], files: &Memory, request: &Request, as_of: Date) -> Vec<Noticed> {
    let mut session = Session::new(request.clone());
    let mut files = files.clone();
    let before = findings(&session.round(&files, as_of, &()).outcome);
    let is_found = |change: &&Change| {
        let text = files.0.get_mut(&change.file).expect("a file of the project");
        let original = text.clone();
        text.splice(change.range.clone(), change.put.bytes());
        let now = findings(&session.round(&files, as_of, &()).outcome);
        let mut known = before.iter().peekable();
        let mut new = 0;
        for finding in &now {
            while known.next_if(|known| *known < finding).is_some() {}
            new += usize::from(known.next_if(|known| *known == finding).is_none());
        }
        files.0.insert(change.file.clone(), original);
        Noticed { at_all: now != before, new }
    };
    changes.iter().map(is_found).collect()
}

/// Prints the table; fails when fewer are noticed than should be.
fn report(project: &Path, possible: usize, sample: &[&Change], noticed: &[Noticed], silent: &Silent) -> ExitCode {
    let mut rows: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (change, noticed) in sample.iter().zip(noticed) {
        let row = rows.entry(&change.what).or_default();
        row.0 += 1;
        row.1 += usize::from(noticed.at_all);
        row.2 = row.2.max(noticed.new);
    }
    println!("| change | tried | noticed | findings at most | why not |\n|---|---|---|---|---|");
    let (mut tried, mut seen, mut excused) = (0, 0, 0);
    for (what, (of, found, most)) in &rows {
        let why = silent.reason(what);
        println!("| {what} | {of} | {found} | {most} | {} |", why.unwrap_or_default());
        if why.is_some() {
            excused += of;
        } else {
            tried += of;
            seen += found;
        }
    }
    let share = 1_000 * seen / tried.max(1);
    println!(
        "\n{}: {seen} of {tried} changes noticed ({}.{} %); {excused} of what no clause speaks of; {possible} possible",
        project.display(),
        share / 10,
        share % 10
    );
    if share < LEAST { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The files of some folders, in memory.
fn memory<'f>(folders: impl Iterator<Item = &'f Path>) -> Memory {
    let mut files = Memory::default();
    for entry in folders.flat_map(|folder| Disk.walk(folder)) {
        if matches!(entry.kind, Ok(FileKind::File)) {
            let bytes = Disk.read(&entry.path, 1 << 30).expect("a readable file");
            files.0.insert(entry.path, bytes);
        }
    }
    files
}

/// What a check says, without places, which every change moves.
fn findings(outcome: &Outcome) -> Vec<String> {
    let mut all: Vec<String> =
        outcome.findings.iter().map(|f| format!("{} {:?} {:?} {:?}", f.rule, f.status, f.record, f.message)).collect();
    all.sort();
    all
}
