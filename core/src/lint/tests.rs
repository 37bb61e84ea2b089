//! Each lint has a pack that trips it, and one much like it that does not.

use std::collections::BTreeSet;

use super::{Linted, lint};
use crate::cases::Selection;
use crate::example::DAY;
use crate::host::lints::ALL;
use crate::{Memory, PackSource, Request};

const KINDS: &str = r#"
[thing]
label = "事项"
en    = "thing"
key   = "id"
name  = "title"
[thing.fields]
id    = { type = "string", label = "编号", en = "id" }
title = { type = "string", label = "名称", en = "title" }
n     = { type = "integer", label = "个数", en = "number", min = 0, max = 10 }
state = { type = "enum", label = "状态", en = "state", values = { open = "未办", done = "办结" } }
note  = { type = "string", label = "说明", en = "note", optional = true }
"#;
const CASE: &str = "[data]\nas_of = 2026-12-31\ntext = '''\nbody = \"x\"\nyear = 2026\n\
    thing = [{ id = \"1\", title = \"甲\", n = 4, state = \"open\" }]\n'''\n\
    [[case]]\nname = \"多\"\nexpect = [{ rule = \"r\", record = \"thing/1\" }]\n";

/// A rule with that body, under that name.
fn named(id: &str, title: &str, body: &str) -> String {
    format!(
        "rule(\"{id}\", #{{ title: \"{title}\", basis: \"某市政协工作规则\", since: \"2022-01-01\", on: \"thing\", explain: \"说明\" }}, \
         |t, ctx| {{\n{body}\n}});\n"
    )
}

fn rule(body: &str) -> String {
    named("r", "事项", body)
}

/// A report under a condition.
fn when(condition: &str) -> String {
    rule(&format!("if {condition} {{ fail(t, `${{t.title}}`).help(\"改正\"); }}"))
}

/// A pack whose manifest has more.
fn pack(more: &str, script: &str) -> Memory {
    let manifest = format!(
        "id = \"p\"\ntitle = \"包\"\nversion = \"1\"\nyize = \"0.2\"\nbodies = [\"x\"]\nsince = 2022-01-01\nuntil = 2030-12-31\n{more}"
    );
    let files = Memory::default().with("p/pack.toml", manifest).with("p/kinds.toml", KINDS);
    files.with("p/r.rhai", script).with("p/tests/r.toml", CASE)
}

fn linted(files: Memory) -> Linted {
    let request = Request { packs: vec![PackSource::Memory(files.into())], ..Request::new(Vec::new(), DAY) };
    lint(&Memory::default(), &request, &Selection::default())
}

/// The names of what is found, without `lint/`.
fn found(files: Memory) -> BTreeSet<String> {
    let all = linted(files).outcome.findings;
    all.iter().map(|finding| finding.rule.trim_start_matches("lint/").to_owned()).collect()
}

#[track_caller]
fn finds(more: &str, script: &str, wanted: &[&str]) {
    assert_eq!(found(pack(more, script)), wanted.iter().map(|name| (*name).to_owned()).collect(), "{script}");
}

#[test]
fn a_sound_pack_is_told_nothing() {
    finds("", &when("t.n > 3"), &[]);
}

#[test]
fn rules_that_never_or_always_report() {
    finds("", &rule("let n = t.n + 1;"), &["never-reports"]);
    let helper = "fn tell(t) { if t.n > 3 { fail(t, `${t.title}`).help(\"改\"); } }\n";
    finds("", &format!("{helper}{}", rule("tell(t);")), &[]);
    finds("", &rule("fail(t, `${t.title}`).help(\"改正\");"), &["always-reports"]);
    finds("", &rule("if t.n < 3 { return; } fail(t, `${t.title}`).help(\"改正\");"), &[]);
    let both = "if t.n < 3 { fail(t, `${t.title}少`).help(\"改\"); } else { fail(t, `${t.title}多`).help(\"改\"); }";
    finds("", &rule(both), &["always-reports"]);
    finds("", &rule("due(date(2026, 1, 1), t.n > 3, t, `${t.title}`).help(\"改\");"), &[]);
    finds("", &rule("due(date(2026, 1, 1), false, t, `${t.title}`).help(\"改\");"), &["always-reports"]);
}

