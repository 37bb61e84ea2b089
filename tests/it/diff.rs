//! `yize diff`: what two versions of rules or data find.

use crate::support::{AS_OF, Desk, SOUND};

fn desk() -> Desk {
    let members = SOUND.replacen("joined = 2022-01-18", "joined = 2022-01-18\npoints = 70", 1);
    Desk::new()
        .copy("tests/packs", "new")
        .with("data/a.toml", &members)
        .with("then/a.toml", &members)
        .edit("new/demo/pack.toml", "value = 60", "value = 80")
        .with("now/a.toml", members.replace("points = 70", "points = 50").replace("status = \"在任\"\n", ""))
}

#[test]
fn another_parameter_shows_what_it_would_find() {
    let desk = desk();
    let line = format!("diff --rules rules new data --as-of {AS_OF} --lang en");
    let report = desk.yize(&format!("{line} --format json")).exits(1).json();
    assert_eq!(report["new"][0]["rule"], "demo/member/points");
    assert_eq!(
        (report["gone"].as_array().map(Vec::len), report["changed"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    assert_eq!(report["by_rule"][0]["body"], "demo");
    let shown = desk.yize(&line).exits(1).stdout;
    assert!(shown.contains("demo/member/points  demo: 1 new, 0 gone, 0 changed"), "{shown}");
    assert!(shown.contains("1 new, 0 gone, 0 changed; 0 findings before, 1 after"), "{shown}");
    let back = desk.yize(&format!("diff --rules new rules data --as-of {AS_OF} --format json")).exits(1).json();
    assert_eq!(back["gone"][0], report["new"][0].clone().tap(|f| f["message"] = back["gone"][0]["message"].clone()));
    desk.yize(&format!("diff --rules rules rules data --as-of {AS_OF}")).exits(0);
}

trait Tap: Sized {
    fn tap(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
impl Tap for serde_json::Value {}

#[test]
fn two_versions_of_data_are_compared_whatever_their_folders() {
    let desk = desk();
    let diff = |versions: &str| {
        desk.yize(&format!("--rules new diff --data {versions} --as-of {AS_OF} --lang en --format json"))
    };
    let report = diff("then now").exits(1).json();
    assert_eq!(report["new"][0]["rule"], "demo/member/status");
    assert_eq!(report["changed"][0]["before"]["file"], "then/a.toml");
    assert_eq!(report["changed"][0]["after"]["file"], "now/a.toml");
    diff("then data").exits(0);
    let desk = desk.with("x/bad.toml", "a =").with("y/bad.toml", "a =");
    desk.yize(&format!("--rules new diff --data x y --as-of {AS_OF}")).exits(0);
}

#[test]
fn what_was_not_checked_is_not_called_the_same() {
    let desk = desk();
    for line in [
        "--data then nowhere",
        "--data nowhere nowhere",
        "--rules rules nowhere data",
        "",
        "--data then",
        "--data then now data",
    ] {
        desk.yize(&format!("diff {line} --as-of {AS_OF}")).exits(2);
    }
}
