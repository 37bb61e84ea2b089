//! Waivers: what they excuse, for how long, and that nothing of it is silent.

use std::path::PathBuf;

use yize_core::check::Honour;
use yize_core::check::written;
use yize_core::check::{FailOn, Request, check as run};
use yize_core::files::Memory;
use yize_core::language::Lang;

use crate::support::{Run, SOUND, Workdir, at, read, root, tree};

/// Two members with too few points, a third without a status.
const POOR: &str = "points = 59.5\n\n[[member]]\nid = \"M-3\"\nname = \"委员丙\"\njoined = 2022-01-18\npoints = 10\n";

/// A waiver of that scope, in force as of the usual day.
fn waiver(scope: &str) -> String {
    format!("\n[[waiver]]\n{scope}\nreason = \"病假\"\napproved_by = \"主席会议\"\nuntil = 2027-06-30\n")
}

/// A project with those waivers; findings are M-2's points, M-3's status (a warning) and M-3's points.
fn project(waivers: &str) -> Workdir {
    Workdir::new()
        .with("data/a.toml", format!("{SOUND}{POOR}"))
        .with("yize.toml", format!("# 设置\nrules = [\"rules\"]\n{waivers}"))
}

/// `--rules` is not needed: the project names its own.
fn check(dir: &Workdir, line: &str) -> Run {
    dir.yize(&format!("check --lang en --format json --as-of 2026-06-30 {line}"))
}

