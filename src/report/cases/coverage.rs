//! What the cases of packs have reached: for people, and for the tools that read lcov and Cobertura.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use serde_json::{Value, json};

use crate::report::escape::xml_line;
use crate::report::text::{clean_line, pad, width};
use yize_core::cases::{Coverage, FileCoverage, Report, RuleCoverage, Spot};
use yize_core::language::{Lang, Text};
use yize_core::say;
use yize_core::source::{Place, Sources};

/// How much of something was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// Of it, what was reached.
    pub reached: usize,
    /// All of it.
    pub all: usize,
}

impl Share {
    fn add(&mut self, reached: bool) {
        self.all += 1;
        self.reached += usize::from(reached);
    }

    /// Whether it is at least so many hundredths; of nothing all is reached.
    pub(crate) fn is_at_least(self, percent: u32) -> bool {
        self.reached * 100 >= self.all * percent as usize
    }

    /// Tenths of a hundredth, rounded down: what is not all is never shown as 100.
    pub(crate) fn shown(self) -> String {
        let tenths = (self.reached * 1000).checked_div(self.all).unwrap_or(1000);
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

/// What was reached of all packs that were tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shares {
    /// Rules that reported something in a case and stayed silent in another; schemes of which a card is expected.
    pub rules: Share,
    /// Expressions.
    pub expressions: Share,
    /// Answers of conditions: each may be yes and no.
    pub branches: Share,
}

impl Shares {
    /// Of a coverage.
    pub(crate) fn of(coverage: &Coverage) -> Self {
        let mut shares = Self::default();
        for rule in &coverage.rules {
            shares.rules.add(is_met(rule));
        }
        for spot in coverage.files.iter().flat_map(|file| &file.spots) {
            shares.expressions.add(spot.ran);
            if spot.asks {
                shares.branches.add(spot.yes);
                shares.branches.add(spot.no);
            }
        }
        shares
    }
}

fn is_met(rule: &RuleCoverage) -> bool {
    rule.met.fires.is_some() && (rule.scheme || rule.met.silent.is_some())
}

/// Writes what was not reached, line by line, and how much was.
///
/// # Errors
/// As the writer's.
pub(super) fn human(report: &Report, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(coverage) = &report.coverage else { return Ok(()) };
    let mut rows: Vec<(String, Text, String)> = Vec::new();
    for rule in coverage.rules.iter().filter(|rule| !is_met(rule)) {
        rows.push((at(&report.sources, rule.place), missed(rule), format!("{}  {}", rule.name, rule.title)));
    }
    for file in &coverage.files {
        for (spot, what) in gaps(file) {
            let place = Place { source: file.source, span: spot.span };
            let text = report.sources.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
            rows.push((at(&report.sources, place), what, text));
        }
    }
    let columns = rows.iter().map(|(at, ..)| width(at)).max().unwrap_or(0);
    let words = rows.iter().map(|(_, what, _)| width(what.get(lang))).max().unwrap_or(0);
    for (at, what, text) in &rows {
        let line = format!("{}  {}  {}", pad(at, columns), pad(what.get(lang), words), clean_line(&shortened(text)));
        writeln!(out, "{}", line.trim_end())?;
    }
    let Shares { rules, expressions, branches } = Shares::of(coverage);
    let zh = |share: Share| format!("{}/{}（{}）", share.reached, share.all, share.shown());
    let en = |share: Share| format!("{}/{} ({})", share.reached, share.all, share.shown());
    let all = [rules, expressions, branches];
    let ([rules, expressions, branches], [en_rules, en_expressions, en_branches]) = (all.map(zh), all.map(en));
    let line = say!(
        "覆盖：规则 {rules}，算式 {expressions}，条件的两面 {branches}",
        "covered: rules {en_rules}, expressions {en_expressions}, answers of conditions {en_branches}"
    );
    writeln!(out, "{}", line.get(lang))
}

/// As much of a text as a line has room for.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(std::iter::once('…')).collect()
}

fn at(sources: &Sources, place: Place) -> String {
    let source = sources.get(place.source);
    let position = source.position(place.span.start);
    format!("{}:{}:{}", clean_line(&source.name), position.line, position.column)
}

