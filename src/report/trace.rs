//! A rule followed through its calls: its text, with what its expressions came to beside it.

use std::collections::BTreeMap;
use std::io;
use std::ops::RangeInclusive;

use crate::report::text::{clean_line, crop, pad, width};
use yize_core::check::Outcome;
use yize_core::language::{Lang, Text};
use yize_core::pack::RuleInfo;
use yize_core::say;
use yize_core::source::{Place, SourceId};
use yize_core::trace::{Called, Seen, Trace};

/// As many columns of an expression are shown.
const COLUMNS: usize = 56;

/// Writes it for people.
///
/// # Errors
/// As the writer's.
pub(crate) fn human(
    trace: &Trace,
    (outcome, rule): (&Outcome, &RuleInfo),
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let (name, title) = (clean_line(&rule.name), clean_line(&rule.title));
    writeln!(out, "{bold}{name}{bold:#}  {title}  {}", at(outcome, trace.whole.unwrap_or(rule.place)))?;
    let (met, shown) = (trace.met, trace.calls.len());
    let met = say!("调用 {met} 次，这里列出 {shown} 次", "{met} calls, of which {shown} are shown");
    writeln!(out, "{}", met.get(lang))?;
    if trace.whole.is_none() {
        let text = say!(
            "它是在类别里声明的约束，没有脚本可列。",
            "it is a constraint that is declared with a kind: there is no script to list."
        );
        writeln!(out, "{}", text.get(lang))?;
    }
    for called in &trace.calls {
        call(called, trace.whole, (outcome, lang), out)?;
    }
    Ok(())
}

fn at(outcome: &Outcome, place: Place) -> String {
    let source = outcome.sources.get(place.source);
    format!("{}:{}", clean_line(&source.name), source.position(place.span.start).line)
}

fn call(
    called: &Called,
    whole: Option<Place>,
    (outcome, lang): (&Outcome, Lang),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let (body, year) = (clean_line(&called.body), called.year);
    let of = match &called.record {
        Some(record) if record.key == called.name => format!("{}/{}", record.kind, record.key),
        Some(record) => format!("{}/{}  {}", record.kind, record.key, called.name),
        None => String::new(),
    };
    let head = [clean_line(&of), body, year.to_string()].into_iter().filter(|part| !part.is_empty());
    writeln!(out, "\n{bold}{}{bold:#}", head.collect::<Vec<_>>().join("  "))?;
    for finding in &called.findings {
        let message = clean_line(finding.message.get(lang));
        let text = say!("报告：{message}", "reports: {message}");
        writeln!(out, "  {}", text.get(lang))?;
    }
    if called.findings.is_empty() {
        writeln!(out, "  {}", say!("没有报告", "reports nothing").get(lang))?;
    }
    let mut lines: BTreeMap<SourceId, BTreeMap<usize, Vec<&Seen>>> = BTreeMap::new();
    for seen in &called.seen {
        let line = outcome.sources.get(seen.place.source).position(seen.place.span.start).line;
        lines.entry(seen.place.source).or_default().entry(line).or_default().push(seen);
    }
    let own = whole.map(|whole| (whole.source, lines_of(outcome, whole)));
    if let Some((source, range)) = &own {
        let seen = lines.remove(source).unwrap_or_default();
        let beyond: BTreeMap<usize, Vec<&Seen>> =
            seen.iter().filter(|(line, _)| !range.contains(line)).map(|(line, seen)| (*line, seen.clone())).collect();
        for line in range.clone() {
            listing((outcome, lang), (*source, line), seen.get(&line).map_or(&[], Vec::as_slice), out)?;
        }
        lines.entry(*source).or_default().extend(beyond);
    }
    for (source, seen) in lines.iter().filter(|(_, seen)| !seen.is_empty()) {
        writeln!(out, "  {}", clean_line(&outcome.sources.get(*source).name))?;
        seen.iter().try_for_each(|(line, seen)| listing((outcome, lang), (*source, *line), seen, out))?;
    }
    Ok(())
}

fn lines_of(outcome: &Outcome, place: Place) -> RangeInclusive<usize> {
    let (start, end) = outcome.sources.positions(place);
    start.line..=end.line
}

/// A line, and below it what stands in it and came to something.
fn listing(
    (outcome, lang): (&Outcome, Lang),
    (source, line): (SourceId, usize),
    seen: &[&Seen],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let dim = anstyle::Style::new().dimmed();
    let source = outcome.sources.get(source);
    let text = &source.text()[source.line_range(line)];
    writeln!(out, "{line:>5} {dim}│{dim:#} {}", clean_line(text.trim_end()))?;
    let rows: Vec<(String, String)> = seen.iter().map(|seen| row(outcome, seen, lang)).collect();
    let columns = rows.iter().map(|(text, _)| width(text)).max().unwrap_or(0);
    let colour = anstyle::AnsiColor::Cyan.on_default();
    for (text, value) in &rows {
        writeln!(out, "      {dim}│{dim:#}       {dim}{}{dim:#}  {colour}{value}{colour:#}", pad(text, columns))?;
    }
    Ok(())
}

fn row(outcome: &Outcome, seen: &Seen, lang: Lang) -> (String, String) {
    let text = outcome.sources.slice(seen.place).split_whitespace().collect::<Vec<_>>().join(" ");
    let values: Vec<&str> = seen.values.iter().map(|value| value.get(lang)).collect();
    let mut value = values.join(say!("；", "; ").get(lang));
    if seen.times > values.len() {
        let times = seen.times;
        value += Text::get(&say!("……（共 {times} 次）", " … ({times} times)"), lang);
    }
    (crop(&clean_line(&text), COLUMNS), clean_line(&value))
}