/// Records of waived findings with the rule's last word, and the counts of the summary.
fn waived(run: &Run) -> (Vec<String>, [i64; 3]) {
    let findings = run.findings();
    let waived = findings.iter().filter(|f| f["suppressed"]["kind"] == "waiver");
    let names = waived.map(|f| {
        let rule = f["rule"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        format!("{} {rule}", f["record"]["key"].as_str().unwrap_or_default())
    });
    let summary = &run.json()["summary"];
    (names.collect(), ["violations", "warnings", "waived"].map(|key| summary[key].as_i64().expect("a number")))
}

#[test]
fn a_waived_finding_stays_in_the_report_and_does_not_count() {
    let both =
        [waiver("rule = \"demo/member/points\"\nat = \"M-2\""), waiver("rule = \"demo/*\"\nat = \"member/M-3\"")]
            .concat();
    let dir = project(&both);
    let run = check(&dir, ".").exits(0);
    assert_eq!(waived(&run).1, [0, 0, 3]);
    let finding = &run.findings()[0];
    assert_eq!(finding["status"], "violation");
    let excuse = &finding["suppressed"];
    assert_eq!(
        [&excuse["kind"], &excuse["reason"], &excuse["approved_by"], &excuse["until"]],
        ["waiver", "病假", "主席会议", "2027-06-30"]
    );
    let short = dir.yize("check . --format short --lang en --as-of 2026-06-30").exits(0).stdout;
    assert_eq!(short.lines().count(), 1, "{short}");
    assert!(short.contains("passed, nothing found, 3 more waived"), "{short}");
    assert!(!dir.yize("check . --lang en --as-of 2026-06-30").exits(0).stdout.contains("M-2"));
    assert_eq!(waived(&check(&dir, ". --no-waivers").exits(1)).1, [2, 1, 0]);
}

#[test]
fn a_waiver_excuses_what_it_names_and_nothing_else() {
    for (scope, excused) in [
        ("rule = \"demo/member/points\"\nat = \"member/M-3\"", vec!["M-3 points"]),
        ("rule = \"demo/member/*\"\nat = \"M-3\"", vec!["M-3 status", "M-3 points"]),
        ("rule = \"demo/member/*\"\nbody = \"de*\"", vec!["M-2 points", "M-3 status", "M-3 points"]),
        ("rule = \"demo/member/*\"\nbody = \"demo\"\nfield = \"points\"", vec!["M-2 points", "M-3 points"]),
        ("rule = \"demo/member/*\"\nat = \"M-3\"\nfield = \"name\"", vec![]),
        ("rule = \"demo/member/*\"\nbody = \"demo/*\"", vec![]),
        ("rule = \"demo/member/*\"\nat = \"committee/M-3\"", vec![]),
        ("rule = \"demo/member\"\nat = \"M-3\"", vec![]),
    ] {
        let run = check(&project(&waiver(scope)), ".");
        assert_eq!(waived(&run).0, excused, "{scope}");
        let unused = run.findings().iter().filter(|f| f["rule"] == "host/unused-waiver").count();
        assert_eq!(unused, usize::from(excused.is_empty()), "{scope}");
    }
}

#[test]
fn a_waiver_holds_to_its_last_day() {
    let dir = project(&waiver("rule = \"demo/*\"\nbody = \"demo\""));
    let here = at(&dir, "yize.toml", "2027-06-30", "host/waiver");
    for (day, code, said) in [
        ("2027-05-30", 0, None),
        ("2027-05-31", 0, Some(("warning", "ends in 30 days (2027-06-30)"))),
        ("2027-06-30", 0, Some(("warning", "ends in 0 days"))),
        ("2027-07-01", 1, Some(("error", "ended 1 day ago (2027-06-30)"))),
        ("2027-09-08", 1, Some(("error", "ended 70 days ago"))),
    ] {
        let run = dir.yize(&format!("check . --lang en --format json --as-of {day}")).exits(code);
        let findings = run.findings();
        let own: Vec<_> = findings.iter().filter(|f| f["rule"] == "host/waiver").collect();
        assert_eq!(own.len(), usize::from(said.is_some()), "{day}");
        assert_eq!(waived(&run).0.len(), if code == 0 { 3 } else { 0 }, "{day}");
        if let Some((severity, message)) = said {
            assert_eq!(own[0]["severity"], severity, "{day}");
            assert!(run.places().contains(&here), "{day}");
            run.says("host/waiver", message);
        }
    }
    let run = dir.yize("check . --lang en --format json --as-of 2027-05-31 --fail-on never").exits(0);
    run.says("host/waiver", "30 days");
    dir.yize("check . --as-of 2027-05-31 --fail-on warning").exits(1);
    // Of two waivers of one finding, the one in force excuses it; the other is an error all the same.
    let ended = waiver("rule = \"demo/*\"\nbody = \"demo\"").replace("2027", "2025");
    let run = check(&project(&[ended, waiver("rule = \"demo/*\"\nbody = \"demo\"")].concat()), ".").exits(1);
    assert_eq!(waived(&run).1, [1, 0, 3]);
}

#[test]
fn two_waivers_of_one_finding_are_both_of_use() {
    let both =
        [waiver("rule = \"demo/member/*\"\nbody = \"demo\""), waiver("rule = \"demo/member/points\"\nat = \"M-2\"")]
            .concat();
    let run = check(&project(&both), ".").exits(0);
    assert_eq!(waived(&run).1, [0, 0, 3]);
    assert_eq!(run.findings().len(), 3);
}

#[test]
fn a_waiver_that_is_not_whole_is_refused() {
    let sound = waiver("rule = \"demo/*\"\nat = \"M-2\"");
    for (from, to, what, message) in [
        ("reason = \"病假\"\n", "", "[[waiver]]", "`reason` is missing"),
        ("approved_by = \"主席会议\"\n", "", "[[waiver]]", "`approved_by` is missing"),
        ("until = 2027-06-30\n", "", "[[waiver]]", "`until` is missing"),
        ("rule = \"demo/*\"\n", "", "[[waiver]]", "`rule` is missing"),
        ("at = \"M-2\"\n", "", "[[waiver]]", "`at` (a record) or `body` is missing"),
        ("\"病假\"", "\" \"", "\" \"", "must not be empty"),
        ("2027-06-30", "\"年底\"", "\"年底\"", "expected a date"),
        ("2027-06-30", "2027-06-30T08:00:00", "2027-06-30T08:00:00", "expected a date"),
        ("demo/*", "demo/[", "\"demo/[\"", "bad pattern"),
        ("demo/*", "host/type", "[[waiver]]", "cannot be waived"),
        ("at =", "record =", "record", "unknown key `record`"),
    ] {
        let dir = project(&sound.replacen(from, to, 1));
        let here = at(&dir, "yize.toml", what, "host/project");
        let run = check(&dir, ".").exits(2);
        assert!(run.places().contains(&here), "{to}: {:?}", run.places());
        run.says("host/project", message);
    }
    check(&project("waiver = [{ rule = \"demo/*\" }]\n"), ".").exits(2).says("host/project", "[[waiver]] tables");
    check(&project("[waiver]\nrule = \"demo/*\"\n"), ".").exits(2).says("host/project", "[[waiver]] tables");
}

#[test]
fn waivers_may_stand_in_a_file_of_their_own() {
    let dir = project("waivers = \"waivers.toml\"\n");
    check(&dir, ".").exits(2).only(&[&at(&dir, "yize.toml", "\"waivers.toml\"", "host/project")]);
    let dir = dir.with("waivers.toml", waiver("rule = \"demo/*\"\nbody = \"demo\""));
    assert_eq!(waived(&check(&dir, ".").exits(0)).1, [0, 0, 3]);
    let dir = dir.with("waivers.toml", waiver("rule = \"demo/*\"\nbody = \"demo\"").replace("2027", "2025"));
    let here = at(&dir, "waivers.toml", "2025-06-30", "host/waiver");
    assert!(check(&dir, ".").exits(1).places().contains(&here));
    let dir = dir.with("waivers.toml", "[[waiver]\n");
    check(&dir, ".").exits(2).says("host/project", "");
    check(&dir.with("waivers.toml", "rule = 1\n"), ".").exits(2).says("host/project", "unknown key `rule`");
}

#[test]
fn faults_and_broken_data_are_never_waived() {
    let all = waiver("rule = \"*\"\nbody = \"*\"");
    let dir = project(&all).with("data/b.toml", "body = \"demo\"\nyear = 2026\n[[member]\n");
    check(&dir, ".").exits(1).says("host/syntax", "");
    let dir = project(&all).edit("data/a.toml", "points = 10\n", "points = true\n");
    check(&dir, ".").exits(1).says("host/type", "");
    let dir = project(&all).rule("member.name + 1;");
    assert_ne!(check(&dir, ".").code, Some(0));
}

#[test]
fn a_duty_that_is_not_yet_due_can_be_waived_beforehand() {
    let dir = project(&waiver("rule = \"demo/member/*\"\nbody = \"demo\"")).edit(
        "data/a.toml",
        "name = \"委员丙\"\njoined = 2022-01-18\n",
        "name = \"委员丙\"\n",
    );
    let run = check(&dir, ".").exits(0);
    assert_eq!(run.json()["summary"]["pending"], 0);
    assert_eq!(run.json()["summary"]["waived"], 4);
}

#[test]
fn a_waiver_is_called_unused_only_when_everything_was_checked() {
    let stale = waiver("rule = \"demo/member/pionts\"\nat = \"M-2\"");
    let dir = project(&stale);
    let here = at(&dir, "yize.toml", "[[waiver]]", "host/unused-waiver");
    let run = check(&dir, ".").exits(1);
    assert!(run.places().contains(&here));
    let said = run.says("host/unused-waiver", "waives nothing").findings();
    assert!(said.iter().any(|f| f["severity"] == "warning" && f["help"] == "did you mean `demo/member/points`?"));
    for line in [". --only demo/member/status", ". --skip demo/member/status", ". --body demo", "data/a.toml"] {
        assert!(!check(&dir, line).places().contains(&here), "{line}");
    }
    let broken = dir.with("data/b.toml", "x =\n");
    assert!(!check(&broken, ".").exits(1).places().contains(&here));
}

#[test]
fn fix_removes_what_is_unused_and_nothing_else() {
    let needed = waiver("rule = \"demo/*\"\nbody = \"demo\"");
    let text = format!(
        "# 豁免登记\r\n\r\n# 调走了{}# 全会通过{}\r\n# 末尾\r\n",
        waiver("rule = \"demo/member/points\"\nat = \"M-9\" # 委员").replace('\n', "\r\n"),
        needed.replace('\n', "\r\n")
    )
    .replace("# 调走了\r\n\r\n", "# 调走了\r\n");
    let dir = project("waivers = \"w.toml\"\n").with("w.toml", &text);
    let dry = dir.yize("check . --fix --dry-run --lang en --as-of 2026-06-30").exits(0);
    assert!(dry.stderr.contains("1 waiver of w.toml could be removed") && dry.stderr.contains("- at = \"M-9\""));
    assert_eq!(dir.read("w.toml"), text);

    let run = check(&dir, ". --fix").exits(0);
    assert!(run.stderr.contains("removed 1 waiver from w.toml") && run.stderr.contains("- # 调走了"), "{}", run.stderr);
    assert_eq!(waived(&run).1, [0, 0, 3]);
    let left = dir.read("w.toml");
    assert!(left.starts_with("# 豁免登记\r\n") && left.ends_with("# 末尾\r\n") && !left.contains("M-9"), "{left}");
    assert!(left.contains("\r\n\r\n# 全会通过\r\n[[waiver]]\r\nrule = \"demo/*\"\r\n"), "{left}");
    assert!(!left.replace("\r\n", "").contains(['\r', '\n']), "{left}");
    check(&dir, ". --fix").exits(0);
    assert_eq!(dir.read("w.toml"), left);
}

#[test]
fn options_that_contradict_each_other_are_usage_errors() {
    let dir = project("");
    for line in [". --dry-run", ". --fix --no-waivers", ". --write-baseline b.toml --only demo/*"] {
        let run = check(&dir, line).exits(2);
        assert!(run.stdout.is_empty() && run.stderr.contains("--"), "{line}: {}", run.stderr);
    }
}

#[test]
fn a_waiver_that_is_new_in_a_change_does_not_count_where_only_known_ones_do() {
    let project = |waivers: &str| {
        let files = Memory::default()
            .with("p/data/a.toml", format!("{SOUND}{POOR}"))
            .with("p/yize.toml", format!("rules = [\"rules\"]\n{waivers}"));
        let packs = tree(&root().join("tests/packs"));
        packs
            .iter()
            .fold(files, |files, file| files.with(format!("p/rules/{file}"), read(format!("tests/packs/{file}"))))
    };
    let old = waiver("rule = \"demo/member/points\"\nat = \"M-2\"");
    let new = waiver("rule = \"demo/member/points\"\nat = \"M-3\"");
    let longer = old.replace("2027", "2028");
    let asked = Request::new(vec![PathBuf::from("p")], jiff::civil::date(2026, 6, 30));
    let known = written(&project(&old), &asked);
    assert_eq!((known.len(), known[0].1.at.as_deref()), (1, Some("M-2")));
    for (now, waived, warned, code) in [
        (old.clone(), 1, 0, 1),
        ([old.clone(), new.clone()].concat(), 1, 1, 1),
        (longer, 0, 1, 1),
        ([new, old].concat().replace("demo/member/points\"\nat = \"M-3", "demo/*\"\nbody = \"demo"), 1, 1, 1),
    ] {
        let waivers = Honour::only(known.clone());
        let request = Request { packs: vec![yize::packs::built_in()], waivers, ..asked.clone() };
        let outcome = run(&project(&now), &request, &());
        assert_eq!(outcome.summary.waived, waived, "{now}");
        let said = |f: &&yize_core::finding::Finding| f.message.get(Lang::En).contains("is new in this change");
        assert_eq!(outcome.findings.iter().filter(said).count(), warned, "{now}");
        assert_eq!(outcome.exit_code(FailOn::Error), code, "{now}");
    }
}
