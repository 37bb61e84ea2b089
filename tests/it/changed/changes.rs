//! Sorts of changes: files that are renamed, deleted or moved, rules that come from elsewhere, settings, waivers.

use super::{WAIVER, body, commit, desk, git, keys, since};
use crate::support::{AS_OF, Desk};

/// No findings.
const NONE: [&str; 0] = [];

fn remove(desk: &Desk, file: &str) {
    std::fs::remove_file(desk.path(file)).expect("there");
}

#[test]
fn a_renamed_file_holds_no_new_findings() {
    let desk = desk();
    let text = desk.read("data/a.toml");
    remove(&desk, "data/a.toml");
    let desk = desk.with("data/deep/renamed.toml", text);
    let run = since(&desk, "three").exits(0);
    assert_eq!((keys(&run), &run.json()["since"]["gone"]), (Vec::new(), &0.into()));
    assert_eq!(keys(&since(&desk, "one").exits(1)), ["demo/a M-3"]);
}

#[test]
fn a_deleted_file_takes_its_findings_along_and_shows_what_it_leaves_open() {
    let desk = desk().with("data/a2.toml", body("demo/a", &[(8, 90)]));
    let whole = "rule(\"whole/count\", #{ title: \"数\", basis: \"数\", since: \"2022-01-01\", on: \"body\", explain: \"数\" }, \
                 |ctx| {\nlet all = ctx.all(\"member\");\nif all.len() < 4 { fail(all.first(), \"不足4人\"); }\n});\n";
    let desk = commit(desk.with("rules/demo/whole.rhai", whole), "four");
    assert_eq!(keys(&since(&desk, "four").exits(0)), NONE);
    remove(&desk, "data/a2.toml");
    let run = since(&desk, "four").exits(1);
    assert_eq!(run.findings()[0]["rule"], "demo/whole/count", "one more file's deletion breaks a rule on the body");
    assert_eq!(run.findings().len(), 1);
    // A body without any data is gone, with all that was found of it.
    let desk = commit(desk, "five");
    remove(&desk, "data/b.toml");
    let run = since(&desk, "five").exits(0);
    assert_eq!((keys(&run), &run.json()["since"]["gone"]), (Vec::new(), &2.into()));
}

#[test]
fn the_last_data_file_cannot_be_deleted_unseen() {
    let desk = desk();
    remove(&desk, "data/a.toml");
    remove(&desk, "data/b.toml");
    since(&desk, "three").exits(2).says("host/no-data", "");
}

/// Two projects with packs of one id but other limits.
fn projects() -> Desk {
    let project = |desk: Desk, name: &str| {
        let desk = desk.copy("tests/packs", &format!("{name}/rules"));
        desk.with(&format!("{name}/yize.toml"), "rules = [\"rules\"]\n")
            .with(&format!("{name}/data/a.toml"), body(&format!("demo/{name}"), &[(1, 70)]))
    };
    let desk = project(project(Desk::bare(), "a"), "b").edit("b/rules/demo/pack.toml", "value = 60", "value = 80");
    git(&desk, "init -q");
    commit(desk, "one")
}

#[test]
fn a_file_that_moves_to_another_project_is_judged_by_its_rules() {
    let desk = projects();
    assert_eq!(keys(&since(&desk, "one").exits(0)), NONE, "b's own finding is old");
    let text = desk.read("a/data/a.toml");
    let desk = desk.with("b/data/moved.toml", text);
    remove(&desk, "a/data/a.toml");
    let desk = desk.with("a/data/rest.toml", body("demo/rest", &[(1, 70)]));
    assert_eq!(keys(&since(&desk, "one").exits(1)), ["demo/a M-1"]);
}

#[test]
fn of_two_packs_with_one_id_the_change_of_either_counts() {
    for name in ["a", "b"] {
        let desk = projects();
        let pack = format!("{name}/rules/demo/pack.toml");
        let text = desk.read(&pack).replace("value = 60", "value = 75").replace("value = 80", "value = 75");
        let desk = desk.with(&pack, text.replace("title   = \"测试规则包\"", "title   = \"改\""));
        let run = since(&desk, "one");
        assert!(run.json()["summary"]["bodies"].as_u64() > Some(0), "{name}");
        assert_eq!(keys(&run), if name == "a" { vec!["demo/a M-1"] } else { Vec::new() }, "{name}");
    }
}

#[test]
fn a_new_project_is_new_and_its_waivers_with_it() {
    let desk = projects().copy("tests/packs", "c/rules").with("c/data/a.toml", body("demo/c", &[(3, 10)]));
    let waiver = WAIVER.replace("demo/a", "demo/c");
    let desk = desk.with("c/yize.toml", format!("rules = [\"rules\"]\n{waiver}"));
    let run = since(&desk, "one").exits(1).says("host/waiver", "new in this change");
    assert!(keys(&run).contains(&"demo/c M-3".to_owned()), "{:?}", keys(&run));
}

#[test]
fn comments_in_settings_change_nothing_and_other_kinds_concern_all_that_they_govern() {
    let desk = desk();
    let settings = format!("# 说明\n{}", desk.read("yize.toml"));
    assert_eq!(keys(&since(&desk.with("yize.toml", settings), "three").exits(0)), NONE);
    let desk = self::desk().edit("rules/demo/kinds.toml", "min = 0, max = 100", "min = 0, max = 15");
    let run = since(&desk, "three").exits(1);
    let rules: Vec<_> = run.findings().iter().map(|f| f["rule"].clone()).collect();
    assert_eq!(rules, ["host/limits"; 3], "M-1 and M-2 and M-3 of a; M-1 of b has 5");
}

