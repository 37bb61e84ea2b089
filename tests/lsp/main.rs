//! The language server as editors meet it: a client over stdin and stdout, a test for each thing that it can do.

mod client;
mod layout;

use std::path::Path;

use client::Client;
use serde_json::{Value, json};
use yize_core::files::{make_folder, write_beside};

const PACK: &str = "id      = \"club\"\ntitle   = \"示例\"\nversion = \"1\"\nyize    = \"0.2\"\nbodies  = [\"club\"]\n\n[parameters.least]\nlabel = \"最少次数\"\nvalue = 2\n";
const KINDS: &str = "[group]\nlabel = \"小组\"\nkey   = [\"id\"]\n\n[group.fields]\nid = { type = \"string\", label = \"编号\" }\n\n[member]\nlabel = \"委员\"\nkey   = [\"id\"]\n\n[member.fields]\nid     = { type = \"string\", label = \"编号\" }\nname   = { type = \"string\", label = \"姓名\" }\ngroup  = { type = \"ref\", to = \"group\", label = \"所在小组\" }\nrole   = { type = \"enum\", label = \"职务\", values = { head = \"组长\", plain = \"组员\" } }\nvisits = { type = \"integer\", label = \"走访次数\" }\n";
const RULE: &str = "rule(\"visits\", #{\n    title:   \"每年走访\",\n    basis:   \"示例办法\",\n    since:   \"2026-01-01\",\n    on:      \"member\",\n    explain: `每年走访。`,\n}, |member, ctx| {\n    let count = member.visits;\n    if lacks(count, ctx.params.least) { fail(member.visits, `${member.name}走访太少`); }\n});\n\nfn lacks(count, least) {\n    count < least\n}\n";
const DATA: &str = "body = \"club\"\nyear = 2026\n\n[[group]]\nid = \"甲组\"\n\n[[member]]\nid     = \"M-1\"\nname   = \"张三\"\ngroup  = \"甲组\"\nrole   = \"head\"\nvisits = 1\n";
const CASES: &str = "[[case]]\nname = \"少一次\"\nexpect = [{ rule = \"visits\" }]\n[case.data]\nmember = []\n";
const SETTINGS: &str = "data  = [\"data/*.toml\"]\nrules = [\"rules\"]\n";

/// A project in a folder of its own.
fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let files = [
        ("yize.toml", SETTINGS),
        ("rules/club/pack.toml", PACK),
        ("rules/club/kinds.toml", KINDS),
        ("rules/club/visits.rhai", RULE),
        ("rules/club/tests/visits.toml", CASES),
        ("data/members.toml", DATA),
    ];
    for (name, text) in files {
        let path = dir.path().join(name);
        make_folder(path.parent().expect("a folder")).expect("made");
        write_beside(&path, text.as_bytes()).expect("written");
    }
    dir
}

fn start(dir: &Path) -> Client {
    Client::new(&dir.canonicalize().expect("there"), &json!({}))
}

/// Line and column of a piece of a text, the column in units of UTF-16.
fn place(text: &str, piece: &str) -> (usize, usize) {
    let at = text.find(piece).expect("the piece");
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (line, text[start..at].encode_utf16().count())
}

fn after(text: &str, piece: &str) -> (usize, usize) {
    let (line, column) = place(text, piece);
    (line, column + piece.encode_utf16().count())
}

fn labels(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|own| own["label"].as_str().expect("a label")).collect()
}

fn codes(all: &[Value]) -> Vec<&str> {
    all.iter().map(|own| own["code"].as_str().expect("a code")).collect()
}

const MEMBERS: &str = "data/members.toml";
const SCRIPT: &str = "rules/club/visits.rhai";

/// Everything is open, and was checked.
fn opened(dir: &tempfile::TempDir) -> Client {
    let mut client = start(dir.path());
    client.open(MEMBERS, DATA);
    client.open(SCRIPT, RULE);
    client.open("rules/club/pack.toml", PACK);
    client.open("rules/club/kinds.toml", KINDS);
    client.open("rules/club/tests/visits.toml", CASES);
    client.open("yize.toml", SETTINGS);
    client.until(MEMBERS, |all| codes(all) == ["club/visits"]);
    client
}

