//! By what findings are known: what they speak of, and not how they say it or where it stands.

use crate::support::{Run, Workdir};

/// Fingerprints of the probe's findings, sorted.
fn prints(dir: &Workdir) -> Vec<String> {
    let run = dir.check("data");
    let own = run.findings().into_iter().filter(|f| f["rule"] == "demo/probe/it");
    let mut prints: Vec<String> = own.map(|f| f["fingerprint"].as_str().expect("one").to_owned()).collect();
    prints.sort();
    assert!(!prints.is_empty(), "{}", run.stdout);
    prints
}

/// Those of a rule on members.
fn of(code: &str) -> Vec<String> {
    prints(&Workdir::sound().rule(code))
}

/// Violations, warnings, baselined.
fn counts(run: &Run) -> [i64; 3] {
    let summary = run.json()["summary"].clone();
    ["violations", "warnings", "baselined"].map(|key| summary[key].as_i64().expect("a number"))
}

#[test]
fn another_wording_is_the_same_finding() {
    let months = "for m in [3, 4] { fail(member, `缺少${m}月的记录`); }";
    for other in [
        "for m in [3, 4] { fail(member, `${m}月没有记录`); }",
        "for m in [3, 4] {\n    // 改过\n    fail( member , `第 ${ m } 个月，一条也没有登记` ) .help(\"补上\");\n}",
        "for m in [3, 4] { let text = `没有${m}月`; fail(member, text); }",
    ] {
        assert_eq!(of(months), of(other), "{other}");
    }
    let two = "fail(member, `“${member.id}”在${member.joined}以前`);";
    assert_eq!(of(two), of("fail(member, `${member.joined}：“${member.id}”`);"), "in another order");
    let plain = "fail(member, \"没有走访\");";
    for other in ["fail(member, \"一次也没有走访\");", "let text = \"没有\"; fail(member, text);"] {
        assert_eq!(of(plain), of(other), "{other}");
    }
    let either = "fail(member, if member.id == \"M-1\" { \"甲\" } else { \"乙\" });";
    assert_eq!(of(either), of(&either.replace('甲', "丙")));
    let added = "fail(member, \"缺少\" + member.id + \"的记录\");";
    assert_eq!(of(added), of("fail(member, \"没有\" + member.id + \"\");"));
    let joined = "fail(member, [3, 4].map(|m| `${m}月`).join(\"、\"));";
    assert_eq!(of(joined), of("fail(member, [3, 4].map(|m| `${m} 月份`).join(\"，\"));"));
}

#[test]
fn what_a_message_speaks_of_makes_another_finding() {
    let days = |a: i8, b: i8| of(&format!("let a = {a}; let b = {b}; fail(member, `从${{a}}到${{b}}`);"));
    assert_ne!(days(1, 2), days(2, 1));
    for (one, other) in [
        ("`缺少${4}月的记录`", "`缺少${3}月的记录`"),
        ("`${member.id}有误`", "`${member.name}有误`"),
        ("`${if ctx.year > 0 { \"上\" } else { \"下\" }}半年`", "`${if ctx.year < 0 { \"上\" } else { \"下\" }}半年`"),
        ("[3, 4].map(|m| `${m}月`).join(\"、\")", "[3, 5].map(|m| `${m}月`).join(\"、\")"),
        ("\"缺\" + member.id", "\"缺\" + member.name"),
    ] {
        assert_ne!(of(&format!("fail(member, {one});")), of(&format!("fail(member, {other});")), "{one} {other}");
    }
}

