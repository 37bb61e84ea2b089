//! The registry at work: packs exchanged, a broken one refused, documents checked, and no rule run uncounted.

#![expect(clippy::disallowed_methods, reason = "tests lay out their own files")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The answers to requests.
fn ask(arguments: &[&str], requests: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_registry"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the registry starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    for request in requests {
        writeln!(stdin, "{request}").expect("it listens");
    }
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn document(number: &str, sector: &str, title: &str) -> Value {
    let text = format!(
        "body = \"jingrui\"\nyear = 2026\n[[proposal]]\nnumber = \"{number}\"\nsector = \"{sector}\"\ntitle = \"{title}\"\n"
    );
    json!({"document": {"name": "a.toml", "text": text, "as_of": "2026-06-30"}})
}

fn rules(answer: &Value) -> Vec<&str> {
    let findings = answer["report"]["findings"].as_array().expect("a report");
    findings.iter().map(|finding| finding["rule"].as_str().expect("a rule")).collect()
}

#[test]
fn documents_are_checked_by_the_packs_of_the_moment() {
    let good = document("JR-0002", "教育界", "停车");
    let answers = ask(
        &[],
        &[
            good.clone(),
            json!({"packs": "packs/v1"}),
            good.clone(),
            document("JR-0009", "教育界", "停车"),
            document("JR-0001", "教育界", "停车"),
            json!({"packs": "packs/broken"}),
            good.clone(),
            json!({"packs": "packs/v2"}),
            good,
        ],
    );
    assert_eq!((&answers[0]["ok"], &answers[0]["error"]), (&json!(false), &json!("no packs yet")));
    assert_eq!(answers[1], json!({"ok": true, "packs": 1}));
    assert_eq!((&answers[2]["ok"], rules(&answers[2])), (&json!(true), vec![]));
    assert_eq!(rules(&answers[3]), ["registry/proposal/registered"]);
    assert_eq!(answers[3]["report"]["findings"][0]["start"], json!({"line": 4, "column": 10}));
    assert_eq!(answers[4]["report"]["findings"][0]["message"], "编号JR-0001登记给工商联");
    let refused = answers[5]["error"].as_str().expect("a reason");
    assert!(refused.contains("registered_sektor") && refused.contains("registered_sector"), "{refused}");
    assert_eq!((&answers[6]["ok"], &answers[6]["packs"]), (&json!(true), &json!(1)), "the packs before hold");
    assert_eq!((&answers[7]["packs"], rules(&answers[8])), (&json!(2), vec!["registry/proposal/title"]));
}

#[test]
fn a_pack_with_an_appetite_is_held_to_its_limit_and_the_registry_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pack = folder.path().join("registry");
    std::fs::create_dir(&pack).expect("a folder");
    for name in ["pack.toml", "kinds.toml", "proposals.rhai"] {
        let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/v1/registry/");
        std::fs::copy(format!("{packs}{name}"), pack.join(name)).expect("a copy");
    }
    let hungry = "rule(\"hungry\", #{ title: \"贪\", basis: \"无\", since: \"2020-01-01\", on: \"proposal\", explain: \"无\" }, \
                  |proposal, ctx| { let long = \"x\"; for n in 0..19 { long += long; } let all = []; loop { all.push(long + \"y\"); } });\n";
    std::fs::write(pack.join("hungry.rhai"), hungry).expect("written");
    let document = document("JR-0009", "教育界", "停车");
    let answers = ask(&[], &[json!({"packs": folder.path()}), document.clone(), document]);
    assert_eq!(rules(&answers[1]), ["registry/hungry", "registry/proposal/registered"]);
    assert_eq!(answers[1]["report"]["findings"][0]["message"], "used too much memory");
    assert_eq!(answers[1], answers[2]);
}

#[test]
fn packs_may_come_as_an_archive() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("packs.zip");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    for name in ["pack.toml", "kinds.toml", "proposals.rhai"] {
        let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/v1/registry/");
        let text = std::fs::read(format!("{packs}{name}")).expect("a file of the pack");
        archive.start_file(format!("registry/{name}"), zip::write::SimpleFileOptions::default()).expect("a file");
        archive.write_all(&text).expect("written");
    }
    archive.finish().expect("an archive");
    let answers = ask(&[], &[json!({"packs": path}), document("JR-0009", "教育界", "停车")]);
    assert_eq!((&answers[0]["ok"], rules(&answers[1])), (&json!(true), vec!["registry/proposal/registered"]));
}
