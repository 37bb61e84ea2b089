//! A waiver written by the page's server: what is shown is what is written, and nobody else writes anything.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::server::{Answer, PATIENCE, Server};
use crate::support::Workdir;

pub const TOKEN: &str = "correct-horse";
const SETTINGS: &str = "# 设置\ndata = [\"data/*.toml\"]\nrules = [\"rules\"]\n";
const RULES: &str = r#"rule("member/points", #{ title: "积分不低于60", basis: "试验", since: "2022-01-01", on: "member", explain: `试验` }, |member, ctx| {
    if member.points < 60 { fail(member.points, `积分${member.points}`); }
});
"#;
const KINDS: &str = "[member]\nlabel = \"委员\"\nkey = \"id\"\n[member.fields]\nid = { type = \"string\", label = \"编号\" }\npoints = { type = \"integer\", label = \"积分\" }\n";

/// A project with two violations and a value that is none.
pub fn project() -> Workdir {
    let pack = "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nbodies = [\"*\"]\n";
    let member = |id: u32, points: &str| format!("[[member]]\nid = \"{id}\"\npoints = {points}\n");
    let data = [member(1, "50"), member(2, "70"), member(3, "40"), member(4, "\"六\"")].concat();
    Workdir::bare()
        .with("it/yize.toml", SETTINGS)
        .with("it/rules/p/pack.toml", pack)
        .with("it/rules/p/kinds.toml", KINDS)
        .with("it/rules/p/a.rhai", RULES)
        .with("it/data/a.toml", format!("body = \"a\"\nyear = 2026\n{data}"))
}

fn server() -> Server {
    Server::at(project(), &["it", "--token", TOKEN])
}

fn send(server: &Server, headers: &[(&str, &str)], body: &Value) -> Answer {
    let all = [&[("Content-Type", "application/json")], headers].concat();
    server.raw("POST /excuse?lang=zh", &all, body.to_string().as_bytes())
}

fn own(server: &Server, body: &Value) -> Answer {
    send(server, &[("Authorization", "Bearer correct-horse")], body)
}

