//! Shards: joined they are the whole report, byte for byte, and never pass for it when they are not.

use std::process::Command;

use yize::report::merge::Content;

use crate::support::{AS_OF, SOUND, Workdir, root, tree};

/// Five bodies of different sizes with violations, a rule on the network, and findings that concern no body.
fn workdir() -> Workdir {
    let dir = Workdir::new().with("data/broken.toml", "body = \n").with("data/none.toml", "[[member]]\nid = \"M-1\"\n");
    let dir = dir.with("yize.toml", "rules = [\"rules\"]\n").with(
        "rules/demo/net.rhai",
        "rule(\"net/all\", #{ title: \"网\", basis: \"网\", since: \"2022-01-01\", on: \"network\", explain: \"网\" }, |ctx| {\n\
         let x = 1 / 0;\n});\n",
    );
    (1..=5).fold(dir, |dir, n| {
        let member = |i| format!("[[member]]\nid = \"M-{i}\"\nname = \"委员{i}\"\npoints = {}\n\n", 50 + i * 3);
        let members: Vec<String> = (0..n * 2).map(member).collect();
        let members = members.concat();
        dir.with(&format!("data/{n}.toml"), format!("body = \"demo/b{n}\"\nyear = 2026\n\n{members}"))
    })
}

fn args(rest: &str) -> String {
    format!("check . --as-of {AS_OF} --format json {rest}")
}

/// Writes the reports of so many shards and gives their names.
fn shards(dir: Workdir, of: usize, options: &str) -> (Workdir, Vec<String>) {
    (1..=of).fold((dir, Vec::new()), |(dir, mut names), index| {
        let run = dir.yize(&args(&format!("--shard {index}/{of} {options}")));
        let name = format!("reports/{of}-{index}.json");
        names.push(name.clone());
        (dir.with(&name, run.stdout), names)
    })
}

#[test]
fn merged_shards_are_the_whole_report_byte_for_byte() {
    for options in ["--lang zh", "--lang en", "--lang zh --body demo/b3", "--lang en --skip demo/member/joined"] {
        let mut dir = workdir();
        let whole = dir.yize(&args(options));
        assert!(whole.findings().len() > 3, "{options}");
        let short = dir.yize(&args(options).replace("--format json", "--format short"));
        for of in [1, 2, 3, 7] {
            let (with, names) = shards(dir, of, options);
            dir = with;
            let reversed: Vec<&str> = names.iter().rev().map(String::as_str).collect();
            let merged = dir.yize(&format!("merge {}", reversed.join(" ")));
            assert_eq!(merged, whole, "{options} {of}");
            assert_eq!(dir.yize(&format!("merge --format short {}", names.join(" "))), short, "{options} {of}");
        }
    }
}

/// A waiver of those findings.
fn waiver(scope: &str, until: &str) -> String {
    format!("\n[[waiver]]\n{scope}\nreason = \"病假\"\napproved_by = \"主席会议\"\nuntil = {until}\n")
}

/// A sound project of three bodies with waivers that are needed for long or not for long, and needed by none.
fn waived() -> Workdir {
    let waivers = [
        waiver("rule = \"demo/member/points\"\nbody = \"demo/b2\"", "2027-06-30"),
        waiver("rule = \"demo/member/points\"\nbody = \"demo/b3\"", "2026-07-10"),
        waiver("rule = \"demo/member/points\"\nbody = \"demo/none\"", "2027-06-30"),
        waiver("rule = \"demo/member/points\"\nbody = \"demo/never\"", "2026-07-10"),
    ];
    let dir = Workdir::new().with("yize.toml", format!("rules = [\"rules\"]\n{}", waivers.concat()));
    (1..=3).fold(dir, |dir, n| {
        let text = SOUND.replace("\"demo\"", &format!("\"demo/b{n}\""));
        dir.with(&format!("data/{n}.toml"), text.replacen("joined", &format!("points = {}\njoined", 70 - n * 8), 1))
    })
}

