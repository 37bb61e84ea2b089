//! Baselines: what was there does not count, what is new does, and what is gone is told.

use crate::support::{Run, SOUND, Workdir, at};

/// A member with too few points.
fn poor(id: &str, points: &str) -> String {
    format!(
        "\n[[member]]\nid = \"{id}\"\nname = \"委员\"\nstatus = \"active\"\njoined = 2022-01-18\npoints = {points}\n"
    )
}

/// Two old violations, in a baseline.
fn adopted() -> Workdir {
    let dir = Workdir::new().with("data/a.toml", format!("{SOUND}{}{}", poor("M-3", "10"), poor("M-4", "20")));
    let run = dir.check("data --write-baseline base.toml").exits(0);
    assert_eq!(counts(&run), [0, 0, 2]);
    dir
}

/// Violations, warnings, baselined.
fn counts(run: &Run) -> [i64; 3] {
    let summary = run.json()["summary"].clone();
    ["violations", "warnings", "baselined"].map(|key| summary[key].as_i64().expect("a number"))
}

#[test]
fn old_findings_do_not_count_and_new_ones_do() {
    let dir = adopted();
    let run = dir.check("data --baseline base.toml").exits(0);
    assert_eq!(counts(&run), [0, 0, 2]);
    assert!(run.findings().iter().all(|f| f["suppressed"]["kind"] == "baseline" && f["status"] == "violation"));
    let short = dir.yize("check data --rules rules --baseline base.toml --format short --lang en").exits(0).stdout;
    assert!(short.lines().count() == 1 && short.contains("2 more in the baseline"), "{short}");

    let dir = dir.with("data/b.toml", format!("body = \"demo\"\nyear = 2026\n{}", poor("M-5", "10")));
    let run = dir.check("data --baseline base.toml").exits(1);
    assert_eq!(counts(&run), [1, 0, 2]);
    dir.check("data").exits(1);
}

#[test]
fn it_is_sorted_readable_and_the_same_each_time() {
    let dir = adopted();
    let text = dir.read("base.toml");
    assert!(
        text.contains("rule = \"demo/member/points\"\nbody = \"demo\"\nrecord = \"member/M-3\"\nmessage = \""),
        "{text}"
    );
    assert!(!text.contains("line =") && text.find("M-3") < text.find("M-4"));
    dir.check("data --baseline base.toml --write-baseline base.toml").exits(0);
    assert_eq!(dir.read("base.toml"), text);
    dir.yize("check data --rules rules --as-of 2026-06-30 --lang en --write-baseline base.toml --jobs 1").exits(0);
    assert_eq!(dir.read("base.toml"), text);
}

#[test]
fn moving_and_reformatting_data_loses_nothing() {
    let dir = adopted();
    let head = "body = \"demo\"\nyear = 2026\n";
    let moved = poor("M-4", "20").replace(" = ", "   =   ").replace("[[member]]", "# 移来\n\n\n[[\"委员\"]]");
    let dir = dir
        .with("data/a.toml", format!("# 改过\n\n{SOUND}"))
        .with("data/y/c.toml", format!("{head}{moved}"))
        .with("data/z.toml", format!("{head}\r\n{}", poor("M-3", "12").replace('\n', "\r\n")));
    let run = dir.check("data --baseline base.toml").exits(0);
    assert_eq!(counts(&run), [0, 0, 2]);
}

#[test]
fn a_second_finding_of_the_same_words_is_new() {
    let twice = "fail(member, `${member}一事`);\nif member.name == \"委员乙\" { fail(member, `${member}一事`); }";
    let dir = Workdir::sound().rule(&twice.replace("委员乙", "无"));
    dir.check("data --write-baseline base.toml").exits(0);
    dir.check("data --baseline base.toml").exits(0);
    let dir = dir.rule(&twice.replace("fail(member, `${member}一事`); }", "fail(member.id, `${member}一事`); }"));
    let run = dir.check("data --baseline base.toml").exits(1);
    assert_eq!(counts(&run), [1, 0, 2]);
}

