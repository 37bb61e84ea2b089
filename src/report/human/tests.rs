//! The report for people, as it is printed.

use super::*;
use crate::report::sample;
use crate::report::shape::{By, Only, Shape, Sort};
use crate::report::text::MARK;
use crate::report::text::width;
use yize_core::finding::{Effect, Status};
use yize_core::language::Lang;
use yize_core::source::{Place, Span};

fn plain(outcome: &Outcome, lang: Lang) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    let shape = Shape { full: true, ..Shape::default() };
    write(outcome, View { shape, ..View::new(lang, 1) }, &mut out).unwrap();
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
  = 记录: plan 2026，字段 scheme，baoding
  = 依据: 保定市政协年度协商计划制度
  = 帮助: 补列会议，或按程序调整计划

待办[baoding/plan/report]: 年度报告未报送
 --> data/计划.toml:4:8
  |
4 | year = 2026
  |        ^^^^
  |
  = 期限: 2026-12-31，还有39天

按规则
";
    let shown = plain(&sample::outcome(), Lang::Zh);
    assert!(shown.starts_with(&format!("违规[host/type]: 路径不存在\n--> 缺失.toml\n\n{expected}")), "{shown}");
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

/// The report with a shape, without colours.
fn shaped(outcome: &Outcome, shape: Shape) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    write(outcome, View { shape, ..View::new(Lang::Zh, 1) }, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}

/// Many violations of one rule, one of another, and duties.
fn many(n: usize) -> Outcome {
    let mut outcome = sample::outcome();
    let (scheme, duty) = (outcome.findings[0].clone(), outcome.findings[1].clone());
    outcome.findings = (0..n).map(|_| scheme.clone()).chain((0..n).map(|_| duty.clone())).collect();
    let mut another = scheme;
    (another.rule, another.message) = ("baoding/plan/zz".into(), say!("另一条", "another"));
    outcome.findings.push(another);
    outcome
}

#[test]
fn what_is_pending_is_a_table_and_a_screen_takes_two_of_itself() {
    for n in [100, 1000] {
        let outcome = many(n);
        let shown = shaped(&outcome, Shape { rows: Some(40), ..Shape::default() });
        assert!((60..=80).contains(&shown.lines().count()), "{shown}");
        assert!(shown.contains(&format!("待办 {n} 项")) && !shown.contains("期限: "), "{shown}");
        // Of each rule one is shown before another of any.
        assert!(shown.contains("]: 另一条\n") && shown.contains("另有"), "{shown}");
    }
}

#[test]
fn a_limit_holds_and_what_is_left_out_is_counted() {
    let shown = shaped(&many(5), Shape { limit: Some(2), ..Shape::default() });
    assert_eq!(shown.matches(" --> data").count(), 2, "{shown}");
    assert!(shown.contains("另有 4 项没有列出"), "{shown}");
    let shown = shaped(&many(5), Shape { limit: Some(0), ..Shape::default() });
    assert!(!shown.contains(" --> ") && shown.contains("另有 6 项没有列出"), "{shown}");
}

#[test]
fn a_status_that_is_asked_for_is_shown_in_full_and_alone() {
    let shape = Shape { only: Only::default().and(Sort::Pending), by: By::Due, ..Shape::default() };
    let shown = shaped(&many(3), shape);
    assert_eq!((shown.matches("期限: 2026-12-31").count(), shown.contains("1126")), (3, false), "{shown}");
    assert!(shown.starts_with("2026-12-31（3 项）\n"), "{shown}");
}
