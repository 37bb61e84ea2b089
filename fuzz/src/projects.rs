//! What a project keeps beside its data: settings with waivers, baseline, lock.

use std::path::{Path, PathBuf};

use yize_core::check::{Request, baseline, check, fixes};
use yize_core::lock::{LOCK, survey, text};
use yize_core::{Memory, Outcome};

use crate::ledger::{DAY, project};
use crate::sound;

fn request() -> Request {
    Request::new(vec!["club".into()], DAY)
}

fn run(files: &Memory, request: &Request) -> Outcome {
    check(files, request, &())
}

/// Settings with waivers. What takes useless ones out leaves settings that are read, with fewer useless ones.
pub fn waivers(bytes: &[u8]) {
    let files = project().with("club/yize.toml", bytes);
    let outcome = run(&files, &request());
    sound::outcome(&outcome);
    for fix in fixes(&outcome) {
        let files = files.clone().with(&fix.name, fix.new.clone());
        let fixed = run(&files, &request());
        sound::outcome(&fixed);
        let useless = |outcome: &Outcome| outcome.findings.iter().filter(|f| &*f.rule == "host/unused-waiver").count();
        assert!(useless(&fixed) < useless(&outcome), "a fix mends something: {}", fix.new);
    }
}

/// A baseline: never passes what it does not know, and what is written anew is known.
pub fn baselines(bytes: &[u8]) {
    let path = PathBuf::from("baseline.toml");
    let with = Request { baseline: Some(path.clone()), ..request() };
    let files = project();
    sound::outcome(&run(&files.clone().with(&path, bytes), &with));
    // The project's one violation, and what its settings make of it.
    let outcome = run(&files, &request());
    let written = baseline::text(&outcome).expect("it was checked");
    assert_eq!(sound::outcome(&run(&files.with(&path, written), &with)), 0, "all of it is known");
}

/// A lock: what differs from the packs is told.
pub fn locks(bytes: &[u8]) {
    let files = project();
    let with = Request { locked: true, ..request() };
    let path = Path::new("club").join(LOCK);
    let code = sound::outcome(&run(&files.clone().with(&path, bytes), &with));
    let used = &survey(&files, &request()).locks[&path];
    let right = text(used);
    let same =
        |a: &str, b: &str| matches!((a.parse::<toml::Table>(), b.parse::<toml::Table>()), (Ok(a), Ok(b)) if a == b);
    if code < 2 {
        let given = std::str::from_utf8(bytes).expect("read");
        assert!(same(given.trim_start_matches('\u{feff}'), &right), "another lock was taken for this one: {given}");
    }
}
