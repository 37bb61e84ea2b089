//! The rules and schemes in force, as a table and for programs.

use std::io;

use serde::Serialize;

use crate::report::severity_word;
use crate::report::text::{clean_line, pad, width};
use yize_core::catalogue::{Clause, Listing, SchemeInfo};
use yize_core::escape::json_pretty;
use yize_core::language::{Lang, Text, count};
use yize_core::pack::RuleInfo;
use yize_core::say;

/// Writes two tables, of rules and of schemes: name, severity, what it is called for, first day, title.
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
    table([heading].into_iter().chain(listing.rules.iter().map(|rule| row(rule, lang))).collect(), out)?;
    let (n, schemes) = (listing.rules.len(), listing.schemes.len());
    if schemes > 0 {
        let heading = [say!("计分办法", "scheme"), say!("对象", "on"), say!("自", "since"), say!("标题", "title")];
        let heading = heading.map(|text| text.get(lang).to_owned());
        writeln!(out)?;
        table([heading].into_iter().chain(listing.schemes.iter().map(|own| scheme(own, lang))).collect(), out)?;
    }
    let (rules, en) = (count(n, "rule", "rules"), count(schemes, "scheme", "schemes"));
    let text = if schemes > 0 {
        say!(
            "共 {n} 条规则、{schemes} 个计分办法；yize explain 名称 看详情",
            "{rules}, {en}; yize explain NAME tells more"
        )
    } else {
        say!("共 {n} 条规则；yize explain 规则名 看详情", "{rules}; yize explain RULE tells more")
    };
    writeln!(out, "\n{}", text.get(lang))
}

/// Writes rows in straight columns, the first of them as headings.
fn table<const N: usize>(rows: Vec<[String; N]>, out: &mut dyn io::Write) -> io::Result<()> {
    let columns: [usize; N] = std::array::from_fn(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0));
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(columns).map(|(cell, columns)| pad(cell, columns)).collect();
        let style = if n == 0 { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        writeln!(out, "{style}{}{style:#}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn scheme(scheme: &SchemeInfo, lang: Lang) -> [String; 4] {
    let title = match scheme.off {
        None => scheme.title.clone(),
        Some(_) => format!("{}{}", scheme.title, say!("（已停用）", " (switched off)").get(lang)),
    };
    [clean_line(&scheme.name), clean_line(&scheme.on), scheme.since.to_string(), clean_line(&title)]
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
pub(crate) fn json(listing: &Listing, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
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
    let schemes = listing.schemes.iter().map(|scheme| SchemeEntry {
        scheme: &scheme.name,
        title: &scheme.title,
        basis: &scheme.basis,
        on: &scheme.on,
        since: scheme.since.to_string(),
        until: scheme.until.map(|until| until.to_string()),
        bodies: &scheme.bodies,
        off: scheme.off.as_deref(),
        lines: scheme.lines.iter().map(|line| LineEntry::of(line, lang)).collect(),
    });
    json_pretty(&Document { version: 1, rules: rules.collect(), schemes: schemes.collect() }, out)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    rules: Vec<Entry<'a>>,
    schemes: Vec<SchemeEntry<'a>>,
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

#[derive(Serialize)]
struct SchemeEntry<'a> {
    scheme: &'a str,
    title: &'a str,
    basis: &'a str,
    on: &'a str,
    since: String,
    until: Option<String>,
    bodies: &'a [String],
    /// Why it is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<&'a str>,
    lines: Vec<LineEntry<'a>>,
}

#[derive(Serialize)]
struct LineEntry<'a> {
    line: &'a str,
    /// 1 where it belongs to the part above it.
    depth: usize,
    /// What it asks, in the language chosen.
    says: Vec<&'a str>,
}

impl<'a> LineEntry<'a> {
    fn of(line: &'a Clause, lang: Lang) -> Self {
        Self { line: &line.name, depth: line.depth, says: line.says.iter().map(|text| text.get(lang)).collect() }
    }
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
        json(&listing(), Lang::Zh, &mut out).unwrap();
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