#[test]
fn what_is_said_of_waivers_is_told_from_all_shards_together() {
    let ended = waiver("rule = \"demo/member/points\"\nbody = \"demo/b3\"", "2026-01-01");
    for (more, options, code) in
        [("", "--lang en", 0), ("", "--lang zh --fail-on warning", 1), (ended.as_str(), "--lang en", 1)]
    {
        let mut dir = waived();
        let settings = dir.read("yize.toml");
        dir = dir.with("yize.toml", format!("{settings}{more}"));
        let whole = dir.yize(&args(options)).exits(code);
        let unused = whole.findings().iter().filter(|f| f["rule"] == "host/unused-waiver").count();
        assert_eq!(unused, 2, "{:#?}", whole.findings());
        for of in [1, 2, 3, 7] {
            let (with, names) = shards(dir, of, options);
            dir = with;
            assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole, "{options} {of}");
            let short = dir.yize(&args(options).replace("--format json", "--format short"));
            assert_eq!(dir.yize(&format!("merge --format short {}", names.join(" "))), short);
        }
        // One that has ended fails every shard, for nothing is excused by it anywhere.
        let alone = dir.yize(&args(&format!("{options} --shard 7/7")));
        assert_eq!(alone.code, Some(i32::from(!more.is_empty())), "{}", alone.stdout);
    }
}

#[test]
fn scores_are_joined_to_the_last_digit() {
    let example = "examples/schemes";
    let projects = tree(&root().join(example)).into_iter();
    let projects: Vec<String> = projects.filter_map(|f| f.strip_suffix("/yize.toml").map(str::to_owned)).collect();
    let mut dir =
        projects.iter().fold(Workdir::bare(), |dir, p| dir.copy(&format!("{example}/{p}"), &format!("all/{p}")));
    let whole = dir.yize("check all --as-of 2026-12-31 --lang zh --format json");
    assert!(whole.json()["scores"].as_array().is_some_and(|scores| scores.len() > 5), "{}", whole.stdout);
    for of in [1, 2, 3, 7] {
        let mut names = Vec::new();
        for index in 1..=of {
            let line = format!("check all --as-of 2026-12-31 --lang zh --format json --shard {index}/{of}");
            let name = format!("reports/{of}-{index}.json");
            let report = dir.yize(&line).stdout;
            dir = dir.with(&name, report);
            names.push(name);
        }
        assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole, "{of}");
    }
}

#[test]
fn packs_that_differ_from_the_lock_stop_every_shard() {
    let dir = waived();
    dir.yize("lock .").exits(0);
    dir.yize(&args("--locked --shard 2/3")).exits(0);
    let dir = dir.edit("rules/demo/pack.toml", "value = 60", "value = 61");
    let whole = dir.yize(&args("--locked --lang en")).exits(2);
    let (dir, names) = shards(dir, 3, "--locked --lang en");
    assert_eq!(dir.yize(&format!("merge {}", names.join(" "))), whole);
    dir.yize(&args("--locked --shard 3/3")).exits(2);
}

#[test]
fn what_is_written_or_forgiven_as_a_whole_is_refused_for_a_part() {
    let dir = waived();
    for option in ["--baseline b.toml", "--write-baseline b.toml", "--fix", "--changed-since HEAD"] {
        let run = dir.yize(&args(&format!("--lang en --shard 1/2 {option}"))).exits(2);
        assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
        assert!(!dir.path("b.toml").exists());
    }
}

