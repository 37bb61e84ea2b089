//! All that is known of what packs and the host have: a file for each sort of thing.

mod host;
mod lint;
mod parameter;
mod rule;
mod scheme;
mod function;
mod field;
mod template;
mod kind;
mod examples;

use std::io;

pub(crate) use examples::examples;
pub(crate) use field::field;
pub(crate) use function::{function, library};
pub(crate) use host::host;
pub(crate) use kind::{kind, same_kind};
pub(crate) use lint::lint;
pub(crate) use parameter::parameter;
pub(crate) use rule::rule;
pub(crate) use scheme::{line, scheme};
pub(crate) use template::detail;

use crate::report::text::{clean_line, pad, width, wrap};
use yize_core::Date;
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::source::{Place, Sources};

/// Columns of running text.
const MEASURE: usize = 76;

fn head(name: &str, title: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}\n{}\n", clean_line(name), clean_line(title))
}

fn facts(facts: &[(Text, String)], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let columns = facts.iter().map(|(label, _)| width(label.get(lang))).max().unwrap_or(0);
    for (label, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        writeln!(out, "{}  {fact}", pad(label.get(lang), columns))?;
    }
    Ok(())
}

fn title(text: &Text, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    writeln!(out, "\n{bold}{}{bold:#}", text.get(lang))
}

fn section(heading: &Text, text: &str, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    if text.trim().is_empty() {
        return Ok(());
    }
    title(heading, lang, out)?;
    paragraph(text, out)
}

fn paragraph(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    wrap(text.trim_start_matches('\n'), MEASURE)
        .iter()
        .try_for_each(|line| writeln!(out, "{}", format!("  {line}").trim_end()))
}

/// First and last day on which something holds.
pub(crate) fn dates(since: Date, until: Option<Date>) -> Text {
    match until {
        None => say!("{since} 起", "since {since}"),
        Some(until) => say!("{since} 至 {until}", "{since} to {until}"),
    }
}

/// Where something is written: file and line.
fn written_at(place: Place, sources: &Sources) -> String {
    let line = sources.positions(place).0.line;
    format!("{}:{line}", clean_line(&sources.get(place.source).name))
}

/// Words of a list in one line.
fn listed<'a>(words: impl IntoIterator<Item = &'a str>, lang: Lang) -> String {
    let words: Vec<String> = words.into_iter().map(clean_line).collect();
    words.join(if lang == Lang::Zh { "、" } else { ", " })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::report::sample;
    use yize_core::catalogue::Listing;
    use yize_core::finding::Severity;
    use yize_core::pack::{On, ParameterInfo, RuleInfo};

    /// Two rules of one pack.
    pub(crate) fn listing() -> Listing {
        let sources = sample::outcome().sources;
        let source = yize_core::source::SourceId(1);
        let limit = ParameterInfo {
            pack: "baoding".into(),
            since: None,
            label: "双月协商次数".into(),
            value: "6".into(),
            basis: Some("制度第三条".into()),
            local: true,
            note: None,
        };
        let scheme = RuleInfo {
            name: "baoding/plan/scheme".into(),
            pack: "baoding".into(),
            title: "年度协商计划符合“1126+N”体系".into(),
            basis: "保定市政协年度协商计划制度".into(),
            since: date(2022, 1, 1),
            until: None,
            severity: Severity::Error,
            on: On::parse("plan"),
            explain: "\n每年1次全会、1次联席会议、2次专题常委会、6次双月协商，其余按需安排，以年度协商计划为准，经党委批准后实施。\n".into(),
            local: Some("次数按年度计".into()),
            place: sample::place(&sources, source, "rule("),
            bodies: vec!["baoding".into(), "baoding/*".into()],
            parameters: BTreeMap::from([("bimonthly".to_owned(), vec![limit])]),
        };
        let duty = RuleInfo {
            name: "baoding/委员/履职".into(),
            title: "委员履职达标".into(),
            since: date(2023, 5, 1),
            severity: Severity::Warning,
            on: On::parse("member"),
            ..scheme.clone()
        };
        Listing { rules: vec![scheme, duty], schemes: Vec::new(), findings: Vec::new(), sources }
    }

    #[test]
    fn an_explanation_tells_source_dates_parameters_and_place() {
        let listing = listing();
        let mut out = anstream::StripStream::new(Vec::new());
        rule(&listing.rules[0], &listing.sources, Lang::Zh, &mut out).unwrap();
        let expected = "\
baoding/plan/scheme
年度协商计划符合“1126+N”体系

依据  保定市政协年度协商计划制度
级别  错误
对象  plan（每条记录检查一次）
施行  2022-01-01 起
单位  baoding、baoding/*
出处  rules/baoding/plan.rhai:3

说明
  每年1次全会、1次联席会议、2次专题常委会、6次双月协商，其余按需安排，以年度协
  商计划为准，经党委批准后实施。

本地理解（原文没有写明）
  次数按年度计

参数
  bimonthly  双月协商次数  [规则包 baoding]
    = 6
    本地缺省值，不是依据文件的规定，可由各市另定
    依据：制度第三条
";
        assert_eq!(String::from_utf8(out.into_inner()).unwrap(), expected);
    }

    #[test]
    fn every_host_rule_is_explained_in_both_languages() {
        for host_rule in yize_core::host::ALL {
            for (lang, exit) in [(Lang::Zh, "退出码"), (Lang::En, "exit status")] {
                let mut out = Vec::new();
                host(host_rule, lang, &mut out).unwrap();
                let text = String::from_utf8(out).unwrap();
                assert!(text.contains(host_rule.name) && text.contains(exit), "{text}");
            }
        }
    }
}
