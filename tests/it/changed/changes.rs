//! Sorts of changes: files that are renamed, deleted or moved, rules that come from elsewhere, settings, waivers.

use super::{WAIVER, body, commit, git, keys, since, workdir};
use crate::support::{AS_OF, Workdir};

/// No findings.
const NONE: [&str; 0] = [];

fn remove(dir: &Workdir, file: &str) {
    std::fs::remove_file(dir.path(file)).expect("there");
}

#[test]
fn a_renamed_file_holds_no_new_findings() {
    let dir = workdir();
    let text = dir.read("data/a.toml");
    remove(&dir, "data/a.toml");
    let dir = dir.with("data/deep/renamed.toml", text);
    let run = since(&dir, "three").exits(0);
    assert_eq!((keys(&run), &run.json()["since"]["gone"]), (Vec::new(), &0.into()));
    assert_eq!(keys(&since(&dir, "one").exits(1)), ["demo/a M-3"]);
}

#[test]
fn a_deleted_file_takes_its_findings_along_and_shows_what_it_leaves_open() {
    let dir = workdir().with("data/a2.toml", body("demo/a", &[(8, 90)]));
    let whole = "rule(\"whole/count\", #{ title: \"数\", basis: \"数\", since: \"2022-01-01\", on: \"body\", explain: \"数\" }, \
                 |ctx| {\nlet all = ctx.all(\"member\");\nif all.len() < 4 { fail(all.first(), \"不足4人\"); }\n});\n";
    let dir = commit(dir.with("rules/demo/whole.rhai", whole), "four");
    assert_eq!(keys(&since(&dir, "four").exits(0)), NONE);
    remove(&dir, "data/a2.toml");
    let run = since(&dir, "four").exits(1);
    assert_eq!(run.findings()[0]["rule"], "demo/whole/count", "one more file's deletion breaks a rule on the body");
    assert_eq!(run.findings().len(), 1);
    // A body without any data is gone, with all that was found of it.
    let dir = commit(dir, "five");
    remove(&dir, "data/b.toml");
    let run = since(&dir, "five").exits(0);
    assert_eq!((keys(&run), &run.json()["since"]["gone"]), (Vec::new(), &2.into()));
}

#[test]
fn the_last_data_file_cannot_be_deleted_unseen() {
    let dir = workdir();
    remove(&dir, "data/a.toml");
    remove(&dir, "data/b.toml");
    since(&dir, "three").exits(2).says("host/no-data", "");
}

/// Two projects with packs of one id but other limits.
fn projects() -> Workdir {
    let project = |dir: Workdir, name: &str| {
        let dir = dir.copy("tests/packs", &format!("{name}/rules"));
        dir.with(&format!("{name}/yize.toml"), "rules = [\"rules\"]\n")
            .with(&format!("{name}/data/a.toml"), body(&format!("demo/{name}"), &[(1, 70)]))
    };
    let dir = project(project(Workdir::bare(), "a"), "b").edit("b/rules/demo/pack.toml", "value = 60", "value = 80");
    git(&dir, "init -q");
    commit(dir, "one")
}

#[test]
fn a_file_that_moves_to_another_project_is_judged_by_its_rules() {
    let dir = projects();
    assert_eq!(keys(&since(&dir, "one").exits(0)), NONE, "b's own finding is old");
    let text = dir.read("a/data/a.toml");
    let dir = dir.with("b/data/moved.toml", text);
    remove(&dir, "a/data/a.toml");
    let dir = dir.with("a/data/rest.toml", body("demo/rest", &[(1, 70)]));
    assert_eq!(keys(&since(&dir, "one").exits(1)), ["demo/a M-1"]);
}

#[test]
fn of_two_packs_with_one_id_the_change_of_either_counts() {
    for name in ["a", "b"] {
        let dir = projects();
        let pack = format!("{name}/rules/demo/pack.toml");
        let text = dir.read(&pack).replace("value = 60", "value = 75").replace("value = 80", "value = 75");
        let dir = dir.with(&pack, text.replace("title   = \"测试规则包\"", "title   = \"改\""));
        let run = since(&dir, "one");
        assert!(run.json()["summary"]["bodies"].as_u64() > Some(0), "{name}");
        assert_eq!(keys(&run), if name == "a" { vec!["demo/a M-1"] } else { Vec::new() }, "{name}");
    }
}

#[test]
fn a_new_project_is_new_and_its_waivers_with_it() {
    let dir = projects().copy("tests/packs", "c/rules").with("c/data/a.toml", body("demo/c", &[(3, 10)]));
    let waiver = WAIVER.replace("demo/a", "demo/c");
    let dir = dir.with("c/yize.toml", format!("rules = [\"rules\"]\n{waiver}"));
    let run = since(&dir, "one").exits(1).says("host/waiver", "new in this change");
    assert!(keys(&run).contains(&"demo/c M-3".to_owned()), "{:?}", keys(&run));
}

#[test]
fn comments_in_settings_change_nothing_and_other_kinds_concern_all_that_they_govern() {
    let dir = workdir();
    let settings = format!("# 说明\n{}", dir.read("yize.toml"));
    assert_eq!(keys(&since(&dir.with("yize.toml", settings), "three").exits(0)), NONE);
    let dir = self::workdir().edit("rules/demo/kinds.toml", "min = 0, max = 100", "min = 0, max = 15");
    let run = since(&dir, "three").exits(1);
    let rules: Vec<_> = run.findings().iter().map(|f| f["rule"].clone()).collect();
    assert_eq!(rules, ["host/limits"; 3], "M-1 and M-2 and M-3 of a; M-1 of b has 5");
}