#[test]
fn rules_beside_the_project_are_compared_and_those_outside_the_repository_are_the_same_in_both() {
    let outside = Desk::new();
    let given = outside.path("rules").display().to_string();
    for (settings, option) in
        [("rules = [\"../rules\"]\n".to_owned(), String::new()), (String::new(), format!("--rules {given}"))]
    {
        let desk = Desk::new().with("p/yize.toml", settings).with("p/data/a.toml", body("demo/a", &[(1, 70)]));
        git(&desk, "init -q");
        let desk = commit(desk, "one");
        let line = format!("check p {option} --as-of {AS_OF} --lang en --format json --changed-since one");
        assert_eq!(keys(&desk.yize(&line).exits(0)), NONE);
        let desk = desk.edit("rules/demo/pack.toml", "value = 60", "value = 80");
        let code = i32::from(option.is_empty());
        assert_eq!(keys(&desk.yize(&line).exits(code)).len(), usize::from(option.is_empty()), "{option}");
        let desk = desk.with("p/data/b.toml", body("demo/b", &[(1, 10)]));
        let found = keys(&desk.yize(&line).exits(1));
        assert!(found.contains(&"demo/b M-1".to_owned()), "{found:?}");
    }
    // Packs given by --rules inside the repository count as changed where they are.
    let desk = Desk::new().with("data/a.toml", body("demo/a", &[(1, 70)]));
    git(&desk, "init -q");
    let desk = commit(desk, "one").edit("rules/demo/pack.toml", "value = 60", "value = 80");
    let line = format!("check data --rules rules --as-of {AS_OF} --lang en --format json --changed-since one");
    assert_eq!(keys(&desk.yize(&line).exits(1)), ["demo/a M-1"]);
}

#[test]
fn a_rule_on_the_network_speaks_whatever_body_a_change_touches() {
    let network = "rule(\"net/count\", #{ title: \"网\", basis: \"网\", since: \"2022-01-01\", on: \"network\", explain: \"网\" }, \
                   |ctx| {\nlet n = ctx.all(\"committee\").len();\nif n > 1 { fail(ctx.all(\"committee\").first(), `有${n}个`); }\n});\n";
    let desk = desk().with("rules/demo/net.rhai", network).edit(
        "rules/demo/kinds.toml",
        "yearly = false",
        "yearly = false\nshared = true",
    );
    let with = |desk: Desk, id: &str| {
        let text = format!("{}\n[[committee]]\nname = \"{id}\"\n", body(&format!("demo/{id}"), &[]));
        desk.with(&format!("data/c{id}.toml"), text)
    };
    let desk = commit(with(desk, "x"), "four");
    assert_eq!(keys(&since(&desk, "four").exits(0)), NONE);
    let desk = with(desk, "y");
    let run = since(&desk, "four").exits(1);
    assert_eq!(run.findings()[0]["rule"], "demo/net/count", "{:#?}", run.findings());
}

#[test]
fn a_waiver_that_is_prolonged_or_widened_in_the_change_does_not_count_either() {
    let desk = desk();
    let settings = format!("{}{WAIVER}", desk.read("yize.toml"));
    let desk = commit(desk.with("yize.toml", settings), "four");
    since(&desk, "four").exits(0);
    for (from, to) in [
        ("until = 2027-06-30", "until = 2027-07-01"),
        ("at = \"M-3\"\nbody = \"demo/a\"", "body = \"demo/a\""),
        ("rule = \"demo/member/points\"", "rule = \"demo/*\""),
        ("reason = \"病假\"", "reason = \"事假\""),
        ("approved_by = \"主席会议\"", "approved_by = \"秘书长\""),
    ] {
        let text = desk.read("yize.toml");
        assert!(text.contains(from), "{from}");
        std::fs::write(desk.path("yize.toml"), text.replace(from, to)).expect("written");
        let run = since(&desk, "four").exits(1).says("host/waiver", "new in this change");
        assert!(keys(&run).contains(&"demo/a M-3".to_owned()), "{to}: {:?}", keys(&run));
        std::fs::write(desk.path("yize.toml"), text).expect("written");
    }
    // Words in other places of the file, or another order, are the same decision.
    let text =
        desk.read("yize.toml").replace("reason = \"病假\"\n", "").replace("until", "reason = '病假' # 附件一\nuntil");
    std::fs::write(desk.path("yize.toml"), text).expect("written");
    assert_eq!(keys(&since(&desk, "four").exits(0)), NONE);
}

#[test]
fn a_broken_state_before_hides_nothing_after() {
    let desk = commit(desk().with("data/z.toml", "body = \"demo/z\"\nyear = 2026\n[[member]]\nid = \n"), "broken");
    let desk = desk.with("data/z.toml", body("demo/z", &[(1, 10)]));
    assert_eq!(keys(&since(&desk, "broken").exits(1)), ["demo/z M-1"]);
    // Where nothing could be checked before, all is new.
    let desk = commit(desk.with("rules/demo/pack.toml", "id = \n"), "nopack");
    let desk = desk.copy("tests/packs", "rules");
    let run = since(&desk, "nopack").exits(1);
    assert_eq!(keys(&run), ["demo/a M-2", "demo/a M-3", "demo/b M-1", "demo/z M-1"]);
}

#[test]
fn the_lock_of_each_state_is_its_own() {
    let desk = desk();
    desk.yize("lock .").exits(0);
    let desk = commit(desk, "locked").with("data/c.toml", body("demo/c", &[(1, 1)]));
    assert_eq!(keys(&since(&desk, "locked --locked").exits(1)), ["demo/c M-1"]);
    let desk = desk.edit("rules/demo/pack.toml", "value = 60", "value = 61");
    since(&desk, "locked --locked").exits(2).says("host/lock", "is not as yize.lock has it");
}