/// All findings, once there are some.
fn findings(server: &Server, how: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let started = Instant::now();
    loop {
        let answer = server.raw("GET /findings?limit=50", &[("Authorization", "Bearer correct-horse")], b"");
        if answer.status == 200 {
            let all = answer.json()["findings"].as_array().expect("a list").clone();
            if how(&all) {
                return all;
            }
        }
        assert!(started.elapsed() < PATIENCE, "{answer:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn print_of(all: &[Value], rule: &str, key: &str) -> String {
    let one = all.iter().find(|f| f["rule"] == rule && f["record"]["key"] == key);
    one.and_then(|f| f["fingerprint"].as_str()).unwrap_or_else(|| panic!("{rule} {key} in {all:#?}")).to_owned()
}

fn asked(id: &str) -> Value {
    json!({ "id": id, "reason": "请假", "approved_by": "主席会议", "until": "2027-06-30" })
}

#[test]
fn the_lines_that_were_shown_are_written_and_the_finding_is_excused() {
    let server = server();
    let all = findings(&server, |all| all.len() == 3);
    let id = print_of(&all, "p/member/points", "1");
    let before = server.dir.read("it/yize.toml");
    let shown = own(&server, &asked(&id));
    assert_eq!(shown.status, 200, "{shown:?}");
    let shown = shown.json();
    assert_eq!((&shown["written"], &shown["file"]), (&json!(false), &json!("it/yize.toml")));
    let lines = json!([
        "[[waiver]]",
        "rule        = \"p/member/points\"",
        "at          = \"member/1\"",
        "body        = \"a\"",
        "field       = \"points\"",
        "reason      = \"请假\"",
        "approved_by = \"主席会议\"",
        "until       = 2027-06-30",
    ]);
    assert_eq!(shown["lines"], lines);
    assert_eq!(server.dir.read("it/yize.toml"), before, "nothing is written by looking");
    // What others wrote meanwhile is not lost.
    let mended = format!("{before}# 别人的注\n");
    std::fs::write(server.dir.path("it/yize.toml"), &mended).expect("written");
    let mut body = asked(&id);
    body["lines"] = lines.clone();
    let written = own(&server, &body).json();
    assert_eq!(written["written"], true, "{written}");
    let text: Vec<&str> = lines.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(server.dir.read("it/yize.toml"), format!("{mended}\n{}\n", text.join("\n")));
    let all = findings(&server, |all| all.iter().any(|f| f["sort"] == "waived"));
    let one = all.iter().find(|f| f["sort"] == "waived").expect("it");
    assert_eq!((&one["record"]["key"], &one["suppressed"]["reason"]), (&json!("1"), &json!("请假")));
    // What is excused is not excused again.
    own(&server, &asked(one["fingerprint"].as_str().expect("a text"))).refuses(422, "excuse");
}

#[test]
fn who_may_not_write_writes_nothing() {
    let server = server();
    let all = findings(&server, |all| all.len() == 3);
    let before = server.dir.read("it/yize.toml");
    let mut body = asked(&print_of(&all, "p/member/points", "1"));
    body["lines"] = own(&server, &body).json()["lines"].clone();
    let port = server.addr.port();
    let bearer = ("Authorization", "Bearer correct-horse");
    send(&server, &[], &body).refuses(401, "token");
    send(&server, &[("Authorization", "Bearer correct-hors")], &body).refuses(401, "token");
    send(&server, &[bearer, ("Origin", "http://evil.example")], &body).refuses(403, "origin");
    send(&server, &[bearer, ("Origin", "null")], &body).refuses(403, "origin");
    // By another name, though with the token: as a proxy would, or a name that was made to point here.
    send(&server, &[bearer, ("Host", &format!("evil.example:{port}"))], &body).refuses(403, "act");
    for name in ["Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"] {
        send(&server, &[bearer, (name, "for=203.0.113.9")], &body).refuses(403, "act");
    }
    // A form of another site can send these, without asking whether it may.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let text = body.to_string();
        let answer = server.raw("POST /excuse", &[bearer, ("Content-Type", kind)], text.as_bytes());
        answer.refuses(415, "type");
    }
    assert_eq!(server.raw("GET /excuse", &[bearer], b"").status, 405);
    assert_eq!(server.dir.read("it/yize.toml"), before);
}

#[test]
fn what_is_no_decision_or_of_no_finding_is_refused() {
    let server = server();
    let all = findings(&server, |all| all.len() == 3);
    let before = server.dir.read("it/yize.toml");
    let id = print_of(&all, "p/member/points", "1");
    let with = |key: &str, value: Value| {
        let mut body = asked(&id);
        body[key] = value;
        own(&server, &body)
    };
    for (key, value) in [
        ("reason", json!(" \u{200b}")),
        ("reason", json!("长".repeat(501))),
        ("approved_by", json!("")),
        ("until", json!("2020-01-01")),
        ("until", json!("明年")),
        ("until", json!("")),
    ] {
        with(key, value).refuses(422, "excuse");
    }
    with("id", json!("no-such")).refuses(409, "excuse");
    with("lines", json!(["[[waiver]]", "rule = \"*\""])).refuses(409, "excuse");
    // No other file can be named, and nothing that is not asked for is taken.
    with("file", json!("../other.toml")).refuses(400, "request");
    with("path", json!("/etc/passwd")).refuses(400, "request");
    with("reason", json!(5)).refuses(400, "request");
    with("reason", json!("x".repeat(70_000))).refuses(400, "request");
    // What the host says of the data is mended, not excused.
    own(&server, &asked(&print_of(&all, "host/type", "4"))).refuses(422, "excuse");
    // A text cannot break out of its value.
    let sly = own(&server, &{
        let mut body = asked(&id);
        body["reason"] = json!("x\"\n[[waiver]]\nrule = \"*\"");
        body
    });
    let lines = sly.json()["lines"].as_array().expect("a list").len();
    assert!(sly.status == 200 && lines >= 8, "{sly:?}");
    assert_eq!(server.dir.read("it/yize.toml"), before);
}

#[test]
fn without_a_token_or_beyond_this_machine_nothing_may_be_done() {
    let open = Server::at(project(), &["it", "--editor", "vscode://file/{path}:{line}"]);
    open.board();
    let none = json!({ "excuse": false, "editor": null, "root": null });
    assert_eq!(open.get("/acts").json(), none);
    send(&open, &[], &asked("x")).refuses(403, "act");
    let wide = Server::at(project(), &["it", "--token", TOKEN, "--addr", "0.0.0.0:0"]);
    let bearer = [("Authorization", "Bearer correct-horse")];
    assert_eq!(wide.raw("GET /acts", &bearer, b"").json(), none);
    send(&wide, &bearer, &asked("x")).refuses(403, "act");
    let own = Server::at(project(), &["it", "--token", TOKEN, "--editor", "vscode://file/{path}:{line}"]);
    let may = own.raw("GET /acts", &bearer, b"").json();
    assert_eq!((&may["excuse"], &may["editor"]), (&json!(true), &json!("vscode://file/{path}:{line}")));
    assert!(may["root"].as_str().is_some_and(|root| std::path::Path::new(root).is_absolute()), "{may}");
    own.raw("GET /acts", &[], b"").refuses(401, "token");
}

#[test]
fn the_days_are_kept_beside_the_project_and_a_check_keeps_none() {
    let dir = project();
    dir.yize("check it --as-of 2026-11-22");
    assert!(!dir.path("it/.yize-history.jsonl").exists());
    let dir = dir.with("it/.yize-history.jsonl", "rubbish\n{\"day\":\"2026-06-01\",\"violations\":9,\"warnings\":0,\"pending\":0,\"faults\":0,\"waived\":0}\n{\"day\":\"2099-01-01\",\"violations\":1,\"warnings\":0,\"pending\":0,\"faults\":0,\"waived\":0}\n");
    let server = Server::at(dir, &["it"]);
    let days = server.board()["days"].as_array().expect("days").clone();
    assert_eq!(days.len(), 2, "{days:?}");
    assert_eq!((&days[0]["day"], &days[0]["violations"]), (&json!("2026-06-01"), &json!(9)));
    let text = server.dir.read("it/.yize-history.jsonl");
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.lines().nth(1).is_some_and(|line| line.contains(days[1]["day"].as_str().expect("a day"))), "{text}");
    // It is no data: nothing is said of it.
    let checked = server.dir.yize("check it --as-of 2026-11-22 --format json");
    assert!(!checked.stdout.contains("history"), "{}", checked.stdout);
    // Neither is it kept of a part, or of files that are no project.
    let loose = Server::at(project(), &["it/data", "--rules", "it/rules"]);
    loose.board();
    assert!(
        !loose.dir.path("it/.yize-history.jsonl").exists() && !loose.dir.path("it/data/.yize-history.jsonl").exists()
    );
}

