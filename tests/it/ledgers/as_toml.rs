//! What holds for data in TOML holds for data in workbooks: waivers, baselines, keys that must be told apart, shards, the lock,
//! and explanations.

use serde_json::Value;

use crate::support::{AS_OF, Run, Workdir, ledgers, members};

/// Three bodies, a workbook each; of each the first member has too few points.
fn workdir() -> Workdir {
    let fixed: Vec<String> = (1..=3).map(|n| format!("body = \"demo/b{n}\", year = 2026")).collect();
    let files: Vec<String> = (1..=3).map(|n| format!("data/{n}.xlsx")).collect();
    let all: Vec<(&str, &str)> = files.iter().zip(&fixed).map(|(file, fixed)| (&**file, &**fixed)).collect();
    let dir = Workdir::new().with("yize.toml", ledgers(&all));
    files.iter().fold(dir, |dir, file| dir.with(file, members(&[(1, 10, ""), (2, 90, "")])))
}

fn check(dir: &Workdir, options: &str) -> Run {
    dir.yize(&format!("check . --as-of {AS_OF} --lang en --format json {options}"))
}

fn counts(run: &Run) -> [u64; 3] {
    let summary = run.json()["summary"].clone();
    ["violations", "waived", "baselined"].map(|key| summary[key].as_u64().expect("a number"))
}

#[test]
fn a_waiver_excuses_a_row() {
    let dir = workdir();
    let found = check(&dir, "").exits(1).findings();
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|own| own["cell"] == "E2" && own["record"]["key"] == "M-1"), "{found:#?}");
    let rule = found[0]["rule"].as_str().expect("a name").to_owned();
    let waiver = format!(
        "{}[[waiver]]\nrule = \"{rule}\"\nat = \"member/M-1\"\nbody = \"demo/b2\"\nreason = \"新任\"\napproved_by = \"主席会议\"\nuntil = 2026-12-31\n",
        dir.read("yize.toml")
    );
    let run = check(&dir.with("yize.toml", waiver), "").exits(1);
    assert_eq!(counts(&run), [2, 1, 0]);
    let excused: Vec<Value> = run.findings().into_iter().filter(|own| !own["suppressed"].is_null()).collect();
    assert_eq!((excused.len(), excused[0]["file"].as_str()), (1, Some("data/2.xlsx")));
}

#[test]
fn a_baseline_knows_rows_wherever_they_stand() {
    let dir = workdir();
    check(&dir, "--write-baseline base.json").exits(0);
    // A row more above it, and a new finding.
    let dir = dir.with("data/1.xlsx", members(&[(3, 20, ""), (1, 10, ""), (2, 90, "")]));
    let run = check(&dir, "--baseline base.json").exits(1);
    assert_eq!(counts(&run), [1, 0, 3]);
    let new: Vec<Value> = run.findings().into_iter().filter(|own| own["suppressed"].is_null()).collect();
    assert_eq!((new[0]["record"]["key"].as_str(), new[0]["cell"].as_str()), (Some("M-3"), Some("E2")));
}

#[test]
fn a_key_in_a_workbook_and_in_a_file_of_toml_is_told() {
    let member = "body = \"demo/b1\"\nyear = 2026\n\n[[member]]\nid = \"M-2\"\nname = \"委员\"\nstatus = \"active\"\njoined = 2022-01-18\npoints = 80\n";
    let run = check(&workdir().with("data/more.toml", member), "").exits(1);
    let found = run.findings();
    let double = found.iter().find(|own| own["rule"] == "host/duplicate-key").expect("told");
    let places: Vec<&str> =
        [&double["file"], &double["related"][0]["file"]].iter().filter_map(|file| file.as_str()).collect();
    assert!(places.contains(&"data/1.xlsx") && places.contains(&"data/more.toml"), "{double:#}");
    // Each bears its own name.
    let name = if places[0] == "data/more.toml" { "委员" } else { "委员2" };
    assert_eq!(double["record"]["name"], name, "{double:#}");
}

#[test]
fn a_workbook_that_is_named_alone_belongs_to_its_project() {
    let waiver = "[[waiver]]\nrule = \"*/points\"\nat = \"member/M-1\"\nbody = \"demo/b1\"\nreason = \"新任\"\napproved_by = \"主席会议\"\nuntil = 2099-12-31\n";
    let with = |top: &str, end: &str| {
        let dir = workdir();
        let settings = dir.read("yize.toml");
        dir.with("yize.toml", format!("{top}{settings}{end}"))
    };
    let run = with("", waiver).yize(&format!("check data/1.xlsx --as-of {AS_OF} --lang en --format json")).exits(0);
    assert_eq!(counts(&run), [0, 1, 0]);
    let run = with("time_zone = \"Asia/Nowhere\"\n", "").yize("check data/1.xlsx --lang en").exits(2);
    assert!(run.stderr.contains("Asia/Nowhere"), "{}", run.stderr);
}

#[test]
fn merged_shards_are_the_whole_report() {
    let mut dir = workdir();
    let whole = check(&dir, "").exits(1);
    for shard in 1..=2 {
        let report = check(&dir, &format!("--shard {shard}/2")).stdout;
        dir = dir.with(&format!("reports/{shard}.json"), report);
    }
    let merged = dir.yize("merge reports/1.json reports/2.json --lang en");
    assert_eq!(merged, whole);
}

#[test]
fn a_lock_and_explanations_have_nothing_to_do_with_how_data_are_kept() {
    let dir = workdir();
    dir.yize("lock . --lang en").exits(0);
    check(&dir, "--locked").exits(1);
    let rule = check(&dir, "").findings()[0]["rule"].as_str().expect("a name").to_owned();
    let told = dir.yize(&format!("explain {rule} --lang en")).exits(0).stdout;
    assert!(told.contains(&rule), "{told}");
    let edited = dir.edit("rules/demo/member.rhai", "积分不低于下限", "积分不低于下线");
    check(&edited, "--locked").exits(2).says("host/lock", "is not as yize.lock has it");
}