#[test]
fn two_messages_of_one_rule_are_two_findings() {
    let rule = "if member.has(\"tags\") { fail(member, \"甲\"); }\nif !member.has(\"tags\") { fail(member, \"乙\"); }\n\
                let n = 1;\nlet what = if member.has(\"tags\") { `少${n}次` } else { `多${n}次` };\nfail(member, `委员${what}`);";
    let dir = Workdir::sound().rule(rule);
    let before = prints(&dir);
    dir.check("data --write-baseline base.toml").exits(0);
    let tagged = dir.read("data/a.toml").replace("status = \"在任\"", "status = \"在任\"\ntags = [\"x\"]");
    let dir = dir.with("data/a.toml", tagged);
    let after = prints(&dir);
    assert_eq!(after.iter().filter(|print| before.contains(print)).count(), 2, "those of the other member");
    assert_eq!(counts(&dir.check("data --baseline base.toml").exits(1)), [2, 1, 2]);
}

#[test]
fn records_of_two_years_with_one_key_are_two() {
    let member = |year: i16, points: i8| {
        format!(
            "body = \"demo\"\nyear = {year}\n[[member]]\nid = \"M-1\"\nname = \"甲\"\nstatus = \"active\"\njoined = 2022-01-18\npoints = {points}\n"
        )
    };
    let dir = Workdir::new().with("data/a.toml", member(2025, 1)).with("data/b.toml", member(2026, 80));
    dir.check("data --write-baseline base.toml").exits(0);
    let dir = dir.with("data/a.toml", member(2025, 80)).with("data/b.toml", member(2026, 1));
    assert_eq!(counts(&dir.check("data --baseline base.toml").exits(1)), [1, 1, 0]);
}

/// A note that was written elsewhere and otherwise.
const MOVED: &str = "body='demo'\nyear=2_026\n\n[[\"记事\"]]\n# 改过\ntext   =   '一'\n";

#[test]
fn records_without_key_are_known_by_what_they_say() {
    let rule = "rule(\"note/x\", #{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"note\", explain: \"探\" }, \
                |note, ctx| { if note.text != \"好\" { fail(note, \"坏\"); fail(note.text, `${note}`); fail(note, note.key); } });";
    let notes = |texts: &[&str]| {
        let each = |text: &&str| format!("[[note]]\ntext = \"{text}\"\n");
        format!("body = \"demo\"\nyear = 2026\n{}", texts.iter().map(each).collect::<String>())
    };
    let dir = Workdir::new().with("rules/demo/note.rhai", rule).with("data/n.toml", notes(&["一", "好", "二"]));
    dir.check("data --write-baseline base.toml").exits(0);
    // Moved within the file, to another file, and written otherwise.
    let dir = dir.with("data/n.toml", notes(&["好", "好", "二"])).with("data/a.toml", MOVED);
    assert_eq!(counts(&dir.check("data --baseline base.toml").exits(0)), [0, 0, 6]);
    // What says something else is another record, also in the place of the first.
    let dir = dir.with("data/n.toml", notes(&["三", "好", "二"])).with("data/a.toml", notes(&["好"]));
    let run = dir.check("data --baseline base.toml").exits(1);
    assert_eq!(counts(&run), [3, 1, 3]);
}

#[test]
fn a_measure_may_change_and_strictly_may_not_get_worse() {
    let rule = |n: &str| {
        format!(
            "let n = {n};\nlet want = 6;\nfail(member, `第${{4}}季走访${{n}}次，应为${{want}}次`).measure(n, want);"
        )
    };
    let dir = Workdir::sound().rule(&rule("3"));
    dir.check("data --write-baseline base.toml").exits(0);
    assert!(dir.read("base.toml").contains("have = \"3\"\nwant = \"6\"\n"), "{}", dir.read("base.toml"));
    for (n, worse) in [("3", 0), ("4", 0), ("3.5", 0), ("2", 2), ("5 / 2", 2), ("9", 2)] {
        let dir = Workdir::sound().rule(&rule(n)).with("base.toml", dir.read("base.toml"));
        let run = dir.check("data --baseline base.toml").exits(0);
        assert_eq!(counts(&run), [0, i64::from(worse > 0), 2], "{n}");
        let run = dir.check("data --baseline base.toml --baseline-strict").exits(i32::from(worse > 0));
        assert_eq!(counts(&run), [worse, i64::from(worse > 0), 2 - worse], "{n}");
    }
    let dir = Workdir::sound().rule(&rule("2")).with("base.toml", dir.read("base.toml"));
    let run = dir.check("data --baseline base.toml --baseline-strict").says("host/baseline-worse", "2 findings");
    let findings = run.findings();
    let note = format!("{}{}", findings[0]["related"], findings[1]["related"]);
    assert!(note.contains("the baseline has 3 (should be 6), now it is 2 (should be 6): worse by 1"), "{note}");
    // The quarter is no measure.
    let dir = dir.edit("rules/demo/probe.rhai", "${4}", "${3}");
    dir.check("data --baseline base.toml").exits(1);
    dir.check("data --baseline-strict").exits(2);
    // Two numbers, and of a finding.
    for (code, says) in
        [("fail(member, \"x\").measure(1);", "measure"), ("fail(member, \"x\").measure(\"1\", 2);", "measure")]
    {
        let run = Workdir::sound().rule(code).check("data").exits(2);
        assert!(run.stdout.contains(says), "{}", run.stdout);
    }
}

