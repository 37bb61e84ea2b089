//! The rules in force, as a table and for programs.

use std::io;

use serde::Serialize;

use crate::report::severity_word;
use crate::report::text::{clean_line, pad, width};
use yize_core::catalogue::Listing;
use yize_core::escape::json_pretty;
use yize_core::language::{Lang, Text, count};
use yize_core::pack::RuleInfo;
use yize_core::say;

/// Writes a table: name, severity, what it is called for, first day, title.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn human(listing: &Listing, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let heading: [Text; 5] = [
        say!("规则", "rule"),
        say!("级别", "severity"),
        say!("对象", "on"),
        say!("自", "since"),
        say!("标题", "title"),
    ];
    let heading = heading.map(|text| text.get(lang).to_owned());
    let rows: Vec<[String; 5]> =
        [heading].into_iter().chain(listing.rules.iter().map(|rule| row(rule, lang))).collect();
    let columns: [usize; 5] = std::array::from_fn(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0));
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(columns).map(|(cell, columns)| pad(cell, columns)).collect();
        let style = if n == 0 { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        writeln!(out, "{style}{}{style:#}", cells.join("  ").trim_end())?;
    }
    let n = listing.rules.len();
    let en = count(n, "rule", "rules");
    writeln!(
        out,
        "\n{}",
        say!("共 {n} 条规则；yize explain 规则名 看详情", "{en}; yize explain RULE tells more").get(lang)
    )
}

fn row(rule: &RuleInfo, lang: Lang) -> [String; 5] {
    [
        clean_line(&rule.name),
        severity_word(rule.severity).get(lang).to_owned(),
        clean_line(rule.on.word()),
        rule.since.to_string(),
        clean_line(&rule.title),
    ]
}

/// Writes the list for programs.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn json(listing: &Listing, out: &mut dyn io::Write) -> io::Result<()> {
    let rules = listing.rules.iter().map(|rule| Entry {
        rule: &rule.name,
        title: &rule.title,
        basis: &rule.basis,
        severity: rule.severity.word(),
        on: rule.on.word(),
        since: rule.since.to_string(),
        bodies: &rule.bodies,
        local: rule.local.as_deref(),
    });
    json_pretty(&Document { version: 1, rules: rules.collect() }, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    title: &'a str,
    basis: &'a str,
    severity: &'static str,
    on: &'a str,
    since: String,
    bodies: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explain::tests::listing;

    #[test]
    fn columns_of_the_table_are_straight_with_chinese_in_them() {
        let mut out = anstream::StripStream::new(Vec::new());
        human(&listing(), Lang::Zh, &mut out).unwrap();
        let table = String::from_utf8(out.into_inner()).unwrap();
        let expected = "\
规则                 级别  对象    自          标题
baoding/plan/scheme  错误  plan    2022-01-01  年度协商计划符合“1126+N”体系
baoding/委员/履职    警告  member  2023-05-01  委员履职达标

共 2 条规则；";
        assert!(table.starts_with(expected), "{table}");
    }

    #[test]
    fn the_list_for_programs_has_the_documented_shape() {
        let mut out = Vec::new();
        json(&listing(), &mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(
            value["rules"][0],
            serde_json::json!({
                "rule": "baoding/plan/scheme", "title": "年度协商计划符合“1126+N”体系",
                "basis": "保定市政协年度协商计划制度", "severity": "error", "on": "plan", "since": "2022-01-01",
                "bodies": ["baoding", "baoding/*"], "local": "次数按年度计",
            })
        );
        assert_eq!(value["version"], 1);
    }
}
