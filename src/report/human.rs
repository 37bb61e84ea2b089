//! The report for people: each finding with the lines of data and of the rule that it speaks of.

use std::io;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use jiff::civil::Date;

use crate::report::place::{Excerpt, excerpt};
use crate::report::text::{MARK, clean_line, clean_text};
use crate::report::{View, summary, word};
use yize_core::check::Outcome;
use yize_core::finding::{Finding, Severity, Status};
use yize_core::language::{Lang, Text, count};
use yize_core::say;
use yize_core::source::Locator;
use yize_core::source::{Place, Sources};

/// Writes the report, with colours.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn write(outcome: &Outcome, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    findings(&outcome.findings, &outcome.sources, outcome.as_of, view, out)?;
    let style = match view.code {
        0 => anstyle::AnsiColor::Green,
        _ => anstyle::AnsiColor::Red,
    };
    let style = style.on_default().bold();
    writeln!(out, "{style}{}{style:#}", summary::line(outcome, view))
}

/// Writes findings alone, with colours and a blank line after each; those that do not count are left out.
///
/// # Errors
/// As the writer reports them.
pub(crate) fn findings(
    findings: &[Finding],
    sources: &Sources,
    as_of: Date,
    view: View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page { sources, locator: Locator::new(sources), as_of, view };
    for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
        writeln!(out, "{}\n", page.finding(finding))?;
    }
    Ok(())
}

/// What all findings of a report share.
struct Page<'a> {
    sources: &'a Sources,
    locator: Locator<'a>,
    as_of: Date,
    view: View,
}

/// A snippet, and how its origin reads before and after [`Page::snippet`]'s correction.
type Shown = (Snippet<'static, Annotation<'static>>, String);

impl Page<'_> {
    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.view.lang)
    }

    fn finding(&mut self, finding: &Finding) -> String {
        let snippets = self.snippets(finding);
        let name = clean_line(self.say(&word(finding)));
        let title = level(finding)
            .with_name(name)
            .primary_title(clean_text(self.say(&finding.message).trim_end()))
            .id(clean_line(&finding.rule));
        let mut group = Group::with_title(title);
        if finding.place.is_none()
            && let Some(path) = &finding.path
        {
            group = group.element(Origin::path(clean_line(path)));
        }
        let mut origins = Vec::new();
        for (snippet, origin) in snippets {
            group = group.element(snippet);
            origins.push(origin);
        }
        for (level, name, text) in self.notes(finding) {
            group = group.element(level.with_name(self.say(&name).to_owned()).message(text));
        }
        // Lines are cropped to size already, by columns and not by characters.
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(usize::MAX / 4);
        origins.iter().fold(renderer.render(&[group]), |text, wrong| text.replacen(wrong, "", 1))
    }

    /// The value, then the rule's line, then what else the finding points at.
    fn snippets(&mut self, finding: &Finding) -> Vec<Shown> {
        let here = say!("规则在此", "rule is here");
        let value = finding.place.map(|place| (place, AnnotationKind::Primary, String::new()));
        let rule = finding.rule_place.map(|place| (place, AnnotationKind::Context, self.say(&here).to_owned()));
        let related =
            finding.related.iter().map(|r| (r.place, AnnotationKind::Context, clean_line(self.say(&r.message))));
        let wanted: Vec<_> = value.into_iter().chain(rule).chain(related).collect();
        wanted.into_iter().map(|(place, kind, label)| self.snippet(place, kind, label)).collect()
    }

    /// A place's line. The renderer takes the origin's column from the excerpt, which is wrong when the line was
    /// cropped; so the right origin is given as the path, and the renderer's own numbers, behind a mark that no data
    /// can contain, are taken out afterwards.
    fn snippet(&mut self, place: Place, kind: AnnotationKind, label: String) -> Shown {
        let source = self.sources.get(place.source);
        let start = self.locator.positions(place).0;
        let Excerpt { text, span, line, before } = excerpt(source, place, start.line, self.view.width);
        let origin = format!("{}:{}:{}{MARK}", clean_line(&source.name), start.line, start.column);
        let wrong = format!("{MARK}:{line}:{}", before + 1);
        let annotation = kind.span(span).label((!label.is_empty()).then_some(label));
        (Snippet::source(text).line_start(line).path(origin).annotation(annotation), wrong)
    }

    /// Record, term, basis and next step.
    fn notes(&self, finding: &Finding) -> Vec<(Level<'static>, Text, String)> {
        let mut notes = Vec::new();
        if let Some(subject) = self.subject(finding) {
            notes.push((Level::NOTE, say!("记录", "record"), subject));
        }
        if let Some(due) = finding.due {
            notes.push((Level::NOTE, say!("期限", "due"), self.term(finding, due)));
        }
        if let Some(basis) = finding.basis.as_deref().filter(|basis| !basis.is_empty()) {
            notes.push((Level::NOTE, say!("依据", "basis"), clean_text(basis.trim_end())));
        }
        if let Some(help) = &finding.help {
            notes.push((Level::HELP, say!("帮助", "help"), clean_text(self.say(help).trim_end())));
        }
        notes
    }

    fn subject(&self, finding: &Finding) -> Option<String> {
        let record = finding.record.as_ref().map(|r| format!("{} {}", r.kind, r.key).trim_end().to_owned());
        let subject = match (record, finding.body.as_deref(), self.view.lang) {
            (Some(record), Some(body), Lang::Zh) => format!("{record}（{body}）"),
            (Some(record), Some(body), Lang::En) => format!("{record} ({body})"),
            (Some(record), None, _) => record,
            (None, body, _) => body?.to_owned(),
        };
        Some(clean_line(&subject))
    }

    fn term(&self, finding: &Finding, due: Date) -> String {
        let days = (self.as_of - due).get_days();
        let text = match finding.status {
            Status::Pending if days < 0 => {
                let (left, en) = (-days, count(-days, "day", "days"));
                say!("{due}，还有{left}天", "{due}, in {en}")
            }
            Status::Pending => say!("{due}", "{due}"),
            _ if days > 0 => {
                let en = count(days, "day", "days");
                say!("{due}，已过{days}天", "{due}, {en} ago")
            }
            _ => say!("{due}", "{due}"),
        };
        self.say(&text).to_owned()
    }
}