#[test]
fn a_baseline_of_the_old_kind_names_the_command_that_rewrites_it() {
    let old = "version = 1\n\n[[finding]]\nrule = \"demo/member/points\"\nmessage = \"旧\"\nfingerprint = \"0123456789abcdef\"\n";
    let dir = Workdir::sound().with("base.toml", old);
    let run = dir.check("data --baseline base.toml").exits(2).says("host/baseline", "of the old kind");
    let help = run.findings()[0]["help"].as_str().expect("a help").to_owned();
    let command = help.split_once(": yize ").expect("a command").1;
    assert_eq!(command, "check data --rules rules --write-baseline base.toml");
    dir.yize(command).exits(0);
    dir.check("data --baseline base.toml").exits(0);
}

#[test]
fn pruning_takes_out_what_is_gone_and_adds_nothing() {
    let dir = Workdir::sound().rule("for m in [1, 2] { fail(member, `缺${m}月`); }");
    dir.check("data --write-baseline base.toml").exits(0);
    let dir = dir.rule("for m in [2, 3] { fail(member, `缺${m}月`); }");
    let run = dir.check("data --baseline base.toml").exits(1);
    let gone = run.findings().into_iter().find(|f| f["rule"] == "host/baseline-gone").expect("told");
    let help = gone["help"].as_str().expect("a help");
    assert!(help.contains("--baseline-prune") && !help.contains("--write-baseline"), "{help}");
    let run = dir.check("data --baseline base.toml --baseline-prune").exits(1);
    assert_eq!(counts(&run), [2, 0, 2]);
    let text = dir.read("base.toml");
    assert_eq!((text.matches("缺2月").count(), text.matches("缺").count()), (2, 2), "{text}");
    assert_eq!(counts(&dir.check("data --baseline base.toml").exits(1)), [2, 0, 2]);
    // Nothing is gone of what is not checked, and nothing is written where that is not known.
    let dir = dir.with("data/x.toml", "x =\n").rule("if false { fail(member, \"\"); }");
    dir.check("data --baseline base.toml --baseline-prune").exits(1);
    assert_eq!(dir.read("base.toml"), text);
    for line in ["data --baseline-prune", "data --baseline base.toml --baseline-prune --only demo/*"] {
        dir.check(line).exits(2);
    }
}

#[test]
fn another_broken_reference_is_new() {
    let broken = |to: &str| crate::support::SOUND.replace("committee = \"提案委\"", &format!("committee = \"{to}\""));
    let prints = |to: &str| {
        let dir = Workdir::new().with("data/a.toml", broken(to));
        dir.check("data").findings()[0]["fingerprint"].clone()
    };
    assert_eq!(prints("经济委2"), prints("经济委2"));
    assert_ne!(prints("经济委2"), prints("经济委3"));
    // What is suggested in its place may change.
    assert_ne!(prints("提案位"), prints("提案未"));
}
