//! A page that stays green: what `yize serve` says of its own verdict when a check breaks, does not end, or is not whole.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::server::{PATIENCE, Server, read_until, slow, slowly};
use crate::support::Workdir;

/// Waits until `/health` says that, and gives the status and all that it says.
#[track_caller]
fn until(server: &Server, standing: &str) -> (u16, Value) {
    let started = Instant::now();
    loop {
        let answer = server.get("/health");
        let told = answer.json();
        if told["standing"] == standing {
            return (answer.status, told);
        }
        assert!(started.elapsed() < PATIENCE, "{standing} is not reached: {told}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_whole_verdict_is_healthy_whatever_it_says_and_its_age_is_told() {
    let server = Server::new(Workdir::sound(), &[]);
    server.board();
    let (status, told) = until(&server, "fresh");
    assert_eq!((status, &told["round"], &told["checking_ms"]), (200, &1.into(), &Value::Null));
    assert!(told["age_ms"].is_u64() && told["sure_ms"].is_u64(), "{told}");
    server.edit("data/a.toml", "name = \"委员甲\"\n", "name = \"委员甲\"\npoints = 3\n");
    server.until(|board| board["exit"] == 1);
    assert_eq!(until(&server, "fresh").0, 200, "a violation is a verdict");

    let mut events = server.events();
    let first = read_until(&mut events, "\n\n");
    assert!(first.contains("\"age_ms\":") && first.contains("\"standing\":\"fresh\""), "{first}");
    let beat = read_until(&mut events, "\n\n");
    assert!(beat.contains("event: beat") && beat.contains("\"sure_ms\":"), "{beat}");
}

#[test]
fn an_idle_verdict_is_made_sure_of() {
    let server = Server::new(Workdir::sound(), &[]);
    server.board();
    std::thread::sleep(Duration::from_secs(11));
    let (status, told) = until(&server, "fresh");
    assert_eq!(status, 200);
    assert!(told["age_ms"].as_u64() > told["sure_ms"].as_u64(), "{told}");
}

#[test]
fn a_verdict_that_is_not_whole_is_not_healthy() {
    let server =
        Server::new(Workdir::sound().with("data/b.toml", "body = \"nowhere\"\n[[member]]\nid = \"M-9\"\n"), &[]);
    assert_eq!(server.board()["exit"], 2);
    assert_eq!(until(&server, "incomplete").0, 503);
    std::fs::remove_file(server.dir.path("data/b.toml")).expect("removed");
    assert_eq!(until(&server, "fresh").0, 200);
    // A pack is held in its last good version: what stands on the disk was not checked.
    let good = server.dir.read("rules/demo/member.rhai");
    std::fs::write(server.dir.path("rules/demo/member.rhai"), "rule(\"member\",").expect("written");
    assert_eq!(until(&server, "incomplete").0, 503);
    let board = server.board();
    assert_eq!(board["exit"], 2, "{board}");
    assert!(board["verdict"].as_str().is_some_and(|verdict| verdict.starts_with("not checked")), "{board}");
    std::fs::write(server.dir.path("rules/demo/member.rhai"), good).expect("written");
    assert_eq!(until(&server, "fresh").0, 200);
}

#[test]
fn a_round_that_does_not_end_is_told() {
    let server = Server::new(slowly(Workdir::sound()), &[]);
    server.board();
    std::fs::write(server.dir.path("data/a.toml"), slow()).expect("written");
    let (status, told) = until(&server, "stale");
    assert_eq!((status, &told["round"]), (503, &1.into()), "{told}");
    assert!(told["checking_ms"].as_u64() >= Some(10_000), "{told}");
    let mut events = server.events();
    let first = read_until(&mut events, "\n\n");
    assert!(first.contains("\"standing\":\"stale\""), "{first}");
}

#[test]
fn a_pack_that_breaks_a_round_never_leaves_the_page_green() {
    let server = Server::new(Workdir::sound(), &[]);
    server.board();
    let good = server.dir.read("rules/demo/pack.toml");
    let bodies = format!("bodies = [\"{}\"]\n", "?".repeat(200_000));
    let bad: String = good
        .lines()
        .map(|line| if line.starts_with("bodies") { bodies.clone() } else { format!("{line}\n") })
        .collect();
    assert_ne!(bad, good);
    std::fs::write(server.dir.path("rules/demo/pack.toml"), bad).expect("written");
    let started = Instant::now();
    while server.get("/health").status == 200 {
        assert!(started.elapsed() < PATIENCE, "healthy for good");
        std::thread::sleep(Duration::from_millis(50));
    }
    std::fs::write(server.dir.path("rules/demo/pack.toml"), good).expect("written");
    server.edit("data/a.toml", "name = \"委员甲\"\n", "name = \"委员甲\"\npoints = 3\n");
    let board = server.until(|board| board["exit"] == 1);
    assert_eq!(board["summary"]["violations"], 1);
    assert_eq!(until(&server, "fresh").0, 200);
}
