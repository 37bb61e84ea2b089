//! A comment for a merge request: the verdict, the counts, and a table of findings for each file.

use std::fmt::Write as _;
use std::io;

use crate::report::escape::markdown;
use crate::report::row::{Row, Rows};
use crate::report::{View, summary};
use yize_core::check::{Outcome, fingerprint};
use yize_core::finding::Finding;
use yize_core::language::{Text, count};
use yize_core::say;

/// Most bytes of the tables: comments on GitHub end at 65,536 characters.
const MOST: usize = 60_000;

/// Writes the comment.
///
/// # Errors
/// As the writer reports them.
pub(super) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    let sign = if view.code == 0 { "✅" } else { "❌" };
    let title = say!("议则检查结果", "yize report");
    writeln!(out, "### {sign} {}\n", title.get(view.lang))?;
    writeln!(out, "{}\n", markdown(&summary::line(outcome, view)))?;
    let counts = counts(outcome);
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", line(counts.iter().map(|(name, _)| name.get(view.lang).to_owned()).collect()))?;
    writeln!(out, "{}", line(counts.iter().map(|_| "---:".to_owned()).collect()))?;
    writeln!(out, "{}", line(counts.iter().map(|(_, n)| n.to_string()).collect()))?;

    let counting: Vec<&Finding> = outcome.findings.iter().filter(|finding| finding.suppressed.is_none()).collect();
    let (mut tables, mut shown, mut rows) = (String::new(), 0, Rows::new(outcome, view));
    for findings in counting.chunk_by(|a, b| file(a, outcome) == file(b, outcome)) {
        let mut table = heading(file(findings[0], outcome), view);
        for finding in findings {
            let line = entry(&rows.of(finding), view);
            if tables.len() + table.len() + line.len() > MOST {
                break;
            }
            table.push_str(&line);
            shown += 1;
        }
        tables.push_str(&table);
        if tables.len() > MOST - 2000 {
            break;
        }
    }
    out.write_all(tables.as_bytes())?;
    let left_out = counting.len() - shown;
    if left_out > 0 {
        let en = count(left_out, "more finding is", "more findings are");
        let text = say!(
            "另有 {left_out} 项未列出（评论有长度限制），见完整报告。",
            "{en} left out (comments have a limit); see the whole report."
        );
        writeln!(out, "\n**{}**", text.get(view.lang))?;
    }
    Ok(())
}

fn counts(outcome: &Outcome) -> [(Text, usize); 8] {
    let s = &outcome.summary;
    [
        (say!("违规", "violations"), s.violations),
        (say!("警告", "warnings"), s.warnings),
        (say!("待办", "pending"), s.pending),
        (say!("故障", "faults"), s.faults),
        (say!("单位", "bodies"), s.bodies),
        (say!("文件", "files"), s.files),
        (say!("记录", "records"), s.records),
        (say!("规则", "rules"), s.rules),
    ]
}

/// The file that a finding speaks of.
fn file<'a>(finding: &'a Finding, outcome: &'a Outcome) -> Option<&'a str> {
    fingerprint::file(finding, &outcome.sources)
}

fn heading(file: Option<&str>, view: View) -> String {
    let name = match file {
        Some(name) => markdown(name),
        None => say!("不属于任何文件", "Of no file").get(view.lang).to_owned(),
    };
    let columns = say!("| 行 | 结果 | 内容 | 规则 |", "| line | result | finding | rule |");
    format!("\n#### {name}\n\n{}\n|---:|---|---|---|\n", columns.get(view.lang))
}

fn entry(row: &Row<'_>, view: View) -> String {
    let line = row.line().map(|line| line.to_string()).unwrap_or_default();
    let mut text = markdown(row.message);
    for (label, detail) in row.details(view.lang) {
        let _ = write!(text, "<br>{label}: {}", markdown(&detail));
    }
    let mut rule = markdown(&row.finding.rule);
    if !row.title.is_empty() {
        let _ = write!(rule, "<br>{}", markdown(row.title));
    }
    format!("| {line} | {} | {text} | {rule} |\n", row.word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use yize_core::language::Lang;

    #[test]
    fn a_comment_has_a_limit_and_says_so() {
        let mut outcome = sample::outcome();
        let first = outcome.findings[0].clone();
        outcome.findings.splice(0..0, std::iter::repeat_n(first, 3000));
        let mut out = Vec::new();
        write(&outcome, View::new(Lang::Zh, 1), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let listed = text.lines().filter(|line| line.starts_with("| 3 |")).count();
        assert!(text.len() < 65_000 && text.contains(&format!("另有 {} 项未列出", 3003 - listed)), "{}", text.len());
    }
}