#[cfg(unix)]
#[test]
fn the_browser_is_opened_at_the_page() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = project().with("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$OPENED\"\n");
    let (fake, opened) = (dir.path("bin/xdg-open"), dir.path("opened"));
    std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).expect("to be run");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yize"));
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", dir.path("bin").display())).env("OPENED", &opened);
    let server = Server::start(dir, command, &["it", "--open"]);
    let started = Instant::now();
    while !opened.exists() || std::fs::read_to_string(&opened).is_ok_and(|text| text.is_empty()) {
        assert!(started.elapsed() < Duration::from_secs(30), "nothing was opened");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(std::fs::read_to_string(&opened).expect("it").trim(), format!("http://{}/", server.addr));
}

#[test]
fn a_record_without_a_key_is_not_excused_by_its_number() {
    let visit = "[visit]\nlabel = \"走访\"\n[visit.fields]\nn = { type = \"integer\", label = \"次数\" }\n";
    let rule = "rule(\"visit/n\", #{ title: \"走访\", basis: \"试验\", since: \"2022-01-01\", on: \"visit\", explain: `试验` }, |v, ctx| {\n\
        if v.n < 1 { fail(v.n, \"没有走访\"); }\n});\n";
    let dir = project()
        .with("it/rules/p/kinds.toml", format!("{KINDS}{visit}"))
        .with("it/rules/p/b.rhai", rule)
        .with("it/data/b.toml", "body = \"a\"\nyear = 2026\n[[visit]]\nn = 0\n");
    let server = Server::at(dir, &["it", "--token", TOKEN]);
    let all = findings(&server, |all| all.len() == 4);
    own(&server, &asked(&print_of(&all, "p/visit/n", "#1"))).refuses(422, "excuse");
}