fn level(finding: &Finding) -> Level<'static> {
    match (finding.status, finding.severity) {
        (Status::Violation, Severity::Warning) => Level::WARNING,
        (Status::Pending, _) => Level::INFO,
        _ => Level::ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::report::text::width;
    use yize_core::finding::Effect;
    use yize_core::source::Span;

    fn plain(outcome: &Outcome, lang: Lang) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(outcome, View::new(lang, 1), &mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    /// A finding at a byte range of a text.
    fn one(text: &str, from: usize, to: usize) -> String {
        let mut outcome = sample::outcome();
        outcome.findings.truncate(1);
        let source = outcome.sources.add("a.toml", text).unwrap();
        outcome.findings[0] = Finding::new("p/r", Status::Violation, Effect::Violation, say!("错", "wrong"))
            .at(Place { source, span: Span::new(from, to) });
        plain(&outcome, Lang::Zh)
    }

    #[test]
    fn a_finding_shows_data_rule_basis_and_next_step() {
        let expected = "\
违规[baoding/plan/scheme]: 双月协商计划3次，应为6次
 --> data/计划.toml:3:6
  |
3 | 体系 = \"1126＋N\" # 年度计划
  |        ^^^^^^^^^
  |
 ::: rules/baoding/plan.rhai:3:1
  |
3 | rule(\"plan/scheme\", #{
  | ---------------------- 规则在此
  |
 ::: data/计划.toml:1:1
  |
1 | body = \"baoding\"
  | ---- 单位在此
  |
  = 记录: plan 2026（baoding）
  = 依据: 保定市政协年度协商计划制度
  = 帮助: 补列会议，或按程序调整计划

待办[baoding/plan/report]: 年度报告未报送
 --> data/计划.toml:4:8
  |
4 | year = 2026
  |        ^^^^
  |
  = 期限: 2026-12-31，还有39天

违规[host/type]: 路径不存在
--> 缺失.toml

";
        let shown = plain(&sample::outcome(), Lang::Zh);
        assert!(shown.starts_with(expected), "{shown}");
        assert!(!plain(&sample::outcome(), Lang::En).contains("规则在此"));
    }

    #[test]
    fn carets_stand_under_the_value_whatever_the_widths_before_it() {
        let value = "\"目标值x\"";
        for before in ["", "名称 = ", "a\tb = ", "e\u{301}甲\x1b[31m = ", "一二三四五六七八九十".repeat(40).as_str()]
        {
            for after in ["", " # 注", "后文".repeat(90).as_str()] {
                let text = format!("x = 1\n{before}{value}{after}\ny = 2\n");
                let shown = one(&text, 6 + before.len(), 6 + before.len() + value.len());
                let mut lines = shown.lines().skip_while(|line| !line.starts_with("2 |"));
                let (source, carets) = (lines.next().unwrap(), lines.next().unwrap());
                assert_eq!(width(&source[..source.find(value).unwrap()]), carets.find('^').unwrap(), "{shown}");
                assert_eq!(carets.matches('^').count(), width(value), "{shown}");
                assert!(shown.contains(&format!("a.toml:2:{}\n", before.chars().count() + 1)), "{shown}");
                assert_eq!(shown.contains('␛'), before.contains('\x1b'), "{shown}");
                assert!(width(source) < 120 && !shown.contains(['\x1b', MARK]), "{shown}");
            }
        }
    }

    #[test]
    fn strange_places_are_shown_all_the_same() {
        assert!(one("a =", 3, 3).contains("1 | a =\n  |    ^"));
        assert!(one("", 0, 0).contains("a.toml:1:1"));
        assert!(one("a = \"\"\"\n甲\n乙\"\"\"\n", 4, 18).contains("1 | a = \"\"\"\n  |     ^^^\n"));
        assert!(one("a = 1", 70, 80).contains("a.toml:1:6"));
        let mut bare = sample::outcome();
        bare.findings.remove(1);
        bare.findings[0].place = None;
        bare.findings[0].path = Some("x.toml".into());
        let shown = plain(&bare, Lang::Zh);
        assert!(shown.contains(" --> x.toml\n  |\n ::: rules/baoding/plan.rhai:3:1\n  |\n3 | rule"), "{shown}");
        assert!(one("a = \u{f8ff}:1:1\n", 4, 7).contains("a = \u{FFFD}:1:1"));
    }
}
