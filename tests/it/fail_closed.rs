//! It fails closed: a green exit means that every named file was read and every rule that applies ran to its end.
//! A row of the table a test: what goes wrong, the exit status, and what the user is told.

use crate::support::{SOUND, Workdir, at};

fn poor() -> Workdir {
    Workdir::new().with("data/a.toml", format!("{SOUND}points = 59.5\n"))
}

#[test]
fn sound_data_pass() {
    let run = Workdir::sound().check("data").exits(0).only(&[]);
    assert_eq!(run.json()["summary"]["records"], 3);
    assert_eq!(run.json()["summary"]["rules"], 3);
}

#[test]
fn a_violation_fails() {
    let dir = poor();
    let here = at(&dir, "data/a.toml", "59.5", "demo/member/points");
    dir.check("data").exits(1).only(&[&here]).says("demo/member/points", "委员乙积分59.5，应不低于60");
    dir.check("data --fail-on never").exits(0).only(&[&here]);
}

#[test]
fn broken_data_fails_at_every_failing_level() {
    let dir = Workdir::sound().edit("data/a.toml", "status = \"在任\"\n", "status = 3\n");
    dir.check("data --fail-on never").exits(1).says("host/type", "expected a string");
}

#[test]
fn a_warning_fails_only_when_asked_to() {
    let dir = Workdir::sound().edit("data/a.toml", "status = \"在任\"\n", "");
    dir.check("data").exits(0).says("demo/member/status", "没有写明委员乙的状态");
    dir.check("data --fail-on warning").exits(1);
}

#[test]
fn a_project_changes_the_weight_of_rules_and_not_of_broken_data() {
    let settings = "rules = [\"rules\"]\n[severities]\n\"*\" = \"warning\"\n";
    poor().with("yize.toml", settings).check(".").exits(0).says("demo/member/points", "59.5");
    poor().with("yize.toml", settings).with("data/b.toml", "x =\n").check(".").exits(1).says("host/syntax", "value");
    let run = poor().with("yize.toml", settings.replace('*', "demo/member/pionts")).check(".").exits(2);
    run.only(&["data/a.toml:20:10 demo/member/points", "yize.toml:3:1 host/project"]);
}

#[test]
fn a_duty_is_pending_until_its_day_and_a_violation_after_it() {
    let dir = Workdir::sound().edit("data/a.toml", "\"在任\"\njoined = 2022-01-18\n", "\"在任\"\n");
    for (day, code, status) in [("2026-12-31", 0, "pending"), ("2027-01-01", 1, "violation")] {
        let run = dir.yize(&format!("check data --rules rules --format json --as-of {day}")).exits(code);
        assert_eq!(run.findings()[0]["status"], status);
        assert_eq!(run.findings()[0]["due"], "2026-12-31");
    }
}

#[test]
fn a_missing_path_is_not_checked() {
    Workdir::sound().check("data datta").exits(2).only(&["datta host/no-such-path"]);
}

#[test]
fn an_empty_folder_is_not_checked_unless_allowed() {
    let dir = Workdir::new().folder("data");
    dir.check("data").exits(2).only(&["data host/no-data"]);
    dir.check("data --allow-empty").exits(0).only(&[]);
}

#[test]
fn a_pattern_without_match_is_not_checked() {
    let dir = Workdir::sound().with("yize.toml", "rules = [\"rules\"]\ndata = [\"data/*.toml\", \"date/*.toml\"]\n");
    let here = at(&dir, "yize.toml", "\"date/*.toml\"", "host/no-data");
    dir.check(".").exits(2).only(&[&here]);
    dir.check(". --allow-empty").exits(0).only(&[]);
}

#[test]
fn broken_settings_are_not_checked() {
    let dir = Workdir::sound().with("yize.toml", "date = [\"data/*.toml\"]\n");
    dir.check(".").exits(2).only(&["yize.toml:1:1 host/project"]).says("host/project", "unknown key `date`");
    let dir = Workdir::sound().with("yize.toml", "rules = [\"rule\"]\n");
    dir.check(".").exits(2).says("host/project", "no folder of packs `rule`");
    // A data file that is named alone is checked by the settings above it, broken ones included.
    dir.check("data/a.toml").exits(2).says("host/project", "no folder of packs `rule`");
}

#[test]
fn data_for_which_no_rule_exists_are_not_checked() {
    let dir = Workdir::new().with("data/a.toml", "body = \"demo\"\nyear = 2026\n[[note]]\ntext = \"记\"\n");
    dir.check("data").exits(2).says("host/no-rule", "no rule applies to the records of `demo`");
}

#[test]
fn a_year_before_every_rule_is_not_checked() {
    let dir = Workdir::sound().edit("data/a.toml", "year = 2026", "year = 2021");
    dir.check("data").exits(2).says("host/no-rule", "`demo`");
    dir.yize("check data --rules rules --format json --lang en --as-of 2021-12-31")
        .exits(2)
        .says("host/no-rule", "`demo`");
}

