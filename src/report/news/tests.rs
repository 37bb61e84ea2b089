//! Tests of what a repeated check tells.

use std::sync::Arc;

use serde_json::{Value, json};

use super::screen::Size;
use super::*;
use crate::report::text::width;
use crate::report::{json, sample};
use yize_core::language::Lang;
use yize_core::say;

/// The first round, and a second in which the first finding is gone, another has come and one has moved.
fn rounds() -> (Round, Round) {
    let outcome = Arc::new(sample::outcome());
    let round = |number, outcome: &Arc<Outcome>| Round {
        number,
        outcome: outcome.clone(),
        before: None,
        added: Vec::new(),
        removed: Vec::new(),
        held: Vec::new(),
        failed: Vec::new(),
        restored: Vec::new(),
        asked: Asked { paths: ["data/计划.toml".into()].into(), folders: ["data".into()].into(), closed: [].into() },
    };
    let first = Round { added: vec![0, 1, 2], ..round(1, &outcome) };
    let mut changed = sample::outcome();
    changed.findings[0].message = say!("单月协商计划3次，应为6次", "another");
    changed.findings[1].place = changed.findings[0].place;
    let changed = Arc::new(changed);
    let second = Round { added: vec![0], removed: vec![0], before: Some(outcome), ..round(2, &changed) };
    (first, second)
}

fn news<'a>(round: &'a Round, before: Option<&'a Round>, hints: &[&str]) -> News<'a> {
    let hints = hints.iter().map(PathBuf::from).collect();
    News::new(&Latest { round, before, hints, elapsed: Duration::from_millis(12) }, View::new(Lang::Zh, 1))
}

fn events(news: &News<'_>) -> Vec<Value> {
    let mut bytes = Vec::new();
    events::write(news, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn screen(news: &News<'_>, size: Option<Size>) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    screen::write(news, size, &mut out).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}

#[test]
fn a_report_tells_what_is_new_gone_and_elsewhere() {
    let (first, second) = rounds();
    let told = events(&news(&first, None, &[]));
    assert_eq!((told.len(), &told[0]["number"], told[0]["added"].as_array().unwrap().len()), (1, &json!(1), 3));
    let told = &events(&news(&second, Some(&first), &["data/计划.toml", "data/.计划.toml.swp"]))[0];
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.join(" "), "event number as_of cause elapsed_ms added removed moved held exit_status summary");
    assert_eq!((&told["event"], &told["elapsed_ms"], &told["exit_status"]), (&json!("report"), &json!(12), &json!(1)));
    assert_eq!(told["cause"], json!(["data/计划.toml"]));
    let one = |list: &str, key: &str| {
        assert_eq!(told[list].as_array().unwrap().len(), 1, "{told:#}");
        told[list][0][key].clone()
    };
    assert_eq!(one("added", "message"), "单月协商计划3次，应为6次");
    assert_eq!(one("removed", "message"), "双月协商计划3次，应为6次");
    assert_eq!(one("moved", "start"), json!({"line": 3, "column": 6}));
    let mut whole = Vec::new();
    json::write(&second.outcome, View::new(Lang::Zh, 1), &mut whole).unwrap();
    let whole: Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!((&told["added"][0], &told["moved"][0]), (&whole["findings"][0], &whole["findings"][1]));
    assert_eq!(told["summary"], whole["summary"]);
}

#[test]
fn packs_are_told_once_for_each_way_of_being_wrong() {
    let (first, mut second) = rounds();
    let mut finding = yize_core::host::SYNTAX.finding(say!("缺少等号", "expected ="));
    finding.place = second.outcome.findings[0].place;
    second.held =
        vec![Held { pack: "baoding".into(), folder: "rules/baoding".into(), findings: vec![finding], earlier: true }];
    second.failed = vec!["baoding".into()];
    second.restored = vec!["langfang".into()];
    let told = events(&news(&second, Some(&first), &[]));
    let kinds: Vec<String> = told.iter().map(|e| format!("{} {}", e["event"], e["pack"]).replace('"', "")).collect();
    assert_eq!(kinds, ["pack-fault baoding", "pack-restored langfang", "report null"]);
    assert_eq!(told[0]["findings"][0]["start"], json!({"line": 3, "column": 6}));
    assert_eq!(told[2]["held"], json!(["baoding"]));

    let mut third = second.clone();
    (third.failed, third.restored) = (Vec::new(), Vec::new());
    (third.added, third.removed, third.before) = (Vec::new(), Vec::new(), Some(second.outcome.clone()));
    let same = news(&third, Some(&second), &["data/.计划.toml.swp"]);
    assert!(same.faults.is_empty() && !same.worth_telling && events(&same).len() == 1);
    assert!(news(&third, Some(&second), &["data"]).worth_telling);
    third.held[0].findings[0].message = say!("缺少引号", "expected \"");
    assert!(news(&third, Some(&second), &[]).worth_telling);
    assert_eq!(events(&news(&third, Some(&second), &[])).len(), 2);
    let shown = screen(&news(&third, Some(&second), &[]), Some(Size { columns: 80, rows: 40 }));
    third.held[0].earlier = false;
    let none = events(&news(&third, None, &[]));
    assert_eq!((&told[0]["earlier"], &none[0]["earlier"], &none[1]["held"]), (&json!(true), &json!(false), &json!([])));
    assert!(shown.contains("规则包 baoding 有误，仍用上一次正确的版本\n违规[host/syntax]: 缺少引号\n"), "{shown}");
}

#[test]
fn the_screen_fits_the_terminal_and_shows_what_is_new_first() {
    let (first, second) = rounds();
    for (round, before) in [(&first, None), (&second, Some(&first))] {
        for rows in 12..60 {
            for columns in [40, 80, 200] {
                let shown = screen(&news(round, before, &["data/计划.toml"]), Some(Size { columns, rows }));
                let taken: usize = shown.lines().map(|line| width(line).div_ceil(columns).max(1)).sum();
                assert!(taken < rows.max(14), "{columns}×{rows}: {taken}\n{shown}");
                assert!(shown.contains("等待改动，按 Ctrl-C 结束\n"), "{shown}");
            }
        }
    }
    let shown = screen(&news(&second, Some(&first), &["data/计划.toml"]), Some(Size { columns: 80, rows: 60 }));
    assert!(shown.starts_with("【新】 违规[baoding/plan/scheme]: 单月"), "{shown}");
    assert!(shown.contains("+1 −1  用时 12 毫秒  改动：data/计划.toml\n"), "{shown}");
    assert!(shown.contains("\n- data/计划.toml:3:6: 违规 baoding/plan/scheme: 双月"), "{shown}");
    let small = screen(&news(&second, Some(&first), &[]), Some(Size { columns: 80, rows: 12 }));
    assert!(small.contains("+ data/计划.toml:3:6: 违规 baoding/plan/scheme: 单月"), "{small}");
    let piped = screen(&news(&second, Some(&first), &[]), None);
    assert!(piped.contains("单月") && !piped.contains("年度报告未报送") && !piped.contains('\x1b'), "{piped}");
}

#[test]
fn many_findings_are_counted_and_not_all_shown() {
    let mut outcome = sample::outcome();
    let one = outcome.findings[0].clone();
    outcome.findings = (0..500).map(|_| one.clone()).collect();
    let (first, _) = rounds();
    let round = Round { outcome: Arc::new(outcome), added: (0..500).collect(), ..first };
    let shown = screen(&news(&round, None, &[]), Some(Size { columns: 80, rows: 24 }));
    assert!(shown.lines().count() < 24 && shown.contains("\n  还有 48"), "{shown}");
}
