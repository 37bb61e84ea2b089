//! Workbooks that change: which bodies that touches, as far as settings say whose records they hold.

use super::{commit, git, keys, since};
use crate::support::{Workdir, ledgers, members};

fn workdir(settings: &str, a: &[(u32, u32, &str)], b: &[(u32, u32, &str)]) -> Workdir {
    let dir = Workdir::new().with("yize.toml", settings);
    git(&dir, "init -q");
    commit(dir.with("data/a.xlsx", members(a)).with("data/b.xlsx", members(b)), "one")
}

#[test]
fn a_workbook_of_one_body_touches_that_alone() {
    let fixed = |body: &str| format!("body = \"demo/{body}\", year = 2026");
    let settings = ledgers(&[("data/a.xlsx", &fixed("a")), ("data/b.xlsx", &fixed("b"))]);
    let dir = workdir(&settings, &[(1, 10, ""), (2, 90, "")], &[(1, 5, "")]);
    assert_eq!(since(&dir, "one").exits(0).json()["summary"]["bodies"], 0);
    let dir = dir.with("data/a.xlsx", members(&[(1, 10, ""), (2, 20, "")]));
    let run = since(&dir, "one").exits(1);
    assert_eq!(keys(&run), ["demo/a M-2"], "M-1 is old, and b was not touched");
    let (finding, summary) = (&run.findings()[0], &run.json()["summary"]);
    assert_eq!((finding["cell"].as_str(), summary["bodies"].as_u64()), (Some("E3"), Some(1)), "{finding:#}");
}

#[test]
fn a_workbook_with_a_column_for_bodies_may_touch_any() {
    let settings = ledgers(&[("data/*.xlsx", "year = 2026")]);
    let dir = workdir(&settings, &[(1, 10, "demo/a"), (2, 90, "demo/c")], &[(1, 5, "demo/b")]);
    let dir = dir.with("data/a.xlsx", members(&[(1, 10, "demo/a"), (2, 20, "demo/c")]));
    let run = since(&dir, "one").exits(1);
    assert_eq!((keys(&run), &run.json()["summary"]["bodies"]), (vec!["demo/c M-2".to_owned()], &3.into()));
    // A column that goes against what is fixed counts too.
    let settings = ledgers(&[("data/*.xlsx", "body = \"demo/a\", year = 2026")]);
    let dir = workdir(&settings, &[(1, 90, "demo/a"), (2, 90, "demo/c")], &[(1, 90, "demo/b")]);
    let dir = dir.with("data/a.xlsx", members(&[(1, 90, "demo/a"), (2, 20, "demo/c")]));
    assert_eq!(keys(&since(&dir, "one").exits(1)), ["demo/c M-2"]);
}

#[test]
fn a_workbook_that_can_no_longer_be_read_is_told() {
    let settings = ledgers(&[("data/*.xlsx", "body = \"demo/a\", year = 2026")]);
    let dir = workdir(&settings, &[(1, 90, "")], &[(2, 90, "")]);
    let bytes = std::fs::read(dir.path("data/a.xlsx")).expect("there");
    let dir = dir.with("data/a.xlsx", &bytes[..bytes.len() / 2]);
    since(&dir, "one").exits(2).says("host/unreadable", "is incomplete or damaged");
}