fn missed(rule: &RuleCoverage) -> Text {
    match (rule.scheme, &rule.met.fires, &rule.met.silent) {
        (true, ..) => say!("没有用例核对积分卡", "no case expects a card"),
        (_, None, None) => say!("没有用例", "no case"),
        (_, None, _) => say!("没有用例使它报告", "reports in no case"),
        _ => say!("没有用例使它沉默", "is silent in no case"),
    }
}

/// What is missing of a file: expressions that never ran, each without its parts, and conditions that were never yes, or never no.
fn gaps(file: &FileCoverage) -> Vec<(Spot, Text)> {
    let mut gaps: Vec<(Spot, Text)> = Vec::new();
    // Outer expressions first, so that their parts are known to be told of.
    let mut spots = file.spots.clone();
    spots.sort_by_key(|spot| (spot.span.start, std::cmp::Reverse(spot.span.end)));
    let mut told = 0;
    for spot in spots {
        if !spot.ran {
            if spot.span.end > told {
                told = spot.span.end;
                gaps.push((spot, say!("从未运行", "never ran")));
            }
        } else if spot.asks && !spot.yes {
            gaps.push((spot, say!("从未为真", "never yes")));
        } else if spot.asks && !spot.no {
            gaps.push((spot, say!("从未为假", "never no")));
        }
    }
    gaps
}

/// For programs.
pub(super) fn json(report: &Report) -> Option<Value> {
    let coverage = report.coverage.as_ref()?;
    let Shares { rules, expressions, branches } = Shares::of(coverage);
    let share = |share: Share| json!({ "reached": share.reached, "all": share.all });
    let of_rule = |rule: &RuleCoverage| json!({ "rule": rule.name, "title": rule.title, "fires": rule.met.fires, "silent": rule.met.silent });
    let of_file = |file: &FileCoverage| {
        let gaps = gaps(file).into_iter().map(|(spot, what)| {
            let place = Place { source: file.source, span: spot.span };
            let position = report.sources.positions(place).0;
            json!({ "line": position.line, "column": position.column, "what": what.get(Lang::En), "text": report.sources.slice(place) })
        });
        json!({ "file": report.sources.get(file.source).name, "missing": gaps.collect::<Vec<_>>() })
    };
    Some(json!({
        "rules": coverage.rules.iter().map(of_rule).collect::<Vec<_>>(),
        "files": coverage.files.iter().map(of_file).collect::<Vec<_>>(),
        "summary": { "rules": share(rules), "expressions": share(expressions), "branches": share(branches) },
    }))
}

/// The lines of a file that hold expressions: whether one that begins there ran, and the conditions that begin there.
struct Lines<'c>(BTreeMap<usize, (bool, Vec<&'c Spot>)>);

impl<'c> Lines<'c> {
    fn of(file: &'c FileCoverage, sources: &Sources) -> Self {
        let mut lines: BTreeMap<usize, (bool, Vec<&Spot>)> = BTreeMap::new();
        for spot in &file.spots {
            let line = lines.entry(sources.get(file.source).position(spot.span.start).line).or_default();
            line.0 |= spot.ran;
            if spot.asks {
                line.1.push(spot);
            }
        }
        Self(lines)
    }

    fn share(&self) -> Share {
        let mut share = Share::default();
        self.0.values().for_each(|(ran, _)| share.add(*ran));
        share
    }
}

fn share_of(conditions: &[&Spot]) -> Share {
    let mut share = Share::default();
    for spot in conditions {
        share.add(spot.yes);
        share.add(spot.no);
    }
    share
}

/// Writes lcov's tracefile: whether lines ran, and the answers of conditions as branches.
///
/// # Errors
/// As the writer's.
pub(super) fn lcov(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    for file in report.coverage.iter().flat_map(|coverage| &coverage.files) {
        writeln!(out, "TN:\nSF:{}", report.sources.get(file.source).name)?;
        let lines = Lines::of(file, &report.sources);
        let mut branches = Share::default();
        for (line, (_, conditions)) in &lines.0 {
            for (block, spot) in conditions.iter().enumerate() {
                for (branch, taken) in [spot.yes, spot.no].into_iter().enumerate() {
                    branches.add(taken);
                    let taken = if spot.ran { usize::from(taken).to_string() } else { "-".to_owned() };
                    writeln!(out, "BRDA:{line},{block},{branch},{taken}")?;
                }
            }
        }
        writeln!(out, "BRF:{}\nBRH:{}", branches.all, branches.reached)?;
        for (line, (ran, _)) in &lines.0 {
            writeln!(out, "DA:{line},{}", usize::from(*ran))?;
        }
        let Share { reached, all } = lines.share();
        writeln!(out, "LF:{all}\nLH:{reached}\nend_of_record")?;
    }
    Ok(())
}

