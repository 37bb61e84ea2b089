//! Every row of the cities' systems, clause by clause, has rules that exist and cases that run.

use std::collections::BTreeSet;

use crate::support::{Workdir, read};

#[path = "../../examples/systems/table.rs"]
mod table;

/// The rows of the mission.
const ROWS: &[&str] = &[
    "TS-1", "TS-2", "TS-3", "TS-4", "TS-5", "TS-6", "TS-7", "TS-8", "BD-1", "BD-2", "BD-3", "BD-4", "BD-5", "BD-6",
    "BD-7", "LF-1", "LF-2", "LF-3", "LF-4", "HD-1", "HD-2", "HD-3", "HS-1", "HS-2", "HS-3", "HS-4", "CM-1", "CM-2",
    "CM-3", "CM-4",
];

fn systems() -> table::Systems {
    table::read(&read("rules/systems.toml"))
}

#[test]
fn every_row_has_its_clauses() {
    let rows: BTreeSet<String> = systems().clause.iter().map(|c| c.row.clone()).collect();
    let wanted: BTreeSet<String> = ROWS.iter().map(|r| (*r).to_owned()).collect();
    assert_eq!(rows, wanted);
}

#[test]
fn every_clause_names_rules_that_exist_and_cases_that_pass() {
    let rules = table::rules();
    let report = Workdir::new().yize("test --format json").exits(0).json();
    let cases = report["cases"].as_array().unwrap();
    let mut wrong = Vec::new();
    for clause in &systems().clause {
        for rule in &clause.rules {
            if !rules.contains_key(rule) && !yize_core::host::ALL.iter().any(|host| host.name == rule) {
                wrong.push(format!("{} {}: no rule {rule}", clause.row, clause.asks));
            }
        }
        for name in &clause.cases {
            let shown = cases.iter().any(|case| {
                let covers = case["covers"].as_array().unwrap();
                case["case"] == name.as_str() && covers.iter().any(|row| *row == clause.row.as_str())
            });
            if !shown {
                wrong.push(format!("{} {}: no case “{name}” that covers the row", clause.row, clause.asks));
            }
        }
        // What no rule asks has its reason.
        let checked = !clause.rules.is_empty() && !clause.cases.is_empty();
        let told = clause.reason.is_some() && clause.rules.is_empty() && clause.cases.is_empty();
        if !checked && !told {
            wrong.push(format!("{} {}: no rule or no case, and no reason", clause.row, clause.asks));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_of_the_packs_serves_a_clause() {
    let named: BTreeSet<String> = systems().clause.iter().flat_map(|c| c.rules.clone()).collect();
    let idle: Vec<String> = table::rules().into_keys().filter(|rule| !named.contains(rule)).collect();
    assert!(idle.is_empty(), "rules that no clause names: {idle:?}");
}

#[test]
fn the_table_for_people_is_up_to_date() {
    let text = read("rules/README.md");
    let new = table::replace(&text, &table::render(&systems(), &table::rules()));
    assert!(text == new, "run `cargo run --example systems` and commit rules/README.md");
}
