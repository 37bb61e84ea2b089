//! The examples of the reference, run as rules and schemes of a pack.

use std::collections::BTreeSet;

use crate::check::Outcome;
use crate::embed::Check;
use crate::files::Memory;
use crate::language::Lang;
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::testing::{DATA, DAY, pack, reports, rules, schemes};

fn run(script: String) -> Outcome {
    let files = pack().0.into_iter().map(|(path, text)| (path.strip_prefix("rules").unwrap().to_owned(), text));
    let pack = Memory(files.collect()).with("club/examples.rhai", script);
    Check::as_of(DAY).pack(pack).data("data.toml", DATA).run()
}

#[test]
fn every_example_holds_or_reports_what_it_says() {
    let entries: Vec<&Entry> = functions::all().collect();
    let outcome = run(rules(entries.iter().copied()));
    let said = |finding: &crate::Finding| format!("{}: {}", finding.rule, finding.message.get(Lang::En));
    let (mut found, mut wrong) = (BTreeSet::new(), Vec::new());
    for finding in &outcome.findings {
        let number = finding.rule.strip_prefix("club/").and_then(|number| number.parse::<usize>().ok());
        match number.map(|number| (number, entries[number])) {
            Some((number, entry)) if reports(entry) => {
                found.insert(number);
            }
            Some((_, entry)) => wrong.push(format!("{} ({})", said(finding), entry.example)),
            None => wrong.push(said(finding)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A duty that is done is the one that says nothing.
    let silent: Vec<&str> = (0..entries.len())
        .filter(|number| reports(entries[*number]) && !found.contains(number))
        .map(|number| entries[number].name)
        .collect();
    assert_eq!(silent, ["due"]);
    assert!(outcome.summary.rules > 100);
}

#[test]
fn every_example_of_a_scheme_is_one() {
    let outcome = run(schemes(functions::all()));
    let said: Vec<&str> = outcome.findings.iter().map(|finding| finding.message.get(Lang::En)).collect();
    assert_eq!(said, [""; 0]);
    let lines = functions::all().filter(|entry| entry.example.starts_with("s.")).count();
    assert_eq!(outcome.scores.len(), 1 + lines, "and the one that is extended");
}

/// The script reference, whose part on the language is made of examples.
const PAGE: &str = include_str!("../../../../docs/scripts.md");

/// A block of the reference as a rule that reports each value which is not the one that stands behind it.
fn block_as_rule(number: usize, block: &str) -> String {
    let (mut functions, mut body) = (String::new(), String::new());
    let (mut within, mut name) = (false, "");
    for line in block.lines() {
        within |= line.starts_with("fn ");
        let part = if within { &mut functions } else { &mut body };
        part.extend(["        ", line, "\n"]);
        within &= line != "}";
        name = line.strip_prefix("let ").and_then(|rest| rest.split(' ').next()).unwrap_or(name);
        if let Some((_, value)) = line.split_once("// = ") {
            body.extend([format!("        if {name} != {value} {{ fail(member, \"{name}\"); }}\n")]);
        }
    }
    let meta = "title: \"例子\", basis: \"示例办法\", since: \"2026-01-01\", on: \"member\", explain: `例子成立。`";
    let may_warn = if block.contains(".warn()") { ", may_warn: true" } else { "" };
    format!(
        "{functions}rule(\"{number}\", #{{ {meta}{may_warn} }}, |member, ctx| {{\n    if member.id == \"A\" {{\n{body}    }}\n}});\n"
    )
}

#[test]
fn every_example_of_the_language_gives_what_stands_behind_it() {
    let page = PAGE.split_once("\n## The language\n").unwrap().1.split_once("\n## ").unwrap().0;
    let blocks = page.split("\n```rhai\n").skip(1).map(|block| block.split("\n```").next().unwrap());
    let blocks: Vec<&str> = blocks.collect();
    assert!(blocks.len() > 12 && page.matches("// = ").count() >= 30);
    let outcome = run(blocks.iter().enumerate().map(|(number, block)| block_as_rule(number, block)).collect());
    let said: Vec<String> = outcome
        .findings
        .iter()
        .map(|f| {
            format!(
                "{}: {} {:?}",
                f.rule,
                f.message.get(Lang::En),
                f.rule.rsplit('/').next().and_then(|n| blocks.get(n.parse::<usize>().ok()?))
            )
        })
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}
