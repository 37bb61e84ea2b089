//! What stands in data and would break a report.

use std::process::Command;

use yize_core::escape::{commands, is_hidden};

use crate::support::{Run, Workdir};
use crate::tries::{attempt, make};

/// What hides of each class, as TOML escapes.
const NASTY: &str = r"\u0000\u0008\u001B[31m\u007F\u0085\u009B2J\u00AD\u034F\u061C\u115F\u180E\u200B\u200D\u200E\u2028\u2029\u202E\u2066\u2060\u206A\u2800\u3164\uFE0F\uFEFF\uFFA0\uFFF9\uFDD0\uFFFE\uFFFF\U0001BCA0\U0001D173\U0001FFFE\U000E0001\U000E0041\U000E0100";

/// The same, raw, as far as a file may hold it.
fn raw() -> String {
    let all: toml::Table = format!("x = \"{NASTY}\"").parse().expect("TOML");
    all["x"].as_str().expect("a text").to_owned()
}

/// Data with all of it in values and keys, in a comment that an excerpt shows, in a broken line, and in names of files.
fn nasty() -> Workdir {
    let member = format!(
        "body = \"demo\"\nyear = 2026\n[[member]]\nid = \"{NASTY}\"\nname = \"=1+1{NASTY}\\n::error file=x::甲\\n \\u3000::stop-commands::z\\n##[error]乙 ##vso[task.complete]\"\nstatus = \"active\"\njoined = 2022-01-18\n\
         [[member]]\nid = \"M-2\"\nname = \"-2+3\"\nstatus = \"::warning::\"\njoined = 2022-01-18\n\"k{NASTY}\" = 1\n"
    );
    let printed: String = raw().chars().filter(|c| !c.is_control() && *c != '\u{2028}').collect();
    Workdir::new()
        .rule("fail(member.name, member.id + member.name + \"\\n::error::a\\x1b[31m\\u202e\\nb\").help(member.name + \"\\n::error::c\");")
        .with("data/::error::x.toml", member)
        .with(&format!("data/a\u{1b}[31m\u{9b}\u{202e}\u{e0041}{printed}.toml"), "body = \"demo\"\nyear = 2026\nx = 1\n")
        .with("data/b\n::error::c.toml", format!("body = \"demo\"\nyear = = 2026 # ##[error] ::error:: {printed}\u{7f}\n"))
}

fn formats() -> impl Iterator<Item = &'static str> {
    yize::report::FORMATS.iter().map(|format| format.word)
}

/// Nothing hidden but ends of lines, tabs and the mark of a spreadsheet; no line that a CI server would take for a command.
#[track_caller]
fn shows_all(what: &str, text: &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let hidden = text.char_indices().find(|(_, c)| is_hidden(*c) && !matches!(c, '\n' | '\t'));
    // Rows of a spreadsheet end as its readers want them.
    let hidden = hidden.filter(|(at, c)| *c != '\r' || !text[*at..].starts_with("\r\n"));
    if let Some((at, c)) = hidden {
        let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        panic!("{what}: {:x} in {:?}", u32::from(c), text[start..].lines().next());
    }
    assert!(commands(text).next().is_none(), "{what}: {text}");
    if what != "github" {
        // Where a second file of a finding begins stands `::: `, which is no command.
        let begins = |line: &&str| line.trim_start().starts_with("::") && !line.trim_start().starts_with("::: ");
        let forged = text.lines().find(begins);
        assert_eq!(forged, None, "{what}");
    }
}