#[test]
fn the_bodies_are_dealt_out_evenly_and_each_once() {
    let (dir, names) = shards(workdir(), 3, "--lang en");
    let mut bodies = Vec::new();
    for name in names {
        let report: serde_json::Value = serde_json::from_str(&dir.read(&name)).expect("json");
        let records = report["summary"]["records"].as_u64().expect("a number");
        assert!((10..=10).contains(&records), "{name} has {records} of 30");
        let own = report["findings"].as_array().expect("a list").iter().filter_map(|f| f["body"].as_str());
        let mut own: Vec<String> = own.map(str::to_owned).collect();
        own.sort();
        own.dedup();
        bodies.extend(own);
    }
    bodies.sort();
    assert_eq!(bodies, ["demo/b1", "demo/b2", "demo/b3", "demo/b4", "demo/b5"]);
}

#[test]
fn what_concerns_no_body_of_a_shard_fails_each_and_is_reported_once() {
    let common = [
        ("body = ", 1),
        ("body = \"nowhere\"\nyear = 2026\n\n[[member]]\nid = \"M-1\"\n", 2),
        ("[[strange]]\nid = 1\n", 1),
    ];
    for (text, code) in common {
        let dir = Workdir::sound().with("data/b.toml", text);
        assert!(!dir.check("data").exits(code).findings().is_empty());
        for index in 1..=3 {
            let findings = dir.check(&format!("data --shard {index}/3")).exits(code).findings();
            assert_eq!(findings.is_empty(), index > 1, "{text}: {findings:#?}");
        }
    }
    // What concerns one body is the matter of the shard that has it.
    let dir = Workdir::sound().with("data/b.toml", SOUND.replace("\"demo\"", "\"demo/b\"").replace("status", "stand"));
    dir.check("data").exits(1);
    let codes: Vec<_> = (1..=3).map(|index| dir.check(&format!("data --shard {index}/3")).code).collect();
    assert_eq!(codes, [Some(0), Some(1), Some(0)]);
}

#[test]
fn missing_doubled_and_foreign_shards_are_refused() {
    let (dir, names) = shards(workdir(), 3, "--lang en");
    let other = dir.yize(&args("--lang en --shard 3/3 --skip demo/member/joined")).stdout;
    let chinese = dir.yize(&args("--lang zh --shard 3/3")).stdout;
    let whole = dir.yize(&args("--lang en")).stdout;
    let dir = dir.with("other.json", other).with("zh.json", chinese).with("whole.json", whole).with("bad.json", "{");
    let [one, two, three] = names.as_slice() else { panic!("three") };
    for (reports, says) in [
        (format!("{one} {three}"), "missing reports of shards: 2/3"),
        (format!("{one} {two} {three} {two}"), "both shard 2"),
        (format!("{one} {two} other.json"), "not shards of one check"),
        (format!("{one} {two} zh.json"), "not shards of one check"),
        (format!("{one} {two} whole.json"), "has no `shard`"),
        (format!("{one} {two} bad.json"), "not a JSON report"),
        (format!("{one} {two} none.json"), "there is no report none.json"),
    ] {
        let run = dir.yize(&format!("merge --lang en {reports}")).exits(2);
        assert!(run.stderr.contains(says) && run.stdout.is_empty(), "{reports}: {}", run.stderr);
    }
    let edited = dir.edit("data/1.toml", "委员0", "委员零");
    let edited = {
        let run = edited.yize(&args("--lang en --shard 3/3"));
        edited.with("edited.json", run.stdout)
    };
    let run = edited.yize(&format!("merge --lang en {one} {two} edited.json")).exits(2);
    assert!(run.stderr.contains("not shards of one check"), "{}", run.stderr);
}

#[test]
fn auto_reads_the_environment_and_nothing_is_guessed() {
    let dir = Workdir::sound();
    let run = |pairs: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        for name in [
            "CI_NODE_INDEX",
            "JOB_COMPLETION_INDEX",
            "SLURM_ARRAY_TASK_ID",
            "CIRCLE_NODE_INDEX",
            "BUILDKITE_PARALLEL_JOB",
        ] {
            command.env_remove(name);
        }
        command.args(["check", "data", "--rules", "rules", "--as-of", AS_OF, "--format", "json", "--shard", "auto"]);
        dir.finish(command.envs(pairs.iter().copied()), b"")
    };
    let report = run(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "2")]).exits(0).json();
    assert_eq!((&report["shard"]["index"], &report["shard"]["of"]), (&2.into(), &2.into()));
    run(&[]).exits(2);
    run(&[("CI_NODE_INDEX", "2")]).exits(2);
    dir.check("data --shard 3/2").exits(2);
}

