//! Rules, file systems without notices, what is told, and how it ends.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::harness::{Watch, bad, good, workdir};
use crate::support::{AS_OF, Workdir, read, root};

fn write(dir: &Workdir, path: &str, text: &str) {
    std::fs::write(dir.path(path), text).expect("written");
}

#[test]
fn rules_are_edited() {
    let mut watch = Watch::start(workdir());
    let rule = |dir: &Workdir, message: &str| {
        let text = format!(
            "rule(\"probe/it\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" \
             }}, |member, ctx| {{\n    fail(member, \"{message}\");\n}});\n"
        );
        write(dir, "rules/demo/probe.rhai", &text);
    };
    watch.changes(|dir| rule(dir, "一"));
    watch.changes(|dir| rule(dir, "二"));
    watch.changes(|dir| std::fs::remove_file(dir.path("rules/demo/probe.rhai")).expect("removed"));
    let manifest = watch.dir.read("rules/demo/pack.toml");
    watch.changes(|dir| write(dir, "rules/demo/pack.toml", &manifest.replace("value = 60", "value = 70")));
    watch.ends();
}

/// A pack that is wrong stays in force as it was, says where it is wrong, and comes back; another is not held up by it.
#[test]
fn a_pack_goes_wrong_and_is_right_again() {
    let rule = |pack: &str, message: &str| {
        format!(
            "rule(\"{pack}/it\", #{{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" \
             }}, |member, ctx| {{\n    fail(member, \"{message}\");\n}});\n"
        )
    };
    let manifest =
        "id = \"more\"\ntitle = \"另一个\"\nversion = \"1.0.0\"\nextends = [\"demo\"]\nbodies = [\"more/*\"]\n";
    let dir = workdir()
        .with("rules/demo/probe.rhai", rule("probe", "一"))
        .with("rules/more/pack.toml", manifest)
        .with("rules/more/more.rhai", rule("more", "甲"))
        .with("data/c.toml", good(3).replace("\"demo\"", "\"more/a\""));
    let mut watch = Watch::start(dir);
    write(&watch.dir, "rules/more/more.rhai", "rule(\n");
    let fault = watch.until("pack-fault");
    assert_eq!((&fault["pack"], &fault["earlier"]), (&"more".into(), &true.into()), "{fault:#}");
    assert_eq!(fault["findings"][0]["file"], "rules/more/more.rhai");
    assert_eq!(watch.until("report")["held"], serde_json::json!(["more"]));
    assert!(watch.messages().contains(&"甲"));
    // The other pack and the data go on.
    write(&watch.dir, "rules/demo/probe.rhai", &rule("probe", "二"));
    let report = watch.until("report");
    assert_eq!(report["held"], serde_json::json!(["more"]), "{report:#}");
    assert!(watch.messages().contains(&"二") && watch.messages().contains(&"甲"), "{:?}", watch.messages());
    write(&watch.dir, "data/a.toml", &bad(1));
    while !watch.messages().iter().any(|message| message.contains("59.5")) {
        watch.until("report");
    }
    // Wrong in another way, and then right.
    write(&watch.dir, "rules/more/more.rhai", "let x = ;\n");
    assert_eq!(watch.until("pack-fault")["pack"], "more");
    write(&watch.dir, "rules/more/more.rhai", &rule("more", "乙"));
    assert_eq!(watch.until("pack-restored")["pack"], "more");
    assert_eq!(watch.until("report")["held"], serde_json::json!([]));
    assert!(watch.messages().contains(&"乙"));
    watch.ends();
}

/// A whole example: its own settings, built-in packs, many findings at once.
#[test]
fn an_example_is_edited() {
    let dir = Workdir::bare().copy("examples/langfang", "langfang");
    let plan = dir.read("langfang/data/plan.toml");
    let mut watch = Watch::with(dir, "langfang", "");
    watch.changes(|dir| write(dir, "langfang/data/plan.toml", &plan.replace("2026-", "2025-")));
    watch.changes(|dir| write(dir, "langfang/data/plan.toml", &format!("# 一行\n{plan}")));
    watch.changes(|dir| std::fs::remove_file(dir.path("langfang/data/plan.toml")).expect("removed"));
    watch.changes(|dir| write(dir, "langfang/data/plan.toml", &plan));
    watch.ends();
}

#[test]
fn a_file_system_without_notices() {
    let memory = root().ancestors().last().expect("a root").join("dev/shm");
    let places = [None, Some(memory).filter(|memory| memory.is_dir())];
    for (number, place) in places.into_iter().enumerate() {
        let dir = match (number, place) {
            (0, _) => Workdir::bare(),
            (_, Some(place)) => Workdir::bare_in(&place),
            (_, None) => continue,
        };
        let dir = dir.copy("tests/packs", "rules").with("data/a.toml", good(1));
        let mut watch = Watch::with(dir, "data --rules rules", "--poll=0.1");
        watch.changes(|dir| write(dir, "data/a.toml", &bad(1)));
        watch.changes(|dir| write(dir, "data/b.toml", &bad(2)));
        watch.changes(|dir| std::fs::rename(dir.path("data/b.toml"), dir.path("data/a.toml")).expect("renamed"));
        watch.changes(|dir| std::fs::remove_dir_all(dir.path("data")).expect("removed"));
        watch.changes(|dir| drop(std::fs::create_dir(dir.path("data")).map(|()| write(dir, "data/a.toml", &bad(3)))));
        watch.ends();
    }
}

#[test]
fn what_nobody_reads_is_no_event() {
    let mut watch = Watch::start(workdir());
    watch.still(|dir| {
        for n in 0..20 {
            write(dir, "data/.a.toml.swp", &format!("{n}"));
            write(dir, "notes.txt", &format!("{n}"));
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::remove_file(dir.path("data/.a.toml.swp")).expect("removed");
    });
    watch.changes(|dir| write(dir, "data/a.toml", &bad(1)));
    assert_eq!(watch.cause(), ["data/a.toml"]);
    assert_eq!(watch.number_of_reports(), 2);
    watch.ends();
}

#[test]
fn the_reader_leaves_and_it_ends() {
    let dir = workdir();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
    command.args(["watch", "data", "--rules", "rules", "--as-of", AS_OF]).current_dir(dir.path(""));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child");
    let mut stdout = child.stdout.take().expect("piped");
    let mut first = [0; 1];
    stdout.read_exact(&mut first).expect("a report");
    drop(stdout);
    let started = Instant::now();
    let status = loop {
        // It finds out when there is something to tell.
        write(&dir, "data/a.toml", &bad(1));
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "it goes on");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(status.code(), Some(0));
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("readable");
    assert_eq!(said, "");
}

#[test]
fn people_without_a_terminal_are_told_what_is_new_and_gone() {
    for (format, expected) in [("human", "【新】"), ("short", "+ data/a.toml:9:10: 违规 demo/member/points")] {
        let dir = workdir();
        let mut command = Command::new(env!("CARGO_BIN_EXE_yize"));
        command.args(["watch", "data", "--rules", "rules", "--lang", "zh", "--as-of", AS_OF, "--format", format]);
        let mut child = command.current_dir(dir.path("")).stdout(Stdio::piped()).spawn().expect("a child");
        let mut stdout = child.stdout.take().expect("piped");
        let mut said = String::new();
        let mut until = |said: &mut String, what: &str| {
            let mut buffer = [0; 4096];
            while !said.contains(what) {
                let n = stdout.read(&mut buffer).expect("readable");
                assert!(n > 0, "it has ended: {said}");
                said.push_str(&String::from_utf8_lossy(&buffer[..n]));
            }
        };
        until(&mut said, "用时");
        write(&dir, "data/a.toml", &bad(1));
        until(&mut said, "+1 −0  用时");
        assert!(!said.contains('\x1b'), "{said}");
        assert_eq!(said.contains(expected), format == "short", "{said}");
        write(&dir, "data/a.toml", &good(1));
        until(&mut said, "+0 −1  用时");
        assert!(said.contains("- data/a.toml:9:10: 违规 demo/member/points"), "{said}");
        child.kill().and_then(|()| child.wait()).expect("its end");
    }
}

#[test]
fn events_have_the_documented_shape() {
    let schema: Value = serde_json::from_str(&Workdir::bare().yize("schema events").exits(0).stdout).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let report: Value = serde_json::from_str(&read("src/report/report.schema.json")).expect("JSON");
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        assert_eq!(*definition, report["definitions"][name], "{name}");
    }
    let mut watch = Watch::start(workdir());
    watch.changes(|dir| write(dir, "data/a.toml", &bad(1)));
    watch.changes(|dir| write(dir, "data/a.toml", &format!("# 一行\n{}", bad(1))));
    write(&watch.dir, "rules/demo/pack.toml", "id = \n");
    watch.until("pack-fault");
    let manifest = read("tests/packs/demo/pack.toml");
    write(&watch.dir, "rules/demo/pack.toml", &manifest);
    watch.until("pack-restored");
    for event in watch.log() {
        let wrong: Vec<String> = validator.iter_errors(event).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{event:#}");
    }
    let report = watch.log().iter().find(|event| event["event"] == "report").expect("a report");
    let Value::Object(mut less) = report.clone() else { panic!("an object") };
    less.remove("moved");
    assert!(!validator.is_valid(&Value::Object(less)));
}