#[test]
fn no_format_of_a_check_lets_anything_through_that_nobody_sees() {
    let dir = nasty();
    for lang in ["zh", "en"] {
        for format in formats() {
            let line = format!("check data --rules rules --as-of 2026-12-31 --lang {lang} --format {format}");
            let run = dir.yize(&line);
            assert!(matches!(run.code, Some(1 | 2)), "{run:?}");
            shows_all(format, &run.stdout);
            shows_all("stderr", &run.stderr);
        }
        let run = dir.yize(&format!("check data --rules rules --as-of 2026-12-31 --lang {lang} --color never"));
        shows_all("human", &run.stdout);
    }
    // What GitHub reads is one command for each finding, then the summary.
    let findings = dir.yize("check data --rules rules --as-of 2026-12-31 --format json").findings().len();
    let github = dir.yize("check data --rules rules --as-of 2026-12-31 --format github").stdout;
    assert_eq!(github.lines().filter(|line| line.starts_with("::")).count(), findings, "{github}");
    assert!(!github.lines().any(|line| line.trim_start().starts_with("::stop")), "{github}");
}

#[test]
fn nor_does_any_other_command() {
    let dir = nasty();
    let said = |line: &str| {
        let Run { stdout, stderr, .. } = dir.yize(line);
        shows_all(line, &stdout);
        shows_all(line, &stderr);
    };
    said("check data --rules rules --as-of 2026-12-31 --write-baseline \u{1b}[31m/x");
    said("check data\u{202e} --rules rules --output json=\u{9b}/x --lang en");
    said("check --format \u{1b}x");
    said("explain \u{202e}x --lang en");
    said("diff data --rules rules --as-of 2026-12-31");
    said("diff data --rules rules --as-of 2026-12-31 --format json");
    said("merge \u{1b}[31mx");
    said("rules data --rules rules --format json");
    said("test --rules rules \u{1b}x");
    said("lock \u{202e}");
    said("scores data --rules rules --member \u{202e}");
}

#[test]
fn baselines_escape_it_and_read_it_back() {
    let dir = Workdir::sound().rule("fail(member.name, \"a\\x1b[31m\\u202e\\U000e0041b\");");
    dir.yize("check data --rules rules --as-of 2026-12-31 --write-baseline known.toml").exits(0);
    shows_all("baseline", &dir.read("known.toml"));
    let known: toml::Table = dir.read("known.toml").parse().expect("TOML");
    assert!(known["finding"][0]["message"].as_str().is_some_and(|text| text.contains("\u{1b}[31m\u{202e}")));
    dir.yize("check data --rules rules --as-of 2026-12-31 --baseline known.toml").exits(0);
}

#[test]
fn scores_have_no_formulas_and_nothing_hidden() {
    let name = format!(" =1+1{NASTY}\\n::error::x\\n##[error]");
    let dir = Workdir::bare()
        .copy("examples/schemes/aa", "aa")
        .edit(
            "aa/data/ledger.toml",
            "id = \"AA-0001\", name = \"委员甲\"",
            &format!("id = \"AA-0001\", name = \"{name}\""),
        )
        .edit("aa/data/ledger.toml", "id = \"AA-0002\", name = \"常委乙\"", "id = \"AA-0002\", name = \"＝1+1\"");
    for format in ["human", "csv", "json", "markdown", "html"] {
        for member in ["", "--member AA-0001"] {
            let run = dir.yize(&format!("scores aa --as-of 2026-12-31 --format {format} {member}"));
            assert!(run.stdout.contains("AA-0001"), "{run:?}");
            shows_all(format, &run.stdout);
        }
    }
    let csv = dir.yize("scores aa --as-of 2026-12-31 --format csv").stdout;
    assert!(csv.contains("' =1+1") && csv.contains("'＝1+1"), "{csv}");
}

/// The reports of a check within `sub`, below a repository's root.
fn inside(dir: Workdir, from: &str, line: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_yize"))
        .args(line.split_whitespace())
        .current_dir(dir.path(from))
        .output()
        .expect("it runs");
    String::from_utf8(run.stdout).expect("UTF-8")
}

