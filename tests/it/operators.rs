//! What operators give to `yize serve` and are told by it: where the token comes from, and the log.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::server::Server;
use crate::support::Workdir;

fn yize() -> Command {
    Command::new(env!("CARGO_BIN_EXE_yize"))
}

fn asks_for(server: &Server, token: &str) {
    let with = |token: &str| server.raw("GET /nowhere", &[("Authorization", &format!("Bearer {token}"))], b"").status;
    assert_eq!([server.get("/nowhere").status, with("another-horse"), with(token)], [401, 401, 404]);
}

#[test]
fn the_token_comes_from_a_file_or_the_environment() {
    let words = ["data", "--rules", "rules", "--token-file", "token"];
    let dir = || Workdir::sound().with("token", "correct-horse\n");
    let server = Server::at(dir(), &words);
    asks_for(&server, "correct-horse");
    let listed = Command::new("ps").args(["-o", "args=", "-p", &server.pid().to_string()]).output().expect("ps");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains("--token-file") && !listed.contains("correct-horse"), "{listed}");
    let mut command = yize();
    command.env("YIZE_TOKEN", "battery-staple");
    asks_for(&Server::start(dir(), command, &words[..3]), "battery-staple");
    let mut command = yize();
    command.env("YIZE_TOKEN", "battery-staple");
    asks_for(&Server::start(dir(), command, &words), "correct-horse");

    // What is there and no token is a mistake, and never a page that is open to all.
    let dir = dir().with("empty", "\n").with("two", "correct-horse\nbattery-staple\n");
    for wrong in
        ["--token-file empty", "--token-file two", "--token-file none", "--token-file token --token correct-horse"]
    {
        dir.yize(&format!("serve data --rules rules --addr 127.0.0.1:0 --lang en {wrong}")).exits(2);
    }
    let mut command = yize();
    command.args(["serve", "data", "--rules", "rules", "--addr", "127.0.0.1:0"]).env("YIZE_TOKEN", "");
    assert!(dir.finish(&mut command, b"").exits(2).stderr.contains("YIZE_TOKEN"));
}

#[test]
fn the_log_tells_of_rounds_and_requests_and_of_nothing_secret() {
    let dir = Workdir::sound().with("token", "correct-horse\n");
    let mut command = yize();
    command.stderr(std::fs::File::create(dir.path("log")).expect("a file"));
    let mut server =
        Server::start(dir, command, &["data", "--rules", "rules", "--token-file", "token", "--log", "json"]);
    let token = [("Authorization", "Bearer correct-horse")];
    let started = Instant::now();
    while server.raw("GET /board", &token, b"").status == 503 {
        assert!(started.elapsed() < Duration::from_mins(1));
    }
    server.raw("GET /findings?q=secret-name", &token, b"");
    server.raw("GET /nowhere?token=wrong-horse", &[("Authorization", "Bearer wrong-horse")], b"");
    server.bytes(format!("GET /\u{202e}x HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr).as_bytes());
    assert_eq!(server.terminate(), Some(0));

    let log = server.dir.read("log");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).cloned().collect::<Vec<_>>();
    assert_eq!((lines[0]["event"].as_str(), lines[lines.len() - 1]["event"].as_str()), (Some("start"), Some("stop")));
    assert_eq!((&of("round")[0]["exit"], &of("round")[0]["news"]), (&0.into(), &true.into()));
    let paths: Vec<_> = of("request").iter().map(|line| (line["path"].clone(), line["status"].clone())).collect();
    assert!(
        paths.contains(&("/findings".into(), 200.into())) && paths.contains(&("/nowhere".into(), 401.into())),
        "{log}"
    );
    assert!(lines.iter().all(|line| line["at"].as_str().is_some_and(|at| at.ends_with('Z'))), "{log}");
    for secret in ["secret-name", "correct-horse", "wrong-horse", "\u{202e}"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
