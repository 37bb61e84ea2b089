//! Annotations of GitHub Actions: workflow commands on stdout, then the summary.

use std::io;

use crate::report::escape::{github, github_property};
use crate::report::row::{Row, Rows};
use crate::report::text::clean_line;
use crate::report::{Hosting, View, summary};
use yize_core::check::Outcome;
use yize_core::finding::{Finding, Severity, Status};
use yize_core::say;

/// Writes the commands, a line each.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, hosting: &Hosting, out: &mut dyn io::Write) -> io::Result<()> {
    let counting = outcome.findings.iter().filter(|finding| finding.suppressed.is_none());
    let mut commands: Vec<(&str, &Finding)> = counting.map(|finding| (command(finding), finding)).collect();
    let number = |kind: &str| commands.iter().filter(|(command, _)| *command == kind).count();
    let numbers = ["error", "warning", "notice"].map(number);
    let is_cut = numbers.iter().any(|number| *number > SHOWN);
    if is_cut {
        // What was not checked comes first of the errors: the host shows those that come first.
        commands.sort_by_key(|(command, finding)| (*command != "error", finding.status != Status::Fault));
        let [errors, warnings, notices] = numbers;
        let text = say!(
            "GitHub 的每个步骤只显示错误、警告、提示各前 {SHOWN} 条；这里有 {errors} 条错误、{warnings} 条警告、{notices} 条提示，全部见日志和其他格式的报告",
            "GitHub shows the first {SHOWN} errors, warnings and notices of a step; here are {errors}, {warnings} and {notices}. The log and reports in other formats have them all"
        );
        let title = github_property(say!("只显示一部分", "only a part is shown").get(view.lang));
        writeln!(out, "::notice title={title}::{}", github(text.get(view.lang)))?;
    }
    let mut rows = Rows::new(outcome, view);
    for (command, finding) in commands {
        let row = rows.of(finding);
        let properties: Vec<String> = properties(&row, hosting)
            .iter()
            .map(|(name, value)| format!("{name}={}", github_property(value)))
            .collect();
        let mut text = vec![row.message.to_owned()];
        text.extend(row.details(view.lang).iter().map(|(label, text)| format!("{label}: {text}")));
        writeln!(out, "::{command} {}::{}", properties.join(","), github(&text.join("\n")))?;
    }
    writeln!(out, "{}", summary::line(outcome, view))
}

/// The annotations of each kind that GitHub shows of a step.
const SHOWN: usize = 10;

fn command(finding: &Finding) -> &'static str {
    match (finding.status, finding.severity) {
        (Status::Pending, _) => "notice",
        (Status::Violation, Severity::Warning) => "warning",
        _ => "error",
    }
}

fn properties(row: &Row<'_>, hosting: &Hosting) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(file) = row.file {
        all.push(("file", hosting.path(file)));
    }
    if let Some((start, end)) = row.range {
        all.extend([("line", start.line.to_string()), ("endLine", end.line.to_string())]);
        // Columns are taken on one line only.
        if start.line == end.line {
            all.extend([("col", start.column.to_string()), ("endColumn", end.column.to_string())]);
        }
    }
    let title = [row.title, &row.finding.rule].map(clean_line);
    all.push(("title", if title[0].is_empty() { title[1].clone() } else { format!("{} [{}]", title[0], title[1]) }));
    all
}
