//! The table of systems: read, and rendered for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Deserialize;
use yize_core::catalogue::rules as list;
use yize_core::check::Request;
use yize_core::files::Memory;
use yize_core::pack::{PackSource, RuleInfo};

/// `rules/systems.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Systems {
    /// Clauses, in any order.
    pub clause: Vec<Clause>,
}

/// A clause of a row: one thing that a city's system asks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Row of the systems, such as `TS-1`.
    pub row: String,
    /// What is asked, in a few words.
    #[serde(rename = "clause")]
    pub asks: String,
    /// Full names of the rules that ask it; `host/…` for what the host itself checks.
    pub rules: Vec<String>,
    /// Names of the cases that show it.
    pub cases: Vec<String>,
    /// Why nothing is checked, where there is no rule.
    pub reason: Option<String>,
}

/// Reads the table.
pub fn read(text: &str) -> Systems {
    toml::from_str(text).expect("rules/systems.toml")
}

/// The embedded packs as a user's own would be, so that those which govern no body are listed too.
fn all_packs() -> PackSource {
    match yize::packs::built_in() {
        PackSource::BuiltIn(files) => PackSource::Memory(files),
        packs => packs,
    }
}

/// The rules of the embedded packs, by full name.
pub fn rules() -> BTreeMap<String, RuleInfo> {
    let request = Request {
        packs: vec![all_packs()],
        jobs: 2,
        allow_empty: true,
        ..Request::new(Vec::<PathBuf>::new(), jiff::civil::date(2026, 12, 31))
    };
    let listing = list(&Memory::default(), &request);
    assert!(listing.findings.is_empty(), "{:?}", listing.findings);
    listing.rules.into_iter().map(|rule| (rule.name.to_string(), rule)).collect()
}

/// The order of rows: by city, then by number.
pub fn order(row: &str) -> (usize, usize) {
    let (city, number) = row.split_once('-').unwrap_or((row, "0"));
    let cities = ["TS", "BD", "LF", "HD", "HS", "CM"];
    (cities.iter().position(|c| *c == city).unwrap_or(cities.len()), number.parse().unwrap_or(0))
}

/// The table as Markdown.
pub fn render(systems: &Systems, rules: &BTreeMap<String, RuleInfo>) -> String {
    let mut clauses = systems.clause.clone();
    clauses.sort_by_key(|c| order(&c.row));
    let mut text =
        String::from("| 制度 | 要求 | 规则 | 依据 | 本地理解 | 参数 | 用例 |\n|---|---|---|---|---|---|---|\n");
    for clause in &clauses {
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let named = |f: &dyn Fn(&RuleInfo) -> Vec<String>| {
            let mut all: Vec<String> = clause.rules.iter().filter_map(|r| rules.get(r)).flat_map(f).collect();
            all.sort();
            all.dedup();
            all.join("；")
        };
        let quoted: Vec<String> = clause.rules.iter().map(|r| format!("`{r}`")).collect();
        let rule_names =
            clause.reason.as_ref().map_or_else(|| quoted.join("<br>"), |why| format!("不检查：{}", cell(why)));
        let local = named(&|rule| rule.local.iter().map(|text| text.trim_end_matches('。').to_owned()).collect());
        let basis = named(&|rule| vec![rule.basis.to_string()]);
        let parameters = named(&|rule| rule.parameters.keys().map(|name| format!("`{name}`")).collect());
        let cases = clause.cases.join("；");
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            clause.row,
            cell(&clause.asks),
            rule_names,
            cell(&basis),
            cell(&local),
            parameters,
            cell(&cases)
        );
    }
    text
}

const BEGIN: &str = "<!-- systems: begin -->\n";
const END: &str = "<!-- systems: end -->";

/// The text with the table in place of the one between its marks.
pub fn replace(text: &str, table: &str) -> String {
    let (before, rest) = text.split_once(BEGIN).expect("a mark before the table");
    let (_, after) = rest.split_once(END).expect("a mark after the table");
    format!("{before}{BEGIN}{table}{END}{after}")
}