#[test]
fn code_hosts_get_paths_from_the_root_of_the_repository() {
    let laid = || {
        Workdir::bare()
            .copy("tests/packs", "sub/rules")
            .with("sub/data/a.toml", "body = \"demo\"\nyear = 2026\nx = 1\n")
            .folder(".git")
            .folder("sub/further")
    };
    for (format, path) in [
        ("sarif", "\"uri\":\"sub/data/a.toml\""),
        ("gitlab", "\"path\": \"sub/data/a.toml\""),
        ("github", "file=sub/data/a.toml,"),
        ("junit", "file=\"sub/data/a.toml\""),
        ("checkstyle", "name=\"sub/data/a.toml\""),
        ("short", "data/a.toml:3:1"),
    ] {
        let shown = inside(laid(), "sub", &format!("check data --rules rules --as-of 2026-12-31 --format {format}"));
        assert!(shown.contains(path), "{shown}");
        let path = if format == "short" { "../data/a.toml" } else { path };
        let line = format!("check ../data --rules ../rules --as-of 2026-12-31 --format {format}");
        let shown = inside(laid(), "sub/further", &line);
        assert!(shown.contains(path), "{shown}");
        let dir = laid();
        let line =
            format!("check {} --rules rules --as-of 2026-12-31 --format {format}", dir.path("sub/data").display());
        let shown = inside(dir, "sub", &line);
        assert!(format == "short" || shown.contains(path), "{shown}");
    }
}

#[test]
fn every_result_of_sarif_has_a_place_and_what_is_excused_is_none() {
    let places = |run: Run| {
        let log = run.json();
        let results = log["runs"][0]["results"].as_array().expect("a list").clone();
        assert!(results.iter().all(|result| result["locations"].as_array().is_some_and(|all| all.len() == 1)), "{log}");
        results
    };
    let sarif = "--rules rules --as-of 2026-12-31 --format sarif";
    assert!(!places(Workdir::sound().yize(&format!("check data {sarif} --only no/such"))).is_empty());
    assert!(!places(Workdir::bare().yize("check . --format sarif")).is_empty());
    assert!(!places(Workdir::bare().yize("check gone --only a/b --format sarif")).is_empty());
    assert!(!places(nasty().yize(&format!("check data {sarif} --only no/such"))).is_empty());

    let dir = Workdir::sound().rule("fail(member.name, \"错\");");
    dir.yize("check data --rules rules --as-of 2026-12-31 --write-baseline known.toml").exits(0);
    assert!(places(dir.yize(&format!("check data {sarif} --baseline known.toml"))).is_empty());
    let told = places(dir.yize(&format!("check data {sarif} --baseline known.toml --sarif-suppressed")));
    assert!(told.len() == 2 && told.iter().all(|result| result["suppressions"][0]["kind"] == "external"));
    make(vec![
        attempt("an option without its report", Workdir::sound(), 2)
            .and("--sarif-suppressed")
            .says("goes with a report"),
    ]);
}

#[test]
fn more_annotations_than_github_shows_are_told_before_the_first() {
    let member =
        |n: u32| format!("[[member]]\nid = \"M-{n}\"\nname = \"甲\"\nstatus = \"active\"\njoined = 2022-01-18\n");
    let with = |most: u32| {
        let members: String = (0..most).map(member).collect();
        Workdir::new()
            .rule("if member.id == \"M-9\" { let n = 0; if 1 / n == 1 { return; } }\nfail(member.name, \"错\");")
            .with("data/a.toml", format!("body = \"demo\"\nyear = 2026\n{members}"))
            .yize("check data --rules rules --as-of 2026-12-31 --lang en --format github")
            .stdout
    };
    let shown = with(30);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("::notice title=only a part is shown::GitHub shows the first 10 errors"), "{shown}");
    let first = lines.iter().find(|line| line.starts_with("::error")).expect("an error");
    assert!(first.contains("division by zero") && shown.matches("::error ").count() == 30, "{shown}");
    assert!(!with(5).contains("::notice"));
}

#[test]
fn xml_is_well_formed_whatever_is_in_it() {
    let dir = nasty();
    for format in ["junit", "checkstyle"] {
        let xml = dir.yize(&format!("check data --rules rules --as-of 2026-12-31 --format {format}")).stdout;
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
        let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
        assert!(xml.chars().all(allowed) && !xml.contains("&#x1"), "{xml}");
    }
}