#[test]
fn conditions_that_data_cannot_change() {
    for condition in [
        "t.n >= 0",
        "t.n > 3 && t.n < 3",
        "t.n in [11, 12]",
        "t.state == \"open\" || t.state == \"done\"",
        "t.state != \"open\" || t.state != \"done\"",
        "t.state in [\"open\", \"done\"]",
        "t.has(\"n\")",
        "t.title == t.title",
        "t.title.len() >= 0",
        "t.year == ctx.year",
        "t.n > 3 && !t.has(\"title\")",
        "true",
    ] {
        finds("", &when(condition), &["constant-condition"]);
    }
    for condition in [
        "t.n > 0",
        "t.n >= 1 && t.n <= 9",
        "t.state == \"open\" || t.n > 3",
        "t.has(\"note\")",
        "t.title == ctx.body",
        "t.title.len() > 0",
        "t.year == ctx.year - 1",
        "t.get(\"note\", \"\") == \"\"",
    ] {
        finds("", &when(condition), &[]);
    }
    // What a function is called with may be something, and may be nothing.
    let maybe = "fn is_gone(x) { x == () }\n";
    finds("", &format!("{maybe}{}", when("is_gone(ctx.find(\"thing\", \"2\")) && is_gone(t)")), &[]);
    finds("", &format!("{maybe}{}", when("is_gone(t)")), &["constant-condition"]);
    finds("", &when("t.get(\"title\", \"无\") == ctx.body"), &["unused-default"]);
    finds("", &when("(t.title ?? \"无\") == ctx.body"), &["unused-default"]);
}

#[test]
fn what_packs_that_extend_it_change_counts() {
    let script = when("t.has(\"n\")");
    let extending = |kinds: &str| {
        let manifest =
            "id = \"q\"\ntitle = \"县\"\nversion = \"1\"\nyize = \"0.2\"\nextends = [\"p\"]\nbodies = [\"y\"]\n";
        pack("", &script).with("q/pack.toml", manifest).with("q/kinds.toml", kinds)
    };
    let amended = extending("[thing.fields]\nn = { optional = true, reason = \"本县可以不填\" }\n");
    assert_eq!(found(amended), BTreeSet::new());
    let other = extending(
        "[more]\nlabel = \"另\"\nen = \"more\"\nfields = { id = { type = \"string\", label = \"号\", en = \"id\" } }\n",
    );
    assert!(found(other).contains("constant-condition"));
}

#[test]
fn parameters() {
    let parameter = |value: &str| format!("[parameters.states]\nlabel = \"状态\"\nvalue = {value}\n");
    let uses = when("t.state in ctx.params.states");
    finds(&parameter("[\"open\"]"), &uses, &[]);
    finds(&parameter("[\"open\", \"opne\"]"), &uses, &["impossible-value"]);
    let of_tables = "for own in ctx.params.states { if t.state == own.state { fail(t, `${t.title}`).help(\"改\"); } }";
    finds(&parameter("[{ state = \"open\" }]"), &rule(of_tables), &[]);
    finds(&parameter("[{ state = \"gone\" }]"), &rule(of_tables), &["impossible-value"]);
    finds(&parameter("3"), &when("t.n > 3"), &["unused-parameter"]);
    // Handed on, it may be read there.
    let handed = "fn over(t, all) { t.n > all.states }\n";
    finds(&parameter("3"), &format!("{handed}{}", when("over(t, ctx.params)")), &[]);
    let basis = |basis: &str| format!("[parameters.most]\nlabel = \"多少\"\nvalue = 3\nbasis = \"{basis}\"\n");
    finds(&basis("《办法》第三条"), &when("t.n > ctx.params.most"), &[]);
    finds(&basis("有关规定"), &when("t.n > ctx.params.most"), &["no-document"]);
}

#[test]
fn functions_constants_and_imports() {
    let sound = when("t.n > 3");
    finds("", &format!("fn odd() {{ even() }}\nfn even() {{ odd() }}\n{sound}"), &["unused-function"]);
    finds("", &format!("const MOST = 3;\n{sound}"), &["unused-constant"]);
    finds("", &format!("const MOST = 3;\n{}", when("t.n > MOST")), &[]);
    let with = |script: &str, lib: &str| found(pack("", script).with("p/lib/l.rhai", lib));
    let lib = "const MOST = 3;\nfn is_much(t) { t.n > 3 }\n";
    let names = |all: &[&str]| -> BTreeSet<String> { all.iter().map(|name| (*name).to_owned()).collect() };
    let imported = |script: &str| with(&format!("import \"lib/l\" as l;\n{script}"), lib);
    assert_eq!(imported(&when("t.n > l::MOST && l::is_much(t)")), names(&[]));
    assert_eq!(imported(&when("l::is_much(t)")), names(&["unused-constant"]));
    assert_eq!(imported(&sound), names(&["unused-constant", "unused-function", "unused-import"]));
    let script = format!("fn is_much(t) {{ t.n > 3 }}\n{}", when("[t].any(is_much)"));
    finds("", &script, &[]);
}