#[test]
fn a_body_that_no_pack_governs_is_not_checked() {
    let dir = Workdir::sound().with("data/b.toml", SOUND.replace("\"demo\"", "\"dmeo\""));
    dir.check("data").exits(2).only(&["data/b.toml:2:8 host/no-pack"]);
    let dir = Workdir::sound().edit("data/a.toml", "body = \"demo\"\n", "");
    dir.check("data").exits(1).says("host/missing-field", "the body is not given");
}

#[test]
fn a_file_of_another_type_is_not_checked() {
    let dir = Workdir::sound().with("data/b.json", "{}\n");
    dir.check("data/b.json").exits(2).only(&["data/b.json host/unread-type"]);
    dir.check("data").exits(2).only(&["data/b.json host/unread-type"]);
    let dir = dir.with("yize.toml", "rules = [\"rules\"]\n");
    dir.check(".").exits(2).only(&["data/b.json host/unread-type"]);
}

#[test]
fn a_misspelt_kind_is_not_checked() {
    let dir = Workdir::sound().with("data/b.toml", "body = \"demo\"\nyear = 2026\n[[mebmer]]\nid = \"M-3\"\n");
    let run = dir.check("data").exits(2).only(&["data/b.toml:3:3 host/unknown-kind"]);
    assert_eq!(run.findings()[0]["help"], "did you mean `member`?");
}

#[test]
fn a_field_given_by_name_and_by_label_is_given_twice() {
    let dir = Workdir::sound().edit("data/a.toml", "name = \"委员甲\"", "name = \"委员甲\"\n\"姓名\" = \"委员丙\"");
    let here = at(&dir, "data/a.toml", "\"姓名\"", "host/duplicate-field");
    dir.check("data").exits(1).only(&[&here]);
}

#[test]
fn a_misspelt_filter_is_not_checked() {
    let dir = poor();
    for (option, near) in [
        ("--only demo/member/pionts", "demo/member/points"),
        ("--skip demo/member/pionts", "demo/member/points"),
        ("--body deom", "demo"),
    ] {
        let run = dir.check(&format!("data {option}")).exits(2);
        let finding = run.findings().into_iter().find(|f| f["rule"] == "host/filter").expect(option);
        assert_eq!(finding["help"], format!("did you mean `{near}`?"));
    }
    dir.check("data --only demo/member/points --only demo/x*").exits(2).says("host/filter", "`demo/x*`");
    // What does match still selects.
    dir.check("data --skip demo/member/points").exits(0).only(&[]);
    dir.check("data --only demo/*/points").exits(1);
    dir.check("data --body de*").exits(1);
}

#[test]
fn malformed_data_tell_all_their_errors_and_the_other_files_go_on() {
    let broken = "body = \"demo\"\nyear = 2026\n[[member]]\nid = \nname = \"甲\" \"乙\"\n姓名 = 1\npoints = 01\n";
    let dir = poor().with("data/b.toml", broken);
    let run = dir.check("data").exits(1);
    let places = run.places();
    assert!(places[0].starts_with("data/a.toml:") && places[0].ends_with("demo/member/points"), "{places:?}");
    let lines: Vec<&str> = places[1..].iter().map(|p| p.split(':').nth(1).expect("a line")).collect();
    assert_eq!(lines, ["4", "5", "6", "7"], "{places:?}");
    assert!(places[1..].iter().all(|p| p.ends_with("host/syntax")), "{places:?}");
}

#[test]
fn every_part_of_a_broken_pack_is_told_at_its_place() {
    let rule = |meta: &str| {
        format!("rule(\"probe/it\", #{{ title: \"探\", basis: \"探\", explain: \"探\", {meta} }}, |m, ctx| {{ }});\n")
    };
    let good = rule("since: \"2022-01-01\", on: \"member\"");
    for (file, text, place) in [
        ("pack.toml", "id = \"demo\"\ntitle = \n".to_owned(), "2:8"),
        ("pack.toml", "id = \"demo\"\ntitle = \"t\"\nbodies = [\"demo\"]\nextneds = []\n".to_owned(), "4:1"),
        ("pack.toml", "id = \"demo\"\ntitle = \"t\"\nbodies = [\"demo\"]\nextends = [\"bsae\"]\n".to_owned(), "4:12"),
        ("pack.toml", "id = \"demo\"\ntitle = \"t\"\nbodies = [\"demo\"]\nextends = [\"demo\"]\n".to_owned(), "4:12"),
        ("pack.toml", "id = \"other\"\ntitle = \"t\"\nbodies = [\"demo\"]\n".to_owned(), "1:6"),
        ("kinds.toml", "[member]\nlabel = \"委员\"\nfields = { id = { type = \"strnig\" } }\n".to_owned(), "3:26"),
        ("kinds.toml", "[member]\nlabel = \"委员\"\nfields.a = { type = \"ref\", to = \"x\" }\n".to_owned(), "3:8"),
        ("kinds.toml", "[member\nlabel = \"委员\"\n".to_owned(), "1:8"),
        ("probe.rhai", "//! 探\n\nrule(\"probe/it\", #{\n".to_owned(), "3:20"),
        ("probe.rhai", rule("since: \"2022-13-01\", on: \"member\""), "1:67"),
        ("probe.rhai", rule("on: \"member\""), "1:18"),
        ("probe.rhai", format!("{0}{0}", rule("since: \"2022-01-01\", on: \"member\"")), "2:7"),
        ("probe.rhai", good.replace("{ });", "{\n  if m.nmae == \"甲\" { fail(m, \"x\"); }\n});"), "2:8"),
        ("probe.rhai", good.replace("{ });", "{\n  if m.points == \"甲\" { fail(m, \"x\"); }\n});"), "2:15"),
        ("probe.rhai", good.replace("{ });", "{\n  fial(m, ctx.params.least);\n});"), "2:3"),
        ("probe.rhai", good.replace("{ });", "{\n  fail(m, `${ctx.params.lest}`);\n});"), "2:25"),
        ("probe.rhai", "import \"lib/none\" as none;\n".to_owned(), "1:9"),
    ] {
        let dir = poor().with(&format!("rules/demo/{file}"), &text);
        let run = dir.check("data").exits(2);
        let want = format!("rules/demo/{file}:{place} host/pack");
        assert!(run.places().contains(&want), "{text}\nwant {want}\n{:#?}", run.findings());
    }
}