#[test]
fn diagnostics_follow_what_is_typed_and_not_saved_and_speak_the_language_that_is_asked_for() {
    let dir = project();
    let mut client = opened(&dir);
    let first = client.until(MEMBERS, |all| all.len() == 1);
    assert!(first[0]["message"].as_str().unwrap().contains("张三走访太少"));
    let (line, column) = after(DATA, "visits = ");
    assert_eq!(first[0]["range"]["start"], json!({ "line": line, "character": column }));
    // One keystroke: 1 becomes 12, behind Chinese lines; then half a line more, which is no TOML.
    let (line, column) = after(DATA, "visits = 1");
    let at = json!({ "line": line, "character": column });
    client.change(MEMBERS, json!([{ "range": { "start": at, "end": at }, "text": "2" }]));
    client.until(MEMBERS, <[Value]>::is_empty);
    client.change(MEMBERS, json!([{ "range": { "start": { "line": line + 1, "character": 0 }, "end": { "line": line + 1, "character": 0 } }, "text": "role = \n" }]));
    client.until(MEMBERS, |all| codes(all).contains(&"host/syntax"));
    // A mistake in the script.
    client.change(SCRIPT, json!([{ "text": RULE.replace("member.name", "member.nam") }]));
    client.until(SCRIPT, |all| all.iter().any(|own| own["message"].as_str().unwrap().contains("您是不是想写“name”")));
    client.end();
    let mut client =
        Client::new(&dir.path().canonicalize().unwrap(), &json!({ "initializationOptions": { "lang": "en" } }));
    client.open(MEMBERS, &DATA.replace("\"head\"", "\"haed\""));
    client.until(MEMBERS, |all| all.iter().any(|own| own["message"].as_str().unwrap().contains("did you mean `head`")));
    client.end();
}

#[test]
fn columns_are_bytes_where_the_client_can_count_them() {
    let dir = project();
    let options = json!({ "capabilities": { "general": { "positionEncodings": ["utf-16", "utf-8"] } } });
    let mut client = Client::new(&dir.path().canonicalize().unwrap(), &options);
    assert_eq!(client.hello["capabilities"]["positionEncoding"], "utf-8");
    client.open(MEMBERS, &DATA.replace("\"甲组\"\nrole", "\"乙组\"\nrole"));
    let all = client.until(MEMBERS, |all| codes(all).contains(&"host/reference"));
    let own = all.iter().find(|own| own["code"] == "host/reference").unwrap();
    assert_eq!(own["range"]["end"]["character"], "group  = \"乙组\"".len());
    client.end();
}

