//! Packs and scripts that are none, and packs that take what is another's.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::Workdir;
use crate::tries::{Try, attempt, make};

/// A rule that every member breaks.
const RULE: &str = "rule(\"probe/it\", #{ title: \"探\", basis: \"探\", since: \"2022-01-01\", on: \"member\", explain: \"探\" }, \
                    |member, ctx| { fail(member, \"x\"); });\n";

#[test]
fn what_looks_like_a_rule_is_one_or_is_told() {
    let emptied = |text: &str| Workdir::sound().with("rules/demo/x.rhai", text);
    let with = |path: &str| Workdir::sound().with(path, RULE);
    let linked = |target: &str, at: &str| {
        let dir = Workdir::sound().folder("rules/two");
        symlink(target, dir.path(at)).expect("a link");
        dir
    };
    let piped = |at: &str| {
        let dir = Workdir::sound().folder("rules/two");
        assert!(Command::new("mkfifo").arg(dir.path(at)).status().expect("mkfifo").success());
        dir
    };
    let mut tries: Vec<Try> = [
        "rules/demo/x.rhai.txt",
        "rules/demo/x.rhai~",
        "rules/demo/x.rhai.bak",
        "rules/demo/x.rhia",
        "rules/demo/x.RHAI",
        "rules/demo/lib/x.rhai.txt",
        "rules/demo/kinds.toml.txt",
        "rules/two/x.rhai",
        "rules/two/three/four/x.rhai",
        "rules/two/kinds.toml",
        "rules/two/Pack.toml",
        "rules/two/x.rhai.txt",
        "rules/x.rhai",
        "rules/demo/Pack.toml",
    ]
    .into_iter()
    .map(|path| attempt("a stray", with(path), 2).says("host/pack").says("rules"))
    .collect();
    tries.extend([
        attempt("a rule", with("rules/demo/x.rhai"), 1).says("demo/probe/it"),
        attempt("a script that was emptied", emptied(""), 2).says("neither a rule nor a function"),
        attempt("a script of comments", emptied("//! 试验。\n// rule(…)\n"), 2).says("neither a rule nor a function"),
        attempt("a pipe", piped("rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("a pipe for a manifest", piped("rules/two/pack.toml"), 2).says("rules/two/pack.toml"),
        attempt("a pipe for kinds", piped("rules/demo/views.toml"), 2).says("rules/demo/views.toml"),
        attempt("a device", linked("/dev/null", "rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("a device without end", linked("/dev/zero", "rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("a folder", Workdir::sound().folder("rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("a folder for a manifest", Workdir::sound().folder("rules/two/pack.toml"), 2)
            .says("rules/two/pack.toml"),
        attempt("a link to nowhere", linked("gone", "rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("a link to itself", linked("x.rhai", "rules/demo/x.rhai"), 2).says("rules/demo/x.rhai"),
        attempt("what an editor keeps", with("rules/demo/.x.rhai.swp"), 0),
        attempt("words for people", with("rules/demo/README.md").with("rules/README.md", "x"), 0),
    ]);
    make(tries);
}

/// Another pack for the same body, whose kinds are these.
fn beside(id: &str, kinds: &str) -> Workdir {
    let pack = format!("id = \"{id}\"\ntitle = \"t\"\nversion = \"1\"\nbodies = [\"demo\"]\n");
    Workdir::sound().with(&format!("rules/{id}/pack.toml"), pack).with(&format!("rules/{id}/kinds.toml"), kinds)
}

#[test]
fn a_kind_belongs_to_the_pack_that_declares_it() {
    let fields = "fields.id = { type = \"string\", label = \"号\" }\n";
    let kind = |name: &str, label: &str, more: &str| {
        format!("[{name}]\nlabel = \"{label}\"\nkey = \"id\"\nyearly = false\n{more}{fields}")
    };
    let mut tries = Vec::new();
    // Before the other and behind it in the order of names.
    for id in ["aa", "zz"] {
        let clash = |name, kinds: &str| attempt(name, beside(id, kinds), 2).says("host/pack").says("demo").says(id);
        tries.extend([
            clash("the label of another's kind", &kind("other", "委员", "")),
            clash("the name of another's kind for a label", &kind("other", "member", "")),
            clash("another's kind, shared", &read_member("shared = true\n")),
            clash("another's kind, by another label", &read_member("").replace("\"委员\"", "\"成员\"")),
            clash("another's kind, by another key", &read_member("").replace("= \"id\"\n", "= \"name\"\n")),
        ]);
    }
    let extends =
        beside("zz", "[member]\nshared = true\n").edit("rules/zz/pack.toml", "bodies", "extends = [\"demo\"]\nbodies");
    tries.push(attempt("shared by one that extends", extends, 2).says("`shared` is for the pack `demo`"));
    tries.push(attempt("a kind of its own", beside("zz", &kind("other", "别的", "")), 0));
    make(tries);
}

/// The declaration of members in the tests' own pack, with more.
fn read_member(more: &str) -> String {
    let kinds = Workdir::new().read("rules/demo/kinds.toml");
    let start = kinds.find("[member]").expect("declared");
    let wanted =
        |line: &&str| ["[member", "label", "en", "key", "id ", "name "].iter().any(|word| line.starts_with(word));
    let own = kinds[start..].split("\n[note]").next().expect("fields");
    let text: String = own.lines().filter(wanted).flat_map(|line| [line, "\n"]).collect();
    text.replacen("[member]\n", &format!("[member]\n{more}"), 1)
}
