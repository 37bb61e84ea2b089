//! The examples of the reference, run as rules and schemes of a pack.

use std::collections::BTreeSet;

use crate::check::Outcome;
use crate::embed::Check;
use crate::files::Memory;
use crate::language::Lang;
use crate::native::entry::Entry;
use crate::native::functions;
use crate::native::testing::{DATA, DAY, pack, reports, rules, schemes};

/// Entries that the engine of the day does not know, or means in another way.
fn is_known(entry: &Entry) -> bool {
    let new = ["quotient", "warn"].contains(&entry.name) || (entry.name == "label" && entry.on.is_some());
    !new && !entry.example.contains(" / ")
}

fn run(script: String) -> Outcome {
    let files = pack().0.into_iter().map(|(path, text)| (path.strip_prefix("rules").unwrap().to_owned(), text));
    let pack = Memory(files.collect()).with("club/examples.rhai", script);
    Check::as_of(DAY).pack(pack).data("data.toml", DATA).without_memory_limit().run()
}

#[test]
fn every_example_holds_or_reports_what_it_says() {
    let entries: Vec<&Entry> = functions::all().filter(|entry| is_known(entry)).collect();
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
    assert_eq!(outcome.scores.len(), functions::all().filter(|entry| entry.example.starts_with("s.")).count());
}