#[test]
fn completion_offers_fields_functions_values_keys_parameters_kinds_and_options() {
    let dir = project();
    let mut client = opened(&dir);
    let text = RULE.replace("member.visits;", "member.;");
    client.change(SCRIPT, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", SCRIPT, after(&text, "let count = member."), json!({}));
    assert!(labels(&list).contains(&"visits") && labels(&list).contains(&"group"), "{list}");
    let visits = list.as_array().unwrap().iter().find(|own| own["label"] == "visits").unwrap();
    assert!(visits["detail"].as_str().unwrap().contains("走访次数"));
    let text = RULE.replace("ctx.params.least", "ctx.params.");
    client.change(SCRIPT, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", SCRIPT, after(&text, "ctx.params."), json!({}));
    assert!(labels(&list).contains(&"least"), "{list}");
    let text = RULE.replace("let count = member.visits;", "let count = ctx.all(\"\").len();");
    client.change(SCRIPT, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", SCRIPT, after(&text, "ctx.all(\""), json!({}));
    assert_eq!(labels(&list), ["group", "member"]);
    let text = RULE.replace("count < least", "co");
    client.change(SCRIPT, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", SCRIPT, after(&text, "    co"), json!({}));
    assert!(labels(&list).contains(&"lacks") && labels(&list).contains(&"fail"), "{list}");
    let fail = list.as_array().unwrap().iter().find(|own| own["label"] == "fail").unwrap();
    assert!(fail["documentation"]["value"].as_str().unwrap().contains("```rhai"));
    let text = RULE.replace("    basis:   \"示例办法\",\n", "    ba\n");
    client.change(SCRIPT, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", SCRIPT, after(&text, "    ba"), json!({}));
    assert!(labels(&list).contains(&"basis") && !labels(&list).contains(&"title"), "{list}");

    for (old, new, piece, want) in [
        ("\"head\"", "\"\"", "role   = \"", &["head", "plain"][..]),
        ("\"甲组\"\nrole", "\"\"\nrole", "group  = \"", &["甲组"]),
        ("[[group]]", "[[gr]]", "[[gr", &["group", "member"]),
    ] {
        let text = DATA.replace(old, new);
        client.change(MEMBERS, json!([{ "text": text }]));
        let list = client.at("textDocument/completion", MEMBERS, after(&text, piece), json!({}));
        assert_eq!(labels(&list), want, "{new}");
    }
    let text = DATA.replace("name   = \"张三\"\n", "\n");
    client.change(MEMBERS, json!([{ "text": text }]));
    let list = client.at("textDocument/completion", MEMBERS, place(&text, "\ngroup  ="), json!({}));
    assert_eq!(labels(&list), ["name"]);
    let text = SETTINGS.to_owned() + "\n[[waiver]]\nrule = \"\"\n";
    client.change("yize.toml", json!([{ "text": text }]));
    let list = client.at("textDocument/completion", "yize.toml", after(&text, "rule = \""), json!({}));
    assert!(labels(&list).contains(&"club/visits"), "{list}");
    client.end();
}

#[test]
fn hover_tells_labels_types_texts_and_the_record_behind_a_reference() {
    let dir = project();
    let mut client = opened(&dir);
    for (file, text, piece, want) in [
        (MEMBERS, DATA, "甲组\"\nrole", "小组"),
        (MEMBERS, DATA, "visits", "走访次数"),
        (MEMBERS, DATA, "member]]", "委员"),
        (SCRIPT, RULE, "visits;", "走访次数"),
        (SCRIPT, RULE, "fail(", "fail("),
        (SCRIPT, RULE, "least)", "最少次数"),
        (SCRIPT, RULE, "member, ctx", "委员"),
        ("rules/club/pack.toml", PACK, "bodies", "管辖"),
    ] {
        let hover = client.at("textDocument/hover", file, place(text, piece), json!({}));
        assert!(hover["contents"]["value"].as_str().is_some_and(|own| own.contains(want)), "{piece}: {hover}");
    }
    client.end();
}

/// File names and lines of locations.
fn found(list: &Value) -> Vec<(String, u64)> {
    let own = |place: &Value| {
        let name = place["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        (name, place["range"]["start"]["line"].as_u64().unwrap())
    };
    list.as_array().expect("a list").iter().map(own).collect()
}

#[test]
fn definition_and_references_join_records_rules_cases_parameters_and_functions() {
    let dir = project();
    let mut client = opened(&dir);
    let line = |text: &str, piece: &str| place(text, piece).0 as u64;
    let of = |name: &str, line| (name.to_owned(), line);
    let group = client.at("textDocument/definition", MEMBERS, place(DATA, "甲组\"\nrole"), json!({}));
    assert_eq!(found(&group), [of("members.toml", line(DATA, "[[group]]"))]);
    let uses = client.at("textDocument/references", MEMBERS, place(DATA, "甲组\"\n\n"), json!({}));
    assert_eq!(found(&uses), [of("members.toml", 4), of("members.toml", line(DATA, "group  ="))]);
    let function = client.at("textDocument/definition", SCRIPT, place(RULE, "lacks(count, ctx"), json!({}));
    assert_eq!(found(&function), [of("visits.rhai", line(RULE, "fn lacks"))]);
    let calls = client.at("textDocument/references", SCRIPT, place(RULE, "lacks(count, least"), json!({}));
    assert_eq!(found(&calls), [of("visits.rhai", line(RULE, "if lacks")), of("visits.rhai", line(RULE, "fn lacks"))]);
    let least = client.at("textDocument/definition", SCRIPT, place(RULE, "least) {"), json!({}));
    assert_eq!(found(&least), [of("pack.toml", line(PACK, "value = 2"))]);
    let read = client.at("textDocument/references", "rules/club/pack.toml", place(PACK, "least]"), json!({}));
    assert!(found(&read).contains(&of("visits.rhai", line(RULE, "if lacks"))), "{read}");
    let field = client.at("textDocument/definition", SCRIPT, place(RULE, "name}"), json!({}));
    assert_eq!(found(&field), [of("kinds.toml", line(KINDS, "name   ="))]);
    let cases = client.at("textDocument/references", SCRIPT, place(RULE, "visits\", #"), json!({}));
    assert!(found(&cases).contains(&of("visits.toml", line(CASES, "expect"))), "{cases}");
    client.end();
}

#[test]
fn a_record_is_renamed_in_all_files_and_a_field_in_pack_and_data() {
    let dir = project();
    let mut client = opened(&dir);
    let key = client.at("textDocument/rename", MEMBERS, place(DATA, "甲组\"\nrole"), json!({ "newName": "一组" }));
    let all = key["changes"][&client.uri(MEMBERS)].as_array().expect("changes").clone();
    assert_eq!(all.len(), 2, "{key}");
    assert!(all.iter().all(|own| own["newText"] == "\"一组\""));
    // Waivers name records, too; that of another body means another one.
    let waiver = |body: &str| {
        format!(
            "\n[[waiver]]\nrule = \"club/visits\"\nat = \"member/M-1\"\nbody = \"{body}\"\nreason = \"请假\"\napproved_by = \"主席会议\"\nuntil = 2026-12-31\n"
        )
    };
    let settings = format!("{SETTINGS}{}{}", waiver("club"), waiver("other"));
    client.open("yize.toml", &settings);
    client.until(MEMBERS, |all| all.iter().any(|own| own["severity"] == 4));
    let member = client.at("textDocument/rename", MEMBERS, place(DATA, "M-1"), json!({ "newName": "M-9" }));
    let changes = member["changes"][client.uri("yize.toml")].as_array().expect("changes").clone();
    let (line, character) = after(&settings, "at = ");
    let start = &changes[0]["range"]["start"];
    assert_eq!((changes.len(), &changes[0]["newText"]), (1, &json!("\"member/M-9\"")), "{member}");
    assert_eq!(*start, json!({ "line": line, "character": character }));
    let uses = client.at("textDocument/references", MEMBERS, place(DATA, "M-1"), json!({ "context": {} }));
    assert!(uses.as_array().is_some_and(|all| all.iter().any(|own| own["range"]["start"] == *start)), "{uses}");
    let field = client.at("textDocument/rename", SCRIPT, place(RULE, "visits;"), json!({ "newName": "calls" }));
    let count = |file: &str| field["changes"][client.uri(file)].as_array().map_or(0, Vec::len);
    assert_eq!((count(MEMBERS), count(SCRIPT), count("rules/club/kinds.toml")), (1, 2, 1), "{field}");
    let params = json!({ "textDocument": { "uri": client.uri(SCRIPT) }, "position": { "line": 7, "character": 23 }, "newName": "1 x" });
    assert!(client.asked("textDocument/rename", params)["error"]["message"].as_str().is_some());
    client.end();
}

#[test]
fn symbols_folds_types_colours_and_layout_are_given() {
    let dir = project();
    let mut client = opened(&dir);
    let symbols = client.at("textDocument/documentSymbol", SCRIPT, (0, 0), json!({}));
    let names: Vec<&Value> = symbols.as_array().unwrap().iter().map(|own| &own["name"]).collect();
    assert_eq!(names, ["visits", "lacks"]);
    let symbols = client.at("textDocument/documentSymbol", MEMBERS, (0, 0), json!({}));
    assert_eq!(symbols[1]["name"], "member M-1");
    let folds = client.at("textDocument/foldingRange", SCRIPT, (0, 0), json!({}));
    assert_eq!(folds[0], json!({ "startLine": 0, "endLine": 9 }));
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = client.at("textDocument/inlayHint", SCRIPT, (0, 0), json!({ "range": range }));
    let (line, character) = after(RULE, "let count");
    let own =
        hints.as_array().unwrap().iter().find(|own| own["position"] == json!({ "line": line, "character": character }));
    assert!(own.is_some_and(|own| own["label"].as_str().unwrap().contains("整数")), "{hints}");
    let colours = client.at("textDocument/semanticTokens/full", SCRIPT, (0, 0), json!({}));
    assert_eq!(colours["data"].as_array().unwrap()[..5], [json!(0), json!(0), json!(4), json!(1), json!(0)]);
    let crowded = RULE.replace("count < least", "count<least");
    client.change(SCRIPT, json!([{ "text": crowded }]));
    let edits = client.at("textDocument/formatting", SCRIPT, (0, 0), json!({ "options": {} }));
    assert_eq!(edits[0]["newText"], RULE);
    client.end();
}

#[test]
fn quick_fixes_mend_slips_and_write_waivers() {
    let dir = project();
    let mut client = opened(&dir);
    let fixes = |client: &mut Client, file: &str, line: usize| -> Vec<Value> {
        let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 200 } });
        let context = json!({ "diagnostics": [] });
        let answer =
            client.at("textDocument/codeAction", file, (line, 0), json!({ "range": range, "context": context }));
        answer.as_array().expect("a list").clone()
    };
    let waiver = fixes(&mut client, MEMBERS, place(DATA, "visits = 1").0);
    let new =
        waiver[0]["edit"]["changes"][client.uri("yize.toml")][0]["newText"].as_str().expect("a waiver").to_owned();
    assert!(new.contains("[[waiver]]") && new.contains("member/M-1"), "{new}");
    let text = DATA.replace("\"head\"", "\"haed\"");
    client.change(MEMBERS, json!([{ "text": text }]));
    client.until(MEMBERS, |all| all.iter().any(|own| own["message"].as_str().unwrap().contains("head")));
    let meant = fixes(&mut client, MEMBERS, place(&text, "haed").0);
    assert!(
        meant.iter().any(|own| own["edit"]["changes"][client.uri(MEMBERS)][0]["newText"] == "\"head\""),
        "{meant:?}"
    );
    let text = RULE.replace("lacks(count, ctx", "lacks（count, ctx");
    client.change(SCRIPT, json!([{ "text": text }]));
    client.until(SCRIPT, |all| !all.is_empty());
    let half = fixes(&mut client, SCRIPT, place(&text, "lacks（").0);
    assert!(half.iter().any(|own| own["edit"]["changes"][client.uri(SCRIPT)][0]["newText"] == "("), "{half:?}");
    client.end();
}

#[test]
fn whatever_is_typed_the_server_stays() {
    let dir = project();
    let mut client = opened(&dir);
    let mut seed: u64 = 0x2545_f491_4f6c_dd1d;
    let mut roll = move |sides: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % sides as u64).unwrap()
    };
    let pieces = [
        "\"", "[[", "]", "}", "#{", "|", "=", "\n", "委", "𠀀", ".", "`${", "rule(", "fn ", "[member", "\r", "0", ",",
        "",
    ];
    let methods = [
        "completion",
        "hover",
        "definition",
        "references",
        "documentSymbol",
        "foldingRange",
        "semanticTokens/full",
        "formatting",
        "inlayHint",
        "codeAction",
    ];
    let files =
        [MEMBERS, SCRIPT, "rules/club/pack.toml", "rules/club/kinds.toml", "yize.toml", "rules/club/tests/visits.toml"];
    for turn in 0..150 {
        let file = files[roll(files.len())];
        let mut at = || json!({ "line": roll(20), "character": roll(40) });
        let (start, end) = (at(), at());
        let piece = pieces[roll(pieces.len())];
        client.change(file, json!([{ "range": { "start": start, "end": end }, "text": piece }]));
        let range = json!({ "start": start, "end": end });
        let more = json!({ "range": range, "context": { "diagnostics": [] }, "newName": "x" });
        let method = format!("textDocument/{}", methods[turn % methods.len()]);
        client.at(&method, file, (roll(20), roll(40)), more);
    }
    client.change(MEMBERS, json!([{ "text": DATA }]));
    client.end();
}

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