#[test]
fn rules_beside_the_project_are_compared_and_those_outside_the_repository_are_the_same_in_both() {
    let outside = Workdir::new();
    let given = outside.path("rules").display().to_string();
    for (settings, option) in
        [("rules = [\"../rules\"]\n".to_owned(), String::new()), (String::new(), format!("--rules {given}"))]
    {
        let dir = Workdir::new().with("p/yize.toml", settings).with("p/data/a.toml", body("demo/a", &[(1, 70)]));
        git(&dir, "init -q");
        let dir = commit(dir, "one");
        let line = format!("check p {option} --as-of {AS_OF} --lang en --format json --changed-since one");
        assert_eq!(keys(&dir.yize(&line).exits(0)), NONE);
        let dir = dir.edit("rules/demo/pack.toml", "value = 60", "value = 80");
        let code = i32::from(option.is_empty());
        assert_eq!(keys(&dir.yize(&line).exits(code)).len(), usize::from(option.is_empty()), "{option}");
        let dir = dir.with("p/data/b.toml", body("demo/b", &[(1, 10)]));
        let found = keys(&dir.yize(&line).exits(1));
        assert!(found.contains(&"demo/b M-1".to_owned()), "{found:?}");
    }
    // Packs given by --rules inside the repository count as changed where they are.
    let dir = Workdir::new().with("data/a.toml", body("demo/a", &[(1, 70)]));
    git(&dir, "init -q");
    let dir = commit(dir, "one").edit("rules/demo/pack.toml", "value = 60", "value = 80");
    let line = format!("check data --rules rules --as-of {AS_OF} --lang en --format json --changed-since one");
    assert_eq!(keys(&dir.yize(&line).exits(1)), ["demo/a M-1"]);
}

#[test]
fn a_rule_on_the_network_speaks_whatever_body_a_change_touches() {
    let network = "rule(\"net/count\", #{ title: \"网\", basis: \"网\", since: \"2022-01-01\", on: \"network\", explain: \"网\" }, \
                   |ctx| {\nlet n = ctx.all(\"committee\").len();\nif n > 1 { fail(ctx.all(\"committee\").first(), `有${n}个`); }\n});\n";
    let dir = workdir().with("rules/demo/net.rhai", network).edit(
        "rules/demo/kinds.toml",
        "yearly = false",
        "yearly = false\nshared = true",
    );
    let with = |dir: Workdir, id: &str| {
        let text = format!("{}\n[[committee]]\nname = \"{id}\"\n", body(&format!("demo/{id}"), &[]));
        dir.with(&format!("data/c{id}.toml"), text)
    };
    let dir = commit(with(dir, "x"), "four");
    assert_eq!(keys(&since(&dir, "four").exits(0)), NONE);
    let dir = with(dir, "y");
    let run = since(&dir, "four").exits(1);
    assert_eq!(run.findings()[0]["rule"], "demo/net/count", "{:#?}", run.findings());
}

#[test]
fn a_waiver_that_is_prolonged_or_widened_in_the_change_does_not_count_either() {
    let dir = workdir();
    let settings = format!("{}{WAIVER}", dir.read("yize.toml"));
    let dir = commit(dir.with("yize.toml", settings), "four");
    since(&dir, "four").exits(0);
    for (from, to) in [
        ("until = 2027-06-30", "until = 2027-07-01"),
        ("at = \"M-3\"\nbody = \"demo/a\"", "body = \"demo/a\""),
        ("rule = \"demo/member/points\"", "rule = \"demo/*\""),
        ("reason = \"病假\"", "reason = \"事假\""),
        ("approved_by = \"主席会议\"", "approved_by = \"秘书长\""),
    ] {
        let text = dir.read("yize.toml");
        assert!(text.contains(from), "{from}");
        std::fs::write(dir.path("yize.toml"), text.replace(from, to)).expect("written");
        let run = since(&dir, "four").exits(1).says("host/waiver", "new in this change");
        assert!(keys(&run).contains(&"demo/a M-3".to_owned()), "{to}: {:?}", keys(&run));
        std::fs::write(dir.path("yize.toml"), text).expect("written");
    }
    // Words in other places of the file, or another order, are the same decision.
    let text =
        dir.read("yize.toml").replace("reason = \"病假\"\n", "").replace("until", "reason = '病假' # 附件一\nuntil");
    std::fs::write(dir.path("yize.toml"), text).expect("written");
    assert_eq!(keys(&since(&dir, "four").exits(0)), NONE);
}

#[test]
fn a_broken_state_before_hides_nothing_after() {
    let dir = commit(workdir().with("data/z.toml", "body = \"demo/z\"\nyear = 2026\n[[member]]\nid = \n"), "broken");
    let dir = dir.with("data/z.toml", body("demo/z", &[(1, 10)]));
    assert_eq!(keys(&since(&dir, "broken").exits(1)), ["demo/z M-1"]);
    // Where nothing could be checked before, all is new.
    let dir = commit(dir.with("rules/demo/pack.toml", "id = \n"), "nopack");
    let dir = dir.copy("tests/packs", "rules");
    let run = since(&dir, "nopack").exits(1);
    assert_eq!(keys(&run), ["demo/a M-2", "demo/a M-3", "demo/b M-1", "demo/z M-1"]);
}

#[test]
fn the_lock_of_each_state_is_its_own() {
    let dir = workdir();
    dir.yize("lock .").exits(0);
    let dir = commit(dir, "locked").with("data/c.toml", body("demo/c", &[(1, 1)]));
    assert_eq!(keys(&since(&dir, "locked --locked").exits(1)), ["demo/c M-1"]);
    let dir = dir.edit("rules/demo/pack.toml", "value = 60", "value = 61");
    since(&dir, "locked --locked").exits(2).says("host/lock", "is not as yize.lock has it");
}
