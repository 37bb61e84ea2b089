//! Each format of the report against its published schema or grammar, all on one set of nasty data.
//!
//! `tests/schemas/README.md` says where the schemas come from.

mod exchange;
mod excused;
mod pages;

use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;

use crate::support::{Workdir, read, root};

/// Values with all that a format could trip over; they come into messages, keys, paths and source lines.
const NASTY: &str = "\
body = \"demo\"
year = 2026

[[member]]
id = \"M-1\"
name = '=委\"员|`甲`'
points = 12.5
status = \"active\"
joined = 2022-01-18

[[member]]
id = \"M-2\"
name = \"乙\\n%0A::b\"
points = 3
joined = 2022-01-18

[[member]]
id = \"M-3\"
name = \"\\u001B[31m😀\\u0000\"
status = \"active\"

[[note]]
text = 7 # ]]> <script>alert(1)</script> 😀 & \"x\"

[[note]]
text = [\"LONG\"]
";

/// A script whose messages are nasty too.
const PROBE: &str = r#"
    fail(member.name, "=1+1 # TODO \\ ]]> <b>&amp; [x](1) @a | `c` % , : \x1b[31m\x00\u2028\u0085\r\n::error::第二行\n  ...\n😀")
        .help("- 帮助\n---\nok 1");
"#;

/// The data and packs of these tests, with the reports of all formats in files named by format.
pub fn workdir(lang: &str) -> Workdir {
    let filler = "长行😀".repeat(3000);
    let dir = Workdir::new()
        .rule(PROBE)
        .with("data/坏 %#?,:|.toml", NASTY.replace("LONG", &filler))
        .with("data/syntax.toml", "a = = 1\n");
    let formats = yize::report::FORMATS.iter().map(|format| format.word);
    let outputs: Vec<String> = formats.map(|name| format!("--output {name}=out.{name}")).collect();
    let line = format!("check data 缺失.toml --rules rules --as-of 2026-06-30 --lang {lang} {}", outputs.join(" "));
    dir.yize(&line).exits(2);
    dir
}

/// The findings of the JSON report, which the other formats are compared with.
pub fn findings(dir: &Workdir) -> Vec<Value> {
    let report: Value = serde_json::from_str(&dir.read("out.json")).expect("JSON");
    let findings = report["findings"].as_array().expect("a list").clone();
    let statuses = |status: &str| findings.iter().filter(|f| f["status"] == status).count();
    assert!(statuses("violation") > 5 && statuses("pending") == 1 && statuses("fault") == 1, "{findings:#?}");
    assert!(findings.iter().any(|f| f["severity"] == "warning"));
    findings
}

/// Fails with all that a schema has against a value.
#[track_caller]
pub fn valid(schema: &str, value: &Value) {
    // A pattern of OASIS's schema has a bracket too many, which strict readers of patterns refuse.
    let schema = schema.replace("{2}-[a-zA-Z]{2}]?$", "{2}-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn our_report_has_the_shape_of_its_schema() {
    for lang in ["zh", "en"] {
        let dir = workdir(lang);
        let schema = dir.yize("schema report").exits(0).stdout;
        valid(&schema, &serde_json::from_str(&dir.read("out.json")).expect("JSON"));
        assert_eq!(schema, read("src/report/report.schema.json"));
    }
    let dir = Workdir::bare().copy("examples/broken", "broken");
    let run = dir.yize("check broken --as-of 2027-02-01 --format json").exits(1);
    valid(&read("src/report/report.schema.json"), &run.json());
    let shard = dir.yize("check broken --as-of 2027-02-01 --format json --shard 1/2").exits(1);
    valid(&read("src/report/report.schema.json"), &shard.json());
}

#[test]
fn scores_have_the_shape_of_the_schema_and_a_wrong_one_is_noticed() {
    let schema: Value = serde_json::from_str(&read("src/report/report.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let dir = Workdir::bare().copy("examples/schemes", "all");
    let good = dir.yize("check all --as-of 2026-12-31 --format json").json();
    assert!(good["scores"].as_array().is_some_and(|scores| scores.len() > 10));
    valid(&read("src/report/report.schema.json"), &good);
    // Every key of every object is asked for, and its type is told.
    let mut pointers = Vec::new();
    for (table, _) in good["scores"].as_array().expect("a list").iter().enumerate() {
        keys(&good["scores"][table], &format!("/scores/{table}"), &mut pointers);
    }
    // A few of each shape are enough.
    let shape =
        |pointer: &str| pointer.split('/').filter(|p| p.parse::<usize>().is_err()).collect::<Vec<_>>().join("/");
    let mut met = std::collections::BTreeMap::new();
    pointers.retain(|pointer| {
        let times: &mut u32 = met.entry(shape(pointer)).or_default();
        *times += 1;
        *times < 3
    });
    assert!(met.len() > 50, "{met:?}");
    for pointer in pointers {
        let (parent, key) = pointer.rsplit_once('/').expect("a key");
        let mut bad = good.clone();
        bad.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(key);
        assert!(!validator.is_valid(&bad), "without {pointer}");
        let mut bad = good.clone();
        *bad.pointer_mut(&pointer).expect("there") = serde_json::json!({ "x": [] });
        assert!(!validator.is_valid(&bad), "another type at {pointer}");
    }
    let one = dir.yize("scores all/model --as-of 2026-12-31 --format json").exits(0).json();
    assert_eq!(
        one["scores"][0],
        good["scores"].as_array().expect("a list").iter().find(|t| t["body"] == "model").expect("there").clone()
    );
}

/// Pointers to the values of all objects inside a value.
fn keys(value: &Value, here: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                all.push(format!("{here}/{key}"));
                keys(value, &format!("{here}/{key}"), all);
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| keys(value, &format!("{here}/{at}"), all)),
        _ => {}
    }
}

#[test]
fn the_schema_would_notice() {
    let schema: Value = serde_json::from_str(&read("src/report/report.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let good = Workdir::sound().check("data").exits(0).json();
    assert!(validator.is_valid(&good));
    for pointer in ["/version", "/as_of", "/findings", "/summary", "/summary/rules"] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("there") = Value::String("x".into());
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}

#[test]
fn a_line_of_jsonl_is_a_finding_of_json_and_the_last_one_is_the_rest() {
    let dir = workdir("zh");
    let text = dir.read("out.jsonl");
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let last = lines.pop().expect("a last line");
    assert_eq!(lines, findings(&dir));
    let report: Value = serde_json::from_str(&dir.read("out.json")).expect("JSON");
    assert_eq!(last["summary"], report["summary"]);
    assert_eq!(last["version"], 1);
}

#[test]
fn stdout_and_file_have_the_same_bytes_and_every_run_too() {
    let dir = Workdir::bare().copy("examples/broken", "broken");
    for format in yize::report::FORMATS.iter().map(|format| format.word) {
        let line = format!("check broken --as-of 2027-02-01 --lang zh --format {format} --output {format}=one");
        let first = dir.yize(&line).exits(1);
        assert_eq!(dir.read("one"), first.stdout, "{format}");
        assert_eq!(dir.yize(&format!("{line} --jobs 1")).exits(1).stdout, first.stdout, "{format}");
        assert!(first.stdout.ends_with('\n') && !first.stdout.contains('\x1b'), "{format}");
    }
}

#[test]
fn a_clean_check_gives_valid_reports_too() {
    let dir = Workdir::sound();
    let run =
        |format: &str| dir.yize(&format!("check data --rules rules --as-of 2026-06-30 --format {format}")).exits(0);
    valid(&read("tests/schemas/sarif-2.1.0.json"), &run("sarif").json());
    assert_eq!(run("gitlab").stdout, "[]\n");
    assert!(run("tap").stdout.starts_with("TAP version 14\n1..3\nok 1 - demo/member/joined: 年内任职\n"));
    assert!(run("junit").stdout.contains("failures=\"0\" errors=\"0\""));
    assert!(run("checkstyle").stdout.ends_with("<checkstyle version=\"4.3\">\n</checkstyle>\n"));
    assert_eq!(run("github").stdout.lines().count(), 1);
    assert!(run("markdown").stdout.starts_with("### ✅"));
    assert!(run("html").stdout.contains("verdict passed"));
    assert_eq!(run("csv").stdout.lines().count(), 1);
}

/// Runs a program of the system in the working directory.
#[track_caller]
pub fn tool(dir: &Workdir, program: &str, args: &[&str]) -> String {
    let run = dir.finish(Command::new(program).args(args), b"").exits(0);
    run.stdout
}

/// A file of the repository, as an argument.
pub fn path(inside: &str) -> String {
    root().join(inside).display().to_string()
}

#[test]
fn a_sarif_report_that_was_cut_says_so_in_its_last_result() {
    let mut many = String::from("body = \"demo\"\nyear = 2026\n");
    for n in 0..25_001 {
        let _ = writeln!(
            many,
            "[[member]]\nid = \"M-{n}\"\nname = \"甲\"\nstatus = \"在任\"\njoined = 2022-01-18\npoints = 1.5"
        );
    }
    let dir = Workdir::new().with("data/a.toml", many);
    let log = dir.yize("check data --rules rules --format sarif --as-of 2026-06-30").json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    let last = results.last().unwrap();
    assert_eq!((&last["ruleId"], &last["properties"]["leftOut"]), (&"host/report-cut".into(), &2.into()));
}