#[test]
fn days_titles_bases_cases_and_messages() {
    let sound = when("t.n > 3");
    finds("", &sound.replace("since: \"2022-01-01\"", "since: \"2031-01-01\""), &["never-in-force"]);
    finds(
        "",
        &sound.replace("since: \"2022-01-01\"", "since: \"2020-01-01\", until: \"2021-01-01\""),
        &["never-in-force"],
    );
    finds("", &sound.replace("某市政协工作规则", "有关规定"), &["no-document"]);
    let other = named("s", "事项", "if t.n > 5 { fail(t, `${t.title}`).help(\"改\"); }");
    finds("[lint]\nno-case = \"allow\"\n", &format!("{sound}{other}"), &["same-title"]);
    finds("[lint]\nsame-title = \"allow\"\n", &format!("{sound}{other}"), &["no-case"]);
    finds("", &rule("if t.n > 3 { fail(t, `有${t.n}个`).help(\"改\"); }"), &["unnamed-record"]);
    finds("", &rule("if t.n > 3 { let what = `有${t.n}个`; fail(t, what).help(\"改\"); }"), &["unnamed-record"]);
    finds("", &rule("if t.n > 3 { let what = `${t}有${t.n}个`; fail(t, what).help(\"改\"); }"), &[]);
    finds("", &rule("if t.n > 3 { let all = []; all.push(t.title); fail(t, all.join(\"、\")).help(\"改\"); }"), &[]);
    finds("", &rule("if t.n > 3 { fail(t, `${t.title}`); }"), &["no-help"]);
    finds("", &rule("if t.n > 3 { fail(t, `${t.title}`).help(\" \"); }"), &["no-help"]);
    finds("", &rule("if t.n > 3 { let own = fail(t, `${t.title}`); own.help(\"改\"); }"), &[]);
}

#[test]
fn a_pack_with_every_lint_tells_all_of_them_and_is_mended_as_far_as_is_certain() {
    let more = "# 多少。\n[parameters.most]\nlabel = \"多少\"\nvalue = 3\n\n[parameters.states]\nlabel = \"状态\"\nvalue = [\"gone\"]\n";
    let script = [
        "import \"lib/l\" as l;\nconst NONE = 0;\n\n// 没有用处。\nfn odd() { 1 }\n\n".to_owned(),
        rule("if t.n >= 0 && t.get(\"title\", \"\") != \"\" { fail(t, \"多\"); }"),
        named("s", "事项", "fail(t, `${t.title}`).help(\"改\");").replace("某市政协工作规则", "规定"),
        named("u", "别的", "if t.state in ctx.params.states { let n = 1; }").replace("2022", "2031"),
    ]
    .concat();
    let files = pack(more, &script).with("p/lib/l.rhai", "fn one() { 1 }\n");
    let Linted { outcome, fixes, .. } = linted(files.clone());
    let told: BTreeSet<&str> = outcome.findings.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(told, ALL.iter().map(|lint| lint.name).collect());
    assert!(outcome.findings.iter().all(|finding| finding.place.is_some() && finding.help.is_some()));
    // Nothing would be left of the library, so that it stays.
    assert_eq!(
        fixes.iter().map(|fix| (&*fix.name, fix.removed.len())).collect::<Vec<_>>(),
        [("p/pack.toml", 1), ("p/r.rhai", 3)]
    );
    assert!(fixes[0].removed[0].starts_with("# 多少。\n[parameters.most]"), "{fixes:?}");
    let mended = fixes.iter().fold(files, |files, fix| files.with(&*fix.name, fix.new.clone()));
    let again = linted(mended);
    let left: Vec<&str> =
        again.outcome.findings.iter().map(|own| &*own.rule).filter(|own| own.contains("unused")).collect();
    assert_eq!(left, ["lint/unused-function", "lint/unused-default"]);
    assert!(again.fixes.is_empty());
}

#[test]
fn levels_are_those_of_settings_and_what_cannot_be_read_is_told() {
    let odd = format!("fn odd() {{ 1 }}\n{}", when("t.n > 3"));
    let level = |word: &str| linted(pack(&format!("[lint]\nunused-function = \"{word}\"\n"), &odd)).outcome;
    assert_eq!(level("allow").exit_code(crate::FailOn::Error), 0);
    assert!(level("allow").findings.is_empty());
    assert_eq!(level("error").exit_code(crate::FailOn::Error), 1);
    assert_eq!(level("warning").exit_code(crate::FailOn::Error), 0);
    let off = level("off");
    assert_eq!((off.exit_code(crate::FailOn::Error), off.findings.len()), (2, 1));
    assert!(off.findings[0].message.get(crate::Lang::En).contains("allow"), "{:?}", off.findings);
    let misspelt = linted(pack("[lint]\nunused-functon = \"error\"\n", &odd)).outcome;
    let told = &misspelt.findings[0];
    assert!(
        told.message.get(crate::Lang::En).contains("unused-function") && misspelt.exit_code(crate::FailOn::Error) == 2,
        "{told:?}"
    );
    // A pack that does not load is not looked at.
    assert_eq!(linted(pack("", "rule(")).outcome.exit_code(crate::FailOn::Error), 2);
}
