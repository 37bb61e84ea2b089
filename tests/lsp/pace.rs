//! How soon a keystroke is answered.

use super::{DATA, MEMBERS, after, codes, project, start};
use serde_json::json;
use yize_core::files::write_beside;

/// So many records stand in the large file.
const MANY: usize = 4_000;

#[test]
#[ignore = "a measurement; run by hand on a quiet machine: cargo test --test lsp -- --ignored"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn in_a_file_of_4000_records_a_keystroke_is_answered_sooner_than_a_check() {
    let dir = project();
    let member = |at: usize| {
        format!(
            "\n[[member]]\nid     = \"N-{at}\"\nname   = \"李四\"\ngroup  = \"甲组\"\nrole   = \"plain\"\nvisits = 3\n"
        )
    };
    let text: String = std::iter::once(DATA.to_owned()).chain((0..MANY).map(member)).collect();
    write_beside(&dir.path().join(MEMBERS), text.as_bytes()).expect("written");
    let started = std::time::Instant::now();
    let check = std::process::Command::new(env!("CARGO_BIN_EXE_yize"))
        .args(["check", "--as-of", "2026-12-31", "--color", "never"])
        .arg(dir.path())
        .output()
        .expect("it runs");
    let whole = started.elapsed();
    assert_eq!(check.status.code(), Some(1));
    let mut client = start(dir.path());
    client.open(MEMBERS, &text);
    client.until(MEMBERS, |all| codes(all) == ["club/visits"]);
    // An editor asks for what it shows beside the text, and then somebody types.
    client.at("textDocument/documentSymbol", MEMBERS, (0, 0), json!({}));
    let mut slowest = std::time::Duration::ZERO;
    for (turn, word) in ["haed", "head", "plian", "head"].into_iter().enumerate() {
        let (line, column) = after(DATA, "role   = ");
        let end = json!({ "line": line, "character": 99 });
        let change = json!([{ "range": { "start": { "line": line, "character": column }, "end": end }, "text": format!("\"{word}\"") }]);
        let started = std::time::Instant::now();
        client.change(MEMBERS, change);
        client.until(MEMBERS, |all| codes(all).iter().any(|code| code.starts_with("host/")) == (turn % 2 == 0));
        slowest = slowest.max(started.elapsed());
    }
    println!("full check {whole:?}, slowest keystroke {slowest:?}: {:.3}", slowest.as_secs_f64() / whole.as_secs_f64());
    assert!(slowest * 5 <= whole, "{slowest:?} of {whole:?}");
    client.end();
}