#[test]
fn packs_that_extend_one_another_in_a_loop_are_refused() {
    let other = "id = \"other\"\ntitle = \"t\"\nextends = [\"demo\"]\n";
    let dir = poor()
        .edit("rules/demo/pack.toml", "bodies", "extends = [\"other\"]\nbodies")
        .with("rules/other/pack.toml", other);
    dir.check("data").exits(2).says("host/pack", "in a loop: demo → other → demo");
}

#[test]
fn a_workbook_that_patterns_leave_out_is_told() {
    let settings = "rules = [\"rules\"]\ndata = [\"data/**/*.toml\"]\n";
    let dir = Workdir::sound().with("yize.toml", settings).with("data/b.csv", "id,name\nM-9,x\n");
    dir.check(".").exits(2).says("host/unread-type", "nothing names `data/b.csv` as data");
    dir.with("yize.toml", format!("{settings}ignore = [\"data/*.csv\"]\n")).check(".").exits(0);
}

#[test]
fn a_folder_without_packs_is_not_taken_for_rules() {
    let dir = Workdir::sound().folder("none");
    dir.check("data --rules none").exits(2).says("host/pack", "no pack in the folder `none`");
    dir.check("data --rules missing").exits(2).says("host/no-such-path", "missing");
}

#[test]
fn a_day_outside_the_known_calendar_makes_the_answer_incomplete() {
    let dir = poor().rule("if ctx.is_workday(date(2099, 1, 1)) { fail(member, \"x\"); }");
    dir.check("data").exits(3).says("host/calendar", "2099").says("demo/member/points", "59.5");
}

#[test]
fn a_pack_without_cases_is_not_tested() {
    let run = Workdir::new().yize("test demo --rules rules --as-of 2026-06-30 --lang en").exits(2);
    assert!(run.stderr.contains("host/no-cases") || run.stdout.contains("host/no-cases"), "{run:?}");
}

#[test]
fn not_checked_comes_before_incomplete_before_violation() {
    let broken = "body = \"demo\"\nyear = 2026\n[[member]]\nid = \n";
    let dir =
        poor().rule("if member.id == \"M-1\" { quotient(1, member.name.len() * 0); }").with("data/b.toml", broken);
    let run = dir.check("data").exits(3).says("demo/probe/it", "division by zero").says("demo/member/points", "59.5");
    assert!(run.places().contains(&"data/b.toml:4:5 host/syntax".to_owned()), "{:?}", run.places());
    dir.check("data missing").exits(2).says("demo/probe/it", "division by zero").says("demo/member/points", "59.5");
    dir.check("data --skip demo/probe/it").exits(1);
}

#[test]
fn the_last_line_says_what_the_exit_status_says() {
    let last = |dir: &Workdir, line: &str, code: i32| {
        let run = dir.yize(&format!("check --rules rules --as-of 2026-06-30 {line}")).exits(code);
        run.stdout.lines().last().expect("a line").to_owned()
    };
    let (sound, poor) = (Workdir::sound(), poor());
    assert!(last(&sound, "data", 0).starts_with("通过，没有发现问题；检查了 1 个单位、1 个文件、3 条记录、3 条规则"));
    assert!(last(&poor, "data", 1).starts_with("发现 1 项违规、0 项警告"));
    assert!(last(&poor, "data none", 2).starts_with("未完成检查：发现 1 项违规"));
    assert!(last(&poor.rule("quotient(1, member.name.len() * 0);"), "data", 3).starts_with("检查不完整："));
    assert!(last(&sound, "data --output json=none/x.json", 4).starts_with("报告没有写全："));
}