#[test]
fn what_is_gone_is_told_and_pruned_by_writing_anew() {
    let dir = adopted().edit("data/a.toml", "points = 20\n", "points = 80\n");
    let run =
        dir.check("data --baseline base.toml").exits(0).says("host/baseline-gone", "1 finding of the baseline is gone");
    assert_eq!(counts(&run), [0, 1, 1]);
    let gone = run.findings().into_iter().find(|f| f["rule"] == "host/baseline-gone").expect("told");
    assert_eq!(gone["file"], "base.toml");
    assert!(gone["related"][0]["message"].as_str().is_some_and(|m| m.contains("demo/member/points: ")), "{gone}");
    dir.check("data --baseline base.toml --fail-on warning").exits(1);
    // What was not asked is not gone.
    for line in ["data --only demo/member/status", "data/a.toml", "data --skip demo/member/points"] {
        let run = dir.check(&format!("{line} --baseline base.toml")).exits(0);
        assert!(run.findings().iter().all(|f| f["rule"] != "host/baseline-gone"), "{line}");
    }
    dir.check("data --baseline base.toml --write-baseline base.toml").exits(0);
    assert!(!dir.read("base.toml").contains("M-4"));
    let run = dir.check("data --baseline base.toml").exits(0);
    assert_eq!(counts(&run), [0, 0, 1]);
    let back = dir.edit("data/a.toml", "points = 80\n", "points = 20\n");
    back.check("data --baseline base.toml").exits(1);
}

#[test]
fn a_baseline_that_cannot_be_read_means_not_checked() {
    let dir = adopted();
    dir.check("data --baseline none.toml").exits(2).says("host/no-such-path", "`none.toml` does not exist");
    let sound = dir.read("base.toml");
    let print = sound.split("fingerprint = ").nth(1).and_then(|t| t.lines().next()).expect("one").to_owned();
    for (text, message) in [
        (sound.replacen("[[finding]]", "[[finding]", 1), ""),
        (sound.replacen("version = 2", "version = 3", 1), "version"),
        (sound.replacen("version = 2\n", "", 1), "`version` is missing"),
        (sound.replacen(&print, "\"xyz\"", 1), "not a fingerprint"),
        (sound.replacen("rule = ", "rlue = ", 1), "unknown key `rlue`"),
        ("version = 2\nfinding = 3\n".to_owned(), "[[finding]]"),
    ] {
        let dir = adopted().with("base.toml", text);
        dir.check("data --baseline base.toml").exits(2).says("host/baseline", message);
    }
    let dir = dir.with("base.toml", b"version = 2 # \xff\n");
    dir.check("data --baseline base.toml").exits(2).says("host/baseline", "UTF-8");
    dir.check("data --baseline data").exits(2);
}

#[test]
fn broken_data_faults_and_duties_to_come_are_never_in_a_baseline() {
    let dir = adopted().with("data/b.toml", "x =\n");
    let run = dir.check("data --write-baseline new.toml").exits(1);
    assert_eq!(counts(&run), [1, 0, 2]);
    assert!(!dir.read("new.toml").contains("host/"));

    let dir = Workdir::sound().edit("data/a.toml", "\"在任\"\njoined = 2022-01-18\n", "\"在任\"\n");
    dir.check("data --write-baseline base.toml").exits(0);
    dir.yize("check data --rules rules --baseline base.toml --as-of 2027-01-01").exits(1);

    let run = adopted().check("data nothere --write-baseline new.toml").exits(2);
    assert!(run.stderr.contains("did not write the baseline new.toml"), "{}", run.stderr);
    let dir = adopted();
    assert_eq!(dir.check("data --write-baseline none/new.toml").code, Some(4));
}

#[test]
fn its_place_is_where_the_entry_stands() {
    let dir = Workdir::sound().with("base.toml", "version = 2\n\n[[finding]]\nrule = \"demo/member/points\"\nmessage = \"旧\"\nfingerprint = \"0123456789abcdef\"\n");
    let here = at(&dir, "base.toml", "[[finding]]", "host/baseline-gone");
    dir.check("data --baseline base.toml").exits(0).only(&[&here]);
}
