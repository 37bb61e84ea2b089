//! The rules and schemes in force, as a table and for programs.

use std::io;

use serde::Serialize;

use crate::report::severity_word;
use crate::report::text::{clean_line, table};
use yize_core::catalogue::{Clause, Listing, SchemeInfo};
use yize_core::escape::json_pretty;
use yize_core::language::{Lang, Text, count};
use yize_core::pack::RuleInfo;
use yize_core::say;

/// What a listing is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The packs in force.
    Packs,
    /// What governs some data.
    Data,
}

/// Writes two tables, of rules and of schemes: name, severity, what it is called for, first day, title; and, where not all
/// bodies of the data have the same, for how many of them.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn human(listing: &Listing, of: Of, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let bodies = if of == Of::Data { bodies(listing) } else { Vec::new() };
    let each = listing.rules.iter().map(|rule| &rule.bodies).chain(listing.schemes.iter().map(|own| &own.bodies));
    let differ = of == Of::Data && each.into_iter().any(|own| own.len() < bodies.len());
    let whose = |own: &[String]| {
        let all = || say!("全部", "all").get(lang).to_owned();
        differ.then(|| if own.len() < bodies.len() { some(own, FEW, lang) } else { all() })
    };
    let heading = [
        say!("规则", "rule"),
        say!("级别", "severity"),
        say!("对象", "on"),
        say!("自", "since"),
        say!("标题", "title"),
    ];
    let head = |words: &[Text]| {
        let whose = differ.then(|| say!("单位", "bodies"));
        words.iter().chain(&whose).map(|text| text.get(lang).to_owned()).collect()
    };
    let rules = listing.rules.iter().map(|own| row(own, lang).into_iter().chain(whose(&own.bodies)).collect());
    table(std::iter::once(head(&heading)).chain(rules).collect(), "", out)?;
    if !listing.schemes.is_empty() {
        let heading = [say!("计分办法", "scheme"), say!("对象", "on"), say!("自", "since"), say!("标题", "title")];
        let schemes = listing.schemes.iter();
        let schemes = schemes.map(|own| scheme(own, lang).into_iter().chain(whose(&own.bodies)).collect());
        writeln!(out)?;
        table(std::iter::once(head(&heading)).chain(schemes).collect(), "", out)?;
    }
    writeln!(out, "\n{}", total(listing, of, &bodies).get(lang))
}

/// So many bodies are named in a cell of the table, and in the last line.
const FEW: usize = 2;
const MANY: usize = 6;

/// The bodies that anything listed is for.
fn bodies(listing: &Listing) -> Vec<String> {
    let rules = listing.rules.iter().flat_map(|rule| &rule.bodies);
    let mut all: Vec<String> = rules.chain(listing.schemes.iter().flat_map(|own| &own.bodies)).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The first of some bodies, and how many there are.
fn some(bodies: &[String], most: usize, lang: Lang) -> String {
    let named: Vec<String> = bodies.iter().take(most).map(|body| clean_line(body)).collect();
    let (all, zh, en) = (bodies.len(), named.join("、"), named.join(", "));
    let more = all.saturating_sub(most);
    let text = if more == 0 { Text::new(zh, en) } else { say!("{zh} 等 {all} 个", "{en} and {more} more") };
    text.get(lang).to_owned()
}

/// How many there are.
fn total(listing: &Listing, of: Of, bodies: &[String]) -> Text {
    let (n, schemes) = (listing.rules.len(), listing.schemes.len());
    let (rules, en) = (count(n, "rule", "rules"), count(schemes, "scheme", "schemes"));
    if of == Of::Data {
        let (number, bodies_en, named) = (
            bodies.len(),
            count(bodies.len(), "body", "bodies"),
            [Lang::Zh, Lang::En].map(|lang| some(bodies, MANY, lang)),
        );
        let [zh, en_named] = named;
        return say!(
            "管到这些数据的共 {n} 条规则、{schemes} 个计分办法（{number} 个单位：{zh}）；yize explain 名称 看详情",
            "{rules} and {en} govern these data ({bodies_en}: {en_named}); yize explain NAME tells more"
        );
    }
    if schemes > 0 {
        say!(
            "共 {n} 条规则、{schemes} 个计分办法；yize explain 名称 看详情",
            "{rules}, {en}; yize explain NAME tells more"
        )
    } else {
        say!("共 {n} 条规则；yize explain 规则名 看详情", "{rules}; yize explain RULE tells more")
    }
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
        human(&listing(), Of::Packs, Lang::Zh, &mut out).unwrap();
        let table = String::from_utf8(out.into_inner()).unwrap();
        let expected = "\
规则                 级别  对象    自          标题
baoding/plan/scheme  错误  plan    2022-01-01  年度协商计划符合“1126+N”体系
baoding/委员/履职    警告  member  2023-05-01  委员履职达标

共 2 条规则；";
        assert!(table.starts_with(expected), "{table}");
    }

    #[test]
    fn what_governs_data_names_their_bodies_and_says_where_they_differ() {
        let mut listing = listing();
        listing.rules[0].bodies = vec!["baoding".into(), "baoding/lixian".into()];
        listing.rules[1].bodies = vec!["baoding".into()];
        let mut out = anstream::StripStream::new(Vec::new());
        human(&listing, Of::Data, Lang::Zh, &mut out).unwrap();
        let table = String::from_utf8(out.into_inner()).unwrap();
        let expected = "\
规则                 级别  对象    自          标题                          单位
baoding/plan/scheme  错误  plan    2022-01-01  年度协商计划符合“1126+N”体系  全部
baoding/委员/履职    警告  member  2023-05-01  委员履职达标                  baoding

管到这些数据的共 2 条规则、0 个计分办法（2 个单位：baoding、baoding/lixian）；yize explain 名称 看详情
";
        assert_eq!(table, expected);
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
