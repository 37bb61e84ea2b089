//! All that is known of one rule: what it asks, why, since when, with which parameters, and where it is written; and of one field.

mod scheme;

use std::io;

pub(crate) use scheme::{line, scheme};

use crate::report::severity_word;
use crate::report::text::{clean_line, pad, width, wrap};
use yize_core::Date;
use yize_core::catalogue::{ChangeInfo, FieldInfo};
use yize_core::finding::Effect;
use yize_core::host::HostRule;
use yize_core::language::{Lang, Text};
use yize_core::pack::{On, ParameterInfo, RuleInfo};
use yize_core::say;
use yize_core::source::Sources;

/// Columns of running text.
const MEASURE: usize = 76;

/// Explains a rule of a pack.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn rule(rule: &RuleInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    head(&rule.name, &rule.title, out)?;
    let source = sources.get(rule.place.source);
    let line = sources.positions(rule.place).0.line;
    let facts = [
        (say!("依据", "basis"), clean_line(&rule.basis)),
        (say!("级别", "severity"), severity_word(rule.severity).get(lang).to_owned()),
        (say!("对象", "on"), on(&rule.on).get(lang).to_owned()),
        (say!("施行", "in force"), dates(rule.since, rule.until).get(lang).to_owned()),
        (say!("单位", "bodies"), clean_line(&rule.bodies.join(if lang == Lang::Zh { "、" } else { ", " }))),
        (say!("出处", "written at"), format!("{}:{line}", clean_line(&source.name))),
    ];
    self::facts(&facts, lang, out)?;
    section(&say!("说明", "explanation"), &rule.explain, lang, out)?;
    let local = say!("本地理解（原文没有写明）", "a local reading, which the source does not spell out");
    section(&local, rule.local.as_deref().unwrap_or_default(), lang, out)?;
    if !rule.parameters.is_empty() {
        title(&say!("参数", "parameters"), lang, out)?;
        for (name, values) in &rule.parameters {
            for (value, packs) in joined(values) {
                parameter(name, value, &packs, lang, out)?;
            }
        }
    }
    Ok(())
}

/// Explains a finding of the host itself.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn host(rule: &HostRule, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let title = Text::new(rule.title.0, rule.title.1);
    let explain = Text::new(rule.explain.0, rule.explain.1);
    head(rule.name, title.get(lang), out)?;
    let status = match rule.effect {
        Effect::None => say!("0", "0"),
        Effect::Violation => say!("1（发现违规）", "1 (violations)"),
        Effect::Incomplete => say!("3（检查不完整）", "3 (incomplete)"),
        Effect::NotChecked => say!("2（未完成检查）", "2 (not checked)"),
    };
    let by = say!("yize 本身的检查，不属于任何规则包", "yize itself, no pack");
    let facts =
        [(say!("来自", "from"), by.get(lang).to_owned()), (say!("退出码", "exit status"), status.get(lang).to_owned())];
    self::facts(&facts, lang, out)?;
    section(&say!("说明", "explanation"), explain.get(lang), lang, out)
}

/// Explains a field of a kind, as some packs have it.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn field(field: &FieldInfo, sources: &Sources, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let (label, of) = (field.label.get(lang), field.of.get(lang));
    let title = say!("{of}的字段“{label}”", "field `{label}` of {of}");
    head(&field.name, title.get(lang), out)?;
    let line = sources.positions(field.place).0.line;
    let required = if field.optional { say!("可以不填", "optional") } else { say!("必填", "required") };
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let facts = [
        (say!("类型", "type"), field.ty.to_owned()),
        (say!("填写", "given"), required.get(lang).to_owned()),
        (say!("规则包", "packs"), clean_line(&field.packs.join(comma))),
        (say!("出处", "written at"), format!("{}:{line}", clean_line(&sources.get(field.place.source).name))),
    ];
    self::facts(&facts, lang, out)?;
    let by = |pack: &str| say!("  [规则包 {pack} 增加]", "  [added by {pack}]").get(lang).to_owned();
    if !field.values.is_empty() {
        self::title(&say!("可用的值", "values"), lang, out)?;
        let columns = field.values.iter().map(|value| width(&value.name)).max().unwrap_or(0);
        for value in &field.values {
            let added = value.pack.as_deref().map(by).unwrap_or_default();
            let label = format!("{}{added}", value.label.get(Lang::Zh));
            writeln!(out, "  {}  {}", pad(&clean_line(&value.name), columns), clean_line(&label))?;
        }
    }
    if !field.changes.is_empty() {
        self::title(&say!("改动的理由", "why it was changed"), lang, out)?;
    }
    for ChangeInfo { pack, optional, reason } in &field.changes {
        let switched = optional.map(|optional| {
            if optional {
                say!("改为可以不填。", "made optional. ")
            } else {
                say!("改为必填。", "made required. ")
            }
        });
        let switched = switched.as_ref().map_or("", |text| text.get(lang));
        writeln!(out, "  [{}] {switched}{}", clean_line(pack), clean_line(reason))?;
    }
    Ok(())
}

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

fn on(on: &On) -> Text {
    match on {
        On::Kind(kind) => {
            let kind = clean_line(kind);
            say!("{kind}（每条记录检查一次）", "{kind} (each record)")
        }
        On::Body => say!("body（每个单位每年检查一次）", "body (once for a body and year)"),
        On::Network => say!("network（所有单位合起来每年检查一次）", "network (once a year for all bodies)"),
    }
}

fn dates(since: Date, until: Option<Date>) -> Text {
    match until {
        None => say!("{since} 起", "since {since}"),
        Some(until) => say!("{since} 至 {until}", "{since} to {until}"),
    }
}

/// Values with the packs in which they hold: those that packs have in common are told once.
fn joined(values: &[ParameterInfo]) -> Vec<(&ParameterInfo, Vec<&str>)> {
    let mut joined: Vec<(&ParameterInfo, Vec<&str>)> = Vec::new();
    for value in values {
        let same = |other: &ParameterInfo| ParameterInfo { pack: value.pack.clone(), ..other.clone() } == *value;
        match joined.iter_mut().find(|(other, _)| same(other)) {
            Some((_, packs)) => packs.push(&value.pack),
            None => joined.push((value, vec![&value.pack])),
        }
    }
    joined
}

/// One value of a parameter, with what the packs say about it.
fn parameter(name: &str, value: &ParameterInfo, packs: &[&str], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let label = clean_line(&value.label);
    let pack = clean_line(&packs.join(if lang == Lang::Zh { "、" } else { ", " }));
    let label = if label.is_empty() { label } else { format!("  {label}") };
    let pack = say!("规则包 {pack}", "pack {pack}");
    writeln!(out, "  {}{label}  [{}]", clean_line(name), pack.get(lang))?;
    let since = value.since.map(|since| say!("{since} 起 ", "since {since} "));
    let since = since.as_ref().map_or("", |since| since.get(lang));
    for line in wrap(&value.value, MEASURE - 4) {
        writeln!(out, "    {since}= {line}")?;
    }
    let local = say!(
        "本地缺省值，不是依据文件的规定，可由各市另定",
        "a local default, not what the source says; packs may set their own"
    );
    let basis = value.basis.as_ref().map(|basis| say!("依据：{basis}", "basis: {basis}"));
    let note = value.note.as_ref().map(|note| say!("说明：{note}", "note: {note}"));
    for remark in value.local.then_some(local).into_iter().chain(basis).chain(note) {
        wrap(remark.get(lang), MEASURE - 4).iter().try_for_each(|line| writeln!(out, "    {line}"))?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::report::sample;
    use yize_core::catalogue::Listing;
    use yize_core::finding::Severity;

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