/// Writes Cobertura's XML. Its `timestamp` is 0: the bytes depend on the inputs only.
///
/// # Errors
/// As the writer's.
pub(super) fn cobertura(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let files: Vec<(&FileCoverage, Lines<'_>)> = report
        .coverage
        .iter()
        .flat_map(|coverage| &coverage.files)
        .map(|file| (file, Lines::of(file, &report.sources)))
        .collect();
    let (mut lines, mut branches) = (Share::default(), Share::default());
    for (_, own) in &files {
        let (line, branch) = totals(own);
        lines = Share { reached: lines.reached + line.reached, all: lines.all + line.all };
        branches = Share { reached: branches.reached + branch.reached, all: branches.all + branch.all };
    }
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = [lines.reached, lines.all, branches.reached, branches.all].map(|number| number.to_string());
    let names = ["lines-covered", "lines-valid", "branches-covered", "branches-valid"];
    let rate = rates(lines, branches);
    let rate = || rate.iter().map(|(name, value)| (*name, value.as_str()));
    let mut root = xml.create_element("coverage").with_attributes(rate());
    root = root.with_attributes(names.iter().zip(&counts).map(|(name, count)| (*name, count.as_str())));
    root = root.with_attributes([("complexity", "0"), ("version", "yize"), ("timestamp", "0")]);
    root.write_inner_content(|xml| {
        xml.create_element("sources").write_inner_content(|xml| {
            xml.create_element("source").write_text_content(quick_xml::events::BytesText::new(".")).map(drop)
        })?;
        xml.create_element("packages").write_inner_content(|xml| {
            let package = xml.create_element("package").with_attribute(("name", "rules"));
            let package = package.with_attributes(rate());
            package.with_attribute(("complexity", "0")).write_inner_content(|xml| {
                xml.create_element("classes")
                    .write_inner_content(|xml| {
                        files
                            .iter()
                            .try_for_each(|(file, lines)| class(&report.sources.get(file.source).name, lines, xml))
                    })
                    .map(drop)
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    writeln!(xml.into_inner())
}

fn totals(lines: &Lines<'_>) -> (Share, Share) {
    let branches = lines.0.values().map(|(_, conditions)| share_of(conditions));
    let sum = |a: Share, b: Share| Share { reached: a.reached + b.reached, all: a.all + b.all };
    (lines.share(), branches.fold(Share::default(), sum))
}

fn rates(lines: Share, branches: Share) -> [(&'static str, String); 2] {
    let rate = |share: Share| {
        let part = (share.reached * 10_000).checked_div(share.all).unwrap_or(10_000);
        format!("{}.{:04}", part / 10_000, part % 10_000)
    };
    [("line-rate", rate(lines)), ("branch-rate", rate(branches))]
}

fn class(name: &str, lines: &Lines<'_>, xml: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let (own, branches) = totals(lines);
    let rate = rates(own, branches);
    let name = xml_line(name);
    let class = xml.create_element("class").with_attributes([("name", &*name), ("filename", &*name)]);
    let class = class.with_attributes(rate.iter().map(|(name, value)| (*name, value.as_str())));
    class.with_attribute(("complexity", "0")).write_inner_content(|xml| {
        xml.create_element("methods").write_empty()?;
        let all = xml.create_element("lines");
        all.write_inner_content(|xml| lines.0.iter().try_for_each(|(number, line)| self::line(*number, line, xml)))
            .map(drop)
    })?;
    Ok(())
}

fn line(number: usize, (ran, conditions): &(bool, Vec<&Spot>), xml: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let (number, hits, share) = (number.to_string(), usize::from(*ran).to_string(), share_of(conditions));
    let line = xml.create_element("line").with_attributes([("number", number.as_str()), ("hits", hits.as_str())]);
    if share.all == 0 {
        return line.with_attribute(("branch", "false")).write_empty().map(drop);
    }
    let covered = format!("{}% ({}/{})", share.reached * 100 / share.all, share.reached, share.all);
    line.with_attributes([("branch", "true"), ("condition-coverage", covered.as_str())]).write_empty().map(drop)
}