#[test]
fn the_gnu_parallel_recipe_gives_the_whole_report() {
    let dir = workdir();
    let whole = dir.yize(&args("--lang en"));
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_yize")).parent().expect("a folder").to_owned();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").expect("a path"));
    let mut command = Command::new("sh");
    command.arg(root().join("ci/parallel.sh")).args(["3", ".", "--as-of", AS_OF, "--lang", "en"]).env("PATH", path);
    let run = dir.finish(command.env("HOME", dir.path("")), b"");
    assert_eq!((run.code, run.stdout), (whole.code, whole.stdout), "{}", run.stderr);
}

#[test]
fn a_report_is_read_from_a_pipe_and_one_whose_findings_are_out_of_order_is_refused() {
    let dir = workdir();
    let whole = dir.yize(&args("--lang en"));
    let (dir, names) = shards(dir, 2, "--lang en");
    let piped = |report: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        command.args(["merge", "--lang", "en", "/dev/stdin", &names[1]]);
        dir.finish(&mut command, report.as_bytes())
    };
    let first = dir.read(&names[0]);
    let run = piped(&first);
    assert_eq!((run.code, &run.stdout), (whole.code, &whole.stdout), "{}", run.stderr);
    let mut report: serde_json::Value = serde_json::from_str(&first).expect("json");
    for list in ["/findings", "/shard/order"] {
        report.pointer_mut(list).and_then(serde_json::Value::as_array_mut).expect("a list").reverse();
    }
    let run = piped(&report.to_string()).exits(2);
    assert!(run.stderr.contains("is not whole") && run.stdout.is_empty(), "{}", run.stderr);
}

/// Pointers to all values inside a value.
fn pointers(value: &serde_json::Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        serde_json::Value::Object(object) => {
            object.iter().for_each(|(key, value)| pointers(value, &format!("{here}/{}", key.replace('/', "~1")), all));
        }
        serde_json::Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| pointers(value, &format!("{here}/{at}"), all));
        }
        _ => {}
    }
}

#[test]
fn a_report_that_was_tampered_with_is_refused_or_joined_and_never_a_panic() {
    let dir = waived();
    let report = |n: usize| {
        let run = dir.yize(&args(&format!("--shard {n}/2 --lang en")));
        serde_json::from_str::<serde_json::Value>(&run.stdout).expect("json")
    };
    let [one, two] = [1, 2].map(report);
    let join = |one: &serde_json::Value, two: &serde_json::Value| {
        let held = |report: &serde_json::Value| Content::Held(report.to_string().into_bytes());
        let reports = [one, two].map(|report| ("r.json".to_owned(), held(report)));
        yize::report::merge::merge(reports.into()).map(|merged| {
            let (mut json, mut short) = (Vec::new(), Vec::new());
            merged.json(&mut json).expect("written");
            merged.short(&mut short).expect("written");
        })
    };
    assert!(join(&one, &two).is_ok());
    let mut all = Vec::new();
    pointers(&one, "", &mut all);
    assert!(all.len() > 200, "{}", all.len());
    let mut refused = 0;
    for pointer in &all {
        for other in ["null", "7", "-1", "18446744073709551615", "\"x\"", "[]", "{}", "[[[]]]", "true"] {
            let mut bad = one.clone();
            *bad.pointer_mut(pointer).expect("there") = serde_json::from_str(other).expect("json");
            refused += usize::from(join(&bad, &two).is_err());
        }
    }
    assert!(refused > all.len(), "{refused} of {}", all.len());
}
